//! `numpy.nonzero`, `flatnonzero`, `argwhere`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::tuple;
use pyaot_core::value::Value;

use crate::array::{self, as_array};
use crate::sort::{contiguous, kernels::{as_slice, as_slice_mut}};
use crate::{cast, convert};

/// The positions of true elements in C order.
fn positions(a: &Value) -> Result<Vec<i64>> {
    let truth = if as_array(a).dtype() == DType::Bool { contiguous(a)? } else { contiguous(&cast::astype(a, DType::Bool, 1)?)? };
    let c;
    let t = if as_array(&truth).is_c_contiguous() {
        as_array(&truth)
    } else {
        c = cast::copied(as_array(&truth), array::Order::C)?;
        as_array(&c)
    };
    let bytes = as_slice::<u8>(t.data(), t.size());
    let count = bytes.iter().filter(|b| **b != 0).count();
    // Every position is written, and stays if its element is true: no branch depends on the data.
    let mut found = vec![0i64; count + 1];
    let mut n = 0;
    for (k, b) in bytes.iter().enumerate() {
        found[n.min(count)] = k as i64;
        n += usize::from(*b != 0);
    }
    found.truncate(count);
    Ok(found)
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
    let flat = positions(x)?;
    let n = flat.len() as i64;
    if shape.len() == 1 {
        return Ok(tuple::new(vec![int_array(&flat, &[n])?]));
    }
    let mut out = Vec::with_capacity(shape.len());
    let mut below: i64 = shape.iter().product();
    for d in &shape {
        below /= (*d).max(1);
        let column: Vec<i64> = flat.iter().map(|k| k / below.max(1) % d.max(&1)).collect();
        out.push(int_array(&column, &[n])?);
    }
    Ok(tuple::new(out))
}

/// `numpy.flatnonzero(a)`
pub(super) fn flatnonzero(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let flat = positions(&x)?;
    int_array(&flat, &[flat.len() as i64])
}

/// `numpy.argwhere(a)`: one row of indices for each element.
pub(super) fn argwhere(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let shape = as_array(&x).shape().to_vec();
    let flat = positions(&x)?;
    let mut all = Vec::with_capacity(flat.len() * shape.len());
    for k in &flat {
        let mut below: i64 = shape.iter().product();
        for d in &shape {
            below /= d;
            all.push(k / below % d);
        }
    }
    int_array(&all, &[flat.len() as i64, shape.len() as i64])
}
