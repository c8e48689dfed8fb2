//! `ndarray.tofile`: the elements as bytes, or as text.

use pyaot_abi::dtype::Kind;
use pyaot_core::error::{Result, raise};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::exception::oserror::raise_io;
use pyaot_core::value::Value;
use pyaot_core::{bytes, list, ops, str};

use crate::array::as_array;
use crate::{convert, methods};

/// `ndarray.tofile(fid, sep, format)`
pub fn tofile(a: &[Value]) -> Result<Value> {
    let sep = ops::text_of(&a[2]);
    let v = convert::in_order(a[0].clone(), 'C', false)?;
    let this = as_array(&v);
    if this.dtype().kind() == Kind::Object {
        return raise(&NOT_IMPLEMENTED_ERROR, "tofile() of an array of objects");
    }
    let data = if sep.is_empty() {
        // SAFETY: in C order, the elements lie one behind the other.
        bytes::new(unsafe { std::slice::from_raw_parts(this.data(), this.nbytes()) })
    } else {
        bytes::from_vec(text(a, &v, &sep)?.into_bytes())
    };
    if let Some(path) = str::as_str(&a[1]) {
        if let Err(e) = std::fs::write(&*path, bytes::like(&data).unwrap_or_default()) {
            return raise_io(&e, Some(&a[1]));
        }
    } else {
        ops::call_method(&a[1], "write", &[data])?;
    }
    Ok(Value::none())
}

/// The elements as text, each by `%` of the format.
fn text(a: &[Value], v: &Value, sep: &str) -> Result<String> {
    let format = ops::text_of(&a[3]);
    let flat = crate::shape::ravel(&[v.clone(), str::new("C")])?;
    let items = list::to_vec(&methods::tolist(&[flat])?)?;
    let mut parts = Vec::with_capacity(items.len());
    for x in &items {
        let part = if format.is_empty() || &*format == "%s" {
            ops::repr_string(x)?
        } else {
            let s = ops::binary(pyaot_core::types::BinOp::Mod, &a[3], x)?;
            ops::text_of(&s).into_owned()
        };
        parts.push(part);
    }
    Ok(parts.join(sep))
}
