//! Functions of one float, with CPython's domain and range checks.

use crate::error::{Result, raise};
use crate::exception::{OVERFLOW_ERROR, VALUE_ERROR};
use crate::modules::libm;

#[cold]
pub fn domain_error<T>() -> Result<T> {
    raise(&VALUE_ERROR, "math domain error")
}

#[cold]
pub fn range_error<T>() -> Result<T> {
    raise(&OVERFLOW_ERROR, "math range error")
}

/// A NaN out of a number, or an infinity out of a finite number where the function has a pole, is a domain error.
#[inline]
fn checked(x: f64, r: f64) -> Result<f64> {
    if !r.is_finite() && x.is_finite() || r.is_nan() && !x.is_nan() { domain_error() } else { Ok(r) }
}

/// As [`checked`] for functions whose infinities are overflows.
#[inline]
fn checked_overflow(x: f64, r: f64) -> Result<f64> {
    if r.is_infinite() && x.is_finite() {
        return range_error();
    }
    if r.is_nan() && !x.is_nan() { domain_error() } else { Ok(r) }
}

macro_rules! functions {
    ($check:ident: $($name:ident)*) => { $(
        #[inline]
        pub fn $name(x: f64) -> Result<f64> {
            $check(x, libm::$name(x))
        }
    )* };
}

functions!(checked: acos acosh asin asinh atan atanh cbrt cos sin tan tanh);
functions!(checked_overflow: cosh sinh exp exp2 expm1);

#[inline]
pub fn sqrt(x: f64) -> Result<f64> {
    if x < 0.0 { domain_error() } else { Ok(x.sqrt()) }
}

#[inline]
pub fn fabs(x: f64) -> Result<f64> {
    Ok(x.abs())
}

pub fn erf(x: f64) -> Result<f64> {
    Ok(libm::erf(x))
}

pub fn erfc(x: f64) -> Result<f64> {
    Ok(libm::erfc(x))
}

pub fn degrees(x: f64) -> Result<f64> {
    Ok(x * (180.0 / std::f64::consts::PI))
}

pub fn radians(x: f64) -> Result<f64> {
    Ok(x * (std::f64::consts::PI / 180.0))
}

pub fn ulp(x: f64) -> Result<f64> {
    let x = x.abs();
    if !x.is_finite() {
        return Ok(x);
    }
    let up = libm::nextafter(x, f64::INFINITY);
    Ok(if up.is_infinite() { x - libm::nextafter(x, f64::NEG_INFINITY) } else { up - x })
}

/// The logarithms raise for 0 and below.
macro_rules! logarithms {
    ($($name:ident)*) => { $(
        #[inline]
        pub fn $name(x: f64) -> Result<f64> {
            if x <= 0.0 { domain_error() } else { Ok(libm::$name(x)) }
        }
    )* };
}

logarithms!(log log2 log10);

pub fn log1p(x: f64) -> Result<f64> {
    // A negative zero keeps its sign in every C library this way.
    if x == 0.0 { Ok(x) } else { checked(x, libm::log1p(x)) }
}

pub fn atan2(y: f64, x: f64) -> Result<f64> {
    Ok(libm::atan2(y, x))
}

pub fn copysign(x: f64, y: f64) -> Result<f64> {
    Ok(x.copysign(y))
}

pub fn fmod(x: f64, y: f64) -> Result<f64> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let r = libm::fmod(x, y);
    if r.is_nan() && !x.is_nan() && !y.is_nan() { domain_error() } else { Ok(r) }
}

pub fn remainder(x: f64, y: f64) -> Result<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    if x.is_infinite() || y == 0.0 {
        return domain_error();
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (size, unit) = (x.abs(), y.abs());
    let m = libm::fmod(size, unit);
    let c = unit - m;
    let r = if m < c {
        m
    } else if m > c {
        -c
    } else {
        // Halfway: towards the even multiple.
        m - 2.0 * libm::fmod(0.5 * (size - m), unit)
    };
    Ok(1f64.copysign(x) * r)
}

pub fn pow(x: f64, y: f64) -> Result<f64> {
    let r = libm::pow(x, y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() || (r.is_infinite() && x == 0.0) {
            return domain_error();
        }
        if r.is_infinite() {
            return range_error();
        }
    }
    Ok(r)
}

/// `frexp`: fraction in [0.5, 1) and exponent.
pub fn split(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i32;
    if biased == 0 {
        let (m, e) = split(x * (1u64 << 54) as f64);
        return (m, e - 54);
    }
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), biased - 1022)
}

/// A function of one float that may raise.
pub type F64Function = fn(f64) -> Result<f64>;

/// The functions above by name, first those of [`pyaot_abi::functions::PLAIN`]: compiled code that has an unboxed float calls them without boxing.
pub static F64_UNARY: &[(&str, F64Function)] = &[
    ("exp", exp),
    ("log", log),
    ("sin", sin),
    ("cos", cos),
    ("tan", tan),
    ("atan", atan),
    ("tanh", tanh),
    ("acos", acos),
    ("acosh", acosh),
    ("asin", asin),
    ("asinh", asinh),
    ("atanh", atanh),
    ("cbrt", cbrt),
    ("cosh", cosh),
    ("degrees", degrees),
    ("erf", erf),
    ("erfc", erfc),
    ("exp2", exp2),
    ("expm1", expm1),
    ("fabs", fabs),
    ("gamma", super::gamma::gamma),
    ("lgamma", super::gamma::lgamma),
    ("log10", log10),
    ("log1p", log1p),
    ("log2", log2),
    ("radians", radians),
    ("sinh", sinh),
    ("sqrt", sqrt),
    ("ulp", ulp),
];

/// Likewise, of two floats.
pub static F64_BINARY: &[(&str, fn(f64, f64) -> Result<f64>)] =
    &[("atan2", atan2), ("copysign", copysign), ("fmod", fmod), ("pow", pow), ("remainder", remainder)];
