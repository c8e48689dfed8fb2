//! `slice` objects and their bounds.

use crate::error::{Result, type_error, value_error};
use crate::native::Natives;
use crate::natives;
use crate::seq::{self, Huge};
use crate::types::{CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, int, ops, str, tuple};

#[repr(C)]
pub struct SliceObj {
    pub header: Header,
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}

// SAFETY: repr(C) with the header first; SLICE is the only type with this layout.
unsafe impl Object for SliceObj {
    const LAYOUT: Layout = Layout::Slice;
}

crate::late_type! {
    pub static SLICE, slice_type = (
        "slice",
        Layout::Slice,
        Slots {
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            getattr: Some(getattr),
            new: Some(construct),
            drop: Some(drop_fields),
            traverse: Some(traverse),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "indices(self, len, /) -> tuple[int, int, int]" => indices_method,
];

pub fn new(start: Value, stop: Value, step: Value) -> Value {
    heap::new_object(slice_type(), |header| SliceObj { header, start, stop, step })
}

/// The bounds of a slice as machine ints, not yet fitted to a length.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Bounds {
    /// `(start, stop, step, count)` for a sequence of `len` elements: positions `start + k * step` for `k < count`.
    pub fn adjust(self, len: usize) -> (i64, i64, i64, usize) {
        let len = len as i64;
        let fit = |i: i64| {
            let i = if i < 0 { i.saturating_add(len) } else { i };
            if self.step < 0 { i.clamp(-1, len - 1) } else { i.clamp(0, len) }
        };
        // The defaults of a negative step are beyond both ends, where clamping is right as well.
        let start = fit(self.start);
        let stop = if self.step < 0 && self.stop == i64::MIN { -1 } else { fit(self.stop) };
        let span = if self.step > 0 { stop - start } else { start - stop };
        let count = match self.step {
            _ if span <= 0 => 0,
            // The usual steps, without a division.
            1 | -1 => span,
            step => (span - 1) / step.saturating_abs() + 1,
        };
        (start, stop, self.step, count as usize)
    }
}

/// The bounds in a slice object (runs `__index__` of what is not an int).
pub fn unpack(s: &Value) -> Result<Bounds> {
    let Some(s) = s.downcast::<SliceObj>() else { return type_error("slice expected") };
    let step = if s.step.is_none() {
        1
    } else {
        match bound(&s.step)? {
            0 => return value_error("slice step cannot be zero"),
            // -step must be representable.
            i => i.max(-i64::MAX),
        }
    };
    let start = match s.start.is_none() {
        true if step < 0 => i64::MAX,
        true => 0,
        false => bound(&s.start)?,
    };
    let stop = match s.stop.is_none() {
        true if step < 0 => i64::MIN,
        true => i64::MAX,
        false => bound(&s.stop)?,
    };
    Ok(Bounds { start, stop, step })
}

#[inline]
fn bound(v: &Value) -> Result<i64> {
    match seq::try_index(v, Huge::Clamp)? {
        Some(i) => Ok(i),
        None => type_error("slice indices must be integers or None or have an __index__ method"),
    }
}

/// `(start, stop, step, count)` of the slice `s` in a sequence of `len` elements.
pub fn indices(s: &Value, len: usize) -> Result<(i64, i64, i64, usize)> {
    Ok(unpack(s)?.adjust(len))
}

fn parts(v: &Value) -> &SliceObj {
    match v.downcast::<SliceObj>() {
        Some(s) => s,
        None => unreachable!("a slice method got another object"),
    }
}

fn repr(v: &Value) -> Result<Value> {
    let s = parts(v);
    let mut out = str::Builder::new();
    out.push_str("slice(");
    out.push_value(&ops::repr(&s.start)?);
    out.push_str(", ");
    out.push_value(&ops::repr(&s.stop)?);
    out.push_str(", ");
    out.push_value(&ops::repr(&s.step)?);
    out.push_str(")");
    Ok(out.finish())
}

fn hash(_: &Value) -> Result<i64> {
    type_error("unhashable type: 'slice'")
}

fn as_tuple(s: &SliceObj) -> Value {
    tuple::from_slice(&[s.start.clone(), s.stop.clone(), s.step.clone()])
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    match (a.downcast::<SliceObj>(), b.downcast::<SliceObj>()) {
        (Some(x), Some(y)) => ops::compare(&as_tuple(x), op, &as_tuple(y)),
        _ => Ok(Value::not_implemented()),
    }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let s = parts(v);
    Ok(match name {
        "start" => Some(s.start.clone()),
        "stop" => Some(s.stop.clone()),
        "step" => Some(s.step.clone()),
        _ => None,
    })
}

fn construct(_: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords("slice", kw)?;
    seq::arity("slice", args.len(), 1, 3)?;
    let none = Value::none;
    Ok(match args {
        [stop] => new(none(), stop.clone(), none()),
        [start, stop] => new(start.clone(), stop.clone(), none()),
        _ => new(args[0].clone(), args[1].clone(), args[2].clone()),
    })
}

/// `slice.indices(len)`: exact for ints of any size.
pub(crate) fn indices_method(a: &[Value]) -> Result<Value> {
    let s = parts(&a[0]);
    let Some(n) = ops::index_value_opt(&a[1])? else {
        return type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(&a[1])));
    };
    let Some(len) = int::to_bigint(&n) else { return type_error("an integer is required") };
    let zero = num_bigint::BigInt::from(0);
    if len < zero {
        return value_error("length should not be negative");
    }
    let int_of = |v: &Value| match ops::index_value_opt(v)? {
        Some(i) => Ok(int::to_bigint(&i).unwrap_or_default()),
        None => type_error("slice indices must be integers or None or have an __index__ method"),
    };
    let step = if s.step.is_none() { num_bigint::BigInt::from(1) } else { int_of(&s.step)? };
    if step == zero {
        return value_error("slice step cannot be zero");
    }
    let negative = step < zero;
    let (lower, upper) = if negative { (num_bigint::BigInt::from(-1), &len - 1) } else { (zero.clone(), len.clone()) };
    let fit = |v: &Value, default: &num_bigint::BigInt| {
        if v.is_none() {
            return Ok(default.clone());
        }
        let i = int_of(v)?;
        let i = if i < zero { i + &len } else { i };
        Ok(i.max(lower.clone()).min(upper.clone()))
    };
    let start = fit(&s.start, if negative { &upper } else { &lower })?;
    let stop = fit(&s.stop, if negative { &lower } else { &upper })?;
    Ok(tuple::from_slice(&[int::from_bigint(start), int::from_bigint(stop), int::from_bigint(step)]))
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on a slice nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut SliceObj) }
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live slice.
    let s = unsafe { &*(h as *const SliceObj) };
    f(&s.start);
    f(&s.stop);
    f(&s.step);
}
