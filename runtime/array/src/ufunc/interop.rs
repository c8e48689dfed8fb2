//! The other parts of the crate, as ufuncs need them: scalars and conversion of objects to arrays.

use pyaot_abi::dtype::DType;
use pyaot_core::complex;
use pyaot_core::error::{Result, type_error};
use pyaot_core::value::Value;
use pyaot_core::ops;

/// A NumPy scalar as an element.
#[inline]
pub fn scalar(v: &Value) -> Option<(DType, [u8; 16])> {
    let (dtype, bits) = crate::scalar::get(v)?;
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&bits.0[0].to_ne_bytes());
    bytes[8..].copy_from_slice(&bits.0[1].to_ne_bytes());
    Some((dtype, bytes))
}

/// The parts of a complex number.
pub fn complex_parts(v: &Value) -> (f64, f64) {
    complex::as_complex(v).map_or((0.0, 0.0), |c| (c.0, c.1))
}

/// `numpy.asarray`.
pub fn as_array(v: &Value) -> Result<Value> {
    type_error(format!("'{}' object cannot be made an array yet", ops::type_name(v)))
}

/// A copy of an array, C order.
pub fn copy(v: &Value) -> Result<Value> {
    use crate::array::{Fill, Order, as_array};
    use crate::kernels::loops::MAX_OPS;
    let a = as_array(v);
    let new = crate::array::new(a.dtype(), a.itemsize(), a.shape(), Order::C, Fill::Uninit)?;
    let n = as_array(&new);
    let nest = super::nest::Nest::new(a.shape(), [(a.shape(), a.strides()), (n.shape(), n.strides())].into_iter());
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1]) = (a.data(), n.data());
    let item = a.itemsize();
    nest.run(&p, 2, |p, s, len| {
        for k in 0..len as isize {
            // SAFETY: both arrays have these elements; objects are retained by the copy.
            unsafe {
                let (from, to) = (p[0].wrapping_offset(s[0] * k), p[1].wrapping_offset(s[1] * k));
                if a.dtype() == DType::Object {
                    let x = (*from.cast::<Value>()).clone();
                    drop(std::mem::replace(&mut *to.cast::<Value>(), x));
                } else {
                    std::ptr::copy_nonoverlapping(from, to, item);
                }
            }
        }
        Ok(())
    })
    .map(|()| new.clone())
}

/// The only element of a 0-d array, as the scalar (or object) that NumPy returns.
pub fn element(a: &crate::array::ArrayObj) -> Result<Value> {
    // SAFETY: the array has one element.
    Ok(unsafe {
        if a.dtype() == DType::Object { (*a.data().cast::<Value>()).clone() } else { crate::scalar::new(a.dtype(), a.data()) }
    })
}

/// An element as a Python object (`.item()`).
///
/// # Safety
/// There is an element of this dtype at `p`.
pub unsafe fn python(dtype: DType, _itemsize: usize, p: *const u8) -> Value {
    use pyaot_core::{float, int};
    let mut out = [0u8; 16];
    // SAFETY: by the contract.
    unsafe {
        let to = match dtype {
            DType::Object => return (*p.cast::<Value>()).clone(),
            DType::Bool => return Value::bool(*p != 0),
            DType::U64 => return int::from_u64(p.cast::<u64>().read_unaligned()),
            d if d.is_complex() => DType::C128,
            d if d.is_float() => DType::F64,
            _ => DType::I64,
        };
        if let Some(f) = crate::kernels::cast::find(dtype, to) {
            f(p, 0, out.as_mut_ptr(), 0, 1);
        }
        let (a, b) = (out.as_ptr().cast::<f64>(), out.as_ptr().cast::<i64>());
        match to {
            DType::C128 => complex::new(a.read_unaligned(), a.add(1).read_unaligned()),
            DType::F64 => float::new(a.read_unaligned()),
            _ => Value::int(b.read_unaligned()),
        }
    }
}

/// Stores a Python object as an element.
///
/// # Safety
/// There is an element of this dtype at `p`.
pub unsafe fn set(dtype: DType, p: *mut u8, v: &Value) -> Result<()> {
    let mut o = super::operand::Operand::new(v)?;
    o.settle(dtype)?;
    if o.dtype != dtype {
        return type_error(format!("cannot store '{}' as {}", ops::type_name(v), dtype.name()));
    }
    // SAFETY: by the contract.
    unsafe { std::ptr::copy_nonoverlapping(o.data(), p, dtype.size()) };
    Ok(())
}

/// Every element of an array of numbers is this one.
pub fn fill(a: &crate::array::ArrayObj, bits: &[u8]) {
    use crate::kernels::loops::MAX_OPS;
    let mut nest = super::nest::Nest::new(a.shape(), std::iter::once((a.shape(), a.strides())));
    nest.coalesce(1);
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    p[0] = a.data();
    let Ok(()) = nest.run(&p, 1, |p, s, n| -> std::result::Result<(), std::convert::Infallible> {
        for k in 0..n as isize {
            // SAFETY: the element is there.
            unsafe { std::ptr::copy_nonoverlapping(bits.as_ptr(), p[0].wrapping_offset(s[0] * k), bits.len()) };
        }
        Ok(())
    });
}

/// Elements of one array as those of another of the same shape.
pub fn copy_into(to: &crate::array::ArrayObj, from: &crate::array::ArrayObj) -> Result<()> {
    use crate::kernels::loops::MAX_OPS;
    let Some(f) = crate::kernels::cast::find(from.dtype(), to.dtype()) else {
        return type_error(format!("cannot cast {} to {}", from.dtype().name(), to.dtype().name()));
    };
    let nest = super::nest::Nest::new(to.shape(), [(to.shape(), to.strides()), (from.shape(), from.strides())].into_iter());
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1]) = (to.data(), from.data());
    nest.run(&p, 2, |p, s, n| {
        // SAFETY: both have n elements here.
        unsafe { f(p[1], s[1], p[0], s[0], n) };
        Ok(())
    })
}

static AXIS_ERROR: pyaot_core::types::TypeObj = pyaot_core::types::TypeObj::native(
    "numpy.exceptions.AxisError",
    pyaot_core::types::Layout::Exception,
    pyaot_core::exception::EXC_SLOTS,
    &[],
)
.with_base(&pyaot_core::exception::VALUE_ERROR);

/// `numpy.exceptions.AxisError`
pub fn axis_error_type() -> &'static pyaot_core::types::TypeObj {
    &AXIS_ERROR
}

/// The dtype that an object stands for.
pub fn dtype(v: &Value) -> Result<DType> {
    let name = ops::text_of(v);
    match DType::of_name(&name) {
        Some(d) => Ok(d),
        None => type_error(format!("data type {} not understood", ops::repr_string(v)?)),
    }
}
