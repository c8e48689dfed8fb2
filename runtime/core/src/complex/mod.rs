//! `complex`: pairs of doubles.

mod methods;
mod parse;

pub use methods::COMPLEX;
pub(crate) use methods::to_complex;
pub use parse::parse;

use crate::error::{Result, raise};
use crate::exception::{OVERFLOW_ERROR, ZERO_DIVISION_ERROR};
use crate::heap;
use crate::modules::libm;
use crate::types::Layout;
use crate::value::{Header, Object, Value};
use crate::{float, int};

/// Real and imaginary part.
pub type Pair = (f64, f64);

#[repr(C)]
pub struct ComplexObj {
    pub header: Header,
    pub real: f64,
    pub imag: f64,
}

const _: () = {
    use pyaot_abi::layout::{COMPLEX_IMAG, COMPLEX_REAL};
    use std::mem::offset_of;
    assert!(offset_of!(ComplexObj, real) == COMPLEX_REAL as usize && offset_of!(ComplexObj, imag) == COMPLEX_IMAG as usize);
};

// SAFETY: repr(C), header first; every type with Layout::Complex allocates a ComplexObj.
unsafe impl Object for ComplexObj {
    const LAYOUT: Layout = Layout::Complex;
}

/// A complex number for a table that every program is linked with. Only a program that uses such entries has the type's
/// operations, so this asks for it by the type: what compiled code needs of it is linked by name.
pub(crate) fn constant(real: f64, imag: f64) -> Value {
    heap::new_object(&COMPLEX, |header| ComplexObj { header, real, imag })
}

#[inline]
pub fn new(real: f64, imag: f64) -> Value {
    heap::new_object(methods::complex_type(), |header| ComplexObj { header, real, imag })
}

/// The parts of a complex object.
#[inline]
pub fn as_complex(v: &Value) -> Option<Pair> {
    v.downcast::<ComplexObj>().map(|c| (c.real, c.imag))
}

/// A complex, float or int operand.
pub(crate) fn operand(v: &Value) -> Result<Option<Pair>> {
    match as_complex(v) {
        Some(c) => Ok(Some(c)),
        None => Ok(float::operand(v)?.map(|x| (x, 0.0))),
    }
}

#[inline]
pub fn mul(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// `a / b` by Smith's method; `None` when `b` is 0.
pub(crate) fn quotient(a: Pair, b: Pair) -> Option<Pair> {
    let (re, im) = (b.0.abs(), b.1.abs());
    if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let d = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / d, (a.1 - a.0 * ratio) / d))
    } else if im >= re {
        let ratio = b.0 / b.1;
        let d = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / d, (a.1 * ratio - a.0) / d))
    } else {
        // A part of the divisor is NaN.
        Some((f64::NAN, f64::NAN))
    }
}

pub fn div(a: Pair, b: Pair) -> Result<Pair> {
    match quotient(a, b) {
        Some(q) => Ok(q),
        None => raise(&ZERO_DIVISION_ERROR, "complex division by zero"),
    }
}

#[cold]
fn zero_to_negative<T>() -> Result<T> {
    raise(&ZERO_DIVISION_ERROR, "0.0 to a negative or complex power")
}

pub fn pow(a: Pair, b: Pair) -> Result<Pair> {
    let small_whole = b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0;
    let r = if small_whole { pow_whole(a, b.0 as i64)? } else { pow_polar(a, b)? };
    if r.0.is_infinite() || r.1.is_infinite() {
        return raise(&OVERFLOW_ERROR, "complex exponentiation");
    }
    Ok(r)
}

/// `a ** b` as a value.
pub(crate) fn pow_value(a: Pair, b: Pair) -> Result<Value> {
    let r = pow(a, b)?;
    Ok(new(r.0, r.1))
}

fn pow_whole(a: Pair, n: i64) -> Result<Pair> {
    let mut r = (1.0, 0.0);
    let mut p = a;
    let mut e = n.unsigned_abs();
    while e > 0 {
        if e & 1 == 1 {
            r = mul(r, p);
        }
        e >>= 1;
        p = mul(p, p);
    }
    if n > 0 {
        return Ok(r);
    }
    match quotient((1.0, 0.0), r) {
        Some(q) => Ok(q),
        None => zero_to_negative(),
    }
}

fn pow_polar(a: Pair, b: Pair) -> Result<Pair> {
    if b == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return if b.1 != 0.0 || b.0 < 0.0 { zero_to_negative() } else { Ok((0.0, 0.0)) };
    }
    let size = libm::hypot(a.0, a.1);
    let mut length = libm::pow(size, b.0);
    let angle = libm::atan2(a.1, a.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length /= libm::exp(angle * b.1);
        phase += b.1 * libm::log(size);
    }
    if phase.is_infinite() {
        // The C library's cosine has no result there, which CPython takes for this error.
        return zero_to_negative();
    }
    Ok((length * libm::cos(phase), length * libm::sin(phase)))
}

/// `abs(c)`.
pub fn abs(c: Pair) -> Result<f64> {
    if c.0.is_infinite() || c.1.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if c.0.is_nan() || c.1.is_nan() {
        return Ok(f64::NAN);
    }
    let r = libm::hypot(c.0, c.1);
    if r.is_infinite() { raise(&OVERFLOW_ERROR, "absolute value too large") } else { Ok(r) }
}

/// `a == b` for a complex and a complex, float or int.
pub(crate) fn equal(a: Pair, b: &Value) -> Option<bool> {
    if let Some(b) = as_complex(b) {
        return Some(a == b);
    }
    if let Some(i) = int::view(b) {
        return Some(a.1 == 0.0 && float::cmp_int(a.0, i) == Some(std::cmp::Ordering::Equal));
    }
    float::as_float(b).map(|x| a == (x, 0.0))
}

/// Digits of one part: as `repr` of a float without a final `.0`.
fn part(x: f64) -> String {
    let mut s = float::repr(x);
    if s.ends_with(".0") {
        s.truncate(s.len() - 2);
    }
    s
}

/// `repr(c)`.
pub fn repr(c: Pair) -> String {
    let imag = part(c.1);
    if c.0 == 0.0 && c.0.is_sign_positive() {
        return imag + "j";
    }
    let plus = if imag.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imag}j)", part(c.0))
}
