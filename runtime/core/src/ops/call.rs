//! Calls.

use super::name_value;
use crate::class::attrs::{self, Method};
use crate::error::{Result, type_error};
use crate::text;
use crate::types::Layout;
use crate::value::Value;

/// `f(*args)`.
#[inline]
pub fn call(f: &Value, args: &[Value]) -> Result<Value> {
    call_kw(f, args, &[])
}

/// `f(*args, **kwargs)`; keyword names are str values.
#[inline]
pub fn call_kw(f: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let ty = f.ty();
    match ty.layout {
        Layout::Function => crate::function::call(f, args, kwargs),
        Layout::Method => crate::function::method_call(f, args, kwargs),
        Layout::Native => crate::native::call(f, args, kwargs),
        _ => match ty.slots.call {
            Some(call) => {
                super::check_stack()?;
                call(f, args, kwargs)
            }
            None => not_callable(f),
        },
    }
}

#[cold]
fn not_callable<T>(f: &Value) -> Result<T> {
    type_error(text!("'", f.ty().name, "' object is not callable"))
}

/// `f(first, *args, **kwargs)` without making a new array where the callee allows it.
#[inline]
pub fn call_prepended(f: &Value, first: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match f.ty().layout {
        Layout::Function => crate::function::call_prepended(f, first, args, kwargs),
        Layout::Native => crate::native::call_prepended(f, first, args, kwargs),
        _ => {
            let mut all = Vec::with_capacity(args.len() + 1);
            all.push(first.clone());
            all.extend(args.iter().cloned());
            call_kw(f, &all, kwargs)
        }
    }
}

/// `obj.name(*args)`.
pub fn call_method(obj: &Value, name: &str, args: &[Value]) -> Result<Value> {
    call_method_kw(obj, &name_value(name), args, &[])
}

/// `obj.name(*args)`, the name as a str value.
#[inline]
pub fn call_method_name(obj: &Value, name: &Value, args: &[Value]) -> Result<Value> {
    call_method_kw(obj, name, args, &[])
}

/// `obj.name(*args, **kwargs)`.
#[inline]
pub fn call_method_kw(obj: &Value, name: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if let Some(hooks) = crate::foreign::of(obj) {
        return (hooks.call_method)(obj, name, args, kwargs);
    }
    match attrs::method(obj, name)? {
        Method::Unbound(f) => call_prepended(&f, obj, args, kwargs),
        Method::Bound(f) => call_kw(&f, args, kwargs),
    }
}
