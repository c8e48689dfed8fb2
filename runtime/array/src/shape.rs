//! Other shapes for the same elements: `reshape`, `ravel`, `transpose` and the like.

use pyaot_core::error::{Result, value_error};
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;
use pyaot_core::{int, list, ops};

use crate::array::{self, Order, as_array};
use crate::axis;
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
    let shape = shape_or_own(&a[0], &sequence_or_ints(&a[1]))?;
    let copy = if a[3].is_none() { None } else { Some(ops::truth(&a[3])?) };
    reshaped(&a[0], &shape, order_of(&a[2])?, copy)
}

/// `numpy.reshape(a, shape, order, *, copy)`
pub fn reshape(a: &[Value]) -> Result<Value> {
    let v = crate::convert::asarray(&a[0])?;
    let copy = if a[3].is_none() { None } else { Some(ops::truth(&a[3])?) };
    reshaped(&v, &shape_or_own(&v, &a[1])?, order_of(&a[2])?, copy)
}

/// A shape; for None that of the array.
fn shape_or_own(v: &Value, shape: &Value) -> Result<Vec<i64>> {
    if shape.is_none() { Ok(as_array(v).shape().to_vec()) } else { shape_of(shape) }
}

/// `numpy.transpose(a, axes)`
pub fn transpose(a: &[Value]) -> Result<Value> {
    let v = crate::convert::asarray(&a[0])?;
    if a[1].is_none() { Ok(transposed(&v)) } else { permuted(&v, &list::to_vec(&a[1])?) }
}

/// The shape with its one -1 found out.
pub fn complete(shape: &[i64], size: i64) -> Result<Vec<i64>> {
    let mut shape = shape.to_vec();
    let fail = |shape: &[i64]| {
        // Open dimensions in front are not named.
        let named: Vec<String> =
            shape.iter().skip_while(|n| **n < 0).map(|n| if *n < 0 { "newaxis".to_owned() } else { n.to_string() }).collect();
        let text = format!("({}{})", named.join(","), if shape.len() == 1 && named.len() == 1 { "," } else { "" });
        value_error(format!("cannot reshape array of size {size} into shape {text}"))
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
    if order == 'K' {
        return value_error("order 'K' is not permitted for reshaping");
    }
    let order = memory_order(v, order);
    let strides = if copy == Some(true) { None } else { view_strides(a.shape(), a.strides(), &shape, a.itemsize() as i64, order) };
    if let Some(strides) = strides {
        // SAFETY: the same elements.
        return Ok(unsafe { array::view(v, a.data(), a.dtype(), a.itemsize(), &shape, &strides) });
    }
    if copy == Some(false) {
        return value_error("Unable to avoid creating a copy while reshaping.");
    }
    let made = flattened(v, order)?;
    let m = as_array(&made);
    let strides = array::contiguous_strides(&shape, a.itemsize(), order);
    // SAFETY: the elements of the copy, which lie one behind the other.
    Ok(unsafe { array::view(&made, m.data(), m.dtype(), m.itemsize(), &shape, &strides) })
}

/// A copy in one dimension.
fn flattened(v: &Value, order: Order) -> Result<Value> {
    let made = cast::copied(as_array(v), order)?;
    let m = as_array(&made);
    m.set_dims(&[m.size() as i64], &[m.itemsize() as i64]);
    Ok(made)
}

/// The strides that give the elements another shape without moving them, where there are such.
fn view_strides(from: &[i64], by: &[i64], to: &[i64], itemsize: i64, order: Order) -> Option<Vec<i64>> {
    if from == to {
        return Some(by.to_vec());
    }
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
    if fits { reshaped(v, &[-1], order, None) } else { flattened(v, memory_order(v, order)) }
}

/// The order that a letter means for an array.
fn memory_order(v: &Value, letter: char) -> Order {
    let a = as_array(v);
    match letter {
        'F' => Order::F,
        'A' if a.is_f_contiguous() && !a.is_c_contiguous() => Order::F,
        _ => Order::C,
    }
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
        o => flattened(&a[0], memory_order(&a[0], o)),
    }
}

/// `ndarray.transpose(*axes)`
pub fn transpose_method(a: &[Value]) -> Result<Value> {
    let axes = sequence_or_ints(&a[1]);
    if axes.is_none() || a[1].downcast::<TupleObj>().is_some_and(|t| t.is_empty()) {
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
    // Read as the lengths of a shape are, then cut to ints of C.
    for n in crate::create::lengths(axes)? {
        let k = axis::normalized(i64::from(n as i32), a.ndim())?;
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

/// `ndarray.swapaxes(axis1, axis2)`
pub fn swapaxes(a: &[Value]) -> Result<Value> {
    let n = as_array(&a[0]).ndim();
    let mut order: Vec<usize> = (0..n).collect();
    let (x, y) = axis::pair(&a[1], &a[2], n)?;
    order.swap(x, y);
    Ok(in_axis_order(&a[0], &order))
}

/// `ndarray.squeeze(axis)`
pub fn squeeze(a: &[Value]) -> Result<Value> {
    let v = &a[0];
    let this = as_array(v);
    let mut drop = vec![false; this.ndim()];
    if a[1].is_none() {
        drop.iter_mut().zip(this.shape()).for_each(|(d, n)| *d = *n == 1);
    } else {
        let axes = match a[1].downcast::<TupleObj>() {
            Some(t) => t.items().to_vec(),
            None => vec![a[1].clone()],
        };
        for x in &axes {
            if this.ndim() == 0 && a[1].downcast::<TupleObj>().is_none() && matches!(ops::index(x)?, 0 | -1) {
                continue;
            }
            let k = axis::converted(x, this.ndim())?;
            if std::mem::replace(&mut drop[k], true) {
                return value_error("duplicate value in 'axis'");
            }
        }
        if (0..this.ndim()).any(|k| drop[k] && this.shape()[k] != 1) {
            return value_error("cannot select an axis to squeeze out which has size not equal to one");
        }
    }
    let kept: Vec<usize> = (0..this.ndim()).filter(|k| !drop[*k]).collect();
    Ok(in_axis_order(v, &kept))
}

/// `numpy.expand_dims(a, axis)`
pub fn expand_dims(a: &[Value]) -> Result<Value> {
    let v = crate::convert::asarray(&a[0])?;
    let this = as_array(&v);
    let axes = match a[1].downcast::<TupleObj>() {
        Some(t) => t.items().to_vec(),
        None if a[1].downcast::<list::ListObj>().is_some() => list::to_vec(&a[1])?,
        None => vec![a[1].clone()],
    };
    let n = this.ndim() + axes.len();
    let mut new = vec![false; n];
    for x in &axes {
        let k = axis::parsed(x, n)?;
        if new[k] {
            return value_error("repeated axis");
        }
        new[k] = true;
    }
    let mut old = this.shape().iter().copied();
    let shape: Vec<i64> = new.iter().map(|new| if *new { 1 } else { old.next().unwrap_or(1) }).collect();
    reshaped(&v, &shape, 'C', None)
}

/// `ndarray.diagonal(offset, axis1, axis2)`: a view that cannot be written.
pub fn diagonal(a: &[Value]) -> Result<Value> {
    let v = crate::convert::asarray(&a[0])?;
    let this = as_array(&v);
    if this.ndim() < 2 {
        return value_error("diag requires an array of at least two dimensions");
    }
    let offset = ops::index(&a[1])?;
    let (x, y) = axis::pair(&a[2], &a[3], this.ndim())?;
    if x == y {
        return value_error("axis1 and axis2 cannot be the same");
    }
    let (m, n) = (this.shape()[x], this.shape()[y]);
    let (sx, sy) = (this.strides()[x], this.strides()[y]);
    let (len, start) = if offset >= 0 { (m.min(n - offset), offset * sy) } else { ((m + offset).min(n), -offset * sx) };
    let len = len.max(0);
    let kept = (0..this.ndim()).filter(|k| *k != x && *k != y);
    let (mut shape, mut strides): (Vec<i64>, Vec<i64>) = kept.map(|k| (this.shape()[k], this.strides()[k])).unzip();
    shape.push(len);
    strides.push(sx + sy);
    let data = if len == 0 { this.data() } else { this.data().wrapping_offset(start as isize) };
    // SAFETY: elements of the array, or none.
    let made = unsafe { array::view(&v, data, this.dtype(), this.itemsize(), &shape, &strides) };
    as_array(&made).set_writeable(false);
    Ok(made)
}
