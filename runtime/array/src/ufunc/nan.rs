//! Reductions that leave NaNs out: `numpy.nansum`, `nanmean`, `nanstd`, `nanmax`, `nanargmax`, …

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::native::Natives;
use pyaot_core::types::BinOp;
use pyaot_core::value::Value;
use pyaot_core::{float, late_module, natives, ops};

use super::call::{self, call};
use super::object::reduce_options;
use super::operand::Operand;
use super::reduce::{Options, axes_of, reduce, reduce_axes};
use super::resolve::Casting;
use super::{Ufunc, position, stats, table};
use crate::array::{self, as_array};
use crate::{cast, convert, warn};

late_module! {
    /// Reductions that leave NaNs out.
    pub static NUMPY_NAN = ("_numpy_nan", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_nan.nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(a, axis)" => nansum,
    "_numpy_nan.nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(a, axis)" => nanprod,
    "_numpy_nan.nanmin(a, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(a, axis)" => |a| extreme(&table::FMIN, a),
    "_numpy_nan.nanmax(a, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(a, axis)" => |a| extreme(&table::FMAX, a),
    "_numpy_nan.nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=...) -> np.mean(a, axis)" => nanmean,
    "_numpy_nan.nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(a, axis)" => |a| variance(a, false),
    "_numpy_nan.nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(a, axis)" => |a| variance(a, true),
    "_numpy_nan.nanargmax(a, axis=None, out=None, *, keepdims=False) -> np.position(a, axis)" => |a| arg_extreme(a, true),
    "_numpy_nan.nanargmin(a, axis=None, out=None, *, keepdims=False) -> np.position(a, axis)" => |a| arg_extreme(a, false),
    "_numpy_nan.nancumsum(a, axis=None, dtype=None, out=None) -> np.running(a, axis)" => |a| running(&table::ADD, 0, a),
    "_numpy_nan.nancumprod(a, axis=None, dtype=None, out=None) -> np.running(a, axis)" => |a| running(&table::MULTIPLY, 1, a),
];

const KEEP: call::Options<'static> = call::Options { keep_array: true, ..call::Options::NONE };

/// A copy of the array in which NaNs are replaced, and where they were; the array itself where its dtype has no NaN.
fn replaced(v: &Value, by: &Value) -> Result<(Value, Option<Value>)> {
    let v = convert::asarray(v)?;
    let a = as_array(&v);
    let mask = match a.dtype() {
        DType::Object => call(&table::NOT_EQUAL, &[&v, &v], &KEEP)?.into_value(),
        d if d.is_float() || d.is_complex() => call(&table::ISNAN, &[&v], &KEEP)?.into_value(),
        _ => return Ok((v, None)),
    };
    // In the order that the elements have, which sums are made in.
    let new = cast::new_like(a, a.dtype(), a.itemsize())?;
    cast::copy_into(as_array(&new), a)?;
    put(&new, &mask, by)?;
    Ok((new, Some(mask)))
}

/// `a[mask] = by`
fn put(a: &Value, mask: &Value, by: &Value) -> Result<()> {
    let options = call::Options { out: [Some(a), None], mask: Some(mask), casting: Casting::Unsafe, ..call::Options::NONE };
    call(&table::POSITIVE, &[by], &options)?;
    Ok(())
}

fn with_first<const N: usize>(v: Value, a: &[Value]) -> [Value; N] {
    std::array::from_fn(|k| if k == 0 { v.clone() } else { a[k].clone() })
}

fn nansum(a: &[Value]) -> Result<Value> {
    let (v, _) = replaced(&a[0], &Value::int(0))?;
    super::functions::sum(&with_first::<7>(v, a))
}

fn nanprod(a: &[Value]) -> Result<Value> {
    let (v, _) = replaced(&a[0], &Value::int(1))?;
    super::functions::prod(&with_first::<7>(v, a))
}

fn running(u: &'static Ufunc, by: i64, a: &[Value]) -> Result<Value> {
    let (v, _) = replaced(&a[0], &Value::int(by))?;
    stats::running(u, &with_first::<4>(v, a))
}

/// At least one element is true.
fn any(v: &Value) -> Result<bool> {
    ops::truth(&reduce(&table::LOGICAL_OR, v, &Options::default())?)
}

/// `(a, axis, out, keepdims, initial, where)`
fn extreme(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    let absent = Value::ellipsis();
    // Objects are compared as `max` and `min` do it.
    let u = match array::get(&a[0]).map(array::ArrayObj::dtype) {
        Some(DType::Object) if std::ptr::eq(u, &table::FMAX) => &table::MAXIMUM,
        Some(DType::Object) => &table::MINIMUM,
        _ => u,
    };
    let r = reduce(u, &a[0], &reduce_options([&a[1], &absent, &a[2], &a[3], &a[4], &a[5]])?)?;
    let o = Operand::new(&r)?;
    if (o.dtype.is_float() || o.dtype.is_complex()) && any(&call(&table::ISNAN, &[&r], &KEEP)?.into_value())? {
        // An array is reduced at once, anything else by NumPy's longer way.
        warn::runtime(if array::get(&a[0]).is_some() { "All-NaN slice encountered" } else { "All-NaN axis encountered" })?;
    }
    Ok(r)
}

/// How many elements are no NaN, of those that `among` says.
fn counted(mask: &Value, marked: &[bool], keepdims: bool, among: Option<&Value>) -> Result<Value> {
    let present = call(&table::LOGICAL_NOT, &[mask], &KEEP)?.into_value();
    let options = Options { dtype: Some(DType::I64), keepdims, mask: among, ..Options::default() };
    reduce_axes(&table::ADD, &Operand::new(&present)?, marked, &options)
}

/// `a / b` without warnings, into `a` where that is an array.
fn divided(a: &Value, by: &Value) -> Result<Value> {
    let mut quiet = warn::Flags::default();
    quiet.set(warn::Flag::Divide);
    quiet.set(warn::Flag::Invalid);
    let out = array::get(a).is_some().then_some(a);
    let options = call::Options { out: [out, None], casting: Casting::Unsafe, ..call::Options::NONE };
    let r = warn::quietly(quiet, || match out {
        Some(_) => call(&table::DIVIDE, &[a, by], &options).map(call::Results::into_value),
        None => ops::binary(BinOp::Div, a, by),
    })?;
    // The dtype stays that of the sum.
    match (crate::scalar::get(a), crate::scalar::num(&r)) {
        (Some((d, _)), Some((e, n))) if d != e => Ok(crate::scalar::of_num(d, n)),
        _ => Ok(r),
    }
}

/// Means of what may hold NaNs are floats.
fn inexact(o: &Options) -> Result<()> {
    let is_inexact = |d: DType| d.is_float() || d.is_complex();
    if o.dtype.is_some_and(|d| !is_inexact(d)) {
        return type_error("If a is inexact, then dtype must be inexact");
    }
    if o.out.and_then(array::get).is_some_and(|out| !is_inexact(out.dtype())) {
        return type_error("If a is inexact, then out must be inexact");
    }
    Ok(())
}

/// `(a, axis, dtype, out, keepdims, where)`
fn nanmean(a: &[Value]) -> Result<Value> {
    let (v, mask) = replaced(&a[0], &Value::int(0))?;
    let Some(mask) = mask else { return stats::mean(a) };
    let absent = Value::ellipsis();
    let options = reduce_options([&a[1], &a[2], &a[3], &a[4], &absent, &a[5]])?;
    inexact(&options)?;
    let marked = axes_of(options.axis, as_array(&v).ndim())?;
    let n = counted(&mask, &marked, options.keepdims, options.mask)?;
    let sum = reduce_axes(&table::ADD, &Operand::new(&v)?, &marked, &options)?;
    let mean = divided(&sum, &n)?;
    if any(&call(&table::EQUAL, &[&n, &Value::int(0)], &KEEP)?.into_value())? {
        warn::runtime("Mean of empty slice")?;
    }
    Ok(mean)
}

/// `(a, axis, dtype, out, ddof, keepdims, where, mean, correction)`
fn variance(a: &[Value], root: bool) -> Result<Value> {
    let (v, mask) = replaced(&a[0], &Value::int(0))?;
    let Some(mask) = mask else { return if root { stats::std(a) } else { stats::var(a) } };
    let absent = Value::ellipsis();
    let options = reduce_options([&a[1], &a[2], &a[3], &a[5], &absent, &a[6]])?;
    inexact(&options)?;
    let ddof = stats::ddof(&a[4], &a[8])?;
    let marked = axes_of(options.axis, as_array(&v).ndim())?;
    let n = counted(&mask, &marked, true, options.mask)?;
    let mean = if a[7].is_ellipsis() {
        let sum = reduce_axes(&table::ADD, &Operand::new(&v)?, &marked, &Options { out: None, keepdims: true, ..options })?;
        divided(&sum, &n)?
    } else {
        a[7].clone()
    };
    let into = call::Options { out: [Some(&v), None], casting: Casting::Unsafe, ..call::Options::NONE };
    call(&table::SUBTRACT, &[&v, &mean], &into)?;
    put(&v, &mask, &Value::int(0))?;
    let squares = if as_array(&v).dtype().is_complex() {
        let conjugate = call(&table::CONJUGATE, &[&v], &KEEP)?.into_value();
        call(&table::MULTIPLY, &[&v, &conjugate], &into)?;
        stats::part(&v, false)
    } else {
        call(&table::MULTIPLY, &[&v, &v], &into)?.into_value()
    };
    let sum = reduce_axes(&table::ADD, &Operand::new(&squares)?, &marked, &options)?;
    let n = counted(&mask, &marked, options.keepdims, options.mask)?;
    let left = ops::binary(BinOp::Sub, &n, ddof)?;
    let mut out = divided(&sum, &left)?;
    let bad = call(&table::LESS_EQUAL, &[&left, &Value::int(0)], &KEEP)?.into_value();
    if any(&bad)? {
        warn::runtime("Degrees of freedom <= 0 for slice.")?;
        if array::get(&out).is_some() {
            put(&out, &bad, &float::new(f64::NAN))?;
        } else {
            out = crate::scalar::of_f64(Operand::new(&out)?.dtype, f64::NAN);
        }
    }
    if root {
        let into = call::Options { out: [array::get(&out).is_some().then_some(&out), None], ..call::Options::NONE };
        let r = call(&table::SQRT, &[&out], &into)?.into_value();
        return Ok(r);
    }
    Ok(out)
}

/// `(a, axis, out, keepdims)`
fn arg_extreme(a: &[Value], max: bool) -> Result<Value> {
    let (v, mask) = replaced(&a[0], &float::new(if max { f64::NEG_INFINITY } else { f64::INFINITY }))?;
    if let Some(mask) = mask {
        let axis = (!a[1].is_none()).then_some(&a[1]);
        let whole = reduce(&table::LOGICAL_AND, &mask, &Options { axis, ..Options::default() })?;
        // Nothing at all is an error of its own.
        if Operand::new(&v)?.array().is_none_or(|v| v.size() > 0) && any(&convert::asarray(&whole)?)? {
            return value_error("All-NaN slice encountered");
        }
    }
    position::arg_extreme(&with_first::<4>(v, a), max)
}
