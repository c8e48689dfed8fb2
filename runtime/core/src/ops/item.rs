//! Subscription and membership.

use crate::class::{as_type, attrs};
use crate::error::{Result, type_error};
use crate::state::names;
use crate::text;
use crate::types::TypeObj;
use crate::value::Value;

/// The operation from the type or its nearest base that has it.
macro_rules! inherited {
    ($ty:expr, $slot:ident) => {{
        let mut t: Option<&'static TypeObj> = Some($ty);
        loop {
            match t {
                Some(c) if c.slots.$slot.is_some() => break c.slots.$slot,
                Some(c) => t = c.base,
                None => break None,
            }
        }
    }};
}
pub(super) use inherited;

/// `v[i]`.
#[inline]
pub fn getitem(v: &Value, i: &Value) -> Result<Value> {
    // Elements of tuples and lists by their number, without a call.
    if let Some(at) = i.as_small().and_then(|n| usize::try_from(n).ok()) {
        if v.is_exact(&crate::tuple::TUPLE) {
            if let Some(x) = crate::tuple::as_tuple(v).items().get(at) {
                return Ok(x.clone());
            }
        } else if v.is_exact(&crate::list::LIST)
            && let Some(x) = crate::list::as_list(v).try_get(at)
        {
            return Ok(x);
        }
    }
    match inherited!(v.ty(), getitem) {
        Some(f) => f(v, i),
        None => getitem_class(v, i),
    }
}

/// `list[int]` and classes with `__class_getitem__`.
#[cold]
fn getitem_class(v: &Value, i: &Value) -> Result<Value> {
    if let Some(t) = as_type(v) {
        if let Some(f) = attrs::type_get(t, names::CLASS_GETITEM.get())? {
            return super::call(&f, std::slice::from_ref(i));
        }
        use crate::types::Layout::*;
        if t.is_native && (matches!(t.layout, List | Tuple | Dict | Set | FrozenSet | Type | Deque | Array) || t.name == "numpy.dtype") {
            return Ok(crate::class::alias::generic(v, i));
        }
        return type_error(text!("type '", t.name, "' is not subscriptable"));
    }
    type_error(text!("'", v.ty().name, "' object is not subscriptable"))
}

/// `v[i] = x`.
#[inline]
pub fn setitem(v: &Value, i: &Value, x: &Value) -> Result<()> {
    match inherited!(v.ty(), setitem) {
        Some(f) => f(v, i, Some(x)),
        None => type_error(text!("'", v.ty().name, "' object does not support item assignment")),
    }
}

/// `del v[i]`.
pub fn delitem(v: &Value, i: &Value) -> Result<()> {
    match inherited!(v.ty(), setitem) {
        Some(f) => f(v, i, None),
        None => type_error(text!("'", v.ty().name, "' object doesn't support item deletion")),
    }
}

/// `x in container`.
#[inline]
pub fn contains(container: &Value, x: &Value) -> Result<bool> {
    if let Some(f) = inherited!(container.ty(), contains) {
        return f(container, x);
    }
    if !super::iterate::is_iterable(container) {
        return type_error(text!("argument of type '", container.ty().name, "' is not iterable"));
    }
    let it = super::iter(container)?;
    while let Some(v) = super::next(&it)? {
        if super::eq(&v, x)? {
            return Ok(true);
        }
    }
    Ok(false)
}
