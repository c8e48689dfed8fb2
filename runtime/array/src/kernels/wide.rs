//! Products of matrices of floats by AVX-512, in the order of the BLAS library under NumPy (one thread) on machines that have it.
//!
//! That library has kernels of its own for up to a million multiplications, chosen by which of the operands are transposed. They do not
//! divide sums into blocks; some have eight chains for an element instead of one.

#![cfg(target_arch = "x86_64")]

use super::dot::Matrix;
use super::product::{Depth, wide_double, wide_single};

/// Multiplications of a product for which the library has kernels of its own.
const SMALL: usize = 1_000_000;
/// Rows that the library's large kernel computes at a time, and with which the last columns have four chains.
const GROUP: usize = 12;
/// Columns that it packs at a time. Only with further ones does it compute whole groups of rows.
const PART: usize = 192;
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
    let blocks = if n > PART { Sums::BlocksAndChains } else { Sums::Blocks };
    match m.saturating_mul(n).saturating_mul(k) <= SMALL {
        true if b && !a => if m * n <= 1200 && k >= 32 { Sums::Lanes } else { blocks },
        true if a || b => Sums::Chain,
        true if (1..=4).contains(&(n % 8)) && k >= 16 => Sums::ChainAndLanes,
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
            Sums::BlocksAndChains => {
                wide_double(m, k, n, a, b, c, above, DOUBLE);
                let (high, eights, fours) = (m - m % GROUP, n - n % 8, n - n % 4);
                chains::<2>(high, k, eights..fours, a, b, c);
                chains::<4>(high, k, fours..n, a, b, c);
            }
        }
    }
}

/// `c = a @ b` of float32. Some of the last columns may differ from the library's in the last bit.
///
/// # Safety
/// As for [`super::product::single`]; the machine has AVX-512.
#[expect(clippy::too_many_arguments, reason = "lengths, three operands, the part that is wanted, and the order")]
pub unsafe fn single(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, sums: Sums) {
    let depth = if matches!(sums, Sums::Blocks | Sums::BlocksAndChains) { SINGLE } else { Depth { most: k, unit: 1 } };
    // SAFETY: the caller's promise.
    unsafe { wide_single(m, k, n, a, b, c, above, depth) }
}

/// Copies of these columns, one after the other.
unsafe fn packed(k: usize, columns: std::ops::Range<usize>, b: Matrix) -> Vec<f64> {
    // SAFETY: the caller's promise: elements of the matrix.
    columns.flat_map(|j| (0..k).map(move |l| unsafe { b.at::<f64>(l, j).read_unaligned() })).collect()
}

/// Elements with eight chains each. They are joined in one of two orders, by whether an element belongs to four columns or rows.
///
/// # Safety
/// As for [`double`].
#[target_feature(enable = "avx512f,fma")]
unsafe fn lanes(m: usize, k: usize, columns: std::ops::Range<usize>, a: Matrix, b: Matrix, c: Matrix) {
    use std::arch::x86_64::*;
    let (from, count) = (columns.start, columns.len());
    // SAFETY: the caller's promise; the mask leaves out what is not there.
    unsafe {
        let copy = packed(k, columns, b);
        let mut gathered = vec![0.0; if a.column == size_of::<f64>() as isize { 0 } else { k }];
        for i in 0..m {
            let mut row = a.at::<f64>(i, 0).cast_const();
            if !gathered.is_empty() {
                for (l, x) in gathered.iter_mut().enumerate() {
                    *x = a.at::<f64>(i, l).read_unaligned();
                }
                row = gathered.as_ptr();
            }
            for (j, column) in copy.chunks_exact(k).enumerate() {
                let mut acc = _mm512_setzero_pd();
                for l in (0..k).step_by(8) {
                    let mask = if k - l >= 8 { 0xff } else { (1 << (k - l)) - 1 };
                    acc = _mm512_fmadd_pd(_mm512_maskz_loadu_pd(mask, row.add(l)), _mm512_maskz_loadu_pd(mask, column.as_ptr().add(l)), acc);
                }
                let mut x = [0.0; 8];
                _mm512_storeu_pd(x.as_mut_ptr(), acc);
                let by_four = j < count - count % 4 || i < m - m % 4;
                *c.at::<f64>(i, from + j) = if by_four {
                    ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]))
                } else {
                    ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]))
                };
            }
        }
    }
}

/// Elements with `N` chains for each block, which go on as one with what does not fill all of them.
///
/// # Safety
/// As for [`double`].
#[target_feature(enable = "fma")]
unsafe fn chains<const N: usize>(m: usize, k: usize, columns: std::ops::Range<usize>, a: Matrix, b: Matrix, c: Matrix) {
    let from = columns.start;
    // SAFETY: the caller's promise.
    unsafe {
        let copy = packed(k, columns, b);
        for (j, column) in copy.chunks_exact(k).enumerate() {
            for i in 0..m {
                let (mut sum, mut l) = (0.0, 0);
                while l < k {
                    let len = DOUBLE.of(k - l);
                    let x = |r: usize| (a.at::<f64>(i, l + r).read_unaligned(), column[l + r]);
                    let whole = len - len % N;
                    let mut acc = [0f64; N];
                    for r in 0..whole {
                        let (x, y) = x(r);
                        acc[r % N] = x.mul_add(y, acc[r % N]);
                    }
                    let joined = acc.chunks_exact(2).map(|two| two[0] + two[1]).reduce(|one, other| one + other).unwrap_or(0.0);
                    let block = (whole..len).map(x).fold(joined, |sum, (x, y)| x.mul_add(y, sum));
                    sum = if l == 0 { block } else { sum + block };
                    l += len;
                }
                *c.at::<f64>(i, from + j) = sum;
            }
        }
    }
}
