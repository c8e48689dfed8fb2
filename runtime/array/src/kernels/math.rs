//! Functions of one float or complex number: `numpy.exp`, `sin`, `sqrt`, `floor`, …

use super::{libm, vector};
use super::loops::{Loop, Op1, loop1_narrow, loop1_plain};
use super::root::loop1_root;
use crate::num::{Bool8, C, C64, C128, Elem, F16};
use crate::{ops1, table};

/// Operations with one function for each precision. Halves are computed as `f32`.
macro_rules! math {
    ($($(#[$doc:meta])* $Op:ident $NAME:ident $how:ident: $single:expr, $double:expr $(, $csingle:expr, $cdouble:expr)? $(=> $Wide:ident)?;)*) => { $(
        pub struct $Op<T>(std::marker::PhantomData<T>);
        impl Op1 for $Op<F16> {
            type A = F16;
            type R = F16;
            #[inline(always)]
            fn f(a: F16) -> F16 { let f = $single; F16::from_f32(f(a.to_f32())) }
        }
        impl Op1 for $Op<f32> {
            type A = f32;
            type R = f32;
            #[inline(always)]
            fn f(a: f32) -> f32 { let f = $single; f(a) }
        }
        impl Op1 for $Op<f64> {
            type A = f64;
            type R = f64;
            #[inline(always)]
            fn f(a: f64) -> f64 { let f = $double; f(a) }
        }
        math!(@complex [$($Wide)?] $(#[$doc])* $Op $NAME $how $($csingle, $cdouble)?);
    )* };
    (@float $how:ident $Op:ident $t:ident) => { $how::<$Op<$t>>() };
    (@float $how:ident $Op:ident $t:ident $Wide:ident) => { vector::wide_loop::<vector::$Wide<$t>>() };
    (@complex [] $(#[$doc:meta])* $Op:ident $NAME:ident $how:ident) => {
        $(#[$doc])*
        pub static $NAME: [Loop; 3] = table!($how: $Op; F16, f32, f64);
    };
    (@complex [$($Wide:ident)?] $(#[$doc:meta])* $Op:ident $NAME:ident $how:ident $csingle:expr, $cdouble:expr) => {
        impl Op1 for $Op<C64> {
            type A = C64;
            type R = C64;
            #[inline(always)]
            fn f(a: C64) -> C64 { let f = $csingle; f(a) }
        }
        impl Op1 for $Op<C128> {
            type A = C128;
            type R = C128;
            #[inline(always)]
            fn f(a: C128) -> C128 { let f = $cdouble; f(a) }
        }
        $(#[$doc])*
        pub static $NAME: [Loop; 5] = [
            $how::<$Op<F16>>(),
            math!(@float $how $Op f32 $($Wide)?),
            math!(@float $how $Op f64 $($Wide)?),
            loop1_plain::<$Op<C64>>(),
            loop1_plain::<$Op<C128>>(),
        ];
    };
}

math! {
    /// `numpy.sqrt`
    Sqrt SQRT loop1_root: |x: f32| x.sqrt(), |x: f64| x.sqrt(), libm::csqrtf, libm::csqrt;
    /// `numpy.exp`
    Exp EXP loop1_plain: libm::expf, libm::exp, libm::cexpf, libm::cexp => WideExp;
    /// `numpy.log`
    Log LOG loop1_plain: libm::logf, libm::log, libm::clogf, libm::clog => WideLog;
    /// `numpy.sin`
    Sin SIN loop1_plain: libm::sinf, libm::sin, libm::csinf, libm::csin => WideSin;
    /// `numpy.cos`
    Cos COS loop1_plain: libm::cosf, libm::cos, libm::ccosf, libm::ccos => WideCos;
    /// `numpy.tan`
    Tan TAN loop1_plain: libm::tanf, libm::tan, libm::ctanf, libm::ctan;
    /// `numpy.arcsin`
    Arcsin ARCSIN loop1_plain: libm::asinf, libm::asin, libm::casinf, libm::casin;
    /// `numpy.arccos`
    Arccos ARCCOS loop1_plain: libm::acosf, libm::acos, libm::cacosf, libm::cacos;
    /// `numpy.arctan`
    Arctan ARCTAN loop1_plain: libm::atanf, libm::atan, libm::catanf, libm::catan;
    /// `numpy.sinh`
    Sinh SINH loop1_plain: libm::sinhf, libm::sinh, libm::csinhf, libm::csinh;
    /// `numpy.cosh`
    Cosh COSH loop1_plain: libm::coshf, libm::cosh, libm::ccoshf, libm::ccosh;
    /// `numpy.tanh`
    Tanh TANH loop1_plain: libm::tanhf, libm::tanh, libm::ctanhf, libm::ctanh => WideTanh;
    /// `numpy.arcsinh`
    Arcsinh ARCSINH loop1_plain: libm::asinhf, libm::asinh, libm::casinhf, libm::casinh;
    /// `numpy.arccosh`
    Arccosh ARCCOSH loop1_plain: libm::acoshf, libm::acosh, libm::cacoshf, libm::cacosh;
    /// `numpy.arctanh`
    Arctanh ARCTANH loop1_plain: libm::atanhf, libm::atanh, libm::catanhf, libm::catanh;
    /// `numpy.exp2`
    Exp2 EXP2 loop1_plain: libm::exp2f, libm::exp2,
        |z: C64| libm::cexpf(C { re: z.re * std::f32::consts::LN_2, im: z.im * std::f32::consts::LN_2 }),
        |z: C128| libm::cexp(C { re: z.re * std::f64::consts::LN_2, im: z.im * std::f64::consts::LN_2 }) => WideExp2;
    /// `numpy.expm1`
    Expm1 EXPM1 loop1_plain: libm::expm1f, libm::expm1, cexpm1f, cexpm1;
    /// `numpy.log1p`
    Log1p LOG1P loop1_plain: libm::log1pf, libm::log1p, clog1pf, clog1p;
    /// `numpy.log2`
    Log2 LOG2 loop1_plain: libm::log2f, libm::log2,
        |z: C64| scaled(libm::clogf(z), std::f32::consts::LOG2_E), |z: C128| scaled(libm::clog(z), std::f64::consts::LOG2_E) => WideLog2;
    /// `numpy.log10`
    Log10 LOG10 loop1_plain: libm::log10f, libm::log10,
        |z: C64| scaled(libm::clogf(z), std::f32::consts::LOG10_E), |z: C128| scaled(libm::clog(z), std::f64::consts::LOG10_E) => WideLog10;
    /// `numpy.cbrt`
    Cbrt CBRT loop1_plain: libm::cbrtf, libm::cbrt;
    /// `numpy.rint`
    Rint RINT loop1_narrow: |x: f32| x.round_ties_even(), |x: f64| x.round_ties_even(),
        |z: C64| C { re: z.re.round_ties_even(), im: z.im.round_ties_even() },
        |z: C128| C { re: z.re.round_ties_even(), im: z.im.round_ties_even() };
    /// `numpy.fabs`
    Fabs FABS loop1: |x: f32| x.abs(), |x: f64| x.abs();
    /// `numpy.deg2rad`
    Deg2rad DEG2RAD loop1_narrow: |x: f32| x * (std::f32::consts::PI / 180.0), |x: f64| x * (std::f64::consts::PI / 180.0);
    /// `numpy.rad2deg`
    Rad2deg RAD2DEG loop1_narrow: |x: f32| x * (180.0 / std::f32::consts::PI), |x: f64| x * (180.0 / std::f64::consts::PI);
}

fn scaled<T: std::ops::Mul<Output = T> + Copy>(z: C<T>, by: T) -> C<T> {
    C { re: z.re * by, im: z.im * by }
}

fn cexpm1(z: C128) -> C128 {
    let half = libm::sin(z.im / 2.0);
    C { re: libm::expm1(z.re) * libm::cos(z.im) - 2.0 * half * half, im: libm::exp(z.re) * libm::sin(z.im) }
}

fn cexpm1f(z: C64) -> C64 {
    let half = libm::sinf(z.im / 2.0);
    C { re: libm::expm1f(z.re) * libm::cosf(z.im) - 2.0 * half * half, im: libm::expf(z.re) * libm::sinf(z.im) }
}

fn clog1p(z: C128) -> C128 {
    C { re: libm::log(libm::hypot(z.re + 1.0, z.im)), im: libm::atan2(z.im, z.re + 1.0) }
}

fn clog1pf(z: C64) -> C64 {
    C { re: libm::logf(libm::hypotf(z.re + 1.0, z.im)), im: libm::atan2f(z.im, z.re + 1.0) }
}

/// Rounding, of ints and bools too, which stay what they are.
pub trait Rounds: Elem {
    fn floor(self) -> Self;
    fn ceil(self) -> Self;
    fn trunc(self) -> Self;
    fn is_finite(self) -> bool;
    fn is_inf(self) -> bool;
}

macro_rules! whole {
    ($($t:ty)*) => { $(
        impl Rounds for $t {
            #[inline(always)]
            fn floor(self) -> $t { self }
            #[inline(always)]
            fn ceil(self) -> $t { self }
            #[inline(always)]
            fn trunc(self) -> $t { self }
            #[inline(always)]
            fn is_finite(self) -> bool { true }
            #[inline(always)]
            fn is_inf(self) -> bool { false }
        }
    )* };
}

whole!(Bool8 i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! rounds {
    ($($t:ty)*) => { $(
        impl Rounds for $t {
            #[inline(always)]
            fn floor(self) -> $t { self.floor() }
            #[inline(always)]
            fn ceil(self) -> $t { self.ceil() }
            #[inline(always)]
            fn trunc(self) -> $t { self.trunc() }
            #[inline(always)]
            fn is_finite(self) -> bool { self.is_finite() }
            #[inline(always)]
            fn is_inf(self) -> bool { self.is_infinite() }
        }
        impl Rounds for C<$t> {
            fn floor(self) -> Self { self }
            fn ceil(self) -> Self { self }
            fn trunc(self) -> Self { self }
            #[inline(always)]
            fn is_finite(self) -> bool { self.re.is_finite() & self.im.is_finite() }
            #[inline(always)]
            fn is_inf(self) -> bool { self.re.is_infinite() | self.im.is_infinite() }
        }
    )* };
}

rounds!(f32 f64);

impl Rounds for F16 {
    #[inline(always)]
    fn floor(self) -> F16 {
        F16::from_f32(self.to_f32().floor())
    }
    #[inline(always)]
    fn ceil(self) -> F16 {
        F16::from_f32(self.to_f32().ceil())
    }
    #[inline(always)]
    fn trunc(self) -> F16 {
        F16::from_f32(self.to_f32().trunc())
    }
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.0 & 0x7c00 != 0x7c00
    }
    #[inline(always)]
    fn is_inf(self) -> bool {
        self.0 & 0x7fff == 0x7c00
    }
}

ops1! {
    Floor<T: Rounds>(a: T) -> T { a.floor() }
    Ceil<T: Rounds>(a: T) -> T { a.ceil() }
    Trunc<T: Rounds>(a: T) -> T { a.trunc() }
    IsFinite<T: Rounds>(a: T) -> Bool8 { Bool8::new(a.is_finite()) }
    IsInf<T: Rounds>(a: T) -> Bool8 { Bool8::new(a.is_inf()) }
}

/// `numpy.floor`
pub static FLOOR: [Loop; 12] = table!(loop1_narrow: Floor; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
/// `numpy.ceil`
pub static CEIL: [Loop; 12] = table!(loop1_narrow: Ceil; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
/// `numpy.trunc`
pub static TRUNC: [Loop; 12] = table!(loop1_narrow: Trunc; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
/// `numpy.isfinite`
pub static ISFINITE: [Loop; 14] = table!(loop1: IsFinite; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
/// `numpy.isinf`
pub static ISINF: [Loop; 14] = table!(loop1: IsInf; Bool8, i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
