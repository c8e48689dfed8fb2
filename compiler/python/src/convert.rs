//! What an argument is, and how it crosses: plain values are converted here, everything else by the bridge.

use pyaot_abi::dtype::DType;
use pyaot_bridge::capi::Obj;
use pyaot_bridge::py::Py;
use pyaot_bridge::{arrays, convert};
use pyaot_core::error::{Result, type_error};
use pyaot_core::float::{self, FloatObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyo3::ffi::{self, PyObject};

/// What an argument is, as far as a specialisation is for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    None,
    Bool,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    /// Of plain values and such tuples.
    Tuple,
    Ints,
    Floats,
    Strs,
    /// A list, dict or set of plain values.
    Container,
    Array(DType, u8),
    /// Anything else: compiled code asks CPython for every operation.
    Object,
}

/// Deeper tuples are objects.
const MAX_DEPTH: u32 = 4;

#[inline]
fn is_of(o: *mut PyObject, ty: *mut ffi::PyTypeObject) -> bool {
    // SAFETY: objects that live.
    unsafe { std::ptr::eq(ffi::Py_TYPE(o), ty) }
}

macro_rules! is {
    ($o:expr, $ty:ident) => {
        is_of($o, &raw mut ffi::$ty)
    };
}

impl Kind {
    /// # Safety
    /// `o` is an object that lives.
    pub unsafe fn of(o: *mut PyObject) -> Kind {
        // SAFETY: by the contract.
        unsafe { Kind::of_nested(o, 0) }
    }

    unsafe fn of_nested(o: *mut PyObject, depth: u32) -> Kind {
        // SAFETY: by the contract of the caller; elements live as long as their containers, which nobody changes.
        if let Some(plain) = Kind::of_plain(o) {
            return plain;
        }
        if is!(o, PyTuple_Type) {
            // SAFETY: as above.
            let n = unsafe { ffi::PyTuple_Size(o) };
            let is_plain = |i| match unsafe { Kind::of_nested(ffi::PyTuple_GetItem(o, i), depth + 1) } {
                Kind::Tuple => depth < MAX_DEPTH,
                k => k.is_plain(),
            };
            return if (0..n).all(is_plain) { Kind::Tuple } else { Kind::Object };
        }
        if is!(o, PyList_Type) {
            // SAFETY: as above.
            let n = unsafe { ffi::PyList_Size(o) };
            let mut kinds = (0..n).map(|i| Kind::of_plain(unsafe { ffi::PyList_GetItem(o, i) }));
            let first = kinds.next().flatten();
            return match first {
                // Nothing to be said of the elements of an empty list, into which anything may be put.
                None if n == 0 => Kind::Container,
                None => Kind::Object,
                Some(k) => match kinds.try_fold(k, |k, other| other.map(|o| if o == k { k } else { Kind::Object })) {
                    Some(Kind::Int) => Kind::Ints,
                    Some(Kind::Float) => Kind::Floats,
                    Some(Kind::Str) => Kind::Strs,
                    Some(_) => Kind::Container,
                    None => Kind::Object,
                },
            };
        }
        if is!(o, PyDict_Type) {
            let (mut at, mut k, mut x) = (0, std::ptr::null_mut(), std::ptr::null_mut());
            // SAFETY: as above.
            while unsafe { ffi::PyDict_Next(o, &mut at, &mut k, &mut x) } != 0 {
                if Kind::of_plain(k).is_none() || Kind::of_plain(x).is_none() {
                    return Kind::Object;
                }
            }
            return Kind::Container;
        }
        match arrays::kind_of(o.cast()) {
            Some((dtype, ndim)) => Kind::Array(dtype, ndim),
            None => Kind::Object,
        }
    }

    #[inline]
    fn of_plain(o: *mut PyObject) -> Option<Kind> {
        Some(if is!(o, PyLong_Type) {
            Kind::Int
        } else if is!(o, PyFloat_Type) {
            Kind::Float
        } else if is!(o, PyUnicode_Type) {
            Kind::Str
        } else if is!(o, PyBool_Type) {
            Kind::Bool
        // SAFETY: an object that lives for ever.
        } else if std::ptr::eq(o, unsafe { ffi::Py_None() }) {
            Kind::None
        } else if is!(o, PyComplex_Type) {
            Kind::Complex
        } else if is!(o, PyBytes_Type) {
            Kind::Bytes
        } else {
            return None;
        })
    }

    /// Nobody can tell whether such a value was copied.
    pub fn is_plain(self) -> bool {
        use Kind::*;
        matches!(self, None | Bool | Int | Float | Complex | Str | Bytes)
    }

    /// What the entry of a unit says of a parameter. `closed`: no code of CPython's runs inside, so that nobody else changes what the
    /// elements of lists are.
    pub fn text(self, name: &str, closed: bool) -> String {
        let plain = match self {
            Kind::None => "none",
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Complex => "complex",
            Kind::Str => "str",
            Kind::Bytes => "bytes",
            Kind::Ints if closed => "list_of_int",
            Kind::Floats if closed => "list_of_float",
            Kind::Strs if closed => "list_of_str",
            Kind::Array(dtype, ndim) => {
                let dtype = dtype.name();
                return format!("_host.array({name}, ({}), _numpy_scalar.{dtype})", "0,".repeat(ndim.into()));
            }
            _ => return name.to_owned(),
        };
        format!("_host.{plain}({name})")
    }
}

/// The object is of this kind.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
unsafe fn fits(o: *mut PyObject, kind: Kind) -> bool {
    match kind {
        Kind::Int => is!(o, PyLong_Type),
        Kind::Float => is!(o, PyFloat_Type),
        Kind::Str => is!(o, PyUnicode_Type),
        Kind::Array(dtype, ndim) => arrays::kind_of(o.cast()) == Some((dtype, ndim)),
        // SAFETY: by the contract.
        _ => unsafe { Kind::of(o) == kind },
    }
}

/// The value of an object that is of this kind; `None`: it is of another.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn inward(o: *mut PyObject, kind: Kind) -> Option<Result<Value>> {
    // SAFETY: by the contract; the calls are for objects of the type that was just found.
    unsafe {
        if !fits(o, kind) {
            return None;
        }
        match kind {
            Kind::Int => {
                let mut over = 0;
                let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut over);
                if over == 0 {
                    return Some(Ok(Value::int(i)));
                }
            }
            Kind::Float => return Some(Ok(float::new(ffi::PyFloat_AsDouble(o)))),
            Kind::Array(..) => {
                if let Some(v) = arrays::array_inward(&Py::borrowed(o.cast())) {
                    return Some(Ok(v));
                }
            }
            _ => {}
        }
        Some(convert::from_python(&Py::borrowed(o.cast())))
    }
}

/// The object for a value, a new reference.
#[inline]
pub fn outward(v: &Value) -> Result<*mut PyObject> {
    // SAFETY: calls that give new references.
    let o = if let Some(i) = v.as_small() {
        // SAFETY: as above.
        unsafe { ffi::PyLong_FromLongLong(i) }
    } else if v.is_none() {
        unsafe { ffi::Py_NewRef(ffi::Py_None()) }
    } else if v.ty().layout == Layout::Float && v.ty().name == "float" {
        let x = v.downcast::<FloatObj>().map_or(0.0, |f| f.value);
        // SAFETY: as above.
        unsafe { ffi::PyFloat_FromDouble(x) }
    } else {
        return convert::to_python(v).map(|p| Obj::cast(p.into_ptr()));
    };
    if o.is_null() { type_error("no memory") } else { Ok(o) }
}
