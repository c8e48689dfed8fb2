//! Shortest digits of floats, and floats from text.

use crate::int::normalise;
use crate::state::STATE;
use crate::value::Value;

/// Room for the longest `repr`.
struct Buffer {
    zmij: zmij::Buffer,
    own: [u8; 32],
}

/// `repr(x)`.
pub fn repr(x: f64) -> String {
    with_repr(x, str::to_owned)
}

/// `repr(x)` as a str object.
pub fn repr_value(x: f64) -> Value {
    with_repr(x, crate::str::new)
}

/// Appends `repr(x)`.
pub fn repr_into(x: f64, out: &mut String) {
    with_repr(x, |s| out.push_str(s));
}

/// Calls `f` with `repr(x)`, without an allocation.
#[inline]
pub fn with_repr<T>(x: f64, f: impl FnOnce(&str) -> T) -> T {
    let mut buf = Buffer { zmij: zmij::Buffer::new(), own: [0; 32] };
    f(short(x, &mut buf))
}

fn short(x: f64, buf: &mut Buffer) -> &str {
    if x.is_nan() {
        return "nan";
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf" } else { "-inf" };
    }
    let text = buf.zmij.format_finite(x);
    if x.abs() >= 1e-4 || x == 0.0 || x.abs() < 1e-9 {
        return text;
    }
    // From 1e-9 to 1e-4 the library prints `0.000012` and `1.2e-6` where Python prints `1.2e-05` and `1.2e-06`.
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let mut n = 0;
    let mut put = |s: &[u8]| {
        buf.own[n..n + s.len()].copy_from_slice(s);
        n += s.len();
    };
    put(sign.as_bytes());
    match rest.split_once('e') {
        Some((digits, exponent)) => {
            put(digits.as_bytes());
            let size = exponent.trim_start_matches('-').as_bytes();
            put(if size.len() == 1 { b"e-0" } else { b"e-" });
            put(size);
        }
        None => {
            let digits = rest.trim_start_matches(['0', '.']).as_bytes();
            put(&digits[..1]);
            if digits.len() > 1 {
                put(b".");
                put(&digits[1..]);
            }
            put(b"e-05");
        }
    }
    // SAFETY: only ASCII was copied.
    unsafe { std::str::from_utf8_unchecked(&buf.own[..n]) }
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
        fresh_nan()
    } else {
        return None;
    };
    Some(if bytes[0] == b'-' { -magnitude } else { magnitude })
}

/// A NaN of its own: floats in registers have no identity, so the payload stands for it where containers compare. The
/// first is the usual NaN.
fn fresh_nan() -> f64 {
    let n = STATE.nans.get();
    STATE.nans.set(n.wrapping_add(1) & 0xFFFF_FFFF);
    f64::from_bits(f64::NAN.to_bits() | n)
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
pub(crate) fn underscores_are_single(text: &[u8]) -> bool {
    text.iter().enumerate().filter(|&(_, &c)| c == b'_').all(|(i, _)| {
        i > 0 && text[i - 1].is_ascii_digit() && text.get(i + 1).is_some_and(u8::is_ascii_digit)
    })
}
