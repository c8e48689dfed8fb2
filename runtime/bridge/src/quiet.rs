//! Attributes of CPython's objects that are read and set without running any code: those that an object has itself, fields, methods.
//! No twin has to be brought up to date for them. The same goes for methods of patterns and matches, which tokenizers call all the time.

use std::ffi::{c_int, c_void};

use pyaot_core::error::Result;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::builtin::references;
use crate::capi::{Obj, api, type_of};
use crate::containers::{crossing, known, no_twins};
use crate::foreign::{TP_DESCR_GET, TP_DESCR_SET};
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};

/// Types, by their addresses, whose methods run nothing that they have not been given.
static CLOSED: Table<AddressMap<usize, bool>> = Table::new(table);

/// A method of the object looks into none of the twins, and runs nothing that does.
pub fn is_closed(object: &Py, args: &[Value], kwargs: &[(Value, Value)]) -> bool {
    let is_plain = |v: &Value| v.ty().is_native && matches!(v.ty().layout, Layout::None | Layout::Bool | Layout::Int | Layout::Str | Layout::Bytes);
    if no_twins() || !kwargs.is_empty() || !args.iter().all(is_plain) {
        return false;
    }
    // SAFETY: the object lives, and its type with it.
    let ty = unsafe { type_of(object.as_ptr()) };
    if let Some(known) = CLOSED.with_borrow(|c| c.get(&(ty as usize)).copied()) {
        return known;
    }
    // SAFETY: as above.
    let class = unsafe { Py::borrowed(ty) };
    let is = |name: &str, wanted: &[&str]| class.find(name).is_some_and(|p| wanted.contains(&&*py::text_of(&p)));
    let closed = is("__module__", &["re"]) && is("__name__", &["Match", "Pattern"]);
    CLOSED.with_borrow_mut(|c| c.insert(ty as usize, closed));
    if closed {
        // It keeps its address.
        std::mem::forget(class);
    }
    closed
}

const TP_GETATTRO: c_int = 58;
const TP_SETATTRO: c_int = 69;

/// The function in that slot of a type.
fn slot(ty: Obj, number: c_int) -> *const c_void {
    // SAFETY: the type of an object that lives.
    unsafe { (api().PyType_GetSlot)(ty, number) }
}

/// What the object's class and its bases have under the name, null if nothing; `None`: the class looks for attributes in its own way, or
/// the object's dict is a twin.
fn of_class(o: Obj, name: Obj, number: c_int, generic: *const c_void) -> Option<Obj> {
    // SAFETY: both live; the dict is a new reference, or null with an exception, which is forgotten.
    unsafe {
        let ty = type_of(o);
        if slot(ty, number) != generic {
            return None;
        }
        let dict = Py::found((api().PyObject_GenericGetDict)(o, std::ptr::null_mut()));
        let is_twin = dict.is_some_and(|d| known(&d).is_some());
        (!is_twin).then(|| (api()._PyType_Lookup)(ty, name))
    }
}

/// The attribute, if nothing runs for it and there are twins.
pub fn get(object: &Py, name: &str) -> Option<Result<Py>> {
    let api = api();
    if no_twins() {
        return None;
    }
    let name = py::name(name).ok()?;
    let found = of_class(object.as_ptr(), name.as_ptr(), TP_GETATTRO, api.PyObject_GenericGetAttr as *const c_void)?;
    if !found.is_null() {
        // SAFETY: what a class has lives.
        let ty = unsafe { type_of(found) };
        let plain = [api.PyFunction_Type, api.PyMethodDescr_Type, api.PyMemberDescr_Type, api.PyStaticMethod_Type];
        if !plain.contains(&ty) && !slot(ty, TP_DESCR_GET).is_null() {
            return None;
        }
    }
    crate::count_call();
    // SAFETY: both live; a new reference.
    Some(unsafe { Py::owned((api.PyObject_GenericGetAttr)(object.as_ptr(), name.as_ptr())) })
}

/// Sets the attribute, if nothing runs for it and there are twins.
pub fn set(object: &Py, name: &Py, value: &Py) -> Option<Result<()>> {
    let api = api();
    if no_twins() {
        return None;
    }
    let found = of_class(object.as_ptr(), name.as_ptr(), TP_SETATTRO, api.PyObject_GenericSetAttr as *const c_void)?;
    if !found.is_null() {
        // SAFETY: what a class has lives.
        let ty = unsafe { type_of(found) };
        if ty != api.PyMemberDescr_Type && (!slot(ty, TP_DESCR_SET).is_null() || !slot(ty, TP_DESCR_GET).is_null()) {
            return None;
        }
    }
    crate::count_call();
    // Code may run when the value that was there goes.
    // SAFETY: both live; a new reference, or null with an exception, which is forgotten.
    let before = unsafe { Py::found((api.PyObject_GenericGetAttr)(object.as_ptr(), name.as_ptr())) };
    // SAFETY: all live.
    let done = py::done(unsafe { (api.PyObject_GenericSetAttr)(object.as_ptr(), name.as_ptr(), value.as_ptr()) }).map(drop);
    match before {
        Some(p) if references(&p) == 1 => crossing(|| drop(p)),
        other => drop(other),
    }
    Some(done)
}
