//! `numpy.take`, `put` and their forms along an axis.

use std::mem::ManuallyDrop;

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::value::Value;
use pyaot_core::{ops, str};

use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::errors::no_cast;
use crate::sort::{contiguous, kernels::as_slice};
use crate::{axis, broadcast, cast, convert, elem, threads};

/// What is done with indices outside.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mode {
    Raise,
    Wrap,
    Clip,
}

/// `mode=`: a word, or the number that NumPy has for it.
pub(super) fn mode(v: &Value) -> Result<Mode> {
    if v.is_none() {
        return Ok(Mode::Raise);
    }
    Ok(match (str::as_str(v).as_deref(), v.as_small()) {
        (Some("raise"), _) | (_, Some(2)) => Mode::Raise,
        (Some("wrap"), _) | (_, Some(1)) => Mode::Wrap,
        (Some("clip"), _) | (_, Some(0)) => Mode::Clip,
        (Some(other), _) => return value_error(format!("clipmode must be one of 'clip', 'raise', or 'wrap' (got '{other}')")),
        (_, Some(_)) => return value_error("integer clipmode must be RAISE, WRAP, or CLIP from 'numpy._core.multiarray'"),
        _ => return type_error("clipmode not understood"),
    })
}

/// `_numpy_select.clip_mode(mode)`: its word.
pub(super) fn clip_mode(a: &[Value]) -> Result<Value> {
    Ok(str::new(match mode(&a[0])? {
        Mode::Raise => "raise",
        Mode::Wrap => "wrap",
        Mode::Clip => "clip",
    }))
}

/// An index as a position below `n`.
fn position(i: i64, n: i64, mode: Mode, axis: usize) -> Result<i64> {
    match mode {
        Mode::Raise if (-n..n).contains(&i) => Ok(if i < 0 { i + n } else { i }),
        Mode::Raise => raise(
            &INDEX_ERROR,
            format!("index {i} is out of bounds for axis {axis} with size {n}"),
        ),
        Mode::Wrap => Ok(i.rem_euclid(n)),
        Mode::Clip => Ok(i.clamp(0, n - 1)),
    }
}

/// Indices as an array of int64.
fn indices(v: &Value) -> Result<Value> {
    let x = convert::from_any(v, None)?;
    let a = as_array(&x);
    match a.dtype() {
        DType::I64 => contiguous(&x),
        d if d.is_integer() || d == DType::Bool => contiguous(&cast::astype(&x, DType::I64, 8)?),
        _ if a.size() == 0 => contiguous(&cast::astype(&x, DType::I64, 8)?),
        _ => no_cast(a, (DType::I64, 8), "safe"),
    }
}

/// Elements in C order, one behind the other.
fn packed(x: &Value) -> Result<Value> {
    let c = contiguous(x)?;
    if as_array(&c).is_c_contiguous() { Ok(c) } else { cast::copied(as_array(&c), Order::C) }
}

/// Copies elements to new memory.
///
/// # Safety
/// Both places hold `bytes` of elements of this dtype; those at `to` are overwritten.
unsafe fn copy(dtype: DType, from: *const u8, to: *mut u8, bytes: usize) {
    // SAFETY: by the contract; references of objects are counted.
    unsafe {
        if dtype == DType::Object {
            for k in 0..bytes / 8 {
                let v = ManuallyDrop::new(Value::from_bits(from.cast::<u64>().add(k).read()));
                let old = to.cast::<u64>().add(k).replace((*v).clone().into_bits());
                drop(Value::from_bits(old));
            }
        } else {
            std::ptr::copy_nonoverlapping(from, to, bytes);
        }
    }
}

/// Copies one element of this size for each position.
///
/// # Safety
/// The positions lead to elements, and there is room for as many.
unsafe fn gather<T: Copy>(from: *const u8, to: *mut u8, places: &[i64]) -> bool {
    let (from, to) = (from.cast::<T>(), to.cast::<T>());
    for (k, p) in places.iter().enumerate() {
        // SAFETY: by the contract.
        unsafe { to.add(k).write_unaligned(from.add(*p as usize).read_unaligned()) };
    }
    true
}

/// `numpy.take(a, indices, axis, out, mode)`
pub(super) fn take(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    take_method(&[x, a[1].clone(), a[2].clone(), a[3].clone(), a[4].clone()])
}

/// `ndarray.take(indices, axis, out, mode)`
pub fn take_method(a: &[Value]) -> Result<Value> {
    let x = packed(&a[0])?;
    let ind = indices(&a[1])?;
    let ind = if as_array(&ind).is_c_contiguous() { cast::own(&ind)? } else { cast::copied(as_array(&ind), Order::C)? };
    let (x, i) = (as_array(&x), as_array(&ind));
    let mode = mode(&a[4])?;
    let flat = [x.size() as i64];
    let (shape, axis) = match a[2].is_none() {
        true => (&flat[..], 0),
        false if x.ndim() == 0 => (&flat[..], axis::converted(&a[2], 1)?),
        false => {
            let k = axis::converted(&a[2], x.ndim())?;
            (x.shape(), k)
        }
    };
    let n = shape[axis];
    let result_shape: Vec<i64> = shape[..axis].iter().chain(i.shape()).chain(&shape[axis + 1..]).copied().collect();
    let places = as_slice::<i64>(i.data(), i.size());
    if n == 0 && !places.is_empty() {
        return raise(&INDEX_ERROR, "cannot do a non-empty take from an empty axes.");
    }
    let outer: i64 = shape[..axis].iter().product();
    let mut own = Vec::new();
    // Indices that are positions already are used as they are. Where nothing is taken, none is looked at.
    let places = if outer == 0 || places.iter().fold(true, |inside, k| inside & ((*k as u64) < n as u64)) {
        places
    } else {
        own.reserve_exact(places.len());
        for k in places {
            own.push(position(*k, n, mode, axis)?);
        }
        &own[..]
    };
    let out = if a[3].is_none() { array::new(x.dtype(), x.itemsize(), &result_shape, Order::C, Fill::Uninit)? } else { a[3].clone() };
    let target = if a[3].is_none() { out.clone() } else { array::new(x.dtype(), x.itemsize(), &result_shape, Order::C, Fill::Uninit)? };
    let o = as_array(&target);
    let chunk = shape[axis + 1..].iter().product::<i64>() as usize * x.itemsize();
    let (mut to, whole) = (o.data(), n as usize * chunk);
    let plain = x.dtype() != DType::Object;
    for k in 0..outer as usize {
        let from = x.data().wrapping_add(k * whole);
        // SAFETY: positions are inside the axis, and the result has as many elements.
        let done = threads::outside(places.len(), || unsafe {
            match chunk {
                1 => gather::<u8>(from, to, places),
                2 => gather::<u16>(from, to, places),
                4 => gather::<u32>(from, to, places),
                8 if plain => gather::<u64>(from, to, places),
                16 if x.dtype() == DType::C128 => gather::<[u64; 2]>(from, to, places),
                _ => false,
            }
        });
        if done {
            to = to.wrapping_add(places.len() * chunk);
            continue;
        }
        for p in places {
            // SAFETY: positions are inside the axis, and the result has as many elements.
            unsafe {
                copy(x.dtype(), x.data().add(k * whole + *p as usize * chunk), to, chunk);
                to = to.add(chunk);
            }
        }
    }
    if !a[3].is_none() {
        cast::copy_into(as_array(&out), o)?;
    } else if o.ndim() == 0 {
        // SAFETY: the one element.
        return Ok(unsafe { elem::get(o.dtype(), o.itemsize(), o.data()) });
    }
    Ok(out)
}

/// The address of the element at a position in C order.
fn address(x: &ArrayObj, mut k: i64) -> *mut u8 {
    let mut at = x.data();
    for (n, s) in x.shape().iter().zip(x.strides()).rev() {
        at = at.wrapping_offset((k % n * s) as isize);
        k /= n;
    }
    at
}

/// `numpy.put(a, ind, v, mode)`
pub fn put_method(a: &[Value]) -> Result<Value> {
    let Some(x) = array::get(&a[0]) else {
        return type_error(format!("argument 1 must be numpy.ndarray, not {}", ops::type_name(&a[0])));
    };
    if !x.is_writeable() {
        return value_error("put: output array is read-only");
    }
    let mode = mode(&a[3])?;
    let ind = indices(&a[1])?;
    let i = as_array(&ind);
    if x.size() == 0 && i.size() > 0 {
        return raise(&INDEX_ERROR, "cannot replace elements of an empty array");
    }
    let v = packed(&convert::from_any(&a[2], Some((x.dtype(), x.itemsize())))?)?;
    let v = if as_array(&v).dtype() == x.dtype() && as_array(&v).itemsize() == x.itemsize() { v } else { packed(&cast::astype(&v, x.dtype(), x.itemsize())?)? };
    let values = as_array(&v);
    let places = as_slice::<i64>(i.data(), i.size());
    let n = x.size() as i64;
    if values.size() == 0 || places.is_empty() {
        return Ok(Value::none());
    }
    if !x.is_c_contiguous() {
        // Nothing is changed if one place is not there.
        places.iter().try_for_each(|p| position(*p, n, mode, 0).map(drop))?;
    }
    for (k, p) in places.iter().enumerate() {
        let p = position(*p, n, mode, 0)?;
        // SAFETY: elements inside both arrays.
        unsafe { copy(x.dtype(), values.data().add(k % values.size() * x.itemsize()), address(x, p), x.itemsize()) };
    }
    Ok(Value::none())
}

/// The array, the indices broadcast against it but along the axis, and the axis.
fn along(arr: &Value, ind: &Value, axis: &Value) -> Result<(Value, Value, usize, Vec<i64>)> {
    let (x, i) = (convert::from_any(arr, None)?, convert::from_any(ind, None)?);
    if axis.is_none() && as_array(&i).ndim() != 1 {
        return value_error("when axis=None, `indices` must have a single dimension.");
    }
    if !axis.is_none() {
        axis::parsed(axis, as_array(&x).ndim())?;
    }
    if !as_array(&i).dtype().is_integer() {
        return raise(&INDEX_ERROR, "`indices` must be an integer array");
    }
    let i = indices(&i)?;
    let x = if axis.is_none() { flat(&x)? } else { x };
    let (a, b) = (as_array(&x), as_array(&i));
    if a.ndim() != b.ndim() {
        return value_error("`indices` and `arr` must have the same number of dimensions");
    }
    let axis = if axis.is_none() { 0 } else { axis::parsed(axis, a.ndim())? };
    let mut shape = a.shape().to_vec();
    shape[axis] = 1;
    let mut other = b.shape().to_vec();
    other[axis] = 1;
    let Some(mut shape) = broadcast::shapes(&[&shape, &other]) else {
        // As if each other dimension had an index of its own.
        let mut text = String::new();
        for k in 0..a.ndim() {
            let mut one = vec![1; a.ndim()];
            one[k] = a.shape()[k];
            text.push_str(&array::shape_in_message(if k == axis { b.shape() } else { &one }));
            text.push(' ');
        }
        return raise(&INDEX_ERROR, format!("shape mismatch: indexing arrays could not be broadcast together with shapes {text}"));
    };
    shape[axis] = b.shape()[axis];
    Ok((x, i, axis, shape))
}

fn flat(x: &Value) -> Result<Value> {
    let c = cast::copied(as_array(x), Order::C)?;
    let a = as_array(&c);
    a.set_dims(&[a.size() as i64], &[a.itemsize() as i64]);
    Ok(c)
}

/// Calls `f` with the address in `x` that each index stands for, in C order of `shape`.
fn each_along(x: &ArrayObj, i: &ArrayObj, axis: usize, shape: &[i64], mut f: impl FnMut(*mut u8)) -> Result<()> {
    let none = Vec::new;
    let by = broadcast::strides(i.shape(), i.strides(), shape).unwrap_or_else(none);
    let mut reach = x.shape().to_vec();
    reach[axis] = 1;
    let mut from = broadcast::strides(&reach, x.strides(), shape).unwrap_or_else(none);
    from[axis] = 0;
    let (n, step) = (x.shape()[axis], x.strides()[axis]);
    let mut index = vec![0i64; shape.len()];
    for _ in 0..shape.iter().product::<i64>() {
        let offset = |strides: &[i64]| index.iter().zip(strides).map(|(k, s)| k * s).sum::<i64>() as isize;
        // SAFETY: the index is inside the shape to which the indices are broadcast.
        let k = unsafe { i.data().offset(offset(&by)).cast::<i64>().read_unaligned() };
        let p = position(k, n, Mode::Raise, axis)?;
        f(x.data().wrapping_offset(offset(&from) + (p * step) as isize));
        for d in (0..shape.len()).rev() {
            index[d] += 1;
            if index[d] < shape[d] {
                break;
            }
            index[d] = 0;
        }
    }
    Ok(())
}

/// `numpy.take_along_axis(arr, indices, axis)`
pub(super) fn take_along_axis(a: &[Value]) -> Result<Value> {
    let (x, i, axis, shape) = along(&a[0], &a[1], &a[2])?;
    let (x, i) = (as_array(&x), as_array(&i));
    let out = array::new(x.dtype(), x.itemsize(), &shape, Order::C, Fill::Uninit)?;
    let mut to = as_array(&out).data();
    each_along(x, i, axis, &shape, |from| {
        // SAFETY: an element of the array, and the next of the result.
        unsafe {
            copy(x.dtype(), from, to, x.itemsize());
            to = to.add(x.itemsize());
        }
    })?;
    Ok(out)
}

/// `numpy.put_along_axis(arr, indices, values, axis)`
pub(super) fn put_along_axis(a: &[Value]) -> Result<Value> {
    let (flattened, i, axis, shape) = along(&a[0], &a[1], &a[3])?;
    let Some(given) = array::get(&a[0]) else { return type_error("put_along_axis needs an array") };
    if !given.is_writeable() {
        return value_error("assignment destination is read-only");
    }
    let whole = a[3].is_none();
    let x = if whole { as_array(&flattened) } else { given };
    let v = crate::index::converted(&a[2], x)?;
    // The values in the shape of the indices.
    let all = array::new(x.dtype(), x.itemsize(), &shape, Order::C, Fill::Uninit)?;
    if broadcast::shapes(&[as_array(&v).shape(), &shape]).is_none_or(|s| s != shape) {
        return value_error(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            array::shape_in_message(as_array(&v).shape()),
            array::shape_in_message(&shape)
        ));
    }
    cast::copy_into(as_array(&all), as_array(&v))?;
    // All places are looked at before one is changed.
    let mut places = Vec::with_capacity(as_array(&all).size());
    each_along(x, as_array(&i), axis, &shape, |to| places.push(to))?;
    let from = as_array(&all).data();
    for (k, to) in places.into_iter().enumerate() {
        // SAFETY: an element of the array, and one of the values.
        unsafe { copy(x.dtype(), from.add(k * x.itemsize()), to, x.itemsize()) };
    }
    if whole {
        cast::copy_into(given, as_array(&crate::shape::reshaped(&flattened, given.shape(), 'C', None)?))?;
    }
    Ok(Value::none())
}
