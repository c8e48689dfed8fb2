//! The type `type`: calling classes, their attributes, `type(x)`.

use super::{ABSTRACT, abc, as_type, data, invalidate_cache, protocol, type_lookup};
use crate::error::{Result, type_error};
use crate::ops::text_of;
use crate::state::names;
use crate::str::StrObj;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::Value;

pub static TYPE: TypeObj = TypeObj::native(
    "type",
    Layout::Type,
    Slots {
        repr: Some(repr),
        call: Some(call),
        new: Some(new),
        hash: Some(super::object::hash),
        binary: Some(super::alias::binary),
        ..Slots::EMPTY
    },
    crate::natives![
        "mro(self, /) -> list[type]" => mro,
        "__subclasses__(self, /) -> list[type]" => subclasses,
        "__instancecheck__(self, instance, /) -> bool" => instancecheck,
        "__subclasscheck__(self, subclass, /) -> bool" => subclasscheck,
        "__init__(self, *args, **kwargs) -> None" => init,
        "__prepare__(*args, **kwargs) -> dict" => prepare,
    ],
);

fn repr(v: &Value) -> Result<Value> {
    Ok(match as_type(v) {
        Some(t) => crate::str::from_string(text!("<class '", super::full_name(t), "'>")),
        None => crate::str::new("<class>"),
    })
}

fn call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match as_type(v) {
        Some(t) => instantiate(t, args, kwargs),
        None => type_error("not a type"),
    }
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    match args {
        [v] if std::ptr::eq(ty, &TYPE) && kwargs.is_empty() => match crate::foreign::of(v) {
            Some(hooks) => (hooks.class_of)(v),
            None => Ok(v.ty().value()),
        },
        [name, bases, dict] => new_class(ty, name, bases, dict, kwargs),
        _ => type_error("type() takes 1 or 3 arguments"),
    }
}

/// `type.__new__` with three arguments: linked only into programs that name `type`; `class` statements do not need it.
static NEW_CLASS: crate::native::Natives = crate::natives!["type()(meta, name, bases, dict, kwargs, /)" => |a: &[Value]| {
    let meta = as_type(&a[0]).unwrap_or(&TYPE);
    let kwargs: Vec<_> = a[4].downcast::<crate::dict::DictObj>().map(|d| d.iter().collect()).unwrap_or_default();
    super::build::type_new(meta, &a[1], &a[2], &a[3], &kwargs)
}];

/// Makes a class at run time.
pub(super) fn new_class(
    meta: &'static TypeObj,
    name: &Value,
    bases: &Value,
    dict: &Value,
    kwargs: &[(Value, Value)],
) -> Result<Value> {
    let extra = crate::dict::new();
    for (k, v) in kwargs {
        crate::dict::as_dict(&extra).insert(k.clone(), v.clone())?;
    }
    NEW_CLASS[0].func()(&[meta.value(), name.clone(), bases.clone(), dict.clone(), extra])
}

fn init(_: &[Value]) -> Result<Value> {
    Ok(Value::none())
}

fn prepare(_: &[Value]) -> Result<Value> {
    Ok(crate::dict::new())
}

/// `ty(*args, **kwargs)`: `__new__`, then `__init__`.
pub fn instantiate(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if ty.is_native {
        return match ty.slots.new {
            Some(new) => new(ty, args, kwargs),
            None => {
                let made = crate::foreign::hooks().map(|h| (h.make)(ty, args, kwargs)).transpose()?.flatten();
                made.map_or_else(|| type_error(text!("cannot create '", ty.name, "' instances")), Ok)
            }
        };
    }
    let new = type_lookup(ty, names::NEW.get());
    let init = type_lookup(ty, names::INIT.get());
    let own_init = init.as_ref().is_some_and(|f| f.ty().layout != Layout::Native);
    let obj = match new {
        Some(f) if f.ty().layout != Layout::Native => {
            // __new__ is a static method without being declared as one.
            let f = super::descr::bind(&f, None, ty)?;
            let mut full = Vec::with_capacity(args.len() + 1);
            full.push(ty.value());
            full.extend(args.iter().cloned());
            crate::ops::call_kw(&f, &full, kwargs)?
        }
        _ => allocate(ty, args, kwargs, own_init)?,
    };
    if !obj.ty().is_subtype(ty) {
        return Ok(obj);
    }
    if let Some(f) = init
        && (own_init || needs_native_init(ty, &f))
    {
        run_init(&f, &obj, args, kwargs)?;
    }
    Ok(obj)
}

/// `__init__` is not that of a native class. It may be a native function all the same: that of an exception class of another runtime.
pub fn has_own_init(ty: &'static TypeObj) -> bool {
    super::defining_class(ty, names::INIT.get()).is_some_and(|c| !c.is_native)
}

/// The native `__init__` must run: mutable containers, which `allocate` leaves empty for their subclasses.
fn needs_native_init(ty: &'static TypeObj, init: &Value) -> bool {
    if ty.layout == Layout::Exception {
        return has_own_init(ty);
    }
    ty.layout != Layout::Object && crate::native::owner(init).is_some_and(|o| o.layout == ty.layout)
}

/// `object.__new__` or that of the native base.
fn allocate(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)], own_init: bool) -> Result<Value> {
    let d = data(ty);
    if d.has(ABSTRACT) {
        return abstract_error(ty);
    }
    if ty.layout == Layout::Object {
        if !own_init && (!args.is_empty() || !kwargs.is_empty()) {
            return type_error(text!(ty.name, "() takes no arguments"));
        }
        return Ok(super::new_instance(ty));
    }
    let Some(new) = ty.slots.new else {
        return type_error(text!("cannot create '", ty.name, "' instances"));
    };
    let fills_in_init = match type_lookup(ty, names::INIT.get()) {
        Some(f) => own_native_init(ty, &f),
        None => false,
    };
    if fills_in_init { new(ty, &[], &[]) } else { new(ty, args, kwargs) }
}

/// The layout's native type has an `__init__` of its own (mutable containers): `__new__` ignores the arguments.
fn own_native_init(ty: &'static TypeObj, _init: &Value) -> bool {
    if matches!(ty.layout, Layout::Exception | Layout::Type) {
        return false;
    }
    let mut t = ty;
    while !t.is_native {
        match t.base {
            Some(b) => t = b,
            None => return false,
        }
    }
    data(t).mro().iter().any(|c| !std::ptr::eq(*c, &super::OBJECT) && data(c).attrs.get(names::INIT.get()).is_some())
}

#[cold]
pub fn abstract_error<T>(ty: &'static TypeObj) -> Result<T> {
    let methods = crate::ops::getattr_opt(&ty.value(), "__abstractmethods__")?;
    let mut list: Vec<String> = match methods {
        Some(m) => crate::list::to_vec(&m)?.iter().map(|v| text_of(v).into_owned()).collect(),
        None => Vec::new(),
    };
    if list.is_empty() && super::protocol::is_protocol(ty) {
        return type_error("Protocols cannot be instantiated");
    }
    list.sort();
    let plural = if list.len() == 1 { "method " } else { "methods " };
    let (why, quote) = if crate::start::hosted::minor() >= 12 { (" without an implementation for abstract ", "'") } else { (" with abstract ", "") };
    let list: Vec<String> = list.iter().map(|name| text!(quote, name, quote)).collect();
    type_error(text!("Can't instantiate abstract class ", ty.name, why, plural, list.join(", ")))
}

/// Calls `__init__` and checks that it returns None.
pub fn run_init(f: &Value, obj: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<()> {
    let r = if f.ty().layout == Layout::Function || f.ty().layout == Layout::Native {
        crate::ops::call_prepended(f, obj, args, kwargs)?
    } else {
        let bound = super::descr::bind(f, Some(obj), obj.ty())?;
        crate::ops::call_kw(&bound, args, kwargs)?
    };
    if !r.is_none() {
        return type_error(text!("__init__() should return None, not '", r.ty().name, "'"));
    }
    Ok(())
}

/// Attributes that every class has.
pub(super) fn type_attr(ty: &'static TypeObj, name: &Value) -> Result<Option<Value>> {
    let d = data(ty);
    if name.is(names::NAME.get()) {
        // SAFETY: copied out at once.
        if let Some(n) = unsafe { (*d.name.get()).clone() } {
            return Ok(Some(n));
        }
        // NumPy gives these the name of their base, but not its qualified name.
        if ty.name.starts_with("numpy._core._exceptions._UFunc") {
            return Ok(Some(crate::str::new("UFuncTypeError")));
        }
        return Ok(Some(crate::str::new(ty.name.rsplit('.').next().unwrap_or(ty.name))));
    }
    if name.is(names::QUALNAME.get()) {
        return Ok(Some(crate::str::from_string(super::qualname(ty))));
    }
    if name.is(names::MODULE.get()) {
        return Ok(Some(crate::str::from_string(super::module_name(ty))));
    }
    if name.is(names::BASES.get()) {
        let bases = d.bases().iter().map(|t| t.value()).collect();
        return Ok(Some(crate::tuple::new(bases)));
    }
    if name.is(names::MRO.get()) {
        return Ok(Some(crate::tuple::new(d.mro().iter().map(|t| t.value()).collect())));
    }
    if name.is(names::CLASS.get()) {
        return Ok(Some(ty.header.ty.get().value()));
    }
    if name.is(names::DOC.get()) {
        return Ok(Some(Value::none()));
    }
    if name.is(names::DICT.get()) {
        return Ok(Some(class_dict(ty)?));
    }
    match &*text_of(name) {
        "__base__" => Ok(Some(match ty.base {
            Some(b) => b.value(),
            None if std::ptr::eq(ty, &super::OBJECT) => Value::none(),
            None => super::OBJECT.value(),
        })),
        "__basicsize__" => Ok(Some(Value::int(i64::from(ty.size.get())))),
        "__text_signature__" => Ok(Some(Value::none())),
        "__annotations__" if !ty.is_native && crate::foreign::hooks().is_some() => {
            let found = crate::foreign::annotations(&super::module_name(ty), d.annotations.get())?;
            d.attrs.set(name.clone(), found.clone());
            super::invalidate_cache();
            Ok(Some(found))
        }
        _ => Ok(None),
    }
}

/// `Class.__dict__`: a copy that cannot be assigned to.
pub(super) fn class_dict(ty: &'static TypeObj) -> Result<Value> {
    let v = crate::dict::new_of(&MAPPINGPROXY);
    if let Some(d) = v.downcast::<crate::dict::DictObj>() {
        for (k, x) in data(ty).attrs.entries().to_vec() {
            d.insert(k, x)?;
        }
    }
    Ok(v)
}

static MAPPINGPROXY: TypeObj = TypeObj::native(
    "mappingproxy",
    Layout::Dict,
    Slots {
        repr: Some(proxy_repr),
        hash: Some(|_| type_error("unhashable type: 'mappingproxy'")),
        setitem: Some(proxy_set),
        new: None,
        ..crate::dict::DICT_SLOTS
    },
    &[],
)
.with_base(&crate::dict::DICT);

fn proxy_repr(v: &Value) -> Result<Value> {
    let inner = match crate::dict::DICT.slots.repr {
        Some(f) => f(v)?,
        None => crate::str::empty(),
    };
    Ok(crate::str::from_string(text!("mappingproxy(", text_of(&inner), ")")))
}

fn proxy_set(_: &Value, _: &Value, value: Option<&Value>) -> Result<()> {
    match value {
        Some(_) => type_error("'mappingproxy' object does not support item assignment"),
        None => type_error("'mappingproxy' object doesn't support item deletion"),
    }
}

/// `Class.name = value`, `del Class.name`.
pub(super) fn type_set(ty: &'static TypeObj, name: &Value, value: Option<&Value>) -> Result<()> {
    if ty.is_native {
        let n = text_of(name);
        return type_error(text!("cannot set '", n, "' attribute of immutable type '", ty.name, "'"));
    }
    if let Some(attr) = type_lookup(ty.header.ty.get(), name)
        && super::descr::is_data(&attr)
    {
        return super::descr::set(&attr, &ty.value(), value, name);
    }
    let d = data(ty);
    match value {
        Some(v) if name.is(names::NAME.get()) || name.is(names::QUALNAME.get()) => {
            if v.downcast::<StrObj>().is_none() {
                return type_error(text!("can only assign string to ", ty.name, ".", text_of(name), ", not '", v.ty().name, "'"));
            }
            // SAFETY: the old values are dropped after the fields hold the new ones.
            unsafe {
                if name.is(names::NAME.get()) {
                    drop((*d.name.get()).replace(v.clone()));
                } else {
                    drop(std::mem::replace(&mut *d.qualname.get(), v.clone()));
                }
            }
        }
        Some(v) => {
            invalidate_cache();
            d.attrs.set(name.clone(), v.clone());
        }
        None => {
            invalidate_cache();
            let old = d.attrs.remove(name);
            if old.is_none() {
                let n = text_of(name);
                let message = text!("type object '", ty.name, "' has no attribute '", n, "'");
                return crate::exception::raise_attribute_error(&ty.value(), name, &message);
            }
        }
    }
    if text_of(name).starts_with("__") {
        super::update_slots(ty);
    }
    Ok(())
}

fn mro(a: &[Value]) -> Result<Value> {
    let list = as_type(&a[0]).map_or_else(Vec::new, |t| data(t).mro().iter().map(|t| t.value()).collect());
    Ok(crate::list::new(list))
}

fn subclasses(a: &[Value]) -> Result<Value> {
    // SAFETY: copied out at once.
    let list = as_type(&a[0]).map_or_else(Vec::new, |t| unsafe { (*data(t).subclasses.get()).iter().map(|t| t.value()).collect() });
    Ok(crate::list::new(list))
}

fn instancecheck(a: &[Value]) -> Result<Value> {
    let Some(t) = as_type(&a[0]) else { return Ok(Value::bool(false)) };
    Ok(Value::bool(match crate::foreign::of(&a[1]) {
        _ if protocol::is_protocol(t) => protocol::has_instance(&a[1], t)?,
        Some(hooks) => abc::has_registered(&(hooks.class_of)(&a[1])?, t, hooks)?,
        None => a[1].ty().is_subtype(t) || abc::says(a[1].ty(), t)?,
    }))
}

fn subclasscheck(a: &[Value]) -> Result<Value> {
    let Some(t) = as_type(&a[0]) else { return Ok(Value::bool(false)) };
    Ok(Value::bool(match (as_type(&a[1]), crate::foreign::of(&a[1])) {
        _ if protocol::is_protocol(t) => protocol::has_subclass(&a[1], t)?,
        (Some(c), _) => c.is_subtype(t) || abc::says(c, t)?,
        (_, Some(hooks)) => abc::has_registered(&a[1], t, hooks)?,
        _ => false,
    }))
}
