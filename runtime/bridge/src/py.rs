//! [`Py`]: an owned reference to an object of CPython.

use std::ffi::CStr;
use std::ptr::NonNull;

use pyaot_core::error::Result;

use crate::capi::{Obj, PyObject, api, type_of};
use crate::errors;

/// An owned reference; `Clone` and `Drop` count. The thread that has one holds the interpreter's lock.
#[repr(transparent)]
pub struct Py(NonNull<PyObject>);

impl Py {
    /// Takes over a reference that a function of CPython has given, or the exception that it has set.
    ///
    /// # Safety
    /// `o` is a new reference, or null with an exception set.
    #[inline]
    pub unsafe fn owned(o: Obj) -> Result<Py> {
        match NonNull::new(o) {
            Some(o) => Ok(Py(o)),
            None => Err(errors::fetch()),
        }
    }

    /// A reference of our own to an object that somebody else keeps alive.
    ///
    /// # Safety
    /// `o` is an object that lives.
    #[inline]
    pub unsafe fn borrowed(o: Obj) -> Py {
        // SAFETY: by the contract.
        unsafe {
            (api().Py_IncRef)(o);
            Py(NonNull::new_unchecked(o))
        }
    }

    #[inline]
    pub fn as_ptr(&self) -> Obj {
        self.0.as_ptr()
    }

    /// Gives the reference up to the caller.
    #[inline]
    pub fn into_ptr(self) -> Obj {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    /// The type is exactly this one.
    #[inline]
    pub fn is_exactly(&self, ty: Obj) -> bool {
        // SAFETY: the object lives while `self` does.
        std::ptr::eq(unsafe { type_of(self.as_ptr()) }, ty)
    }

    /// Takes over a new reference; null: there is none, and the exception that says so is forgotten.
    ///
    /// # Safety
    /// As for [`Py::owned`].
    pub unsafe fn found(o: Obj) -> Option<Py> {
        if o.is_null() {
            // SAFETY: no arguments.
            unsafe { (api().PyErr_Clear)() };
        }
        NonNull::new(o).map(Py)
    }

    /// The attribute of this name.
    pub fn attr(&self, name: &str) -> Result<Py> {
        let name = string(name)?;
        // SAFETY: both live.
        unsafe { Py::owned((api().PyObject_GetAttr)(self.as_ptr(), name.as_ptr())) }
    }

    /// The attribute of this name, if there is one. Nothing is raised.
    pub fn find(&self, name: &str) -> Option<Py> {
        // SAFETY: both live; the exception that says no is forgotten.
        unsafe {
            let name = NonNull::new((api().PyUnicode_FromStringAndSize)(name.as_ptr().cast(), name.len() as isize)).map(Py);
            name.and_then(|n| Py::found((api().PyObject_GetAttr)(self.as_ptr(), n.as_ptr())))
        }
    }

    /// `self.name = x`.
    pub fn set(&self, name: &str, x: &Py) -> Result<()> {
        let name = string(name)?;
        // SAFETY: all live.
        done(unsafe { (api().PyObject_SetAttr)(self.as_ptr(), name.as_ptr(), x.as_ptr()) }).map(drop)
    }

    /// None.
    pub fn none() -> Py {
        // SAFETY: it always lives.
        unsafe { Py::borrowed(api()._Py_NoneStruct) }
    }

    /// `self(*args)`.
    pub fn call(&self, args: Vec<Py>) -> Result<Py> {
        let args = tuple(args)?;
        // SAFETY: both live; no keywords.
        unsafe { Py::owned((api().PyObject_Call)(self.as_ptr(), args.as_ptr(), std::ptr::null_mut())) }
    }
}

/// `f(*args)`, without a tuple.
pub fn call(f: &Py, args: &[Py]) -> Result<Py> {
    // SAFETY: all live; a `Py` is the address of its object.
    unsafe { Py::owned((api().PyObject_Vectorcall)(f.as_ptr(), args.as_ptr().cast(), args.len(), std::ptr::null_mut())) }
}

impl Clone for Py {
    #[inline]
    fn clone(&self) -> Py {
        // SAFETY: it lives while `self` does.
        unsafe { Py::borrowed(self.as_ptr()) }
    }
}

impl Drop for Py {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { (api().Py_DecRef)(self.as_ptr()) }
    }
}

/// A `str` of this text.
pub fn string(text: &str) -> Result<Py> {
    // SAFETY: the text lives through the call.
    unsafe { Py::owned((api().PyUnicode_FromStringAndSize)(text.as_ptr().cast(), text.len() as isize)) }
}

/// A tuple of these.
pub fn tuple(items: Vec<Py>) -> Result<Py> {
    // SAFETY: a new tuple, filled before anybody sees it; it takes the references over.
    unsafe {
        let t = Py::owned((api().PyTuple_New)(items.len() as isize))?;
        for (i, item) in items.into_iter().enumerate() {
            (api().PyTuple_SetItem)(t.as_ptr(), i as isize, item.into_ptr());
        }
        Ok(t)
    }
}

/// Success, where a function of CPython says so by a number.
pub fn done(status: std::ffi::c_int) -> Result<bool> {
    if status < 0 { Err(errors::fetch()) } else { Ok(status != 0) }
}

/// The module of this dotted name, imported.
pub fn import(name: &CStr) -> Result<Py> {
    // SAFETY: a C string.
    unsafe { Py::owned((api().PyImport_ImportModule)(name.as_ptr())) }
}

/// The text of a `str`, lone surrogates replaced; empty for anything else.
pub fn text_of(o: &Py) -> String {
    let mut len = 0;
    // SAFETY: the bytes live as long as the object.
    unsafe {
        let p = (api().PyUnicode_AsUTF8AndSize)(o.as_ptr(), &mut len);
        if p.is_null() {
            (api().PyErr_Clear)();
            return String::new();
        }
        String::from_utf8_lossy(std::slice::from_raw_parts(p.cast(), len as usize)).into_owned()
    }
}
