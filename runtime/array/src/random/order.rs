//! Orders: `shuffle`, `permutation`, `permuted`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::value::Value;
use pyaot_core::{int, ops};

use super::draw::elements;
use super::object::with;
use super::rng::Rng;
use crate::array::{self, ArrayObj};

/// An int in [0, max], by masks.
pub fn interval(a: &[Value]) -> Result<Value> {
    let max = ops::index_or_overflow(&a[1])? as u64;
    Ok(int::from_u64(with(&a[0], |r| r.engine.interval(max))?))
}

/// Shuffles an array along its first dimension.
pub fn shuffle(a: &[Value]) -> Result<Value> {
    let Some(x) = array::get(&a[1]) else { return type_error("an array is required") };
    if !x.is_writeable() {
        return value_error("array is read-only");
    }
    if x.ndim() == 0 {
        return type_error("len() of unsized object");
    }
    if x.size() > 0 {
        with(&a[0], |r| shuffle_rows(r, x.shape()[0], x))?;
    }
    Ok(Value::none())
}

fn shuffle_rows(r: &mut Rng, n: i64, x: &ArrayObj) {
    if x.ndim() == 1 && x.itemsize() == 8 && x.is_c_contiguous() {
        // SAFETY: contiguous elements of eight bytes; objects are swapped with the references that they are.
        let words = unsafe { std::slice::from_raw_parts_mut(x.data().cast::<[u8; 8]>(), n as usize) };
        for i in (1..words.len()).rev() {
            words.swap(i, r.engine.interval(i as u64) as usize);
        }
        return;
    }
    for i in (1..n).rev() {
        let j = r.engine.interval(i as u64) as i64;
        if i != j {
            // SAFETY: both are indexes of the first dimension.
            unsafe { swap_rows(x, 0, x.data(), i, j) };
        }
    }
}

/// Swaps the parts at indexes `i` and `j` of dimension `k` (the others before it being fixed at `at`).
///
/// # Safety
/// Both are in bounds.
unsafe fn swap_rows(x: &ArrayObj, k: usize, at: *mut u8, i: i64, j: i64) {
    let stride = x.strides()[k];
    // SAFETY: by the contract.
    unsafe { swap_parts(x, k + 1, at.offset((i * stride) as isize), at.offset((j * stride) as isize)) }
}

/// # Safety
/// `p` and `q` are addresses of different parts, of dimensions from `k` on.
unsafe fn swap_parts(x: &ArrayObj, k: usize, p: *mut u8, q: *mut u8) {
    if k == x.ndim() {
        // SAFETY: two elements; they do not overlap.
        unsafe { std::ptr::swap_nonoverlapping(p, q, x.itemsize()) };
        return;
    }
    let stride = x.strides()[k] as isize;
    for m in 0..x.shape()[k] as isize {
        // SAFETY: in bounds of this dimension.
        unsafe { swap_parts(x, k + 1, p.offset(m * stride), q.offset(m * stride)) };
    }
}

/// `permuted`: shuffles along an axis, each of the other indexes for itself.
pub fn permute(a: &[Value]) -> Result<Value> {
    let Some(x) = array::get(&a[1]) else { return type_error("an array is required") };
    let axis = ops::index_or_overflow(&a[2])? as usize;
    let (mut shape, mut strides) = (x.shape().to_vec(), x.strides().to_vec());
    let (n, stride) = (shape.remove(axis), strides.remove(axis) as isize);
    let count: i64 = shape.iter().product();
    let mut walk = super::params::Walk::new(shape, vec![strides]);
    with(&a[0], |r| {
        for _ in 0..count {
            // SAFETY: the first element along the axis.
            let at = unsafe { x.data().offset(walk.offsets[0] as isize) };
            // Down to 0, as NumPy: one draw of an interval without choice takes no bits.
            for i in (0..n).rev() {
                let j = r.engine.interval(i as u64) as isize;
                if i as isize != j {
                    // SAFETY: both are indexes along the axis.
                    unsafe {
                        std::ptr::swap_nonoverlapping(at.offset(i as isize * stride), at.offset(j * stride), x.itemsize());
                    }
                }
            }
            walk.step();
        }
    })?;
    Ok(Value::none())
}

/// `permutation` of the ints below `a[1]`.
pub fn permutation(a: &[Value]) -> Result<Value> {
    let n = ops::index_or_overflow(&a[1])?;
    let out = array::empty(DType::I64, &[n.max(0)])?;
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<i64>(array::as_array(&out)) };
    items.iter_mut().zip(0..).for_each(|(x, k)| *x = k);
    with(&a[0], |r| {
        for i in (1..items.len()).rev() {
            items.swap(i, r.engine.interval(i as u64) as usize);
        }
    })?;
    Ok(out)
}
