//! Other shapes for the same elements: `reshape`, `ravel`, `transpose` and the like.

use pyaot_core::error::{Result, value_error};
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;
use pyaot_core::{int, list, ops};

use crate::array::{self, Order, as_array};
use crate::cast;
use crate::convert::order_of;
use crate::create::shape_of;

/// The arguments of a method that takes either one sequence or several ints.
fn sequence_or_ints(args: &Value) -> Value {
    match args.downcast::<TupleObj>().map(|t| t.items()) {
        Some([one]) => one.clone(),
        _ => args.clone(),
    }
}

/// `ndarray.reshape(*shape, order, copy)`
pub fn reshape_method(a: &[Value]) -> Result<Value> {
    let shape = shape_of(&sequence_or_ints(&a[1]))?;
    let copy = if a[3].is_none() { None } else { Some(ops::truth(&a[3])?) };
    reshaped(&a[0], &shape, order_of(&a[2])?, copy)
}

/// The shape with its one -1 found out.
fn complete(shape: &[i64], size: i64) -> Result<Vec<i64>> {
    let mut shape = shape.to_vec();
    let fail = |shape: &[i64]| {
        value_error(format!("cannot reshape array of size {size} into shape {}", array::shape_text(shape).replace(", ", ",")))
    };
    let open: Vec<usize> = (0..shape.len()).filter(|k| shape[*k] < 0).collect();
    let known: i64 = shape.iter().filter(|n| **n >= 0).fold(1i64, |a, b| a.saturating_mul(*b));
    match open[..] {
        [] if known == size => {}
        [k] if known > 0 && size % known == 0 => shape[k] = size / known,
        [_, _, ..] => return value_error("can only specify one unknown dimension"),
        _ => return fail(&shape),
    }
    Ok(shape)
}

/// The array in another shape: a view where the elements lie right, else a copy.
///
/// # Errors
/// ValueError where the sizes differ.
pub fn reshaped(v: &Value, shape: &[i64], order: char, copy: Option<bool>) -> Result<Value> {
    let a = as_array(v);
    let shape = complete(shape, a.size() as i64)?;
    let order = match order {
        'F' => Order::F,
        'A' if a.is_f_contiguous() && !a.is_c_contiguous() => Order::F,
        'K' => return value_error("order 'K' is not permitted for reshaping"),
        _ => Order::C,
    };
    let strides = if copy == Some(true) { None } else { view_strides(a.shape(), a.strides(), &shape, a.itemsize() as i64, order) };
    if let Some(strides) = strides {
        // SAFETY: the same elements.
        return Ok(unsafe { array::view(v, a.data(), a.dtype(), a.itemsize(), &shape, &strides) });
    }
    if copy == Some(false) {
        return value_error("Unable to avoid creating a copy while reshaping.");
    }
    let made = cast::copied(a, order)?;
    let m = as_array(&made);
    let strides = array::contiguous_strides(&shape, a.itemsize(), order);
    m.set_dims(&shape, &strides);
    Ok(made)
}

/// The strides that give the elements another shape without moving them, where there are such.
fn view_strides(from: &[i64], by: &[i64], to: &[i64], itemsize: i64, order: Order) -> Option<Vec<i64>> {
    if from.contains(&0) {
        return Some(array::contiguous_strides(to, itemsize as usize, order));
    }
    if order == Order::F {
        let turn = |s: &[i64]| s.iter().rev().copied().collect::<Vec<i64>>();
        return view_strides(&turn(from), &turn(by), &turn(to), itemsize, Order::C).map(|s| turn(&s));
    }
    let old: Vec<(i64, i64)> = from.iter().zip(by).filter(|(n, _)| **n != 1).map(|(n, s)| (*n, *s)).collect();
    let mut strides = vec![0; to.len()];
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < to.len() {
        // The fewest dimensions on both sides with equally many elements.
        let (mut m, mut n) = (old[i].0, to[j]);
        let (i0, j0) = (i, j);
        while m != n {
            if m < n {
                i += 1;
                m *= old.get(i)?.0;
            } else {
                j += 1;
                n *= to.get(j)?;
            }
        }
        if !(i0..i).all(|k| old[k].1 == old[k + 1].0 * old[k + 1].1) {
            return None;
        }
        let mut step = old[i].1;
        for k in (j0..=j).rev() {
            strides[k] = step;
            step *= to[k];
        }
        i += 1;
        j += 1;
    }
    // Dimensions of length 1 that are left over.
    let last = if j > 0 { strides[j - 1] } else { itemsize };
    strides[j..].fill(last);
    Some(strides)
}

/// `ndarray.ravel(order)`
pub fn ravel(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    let this = as_array(v);
    let order = match order_of(&a[1])? {
        'K' => {
            if this.is_c_contiguous() {
                'C'
            } else if this.is_f_contiguous() {
                'F'
            } else {
                return flat_in_memory_order(v);
            }
        }
        o => o,
    };
    let strides: Option<Vec<i64>> = None;
    let _ = strides;
    if this.ndim() == 1 && (this.is_c_contiguous()) {
        // SAFETY: the same elements.
        return Ok(unsafe { array::view(v, this.data(), this.dtype(), this.itemsize(), this.shape(), this.strides()) });
    }
    // NumPy gives a view of contiguous arrays only.
    let fits = match order {
        'F' => this.is_f_contiguous(),
        'A' => this.is_c_contiguous() || this.is_f_contiguous(),
        _ => this.is_c_contiguous(),
    };
    reshaped(v, &[-1], order, if fits { None } else { Some(true) })
}

fn flat_in_memory_order(v: &Value) -> Result<Value> {
    let a = as_array(v);
    let made = cast::astype(v, a.dtype(), a.itemsize())?;
    let m = as_array(&made);
    m.set_dims(&[m.size() as i64], &[m.itemsize() as i64]);
    Ok(made)
}

/// `ndarray.flatten(order)`
pub fn flatten(a: &[Value]) -> Result<Value> {
    match order_of(&a[1])? {
        'K' => flat_in_memory_order(&a[0]),
        o => reshaped(&a[0], &[-1], o, Some(true)),
    }
}

/// `ndarray.transpose(*axes)`
pub fn transpose_method(a: &[Value]) -> Result<Value> {
    let axes = sequence_or_ints(&a[1]);
    if axes.is_none() || axes.downcast::<TupleObj>().is_some_and(|t| t.is_empty() && as_array(&a[0]).ndim() > 0) {
        return Ok(transposed(&a[0]));
    }
    let axes = if int::is_int(&axes) { vec![axes] } else { list::to_vec(&axes)? };
    permuted(&a[0], &axes)
}

/// The array with its axes in another order.
///
/// # Errors
/// ValueError where these are not its axes.
pub fn permuted(v: &Value, axes: &[Value]) -> Result<Value> {
    let a = as_array(v);
    if axes.len() != a.ndim() {
        return value_error("axes don't match array");
    }
    let mut order = Vec::with_capacity(axes.len());
    for x in axes {
        let k = crate::methods::axis_of(x, a.ndim())?;
        if order.contains(&k) {
            return value_error("repeated axis in transpose");
        }
        order.push(k);
    }
    Ok(in_axis_order(v, &order))
}

/// The array with its axes in this order, which names each once.
pub fn in_axis_order(v: &Value, order: &[usize]) -> Value {
    let a = as_array(v);
    let shape: Vec<i64> = order.iter().map(|k| a.shape()[*k]).collect();
    let strides: Vec<i64> = order.iter().map(|k| a.strides()[*k]).collect();
    // SAFETY: the same elements.
    unsafe { array::view(v, a.data(), a.dtype(), a.itemsize(), &shape, &strides) }
}

/// `ndarray.T`
pub fn transposed(v: &Value) -> Value {
    let order: Vec<usize> = (0..as_array(v).ndim()).rev().collect();
    in_axis_order(v, &order)
}
