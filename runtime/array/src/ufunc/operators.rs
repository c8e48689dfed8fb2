//! The operators of arrays: what the slots of `numpy.ndarray` call.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::{exception, float};
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;

use super::call::{Options, call};
use super::nest::broadcast;
use super::operand::Operand;
use super::resolve::NO_LOOP_ERROR;
use super::{Ufunc, fast, interop, table};
use crate::array::{self, Fill, Order};

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
    if op == BinOp::Pow
        && let Some(u) = simple_power(a, b)
    {
        return unary_ufunc(u, a);
    }
    match ufunc(op) {
        Some(u) => match fast::call(u, &[a, b], None) {
            Some(r) => r,
            None => Ok(call(u, &[a, b], &Options::NONE)?.into_value()),
        },
        None => super::matmul::product(a, b, None),
    }
}

/// `a op= b`: into `a`, which stays the array that it is.
pub fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if op == BinOp::Pow
        && let Some(u) = simple_power(a, b)
    {
        return match fast::call(u, &[a], Some(a)) {
            Some(r) => r,
            None => Ok(call(u, &[a], &Options { out: [Some(a), None], ..Options::NONE })?.into_value()),
        };
    }
    match ufunc(op) {
        Some(u) if let Some(r) = fast::call(u, &[a, b], Some(a)) => r,
        Some(u) => Ok(call(u, &[a, b], &Options { out: [Some(a), None], ..Options::NONE })?.into_value()),
        None => super::matmul::product_into(a, b),
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
    unary_ufunc(u, a)
}

fn unary_ufunc(u: &'static Ufunc, a: &Value) -> Result<Value> {
    match fast::call(u, &[a], None) {
        Some(r) => r,
        None => Ok(call(u, &[a], &Options::NONE)?.into_value()),
    }
}

/// The function that raises an array to this Python number, where there is a simpler one than `power`.
fn simple_power(a: &Value, b: &Value) -> Option<&'static Ufunc> {
    let d = array::get(a)?.dtype();
    let e = match b.as_small() {
        Some(2) if d.is_integer() || d == DType::Bool => return Some(&table::SQUARE),
        Some(i) => i,
        None if b.is_exact(&float::FLOAT) && float::as_float(b)? == 0.5 => 0,
        None => return None,
    };
    if !d.is_float() && !d.is_complex() {
        return None;
    }
    Some(match e {
        1 if d.is_float() => &table::POSITIVE,
        -1 => &table::RECIPROCAL,
        2 => &table::SQUARE,
        0 if !b.is_small() => &table::SQRT,
        _ => return None,
    })
}

/// `a op b`, `a` an array.
pub fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    if let Some(r) = fast::call(comparison(op), &[a, b], None) {
        return r;
    }
    match call(comparison(op), &[a, b], &Options::NONE) {
        Ok(r) => Ok(r.into_value()),
        // What cannot be compared is not equal.
        Err(e) if matches!(op, CmpOp::Eq | CmpOp::Ne) && exception::pending_is(&NO_LOOP_ERROR) => {
            exception::clear_pending(e);
            let (x, y) = (Operand::new(a)?, Operand::new(b)?);
            let Some(shape) = broadcast([x.shape(), y.shape()].into_iter()) else {
                return value_error("operands could not be broadcast together");
            };
            let all = array::new(DType::Bool, 1, &shape, Order::C, Fill::Zero)?;
            if op == CmpOp::Ne {
                interop::fill(array::as_array(&all), &[1]);
            }
            if shape.is_empty() { interop::element(array::as_array(&all)) } else { Ok(all) }
        }
        Err(e) => Err(e),
    }
}
