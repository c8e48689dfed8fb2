//! Reductions: `ufunc.reduce`, and the functions that are such (`sum`, `prod`, `min`, `max`, `any`, `all`).

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Raised, Result, type_error, value_error};
use pyaot_core::tuple::{self, TupleObj};
use pyaot_core::value::Value;
use pyaot_core::ops;

use super::buffered::Buffered;
use super::nest::Nest;
use super::operand::Operand;
use super::parts::BUFFER;
use super::resolve::Found;
use super::{Identity, Ufunc, interop, reducible};
use crate::axis;
use crate::errors::axis_error;
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::cast::may_overlap;
use crate::cpu::backend;
use crate::{fpe, threads};
use crate::kernels::cast;
use crate::kernels::loops::{MAX_OPS, Ptrs, Strides};
use crate::warn::{self, Flags};

/// What a reduction says besides its array.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// None: all axes.
    pub axis: Option<&'a Value>,
    pub dtype: Option<DType>,
    pub out: Option<&'a Value>,
    pub keepdims: bool,
    pub initial: Option<&'a Value>,
    pub mask: Option<&'a Value>,
    /// What warnings call it, if not `reduce`.
    pub method: Option<&'static str>,
}

/// The axes that `axis=` names, as a mark for each dimension.
///
/// # Errors
/// AxisError, TypeError; ValueError where one is named twice.
pub fn axes_of(axis: Option<&Value>, ndim: usize) -> Result<Vec<bool>> {
    let mut marked = vec![false; ndim];
    let Some(given) = axis.filter(|a| !a.is_none()) else { return Ok(vec![true; ndim]) };
    let mut mark = |v: &Value| {
        let k = axis::reduced(v, ndim)?;
        if std::mem::replace(&mut marked[k], true) {
            return value_error("duplicate value in 'axis'");
        }
        Ok(())
    };
    match given.downcast::<TupleObj>() {
        Some(t) => t.items().iter().try_for_each(mark)?,
        // A number has one axis that may be named without harm.
        None if ndim == 0 => {
            let k = ops::index(given)?;
            if k != 0 && k != -1 {
                return axis_error(k, 0);
            }
        }
        None => mark(given)?,
    }
    Ok(marked)
}

/// `u.reduce(a, …)`
pub fn reduce(u: &'static Ufunc, a: &Value, options: &Options) -> Result<Value> {
    let operand = Operand::new(a)?;
    let marked = axes_of(options.axis, operand.shape().len())?;
    reduce_axes(u, &operand, &marked, options)
}

/// A reduction over the marked dimensions.
pub fn reduce_axes(u: &'static Ufunc, a: &Operand, marked: &[bool], options: &Options) -> Result<Value> {
    let found = reducible::find(u, a, options.dtype, options.out, options.method.unwrap_or("reduce"))?;
    if u.identity == Identity::None && marked.iter().filter(|m| **m).count() > 1 {
        return value_error(format!("reduction operation '{}' is not reorderable, so at most one axis may be specified", u.name));
    }
    let work = found.types[0];
    let as_loop = reducible::convertible(a, &found)?;
    let a = as_loop.as_ref().unwrap_or(a);

    let (shape, strides) = (a.shape(), a.strides());
    let kept: Vec<i64> = if options.keepdims {
        shape.iter().zip(marked).map(|(n, m)| if *m { 1 } else { *n }).collect()
    } else {
        shape.iter().zip(marked).filter(|(_, m)| !**m).map(|(n, _)| *n).collect()
    };
    let empty = shape.iter().zip(marked).any(|(n, m)| *m && *n == 0);
    let mask = options.mask.map(Operand::mask).transpose()?;
    check_shapes(u, shape, marked, options, &kept, mask.as_ref())?;
    // An output that shares memory with what is read is written at the end.
    let inputs = [a.array(), mask.as_ref().and_then(Operand::array)];
    let apart = options.out.and_then(array::get).filter(|o| inputs.into_iter().flatten().any(|x| may_overlap(o, x)));
    let of_out = options.out.and_then(array::get).filter(|_| apart.is_none()).map_or(work, ArrayObj::dtype);
    let buffered = if found.lo.is_some() { Buffered::new(a.dtype, work, of_out) } else { None };
    if let Some(b) = &buffered {
        b.warn_of_complex()?;
    }
    let start = start_of(u, work, options.initial)?;
    if start.is_none() && work != DType::Object {
        if empty {
            return value_error(format!("zero-size array to reduction operation {} which has no identity", u.name));
        }
        if options.mask.is_some() {
            return value_error(format!(
                "reduction operation '{}' does not have an identity, so to use a where mask one has to specify 'initial'",
                u.name
            ));
        }
    }

    // The order of dimensions is that of the array; the result is laid out in it.
    let mut nest = Nest::new(shape, [([].as_slice(), [].as_slice()), (shape, strides)].into_iter());
    if let Some(m) = &mask {
        nest.add(2, m.shape(), m.strides());
    }
    let out = match options.out {
        Some(v) => {
            check_out(v)?;
            v.clone()
        }
        None => result_array(&mut nest, work, &kept, marked, options.keepdims)?,
    };
    let target = as_array(&out);
    let later = apart.is_some() || target.dtype() != work && buffered.is_none();
    let converted = if later { Some(array::empty(work, &kept)?) } else { None };
    let acc = converted.as_ref().map_or(target, as_array);
    let along = |nest: &mut Nest, strides: &[i64]| {
        let strides = spread(strides, marked, options.keepdims);
        for axis in &mut nest.axes {
            axis.s[0] = if axis.n == 1 || marked[axis.dim] { 0 } else { strides[axis.dim] as isize };
        }
    };
    along(&mut nest, target.strides());
    if shape.len() > 1 {
        nest.sort(2 + usize::from(mask.is_some()));
    }
    along(&mut nest, acc.strides());

    let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
    (p[0], p[1]) = (acc.data(), a.data());
    if let Some(m) = &mask {
        p[2] = m.data();
    }
    match found.lo {
        None => super::objects::reduce(u, a, &nest, &p, options.initial, mask.is_some(), marked)?,
        Some(lo) => {
            // Digits depend on the parts that are taken at a time; or the first elements are to be left out, in several dimensions.
            let by_parts = |b: &Buffered| {
                (u.name == "add" && !work.is_integer() || u.name == "multiply" && work == DType::F16) && b.is_needed(&nest, mask.is_some())
                    || start.is_none() && u.identity != Identity::Reorderable && marked.iter().filter(|m| **m).count() > 1
            };
            let flags = match buffered.filter(|b| acc.dtype() != work || by_parts(b)) {
                Some(b) => {
                    let flags = b.begin(&nest, &p, acc, start.as_deref(), marked)?;
                    let forgets = u.identity == Identity::Reorderable && !work.is_integer() && work != DType::F16;
                    fpe::clear();
                    b.run(lo, nest, &p, mask.is_some(), start.is_none(), forgets);
                    fpe::take() | flags
                }
                None => numeric(u, a, acc, &mut nest, p, &found, start, mask.is_some(), marked)?,
            };
            if flags != 0 {
                warn::report(Flags(flags), options.method.unwrap_or("reduce"))?;
            }
        }
    }
    if let Some(c) = &converted {
        crate::cast::copy_into(target, as_array(c))?;
    }
    if options.out.is_none() && kept.is_empty() {
        return interop::element(target);
    }
    Ok(out)
}

/// Reduces numbers; the flags of floating point that it leaves are returned.
#[expect(clippy::too_many_arguments, reason = "operands of a reduction and what is known of them")]
fn numeric(
    u: &'static Ufunc,
    a: &Operand,
    acc: &ArrayObj,
    nest: &mut Nest,
    mut p: Ptrs,
    found: &Found,
    start: Option<Box<[u8; 16]>>,
    masked: bool,
    marked: &[bool],
) -> Result<u8> {
    let Some(lo) = found.lo else { return Ok(0) };
    let work = found.types[0];
    let convert = if a.dtype == work { None } else { cast::find(a.dtype, work) };
    let size = work.size();
    if a.dtype != work && convert.is_none() {
        return reducible::no_reduction(u, a, None);
    }
    match &start {
        Some(bits) => {
            interop::fill(acc, &bits[..size]);
        }
        None => {
            // The first elements along the reduced dimensions are where it starts.
            let mut first = Nest::of(nest.axes.iter().copied().filter(|x| !marked[x.dim]).collect());
            first.coalesce(2);
            let f = cast::find(a.dtype, work);
            let Ok(()) = first.run(&p, 2, |p, s, n| -> std::result::Result<(), std::convert::Infallible> {
                if let Some(f) = f {
                    // SAFETY: both have n elements here.
                    unsafe { f(p[1], s[1], p[0], s[0], n) };
                }
                Ok(())
            });
            if !marked.contains(&true) {
                // Nothing else is reduced.
                return Ok(0);
            }
            // Where the order matters, they do not count twice; elsewhere it does no harm.
            if u.identity != Identity::Reorderable
                && let Some(axis) = nest.axes.iter_mut().find(|x| marked[x.dim])
            {
                if axis.n == 0 {
                    return Ok(0);
                }
                axis.n -= 1;
                p[1] = p[1].wrapping_offset(axis.s[1]);
            }
        }
    }
    // Without elements there may be no result either, whose memory a fold of nothing would read.
    if nest.axes.iter().any(|x| x.n == 0) {
        return Ok(0);
    }
    let ops = 2 + usize::from(masked);
    nest.coalesce(ops);
    let b = backend();
    let (fold, run) = (lo.fold(b), lo.run(b));
    let may_warn = lo.may_warn || convert.is_some();
    let most = BUFFER.min(nest.size());
    let mut buffer = if convert.is_some() { vec![0u64; most * size.div_ceil(8)] } else { Vec::new() };
    if may_warn {
        fpe::clear();
    }
    let mut step = |acc: *mut u8, sa: isize, q: *mut u8, sq: isize, n: usize| {
        let part = |acc: *mut u8, q: *mut u8, sq: isize, n: usize| {
            // SAFETY: the nest leads to elements of both arrays; buffers hold converted ones.
            unsafe {
                match fold {
                    Some(fold) if sa == 0 => fold(acc, q, sq, n),
                    _ => {
                        let (mut p, mut s) = ([std::ptr::null_mut(); MAX_OPS], [0; MAX_OPS]);
                        (p[0], p[1], p[2]) = (acc, q, acc);
                        (s[0], s[1], s[2]) = (sa, sq, sa);
                        run(&p, &s, n);
                    }
                }
            }
        };
        match convert {
            None => part(acc, q, sq, n),
            Some(f) => {
                let mut done = 0;
                while done < n {
                    let len = (n - done).min(most);
                    let to = buffer.as_mut_ptr().cast::<u8>();
                    // SAFETY: the source has these elements, the buffer room for them.
                    unsafe { f(q.wrapping_offset(sq * done as isize), sq, to, size as isize, len) };
                    part(acc.wrapping_offset(sa * done as isize), to, size as isize, len);
                    done += len;
                }
            }
        }
    };
    let row = |p: &Ptrs, s: &Strides, n: usize| -> std::result::Result<(), Raised> {
        if !masked {
            step(p[0], s[0], p[1], s[1], n);
            return Ok(());
        }
        let mut k = 0;
        // SAFETY: the mask has n elements.
        let is_set = |k: usize| unsafe { *p[2].wrapping_offset(s[2] * k as isize) != 0 };
        while k < n {
            if !is_set(k) {
                k += 1;
                continue;
            }
            let from = k;
            while k < n && is_set(k) {
                k += 1;
            }
            step(p[0].wrapping_offset(s[0] * from as isize), s[0], p[1].wrapping_offset(s[1] * from as isize), s[1], k - from);
        }
        Ok(())
    };
    let done = threads::outside(nest.size(), || nest.run(&p, ops, row));
    debug_assert!(done.is_ok());
    Ok(if may_warn { fpe::take() } else { 0 })
}

/// The element that a reduction starts with: `initial`, or the identity.
fn start_of(u: &Ufunc, work: DType, initial: Option<&Value>) -> Result<Option<Box<[u8; 16]>>> {
    if work == DType::Object {
        return Ok(None);
    }
    let v = match (initial, u.identity) {
        (Some(v), _) if v.is_none() => return Ok(None),
        (Some(v), _) => v.clone(),
        (None, Identity::Int(i)) => Value::int(i),
        (None, Identity::Bool(b)) => Value::bool(b),
        (None, Identity::Float(x)) => pyaot_core::float::new(x),
        (None, Identity::None | Identity::Reorderable) => return Ok(None),
    };
    let mut bits = Box::new([0u8; 16]);
    if u.identity == Identity::Int(-1) && initial.is_none() {
        bits.fill(if work == DType::Bool { 1 } else { 0xff });
        return Ok(Some(bits));
    }
    // SAFETY: there is room for any element.
    unsafe { crate::elem::set(work, work.size(), bits.as_mut_ptr(), &v)? };
    Ok(Some(bits))
}

/// A new result, laid out in the order of the nest's kept dimensions.
fn result_array(nest: &mut Nest, work: DType, kept: &[i64], marked: &[bool], keepdims: bool) -> Result<Value> {
    let v = array::new(work, work.size(), kept, Order::C, Fill::Uninit)?;
    if nest.axes.len() > 1 {
        let mut order = Nest::of(nest.axes.clone());
        for axis in &mut order.axes {
            axis.s[0] = 0;
        }
        order.sort(3);
        let mut next = work.size() as i64;
        let mut by_dim = vec![0; marked.len()];
        for axis in &order.axes {
            if !marked[axis.dim] {
                by_dim[axis.dim] = next;
                next *= axis.n.max(1) as i64;
            }
        }
        let strides: Vec<i64> = if keepdims {
            // A dimension of length 1 has the stride that it would have in C order.
            by_dim
        } else {
            by_dim.iter().zip(marked).filter(|(_, m)| !**m).map(|(s, _)| *s).collect()
        };
        let c = array::contiguous_strides(kept, work.size(), Order::C);
        if strides.iter().zip(&c).zip(kept).any(|((s, c), n)| *n > 1 && s != c) {
            as_array(&v).set_dims(kept, &strides);
        }
    }
    Ok(v)
}

/// Strides of the result by dimension of the array; 0 for reduced ones.
fn spread(strides: &[i64], marked: &[bool], keepdims: bool) -> Vec<i64> {
    let mut left = strides.iter();
    marked
        .iter()
        .map(|m| {
            if *m {
                if keepdims {
                    left.next();
                }
                0
            } else {
                left.next().copied().unwrap_or(0)
            }
        })
        .collect()
}

/// The output and the mask fit the array: what NumPy's iterator asks of its operands, in this order.
fn check_shapes(u: &Ufunc, shape: &[i64], marked: &[bool], options: &Options, kept: &[i64], mask: Option<&Operand>) -> Result<()> {
    let out = options.out.and_then(array::get);
    if let Some(o) = out
        && o.ndim() != kept.len()
    {
        return value_error(format!(
            "output parameter for reduction operation {} has the wrong number of dimensions: Found {} but expected {}{}",
            u.name,
            o.ndim(),
            kept.len(),
            if options.keepdims { " (must match the operand's when keepdims=True)" } else { "" }
        ));
    }
    if mask.is_none() && out.is_none_or(|o| o.shape() == kept) {
        return Ok(());
    }
    // The output's lengths by dimension of the array; None where it has none.
    let mut given = out.map_or(&[][..], ArrayObj::shape).iter();
    let along: Vec<Option<i64>> = marked.iter().map(|m| if *m && !options.keepdims { None } else { given.next().copied() }).collect();
    let all = || {
        let mut text = String::from("operands could not be broadcast together with remapped shapes [original->remapped]: ");
        if let Some(o) = out {
            text.push_str(&super::nest::remapped(o.shape(), &along));
        }
        for s in [Some(shape), mask.map(Operand::shape)].into_iter().flatten() {
            text.push_str(&array::shape_in_message(s));
            text.push(' ');
        }
        value_error(text)
    };
    let of_out: Vec<i64> = along.iter().map(|n| n.unwrap_or(1)).collect();
    let Some(mut common) = super::nest::broadcast([&of_out[..], shape].into_iter()) else { return all() };
    if let Some(k) = (0..shape.len()).rev().find(|k| options.keepdims && marked[*k] && along[*k].is_some_and(|n| n != 1)) {
        let n = along[k].unwrap_or(1);
        return value_error(format!("operand was set up as a reduction along axis {k}, but the length of the axis is {n} (it has to be 1)"));
    }
    if let Some(m) = mask {
        if m.shape().len() > shape.len() {
            return value_error("input operand has more dimensions than allowed by the axis remapping");
        }
        match super::nest::broadcast([&common[..], m.shape()].into_iter()) {
            Some(s) => common = s,
            None => return all(),
        }
    }
    let short = (0..shape.len()).filter(|k| !marked[*k]).position(|k| along[k] == Some(1) && common[k] != 1);
    if let Some(k) = short {
        return value_error(format!(
            "output operand requires a reduction along dimension {k}, but the reduction is not enabled. The dimension size of 1 does not \
             match the expected output shape."
        ));
    }
    if common != shape {
        return value_error(format!(
            "non-broadcastable operand with shape {} doesn't match the broadcast shape {}",
            array::shape_in_message(shape),
            array::shape_in_message(&common)
        ));
    }
    Ok(())
}

fn check_out(out: &Value) -> Result<()> {
    let Some(o) = array::get(out) else { return type_error("output must be an array") };
    if !o.is_writeable() {
        return value_error("output array is read-only");
    }
    Ok(())
}

/// A tuple of axes, for callers that know them as numbers.
pub fn axis_tuple(axes: &[usize]) -> Value {
    tuple::new(axes.iter().map(|k| Value::int(*k as i64)).collect())
}
