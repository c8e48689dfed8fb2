//! `range`: four machine ints, or big ints when they do not fit.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{INDEX_ERROR, OVERFLOW_ERROR};
use crate::native::Natives;
use crate::natives;
use crate::slice::{self, SliceObj};
use crate::types::{CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, int, iter, ops, seq, str, tuple};

/// A range. Compiled code knows this layout.
#[repr(C)]
pub struct RangeObj {
    pub header: Header,
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: i64,
    /// Set when one of the four does not fit an i64; start, stop and step are then meaningless.
    pub big: Option<Box<BigRange>>,
}

/// A range beyond machine ints.
pub struct BigRange {
    pub start: BigInt,
    pub stop: BigInt,
    pub step: BigInt,
    pub len: BigInt,
}

// SAFETY: repr(C) with the header first; RANGE is the only type with this layout.
unsafe impl Object for RangeObj {
    const LAYOUT: Layout = Layout::Range;
}

crate::late_type! {
    pub static RANGE, range_type = (
        "range",
        Layout::Range,
        Slots {
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            truth: Some(truth),
            len: Some(len),
            getitem: Some(getitem),
            contains: Some(contains),
            iter: Some(iter::range_iter),
            getattr: Some(getattr),
            new: Some(construct),
            drop: Some(drop_fields),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "index(self, value, /) -> int" => index,
    "count(self, value, /) -> int" => count,
    "__reversed__(self, /)" => reversed,
];

/// Elements of `range(start, stop, step)`, `step` not 0; `None` beyond an i64.
pub fn length(start: i64, stop: i64, step: i64) -> Option<i64> {
    let (lo, hi) = if step > 0 { (start, stop) } else { (stop, start) };
    if lo >= hi {
        return Some(0);
    }
    let n = (hi.wrapping_sub(lo) as u64 - 1) / step.unsigned_abs() + 1;
    i64::try_from(n).ok()
}

/// `range(start, stop, step)` of machine ints, `step` not 0.
pub fn new(start: i64, stop: i64, step: i64) -> Value {
    match length(start, stop, step) {
        Some(len) => heap::new_object(range_type(), |header| RangeObj { header, start, stop, step, len, big: None }),
        None => new_big(start.into(), stop.into(), step.into()),
    }
}

/// The range that has `len` numbers, from `start` on. What is behind the last of them may be no machine int.
pub fn of_parts(start: i64, step: i64, len: i64) -> Value {
    let stop = i128::from(start) + i128::from(len) * i128::from(step);
    match i64::try_from(stop) {
        Ok(stop) => new(start, stop, step),
        Err(_) => new_big(start.into(), stop.into(), step.into()),
    }
}

fn new_big(start: BigInt, stop: BigInt, step: BigInt) -> Value {
    if let (Some(a), Some(b), Some(c)) = (start.to_i64(), stop.to_i64(), step.to_i64())
        && length(a, b, c).is_some()
    {
        return new(a, b, c);
    }
    let (lo, hi) = if step.is_positive() { (&start, &stop) } else { (&stop, &start) };
    let len = if lo >= hi { BigInt::zero() } else { (hi - lo - 1u8) / step.abs() + 1u8 };
    let most = len.to_i64().unwrap_or(i64::MAX);
    let big = Some(Box::new(BigRange { start, stop, step, len }));
    heap::new_object(range_type(), |header| RangeObj { header, start: 0, stop: 0, step: 0, len: most, big })
}

/// The range behind a value known to be one.
#[inline]
pub(crate) fn as_range(v: &Value) -> &RangeObj {
    match v.downcast::<RangeObj>() {
        Some(r) => r,
        None => unreachable!("a range method got another object"),
    }
}

/// `(start, step, length)` if `v` is a range of machine ints.
#[inline]
pub(crate) fn small_parts(v: &Value) -> Option<(i64, i64, usize)> {
    v.downcast::<RangeObj>().filter(|r| r.big.is_none()).map(|r| (r.start, r.step, r.len as usize))
}

impl RangeObj {
    /// The element at `i`, which is below the length.
    #[inline]
    fn at(&self, i: i64) -> i64 {
        self.start.wrapping_add(i.wrapping_mul(self.step))
    }

    fn start_value(&self) -> Value {
        self.big.as_ref().map_or_else(|| Value::int(self.start), |b| int::from_bigint(b.start.clone()))
    }

    fn stop_value(&self) -> Value {
        self.big.as_ref().map_or_else(|| Value::int(self.stop), |b| int::from_bigint(b.stop.clone()))
    }

    fn step_value(&self) -> Value {
        self.big.as_ref().map_or_else(|| Value::int(self.step), |b| int::from_bigint(b.step.clone()))
    }

    fn len_value(&self) -> Value {
        self.big.as_ref().map_or_else(|| Value::int(self.len), |b| int::from_bigint(b.len.clone()))
    }

    fn to_big(&self) -> BigRange {
        match &self.big {
            Some(b) => {
                BigRange { start: b.start.clone(), stop: b.stop.clone(), step: b.step.clone(), len: b.len.clone() }
            }
            None => BigRange {
                start: self.start.into(),
                stop: self.stop.into(),
                step: self.step.into(),
                len: self.len.into(),
            },
        }
    }

    fn is_empty(&self) -> bool {
        self.big.as_ref().map_or(self.len == 0, |b| b.len.is_zero())
    }
}

fn repr(v: &Value) -> Result<Value> {
    let r = as_range(v);
    let mut out = str::Builder::new();
    out.push_str("range(");
    out.push_value(&ops::repr(&r.start_value())?);
    out.push_str(", ");
    out.push_value(&ops::repr(&r.stop_value())?);
    let step = r.step_value();
    if step.as_small() != Some(1) {
        out.push_str(", ");
        out.push_value(&ops::repr(&step)?);
    }
    out.push_str(")");
    Ok(out.finish())
}

/// What decides equality: the length, then the start, then the step where it matters.
fn essence(r: &RangeObj) -> [Value; 3] {
    let none = Value::none;
    let len = r.len_value();
    match len.as_small() {
        Some(0) => [len, none(), none()],
        Some(1) => [len, r.start_value(), none()],
        _ => [len, r.start_value(), r.step_value()],
    }
}

fn hash(v: &Value) -> Result<i64> {
    ops::hash(&tuple::from_slice(&essence(as_range(v))))
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    match (op, a.downcast::<RangeObj>(), b.downcast::<RangeObj>()) {
        (CmpOp::Eq | CmpOp::Ne, Some(x), Some(y)) => {
            let mut same = true;
            for (p, q) in essence(x).iter().zip(&essence(y)) {
                same = same && seq::eq(p, q)?;
            }
            Ok(Value::bool(same == (op == CmpOp::Eq)))
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn truth(v: &Value) -> Result<bool> {
    Ok(!as_range(v).is_empty())
}

fn len(v: &Value) -> Result<usize> {
    let r = as_range(v);
    match &r.big {
        None => Ok(r.len as usize),
        Some(b) => match b.len.to_i64() {
            Some(n) => Ok(n as usize),
            None => raise(&OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
        },
    }
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    let r = as_range(v);
    if key.downcast::<SliceObj>().is_some() {
        return sliced(r, key);
    }
    let Some(i) = ops::index_value_opt(key)? else {
        return type_error(format!("range indices must be integers or slices, not {}", ops::type_name(key)));
    };
    if r.big.is_none()
        && let Some(i) = int::to_i64(&i)
    {
        return match seq::position(i, r.len as usize) {
            Some(i) => Ok(Value::int(r.at(i as i64))),
            None => raise(&INDEX_ERROR, "range object index out of range"),
        };
    }
    let (big, i) = (r.to_big(), int::to_bigint(&i).unwrap_or_default());
    let i = if i.is_negative() { i + &big.len } else { i };
    if i.is_negative() || i >= big.len {
        return raise(&INDEX_ERROR, "range object index out of range");
    }
    Ok(int::from_bigint(big.start + i * big.step))
}

fn sliced(r: &RangeObj, key: &Value) -> Result<Value> {
    if r.big.is_none() {
        let (start, stop, step, _) = slice::indices(key, r.len as usize)?;
        let parts = (r.step.checked_mul(step), element(r, start), element(r, stop));
        if let (Some(step), Some(start), Some(stop)) = parts {
            return Ok(new(start, stop, step));
        }
    }
    // Exactly, by the ints of `slice.indices`.
    let bounds = crate::slice::indices_method(&[key.clone(), r.len_value()])?;
    let [a, b, c] = tuple::as_tuple(&bounds).items() else { return Ok(Value::none()) };
    let of = |v: &Value| int::to_bigint(v).unwrap_or_default();
    let big = r.to_big();
    Ok(new_big(&big.start + of(a) * &big.step, &big.start + of(b) * &big.step, of(c) * &big.step))
}

/// The element at `i`, or where it would be just outside the range.
fn element(r: &RangeObj, i: i64) -> Option<i64> {
    r.start.checked_add(i.checked_mul(r.step)?)
}

/// The position of the int `x` in the range.
fn find_int(r: &RangeObj, x: &Value) -> Option<BigInt> {
    if r.big.is_none() {
        let x = int::to_i64(x)?;
        let inside = if r.step > 0 { r.start <= x && x < r.stop } else { r.stop < x && x <= r.start };
        let distance = x.wrapping_sub(r.start);
        if !inside {
            return None;
        }
        // The distance may exceed an i64 when the ends have different signs.
        let (distance, step) =
            if r.step > 0 { (distance as u64, r.step as u64) } else { (distance.wrapping_neg() as u64, r.step.unsigned_abs()) };
        return (distance % step == 0).then(|| BigInt::from(distance / step));
    }
    let (big, x) = (r.to_big(), int::to_bigint(x)?);
    let inside =
        if big.step.is_positive() { big.start <= x && x < big.stop } else { big.stop < x && x <= big.start };
    let distance = x - &big.start;
    (inside && (&distance % &big.step).is_zero()).then(|| distance / big.step)
}

fn is_int(x: &Value) -> bool {
    x.is_small() || x.is_exact(&int::INT) || x.is_exact(&crate::boolean::BOOL)
}

/// The position of any object, by comparing element after element.
fn search(v: &Value, x: &Value, mut found: impl FnMut(i64) -> bool) -> Result<()> {
    let it = ops::iter(v)?;
    let mut i = 0;
    while let Some(e) = ops::next(&it)? {
        if ops::eq(&e, x)? && !found(i) {
            break;
        }
        i += 1;
    }
    Ok(())
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    if is_int(x) {
        return Ok(find_int(as_range(v), x).is_some());
    }
    let mut is_there = false;
    search(v, x, |_| {
        is_there = true;
        false
    })?;
    Ok(is_there)
}

fn index(a: &[Value]) -> Result<Value> {
    if is_int(&a[1]) {
        return match find_int(as_range(&a[0]), &a[1]) {
            Some(i) => Ok(int::from_bigint(i)),
            None => value_error(format!("{} is not in range", ops::repr_string(&a[1])?)),
        };
    }
    let mut at = None;
    search(&a[0], &a[1], |i| {
        at = Some(i);
        false
    })?;
    match at {
        Some(i) => Ok(Value::int(i)),
        None => value_error("sequence.index(x): x not in sequence"),
    }
}

fn count(a: &[Value]) -> Result<Value> {
    if is_int(&a[1]) {
        return Ok(Value::int(find_int(as_range(&a[0]), &a[1]).is_some() as i64));
    }
    let mut n = 0;
    search(&a[0], &a[1], |_| {
        n += 1;
        true
    })?;
    Ok(Value::int(n))
}

fn reversed(a: &[Value]) -> Result<Value> {
    iter::range_iter(&turned(as_range(&a[0])))
}

/// The range of the same numbers in the opposite order.
pub fn turned(r: &RangeObj) -> Value {
    if r.big.is_none() {
        // The step turned round; what does not fit goes the exact way.
        if r.len == 0 {
            return new(0, 0, 1);
        }
        let (first, last) = (r.start, r.at(r.len - 1));
        if let (Some(stop), Some(step)) = (first.checked_sub(r.step), r.step.checked_neg()) {
            return new(last, stop, step);
        }
    }
    let b = r.to_big();
    let last = &b.start + (&b.len - BigInt::one()) * &b.step;
    new_big(last, &b.start - &b.step, -b.step)
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let r = as_range(v);
    Ok(match name {
        "start" => Some(r.start_value()),
        "stop" => Some(r.stop_value()),
        "step" => Some(r.step_value()),
        _ => None,
    })
}

fn construct(_: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords("range", kw)?;
    seq::arity("range", args.len(), 1, 3)?;
    let mut parts = [Value::int(0), Value::int(0), Value::int(1)];
    let at = if args.len() == 1 { 1 } else { 0 };
    for (i, v) in args.iter().enumerate() {
        let Some(n) = ops::index_value_opt(v)? else {
            return type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v)));
        };
        parts[at + i] = n;
    }
    let [start, stop, step] = parts;
    if step.as_small() == Some(0) || int::to_i64(&step) == Some(0) {
        return value_error("range() arg 3 must not be zero");
    }
    if let (Some(a), Some(b), Some(c)) = (int::to_i64(&start), int::to_i64(&stop), int::to_i64(&step)) {
        return Ok(new(a, b, c));
    }
    let of = |v: &Value| int::to_bigint(v).unwrap_or_default();
    Ok(new_big(of(&start), of(&stop), of(&step)))
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on a range nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut RangeObj) }
}
