//! UTF-8, UTF-16 and UTF-32.

use super::Order;
use super::errors::{DecodeSink, EncodeSink};
use crate::error::Result;
use crate::search::Unit;
use crate::str::{StrObj, each_width};
use crate::value::Value;

const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;
const NOT_ALLOWED: &str = "surrogates not allowed";

/// Writes `c` (surrogates too) as UTF-8.
#[inline]
pub(super) fn push_utf8(out: &mut Vec<u8>, c: u32) {
    let tail = |shift: u32| 0x80 | (c >> shift & 0x3f) as u8;
    match c {
        0..=0x7f => out.push(c as u8),
        0x80..=0x7ff => out.extend([0xc0 | (c >> 6) as u8, tail(0)]),
        0x800..=0xffff => out.extend([0xe0 | (c >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xf0 | (c >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

/// All characters as UTF-8, up to the first surrogate, whose position is given.
fn encode_prefix<C: Unit>(u: &[C], out: &mut Vec<u8>) -> usize {
    let longest = if C::KIND == 4 { 4 } else { C::KIND as usize + 1 };
    out.reserve(u.len() * longest);
    // SAFETY: room for the longest encoding of every character has been reserved.
    unsafe {
        let mut p = out.as_mut_ptr().add(out.len());
        let mut put = |b: u32| {
            p.write(b as u8);
            p = p.add(1);
        };
        let mut done = u.len();
        for (i, c) in u.iter().enumerate() {
            let c = c.to_u32();
            let tail = |shift: u32| 0x80 | (c >> shift & 0x3f);
            match c {
                0..=0x7f => put(c),
                0x80..=0x7ff => {
                    put(0xc0 | c >> 6);
                    put(tail(0));
                }
                0xd800..0xe000 => {
                    done = i;
                    break;
                }
                0x800..=0xffff => {
                    put(0xe0 | c >> 12);
                    put(tail(6));
                    put(tail(0));
                }
                _ => {
                    put(0xf0 | c >> 18);
                    put(tail(12));
                    put(tail(6));
                    put(tail(0));
                }
            }
        }
        let len = p as usize - out.as_ptr() as usize;
        out.set_len(len);
        done
    }
}

pub(super) fn encode_utf8(mut sink: EncodeSink) -> Result<Vec<u8>> {
    let text = sink.text;
    let pass = sink.errors == "surrogatepass";
    let mut i = each_width!(text.units(), u => encode_prefix(u, &mut sink.out));
    while i < text.len() {
        let c = text.char_at(i);
        if !SURROGATES.contains(&c) || pass {
            push_utf8(&mut sink.out, c);
            i += 1;
            continue;
        }
        let end = (i..text.len()).find(|&k| !SURROGATES.contains(&text.char_at(k))).unwrap_or(text.len());
        sink.error(i, end, NOT_ALLOWED, |out, c| {
            push_utf8(out, c);
            true
        })?;
        i = end;
    }
    Ok(sink.out)
}

/// UTF-8 with something wrong in it.
pub(super) fn decode_utf8_errors(b: &[u8], errors: &str) -> Result<Value> {
    let mut sink = DecodeSink::new(b, "utf-8", errors);
    let mut at = 0;
    loop {
        let e = match std::str::from_utf8(&b[at..]) {
            Ok(s) => {
                sink.out.push_str(s);
                return Ok(sink.out.finish());
            }
            Err(e) => e,
        };
        let bad = at + e.valid_up_to();
        if let Ok(s) = std::str::from_utf8(&b[at..bad]) {
            sink.out.push_str(s);
        }
        if errors == "surrogatepass"
            && let [0xed, y @ 0xa0..=0xbf, z @ 0x80..=0xbf, ..] = b[bad..]
        {
            sink.out.push_char(0xd000 | (y as u32 & 0x3f) << 6 | (z as u32 & 0x3f));
            at = bad + 3;
            continue;
        }
        let (end, reason) = match e.error_len() {
            None => (b.len(), "unexpected end of data"),
            Some(n) if matches!(b[bad], 0x80..=0xc1 | 0xf5..) => (bad + n, "invalid start byte"),
            Some(n) => (bad + n, "invalid continuation byte"),
        };
        at = sink.error(bad, end, reason)?;
    }
}

fn push16(out: &mut Vec<u8>, unit: u16, big: bool) {
    out.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
}

pub(super) fn encode_utf16(s: &StrObj, order: Order, errors: &str) -> Result<Vec<u8>> {
    let (codec, big) = match order {
        Order::Marked => ("utf-16", false),
        Order::Little => ("utf-16-le", false),
        Order::Big => ("utf-16-be", true),
    };
    let mut sink = EncodeSink::new(s, codec, errors, Vec::with_capacity(s.len() * 2 + 2));
    if order == Order::Marked {
        push16(&mut sink.out, 0xfeff, false);
    }
    let pass = errors == "surrogatepass";
    for (i, c) in s.chars().enumerate() {
        if SURROGATES.contains(&c) && !pass {
            sink.error(i, i + 1, NOT_ALLOWED, |out, c| {
                push16(out, c as u16, big);
                true
            })?;
        } else if c < 0x1_0000 {
            push16(&mut sink.out, c as u16, big);
        } else {
            let c = c - 0x1_0000;
            push16(&mut sink.out, 0xd800 | (c >> 10) as u16, big);
            push16(&mut sink.out, 0xdc00 | (c & 0x3ff) as u16, big);
        }
    }
    Ok(sink.out)
}

pub(super) fn encode_utf32(s: &StrObj, order: Order, errors: &str) -> Result<Vec<u8>> {
    let (codec, big) = match order {
        Order::Marked => ("utf-32", false),
        Order::Little => ("utf-32-le", false),
        Order::Big => ("utf-32-be", true),
    };
    let put = |out: &mut Vec<u8>, c: u32| {
        out.extend(if big { c.to_be_bytes() } else { c.to_le_bytes() });
        true
    };
    let mut sink = EncodeSink::new(s, codec, errors, Vec::with_capacity(s.len() * 4 + 4));
    if order == Order::Marked {
        put(&mut sink.out, 0xfeff);
    }
    for (i, c) in s.chars().enumerate() {
        if SURROGATES.contains(&c) && errors != "surrogatepass" {
            sink.error(i, i + 1, NOT_ALLOWED, put)?;
        } else {
            put(&mut sink.out, c);
        }
    }
    Ok(sink.out)
}

pub(super) fn decode_utf16(b: &[u8], order: Order, errors: &str) -> Result<Value> {
    let (big, mut i) = match (order, b) {
        (Order::Big, _) => (true, 0),
        (Order::Marked, [0xfe, 0xff, ..]) => (true, 2),
        (Order::Marked, [0xff, 0xfe, ..]) => (false, 2),
        _ => (false, 0),
    };
    let mut sink = DecodeSink::new(b, if big { "utf-16-be" } else { "utf-16-le" }, errors);
    let unit = |i: usize| -> u32 {
        let pair = [b[i], b[i + 1]];
        (if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }) as u32
    };
    let pass = errors == "surrogatepass";
    while i < b.len() {
        if i + 1 == b.len() {
            i = sink.error(i, i + 1, "truncated data")?;
            continue;
        }
        let c = unit(i);
        let low = (i + 3 < b.len()).then(|| unit(i + 2)).filter(|l| (0xdc00..0xe000).contains(l));
        match (c, low) {
            (0xd800..=0xdbff, Some(low)) => {
                sink.out.push_char(0x1_0000 + ((c & 0x3ff) << 10 | (low & 0x3ff)));
                i += 4;
                continue;
            }
            (0xd800..=0xdfff, _) if pass => sink.out.push_char(c),
            (0xd800..=0xdbff, _) if i + 3 >= b.len() => {
                i = sink.error(i, b.len(), "unexpected end of data")?;
                continue;
            }
            (0xd800..=0xdfff, _) => {
                let reason = if c < 0xdc00 { "illegal UTF-16 surrogate" } else { "illegal encoding" };
                i = sink.error(i, i + 2, reason)?;
                continue;
            }
            _ => sink.out.push_char(c),
        }
        i += 2;
    }
    Ok(sink.out.finish())
}

pub(super) fn decode_utf32(b: &[u8], order: Order, errors: &str) -> Result<Value> {
    let (big, mut i) = match (order, b) {
        (Order::Big, _) => (true, 0),
        (Order::Marked, [0, 0, 0xfe, 0xff, ..]) => (true, 4),
        (Order::Marked, [0xff, 0xfe, 0, 0, ..]) => (false, 4),
        _ => (false, 0),
    };
    let mut sink = DecodeSink::new(b, if big { "utf-32-be" } else { "utf-32-le" }, errors);
    while i < b.len() {
        let [w, x, y, z, ..] = b[i..] else {
            i = sink.error(i, b.len(), "truncated data")?;
            continue;
        };
        let c = if big { u32::from_be_bytes([w, x, y, z]) } else { u32::from_le_bytes([w, x, y, z]) };
        if c >= 0x11_0000 {
            i = sink.error(i, i + 4, "code point not in range(0x110000)")?;
        } else if SURROGATES.contains(&c) && errors != "surrogatepass" {
            i = sink.error(i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)")?;
        } else {
            sink.out.push_char(c);
            i += 4;
        }
    }
    Ok(sink.out.finish())
}
