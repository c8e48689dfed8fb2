//! The `float` type object: constructor, slots and methods.

use num_bigint::BigInt;

use super::{FloatObj, as_float, hex, operand, round_digits, trunc_value, value_of};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{OVERFLOW_ERROR, VALUE_ERROR};
use crate::native::Natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::Value;
use crate::{heap, int, natives, ops};

#[unsafe(export_name = "pyaot_type_float")]
pub static FLOAT: TypeObj = TypeObj::native(
    "float",
    Layout::Float,
    Slots {
        repr: Some(|v| Ok(super::repr_value(value_of(v)))),
        hash: Some(|v| Ok(super::hash_value(v))),
        compare: Some(compare),
        truth: Some(|v| Ok(value_of(v) != 0.0)),
        binary: Some(binary),
        unary: Some(unary),
        getattr: Some(getattr),
        new: Some(new),
        ..Slots::EMPTY
    },
    METHODS,
);

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    // The float may stand on the right of an int.
    let (x, op, other) = match as_float(a) {
        Some(x) => (x, op, b),
        None => (value_of(b), swapped(op), a),
    };
    Ok(match super::compare(x, op, other) {
        Some(r) => Value::bool(r),
        None => Value::not_implemented(),
    })
}

/// The operator for exchanged operands.
fn swapped(op: CmpOp) -> CmpOp {
    match op {
        CmpOp::Lt => CmpOp::Gt,
        CmpOp::Le => CmpOp::Ge,
        CmpOp::Gt => CmpOp::Lt,
        CmpOp::Ge => CmpOp::Le,
        same => same,
    }
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    use BinOp::{BitAnd, BitOr, BitXor, LShift, MatMul, RShift};
    if matches!(op, BitAnd | BitOr | BitXor | LShift | RShift | MatMul) {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (operand(a)?, operand(b)?) else { return Ok(Value::not_implemented()) };
    Ok(super::new(match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::Div => super::div(x, y)?,
        BinOp::FloorDiv => super::floordiv(x, y)?,
        BinOp::Mod => super::modulo(x, y)?,
        BinOp::Pow => return super::power(a, b),
        BinOp::DivMod => {
            let (q, r) = super::div_mod(x, y)?;
            return Ok(crate::tuple::new(vec![super::new(q), super::new(r)]));
        }
        _ => return Ok(Value::not_implemented()),
    }))
}

fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let x = value_of(v);
    Ok(super::new(match op {
        UnOp::Neg => -x,
        UnOp::Pos => return Ok(plain(v)),
        UnOp::Abs => x.abs(),
        UnOp::Invert => return ops::unary_unsupported(op, v),
    }))
}

/// The same number as exactly a `float`.
fn plain(v: &Value) -> Value {
    if v.is_exact(&FLOAT) { v.clone() } else { super::new(value_of(v)) }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    Ok(match name {
        "real" => Some(plain(v)),
        "imag" => Some(super::new(0.0)),
        _ => None,
    })
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if !kwargs.is_empty() && std::ptr::eq(ty, &FLOAT) {
        return type_error("float() takes no keyword arguments");
    }
    let r = match args {
        [] => 0.0,
        [v] if std::ptr::eq(ty, &FLOAT) => return from_value(v),
        [v] => value_of(&from_value(v)?),
        _ => return type_error(format!("float expected at most 1 argument, got {}", args.len())),
    };
    Ok(heap::new_object(ty, |header| FloatObj { header, value: r }))
}

/// `float(v)`.
pub fn from_value(v: &Value) -> Result<Value> {
    if v.is_exact(&FLOAT) {
        return Ok(v.clone());
    }
    if let Some(text) = int::text_argument(v)? {
        return match text.and_then(|t| super::parse(&t)) {
            Some(x) => Ok(super::new(x)),
            None => value_error(format!("could not convert string to float: {}", ops::repr_string(v)?)),
        };
    }
    if let Some(text) = crate::native::texts::plain(v)? {
        return from_value(&text);
    }
    match super::special_float(v)? {
        Some(x) => Ok(super::new(x)),
        None => type_error(format!("float() argument must be a string or a real number, not '{}'", ops::type_name(v))),
    }
}

static METHODS: Natives = natives![
    "as_integer_ratio(self, /) -> tuple[int, int]" => as_integer_ratio,
    "conjugate(self, /) -> float" => |a: &[Value]| Ok(plain(&a[0])),
    "fromhex(cls, string, /) -> float" => from_hex,
    "hex(self, /) -> str" => |a: &[Value]| Ok(crate::str::new(&hex::to_hex(value_of(&a[0])))),
    "is_integer(self, /) -> bool" => is_integer,
    "__ceil__(self, /) -> int" => |a: &[Value]| trunc_value(value_of(&a[0]).ceil()),
    "__float__(self, /) -> float" => |a: &[Value]| Ok(plain(&a[0])),
    "__floor__(self, /) -> int" => |a: &[Value]| trunc_value(value_of(&a[0]).floor()),
    "__format__(self, format_spec, /) -> str" => |a: &[Value]| crate::format::format_method(&a[0], &a[1]),
    "__getformat__(cls, typestr, /) -> str" => getformat,
    "__getnewargs__(self, /) -> tuple[float]" => |a: &[Value]| Ok(crate::tuple::new(vec![plain(&a[0])])),
    "__int__(self, /) -> int" => |a: &[Value]| trunc_value(value_of(&a[0])),
    "__round__(self, ndigits=None, /) -> any" => |a: &[Value]| round(&a[0], Some(&a[1])),
    "__trunc__(self, /) -> int" => |a: &[Value]| trunc_value(value_of(&a[0])),
];

fn getformat(a: &[Value]) -> Result<Value> {
    match &*ops::text_of(&a[1]) {
        "double" | "float" => Ok(crate::str::new("IEEE, little-endian")),
        _ => value_error("__getformat__() argument 1 must be 'double' or 'float'"),
    }
}

fn is_integer(a: &[Value]) -> Result<Value> {
    let x = value_of(&a[0]);
    Ok(Value::bool(x.is_finite() && x.floor() == x))
}

fn as_integer_ratio(a: &[Value]) -> Result<Value> {
    let x = value_of(&a[0]);
    if x.is_nan() {
        return raise(&VALUE_ERROR, "cannot convert NaN to integer ratio");
    }
    if x.is_infinite() {
        return raise(&OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    }
    if x == 0.0 {
        return Ok(crate::tuple::new(vec![Value::int(0), Value::int(1)]));
    }
    let bits = x.abs().to_bits();
    let biased = (bits >> 52) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mut mantissa, mut exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let shift = mantissa.trailing_zeros();
    mantissa >>= shift;
    exponent += i64::from(shift);
    let numerator = BigInt::from(if x < 0.0 { -(mantissa as i64) } else { mantissa as i64 });
    let (n, d) = if exponent >= 0 {
        (numerator << exponent, BigInt::from(1))
    } else {
        (numerator, BigInt::from(1) << -exponent)
    };
    Ok(crate::tuple::new(vec![int::from_bigint(n), int::from_bigint(d)]))
}

fn from_hex(a: &[Value]) -> Result<Value> {
    if a[1].ty().layout != Layout::Str {
        return type_error("bad argument type for built-in operation");
    }
    let r = match hex::from_hex(&ops::text_of(&a[1])) {
        Ok(x) => super::new(x),
        Err(hex::HexError::Invalid) => return value_error("invalid hexadecimal floating-point string"),
        Err(hex::HexError::TooLarge) => {
            return raise(&OVERFLOW_ERROR, "hexadecimal value too large to represent as a float");
        }
    };
    if a[0].is(&FLOAT.value()) { Ok(r) } else { ops::call(&a[0], &[r]) }
}

/// `round(x)` (an int) or `round(x, ndigits)` (a float).
pub(crate) fn round(v: &Value, ndigits: Option<&Value>) -> Result<Value> {
    let x = value_of(v);
    let digits = match ndigits {
        None => return trunc_value(x.round_ties_even()),
        Some(d) if d.is_none() => return trunc_value(x.round_ties_even()),
        Some(d) => int::index_value(d)?,
    };
    let digits = match int::view(&digits) {
        Some(int::Int::Small(d)) => d,
        Some(b) => if b.is_negative() { i64::MIN } else { i64::MAX },
        None => 0,
    };
    Ok(super::new(round_digits(x, digits)?))
}
