//! `cmath`: the formulas of Kahan and of Hull, Fairgrieve and Tang that CPython uses, so that results agree bit for bit.

mod functions;
mod tables;

use functions as f;

use crate::complex::{self, Pair, to_complex};
use crate::error::{Result, value_error};
use crate::modules::math::{domain_error, range_error};
use crate::modules::{Values, libm};
use crate::native::Natives;
use crate::value::Value;
use crate::{float, natives, tuple};

/// A native of one complex number around a function of one.
macro_rules! unary {
    ($f:path) => {
        |a: &[Value]| {
            let r = $f(to_complex(&a[0])?)?;
            Ok(complex::new(r.0, r.1))
        }
    };
}

/// A native predicate.
macro_rules! test {
    ($f:expr) => {
        |a: &[Value]| {
            let f: fn(Pair) -> bool = $f;
            Ok(Value::bool(f(to_complex(&a[0])?)))
        }
    };
}

pub static NATIVES: Natives = natives![
    "cmath.acos(z, /) -> complex" => unary!(f::acos),
    "cmath.acosh(z, /) -> complex" => unary!(f::acosh),
    "cmath.asin(z, /) -> complex" => unary!(f::asin),
    "cmath.asinh(z, /) -> complex" => unary!(f::asinh),
    "cmath.atan(z, /) -> complex" => unary!(f::atan),
    "cmath.atanh(z, /) -> complex" => unary!(f::atanh),
    "cmath.cos(z, /) -> complex" => unary!(f::cos),
    "cmath.cosh(z, /) -> complex" => unary!(f::cosh),
    "cmath.exp(z, /) -> complex" => unary!(f::exp),
    "cmath.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0) -> bool" => isclose,
    "cmath.isfinite(z, /) -> bool" => test!(|z| z.0.is_finite() && z.1.is_finite()),
    "cmath.isinf(z, /) -> bool" => test!(|z| z.0.is_infinite() || z.1.is_infinite()),
    "cmath.isnan(z, /) -> bool" => test!(|z| z.0.is_nan() || z.1.is_nan()),
    "cmath.log(z, base=..., /) -> complex" => log,
    "cmath.log10(z, /) -> complex" => unary!(f::log10),
    "cmath.phase(z, /) -> float" => phase,
    "cmath.polar(z, /) -> tuple[float, float]" => polar,
    "cmath.rect(r, phi, /) -> complex" => rect,
    "cmath.sin(z, /) -> complex" => unary!(f::sin),
    "cmath.sinh(z, /) -> complex" => unary!(f::sinh),
    "cmath.sqrt(z, /) -> complex" => unary!(f::sqrt),
    "cmath.tan(z, /) -> complex" => unary!(f::tan),
    "cmath.tanh(z, /) -> complex" => unary!(f::tanh),
];

pub static VALUES: Values = &[
    ("pi", || float::new(std::f64::consts::PI)),
    ("e", || float::new(std::f64::consts::E)),
    ("tau", || float::new(std::f64::consts::TAU)),
    ("inf", || float::new(f64::INFINITY)),
    ("nan", || float::new(f64::NAN)),
    ("infj", || complex::constant(0.0, f64::INFINITY)),
    ("nanj", || complex::constant(0.0, f64::NAN)),
];

fn log(a: &[Value]) -> Result<Value> {
    let z = to_complex(&a[0])?;
    if a[1].is_ellipsis() {
        let r = f::log(z)?;
        return Ok(complex::new(r.0, r.1));
    }
    let base = to_complex(&a[1])?;
    // CPython forgets the error of log(0) when there is a base.
    let (x, y) = (f::log_or_pole(z)?, f::log(base)?);
    match complex::quotient(x, y) {
        Some(r) => Ok(complex::new(r.0, r.1)),
        None => domain_error(),
    }
}

fn phase(a: &[Value]) -> Result<Value> {
    let z = to_complex(&a[0])?;
    let r = libm::atan2(z.1, z.0);
    // The C library reports the underflow, and CPython raises it.
    if r == 0.0 && z.1 != 0.0 && z.0.is_finite() { range_error() } else { Ok(float::new(r)) }
}

fn polar(a: &[Value]) -> Result<Value> {
    let z = to_complex(&a[0])?;
    let size = if z.0.is_infinite() || z.1.is_infinite() {
        f64::INFINITY
    } else if z.0.is_nan() || z.1.is_nan() {
        f64::NAN
    } else {
        match libm::hypot(z.0, z.1) {
            r if r.is_infinite() => return range_error(),
            r => r,
        }
    };
    Ok(tuple::new(vec![float::new(size), float::new(libm::atan2(z.1, z.0))]))
}

fn rect(a: &[Value]) -> Result<Value> {
    let r = f::rect(float::to_f64(&a[0])?, float::to_f64(&a[1])?)?;
    Ok(complex::new(r.0, r.1))
}

fn isclose(a: &[Value]) -> Result<Value> {
    let (x, y) = (to_complex(&a[0])?, to_complex(&a[1])?);
    let (relative, absolute) = (float::to_f64(&a[2])?, float::to_f64(&a[3])?);
    if relative < 0.0 || absolute < 0.0 {
        return value_error("tolerances must be non-negative");
    }
    if x == y {
        return Ok(Value::bool(true));
    }
    if [x.0, x.1, y.0, y.1].iter().any(|p| p.is_infinite()) {
        return Ok(Value::bool(false));
    }
    let size = |z: Pair| if z.0.is_nan() || z.1.is_nan() { f64::NAN } else { libm::hypot(z.0, z.1) };
    let diff = size((x.0 - y.0, x.1 - y.1));
    Ok(Value::bool(diff <= relative * size(y) || diff <= relative * size(x) || diff <= absolute))
}
