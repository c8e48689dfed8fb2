//! The native module `_numpy_reduce`: reductions, and the methods of arrays that are such.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::native::Natives;
use pyaot_core::value::Value;
use pyaot_core::{late_module, natives, ops};

use super::call::{self, call};
use super::object::reduce_options;
use super::operand::Operand;
use super::reduce::{Options, axes_of, reduce, reduce_axes};
use super::{Ufunc, fast, position, rounding, stats, table};
use crate::array;

late_module! {
    /// Reductions and what is made of them.
    pub static NUMPY_REDUCE = ("_numpy_reduce", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_reduce.sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(a, axis)" => sum,
    "_numpy_reduce.prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=...) -> np.sum(a, axis)" => prod,
    "_numpy_reduce.min(a, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(a, axis)" => min,
    "_numpy_reduce.max(a, axis=None, out=None, keepdims=False, initial=..., where=...) -> np.extreme(a, axis)" => max,
    "_numpy_reduce.any(a, axis=None, out=None, keepdims=False, *, where=...) -> np.all(a, axis)" => any,
    "_numpy_reduce.all(a, axis=None, out=None, keepdims=False, *, where=...) -> np.all(a, axis)" => all,
    "_numpy_reduce.mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=...) -> np.mean(a, axis)" => stats::mean,
    "_numpy_reduce.var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(a, axis)" => stats::var,
    "_numpy_reduce.std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=..., mean=..., correction=...) -> np.mean(a, axis)" => stats::std,
    "_numpy_reduce.ptp(a, axis=None, out=None, keepdims=False) -> np.extreme(a, axis)" => stats::ptp,
    "_numpy_reduce.argmax(a, axis=None, out=None, *, keepdims=False) -> np.position(a, axis)" => position::argmax,
    "_numpy_reduce.argmin(a, axis=None, out=None, *, keepdims=False) -> np.position(a, axis)" => position::argmin,
    "_numpy_reduce.count_nonzero(a, axis=None, *, keepdims=False) -> np.position(a, axis)" => stats::count_nonzero,
    "_numpy_reduce.cumsum(a, axis=None, dtype=None, out=None) -> np.running(a, axis)" => cumsum,
    "_numpy_reduce.cumprod(a, axis=None, dtype=None, out=None) -> np.running(a, axis)" => cumprod,
    "_numpy_reduce.round(a, decimals=0, out=None) -> np.kept(a)" => rounding::round,
    "_numpy_reduce.clip(a, a_min=..., a_max=..., out=None, *, min=..., max=..., dtype=None, casting='same_kind', where=True, order='K') -> np.kept(a, a_min, a_max, min, max)" => rounding::clip,
    "_numpy_reduce.real(val, /) -> np.real(val)" => real,
    "_numpy_reduce.imag(val, /) -> np.real(val)" => imag,
];

/// `numpy.cumsum`
pub fn cumsum(a: &[Value]) -> Result<Value> {
    stats::running(&table::ADD, a)
}

/// `numpy.cumprod`
pub fn cumprod(a: &[Value]) -> Result<Value> {
    stats::running(&table::MULTIPLY, a)
}

/// `ndarray.conjugate`: of real numbers, the array itself.
pub fn conjugate(a: &[Value]) -> Result<Value> {
    let d = crate::array::as_array(&a[0]).dtype();
    if !d.is_complex() && d != DType::Object {
        return Ok(a[0].clone());
    }
    Ok(call(&table::CONJUGATE, &[&a[0]], &call::Options::NONE)?.into_value())
}

fn real(a: &[Value]) -> Result<Value> {
    part_of(&a[0], "real", rounding::real)
}

fn imag(a: &[Value]) -> Result<Value> {
    part_of(&a[0], "imag", rounding::imag)
}

/// The attribute of what has one, numbers too; of an array where it does not.
fn part_of(v: &Value, name: &str, of_array: fn(&Value) -> Result<Value>) -> Result<Value> {
    if array::get(v).is_none()
        && let Some(part) = ops::getattr_opt(v, name)?
    {
        return Ok(part);
    }
    of_array(v)
}

/// `(a, axis, dtype, out, keepdims, initial, where)`
pub fn reduction(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    if a[1].is_none() && a[2].is_none() && a[3].is_none() && a[4].is_false() && a[5].is_ellipsis() && a[6].is_ellipsis()
        && let Some(r) = fast::reduce(u, &a[0])
    {
        return r;
    }
    reduce(u, &a[0], &reduce_options(std::array::from_fn(|k| &a[k + 1]))?)
}

/// `(a, axis, out, keepdims, initial, where)`
pub fn untyped(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    if a[1].is_none() && a[2].is_none() && a[3].is_false() && a[4].is_ellipsis() && a[5].is_ellipsis()
        && let Some(r) = fast::reduce(u, &a[0])
    {
        return r;
    }
    let absent = Value::ellipsis();
    reduce(u, &a[0], &reduce_options([&a[1], &absent, &a[2], &a[3], &a[4], &a[5]])?)
}

/// `numpy.sum`
pub fn sum(a: &[Value]) -> Result<Value> {
    reduction(&table::ADD, a)
}

/// `numpy.prod`
pub fn prod(a: &[Value]) -> Result<Value> {
    reduction(&table::MULTIPLY, a)
}

/// `numpy.min`
pub fn min(a: &[Value]) -> Result<Value> {
    untyped(&table::MINIMUM, a)
}

/// `numpy.max`
pub fn max(a: &[Value]) -> Result<Value> {
    untyped(&table::MAXIMUM, a)
}

/// `numpy.any`
pub fn any(a: &[Value]) -> Result<Value> {
    truths(&table::LOGICAL_OR, a)
}

/// `numpy.all`
pub fn all(a: &[Value]) -> Result<Value> {
    truths(&table::LOGICAL_AND, a)
}

/// `(a, axis, out, keepdims, where)`; the result is bool for objects as well.
fn truths(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    // Of objects: what each is taken for.
    let v = crate::convert::asarray(&a[0])?;
    let objects = crate::array::as_array(&v).dtype() == DType::Object;
    let mut args = a.to_vec();
    if objects {
        args[0] = crate::cast::astype(&v, DType::Bool, 1)?;
    }
    let a = &args[..];
    let absent = Value::ellipsis();
    let options = Options { dtype: Some(DType::Bool), ..reduce_options([&a[1], &absent, &a[2], &a[3], &absent, &a[4]])? };
    let operand = Operand::new(&a[0])?;
    let marked = axes_of(options.axis, operand.shape().len())?;
    reduce_axes(u, &operand, &marked, &options)
}
