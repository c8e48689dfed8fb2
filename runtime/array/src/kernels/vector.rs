//! Functions of floats without branches, for vectors: `exp`, `log`, `sin`, `cos`, … Where they have no tables either, the compiler makes the
//! vector code.
//!
//! Arguments are reduced exactly into two parts, and the last addition is the only one whose rounding counts, so errors stay
//! below 0.6 units in the last place. What needs more care (infinities, NaNs, results that overflow or underflow, arguments
//! that are huge) goes to the C library, element by element, and so do short arrays: their results are the library's to the
//! last bit.

use super::lanes::{Eight, Four, Lanes};
use super::logarithm::{log, log2, log10};
use super::{libm, vector32};
use super::loops::{Loop, Op1, Ptrs, Strides, loop_clones};
use crate::cpu::Backend;
use crate::num::Elem;
use pyaot_abi::dtype::DType;

/// Elements from which on vectors pay.
const FEW: usize = 32;
/// Elements that are worked on at a time, where some of them need the library.
const BLOCK: usize = 64;
/// Contiguous elements that are looked through, and then worked on; the last part has up to twice as many.
const PART: usize = 128;
/// Bytes of the widest vectors: what is beyond whole ones is computed by one more, which ends with the last element.
const VECTOR: usize = 64;

/// A function with a form for vectors.
pub trait Wide: Op1<A = Self::T, R = Self::T> {
    type T: Elem;
    /// An argument for which the form for vectors is right.
    const SAFE: Self::T;
    /// The form for vectors is right.
    fn is_plain(x: Self::T) -> bool;
    fn wide(x: Self::T) -> Self::T;
    /// [`Wide::wide`] of `n` contiguous elements, whole vectors. `V` is the width of the instructions.
    ///
    /// # Safety
    /// There are `n` elements of both; either they are the same or they overlap nowhere.
    #[inline(always)]
    unsafe fn row<V: Lanes>(x: *const Self::T, y: *mut Self::T, n: usize) {
        // SAFETY: by the contract.
        unsafe {
            if x == y {
                // With one pointer, so that the compiler need not fear an overlap.
                for k in 0..n {
                    y.add(k).write_unaligned(Self::wide(y.add(k).read_unaligned()));
                }
            } else {
                for k in 0..n {
                    y.add(k).write_unaligned(Self::wide(x.add(k).read_unaligned()));
                }
            }
        }
    }
}

/// More than [`FEW`] elements.
#[inline(always)]
unsafe fn body<O: Wide, V: Lanes>(p: &Ptrs, s: &Strides, n: usize) {
    let size = size_of::<O::T>() as isize;
    let contiguous = s[0] == size && s[1] == size;
    let mut done = 0;
    while done < n {
        let rest = n - done;
        let len = if rest < 2 * PART { rest } else { PART };
        let from = p[0].wrapping_offset(s[0] * done as isize);
        let to = p[1].wrapping_offset(s[1] * done as isize);
        // SAFETY: by the contract of loops.
        unsafe {
            if !(contiguous && plain_row::<O, V>(from.cast(), to.cast(), len)) {
                mixed::<O, V>(from, to, s, len);
            }
        }
        done += len;
    }
}

/// Contiguous elements, if the form for vectors is right for all.
#[inline(always)]
unsafe fn plain_row<O: Wide, V: Lanes>(x: *const O::T, y: *mut O::T, n: usize) -> bool {
    let step = VECTOR / size_of::<O::T>();
    let whole = n / step * step;
    let mut end = [O::SAFE; VECTOR / 4];
    let end = end.as_mut_ptr();
    // SAFETY: there are `n` elements of both, at least a vector's, and either they are the same or they overlap nowhere. The last vector is
    // read before anything is written.
    unsafe {
        std::ptr::copy_nonoverlapping(x.add(n - step).cast::<u8>(), end.cast::<u8>(), VECTOR);
        let mut plain = true;
        for k in 0..whole {
            plain &= O::is_plain(x.add(k).read_unaligned());
        }
        for k in 0..step {
            plain &= O::is_plain(end.add(k).read());
        }
        if !plain {
            return false;
        }
        O::row::<V>(x, y, whole);
        if whole < n {
            // A vector, which is more than the compiler knows: it would write out a loop of so few elements.
            O::row::<V>(end, end, whole.min(step));
            std::ptr::copy_nonoverlapping(end.cast::<u8>(), y.add(n - step).cast::<u8>(), VECTOR);
        }
    }
    true
}

/// Elements of which some may need the library.
#[inline(always)]
unsafe fn mixed<O: Wide, V: Lanes>(from: *const u8, to: *mut u8, s: &Strides, n: usize) {
    for done in (0..n).step_by(BLOCK) {
        let len = (n - done).min(BLOCK);
        let from = from.wrapping_offset(s[0] * done as isize);
        let to = to.wrapping_offset(s[1] * done as isize);
        let mut xs = [O::SAFE; BLOCK];
        // SAFETY: by the contract of loops.
        unsafe {
            for (k, x) in xs[..len].iter_mut().enumerate() {
                *x = from.wrapping_offset(s[0] * k as isize).cast::<O::T>().read_unaligned();
            }
            let mut ys = [O::SAFE; BLOCK];
            for (x, y) in xs.iter().zip(&mut ys) {
                *y = if O::is_plain(*x) { *x } else { O::SAFE };
            }
            O::row::<V>(ys.as_ptr(), ys.as_mut_ptr(), BLOCK);
            for (k, (x, y)) in xs[..len].iter().zip(&ys).enumerate() {
                let y = if O::is_plain(*x) { *y } else { O::f(*x) };
                to.wrapping_offset(s[1] * k as isize).cast::<O::T>().write_unaligned(y);
            }
        }
    }
}

/// One by one, by the C library.
unsafe fn plain<O: Wide>(p: &Ptrs, s: &Strides, n: usize) {
    let (mut a, mut r) = (p[0], p[1]);
    for _ in 0..n {
        // SAFETY: by the contract of loops.
        unsafe { r.cast::<O::T>().write_unaligned(O::f(a.cast::<O::T>().read_unaligned())) };
        a = a.wrapping_offset(s[0]);
        r = r.wrapping_offset(s[1]);
    }
}

unsafe fn avx2<O: Wide>(p: &Ptrs, s: &Strides, n: usize) {
    #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
    unsafe fn inner<O: Wide>(p: &Ptrs, s: &Strides, n: usize) {
        // SAFETY: the caller's promise.
        unsafe { body::<O, Four>(p, s, n) }
    }
    // SAFETY: the caller's promise; chosen only where the machine has it.
    unsafe { if n <= FEW { plain::<O>(p, s, n) } else { inner::<O>(p, s, n) } }
}

unsafe fn avx512<O: Wide>(p: &Ptrs, s: &Strides, n: usize) {
    #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
    unsafe fn inner<O: Wide>(p: &Ptrs, s: &Strides, n: usize) {
        // SAFETY: the caller's promise.
        unsafe { body::<O, Eight>(p, s, n) }
    }
    // SAFETY: as above.
    unsafe { if n <= FEW { plain::<O>(p, s, n) } else { inner::<O>(p, s, n) } }
}

/// The loop of such a function.
pub const fn wide_loop<O: Wide>() -> Loop {
    let t = <O::T as Elem>::DTYPE;
    loop_clones([t, t, DType::Bool, DType::Bool], [plain::<O>, avx2::<O>, avx512::<O>])
}

const LOG2E: f64 = std::f64::consts::LOG2_E;
/// ln 2 in 38 bits, whose products with exponents are exact, and the rest.
const LN2_HI: f64 = 0.693_147_180_558_298_7;
const LN2_LO: f64 = 1.646_594_958_289_708_2e-12;
/// Added to a number, leaves the nearest int in its low bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// `exp(r + rl)` times the power of two in `bits` (its exponent, shifted into place), for `|r| <= ln 2 / 2`.
#[inline(always)]
fn exp_core(r: f64, rl: f64, bits: u64) -> f64 {
    let r2 = r * r;
    let r4 = r2 * r2;
    let q0 = r.mul_add(0.166_666_666_666_666_66, 0.5);
    let q1 = r.mul_add(0.008_333_333_333_333_333, 0.041_666_666_666_666_68);
    let q2 = r.mul_add(0.000_198_412_698_412_633_04, 0.001_388_888_888_887_908_2);
    let q3 = r.mul_add(2.755_731_924_720_479e-6, 2.480_158_733_642_132e-5);
    let q4 = r.mul_add(2.505_207_110_921_421_4e-8, 2.755_726_330_147_415_4e-7);
    let q5 = r.mul_add(1.608_662_243_636_239_6e-10, 2.091_812_945_518_963e-9);
    let low = r2.mul_add(q1, q0);
    let mid = r2.mul_add(q3, q2);
    let high = r2.mul_add(q5, q4);
    let q = r4.mul_add(r4.mul_add(high, mid), low);
    let one = 1.0 + r;
    let rest = (1.0 - one) + r;
    let y = one + (rest + r2.mul_add(q, rl));
    f64::from_bits(y.to_bits().wrapping_add(bits))
}

#[inline(always)]
fn exp(x: f64) -> f64 {
    let t = x.mul_add(LOG2E, SHIFT);
    let k = t - SHIFT;
    let rh = k.mul_add(-LN2_HI, x);
    let w = k * LN2_LO;
    let r = rh - w;
    let rl = (rh - r) - w;
    exp_core(r, rl, t.to_bits() << 52)
}

#[inline(always)]
fn exp2(x: f64) -> f64 {
    const LN2: f64 = std::f64::consts::LN_2;
    let t = x + SHIFT;
    let f = x - (t - SHIFT);
    let r = f * LN2;
    let rl = f.mul_add(LN2, -r) + f * 2.319_046_813_846_299_6e-17;
    exp_core(r, rl, t.to_bits() << 52)
}

/// Sine and cosine of what `x` is beyond a multiple of a quarter turn, and the number of quarters in the low bits.
#[inline(always)]
fn sine_parts(x: f64) -> (f64, f64, u64) {
    let t = x.mul_add(std::f64::consts::FRAC_2_PI, SHIFT);
    let n = t - SHIFT;
    // Pi/2 in three parts, the first two of which have exact products with `n`.
    let r0 = n.mul_add(-1.570_796_326_734_125_6, x);
    let w = n * 6.077_100_506_303_966e-11;
    let r1 = r0 - w;
    let e1 = (r0 - r1) - w;
    let c = n.mul_add(-2.022_266_248_795_950_6e-21, e1);
    let r = r1 + c;
    let rl = (r1 - r) + c;
    let z = r * r;
    let zl = r.mul_add(r, -z);
    let z2 = z * z;
    let s0 = z.mul_add(0.008_333_333_333_333_331, -0.166_666_666_666_666_66);
    let s1 = z.mul_add(2.755_731_921_933_916_7e-6, -0.000_198_412_698_412_650_65);
    let s2 = z.mul_add(1.605_853_161_898_354_4e-10, -2.505_210_623_244_756e-8);
    let sp = z2.mul_add((z2 * z).mul_add(z * -7.586_697_117_553_432e-13, z2.mul_add(s2, s1)), s0);
    let c0 = z.mul_add(-0.001_388_888_888_888_739_8, 0.041_666_666_666_666_664);
    let c1 = z.mul_add(-2.755_731_727_172_977_7e-7, 2.480_158_729_876_569e-5);
    let c2 = z.mul_add(-1.138_263_242_529_804_4e-11, 2.087_614_626_840_009_3e-9);
    let cp = z2.mul_add(z2.mul_add(c2, c1), c0);
    let hz = 0.5 * z;
    let sin = r + (r * z).mul_add(sp, rl.mul_add(-hz, rl));
    let one = 1.0 - hz;
    let cos = one + (((1.0 - one) - hz) + z2.mul_add(cp, -r.mul_add(rl, 0.5 * zl)));
    (sin, cos, t.to_bits())
}

#[inline(always)]
fn in_quarter((sin, cos, _): (f64, f64, u64), q: u64) -> f64 {
    let y = if q & 1 == 0 { sin } else { cos };
    f64::from_bits(y.to_bits() ^ (q & 2) << 62)
}

/// Sine (`quarter` 0) or cosine (`quarter` 1).
#[inline(always)]
fn sine(x: f64, quarter: u64) -> f64 {
    let parts = sine_parts(x);
    in_quarter(parts, parts.2.wrapping_add(quarter))
}

/// Both, with what they have in common computed once.
#[inline(always)]
fn sin_cos(x: f64) -> (f64, f64) {
    let parts = sine_parts(x);
    (if x == 0.0 { x } else { in_quarter(parts, parts.2) }, in_quarter(parts, parts.2.wrapping_add(1)))
}

#[inline(always)]
fn sin(x: f64) -> f64 {
    // The sum of parts loses the sign of zero.
    if x == 0.0 { x } else { sine(x, 0) }
}

#[inline(always)]
fn cos(x: f64) -> f64 {
    sine(x, 1)
}

/// `(e - 1) / (e + 1)`, where `e` is `exp(2 * x)`: `2**k * (1 + t) / (1 - t)`, `t` being the tanh of what `x` is beyond `k` times half of ln 2. A
/// first quotient is as exact as it comes; what it leaves corrects it.
#[inline(always)]
fn tanh(x: f64) -> f64 {
    /// From here on the result is 1.
    const MOST: f64 = 19.1;
    /// Larger powers would swallow the 1.
    const LARGEST: f64 = SHIFT + 52.0;
    const HALF: f64 = 0.5 * std::f64::consts::LN_2;
    const HALF_LOW: f64 = 0.5 * 2.319_046_813_846_299_6e-17;
    let a = x.abs();
    let a = if a < MOST { a } else { MOST };
    let shifted = a.mul_add(2.0 * LOG2E, SHIFT);
    let shifted = if shifted < LARGEST { shifted } else { LARGEST };
    let k = shifted - SHIFT;
    // Exact, since it ends with `a` or before.
    let u = k.mul_add(-HALF, a);
    let z = u * u;
    let z2 = z * z;
    let p0 = z.mul_add(0.133_333_333_327_745_72, -0.333_333_333_333_324_66);
    let p1 = z.mul_add(0.021_869_369_514_786_442, -0.053_968_252_766_014_226);
    let p2 = z.mul_add(0.003_444_337_498_956_300_3, -0.008_857_268_403_411_719);
    let p = (z2 * z2).mul_add(p2, z2.mul_add(p1, p0));
    let w = (u * z).mul_add(p, k * -HALF_LOW);
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0f64.to_bits()));
    let (less, more) = (power - 1.0, power + 1.0);
    let t = u + w;
    let inverse = 1.0 / t.mul_add(less, more);
    let y = t.mul_add(more, less) * inverse;
    // less + (u + w) * more - y * (more + (u + w) * less)
    let by = y.mul_add(-less, more);
    let rest = w.mul_add(by, u.mul_add(by, y.mul_add(-more, less)));
    // A zero keeps its sign.
    rest.mul_add(inverse, y).copysign(x)
}

/// The sum of `c[k] * x**k`, by Horner's scheme.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, c: &[f64; N]) -> f64 {
    let mut sum = c[N - 1];
    for k in (0..N - 1).rev() {
        sum = sum.mul_add(x, c[k]);
    }
    sum
}

/// `erf(x) / x - 1` up to 1 by powers of `x * x` (relative error of the whole: 7e-18).
const ERF: [f64; 12] = [
    0.128_379_167_095_512_56,
    -0.376_126_389_031_835_2,
    0.112_837_916_709_441_78,
    -0.026_866_170_643_110_494,
    0.005_223_977_606_110_791,
    -0.000_854_832_592_896_017_9,
    0.000_120_552_935_667_002_22,
    -1.492_471_211_319_741_4e-5,
    1.644_712_932_393_032_8e-6,
    -1.620_629_713_486_903_4e-7,
    1.371_091_085_890_295_5e-8,
    -7.779_342_795_836_865e-10,
];

/// The logarithm of `1 - erf(x)` from 1 to 6 by powers of `x - 1` (absolute error of `erf`: 7e-18).
const LOG_ERFC: [f64; 18] = [
    -1.849_605_509_933_248_2,
    -2.638_967_514_234_775_7,
    -0.843_107_256_359_415_3,
    -0.041_561_098_025_038_226,
    0.010_033_825_178_718_052,
    -0.001_977_901_213_448_949_3,
    0.000_237_316_425_981_101_33,
    2.629_634_919_590_020_6e-5,
    -2.719_901_257_625_807_4e-5,
    9.671_428_770_982_492e-6,
    -2.131_989_119_570_568e-6,
    2.048_463_852_915_794_2e-7,
    5.799_401_462_978_743e-8,
    -3.338_481_559_390_332_6e-8,
    8.517_127_490_261_826e-9,
    -1.318_826_523_873_071_5e-9,
    1.192_985_146_535_676_5e-10,
    -4.863_817_037_091_984e-12,
];

#[inline(always)]
fn erf(x: f64) -> f64 {
    let a = x.abs();
    let small = a.mul_add(polynomial(x * x, &ERF), a);
    // From 6 on it is 1.
    let b = if a < 6.0 { a } else { 6.0 };
    let large = 1.0 - exp(polynomial(b - 1.0, &LOG_ERFC));
    (if a < 1.0 { small } else { large }).copysign(x)
}

/// In the same way; rounding it once more shows in one case in many.
#[inline(always)]
fn erf_single(x: f32) -> f32 {
    erf(f64::from(x)) as f32
}

/// Sines and cosines of `n` contiguous floats, if the forms for vectors are right for all: the same as the loops of both give.
pub type BothFn = unsafe fn(x: *const u8, sin: *mut u8, cos: *mut u8, n: usize) -> bool;

macro_rules! both {
    ($($body:ident: $avx2:ident $avx512:ident <$t:ty> $f:path;)*) => { $(
        #[inline(always)]
        unsafe fn $body(x: *const u8, sin: *mut u8, cos: *mut u8, n: usize) -> bool {
            let (x, sin, cos) = (x.cast::<$t>(), sin.cast::<$t>(), cos.cast::<$t>());
            // SAFETY: there are `n` of each, and the results overlap with nothing.
            unsafe {
                let mut plain = true;
                for k in 0..n {
                    plain &= <WideSin<$t> as Wide>::is_plain(x.add(k).read_unaligned());
                }
                if !plain {
                    return false;
                }
                for from in (0..n).step_by(BLOCK) {
                    let len = BLOCK.min(n - from);
                    let mut xs = [<$t>::default(); BLOCK];
                    std::ptr::copy_nonoverlapping(x.add(from).cast::<u8>(), xs.as_mut_ptr().cast::<u8>(), len * size_of::<$t>());
                    if len == BLOCK {
                        let (sin, cos) = (sin.add(from), cos.add(from));
                        for (k, x) in xs.iter().enumerate() {
                            let (s, c) = $f(*x);
                            sin.add(k).write_unaligned(s);
                            cos.add(k).write_unaligned(c);
                        }
                        continue;
                    }
                    let (mut ss, mut cs) = ([<$t>::default(); BLOCK], [<$t>::default(); BLOCK]);
                    for k in 0..BLOCK {
                        (ss[k], cs[k]) = $f(xs[k]);
                    }
                    std::ptr::copy_nonoverlapping(ss.as_ptr().cast::<u8>(), sin.add(from).cast::<u8>(), len * size_of::<$t>());
                    std::ptr::copy_nonoverlapping(cs.as_ptr().cast::<u8>(), cos.add(from).cast::<u8>(), len * size_of::<$t>());
                }
            }
            true
        }

        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
        unsafe fn $avx2(x: *const u8, sin: *mut u8, cos: *mut u8, n: usize) -> bool {
            // SAFETY: the caller's promise; chosen only where the machine has the instructions.
            n > FEW && unsafe { $body(x, sin, cos, n) }
        }

        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt"))]
        unsafe fn $avx512(x: *const u8, sin: *mut u8, cos: *mut u8, n: usize) -> bool {
            // SAFETY: as above.
            n > FEW && unsafe { $body(x, sin, cos, n) }
        }
    )* };
}

both! {
    both_f64: both_avx2_f64 both_avx512_f64 <f64> sin_cos;
    both_f32: both_avx2_f32 both_avx512_f32 <f32> vector32::sin_cos;
}

/// Sine and cosine together, where the backend has forms for vectors.
pub fn sine_and_cosine(d: DType, b: Backend) -> Option<BothFn> {
    Some(match (d, b) {
        (DType::F64, Backend::Avx2) => both_avx2_f64,
        (DType::F64, Backend::Avx512) => both_avx512_f64,
        (DType::F32, Backend::Avx2) => both_avx2_f32,
        (DType::F32, Backend::Avx512) => both_avx512_f32,
        _ => return None,
    })
}

#[inline(always)]
fn exp2_single(x: f32) -> f32 {
    exp2(f64::from(x)) as f32
}

// Arguments are tested by their bits: a comparison of floats would say "invalid" of a NaN, where NumPy says nothing.

/// `|x| <= most`, not for NaN.
#[inline(always)]
fn double_within(x: f64, most: f64) -> bool {
    x.to_bits() & (u64::MAX >> 1) <= most.to_bits()
}

#[inline(always)]
fn single_within(x: f32, most: f32) -> bool {
    x.to_bits() & (u32::MAX >> 1) <= most.to_bits()
}

/// Above zero, neither subnormal nor infinite nor NaN.
#[inline(always)]
fn double_is_normal(x: f64) -> bool {
    x.to_bits().wrapping_sub(f64::MIN_POSITIVE.to_bits()) <= f64::MAX.to_bits() - f64::MIN_POSITIVE.to_bits()
}

#[inline(always)]
fn single_is_normal(x: f32) -> bool {
    x.to_bits().wrapping_sub(f32::MIN_POSITIVE.to_bits()) <= f32::MAX.to_bits() - f32::MIN_POSITIVE.to_bits()
}

macro_rules! wide {
    ($($(#[$doc:meta])* $Op:ident: $wide:ident $($by_lanes:ident)?, $wide32:path, $double:path, $single:path, |$x:ident| $plain:expr, |$y:ident| $plain32:expr;)*) => { $(
        $(#[$doc])*
        pub struct $Op<T>(std::marker::PhantomData<T>);
        impl Op1 for $Op<f64> {
            type A = f64;
            type R = f64;
            #[inline(always)]
            fn f(x: f64) -> f64 { $double(x) }
        }
        impl Wide for $Op<f64> {
            type T = f64;
            const SAFE: f64 = 0.5;
            #[inline(always)]
            fn is_plain($x: f64) -> bool { $plain }
            #[inline(always)]
            fn wide(x: f64) -> f64 { $wide(x) }
            $(wide!(@$by_lanes $wide);)?
        }
        impl Op1 for $Op<f32> {
            type A = f32;
            type R = f32;
            #[inline(always)]
            fn f(x: f32) -> f32 { $single(x) }
        }
        impl Wide for $Op<f32> {
            type T = f32;
            const SAFE: f32 = 0.5;
            #[inline(always)]
            fn is_plain($y: f32) -> bool { $plain32 }
            #[inline(always)]
            fn wide(x: f32) -> f32 { $wide32(x) }
        }
    )* };
    (@by_lanes $wide:ident) => {
        #[inline(always)]
        unsafe fn row<V: Lanes>(x: *const f64, y: *mut f64, n: usize) {
            for k in (0..n).step_by(V::N) {
                // SAFETY: by the contract; `n` is a multiple of what the widest vectors have.
                unsafe { $wide(V::load(x.add(k))).store(y.add(k)) };
            }
        }
    };
}

wide! {
    WideExp: exp, vector32::exp, libm::exp, libm::expf, |x| double_within(x, 708.0), |x| single_within(x, 87.0);
    WideExp2: exp2, exp2_single, libm::exp2, libm::exp2f, |x| double_within(x, 1021.0), |x| single_within(x, 125.0);
    WideLog: log by_lanes, vector32::log, libm::log, libm::logf, |x| double_is_normal(x), |x| single_is_normal(x);
    WideLog2: log2 by_lanes, vector32::log2, libm::log2, libm::log2f, |x| double_is_normal(x), |x| single_is_normal(x);
    WideLog10: log10 by_lanes, vector32::log10, libm::log10, libm::log10f, |x| double_is_normal(x), |x| single_is_normal(x);
    WideSin: sin, vector32::sin, libm::sin, libm::sinf, |x| double_within(x, 5e5), |x| single_within(x, 1e4);
    WideCos: cos, vector32::cos, libm::cos, libm::cosf, |x| double_within(x, 5e5), |x| single_within(x, 1e4);
    WideTanh: tanh, vector32::tanh, libm::tanh, libm::tanhf, |x| double_within(x, f64::INFINITY), |x| single_within(x, 40.0);
    WideErf: erf, erf_single, libm::erf, libm::erff, |x| double_within(x, f64::MAX), |x| single_within(x, f32::MAX);
}

/// `math.erf`, which NumPy lacks.
pub static ERROR_FUNCTION: Loop = wide_loop::<WideErf<f64>>();

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance of two floats in units of the last place.
    fn ulps(a: f64, b: f64) -> u64 {
        if a == b || a.is_nan() && b.is_nan() {
            return 0;
        }
        let order = |x: f64| if x.is_sign_negative() { i64::MIN.wrapping_sub(x.to_bits() as i64) } else { x.to_bits() as i64 };
        order(a).abs_diff(order(b))
    }

    fn check<O: Wide<T = f64>>(name: &str, from: f64, to: f64) {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let (mut worst, mut differ) = (0, 0);
        const N: usize = 200_000;
        for _ in 0..N {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let x = from + (to - from) * (state >> 11) as f64 / (1u64 << 53) as f64;
            let u = ulps(O::wide(x), O::f(x));
            worst = worst.max(u);
            differ += usize::from(u > 0);
        }
        println!("{name} {from} {to}: worst {worst}, differ {:.3} %", 100.0 * differ as f64 / N as f64);
        assert!(worst <= 1, "{name} between {from} and {to}: {worst} units");
    }

    #[test]
    fn close_to_the_library() {
        check::<WideExp<f64>>("exp", -708.0, 708.0);
        check::<WideExp<f64>>("exp", -1.0, 1.0);
        check::<WideExp2<f64>>("exp2", -1000.0, 1000.0);
        check::<WideLog<f64>>("log", 1e-3, 3.0);
        check::<WideLog<f64>>("log", 1e-3, 1e6);
        check::<WideLog2<f64>>("log2", 1e-3, 100.0);
        check::<WideLog10<f64>>("log10", 1e-3, 1000.0);
        check::<WideSin<f64>>("sin", -10.0, 10.0);
        check::<WideSin<f64>>("sin", -4e5, 4e5);
        check::<WideCos<f64>>("cos", -10.0, 10.0);
        check::<WideErf<f64>>("erf", -1.01, 1.01);
        check::<WideErf<f64>>("erf", -7.0, 7.0);
        check::<WideErf<f64>>("erf", 0.99, 1.5);
    }

    /// `tanh(x)` as a sum of two doubles, by Lambert's continued fraction.
    fn exact_tanh(x: f64) -> (f64, f64) {
        // The quotient of two such sums.
        let quotient = |a: (f64, f64), b: (f64, f64)| {
            let q = a.0 / b.0;
            let rest = q.mul_add(-b.0, a.0) + q.mul_add(-b.1, a.1);
            (q, rest / b.0)
        };
        let square = (x * x, x.mul_add(x, -(x * x)));
        let mut t = (201.0, 0.0);
        for n in (0..100).rev() {
            let odd = f64::from(2 * n + 1);
            let q = quotient(square, t);
            let (big, small) = if odd > q.0 { (odd, q.0) } else { (q.0, odd) };
            let sum = big + small;
            t = (sum, (big - sum) + small + q.1);
        }
        quotient((x, 0.0), t)
    }

    /// The C library's own tanh is off by two units.
    #[test]
    fn tanh_is_close() {
        for (most, step) in [(0.1, 1e-6), (1.0, 1e-5), (20.0, 1e-4)] {
            let mut worst = 0f64;
            for k in 1..(most / step) as i32 {
                let x = step * f64::from(k);
                let (high, low) = exact_tanh(x);
                let unit = f64::from_bits(high.to_bits() + 1) - high;
                worst = worst.max((((tanh(x) - high) - low) / unit).abs());
                assert!(tanh(-x) == -tanh(x));
            }
            println!("tanh up to {most}: {worst:.3}");
            assert!(worst < 1.2);
        }
    }

    /// The forms for vectors give what that for one element gives.
    fn rows_agree<O: Wide<T = f64>>(from: f64, to: f64) {
        const N: usize = 4096;
        let x: Vec<f64> = (0..N).map(|k| (from.ln() + (to.ln() - from.ln()) * k as f64 / N as f64).exp()).collect();
        let (xs, stride) = (x.as_ptr().cast_mut().cast::<u8>(), size_of::<f64>() as isize);
        for (run, supported) in [(avx2::<O> as super::super::loops::LoopFn, Backend::Avx2), (avx512::<O>, Backend::Avx512)] {
            let mut y = vec![0.0f64; N];
            let mut p = [std::ptr::null_mut(); super::super::loops::MAX_OPS];
            (p[0], p[1]) = (xs, y.as_mut_ptr().cast());
            if supported.is_supported() {
                // SAFETY: the machine has the instructions; both have `N` elements.
                unsafe { run(&p, &[stride; super::super::loops::MAX_OPS], N) };
                assert!(x.iter().zip(&y).all(|(x, y)| O::wide(*x).to_bits() == y.to_bits()));
            }
        }
    }

    #[test]
    fn widths_agree() {
        rows_agree::<WideLog<f64>>(1e-300, 1e300);
        rows_agree::<WideLog<f64>>(0.9, 1.1);
        rows_agree::<WideLog2<f64>>(1e-300, 1e300);
        rows_agree::<WideLog2<f64>>(0.9, 1.1);
        rows_agree::<WideLog10<f64>>(1e-300, 1e300);
        rows_agree::<WideLog10<f64>>(0.9, 1.1);
        rows_agree::<WideTanh<f64>>(1e-9, 30.0);
    }

    #[test]
    fn exact_values() {
        assert_eq!((log10(1000.0), log2(8.0), log(1.0), exp(0.0), exp2(10.0)), (3.0, 3.0, 0.0, 1.0, 1024.0));
        assert!(sin(-0.0).is_sign_negative() && tanh(-0.0).is_sign_negative());
    }
}
