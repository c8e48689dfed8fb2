//! Exceptions across the border.

use std::ptr::null_mut;

use pyaot_bridge::convert::to_python;
use pyaot_bridge::py::Py as Owned;
use pyaot_bridge::{errors as bridge, turns};
use pyaot_core::exception::{self, ExceptionObj};
use pyaot_core::start::hosted::Hooks;
use pyaot_core::value::Value;
use pyo3::exceptions::PySystemError;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// What the runtime asks of CPython.
pub static HOOKS: Hooks = Hooks {
    check_signals: turns::check_signals,
    check_signals_beside: crate::loops::check_signals,
    warn: pyaot_bridge::warnings::to_host,
    write: pyaot_bridge::streams::write_to_host,
    has_others: turns::has_others,
    give_away: turns::give_away,
};

/// An exception of compiled code becomes Python's; null, for whoever returns it.
#[cold]
pub fn raise(exc: Option<Value>) -> *mut PyObject {
    Python::attach(|py| {
        match exc.as_ref().map(|e| outward(py, e)) {
            // SAFETY: it lives.
            Some(Ok(e)) => bridge::set_in_python(unsafe { Owned::borrowed(e.as_ptr().cast()) }),
            Some(Err(e)) => e.restore(py),
            None => PySystemError::new_err("compiled code has failed without an exception").restore(py),
        }
        null_mut()
    })
}

fn outward<'py>(py: Python<'py>, exc: &Value) -> PyResult<Bound<'py, PyAny>> {
    let crossed = |exc| match bridge::alone::outward(exc)? {
        Some(p) => Ok((p, true)),
        None => Ok((bridge::outward(exc)?, false)),
    };
    let object = match crossed(exc) {
        Ok((p, whole)) => {
            // SAFETY: a reference of our own.
            let object = unsafe { Bound::from_owned_ptr(py, p.into_ptr().cast()) };
            if whole {
                return Ok(object);
            }
            object
        }
        Err(raised) => {
            bridge::raise_in_python(raised);
            return Err(PyErr::fetch(py));
        }
    };
    let Some(e) = exc.downcast::<ExceptionObj>() else { return Ok(object) };
    let extras = ["name", "obj", "value", "code", "errno", "strerror", "filename", "filename2"];
    let extras = extras.into_iter().filter_map(|name| Some((name, e.extra(name)?)));
    let extras: Vec<(&str, Bound<'py, PyAny>)> = extras.filter_map(|(name, v)| Some((name, object_of(py, &v)?))).collect();
    let chained = |v: Option<Value>| v.map(|v| outward(py, &v)).transpose();
    let frames: Vec<(&str, &str, u32, u32, u32)> = e.trace().iter().filter_map(bridge::frame_of).collect();
    let linked = (chained(e.cause())?, chained(e.context())?, e.suppress_context.get());
    py.import("pyaot._traceback")?.call_method1("finish", (&object, frames, extras, linked))?;
    Ok(object)
}

fn object_of<'py>(py: Python<'py>, v: &Value) -> Option<Bound<'py, PyAny>> {
    match to_python(v) {
        // SAFETY: a reference of our own.
        Ok(p) => Some(unsafe { Bound::from_owned_ptr(py, p.into_ptr().cast()) }),
        Err(raised) => {
            exception::clear_pending(raised);
            None
        }
    }
}
