//! Arrays from several arrays or several times the same: `concatenate`, `repeat`, `broadcast_to`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::{NOT_IMPLEMENTED_ERROR, TYPE_ERROR};
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{list, ops};

use crate::array::{self, Fill, Order, as_array, shape_in_message, shape_text};
use crate::cast::{self, Casting};
use crate::convert::{self, Found};
use crate::errors::no_cast;
use crate::{axis, broadcast, create, dtype_obj, elem, index, shape, threads, walk};

/// `numpy.concatenate(arrays, axis, out, *, dtype, casting)`
pub fn concatenate(a: &[Value]) -> Result<Value> {
    let mut parts = Vec::new();
    let arrays = if array::get(&a[0]).is_some() || elem::is_sequence(&a[0]) {
        list::to_vec(&a[0])?
    } else {
        return raise(&TYPE_ERROR, "dispatcher for __array_function__ did not return an iterable");
    };
    for v in arrays {
        parts.push(convert::asarray(&v)?);
    }
    if parts.is_empty() {
        return value_error("need at least one array to concatenate");
    }
    let flat = a[1].is_none();
    if flat {
        for p in &mut parts {
            *p = shape::reshaped(p, &[-1], 'C', None)?;
        }
    }
    let first = as_array(&parts[0]);
    if first.ndim() == 0 {
        return value_error("zero-dimensional arrays cannot be concatenated");
    }
    let axis = if flat { 0 } else { axis::converted(&a[1], first.ndim())? };
    let mut all = first.shape().to_vec();
    for (k, p) in parts.iter().enumerate().skip(1) {
        let p = as_array(p);
        if p.ndim() != all.len() {
            return value_error(format!(
                "all the input arrays must have same number of dimensions, but the array at index 0 has {} dimension(s) and the \
                 array at index {k} has {} dimension(s)",
                all.len(),
                p.ndim()
            ));
        }
        for d in 0..all.len() {
            if d == axis {
                all[d] += p.shape()[d];
            } else if p.shape()[d] != all[d] {
                return value_error(format!(
                    "all the input array dimensions except for the concatenation axis must match exactly, but along dimension {d}, \
                     the array at index 0 has size {} and the array at index {k} has size {}",
                    all[d],
                    p.shape()[d]
                ));
            }
        }
    }
    let out = array::get(&a[2]);
    let (dtype, size) = match (out, dtype_obj::optional(&a[3])?) {
        (Some(o), _) => (o.dtype(), o.itemsize()),
        (None, given) => {
            let mut found = Found::default();
            for p in &parts {
                let p = as_array(p);
                found.add(p.dtype(), p.itemsize() / p.dtype().size());
            }
            match given {
                Some((d, 0)) => (d, found.result().1.max(d.size())),
                Some(d) => d,
                None => found.result(),
            }
        }
    };
    let casting = if a[4].is_ellipsis() { Casting::SameKind } else { Casting::parse(&a[4])? };
    for p in &parts {
        let p = as_array(p);
        if !casting.allows((p.dtype(), p.itemsize()), (dtype, size)) {
            return no_cast(p, (dtype, size), casting.name());
        }
    }
    let made = match out {
        Some(o) if o.shape() != all => return value_error("Output array is the wrong shape"),
        Some(_) => a[2].clone(),
        None => {
            let f = parts.iter().all(|p| as_array(p).is_f_contiguous()) && !parts.iter().all(|p| as_array(p).is_c_contiguous());
            array::new(dtype, size, &all, if f { Order::F } else { Order::C }, Fill::Uninit)?
        }
    };
    let m = as_array(&made);
    let mut at = 0;
    for p in &parts {
        let p = as_array(p);
        let mut dims = all.clone();
        dims[axis] = p.shape()[axis];
        let data = m.data().wrapping_offset((at * m.strides()[axis]) as isize);
        if p.size() > 0 {
            // SAFETY: this part of the new array.
            let view = unsafe { array::view(&made, data, dtype, size, &dims, m.strides()) };
            cast::copy_into(as_array(&view), p)?;
        }
        at += p.shape()[axis];
    }
    Ok(made)
}

/// `numpy.repeat(a, repeats, axis)`
pub fn repeat(a: &[Value]) -> Result<Value> {
    let mut v = convert::asarray(&a[0])?;
    let axis = if a[2].is_none() {
        v = shape::reshaped(&v, &[-1], 'C', None)?;
        0
    } else {
        // A single element has one axis here.
        if as_array(&v).ndim() == 0 {
            v = shape::reshaped(&v, &[1], 'C', None)?;
        }
        axis::converted(&a[2], as_array(&v).ndim())?
    };
    let counts = if array::get(&a[1]).is_some() { a[1].clone() } else { convert::for_assignment(&a[1], (DType::I64, 8), 1)? };
    if as_array(&counts).ndim() > 1 {
        return value_error("object too deep for desired array");
    }
    if !Casting::Safe.allows((as_array(&counts).dtype(), 8), (DType::I64, 8)) {
        return no_cast(as_array(&counts), (DType::I64, 8), "safe");
    }
    let counts = cast::astype(&counts, DType::I64, 8)?;
    let counts = as_array(&counts);
    let this = as_array(&v);
    let n = this.shape()[axis];
    if counts.size() != 1 && counts.size() as i64 != n {
        return value_error(format!("operands could not be broadcast together with shape ({n},) ({},)", counts.size()));
    }
    // SAFETY: the counts are a new array of int64, one behind the other.
    let count = |k: i64| unsafe { *(counts.data() as *const i64).add(if counts.size() == 1 { 0 } else { k as usize }) };
    // The sum as NumPy computes it, which the message tells.
    let (mut total, mut wrapped) = (0i64, 0i64);
    for k in 0..n {
        if count(k) < 0 && counts.size() != 1 {
            return value_error("repeats may not contain negative values.");
        }
        total = total.saturating_add(count(k));
        wrapped = wrapped.wrapping_add(count(k));
    }
    if total < 0 || wrapped < 0 {
        return value_error("negative dimensions are not allowed");
    }
    if counts.size() == 1 && total <= i64::MAX / 16 && this.is_c_contiguous() && this.dtype() != DType::Object && n > 0 {
        return repeated(this, axis, count(0) as usize);
    }
    let mut picks: Vec<i64> = Vec::new();
    if total > i64::MAX / 16 || picks.try_reserve_exact(total as usize).is_err() {
        let mut dims = this.shape().to_vec();
        dims[axis] = total;
        return array::new(this.dtype(), this.itemsize(), &dims, Order::C, Fill::Uninit);
    }
    for k in 0..n {
        let c = count(k);
        picks.extend(std::iter::repeat_n(k, c as usize));
    }
    pick(&v, axis, &picks)
}

/// Each part along the axis so many times, from an array in C order.
fn repeated(a: &array::ArrayObj, axis: usize, times: usize) -> Result<Value> {
    let mut dims = a.shape().to_vec();
    dims[axis] *= times as i64;
    let made = array::new(a.dtype(), a.itemsize(), &dims, Order::C, Fill::Uninit)?;
    let bytes = a.shape()[axis + 1..].iter().product::<i64>() as usize * a.itemsize();
    let parts = a.nbytes() / bytes.max(1);
    let (mut to, from) = (as_array(&made).data(), a.data());
    /// # Safety
    /// There are as many elements, and room for all copies.
    unsafe fn each<T: Copy>(from: *const u8, to: *mut u8, n: usize, times: usize) {
        let (from, to) = (from.cast::<T>(), to.cast::<T>());
        for k in 0..n {
            // SAFETY: by the contract.
            unsafe {
                let x = from.add(k).read_unaligned();
                for j in 0..times {
                    to.add(k * times + j).write_unaligned(x);
                }
            }
        }
    }
    threads::outside(parts * times, || {
        // SAFETY: the new array holds each part as many times.
        unsafe {
            match bytes {
                0 => {}
                8 => each::<u64>(from, to, parts, times),
                4 => each::<u32>(from, to, parts, times),
                1 => each::<u8>(from, to, parts, times),
                _ => {
                    for k in 0..parts {
                        for _ in 0..times {
                            std::ptr::copy_nonoverlapping(from.add(k * bytes), to, bytes);
                            to = to.add(bytes);
                        }
                    }
                }
            }
        }
    });
    Ok(made)
}

/// The parts of an array at these places of an axis, as a new array in C order.
///
/// # Errors
/// MemoryError.
pub fn pick(v: &Value, axis: usize, places: &[i64]) -> Result<Value> {
    let a = as_array(v);
    let mut dims = a.shape().to_vec();
    dims[axis] = places.len() as i64;
    let made = array::new(a.dtype(), a.itemsize(), &dims, Order::C, Fill::Uninit)?;
    let m = as_array(&made);
    if a.is_c_contiguous() && a.dtype() != DType::Object {
        // SAFETY: the new array holds the parts of the old one, one behind the other.
        unsafe { pick_blocks(a, axis, places, m.data()) };
        return Ok(made);
    }
    let part = [&a.shape()[..axis], &a.shape()[axis + 1..]].concat();
    let without = |s: &[i64]| [&s[..axis], &s[axis + 1..]].concat();
    let (from, to) = (without(a.strides()), without(m.strides()));
    for (k, p) in places.iter().enumerate() {
        let d = m.data().wrapping_offset((k as i64 * m.strides()[axis]) as isize);
        let s = a.data().wrapping_offset((p * a.strides()[axis]) as isize);
        walk::runs(&part, [&to, &from], [d, s], |[d, s], n, [ds, ss]| {
            // SAFETY: inside both arrays.
            unsafe { index::copy_elements(a.dtype(), a.itemsize(), d, ds, s, ss, n) }
        })?;
    }
    Ok(made)
}

/// [`pick`] from an array in C order: what lies behind a place of the axis is one block.
///
/// # Safety
/// `to` has room for all parts; the array's elements are plain bytes.
unsafe fn pick_blocks(a: &array::ArrayObj, axis: usize, places: &[i64], mut to: *mut u8) {
    let bytes = a.shape()[axis + 1..].iter().product::<i64>() as usize * a.itemsize();
    let outer = a.shape()[..axis].iter().product::<i64>() as usize;
    let row = bytes * a.shape()[axis] as usize;
    for o in 0..outer {
        let from = a.data().wrapping_add(o * row);
        // SAFETY: by the contract.
        unsafe {
            match bytes {
                8 => places.iter().enumerate().for_each(|(k, p)| {
                    (to as *mut u64).add(k).write_unaligned((from as *const u64).add(*p as usize).read_unaligned());
                }),
                4 => places.iter().enumerate().for_each(|(k, p)| {
                    (to as *mut u32).add(k).write_unaligned((from as *const u32).add(*p as usize).read_unaligned());
                }),
                _ => places.iter().enumerate().for_each(|(k, p)| {
                    std::ptr::copy_nonoverlapping(from.add(*p as usize * bytes), to.add(k * bytes), bytes);
                }),
            }
        }
        to = to.wrapping_add(places.len() * bytes);
    }
}

/// `numpy.broadcast_to(array, shape)`
pub fn broadcast_to(a: &[Value]) -> Result<Value> {
    let v = convert::asarray(&a[0])?;
    let given = if elem::is_sequence(&a[1]) && array::get(&a[1]).is_none_or(|s| s.ndim() > 0) { list::to_vec(&a[1])? } else { vec![a[1].clone()] };
    for n in &given {
        if ops::compare_bool(n, CmpOp::Lt, &Value::int(0))? {
            return value_error("all elements of broadcast shape must be non-negative");
        }
    }
    let to = create::lengths(&given)?;
    array::checked_lengths(&to)?;
    broadcast_to_shape(&v, &to)
}

/// The array, seen in a larger shape.
///
/// # Errors
/// ValueError where it does not fit.
pub fn broadcast_to_shape(v: &Value, to: &[i64]) -> Result<Value> {
    let this = as_array(v);
    if to.is_empty() && this.ndim() > 0 {
        return value_error("cannot broadcast a non-scalar to a scalar array");
    }
    match broadcast::strides(this.shape(), this.strides(), to) {
        Some(mut strides) => {
            strides.iter_mut().zip(to).filter(|(_, n)| **n == 1).for_each(|(s, _)| *s = 0);
            // SAFETY: strides of 0 repeat elements that are there.
            let made = unsafe { array::view(v, this.data(), this.dtype(), this.itemsize(), to, &strides) };
            as_array(&made).set_writeable(false);
            Ok(made)
        }
        None if to.len() < this.ndim() => {
            value_error("input operand has more dimensions than allowed by the axis remapping")
        }
        None => value_error(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and requested shape {}",
            shape_in_message(this.shape()),
            shape_in_message(to)
        )),
    }
}

/// `numpy.broadcast_shapes`, of a sequence of shapes.
pub fn broadcast_shapes(a: &[Value]) -> Result<Value> {
    let mut shapes = Vec::new();
    for v in list::to_vec(&a[0])? {
        shapes.push(create::shape_of(&v)?);
    }
    if shapes.iter().flatten().any(|n| *n < 0) {
        return value_error("negative dimensions are not allowed");
    }
    let all: Vec<&[i64]> = shapes.iter().map(Vec::as_slice).collect();
    match broadcast::shapes(&all) {
        Some(shape) => Ok(crate::ndarray::int_tuple(&shape)),
        None => no_single_shape(&all),
    }
}

/// Shapes that do not fit each other, named by their places.
///
/// # Errors
/// ValueError in any case.
pub fn no_single_shape<T>(all: &[&[i64]]) -> Result<T> {
    // The first pair that does not fit, dimension by dimension from the left.
    let ndim = all.iter().map(|s| s.len()).max().unwrap_or(0);
    let (mut j, mut k) = (0, 0);
    'all: for at in 0..ndim {
        let mut first: Option<(usize, i64)> = None;
        for (arg, s) in all.iter().enumerate() {
            let Some(n) = (at + s.len()).checked_sub(ndim).map(|d| s[d]).filter(|n| *n != 1) else { continue };
            match first {
                Some((other, have)) if have != n => {
                    (j, k) = (other, arg);
                    break 'all;
                }
                Some(_) => {}
                None => first = Some((arg, n)),
            }
        }
    }
    value_error(format!(
        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {j} with shape {} and arg {k} with shape {}.",
        shape_text(all[j]),
        shape_text(all[k])
    ))
}

/// `numpy.may_share_memory`, `numpy.shares_memory`: by the extents of both.
pub fn may_share_memory(a: &[Value]) -> Result<Value> {
    let (x, y) = (convert::asarray(&a[0])?, convert::asarray(&a[1])?);
    Ok(Value::bool(cast::may_overlap(as_array(&x), as_array(&y))))
}

/// `numpy.shares_memory`: an element of one is an element of the other.
pub fn shares_memory(a: &[Value]) -> Result<Value> {
    let (x, y) = (convert::asarray(&a[0])?, convert::asarray(&a[1])?);
    let (x, y) = (as_array(&x), as_array(&y));
    if !cast::may_overlap(x, y) {
        return Ok(Value::bool(false));
    }
    let whole = |a: &array::ArrayObj| a.is_c_contiguous() || a.is_f_contiguous();
    if whole(x) && whole(y) {
        return Ok(Value::bool(true));
    }
    if x.nbytes() + y.nbytes() > 1 << 26 {
        return raise(&NOT_IMPLEMENTED_ERROR, "shares_memory of large arrays with gaps is not supported");
    }
    let bytes = |a: &array::ArrayObj| {
        let size = a.itemsize() as i64;
        let mut all: Vec<i64> =
            walk::offsets(a.shape(), a.strides()).into_iter().flat_map(|o| (0..size).map(move |b| o + b)).map(|o| a.data() as i64 + o).collect();
        all.sort_unstable();
        all
    };
    let (p, q) = (bytes(x), bytes(y));
    Ok(Value::bool(p.iter().any(|o| q.binary_search(o).is_ok())))
}

/// [`pick`]: `(a, axis, places)`.
pub fn pick_native(a: &[Value]) -> Result<Value> {
    let v = convert::asarray(&a[0])?;
    let axis = axis::converted(&a[1], as_array(&v).ndim())?;
    let n = as_array(&v).shape()[axis];
    let mut places = Vec::new();
    for x in list::to_vec(&a[2])? {
        places.push(index::position(ops::index(&x)?, n, axis)?);
    }
    let made = pick(&v, axis, &places)?;
    let a = as_array(&v);
    if a.is_f_contiguous() && !a.is_c_contiguous() { Ok(cast::copied(as_array(&made), Order::F)?) } else { Ok(made) }
}
