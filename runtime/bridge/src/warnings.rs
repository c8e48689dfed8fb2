//! Warnings of CPython go through the filters of a program that has set any, as the runtime's own do. Where CPython is the host, warnings of
//! compiled code are its own.

use std::cell::Cell;
use std::ffi::c_int;

use pyaot_array::warn::{Mode, Other};
use pyaot_core::error::Result;
use pyaot_core::exception::clear_pending;
use pyaot_core::modules::warnings;
use pyaot_core::start::{hosted, place};
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use crate::builtin::{self, tuple_items};
use crate::capi::{MethodDef, Obj, api};
use crate::containers::crossing;
use crate::convert::{from_python, to_python};
use crate::locked::Locked;
use crate::py::{self, Py};
use crate::python::{helper, is_imported, text_helper};
use crate::{errors, proxy};

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

/// A warning of compiled code, in the line that it has noted.
pub fn to_host(category: &'static TypeObj, message: &str) -> Result<()> {
    let (file, line) = place().unwrap_or(("", 0));
    let Some(class) = errors::python_class(category)? else { return Ok(()) };
    let parts = vec![class, py::string(message)?, py::string(file)?, to_python(&Value::int(line))?];
    crossing(|| helper("warn")?.call(parts)).map(drop)
}

/// The same warning again would come to nothing: it has been given, or is ignored.
fn is_silent(category: &'static TypeObj, message: &str, (file, line): (&str, i64)) -> bool {
    let ask = || -> Result<Py> {
        let Some(class) = errors::python_class(category)? else { return py::string("") };
        let parts = vec![class, py::string(message)?, py::string(file)?, to_python(&Value::int(line))?];
        crossing(|| helper("is_silent")?.call(parts))
    };
    ask().map_err(clear_pending).is_ok_and(|p| std::ptr::eq(p.as_ptr(), api()._Py_TrueStruct))
}

/// What NumPy does about errors in floating point is for the host's to say.
pub fn follow_host() {
    pyaot_array::warn::follow(Other { modes: modes_of_host, set_modes: set_modes_of_host, is_silent });
}

/// What `numpy.seterrcall` says has its turn.
pub fn handle(what: &str, flags: i64, name: &str, logs: bool) -> Result<()> {
    let given = vec![py::string(what)?, to_python(&Value::int(flags))?, py::string(name)?, builtin::bool(logs)?];
    crossing(|| text_helper(crate::numpy::TEXT, "handle_error")?.call(given)).map(drop)
}

/// None: it is not there.
fn modes_of_host() -> Option<[Mode; 4]> {
    let ask = || -> Result<Vec<Py>> { Ok(tuple_items(&text_helper(crate::numpy::TEXT, "error_modes")?.call(Vec::new())?)) };
    let names = is_imported("numpy").then(|| ask().map_err(clear_pending).ok())??;
    let modes: Vec<Mode> = names.iter().map(|n| Mode::of_name(&py::text_of(n))).collect::<Option<_>>()?;
    modes.try_into().ok()
}

fn set_modes_of_host(modes: [Mode; 4]) -> bool {
    hosted::here();
    let tell = || -> Result<Py> {
        let names = modes.iter().map(|m| py::string(m.name())).collect::<Result<Vec<Py>>>()?;
        text_helper(crate::numpy::TEXT, "set_error_modes")?.call(names)
    };
    is_imported("numpy") && tell().map_err(clear_pending).is_ok()
}
