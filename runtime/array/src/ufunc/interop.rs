//! The other parts of the crate, as ufuncs need them: scalars and conversion of objects to arrays.

use pyaot_abi::dtype::DType;
use pyaot_core::complex;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

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

/// The only element of a 0-d array, as the scalar (or object) that NumPy returns.
pub fn element(a: &crate::array::ArrayObj) -> Result<Value> {
    // SAFETY: the array has one element.
    Ok(unsafe {
        if a.dtype() == DType::Object { (*a.data().cast::<Value>()).clone() } else { crate::elem::get(a.dtype(), a.itemsize(), a.data()) }
    })
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
