//! Sums in NumPy's order: pairwise, so that results agree to the last bit.

use std::hint::black_box;
use std::mem::MaybeUninit;

use crate::cpu::{Backend, backend};
use crate::num::{C, F16};
use crate::threads::{self, Elements};

/// Elements that are added up one by one, or by eight accumulators, at most.
const BLOCK: usize = 128;
/// Bytes that are asked for ahead, and from how many bytes on: memory delivers more than the processor asks for by itself.
const AHEAD: usize = 512;
const FAR: usize = 1 << 18;
/// Halvings of a sum.
const LEVELS: usize = 40;

/// A float as sums see it.
trait Term: Copy {
    type Wide: Copy + std::ops::Add<Output = Self::Wide>;
    const START: Self::Wide;
    fn wide(self) -> Self::Wide;
}

macro_rules! terms {
    ($($t:ty, $w:ty, |$x:ident| $e:expr;)*) => { $(
        impl Term for $t {
            type Wide = $w;
            const START: $w = -0.0;
            #[inline(always)]
            fn wide(self) -> $w { let $x = self; $e }
        }
    )* };
}

terms! {
    f32, f32, |x| x;
    f64, f64, |x| x;
    F16, f32, |x| x.to_f32();
}

/// The sum of eight accumulators, by pairs. The compiler is kept from vectors in which it would add up, and warn of the overflow of,
/// lanes that nobody asked for.
#[inline(always)]
fn total<W: Copy + std::ops::Add<Output = W>>(r: [W; 8]) -> W {
    let pairs = black_box([r[0] + r[1], r[2] + r[3], r[4] + r[5], r[6] + r[7]]);
    black_box(pairs[0] + pairs[1]) + (pairs[2] + pairs[3])
}

#[inline(always)]
unsafe fn at<T: Copy>(p: *const u8, stride: isize, k: usize) -> T {
    // SAFETY: by the contract of the callers.
    unsafe { p.wrapping_offset(stride * k as isize).cast::<T>().read_unaligned() }
}

/// Up to [`BLOCK`] elements. `IS_FAR`: from memory.
#[inline(always)]
unsafe fn block<T: Term, const IS_FAR: bool>(p: *const u8, stride: isize, n: usize) -> T::Wide {
    // SAFETY: by the contract of the callers.
    unsafe {
        if n < 8 {
            let mut sum = T::START;
            for k in 0..n {
                sum = sum + at::<T>(p, stride, k).wide();
            }
            return sum;
        }
        let mut r = [T::START; 8];
        for (j, r) in r.iter_mut().enumerate() {
            *r = at::<T>(p, stride, j).wide();
        }
        let mut k = 8;
        let whole = n - n % 8;
        if stride == size_of::<T>() as isize {
            let p = p.cast::<T>();
            while k < whole {
                if IS_FAR {
                    ahead(p.wrapping_add(k).cast::<u8>().wrapping_add(AHEAD));
                }
                for (j, r) in r.iter_mut().enumerate() {
                    *r = *r + p.add(k + j).read_unaligned().wide();
                }
                k += 8;
            }
        } else {
            while k < whole {
                for (j, r) in r.iter_mut().enumerate() {
                    *r = *r + at::<T>(p, stride, k + j).wide();
                }
                k += 8;
            }
        }
        let mut sum = total(r);
        while k < n {
            sum = sum + at::<T>(p, stride, k).wide();
            k += 1;
        }
        sum
    }
}

/// Asks for the cache line at an address, which may be anywhere.
#[inline(always)]
fn ahead<T>(p: *const T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: that reads nothing.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(p.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = p;
}

/// Two neighbouring blocks at once, since the additions of one have to wait for each other.
#[inline(always)]
unsafe fn two_blocks<T: Term>(p: *const u8, stride: isize, n: usize, m: usize) -> T::Wide {
    let second = p.wrapping_offset(stride * n as isize);
    // SAFETY: by the contract of the callers.
    unsafe {
        if stride != size_of::<T>() as isize || n < 8 || m < 8 {
            return block::<T, false>(p, stride, n) + block::<T, false>(second, stride, m);
        }
        let (a, b) = (p.cast::<T>(), second.cast::<T>());
        let mut r: [T::Wide; 8] = std::array::from_fn(|j| a.add(j).read_unaligned().wide());
        let mut q: [T::Wide; 8] = std::array::from_fn(|j| b.add(j).read_unaligned().wide());
        let both = (n.min(m)) & !7;
        let mut k = 8;
        while k < both {
            for j in 0..8 {
                r[j] = r[j] + a.add(k + j).read_unaligned().wide();
            }
            for j in 0..8 {
                q[j] = q[j] + b.add(k + j).read_unaligned().wide();
            }
            k += 8;
        }
        rest::<T>(&mut r, a, k, n) + rest::<T>(&mut q, b, k, m)
    }
}

/// The end of a block whose first `k` elements are in the accumulators.
#[inline(always)]
unsafe fn rest<T: Term>(r: &mut [T::Wide; 8], p: *const T, mut k: usize, n: usize) -> T::Wide {
    // SAFETY: by the contract of the callers.
    unsafe {
        while k < n & !7 {
            for (j, r) in r.iter_mut().enumerate() {
                *r = *r + p.add(k + j).read_unaligned().wide();
            }
            k += 8;
        }
        let mut sum = total(*r);
        while k < n {
            sum = sum + p.add(k).read_unaligned().wide();
            k += 1;
        }
        sum
    }
}

/// The length of the first part of `n` elements that are too many for one block.
#[inline(always)]
pub fn split(n: usize) -> usize {
    let half = n / 2;
    half - half % 8
}

/// The parts that are still to be added, as a stack instead of recursion, which could not be compiled for each set of
/// instructions: `(start, length)`, or a mark that the two sums on top are to be added.
#[inline(always)]
fn by_parts<W: Copy + std::ops::Add<Output = W>>(n: usize, limit: usize, cut: impl Fn(usize) -> usize, mut leaf: impl FnMut(usize, usize) -> W, mut pair: impl FnMut(usize, usize, usize) -> W, zero: W) -> W {
    if n <= limit {
        return leaf(0, n);
    }
    const JOIN: usize = usize::MAX;
    // Each level pushes two more entries, and halves lengths down to 64 or so: 2**40 elements have 34 levels.
    let mut todo = [const { MaybeUninit::<(usize, usize)>::uninit() }; 2 * LEVELS + 2];
    let mut sums = [zero; LEVELS + 2];
    let (mut top, mut have) = (1, 0);
    todo[0].write((0, n));
    while top > 0 {
        top -= 1;
        // SAFETY: entries below the top have been written.
        let (start, len) = unsafe { todo[top].assume_init() };
        if len == JOIN {
            have -= 1;
            sums[have - 1] = sums[have - 1] + sums[have];
        } else if len <= limit {
            sums[have] = leaf(start, len);
            have += 1;
        } else {
            let first = cut(len);
            if len - first <= limit {
                sums[have] = pair(start, first, len - first);
                have += 1;
                continue;
            }
            todo[top].write((0, JOIN));
            todo[top + 1].write((start + first, len - first));
            todo[top + 2].write((start, first));
            top += 3;
        }
    }
    sums[0]
}

/// The sum of `n` elements.
///
/// # Safety
/// `n` elements at `p`, `stride` bytes apart, are valid.
#[inline(always)]
unsafe fn pairwise<T: Term>(p: *const u8, stride: isize, n: usize) -> T::Wide {
    let from = |start: usize| p.wrapping_offset(stride * start as isize);
    // SAFETY: by the contract.
    unsafe {
        if n * size_of::<T>() < FAR {
            return by_parts(n, BLOCK, split, |start, n| block::<T, false>(from(start), stride, n), |start, n, m| two_blocks::<T>(from(start), stride, n, m), T::START);
        }
        let leaf = |start: usize, n: usize| block::<T, true>(from(start), stride, n);
        by_parts(n, BLOCK, split, leaf, |start, n, m| leaf(start, n) + leaf(start + n, m), T::START)
    }
}

macro_rules! pairwise {
    ($($name:ident: $t:ty, $w:ty;)*) => { $(
        /// The sum of `n` floats.
        ///
        /// # Safety
        /// `n` elements at `p`, `stride` bytes apart, are valid.
        #[inline(always)]
        pub unsafe fn $name(p: *const u8, stride: isize, n: usize) -> $w {
            // SAFETY: by the contract.
            unsafe { pairwise::<$t>(p, stride, n) }
        }
    )* };
}

pairwise! {
    pairwise_f64: f64, f64;
    pairwise_f32: f32, f32;
    pairwise_f16: F16, f32;
}

macro_rules! wholes {
    ($($name:ident, $base:ident, $avx2:ident, $sum:ident, $sum_avx2:ident, $total:ident, $pairwise:ident, $t:ty;)*) => { $(
        #[inline(always)]
        unsafe fn $base(p: *const $t, n: usize, mean: $t) -> $t {
            let square = |k: usize| {
                // SAFETY: by the contract.
                let d = unsafe { p.add(k).read_unaligned() } - mean;
                d * d
            };
            let leaf = |start: usize, n: usize| {
                if n < 8 {
                    return (0..n).fold(-0.0, |sum, k| sum + square(start + k));
                }
                let mut r: [$t; 8] = std::array::from_fn(|j| square(start + j));
                let whole = n - n % 8;
                let mut k = 8;
                while k < whole {
                    for (j, r) in r.iter_mut().enumerate() {
                        *r += square(start + k + j);
                    }
                    k += 8;
                }
                let sum = total(r);
                (whole..n).fold(sum, |sum, k| sum + square(start + k))
            };
            by_parts(n, BLOCK, split, leaf, |start, n, m| leaf(start, n) + leaf(start + n, m), 0.0)
        }

        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
        unsafe fn $avx2(p: *const $t, n: usize, mean: $t) -> $t {
            // SAFETY: the caller's promise.
            unsafe { $base(p, n, mean) }
        }

        /// The sum of squared differences from `mean`, to the bit as NumPy's `var` adds up the array of them.
        ///
        /// # Safety
        /// There are `n` numbers at `p`.
        pub unsafe fn $name(p: *const $t, n: usize, mean: $t) -> $t {
            let all = Elements(p.cast_mut().cast());
            let all = &all;
            // SAFETY: parts of the elements; the backend is one that the machine has.
            let part = |start: usize, n: usize| unsafe {
                let p = all.0.cast::<$t>().add(start);
                if backend() >= Backend::Avx2 { $avx2(p, n, mean) } else { $base(p, n, mean) }
            };
            threads::joined(n, split, part, |a, b| a + b)
        }

        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
        unsafe fn $sum_avx2(p: *const u8, n: usize) -> $t {
            // SAFETY: the caller's promise.
            unsafe { $pairwise(p, size_of::<$t>() as isize, n) }
        }

        #[inline(always)]
        unsafe fn $sum(p: *const u8, n: usize) -> $t {
            // SAFETY: the caller's promise.
            unsafe { $pairwise(p, size_of::<$t>() as isize, n) }
        }

        /// The sum of contiguous floats, on several threads if there are many.
        ///
        /// # Safety
        /// There are `n` numbers at `p`.
        pub unsafe fn $total(p: *const u8, n: usize) -> $t {
            let all = Elements(p.cast_mut());
            let all = &all;
            // SAFETY: as above.
            let part = |start: usize, n: usize| unsafe {
                let p = all.0.add(start * size_of::<$t>());
                if backend() >= Backend::Avx2 { $sum_avx2(p, n) } else { $sum(p, n) }
            };
            threads::joined(n, split, part, |a, b| a + b)
        }
    )* };
}

wholes! {
    deviations_f32, deviations_f32_base, deviations_f32_avx2, sum_f32, sum_f32_avx2, total_f32, pairwise_f32, f32;
    deviations_f64, deviations_f64_base, deviations_f64_avx2, sum_f64, sum_f64_avx2, total_f64, pairwise_f64, f64;
}

macro_rules! complex {
    ($name:ident, $t:ty) => {
        /// The sum of `n` complex numbers.
        ///
        /// # Safety
        /// See [`pairwise_f64`].
        #[inline(always)]
        pub unsafe fn $name(p: *const u8, stride: isize, n: usize) -> C<$t> {
            // Lengths count floats, two for each number: a block has 64 numbers, in four accumulators each.
            let leaf = |start: usize, len: usize| {
                let (p, n) = (p.wrapping_offset(stride * (start / 2) as isize), len / 2);
                // SAFETY: by the contract.
                let get = |k: usize| Pair(unsafe { at::<C<$t>>(p, stride, k) });
                if n < 4 {
                    return (0..n).fold(Pair(C { re: -0.0, im: -0.0 }), |sum, k| sum + get(k));
                }
                let mut r = [get(0), get(1), get(2), get(3)];
                let whole = n - n % 4;
                let mut k = 4;
                while k < whole {
                    for j in 0..4 {
                        r[j] = r[j] + get(k + j);
                    }
                    k += 4;
                }
                let sum = (r[0] + r[1]) + (r[2] + r[3]);
                (whole..n).fold(sum, |sum, k| sum + get(k))
            };
            by_parts(2 * n, BLOCK, split, leaf, |start, n, m| leaf(start, n) + leaf(start + n, m), Pair(C { re: 0.0, im: 0.0 })).0
        }
    };
}

#[derive(Clone, Copy)]
struct Pair<T>(C<T>);

impl<T: Copy + std::ops::Add<Output = T>> std::ops::Add for Pair<T> {
    type Output = Pair<T>;
    #[inline(always)]
    fn add(self, b: Pair<T>) -> Pair<T> {
        Pair(C { re: self.0.re + b.0.re, im: self.0.im + b.0.im })
    }
}

complex!(pairwise_c64, f32);
complex!(pairwise_c128, f64);
