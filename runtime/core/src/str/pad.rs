//! Widths: center, ljust, rjust, zfill, expandtabs.

use super::find::size_arg;
use super::{Builder, StrObj, exact, of};
use crate::heap::check_size;
use crate::error::{Result, raise, type_error};
use crate::exception::OVERFLOW_ERROR;
use crate::ops;
use crate::value::Value;

/// `s` between `left` and `right` fill characters.
fn padded(s: &StrObj, left: usize, right: usize, fill: u32) -> Result<Value> {
    check_size(s.len().saturating_add(left).saturating_add(right))?;
    let mut out = Builder::with_capacity(s.bytes().len() + left + right);
    out.push_repeated(fill, left);
    out.push_obj(s);
    out.push_repeated(fill, right);
    Ok(out.finish())
}

/// The number of characters missing to the wanted width, and the fill character.
fn arguments(a: &[Value]) -> Result<(usize, u32)> {
    let width = size_arg(&a[1])?;
    let fill = match a[2].downcast::<StrObj>() {
        Some(f) if f.len() == 1 => f.char_at(0),
        Some(_) => return type_error("The fill character must be exactly one character long"),
        None => {
            let name = ops::type_name(&a[2]);
            return type_error(format!("The fill character must be a unicode character, not {name}"));
        }
    };
    Ok(((width.max(0) as usize).saturating_sub(of(&a[0]).len()), fill))
}

pub(super) fn center(a: &[Value]) -> Result<Value> {
    let (missing, fill) = arguments(a)?;
    if missing == 0 {
        return Ok(exact(&a[0]));
    }
    let s = of(&a[0]);
    // An odd rest goes to the left when the width is odd.
    let left = missing / 2 + (missing & (missing + s.len()) & 1);
    padded(s, left, missing - left, fill)
}

pub(super) fn ljust(a: &[Value]) -> Result<Value> {
    let (missing, fill) = arguments(a)?;
    if missing == 0 { Ok(exact(&a[0])) } else { padded(of(&a[0]), 0, missing, fill) }
}

pub(super) fn rjust(a: &[Value]) -> Result<Value> {
    let (missing, fill) = arguments(a)?;
    if missing == 0 { Ok(exact(&a[0])) } else { padded(of(&a[0]), missing, 0, fill) }
}

pub(super) fn zfill(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    let width = size_arg(&a[1])?.max(0) as usize;
    let Some(missing) = width.checked_sub(s.len()).filter(|&n| n > 0) else { return Ok(exact(&a[0])) };
    check_size(width)?;
    let mut out = Builder::with_capacity(width);
    let signed = !s.is_empty() && matches!(s.char_at(0), 0x2b | 0x2d);
    if signed {
        out.push_char(s.char_at(0));
    }
    out.push_repeated(b'0' as u32, missing);
    out.push_range(s, signed as usize, s.len());
    Ok(out.finish())
}

/// `v` as a C int argument.
pub(crate) fn c_int_arg(v: &Value) -> Result<i64> {
    if v.is_true() || v.is_false() {
        return Ok(v.is_true() as i64);
    }
    match ops::index_value_opt(v)? {
        Some(i) => match crate::int::to_i64(&i) {
            Some(i) if i32::try_from(i).is_ok() => Ok(i),
            _ => raise(&OVERFLOW_ERROR, "Python int too large to convert to C int"),
        },
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

pub(super) fn expandtabs(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    let size = c_int_arg(&a[1])?.max(0) as usize;
    let Some(mut tab) = super::find_char(s, 9, 0) else { return Ok(exact(&a[0])) };
    let mut out = Builder::with_capacity(s.len() * 2);
    let (mut at, mut column) = (0, 0);
    loop {
        // The column counts from the last line end within the piece.
        for i in at..tab {
            column = if matches!(s.char_at(i), 10 | 13) { 0 } else { column + 1 };
        }
        out.push_range(s, at, tab);
        if tab == s.len() {
            return Ok(out.finish());
        }
        if size > 0 {
            let n = size - column % size;
            check_size(out.len() + n)?;
            out.push_repeated(b' ' as u32, n);
            column += n;
        }
        at = tab + 1;
        tab = super::find_char(s, 9, at).unwrap_or(s.len());
    }
}
