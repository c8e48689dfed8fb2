//! `numpy.searchsorted`.

use pyaot_abi::dtype::{DType, promote};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{ops, str};

use super::kernels::{as_slice, as_slice_mut};
use super::{Key, by_key_dtype, contiguous};
use crate::array::{self, as_array};
use crate::{cast, convert, elem, scalar};

/// `numpy.searchsorted(a, v, side, sorter)`
pub(super) fn searchsorted(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    search(&x, &a[1], &a[2], &a[3])
}

/// `ndarray.searchsorted(v, side, sorter)`
pub fn searchsorted_method(a: &[Value]) -> Result<Value> {
    search(&a[0], &a[1], &a[2], &a[3])
}

fn search(x: &Value, v: &Value, side: &Value, sorter: &Value) -> Result<Value> {
    let right = match str::as_str(side).as_deref() {
        Some("left") => false,
        Some("right") => true,
        Some(other) => return value_error(format!("search side must be 'left' or 'right' (got '{other}')")),
        None => return type_error(format!("search side must be str, not {}", ops::type_name(side))),
    };
    let values = convert::from_any(v, None)?;
    let (dx, dv) = (as_array(x).dtype(), as_array(&values).dtype());
    // Numbers among texts are texts.
    let text = if dx.is_text() { dx } else { dv };
    let Some(common) = promote(dx, dv).or_else(|| (text.is_text() && (dx.is_numeric() || dv.is_numeric())).then_some(text)) else {
        return type_error(format!("Cannot compare elements of {} and {}", dx.name(), dv.name()));
    };
    let size = as_array(x).itemsize().max(as_array(&values).itemsize());
    let size = match common {
        d if d.is_text() => size.max(cast::string_size(x, d)?).max(cast::string_size(&values, d)?),
        d => d.size(),
    };
    let to_common = |a: &Value| if as_array(a).dtype() == common && as_array(a).itemsize() == size { contiguous(a) } else { contiguous(&cast::astype(a, common, size)?) };
    let (keys, values) = (to_common(x)?, to_common(&values)?);
    let sorted;
    if as_array(&keys).ndim() != 1 {
        return value_error(if as_array(&keys).ndim() == 0 { "object of too small depth for desired array" } else { "object too deep for desired array" });
    }
    let keys = if sorter.is_none() {
        keys
    } else {
        let order = convert::from_any(sorter, None)?;
        let (o, n) = (as_array(&order), as_array(&keys).size());
        if !o.dtype().is_integer() {
            return type_error("sorter must only contain integers");
        }
        if o.ndim() != 1 {
            return type_error("could not parse sorter argument");
        }
        if o.size() != n {
            return value_error("sorter.size must equal a.size");
        }
        let order = contiguous(&cast::astype(&order, DType::I64, 8)?)?;
        if as_slice::<i64>(as_array(&order).data(), n).iter().any(|k| !(0..n as i64).contains(k)) {
            return search_met(&keys, &values, as_slice::<i64>(as_array(&order).data(), n), right);
        }
        sorted = ops::getitem(&keys, &order)?;
        contiguous(&sorted)?
    };
    let (k, w) = (as_array(&keys), as_array(&values));
    let out = array::empty(DType::I64, w.shape())?;
    let result = as_slice_mut::<i64>(as_array(&out).data(), w.size());
    macro_rules! plain {
        ($t:ty) => {{
            let (k, w) = (as_slice::<$t>(k.data(), k.size()), as_slice::<$t>(w.data(), w.size()));
            for (r, x) in result.iter_mut().zip(w) {
                *r = if right { upper(k, *x) } else { lower(k, *x) } as i64;
            }
        }};
    }
    by_key_dtype!(common, plain, {
        let (n, step) = (k.size(), k.itemsize());
        for (i, r) in result.iter_mut().enumerate() {
            // SAFETY: elements inside the arrays.
            let x = unsafe { elem::python(common, w.itemsize(), w.data().add(i * w.itemsize())) };
            if n > 0 {
                // NumPy first looks whether to go on from the last value, which is this one.
                ops::compare_bool(&x, CmpOp::Lt, &x)?;
            }
            let (mut low, mut high) = (0, n);
            while low < high {
                let mid = (low + high) / 2;
                // SAFETY: as above.
                let y = unsafe { elem::python(common, step, k.data().add(mid * step)) };
                let go_right = if right { !ops::compare_bool(&x, CmpOp::Lt, &y)? } else { ops::compare_bool(&y, CmpOp::Lt, &x)? };
                if go_right { low = mid + 1 } else { high = mid }
            }
            *r = low as i64;
        }
    });
    if w.ndim() == 0 {
        let at = result[0];
        return Ok(scalar::of_i64(DType::I64, at));
    }
    Ok(out)
}

/// The search where some places of the sorter are not there, which is an error if a search meets one. Each begins where the last
/// one ended, if its value is greater.
fn search_met(keys: &Value, values: &Value, order: &[i64], right: bool) -> Result<Value> {
    let (k, w, n) = (as_array(keys), as_array(values), order.len());
    let out = array::empty(DType::I64, w.shape())?;
    let result = as_slice_mut::<i64>(as_array(&out).data(), w.size());
    // SAFETY: elements inside the arrays.
    let element = |a: &array::ArrayObj, i: usize| unsafe { elem::python(a.dtype(), a.itemsize(), a.data().add(i * a.itemsize())) };
    // NaNs are the largest.
    let is_nan = |x: &Value| ops::compare_bool(x, CmpOp::Ne, x);
    let less = |x: &Value, y: &Value| Ok(ops::compare_bool(x, CmpOp::Lt, y)? || !is_nan(x)? && is_nan(y)?);
    let (mut low, mut high, mut last) = (0, n, None);
    for (i, r) in result.iter_mut().enumerate() {
        let x = element(w, i);
        let onward = match &last {
            Some(last) if right => !less(&x, last)?,
            Some(last) => less(last, &x)?,
            None => false,
        };
        (low, high) = if onward { (low, n) } else { (0, if high < n { high + 1 } else { n }) };
        while low < high {
            let mid = low + (high - low) / 2;
            let Some(at) = usize::try_from(order[mid]).ok().filter(|k| *k < n) else { return value_error("Sorter index out of range.") };
            let y = element(k, at);
            if if right { !less(&x, &y)? } else { less(&y, &x)? } { low = mid + 1 } else { high = mid }
        }
        *r = low as i64;
        last = Some(x);
    }
    if w.ndim() == 0 { Ok(scalar::of_i64(DType::I64, result[0])) } else { Ok(out) }
}

/// The first position whose element is not less than `x`.
pub fn lower<T: Key>(k: &[T], x: T) -> usize {
    k.partition_point(|y| y.less(x))
}

/// The first position whose element is greater than `x`.
pub fn upper<T: Key>(k: &[T], x: T) -> usize {
    k.partition_point(|y| !x.less(*y))
}
