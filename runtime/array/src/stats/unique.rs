//! The distinct elements of a flat array (`numpy.unique`).

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{ops, tuple};

use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::{elem, threads};
use crate::sort::kernels::{Sort, as_slice, as_slice_mut};
use crate::sort::{How, Key, by_key_dtype, contiguous, positions};

/// Where a run of equal elements begins in the order, and how many there are.
struct Runs {
    /// Positions in ascending order of their elements.
    order: Vec<i64>,
    starts: Vec<usize>,
}

/// `(values, first positions, inverse, counts)` of a flat array; what is not asked for is None.
pub(super) fn unique_parts(a: &[Value]) -> Result<Value> {
    let x = contiguous(&a[0])?;
    let x = as_array(&x);
    let equal_nan = ops::truth(&a[4])?;
    let n = x.size();
    let wants = [ops::truth(&a[1])?, ops::truth(&a[2])?, ops::truth(&a[3])?];
    if wants == [false; 3]
        && let Some(values) = values_alone(x, equal_nan)?
    {
        return Ok(tuple::new(vec![values, Value::none(), Value::none(), Value::none()]));
    }
    let runs = runs(x, equal_nan)?;
    let size = x.itemsize();
    let values = array::new(x.dtype(), size, &[runs.starts.len() as i64], Order::C, Fill::Uninit)?;
    for (k, s) in runs.starts.iter().enumerate() {
        // SAFETY: elements inside the arrays.
        unsafe { copy_element(x, runs.order[*s] as usize, as_array(&values), k)? };
    }
    let ints = |all: &mut dyn Iterator<Item = i64>, n: usize| -> Result<Value> {
        let out = array::empty(DType::I64, &[n as i64])?;
        for (to, v) in as_slice_mut::<i64>(as_array(&out).data(), n).iter_mut().zip(all) {
            *to = v;
        }
        Ok(out)
    };
    let m = runs.starts.len();
    let end = |k: usize| runs.starts.get(k + 1).copied().unwrap_or(n);
    let index = if wants[0] { ints(&mut runs.starts.iter().map(|s| runs.order[*s]), m)? } else { Value::none() };
    let inverse = if wants[1] {
        let mut back = vec![0i64; n];
        for (k, s) in runs.starts.iter().enumerate() {
            runs.order[*s..end(k)].iter().for_each(|i| back[*i as usize] = k as i64);
        }
        ints(&mut back.into_iter(), n)?
    } else {
        Value::none()
    };
    let counts = if wants[2] { ints(&mut (0..m).map(|k| (end(k) - runs.starts[k]) as i64), m)? } else { Value::none() };
    Ok(tuple::new(vec![values, index, inverse, counts]))
}

/// Sorted values without repetition, for plain elements.
fn values_alone(x: &ArrayObj, equal_nan: bool) -> Result<Option<Value>> {
    macro_rules! plain {
        ($t:ty) => {{
            let all = threads::outside(x.size(), || {
                let mut all = as_slice::<$t>(x.data(), x.size()).to_vec();
                <$t as Sort>::sort(&mut all);
                all.dedup_by(|b, a| same(*a, *b, equal_nan));
                all
            });
            let out = array::empty(x.dtype(), &[all.len() as i64])?;
            as_slice_mut::<$t>(as_array(&out).data(), all.len()).copy_from_slice(&all);
            Ok(Some(out))
        }};
    }
    by_key_dtype!(x.dtype(), plain, Ok(None))
}

/// Neither is less than the other; NaNs as asked for.
fn same<T: Key>(a: T, b: T, equal_nan: bool) -> bool {
    !a.less(b) && !b.less(a) && (equal_nan || !a.is_nan())
}

fn runs(x: &ArrayObj, equal_nan: bool) -> Result<Runs> {
    let n = x.size();
    macro_rules! plain {
        ($t:ty) => {{
            Ok(threads::outside(n, || {
                let all = as_slice::<$t>(x.data(), n).to_vec();
                let mut order = vec![0i64; n];
                <$t as Sort>::argsort(&all, &mut order);
                let at = |k: usize| all[order[k] as usize];
                let starts = (0..n).filter(|k| *k == 0 || !same(at(k - 1), at(*k), equal_nan)).collect();
                Runs { order, starts }
            }))
        }};
    }
    by_key_dtype!(x.dtype(), plain, {
        let size = x.itemsize();
        let order = positions(x.dtype(), size, x.data(), n, size as isize, How::Stable)?;
        let mut starts = Vec::new();
        for k in 0..n {
            // SAFETY: elements inside the array.
            let get = |k: usize| unsafe { elem::python(x.dtype(), size, x.data().add(order[k] * size)) };
            if k == 0 || !ops::compare_bool(&get(k - 1), CmpOp::Eq, &get(k))? {
                starts.push(k);
            }
        }
        Ok(Runs { order: order.into_iter().map(|k| k as i64).collect(), starts })
    })
}

/// # Safety
/// Both positions are inside; the arrays are contiguous and of one dtype.
unsafe fn copy_element(from: &ArrayObj, i: usize, to: &ArrayObj, k: usize) -> Result<()> {
    let size = from.itemsize();
    // SAFETY: by the contract.
    unsafe {
        let (s, d) = (from.data().add(i * size), to.data().add(k * size));
        if from.dtype() == DType::Object {
            return elem::set(DType::Object, 8, d, &elem::python(DType::Object, 8, s));
        }
        std::ptr::copy_nonoverlapping(s, d, size);
    }
    Ok(())
}
