//! Attributes and methods of scalars.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error};
use pyaot_core::exception::INDEX_ERROR;
use pyaot_core::native::Natives;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{dict, float, format, int, list, natives, ops, str, tuple};

use crate::{array, cast, convert, dtype_obj, elem};

use super::construct::item;
use super::{Num, num, of_num};

/// Methods of `numpy.generic`.
pub(super) static METHODS: Natives = natives![
    "conj(self, /)" => conjugate,
    "conjugate(self, /)" => conjugate,
    "item(self, *args)" => to_item,
    "tolist(self, /)" => to_item,
    "astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True)" => astype,
    "all(self, *args, **kwargs)" => |a: &[Value]| forward("all", a),
    "any(self, *args, **kwargs)" => |a: &[Value]| forward("any", a),
    "argmax(self, *args, **kwargs)" => |a: &[Value]| forward("argmax", a),
    "argmin(self, *args, **kwargs)" => |a: &[Value]| forward("argmin", a),
    "argsort(self, *args, **kwargs)" => |a: &[Value]| forward("argsort", a),
    "byteswap(self, *args, **kwargs)" => |a: &[Value]| forward("byteswap", a),
    "choose(self, *args, **kwargs)" => |a: &[Value]| forward("choose", a),
    "clip(self, *args, **kwargs)" => |a: &[Value]| forward("clip", a),
    "compress(self, *args, **kwargs)" => |a: &[Value]| forward("compress", a),
    "copy(self, *args, **kwargs)" => |a: &[Value]| forward("copy", a),
    "cumprod(self, *args, **kwargs)" => |a: &[Value]| forward("cumprod", a),
    "cumsum(self, *args, **kwargs)" => |a: &[Value]| forward("cumsum", a),
    "diagonal(self, *args, **kwargs)" => |a: &[Value]| forward("diagonal", a),
    "dot(self, *args, **kwargs)" => |a: &[Value]| forward("dot", a),
    "fill(self, *args, **kwargs)" => |a: &[Value]| forward("fill", a),
    "flatten(self, *args, **kwargs)" => |a: &[Value]| forward("flatten", a),
    "max(self, *args, **kwargs)" => |a: &[Value]| forward("max", a),
    "mean(self, *args, **kwargs)" => |a: &[Value]| forward("mean", a),
    "min(self, *args, **kwargs)" => |a: &[Value]| forward("min", a),
    "nonzero(self, *args, **kwargs)" => |a: &[Value]| forward("nonzero", a),
    "prod(self, *args, **kwargs)" => |a: &[Value]| forward("prod", a),
    "ptp(self, *args, **kwargs)" => |a: &[Value]| forward("ptp", a),
    "ravel(self, *args, **kwargs)" => |a: &[Value]| forward("ravel", a),
    "repeat(self, *args, **kwargs)" => |a: &[Value]| forward("repeat", a),
    "reshape(self, *args, **kwargs)" => |a: &[Value]| forward("reshape", a),
    "searchsorted(self, *args, **kwargs)" => |a: &[Value]| forward("searchsorted", a),
    "squeeze(self, *args, **kwargs)" => |a: &[Value]| forward("squeeze", a),
    "std(self, *args, **kwargs)" => |a: &[Value]| forward("std", a),
    "sum(self, *args, **kwargs)" => |a: &[Value]| forward("sum", a),
    "swapaxes(self, *args, **kwargs)" => |a: &[Value]| forward("swapaxes", a),
    "take(self, *args, **kwargs)" => |a: &[Value]| forward("take", a),
    "tobytes(self, *args, **kwargs)" => |a: &[Value]| forward("tobytes", a),
    "trace(self, *args, **kwargs)" => |a: &[Value]| forward("trace", a),
    "transpose(self, *args, **kwargs)" => |a: &[Value]| forward("transpose", a),
    "var(self, *args, **kwargs)" => |a: &[Value]| forward("var", a),
    "view(self, *args, **kwargs)" => |a: &[Value]| forward("view", a),
    "round(self, decimals=0, out=None)" => round_method,
    "__format__(self, format_spec, /) -> str" => format_method,
    "__copy__(self, /)" => |a: &[Value]| Ok(a[0].clone()),
    "__deepcopy__(self, memo=None, /)" => |a: &[Value]| Ok(a[0].clone()),
];

/// Methods that every scalar has from arrays; [`METHODS`] and these are one table.
fn forward(name: &str, a: &[Value]) -> Result<Value> {
    let array = as_array(&a[0])?;
    let args = list::to_vec(&a[1])?;
    let kwargs: Vec<(Value, Value)> = match a[2].downcast::<dict::DictObj>() {
        Some(d) => d.iter().collect(),
        None => Vec::new(),
    };
    let r = ops::call_method_kw(&array, &str::new(name), &args, &kwargs)?;
    match array::get(&r) {
        // SAFETY: the one element.
        Some(x) if x.ndim() == 0 && matches!(name, "view" | "byteswap") => Ok(unsafe { elem::get(x.dtype(), x.itemsize(), x.data()) }),
        _ => Ok(r),
    }
}

/// The scalar as an array of no dimensions.
pub fn as_array(v: &Value) -> Result<Value> {
    let Some((d, bits)) = super::get(v) else { return type_error("no numeric scalar") };
    let array = array::empty(d, &[])?;
    // SAFETY: the array has one element of this dtype.
    unsafe { std::ptr::copy_nonoverlapping(bits.as_ptr(), array::as_array(&array).data(), d.size()) };
    Ok(array)
}

/// Methods of the integer types.
pub(super) static INTEGER_METHODS: Natives = natives![
    "__round__(self, ndigits=None, /)" => round,
    "bit_count(self, /)" => bit_count,
    "is_integer(self, /) -> bool" => |_: &[Value]| Ok(Value::bool(true)),
];

/// Methods of the float types.
pub(super) static FLOAT_METHODS: Natives = natives![
    "__round__(self, ndigits=None, /)" => round,
    "is_integer(self, /) -> bool" => is_integer,
    "as_integer_ratio(self, /)" => ratio,
];

pub(super) fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some((d, n)) = num(v) else { return text_attr(v, name) };
    let part = match d {
        DType::C64 => DType::F32,
        DType::C128 => DType::F64,
        d => d,
    };
    Ok(Some(match name {
        "real" => of_num(part, if let Num::Complex(x, _) = n { Num::Float(x) } else { n }),
        "imag" => of_num(part, if let Num::Complex(_, y) = n { Num::Float(y) } else { Num::Int(0) }),
        "T" => v.clone(),
        "dtype" => dtype_obj::value(d, d.size()),
        "shape" | "strides" => tuple::empty(),
        "ndim" => Value::int(0),
        "size" => Value::int(1),
        "itemsize" | "nbytes" => Value::int(d.size() as i64),
        "base" => Value::none(),
        "numerator" if d.is_integer() => v.clone(),
        "denominator" if d.is_integer() => Value::int(1),
        _ => return Ok(None),
    }))
}

pub(super) fn getitem(v: &Value, key: &Value) -> Result<Value> {
    if key.downcast::<tuple::TupleObj>().is_some_and(|t| t.is_empty()) {
        return Ok(v.clone());
    }
    // Bools are keys of arrays without dimensions too.
    let is_bool = |(d, _): (DType, _)| d == DType::Bool;
    let of_array = || array::get(key).is_some_and(|k| k.dtype() == DType::Bool && k.ndim() == 0);
    if key.ty().layout == Layout::Bool || super::get(key).is_some_and(is_bool) || of_array() {
        return crate::index::getitem(&crate::convert::asarray(v)?, key);
    }
    raise(&INDEX_ERROR, "invalid index to scalar variable.")
}

/// Attributes of `str_` and `bytes_`.
fn text_attr(v: &Value, name: &str) -> Result<Option<Value>> {
    let as_zero_d = convert::from_any(v, None)?;
    let a = array::as_array(&as_zero_d);
    Ok(Some(match name {
        "dtype" => dtype_obj::value(a.dtype(), a.itemsize()),
        "shape" | "strides" => tuple::empty(),
        "ndim" => Value::int(0),
        "size" => Value::int(1),
        "itemsize" | "nbytes" => Value::int(a.itemsize() as i64),
        "T" => v.clone(),
        _ => return Ok(None),
    }))
}

fn astype(a: &[Value]) -> Result<Value> {
    let (dtype, size) = dtype_obj::parse(&a[1])?;
    if let (Some((from, n)), true) = (num(&a[0]), dtype.is_numeric()) {
        return Ok(of_num(dtype, super::construct::cast_reported(from, n, dtype)?));
    }
    let x = convert::from_any(&a[0], None)?;
    let r = cast::astype(&x, dtype, size)?;
    let r = array::as_array(&r);
    // SAFETY: the one element.
    Ok(unsafe { elem::get(r.dtype(), r.itemsize(), r.data()) })
}

fn me(a: &[Value]) -> (DType, Num) {
    num(&a[0]).unwrap_or((DType::Bool, Num::Int(0)))
}

fn conjugate(a: &[Value]) -> Result<Value> {
    Ok(match me(a) {
        (d, Num::Complex(x, y)) => of_num(d, Num::Complex(x, -y)),
        _ => a[0].clone(),
    })
}

fn to_item(a: &[Value]) -> Result<Value> {
    if let Some(s) = pyaot_core::str::as_str(&a[0]) {
        return Ok(pyaot_core::str::new(&s));
    }
    if let Some(b) = pyaot_core::bytes::like(&a[0]) {
        return Ok(pyaot_core::bytes::new(b));
    }
    let (d, n) = me(a);
    Ok(item(d, n))
}

/// The format of the equal Python number.
fn format_method(a: &[Value]) -> Result<Value> {
    format::format_method(&to_item(&a[..1])?, &a[1])
}

fn round(a: &[Value]) -> Result<Value> {
    let (d, n) = me(a);
    if a[1].is_none() {
        return match n {
            Num::Float(x) => float::trunc_value(x.round_ties_even()),
            n => Ok(n.python()),
        };
    }
    let digits = ops::index(&a[1])?;
    Ok(of_num(d, rounded(d, n, digits)))
}

/// `numpy.round(n, digits)`: scaled by a power of ten, to the nearest even, and back.
pub fn rounded(d: DType, n: Num, digits: i64) -> Num {
    let scale = |x: f64| {
        let unit = 10f64.powi(digits.unsigned_abs().min(400) as i32);
        let r = |x: f64| super::number::round_to(d, x);
        if digits >= 0 { r(r(x * unit).round_ties_even() / unit) } else { r(r(x / unit).round_ties_even() * unit) }
    };
    match n {
        Num::Int(i) if digits >= 0 => Num::Int(i),
        Num::Int(i) => {
            let unit = 10f64.powi((-digits).min(400) as i32);
            Num::Float((i as f64 / unit).round_ties_even() * unit)
        }
        Num::Float(x) => Num::Float(scale(x)),
        Num::Complex(x, y) => Num::Complex(scale(x), scale(y)),
    }
}

fn round_method(a: &[Value]) -> Result<Value> {
    let (d, n) = me(a);
    let decimals = ops::index(&a[1])?;
    if d == DType::Bool {
        // As an array of one.
        let v = crate::convert::asarray(&a[0])?;
        return crate::ufunc::rounding::round(&[v, Value::int(decimals), Value::none()]).and_then(|r| ops::getitem(&r, &pyaot_core::tuple::new(vec![])));
    }
    Ok(of_num(d, rounded(d, n, decimals)))
}

fn bit_count(a: &[Value]) -> Result<Value> {
    let (_, n) = me(a);
    Ok(match n {
        Num::Int(i) => Value::int(i64::from(i.unsigned_abs().count_ones())),
        _ => Value::int(0),
    })
}

fn is_integer(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(match me(a).1 {
        Num::Float(x) => x.is_finite() && x.trunc() == x,
        _ => true,
    }))
}

fn ratio(a: &[Value]) -> Result<Value> {
    let x = float::new(me(a).1.real());
    let _ = int::is_int(&x);
    ops::call_method(&x, "as_integer_ratio", &[])
}
