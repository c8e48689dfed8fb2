//! `numpy.add`, `subtract`, `multiply`, `negative`, …: what every number has.

use super::loops::{Fold, Loop, Op2};
use super::{complex, sum};
use crate::num::{Bool8, C, C64, C128, Elem, F16, Num};
use crate::{ops1, ops2, table};

ops2! {
    Add<T: Num>(a: T, b: T) -> T { a.add(b) }
    Sub<T: Num>(a: T, b: T) -> T { a.sub(b) }
    Mul<T: Num>(a: T, b: T) -> T { a.mul(b) }
    /// `add` of bools.
    Or<T: Logic>(a: T, b: T) -> T { a.or(b) }
    /// `multiply` of bools.
    And<T: Logic>(a: T, b: T) -> T { a.and(b) }
}

ops1! {
    Neg<T: Num>(a: T) -> T { a.neg() }
    Pos<T: Num>(a: T) -> T { a }
    Square<T: Num>(a: T) -> T { a.mul(a) }
}

/// Bools as arithmetic sees them.
pub trait Logic: Elem {
    fn or(self, b: Self) -> Self;
    fn and(self, b: Self) -> Self;
}

impl Logic for Bool8 {
    #[inline(always)]
    fn or(self, b: Bool8) -> Bool8 {
        Bool8::new(self.get() | b.get())
    }
    #[inline(always)]
    fn and(self, b: Bool8) -> Bool8 {
        Bool8::new(self.get() & b.get())
    }
}

impl Fold for Or<Bool8> {}
impl Fold for And<Bool8> {}

macro_rules! plain_folds {
    ($($t:ty)*) => { $(impl Fold for Add<$t> {})* };
}

// Sums of ints wrap, so their order does not matter, and the compiler vectorises the loop.
plain_folds!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! pairwise_folds {
    ($($t:ty, $f:ident, |$acc:ident, $sum:ident| $e:expr;)*) => { $(
        impl Fold for Add<$t> {
            #[inline(always)]
            unsafe fn fold($acc: $t, p: *const u8, stride: isize, n: usize) -> $t {
                // SAFETY: by the contract.
                let $sum = unsafe { sum::$f(p, stride, n) };
                $e
            }
        }
    )* };
}

pairwise_folds! {
    f32, pairwise_f32, |acc, s| acc + s;
    f64, pairwise_f64, |acc, s| acc + s;
    F16, pairwise_f16, |acc, s| F16::from_f32(acc.to_f32() + s);
    C64, pairwise_c64, |acc, s| C { re: acc.re + s.re, im: acc.im + s.im };
    C128, pairwise_c128, |acc, s| C { re: acc.re + s.re, im: acc.im + s.im };
}

macro_rules! other_folds {
    ($($t:ty)*) => { $(
        impl Fold for Mul<$t> {}
        impl Fold for Sub<$t> {}
    )* };
}

other_folds!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 C64 C128);

macro_rules! folds_of_halves {
    ($($Op:ident)*) => { $(
        impl Fold for $Op<F16> {
            /// In single precision, rounded once.
            #[inline(always)]
            unsafe fn fold(acc: F16, p: *const u8, stride: isize, n: usize) -> F16 {
                let mut acc = acc.to_f32();
                for k in 0..n as isize {
                    // SAFETY: by the contract.
                    let x = unsafe { p.wrapping_offset(k * stride).cast::<F16>().read_unaligned() };
                    acc = <$Op<f32> as Op2>::f(acc, x.to_f32());
                }
                F16::from_f32(acc)
            }
        }
    )* };
}

folds_of_halves!(Mul Sub);

/// `numpy.add`
pub static ADD: [Loop; 14] = {
    let [b] = table!(loop2_fold: Or; Bool8);
    let [i1, u1, i2, u2, i4, u4, i8, u8, e] = table!(loop2_fold: Add; i8, u8, i16, u16, i32, u32, i64, u64, F16);
    let [f, d, cf, cd] = table!(loop2_fold_narrow: Add; f32, f64, C64, C128);
    [b, i1, u1, i2, u2, i4, u4, i8, u8, e, f, d, cf, cd]
};

/// `numpy.multiply`
pub static MULTIPLY: [Loop; 14] = {
    let [b] = table!(loop2_fold: And; Bool8);
    let [i1, u1, i2, u2, i4, u4, i8, u8, e] = table!(loop2_fold: Mul; i8, u8, i16, u16, i32, u32, i64, u64, F16);
    let [f, d] = table!(loop2_fold_narrow: Mul; f32, f64);
    let [cf, cd] = complex::MULTIPLY;
    [b, i1, u1, i2, u2, i4, u4, i8, u8, e, f, d, cf, cd]
};

/// `numpy.subtract`
pub static SUBTRACT: [Loop; 13] = {
    let [i1, u1, i2, u2, i4, u4, i8, u8, e] = table!(loop2_fold: Sub; i8, u8, i16, u16, i32, u32, i64, u64, F16);
    let [f, d, cf, cd] = table!(loop2_fold_narrow: Sub; f32, f64, C64, C128);
    [i1, u1, i2, u2, i4, u4, i8, u8, e, f, d, cf, cd]
};

/// `numpy.negative`
pub static NEGATIVE: [Loop; 13] = table!(loop1: Neg; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);

/// `numpy.positive`
pub static POSITIVE: [Loop; 13] = table!(loop1: Pos; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, C64, C128);

/// `numpy.square`
pub static SQUARE: [Loop; 13] = {
    let [a, b, c, d, e, f, g, h, i, j, k] = table!(loop1: Square; i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64);
    let [l, m] = complex::SQUARE;
    [a, b, c, d, e, f, g, h, i, j, k, l, m]
};
