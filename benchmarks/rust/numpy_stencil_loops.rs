//! The same as numpy_stencil_loops.py: a vector of rows, all indices checked.

type Grid = Vec<Vec<f64>>;

fn step(u: &Grid, v: &mut Grid, k: f64) {
    let (n, m) = (u.len(), u[0].len());
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            v[i][j] = u[i][j] + k * (u[i + 1][j] + u[i - 1][j] + u[i][j + 1] + u[i][j - 1] - 4.0 * u[i][j]);
        }
    }
}

fn main() {
    let arg = |k, otherwise| std::env::args().nth(k).map_or(otherwise, |a| a.parse().unwrap());
    let (n, steps): (usize, usize) = (arg(1, 60), arg(2, 15));
    let mut u = vec![vec![0.0; n]; n];
    let mut v = u.clone();
    for i in 0..n {
        u[0][i] = 100.0;
        v[0][i] = 100.0;
        u[i][0] = 50.0;
        v[i][0] = 50.0;
    }
    u[n / 2][n / 2] = 1000.0;
    for _ in 0..steps {
        step(&u, &mut v, 0.1);
        std::mem::swap(&mut u, &mut v);
    }
    let mut total = 0.0;
    for row in &u {
        for x in row {
            total += x;
        }
    }
    println!("{total:.6} {:.9} {:.9}", u[n / 2][n / 2], u[1][1]);
}
