//! `numpy.argmax`, `argmin`: the first position of the largest element, or of the first NaN.

use pyaot_abi::dtype::DType;

use crate::num::{Bool8, C64, C128, F16, Ord2};

/// The position among `n > 0` elements at a stride.
pub type PositionFn = unsafe fn(p: *const u8, stride: isize, n: usize) -> usize;

unsafe fn position<T: Ord2, const MAX: bool>(p: *const u8, stride: isize, n: usize) -> usize {
    // SAFETY: by the contract.
    let get = |k: usize| unsafe { p.wrapping_offset(stride * k as isize).cast::<T>().read_unaligned() };
    let better = |a: T, b: T| if MAX { b.lt(a) } else { a.lt(b) };
    let (mut at, mut best) = (0, get(0));
    if best.is_nan() {
        return 0;
    }
    const BLOCK: usize = 64;
    let mut k = 1;
    // Blocks in which nothing is better are only looked through once, without a branch for each element.
    if stride == size_of::<T>() as isize {
        let near = p.cast::<T>();
        while k + BLOCK <= n {
            let mut any = false;
            for j in 0..BLOCK {
                // SAFETY: by the contract.
                let x = unsafe { near.add(k + j).read_unaligned() };
                any |= better(x, best) | x.is_nan();
            }
            if any {
                for j in k..k + BLOCK {
                    let x = get(j);
                    if x.is_nan() {
                        return j;
                    }
                    if better(x, best) {
                        (at, best) = (j, x);
                    }
                }
            }
            k += BLOCK;
        }
    }
    while k < n {
        let x = get(k);
        if x.is_nan() {
            return k;
        }
        if better(x, best) {
            (at, best) = (k, x);
        }
        k += 1;
    }
    at
}

/// The search for a numeric dtype; None for others.
pub fn find(d: DType, max: bool) -> Option<PositionFn> {
    macro_rules! of {
        ($t:ty) => {
            if max { position::<$t, true> as PositionFn } else { position::<$t, false> }
        };
    }
    Some(match d {
        DType::Bool => of!(Bool8),
        DType::I8 => of!(i8),
        DType::U8 => of!(u8),
        DType::I16 => of!(i16),
        DType::U16 => of!(u16),
        DType::I32 => of!(i32),
        DType::U32 => of!(u32),
        DType::I64 => of!(i64),
        DType::U64 => of!(u64),
        DType::F16 => of!(F16),
        DType::F32 => of!(f32),
        DType::F64 => of!(f64),
        DType::C64 => of!(C64),
        DType::C128 => of!(C128),
        DType::Object | DType::Str | DType::Bytes => return None,
    })
}
