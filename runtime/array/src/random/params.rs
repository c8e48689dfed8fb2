//! Parameters of distributions: numbers or arrays of them, checked and broadcast against the size.

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::list::ListObj;
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;
use pyaot_core::{float, int, list, ops};

use crate::array::{self, ArrayObj, shape_text};
use crate::errors::no_cast;
use crate::{convert, elem};

/// What a parameter must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Must {
    Any,
    NotNegative,
    Positive,
    /// In [0, 1].
    Probability,
    /// In (0, 1].
    PositiveProbability,
    /// In [0, 1).
    ProbabilityBelow1,
    Above1,
    AtLeast1,
    /// A mean whose samples fit an int.
    Mean,
    /// A count for the legacy functions.
    Count,
}

/// The largest mean of Poisson samples.
const MEAN_MAX: f64 = 9_223_372_006_484_771_000.0;

impl Must {
    /// Checks one number.
    ///
    /// # Errors
    /// ValueError.
    pub fn check(self, x: f64, name: &str, array: bool) -> Result<()> {
        let nan = if array { "contains NaNs" } else { "is NaN" };
        let message = match self {
            Must::Any => return Ok(()),
            Must::NotNegative if !x.is_nan() && x.is_sign_negative() => format!("{name} < 0"),
            Must::Positive if x <= 0.0 => format!("{name} <= 0"),
            Must::Probability if !(0.0..=1.0).contains(&x) => format!("{name} < 0, {name} > 1 or {name} {nan}"),
            Must::PositiveProbability if !(x > 0.0 && x <= 1.0) => format!("{name} <= 0, {name} > 1 or {name} contains NaNs"),
            Must::ProbabilityBelow1 if !(0.0..1.0).contains(&x) => format!("{name} < 0, {name} >= 1 or {name} {nan}"),
            Must::Above1 if x.partial_cmp(&1.0) != Some(std::cmp::Ordering::Greater) => format!("{name} <= 1 or {name} {nan}"),
            Must::AtLeast1 if x.is_nan() || x < 1.0 => format!("{name} < 1 or {name} {nan}"),
            Must::Mean if x.is_nan() || x < 0.0 => format!("{name} < 0 or {name} {nan}"),
            Must::Mean if x > MEAN_MAX => format!("{name} value too large"),
            Must::Count if x < 0.0 => format!("{name} < 0"),
            _ => return Ok(()),
        };
        value_error(message)
    }
}

/// A number as a parameter is stored.
pub trait Number: Copy {
    const DTYPE: DType;
    fn of(v: &Value) -> Result<Self>;
    fn float(self) -> f64;
}

impl Number for f64 {
    const DTYPE: DType = DType::F64;
    fn of(v: &Value) -> Result<f64> {
        float::to_f64(v)
    }
    fn float(self) -> f64 {
        self
    }
}

impl Number for i64 {
    const DTYPE: DType = DType::I64;
    /// Floats are cut off, as by `int`.
    fn of(v: &Value) -> Result<i64> {
        match float::as_float(v) {
            Some(x) => ops::index_or_overflow(&float::trunc_value(x)?),
            None => ops::index_or_overflow(v),
        }
    }
    fn float(self) -> f64 {
        self as f64
    }
}

/// The numbers of a parameter, in C order.
pub struct Param<T> {
    pub data: Vec<T>,
    pub shape: Vec<i64>,
}

impl<T: Number> Param<T> {
    /// # Errors
    /// As those of `numpy.asarray` of this dtype.
    pub fn of(v: &Value) -> Result<Param<T>> {
        if float::as_float(v).is_some() || int::is_int(v) {
            return Ok(Param { data: vec![T::of(v)?], shape: Vec::new() });
        }
        let a = convert::asarray(v)?;
        let a = array::as_array(&a);
        let is_array = array::get(v).is_some();
        if is_array && T::DTYPE == DType::I64 && matches!(a.dtype().kind(), Kind::Float | Kind::Complex) {
            return no_cast(a, (DType::I64, 8), "safe");
        }
        let mut data = Vec::with_capacity(a.size());
        each(a, |v| {
            data.push(T::of(&v)?);
            Ok(())
        })?;
        Ok(Param { data, shape: a.shape().to_vec() })
    }

    pub fn is_scalar(&self) -> bool {
        self.shape.is_empty()
    }

    /// # Errors
    /// ValueError.
    pub fn check(&self, must: Must, name: &str) -> Result<()> {
        self.data.iter().try_for_each(|x| must.check(x.float(), name, !self.is_scalar()))
    }
}

/// Visits the elements as Python objects, in C order.
///
/// # Errors
/// Those of `f`.
pub fn each(a: &ArrayObj, mut f: impl FnMut(Value) -> Result<()>) -> Result<()> {
    let mut at = Walk::new(a.shape().to_vec(), vec![a.strides().to_vec()]);
    for _ in 0..a.size() {
        // SAFETY: the walk's offsets are those of elements.
        f(unsafe { elem::python(a.dtype(), a.itemsize(), a.data().offset(at.offsets[0] as isize)) })?;
        at.step();
    }
    Ok(())
}

/// Offsets into several operands while the last index of a shape changes fastest.
pub struct Walk {
    shape: Vec<i64>,
    strides: Vec<Vec<i64>>,
    index: Vec<i64>,
    pub offsets: Vec<i64>,
}

impl Walk {
    pub fn new(shape: Vec<i64>, strides: Vec<Vec<i64>>) -> Walk {
        let (index, offsets) = (vec![0; shape.len()], vec![0; strides.len()]);
        Walk { shape, strides, index, offsets }
    }

    #[inline]
    pub fn step(&mut self) {
        for k in (0..self.shape.len()).rev() {
            self.index[k] += 1;
            for (o, s) in self.offsets.iter_mut().zip(&self.strides) {
                *o += s[k];
            }
            if self.index[k] < self.shape[k] {
                return;
            }
            for (o, s) in self.offsets.iter_mut().zip(&self.strides) {
                *o -= s[k] * self.shape[k];
            }
            self.index[k] = 0;
        }
    }
}

/// The argument `size`: None, an int or a sequence of ints.
///
/// # Errors
/// TypeError for anything else.
pub fn size(v: &Value) -> Result<Option<Vec<i64>>> {
    if v.is_none() {
        return Ok(None);
    }
    if int::is_int(v) {
        return Ok(Some(vec![ops::index_or_overflow(v)?]));
    }
    if v.downcast::<TupleObj>().is_some() || v.downcast::<ListObj>().is_some() || array::get(v).is_some_and(|a| a.ndim() == 1) {
        let items = list::to_vec(v)?;
        return items.iter().map(ops::index_or_overflow).collect::<Result<_>>().map(Some);
    }
    match ops::index_value_opt(v)? {
        Some(i) => Ok(Some(vec![ops::index_or_overflow(&i)?])),
        None => type_error(format!("expected a sequence of integers or a single integer, got '{}'", ops::repr_string(v)?)),
    }
}

/// The shape that all these have in common.
///
/// # Errors
/// ValueError.
pub fn broadcast(shapes: &[&[i64]]) -> Result<Vec<i64>> {
    let n = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    let mut out = vec![1; n];
    for (k, s) in shapes.iter().enumerate() {
        for (o, d) in out[n - s.len()..].iter_mut().zip(*s) {
            if *o == 1 {
                *o = *d;
            } else if *d != 1 && *d != *o {
                let first = shapes[..k].iter().position(|t| !fit(t, s)).unwrap_or(0);
                return value_error(format!(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {first} with shape {} and arg {k} with shape {}.",
                    shape_text(shapes[first]),
                    shape_text(s)
                ));
            }
        }
    }
    Ok(out)
}

fn fit(a: &[i64], b: &[i64]) -> bool {
    a.iter().rev().zip(b.iter().rev()).all(|(a, b)| a == b || *a == 1 || *b == 1)
}

/// Strides, in elements, of contiguous data of shape `from` that is broadcast to `to`.
pub fn spread(from: &[i64], to: &[i64]) -> Vec<i64> {
    let mut strides = vec![0; to.len()];
    let mut next = 1;
    for k in (0..from.len()).rev() {
        if from[k] != 1 {
            strides[to.len() - from.len() + k] = next;
        }
        next *= from[k];
    }
    strides
}

/// The shape of the output for a size and parameters.
///
/// # Errors
/// ValueError where the parameters do not fit the size.
pub fn output_shape(size: Option<Vec<i64>>, params: &[&[i64]]) -> Result<Vec<i64>> {
    let Some(size) = size else { return broadcast(params) };
    let mut all = vec![size.as_slice()];
    all.extend_from_slice(params);
    let common = broadcast(&all)?;
    if common != size {
        return value_error(format!(
            "Output size {} is not compatible with broadcast dimensions of inputs {}.",
            shape_text(&size),
            shape_text(&common)
        ));
    }
    Ok(size)
}
