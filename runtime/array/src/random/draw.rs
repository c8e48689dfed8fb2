//! Draws from distributions: one number, or arrays of them.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::OVERFLOW_ERROR;
use pyaot_core::modules::libm;
use pyaot_core::value::Value;
use pyaot_core::{float, int, ops};

use super::object::with;
use super::params::{Must, Number, Param, Walk, output_shape, size, spread};
use super::rng::Rng;
use super::{continuous, discrete};
use crate::array::{self, ArrayObj};

/// What a distribution gives.
pub trait Sample: Copy {
    const DTYPE: DType;
    fn value(self) -> Value;
}

impl Sample for f64 {
    const DTYPE: DType = DType::F64;
    fn value(self) -> Value {
        float::new(self)
    }
}

impl Sample for i64 {
    const DTYPE: DType = DType::I64;
    fn value(self) -> Value {
        int::from_i128(self.into())
    }
}

/// One number.
pub fn scalar(source: &Value, f: impl FnOnce(&mut Rng) -> f64) -> Result<Value> {
    Ok(float::new(with(source, f)?))
}

/// One number, or an array of them where there is a size.
pub fn standard(source: &Value, wanted: &Value, f: impl Fn(&mut Rng) -> f64) -> Result<Value> {
    match size(wanted)? {
        None => scalar(source, f),
        Some(shape) => filled(source, &shape, f),
    }
}

/// Dimensions given one by one, as a size.
pub fn none_if_empty(dims: &Value) -> Result<Value> {
    Ok(if ops::len(dims)? == 0 { Value::none() } else { dims.clone() })
}

/// The elements of an array that has just been made.
///
/// # Safety
/// `T` is the Rust type of the elements; nobody else uses them meanwhile.
pub unsafe fn elements<T>(a: &ArrayObj) -> &mut [T] {
    // SAFETY: by the contract; new arrays are contiguous.
    unsafe { std::slice::from_raw_parts_mut(a.data().cast::<T>(), a.size()) }
}

/// A new array with a number drawn for each element.
pub fn filled<T: Sample>(source: &Value, shape: &[i64], mut f: impl FnMut(&mut Rng) -> T) -> Result<Value> {
    let out = array::empty(T::DTYPE, shape)?;
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<T>(array::as_array(&out)) };
    with(source, |r| items.iter_mut().for_each(|x| *x = f(r)))?;
    Ok(out)
}

/// A draw for all parameters `a[1..=N]` and the size in `a[N + 1]`.
pub fn draw<T: Sample, const N: usize>(
    a: &[Value],
    rules: [(&str, Must); N],
    f: impl Fn(&mut Rng, [f64; N]) -> T,
) -> Result<Value> {
    let mut params = Vec::with_capacity(N);
    for v in &a[1..=N] {
        params.push(Param::<f64>::of(v)?);
    }
    check(&params, &rules)?;
    draw_params(&a[0], &params, &a[N + 1], |r, at| f(r, std::array::from_fn(|k| params[k].data[at(k)])))
}

fn check<T: Number>(params: &[Param<T>], rules: &[(&str, Must)]) -> Result<()> {
    params.iter().zip(rules).try_for_each(|(p, (name, must))| p.check(*must, name))
}

/// Draws for each element; `f` gets the place of each parameter's number.
fn draw_params<T: Sample, P: Shaped>(
    source: &Value,
    params: &[P],
    wanted: &Value,
    f: impl Fn(&mut Rng, &dyn Fn(usize) -> usize) -> T,
) -> Result<Value> {
    let wanted = size(wanted)?;
    if params.iter().all(|p| p.shape().is_empty()) {
        return match wanted {
            None => Ok(with(source, |r| f(r, &|_| 0))?.value()),
            Some(shape) => filled(source, &shape, |r| f(r, &|_| 0)),
        };
    }
    let shapes: Vec<&[i64]> = params.iter().map(Shaped::shape).collect();
    let shape = output_shape(wanted, &shapes)?;
    let strides = shapes.iter().map(|s| spread(s, &shape)).collect();
    let mut walk = Walk::new(shape.clone(), strides);
    filled(source, &shape, |r| {
        let x = f(r, &|k| walk.offsets[k] as usize);
        walk.step();
        x
    })
}

trait Shaped {
    fn shape(&self) -> &[i64];
}

impl<T> Shaped for Param<T> {
    fn shape(&self) -> &[i64] {
        &self.shape
    }
}

impl Shaped for &[i64] {
    fn shape(&self) -> &[i64] {
        self
    }
}

/// An array for `size` numbers, or the one that is to be written.
fn target(wanted: &Value, out: &Value, dtype: DType) -> Result<Value> {
    if out.is_none() {
        return array::empty(dtype, &size(wanted)?.unwrap_or_default());
    }
    let Some(a) = array::get(out) else { return type_error("out must be an array") };
    if !(a.is_c_contiguous() || a.is_f_contiguous()) || !a.is_writeable() {
        return value_error("Supplied output array must be contiguous, writable, aligned, and in machine byte-order.");
    }
    if a.dtype() != dtype {
        return type_error(format!("Supplied output array has the wrong type. Expected {}, got {}", dtype.name(), a.dtype().name()));
    }
    if size(wanted)?.is_some_and(|s| s != a.shape()) {
        return value_error("size must match out.shape when used together");
    }
    Ok(out.clone())
}

fn fill(a: &[Value], f: impl Fn(&mut Rng) -> f64) -> Result<Value> {
    let out = target(&a[1], &a[2], DType::F64)?;
    // SAFETY: of this dtype and contiguous; nobody else runs meanwhile.
    let items = unsafe { elements::<f64>(array::as_array(&out)) };
    with(&a[0], |r| items.iter_mut().for_each(|x| *x = f(r)))?;
    Ok(out)
}

pub fn uniform_into(a: &[Value]) -> Result<Value> {
    fill(a, |r| r.uniform())
}

pub fn normal_into(a: &[Value]) -> Result<Value> {
    fill(a, |r| r.normal())
}

pub fn exponential_into(a: &[Value]) -> Result<Value> {
    fill(a, |r| r.exponential())
}

/// `standard_exponential(method="inv")`
pub fn exponential_inverse(a: &[Value]) -> Result<Value> {
    if a[1].is_none() && a[2].is_none() {
        return scalar(&a[0], |r| -libm::log1p(-r.uniform()));
    }
    fill(a, |r| -libm::log1p(-r.uniform()))
}

/// float32 numbers: `what` is the distribution.
pub fn fill_f32(a: &[Value]) -> Result<Value> {
    let what = ops::text_of(&a[1]);
    let inverse = ops::truth(&a[2])?;
    let f = |r: &mut Rng| match &*what {
        "random" => r.engine.next_f32(),
        "normal" => r.normal_f32(),
        // The logarithm is that of doubles.
        _ if inverse => -libm::log1p(f64::from(-r.engine.next_f32())) as f32,
        _ => r.exponential_f32(),
    };
    if a[3].is_none() && a[4].is_none() {
        return scalar(&a[0], |r| f(r).into());
    }
    let out = target(&a[3], &a[4], DType::F32)?;
    // SAFETY: of this dtype and contiguous; nobody else runs meanwhile.
    let items = unsafe { elements::<f32>(array::as_array(&out)) };
    with(&a[0], |r| items.iter_mut().for_each(|x| *x = f(r)))?;
    Ok(out)
}

/// `standard_gamma(dtype=float32)`
pub fn gamma_f32(a: &[Value]) -> Result<Value> {
    let shape = Param::<f64>::of(&a[1])?;
    shape.check(Must::NotNegative, "shape")?;
    let wanted = size(&a[2])?;
    if shape.is_scalar() && wanted.is_none() {
        return scalar(&a[0], |r| r.gamma_f32(shape.data[0] as f32).into());
    }
    let to = output_shape(wanted, &[&shape.shape])?;
    let mut walk = Walk::new(to.clone(), vec![spread(&shape.shape, &to)]);
    let out = array::empty(DType::F32, &to)?;
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<f32>(array::as_array(&out)) };
    with(&a[0], |r| {
        for x in items {
            *x = r.gamma_f32(shape.data[walk.offsets[0] as usize] as f32);
            walk.step();
        }
    })?;
    Ok(out)
}

/// `uniform`: of bounds.
pub fn uniform(a: &[Value]) -> Result<Value> {
    let low = Param::<f64>::of(&a[1])?;
    let high = Param::<f64>::of(&a[2])?;
    let shape = super::params::broadcast(&[&low.shape, &high.shape])?;
    let mut walk = Walk::new(shape.clone(), vec![spread(&low.shape, &shape), spread(&high.shape, &shape)]);
    let n = shape.iter().product::<i64>();
    let mut pairs = Vec::with_capacity(n as usize);
    for _ in 0..n {
        let low = low.data[walk.offsets[0] as usize];
        let range = high.data[walk.offsets[1] as usize] - low;
        if !range.is_finite() {
            return raise(&OVERFLOW_ERROR, "Range exceeds valid bounds");
        }
        // `Generator` alone wants the bounds in order.
        if range.is_sign_negative() && !with(&a[0], |r| r.legacy)? {
            return value_error("high < low");
        }
        pairs.push((low, range));
        walk.step();
    }
    draw_params(&a[0], &[shape.as_slice()], &a[3], |r, at| {
        let (low, range) = pairs[at(0)];
        continuous::uniform(r, low, range)
    })
}

/// `triangular`
pub fn triangular(a: &[Value]) -> Result<Value> {
    let params = [Param::<f64>::of(&a[1])?, Param::<f64>::of(&a[2])?, Param::<f64>::of(&a[3])?];
    let shape = super::params::broadcast(&[&params[0].shape, &params[1].shape, &params[2].shape])?;
    let mut walk = Walk::new(shape.clone(), params.iter().map(|p| spread(&p.shape, &shape)).collect());
    let n = shape.iter().product::<i64>();
    let mut worst = 3;
    for _ in 0..n {
        let [left, mode, right] = [0, 1, 2].map(|k| params[k].data[walk.offsets[k] as usize]);
        worst = worst.min(if left > mode { 0 } else if mode > right { 1 } else if left == right { 2 } else { 3 });
        walk.step();
    }
    if worst < 3 {
        return value_error(["left > mode", "mode > right", "left == right"][worst]);
    }
    draw_params(&a[0], &params, &a[4], |r, at| {
        continuous::triangular(r, params[0].data[at(0)], params[1].data[at(1)], params[2].data[at(2)])
    })
}

/// `binomial`
pub fn binomial(a: &[Value]) -> Result<Value> {
    let p = Param::<f64>::of(&a[2])?;
    let n = Param::<i64>::of(&a[1])?;
    if p.is_scalar() && n.is_scalar() {
        Must::Probability.check(p.data[0], "p", false)?;
        Must::Count.check(n.data[0] as f64, "n", false)?;
    } else {
        p.data.iter().try_for_each(|x| Must::Probability.check(*x, "p", true))?;
        n.check(Must::Count, "n")?;
    }
    draw_params(&a[0], &[p.shape.as_slice(), n.shape.as_slice()], &a[3], |r, at| {
        discrete::binomial(r, n.data[at(1)], p.data[at(0)])
    })
}

/// `negative_binomial`
pub fn negative_binomial(a: &[Value]) -> Result<Value> {
    let legacy = with(&a[0], |r| r.legacy)?;
    let n = Param::<f64>::of(&a[1])?;
    let p = Param::<f64>::of(&a[2])?;
    n.check(Must::Positive, "n")?;
    p.check(if legacy { Must::Probability } else { Must::PositiveProbability }, "p")?;
    draw_params(&a[0], &[n.shape.as_slice(), p.shape.as_slice()], &a[3], |r, at| {
        discrete::negative_binomial(r, n.data[at(0)], p.data[at(1)])
    })
}

/// `hypergeometric`
pub fn hypergeometric(a: &[Value]) -> Result<Value> {
    let params = [Param::<i64>::of(&a[1])?, Param::<i64>::of(&a[2])?, Param::<i64>::of(&a[3])?];
    let legacy = with(&a[0], |r| r.legacy)?;
    let shape = super::params::broadcast(&[&params[0].shape, &params[1].shape, &params[2].shape])?;
    let mut walk = Walk::new(shape.clone(), params.iter().map(|p| spread(&p.shape, &shape)).collect());
    const MOST: i64 = 1_000_000_000;
    if !legacy && params[..2].iter().any(|p| p.data.iter().any(|n| *n >= MOST)) {
        return value_error("both ngood and nbad must be less than 1000000000");
    }
    for _ in 0..shape.iter().product::<i64>() {
        let [good, bad, sample] = [0, 1, 2].map(|k| params[k].data[walk.offsets[k] as usize]);
        if good.wrapping_add(bad) < sample {
            return value_error("ngood + nbad < nsample");
        }
        walk.step();
    }
    let least = if legacy { Must::AtLeast1 } else { Must::NotNegative };
    check(&params, &[("ngood", Must::NotNegative), ("nbad", Must::NotNegative), ("nsample", least)])?;
    draw_params(&a[0], &params, &a[4], |r, at| {
        discrete::hypergeometric(r, params[0].data[at(0)], params[1].data[at(1)], params[2].data[at(2)])
    })
}

/// A sum that keeps what rounding loses (Kahan).
pub fn careful_sum(x: &[f64]) -> f64 {
    let Some((first, rest)) = x.split_first() else { return 0.0 };
    let (mut sum, mut lost) = (*first, 0.0);
    for x in rest {
        let y = x - lost;
        let t = sum + y;
        lost = (t - sum) - y;
        sum = t;
    }
    sum
}

/// The size with one more dimension.
fn rows(wanted: &Value, d: usize) -> Result<Vec<i64>> {
    let mut shape = size(wanted)?.unwrap_or_default();
    shape.push(d as i64);
    Ok(shape)
}

/// `multinomial`, for one set of probabilities.
pub fn multinomial(a: &[Value]) -> Result<Value> {
    let n = <i64 as Number>::of(&a[1])?;
    let p = Param::<f64>::of(&a[2])?;
    let d = match p.shape[..] {
        [] => return type_error("pvals must be a 1-d sequence"),
        [d] => d as usize,
        _ => return value_error("object too deep for desired array"),
    };
    p.data.iter().try_for_each(|x| Must::Probability.check(*x, "pvals", true))?;
    if d > 0 && careful_sum(&p.data[..d - 1]) > 1.0 + 1e-12 {
        return value_error("sum(pvals[:-1]) > 1.0");
    }
    let out = array::new(DType::I64, 8, &rows(&a[3], d)?, array::Order::C, array::Fill::Zero)?;
    Must::NotNegative.check(n as f64, "n", false)?;
    if d == 0 {
        return Ok(out);
    }
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<i64>(array::as_array(&out)) };
    with(&a[0], |r| items.chunks_exact_mut(d).for_each(|row| share_out(r, n, &p.data, row)))?;
    Ok(out)
}

fn share_out(r: &mut Rng, n: i64, p: &[f64], row: &mut [i64]) {
    let (mut left, mut p_left) = (n, 1.0);
    let last = row.len() - 1;
    for k in 0..last {
        row[k] = discrete::binomial(r, left, p[k] / p_left);
        left -= row[k];
        if left <= 0 {
            break;
        }
        p_left -= p[k];
    }
    if left > 0 {
        row[last] = left;
    }
}

/// `dirichlet`
pub fn dirichlet(a: &[Value]) -> Result<Value> {
    let alpha = Param::<f64>::of(&a[1])?;
    let [d] = alpha.shape[..] else { return value_error("object of too small depth for desired array") };
    let (d, alpha) = (d as usize, alpha.data);
    let legacy = with(&a[0], |r| r.legacy)?;
    if legacy && alpha.iter().any(|x| *x <= 0.0) {
        return value_error("alpha <= 0");
    }
    if !legacy && alpha.iter().any(|x| !x.is_nan() && x.is_sign_negative()) {
        return value_error("alpha < 0");
    }
    let out = array::new(DType::F64, 8, &rows(&a[2], d)?, array::Order::C, array::Fill::Zero)?;
    if d == 0 {
        return Ok(out);
    }
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<f64>(array::as_array(&out)) };
    let small = !legacy && alpha.iter().copied().fold(f64::MIN, f64::max) < 0.1;
    with(&a[0], |r| {
        for row in items.chunks_exact_mut(d) {
            if small {
                break_stick(r, &alpha, row);
                continue;
            }
            let mut sum = 0.0;
            for (x, alpha) in row.iter_mut().zip(&alpha) {
                *x = r.gamma(*alpha);
                sum += *x;
            }
            let inverse = 1.0 / sum;
            row.iter_mut().for_each(|x| *x *= inverse);
        }
    })?;
    Ok(out)
}

/// Samples for small alphas, whose gamma numbers would all be 0: each takes its part of what the ones before it have left.
fn break_stick(r: &mut Rng, alpha: &[f64], row: &mut [f64]) {
    let d = alpha.len();
    let mut tails = vec![0.0; d];
    let mut sum = 0.0;
    for k in (0..d).rev() {
        sum += alpha[k];
        tails[k] = sum;
    }
    if tails[0] <= 0.0 {
        return;
    }
    let mut left = 1.0;
    let mut k = 0;
    while k + 1 < d {
        let v = continuous::beta(r, alpha[k], tails[k + 1]);
        row[k] = left * v;
        left *= 1.0 - v;
        if tails[k + 1] == 0.0 {
            break;
        }
        k += 1;
    }
    row[d - 1] = left;
}
