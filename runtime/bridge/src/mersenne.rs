//! The generators of the module `random`: the program's are CPython's `random.Random` there, and what the functions of that module draw
//! from is one on both sides.

use std::ffi::c_int;

use pyaot_core::class::{attrs, module_name};
use pyaot_core::error::Result;
use pyaot_core::module::{all_names, module_object};
use pyaot_core::start::hosted;
use pyaot_core::state::intern;
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use crate::capi::{MethodDef, Obj, api};
use crate::convert::to_python;
use crate::locked::{Table, table};
use crate::pairs::Pairs;
use crate::proxy;
use crate::py::{self, Py};
use crate::python::text_helper;

static TEXT: &str = include_str!("mersenne.py");

/// Generators that both sides have.
static SHARED: Table<Pairs> = Table::new(table);

/// CPython's class for the program's `random.Random`.
pub fn class_outward(ty: &'static TypeObj) -> Result<Option<Py>> {
    if attrs::simple_name(ty) != "Random" || &*module_name(ty) != "random" || hosted::hooks().is_some() {
        return Ok(None);
    }
    Ok(py::import(c"random")?.find("Random"))
}

/// CPython's generator for one of the program's.
pub fn outward(v: &Value) -> Result<Option<Py>> {
    if class_outward(v.ty())?.is_none() {
        return Ok(None);
    }
    if let Some(p) = SHARED.with_borrow(|s| s.python_of(v)) {
        return Ok(Some(p));
    }
    let made = text_helper(TEXT, "generator")?.call(vec![proxy::holder(v)?])?;
    SHARED.with_borrow_mut(|s| s.add(v, &made));
    Ok(Some(made))
}

/// The program's generator that is this one.
pub fn inward(p: &Py) -> Option<Value> {
    SHARED.with_borrow(|s| s.native_of(p))
}

/// Other objects of the type of this one may be such.
pub fn may_be_shared(p: &Py) -> bool {
    SHARED.with_borrow(|s| s.get(0).is_some_and(|pair| pair.python.is_exactly(crate::builtin::type_ptr(p))))
}

/// Forgets generators that only one side still has.
pub fn settle() {
    if !none_shared() {
        drop(SHARED.with_borrow_mut(Pairs::take_settled));
    }
}

pub fn none_shared() -> bool {
    SHARED.with_borrow(Pairs::is_empty)
}

/// At the end of the program.
pub fn forget_all() {
    drop(SHARED.take());
}

static FIND: MethodDef = MethodDef { name: c"find".as_ptr(), function: find as *const _, flags: METH_NOARGS, doc: std::ptr::null() };
const METH_NOARGS: c_int = 4;

/// Before any library can have taken a function of CPython's `random`.
pub fn share_global() -> Result<()> {
    if !all_names().iter().any(|n| n == "random") {
        return Ok(());
    }
    // SAFETY: the definition is static; a new reference.
    let find = unsafe { Py::owned((api().PyCFunction_NewEx)(&FIND, std::ptr::null_mut(), std::ptr::null_mut())) }?;
    text_helper(TEXT, "share_global")?.call(vec![find]).map(drop)
}

/// What the program's functions draw from, once its module has been imported; else None.
unsafe extern "C" fn find(_: Obj, _: Obj) -> Obj {
    proxy::answer(|| {
        let inst = match module_object("random") {
            Some(m) => attrs::get_opt(&m, &intern("_inst"))?,
            None => None,
        };
        match inst {
            Some(v) => proxy::holder(&v),
            None => to_python(&Value::none()),
        }
    })
}
