//! `numpy.clip`: three operands.

use super::loops::{Loop, Ptrs, Strides, loop_clones};
use crate::num::{Bool8, C64, C128, Elem, F16, Ord2};

#[inline(always)]
fn clip<T: Ord2>(x: T, low: T, high: T) -> T {
    let x = if low.lt(x) | x.is_nan() { x } else { low };
    if x.lt(high) | x.is_nan() { x } else { high }
}

/// `r[k] = f(a[k])`; both are the same or do not overlap.
#[inline(always)]
unsafe fn each<T: Copy>(a: *const T, r: *mut T, n: usize, f: impl Fn(T) -> T) {
    // SAFETY: by the contract of loops.
    unsafe {
        if a == r {
            for k in 0..n {
                r.add(k).write_unaligned(f(r.add(k).read_unaligned()));
            }
        } else {
            for k in 0..n {
                r.add(k).write_unaligned(f(a.add(k).read_unaligned()));
            }
        }
    }
}

#[inline(always)]
unsafe fn body<T: Ord2>(p: &Ptrs, s: &Strides, n: usize) {
    // SAFETY: by the contract of loops.
    unsafe {
        let size = size_of::<T>() as isize;
        if s[0] == size && s[1] == 0 && s[2] == 0 && s[3] == size && n > 0 {
            let (low, high) = (p[1].cast::<T>().read_unaligned(), p[2].cast::<T>().read_unaligned());
            if low.is_nan() || high.is_nan() || T::DTYPE.is_complex() {
                each(p[0].cast(), p[3].cast(), n, |x| clip(x, low, high));
            } else {
                // NaNs fall through both comparisons.
                let clip = |x: T| {
                    let x = if x.le(low) { low } else { x };
                    if high.le(x) { high } else { x }
                };
                each(p[0].cast(), p[3].cast(), n, clip);
            }
            return;
        }
        let mut q = *p;
        for _ in 0..n {
            let get = |k: usize| q[k].cast::<T>().read_unaligned();
            q[3].cast::<T>().write_unaligned(clip(get(0), get(1), get(2)));
            for op in 0..4 {
                q[op] = q[op].wrapping_offset(s[op]);
            }
        }
    }
}

unsafe fn base<T: Ord2>(p: &Ptrs, s: &Strides, n: usize) {
    // SAFETY: the caller's promise.
    unsafe { body::<T>(p, s, n) }
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
unsafe fn avx2<T: Ord2>(p: &Ptrs, s: &Strides, n: usize) {
    // SAFETY: the caller's promise; chosen only where the machine has it.
    unsafe { body::<T>(p, s, n) }
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
unsafe fn avx512<T: Ord2>(p: &Ptrs, s: &Strides, n: usize) {
    // SAFETY: as above.
    unsafe { body::<T>(p, s, n) }
}

const fn clips<T: Ord2 + Elem>() -> Loop {
    loop_clones([T::DTYPE; 4], [base::<T>, avx2::<T>, avx512::<T>]).quiet()
}

/// `numpy.clip`
pub static CLIP: [Loop; 14] = [
    clips::<Bool8>(), clips::<i8>(), clips::<u8>(), clips::<i16>(), clips::<u16>(), clips::<i32>(), clips::<u32>(), clips::<i64>(), clips::<u64>(),
    clips::<F16>(), clips::<f32>(), clips::<f64>(), clips::<C64>(), clips::<C128>(),
];

