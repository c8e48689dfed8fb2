//! The same as numpy_convolution_loops.py: vectors of rows, checked ints, checked bounds.

fn convolve(image: &[Vec<f64>], kernel: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (h, w, kh, kw) = (image.len(), image[0].len(), kernel.len(), kernel[0].len());
    let mut out = vec![vec![0.0; w - kw + 1]; h - kh + 1];
    for i in 0..h - kh + 1 {
        for j in 0..w - kw + 1 {
            let mut s = 0.0;
            for a in 0..kh {
                for b in 0..kw {
                    s += image[i + a][j + b] * kernel[a][b];
                }
            }
            out[i][j] = s;
        }
    }
    out
}

fn convolve_int(image: &[Vec<i64>], kernel: &[Vec<i64>]) -> Vec<Vec<i64>> {
    let (h, w, k) = (image.len(), image[0].len(), kernel.len());
    let mut out = vec![vec![0i64; w]; h];
    for i in 0..h - k + 1 {
        for j in 0..w - k + 1 {
            for a in 0..k {
                for b in 0..k {
                    out[i][j] = out[i][j].checked_add(image[i + a][j + b].checked_mul(kernel[a][b]).unwrap()).unwrap();
                }
            }
        }
    }
    out
}

fn main() {
    let n: usize = std::env::args().nth(1).map_or(60, |a| a.parse().unwrap());
    let mut image = vec![vec![0i64; n]; n];
    for i in 0..n {
        for j in 0..n {
            image[i][j] = ((i * 7 + j * 13) % 31) as i64;
        }
    }
    let sharp = vec![vec![0, -1, 0], vec![-1, 5, -1], vec![0, -1, 0]];
    let blur = vec![vec![1.0, 2.0, 1.0], vec![2.0, 4.0, 2.0], vec![1.0, 2.0, 1.0]];
    let real: Vec<Vec<f64>> = image.iter().map(|row| row.iter().map(|x| *x as f64).collect()).collect();
    let smooth = convolve(&real, &blur);
    let edges = convolve_int(&image, &sharp);
    let (mut total, mut count) = (0.0, 0i64);
    for i in 0..n - 2 {
        for j in 0..n - 2 {
            total += smooth[i][j];
            count = count.checked_add(edges[i][j]).unwrap();
        }
    }
    println!("{total:.3} {:.3} {count} {}", smooth[1][2], edges[2][3]);
}
