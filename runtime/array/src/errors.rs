//! Exceptions of NumPy's own.

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::{EXC_SLOTS, INDEX_ERROR, VALUE_ERROR};
use pyaot_core::types::{Layout, TypeObj};

/// `numpy.exceptions.AxisError`
pub static AXIS_ERROR: TypeObj =
    TypeObj::native("numpy.exceptions.AxisError", Layout::Exception, EXC_SLOTS, &[]).with_base(&VALUE_ERROR).with_second_base(&INDEX_ERROR);

/// Raises AxisError.
///
/// # Errors
/// Always.
pub fn axis_error<T>(axis: i64, ndim: usize) -> Result<T> {
    raise(&AXIS_ERROR, format!("axis {axis} is out of bounds for array of dimension {ndim}"))
}

/// [`axis_error`] that names the parameter.
///
/// # Errors
/// Always.
pub fn named_axis_error<T>(name: &str, axis: i64, ndim: usize) -> Result<T> {
    raise(&AXIS_ERROR, format!("{name}: axis {axis} is out of bounds for array of dimension {ndim}"))
}
