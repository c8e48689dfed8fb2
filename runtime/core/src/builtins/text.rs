//! Builtins around text: `ascii`, `bin`, `oct`, `hex`, `chr`, `ord`, `format`.

use crate::error::{Result, type_error, value_error};
use crate::str::{Builder, StrObj};
use crate::value::Value;
use crate::{int, ops, text};

pub(super) fn ascii(a: &[Value]) -> Result<Value> {
    let shown = ops::repr(&a[0])?;
    let Some(s) = shown.downcast::<StrObj>() else { return Ok(shown) };
    if s.is_ascii() {
        return Ok(shown);
    }
    let mut out = Builder::new();
    for c in s.chars() {
        match c {
            0..0x80 => out.push_char(c),
            0x80..0x100 => escape(&mut out, "\\x", c, 2),
            0x100..0x10000 => escape(&mut out, "\\u", c, 4),
            _ => escape(&mut out, "\\U", c, 8),
        }
    }
    Ok(out.finish())
}

fn escape(out: &mut Builder, prefix: &str, c: u32, width: u32) {
    out.push_str(prefix);
    for i in (0..width).rev() {
        out.push_char(u32::from(b"0123456789abcdef"[(c >> (4 * i) & 15) as usize]));
    }
}

/// Digits of an integer argument with a prefix after the sign.
fn prefixed(v: &Value, prefix: &str, radix: u32) -> Result<Value> {
    let digits = int::to_radix(&int::index_value(v)?, radix);
    Ok(crate::str::from_string(match digits.strip_prefix('-') {
        Some(rest) => text!("-", prefix, rest),
        None => text!(prefix, digits),
    }))
}

pub(super) fn bin(a: &[Value]) -> Result<Value> {
    prefixed(&a[0], "0b", 2)
}

pub(super) fn oct(a: &[Value]) -> Result<Value> {
    prefixed(&a[0], "0o", 8)
}

pub(super) fn hex(a: &[Value]) -> Result<Value> {
    prefixed(&a[0], "0x", 16)
}

pub(super) fn chr(a: &[Value]) -> Result<Value> {
    let v = int::index_value(&a[0])?;
    match int::to_i64(&v) {
        Some(i @ 0..0x110000) => Ok(crate::str::from_char(i as u32)),
        Some(i) if i32::try_from(i).is_ok() => value_error("chr() arg not in range(0x110000)"),
        _ => crate::error::raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C int"),
    }
}

pub(super) fn ord(a: &[Value]) -> Result<Value> {
    let n = match a[0].downcast::<StrObj>() {
        Some(s) if s.len() == 1 => return Ok(Value::int(s.char_at(0).into())),
        Some(s) => s.len(),
        None => match crate::bytes::like(&a[0]) {
            Some([b]) => return Ok(Value::int((*b).into())),
            Some(b) => b.len(),
            None => {
                let ty = ops::type_name(&a[0]);
                return type_error(text!("ord() expected string of length 1, but ", ty, " found"));
            }
        },
    };
    type_error(text!("ord() expected a character, but string of length ", ops::dec(n as i64), " found"))
}

pub(super) fn format(a: &[Value]) -> Result<Value> {
    crate::format::format_value_spec(&a[0], &a[1])
}
