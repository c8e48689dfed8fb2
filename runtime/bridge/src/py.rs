//! [`Py`]: an owned reference to an object of CPython.

use std::ffi::CStr;
use std::ptr::NonNull;

use pyaot_core::error::Result;
use pyaot_core::start::hosted;

use crate::capi::{Obj, PyObject, api, release, retain, type_of};
use crate::errors;
use crate::locked::{AddressMap, Table, table};

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
        hosted::here();
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
            retain(o);
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
        hosted::here();
        if o.is_null() {
            // SAFETY: no arguments.
            unsafe { (api().PyErr_Clear)() };
        }
        NonNull::new(o).map(Py)
    }

    /// The attribute of this name.
    pub fn attr(&self, name: &str) -> Result<Py> {
        let name = self::name(name)?;
        // SAFETY: both live.
        unsafe { Py::owned((api().PyObject_GetAttr)(self.as_ptr(), name.as_ptr())) }
    }

    /// The attribute of this name, if there is one. Nothing is raised.
    pub fn find(&self, name: &str) -> Option<Py> {
        let name = self::name(name).map_err(pyaot_core::exception::clear_pending).ok()?;
        // SAFETY: both live; the exception that says no is forgotten.
        unsafe { Py::found((api().PyObject_GetAttr)(self.as_ptr(), name.as_ptr())) }
    }

    /// `self.name = x`.
    pub fn set(&self, name: &str, x: &Py) -> Result<()> {
        let name = self::name(name)?;
        // SAFETY: all live.
        done(unsafe { (api().PyObject_SetAttr)(self.as_ptr(), name.as_ptr(), x.as_ptr()) }).map(drop)
    }

    /// None.
    pub fn none() -> Py {
        // SAFETY: it always lives.
        unsafe { Py::borrowed(api()._Py_NoneStruct) }
    }

    pub fn is_none(&self) -> bool {
        std::ptr::eq(self.as_ptr(), api()._Py_NoneStruct)
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
    unsafe { Py::owned((api().PyObject_VectorcallDict)(f.as_ptr(), args.as_ptr().cast(), args.len(), std::ptr::null_mut())) }
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
        unsafe { release(self.as_ptr()) }
    }
}

/// Names that were asked for, by the address of their text, which may since be another's.
static NAMES: Table<AddressMap<usize, (Box<str>, Py)>> = Table::new(table);

/// The interned `str` of a name: the same texts are asked for again and again.
pub fn name(text: &str) -> Result<Py> {
    let key = text.as_ptr() as usize;
    let known = NAMES.with_borrow(|n| n.get(&key).filter(|(t, _)| **t == *text).map(|(_, p)| p.clone()));
    if let Some(p) = known {
        return Ok(p);
    }
    let mut o = string(text)?.into_ptr();
    // SAFETY: a reference of our own, which is exchanged for one to the interned object.
    let made = unsafe {
        (api().PyUnicode_InternInPlace)(&mut o);
        Py::owned(o)?
    };
    let forgotten = NAMES.with_borrow_mut(|n| {
        const MANY: usize = 4096;
        let all = if n.len() >= MANY { std::mem::take(n) } else { AddressMap::default() };
        n.insert(key, (text.into(), made.clone()));
        all
    });
    drop(forgotten);
    Ok(made)
}

/// At the end of the program.
pub fn forget_names() {
    drop(NAMES.take());
}

/// Arguments of a call: a few in place, more on the heap.
pub struct Args {
    few: [std::mem::MaybeUninit<Py>; Args::FEW],
    n: usize,
    many: Vec<Py>,
}

impl Args {
    const FEW: usize = 7;

    #[inline]
    pub fn new(n: usize) -> Args {
        let many = if n > Args::FEW { Vec::with_capacity(n) } else { Vec::new() };
        Args { few: [const { std::mem::MaybeUninit::uninit() }; Args::FEW], n: 0, many }
    }

    /// One more, of the number that was told.
    #[inline]
    pub fn push(&mut self, p: Py) {
        if self.many.capacity() > 0 {
            self.many.push(p);
        } else {
            self.few[self.n].write(p);
            self.n += 1;
        }
    }

    #[inline]
    pub fn as_slice(&self) -> &[Py] {
        if self.many.capacity() > 0 {
            return &self.many;
        }
        // SAFETY: the first `n` have been written.
        unsafe { std::slice::from_raw_parts(self.few.as_ptr().cast(), self.n) }
    }
}

impl Drop for Args {
    #[inline]
    fn drop(&mut self) {
        for p in &mut self.few[..self.n] {
            // SAFETY: the first `n` have been written.
            unsafe { p.assume_init_drop() };
        }
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
    hosted::here();
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
