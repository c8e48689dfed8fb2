//! `obj.name`, `obj.name = v`, `del obj.name`, `dir(obj)`.

use super::descr::{self, SUPER};
use super::instance::{Instance, as_instance, full_dict, instance_dict};
use super::{HAS_GETATTR, HAS_GETATTRIBUTE, HAS_SETATTR, NO_DICT, as_type, data, lookup, type_lookup};
use crate::dict::DictObj;
use crate::error::{Result, type_error};
use crate::exception::{ATTRIBUTE_ERROR, catch, raise_attribute_error};
use crate::ops::text_of;
use crate::state::{find_interned, intern_value, is_interned, names};
use crate::str::StrObj;
use crate::text;
use crate::types::{Layout, TypeObj};
use crate::value::Value;

/// The attribute, or AttributeError. `name` is any str.
#[inline]
pub fn get(obj: &Value, name: &Value) -> Result<Value> {
    let ty = obj.ty();
    // The usual case first: an attribute in a slot of an instance, or a method of its class.
    if ty.layout == Layout::Object
        && !ty.is_native
        && is_interned(name)
        && !data(ty).has(HAS_GETATTRIBUTE | HAS_GETATTR)
        && let Some(v) = instance_get(obj, ty, name)?
    {
        return Ok(v);
    }
    match get_opt_raw(obj, name)? {
        Some(v) => Ok(v),
        None => match crate::foreign::hooks().filter(|_| obj.ty().is_native && obj.ty().name.starts_with("numpy.")) {
            Some(real) => (real.real_attribute)(obj, name)?.map_or_else(|| missing(obj, name), Ok),
            None => missing(obj, name),
        },
    }
}

/// The attribute; `None` where AttributeError would be raised.
pub fn get_opt(obj: &Value, name: &Value) -> Result<Option<Value>> {
    Ok(catch(get_opt_raw(obj, name), &ATTRIBUTE_ERROR)?.flatten())
}

/// The attribute; `None` when the lookup ends without result (user code may still raise AttributeError itself).
#[inline]
fn get_opt_raw(obj: &Value, name: &Value) -> Result<Option<Value>> {
    let ty = obj.ty();
    if !is_interned(name) {
        // A name that was never interned is nobody's attribute, but hooks want to see it.
        let Some(interned) = find_interned(name) else { return get_unknown(obj, name) };
        return get_opt_raw(obj, &interned);
    }
    if !ty.is_native {
        let d = data(ty);
        if d.has(HAS_GETATTRIBUTE | HAS_GETATTR) {
            return get_hooked(obj, name);
        }
    }
    get_default(obj, name)
}

/// A name that is interned nowhere: only `__getattr__` and native hooks can know it.
#[cold]
fn get_unknown(obj: &Value, name: &Value) -> Result<Option<Value>> {
    let ty = obj.ty();
    if !ty.is_native && data(ty).has(HAS_GETATTRIBUTE | HAS_GETATTR) {
        return get_hooked(obj, &intern_value(name));
    }
    get_default(obj, &intern_value(name))
}

fn get_hooked(obj: &Value, name: &Value) -> Result<Option<Value>> {
    let ty = obj.ty();
    let found = if data(ty).has(HAS_GETATTRIBUTE) {
        match type_lookup(ty, names::GETATTRIBUTE.get()) {
            Some(f) => crate::ops::call(&f, &[obj.clone(), name.clone()]).map(Some),
            None => get_default(obj, name),
        }
    } else {
        get_default(obj, name)
    };
    if !data(ty).has(HAS_GETATTR) {
        return found;
    }
    if let Some(v) = catch(found, &ATTRIBUTE_ERROR)?.flatten() {
        return Ok(Some(v));
    }
    match type_lookup(ty, names::GETATTR.get()) {
        Some(f) => crate::ops::call(&f, &[obj.clone(), name.clone()]).map(Some),
        None => Ok(None),
    }
}

/// `object.__getattribute__`: `name` is interned.
pub fn get_default(obj: &Value, name: &Value) -> Result<Option<Value>> {
    let ty = obj.ty();
    match ty.layout {
        Layout::Type => {
            if let Some(t) = as_type(obj) {
                return type_get(t, name);
            }
        }
        Layout::Module => {
            if let Some(v) = crate::module::get_attr(obj, name)? {
                return Ok(Some(v));
            }
        }
        Layout::Object if !ty.is_native => return instance_get(obj, ty, name),
        _ => {}
    }
    native_get(obj, ty, name)
}

#[inline(always)]
fn instance_get(obj: &Value, ty: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    // SAFETY: classes with this layout make only Instance objects.
    let inst = unsafe { obj.cast::<Instance>() };
    let found = lookup(ty, name);
    if let Some(attr) = &found.value
        && descr::is_data(attr)
    {
        return descr::bind(attr, Some(obj), ty).map(Some);
    }
    if let Some(i) = found.slot
        && let Some(v) = inst.get_slot(data(ty), i)
    {
        return Ok(Some(v));
    }
    if inst.dict.get() != 0
        && let Some(v) = dict_get(obj, name)?
    {
        return Ok(Some(v));
    }
    match &found.value {
        Some(attr) => descr::bind(attr, Some(obj), ty).map(Some),
        None => special(obj, ty, name),
    }
}

/// What an attribute of an instance is, where no code runs to read it.
pub enum Plain {
    Value(Value),
    /// A function of the class, not bound yet.
    Method(Value),
}

/// Reads an attribute with an interned name. `None`: it takes more than a look, which [`get`] has.
#[inline]
pub fn get_plain(obj: &Value, name: &Value) -> Option<Plain> {
    let ty = obj.ty();
    if ty.is_native || ty.layout != Layout::Object || data(ty).has(HAS_GETATTRIBUTE | HAS_GETATTR) {
        return None;
    }
    // SAFETY: classes with this layout make only Instance objects.
    let inst = unsafe { obj.cast::<Instance>() };
    let found = lookup(ty, name);
    if found.value.as_ref().is_some_and(descr::is_data) {
        return None;
    }
    if let Some(v) = found.slot.and_then(|i| inst.get_slot(data(ty), i)) {
        return Some(Plain::Value(v));
    }
    let function = found.value.filter(|attr| attr.ty().layout == Layout::Function)?;
    (inst.dict.get() == 0).then_some(Plain::Method(function))
}

fn dict_get(obj: &Value, name: &Value) -> Result<Option<Value>> {
    match instance_dict(obj, false) {
        Some(d) => match d.downcast::<DictObj>() {
            Some(d) => d.get(name),
            None => Ok(None),
        },
        None => Ok(None),
    }
}

fn native_get(obj: &Value, ty: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    if ty.layout == Layout::Other && ty.is_subtype(&SUPER) {
        return descr::super_getattr(obj, name);
    }
    // All that such an object has is its own runtime's, `__class__` and the methods of `object` among it.
    if ty.layout == Layout::Foreign
        && let Some(hook) = ty.slots.getattr
    {
        return hook(obj, &text_of(name));
    }
    let found = lookup(ty, name);
    if let Some(attr) = &found.value {
        // A method's documentation is its function's, and a property's its own.
        let asks_function = matches!(ty.layout, Layout::Method | Layout::Property) && name.is(names::DOC.get());
        let direct = ty.is_native && ty.layout != Layout::Exception && ty.layout != Layout::Function && !asks_function;
        if direct || descr::is_data(attr) {
            return descr::bind(attr, Some(obj), ty).map(Some);
        }
    }
    if !ty.is_native {
        if ty.layout != Layout::Exception {
            if let Some(v) = dict_get(obj, name)? {
                return Ok(Some(v));
            }
        } else if let Some(i) = found.slot
            && let Some(inst) = as_instance(obj)
            && let Some(v) = inst.get_slot(data(ty), i)
        {
            return Ok(Some(v));
        }
    }
    if let Some(hook) = ty.slots.getattr
        && let Some(s) = name.downcast::<StrObj>()
        && let Some(v) = hook(obj, &s.to_rust())?
    {
        return Ok(Some(v));
    }
    match &found.value {
        Some(attr) => descr::bind(attr, Some(obj), ty).map(Some),
        None => special(obj, ty, name),
    }
}

/// Attributes that every object has.
fn special(obj: &Value, ty: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    if name.is(names::CLASS.get()) {
        return Ok(Some(ty.value()));
    }
    if name.is(names::DICT.get()) {
        return Ok(full_dict(obj));
    }
    if name.is(names::DOC.get()) {
        return Ok(Some(Value::none()));
    }
    if name.is(names::MODULE.get()) && !ty.is_native {
        return Ok(Some(crate::str::from_string(super::module_name(ty))));
    }
    Ok(None)
}

/// `Class.name`.
pub fn type_get(ty: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    let meta = ty.header.ty.get();
    if name.is(names::NAME.get()) && std::ptr::eq(meta, &super::TYPE) {
        return super::type_type::type_attr(ty, name);
    }
    if name.is(names::ANNOTATIONS.get()) && crate::foreign::hooks().is_some() {
        // Each class has its own.
        return match data(ty).attrs.get(name) {
            Some(own) => Ok(Some(own.clone())),
            None => super::type_type::type_attr(ty, name),
        };
    }
    if name.is(names::ABSTRACTMETHODS.get()) {
        return Ok(data(ty).attrs.get(name).cloned());
    }
    let meta_attr = type_lookup(meta, name);
    if let Some(attr) = &meta_attr
        && descr::is_data(attr)
    {
        return descr::bind(attr, Some(&ty.value()), meta).map(Some);
    }
    // `object` gives every class a __repr__ and the like for its instances: the type's own come first only when called
    // through the metaclass, so the class's MRO is searched next.
    if let Some(attr) = type_lookup(ty, name) {
        return descr::bind(&attr, None, ty).map(Some);
    }
    if let Some(v) = super::type_type::type_attr(ty, name)? {
        return Ok(Some(v));
    }
    match meta_attr {
        Some(attr) => descr::bind(&attr, Some(&ty.value()), meta).map(Some),
        None => Ok(None),
    }
}

/// AttributeError with CPython's text.
#[cold]
fn missing<T>(obj: &Value, name: &Value) -> Result<T> {
    let n = text_of(name);
    let message = match obj.ty().layout {
        Layout::Type => match as_type(obj) {
            Some(t) => text!("type object '", super::attrs::simple_name(t), "' has no attribute '", n, "'"),
            None => String::new(),
        },
        Layout::Module => text!("module '", crate::module::name_of(obj), "' has no attribute '", n, "'"),
        _ => text!("'", simple_name(obj.ty()), "' object has no attribute '", n, "'"),
    };
    raise_attribute_error(obj, name, &message)
}

/// `tp_name` as messages print it.
pub fn simple_name(ty: &'static TypeObj) -> &'static str {
    ty.name
}

/// How a method is called: with the object as first argument, or as it is.
pub enum Method {
    /// A function or native of the class: the object goes first.
    Unbound(Value),
    Bound(Value),
}

/// `obj.name` about to be called: avoids the bound method where it can.
#[inline]
pub fn method(obj: &Value, name: &Value) -> Result<Method> {
    let ty = obj.ty();
    if is_interned(name) && !matches!(ty.layout, Layout::Type | Layout::Module | Layout::Foreign) {
        let plain = ty.is_native || !data(ty).has(HAS_GETATTRIBUTE);
        let found = lookup(ty, name);
        if plain
            && let Some(f) = found.value
            && (f.ty().layout == Layout::Function
                || (f.ty().layout == Layout::Native && crate::native::is_method(&f))
                || crate::modules::cached::is_cached(&f))
            && !shadowed(obj, ty, found.slot, name)?
        {
            return Ok(Method::Unbound(f));
        }
    }
    get(obj, name).map(Method::Bound)
}

/// The instance has an attribute of its own that hides the method.
#[inline]
fn shadowed(obj: &Value, ty: &'static TypeObj, slot: Option<usize>, name: &Value) -> Result<bool> {
    if ty.is_native {
        return Ok(ty.layout == Layout::Function && dict_get(obj, name)?.is_some());
    }
    if let Some(inst) = as_instance(obj) {
        if let Some(i) = slot
            && inst.get_slot(data(ty), i).is_some()
        {
            return Ok(true);
        }
        return Ok(inst.dict.get() != 0 && dict_get(obj, name)?.is_some());
    }
    Ok(dict_get(obj, name)?.is_some())
}

/// `obj.name = value` or (`None`) `del obj.name`.
#[inline]
pub fn set(obj: &Value, name: &Value, value: Option<&Value>) -> Result<()> {
    let ty = obj.ty();
    let name = intern_value(name);
    if !ty.is_native && data(ty).has(HAS_SETATTR) {
        let special = if value.is_some() { names::SETATTR.get() } else { names::DELATTR.get() };
        if let Some(f) = type_lookup(ty, special) {
            match value {
                Some(v) => crate::ops::call(&f, &[obj.clone(), name, v.clone()])?,
                None => crate::ops::call(&f, &[obj.clone(), name])?,
            };
            return Ok(());
        }
    }
    set_default(obj, &name, value)
}

/// `object.__setattr__` and `__delattr__`; `name` is interned.
pub fn set_default(obj: &Value, name: &Value, value: Option<&Value>) -> Result<()> {
    let ty = obj.ty();
    if ty.layout == Layout::Type
        && let Some(t) = as_type(obj)
    {
        return super::type_type::type_set(t, name, value);
    }
    let found = lookup(ty, name);
    if let Some(attr) = &found.value
        && descr::is_data(attr)
    {
        return descr::set(attr, obj, value, name);
    }
    if ty.layout == Layout::Object && !ty.is_native {
        // SAFETY: classes with this layout make only Instance objects.
        let inst = unsafe { obj.cast::<Instance>() };
        let d = data(ty);
        if let Some(i) = found.slot {
            match value {
                Some(v) => {
                    if inst.set_slot(d, i, v) {
                        return Ok(());
                    }
                    // A slot for floats cannot hold it: the dict does.
                }
                None => {
                    if inst.unset_slot(d, i) {
                        return Ok(());
                    }
                }
            }
        } else if d.has(NO_DICT) {
            return no_attribute(obj, name, found.value.is_some());
        }
        return dict_set(obj, name, value);
    }
    if let Some(i) = found.slot
        && let Some(inst) = as_instance(obj)
    {
        let done = match value {
            Some(v) => inst.set_slot(data(ty), i, v),
            None => inst.unset_slot(data(ty), i),
        };
        if done {
            return Ok(());
        }
    }
    if let Some(hook) = ty.slots.setattr
        && hook(obj, &text_of(name), value)?
    {
        return Ok(());
    }
    if name.is(names::CLASS.get()) {
        return type_error("__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    if !ty.is_native && ty.layout != Layout::Exception && !data(ty).has(NO_DICT) {
        return dict_set(obj, name, value);
    }
    no_attribute(obj, name, found.value.is_some())
}

#[cold]
fn no_attribute(obj: &Value, name: &Value, read_only: bool) -> Result<()> {
    let n = text_of(name);
    let ty = simple_name(obj.ty());
    if read_only {
        let message = text!("'", ty, "' object attribute '", n, "' is read-only");
        return raise_attribute_error(obj, name, &message);
    }
    let why = if crate::start::hosted::minor() >= 13 { " and no __dict__ for setting new attributes" } else { "" };
    raise_attribute_error(obj, name, &text!("'", ty, "' object has no attribute '", n, "'", why))
}

fn dict_set(obj: &Value, name: &Value, value: Option<&Value>) -> Result<()> {
    if name.is(names::CLASS.get()) {
        return set_class(obj, value);
    }
    if name.is(names::DICT.get())
        && let Some(v) = value
    {
        return replace_dict(obj, v);
    }
    let removed = match instance_dict(obj, value.is_some()) {
        Some(dict) => match (dict.downcast::<DictObj>(), value) {
            (Some(d), Some(v)) => {
                d.insert(name.clone(), v.clone())?;
                return Ok(());
            }
            (Some(d), None) => d.remove(name)?.is_some(),
            _ => false,
        },
        None => false,
    };
    if removed {
        return Ok(());
    }
    if !obj.ty().is_native && declared_slot(obj.ty(), name) {
        return raise_attribute_error(obj, name, &text_of(name));
    }
    no_attribute(obj, name, false)
}

/// `obj.__class__ = C`, where the instances of both classes look the same.
fn set_class(obj: &Value, value: Option<&Value>) -> Result<()> {
    let Some(new) = value.and_then(as_type) else {
        return type_error("__class__ must be set to a class, not an object of another type");
    };
    let old = obj.ty();
    let (a, b) = (data(old), data(new));
    let same = !new.is_native
        && old.layout == new.layout
        && a.has(NO_DICT) == b.has(NO_DICT)
        && a.slots.len() == b.slots.len()
        && a.slots.iter().zip(b.slots.iter()).all(|(x, y)| x.name.is(&y.name) && x.is_f64 == y.is_f64);
    if same {
        if let Some(h) = obj.header() {
            h.ty.set(new);
        }
        return Ok(());
    }
    if new.is_native {
        return type_error("__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    // Attributes in slots that the new class does not have move to the dict, which both have.
    if old.layout == Layout::Object && new.layout == Layout::Object && !a.has(NO_DICT) && !b.has(NO_DICT) && b.slots.len() <= a.slots.len() {
        full_dict(obj);
        if let Some(h) = obj.header() {
            h.ty.set(new);
            // SAFETY: both classes have this layout, and the new one has no more slots.
            let inst = unsafe { obj.cast::<Instance>() };
            for i in 0..b.slots.len() {
                inst.unset_raw(b, i);
            }
        }
        return Ok(());
    }
    type_error(text!("__class__ assignment: '", new.name, "' object layout differs from '", old.name, "'"))
}

/// `obj.__dict__ = d`: the contents are copied.
fn replace_dict(obj: &Value, v: &Value) -> Result<()> {
    let Some(new) = v.downcast::<DictObj>() else {
        return type_error(text!("__dict__ must be set to a dictionary, not a '", v.ty().name, "'"));
    };
    let entries: Vec<(Value, Value)> = new.iter().collect();
    if let Some(own) = full_dict(obj) {
        crate::ops::call_method(&own, "clear", &[])?;
        if let Some(d) = own.downcast::<DictObj>() {
            for (k, x) in entries {
                d.insert(k, x)?;
            }
        }
    }
    Ok(())
}

/// The names that `dir(obj)` lists, sorted.
pub fn dir_names(obj: &Value) -> Vec<String> {
    let mut names = std::collections::BTreeSet::new();
    let mut add_class = |t: &'static TypeObj| {
        for c in data(t).mro() {
            for (n, _) in data(c).attrs.entries() {
                names.insert(text_of(n).into_owned());
            }
            if !c.is_native && c.layout == Layout::Object && !data(c).has(NO_DICT) {
                names.extend(["__dict__", "__weakref__"].map(str::to_owned));
            }
            for s in data(c).slots.iter() {
                if c.layout == Layout::Object && data(c).has(NO_DICT) {
                    names.insert(text_of(&s.name).into_owned());
                }
            }
        }
    };
    match as_type(obj) {
        Some(t) => add_class(t),
        None => add_class(obj.ty()),
    }
    if as_type(obj).is_none() {
        names.insert("__class__".to_owned());
        if let Some(inst) = as_instance(obj) {
            let d = data(obj.ty());
            for (i, s) in d.slots.iter().enumerate() {
                if inst.get_slot(d, i).is_some() {
                    names.insert(text_of(&s.name).into_owned());
                }
            }
        }
        if let Some(dict) = instance_dict(obj, false)
            && let Some(d) = dict.downcast::<DictObj>()
        {
            for (k, _) in d.iter() {
                names.insert(text_of(&k).into_owned());
            }
        }
        if obj.ty().layout == Layout::Module {
            names = crate::module::attr_names(obj).into_iter().collect();
        }
    }
    names.into_iter().collect()
}

/// Some class declares the attribute in `__slots__`: it is no part of `__dict__`.
pub fn declared_slot(ty: &'static TypeObj, name: &Value) -> bool {
    data(ty).mro().iter().filter(|t| !t.is_native).any(|t| match data(t).attrs.get(crate::state::names::SLOTS.get()) {
        Some(v) if v.downcast::<crate::str::StrObj>().is_some() => crate::state::intern_value(v).is(name),
        Some(v) => crate::list::to_vec(v).is_ok_and(|names| names.iter().any(|n| crate::state::intern_value(n).is(name))),
        None => false,
    })
}
