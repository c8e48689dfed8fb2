//! `ufunc.accumulate` and `ufunc.reduceat`.

use pyaot_abi::dtype::{DType, promote};
use pyaot_core::error::{Raised, Result, raise, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::value::Value;

use super::nest::Nest;
use super::operand::Operand;
use super::reduce::{self, loop_dtype, reduce_axes};
use super::resolve::by_dtype;
use super::{Ufunc, objects};
use crate::array::{self, ArrayObj, as_array};
use crate::cpu::backend;
use crate::fpe;
use crate::kernels::loops::{MAX_OPS, Ptrs};
use crate::warn::{self, Flags};
use crate::{cast, convert};

/// `u.accumulate(a, axis, dtype, out)`
pub fn accumulate(u: &'static Ufunc, a: &Value, axis: usize, dtype: Option<DType>, out: Option<&Value>) -> Result<Value> {
    let v = convert::asarray(a)?;
    let source = as_array(&v);
    reduce::not_of_bools(u, source.dtype(), dtype)?;
    let of_out = out.and_then(array::get).map(ArrayObj::dtype).and_then(|o| promote(o, source.dtype()));
    let d = dtype.or(of_out).unwrap_or_else(|| loop_dtype(u, source.dtype()));
    let Some(found) = by_dtype(u, d).filter(|f| f.lo.is_none_or(|l| l.types[0] == l.types[2])) else {
        return if dtype.is_some_and(DType::is_numeric) { reduce::no_such_loop(u) } else { reduce::no_reduction(u, &Operand::new(&v)?) };
    };
    let work = found.types[0];
    if dtype.is_some_and(|d| d != work && d != DType::Object) {
        return reduce::no_such_loop(u);
    }
    if let Some(o) = out.and_then(array::get).filter(|o| o.shape() != source.shape()) {
        let ndim = source.ndim();
        if o.ndim() < ndim {
            return value_error(format!(
                "Iterator input op_axes[0][0] (=={}) is not a valid axis of op[0], which has {} dimensions ",
                ndim - 1,
                o.ndim()
            ));
        }
        if ndim == 1 || super::nest::broadcast([&o.shape()[..ndim], source.shape()].into_iter()).is_some() {
            return value_error("provided out is the wrong size for the accumulation.");
        }
        let (given, whole) = (array::shape_in_message(o.shape()), array::shape_in_message(source.shape()));
        let first = array::shape_in_message(&o.shape()[..ndim]);
        return value_error(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {given}->{first} {whole}->{whole} "
        ));
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
            let done = if along {
                nest.run(&p, 1, |p, s, count| -> std::result::Result<(), Raised> {
                    for k in 0..count as isize {
                        row(p[0].wrapping_offset(s[0] * k), step, n - 1);
                    }
                    Ok(())
                })
            } else {
                (0..n as isize - 1).try_for_each(|k| {
                    let mut q = p;
                    q[0] = q[0].wrapping_offset(step * k);
                    nest.run(&q, 1, |p, s, count| {
                        row(p[0], s[0], count);
                        Ok(())
                    })
                })
            };
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
    reduce::not_of_bools(u, source.dtype(), dtype)?;
    let n = source.shape()[axis];
    if let Some(i) = indices.iter().find(|i| !(0..n).contains(*i)) {
        return raise(&INDEX_ERROR, format!("index {i} out-of-bounds in {}.reduceat [0, {n})", u.name));
    }
    let d = dtype.unwrap_or_else(|| loop_dtype(u, source.dtype()));
    let Some(found) = by_dtype(u, d) else {
        return if dtype.is_some_and(DType::is_numeric) { reduce::no_such_loop(u) } else { reduce::no_reduction(u, &Operand::new(&v)?) };
    };
    if dtype.is_some_and(|d| d != found.types[0] && d != DType::Object) {
        return reduce::no_such_loop(u);
    }
    let mut shape = source.shape().to_vec();
    shape[axis] = indices.len() as i64;
    let result = match out {
        Some(o) => o.clone(),
        None => array::new(found.types[2], found.types[2].size(), &shape, array::Order::C, array::Fill::Uninit)?,
    };
    let mut marked = vec![false; shape.len()];
    marked[axis] = true;
    let part = |of: &Value, start: i64, len: Option<i64>| {
        let x = as_array(of);
        let (mut shape, mut strides) = (x.shape().to_vec(), x.strides().to_vec());
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
    for (k, start) in indices.iter().enumerate() {
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
    Ok(result)
}
