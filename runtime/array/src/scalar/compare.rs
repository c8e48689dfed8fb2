//! Comparison, truth and hashes of scalars.

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::Result;
use pyaot_core::types::CmpOp;
use pyaot_core::value::Value;
use pyaot_core::{float, int, ops};

use super::arith::{Operand, operand};
use super::{Num, bool_value, num, number};
use pyaot_abi::dtype::promote;

pub(super) fn truth(v: &Value) -> Result<bool> {
    Ok(num(v).is_some_and(|(_, n)| n.is_true()))
}

/// The hash of the equal Python number.
pub(super) fn hash(v: &Value) -> Result<i64> {
    let Some((_, n)) = num(v) else { return Ok(ops::hash_pointer(v)) };
    Ok(match n {
        Num::Float(x) if x.is_nan() => ops::hash_pointer(v),
        Num::Float(x) => float::hash(x),
        Num::Int(_) => int::hash(&n.python()),
        Num::Complex(..) => ops::hash(&n.python())?,
    })
}

/// Whether an order of operands (`None`: beside a NaN) satisfies the operator.
fn holds(op: CmpOp, a: Num, b: Num) -> bool {
    match a.order(b) {
        Some(o) => int::order_holds(o, op),
        // Unequal complex numbers beside a NaN are unequal by parts all the same.
        None => op == CmpOp::Ne,
    }
}

/// `a op b` where at least one is a scalar.
pub(super) fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (x, y) = (operand(a)?, operand(b)?);
    let r = match (x, y) {
        (Operand::Scalar(d, m), Operand::Scalar(e, n)) => {
            let both_ints = |d: DType, e: DType| matches!((d.kind(), e.kind()), (Kind::Bool | Kind::Signed | Kind::Unsigned, Kind::Bool | Kind::Signed | Kind::Unsigned));
            if both_ints(d, e) {
                holds(op, m, n)
            } else {
                match promote(d, e) {
                    Some(common) => holds(op, m.cast(common), n.cast(common)),
                    None => return Ok(Value::not_implemented()),
                }
            }
        }
        (Operand::Scalar(d, m), Operand::Python(w)) => with_python(op, d, m, &w)?,
        (Operand::Python(w), Operand::Scalar(d, m)) => with_python(op.swapped(), d, m, &w)?,
        (Operand::Other, _) => return super::arith::other_compare(b, op.swapped(), a),
        (_, Operand::Other) => return super::arith::other_compare(a, op, b),
        (Operand::Python(_), Operand::Python(_)) => return Ok(Value::not_implemented()),
    };
    Ok(bool_value(r))
}

fn with_python(op: CmpOp, d: DType, m: Num, other: &Value) -> Result<bool> {
    if let Some(i) = int::view(other) {
        if d == DType::Bool {
            // Bools meet an int as an int64.
            super::arith::python_int(d, other)?;
        }
        return Ok(match (m, i) {
            // Exactly, whatever the size of the Python int.
            (Num::Int(_), i) => int::compare_ints(int::view(&m.python()).unwrap_or(i), op, i),
            (m, i) => {
                let n = number::weak_float(float::int_to_f64(i)?, d)?;
                holds(op, m, n.cast(d))
            }
        });
    }
    let common = super::arith::common_with(d, other);
    let n = match float::as_float(other) {
        Some(x) => number::weak_float(x, common)?,
        None => {
            let (re, im) = pyaot_core::complex::as_complex(other).unwrap_or((0.0, 0.0));
            Num::Complex(re, im)
        }
    };
    Ok(holds(op, m.cast(common), n.cast(common)))
}
