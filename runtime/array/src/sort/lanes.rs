//! Arrays taken apart into the lanes along one axis.

use pyaot_core::error::Result;
use pyaot_core::value::Value;

use crate::array::{ALIGNED, ArrayObj, Order, as_array};
use crate::cast;

/// The array itself where its elements are aligned and lie one behind the other in C order, else such a copy.
pub fn contiguous(a: &Value) -> Result<Value> {
    let x = as_array(a);
    if x.is_c_contiguous() && x.flags() & ALIGNED != 0 { Ok(a.clone()) } else { cast::copied(x, Order::C) }
}

/// Calls `f` with the address of the first element of each lane along the axis, in C order of the other dimensions.
///
/// # Errors
/// What `f` raises.
pub fn each_lane(a: &ArrayObj, axis: usize, mut f: impl FnMut(*mut u8) -> Result<()>) -> Result<()> {
    let (shape, strides) = (a.shape().to_vec(), a.strides().to_vec());
    if a.size() == 0 {
        return Ok(());
    }
    let others: Vec<usize> = (0..shape.len()).filter(|k| *k != axis).collect();
    let mut index = vec![0i64; others.len()];
    let mut at = a.data();
    loop {
        f(at)?;
        let mut k = others.len();
        loop {
            if k == 0 {
                return Ok(());
            }
            k -= 1;
            let d = others[k];
            index[k] += 1;
            if index[k] < shape[d] {
                at = at.wrapping_offset(strides[d] as isize);
                break;
            }
            at = at.wrapping_offset(-(strides[d] * (shape[d] - 1)) as isize);
            index[k] = 0;
        }
    }
}
