//! The type of vectorized functions: a call goes straight to the universal function that served the last one, if the operands are of
//! the same kinds and nothing has changed that its code was compiled for. Everything else is `_ufunc.py`'s.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use pyaot_abi::dtype::DType;
use pyaot_bridge::arrays;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::loops::guarded;
use crate::plan::{Guard, Plan};

const HAVE_VECTORCALL: std::ffi::c_ulong = 1 << 11;
const NARGS: usize = !(1 << (usize::BITS - 1));

unsafe extern "C" {
    // In the stable ABI from 3.12 on, and in every CPython since 3.9.
    fn PyVectorcall_Call(callable: *mut PyObject, tuple: *mut PyObject, dict: *mut PyObject) -> *mut PyObject;
    fn PyObject_Vectorcall(callable: *mut PyObject, args: *const *mut PyObject, nargsf: usize, names: *mut PyObject) -> *mut PyObject;
}

#[repr(C)]
struct UFuncObject {
    head: PyObject,
    vectorcall: ffi::vectorcallfunc,
    dict: *mut PyObject,
    weak: *mut PyObject,
    wrapped: *mut PyObject,
    /// `_ufunc.call`.
    slow: *mut PyObject,
    state: *mut State,
}

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
        if names.is_null()
            && let Some(last) = &(*(*object).state).last
            && last.operands.len() == n
            && (0..n).all(|k| Operand::of(*args.add(k)) == Some(last.operands[k]))
            && (*(*object).state).plan.is_none_or(Plan::holds)
        {
            let ufunc = last.ufunc.clone_ref(Python::assume_attached());
            return guarded(|| PyObject_Vectorcall(ufunc.as_ptr(), args, n, null_mut()));
        }
        let n_keywords = if names.is_null() { 0 } else { ffi::PyTuple_Size(names) as usize };
        let mut all = Vec::with_capacity(n + n_keywords + 1);
        all.push(f);
        all.extend((0..n + n_keywords).map(|k| *args.add(k)));
        PyObject_Vectorcall((*object).slow, all.as_ptr(), n + 1, names)
    }
}

unsafe extern "C" fn new(ty: *mut ffi::PyTypeObject, args: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a new object of the type, whose fields are filled at once; the arguments are borrowed from the tuple.
    unsafe {
        let (mut wrapped, mut slow) = (null_mut(), null_mut());
        if ffi::PyArg_UnpackTuple(args, c"UFunc".as_ptr(), 2, 2, &raw mut wrapped, &raw mut slow) == 0 {
            return null_mut();
        }
        let o = ffi::PyType_GenericAlloc(ty, 0).cast::<UFuncObject>();
        if !o.is_null() {
            (*o).vectorcall = vectorcall;
            (*o).wrapped = ffi::Py_NewRef(wrapped);
            (*o).slow = ffi::Py_NewRef(slow);
            (*o).state = Box::into_raw(Box::default());
        }
        o.cast()
    }
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: one of our objects.
    unsafe {
        let f = o.cast::<UFuncObject>();
        for field in [ffi::Py_TYPE(o).cast(), (*f).dict, (*f).wrapped, (*f).slow] {
            if !field.is_null() {
                let r = visit(field, arg);
                if r != 0 {
                    return r;
                }
            }
        }
        0
    }
}

unsafe extern "C" fn clear(o: *mut PyObject) -> c_int {
    // SAFETY: one of our objects; what a call needs stays.
    unsafe {
        let f = o.cast::<UFuncObject>();
        ffi::Py_XDECREF(std::mem::replace(&mut (*f).dict, null_mut()));
        0
    }
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    // SAFETY: nothing refers to the object any more.
    unsafe {
        ffi::PyObject_GC_UnTrack(o.cast());
        let f = o.cast::<UFuncObject>();
        if !(*f).weak.is_null() {
            ffi::PyObject_ClearWeakRefs(o);
        }
        clear(o);
        ffi::Py_XDECREF((*f).wrapped);
        ffi::Py_XDECREF((*f).slow);
        if !(*f).state.is_null() {
            drop(Box::from_raw((*f).state));
        }
        let ty = ffi::Py_TYPE(o);
        ffi::PyObject_GC_Del(o.cast());
        ffi::Py_DECREF(ty.cast());
    }
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object of the type.
    unsafe { ffi::PyUnicode_FromFormat(c"<pyaot.UFunc of %R>".as_ptr(), (*o.cast::<UFuncObject>()).wrapped) }
}

static TYPE: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

/// The heap type.
pub fn make_type(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    use std::mem::offset_of;
    let member = |name: &'static std::ffi::CStr, offset: usize| ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: offset as isize,
        flags: ffi::Py_READONLY,
        doc: null_mut::<c_char>(),
    };
    let members = Box::leak(Box::new([
        member(c"__vectorcalloffset__", offset_of!(UFuncObject, vectorcall)),
        member(c"__dictoffset__", offset_of!(UFuncObject, dict)),
        member(c"__weaklistoffset__", offset_of!(UFuncObject, weak)),
        ffi::PyMemberDef { type_code: ffi::Py_T_OBJECT_EX, ..member(c"__wrapped__", offset_of!(UFuncObject, wrapped)) },
        ffi::PyMemberDef::default(),
    ]));
    let dict = ffi::PyGetSetDef {
        name: c"__dict__".as_ptr(),
        get: Some(ffi::PyObject_GenericGetDict),
        set: Some(ffi::PyObject_GenericSetDict),
        ..Default::default()
    };
    let getset = Box::leak(Box::new([dict, ffi::PyGetSetDef::default()]));
    let slot = |slot, pfunc: *mut c_void| ffi::PyType_Slot { slot, pfunc };
    let mut slots = [
        slot(ffi::Py_tp_new, new as *mut c_void),
        slot(ffi::Py_tp_dealloc, dealloc as *mut c_void),
        slot(ffi::Py_tp_traverse, traverse as *mut c_void),
        slot(ffi::Py_tp_clear, clear as *mut c_void),
        slot(ffi::Py_tp_call, PyVectorcall_Call as *mut c_void),
        slot(ffi::Py_tp_repr, repr as *mut c_void),
        slot(ffi::Py_tp_members, members.as_mut_ptr().cast()),
        slot(ffi::Py_tp_getset, getset.as_mut_ptr().cast()),
        slot(0, null_mut()),
    ];
    let flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC | HAVE_VECTORCALL;
    let mut spec = ffi::PyType_Spec {
        name: c"pyaot.UFunc".as_ptr(),
        basicsize: size_of::<UFuncObject>() as c_int,
        itemsize: 0,
        flags: flags as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the slots are of the functions' types; what the type keeps of the description is static.
    let ty = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&mut spec)) }?;
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
