//! Indexing by arrays: elements are gathered into a new array, or scattered from one.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::value::Value;

use super::key::{Dim, Fancy, Plan};
use crate::array::{self, ArrayObj, Fill, Order, as_array, shape_in_message};
use crate::kernels::cast::find as kernel;
use crate::{broadcast, convert, elem, threads, walk};

/// The shape of the result: the index arrays' dimensions stand among the others.
fn result_shape(plan: &Plan, f: &Fancy) -> Vec<i64> {
    let kept: Vec<i64> = plan.dims.iter().map(|d| d.len).collect();
    [&kept[..f.at], &f.shape, &kept[f.at..]].concat()
}

pub fn get(v: &Value, plan: &Plan, f: &Fancy) -> Result<Value> {
    f.check()?;
    let a = as_array(v);
    let kept: Vec<i64> = plan.dims.iter().map(|d| d.len).collect();
    let made = gather(a, plan.data, &f.offsets, &f.shape, &plan.dims)?;
    if f.at == 0 {
        return Ok(made);
    }
    // The new array has the index arrays' dimensions first; they are seen where they belong.
    let n = f.shape.len();
    let m = as_array(&made);
    let order: Vec<usize> = (n..n + f.at).chain(0..n).chain(n + f.at..n + kept.len()).collect();
    let shape: Vec<i64> = order.iter().map(|k| m.shape()[*k]).collect();
    let strides: Vec<i64> = order.iter().map(|k| m.strides()[*k]).collect();
    // SAFETY: the same elements in another order.
    Ok(unsafe { array::view(&made, m.data(), m.dtype(), m.itemsize(), &shape, &strides) })
}

/// A new array of the parts of `a` at these offsets from `data`: its shape is that of the offsets, then that of a part.
///
/// # Errors
/// MemoryError.
pub fn gather(a: &ArrayObj, data: *mut u8, offsets: &[i64], shape: &[i64], part: &[Dim]) -> Result<Value> {
    let part_shape: Vec<i64> = part.iter().map(|d| d.len).collect();
    let all = [shape, &part_shape].concat();
    let size = a.itemsize();
    let made = array::new(a.dtype(), size, &all, Order::C, Fill::Uninit)?;
    let m = as_array(&made);
    if m.size() == 0 {
        return Ok(made);
    }
    let mut to = m.data();
    if part.is_empty() {
        // SAFETY: offsets lead to elements of `a`, and there are as many new elements.
        unsafe {
            match (a.dtype(), size) {
                (DType::Object, _) => {}
                (_, 8) => return Ok(single::<u64>(made, data, offsets)),
                (_, 4) => return Ok(single::<u32>(made, data, offsets)),
                (_, 2) => return Ok(single::<u16>(made, data, offsets)),
                (_, 1) => return Ok(single::<u8>(made, data, offsets)),
                (_, 16) => return Ok(single::<[u64; 2]>(made, data, offsets)),
                _ => {}
            }
        }
    }
    let strides: Vec<i64> = part.iter().map(|d| d.stride).collect();
    // The parts keep the order that they have in memory.
    let to_strides = crate::cast::like_order(&part_shape, &strides, size);
    let bytes = part_shape.iter().product::<i64>() as usize * size;
    let all_strides = [&m.strides()[..shape.len()], &to_strides].concat();
    m.set_dims(&all, &all_strides);
    for o in offsets {
        let from = data.wrapping_offset(*o as isize);
        walk::runs(&part_shape, [&to_strides, &strides], [to, from], |[d, s], n, [ds, ss]| {
            // SAFETY: inside both arrays.
            unsafe { copy_elements(a.dtype(), size, d, ds, s, ss, n) }
        })?;
        to = to.wrapping_add(bytes);
    }
    Ok(made)
}

/// # Safety
/// Offsets lead to elements of this size, and the new array has as many.
unsafe fn single<T: Copy>(made: Value, data: *mut u8, offsets: &[i64]) -> Value {
    let to = as_array(&made).data() as *mut T;
    threads::outside(offsets.len(), || {
        for (k, o) in offsets.iter().enumerate() {
            // SAFETY: by the contract.
            unsafe { to.add(k).write((data.offset(*o as isize) as *const T).read_unaligned()) };
        }
    });
    made
}

/// Copies elements of one dtype; the target holds elements already.
///
/// # Safety
/// `n` elements lie at both addresses by their strides.
pub unsafe fn copy_elements(dtype: DType, size: usize, d: *mut u8, ds: i64, s: *mut u8, ss: i64, n: usize) -> Result<()> {
    // SAFETY: by the contract.
    unsafe {
        if let Some(k) = kernel(dtype, dtype) {
            k(s, ss as isize, d, ds as isize, n);
            return Ok(());
        }
        for k in 0..n as i64 {
            let (d, s) = (d.offset((k * ds) as isize), s.offset((k * ss) as isize));
            if dtype == DType::Object {
                elem::set(dtype, size, d, &elem::python(dtype, size, s))?;
            } else {
                std::ptr::copy(s, d, size);
            }
        }
        Ok(())
    }
}

pub fn set(v: &Value, plan: &Plan, f: &Fancy, x: &Value) -> Result<()> {
    let a = as_array(v);
    // As the plan was made: conversions may run code that changes the array.
    let (dtype, size) = (a.dtype(), a.itemsize());
    let shape = result_shape(plan, f);
    let whole_mask = f.is_mask && f.at == 0 && plan.dims.is_empty();
    let src = match array::get(x) {
        Some(_) => x.clone(),
        // A sequence gives objects to as many places, nested or not.
        None if a.dtype() == DType::Object && elem::is_sequence(x) => {
            let all = array::new(DType::Object, 8, &shape, Order::C, Fill::Uninit)?;
            super::assign(&all, x)?;
            all
        }
        None => converted(x, a)?,
    };
    let mut strides = spread(as_array(&src), f, &shape, whole_mask)?;
    let given = as_array(&src);
    // NumPy casts behind both tests; in front of the second where single elements are stored.
    if !plan.dims.is_empty() {
        f.check()?;
    }
    // It casts nothing for a mask without trues, and so warns of nothing.
    let is_cast = (given.dtype(), given.itemsize()) != (dtype, size) && !(whole_mask && f.offsets.is_empty());
    let src = if is_cast || crate::cast::may_overlap(a, given) {
        let own = crate::cast::astype(&src, dtype, size)?;
        strides = spread(as_array(&own), f, &shape, whole_mask)?;
        own
    } else {
        src
    };
    f.check()?;
    let src = as_array(&src);
    // The value's strides in the order of the gathering: index arrays first, then the rest.
    let n = f.shape.len();
    let by_index = &strides[f.at..f.at + n];
    let by_part = [&strides[..f.at], &strides[f.at + n..]].concat();
    let part_shape: Vec<i64> = plan.dims.iter().map(|d| d.len).collect();
    let part_strides: Vec<i64> = plan.dims.iter().map(|d| d.stride).collect();
    let from = walk::offsets(&f.shape, by_index);
    if plan.dims.is_empty() && dtype != DType::Object {
        let base = (plan.data, src.data());
        // SAFETY: offsets lead to elements of both arrays.
        unsafe {
            match size {
                8 => return Ok(scatter::<u64>(base, &f.offsets, &from)),
                4 => return Ok(scatter::<u32>(base, &f.offsets, &from)),
                2 => return Ok(scatter::<u16>(base, &f.offsets, &from)),
                1 => return Ok(scatter::<u8>(base, &f.offsets, &from)),
                16 => return Ok(scatter::<[u64; 2]>(base, &f.offsets, &from)),
                _ => {}
            }
        }
    }
    for (to, from) in f.offsets.iter().zip(from) {
        let (d, s) = (plan.data.wrapping_offset(*to as isize), src.data().wrapping_offset(from as isize));
        walk::runs(&part_shape, [&part_strides, &by_part], [d, s], |[d, s], n, [ds, ss]| {
            // SAFETY: inside both arrays.
            unsafe { copy_elements(dtype, size, d, ds, s, ss, n) }
        })?;
    }
    Ok(())
}

/// The strides of the values for each of the places that they go to.
fn spread(src: &ArrayObj, f: &Fancy, shape: &[i64], whole_mask: bool) -> Result<Vec<i64>> {
    if whole_mask && src.ndim() > 1 {
        return pyaot_core::error::type_error(format!(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has {} dimensions",
            src.ndim()
        ));
    }
    let (mut from, mut by) = (src.shape(), src.strides());
    // Where nothing is assigned, dimensions in front of the same shape may have any length.
    while from.len() > shape.len() && (from[0] == 1 || shape.contains(&0) && from.ends_with(shape)) {
        (from, by) = (&from[1..], &by[1..]);
    }
    let Some(strides) = broadcast::strides(from, by, shape) else {
        if f.is_mask && src.ndim() == 1 && shape.len() == 1 {
            return value_error(format!(
                "NumPy boolean array indexing assignment cannot assign {} input values to the {} output values where the mask is true",
                src.size(),
                shape[0]
            ));
        }
        return value_error(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            shape_in_message(src.shape()),
            shape_in_message(shape)
        ));
    };
    Ok(strides)
}

/// Copies elements of this size from one array's offsets to another's.
///
/// # Safety
/// They lead to elements.
unsafe fn scatter<T: Copy>((to, from): (*mut u8, *mut u8), places: &[i64], sources: &[i64]) {
    threads::outside(places.len(), || {
        for (p, s) in places.iter().zip(sources) {
            // SAFETY: by the contract.
            unsafe { to.offset(*p as isize).cast::<T>().write_unaligned(from.offset(*s as isize).cast::<T>().read_unaligned()) };
        }
    });
}

/// What is assigned through index arrays and `flat`: NumPy's scalars are cast like arrays, whatever their range.
///
/// # Errors
/// What the conversion raises.
pub fn converted(x: &Value, a: &ArrayObj) -> Result<Value> {
    match crate::scalar::get(x) {
        Some(_) if a.dtype() != DType::Object => crate::cast::astype(&convert::asarray(x)?, a.dtype(), a.itemsize()),
        _ => convert::from_any(x, Some((a.dtype(), a.itemsize()))),
    }
}

/// The places of elements that are not zero, as one int64 array for each dimension (`numpy.nonzero`).
///
/// # Errors
/// MemoryError; what the truth of an object raises.
pub fn nonzero(a: &ArrayObj) -> Result<Vec<Value>> {
    let (dtype, size) = (a.dtype(), a.itemsize());
    let mut made = Vec::new();
    // SAFETY: the bytes of the mask, one behind the other; nobody writes them here.
    let own = (dtype == DType::Bool && a.is_c_contiguous() && !threads::is_shared(a.size())).then(|| unsafe { std::slice::from_raw_parts(a.data(), a.size()) });
    let truth = match own {
        Some(bytes) => bytes,
        None => {
            made.resize(a.size(), 0u8);
            let mut all = || truths(a, dtype, size, &mut made);
            if dtype.is_numeric() { threads::outside(a.size(), all)? } else { all()? }
            &made[..]
        }
    };
    let count = count_true(truth);
    let mut found = Vec::with_capacity(a.ndim());
    for _ in 0..a.ndim() {
        found.push(array::empty(DType::I64, &[count as i64])?);
    }
    let Some(last) = found.last() else { return Ok(found) };
    let flat = as_array(last).data() as *mut i64;
    threads::outside(truth.len(), || {
        let mut k = 0;
        for (c, eight) in truth.chunks(8).enumerate() {
            if eight.iter().all(|b| *b == 0) {
                continue;
            }
            // Every place is written where the next true one belongs: no branches, but for the end.
            if k + 8 <= count && eight.len() == 8 {
                for (j, b) in eight.iter().enumerate() {
                    // SAFETY: there is room for eight more.
                    unsafe { flat.add(k).write((8 * c + j) as i64) };
                    k += usize::from(*b != 0);
                }
                continue;
            }
            for (j, b) in eight.iter().enumerate() {
                if k == count {
                    break;
                }
                // SAFETY: fewer than `count` before this one.
                unsafe { flat.add(k).write((8 * c + j) as i64) };
                k += usize::from(*b != 0);
            }
        }
        if a.ndim() == 1 {
            return;
        }
        for k in 0..count {
            // SAFETY: inside the new arrays; the last one holds the places in C order.
            unsafe {
                let mut place = *flat.add(k);
                for (axis, n) in a.shape().iter().enumerate().rev() {
                    (as_array(&found[axis]).data() as *mut i64).add(k).write(place % n);
                    place /= n;
                }
            }
        }
    });
    Ok(found)
}

/// How many bytes are not 0.
pub fn count_true(bytes: &[u8]) -> usize {
    // In bytes as long as they cannot overflow: many at a time.
    bytes.chunks(255).map(|c| c.iter().map(|b| u8::from(*b != 0)).sum::<u8>() as usize).sum()
}

/// The truth of all elements, in C order.
fn truths(a: &ArrayObj, dtype: DType, size: usize, out: &mut [u8]) -> Result<()> {
    let cast = kernel(dtype, DType::Bool);
    let mut at = 0;
    walk::runs(a.shape(), [a.strides()], [a.data()], |[p], len, [s]| {
        // SAFETY: the walk stays inside the array, and visits as many elements as there are bytes.
        unsafe {
            match cast {
                Some(k) => k(p, s as isize, out.as_mut_ptr().add(at), 1, len),
                None => {
                    for j in 0..len {
                        out[at + j] = u8::from(is_true(dtype, size, p.offset((j as i64 * s) as isize))?);
                    }
                }
            }
        }
        at += len;
        Ok(())
    })
}

/// # Safety
/// An element lies at the address.
unsafe fn is_true(dtype: DType, size: usize, at: *const u8) -> Result<bool> {
    // SAFETY: by the contract.
    unsafe {
        if dtype == DType::Bool {
            return Ok(*at != 0);
        }
        if let Some(k) = kernel(dtype, DType::Bool) {
            let mut yes = 0u8;
            k(at, 0, &mut yes, 0, 1);
            return Ok(yes != 0);
        }
        pyaot_core::ops::truth(&elem::python(dtype, size, at))
    }
}
