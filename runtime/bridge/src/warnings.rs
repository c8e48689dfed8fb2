//! Warnings of CPython go through the filters of a program that has set any, as the runtime's own do.

use std::cell::Cell;
use std::ffi::c_int;

use pyaot_core::error::Result;
use pyaot_core::modules::warnings;
use pyaot_core::start::hosted;
use pyaot_core::value::Value;

use crate::builtin::{self, tuple_items};
use crate::capi::{MethodDef, Obj, api};
use crate::containers::crossing;
use crate::convert::from_python;
use crate::locked::Locked;
use crate::proxy;
use crate::py::Py;
use crate::python::helper;

const METH_O: c_int = 8;

static ARRIVED: MethodDef = MethodDef { name: c"arrived".as_ptr(), function: arrived as *const _, flags: METH_O, doc: std::ptr::null() };

static SHARED: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// The program filters warnings, or CPython has been opened: if both, CPython's come to the program from now on.
pub fn share() -> Result<()> {
    if SHARED.get() || !warnings::is_filtered() || hosted::hooks().is_some() {
        return Ok(());
    }
    SHARED.set(true);
    // SAFETY: the definition is static; a new reference.
    let arrived = unsafe { Py::owned((api().PyCFunction_NewEx)(&ARRIVED, std::ptr::null_mut(), std::ptr::null_mut())) }?;
    crossing(|| helper("share_warnings")?.call(vec![arrived])).map(drop)
}

/// A warning that CPython's own filters let through; false: the program does not want it.
unsafe extern "C" fn arrived(_: Obj, warning: Obj) -> Obj {
    proxy::answer(|| {
        // SAFETY: the prelude passes a tuple: category, text, file and line.
        let parts = tuple_items(&unsafe { Py::borrowed(warning) });
        let parts = parts.iter().map(from_python).collect::<Result<Vec<Value>>>()?;
        builtin::bool(warnings::pass_on(&parts)?)
    })
}
