//! The type objects of NumPy's scalars: `numpy.generic` and everything below it.

use pyaot_abi::dtype::DType;
use pyaot_core::bytes::BYTES;
use pyaot_core::complex::COMPLEX;
use pyaot_core::error::{Result, type_error};
use pyaot_core::float::FLOAT;
use pyaot_core::late_type;
use pyaot_core::str::STR;
use pyaot_core::types::{Layout, Slots, TypeObj};
use pyaot_core::value::{Header, Value};

use super::{ScalarObj, arith, attrs, compare, construct, text};

/// The operations of every numeric scalar.
const SLOTS: Slots = Slots {
    repr: Some(text::repr),
    str: Some(text::str),
    hash: Some(compare::hash),
    compare: Some(compare::compare),
    truth: Some(compare::truth),
    binary: Some(arith::binary),
    unary: Some(arith::unary),
    number: Some(construct::as_python),
    getitem: Some(attrs::getitem),
    getattr: Some(attrs::getattr),
    new: Some(construct::construct),
    ..Slots::EMPTY
};

const ABSTRACT: Slots = Slots { new: Some(no_instances), ..Slots::EMPTY };

fn no_instances(ty: &'static TypeObj, _: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    type_error(format!("cannot create '{}' instances", ty.name))
}

macro_rules! abstract_types {
    ($($NAME:ident $ready:ident $name:literal: $base:expr, $methods:expr;)*) => {
        $(late_type! {
            pub static $NAME, $ready = ($name, Layout::Scalar, ABSTRACT, $methods, base: $base);
        })*
        /// The abstract types by their names.
        pub static ABSTRACT_TYPES: &[(&str, fn() -> Value)] = &[$(($name, || $ready().value())),*];
    };
}

abstract_types! {
    GENERIC generic_type "numpy.generic": None, attrs::METHODS;
    NUMBER number_type "numpy.number": Some(&GENERIC), &[];
    INTEGER integer_type "numpy.integer": Some(&NUMBER), &[];
    SIGNED signed_type "numpy.signedinteger": Some(&INTEGER), attrs::INTEGER_METHODS;
    UNSIGNED unsigned_type "numpy.unsignedinteger": Some(&INTEGER), attrs::INTEGER_METHODS;
    INEXACT inexact_type "numpy.inexact": Some(&NUMBER), &[];
    FLOATING floating_type "numpy.floating": Some(&INEXACT), attrs::FLOAT_METHODS;
    COMPLEX_FLOATING complexfloating_type "numpy.complexfloating": Some(&INEXACT), &[];
    FLEXIBLE flexible_type "numpy.flexible": Some(&GENERIC), &[];
    CHARACTER character_type "numpy.character": Some(&FLEXIBLE), &[];
}

macro_rules! scalar_types {
    ($($NAME:ident $ready:ident $name:literal: $dtype:ident, $base:expr, $methods:expr;)*) => {
        $(late_type! {
            pub static $NAME, $ready = ($name, Layout::Scalar, SLOTS, $methods, base: Some($base));
        })*

        /// The type of the scalars of a dtype (not of objects, which have none).
        pub fn type_of(dtype: DType) -> &'static TypeObj {
            match dtype {
                $(DType::$dtype => $ready(),)*
                DType::F64 => float64_type(),
                DType::C128 => complex128_type(),
                DType::Str => str_type(),
                DType::Bytes => bytes_type(),
                DType::Object => object_type(),
            }
        }

        /// The dtype that a scalar type stands for; subclasses stand for that of their base.
        pub fn dtype_of_type(ty: &'static TypeObj) -> Option<DType> {
            let mut at = Some(ty);
            while let Some(t) = at {
                $(if std::ptr::eq(t, &$NAME) {
                    return Some(DType::$dtype);
                })*
                for (known, d) in [(&FLOAT64, DType::F64), (&COMPLEX128, DType::C128), (&STR_, DType::Str), (&BYTES_, DType::Bytes), (&OBJECT_, DType::Object)] {
                    if std::ptr::eq(t, known) {
                        return Some(d);
                    }
                }
                at = t.base;
            }
            None
        }
    };
}

scalar_types! {
    NP_BOOL np_bool_type "numpy.bool": Bool, &GENERIC, &[];
    INT8 int8_type "numpy.int8": I8, &SIGNED, &[];
    UINT8 uint8_type "numpy.uint8": U8, &UNSIGNED, &[];
    INT16 int16_type "numpy.int16": I16, &SIGNED, &[];
    UINT16 uint16_type "numpy.uint16": U16, &UNSIGNED, &[];
    INT32 int32_type "numpy.int32": I32, &SIGNED, &[];
    UINT32 uint32_type "numpy.uint32": U32, &UNSIGNED, &[];
    INT64 int64_type "numpy.int64": I64, &SIGNED, &[];
    UINT64 uint64_type "numpy.uint64": U64, &UNSIGNED, &[];
    FLOAT16 float16_type "numpy.float16": F16, &FLOATING, &[];
    FLOAT32 float32_type "numpy.float32": F32, &FLOATING, &[];
    COMPLEX64 complex64_type "numpy.complex64": C64, &COMPLEX_FLOATING, &[];
}

late_type! {
    /// A `float` too.
    pub static FLOAT64, float64_type = ("numpy.float64", Layout::Float, SLOTS, &[], base: Some(&FLOATING), also: &FLOAT);
}

late_type! {
    /// A `complex` too.
    pub static COMPLEX128, complex128_type =
        ("numpy.complex128", Layout::Complex, SLOTS, &[], base: Some(&COMPLEX_FLOATING), also: &COMPLEX);
}

late_type! {
    /// A `str` first of all.
    pub static STR_, str_type = (
        "numpy.str_",
        Layout::Str,
        Slots { repr: Some(text::repr_str), getattr: Some(attrs::getattr), new: Some(construct::construct_str), ..pyaot_core::str::SLOTS },
        attrs::METHODS,
        base: Some(&STR),
        also: &CHARACTER
    );
}

late_type! {
    /// `bytes` first of all.
    pub static BYTES_, bytes_type = (
        "numpy.bytes_",
        Layout::Bytes,
        Slots {
            repr: Some(text::repr_bytes),
            getattr: Some(attrs::getattr),
            new: Some(construct::construct_bytes),
            ..pyaot_core::bytes::SLOTS
        },
        attrs::METHODS,
        base: Some(&BYTES),
        also: &CHARACTER
    );
}

late_type! {
    /// The type of the elements of arrays of objects, by name: such an element is the object itself.
    pub static OBJECT_, object_type =
        ("numpy.object_", Layout::Scalar, Slots { new: Some(any_object), ..Slots::EMPTY }, &[], base: Some(&GENERIC));
}

fn any_object(_: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    Ok(args.first().cloned().unwrap_or_else(Value::none))
}

/// `numpy.True_` and `numpy.False_` are the only objects of their type.
static TRUE: ScalarObj = ScalarObj { header: Header::immortal(&NP_BOOL), bits: 1, dtype: DType::Bool };
static FALSE: ScalarObj = ScalarObj { header: Header::immortal(&NP_BOOL), bits: 0, dtype: DType::Bool };

/// `numpy.bool(b)`.
#[inline]
pub fn bool_value(b: bool) -> Value {
    np_bool_type();
    let object = if b { &TRUE } else { &FALSE };
    // SAFETY: a static object is always live.
    unsafe { Value::from_ptr_retained(object) }
}
