//! `math`: results equal CPython's to the last bit (same C library, same algorithms where CPython has its own).

mod float_functions;
mod gamma;
pub mod integers;
mod norm;
mod sums;

pub use float_functions::{F64_BINARY, F64_UNARY, domain_error, range_error};

use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{OVERFLOW_ERROR, ZERO_DIVISION_ERROR};
use crate::int::{self, Int};
use crate::modules::{Values, libm};
use crate::native::Natives;
use crate::value::Value;
use crate::{float, natives, ops, tuple};

/// A native of two floats, likewise.
macro_rules! binary {
    ($f:path) => {
        |a: &[Value]| Ok(float::new($f(float::to_f64(&a[0])?, float::to_f64(&a[1])?)?))
    };
}

/// A native of one float: conversion of the argument around a function of [`F64_UNARY`].
macro_rules! unary {
    ($f:path) => {
        |a: &[Value]| Ok(float::new($f(float::to_f64(&a[0])?)?))
    };
}

use float_functions as ff;

pub static NATIVES: Natives = natives![
    "math.acos(x, /) -> float" => unary!(ff::acos),
    "math.acosh(x, /) -> float" => unary!(ff::acosh),
    "math.asin(x, /) -> float" => unary!(ff::asin),
    "math.asinh(x, /) -> float" => unary!(ff::asinh),
    "math.atan(x, /) -> float" => unary!(ff::atan),
    "math.atan2(y, x, /) -> float" => binary!(ff::atan2),
    "math.atanh(x, /) -> float" => unary!(ff::atanh),
    "math.cbrt(x, /) -> float" => unary!(ff::cbrt),
    "math.ceil(x, /) -> any" => ceil,
    "math.comb(n, k, /) -> int" => integers::comb,
    "math.copysign(x, y, /) -> float" => binary!(ff::copysign),
    "math.cos(x, /) -> float" => unary!(ff::cos),
    "math.cosh(x, /) -> float" => unary!(ff::cosh),
    "math.degrees(x, /) -> float" => unary!(ff::degrees),
    "math.dist(p, q, /) -> float" => norm::dist,
    "math.erf(x, /) -> float" => unary!(ff::erf),
    "math.erfc(x, /) -> float" => unary!(ff::erfc),
    "math.exp(x, /) -> float" => unary!(ff::exp),
    "math.exp2(x, /) -> float" => unary!(ff::exp2),
    "math.expm1(x, /) -> float" => unary!(ff::expm1),
    "math.fabs(x, /) -> float" => unary!(ff::fabs),
    "math.factorial(n, /) -> int" => integers::factorial,
    "math.floor(x, /) -> any" => floor,
    "math.fmod(x, y, /) -> float" => binary!(ff::fmod),
    "math.frexp(x, /) -> tuple[float, int]" => frexp,
    "math.fsum(seq, /) -> float" => sums::fsum,
    "math.gamma(x, /) -> float" => unary!(gamma::gamma),
    "math.gcd(*integers) -> int" => integers::gcd,
    "math.hypot(*coordinates) -> float" => norm::hypot,
    "math.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0) -> bool" => isclose,
    "math.isfinite(x, /) -> bool" => |a: &[Value]| Ok(Value::bool(float::to_f64(&a[0])?.is_finite())),
    "math.isinf(x, /) -> bool" => |a: &[Value]| Ok(Value::bool(float::to_f64(&a[0])?.is_infinite())),
    "math.isnan(x, /) -> bool" => |a: &[Value]| Ok(Value::bool(float::to_f64(&a[0])?.is_nan())),
    "math.isqrt(n, /) -> int" => integers::isqrt,
    "math.lcm(*integers) -> int" => integers::lcm,
    "math.ldexp(x, i, /) -> float" => ldexp,
    "math.lgamma(x, /) -> float" => unary!(gamma::lgamma),
    "math.log(x, base=..., /) -> float" => log,
    "math.log10(x, /) -> float" => |a: &[Value]| Ok(float::new(log_of(&a[0], ff::log10)?)),
    "math.log1p(x, /) -> float" => unary!(ff::log1p),
    "math.log2(x, /) -> float" => |a: &[Value]| Ok(float::new(log_of(&a[0], ff::log2)?)),
    "math.modf(x, /) -> tuple[float, float]" => modf,
    "math.nextafter(x, y, /) -> float" => nextafter,
    "math.perm(n, k=None, /) -> int" => integers::perm,
    "math.pow(x, y, /) -> float" => binary!(ff::pow),
    "math.prod(iterable, /, *, start=1) -> any" => sums::prod,
    "math.radians(x, /) -> float" => unary!(ff::radians),
    "math.remainder(x, y, /) -> float" => binary!(ff::remainder),
    "math.sin(x, /) -> float" => unary!(ff::sin),
    "math.sinh(x, /) -> float" => unary!(ff::sinh),
    "math.sqrt(x, /) -> float" => unary!(ff::sqrt),
    "math.tan(x, /) -> float" => unary!(ff::tan),
    "math.tanh(x, /) -> float" => unary!(ff::tanh),
    "math.trunc(x, /) -> any" => trunc,
    "math.ulp(x, /) -> float" => unary!(ff::ulp),
];

pub static VALUES: Values = &[
    ("pi", || float::new(std::f64::consts::PI)),
    ("e", || float::new(std::f64::consts::E)),
    ("tau", || float::new(std::f64::consts::TAU)),
    ("inf", || float::new(f64::INFINITY)),
    ("nan", || float::new(f64::NAN)),
];

fn two(a: &[Value]) -> Result<(f64, f64)> {
    Ok((float::to_f64(&a[0])?, float::to_f64(&a[1])?))
}

fn nextafter(a: &[Value]) -> Result<Value> {
    let (x, y) = two(a)?;
    Ok(float::new(libm::nextafter(x, y)))
}

fn frexp(a: &[Value]) -> Result<Value> {
    let (m, e) = ff::split(float::to_f64(&a[0])?);
    Ok(tuple::new(vec![float::new(m), Value::int(i64::from(e))]))
}

fn modf(a: &[Value]) -> Result<Value> {
    let x = float::to_f64(&a[0])?;
    let whole = x.trunc();
    let fraction = if x.is_infinite() { 0f64.copysign(x) } else { (x - whole).copysign(x) };
    Ok(tuple::new(vec![float::new(fraction), float::new(whole)]))
}

fn ldexp(a: &[Value]) -> Result<Value> {
    let x = float::to_f64(&a[0])?;
    let Some(e) = int::view(&a[1]) else {
        return type_error("Expected an int as second argument to ldexp.");
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(float::new(x));
    }
    let e = match e {
        Int::Small(e) => e,
        b => if b.is_negative() { i64::MIN } else { i64::MAX },
    };
    if e > i64::from(i32::MAX) {
        return range_error();
    }
    if e < i64::from(i32::MIN) {
        return Ok(float::new(0f64.copysign(x)));
    }
    let r = libm::ldexp(x, e as i32);
    if r.is_infinite() { range_error() } else { Ok(float::new(r)) }
}

fn isclose(a: &[Value]) -> Result<Value> {
    let (x, y) = two(a)?;
    let (relative, absolute) = (float::to_f64(&a[2])?, float::to_f64(&a[3])?);
    if relative < 0.0 || absolute < 0.0 {
        return value_error("tolerances must be non-negative");
    }
    if x == y {
        return Ok(Value::bool(true));
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Value::bool(false));
    }
    let diff = (y - x).abs();
    Ok(Value::bool(diff <= (relative * y).abs() || diff <= (relative * x).abs() || diff <= absolute))
}

/// A logarithm of any number; an int beyond the floats is split into fraction and exponent.
fn log_of(v: &Value, f: fn(f64) -> Result<f64>) -> Result<f64> {
    let Some(Int::Big(b)) = int::view(v) else { return f(float::to_f64(v)?) };
    if b.negative {
        return domain_error();
    }
    let x = int::to_f64(Int::Big(b));
    if x.is_finite() {
        return f(x);
    }
    // The top bits as a fraction in [0.5, 1), rounded as CPython's frexp of an int does.
    let bits = b.bits();
    let shift = bits - 512;
    let mut top = int::nat::shr(&b.limbs, shift);
    top[0] |= u64::from(int::nat::any_below(&b.limbs, shift));
    let (m, e) = ff::split(int::nat::to_f64(&top));
    Ok(f(m)? + f(2.0)? * (e as f64 + shift as f64))
}

fn log(a: &[Value]) -> Result<Value> {
    let x = log_of(&a[0], ff::log)?;
    if a[1].is_ellipsis() {
        return Ok(float::new(x));
    }
    let base = log_of(&a[1], ff::log)?;
    if base == 0.0 {
        return raise(&ZERO_DIVISION_ERROR, "float division by zero");
    }
    Ok(float::new(x / base))
}

/// `math.floor`, `ceil` on anything: floats directly, else the special method, else through a float.
fn whole(v: &Value, method: &str, f: fn(f64) -> f64) -> Result<Value> {
    if let Some(x) = float::as_float(v)
        && v.ty().is_native
    {
        return float::trunc_value(f(x));
    }
    if v.is_small() || v.is_exact(&int::INT) {
        return Ok(v.clone());
    }
    if let Some(m) = ops::lookup_special(v, method) {
        return ops::call(&m, &[]);
    }
    float::trunc_value(f(float::to_f64(v)?))
}

/// `math.floor(x)`
///
/// # Errors
/// TypeError of what is no number.
pub fn floor(a: &[Value]) -> Result<Value> {
    whole(&a[0], "__floor__", f64::floor)
}

/// `math.ceil(x)`
///
/// # Errors
/// As [`floor`].
pub fn ceil(a: &[Value]) -> Result<Value> {
    whole(&a[0], "__ceil__", f64::ceil)
}

/// `math.trunc(x)`
///
/// # Errors
/// As [`floor`].
pub fn trunc(a: &[Value]) -> Result<Value> {
    if let Some(x) = float::as_float(&a[0])
        && a[0].ty().is_native
    {
        return float::trunc_value(x);
    }
    match ops::lookup_special(&a[0], "__trunc__") {
        Some(m) => ops::call(&m, &[]),
        None => type_error(format!("type {} doesn't define __trunc__ method", ops::type_name(&a[0]))),
    }
}

/// OverflowError of an argument of the integer functions.
#[cold]
fn too_large<T>(message: &str) -> Result<T> {
    raise(&OVERFLOW_ERROR, message)
}
