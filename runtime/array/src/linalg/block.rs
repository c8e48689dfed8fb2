//! Parts of matrices, and products of them, which algorithms by blocks consist of.

use std::ops::Range;

use super::scalar::{Matrix, Scalar};
use crate::cpu::{Backend, backend};
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
        subtract_scaled(&mut to[cols.clone()], f, &from[cols]);
    }
}

/// `y -= f * x`, element by element.
pub fn subtract_scaled<T: Scalar>(y: &mut [T], f: T, x: &[T]) {
    #[inline(always)]
    fn each<T: Scalar>(y: &mut [T], f: T, x: &[T]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y -= f * *x;
        }
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn wide<T: Scalar>(y: &mut [T], f: T, x: &[T]) {
        each(y, f, x);
    }
    #[cfg(target_arch = "x86_64")]
    if backend() >= Backend::Avx2 {
        // SAFETY: the backend is there only with these instructions.
        return unsafe { wide(y, f, x) };
    }
    each(y, f, x);
}

/// Rows and columns of a matrix.
pub type Part = (Range<usize>, Range<usize>);

/// Takes the product of two parts of matrices (None: of `c` itself) away from the part of `c` that begins at `at`.
pub fn subtract_product<T: Scalar>(c: &mut Matrix<T>, at: (usize, usize), (a, of_a): (Option<&Matrix<T>>, Part), (b, of_b): (Option<&Matrix<T>>, Part)) {
    let product = product_of((a.unwrap_or(c), of_a), (b.unwrap_or(c), of_b));
    for i in 0..product.rows {
        for (y, x) in c.row_mut(at.0 + i)[at.1..][..product.cols].iter_mut().zip(product.row(i)) {
            *y -= *x;
        }
    }
}

fn product_of<T: Scalar>((a, of_a): (&Matrix<T>, Part), (b, of_b): (&Matrix<T>, Part)) -> Matrix<T> {
    let size = size_of::<T>() as isize;
    let view = |m: &Matrix<T>, (rows, cols): &Part| {
        let part = &m.data[rows.start * m.cols + cols.start..];
        dot::Matrix { data: part.as_ptr().cast_mut().cast(), row: size * m.cols as isize, column: size }
    };
    let product = Matrix::<T>::zeros(of_a.0.len(), of_b.1.len());
    let Some(multiply) = dot::find(T::DTYPE) else { unreachable!("floats can be multiplied") };
    if product.data.is_empty() || of_a.1.is_empty() {
        return product;
    }
    let whole = (0..product.rows, 0..product.cols);
    // SAFETY: parts of matrices of these sizes; nobody else has the product yet.
    unsafe { multiply(of_a.0.len(), of_a.1.len(), of_b.1.len(), view(a, &of_a), view(b, &of_b), view(&product, &whole)) };
    product
}
