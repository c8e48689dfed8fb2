//! `numpy.power`, `float_power`, `hypot`, `arctan2`, `logaddexp`, `heaviside`.

use super::libm;
use super::loops::{Loop, Op1, Op2, Ptrs, Strides, binary_base, loop_of, loop2_plain, unary_base};
use super::math::Sqrt;
use crate::num::{C, C64, C128, Elem, F16, Num};
use crate::{ops2, table};

/// Numbers that can be raised to a power.
pub trait Powers: Elem {
    fn power(self, b: Self) -> Self;
}

macro_rules! int_powers {
    ($($t:ty)*) => { $(
        impl Powers for $t {
            /// By squaring; wraps. Exponents are not negative: the call has looked.
            #[inline(always)]
            fn power(self, b: $t) -> $t {
                let (mut base, mut e, mut out) = (self, b, 1 as $t);
                while e > 0 {
                    if e & 1 == 1 {
                        out = out.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    e >>= 1;
                }
                out
            }
        }
    )* };
}

int_powers!(i8 u8 i16 u16 i32 u32 i64 u64);

impl Powers for f32 {
    #[inline(always)]
    fn power(self, b: f32) -> f32 {
        if b == 2.0 { self * self } else { libm::powf(self, b) }
    }
}

impl Powers for f64 {
    #[inline(always)]
    fn power(self, b: f64) -> f64 {
        // As NumPy squares.
        if b == 2.0 { self * self } else { libm::pow(self, b) }
    }
}

impl Powers for F16 {
    #[inline(always)]
    fn power(self, b: F16) -> F16 {
        F16::from_f32(libm::powf(self.to_f32(), b.to_f32()))
    }
}

macro_rules! complex_powers {
    ($($t:ty, $cpow:path;)*) => { $(
        impl Powers for C<$t> {
            fn power(self, b: Self) -> Self {
                if b.re == 0.0 && b.im == 0.0 {
                    return C { re: 1.0, im: 0.0 };
                }
                if self.re == 0.0 && self.im == 0.0 {
                    if b.re > 0.0 {
                        return C { re: 0.0, im: 0.0 };
                    }
                    crate::fpe::note(crate::fpe::INVALID);
                    return C { re: <$t>::NAN, im: <$t>::NAN };
                }
                let n = b.re as i64;
                if b.im == 0.0 && n as $t == b.re {
                    match n {
                        1 => return self,
                        2 => return self.mul(self),
                        3 => return self.mul(self.mul(self)),
                        -99..100 => {
                            let (mut out, mut base, mut e) = (Self::ONE, self, n.unsigned_abs());
                            loop {
                                if e & 1 == 1 {
                                    out = out.mul(base);
                                }
                                e >>= 1;
                                if e == 0 {
                                    break;
                                }
                                base = base.mul(base);
                            }
                            return if n < 0 { super::divide::TrueDiv::div(Self::ONE, out) } else { out };
                        }
                        _ => {}
                    }
                }
                $cpow(self, b)
            }
        }
    )* };
}

complex_powers! {
    f32, libm::cpowf;
    f64, libm::cpow;
}

ops2! {
    Power<T: Powers>(a: T, b: T) -> T { a.power(b) }
}

/// Powers of floats; all with the exponent 0.5 are square roots, which keep the sign of zero.
///
/// # Safety
/// See [`loops::LoopFn`](super::loops::LoopFn).
unsafe fn float_powers<T: Powers + PartialEq + From<f32>>(p: &Ptrs, s: &Strides, n: usize)
where
    Sqrt<T>: Op1,
{
    // SAFETY: by the contract.
    unsafe {
        if n > 0 && s[1] == 0 && p[1].cast::<T>().read_unaligned() == T::from(0.5) {
            let (mut q, mut t) = (*p, *s);
            (q[1], t[1]) = (p[2], s[2]);
            return unary_base::<Sqrt<T>>(&q, &t, n);
        }
        binary_base::<Power<T>>(p, s, n);
    }
}

/// `numpy.power`
pub static POWER: [Loop; 13] = {
    let mut all = table!(loop2_plain: Power; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);
    all[9] = loop_of(all[9].types, float_powers::<f32>);
    all[10] = loop_of(all[10].types, float_powers::<f64>);
    all
};
/// `numpy.float_power`
pub static FLOAT_POWER: [Loop; 2] = table!(loop2_plain: Power; f64, C128);

macro_rules! real2 {
    ($($(#[$doc:meta])* $Op:ident $NAME:ident $($quiet:ident)?: $single:expr, $double:expr;)*) => { $(
        pub struct $Op<T>(std::marker::PhantomData<T>);
        impl Op2 for $Op<F16> {
            type A = F16;
            type B = F16;
            type R = F16;
            #[inline(always)]
            fn f(a: F16, b: F16) -> F16 { let f = $single; F16::from_f32(f(a.to_f32(), b.to_f32())) }
        }
        impl Op2 for $Op<f32> {
            type A = f32;
            type B = f32;
            type R = f32;
            #[inline(always)]
            fn f(a: f32, b: f32) -> f32 { let f = $single; f(a, b) }
        }
        impl Op2 for $Op<f64> {
            type A = f64;
            type B = f64;
            type R = f64;
            #[inline(always)]
            fn f(a: f64, b: f64) -> f64 { let f = $double; f(a, b) }
        }
        $(#[$doc])*
        pub static $NAME: [Loop; 3] = [
            loop2_plain::<$Op<F16>>()$(.$quiet())?, loop2_plain::<$Op<f32>>()$(.$quiet())?, loop2_plain::<$Op<f64>>()$(.$quiet())?,
        ];
    )* };
}

real2! {
    /// `numpy.arctan2`
    Arctan2 ARCTAN2: libm::atan2f, libm::atan2;
    /// `numpy.hypot`
    Hypot HYPOT: libm::hypotf, libm::hypot;
    /// `numpy.logaddexp`
    LogAddExp LOGADDEXP: log_add_exp_f32, log_add_exp_f64;
    /// `numpy.logaddexp2`
    LogAddExp2 LOGADDEXP2: log_add_exp2_f32, log_add_exp2_f64;
    /// `numpy.heaviside`
    Heaviside HEAVISIDE quiet: |x: f32, h: f32| if x.is_nan() { x } else if x == 0.0 { h } else if x < 0.0 { 0.0 } else { 1.0 },
        |x: f64, h: f64| if x.is_nan() { x } else if x == 0.0 { h } else if x < 0.0 { 0.0 } else { 1.0 };
}

macro_rules! log_sums {
    ($($name:ident $t:ty: $exp:path, $log1p:path, $same:expr, $scale:expr;)*) => { $(
        /// The logarithm of the sum of two numbers, given by their logarithms.
        fn $name(x: $t, y: $t) -> $t {
            if x == y {
                // Infinite ones of one sign too.
                return x + $same;
            }
            let d = x - y;
            if d > 0.0 {
                x + $scale * $log1p($exp(-d))
            } else if d <= 0.0 {
                y + $scale * $log1p($exp(d))
            } else {
                crate::fpe::note(crate::fpe::INVALID);
                d
            }
        }
    )* };
}

log_sums! {
    log_add_exp_f32 f32: libm::expf, libm::log1pf, std::f32::consts::LN_2, 1.0;
    log_add_exp_f64 f64: libm::exp, libm::log1p, std::f64::consts::LN_2, 1.0;
    log_add_exp2_f32 f32: libm::exp2f, libm::log1pf, 1.0, std::f32::consts::LOG2_E;
    log_add_exp2_f64 f64: libm::exp2, libm::log1p, 1.0, std::f64::consts::LOG2_E;
}
