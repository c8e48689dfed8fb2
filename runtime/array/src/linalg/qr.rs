//! `qr`: by Householder reflections (`geqrf`, `orgqr`).

use super::reflect::{from_left, reflection};
use super::scalar::{Matrix, Scalar};

/// A = Q R: R above the diagonal, the reflections below it, and their factors.
pub struct Qr<T> {
    pub packed: Matrix<T>,
    pub tau: Vec<T>,
}

pub fn factorise<T: Scalar>(mut a: Matrix<T>) -> Qr<T> {
    let (m, n) = (a.rows, a.cols);
    let mut taus = Vec::with_capacity(m.min(n));
    for k in 0..m.min(n) {
        let mut x: Vec<T> = (k..m).map(|i| a[(i, k)]).collect();
        let (tau, beta) = reflection(&mut x);
        x[0] = T::ONE;
        // The adjoint of H makes the zeros.
        if k + 1 < n {
            from_left(&mut a, &x, tau.conj(), k, k + 1);
        }
        a[(k, k)] = T::real(beta);
        for (i, v) in x.iter().enumerate().skip(1) {
            a[(k + i, k)] = *v;
        }
        taus.push(tau);
    }
    Qr { packed: a, tau: taus }
}

impl<T: Scalar> Qr<T> {
    /// The upper triangle, of this many rows.
    pub fn r(&self, rows: usize) -> Matrix<T> {
        let mut r = Matrix::zeros(rows, self.packed.cols);
        for i in 0..rows {
            for j in i..self.packed.cols {
                r[(i, j)] = self.packed[(i, j)];
            }
        }
        r
    }

    /// The first columns of Q.
    pub fn q(&self, cols: usize) -> Matrix<T> {
        let mut q = Matrix::identity(self.packed.rows, cols);
        self.apply(&mut q);
        q
    }

    /// Q times `b`.
    pub fn apply(&self, b: &mut Matrix<T>) {
        for k in (0..self.tau.len()).rev() {
            from_left(b, &self.vector(k), self.tau[k], k, 0);
        }
    }

    fn vector(&self, k: usize) -> Vec<T> {
        std::iter::once(T::ONE).chain((k + 1..self.packed.rows).map(|i| self.packed[(i, k)])).collect()
    }
}
