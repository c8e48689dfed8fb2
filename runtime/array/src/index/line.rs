//! Rows, columns and slices that compiled code reduces, multiplies, copies or fills at once: elements along one axis, without an array object
//! for them. What is not as simple as that, or has something to report, is done with views.

use pyaot_abi::dtype::DType;
use pyaot_abi::lines;
use pyaot_abi::tape::REDUCTIONS;
use pyaot_core::error::{Result, value_error};
use pyaot_core::value::Value;
use pyaot_core::types::BinOp;
use pyaot_core::{float, int, ops};

use super::part::part;
use crate::array::{ArrayObj, as_array};
use crate::kernels::sum::pairwise_f64;
use crate::kernels::dot::dot_of_vectors;
use crate::ufunc::matmul;

/// Elements of one axis.
#[derive(Clone, Copy)]
struct Line {
    data: *mut u8,
    len: usize,
    stride: i64,
}

impl Line {
    fn is_dense(&self, size: usize) -> bool {
        (self.stride == size as i64 || self.len < 2) && (self.data as usize).is_multiple_of(size)
    }

    /// The bytes from the first element to the last, for those that do not go backwards.
    fn bytes(&self, size: usize) -> std::ops::Range<usize> {
        let start = self.data as usize;
        start..start + (self.len.max(1) - 1) * self.stride as usize + size
    }
}

/// Longer ones are left to views: kernels for many elements ask more than this costs.
const LONG: usize = 4096;

/// The line that a key gives (see [`part`]): ints, and slices without steps. None: it is none, or not in bounds.
#[inline]
fn line(a: &ArrayObj, form: u64, words: &[i64]) -> Option<Line> {
    let (shape, strides) = (a.shape(), a.strides());
    let (mut words, mut rest) = (words.iter().copied(), form);
    let mut data = a.data();
    let mut found: Option<(i64, i64)> = None;
    for (len, stride) in shape.iter().copied().zip(strides.iter().copied()) {
        let item = rest & 15;
        rest >>= 4;
        if item == 2 {
            let i = words.next()?;
            let i = if i < 0 { i + len } else { i };
            if !(0..len).contains(&i) {
                return None;
            }
            data = data.wrapping_offset((i * stride) as isize);
            continue;
        }
        if item & 8 != 0 || item == 4 || found.is_some() {
            return None;
        }
        let mut bound = |given: bool, otherwise: i64| {
            let Some(i) = given.then(|| words.next()).flatten() else { return otherwise };
            if i < 0 { (i.saturating_add(len)).max(0) } else { i.min(len) }
        };
        let start = bound(item & 2 != 0, 0);
        let stop = bound(item & 4 != 0, len);
        let count = (stop - start).max(0);
        if count > 0 {
            data = data.wrapping_offset((start * stride) as isize);
        }
        found = Some((count, stride));
    }
    let (len, stride) = found.filter(|(len, stride)| rest == 0 && *len <= LONG as i64 && (*stride > 0 || *len < 2))?;
    Some(Line { data, len: len as usize, stride })
}

/// The view that a key gives; without a key all of the array.
fn view(v: &Value, form: u64, words: &[i64]) -> Result<Value> {
    if form == 0 { Ok(v.clone()) } else { part(v, form, words) }
}

fn reduced(v: &Value, form: u64, what: i64, words: &[i64]) -> Result<Value> {
    let name = REDUCTIONS.get(what as usize).copied().unwrap_or("sum");
    ops::call_method(&view(v, form, words)?, name, &[])
}

/// `a[i].sum()` and the like of an array of float64.
///
/// # Errors
/// Those of the view and of its method.
pub fn reduce(v: &Value, form: u64, what: i64, words: &[i64]) -> Result<f64> {
    let quick = line(as_array(v), form, words).filter(|l| l.is_dense(8) && l.len > 0).and_then(|l| match REDUCTIONS.get(what as usize) {
        Some(&"sum") => Some(sum(l)),
        Some(&"mean") => Some(sum(l) / l.len as f64),
        Some(name) => extreme(l, *name == "max"),
        None => None,
    });
    match quick {
        // Infinite ones, and what is no number, may be worth a warning.
        Some(x) if x.is_finite() => Ok(x),
        _ => float::to_f64(&reduced(v, form, what, words)?),
    }
}

fn sum(l: Line) -> f64 {
    // SAFETY: so many elements of this dtype. On top of 0, as a reduction begins.
    0.0 + unsafe { pairwise_f64(l.data, 8, l.len) }
}

/// The greatest or least element; which zero of several it is depends on the kernel's order.
fn extreme(l: Line, is_max: bool) -> Option<f64> {
    // SAFETY: so many elements of this dtype.
    let items = unsafe { std::slice::from_raw_parts(l.data.cast::<f64>(), l.len) };
    let (mut best, mut ordered) = (items[0], true);
    for x in items {
        best = if (*x > best) == is_max && *x != best { *x } else { best };
        ordered &= x == x;
    }
    (ordered && best != 0.0).then_some(best)
}

/// The same of int64.
///
/// # Errors
/// Those of the view and of its method.
pub fn reduce_int(v: &Value, form: u64, what: i64, words: &[i64]) -> Result<i64> {
    let quick = line(as_array(v), form, words).filter(|l| l.is_dense(8) && l.len > 0).and_then(|l| {
        // SAFETY: so many elements of this dtype.
        let items = unsafe { std::slice::from_raw_parts(l.data.cast::<i64>(), l.len) };
        match REDUCTIONS.get(what as usize) {
            Some(&"sum") => Some(items.iter().fold(0i64, |sum, x| sum.wrapping_add(*x))),
            Some(&"min") => items.iter().copied().min(),
            Some(&"max") => items.iter().copied().max(),
            _ => None,
        }
    });
    match quick {
        Some(i) => Ok(i),
        None => ops::index_or_overflow(&reduced(v, form, what, words)?),
    }
}

/// Words of two keys: the first one's are so many.
fn apart(words: &[i64], n: i64) -> (&[i64], &[i64]) {
    words.split_at((n as usize).min(words.len()))
}

/// `np.dot(a[i], b[j])` of arrays of float64.
///
/// # Errors
/// Those of the views and of `dot`.
pub fn dot(a: &Value, a_form: u64, b: &Value, b_form: u64, words: (&[i64], &[i64])) -> Result<f64> {
    let lines = line(as_array(a), a_form, words.0).zip(line(as_array(b), b_form, words.1));
    // One product alone is not added to zero.
    let quick = lines.filter(|(x, y)| x.len == y.len && x.len > 1 && x.stride % 8 == 0 && y.stride % 8 == 0).map(|(x, y)| {
        // SAFETY: so many elements of this dtype at these strides.
        f64::from_bits(unsafe { dot_of_vectors(DType::F64, x.len, (x.data, x.stride as isize), (y.data, y.stride as isize), true) })
    });
    match quick {
        Some(x) if x.is_finite() => Ok(x),
        _ => float::to_f64(&matmul::dot(&[view(a, a_form, words.0)?, view(b, b_form, words.1)?, Value::none()])?),
    }
}

/// `a[i] = b[j]`
///
/// # Errors
/// Those of the views and of the assignment.
pub fn store(a: &Value, a_form: u64, b: &Value, b_form: u64, words: (&[i64], &[i64])) -> Result<()> {
    let (to, from) = (as_array(a), as_array(b));
    let size = to.itemsize();
    let plain = to.dtype() == from.dtype() && size == from.itemsize() && to.dtype().is_numeric() && to.is_writeable();
    let lines = if plain { line(to, a_form, words.0).zip(line(from, b_form, words.1)) } else { None };
    if let Some((x, y)) = lines.filter(|(x, y)| x.len == y.len)
        && copied(x, y, size)
    {
        return Ok(());
    }
    // The value comes first.
    let value = view(b, b_form, words.1)?;
    assigned(a, a_form, words.0, &value)
}

/// Copies the elements of a line, if they are apart, or side by side in both.
fn copied(to: Line, from: Line, size: usize) -> bool {
    if to.is_dense(size) && from.is_dense(size) {
        // SAFETY: so many bytes each, which may overlap.
        unsafe { std::ptr::copy(from.data, to.data, to.len * size) };
        return true;
    }
    let (x, y) = (to.bytes(size), from.bytes(size));
    if size != 8 || x.start < y.end && y.start < x.end {
        return false;
    }
    for k in 0..to.len as i64 {
        let at = |l: Line| l.data.wrapping_offset((k * l.stride) as isize).cast::<u64>();
        // SAFETY: an element of 8 bytes each.
        unsafe { at(to).write_unaligned(at(from).read_unaligned()) };
    }
    true
}

/// Longer ones are changed by kernels with wider vectors.
const SHORT: usize = 128;

/// `a[i] += b[j] * x` and the like, of arrays of float64.
///
/// # Errors
/// Those of the views and of the operations.
pub fn change(a: &Value, a_form: u64, b: &Value, b_form: u64, x: f64, what: i64, words: (&[i64], &[i64])) -> Result<()> {
    let to = as_array(a);
    let found = || {
        let l = line(to, a_form, words.0).filter(|l| l.is_dense(8) && l.len <= SHORT && to.is_writeable())?;
        let other = if what & lines::LINE == 0 { l } else { line(as_array(b), b_form, words.1).filter(|o| o.is_dense(8) && o.len == l.len)? };
        Some((l, other))
    };
    if let Some((l, other)) = found()
        && changed(l, other, x, what)
    {
        return Ok(());
    }
    let target = view(a, a_form, words.0)?;
    let mut value = if what & lines::LINE == 0 { float::new(x) } else { view(b, b_form, words.1)? };
    if what & lines::SCALED != 0 {
        value = ops::binary(BinOp::Mul, &value, &float::new(x))?;
    }
    let op = match what & lines::OPERATION {
        lines::ADD => BinOp::Add,
        lines::SUBTRACT => BinOp::Sub,
        _ => BinOp::Mul,
    };
    ops::inplace(op, &target, &value).map(drop)
}

/// Changes the elements, unless there is something to report.
fn changed(to: Line, other: Line, x: f64, what: i64) -> bool {
    let mut out = [0.0; SHORT];
    let out = &mut out[..to.len];
    // SAFETY: so many elements of this dtype each; nothing is written as long as these are in use.
    let (items, operands) = unsafe { (std::slice::from_raw_parts(to.data.cast::<f64>(), to.len), std::slice::from_raw_parts(other.data.cast::<f64>(), to.len)) };
    let (is_line, is_scaled) = (what & lines::LINE != 0, what & lines::SCALED != 0);
    // Products that may have lost digits.
    let is_tiny = |product: f64, a: f64, b: f64| product.abs() < f64::MIN_POSITIVE && a != 0.0 && b != 0.0;
    let mut fine = true;
    if is_scaled {
        for (o, b) in out.iter_mut().zip(operands) {
            *o = *b * x;
            fine &= !is_tiny(*o, *b, x);
        }
    } else if is_line {
        out.copy_from_slice(operands);
    } else {
        out.fill(x);
    }
    match what & lines::OPERATION {
        lines::ADD => out.iter_mut().zip(items).for_each(|(o, a)| *o = *a + *o),
        lines::SUBTRACT => out.iter_mut().zip(items).for_each(|(o, a)| *o = *a - *o),
        _ => out.iter_mut().zip(items).for_each(|(o, a)| {
            let product = *a * *o;
            fine &= !is_tiny(product, *a, *o);
            *o = product;
        }),
    }
    // What is infinite, or no number, may be worth a warning.
    fine &= out.iter().fold(true, |all, o| all & o.is_finite());
    if fine {
        // SAFETY: so many elements of this dtype.
        unsafe { std::ptr::copy_nonoverlapping(out.as_ptr(), to.data.cast::<f64>(), out.len()) };
    }
    fine
}

/// `a[i] = x` of an array of float64.
///
/// # Errors
/// Those of the view and of the assignment.
pub fn fill(a: &Value, form: u64, x: f64, words: &[i64]) -> Result<()> {
    let to = as_array(a);
    if let Some(l) = line(to, form, words).filter(|_| to.is_writeable()) {
        for k in 0..l.len as i64 {
            // SAFETY: an element of this dtype.
            unsafe { l.data.wrapping_offset((k * l.stride) as isize).cast::<f64>().write_unaligned(x) };
        }
        return Ok(());
    }
    assigned(a, form, words, &float::new(x))
}

fn assigned(a: &Value, form: u64, words: &[i64], x: &Value) -> Result<()> {
    if !as_array(a).is_writeable() {
        return value_error("assignment destination is read-only");
    }
    super::assign(&view(a, form, words)?, x)
}

/// The ints that compiled code passes as words.
pub fn ints<'a>(words: &[Value], into: &'a mut [i64; 16]) -> &'a [i64] {
    for (i, w) in into.iter_mut().zip(words) {
        *i = w.as_small().unwrap_or_else(|| int::to_i64(w).unwrap_or(0));
    }
    &into[..words.len().min(16)]
}

/// The same for words of two keys.
pub fn both<'a>(words: &[Value], n: i64, into: &'a mut [i64; 16]) -> (&'a [i64], &'a [i64]) {
    apart(ints(words, into), n)
}
