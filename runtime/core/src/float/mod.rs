//! `float`: IEEE doubles.

mod hex;
mod methods;
mod power;
mod round;
mod text;

use std::cmp::Ordering;

pub(crate) use methods::round;
pub use methods::{FLOAT, from_value};
pub(crate) use power::{power, square};
pub use power::{Power, pow, pow_f64};
pub use round::{round_digits, round_half_even};
pub(crate) use text::underscores_are_single;
pub use text::{parse, repr, repr_into, repr_value, with_repr};

use crate::error::{Result, raise, raise_value, type_error};
use crate::exception::{self, OVERFLOW_ERROR, VALUE_ERROR, ZERO_DIVISION_ERROR};
use crate::heap;
use crate::int::{self, Int};
use crate::modules::libm;
use crate::ops;
use crate::types::{As, CmpOp, Layout};
use crate::value::{Header, Object, Value};

#[repr(C)]
pub struct FloatObj {
    pub header: Header,
    pub value: f64,
}

// SAFETY: repr(C), header first; every type with Layout::Float allocates a FloatObj.
unsafe impl Object for FloatObj {
    const LAYOUT: Layout = Layout::Float;
}

#[inline]
pub fn new(x: f64) -> Value {
    heap::new_simple(&FLOAT, |header| FloatObj { header, value: x })
}

/// The float in `v`, if it is one (or of a subclass).
#[inline]
pub fn as_float(v: &Value) -> Option<f64> {
    v.downcast::<FloatObj>().map(|f| f.value)
}

/// A float with the value `x`: the object `owned` itself, if it is a float that nobody else has.
#[inline]
pub(crate) fn renewed(owned: Value, x: f64) -> Value {
    if owned.is_exact(&FLOAT)
        && let Some(h) = owned.header()
        && h.rc.get() == 1
    {
        let o = (h as *const Header).cast_mut().cast::<FloatObj>();
        // SAFETY: an exact float is a FloatObj, and the only reference to it is ours.
        unsafe { (*o).value = x };
        return owned;
    }
    new(x)
}

/// Floats, or a float and an int that is no object: what most arithmetic of numbers is about.
#[inline]
pub(crate) fn pair(a: &Value, b: &Value) -> Option<(f64, f64)> {
    // SAFETY: exact floats are FloatObjs.
    let value = |v: &Value| if v.is_exact(&FLOAT) { Some(unsafe { v.cast::<FloatObj>() }.value) } else { None };
    match (value(a), value(b)) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => Some((x, b.as_small()? as f64)),
        (None, Some(y)) => Some((a.as_small()? as f64, y)),
        (None, None) => None,
    }
}

/// The float in `v`; 0.0 for anything else (receivers that the binder has checked).
#[inline]
pub(crate) fn value_of(v: &Value) -> f64 {
    as_float(v).unwrap_or(0.0)
}

/// The number `v` (float, int, bool, `__float__`, `__index__`) as a float; `TypeError: must be real number, not …` otherwise.
#[inline]
pub fn to_f64(v: &Value) -> Result<f64> {
    if let Some(i) = v.as_small() {
        return Ok(i as f64);
    }
    match as_float(v) {
        Some(x) => Ok(x),
        None => to_f64_slow(v),
    }
}

fn to_f64_slow(v: &Value) -> Result<f64> {
    match special_float(v)? {
        Some(x) => Ok(x),
        None => type_error(format!("must be real number, not {}", ops::type_name(v))),
    }
}

/// Ints, `__float__` and `__index__`.
pub(crate) fn special_float(v: &Value) -> Result<Option<f64>> {
    if !v.ty().is_native
        && let Some(method) = ops::lookup_special(v, "__float__")
    {
        let r = ops::call(&method, &[])?;
        return match as_float(&r) {
            Some(x) => Ok(Some(x)),
            None => type_error(format!(
                "{}.__float__ returned non-float (type {})",
                ops::type_name(v),
                ops::type_name(&r)
            )),
        };
    }
    if let Some(x) = as_float(v) {
        return Ok(Some(x));
    }
    if let Some(i) = int::view(v) {
        return int_to_f64(i).map(Some);
    }
    if v.ty().is_native {
        return match ops::as_number(v, As::Float)? {
            Some(x) => Ok(as_float(&x)),
            None => Ok(None),
        };
    }
    if ops::lookup_special(v, "__index__").is_some() {
        let i = int::index_value(v)?;
        return int_to_f64(int::view(&i).unwrap_or(Int::Small(0))).map(Some);
    }
    Ok(None)
}

/// An int as a float; OverflowError when it is out of range.
#[inline]
pub fn int_to_f64(v: Int) -> Result<f64> {
    let x = int::to_f64(v);
    if x.is_infinite() { raise(&OVERFLOW_ERROR, "int too large to convert to float") } else { Ok(x) }
}

/// A float or int operand of float arithmetic; `None` for other types.
#[inline]
pub(crate) fn operand(v: &Value) -> Result<Option<f64>> {
    if let Some(i) = v.as_small() {
        return Ok(Some(i as f64));
    }
    if let Some(x) = as_float(v) {
        return Ok(Some(x));
    }
    match int::view(v) {
        Some(i) => int_to_f64(i).map(Some),
        None => Ok(None),
    }
}

#[inline]
pub fn div(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 { raise(&ZERO_DIVISION_ERROR, "float division by zero") } else { Ok(x / y) }
}

/// Quotient and remainder of floor division; `y` is not 0.
fn div_mod_nonzero(x: f64, y: f64) -> (f64, f64) {
    let mut m = fmod(x, y);
    let mut q = (x - m) / y;
    if m != 0.0 {
        if (y < 0.0) != (m < 0.0) {
            m += y;
            q -= 1.0;
        }
    } else {
        m = 0.0f64.copysign(y);
    }
    let floored = if q != 0.0 {
        let f = q.floor();
        if q - f > 0.5 { f + 1.0 } else { f }
    } else {
        0.0f64.copysign(x / y)
    };
    (floored, m)
}

pub fn floordiv(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return raise(&ZERO_DIVISION_ERROR, "float floor division by zero");
    }
    Ok(div_mod_nonzero(x, y).0)
}

pub fn modulo(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return raise(&ZERO_DIVISION_ERROR, "float modulo");
    }
    let m = fmod(x, y);
    Ok(if m == 0.0 {
        0.0f64.copysign(y)
    } else if (y < 0.0) != (m < 0.0) {
        m + y
    } else {
        m
    })
}

pub fn div_mod(x: f64, y: f64) -> Result<(f64, f64)> {
    if y == 0.0 {
        return raise(&ZERO_DIVISION_ERROR, "float divmod()");
    }
    Ok(div_mod_nonzero(x, y))
}

/// The C library's `fmod`, with a short way for operands of similar size.
#[inline]
fn fmod(x: f64, y: f64) -> f64 {
    // Exact when the quotient is below 2**53 and an integer conversion holds it: both ints, as in `x % 7.0`.
    if x.abs() < 9e15 && y.abs() < 9e15 {
        let (i, j) = (x as i64, y as i64);
        if i as f64 == x && j as f64 == y && i != 0 && j != 0 {
            let r = (i % j) as f64;
            return if r == 0.0 { 0.0f64.copysign(x) } else { r };
        }
    }
    libm::fmod(x, y)
}

#[cold]
pub(crate) fn range_error<T>() -> Result<T> {
    raise_value(exception::with_args(
        &OVERFLOW_ERROR,
        vec![Value::int(34), crate::str::new("Numerical result out of range")],
    ))
}

/// `a op b` for a float and a float or int; exact, even where the int has no float.
pub fn compare(x: f64, op: CmpOp, b: &Value) -> Option<bool> {
    if let Some(y) = as_float(b) {
        return Some(compare_f64(x, op, y));
    }
    let i = int::view(b)?;
    Some(match cmp_int(x, i) {
        Some(o) => int::order_holds(o, op),
        None => op == CmpOp::Ne,
    })
}

#[inline]
pub fn compare_f64(x: f64, op: CmpOp, y: f64) -> bool {
    match op {
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Lt => x < y,
        CmpOp::Le => x <= y,
        CmpOp::Gt => x > y,
        CmpOp::Ge => x >= y,
    }
}

/// Exact order of a float and an int; `None` for NaN.
pub fn cmp_int(x: f64, i: Int) -> Option<Ordering> {
    if let Int::Small(i) = i
        && i.unsigned_abs() <= 1 << 53
    {
        return x.partial_cmp(&(i as f64));
    }
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    let whole = int::bigint_from_f64(x);
    let o = whole.cmp(&i.to_bigint());
    // Equal whole parts: the fraction decides.
    let fraction = x - x.trunc();
    Some(if o == Ordering::Equal { fraction.partial_cmp(&0.0)? } else { o })
}

/// `hash(x)` of a float that is not NaN (see [`hash_value`]).
pub fn hash(x: f64) -> i64 {
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    // Whole numbers within the modulus hash to themselves.
    if x.abs() < 9e15 && x.trunc() == x {
        return int::hash_i64(x as i64);
    }
    let bits = x.abs().to_bits();
    let biased = (bits >> 52) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    // 2**61 is 1 modulo 2**61 - 1: multiplying by a power of two is a rotation of 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let m = mantissa % int::HASH_MODULUS;
    let rotated = if turn == 0 { m } else { ((m << turn) & int::HASH_MODULUS) | (m >> (61 - turn)) };
    let rotated = if rotated == int::HASH_MODULUS { 0 } else { rotated };
    let h = if x < 0.0 { -(rotated as i64) } else { rotated as i64 };
    if h == -1 { -2 } else { h }
}

/// `hash(v)` of a float object; the bits of a NaN are its identity.
pub fn hash_value(v: &Value) -> i64 {
    let x = value_of(v);
    if x.is_nan() { (x.to_bits() as i64 & 0xFFFF_FFFF) * 16 + 1009 } else { hash(x) }
}

/// `int(x)`.
pub fn trunc_value(x: f64) -> Result<Value> {
    if x.abs() < 4e18 {
        return Ok(Value::int(x as i64));
    }
    if x.is_nan() {
        return raise(&VALUE_ERROR, "cannot convert float NaN to integer");
    }
    if x.is_infinite() {
        return raise(&OVERFLOW_ERROR, "cannot convert float infinity to integer");
    }
    Ok(int::from_bigint(int::bigint_from_f64(x)))
}

/// The float in `v`, if it is exactly a `float`.
#[inline]
pub(crate) fn as_exact(v: &Value) -> Option<f64> {
    if v.is_exact(&FLOAT) { as_float(v) } else { None }
}
