//! Elements as Rust types, one for each numeric dtype, and what all kernels need of them.

use pyaot_abi::dtype::DType;

use crate::fpe;
pub use crate::half::F16;

/// A type of elements in memory.
pub trait Elem: Copy + 'static {
    const DTYPE: DType;
}

/// A bool in memory: any byte, true unless zero.
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct Bool8(pub u8);

impl Bool8 {
    #[inline(always)]
    pub fn new(b: bool) -> Bool8 {
        Bool8(u8::from(b))
    }

    #[inline(always)]
    pub fn get(self) -> bool {
        self.0 != 0
    }
}

/// A complex number of two floats.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub struct C<T> {
    pub re: T,
    pub im: T,
}

/// `complex64`
pub type C64 = C<f32>;
/// `complex128`
pub type C128 = C<f64>;

macro_rules! elems {
    ($($t:ty = $d:ident),*) => { $(impl Elem for $t { const DTYPE: DType = DType::$d; })* };
}

elems!(Bool8 = Bool, i8 = I8, u8 = U8, i16 = I16, u16 = U16, i32 = I32, u32 = U32, i64 = I64, u64 = U64, F16 = F16, f32 = F32, f64 = F64, C64 = C64, C128 = C128);

/// Elements that add, subtract and multiply; ints wrap.
pub trait Num: Elem {
    const ZERO: Self;
    const ONE: Self;
    fn add(self, b: Self) -> Self;
    fn sub(self, b: Self) -> Self;
    fn mul(self, b: Self) -> Self;
    fn neg(self) -> Self;
}

macro_rules! int_nums {
    ($($t:ty)*) => { $(
        impl Num for $t {
            const ZERO: $t = 0;
            const ONE: $t = 1;
            #[inline(always)]
            fn add(self, b: $t) -> $t { self.wrapping_add(b) }
            #[inline(always)]
            fn sub(self, b: $t) -> $t { self.wrapping_sub(b) }
            #[inline(always)]
            fn mul(self, b: $t) -> $t { self.wrapping_mul(b) }
            #[inline(always)]
            fn neg(self) -> $t { self.wrapping_neg() }
        }
    )* };
}

int_nums!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! float_nums {
    ($($t:ty)*) => { $(
        impl Num for $t {
            const ZERO: $t = 0.0;
            const ONE: $t = 1.0;
            #[inline(always)]
            fn add(self, b: $t) -> $t { self + b }
            #[inline(always)]
            fn sub(self, b: $t) -> $t { self - b }
            #[inline(always)]
            fn mul(self, b: $t) -> $t { self * b }
            #[inline(always)]
            fn neg(self) -> $t { -self }
        }
        impl Num for C<$t> {
            const ZERO: C<$t> = C { re: 0.0, im: 0.0 };
            const ONE: C<$t> = C { re: 1.0, im: 0.0 };
            #[inline(always)]
            fn add(self, b: Self) -> Self { C { re: self.re + b.re, im: self.im + b.im } }
            #[inline(always)]
            fn sub(self, b: Self) -> Self { C { re: self.re - b.re, im: self.im - b.im } }
            #[inline(always)]
            fn mul(self, b: Self) -> Self { C { re: self.re * b.re - self.im * b.im, im: self.re * b.im + self.im * b.re } }
            #[inline(always)]
            fn neg(self) -> Self { C { re: -self.re, im: -self.im } }
        }
    )* };
}

float_nums!(f32 f64);

impl Num for F16 {
    const ZERO: F16 = F16(0);
    const ONE: F16 = F16(0x3c00);
    #[inline(always)]
    fn add(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32() + b.to_f32())
    }
    #[inline(always)]
    fn sub(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32() - b.to_f32())
    }
    #[inline(always)]
    fn mul(self, b: F16) -> F16 {
        F16::from_f32(self.to_f32() * b.to_f32())
    }
    #[inline(always)]
    fn neg(self) -> F16 {
        F16(self.0 ^ 0x8000)
    }
}

/// Elements with an order as NumPy compares them: complex numbers by their real parts, then their imaginary ones.
pub trait Ord2: Elem {
    /// Of equal elements, maxima and minima keep the first: where processors have no instruction for them.
    const FIRST_OF_EQUAL: bool = false;
    fn eq(self, b: Self) -> bool;
    fn lt(self, b: Self) -> bool;
    fn le(self, b: Self) -> bool;
    fn is_nan(self) -> bool;
    /// Not zero; NaN is true.
    fn truth(self) -> bool;
}

macro_rules! ordered {
    ($($t:ty: $nan:expr, $zero:expr;)*) => { $(
        impl Ord2 for $t {
            #[inline(always)]
            fn eq(self, b: $t) -> bool { self == b }
            #[inline(always)]
            fn lt(self, b: $t) -> bool { self < b }
            #[inline(always)]
            fn le(self, b: $t) -> bool { self <= b }
            #[inline(always)]
            fn is_nan(self) -> bool { let f: fn($t) -> bool = $nan; f(self) }
            #[inline(always)]
            fn truth(self) -> bool { self != $zero }
        }
    )* };
}

ordered! {
    i8: |_| false, 0; u8: |_| false, 0; i16: |_| false, 0; u16: |_| false, 0;
    i32: |_| false, 0; u32: |_| false, 0; i64: |_| false, 0; u64: |_| false, 0;
    f32: |x| x != x, 0.0; f64: |x| x != x, 0.0;
}

impl Ord2 for Bool8 {
    #[inline(always)]
    fn eq(self, b: Bool8) -> bool {
        self.get() == b.get()
    }
    #[inline(always)]
    fn lt(self, b: Bool8) -> bool {
        !self.get() & b.get()
    }
    #[inline(always)]
    fn le(self, b: Bool8) -> bool {
        !self.get() | b.get()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }
    #[inline(always)]
    fn truth(self) -> bool {
        self.get()
    }
}

impl Ord2 for F16 {
    const FIRST_OF_EQUAL: bool = true;
    #[inline(always)]
    fn eq(self, b: F16) -> bool {
        self.to_f32() == b.to_f32()
    }
    #[inline(always)]
    fn lt(self, b: F16) -> bool {
        self.to_f32() < b.to_f32()
    }
    #[inline(always)]
    fn le(self, b: F16) -> bool {
        self.to_f32() <= b.to_f32()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        F16::is_nan(self)
    }
    #[inline(always)]
    fn truth(self) -> bool {
        self.0 & 0x7fff != 0
    }
}

macro_rules! ordered_complex {
    ($($t:ty)*) => { $(
        impl Ord2 for C<$t> {
            const FIRST_OF_EQUAL: bool = true;
            #[inline(always)]
            fn eq(self, b: Self) -> bool { self.re == b.re && self.im == b.im }
            #[inline(always)]
            fn lt(self, b: Self) -> bool {
                (self.re < b.re && self.im == self.im && b.im == b.im) || (self.re == b.re && self.im < b.im)
            }
            #[inline(always)]
            fn le(self, b: Self) -> bool {
                (self.re < b.re && self.im == self.im && b.im == b.im) || (self.re == b.re && self.im <= b.im)
            }
            #[inline(always)]
            fn is_nan(self) -> bool { self.re != self.re || self.im != self.im }
            #[inline(always)]
            fn truth(self) -> bool { self.re != 0.0 || self.im != 0.0 }
        }
    )* };
}

ordered_complex!(f32 f64);

/// Conversion of one element to another type, as NumPy casts.
pub trait Cast<D> {
    fn cast(self) -> D;
}

macro_rules! cast_ints {
    // Any two types for which Rust's `as` is C's conversion.
    ($($s:ty)*) => { $(
        cast_ints!(@to $s: i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);
        cast_from_real!($s);
        impl Cast<F16> for $s {
            #[inline(always)]
            fn cast(self) -> F16 { F16::from_f32(self as f32) }
        }
    )* };
    (@to $s:ty: $($d:ty)*) => { $(impl Cast<$d> for $s {
        #[inline(always)]
        fn cast(self) -> $d { self as $d }
    })* };
}

macro_rules! cast_from_real {
    ($s:ty) => {
        impl Cast<Bool8> for $s {
            #[inline(always)]
            fn cast(self) -> Bool8 { Bool8::new(self != 0 as $s) }
        }
        impl Cast<C64> for $s {
            #[inline(always)]
            fn cast(self) -> C64 { C { re: self as f32, im: 0.0 } }
        }
        impl Cast<C128> for $s {
            #[inline(always)]
            fn cast(self) -> C128 { C { re: self as f64, im: 0.0 } }
        }
    };
}

cast_ints!(i8 u8 i16 u16 i32 u32 i64 u64);

/// A float as an int, the way x86 converts: what does not fit a word becomes its least number, and is noted as invalid.
#[inline(always)]
fn to_i64(x: f64) -> i64 {
    if x >= -9.223372036854775808e18 && x < 9.223372036854775808e18 { x as i64 } else { invalid(i64::MIN) }
}

#[inline(always)]
fn to_i32(x: f64) -> i32 {
    if x > -2147483649.0 && x < 2147483648.0 { x as i32 } else { invalid(i32::MIN) }
}

/// A float as NumPy's vectors of four convert it: what is no uint32 becomes 2**31 or 0.
#[inline(always)]
pub fn to_u32(x: f64) -> u32 {
    const HALF: f64 = 2147483648.0;
    if x >= HALF { to_i32(x - HALF) as u32 ^ 1 << 31 } else { to_i32(x) as u32 }
}

#[inline(always)]
fn to_u64(x: f64) -> u64 {
    if x < 9.223372036854775808e18 {
        to_i64(x) as u64
    } else if x < 1.8446744073709551616e19 {
        (x - 9.223372036854775808e18) as u64 ^ (1 << 63)
    } else {
        invalid(if x.is_nan() { 1 << 63 } else { 0 })
    }
}

#[cold]
fn invalid<T>(out: T) -> T {
    fpe::note(fpe::INVALID);
    out
}

macro_rules! cast_floats {
    ($($s:ty)*) => { $(
        impl Cast<i8> for $s { #[inline(always)] fn cast(self) -> i8 { to_i32(self as f64) as i8 } }
        impl Cast<u8> for $s { #[inline(always)] fn cast(self) -> u8 { to_i32(self as f64) as u8 } }
        impl Cast<i16> for $s { #[inline(always)] fn cast(self) -> i16 { to_i32(self as f64) as i16 } }
        impl Cast<u16> for $s { #[inline(always)] fn cast(self) -> u16 { to_i32(self as f64) as u16 } }
        impl Cast<i32> for $s { #[inline(always)] fn cast(self) -> i32 { to_i32(self as f64) } }
        impl Cast<u32> for $s { #[inline(always)] fn cast(self) -> u32 { to_i64(self as f64) as u32 } }
        impl Cast<i64> for $s { #[inline(always)] fn cast(self) -> i64 { to_i64(self as f64) } }
        impl Cast<u64> for $s { #[inline(always)] fn cast(self) -> u64 { to_u64(self as f64) } }
        impl Cast<f32> for $s { #[inline(always)] fn cast(self) -> f32 { self as f32 } }
        impl Cast<f64> for $s { #[inline(always)] fn cast(self) -> f64 { self as f64 } }
        impl Cast<F16> for $s { #[inline(always)] fn cast(self) -> F16 { F16::from_f64(self as f64) } }
    )* };
}

macro_rules! cast_through {
    // The type $s by the simpler type $by.
    ($s:ty, $by:ty, |$x:ident| $e:expr; $($d:ty)*) => { $(impl Cast<$d> for $s {
        #[inline(always)]
        fn cast(self) -> $d { let $x = self; <$by as Cast<$d>>::cast($e) }
    })* };
}

macro_rules! float_to_wider {
    ($($s:ty)*) => { $(
        impl Cast<Bool8> for $s { #[inline(always)] fn cast(self) -> Bool8 { Bool8::new(self != 0.0) } }
        impl Cast<C64> for $s { #[inline(always)] fn cast(self) -> C64 { C { re: self as f32, im: 0.0 } } }
        impl Cast<C128> for $s { #[inline(always)] fn cast(self) -> C128 { C { re: self as f64, im: 0.0 } } }
    )* };
}

cast_floats!(f32 f64);
float_to_wider!(f32 f64);
cast_through!(F16, f32, |x| x.to_f32(); i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 C64 C128);
cast_through!(Bool8, u8, |x| u8::from(x.get()); i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 C64 C128 F16 Bool8);
cast_through!(C64, f32, |x| x.re; i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 F16);
cast_through!(C128, f64, |x| x.re; i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 F16);

macro_rules! cast_direct {
    ($($s:ty => $d:ty: |$x:ident| $e:expr;)*) => { $(impl Cast<$d> for $s {
        #[inline(always)]
        fn cast(self) -> $d { let $x = self; $e }
    })* };
}

cast_direct! {
    F16 => F16: |x| x;
    F16 => Bool8: |x| Bool8::new(x.0 & 0x7fff != 0);
    C64 => Bool8: |x| Bool8::new(x.re != 0.0 || x.im != 0.0);
    C128 => Bool8: |x| Bool8::new(x.re != 0.0 || x.im != 0.0);
    C64 => C64: |x| x;
    C64 => C128: |x| C { re: f64::from(x.re), im: f64::from(x.im) };
    C128 => C64: |x| C { re: x.re as f32, im: x.im as f32 };
    C128 => C128: |x| x;
}
