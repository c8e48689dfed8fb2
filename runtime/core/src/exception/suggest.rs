//! `Did you mean: 'x'?` after AttributeError and NameError, by CPython's edit distance.

use super::*;
use crate::ops::text_of;
use crate::text;

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;
/// Longer names and more candidates are not searched.
const MAX_NAME: usize = 40;
const MAX_CANDIDATES: usize = 750;

/// The text that follows the message of an uncaught exception, if there is a similar name.
pub(super) fn hint(exc: &Value) -> Option<String> {
    let e = exc.downcast::<ExceptionObj>()?;
    let name = e.extra("name")?;
    name.downcast::<crate::str::StrObj>()?;
    let name = text_of(&name).into_owned();
    let candidates = if exc.ty().is_subtype(&ATTRIBUTE_ERROR) {
        crate::class::attrs::dir_names(&e.extra("obj")?)
    } else if exc.ty().is_subtype(&NAME_ERROR) {
        crate::module::names_in_scope()
    } else {
        return None;
    };
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let best = nearest(&name, &candidates)?;
    Some(text!(". Did you mean: '", best, "'?"))
}

fn nearest<'a>(name: &str, candidates: &'a [String]) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for c in candidates {
        if c == name {
            continue;
        }
        // More than a third of the characters wrong is no likely misspelling.
        let mut limit = (name.len() + c.len() + 3) * MOVE_COST / 6;
        if let Some((d, _)) = best {
            limit = limit.min(d.saturating_sub(1));
        }
        let d = distance(name.as_bytes(), c.as_bytes(), limit);
        if d > limit {
            continue;
        }
        if best.is_none_or(|(b, _)| d < b) {
            best = Some((d, c));
        }
    }
    best.map(|(_, c)| c)
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// Weighted Levenshtein distance; above `limit` any value above it.
fn distance(mut a: &[u8], mut b: &[u8], limit: usize) -> usize {
    while let (Some(x), Some(y)) = (a.first(), b.first())
        && x == y
    {
        a = &a[1..];
        b = &b[1..];
    }
    while let (Some(x), Some(y)) = (a.last(), b.last())
        && x == y
    {
        a = &a[..a.len() - 1];
        b = &b[..b.len() - 1];
    }
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > MAX_NAME || b.len() > MAX_NAME {
        return limit + 1;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if (long.len() - short.len()) * MOVE_COST > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=short.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (i, &cl) in long.iter().enumerate() {
        // One move less than the exact distance from the empty prefix: CPython's figure.
        result = i * MOVE_COST;
        let mut diagonal = result;
        let mut minimum = usize::MAX;
        for (cell, &cs) in row.iter_mut().zip(short) {
            let replace = diagonal + substitution(cl, cs);
            diagonal = *cell;
            result = replace.min(result.min(diagonal) + MOVE_COST);
            *cell = result;
            minimum = minimum.min(result);
        }
        if minimum > limit {
            return limit + 1;
        }
    }
    result
}
