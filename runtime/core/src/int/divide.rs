//! Division: floor division, modulo, divmod and true division.

use super::big::{self, Big, value_of};
use super::{Int, from_i128, nat, reuse, unique_big, view, view2};
use crate::error::{Result, raise};
use crate::exception::{OVERFLOW_ERROR, ZERO_DIVISION_ERROR};
use crate::value::Value;

#[cold]
fn by_zero<T>() -> Result<T> {
    raise(&ZERO_DIVISION_ERROR, "integer division or modulo by zero")
}

#[cold]
fn mod_by_zero<T>() -> Result<T> {
    raise(&ZERO_DIVISION_ERROR, "integer modulo by zero")
}

/// Floor division and modulo of machine ints; the divisor is not 0 and the quotient does not overflow.
#[inline]
fn floor_i64(x: i64, y: i64) -> (i64, i64) {
    let (q, r) = (x / y, x % y);
    if r != 0 && (r ^ y) < 0 { (q - 1, r + y) } else { (q, r) }
}

#[inline]
pub(super) fn floor_i128(x: i128, y: i128) -> (i128, i128) {
    // Most numbers are positive, and many divisors are one word: the general division costs several times as much.
    if x >= 0
        && let Ok(d) = u64::try_from(y)
        && ((x >> 64) as u64) < d
    {
        let (q, r) = nat::wide_by_word(x as u128, d);
        return (i128::from(q), i128::from(r));
    }
    let (q, r) = (x / y, x % y);
    if r != 0 && (r ^ y) < 0 { (q - 1, r + y) } else { (q, r) }
}

/// `a // b`; `NotImplemented` unless both are ints.
#[inline]
pub fn floordiv(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        // Tagged ints have 63 bits, so the quotient by -1 fits.
        return if y == 0 { by_zero() } else { Ok(Value::int(floor_i64(x, y).0)) };
    }
    let Some((x, y)) = view2(a, b) else { return Ok(Value::not_implemented()) };
    if y.is_zero() {
        return by_zero();
    }
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && x != i128::MIN
    {
        return Ok(from_i128(floor_i128(x, y).0));
    }
    let (q, _) = big::floor_div(x.num(&mut [0; 2]), y.num(&mut [0; 2]));
    Ok(value_of(q.0, q.1))
}

/// `a // b` where the caller gives `a` up: division by a small positive int reuses the buffer.
pub fn floordiv_owned(mut a: Value, b: &Value) -> Result<Value> {
    if let Some((x, y)) = view2(&a, b)
        && let (Some(x), Some(y)) = (x.wide(), y.wide())
        && x != i128::MIN
        && y != 0
    {
        return Ok(reuse(a, floor_i128(x, y).0));
    }
    if let Some(Int::Small(y)) = view(b)
        && y > 0
        && let Some(x) = unique_big(&mut a)
        && !x.negative
    {
        nat::div_rem_1_assign(&mut x.limbs, y as u64);
        let x: *mut Big = x;
        return Ok(big::settled(a, x));
    }
    floordiv(&a, b)
}

/// `a % b` for ints; `NotImplemented` unless both are ints.
#[inline]
pub fn modulo(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return if y == 0 { mod_by_zero() } else { Ok(Value::int(floor_i64(x, y).1)) };
    }
    let Some((x, y)) = view2(a, b) else { return Ok(Value::not_implemented()) };
    if y.is_zero() {
        return mod_by_zero();
    }
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && x != i128::MIN
    {
        return Ok(from_i128(floor_i128(x, y).1));
    }
    let r = big::floor_mod(x.num(&mut [0; 2]), y.num(&mut [0; 2]));
    Ok(value_of(r.0, r.1))
}

/// `a % b` where the caller gives `a` up.
pub fn modulo_owned(a: Value, b: &Value) -> Result<Value> {
    if let Some((x, y)) = view2(&a, b)
        && let (Some(x), Some(y)) = (x.wide(), y.wide())
        && x != i128::MIN
        && y != 0
    {
        return Ok(reuse(a, floor_i128(x, y).1));
    }
    modulo(&a, b)
}

/// `divmod(a, b)` as two ints, or `None` unless both are ints.
pub fn div_mod(a: &Value, b: &Value) -> Result<Option<(Value, Value)>> {
    let Some((x, y)) = view2(a, b) else { return Ok(None) };
    if y.is_zero() {
        return by_zero();
    }
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && x != i128::MIN
    {
        let (q, r) = floor_i128(x, y);
        return Ok(Some((from_i128(q), from_i128(r))));
    }
    let (q, r) = big::floor_div(x.num(&mut [0; 2]), y.num(&mut [0; 2]));
    Ok(Some((value_of(q.0, q.1), value_of(r.0, r.1))))
}

/// `a / b` of two ints, correctly rounded.
pub fn true_div(a: Int, b: Int) -> Result<f64> {
    const EXACT: u64 = 1 << 53;
    if b.is_zero() {
        return raise(&ZERO_DIVISION_ERROR, "division by zero");
    }
    if let (Int::Small(x), Int::Small(y)) = (a, b)
        && x.unsigned_abs() <= EXACT
        && y.unsigned_abs() <= EXACT
    {
        return Ok(x as f64 / y as f64);
    }
    let negative = a.is_negative() != b.is_negative();
    let (mut x, mut y) = ([0; 2], [0; 2]);
    let magnitude = ratio(a.num(&mut x).limbs, b.num(&mut y).limbs);
    if magnitude.is_infinite() {
        return raise(&OVERFLOW_ERROR, "integer division result too large for a float");
    }
    Ok(if negative { -magnitude } else { magnitude })
}

/// `x / y` for `x >= 0`, `y > 0`, rounded to nearest, ties to even; infinite when out of range.
fn ratio(x: &[u64], y: &[u64]) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    let exponent = nat::bits(x) as i64 - nat::bits(y) as i64;
    if exponent > 1025 {
        return f64::INFINITY;
    }
    if exponent < -1080 {
        return 0.0;
    }
    // The quotient has at least 64 bits, or, near the smallest floats, two bits below the last place of the result.
    let subnormal = exponent < -1015;
    let shift = if subnormal { 1076 } else { 64 - exponent };
    let by = shift.unsigned_abs();
    let (q, r) = if shift >= 0 { nat::div_rem(&nat::shl(x, by), y) } else { nat::div_rem(x, &nat::shl(y, by)) };
    let q = nat::to_u128(&q).unwrap_or(u128::MAX);
    let sticky = u128::from(!r.is_empty());
    if subnormal {
        // Units of 2**-1074 after the two guard bits are rounded away; then both factors and the product are exact.
        let (units, guard) = (q >> 2, (q & 3) << 1 | sticky);
        let up = guard > 4 || (guard == 4 && units & 1 == 1);
        let units = units + u128::from(up);
        return scale(units as f64, -1074);
    }
    scale((q | sticky) as f64, -shift as i32)
}

/// `x * 2**e` without an intermediate rounding, for a normal result (or an exact one).
pub(crate) fn scale(x: f64, e: i32) -> f64 {
    let half = e / 2;
    x * power_of_two(half) * power_of_two(e - half)
}

fn power_of_two(e: i32) -> f64 {
    f64::from_bits(((e + 1023) as u64) << 52)
}
