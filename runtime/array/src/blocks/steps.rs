//! The operations of a program on some elements: kernels, choices and checks.

use super::{MOST, Step, What};
use crate::cpu::{Backend, backend};
use crate::kernels::loops::{MAX_OPS, Ptrs, Strides};

/// The elements of an operand, or one for all (a step of 0).
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub at: *mut u8,
    pub stride: isize,
}

/// One operation on `n` elements; false: some are not for it.
///
/// # Safety
/// The operands and the result have so many elements; masks are bytes, all else floats.
pub(super) unsafe fn apply(step: &Step, operands: &[Source; MOST], to: *mut u8, n: usize) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        match &step.what {
            What::Run { run, two, .. } => {
                let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
                let mut s: Strides = [0; MAX_OPS];
                let nin = 1 + usize::from(*two);
                for j in 0..nin {
                    (p[j], s[j]) = (operands[j].at, operands[j].stride);
                }
                (p[nin], s[nin]) = (to, step.size.into());
                run(&p, &s, n);
                true
            }
            What::Choose => {
                choose(operands, to.cast(), n);
                true
            }
            What::Pick(c) => {
                pick(*c, operands, to.cast(), n);
                true
            }
            What::CheckPairs(c, is) => check_pairs(*c, *is, operands, n),
            What::One(f) => (0..n).all(|k| f(operands[0].float(k)).is_ok_and(|r| {
                to.cast::<f64>().add(k).write(r);
                true
            })),
            What::Two(f) => (0..n).all(|k| f(operands[0].float(k), operands[1].float(k)).is_ok_and(|r| {
                to.cast::<f64>().add(k).write(r);
                true
            })),
            What::Check(is) => all(operands[0], *is, n),
            What::CheckResult => {
                let [x, r, y, _] = operands;
                all_finite(*r, n) || (0..n).all(|k| is_result(x.float(k), y.float(k), r.float(k)))
            }
        }
    }
}

/// The function does not raise: a NaN comes from a NaN, an infinity from what is not finite.
fn is_result(x: f64, y: f64, r: f64) -> bool {
    r.is_finite() || r.is_nan() && (x.is_nan() || y.is_nan()) || r.is_infinite() && !(x.is_finite() && y.is_finite())
}

impl Source {
    #[inline(always)]
    unsafe fn float(&self, k: usize) -> f64 {
        // SAFETY: the caller has so many elements there.
        unsafe { self.at.wrapping_offset(self.stride * k as isize).cast::<f64>().read_unaligned() }
    }
}

unsafe fn all(mask: Source, is: bool, n: usize) -> bool {
    // SAFETY: `n` bytes, or one for all.
    let bytes = unsafe { std::slice::from_raw_parts(mask.at, if mask.stride == 0 { 1 } else { n }) };
    let mut sum = 0u8;
    for b in bytes {
        sum |= b ^ u8::from(is);
    }
    sum == 0
}

/// How two floats are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Compare {
    pub fn of(name: &str) -> Option<Compare> {
        Some(match name {
            "equal" => Compare::Eq,
            "not_equal" => Compare::Ne,
            "less" => Compare::Lt,
            "less_equal" => Compare::Le,
            "greater" => Compare::Gt,
            "greater_equal" => Compare::Ge,
            _ => return None,
        })
    }

    fn holds(self, x: f64, y: f64) -> bool {
        match self {
            Compare::Eq => x == y,
            Compare::Ne => x != y,
            Compare::Lt => x < y,
            Compare::Le => x <= y,
            Compare::Gt => x > y,
            Compare::Ge => x >= y,
        }
    }
}

unsafe fn choose(o: &[Source; MOST], to: *mut f64, n: usize) {
    let mut done = 0;
    // SAFETY: the caller's promise; a mask's elements are bytes.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        if backend() >= Backend::Avx2 && o[2].stride != 0 {
            done = vectors::choose(o, to, n);
        }
        let step = isize::from(o[2].stride != 0);
        for k in done..n {
            let m = o[2].at.wrapping_offset(step * k as isize).read();
            to.add(k).write_unaligned(if m != 0 { o[0].float(k) } else { o[1].float(k) });
        }
    }
}

unsafe fn pick(c: Compare, o: &[Source; MOST], to: *mut f64, n: usize) {
    let mut done = 0;
    // SAFETY: the caller's promise.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        if backend() >= Backend::Avx2 {
            done = match c {
                Compare::Eq => vectors::pick::<{ vectors::EQ }>(o, to, n),
                Compare::Ne => vectors::pick::<{ vectors::NE }>(o, to, n),
                Compare::Lt => vectors::pick::<{ vectors::LT }>(o, to, n),
                Compare::Le => vectors::pick::<{ vectors::LE }>(o, to, n),
                Compare::Gt => vectors::pick::<{ vectors::GT }>(o, to, n),
                Compare::Ge => vectors::pick::<{ vectors::GE }>(o, to, n),
            };
        }
        for k in done..n {
            to.add(k).write_unaligned(if c.holds(o[2].float(k), o[3].float(k)) { o[0].float(k) } else { o[1].float(k) });
        }
    }
}

unsafe fn check_pairs(c: Compare, is: bool, o: &[Source; MOST], n: usize) -> bool {
    let mut done = 0;
    // SAFETY: the caller's promise.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        if backend() >= Backend::Avx2 {
            let (all, looked_at) = match c {
                Compare::Eq => vectors::check::<{ vectors::EQ }>(o, is, n),
                Compare::Ne => vectors::check::<{ vectors::NE }>(o, is, n),
                Compare::Lt => vectors::check::<{ vectors::LT }>(o, is, n),
                Compare::Le => vectors::check::<{ vectors::LE }>(o, is, n),
                Compare::Gt => vectors::check::<{ vectors::GT }>(o, is, n),
                Compare::Ge => vectors::check::<{ vectors::GE }>(o, is, n),
            };
            if !all {
                return false;
            }
            done = looked_at;
        }
        (done..n).all(|k| c.holds(o[0].float(k), o[1].float(k)) == is)
    }
}

unsafe fn all_finite(r: Source, n: usize) -> bool {
    let mut done = 0;
    // SAFETY: the caller's promise.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        if backend() >= Backend::Avx2 {
            let (all, looked_at) = vectors::all_finite(r, n);
            if !all {
                return false;
            }
            done = looked_at;
        }
        (done..n).all(|k| r.float(k).is_finite())
    }
}

/// The same for as many elements as fill whole vectors: how many these are.
#[cfg(target_arch = "x86_64")]
mod vectors {
    use std::arch::x86_64::*;

    use super::Source;
    use crate::blocks::MOST;

    pub const EQ: i32 = _CMP_EQ_OQ;
    pub const NE: i32 = _CMP_NEQ_UQ;
    pub const LT: i32 = _CMP_LT_OQ;
    pub const LE: i32 = _CMP_LE_OQ;
    pub const GT: i32 = _CMP_GT_OQ;
    pub const GE: i32 = _CMP_GE_OQ;
    const LANES: usize = 4;

    /// Four elements from `k` on, or one for all.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn load(s: &Source, k: usize) -> __m256d {
        // SAFETY: the caller has so many elements; steps are 8 or 0.
        unsafe { if s.stride == 0 { _mm256_set1_pd(s.float(0)) } else { _mm256_loadu_pd(s.at.cast::<f64>().add(k)) } }
    }

    #[target_feature(enable = "avx2")]
    pub unsafe fn choose(o: &[Source; MOST], to: *mut f64, n: usize) -> usize {
        let whole = n / LANES * LANES;
        for k in (0..whole).step_by(LANES) {
            // SAFETY: the caller has `n` elements everywhere.
            unsafe {
                let bytes = _mm_cvtsi32_si128(o[2].at.add(k).cast::<i32>().read_unaligned());
                let mask = _mm256_sub_epi64(_mm256_setzero_si256(), _mm256_cvtepu8_epi64(bytes));
                _mm256_storeu_pd(to.add(k), _mm256_blendv_pd(load(&o[1], k), load(&o[0], k), _mm256_castsi256_pd(mask)));
            }
        }
        whole
    }

    #[target_feature(enable = "avx2")]
    pub unsafe fn pick<const C: i32>(o: &[Source; MOST], to: *mut f64, n: usize) -> usize {
        let whole = n / LANES * LANES;
        for k in (0..whole).step_by(LANES) {
            // SAFETY: as above.
            unsafe {
                let mask = _mm256_cmp_pd::<C>(load(&o[2], k), load(&o[3], k));
                _mm256_storeu_pd(to.add(k), _mm256_blendv_pd(load(&o[1], k), load(&o[0], k), mask));
            }
        }
        whole
    }

    #[target_feature(enable = "avx2")]
    pub unsafe fn check<const C: i32>(o: &[Source; MOST], is: bool, n: usize) -> (bool, usize) {
        let whole = n / LANES * LANES;
        let (mut all, mut any) = (_mm256_castsi256_pd(_mm256_set1_epi64x(-1)), _mm256_setzero_pd());
        for k in (0..whole).step_by(LANES) {
            // SAFETY: as above.
            let mask = unsafe { _mm256_cmp_pd::<C>(load(&o[0], k), load(&o[1], k)) };
            all = _mm256_and_pd(all, mask);
            any = _mm256_or_pd(any, mask);
        }
        (if is { _mm256_movemask_pd(all) == 0xF } else { _mm256_movemask_pd(any) == 0 }, whole)
    }

    #[target_feature(enable = "avx2")]
    pub unsafe fn all_finite(r: Source, n: usize) -> (bool, usize) {
        let whole = n / LANES * LANES;
        let exponent = _mm256_set1_epi64x(f64::INFINITY.to_bits() as i64);
        let mut any = _mm256_setzero_si256();
        for k in (0..whole).step_by(LANES) {
            // SAFETY: as above.
            let bits = unsafe { _mm256_castpd_si256(load(&r, k)) };
            any = _mm256_or_si256(any, _mm256_cmpeq_epi64(_mm256_and_si256(bits, exponent), exponent));
        }
        (_mm256_testz_si256(any, any) == 1, whole)
    }
}
