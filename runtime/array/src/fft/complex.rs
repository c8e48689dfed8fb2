//! Complex transforms of lengths with small factors: one pass for each factor (Stockham; butterflies after Temperton and
//! Swarztrauber, with the sums in pocketfft's order, so that results agree with NumPy's to the last digit).

use super::num::{Complex, Roots, grouped};

pub struct Pass {
    factor: usize,
    /// By which the outputs of a butterfly are turned: of output j > 0 and place i > 0.
    twiddles: Vec<Complex>,
    /// The roots of order `factor`, where it has no butterfly of its own.
    roots: Vec<Complex>,
}

/// A transform of a length.
pub struct ComplexPlan {
    length: usize,
    passes: Vec<Pass>,
}

/// The factors of a length: as many as possible of the first ones (falling powers of 2), then odd ones.
pub fn factors(length: usize, powers: &[usize]) -> Vec<usize> {
    let mut all = Vec::new();
    let mut rest = length;
    for p in powers {
        while rest.is_multiple_of(*p) {
            all.push(*p);
            rest /= p;
        }
    }
    if rest.is_multiple_of(2) {
        // A 2 goes first.
        rest /= 2;
        all.push(2);
        let last = all.len() - 1;
        all.swap(0, last);
    }
    let mut d = 3;
    while d * d <= rest {
        while rest.is_multiple_of(d) {
            all.push(d);
            rest /= d;
        }
        d += 2;
    }
    if rest > 1 {
        all.push(rest);
    }
    all
}

impl ComplexPlan {
    pub fn new(length: usize) -> ComplexPlan {
        let mut passes = Vec::new();
        if length > 1 {
            let roots = Roots::new(length);
            let mut done = 1;
            for factor in factors(length, &[8, 4]) {
                let inner = length / (done * factor);
                let mut twiddles = Vec::with_capacity((factor - 1) * (inner - 1));
                for j in 1..factor {
                    twiddles.extend((1..inner).map(|i| roots.get(j * done * i)));
                }
                let own = if factor > 11 { (0..factor).map(|j| roots.get(j * done * inner)).collect() } else { Vec::new() };
                passes.push(Pass { factor, twiddles, roots: own });
                done *= factor;
            }
        }
        ComplexPlan { length, passes }
    }

    pub fn length(&self) -> usize {
        self.length
    }

    /// Transforms in place, and multiplies by `scale`.
    pub fn run(&self, data: &mut [Complex], scale: f64, forward: bool) {
        let mut other = vec![Complex::default(); self.length];
        let mut done = 1;
        let mut swapped = false;
        for p in &self.passes {
            let (from, to) = if swapped { (&mut other[..], &mut *data) } else { (&mut *data, &mut other[..]) };
            if forward {
                p.run::<true>(from, to, done);
            } else {
                p.run::<false>(from, to, done);
            }
            swapped = !swapped;
            done *= p.factor;
        }
        if swapped {
            data.copy_from_slice(&other);
        }
        if scale != 1.0 {
            data.iter_mut().for_each(|x| *x = x.scale(scale));
        }
    }
}

impl Pass {
    fn run<const F: bool>(&self, from: &[Complex], to: &mut [Complex], done: usize) {
        match self.factor {
            2 => self.each::<F, 2>(from, to, done, |x| [x[0] + x[1], x[0] - x[1]]),
            3 => self.each::<F, 3>(from, to, done, |x| odd::<F, 3>(x, &THIRD)),
            4 => self.each::<F, 4>(from, to, done, four::<F>),
            5 => self.each::<F, 5>(from, to, done, |x| odd::<F, 5>(x, &FIFTH)),
            7 => self.each::<F, 7>(from, to, done, |x| odd::<F, 7>(x, &SEVENTH)),
            8 => self.each::<F, 8>(from, to, done, eight::<F>),
            11 => self.each::<F, 11>(from, to, done, |x| odd::<F, 11>(x, &ELEVENTH)),
            _ => self.general::<F>(from, to, done),
        }
    }

    #[inline(always)]
    fn each<const F: bool, const P: usize>(
        &self,
        from: &[Complex],
        to: &mut [Complex],
        done: usize,
        butterfly: impl Fn(&[Complex; P]) -> [Complex; P],
    ) {
        let inner = from.len() / (done * P);
        for k in 0..done {
            for i in 0..inner {
                let x = std::array::from_fn(|j| from[i + inner * (j + P * k)]);
                let y = butterfly(&x);
                to[i + inner * k] = y[0];
                for j in 1..P {
                    let w = if i == 0 { y[j] } else { y[j].twiddled(self.twiddles[i - 1 + (j - 1) * (inner - 1)], F) };
                    to[i + inner * (k + done * j)] = w;
                }
            }
        }
    }

    /// A butterfly of any odd size.
    fn general<const F: bool>(&self, from: &[Complex], to: &mut [Complex], done: usize) {
        let p = self.factor;
        let inner = from.len() / (done * p);
        let half = p / 2;
        let (mut sums, mut diffs) = (vec![Complex::default(); half], vec![Complex::default(); half]);
        let sine = |m: usize| if F { -self.roots[m].im } else { self.roots[m].im };
        for k in 0..done {
            for i in 0..inner {
                let x = |j: usize| from[i + inner * (j + p * k)];
                let mut total = x(0);
                for j in 0..half {
                    sums[j] = x(j + 1) + x(p - 1 - j);
                    diffs[j] = x(j + 1) - x(p - 1 - j);
                    total = total + sums[j];
                }
                to[i + inner * k] = total;
                for u in 1..=half {
                    let at = |j: usize| (j + 1) * u % p;
                    let re = grouped(x(0).re, half, 2, 2, |j| self.roots[at(j)].re * sums[j].re);
                    let im = grouped(x(0).im, half, 2, 2, |j| self.roots[at(j)].re * sums[j].im);
                    let first = sine(at(0));
                    let down = grouped(first * diffs[0].im, half - 1, 1, 2, |j| sine(at(j + 1)) * diffs[j + 1].im);
                    let across = grouped(first * diffs[0].re, half - 1, 1, 2, |j| sine(at(j + 1)) * diffs[j + 1].re);
                    let (c, d) = (Complex::new(re, im), Complex::new(-down, across));
                    for (j, y) in [(u, c + d), (p - u, c - d)] {
                        let w = if i == 0 { y } else { y.twiddled(self.twiddles[i - 1 + (j - 1) * (inner - 1)], F) };
                        to[i + inner * (k + done * j)] = w;
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn four<const F: bool>(x: &[Complex; 4]) -> [Complex; 4] {
    let (a, b) = (x[0] + x[2], x[0] - x[2]);
    let (c, d) = (x[1] + x[3], (x[1] - x[3]).turned(F));
    [a + c, b + d, a - c, b - d]
}

#[inline(always)]
fn eight<const F: bool>(x: &[Complex; 8]) -> [Complex; 8] {
    let (a1, a5) = (x[1] + x[5], x[1] - x[5]);
    let (a3, a7) = (x[3] + x[7], (x[3] - x[7]).turned(F));
    let (a1, a3) = (a1 + a3, (a1 - a3).turned(F));
    let (a5, a7) = (a5 + a7, a5 - a7);
    let h = std::f64::consts::FRAC_1_SQRT_2;
    let (a5, a7) = if F {
        (Complex::new(h * (a5.re + a5.im), h * (a5.im - a5.re)), Complex::new(h * (a7.im - a7.re), h * (-a7.re - a7.im)))
    } else {
        (Complex::new(h * (a5.re - a5.im), h * (a5.im + a5.re)), Complex::new(h * (-a7.re - a7.im), h * (a7.re - a7.im)))
    };
    let (a0, a4) = (x[0] + x[4], x[0] - x[4]);
    let (a2, a6) = (x[2] + x[6], (x[2] - x[6]).turned(F));
    let (a0, a2) = (a0 + a2, a0 - a2);
    let (a4, a6) = (a4 + a6, a4 - a6);
    [a0 + a1, a4 + a5, a2 + a3, a6 + a7, a0 - a1, a4 - a5, a2 - a3, a6 - a7]
}

/// cos and sin of 2π k / p, k from 1 to p / 2.
pub type Circle<const H: usize> = [(f64, f64); H];

pub const THIRD: Circle<1> = [(-0.5, 0.8660254037844386467637)];
pub const FIFTH: Circle<2> = [(0.3090169943749474241023, 0.9510565162951535721164), (-0.8090169943749474241023, 0.5877852522924731291687)];
const SEVENTH: Circle<3> = [
    (0.6234898018587335305250, 0.7818314824680298087084),
    (-0.2225209339563144042889, 0.9749279121818236070181),
    (-0.9009688679024191262361, 0.4338837391175581204758),
];
const ELEVENTH: Circle<5> = [
    (0.8412535328311811688618, 0.5406408174555975821076),
    (0.4154150130018864255293, 0.9096319953545183714117),
    (-0.1423148382732851404438, 0.9898214418809327323761),
    (-0.6548607339452850640569, 0.7557495743542582837740),
    (-0.9594929736144973898904, 0.2817325568414296977114),
];

/// A butterfly of odd size, its sums from left to right.
#[inline(always)]
fn odd<const F: bool, const P: usize>(x: &[Complex; P], circle: &[(f64, f64)]) -> [Complex; P] {
    let half = P / 2;
    let mut y = [x[0]; P];
    for j in 1..=half {
        y[0] = y[0] + (x[j] + x[P - j]);
    }
    for u in 1..=half {
        let mut c = x[0];
        let (mut down, mut across) = (0.0, 0.0);
        for j in 1..=half {
            let at = j * u % P;
            let (cos, sin) = if at <= half { circle[at - 1] } else { (circle[P - at - 1].0, -circle[P - at - 1].1) };
            let (cos, sin) = (cos, if F { -sin } else { sin });
            let (sum, diff) = (x[j] + x[P - j], x[j] - x[P - j]);
            c = Complex::new(c.re + cos * sum.re, c.im + cos * sum.im);
            if j == 1 {
                (down, across) = (sin * diff.im, sin * diff.re);
            } else {
                (down, across) = (down + sin * diff.im, across + sin * diff.re);
            }
        }
        let d = Complex::new(-down, across);
        y[u] = c + d;
        y[P - u] = c - d;
    }
    y
}
