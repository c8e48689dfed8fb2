//! Universal functions of another runtime's objects (series and frames of pandas, arrays of dates), which see to them by themselves:
//! the real function is called.

use pyaot_core::error::Result;
use pyaot_core::foreign;
use pyaot_core::state::intern;
use pyaot_core::value::Value;
use pyaot_core::{ops, tuple};

use super::Ufunc;

/// The real function, if one of the inputs is such an object.
pub fn real(u: &'static Ufunc, inputs: &[Value]) -> Result<Option<Value>> {
    let Some(hooks) = inputs.iter().find_map(foreign::of) else { return Ok(None) };
    (hooks.attribute)("numpy", u.name).map(Some)
}

/// Its call with arguments as natives get them (see `object::direct`).
pub fn direct(real: &Value, nin: usize, a: &[Value], outs: usize) -> Result<Value> {
    let rest = &a[nin + outs..];
    let mut kwargs = Vec::new();
    let second: Vec<Value> = a[nin..nin + outs].to_vec();
    if second.iter().any(|o| !o.is_none()) {
        kwargs.push((intern("out"), tuple::new(second)));
    } else if !rest[0].is_none() {
        kwargs.push((intern("out"), rest[0].clone()));
    }
    if !rest[1].is_true() {
        kwargs.push((intern("where"), rest[1].clone()));
    }
    if !rest[4].is_none() {
        kwargs.push((intern("dtype"), rest[4].clone()));
    }
    ops::call_kw(real, &a[..nin], &kwargs)
}
