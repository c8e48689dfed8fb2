//! Real and complex numbers as the algorithms take them, and matrices of them.

use pyaot_abi::dtype::DType;
use std::ops::{Index, IndexMut, Mul, Neg, Sub, Add, Div, AddAssign, SubAssign, MulAssign};

/// A complex number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(C)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

/// A real or a complex number.
pub trait Scalar:
    Copy
    + PartialEq
    + Default
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    const ZERO: Self;
    const ONE: Self;
    const COMPLEX: bool;
    /// As which it lies in arrays.
    const DTYPE: DType;
    fn new(re: f64, im: f64) -> Self;
    fn re(self) -> f64;
    fn im(self) -> f64;
    fn conj(self) -> Self;
    fn abs(self) -> f64;
    fn scale(self, x: f64) -> Self;
    fn real(x: f64) -> Self {
        Self::new(x, 0.0)
    }
    /// |re| + |im|: by which pivots are compared.
    fn size(self) -> f64 {
        self.re().abs() + self.im().abs()
    }
    fn square(self) -> f64 {
        self.re() * self.re() + self.im() * self.im()
    }
    fn is_zero(self) -> bool {
        self == Self::ZERO
    }
}

impl Scalar for f64 {
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;
    const COMPLEX: bool = false;
    const DTYPE: DType = DType::F64;
    #[inline]
    fn new(re: f64, _: f64) -> f64 {
        re
    }
    #[inline]
    fn re(self) -> f64 {
        self
    }
    #[inline]
    fn im(self) -> f64 {
        0.0
    }
    #[inline]
    fn conj(self) -> f64 {
        self
    }
    #[inline]
    fn abs(self) -> f64 {
        f64::abs(self)
    }
    #[inline]
    fn scale(self, x: f64) -> f64 {
        self * x
    }
}

impl Scalar for Complex {
    const ZERO: Complex = Complex { re: 0.0, im: 0.0 };
    const ONE: Complex = Complex { re: 1.0, im: 0.0 };
    const COMPLEX: bool = true;
    const DTYPE: DType = DType::C128;
    #[inline]
    fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }
    #[inline]
    fn re(self) -> f64 {
        self.re
    }
    #[inline]
    fn im(self) -> f64 {
        self.im
    }
    #[inline]
    fn conj(self) -> Complex {
        Complex { re: self.re, im: -self.im }
    }
    #[inline]
    fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
    #[inline]
    fn scale(self, x: f64) -> Complex {
        Complex { re: self.re * x, im: self.im * x }
    }
}

impl Add for Complex {
    type Output = Complex;
    #[inline]
    fn add(self, b: Complex) -> Complex {
        Complex { re: self.re + b.re, im: self.im + b.im }
    }
}

impl Sub for Complex {
    type Output = Complex;
    #[inline]
    fn sub(self, b: Complex) -> Complex {
        Complex { re: self.re - b.re, im: self.im - b.im }
    }
}

impl Mul for Complex {
    type Output = Complex;
    #[inline]
    fn mul(self, b: Complex) -> Complex {
        Complex { re: self.re * b.re - self.im * b.im, im: self.re * b.im + self.im * b.re }
    }
}

impl Div for Complex {
    type Output = Complex;
    /// Smith's method: no overflow in between.
    fn div(self, b: Complex) -> Complex {
        if b.re.abs() >= b.im.abs() {
            let r = b.im / b.re;
            let d = b.re + b.im * r;
            Complex { re: (self.re + self.im * r) / d, im: (self.im - self.re * r) / d }
        } else {
            let r = b.re / b.im;
            let d = b.re * r + b.im;
            Complex { re: (self.re * r + self.im) / d, im: (self.im * r - self.re) / d }
        }
    }
}

impl Neg for Complex {
    type Output = Complex;
    #[inline]
    fn neg(self) -> Complex {
        Complex { re: -self.re, im: -self.im }
    }
}

impl AddAssign for Complex {
    #[inline]
    fn add_assign(&mut self, b: Complex) {
        *self = *self + b;
    }
}

impl SubAssign for Complex {
    #[inline]
    fn sub_assign(&mut self, b: Complex) {
        *self = *self - b;
    }
}

impl MulAssign for Complex {
    #[inline]
    fn mul_assign(&mut self, b: Complex) {
        *self = *self * b;
    }
}

impl Complex {
    /// The square root with a real part that is not negative.
    pub fn sqrt(self) -> Complex {
        let r = self.abs();
        if r == 0.0 {
            return Complex::ZERO;
        }
        let re = ((r + self.re.abs()) / 2.0).sqrt();
        let im = self.im / (2.0 * re);
        if self.re >= 0.0 { Complex { re, im } } else { Complex { re: im.abs(), im: re.copysign(self.im) } }
    }
}

/// A matrix, row by row.
#[derive(Debug, Clone)]
pub struct Matrix<T> {
    pub rows: usize,
    pub cols: usize,
    pub data: Vec<T>,
}

impl<T> Index<(usize, usize)> for Matrix<T> {
    type Output = T;
    #[inline]
    fn index(&self, (i, j): (usize, usize)) -> &T {
        &self.data[i * self.cols + j]
    }
}

impl<T> IndexMut<(usize, usize)> for Matrix<T> {
    #[inline]
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        &mut self.data[i * self.cols + j]
    }
}

impl<T: Scalar> Matrix<T> {
    pub fn zeros(rows: usize, cols: usize) -> Matrix<T> {
        Matrix { rows, cols, data: vec![T::ZERO; rows * cols] }
    }

    pub fn identity(rows: usize, cols: usize) -> Matrix<T> {
        let mut m = Matrix::zeros(rows, cols);
        for k in 0..rows.min(cols) {
            m[(k, k)] = T::ONE;
        }
        m
    }

    /// The conjugate transpose.
    pub fn adjoint(&self) -> Matrix<T> {
        let mut m = Matrix::zeros(self.cols, self.rows);
        for i in 0..self.rows {
            for j in 0..self.cols {
                m[(j, i)] = self[(i, j)].conj();
            }
        }
        m
    }

    pub fn row(&self, i: usize) -> &[T] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }

    pub fn row_mut(&mut self, i: usize) -> &mut [T] {
        &mut self.data[i * self.cols..(i + 1) * self.cols]
    }

    pub fn swap_rows(&mut self, i: usize, j: usize) {
        if i != j {
            let (lo, hi) = (i.min(j), i.max(j));
            let (a, b) = self.data.split_at_mut(hi * self.cols);
            a[lo * self.cols..(lo + 1) * self.cols].swap_with_slice(&mut b[..self.cols]);
        }
    }

    pub fn swap_cols(&mut self, i: usize, j: usize) {
        for k in 0..self.rows {
            self.data.swap(k * self.cols + i, k * self.cols + j);
        }
    }

    /// Row `target` minus `factor` times row `source`, from column `from` on.
    #[inline]
    pub fn subtract_row(&mut self, target: usize, source: usize, factor: T, from: usize) {
        let cols = self.cols;
        let (t, s) = if target > source {
            let (a, b) = self.data.split_at_mut(target * cols);
            (&mut b[..cols], &a[source * cols..(source + 1) * cols])
        } else {
            let (a, b) = self.data.split_at_mut(source * cols);
            (&mut a[target * cols..(target + 1) * cols], &b[..cols])
        };
        super::block::subtract_scaled(&mut t[from..], factor, &s[from..]);
    }

    /// The first rows and columns, padded by the identity where there are none.
    pub fn resized(&self, rows: usize, cols: usize) -> Matrix<T> {
        let mut m = Matrix::identity(rows, cols);
        for i in 0..rows.min(self.rows) {
            for j in 0..cols.min(self.cols) {
                m[(i, j)] = self[(i, j)];
            }
        }
        m
    }

    pub fn product(&self, b: &Matrix<T>) -> Matrix<T> {
        let mut m = Matrix::zeros(self.rows, b.cols);
        for i in 0..self.rows {
            for k in 0..self.cols {
                let x = self[(i, k)];
                for j in 0..b.cols {
                    m.data[i * b.cols + j] += x * b.data[k * b.cols + j];
                }
            }
        }
        m
    }

    pub fn is_finite(&self) -> bool {
        self.data.iter().all(|x| x.re().is_finite() && x.im().is_finite())
    }
}

/// The Euclidean norm, without overflow; the squares are summed in twice the precision, as by OpenBLAS.
pub fn norm<T: Scalar>(x: impl Iterator<Item = T> + Clone) -> f64 {
    let most = x.clone().map(|v| v.re().abs().max(v.im().abs())).fold(0.0, f64::max);
    if most == 0.0 || !most.is_finite() {
        return x.map(Scalar::square).sum::<f64>().sqrt();
    }
    let scale = if most > 1e-140 && most < 1e140 { 1.0 } else { most };
    let (mut sum, mut lost) = (0.0, 0.0);
    let mut add = |v: f64| {
        let square = v * v;
        let rest = v.mul_add(v, -square);
        let total = sum + square;
        let part = total - sum;
        lost += (sum - (total - part)) + (square - part) + rest;
        sum = total;
    };
    for v in x {
        add(v.re() / scale);
        if T::COMPLEX {
            add(v.im() / scale);
        }
    }
    // The root of sum + lost, rounded once.
    let total = sum + lost;
    let rest = (sum - total) + lost;
    let root = total.sqrt();
    let better = root + (rest - root.mul_add(root, -total)) / (2.0 * root);
    scale * better
}

/// sqrt(x² + y²) without overflow (`lapy2`).
pub fn length(x: f64, y: f64) -> f64 {
    let (more, less) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    if less == 0.0 { more } else { more * (1.0 + (less / more) * (less / more)).sqrt() }
}

/// sqrt(x² + y² + z²) without overflow (`lapy3`).
pub fn length3(x: f64, y: f64, z: f64) -> f64 {
    let w = x.abs().max(y.abs()).max(z.abs());
    if w == 0.0 {
        return x.abs() + y.abs() + z.abs();
    }
    w * ((x / w) * (x / w) + (y / w) * (y / w) + (z / w) * (z / w)).sqrt()
}

/// A Givens rotation (c, s, r) that turns (f, g) into (r, 0); r has the sign of f (LAPACK's `lartg`).
pub fn rotation(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (1.0, 0.0, f);
    }
    if f == 0.0 {
        return (0.0, 1f64.copysign(g), g.abs());
    }
    let (fa, ga) = (f.abs(), g.abs());
    let plain = fa > 1e-150 && fa < 1e150 && ga > 1e-150 && ga < 1e150;
    let d = if plain { (f * f + g * g).sqrt() } else { f.hypot(g) };
    let r = d.copysign(f);
    (f.abs() / d, g / r, r)
}
