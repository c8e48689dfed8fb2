//! `exp`, `log`, `log2`, `log10`, `sin`, `cos` and `tanh` of 32-bit floats in 32-bit arithmetic: errors below two units in the last place.
//!
//! As in [`super::vector`], arguments are reduced in parts, and nothing branches.

/// Added to a number, leaves the nearest int in its low bits.
const SHIFT: f32 = 12_582_912.0;
const LN2_HI: f32 = 0.693_145_75;
const LN2_LO: f32 = 1.428_606_8e-6;

/// `e**r - 1` for what `x` is beyond a multiple of ln 2, and that multiple, shifted into the place of an exponent.
#[inline(always)]
fn exp_parts(x: f32) -> (f32, u32) {
    let t = x.mul_add(std::f32::consts::LOG2_E, SHIFT);
    let k = t - SHIFT;
    let r = k.mul_add(-LN2_LO, k.mul_add(-LN2_HI, x));
    let r2 = r * r;
    let q0 = r.mul_add(0.166_666_67, 0.5);
    let q1 = r.mul_add(0.008_333_311, 0.041_666_465);
    let q2 = r.mul_add(0.000_198_909_91, 0.001_393_365);
    let q = r2.mul_add(r2.mul_add(q2, q1), q0);
    (r2.mul_add(q, r), t.to_bits() << 23)
}

/// `e**x` for `|x| <= 87`.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let (p, bits) = exp_parts(x);
    f32::from_bits((1.0 + p).to_bits().wrapping_add(bits))
}

/// The exponent of a normal positive number, what the rest (from 2/3 to 4/3) is above 1, and by how much its logarithm is less.
#[inline(always)]
fn log_parts(x: f32) -> (f32, f32, f32) {
    let bits = x.to_bits();
    let e = bits.wrapping_add(0x0055_5555) >> 23;
    let k = f32::from_bits(e | 0x4b00_0000) - (8_388_608.0 + 127.0);
    let f = f32::from_bits(bits.wrapping_sub(e << 23).wrapping_add(127 << 23)) - 1.0;
    let f2 = f * f;
    let f4 = f2 * f2;
    let p0 = f.mul_add(-0.249_997_97, 0.333_332_15);
    let p1 = f.mul_add(-0.166_804_86, 0.200_104_07);
    let p2 = f.mul_add(-0.121_842_73, 0.140_058_59);
    let p3 = f.mul_add(-0.128_916_22, 0.139_844_88);
    let p = f4.mul_add(f2.mul_add(p3, p2), f2.mul_add(p1, p0));
    (k, f, f2 * f.mul_add(p, -0.5))
}

/// `k + p + rest`, where `k` is zero or not below `p`.
#[inline(always)]
fn three(k: f32, p: f32, rest: f32) -> f32 {
    let sum = k + p;
    sum + (((k - sum) + p) + rest)
}

/// The natural logarithm of a normal positive number.
#[inline(always)]
pub fn log(x: f32) -> f32 {
    let (k, f, less) = log_parts(x);
    three(k * LN2_HI, f, k.mul_add(LN2_LO, less))
}

#[inline(always)]
pub fn log2(x: f32) -> f32 {
    const LOG2E: f32 = std::f32::consts::LOG2_E;
    let (k, f, less) = log_parts(x);
    let p = f * LOG2E;
    three(k, p, f.mul_add(LOG2E, -p) + f.mul_add(1.925963033500011e-08, less * LOG2E))
}

#[inline(always)]
pub fn log10(x: f32) -> f32 {
    const LOG10E: f32 = std::f32::consts::LOG10_E;
    let (k, f, less) = log_parts(x);
    let p = f * LOG10E;
    let low = f.mul_add(LOG10E, -p) + f.mul_add(-1.0103049952192578e-08, less * LOG10E);
    // Its product with an exponent is exact.
    three(k * 0.301025390625, p, k.mul_add(4.605039066518657e-06, low))
}

/// Sine and cosine of what `x` is beyond a multiple of a quarter turn, and the number of quarters in the low bits, for
/// `|x| <= 10000`.
#[inline(always)]
fn sine_parts(x: f32) -> (f32, f32, u32) {
    let t = x.mul_add(std::f32::consts::FRAC_2_PI, SHIFT);
    let n = t - SHIFT;
    let r = n.mul_add(-1.570_796_4, x);
    let r = n.mul_add(4.371_139e-8, r);
    let r = n.mul_add(1.715_125e-15, r);
    let z = r * r;
    let s = z.mul_add(z.mul_add(z.mul_add(2.724_992_6e-6, -0.000_198_400_87), 0.008_333_332), -0.166_666_67);
    let c = z.mul_add(z.mul_add(z.mul_add(-2.730_096e-7, 2.480_06e-5), -0.001_388_888_8), 0.041_666_667);
    let sin = (r * z).mul_add(s, r);
    let hz = 0.5 * z;
    let one = 1.0 - hz;
    let cos = one + (z * z).mul_add(c, (1.0 - one) - hz);
    (sin, cos, t.to_bits())
}

#[inline(always)]
fn in_quarter((sin, cos, _): (f32, f32, u32), q: u32) -> f32 {
    let y = if q & 1 == 0 { sin } else { cos };
    f32::from_bits(y.to_bits() ^ (q & 2) << 30)
}

/// Sine (`quarter` 0) or cosine (`quarter` 1).
#[inline(always)]
fn sine(x: f32, quarter: u32) -> f32 {
    let parts = sine_parts(x);
    in_quarter(parts, parts.2.wrapping_add(quarter))
}

/// Both, with what they have in common computed once.
#[inline(always)]
pub fn sin_cos(x: f32) -> (f32, f32) {
    let parts = sine_parts(x);
    (if x == 0.0 { x } else { in_quarter(parts, parts.2) }, in_quarter(parts, parts.2.wrapping_add(1)))
}

#[inline(always)]
pub fn sin(x: f32) -> f32 {
    if x == 0.0 { x } else { sine(x, 0) }
}

#[inline(always)]
pub fn cos(x: f32) -> f32 {
    sine(x, 1)
}

/// For `|x| <= 40`.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    // By what the exponential of twice the number is above 1.
    let (p, bits) = exp_parts(2.0 * x.abs());
    let scale = f32::from_bits(1f32.to_bits().wrapping_add(bits));
    let e = scale.mul_add(p, scale - 1.0);
    (e / (e + 2.0)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, f: fn(f32) -> f32, exact: fn(f64) -> f64, from: f32, to: f32) {
        let mut worst = 0f64;
        for k in 0..400_000 {
            let x = from + (to - from) * (k as f32 / 400_000.0);
            let want = exact(f64::from(x));
            let unit = f64::from(f32::from_bits((want as f32).abs().to_bits() + 1) - (want as f32).abs());
            worst = worst.max(((f64::from(f(x)) - want) / unit).abs());
        }
        println!("{name} {from} {to}: {worst:.3}");
        assert!(worst < 1.5, "{name} between {from} and {to}: {worst} units");
    }

    #[test]
    fn close_to_exact() {
        check("exp", exp, f64::exp, -87.0, 87.0);
        check("exp", exp, f64::exp, -1.0, 1.0);
        check("log", log, f64::ln, 1e-3, 3.0);
        check("log", log, f64::ln, 0.5, 1e6);
        check("log2", log2, f64::log2, 1e-3, 3.0);
        check("log2", log2, f64::log2, 0.5, 1e6);
        check("log10", log10, f64::log10, 1e-3, 3.0);
        check("log10", log10, f64::log10, 0.5, 1e6);
        check("sin", sin, f64::sin, -7.0, 7.0);
        check("sin", sin, f64::sin, -1e4, 1e4);
        check("cos", cos, f64::cos, -7.0, 7.0);
        check("cos", cos, f64::cos, -1e4, 1e4);
        check("tanh", tanh, f64::tanh, -1.0, 1.0);
        check("tanh", tanh, f64::tanh, -20.0, 20.0);
    }

    #[test]
    fn exact_values() {
        assert_eq!((log10(1000.0), log10(1e-3), log2(8.0), log2(0.25), log(1.0)), (3.0, -3.0, 3.0, -2.0, 0.0));
        assert!(sin(-0.0).is_sign_negative() && tanh(-0.0).is_sign_negative() && tanh(40.0) == 1.0);
    }
}
