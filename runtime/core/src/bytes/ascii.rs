//! Case, predicates and padding of bytes: only ASCII letters, digits and blanks count.

use super::{like, of, part, same_type_vec};
use crate::error::{Result, type_error};
use crate::ops;
use crate::str::{self, c_int_arg, size_arg};
use crate::value::Value;

/// What bytes methods take as white space.
#[inline]
pub(crate) fn is_space(c: u8) -> bool {
    matches!(c, b' ' | 0x09..=0x0d)
}

fn mapped(a: &[Value], f: impl Fn(u8) -> u8) -> Result<Value> {
    Ok(same_type_vec(&a[0], of(&a[0]).iter().map(|&c| f(c)).collect()))
}

pub(crate) fn upper(a: &[Value]) -> Result<Value> {
    mapped(a, |c| c.to_ascii_uppercase())
}

pub(crate) fn lower(a: &[Value]) -> Result<Value> {
    mapped(a, |c| c.to_ascii_lowercase())
}

pub(crate) fn swapcase(a: &[Value]) -> Result<Value> {
    mapped(a, |c| if c.is_ascii_alphabetic() { c ^ 0x20 } else { c })
}

pub(crate) fn capitalize(a: &[Value]) -> Result<Value> {
    let mut b = of(&a[0]).to_ascii_lowercase();
    if let Some(first) = b.first_mut() {
        first.make_ascii_uppercase();
    }
    Ok(same_type_vec(&a[0], b))
}

pub(crate) fn title(a: &[Value]) -> Result<Value> {
    let mut b = of(&a[0]).to_vec();
    let mut inside = false;
    for c in &mut b {
        if inside {
            c.make_ascii_lowercase();
        } else {
            c.make_ascii_uppercase();
        }
        inside = c.is_ascii_alphabetic();
    }
    Ok(same_type_vec(&a[0], b))
}

fn all(a: &[Value], f: impl Fn(u8) -> bool) -> Result<Value> {
    let b = of(&a[0]);
    Ok(Value::bool(!b.is_empty() && b.iter().all(|&c| f(c))))
}

pub(crate) fn isalnum(a: &[Value]) -> Result<Value> {
    all(a, |c| c.is_ascii_alphanumeric())
}

pub(crate) fn isalpha(a: &[Value]) -> Result<Value> {
    all(a, |c| c.is_ascii_alphabetic())
}

pub(crate) fn isdigit(a: &[Value]) -> Result<Value> {
    all(a, |c| c.is_ascii_digit())
}

pub(crate) fn isspace(a: &[Value]) -> Result<Value> {
    all(a, is_space)
}

pub(crate) fn isascii(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(of(&a[0]).is_ascii()))
}

pub(crate) fn islower(a: &[Value]) -> Result<Value> {
    let b = of(&a[0]);
    Ok(Value::bool(b.iter().any(u8::is_ascii_lowercase) && !b.iter().any(u8::is_ascii_uppercase)))
}

pub(crate) fn isupper(a: &[Value]) -> Result<Value> {
    let b = of(&a[0]);
    Ok(Value::bool(b.iter().any(u8::is_ascii_uppercase) && !b.iter().any(u8::is_ascii_lowercase)))
}

pub(crate) fn istitle(a: &[Value]) -> Result<Value> {
    let (mut any, mut inside) = (false, false);
    for c in of(&a[0]) {
        if c.is_ascii_alphabetic() {
            if c.is_ascii_uppercase() == inside {
                return Ok(Value::bool(false));
            }
            (any, inside) = (true, true);
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(any))
}

/// Bytes missing to the wanted width, and the fill byte.
fn padding(a: &[Value], name: &str) -> Result<(usize, u8)> {
    let width = size_arg(&a[1])?;
    let fill = match like(&a[2]) {
        _ if a[2].is_ellipsis() => b' ',
        Some(&[c]) => c,
        _ => {
            let got = if a[2].is_none() { "None" } else { ops::type_name(&a[2]) };
            return type_error(format!("{name}() argument 2 must be a byte string of length 1, not {got}"));
        }
    };
    Ok(((width.max(0) as usize).saturating_sub(of(&a[0]).len()), fill))
}

fn padded(v: &Value, left: usize, right: usize, fill: u8) -> Result<Value> {
    let b = of(v);
    if left + right == 0 {
        return Ok(part(v, 0, b.len()));
    }
    crate::heap::check_size(left.saturating_add(right))?;
    let mut out = Vec::with_capacity(left + b.len() + right);
    out.resize(left, fill);
    out.extend_from_slice(b);
    out.resize(left + b.len() + right, fill);
    Ok(same_type_vec(v, out))
}

pub(crate) fn center(a: &[Value]) -> Result<Value> {
    let (missing, fill) = padding(a, "center")?;
    let left = missing / 2 + (missing & (missing.wrapping_add(of(&a[0]).len())) & 1);
    padded(&a[0], left, missing - left, fill)
}

pub(crate) fn ljust(a: &[Value]) -> Result<Value> {
    let (missing, fill) = padding(a, "ljust")?;
    padded(&a[0], 0, missing, fill)
}

pub(crate) fn rjust(a: &[Value]) -> Result<Value> {
    let (missing, fill) = padding(a, "rjust")?;
    padded(&a[0], missing, 0, fill)
}

pub(crate) fn zfill(a: &[Value]) -> Result<Value> {
    let width = size_arg(&a[1])?.max(0) as usize;
    let b = of(&a[0]);
    let missing = width.saturating_sub(b.len());
    if missing == 0 {
        return Ok(part(&a[0], 0, b.len()));
    }
    crate::heap::check_size(width)?;
    let sign = matches!(b.first(), Some(b'+' | b'-')) as usize;
    let mut out = Vec::with_capacity(width);
    out.extend_from_slice(&b[..sign]);
    out.resize(sign + missing, b'0');
    out.extend_from_slice(&b[sign..]);
    Ok(same_type_vec(&a[0], out))
}

pub(crate) fn expandtabs(a: &[Value]) -> Result<Value> {
    let size = c_int_arg(&a[1])?.max(0) as usize;
    let b = of(&a[0]);
    let mut out = Vec::with_capacity(b.len() * 2);
    let mut column = 0;
    for &c in b {
        if c == b'\t' {
            if size > 0 {
                let n = size - column % size;
                crate::heap::check_size(out.len() + n)?;
                out.resize(out.len() + n, b' ');
                column += n;
            }
            continue;
        }
        column = if matches!(c, b'\n' | b'\r') { 0 } else { column + 1 };
        out.push(c);
    }
    Ok(same_type_vec(&a[0], out))
}
