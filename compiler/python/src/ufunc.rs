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
use crate::loops::{self, FEW, Inner, MOST, guarded};
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
    /// Its only loop, where that is for just these operands.
    only: Option<&'static Inner>,
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
            if names.is_null()
                && let Some(result) = last.only.and_then(|only| with_few(only, std::slice::from_raw_parts(args, n)))
            {
                return result;
            }
            let ufunc = last.ufunc.clone_ref(Python::assume_attached());
            return guarded(|| callable::call(ufunc.as_ptr(), args, n, names));
        }
        by_tuple((*object).slow, &[f], args, n, names)
    }
}

/// Computes few elements, all of arrays of one shape, without what NumPy does around a loop, which takes longer than they do. `None`: that
/// is for NumPy. Loops leave no flags behind of which NumPy would warn.
///
/// # Safety
/// Live objects, of the kinds that the loop is for.
unsafe fn with_few(only: &Inner, args: &[*mut PyObject]) -> Option<*mut PyObject> {
    let (inputs, output) = only.dtypes();
    let (mut numbers, mut at, mut steps) = ([0u64; MOST], [std::ptr::null_mut::<u8>(); MOST], [0isize; MOST]);
    let mut shape: Option<&[i64]> = None;
    for (k, (o, dtype)) in args.iter().zip(inputs).enumerate() {
        // SAFETY: by the contract; nothing runs meanwhile that would give an array another shape.
        if let Some(a) = unsafe { arrays::elements_of(o.cast()) } {
            let step = match a.strides {
                [step] => *step as isize,
                _ if a.is_plain => dtype.size() as isize,
                _ => return None,
            };
            if !a.is_aligned || *shape.get_or_insert(a.shape) != a.shape {
                return None;
            }
            (at[k], steps[k]) = (a.data, step);
        } else {
            // SAFETY: by the contract, a float.
            numbers[k] = unsafe { ffi::PyFloat_AsDouble(*o) }.to_bits();
            at[k] = (&raw mut numbers[k]).cast();
        }
    }
    let shape = shape.filter(|s| !s.is_empty())?;
    let n = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d as usize)).filter(|n| (1..=FEW).contains(n))?;
    let (result, data) = match arrays::new(output, shape) {
        Ok(made) => made,
        Err(raised) => {
            pyaot_core::exception::clear_pending(raised);
            return None;
        }
    };
    (at[args.len()], steps[args.len()]) = (data, output.size() as isize);
    // SAFETY: operands and results of so many elements; whoever holds the result gives it up.
    Some(unsafe {
        guarded(|| {
            only.run(&mut at[..=args.len()], n, &steps[..=args.len()]);
            result.into_ptr().cast()
        })
    })
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

/// Calls with such operands go to this universal function from now on; `only`: the number of its loop, if it has one.
#[pyfunction]
#[pyo3(signature = (f, operands, ufunc, only))]
pub fn remember(f: &Bound<'_, PyAny>, operands: &Bound<'_, PyTuple>, ufunc: Py<PyAny>, only: Option<usize>) -> PyResult<()> {
    // SAFETY: live objects.
    let operands: Option<Vec<Operand>> = operands.iter().map(|o| unsafe { Operand::of(o.as_ptr()) }).collect();
    if let Some(operands) = operands {
        let is_for = |l: &Inner| {
            let (inputs, _) = l.dtypes();
            let same = |(o, d): (&Operand, &DType)| *o == Operand::Array(*d) || *o == Operand::Float && *d == DType::F64;
            inputs.len() < MOST && inputs.len() == operands.len() && operands.iter().zip(inputs).all(same)
        };
        let only = only.and_then(loops::inner).filter(|l| is_for(l));
        state(f)?.last = Some(Last { operands, ufunc, only });
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
