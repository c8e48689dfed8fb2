//! Elimination: LU with row exchanges (`getrf`), Cholesky (`potrf`) and what is solved by them.

use super::block::{subtract_product, subtract_scaled};
use super::scalar::{Matrix, Scalar};

/// A factorised square matrix: L below the diagonal, U on and above it.
pub struct Lu<T> {
    pub lu: Matrix<T>,
    /// The row with which each has been exchanged.
    pub swaps: Vec<usize>,
    pub singular: bool,
}

/// Up to this size sums are formed as in OpenBLAS's plain code, so that determinants and solutions of small systems agree
/// to the last digit.
const SMALL: usize = 32;

/// Rows or columns that are done together in large matrices, whose other parts are changed by products of matrices.
const BLOCK: usize = 32;

pub fn factorise<T: Scalar>(a: Matrix<T>) -> Lu<T> {
    if a.rows <= SMALL { by_columns(a) } else { by_rows(a) }
}

/// The row of the largest number in column `k`, from row `k` on.
fn pivot<T: Scalar>(a: &Matrix<T>, k: usize) -> usize {
    let mut best = k;
    let mut size = a[(k, k)].size();
    for i in k + 1..a.rows {
        let s = a[(i, k)].size();
        if s > size {
            best = i;
            size = s;
        }
    }
    best
}

/// Column after column, each less what the columns before it make up.
fn by_columns<T: Scalar>(mut a: Matrix<T>) -> Lu<T> {
    let n = a.rows;
    let mut swaps = Vec::with_capacity(n);
    let mut singular = false;
    let mut column = vec![T::ZERO; n];
    for j in 0..n {
        for i in 0..n {
            column[i] = a[(i, j)];
        }
        for i in 1..n {
            let mut sum = T::ZERO;
            for (x, y) in a.row(i)[..i.min(j)].iter().zip(&column) {
                sum += *x * *y;
            }
            column[i] -= sum;
        }
        for i in 0..n {
            a[(i, j)] = column[i];
        }
        let best = pivot(&a, j);
        swaps.push(best);
        a.swap_rows(j, best);
        if a[(j, j)].is_zero() {
            singular = true;
            continue;
        }
        let inverse = T::ONE / a[(j, j)];
        for i in j + 1..n {
            a[(i, j)] *= inverse;
        }
    }
    Lu { lu: a, swaps, singular }
}

/// Row operations within a block of columns, whose exchanges are made in whole rows; then what is right of it.
fn by_rows<T: Scalar>(mut a: Matrix<T>) -> Lu<T> {
    let n = a.rows;
    let mut swaps = Vec::with_capacity(n);
    let mut singular = false;
    for from in (0..n).step_by(BLOCK) {
        let to = n.min(from + BLOCK);
        for k in from..to {
            let best = pivot(&a, k);
            swaps.push(best);
            if a[(best, k)].is_zero() {
                singular = true;
                continue;
            }
            a.swap_rows(k, best);
            let inverse = T::ONE / a[(k, k)];
            for i in k + 1..n {
                let f = a[(i, k)] * inverse;
                a[(i, k)] = f;
                if !f.is_zero() {
                    a.subtract_part(i, k, f, k + 1..to);
                }
            }
        }
        if to < n {
            for i in from + 1..to {
                for k in from..i {
                    let f = a[(i, k)];
                    a.subtract_part(i, k, f, to..n);
                }
            }
            subtract_product(&mut a, (to, to), (None, (to..n, from..to)), (None, (from..to, to..n)));
        }
    }
    Lu { lu: a, swaps, singular }
}

impl<T: Scalar> Lu<T> {
    /// X of A X = B.
    pub fn solve(&self, mut b: Matrix<T>) -> Matrix<T> {
        let n = self.lu.rows;
        for (k, s) in self.swaps.iter().enumerate() {
            b.swap_rows(k, *s);
        }
        // Small systems are one block: the sums of each unknown are formed one after the other.
        let block = if n <= SMALL { n.max(1) } else { BLOCK };
        for i in 0..n {
            let from = i - i % block;
            if i == from && i > 0 {
                let cols = b.cols;
                subtract_product(&mut b, (i, 0), (Some(&self.lu), (i..n.min(i + block), 0..i)), (None, (0..i, 0..cols)));
            }
            for k in from..i {
                let f = self.lu[(i, k)];
                if !f.is_zero() {
                    b.subtract_row(i, k, f, 0);
                }
            }
        }
        for i in (0..n).rev() {
            let (from, to) = (i - i % block, n.min(i - i % block + block));
            if i + 1 == to && to < n {
                let cols = b.cols;
                subtract_product(&mut b, (from, 0), (Some(&self.lu), (from..to, to..n)), (None, (to..n, 0..cols)));
            }
            for k in (i + 1..to).rev() {
                let f = self.lu[(i, k)];
                if !f.is_zero() {
                    b.subtract_row(i, k, f, 0);
                }
            }
            let d = self.lu[(i, i)];
            if b.cols == 1 {
                b[(i, 0)] = b[(i, 0)] / d;
            } else {
                // Of several columns, as OpenBLAS.
                let inverse = T::ONE / d;
                b.row_mut(i).iter_mut().for_each(|x| *x *= inverse);
            }
        }
        b
    }

    /// The determinant's sign (or phase) and the logarithm of its size.
    pub fn sign_and_log(&self) -> (T, f64) {
        if self.singular {
            return (T::ZERO, f64::NEG_INFINITY);
        }
        let odd = self.swaps.iter().enumerate().filter(|(k, s)| k != *s).count() % 2 == 1;
        let mut sign = if odd { -T::ONE } else { T::ONE };
        let mut log = 0.0;
        for k in 0..self.lu.rows {
            let d = self.lu[(k, k)];
            let size = d.abs();
            sign *= if T::COMPLEX { d.scale(1.0 / size) } else { T::real(1f64.copysign(d.re())) };
            log += pyaot_core::modules::libm::log(size);
        }
        (sign, log)
    }
}

/// The lower factor of the matrix whose lower triangle is given; None where it is not positive definite.
pub fn cholesky<T: Scalar>(a: &Matrix<T>) -> Option<Matrix<T>> {
    let n = a.rows;
    if n > 2 * BLOCK {
        return cholesky_by_blocks(a);
    }
    let mut l = Matrix::<T>::zeros(n, n);
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[(i, j)];
            for k in 0..j {
                sum -= l[(i, k)] * l[(j, k)].conj();
            }
            if i == j {
                let d = sum.re();
                if d.is_nan() || d <= 0.0 {
                    return None;
                }
                l[(i, i)] = T::real(d.sqrt());
            } else {
                l[(i, j)] = sum.scale(1.0 / l[(j, j)].re());
            }
        }
    }
    Some(l)
}

/// Block of columns by block of columns: less what the columns before it make up, then the block's own.
fn cholesky_by_blocks<T: Scalar>(a: &Matrix<T>) -> Option<Matrix<T>> {
    let n = a.rows;
    let mut l = Matrix::<T>::zeros(n, n);
    for i in 0..n {
        l.row_mut(i)[..=i].copy_from_slice(&a.row(i)[..=i]);
    }
    for from in (0..n).step_by(BLOCK) {
        let to = n.min(from + BLOCK);
        if from > 0 {
            let of_block = l.part(from..to, 0..from).adjoint();
            let all = (0..from, 0..to - from);
            subtract_product(&mut l, (from, from), (None, (from..n, 0..from)), (Some(&of_block), all));
        }
        // The block's triangle, its columns as rows.
        let mut turned = Matrix::<T>::zeros(BLOCK, BLOCK);
        for i in from..n {
            let row = &mut l.row_mut(i)[from..to];
            for k in 0..row.len().min(i - from) {
                let x = row[k].scale(1.0 / turned[(k, k)].re());
                row[k] = x;
                let end = row.len().min(i - from + 1);
                subtract_scaled(&mut row[k + 1..end], x, &turned.row(k)[k + 1..]);
                if i < to {
                    // The triangle's own row is not among the turned ones yet.
                    row[i - from] -= x * x.conj();
                }
            }
            if i < to {
                let d = row[i - from].re();
                if d.is_nan() || d <= 0.0 {
                    return None;
                }
                row[i - from] = T::real(d.sqrt());
                row[i - from + 1..].fill(T::ZERO);
                for k in 0..=i - from {
                    turned[(k, i - from)] = row[k].conj();
                }
            }
        }
    }
    Some(l)
}
