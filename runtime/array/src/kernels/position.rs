//! `numpy.argmax`, `argmin`: the first position of the largest element, or of the first NaN.

use pyaot_abi::dtype::DType;

use crate::cpu::{Backend, backend};
use crate::num::{Bool8, C64, C128, F16, Ord2};

/// The position among `n > 0` elements at a stride.
pub type PositionFn = unsafe fn(p: *const u8, stride: isize, n: usize) -> usize;

#[inline(always)]
unsafe fn position<T: Ord2, const MAX: bool>(p: *const u8, stride: isize, n: usize) -> usize {
    // SAFETY: by the contract.
    let get = |k: usize| unsafe { p.wrapping_offset(stride * k as isize).cast::<T>().read_unaligned() };
    let better = |a: T, b: T| if MAX { b.lt(a) } else { a.lt(b) };
    let (mut at, mut best) = (0, get(0));
    if best.is_nan() {
        return 0;
    }
    let mut k = 1;
    // The best of a block first (at most so many elements), in many lanes without branches; then, if it is better than what was, where it is.
    const BLOCK: usize = 1024;
    const LANES: usize = 64;
    let pick = |x: T, lane: T| if better(x, lane) { x } else { lane };
    if stride == size_of::<T>() as isize {
        // SAFETY: by the contract.
        let near = |k: usize| unsafe { p.cast::<T>().add(k).read_unaligned() };
        while n - k >= 2 * LANES {
            let end = k + (n - k).min(BLOCK) / LANES * LANES;
            let mut lanes: [T; LANES] = std::array::from_fn(|j| near(k + j));
            // As wide as floats, or the compiler packs and unpacks them.
            let mut nan: [u32; LANES / 2] = std::array::from_fn(|j| u32::from(lanes[j].is_nan() | lanes[LANES / 2 + j].is_nan()));
            let half = LANES / 2;
            let mut from = k + LANES;
            while from < end {
                for j in 0..half {
                    let (x, y) = (near(from + j), near(from + half + j));
                    nan[j] |= u32::from(x.is_nan() | y.is_nan());
                    lanes[j] = pick(x, lanes[j]);
                    lanes[half + j] = pick(y, lanes[half + j]);
                }
                from += LANES;
            }
            if nan.iter().fold(0, |any, x| any | x) != 0 {
                return (k..end).find(|j| near(*j).is_nan()).unwrap_or(k);
            }
            let mut width = LANES / 2;
            while width > 0 {
                for j in 0..width {
                    lanes[j] = pick(lanes[width + j], lanes[j]);
                }
                width /= 2;
            }
            let top = pick(lanes[0], best);
            if better(top, best) {
                best = top;
                let is_in = |from: usize| (from..from + LANES).fold(false, |found, j| found | !better(top, near(j)));
                let mut part = k;
                while part + LANES < end && !is_in(part) {
                    part += LANES;
                }
                at = (part..part + LANES).find(|j| !better(top, near(*j))).unwrap_or(part);
            }
            k = end;
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

unsafe fn base<T: Ord2, const MAX: bool>(p: *const u8, stride: isize, n: usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { position::<T, MAX>(p, stride, n) }
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
unsafe fn avx2<T: Ord2, const MAX: bool>(p: *const u8, stride: isize, n: usize) -> usize {
    // SAFETY: the caller's promise; chosen only where the machine has it.
    unsafe { position::<T, MAX>(p, stride, n) }
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2"))]
unsafe fn avx512<T: Ord2, const MAX: bool>(p: *const u8, stride: isize, n: usize) -> usize {
    // SAFETY: as above.
    unsafe { position::<T, MAX>(p, stride, n) }
}

/// The search for a numeric dtype; None for others.
pub fn find(d: DType, max: bool) -> Option<PositionFn> {
    let b = backend();
    macro_rules! of {
        ($t:ty) => {
            match (max, b) {
                (true, Backend::Avx512) => avx512::<$t, true> as PositionFn,
                (false, Backend::Avx512) => avx512::<$t, false>,
                (true, Backend::Avx2) => avx2::<$t, true>,
                (false, Backend::Avx2) => avx2::<$t, false>,
                (true, _) => base::<$t, true>,
                (false, _) => base::<$t, false>,
            }
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
