//! How often values occur: `numpy.bincount`, and histograms over bins of equal width.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::ops;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use crate::array::{self, Fill, Order, as_array};
use crate::errors::no_cast;
use crate::sort::contiguous;
use crate::sort::kernels::{as_slice, as_slice_mut};
use crate::{cast, convert, threads};

/// An array as packed doubles.
fn doubles(v: &Value) -> Result<Value> {
    let x = convert::from_any(v, None)?;
    let x = if as_array(&x).dtype() == DType::F64 { x } else { cast::astype(&x, DType::F64, 8)? };
    contiguous(&x)
}

fn not_flat<T>(ndim: usize, listed: bool) -> Result<T> {
    value_error(match ndim {
        0 => "object of too small depth for desired array",
        _ if listed => "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 1.",
        _ => "object too deep for desired array",
    })
}

/// `numpy.bincount(x, weights, minlength)`
pub(super) fn bincount(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let x_array = as_array(&x);
    let listed = array::get(&a[0]).is_none();
    if x_array.ndim() != 1 {
        return not_flat(x_array.ndim(), listed);
    }
    let d = x_array.dtype();
    if !(listed || d.is_integer() || d == DType::Bool) {
        return no_cast(x_array, (DType::I64, 8), "safe");
    }
    let ints = contiguous(&match d {
        DType::I64 => x.clone(),
        d if d.is_numeric() && !d.is_complex() => cast::astype(&x, DType::I64, 8)?,
        _ => convert::from_any(&a[0], Some((DType::I64, 8)))?,
    })?;
    let values = as_slice::<i64>(as_array(&ints).data(), x_array.size());
    let least = if a[2].is_none() {
        return raise(&TYPE_ERROR, "use 0 instead of None for minlength");
    } else if a[2].ty().layout == Layout::Bool {
        return raise(&TYPE_ERROR, "an integer is required");
    } else {
        ops::index(&a[2])?
    };
    if least < 0 {
        return value_error("'minlength' must not be negative");
    }
    let (least_value, most) = threads::outside(values.len(), || values.iter().fold((0, -1), |(least, most), v| (*v.min(&least), *v.max(&most))));
    if least_value < 0 {
        return value_error("'list' argument must have no negative elements");
    }
    let n = (most + 1).max(least);
    if a[1].is_none() || values.is_empty() {
        let out = array::new(DType::I64, 8, &[n], Order::C, Fill::Zero)?;
        let counts = as_slice_mut::<i64>(as_array(&out).data(), n as usize);
        // Others may write elements meanwhile: no place is there that was not there before.
        threads::outside(values.len(), || {
            for v in values {
                if let Some(count) = counts.get_mut(*v as usize) {
                    *count += 1;
                }
            }
        });
        return Ok(out);
    }
    let given = convert::from_any(&a[1], None)?;
    if as_array(&given).ndim() != 1 {
        return not_flat(as_array(&given).ndim(), array::get(&a[1]).is_none());
    }
    let weights = match array::get(&a[1]) {
        Some(w) if !w.dtype().is_numeric() || w.dtype().is_complex() => return no_cast(w, (DType::F64, 8), "safe"),
        None if !as_array(&given).dtype().is_float() => contiguous(&convert::from_any(&a[1], Some((DType::F64, 8)))?)?,
        _ => doubles(&a[1])?,
    };
    let w = as_slice::<f64>(as_array(&weights).data(), as_array(&weights).size());
    if w.len() != values.len() {
        return value_error("The weights and list don't have the same length.");
    }
    let out = array::new(DType::F64, 8, &[n], Order::C, Fill::Zero)?;
    let sums = as_slice_mut::<f64>(as_array(&out).data(), n as usize);
    threads::outside(values.len(), || {
        for (v, w) in values.iter().zip(w) {
            if let Some(sum) = sums.get_mut(*v as usize) {
                *sum += w;
            }
        }
    });
    Ok(out)
}

/// Counts (or sums of weights) of flat data in bins of equal width, whose edges are given.
pub(super) fn count_uniform(a: &[Value]) -> Result<Value> {
    let (x, edges) = (doubles(&a[0])?, doubles(&a[1])?);
    let x = as_slice::<f64>(as_array(&x).data(), as_array(&x).size());
    let edges = as_slice::<f64>(as_array(&edges).data(), as_array(&edges).size());
    let weights = if a[2].is_none() { None } else { Some(doubles(&a[2])?) };
    let n = edges.len() - 1;
    let (first, last) = (edges[0], edges[n]);
    let bin = |v: f64| {
        if !(v >= first && v <= last) {
            return None;
        }
        let mut k = ((v - first) / (last - first) * n as f64) as usize;
        if k == n {
            k -= 1;
        }
        // The quotient may have been rounded across an edge.
        if v < edges[k] {
            k -= 1;
        } else if v >= edges[k + 1] && k != n - 1 {
            k += 1;
        }
        Some(k)
    };
    match weights {
        None => {
            let out = array::new(DType::I64, 8, &[n as i64], Order::C, Fill::Zero)?;
            let counts = as_slice_mut::<i64>(as_array(&out).data(), n);
            threads::outside(x.len(), || x.iter().filter_map(|v| bin(*v)).for_each(|k| counts[k] += 1));
            Ok(out)
        }
        Some(w) => {
            let w = as_slice::<f64>(as_array(&w).data(), x.len());
            let out = array::new(DType::F64, 8, &[n as i64], Order::C, Fill::Zero)?;
            let sums = as_slice_mut::<f64>(as_array(&out).data(), n);
            threads::outside(x.len(), || {
                for (v, w) in x.iter().zip(w) {
                    if let Some(k) = bin(*v) {
                        sums[k] += w;
                    }
                }
            });
            Ok(out)
        }
    }
}
