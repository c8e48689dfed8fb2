//! Elimination: LU with row exchanges (`getrf`), Cholesky (`potrf`) and what is solved by them.

use super::scalar::{Matrix, Scalar};

/// A factorised square matrix: L below the diagonal, U on and above it.
pub struct Lu<T> {
    pub lu: Matrix<T>,
    /// The row with which each has been exchanged.
    pub swaps: Vec<usize>,
    pub singular: bool,
}

pub fn factorise<T: Scalar>(mut a: Matrix<T>) -> Lu<T> {
    let n = a.rows;
    let mut swaps = Vec::with_capacity(n);
    let mut singular = false;
    for k in 0..n {
        let mut best = k;
        let mut size = a[(k, k)].size();
        for i in k + 1..n {
            let s = a[(i, k)].size();
            if s > size {
                best = i;
                size = s;
            }
        }
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
                a.subtract_row(i, k, f, k + 1);
            }
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
        for i in 0..n {
            for k in 0..i {
                let f = self.lu[(i, k)];
                if !f.is_zero() {
                    b.subtract_row(i, k, f, 0);
                }
            }
        }
        for i in (0..n).rev() {
            for k in i + 1..n {
                let f = self.lu[(i, k)];
                if !f.is_zero() {
                    b.subtract_row(i, k, f, 0);
                }
            }
            let d = self.lu[(i, i)];
            b.row_mut(i).iter_mut().for_each(|x| *x = *x / d);
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
