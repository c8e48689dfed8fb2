//! `isinstance` and `issubclass` with classes over `typing.Protocol`: what members an object has decides, by the rules of CPython 3.11.

use super::{abc, as_type, attrs, data, type_lookup};
use crate::error::{Result, type_error};
use crate::ops;
use crate::state::names;
use crate::types::TypeObj;
use crate::value::Value;

/// What every protocol class has of its own, and what is no member of any.
const NO_MEMBERS: &[&str] = &[
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "_protocol_fields",
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
    "__subclasshook__", "__weakref__", "__class_getitem__", "__init_subclass__", "__qualname__",
];

/// The class is a protocol itself, not a class that fulfils one.
pub fn is_protocol(t: &'static TypeObj) -> bool {
    !t.is_native && data(t).attrs.get(names::IS_PROTOCOL.get()).is_some()
}

/// `isinstance(v, t)`.
pub fn has_instance(v: &Value, t: &'static TypeObj) -> Result<bool> {
    check_runtime(t)?;
    let members = members(t);
    if only_methods(t, &members)? && fulfils(v.ty(), t, &members) {
        return Ok(true);
    }
    for name in &members {
        let Some(found) = attrs::get_opt(v, name)? else { return is_below(v.ty(), t) };
        // A method is blocked by None.
        if found.is_none() && is_method(t, name)? {
            return is_below(v.ty(), t);
        }
    }
    Ok(true)
}

/// `issubclass(c, t)`.
pub fn has_subclass(c: &Value, t: &'static TypeObj) -> Result<bool> {
    check_runtime(t)?;
    let members = members(t);
    if !only_methods(t, &members)? {
        return type_error("Protocols with non-method members don't support issubclass()");
    }
    match as_type(c) {
        Some(c) => Ok(fulfils(c, t, &members)),
        None if crate::foreign::of(c).is_some() => {
            for name in &members {
                if attrs::get_opt(c, name)?.is_none_or(|m| m.is_none()) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        None => type_error("issubclass() arg 1 must be a class"),
    }
}

fn check_runtime(t: &'static TypeObj) -> Result<()> {
    if type_lookup(t, names::IS_RUNTIME_PROTOCOL.get()).is_some() {
        return Ok(());
    }
    type_error("Instance and class checks can only be used with @runtime_checkable protocols")
}

/// The names that the protocol and those that it derives from declare.
fn members(t: &'static TypeObj) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for base in data(t).mro().iter().filter(|b| is_protocol(b)) {
        let declared = fields(base);
        for name in data(base).attrs.entries().iter().map(|(n, _)| n.clone()).chain(declared) {
            let text = ops::text_of(&name);
            if !NO_MEMBERS.contains(&&*text) && !text.starts_with("_abc_") && !out.iter().any(|n| n.is(&name)) {
                out.push(name.clone());
            }
        }
    }
    out
}

/// The names that the class itself annotates.
fn fields(t: &'static TypeObj) -> Vec<Value> {
    let own = data(t).attrs.get(names::PROTOCOL_FIELDS.get());
    own.and_then(|v| Some(v.downcast::<crate::tuple::TupleObj>()?.items().to_vec())).unwrap_or_default()
}

fn is_method(t: &'static TypeObj, name: &Value) -> Result<bool> {
    Ok(attrs::type_get(t, name)?.is_some_and(|m| crate::seq::is_callable(&m)))
}

fn only_methods(t: &'static TypeObj, members: &[Value]) -> Result<bool> {
    for name in members {
        if !is_method(t, name)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The class has all members, or is a subclass in another way.
fn fulfils(c: &'static TypeObj, t: &'static TypeObj, members: &[Value]) -> bool {
    let has = |name: &Value| match type_lookup(c, name) {
        Some(v) => !v.is_none(),
        None => data(c).mro().iter().any(|b| is_protocol(b) && fields(b).iter().any(|f| f.is(name))),
    };
    members.iter().all(has) || c.is_subtype(t)
}

fn is_below(c: &'static TypeObj, t: &'static TypeObj) -> Result<bool> {
    Ok(c.is_subtype(t) || abc::says(c, t)?)
}
