//! `svd`: matrices are made bidiagonal by reflections (`gebrd`), then diagonal by implicit QR steps (`bdsqr`; Demmel & Kahan
//! 1990). The choices are LAPACK's, since they decide the signs of the vectors.

use super::qr;
use super::reflect::{from_left, from_right, reflection};
use super::scalar::{Matrix, Scalar, rotation};

pub struct Svd<T> {
    pub u: Matrix<T>,
    pub s: Vec<f64>,
    pub vh: Matrix<T>,
}

/// U, S and Vᴴ, all of U and V if `full`; None where the steps do not converge.
pub fn svd<T: Scalar>(a: &Matrix<T>, full: bool) -> Option<Svd<T>> {
    let (m, n) = (a.rows, a.cols);
    let (more, less) = (m.max(n), m.min(n));
    let long = if T::COMPLEX { (less as f64 * 17.0 / 9.0) as usize } else { (less as f64 * 11.0 / 6.0) as usize };
    if m == n || more < long {
        return direct(a, full);
    }
    if m > n {
        let f = qr::factorise(a.clone());
        let inner = direct(&f.r(n), true)?;
        let mut u = inner.u.resized(m, if full { m } else { n });
        f.apply(&mut u);
        return Some(Svd { u, s: inner.s, vh: inner.vh });
    }
    let f = qr::factorise(a.adjoint());
    let inner = direct(&f.r(m).adjoint(), true)?;
    let mut v = inner.vh.adjoint().resized(n, if full { n } else { m });
    f.apply(&mut v);
    Some(Svd { u: inner.u, s: inner.s, vh: v.adjoint() })
}

fn direct<T: Scalar>(a: &Matrix<T>, full: bool) -> Option<Svd<T>> {
    let (m, n) = (a.rows, a.cols);
    let k = m.min(n);
    let mut work = a.clone();
    let b = bidiagonal(&mut work);
    let (mut d, mut e) = (b.d.clone(), b.e.clone());
    let (mut u, mut vt) = (Matrix::<f64>::identity(k, k), Matrix::<f64>::identity(k, k));
    // A lower bidiagonal matrix is turned into an upper one first.
    let mut turns = Vec::new();
    if m < n {
        for i in 0..k.saturating_sub(1) {
            let (c, s, r) = rotation(d[i], e[i]);
            d[i] = r;
            e[i] = s * d[i + 1];
            d[i + 1] *= c;
            turns.push((i, c, -s));
        }
    }
    if !diagonalise(&mut d, &mut e, &mut u, &mut vt) {
        return None;
    }
    for (i, c, s) in turns.into_iter().rev() {
        turn_rows(&mut u, i, c, s);
    }
    let lift = |x: &Matrix<f64>| Matrix { rows: x.rows, cols: x.cols, data: x.data.iter().map(|v| T::real(*v)).collect() };
    let mut u = lift(&u).resized(m, if full { m } else { k });
    let mut v = lift(&vt).adjoint().resized(n, if full { n } else { k });
    for (at, x, tau) in b.left.iter().rev() {
        from_left(&mut u, x, *tau, *at, 0);
    }
    for (at, x, tau) in b.right.iter().rev() {
        from_left(&mut v, x, *tau, *at, 0);
    }
    Some(Svd { u, s: d, vh: v.adjoint() })
}

/// A bidiagonal matrix and the reflections that made it: the row (or column) from which on, the vector, the factor.
struct Bidiagonal<T> {
    d: Vec<f64>,
    e: Vec<f64>,
    left: Vec<(usize, Vec<T>, T)>,
    right: Vec<(usize, Vec<T>, T)>,
}

fn bidiagonal<T: Scalar>(a: &mut Matrix<T>) -> Bidiagonal<T> {
    let (m, n) = (a.rows, a.cols);
    let mut b = Bidiagonal { d: Vec::new(), e: Vec::new(), left: Vec::new(), right: Vec::new() };
    for k in 0..m.min(n) {
        if m >= n {
            let beta = column(a, &mut b.left, k, k);
            b.d.push(beta);
            if k + 1 < n {
                let beta = row(a, &mut b.right, k, k + 1);
                b.e.push(beta);
            }
        } else {
            let beta = row(a, &mut b.right, k, k);
            b.d.push(beta);
            if k + 1 < m {
                let beta = column(a, &mut b.left, k, k + 1);
                b.e.push(beta);
            }
        }
    }
    b
}

/// Clears column `k` below row `from`.
fn column<T: Scalar>(a: &mut Matrix<T>, steps: &mut Vec<(usize, Vec<T>, T)>, k: usize, from: usize) -> f64 {
    let mut x: Vec<T> = (from..a.rows).map(|i| a[(i, k)]).collect();
    let (tau, beta) = reflection(&mut x);
    x[0] = T::ONE;
    if k + 1 < a.cols {
        from_left(a, &x, tau.conj(), from, k + 1);
    }
    steps.push((from, x, tau));
    beta
}

/// Clears row `k` behind column `from`.
fn row<T: Scalar>(a: &mut Matrix<T>, steps: &mut Vec<(usize, Vec<T>, T)>, k: usize, from: usize) -> f64 {
    let mut x: Vec<T> = a.row(k)[from..].iter().map(|x| x.conj()).collect();
    let (tau, beta) = reflection(&mut x);
    x[0] = T::ONE;
    from_right(a, &x, tau, k + 1, a.rows, from);
    steps.push((from, x, tau));
    beta
}

/// Turns rows `k` and `k + 1`.
fn turn_rows(a: &mut Matrix<f64>, k: usize, c: f64, s: f64) {
    for j in 0..a.cols {
        let (x, y) = (a[(k, j)], a[(k + 1, j)]);
        a[(k + 1, j)] = c * y - s * x;
        a[(k, j)] = s * y + c * x;
    }
}

fn turn_cols(a: &mut Matrix<f64>, k: usize, c: f64, s: f64) {
    for i in 0..a.rows {
        let (x, y) = (a[(i, k)], a[(i, k + 1)]);
        a[(i, k + 1)] = c * y - s * x;
        a[(i, k)] = s * y + c * x;
    }
}

const EPS: f64 = f64::EPSILON / 2.0;

/// Diagonalises an upper bidiagonal matrix, turning rows of `vt` and columns of `u` along.
fn diagonalise(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>) -> bool {
    let n = d.len();
    if n > 1 && !steps(d, e, u, vt) {
        return false;
    }
    for k in 0..n {
        if d[k] < 0.0 || (d[k] == 0.0 && d[k].is_sign_negative()) {
            d[k] = -d[k];
            vt.row_mut(k).iter_mut().for_each(|x| *x = -*x);
        }
    }
    // Falling order: the least of what is left goes last.
    for end in (1..n).rev() {
        let mut least = 0;
        for j in 1..=end {
            if d[j] <= d[least] {
                least = j;
            }
        }
        if least != end {
            d.swap(least, end);
            vt.swap_rows(least, end);
            u.swap_cols(least, end);
        }
    }
    true
}

fn steps(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>) -> bool {
    let n = d.len();
    let tol = EPS.powf(-0.125).clamp(10.0, 100.0) * EPS;
    let mut least = d[0].abs();
    let mut mu = least;
    for i in 1..n {
        if least == 0.0 {
            break;
        }
        mu = d[i].abs() * (mu / (mu + e[i - 1].abs()));
        least = least.min(mu);
    }
    let thresh = (tol * (least / (n as f64).sqrt())).max(6.0 * (n * n) as f64 * f64::MIN_POSITIVE);
    let mut left = 6 * n * n;
    // The last block worked on, as (first, last), and whether the bulge is chased down.
    let mut old: Option<(usize, usize)> = None;
    let mut down = true;
    let mut m = n - 1;
    'block: while m > 0 {
        let mut most = d[m].abs();
        let mut first = 0;
        for k in (0..m).rev() {
            if e[k].abs() <= thresh {
                e[k] = 0.0;
                first = k + 1;
                break;
            }
            most = most.max(d[k].abs()).max(e[k].abs());
        }
        if first == m {
            m -= 1;
            continue;
        }
        if first + 1 == m {
            let t = of_two(d[first], e[first], d[m]);
            (d[first], e[first], d[m]) = (t.large, 0.0, t.small);
            turn_rows(vt, first, t.right.0, t.right.1);
            turn_cols(u, first, t.left.0, t.left.1);
            if m < 2 {
                break;
            }
            m -= 2;
            continue;
        }
        if old.is_none_or(|(f, l)| first > l || m < f) {
            down = d[first].abs() >= d[m].abs();
        }
        let mut small;
        if down {
            if e[m - 1].abs() <= tol * d[m].abs() {
                e[m - 1] = 0.0;
                continue;
            }
            let mut mu = d[first].abs();
            small = mu;
            for k in first..m {
                if e[k].abs() <= tol * mu {
                    e[k] = 0.0;
                    continue 'block;
                }
                mu = d[k + 1].abs() * (mu / (mu + e[k].abs()));
                small = small.min(mu);
            }
        } else {
            if e[first].abs() <= tol * d[first].abs() {
                e[first] = 0.0;
                continue;
            }
            let mut mu = d[m].abs();
            small = mu;
            for k in (first..m).rev() {
                if e[k].abs() <= tol * mu {
                    e[k] = 0.0;
                    continue 'block;
                }
                mu = d[k].abs() * (mu / (mu + e[k].abs()));
                small = small.min(mu);
            }
        }
        old = Some((first, m));
        let mut shift = 0.0;
        if n as f64 * tol * (small / most) > EPS.max(0.01 * tol) {
            let end = if down { d[first].abs() } else { d[m].abs() };
            shift = if down { least_of_two(d[m - 1], e[m - 1], d[m]) } else { least_of_two(d[first], e[first], d[first + 1]) };
            if end > 0.0 && (shift / end) * (shift / end) < EPS {
                shift = 0.0;
            }
        }
        if left < m - first {
            return false;
        }
        left -= m - first;
        match (shift == 0.0, down) {
            (true, true) => zero_shift_down(d, e, u, vt, first, m),
            (true, false) => zero_shift_up(d, e, u, vt, first, m),
            (false, true) => shifted_down(d, e, u, vt, first, m, shift),
            (false, false) => shifted_up(d, e, u, vt, first, m, shift),
        }
        let end = if down { m - 1 } else { first };
        if e[end].abs() <= thresh {
            e[end] = 0.0;
        }
    }
    true
}

fn zero_shift_down(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>, first: usize, m: usize) {
    let (mut c, mut old_c, mut old_s) = (1.0, 1.0, 0.0);
    for i in first..m {
        let (c1, s, r) = rotation(d[i] * c, e[i]);
        c = c1;
        if i > first {
            e[i - 1] = old_s * r;
        }
        (old_c, old_s, d[i]) = rotation(old_c * r, d[i + 1] * s);
        turn_rows(vt, i, c, s);
        turn_cols(u, i, old_c, old_s);
    }
    let h = d[m] * c;
    d[m] = h * old_c;
    e[m - 1] = h * old_s;
}

fn zero_shift_up(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>, first: usize, m: usize) {
    let (mut c, mut old_c, mut old_s) = (1.0, 1.0, 0.0);
    for i in (first + 1..=m).rev() {
        let (c1, s, r) = rotation(d[i] * c, e[i - 1]);
        c = c1;
        if i < m {
            e[i] = old_s * r;
        }
        (old_c, old_s, d[i]) = rotation(old_c * r, d[i - 1] * s);
        turn_rows(vt, i - 1, old_c, -old_s);
        turn_cols(u, i - 1, c, -s);
    }
    let h = d[first] * c;
    d[first] = h * old_c;
    e[first] = h * old_s;
}

fn shifted_down(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>, first: usize, m: usize, shift: f64) {
    let mut f = (d[first].abs() - shift) * (1f64.copysign(d[first]) + shift / d[first]);
    let mut g = e[first];
    for i in first..m {
        let (cr, sr, r) = rotation(f, g);
        if i > first {
            e[i - 1] = r;
        }
        f = cr * d[i] + sr * e[i];
        e[i] = cr * e[i] - sr * d[i];
        g = sr * d[i + 1];
        d[i + 1] *= cr;
        let (cl, sl, r) = rotation(f, g);
        d[i] = r;
        f = cl * e[i] + sl * d[i + 1];
        d[i + 1] = cl * d[i + 1] - sl * e[i];
        if i + 1 < m {
            g = sl * e[i + 1];
            e[i + 1] *= cl;
        }
        turn_rows(vt, i, cr, sr);
        turn_cols(u, i, cl, sl);
    }
    e[m - 1] = f;
}

fn shifted_up(d: &mut [f64], e: &mut [f64], u: &mut Matrix<f64>, vt: &mut Matrix<f64>, first: usize, m: usize, shift: f64) {
    let mut f = (d[m].abs() - shift) * (1f64.copysign(d[m]) + shift / d[m]);
    let mut g = e[m - 1];
    for i in (first + 1..=m).rev() {
        let (cr, sr, r) = rotation(f, g);
        if i < m {
            e[i] = r;
        }
        f = cr * d[i] + sr * e[i - 1];
        e[i - 1] = cr * e[i - 1] - sr * d[i];
        g = sr * d[i - 1];
        d[i - 1] *= cr;
        let (cl, sl, r) = rotation(f, g);
        d[i] = r;
        f = cl * e[i - 1] + sl * d[i - 1];
        d[i - 1] = cl * d[i - 1] - sl * e[i - 1];
        if i > first + 1 {
            g = sl * e[i - 2];
            e[i - 2] *= cl;
        }
        turn_rows(vt, i - 1, cl, -sl);
        turn_cols(u, i - 1, cr, -sr);
    }
    e[first] = f;
}



/// The smaller singular value of [[f, g], [0, h]].
fn least_of_two(f: f64, g: f64, h: f64) -> f64 {
    let (f, g, h) = (f.abs(), g.abs(), h.abs());
    let (less, more) = (f.min(h), f.max(h));
    if less == 0.0 {
        return 0.0;
    }
    let (a, b) = (1.0 + less / more, (more - less) / more);
    if g < more {
        let c = (g / more) * (g / more);
        return less * (2.0 / ((a * a + c).sqrt() + (b * b + c).sqrt()));
    }
    let c = more / g;
    if c == 0.0 {
        return less * more / g;
    }
    let r = 1.0 / ((1.0 + (a * c) * (a * c)).sqrt() + (1.0 + (b * c) * (b * c)).sqrt());
    let least = (less * r) * c;
    least + least
}

/// The singular values and vectors (cosine, sine) of [[f, g], [0, h]].
struct Two {
    small: f64,
    large: f64,
    right: (f64, f64),
    left: (f64, f64),
}

fn of_two(f: f64, g: f64, h: f64) -> Two {
    let (mut ft, mut ht) = (f, h);
    let mut largest = 1;
    let swap = h.abs() > f.abs();
    if swap {
        largest = 3;
        (ft, ht) = (ht, ft);
    }
    let (fa, ha, ga) = (ft.abs(), ht.abs(), g.abs());
    let (small, large, cl, cr, sl, sr);
    if ga == 0.0 {
        (small, large, cl, cr, sl, sr) = (ha, fa, 1.0, 1.0, 0.0, 0.0);
    } else {
        if ga > fa {
            largest = 2;
        }
        if ga > fa && fa / ga < EPS {
            large = ga;
            small = if ha > 1.0 { fa / (ga / ha) } else { (fa / ga) * ha };
            (cl, sl, sr, cr) = (1.0, ht / g, 1.0, ft / g);
        } else {
            let d = fa - ha;
            let l = if d == fa { 1.0 } else { d / fa };
            let m = g / ft;
            let t = 2.0 - l;
            let (mm, tt) = (m * m, t * t);
            let s = (tt + mm).sqrt();
            let r = if l == 0.0 { m.abs() } else { (l * l + mm).sqrt() };
            let a = 0.5 * (s + r);
            small = ha / a;
            large = fa * a;
            let t = if mm != 0.0 {
                (m / (s + t) + m / (r + l)) * (1.0 + a)
            } else if l == 0.0 {
                2f64.copysign(ft) * 1f64.copysign(g)
            } else {
                g / d.copysign(ft) + m / t
            };
            let l = (t * t + 4.0).sqrt();
            cr = 2.0 / l;
            sr = t / l;
            cl = (cr + sr * m) / a;
            sl = (ht / ft) * sr / a;
        }
    }
    let (left, right) = if swap { ((sr, cr), (sl, cl)) } else { ((cl, sl), (cr, sr)) };
    let sign = |x: f64| 1f64.copysign(x);
    let s = match largest {
        1 => sign(right.0) * sign(left.0) * sign(f),
        2 => sign(right.1) * sign(left.0) * sign(g),
        _ => sign(right.1) * sign(left.1) * sign(h),
    };
    Two { large: large.copysign(s), small: small.copysign(s * sign(f) * sign(h)), right, left }
}
