//! Parts of matrices, and products of them, which algorithms by blocks consist of.

use std::ops::Range;

use super::scalar::{Matrix, Scalar};
use crate::kernels::dot;

impl<T: Scalar> Matrix<T> {
    /// A copy of these rows and columns.
    pub fn part(&self, rows: Range<usize>, cols: Range<usize>) -> Matrix<T> {
        let mut out = Matrix::zeros(rows.len(), cols.len());
        for (k, i) in rows.enumerate() {
            out.row_mut(k).copy_from_slice(&self.row(i)[cols.clone()]);
        }
        out
    }

    /// Row `i` less `f` times row `k`, in these columns.
    pub fn subtract_part(&mut self, i: usize, k: usize, f: T, cols: Range<usize>) {
        let (n, data) = (self.cols, &mut self.data);
        let (low, high) = data.split_at_mut(i.max(k) * n);
        let (from, to) = if k < i { (&low[k * n..][..n], &mut high[..n]) } else { (&high[..n], &mut low[i * n..][..n]) };
        for (y, x) in to[cols.clone()].iter_mut().zip(&from[cols]) {
            *y -= f * *x;
        }
    }
}

/// Takes `a @ b` away from the part of `c` that begins at `at`.
pub fn subtract_product<T: Scalar>(c: &mut Matrix<T>, at: (usize, usize), a: &Matrix<T>, b: &Matrix<T>) {
    let size = size_of::<T>() as isize;
    let view = |m: &Matrix<T>| dot::Matrix { data: m.data.as_ptr().cast_mut().cast(), row: size * m.cols as isize, column: size };
    let product = Matrix::<T>::zeros(a.rows, b.cols);
    let Some(multiply) = dot::find(T::DTYPE) else { unreachable!("floats can be multiplied") };
    // SAFETY: matrices of these sizes, one row behind the other; nobody else has the product yet.
    unsafe { multiply(a.rows, a.cols, b.cols, view(a), view(b), view(&product)) };
    for i in 0..product.rows {
        for (y, x) in c.row_mut(at.0 + i)[at.1..][..product.cols].iter_mut().zip(product.row(i)) {
            *y -= *x;
        }
    }
}
