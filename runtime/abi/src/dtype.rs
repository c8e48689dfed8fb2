//! Element types of arrays: what inference, compiled code and the array runtime agree on.
//!
//! The rules of promotion are NumPy 2's (NEP 50, `numpy.result_type`).

/// An element type, in NumPy's order of type numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum DType {
    Bool,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F16,
    F32,
    F64,
    /// Two `f32`.
    C64,
    /// Two `f64`.
    C128,
    /// References to any objects.
    Object,
    /// Strings of a fixed number of code points, four bytes each.
    Str,
    /// Strings of a fixed number of bytes.
    Bytes,
}

/// What a dtype holds, in the order in which kinds promote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Bool,
    Unsigned,
    Signed,
    Float,
    Complex,
    Bytes,
    Str,
    Object,
}

/// A Python number among the operands: it takes on the other operand's precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    Int,
    Float,
    Complex,
}

use DType::*;

impl DType {
    pub const ALL: [DType; 17] = [Bool, I8, U8, I16, U16, I32, U32, I64, U64, F16, F32, F64, C64, C128, Object, Str, Bytes];

    /// The dtype with this number (`self as u8`).
    pub fn of_number(n: u8) -> Option<DType> {
        DType::ALL.get(n as usize).copied()
    }

    /// NumPy's name; for strings without their length.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Bool => "bool",
            I8 => "int8",
            U8 => "uint8",
            I16 => "int16",
            U16 => "uint16",
            I32 => "int32",
            U32 => "uint32",
            I64 => "int64",
            U64 => "uint64",
            F16 => "float16",
            F32 => "float32",
            F64 => "float64",
            C64 => "complex64",
            C128 => "complex128",
            Object => "object",
            Str => "str",
            Bytes => "bytes",
        }
    }

    pub fn of_name(name: &str) -> Option<DType> {
        DType::ALL.into_iter().find(|d| d.name() == name)
    }

    #[inline]
    pub const fn kind(self) -> Kind {
        match self {
            Bool => Kind::Bool,
            I8 | I16 | I32 | I64 => Kind::Signed,
            U8 | U16 | U32 | U64 => Kind::Unsigned,
            F16 | F32 | F64 => Kind::Float,
            C64 | C128 => Kind::Complex,
            Object => Kind::Object,
            Str => Kind::Str,
            Bytes => Kind::Bytes,
        }
    }

    /// The letter of `dtype.char`.
    #[inline]
    pub const fn char(self) -> char {
        match self {
            Bool => '?',
            I8 => 'b',
            U8 => 'B',
            I16 => 'h',
            U16 => 'H',
            I32 => 'i',
            U32 => 'I',
            I64 => 'l',
            U64 => 'L',
            F16 => 'e',
            F32 => 'f',
            F64 => 'd',
            C64 => 'F',
            C128 => 'D',
            Object => 'O',
            Str => 'U',
            Bytes => 'S',
        }
    }

    /// The letter of `dtype.kind`.
    #[inline]
    pub const fn kind_char(self) -> char {
        match self.kind() {
            Kind::Bool => 'b',
            Kind::Unsigned => 'u',
            Kind::Signed => 'i',
            Kind::Float => 'f',
            Kind::Complex => 'c',
            Kind::Bytes => 'S',
            Kind::Str => 'U',
            Kind::Object => 'O',
        }
    }

    /// Bytes of an element; for strings of one of length 1.
    #[inline]
    pub const fn size(self) -> usize {
        match self {
            Bool | I8 | U8 | Bytes => 1,
            I16 | U16 | F16 => 2,
            I32 | U32 | F32 | Str => 4,
            I64 | U64 | F64 | C64 | Object => 8,
            C128 => 16,
        }
    }

    /// bool, ints, floats or complex numbers.
    #[inline]
    pub const fn is_numeric(self) -> bool {
        !matches!(self.kind(), Kind::Bytes | Kind::Str | Kind::Object)
    }

    /// str or bytes.
    #[inline]
    pub const fn is_text(self) -> bool {
        matches!(self.kind(), Kind::Bytes | Kind::Str)
    }

    /// Ints of any size, not bool.
    #[inline]
    pub const fn is_integer(self) -> bool {
        matches!(self.kind(), Kind::Signed | Kind::Unsigned)
    }

    #[inline]
    pub const fn is_float(self) -> bool {
        matches!(self.kind(), Kind::Float)
    }

    #[inline]
    pub const fn is_complex(self) -> bool {
        matches!(self.kind(), Kind::Complex)
    }

    /// The float whose precision the numbers of this dtype need: `float64` for 32-bit ints and longer ones.
    #[inline]
    pub const fn float(self) -> DType {
        match self {
            Bool | I8 | U8 | F16 => F16,
            I16 | U16 | F32 | C64 => F32,
            _ => F64,
        }
    }

    /// The complex type of two such floats.
    #[inline]
    pub const fn complex(self) -> DType {
        match self.float() {
            F64 => C128,
            _ => C64,
        }
    }

    /// The least and the greatest int, of ints that 64 bits with a sign hold.
    #[inline]
    pub const fn bounds(self) -> Option<(i64, i64)> {
        Some(match self {
            I8 => (i8::MIN as i64, i8::MAX as i64),
            U8 => (0, u8::MAX as i64),
            I16 => (i16::MIN as i64, i16::MAX as i64),
            U16 => (0, u16::MAX as i64),
            I32 => (i32::MIN as i64, i32::MAX as i64),
            U32 => (0, u32::MAX as i64),
            I64 => (i64::MIN, i64::MAX),
            _ => return None,
        })
    }

    const fn signed_of_size(n: usize) -> DType {
        match n {
            1 => I8,
            2 => I16,
            4 => I32,
            _ => I64,
        }
    }
}

/// `numpy.promote_types`: the smallest type to which both can be cast without loss (64-bit ints and floats: `float64`). None
/// for numbers with strings.
pub fn promote(a: DType, b: DType) -> Option<DType> {
    let (a, b) = if a.kind() <= b.kind() { (a, b) } else { (b, a) };
    Some(match (a.kind(), b.kind()) {
        (_, Kind::Object) => Object,
        (Kind::Str | Kind::Bytes, Kind::Str | Kind::Bytes) => b,
        (_, Kind::Str | Kind::Bytes) => return None,
        (Kind::Bool, _) => b,
        (x, y) if x == y => {
            if a.size() >= b.size() {
                a
            } else {
                b
            }
        }
        (Kind::Unsigned, Kind::Signed) if b.size() > a.size() => b,
        (Kind::Unsigned, Kind::Signed) if a.size() == 8 => F64,
        (Kind::Unsigned, Kind::Signed) => DType::signed_of_size(2 * a.size()),
        (_, Kind::Float) => {
            let f = a.float();
            if f.size() > b.size() { f } else { b }
        }
        // Complex; a 16-bit float needs no more than complex64.
        _ => {
            let c = a.complex();
            if c.size() > b.size() { c } else { b }
        }
    })
}

/// The result type of a dtype and a Python number.
pub fn promote_weak(a: DType, with: Weak) -> DType {
    match (a.kind(), with) {
        (Kind::Object | Kind::Str | Kind::Bytes, _) => a,
        (Kind::Bool, Weak::Int) => I64,
        (_, Weak::Int) => a,
        (Kind::Bool | Kind::Unsigned | Kind::Signed, Weak::Float) => F64,
        (_, Weak::Float) => a,
        (Kind::Bool | Kind::Unsigned | Kind::Signed, Weak::Complex) => C128,
        (Kind::Float, Weak::Complex) => a.complex(),
        (_, Weak::Complex) => a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promotion() {
        for (a, b, r) in [
            (Bool, I8, I8), (U8, I8, I16), (U32, I32, I64), (U64, I64, F64), (I64, F32, F64), (I16, F16, F32), (I8, F16, F16),
            (F32, C64, C64), (F64, C64, C128), (I32, C64, C128), (F16, C64, C64), (U8, U16, U16), (Bool, Object, Object), (U16, I32, I32),
        ] {
            assert_eq!((promote(a, b), promote(b, a)), (Some(r), Some(r)), "{a:?} {b:?}");
        }
        assert_eq!(promote(Str, F64), None);
        assert_eq!(promote_weak(F32, Weak::Float), F32);
        assert_eq!(promote_weak(I8, Weak::Float), F64);
        assert_eq!(promote_weak(F32, Weak::Complex), C64);
        assert_eq!(promote_weak(Bool, Weak::Int), I64);
    }
}
