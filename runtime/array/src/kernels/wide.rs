//! Products of matrices of floats by AVX-512, in the order of the BLAS library under NumPy (one thread) on machines that have it.
//!
//! That library has kernels of its own for up to a million multiplications, chosen by which of the operands are transposed. They do not
//! divide sums into blocks; some have eight chains for an element instead of one.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::dot::Matrix;
use super::product::{Depth, wide_double, wide_single};
use crate::num::Num;

/// Multiplications of a product for which the library has kernels of its own.
const SMALL: usize = 1_000_000;
/// Rows that the library's large kernel computes at a time, and with which the last columns have four chains.
const GROUP: usize = 12;
/// Columns that it packs at a time. Only with further ones does it compute whole groups of rows.
const PART: usize = 192;
/// Rows and columns of the squares along the diagonal of a product of a matrix and its own transpose.
const SQUARE: usize = 32;
/// Its blocks.
const DOUBLE: Depth = Depth { most: 384, unit: 16 };
const SINGLE: Depth = Depth { most: 448, unit: 16 };

/// How the elements of a product are added up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sums {
    /// One chain of all products.
    Chain,
    /// One chain; for up to four last columns behind whole vectors eight.
    ChainAndLanes,
    /// Eight chains.
    Lanes,
    /// One chain for each block.
    Blocks,
    /// One chain for each block; for four columns behind the last whole vector two, for up to three last columns four.
    BlocksAndChains,
    /// The same for a matrix and its own transpose.
    Halves,
}

/// The library's choice.
pub fn choose(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, size: isize) -> Sums {
    // What the library does not take, NumPy copies to rows or columns, by which are nearer.
    let transposed = |x: Matrix, (rows, columns): (usize, usize)| match () {
        () if x.column == size && x.row >= size * columns as isize => false,
        () if x.row == size && x.column >= size * rows as isize => true,
        () => x.row.abs() < x.column.abs(),
    };
    let (a, b) = (transposed(a, (m, k)), transposed(b, (k, n)));
    let lanes = 64 / size as usize;
    let blocks = if n > PART { Sums::BlocksAndChains } else { Sums::Blocks };
    match m.saturating_mul(n).saturating_mul(k) <= SMALL {
        true if b && !a => if m * n <= 1200 && k >= 32 { Sums::Lanes } else { blocks },
        true if a || b => Sums::Chain,
        true if (1..=lanes / 2).contains(&(n % lanes)) && k >= 2 * lanes => Sums::ChainAndLanes,
        true => Sums::Chain,
        false => blocks,
    }
}

/// `c = a @ b` of float64.
///
/// # Safety
/// As for [`super::product::double`]; the machine has AVX-512.
#[expect(clippy::too_many_arguments, reason = "lengths, three operands, the part that is wanted, and the order")]
pub unsafe fn double(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, sums: Sums) {
    let chain = Depth { most: k, unit: 1 };
    // SAFETY: the caller's promise; columns are parts of the matrices.
    unsafe {
        match sums {
            Sums::Chain => wide_double(m, k, n, a, b, c, above, chain),
            Sums::Lanes => lanes(m, k, 0..n, a, b, c),
            Sums::ChainAndLanes => {
                let from = n - n % 8;
                if from > 0 {
                    wide_double(m, k, from, a, b, c, above, chain);
                }
                if from < n {
                    lanes(m, k, from..n, a, b, c);
                }
            }
            Sums::Blocks => wide_double(m, k, n, a, b, c, above, DOUBLE),
            Sums::Halves => {
                let depth = DOUBLE.symmetric();
                wide_double(m, k, n, a, b, c, above, depth);
                let first = above.unwrap_or(0);
                // Whole groups of the rows in front of the last part, and of each square behind.
                let start = last_part(n);
                let squares = (start..n).step_by(SQUARE).map(|from| (from, SQUARE.min(n - from)));
                for (from, high) in std::iter::once((0, start)).chain(squares) {
                    let (from, end) = (from.max(first), (from + high / GROUP * GROUP).min(first + m));
                    if from < end {
                        let part = |x: Matrix| Matrix { data: x.at(from - first, 0), ..x };
                        edges(end - from, k, n, part(a), b, part(c), depth);
                    }
                }
            }
            Sums::BlocksAndChains => {
                wide_double(m, k, n, a, b, c, above, DOUBLE);
                edges(m - m % GROUP, k, n, a, b, c, DOUBLE);
            }
        }
    }
}

/// `c = a @ b` of float32. Of a matrix and its own transpose, some of the last columns may differ from the library's in the last bit.
///
/// # Safety
/// As for [`super::product::single`]; the machine has AVX-512.
#[expect(clippy::too_many_arguments, reason = "lengths, three operands, the part that is wanted, and the order")]
pub unsafe fn single(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, sums: Sums) {
    // SAFETY: the caller's promise; columns are parts of the matrices.
    unsafe {
        if sums == Sums::Lanes {
            return single_lanes(m, k, 0..n, a, b, c);
        }
        if sums == Sums::ChainAndLanes {
            single_lanes(m, k, n - n % 16..n, a, b, c);
        }
    }
    let n = if sums == Sums::ChainAndLanes { n - n % 16 } else { n };
    if n == 0 {
        return;
    }
    let depth = match sums {
        Sums::Blocks | Sums::BlocksAndChains => SINGLE,
        Sums::Halves => SINGLE.symmetric(),
        Sums::Chain | Sums::ChainAndLanes | Sums::Lanes => Depth { most: k, unit: 1 },
    };
    // SAFETY: the caller's promise.
    unsafe { wide_single(m, k, n, a, b, c, above, depth) }
}

/// Where the last part begins of so many columns of a matrix and its own transpose.
fn last_part(n: usize) -> usize {
    let (parts, mut at) = (Depth { most: PART, unit: SQUARE }, 0);
    while n - at > PART {
        at += parts.of(n - at);
    }
    at
}

/// The columns behind the last whole vector, in whole groups of rows.
///
/// # Safety
/// As for [`double`].
unsafe fn edges(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, depth: Depth) {
    let (eights, fours) = (n - n % 8, n - n % 4);
    // SAFETY: the caller's promise.
    unsafe {
        chains::<2>(m, k, eights..fours, a, b, c, depth);
        chains::<4>(m, k, fours..n, a, b, c, depth);
    }
}

/// These columns, `width` at a time, row by row, with zeros for those that are missing.
unsafe fn packed<T: Num>(k: usize, columns: std::ops::Range<usize>, width: usize, b: Matrix) -> Vec<T> {
    let mut packed = Vec::with_capacity(columns.len().next_multiple_of(width) * k);
    for from in columns.clone().step_by(width) {
        for l in 0..k {
            // SAFETY: the caller's promise: elements of the matrix.
            packed.extend((from..from + width).map(|j| if j < columns.end { unsafe { b.at::<T>(l, j).read_unaligned() } } else { T::ZERO }));
        }
    }
    packed
}

/// Rows of a matrix one after the other, each in one piece.
struct Rows<T> {
    a: Matrix,
    copy: Vec<T>,
}

impl<T: Num> Rows<T> {
    fn new(k: usize, a: Matrix) -> Rows<T> {
        Rows { a, copy: vec![T::ZERO; if a.column == size_of::<T>() as isize { 0 } else { k }] }
    }

    /// # Safety
    /// The row is in the matrix.
    unsafe fn row(&mut self, i: usize) -> *const T {
        for (l, x) in self.copy.iter_mut().enumerate() {
            // SAFETY: the caller's promise.
            *x = unsafe { self.a.at::<T>(i, l).read_unaligned() };
        }
        // SAFETY: the caller's promise.
        if self.copy.is_empty() { unsafe { self.a.at(i, 0) } } else { self.copy.as_ptr() }
    }
}

macro_rules! lanes {
    ($($name:ident $t:ty, $lanes:literal, $mask:ty, $zero:ident, $load:ident, $fma:ident, $by_neighbours:ident, $store:ident, $by_halves:ident;)*) => { $(
        /// Elements with a vector of chains each. They are joined in one of two orders, by whether an element belongs to four columns or
        /// rows.
        ///
        /// # Safety
        /// As for [`double`].
        #[target_feature(enable = "avx512f,avx512vl,fma")]
        unsafe fn $name(m: usize, k: usize, columns: std::ops::Range<usize>, a: Matrix, b: Matrix, c: Matrix) {
            let (from, count) = (columns.start, columns.len());
            // SAFETY: the caller's promise; masks leave out what is not there.
            unsafe {
                let copy = packed::<$t>(k, columns, 1, b);
                let mut rows = Rows::<$t>::new(k, a);
                for i in 0..m {
                    let row = rows.row(i);
                    for j in (0..count).step_by(4) {
                        let y: [*const $t; 4] = std::array::from_fn(|r| copy.as_ptr().add((j + r).min(count - 1) * k));
                        let mut acc = [$zero(); 4];
                        for l in (0..k).step_by($lanes) {
                            let mask = if k - l >= $lanes { <$mask>::MAX } else { (1 << (k - l)) - 1 };
                            let x = $load(mask, row.add(l));
                            for (acc, y) in acc.iter_mut().zip(y) {
                                *acc = $fma(x, $load(mask, y.add(l)), *acc);
                            }
                        }
                        let width = 4.min(count - j);
                        let to = c.at::<$t>(i, from + j);
                        if width == 4 || i < m - m % 4 {
                            $store(to, (1 << width) - 1, $by_neighbours(acc));
                            continue;
                        }
                        for (r, acc) in acc.into_iter().enumerate().take(width) {
                            *to.add(r) = $by_halves(acc);
                        }
                    }
                }
            }
        }
    )* };
}

lanes! {
    lanes f64, 8, u8, _mm512_setzero_pd, _mm512_maskz_loadu_pd, _mm512_fmadd_pd, by_neighbours, _mm256_mask_storeu_pd, by_halves;
    single_lanes f32, 16, u16, _mm512_setzero_ps, _mm512_maskz_loadu_ps, _mm512_fmadd_ps, single_by_neighbours, _mm_mask_storeu_ps, single_by_halves;
}

/// The sum of a vector: its halves first, and so on.
#[inline]
#[target_feature(enable = "avx512f,fma")]
fn by_halves(x: __m512d) -> f64 {
    let fours = _mm256_add_pd(_mm512_castpd512_pd256(x), _mm512_extractf64x4_pd::<1>(x));
    let pairs = _mm_add_pd(_mm256_castpd256_pd128(fours), _mm256_extractf128_pd::<1>(fours));
    _mm_cvtsd_f64(pairs) + _mm_cvtsd_f64(_mm_unpackhi_pd(pairs, pairs))
}

#[inline]
#[target_feature(enable = "avx512f,fma")]
fn single_by_halves(x: __m512) -> f32 {
    let [a, b, c, d] = quarters(x);
    let fours = _mm_add_ps(_mm_add_ps(a, c), _mm_add_ps(b, d));
    let pairs = _mm_add_ps(fours, _mm_movehl_ps(fours, fours));
    _mm_cvtss_f32(pairs) + _mm_cvtss_f32(_mm_shuffle_ps::<1>(pairs, pairs))
}

#[inline]
#[target_feature(enable = "avx512f,fma")]
fn quarters(x: __m512) -> [__m128; 4] {
    [_mm512_castps512_ps128(x), _mm512_extractf32x4_ps::<1>(x), _mm512_extractf32x4_ps::<2>(x), _mm512_extractf32x4_ps::<3>(x)]
}

/// As [`by_neighbours`], of quarters, which are joined in pairs.
#[inline]
#[target_feature(enable = "avx512f,fma")]
fn single_by_neighbours(x: [__m512; 4]) -> __m128 {
    let pairs = |x, y| _mm512_add_ps(_mm512_shuffle_ps::<0b10_00_10_00>(x, y), _mm512_shuffle_ps::<0b11_01_11_01>(x, y));
    let [a, b, c, d] = quarters(pairs(pairs(x[0], x[1]), pairs(x[2], x[3])));
    _mm_add_ps(_mm_add_ps(a, b), _mm_add_ps(c, d))
}

/// The sums of four vectors: neighbours first, then pairs, then halves.
#[inline]
#[target_feature(enable = "avx512f,fma")]
fn by_neighbours(x: [__m512d; 4]) -> __m256d {
    let pairs = |x, y| _mm512_add_pd(_mm512_unpacklo_pd(x, y), _mm512_unpackhi_pd(x, y));
    let (one, other) = (pairs(x[0], x[1]), pairs(x[2], x[3]));
    let even = _mm512_permutex2var_pd(one, _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13), other);
    let odd = _mm512_permutex2var_pd(one, _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15), other);
    let fours = _mm512_add_pd(even, odd);
    _mm256_add_pd(_mm512_castpd512_pd256(fours), _mm512_extractf64x4_pd::<1>(fours))
}

/// Elements with `N` chains for each block, which go on as one with what does not fill all of them. A vector has all chains of `8 / N`
/// columns.
///
/// # Safety
/// As for [`double`].
#[target_feature(enable = "avx512f,fma")]
unsafe fn chains<const N: usize>(m: usize, k: usize, columns: std::ops::Range<usize>, a: Matrix, b: Matrix, c: Matrix, depth: Depth) {
    /// Rows that are computed at a time.
    const HIGH: usize = 6;
    let width = 8 / N;
    let (from, end) = (columns.start, columns.end);
    // SAFETY: the caller's promise; masks leave out what is not there.
    unsafe {
        let copy = packed::<f64>(k, columns, width, b);
        let mut rows: [Rows<f64>; HIGH] = std::array::from_fn(|_| Rows::new(k, a));
        let spread = _mm512_loadu_si512(std::array::from_fn::<i64, 8, _>(|lane| (lane / width) as i64).as_ptr().cast());
        for i in (0..m).step_by(HIGH) {
            let high = HIGH.min(m - i);
            let x: [*const f64; HIGH] = std::array::from_fn(|r| rows[r].row(i + r.min(high - 1)));
            for (group, y) in copy.chunks_exact(k * width).enumerate() {
                let mut sums = [[0.0; 8]; HIGH];
                let mut l = 0;
                while l < k {
                    let len = depth.of(k - l);
                    let whole = len - len % N;
                    let mut acc = [_mm512_setzero_pd(); HIGH];
                    for at in (l..l + whole).step_by(N) {
                        let y = _mm512_loadu_pd(y.as_ptr().add(at * width));
                        for (acc, x) in acc.iter_mut().zip(x) {
                            let x = _mm512_permutexvar_pd(spread, _mm512_maskz_loadu_pd((1 << N) - 1, x.add(at)));
                            *acc = _mm512_fmadd_pd(x, y, *acc);
                        }
                    }
                    for r in 0..high {
                        let mut parts = [0.0; 8];
                        _mm512_storeu_pd(parts.as_mut_ptr(), acc[r]);
                        for j in 0..width {
                            let part = |chain: usize| parts[chain * width + j];
                            let joined = if N == 2 { part(0) + part(1) } else { (part(0) + part(1)) + (part(2) + part(3)) };
                            let block = (l + whole..l + len).fold(joined, |sum, at| (*x[r].add(at)).mul_add(y[at * width + j], sum));
                            sums[r][j] = if l == 0 { block } else { sums[r][j] + block };
                        }
                    }
                    l += len;
                }
                let first = from + group * width;
                for (r, sums) in sums.iter().enumerate().take(high) {
                    for (j, sum) in sums.iter().enumerate().take(width.min(end - first)) {
                        *c.at::<f64>(i + r, first + j) = *sum;
                    }
                }
            }
        }
    }
}
