//! Products of matrices of float32 and vectors, in the order of the BLAS library under NumPy (one thread, a machine with AVX2). See
//! [`super::gemv`].

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::dot::Matrix;
use super::gemv::{Vector, vectors};
use crate::pool::Scratch;

const SIZE: isize = size_of::<f32>() as isize;
/// Products that are added up at a time.
const BLOCK: usize = 4096;
/// Rows that are one chain on machines with AVX-512.
const CHAIN: usize = 48;

/// The sum of four lanes, by neighbours.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn across(x: __m128) -> f32 {
    let pairs = _mm_hadd_ps(x, x);
    _mm_cvtss_f32(_mm_hadd_ps(pairs, pairs))
}

vectors!(f32);

/// Products of `n` elements of so many rows in eight chains. If there are four more than whole vectors, these are the first.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn chains<const H: usize>(n: usize, rows: [*const f32; H], x: *const f32) -> [f32; H] {
    let mut acc = [_mm256_setzero_ps(); H];
    // SAFETY: the caller's rows have so many elements.
    unsafe {
        let first = n % 8;
        if first == 4 {
            let x = _mm_loadu_ps(x);
            acc = rows.map(|row| _mm256_zextps128_ps256(_mm_mul_ps(_mm_loadu_ps(row), x)));
        }
        for j in (first..n).step_by(8) {
            let x = _mm256_loadu_ps(x.add(j));
            for (acc, row) in acc.iter_mut().zip(rows) {
                *acc = _mm256_fmadd_ps(_mm256_loadu_ps(row.add(j)), x, *acc);
            }
        }
    }
    acc.map(|acc| across(_mm_add_ps(_mm256_castps256_ps128(acc), _mm256_extractf128_ps::<1>(acc))))
}

/// A row's sum in `P` times four chains of products that are rounded before they are added.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn rounded<const P: usize>(n: usize, row: *const f32, x: *const f32) -> f32 {
    let mut acc = [_mm_setzero_ps(); P];
    let first = n % 8;
    for j in (0..n).step_by(4) {
        // SAFETY: the caller's row has so many elements.
        unsafe {
            let acc = &mut acc[if j < first { 0 } else { (j - first) / 4 % P }];
            *acc = _mm_add_ps(*acc, _mm_mul_ps(_mm_loadu_ps(row.add(j)), _mm_loadu_ps(x.add(j))));
        }
    }
    across(if P == 2 { _mm_add_ps(acc[0], acc[P - 1]) } else { acc[0] })
}

/// `y = x @ a`, where `a` is k by n, and its rows are contiguous. To each element are added the products of eight rows of `a` at a time; to
/// up to three elements at the end, one product after the other. `wide`: as on machines with AVX-512, where few rows are one chain.
///
/// # Safety
/// The machine has AVX2 and fused multiply-add; all elements are in their operands.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn columns(k: usize, n: usize, wide: bool, x: Vector, a: Matrix, y: Vector) {
    let room = if y.step == SIZE { None } else { Some(Scratch::new(n * size_of::<f32>())) };
    // SAFETY: the caller's promise.
    unsafe {
        let to = room.as_ref().map_or(y.data.cast(), |r| r.at.cast::<f32>());
        let row = |l: usize| a.at::<f32>(l, 0).cast_const();
        let element = |l: usize| x.at::<f32>(l).read_unaligned();
        let whole = n - n % 4;
        let chain = wide && k <= CHAIN && k != 4 && n <= 4 * BLOCK;
        if chain {
            for j in 0..n {
                to.add(j).write_unaligned(0.0);
            }
            for l in 0..k {
                let (row, x) = (row(l), element(l));
                for j in 0..n {
                    to.add(j).write_unaligned(row.add(j).read_unaligned().mul_add(x, to.add(j).read_unaligned()));
                }
            }
        } else if whole > 0 {
            std::slice::from_raw_parts_mut(to, whole).fill(0.0);
            let mut l = 0;
            while l < k {
                // Where the vector has gaps, rows come by fours and one by one.
                let high = match k - l {
                    8.. if x.step == SIZE => 8,
                    4.. => 4,
                    2.. if x.step == SIZE => 2,
                    _ => 1,
                };
                let rows: [*const f32; 8] = std::array::from_fn(|r| row(l + r.min(high - 1)));
                let x: [f32; 8] = std::array::from_fn(|r| element(l + r.min(high - 1)));
                let mut from = 0;
                while from < whole {
                    let len = BLOCK.min(whole - from);
                    let (rows, to) = (rows.map(|row| row.add(from)), to.add(from));
                    match high {
                        8 => add_rows::<8>(len, rows, x, to),
                        4 => add_rows::<4>(len, rows, x, to),
                        _ => {
                            for j in (0..len).step_by(4) {
                                let (mut sum, mut products) = (_mm_loadu_ps(to.add(j)), _mm_setzero_ps());
                                for r in 0..high {
                                    let (row, x) = (_mm_loadu_ps(rows[r].add(j)), _mm_set1_ps(x[r]));
                                    if wide {
                                        products = _mm_fmadd_ps(row, x, products);
                                    } else {
                                        sum = _mm_add_ps(sum, _mm_mul_ps(row, x));
                                    }
                                }
                                _mm_storeu_ps(to.add(j), _mm_add_ps(sum, products));
                            }
                        }
                    }
                    from += len;
                }
                l += high;
            }
        }
        ends(k, if chain { n } else { whole }..n, wide, x, a, to);
        if room.is_some() {
            for j in 0..n {
                y.at::<f32>(j).write_unaligned(to.add(j).read());
            }
        }
    }
}

/// Adds the products of so many numbers with rows of `n` elements, a multiple of four: what there is besides two vectors at a time comes
/// first, and has a chain for the even rows and one for the odd.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn add_rows<const H: usize>(n: usize, rows: [*const f32; 8], x: [f32; 8], to: *mut f32) {
    // SAFETY: the caller's rows have so many elements.
    unsafe {
        let first = n % 16;
        if first % 8 == 4 {
            let mut sums = [_mm_setzero_ps(); 2];
            for r in 0..H {
                sums[r % 2] = _mm_fmadd_ps(_mm_loadu_ps(rows[r]), _mm_set1_ps(x[r]), sums[r % 2]);
            }
            _mm_storeu_ps(to, _mm_add_ps(_mm_loadu_ps(to), _mm_add_ps(sums[0], sums[1])));
        }
        let x = x.map(|x| _mm256_set1_ps(x));
        if first >= 8 {
            let j = first % 8;
            let mut sums = [_mm256_setzero_ps(); 2];
            for r in 0..H {
                sums[r % 2] = _mm256_fmadd_ps(_mm256_loadu_ps(rows[r].add(j)), x[r], sums[r % 2]);
            }
            _mm256_storeu_ps(to.add(j), _mm256_add_ps(_mm256_loadu_ps(to.add(j)), _mm256_add_ps(sums[0], sums[1])));
        }
        for j in (first..n).step_by(8) {
            let mut sum = _mm256_setzero_ps();
            for r in 0..H {
                sum = _mm256_fmadd_ps(_mm256_loadu_ps(rows[r].add(j)), x[r], sum);
            }
            _mm256_storeu_ps(to.add(j), _mm256_add_ps(_mm256_loadu_ps(to.add(j)), sum));
        }
    }
}
