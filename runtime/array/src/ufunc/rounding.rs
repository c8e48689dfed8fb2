//! `numpy.round`, `numpy.clip`, and the parts of complex numbers.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::value::Value;
use pyaot_core::{float, int, ops};

use super::call::{Options, call};
use super::operand::Operand;
use super::resolve::{Casting, OUTPUT_CASTING_ERROR};
use super::stats::part;
use super::{Ufunc, interop, table};
use crate::array::{self, as_array};
use crate::{cast, convert, elem};

/// `numpy.round(a, decimals, out)`
pub fn round(a: &[Value]) -> Result<Value> {
    let decimals = ops::index(&a[1])?;
    let out = (!a[2].is_none()).then_some(&a[2]);
    let o = Operand::new(&a[0])?;
    // Python's numbers come back as NumPy's.
    let is_array = o.bits.is_none();
    let v = convert::asarray(&a[0])?;
    let x = as_array(&v);
    let d = x.dtype();
    if d == DType::Bool && decimals != 0 {
        let name = if decimals > 0 { "multiply" } else { "divide" };
        return raise(
            &OUTPUT_CASTING_ERROR,
            format!("Cannot cast ufunc '{name}' output from dtype('float64') to dtype('bool') with casting rule 'same_kind'"),
        );
    }
    let result = if d.is_complex() {
        let new = match out {
            Some(o) => o.clone(),
            None => cast::new_like(x, d, x.itemsize())?,
        };
        for imaginary in [false, true] {
            let to = part(&new, imaginary);
            rounded(&part(&v, imaginary), decimals, Some(&to))?;
        }
        new
    } else if d.is_integer() || d == DType::Bool {
        if decimals >= 0 {
            match out {
                Some(o) => {
                    cast::copy_into(as_array(o), x)?;
                    o.clone()
                }
                None if d == DType::Bool => cast::astype(&v, DType::F16, 2)?,
                None => cast::astype(&v, d, x.itemsize())?,
            }
        } else {
            let r = rounded(&v, decimals, None)?;
            match out {
                Some(o) => {
                    cast::copy_into(as_array(o), as_array(&r))?;
                    o.clone()
                }
                None => cast::astype(&r, d, x.itemsize())?,
            }
        }
    } else {
        rounded(&v, decimals, out)?
    };
    let r = as_array(&result);
    if out.is_none() && r.ndim() == 0 && (!is_array || array::get(&a[0]).is_some_and(|x| x.ndim() == 0)) {
        return interop::element(r);
    }
    Ok(result.clone())
}

/// Floats rounded to so many decimals.
fn rounded(v: &Value, decimals: i64, out: Option<&Value>) -> Result<Value> {
    let keep = |out: Option<&Value>, us: &'static Ufunc, args: &[&Value]| -> Result<Value> {
        let copy = out.cloned();
        let options = Options { out: [copy.as_ref(), None], casting: Casting::Unsafe, keep_array: true, ..Options::NONE };
        Ok(call(us, args, &options)?.into_value())
    };
    if decimals == 0 {
        return keep(out, &table::RINT, &[v]);
    }
    let by = float::new(10f64.powi(decimals.unsigned_abs().min(400) as i32));
    let (first, last): (&'static Ufunc, &'static Ufunc) =
        if decimals > 0 { (&table::MULTIPLY, &table::DIVIDE) } else { (&table::DIVIDE, &table::MULTIPLY) };
    let r = keep(out, first, &[v, &by])?;
    keep(Some(&r), &table::RINT, &[&r])?;
    keep(Some(&r), last, &[&r, &by])
}

/// `numpy.clip(a, a_min, a_max, out)`
pub fn clip(a: &[Value]) -> Result<Value> {
    let given = |v: &Value| !v.is_none() && !v.is_ellipsis();
    let low = [&a[1], &a[4]].into_iter().find(|v| given(v));
    let high = [&a[2], &a[5]].into_iter().find(|v| given(v));
    // Python ints at or beyond the limits of an integer dtype limit nothing: the next one does not fit.
    let d = Operand::new(&a[0])?.dtype;
    let beyond = |v: &&Value, negative: bool| {
        let next = if negative { -1 } else { 1 };
        let fits = || match int::to_i64(v) {
            Some(i) => i.checked_add(next).map_or(d == DType::U64 && !negative, |i| elem::fits(d, i)),
            None => d == DType::U64 && Operand::new(v).is_ok_and(|o| o.dtype == DType::U64),
        };
        let side = || match int::view(v) {
            Some(i) => i.is_negative() == negative || negative && int::to_i64(v) == Some(0),
            None => false,
        };
        d.is_integer() && int::is_int(v) && side() && !fits()
    };
    let low = low.filter(|v| !beyond(v, true));
    let high = high.filter(|v| !beyond(v, false));
    let mut options = Options { out: [given(&a[3]).then_some(&a[3]), None], ..Options::NONE };
    super::object::set_options(&mut options, &a[6..])?;
    let r = match (low, high) {
        (None, None) => call(&table::POSITIVE, &[&a[0]], &options)?,
        (Some(l), None) => call(&table::MAXIMUM, &[&a[0], l], &options)?,
        (None, Some(h)) => call(&table::MINIMUM, &[&a[0], h], &options)?,
        (Some(l), Some(h)) => call(&table::CLIP, &[&a[0], l, h], &options)?,
    };
    Ok(r.into_value())
}

/// `numpy.real`, `ndarray.real`: a view.
pub fn real(v: &Value) -> Result<Value> {
    let v = convert::asarray(v)?;
    Ok(if as_array(&v).dtype().is_complex() { part(&v, false) } else { v })
}

/// `numpy.imag`, `ndarray.imag`: a view, or zeros.
pub fn imag(v: &Value) -> Result<Value> {
    let v = convert::asarray(v)?;
    let a = as_array(&v);
    if a.dtype().is_complex() {
        return Ok(part(&v, true));
    }
    if a.dtype() == DType::Object {
        return value_error("imaginary parts of objects are not supported");
    }
    let new = array::new(a.dtype(), a.itemsize(), a.shape(), array::Order::C, array::Fill::Zero)?;
    as_array(&new).set_writeable(false);
    Ok(new)
}
