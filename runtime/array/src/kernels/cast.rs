//! Elements of one numeric dtype as another's (`ndarray.astype`).

use pyaot_abi::dtype::DType;

use crate::num::{Bool8, C64, C128, Cast, Elem, F16, to_u32};

/// Converts `n` elements from `src` to `dst`, a stride apart each.
///
/// The function is unsafe: both sides are valid for that many elements (alignment does not matter), and do not overlap
/// unless they are the same elements of the same size.
pub type CastFn = unsafe fn(src: *const u8, src_stride: isize, dst: *mut u8, dst_stride: isize, n: usize);

/// # Safety
/// See [`CastFn`].
unsafe fn run<S: Elem + Cast<D>, D: Elem>(src: *const u8, src_stride: isize, dst: *mut u8, dst_stride: isize, n: usize) {
    // SAFETY: by the contract.
    unsafe {
        if src_stride == size_of::<S>() as isize && dst_stride == size_of::<D>() as isize {
            if S::DTYPE as u8 == D::DTYPE as u8 {
                return std::ptr::copy(src, dst, n * size_of::<S>());
            }
            let (s, d) = (src.cast::<S>(), dst.cast::<D>());
            let by_vectors = if D::DTYPE as u8 == DType::U32 as u8 { floats_by_vectors(S::DTYPE, src, n) } else { 0 };
            for k in 0..by_vectors {
                let at = s.add(k);
                let x = if matches!(S::DTYPE, DType::F32 | DType::C64) { f64::from(at.cast::<f32>().read_unaligned()) } else { at.cast::<f64>().read_unaligned() };
                d.add(k).cast::<u32>().write_unaligned(to_u32(x));
            }
            #[cfg(target_arch = "x86_64")]
            let by_vectors = if D::DTYPE as u8 == DType::I32 as u8 && matches!(S::DTYPE, DType::F32 | DType::F64) {
                floats_to_ints(src, size_of::<S>() == 8, dst.cast(), n)
            } else {
                by_vectors
            };
            for k in by_vectors..n {
                d.add(k).write_unaligned(s.add(k).read_unaligned().cast());
            }
            return;
        }
        let (mut s, mut d) = (src, dst);
        for _ in 0..n {
            d.cast::<D>().write_unaligned(s.cast::<S>().read_unaligned().cast());
            s = s.wrapping_offset(src_stride);
            d = d.wrapping_offset(dst_stride);
        }
    }
}

/// How many of `n` floats, or real parts, NumPy converts to uint32 by vectors: of complex numbers it never takes the last, and none that
/// are not aligned.
fn floats_by_vectors(from: DType, src: *const u8, n: usize) -> usize {
    match from {
        DType::F32 | DType::F64 => n / 4 * 4,
        DType::C64 | DType::C128 if (src as usize).is_multiple_of(from.size() / 2) => n.saturating_sub(1) / 4 * 4,
        _ => 0,
    }
}

/// Floats as int32, four at a time: what does not fit becomes the least number and sets the flag, as with one at a time. How many.
///
/// # Safety
/// There are `n` floats, of 64 bits (`is_double`) or 32, and room for as many ints.
#[cfg(target_arch = "x86_64")]
unsafe fn floats_to_ints(src: *const u8, is_double: bool, dst: *mut i32, n: usize) -> usize {
    use std::arch::x86_64::*;
    let whole = n - n % 4;
    // SAFETY: by the contract; every x86-64 has SSE2.
    unsafe {
        for k in (0..whole).step_by(4) {
            let ints = if is_double {
                let pair = |at: usize| _mm_cvttpd_epi32(_mm_loadu_pd(src.cast::<f64>().add(at)));
                _mm_unpacklo_epi64(pair(k), pair(k + 2))
            } else {
                _mm_cvttps_epi32(_mm_loadu_ps(src.cast::<f32>().add(k)))
            };
            _mm_storeu_si128(dst.add(k).cast(), ints);
        }
    }
    whole
}

macro_rules! by_dtype {
    ($d:expr, $f:ident) => {
        Some(match $d {
            DType::Bool => $f!(Bool8),
            DType::I8 => $f!(i8),
            DType::U8 => $f!(u8),
            DType::I16 => $f!(i16),
            DType::U16 => $f!(u16),
            DType::I32 => $f!(i32),
            DType::U32 => $f!(u32),
            DType::I64 => $f!(i64),
            DType::U64 => $f!(u64),
            DType::F16 => $f!(F16),
            DType::F32 => $f!(f32),
            DType::F64 => $f!(f64),
            DType::C64 => $f!(C64),
            DType::C128 => $f!(C128),
            DType::Object | DType::Str | DType::Bytes => return None,
        })
    };
}

/// The conversion between two numeric dtypes; None where one of them is not numeric.
pub fn find(from: DType, to: DType) -> Option<CastFn> {
    macro_rules! source {
        ($s:ty) => {{
            macro_rules! target {
                ($d:ty) => {
                    run::<$s, $d> as CastFn
                };
            }
            by_dtype!(to, target)?
        }};
    }
    by_dtype!(from, source)
}
