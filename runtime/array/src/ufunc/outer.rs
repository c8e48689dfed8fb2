//! `ufunc.outer` and `ufunc.at`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::call::{Options, Results, call, call_loop};
use super::operand::Operand;
use super::resolve::{Casting, resolve};
use super::Ufunc;
use crate::array::{self, Fill, Order, as_array};
use crate::{convert, index, shape};

/// `u.outer(a, b)`
pub fn outer(u: &'static Ufunc, a: &Value, b: &Value, options: &Options) -> Result<Value> {
    let x = if Operand::new(a)?.bits.is_some() { a.clone() } else { convert::asarray(a)? };
    let behind = match array::get(b) {
        Some(b) => b.ndim(),
        None => Operand::new(b)?.shape().len(),
    };
    let x = match array::get(&x) {
        Some(arr) if behind > 0 => {
            let mut dims = arr.shape().to_vec();
            dims.extend(std::iter::repeat_n(1, behind));
            shape::reshaped(&x, &dims, 'C', None)?
        }
        _ => x,
    };
    Ok(call(u, &[&x, b], options)?.into_value())
}

/// `u.at(a, indices, b)`: one element after the other, so that those named twice count twice.
pub fn at(u: &'static Ufunc, a: &Value, indices: &Value, b: Option<&Value>) -> Result<()> {
    let target = as_array(a);
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
    let values = match b {
        Some(b) => {
            let b = convert::asarray(b)?;
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

fn cast_c(v: &Value) -> Result<Value> {
    if as_array(v).is_c_contiguous() { Ok(v.clone()) } else { crate::cast::copied(as_array(v), Order::C) }
}

fn index_strides(b: &Value, shape: &[i64]) -> Result<Vec<i64>> {
    let x = as_array(b);
    match crate::broadcast::strides(x.shape(), x.strides(), shape) {
        Some(s) => Ok(s),
        None => pyaot_core::error::value_error(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            array::shape_text(x.shape()).replace(", ", ","),
            array::shape_text(shape).replace(", ", ",")
        )),
    }
}
