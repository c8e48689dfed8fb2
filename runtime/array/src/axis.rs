//! Axes that arguments name. NumPy reads them in three ways, which differ in what is refused, and how.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::OVERFLOW_ERROR;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{int, ops};

use crate::errors::{axis_error, named_axis_error};
use crate::scalar;

/// As an int of C.
///
/// # Errors
/// TypeError; AxisError for one that the array does not have.
pub fn parsed(v: &Value, ndim: usize) -> Result<usize> {
    normalized(plain(v)?, ndim)
}

/// As the axis of a function of arrays; bools are none.
///
/// # Errors
/// As [`parsed`].
pub fn converted(v: &Value, ndim: usize) -> Result<usize> {
    no_bool(v, ndim, "an integer is required for the axis")
}

/// As an axis that is reduced over; bools are none.
///
/// # Errors
/// As [`parsed`].
pub fn reduced(v: &Value, ndim: usize) -> Result<usize> {
    no_bool(v, ndim, "an integer is required")
}

fn no_bool(v: &Value, ndim: usize, reason: &str) -> Result<usize> {
    if is_bool(v) { type_error(reason) } else { normalized(in_c(v)?, ndim) }
}

fn is_bool(v: &Value) -> bool {
    v.ty().layout == Layout::Bool || scalar::get(v).is_some_and(|(d, _)| d == DType::Bool)
}

/// Two axes of a method whose arguments are ints of C, named `axis1` and `axis2`.
///
/// # Errors
/// TypeError; OverflowError; AxisError.
pub fn pair(a: &Value, b: &Value, ndim: usize) -> Result<(usize, usize)> {
    let (a, b) = (c_int(a)?, c_int(b)?);
    let named = |k: i64, name: &str| dimension(k, ndim as i64).map_or_else(|| named_axis_error(name, k, ndim), |k| Ok(k as usize));
    Ok((named(a, "axis1")?, named(b, "axis2")?))
}

fn c_int(v: &Value) -> Result<i64> {
    let k = position(v)?;
    match i32::try_from(k) {
        Ok(_) => Ok(k),
        Err(_) if k < 0 => raise(&OVERFLOW_ERROR, "signed integer is less than minimum"),
        Err(_) => raise(&OVERFLOW_ERROR, "signed integer is greater than maximum"),
    }
}

/// The dimension that a number names.
///
/// # Errors
/// AxisError.
pub fn normalized(axis: i64, ndim: usize) -> Result<usize> {
    dimension(axis, ndim as i64).map_or_else(|| axis_error(axis, ndim), |k| Ok(k as usize))
}

/// Negative axes count from the end.
fn dimension(axis: i64, n: i64) -> Option<i64> {
    let k = if axis < 0 { axis + n } else { axis };
    (0..n).contains(&k).then_some(k)
}

/// `_numpy.axis_index(axis, ndim, name)`
///
/// # Errors
/// As [`parsed`], with the parameter's name.
pub fn index(a: &[Value]) -> Result<Value> {
    let (axis, n) = (plain(&a[0])?, ops::index(&a[1])?);
    if let Some(k) = dimension(axis, n) {
        return Ok(Value::int(k));
    }
    match &*ops::text_of(&a[2]) {
        "" => axis_error(axis, n as usize),
        name => named_axis_error(name, axis, n as usize),
    }
}

/// A float is refused as by a function that takes an int of C.
///
/// # Errors
/// TypeError.
pub fn no_float(v: &Value) -> Result<()> {
    if v.ty().layout == Layout::Float { type_error("integer argument expected, got float") } else { Ok(()) }
}

/// An int of C, whatever it is for.
///
/// # Errors
/// TypeError; OverflowError.
pub fn plain(v: &Value) -> Result<i64> {
    no_float(v)?;
    let k = position(v)?;
    if i32::try_from(k).is_ok() { Ok(k) } else { raise(&OVERFLOW_ERROR, "Python int too large to convert to C int") }
}

fn in_c(v: &Value) -> Result<i64> {
    let k = position(v)?;
    if i32::try_from(k).is_ok() { Ok(k) } else { value_error("integer won't fit into a C int") }
}

/// An int of Python as one of C.
///
/// # Errors
/// TypeError for what is no int; OverflowError.
pub fn position(v: &Value) -> Result<i64> {
    match int::to_i64(&ops::index_value(v)?) {
        Some(k) => Ok(k),
        None => raise(&OVERFLOW_ERROR, "Python int too large to convert to C long"),
    }
}
