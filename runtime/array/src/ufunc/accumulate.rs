//! `ufunc.accumulate` and `ufunc.reduceat`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Raised, Result, raise, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::value::Value;

use super::nest::{self, Nest};
use super::operand::Operand;
use super::reduce::{self, reduce_axes};
use super::{Ufunc, objects, reducible};
use crate::array::{self, ArrayObj, as_array};
use crate::cpu::backend;
use crate::kernels::loops::{MAX_OPS, Ptrs};
use crate::warn::{self, Flags};
use crate::{broadcast, cast, convert, fpe, threads};

/// `u.accumulate(a, axis, dtype, out)`
pub fn accumulate(u: &'static Ufunc, a: &Value, axis: usize, dtype: Option<DType>, out: Option<&Value>) -> Result<Value> {
    let v = convert::asarray(a)?;
    let source = as_array(&v);
    let found = reducible::find(u, &Operand::new(&v)?, dtype, out, "accumulate")?;
    let work = found.types[0];
    if let Some((given, o)) = out.and_then(|v| array::get(v).map(|o| (v, o))).filter(|(_, o)| o.shape() != source.shape()) {
        let (ndim, n) = (source.ndim(), source.shape()[axis]);
        // Without conversions NumPy needs no iterator along a single dimension.
        if ndim == 1 && o.ndim() > 0 && source.dtype() == work && o.dtype() == work {
            return if o.size() == 0 { Ok(given.clone()) } else { value_error("provided out is the wrong size for the accumulation.") };
        }
        let mut dims = dims_of_output(o, ndim, &[(source.shape(), source.shape().iter().copied().map(Some).collect())])?;
        if dims.contains(&0) {
            return Ok(given.clone());
        }
        dims[axis] = n;
        // SAFETY: parts of the output, and broadcast elements of the array.
        let (to, from) = unsafe {
            let strides = broadcast::strides(source.shape(), source.strides(), &dims).unwrap_or_default();
            (
                array::view(given, o.data(), o.dtype(), o.itemsize(), &dims, &o.strides()[..ndim]),
                array::view(&v, source.data(), source.dtype(), source.itemsize(), &dims, &strides),
            )
        };
        accumulate(u, &from, axis, dtype, Some(&to))?;
        return Ok(given.clone());
    }
    // The elements are worked on in place: a copy of the input in the loop's dtype becomes the result.
    let result = match out {
        Some(o) if as_array(o).dtype() == work => {
            cast::copy_into(as_array(o), source)?;
            o.clone()
        }
        _ => cast::astype(&v, work, work.size())?,
    };
    let r = as_array(&result);
    let n = r.shape()[axis] as usize;
    let step = r.strides()[axis] as isize;
    let mut nest = Nest::new(r.shape(), std::iter::once((r.shape(), r.strides())));
    nest.axes.retain(|x| x.dim != axis);
    nest.sort(1);
    nest.coalesce(1);
    let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
    p[0] = r.data();
    match found.lo {
        Some(lo) if n > 1 => {
            let f = lo.run(backend());
            if lo.may_warn {
                fpe::clear();
            }
            // Along the axis where it is the innermost, else a whole slab at a time.
            let along = nest.axes.first().is_none_or(|x| x.s[0].unsigned_abs() > step.unsigned_abs());
            // Products of complex numbers are rounded as in folds where the results lie among the operands: not for one step.
            let fold = lo.fold(backend()).filter(|_| work.is_complex() && u.name == "multiply" && n > 2);
            let row = |p: *mut u8, s: isize, count: usize| {
                if let Some(fold) = fold {
                    for k in 0..count as isize {
                        let (from, to) = (p.wrapping_offset(s * k), p.wrapping_offset(s * k + step));
                        let mut acc = [0u64; 2];
                        let acc = acc.as_mut_ptr().cast::<u8>();
                        // SAFETY: two elements of the result, of at most 16 bytes.
                        unsafe {
                            std::ptr::copy_nonoverlapping(from, acc, work.size());
                            fold(acc, to, 0, 1);
                            std::ptr::copy_nonoverlapping(acc, to, work.size());
                        }
                    }
                    return;
                }
                let (mut q, mut t) = ([std::ptr::null_mut(); MAX_OPS], [0; MAX_OPS]);
                (q[0], q[1], q[2]) = (p, p.wrapping_offset(step), p.wrapping_offset(step));
                (t[0], t[1], t[2]) = (s, s, s);
                // SAFETY: the elements are those of the result; each is read before the next is written.
                unsafe { f(&q, &t, count) };
            };
            let done = threads::outside(r.size(), || {
                if along {
                    return nest.run(&p, 1, |p, s, count| -> std::result::Result<(), Raised> {
                        for k in 0..count as isize {
                            row(p[0].wrapping_offset(s[0] * k), step, n - 1);
                        }
                        Ok(())
                    });
                }
                (0..n as isize - 1).try_for_each(|k| {
                    let mut q = p;
                    q[0] = q[0].wrapping_offset(step * k);
                    nest.run(&q, 1, |p, s, count| {
                        row(p[0], s[0], count);
                        Ok(())
                    })
                })
            });
            debug_assert!(done.is_ok());
            if lo.may_warn {
                let flags = fpe::take();
                if flags != 0 {
                    warn::report(Flags(flags), "accumulate")?;
                }
            }
        }
        Some(_) => {}
        None => {
            let Some(f) = u.object else { return Ok(result) };
            nest.run(&p, 1, |p, s, count| {
                for k in 0..count as isize {
                    let first = p[0].wrapping_offset(s[0] * k);
                    for j in 1..n as isize {
                        // SAFETY: elements of the result, which this function keeps alive.
                        unsafe {
                            let acc = objects::read(DType::Object, 8, first.wrapping_offset(step * (j - 1)));
                            let at = first.wrapping_offset(step * j);
                            let x = objects::read(DType::Object, 8, at);
                            objects::write(DType::Object, at, f(&[acc, x])?)?;
                        }
                    }
                }
                Ok(())
            })?;
        }
    }
    match out {
        Some(o) if !o.is(&result) => {
            cast::copy_into(as_array(o), r)?;
            Ok(o.clone())
        }
        _ => Ok(result.clone()),
    }
}

/// `u.reduceat(a, indices, axis, dtype, out)`
pub fn reduceat(u: &'static Ufunc, a: &Value, indices: &[i64], axis: usize, dtype: Option<DType>, out: Option<&Value>) -> Result<Value> {
    let v = convert::asarray(a)?;
    let source = as_array(&v);
    let n = source.shape()[axis];
    if let Some(i) = indices.iter().find(|i| !(0..n).contains(*i)) {
        return raise(&INDEX_ERROR, format!("index {i} out-of-bounds in {}.reduceat [0, {n})", u.name));
    }
    let found = reducible::find(u, &Operand::new(&v)?, dtype, out, "reduceat")?;
    let mut shape = source.shape().to_vec();
    shape[axis] = indices.len() as i64;
    // The array has the output's dimensions.
    let (result, v) = match out {
        Some(o) => {
            let ndim = source.ndim();
            let of_indices: Vec<_> = (0..ndim).map(|k| (k == axis).then_some(indices.len() as i64)).collect();
            let others = (0..ndim).map(|k| (k != axis).then_some(source.shape()[k])).collect();
            let mut of_source = dims_of_output(as_array(o), ndim, &[(source.shape(), others), (&[indices.len() as i64], of_indices)])?;
            of_source[axis] = n;
            let strides = broadcast::strides(source.shape(), source.strides(), &of_source).unwrap_or_default();
            // An output of another dtype, or among the elements that are read, is written at the end.
            let later = as_array(o).dtype() != found.types[2] || cast::may_overlap(as_array(o), source);
            let result = if later { array::empty(found.types[2], as_array(o).shape())? } else { o.clone() };
            // SAFETY: broadcast strides lead to the same elements.
            (result, unsafe { array::view(&v, source.data(), source.dtype(), source.itemsize(), &of_source, &strides) })
        }
        None => (array::new(found.types[2], found.types[2].size(), &shape, array::Order::C, array::Fill::Uninit)?, v.clone()),
    };
    let mut marked = vec![false; shape.len()];
    marked[axis] = true;
    let part = |of: &Value, start: i64, len: Option<i64>| {
        let x = as_array(of);
        // Dimensions that an output has beyond are at their first place.
        let (mut shape, mut strides) = (x.shape()[..marked.len()].to_vec(), x.strides()[..marked.len()].to_vec());
        let data = x.data().wrapping_offset((start * strides[axis]) as isize);
        match len {
            Some(len) => shape[axis] = len,
            None => {
                shape.remove(axis);
                strides.remove(axis);
            }
        }
        // SAFETY: a part of that array.
        unsafe { array::view(of, data, x.dtype(), x.itemsize(), &shape, &strides) }
    };
    let none = Value::none();
    for (k, start) in indices.iter().enumerate().take(as_array(&result).shape()[axis] as usize) {
        let end = indices.get(k + 1).copied().unwrap_or(n);
        let len = if end > *start { end - start } else { 1 };
        let to = part(&result, k as i64, None);
        let options = reduce::Options {
            dtype: Some(found.types[0]),
            out: Some(&to),
            // Each part starts with its own first element.
            initial: Some(&none),
            method: Some("reduceat"),
            ..reduce::Options::default()
        };
        let piece = Operand::new(&part(&v, *start, Some(len)))?;
        reduce_axes(u, &piece, &marked, &options)?;
    }
    if let Some(o) = out.filter(|o| !o.is(&result)) {
        cast::copy_into(as_array(o), as_array(&result))?;
        return Ok(o.clone());
    }
    Ok(result)
}

/// The dimensions that are iterated over for this output: its first ones, as many as the array has. The other operands are given
/// by their shapes, and by what these are along each dimension.
///
/// # Errors
/// ValueError, as NumPy's iterator says it, where the output does not fit.
fn dims_of_output(out: &ArrayObj, ndim: usize, others: &[(&[i64], Vec<Option<i64>>)]) -> Result<Vec<i64>> {
    let Some(given) = out.shape().get(..ndim) else {
        return value_error(format!(
            "Iterator input op_axes[0][0] (=={}) is not a valid axis of op[0], which has {} dimensions ",
            ndim - 1,
            out.ndim()
        ));
    };
    let lengths: Vec<Vec<i64>> = others.iter().map(|(_, along)| along.iter().map(|n| n.unwrap_or(1)).collect()).collect();
    let all = std::iter::once(given).chain(lengths.iter().map(Vec::as_slice));
    let Some(common) = nest::broadcast(all) else {
        let mut text = String::from("operands could not be broadcast together with remapped shapes [original->remapped]: ");
        let of_out = (out.shape(), given.iter().copied().map(Some).collect());
        for (shape, along) in std::iter::once(&of_out).chain(others) {
            text.push_str(&nest::remapped(shape, along));
        }
        return value_error(text);
    };
    if common != given {
        let backwards: Vec<i64> = given.iter().rev().copied().collect();
        return value_error(format!(
            "non-broadcastable output operand with shape {} [remapped to {}] doesn't match the broadcast shape {}",
            array::shape_in_message(out.shape()),
            array::shape_in_message(&backwards),
            array::shape_in_message(&common)
        ));
    }
    Ok(common)
}
