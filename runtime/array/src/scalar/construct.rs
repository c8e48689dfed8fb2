//! Calls of the scalar types (`numpy.int8(3)`), and what Python makes of scalars (`int(x)`, indices).

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::types::{As, Layout, Slots, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::{bytes, complex, float, format, int, ops, str};

use super::arith::python_int;
use super::number::{round_to, weak_float};
use super::{Num, dtype_of_type, num, of_num};
use crate::array::as_array;
use crate::warn::{self, Flag, Flags};
use crate::{cast, convert, elem, errors};

/// The Python object that `.item()` gives.
pub fn item(d: DType, n: Num) -> Value {
    if d == DType::Bool { Value::bool(n.is_true()) } else { n.python() }
}

/// The slot `number`.
pub(super) fn as_python(v: &Value, what: As) -> Result<Option<Value>> {
    let Some((d, n)) = num(v) else { return Ok(None) };
    let real = |n: Num| -> Result<Num> {
        if let Num::Complex(x, _) = n {
            errors::complex_warning()?;
            return Ok(Num::Float(x));
        }
        Ok(n)
    };
    Ok(match what {
        As::Index => d.is_integer().then(|| n.python()),
        As::Int => Some(match real(n)? {
            Num::Float(x) => float::trunc_value(x)?,
            n => n.python(),
        }),
        As::Float => Some(float::new(real(n)?.real())),
        As::Complex => Some(complex::new(n.real(), n.imag())),
    })
}

/// The slot `number` of arrays: only those without dimensions are numbers.
pub fn array_as_python(v: &Value, what: As) -> Result<Option<Value>> {
    let a = as_array(v);
    if what == As::Index {
        if a.ndim() != 0 || !a.dtype().is_integer() {
            return type_error("only integer scalar arrays can be converted to a scalar index");
        }
    } else if a.ndim() != 0 {
        return type_error("only 0-dimensional arrays can be converted to Python scalars");
    }
    // SAFETY: the one element.
    let item = unsafe { elem::python(a.dtype(), a.itemsize(), a.data()) };
    Ok(Some(match what {
        As::Index => item,
        As::Int => int::from_value(&item)?,
        As::Float => float::from_value(&item)?,
        As::Complex => ops::call(&complex::COMPLEX.value(), &[item])?,
    }))
}

/// `ndarray.__format__`: that of the element, where there are no dimensions.
pub fn array_format(a: &[Value]) -> Result<Value> {
    let x = as_array(&a[0]);
    if x.ndim() == 0 {
        // SAFETY: the one element.
        let item = unsafe { elem::python(x.dtype(), x.itemsize(), x.data()) };
        return format::format_value_spec(&item, &a[1]);
    }
    if ops::text_of(&a[1]).is_empty() { ops::str(&a[0]) } else { type_error("unsupported format string passed to numpy.ndarray.__format__") }
}

/// One argument, positional.
fn argument<'a>(ty: &'static TypeObj, args: &'a [Value], kwargs: &[(Value, Value)]) -> Result<Option<&'a Value>> {
    if let Some((name, _)) = kwargs.first() {
        return type_error(format!("'{}' is an invalid keyword argument for this function", ops::text_of(name)));
    }
    if args.len() > 1 {
        let _ = ty;
        return type_error(format!("function takes at most 1 argument ({} given)", args.len()));
    }
    Ok(args.first())
}

pub(super) fn construct(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let Some(d) = dtype_of_type(ty) else { return type_error(format!("cannot create '{}' instances", ty.name)) };
    match argument(ty, args, kwargs)? {
        None => Ok(of_num(d, Num::Int(0))),
        Some(v) => match element(d, v)? {
            Some(n) => Ok(of_num(d, n)),
            None => array_of(d, v),
        },
    }
}

/// `numpy.int8([1, 2])`: an array; a scalar where it has no dimensions.
fn array_of(d: DType, v: &Value) -> Result<Value> {
    let x = convert::from_any(v, None)?;
    let a = if as_array(&x).dtype() == d { cast::copied(as_array(&x), crate::array::Order::C)? } else { cast::astype(&x, d, d.size())? };
    let r = as_array(&a);
    // SAFETY: the one element.
    Ok(if r.ndim() == 0 { unsafe { elem::get(d, r.itemsize(), r.data()) } } else { a })
}

/// The number that an object becomes as an element of this dtype (`numpy.int8(v)`); `None` for arrays and sequences.
pub fn element(d: DType, v: &Value) -> Result<Option<Num>> {
    if let Some((from, n)) = num(v) {
        return cast_reported(from, n, d).map(Some);
    }
    if matches!(v.ty().layout, Layout::Array | Layout::List | Layout::Tuple | Layout::Range) {
        return Ok(None);
    }
    Ok(Some(match d.kind() {
        Kind::Bool => Num::Int(i128::from(ops::truth(v)?)),
        Kind::Signed | Kind::Unsigned => {
            let i = int::from_value(v)?;
            // A Python int is named where it does not fit; what else is made an int is read as a machine word first.
            let direct = int::is_int(v);
            match python_int(if direct { d } else { DType::I64 }, &i)? {
                n if direct || d == DType::I64 => n,
                _ => python_int(d, &i)?,
            }
        }
        Kind::Float => {
            if v.is_none() {
                Num::Float(f64::NAN)
            } else if let (Some(i), true) = (int::view(v), d != DType::F64) {
                weak_float(float::int_to_f64(i)?, d)?
            } else if complex::as_complex(v).is_some() {
                return type_error("float() argument must be a string or a real number, not 'complex'");
            } else {
                let x = float::from_value(v)?;
                weak_float(float::as_float(&x).unwrap_or(0.0), d)?
            }
        }
        _ => {
            let c = ops::call(&pyaot_core::complex::COMPLEX.value(), std::slice::from_ref(v))?;
            let (re, im) = complex::as_complex(&c).unwrap_or((0.0, 0.0));
            Num::Complex(weak_float(re, d)?.real(), weak_float(im, d)?.real())
        }
    }))
}

/// A number of one dtype cast to another; what is lost in a way that matters is reported.
pub fn cast_reported(from: DType, n: Num, to: DType) -> Result<Num> {
    let mut flags = Flags::default();
    let (x, y) = (n.real(), n.imag());
    match to.kind() {
        Kind::Signed | Kind::Unsigned if !matches!(n, Num::Int(_)) => {
            // As the kernels of casts convert: small ints by way of 32 bits.
            let fits = match to {
                DType::U64 => (-9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0).contains(&x),
                DType::I64 | DType::U32 => (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&x),
                _ => x > -2_147_483_649.0 && x < 2_147_483_648.0,
            };
            flags.set_if(Flag::Invalid, !fits);
        }
        Kind::Float | Kind::Complex => {
            let too_large = |part: f64| part.is_finite() && !round_to(to, part).is_finite();
            flags.set_if(Flag::Overflow, too_large(x) || to.kind() == Kind::Complex && too_large(y));
        }
        _ => {}
    }
    if from.kind() == Kind::Complex && matches!(to.kind(), Kind::Signed | Kind::Unsigned | Kind::Float) {
        errors::complex_warning()?;
    }
    warn::report(flags, "cast")?;
    Ok(n.cast(to))
}

pub(super) fn construct_str(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    const BASE: Slots = str::SLOTS;
    match BASE.new {
        Some(new) => new(ty, args, kwargs),
        None => value_error("no str"),
    }
}

pub(super) fn construct_bytes(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    const BASE: Slots = bytes::SLOTS;
    let Some(new) = BASE.new else { return value_error("no bytes") };
    match args {
        [v] if v.ty().layout == Layout::Str && kwargs.is_empty() => new(ty, &[v.clone(), str::new("ascii")], &[]),
        _ => new(ty, args, kwargs),
    }
}

/// A text as the scalar of its dtype.
pub(super) fn text(dtype: DType, v: &Value) -> Option<Value> {
    const STR: Slots = str::SLOTS;
    const BYTES: Slots = bytes::SLOTS;
    let new = if dtype == DType::Str { STR.new } else { BYTES.new };
    new?(super::type_of(dtype), std::slice::from_ref(v), &[]).map_err(pyaot_core::exception::clear_pending).ok()
}
