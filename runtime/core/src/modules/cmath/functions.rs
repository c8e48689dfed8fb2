//! The functions themselves.

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

use super::tables::{self, special};
use crate::complex::Pair;
use crate::error::Result;
use crate::modules::libm;
use crate::modules::math::{domain_error, range_error};

/// Beyond this, intermediate results of the inverse functions could overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// Square root of [`LARGE`].
const SQRT_LARGE: f64 = 6.703903964971298e153;
/// Logarithm of [`LARGE`].
const LOG_LARGE: f64 = 708.3964185322641;
/// Square root of the smallest normal number.
const SQRT_MIN: f64 = 1.4916681462400413e-154;

fn is_large(z: Pair) -> bool {
    z.0.abs() > LARGE || z.1.abs() > LARGE
}

/// log(|z|) for large `z`.
fn log_large(z: Pair) -> f64 {
    libm::log(libm::hypot(z.0 / 2.0, z.1 / 2.0)) + LN_2 * 2.0
}

/// `f(i z) / i`: the circular functions by the hyperbolic ones.
fn rotated(f: fn(Pair) -> Result<Pair>, z: Pair) -> Result<Pair> {
    let r = f((-z.1, z.0))?;
    Ok((r.1, -r.0))
}

fn checked(r: Pair) -> Result<Pair> {
    if r.0.is_infinite() || r.1.is_infinite() { range_error() } else { Ok(r) }
}

/// `re` infinite, `im` finite and not 0: the direction of `im` scales the infinite result.
fn is_directed(z: Pair) -> bool {
    z.0.is_infinite() && z.1.is_finite() && z.1 != 0.0
}

pub fn acos(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::ACOS)? {
        return Ok(r);
    }
    if is_large(z) {
        let re = libm::atan2(z.1.abs(), z.0);
        let size = log_large(z);
        let im = if z.0 < 0.0 { -size.copysign(z.1) } else { size.copysign(-z.1) };
        return Ok((re, im));
    }
    let s = sqrt((1.0 - z.0, -z.1))?;
    let t = sqrt((1.0 + z.0, z.1))?;
    Ok((2.0 * libm::atan2(s.0, t.0), libm::asinh(t.0 * s.1 - t.1 * s.0)))
}

pub fn acosh(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::ACOSH)? {
        return Ok(r);
    }
    if is_large(z) {
        return Ok((log_large(z), libm::atan2(z.1, z.0)));
    }
    let s = sqrt((z.0 - 1.0, z.1))?;
    let t = sqrt((z.0 + 1.0, z.1))?;
    Ok((libm::asinh(s.0 * t.0 + s.1 * t.1), 2.0 * libm::atan2(s.1, t.0)))
}

pub fn asin(z: Pair) -> Result<Pair> {
    rotated(asinh, z)
}

pub fn asinh(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::ASINH)? {
        return Ok(r);
    }
    if is_large(z) {
        let size = log_large(z);
        return Ok((size.copysign(z.0), libm::atan2(z.1, z.0.abs())));
    }
    let s = sqrt((1.0 + z.1, -z.0))?;
    let t = sqrt((1.0 - z.1, z.0))?;
    Ok((libm::asinh(s.0 * t.1 - t.0 * s.1), libm::atan2(z.1, s.0 * t.0 - s.1 * t.1)))
}

pub fn atan(z: Pair) -> Result<Pair> {
    rotated(atanh, z)
}

pub fn atanh(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::ATANH)? {
        return Ok(r);
    }
    if z.0.is_sign_negative() && !z.0.is_nan() {
        let r = atanh((-z.0, -z.1))?;
        return Ok((-r.0, -r.1));
    }
    let size = z.1.abs();
    if z.0 > SQRT_LARGE || size > SQRT_LARGE {
        let h = libm::hypot(z.0 / 2.0, z.1 / 2.0);
        return Ok((z.0 / 4.0 / h / h, -FRAC_PI_2.copysign(-z.1)));
    }
    if z.0 == 1.0 && size < SQRT_MIN {
        if size == 0.0 {
            return domain_error();
        }
        let re = -libm::log(size.sqrt() / libm::hypot(size, 2.0).sqrt());
        return Ok((re, (libm::atan2(2.0, -size) / 2.0).copysign(z.1)));
    }
    let re = log1p(4.0 * z.0 / ((1.0 - z.0) * (1.0 - z.0) + size * size)) / 4.0;
    let im = -libm::atan2(-2.0 * z.1, (1.0 - z.0) * (1.0 + z.0) - size * size) / 2.0;
    Ok((re, im))
}

fn log1p(x: f64) -> f64 {
    if x == 0.0 { x } else { libm::log1p(x) }
}

pub fn cos(z: Pair) -> Result<Pair> {
    cosh((-z.1, z.0))
}

pub fn cosh(z: Pair) -> Result<Pair> {
    if is_directed(z) {
        let im = f64::INFINITY.copysign(libm::sin(z.1));
        return Ok((f64::INFINITY.copysign(libm::cos(z.1)), if z.0 > 0.0 { im } else { -im }));
    }
    if let Some(r) = special(z, tables::COSH)? {
        return Ok(r);
    }
    if z.0.abs() > LOG_LARGE {
        let less = z.0 - 1f64.copysign(z.0);
        return checked((
            libm::cos(z.1) * libm::cosh(less) * E,
            libm::sin(z.1) * libm::sinh(less) * E,
        ));
    }
    checked((libm::cos(z.1) * libm::cosh(z.0), libm::sin(z.1) * libm::sinh(z.0)))
}

pub fn exp(z: Pair) -> Result<Pair> {
    if is_directed(z) {
        let size: f64 = if z.0 > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok((size.copysign(libm::cos(z.1)), size.copysign(libm::sin(z.1))));
    }
    if let Some(r) = special(z, tables::EXP)? {
        return Ok(r);
    }
    if z.0 > LOG_LARGE {
        let l = libm::exp(z.0 - 1.0);
        return checked((l * libm::cos(z.1) * E, l * libm::sin(z.1) * E));
    }
    let l = libm::exp(z.0);
    checked((l * libm::cos(z.1), l * libm::sin(z.1)))
}

pub fn log(z: Pair) -> Result<Pair> {
    if z == (0.0, 0.0) { domain_error() } else { log_or_pole(z) }
}

/// As [`log`], but minus infinity at 0.
pub fn log_or_pole(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::LOG)? {
        return Ok(r);
    }
    let (x, y) = (z.0.abs(), z.1.abs());
    let re = if is_large(z) {
        libm::log(libm::hypot(x / 2.0, y / 2.0)) + LN_2
    } else if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        // Subnormal: scaled up by 2**53.
        libm::log(libm::hypot(libm::ldexp(x, 53), libm::ldexp(y, 53))) - 53.0 * LN_2
    } else {
        let h = libm::hypot(x, y);
        if (0.71..=1.73).contains(&h) {
            let (more, less) = if x > y { (x, y) } else { (y, x) };
            log1p((more - 1.0) * (more + 1.0) + less * less) / 2.0
        } else {
            libm::log(h)
        }
    };
    Ok((re, libm::atan2(z.1, z.0)))
}

pub fn log10(z: Pair) -> Result<Pair> {
    let r = log(z)?;
    Ok((r.0 / LN_10, r.1 / LN_10))
}

pub fn sin(z: Pair) -> Result<Pair> {
    rotated(sinh, z)
}

pub fn sinh(z: Pair) -> Result<Pair> {
    if is_directed(z) {
        let re = f64::INFINITY.copysign(libm::cos(z.1));
        return Ok((if z.0 > 0.0 { re } else { -re }, f64::INFINITY.copysign(libm::sin(z.1))));
    }
    if let Some(r) = special(z, tables::SINH)? {
        return Ok(r);
    }
    if z.0.abs() > LOG_LARGE {
        let less = z.0 - 1f64.copysign(z.0);
        return checked((
            libm::cos(z.1) * libm::sinh(less) * E,
            libm::sin(z.1) * libm::cosh(less) * E,
        ));
    }
    checked((libm::cos(z.1) * libm::sinh(z.0), libm::sin(z.1) * libm::cosh(z.0)))
}

pub fn sqrt(z: Pair) -> Result<Pair> {
    if let Some(r) = special(z, tables::SQRT)? {
        return Ok(r);
    }
    if z.0 == 0.0 && z.1 == 0.0 {
        return Ok((0.0, z.1));
    }
    let (x, y) = (z.0.abs(), z.1.abs());
    let s = if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        // Subnormal: scaled up by 2**53, the root down by half of it.
        let x = libm::ldexp(x, 53);
        libm::ldexp((x + libm::hypot(x, libm::ldexp(y, 53))).sqrt(), -27)
    } else {
        let x = x / 8.0;
        2.0 * (x + libm::hypot(x, y / 8.0)).sqrt()
    };
    let d = y / (2.0 * s);
    Ok(if z.0 >= 0.0 { (s, d.copysign(z.1)) } else { (d, s.copysign(z.1)) })
}

pub fn tan(z: Pair) -> Result<Pair> {
    rotated(tanh, z)
}

pub fn tanh(z: Pair) -> Result<Pair> {
    if is_directed(z) {
        let im = 0f64.copysign(2.0 * libm::sin(z.1) * libm::cos(z.1));
        return Ok((1f64.copysign(z.0), im));
    }
    if let Some(r) = special(z, tables::TANH)? {
        return Ok(r);
    }
    if z.0.abs() > LOG_LARGE {
        let im = 4.0 * libm::sin(z.1) * libm::cos(z.1) * libm::exp(-2.0 * z.0.abs());
        return Ok((1f64.copysign(z.0), im));
    }
    let tx = libm::tanh(z.0);
    let ty = libm::tan(z.1);
    let cx = 1.0 / libm::cosh(z.0);
    let both = tx * ty;
    let d = 1.0 + both * both;
    Ok((tx * (1.0 + ty * ty) / d, ((ty / d) * cx) * cx))
}

pub fn rect(r: f64, phi: f64) -> Result<Pair> {
    if is_directed((r, phi)) {
        let z = (f64::INFINITY.copysign(libm::cos(phi)), f64::INFINITY.copysign(libm::sin(phi)));
        return Ok(if r > 0.0 { z } else { (-z.0, -z.1) });
    }
    if let Some(z) = special((r, phi), tables::RECT)? {
        return Ok(z);
    }
    Ok(if phi == 0.0 { (r, r * phi) } else { (r * libm::cos(phi), r * libm::sin(phi)) })
}
