//! Bits packed into bytes: `packbits`, `unpackbits`; and arrays with strides of the caller's choice.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::value::Value;
use pyaot_core::{list, ops, str};

use crate::array::{self, Fill, Order, as_array};
use crate::kernels::cast::find;
use crate::{axis, cast, convert, shape};

/// `bitorder=`: the first bit is the lowest.
fn little(v: &Value) -> Result<bool> {
    match str::as_str(v).as_deref() {
        Some("big") => Ok(false),
        Some("little") => Ok(true),
        Some(_) => value_error("'order' must be either 'little' or 'big'"),
        None => type_error(format!("must be str, not {}", ops::type_name(v))),
    }
}

/// The array with the axis last and its elements one behind the other, and the axis.
fn rows(v: &Value, axis: &Value) -> Result<(Value, usize)> {
    let v = convert::asarray(v)?;
    if axis.is_none() {
        return Ok((shape::reshaped(&v, &[-1], 'C', None)?, 0));
    }
    let n = as_array(&v).ndim();
    let k = axis::converted(axis, n)?;
    let order: Vec<usize> = (0..n).filter(|i| *i != k).chain([k]).collect();
    Ok((convert::in_order(shape::in_axis_order(&v, &order), 'C', false)?, k))
}

/// The array with its last axis at `k`.
fn back(v: &Value, k: usize) -> Value {
    let n = as_array(v).ndim();
    let order: Vec<usize> = (0..k).chain([n - 1]).chain(k..n - 1).collect();
    shape::in_axis_order(v, &order)
}

/// `numpy.packbits(a, axis, bitorder)`
pub fn packbits(a: &[Value]) -> Result<Value> {
    let (v, k) = rows(&a[0], &a[1])?;
    let this = as_array(&v);
    if !(this.dtype() == DType::Bool || this.dtype().is_integer()) {
        return type_error("Expected an input array of integer or boolean data type");
    }
    let little = little(&a[2])?;
    let n = this.shape().last().copied().unwrap_or(1) as usize;
    let mut dims = this.shape().to_vec();
    if let Some(d) = dims.last_mut() {
        *d = n.div_ceil(8) as i64;
    }
    let made = array::new(DType::U8, 1, &dims, Order::C, Fill::Zero)?;
    let Some(truth) = find(this.dtype(), DType::Bool) else { return Ok(made) };
    let size = this.itemsize();
    let mut row = vec![0u8; n];
    let lines = if n == 0 { 0 } else { this.size() / n };
    for r in 0..lines {
        let from = this.data().wrapping_add(r * n * size);
        let to = as_array(&made).data().wrapping_add(r * n.div_ceil(8));
        // SAFETY: a row of the array, which lies one behind the other, and as many bytes.
        unsafe { truth(from, size as isize, row.as_mut_ptr(), 1, n) };
        for (j, eight) in row.chunks(8).enumerate() {
            let byte = eight.iter().enumerate().fold(0, |b, (i, x)| b | (*x & 1) << if little { i } else { 7 - i });
            // SAFETY: inside the new array.
            unsafe { to.add(j).write(byte) };
        }
    }
    Ok(if a[1].is_none() { made } else { back(&made, k) })
}

/// `numpy.unpackbits(a, axis, count, bitorder)`
pub fn unpackbits(a: &[Value]) -> Result<Value> {
    let (v, k) = rows(&a[0], &a[1])?;
    let this = as_array(&v);
    if this.dtype() != DType::U8 {
        return type_error("Expected an input array of unsigned byte data type");
    }
    let little = little(&a[3])?;
    let n = this.shape().last().copied().unwrap_or(1) as usize;
    let mut bits = 8 * n as i64;
    if !a[2].is_none() {
        let count = ops::index(&a[2])?;
        bits = if count >= 0 { count } else { bits + count };
        if bits < 0 {
            return value_error("-count larger than number of elements");
        }
    }
    let mut dims = this.shape().to_vec();
    if let Some(d) = dims.last_mut() {
        *d = bits;
    }
    let made = array::new(DType::U8, 1, &dims, Order::C, Fill::Zero)?;
    let lines = if n == 0 { 0 } else { this.size() / n };
    for r in 0..lines {
        for j in 0..(bits as usize).min(8 * n) {
            // SAFETY: inside both arrays.
            unsafe {
                let byte = *this.data().add(r * n + j / 8);
                let bit = byte >> if little { j % 8 } else { 7 - j % 8 } & 1;
                as_array(&made).data().add(r * bits as usize + j).write(bit);
            }
        }
    }
    Ok(if a[1].is_none() { made } else { back(&made, k) })
}

/// `numpy.lib.stride_tricks.as_strided(x, shape, strides, writeable)`; only elements that there are.
pub fn as_strided(a: &[Value]) -> Result<Value> {
    let v = convert::asarray(&a[0])?;
    let this = as_array(&v);
    let dims = if a[1].is_none() { this.shape().to_vec() } else { crate::create::shape_of(&a[1])? };
    let strides = if a[2].is_none() {
        this.strides().to_vec()
    } else {
        let mut s = Vec::new();
        for x in list::to_vec(&a[2])? {
            s.push(ops::index(&x)?);
        }
        s
    };
    if dims.len() != strides.len() {
        return value_error("mismatch in length of strides and shape");
    }
    array::checked_size(&dims, this.itemsize())?;
    array::checked_lengths(&dims)?;
    let owner = this.base().filter(|b| array::get(b).is_some()).unwrap_or_else(|| v.clone());
    let (low, high) = cast::extent(as_array(&owner));
    let reach = |up: bool| -> Option<i64> {
        dims.iter().zip(&strides).try_fold(0i64, |sum, (n, s)| {
            let r = (n - 1).checked_mul(*s)?;
            sum.checked_add(if (r > 0) == up { r } else { 0 })
        })
    };
    let start = this.data() as i64;
    let inside = match (reach(false), reach(true)) {
        (Some(down), Some(up)) => start + down >= low as i64 && start.saturating_add(up).saturating_add(this.itemsize() as i64) <= high as i64,
        _ => false,
    };
    if !dims.contains(&0) && !inside {
        return value_error("as_strided beyond the memory of the array is not supported");
    }
    // SAFETY: all elements lie in the memory of the owner.
    let made = unsafe { array::view(&v, this.data(), this.dtype(), this.itemsize(), &dims, &strides) };
    if !ops::truth(&a[3])? {
        as_array(&made).set_writeable(false);
    }
    Ok(made)
}
