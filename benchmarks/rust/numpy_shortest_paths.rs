//! The same as numpy_shortest_paths.py: vectors of rows, checked ints, checked bounds.

fn weights(n: usize) -> Vec<Vec<i64>> {
    let mut d = vec![vec![0i64; n]; n];
    let mut state = 17i64;
    for i in 0..n {
        for j in 0..n {
            state = state.checked_mul(1103515245).unwrap().checked_add(12345).unwrap() & 0x7FFFFFFF;
            d[i][j] = if i == j { 0 } else { (state >> 8) % 997 + 1 };
        }
    }
    d
}

fn shortest(d: &mut [Vec<i64>]) {
    let n = d.len();
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                if d[i][k].checked_add(d[k][j]).unwrap() < d[i][j] {
                    d[i][j] = d[i][k].checked_add(d[k][j]).unwrap();
                }
            }
        }
    }
}

fn shortest_by_min(d: &mut [Vec<f64>]) {
    let n = d.len();
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                let through = d[i][k] + d[k][j];
                d[i][j] = if through < d[i][j] { through } else { d[i][j] };
            }
        }
    }
}

fn main() {
    let n = std::env::args().nth(1).map_or(40, |a| a.parse().unwrap());
    let mut whole = weights(n);
    let mut real: Vec<Vec<f64>> = whole.iter().map(|row| row.iter().map(|x| *x as f64 / 8.0).collect()).collect();
    shortest(&mut whole);
    shortest_by_min(&mut real);
    let (mut total, mut least) = (0i64, 0.0);
    for i in 0..n {
        for j in 0..n {
            total = total.checked_add(whole[i][j]).unwrap();
            least += real[i][j];
        }
    }
    println!("{total} {least:.3} {} {:.3}", whole[0][n - 1], real[1][n - 1]);
}
