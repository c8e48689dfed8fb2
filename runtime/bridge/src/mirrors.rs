//! Mirrors: what CPython has for the program's classes and modules.
//!
//! The mirror of a class is a type of its name with the mirrors of its bases, whose objects are proxies ([`crate::proxy`]). Special
//! methods are in it, so that it has the slots that they give it; whatever else it is asked for, the program's class answers
//! (`ProgramType` in the prelude), which also gets what is assigned. Where the class derives from a builtin type, its objects are objects of that type
//! in CPython: containers have twins, values are copied and know where they come from. Enumerations are such there, member by member. Modules of the program are in `sys.modules`, where libraries
//! look for what they know by name.

use std::cell::Cell;
use std::collections::HashSet;

use pyaot_core::class::{attrs, build, data, module_name, qualname};
use pyaot_core::error::{Result, raise};
use pyaot_core::exception::IMPORT_ERROR;
use pyaot_core::module::module_object;
use pyaot_core::set::FROZENSET;
use pyaot_core::start::hosted;
use pyaot_core::state::intern;
use pyaot_core::text;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::Value;

use crate::builtin::tuple_items;
use crate::capi::{MethodDef, Obj, api};
use crate::classes::attribute_outward;
use crate::convert::{from_python, plain_outward, to_python};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::py::{self, Py};
use crate::python::helper;
use crate::{containers, proxy, types};

#[derive(Default)]
struct Mirrors {
    /// By the address of the program's class.
    of: AddressMap<usize, Py>,
    /// By the address of CPython's.
    classes: AddressMap<usize, &'static TypeObj>,
    /// Those of CPython's classes that are enumerations, and the members of the program's.
    enums: AddressMap<usize, ()>,
    members: Vec<(Py, Value)>,
    /// Modules: the address of CPython's, and the program's; both are there for good.
    modules: Vec<(Py, Value)>,
}

/// Where an object of a builtin type keeps the program's.
const HOLDER: &str = "__pyaot__";

static MIRRORS: Table<Mirrors> = Table::new(table);

/// The mirror of a class of the program, or the class that its objects are of in CPython.
pub fn of(ty: &'static TypeObj) -> Result<Py> {
    if let Some(p) = crate::random::class_outward(ty)?.map_or_else(|| crate::mersenne::class_outward(ty), |p| Ok(Some(p)))? {
        MIRRORS.with_borrow_mut(|m| m.classes.insert(p.as_ptr() as usize, ty));
        return Ok(p);
    }
    mirror_of(ty)
}

/// The mirror of a class of the program.
fn mirror_of(ty: &'static TypeObj) -> Result<Py> {
    let key = std::ptr::from_ref(ty) as usize;
    if let Some(p) = MIRRORS.with_borrow(|m| m.of.get(&key).cloned()) {
        return Ok(p);
    }
    if let Some(p) = enum_outward(ty)? {
        return Ok(p);
    }
    let mut bases: Vec<Py> = Vec::new();
    for b in data(ty).bases() {
        let b = match b.layout {
            _ if !b.is_native => mirror_of(b)?,
            _ if has_equal(b) => types::native(b)?,
            _ => proxy::base_of(b)?,
        };
        if bases.iter().all(|known| !std::ptr::eq(known.as_ptr(), b.as_ptr())) {
            bases.push(b);
        }
    }
    let texts = [attrs::simple_name(ty), &qualname(ty), &module_name(ty)].map(py::string);
    let mut args = texts.into_iter().collect::<Result<Vec<Py>>>()?;
    args.extend([py::tuple(bases)?, proxy::of(&ty.value())?, derive_function()?, py::tuple(of_metaclass(ty.header.ty.get())?)?]);
    let made = containers::crossing(|| helper("mirror")?.call(args))?;
    if !has_equal(ty) {
        proxy::note_type(&made);
    }
    note(ty, &made, false);
    let args = vec![made.clone(), py::tuple(attributes(ty)?)?, crate::builtin::bool(has_equal(ty))?];
    containers::crossing(|| helper("fill_mirror")?.call(args))?;
    publish(ty)?;
    if !has_equal(ty) && !is_own(&module_name(ty)) {
        crate::library::register(ty, &made)?;
    }
    Ok(made)
}

/// The special methods of a metaclass, by name: what the program's classes can do by them, their mirrors can.
fn of_metaclass(meta: &'static TypeObj) -> Result<Vec<Py>> {
    let mut given = Vec::new();
    for c in data(meta).mro().iter().rev().filter(|c| !c.is_native && module_name(c) != "abc") {
        for (name, v) in data(c).attrs.entries().to_vec() {
            if v.ty().layout == Layout::Function && pyaot_core::ops::text_of(&name).starts_with("__") {
                given.push(py::tuple(vec![to_python(&name)?, attribute_outward(&v)?])?);
            }
        }
    }
    Ok(given)
}

static DERIVE: MethodDef = MethodDef { name: c"derive".as_ptr(), function: derive as *const _, flags: METH_O, doc: std::ptr::null() };
const METH_O: std::ffi::c_int = 8;

fn derive_function() -> Result<Py> {
    // SAFETY: the definition is static; a new reference.
    unsafe { Py::owned((api().PyCFunction_NewEx)(&DERIVE, std::ptr::null_mut(), std::ptr::null_mut())) }
}

/// CPython has derived a class from mirrors: the program gets one that it is the mirror of.
unsafe extern "C" fn derive(_: Obj, given: Obj) -> Obj {
    proxy::answer(|| {
        // SAFETY: the prelude passes a tuple: the class, its name, its bases, its attributes and keywords.
        let parts = tuple_items(&unsafe { Py::borrowed(given) });
        let pairs = |p: &Py| -> Result<Vec<(Value, Value)>> {
            let both = |pair: Py| {
                let pair = tuple_items(&pair);
                Ok((from_python(&pair[0])?, from_python(&pair[1])?))
            };
            tuple_items(p).into_iter().map(both).collect()
        };
        let (name, bases) = (from_python(&parts[1])?, from_python(&parts[2])?);
        let metas = pyaot_core::list::to_vec(&bases)?.into_iter().map(|b| b.ty());
        let meta = metas.reduce(|a, b| if b.is_subtype(a) { b } else { a }).expect("there is a base");
        // Known before its attributes, which may hold it.
        let ty = build::begin_derived(meta, &name, &pyaot_core::list::to_vec(&bases)?)?;
        let made = ty.value();
        proxy::note_type(&parts[0]);
        note(ty, &parts[0], false);
        helper("derived")?.call(vec![parts[0].clone(), proxy::of(&made)?])?;
        for (k, v) in pairs(&parts[3])? {
            attrs::set(&made, &pyaot_core::state::intern_value(&k), Some(&v))?;
        }
        build::finish_derived(ty, &pairs(&parts[4])?)?;
        Ok(Py::none())
    })
}

/// Objects of the type are objects of one of CPython's builtin types there: values by [`instance_outward`], containers have twins.
fn has_equal(ty: &TypeObj) -> bool {
    is_value(ty) || matches!(ty.layout, Layout::List | Layout::ByteArray | Layout::Dict | Layout::Set | Layout::Deque)
}

fn is_value(ty: &TypeObj) -> bool {
    matches!(ty.layout, Layout::Int | Layout::Float | Layout::Str | Layout::Bytes | Layout::Tuple) || ty.is_subtype(&FROZENSET)
}

/// An object of a class of the program.
pub fn instance_outward(v: &Value) -> Result<Py> {
    let ty = v.ty();
    if let Some(p) = crate::random::outward(v)? {
        return Ok(p);
    }
    if let Some(p) = crate::mersenne::outward(v)? {
        return Ok(p);
    }
    if let Some(p) = crate::typing::outward(v)? {
        return Ok(p);
    }
    if let Some(p) = crate::library::value_outward(v)? {
        return Ok(p);
    }
    let class = of(ty)?;
    if MIRRORS.with_borrow(|m| m.enums.contains_key(&(class.as_ptr() as usize))) {
        let known = MIRRORS.with_borrow(|m| m.members.iter().find(|(_, known)| known.is(v)).map(|(p, _)| p.clone()));
        return match known {
            Some(p) => Ok(p),
            // Flags together.
            None => class.call(vec![to_python(&attrs::get(v, &intern("_value_"))?)?]),
        };
    }
    match plain_outward(v)? {
        Some(plain) => helper("value_instance")?.call(vec![class, plain, proxy::holder(v)?]),
        None => proxy::of(v),
    }
}

/// The program's object that one of CPython of a mirror's type is.
pub fn instance_inward(p: &Py) -> Result<Option<Value>> {
    let ty = crate::builtin::type_ptr(p) as usize;
    if let Some(v) = crate::random::inward(p).or_else(|| crate::mersenne::inward(p)) {
        return Ok(Some(v));
    }
    let Some(class) = MIRRORS.with_borrow(|m| m.classes.get(&ty).copied()) else { return Ok(None) };
    if MIRRORS.with_borrow(|m| m.enums.contains_key(&ty)) {
        let known = MIRRORS.with_borrow(|m| m.members.iter().find(|(known, _)| std::ptr::eq(known.as_ptr(), p.as_ptr())).map(|(_, v)| v.clone()));
        return match known {
            Some(v) => Ok(Some(v)),
            None => pyaot_core::ops::call(&class.value(), &[from_python(&p.attr("_value_")?)?]).map(Some),
        };
    }
    if is_value(class) {
        return Ok(p.find(HOLDER).and_then(|h| proxy::value_of(&h)));
    }
    Ok(None)
}

/// An enumeration of the program, and the classes that it derives from, are such in CPython.
fn enum_outward(ty: &'static TypeObj) -> Result<Option<Py>> {
    if module_name(ty) == "enum" {
        let p = py::import(c"enum")?.find(attrs::simple_name(ty));
        if let Some(p) = &p {
            note(ty, p, true);
        }
        return Ok(p);
    }
    let Some(members) = data(ty).attrs.get(&intern("_member_map_")).cloned() else { return Ok(None) };
    let mut bases = Vec::new();
    for b in data(ty).bases() {
        bases.push(if b.is_native { types::native(b)? } else { of(b)? });
    }
    let mut given = Vec::new();
    let mut values = Vec::new();
    for name in pyaot_core::list::to_vec(&members)? {
        let member = pyaot_core::ops::getitem(&members, &name)?;
        let value = to_python(&attrs::get(&member, &intern("_value_"))?)?;
        given.push(py::tuple(vec![to_python(&name)?, value])?);
        values.push(member);
    }
    let texts = [attrs::simple_name(ty), &qualname(ty), &module_name(ty)].map(py::string);
    let mut args = texts.into_iter().collect::<Result<Vec<Py>>>()?;
    args.extend([py::tuple(bases)?, py::tuple(given)?, py::tuple(attributes(ty)?)?]);
    let made = helper("mirror_enum")?.call(args)?;
    note(ty, &made, true);
    let pythons = crate::builtin::tuple_items(&helper("members")?.call(vec![made.clone()])?);
    MIRRORS.with_borrow_mut(|m| m.members.extend(pythons.into_iter().zip(values)));
    publish(ty)?;
    Ok(Some(made))
}

fn note(ty: &'static TypeObj, made: &Py, is_enum: bool) {
    MIRRORS.with_borrow_mut(|m| {
        m.of.insert(std::ptr::from_ref(ty) as usize, made.clone());
        m.classes.insert(made.as_ptr() as usize, ty);
        if is_enum {
            m.enums.insert(made.as_ptr() as usize, ());
        }
    });
}

/// The module of a class is where libraries look for the class by its name.
fn publish(ty: &'static TypeObj) -> Result<()> {
    let module = module_name(ty);
    if is_own(&module) {
        module_outward(&module)?;
    }
    Ok(())
}

/// What types are looked into for: functions, properties, and what says that there is none.
pub fn attributes(ty: &'static TypeObj) -> Result<Vec<Py>> {
    let mut given = Vec::new();
    for (name, v) in data(ty).attrs.entries().to_vec() {
        let is_special = pyaot_core::ops::text_of(&name).starts_with("__");
        let is_left = || crate::foreign::object_of(&v).is_some_and(|p| p.is_exactly(api().PyFunction_Type));
        if matches!(v.ty().layout, Layout::Function | Layout::Property) || is_special && v.is_none() || is_left() {
            given.push(py::tuple(vec![to_python(&name)?, attribute_outward(&v)?])?);
        }
    }
    Ok(given)
}

/// The class that an object of CPython is the mirror of.
pub fn class_of(p: &Py) -> Option<Value> {
    MIRRORS.with_borrow(|m| m.classes.get(&(p.as_ptr() as usize)).map(|t| t.value()))
}

/// The name of a module that is neither the standard library's nor NumPy's.
pub fn name_of_own(v: &Value) -> Option<String> {
    let name = pyaot_core::module::name_of(v);
    let ask = || helper("is_library")?.call(vec![py::string(&name)?]);
    let is_library = ask().map_err(pyaot_core::exception::clear_pending).is_ok_and(|p| std::ptr::eq(p.as_ptr(), api()._Py_TrueStruct));
    (!is_library).then_some(name)
}

fn is_own(module: &str) -> bool {
    module_object(module).is_some_and(|m| name_of_own(&m).is_some())
}

/// CPython's module for one of the program.
pub fn module_outward(name: &str) -> Result<Py> {
    let Some(v) = module_object(name) else { return Ok(Py::none()) };
    let known = MIRRORS.with_borrow(|m| m.modules.iter().find(|(_, known)| known.is(&v)).map(|(p, _)| p.clone()));
    if let Some(p) = known {
        return Ok(p);
    }
    let made = helper("mirror_module")?.call(vec![py::string(name)?, proxy::of(&v)?])?;
    MIRRORS.with_borrow_mut(|m| m.modules.push((made.clone(), v)));
    Ok(made)
}

static LIBRARIES_SHARED: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// Modules that have been looked at by [`publish_own`].
static PUBLISHED: Table<HashSet<String>> = Table::new(table);

/// The program's modules are where CPython's libraries look for them by their names.
pub fn publish_own() -> Result<()> {
    if hosted::hooks().is_some() {
        return Ok(());
    }
    let is_new = |name: &String| !PUBLISHED.with_borrow(|p| p.contains(name));
    for name in pyaot_core::module::own_names().into_iter().filter(is_new) {
        let Some(module) = module_object(&name) else { continue };
        if name_of_own(&module).is_some() {
            module_outward(&name)?;
        }
        PUBLISHED.with_borrow_mut(|p| p.insert(name));
    }
    Ok(())
}

/// What is set in CPython's modules is set in the program's of the same names, once a library is there that does so. Not in a process
/// of CPython's, whose modules are its own.
pub fn share_libraries() -> Result<()> {
    if LIBRARIES_SHARED.get() || hosted::hooks().is_some() || !crate::python::is_imported("unittest.mock") {
        return Ok(());
    }
    LIBRARIES_SHARED.set(true);
    let mut given = Vec::new();
    for name in pyaot_core::module::all_names() {
        if let Some(v) = module_object(&name) {
            if name_of_own(&v).is_some() {
                module_outward(&name)?;
                continue;
            }
            given.push(py::tuple(vec![py::string(&name)?, proxy::of(&v)?])?);
        }
    }
    containers::crossing(|| helper("share_libraries")?.call(vec![py::tuple(given)?])).map(drop)
}

/// From now on, a module of CPython's is that for the program's module of this name.
pub fn adopt(p: &Py, name: &str) -> Result<()> {
    let Some(v) = module_object(name) else { return raise(&IMPORT_ERROR, text!("the library has no module ", name)) };
    helper("adopt_module")?.call(vec![p.clone(), proxy::of(&v)?])?;
    MIRRORS.with_borrow_mut(|m| m.modules.push((p.clone(), v)));
    Ok(())
}

/// The program's module for one of CPython.
pub fn module_inward(p: &Py) -> Option<Value> {
    MIRRORS.with_borrow(|m| m.modules.iter().find(|(known, _)| std::ptr::eq(known.as_ptr(), p.as_ptr())).map(|(_, v)| v.clone()))
}

/// At the end of the program, when nothing of it runs any more.
pub fn forget_all() {
    let known = MIRRORS.take();
    for class in known.of.into_values() {
        let _ = helper("empty_mirror").and_then(|f| f.call(vec![class])).map_err(pyaot_core::exception::clear_pending);
    }
    drop((known.modules, known.members));
}
