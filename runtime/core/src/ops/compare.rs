//! Comparisons.

use crate::error::{Result, type_error};
use crate::text;
use crate::types::{CmpOp, Layout};
use crate::value::Value;

impl CmpOp {
    /// The operator with its operands exchanged.
    pub fn swapped(self) -> CmpOp {
        match self {
            CmpOp::Eq => CmpOp::Eq,
            CmpOp::Ne => CmpOp::Ne,
            CmpOp::Lt => CmpOp::Gt,
            CmpOp::Le => CmpOp::Ge,
            CmpOp::Gt => CmpOp::Lt,
            CmpOp::Ge => CmpOp::Le,
        }
    }

    pub fn symbol(self) -> &'static str {
        match self {
            CmpOp::Eq => "==",
            CmpOp::Ne => "!=",
            CmpOp::Lt => "<",
            CmpOp::Le => "<=",
            CmpOp::Gt => ">",
            CmpOp::Ge => ">=",
        }
    }

    /// The result for two ordered things.
    #[inline]
    pub fn holds<T: PartialOrd>(self, a: T, b: T) -> bool {
        match self {
            CmpOp::Eq => a == b,
            CmpOp::Ne => a != b,
            CmpOp::Lt => a < b,
            CmpOp::Le => a <= b,
            CmpOp::Gt => a > b,
            CmpOp::Ge => a >= b,
        }
    }
}

/// `a op b`.
#[inline]
pub fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(Value::bool(op.holds(x, y)));
    }
    compare_slow(a, op, b)
}

fn compare_slow(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (ta, tb) = (a.ty(), b.ty());
    let mut reflected = false;
    // Another runtime's object knows by its own rules who goes first.
    if tb.layout == Layout::Foreign
        && ta.is_native
        && let Some(f) = tb.slots.compare
    {
        super::check_stack()?;
        return f(a, op, b);
    }
    // The right operand goes first where its class derives from the left one's and has its own comparison.
    if !std::ptr::eq(ta, tb)
        && (tb.base.is_some() || !tb.is_native)
        && tb.is_subtype(ta)
        && let Some(f) = tb.slots.compare
        && !(tb.is_native && ta.slots.compare.is_some_and(|g| g as usize == f as usize))
    {
        reflected = true;
        super::check_stack()?;
        let r = f(b, op.swapped(), a)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(f) = inherited_compare(ta) {
        super::check_stack()?;
        let r = f(a, op, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if !reflected && let Some(f) = inherited_compare(tb) {
        let r = f(b, op.swapped(), a)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    match op {
        CmpOp::Eq => Ok(Value::bool(a.is(b))),
        CmpOp::Ne => Ok(Value::bool(!a.is(b))),
        _ => type_error(text!(
            "'", op.symbol(), "' not supported between instances of '", ta.name, "' and '", tb.name, "'"
        )),
    }
}

type Compare = fn(&Value, CmpOp, &Value) -> Result<Value>;

#[inline]
fn inherited_compare(ty: &'static crate::types::TypeObj) -> Option<Compare> {
    let mut t = Some(ty);
    while let Some(c) = t {
        if let Some(f) = c.slots.compare {
            return Some(f);
        }
        t = c.base;
    }
    None
}

/// `bool(a op b)`.
#[inline]
pub fn compare_bool(a: &Value, op: CmpOp, b: &Value) -> Result<bool> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(op.holds(x, y));
    }
    // Ints that floats have exactly.
    let fits = |v: &Value| v.as_small().is_none_or(|i| i.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS);
    if let Some((x, y)) = crate::float::pair(a, b).filter(|_| fits(a) && fits(b)) {
        return Ok(op.holds(x, y));
    }
    if let Some(r) = crate::seq::quick_compare(a, op, b) {
        return Ok(r);
    }
    let r = compare_slow(a, op, b)?;
    if r.is_true() {
        return Ok(true);
    }
    if r.is_false() {
        return Ok(false);
    }
    super::truth(&r)
}

/// `a is b or a == b`: equality as containers test it.
#[inline]
pub fn eq(a: &Value, b: &Value) -> Result<bool> {
    if a.is(b) {
        return Ok(true);
    }
    compare_bool(a, CmpOp::Eq, b)
}
