//! Householder reflections `H = I - tau v vᴴ`, v beginning with 1 (LAPACK's `larfg`, `larf`).

use super::scalar::{Matrix, Scalar, length, length3, norm};

/// The reflection that turns `x` into (beta, 0, …) with beta real: gives tau, beta and v without its 1 in the rest of `x`.
pub fn reflection<T: Scalar>(x: &mut [T]) -> (T, f64) {
    let Some((first, rest)) = x.split_first_mut() else { return (T::ZERO, 0.0) };
    let tail = norm(rest.iter().copied());
    let alpha = *first;
    if tail == 0.0 && alpha.im() == 0.0 {
        return (T::ZERO, alpha.re());
    }
    let size = if T::COMPLEX { length3(alpha.re(), alpha.im(), tail) } else { length(alpha.re(), tail) };
    let beta = -size.copysign(alpha.re());
    let tau = T::new((beta - alpha.re()) / beta, -alpha.im() / beta);
    let scale = T::ONE / (alpha - T::real(beta));
    rest.iter_mut().for_each(|v| *v *= scale);
    *first = T::real(beta);
    (tau, beta)
}

/// `H` times rows from `top` on and columns from `left` on.
pub fn from_left<T: Scalar>(a: &mut Matrix<T>, v: &[T], tau: T, top: usize, left: usize) {
    if tau.is_zero() {
        return;
    }
    let cols = a.cols;
    let mut w = vec![T::ZERO; cols - left];
    for (i, v) in v.iter().enumerate() {
        for (w, x) in w.iter_mut().zip(&a.data[(top + i) * cols + left..(top + i + 1) * cols]) {
            *w += v.conj() * *x;
        }
    }
    for (i, v) in v.iter().enumerate() {
        let f = tau * *v;
        for (x, w) in a.data[(top + i) * cols + left..(top + i + 1) * cols].iter_mut().zip(&w) {
            *x -= f * *w;
        }
    }
}

/// Rows `top..bottom`, columns from `left` on, times `H`.
pub fn from_right<T: Scalar>(a: &mut Matrix<T>, v: &[T], tau: T, top: usize, bottom: usize, left: usize) {
    if tau.is_zero() {
        return;
    }
    for i in top..bottom {
        let row = &mut a.data[i * a.cols + left..i * a.cols + left + v.len()];
        let mut sum = T::ZERO;
        for (x, v) in row.iter().zip(v) {
            sum += *x * *v;
        }
        sum *= tau;
        for (x, v) in row.iter_mut().zip(v) {
            *x -= sum * v.conj();
        }
    }
}
