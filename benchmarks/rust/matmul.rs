//! The same as matmul.py: a vector of vectors of floats, all indices checked.

fn make_matrix(n: i64, seed: i64) -> Vec<Vec<f64>> {
    let mut rows = Vec::new();
    for i in 0..n {
        let mut row = Vec::new();
        for j in 0..n {
            let cell = i
                .checked_mul(31)
                .unwrap()
                .checked_add(j.checked_mul(17).unwrap())
                .unwrap();
            let cell = cell.checked_add(seed).unwrap().rem_euclid(100);
            row.push(cell as f64 / 10.0);
        }
        rows.push(row);
    }
    rows
}

#[allow(clippy::needless_range_loop)]
fn matmul(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (n, m, k) = (a.len(), b[0].len(), b.len());
    let mut c = vec![vec![0.0; m]; n];
    for i in 0..n {
        for j in 0..m {
            let mut total = 0.0;
            for p in 0..k {
                total += a[i][p] * b[p][j];
            }
            c[i][j] = total;
        }
    }
    c
}

fn main() {
    let n: i64 = std::env::args().nth(1).map_or(60, |a| a.parse().unwrap());
    let a = make_matrix(n, 1);
    let b = make_matrix(n, 7);
    let c = matmul(&a, &b);
    let (mut trace, mut total) = (0.0, 0.0);
    for (i, row) in c.iter().enumerate() {
        trace += row[i];
        for x in row {
            total += x;
        }
    }
    let last = c.len() - 1;
    println!("corner: {:.4} {:.4}", c[0][0], c[last][last]);
    println!("trace: {trace:.4}");
    println!("sum: {total:.4}");
}
