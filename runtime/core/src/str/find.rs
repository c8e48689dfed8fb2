//! Searching in strings: find, index, count, replace, startswith, `in`, prefixes and suffixes.

use super::{Builder, Units, count_in, each_width, empty, exact, filled, from_units, of, widened};
use super::{StrObj, repeated_size};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::OVERFLOW_ERROR;
use crate::search::{self, Unit};
use crate::seq::{self, Huge};
use crate::tuple::TupleObj;
use crate::value::Value;
use crate::{ops, str};

/// `a` as a str, or the error that CPython's clinic raises: `must be str, not int`.
pub(super) fn str_arg(a: &Value) -> Result<&StrObj> {
    match a.downcast::<StrObj>() {
        Some(s) => Ok(s),
        None => type_error(format!("must be str, not {}", ops::type_name(a))),
    }
}

/// `v` as a machine-sized int argument.
pub(crate) fn size_arg(v: &Value) -> Result<i64> {
    if let Some(i) = v.as_small() {
        return Ok(i);
    }
    match ops::index_value_opt(v)? {
        Some(i) => match crate::int::to_i64(&i) {
            Some(i) => Ok(i),
            None => raise(&OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
        },
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

/// The type's name as CPython's argument parser writes it (`None`, not `NoneType`).
pub(crate) fn type_of(v: &Value) -> &str {
    if v.is_none() { "None" } else { ops::type_name(v) }
}

/// The range `start:end` of `len()` elements as search methods take it (None: everything). `None`: out of order.
/// The length is asked for after `__index__` may have run.
#[inline]
pub(crate) fn bounds(start: &Value, end: &Value, len: impl FnOnce() -> usize) -> Result<Option<(usize, usize)>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, len())));
    }
    let one = |v: &Value, default: i64| {
        if v.is_none() {
            return Ok(default);
        }
        match seq::try_index(v, Huge::Clamp)? {
            Some(i) => Ok(i),
            None => type_error("slice indices must be integers or None or have an __index__ method"),
        }
    };
    let (start, end) = (one(start, 0)?, one(end, i64::MAX)?);
    let len = len() as i64;
    let fix = |i: i64| if i < 0 { i.saturating_add(len).max(0) } else { i };
    let (start, end) = (fix(start), fix(end).min(len));
    Ok((start <= end).then_some((start as usize, end as usize)))
}

/// Position of `needle` in `hay[start..end]`, from the left or the right.
pub(crate) fn find_in(hay: &StrObj, needle: &StrObj, start: usize, end: usize, last: bool) -> Option<usize> {
    if needle.kind() > hay.kind() || needle.len() > end - start {
        return None;
    }
    if let (super::Units::One(u), [c], 1, false) = (hay.units(), needle.bytes(), needle.kind(), last) {
        return u8::position(&u[start..end], *c).map(|i| start + i);
    }
    fn run<C: Unit>(hay: &[C], needle: &StrObj, last: bool) -> Option<usize> {
        let needle = widened::<C>(needle);
        if last { search::rfind(hay, &needle) } else { search::find(hay, &needle) }
    }
    each_width!(hay.units(), u => run(&u[start..end], needle, last)).map(|i| start + i)
}

/// `needle in hay` of two strs.
pub fn contains_str(hay: &Value, needle: &Value) -> bool {
    let h = of(hay);
    find_in(h, of(needle), 0, h.len(), false).is_some()
}

pub(super) fn contains(hay: &Value, needle: &Value) -> Result<bool> {
    if needle.downcast::<StrObj>().is_none() {
        if let Some(text) = crate::native::texts::plain(needle)? {
            return Ok(contains_str(hay, &text));
        }
        return type_error(format!("'in <string>' requires string as left operand, not {}", ops::type_name(needle)));
    }
    Ok(contains_str(hay, needle))
}

fn position(a: &[Value], last: bool) -> Result<Option<usize>> {
    let hay = of(&a[0]);
    let range = bounds(&a[2], &a[3], || hay.len())?;
    let needle = str_arg(&a[1])?;
    Ok(range.and_then(|(s, e)| find_in(hay, needle, s, e, last)))
}

fn or_minus_one(at: Option<usize>) -> Result<Value> {
    Ok(Value::int(at.map_or(-1, |i| i as i64)))
}

fn or_raise(at: Option<usize>) -> Result<Value> {
    match at {
        Some(i) => Ok(Value::int(i as i64)),
        None => value_error("substring not found"),
    }
}

pub(super) fn find(a: &[Value]) -> Result<Value> {
    or_minus_one(position(a, false)?)
}

pub(super) fn rfind(a: &[Value]) -> Result<Value> {
    or_minus_one(position(a, true)?)
}

pub(super) fn index(a: &[Value]) -> Result<Value> {
    or_raise(position(a, false)?)
}

pub(super) fn rindex(a: &[Value]) -> Result<Value> {
    or_raise(position(a, true)?)
}

pub(super) fn count(a: &[Value]) -> Result<Value> {
    let hay = of(&a[0]);
    let range = bounds(&a[2], &a[3], || hay.len())?;
    let needle = str_arg(&a[1])?;
    let n = match range {
        Some((s, e)) => each_width!(hay.units(), u => count_in(&u[s..e], needle, usize::MAX)),
        None => 0,
    };
    Ok(Value::int(n as i64))
}

/// Is `part` at one end of `s[start..end]`?
fn has_affix(s: &StrObj, part: &StrObj, start: usize, end: usize, at_end: bool) -> bool {
    let n = part.len();
    if n > end - start || part.kind() > s.kind() {
        return false;
    }
    let at = if at_end { end - n } else { start };
    if s.kind() == part.kind() {
        let k = s.kind() as usize;
        return s.bytes()[at * k..(at + n) * k] == *part.bytes();
    }
    (0..n).all(|i| s.char_at(at + i) == part.char_at(i))
}

/// `s.startswith(prefix, start)`.
pub(crate) fn starts_at(s: &StrObj, prefix: &StrObj, start: i64) -> bool {
    let len = s.len() as i64;
    let start = if start < 0 { start.saturating_add(len).max(0) } else { start };
    start <= len && has_affix(s, prefix, start as usize, len as usize, false)
}

/// `s.endswith(suffix)`.
pub(crate) fn ends_with(s: &StrObj, suffix: &StrObj) -> bool {
    has_affix(s, suffix, 0, s.len(), true)
}

fn affix(a: &[Value], name: &'static str, at_end: bool) -> Result<Value> {
    let s = of(&a[0]);
    let range = bounds(&a[2], &a[3], || s.len())?;
    let test = |p: &StrObj| range.is_some_and(|(start, end)| has_affix(s, p, start, end, at_end));
    if let Some(p) = a[1].downcast::<StrObj>() {
        return Ok(Value::bool(test(p)));
    }
    let Some(t) = a[1].downcast::<TupleObj>() else {
        return type_error(format!("{name} first arg must be str or a tuple of str, not {}", ops::type_name(&a[1])));
    };
    for p in t.items() {
        let Some(p) = p.downcast::<StrObj>() else {
            return type_error(format!("tuple for {name} must only contain str, not {}", ops::type_name(p)));
        };
        if test(p) {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

pub(super) fn startswith(a: &[Value]) -> Result<Value> {
    affix(a, "startswith", false)
}

pub(super) fn endswith(a: &[Value]) -> Result<Value> {
    affix(a, "endswith", true)
}

fn removed<'a>(a: &'a [Value], name: &str) -> Result<(&'a StrObj, &'a StrObj)> {
    match a[1].downcast::<StrObj>() {
        Some(p) => Ok((of(&a[0]), p)),
        None => type_error(format!("{name}() argument must be str, not {}", type_of(&a[1]))),
    }
}

pub(super) fn removeprefix(a: &[Value]) -> Result<Value> {
    let (s, p) = removed(a, "removeprefix")?;
    let n = if has_affix(s, p, 0, s.len(), false) { p.len() } else { 0 };
    Ok(s.part(&a[0], n, s.len()))
}

pub(super) fn removesuffix(a: &[Value]) -> Result<Value> {
    let (s, p) = removed(a, "removesuffix")?;
    let n = if has_affix(s, p, 0, s.len(), true) { p.len() } else { 0 };
    Ok(s.part(&a[0], 0, s.len() - n))
}

/// `s.count(needle)`.
pub(crate) fn count_all(s: &StrObj, needle: &StrObj) -> usize {
    each_width!(s.units(), u => count_in(u, needle, usize::MAX))
}

/// `s.replace(old, new)` of strs.
pub(crate) fn replace_all(s: &Value, old: &Value, new: &Value) -> Result<Value> {
    replaced(s, of(old), of(new), usize::MAX)
}

pub(super) fn replace(a: &[Value]) -> Result<Value> {
    for (i, v) in a[1..3].iter().enumerate() {
        if v.downcast::<StrObj>().is_none() {
            return type_error(format!("replace() argument {} must be str, not {}", i + 1, type_of(v)));
        }
    }
    let max = size_arg(&a[3])?;
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    replaced(&a[0], of(&a[1]), of(&a[2]), max)
}

fn replaced(v: &Value, old: &StrObj, new: &StrObj, max: usize) -> Result<Value> {
    let s = of(v);
    if max == 0 || old.kind() > s.kind() || old.len() > s.len() || old.equals(new) {
        return Ok(exact(v));
    }
    if new.kind() > s.kind() {
        return replace_wider(s, v, old, new, max);
    }
    let ascii = s.is_ascii() && new.is_ascii();
    // Only a character of the old text can be what made the string wide: without it the result may be narrower.
    let narrowing = !s.is_ascii() && !old.is_ascii();
    let done = match s.units() {
        Units::One(u) => replace_units(u, old, new, max, ascii)?,
        Units::Two(u) => replace_units(u, old, new, max, false)?,
        Units::Four(u) => replace_units(u, old, new, max, false)?,
    };
    Ok(match done {
        None => exact(v),
        Some(v) if narrowing || v.downcast::<StrObj>().is_some_and(|r| r.len() <= 1) => renarrowed(v),
        Some(v) => v,
    })
}

/// The same text in canonical storage.
fn renarrowed(v: Value) -> Value {
    each_width!(of(&v).units(), u => from_units(u))
}

/// Replacement where every piece fits the width of `hay`; `None` when there is nothing to replace.
fn replace_units<C: Unit>(hay: &[C], old: &StrObj, new: &StrObj, max: usize, ascii: bool) -> Result<Option<Value>> {
    let (old, new) = (widened::<C>(old), widened::<C>(new));
    // Copies, so that the loop below may keep them in registers.
    if let (&[from], &[to], true) = (&*old, &*new, max >= hay.len()) {
        if C::position(hay, from).is_none() {
            return Ok(None);
        }
        return Ok(Some(filled(hay.len(), ascii, |p: &mut [C]| {
            for (t, &c) in p.iter_mut().zip(hay) {
                *t = if c == from { to } else { c };
            }
        })));
    }
    if let [from] = *old
        && C::position(hay, from).is_none()
    {
        return Ok(None);
    }
    let n = search::count(hay, &old, max);
    if n == 0 {
        return Ok(None);
    }
    let grown = repeated_size(new.len(), n, "replace string is too long")?;
    let len = hay.len() - n * old.len() + grown;
    crate::heap::check_size(len)?;
    if len == 0 {
        return Ok(Some(empty()));
    }
    Ok(Some(filled(len, ascii, |p: &mut [C]| replace_into(p, hay, &old, &new, n))))
}

/// Writes `hay` with its first `n` occurrences of `old` replaced.
pub(crate) fn replace_into<C: Unit>(mut to: &mut [C], mut hay: &[C], old: &[C], new: &[C], n: usize) {
    let mut put = |piece: &[C]| {
        let (head, tail) = std::mem::take(&mut to).split_at_mut(piece.len());
        head.copy_from_slice(piece);
        to = tail;
    };
    for k in 0..n {
        if old.is_empty() {
            // At every boundary: before each character, the last one at the end.
            put(new);
            if k + 1 < n || !hay.is_empty() {
                put(&hay[..hay.len().min(1)]);
                hay = &hay[hay.len().min(1)..];
            }
        } else if let Some(i) = search::find(hay, old) {
            put(&hay[..i]);
            put(new);
            hay = &hay[i + old.len()..];
        }
    }
    put(hay);
}

/// Replacement with a text of wider characters.
fn replace_wider(s: &StrObj, v: &Value, old: &StrObj, new: &StrObj, max: usize) -> Result<Value> {
    let mut out = Builder::new();
    let (mut at, mut n) = (0, 0);
    while n < max {
        let Some(i) = find_in(s, old, at, s.len(), false) else { break };
        if old.is_empty() {
            out.push_obj(new);
            n += 1;
            if at == s.len() {
                return Ok(out.finish());
            }
            out.push_char(s.char_at(at));
            at += 1;
            continue;
        }
        out.push_range(s, at, i);
        out.push_obj(new);
        crate::heap::check_size(out.len())?;
        at = i + old.len();
        n += 1;
    }
    if n == 0 {
        return Ok(exact(v));
    }
    out.push_range(s, at, s.len());
    Ok(out.finish())
}
