//! Descriptors: binding of class attributes, property, staticmethod, classmethod, super.

use std::cell::UnsafeCell;

use super::{HAS_GET, HAS_SET, as_type, data, type_lookup};
use crate::error::{Result, raise, type_error};
use crate::exception::ATTRIBUTE_ERROR;
use crate::function::new_method;
use crate::state::names;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};

/// `property`, and the holder of the one function of `staticmethod` and `classmethod`.
#[repr(C)]
pub struct PropertyObj {
    pub header: Header,
    /// property: getter, setter, deleter, doc; the others: the function.
    fields: UnsafeCell<[Option<Value>; 4]>,
}

// SAFETY: repr(C), header first; the three types below are the only ones with this layout.
unsafe impl Object for PropertyObj {
    const LAYOUT: Layout = Layout::Property;
}

impl PropertyObj {
    pub fn field(&self, i: usize) -> Option<Value> {
        // SAFETY: single-threaded, copied out at once.
        unsafe { (&*self.fields.get())[i].clone() }
    }
    fn set_field(&self, i: usize, v: Option<Value>) {
        // SAFETY: the old value is dropped after the field holds the new one.
        let old = unsafe { std::mem::replace(&mut (&mut *self.fields.get())[i], v) };
        drop(old);
    }
}

const SLOTS: Slots = Slots {
    getattr: Some(getattr),
    setattr: Some(setattr),
    drop: Some(drop_property),
    traverse: Some(traverse),
    clear: Some(clear),
    ..Slots::EMPTY
};

crate::late_type! {
    pub static PROPERTY, property_type = (
        "property",
        Layout::Property,
        Slots { new: Some(property_new), ..SLOTS },
        crate::natives![
            "getter(self, f, /) -> property" => getter,
            "setter(self, f, /) -> property" => setter,
            "deleter(self, f, /) -> property" => deleter,
            "__set_name__(self, owner, name, /) -> None" => property_set_name,
            "__get__(self, instance, owner=None, /)" => property_get,
            "__set__(self, instance, value, /) -> None" => property_set,
            "__delete__(self, instance, /) -> None" => property_delete,
        ],
        base: None,
    );
}
pub static STATICMETHOD: TypeObj = TypeObj::native(
    "staticmethod",
    Layout::Property,
    Slots { new: Some(single_new), call: Some(static_call), ..SLOTS },
    crate::natives!["__get__(self, instance, owner=None, /)" => method_get],
);
pub static CLASSMETHOD: TypeObj = TypeObj::native(
    "classmethod",
    Layout::Property,
    Slots { new: Some(single_new), ..SLOTS },
    crate::natives!["__get__(self, instance, owner=None, /)" => method_get],
);

unsafe fn drop_property(h: *mut Header) {
    // SAFETY: called once on an unreachable object.
    unsafe { std::ptr::drop_in_place(h as *mut PropertyObj) }
}
unsafe fn traverse(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object; nothing is changed.
    unsafe { (*(*(h as *const PropertyObj)).fields.get()).iter().flatten().for_each(visit) }
}
unsafe fn clear(h: *mut Header) {
    // SAFETY: a live object.
    let p = unsafe { &*(h as *const PropertyObj) };
    (0..4).for_each(|i| p.set_field(i, None));
}

fn make(ty: &'static TypeObj, fields: [Option<Value>; 4]) -> Value {
    crate::heap::new_object(ty, |header| PropertyObj { header, fields: UnsafeCell::new(fields) })
}

/// `property(getter)`.
pub fn new_property(getter: Value) -> Value {
    make(property_type(), [Some(getter), None, None, None])
}
pub fn new_staticmethod(f: Value) -> Value {
    make(&STATICMETHOD, [Some(f), None, None, None])
}
pub fn new_classmethod(f: Value) -> Value {
    make(&CLASSMETHOD, [Some(f), None, None, None])
}

fn this(v: &Value) -> Result<&PropertyObj> {
    match v.downcast::<PropertyObj>() {
        Some(p) => Ok(p),
        None => type_error("descriptor requires a 'property' object"),
    }
}

fn property_new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let mut fields = [None, None, None, None];
    if args.len() > 4 {
        return type_error(text!("property expected at most 4 arguments, got ", crate::ops::dec(args.len() as i64)));
    }
    for (slot, v) in fields.iter_mut().zip(args) {
        *slot = (!v.is_none()).then(|| v.clone());
    }
    for (k, v) in kwargs {
        let name = crate::ops::text_of(k);
        match ["fget", "fset", "fdel", "doc"].iter().position(|n| *n == name) {
            Some(i) => fields[i] = (!v.is_none()).then(|| v.clone()),
            None => return type_error(text!("'", name, "' is an invalid keyword argument for property()")),
        }
    }
    Ok(make(ty, fields))
}

fn single_new(ty: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    match args {
        [f] => Ok(make(ty, [Some(f.clone()), None, None, None])),
        _ => type_error(text!(ty.name, " expected 1 argument, got ", crate::ops::dec(args.len() as i64))),
    }
}

fn static_call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let f = this(v)?.field(0).unwrap_or_else(Value::none);
    crate::ops::call_kw(&f, args, kwargs)
}

fn with_field(a: &[Value], i: usize) -> Result<Value> {
    let p = this(&a[0])?;
    let mut fields = [p.field(0), p.field(1), p.field(2), p.field(3)];
    fields[i] = (!a[1].is_none()).then(|| a[1].clone());
    Ok(make(a[0].ty(), fields))
}
fn getter(a: &[Value]) -> Result<Value> {
    with_field(a, 0)
}
fn setter(a: &[Value]) -> Result<Value> {
    with_field(a, 1)
}
fn deleter(a: &[Value]) -> Result<Value> {
    with_field(a, 2)
}
fn property_set_name(_: &[Value]) -> Result<Value> {
    Ok(Value::none())
}
fn property_get(a: &[Value]) -> Result<Value> {
    if a[1].is_none() { Ok(a[0].clone()) } else { bind(&a[0], Some(&a[1]), a[1].ty()) }
}
fn property_set(a: &[Value]) -> Result<Value> {
    set(&a[0], &a[1], Some(&a[2]), names::SET.get())?;
    Ok(Value::none())
}
fn property_delete(a: &[Value]) -> Result<Value> {
    set(&a[0], &a[1], None, names::DELETE.get())?;
    Ok(Value::none())
}
fn method_get(a: &[Value]) -> Result<Value> {
    let owner = as_type(&a[2]).unwrap_or_else(|| a[1].ty());
    bind(&a[0], (!a[1].is_none()).then_some(&a[1]), owner)
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let p = this(v)?;
    let is_property = v.ty().is_subtype(&PROPERTY);
    let field = |i: usize| Some(p.field(i).unwrap_or_else(Value::none));
    Ok(match (name, is_property) {
        ("fget", true) => field(0),
        ("fset", true) => field(1),
        ("fdel", true) => field(2),
        ("__doc__", true) => match (p.field(3).filter(|d| !d.is_none()), p.field(0)) {
            (Some(d), _) => Some(d),
            (None, Some(f)) => crate::ops::getattr_opt(&f, "__doc__")?,
            _ => Some(Value::none()),
        },
        ("__func__" | "__wrapped__", false) => field(0),
        ("__name__" | "__doc__" | "__qualname__" | "__module__" | "__isabstractmethod__", _) => match p.field(0) {
            Some(f) => crate::ops::getattr_opt(&f, name)?,
            None => None,
        },
        _ => None,
    })
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    if name == "__doc__" {
        this(v)?.set_field(3, value.cloned());
        return Ok(true);
    }
    Ok(false)
}

/// The attribute takes part in `obj.x = …` and wins over the instance's own attributes.
#[inline]
pub fn is_data(attr: &Value) -> bool {
    let ty = attr.ty();
    match ty.layout {
        Layout::Property => ty.is_subtype(&PROPERTY),
        Layout::Object if !ty.is_native => data(ty).has(HAS_SET),
        Layout::Foreign => crate::foreign::of(attr).is_some_and(|hooks| (hooks.is_data)(attr)),
        _ => false,
    }
}

/// The class attribute `attr` as seen through an instance (or through the class: `instance` = None).
#[inline]
pub fn bind(attr: &Value, instance: Option<&Value>, owner: &'static TypeObj) -> Result<Value> {
    let Some(h) = attr.header() else { return Ok(attr.clone()) };
    let ty = h.ty.get();
    match ty.layout {
        Layout::Function => Ok(match instance {
            Some(obj) => new_method(attr.clone(), obj.clone()),
            None => attr.clone(),
        }),
        Layout::Native => Ok(crate::native::bind_native(attr, instance, owner)),
        Layout::Property => bind_property(attr, instance, owner),
        Layout::Foreign => match crate::foreign::of(attr) {
            Some(hooks) => (hooks.bind)(attr, instance, &owner.value()),
            None => Ok(attr.clone()),
        },
        Layout::Other if crate::modules::cached::is_cached(attr) => Ok(match instance {
            Some(obj) => new_method(attr.clone(), obj.clone()),
            None => attr.clone(),
        }),
        _ if !ty.is_native && data(ty).has(HAS_GET) => {
            let get = type_lookup(ty, names::GET.get()).unwrap_or_else(Value::none);
            let obj = instance.cloned().unwrap_or_else(Value::none);
            crate::ops::call(&get, &[attr.clone(), obj, owner.value()])
        }
        _ => Ok(attr.clone()),
    }
}

fn bind_property(attr: &Value, instance: Option<&Value>, owner: &'static TypeObj) -> Result<Value> {
    let p = this(attr)?;
    let ty = attr.ty();
    if ty.is_subtype(&STATICMETHOD) {
        return Ok(p.field(0).unwrap_or_else(Value::none));
    }
    if ty.is_subtype(&CLASSMETHOD) {
        let f = p.field(0).unwrap_or_else(Value::none);
        return Ok(match f.ty().layout {
            Layout::Function | Layout::Native => new_method(f, owner.value()),
            _ => bind(&f, Some(&owner.value()), owner.value().ty())?,
        });
    }
    let Some(obj) = instance else { return Ok(attr.clone()) };
    match p.field(0) {
        Some(get) => crate::ops::call(&get, std::slice::from_ref(obj)),
        None => no_accessor(attr, obj, "getter"),
    }
}

#[cold]
fn no_accessor<T>(attr: &Value, obj: &Value, what: &str) -> Result<T> {
    let name = property_name(attr, obj.ty());
    let qual = super::qualname(obj.ty());
    raise(&ATTRIBUTE_ERROR, match name {
        Some(n) => text!("property '", n, "' of '", qual, "' object has no ", what),
        None => text!("property of '", qual, "' object has no ", what),
    })
}

fn property_name(attr: &Value, ty: &'static TypeObj) -> Option<String> {
    data(ty).mro().iter().find_map(|t| {
        let (n, _) = data(t).attrs.entries().iter().find(|(_, v)| v.is(attr))?;
        Some(crate::ops::text_of(n).into_owned())
    })
}

/// `obj.x = value` or `del obj.x` where the class attribute `attr` is a data descriptor.
pub fn set(attr: &Value, obj: &Value, value: Option<&Value>, _name: &Value) -> Result<()> {
    if attr.ty().layout == Layout::Property {
        let p = this(attr)?;
        let f = p.field(if value.is_some() { 1 } else { 2 });
        let Some(f) = f else { return no_accessor(attr, obj, if value.is_some() { "setter" } else { "deleter" }) };
        match value {
            Some(v) => crate::ops::call(&f, &[obj.clone(), v.clone()])?,
            None => crate::ops::call(&f, std::slice::from_ref(obj))?,
        };
        return Ok(());
    }
    if let Some(hooks) = crate::foreign::of(attr) {
        return (hooks.assign)(attr, obj, value);
    }
    let (special, label) = if value.is_some() { (names::SET.get(), "__set__") } else { (names::DELETE.get(), "__delete__") };
    let Some(f) = type_lookup(attr.ty(), special) else {
        return raise(&ATTRIBUTE_ERROR, label);
    };
    match value {
        Some(v) => crate::ops::call(&f, &[attr.clone(), obj.clone(), v.clone()])?,
        None => crate::ops::call(&f, &[attr.clone(), obj.clone()])?,
    };
    Ok(())
}

/// `super(cls, obj)` as a value.
#[repr(C)]
pub struct SuperObj {
    pub header: Header,
    class: &'static TypeObj,
    /// The instance or class that methods are bound to.
    object: Value,
    /// The class whose MRO is searched.
    start: &'static TypeObj,
}

// SAFETY: repr(C), header first. The layout is shared: `super_parts` checks the type.
unsafe impl Object for SuperObj {
    const LAYOUT: Layout = Layout::Other;
}

crate::late_type! {
    pub static SUPER, super_type = (
        "super",
        Layout::Other,
        Slots {
            new: Some(super_new),
            drop: Some(drop_super),
            traverse: Some(traverse_super),
            repr: Some(super_repr),
            ..Slots::EMPTY
        },
        &[],
        base: None,
    );
}

unsafe fn drop_super(h: *mut Header) {
    // SAFETY: called once on an unreachable object.
    unsafe { std::ptr::drop_in_place(h as *mut SuperObj) }
}
unsafe fn traverse_super(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object.
    visit(unsafe { &(*(h as *const SuperObj)).object })
}

fn super_new(_: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    match args {
        [class, object] => make_super(class, object),
        [] => raise(&crate::exception::RUNTIME_ERROR, "super(): no arguments"),
        _ => type_error("super() takes one or two arguments"),
    }
}

/// `super(class, object)`.
pub fn make_super(class: &Value, object: &Value) -> Result<Value> {
    if let Some(hooks) = crate::foreign::of(class) {
        return (hooks.super_of)(class, object);
    }
    let Some(class) = as_type(class) else {
        return type_error(text!("super() argument 1 must be a type, not ", class.ty().name));
    };
    let start = super_start(class, object)?;
    Ok(crate::heap::new_object(super_type(), |header| SuperObj { header, class, object: object.clone(), start }))
}

/// The class whose MRO `super(class, object)` searches.
fn super_start(class: &'static TypeObj, object: &Value) -> Result<&'static TypeObj> {
    if let Some(t) = as_type(object)
        && t.is_subtype(class)
    {
        return Ok(t);
    }
    if object.ty().is_subtype(class) {
        return Ok(object.ty());
    }
    type_error("super(type, obj): obj must be an instance or subtype of type")
}

fn super_repr(v: &Value) -> Result<Value> {
    // SAFETY: only called for objects of this type.
    let s = unsafe { v.cast::<SuperObj>() };
    Ok(crate::str::from_string(text!("<super: <class '", s.class.name, "'>, <", s.start.name, " object>>")))
}

/// `v.name` where `v` is a super object.
pub(super) fn super_getattr(v: &Value, name: &Value) -> Result<Option<Value>> {
    // SAFETY: the caller has checked the type.
    let s = unsafe { v.cast::<SuperObj>() };
    if name.is(names::CLASS.get()) {
        return Ok(Some(SUPER.value()));
    }
    super_attr(s.class, &s.object, s.start, name)
}

/// `super().name` in a method of `class` called on `object`.
pub fn super_attr(class: &'static TypeObj, object: &Value, start: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    let Some(attr) = super::lookup_after(start, class, name) else { return Ok(None) };
    let through_class = as_type(object).is_some_and(|t| std::ptr::eq(t, start));
    bind(&attr, (!through_class).then_some(object), start).map(Some)
}

/// `super().name`, raising AttributeError.
pub fn super_method(class: &Value, object: &Value, name: &Value) -> Result<Value> {
    if let Some(hooks) = crate::foreign::of(class) {
        return super::attrs::get(&(hooks.super_of)(class, object)?, name);
    }
    let Some(class) = as_type(class) else { return type_error("super(): no class") };
    let start = super_start(class, object)?;
    match super_attr(class, object, start, name)? {
        Some(v) => Ok(v),
        None => {
            let v = make_super(&class.value(), object)?;
            let text = text!("'super' object has no attribute '", crate::ops::text_of(name), "'");
            crate::exception::raise_attribute_error(&v, name, &text)
        }
    }
}
