//! What the containers share: fast equality and order of exact types, index arguments, arguments of constructors, and
//! the guard against containers that contain themselves.

use std::cell::UnsafeCell;
use std::cmp::Ordering;

use crate::error::{Result, raise, type_error};
use crate::exception::{INDEX_ERROR, OVERFLOW_ERROR};
use crate::float::FLOAT;
use crate::str::STR;
use crate::types::{CmpOp, Layout, TypeObj};
use crate::value::Value;
use crate::{int, ops, tuple};

// The fixed layouts of the runtime (also known to compiled code), as offsets in bytes.
const FLOAT_VALUE: usize = 16;
const STR_LEN: usize = 16;
const STR_HASH: usize = 24;
const STR_KIND: usize = 32;
const STR_DATA: usize = pyaot_abi::layout::STR_DATA as usize;

#[inline]
pub(crate) fn is_str(v: &Value) -> bool {
    v.header().is_some_and(|h| std::ptr::eq(h.ty.get(), &STR))
}

#[inline]
pub(crate) fn is_float(v: &Value) -> bool {
    v.header().is_some_and(|h| std::ptr::eq(h.ty.get(), &FLOAT))
}

/// The double in an exact float.
#[inline]
pub(crate) fn float_of(v: &Value) -> f64 {
    debug_assert!(is_float(v));
    // SAFETY: the caller has checked the type; the double is at a fixed place.
    unsafe { *((v.bits() as usize + FLOAT_VALUE) as *const f64) }
}

/// The parts of an exact str: its length, bytes per character, and the bytes.
#[inline]
pub(crate) fn str_parts(v: &Value) -> (usize, u8, &[u8]) {
    debug_assert!(is_str(v));
    let base = v.bits() as usize;
    // SAFETY: the caller has checked the type; the fields are at fixed places.
    unsafe {
        let len = *((base + STR_LEN) as *const usize);
        let kind = *((base + STR_KIND) as *const u8);
        (len, kind, std::slice::from_raw_parts((base + STR_DATA) as *const u8, len * kind as usize))
    }
}

/// Hash of an exact str.
#[inline]
pub(crate) fn str_hash(v: &Value) -> i64 {
    debug_assert!(is_str(v));
    // SAFETY: an exact str has its cached hash at a fixed place.
    match unsafe { *((v.bits() as usize + STR_HASH) as *const i64) } {
        0 => crate::str::of(v).hash(),
        h => h,
    }
}

/// Equality of two exact strs that are not the same object.
#[inline]
pub(crate) fn str_eq(a: &Value, b: &Value) -> bool {
    let ((n, k, x), (m, l, y)) = (str_parts(a), str_parts(b));
    n == m && k == l && same_bytes(x, y)
}

/// Equality of byte strings of the same length; most are short.
#[inline]
pub(crate) fn same_bytes(x: &[u8], y: &[u8]) -> bool {
    let n = x.len();
    debug_assert_eq!(n, y.len());
    // SAFETY: both have `n` bytes; the two words read lie within them.
    let at = |p: &[u8], i: usize| unsafe { (p.as_ptr().add(i) as *const u64).read_unaligned() };
    let half = |p: &[u8], i: usize| unsafe { (p.as_ptr().add(i) as *const u32).read_unaligned() };
    match n {
        8..=16 => at(x, 0) == at(y, 0) && at(x, n - 8) == at(y, n - 8),
        4..=7 => half(x, 0) == half(y, 0) && half(x, n - 4) == half(y, n - 4),
        0..=3 => n == 0 || (x[0] == y[0] && x[n / 2] == y[n / 2] && x[n - 1] == y[n - 1]),
        _ => x == y,
    }
}

fn chars_of(kind: u8, data: &[u8]) -> impl Iterator<Item = u32> + '_ {
    data.chunks_exact(kind as usize).map(move |c| match *c {
        [a] => a as u32,
        [a, b] => u16::from_le_bytes([a, b]) as u32,
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    })
}

/// Order of two exact strs, by code points.
#[inline]
pub(crate) fn str_cmp(a: &Value, b: &Value) -> Ordering {
    let ((_, k, x), (_, l, y)) = (str_parts(a), str_parts(b));
    if k == 1 && l == 1 { x.cmp(y) } else { chars_of(k, x).cmp(chars_of(l, y)) }
}

/// Hash of a tagged int: the value modulo 2**61 - 1 with the sign kept, and -2 for -1.
#[inline]
pub(crate) fn small_hash(i: i64) -> i64 {
    const P: i64 = (1 << 61) - 1;
    if i > -P && i < P {
        if i == -1 { -2 } else { i }
    } else {
        let h = i % P;
        if h == -1 { -2 } else { h }
    }
}

/// Hash of any key, the usual types without a call.
#[inline]
pub(crate) fn hash_key(v: &Value) -> Result<i64> {
    if let Some(i) = v.as_small() {
        return Ok(small_hash(i));
    }
    if is_str(v) {
        // SAFETY: an exact str has its cached hash at a fixed place.
        let h = unsafe { *((v.bits() as usize + STR_HASH) as *const i64) };
        if h != 0 {
            return Ok(h);
        }
    }
    if is_tuple(v) { tuple::hash(v) } else { ops::hash(v) }
}

/// Equality (identity first) where neither operand can run code of the program; `None`: ask [`ops::eq`].
#[inline]
pub(crate) fn quick_eq(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    match (a.is_small(), b.is_small()) {
        (true, true) => Some(false),
        (false, false) if is_str(a) && is_str(b) => Some(str_eq(a, b)),
        (true, false) if is_str(b) => Some(false),
        (false, true) if is_str(a) => Some(false),
        _ => quick_eq_others(a, b),
    }
}

/// The same for floats, None and tuples.
fn quick_eq_others(a: &Value, b: &Value) -> Option<bool> {
    if is_tuple(a) && is_tuple(b) {
        let (x, y) = (tuple::as_tuple(a).items(), tuple::as_tuple(b).items());
        if x.len() != y.len() {
            return Some(false);
        }
        for (p, q) in x.iter().zip(y) {
            match quick_eq(p, q) {
                Some(true) => {}
                unequal_or_unknown => return unequal_or_unknown,
            }
        }
        return Some(true);
    }
    if is_float(a) && is_float(b) {
        let (x, y) = (float_of(a), float_of(b));
        // The bits of a NaN stand for its identity.
        return Some(x == y || x.to_bits() == y.to_bits());
    }
    let plain = |v: &Value| v.is_small() || v.is_none() || is_str(v) || is_float(v) || is_tuple(v);
    let number = |v: &Value| v.is_small() || is_float(v);
    // Of different plain types only numbers can be equal.
    (plain(a) && plain(b) && !(number(a) && number(b))).then_some(false)
}

/// A comparison where neither operand can run code of the program (ints, floats, strs and tuples of them); `None`: ask
/// [`ops::compare`].
#[inline]
pub(crate) fn quick_compare(a: &Value, op: CmpOp, b: &Value) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Some(op.holds(x, y));
    }
    quick_compare_others(a, op, b)
}

/// `a < b` as [`quick_compare`], for what is sorted most: numbers, and tuples that begin with numbers.
#[inline]
pub(crate) fn quick_less(a: &Value, b: &Value) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Some(x < y);
    }
    if is_tuple(a) && is_tuple(b) {
        let (x, y) = (tuple::as_tuple(a).items(), tuple::as_tuple(b).items());
        for (p, q) in x.iter().zip(y) {
            if p.is(q) {
                continue;
            }
            if let (Some(p), Some(q)) = (p.as_small(), q.as_small()) {
                return Some(p < q);
            }
            if is_float(p) && is_float(q) {
                let (p, q) = (float_of(p), float_of(q));
                match p.partial_cmp(&q) {
                    Some(Ordering::Equal) => continue,
                    Some(order) => return Some(order.is_lt()),
                    None => {}
                }
            }
            return quick_compare_others(a, CmpOp::Lt, b);
        }
        return Some(x.len() < y.len());
    }
    quick_compare_others(a, CmpOp::Lt, b)
}

fn quick_compare_others(a: &Value, op: CmpOp, b: &Value) -> Option<bool> {
    if is_tuple(a) && is_tuple(b) {
        let (x, y) = (tuple::as_tuple(a).items(), tuple::as_tuple(b).items());
        for (p, q) in x.iter().zip(y) {
            if !quick_eq(p, q)? {
                return match op {
                    CmpOp::Eq => Some(false),
                    CmpOp::Ne => Some(true),
                    _ => quick_compare(p, op, q),
                };
            }
        }
        return Some(op.holds(x.len(), y.len()));
    }
    if is_str(a) && is_str(b) {
        return Some(match op {
            CmpOp::Eq => a.is(b) || str_eq(a, b),
            CmpOp::Ne => !a.is(b) && !str_eq(a, b),
            _ => op.holds(str_cmp(a, b), Ordering::Equal),
        });
    }
    let number = |v: &Value| match v.as_small() {
        Some(i) => (i.unsigned_abs() <= 1 << 53).then_some(i as f64),
        None => is_float(v).then(|| float_of(v)),
    };
    Some(op.holds(number(a)?, number(b)?))
}

#[inline]
pub(crate) fn is_tuple(v: &Value) -> bool {
    v.header().is_some_and(|h| std::ptr::eq(h.ty.get(), &tuple::TUPLE))
}

/// Equality as containers test it: identity first.
#[inline]
pub(crate) fn eq(a: &Value, b: &Value) -> Result<bool> {
    match quick_eq(a, b) {
        Some(r) => Ok(r),
        None => ops::eq(a, b),
    }
}

/// What an index too large for a machine word raises.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Huge {
    /// `IndexError`, as subscripts do.
    Index,
    /// `OverflowError`, as counts do.
    Overflow,
    /// The nearest machine int, as slices do.
    Clamp,
}

/// `v` as an int through `__index__`; `None` when it is no integer at all.
pub(crate) fn try_index(v: &Value, huge: Huge) -> Result<Option<i64>> {
    if let Some(i) = v.as_small() {
        return Ok(Some(i));
    }
    let Some(i) = ops::index_value_opt(v)? else { return Ok(None) };
    if let Some(i) = int::to_i64(&i) {
        return Ok(Some(i));
    }
    let name = ops::type_name(v);
    match huge {
        Huge::Index => raise(&INDEX_ERROR, format!("cannot fit '{name}' into an index-sized integer")),
        Huge::Overflow => raise(&OVERFLOW_ERROR, format!("cannot fit '{name}' into an index-sized integer")),
        Huge::Clamp => {
            let negative = int::to_bigint(&i).is_some_and(|b| b.sign() == num_bigint::Sign::Minus);
            Ok(Some(if negative { i64::MIN } else { i64::MAX }))
        }
    }
}

/// `v` as an int argument: `'str' object cannot be interpreted as an integer` otherwise.
pub(crate) fn index_arg(v: &Value, huge: Huge) -> Result<i64> {
    match try_index(v, huge)? {
        Some(i) => Ok(i),
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

/// A `start`/`stop` argument of `index` methods: clamped, `None` not allowed.
pub(crate) fn bound_arg(v: &Value) -> Result<i64> {
    match try_index(v, Huge::Clamp)? {
        Some(i) => Ok(i),
        None => type_error("slice indices must be integers or have an __index__ method"),
    }
}

/// The bounds `start`, `stop` of a search in `len` elements, negative ones counted from the end.
pub(crate) fn search_bounds(start: &Value, stop: &Value, len: usize) -> Result<(usize, usize)> {
    let fix = |i: i64| if i < 0 { i.saturating_add(len as i64).max(0) as usize } else { i as usize };
    Ok((fix(bound_arg(start)?), fix(bound_arg(stop)?)))
}

/// Element number `i` of `len` (negative: from the end).
#[inline]
pub(crate) fn position(i: i64, len: usize) -> Option<usize> {
    let i = if i < 0 { i.wrapping_add(len as i64) } else { i };
    ((i as u64) < len as u64).then_some(i as usize)
}

/// `list() takes no keyword arguments`.
pub(crate) fn no_keywords(name: &str, kw: &[(Value, Value)]) -> Result<()> {
    if kw.is_empty() { Ok(()) } else { type_error(format!("{name}() takes no keyword arguments")) }
}

/// `list expected at most 1 argument, got 2`.
pub(crate) fn arity(name: &str, got: usize, min: usize, max: usize) -> Result<()> {
    if got < min {
        let s = if min == 1 { "" } else { "s" };
        let how = if min == max { "" } else { "at least " };
        return type_error(format!("{name} expected {how}{min} argument{s}, got {got}"));
    }
    if got > max {
        let s = if max == 1 { "" } else { "s" };
        let how = if min == max { "" } else { "at most " };
        return type_error(format!("{name} expected {how}{max} argument{s}, got {got}"));
    }
    Ok(())
}

/// Keyword arguments of `__new__` are refused for the exact type only: a subclass may have an `__init__` that takes them.
pub(crate) fn no_keywords_for(ty: &'static TypeObj, exact: &'static TypeObj, kw: &[(Value, Value)]) -> Result<()> {
    if std::ptr::eq(ty, exact) { no_keywords(exact.name, kw) } else { Ok(()) }
}

/// `callable(v)`.
pub(crate) fn is_callable(v: &Value) -> bool {
    let ty = v.ty();
    matches!(ty.layout, Layout::Function | Layout::Method | Layout::Native | Layout::Type) || ty.slots.call.is_some()
}

/// `a * b` of two sequences: the left one asks for an int. (Other operands may know what to do with a sequence.)
pub(crate) fn check_factor(a: &Value, b: &Value) -> Result<()> {
    use Layout::*;
    let is_sequence = |v: &Value| matches!(v.ty().layout, List | Tuple | Str | Bytes | ByteArray | Deque);
    if is_sequence(a) && is_sequence(b) {
        return type_error(crate::text!("can't multiply sequence by non-int of type '", ops::type_name(b), "'"));
    }
    Ok(())
}

/// Asks for huge pages under a large new block: fewer page faults while it is filled, fewer address translations that miss
/// when it is accessed at random.
#[inline]
pub(crate) fn advise_huge(p: *mut u8, bytes: usize) {
    if bytes >= HUGE_FROM {
        advise_pages(p, bytes);
    }
}

/// Smaller blocks do not span enough whole huge pages.
const HUGE_FROM: usize = 8 << 20;

/// As [`advise_huge`], for the whole pages of any range.
#[cfg(target_os = "linux")]
#[cold]
pub(crate) fn advise_pages(p: *mut u8, bytes: usize) {
    unsafe extern "C" {
        fn madvise(addr: *mut u8, len: usize, advice: i32) -> i32;
    }
    const MADV_HUGEPAGE: i32 = 14;
    const PAGE: usize = 4096;
    let start = (p as usize).next_multiple_of(PAGE);
    let end = (p as usize + bytes) / PAGE * PAGE;
    // SAFETY: whole pages; the advice changes no contents. Failure does no harm, nor do addresses where nothing is.
    unsafe { madvise(start as *mut u8, end - start, MADV_HUGEPAGE) };
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn advise_pages(_: *mut u8, _: usize) {}

struct Active(UnsafeCell<Vec<u64>>);
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Active {}
/// The containers whose repr is being made.
static ACTIVE: Active = Active(UnsafeCell::new(Vec::new()));

/// Runs `f` unless the repr of `v` is already being made; then the answer is `nested`.
pub(crate) fn guarded_repr(v: &Value, nested: &'static str, f: impl FnOnce() -> Result<Value>) -> Result<Value> {
    if !enter_repr(v) {
        return Ok(crate::str::intern_static(nested));
    }
    let r = f();
    leave_repr(v);
    r
}

/// Notes that the repr of `v` is being made; `false` if it is already.
pub(crate) fn enter_repr(v: &Value) -> bool {
    // SAFETY: no borrow of the vector outlives its statement.
    unsafe {
        if (&*ACTIVE.0.get()).contains(&v.bits()) {
            return false;
        }
        (*ACTIVE.0.get()).push(v.bits());
    }
    true
}

/// The repr of `v`, noted by [`enter_repr`], is made.
pub(crate) fn leave_repr(v: &Value) {
    // SAFETY: as above.
    let active = unsafe { &mut *ACTIVE.0.get() };
    if let Some(i) = active.iter().rposition(|&b| b == v.bits()) {
        active.remove(i);
    }
}

/// The name of the type of `v` without its module.
pub(crate) fn short_name(v: &Value) -> &'static str {
    let name = v.ty().name;
    name.rsplit('.').next().unwrap_or(name)
}
