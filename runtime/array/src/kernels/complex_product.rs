//! Products of complex matrices, in the order of the BLAS library under NumPy, with fused multiply-add from the first column of `a` to
//! the last of a block. In whole tiles (six rows, a vector of columns) both products of a part go into one sum; at the edges there are
//! four sums for each element, which meet at the end of the block.

use super::dot::Matrix;
use crate::num::{C64, C128};

/// Rows of a tile.
const ROWS: usize = 6;
/// Rows of `a` that are packed at a time.
const MANY: usize = 40 * ROWS;

/// Parts of elements side by side, which do not straddle lines of the cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Column<T>(T);

macro_rules! products {
    ($($name:ident, $tile:ident, $edge:ident: $c:ident, $t:ty, $lanes:literal, $depth:literal, $zero:ident, $load:ident, $all:ident, $fma:ident, $fnma:ident, $store:ident;)*) => { $(
        /// `c = a @ b`, where `a` is m by k, and `b` is k by n.
        ///
        /// # Safety
        /// The matrices have these sizes, and the machine has AVX2 and fused multiply-add.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        pub unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix) {
            let most = k.min(2 * $depth);
            // Columns of `b` side by side, as many as a vector has lanes: real parts, then imaginary ones.
            let mut columns = vec![Column([[0.0; $lanes]; 2]); most];
            // Rows of `a` in sixes: each column of six one behind the other.
            let mut rows = vec![[$c { re: 0.0, im: 0.0 }; ROWS]; most * m.min(MANY).div_ceil(ROWS)];
            let mut done = 0;
            while done < k {
                let left = k - done;
                let depth = if left >= 2 * $depth { $depth } else if left > $depth { (left / 2).next_multiple_of($lanes) } else { left };
                for top in (0..m).step_by(MANY) {
                    let height = MANY.min(m - top);
                    for (six, packed) in rows.chunks_exact_mut(depth).enumerate().take(height.div_ceil(ROWS)) {
                        for (l, to) in packed.iter_mut().enumerate() {
                            for (i, to) in to.iter_mut().enumerate().take(height - six * ROWS) {
                                // SAFETY: elements of the matrix.
                                *to = unsafe { a.at::<$c>(top + six * ROWS + i, done + l).read_unaligned() };
                            }
                        }
                    }
                    for from in (0..n).step_by($lanes) {
                        let width = $lanes.min(n - from);
                        for (l, row) in columns[..depth].iter_mut().enumerate() {
                            let Column(row) = row;
                            for j in 0..width {
                                // SAFETY: as above.
                                let x = unsafe { b.at::<$c>(done + l, from + j).read_unaligned() };
                                (row[0][j], row[1][j]) = (x.re, x.im);
                            }
                        }
                        for (six, packed) in rows.chunks_exact(depth).enumerate().take(height.div_ceil(ROWS)) {
                            let first = six * ROWS;
                            let whole = width == $lanes && height - first >= ROWS;
                            let sums = if whole { $tile(packed, &columns[..depth]) } else { $edge(packed, &columns[..depth]) };
                            for (i, [re, im]) in sums.iter().enumerate().take(height - first) {
                                for j in 0..width {
                                    // SAFETY: as above.
                                    unsafe {
                                        let to = c.at::<$c>(top + first + i, from + j);
                                        let before = if done == 0 { $c { re: 0.0, im: 0.0 } } else { to.read_unaligned() };
                                        // Infinities show that the library multiplies each sum by 1 + 0j.
                                        to.write_unaligned($c { re: before.re + (re[j] - 0.0 * im[j]), im: before.im + (im[j] + 0.0 * re[j]) });
                                    }
                                }
                            }
                        }
                    }
                }
                done += depth;
            }
        }

        /// A whole tile.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        fn $tile(a: &[[$c; ROWS]], b: &[Column<[[$t; $lanes]; 2]>]) -> [[[$t; $lanes]; 2]; ROWS] {
            use std::arch::x86_64::*;
            let (mut s, mut t) = ([$zero(); ROWS], [$zero(); ROWS]);
            for (a, Column([re, im])) in a.iter().zip(b) {
                // SAFETY: a vector of each.
                let (re, im) = unsafe { ($load(re.as_ptr()), $load(im.as_ptr())) };
                for i in 0..ROWS {
                    let (x, y) = ($all(a[i].re), $all(a[i].im));
                    s[i] = $fnma(y, im, $fma(x, re, s[i]));
                    t[i] = $fma(y, re, $fma(x, im, t[i]));
                }
            }
            let mut sums = [[[0.0; $lanes]; 2]; ROWS];
            for (to, (s, t)) in sums.iter_mut().zip(s.into_iter().zip(t)) {
                // SAFETY: room for a vector of each.
                unsafe {
                    $store(to[0].as_mut_ptr(), s);
                    $store(to[1].as_mut_ptr(), t);
                }
            }
            sums
        }

        /// A tile at an edge, whatever lies beyond.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        fn $edge(a: &[[$c; ROWS]], b: &[Column<[[$t; $lanes]; 2]>]) -> [[[$t; $lanes]; 2]; ROWS] {
            std::array::from_fn(|i| {
                let mut sums = [[0.0; $lanes]; 4];
                for (a, Column([re, im])) in a.iter().zip(b) {
                    let x = a[i];
                    for j in 0..$lanes {
                        sums[0][j] = x.re.mul_add(re[j], sums[0][j]);
                        sums[1][j] = x.im.mul_add(im[j], sums[1][j]);
                        sums[2][j] = x.re.mul_add(im[j], sums[2][j]);
                        sums[3][j] = x.im.mul_add(re[j], sums[3][j]);
                    }
                }
                [std::array::from_fn(|j| sums[0][j] - sums[1][j]), std::array::from_fn(|j| sums[2][j] + sums[3][j])]
            })
        }
    )* };
}

products! {
    single, single_tile, single_edge: C64, f32, 8, 256, _mm256_setzero_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_fmadd_ps, _mm256_fnmadd_ps, _mm256_storeu_ps;
    double, double_tile, double_edge: C128, f64, 4, 192, _mm256_setzero_pd, _mm256_loadu_pd, _mm256_set1_pd, _mm256_fmadd_pd, _mm256_fnmadd_pd, _mm256_storeu_pd;
}
