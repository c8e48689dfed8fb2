//! `randint` and `integers`: ints of a range, in every integer dtype and bool.

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::value::Value;
use pyaot_core::{bytes, float, int, ops, str};

use super::bounded::{Rest, Word};
use super::draw::elements;
use super::object::with;
use super::params::{Number, Param, Walk, output_shape, size, spread};
use super::rng::Rng;
use crate::{array, scalar};

/// A bound: any int of 64 bits, or the one above. Floats count as cut off.
impl Number for i128 {
    const DTYPE: DType = DType::Object;
    fn of(v: &Value) -> Result<i128> {
        if let Some(x) = float::as_float(v) {
            return Ok(x as i128);
        }
        let v = ops::index_value(v)?;
        Ok(match int::to_i64(&v) {
            Some(i) => i.into(),
            None => int::to_bigint(&v).and_then(|b| i128::try_from(b).ok()).unwrap_or(i128::MAX),
        })
    }
    fn float(self) -> f64 {
        self as f64
    }
}

/// The least and the greatest int of a dtype.
fn limits(d: DType) -> (i128, i128) {
    let bits = 8 * d.size() as u32;
    match d.kind() {
        Kind::Bool => (0, 1),
        Kind::Unsigned => (0, (1 << bits) - 1),
        _ => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
    }
}

fn bounds_error<T>(closed: bool, all_zero: bool) -> Result<T> {
    value_error(match (all_zero, closed) {
        (true, true) => "high < 0",
        (true, false) => "high <= 0",
        (false, true) => "low > high",
        (false, false) => "low >= high",
    })
}

/// Checks bounds, the upper one included by now.
fn check(d: DType, low: i128, high: i128) -> Result<()> {
    let (least, most) = limits(d);
    if low < least {
        return value_error(format!("low is out of bounds for {}", d.name()));
    }
    if high > most {
        return value_error(format!("high is out of bounds for {}", d.name()));
    }
    Ok(())
}

/// One int of the default dtype of `Generator`, as `numpy.int64`.
pub fn integer(a: &[Value]) -> Result<Value> {
    let closed = ops::truth(&a[3])?;
    Ok(scalar::of_i64(DType::I64, draw_one(a, false, closed)? as i64))
}

fn draw_one(a: &[Value], masked: bool, closed: bool) -> Result<i128> {
    let (mut low, mut high) = (i128::of(&a[1])?, 0);
    if a[2].is_none() {
        std::mem::swap(&mut low, &mut high);
    } else {
        high = i128::of(&a[2])?;
    }
    between(&a[0], low, high, masked, closed)
}

/// One int of 64 bits.
pub fn between(source: &Value, low: i128, high: i128, masked: bool, closed: bool) -> Result<i128> {
    let high = high - i128::from(!closed);
    check(DType::I64, low, high)?;
    if low > high {
        return bounds_error(closed, low == 0);
    }
    let offset = with(source, |r| Rest::default().below::<u64>(r.engine, (high - low) as u64, masked))?;
    Ok(low + i128::from(offset))
}

/// `randint` of the default dtype, of source, low, high, size: Python ints, or an array.
pub fn default_ints(a: &[Value]) -> Result<Value> {
    if a[3].is_none() {
        return Ok(int::from_i128(draw_one(a, true, false)?));
    }
    let args = [a[0].clone(), a[1].clone(), a[2].clone(), a[3].clone(), str::new("int64"), Value::bool(true), Value::bool(false)];
    ints(&args)
}

/// `integers`, of source, low, high, size, dtype, masked, closed.
pub fn ints(a: &[Value]) -> Result<Value> {
    let dtype = match DType::of_name(&ops::text_of(&a[4])) {
        Some(d) if d.is_integer() || d == DType::Bool => d,
        _ => return type_error(format!("Unsupported dtype dtype('{}') for randint", ops::text_of(&a[4]))),
    };
    let (masked, closed) = (ops::truth(&a[5])?, ops::truth(&a[6])?);
    let wanted = size(&a[3])?;
    if let Some(shape) = &wanted
        && shape.contains(&0)
    {
        return array::empty(dtype, shape);
    }
    let high = Param::<i128>::of(if a[2].is_none() { &a[1] } else { &a[2] })?;
    let low = if a[2].is_none() { Param { data: vec![0], shape: Vec::new() } } else { Param::<i128>::of(&a[1])? };
    let open = i128::from(!closed);
    for low in &low.data {
        check(dtype, *low, 0)?;
    }
    for high in &high.data {
        check(dtype, 0, high - open)?;
    }
    let shapes = [low.shape.as_slice(), high.shape.as_slice()];
    let common = super::params::broadcast(&shapes)?;
    let mut walk = Walk::new(common.clone(), shapes.iter().map(|s| spread(s, &common)).collect());
    let all_zero = low.data.iter().all(|x| *x == 0);
    for _ in 0..common.iter().product::<i64>() {
        if low.data[walk.offsets[0] as usize] > high.data[walk.offsets[1] as usize] - open {
            return bounds_error(closed, all_zero);
        }
        walk.step();
    }
    let single = common.is_empty() && wanted.is_none();
    let shape = output_shape(wanted, &shapes)?;
    let out = array::empty(dtype, &shape)?;
    let target = array::as_array(&out);
    let draws = Draws { low, high, open, masked, shape };
    with(&a[0], |r| {
        // SAFETY: new, and of this size; signed ints are stored as unsigned ones.
        unsafe {
            match dtype.size() {
                1 if dtype == DType::Bool => draws.bools(r, elements(target)),
                1 => draws.fill::<u8>(r, elements(target)),
                2 => draws.fill::<u16>(r, elements(target)),
                4 => draws.fill::<u32>(r, elements(target)),
                _ => draws.fill::<u64>(r, elements(target)),
            }
        }
    })?;
    if single {
        // SAFETY: its only element.
        return Ok(unsafe { scalar::new(dtype, target.data()) });
    }
    Ok(out)
}

struct Draws {
    low: Param<i128>,
    high: Param<i128>,
    /// What the upper bound is beyond the range.
    open: i128,
    masked: bool,
    shape: Vec<i64>,
}

impl Draws {
    fn walk(&self) -> Walk {
        Walk::new(self.shape.clone(), vec![spread(&self.low.shape, &self.shape), spread(&self.high.shape, &self.shape)])
    }

    /// The offset and the range of an element.
    fn at(&self, walk: &Walk) -> (i128, u64) {
        let low = self.low.data[walk.offsets[0] as usize];
        (low, (self.high.data[walk.offsets[1] as usize] - self.open - low) as u64)
    }

    fn fill<T: Word>(&self, r: &mut Rng, out: &mut [T]) {
        let mut rest = Rest::default();
        let mut walk = self.walk();
        if self.low.is_scalar() && self.high.is_scalar() {
            let (low, range) = self.at(&walk);
            for x in out {
                *x = T::low((low as u64).wrapping_add(rest.below::<T>(r.engine, range, self.masked)));
            }
            return;
        }
        for x in out {
            let (low, range) = self.at(&walk);
            *x = T::low((low as u64).wrapping_add(rest.below::<T>(r.engine, range, self.masked)));
            walk.step();
        }
    }

    fn bools(&self, r: &mut Rng, out: &mut [u8]) {
        let mut rest = Rest::default();
        let mut walk = self.walk();
        for x in out {
            let (low, range) = self.at(&walk);
            *x = if range == 0 { low as u8 } else { rest.bit(r.engine).into() };
            walk.step();
        }
    }
}

/// `bytes`
pub fn bytes(a: &[Value]) -> Result<Value> {
    let n = ops::index_or_overflow(&a[1])?;
    if n < 0 {
        return value_error("negative dimensions are not allowed");
    }
    let n = n as usize;
    let mut out = Vec::with_capacity(n + 4);
    with(&a[0], |r| {
        while out.len() < n {
            out.extend(r.engine.next_u32().to_le_bytes());
        }
    })?;
    out.truncate(n);
    Ok(bytes::from_vec(out))
}

/// `random_raw` with a size.
pub fn raw_many(a: &[Value]) -> Result<Value> {
    let out = array::empty(DType::U64, &size(&a[1])?.unwrap_or_default())?;
    // SAFETY: new, and of this dtype.
    let items = unsafe { elements::<u64>(array::as_array(&out)) };
    with(&a[0], |r| items.iter_mut().for_each(|x| *x = r.engine.next_raw()))?;
    Ok(out)
}

/// A list of ints as an array of 32-bit or 64-bit words.
pub fn word_array(a: &[Value]) -> Result<Value> {
    let items = Param::<i128>::of(&a[0])?.data;
    let shape = [items.len() as i64];
    if ops::truth(&a[1])? {
        let out = array::empty(DType::U64, &shape)?;
        // SAFETY: new, and of this dtype.
        unsafe { elements::<u64>(array::as_array(&out)) }.iter_mut().zip(items).for_each(|(x, w)| *x = w as u64);
        return Ok(out);
    }
    let out = array::empty(DType::U32, &shape)?;
    // SAFETY: new, and of this dtype.
    unsafe { elements::<u32>(array::as_array(&out)) }.iter_mut().zip(items).for_each(|(x, w)| *x = w as u32);
    Ok(out)
}

/// `random_raw`
pub fn raw(a: &[Value]) -> Result<Value> {
    Ok(int::from_u64(with(&a[0], |r| r.engine.next_raw())?))
}
