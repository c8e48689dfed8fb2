//! `numpy.argsort`, `numpy.argpartition`, `numpy.lexsort`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{list, ops};

use super::kernels::Sort;
use super::order::{How, check_kth, how, positions};
use super::{Key, by_key_dtype, contiguous, each_lane};
use crate::array::{self, ArrayObj, Order, as_array};
use crate::errors::axis_error;
use crate::{axis, cast, convert, elem, scalar, threads};

/// `numpy.argsort(a, axis, kind, order, *, stable)`
pub(super) fn argsort(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    along(&x, &a[1], how(&a[2], &a[4])?)
}

/// `ndarray.argsort(axis, kind, order, *, stable)`
pub fn argsort_method(a: &[Value]) -> Result<Value> {
    along(&a[0], &a[1], how(&a[2], &a[4])?)
}

/// `numpy.argpartition(a, kth, axis)`
pub(super) fn argpartition(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    argpartition_method(&[x, a[1].clone(), a[2].clone()])
}

/// `ndarray.argpartition(kth, axis)`
pub fn argpartition_method(a: &[Value]) -> Result<Value> {
    let c = as_array(&a[0]);
    let n = if a[2].is_none() || c.ndim() == 0 { c.size() } else { c.shape()[axis::converted(&a[2], c.ndim())?] as usize };
    check_kth(&a[1], n, c)?;
    along(&a[0], &a[2], How::Quick)
}

fn along(x: &Value, axis: &Value, how: How) -> Result<Value> {
    let x = if axis.is_none() {
        let flat = cast::copied(as_array(x), Order::C)?;
        let f = as_array(&flat);
        f.set_dims(&[f.size() as i64], &[f.itemsize() as i64]);
        flat
    } else {
        x.clone()
    };
    let a = as_array(&x);
    if a.ndim() == 0 {
        // A single element is where it is.
        if !axis.is_none() {
            axis::converted(axis, 1)?;
        }
        return array::new(DType::I64, 8, &[1], Order::C, array::Fill::Zero);
    }
    let axis = if axis.is_none() { 0 } else { axis::converted(axis, a.ndim())? };
    let out = array::empty(DType::I64, a.shape())?;
    sort_lanes(a, as_array(&out), axis, how)?;
    Ok(out)
}

fn sort_lanes(a: &ArrayObj, out: &ArrayObj, axis: usize, how: How) -> Result<()> {
    let (n, stride, step) = (a.shape()[axis] as usize, a.strides()[axis] as isize, out.strides()[axis] as isize);
    let mut targets = Vec::new();
    each_lane(out, axis, |at| {
        targets.push(at);
        Ok(())
    })?;
    let mut targets = targets.into_iter();
    let mut order = vec![0i64; n];
    let mut put = |order: &[i64]| {
        if let Some(to) = targets.next() {
            for (k, i) in order.iter().enumerate() {
                // SAFETY: the lane of the result has as many elements.
                unsafe { to.offset(k as isize * step).cast::<i64>().write(*i) };
            }
        }
    };
    macro_rules! plain {
        ($t:ty) => {{
            let sort = if how == How::Stable { <$t as Sort>::argsort } else { <$t as Sort>::quick_argsort };
            let mut buffer: Vec<$t> = Vec::new();
            threads::outside(a.size(), || {
                each_lane(a, axis, |at| {
                    buffer.clear();
                    // SAFETY: the lane has `n` elements, a stride apart.
                    buffer.extend((0..n as isize).map(|k| unsafe { at.offset(k * stride).cast::<$t>().read_unaligned() }));
                    sort(&buffer, &mut order);
                    put(&order);
                    Ok(())
                })
            })
        }};
    }
    let (dtype, size) = (a.dtype(), a.itemsize());
    by_key_dtype!(
        dtype,
        plain,
        each_lane(a, axis, |at| {
            let found = positions(dtype, size, at, n, stride, how)?;
            put(&found.iter().map(|k| *k as i64).collect::<Vec<_>>());
            Ok(())
        })
    )
}

/// `numpy.lexsort(keys, axis)`: by the last key first.
pub(super) fn lexsort(a: &[Value]) -> Result<Value> {
    let keys = if array::get(&a[0]).is_some_and(|k| k.ndim() == 0) || !is_sequence(&a[0]) {
        return raise(&TYPE_ERROR, "need sequence of keys with len > 0 in lexsort");
    } else {
        list::to_vec(&a[0])?
    };
    let keys = keys.iter().map(|k| convert::from_any(k, None)).collect::<Result<Vec<_>>>()?;
    let Some(first) = keys.first() else { return type_error("need sequence of keys with len > 0 in lexsort") };
    let shape = as_array(first).shape().to_vec();
    if keys.iter().any(|k| as_array(k).shape() != shape) {
        return value_error("all keys need to be the same shape");
    }
    if shape.is_empty() {
        return match axis::plain(&a[1])? {
            -1 | 0 => Ok(scalar::of_i64(DType::I64, 0)),
            k => axis_error(k, 0),
        };
    }
    let axis = axis::parsed(&a[1], shape.len())?;
    let out = array::empty(DType::I64, &shape)?;
    let n = shape[axis] as usize;
    let lanes = |x: &ArrayObj| {
        let mut all = Vec::new();
        each_lane(x, axis, |at| {
            all.push(at);
            Ok(())
        })
        .map(|()| all)
    };
    let targets = lanes(as_array(&out))?;
    let mut orders: Vec<Vec<usize>> = vec![(0..n).collect(); targets.len()];
    for key in &keys {
        let k = contiguous(key)?;
        let x = as_array(&k);
        let (stride, dtype, size) = (x.strides()[axis] as isize, x.dtype(), x.itemsize());
        for (order, at) in orders.iter_mut().zip(lanes(x)?) {
            macro_rules! plain {
                ($t:ty) => {{
                    // SAFETY: the lane has `n` elements, a stride apart.
                    let get = |i: usize| unsafe { at.offset(i as isize * stride).cast::<$t>().read_unaligned() };
                    threads::outside(n, || {
                        let lane: Vec<$t> = (0..n).map(get).collect();
                        order.sort_by(|i, j| lane[*i].order(lane[*j]));
                    });
                }};
            }
            by_key_dtype!(dtype, plain, {
                let by = positions(dtype, size, at, n, stride, How::Stable)?;
                // Equal elements have one rank.
                let mut rank = vec![0usize; n];
                for r in 1..n {
                    rank[by[r]] = rank[by[r - 1]] + usize::from(!equal(dtype, size, at, stride, by[r - 1], by[r])?);
                }
                order.sort_by_key(|i| rank[*i]);
            });
        }
    }
    let step = as_array(&out).strides()[axis] as usize;
    for (order, at) in orders.iter().zip(targets) {
        for (k, i) in order.iter().enumerate() {
            // SAFETY: the lane of the result has `n` elements.
            unsafe { at.add(k * step).cast::<i64>().write(*i as i64) };
        }
    }
    Ok(out)
}

/// Two elements of a lane of strings or objects are equal; of objects those of which the first is not less.
fn equal(dtype: DType, size: usize, at: *const u8, stride: isize, i: usize, j: usize) -> Result<bool> {
    // SAFETY: positions are inside the lane.
    unsafe {
        let (a, b) = (at.offset(i as isize * stride), at.offset(j as isize * stride));
        if dtype == DType::Object {
            let (x, y) = (elem::python(dtype, size, a), elem::python(dtype, size, b));
            return Ok(!ops::compare_bool(&x, CmpOp::Lt, &y)?);
        }
        Ok(std::slice::from_raw_parts(a, size) == std::slice::from_raw_parts(b, size))
    }
}

fn is_sequence(v: &Value) -> bool {
    v.ty().slots.iter.is_some() || v.ty().slots.getitem.is_some()
}
