//! `format(value, spec)`: the format-spec mini-language of str, int, float and complex; `str.format` and `%` beside it.

use crate::error::{Result, type_error, value_error};
use crate::str::{self, Builder, StrObj};
use crate::types::Layout;
use crate::value::Value;
use crate::{complex, float, ops};

pub(crate) mod floating;
mod number;
pub mod percent;
mod spec;
pub mod template;

use spec::Spec;

/// `format(v, spec)`.
pub fn format_value(v: &Value, spec: &str) -> Result<Value> {
    if spec.is_empty() {
        return format_plain(v);
    }
    format_value_spec(v, &str::new(spec))
}

/// `format(v, spec)` with the spec as a str value.
pub fn format_value_spec(v: &Value, spec: &Value) -> Result<Value> {
    let Some(text) = spec.downcast::<StrObj>() else {
        let name = str::type_of(spec);
        return type_error(format!("format() argument 2 must be str, not {name}"));
    };
    if let Some(i) = v.as_small()
        && let Some(spec) = text.as_ascii()
        && let Some(done) = number::quick_int(i, spec.as_bytes())
    {
        return Ok(done);
    }
    if let Some(hooks) = crate::foreign::of(v) {
        return (hooks.format)(v, spec);
    }
    if formats_itself(v) {
        return if text.is_empty() { format_plain(v) } else { format_native(v, text) };
    }
    let Some(method) = ops::lookup_special(v, "__format__") else { return format_native(v, text) };
    let done = ops::call(&method, &[str::exact(spec)])?;
    if done.downcast::<StrObj>().is_none() {
        return type_error(format!("__format__ must return a str, not {}", ops::type_name(&done)));
    }
    Ok(done)
}

/// `format(v)`.
#[inline]
pub fn format_plain(v: &Value) -> Result<Value> {
    if v.is_exact(&str::STR) {
        return Ok(v.clone());
    }
    if formats_itself(v) { ops::str(v) } else { format_value_spec(v, &str::empty()) }
}

/// A builtin type, whose format is known here. Numbers of other crates have a method.
#[inline]
fn formats_itself(v: &Value) -> bool {
    v.ty().is_native && v.ty().slots.number.is_none()
}

/// `type(v).__format__(v, spec)` of the native types and of object.
pub fn format_method(v: &Value, spec: &Value) -> Result<Value> {
    match spec.downcast::<StrObj>() {
        Some(text) => format_native(v, text),
        None => type_error(format!("__format__() argument must be str, not {}", str::type_of(spec))),
    }
}

fn format_native(v: &Value, text: &StrObj) -> Result<Value> {
    if text.is_empty() {
        return ops::str(v);
    }
    match v.ty().layout {
        Layout::Str => format_str(v, &Spec::of(text, v, b's', b'<')?),
        Layout::Int | Layout::Bool => number::format_int(v, &Spec::of(text, v, b'd', b'>')?),
        Layout::Float => match float::as_float(v) {
            Some(x) => floating::format_float(v, x, &Spec::of(text, v, 0, b'>')?),
            None => unreachable!("a float holds a float"),
        },
        Layout::Complex => {
            let Some((re, im)) = complex::as_complex(v) else { unreachable!("a complex is complex") };
            floating::format_complex(v, re, im, &Spec::of(text, v, 0, b'>')?)
        }
        _ => type_error(format!("unsupported format string passed to {}.__format__", ops::type_name(v))),
    }
}

fn format_str(v: &Value, spec: &Spec) -> Result<Value> {
    if spec.kind != b's' as u32 {
        return spec.unknown(v);
    }
    match spec.sign {
        0 => {}
        b' ' => return value_error("Space not allowed in string format specifier"),
        _ => return value_error("Sign not allowed in string format specifier"),
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == b'=' {
        return value_error("'=' alignment not allowed in string format specifier");
    }
    let s = str::of(v);
    let len = spec.precision.map_or(s.len(), |p| p.min(s.len()));
    let width = spec.width.unwrap_or(0);
    if width <= len {
        return Ok(s.part(v, 0, len));
    }
    crate::heap::check_size(width)?;
    let (left, right) = spec.margins(len);
    let mut out = Builder::with_capacity(width);
    out.push_repeated(spec.fill, left);
    out.push_range(s, 0, len);
    out.push_repeated(spec.fill, right);
    Ok(out.finish())
}
