//! Discrete distributions, each as `numpy.random.Generator` and, where it differs, `RandomState` draw it.

use pyaot_core::modules::libm;

use super::rng::Rng;

/// `poisson` (for large means Hörmann's transformed rejection, 1993).
pub fn poisson(r: &mut Rng, lam: f64) -> i64 {
    if lam >= 10.0 {
        return poisson_large(r, lam);
    }
    if lam == 0.0 {
        return 0;
    }
    let limit = libm::exp(-lam);
    let mut n = 0;
    let mut product = 1.0;
    loop {
        product *= r.uniform();
        // A mean that is not a number ends at once.
        if product.partial_cmp(&limit) != Some(std::cmp::Ordering::Greater) {
            return n;
        }
        n += 1;
    }
}

fn poisson_large(r: &mut Rng, lam: f64) -> i64 {
    let root = lam.sqrt();
    let log = libm::log(lam);
    let b = 0.931 + 2.53 * root;
    let a = -0.059 + 0.02483 * b;
    let inverse = 1.1239 + 1.1328 / (b - 3.4);
    let limit = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = r.uniform() - 0.5;
        let v = r.uniform();
        let s = 0.5 - u.abs();
        let k = whole(((2.0 * a / s + b) * u + lam + 0.43).floor());
        if s >= 0.07 && v <= limit {
            return k;
        }
        if k < 0 || (s < 0.013 && v > s) {
            continue;
        }
        let density = -lam + k as f64 * log - log_gamma(k as f64 + 1.0);
        if libm::log(v) + libm::log(inverse) - libm::log(a / (s * s) + b) <= density {
            return k;
        }
    }
}

/// A float as C casts it to an int on this machine: what does not fit is the least int.
fn whole(x: f64) -> i64 {
    if x >= -9_223_372_036_854_775_808.0 && x < 9_223_372_036_854_775_808.0 { x as i64 } else { i64::MIN }
}

/// The logarithm of the gamma function (Zhang & Jin 1996), as the distributions' streams need it.
fn log_gamma(x: f64) -> f64 {
    const SERIES: [f64; 10] = [
        8.333333333333333e-02, -2.777777777777778e-03, 7.936507936507937e-04, -5.952380952380952e-04, 8.417508417508418e-04,
        -1.917526917526918e-03, 6.410256410256410e-03, -2.955065359477124e-02, 1.796443723688307e-01, -1.39243221690590e+00,
    ];
    /// log(2 π)
    const LOG_2PI: f64 = 1.8378770664093453;
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let below = if x < 7.0 { (7.0 - x) as i64 } else { 0 };
    let mut at = x + below as f64;
    let inverse = (1.0 / at) * (1.0 / at);
    let sum = SERIES.iter().rev().skip(1).fold(SERIES[9], |sum, c| sum * inverse + c);
    let mut log = sum / at + 0.5 * LOG_2PI + (at - 0.5) * libm::log(at) - at;
    if x < 7.0 {
        for _ in 0..below {
            log -= libm::log(at - 1.0);
            at -= 1.0;
        }
    }
    log
}

/// `binomial`
pub fn binomial(r: &mut Rng, n: i64, p: f64) -> i64 {
    if !r.legacy && (n == 0 || p == 0.0) {
        return 0;
    }
    let less = if p <= 0.5 { p } else { 1.0 - p };
    let k = if less * n as f64 <= 30.0 { binomial_by_inversion(r, n, less) } else { binomial_large(r, n, less) };
    if p <= 0.5 { k } else { n - k }
}

fn binomial_by_inversion(r: &mut Rng, n: i64, p: f64) -> i64 {
    let q = 1.0 - p;
    let none = if r.legacy { libm::exp(n as f64 * libm::log(q)) } else { libm::exp(n as f64 * libm::log1p(-p)) };
    let mean = n as f64 * p;
    let far = mean + 10.0 * (mean * q + 1.0).sqrt();
    let bound = if (n as f64) < far { n } else { whole(far) };
    let mut k = 0;
    let mut left = none;
    let mut u = r.uniform();
    while u > left {
        k += 1;
        if k > bound {
            k = 0;
            left = none;
            u = r.uniform();
        } else {
            u -= left;
            left = ((n - k + 1) as f64 * p * left) / (k as f64 * q);
        }
    }
    k
}

/// Kachitvichyanukul & Schmeiser's algorithm BTPE (1988): triangle, parallelograms, exponential tails. p is at most 0.5.
fn binomial_large(rng: &mut Rng, n: i64, p: f64) -> i64 {
    let count = n as f64;
    let r = if p < 1.0 - p { p } else { 1.0 - p };
    let q = 1.0 - r;
    let mode = count * r + r;
    let m = mode.floor() as i64;
    let mf = m as f64;
    let p1 = (2.195 * (count * r * q).sqrt() - 4.6 * q).floor() + 0.5;
    let middle = mf + 0.5;
    let left = middle - p1;
    let right = middle + p1;
    let c = 0.134 + 20.5 / (15.3 + mf);
    let a = (mode - left) / (mode - left * r);
    let lambda_left = a * (1.0 + a / 2.0);
    let a = (right - mode) / (right * q);
    let lambda_right = a * (1.0 + a / 2.0);
    let p2 = p1 * (1.0 + 2.0 * c);
    let p3 = p2 + c / lambda_left;
    let p4 = p3 + c / lambda_right;
    let variance = count * r * q;
    loop {
        let u = rng.uniform() * p4;
        let mut v = rng.uniform();
        if u <= p1 {
            return whole((middle - p1 * v + u).floor());
        }
        let y;
        if u <= p2 {
            let x = left + (u - p1) / c;
            v = v * c + 1.0 - (mf - x + 0.5).abs() / p1;
            if v > 1.0 {
                continue;
            }
            y = whole(x.floor());
        } else if u <= p3 {
            y = whole((left + libm::log(v) / lambda_left).floor());
            if y < 0 || v == 0.0 {
                continue;
            }
            v = v * (u - p2) * lambda_left;
        } else {
            y = whole((right - libm::log(v) / lambda_right).floor());
            if y > n || v == 0.0 {
                continue;
            }
            v = v * (u - p3) * lambda_right;
        }
        let k = (y - m).abs();
        let kf = k as f64;
        if !(k > 20 && kf < variance / 2.0 - 1.0) {
            // The ratio of densities, step by step.
            let s = r / q;
            let a = s * (n + 1) as f64;
            let mut ratio = 1.0;
            for i in m + 1..=y {
                ratio *= a / i as f64 - s;
            }
            for i in y + 1..=m {
                ratio /= a / i as f64 - s;
            }
            if v > ratio {
                continue;
            }
            return y;
        }
        let rho = (kf / variance) * ((kf * (kf / 3.0 + 0.625) + 0.16666666666666666) / variance + 0.5);
        let t = -(k.wrapping_mul(k) as f64) / (2.0 * variance);
        let log = libm::log(v);
        if log < t - rho {
            return y;
        }
        if log > t + rho {
            continue;
        }
        let x1 = y as f64 + 1.0;
        let f1 = mf + 1.0;
        let z = count + 1.0 - mf;
        let w = count - y as f64 + 1.0;
        // Stirling's corrections: the legacy algorithm has a misprint of the paper and two of the signs wrong.
        let first = if rng.legacy { 13680.0 } else { 13860.0 };
        let stirling = |x: f64| {
            let x2 = x * x;
            (first - (462.0 - (132.0 - (99.0 - 140.0 / x2) / x2) / x2) / x2) / x / 166320.0
        };
        let main = middle * libm::log(f1 / x1)
            + ((n - m) as f64 + 0.5) * libm::log(z / w)
            + (y - m) as f64 * libm::log(w * r / (x1 * q))
            + stirling(f1)
            + stirling(z);
        let bound = if rng.legacy { main + stirling(x1) + stirling(w) } else { main - stirling(x1) - stirling(w) };
        if log > bound {
            continue;
        }
        return y;
    }
}

/// `negative_binomial`
pub fn negative_binomial(r: &mut Rng, n: f64, p: f64) -> i64 {
    let scale = (1.0 - p) / p;
    let lam = scale * r.gamma(n);
    poisson(r, lam)
}

/// `geometric`
pub fn geometric(r: &mut Rng, p: f64) -> i64 {
    if p >= 1.0 / 3.0 {
        let mut n = 1;
        let mut prob = p;
        let mut sum = p;
        let u = r.uniform();
        while u > sum {
            prob *= 1.0 - p;
            sum += prob;
            n += 1;
        }
        return n;
    }
    if r.legacy {
        return whole((libm::log1p(-r.uniform()) / libm::log(1.0 - p)).ceil());
    }
    let z = (-r.exponential() / libm::log1p(-p)).ceil();
    if z >= 9.223372036854776e18 { i64::MAX } else { whole(z) }
}

/// `zipf` (Devroye's rejection).
pub fn zipf(r: &mut Rng, a: f64) -> i64 {
    /// The largest int, as a float.
    const MOST: f64 = i64::MAX as f64;
    if !r.legacy && a >= 1025.0 {
        return 1;
    }
    let less = a - 1.0;
    let b = libm::pow(2.0, less);
    let least = libm::pow(MOST, -less);
    loop {
        let u = r.uniform();
        let u = if r.legacy { 1.0 - u } else { u * least + (1.0 - u) };
        let v = r.uniform();
        let x = libm::pow(u, -1.0 / less).floor();
        if x > MOST || x < 1.0 {
            continue;
        }
        let t = libm::pow(1.0 + 1.0 / x, less);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return whole(x);
        }
    }
}

/// `logseries` (Kemp 1981).
pub fn logseries(r: &mut Rng, p: f64) -> i64 {
    let log = if r.legacy { libm::log(1.0 - p) } else { libm::log1p(-p) };
    loop {
        let v = r.uniform();
        if v >= p {
            return 1;
        }
        let u = r.uniform();
        let q = if r.legacy { 1.0 - libm::exp(log * u) } else { -libm::expm1(log * u) };
        if v <= q * q {
            let n = whole((1.0 + libm::log(v) / libm::log(q)).floor());
            if n < 1 || v == 0.0 {
                continue;
            }
            return n;
        }
        return if v >= q { 1 } else { 2 };
    }
}

/// `hypergeometric`: of `good` and `bad` ones, how many of a sample are good.
pub fn hypergeometric(r: &mut Rng, good: i64, bad: i64, sample: i64) -> i64 {
    if r.legacy {
        return match sample {
            11.. => hypergeometric_large(r, good, bad, sample),
            1..=10 => hypergeometric_legacy(r, good, bad, sample),
            _ => 0,
        };
    }
    if sample >= 10 && sample <= good + bad - 10 {
        hypergeometric_large(r, good, bad, sample)
    } else {
        hypergeometric_by_draws(r, good, bad, sample)
    }
}

fn hypergeometric_legacy(r: &mut Rng, good: i64, bad: i64, sample: i64) -> i64 {
    let rest = bad + good - sample;
    let less = good.min(bad) as f64;
    let mut y = less;
    let mut k = sample;
    while y > 0.0 {
        let u = r.uniform();
        y -= (u + y / (rest + k) as f64).floor();
        k -= 1;
        if k == 0 {
            break;
        }
    }
    let z = (less - y) as i64;
    if good > bad { sample - z } else { z }
}

/// Draws the sample one by one, or what is left of the population if that is less.
fn hypergeometric_by_draws(r: &mut Rng, good: i64, bad: i64, sample: i64) -> i64 {
    let mut total = good + bad;
    let mut draws = if sample > total / 2 { total - sample } else { sample };
    let mut left = good;
    while draws > 0 && left > 0 && total > left {
        total -= 1;
        if (r.engine.interval(total as u64) as i64) < left {
            left -= 1;
        }
        draws -= 1;
    }
    if total == left {
        left -= draws;
    }
    if sample > (good + bad) / 2 { left } else { good - left }
}

/// log(k!) for whole k.
fn log_factorial(k: i64) -> f64 {
    if k < 126 {
        return super::factorials::LOG[k as usize];
    }
    let x = k as f64;
    (x + 0.5) * libm::log(x) - x + (0.9189385332046728 + (1.0 / x) * (1.0 / 12.0 - 1.0 / (360.0 * x * x)))
}

/// Stadlober's ratio of uniforms (1989).
fn hypergeometric_large(r: &mut Rng, good: i64, bad: i64, sample: i64) -> i64 {
    /// 2 sqrt(2 / e)
    const D1: f64 = 1.7155277699214135;
    /// 3 - 2 sqrt(3 / e)
    const D2: f64 = 0.8989161620588988;
    let legacy = r.legacy;
    let log = |k: i64| if legacy { log_gamma((k + 1) as f64) } else { log_factorial(k) };
    let total = good + bad;
    let m = sample.min(total - sample);
    let (less, more) = (good.min(bad), good.max(bad));
    let p = less as f64 / total as f64;
    let a = m as f64 * p + 0.5;
    // The legacy algorithm has the whole sample here.
    let (q, size) = if legacy { (1.0 - p, sample) } else { (more as f64 / total as f64, m) };
    let spread = ((total - m) as f64 * size as f64 * p * q / (total - 1) as f64 + 0.5).sqrt();
    let h = D1 * spread + D2;
    let mode = ((m + 1) as f64 * (less + 1) as f64 / (total + 2) as f64).floor() as i64;
    let g = log(mode) + log(less - mode) + log(m - mode) + log(more - m + mode);
    let bound = ((m.min(less)) as f64 + 1.0).min((a + 16.0 * spread).floor());
    let z = loop {
        let u = r.uniform();
        let v = r.uniform();
        let x = a + h * (v - 0.5) / u;
        if !(0.0..bound).contains(&x) {
            continue;
        }
        let k = x.floor() as i64;
        let t = g - (log(k) + log(less - k) + log(m - k) + log(more - m + k));
        if u * (4.0 - u) - 3.0 <= t {
            break k;
        }
        if u * (u - t) >= 1.0 {
            continue;
        }
        if 2.0 * libm::log(u) <= t {
            break k;
        }
    };
    let z = if good > bad { m - z } else { z };
    if m < sample { good - z } else { z }
}
