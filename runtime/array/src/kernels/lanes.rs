//! Vectors of doubles with what the compiler makes of no loop over single ones: small tables in registers, and the parts of a float.
//!
//! Functions are written once, over any [`Lanes`], and give the same for each width.

/// Doubles that are worked on at a time.
///
/// Every operation is one of the processor's; whoever uses a width has made sure that the machine has its instructions.
pub trait Lanes: Copy {
    const N: usize;
    /// The place in a table of 16, for each.
    type Place: Copy;

    /// # Safety
    /// There are [`Lanes::N`] doubles.
    unsafe fn load(from: *const f64) -> Self;
    /// # Safety
    /// There is room for [`Lanes::N`] doubles.
    unsafe fn store(self, to: *mut f64);
    fn all(x: f64) -> Self;
    fn plus(self, b: Self) -> Self;
    fn minus(self, b: Self) -> Self;
    fn times(self, b: Self) -> Self;
    /// `self * b + c`, rounded once.
    fn times_plus(self, b: Self, c: Self) -> Self;
    /// `self * b - c`, rounded once.
    fn times_minus(self, b: Self, c: Self) -> Self;
    /// `c - self * b`, rounded once.
    fn times_from(self, b: Self, c: Self) -> Self;
    /// `k`, `z` and the sixteenth of `start..2 * start` that `z` lies in (by its bits), with `2**k * z` the number, which is positive and
    /// not subnormal. `start` is between 1/2 and 1.
    fn octave(self, start: f64) -> (Self, Self, Self::Place);
    fn pick(table: &[f64; 16], at: Self::Place) -> Self;
}

const EXPONENT: u64 = 0xfff << 52;
const ONE: u64 = 1023 << 52;
/// Has its last place at 1.
const UNITS: u64 = 0x433 << 52;
const UNITS_AND_BIAS: f64 = 4_503_599_627_370_496.0 + 1023.0;

impl Lanes for f64 {
    const N: usize = 1;
    type Place = usize;

    #[inline(always)]
    unsafe fn load(from: *const f64) -> f64 {
        // SAFETY: the caller's promise.
        unsafe { from.read_unaligned() }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { to.write_unaligned(self) }
    }
    #[inline(always)]
    fn all(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn plus(self, b: f64) -> f64 {
        self + b
    }
    #[inline(always)]
    fn minus(self, b: f64) -> f64 {
        self - b
    }
    #[inline(always)]
    fn times(self, b: f64) -> f64 {
        self * b
    }
    #[inline(always)]
    fn times_plus(self, b: f64, c: f64) -> f64 {
        self.mul_add(b, c)
    }
    #[inline(always)]
    fn times_minus(self, b: f64, c: f64) -> f64 {
        self.mul_add(b, -c)
    }
    #[inline(always)]
    fn times_from(self, b: f64, c: f64) -> f64 {
        (-self).mul_add(b, c)
    }
    #[inline(always)]
    fn octave(self, start: f64) -> (f64, f64, usize) {
        let bits = self.to_bits();
        let above = bits.wrapping_sub(start.to_bits().wrapping_sub(ONE));
        let k = f64::from_bits(above >> 52 | UNITS) - UNITS_AND_BIAS;
        let z = f64::from_bits(bits.wrapping_sub((above & EXPONENT).wrapping_sub(ONE)));
        (k, z, (above >> 48) as usize & 15)
    }
    #[inline(always)]
    fn pick(table: &[f64; 16], at: usize) -> f64 {
        table[at]
    }
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Four, Eight};

/// Elsewhere no backend is wider.
#[cfg(not(target_arch = "x86_64"))]
pub type Four = f64;
#[cfg(not(target_arch = "x86_64"))]
pub type Eight = f64;

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{EXPONENT, Lanes, ONE, UNITS, UNITS_AND_BIAS};

    pub type Four = __m256d;
    pub type Eight = __m512d;

    /// What is an instruction for both widths.
    macro_rules! instructions {
        ($load:ident, $store:ident, $all:ident; $($name:ident($($p:ident),*) = $f:ident;)*) => {
            #[inline(always)]
            unsafe fn load(from: *const f64) -> Self {
                // SAFETY: the caller's promise; the machine has the instructions, see [`Lanes`].
                unsafe { $load(from) }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut f64) {
                // SAFETY: as above.
                unsafe { $store(to, self) }
            }
            #[inline(always)]
            fn all(x: f64) -> Self {
                // SAFETY: the machine has the instructions, see [`Lanes`].
                unsafe { $all(x) }
            }
            $(
                #[inline(always)]
                fn $name(self $(, $p: Self)*) -> Self {
                    // SAFETY: as above.
                    unsafe { $f(self $(, $p)*) }
                }
            )*
        };
    }

    impl Lanes for Four {
        const N: usize = 4;
        type Place = __m256i;

        instructions! {
            _mm256_loadu_pd, _mm256_storeu_pd, _mm256_set1_pd;
            plus(b) = _mm256_add_pd;
            minus(b) = _mm256_sub_pd;
            times(b) = _mm256_mul_pd;
            times_plus(b, c) = _mm256_fmadd_pd;
            times_minus(b, c) = _mm256_fmsub_pd;
            times_from(b, c) = _mm256_fnmadd_pd;
        }
        #[inline(always)]
        fn octave(self, start: f64) -> (Four, Four, __m256i) {
            // SAFETY: the machine has the instructions, see [`Lanes`].
            unsafe {
                let bits = _mm256_castpd_si256(self);
                let above = _mm256_sub_epi64(bits, _mm256_set1_epi64x((start.to_bits().wrapping_sub(ONE)) as i64));
                let k = _mm256_or_si256(_mm256_srli_epi64::<52>(above), _mm256_set1_epi64x(UNITS as i64));
                let k = _mm256_sub_pd(_mm256_castsi256_pd(k), _mm256_set1_pd(UNITS_AND_BIAS));
                let power = _mm256_and_si256(above, _mm256_set1_epi64x(EXPONENT as i64));
                let z = _mm256_sub_epi64(bits, _mm256_sub_epi64(power, _mm256_set1_epi64x(ONE as i64)));
                let place = _mm256_and_si256(_mm256_srli_epi64::<48>(above), _mm256_set1_epi64x(15));
                (k, _mm256_castsi256_pd(z), place)
            }
        }
        #[inline(always)]
        fn pick(table: &[f64; 16], at: __m256i) -> Four {
            // SAFETY: as above; the places are below 16.
            unsafe { _mm256_i64gather_pd::<8>(table.as_ptr(), at) }
        }
    }

    impl Lanes for Eight {
        const N: usize = 8;
        type Place = __m512i;

        instructions! {
            _mm512_loadu_pd, _mm512_storeu_pd, _mm512_set1_pd;
            plus(b) = _mm512_add_pd;
            minus(b) = _mm512_sub_pd;
            times(b) = _mm512_mul_pd;
            times_plus(b, c) = _mm512_fmadd_pd;
            times_minus(b, c) = _mm512_fmsub_pd;
            times_from(b, c) = _mm512_fnmadd_pd;
        }
        #[inline(always)]
        fn octave(self, start: f64) -> (Eight, Eight, __m512i) {
            // SAFETY: the machine has the instructions, see [`Lanes`].
            unsafe {
                let bits = _mm512_castpd_si512(self);
                let above = _mm512_sub_epi64(bits, _mm512_set1_epi64(start.to_bits() as i64));
                let k = _mm512_cvtepi64_pd(_mm512_srai_epi64::<52>(above));
                let z = _mm512_sub_epi64(bits, _mm512_and_si512(above, _mm512_set1_epi64(EXPONENT as i64)));
                (k, _mm512_castsi512_pd(z), _mm512_srli_epi64::<48>(above))
            }
        }
        #[inline(always)]
        fn pick(table: &[f64; 16], at: __m512i) -> Eight {
            // SAFETY: as above; of a place, the instruction looks at four bits.
            unsafe { _mm512_permutex2var_pd(_mm512_loadu_pd(table.as_ptr()), at, _mm512_loadu_pd(table.as_ptr().add(8))) }
        }
    }
}
