//! Square roots of doubles with AVX-512. The divider takes 18 cycles for eight; from an estimate, multiplications take half of that.

use super::loops::{Loop, LoopFn, Op1, loop1_narrow};
use crate::num::Elem;
use pyaot_abi::dtype::DType;

/// The loop of `numpy.sqrt`.
pub const fn loop1_root<O: Op1>() -> Loop {
    let plain = loop1_narrow::<O>();
    match <O::A as Elem>::DTYPE {
        #[cfg(target_arch = "x86_64")]
        DType::F64 => plain.widest(x86::doubles),
        _ => plain,
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{LoopFn, loop1_narrow};
    use crate::cpu::Backend;
    use crate::kernels::loops::{Ptrs, Strides};
    use crate::kernels::math::Sqrt;

    static ELSE: LoopFn = loop1_narrow::<Sqrt<f64>>().run(Backend::Avx2);

    const LANES: usize = 8;
    /// Between these no step comes near what overflows or is subnormal.
    const LEAST: f64 = f64::from_bits((1023 - 900) << 52);
    const MOST: f64 = f64::from_bits((1023 + 1000) << 52);

    /// # Safety
    /// See [`LoopFn`].
    pub unsafe fn doubles(p: &Ptrs, s: &Strides, n: usize) {
        // SAFETY: by the contract; this loop is chosen only where the machine has the instructions.
        unsafe {
            if s[0] == 8 && s[1] == 8 { contiguous(p[0].cast(), p[1].cast(), n) } else { ELSE(p, s, n) }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    unsafe fn contiguous(x: *const f64, y: *mut f64, n: usize) {
        let whole = n / LANES * LANES;
        // SAFETY: there are `n` elements of both, and the masks leave out what is beyond.
        unsafe {
            for k in (0..whole).step_by(LANES) {
                _mm512_storeu_pd(y.add(k), roots(_mm512_loadu_pd(x.add(k))));
            }
            if whole < n {
                let rest = (1u8 << (n - whole)) - 1;
                let last = _mm512_mask_loadu_pd(_mm512_set1_pd(1.0), rest, x.add(whole));
                _mm512_mask_storeu_pd(y.add(whole), rest, roots(last));
            }
        }
    }

    /// The estimate has 14 digits, each of two steps doubles them, for the root and for half of its reciprocal. The error of the root is
    /// then known to the last digit, and the sum with it is rounded as the exact root is: before the rounding, it is off by less than
    /// `2**-51` units, and the roots that are as near as that to the middle between two floats are few (the test has them all).
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    fn roots(x: __m512d) -> __m512d {
        let half = _mm512_set1_pd(0.5);
        let least = _mm512_set1_epi64(LEAST.to_bits() as i64);
        let range = _mm512_set1_epi64((MOST.to_bits() - LEAST.to_bits()) as i64);
        let other = _mm512_cmpgt_epu64_mask(_mm512_sub_epi64(_mm512_castpd_si512(x), least), range);
        let safe = _mm512_mask_mov_pd(x, other, half);
        let estimate = _mm512_rsqrt14_pd(safe);
        let (g, h) = (_mm512_mul_pd(safe, estimate), _mm512_mul_pd(half, estimate));
        let r = _mm512_fnmadd_pd(g, h, half);
        let (g, h) = (_mm512_fmadd_pd(g, r, g), _mm512_fmadd_pd(h, r, h));
        let r = _mm512_fnmadd_pd(g, h, half);
        let (g, h) = (_mm512_fmadd_pd(g, r, g), _mm512_fmadd_pd(h, r, h));
        let error = _mm512_fnmadd_pd(g, g, safe);
        let root = _mm512_fmadd_pd(error, h, g);
        if other == 0 { root } else { _mm512_mask_sqrt_pd(root, other, x) }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn check(mut xs: Vec<f64>) {
            if !Backend::Avx512.is_supported() {
                return;
            }
            let expected: Vec<u64> = xs.iter().map(|x| x.sqrt().to_bits()).collect();
            let at = xs.as_mut_ptr();
            // SAFETY: the machine has the instructions.
            unsafe { contiguous(at, at, xs.len()) };
            assert!(xs.iter().map(|x| x.to_bits()).eq(expected));
        }

        /// `x * 2**k` is `n**2 + n + j` for a small `j`: its root is as near to `n + 1/2` as roots come.
        #[test]
        fn hardest() {
            let mut xs = Vec::new();
            for j in (-200i128..=200).step_by(2) {
                for zeros in [52, 53] {
                    for first in 0..2i128 {
                        // One more digit of `n` at a time, so that the low digits of `n**2 + n + j` are zeros.
                        let mut n = first;
                        for bit in 1..=zeros {
                            if (n * n + n + j) >> bit & 1 != 0 {
                                n += 1 << bit;
                            }
                        }
                        let n = n & ((1 << zeros) - 1);
                        for n in [n, n + (1 << 52), n | (1 << 52)] {
                            let square = n * n + n + j;
                            let x = square >> zeros;
                            if square & ((1 << zeros) - 1) == 0 && (1 << 52..1 << 53).contains(&x) {
                                let x = x as f64 * if zeros == 53 { 2.0 } else { 1.0 };
                                xs.extend([x, x * 4.0, x / 2f64.powi(200), x * 2f64.powi(700)]);
                            }
                        }
                    }
                }
            }
            assert!(xs.len() > 400);
            check(xs);
        }

        #[test]
        fn any() {
            let mut state = 0x9e37_79b9_7f4a_7c15u64;
            let random = |_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                f64::from_bits(state & (u64::MAX >> 1))
            };
            check((0..1_000_003).map(random).filter(|x| !x.is_nan()).collect());
            check(vec![0.0, -0.0, f64::INFINITY, f64::MIN_POSITIVE, 5e-324, f64::MAX, LEAST, MOST, 1.0, 2.0, 4.0, 1.0 - f64::EPSILON / 2.0]);
        }
    }
}
