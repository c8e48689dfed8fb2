//! The native module `_numpy_scalar`: the scalar types by their names, and what is asked about types.

use pyaot_core::native::Natives;
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;
use pyaot_core::{float, late_module, natives};

use super::types::*;

late_module! {
    /// Scalar types, constants and `numpy.seterr`.
    pub static NUMPY_SCALAR = ("_numpy_scalar", natives: NATIVES, values: VALUES);
}

fn of(t: &'static TypeObj) -> Value {
    t.value()
}

static VALUES: &[(&str, fn() -> Value)] = &[
    ("generic", || of(generic_type())),
    ("number", || of(number_type())),
    ("integer", || of(integer_type())),
    ("signedinteger", || of(signed_type())),
    ("unsignedinteger", || of(unsigned_type())),
    ("inexact", || of(inexact_type())),
    ("floating", || of(floating_type())),
    ("complexfloating", || of(complexfloating_type())),
    ("flexible", || of(flexible_type())),
    ("character", || of(character_type())),
    ("bool", || of(np_bool_type())),
    ("int8", || of(int8_type())),
    ("uint8", || of(uint8_type())),
    ("int16", || of(int16_type())),
    ("uint16", || of(uint16_type())),
    ("int32", || of(int32_type())),
    ("uint32", || of(uint32_type())),
    ("int64", || of(int64_type())),
    ("uint64", || of(uint64_type())),
    ("float16", || of(float16_type())),
    ("float32", || of(float32_type())),
    ("float64", || of(float64_type())),
    ("complex64", || of(complex64_type())),
    ("complex128", || of(complex128_type())),
    ("str_", || of(str_type())),
    ("bytes_", || of(bytes_type())),
    ("True_", || bool_value(true)),
    ("False_", || bool_value(false)),
    ("e", || float::new(std::f64::consts::E)),
    ("pi", || float::new(std::f64::consts::PI)),
    ("inf", || float::new(f64::INFINITY)),
    ("nan", || float::new(f64::NAN)),
    ("euler_gamma", || float::new(0.577_215_664_901_532_9)),
];

static NATIVES: Natives = natives![];
