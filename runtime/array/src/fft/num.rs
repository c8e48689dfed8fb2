//! Complex numbers, and the roots of unity.

use std::ops::{Add, Sub};

use pyaot_core::modules::libm;

#[derive(Clone, Copy, Default, PartialEq)]
#[repr(C)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

impl Complex {
    #[inline(always)]
    pub fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }

    #[inline(always)]
    pub fn scale(self, x: f64) -> Complex {
        Complex::new(self.re * x, self.im * x)
    }

    /// Times i, or -i going forward.
    #[inline(always)]
    pub fn turned(self, forward: bool) -> Complex {
        if forward { Complex::new(self.im, -self.re) } else { Complex::new(-self.im, self.re) }
    }

    /// Times a root of unity, or its conjugate going forward.
    #[inline(always)]
    pub fn twiddled(self, w: Complex, forward: bool) -> Complex {
        if forward {
            Complex::new(self.re * w.re + self.im * w.im, self.im * w.re - self.re * w.im)
        } else {
            Complex::new(self.re * w.re - self.im * w.im, self.re * w.im + self.im * w.re)
        }
    }
}

impl Add for Complex {
    type Output = Complex;
    #[inline(always)]
    fn add(self, b: Complex) -> Complex {
        Complex::new(self.re + b.re, self.im + b.im)
    }
}

impl Sub for Complex {
    type Output = Complex;
    #[inline(always)]
    fn sub(self, b: Complex) -> Complex {
        Complex::new(self.re - b.re, self.im - b.im)
    }
}

/// The roots exp(2πi k / n), as products of two from short tables.
pub struct Roots {
    n: usize,
    shift: u32,
    fine: Vec<(f64, f64)>,
    coarse: Vec<(f64, f64)>,
}

impl Roots {
    pub fn new(n: usize) -> Roots {
        let angle = eighth_of_turn(n);
        let half = (n + 2) / 2;
        let mut shift = 1;
        while (1usize << shift) * (1 << shift) < half {
            shift += 1;
        }
        let step = 1 << shift;
        let fine = (0..step).map(|k| root(k, n, angle)).collect();
        let coarse = (0..half.div_ceil(step)).map(|k| root(k * step, n, angle)).collect();
        Roots { n, shift, fine, coarse }
    }

    pub fn get(&self, k: usize) -> Complex {
        let low = 2 * k <= self.n;
        let k = if low { k } else { self.n - k };
        let (a, b) = (self.fine[k & ((1 << self.shift) - 1)], self.coarse[k >> self.shift]);
        let (re, im) = (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0);
        Complex::new(re, if low { im } else { -im })
    }
}

/// π / (4 n), divided with 64 bits and then rounded to a double.
fn eighth_of_turn(n: usize) -> f64 {
    /// π · 2⁶²
    const PI: u128 = 0xc90f_daa2_2168_c235;
    let scaled = PI << 60;
    let (quotient, rest) = (scaled / n as u128, scaled % n as u128);
    let spare = 128 - quotient.leading_zeros() - 64;
    let mut bits = quotient >> spare;
    let left = quotient & ((1 << spare) - 1);
    let half = 1u128 << (spare - 1);
    if left > half || (left == half && (rest > 0 || bits & 1 == 1)) {
        bits += 1;
    }
    // The conversion rounds the 64 bits to 53; π/4 = PI · 2⁻⁶⁴.
    bits as f64 * 2f64.powi(spare as i32 - 60 - 64)
}

/// A root by its place in the first eighth of the circle.
fn root(k: usize, n: usize, angle: f64) -> (f64, f64) {
    if k == 0 {
        return (1.0, 0.0);
    }
    let of = |x: usize| (libm::cos(x as f64 * angle), libm::sin(x as f64 * angle));
    let quarter = |x: usize| {
        // (cos, sin) of an angle in the first quarter.
        if x < n {
            of(x)
        } else {
            let (c, s) = of(2 * n - x);
            (s, c)
        }
    };
    let half = |x: usize| {
        if x < 2 * n {
            quarter(x)
        } else {
            let (c, s) = quarter(x - 2 * n);
            (-s, c)
        }
    };
    let x = 8 * k;
    if x < 4 * n {
        half(x)
    } else {
        let (c, s) = half(8 * n - x);
        (c, -s)
    }
}

/// A sum: `alone` terms one by one, then groups of `size`, and what is left in halves of that.
#[inline(always)]
pub fn grouped(first: f64, terms: usize, alone: usize, mut size: usize, term: impl Fn(usize) -> f64) -> f64 {
    let mut sum = first;
    let mut k = 0;
    while k < terms.min(alone) {
        sum += term(k);
        k += 1;
    }
    while k < terms {
        while size > 1 && terms - k < size {
            size /= 2;
        }
        let mut part = term(k);
        for j in 1..size {
            part += term(k + j);
        }
        sum += part;
        k += size;
    }
    sum
}
