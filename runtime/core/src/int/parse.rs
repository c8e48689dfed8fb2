//! Text to ints.

use super::text::max_str_digits;
use super::{from_i128, nat, value_of};
use crate::error::{Result, value_error};
use crate::value::Value;

/// The value of a decimal digit of any script.
pub fn decimal_digit(c: char) -> Option<u32> {
    if c.is_ascii() { c.to_digit(10) } else { crate::unicode::decimal_value(c as u32) }
}

/// ASCII form of a numeric text: white space at both ends removed, digits of other scripts translated. `None` when a
/// character can be no part of a number.
pub(crate) fn normalise(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    if text.is_ascii() {
        return Some(text.trim_matches(is_ascii_space).into());
    }
    let trimmed = text.trim_matches(|c| crate::unicode::is_space(c as u32));
    let mut out = String::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.push(char::from(b'0' + decimal_digit(c)? as u8));
        }
    }
    Some(out.into())
}

fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// A plain decimal number that fits an `i64`: the common case, without allocation.
#[inline]
pub fn parse_i64(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut n = 0i64;
    for &d in digits {
        if !d.is_ascii_digit() {
            return None;
        }
        n = n * 10 + i64::from(d - b'0');
    }
    Some(if negative { -n } else { n })
}

/// `int(text, base)` (base 0 or 2..=36). `Ok(None)`: not a literal of that base.
pub fn from_text(text: &str, base: u32) -> Result<Option<Value>> {
    if base == 10
        && let Some(i) = parse_i64(text.as_bytes())
    {
        return Ok(Some(Value::int(i)));
    }
    let Some(text) = normalise(text) else { return Ok(None) };
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let Some((digits, radix)) = split_prefix(rest, base) else { return Ok(None) };
    let Some(digits) = plain_digits(digits, radix) else { return Ok(None) };
    // A literal of base 0 may not start with a zero unless it is zero.
    if base == 0 && radix == 10 && digits[0] == 0 && digits.iter().any(|&d| d != 0) {
        return Ok(None);
    }
    let limit = max_str_digits();
    if !radix.is_power_of_two() && limit != 0 && digits.len() > limit {
        return value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        ));
    }
    if digits.len() <= 24 {
        let n = digits.iter().fold(0i128, |n, &d| n * i128::from(radix) + i128::from(d));
        return Ok(Some(from_i128(if negative { -n } else { n })));
    }
    Ok(Some(value_of(negative, nat::from_digits(&digits, radix))))
}

/// Removes `0x`, `0o`, `0b` where the base allows it; the digits and their radix.
fn split_prefix(text: &[u8], base: u32) -> Option<(&[u8], u32)> {
    if let [b'0', letter, rest @ ..] = text {
        let radix = match letter {
            b'x' | b'X' => 16,
            b'o' | b'O' => 8,
            b'b' | b'B' => 2,
            _ => 0,
        };
        if radix != 0 && (base == 0 || base == radix) {
            // One underscore may stand between the prefix and the digits.
            return Some((rest.strip_prefix(b"_").unwrap_or(rest), radix));
        }
    }
    Some((text, if base == 0 { 10 } else { base }))
}

/// The values of the digits; underscores are allowed singly between two digits.
fn plain_digits(text: &[u8], radix: u32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut after_digit = false;
    for &c in text {
        if c == b'_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
            continue;
        }
        out.push(char::from(c).to_digit(radix)? as u8);
        after_digit = true;
    }
    (after_digit && !out.is_empty()).then_some(out)
}

/// The int with these decimal digits, a sign before them: a constant of the program.
pub(crate) fn from_decimal(text: &[u8]) -> Value {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let digits: Vec<u8> = digits.iter().map(|d| d.wrapping_sub(b'0')).collect();
    value_of(negative, nat::from_digits(&digits, 10))
}
