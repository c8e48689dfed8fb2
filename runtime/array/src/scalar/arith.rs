//! Arithmetic of scalars: with each other, and with Python numbers by NEP 50.

use pyaot_abi::dtype::{DType, Kind, Weak, promote, promote_weak};
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::modules::libm;
use pyaot_core::types::{BinOp, CmpOp, Layout, UnOp};
use pyaot_core::value::Value;
use pyaot_core::{complex, float, int, ops, tuple};

use super::number::{Num, round_to, weak_float, wrap};
use super::{num, of_num};
use crate::array;
use crate::num::C;
use crate::convert;
use crate::fpe;
use crate::kernels::divide::quotient_flags;
use crate::ufunc::operators;
use crate::warn::{Flag, Flags, report};

/// One side of an operation.
pub(super) enum Operand {
    /// A NumPy scalar, or a Python bool, which is as good as one.
    Scalar(DType, Num),
    /// A Python int, float or complex number: it takes on the other side's precision.
    Python(Value),
    Other,
}

pub(super) fn operand(v: &Value) -> Result<Operand> {
    if let Some((d, n)) = num(v) {
        return Ok(Operand::Scalar(d, n));
    }
    Ok(match v.ty().layout {
        Layout::Bool => Operand::Scalar(DType::Bool, Num::Int(i128::from(v.is_true()))),
        Layout::Int | Layout::Float | Layout::Complex => Operand::Python(v.clone()),
        _ => Operand::Other,
    })
}

fn weak_of(v: &Value) -> Weak {
    match v.ty().layout {
        Layout::Float => Weak::Float,
        Layout::Complex => Weak::Complex,
        _ => Weak::Int,
    }
}

/// The dtype of an operation between a scalar of dtype `d` and a Python number.
pub(super) fn common_with(d: DType, python: &Value) -> DType {
    promote_weak(d, weak_of(python))
}

/// A Python number as an operand of dtype `d`.
fn taken(d: DType, v: &Value) -> Result<Num> {
    if let Some(i) = int::view(v) {
        return match d.kind() {
            Kind::Float | Kind::Complex => weak_float(float::int_to_f64(i)?, d),
            _ => python_int(d, v),
        };
    }
    if let Some(x) = float::as_float(v) {
        return weak_float(x, d);
    }
    let (re, im) = complex::as_complex(v).unwrap_or((0.0, 0.0));
    Ok(Num::Complex(re, im))
}

/// A Python int as an integer of dtype `d`.
///
/// # Errors
/// OverflowError where it does not fit.
pub fn python_int(d: DType, v: &Value) -> Result<Num> {
    let d = if d == DType::Bool { DType::I64 } else { d };
    let fits = match int::view(v) {
        Some(int::Int::Small(i)) => Some(i128::from(i)),
        Some(int::Int::Wide(i)) => Some(i),
        _ => None,
    };
    match fits {
        Some(i) if wrap(d, i) == i => Ok(Num::Int(i)),
        _ => crate::elem::out_of_bounds(d, v),
    }
}

/// NumPy's names of the operations, as warnings print them; operands that both have to be converted are arrays for NumPy.
fn name_of(op: BinOp, own: bool) -> &'static str {
    let name = match op {
        BinOp::Add => "scalar add",
        BinOp::Sub => "scalar subtract",
        BinOp::Mul => "scalar multiply",
        BinOp::Div => "scalar divide",
        BinOp::FloorDiv => "scalar floor_divide",
        BinOp::Mod => "scalar remainder",
        BinOp::Pow => "scalar power",
        BinOp::DivMod => "scalar divmod",
        _ => "scalar operation",
    };
    if own { name } else { name.trim_start_matches("scalar ") }
}

/// `a op b` where at least one is a scalar.
pub(super) fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let (x, y) = (operand(a)?, operand(b)?);
    let (d, m, n, own) = match (x, y) {
        (Operand::Scalar(d, m), Operand::Scalar(e, n)) => match promote(d, e) {
            // Complex numbers have no quotients, which NumPy's bools do not know.
            Some(common) if common.is_complex() && super::get(b).is_some() && e == DType::Bool && matches!(op, BinOp::FloorDiv | BinOp::Mod | BinOp::DivMod) => return no_loop(op),
            // NumPy's bools have no arithmetic of their own.
            // NumPy's own bools are no operands of complex numbers.
            Some(common) if no_quotient(op, common) && super::get(b).is_some_and(|(e, _)| e == DType::Bool) => return no_loop(op),
            Some(common) => (common, m, n, (common == d || common == e) && common != DType::Bool && super::get(a).is_none_or(|(d, _)| d != DType::Bool)),
            None => return Ok(Value::not_implemented()),
        },
        (Operand::Scalar(d, m), Operand::Python(w)) => {
            let common = common_with(d, &w);
            if no_quotient(op, common) && common == d {
                // The Python number is not even looked at.
                return Ok(Value::not_implemented());
            }
            (common, m, taken(divided(op, common), &w)?, common == d && d != DType::Bool)
        }
        (Operand::Python(w), Operand::Scalar(d, n)) => {
            let common = common_with(d, &w);
            if no_quotient(op, common) && common == d {
                return Ok(Value::not_implemented());
            }
            (common, taken(divided(op, common), &w)?, n, common == d && d != DType::Bool)
        }
        (Operand::Other, _) | (_, Operand::Other) => return other_binary(op, a, b),
        (Operand::Python(_), Operand::Python(_)) => return Ok(Value::not_implemented()),
    };
    numbers(op, d, m, n, own)
}

/// Complex numbers have no quotients in whole numbers.
fn no_quotient(op: BinOp, d: DType) -> bool {
    d.kind() == Kind::Complex && matches!(op, BinOp::FloorDiv | BinOp::Mod | BinOp::DivMod)
}

/// Ints are divided as doubles, so a Python int need not fit the other side's dtype.
fn divided(op: BinOp, d: DType) -> DType {
    if op == BinOp::Div && (d.is_integer() || d == DType::Bool) { DType::F64 } else { d }
}

/// The operation on numbers whose common dtype is `d`; `own`: it is that of one of the operands.
fn numbers(op: BinOp, d: DType, m: Num, n: Num, own: bool) -> Result<Value> {
    use BinOp::{BitAnd, BitOr, BitXor, Div, LShift, MatMul, RShift};
    if op == MatMul {
        return Ok(Value::not_implemented());
    }
    let bits = matches!(op, BitAnd | BitOr | BitXor | LShift | RShift);
    let d = match (d.kind(), op) {
        (Kind::Float | Kind::Complex, _) if bits => return no_loop(op),
        (Kind::Bool, BinOp::Add) => return Ok(super::bool_value(m.is_true() | n.is_true())),
        (Kind::Bool, BinOp::Mul) => return Ok(super::bool_value(m.is_true() & n.is_true())),
        (Kind::Bool, BinOp::Sub) => {
            return type_error(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
            );
        }
        (Kind::Bool, BitAnd | BitOr | BitXor) => d,
        (Kind::Bool | Kind::Signed | Kind::Unsigned, Div) => DType::F64,
        (Kind::Bool, _) => DType::I8,
        (Kind::Complex, _) if no_quotient(op, d) => return if own { Ok(Value::not_implemented()) } else { no_loop(op) },
        _ => d,
    };
    let mut flags = Flags::default();
    let (m, n) = (m.cast(d), n.cast(d));
    if op == BinOp::DivMod {
        let (q, r) = match (m, n) {
            (Num::Int(i), Num::Int(j)) => {
                let (q, r) = int_div_mod(d, i, j, &mut flags);
                (Num::Int(q), Num::Int(r))
            }
            _ => {
                let (q, r) = float_div_mod(d, m.real(), n.real(), &mut flags);
                (Num::Float(q), Num::Float(r))
            }
        };
        report(flags, name_of(op, own))?;
        return Ok(tuple::pair(of_num(d, q), of_num(d, r)));
    }
    let r = match (m, n) {
        (Num::Int(i), Num::Int(j)) => {
            let r = Num::Int(ints(op, d, i, j, &mut flags)?);
            if !own {
                // Arrays of ints overflow silently.
                flags.clear(Flag::Overflow);
            }
            r
        }
        (Num::Complex(..), _) | (_, Num::Complex(..)) => complexes(op, d, (m.real(), m.imag()), (n.real(), n.imag()), &mut flags),
        // NumPy asks for the quotient of scalars that are halves, too.
        _ if op == BinOp::Mod && d == DType::F16 && own => Num::Float(float_div_mod(d, m.real(), n.real(), &mut flags).1),
        _ => Num::Float(floats(op, d, m.real(), n.real(), &mut flags)),
    };
    report(flags, name_of(op, own))?;
    Ok(of_num(d, r))
}

fn no_loop(op: BinOp) -> Result<Value> {
    let name = match op {
        BinOp::BitAnd => "bitwise_and",
        BinOp::BitOr => "bitwise_or",
        BinOp::BitXor => "bitwise_xor",
        BinOp::LShift => "left_shift",
        BinOp::RShift => "right_shift",
        BinOp::FloorDiv => "floor_divide",
        BinOp::Mod => "remainder",
        BinOp::DivMod => "divmod",
        _ => "invert",
    };
    type_error(format!(
        "ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"
    ))
}

/// The operation on ints of dtype `d`: the result wraps.
fn ints(op: BinOp, d: DType, i: i128, j: i128, flags: &mut Flags) -> Result<i128> {
    let width = 8 * d.size() as i128;
    let checked = |r: i128, flags: &mut Flags| {
        let w = wrap(d, r);
        flags.set_if(Flag::Overflow, w != r);
        w
    };
    Ok(match op {
        BinOp::Add => checked(i + j, flags),
        BinOp::Sub => checked(i - j, flags),
        BinOp::Mul => match i.checked_mul(j) {
            Some(r) => checked(r, flags),
            None => {
                flags.set(Flag::Overflow);
                wrap(d, i.wrapping_mul(j))
            }
        },
        BinOp::FloorDiv => int_div_mod(d, i, j, flags).0,
        BinOp::Mod => {
            // The least int by -1 leaves nothing, and says nothing.
            let mut own = Flags::default();
            let r = int_div_mod(d, i, j, &mut own).1;
            flags.set_if(Flag::Divide, own.has(Flag::Divide));
            r
        }
        BinOp::Pow => {
            if j < 0 {
                return value_error("Integers to negative integer powers are not allowed.");
            }
            int_pow(d, i, j)
        }
        BinOp::BitAnd => i & j,
        BinOp::BitOr => i | j,
        BinOp::BitXor => i ^ j,
        BinOp::LShift => {
            if (0..width).contains(&j) {
                wrap(d, i << j)
            } else {
                0
            }
        }
        BinOp::RShift => {
            if (0..width).contains(&j) {
                i >> j
            } else {
                -i128::from(i < 0)
            }
        }
        _ => 0,
    })
}

fn int_div_mod(d: DType, i: i128, j: i128, flags: &mut Flags) -> (i128, i128) {
    if j == 0 {
        flags.set(Flag::Divide);
        return (0, 0);
    }
    let (q, r) = (i.div_euclid(j), i.rem_euclid(j));
    // Towards minus infinity, the remainder with the divisor's sign.
    let (q, r) = if j < 0 && r != 0 { (q - 1, r + j) } else { (q, r) };
    let w = wrap(d, q);
    flags.set_if(Flag::Overflow, w != q);
    (w, r)
}

fn int_pow(d: DType, i: i128, j: i128) -> i128 {
    let (mut base, mut e, mut r) = (i as u64, j as u64, 1u64);
    while e > 0 {
        if e & 1 == 1 {
            r = r.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        e >>= 1;
    }
    wrap(d, i128::from(r))
}

/// The operation on floats of dtype `d`; 16-bit ones are computed in 32 bits.
fn floats(op: BinOp, d: DType, x: f64, y: f64, flags: &mut Flags) -> f64 {
    let r = match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::Div => {
            if y == 0.0 && x.is_finite() && x != 0.0 {
                flags.set(Flag::Divide);
                return x / y;
            }
            x / y
        }
        BinOp::FloorDiv => return floor_divide(d, x, y, flags),
        BinOp::Mod => float_rem(d, x, y),
        BinOp::Pow => {
            if x == 0.0 && y < 0.0 && y.is_finite() {
                flags.set(Flag::Divide);
                return float_pow(d, x, y);
            }
            float_pow(d, x, y)
        }
        _ => f64::NAN,
    };
    let r = round_to(d, r);
    flags.set_if(Flag::Overflow, r.is_infinite() && x.is_finite() && y.is_finite());
    flags.set_if(Flag::Invalid, r.is_nan() && !x.is_nan() && !y.is_nan());
    r
}

pub fn float_pow(d: DType, x: f64, y: f64) -> f64 {
    match d {
        DType::F32 | DType::F16 => f64::from((x as f32).powf(y as f32)),
        _ => libm::pow(x, y),
    }
}

/// The precision in which a float dtype is computed.
fn working(d: DType) -> DType {
    if d == DType::F16 { DType::F32 } else { d }
}

pub fn float_rem(d: DType, x: f64, y: f64) -> f64 {
    if y == 0.0 {
        return f64::NAN;
    }
    let m = libm::fmod(x, y);
    if m == 0.0 {
        0.0f64.copysign(y)
    } else if (y < 0.0) != (m < 0.0) {
        round_to(working(d), m + y)
    } else {
        m
    }
}

/// Quotient and remainder, and what NumPy's way to them has to say.
fn float_div_mod(d: DType, x: f64, y: f64, flags: &mut Flags) -> (f64, f64) {
    let w = working(d);
    let round = |v: f64| round_to(w, v);
    if y == 0.0 {
        flags.set_if(Flag::Divide, x != 0.0 && x.is_finite());
        flags.set_if(Flag::Invalid, !x.is_nan());
        return (round(x / y), f64::NAN);
    }
    let m = libm::fmod(x, y);
    flags.set_if(Flag::Invalid, m.is_nan() && !x.is_nan() && !y.is_nan());
    let mut q = round(round(x - m) / y);
    if q.is_infinite() {
        // An infinite quotient less its floor.
        flags.set(Flag::Overflow);
        flags.set(Flag::Invalid);
    }
    let r = if m == 0.0 {
        0.0f64.copysign(y)
    } else if (y < 0.0) != (m < 0.0) {
        q = round(q - 1.0);
        round(m + y)
    } else {
        m
    };
    let q = if q == 0.0 {
        0.0f64.copysign(round(x / y))
    } else {
        let f = q.floor();
        if q - f > 0.5 { round(f + 1.0) } else { f }
    };
    let rounded = round_to(d, q);
    flags.set_if(Flag::Overflow, rounded.is_infinite() && q.is_finite());
    (rounded, round_to(d, r))
}

fn floor_divide(d: DType, x: f64, y: f64, flags: &mut Flags) -> f64 {
    // NumPy tells halves that are zero by their bits, and does not see the negative one.
    if y == 0.0 && (d != DType::F16 || y.is_sign_positive()) {
        let r = x / y;
        flags.set_if(Flag::Divide, x != 0.0 && x.is_finite());
        flags.set_if(Flag::Invalid, r.is_nan() && !x.is_nan());
        return r;
    }
    float_div_mod(d, x, y, flags).0
}

/// `x // y` where there is nothing to report.
pub fn float_quotient(x: f64, y: f64) -> f64 {
    floor_divide(DType::F64, x, y, &mut Flags::default())
}

type Pair = (f64, f64);

/// The operation on complex numbers of dtype `d`.
fn complexes(op: BinOp, d: DType, a: Pair, b: Pair, flags: &mut Flags) -> Num {
    let round = |v: f64| round_to(d, v);
    let (re, im) = match op {
        BinOp::Add => (round(a.0 + b.0), round(a.1 + b.1)),
        BinOp::Sub => (round(a.0 - b.0), round(a.1 - b.1)),
        BinOp::Mul => {
            (round(round(a.0 * b.0) - round(a.1 * b.1)), round(round(a.0 * b.1) + round(a.1 * b.0)))
        }
        BinOp::Div => {
            let r = complex_div(d, a, b);
            let said = quotient_flags(a.into(), b.into(), r.into());
            flags.set_if(Flag::Divide, said & fpe::DIVIDE != 0);
            flags.set_if(Flag::Overflow, said & fpe::OVERFLOW != 0);
            flags.set_if(Flag::Invalid, said & fpe::INVALID != 0);
            return Num::Complex(r.0, r.1);
        }
        BinOp::Pow => complex_pow(d, a, b),
        _ => (f64::NAN, f64::NAN),
    };
    let finite = |p: Pair| p.0.is_finite() && p.1.is_finite();
    let nan = |p: Pair| p.0.is_nan() || p.1.is_nan();
    flags.set_if(Flag::Overflow, (re.is_infinite() || im.is_infinite()) && finite(a) && finite(b));
    flags.set_if(Flag::Invalid, nan((re, im)) && !nan(a) && !nan(b));
    Num::Complex(re, im)
}

/// By Smith's method, with the reciprocal of the scale, as NumPy divides.
fn complex_div(d: DType, a: Pair, b: Pair) -> Pair {
    let round = |v: f64| round_to(d, v);
    let (re, im) = (b.0.abs(), b.1.abs());
    if re >= im {
        if re == 0.0 && im == 0.0 {
            return (round(a.0 / re), round(a.1 / re));
        }
        let ratio = round(b.1 / b.0);
        let scale = round(1.0 / round(b.0 + round(b.1 * ratio)));
        (
            round(round(a.0 + round(a.1 * ratio)) * scale),
            round(round(a.1 - round(a.0 * ratio)) * scale),
        )
    } else {
        let ratio = round(b.0 / b.1);
        let scale = round(1.0 / round(b.1 + round(b.0 * ratio)));
        (
            round(round(round(a.0 * ratio) + a.1) * scale),
            round(round(round(a.1 * ratio) - a.0) * scale),
        )
    }
}

/// Small whole exponents by multiplication, all others by the C library.
fn complex_pow(d: DType, a: Pair, b: Pair) -> Pair {
    let round = |v: f64| round_to(d, v);
    if b == (0.0, 0.0) {
        return (1.0, 0.0);
    }
    if a == (0.0, 0.0) {
        return if b.0 > 0.0 { (0.0, 0.0) } else { (f64::NAN, f64::NAN) };
    }
    if b.1 == 0.0 && b.0 == b.0.trunc() && b.0.abs() < 100.0 {
        let n = b.0 as i64;
        let mul = |p: Pair, q: Pair| {
            (round(round(p.0 * q.0) - round(p.1 * q.1)), round(round(p.0 * q.1) + round(p.1 * q.0)))
        };
        match n {
            1 => return a,
            2 => return mul(a, a),
            3 => return mul(a, mul(a, a)),
            _ => {}
        }
        let (mut r, mut p, mut e) = ((1.0, 0.0), a, n.unsigned_abs());
        loop {
            if e & 1 == 1 {
                r = mul(r, p);
            }
            e >>= 1;
            if e == 0 {
                break;
            }
            p = mul(p, p);
        }
        return if n < 0 { complex_div(d, (1.0, 0.0), r) } else { r };
    }
    if d == DType::C64 {
        let r = cpowf(C { re: a.0 as f32, im: a.1 as f32 }, C { re: b.0 as f32, im: b.1 as f32 });
        return (f64::from(r.re), f64::from(r.im));
    }
    let r = cpow(C { re: a.0, im: a.1 }, C { re: b.0, im: b.1 });
    (r.re, r.im)
}

// A C complex number is passed as a structure of two floats.
#[link(name = "m")]
unsafe extern "C" {
    safe fn cpow(a: C<f64>, b: C<f64>) -> C<f64>;
    safe fn cpowf(a: C<f32>, b: C<f32>) -> C<f32>;
}

/// `-v`, `+v`, `~v`, `abs(v)`.
pub(super) fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let Some((d, n)) = num(v) else { return ops::unary_unsupported(op, v) };
    let mut flags = Flags::default();
    let r = match (op, n) {
        (UnOp::Neg, _) if d == DType::Bool => {
            return type_error(
                "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
            );
        }
        (UnOp::Pos, _) if d == DType::Bool => {
            return raise(
                &crate::ufunc::resolve::NO_LOOP_ERROR,
                "ufunc 'positive' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None",
            );
        }
        (UnOp::Pos, n) => n,
        (UnOp::Invert, Num::Int(i)) => Num::Int(if d == DType::Bool { i128::from(i == 0) } else { wrap(d, !i) }),
        (UnOp::Invert, _) => return no_loop(BinOp::MatMul),
        (UnOp::Neg, Num::Int(i)) => {
            flags.set_if(Flag::Overflow, wrap(d, -i) != -i);
            Num::Int(wrap(d, -i))
        }
        (UnOp::Abs, Num::Int(i)) => {
            flags.set_if(Flag::Overflow, wrap(d, i.abs()) != i.abs());
            Num::Int(wrap(d, i.abs()))
        }
        (UnOp::Neg, Num::Float(x)) => Num::Float(-x),
        (UnOp::Abs, Num::Float(x)) => Num::Float(x.abs()),
        (UnOp::Neg, Num::Complex(x, y)) => Num::Complex(-x, -y),
        (UnOp::Abs, Num::Complex(x, y)) => {
            let half = if d == DType::C64 { DType::F32 } else { DType::F64 };
            return Ok(of_num(half, Num::Float(libm::hypot(x, y))));
        }
    };
    report(flags, if op == UnOp::Abs { "scalar absolute" } else { "scalar negative" })?;
    Ok(of_num(d, r))
}

/// The operation with an object that is no number.
fn other_binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let sequence = |v: &Value| matches!(v.ty().layout, Layout::List | Layout::Tuple | Layout::Str | Layout::Bytes | Layout::ByteArray);
    if array::get(a).is_some() || array::get(b).is_some() {
        return operators::binary(op, a, b);
    }
    if op == BinOp::Mul && sequence(a) {
        return match ops::index_value_opt(b)? {
            Some(i) => ops::binary(op, a, &i),
            None => type_error(format!("can't multiply sequence by non-int of type '{}'", ops::type_name(b))),
        };
    }
    if matches!(a.ty().layout, Layout::Str | Layout::Bytes | Layout::ByteArray) {
        return Ok(Value::not_implemented());
    }
    if op == BinOp::Mul && sequence(b) {
        let Some(i) = ops::index_value_opt(a)? else {
            return type_error(format!("can't multiply sequence by non-int of type '{}'", ops::type_name(a)));
        };
        return ops::binary(op, b, &i);
    }
    if (a.is_none() || b.is_none()) && op != BinOp::MatMul {
        // As objects: the Python numbers decide.
        let python = |v: &Value| num(v).map_or_else(|| v.clone(), |(d, n)| super::construct::item(d, n));
        return ops::binary(op, &python(a), &python(b));
    }
    if sequence(a) || sequence(b) {
        return operators::binary(op, &convert::asarray(a)?, &convert::asarray(b)?);
    }
    Ok(Value::not_implemented())
}

/// The comparison with an object that is no number.
pub(super) fn other_compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    if array::get(b).is_some() {
        return operators::compare(a, op, b);
    }
    match (op, b.ty().layout) {
        (_, Layout::List | Layout::Tuple) => operators::compare(a, op, &convert::asarray(b)?),
        (CmpOp::Eq, Layout::Str | Layout::Bytes) => Ok(super::bool_value(false)),
        (CmpOp::Ne, Layout::Str | Layout::Bytes) => Ok(super::bool_value(true)),
        (CmpOp::Eq | CmpOp::Ne, _) => Ok(Value::not_implemented()),
        (_, Layout::None) => match num(a) {
            Some((d, n)) => ops::compare(&super::construct::item(d, n), op, b),
            None => Ok(Value::not_implemented()),
        },
        (_, Layout::Str | Layout::Bytes) => operators::compare(&convert::asarray(a)?, op, &convert::asarray(b)?),
        _ => Ok(Value::not_implemented()),
    }
}
