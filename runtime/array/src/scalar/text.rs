//! `repr` and `str` of scalars.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;
use pyaot_core::{float, ops, str, text};

use super::{Num, num};
use crate::half::F16;

pub(super) fn repr(v: &Value) -> Result<Value> {
    let Some((d, n)) = num(v) else { return Ok(str::empty()) };
    if d == DType::Bool {
        return Ok(str::intern_static(if n.is_true() { "np.True_" } else { "np.False_" }));
    }
    let inner = digits(d, n);
    // `np.complex64(1+2j)`: once around is enough.
    let inner = inner.strip_prefix('(').and_then(|s| s.strip_suffix(')')).unwrap_or(&inner);
    Ok(str::from_string(text!("np.", d.name(), "(", inner, ")")))
}

pub(super) fn str(v: &Value) -> Result<Value> {
    let Some((d, n)) = num(v) else { return Ok(str::empty()) };
    Ok(str::from_string(digits(d, n)))
}

/// A number of this dtype as `str` shows its scalar.
pub fn digits(d: DType, n: Num) -> String {
    match n {
        Num::Int(i) if d == DType::Bool => String::from(if i != 0 { "True" } else { "False" }),
        Num::Int(i) => i.to_string(),
        Num::Float(x) => real(d, x),
        Num::Complex(re, im) => {
            let half = if d == DType::C64 { DType::F32 } else { DType::F64 };
            let part = |x: f64| {
                let mut s = real(half, x);
                if s.ends_with(".0") {
                    s.truncate(s.len() - 2);
                }
                s
            };
            let imag = part(im);
            if re == 0.0 && re.is_sign_positive() {
                return imag + "j";
            }
            let plus = if imag.starts_with('-') { "" } else { "+" };
            format!("({}{plus}{imag}j)", part(re))
        }
    }
}

/// A float with the fewest digits that tell it from its neighbours of the same dtype.
pub fn real(d: DType, x: f64) -> String {
    if d == DType::F64 || !x.is_finite() || x == 0.0 {
        return float::repr(x);
    }
    let shortest = shortest(d, x);
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let limit = if d == DType::F16 { 1e3 } else { 1e6 };
    if x.abs() >= 1e-4 && x.abs() < limit {
        return positional(mantissa, exponent.parse().unwrap_or(0));
    }
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(e) => ('-', e),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{exponent:0>2}")
}

/// The fewest digits that tell a finite number from its neighbours of the same dtype, as `d.ddde-7`.
pub fn shortest(d: DType, x: f64) -> String {
    match d {
        DType::F16 => {
            // The nearest number of so many digits, or (at a power of two, below which halves lie closer) the next beyond it.
            let is_it = |s: &String| s.parse().is_ok_and(|y: f64| F16::from_f64(y) == F16::from_f64(x));
            let of_digits = |n: usize| {
                let unit = 10f64.powi(format!("{x:e}").rsplit('e').next().and_then(|e| e.parse().ok()).unwrap_or(0) - n as i32);
                [format!("{x:.n$e}"), format!("{:.n$e}", x + unit.copysign(x) / 2.0)].into_iter().find(is_it)
            };
            (0..6).find_map(of_digits).unwrap_or_else(|| format!("{x:e}"))
        }
        DType::F32 => {
            let short = format!("{:e}", x as f32);
            // Of two texts as short, half way on either side, the one with the even digit.
            let digits = short.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
            let even = format!("{x:.*e}", digits - 1);
            if even.parse().is_ok_and(|y: f32| y == x as f32) { even } else { short }
        }
        _ => format!("{x:e}"),
    }
}

/// `d.ddd` and an exponent as a plain decimal number.
fn positional(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(m) => ("-", m),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        return format!("{sign}{digits:0<whole$}.0");
    }
    format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
}

pub(super) fn repr_str(v: &Value) -> Result<Value> {
    Ok(str::from_string(text!("np.str_(", ops::repr_string(&str::exact(v))?, ")")))
}

pub(super) fn repr_bytes(v: &Value) -> Result<Value> {
    let plain = pyaot_core::bytes::new(pyaot_core::bytes::like(v).unwrap_or(&[]));
    Ok(str::from_string(text!("np.bytes_(", ops::repr_string(&plain)?, ")")))
}
