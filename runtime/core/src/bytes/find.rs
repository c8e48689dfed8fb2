//! Searching in bytes: find, index, count, replace, startswith, prefixes and suffixes.

use std::borrow::Cow;

use super::{BYTE_RANGE, BYTES, buffer, byte, like, of, part, same_type, same_type_vec};
use crate::error::{Result, type_error, value_error};
use crate::str::{self, bounds, size_arg};
use crate::tuple::TupleObj;
use crate::value::Value;
use crate::{ops, search};

/// What is searched for: bytes, or one byte given as an int.
fn needle(v: &Value) -> Result<Cow<'_, [u8]>> {
    if let Some(b) = like(v) {
        return Ok(Cow::Borrowed(b));
    }
    if ops::index_value_opt(v)?.is_none() {
        let name = ops::type_name(v);
        return type_error(format!("argument should be integer or bytes-like object, not '{name}'"));
    }
    Ok(Cow::Owned(vec![byte(v, BYTE_RANGE)?]))
}

/// `v[start..end]` as far as it exists: the needle's `__index__` may have shortened a bytearray.
fn within(v: &Value, start: usize, end: usize) -> &[u8] {
    let b = of(v);
    let end = end.min(b.len());
    &b[start.min(end)..end]
}

fn position(a: &[Value], last: bool) -> Result<Option<usize>> {
    // `__index__` may change a bytearray: nothing is borrowed before.
    let range = bounds(&a[2], &a[3], || of(&a[0]).len())?;
    let needle = needle(&a[1])?;
    let Some((start, end)) = range else { return Ok(None) };
    let hay = within(&a[0], start, end);
    let at = if last { search::rfind(hay, &needle) } else { search::find(hay, &needle) };
    Ok(at.map(|i| start + i))
}

fn or_minus_one(at: Option<usize>) -> Result<Value> {
    Ok(Value::int(at.map_or(-1, |i| i as i64)))
}

fn or_raise(at: Option<usize>) -> Result<Value> {
    match at {
        Some(i) => Ok(Value::int(i as i64)),
        None => value_error("subsection not found"),
    }
}

pub(crate) fn find(a: &[Value]) -> Result<Value> {
    or_minus_one(position(a, false)?)
}

pub(crate) fn rfind(a: &[Value]) -> Result<Value> {
    or_minus_one(position(a, true)?)
}

pub(crate) fn index(a: &[Value]) -> Result<Value> {
    or_raise(position(a, false)?)
}

pub(crate) fn rindex(a: &[Value]) -> Result<Value> {
    or_raise(position(a, true)?)
}

pub(crate) fn count(a: &[Value]) -> Result<Value> {
    let range = bounds(&a[2], &a[3], || of(&a[0]).len())?;
    let needle = needle(&a[1])?;
    let n = match range {
        Some((start, end)) => search::count(within(&a[0], start, end), &needle, usize::MAX),
        None => 0,
    };
    Ok(Value::int(n as i64))
}

fn affix(a: &[Value], name: &str, test: impl Fn(&[u8], &[u8]) -> bool) -> Result<Value> {
    let range = bounds(&a[2], &a[3], || of(&a[0]).len())?;
    let hay = range.map(|(start, end)| &of(&a[0])[start..end]);
    let holds = |p: &[u8]| hay.is_some_and(|h| test(h, p));
    if let Some(t) = a[1].downcast::<TupleObj>() {
        for p in t.items() {
            if holds(buffer(p)?) {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    match like(&a[1]) {
        Some(p) => Ok(Value::bool(holds(p))),
        None => {
            let got = ops::type_name(&a[1]);
            type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {got}"))
        }
    }
}

pub(crate) fn startswith(a: &[Value]) -> Result<Value> {
    affix(a, "startswith", |h, p| h.starts_with(p))
}

pub(crate) fn endswith(a: &[Value]) -> Result<Value> {
    affix(a, "endswith", |h, p| h.ends_with(p))
}

pub(crate) fn removeprefix(a: &[Value]) -> Result<Value> {
    let (b, p) = (of(&a[0]), buffer(&a[1])?);
    Ok(part(&a[0], if b.starts_with(p) { p.len() } else { 0 }, b.len()))
}

pub(crate) fn removesuffix(a: &[Value]) -> Result<Value> {
    let (b, p) = (of(&a[0]), buffer(&a[1])?);
    Ok(part(&a[0], 0, b.len() - if b.ends_with(p) { p.len() } else { 0 }))
}

pub(crate) fn replace(a: &[Value]) -> Result<Value> {
    buffer(&a[1])?;
    buffer(&a[2])?;
    let max = usize::try_from(size_arg(&a[3])?).unwrap_or(usize::MAX);
    let (hay, old, new) = (of(&a[0]), of(&a[1]), of(&a[2]));
    let n = if old.len() > hay.len() { 0 } else { search::count(hay, old, max) };
    if n == 0 {
        return Ok(if a[0].is_exact(&BYTES) { a[0].clone() } else { same_type(&a[0], hay) });
    }
    let grown = str::repeated_size(new.len(), n, "replace bytes is too long")?;
    let len = hay.len() - n * old.len() + grown;
    crate::heap::check_size(len)?;
    let mut out = vec![0; len];
    str::replace_into(&mut out, hay, old, new, n);
    Ok(same_type_vec(&a[0], out))
}
