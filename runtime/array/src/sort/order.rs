//! `numpy.sort` and `numpy.partition`.

use std::mem::ManuallyDrop;

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{bytes, list, ops, str};

use super::kernels::{Sort, as_slice, as_slice_mut, merge_sort};
use super::quick::{quick_sort, try_quick_sort};
use super::{by_key_dtype, each_lane};
use crate::array::{ArrayObj, Order, as_array};
use crate::{axis, cast, convert, threads};

/// `numpy.sort(a, axis, kind, order, *, stable)`
pub(super) fn sort(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let how = how(&a[2], &a[4])?;
    no_order(&a[3])?;
    sorted_copy(&x, &a[1], how)
}

/// What `kind` and `stable` ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Quick,
    Stable,
}

/// Reads `kind` and `stable`.
///
/// # Errors
/// TypeError, ValueError with NumPy's texts.
pub(super) fn how(kind: &Value, stable: &Value) -> Result<How> {
    let text = match (str::as_str(kind), bytes::like(kind)) {
        _ if kind.is_none() => {
            return Ok(if !stable.is_none() && ops::truth(stable)? { How::Stable } else { How::Quick });
        }
        (Some(text), _) => text.to_string(),
        (_, Some(b)) => String::from_utf8_lossy(b).into_owned(),
        _ => return type_error(format!("sort kind must be str, not {}", ops::type_name(kind))),
    };
    if !stable.is_none() {
        return value_error("`kind` and keyword parameters can't be provided at the same time. Use only one of them.");
    }
    match text.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'q' | b'h') => Ok(How::Quick),
        Some(b's' | b'm') => Ok(How::Stable),
        _ => value_error(format!("sort kind must be one of 'quick', 'heap', or 'stable' (got '{text}')")),
    }
}

fn no_order(order: &Value) -> Result<()> {
    if order.is_none() { Ok(()) } else { value_error("Cannot specify order when the array has no fields.") }
}

/// A sorted copy; along all elements where the axis is None.
fn sorted_copy(x: &Value, axis: &Value, how: How) -> Result<Value> {
    let copy = cast::copied(as_array(x), Order::C)?;
    let c = as_array(&copy);
    let axis = if axis.is_none() {
        c.set_dims(&[c.size() as i64], &[c.itemsize() as i64]);
        0
    } else {
        axis::parsed(axis, c.ndim())?
    };
    // Nobody else has the copy: elements that change while they are sorted might lead astray.
    if c.dtype().is_numeric() { threads::outside(c.size(), || sort_in_place(c, axis, how))? } else { sort_in_place(c, axis, how)? }
    Ok(copy)
}

/// `ndarray.sort(axis, kind, order, *, stable)`
pub fn sort_method(a: &[Value]) -> Result<Value> {
    let x = as_array(&a[0]);
    let how = how(&a[2], &a[4])?;
    no_order(&a[3])?;
    if !x.is_writeable() {
        return value_error("sort array is read-only");
    }
    let axis = axis::parsed(&a[1], x.ndim())?;
    sort_shared(x, axis, how)?;
    Ok(Value::none())
}

/// Sorts what others may see meanwhile: for as long as they run, in a copy.
fn sort_shared(x: &ArrayObj, axis: usize, how: How) -> Result<()> {
    if !x.dtype().is_numeric() || !threads::is_shared(x.size()) {
        return sort_in_place(x, axis, how);
    }
    let own = cast::copied(x, Order::C)?;
    threads::outside(x.size(), || sort_in_place(as_array(&own), axis, how))?;
    cast::copy_into(x, as_array(&own))
}

/// Sorts along an axis, whatever the strides.
pub(super) fn sort_in_place(x: &ArrayObj, axis: usize, how: How) -> Result<()> {
    let (n, stride) = (x.shape()[axis] as usize, x.strides()[axis] as isize);
    if n < 2 {
        return Ok(());
    }
    macro_rules! plain {
        ($t:ty) => {{
            let sort = if how == How::Stable { <$t as Sort>::stable_sort } else { <$t as Sort>::sort };
            let packed = stride == size_of::<$t>() as isize && x.flags() & crate::array::ALIGNED != 0;
            let mut buffer: Vec<$t> = Vec::new();
            each_lane(x, axis, |at| {
                if packed {
                    sort(as_slice_mut::<$t>(at, n));
                    return Ok(());
                }
                buffer.clear();
                // SAFETY: the lane has `n` elements, a stride apart.
                unsafe {
                    buffer.extend((0..n as isize).map(|k| at.offset(k * stride).cast::<$t>().read_unaligned()));
                    sort(&mut buffer);
                    for (k, v) in buffer.iter().enumerate() {
                        at.offset(k as isize * stride).cast::<$t>().write_unaligned(*v);
                    }
                }
                Ok(())
            })
        }};
    }
    by_key_dtype!(x.dtype(), plain, sort_others(x, axis, n, stride, how))
}

/// Strings, and objects by their `<`.
fn sort_others(x: &ArrayObj, axis: usize, n: usize, stride: isize, how: How) -> Result<()> {
    let size = x.itemsize();
    each_lane(x, axis, |at| {
        let order = positions(x.dtype(), size, at, n, stride, how)?;
        let mut old = vec![0u8; n * size];
        // SAFETY: the lane has `n` elements of this size; words of objects are only moved.
        unsafe {
            for k in 0..n {
                std::ptr::copy_nonoverlapping(at.offset(k as isize * stride), old.as_mut_ptr().add(k * size), size);
            }
            for (k, from) in order.iter().enumerate() {
                std::ptr::copy_nonoverlapping(old.as_ptr().add(from * size), at.offset(k as isize * stride), size);
            }
        }
        Ok(())
    })
}

/// The positions of a lane of strings or objects in ascending order.
pub(crate) fn positions(dtype: DType, size: usize, at: *const u8, n: usize, stride: isize, how: How) -> Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..n).collect();
    // SAFETY: positions are inside the lane.
    let element = |k: usize| unsafe { at.offset(k as isize * stride) };
    match dtype {
        DType::Str => {
            let chars = |k: usize| as_slice_unaligned(element(k), size / 4);
            match how {
                How::Stable => order.sort_by(|i, j| chars(*i).cmp(&chars(*j))),
                How::Quick => quick_sort(&mut order, |i, j| chars(i) < chars(j)),
            }
        }
        DType::Bytes => {
            let bytes = |k: usize| as_slice::<u8>(element(k), size);
            match how {
                How::Stable => order.sort_by(|i, j| bytes(*i).cmp(bytes(*j))),
                How::Quick => quick_sort(&mut order, |i, j| bytes(i) < bytes(j)),
            }
        }
        _ => {
            // Held here: comparisons run Python code, which may change the array.
            let items: Vec<Value> = (0..n)
                // SAFETY: an element of an array of objects is an owned word.
                .map(|k| unsafe { (*ManuallyDrop::new(Value::from_bits(element(k).cast::<u64>().read_unaligned()))).clone() })
                .collect();
            let mut less = |i: usize, j: usize| ops::compare_bool(&items[i], CmpOp::Lt, &items[j]);
            match how {
                How::Stable => merge_sort(&mut order, &mut less)?,
                How::Quick => try_quick_sort(&mut order, &mut less)?,
            }
        }
    }
    Ok(order)
}

/// The characters of a string element.
fn as_slice_unaligned(at: *const u8, n: usize) -> Vec<u32> {
    // SAFETY: the element has this many characters.
    (0..n).map(|k| unsafe { at.cast::<u32>().add(k).read_unaligned() }).collect()
}

/// The positions that `kth` names, which have to be inside.
pub(super) fn check_kth(kth: &Value, n: usize, a: &ArrayObj) -> Result<()> {
    let all = match ops::index_value_opt(kth)? {
        Some(k) => vec![k],
        None => list::to_vec(kth)?,
    };
    for k in all {
        let k = ops::index(&k)?;
        if a.size() > 0 && !(-(n as i64)..n as i64).contains(&k) {
            let k = if k < 0 { k + n as i64 } else { k };
            return value_error(format!("kth(={k}) out of bounds ({n})"));
        }
    }
    Ok(())
}

/// `numpy.partition(a, kth, axis)`: sorted altogether, which is a partition by every position.
pub(super) fn partition(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    let c = as_array(&x);
    let n = if a[2].is_none() { c.size() } else { c.shape()[axis::parsed(&a[2], c.ndim())?] as usize };
    check_kth(&a[1], n, c)?;
    sorted_copy(&x, &a[2], How::Quick)
}

/// `ndarray.partition(kth, axis)`
pub fn partition_method(a: &[Value]) -> Result<Value> {
    let x = as_array(&a[0]);
    let axis = axis::parsed(&a[2], x.ndim())?;
    check_kth(&a[1], x.shape()[axis] as usize, x)?;
    sort_shared(x, axis, How::Quick)?;
    Ok(Value::none())
}
