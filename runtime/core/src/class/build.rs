//! Making classes: bases, MRO, slots, the end of the class body.

use std::cell::{Cell, OnceCell, UnsafeCell};

use super::instance::{drop_instance, traverse_instance};
use super::{
    ABC, ABSTRACT, ClassData, HAS_DEL, HAS_GET, HAS_GETATTR, HAS_GETATTRIBUTE, HAS_SET, HAS_SETATTR, NO_DICT, WATCHED, OBJECT, Slot, SlotTable,
    TYPE, as_type, data, defining_class, dispatch, invalidate_cache, type_lookup,
};
use crate::dict::DictObj;
use crate::error::{Result, type_error};
use crate::ops::{text_of, type_repr};
use crate::state::{Name, STATE, intern, intern_value, names};
use crate::str::StrObj;
use crate::text;
use crate::tuple::TupleObj;
use crate::types::{Layout, Slots, SlotsCell, TypeObj};
use crate::value::{Header, IMMORTAL, Value};
use pyaot_abi::layout;

/// Classes whose body is running, with their keyword arguments.
struct Building(UnsafeCell<Vec<(&'static TypeObj, Vec<(Value, Value)>)>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Building {}

static BUILDING: Building = Building(UnsafeCell::new(Vec::new()));

/// A class at the start of its body. `slots`: all slots of an instance, those of the bases first (none: they are inherited);
/// ignored where the class derives from a native type with a layout of its own.
pub fn make_class(
    name: &str,
    qualname: Value,
    module: Value,
    bases: &[Value],
    slots: Vec<Slot>,
    kwargs: Vec<(Value, Value)>,
) -> Result<Value> {
    let mut meta: &'static TypeObj = &TYPE;
    let mut rest = Vec::new();
    for (k, v) in kwargs {
        if text_of(&k) == "metaclass" {
            meta = match as_type(&v) {
                Some(t) if t.is_subtype(&TYPE) => t,
                _ => return type_error("metaclass must be a subclass of type"),
            };
        } else {
            rest.push((k, v));
        }
    }
    let bases = resolve_bases(bases)?;
    for b in &bases {
        let m = b.header.ty.get();
        if m.is_subtype(meta) {
            meta = m;
        } else if !meta.is_subtype(m) {
            return type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            );
        }
    }
    let slots = if slots.is_empty() { inherited_slots(&bases) } else { slots };
    let ty = begin(meta, name, qualname, bases, slots)?;
    if !module.is_none() {
        if crate::ops::text_of(&module) == "collections.abc" {
            data(ty).flags.set(data(ty).flags.get() | ABC);
        }
        data(ty).attrs.set(names::MODULE.get().clone(), module);
    }
    // SAFETY: single-threaded.
    unsafe { (*BUILDING.0.get()).push((ty, rest)) };
    Ok(ty.value())
}

fn resolve_bases(bases: &[Value]) -> Result<Vec<&'static TypeObj>> {
    let mut out: Vec<&'static TypeObj> = Vec::new();
    for b in bases {
        let t = match as_type(b).or_else(|| as_type(&super::alias::origin(b)?)) {
            Some(t) => t,
            None => match super::lookup_special(b, names::MRO_ENTRIES.get())? {
                Some(f) => {
                    let tuple = crate::ops::call(&f, &[crate::tuple::from_slice(bases)])?;
                    for v in crate::list::to_vec(&tuple)? {
                        if let Some(t) = as_type(&v) {
                            out.push(t);
                        }
                    }
                    continue;
                }
                None => {
                    return type_error("bases must be types");
                }
            },
        };
        if out.iter().any(|o| std::ptr::eq(*o, t)) {
            return type_error(text!("duplicate base class ", t.name));
        }
        out.push(t);
    }
    if out.is_empty() {
        out.push(&OBJECT);
    }
    Ok(out)
}

/// The native type below a class.
pub(super) fn native_base(mut ty: &'static TypeObj) -> &'static TypeObj {
    while !ty.is_native {
        match ty.base {
            Some(b) => ty = b,
            None => return &OBJECT,
        }
    }
    ty
}

/// The nearest base that says how instances lie in memory. Most exceptions add nothing to what every exception has.
fn solid_base(ty: &'static TypeObj) -> &'static TypeObj {
    let mut ty = native_base(ty);
    while ty.layout == Layout::Exception
        && !crate::exception::has_members(ty)
        && let Some(b) = ty.base.filter(|b| b.layout == Layout::Exception)
    {
        ty = b;
    }
    ty
}

/// Native types that cannot be derived from.
fn is_final(t: &'static TypeObj) -> bool {
    matches!(
        t.layout,
        Layout::None
            | Layout::Bool
            | Layout::Range
            | Layout::Slice
            | Layout::Function
            | Layout::Method
            | Layout::Native
            | Layout::Cell
            | Layout::Generator
            | Layout::DictView
    ) || std::ptr::eq(t, &crate::none::NOT_IMPLEMENTED_TYPE)
        || std::ptr::eq(t, &crate::none::ELLIPSIS_TYPE)
}

fn begin(
    meta: &'static TypeObj,
    name: &str,
    qualname: Value,
    bases: Vec<&'static TypeObj>,
    slots: Vec<Slot>,
) -> Result<&'static TypeObj> {
    let mut base = bases[0];
    for b in &bases {
        if b.is_native && is_final(b) {
            return type_error(text!("type '", b.name, "' is not an acceptable base type"));
        }
        let (old, new) = (solid_base(base), solid_base(b));
        if new.is_subtype(old) && (!std::ptr::eq(new, old) || data(b).slots.len() > data(base).slots.len()) {
            base = b;
        } else if !old.is_subtype(new) {
            return type_error("multiple bases have instance lay-out conflict");
        }
    }
    let mro = linearize(&bases)?;
    let kind = base.layout;
    let slots = if matches!(kind, Layout::Object | Layout::Exception) { slots } else { Vec::new() };
    let n_slots = slots.len();
    let class = ClassData::new(qualname, bases.clone(), Vec::new(), slots);
    if kind == Layout::Exception {
        class.slots_at.set(layout::EXCEPTION_SLOTS as u32);
    }
    let dynamic = OnceCell::new();
    let _ = dynamic.set(Box::new(class));
    let ty: &'static TypeObj = Box::leak(Box::new(TypeObj {
        header: Header { rc: Cell::new(IMMORTAL), ty: Cell::new(meta) },
        layout: kind,
        size: Cell::new(if kind == Layout::Object { 24 + 8 * n_slots as u32 } else { base.size.get() + 8 }),
        is_native: false,
        is_gc: kind != Layout::Type,
        free: Cell::new(layout::FREE_GENERAL),
        values: Cell::new(0),
        name: Box::leak(name.to_owned().into_boxed_str()),
        is_linked: Cell::new(true),
        slots: SlotsCell::new(Slots::EMPTY),
        base: Some(base),
        also: None,
        methods: &[],
        dynamic,
    }));
    let mut full = Vec::with_capacity(mro.len() + 1);
    full.push(ty);
    full.extend(mro);
    // SAFETY: nobody has seen the class yet; the lists of subclasses are only read by copying.
    unsafe {
        *data(ty).mro.get() = full;
        for b in bases {
            (*data(b).subclasses.get()).push(ty);
        }
        (*STATE.classes.get()).push(ty);
    }
    Ok(ty)
}

/// C3: the MRO of a class with these bases, without the class itself.
fn linearize(bases: &[&'static TypeObj]) -> Result<Vec<&'static TypeObj>> {
    if let [one] = bases {
        return Ok(data(one).mro().to_vec());
    }
    let mut lists: Vec<Vec<&'static TypeObj>> = bases.iter().map(|b| data(b).mro().to_vec()).collect();
    lists.push(bases.to_vec());
    let mut out = Vec::new();
    loop {
        lists.retain(|l| !l.is_empty());
        if lists.is_empty() {
            return Ok(out);
        }
        let candidate = lists.iter().map(|l| l[0]).find(|c| !lists.iter().any(|l| l[1..].iter().any(|t| std::ptr::eq(*t, *c))));
        let Some(c) = candidate else {
            let mut names = Vec::new();
            for l in &lists {
                if !names.contains(&l[0].name) {
                    names.push(l[0].name);
                }
            }
            return type_error(text!(
                "Cannot create a consistent method resolution\norder (MRO) for bases ", names.join(", ")
            ));
        };
        out.push(c);
        for l in &mut lists {
            if std::ptr::eq(l[0], c) {
                l.remove(0);
            }
        }
    }
}

/// An attribute of the class body.
pub fn class_set(class: &Value, name: &Value, value: &Value) -> Result<()> {
    let Some(ty) = as_type(class) else { return type_error("not a class") };
    data(ty).attrs.set(intern_value(name), value.clone());
    // Lookups through the unfinished class may already have been cached.
    invalidate_cache();
    Ok(())
}

/// The class body has ended: special methods take effect, `__set_name__` and `__init_subclass__` are called.
pub fn class_done(class: &Value) -> Result<()> {
    let Some(ty) = as_type(class) else { return type_error("not a class") };
    // SAFETY: single-threaded; the borrow ends before Python code runs.
    let kwargs = unsafe {
        let stack = &mut *BUILDING.0.get();
        match stack.iter().rposition(|(t, _)| std::ptr::eq(*t, ty)) {
            Some(i) => stack.swap_remove(i).1,
            None => Vec::new(),
        }
    };
    let meta = ty.header.ty.get();
    if !meta.is_native
        && let Some(f) = type_lookup(meta, names::NEW.get())
        && f.ty().layout != Layout::Native
    {
        return meta_new(meta, &f, ty, &kwargs, false);
    }
    finish(ty, &kwargs)?;
    meta_init(ty, &kwargs)
}

/// Classes that a `__new__` of their metaclass is to make: `type.__new__` takes the one at hand instead of a new one.
/// (With whether CPython has made it, see [`finish_class`].)
struct Pending(UnsafeCell<Vec<(&'static TypeObj, bool)>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Pending {}

static PENDING: Pending = Pending(UnsafeCell::new(Vec::new()));

/// The metaclass has a `__new__` of its own: it gets the names of the class body as a dict.
fn meta_new(meta: &'static TypeObj, f: &Value, ty: &'static TypeObj, kwargs: &[(Value, Value)], is_derived: bool) -> Result<()> {
    let d = data(ty);
    let space = crate::dict::new();
    if let Some(dict) = space.downcast::<DictObj>() {
        for (k, v) in d.attrs.entries().to_vec() {
            let module = k.is(names::MODULE.get());
            dict.insert(k, v)?;
            if module {
                dict.insert(names::QUALNAME.get().clone(), crate::str::from_string(super::qualname(ty)))?;
            }
        }
    }
    let bases = match d.bases() {
        [one] if std::ptr::eq(*one, &OBJECT) => crate::tuple::new(Vec::new()),
        all => crate::tuple::new(all.iter().map(|t| t.value()).collect()),
    };
    // SAFETY: single-threaded; the borrows end before Python code runs.
    unsafe { (*PENDING.0.get()).push((ty, is_derived)) };
    let f = super::descr::bind(f, None, meta)?;
    let made = crate::ops::call_kw(&f, &[meta.value(), crate::str::new(ty.name), bases, space], kwargs);
    // SAFETY: as above.
    unsafe { (*PENDING.0.get()).retain(|(t, _)| !std::ptr::eq(*t, ty)) };
    match as_type(&made?) {
        Some(t) if t.header.ty.get().is_subtype(meta) => meta_init(t, kwargs),
        _ => Ok(()),
    }
}

/// The metaclass's `__init__`.
fn meta_init(ty: &'static TypeObj, kwargs: &[(Value, Value)]) -> Result<()> {
    let meta = ty.header.ty.get();
    if !meta.is_native
        && let Some(f) = type_lookup(meta, names::INIT.get())
        && f.ty().layout == Layout::Function
    {
        let bases = crate::tuple::new(data(ty).bases().iter().map(|t| t.value()).collect());
        let dict = super::type_type::class_dict(ty)?;
        crate::ops::call_kw(&f, &[ty.value(), crate::str::new(ty.name), bases, dict], kwargs)?;
    }
    Ok(())
}

/// A class over these bases that CPython has made: it has no attributes yet, and is not finished ([`finish_derived`]).
pub fn begin_derived(meta: &'static TypeObj, name: &Value, bases: &[Value]) -> Result<&'static TypeObj> {
    let bases = resolve_bases(bases)?;
    let slots = inherited_slots(&bases);
    begin(meta, &text_of(name), name.clone(), bases, slots)
}

/// The end of such a class.
pub fn finish_derived(ty: &'static TypeObj, kwargs: &[(Value, Value)]) -> Result<()> {
    if data(ty).attrs.get(names::MODULE.get()).is_none() {
        data(ty).attrs.set(names::MODULE.get().clone(), intern("__main__"));
    }
    let meta = ty.header.ty.get();
    if !meta.is_native
        && let Some(f) = type_lookup(meta, names::NEW.get())
        && f.ty().layout != Layout::Native
    {
        return meta_new(meta, &f, ty, kwargs, true);
    }
    finish_class(ty, kwargs, true)?;
    meta_init(ty, kwargs)
}

/// The names of abstract methods, for classes whose metaclass is `abc.ABCMeta`.
fn abstract_methods(ty: &'static TypeObj) -> Result<bool> {
    let meta = ty.header.ty.get();
    if meta.is_native || !data(meta).mro().iter().any(|m| !m.is_native && super::qualname(m) == "ABCMeta") {
        return Ok(false);
    }
    let is_abstract = |v: &Value| -> Result<bool> {
        let plain = matches!(v.ty().layout, Layout::Function) || !v.ty().is_native || crate::native::owner(v).is_none();
        if !plain || v.header().is_none() {
            return Ok(false);
        }
        match crate::ops::getattr_opt(v, "__isabstractmethod__")? {
            Some(flag) => crate::ops::truth(&flag),
            None => Ok(false),
        }
    };
    let found = crate::set::new_of(&crate::set::FROZENSET);
    let add = |n: Value| -> Result<()> { found.downcast::<crate::set::SetObj>().map_or(Ok(()), |s| s.insert(n).map(|_| ())) };
    for (name, value) in data(ty).attrs.entries().to_vec() {
        if is_abstract(&value)? {
            add(name)?;
        }
    }
    for b in data(ty).bases().to_vec() {
        if b.is_native {
            continue;
        }
        let Some(inherited) = data(b).attrs.get(names::ABSTRACTMETHODS.get()).cloned() else { continue };
        for n in crate::list::to_vec(&inherited)? {
            if let Some(v) = type_lookup(ty, &intern_value(&n))
                && is_abstract(&v)?
            {
                add(n)?;
            }
        }
    }
    data(ty).attrs.set(names::ABSTRACTMETHODS.get().clone(), found);
    Ok(true)
}

fn finish(ty: &'static TypeObj, kwargs: &[(Value, Value)]) -> Result<()> {
    finish_class(ty, kwargs, false)
}

/// `is_derived`: CPython has made the class, and has told its own objects their names.
fn finish_class(ty: &'static TypeObj, kwargs: &[(Value, Value)], is_derived: bool) -> Result<()> {
    let d = data(ty);
    let defines = |n: &'static Name| d.attrs.get(n.get()).is_some();
    if defines(&names::EQ) && !defines(&names::HASH) {
        d.attrs.set(names::HASH.get().clone(), Value::none());
    }
    // Implicit static and class methods.
    if let Some(f) = d.attrs.get(names::NEW.get()).cloned()
        && f.ty().layout == Layout::Function
    {
        d.attrs.set(names::NEW.get().clone(), super::descr::new_staticmethod(f));
    }
    for n in [&names::INIT_SUBCLASS, &names::CLASS_GETITEM] {
        if let Some(f) = d.attrs.get(n.get()).cloned()
            && f.ty().layout == Layout::Function
        {
            d.attrs.set(n.get().clone(), super::descr::new_classmethod(f));
        }
    }
    declared_slots(ty)?;
    if !defines(&names::DOC) {
        d.attrs.set(names::DOC.get().clone(), Value::none());
    }
    update_slots(ty);
    for (name, value) in d.attrs.entries().to_vec() {
        if crate::foreign::of(&value).is_some() {
            if !is_derived
                && let Some(f) = super::lookup_special(&value, names::SET_NAME.get())?
            {
                crate::ops::call(&f, &[ty.value(), name])?;
            }
        } else if value.header().is_some()
            && let Some(f) = type_lookup(value.ty(), names::SET_NAME.get())
            && !crate::native::owner(&f).is_some_and(|o| o.layout == Layout::Property)
        {
            crate::ops::call(&f, &[value, ty.value(), name])?;
        }
    }
    init_subclass(ty, kwargs)?;
    // `ABCMeta` looks for abstract methods when `type` has made the class.
    if abstract_methods(ty)? {
        update_slots(ty);
    }
    Ok(())
}

fn init_subclass(ty: &'static TypeObj, kwargs: &[(Value, Value)]) -> Result<()> {
    let Some(f) = super::lookup_after(ty, ty, names::INIT_SUBCLASS.get()) else { return Ok(()) };
    if f.ty().layout == Layout::Native && kwargs.is_empty() {
        return Ok(());
    }
    let bound = super::descr::bind(&f, None, ty)?;
    crate::ops::call_kw(&bound, &[], kwargs)?;
    Ok(())
}

/// `__slots__`: instances get no dict; names without a compiled slot get one.
fn declared_slots(ty: &'static TypeObj) -> Result<()> {
    let d = data(ty);
    let Some(declared) = d.attrs.get(names::SLOTS.get()).cloned() else { return Ok(()) };
    let list = match declared.downcast::<StrObj>() {
        Some(_) => vec![declared.clone()],
        None => crate::list::to_vec(&declared)?,
    };
    let mut has_dict = d.bases().iter().any(|b| if b.is_native { b.layout != Layout::Object && !bare(b) } else { !data(b).has(NO_DICT) });
    for n in &list {
        let Some(s) = n.downcast::<StrObj>() else {
            return type_error(text!("__slots__ items must be strings, not '", n.ty().name, "'"));
        };
        if s.eq_str("__dict__") {
            has_dict = true;
            continue;
        }
        if s.eq_str("__weakref__") {
            continue;
        }
        if !is_identifier(&s.to_rust()) {
            return type_error("__slots__ must be identifiers");
        }
        let name = intern_value(n);
        if let Some(v) = d.attrs.get(&name) {
            let _ = v;
            return crate::error::value_error(text!("'", s.to_rust(), "' in __slots__ conflicts with class variable"));
        }
        if ty.layout == Layout::Object && d.slot_index(&name).is_none() {
            d.slots.push(Slot { name, is_f64: false });
        }
    }
    ty.size.set(24 + 8 * d.slots.len() as u32);
    if !has_dict {
        d.flags.set(d.flags.get() | NO_DICT);
    }
    Ok(())
}

/// Instances of these natives have no dict in CPython either.
fn bare(t: &TypeObj) -> bool {
    !matches!(t.layout, Layout::Exception | Layout::Module | Layout::Function)
}

fn is_identifier(s: &str) -> bool {
    let mut chars = s.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic()) && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// `type(name, bases, dict)`.
pub fn type_new(
    meta: &'static TypeObj,
    name: &Value,
    bases: &Value,
    dict: &Value,
    kwargs: &[(Value, Value)],
) -> Result<Value> {
    let Some(n) = name.downcast::<StrObj>() else {
        return type_error(text!("type.__new__() argument 1 must be str, not ", name.ty().name));
    };
    let Some(b) = bases.downcast::<TupleObj>() else {
        return type_error(text!("type.__new__() argument 2 must be tuple, not ", bases.ty().name));
    };
    let Some(attrs) = dict.downcast::<DictObj>() else {
        return type_error(text!("type.__new__() argument 3 must be dict, not ", dict.ty().name));
    };
    // SAFETY: copied out at once.
    let pending = unsafe { (*PENDING.0.get()).last().copied() };
    if let Some((ty, is_derived)) = pending
        && *ty.name == *n.to_rust()
    {
        // SAFETY: single-threaded.
        unsafe { (*PENDING.0.get()).pop() };
        data(ty).attrs.take();
        for (k, v) in attrs.iter().collect::<Vec<_>>() {
            if !crate::ops::text_of(&k).eq("__qualname__") {
                data(ty).attrs.set(intern_value(&k), v);
            }
        }
        finish_class(ty, kwargs, is_derived)?;
        return Ok(ty.value());
    }
    let bases = resolve_bases(b.items())?;
    let slots = inherited_slots(&bases);
    let ty = begin(meta, &n.to_rust(), name.clone(), bases, slots)?;
    let entries: Vec<(Value, Value)> = attrs.iter().collect();
    for (k, v) in entries {
        data(ty).attrs.set(intern_value(&k), v);
    }
    if data(ty).attrs.get(names::MODULE.get()).is_none() {
        data(ty).attrs.set(names::MODULE.get().clone(), intern("__main__"));
    }
    finish(ty, kwargs)?;
    Ok(ty.value())
}

fn inherited_slots(bases: &[&'static TypeObj]) -> Vec<Slot> {
    let mut best: &[Slot] = &[];
    for b in bases {
        if data(b).slots.len() > best.len() {
            best = &data(b).slots;
        }
    }
    best.iter().map(|s| Slot { name: s.name.clone(), is_f64: s.is_f64 }).collect()
}

/// Sets the type's operations from the special methods along its MRO; also those of its subclasses.
pub fn update_slots(ty: &'static TypeObj) {
    invalidate_cache();
    let native = native_base(ty);
    let mut s: Slots = **super::slots_of(native);
    if ty.layout == Layout::Object {
        s.drop = Some(drop_instance);
        s.traverse = Some(traverse_instance);
        s.clear = Some(drop_instance);
        s.getattr = None;
        s.setattr = None;
    }
    let own = |n: &'static Name| defining_class(ty, n.get()).is_some_and(|c| !c.is_native);
    let any = |list: &[&'static Name]| list.iter().any(|n| own(n));
    dispatch::install(&mut s, &own, &any, type_lookup(ty, names::HASH.get()).is_some_and(|h| h.is_none()));
    ty.slots.set(s);
    let d = data(ty);
    let mut flags = d.flags.get() & (NO_DICT | ABC | WATCHED);
    for (flag, on) in [
        (HAS_DEL, own(&names::DEL)),
        (HAS_GETATTR, own(&names::GETATTR)),
        (HAS_GETATTRIBUTE, own(&names::GETATTRIBUTE)),
        (HAS_SETATTR, own(&names::SETATTR) || own(&names::DELATTR)),
        (HAS_GET, own(&names::GET)),
        (HAS_SET, own(&names::SET) || own(&names::DELETE)),
    ] {
        if on {
            flags |= flag;
            if flag == HAS_DEL {
                crate::start::need_teardown();
            }
        }
    }
    if let Some(v) = d.attrs.get(names::ABSTRACTMETHODS.get())
        && crate::ops::len(v).is_ok_and(|n| n > 0)
    {
        flags |= ABSTRACT;
    }
    // A protocol that has an `__init__` can be made objects of, up to 3.11.
    if super::protocol::is_protocol(ty) && !own(&names::INIT) {
        flags |= ABSTRACT;
    }
    d.flags.set(flags);
    if ty.layout == Layout::Object {
        let quick = flags & (HAS_DEL | WATCHED) == 0 && d.slots.len() <= layout::MAX_QUICK_SLOTS;
        ty.free.set(if quick { layout::FREE_INSTANCE } else { layout::FREE_GENERAL });
        ty.values.set(d.slots.iter().take(layout::MAX_QUICK_SLOTS).enumerate().map(|(i, s)| u64::from(!s.is_f64) << i).sum());
    }
    // SAFETY: copied out at once.
    let subclasses = unsafe { (*d.subclasses.get()).clone() };
    for c in subclasses {
        // A class whose body is still running gets its slots at the end.
        if c.slots.drop.is_some() || c.layout == Layout::Type {
            update_slots(c);
        }
    }
}

/// From now on the other runtime is told when an instance of this class dies.
pub fn watch(ty: &'static TypeObj) {
    let d = data(ty);
    if !d.has(WATCHED) {
        d.flags.set(d.flags.get() | WATCHED);
        ty.free.set(layout::FREE_GENERAL);
    }
}

/// `<class 'A'>` in messages.
pub fn class_repr(ty: &'static TypeObj) -> String {
    type_repr(ty)
}

/// At exit: forgets the attributes of all classes, which may hold the program's last objects.
pub fn clear_classes() {
    // SAFETY: copied out at once; attribute values may run finalizers.
    let classes = unsafe { (*STATE.classes.get()).clone() };
    let mut dropped = Vec::new();
    for ty in classes.iter().rev() {
        let d = data(ty);
        dropped.extend(d.attrs.take());
        // SAFETY: nobody looks at the name any more.
        unsafe {
            dropped.push((Value::none(), std::mem::replace(&mut *d.qualname.get(), intern(""))));
            if let Some(n) = (*d.name.get()).take() {
                dropped.push((Value::none(), n));
            }
        }
    }
    invalidate_cache();
    drop(dropped);
}

impl SlotTable {
    pub(super) fn push(&self, s: Slot) {
        // SAFETY: single-threaded; only while the class is made, before it has instances.
        unsafe { (*self.0.get()).push(s) }
    }
}
