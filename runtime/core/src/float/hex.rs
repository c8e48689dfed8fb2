//! `float.hex` and `float.fromhex`.

use crate::int::divide_scale as scale;

/// `x.hex()`.
pub(super) fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return super::repr(x);
    }
    let bits = x.to_bits();
    let sign = if bits >> 63 == 1 { "-" } else { "" };
    let biased = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if biased == 0 && fraction == 0 {
        return format!("{sign}0x0.0p+0");
    }
    let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// Why a text is not a hexadecimal float.
pub(super) enum HexError {
    Invalid,
    TooLarge,
}

/// The float that a hexadecimal text denotes, correctly rounded.
pub(super) fn from_hex(text: &str) -> Result<f64, HexError> {
    let text = text.trim_matches(|c| matches!(c, ' ' | '\t'..='\r'));
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let magnitude = if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        f64::INFINITY
    } else if rest.eq_ignore_ascii_case(b"nan") {
        f64::NAN
    } else {
        finite(rest)?
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn finite(mut rest: &[u8]) -> Result<f64, HexError> {
    if let [b'0', b'x' | b'X', tail @ ..] = rest {
        rest = tail;
    }
    let digits_end = rest.iter().position(|c| !c.is_ascii_hexdigit() && *c != b'.').unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(digits_end);
    let point = digits.iter().position(|&c| c == b'.').unwrap_or(digits.len());
    let count = digits.iter().filter(|&&c| c != b'.').count();
    if count == 0 || digits.len() - count > 1 {
        return Err(HexError::Invalid);
    }
    let mut exponent = match tail {
        [] => 0i64,
        [b'p' | b'P', e @ ..] => parse_exponent(e)?,
        _ => return Err(HexError::Invalid),
    };
    // Places after the point count down from the exponent.
    let places = digits.len() - point - usize::from(point < digits.len());
    exponent = exponent.saturating_sub(4 * places as i64);
    let mut mantissa = 0u64;
    let mut sticky = false;
    for &c in digits.iter().filter(|&&c| c != b'.') {
        let d = u64::from(char::from(c).to_digit(16).unwrap_or(0));
        if mantissa >> 58 == 0 {
            mantissa = mantissa << 4 | d;
        } else {
            sticky |= d != 0;
            exponent = exponent.saturating_add(4);
        }
    }
    round(mantissa, sticky, exponent)
}

fn parse_exponent(text: &[u8]) -> Result<i64, HexError> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(HexError::Invalid);
    }
    let e = digits.iter().fold(0i64, |e, &d| (e * 10 + i64::from(d - b'0')).min(1 << 40));
    Ok(if negative { -e } else { e })
}

/// `mantissa * 2**exponent` (with more non-zero digits below it when `sticky`), ties to even.
fn round(mantissa: u64, sticky: bool, exponent: i64) -> Result<f64, HexError> {
    if mantissa == 0 {
        return Ok(0.0);
    }
    let top = 64 - i64::from(mantissa.leading_zeros()) + exponent;
    if top > 1025 {
        return Err(HexError::TooLarge);
    }
    if top < -1080 {
        return Ok(0.0);
    }
    // The unit of the last place of the result, normal or not.
    let unit = (top - 53).max(-1074);
    let drop = unit - exponent;
    let r = if drop <= 0 {
        scale(mantissa as f64, exponent as i32)
    } else {
        let (kept, rest, half) = if drop > 64 {
            (0, 0u128, 1u128)
        } else {
            let wide = u128::from(mantissa);
            (mantissa.checked_shr(drop as u32).unwrap_or(0), wide & ((1u128 << drop) - 1), 1u128 << (drop - 1))
        };
        let up = rest > half || (rest == half && (sticky || kept & 1 == 1));
        scale((kept + u64::from(up)) as f64, unit as i32)
    };
    if r.is_infinite() { Err(HexError::TooLarge) } else { Ok(r) }
}
