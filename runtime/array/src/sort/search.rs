//! `numpy.searchsorted`.

use pyaot_abi::dtype::{DType, promote};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{ops, str};

use super::kernels::{as_slice, as_slice_mut};
use super::{Key, by_key_dtype, contiguous};
use crate::array::{self, as_array};
use crate::{cast, convert, elem, scalar, threads};

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
            threads::outside(k.len().max(w.len()), || {
                // Among keys in order, where a search begins makes no difference: to know that is worth a look at each for many values.
                if w.len() >= k.len() / 16 && k.is_sorted_by(|a, b| !b.less(*a)) {
                    for (r, x) in result.iter_mut().zip(w) {
                        *r = if right { upper(k, *x) } else { lower(k, *x) } as i64;
                    }
                    Ok(())
                } else if right {
                    each(k.len(), result, |i| Ok(i > 0 && !w[i].less(w[i - 1])), |i, mid| Ok(!w[i].less(k[mid])))
                } else {
                    each(k.len(), result, |i| Ok(i > 0 && w[i - 1].less(w[i])), |i, mid| Ok(k[mid].less(w[i])))
                }
            })?;
        }};
    }
    by_key_dtype!(common, plain, {
        let n = k.size();
        let less = |x: &Value, y: &Value| ops::compare_bool(x, CmpOp::Lt, y);
        let onward = |i: usize| {
            let (x, last) = (element(w, i), element(w, i.max(1) - 1));
            // The first is compared with itself.
            Ok(n > 0 && if right && i > 0 { !less(&x, &last)? } else { less(&last, &x)? })
        };
        each(n, result, onward, |i, mid| {
            let (x, y) = (element(w, i), element(k, mid));
            Ok(if right { !less(&x, &y)? } else { less(&y, &x)? })
        })?;
    });
    if w.ndim() == 0 {
        let at = result[0];
        return Ok(scalar::of_i64(DType::I64, at));
    }
    Ok(out)
}

/// An element of an array as Python sees it.
fn element(a: &array::ArrayObj, i: usize) -> Value {
    debug_assert!(i < a.size());
    // SAFETY: the callers' places are inside the contiguous array.
    unsafe { elem::python(a.dtype(), a.itemsize(), a.data().add(i * a.itemsize())) }
}

/// A binary search among `n` keys for each result. As in NumPy, where a value is greater than the one before (`onward`), it begins
/// where that one ended: where the keys are in no order, that shows. `goes_right`: the value's place is behind that of the key.
#[inline]
fn each(n: usize, result: &mut [i64], mut onward: impl FnMut(usize) -> Result<bool>, mut goes_right: impl FnMut(usize, usize) -> Result<bool>) -> Result<()> {
    let (mut low, mut high) = (0, n);
    for (i, r) in result.iter_mut().enumerate() {
        (low, high) = if onward(i)? { (low, n) } else { (0, (high + 1).min(n)) };
        while low < high {
            let mid = low + (high - low) / 2;
            if goes_right(i, mid)? { low = mid + 1 } else { high = mid }
        }
        *r = low as i64;
    }
    Ok(())
}

/// The search where some places of the sorter are not there, which is an error if a search meets one.
fn search_met(keys: &Value, values: &Value, order: &[i64], right: bool) -> Result<Value> {
    let (k, w, n) = (as_array(keys), as_array(values), order.len());
    let out = array::empty(DType::I64, w.shape())?;
    let result = as_slice_mut::<i64>(as_array(&out).data(), w.size());
    // NaNs are the largest.
    let is_nan = |x: &Value| ops::compare_bool(x, CmpOp::Ne, x);
    let less = |x: &Value, y: &Value| Ok(ops::compare_bool(x, CmpOp::Lt, y)? || !is_nan(x)? && is_nan(y)?);
    let onward = |i: usize| {
        let Some(last) = i.checked_sub(1) else { return Ok(false) };
        let (x, last) = (element(w, i), element(w, last));
        Ok(if right { !less(&x, &last)? } else { less(&last, &x)? })
    };
    each(n, result, onward, |i, mid| {
        let Some(at) = usize::try_from(order[mid]).ok().filter(|k| *k < n) else { return value_error("Sorter index out of range.") };
        let (x, y) = (element(w, i), element(k, at));
        Ok(if right { !less(&x, &y)? } else { less(&y, &x)? })
    })?;
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
