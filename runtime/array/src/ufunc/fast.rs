//! The most frequent calls without detours: contiguous arrays of one shape and dtype, or one of them and a number.
//!
//! Everything here gives up (None) where the general way would have anything to look at.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::float;

use super::reducible::loop_dtype;
use super::{Identity, Rule, Ufunc, stats};
use crate::array::{self, ArrayObj};
use crate::cpu::{Backend, backend};
use crate::{elem, fpe};
use crate::kernels::loops::{FoldFn, Loop, MAX_OPS, Ptrs, Strides};
use crate::kernels::sum::{total_f32, total_f64};
use crate::scalar;
use crate::threads::{self, Elements};
use crate::warn::{self, Flags};

/// A number as an element of `d`, if it takes that dtype on without more ado.
#[inline]
pub fn number(v: &Value, d: DType) -> Option<[u8; 16]> {
    let mut bits = [0u8; 16];
    if let Some(i) = v.as_small() {
        let mut put = |b: &[u8]| bits[..b.len()].copy_from_slice(b);
        match d {
            DType::F64 => put(&(i as f64).to_ne_bytes()),
            DType::F32 => put(&(i as f32).to_ne_bytes()),
            _ if d.is_integer() && elem::fits(d, i) => put(&i.to_ne_bytes()[..d.size()]),
            _ => return None,
        }
        return Some(bits);
    }
    if let Some((of, b)) = scalar::get(v) {
        if of != d {
            return None;
        }
        bits[..8].copy_from_slice(&b.0[0].to_ne_bytes());
        bits[8..].copy_from_slice(&b.0[1].to_ne_bytes());
        return Some(bits);
    }
    if v.ty().layout == Layout::Float {
        let x = float::as_float(v)?;
        let mut put = |b: &[u8]| bits[..b.len()].copy_from_slice(b);
        match d {
            DType::F64 => put(&x.to_ne_bytes()),
            DType::F32 if (x as f32).is_finite() => put(&(x as f32).to_ne_bytes()),
            _ => return None,
        }
        return Some(bits);
    }
    None
}

#[inline]
fn exact(u: &Ufunc, d: DType) -> Option<&'static Loop> {
    match u.rule {
        Rule::Common | Rule::Compare | Rule::Divide => {}
        Rule::NoBool(_) if d != DType::Bool => {}
        Rule::Power if d.is_float() => {}
        _ => return None,
    }
    u.loops.get(usize::from(u.exact[d as usize]))
}

#[inline]
fn usable(a: &ArrayObj) -> bool {
    // A single element may be seen backwards, which some loops look at.
    a.is_c_contiguous() && a.dtype().is_numeric() && a.ndim() > 0 && a.strides()[0] >= 0
}

/// The given output takes the results as they come: its elements are one behind the other, of the loop's dtype, and either
/// no input's or, one by one, the very same.
pub fn takes(out: &ArrayObj, d: DType, shape: &[i64], inputs: &[&Value]) -> bool {
    let apart = |a: &ArrayObj| {
        let (x, y) = (a.data() as usize, out.data() as usize);
        x + a.nbytes() <= y || y + out.nbytes() <= x || x == y && a.itemsize() == out.itemsize()
    };
    out.dtype() == d
        && out.is_c_contiguous()
        && out.is_writeable()
        && out.shape() == shape
        && inputs.iter().all(|v| array::get(v).is_none_or(apart))
}

/// `u(x)` of a float that is no array.
#[inline]
fn call_number(u: &'static Ufunc, x: &Value) -> Option<Result<Value>> {
    let d = match scalar::get(x) {
        Some((d, _)) if d.is_float() => d,
        None if x.is_exact(&float::FLOAT) => DType::F64,
        _ => return None,
    };
    let lo = exact(u, d)?;
    let mut bits = number(x, d)?;
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    let mut result = [0u64; 2];
    (p[0], p[1]) = (bits.as_mut_ptr(), result.as_mut_ptr().cast());
    if let Err(e) = run(u, lo, &p, &[0; MAX_OPS], 1) {
        return Some(Err(e));
    }
    // SAFETY: the loop has written an element of that dtype.
    Some(Ok(unsafe { scalar::new(lo.types[1], p[1]) }))
}

/// The loop over contiguous operands, and the warnings about it.
#[inline]
fn run(u: &Ufunc, lo: &Loop, p: &Ptrs, s: &Strides, n: usize) -> Result<()> {
    if !lo.may_warn {
        // SAFETY: the callers have operands of `n` elements, or one number.
        threads::outside(n, || unsafe { threads::run_loop(lo.run(backend()), p, s, n) });
        return Ok(());
    }
    fpe::clear();
    // SAFETY: as above.
    threads::outside(n, || unsafe { threads::run_loop(lo.run(backend()), p, s, n) });
    warn::report(Flags(fpe::take()), u.name)
}

/// `u(*inputs)` into a new array, or into `out`.
#[inline]
pub fn call(u: &'static Ufunc, inputs: &[&Value], out: Option<&Value>) -> Option<Result<Value>> {
    if u.nout != 1 || u.nin > 2 || backend() == Backend::Scalar {
        return None;
    }
    let mut p = [std::ptr::null_mut(); MAX_OPS];
    let mut s = [0isize; MAX_OPS];
    let bits;
    let like = match inputs {
        [x] => {
            let Some(a) = array::get(x) else { return if out.is_none() { call_number(u, x) } else { None } };
            if !usable(a) {
                return None;
            }
            (p[0], s[0]) = (a.data(), a.itemsize() as isize);
            a
        }
        [x, y] => match (array::get(x), array::get(y)) {
            (Some(a), Some(b)) => {
                if !usable(a) || !usable(b) || a.dtype() != b.dtype() || a.shape() != b.shape() {
                    return None;
                }
                (p[0], s[0]) = (a.data(), a.itemsize() as isize);
                (p[1], s[1]) = (b.data(), a.itemsize() as isize);
                a
            }
            (Some(a), None) => {
                if !usable(a) {
                    return None;
                }
                bits = number(y, a.dtype())?;
                (p[0], s[0]) = (a.data(), a.itemsize() as isize);
                p[1] = bits.as_ptr().cast_mut();
                a
            }
            (None, Some(b)) => {
                if !usable(b) {
                    return None;
                }
                bits = number(x, b.dtype())?;
                p[0] = bits.as_ptr().cast_mut();
                (p[1], s[1]) = (b.data(), b.itemsize() as isize);
                b
            }
            (None, None) => return None,
        },
        _ => return None,
    };
    let lo = exact(u, like.dtype())?;
    if lo.singly.is_some() && like.size() == 1 && out.is_some() {
        return None;
    }
    let d = lo.types[u.nin];
    let out = match out {
        Some(o) => {
            array::get(o).filter(|o| takes(o, d, like.shape(), inputs))?;
            o.clone()
        }
        None => match array::empty_like(like, d) {
            Ok(v) => v,
            Err(e) => return Some(Err(e)),
        },
    };
    let k = u.nin;
    (p[k], s[k]) = (array::as_array(&out).data(), d.size() as isize);
    Some(run(u, lo, &p, &s, like.size()).map(|()| out))
}

/// Folds `n` contiguous elements; many of them on several threads, where that gives the same.
///
/// # Safety
/// See [`FoldFn`].
unsafe fn folded(u: &Ufunc, d: DType, fold: FoldFn, acc: *mut u8, p: *mut u8, n: usize) {
    let size = d.size();
    let extreme = threads::may_split(n) && !d.is_complex() && matches!(u.name, "maximum" | "minimum");
    if !threads::may_split(n) || !(extreme || (u.name == "add" && (d.is_integer() || matches!(d, DType::F32 | DType::F64)))) {
        // SAFETY: the caller's promise.
        return unsafe { fold(acc, p, size as isize, n) };
    }
    // SAFETY: elements of the array; `acc` is one of this dtype.
    unsafe {
        let start = acc.cast::<[u8; 8]>().read_unaligned();
        match d {
            DType::F64 if !extreme => acc.cast::<f64>().write_unaligned(acc.cast::<f64>().read_unaligned() + total_f64(p, n)),
            DType::F32 if !extreme => acc.cast::<f32>().write_unaligned(acc.cast::<f32>().read_unaligned() + total_f32(p, n)),
            _ => {
                let all = Elements(p);
                let all = &all;
                let part = |from: usize, len: usize| {
                    // Sums begin with zero, extremes with what is there.
                    let mut acc = start;
                    fold(acc.as_mut_ptr(), all.0.add(from * size), size as isize, len);
                    acc
                };
                let join = |a: [u8; 8], b: [u8; 8]| {
                    let mut a = a;
                    fold(a.as_mut_ptr(), b.as_ptr(), size as isize, 1);
                    a
                };
                let result = threads::joined(n, |n| n / 2, part, join);
                // Which zero of several is kept depends on the order.
                if d.is_float() && result[..size].iter().all(|b| matches!(b, 0 | 0x80)) {
                    return fold(acc, p, size as isize, n);
                }
                std::ptr::copy_nonoverlapping(result.as_ptr(), acc, size);
            }
        }
    }
}

/// `u.reduce` of a whole array.
#[inline]
pub fn reduce(u: &'static Ufunc, v: &Value) -> Option<Result<Value>> {
    let a = array::get(v)?;
    let d = a.dtype();
    if d == DType::Object {
        return reduce_objects(u, a);
    }
    if !usable(a) {
        return None;
    }
    if d == DType::Bool && u.name == "add" {
        return Some(Ok(scalar::of_i64(DType::I64, stats::trues(a) as i64)));
    }
    if a.size() == 0 || loop_dtype(u, d) != d || backend() == Backend::Scalar {
        return None;
    }
    let lo = u.loops.iter().find(|l| l.types[..3] == [d; 3])?;
    let fold = lo.fold(backend())?;
    let size = d.size();
    let mut acc = [0u64; 2];
    let at = acc.as_mut_ptr().cast::<u8>();
    let (mut p, mut n) = (a.data(), a.size());
    match (u.identity, d) {
        (Identity::Int(0) | Identity::Bool(false), _) => {}
        // Whether the fold begins with 1 or with the first element makes no difference.
        (Identity::Int(1) | Identity::Bool(true) | Identity::Reorderable, _) => {
            // SAFETY: the array has an element.
            unsafe { std::ptr::copy_nonoverlapping(p, at, size) };
            p = p.wrapping_add(size);
            n -= 1;
        }
        _ => return None,
    }
    if lo.may_warn {
        fpe::clear();
    }
    // SAFETY: contiguous elements.
    threads::outside(n, || unsafe { folded(u, d, fold, at, p, n) });
    if lo.may_warn {
        let flags = fpe::take();
        if flags != 0
            && let Err(e) = warn::report(Flags(flags), "reduce")
        {
            return Some(Err(e));
        }
    }
    // SAFETY: an element of that dtype.
    Some(Ok(unsafe { scalar::new(d, at) }))
}

/// `u.reduce` of objects in one row. Python code may change the array meanwhile, so it is looked at anew each time.
fn reduce_objects(u: &'static Ufunc, a: &ArrayObj) -> Option<Result<Value>> {
    let f = u.object?;
    if a.ndim() != 1 || a.size() == 0 || !a.is_c_contiguous() {
        return None;
    }
    // SAFETY: an array of objects has a value at each place.
    let item = |k: usize| unsafe { (*a.data().cast::<Value>().add(k)).clone() };
    let mut acc = item(0);
    let mut k = 1;
    while k < a.size() {
        acc = match f(&[acc, item(k)]) {
            Ok(v) => v,
            Err(e) => return Some(Err(e)),
        };
        k += 1;
    }
    Some(Ok(acc))
}
