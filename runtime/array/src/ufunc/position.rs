//! `numpy.argmax` and `numpy.argmin`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::ops;
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;

use super::interop;
use super::nest::Nest;
use crate::array::{self, ArrayObj, Order, as_array};
use crate::cast::{self, Casting};
use crate::errors::no_cast;
use crate::kernels::loops::MAX_OPS;
use crate::kernels::position::{PositionFn, find};
use crate::{axis, convert, elem, threads};

/// `(a, axis, out, keepdims)`
pub fn arg_extreme(a: &[Value], max: bool) -> Result<Value> {
    let v = convert::asarray(&a[0])?;
    let keepdims = !a[3].is_ellipsis() && ops::truth(&a[3])?;
    let source = as_array(&v);
    let name = if max { "argmax" } else { "argmin" };
    let flat = a[1].is_none();
    // Positions in the flat array count in C order.
    let (v, axis) = if flat {
        (crate::shape::reshaped(&v, &[source.size() as i64], 'C', None)?, 0)
    } else if source.ndim() == 0 {
        axis::converted(&a[1], 1)?;
        (crate::shape::reshaped(&v, &[1], 'C', None)?, 0)
    } else {
        (v.clone(), axis::converted(&a[1], source.ndim())?)
    };
    let x = as_array(&v);
    let n = x.shape()[axis] as usize;
    if n == 0 {
        return value_error(format!("attempt to get {name} of an empty sequence"));
    }
    let mut kept = x.shape().to_vec();
    kept.remove(axis);
    let out = array::empty(DType::I64, &kept)?;
    let o = as_array(&out);
    let (step, d, itemsize) = (x.strides()[axis] as isize, x.dtype(), x.itemsize());
    let search = find(d, max);
    let mut full = o.strides().to_vec();
    full.insert(axis, 0);
    let mut nest = Nest::new(x.shape(), [(x.shape(), x.strides()), (x.shape(), full.as_slice())].into_iter());
    nest.axes.retain(|k| k.dim != axis);
    nest.coalesce(2);
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1]) = (x.data(), o.data());
    if n > 0 {
        let all = || {
            nest.run(&p, 2, |p, s, count| {
                for k in 0..count as isize {
                    let from = p[0].wrapping_offset(s[0] * k);
                    let at = one(search, d, itemsize, from, step, n, max)?;
                    // SAFETY: an element of the result.
                    unsafe { p[1].wrapping_offset(s[1] * k).cast::<i64>().write(at as i64) };
                }
                Ok(())
            })
        };
        if search.is_some() { threads::outside(x.size(), all)? } else { all()? }
    }
    if keepdims {
        let dims: Vec<i64> = if flat {
            vec![1; as_array(&convert::asarray(&a[0])?).ndim()]
        } else {
            source.shape().iter().enumerate().map(|(k, m)| if k == axis { 1 } else { *m }).collect()
        };
        let strides = array::contiguous_strides(&dims, 8, Order::C);
        o.set_dims(&dims, &strides);
    }
    if !a[2].is_none() {
        let Some(given) = array::get(&a[2]) else { return type_error("output must be an array") };
        if given.shape() != o.shape() {
            return value_error("output array does not match result of np.argmax.".replace("argmax", name));
        }
        // NumPy asks for an array that it can write positions through.
        if !Casting::Safe.allows((given.dtype(), given.itemsize()), (DType::I64, 8)) {
            return no_cast(given, (DType::I64, 8), "safe");
        }
        cast::copy_into(given, o)?;
        return Ok(a[2].clone());
    }
    if o.ndim() == 0 { interop::element(o) } else { Ok(out.clone()) }
}

fn one(search: Option<PositionFn>, d: DType, itemsize: usize, p: *const u8, step: isize, n: usize, max: bool) -> Result<usize> {
    if let Some(f) = search {
        // SAFETY: a row of the array.
        return Ok(unsafe { f(p, step, n) });
    }
    // SAFETY: as above.
    let get = |k: usize| unsafe { elem::python(d, itemsize, p.wrapping_offset(step * k as isize)) };
    let (mut at, mut best) = (0, get(0));
    for k in 1..n {
        let x = get(k);
        if ops::compare_bool(&x, if max { CmpOp::Gt } else { CmpOp::Lt }, &best)? {
            (at, best) = (k, x);
        }
    }
    Ok(at)
}

/// `numpy.argmax`
pub fn argmax(a: &[Value]) -> Result<Value> {
    arg_extreme(a, true)
}

/// `numpy.argmin`
pub fn argmin(a: &[Value]) -> Result<Value> {
    arg_extreme(a, false)
}

/// Elements of an array that is used as a sequence of indices.
pub fn index_list(v: &Value) -> Result<Vec<i64>> {
    // In the order of the indices, whatever that of the memory is.
    let v = crate::shape::flatten(&[convert::asarray(v)?, pyaot_core::str::new("C")])?;
    let v = cast::astype(&v, DType::I64, 8)?;
    let a: &ArrayObj = as_array(&v);
    // SAFETY: a new contiguous array of ints.
    Ok((0..a.size()).map(|k| unsafe { a.data().cast::<i64>().add(k).read() }).collect())
}
