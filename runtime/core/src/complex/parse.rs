//! `complex("1+2j")`.

use super::Pair;
use crate::{float, int};

/// The complex number that `text` denotes.
pub fn parse(text: &str) -> Option<Pair> {
    let text = int::normalise(text)?;
    let mut s: &str = &text;
    if let Some(inner) = s.strip_prefix('(') {
        s = inner.strip_suffix(')')?.trim_matches(|c| matches!(c, ' ' | '\t'..='\r'));
    }
    if s.is_empty() {
        return None;
    }
    let Some(body) = s.strip_suffix(['j', 'J']) else {
        return Some((number(s)?, 0.0));
    };
    // The imaginary part starts at the last sign that belongs to no exponent.
    let bytes = body.as_bytes();
    let split = (1..bytes.len())
        .rev()
        .find(|&i| matches!(bytes[i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E'))
        .unwrap_or(0);
    let (real, imag) = body.split_at(split);
    let imag = match imag {
        "" | "+" => 1.0,
        "-" => -1.0,
        digits => number(digits)?,
    };
    Some((if real.is_empty() { 0.0 } else { number(real)? }, imag))
}

/// One float without white space in or around it.
fn number(text: &str) -> Option<f64> {
    if text.contains(|c: char| c.is_whitespace()) { None } else { float::parse(text) }
}
