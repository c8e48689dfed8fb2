//! All ufuncs, by name.

use pyaot_core::error::Result;
use pyaot_core::ops;
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;

use super::{Identity, Rule, Ufunc};
use crate::kernels::loops::Loop;
use crate::kernels::{arith, compare, divide};

type Object = Option<fn(&[Value]) -> Result<Value>>;

const fn binary(name: &'static str, loops: &'static [Loop], identity: Identity, object: Object) -> Ufunc {
    Ufunc { name, nin: 2, nout: 1, identity, rule: Rule::Common, loops, object }
}

const fn unary(name: &'static str, loops: &'static [Loop], object: Object) -> Ufunc {
    Ufunc { name, nin: 1, nout: 1, identity: Identity::None, rule: Rule::Common, loops, object }
}

const fn compare(name: &'static str, loops: &'static [Loop], object: Object) -> Ufunc {
    Ufunc { name, nin: 2, nout: 1, identity: Identity::None, rule: Rule::Compare, loops, object }
}

const fn with(rule: Rule, mut u: Ufunc) -> Ufunc {
    u.rule = rule;
    u
}

const NO_SUBTRACT: &str = "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or \
                           the logical_xor function instead.";
const NO_NEGATIVE: &str =
    "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.";

pub static ADD: Ufunc = binary("add", &arith::ADD, Identity::Int(0), Some(|a| ops::binary(BinOp::Add, &a[0], &a[1])));
pub static SUBTRACT: Ufunc = with(
    Rule::NoBool(NO_SUBTRACT),
    binary("subtract", &arith::SUBTRACT, Identity::None, Some(|a| ops::binary(BinOp::Sub, &a[0], &a[1]))),
);
pub static MULTIPLY: Ufunc = binary("multiply", &arith::MULTIPLY, Identity::Int(1), Some(|a| ops::binary(BinOp::Mul, &a[0], &a[1])));
pub static DIVIDE: Ufunc = with(
    Rule::Divide,
    binary("divide", &divide::DIVIDE_LOOPS, Identity::None, Some(|a| ops::binary(BinOp::Div, &a[0], &a[1]))),
);
pub static FLOOR_DIVIDE: Ufunc =
    binary("floor_divide", &divide::FLOOR_DIVIDE, Identity::None, Some(|a| ops::binary(BinOp::FloorDiv, &a[0], &a[1])));
pub static REMAINDER: Ufunc = binary("remainder", &divide::REMAINDER, Identity::None, Some(|a| ops::binary(BinOp::Mod, &a[0], &a[1])));
pub static FMOD: Ufunc = binary("fmod", &divide::FMOD, Identity::None, None);
pub static NEGATIVE: Ufunc =
    with(Rule::NoBool(NO_NEGATIVE), unary("negative", &arith::NEGATIVE, Some(|a| ops::unary(UnOp::Neg, &a[0]))));
pub static POSITIVE: Ufunc = unary("positive", &arith::POSITIVE, Some(|a| ops::unary(UnOp::Pos, &a[0])));
pub static SQUARE: Ufunc = unary("square", &arith::SQUARE, Some(|a| ops::binary(BinOp::Mul, &a[0], &a[0])));

pub static EQUAL: Ufunc = compare("equal", &compare::EQUAL, Some(|a| ops::compare(&a[0], CmpOp::Eq, &a[1])));
pub static NOT_EQUAL: Ufunc = compare("not_equal", &compare::NOT_EQUAL, Some(|a| ops::compare(&a[0], CmpOp::Ne, &a[1])));
pub static LESS: Ufunc = compare("less", &compare::LESS, Some(|a| ops::compare(&a[0], CmpOp::Lt, &a[1])));
pub static LESS_EQUAL: Ufunc = compare("less_equal", &compare::LESS_EQUAL, Some(|a| ops::compare(&a[0], CmpOp::Le, &a[1])));
pub static GREATER: Ufunc = compare("greater", &compare::GREATER, Some(|a| ops::compare(&a[0], CmpOp::Gt, &a[1])));
pub static GREATER_EQUAL: Ufunc = compare("greater_equal", &compare::GREATER_EQUAL, Some(|a| ops::compare(&a[0], CmpOp::Ge, &a[1])));
pub static MAXIMUM: Ufunc = binary("maximum", &compare::MAXIMUM, Identity::Reorderable, Some(|a| extreme(CmpOp::Ge, a)));
pub static MINIMUM: Ufunc = binary("minimum", &compare::MINIMUM, Identity::Reorderable, Some(|a| extreme(CmpOp::Le, a)));
pub static FMAX: Ufunc = binary("fmax", &compare::FMAX, Identity::Reorderable, Some(|a| extreme(CmpOp::Ge, a)));
pub static FMIN: Ufunc = binary("fmin", &compare::FMIN, Identity::Reorderable, Some(|a| extreme(CmpOp::Le, a)));
pub static LOGICAL_AND: Ufunc = binary("logical_and", &compare::LOGICAL_AND, Identity::Bool(true), Some(|a| and_or(a, false)));
pub static LOGICAL_OR: Ufunc = binary("logical_or", &compare::LOGICAL_OR, Identity::Bool(false), Some(|a| and_or(a, true)));
pub static LOGICAL_XOR: Ufunc = binary(
    "logical_xor",
    &compare::LOGICAL_XOR,
    Identity::Bool(false),
    Some(|a| Ok(Value::bool(ops::truth(&a[0])? != ops::truth(&a[1])?))),
);
pub static LOGICAL_NOT: Ufunc = unary("logical_not", &compare::LOGICAL_NOT, Some(|a| Ok(Value::bool(!ops::truth(&a[0])?))));
pub static ISNAN: Ufunc = unary("isnan", &compare::ISNAN, None);

fn extreme(op: CmpOp, a: &[Value]) -> Result<Value> {
    Ok(if ops::compare_bool(&a[0], op, &a[1])? { a[0].clone() } else { a[1].clone() })
}

/// `a and b`, `a or b`: one of the two.
fn and_or(a: &[Value], or: bool) -> Result<Value> {
    Ok(if ops::truth(&a[0])? == or { a[0].clone() } else { a[1].clone() })
}

/// All of them, with the names by which programs know them.
pub static ALL: &[(&str, &Ufunc)] = &[
    ("add", &ADD),
    ("subtract", &SUBTRACT),
    ("multiply", &MULTIPLY),
    ("divide", &DIVIDE),
    ("true_divide", &DIVIDE),
    ("floor_divide", &FLOOR_DIVIDE),
    ("remainder", &REMAINDER),
    ("mod", &REMAINDER),
    ("fmod", &FMOD),
    ("negative", &NEGATIVE),
    ("positive", &POSITIVE),
    ("square", &SQUARE),
    ("equal", &EQUAL),
    ("not_equal", &NOT_EQUAL),
    ("less", &LESS),
    ("less_equal", &LESS_EQUAL),
    ("greater", &GREATER),
    ("greater_equal", &GREATER_EQUAL),
    ("maximum", &MAXIMUM),
    ("minimum", &MINIMUM),
    ("fmax", &FMAX),
    ("fmin", &FMIN),
    ("logical_and", &LOGICAL_AND),
    ("logical_or", &LOGICAL_OR),
    ("logical_xor", &LOGICAL_XOR),
    ("logical_not", &LOGICAL_NOT),
    ("isnan", &ISNAN),
];
