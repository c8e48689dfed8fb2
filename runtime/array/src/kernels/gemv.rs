//! Products of matrices of float64 and vectors, in the order of the BLAS library under NumPy (one thread), so that they agree with it to
//! the last bit. The library has two orders for a matrix whose rows are contiguous, by whether its rows or its columns meet the vector,
//! and for columns another one on machines with AVX-512.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::dot::Matrix;
use crate::pool::Scratch;

const SIZE: isize = size_of::<f64>() as isize;
/// Products that are added up at a time.
const BLOCK: usize = 2048;

/// A vector in memory: address, and bytes from element to element.
#[derive(Clone, Copy)]
pub struct Vector {
    pub data: *mut u8,
    pub step: isize,
}

impl Vector {
    /// # Safety
    /// The element is in the vector.
    #[inline(always)]
    pub unsafe fn at<T>(self, i: usize) -> *mut T {
        self.data.wrapping_offset(self.step * i as isize).cast()
    }

    /// Where its elements are contiguous: there, or in a copy.
    ///
    /// # Safety
    /// The vector has `n` elements.
    pub unsafe fn contiguous<T>(self, n: usize, copy: &mut Option<Scratch>) -> *const T {
        if self.step == size_of::<T>() as isize {
            return self.data.cast();
        }
        let to = copy.insert(Scratch::new(n * size_of::<T>())).at.cast::<T>();
        for i in 0..n {
            // SAFETY: elements of the vector; the copy has room for them.
            unsafe { to.add(i).write(self.at::<T>(i).read_unaligned()) };
        }
        to
    }
}

/// The sum of a vector's halves, then of the two that are left.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn across(x: __m256d) -> f64 {
    let half = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd::<1>(x));
    _mm_cvtsd_f64(half) + _mm_cvtsd_f64(_mm_unpackhi_pd(half, half))
}

/// What float64 and float32 have in common. The module has its own `BLOCK`, `chains` and `rounded`.
macro_rules! vectors {
    ($t:ty) => {
        /// `y = a @ x`, where `a` is m by k, and its rows are contiguous: [`chains`] for each element, and an end of up to three products,
        /// which are rounded unless it is `fused`. Rows without three others are [`rounded`].
        ///
        /// # Safety
        /// The machine has AVX2 and fused multiply-add; all elements are in their operands.
        #[target_feature(enable = "avx2,fma")]
        pub unsafe fn rows(m: usize, k: usize, fused: bool, a: Matrix, x: Vector, y: Vector) {
            let mut copy = None;
            // SAFETY: the caller's promise; blocks are parts of rows.
            unsafe {
                let x = x.contiguous::<$t>(k, &mut copy);
                let whole = k - k % 4;
                let (fours, twos) = (m - m % 4, m - m % 2);
                let mut l = 0;
                while l < whole {
                    let len = BLOCK.min(whole - l);
                    let x = x.add(l);
                    let row = |i: usize| a.at::<$t>(i, l).cast_const();
                    let put = |i: usize, sum: $t| y.at::<$t>(i).write_unaligned(if l == 0 { 0.0 + sum } else { y.at::<$t>(i).read_unaligned() + sum });
                    let mut i = 0;
                    while i < fours {
                        if i + 8 <= fours {
                            for (r, sum) in chains::<8>(len, std::array::from_fn(|r| row(i + r)), x).into_iter().enumerate() {
                                put(i + r, sum);
                            }
                            i += 8;
                        } else {
                            for (r, sum) in chains::<4>(len, std::array::from_fn(|r| row(i + r)), x).into_iter().enumerate() {
                                put(i + r, sum);
                            }
                            i += 4;
                        }
                    }
                    while i < twos {
                        put(i, rounded::<1>(len, row(i), x));
                        i += 1;
                    }
                    if i < m {
                        put(i, rounded::<2>(len, row(i), x));
                    }
                    l += len;
                }
                if whole == k {
                    return;
                }
                let x: [$t; 3] = std::array::from_fn(|r| if whole + r < k { *x.add(whole + r) } else { 0.0 });
                for i in 0..m {
                    let row = a.at::<$t>(i, whole).cast_const();
                    let sum = if whole == 0 { 0.0 } else { y.at::<$t>(i).read_unaligned() };
                    let at = |r: usize| row.add(r).read_unaligned();
                    let sum = match k - whole {
                        1 if fused => at(0).mul_add(x[0], sum),
                        rest if fused => {
                            let two = at(0).mul_add(x[0], at(1) * x[1]);
                            sum + if rest == 2 { two } else { at(2).mul_add(x[2], two) }
                        }
                        rest => sum + (1..rest).fold(at(0) * x[0], |sum, r| sum + at(r) * x[r]),
                    };
                    y.at::<$t>(i).write_unaligned(sum);
                }
            }
        }

        /// The last, up to three elements of `x @ a`: one product after the other, rounded unless `fused`; of rows that are nothing but
        /// these elements, by pairs.
        ///
        /// # Safety
        /// All elements are in their operands.
        #[target_feature(enable = "avx2,fma")]
        unsafe fn ends(k: usize, columns: std::ops::Range<usize>, fused: bool, x: Vector, a: Matrix, to: *mut $t) {
            let dense = a.row == SIZE * columns.len() as isize && x.step == SIZE;
            for j in columns {
                // SAFETY: the caller's promise.
                unsafe {
                    let of = |l: usize| a.at::<$t>(l, j).read_unaligned();
                    let element = |l: usize| x.at::<$t>(l).read_unaligned();
                    let add = |sum: $t, l: usize| if fused { of(l).mul_add(element(l), sum) } else { sum + of(l) * element(l) };
                    let (mut sum, mut l) = (0.0, 0);
                    while dense && l + 2 <= k - k % 4 {
                        sum += add(of(l + 1) * element(l + 1), l);
                        l += 2;
                    }
                    to.add(j).write_unaligned(0.0 + (l..k).fold(sum, add));
                }
            }
        }
    };
}
pub(super) use vectors;

vectors!(f64);

/// Products of `n` elements of so many rows in four chains: chain `c` has every fourth, from `c` on.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn chains<const H: usize>(n: usize, rows: [*const f64; H], x: *const f64) -> [f64; H] {
    let mut acc = [_mm256_setzero_pd(); H];
    for j in (0..n).step_by(4) {
        // SAFETY: the caller's rows have so many elements.
        unsafe {
            let x = _mm256_loadu_pd(x.add(j));
            for (acc, row) in acc.iter_mut().zip(rows) {
                *acc = _mm256_fmadd_pd(_mm256_loadu_pd(row.add(j)), x, *acc);
            }
        }
    }
    acc.map(|acc| across(acc))
}

/// A row's sum in two chains, or in `P` pairs of chains, of products that are rounded before they are added.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn rounded<const P: usize>(n: usize, row: *const f64, x: *const f64) -> f64 {
    let mut acc = [_mm_setzero_pd(); P];
    for j in (0..n).step_by(2) {
        // SAFETY: the caller's row has so many elements.
        unsafe {
            let acc = &mut acc[j / 2 % P];
            *acc = _mm_add_pd(*acc, _mm_mul_pd(_mm_loadu_pd(row.add(j)), _mm_loadu_pd(x.add(j))));
        }
    }
    let all = if P == 2 { _mm_add_pd(acc[0], acc[P - 1]) } else { acc[0] };
    _mm_cvtsd_f64(all) + _mm_cvtsd_f64(_mm_unpackhi_pd(all, all))
}

/// How the products of four columns, and of two, are added up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Those of the even columns, those of the odd ones, and then both.
    Pairs,
    /// One after the other, the second column's before the first's.
    Chain,
}

/// `y = x @ a`, where `a` is k by n, and its rows are contiguous. To each element are added the products of four rows of `a` at a time; to
/// up to three elements at the end, one product after the other.
///
/// # Safety
/// The machine has AVX2 and fused multiply-add; all elements are in their operands.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn columns(k: usize, n: usize, order: Columns, x: Vector, a: Matrix, y: Vector) {
    let room = if y.step == SIZE { None } else { Some(Scratch::new(n * size_of::<f64>())) };
    // SAFETY: the caller's promise.
    unsafe {
        let to = room.as_ref().map_or(y.data.cast(), |r| r.at.cast::<f64>());
        let row = |l: usize| a.at::<f64>(l, 0).cast_const();
        let element = |l: usize| x.at::<f64>(l).read_unaligned();
        let whole = n - n % 4;
        if whole > 0 {
            // Where the vector has gaps, the last rows come one by one.
            let (fours, twos) = (k - k % 4, if x.step == SIZE { k - k % 2 } else { k - k % 4 });
            std::slice::from_raw_parts_mut(to, whole).fill(0.0);
            let mut l = 0;
            while l < k {
                let high = if l < fours { 4 } else if l < twos { 2 } else { 1 };
                let rows: [*const f64; 4] = std::array::from_fn(|r| row(l + r.min(high - 1)));
                let x: [f64; 4] = std::array::from_fn(|r| element(l + r.min(high - 1)));
                match (high, order) {
                    (4, Columns::Pairs) => add_rows::<4, true>(whole, rows, x, to),
                    (4, Columns::Chain) => add_rows::<4, false>(whole, rows, x, to),
                    (2, Columns::Pairs) => add_rows::<2, true>(whole, rows, x, to),
                    (2, Columns::Chain) => add_rows::<2, false>(whole, rows, x, to),
                    _ => add_rows::<1, true>(whole, rows, x, to),
                }
                l += high;
            }
        }
        ends(k, whole..n, order == Columns::Chain, x, a, to);
        if room.is_some() {
            for j in 0..n {
                y.at::<f64>(j).write_unaligned(to.add(j).read());
            }
        }
    }
}

/// Adds the products of four, two or one number with so many rows of `n` elements, whole vectors.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn add_rows<const H: usize, const PAIRS: bool>(n: usize, rows: [*const f64; 4], x: [f64; 4], to: *mut f64) {
    let x = x.map(|x| _mm256_set1_pd(x));
    for j in (0..n).step_by(4) {
        // SAFETY: the caller's rows have so many elements.
        unsafe {
            let a: [__m256d; 4] = std::array::from_fn(|r| _mm256_loadu_pd(rows[r].add(j)));
            let sum = match (H, PAIRS) {
                (1, _) => _mm256_mul_pd(a[0], x[0]),
                (2, true) => _mm256_add_pd(_mm256_mul_pd(a[0], x[0]), _mm256_mul_pd(a[1], x[1])),
                (_, true) => _mm256_add_pd(
                    _mm256_fmadd_pd(a[2], x[2], _mm256_mul_pd(a[0], x[0])),
                    _mm256_fmadd_pd(a[3], x[3], _mm256_mul_pd(a[1], x[1])),
                ),
                (_, false) => {
                    let two = _mm256_fmadd_pd(a[0], x[0], _mm256_mul_pd(a[1], x[1]));
                    if H == 2 { two } else { _mm256_fmadd_pd(a[3], x[3], _mm256_fmadd_pd(a[2], x[2], two)) }
                }
            };
            _mm256_storeu_pd(to.add(j), _mm256_add_pd(_mm256_loadu_pd(to.add(j)), sum));
        }
    }
}
