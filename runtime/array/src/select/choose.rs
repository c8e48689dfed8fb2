//! `numpy.choose`: each element from the array that its index names.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::TYPE_ERROR;
use pyaot_core::value::Value;
use pyaot_core::list;

use super::take::{Mode, mode};
use super::wherever::in_common;
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::errors::no_cast;
use crate::walk::offsets;
use crate::{broadcast, cast, convert, elem};

/// `numpy.choose(a, choices, out, mode)`
pub(super) fn choose(a: &[Value]) -> Result<Value> {
    let x = convert::from_any(&a[0], None)?;
    choose_method(&[x, a[1].clone(), a[2].clone(), a[3].clone()])
}

/// `ndarray.choose(choices, out, mode)`
pub fn choose_method(a: &[Value]) -> Result<Value> {
    let given = as_array(&a[0]);
    if !given.dtype().is_integer() && given.dtype() != DType::Bool {
        return no_cast(given, (DType::I64, 8), "safe");
    }
    let places = if given.dtype() == DType::I64 { a[0].clone() } else { cast::astype(&a[0], DType::I64, 8)? };
    let places = as_array(&places);
    let choices = list::to_vec(&a[1])?;
    if choices.is_empty() {
        return value_error("0-length sequence.");
    }
    let (arrays, dtype, size) = in_common(&choices.iter().collect::<Vec<_>>())?;
    let all: Vec<&ArrayObj> = arrays.iter().map(as_array).collect();
    let shapes: Vec<&[i64]> = all.iter().map(|c| c.shape()).chain([places.shape()]).collect();
    let Some(shape) = broadcast::shapes(&shapes) else { return crate::join::no_single_shape(&shapes) };
    if array::get(&a[2]).is_some_and(|o| o.shape() != shape) {
        return raise(&TYPE_ERROR, "choose: invalid shape for output array.");
    }
    let steps = |x: &ArrayObj| offsets(&shape, &broadcast::strides(x.shape(), x.strides(), &shape).unwrap_or_default());
    let at = steps(places);
    let from: Vec<Vec<i64>> = all.iter().map(|c| steps(c)).collect();
    let n = all.len() as i64;
    let mode = mode(&a[3])?;
    let out = array::new(dtype, size, &shape, Order::C, Fill::Uninit)?;
    let target = as_array(&out);
    for (k, offset) in at.iter().enumerate() {
        // SAFETY: the offsets lead to elements of the arrays.
        let i = unsafe { places.data().offset(*offset as isize).cast::<i64>().read_unaligned() };
        let i = match mode {
            Mode::Wrap => i.rem_euclid(n),
            Mode::Clip => i.clamp(0, n - 1),
            _ if (0..n).contains(&i) => i,
            _ => return value_error("invalid entry in choice array"),
        } as usize;
        // SAFETY: as above; the result has as many elements.
        unsafe {
            let (s, d) = (all[i].data().offset(from[i][k] as isize), target.data().add(k * size));
            if dtype == DType::Object {
                elem::set(dtype, size, d, &elem::python(dtype, size, s))?;
            } else {
                std::ptr::copy_nonoverlapping(s, d, size);
            }
        }
    }
    if !a[2].is_none() {
        cast::copy_into(as_array(&a[2]), target)?;
        return Ok(a[2].clone());
    }
    // SAFETY: the one element.
    Ok(if target.ndim() == 0 { unsafe { elem::get(dtype, size, target.data()) } } else { out })
}
