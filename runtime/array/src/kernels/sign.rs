//! `numpy.absolute`, `sign`, `signbit`, `copysign`, `reciprocal`, `conjugate`, `spacing`, `nextafter`.

use super::complex::Complex;
use super::libm;
use super::loops::{Loop, Op1};
use crate::fpe::{DIVIDE, INVALID, OVERFLOW, note};
use crate::num::{Bool8, C, C64, C128, Cast, Elem, F16};
use crate::{ops1, ops2, table};

/// Elements as these functions see them.
pub trait Signed: Elem {
    /// What `absolute` gives: complex numbers have a float.
    type Size: Elem;
    fn abs(self) -> Self::Size;
    fn sign(self) -> Self;
    fn reciprocal(self) -> Self;
    fn conjugate(self) -> Self;
}

macro_rules! signed_ints {
    ($($t:ty)*) => { $(
        impl Signed for $t {
            type Size = $t;
            #[inline(always)]
            fn abs(self) -> $t { self.wrapping_abs() }
            #[inline(always)]
            fn sign(self) -> $t { self.signum() }
            #[inline(always)]
            fn reciprocal(self) -> $t {
                match self {
                    0 => {
                        note(DIVIDE);
                        f64::INFINITY.cast()
                    }
                    1 => 1,
                    -1 => -1,
                    _ => 0,
                }
            }
            #[inline(always)]
            fn conjugate(self) -> $t { self }
        }
    )* };
}

macro_rules! unsigned_ints {
    ($($t:ty)*) => { $(
        impl Signed for $t {
            type Size = $t;
            #[inline(always)]
            fn abs(self) -> $t { self }
            #[inline(always)]
            fn sign(self) -> $t { <$t>::from(self > 0) }
            #[inline(always)]
            fn reciprocal(self) -> $t {
                if self == 0 {
                    note(DIVIDE);
                    return f64::INFINITY.cast();
                }
                <$t>::from(self == 1)
            }
            #[inline(always)]
            fn conjugate(self) -> $t { self }
        }
    )* };
}

signed_ints!(i8 i16 i32 i64);
unsigned_ints!(u8 u16 u32 u64);

macro_rules! floats {
    ($($t:ty, $hypot:path;)*) => { $(
        impl Signed for $t {
            type Size = $t;
            #[inline(always)]
            fn abs(self) -> $t { self.abs() }
            #[inline(always)]
            fn sign(self) -> $t {
                // By the bits: a comparison of floats would say "invalid" of a NaN.
                let size = self.abs().to_bits();
                if size > <$t>::INFINITY.to_bits() {
                    self
                } else if size == 0 {
                    0.0
                } else {
                    (1.0 as $t).copysign(self)
                }
            }
            #[inline(always)]
            fn reciprocal(self) -> $t { 1.0 / self }
            #[inline(always)]
            fn conjugate(self) -> $t { self }
        }
        impl Signed for C<$t> {
            type Size = $t;
            #[inline(always)]
            fn abs(self) -> $t { self.size() }
            #[inline(always)]
            fn sign(self) -> Self {
                let size = $hypot(self.re, self.im);
                if size.is_nan() {
                    return C { re: <$t>::NAN, im: <$t>::NAN };
                }
                if size.is_infinite() {
                    let part = |x: $t| if x.is_infinite() { (1.0 as $t).copysign(x) } else { 0.0 };
                    return match (self.re.is_infinite(), self.im.is_infinite()) {
                        (true, true) => C { re: <$t>::NAN, im: <$t>::NAN },
                        // The size alone is too large: the real part is left out.
                        (false, false) => C { re: 0.0, im: (1.0 as $t).copysign(self.im) },
                        _ => C { re: part(self.re), im: part(self.im) },
                    };
                }
                // Nothing is divided by zero, not even where the result is not used: the flags would show it.
                let by = if size == 0.0 { 1.0 } else { size };
                if size == 0.0 { C { re: 0.0, im: 0.0 } } else { C { re: self.re / by, im: self.im / by } }
            }
            #[inline(always)]
            fn reciprocal(self) -> Self {
                if self.re.is_nan() || self.im.is_nan() {
                    // NumPy compares them.
                    crate::fpe::note(crate::fpe::INVALID);
                    return C { re: <$t>::NAN, im: <$t>::NAN };
                }
                // One division for both cases, as in `TrueDiv`.
                let turned = !(self.im.abs() <= self.re.abs());
                let (large, small) = if turned { (self.im, self.re) } else { (self.re, self.im) };
                let ratio = small / large;
                let d = large + small * ratio;
                let (x, y) = if turned { (ratio, 1.0) } else { (1.0, ratio) };
                C { re: x / d, im: -y / d }
            }
            #[inline(always)]
            fn conjugate(self) -> Self { C { re: self.re, im: -self.im } }
        }
    )* };
}

floats! {
    f32, libm::hypotf;
    f64, libm::hypot;
}

impl Signed for F16 {
    type Size = F16;
    #[inline(always)]
    fn abs(self) -> F16 {
        F16(self.0 & 0x7fff)
    }
    #[inline(always)]
    fn sign(self) -> F16 {
        F16::from_f32(Signed::sign(self.to_f32()))
    }
    #[inline(always)]
    fn reciprocal(self) -> F16 {
        F16::from_f32(1.0 / self.to_f32())
    }
    #[inline(always)]
    fn conjugate(self) -> F16 {
        self
    }
}

ops1! {
    Absolute<T: Signed>(a: T) -> T::Size { a.abs() }
    Sign<T: Signed>(a: T) -> T { a.sign() }
    Reciprocal<T: Signed>(a: T) -> T { a.reciprocal() }
    Conjugate<T: Signed>(a: T) -> T { a.conjugate() }
    SignBit<T: Real>(a: T) -> Bool8 { Bool8::new(a.sign_bit()) }
    Spacing<T: Real>(a: T) -> T { a.spacing() }
}

ops2! {
    CopySign<T: Real>(a: T, b: T) -> T { a.copy_sign(b) }
    NextAfter<T: Real>(a: T, b: T) -> T { a.next_after(b) }
}

/// Floats by their bits.
pub trait Real: Elem {
    fn sign_bit(self) -> bool;
    fn copy_sign(self, b: Self) -> Self;
    fn next_after(self, b: Self) -> Self;
    fn spacing(self) -> Self;
}

macro_rules! reals {
    ($($t:ty, $next:path;)*) => { $(
        impl Real for $t {
            #[inline(always)]
            fn sign_bit(self) -> bool { self.is_sign_negative() }
            #[inline(always)]
            fn copy_sign(self, b: $t) -> $t { self.copysign(b) }
            #[inline(always)]
            fn next_after(self, b: $t) -> $t { $next(self, b) }
            #[inline(always)]
            fn spacing(self) -> $t {
                if self.is_infinite() {
                    return <$t>::NAN;
                }
                if self == 0.0 {
                    return <$t>::from_bits(1);
                }
                $next(self, <$t>::INFINITY.copysign(self)) - self
            }
        }
    )* };
}

reals! {
    f32, libm::nextafterf;
    f64, libm::nextafter;
}

impl Real for F16 {
    #[inline(always)]
    fn sign_bit(self) -> bool {
        self.0 >> 15 == 1
    }
    #[inline(always)]
    fn copy_sign(self, b: F16) -> F16 {
        F16(self.0 & 0x7fff | b.0 & 0x8000)
    }
    #[inline(always)]
    fn next_after(self, b: F16) -> F16 {
        let (x, y) = (self.to_f32(), b.to_f32());
        if x.is_nan() || y.is_nan() {
            F16(0x7e00)
        } else if x == y {
            self
        } else if x == 0.0 {
            F16(b.0 & 0x8000 | 1)
        } else if (x < y) == (x > 0.0) {
            let next = F16(self.0 + 1);
            if next.0 & 0x7fff == 0x7c00 {
                note(OVERFLOW);
            }
            next
        } else {
            F16(self.0 - 1)
        }
    }
    #[inline(always)]
    fn spacing(self) -> F16 {
        if self.0 & 0x7c00 == 0x7c00 {
            note(INVALID);
            return F16(0x7e00);
        }
        // Upwards, unlike that of longer floats.
        let up = if self.0 & 0x8000 == 0 { self.0 + 1 } else if self.0 == 0x8000 { 1 } else { self.0 - 1 };
        if up == 0x7c00 {
            note(OVERFLOW);
        }
        F16::from_f32(F16(up).to_f32() - self.to_f32())
    }
}

/// `absolute` of bools.
pub struct Same;

impl Op1 for Same {
    type A = Bool8;
    type R = Bool8;
    #[inline(always)]
    fn f(a: Bool8) -> Bool8 {
        a
    }
}

/// `numpy.absolute`
pub static ABSOLUTE: [Loop; 14] = {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m] =
        table!(loop1: Absolute; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
    // Those of complex numbers clear the flags.
    [super::loops::loop1::<Same>(), a, b, c, d, e, f, g, h, i, j, k, l.quiet(), m.quiet()]
};
/// `numpy.sign`
pub static SIGN: [Loop; 13] = table!(loop1: Sign; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
/// `numpy.reciprocal`
pub static RECIPROCAL: [Loop; 13] = {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m] =
        table!(loop1_narrow: Reciprocal; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
    [a.loud(), b.loud(), c.loud(), d.loud(), e.loud(), f.loud(), g.loud(), h.loud(), i, j, k, l, m]
};
/// `numpy.conjugate`
pub static CONJUGATE: [Loop; 13] = table!(loop1: Conjugate; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
/// `numpy.signbit`
pub static SIGNBIT: [Loop; 3] = table!(loop1: SignBit; F16, f32, f64);
/// `numpy.spacing`
pub static SPACING: [Loop; 3] = table!(loop1_plain: Spacing; F16, f32, f64);
/// `numpy.copysign`
pub static COPYSIGN: [Loop; 3] = table!(loop2: CopySign; F16, f32, f64);
/// `numpy.nextafter`
pub static NEXTAFTER: [Loop; 3] = table!(loop2_plain: NextAfter; F16, f32, f64);
