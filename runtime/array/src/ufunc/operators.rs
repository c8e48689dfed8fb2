//! The operators of arrays: what the slots of `numpy.ndarray` call.

use pyaot_core::error::Result;
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;

use super::call::{Options, call};
use super::{Ufunc, table};

fn ufunc(op: BinOp) -> Option<&'static Ufunc> {
    Some(match op {
        BinOp::Add => &table::ADD,
        BinOp::Sub => &table::SUBTRACT,
        BinOp::Mul => &table::MULTIPLY,
        BinOp::Div => &table::DIVIDE,
        BinOp::FloorDiv => &table::FLOOR_DIVIDE,
        BinOp::Mod => &table::REMAINDER,
        BinOp::Pow => &table::POWER,
        BinOp::LShift => &table::LEFT_SHIFT,
        BinOp::RShift => &table::RIGHT_SHIFT,
        BinOp::BitAnd => &table::BITWISE_AND,
        BinOp::BitOr => &table::BITWISE_OR,
        BinOp::BitXor => &table::BITWISE_XOR,
        BinOp::DivMod => &table::DIVMOD,
        BinOp::MatMul => return None,
    })
}

fn comparison(op: CmpOp) -> &'static Ufunc {
    match op {
        CmpOp::Eq => &table::EQUAL,
        CmpOp::Ne => &table::NOT_EQUAL,
        CmpOp::Lt => &table::LESS,
        CmpOp::Le => &table::LESS_EQUAL,
        CmpOp::Gt => &table::GREATER,
        CmpOp::Ge => &table::GREATER_EQUAL,
    }
}

/// `a op b`, one of them an array.
pub fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match ufunc(op) {
        Some(u) => Ok(call(u, &[a, b], &Options::NONE)?.into_value()),
        None => Ok(Value::not_implemented()),
    }
}

/// `a op= b`: into `a`, which stays the array that it is.
pub fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match ufunc(op) {
        Some(u) => Ok(call(u, &[a, b], &Options { out: [Some(a), None], ..Options::NONE })?.into_value()),
        None => Ok(Value::not_implemented()),
    }
}

/// `-a`, `+a`, `~a`, `abs(a)`.
pub fn unary(op: UnOp, a: &Value) -> Result<Value> {
    let u = match op {
        UnOp::Neg => &table::NEGATIVE,
        UnOp::Pos => &table::POSITIVE,
        UnOp::Invert => &table::INVERT,
        UnOp::Abs => &table::ABSOLUTE,
    };
    Ok(call(u, &[a], &Options::NONE)?.into_value())
}

/// `a op b`, `a` an array.
pub fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    Ok(call(comparison(op), &[a, b], &Options::NONE)?.into_value())
}
