//! Exceptions of NumPy's own.

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::{EXC_SLOTS, INDEX_ERROR, RUNTIME_WARNING, TYPE_ERROR, VALUE_ERROR};
use pyaot_core::types::{Layout, TypeObj};

use crate::array::ArrayObj;
use crate::convert::Typed;
use crate::{dtype_obj, warn};

/// `numpy.exceptions.AxisError`
pub static AXIS_ERROR: TypeObj =
    TypeObj::native("numpy.exceptions.AxisError", Layout::Exception, EXC_SLOTS, &[]).with_base(&VALUE_ERROR).with_second_base(&INDEX_ERROR);

/// `numpy.exceptions.ComplexWarning`
pub static COMPLEX_WARNING: TypeObj =
    TypeObj::native("numpy.exceptions.ComplexWarning", Layout::Exception, EXC_SLOTS, &[]).with_base(&RUNTIME_WARNING);

/// `numpy.exceptions.DTypePromotionError`
pub static DTYPE_PROMOTION_ERROR: TypeObj =
    TypeObj::native("numpy.exceptions.DTypePromotionError", Layout::Exception, EXC_SLOTS, &[]).with_base(&TYPE_ERROR);

/// Warns that the imaginary parts of complex numbers are left out.
///
/// # Errors
/// The warning itself, where the program has made it an error.
pub fn complex_warning() -> Result<()> {
    warn::warn(&COMPLEX_WARNING, "Casting complex values to real discards the imaginary part")
}

/// Raises TypeError for an array that the rule keeps from being cast.
///
/// # Errors
/// Always.
#[cold]
pub fn no_cast<T>(a: &ArrayObj, to: Typed, rule: &str) -> Result<T> {
    let what = if a.ndim() == 0 { "scalar" } else { "array data" };
    let (from, to) = (dtype_obj::repr_text(a.dtype(), a.itemsize()), dtype_obj::repr_text(to.0, to.1));
    raise(&TYPE_ERROR, format!("Cannot cast {what} from {from} to {to} according to the rule '{rule}'"))
}

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
