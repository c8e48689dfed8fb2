//! Iteration.

use super::item::inherited;
use crate::class::{as_type, type_lookup};
use crate::error::{Raised, Result, type_error};
use crate::exception;
use crate::list::ListObj;
use crate::state::names;
use crate::text;
use crate::tuple::TupleObj;
use crate::types::TypeObj;
use crate::value::Value;

/// `iter(v)`.
#[inline]
pub fn iter(v: &Value) -> Result<Value> {
    if let Some(f) = inherited!(v.ty(), iter) {
        return f(v);
    }
    if v.ty().slots.next.is_some() && v.ty().is_native {
        return Ok(v.clone());
    }
    if has_getitem(v) {
        return Ok(crate::iter::seq_iter(v));
    }
    not_iterable(v)
}

/// `__getitem__` without `__iter__` (and `__iter__ = None` says no).
fn has_getitem(v: &Value) -> bool {
    let ty = v.ty();
    if type_lookup(ty, names::ITER.get()).is_some_and(|f| f.is_none()) {
        return false;
    }
    !ty.is_native && type_lookup(ty, names::GETITEM.get()).is_some()
}

pub(crate) fn is_iterable(v: &Value) -> bool {
    inherited!(v.ty(), iter).is_some() || (v.ty().is_native && v.ty().slots.next.is_some()) || has_getitem(v)
}

#[cold]
fn not_iterable<T>(v: &Value) -> Result<T> {
    if let Some(t) = as_type(v) {
        return type_error(text!("'", t.header.ty.get().name, "' object is not iterable"));
    }
    type_error(text!("'", v.ty().name, "' object is not iterable"))
}

/// The next element of an iterator; `None` at its end.
#[inline]
pub fn next(v: &Value) -> Result<Option<Value>> {
    match inherited!(v.ty(), next) {
        Some(f) => match f(v) {
            Ok(x) => Ok(x),
            Err(e) => stopped(e),
        },
        None => type_error(text!("'", v.ty().name, "' object is not an iterator")),
    }
}

/// An iterator whose own code raised StopIteration (a function given to `map`, say) has ended.
#[cold]
fn stopped(e: Raised) -> Result<Option<Value>> {
    if !exception::pending_is(&exception::STOP_ITERATION) {
        return Err(e);
    }
    if let Some(exc) = exception::take_pending() {
        crate::generator::keep_stop_value(&exc);
    }
    Ok(None)
}

/// Calls `f` with every element. Lists may change meanwhile, as under an iterator.
pub fn for_each(v: &Value, mut f: impl FnMut(Value) -> Result<()>) -> Result<()> {
    if v.is_exact(&crate::list::LIST)
        && let Some(list) = v.downcast::<ListObj>()
    {
        let mut i = 0;
        while let Some(x) = list.try_get(i) {
            f(x)?;
            i += 1;
        }
        return Ok(());
    }
    if v.is_exact(&crate::tuple::TUPLE)
        && let Some(tuple) = v.downcast::<TupleObj>()
    {
        for x in tuple.items() {
            f(x.clone())?;
        }
        return Ok(());
    }
    let it = iter(v)?;
    let Some(step) = inherited!(it.ty(), next) else {
        return type_error(text!("'", it.ty().name, "' object is not an iterator"));
    };
    loop {
        let x = match step(&it) {
            Ok(Some(x)) => x,
            Ok(None) => return Ok(()),
            Err(e) => match stopped(e)? {
                Some(x) => x,
                None => return Ok(()),
            },
        };
        f(x)?;
    }
}
