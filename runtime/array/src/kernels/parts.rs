//! Functions with two results, or of a float and an int: `numpy.modf`, `frexp`, `divmod`, `ldexp`.

use pyaot_abi::dtype::DType;

use super::divide::{Divides, divmod_f32, divmod_f64};
use super::libm;
use super::loops::{Loop, Op2, Ptrs, Strides, loop_of, loop2_plain};
use crate::fpe::{INVALID, note};
use crate::num::{Elem, F16};

/// An element of `A` gives two others.
trait Parts {
    type A: Elem;
    type R: Elem;
    type S: Elem;
    fn f(a: Self::A) -> (Self::R, Self::S);
}

unsafe fn in_parts<O: Parts>(p: &Ptrs, s: &Strides, n: usize) {
    let (mut a, mut r, mut t) = (p[0], p[1], p[2]);
    for _ in 0..n {
        // SAFETY: by the contract of loops.
        unsafe {
            let (x, y) = O::f(a.cast::<O::A>().read_unaligned());
            r.cast::<O::R>().write_unaligned(x);
            t.cast::<O::S>().write_unaligned(y);
        }
        a = a.wrapping_offset(s[0]);
        r = r.wrapping_offset(s[1]);
        t = t.wrapping_offset(s[2]);
    }
}

const fn parts<O: Parts>() -> Loop {
    loop_of([O::A::DTYPE, O::R::DTYPE, O::S::DTYPE, DType::Bool], in_parts::<O>)
}

struct Modf<T>(std::marker::PhantomData<T>);
struct Frexp<T>(std::marker::PhantomData<T>);

fn modf_f64(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

fn frexp_f64(x: f64) -> (f64, i32) {
    let mut e = 0;
    let m = libm::frexp(x, &mut e);
    // Of infinite numbers and NaNs the C library leaves the exponent open.
    (m, if x.is_finite() { e } else { 0 })
}

macro_rules! split {
    ($($t:ty: $wide:expr, $narrow:expr;)*) => { $(
        impl Parts for Modf<$t> {
            type A = $t;
            type R = $t;
            type S = $t;
            fn f(a: $t) -> ($t, $t) {
                let (wide, narrow): (fn($t) -> f64, fn(f64) -> $t) = ($wide, $narrow);
                let (f, w) = modf_f64(wide(a));
                (narrow(f), narrow(w))
            }
        }
        impl Parts for Frexp<$t> {
            type A = $t;
            type R = $t;
            type S = i32;
            fn f(a: $t) -> ($t, i32) {
                let (wide, narrow): (fn($t) -> f64, fn(f64) -> $t) = ($wide, $narrow);
                let (m, e) = frexp_f64(wide(a));
                (narrow(m), e)
            }
        }
    )* };
}

split! {
    F16: |x| x.to_f64(), F16::from_f64;
    f32: f64::from, |x| x as f32;
    f64: |x| x, |x| x;
}

/// `numpy.modf`
pub static MODF: [Loop; 3] = [parts::<Modf<F16>>(), parts::<Modf<f32>>(), parts::<Modf<f64>>()];
/// `numpy.frexp`
pub static FREXP: [Loop; 3] = [parts::<Frexp<F16>>(), parts::<Frexp<f32>>(), parts::<Frexp<f64>>()];

/// Quotient and remainder.
trait DivMod: Elem {
    fn divmod(self, b: Self) -> (Self, Self);
}

macro_rules! int_divmod {
    ($($t:ty)*) => { $(impl DivMod for $t {
        fn divmod(self, b: $t) -> ($t, $t) { (self.floor_div(b), self.rem(b)) }
    })* };
}

int_divmod!(i8 u8 i16 u16 i32 u32 i64 u64);

impl DivMod for f64 {
    fn divmod(self, b: f64) -> (f64, f64) {
        if b == 0.0 && self == self {
            note(INVALID);
        }
        divmod_f64(self, b)
    }
}

impl DivMod for f32 {
    fn divmod(self, b: f32) -> (f32, f32) {
        if b == 0.0 && self == self {
            note(INVALID);
        }
        divmod_f32(self, b)
    }
}

impl DivMod for F16 {
    fn divmod(self, b: F16) -> (F16, F16) {
        let (q, r) = self.to_f32().divmod(b.to_f32());
        (F16::from_f32(q), F16::from_f32(r))
    }
}

unsafe fn divmod<T: DivMod>(p: &Ptrs, s: &Strides, n: usize) {
    let mut q = *p;
    for _ in 0..n {
        // SAFETY: by the contract of loops.
        unsafe {
            let (x, y) = q[0].cast::<T>().read_unaligned().divmod(q[1].cast::<T>().read_unaligned());
            q[2].cast::<T>().write_unaligned(x);
            q[3].cast::<T>().write_unaligned(y);
        }
        for op in 0..4 {
            q[op] = q[op].wrapping_offset(s[op]);
        }
    }
}

const fn divmod_loop<T: DivMod>() -> Loop {
    loop_of([T::DTYPE; 4], divmod::<T>).loud()
}

/// `numpy.divmod`
pub static DIVMOD: [Loop; 11] = [
    divmod_loop::<i8>(), divmod_loop::<u8>(), divmod_loop::<i16>(), divmod_loop::<u16>(), divmod_loop::<i32>(), divmod_loop::<u32>(),
    divmod_loop::<i64>(), divmod_loop::<u64>(), divmod_loop::<F16>(), divmod_loop::<f32>(), divmod_loop::<f64>(),
];

/// A float times a power of two.
struct Ldexp<T, E>(std::marker::PhantomData<(T, E)>);

macro_rules! ldexps {
    ($($t:ty, $e:ty: |$x:ident, $k:ident| $r:expr;)*) => { $(
        impl Op2 for Ldexp<$t, $e> {
            type A = $t;
            type B = $e;
            type R = $t;
            fn f($x: $t, e: $e) -> $t {
                // Beyond an int the result is 0 or infinite anyway.
                let $k = i32::try_from(e).unwrap_or(if e > 0 { i32::MAX } else { i32::MIN });
                $r
            }
        }
    )* };
}

ldexps! {
    F16, i32: |x, k| F16::from_f64(libm::ldexp(x.to_f64(), k));
    f32, i32: |x, k| libm::ldexp(f64::from(x), k) as f32;
    F16, i64: |x, k| F16::from_f64(libm::ldexp(x.to_f64(), k));
    f32, i64: |x, k| libm::ldexp(f64::from(x), k) as f32;
    f64, i32: |x, k| libm::ldexp(x, k);
    f64, i64: |x, k| libm::ldexp(x, k);
}

/// `numpy.ldexp`
pub static LDEXP: [Loop; 6] = [
    loop2_plain::<Ldexp<F16, i32>>(), loop2_plain::<Ldexp<f32, i32>>(), loop2_plain::<Ldexp<F16, i64>>(),
    loop2_plain::<Ldexp<f32, i64>>(), loop2_plain::<Ldexp<f64, i32>>(), loop2_plain::<Ldexp<f64, i64>>(),
];
