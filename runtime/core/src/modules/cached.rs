//! What `functools.lru_cache` and `functools.cache` make: a function with the results of earlier calls.
//!
//! A hit costs a search in a dict: the key is the argument itself for a lone int or str, else a tuple. The class that programs
//! see derives from this one in the shim, which adds what Python can say: names, `cache_info`, binding as a method.

use std::cell::{Cell, UnsafeCell};

use crate::dict::{self, DictObj, as_dict};
use crate::error::{Result, type_error};
use crate::native::Natives;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, natives, ops, seq, str, tuple};

#[repr(C)]
struct Cached {
    header: Header,
    function: UnsafeCell<Value>,
    /// Results by key; the least recently used first, if there is a limit.
    results: Value,
    /// -1: no limit.
    limit: i64,
    typed: bool,
    hits: Cell<i64>,
    misses: Cell<i64>,
}

// SAFETY: repr(C) with the header first; found by its type and its subclasses only.
unsafe impl Object for Cached {
    const LAYOUT: Layout = Layout::Other;
}

pub static CACHED: TypeObj = TypeObj::native(
    "_native.cached",
    Layout::Other,
    Slots {
        call: Some(call),
        new: Some(construct),
        drop: Some(drop_fields),
        traverse: Some(traverse),
        clear: Some(clear_fields),
        ..Slots::EMPTY
    },
    METHODS,
);

static METHODS: Natives = natives![
    "_numbers(self, /) -> any" => numbers,
    "_forget(self, /) -> None" => forget,
    "_typed(self, /) -> bool" => |a: &[Value]| Ok(Value::bool(of(&a[0]).typed)),
    "_bound(self, object, /) -> any" => |a: &[Value]| Ok(crate::function::new_method(a[0].clone(), a[1].clone())),
];

fn of(v: &Value) -> &Cached {
    debug_assert!(v.ty().is_subtype(&CACHED));
    // SAFETY: the slots and methods of this file are reached only through CACHED and its subclasses.
    unsafe { &*(v.bits() as *const Cached) }
}

/// Such an object, which as an attribute of a class is a method of its instances.
#[inline]
pub(crate) fn is_cached(v: &Value) -> bool {
    let ty = v.ty();
    ty.layout == Layout::Other && ty.slots.call.is_some_and(|f| std::ptr::fn_addr_eq(f, call as fn(&Value, &[Value], &[(Value, Value)]) -> Result<Value>))
}

/// Arguments: the function, the limit or None, whether types tell calls apart.
fn construct(ty: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    let [function, limit, typed] = args else { return type_error("cached() takes 3 arguments") };
    let limit = if limit.is_none() { -1 } else { str::size_arg(limit)?.max(0) };
    let (function, results, typed) = (UnsafeCell::new(function.clone()), dict::new(), ops::truth(typed)?);
    Ok(heap::new_object(ty, |header| Cached { header, function, results, limit, typed, hits: Cell::new(0), misses: Cell::new(0) }))
}

/// What tells calls apart.
fn key_of(args: &[Value], kwargs: &[(Value, Value)], typed: bool) -> Value {
    if kwargs.is_empty() && !typed {
        if let [one] = args
            && (one.is_small() || seq::is_str(one) || one.is_exact(&crate::int::INT))
        {
            return one.clone();
        }
        return tuple::from_slice(args);
    }
    let mut parts = args.to_vec();
    if !kwargs.is_empty() {
        // Stands between the arguments by position and by keyword: no program has this type.
        parts.push(CACHED.value());
        parts.extend(kwargs.iter().flat_map(|(k, v)| [k.clone(), v.clone()]));
    }
    if typed {
        parts.extend(args.iter().map(|v| v.ty().value()));
        parts.extend(kwargs.iter().map(|(_, v)| v.ty().value()));
    }
    tuple::new(parts)
}

fn call(f: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let c = of(f);
    if c.limit == 0 {
        return miss(c, args, kwargs);
    }
    let key = key_of(args, kwargs, c.typed);
    let hash = seq::hash_key(&key)?;
    let d: &DictObj = as_dict(&c.results);
    if let Some(i) = d.find(hash, &key)? {
        c.hits.set(c.hits.get() + 1);
        let value = d.value_at(i).clone();
        if c.limit > 0 {
            d.move_entry(i, true);
        }
        return Ok(value);
    }
    let value = miss(c, args, kwargs)?;
    if c.limit > 0 {
        if d.find(hash, &key)?.is_some() {
            return Ok(value);
        }
        if d.len() as i64 >= c.limit {
            drop(d.pop_end(false));
        }
    }
    d.insert_hashed(hash, key, value.clone())?;
    Ok(value)
}

fn miss(c: &Cached, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    c.misses.set(c.misses.get() + 1);
    // SAFETY: emptied only by the cycle collector, on an object that nobody calls.
    let function = unsafe { (*c.function.get()).clone() };
    ops::call_kw(&function, args, kwargs)
}

/// `(hits, misses, maxsize, currsize)`.
fn numbers(a: &[Value]) -> Result<Value> {
    let c = of(&a[0]);
    let limit = if c.limit < 0 { Value::none() } else { Value::int(c.limit) };
    let size = as_dict(&c.results).len() as i64;
    Ok(tuple::new(vec![Value::int(c.hits.get()), Value::int(c.misses.get()), limit, Value::int(size)]))
}

fn forget(a: &[Value]) -> Result<Value> {
    let c = of(&a[0]);
    as_dict(&c.results).clear();
    c.hits.set(0);
    c.misses.set(0);
    Ok(Value::none())
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on an object nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut Cached) }
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object.
    unsafe {
        let c = &*(h as *const Cached);
        f(&*c.function.get());
        f(&c.results);
    }
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live object that only garbage refers to; the old value is released after the new one is in place.
    unsafe {
        let c = &*(h as *const Cached);
        drop(std::mem::replace(&mut *c.function.get(), Value::none()));
        as_dict(&c.results).clear();
    }
}
