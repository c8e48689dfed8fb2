//! `round(x, ndigits)`, correctly rounded on the exact value.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use crate::error::{Result, raise};
use crate::exception::OVERFLOW_ERROR;
use crate::int;

/// `x` rounded to a whole number, halves to even.
#[inline]
pub fn round_half_even(x: f64) -> f64 {
    x.round_ties_even()
}

/// `round(x, digits)`.
pub fn round_digits(x: f64, digits: i64) -> Result<f64> {
    if !x.is_finite() || x == 0.0 {
        return Ok(x);
    }
    // Every double has fewer than 324 places before and after the point.
    if digits > 323 {
        return Ok(x);
    }
    if digits < -308 {
        return Ok(0.0f64.copysign(x));
    }
    if let Some(r) = round_fast(x, digits) {
        return Ok(r);
    }
    let r = if digits >= 0 {
        use std::fmt::Write;
        let mut text = String::new();
        // Exact digits, halves to even; then the nearest double.
        let _ = write!(text, "{x:.*}", digits as usize);
        text.parse().unwrap_or(x)
    } else {
        round_whole(x, -digits as u32)
    };
    if r.is_infinite() { raise(&OVERFLOW_ERROR, "rounded value too large to represent") } else { Ok(r) }
}

/// Few digits and a moderate size: the scaled value's error is far below its distance from a tie, and the quotient of two
/// exact doubles is the nearest one to the decimal result.
#[inline]
fn round_fast(x: f64, digits: i64) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let power = *POWERS.get(usize::try_from(digits).ok()?)?;
    let scaled = x * power;
    if scaled.abs() > 1e15 {
        return None;
    }
    let whole = scaled.round_ties_even();
    let from_tie = (0.5 - (scaled - whole).abs()).abs();
    (from_tie > scaled.abs() * 4.5e-16 + 1e-300).then(|| if whole == 0.0 { 0.0f64.copysign(x) } else { whole / power })
}

/// Rounds to a multiple of `10**places`.
fn round_whole(x: f64, places: u32) -> f64 {
    let whole = int::bigint_from_f64(x.abs());
    let has_fraction = x.fract() != 0.0;
    let unit = BigInt::from(10).pow(places);
    let (down, rest) = whole.div_rem(&unit);
    let twice: BigInt = rest * 2;
    let up = twice > unit || (twice == unit && (has_fraction || down.is_odd()));
    let down = if up { down + 1 } else { down };
    (down * unit).to_f64().unwrap_or(f64::INFINITY).copysign(x)
}
