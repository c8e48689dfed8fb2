//! Linear interpolation (`numpy.interp`).

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::float;
use pyaot_core::value::Value;

use crate::array::{self, as_array};
use crate::errors::no_cast;
use crate::sort::contiguous;
use crate::sort::kernels::{as_slice, as_slice_mut};
use crate::sort::search::upper;
use crate::{cast, convert, scalar, threads};

fn doubles(v: &Value) -> Result<Value> {
    let x = convert::from_any(v, None)?;
    contiguous(&if as_array(&x).dtype() == DType::F64 { x } else { cast::astype(&x, DType::F64, 8)? })
}

/// Values at `x` of the line through the points `(xp, fp)`; `left` and `right` beyond them.
pub(super) fn interpolate(a: &[Value]) -> Result<Value> {
    let given = convert::from_any(&a[0], None)?;
    if as_array(&given).dtype().is_complex() {
        return no_cast(as_array(&given), (DType::F64, 8), "safe");
    }
    let (x, xp, fp) = (doubles(&given)?, doubles(&a[1])?, doubles(&a[2])?);
    let (p, f) = (as_array(&xp), as_array(&fp));
    if p.ndim() != 1 || f.ndim() != 1 {
        return value_error("object too deep for desired array");
    }
    if p.size() == 0 {
        return value_error("array of sample points is empty");
    }
    if p.size() != f.size() {
        return value_error("fp and xp are not of the same length.");
    }
    let (xs, f) = (as_slice::<f64>(p.data(), p.size()), as_slice::<f64>(f.data(), f.size()));
    let n = xs.len();
    let left = if a[3].is_none() { f[0] } else { float::to_f64(&a[3])? };
    let right = if a[4].is_none() { f[n - 1] } else { float::to_f64(&a[4])? };
    let at = |v: f64| {
        if v.is_nan() {
            return v;
        }
        if v > xs[n - 1] {
            return right;
        }
        if v < xs[0] {
            return left;
        }
        let j = upper(xs, v) - 1;
        if j == n - 1 || xs[j] == v {
            return f[j];
        }
        let slope = (f[j + 1] - f[j]) / (xs[j + 1] - xs[j]);
        let r = slope * (v - xs[j]) + f[j];
        // Infinite ends: from the other one, and two equal values are that value.
        if !r.is_nan() {
            return r;
        }
        let r = slope * (v - xs[j + 1]) + f[j + 1];
        if r.is_nan() && f[j] == f[j + 1] { f[j] } else { r }
    };
    let points = as_array(&x);
    let out = array::empty(DType::F64, points.shape())?;
    let values = as_slice_mut::<f64>(as_array(&out).data(), points.size());
    threads::outside(values.len(), || {
        for (r, v) in values.iter_mut().zip(as_slice::<f64>(points.data(), points.size())) {
            *r = at(*v);
        }
    });
    if points.ndim() == 0 {
        return Ok(scalar::of_double(as_slice::<f64>(as_array(&out).data(), 1)[0]));
    }
    Ok(out)
}
