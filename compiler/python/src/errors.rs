//! Exceptions across the border.

use std::cell::RefCell;
use std::ptr::null_mut;

use pyaot_core::error::Result;
use pyaot_core::exception::traceback::str_of;
use pyaot_core::exception::{self, ExceptionObj};
use pyaot_core::start::hosted::Hooks;
use pyaot_core::value::Value;
use pyaot_core::{error, ops};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::convert::outward;

thread_local! {
    /// Exceptions that code of Python's has raised on the way through compiled code, and what stands for them there.
    static FOREIGN: RefCell<Vec<(Value, Py<PyAny>)>> = const { RefCell::new(Vec::new()) };
}

/// What the runtime asks of CPython.
pub static HOOKS: Hooks = Hooks { check_signals, write };

fn check_signals() -> Result<()> {
    // SAFETY: compiled code runs with the interpreter's lock.
    if unsafe { ffi::PyErr_CheckSignals() } == 0 { Ok(()) } else { Python::attach(|py| raise_in_runtime(PyErr::fetch(py), py)) }
}

fn write(fd: i32, text: &[u8]) -> Result<()> {
    Python::attach(|py| {
        let to = || -> PyResult<()> {
            let stream = py.import("sys")?.getattr(if fd == 1 { "stdout" } else { "stderr" })?;
            match std::str::from_utf8(text) {
                Ok(text) => stream.call_method1("write", (text,))?,
                Err(_) => {
                    stream.call_method0("flush")?;
                    stream.getattr("buffer")?.call_method1("write", (PyBytes::new(py, text),))?
                }
            };
            Ok(())
        };
        to().or_else(|e| raise_in_runtime(e, py))
    })
}

/// Raises Python's exception in compiled code.
fn raise_in_runtime(e: PyErr, py: Python<'_>) -> Result<()> {
    let value = e.into_value(py);
    let bound = value.bind(py);
    let mro = bound.get_type().mro();
    let ty = mro.iter().find_map(|t| exception::by_name(&t.getattr("__name__").ok()?.extract::<String>().ok()?));
    let message = bound.str().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let exc = exception::new_with_message(ty.unwrap_or(&exception::RUNTIME_ERROR), &message);
    FOREIGN.with_borrow_mut(|all| all.push((exc.clone(), value.into_any())));
    error::raise_value(exc)
}

/// The exception that waits in the runtime becomes Python's; null, for whoever returns it.
#[cold]
pub fn raise_pending() -> *mut PyObject {
    Python::attach(|py| {
        let error = match exception::take_pending() {
            Some(exc) => match outward_exception(py, &exc) {
                Ok(e) => PyErr::from_value(e),
                Err(e) => e,
            },
            None => pyo3::exceptions::PySystemError::new_err("compiled code has failed without an exception"),
        };
        FOREIGN.with_borrow_mut(Vec::clear);
        error.restore(py);
        null_mut()
    })
}

/// The value cannot cross; null, for whoever returns it.
#[cold]
pub fn cannot_return(v: &Value) -> *mut PyObject {
    Python::attach(|py| {
        let text = format!("pyaot: a compiled function cannot return a '{}' to CPython yet", ops::type_name(v));
        pyo3::exceptions::PyTypeError::new_err(text).restore(py);
        null_mut()
    })
}

fn outward_exception<'py>(py: Python<'py>, exc: &Value) -> PyResult<Bound<'py, PyAny>> {
    let known = FOREIGN.with_borrow(|all| all.iter().find(|(v, _)| v.is(exc)).map(|(_, p)| p.clone_ref(py).into_bound(py)));
    let helper = py.import("pyaot._traceback")?;
    let Some(e) = exc.downcast::<ExceptionObj>() else {
        return Err(pyo3::exceptions::PySystemError::new_err("not an exception"));
    };
    let error = match known {
        Some(p) => p,
        None => {
            let args = (0..e.arg_count()).filter_map(|i| e.arg(i)).map(|a| object_of(py, &a)).collect::<PyResult<Vec<_>>>()?;
            let extras = ["errno", "strerror", "filename", "filename2", "name", "value", "code", "obj"];
            let extras = extras.into_iter().filter_map(|name| Some((name, e.extra(name)?)));
            let extras = extras.map(|(name, v)| Ok((name, object_of(py, &v)?))).collect::<PyResult<Vec<_>>>()?;
            helper.call_method1("make", (ops::type_name(exc), PyTuple::new(py, args)?, extras))?
        }
    };
    let chained = |v: Option<Value>| v.map(|v| outward_exception(py, &v)).transpose();
    // Those of exceptions that Python has raised are its own affair.
    let frames: Vec<(&str, &str, u32, u32, u32)> = e.trace().iter().filter_map(frame).collect();
    helper.call_method1("finish", (&error, frames, chained(e.cause())?, chained(e.context())?, e.suppress_context.get()))?;
    Ok(error)
}

/// An argument of an exception; what cannot cross is its text.
fn object_of<'py>(py: Python<'py>, v: &Value) -> PyResult<Bound<'py, PyAny>> {
    let o = outward(v);
    if !o.is_null() {
        // SAFETY: a new reference.
        return Ok(unsafe { Bound::from_owned_ptr(py, o) });
    }
    match ops::repr(v) {
        Ok(text) => Ok(ops::text_of(&text).into_owned().into_pyobject(py)?.into_any()),
        Err(raised) => {
            exception::clear_pending(raised);
            Ok(py.None().into_bound(py))
        }
    }
}

/// File, function, line, first and last column (0: not known, both counted from 1) of an entry that is to be seen.
fn frame(entry: &exception::TraceEntry) -> Option<(&'static str, &'static str, u32, u32, u32)> {
    const HIDDEN: u64 = 8;
    // SAFETY: frame descriptors are static data of compiled code.
    let frame = unsafe { &*entry.frame };
    let file = str_of(&frame.file);
    if frame.flags & HIDDEN != 0 || file == crate::ENTRY_FILE {
        return None;
    }
    let part = |at: u32, bits: u32| (entry.line as u64 >> at) as u32 & ((1u64 << bits) - 1) as u32;
    Some((file, str_of(&frame.function), part(0, 32), part(32, 16), part(48, 16)))
}
