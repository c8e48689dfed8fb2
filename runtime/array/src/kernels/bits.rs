//! `numpy.bitwise_and`, `left_shift`, `invert`, `bitwise_count`, `gcd`, `lcm`.

use super::loops::{Fold, Loop, loop1};
use crate::num::{Bool8, Elem};
use crate::{ops1, ops2, table};

/// Elements by their bits.
pub trait Bits: Elem {
    fn and(self, b: Self) -> Self;
    fn or(self, b: Self) -> Self;
    fn xor(self, b: Self) -> Self;
    fn not(self) -> Self;
}

/// Ints: what bools do not have.
pub trait Int: Bits {
    fn shl(self, b: Self) -> Self;
    fn shr(self, b: Self) -> Self;
    fn count(self) -> u8;
    fn gcd(self, b: Self) -> Self;
    fn lcm(self, b: Self) -> Self;
}

macro_rules! bits {
    ($($t:ty)*) => { $(
        impl Bits for $t {
            #[inline(always)]
            fn and(self, b: $t) -> $t { self & b }
            #[inline(always)]
            fn or(self, b: $t) -> $t { self | b }
            #[inline(always)]
            fn xor(self, b: $t) -> $t { self ^ b }
            #[inline(always)]
            fn not(self) -> $t { !self }
        }
    )* };
}

bits!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! ints {
    ($($t:ty, $u:ty, |$x:ident| $abs:expr, $fill:expr;)*) => { $(
        impl Int for $t {
            // Shifts by the width and beyond push all bits out; negative ones are such.
            #[inline(always)]
            fn shl(self, b: $t) -> $t { if (b as $u) < <$u>::BITS as $u { self << b } else { 0 } }
            #[inline(always)]
            fn shr(self, b: $t) -> $t {
                let $x = self;
                if (b as $u) < <$u>::BITS as $u { self >> b } else { $fill }
            }
            #[inline(always)]
            fn count(self) -> u8 { let $x = self; ($abs as $u).count_ones() as u8 }
            #[inline(always)]
            fn gcd(self, b: $t) -> $t {
                let ($x, y) = (self, b);
                let mut x = $abs as $u;
                let mut y = { let $x = y; $abs as $u };
                while y != 0 {
                    (x, y) = (y, x % y);
                }
                x as $t
            }
            #[inline(always)]
            fn lcm(self, b: $t) -> $t {
                let g = self.gcd(b);
                if g == 0 {
                    return 0;
                }
                let $x = self;
                let x = $abs as $t;
                let $x = b;
                (x / g).wrapping_mul($abs as $t)
            }
        }
    )* };
}

ints! {
    i8, u8, |x| x.wrapping_abs(), if x < 0 { -1 } else { 0 };
    u8, u8, |_x| _x, 0;
    i16, u16, |x| x.wrapping_abs(), if x < 0 { -1 } else { 0 };
    u16, u16, |_x| _x, 0;
    i32, u32, |x| x.wrapping_abs(), if x < 0 { -1 } else { 0 };
    u32, u32, |_x| _x, 0;
    i64, u64, |x| x.wrapping_abs(), if x < 0 { -1 } else { 0 };
    u64, u64, |_x| _x, 0;
}

impl Bits for Bool8 {
    #[inline(always)]
    fn and(self, b: Bool8) -> Bool8 {
        Bool8::new(self.get() & b.get())
    }
    #[inline(always)]
    fn or(self, b: Bool8) -> Bool8 {
        Bool8::new(self.get() | b.get())
    }
    #[inline(always)]
    fn xor(self, b: Bool8) -> Bool8 {
        Bool8::new(self.get() ^ b.get())
    }
    #[inline(always)]
    fn not(self) -> Bool8 {
        Bool8::new(!self.get())
    }
}

ops2! {
    BitAnd<T: Bits>(a: T, b: T) -> T { a.and(b) }
    BitOr<T: Bits>(a: T, b: T) -> T { a.or(b) }
    BitXor<T: Bits>(a: T, b: T) -> T { a.xor(b) }
    Shl<T: Int>(a: T, b: T) -> T { a.shl(b) }
    Shr<T: Int>(a: T, b: T) -> T { a.shr(b) }
    Gcd<T: Int>(a: T, b: T) -> T { a.gcd(b) }
    Lcm<T: Int>(a: T, b: T) -> T { a.lcm(b) }
}

ops1! {
    Invert<T: Bits>(a: T) -> T { a.not() }
    BitCount<T: Int>(a: T) -> u8 { a.count() }
}

impl<T: Bits> Fold for BitAnd<T> {}
impl<T: Bits> Fold for BitOr<T> {}
impl<T: Bits> Fold for BitXor<T> {}
impl<T: Int> Fold for Gcd<T> {}
impl<T: Int> Fold for Lcm<T> {}

/// `numpy.bitwise_and`
pub static BITWISE_AND: [Loop; 9] = table!(loop2_fold: BitAnd; Bool8, i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.bitwise_or`
pub static BITWISE_OR: [Loop; 9] = table!(loop2_fold: BitOr; Bool8, i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.bitwise_xor`
pub static BITWISE_XOR: [Loop; 9] = table!(loop2_fold: BitXor; Bool8, i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.left_shift`
pub static LEFT_SHIFT: [Loop; 8] = table!(loop2: Shl; i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.right_shift`
pub static RIGHT_SHIFT: [Loop; 8] = table!(loop2: Shr; i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.gcd`
pub static GCD: [Loop; 8] = table!(loop2_fold: Gcd; i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.lcm`
pub static LCM: [Loop; 8] = table!(loop2_fold: Lcm; i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.bitwise_count`
pub static BITWISE_COUNT: [Loop; 8] = table!(loop1: BitCount; i8, u8, i16, u16, i32, u32, i64, u64);
/// `numpy.invert`
pub static INVERT: [Loop; 9] = {
    let [a, b, c, d, e, f, g, h] = table!(loop1: Invert; i8, u8, i16, u16, i32, u32, i64, u64);
    [loop1::<Invert<Bool8>>(), a, b, c, d, e, f, g, h]
};
