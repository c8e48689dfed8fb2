//! [`Num`]: the number in a scalar of any numeric dtype.

use std::cmp::Ordering;

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::Result;
use pyaot_core::value::Value;
use pyaot_core::{complex, float, int};

use super::Bits;
use crate::half::F16;

/// A number of any dtype, without loss: every integer dtype fits the first, every float dtype the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Num {
    Int(i128),
    Float(f64),
    Complex(f64, f64),
}

/// `x` rounded to a float dtype.
#[inline]
pub fn round_to(dtype: DType, x: f64) -> f64 {
    match dtype {
        DType::F32 | DType::C64 => f64::from(x as f32),
        DType::F16 => F16::from_f64(x).to_f64(),
        _ => x,
    }
}

/// The low bits of an integer as this dtype holds them.
#[inline]
pub fn wrap(dtype: DType, i: i128) -> i128 {
    match dtype {
        DType::Bool => i128::from(i != 0),
        DType::I8 => i128::from(i as i8),
        DType::U8 => i128::from(i as u8),
        DType::I16 => i128::from(i as i16),
        DType::U16 => i128::from(i as u16),
        DType::I32 => i128::from(i as i32),
        DType::U32 => i128::from(i as u32),
        DType::U64 => i128::from(i as u64),
        _ => i128::from(i as i64),
    }
}

/// A float as an integer of this dtype, as the machine converts it: beyond 64 bits the least one, then wrapped.
fn truncated(dtype: DType, x: f64) -> i128 {
    if dtype == DType::U64 {
        if x >= 9_223_372_036_854_775_808.0 {
            return if x < 18_446_744_073_709_551_616.0 { x as i128 } else { 0 };
        }
        return wrap(dtype, if x >= -9_223_372_036_854_775_808.0 { i128::from(x as i64) } else { 1 << 63 });
    }
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&x);
    let wide = if fits { x as i64 } else { i64::MIN };
    let narrow = matches!(dtype, DType::I8 | DType::U8 | DType::I16 | DType::U16 | DType::I32);
    if narrow && !(-2_147_483_648.0..2_147_483_648.0).contains(&x.trunc()) {
        return wrap(dtype, i128::from(i32::MIN));
    }
    wrap(dtype, i128::from(wide))
}

impl Num {
    /// The element with these bits.
    #[inline]
    pub fn of_bits(dtype: DType, bits: Bits) -> Num {
        let b = bits.0[0];
        match dtype {
            DType::Bool => Num::Int(i128::from(b & 0xff != 0)),
            DType::I8 => Num::Int(i128::from(b as i8)),
            DType::U8 => Num::Int(i128::from(b as u8)),
            DType::I16 => Num::Int(i128::from(b as i16)),
            DType::U16 => Num::Int(i128::from(b as u16)),
            DType::I32 => Num::Int(i128::from(b as i32)),
            DType::U32 => Num::Int(i128::from(b as u32)),
            DType::I64 => Num::Int(i128::from(b as i64)),
            DType::U64 => Num::Int(i128::from(b)),
            DType::F16 => Num::Float(F16(b as u16).to_f64()),
            DType::F32 => Num::Float(f64::from(f32::from_bits(b as u32))),
            DType::F64 => Num::Float(f64::from_bits(b)),
            DType::C64 => Num::Complex(f64::from(f32::from_bits(b as u32)), f64::from(f32::from_bits((b >> 32) as u32))),
            DType::C128 => Num::Complex(f64::from_bits(b), f64::from_bits(bits.0[1])),
            DType::Object | DType::Str | DType::Bytes => unreachable!("no number"),
        }
    }

    /// The number cast to this dtype, as bits.
    pub fn bits(self, dtype: DType) -> Bits {
        let word = |w: u64| Bits([w, 0]);
        match dtype {
            DType::F16 => word(u64::from(F16::from_f64(self.half_way()).0)),
            DType::F32 => word(u64::from(self.single().to_bits())),
            DType::F64 => word(self.real().to_bits()),
            DType::C64 => word(u64::from(self.single().to_bits()) | u64::from((self.imag() as f32).to_bits()) << 32),
            DType::C128 => Bits([self.real().to_bits(), self.imag().to_bits()]),
            DType::Bool => word(u64::from(self.is_true())),
            DType::Object | DType::Str | DType::Bytes => unreachable!("no number"),
            _ => {
                let i = self.int(dtype);
                word(i as u64 & (u64::MAX >> (64 - 8 * dtype.size())))
            }
        }
    }

    /// The number as `dtype` holds it.
    #[inline]
    pub fn cast(self, dtype: DType) -> Num {
        match dtype.kind() {
            Kind::Bool => Num::Int(i128::from(self.is_true())),
            Kind::Signed | Kind::Unsigned => Num::Int(self.int(dtype)),
            Kind::Float => Num::Float(match dtype {
                DType::F16 => round_to(dtype, self.half_way()),
                DType::F32 => f64::from(self.single()),
                _ => self.real(),
            }),
            Kind::Complex => match dtype {
                DType::C64 => Num::Complex(f64::from(self.single()), f64::from(self.imag() as f32)),
                _ => Num::Complex(self.real(), self.imag()),
            },
            Kind::Bytes | Kind::Str | Kind::Object => unreachable!("no number"),
        }
    }

    fn int(self, dtype: DType) -> i128 {
        match self {
            Num::Int(i) => wrap(dtype, i),
            Num::Float(x) | Num::Complex(x, _) => truncated(dtype, x),
        }
    }

    /// As the nearest `f32`: ints are rounded once.
    fn single(self) -> f32 {
        match self {
            Num::Int(i) => i as f32,
            Num::Float(x) | Num::Complex(x, _) => x as f32,
        }
    }

    /// What is rounded to a 16-bit float: ints become 32-bit floats first, as in NumPy.
    fn half_way(self) -> f64 {
        match self {
            Num::Int(i) => f64::from(i as f32),
            Num::Float(x) | Num::Complex(x, _) => x,
        }
    }

    /// The number, or its real part, as a double.
    #[inline]
    pub fn real(self) -> f64 {
        match self {
            Num::Int(i) => i as f64,
            Num::Float(x) | Num::Complex(x, _) => x,
        }
    }

    #[inline]
    pub fn imag(self) -> f64 {
        match self {
            Num::Complex(_, y) => y,
            _ => 0.0,
        }
    }

    pub fn is_true(self) -> bool {
        match self {
            Num::Int(i) => i != 0,
            Num::Float(x) => x != 0.0,
            Num::Complex(x, y) => x != 0.0 || y != 0.0,
        }
    }

    pub fn is_nan(self) -> bool {
        match self {
            Num::Int(_) => false,
            Num::Float(x) => x.is_nan(),
            Num::Complex(x, y) => x.is_nan() || y.is_nan(),
        }
    }

    /// The Python number: what `.item()` gives for all dtypes but bool.
    pub fn python(self) -> Value {
        match self {
            Num::Int(i) => int::from_i128(i),
            Num::Float(x) => float::new(x),
            Num::Complex(x, y) => complex::new(x, y),
        }
    }

    /// The order of two numbers of one dtype; complex ones by the real, then the imaginary part. `None` beside a NaN.
    pub fn order(self, other: Num) -> Option<Ordering> {
        match (self, other) {
            (Num::Int(a), Num::Int(b)) => Some(a.cmp(&b)),
            (Num::Complex(..), _) | (_, Num::Complex(..)) => {
                if self.is_nan() || other.is_nan() {
                    return None;
                }
                match self.real().partial_cmp(&other.real()) {
                    Some(Ordering::Equal) => self.imag().partial_cmp(&other.imag()),
                    o => o,
                }
            }
            _ => self.real().partial_cmp(&other.real()),
        }
    }
}

/// A Python float as an operand of this dtype's precision; RuntimeWarning where it becomes infinite.
pub(super) fn weak_float(x: f64, dtype: DType) -> Result<Num> {
    if x.is_finite() && !round_to(dtype, x).is_finite() {
        crate::warn::report(crate::warn::Flags(1 << crate::warn::Flag::Overflow as u8), "cast")?;
    }
    Ok(Num::Float(x))
}
