//! `eig`: general matrices are balanced (`gebal`), reduced to Hessenberg form (`gehrd`) and to Schur form by QR steps with
//! double shifts (`lahqr`); vectors come from the triangular form by substitution (`trevc`). The choices are LAPACK's, since
//! they decide the order of the values and the signs of the vectors.

use super::reflect::{from_left, from_right, reflection};
use super::scalar::{Complex, Matrix, Scalar, length, norm, rotation};

const ULP: f64 = f64::EPSILON;

/// What balancing has done: the rows that were exchanged, the factors, and the part that is not triangular.
pub struct Balance {
    exchanged: Vec<(usize, usize)>,
    factors: Vec<f64>,
    low: usize,
    high: usize,
}

/// Exchanges rows and columns so that eigenvalues stand alone, and scales the rest to rows and columns of like norms.
pub fn balance<T: Scalar>(a: &mut Matrix<T>) -> Balance {
    let n = a.rows;
    let mut b = Balance { exchanged: Vec::new(), factors: vec![1.0; n], low: 0, high: n - 1 };
    let (mut k, mut l) = (0, n - 1);
    let exchange = |a: &mut Matrix<T>, b: &mut Balance, i: usize, to: usize| {
        b.exchanged.push((i, to));
        if i != to {
            a.swap_cols(i, to);
            a.swap_rows(i, to);
        }
    };
    loop {
        let mut found = false;
        let mut i = l + 1;
        while i > 0 {
            i -= 1;
            if (0..=l).all(|j| j == i || a[(i, j)].is_zero()) {
                exchange(a, &mut b, i, l);
                found = true;
                if l == 0 {
                    b.high = 0;
                    return b;
                }
                l -= 1;
            }
        }
        if !found {
            break;
        }
    }
    loop {
        let mut found = false;
        for j in k..=l {
            if (k..=l).all(|i| i == j || a[(i, j)].is_zero()) {
                exchange(a, &mut b, j, k);
                found = true;
                k += 1;
            }
        }
        if !found {
            break;
        }
    }
    (b.low, b.high) = (k, l);
    const FIRST: f64 = f64::MIN_POSITIVE / ULP;
    const SECOND: f64 = FIRST * 2.0;
    loop {
        let mut changed = false;
        for i in k..=l {
            let mut c = norm((k..=l).map(|r| a[(r, i)]));
            let mut r = norm((k..=l).map(|j| a[(i, j)]));
            let mut ca = (0..=l).map(|r| a[(r, i)].abs()).fold(0.0, f64::max);
            let mut ra = (k..n).map(|j| a[(i, j)].abs()).fold(0.0, f64::max);
            if c == 0.0 || r == 0.0 || !(c + r).is_finite() {
                continue;
            }
            let mut g = r / 2.0;
            let mut f: f64 = 1.0;
            let s = c + r;
            while c < g && f.max(c).max(ca) < 1.0 / SECOND && r.min(g).min(ra) > SECOND {
                (f, c, ca, r, g, ra) = (f * 2.0, c * 2.0, ca * 2.0, r / 2.0, g / 2.0, ra / 2.0);
            }
            g = c / 2.0;
            while g >= r && r.max(ra) < 1.0 / SECOND && f.min(c).min(g).min(ca) > SECOND {
                (f, c, g, ca, r, ra) = (f / 2.0, c / 2.0, g / 2.0, ca / 2.0, r * 2.0, ra * 2.0);
            }
            if c + r >= 0.95 * s
                || (f < 1.0 && b.factors[i] < 1.0 && f * b.factors[i] <= FIRST)
                || (f > 1.0 && b.factors[i] > 1.0 && b.factors[i] >= 1.0 / FIRST / f)
            {
                continue;
            }
            b.factors[i] *= f;
            changed = true;
            for j in k..n {
                a[(i, j)] = a[(i, j)].scale(1.0 / f);
            }
            for r in 0..=l {
                a[(r, i)] = a[(r, i)].scale(f);
            }
        }
        if !changed {
            return b;
        }
    }
}

impl Balance {
    /// Vectors of the balanced matrix become those of the matrix itself.
    pub fn undo<T: Scalar>(&self, v: &mut Matrix<T>) {
        for i in self.low..=self.high {
            let f = self.factors[i];
            v.row_mut(i).iter_mut().for_each(|x| *x = x.scale(f));
        }
        for (i, to) in self.exchanged.iter().rev() {
            v.swap_rows(*i, *to);
        }
    }
}

/// Reduces to Hessenberg form; gives the unitary matrix that does it.
pub fn hessenberg<T: Scalar>(a: &mut Matrix<T>, low: usize, high: usize) -> Matrix<T> {
    let n = a.rows;
    let mut steps = Vec::new();
    for k in low..high {
        let mut v: Vec<T> = (k + 1..=high).map(|i| a[(i, k)]).collect();
        let (tau, beta) = reflection(&mut v);
        v[0] = T::ONE;
        from_right(a, &v, tau, 0, high + 1, k + 1);
        from_left(a, &v, tau.conj(), k + 1, k + 1);
        a[(k + 1, k)] = T::real(beta);
        for i in k + 2..=high {
            a[(i, k)] = T::ZERO;
        }
        steps.push((k + 1, v, tau));
    }
    let mut q = Matrix::identity(n, n);
    for (at, v, tau) in steps.iter().rev() {
        from_left(&mut q, v, *tau, *at, *at);
    }
    q
}

/// Eigenvalues and, as columns, vectors of unit length; None where the steps do not converge.
pub fn eig_real(a: &Matrix<f64>, vectors: bool) -> Option<(Vec<Complex>, Matrix<Complex>)> {
    let n = a.rows;
    let mut h = a.clone();
    let b = balance(&mut h);
    let mut z = hessenberg(&mut h, b.low, b.high);
    let mut w: Vec<Complex> = (0..n).map(|k| Complex::real(h[(k, k)])).collect();
    schur(&mut h, &mut z, &mut w, b.low, b.high)?;
    let mut out = Matrix::zeros(n, if vectors { n } else { 0 });
    if !vectors {
        return Some((w, out));
    }
    let mut v = real_vectors(&h, &z, &w);
    b.undo(&mut v);
    let mut k = 0;
    while k < n {
        if w[k].im == 0.0 {
            let s = 1.0 / norm((0..n).map(|i| v[(i, k)]));
            for i in 0..n {
                out[(i, k)] = Complex::real(v[(i, k)] * s);
            }
            k += 1;
            continue;
        }
        let column = |j: usize| norm((0..n).map(|i| v[(i, j)]));
        let s = 1.0 / length(column(k), column(k + 1));
        let pairs: Vec<(f64, f64)> = (0..n).map(|i| (v[(i, k)] * s, v[(i, k + 1)] * s)).collect();
        let mut top = 0;
        for (i, (x, y)) in pairs.iter().enumerate() {
            if x * x + y * y > pairs[top].0 * pairs[top].0 + pairs[top].1 * pairs[top].1 {
                top = i;
            }
        }
        // The largest component becomes real.
        let (c, s, _) = rotation(pairs[top].0, pairs[top].1);
        for (i, (x, y)) in pairs.iter().enumerate() {
            let im = if i == top { 0.0 } else { c * y - s * x };
            out[(i, k)] = Complex { re: c * x + s * y, im };
            out[(i, k + 1)] = Complex { re: c * x + s * y, im: -im };
        }
        k += 2;
    }
    Some((w, out))
}

/// A 2×2 block in standard form: its entries, its eigenvalues, and the rotation (`lanv2`).
fn standardise(a: f64, b: f64, c: f64, d: f64) -> ([f64; 4], [Complex; 2], f64, f64) {
    let sign = |x: f64| 1f64.copysign(x);
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    let (mut cs, mut sn) = (1.0, 0.0);
    if c == 0.0 {
    } else if b == 0.0 {
        (cs, sn) = (0.0, 1.0);
        (a, d) = (d, a);
        (b, c) = (-c, 0.0);
    } else if a - d == 0.0 && sign(b) != sign(c) {
    } else {
        let diff = a - d;
        let p = 0.5 * diff;
        let most = b.abs().max(c.abs());
        let least = b.abs().min(c.abs()) * sign(b) * sign(c);
        let scale = p.abs().max(most);
        let z = (p / scale) * p + (most / scale) * least;
        if z >= 4.0 * ULP {
            let z = p + (scale.sqrt() * z.sqrt()).copysign(p);
            a = d + z;
            d -= (most / z) * least;
            let tau = length(c, z);
            (cs, sn) = (z / tau, c / tau);
            b -= c;
            c = 0.0;
        } else {
            let sigma = b + c;
            let tau = length(sigma, diff);
            cs = (0.5 * (1.0 + sigma.abs() / tau)).sqrt();
            sn = -(p / (tau * cs)) * sign(sigma);
            let (aa, bb) = (a * cs + b * sn, -a * sn + b * cs);
            let (cc, dd) = (c * cs + d * sn, -c * sn + d * cs);
            (a, b) = (aa * cs + cc * sn, bb * cs + dd * sn);
            (c, d) = (-aa * sn + cc * cs, -bb * sn + dd * cs);
            let mean = 0.5 * (a + d);
            (a, d) = (mean, mean);
            if c != 0.0 {
                if b == 0.0 {
                    (b, c) = (-c, 0.0);
                    (cs, sn) = (-sn, cs);
                } else if sign(b) == sign(c) {
                    let (sb, sc) = (b.abs().sqrt(), c.abs().sqrt());
                    let p = (sb * sc).copysign(c);
                    let tau = 1.0 / (b + c).abs().sqrt();
                    (a, d) = (mean + p, mean - p);
                    b -= c;
                    c = 0.0;
                    let (c1, s1) = (sb * tau, sc * tau);
                    (cs, sn) = (cs * c1 - sn * s1, cs * s1 + sn * c1);
                }
            }
        }
    }
    let im = if c == 0.0 { 0.0 } else { b.abs().sqrt() * c.abs().sqrt() };
    ([a, b, c, d], [Complex { re: a, im }, Complex { re: d, im: -im }], cs, sn)
}

/// Turns rows `k` and `k + 1`, from column `from` on.
fn turn_rows(h: &mut Matrix<f64>, k: usize, from: usize, c: f64, s: f64) {
    for j in from..h.cols {
        let (x, y) = (h[(k, j)], h[(k + 1, j)]);
        h[(k, j)] = c * x + s * y;
        h[(k + 1, j)] = c * y - s * x;
    }
}

fn turn_cols(h: &mut Matrix<f64>, k: usize, rows: usize, c: f64, s: f64) {
    for i in 0..rows {
        let (x, y) = (h[(i, k)], h[(i, k + 1)]);
        h[(i, k)] = c * x + s * y;
        h[(i, k + 1)] = c * y - s * x;
    }
}

/// Real Schur form of a Hessenberg matrix, of rows `low..=high`; the vectors `z` go along.
fn schur(h: &mut Matrix<f64>, z: &mut Matrix<f64>, w: &mut [Complex], low: usize, high: usize) -> Option<()> {
    let n = h.rows;
    let small = f64::MIN_POSITIVE * ((high - low + 1) as f64 / ULP);
    let limit = 30 * (high - low + 1).max(10);
    let mut tries = 0;
    // One behind the last row of what is left.
    let mut after = high + 1;
    while after > low {
        let i = after - 1;
        let mut l = low;
        let mut done = false;
        for _ in 0..=limit {
            l = split(h, l, i, low, high, small);
            if l > low {
                h[(l, l - 1)] = 0.0;
            }
            if l + 1 >= i {
                done = true;
                break;
            }
            tries += 1;
            let shifts = shifts(h, l, i, tries);
            double_step(h, z, l, i, shifts);
        }
        if !done {
            return None;
        }
        if l == i {
            w[i] = Complex::real(h[(i, i)]);
        } else {
            let ([a, b, c, d], values, cs, sn) = standardise(h[(l, l)], h[(l, i)], h[(i, l)], h[(i, i)]);
            turn_rows(h, l, i + 1, cs, sn);
            turn_cols(h, l, l, cs, sn);
            turn_cols(z, l, n, cs, sn);
            (h[(l, l)], h[(l, i)], h[(i, l)], h[(i, i)]) = (a, b, c, d);
            (w[l], w[i]) = (values[0], values[1]);
        }
        tries = 0;
        after = l;
    }
    Some(())
}

/// Where the block that ends at `i` begins: below an entry that is as good as zero (Ahues & Tisseur).
fn split(h: &Matrix<f64>, l: usize, i: usize, low: usize, high: usize, small: f64) -> usize {
    for k in (l + 1..=i).rev() {
        let sub = h[(k, k - 1)].abs();
        if sub <= small {
            return k;
        }
        let (up, at) = (h[(k - 1, k - 1)], h[(k, k)]);
        let mut test = up.abs() + at.abs();
        if test == 0.0 {
            if k >= low + 2 {
                test += h[(k - 1, k - 2)].abs();
            }
            if k < high {
                test += h[(k + 1, k)].abs();
            }
        }
        if sub <= ULP * test {
            let over = h[(k - 1, k)].abs();
            let (ab, ba) = (sub.max(over), sub.min(over));
            let diff = (up - at).abs();
            let (aa, bb) = (at.abs().max(diff), at.abs().min(diff));
            let s = aa + ab;
            if ba * (ab / s) <= small.max(ULP * (bb * (aa / s))) {
                return k;
            }
        }
    }
    l
}

/// The two shifts of a step.
fn shifts(h: &Matrix<f64>, l: usize, i: usize, tries: usize) -> [Complex; 2] {
    let (h11, h12, h21, h22) = if tries % 20 == 0 {
        let s = h[(i, i - 1)].abs() + h[(i - 1, i - 2)].abs();
        let d = 0.75 * s + h[(i, i)];
        (d, -0.4375 * s, s, d)
    } else if tries % 10 == 0 {
        let s = h[(l + 1, l)].abs() + h[(l + 2, l + 1)].abs();
        let d = 0.75 * s + h[(l, l)];
        (d, -0.4375 * s, s, d)
    } else {
        (h[(i - 1, i - 1)], h[(i - 1, i)], h[(i, i - 1)], h[(i, i)])
    };
    let s = h11.abs() + h12.abs() + h21.abs() + h22.abs();
    if s == 0.0 {
        return [Complex::ZERO; 2];
    }
    let (h11, h12, h21, h22) = (h11 / s, h12 / s, h21 / s, h22 / s);
    let mean = (h11 + h22) / 2.0;
    let det = (h11 - mean) * (h22 - mean) - h12 * h21;
    let root = det.abs().sqrt();
    if det >= 0.0 {
        return [Complex { re: mean * s, im: root * s }, Complex { re: mean * s, im: -root * s }];
    }
    let (first, second) = (mean + root, mean - root);
    let near = if (first - h22).abs() <= (second - h22).abs() { first } else { second };
    [Complex::real(near * s); 2]
}

fn double_step(h: &mut Matrix<f64>, z: &mut Matrix<f64>, l: usize, i: usize, [first, second]: [Complex; 2]) {
    let n = h.rows;
    let mut v = [0.0; 3];
    let mut m = i - 1;
    while m > l {
        m -= 1;
        let (at, next) = (h[(m, m)], h[(m + 1, m + 1)]);
        let s = (at - second.re).abs() + second.im.abs() + h[(m + 1, m)].abs();
        let sub = h[(m + 1, m)] / s;
        v = [
            sub * h[(m, m + 1)] + (at - first.re) * ((at - second.re) / s) - first.im * (second.im / s),
            sub * (at + next - first.re - second.re),
            sub * h[(m + 2, m + 1)],
        ];
        let s = v[0].abs() + v[1].abs() + v[2].abs();
        v.iter_mut().for_each(|x| *x /= s);
        if m == l {
            break;
        }
        let (before, up) = (h[(m, m - 1)].abs(), h[(m - 1, m - 1)].abs());
        if before * (v[1].abs() + v[2].abs()) <= ULP * v[0].abs() * (up + at.abs() + next.abs()) {
            break;
        }
    }
    for k in m..i {
        let size = 3.min(i - k + 1);
        if k > m {
            for (r, x) in v[..size].iter_mut().enumerate() {
                *x = h[(k + r, k - 1)];
            }
        }
        let (tau, beta) = reflection(&mut v[..size]);
        if k > m {
            h[(k, k - 1)] = beta;
            for r in 1..size {
                h[(k + r, k - 1)] = 0.0;
            }
        } else if m > l {
            h[(k, k - 1)] *= 1.0 - tau;
        }
        v[0] = 1.0;
        from_left(h, &v[..size], tau, k, k);
        from_right(h, &v[..size], tau, 0, (k + 3).min(i) + 1, k);
        from_right(z, &v[..size], tau, 0, n, k);
    }
}

/// The vectors, scaled anyhow: of real values a column each, of pairs the real and the imaginary part.
fn real_vectors(t: &Matrix<f64>, z: &Matrix<f64>, w: &[Complex]) -> Matrix<f64> {
    let n = t.rows;
    let small = f64::MIN_POSITIVE * (n as f64 / ULP);
    let mut out = Matrix::zeros(n, n);
    let mut k = n;
    while k > 0 {
        k -= 1;
        let pair = w[k].im != 0.0;
        let first = if pair { k - 1 } else { k };
        let value = Complex { re: t[(k, k)], im: w[first].im };
        let least = (ULP * (value.re.abs() + value.im.abs())).max(small);
        let mut x = vec![Complex::ZERO; n];
        if pair {
            if t[(first, k)].abs() >= t[(k, first)].abs() {
                x[first] = Complex::ONE;
                x[k] = Complex { re: 0.0, im: value.im / t[(first, k)] };
            } else {
                x[first] = Complex::real(-value.im / t[(k, first)]);
                x[k] = Complex { re: 0.0, im: 1.0 };
            }
        } else {
            x[k] = Complex::ONE;
        }
        substitute(t, &mut x, first, k, value, least);
        // Back to the whole space.
        for i in 0..n {
            let mut sum = Complex::ZERO;
            for (j, x) in x.iter().enumerate().take(k + 1) {
                sum += x.scale(z[(i, j)]);
            }
            out[(i, first)] = sum.re;
            if pair {
                out[(i, k)] = sum.im;
            }
        }
        let most = (0..n).map(|i| out[(i, first)].abs() + if pair { out[(i, k)].abs() } else { 0.0 }).fold(0.0, f64::max);
        for i in 0..n {
            for j in first..=k {
                out[(i, j)] /= most;
            }
        }
        k = first;
    }
    out
}

/// Solves (T - value) x = 0 above row `first`, what stands in rows `first..=last` being given.
fn substitute(t: &Matrix<f64>, x: &mut [Complex], first: usize, last: usize, value: Complex, least: f64) {
    let mut after = first;
    while after > 0 {
        let j = after - 1;
        let sum = |r: usize, from: usize, x: &[Complex]| {
            (from..=last).fold(Complex::ZERO, |s, c| s + x[c].scale(t[(r, c)]))
        };
        if j > 0 && t[(j, j - 1)] != 0.0 {
            let i = j - 1;
            let (b0, b1) = (-sum(i, j + 1, x), -sum(j, j + 1, x));
            let (a, d) = (Complex::real(t[(i, i)]) - value, Complex::real(t[(j, j)]) - value);
            let (b, c) = (Complex::real(t[(i, j)]), Complex::real(t[(j, i)]));
            let mut det = a * d - b * c;
            if det.size() < least * least {
                det = Complex::real(least * least);
            }
            x[i] = (b0 * d - b * b1) / det;
            x[j] = (a * b1 - c * b0) / det;
            after = i;
        } else {
            let mut d = Complex::real(t[(j, j)]) - value;
            if d.size() < least {
                d = Complex::real(least);
            }
            x[j] = -sum(j, j + 1, x) / d;
            after = j;
        }
        // No component may grow beyond what floats hold.
        let most = x[..=last].iter().map(|v| v.size()).fold(0.0, f64::max);
        if most > 1e150 {
            x[..=last].iter_mut().for_each(|v| *v = v.scale(1.0 / most));
        }
    }
}

/// As [`eig_real`], of complex matrices.
pub fn eig_complex(a: &Matrix<Complex>, vectors: bool) -> Option<(Vec<Complex>, Matrix<Complex>)> {
    let n = a.rows;
    let mut h = a.clone();
    let b = balance(&mut h);
    let mut z = hessenberg(&mut h, b.low, b.high);
    complex_schur(&mut h, &mut z, b.low, b.high)?;
    let w: Vec<Complex> = (0..n).map(|k| h[(k, k)]).collect();
    let mut v = Matrix::zeros(n, if vectors { n } else { 0 });
    if !vectors {
        return Some((w, v));
    }
    let small = f64::MIN_POSITIVE * (n as f64 / ULP);
    for k in 0..n {
        let least = (ULP * w[k].size()).max(small);
        let mut x = vec![Complex::ZERO; n];
        x[k] = Complex::ONE;
        for j in (0..k).rev() {
            let sum = (j + 1..=k).fold(Complex::ZERO, |s, c| s + h[(j, c)] * x[c]);
            let mut d = h[(j, j)] - w[k];
            if d.size() < least {
                d = Complex::real(least);
            }
            x[j] = -sum / d;
            let most = x[..=k].iter().map(|v| v.size()).fold(0.0, f64::max);
            if most > 1e150 {
                x[..=k].iter_mut().for_each(|v| *v = v.scale(1.0 / most));
            }
        }
        for i in 0..n {
            v[(i, k)] = (0..=k).fold(Complex::ZERO, |s, j| s + z[(i, j)] * x[j]);
        }
    }
    b.undo(&mut v);
    for k in 0..n {
        let s = 1.0 / norm((0..n).map(|i| v[(i, k)]));
        let mut top = 0;
        for i in 0..n {
            v[(i, k)] = v[(i, k)].scale(s);
            if v[(i, k)].square() > v[(top, k)].square() {
                top = i;
            }
        }
        // The largest component becomes real.
        let phase = v[(top, k)].conj().scale(1.0 / v[(top, k)].abs());
        for i in 0..n {
            v[(i, k)] = v[(i, k)] * phase;
        }
        v[(top, k)].im = 0.0;
    }
    Some((w, v))
}

/// Schur form of a complex Hessenberg matrix, by single shifts; the entries below the diagonal stay real (`lahqr`).
fn complex_schur(h: &mut Matrix<Complex>, z: &mut Matrix<Complex>, low: usize, high: usize) -> Option<()> {
    let small = f64::MIN_POSITIVE * ((high - low + 1) as f64 / ULP);
    let limit = 30 * (high - low + 1).max(10);
    let mut tries = 0;
    let mut after = high + 1;
    while after > low {
        let i = after - 1;
        let mut l = low;
        let mut done = false;
        for _ in 0..=limit {
            l = complex_split(h, l, i, low, high, small);
            if l > low {
                h[(l, l - 1)] = Complex::ZERO;
            }
            if l == i {
                done = true;
                break;
            }
            tries += 1;
            let shift = if tries % 20 == 0 {
                h[(i, i)] + Complex::real(0.75 * h[(i, i - 1)].re.abs())
            } else if tries % 10 == 0 {
                h[(l, l)] + Complex::real(0.75 * h[(l + 1, l)].re.abs())
            } else {
                wilkinson(h[(i - 1, i - 1)], h[(i - 1, i)], h[(i, i - 1)], h[(i, i)])
            };
            single_step(h, z, l, i, shift);
        }
        if !done {
            return None;
        }
        tries = 0;
        after = l;
    }
    Some(())
}

/// As [`split`].
fn complex_split(h: &Matrix<Complex>, l: usize, i: usize, low: usize, high: usize, small: f64) -> usize {
    for k in (l + 1..=i).rev() {
        let sub = h[(k, k - 1)];
        if sub.size() <= small {
            return k;
        }
        let (up, at) = (h[(k - 1, k - 1)], h[(k, k)]);
        let mut test = up.size() + at.size();
        if test == 0.0 {
            if k >= low + 2 {
                test += h[(k - 1, k - 2)].re.abs();
            }
            if k < high {
                test += h[(k + 1, k)].re.abs();
            }
        }
        if sub.re.abs() <= ULP * test {
            let over = h[(k - 1, k)].size();
            let (ab, ba) = (sub.size().max(over), sub.size().min(over));
            let diff = (up - at).size();
            let (aa, bb) = (at.size().max(diff), at.size().min(diff));
            let s = aa + ab;
            if ba * (ab / s) <= small.max(ULP * (bb * (aa / s))) {
                return k;
            }
        }
    }
    l
}

fn scale_row(h: &mut Matrix<Complex>, i: usize, from: usize, by: Complex) {
    h.row_mut(i)[from..].iter_mut().for_each(|x| *x *= by);
}

fn scale_col(h: &mut Matrix<Complex>, j: usize, rows: usize, by: Complex) {
    for i in 0..rows {
        h[(i, j)] *= by;
    }
}

fn single_step(h: &mut Matrix<Complex>, z: &mut Matrix<Complex>, l: usize, i: usize, shift: Complex) {
    let n = h.rows;
    let begin = |h: &Matrix<Complex>, m: usize| {
        let at = h[(m, m)] - shift;
        let sub = h[(m + 1, m)].re;
        let s = at.size() + sub.abs();
        [at.scale(1.0 / s), Complex::real(sub / s)]
    };
    // From where two entries below the diagonal in turn are small.
    let mut m = l;
    let mut v = begin(h, l);
    for k in (l + 1..i).rev() {
        let w = begin(h, k);
        let size = h[(k, k)].size() + h[(k + 1, k + 1)].size();
        if h[(k, k - 1)].re.abs() * w[1].re.abs() <= ULP * (w[0].size() * size) {
            (m, v) = (k, w);
            break;
        }
    }
    for k in m..i {
        if k > m {
            v = [h[(k, k - 1)], h[(k + 1, k - 1)]];
        }
        let (tau, beta) = reflection(&mut v);
        if k > m {
            h[(k, k - 1)] = Complex::real(beta);
            h[(k + 1, k - 1)] = Complex::ZERO;
        }
        v[0] = Complex::ONE;
        from_left(h, &v, tau.conj(), k, k);
        from_right(h, &v, tau, 0, (k + 2).min(i) + 1, k);
        from_right(z, &v, tau, 0, n, k);
        if k == m && m > l {
            let t = Complex::ONE - tau;
            let t = t.scale(1.0 / t.abs());
            h[(m + 1, m)] *= t.conj();
            if m + 2 <= i {
                h[(m + 2, m + 1)] *= t;
            }
            for j in m..=i {
                if j != m + 1 {
                    scale_row(h, j, j + 1, t);
                    scale_col(h, j, j, t.conj());
                    scale_col(z, j, n, t.conj());
                }
            }
        }
    }
    let last = h[(i, i - 1)];
    if last.im != 0.0 {
        let size = last.abs();
        h[(i, i - 1)] = Complex::real(size);
        let t = last.scale(1.0 / size);
        scale_row(h, i, i + 1, t.conj());
        scale_col(h, i, i, t);
        scale_col(z, i, n, t);
    }
}

/// The eigenvalue of a 2×2 block that is nearer to its last entry.
fn wilkinson(a: Complex, b: Complex, c: Complex, t: Complex) -> Complex {
    let u = b.sqrt() * c.sqrt();
    let s = u.size();
    if s == 0.0 {
        return t;
    }
    let x = (a - t).scale(0.5);
    let sx = x.size();
    let s = s.max(sx);
    let (xs, us) = (x.scale(1.0 / s), u.scale(1.0 / s));
    let mut y = (xs * xs + us * us).sqrt().scale(s);
    if sx > 0.0 {
        let xn = x.scale(1.0 / sx);
        if xn.re * y.re + xn.im * y.im < 0.0 {
            y = -y;
        }
    }
    t - u * (u / (x + y))
}

