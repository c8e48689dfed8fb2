//! Taking strings apart: split, rsplit, splitlines, partition, strip.

use super::find::{find_in, size_arg, str_arg};
use super::{StrObj, Units, each_width, empty, exact, of, widened};
use crate::error::{Result, type_error, value_error};
use crate::search::{self, Unit};
use crate::value::Value;
use crate::{list, ops, tuple, unicode};

#[inline]
fn is_space<C: Unit>(c: C) -> bool {
    unicode::is_space(c.to_u32())
}

/// The separator and the largest number of splits.
fn arguments(a: &[Value]) -> Result<(Option<&StrObj>, usize)> {
    let max = size_arg(&a[2])?;
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    if a[1].is_none() {
        return Ok((None, max));
    }
    match a[1].downcast::<StrObj>() {
        Some(s) if s.is_empty() => value_error("empty separator"),
        Some(s) => Ok((Some(s), max)),
        None => type_error(format!("must be str or None, not {}", ops::type_name(&a[1]))),
    }
}

/// `s.split(sep)` of a str or None.
pub(crate) fn split_all(v: &Value, sep: &Value) -> Result<Value> {
    match sep.downcast::<StrObj>() {
        Some(sep) if sep.is_empty() => value_error("empty separator"),
        sep => Ok(split_into(v, sep, usize::MAX)),
    }
}

pub(super) fn split(a: &[Value]) -> Result<Value> {
    let (sep, max) = arguments(a)?;
    Ok(split_into(&a[0], sep, max))
}

fn split_into(v: &Value, sep: Option<&StrObj>, max: usize) -> Value {
    let s = of(v);
    // What most lines split into; the vector becomes the list's storage.
    let mut out = Vec::with_capacity(if s.len() < 16 { 4 } else { 12 });
    match (sep, s.units()) {
        (None, Units::One(u)) if s.is_ascii() => split_ascii_space(u, v, max, &mut out),
        (None, units) => each_width!(units, u => split_space(u, s, v, max, &mut out)),
        (Some(sep), Units::One(u)) if sep.len() == 1 && sep.kind() == 1 => split_at_char(u, s, v, sep.bytes()[0], max, &mut out),
        (Some(sep), units) => each_width!(units, u => split_by(u, s, v, sep, max, &mut out)),
    }
    list::new(out)
}

fn split_ascii_space(u: &[u8], v: &Value, max: usize, out: &mut Vec<Value>) {
    let s = of(v);
    let mut i = 0;
    loop {
        while i < u.len() && unicode::is_ascii_space(u[i]) {
            i += 1;
        }
        if i == u.len() {
            return;
        }
        let start = i;
        if out.len() == max {
            return out.push(s.part(v, start, u.len()));
        }
        i = word_end(u, i);
        out.push(s.part(v, start, i));
    }
}

/// The first of eight ASCII bytes that is below `limit`, if there is one.
#[inline(always)]
fn first_below(word: u64, limit: u8) -> Option<usize> {
    // A byte that is too small borrows into its high bit; the lowest such bit is always right.
    let low = word.wrapping_sub(limit as u64 * ONES) & !word & (0x80 * ONES);
    (low != 0).then(|| low.trailing_zeros() as usize / 8)
}

/// One in each byte.
pub(super) const ONES: u64 = 0x0101_0101_0101_0101;

/// The first place at or after `i` of an ASCII text where `stop` holds, which it does for characters below `limit` only; the
/// end of the text if there is none.
#[inline(always)]
fn next_low(u: &[u8], mut i: usize, limit: u8, stop: impl Fn(u8) -> bool) -> usize {
    loop {
        while let Some(&word) = u[i..].first_chunk::<8>() {
            match first_below(u64::from_le_bytes(word), limit) {
                Some(k) => {
                    i += k;
                    break;
                }
                None => i += 8,
            }
        }
        match u.get(i) {
            None => return u.len(),
            Some(&c) if stop(c) => return i,
            Some(_) => i += 1,
        }
    }
}

/// Where the word of an ASCII text that goes on at `i` ends.
#[inline]
pub(super) fn word_end(u: &[u8], i: usize) -> usize {
    next_low(u, i, b' ' + 1, unicode::is_ascii_space)
}

/// Where the line of an ASCII text that goes on at `i` ends.
#[inline]
pub(super) fn line_end(u: &[u8], i: usize) -> usize {
    next_low(u, i, 0x1f, |c| unicode::is_line_break(c.into()))
}

fn split_space<C: Unit>(u: &[C], s: &StrObj, v: &Value, max: usize, out: &mut Vec<Value>) {
    let mut i = 0;
    loop {
        while i < u.len() && is_space(u[i]) {
            i += 1;
        }
        if i == u.len() {
            return;
        }
        let start = i;
        if out.len() == max {
            return out.push(s.part(v, start, u.len()));
        }
        while i < u.len() && !is_space(u[i]) {
            i += 1;
        }
        out.push(s.part(v, start, i));
    }
}

/// Fields are short, most often: eight characters at a time.
fn split_at_char(u: &[u8], s: &StrObj, v: &Value, sep: u8, max: usize, out: &mut Vec<Value>) {
    let (mut at, mut i) = (0, 0);
    while out.len() < max {
        if let Some(&word) = u[i..].first_chunk::<8>() {
            let word = u64::from_le_bytes(word) ^ (sep as u64 * ONES);
            let hit = word.wrapping_sub(ONES) & !word & (0x80 * ONES);
            if hit == 0 {
                i += 8;
                continue;
            }
            i += hit.trailing_zeros() as usize / 8;
        } else {
            match u[i..].iter().position(|c| *c == sep) {
                Some(n) => i += n,
                None => break,
            }
        }
        out.push(s.substr(at, i));
        i += 1;
        at = i;
    }
    out.push(s.part(v, at, u.len()));
}

fn split_by<C: Unit>(u: &[C], s: &StrObj, v: &Value, sep: &StrObj, max: usize, out: &mut Vec<Value>) {
    let mut at = 0;
    if sep.kind() <= C::KIND {
        let sep = widened::<C>(sep);
        while out.len() < max {
            let Some(i) = search::find(&u[at..], &sep) else { break };
            out.push(s.substr(at, at + i));
            at += i + sep.len();
        }
    }
    out.push(s.part(v, at, u.len()));
}

pub(super) fn rsplit(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    let (sep, max) = arguments(a)?;
    let mut out = Vec::new();
    match sep {
        None => each_width!(s.units(), u => rsplit_space(u, s, &a[0], max, &mut out)),
        Some(sep) => each_width!(s.units(), u => rsplit_by(u, s, &a[0], sep, max, &mut out)),
    }
    out.reverse();
    Ok(list::new(out))
}

fn rsplit_space<C: Unit>(u: &[C], s: &StrObj, v: &Value, max: usize, out: &mut Vec<Value>) {
    let mut i = u.len();
    loop {
        while i > 0 && is_space(u[i - 1]) {
            i -= 1;
        }
        if i == 0 {
            return;
        }
        let end = i;
        if out.len() == max {
            return out.push(s.part(v, 0, end));
        }
        while i > 0 && !is_space(u[i - 1]) {
            i -= 1;
        }
        out.push(s.part(v, i, end));
    }
}

fn rsplit_by<C: Unit>(u: &[C], s: &StrObj, v: &Value, sep: &StrObj, max: usize, out: &mut Vec<Value>) {
    let mut end = u.len();
    if sep.kind() <= C::KIND {
        let sep = widened::<C>(sep);
        while out.len() < max {
            let Some(i) = search::rfind(&u[..end], &sep) else { break };
            out.push(s.substr(i + sep.len(), end));
            end = i;
        }
    }
    out.push(s.part(v, 0, end));
}

pub(super) fn splitlines(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    let keep = match a[1].is_true() || a[1].is_false() {
        true => a[1].is_true(),
        false => size_arg(&a[1])? != 0,
    };
    let mut out = Vec::new();
    match s.units() {
        Units::One(u) if s.is_ascii() => lines(u, s, &a[0], keep, &mut out, line_end),
        units => each_width!(units, u => lines(u, s, &a[0], keep, &mut out, line_end_of)),
    }
    Ok(list::new(out))
}

pub(super) fn line_end_of<C: Unit>(u: &[C], i: usize) -> usize {
    u[i..].iter().position(|c| unicode::is_line_break(c.to_u32())).map_or(u.len(), |n| i + n)
}

#[inline(always)]
fn lines<C: Unit>(u: &[C], s: &StrObj, v: &Value, keep: bool, out: &mut Vec<Value>, line_end: impl Fn(&[C], usize) -> usize) {
    let mut start = 0;
    while start < u.len() {
        let end = line_end(u, start);
        if end == u.len() {
            return out.push(s.part(v, start, end));
        }
        let crlf = u[end].to_u32() == 13 && u.get(end + 1).is_some_and(|c| c.to_u32() == 10);
        let next = end + 1 + crlf as usize;
        out.push(s.part(v, start, if keep { next } else { end }));
        start = next;
    }
}

fn separator(a: &[Value]) -> Result<&StrObj> {
    let sep = str_arg(&a[1])?;
    if sep.is_empty() { value_error("empty separator") } else { Ok(sep) }
}

pub(super) fn partition(a: &[Value]) -> Result<Value> {
    let (s, sep) = (of(&a[0]), separator(a)?);
    Ok(match find_in(s, sep, 0, s.len(), false) {
        Some(i) => tuple::new(vec![s.substr(0, i), a[1].clone(), s.substr(i + sep.len(), s.len())]),
        None => tuple::new(vec![exact(&a[0]), empty(), empty()]),
    })
}

pub(super) fn rpartition(a: &[Value]) -> Result<Value> {
    let (s, sep) = (of(&a[0]), separator(a)?);
    Ok(match find_in(s, sep, 0, s.len(), true) {
        Some(i) => tuple::new(vec![s.substr(0, i), a[1].clone(), s.substr(i + sep.len(), s.len())]),
        None => tuple::new(vec![empty(), empty(), exact(&a[0])]),
    })
}

fn trimmed(a: &[Value], name: &str, left: bool, right: bool) -> Result<Value> {
    let set = a[1].downcast::<StrObj>();
    if set.is_none() && !a[1].is_none() {
        return type_error(format!("{name} arg must be None or str"));
    }
    Ok(strip_sides(&a[0], set, left, right))
}

/// `v` without the characters of `set` (white space if there is none) at its ends.
pub(crate) fn strip_sides(v: &Value, set: Option<&StrObj>, left: bool, right: bool) -> Value {
    let s = of(v);
    match (set.map(StrObj::units), s.units()) {
        (None, Units::One(u)) if s.is_ascii() => trim(u, v, left, right, |c| unicode::is_ascii_space(c as u8)),
        (None, units) => each_width!(units, u => trim(u, v, left, right, unicode::is_space)),
        // Most often nothing is to be taken off: a look at each end is cheaper than a table of the characters.
        (Some(Units::One(set)), Units::One(u)) => match set {
            [] => s.part(v, 0, u.len()),
            [first, .., _] if set.len() <= 8 => {
                // All of them in one word, which the first fills up.
                let word = set.iter().rev().fold(*first as u64 * ONES, |w, c| w << 8 | *c as u64);
                trim(u, v, left, right, |c| has_zero(word ^ (c as u64 * ONES)))
            }
            _ => trim(u, v, left, right, |c| set.contains(&(c as u8))),
        },
        (Some(_), units) => {
            let within = |c: u32| set.is_some_and(|set| super::find_char(set, c, 0).is_some());
            each_width!(units, u => trim(u, v, left, right, within))
        }
    }
}

/// Some byte is zero.
#[inline(always)]
fn has_zero(word: u64) -> bool {
    word.wrapping_sub(ONES) & !word & (0x80 * ONES) != 0
}

#[inline(always)]
fn trim<C: Unit>(u: &[C], v: &Value, left: bool, right: bool, within: impl Fn(u32) -> bool) -> Value {
    let (mut start, mut end) = (0, u.len());
    if left {
        while start < end && within(u[start].to_u32()) {
            start += 1;
        }
    }
    if right {
        while start < end && within(u[end - 1].to_u32()) {
            end -= 1;
        }
    }
    of(v).part(v, start, end)
}

pub(super) fn strip(a: &[Value]) -> Result<Value> {
    trimmed(a, "strip", true, true)
}

pub(super) fn lstrip(a: &[Value]) -> Result<Value> {
    trimmed(a, "lstrip", true, false)
}

pub(super) fn rstrip(a: &[Value]) -> Result<Value> {
    trimmed(a, "rstrip", false, true)
}
