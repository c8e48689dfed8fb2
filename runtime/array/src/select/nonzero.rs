//! `numpy.nonzero`, `flatnonzero`, `argwhere`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::tuple;
use pyaot_core::value::Value;

use crate::array::{self, as_array};
use crate::sort::kernels::{as_slice, as_slice_mut};
use crate::{cast, convert, index};

/// The positions of true elements in C order, as an array of int64.
fn positions(a: &Value) -> Result<Value> {
    let c = if as_array(a).is_c_contiguous() { a.clone() } else { cast::copied(as_array(a), array::Order::C)? };
    let x = as_array(&c);
    // SAFETY: the same elements, in one row.
    let row = unsafe { array::view(&c, x.data(), x.dtype(), x.itemsize(), &[x.size() as i64], &[x.itemsize() as i64]) };
    Ok(index::nonzero(as_array(&row))?.swap_remove(0))
}

fn int_array(all: &[i64], shape: &[i64]) -> Result<Value> {
    let out = array::empty(DType::I64, shape)?;
    as_slice_mut::<i64>(as_array(&out).data(), all.len()).copy_from_slice(all);
    Ok(out)
}

/// `numpy.nonzero(a)`: one array of indices for each dimension.
pub(super) fn nonzero(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    indices_of(&x)
}

/// `ndarray.nonzero()`
pub fn nonzero_method(a: &[Value]) -> Result<Value> {
    indices_of(&a[0])
}

fn indices_of(x: &Value) -> Result<Value> {
    let shape = as_array(x).shape().to_vec();
    if shape.is_empty() {
        let hint = match as_array(x).dtype() {
            DType::Bool => " If the context of this error is of the form `arr[nonzero(cond)]`, just use `arr[cond]`.",
            _ => "",
        };
        return value_error(format!("Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.{hint}"));
    }
    Ok(tuple::new(index::nonzero(as_array(x))?))
}

/// `numpy.flatnonzero(a)`
pub(super) fn flatnonzero(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    positions(&x)
}

/// `numpy.argwhere(a)`: one row of indices for each element.
pub(super) fn argwhere(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let shape = as_array(&x).shape().to_vec();
    let places = positions(&x)?;
    let flat = as_slice::<i64>(as_array(&places).data(), as_array(&places).size());
    let mut all = Vec::with_capacity(flat.len() * shape.len());
    for k in flat {
        let mut below: i64 = shape.iter().product();
        for d in &shape {
            below /= d;
            all.push(k / below % d);
        }
    }
    int_array(&all, &[flat.len() as i64, shape.len() as i64])
}
