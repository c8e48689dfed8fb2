//! The common cases of indexing by arrays, without a plan: a mask of the array's own shape, ints into one dimension.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::position;
use crate::array::{self, ArrayObj, as_array};
use crate::{cast, elem, threads};

/// A mask of the array's shape, both in C order, elements that are plain bytes.
fn mask_of<'a>(a: &ArrayObj, key: &'a Value) -> Option<&'a ArrayObj> {
    let m = array::get(key)?;
    let fits = m.dtype() == DType::Bool && m.ndim() > 0 && m.shape() == a.shape() && m.is_c_contiguous() && a.is_c_contiguous();
    (fits && a.dtype() != DType::Object).then_some(m)
}

/// int64 numbers one behind the other, for an array of one dimension.
fn ints_of<'a>(a: &ArrayObj, key: &'a Value) -> Option<&'a ArrayObj> {
    let i = array::get(key)?;
    let fits = i.dtype() == DType::I64 && i.ndim() > 0 && i.is_c_contiguous() && a.ndim() == 1;
    (fits && a.dtype() != DType::Object).then_some(i)
}

fn trues(m: &ArrayObj) -> usize {
    // SAFETY: the mask's bytes, one behind the other.
    let bytes = unsafe { std::slice::from_raw_parts(m.data(), m.size()) };
    super::fancy::count_true(bytes)
}

/// `a[key]`, if it is one of these cases.
///
/// # Errors
/// IndexError for an int that is not inside.
pub fn get(a: &ArrayObj, key: &Value) -> Result<Option<Value>> {
    if mask_of(a, key).is_none() && ints_of(a, key).is_none() {
        return Ok(None);
    }
    let key = &cast::own(key)?;
    if let Some(m) = mask_of(a, key) {
        let made = array::new(a.dtype(), a.itemsize(), &[trues(m) as i64], array::Order::C, array::Fill::Uninit)?;
        let to = as_array(&made);
        // SAFETY: as many elements as the mask has trues; sizes as given.
        let done = threads::outside(m.size(), || unsafe {
            match a.itemsize() {
                1 => compress::<u8>(a, m, to),
                2 => compress::<u16>(a, m, to),
                4 => compress::<u32>(a, m, to),
                8 => compress::<u64>(a, m, to),
                16 => compress::<[u64; 2]>(a, m, to),
                _ => false,
            }
        });
        return Ok(done.then_some(made));
    }
    let Some(i) = ints_of(a, key) else { return Ok(None) };
    check(i, a.shape()[0])?;
    let made = array::new(a.dtype(), a.itemsize(), i.shape(), array::Order::C, array::Fill::Uninit)?;
    let to = as_array(&made);
    // SAFETY: the ints have been checked; as many new elements.
    let done = threads::outside(i.size(), || unsafe {
        match a.itemsize() {
            1 => gather::<u8>(a, i, to),
            2 => gather::<u16>(a, i, to),
            4 => gather::<u32>(a, i, to),
            8 => gather::<u64>(a, i, to),
            16 => gather::<[u64; 2]>(a, i, to),
            _ => false,
        }
    });
    Ok(done.then_some(made))
}

/// All ints are indices of a dimension.
fn check(i: &ArrayObj, n: i64) -> Result<()> {
    // SAFETY: the ints, one behind the other.
    let ints = unsafe { std::slice::from_raw_parts(i.data() as *const i64, i.size()) };
    let (least, most) = ints.iter().fold((0, -1), |(a, b): (i64, i64), x| (a.min(*x), b.max(*x)));
    if least < -n || most >= n {
        for x in ints {
            position(*x, n, 0)?;
        }
    }
    Ok(())
}

/// # Safety
/// Elements of this size; `to` has as many as the mask has trues.
unsafe fn compress<T: Copy>(a: &ArrayObj, m: &ArrayObj, to: &ArrayObj) -> bool {
    let (from, mask, out, n) = (a.data() as *const T, m.data(), to.data() as *mut T, to.size());
    let (mut at, mut k) = (0, 0);
    // SAFETY: by the contract.
    unsafe {
        while at < n && k + 32 <= a.size() {
            let words: [u64; 4] = std::array::from_fn(|w| mask.add(k + 8 * w).cast::<u64>().read_unaligned());
            if words == [0; 4] {
                k += 32;
                continue;
            }
            for (w, word) in words.into_iter().enumerate() {
                let from = from.add(k + 8 * w);
                let marks = marks(word);
                let many = (marks.wrapping_mul(LOW) >> 56) as usize;
                if many == 8 {
                    std::ptr::copy_nonoverlapping(from, out.add(at), 8);
                } else if many <= 2 || at + 8 > n {
                    let (mut left, mut at) = (marks, at);
                    while left != 0 {
                        out.add(at).write(from.add(left.trailing_zeros() as usize / 8).read_unaligned());
                        left &= left - 1;
                        at += 1;
                    }
                } else {
                    // Every element is written where the next true one belongs: no branches.
                    let mut at = at;
                    for j in 0..8 {
                        out.add(at).write(from.add(j).read_unaligned());
                        at += (marks >> (8 * j) & 1) as usize;
                    }
                }
                at += many;
            }
            k += 32;
        }
        while at < n {
            out.add(at).write(from.add(k).read_unaligned());
            at += usize::from(*mask.add(k) != 0);
            k += 1;
        }
    }
    true
}

const LOW: u64 = 0x0101_0101_0101_0101;

/// The lowest bit of each byte that is not 0.
#[inline(always)]
fn marks(word: u64) -> u64 {
    const REST: u64 = !(LOW << 7);
    // Bytes of bools are 0 or 1, but for those of a view of something else.
    if word & !LOW == 0 {
        return word.to_le();
    }
    let high = (((word & REST) + REST) | word) & !REST;
    (high >> 7).to_le()
}

/// # Safety
/// Elements of this size; the ints are indices of `a`, and `to` has as many elements.
unsafe fn gather<T: Copy>(a: &ArrayObj, i: &ArrayObj, to: &ArrayObj) -> bool {
    let (n, stride) = (a.shape()[0], a.strides()[0]);
    let (ints, out) = (i.data() as *const i64, to.data() as *mut T);
    if stride == size_of::<T>() as i64 {
        for k in 0..i.size() {
            // SAFETY: by the contract.
            unsafe {
                let x = ints.add(k).read_unaligned();
                let x = x + if x < 0 { n } else { 0 };
                out.add(k).write((a.data() as *const T).add(x as usize).read_unaligned());
            }
        }
        return true;
    }
    for k in 0..i.size() {
        // SAFETY: by the contract.
        unsafe {
            let x = ints.add(k).read_unaligned();
            let x = if x < 0 { x + n } else { x };
            out.add(k).write((a.data().offset((x * stride) as isize) as *const T).read_unaligned());
        }
    }
    true
}

/// `a[ints] = x` for an array of the dtype and as many elements as there are ints, which lies elsewhere.
fn set_at(a: &ArrayObj, key: &Value, x: &Value) -> Result<bool> {
    let (Some(i), Some(v)) = (ints_of(a, key), array::get(x)) else { return Ok(false) };
    let plain = v.shape() == i.shape() && v.dtype() == a.dtype() && v.itemsize() == a.itemsize() && v.is_c_contiguous();
    if !plain || cast::may_overlap(a, v) || cast::may_overlap(a, i) {
        return Ok(false);
    }
    let own = cast::own(key)?;
    let i = as_array(&own);
    check(i, a.shape()[0])?;
    // SAFETY: the ints have been checked; sizes as given.
    Ok(threads::outside(i.size(), || unsafe {
        match a.itemsize() {
            1 => put::<u8>(a, i, v),
            2 => put::<u16>(a, i, v),
            4 => put::<u32>(a, i, v),
            8 => put::<u64>(a, i, v),
            16 => put::<[u64; 2]>(a, i, v),
            _ => false,
        }
    }))
}

/// # Safety
/// Elements of this size; the ints are indices of `a`, and `v` has as many elements.
unsafe fn put<T: Copy>(a: &ArrayObj, i: &ArrayObj, v: &ArrayObj) -> bool {
    let (n, stride) = (a.shape()[0], a.strides()[0]);
    let (ints, from) = (i.data() as *const i64, v.data() as *const T);
    for k in 0..i.size() {
        // SAFETY: by the contract.
        unsafe {
            let x = ints.add(k).read_unaligned();
            let x = if x < 0 { x + n } else { x };
            (a.data().offset((x * stride) as isize) as *mut T).write_unaligned(from.add(k).read_unaligned());
        }
    }
    true
}

/// `a[key] = x` for a scalar, or an array of the dtype with one element for each true or int, if it is one of these cases.
///
/// # Errors
/// What the conversion of the scalar raises; IndexError for an int that is not inside.
pub fn set(a: &ArrayObj, key: &Value, x: &Value) -> Result<bool> {
    if mask_of(a, key).is_none() {
        return set_at(a, key, x);
    }
    let key = &cast::own(key)?;
    let Some(m) = mask_of(a, key) else { return Ok(false) };
    let values = array::get(x);
    let mut model = [0u64; 2];
    let (from, step) = match values {
        Some(v) => {
            let plain = v.ndim() == 1 && v.dtype() == a.dtype() && v.itemsize() == a.itemsize() && v.is_c_contiguous();
            if !plain || v.size() != trues(m) || cast::may_overlap(a, v) {
                return Ok(false);
            }
            (v.data(), true)
        }
        None if elem::is_sequence(x) || a.itemsize() > 16 => return Ok(false),
        None => {
            // SAFETY: room for an element.
            unsafe { elem::set_cast(a.dtype(), a.itemsize(), model.as_mut_ptr().cast(), x)? };
            (model.as_mut_ptr().cast(), false)
        }
    };
    // The conversion may have run code that changed the array.
    if mask_of(a, key).is_none() {
        return Ok(false);
    }
    // SAFETY: sizes as given; values for all trues, or one.
    Ok(threads::outside(m.size(), || unsafe {
        match a.itemsize() {
            1 => scatter::<u8>(a, m, from, step),
            2 => scatter::<u16>(a, m, from, step),
            4 => scatter::<u32>(a, m, from, step),
            8 => scatter::<u64>(a, m, from, step),
            16 => scatter::<[u64; 2]>(a, m, from, step),
            _ => false,
        }
    }))
}

/// # Safety
/// Elements of this size; at `from` lie as many as the mask has trues, or one that is repeated.
unsafe fn scatter<T: Copy>(a: &ArrayObj, m: &ArrayObj, from: *const u8, step: bool) -> bool {
    let (to, mask, from) = (a.data() as *mut T, m.data(), from as *const T);
    let mut at = 0;
    // SAFETY: by the contract.
    unsafe {
        if !step {
            let x = from.read_unaligned();
            for k in 0..a.size() {
                let old = to.add(k).read_unaligned();
                to.add(k).write_unaligned(if *mask.add(k) != 0 { x } else { old });
            }
            return true;
        }
        for k in 0..a.size() {
            if *mask.add(k) != 0 {
                to.add(k).write_unaligned(from.add(at).read_unaligned());
                at += 1;
            }
        }
    }
    true
}
