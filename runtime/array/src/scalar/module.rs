//! The native module `_numpy_scalar`: the scalar types by their names, and what is asked about types.

use pyaot_abi::dtype::DType;
use pyaot_core::class::as_type;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::native::Natives;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::{float, late_module, list, natives, ops, str, tuple};

use super::promotion::{self, Says};
use super::{Num, num};
use crate::array::ArrayObj;
use crate::cast::Casting;
use crate::dtype_obj;
use crate::warn::{self, Mode};

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
    ("object_", || of(object_type())),
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

static NATIVES: Natives = natives![
    "_numpy_scalar.result_type(*arrays_and_dtypes)" => result_type,
    "_numpy_scalar.promote_types(type1, type2, /)" => promote_types,
    "_numpy_scalar.can_cast(from_, to, casting='safe') -> bool" => can_cast,
    "_numpy_scalar.min_scalar_type(a, /)" => min_scalar_type,
    "_numpy_scalar.issubdtype(arg1, arg2) -> bool" => issubdtype,
    "_numpy_scalar.isscalar(element) -> bool" => isscalar,
    // The dtype by its place among all.
    "_numpy_scalar.is_array(a, ndim: int, dtype: int, /) -> bool" => is_array,
    "_numpy_scalar.get_modes() -> tuple[str, str, str, str]" => get_modes,
    "_numpy_scalar.set_modes(divide, over, under, invalid, /) -> None" => set_modes,
];

/// What an argument of `numpy.result_type` says: arrays and numbers by their dtype, all else is read as a dtype.
fn said(v: &Value) -> Result<Says> {
    if let Some(s) = promotion::says(v) {
        return Ok(s);
    }
    let (d, size) = dtype_obj::parse(v)?;
    Ok(Says::Strong(d, size))
}

/// `numpy.result_type(*arrays_and_dtypes)`
fn result_type(a: &[Value]) -> Result<Value> {
    let all = list::to_vec(&a[0])?;
    if all.is_empty() {
        return value_error("at least one array or dtype is required");
    }
    let all = all.iter().map(said).collect::<Result<Vec<_>>>()?;
    let (d, size) = promotion::common(&all)?;
    Ok(dtype_obj::value(d, size))
}

/// `numpy.promote_types(type1, type2)`
fn promote_types(a: &[Value]) -> Result<Value> {
    let strong = |v: &Value| dtype_obj::parse(v).map(|(d, size)| Says::Strong(d, size));
    let (d, size) = promotion::common(&[strong(&a[0])?, strong(&a[1])?])?;
    Ok(dtype_obj::value(d, size))
}

/// `numpy.can_cast(from_, to, casting)`
fn can_cast(a: &[Value]) -> Result<Value> {
    let casting = Casting::parse(&a[2])?;
    let from = match said(&a[0])? {
        Says::Strong(d, size) => (d, size),
        Says::Weak(_) => {
            return type_error(
                "can_cast() does not support Python ints, floats, and complex because the result used to depend on the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the future.",
            );
        }
    };
    Ok(Value::bool(casting.allows(from, dtype_obj::parse(&a[1])?)))
}

/// `numpy.min_scalar_type(a)`: the smallest dtype that holds a number.
fn min_scalar_type(a: &[Value]) -> Result<Value> {
    if let Some(x) = crate::array::get(&a[0])
        && x.ndim() > 0
    {
        return Ok(dtype_obj::value(x.dtype(), x.itemsize()));
    }
    let x = crate::convert::from_any(&a[0], None)?;
    let x = crate::array::as_array(&x);
    let float = |v: f64| {
        if !v.is_finite() || v.abs() < 65000.0 {
            DType::F16
        } else if v.abs() < 3.4e38 {
            DType::F32
        } else {
            DType::F64
        }
    };
    // SAFETY: the one element of an array without dimensions.
    let n = if x.dtype().is_numeric() && x.ndim() == 0 { num(&unsafe { super::new(x.dtype(), x.data()) }) } else { None };
    let d = match n {
        None => x.dtype(),
        Some((DType::Bool, _)) => DType::Bool,
        Some((_, Num::Int(i))) => {
            let all = if i >= 0 { [DType::U8, DType::U16, DType::U32, DType::U64] } else { [DType::I8, DType::I16, DType::I32, DType::I64] };
            all.into_iter().find(|d| super::number::wrap(*d, i) == i).unwrap_or(DType::Object)
        }
        Some((_, Num::Float(v))) => float(v),
        Some((_, Num::Complex(re, im))) => {
            if float(re).size().max(float(im).size()) <= 4 { DType::C64 } else { DType::C128 }
        }
    };
    Ok(dtype_obj::value(d, if d == x.dtype() { x.itemsize() } else { d.size() }))
}

/// The scalar type that an argument of `issubdtype` names.
fn scalar_type(v: &Value) -> Result<&'static TypeObj> {
    match as_type(v) {
        Some(t) if t.is_subtype(generic_type()) => Ok(t),
        _ => Ok(type_of(dtype_obj::parse(v)?.0)),
    }
}

/// `numpy.issubdtype(arg1, arg2)`
fn issubdtype(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(scalar_type(&a[0])?.is_subtype(scalar_type(&a[1])?)))
}

/// `numpy.isscalar(element)`
fn isscalar(a: &[Value]) -> Result<Value> {
    let layout = a[0].ty().layout;
    let plain = matches!(layout, Layout::Bool | Layout::Int | Layout::Float | Layout::Complex | Layout::Str | Layout::Bytes);
    Ok(Value::bool(plain || layout == Layout::Scalar))
}

/// An array with so many dimensions, of this dtype.
fn is_array(a: &[Value]) -> Result<Value> {
    let fits = |x: &ArrayObj| a[1].as_small() == Some(x.ndim() as i64) && a[2].as_small() == Some(x.dtype() as i64);
    Ok(Value::bool(a[0].downcast::<ArrayObj>().is_some_and(fits)))
}

/// The modes of `numpy.geterr`: divide, over, under, invalid.
fn get_modes(_: &[Value]) -> Result<Value> {
    Ok(tuple::new(warn::modes().iter().map(|m| str::new(m.name())).collect()))
}

fn set_modes(a: &[Value]) -> Result<Value> {
    let mut modes = warn::modes();
    for (mode, v) in modes.iter_mut().zip(a) {
        match Mode::of_name(&ops::text_of(v)) {
            Some(m) => *mode = m,
            None => {
                return value_error(format!(
                    "invalid error mode {}; must be one of 'ignore', 'warn', 'raise', 'call', 'print', or 'log'",
                    ops::repr_string(v)?
                ));
            }
        }
    }
    warn::set_modes(modes);
    Ok(Value::none())
}
