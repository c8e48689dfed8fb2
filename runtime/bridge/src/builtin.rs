//! Objects of CPython's builtin types: making and reading them. Functions that read are for objects of the type that they name.


use pyaot_core::error::Result;
use pyaot_core::start::hosted;

use crate::capi::{Obj, api, list_elements, ref_count, type_of};
use crate::py::{Py, done};

/// The type of the object.
#[inline]
pub fn type_ptr(p: &Py) -> Obj {
    // SAFETY: it lives.
    unsafe { type_of(p.as_ptr()) }
}

/// How many references there are to the object.
#[inline]
pub fn references(p: &Py) -> isize {
    // SAFETY: it lives.
    unsafe { ref_count(p.as_ptr()) }
}

/// One of the objects and types that the table names, which live for ever.
pub fn constant(o: Obj) -> Py {
    // SAFETY: by the contract of the table.
    unsafe { Py::borrowed(o) }
}

/// Declares functions that make an object from plain values, or from objects that live through the call.
macro_rules! makers {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $ty:ty),*) = $function:ident($($passed:expr),*);)*) => {
        $($(#[$doc])*
        #[inline]
        pub fn $name($($arg: $ty),*) -> Result<Py> {
            // SAFETY: the arguments live through the call; a new reference, or null with an exception.
            unsafe { Py::owned((api().$function)($($passed),*)) }
        })*
    };
}

makers! {
    fn bool(b: bool) = PyBool_FromLong(b.into());
    fn int(i: i64) = PyLong_FromLongLong(i);
    /// Digits to the base of 16, with a sign.
    fn int_of_bytes(bytes: &[u8]) = _PyLong_FromByteArray(bytes.as_ptr(), bytes.len(), 1, 1);
    /// The digits again, with `0x` in front.
    fn float(x: f64) = PyFloat_FromDouble(x);
    fn complex(re: f64, im: f64) = PyComplex_FromDoubles(re, im);
    fn bytes(b: &[u8]) = PyBytes_FromStringAndSize(b.as_ptr().cast(), b.len() as isize);
    fn bytearray() = PyByteArray_FromStringAndSize(std::ptr::null(), 0);
    fn list() = PyList_New(0);
    fn dict() = PyDict_New();
    fn set() = PySet_New(std::ptr::null_mut());
    fn frozenset(items: &Py) = PyFrozenSet_New(items.as_ptr());
    fn slice(start: &Py, stop: &Py, step: &Py) = PySlice_New(start.as_ptr(), stop.as_ptr(), step.as_ptr());
    fn iterator(p: &Py) = PyObject_GetIter(p.as_ptr());
    fn text(p: &Py) = PyObject_Str(p.as_ptr());
}

/// An int that fits; `None`: it is larger.
#[inline]
pub fn small_int(p: &Py) -> Option<i64> {
    let mut over = 0;
    // SAFETY: an int that lives.
    let i = unsafe { (api().PyLong_AsLongLongAndOverflow)(p.as_ptr(), &mut over) };
    (over == 0).then_some(i)
}

/// The bytes of an int, the lowest first, with the sign in the last.
pub fn with_int_bytes<T>(p: &Py, f: impl FnOnce(&[u8]) -> T) -> Result<T> {
    let (mut few, mut many) = ([0u8; 32], Vec::new());
    // SAFETY: an int that lives; the buffer has room for its bits and the sign. CPython before 3.13 does not look at the last argument.
    unsafe {
        let n = (api()._PyLong_NumBits)(p.as_ptr()) / 8 + 1;
        let bytes = if n <= few.len() {
            &mut few[..n]
        } else {
            many.resize(n, 0);
            &mut many[..]
        };
        done((api()._PyLong_AsByteArray)(p.as_ptr(), bytes.as_mut_ptr(), n, 1, 1, 1))?;
        Ok(f(bytes))
    }
}

#[inline]
pub fn double(p: &Py) -> f64 {
    // SAFETY: a float that lives.
    unsafe { (api().PyFloat_AsDouble)(p.as_ptr()) }
}

pub fn complex_parts(p: &Py) -> (f64, f64) {
    // SAFETY: a complex number that lives.
    unsafe { ((api().PyComplex_RealAsDouble)(p.as_ptr()), (api().PyComplex_ImagAsDouble)(p.as_ptr())) }
}

pub fn bytes_of(p: &Py) -> &[u8] {
    // SAFETY: the bytes of an object that lives, which never change.
    unsafe { std::slice::from_raw_parts((api().PyBytes_AsString)(p.as_ptr()).cast(), (api().PyBytes_Size)(p.as_ptr()) as usize) }
}

pub fn bytearray_of(p: &Py) -> Vec<u8> {
    // SAFETY: the bytes of an object that lives, copied at once.
    unsafe {
        std::slice::from_raw_parts((api().PyByteArray_AsString)(p.as_ptr()).cast::<u8>(), (api().PyByteArray_Size)(p.as_ptr()) as usize).to_vec()
    }
}

pub fn set_bytearray(p: &Py, bytes: &[u8]) -> Result<()> {
    // SAFETY: a bytearray that lives.
    done(unsafe { (api().PyByteArray_Resize)(p.as_ptr(), bytes.len() as isize) })?;
    // SAFETY: it has just that length now.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), (api().PyByteArray_AsString)(p.as_ptr()).cast(), bytes.len()) };
    Ok(())
}

/// The items of a tuple.
pub fn tuple_items(p: &Py) -> Vec<Py> {
    // SAFETY: a tuple that lives, and its items with it.
    unsafe {
        let n = (api().PyTuple_Size)(p.as_ptr());
        (0..n).map(|i| Py::borrowed((api().PyTuple_GetItem)(p.as_ptr(), i))).collect()
    }
}

pub fn list_len(p: &Py) -> usize {
    // SAFETY: a list that lives.
    unsafe { (api().PyList_Size)(p.as_ptr()) as usize }
}

/// Makes these the items of a list.
pub fn set_list_items(p: &Py, items: &[Py]) -> Result<()> {
    let had = list_len(p);
    if had == 0 && !items.is_empty() {
        // SAFETY: a new list, filled before anybody sees it; it takes the references over.
        unsafe {
            let all = Py::owned((api().PyList_New)(items.len() as isize))?;
            for (i, x) in items.iter().enumerate() {
                (api().PyList_SetItem)(all.as_ptr(), i as isize, x.clone().into_ptr());
            }
            return done((api().PyList_SetSlice)(p.as_ptr(), 0, 0, all.as_ptr())).map(drop);
        }
    }
    for (i, x) in items.iter().enumerate() {
        // SAFETY: a list that lives, and its items with it; it takes the reference to the new one over.
        unsafe {
            if i >= had {
                done((api().PyList_Append)(p.as_ptr(), x.as_ptr()))?;
            } else if list_elements(p.as_ptr()).get(i) != Some(&x.as_ptr()) {
                done((api().PyList_SetItem)(p.as_ptr(), i as isize, x.clone().into_ptr()))?;
            }
        }
    }
    if had > items.len() {
        // SAFETY: a list that lives; null removes.
        done(unsafe { (api().PyList_SetSlice)(p.as_ptr(), items.len() as isize, had as isize, std::ptr::null_mut()) })?;
    }
    Ok(())
}

pub fn dict_len(p: &Py) -> usize {
    // SAFETY: a dict that lives.
    unsafe { (api().PyDict_Size)(p.as_ptr()) as usize }
}

/// The version of a dict, which every change of it makes another: the fourth word, until 3.12 at least. `None`: it has none.
pub fn dict_version(p: &Py) -> Option<u64> {
    static HAVE: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    let have = HAVE.get_or_init(|| crate::python::minor() <= 12);
    // SAFETY: a dict that lives.
    have.then(|| unsafe { *(p.as_ptr() as *const u64).add(3) })
}

/// The dict has just these keys and values, in this order.
pub fn dict_is(p: &Py, entries: &[Py]) -> bool {
    let (mut at, mut k, mut x, mut n) = (0, std::ptr::null_mut(), std::ptr::null_mut(), 0);
    // SAFETY: a dict that lives and that nothing changes meanwhile.
    unsafe {
        while (api().PyDict_Next)(p.as_ptr(), &mut at, &mut k, &mut x) != 0 {
            match entries.get(n..n + 2) {
                Some([known, value]) if std::ptr::eq(known.as_ptr(), k) && std::ptr::eq(value.as_ptr(), x) => n += 2,
                _ => return false,
            }
        }
    }
    n == entries.len()
}

/// Keys and values of a dict, in order.
pub fn dict_entries(p: &Py) -> Vec<(Py, Py)> {
    if let Some(items) = ordered(p).and_then(|o| of_ordered("items", vec![o.clone()]).and_then(|all| iterator(&all)).ok()) {
        return std::iter::from_fn(|| next(&items).ok().flatten()).map(|pair| tuple_items(&pair)).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    }
    let (mut at, mut k, mut x) = (0, std::ptr::null_mut(), std::ptr::null_mut());
    let mut out = Vec::new();
    // SAFETY: a dict that lives and that nothing changes meanwhile.
    unsafe {
        while (api().PyDict_Next)(p.as_ptr(), &mut at, &mut k, &mut x) != 0 {
            out.push((Py::borrowed(k), Py::borrowed(x)));
        }
    }
    out
}

pub fn set_dict_item(p: &Py, key: &Py, value: &Py) -> Result<()> {
    if ordered(p).is_some() {
        return of_ordered("__setitem__", vec![p.clone(), key.clone(), value.clone()]).map(drop);
    }
    // SAFETY: all live.
    done(unsafe { (api().PyDict_SetItem)(p.as_ptr(), key.as_ptr(), value.as_ptr()) }).map(drop)
}

/// The dict, if it is an `OrderedDict`: that has an order of its own.
fn ordered(p: &Py) -> Option<&Py> {
    if p.is_exactly(api().PyDict_Type) {
        return None;
    }
    // SAFETY: both live.
    unsafe { (api().PyObject_IsInstance)(p.as_ptr(), api().PyODict_Type) == 1 }.then_some(p)
}

/// A method of `OrderedDict` itself: classes over it may have others of that name.
fn of_ordered(name: &str, args: Vec<Py>) -> Result<Py> {
    // SAFETY: a type that lives for ever.
    unsafe { Py::borrowed(api().PyODict_Type) }.attr(name)?.call(args)
}

/// See [`ordered`].
pub fn is_ordered(p: &Py) -> bool {
    ordered(p).is_some()
}

pub fn clear_dict(p: &Py) {
    if ordered(p).is_some() {
        let _ = of_ordered("clear", vec![p.clone()]).map_err(pyaot_core::exception::clear_pending);
        return;
    }
    // SAFETY: a dict that lives.
    unsafe { (api().PyDict_Clear)(p.as_ptr()) }
}

pub fn set_len(p: &Py) -> usize {
    // SAFETY: a set that lives.
    unsafe { (api().PySet_Size)(p.as_ptr()) as usize }
}

pub fn add_to_set(p: &Py, x: &Py) -> Result<()> {
    // SAFETY: both live.
    done(unsafe { (api().PySet_Add)(p.as_ptr(), x.as_ptr()) }).map(drop)
}

pub fn take_from_set(p: &Py, x: &Py) -> Result<()> {
    // SAFETY: both live.
    done(unsafe { (api().PySet_Discard)(p.as_ptr(), x.as_ptr()) }).map(drop)
}

pub fn clear_set(p: &Py) -> Result<()> {
    // SAFETY: a set that lives.
    done(unsafe { (api().PySet_Clear)(p.as_ptr()) }).map(drop)
}

/// The table of a set or frozenset: for each place the hash and the element, or that something was there (None inside).
pub fn set_table(p: &Py) -> Vec<Option<Option<(i64, Py)>>> {
    /// The head of a set, which is the same in all versions of CPython.
    #[repr(C)]
    struct Head {
        count: isize,
        ty: Obj,
        fill: isize,
        used: isize,
        mask: isize,
        table: *const Entry,
    }
    #[repr(C)]
    struct Entry {
        key: Obj,
        hash: i64,
    }
    // SAFETY: a set that lives; its table has one entry more than the mask says, and its keys live as long as they are there.
    unsafe {
        let head = &*p.as_ptr().cast::<Head>();
        let entries = std::slice::from_raw_parts(head.table, head.mask as usize + 1);
        // What has been taken out has left a key with a hash that no object has.
        let held = |e: &Entry| (!e.key.is_null()).then(|| (e.hash != -1).then(|| (e.hash, Py::borrowed(e.key))));
        entries.iter().map(held).collect()
    }
}

/// The next item of an iterator; `None` at its end.
pub fn next(iterator: &Py) -> Result<Option<Py>> {
    // SAFETY: an iterator that lives; a new reference, or null at the end or with an exception.
    unsafe {
        let x = (api().PyIter_Next)(iterator.as_ptr());
        if x.is_null() && (api().PyErr_Occurred)().is_null() {
            hosted::here();
            return Ok(None);
        }
        Py::owned(x).map(Some)
    }
}
