//! Shortest digits of floats, and floats from text.

use crate::int::normalise;
use crate::value::Value;

/// `repr(x)`.
pub fn repr(x: f64) -> String {
    let mut buf = zmij::Buffer::new();
    short(x, &mut buf).to_owned()
}

/// `repr(x)` as a str object.
pub fn repr_value(x: f64) -> Value {
    let mut buf = zmij::Buffer::new();
    crate::str::new(short(x, &mut buf))
}

/// Appends `repr(x)`.
pub fn repr_into(x: f64, out: &mut String) {
    let mut buf = zmij::Buffer::new();
    out.push_str(short(x, &mut buf));
}

fn short(x: f64, buf: &mut zmij::Buffer) -> &str {
    if x.is_nan() {
        return "nan";
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf" } else { "-inf" };
    }
    buf.format_finite(x)
}

/// The float that `text` denotes (white space around it and single underscores between digits allowed).
pub fn parse(text: &str) -> Option<f64> {
    let text = normalise(text)?;
    let bytes = text.as_bytes();
    if let Some(x) = parse_short(bytes) {
        return Some(x);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let first = *unsigned.as_bytes().first()?;
    if first.is_ascii_digit() || first == b'.' {
        if text.contains('_') {
            return if underscores_are_single(bytes) { text.replace('_', "").parse().ok() } else { None };
        }
        return text.parse().ok();
    }
    let magnitude = if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        f64::INFINITY
    } else if unsigned.eq_ignore_ascii_case("nan") {
        f64::NAN
    } else {
        return None;
    };
    Some(if bytes[0] == b'-' { -magnitude } else { magnitude })
}

/// Numbers such as `-12.345`: at most 15 digits, so that one exact division gives the correctly rounded result.
#[inline]
fn parse_short(text: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut n = 0u64;
    let mut point = None;
    for (i, &d) in digits.iter().enumerate() {
        match d {
            b'0'..=b'9' => n = n * 10 + u64::from(d - b'0'),
            b'.' if point.is_none() => point = Some(i),
            _ => return None,
        }
    }
    let places = match point {
        Some(_) if digits.len() == 1 => return None,
        Some(p) => digits.len() - 1 - p,
        None if digits.len() > 15 => return None,
        None => 0,
    };
    let x = n as f64 / POWERS[places];
    Some(if negative { -x } else { x })
}

/// Every underscore stands between two digits.
fn underscores_are_single(text: &[u8]) -> bool {
    text.iter().enumerate().filter(|&(_, &c)| c == b'_').all(|(i, _)| {
        i > 0 && text[i - 1].is_ascii_digit() && text.get(i + 1).is_some_and(u8::is_ascii_digit)
    })
}

/// Calls `f` with `repr(x)`, without an allocation.
#[inline]
pub fn with_repr<T>(x: f64, f: impl FnOnce(&str) -> T) -> T {
    let mut buf = zmij::Buffer::new();
    f(short(x, &mut buf))
}
