//! The native module `_numpy_ufunc`: ufuncs, reductions, and the methods of arrays that are such.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::native::Natives;
use pyaot_core::value::Value;
use pyaot_core::{late_module, natives};

use super::object::reduce_options;
use super::operand::Operand;
use super::reduce::{Options, axes_of, reduce, reduce_axes};
use super::{Ufunc, object, table};

late_module! {
    /// Ufuncs and reductions.
    pub static NUMPY_UFUNC = ("_numpy_ufunc", natives: NATIVES, values: VALUES);
}

macro_rules! values {
    ($($name:literal)*) => { &[$(($name, || object::by_name($name).map_or_else(Value::none, object::new))),*] };
}

static VALUES: &[(&str, fn() -> Value)] = values![
    "add" "subtract" "multiply" "divide" "true_divide" "floor_divide" "remainder" "mod" "fmod" "negative" "positive" "square"
    "equal" "not_equal" "less" "less_equal" "greater" "greater_equal" "maximum" "minimum" "fmax" "fmin"
    "logical_and" "logical_or" "logical_xor" "logical_not" "isnan"
    "absolute" "sign" "reciprocal" "conjugate" "signbit" "spacing" "invert" "bitwise_count" "isfinite" "isinf" "floor" "ceil"
    "trunc" "sqrt" "exp" "log" "sin" "cos" "tan" "arcsin" "arccos" "arctan" "sinh" "cosh" "tanh" "arcsinh" "arccosh"
    "arctanh" "exp2" "expm1" "log1p" "log2" "log10" "cbrt" "rint" "fabs" "deg2rad" "rad2deg" "degrees" "radians"
    "bitwise_and" "bitwise_or" "bitwise_xor" "left_shift" "right_shift" "power" "gcd" "lcm" "copysign" "nextafter"
    "float_power" "arctan2" "hypot" "logaddexp" "logaddexp2" "heaviside" "ldexp" "modf" "frexp" "divmod" "abs" "conj" "pow"
    "bitwise_not" "bitwise_invert" "bitwise_left_shift" "bitwise_right_shift" "acos" "acosh" "asin" "asinh" "atan" "atan2"
    "atanh"
];

static NATIVES: Natives = natives![
    "_numpy_ufunc.sum(a, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...) -> np.sum(a, axis)" => sum,
    "_numpy_ufunc.prod(a, axis=None, dtype=None, out=None, keepdims=..., initial=..., where=...) -> np.sum(a, axis)" => prod,
    "_numpy_ufunc.min(a, axis=None, out=None, keepdims=..., initial=..., where=...) -> np.extreme(a, axis)" => min,
    "_numpy_ufunc.max(a, axis=None, out=None, keepdims=..., initial=..., where=...) -> np.extreme(a, axis)" => max,
    "_numpy_ufunc.any(a, axis=None, out=None, keepdims=..., *, where=...) -> np.all(a, axis)" => any,
    "_numpy_ufunc.all(a, axis=None, out=None, keepdims=..., *, where=...) -> np.all(a, axis)" => all,
];

/// `(a, axis, dtype, out, keepdims, initial, where)`
pub fn reduction(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    reduce(u, &a[0], &reduce_options(&a[1..])?)
}

/// `(a, axis, out, keepdims, initial, where)`
pub fn untyped(u: &'static Ufunc, a: &[Value]) -> Result<Value> {
    let all = [a[1].clone(), Value::ellipsis(), a[2].clone(), a[3].clone(), a[4].clone(), a[5].clone()];
    reduce(u, &a[0], &reduce_options(&all)?)
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
    let all = [a[1].clone(), Value::ellipsis(), a[2].clone(), a[3].clone(), Value::ellipsis(), a[4].clone()];
    let options = Options { dtype: Some(DType::Bool), ..reduce_options(&all)? };
    let operand = Operand::new(&a[0])?;
    let marked = axes_of(options.axis, operand.shape().len())?;
    reduce_axes(u, &operand, &marked, &options)
}
