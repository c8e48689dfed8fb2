//! Real transforms, half of whose output is the mirror of the other half: R0, R1, I1, … (after Swarztrauber's FFTPACK).

use super::complex::{FIFTH, THIRD, factors};
use super::num::{Complex, Roots, grouped};

struct Pass {
    factor: usize,
    /// Of part j > 0 and place i: at (j - 1, i).
    twiddles: Vec<Complex>,
    /// cos and sin of 2π k / factor, for odd factors.
    circle: Vec<(f64, f64)>,
}

pub struct RealPlan {
    length: usize,
    passes: Vec<Pass>,
}

impl RealPlan {
    pub fn new(length: usize) -> RealPlan {
        let mut passes = Vec::new();
        if length > 1 {
            let roots = Roots::new(length);
            let mut done = 1;
            for factor in factors(length, &[4]) {
                let inner = length / (done * factor);
                let mut twiddles = Vec::new();
                for j in 1..factor {
                    twiddles.extend((1..=(inner - 1) / 2).map(|i| roots.get(j * done * i)));
                }
                passes.push(Pass { factor, twiddles, circle: circle(factor, length, &roots) });
                done *= factor;
            }
        }
        RealPlan { length, passes }
    }

    /// Transforms in place, and multiplies by `scale`.
    pub fn run(&self, data: &mut [f64], scale: f64, forward: bool) {
        let mut other = vec![0.0; self.length];
        let mut swapped = false;
        let mut done = if forward { self.length } else { 1 };
        for k in 0..self.passes.len() {
            let p = &self.passes[if forward { self.passes.len() - 1 - k } else { k }];
            let (from, to) = if swapped { (&mut other[..], &mut *data) } else { (&mut *data, &mut other[..]) };
            if forward {
                done /= p.factor;
            }
            p.run(from, to, done, forward);
            if !forward {
                done *= p.factor;
            }
            swapped = !swapped;
        }
        if swapped {
            data.copy_from_slice(&other);
        }
        if scale != 1.0 {
            data.iter_mut().for_each(|x| *x = scale * *x);
        }
    }
}

fn circle(p: usize, length: usize, roots: &Roots) -> Vec<(f64, f64)> {
    let half: Vec<(f64, f64)> = match p {
        2 | 4 => return Vec::new(),
        3 => THIRD.iter().map(|(c, s)| (*c, *s)).collect(),
        5 => FIFTH.iter().map(|(c, s)| (*c, *s)).collect(),
        _ => (1..=p / 2).map(|k| roots.get(k * (length / p))).map(|w: Complex| (w.re, w.im)).collect(),
    };
    let mut all = vec![(1.0, 0.0)];
    all.extend(&half);
    all.extend(half.iter().rev().map(|(c, s)| (*c, -*s)));
    all
}

/// How a pass's parts lie: `inner` places of each of `done` runs.
#[derive(Clone, Copy)]
struct Shape {
    inner: usize,
    done: usize,
    factor: usize,
}

impl Shape {
    /// Place `i` of run `k` of part `j`: parts apart.
    #[inline(always)]
    fn apart(self, i: usize, k: usize, j: usize) -> usize {
        i + self.inner * (k + self.done * j)
    }

    /// The same with the parts of a run side by side.
    #[inline(always)]
    fn beside(self, i: usize, j: usize, k: usize) -> usize {
        i + self.inner * (j + self.factor * k)
    }
}

impl Pass {
    fn run(&self, from: &[f64], to: &mut [f64], done: usize, forward: bool) {
        let s = Shape { inner: from.len() / (done * self.factor), done, factor: self.factor };
        for k in 0..done {
            match (self.factor, forward) {
                (2, true) => self.two(from, to, s, k),
                (4, true) => self.four(from, to, s, k),
                (_, true) => self.odd(from, to, s, k),
                (2, false) => self.two_back(from, to, s, k),
                (4, false) => self.four_back(from, to, s, k),
                (_, false) => self.odd_back(from, to, s, k),
            }
        }
    }

    /// The root that turns part `j` at place `i` (even, from 2 on).
    #[inline(always)]
    fn root(&self, s: Shape, j: usize, i: usize) -> Complex {
        self.twiddles[(j - 1) * ((s.inner - 1) / 2) + i / 2 - 1]
    }

    /// A complex number of part `j`, turned back.
    #[inline(always)]
    fn part(&self, from: &[f64], s: Shape, i: usize, k: usize, j: usize) -> Complex {
        let w = self.root(s, j, i);
        let (re, im) = (from[s.apart(i - 1, k, j)], from[s.apart(i, k, j)]);
        Complex::new(w.re * re + w.im * im, w.re * im - w.im * re)
    }

    /// Stores a complex number of part `j`, turned.
    #[inline(always)]
    fn put(&self, to: &mut [f64], s: Shape, i: usize, k: usize, j: usize, x: Complex) {
        let w = self.root(s, j, i);
        to[s.apart(i, k, j)] = w.re * x.im + w.im * x.re;
        to[s.apart(i - 1, k, j)] = w.re * x.re - w.im * x.im;
    }

    fn two(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let n = s.inner;
        let (a, b) = (from[s.apart(0, k, 0)], from[s.apart(0, k, 1)]);
        to[s.beside(0, 0, k)] = a + b;
        to[s.beside(n - 1, 1, k)] = a - b;
        if n.is_multiple_of(2) {
            to[s.beside(0, 1, k)] = -from[s.apart(n - 1, k, 1)];
            to[s.beside(n - 1, 0, k)] = from[s.apart(n - 1, k, 0)];
        }
        for i in (2..n).step_by(2) {
            let c = n - i;
            let t = self.part(from, s, i, k, 1);
            let (re, im) = (from[s.apart(i - 1, k, 0)], from[s.apart(i, k, 0)]);
            to[s.beside(i - 1, 0, k)] = re + t.re;
            to[s.beside(c - 1, 1, k)] = re - t.re;
            to[s.beside(i, 0, k)] = t.im + im;
            to[s.beside(c, 1, k)] = t.im - im;
        }
    }

    fn four(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let n = s.inner;
        let x = |i: usize, j: usize| from[s.apart(i, k, j)];
        let (a, b) = (x(0, 3) + x(0, 1), x(0, 0) + x(0, 2));
        to[s.beside(0, 2, k)] = x(0, 3) - x(0, 1);
        to[s.beside(n - 1, 1, k)] = x(0, 0) - x(0, 2);
        to[s.beside(0, 0, k)] = b + a;
        to[s.beside(n - 1, 3, k)] = b - a;
        if n.is_multiple_of(2) {
            let h = std::f64::consts::FRAC_1_SQRT_2;
            let m = n - 1;
            let im = -h * (x(m, 1) + x(m, 3));
            let re = h * (x(m, 1) - x(m, 3));
            to[s.beside(m, 0, k)] = x(m, 0) + re;
            to[s.beside(m, 2, k)] = x(m, 0) - re;
            to[s.beside(0, 3, k)] = im + x(m, 2);
            to[s.beside(0, 1, k)] = im - x(m, 2);
        }
        for i in (2..n).step_by(2) {
            let c = n - i;
            let (p, q, r) = (self.part(from, s, i, k, 1), self.part(from, s, i, k, 2), self.part(from, s, i, k, 3));
            let (r1, r4) = (r.re + p.re, r.re - p.re);
            let (i1, i4) = (p.im + r.im, p.im - r.im);
            let (r2, r3) = (x(i - 1, 0) + q.re, x(i - 1, 0) - q.re);
            let (i2, i3) = (x(i, 0) + q.im, x(i, 0) - q.im);
            to[s.beside(i - 1, 0, k)] = r2 + r1;
            to[s.beside(c - 1, 3, k)] = r2 - r1;
            to[s.beside(i, 0, k)] = i1 + i2;
            to[s.beside(c, 3, k)] = i1 - i2;
            to[s.beside(i - 1, 2, k)] = r3 + i4;
            to[s.beside(c - 1, 1, k)] = r3 - i4;
            to[s.beside(i, 2, k)] = r4 + i3;
            to[s.beside(c, 1, k)] = r4 - i3;
        }
    }

    /// x₀ + Σ cos · x.
    #[inline(always)]
    fn cosines(&self, first: f64, u: usize, x: impl Fn(usize) -> f64) -> f64 {
        let p = self.factor;
        grouped(first, p / 2, 2, 4, |j| self.circle[(j + 1) * u % p].0 * x(j + 1))
    }

    /// Σ sin · x.
    #[inline(always)]
    fn sines(&self, u: usize, x: impl Fn(usize) -> f64) -> f64 {
        let p = self.factor;
        let term = |j: usize| self.circle[(j + 1) * u % p].1 * x(j + 1);
        grouped(term(0), p / 2 - 1, 1, 4, |j| term(j + 1))
    }

    fn odd(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let (n, p) = (s.inner, self.factor);
        let half = p / 2;
        let zero = from[s.apart(0, k, 0)];
        let x = |j: usize| from[s.apart(0, k, j)];
        let mut total = zero;
        for j in 1..=half {
            total += x(p - j) + x(j);
        }
        to[s.beside(0, 0, k)] = total;
        for u in 1..=half {
            to[s.beside(n - 1, 2 * u - 1, k)] = self.cosines(zero, u, |j| x(p - j) + x(j));
            to[s.beside(0, 2 * u, k)] = self.sines(u, |j| x(p - j) - x(j));
        }
        let mut pairs = vec![(Complex::default(), Complex::default()); half + 1];
        for i in (2..n).step_by(2) {
            let c = n - i;
            let zero = Complex::new(from[s.apart(i - 1, k, 0)], from[s.apart(i, k, 0)]);
            let mut total = zero;
            for (j, pair) in pairs.iter_mut().enumerate().skip(1) {
                let (a, b) = (self.part(from, s, i, k, j), self.part(from, s, i, k, p - j));
                *pair = (Complex::new(a.re + b.re, a.im + b.im), Complex::new(a.im - b.im, b.re - a.re));
                total = total + pair.0;
            }
            to[s.beside(i - 1, 0, k)] = total.re;
            to[s.beside(i, 0, k)] = total.im;
            for u in 1..=half {
                let re = self.cosines(zero.re, u, |j| pairs[j].0.re);
                let im = self.cosines(zero.im, u, |j| pairs[j].0.im);
                let dr = self.sines(u, |j| pairs[j].1.re);
                let di = self.sines(u, |j| pairs[j].1.im);
                to[s.beside(i - 1, 2 * u, k)] = re + dr;
                to[s.beside(c - 1, 2 * u - 1, k)] = re - dr;
                to[s.beside(i, 2 * u, k)] = di + im;
                to[s.beside(c, 2 * u - 1, k)] = di - im;
            }
        }
    }

    fn two_back(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let n = s.inner;
        let x = |i: usize, j: usize| from[s.beside(i, j, k)];
        let two = 2.0;
        to[s.apart(0, k, 0)] = x(0, 0) + x(n - 1, 1);
        to[s.apart(0, k, 1)] = x(0, 0) - x(n - 1, 1);
        if n.is_multiple_of(2) {
            to[s.apart(n - 1, k, 0)] = two * x(n - 1, 0);
            to[s.apart(n - 1, k, 1)] = -two * x(0, 1);
        }
        for i in (2..n).step_by(2) {
            let c = n - i;
            to[s.apart(i - 1, k, 0)] = x(i - 1, 0) + x(c - 1, 1);
            to[s.apart(i, k, 0)] = x(i, 0) - x(c, 1);
            let t = Complex::new(x(i - 1, 0) - x(c - 1, 1), x(i, 0) + x(c, 1));
            self.put(to, s, i, k, 1, t);
        }
    }

    fn four_back(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let n = s.inner;
        let x = |i: usize, j: usize| from[s.beside(i, j, k)];
        let two = 2.0;
        let (r2, r1) = (x(0, 0) + x(n - 1, 3), x(0, 0) - x(n - 1, 3));
        let (r3, r4) = (two * x(n - 1, 1), two * x(0, 2));
        to[s.apart(0, k, 0)] = r2 + r3;
        to[s.apart(0, k, 2)] = r2 - r3;
        to[s.apart(0, k, 3)] = r1 + r4;
        to[s.apart(0, k, 1)] = r1 - r4;
        if n.is_multiple_of(2) {
            let root = std::f64::consts::SQRT_2;
            let m = n - 1;
            let (i1, i2) = (x(0, 3) + x(0, 1), x(0, 3) - x(0, 1));
            let (r2, r1) = (x(m, 0) + x(m, 2), x(m, 0) - x(m, 2));
            to[s.apart(m, k, 0)] = r2 + r2;
            to[s.apart(m, k, 1)] = root * (r1 - i1);
            to[s.apart(m, k, 2)] = i2 + i2;
            to[s.apart(m, k, 3)] = -root * (r1 + i1);
        }
        for i in (2..n).step_by(2) {
            let c = n - i;
            let (r2, r1) = (x(i - 1, 0) + x(c - 1, 3), x(i - 1, 0) - x(c - 1, 3));
            let (i1, i2) = (x(i, 0) + x(c, 3), x(i, 0) - x(c, 3));
            let (r4, i3) = (x(i, 2) + x(c, 1), x(i, 2) - x(c, 1));
            let (r3, i4) = (x(i - 1, 2) + x(c - 1, 1), x(i - 1, 2) - x(c - 1, 1));
            to[s.apart(i - 1, k, 0)] = r2 + r3;
            to[s.apart(i, k, 0)] = i2 + i3;
            self.put(to, s, i, k, 1, Complex::new(r1 - r4, i1 + i4));
            self.put(to, s, i, k, 2, Complex::new(r2 - r3, i2 - i3));
            self.put(to, s, i, k, 3, Complex::new(r1 + r4, i1 - i4));
        }
    }

    fn odd_back(&self, from: &[f64], to: &mut [f64], s: Shape, k: usize) {
        let (n, p) = (s.inner, self.factor);
        let half = p / 2;
        let two = 2.0;
        let x = |i: usize, j: usize| from[s.beside(i, j, k)];
        let zero = x(0, 0);
        let mut total = zero;
        for j in 1..=half {
            total += two * x(n - 1, 2 * j - 1);
        }
        to[s.apart(0, k, 0)] = total;
        for u in 1..=half {
            let c = self.cosines(zero, u, |j| two * x(n - 1, 2 * j - 1));
            let d = self.sines(u, |j| two * x(0, 2 * j));
            to[s.apart(0, k, p - u)] = c + d;
            to[s.apart(0, k, u)] = c - d;
        }
        let mut pairs = vec![(Complex::default(), Complex::default()); half + 1];
        for i in (2..n).step_by(2) {
            let c = n - i;
            let zero = Complex::new(x(i - 1, 0), x(i, 0));
            let mut total = zero;
            for (j, pair) in pairs.iter_mut().enumerate().skip(1) {
                let (a, b) = (2 * j, 2 * j - 1);
                let sum = Complex::new(x(i - 1, a) + x(c - 1, b), x(i, a) - x(c, b));
                let diff = Complex::new(x(i - 1, a) - x(c - 1, b), x(i, a) + x(c, b));
                *pair = (sum, diff);
                total = total + sum;
            }
            to[s.apart(i - 1, k, 0)] = total.re;
            to[s.apart(i, k, 0)] = total.im;
            for u in 1..=half {
                let re = self.cosines(zero.re, u, |j| pairs[j].0.re);
                let im = self.cosines(zero.im, u, |j| pairs[j].0.im);
                let dr = self.sines(u, |j| pairs[j].1.re);
                let di = self.sines(u, |j| pairs[j].1.im);
                self.put(to, s, i, k, u, Complex::new(re - di, im + dr));
                self.put(to, s, i, k, p - u, Complex::new(re + di, im - dr));
            }
        }
    }
}
