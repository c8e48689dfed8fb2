//! The type `numpy.ndarray`: its slots, attributes and methods.

use pyaot_core::error::Result;
use pyaot_core::late_type;
use pyaot_core::native::Natives;
use pyaot_core::natives;
use pyaot_core::str;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::Value;

use crate::array::{self, as_array};
use crate::ufunc::{functions, operators};

late_type! {
    /// `numpy.ndarray`
    pub static NDARRAY, ndarray_type = (
        "numpy.ndarray",
        Layout::Array,
        Slots {
            repr: Some(repr),
            binary: Some(operators::binary),
            inplace: Some(operators::inplace),
            unary: Some(operators::unary),
            compare: Some(operators::compare),
            drop: Some(array::drop_fields),
            traverse: Some(array::traverse),
            clear: Some(array::clear),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "ravel(self, /)" => ravel,
    "sum(self, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...)" => functions::sum,
    "prod(self, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...)" => functions::prod,
    "min(self, axis=None, out=None, keepdims=..., initial=..., where=...)" => functions::min,
    "max(self, axis=None, out=None, keepdims=..., initial=..., where=...)" => functions::max,
    "any(self, axis=None, out=None, keepdims=..., *, where=...)" => functions::any,
    "all(self, axis=None, out=None, keepdims=..., *, where=...)" => functions::all,
];

fn repr(v: &Value) -> Result<Value> {
    let a = as_array(v);
    Ok(str::from_string(format!("array of {} {}", array::shape_text(a.shape()), a.dtype().name())))
}

fn ravel(a: &[Value]) -> Result<Value> {
    Ok(a[0].clone())
}
