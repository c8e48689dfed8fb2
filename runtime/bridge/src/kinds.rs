//! What an argument of a typed function is, and how it crosses: plain values directly, everything else as in [`crate::convert`].

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error};
use pyaot_core::float::{self, FloatObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::capi::{Obj, api, type_of};
use crate::py::Py;
use crate::{arrays, bitgens, containers, convert, given};

/// Arguments of a call that need no memory of their own.
const FEW: usize = 8;

/// Dimensions of an array up to here are told to the compiler.
const SHORT: i64 = 7;

/// Words for compiled code, which owns none of them.
pub struct Words {
    few: [u64; FEW],
    many: Vec<u64>,
    len: usize,
}

impl Words {
    /// For `n` of them.
    #[inline]
    pub fn new(n: usize) -> Words {
        Words { few: [0; FEW], many: if n > FEW { Vec::with_capacity(n) } else { Vec::new() }, len: 0 }
    }

    #[inline]
    pub fn push(&mut self, v: Value) {
        if self.many.capacity() > 0 {
            self.many.push(v.into_bits());
        } else {
            self.few[self.len] = v.into_bits();
        }
        self.len += 1;
    }

    #[inline]
    pub fn words(&self) -> &[u64] {
        if self.many.capacity() > 0 { &self.many } else { &self.few[..self.len] }
    }
}

impl Drop for Words {
    #[inline]
    fn drop(&mut self) {
        for w in self.words() {
            // SAFETY: `push` has given the value up to us.
            drop(unsafe { Value::from_bits(*w) });
        }
    }
}

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
    /// A generator of random numbers from which compiled code can draw.
    Generator {
        legacy: bool,
    },
    /// Anything else: compiled code asks CPython for every operation.
    Object,
}

/// The kinds that [`Kind::is_plain`], with the names of the functions of `_host` that say so of an argument.
const PLAIN: [(Kind, &str); 7] = [
    (Kind::None, "none"),
    (Kind::Bool, "bool"),
    (Kind::Int, "int"),
    (Kind::Float, "float"),
    (Kind::Complex, "complex"),
    (Kind::Str, "str"),
    (Kind::Bytes, "bytes"),
];

/// Deeper tuples are objects.
const MAX_DEPTH: u32 = 4;

macro_rules! is {
    ($o:expr, $ty:ident) => {
        // SAFETY: an object that lives.
        std::ptr::eq(unsafe { type_of($o) }, api().$ty)
    };
}

impl Kind {
    /// # Safety
    /// `o` is an object that lives.
    pub unsafe fn of(o: Obj) -> Kind {
        // SAFETY: by the contract.
        unsafe { Kind::of_nested(o, 0) }
    }

    unsafe fn of_nested(o: Obj, depth: u32) -> Kind {
        // SAFETY: by the contract of the caller; elements live as long as their containers, which nobody changes.
        if let Some(plain) = Kind::of_plain(o) {
            return plain;
        }
        if is!(o, PyTuple_Type) {
            if depth > MAX_DEPTH {
                return Kind::Object;
            }
            // SAFETY: as above.
            let n = unsafe { (api().PyTuple_Size)(o) };
            let is_plain = |i| match unsafe { Kind::of_nested((api().PyTuple_GetItem)(o, i), depth + 1) } {
                Kind::Tuple => true,
                k => k.is_plain(),
            };
            return if (0..n).all(is_plain) { Kind::Tuple } else { Kind::Object };
        }
        if is!(o, PyList_Type) {
            // SAFETY: as above.
            let n = unsafe { (api().PyList_Size)(o) };
            let mut kinds = (0..n).map(|i| Kind::of_plain(unsafe { (api().PyList_GetItem)(o, i) }));
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
            while unsafe { (api().PyDict_Next)(o, &mut at, &mut k, &mut x) } != 0 {
                if Kind::of_plain(k).is_none() || Kind::of_plain(x).is_none() {
                    return Kind::Object;
                }
            }
            return Kind::Container;
        }
        match arrays::kind_of(o) {
            Some((dtype, ndim)) => Kind::Array(dtype, ndim),
            // SAFETY: as above.
            None => unsafe { bitgens::kind_of(o) }.map_or(Kind::Object, |legacy| Kind::Generator { legacy }),
        }
    }

    #[inline]
    fn of_plain(o: Obj) -> Option<Kind> {
        Some(if is!(o, PyLong_Type) {
            Kind::Int
        } else if is!(o, PyFloat_Type) {
            Kind::Float
        } else if is!(o, PyUnicode_Type) {
            Kind::Str
        } else if is!(o, PyBool_Type) {
            Kind::Bool
        } else if std::ptr::eq(o, api()._Py_NoneStruct) {
            Kind::None
        } else if is!(o, PyComplex_Type) {
            Kind::Complex
        } else if is!(o, PyBytes_Type) {
            Kind::Bytes
        } else {
            return None;
        })
    }

    /// The kind of the objects of a builtin class that [`Kind::is_plain`].
    pub fn of_name(name: &str) -> Option<Kind> {
        PLAIN.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }

    /// Nobody can tell whether such a value was copied.
    pub fn is_plain(self) -> bool {
        use Kind::*;
        matches!(self, None | Bool | Int | Float | Complex | Str | Bytes)
    }

    /// A plain one, or an array: no container that both sides would have.
    pub fn is_flat(self) -> bool {
        self.is_plain() || matches!(self, Kind::Array(..))
    }

    /// What the entry of a unit says of a parameter for which it gets this object first. `closed`: no code of CPython's runs inside, so
    /// that nobody else changes what the elements of lists are.
    ///
    /// # Safety
    /// `o` is an object of this kind, and lives.
    pub unsafe fn text(self, name: &str, o: Obj, closed: bool) -> String {
        let plain = match self {
            Kind::Ints if closed => "list_of_int",
            Kind::Floats if closed => "list_of_float",
            Kind::Strs if closed => "list_of_str",
            Kind::Generator { legacy } if closed => return format!("{}({name})", if legacy { "_of_state" } else { "_of_generator" }),
            Kind::Array(dtype, _) => {
                // Loops over few points, coordinates or taps are unrolled for their number. Others have no influence on the code.
                let few = |n: &i64| if (1..=SHORT).contains(n) { format!("{n},") } else { "0,".to_owned() };
                // SAFETY: an array, by the contract.
                let shape: String = unsafe { arrays::shape_of(o) }.iter().map(few).collect();
                return format!("_host.array({name}, ({shape}), _numpy_scalar.{})", dtype.name());
            }
            _ => match PLAIN.iter().find(|(kind, _)| *kind == self) {
                Some((_, plain)) => plain,
                None => return name.to_owned(),
            },
        };
        format!("_host.{plain}({name})")
    }
}

/// The object is of this kind.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn is_of_kind(o: Obj, kind: Kind) -> bool {
    match kind {
        Kind::Int => is!(o, PyLong_Type),
        Kind::Float => is!(o, PyFloat_Type),
        Kind::Str => is!(o, PyUnicode_Type),
        Kind::Bool => is!(o, PyBool_Type),
        Kind::Array(dtype, ndim) => arrays::kind_of(o) == Some((dtype, ndim)),
        // SAFETY: by the contract.
        _ => unsafe { Kind::of(o) == kind },
    }
}

/// The value of an object that is of this kind; `None`: it is of another.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn inward(o: Obj, kind: Kind) -> Option<Result<Value>> {
    // SAFETY: by the contract; the calls are for objects of the type that was just found.
    unsafe {
        if !is_of_kind(o, kind) {
            return None;
        }
        match kind {
            Kind::Int => {
                let mut over = 0;
                let i = (api().PyLong_AsLongLongAndOverflow)(o, &mut over);
                if over == 0 {
                    return Some(Ok(Value::int(i)));
                }
            }
            Kind::Float => return Some(Ok(float::new((api().PyFloat_AsDouble)(o)))),
            Kind::Array(..) => {
                if let Some(v) = arrays::array_inward(&Py::borrowed(o)) {
                    return Some(Ok(v));
                }
            }
            Kind::Ints | Kind::Floats | Kind::Strs => {
                let p = Py::borrowed(o);
                return Some(convert::from_python(&p).and_then(|v| if v.ty().layout == Layout::List { Ok(v) } else { containers::list_inward(&p) }));
            }
            _ => {}
        }
        Some(convert::from_python(&Py::borrowed(o)))
    }
}

/// [`outward`] for a value that the caller gives up: what an array has becomes its counterpart's.
#[inline]
pub fn outward_owned(v: Value) -> Result<Obj> {
    let may_have_arrays = |v: &Value| matches!(v.ty().layout, Layout::Array | Layout::Tuple | Layout::List | Layout::Dict);
    if v.as_small().is_none() && may_have_arrays(&v) { given::outward(v).map(Py::into_ptr) } else { outward(&v) }
}

/// The object for a value, a new reference.
#[inline]
pub fn outward(v: &Value) -> Result<Obj> {
    // SAFETY: calls that give new references; None lives for ever.
    let o = unsafe {
        if let Some(i) = v.as_small() {
            (api().PyLong_FromLongLong)(i)
        } else if v.is_none() {
            Py::borrowed(api()._Py_NoneStruct).into_ptr()
        } else if let (Some(f), true) = (v.downcast::<FloatObj>(), std::ptr::eq(v.ty(), &float::FLOAT)) {
            (api().PyFloat_FromDouble)(f.value)
        } else {
            return convert::to_python(v).map(Py::into_ptr);
        }
    };
    if o.is_null() { type_error("no memory") } else { Ok(o) }
}
