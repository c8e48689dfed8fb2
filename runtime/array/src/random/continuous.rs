//! Continuous distributions, each as `numpy.random.Generator` and, where it differs, `RandomState` draw it.

use std::f64::consts::PI;

use pyaot_core::modules::libm;

use super::discrete::poisson;
use super::rng::Rng;

/// `uniform`, of the lower bound and the range.
pub fn uniform(r: &mut Rng, low: f64, range: f64) -> f64 {
    low + range * r.uniform()
}

/// `normal`
pub fn normal(r: &mut Rng, mean: f64, scale: f64) -> f64 {
    mean + scale * r.normal()
}

/// `lognormal`
pub fn lognormal(r: &mut Rng, mean: f64, sigma: f64) -> f64 {
    libm::exp(normal(r, mean, sigma))
}

/// `exponential`
pub fn exponential(r: &mut Rng, scale: f64) -> f64 {
    scale * r.exponential()
}

/// `gamma`
pub fn gamma(r: &mut Rng, shape: f64, scale: f64) -> f64 {
    scale * r.gamma(shape)
}

/// Below this, in the newer algorithm, samples of the beta distribution are 0 or 1.
const TINY: f64 = 3e-103;

/// `beta` (Jöhnk's method where both are at most 1).
pub fn beta(r: &mut Rng, a: f64, b: f64) -> f64 {
    if !(a <= 1.0 && b <= 1.0) {
        let x = r.gamma(a);
        let y = r.gamma(b);
        return x / (x + y);
    }
    if !r.legacy && a < TINY && b < TINY {
        let u = r.uniform();
        return if (a + b) * u < a { 1.0 } else { 0.0 };
    }
    loop {
        let u = r.uniform();
        let v = r.uniform();
        let x = libm::pow(u, 1.0 / a);
        let y = libm::pow(v, 1.0 / b);
        let sum = x + y;
        if sum > 1.0 {
            continue;
        }
        if r.legacy {
            if sum > 0.0 {
                return x / sum;
            }
            let (x, y) = (libm::log(u) / a, libm::log(v) / b);
            let most = if x > y { x } else { y };
            let (x, y) = (x - most, y - most);
            return libm::exp(x - libm::log(libm::exp(x) + libm::exp(y)));
        }
        if u + v > 0.0 {
            if x > 0.0 && y > 0.0 {
                return x / sum;
            }
            let delta = libm::log(u) / a - libm::log(v) / b;
            return if delta > 0.0 {
                libm::exp(-libm::log1p(libm::exp(-delta)))
            } else {
                libm::exp(delta - libm::log1p(libm::exp(delta)))
            };
        }
    }
}

/// `chisquare`
pub fn chisquare(r: &mut Rng, df: f64) -> f64 {
    2.0 * r.gamma(df / 2.0)
}

/// `noncentral_chisquare`
pub fn noncentral_chisquare(r: &mut Rng, df: f64, nonc: f64) -> f64 {
    if nonc.is_nan() && !r.legacy {
        return f64::NAN;
    }
    if nonc == 0.0 {
        return chisquare(r, df);
    }
    if 1.0 < df {
        let chi = chisquare(r, df - 1.0);
        let n = r.normal() + nonc.sqrt();
        return chi + n * n;
    }
    let n = poisson(r, nonc / 2.0);
    let out = chisquare(r, df + (2 * n) as f64);
    if nonc.is_nan() { f64::NAN } else { out }
}

/// `f`
pub fn f(r: &mut Rng, dfnum: f64, dfden: f64) -> f64 {
    let above = chisquare(r, dfnum) * dfden;
    let below = chisquare(r, dfden) * dfnum;
    above / below
}

/// `noncentral_f`
pub fn noncentral_f(r: &mut Rng, dfnum: f64, dfden: f64, nonc: f64) -> f64 {
    let t = noncentral_chisquare(r, dfnum, nonc) * dfden;
    t / (chisquare(r, dfden) * dfnum)
}

/// `standard_t`
pub fn standard_t(r: &mut Rng, df: f64) -> f64 {
    let n = r.normal();
    let g = r.gamma(df / 2.0);
    (df / 2.0).sqrt() * n / g.sqrt()
}

/// `standard_cauchy`
pub fn standard_cauchy(r: &mut Rng) -> f64 {
    let above = r.normal();
    let below = r.normal();
    above / below
}

/// `pareto`
pub fn pareto(r: &mut Rng, a: f64) -> f64 {
    let x = r.exponential() / a;
    if r.legacy { libm::exp(x) - 1.0 } else { libm::expm1(x) }
}

/// `weibull`
pub fn weibull(r: &mut Rng, a: f64) -> f64 {
    if a == 0.0 { 0.0 } else { libm::pow(r.exponential(), 1.0 / a) }
}

/// `power`
pub fn power(r: &mut Rng, a: f64) -> f64 {
    let e = r.exponential();
    let x = if r.legacy { 1.0 - libm::exp(-e) } else { -libm::expm1(-e) };
    libm::pow(x, 1.0 / a)
}

/// `laplace`
pub fn laplace(r: &mut Rng, mean: f64, scale: f64) -> f64 {
    loop {
        let u = r.uniform();
        if u >= 0.5 {
            return mean - scale * libm::log(2.0 - u - u);
        }
        if u > 0.0 {
            return mean + scale * libm::log(u + u);
        }
    }
}

/// `gumbel`
pub fn gumbel(r: &mut Rng, mode: f64, scale: f64) -> f64 {
    loop {
        let u = 1.0 - r.uniform();
        if u < 1.0 {
            return mode - scale * libm::log(-libm::log(u));
        }
    }
}

/// `logistic`
pub fn logistic(r: &mut Rng, mean: f64, scale: f64) -> f64 {
    loop {
        let u = r.uniform();
        if u > 0.0 {
            return mean + scale * libm::log(u / (1.0 - u));
        }
    }
}

/// `rayleigh`
pub fn rayleigh(r: &mut Rng, mode: f64) -> f64 {
    let e = if r.legacy { -2.0 * libm::log1p(-r.uniform()) } else { 2.0 * r.exponential() };
    mode * e.sqrt()
}

/// `wald`
pub fn wald(r: &mut Rng, mean: f64, scale: f64) -> f64 {
    let n = r.normal();
    let y = mean * n * n;
    let x = if r.legacy {
        mean + mean / (2.0 * scale) * (y - (4.0 * scale * y + y * y).sqrt())
    } else {
        let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
        mean * (1.0 - 2.0 / d)
    };
    if r.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

/// `triangular`
pub fn triangular(r: &mut Rng, left: f64, mode: f64, right: f64) -> f64 {
    let base = right - left;
    let rise = mode - left;
    let u = r.uniform();
    if u <= rise / base {
        left + (u * (rise * base)).sqrt()
    } else {
        right - ((1.0 - u) * ((right - mode) * base)).sqrt()
    }
}

/// `vonmises` (Best & Fisher 1979).
pub fn vonmises(r: &mut Rng, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * r.uniform() - 1.0);
    }
    let s = if kappa < 1e-5 {
        1.0 / kappa + kappa
    } else if kappa <= 1e6 || r.legacy {
        let root = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
        let rho = (root - (2.0 * root).sqrt()) / (2.0 * kappa);
        (1.0 + rho * rho) / (2.0 * rho)
    } else {
        // So narrow that it is a normal distribution.
        let mut x = mu + (1.0 / kappa).sqrt() * r.normal();
        if x < -PI {
            x += 2.0 * PI;
        }
        if x > PI {
            x -= 2.0 * PI;
        }
        return x;
    };
    let w = loop {
        let z = libm::cos(PI * r.uniform());
        let w = (1.0 + s * z) / (s + z);
        let y = kappa * (s - w);
        let v = r.uniform();
        if y * (2.0 - y) - v >= 0.0 || libm::log(y / v) + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let u = r.uniform();
    let angle = libm::acos(w);
    let x = if u < 0.5 { -angle } else { angle } + mu;
    let around = libm::fmod(x.abs() + PI, 2.0 * PI) - PI;
    if x < 0.0 { -around } else { around }
}
