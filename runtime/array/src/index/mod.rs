//! Indexing: `a[key]`, `a[key] = v`.

mod direct;
mod fancy;
mod key;
pub mod line;
mod part;

use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::slice;
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;

use crate::array::{self, ArrayObj, as_array};
use crate::{cast, convert, elem};

pub use fancy::{converted, copy_elements, count_true, gather, nonzero};
pub use part::part as known_part;
use key::{Dim, Plan};

/// `a[key]`
///
/// # Errors
/// IndexError as NumPy's.
pub fn getitem(v: &Value, key: &Value) -> Result<Value> {
    let a = as_array(v);
    if let Some(at) = element_at(a, key)? {
        // SAFETY: inside the array.
        return Ok(unsafe { elem::get(a.dtype(), a.itemsize(), at) });
    }
    if let Some(i) = key.as_small()
        && a.ndim() > 1
    {
        let i = position(i, a.shape()[0], 0)?;
        return Ok(part(v, a.data().wrapping_offset((i * a.strides()[0]) as isize), &a.shape()[1..], &a.strides()[1..]));
    }
    if a.ndim() > 0
        && a.ndim() <= array::INLINE_DIMS
        && key.downcast::<slice::SliceObj>().is_some()
    {
        return sliced(v, a, key);
    }
    if let Some(made) = direct::get(a, key)? {
        return Ok(made);
    }
    let plan = key::plan(a, key, None)?;
    if let Some(f) = &plan.fancy {
        return fancy::get(v, &plan, f);
    }
    if plan.is_element {
        // SAFETY: inside the array.
        return Ok(unsafe { elem::get(a.dtype(), a.itemsize(), plan.data) });
    }
    let (shape, strides) = basic_dims(&plan);
    Ok(part(v, plan.data, &shape, &strides))
}

/// `a[start:stop:step]`
fn sliced(v: &Value, a: &ArrayObj, key: &Value) -> Result<Value> {
    // The bounds first: they may run code of the program, which may change the array.
    let bounds = slice::unpack(key)?;
    let Some(len) = a.shape().first().filter(|_| a.ndim() <= array::INLINE_DIMS) else { return getitem(v, key) };
    let (start, _, step, count) = bounds.adjust(*len as usize);
    let (mut shape, mut strides) = ([0; array::INLINE_DIMS], [0; array::INLINE_DIMS]);
    let n = a.ndim();
    shape[..n].copy_from_slice(a.shape());
    strides[..n].copy_from_slice(a.strides());
    let data = if count > 0 { a.data().wrapping_offset((start * strides[0]) as isize) } else { a.data() };
    shape[0] = count as i64;
    strides[0] *= step;
    Ok(part(v, data, &shape[..n], &strides[..n]))
}

fn basic_dims(plan: &Plan) -> (Vec<i64>, Vec<i64>) {
    plan.dims.iter().map(|Dim { len, stride }| (*len, *stride)).unzip()
}

/// A view of some elements of the array.
fn part(v: &Value, data: *mut u8, shape: &[i64], strides: &[i64]) -> Value {
    let a = as_array(v);
    // SAFETY: indices have been checked against the shape.
    unsafe { array::view(v, data, a.dtype(), a.itemsize(), shape, strides) }
}

/// The address of a single element, for the keys that compiled code and loops use most: an int, or a tuple of ints.
fn element_at(a: &ArrayObj, key: &Value) -> Result<Option<*mut u8>> {
    if let Some(i) = key.as_small() {
        if a.ndim() != 1 {
            return Ok(None);
        }
        let i = position(i, a.shape()[0], 0)?;
        return Ok(Some(a.data().wrapping_offset((i * a.strides()[0]) as isize)));
    }
    let Some(t) = key.downcast::<TupleObj>() else { return Ok(None) };
    let items = t.items();
    if items.len() != a.ndim() || !items.iter().all(Value::is_small) {
        return Ok(None);
    }
    let mut offset = 0;
    for (axis, x) in items.iter().enumerate() {
        offset += position(x.as_small().unwrap_or(0), a.shape()[axis], axis)? * a.strides()[axis];
    }
    Ok(Some(a.data().wrapping_offset(offset as isize)))
}

/// The index from the front.
///
/// # Errors
/// IndexError where it is not inside.
pub fn position(i: i64, n: i64, axis: usize) -> Result<i64> {
    let from_front = if i < 0 { i.wrapping_add(n) } else { i };
    if (0..n).contains(&from_front) {
        return Ok(from_front);
    }
    raise(&INDEX_ERROR, format!("index {i} is out of bounds for axis {axis} with size {n}"))
}

/// `a[key] = v`
///
/// # Errors
/// IndexError as NumPy's; ValueError for read-only arrays, shapes that do not fit, and del.
pub fn setitem(v: &Value, key: &Value, x: Option<&Value>) -> Result<()> {
    let a = as_array(v);
    let Some(x) = x else { return value_error("cannot delete array elements") };
    if !a.is_writeable() {
        return value_error("assignment destination is read-only");
    }
    if let Some(at) = element_at(a, key)? {
        // SAFETY: inside the array. It stays alive: the caller holds it.
        return unsafe { elem::set(a.dtype(), a.itemsize(), at, x) };
    }
    if direct::set(a, key, x)? {
        return Ok(());
    }
    let plan = key::plan(a, key, Some(x))?;
    if let Some(f) = &plan.fancy {
        return fancy::set(v, &plan, f, x);
    }
    if plan.is_element {
        // SAFETY: inside the array.
        return unsafe { elem::set(a.dtype(), a.itemsize(), plan.data, x) };
    }
    let (shape, strides) = basic_dims(&plan);
    assign(&part(v, plan.data, &shape, &strides), x)
}

/// `view[...] = x` of a view that may be read-only.
///
/// # Errors
/// As [`setitem`].
pub fn store(view: &Value, x: &Value) -> Result<()> {
    if !as_array(view).is_writeable() {
        return value_error("assignment destination is read-only");
    }
    assign(view, x)
}

/// `view[...] = x`
///
/// # Errors
/// What conversion and broadcasting raise.
pub fn assign(view: &Value, x: &Value) -> Result<()> {
    let a = as_array(view);
    if let Some(src) = array::get(x) {
        // `a[k] += x` stores what has been changed in place.
        if src.data() == a.data() && src.dtype() == a.dtype() && src.shape() == a.shape() && src.strides() == a.strides() {
            return Ok(());
        }
        return cast::copy_into(a, src);
    }
    let src = convert::to_assign(x, a)?;
    cast::copy_into(a, as_array(&src))
}
