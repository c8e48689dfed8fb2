//! Exceptions of NumPy's own.

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::INDEX_ERROR;

/// `numpy.exceptions.AxisError`
///
/// # Errors
/// Always.
pub fn axis_error<T>(axis: i64, ndim: usize) -> Result<T> {
    raise(&INDEX_ERROR, format!("axis {axis} is out of bounds for array of dimension {ndim}"))
}
