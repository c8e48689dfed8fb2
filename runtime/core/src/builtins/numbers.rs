//! `round`.

use crate::error::{Result, type_error};
use crate::types::Layout;
use crate::value::Value;
use crate::{float, int, ops, text};

pub(super) fn round(a: &[Value]) -> Result<Value> {
    let ndigits = if a[1].is_none() { None } else { Some(&a[1]) };
    // Numbers of other crates, which may have the layout of a float, round themselves.
    if a[0].ty().is_native && a[0].ty().slots.number.is_none() {
        match a[0].ty().layout {
            Layout::Float => return float::round(&a[0], ndigits),
            Layout::Int | Layout::Bool => return int::round(&a[0], ndigits),
            _ => {}
        }
    }
    match (ops::lookup_special(&a[0], "__round__"), ndigits) {
        (Some(m), None) => ops::call(&m, &[]),
        (Some(m), Some(n)) => ops::call(&m, std::slice::from_ref(n)),
        (None, _) => type_error(text!("type ", ops::type_name(&a[0]), " doesn't define __round__ method")),
    }
}
