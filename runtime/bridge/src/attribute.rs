//! What CPython reads most often: attributes of the program's objects, and variables of its modules. Where nothing of the program runs for
//! it and nothing is shared, it is read without entering the program.

use std::ffi::{c_int, c_void};

use pyaot_core::class::attrs::{self, Plain};
use pyaot_core::error::{Result, type_error};
use pyaot_core::module;
use pyaot_core::ops;
use pyaot_core::state::intern_value;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::capi::{Obj, TypeSlot, TypeSpec, api};
use crate::convert::{from_python, to_python};
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::{kinds, mirrors, proxy, python};

/// A name that CPython has asked for.
#[derive(Clone)]
struct Known {
    /// Interned.
    name: Value,
    /// CPython or the program may look for it in a place of its own.
    is_special: bool,
    /// CPython's string, which keeps its address.
    _kept: Py,
}

/// By the addresses of CPython's strings.
static NAMES: Table<AddressMap<usize, Known>> = Table::new(table);

/// Names that code makes up are not kept for ever.
const MOST_NAMES: usize = 4096;

/// The name of an attribute.
///
/// # Safety
/// `key` is an object that lives.
pub unsafe fn name(key: Obj) -> Result<Value> {
    if let Some(known) = NAMES.with_borrow(|n| n.get(&(key as usize)).map(|k| k.name.clone())) {
        return Ok(known);
    }
    // SAFETY: by the contract.
    let object = unsafe { Py::borrowed(key) };
    let v = from_python(&object)?;
    if v.ty().layout != Layout::Str || NAMES.with_borrow(|n| n.len()) >= MOST_NAMES {
        return Ok(v);
    }
    let name = intern_value(&v);
    let known = Known { name: name.clone(), is_special: ops::text_of(&name).starts_with("__"), _kept: object };
    NAMES.with_borrow_mut(|n| n.insert(key as usize, known));
    Ok(name)
}

/// A name that was asked for before, if there is nothing special about it.
fn usual(key: Obj) -> Option<Value> {
    NAMES.with_borrow(|n| n.get(&(key as usize)).filter(|k| !k.is_special).map(|k| k.name.clone()))
}

/// At the end of the program.
pub fn forget_all() {
    drop(NAMES.take());
}

/// A new reference to what nobody can tell from a copy.
fn copied(v: &Value) -> Option<Obj> {
    let is_plain = v.as_small().is_some() || matches!(v.ty().layout, Layout::None | Layout::Bool | Layout::Float | Layout::Str) && v.ty().is_native;
    is_plain.then(|| kinds::outward(v).ok()).flatten()
}

/// An attribute of an object of the program's classes.
///
/// # Safety
/// `o` is the proxy of `v`, `name` an object that lives.
#[inline]
pub unsafe fn of_object(v: &Value, o: Obj, name: Obj) -> Option<Obj> {
    match attrs::get_plain(v, &usual(name)?)? {
        Plain::Value(x) => copied(&x),
        // SAFETY: both live; a new reference.
        Plain::Method(f) => unsafe { Py::owned((api().PyMethod_New)(proxy::of(&f).ok()?.as_ptr(), o)).ok().map(Py::into_ptr) },
    }
}

/// Attributes of modules: CPython's own, then the program's.
///
/// # Safety
/// CPython calls it with a module that is the program's, and a name.
unsafe extern "C" fn of_module(o: Obj, key: Obj) -> Obj {
    // SAFETY: by the contract; borrowed references.
    unsafe {
        if let Err(raised) = name(key) {
            pyaot_core::exception::clear_pending(raised);
        }
        if let Some(name) = usual(key) {
            let here = (api().PyDict_GetItemWithError)((api().PyModule_GetDict)(o), key);
            if !here.is_null() {
                return Py::borrowed(here).into_ptr();
            }
            let variable = mirrors::module_inward(&Py::borrowed(o)).and_then(|m| module::variable(&m, &name));
            if let Some(x) = variable.as_ref().and_then(copied) {
                return x;
            }
        }
        if let Some(found) = Py::found((api().PyObject_GenericGetAttr)(o, key)) {
            return found.into_ptr();
        }
        proxy::answer(|| python::helper("module_attribute")?.call(vec![Py::borrowed(o), Py::borrowed(key)]))
    }
}

/// `C(…)` of a class of the program.
///
/// # Safety
/// CPython calls it with a mirror, a tuple, and a dict or null.
unsafe extern "C" fn construct(class: Obj, args: Obj, named: Obj) -> Obj {
    // SAFETY: by the contract.
    proxy::answer(|| unsafe {
        let Some(class) = mirrors::class_of(&Py::borrowed(class)) else {
            return type_error("cannot create instances: the program has ended");
        };
        let args = crate::builtin::tuple_items(&Py::borrowed(args)).iter().map(from_python).collect::<Result<Vec<Value>>>()?;
        let named = if named.is_null() { Vec::new() } else { crate::builtin::dict_entries(&Py::borrowed(named)) };
        let named = named.iter().map(|(k, x)| Ok((from_python(k)?, from_python(x)?))).collect::<Result<Vec<(Value, Value)>>>()?;
        to_python(&ops::call_kw(&class, &args, &named)?)
    })
}

/// The types that the prelude's classes of modules and of classes derive from.
pub fn bases() -> Result<Vec<Py>> {
    const GETATTRO: c_int = 58;
    const CALL: c_int = 50;
    // SAFETY: a type that lives for ever.
    let types = unsafe { Py::borrowed(api().PyType_Type) };
    let modules = py::import(c"types")?.attr("ModuleType")?;
    Ok(vec![derived(c"builtins.module", &modules, GETATTRO, of_module as *const c_void)?, derived(c"builtins.type", &types, CALL, construct as *const c_void)?])
}

/// A type over one of CPython's, with one function of ours.
fn derived(name: &'static std::ffi::CStr, base: &Py, slot: c_int, function: *const c_void) -> Result<Py> {
    let slots = [TypeSlot { slot, function }, TypeSlot { slot: 0, function: std::ptr::null() }];
    const DEFAULT: u32 = 1 << 18;
    const BASETYPE: u32 = 1 << 10;
    let spec = TypeSpec { name: name.as_ptr(), basicsize: 0, itemsize: 0, flags: DEFAULT | BASETYPE, slots: slots.as_ptr() };
    let bases = py::tuple(vec![base.clone()])?;
    // SAFETY: the function has the type that the slot's number stands for; CPython copies the spec.
    unsafe { Py::owned((api().PyType_FromSpecWithBases)(&spec, bases.as_ptr())) }
}
