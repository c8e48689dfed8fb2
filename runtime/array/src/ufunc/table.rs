//! All ufuncs, by name.

use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::modules::math as math_of;
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;
use pyaot_core::{float, int, ops};

use super::{Identity, Rule, Ufunc, exact};
use crate::kernels::loops::Loop;
use crate::kernels::{arith, bits, clip, compare, divide, math, parts, power, sign};

type Object = Option<fn(&[Value]) -> Result<Value>>;

const fn binary(name: &'static str, loops: &'static [Loop], identity: Identity, object: Object) -> Ufunc {
    Ufunc { name, nin: 2, nout: 1, identity, rule: Rule::Common, loops, exact: exact(loops, 2), object }
}

const fn unary(name: &'static str, loops: &'static [Loop], object: Object) -> Ufunc {
    Ufunc { name, nin: 1, nout: 1, identity: Identity::None, rule: Rule::Common, loops, exact: exact(loops, 1), object }
}

const fn compare(name: &'static str, loops: &'static [Loop], object: Object) -> Ufunc {
    Ufunc { name, nin: 2, nout: 1, identity: Identity::None, rule: Rule::Compare, loops, exact: exact(loops, 2), object }
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
pub static FMOD: Ufunc = binary("fmod", &divide::FMOD, Identity::None, Some(|a| of_two("fmod", a)));
pub static NEGATIVE: Ufunc =
    with(Rule::NoBool(NO_NEGATIVE), unary("negative", &arith::NEGATIVE, Some(|a| ops::unary(UnOp::Neg, &a[0]))));
pub static POSITIVE: Ufunc =
    with(Rule::NoBool(""), unary("positive", &arith::POSITIVE, Some(|a| ops::unary(UnOp::Pos, &a[0]))));
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
    Some(|a| of_two("logical_xor", a)),
);
pub static LOGICAL_NOT: Ufunc = unary("logical_not", &compare::LOGICAL_NOT, Some(|a| Ok(Value::bool(!ops::truth(&a[0])?))));
pub static ISNAN: Ufunc = unary("isnan", &compare::ISNAN, None);

pub static ABSOLUTE: Ufunc = unary("absolute", &sign::ABSOLUTE, Some(|a| ops::unary(UnOp::Abs, &a[0])));
pub static SIGN: Ufunc = with(Rule::NoBool(""), unary("sign", &sign::SIGN, Some(sign)));
pub static RECIPROCAL: Ufunc = unary("reciprocal", &sign::RECIPROCAL, Some(|a| ops::binary(BinOp::Div, &Value::int(1), &a[0])));
pub static CONJUGATE: Ufunc = unary("conjugate", &sign::CONJUGATE, Some(|a| by_method("conjugate", a)));
pub static SIGNBIT: Ufunc = unary("signbit", &sign::SIGNBIT, None);
pub static SPACING: Ufunc = unary("spacing", &sign::SPACING, None);
pub static INVERT: Ufunc = unary("invert", &bits::INVERT, Some(|a| ops::unary(UnOp::Invert, &a[0])));
pub static BITWISE_COUNT: Ufunc = unary("bitwise_count", &bits::BITWISE_COUNT, Some(|a| by_method("bit_count", a)));
pub static ISFINITE: Ufunc = unary("isfinite", &math::ISFINITE, None);
pub static ISINF: Ufunc = unary("isinf", &math::ISINF, None);
pub static FLOOR: Ufunc = unary("floor", &math::FLOOR, Some(|a| math_of::floor(a)));
pub static CEIL: Ufunc = unary("ceil", &math::CEIL, Some(|a| math_of::ceil(a)));
pub static TRUNC: Ufunc = unary("trunc", &math::TRUNC, Some(|a| math_of::trunc(a)));
pub static SQRT: Ufunc = unary("sqrt", &math::SQRT, Some(|a| by_method("sqrt", a)));
pub static EXP: Ufunc = unary("exp", &math::EXP, Some(|a| by_method("exp", a)));
pub static LOG: Ufunc = unary("log", &math::LOG, Some(|a| by_method("log", a)));
pub static SIN: Ufunc = unary("sin", &math::SIN, Some(|a| by_method("sin", a)));
pub static COS: Ufunc = unary("cos", &math::COS, Some(|a| by_method("cos", a)));
pub static TAN: Ufunc = unary("tan", &math::TAN, Some(|a| by_method("tan", a)));
pub static ARCSIN: Ufunc = unary("arcsin", &math::ARCSIN, Some(|a| by_method("arcsin", a)));
pub static ARCCOS: Ufunc = unary("arccos", &math::ARCCOS, Some(|a| by_method("arccos", a)));
pub static ARCTAN: Ufunc = unary("arctan", &math::ARCTAN, Some(|a| by_method("arctan", a)));
pub static SINH: Ufunc = unary("sinh", &math::SINH, Some(|a| by_method("sinh", a)));
pub static COSH: Ufunc = unary("cosh", &math::COSH, Some(|a| by_method("cosh", a)));
pub static TANH: Ufunc = unary("tanh", &math::TANH, Some(|a| by_method("tanh", a)));
pub static ARCSINH: Ufunc = unary("arcsinh", &math::ARCSINH, Some(|a| by_method("arcsinh", a)));
pub static ARCCOSH: Ufunc = unary("arccosh", &math::ARCCOSH, Some(|a| by_method("arccosh", a)));
pub static ARCTANH: Ufunc = unary("arctanh", &math::ARCTANH, Some(|a| by_method("arctanh", a)));
pub static EXP2: Ufunc = unary("exp2", &math::EXP2, Some(|a| by_method("exp2", a)));
pub static EXPM1: Ufunc = unary("expm1", &math::EXPM1, Some(|a| by_method("expm1", a)));
pub static LOG1P: Ufunc = unary("log1p", &math::LOG1P, Some(|a| by_method("log1p", a)));
pub static LOG2: Ufunc = unary("log2", &math::LOG2, Some(|a| by_method("log2", a)));
pub static LOG10: Ufunc = unary("log10", &math::LOG10, Some(|a| by_method("log10", a)));
pub static CBRT: Ufunc = unary("cbrt", &math::CBRT, Some(|a| by_method("cbrt", a)));
pub static RINT: Ufunc = unary("rint", &math::RINT, Some(|a| by_method("rint", a)));
pub static FABS: Ufunc = unary("fabs", &math::FABS, Some(|a| by_method("fabs", a)));
pub static DEG2RAD: Ufunc = unary("deg2rad", &math::DEG2RAD, Some(|a| by_method("deg2rad", a)));
pub static RAD2DEG: Ufunc = unary("rad2deg", &math::RAD2DEG, Some(|a| by_method("rad2deg", a)));
pub static DEGREES: Ufunc = unary("degrees", &math::RAD2DEG, Some(|a| by_method("degrees", a)));
pub static RADIANS: Ufunc = unary("radians", &math::DEG2RAD, Some(|a| by_method("radians", a)));
pub static BITWISE_AND: Ufunc =
    binary("bitwise_and", &bits::BITWISE_AND, Identity::Int(-1), Some(|a| ops::binary(BinOp::BitAnd, &a[0], &a[1])));
pub static BITWISE_OR: Ufunc =
    binary("bitwise_or", &bits::BITWISE_OR, Identity::Int(0), Some(|a| ops::binary(BinOp::BitOr, &a[0], &a[1])));
pub static BITWISE_XOR: Ufunc =
    binary("bitwise_xor", &bits::BITWISE_XOR, Identity::Int(0), Some(|a| ops::binary(BinOp::BitXor, &a[0], &a[1])));
pub static LEFT_SHIFT: Ufunc =
    binary("left_shift", &bits::LEFT_SHIFT, Identity::None, Some(|a| ops::binary(BinOp::LShift, &a[0], &a[1])));
pub static RIGHT_SHIFT: Ufunc =
    binary("right_shift", &bits::RIGHT_SHIFT, Identity::None, Some(|a| ops::binary(BinOp::RShift, &a[0], &a[1])));
pub static POWER: Ufunc =
    with(Rule::Power, binary("power", &power::POWER, Identity::None, Some(|a| ops::binary(BinOp::Pow, &a[0], &a[1]))));
pub static GCD: Ufunc = with(Rule::NoBool(""), binary("gcd", &bits::GCD, Identity::Int(0), Some(gcd)));
pub static LCM: Ufunc = with(Rule::NoBool(""), binary("lcm", &bits::LCM, Identity::Reorderable, Some(lcm)));
pub static COPYSIGN: Ufunc = binary("copysign", &sign::COPYSIGN, Identity::None, None);
pub static NEXTAFTER: Ufunc = binary("nextafter", &sign::NEXTAFTER, Identity::None, None);
pub static FLOAT_POWER: Ufunc = binary("float_power", &power::FLOAT_POWER, Identity::None, None);
pub static ARCTAN2: Ufunc = binary("arctan2", &power::ARCTAN2, Identity::None, Some(|a| of_two("arctan2", a)));
pub static HYPOT: Ufunc = binary("hypot", &power::HYPOT, Identity::Int(0), Some(|a| of_two("hypot", a)));
pub static LOGADDEXP: Ufunc = binary("logaddexp", &power::LOGADDEXP, Identity::Float(f64::NEG_INFINITY), None);
pub static LOGADDEXP2: Ufunc = binary("logaddexp2", &power::LOGADDEXP2, Identity::Float(f64::NEG_INFINITY), None);
pub static HEAVISIDE: Ufunc = binary("heaviside", &power::HEAVISIDE, Identity::None, None);
pub static CLIP: Ufunc = Ufunc {
    name: "clip",
    nin: 3,
    nout: 1,
    identity: Identity::None,
    rule: Rule::Common,
    loops: &clip::CLIP,
    exact: exact(&clip::CLIP, 3),
    object: Some(|a| extreme(CmpOp::Le, &[extreme(CmpOp::Ge, &a[..2])?, a[2].clone()])),
};
pub static LDEXP: Ufunc = with(Rule::EachInput, binary("ldexp", &parts::LDEXP, Identity::None, None));
pub static MODF: Ufunc = two(unary("modf", &parts::MODF, None));
pub static FREXP: Ufunc = two(unary("frexp", &parts::FREXP, None));
pub static DIVMOD: Ufunc = two(binary("divmod", &parts::DIVMOD, Identity::None, None));

const fn two(mut u: Ufunc) -> Ufunc {
    u.nout = 2;
    u
}

/// Objects have functions without a Python operator as methods.
fn by_method(name: &str, a: &[Value]) -> Result<Value> {
    match ops::getattr_opt(&a[0], name)? {
        Some(f) => ops::call(&f, &[]),
        None => pyaot_core::error::type_error(format!(
            "loop of ufunc does not support argument 0 of type {} which has no callable {name} method",
            ops::type_name(&a[0])
        )),
    }
}

/// The first of two objects has the function as a method.
fn of_two(name: &str, a: &[Value]) -> Result<Value> {
    ops::call(&ops::getattr(&a[0], name)?, &[a[1].clone()])
}

/// The greatest common divisor by Euclid's algorithm, never negative.
fn gcd(a: &[Value]) -> Result<Value> {
    if let (Some(x), Some(y)) = (int::view(&a[0]), int::view(&a[1])) {
        return Ok(math_of::integers::gcd_views(x, y));
    }
    if !(float::to_f64(&a[0])?.is_finite() && float::to_f64(&a[1])?.is_finite()) {
        return value_error(format!(
            "Can only find greatest common divisor of finite arguments, found \"{}\" and \"{}\"",
            ops::repr_string(&a[0])?,
            ops::repr_string(&a[1])?
        ));
    }
    let (mut x, mut y) = (a[0].clone(), a[1].clone());
    while ops::truth(&y)? {
        let rest = ops::binary(BinOp::Mod, &x, &y)?;
        (x, y) = (y, rest);
    }
    ops::unary(UnOp::Abs, &x)
}

fn lcm(a: &[Value]) -> Result<Value> {
    let whole = ops::binary(BinOp::FloorDiv, &a[0], &gcd(a)?)?;
    ops::unary(UnOp::Abs, &ops::binary(BinOp::Mul, &whole, &a[1])?)
}

fn sign(a: &[Value]) -> Result<Value> {
    let zero = Value::int(0);
    for (op, sign) in [(CmpOp::Lt, -1), (CmpOp::Gt, 1), (CmpOp::Eq, 0)] {
        if ops::compare_bool(&a[0], op, &zero)? {
            return Ok(Value::int(sign));
        }
    }
    type_error("unorderable types for comparison")
}

fn extreme(op: CmpOp, a: &[Value]) -> Result<Value> {
    Ok(if ops::compare_bool(&a[0], op, &a[1])? { a[0].clone() } else { a[1].clone() })
}

/// `a and b`, `a or b`: one of the two.
fn and_or(a: &[Value], or: bool) -> Result<Value> {
    Ok(if ops::truth(&a[0])? == or { a[0].clone() } else { a[1].clone() })
}
