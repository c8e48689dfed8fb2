//! Attributes by name.

use super::name_value;
use crate::class::{attrs, descr, type_lookup};
use crate::error::Result;
use crate::value::Value;

/// `v.name`.
pub fn getattr(v: &Value, name: &str) -> Result<Value> {
    attrs::get(v, &name_value(name))
}

/// `v.name`; `None` where AttributeError would be raised.
pub fn getattr_opt(v: &Value, name: &str) -> Result<Option<Value>> {
    attrs::get_opt(v, &name_value(name))
}

/// `v.name = x`.
pub fn setattr(v: &Value, name: &str, x: &Value) -> Result<()> {
    attrs::set(v, &name_value(name), Some(x))
}

/// `del v.name`.
pub fn delattr(v: &Value, name: &str) -> Result<()> {
    attrs::set(v, &name_value(name), None)
}

/// The attribute of the type, bound to the value; never from the instance. `None`: absent.
pub fn lookup_special(v: &Value, name: &str) -> Option<Value> {
    if let Some(hooks) = crate::foreign::of(v) {
        return (hooks.special)(v, name).unwrap_or_else(|e| {
            crate::exception::clear_pending(e);
            None
        });
    }
    let attr = type_lookup(v.ty(), &name_value(name))?;
    match descr::bind(&attr, Some(v), v.ty()) {
        Ok(f) => Some(f),
        Err(e) => {
            crate::exception::clear_pending(e);
            None
        }
    }
}
