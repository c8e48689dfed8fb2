//! The same as nbody.py: each body holds two vectors on the heap, all indices checked.

use std::f64::consts::PI;

const SOLAR_MASS: f64 = 4.0 * PI * PI;
const DAYS: f64 = 365.24;

type Body = (Vec<f64>, Vec<f64>, f64);

#[allow(clippy::excessive_precision)]
const BODIES: [([f64; 3], [f64; 3], f64); 5] = [
    ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1.0),
    (
        [
            4.84143144246472090,
            -1.16032004402742839,
            -0.103622044471123109,
        ],
        [
            0.00166007664274403694,
            0.00769901118419740425,
            -0.0000690460016972063023,
        ],
        0.000954791938424326609,
    ),
    (
        [
            8.34336671824457987,
            4.12479856412430479,
            -0.403523417114321381,
        ],
        [
            -0.00276742510726411,
            0.00499852801234917238,
            0.0000230417297573763929,
        ],
        0.000285885980666130812,
    ),
    (
        [
            12.8943695621391310,
            -15.1111514016986312,
            -0.223307578892655734,
        ],
        [
            0.00296460137564761618,
            0.00237847173959480950,
            -0.0000296589568540237556,
        ],
        0.0000436624404335156298,
    ),
    (
        [
            15.3796971148509165,
            -25.9193146099879641,
            0.179258772950371181,
        ],
        [
            0.00268067772490389322,
            0.00162824170038242295,
            -0.0000951592254519715870,
        ],
        0.0000515138902046611451,
    ),
];

fn make_system() -> Vec<Body> {
    BODIES
        .iter()
        .map(|(r, v, m)| {
            (
                r.to_vec(),
                v.iter().map(|c| c * DAYS).collect(),
                m * SOLAR_MASS,
            )
        })
        .collect()
}

fn offset_momentum(system: &mut [Body]) {
    let mut p = [0.0; 3];
    for (_, v, m) in system.iter() {
        for k in 0..3 {
            p[k] -= v[k] * m;
        }
    }
    let sun_mass = system[0].2;
    for k in 0..3 {
        system[0].1[k] = p[k] / sun_mass;
    }
}

fn energy(system: &[Body]) -> f64 {
    let mut e = 0.0;
    for i in 0..system.len() {
        let (r1, v, m1) = &system[i];
        e += 0.5 * m1 * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        for (r2, _, m2) in &system[i + 1..] {
            let (dx, dy, dz) = (r1[0] - r2[0], r1[1] - r2[1], r1[2] - r2[2]);
            e -= m1 * m2 / (dx * dx + dy * dy + dz * dz).sqrt();
        }
    }
    e
}

fn advance(system: &mut [Body], dt: f64, steps: i64) {
    let n = system.len();
    for _ in 0..steps {
        for i in 0..n {
            for j in i + 1..n {
                let (left, right) = system.split_at_mut(j);
                let (r1, v1, m1) = &mut left[i];
                let (r2, v2, m2) = &mut right[0];
                let dx = r1[0] - r2[0];
                let dy = r1[1] - r2[1];
                let dz = r1[2] - r2[2];
                let d2 = dx * dx + dy * dy + dz * dz;
                let mag = dt / (d2 * d2.sqrt());
                let f1 = *m1 * mag;
                let f2 = *m2 * mag;
                v1[0] -= dx * f2;
                v1[1] -= dy * f2;
                v1[2] -= dz * f2;
                v2[0] += dx * f1;
                v2[1] += dy * f1;
                v2[2] += dz * f1;
            }
        }
        for (r, v, _) in system.iter_mut() {
            r[0] += dt * v[0];
            r[1] += dt * v[1];
            r[2] += dt * v[2];
        }
    }
}

fn main() {
    let steps = std::env::args()
        .nth(1)
        .map_or(8_000, |a| a.parse().unwrap());
    let mut system = make_system();
    offset_momentum(&mut system);
    println!("{:.9}", energy(&system));
    advance(&mut system, 0.01, steps);
    println!("{:.9}", energy(&system));
}
