//! `eigh`: Hermitian matrices are made tridiagonal by reflections, then diagonal by implicit QL or QR steps (LAPACK's
//! `sytrd` and `steqr`, whose choices decide the signs of the vectors).

use super::reflect::{from_left, from_right, reflection};
use super::scalar::{Matrix, Scalar, length, rotation};

/// Eigenvalues in rising order, and the vectors as columns; None where the steps do not converge. Of `a` the lower triangle
/// counts.
pub fn eigh<T: Scalar>(a: &Matrix<T>, vectors: bool) -> Option<(Vec<f64>, Matrix<T>)> {
    let n = a.rows;
    let mut full = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..i {
            full[(i, j)] = a[(i, j)];
            full[(j, i)] = a[(i, j)].conj();
        }
        full[(i, i)] = T::real(a[(i, i)].re());
    }
    let (mut d, mut e, steps) = tridiagonal(&mut full);
    let mut z = Matrix::<f64>::identity(if vectors { n } else { 0 }, if vectors { n } else { 0 });
    if !diagonalise(&mut d, &mut e, &mut z) {
        return None;
    }
    let mut q = Matrix { rows: z.rows, cols: z.cols, data: z.data.iter().map(|x| T::real(*x)).collect() };
    if vectors {
        for (k, (v, tau)) in steps.iter().enumerate().rev() {
            from_left(&mut q, v, *tau, k + 1, 0);
        }
    }
    Some((d, q))
}

/// Diagonal, off-diagonal, and the reflections (from row k + 1 on).
fn tridiagonal<T: Scalar>(a: &mut Matrix<T>) -> (Vec<f64>, Vec<f64>, Vec<(Vec<T>, T)>) {
    let n = a.rows;
    let (mut d, mut e, mut steps) = (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    for k in 0..n {
        d.push(a[(k, k)].re());
        if k + 1 == n {
            break;
        }
        let mut v: Vec<T> = (k + 1..n).map(|i| a[(i, k)]).collect();
        let (tau, beta) = reflection(&mut v);
        v[0] = T::ONE;
        e.push(beta);
        from_left(a, &v, tau.conj(), k + 1, k + 1);
        from_right(a, &v, tau, k + 1, n, k + 1);
        steps.push((v, tau));
    }
    (d, e, steps)
}

/// Turns columns `k` and `k + 1` by a rotation.
fn turn(z: &mut Matrix<f64>, k: usize, c: f64, s: f64) {
    for i in 0..z.rows {
        let (x, y) = (z[(i, k)], z[(i, k + 1)]);
        z[(i, k + 1)] = c * y - s * x;
        z[(i, k)] = s * y + c * x;
    }
}

/// The eigenvalues of [[a, b], [b, c]] and the vector of the larger one.
fn of_two(a: f64, b: f64, c: f64) -> (f64, f64, f64, f64) {
    let (sum, diff, twice) = (a + c, a - c, b + b);
    let (more, less) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    let (ad, ab) = (diff.abs(), twice.abs());
    let root = if ad > ab {
        ad * (1.0 + (ab / ad).powi(2)).sqrt()
    } else if ad < ab {
        ab * (1.0 + (ad / ab).powi(2)).sqrt()
    } else {
        ab * 2f64.sqrt()
    };
    let (first, second, sign1) = if sum < 0.0 {
        let r = 0.5 * (sum - root);
        (r, (more / r) * less - (b / r) * b, -1)
    } else if sum > 0.0 {
        let r = 0.5 * (sum + root);
        (r, (more / r) * less - (b / r) * b, 1)
    } else {
        (0.5 * root, -0.5 * root, 1)
    };
    let (cs, sign2) = if diff >= 0.0 { (diff + root, 1) } else { (diff - root, -1) };
    let (mut c1, mut s1);
    if cs.abs() > ab {
        let ct = -twice / cs;
        s1 = 1.0 / (1.0 + ct * ct).sqrt();
        c1 = ct * s1;
    } else if ab == 0.0 {
        (c1, s1) = (1.0, 0.0);
    } else {
        let tn = -cs / twice;
        c1 = 1.0 / (1.0 + tn * tn).sqrt();
        s1 = tn * c1;
    }
    if sign1 == sign2 {
        (c1, s1) = (-s1, c1);
    }
    (first, second, c1, s1)
}

const EPS: f64 = f64::EPSILON / 2.0;

/// Diagonalises a tridiagonal matrix, turning the columns of `z` along; false where it does not converge.
fn diagonalise(d: &mut [f64], e: &mut [f64], z: &mut Matrix<f64>) -> bool {
    let n = d.len();
    let mut left = 30 * n;
    let mut start = 0;
    while start < n {
        // The next block that does not split.
        if start > 0 {
            e[start - 1] = 0.0;
        }
        let mut m = n - 1;
        for k in start..n - 1 {
            let size = e[k].abs();
            if size == 0.0 {
                m = k;
                break;
            }
            if size <= d[k].abs().sqrt() * d[k + 1].abs().sqrt() * EPS {
                e[k] = 0.0;
                m = k;
                break;
            }
        }
        let (first, last) = (start, m);
        start = m + 1;
        if first == last {
            continue;
        }
        let done = if d[last].abs() < d[first].abs() {
            backwards(d, e, z, first, last, &mut left)
        } else {
            forwards(d, e, z, first, last, &mut left)
        };
        if !done {
            return false;
        }
    }
    sort(d, z);
    true
}

/// QL steps: the block's eigenvalues from its first on.
fn forwards(d: &mut [f64], e: &mut [f64], z: &mut Matrix<f64>, first: usize, last: usize, left: &mut usize) -> bool {
    let mut l = first;
    while l <= last {
        let m = (l..last).find(|m| e[*m] * e[*m] <= (EPS * EPS * d[*m].abs()) * d[m + 1].abs() + f64::MIN_POSITIVE).unwrap_or(last);
        if m < last {
            e[m] = 0.0;
        }
        if m == l {
            l += 1;
            continue;
        }
        if m == l + 1 {
            let (a, b, c, s) = of_two(d[l], e[l], d[l + 1]);
            turn(z, l, c, s);
            (d[l], d[l + 1], e[l]) = (a, b, 0.0);
            l += 2;
            continue;
        }
        if *left == 0 {
            return false;
        }
        *left -= 1;
        let p = d[l];
        let g = (d[l + 1] - p) / (2.0 * e[l]);
        let r = length(g, 1.0);
        let mut g = d[m] - p + e[l] / (g + r.copysign(g));
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        let mut turns = Vec::with_capacity(m - l);
        for i in (l..m).rev() {
            let f = s * e[i];
            let b = c * e[i];
            let r;
            (c, s, r) = rotation(g, f);
            if i != m - 1 {
                e[i + 1] = r;
            }
            g = d[i + 1] - p;
            let r = (d[i] - g) * s + 2.0 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            turns.push((i, c, -s));
        }
        turns.into_iter().for_each(|(i, c, s)| turn(z, i, c, s));
        d[l] -= p;
        e[l] = g;
    }
    true
}

/// QR steps: the block's eigenvalues from its last on.
fn backwards(d: &mut [f64], e: &mut [f64], z: &mut Matrix<f64>, first: usize, last: usize, left: &mut usize) -> bool {
    let mut after = last + 1;
    while after > first {
        let l = after - 1;
        let m = (first + 1..=l)
            .rev()
            .find(|m| e[m - 1] * e[m - 1] <= (EPS * EPS * d[*m].abs()) * d[m - 1].abs() + f64::MIN_POSITIVE)
            .unwrap_or(first);
        if m > first {
            e[m - 1] = 0.0;
        }
        if m == l {
            after -= 1;
            continue;
        }
        if m + 1 == l {
            let (a, b, c, s) = of_two(d[l - 1], e[l - 1], d[l]);
            turn(z, l - 1, c, s);
            (d[l - 1], d[l], e[l - 1]) = (a, b, 0.0);
            after -= 2;
            continue;
        }
        if *left == 0 {
            return false;
        }
        *left -= 1;
        let p = d[l];
        let g = (d[l - 1] - p) / (2.0 * e[l - 1]);
        let r = length(g, 1.0);
        let mut g = d[m] - p + e[l - 1] / (g + r.copysign(g));
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        for i in m..l {
            let f = s * e[i];
            let b = c * e[i];
            let r;
            (c, s, r) = rotation(g, f);
            if i != m {
                e[i - 1] = r;
            }
            g = d[i] - p;
            let r = (d[i + 1] - g) * s + 2.0 * c * b;
            p = s * r;
            d[i] = g + p;
            g = c * r - b;
            turn(z, i, c, s);
        }
        d[l] -= p;
        e[l - 1] = g;
    }
    true
}

/// Rising order, by the fewest exchanges.
fn sort(d: &mut [f64], z: &mut Matrix<f64>) {
    for i in 0..d.len() {
        let mut k = i;
        for j in i + 1..d.len() {
            if d[j] < d[k] {
                k = j;
            }
        }
        if k != i {
            d.swap(i, k);
            z.swap_cols(i, k);
        }
    }
}
