//! Case: upper, lower, title, capitalize, casefold, swapcase and the predicates about characters.

use super::{Builder, StrObj, Units, each_width, empty, exact, filled, of};
use crate::error::Result;
use crate::search::Unit;
use crate::unicode::{self, CASED, IGNORABLE, LOWER, Record, TITLE, UPPER};
use crate::value::Value;

/// An ASCII string mapped byte by byte.
#[inline]
fn map_ascii(s: &StrObj, f: impl Fn(u8) -> u8) -> Value {
    let u = s.bytes();
    match *u {
        [] => empty(),
        [c] => super::latin1_char(f(c)),
        _ => filled(u.len(), true, |p: &mut [u8]| {
            for (t, &c) in p.iter_mut().zip(u) {
                *t = f(c);
            }
        }),
    }
}

/// Pushes a mapping of up to three characters; the first one is always there (it may be U+0000).
#[inline]
fn push_mapped(out: &mut Builder, m: [u32; 3]) {
    out.push_char(m[0]);
    for &c in m[1..].iter().take_while(|&&c| c != 0) {
        out.push_char(c);
    }
}

/// Non-ASCII text where each character has one image of the same width; `None` where one has not.
fn map_single<C: Unit>(u: &[C], delta: impl Fn(&Record) -> i32) -> Option<Value> {
    let mut out = Vec::with_capacity(u.len());
    let limit = if C::KIND == 4 { 0x11_0000 } else { 1 << (8 * C::KIND) };
    for &c in u {
        // Marks of several characters go far out of the range.
        let m = (c.to_u32() as i32).wrapping_add(delta(unicode::record(c.to_u32())));
        if m as u32 >= limit || c.to_u32() == SIGMA {
            return None;
        }
        out.push(C::from_u32(m as u32));
    }
    Some(super::from_units(&out))
}

/// Capital sigma, whose lower case depends on its place.
const SIGMA: u32 = 0x3a3;

/// A string mapped character by character; `f` gets the position too.
fn map_full(s: &StrObj, f: impl Fn(usize, u32) -> [u32; 3]) -> Value {
    let mut out = Builder::with_capacity(s.bytes().len());
    for (i, c) in s.chars().enumerate() {
        push_mapped(&mut out, f(i, c));
    }
    out.finish()
}

/// Lower case of character `i` of `s`: a sigma at the end of a word takes its final form.
fn lower_at(s: &StrObj, i: usize, c: u32) -> [u32; 3] {
    if c != SIGMA {
        return unicode::to_lower(c);
    }
    let cased = |c: Option<u32>| c.is_some_and(|c| unicode::has(c, CASED));
    let relevant = |&c: &u32| !unicode::has(c, IGNORABLE);
    let before = (0..i).rev().map(|k| s.char_at(k)).find(relevant);
    let after = (i + 1..s.len()).map(|k| s.char_at(k)).find(relevant);
    if cased(before) && !cased(after) { [0x3c2, 0, 0] } else { [0x3c3, 0, 0] }
}

pub(super) fn upper(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    Ok(match s.is_ascii() {
        true => map_ascii(s, |c| c.to_ascii_uppercase()),
        false => match each_width!(s.units(), u => map_single(u, |r| r.upper)) {
            Some(v) => v,
            None => map_full(s, |_, c| unicode::to_upper(c)),
        },
    })
}

pub(super) fn lower(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    Ok(match s.is_ascii() {
        true => map_ascii(s, |c| c.to_ascii_lowercase()),
        false => match each_width!(s.units(), u => map_single(u, |r| r.lower)) {
            Some(v) => v,
            None => map_full(s, |i, c| lower_at(s, i, c)),
        },
    })
}

pub(super) fn casefold(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    Ok(match s.is_ascii() {
        true => map_ascii(s, |c| c.to_ascii_lowercase()),
        false => map_full(s, |_, c| unicode::to_folded(c)),
    })
}

pub(super) fn swapcase(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    if s.is_ascii() {
        return Ok(map_ascii(s, |c| if c.is_ascii_alphabetic() { c ^ 0x20 } else { c }));
    }
    Ok(map_full(s, |i, c| {
        if unicode::has(c, UPPER) {
            lower_at(s, i, c)
        } else if unicode::has(c, LOWER) {
            unicode::to_upper(c)
        } else {
            [c, 0, 0]
        }
    }))
}

pub(super) fn capitalize(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    if s.is_empty() {
        return Ok(exact(&a[0]));
    }
    Ok(map_full(s, |i, c| if i == 0 { unicode::to_title(c) } else { lower_at(s, i, c) }))
}

pub(super) fn title(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    let mut out = Builder::with_capacity(s.bytes().len());
    let mut inside = false;
    for (i, c) in s.chars().enumerate() {
        push_mapped(&mut out, if inside { lower_at(s, i, c) } else { unicode::to_title(c) });
        inside = unicode::has(c, CASED) || unicode::has(c, UPPER | LOWER | TITLE);
    }
    Ok(out.finish())
}

/// Not empty and every character has one of the properties.
fn all(v: &Value, mask: u16) -> Result<Value> {
    let s = of(v);
    Ok(Value::bool(!s.is_empty() && s.chars().all(|c| unicode::has(c, mask))))
}

/// The same, with a test of its own for ASCII text.
#[inline]
fn all_or_ascii(v: &Value, ascii: impl Fn(u8) -> bool, mask: u16) -> Result<Value> {
    let s = of(v);
    match s.units() {
        Units::One(u) if s.is_ascii() => Ok(Value::bool(!u.is_empty() && u.iter().all(|&c| ascii(c)))),
        _ => all(v, mask),
    }
}

pub(super) fn isalpha(a: &[Value]) -> Result<Value> {
    all_or_ascii(&a[0], |c| c.is_ascii_alphabetic(), unicode::ALPHA)
}

pub(super) fn isalnum(a: &[Value]) -> Result<Value> {
    let mask = unicode::ALPHA | unicode::DECIMAL | unicode::DIGIT | unicode::NUMERIC;
    all_or_ascii(&a[0], |c| c.is_ascii_alphanumeric(), mask)
}

pub(super) fn isdecimal(a: &[Value]) -> Result<Value> {
    all_or_ascii(&a[0], |c| c.is_ascii_digit(), unicode::DECIMAL)
}

pub(super) fn isdigit(a: &[Value]) -> Result<Value> {
    all_or_ascii(&a[0], |c| c.is_ascii_digit(), unicode::DIGIT)
}

pub(super) fn isnumeric(a: &[Value]) -> Result<Value> {
    all_or_ascii(&a[0], |c| c.is_ascii_digit(), unicode::NUMERIC)
}

pub(super) fn isspace(a: &[Value]) -> Result<Value> {
    all_or_ascii(&a[0], unicode::is_ascii_space, unicode::SPACE)
}

/// A property of one character, numbered as the leaf `char_is` numbers them: what the method says of the string.
pub(crate) fn char_is(c: u32, what: i64) -> bool {
    if c < 0x80 {
        let c = c as u8;
        return match what {
            0 => c.is_ascii_alphabetic(),
            1 => c.is_ascii_alphanumeric(),
            2..=4 => c.is_ascii_digit(),
            5 => unicode::is_ascii_space(c),
            6 => c.is_ascii_uppercase(),
            _ => c.is_ascii_lowercase(),
        };
    }
    let flags = unicode::record(c).flags;
    match what {
        0 => unicode::has(c, unicode::ALPHA),
        1 => unicode::has(c, unicode::ALPHA | unicode::DECIMAL | unicode::DIGIT | unicode::NUMERIC),
        2 => unicode::has(c, unicode::DIGIT),
        3 => unicode::has(c, unicode::DECIMAL),
        4 => unicode::has(c, unicode::NUMERIC),
        5 => unicode::has(c, unicode::SPACE),
        6 => flags & (LOWER | TITLE) == 0 && flags & UPPER != 0,
        _ => flags & (UPPER | TITLE) == 0 && flags & LOWER != 0,
    }
}

pub(super) fn isascii(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(of(&a[0]).is_ascii()))
}

pub(super) fn isprintable(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(of(&a[0]).chars().all(unicode::is_printable)))
}

pub(super) fn isidentifier(a: &[Value]) -> Result<Value> {
    let mut chars = of(&a[0]).chars();
    let starts = chars.next().is_some_and(|c| unicode::has(c, unicode::ID_START));
    Ok(Value::bool(starts && chars.all(|c| unicode::has(c, unicode::ID_CONTINUE))))
}

/// Some character has `wanted` and none has `unwanted`.
fn only(v: &Value, wanted: u16, unwanted: u16) -> Result<Value> {
    let mut any = false;
    for c in of(v).chars() {
        let flags = unicode::record(c).flags;
        if flags & unwanted != 0 {
            return Ok(Value::bool(false));
        }
        any |= flags & wanted != 0;
    }
    Ok(Value::bool(any))
}

pub(super) fn islower(a: &[Value]) -> Result<Value> {
    only(&a[0], LOWER, UPPER | TITLE)
}

pub(super) fn isupper(a: &[Value]) -> Result<Value> {
    only(&a[0], UPPER, LOWER | TITLE)
}

pub(super) fn istitle(a: &[Value]) -> Result<Value> {
    let (mut any, mut inside) = (false, false);
    for c in of(&a[0]).chars() {
        let flags = unicode::record(c).flags;
        if flags & (UPPER | TITLE) != 0 {
            if inside {
                return Ok(Value::bool(false));
            }
            (any, inside) = (true, true);
        } else if flags & LOWER != 0 {
            if !inside {
                return Ok(Value::bool(false));
            }
            any = true;
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(any))
}
