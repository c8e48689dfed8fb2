//! Dot products of one sequence with the windows of another (`numpy.correlate`, `numpy.convolve`).

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error};
use pyaot_core::value::Value;
use pyaot_core::{ops, types};

use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::{elem, threads};
use crate::num::{Bool8, C64, C128, F16, Num};
use crate::select::in_common;
use crate::sort::contiguous;
use crate::sort::kernels::{as_slice, as_slice_mut};

/// `sum(a[k + i] * v[i])` for all windows: mode 0 those inside (`valid`), 1 as many as `a` has elements (`same`), 2 all that
/// overlap (`full`). `a` is not shorter than `v`.
pub(super) fn sliding_dot(a: &[Value]) -> Result<Value> {
    let (both, dtype, _) = in_common(&[&a[0], &a[1]])?;
    let (x, v) = (contiguous(&both[0])?, contiguous(&both[1])?);
    let (x, v) = (as_array(&x), as_array(&v));
    let (n, m) = (x.size(), v.size());
    let (from, count) = match ops::index(&a[2])? {
        0 => (m as i64 - 1, n - m + 1),
        1 => ((m / 2) as i64 + (m % 2) as i64 - 1, n),
        _ => (0, n + m - 1),
    };
    // Windows are numbered by the position in `x` of the last element of `v`.
    let from = if ops::index(&a[2])? == 1 { m as i64 - 1 - (m / 2) as i64 } else { from };
    let out = array::new(dtype, dtype.size(), &[count as i64], Order::C, Fill::Zero)?;
    let o = as_array(&out);
    macro_rules! plain {
        ($t:ty) => {{
            let (x, v) = (as_slice::<$t>(x.data(), n), as_slice::<$t>(v.data(), m));
            let o = as_slice_mut::<$t>(o.data(), count);
            // Windows that lie inside `x` altogether: tap by tap for a block of them, each sum in the order of the taps.
            let whole = (m as i64 - 1 - from).clamp(0, count as i64) as usize;
            let end = (n as i64 - from).clamp(whole as i64, count as i64) as usize;
            for start in (whole..end).step_by(BLOCK) {
                let sums = &mut o[start..end.min(start + BLOCK)];
                sums.fill(<$t as Num>::ZERO);
                let first = (from + start as i64 - (m as i64 - 1)) as usize;
                for (i, b) in v.iter().enumerate() {
                    for (sum, a) in sums.iter_mut().zip(&x[first + i..]) {
                        *sum = sum.add(a.mul(*b));
                    }
                }
            }
            for (k, r) in o.iter_mut().enumerate().filter(|(k, _)| !(whole..end).contains(k)) {
                let last = from + k as i64;
                let (low, high) = window(last, n, m);
                let start = (last - (m as i64 - 1)).max(0) as usize;
                let mut sum = <$t as Num>::ZERO;
                for (a, b) in x[start..start + (high - low)].iter().zip(&v[low..high]) {
                    sum = sum.add(a.mul(*b));
                }
                *r = sum;
            }
        }};
    }
    let all = || {
        match dtype {
            DType::Bool => {
                let (x, v) = (as_slice::<Bool8>(x.data(), n), as_slice::<Bool8>(v.data(), m));
                for (k, r) in as_slice_mut::<Bool8>(o.data(), count).iter_mut().enumerate() {
                    let last = from + k as i64;
                    let (low, high) = window(last, n, m);
                    let start = (last - (m as i64 - 1)).max(0) as usize;
                    *r = Bool8::new((low..high).any(|i| x[start + i - low].get() && v[i].get()));
                }
            }
            DType::I8 => plain!(i8),
            DType::U8 => plain!(u8),
            DType::I16 => plain!(i16),
            DType::U16 => plain!(u16),
            DType::I32 => plain!(i32),
            DType::U32 => plain!(u32),
            DType::I64 => plain!(i64),
            DType::U64 => plain!(u64),
            DType::F16 => plain!(F16),
            DType::F32 => plain!(f32),
            DType::F64 => plain!(f64),
            DType::C64 => plain!(C64),
            DType::C128 => plain!(C128),
            DType::Object => return objects(x, v, o, from, count),
            _ => return type_error("cannot correlate strings"),
        }
        Ok(())
    };
    if dtype.is_numeric() { threads::outside(n * m, all)? } else { all()? }
    Ok(out)
}

/// Windows that are computed together.
const BLOCK: usize = 512;

/// The part of `v` that overlaps with the elements when its last one lies at `last`.
fn window(last: i64, n: usize, m: usize) -> (usize, usize) {
    let first = last - (m as i64 - 1);
    let low = (-first).max(0) as usize;
    let high = m - (last - (n as i64 - 1)).max(0) as usize;
    (low, high)
}

fn objects(x: &ArrayObj, v: &ArrayObj, o: &ArrayObj, from: i64, count: usize) -> Result<()> {
    // SAFETY: elements inside the arrays.
    let get = |a: &ArrayObj, k: usize| unsafe { elem::python(DType::Object, 8, a.data().add(8 * k)) };
    let (n, m) = (x.size(), v.size());
    for k in 0..count {
        let last = from + k as i64;
        let (low, high) = window(last, n, m);
        let start = (last - (m as i64 - 1)).max(0) as usize;
        let mut sum: Option<Value> = None;
        for i in low..high {
            let p = ops::binary(types::BinOp::Mul, &get(x, start + i - low), &get(v, i))?;
            sum = Some(match sum {
                Some(s) => ops::binary(types::BinOp::Add, &s, &p)?,
                None => p,
            });
        }
        if let Some(s) = sum {
            // SAFETY: an element of the result.
            unsafe { elem::set(DType::Object, 8, o.data().add(8 * k), &s)? };
        }
    }
    Ok(())
}
