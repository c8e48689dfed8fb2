//! `unicode_escape` and `raw_unicode_escape`.

use super::errors::DecodeSink;
use crate::error::Result;
use crate::str::{self, Builder, StrObj};
use crate::textrepr;
use crate::value::Value;

/// Escapes of `s`: everything that is not printable ASCII, or (raw) everything above Latin-1.
pub(super) fn encode(s: &StrObj, raw: bool) -> Vec<u8> {
    let mut out = Builder::with_capacity(s.len() * 2);
    for c in s.chars() {
        match c {
            _ if raw && c < 0x100 => out.push_char(c),
            0x09 => out.push_str("\\t"),
            0x0a => out.push_str("\\n"),
            0x0d => out.push_str("\\r"),
            0x5c => out.push_str("\\\\"),
            0x20..=0x7e => out.push_char(c),
            _ => textrepr::push_escape(&mut out, c),
        }
    }
    str::of(&out.finish()).bytes().to_vec()
}

/// Up to `max` hexadecimal digits at the front: their value and number.
fn hex_digits(b: &[u8], max: usize) -> (u32, usize) {
    let (mut value, mut n) = (0u32, 0);
    while let Some(d) = b.get(n).filter(|_| n < max).and_then(|&c| (c as char).to_digit(16)) {
        value = value.wrapping_mul(16).wrapping_add(d);
        n += 1;
    }
    (value, n)
}

/// A `\u` or `\U` escape at `i`: pushes its character and gives the position behind it.
fn long_escape(sink: &mut DecodeSink, i: usize) -> Result<usize> {
    let big = sink.bytes[i + 1] == b'U';
    let want = if big { 8 } else { 4 };
    let (value, n) = hex_digits(&sink.bytes[i + 2..], want);
    let end = i + 2 + n;
    if n < want {
        return sink.error(i, end, if big { "truncated \\UXXXXXXXX escape" } else { "truncated \\uXXXX escape" });
    }
    if value > 0x10_ffff {
        return sink.error(i, end, "illegal Unicode character");
    }
    sink.out.push_char(value);
    Ok(end)
}

pub(super) fn decode(b: &[u8], errors: &str) -> Result<Value> {
    let mut sink = DecodeSink::new(b, "unicodeescape", errors);
    let mut i = 0;
    while i < b.len() {
        if b[i] != b'\\' {
            sink.out.push_char(b[i] as u32);
            i += 1;
            continue;
        }
        let Some(&c) = b.get(i + 1) else {
            sink.error(i, i + 1, "\\ at end of string")?;
            break;
        };
        let simple = match c {
            b'\n' => None,
            b'\\' | b'\'' | b'"' => Some(c),
            b'a' => Some(7),
            b'b' => Some(8),
            b'f' => Some(12),
            b'n' => Some(10),
            b'r' => Some(13),
            b't' => Some(9),
            b'v' => Some(11),
            b'0'..=b'7' => {
                let digits = b[i + 1..].iter().take(3).take_while(|d| (b'0'..=b'7').contains(d));
                let (value, n) = digits.fold((0u32, 0), |(v, n), d| (v * 8 + (d - b'0') as u32, n + 1));
                sink.out.push_char(value);
                i += 1 + n;
                continue;
            }
            b'x' => {
                let (value, n) = hex_digits(&b[i + 2..], 2);
                if n == 2 {
                    sink.out.push_char(value);
                    i += 4;
                } else {
                    i = sink.error(i, i + 2 + n, "truncated \\xXX escape")?;
                }
                continue;
            }
            b'u' | b'U' => {
                i = long_escape(&mut sink, i)?;
                continue;
            }
            b'N' => {
                i = sink.error(i, i + 2, "malformed \\N character escape")?;
                continue;
            }
            _ => {
                sink.out.push_char(b'\\' as u32);
                Some(c)
            }
        };
        if let Some(c) = simple {
            sink.out.push_char(c as u32);
        }
        i += 2;
    }
    Ok(sink.out.finish())
}

pub(super) fn decode_raw(b: &[u8], errors: &str) -> Result<Value> {
    let mut sink = DecodeSink::new(b, "rawunicodeescape", errors);
    let mut i = 0;
    while i < b.len() {
        if b[i] == b'\\' && matches!(b.get(i + 1), Some(b'u' | b'U')) {
            i = long_escape(&mut sink, i)?;
            continue;
        }
        sink.out.push_char(b[i] as u32);
        if b[i] == b'\\' && i + 1 < b.len() {
            sink.out.push_char(b[i + 1] as u32);
            i += 1;
        }
        i += 1;
    }
    Ok(sink.out.finish())
}
