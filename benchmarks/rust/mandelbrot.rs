//! The same as mandelbrot.py.

const SHADES: &[u8] = b" .:-=+*#%@";

fn escape_time(cr: f64, ci: f64, limit: i64) -> i64 {
    let (mut zr, mut zi) = (0.0, 0.0);
    for n in 0..limit {
        let zr2 = zr * zr;
        let zi2 = zi * zi;
        if zr2 + zi2 > 4.0 {
            return n;
        }
        zi = 2.0 * zr * zi + ci;
        zr = zr2 - zi2 + cr;
    }
    limit
}

fn render(width: i64, height: i64, limit: i64) -> Vec<Vec<i64>> {
    let mut rows = Vec::new();
    for y in 0..height {
        let ci = -1.2 + 2.4 * y as f64 / height as f64;
        let mut row = Vec::new();
        for x in 0..width {
            let cr = -2.2 + 3.2 * x as f64 / width as f64;
            row.push(escape_time(cr, ci, limit));
        }
        rows.push(row);
    }
    rows
}

fn main() {
    let size = std::env::args().nth(1).map_or(90, |a| a.parse().unwrap());
    let limit = 200;
    let rows = render(size, size, limit);
    let (mut inside, mut total) = (0i64, 0i64);
    for row in &rows {
        for &n in row {
            total = total.checked_add(n).unwrap();
            if n == limit {
                inside = inside.checked_add(1).unwrap();
            }
        }
    }
    for row in render(64, 24, 60) {
        let line: String = row
            .iter()
            .map(|n| SHADES[(n * 9 / 60) as usize] as char)
            .collect();
        println!("{line}");
    }
    println!("points inside: {inside}");
    println!("iterations: {total}");
}
