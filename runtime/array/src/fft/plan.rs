//! The way a length is transformed: by its factors, or, where these are large, by a convolution (Bluestein).

use super::complex::ComplexPlan;
use super::num::{Complex, Roots};
use super::real::RealPlan;

pub enum Plan {
    Complex(ComplexPlan),
    Bluestein(Bluestein),
}

pub enum PlanOfReal {
    Real(RealPlan),
    Bluestein(Bluestein),
}

fn largest_factor(mut n: usize) -> usize {
    let mut largest = 1;
    while n.is_multiple_of(2) {
        largest = 2;
        n /= 2;
    }
    let mut d = 3;
    while d * d <= n {
        while n.is_multiple_of(d) {
            largest = d;
            n /= d;
        }
        d += 2;
    }
    if n > 1 { n } else { largest }
}

/// What a length costs, about.
fn cost(length: usize) -> f64 {
    let of = |d: usize| if d <= 5 { d as f64 } else { 1.1 * d as f64 };
    let mut n = length;
    let mut sum = 0.0;
    while n.is_multiple_of(2) {
        sum += 2.0;
        n /= 2;
    }
    let mut d = 3;
    while d * d <= n {
        while n.is_multiple_of(d) {
            sum += of(d);
            n /= d;
        }
        d += 2;
    }
    if n > 1 {
        sum += of(n);
    }
    sum * length as f64
}

/// The smallest product of 2, 3, 5, 7 and 11 that is not below `n`.
fn good_length(n: usize) -> usize {
    (n..).find(|k| {
        let mut k = *k;
        for d in [2, 3, 5, 7, 11] {
            while k.is_multiple_of(d) {
                k /= d;
            }
        }
        k == 1
    })
    .unwrap_or(n)
}

/// Whether a convolution is the better way; complex transforms cost twice the real ones.
fn by_convolution(length: usize, weight: f64) -> bool {
    if length < 50 {
        return false;
    }
    let largest = largest_factor(length);
    largest * largest > length && 2.0 * cost(good_length(2 * length - 1)) * 1.5 < weight * cost(length)
}

impl Plan {
    pub fn new(length: usize) -> Plan {
        if by_convolution(length, 1.0) {
            Plan::Bluestein(Bluestein::new(length))
        } else {
            Plan::Complex(ComplexPlan::new(length))
        }
    }

    pub fn run(&self, data: &mut [Complex], scale: f64, forward: bool) {
        match self {
            Plan::Complex(p) => p.run(data, scale, forward),
            Plan::Bluestein(p) => p.run(data, scale, forward),
        }
    }
}

impl PlanOfReal {
    pub fn new(length: usize) -> PlanOfReal {
        if by_convolution(length, 0.5) {
            PlanOfReal::Bluestein(Bluestein::new(length))
        } else {
            PlanOfReal::Real(RealPlan::new(length))
        }
    }

    /// Forward: numbers become R0, R1, I1, …; backward the other way.
    pub fn run(&self, data: &mut [f64], scale: f64, forward: bool) {
        match self {
            PlanOfReal::Real(p) => p.run(data, scale, forward),
            PlanOfReal::Bluestein(p) => p.run_real(data, scale, forward),
        }
    }
}

/// A transform of any length as a convolution, which transforms of a good length do (Bluestein 1970).
pub struct Bluestein {
    n: usize,
    plan: ComplexPlan,
    chirp: Vec<Complex>,
    /// The chirp's transform.
    spectrum: Vec<Complex>,
}

impl Bluestein {
    fn new(n: usize) -> Bluestein {
        let long = good_length(2 * n - 1);
        let plan = ComplexPlan::new(long);
        let roots = Roots::new(2 * n);
        let mut at = 0;
        let chirp: Vec<Complex> = (0..n)
            .map(|m| {
                if m > 0 {
                    at = (at + 2 * m - 1) % (2 * n);
                }
                if m == 0 { Complex::new(1.0, 0.0) } else { roots.get(at) }
            })
            .collect();
        let part = 1.0 / long as f64;
        let mut spectrum = vec![Complex::default(); long];
        spectrum[0] = chirp[0].scale(part);
        for m in 1..n {
            spectrum[m] = chirp[m].scale(part);
            spectrum[long - m] = spectrum[m];
        }
        plan.run(&mut spectrum, 1.0, true);
        spectrum.truncate(long / 2 + 1);
        Bluestein { n, plan, chirp, spectrum }
    }

    fn run(&self, data: &mut [Complex], scale: f64, forward: bool) {
        let long = self.plan.length();
        let mut work = vec![Complex::default(); long];
        for m in 0..self.n {
            work[m] = data[m].twiddled(self.chirp[m], forward);
        }
        self.plan.run(&mut work, 1.0, true);
        for (m, w) in work.iter_mut().enumerate() {
            *w = w.twiddled(self.spectrum[m.min(long - m)], !forward);
        }
        self.plan.run(&mut work, 1.0, false);
        for m in 0..self.n {
            data[m] = work[m].twiddled(self.chirp[m], forward).scale(scale);
        }
    }

    fn run_real(&self, data: &mut [f64], scale: f64, forward: bool) {
        let n = self.n;
        if forward {
            let mut work: Vec<Complex> = data.iter().map(|x| Complex::new(*x, 0.0)).collect();
            self.run(&mut work, scale, true);
            data[0] = work[0].re;
            for (k, x) in data.iter_mut().enumerate().skip(1) {
                let w = work[k.div_ceil(2)];
                *x = if k % 2 == 1 { w.re } else { w.im };
            }
            return;
        }
        let mut work = vec![Complex::new(data[0], 0.0); n];
        for m in 1..=n / 2 {
            let im = if 2 * m < n { data[2 * m] } else { 0.0 };
            work[m] = Complex::new(data[2 * m - 1], im);
            if 2 * m < n {
                work[n - m] = Complex::new(work[m].re, -im);
            }
        }
        self.run(&mut work, scale, false);
        data.iter_mut().zip(work).for_each(|(x, w)| *x = w.re);
    }
}
