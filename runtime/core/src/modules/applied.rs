//! What `functools.partial` makes: a function with some of its arguments. The class that programs see derives from this one in
//! the shim, which adds what Python can say.

use std::cell::UnsafeCell;

use crate::dict::{self, as_dict};
use crate::error::{Result, type_error};
use crate::native::Natives;
use crate::tuple::{self, TupleObj};
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, natives, ops, seq};

#[repr(C)]
struct Applied {
    header: Header,
    function: UnsafeCell<Value>,
    /// A tuple.
    args: UnsafeCell<Value>,
    /// A dict.
    keywords: UnsafeCell<Value>,
}

// SAFETY: repr(C) with the header first; found by its type and its subclasses only.
unsafe impl Object for Applied {
    const LAYOUT: Layout = Layout::Other;
}

pub static APPLIED: TypeObj = TypeObj::native(
    "_native.applied",
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

static METHODS: Natives = natives!["_parts(self, /) -> any" => |a: &[Value]| {
    let (function, args, keywords) = parts(&a[0]);
    Ok(tuple::new(vec![function, args, keywords]))
}];

/// Function, arguments and keywords, each with a reference of its own: what is called may end the object.
fn parts(v: &Value) -> (Value, Value, Value) {
    debug_assert!(v.ty().is_subtype(&APPLIED));
    // SAFETY: the slots and methods of this file are reached only through APPLIED and its subclasses; the fields change only
    // when the cycle collector empties an object that nobody uses.
    unsafe {
        let p = &*(v.bits() as *const Applied);
        ((*p.function.get()).clone(), (*p.args.get()).clone(), (*p.keywords.get()).clone())
    }
}

fn items(args: &Value) -> &[Value] {
    args.downcast::<TupleObj>().map_or(&[], |t| t.items())
}

/// Called by this file's code, and without attributes of its own: nobody can tell whether it is part of another.
fn is_bare(v: &Value) -> Result<bool> {
    let own = v.ty().is_subtype(&APPLIED)
        && v.ty().slots.call.is_some_and(|f| std::ptr::fn_addr_eq(f, call as fn(&Value, &[Value], &[(Value, Value)]) -> Result<Value>));
    Ok(own && ops::getattr_opt(v, "__dict__")?.is_none_or(|d| d.downcast::<dict::DictObj>().is_none_or(|d| d.is_empty())))
}

fn construct(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let Some((function, rest)) = args.split_first() else { return type_error("type 'partial' takes at least one argument") };
    if !seq::is_callable(function) {
        return type_error("the first argument must be callable");
    }
    let keywords = dict::new();
    // One inside another becomes one.
    let (function, args) = if is_bare(function)? {
        let (inner, given, named) = parts(function);
        dict::update(&keywords, &named)?;
        (inner, tuple::new(items(&given).iter().chain(rest).cloned().collect()))
    } else {
        (function.clone(), tuple::from_slice(rest))
    };
    for (k, v) in kwargs {
        as_dict(&keywords).insert(k.clone(), v.clone())?;
    }
    Ok(heap::new_object(ty, |header| Applied {
        header,
        function: UnsafeCell::new(function),
        args: UnsafeCell::new(args),
        keywords: UnsafeCell::new(keywords),
    }))
}

fn call(f: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let (function, given, named) = parts(f);
    let given = items(&given);
    if as_dict(&named).is_empty() {
        return match given {
            [] => ops::call_kw(&function, args, kwargs),
            [first] => ops::call_prepended(&function, first, args, kwargs),
            _ => {
                let all: Vec<Value> = given.iter().chain(args).cloned().collect();
                ops::call_kw(&function, &all, kwargs)
            }
        };
    }
    let all: Vec<Value> = given.iter().chain(args).cloned().collect();
    // Those of the call replace the others in their places.
    let merged = dict::new();
    dict::update(&merged, &named)?;
    for (k, v) in kwargs {
        as_dict(&merged).insert(k.clone(), v.clone())?;
    }
    let merged: Vec<(Value, Value)> = as_dict(&merged).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    ops::call_kw(&function, &all, &merged)
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on an object nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut Applied) }
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object.
    unsafe {
        let p = &*(h as *const Applied);
        f(&*p.function.get());
        f(&*p.args.get());
        f(&*p.keywords.get());
    }
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live object that only garbage refers to; the old value is released after the new one is in place.
    unsafe {
        let p = &*(h as *const Applied);
        drop(std::mem::replace(&mut *p.function.get(), Value::none()));
        drop(std::mem::replace(&mut *p.args.get(), Value::none()));
    }
}
