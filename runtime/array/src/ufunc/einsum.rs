//! `numpy.einsum` without a path: one pass over all labels, whose products are added up as NumPy's iterator hands them out.

use std::convert::Infallible;

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error};
use pyaot_core::value::Value;
use pyaot_core::{list, ops};

use super::interop;
use super::nest::{Axis, Nest};
use super::parts::{self, Parts};
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::cast::{copy_into, may_overlap};
use crate::kernels::cast::{self, CastFn};
use crate::kernels::loops::{MAX_OPS, Ptrs};
use crate::kernels::sum_products::{self, SumFn};
use crate::threads;

/// `_numpy_matmul.sum_of_products(arrays, terms, result, out, kind, order)`: the arrays' dimensions are labelled by the letters of their
/// terms; the dtype that everything is computed in is that of `kind`.
///
/// # Errors
/// TypeError for what are no numbers, or for more operands than there is room for.
pub fn sum_of_products(a: &[Value]) -> Result<Value> {
    let inputs = list::to_vec(&a[0])?;
    let terms: Vec<String> = list::to_vec(&a[1])?.iter().map(|t| ops::text_of(t).into_owned()).collect();
    let arrays: Vec<&ArrayObj> = inputs.iter().map(as_array).collect();
    let given = array::get(&a[3]);
    let d = as_array(&a[4]).dtype();
    let (Some(f), true) = (sum_products::find(d), arrays.len() < MAX_OPS) else { return type_error("invalid data type for einsum") };

    let result = ops::text_of(&a[2]);
    let mut labels: Vec<char> = result.chars().collect();
    let mut others: Vec<char> = terms.iter().flat_map(|t| t.chars()).filter(|c| !labels.contains(c)).collect();
    others.sort_unstable();
    others.dedup();
    labels.extend(others);
    let sizes: Vec<(char, i64)> = terms.iter().zip(&arrays).flat_map(|(t, x)| t.chars().zip(x.shape().iter().copied())).collect();
    let size_of = |c: char| sizes.iter().filter(|(l, _)| *l == c).map(|(_, n)| *n).find(|n| *n != 1).unwrap_or(1);
    let shape: Vec<i64> = result.chars().map(size_of).collect();

    // The output is operand 0.
    let mut axes: Vec<Axis> = labels.iter().enumerate().rev().map(|(dim, c)| Axis { dim, n: size_of(*c) as usize, s: [0; MAX_OPS] }).collect();
    for (op, (term, x)) in terms.iter().zip(&arrays).enumerate() {
        for ((c, n), s) in term.chars().zip(x.shape()).zip(x.strides()) {
            if let Some(axis) = axes.iter_mut().find(|axis| labels[axis.dim] == c).filter(|_| *n != 1) {
                axis.s[op + 1] = *s as isize;
            }
        }
    }
    let mut nest = Nest::of(axes);
    let (count, order) = (arrays.len() + 1, ops::text_of(&a[5]));
    let direct = given.filter(|o| o.dtype() == d && !arrays.iter().any(|x| may_overlap(o, x)));
    let out = match direct {
        Some(o) => {
            for axis in nest.axes.iter_mut().filter(|x| x.dim < shape.len() && x.n != 1) {
                axis.s[0] = o.strides()[axis.dim] as isize;
            }
            ordered(&mut nest, count, &order);
            a[3].clone()
        }
        None => {
            ordered(&mut nest, count, &order);
            allocated(&mut nest, d, &shape)?
        }
    };
    let target = as_array(&out);
    if direct.is_some() {
        interop::fill(target, &[0; 16][..d.size()]);
    }
    let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
    p[0] = target.data();
    for (p, x) in p[1..].iter_mut().zip(&arrays) {
        *p = x.data();
    }
    if direct.is_some() && order.eq_ignore_ascii_case("k") {
        nest.forwards(count, &mut p);
    }
    nest.coalesce(count);
    if nest.axes.iter().all(|x| x.n > 0) {
        let casts: Vec<Option<CastFn>> = arrays.iter().map(|x| if x.dtype() == d { None } else { cast::find(x.dtype(), d) }).collect();
        let products = nest.axes.iter().map(|x| x.n).product();
        threads::outside(products, || run(f, d, nest, &p, &casts));
    }
    match given.filter(|_| direct.is_none()) {
        Some(o) => copy_into(o, target).map(|()| a[3].clone()),
        None => Ok(out.clone()),
    }
}

/// The order of dimensions that `order=` asks for.
fn ordered(nest: &mut Nest, count: usize, order: &str) {
    match order {
        "K" | "k" => nest.sort(count),
        "F" | "f" => nest.axes.reverse(),
        _ => {}
    }
}

/// A new output, laid out in the order of the nest.
fn allocated(nest: &mut Nest, d: DType, shape: &[i64]) -> Result<Value> {
    let v = array::new(d, d.size(), shape, Order::C, Fill::Zero)?;
    let mut strides = vec![0; shape.len()];
    let mut next = d.size();
    for axis in nest.axes.iter_mut().filter(|x| x.dim < shape.len()) {
        strides[axis.dim] = next as i64;
        axis.s[0] = if axis.n == 1 { 0 } else { next as isize };
        next *= axis.n.max(1);
    }
    as_array(&v).set_dims(shape, &strides);
    Ok(v)
}

/// Adds up all products.
fn run(f: SumFn, d: DType, mut nest: Nest, p: &Ptrs, casts: &[Option<CastFn>]) {
    let count = casts.len() + 1;
    if nest.axes.is_empty() {
        nest.axes.push(Axis { dim: 0, n: 1, s: [0; MAX_OPS] });
    }
    // The output last, as the loop has it.
    let call = |p: &Ptrs, s: &[isize; MAX_OPS], n: usize| {
        let (mut q, mut t) = (*p, *s);
        q[..count].rotate_left(1);
        t[..count].rotate_left(1);
        // SAFETY: the nest leads to elements of the operands, the buffers hold those of a part.
        unsafe { f(&q[..count], &t[..count], n) };
    };
    if casts.iter().all(Option::is_none) && count <= 3 && matches!(nest.axes.len(), 2 | 3) {
        let Ok(()) = nest.run(p, count, |p, s, n| -> std::result::Result<(), Infallible> {
            call(p, s, n);
            Ok(())
        });
        return;
    }
    let is_cast: Vec<bool> = std::iter::once(false).chain(casts.iter().map(Option::is_some)).collect();
    let parts = parts::of(&nest.axes, false, &is_cast);
    let words = (parts.core * parts.times * d.size()).div_ceil(8);
    let mut buffers: Vec<Vec<u64>> = parts.ways.iter().map(|w| if w.is_buffered { vec![0; words] } else { Vec::new() }).collect();
    let (part, rest) = nest.axes.split_at(parts.outer + 1);
    let along = part[parts.outer];
    for at in 0..rest.iter().map(|x| x.n).product() {
        let (mut q, mut left) = (*p, at);
        for x in rest {
            advance(&mut q, &x.s, left % x.n);
            left /= x.n;
        }
        for start in (0..along.n).step_by(parts.times) {
            let mut q = q;
            advance(&mut q, &along.s, start);
            let mut axes = part.to_vec();
            axes[parts.outer].n = parts.times.min(along.n - start);
            one_part(d, &parts, &axes, &q, casts, &mut buffers, call);
        }
    }
}

/// One part, with operands in buffers where they must be.
fn one_part(d: DType, parts: &Parts, axes: &[Axis], p: &Ptrs, casts: &[Option<CastFn>], buffers: &mut [Vec<u64>], call: impl Fn(&Ptrs, &[isize; MAX_OPS], usize)) {
    let (size, outer) = (d.size() as isize, parts.outer);
    let (mut q, mut inner, mut steps) = (*p, [0; MAX_OPS], [0; MAX_OPS]);
    let kept: Vec<Axis> = axes.iter().copied().filter(|x| x.s[0] != 0).collect();
    for (op, way) in parts.ways.iter().enumerate() {
        let stands = axes[outer].s[op] == 0;
        if !way.is_buffered {
            (inner[op], steps[op]) = (axes[0].s[op], axes[outer].s[op]);
            continue;
        }
        let single = !way.is_apart && way.is_one && axes[0].s[op] == 0;
        (inner[op], steps[op]) = match (way.is_apart, single) {
            (true, _) if stands => (size, 0),
            (true, _) => (0, size),
            (false, true) => (0, 0),
            (false, false) => (size, size * parts.core as isize),
        };
        let of = match op {
            0 => kept.clone(),
            _ if way.is_apart && stands => axes[..outer].to_vec(),
            _ if single => Vec::new(),
            _ => axes.to_vec(),
        };
        q[op] = buffers[op].as_mut_ptr().cast();
        let convert = op.checked_sub(1).and_then(|k| casts[k]).or_else(|| cast::find(d, d));
        let mut to = q[op];
        let Ok(()) = Nest::of(of).run(p, parts.ways.len(), |p, s, n| -> std::result::Result<(), Infallible> {
            if let Some(f) = convert {
                // SAFETY: elements of the operand; the buffer has room for those of a part.
                unsafe { f(p[op], s[op], to, size, n) };
            }
            to = to.wrapping_offset(size * n as isize);
            Ok(())
        });
    }
    let times = axes[outer].n;
    if parts.folds {
        for _ in 0..times {
            call(&q, &inner, parts.core);
            advance(&mut q, &steps, 1);
        }
    } else {
        call(&q, &inner, parts.core * times);
    }
    if parts.ways[0].is_buffered {
        let mut from = buffers[0].as_ptr().cast::<u8>();
        let Ok(()) = Nest::of(kept).run(p, 1, |p, s, n| -> std::result::Result<(), Infallible> {
            if let Some(f) = cast::find(d, d) {
                // SAFETY: the elements that were read.
                unsafe { f(from, size, p[0], s[0], n) };
            }
            from = from.wrapping_offset(size * n as isize);
            Ok(())
        });
    }
}

fn advance(p: &mut Ptrs, s: &[isize; MAX_OPS], k: usize) {
    for (p, s) in p.iter_mut().zip(s) {
        *p = p.wrapping_offset(s * k as isize);
    }
}
