//! `hex` and `fromhex`.

use super::{like, new, of};
use crate::bytearray;
use crate::error::{Result, type_error, value_error};
use crate::str::{self, StrObj, c_int_arg};
use crate::types::TypeObj;
use crate::value::Value;
use crate::{bytes, ops};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The separator of `hex`, if there is one.
fn separator(v: &Value) -> Result<Option<u8>> {
    if v.is_ellipsis() {
        return Ok(None);
    }
    if ops::len(v)? != 1 {
        return value_error("sep must be length 1.");
    }
    if let Some(s) = v.downcast::<StrObj>() {
        return match s.as_ascii() {
            Some(s) => Ok(Some(s.as_bytes()[0])),
            None => value_error("sep must be ASCII."),
        };
    }
    match like(v) {
        Some(b) if b[0] < 128 => Ok(Some(b[0])),
        Some(_) => value_error("sep must be ASCII."),
        None => type_error("sep must be str or bytes."),
    }
}

pub(crate) fn hex(a: &[Value]) -> Result<Value> {
    let sep = separator(&a[1])?;
    let group = c_int_arg(&a[2])?;
    let b = of(&a[0]);
    let mut out = Vec::with_capacity(b.len() * 3);
    let size = group.unsigned_abs() as usize;
    for (i, &c) in b.iter().enumerate() {
        if let Some(sep) = sep {
            // Groups count from the right, with a negative size from the left.
            let from = if group < 0 { i } else { b.len() - i };
            if i > 0 && size > 0 && from.is_multiple_of(size) {
                out.push(sep);
            }
        }
        out.extend([DIGITS[(c >> 4) as usize], DIGITS[(c & 15) as usize]]);
    }
    Ok(str::from_ascii(&out))
}

/// The bytes that a string of hexadecimal digits stands for; blanks between bytes are skipped.
fn parse(v: &Value) -> Result<Vec<u8>> {
    let Some(s) = v.downcast::<StrObj>() else {
        return type_error(format!("fromhex() argument must be str, not {}", str::type_of(v)));
    };
    let digit = |i: usize| if i < s.len() { char::from_u32(s.char_at(i)).and_then(|c| c.to_digit(16)) } else { None };
    let bad = |i: usize| value_error(format!("non-hexadecimal number found in fromhex() arg at position {i}"));
    let mut out = Vec::with_capacity(s.len() / 2);
    let mut i = 0;
    while i < s.len() {
        let c = s.char_at(i);
        if c < 128 && bytes::ascii::is_space(c as u8) {
            i += 1;
            continue;
        }
        let Some(high) = digit(i) else { return bad(i) };
        let Some(low) = digit(i + 1) else { return bad(i + 1) };
        out.push((high * 16 + low) as u8);
        i += 2;
    }
    Ok(out)
}

/// For a subclass the result is made by calling it.
fn made(cls: &Value, exact: &'static TypeObj, v: Value) -> Result<Value> {
    if cls.is(&exact.value()) { Ok(v) } else { ops::call(cls, &[v]) }
}

pub(crate) fn bytes_fromhex(a: &[Value]) -> Result<Value> {
    made(&a[0], &bytes::BYTES, new(&parse(&a[1])?))
}

pub(crate) fn bytearray_fromhex(a: &[Value]) -> Result<Value> {
    made(&a[0], &bytearray::BYTEARRAY, bytearray::from_vec(parse(&a[1])?))
}
