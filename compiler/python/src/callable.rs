//! Objects that CPython calls by vectorcall: what the types of compiled and of vectorized functions have in common.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::offset_of;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

const HAVE_VECTORCALL: std::ffi::c_ulong = 1 << 11;
/// The number of arguments, in what a vectorcall is told of it.
pub const NARGS: usize = !(1 << (usize::BITS - 1));

unsafe extern "C" {
    // In the stable ABI from 3.12 on, and in every CPython since 3.9.
    fn PyVectorcall_Call(callable: *mut PyObject, tuple: *mut PyObject, dict: *mut PyObject) -> *mut PyObject;
}

/// What calls of the type's objects know from each other.
pub trait State: Default {
    /// The type's, with the package.
    const NAME: &'static CStr;
    /// Without it.
    const SHORT: &'static CStr;
    const CALL: ffi::vectorcallfunc;
    /// What the object is in a class, if that is a method.
    const GET: Option<ffi::descrgetfunc>;
}

#[repr(C)]
pub struct Callable<S> {
    head: PyObject,
    vectorcall: ffi::vectorcallfunc,
    dict: *mut PyObject,
    weak: *mut PyObject,
    /// The function of Python's.
    pub wrapped: *mut PyObject,
    /// What has the answer where the object has none (`_compile.miss`, `_ufunc.call`).
    pub slow: *mut PyObject,
    pub state: *mut S,
}

unsafe extern "C" fn new<S: State>(ty: *mut ffi::PyTypeObject, args: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a new object of the type, whose fields are filled at once; the arguments are borrowed from the tuple.
    unsafe {
        let (mut wrapped, mut slow) = (null_mut(), null_mut());
        if ffi::PyArg_UnpackTuple(args, S::SHORT.as_ptr(), 2, 2, &raw mut wrapped, &raw mut slow) == 0 {
            return null_mut();
        }
        let o = ffi::PyType_GenericAlloc(ty, 0).cast::<Callable<S>>();
        if !o.is_null() {
            (*o).vectorcall = S::CALL;
            (*o).wrapped = ffi::Py_NewRef(wrapped);
            (*o).slow = ffi::Py_NewRef(slow);
            (*o).state = Box::into_raw(Box::default());
        }
        o.cast()
    }
}

unsafe extern "C" fn traverse<S: State>(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: one of our objects.
    unsafe {
        let f = o.cast::<Callable<S>>();
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

unsafe extern "C" fn clear<S: State>(o: *mut PyObject) -> c_int {
    // SAFETY: one of our objects; `wrapped` and `slow` stay, since it may still be called.
    unsafe {
        let f = o.cast::<Callable<S>>();
        ffi::Py_XDECREF(std::mem::replace(&mut (*f).dict, null_mut()));
        0
    }
}

unsafe extern "C" fn dealloc<S: State>(o: *mut PyObject) {
    // SAFETY: nothing refers to the object any more.
    unsafe {
        ffi::PyObject_GC_UnTrack(o.cast());
        let f = o.cast::<Callable<S>>();
        if !(*f).weak.is_null() {
            ffi::PyObject_ClearWeakRefs(o);
        }
        clear::<S>(o);
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

unsafe extern "C" fn repr<S: State>(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a live object of the type.
    unsafe { ffi::PyUnicode_FromFormat(c"<%s of %R>".as_ptr(), S::NAME.as_ptr(), (*o.cast::<Callable<S>>()).wrapped) }
}

/// The heap type.
pub fn make_type<S: State>(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let member = |name: &'static CStr, offset: usize| ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: offset as isize,
        flags: ffi::Py_READONLY,
        doc: null_mut::<c_char>(),
    };
    let members = Box::leak(Box::new([
        member(c"__vectorcalloffset__", offset_of!(Callable<S>, vectorcall)),
        member(c"__dictoffset__", offset_of!(Callable<S>, dict)),
        member(c"__weaklistoffset__", offset_of!(Callable<S>, weak)),
        ffi::PyMemberDef { type_code: ffi::Py_T_OBJECT_EX, ..member(c"__wrapped__", offset_of!(Callable<S>, wrapped)) },
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
    let mut slots = vec![
        slot(ffi::Py_tp_new, new::<S> as *mut c_void),
        slot(ffi::Py_tp_dealloc, dealloc::<S> as *mut c_void),
        slot(ffi::Py_tp_traverse, traverse::<S> as *mut c_void),
        slot(ffi::Py_tp_clear, clear::<S> as *mut c_void),
        slot(ffi::Py_tp_call, PyVectorcall_Call as *mut c_void),
        slot(ffi::Py_tp_repr, repr::<S> as *mut c_void),
        slot(ffi::Py_tp_members, members.as_mut_ptr().cast()),
        slot(ffi::Py_tp_getset, getset.as_mut_ptr().cast()),
    ];
    let mut flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC | HAVE_VECTORCALL;
    if let Some(get) = S::GET {
        slots.push(slot(ffi::Py_tp_descr_get, get as *mut c_void));
        flags |= ffi::Py_TPFLAGS_METHOD_DESCRIPTOR;
    }
    slots.push(slot(0, null_mut()));
    let mut spec = ffi::PyType_Spec {
        name: S::NAME.as_ptr(),
        basicsize: size_of::<Callable<S>>() as c_int,
        itemsize: 0,
        flags: flags as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the slots are of the functions' types; what the type keeps of the description is static.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&mut spec)) }
}
