//! `numpy.divide`, `floor_divide`, `remainder`, `fmod`: with the flags that NumPy sets.

use super::loops::{Loop, Op2, Ptrs, Strides, binary_base, loop_of};
use super::quotient::by_number;
use crate::fpe::{self, DIVIDE, INVALID, OVERFLOW, note};
use crate::num::{C, C64, C128, Elem, F16};
use crate::{ops2, table};
use pyaot_abi::dtype::DType;

ops2! {
    Div<T: TrueDiv>(a: T, b: T) -> T { a.div(b) }
    FloorDiv<T: Divides>(a: T, b: T) -> T { a.floor_div(b) }
    Rem<T: Divides>(a: T, b: T) -> T { a.rem(b) }
    Fmod<T: Divides>(a: T, b: T) -> T { a.fmod(b) }
}

pub trait TrueDiv: Elem {
    fn div(self, b: Self) -> Self;
}

impl TrueDiv for f32 {
    #[inline(always)]
    fn div(self, b: f32) -> f32 {
        self / b
    }
}

impl TrueDiv for f64 {
    #[inline(always)]
    fn div(self, b: f64) -> f64 {
        self / b
    }
}

impl TrueDiv for F16 {
    #[inline(always)]
    fn div(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32() / b.to_f32())
    }
}

macro_rules! complex_div {
    ($($t:ty)*) => { $(
        impl TrueDiv for C<$t> {
            /// Smith's way: the larger part of the divisor is divided by, so that squares do not overflow.
            #[inline(always)]
            fn div(self, b: Self) -> Self {
                let (re, im) = (b.re.abs(), b.im.abs());
                if re == 0.0 && im == 0.0 {
                    return C { re: self.re / re, im: self.im / re };
                }
                // One division for both cases: where both were computed and one chosen, the other might divide by zero.
                let turned = !(re >= im);
                let (large, small) = if turned { (b.im, b.re) } else { (b.re, b.im) };
                let (x, y) = if turned { (self.im, self.re) } else { (self.re, self.im) };
                let ratio = small / large;
                let scale = 1.0 / (large + small * ratio);
                let im = if turned { x * ratio - y } else { y - x * ratio };
                C { re: (x + y * ratio) * scale, im: im * scale }
            }
        }
    )* };
}

complex_div!(f32 f64);

/// Division that rounds down, and remainders.
pub trait Divides: Elem {
    fn floor_div(self, b: Self) -> Self;
    /// With the sign of the divisor.
    fn rem(self, b: Self) -> Self;
    /// With the sign of the dividend.
    fn fmod(self, b: Self) -> Self;
}

macro_rules! signed {
    ($($t:ty)*) => { $(
        impl Divides for $t {
            #[inline(always)]
            fn floor_div(self, b: $t) -> $t {
                if b == 0 {
                    note(DIVIDE);
                    return 0;
                }
                if b == -1 {
                    if self == <$t>::MIN {
                        note(OVERFLOW);
                    }
                    return self.wrapping_neg();
                }
                let q = self / b;
                q - <$t>::from((self % b != 0) & ((self < 0) != (b < 0)))
            }
            #[inline(always)]
            fn rem(self, b: $t) -> $t {
                if b == 0 {
                    note(DIVIDE);
                    return 0;
                }
                if b == -1 {
                    return 0;
                }
                let r = self % b;
                if r != 0 && (self < 0) != (b < 0) { r + b } else { r }
            }
            #[inline(always)]
            fn fmod(self, b: $t) -> $t {
                if b == 0 {
                    note(DIVIDE);
                    return 0;
                }
                self.wrapping_rem(b)
            }
        }
    )* };
}

macro_rules! unsigned {
    ($($t:ty)*) => { $(
        impl Divides for $t {
            #[inline(always)]
            fn floor_div(self, b: $t) -> $t {
                if b == 0 {
                    note(DIVIDE);
                    return 0;
                }
                self / b
            }
            #[inline(always)]
            fn rem(self, b: $t) -> $t {
                if b == 0 {
                    note(DIVIDE);
                    return 0;
                }
                self % b
            }
            #[inline(always)]
            fn fmod(self, b: $t) -> $t {
                self.rem(b)
            }
        }
    )* };
}

signed!(i8 i16 i32 i64);
unsigned!(u8 u16 u32 u64);

macro_rules! divmods {
    ($($name:ident: $t:ty;)*) => { $(
        /// Quotient rounded down and remainder, as Python's `divmod` finds them but without errors. What may be a NaN is compared by
        /// its bits, since any other comparison of one sets flags, even in a branch not taken.
        #[inline(always)]
        pub fn $name(a: $t, b: $t) -> ($t, $t) {
            if b == 0.0 {
                // The division sets the flags.
                return (a / b, <$t>::NAN);
            }
            let m = a % b;
            let mut div = (a - m) / b;
            let m = if m != 0.0 {
                if b.is_sign_negative() != m.is_sign_negative() {
                    div -= 1.0;
                    m + b
                } else {
                    m
                }
            } else {
                (0.0 as $t).copysign(b)
            };
            let floor = if div != 0.0 {
                let f = div.floor();
                // The difference is not negative.
                if (div - f).to_bits() > (0.5 as $t).to_bits() { f + 1.0 } else { f }
            } else {
                (0.0 as $t).copysign(a / b)
            };
            (floor, m)
        }
    )* };
}

divmods! {
    divmod_f64: f64;
    divmod_f32: f32;
}

macro_rules! float_divides {
    ($($t:ty, $divmod:ident;)*) => { $(
        impl Divides for $t {
            #[inline(always)]
            fn floor_div(self, b: $t) -> $t {
                if b == 0.0 { self / b } else { $divmod(self, b).0 }
            }
            #[inline(always)]
            fn rem(self, b: $t) -> $t {
                if b == 0.0 {
                    if self == self {
                        note(INVALID);
                    }
                    return <$t>::NAN;
                }
                // The quotient is not asked for, and neither are its flags.
                let m = self % b;
                if m == 0.0 {
                    (0 as $t).copysign(b)
                } else if b.is_sign_negative() != m.is_sign_negative() {
                    m + b
                } else {
                    m
                }
            }
            #[inline(always)]
            fn fmod(self, b: $t) -> $t {
                if b == 0.0 && self == self || self.is_infinite() && b == b {
                    note(INVALID);
                }
                self % b
            }
        }
    )* };
}

float_divides! {
    f32, divmod_f32;
    f64, divmod_f64;
}

impl Divides for F16 {
    #[inline(always)]
    fn floor_div(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32().floor_div(b.to_f32()))
    }
    #[inline(always)]
    fn rem(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32().rem(b.to_f32()))
    }
    #[inline(always)]
    fn fmod(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32().fmod(b.to_f32()))
    }
}

/// `numpy.divide`
pub static DIVIDE_LOOPS: [Loop; 5] = {
    let [half, single, double, complex64, complex128] = table!(loop2_narrow: Div; F16, f32, f64, C64, C128);
    [half, single, double, loop_of(complex64.types, quotients::<f32>), loop_of(complex128.types, quotients::<f64>)]
};

/// What a complex division has to say, by its operands and result.
pub fn quotient_flags(a: [f64; 2], b: [f64; 2], r: [f64; 2]) -> u8 {
    let any = |x: [f64; 2], f: fn(f64) -> bool| f(x[0]) || f(x[1]);
    if b == [0.0; 2] {
        let part = |x: f64| if x == 0.0 { INVALID } else if x.is_finite() { DIVIDE } else { 0 };
        return part(a[0]) | part(a[1]);
    }
    if any(b, f64::is_nan) || (b[0].is_infinite() && b[1].is_infinite()) || (any(r, f64::is_nan) && !any(a, f64::is_nan)) {
        return INVALID;
    }
    let finite = |x: [f64; 2]| x[0].is_finite() && x[1].is_finite();
    if any(r, f64::is_infinite) && finite(a) && finite(b) { OVERFLOW } else { 0 }
}

/// A quotient, with a look at what is not finite.
struct Quotient<T>(std::marker::PhantomData<T>);

impl<T: Copy + Into<f64>> Op2 for Quotient<C<T>>
where
    C<T>: TrueDiv,
{
    type A = C<T>;
    type B = C<T>;
    type R = C<T>;
    #[inline(always)]
    fn f(a: C<T>, b: C<T>) -> C<T> {
        let r = a.div(b);
        let parts = |x: C<T>| [x.re.into(), x.im.into()];
        if !(parts(r)[0] - parts(r)[0] == 0.0 && parts(r)[1] - parts(r)[1] == 0.0) {
            note(quotient_flags(parts(a), parts(b), parts(r)));
        }
        r
    }
}

/// The processor's own flags are those of lanes that nobody looks at, too.
///
/// # Safety
/// See [`LoopFn`](super::loops::LoopFn).
unsafe fn quotients<T: Copy + Into<f64>>(p: &Ptrs, s: &Strides, n: usize)
where
    C<T>: TrueDiv,
{
    // SAFETY: by the contract.
    unsafe { binary_base::<Quotient<C<T>>>(p, s, n) };
    fpe::only_noted();
}

macro_rules! real_types {
    ($($(#[$doc:meta])* $NAME:ident = $Op:ident $(, by one number, whether remainder: $remainder:literal)?;)*) => { $(
        $(#[$doc])*
        pub static $NAME: [Loop; 11] = {
            let [a, b, c, d, e, f, g, h, i, j, k] = table!(loop2_plain: $Op; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
            $(
                let e = { let _ = e; by_number::<$Op<i32>, i32, $remainder>(DType::I32) };
                let g = { let _ = g; by_number::<$Op<i64>, i64, $remainder>(DType::I64) };
            )?
            [a.loud(), b.loud(), c.loud(), d.loud(), e.loud(), f.loud(), g.loud(), h.loud(), i, j, k]
        };
    )* };
}

real_types! {
    /// `numpy.floor_divide`
    FLOOR_DIVIDE = FloorDiv, by one number, whether remainder: false;
    /// `numpy.remainder`
    REMAINDER = Rem, by one number, whether remainder: true;
    /// `numpy.fmod`
    FMOD = Fmod;
}
