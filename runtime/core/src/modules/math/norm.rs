//! `hypot` and `dist`: Euclidean norms within a hair of correct rounding.

use crate::error::{Result, value_error};
use crate::tuple::TupleObj;
use crate::value::Value;
use crate::{float, tuple};

pub(super) fn hypot(a: &[Value]) -> Result<Value> {
    // SAFETY: `*coordinates` arrives as a tuple.
    let items = unsafe { a[0].cast::<TupleObj>() }.items();
    if let [x, y] = items {
        let mut v = [float::to_f64(x)?.abs(), float::to_f64(y)?.abs()];
        return Ok(float::new(norm(&mut v)));
    }
    let mut v = Vec::with_capacity(items.len());
    for x in items {
        v.push(float::to_f64(x)?.abs());
    }
    Ok(float::new(norm(&mut v)))
}

pub(super) fn dist(a: &[Value]) -> Result<Value> {
    let p = tuple::from_iterable(&a[0])?;
    let q = tuple::from_iterable(&a[1])?;
    // SAFETY: just made as tuples.
    let (p, q) = unsafe { (p.cast::<TupleObj>().items(), q.cast::<TupleObj>().items()) };
    if p.len() != q.len() {
        return value_error("both points must have the same number of dimensions");
    }
    let mut v = Vec::with_capacity(p.len());
    for (x, y) in p.iter().zip(q) {
        v.push((float::to_f64(x)? - float::to_f64(y)?).abs());
    }
    Ok(float::new(norm(&mut v)))
}

/// Dekker's split of a double into two halves whose products are exact.
#[inline]
fn halves(x: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134217729.0; // 2**27 + 1
    let t = x * SPLITTER;
    let high = t - (t - x);
    (high, x - high)
}

/// The Euclidean norm of non-negative numbers.
///
/// The numbers are scaled by a power of two to [0, 1], their squares summed with compensation in three accumulators, and
/// the square root corrected by its residual, so that nearly all results are correctly rounded.
fn norm(v: &mut [f64]) -> f64 {
    let max = v.iter().copied().fold(0.0, f64::max);
    if max.is_infinite() {
        return max;
    }
    if v.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || v.len() <= 1 {
        return max;
    }
    let (_, exponent) = super::float_functions::split(max);
    if exponent < -1023 {
        // The scale would overflow: all numbers are subnormal. Lift them first.
        const LIFT: f64 = f64::MIN_POSITIVE;
        for x in v.iter_mut() {
            *x /= LIFT;
        }
        return LIFT * norm(v);
    }
    let scale = crate::modules::libm::ldexp(1.0, -exponent);
    // Starting at 1 keeps every addend below the sum, so that the errors are exact.
    let (mut sum, mut err1, mut err2, mut err3) = (1.0, 0.0, 0.0, 0.0);
    let add = |sum: &mut f64, x: f64, err: &mut f64| {
        let old = *sum;
        *sum += x;
        *err += (old - *sum) + x;
    };
    for &x in v.iter() {
        let (high, low) = halves(x * scale);
        add(&mut sum, high * high, &mut err1);
        add(&mut sum, 2.0 * high * low, &mut err2);
        err3 += low * low;
    }
    let root = (sum - 1.0 + (err1 + err2 + err3)).sqrt();
    let (high, low) = halves(root);
    add(&mut sum, -high * high, &mut err1);
    add(&mut sum, -2.0 * high * low, &mut err2);
    err3 -= low * low;
    let residual = sum - 1.0 + (err1 + err2 + err3);
    (root + residual / (2.0 * root)) / scale
}
