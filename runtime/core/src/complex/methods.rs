//! The `complex` type object.

use super::{ComplexObj, Pair, abs, as_complex, div, equal, mul, operand, pow, repr};
use crate::error::{Result, type_error, value_error};
use crate::native::Natives;
use crate::types::{As, BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::Value;
use crate::{float, heap, natives, ops, text};

crate::late_type! {
    pub static COMPLEX, complex_type = (
        "complex",
        Layout::Complex,
        Slots {
            repr: Some(|v| Ok(crate::str::new(&repr(me(v))))),
            hash: Some(hash),
            compare: Some(compare),
            truth: Some(|v| Ok(me(v) != (0.0, 0.0))),
            binary: Some(binary),
            unary: Some(unary),
            getattr: Some(getattr),
            new: Some(new),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "conjugate(self, /) -> complex" => |a: &[Value]| { let c = me(&a[0]); Ok(super::new(c.0, -c.1)) },
    "__complex__(self, /) -> complex" => |a: &[Value]| Ok(plain(&a[0])),
    "__format__(self, format_spec, /) -> str" => |a: &[Value]| crate::format::format_method(&a[0], &a[1]),
    "__getnewargs__(self, /) -> tuple[float, float]" => getnewargs,
];

fn me(v: &Value) -> Pair {
    as_complex(v).unwrap_or((0.0, 0.0))
}

fn plain(v: &Value) -> Value {
    if v.is_exact(&COMPLEX) {
        return v.clone();
    }
    let c = me(v);
    super::new(c.0, c.1)
}

fn getnewargs(a: &[Value]) -> Result<Value> {
    let c = me(&a[0]);
    Ok(crate::tuple::new(vec![float::new(c.0), float::new(c.1)]))
}

fn hash(v: &Value) -> Result<i64> {
    let c = me(v);
    let part = |x: f64| if x.is_nan() { ops::hash_pointer(v) } else { float::hash(x) };
    let h = part(c.0).wrapping_add(part(c.1).wrapping_mul(1_000_003));
    Ok(if h == -1 { -2 } else { h })
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (c, other) = match as_complex(a) {
        Some(c) => (c, b),
        None => (me(b), a),
    };
    Ok(match (op, equal(c, other)) {
        (CmpOp::Eq, Some(r)) => Value::bool(r),
        (CmpOp::Ne, Some(r)) => Value::bool(!r),
        _ => Value::not_implemented(),
    })
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if !matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::Div | BinOp::Pow) {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (operand(a)?, operand(b)?) else { return Ok(Value::not_implemented()) };
    let r = match op {
        BinOp::Add => (x.0 + y.0, x.1 + y.1),
        BinOp::Sub => (x.0 - y.0, x.1 - y.1),
        BinOp::Mul => mul(x, y),
        BinOp::Div => div(x, y)?,
        BinOp::Pow => pow(x, y)?,
        _ => return Ok(Value::not_implemented()),
    };
    Ok(super::new(r.0, r.1))
}

fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let c = me(v);
    Ok(match op {
        UnOp::Neg => super::new(-c.0, -c.1),
        UnOp::Pos => plain(v),
        UnOp::Abs => float::new(abs(c)?),
        UnOp::Invert => return ops::unary_unsupported(op, v),
    })
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let c = me(v);
    Ok(match name {
        "real" => Some(float::new(c.0)),
        "imag" => Some(float::new(c.1)),
        _ => None,
    })
}

fn new(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let total = args.len() + kwargs.len();
    if total > 2 {
        return type_error(format!("complex() takes at most 2 arguments ({total} given)"));
    }
    let mut parts = [args.first().cloned(), args.get(1).cloned()];
    for (name, value) in kwargs {
        let name = ops::text_of(name);
        let i = match &*name {
            "real" => 0,
            "imag" => 1,
            _ => return type_error(format!("'{name}' is an invalid keyword argument for complex()")),
        };
        if parts[i].is_some() {
            return type_error(format!("argument for complex() given by name ('{name}') and position ({})", i + 1));
        }
        parts[i] = Some(value.clone());
    }
    let [real, imag] = parts;
    if let (Some(v), None) = (&real, &imag)
        && v.is_exact(&COMPLEX)
        && std::ptr::eq(ty, &COMPLEX)
    {
        return Ok(v.clone());
    }
    let c = construct(real.as_ref(), imag.as_ref())?;
    Ok(heap::new_object(ty, |header| ComplexObj { header, real: c.0, imag: c.1 }))
}

fn construct(real: Option<&Value>, imag: Option<&Value>) -> Result<Pair> {
    if let Some(v) = real
        && v.ty().layout == Layout::Str
    {
        if imag.is_some() {
            return type_error("complex() can't take second arg if first is a string");
        }
        let text = ops::text_of(v);
        return match super::parse(&text) {
            Some(c) => Ok(c),
            None if !float::underscores_are_single(text.as_bytes()) => {
                value_error(text!("could not convert string to complex: ", ops::repr_string(v)?))
            }
            None => value_error("complex() arg is a malformed string"),
        };
    }
    if imag.is_some_and(|v| v.ty().layout == Layout::Str) {
        return type_error("complex() second arg can't be a string");
    }
    let (a, a_is_complex) = match real {
        Some(v) => argument(v, "first argument must be a string or a number")?,
        None => ((0.0, 0.0), false),
    };
    let Some(imag) = imag else { return Ok(a) };
    let (b, b_is_complex) = argument(imag, "second argument must be a number")?;
    // complex(a, b) is a + b*1j; absent parts must not disturb signed zeros.
    let re = if b_is_complex { a.0 - b.1 } else { a.0 };
    let im = if a_is_complex { b.0 + a.1 } else { b.0 };
    Ok((re, im))
}

/// One argument as a complex number, and whether it had an imaginary part at all.
fn argument(v: &Value, what: &str) -> Result<(Pair, bool)> {
    if let Some(c) = via_complex_method(v)? {
        return Ok((c, true));
    }
    match float::special_float(v)? {
        Some(x) => Ok(((x, 0.0), false)),
        None => type_error(format!("complex() {what}, not '{}'", ops::type_name(v))),
    }
}

fn via_complex_method(v: &Value) -> Result<Option<Pair>> {
    if v.ty().is_native {
        if let Some(c) = as_complex(v) {
            return Ok(Some(c));
        }
        return Ok(ops::as_number(v, As::Complex)?.as_ref().and_then(as_complex));
    }
    let Some(method) = ops::lookup_special(v, "__complex__") else { return Ok(as_complex(v)) };
    let r = ops::call(&method, &[])?;
    match as_complex(&r) {
        Some(c) => Ok(Some(c)),
        None => type_error(format!("__complex__ returned non-complex (type {})", ops::type_name(&r))),
    }
}

/// Any number (`__complex__`, `__float__`, `__index__`) as a complex: the argument of cmath's functions.
pub(crate) fn to_complex(v: &Value) -> Result<Pair> {
    if let Some(c) = via_complex_method(v)? {
        return Ok(c);
    }
    float::to_f64(v).map(|x| (x, 0.0))
}

