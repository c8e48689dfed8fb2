//! The ufuncs as natives, which compiled calls go to, and as the objects that a program sees (`np.add.reduce`).

use pyaot_core::native::Natives;
use pyaot_core::{late_module, natives};
use pyaot_core::value::Value;

use super::object::{self, direct};
use super::table;

late_module! {
    /// The ufuncs.
    pub static NUMPY_UFUNC = ("_numpy_ufunc", natives: NATIVES, values: VALUES);
}

macro_rules! values {
    ($($name:literal $u:ident)*) => { &[$(($name, || object::new(&table::$u))),*] };
}

/// The objects.
static VALUES: &[(&str, fn() -> Value)] = values![
    "abs" ABSOLUTE "absolute" ABSOLUTE "acos" ARCCOS "acosh" ARCCOSH "add" ADD "arccos" ARCCOS "arccosh" ARCCOSH
    "arcsin" ARCSIN "arcsinh" ARCSINH "arctan" ARCTAN "arctan2" ARCTAN2 "arctanh" ARCTANH "asin" ARCSIN "asinh" ARCSINH
    "atan" ARCTAN "atan2" ARCTAN2 "atanh" ARCTANH "bitwise_and" BITWISE_AND "bitwise_count" BITWISE_COUNT
    "bitwise_invert" INVERT "bitwise_left_shift" LEFT_SHIFT "bitwise_not" INVERT "bitwise_or" BITWISE_OR
    "bitwise_right_shift" RIGHT_SHIFT "bitwise_xor" BITWISE_XOR "cbrt" CBRT "ceil" CEIL "conj" CONJUGATE
    "conjugate" CONJUGATE "copysign" COPYSIGN "cos" COS "cosh" COSH "deg2rad" DEG2RAD "degrees" DEGREES "divide" DIVIDE
    "divmod" DIVMOD "equal" EQUAL "exp" EXP "exp2" EXP2 "expm1" EXPM1 "fabs" FABS "float_power" FLOAT_POWER "floor" FLOOR
    "floor_divide" FLOOR_DIVIDE "fmax" FMAX "fmin" FMIN "fmod" FMOD "frexp" FREXP "gcd" GCD "greater" GREATER
    "greater_equal" GREATER_EQUAL "heaviside" HEAVISIDE "hypot" HYPOT "invert" INVERT "isfinite" ISFINITE "isinf" ISINF
    "isnan" ISNAN "lcm" LCM "ldexp" LDEXP "left_shift" LEFT_SHIFT "less" LESS "less_equal" LESS_EQUAL "log" LOG "log10" LOG10
    "log1p" LOG1P "log2" LOG2 "logaddexp" LOGADDEXP "logaddexp2" LOGADDEXP2 "logical_and" LOGICAL_AND
    "logical_not" LOGICAL_NOT "logical_or" LOGICAL_OR "logical_xor" LOGICAL_XOR "maximum" MAXIMUM "minimum" MINIMUM
    "mod" REMAINDER "modf" MODF "multiply" MULTIPLY "negative" NEGATIVE "nextafter" NEXTAFTER "not_equal" NOT_EQUAL
    "positive" POSITIVE "pow" POWER "power" POWER "rad2deg" RAD2DEG "radians" RADIANS "reciprocal" RECIPROCAL
    "remainder" REMAINDER "right_shift" RIGHT_SHIFT "rint" RINT "sign" SIGN "signbit" SIGNBIT "sin" SIN "sinh" SINH
    "spacing" SPACING "sqrt" SQRT "square" SQUARE "subtract" SUBTRACT "tan" TAN "tanh" TANH "true_divide" DIVIDE
    "trunc" TRUNC
];

/// The calls.
static NATIVES: Natives = natives![
    "_numpy_ufunc.abs(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.part(x)" => |a| direct(&table::ABSOLUTE, a),
    "_numpy_ufunc.absolute(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.part(x)" => |a| direct(&table::ABSOLUTE, a),
    "_numpy_ufunc.acos(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCCOS, a),
    "_numpy_ufunc.acosh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCCOSH, a),
    "_numpy_ufunc.add(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::ADD, a),
    "_numpy_ufunc.arccos(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCCOS, a),
    "_numpy_ufunc.arccosh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCCOSH, a),
    "_numpy_ufunc.arcsin(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCSIN, a),
    "_numpy_ufunc.arcsinh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCSINH, a),
    "_numpy_ufunc.arctan(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCTAN, a),
    "_numpy_ufunc.arctan2(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::ARCTAN2, a),
    "_numpy_ufunc.arctanh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCTANH, a),
    "_numpy_ufunc.asin(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCSIN, a),
    "_numpy_ufunc.asinh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCSINH, a),
    "_numpy_ufunc.atan(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCTAN, a),
    "_numpy_ufunc.atan2(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::ARCTAN2, a),
    "_numpy_ufunc.atanh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::ARCTANH, a),
    "_numpy_ufunc.bitwise_and(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::BITWISE_AND, a),
    "_numpy_ufunc.bitwise_count(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> any" => |a| direct(&table::BITWISE_COUNT, a),
    "_numpy_ufunc.bitwise_invert(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::INVERT, a),
    "_numpy_ufunc.bitwise_left_shift(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::LEFT_SHIFT, a),
    "_numpy_ufunc.bitwise_not(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::INVERT, a),
    "_numpy_ufunc.bitwise_or(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::BITWISE_OR, a),
    "_numpy_ufunc.bitwise_right_shift(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::RIGHT_SHIFT, a),
    "_numpy_ufunc.bitwise_xor(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::BITWISE_XOR, a),
    "_numpy_ufunc.cbrt(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::CBRT, a),
    "_numpy_ufunc.ceil(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::CEIL, a),
    "_numpy_ufunc.conj(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::CONJUGATE, a),
    "_numpy_ufunc.conjugate(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::CONJUGATE, a),
    "_numpy_ufunc.copysign(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::COPYSIGN, a),
    "_numpy_ufunc.cos(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::COS, a),
    "_numpy_ufunc.cosh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::COSH, a),
    "_numpy_ufunc.deg2rad(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::DEG2RAD, a),
    "_numpy_ufunc.degrees(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::DEGREES, a),
    "_numpy_ufunc.divide(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.divided(x1, x2)" => |a| direct(&table::DIVIDE, a),
    "_numpy_ufunc.divmod(x1, x2, out1=None, out2=None, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> any" => |a| direct(&table::DIVMOD, a),
    "_numpy_ufunc.equal(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::EQUAL, a),
    "_numpy_ufunc.exp(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::EXP, a),
    "_numpy_ufunc.exp2(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::EXP2, a),
    "_numpy_ufunc.expm1(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::EXPM1, a),
    "_numpy_ufunc.fabs(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::FABS, a),
    "_numpy_ufunc.float_power(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::FLOAT_POWER, a),
    "_numpy_ufunc.floor(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::FLOOR, a),
    "_numpy_ufunc.floor_divide(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::FLOOR_DIVIDE, a),
    "_numpy_ufunc.fmax(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::FMAX, a),
    "_numpy_ufunc.fmin(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::FMIN, a),
    "_numpy_ufunc.fmod(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::FMOD, a),
    "_numpy_ufunc.frexp(x, out1=None, out2=None, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> any" => |a| direct(&table::FREXP, a),
    "_numpy_ufunc.gcd(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::GCD, a),
    "_numpy_ufunc.greater(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::GREATER, a),
    "_numpy_ufunc.greater_equal(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::GREATER_EQUAL, a),
    "_numpy_ufunc.heaviside(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::HEAVISIDE, a),
    "_numpy_ufunc.hypot(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::HYPOT, a),
    "_numpy_ufunc.invert(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::INVERT, a),
    "_numpy_ufunc.isfinite(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x)" => |a| direct(&table::ISFINITE, a),
    "_numpy_ufunc.isinf(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x)" => |a| direct(&table::ISINF, a),
    "_numpy_ufunc.isnan(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x)" => |a| direct(&table::ISNAN, a),
    "_numpy_ufunc.lcm(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::LCM, a),
    "_numpy_ufunc.ldexp(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> any" => |a| direct(&table::LDEXP, a),
    "_numpy_ufunc.left_shift(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::LEFT_SHIFT, a),
    "_numpy_ufunc.less(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::LESS, a),
    "_numpy_ufunc.less_equal(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::LESS_EQUAL, a),
    "_numpy_ufunc.log(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::LOG, a),
    "_numpy_ufunc.log10(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::LOG10, a),
    "_numpy_ufunc.log1p(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::LOG1P, a),
    "_numpy_ufunc.log2(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::LOG2, a),
    "_numpy_ufunc.logaddexp(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::LOGADDEXP, a),
    "_numpy_ufunc.logaddexp2(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::LOGADDEXP2, a),
    "_numpy_ufunc.logical_and(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::LOGICAL_AND, a),
    "_numpy_ufunc.logical_not(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x)" => |a| direct(&table::LOGICAL_NOT, a),
    "_numpy_ufunc.logical_or(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::LOGICAL_OR, a),
    "_numpy_ufunc.logical_xor(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::LOGICAL_XOR, a),
    "_numpy_ufunc.maximum(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::MAXIMUM, a),
    "_numpy_ufunc.minimum(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::MINIMUM, a),
    "_numpy_ufunc.mod(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::REMAINDER, a),
    "_numpy_ufunc.modf(x, out1=None, out2=None, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> any" => |a| direct(&table::MODF, a),
    "_numpy_ufunc.multiply(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::MULTIPLY, a),
    "_numpy_ufunc.negative(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::NEGATIVE, a),
    "_numpy_ufunc.nextafter(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x1, x2)" => |a| direct(&table::NEXTAFTER, a),
    "_numpy_ufunc.not_equal(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x1, x2)" => |a| direct(&table::NOT_EQUAL, a),
    "_numpy_ufunc.positive(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::POSITIVE, a),
    "_numpy_ufunc.pow(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::POWER, a),
    "_numpy_ufunc.power(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::POWER, a),
    "_numpy_ufunc.rad2deg(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::RAD2DEG, a),
    "_numpy_ufunc.radians(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::RADIANS, a),
    "_numpy_ufunc.reciprocal(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::RECIPROCAL, a),
    "_numpy_ufunc.remainder(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::REMAINDER, a),
    "_numpy_ufunc.right_shift(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::RIGHT_SHIFT, a),
    "_numpy_ufunc.rint(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::RINT, a),
    "_numpy_ufunc.sign(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::SIGN, a),
    "_numpy_ufunc.signbit(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.test(x)" => |a| direct(&table::SIGNBIT, a),
    "_numpy_ufunc.sin(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::SIN, a),
    "_numpy_ufunc.sinh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::SINH, a),
    "_numpy_ufunc.spacing(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::SPACING, a),
    "_numpy_ufunc.sqrt(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::SQRT, a),
    "_numpy_ufunc.square(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::SQUARE, a),
    "_numpy_ufunc.subtract(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x1, x2)" => |a| direct(&table::SUBTRACT, a),
    "_numpy_ufunc.tan(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::TAN, a),
    "_numpy_ufunc.tanh(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.float(x)" => |a| direct(&table::TANH, a),
    "_numpy_ufunc.true_divide(x1, x2, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.divided(x1, x2)" => |a| direct(&table::DIVIDE, a),
    "_numpy_ufunc.trunc(x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True) -> np.promoted(x)" => |a| direct(&table::TRUNC, a),
];
