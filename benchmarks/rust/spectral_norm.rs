//! The same as spectral_norm.py, with checked ints and checked bounds.

fn eval_a(i: i64, j: i64) -> f64 {
    let s = i.checked_add(j).unwrap();
    let t = s
        .checked_mul(s.checked_add(1).unwrap())
        .unwrap()
        .div_euclid(2);
    1.0 / t.checked_add(i).unwrap().checked_add(1).unwrap() as f64
}

fn multiply_av(v: &[f64]) -> Vec<f64> {
    let n = v.len();
    let mut result = Vec::new();
    for i in 0..n {
        let mut total = 0.0;
        for j in 0..n {
            total += eval_a(i as i64, j as i64) * v[j];
        }
        result.push(total);
    }
    result
}

fn multiply_atv(v: &[f64]) -> Vec<f64> {
    let n = v.len();
    let mut result = Vec::new();
    for i in 0..n {
        let mut total = 0.0;
        for j in 0..n {
            total += eval_a(j as i64, i as i64) * v[j];
        }
        result.push(total);
    }
    result
}

fn multiply_at_av(v: &[f64]) -> Vec<f64> {
    multiply_atv(&multiply_av(v))
}

fn main() {
    let n: usize = std::env::args().nth(1).map_or(80, |a| a.parse().unwrap());
    let mut u = vec![1.0; n];
    let mut v = u.clone();
    for _ in 0..10 {
        v = multiply_at_av(&u);
        u = multiply_at_av(&v);
    }
    let (mut vbv, mut vv) = (0.0, 0.0);
    for (ue, ve) in u.iter().zip(&v) {
        vbv += ue * ve;
        vv += ve * ve;
    }
    println!("{:.9}", (vbv / vv).sqrt());
}
