//! Broadcasting: shapes that fit each other.

use crate::array::{ArrayObj, shape_in_message};
use pyaot_core::error::{Result, value_error};

/// The shape to which all of these broadcast (`numpy.broadcast_shapes`); None where they do not fit.
pub fn shapes(all: &[&[i64]]) -> Option<Vec<i64>> {
    let ndim = all.iter().map(|s| s.len()).max().unwrap_or(0);
    let mut out = vec![1; ndim];
    for s in all {
        for (have, n) in out[ndim - s.len()..].iter_mut().zip(*s) {
            match (*have, *n) {
                (_, 1) => {}
                (1, n) => *have = n,
                (a, b) if a == b => {}
                _ => return None,
            }
        }
    }
    Some(out)
}

/// The strides with which an array of these dimensions is read as one of `shape`; None where it does not fit.
pub fn strides(from: &[i64], strides: &[i64], shape: &[i64]) -> Option<Vec<i64>> {
    let missing = shape.len().checked_sub(from.len())?;
    let mut out = vec![0; shape.len()];
    for k in 0..from.len() {
        match (from[k], shape[missing + k]) {
            (a, b) if a == b => out[missing + k] = strides[k],
            (1, _) => {}
            _ => return None,
        }
    }
    Some(out)
}

/// The strides with which `src` is assigned to elements of `shape`. Leading dimensions of length 1 that are too many are
/// dropped, as NumPy does in assignments.
///
/// # Errors
/// ValueError where it does not fit.
pub fn for_assignment(src: &ArrayObj, shape: &[i64]) -> Result<Vec<i64>> {
    let (mut from, mut by) = (src.shape(), src.strides());
    while from.len() > shape.len() && from[0] == 1 {
        (from, by) = (&from[1..], &by[1..]);
    }
    match strides(from, by, shape) {
        Some(s) => Ok(s),
        None => value_error(format!(
            "could not broadcast input array from shape {} into shape {}",
            shape_in_message(from),
            shape_in_message(shape)
        )),
    }
}
