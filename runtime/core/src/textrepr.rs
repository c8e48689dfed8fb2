//! `repr` of str and bytes, and `ascii`.

use crate::str::{self, Builder, StrObj, Units};
use crate::unicode;
use crate::value::Value;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The quote that needs no escape, if there is one; else the single one.
fn quote(has_single: bool, has_double: bool) -> u8 {
    if has_single && !has_double { b'"' } else { b'\'' }
}

/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, as short as possible.
pub(crate) fn push_escape(out: &mut Builder, c: u32) {
    let (letter, digits) = match c {
        0..=0xff => (b'x', 2),
        0x100..=0xffff => (b'u', 4),
        _ => (b'U', 8),
    };
    out.push_ascii(&[b'\\', letter]);
    for i in (0..digits).rev() {
        out.push_ascii(&[HEX[(c >> (4 * i) & 15) as usize]]);
    }
}

/// The two-character escape of `c` inside quotes, if it has one.
fn short_escape(c: u32, quote: u8) -> Option<u8> {
    match c {
        0x09 => Some(b't'),
        0x0a => Some(b'n'),
        0x0d => Some(b'r'),
        0x5c => Some(b'\\'),
        _ if c == quote as u32 => Some(quote),
        _ => None,
    }
}

/// `repr(s)`.
pub fn repr_str(s: &StrObj) -> Value {
    let q = quote(str::find_char(s, b'\'' as u32, 0).is_some(), str::find_char(s, b'"' as u32, 0).is_some());
    if let Units::One(u) = s.units() {
        let plain = |c: u8| (0x20..0x7f).contains(&c) && c != b'\\' && c != q;
        if s.is_ascii() && u.iter().fold(true, |all, &c| all & plain(c)) {
            return str::filled(u.len() + 2, true, |p: &mut [u8]| {
                p[0] = q;
                p[1..=u.len()].copy_from_slice(u);
                p[u.len() + 1] = q;
            });
        }
    }
    let mut out = Builder::with_capacity(s.bytes().len() + 2 + s.len() / 8);
    out.push_ascii(&[q]);
    let mut start = 0;
    for (i, c) in s.chars().enumerate() {
        let short = short_escape(c, q);
        if short.is_none() && unicode::is_printable(c) {
            continue;
        }
        out.push_range(s, start, i);
        start = i + 1;
        match short {
            Some(e) => out.push_ascii(&[b'\\', e]),
            None => push_escape(&mut out, c),
        }
    }
    out.push_range(s, start, s.len());
    out.push_ascii(&[q]);
    out.finish()
}

/// `ascii(x)`, given `repr(x)`: what is not ASCII is escaped.
pub fn ascii_str(repr: &Value) -> Value {
    let s = str::of(repr);
    if s.is_ascii() {
        return str::exact(repr);
    }
    let mut out = Builder::with_capacity(s.len() * 2);
    for c in s.chars() {
        if c < 128 {
            out.push_ascii(&[c as u8]);
        } else {
            push_escape(&mut out, c);
        }
    }
    out.finish()
}

/// `repr` of bytes, between `before` and `after`.
pub fn repr_bytes(b: &[u8], before: &str, after: &str) -> Value {
    let q = quote(b.contains(&b'\''), b.contains(&b'"'));
    let mut out = Builder::with_capacity(b.len() + before.len() + after.len() + 3);
    out.push_str(before);
    out.push_ascii(&[b'b', q]);
    for &c in b {
        match short_escape(c as u32, q) {
            Some(e) => out.push_ascii(&[b'\\', e]),
            // A bytearray escapes the single quote even where it need not.
            None if c == b'\'' && !before.is_empty() => out.push_ascii(b"\\'"),
            None if (0x20..0x7f).contains(&c) => out.push_ascii(&[c]),
            None => push_escape(&mut out, c as u32),
        }
    }
    out.push_ascii(&[q]);
    out.push_str(after);
    out.finish()
}
