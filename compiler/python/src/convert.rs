//! Values across the border: objects of CPython to values of the runtime, and back.

use pyaot_core::bytes::BytesObj;
use pyaot_core::float::FloatObj;
use pyaot_core::str::StrObj;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytes, complex, float, int, ops, tuple};
use pyo3::ffi::{self, PyObject};

/// What an argument is, as far as a specialisation is for it. `_compile.py` has the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    None = 0,
    Bool = 1,
    Int = 2,
    Float = 3,
    Complex = 4,
    Str = 5,
    Bytes = 6,
    Tuple = 7,
}

impl Kind {
    /// `None`: nothing that can cross.
    ///
    /// # Safety
    /// `o` is an object that lives.
    #[inline]
    pub unsafe fn of(o: *mut PyObject) -> Option<Kind> {
        // SAFETY: by the contract; the addresses of types never change.
        unsafe {
            let ty = ffi::Py_TYPE(o);
            let is = |t: *mut ffi::PyTypeObject| std::ptr::eq(ty, t);
            Some(if is(&raw mut ffi::PyLong_Type) {
                Kind::Int
            } else if is(&raw mut ffi::PyFloat_Type) {
                Kind::Float
            } else if is(&raw mut ffi::PyUnicode_Type) {
                Kind::Str
            } else if is(&raw mut ffi::PyBool_Type) {
                Kind::Bool
            } else if std::ptr::eq(o, ffi::Py_None()) {
                Kind::None
            } else if is(&raw mut ffi::PyTuple_Type) {
                Kind::Tuple
            } else if is(&raw mut ffi::PyComplex_Type) {
                Kind::Complex
            } else if is(&raw mut ffi::PyBytes_Type) {
                Kind::Bytes
            } else {
                return None;
            })
        }
    }
}

/// The value of an object that is of this kind; `None`: it is of another, or cannot cross.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn inward(o: *mut PyObject, kind: Kind) -> Option<Value> {
    // SAFETY: by the contract; the calls are for objects of the type that was just found.
    unsafe {
        match kind {
            Kind::Int => {
                if !std::ptr::eq(ffi::Py_TYPE(o), &raw mut ffi::PyLong_Type) {
                    return None;
                }
                let mut over = 0;
                let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut over);
                if over == 0 { Some(Value::int(i)) } else { big_inward(o) }
            }
            Kind::Float => {
                let is_float = std::ptr::eq(ffi::Py_TYPE(o), &raw mut ffi::PyFloat_Type);
                is_float.then(|| float::new(ffi::PyFloat_AsDouble(o)))
            }
            _ if Kind::of(o) != Some(kind) => None,
            Kind::None => Some(Value::none()),
            Kind::Bool => Some(Value::bool(std::ptr::eq(o, ffi::Py_True()))),
            Kind::Complex => Some(complex::new(ffi::PyComplex_RealAsDouble(o), ffi::PyComplex_ImagAsDouble(o))),
            Kind::Str => str_inward(o),
            Kind::Bytes => {
                let data = ffi::PyBytes_AsString(o).cast::<u8>();
                Some(bytes::new(std::slice::from_raw_parts(data, ffi::PyBytes_Size(o) as usize)))
            }
            Kind::Tuple => {
                let item = |i| {
                    let x = ffi::PyTuple_GetItem(o, i);
                    inward(x, Kind::of(x)?)
                };
                (0..ffi::PyTuple_Size(o)).map(item).collect::<Option<Vec<_>>>().map(tuple::new)
            }
        }
    }
}

/// # Safety
/// `o` is an int.
#[cold]
unsafe fn big_inward(o: *mut PyObject) -> Option<Value> {
    // SAFETY: by the contract; the text is given back after it has been read.
    unsafe {
        let hex = ffi::PyNumber_ToBase(o, 16);
        let text = str_inward(hex)?;
        ffi::Py_DECREF(hex);
        int::from_text(&ops::text_of(&text), 16).ok().flatten()
    }
}

/// # Safety
/// `o` is a str, or null with an exception set.
unsafe fn str_inward(o: *mut PyObject) -> Option<Value> {
    // SAFETY: by the contract; the bytes live as long as their objects.
    unsafe {
        let mut len = 0;
        if !o.is_null() {
            let data = ffi::PyUnicode_AsUTF8AndSize(o, &mut len);
            if !data.is_null() {
                let utf8 = std::slice::from_raw_parts(data.cast::<u8>(), len as usize);
                return Some(pyaot_core::str::new(std::str::from_utf8_unchecked(utf8)));
            }
            // Lone surrogates have no UTF-8.
            ffi::PyErr_Clear();
            let b = ffi::PyUnicode_AsEncodedString(o, c"utf-8".as_ptr(), c"surrogatepass".as_ptr());
            if !b.is_null() {
                let data = std::slice::from_raw_parts(ffi::PyBytes_AsString(b).cast::<u8>(), ffi::PyBytes_Size(b) as usize);
                let v = pyaot_core::str::from_wtf8(data);
                ffi::Py_DECREF(b);
                return Some(v);
            }
        }
        ffi::PyErr_Clear();
        None
    }
}

/// The object for a value, a new reference. Null with no exception set: the value cannot cross.
#[inline]
pub fn outward(v: &Value) -> *mut PyObject {
    // SAFETY (of all blocks): calls that give new references.
    if let Some(i) = v.as_small() {
        return unsafe { ffi::PyLong_FromLongLong(i) };
    }
    match v.ty().layout {
        Layout::Float if v.ty().name == "float" => {
            let x = v.downcast::<FloatObj>().map_or(0.0, |f| f.value);
            unsafe { ffi::PyFloat_FromDouble(x) }
        }
        Layout::None => unsafe { ffi::Py_NewRef(ffi::Py_None()) },
        Layout::Bool => unsafe { ffi::PyBool_FromLong(v.is_true().into()) },
        _ => other_outward(v),
    }
}

fn other_outward(v: &Value) -> *mut PyObject {
    let null = std::ptr::null_mut();
    match (v.ty().layout, v.ty().name) {
        (Layout::Int, "int") => {
            if let Some(i) = int::to_i64(v) {
                // SAFETY: gives a new reference.
                return unsafe { ffi::PyLong_FromLongLong(i) };
            }
            let digits = int::to_radix(v, 16);
            let Ok(text) = std::ffi::CString::new(digits) else { return null };
            // SAFETY: the text lives through the call.
            unsafe { ffi::PyLong_FromString(text.as_ptr(), std::ptr::null_mut(), 16) }
        }
        (Layout::Complex, "complex") => match complex::as_complex(v) {
            // SAFETY: gives a new reference.
            Some(c) => unsafe { ffi::PyComplex_FromDoubles(c.0, c.1) },
            None => null,
        },
        (Layout::Str, "str") => str_outward(v),
        (Layout::Bytes, "bytes") => match v.downcast::<BytesObj>() {
            // SAFETY: the bytes live through the call.
            Some(b) => unsafe { ffi::PyBytes_FromStringAndSize(b.as_slice().as_ptr().cast(), b.len() as isize) },
            None => null,
        },
        (Layout::Tuple, "tuple") => {
            let items = v.downcast::<TupleObj>().map_or(&[][..], TupleObj::items);
            // SAFETY: a new tuple, filled before anybody sees it; it takes the references over.
            unsafe {
                let t = ffi::PyTuple_New(items.len() as isize);
                for (i, x) in items.iter().enumerate() {
                    let item = outward(x);
                    if item.is_null() {
                        ffi::Py_DECREF(t);
                        return null;
                    }
                    ffi::PyTuple_SetItem(t, i as isize, item);
                }
                t
            }
        }
        _ => null,
    }
}

fn str_outward(v: &Value) -> *mut PyObject {
    let Some(s) = v.downcast::<StrObj>() else { return std::ptr::null_mut() };
    if let Some(ascii) = s.as_ascii() {
        // SAFETY: the text lives through the call.
        return unsafe { ffi::PyUnicode_FromStringAndSize(ascii.as_ptr().cast(), ascii.len() as isize) };
    }
    let units: Vec<u32> = s.chars().collect();
    let mut order = if cfg!(target_endian = "little") { -1 } else { 1 };
    // SAFETY: the units live through the call; lone surrogates pass as they are.
    unsafe { ffi::PyUnicode_DecodeUTF32(units.as_ptr().cast(), 4 * units.len() as isize, c"surrogatepass".as_ptr(), &mut order) }
}
