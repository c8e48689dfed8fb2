//! `ufunc.outer` and `ufunc.at`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::call::{Options, Results, call, call_loop};
use super::operand::Operand;
use super::resolve::{Casting, resolve};
use super::Ufunc;
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::cpu::backend;
use crate::kernels::loops::MAX_OPS;
use crate::warn::{self, Flags};
use crate::{convert, fpe, index, shape};

/// `u.outer(a, b)`
pub fn outer(u: &'static Ufunc, a: &Value, b: &Value, options: &Options) -> Result<Value> {
    // Python's numbers are arrays here, whose dtype counts.
    let (x, b) = (convert::asarray(a)?, convert::asarray(b)?);
    let behind = array::as_array(&b).ndim();
    let x = match array::get(&x) {
        Some(arr) if behind > 0 => {
            let mut dims = arr.shape().to_vec();
            dims.extend(std::iter::repeat_n(1, behind));
            shape::reshaped(&x, &dims, 'C', None)?
        }
        _ => x,
    };
    Ok(call(u, &[&x, &b], options)?.into_value())
}

/// `u.at(a, indices, b)`: one element after the other, so that those named twice count twice.
pub fn at(u: &'static Ufunc, a: &Value, indices: &Value, b: Option<&Value>) -> Result<()> {
    let target = as_array(a);
    if let Some(done) = direct(u, target, indices, b) {
        return done;
    }
    // Whether there is a loop is asked first.
    let values = b.map(convert::asarray).transpose()?;
    // SAFETY: one element of the array, if it has any, of which nothing but its dtype is looked at.
    let mut operands = vec![Operand::new(&unsafe { array::view(a, target.data(), target.dtype(), target.itemsize(), &[0], &[0]) })?];
    if let Some(v) = &values {
        operands.push(Operand::new(v)?);
    }
    resolve(u, &operands)?;
    // Where the indices lead: the same indexing of an array of positions.
    let count = target.size() as i64;
    let positions = array::new(DType::I64, 8, target.shape(), Order::C, Fill::Uninit)?;
    for k in 0..count {
        // SAFETY: the array is new and has this many elements.
        unsafe { as_array(&positions).data().cast::<i64>().add(k as usize).write(k) };
    }
    let chosen = convert::asarray(&index::getitem(&positions, indices)?)?;
    let chosen = cast_c(&chosen)?;
    let c = as_array(&chosen);
    let values = match values {
        Some(b) => {
            let strides = index_strides(&b, c.shape())?;
            // SAFETY: broadcast strides lead to the same elements.
            Some(unsafe { array::view(&b, as_array(&b).data(), as_array(&b).dtype(), as_array(&b).itemsize(), c.shape(), &strides) })
        }
        None => None,
    };
    let mut offsets = Vec::with_capacity(c.size());
    for k in 0..c.size() {
        // SAFETY: contiguous ints.
        let mut at = unsafe { c.data().cast::<i64>().add(k).read() };
        let mut offset = 0;
        for (n, s) in target.shape().iter().zip(target.strides()).rev() {
            offset += at % n * s;
            at /= n;
        }
        offsets.push(offset);
    }
    let value_offsets = values.as_ref().map(|v| crate::walk::offsets(as_array(v).shape(), as_array(v).strides()));
    for (k, offset) in offsets.iter().enumerate() {
        let element = |of: &Value, by: i64| {
            let x = as_array(of);
            // SAFETY: an element of that array.
            unsafe { array::view(of, x.data().wrapping_offset(by as isize), x.dtype(), x.itemsize(), &[], &[]) }
        };
        let slot = element(a, *offset);
        let mut operands = vec![Operand::new(&slot)?];
        if let (Some(v), Some(o)) = (&values, &value_offsets) {
            operands.push(Operand::new(&element(v, o[k]))?);
        }
        let found = resolve(u, &operands)?;
        let options = Options { out: [Some(&slot), None], casting: Casting::Unsafe, ..Options::NONE };
        match call_loop(u, &mut operands, found, &options)? {
            Results::One(_) | Results::Two(..) => {}
        }
    }
    Ok(())
}

/// [`at`] for the elements of a vector named by an array of ints inside it, where the loop needs no conversion of them; None for
/// everything else.
fn direct(u: &'static Ufunc, target: &ArrayObj, indices: &Value, b: Option<&Value>) -> Option<Result<()>> {
    let places = array::get(indices).filter(|i| i.dtype() == DType::I64 && i.ndim() == 1 && i.is_c_contiguous())?;
    if target.ndim() != 1 || u.nout != 1 || u.nin != 1 + usize::from(b.is_some()) || crate::cast::may_overlap(target, places) {
        return None;
    }
    let (n, step) = (target.shape()[0], target.strides()[0] as isize);
    // SAFETY: contiguous ints, which nobody writes to meanwhile.
    let places = unsafe { std::slice::from_raw_parts(places.data().cast::<i64>(), places.size()) };
    if !places.iter().all(|k| (-n..n).contains(k)) {
        return None;
    }
    // What the loop is found by: an element of the vector, and the values.
    // SAFETY: the array itself, seen as another object.
    let slot = unsafe { array::over(Value::none(), target.data(), target.dtype(), &[n], &[step as i64], true) };
    let mut operands = vec![Operand::new(&slot).ok()?];
    // Numbers count as arrays here: their dtype takes part.
    let values = match b {
        Some(b) => Some(convert::asarray(b).ok()?),
        None => None,
    };
    if let Some(v) = &values {
        operands.push(Operand::new(v).ok()?);
    }
    let found = resolve(u, &operands).ok()?;
    let lo = found.lo?;
    if found.types[0] != target.dtype() || found.types[u.nin] != target.dtype() {
        return None;
    }
    let values = match values {
        Some(v) => {
            let x = as_array(&v);
            let fits = x.ndim() == 0 || (x.ndim() == 1 && (x.size() == 1 || x.size() == places.len()));
            if !fits || !x.dtype().is_numeric() || crate::cast::may_overlap(target, x) {
                return None;
            }
            if x.dtype() == found.types[1] { Some(v) } else { Some(crate::cast::astype(&v, found.types[1], found.types[1].size()).ok()?) }
        }
        None => None,
    };
    let (from, by) = values.as_ref().map_or((std::ptr::null_mut(), 0), |v| {
        let x = as_array(v);
        (x.data(), if x.size() == 1 { 0 } else { x.strides()[0] as isize })
    });
    let (run, fold) = (lo.run(backend()), lo.fold(backend()));
    if lo.may_warn {
        fpe::clear();
    }
    for (k, place) in places.iter().enumerate() {
        let place = if *place < 0 { place + n } else { *place };
        let (to, x) = (target.data().wrapping_offset(place as isize * step), from.wrapping_offset(k as isize * by));
        // SAFETY: an element of the vector, and one of the values, neither of which lies in the other array.
        unsafe {
            match fold {
                Some(fold) if u.nin == 2 => fold(to, x, 0, 1),
                _ => {
                    let (mut p, s) = ([std::ptr::null_mut(); MAX_OPS], [0; MAX_OPS]);
                    (p[0], p[1], p[2]) = if u.nin == 1 { (to, to, std::ptr::null_mut()) } else { (to, x, to) };
                    run(&p, &s, 1);
                }
            }
        }
    }
    if lo.may_warn {
        let flags = fpe::take();
        if flags != 0 {
            return Some(warn::report(Flags(flags), u.name));
        }
    }
    Some(Ok(()))
}

fn cast_c(v: &Value) -> Result<Value> {
    if as_array(v).is_c_contiguous() { Ok(v.clone()) } else { crate::cast::copied(as_array(v), Order::C) }
}

fn index_strides(b: &Value, shape: &[i64]) -> Result<Vec<i64>> {
    let x = as_array(b);
    match crate::broadcast::strides(x.shape(), x.strides(), shape) {
        Some(s) => Ok(s),
        None => pyaot_core::error::value_error("array is not broadcastable to correct shape"),
    }
}
