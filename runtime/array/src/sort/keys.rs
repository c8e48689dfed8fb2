//! The order in which elements are sorted.

use std::cmp::Ordering;

use crate::num::{Bool8, C, F16, Ord2};

/// Elements that can be sorted: a total order in which NaNs come last and are all equal.
pub trait Key: Ord2 {
    fn less(self, b: Self) -> bool;

    #[inline(always)]
    fn order(self, b: Self) -> Ordering {
        if self.less(b) {
            Ordering::Less
        } else if b.less(self) {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }
}

macro_rules! int_keys {
    ($($t:ty)*) => { $(impl Key for $t {
        #[inline(always)]
        fn less(self, b: $t) -> bool { self < b }
    })* };
}

int_keys!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! float_keys {
    ($($t:ty)*) => { $(
        impl Key for $t {
            #[inline(always)]
            fn less(self, b: $t) -> bool { self < b || (b.is_nan() && !self.is_nan()) }
        }
        impl Key for C<$t> {
            // By real parts, then imaginary ones; numbers with a NaN behind those without, in the same order.
            #[inline(always)]
            fn less(self, b: Self) -> bool {
                let (a_nan, b_nan) = (self.im.is_nan(), b.im.is_nan());
                if self.re < b.re {
                    !a_nan || b_nan
                } else if self.re > b.re {
                    b_nan && !a_nan
                } else if self.re == b.re || (self.re.is_nan() && b.re.is_nan()) {
                    self.im < b.im || (b_nan && !a_nan)
                } else {
                    b.re.is_nan()
                }
            }
        }
    )* };
}

float_keys!(f32 f64);

impl Key for F16 {
    #[inline(always)]
    fn less(self, b: F16) -> bool {
        self.to_f32().less(b.to_f32())
    }
}

impl Key for Bool8 {
    #[inline(always)]
    fn less(self, b: Bool8) -> bool {
        !self.get() & b.get()
    }
}

/// Runs `$f!(T)` for the element type of a numeric dtype; `$other` for all others.
macro_rules! by_key_dtype {
    ($dtype:expr, $f:ident, $other:expr) => {
        match $dtype {
            pyaot_abi::dtype::DType::Bool => $f!($crate::num::Bool8),
            pyaot_abi::dtype::DType::I8 => $f!(i8),
            pyaot_abi::dtype::DType::U8 => $f!(u8),
            pyaot_abi::dtype::DType::I16 => $f!(i16),
            pyaot_abi::dtype::DType::U16 => $f!(u16),
            pyaot_abi::dtype::DType::I32 => $f!(i32),
            pyaot_abi::dtype::DType::U32 => $f!(u32),
            pyaot_abi::dtype::DType::I64 => $f!(i64),
            pyaot_abi::dtype::DType::U64 => $f!(u64),
            pyaot_abi::dtype::DType::F16 => $f!($crate::num::F16),
            pyaot_abi::dtype::DType::F32 => $f!(f32),
            pyaot_abi::dtype::DType::F64 => $f!(f64),
            pyaot_abi::dtype::DType::C64 => $f!($crate::num::C64),
            pyaot_abi::dtype::DType::C128 => $f!($crate::num::C128),
            _ => $other,
        }
    };
}
pub(crate) use by_key_dtype;
