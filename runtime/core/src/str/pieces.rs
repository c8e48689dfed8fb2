//! The pieces of a string, one at a time: what `for w in s.split()` iterates over.
//!
//! Nobody but the loop sees the list that `split` or `splitlines` would make, so it is not made: each piece is a string that
//! is freed before the next one is made, instead of all of them at once.

use std::cell::Cell;

use super::split::{line_end, line_end_of, word_end};
use super::{StrObj, Units, each_width, of, widened};
use crate::error::{Result, value_error};
use crate::heap;
use crate::search::{self, Unit};
use crate::types::{Layout, Slots, TypeObj};
use crate::unicode;
use crate::value::{Header, Object, Value};

/// How the string is taken apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// At white space.
    Space,
    /// At the separator.
    Separator,
    /// At line breaks.
    Lines,
}

#[repr(C)]
struct Pieces {
    header: Header,
    text: Value,
    /// The separator, or None.
    sep: Value,
    cut: Cut,
    /// Where the next piece begins; beyond the end: there is none.
    at: Cell<usize>,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for Pieces {
    const LAYOUT: Layout = Layout::Iterator;
}

/// No program sees such an object: there is no type check by this name.
static PIECES: TypeObj = TypeObj::native("str_pieces", Layout::Iterator, Slots { drop: Some(drop_pieces), ..Slots::EMPTY }, &[]);

unsafe fn drop_pieces(h: *mut Header) {
    // SAFETY: called once, on an object nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut Pieces) }
}

/// The pieces of `text.split(sep)` (`sep` may be None) or, with `lines`, of `text.splitlines()`.
pub(crate) fn pieces(text: &Value, sep: &Value, lines: bool) -> Result<Value> {
    let cut = match (lines, sep.is_none()) {
        (true, _) => Cut::Lines,
        (_, true) => Cut::Space,
        _ if of(sep).is_empty() => return value_error("empty separator"),
        _ => Cut::Separator,
    };
    let (text, sep) = (text.clone(), sep.clone());
    Ok(heap::new_object(&PIECES, |header| Pieces { header, text, sep, cut, at: Cell::new(0) }))
}

/// The next piece.
///
/// # Safety
/// `v` was made by [`pieces`].
pub(crate) unsafe fn next_piece(v: &Value) -> Option<Value> {
    // SAFETY: by the contract; the texts never change.
    let p = unsafe { &*(v.bits() as *const Pieces) };
    let s = of(&p.text);
    let (start, end, next) = match (p.cut, s.units()) {
        (Cut::Space, Units::One(u)) if s.is_ascii() => word(u, p.at.get(), unicode::is_ascii_space, word_end)?,
        (Cut::Space, units) => each_width!(units, u => word(u, p.at.get(), |c| unicode::is_space(c.to_u32()), word_end_of)?),
        (Cut::Separator, units) => each_width!(units, u => field(u, of(&p.sep), p.at.get())?),
        (Cut::Lines, Units::One(u)) if s.is_ascii() => line(u, p.at.get(), line_end)?,
        (Cut::Lines, units) => each_width!(units, u => line(u, p.at.get(), line_end_of)?),
    };
    p.at.set(next);
    Some(s.part(&p.text, start, end))
}

#[inline(always)]
fn word<C: Unit>(u: &[C], at: usize, space: impl Fn(C) -> bool, word_end: impl Fn(&[C], usize) -> usize) -> Option<(usize, usize, usize)> {
    let mut start = at;
    while start < u.len() && space(u[start]) {
        start += 1;
    }
    if start == u.len() {
        return None;
    }
    let end = word_end(u, start + 1);
    Some((start, end, end))
}

fn word_end_of<C: Unit>(u: &[C], i: usize) -> usize {
    u[i..].iter().position(|c| unicode::is_space(c.to_u32())).map_or(u.len(), |n| i + n)
}

fn field<C: Unit>(u: &[C], sep: &StrObj, at: usize) -> Option<(usize, usize, usize)> {
    let rest = u.get(at..)?;
    let found = if sep.kind() <= C::KIND { search::find(rest, &widened::<C>(sep)) } else { None };
    Some(match found {
        Some(n) => (at, at + n, at + n + sep.len()),
        None => (at, u.len(), u.len() + 1),
    })
}

#[inline(always)]
fn line<C: Unit>(u: &[C], start: usize, line_end: impl Fn(&[C], usize) -> usize) -> Option<(usize, usize, usize)> {
    if start >= u.len() {
        return None;
    }
    let end = line_end(u, start);
    if end == u.len() {
        return Some((start, end, end));
    }
    let crlf = u[end].to_u32() == 13 && u.get(end + 1).is_some_and(|c| c.to_u32() == 10);
    Some((start, end, end + 1 + usize::from(crlf)))
}
