//! Powers of floats.

use super::{new, operand, range_error};
use crate::error::{Result, raise};
use crate::exception::{VALUE_ERROR, ZERO_DIVISION_ERROR};
use crate::modules::libm;
use crate::value::Value;

/// `a ** b` as floats, which may be complex. Powers need the C library's mathematics and complex numbers: apart from all other
/// operators, a program is linked with them only if it has the operator.
static POWER: crate::native::Natives = crate::natives!["**(base, exp, /)" => |a: &[Value]| {
    let (Some(x), Some(y)) = (operand(&a[0])?, operand(&a[1])?) else { return Ok(Value::not_implemented()) };
    Ok(new(match pow(x, y)? {
        Power::Real(r) => r,
        Power::Complex => return crate::complex::pow_value((x, 0.0), (y, 0.0)),
    }))
}];

/// `a ** b` of a float and a number, or of an int and a negative int.
pub(crate) fn power(a: &Value, b: &Value) -> Result<Value> {
    POWER[0].func()(&[a.clone(), b.clone()])
}

/// `x ** y` with a float result. A negative base with a fractional exponent is [`Power::Complex`] in [`pow`]; here the
/// caller knows that it does not occur or wants an error.
pub fn pow_f64(x: f64, y: f64) -> Result<f64> {
    match pow(x, y)? {
        Power::Real(r) => Ok(r),
        Power::Complex => raise(&VALUE_ERROR, "math domain error"),
    }
}

/// `x ** 2` of a number that compiled code has not squared itself: the product does not decide it.
pub(crate) fn square(x: f64) -> Result<f64> {
    if x.is_nan() {
        return Ok(f64::NAN.copysign(x));
    }
    // Where it sees the exponent, LLVM makes the product of it.
    let r = libm::pow(x, std::hint::black_box(2.0));
    if r.is_infinite() && x.is_finite() { range_error() } else { Ok(r) }
}

/// The result of `float ** float`.
pub enum Power {
    Real(f64),
    /// The base is negative and the exponent not whole: the power is complex.
    Complex,
}

/// `x ** y` of floats, with Python's special cases and errors. The C library's `pow` decides every bit: `x ** 2` is not
/// always `x * x` (one case in a thousand differs in the last place).
pub fn pow(x: f64, y: f64) -> Result<Power> {
    if let Some(r) = common(x, y) {
        return Ok(Power::Real(r));
    }
    if y == 0.0 || x == 1.0 {
        return Ok(Power::Real(1.0));
    }
    if x.is_nan() || y.is_nan() {
        return Ok(Power::Real(f64::NAN.copysign(if x.is_nan() { x } else { y })));
    }
    let odd = || y.abs() % 2.0 == 1.0;
    if y.is_infinite() {
        let base = x.abs();
        return Ok(Power::Real(if base == 1.0 {
            1.0
        } else if (y > 0.0) == (base > 1.0) {
            f64::INFINITY
        } else {
            0.0
        }));
    }
    if x.is_infinite() {
        return Ok(Power::Real(match (y > 0.0, odd()) {
            (true, true) => x,
            (true, false) => f64::INFINITY,
            (false, true) => 0.0f64.copysign(x),
            (false, false) => 0.0,
        }));
    }
    if x == 0.0 {
        if y < 0.0 {
            return raise(&ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power");
        }
        return Ok(Power::Real(if odd() { x } else { 0.0 }));
    }
    if x < 0.0 && y != y.floor() {
        return Ok(Power::Complex);
    }
    let r = libm::pow(x, y);
    if r.is_infinite() { range_error() } else { Ok(Power::Real(r)) }
}

/// An exact number as the sum of the nearest double and what is missing.
#[derive(Clone, Copy)]
struct Double {
    hi: f64,
    lo: f64,
}

impl Double {
    /// `a + b` where `b` is small against `a`.
    fn sum(a: f64, b: f64) -> Double {
        let hi = a + b;
        Double { hi, lo: b - (hi - a) }
    }

    /// `a * b`, exactly (Dekker).
    fn product(a: f64, b: f64) -> Double {
        let halves = |x: f64| {
            let c = 134_217_729.0 * x;
            let h = c - (c - x);
            (h, x - h)
        };
        let ((ah, al), (bh, bl)) = (halves(a), halves(b));
        let hi = a * b;
        Double { hi, lo: ((ah * bh - hi) + ah * bl + al * bh) + al * bl }
    }

    fn times(self, x: f64) -> Double {
        let p = Double::product(self.hi, x);
        Double::sum(p.hi, p.lo + self.lo * x)
    }

    fn square(self) -> Double {
        let p = Double::product(self.hi, self.hi);
        Double::sum(p.hi, p.lo + 2.0 * self.hi * self.lo)
    }

    fn inverse(self) -> Double {
        let q = 1.0 / self.hi;
        let p = Double::product(q, self.hi);
        Double::sum(q, ((1.0 - p.hi) - p.lo - q * self.lo) / self.hi)
    }

    fn root(x: f64) -> Double {
        let s = x.sqrt();
        let p = Double::product(s, s);
        Double::sum(s, ((x - p.hi) - p.lo) / (2.0 * s))
    }
}

/// The exponents that programs write most, at the speed of multiplication: the power is computed with twice the digits.
/// Unless it lies close to the middle between two doubles, both the nearest double and the C library's `pow` (whose error
/// stays below 0.55 of the last place) can only be one and the same number.
#[inline]
fn common(x: f64, y: f64) -> Option<f64> {
    // Nothing on the way overflows or loses digits at the lower end.
    if !(1e-60..1e60).contains(&x.abs()) {
        return None;
    }
    let Double { hi, lo } = match y {
        2.0 => Double::product(x, x),
        0.5 if x > 0.0 => Double::root(x),
        3.0 => Double::product(x, x).times(x),
        4.0 => Double::product(x, x).square(),
        -1.0 => Double { hi: x, lo: 0.0 }.inverse(),
        // A root and a division take longer than the library.
        _ => return None,
    };
    // The distance of two doubles around `hi`; below a power of two they lie closer together.
    let base = f64::from_bits(hi.to_bits() & 0x7ff0_0000_0000_0000);
    let gap = if base == hi.abs() { base * (f64::EPSILON / 2.0) } else { base * f64::EPSILON };
    (lo.abs() <= 0.45 * gap).then_some(hi)
}

#[cfg(test)]
mod tests {
    use super::{common, square};
    use crate::modules::libm;

    #[test]
    fn same_as_the_library() {
        let mut state = 88_172_645_463_325_252u64;
        let mut found = 0;
        for k in 0..400_000u64 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let x = f64::from_bits((state >> 12) | (1023 - 30 + k % 61) << 52);
            for y in [2.0, 0.5, 3.0, 4.0, -1.0] {
                if let Some(r) = common(x, y) {
                    found += 1;
                    assert_eq!(r.to_bits(), libm::pow(x, y).to_bits(), "{x:e} ** {y}");
                }
                if let Some(r) = common(-x, y) {
                    assert_eq!(r.to_bits(), libm::pow(-x, y).to_bits(), "-{x:e} ** {y}");
                }
                if y == 2.0 {
                    assert_eq!(square(x).ok().map(f64::to_bits), Some(libm::pow(x, y).to_bits()), "the square of {x:e}");
                }
            }
        }
        assert!(found > 1_000_000);
    }
}
