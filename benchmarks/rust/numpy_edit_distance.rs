//! The same as numpy_edit_distance.py: vectors of rows, checked ints, checked bounds.

fn text(n: i64, mut seed: i64) -> Vec<u8> {
    let mut letters = Vec::new();
    for _ in 0..n {
        seed = seed.checked_mul(1103515245).unwrap().checked_add(12345).unwrap() & 0x7FFFFFFF;
        letters.push(b"acgt"[((seed >> 16) % 4) as usize]);
    }
    letters
}

fn edit_distance(a: &[u8], b: &[u8]) -> i64 {
    let (n, m) = (a.len(), b.len());
    let mut d = vec![vec![0i64; m + 1]; n + 1];
    for i in 0..=n {
        d[i][0] = i as i64;
    }
    for j in 0..=m {
        d[0][j] = j as i64;
    }
    let plus = |x: i64, y: i64| x.checked_add(y).unwrap();
    for i in 1..=n {
        for j in 1..=m {
            let cost = if a[i - 1] == b[j - 1] { 0 } else { 1 };
            d[i][j] = plus(d[i - 1][j], 1).min(plus(d[i][j - 1], 1)).min(plus(d[i - 1][j - 1], cost));
        }
    }
    d[n][m]
}

fn common(a: &[u8], b: &[u8]) -> i64 {
    let (n, m) = (a.len(), b.len());
    let mut best = vec![vec![0i64; m + 1]; n + 1];
    for i in 0..n {
        for j in 0..m {
            best[i + 1][j + 1] = if a[i] == b[j] { best[i][j].checked_add(1).unwrap() } else { best[i][j + 1].max(best[i + 1][j]) };
        }
    }
    best[n][m]
}

fn main() {
    let n = std::env::args().nth(1).map_or(250, |a| a.parse().unwrap());
    let (a, b) = (text(n, 1), text(n + 20, 7));
    println!("{} {}", edit_distance(&a, &b), common(&a, &b));
}
