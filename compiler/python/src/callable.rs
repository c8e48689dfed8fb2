//! Objects that CPython calls by vectorcall: what the types of compiled and of vectorized functions have in common.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::offset_of;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use crate::plan::Owned;

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

/// # Safety
/// Live objects.
pub unsafe fn tuple_of(objects: &[*mut PyObject]) -> Owned {
    // SAFETY: a new tuple, filled with references of its own before anybody sees it.
    unsafe {
        let t = ffi::PyTuple_New(objects.len() as isize);
        for (i, o) in objects.iter().enumerate() {
            ffi::PyTuple_SetItem(t, i as isize, ffi::Py_NewRef(*o));
        }
        Owned(t)
    }
}

/// Calls with a tuple and a dict; `first` are arguments in front of the others.
///
/// # Safety
/// As a vectorcall.
pub unsafe fn by_tuple(f: *mut PyObject, first: &[*mut PyObject], args: *const *mut PyObject, n: usize, names: *mut PyObject) -> *mut PyObject {
    // SAFETY: by the contract.
    unsafe {
        let n_keywords = if names.is_null() { 0 } else { ffi::PyTuple_Size(names) as usize };
        let all: Vec<_> = first.iter().copied().chain((0..n).map(|k| *args.add(k))).collect();
        let (operands, keywords) = (tuple_of(&all), Owned(ffi::PyDict_New()));
        for k in 0..n_keywords {
            ffi::PyDict_SetItem(keywords.0, ffi::PyTuple_GetItem(names, k as isize), *args.add(n + k));
        }
        ffi::PyObject_Call(f, operands.0, keywords.0)
    }
}

/// Calls an object.
///
/// # Safety
/// As a vectorcall.
#[inline]
pub unsafe fn call(f: *mut PyObject, args: *const *mut PyObject, n: usize, names: *mut PyObject) -> *mut PyObject {
    // SAFETY: by the contract.
    unsafe {
        match vectorcall_of_python() {
            Some(call) => call(f, args, n, names),
            None => by_tuple(f, &[], args, n, names),
        }
    }
}

/// `PyObject_Vectorcall`, which is no function of CPython 3.10's library.
fn vectorcall_of_python() -> Option<ffi::vectorcallfunc> {
    unsafe extern "C" {
        fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    }
    static FOUND: std::sync::OnceLock<Option<ffi::vectorcallfunc>> = std::sync::OnceLock::new();
    // What has been loaded.
    const EVERYWHERE: isize = if cfg!(target_os = "macos") { -2 } else { 0 };
    // SAFETY: a function of that type, if there is one of that name.
    *FOUND.get_or_init(|| unsafe {
        let at = dlsym(EVERYWHERE as *mut c_void, c"PyObject_Vectorcall".as_ptr());
        (!at.is_null()).then(|| std::mem::transmute::<*mut c_void, ffi::vectorcallfunc>(at))
    })
}
