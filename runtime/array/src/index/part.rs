//! `a[i, 1:-1, ::2]` whose form compiled code knows: no slices and tuples are made.

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::slice::Bounds;
use pyaot_core::value::Value;

use super::position;
use crate::array::{self, ArrayObj, as_array};

/// The view of `v` that a key of ints, slices and `None`s gives.
///
/// `form` has four bits for each item, the first one's lowest: 1 with 2 (start), 4 (stop) and 8 (step) is a slice, 2 alone an
/// int, 4 alone `None`. `words` are the ints in this order; those that are no machine ints only stand at ends (`i64` limits).
///
/// # Errors
/// IndexError as NumPy's.
pub fn part(v: &Value, form: u64, words: &[i64]) -> Result<Value> {
    let a = as_array(v);
    if a.ndim() <= SHORT && form >> (4 * SHORT) == 0 {
        return part_within(v, form, words, [0; 2 * SHORT], [0; 2 * SHORT]);
    }
    part_within(v, form, words, [0; 64], [0; 64])
}

/// Dimensions and items of keys that most arrays have: clearing room for all that there may be takes longer than to make the view.
const SHORT: usize = 4;

fn part_within<const N: usize>(v: &Value, form: u64, words: &[i64], mut shape: [i64; N], mut strides: [i64; N]) -> Result<Value> {
    let a = as_array(v);
    let (mut n, mut axis, mut data, mut words) = (0, 0, a.data(), words.iter().copied());
    let mut next = |given: bool, otherwise: i64| if given { words.next().unwrap_or(otherwise) } else { otherwise };
    let mut rest = form;
    while rest != 0 {
        let item = rest & 15;
        rest >>= 4;
        if item == 4 {
            (shape[n], strides[n]) = (1, 0);
            n += 1;
            continue;
        }
        let (Some(&len), Some(&stride)) = (a.shape().get(axis), a.strides().get(axis)) else {
            return too_many(a, form);
        };
        if item == 2 {
            data = data.wrapping_offset((position(next(true, 0), len, axis)? * stride) as isize);
        } else {
            let start = next(item & 2 != 0, i64::MIN);
            let stop = next(item & 4 != 0, i64::MAX);
            let step = next(item & 8 != 0, 1);
            let start = if item & 2 == 0 { if step < 0 { i64::MAX } else { 0 } } else { start };
            let stop = if item & 4 == 0 && step < 0 { i64::MIN } else { stop };
            let (start, _, step, count) = Bounds { start, stop, step }.adjust(len as usize);
            if count > 0 {
                data = data.wrapping_offset((start * stride) as isize);
            }
            (shape[n], strides[n]) = (count as i64, if count == 0 { stride } else { stride * step });
            n += 1;
        }
        axis += 1;
    }
    for (len, stride) in a.shape().iter().zip(a.strides()).skip(axis) {
        (shape[n], strides[n]) = (*len, *stride);
        n += 1;
    }
    // SAFETY: indices have been checked against the shape.
    Ok(unsafe { array::view(v, data, a.dtype(), a.itemsize(), &shape[..n], &strides[..n]) })
}

fn too_many(a: &ArrayObj, form: u64) -> Result<Value> {
    let given = (0..16).map(|k| form >> (4 * k) & 15).filter(|item| *item != 0 && *item != 4).count();
    raise(&INDEX_ERROR, format!("too many indices for array: array is {}-dimensional, but {given} were indexed", a.ndim()))
}
