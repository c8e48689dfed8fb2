//! Products of matrices of float32 on machines with AVX2, in the order of the BLAS library under NumPy (one thread).
//!
//! Most elements are one chain of multiply-adds along a block ([`super::product`]). Some are two, of the even and of the odd products: for
//! six of twelve rows the first or last eight columns, and what four rows that are left make of whole vectors.

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;
use std::ops::Range;

use super::dot::Matrix;
use super::product::{Depth, single};
use crate::pool::Scratch;

/// Rows that the library computes at a time, in two halves, and those of which it does as many as are left.
const GROUP: usize = 12;
const FOUR: usize = 4;
/// Columns of a vector, and columns that the library packs at a time.
const LANES: usize = 8;
const PART: usize = 320;
/// Columns that are packed here at a time.
const STRIP: usize = 64;

/// Where the library's parts of so many columns end.
fn parts(n: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at == n {
            return None;
        }
        let len = Depth { most: PART, unit: LANES }.of(n - at);
        at += len;
        Some(at - len..at)
    })
}

/// The rows that are left of whole groups, by fours: their elements of whole vectors have two chains.
pub fn by_fours(m: usize) -> Range<usize> {
    let whole = m - m % GROUP;
    whole..m - m % FOUR
}

/// What [`single`] has computed with one chain and the library with two, and the rows [`by_fours`], which are computed here alone.
///
/// # Safety
/// As for [`single`].
pub unsafe fn two_chains(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
    let fours = by_fours(m);
    for (number, part) in parts(n).enumerate() {
        let end = part.end - part.len() % LANES;
        let vectors = (end - part.start) / LANES;
        // SAFETY: parts of the matrices.
        unsafe {
            if vectors >= 2 && fours.start > 0 {
                let (first, last) = (part.start..part.start + LANES, end - LANES..end);
                halves(fours.start, 0, k, first, a, b, c);
                halves(fours.start, if vectors % 2 == 0 { 0 } else { GROUP / 2 }, k, last, a, b, c);
            }
            // Behind the first part, eight rows that are left are a group of their own.
            let chain = if number > 0 && fours.len() == 2 * FOUR { fours.clone() } else { fours.start..fours.start };
            for from in (part.start..end).step_by(STRIP) {
                strip(chain.end..fours.end, k, from..end.min(from + STRIP), a, b, c);
            }
            let at = |x: Matrix, i: usize, j: usize| Matrix { data: x.at(i, j), ..x };
            for (rows, columns) in [(fours.clone(), end..part.end), (chain, part.start..end)] {
                if !rows.is_empty() && !columns.is_empty() {
                    let (x, y, z) = (at(a, rows.start, 0), at(b, 0, columns.start), at(c, rows.start, columns.start));
                    single(rows.len(), k, columns.len(), x, y, z, None, Depth::SINGLE);
                }
            }
        }
    }
}

/// Six rows of each whole group, from `offset` on, of one vector of columns.
unsafe fn halves(whole: usize, offset: usize, k: usize, columns: Range<usize>, a: Matrix, b: Matrix, c: Matrix) {
    for from in (offset..whole).step_by(GROUP) {
        // SAFETY: the caller's promise.
        unsafe { strip(from..from + GROUP / 2, k, columns.clone(), a, b, c) };
    }
}

/// These rows and columns, whole vectors, with two chains for each element.
#[target_feature(enable = "avx2,fma")]
unsafe fn strip(rows: Range<usize>, k: usize, columns: Range<usize>, a: Matrix, b: Matrix, c: Matrix) {
    let vectors = columns.len() / LANES;
    if rows.is_empty() || vectors == 0 {
        return;
    }
    let buffer = Scratch::new(Depth::SINGLE.most.min(k) * columns.len() * size_of::<f32>());
    let packed = buffer.at.cast::<f32>();
    let mut l = 0;
    while l < k {
        let len = Depth::SINGLE.of(k - l);
        // SAFETY: elements of the matrices; the buffer has room for a block of these columns.
        unsafe {
            for v in 0..vectors {
                for r in 0..len {
                    let to = packed.add((v * len + r) * LANES);
                    let from = b.at::<u8>(l + r, columns.start + v * LANES);
                    if b.column == size_of::<f32>() as isize {
                        _mm256_storeu_ps(to, _mm256_loadu_ps(from.cast()));
                    } else {
                        for j in 0..LANES {
                            to.add(j).write(from.wrapping_offset(b.column * j as isize).cast::<f32>().read_unaligned());
                        }
                    }
                }
            }
            for i in rows.clone().step_by(FOUR) {
                let high = FOUR.min(rows.end - i);
                let x: [*const u8; FOUR] = std::array::from_fn(|r| a.at::<u8>(i + r.min(high - 1), l).cast_const());
                for v in 0..vectors {
                    let y = packed.add(v * len * LANES);
                    let mut acc = [[_mm256_setzero_ps(); FOUR]; 2];
                    let pairs = len - len % 8;
                    for r in 0..len {
                        let y = _mm256_loadu_ps(y.add(r * LANES));
                        let acc = &mut acc[if r < pairs { r % 2 } else { 0 }];
                        for (acc, x) in acc.iter_mut().zip(x) {
                            let x = x.wrapping_offset(a.column * r as isize).cast::<f32>().read_unaligned();
                            *acc = _mm256_fmadd_ps(_mm256_set1_ps(x), y, *acc);
                        }
                    }
                    for r in 0..high {
                        let to = c.at::<f32>(i + r, columns.start + v * LANES);
                        let sum = _mm256_add_ps(acc[0][r], acc[1][r]);
                        _mm256_storeu_ps(to, if l == 0 { sum } else { _mm256_add_ps(_mm256_loadu_ps(to), sum) });
                    }
                }
            }
        }
        l += len;
    }
}
