//! `collections.defaultdict`.

use std::cell::{Cell, UnsafeCell};

use crate::dict::{self, DICT, DICT_SLOTS, DictObj, as_dict};
use crate::error::{Result, type_error};
use crate::exception::raise_key_error;
use crate::native::Natives;
use crate::natives;
use crate::seq;
use crate::types::{BinOp, Layout, Slots, TypeObj};
use crate::value::{Header, Value};
use crate::{heap, list, ops, str, tuple};

/// A dict with a function that makes the values of missing keys.
#[repr(C)]
struct DefaultDictObj {
    dict: DictObj,
    /// None: no function.
    factory: UnsafeCell<Value>,
}

crate::late_type! {
    pub static DEFAULTDICT, defaultdict_type = (
        "collections.defaultdict",
        Layout::Dict,
        Slots {
            repr: Some(repr),
            binary: Some(binary),
            getitem: Some(getitem),
            getattr: Some(getattr),
            setattr: Some(setattr),
            new: Some(construct),
            drop: Some(drop_fields),
            traverse: Some(traverse),
            clear: Some(clear_fields),
            ..DICT_SLOTS
        },
        METHODS,
        base: Some(&DICT),
    );
}

static METHODS: Natives = natives![
    "__missing__(self, key, /) -> V" => missing,
    "copy(self, /) -> Self" => copy,
    "__copy__(self, /) -> Self" => copy,
    "__init__(self, /, *args, **kwargs) -> None" => init,
];

fn new_of(ty: &'static TypeObj, factory: Value) -> Value {
    heap::new_var(ty, size_of::<DefaultDictObj>(), |p| {
        let header = Header { rc: Cell::new(1), ty: Cell::new(ty) };
        let object = DefaultDictObj { dict: DictObj::with_header(header), factory: UnsafeCell::new(factory) };
        // SAFETY: the memory is new and large enough.
        unsafe { (p as *mut DefaultDictObj).write(object) }
    })
}

// SAFETY: every object of DEFAULTDICT and its subclasses starts with a DefaultDictObj; found by that type only.
unsafe fn of(v: &Value) -> &DefaultDictObj {
    debug_assert!(v.ty().is_subtype(&DEFAULTDICT));
    // SAFETY: by the contract.
    unsafe { &*(v.bits() as *const DefaultDictObj) }
}

fn factory(v: &Value) -> Value {
    // SAFETY: the slots and methods of this file are reached only through DEFAULTDICT and its subclasses.
    unsafe { (*of(v).factory.get()).clone() }
}

fn set_factory(v: &Value, f: Value) {
    // SAFETY: as above; the old value is released after the new one is in place.
    let old = unsafe { std::mem::replace(&mut *of(v).factory.get(), f) };
    drop(old);
}

fn check_factory(f: &Value) -> Result<()> {
    if f.is_none() || seq::is_callable(f) { Ok(()) } else { type_error("first argument must be callable or None") }
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let out = new_of(ty, Value::none());
    initialise(&out, args, kw)?;
    Ok(out)
}

fn initialise(v: &Value, args: &[Value], kw: &[(Value, Value)]) -> Result<()> {
    let rest = match args {
        [f, rest @ ..] => {
            check_factory(f)?;
            set_factory(v, f.clone());
            rest
        }
        [] => args,
    };
    dict::update_args(v, "dict", rest, kw)
}

fn init(a: &[Value]) -> Result<Value> {
    set_factory(&a[0], Value::none());
    let kw: Vec<_> = as_dict(&a[2]).iter().collect();
    initialise(&a[0], tuple::as_tuple(&a[1]).items(), &kw)?;
    Ok(Value::none())
}

/// A new value of the function, the usual types without a call.
#[inline]
fn make(f: &Value) -> Result<Value> {
    if f.bits() == &list::LIST as *const TypeObj as u64 {
        Ok(list::empty())
    } else if f.bits() == &crate::int::INT as *const TypeObj as u64 {
        Ok(Value::int(0))
    } else {
        ops::call(f, &[])
    }
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    if !v.ty().is_native {
        return match as_dict(v).get(key)? {
            Some(x) => Ok(x),
            None => dict::missing(v, key),
        };
    }
    as_dict(v).get_or_insert_with(key, || {
        let f = factory(v);
        if f.is_none() { raise_key_error(key) } else { make(&f) }
    })
}

fn missing(a: &[Value]) -> Result<Value> {
    let f = factory(&a[0]);
    if f.is_none() {
        return raise_key_error(&a[1]);
    }
    let x = make(&f)?;
    ops::setitem(&a[0], &a[1], &x)?;
    Ok(x)
}

fn repr(v: &Value) -> Result<Value> {
    let mut out = str::Builder::new();
    out.push_str(seq::short_name(v));
    out.push_str("(");
    let f = factory(v);
    out.push_value(&seq::guarded_repr(&f, "...", || ops::repr(&f))?);
    out.push_str(", ");
    if as_dict(v).is_empty() {
        out.push_str("{}");
    } else if seq::enter_repr(v) {
        let r = dict::repr_items(as_dict(v), &mut out);
        seq::leave_repr(v);
        r?;
    } else {
        out.push_str("{...}");
    }
    out.push_str(")");
    Ok(out.finish())
}

fn copy(a: &[Value]) -> Result<Value> {
    copied(&a[0])
}

/// A copy of its own type with the same function.
fn copied(v: &Value) -> Result<Value> {
    if v.is_exact(&DEFAULTDICT) {
        let out = new_of(defaultdict_type(), factory(v));
        as_dict(&out).copy_from(as_dict(v));
        return Ok(out);
    }
    ops::call(&v.ty().value(), &[factory(v), v.clone()])
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op != BinOp::BitOr || a.downcast::<DictObj>().is_none() || b.downcast::<DictObj>().is_none() {
        return Ok(Value::not_implemented());
    }
    let out = if a.ty().is_subtype(&DEFAULTDICT) {
        copied(a)?
    } else {
        let class = b.ty().value();
        ops::call(&class, &[factory(b), a.clone()])?
    };
    dict::update(&out, b)?;
    Ok(out)
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    Ok((name == "default_factory").then(|| factory(v)))
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    if name != "default_factory" {
        return Ok(false);
    }
    set_factory(v, value.map_or_else(Value::none, Value::clone));
    Ok(true)
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on a defaultdict nobody refers to.
    unsafe {
        dict::drop_fields(h);
        std::ptr::drop_in_place((*(h as *mut DefaultDictObj)).factory.get());
    }
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live defaultdict.
    unsafe {
        dict::traverse(h, f);
        f(&*(*(h as *const DefaultDictObj)).factory.get());
    }
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live defaultdict; it is valid and empty before its old function is released.
    unsafe {
        let old = std::mem::replace(&mut *(*(h as *const DefaultDictObj)).factory.get(), Value::none());
        dict::clear_fields(h);
        drop(old);
    }
}
