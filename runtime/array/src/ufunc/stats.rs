//! `numpy.mean`, `var`, `std`, `ptp`, `count_nonzero`, as reductions with a little arithmetic around them.

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::ops;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::{BinOp, CmpOp};
use pyaot_core::value::Value;

use super::call::{self, call};
use super::object::reduce_options;
use super::operand::Operand;
use super::reduce::{Options, axes_of, reduce, reduce_axes};
use super::resolve::Casting;
use super::{Ufunc, table};
use crate::array::{self, ArrayObj, as_array};
use crate::kernels::sum::{deviations_f32, deviations_f64, total_f32, total_f64};
use crate::{axis, convert, dtype_obj, scalar, threads, warn};

/// Elements that are reduced into one.
fn count(shape: &[i64], marked: &[bool]) -> i64 {
    shape.iter().zip(marked).filter(|(_, m)| **m).map(|(n, _)| *n).product()
}

/// How many elements a reduction counts: a number, or with a mask an array of them.
fn counts(v: &Value, marked: &[bool], keepdims: bool, o: &Options) -> Result<Value> {
    let a = as_array(v);
    match o.mask {
        None => Ok(scalar::of_i64(DType::I64, count(a.shape(), marked))),
        Some(m) => {
            let mask = Operand::mask(m)?.value;
            let full = crate::join::broadcast_to_shape(&mask, a.shape())?;
            let all = Options { dtype: Some(DType::I64), out: None, mask: None, keepdims, ..*o };
            reduce_axes(&table::ADD, &Operand::new(&full)?, marked, &all)
        }
    }
}

/// The axes that elements are counted along. A mask must fit the array first.
fn counted_axes(v: &Value, o: &Options) -> Result<Vec<bool>> {
    let a = as_array(v);
    match (o.mask, o.axis) {
        (Some(m), _) => drop(crate::join::broadcast_to_shape(&convert::asarray(m)?, a.shape())?),
        // A number has no dimension to count along, though sums let it pass.
        (None, Some(axis)) => {
            for k in axis.downcast::<TupleObj>().map_or(std::slice::from_ref(axis), TupleObj::items) {
                axis::parsed(k, a.ndim())?;
            }
        }
        (None, None) => {}
    }
    axes_of(o.axis, a.ndim())
}

/// `ddof=` by either of its names.
pub fn ddof<'a>(ddof: &'a Value, correction: &'a Value) -> Result<&'a Value> {
    if correction.is_ellipsis() {
        return Ok(ddof);
    }
    if ops::compare_bool(ddof, CmpOp::Ne, &Value::int(0))? {
        return value_error("ddof and correction can't be provided simultaneously.");
    }
    Ok(correction)
}

/// `a / b` into `a` where that is an array; scalars keep their dtype.
fn divided(sum: Value, by: &Value) -> Result<Value> {
    match array::get(&sum) {
        Some(_) => {
            let options = call::Options { out: [Some(&sum), None], casting: Casting::Unsafe, ..call::Options::NONE };
            Ok(call(&table::DIVIDE, &[&sum, by], &options)?.into_value())
        }
        None => {
            // Of objects that are no numbers by a plain int, which all of them know.
            let plain = match (scalar::get(&sum), scalar::num(by)) {
                (None, Some((DType::I64, scalar::Num::Int(n)))) if Operand::new(&sum)?.weak.is_none() => Value::int(n as i64),
                _ => by.clone(),
            };
            let q = ops::binary(BinOp::Div, &sum, &plain)?;
            // The quotient by an int64 is wider than a float32.
            match (scalar::get(&sum), scalar::num(&q)) {
                (Some((d, _)), Some((e, n))) if d != e => Ok(scalar::of_num(d, n)),
                _ => Ok(q),
            }
        }
    }
}

/// The dtype in which means are summed up, and whether the result is a half.
fn mean_dtype(d: DType, dtype: Option<DType>) -> (Option<DType>, bool) {
    match (dtype, d.kind()) {
        (Some(d), _) => (Some(d), false),
        (None, Kind::Bool | Kind::Signed | Kind::Unsigned) => (Some(DType::F64), false),
        (None, _) if d == DType::F16 => (Some(DType::F32), true),
        _ => (None, false),
    }
}

/// A half of what was computed as a float32.
fn halved(v: Value, options: &Options) -> Result<Value> {
    if options.out.is_some() {
        return Ok(v);
    }
    match array::get(&v) {
        Some(_) => crate::cast::astype(&v, DType::F16, 2),
        None => Ok(scalar::num(&v).map_or(v, |(_, n)| scalar::of_num(DType::F16, n))),
    }
}

/// `numpy.mean(a, axis, dtype, out, keepdims, where)`
pub fn mean(a: &[Value]) -> Result<Value> {
    if a[1].is_none() && a[2].is_none() && a[3].is_none() && a[4].is_false() && a[5].is_ellipsis()
        && let Some(x) = array::get(&a[0]).filter(|x| x.dtype() == DType::F64 && x.is_c_contiguous() && x.size() > 0)
    {
        // SAFETY: contiguous floats.
        let total = threads::outside(x.size(), || unsafe { total_f64(x.data(), x.size()) });
        let mean = (0.0 + total) / x.size() as f64;
        if mean.is_finite() {
            return Ok(scalar::of_double(mean));
        }
    }
    let absent = Value::ellipsis();
    let options = reduce_options([&a[1], &a[2], &a[3], &a[4], &absent, &a[5]])?;
    let v = convert::asarray(&a[0])?;
    let marked = counted_axes(&v, &options)?;
    let n = counts(&v, &marked, options.keepdims, &options)?;
    if is_zero_count(&n, 0)? {
        warn::runtime("Mean of empty slice")?;
    }
    let (dtype, half) = mean_dtype(as_array(&v).dtype(), options.dtype);
    let sum = reduce_axes(&table::ADD, &Operand::new(&v)?, &marked, &Options { dtype, ..options })?;
    let mean = divided(sum, &n)?;
    if half { halved(mean, &options) } else { Ok(mean) }
}

/// The count (or one of them) is not more than `ddof`.
fn is_zero_count(n: &Value, ddof: i64) -> Result<bool> {
    match array::get(n) {
        Some(a) if a.size() == 0 => Ok(false),
        Some(_) => Ok(ops::index(&reduce(&table::MINIMUM, n, &Options::default())?)? <= ddof),
        None => Ok(ops::index(n)? <= ddof),
    }
}

/// `(a, axis, dtype, out, ddof, keepdims, where, mean, correction)`
fn variance(a: &[Value], root: bool) -> Result<Value> {
    let absent = Value::ellipsis();
    let options = reduce_options([&a[1], &a[2], &a[3], &a[5], &absent, &a[6]])?;
    let ddof = ddof(&a[4], &a[8])?;
    let v = convert::asarray(&a[0])?;
    let source = as_array(&v);
    let marked = counted_axes(&v, &options)?;
    let n = counts(&v, &marked, true, &options)?;
    let ddof_value = ddof.as_small().unwrap_or(0);
    if is_zero_count(&n, ddof_value)? {
        warn::runtime("Degrees of freedom <= 0 for slice")?;
    }
    if let Some(x) = whole_variance(source, &marked, &options, &a[7], ddof_value, root) {
        return Ok(x);
    }
    // Halves stay halves here.
    let dtype = if source.dtype() == DType::F16 { options.dtype } else { mean_dtype(source.dtype(), options.dtype).0 };
    let mean = if a[7].is_ellipsis() {
        let whole = Options { dtype, keepdims: true, out: None, ..options };
        divided(reduce_axes(&table::ADD, &Operand::new(&v)?, &marked, &whole)?, &n)?
    } else {
        a[7].clone()
    };
    let off = call(&table::SUBTRACT, &[&v, &mean], &call::Options { keep_array: true, ..call::Options::NONE })?.into_value();
    let into = |u: &'static Ufunc, operands: &[&Value]| -> Result<Value> {
        let options = call::Options { out: [Some(operands[0]), None], ..call::Options::NONE };
        Ok(call(u, operands, &options)?.into_value())
    };
    let squares = match as_array(&off).dtype() {
        d if d.is_complex() && source.dtype().is_complex() => {
            let (re, im) = (part(&off, false), part(&off, true));
            into(&table::MULTIPLY, &[&re, &re])?;
            into(&table::MULTIPLY, &[&im, &im])?;
            into(&table::ADD, &[&re, &im])?
        }
        DType::Object => {
            let conjugate = call(&table::CONJUGATE, &[&off], &call::Options::NONE)?.into_value();
            call(&table::MULTIPLY, &[&off, &conjugate], &call::Options::NONE)?.into_value()
        }
        d if d.is_complex() => into(&table::MULTIPLY, &[&off, &off])?,
        _ => into(&table::SQUARE, &[&off])?,
    };
    let real = source.dtype().is_complex() && options.dtype.is_none();
    let sum_dtype = dtype.map(|d| if !real { d } else if d == DType::C128 { DType::F64 } else if d == DType::C64 { DType::F32 } else { d });
    let sum = reduce_axes(&table::ADD, &Operand::new(&squares)?, &marked, &Options { dtype: sum_dtype, ..options })?;
    let n = counts(&v, &marked, options.keepdims, &options)?;
    let left = match (ddof.as_small(), scalar::num(&n)) {
        (Some(k), Some((_, scalar::Num::Int(n)))) => scalar::of_i64(DType::I64, (n as i64 - k).max(0)),
        _ => {
            let d = ops::binary(BinOp::Sub, &n, ddof)?;
            call(&table::MAXIMUM, &[&d, &Value::int(0)], &call::Options::NONE)?.into_value()
        }
    };
    let mut out = divided(sum, &left)?;
    if root {
        out = match array::get(&out) {
            Some(_) => {
                let options = call::Options { out: [Some(&out), None], ..call::Options::NONE };
                call(&table::SQRT, &[&out], &options)?.into_value()
            }
            None => {
                let root = call(&table::SQRT, &[&out], &call::Options::NONE)?.into_value();
                match (scalar::get(&out), scalar::num(&root)) {
                    (Some((d, _)), Some((e, n))) if d != e => scalar::of_num(d, n),
                    _ => root,
                }
            }
        };
    }
    Ok(out)
}

/// The variance of a contiguous array of floats as a whole, without an array of differences.
fn whole_variance(a: &ArrayObj, marked: &[bool], o: &Options, mean: &Value, ddof: i64, root: bool) -> Option<Value> {
    let plain = marked.iter().all(|m| *m) && a.size() > 0 && o.out.is_none() && !o.keepdims && o.mask.is_none() && mean.is_ellipsis();
    let one_row = a.is_c_contiguous() || a.is_f_contiguous();
    if !plain || !one_row || o.dtype.is_some_and(|d| d != a.dtype()) || ddof < 0 || a.size() as i64 <= ddof {
        return None;
    }
    let n = a.size();
    // SAFETY: the elements lie one behind the other.
    unsafe {
        match a.dtype() {
            DType::F64 => {
                let p = a.data().cast::<f64>();
                let var = threads::outside(n, || {
                    let mean = (0.0 + total_f64(a.data(), n)) / n as f64;
                    (0.0 + deviations_f64(p, n, mean)) / (n as i64 - ddof) as f64
                });
                // Warnings are the affair of the general way.
                var.is_finite().then(|| scalar::of_f64(DType::F64, if root { var.sqrt() } else { var }))
            }
            DType::F32 => {
                let p = a.data().cast::<f32>();
                let var = threads::outside(n, || {
                    let mean = ((0.0 + total_f32(a.data(), n)) as f64 / n as f64) as f32;
                    ((0.0 + deviations_f32(p, n, mean)) as f64 / (n as i64 - ddof) as f64) as f32
                });
                var.is_finite().then(|| scalar::of_f64(DType::F32, f64::from(if root { var.sqrt() } else { var })))
            }
            _ => None,
        }
    }
}

/// The real or imaginary parts of complex numbers, as a view.
pub fn part(v: &Value, imaginary: bool) -> Value {
    let a = as_array(v);
    let half = a.itemsize() / 2;
    let d = if a.dtype() == DType::C64 { DType::F32 } else { DType::F64 };
    let data = a.data().wrapping_add(if imaginary { half } else { 0 });
    // SAFETY: each element is two floats.
    unsafe { array::view(v, data, d, half, a.shape(), a.strides()) }
}

/// `numpy.var`
pub fn var(a: &[Value]) -> Result<Value> {
    variance(a, false)
}

/// `numpy.std`
pub fn std(a: &[Value]) -> Result<Value> {
    variance(a, true)
}

/// `numpy.ptp(a, axis, out, keepdims)`
pub fn ptp(a: &[Value]) -> Result<Value> {
    let absent = Value::ellipsis();
    let options = reduce_options([&a[1], &absent, &a[2], &a[3], &absent, &absent])?;
    let most = reduce(&table::MAXIMUM, &a[0], &options)?;
    let least = reduce(&table::MINIMUM, &a[0], &Options { out: None, ..options })?;
    Ok(call(&table::SUBTRACT, &[&most, &least], &call::Options { out: [options.out, None], ..call::Options::NONE })?.into_value())
}

/// How many elements of a contiguous array of bools are true.
pub fn trues(a: &ArrayObj) -> usize {
    // SAFETY: a byte for each element, one behind the other.
    crate::index::count_true(unsafe { std::slice::from_raw_parts(a.data(), a.size()) })
}

/// `numpy.count_nonzero(a, axis, keepdims)`
pub fn count_nonzero(a: &[Value]) -> Result<Value> {
    let v = convert::asarray(&a[0])?;
    let keepdims = ops::truth(&a[2])?;
    if a[1].is_none() && !keepdims && as_array(&v).dtype() == DType::Bool && as_array(&v).is_c_contiguous() {
        return Ok(scalar::of_num(DType::I64, scalar::Num::Int(trues(as_array(&v)) as i128)));
    }
    let truths = if as_array(&v).dtype() == DType::Bool { v } else { crate::cast::astype(&v, DType::Bool, 1)? };
    let options = Options { axis: (!a[1].is_none()).then_some(&a[1]), dtype: Some(DType::I64), keepdims, ..Options::default() };
    reduce(&table::ADD, &truths, &options)
}

/// `(axis, dtype, out)` of `cumsum` and `cumprod`, whose default is the flat array.
pub fn running(u: &'static super::Ufunc, a: &[Value]) -> Result<Value> {
    let mut v = convert::asarray(&a[0])?;
    if a[1].is_none() || as_array(&v).ndim() == 0 {
        v = crate::shape::reshaped(&v, &[as_array(&v).size() as i64], 'C', None)?;
    }
    let axis = if a[1].is_none() { 0 } else { axis::converted(&a[1], as_array(&v).ndim())? };
    let dtype = if a[2].is_none() { None } else { Some(dtype_obj::parse(&a[2])?.0) };
    let out = (!a[3].is_none()).then_some(&a[3]);
    if let Some(o) = out
        && array::get(o).map(ArrayObj::ndim).is_none()
    {
        return type_error("output must be an array");
    }
    super::accumulate::accumulate(u, &v, axis, dtype, out)
}
