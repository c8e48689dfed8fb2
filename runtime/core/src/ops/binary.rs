//! Arithmetic operators: fast paths, the protocol of reflected methods, CPython's messages.

use crate::class::dispatch::{self, bin_names};
use crate::error::{Result, type_error};
use crate::float;
use crate::text;
use crate::types::{BinOp, Layout, TypeObj, UnOp};
use crate::value::Value;

impl BinOp {
    pub fn symbol(self) -> &'static str {
        match self {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::MatMul => "@",
            BinOp::Div => "/",
            BinOp::Mod => "%",
            BinOp::Pow => "** or pow()",
            BinOp::LShift => "<<",
            BinOp::RShift => ">>",
            BinOp::BitOr => "|",
            BinOp::BitXor => "^",
            BinOp::BitAnd => "&",
            BinOp::FloorDiv => "//",
            BinOp::DivMod => "divmod()",
        }
    }

    /// As messages about augmented assignment print it.
    fn inplace_symbol(self) -> &'static str {
        match self {
            BinOp::Add => "+=",
            BinOp::Sub => "-=",
            BinOp::Mul => "*=",
            BinOp::MatMul => "@=",
            BinOp::Div => "/=",
            BinOp::Mod => "%=",
            BinOp::Pow => "**=",
            BinOp::LShift => "<<=",
            BinOp::RShift => ">>=",
            BinOp::BitOr => "|=",
            BinOp::BitXor => "^=",
            BinOp::BitAnd => "&=",
            BinOp::FloorDiv => "//=",
            BinOp::DivMod => "divmod()",
        }
    }
}

/// `a op b`.
#[inline]
pub fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        match op {
            // Tagged ints have 63 bits: the sum or difference fits 64.
            BinOp::Add => return Ok(Value::int(x + y)),
            BinOp::Sub => return Ok(Value::int(x - y)),
            BinOp::Mul => {
                if let Some(p) = x.checked_mul(y) {
                    return Ok(Value::int(p));
                }
            }
            BinOp::BitAnd => return Ok(Value::int(x & y)),
            BinOp::BitOr => return Ok(Value::int(x | y)),
            BinOp::BitXor => return Ok(Value::int(x ^ y)),
            _ => {}
        }
    }
    if let Some(x) = of_floats(op, a, b) {
        return Ok(float::new(x));
    }
    let r = binary_opt(op, a, b)?;
    if r.is_not_implemented() { unsupported(op, op.symbol(), a, b) } else { Ok(r) }
}

/// `a op b` where one is a float, the other a float or a small int, and nothing can be raised.
#[inline]
fn of_floats(op: BinOp, a: &Value, b: &Value) -> Option<f64> {
    let (x, y) = float::pair(a, b)?;
    match op {
        BinOp::Add => Some(x + y),
        BinOp::Sub => Some(x - y),
        BinOp::Mul => Some(x * y),
        BinOp::Div if y != 0.0 => Some(x / y),
        _ => None,
    }
}

/// `a op b` as the type of `own`, a native one, which is either of the two, has it; or NotImplemented.
pub fn binary_by(own: &Value, op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    inherited_binary(own.ty()).map_or_else(|| Ok(Value::not_implemented()), |f| f(op, a, b))
}

fn inherited_binary(ty: &'static TypeObj) -> Option<fn(BinOp, &Value, &Value) -> Result<Value>> {
    let mut t = Some(ty);
    while let Some(c) = t {
        if c.slots.binary.is_some() {
            return c.slots.binary;
        }
        t = c.base;
    }
    None
}

/// `a op b`, or NotImplemented when neither operand knows the other.
fn binary_opt(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let (ta, tb) = (a.ty(), b.ty());
    let same = std::ptr::eq(ta, tb);
    // Another runtime's object knows by its own rules who goes first.
    if tb.layout == Layout::Foreign
        && let Some(f) = tb.slots.binary
    {
        return f(op, a, b);
    }
    if ta.is_native && tb.is_native {
        let fa = inherited_binary(ta);
        // The right operand goes first where its type derives from the left one's and has operations of its own.
        if !same
            && tb.base.is_some()
            && let Some(f) = tb.slots.binary
            && fa.is_some_and(|g| g as usize != f as usize)
            && tb.is_subtype(ta)
        {
            let r = f(op, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        // Numbers of other crates are asked before sequences repeat or concatenate.
        if is_sequence(ta)
            && tb.slots.number.is_some()
            && !(op == BinOp::Mod && matches!(ta.layout, Layout::Str | Layout::Bytes | Layout::ByteArray))
            && let Some(f) = tb.slots.binary
        {
            let r = f(op, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        if let Some(f) = fa {
            let r = f(op, a, b)?;
            if !r.is_not_implemented() || same {
                return Ok(r);
            }
        }
        if let Some(f) = inherited_binary(tb)
            && fa.is_none_or(|g| g as usize != f as usize)
        {
            return f(op, a, b);
        }
        return Ok(Value::not_implemented());
    }
    let names = bin_names(op);
    // The right operand goes first where its class derives from the left one's and overrides the reflected method.
    let right_first = !same && tb.is_subtype(ta) && {
        let (x, y) = (
            crate::class::defining_class(ta, names.right.get()),
            crate::class::defining_class(tb, names.right.get()),
        );
        match (x, y) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(x), Some(y)) => !std::ptr::eq(x, y),
        }
    };
    if right_first {
        let r = try_right(op, a, b, tb)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    let r = try_left(op, a, b, ta)?;
    if !r.is_not_implemented() {
        return Ok(r);
    }
    if !same && !right_first { try_right(op, a, b, tb) } else { Ok(r) }
}

fn try_left(op: BinOp, a: &Value, b: &Value, ta: &'static TypeObj) -> Result<Value> {
    if !ta.is_native {
        return dispatch::binary_left(op, a, b);
    }
    match inherited_binary(ta) {
        Some(f) => f(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

fn try_right(op: BinOp, a: &Value, b: &Value, tb: &'static TypeObj) -> Result<Value> {
    if !tb.is_native {
        return dispatch::binary_right(op, a, b);
    }
    match inherited_binary(tb) {
        Some(f) => f(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

fn is_sequence(ty: &TypeObj) -> bool {
    matches!(ty.layout, Layout::List | Layout::Tuple | Layout::Str | Layout::Bytes | Layout::ByteArray | Layout::Deque)
}

/// TypeError with CPython's text for the operator and the operands' types.
#[cold]
fn unsupported(op: BinOp, symbol: &str, a: &Value, b: &Value) -> Result<Value> {
    let (ta, tb) = (a.ty(), b.ty());
    match op {
        BinOp::Add if is_sequence(ta) => {
            return type_error(match ta.layout {
                Layout::Bytes | Layout::ByteArray => text!("can't concat ", tb.name, " to ", ta.name),
                _ => text!("can only concatenate ", native_name(ta), " (not \"", tb.name, "\") to ", native_name(ta)),
            });
        }
        BinOp::Mul if is_sequence(ta) || is_sequence(tb) => {
            let (seq, n) = if is_sequence(ta) { (a, b) } else { (b, a) };
            // An object with `__index__` counts.
            if let Some(i) = super::index_value_opt(n)?
                && let Some(f) = inherited_binary(seq.ty())
                && !i.is(n)
            {
                let r = f(op, seq, &i)?;
                if !r.is_not_implemented() {
                    return Ok(r);
                }
            }
            return type_error(text!("can't multiply sequence by non-int of type '", n.ty().name, "'"));
        }
        _ => {}
    }
    let mut message = text!("unsupported operand type(s) for ", symbol, ": '", ta.name, "' and '", tb.name, "'");
    if op == BinOp::RShift
        && symbol == ">>"
        && a.ty().layout == Layout::Native
        && a.downcast::<crate::native::NativeObj>().is_some_and(|n| n.short_name() == "print")
    {
        message.push_str(". Did you mean \"print(<message>, file=<output_stream>)\"?");
    }
    type_error(message)
}

/// The native sequence type below a class (messages name the operation's own type).
fn native_name(mut ty: &'static TypeObj) -> &'static str {
    while !ty.is_native {
        match ty.base {
            Some(b) => ty = b,
            None => break,
        }
    }
    ty.name
}

/// `a op= b`.
pub fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if a.is_small() && b.is_small() {
        return binary(op, a, b);
    }
    let mut t = Some(a.ty());
    while let Some(ty) = t {
        if let Some(f) = ty.slots.inplace {
            let r = f(op, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
            break;
        }
        t = ty.base;
    }
    // The other runtime's answer says which of the two it was, if there is none.
    let foreign = b.ty().slots.inplace.filter(|_| b.ty().layout == Layout::Foreign && a.ty().is_native);
    let r = match foreign {
        Some(f) => f(op, a, b)?,
        None => binary_opt(op, a, b)?,
    };
    if !r.is_not_implemented() {
        return Ok(r);
    }
    unsupported(op, op.inplace_symbol(), a, b)
}

/// `a op b` where the caller gives up its reference to `a`: strings and big ints grow in place, floats are reused.
pub fn binary_owned(op: BinOp, a: Value, b: &Value) -> Result<Value> {
    reusing(op, a, b, binary)
}

/// `a op= b`, the same.
pub fn inplace_owned(op: BinOp, a: Value, b: &Value) -> Result<Value> {
    reusing(op, a, b, inplace)
}

#[inline(always)]
fn reusing(op: BinOp, a: Value, b: &Value, otherwise: fn(BinOp, &Value, &Value) -> Result<Value>) -> Result<Value> {
    if let Some(x) = of_floats(op, &a, b) {
        return Ok(float::renewed(a, x));
    }
    match a.ty().layout {
        Layout::Str if op == BinOp::Add && a.is_exact(&crate::str::STR) && b.is_exact(&crate::str::STR) => {
            crate::str::append(a, b)
        }
        Layout::Int if !a.is_small() && a.is_exact(&crate::int::INT) && b.is_exact(&crate::int::INT) => match op {
            BinOp::Add => crate::int::add_owned(a, b),
            BinOp::Sub => crate::int::sub_owned(a, b),
            BinOp::Mul => crate::int::mul_owned(a, b),
            BinOp::FloorDiv => crate::int::floordiv_owned(a, b),
            BinOp::LShift => crate::int::shl_owned(a, b),
            BinOp::RShift => crate::int::shr_owned(a, b),
            _ => binary(op, &a, b),
        },
        _ => otherwise(op, &a, b),
    }
}

/// `pow(a, b, m)`.
pub fn power(a: &Value, b: &Value, m: &Value) -> Result<Value> {
    if m.is_none() {
        return match binary_opt(BinOp::Pow, a, b)? {
            r if r.is_not_implemented() => unsupported(BinOp::Pow, "** or pow()", a, b),
            r => Ok(r),
        };
    }
    if let (Some(x), Some(y), Some(z)) = (crate::int::view(a), crate::int::view(b), crate::int::view(m)) {
        return crate::int::pow_mod(x, y, z);
    }
    if !a.ty().is_native
        && let Some(r) = dispatch::special(a, bin_names(BinOp::Pow).left, &[b.clone(), m.clone()])?
        && !r.is_not_implemented()
    {
        return Ok(r);
    }
    if [a, b, m].iter().any(|v| v.ty().layout == Layout::Float) {
        return type_error("pow() 3rd argument not allowed unless all arguments are integers");
    }
    if [a, b, m].iter().any(|v| v.ty().layout == Layout::Complex) {
        return crate::error::value_error("complex modulo");
    }
    type_error(text!(
        "unsupported operand type(s) for ** or pow(): '", a.ty().name, "', '", b.ty().name, "', '", m.ty().name, "'"
    ))
}

/// `-v`, `+v`, `~v`, `abs(v)`.
pub fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let mut t = Some(v.ty());
    while let Some(ty) = t {
        if let Some(f) = ty.slots.unary {
            return f(op, v);
        }
        t = ty.base;
    }
    unary_unsupported(op, v)
}

#[cold]
pub fn unary_unsupported(op: UnOp, v: &Value) -> Result<Value> {
    let name = v.ty().name;
    type_error(match op {
        UnOp::Neg => text!("bad operand type for unary -: '", name, "'"),
        UnOp::Pos => text!("bad operand type for unary +: '", name, "'"),
        UnOp::Invert => text!("bad operand type for unary ~: '", name, "'"),
        UnOp::Abs => text!("bad operand type for abs(): '", name, "'"),
    })
}
