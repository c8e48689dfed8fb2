//! NumPy's scalars: `numpy.int64(3)`, `numpy.float32(1.5)`, `numpy.True_`.
//!
//! `float64`, `complex128`, `str_` and `bytes_` have the layouts of the builtin types that they derive from; all others are
//! [`ScalarObj`].

pub mod arith;
mod attrs;
mod compare;
mod construct;
mod number;
pub mod promotion;
mod module;
pub mod types;
mod text;

use pyaot_abi::dtype::DType;
use pyaot_core::complex::ComplexObj;
use pyaot_core::float::FloatObj;
use pyaot_core::heap;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::{Header, Object, Value};

pub use construct::{array_as_python, array_format};
pub use number::{Num, round_to};
pub use text::{digits, shortest};
pub use types::{bool_value, dtype_of_type, type_of};

/// A scalar of at most 8 bytes.
#[repr(C)]
pub struct ScalarObj {
    pub header: Header,
    /// The element as arrays store it, in the low bytes.
    pub bits: u64,
    pub dtype: DType,
}

// SAFETY: repr(C), header first; the scalar types with this layout allocate a ScalarObj.
unsafe impl Object for ScalarObj {
    const LAYOUT: Layout = Layout::Scalar;
}

// SAFETY: single-threaded runtime; the statics of this type are `numpy.True_` and `numpy.False_`.
unsafe impl Sync for ScalarObj {}

/// An element as arrays store it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C, align(16))]
pub struct Bits(pub [u64; 2]);

impl Bits {
    #[inline]
    pub fn as_ptr(&self) -> *const u8 {
        self.0.as_ptr().cast()
    }
}

/// The scalar of a numeric dtype with these bits.
#[inline]
pub fn of_bits(dtype: DType, bits: Bits) -> Value {
    match dtype {
        DType::Bool => bool_value(bits.0[0] & 0xff != 0),
        DType::F64 => of_double(f64::from_bits(bits.0[0])),
        DType::C128 => {
            let (real, imag) = (f64::from_bits(bits.0[0]), f64::from_bits(bits.0[1]));
            heap::new_object(types::complex128_type(), |header| ComplexObj { header, real, imag })
        }
        _ => heap::new_object(type_of(dtype), |header| ScalarObj { header, bits: bits.0[0], dtype }),
    }
}

/// `numpy.float64(x)`.
#[inline]
pub fn of_double(x: f64) -> Value {
    heap::new_object(types::float64_type(), |header| FloatObj { header, value: x })
}

/// The scalar of the element at `at`, of a numeric dtype.
///
/// # Safety
/// An element of this dtype can be read there (at any alignment).
#[inline]
pub unsafe fn new(dtype: DType, at: *const u8) -> Value {
    let mut bits = Bits([0; 2]);
    // SAFETY: by the contract; elements have at most 16 bytes.
    unsafe { std::ptr::copy_nonoverlapping(at, bits.0.as_mut_ptr().cast(), dtype.size()) };
    of_bits(dtype, bits)
}

/// The scalar of an integer dtype (or bool) that holds the low bits of `i`; for floats the nearest.
pub fn of_i64(dtype: DType, i: i64) -> Value {
    of_num(dtype, Num::Int(i128::from(i)))
}

/// The scalar of a float dtype nearest to `x`; complex numbers get it as their real part.
pub fn of_f64(dtype: DType, x: f64) -> Value {
    of_num(dtype, Num::Float(x))
}

/// The scalar of this dtype that holds the number, cast as arrays are.
pub fn of_num(dtype: DType, n: Num) -> Value {
    of_bits(dtype, n.bits(dtype))
}

/// Dtype and element of a NumPy scalar of a numeric dtype; `None` for all other objects.
#[inline]
pub fn get(v: &Value) -> Option<(DType, Bits)> {
    let h = v.header()?;
    match h.ty.get().layout {
        Layout::Scalar => v.downcast::<ScalarObj>().map(|s| (s.dtype, Bits([s.bits, 0]))),
        Layout::Float if is_of(h.ty.get(), &types::FLOAT64) => v.downcast::<FloatObj>().map(|f| (DType::F64, Bits([f.value.to_bits(), 0]))),
        Layout::Complex if is_of(h.ty.get(), &types::COMPLEX128) => {
            v.downcast::<ComplexObj>().map(|c| (DType::C128, Bits([c.real.to_bits(), c.imag.to_bits()])))
        }
        _ => None,
    }
}

#[inline]
fn is_of(ty: &'static TypeObj, base: &'static TypeObj) -> bool {
    std::ptr::eq(ty, base) || (!ty.is_native && ty.is_subtype(base))
}

/// Dtype and number of a NumPy scalar of a numeric dtype.
#[inline]
pub fn num(v: &Value) -> Option<(DType, Num)> {
    get(v).map(|(d, b)| (d, Num::of_bits(d, b)))
}

/// The text (a str or bytes) as `numpy.str_` or `numpy.bytes_`.
pub fn of_text(dtype: DType, text: Value) -> Value {
    construct::text(dtype, &text).unwrap_or(text)
}
