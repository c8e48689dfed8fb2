//! `bool`: the two singletons of [`crate::types`], a subclass of `int`.

use crate::error::{Result, type_error};
use crate::int::{self, INT};
use crate::native::Natives;
use crate::natives;
use crate::ops;
use crate::types::{BinOp, Layout, Slots, TypeObj};
use crate::value::Value;

pub static BOOL: TypeObj = TypeObj::native(
    "bool",
    Layout::Bool,
    Slots {
        repr: Some(|v| Ok(crate::str::intern_static(if v.is_true() { "True" } else { "False" }))),
        truth: Some(|v| Ok(v.is_true())),
        binary: Some(binary),
        new: Some(new),
        drop: None,
        ..int::INT_SLOTS
    },
    METHODS,
)
.with_base(&INT);

static METHODS: Natives = natives![
    "__format__(self, format_spec, /) -> str" => format_method,
];

fn format_method(a: &[Value]) -> Result<Value> {
    crate::format::format_method(&a[0], &a[1])
}

/// `&`, `|` and `^` of two bools are bools; everything else is int arithmetic.
fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if let (Layout::Bool, Layout::Bool) = (a.ty().layout, b.ty().layout) {
        let (x, y) = (a.is_true(), b.is_true());
        match op {
            BinOp::BitAnd => return Ok(Value::bool(x & y)),
            BinOp::BitOr => return Ok(Value::bool(x | y)),
            BinOp::BitXor => return Ok(Value::bool(x ^ y)),
            _ => {}
        }
    }
    match int::INT_SLOTS.binary {
        Some(f) => f(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

fn new(_: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if !kwargs.is_empty() {
        return type_error("bool() takes no keyword arguments");
    }
    match args {
        [] => Ok(Value::bool(false)),
        [v] => Ok(Value::bool(ops::truth(v)?)),
        _ => type_error(format!("bool expected at most 1 argument, got {}", args.len())),
    }
}
