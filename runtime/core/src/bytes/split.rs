//! Taking bytes apart and joining them: split, rsplit, splitlines, partition, strip, join.

use super::ascii::is_space;
use super::{BYTES, buffer, like, of, part, same_type, same_type_vec};
use crate::error::{Result, type_error, value_error};
use crate::exception::{self, TYPE_ERROR};
use crate::str::{self, c_int_arg, size_arg};
use crate::types::Layout;
use crate::value::Value;
use crate::{bytes, list, ops, search, tuple};

fn arguments(a: &[Value]) -> Result<(Option<&[u8]>, usize)> {
    let max = usize::try_from(size_arg(&a[2])?).unwrap_or(usize::MAX);
    if a[1].is_none() {
        return Ok((None, max));
    }
    let sep = buffer(&a[1])?;
    if sep.is_empty() { value_error("empty separator") } else { Ok((Some(sep), max)) }
}

pub(crate) fn split(a: &[Value]) -> Result<Value> {
    let (sep, max) = arguments(a)?;
    let b = of(&a[0]);
    let mut out = Vec::new();
    let mut at = 0;
    if let Some(sep) = sep {
        while out.len() < max {
            let Some(i) = search::find(&b[at..], sep) else { break };
            out.push(same_type(&a[0], &b[at..at + i]));
            at += i + sep.len();
        }
        out.push(part(&a[0], at, b.len()));
        return Ok(list::new(out));
    }
    while let Some(n) = b[at..].iter().position(|&c| !is_space(c)) {
        at += n;
        let end = match out.len() == max {
            true => b.len(),
            false => b[at..].iter().position(|&c| is_space(c)).map_or(b.len(), |n| at + n),
        };
        out.push(part(&a[0], at, end));
        at = end;
    }
    Ok(list::new(out))
}

pub(crate) fn rsplit(a: &[Value]) -> Result<Value> {
    let (sep, max) = arguments(a)?;
    let b = of(&a[0]);
    let mut out = Vec::new();
    let mut end = b.len();
    if let Some(sep) = sep {
        while out.len() < max {
            let Some(i) = search::rfind(&b[..end], sep) else { break };
            out.push(same_type(&a[0], &b[i + sep.len()..end]));
            end = i;
        }
        out.push(part(&a[0], 0, end));
    } else {
        while let Some(last) = b[..end].iter().rposition(|&c| !is_space(c)) {
            let start = match out.len() == max {
                true => 0,
                false => b[..last].iter().rposition(|&c| is_space(c)).map_or(0, |i| i + 1),
            };
            out.push(part(&a[0], start, last + 1));
            end = start;
        }
    }
    out.reverse();
    Ok(list::new(out))
}

pub(crate) fn splitlines(a: &[Value]) -> Result<Value> {
    let keep = c_int_arg(&a[1])? != 0;
    let b = of(&a[0]);
    let mut out = Vec::new();
    let mut start = 0;
    while start < b.len() {
        let Some(n) = b[start..].iter().position(|&c| c == b'\n' || c == b'\r') else {
            out.push(part(&a[0], start, b.len()));
            break;
        };
        let end = start + n;
        let next = end + if b[end..].starts_with(b"\r\n") { 2 } else { 1 };
        out.push(part(&a[0], start, if keep { next } else { end }));
        start = next;
    }
    Ok(list::new(out))
}

fn separator(a: &[Value]) -> Result<&[u8]> {
    let sep = buffer(&a[1])?;
    if sep.is_empty() { value_error("empty separator") } else { Ok(sep) }
}

/// The separator as partition gives it back: bytes as they are, for a bytearray a copy.
fn given(a: &[Value]) -> Value {
    if bytes::is_bytearray(&a[0]) { same_type(&a[0], of(&a[1])) } else { a[1].clone() }
}

pub(crate) fn partition(a: &[Value]) -> Result<Value> {
    let (b, sep) = (of(&a[0]), separator(a)?);
    let piece = |p: &[u8]| same_type(&a[0], p);
    Ok(match search::find(b, sep) {
        Some(i) => tuple::new(vec![piece(&b[..i]), given(a), piece(&b[i + sep.len()..])]),
        None => tuple::new(vec![part(&a[0], 0, b.len()), piece(&[]), piece(&[])]),
    })
}

pub(crate) fn rpartition(a: &[Value]) -> Result<Value> {
    let (b, sep) = (of(&a[0]), separator(a)?);
    let piece = |p: &[u8]| same_type(&a[0], p);
    Ok(match search::rfind(b, sep) {
        Some(i) => tuple::new(vec![piece(&b[..i]), given(a), piece(&b[i + sep.len()..])]),
        None => tuple::new(vec![piece(&[]), piece(&[]), part(&a[0], 0, b.len())]),
    })
}

fn trimmed(a: &[Value], left: bool, right: bool) -> Result<Value> {
    let set = if a[1].is_none() { None } else { Some(buffer(&a[1])?) };
    let within = |c: &u8| match set {
        None => is_space(*c),
        Some(s) => s.contains(c),
    };
    let b = of(&a[0]);
    let (mut start, mut end) = (0, b.len());
    if left {
        start = b.iter().position(|c| !within(c)).unwrap_or(end);
    }
    if right {
        end = b[start..].iter().rposition(|c| !within(c)).map_or(start, |i| start + i + 1);
    }
    Ok(part(&a[0], start, end))
}

pub(crate) fn strip(a: &[Value]) -> Result<Value> {
    trimmed(a, true, true)
}

pub(crate) fn lstrip(a: &[Value]) -> Result<Value> {
    trimmed(a, true, false)
}

pub(crate) fn rstrip(a: &[Value]) -> Result<Value> {
    trimmed(a, false, true)
}

pub(crate) fn join(a: &[Value]) -> Result<Value> {
    let Some(iter) = exception::catch(ops::iter(&a[1]), &TYPE_ERROR)? else {
        return type_error("can only join an iterable");
    };
    let mut items = list::to_vec(&iter)?;
    for item in items.iter_mut().filter(|x| x.ty().layout == Layout::Foreign) {
        if let Some(copy) = bytes::of_other(item) {
            *item = copy;
        }
    }
    let sep = of(&a[0]);
    let mut len = 0usize;
    for (i, item) in items.iter().enumerate() {
        match like(item) {
            Some(b) => len += b.len(),
            None => {
                let name = ops::type_name(item);
                return type_error(format!("sequence item {i}: expected a bytes-like object, {name} found"));
            }
        }
    }
    if let [one] = items.as_slice()
        && one.is_exact(&BYTES)
        && !bytes::is_bytearray(&a[0])
    {
        return Ok(one.clone());
    }
    len += str::repeated_size(sep.len(), items.len().saturating_sub(1), "")?;
    crate::heap::check_size(len)?;
    let mut out = Vec::with_capacity(len);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(sep);
        }
        out.extend_from_slice(of(item));
    }
    Ok(same_type_vec(&a[0], out))
}
