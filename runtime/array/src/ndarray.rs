//! The type `numpy.ndarray`: its slots, attributes and methods.

use pyaot_core::error::Result;
use pyaot_core::late_type;
use pyaot_core::native::Natives;
use pyaot_core::natives;
use pyaot_core::str;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::Value;

use crate::array::{self, as_array};

late_type! {
    /// `numpy.ndarray`
    pub static NDARRAY, ndarray_type = (
        "numpy.ndarray",
        Layout::Array,
        Slots {
            repr: Some(repr),
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
];

fn repr(v: &Value) -> Result<Value> {
    let a = as_array(v);
    Ok(str::from_string(format!("array of {} {}", array::shape_text(a.shape()), a.dtype().name())))
}

fn ravel(a: &[Value]) -> Result<Value> {
    Ok(a[0].clone())
}
