//! Case: upper, lower, title, capitalize, casefold, swapcase and the predicates about characters.

use std::cell::Cell;

use super::split::ONES;
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

/// An ASCII string in which the letters from `first` to `last` have their case changed: eight characters at a time.
fn flip_ascii(s: &StrObj, first: u8, last: u8) -> Value {
    let u = s.bytes();
    if let [] | [_] = u {
        return map_ascii(s, |c| if (first..=last).contains(&c) { c ^ 0x20 } else { c });
    }
    let flip = |word: u64| {
        // The high bit of each byte: at least `first`, at most `last`.
        let from = word.wrapping_add((0x80 - first as u64) * ONES);
        let behind = word.wrapping_add((0x7f - last as u64) * ONES);
        word ^ (from & !behind & (0x80 * ONES)) >> 2
    };
    filled(u.len(), true, |p: &mut [u8]| {
        for (t, w) in p.as_chunks_mut::<8>().0.iter_mut().zip(u.as_chunks::<8>().0) {
            *t = flip(u64::from_le_bytes(*w)).to_le_bytes();
        }
        // The last eight; some of them were done already.
        if let (Some(w), Some(t)) = (u.last_chunk::<8>(), p.last_chunk_mut::<8>()) {
            *t = flip(u64::from_le_bytes(*w)).to_le_bytes();
            return;
        }
        // SAFETY: a string that is not empty has a word of data at least; what lies behind its characters is its own.
        unsafe { (p.as_mut_ptr() as *mut u64).write_unaligned(flip((u.as_ptr() as *const u64).read_unaligned())) };
    })
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

/// A method that maps characters, by the number that the leaf `str_case` has for it.
pub(crate) fn in_case(v: &Value, what: i64) -> Value {
    match what {
        0 => to_lower(v),
        1 => to_upper(v),
        2 => to_capitalized(v),
        3 => to_title(v),
        4 => swapped(v),
        _ => folded(v),
    }
}

pub(super) fn upper(a: &[Value]) -> Result<Value> {
    Ok(to_upper(&a[0]))
}

pub(super) fn lower(a: &[Value]) -> Result<Value> {
    Ok(to_lower(&a[0]))
}

pub(super) fn casefold(a: &[Value]) -> Result<Value> {
    Ok(folded(&a[0]))
}

pub(super) fn swapcase(a: &[Value]) -> Result<Value> {
    Ok(swapped(&a[0]))
}

pub(super) fn capitalize(a: &[Value]) -> Result<Value> {
    Ok(to_capitalized(&a[0]))
}

pub(super) fn title(a: &[Value]) -> Result<Value> {
    Ok(to_title(&a[0]))
}

fn to_upper(v: &Value) -> Value {
    let s = of(v);
    match s.is_ascii() {
        true => flip_ascii(s, b'a', b'z'),
        false => match each_width!(s.units(), u => map_single(u, |r| r.upper)) {
            Some(v) => v,
            None => map_full(s, |_, c| unicode::to_upper(c)),
        },
    }
}

fn to_lower(v: &Value) -> Value {
    let s = of(v);
    match s.is_ascii() {
        true => flip_ascii(s, b'A', b'Z'),
        false => match each_width!(s.units(), u => map_single(u, |r| r.lower)) {
            Some(v) => v,
            None => map_full(s, |i, c| lower_at(s, i, c)),
        },
    }
}

fn folded(v: &Value) -> Value {
    let s = of(v);
    match s.is_ascii() {
        true => flip_ascii(s, b'A', b'Z'),
        false => map_full(s, |_, c| unicode::to_folded(c)),
    }
}

fn swapped(v: &Value) -> Value {
    let s = of(v);
    if s.is_ascii() {
        return map_ascii(s, |c| if c.is_ascii_alphabetic() { c ^ 0x20 } else { c });
    }
    map_full(s, |i, c| {
        if unicode::has(c, UPPER) {
            lower_at(s, i, c)
        } else if unicode::has(c, LOWER) {
            unicode::to_upper(c)
        } else {
            [c, 0, 0]
        }
    })
}

fn to_capitalized(v: &Value) -> Value {
    let s = of(v);
    if s.is_empty() {
        return exact(v);
    }
    if s.is_ascii() {
        let first = Cell::new(true);
        return map_ascii(s, |c| if first.replace(false) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
    }
    map_full(s, |i, c| if i == 0 { unicode::to_title(c) } else { lower_at(s, i, c) })
}

fn to_title(v: &Value) -> Value {
    let s = of(v);
    if s.is_ascii() {
        let inside = Cell::new(false);
        return map_ascii(s, |c| {
            let within = inside.replace(c.is_ascii_alphabetic());
            if within { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
        });
    }
    let mut out = Builder::with_capacity(s.bytes().len());
    let mut inside = false;
    for (i, c) in s.chars().enumerate() {
        push_mapped(&mut out, if inside { lower_at(s, i, c) } else { unicode::to_title(c) });
        inside = unicode::has(c, CASED) || unicode::has(c, UPPER | LOWER | TITLE);
    }
    out.finish()
}

/// A property of the whole string, by the number that `char_is` has for it.
pub(crate) fn all_are(v: &Value, what: i64) -> bool {
    let s = of(v);
    match (s.units(), what) {
        (Units::One(u), 0) if s.is_ascii() => !u.is_empty() && u.iter().all(|&c| c.is_ascii_alphabetic()),
        (Units::One(u), 1) if s.is_ascii() => !u.is_empty() && u.iter().all(|&c| c.is_ascii_alphanumeric()),
        (Units::One(u), 2..=4) if s.is_ascii() => !u.is_empty() && u.iter().all(|&c| c.is_ascii_digit()),
        (Units::One(u), 5) if s.is_ascii() => !u.is_empty() && u.iter().all(|&c| unicode::is_ascii_space(c)),
        (Units::One(u), 6) if s.is_ascii() => u.iter().any(|&c| c.is_ascii_uppercase()) && !u.iter().any(|&c| c.is_ascii_lowercase()),
        (Units::One(u), 7) if s.is_ascii() => u.iter().any(|&c| c.is_ascii_lowercase()) && !u.iter().any(|&c| c.is_ascii_uppercase()),
        (_, 6) => has_only(s, UPPER, LOWER | TITLE),
        (_, 7) => has_only(s, LOWER, UPPER | TITLE),
        _ => !s.is_empty() && s.chars().all(|c| char_is(c, what)),
    }
}

pub(super) fn isalpha(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 0)))
}

pub(super) fn isalnum(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 1)))
}

pub(super) fn isdigit(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 2)))
}

pub(super) fn isdecimal(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 3)))
}

pub(super) fn isnumeric(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 4)))
}

pub(super) fn isspace(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 5)))
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
fn has_only(s: &StrObj, wanted: u16, unwanted: u16) -> bool {
    let mut any = false;
    for c in s.chars() {
        let flags = unicode::record(c).flags;
        if flags & unwanted != 0 {
            return false;
        }
        any |= flags & wanted != 0;
    }
    any
}

pub(super) fn islower(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 7)))
}

pub(super) fn isupper(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(all_are(&a[0], 6)))
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
