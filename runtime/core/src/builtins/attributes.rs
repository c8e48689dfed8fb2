//! Attributes by name.

use super::given;
use crate::class::attrs;
use crate::error::{Result, type_error};
use crate::state;
use crate::types::Layout;
use crate::value::Value;
use crate::{foreign, list, ops, sort, text};

/// The interned name of an attribute argument.
fn name_of(v: &Value) -> Result<Value> {
    if v.ty().layout != Layout::Str {
        if let Some(text) = crate::native::texts::plain(v)? {
            return Ok(state::intern_value(&text));
        }
        return type_error(text!("attribute name must be string, not '", ops::type_name(v), "'"));
    }
    Ok(state::intern_value(&crate::str::exact(v)))
}

pub(super) fn getattr(a: &[Value]) -> Result<Value> {
    let name = name_of(&a[1])?;
    match given(&a[2]) {
        None => attrs::get(&a[0], &name),
        Some(default) => Ok(attrs::get_opt(&a[0], &name)?.unwrap_or_else(|| default.clone())),
    }
}

pub(super) fn hasattr(a: &[Value]) -> Result<Value> {
    let name = name_of(&a[1])?;
    Ok(Value::bool(attrs::get_opt(&a[0], &name)?.is_some()))
}

pub(super) fn setattr(a: &[Value]) -> Result<Value> {
    let name = name_of(&a[1])?;
    attrs::set(&a[0], &name, Some(&a[2]))?;
    Ok(Value::none())
}

pub(super) fn delattr(a: &[Value]) -> Result<Value> {
    let name = name_of(&a[1])?;
    attrs::set(&a[0], &name, None)?;
    Ok(Value::none())
}

pub(super) fn callable(a: &[Value]) -> Result<Value> {
    if let Some(hooks) = foreign::of(&a[0]) {
        return Ok(Value::bool((hooks.is_callable)(&a[0])));
    }
    let mut ty = Some(a[0].ty());
    while let Some(t) = ty {
        if t.slots.call.is_some() {
            return Ok(Value::bool(true));
        }
        ty = t.base;
    }
    Ok(Value::bool(false))
}

pub(super) fn dir(a: &[Value]) -> Result<Value> {
    let Some(obj) = given(&a[0]) else { return type_error("dir() without an argument is resolved by the compiler") };
    if let Some(hooks) = foreign::of(obj) {
        return (hooks.dir)(obj);
    }
    let names = match ops::lookup_special(obj, "__dir__") {
        Some(method) if !obj.ty().is_native => list::from_iterable(&ops::call(&method, &[])?)?,
        _ => list::new(attrs::dir_names(obj).iter().map(|s| crate::str::new(s)).collect()),
    };
    sort::sort(&names, None, false)?;
    Ok(names)
}

pub(super) fn vars(a: &[Value]) -> Result<Value> {
    match attrs::get_opt(&a[0], &state::intern("__dict__"))? {
        Some(d) => Ok(d),
        None => type_error("vars() argument must have __dict__ attribute"),
    }
}
