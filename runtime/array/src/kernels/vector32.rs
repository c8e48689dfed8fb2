//! `exp`, `log`, `log2`, `log10`, `sin`, `cos` and `tanh` of 32-bit floats in 32-bit arithmetic: errors below two units in the last place.
//!
//! As in [`super::vector`], arguments are reduced in parts, and nothing branches.

/// Added to a number, leaves the nearest int in its low bits.
const SHIFT: f32 = 12_582_912.0;
const LN2_HI: f32 = 0.693_145_75;
const LN2_LO: f32 = 1.428_606_8e-6;

/// `e**x` for `|x| <= 87`.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let t = x.mul_add(std::f32::consts::LOG2_E, SHIFT);
    let k = t - SHIFT;
    let r = k.mul_add(-LN2_LO, k.mul_add(-LN2_HI, x));
    let r2 = r * r;
    let q0 = r.mul_add(0.166_666_67, 0.5);
    let q1 = r.mul_add(0.008_333_311, 0.041_666_465);
    let q2 = r.mul_add(0.000_198_909_91, 0.001_393_365);
    let q = r2.mul_add(r2.mul_add(q2, q1), q0);
    let y = 1.0 + r2.mul_add(q, r);
    f32::from_bits(y.to_bits().wrapping_add(t.to_bits() << 23))
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

/// The natural logarithm of a normal positive number.
#[inline(always)]
pub fn log(x: f32) -> f32 {
    let (k, f, less) = log_parts(x);
    k.mul_add(LN2_HI, f + k.mul_add(LN2_LO, less))
}

#[inline(always)]
pub fn log2(x: f32) -> f32 {
    const LOG2E: f32 = std::f32::consts::LOG2_E;
    let (k, f, less) = log_parts(x);
    k + f.mul_add(LOG2E, f.mul_add(1.925_963e-8, less * LOG2E))
}

#[inline(always)]
pub fn log10(x: f32) -> f32 {
    const LOG10E: f32 = std::f32::consts::LOG10_E;
    let (k, f, less) = log_parts(x);
    let y = f.mul_add(LOG10E, f.mul_add(-1.010_305e-8, less * LOG10E));
    // The logarithm of two in two parts, of which the first has exact products with exponents.
    k.mul_add(0.301_025_4, k.mul_add(4.605_039e-6, y))
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
    let a = x.abs();
    let z = x * x;
    let p = z.mul_add(0.000_590_022_3, -0.001_455_833_8);
    let p = z.mul_add(p, 0.003_592_128);
    let p = z.mul_add(p, -0.008_863_235);
    let p = z.mul_add(p, 0.021_869_488);
    let p = z.mul_add(p, -0.053_968_254);
    let p = z.mul_add(p, 0.133_333_33);
    let p = z.mul_add(p, -0.333_333_34);
    let small = (x * z).mul_add(p, x).copysign(x);
    let large = (1.0 - 2.0 / (exp(2.0 * a) + 1.0)).copysign(x);
    if a < 0.6 { small } else { large }
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
