//! The type of vectorized functions: a call goes straight to the universal function that served the last one, if the operands are of
//! the same kinds and nothing has changed that its code was compiled for. Everything else is `_ufunc.py`'s.

use std::ffi::CStr;

use pyaot_abi::dtype::DType;
use pyaot_bridge::arrays;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::callable::{self, Callable, NARGS, by_tuple};
use crate::loops::guarded;
use crate::plan::{Guard, Plan};

type UFuncObject = Callable<State>;

#[derive(Default)]
struct State {
    /// Never freed: calls may be inside.
    plan: Option<&'static Plan>,
    last: Option<Last>,
}

/// What the last call was like, and the universal function that it went to.
struct Last {
    operands: Vec<Operand>,
    ufunc: Py<PyAny>,
}

/// What an operand is, as far as the choice of a loop depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Operand {
    Array(DType),
    Float,
    Int,
    Bool,
}

impl Operand {
    /// # Safety
    /// `o` is an object that lives.
    #[inline]
    unsafe fn of(o: *mut PyObject) -> Option<Operand> {
        // SAFETY: by the contract.
        let ty = unsafe { ffi::Py_TYPE(o) };
        if std::ptr::eq(ty, &raw const ffi::PyFloat_Type) {
            return Some(Operand::Float);
        }
        if std::ptr::eq(ty, &raw const ffi::PyLong_Type) {
            return Some(Operand::Int);
        }
        if std::ptr::eq(ty, &raw const ffi::PyBool_Type) {
            return Some(Operand::Bool);
        }
        arrays::kind_of(o.cast()).map(|(dtype, _)| Operand::Array(dtype))
    }
}

unsafe extern "C" fn vectorcall(f: *mut PyObject, args: *const *mut PyObject, nargsf: usize, names: *mut PyObject) -> *mut PyObject {
    let n = nargsf & NARGS;
    // SAFETY: the type's own objects; the interpreter passes as many arguments as it says.
    unsafe {
        let object = f.cast::<UFuncObject>();
        if (names.is_null() || is_out(names, *args.add(n)))
            && let Some(last) = &(*(*object).state).last
            && last.operands.len() == n
            && (0..n).all(|k| Operand::of(*args.add(k)) == Some(last.operands[k]))
            && (*(*object).state).plan.is_none_or(Plan::holds)
        {
            let ufunc = last.ufunc.clone_ref(Python::assume_attached());
            return guarded(|| callable::call(ufunc.as_ptr(), args, n, names));
        }
        by_tuple((*object).slow, &[f], args, n, names)
    }
}

/// The only keyword argument is an array of NumPy's for the results, which nobody but the universal function has to look at.
///
/// # Safety
/// `names` is the tuple of a vectorcall, `first` the argument of the first name.
unsafe fn is_out(names: *mut PyObject, first: *mut PyObject) -> bool {
    // SAFETY: by the contract.
    unsafe {
        ffi::PyTuple_Size(names) == 1
            && ffi::PyUnicode_CompareWithASCIIString(ffi::PyTuple_GetItem(names, 0), c"out".as_ptr()) == 0
            && arrays::kind_of(first.cast()).is_some()
    }
}

static TYPE: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

impl callable::State for State {
    const NAME: &'static CStr = c"pyaot.UFunc";
    const SHORT: &'static CStr = c"UFunc";
    const CALL: ffi::vectorcallfunc = vectorcall;
    const GET: Option<ffi::descrgetfunc> = None;
}

/// The heap type.
pub fn make_type(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let ty = callable::make_type::<State>(py)?;
    let _ = TYPE.set(ty.as_ptr() as usize);
    Ok(ty)
}

/// The state of a vectorized function, which lives as long as `f`.
fn state<'a>(f: &'a Bound<'_, PyAny>) -> PyResult<&'a mut State> {
    // SAFETY: the type is the one with our fields; the interpreter's lock is held.
    unsafe {
        if TYPE.get() != Some(&(ffi::Py_TYPE(f.as_ptr()) as usize)) {
            return Err(PyRuntimeError::new_err("not a vectorized function"));
        }
        Ok(&mut *(*f.as_ptr().cast::<UFuncObject>()).state)
    }
}

/// What the loops are compiled for: see `set_plan`.
#[pyfunction]
pub fn set_guards(
    f: &Bound<'_, PyAny>,
    guards: Vec<(Bound<'_, PyAny>, Py<PyAny>, Option<(Py<PyAny>, Py<PyAny>)>)>,
    absent: Vec<Bound<'_, PyAny>>,
) -> PyResult<()> {
    let mut plan = Plan::default();
    for (at, object, code) in guards {
        plan.guards.push(Guard { place: crate::place(&at)?, object: Some(object), code });
    }
    for at in absent {
        plan.add_absent(crate::place(&at)?, at.py())?;
    }
    let s = state(f)?;
    s.plan = Some(Box::leak(Box::new(plan)));
    s.last = None;
    Ok(())
}

/// Nothing has changed that the loops were compiled for.
#[pyfunction]
pub fn guards_hold(f: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(state(f)?.plan.is_none_or(Plan::holds))
}

/// Calls with such operands go to this universal function from now on.
#[pyfunction]
pub fn remember(f: &Bound<'_, PyAny>, operands: &Bound<'_, PyTuple>, ufunc: Py<PyAny>) -> PyResult<()> {
    // SAFETY: live objects.
    let operands: Option<Vec<Operand>> = operands.iter().map(|o| unsafe { Operand::of(o.as_ptr()) }).collect();
    if let Some(operands) = operands {
        state(f)?.last = Some(Last { operands, ufunc });
    }
    Ok(())
}

/// Calls a universal function, or a method of it: an exception in its loops ends the call.
#[pyfunction]
#[pyo3(signature = (callable, args, kwargs))]
pub fn run_ufunc<'py>(callable: &Bound<'py, PyAny>, args: &Bound<'py, PyTuple>, kwargs: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: live objects; a new reference, or an exception.
    unsafe {
        let result = guarded(|| ffi::PyObject_Call(callable.as_ptr(), args.as_ptr(), kwargs.as_ptr()));
        Bound::from_owned_ptr_or_err(callable.py(), result)
    }
}
