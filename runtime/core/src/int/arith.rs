//! Ring operations, bitwise operations and powers.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::{Int, from_bigint, from_i128, renormalise, reuse, unique_big, view, view2};
use crate::error::{Result, raise, value_error};
use crate::exception::{MEMORY_ERROR, ZERO_DIVISION_ERROR};
use crate::float;
use crate::value::Value;

/// `a + b`; `NotImplemented` unless both are ints.
#[inline]
pub fn add(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(Value::int(x + y));
    }
    Ok(match view2(a, b) {
        Some((x, y)) => add_views(x, y),
        None => Value::not_implemented(),
    })
}

fn add_views(x: Int, y: Int) -> Value {
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && let Some(r) = x.checked_add(y)
    {
        return from_i128(r);
    }
    from_bigint(match (x, y) {
        (Int::Big(x), Int::Big(y)) => x + y,
        (Int::Big(x), Int::Small(y)) | (Int::Small(y), Int::Big(x)) => x + y,
        (Int::Big(x), Int::Wide(y)) | (Int::Wide(y), Int::Big(x)) => x + y,
        (x, y) => x.to_bigint() + y.to_bigint(),
    })
}

/// `a - b`; `NotImplemented` unless both are ints.
#[inline]
pub fn sub(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(Value::int(x - y));
    }
    Ok(match view2(a, b) {
        Some((x, y)) => sub_views(x, y),
        None => Value::not_implemented(),
    })
}

fn sub_views(x: Int, y: Int) -> Value {
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && let Some(r) = x.checked_sub(y)
    {
        return from_i128(r);
    }
    from_bigint(match (x, y) {
        (Int::Big(x), Int::Big(y)) => x - y,
        (Int::Big(x), Int::Small(y)) => x - y,
        (Int::Big(x), Int::Wide(y)) => x - y,
        (Int::Small(x), Int::Big(y)) => x - y,
        (Int::Wide(x), Int::Big(y)) => x - y,
        (x, y) => x.to_bigint() - y.to_bigint(),
    })
}

/// `a * b`; `NotImplemented` unless both are ints.
#[inline]
pub fn mul(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(match x.checked_mul(y) {
            Some(r) => Value::int(r),
            None => from_i128(i128::from(x) * i128::from(y)),
        });
    }
    Ok(match view2(a, b) {
        Some((x, y)) => mul_views(x, y),
        None => Value::not_implemented(),
    })
}

fn mul_views(x: Int, y: Int) -> Value {
    if let (Some(x), Some(y)) = (x.wide(), y.wide())
        && let Some(r) = x.checked_mul(y)
    {
        return from_i128(r);
    }
    match (x, y) {
        (Int::Big(x), Int::Small(y)) | (Int::Small(y), Int::Big(x)) => from_bigint(x * y),
        (Int::Big(x), Int::Wide(y)) | (Int::Wide(y), Int::Big(x)) => from_bigint(x * y),
        // A square costs less than a product, but only num-bigint's pow knows; equal operands take the product path.
        (Int::Big(x), Int::Big(y)) => from_bigint(x * y),
        (x, y) => from_bigint(x.to_bigint() * y.to_bigint()),
    }
}

/// `a + b` where the caller gives `a` up: a big buffer with one reference is updated in place.
pub fn add_owned(mut a: Value, b: &Value) -> Result<Value> {
    let Some((x, y)) = view2(&a, b) else { return add(&a, b) };
    if let (Some(x), Some(y)) = (x.wide(), y.wide()) {
        return match x.checked_add(y) {
            Some(r) => Ok(reuse(a, r)),
            None => add(&a, b),
        };
    }
    let (Some(x), Some(y)) = (unique_big(&mut a), view(b)) else { return add(&a, b) };
    match y {
        Int::Small(y) => *x += y,
        Int::Wide(y) => *x += y,
        Int::Big(y) => *x += y,
    }
    Ok(renormalise(a))
}

/// `a - b` where the caller gives `a` up.
pub fn sub_owned(mut a: Value, b: &Value) -> Result<Value> {
    let Some((x, y)) = view2(&a, b) else { return sub(&a, b) };
    if let (Some(x), Some(y)) = (x.wide(), y.wide()) {
        return match x.checked_sub(y) {
            Some(r) => Ok(reuse(a, r)),
            None => sub(&a, b),
        };
    }
    let (Some(x), Some(y)) = (unique_big(&mut a), view(b)) else { return sub(&a, b) };
    match y {
        Int::Small(y) => *x -= y,
        Int::Wide(y) => *x -= y,
        Int::Big(y) => *x -= y,
    }
    Ok(renormalise(a))
}

/// `a * b` where the caller gives `a` up.
pub fn mul_owned(mut a: Value, b: &Value) -> Result<Value> {
    let Some((x, y)) = view2(&a, b) else { return mul(&a, b) };
    if let (Some(x), Some(y)) = (x.wide(), y.wide()) {
        return match x.checked_mul(y) {
            Some(r) => Ok(reuse(a, r)),
            None => mul(&a, b),
        };
    }
    let (Some(x), Some(y)) = (unique_big(&mut a), view(b)) else { return mul(&a, b) };
    match y {
        Int::Small(y) => *x *= y,
        Int::Wide(y) => *x *= y,
        Int::Big(y) => *x *= y,
    }
    Ok(renormalise(a))
}

macro_rules! bitwise {
    ($(#[$doc:meta])* $name:ident, $op:tt) => {
        $(#[$doc])*
        #[inline]
        pub fn $name(a: &Value, b: &Value) -> Result<Value> {
            if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
                return Ok(Value::int(x $op y));
            }
            let Some((x, y)) = view2(a, b) else { return Ok(Value::not_implemented()) };
            if let (Some(x), Some(y)) = (x.wide(), y.wide()) {
                return Ok(from_i128(x $op y));
            }
            Ok(from_bigint(match (x, y) {
                (Int::Big(x), Int::Big(y)) => x $op y,
                (x, y) => x.to_bigint() $op y.to_bigint(),
            }))
        }
    };
}

bitwise! {
    /// `a & b`; `NotImplemented` unless both are ints.
    bit_and, &
}
bitwise! {
    /// `a | b`; `NotImplemented` unless both are ints.
    bit_or, |
}
bitwise! {
    /// `a ^ b`; `NotImplemented` unless both are ints.
    bit_xor, ^
}

/// `(a * b + c) & m` or, without `mask`, `(a * b + c) % m`, for ints.
pub fn mul_add(a: &Value, b: &Value, c: &Value, mask: bool, m: &Value) -> Result<Value> {
    if let (Some((x, y)), Some((z, n))) = (view2(a, b), view2(c, m))
        && let (Some(x), Some(y), Some(z), Some(n)) = (x.wide(), y.wide(), z.wide(), n.wide())
    {
        let bits = if mask { n } else { n - 1 };
        if n > 0 && bits & (bits + 1) == 0 && bits >> 64 == 0 {
            // The low bits depend on the low words alone.
            let low = (x as u64).wrapping_mul(y as u64).wrapping_add(z as u64);
            return Ok(super::from_u64(low & bits as u64));
        }
        if !mask
            && n > 0
            && let Some(r) = x.checked_mul(y).and_then(|p| p.checked_add(z))
        {
            return super::modulo(&from_i128(r), m);
        }
    }
    let sum = add(&mul(a, b)?, c)?;
    if mask { bit_and(&sum, m) } else { super::modulo(&sum, m) }
}

/// `-v` of an int.
pub fn negate(v: Int) -> Value {
    match v {
        Int::Small(i) => from_i128(-i128::from(i)),
        Int::Wide(i) => i.checked_neg().map_or_else(|| from_bigint(-BigInt::from(i)), from_i128),
        Int::Big(b) => from_bigint(-b),
    }
}

/// `~v` of an int.
pub fn invert(v: Int) -> Value {
    match v {
        Int::Small(i) => Value::int(!i),
        Int::Wide(i) => from_i128(!i),
        Int::Big(b) => from_bigint(!b),
    }
}

/// Results beyond this many bits are refused with MemoryError, as an allocation of that size would be.
pub(super) const MAX_BITS: u64 = 1 << 38;

#[cold]
pub(super) fn too_big() -> Result<Value> {
    raise(&MEMORY_ERROR, "")
}

/// `a ** b`; `NotImplemented` unless both are ints. A negative exponent gives a float.
pub fn pow(a: &Value, b: &Value) -> Result<Value> {
    let Some((x, y)) = view2(a, b) else { return Ok(Value::not_implemented()) };
    if y.is_negative() {
        if x.is_zero() {
            return raise(&ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power");
        }
        return Ok(float::new(float::pow_f64(float::int_to_f64(x)?, float::int_to_f64(y)?)?));
    }
    match x {
        Int::Small(0) => return Ok(Value::int(i64::from(y.is_zero()))),
        Int::Small(1) => return Ok(Value::int(1)),
        Int::Small(-1) => {
            let odd = match y {
                Int::Small(e) => e & 1 == 1,
                Int::Wide(e) => e & 1 == 1,
                Int::Big(e) => e.is_odd(),
            };
            return Ok(Value::int(if odd { -1 } else { 1 }));
        }
        _ => {}
    }
    let Int::Small(e) = y else { return too_big() };
    match x {
        Int::Small(base) => pow_small(base, e as u64),
        base => {
            let base = base.big();
            if base.bits().saturating_mul(e as u64) > MAX_BITS {
                return too_big();
            }
            Ok(from_bigint(base.pow(e as u32)))
        }
    }
}

/// `base ** e` for |base| >= 2.
fn pow_small(base: i64, e: u64) -> Result<Value> {
    let magnitude = base.unsigned_abs();
    if magnitude.is_power_of_two() {
        let bits = u64::from(magnitude.trailing_zeros()).saturating_mul(e);
        if bits > MAX_BITS {
            return too_big();
        }
        let negative = base < 0 && e & 1 == 1;
        if bits < 62 {
            return Ok(Value::int(if negative { -(1i64 << bits) } else { 1i64 << bits }));
        }
        let m = BigUint::one() << bits;
        return Ok(from_bigint(BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, m)));
    }
    if let Ok(e32) = u32::try_from(e)
        && let Some(r) = base.checked_pow(e32)
    {
        return Ok(Value::int(r));
    }
    if u64::from(64 - magnitude.leading_zeros()).saturating_mul(e) > MAX_BITS {
        return too_big();
    }
    Ok(from_bigint(BigInt::from(base).pow(e as u32)))
}

/// `pow(a, b, m)` for three ints.
pub fn pow_mod(a: Int, b: Int, m: Int) -> Result<Value> {
    if m.is_zero() {
        return value_error("pow() 3rd argument cannot be 0");
    }
    if let (Int::Small(x), Int::Small(e), Int::Small(n)) = (a, b, m)
        && n > 0
        && e >= 0
    {
        return Ok(Value::int(pow_mod_small(x.rem_euclid(n) as u64, e as u64, n as u64) as i64));
    }
    let modulus = m.to_bigint();
    let magnitude = modulus.magnitude();
    let mut base = a.to_bigint().mod_floor(&BigInt::from(magnitude.clone()));
    let exponent = b.to_bigint();
    if magnitude.is_one() {
        return Ok(Value::int(0));
    }
    if exponent.is_negative() {
        base = match inverse(&base, &BigInt::from(magnitude.clone())) {
            Some(i) => i,
            None => return value_error("base is not invertible for the given modulus"),
        };
    }
    let r = BigInt::from(power_modulo(base.magnitude(), exponent.magnitude(), magnitude));
    // The result takes the sign of the modulus.
    Ok(from_bigint(if modulus.is_negative() && !r.is_zero() { r + modulus } else { r }))
}

/// `base ** e % m`. The library is fast for odd moduli only (Montgomery), so the powers of two in `m` go apart and the
/// two remainders are joined (Chinese remainder theorem).
fn power_modulo(base: &BigUint, e: &BigUint, m: &BigUint) -> BigUint {
    let twos = m.trailing_zeros().unwrap_or(0);
    if twos == 0 {
        return base.modpow(e, m);
    }
    let odd = m >> twos;
    let low = power_low_bits(base, e, twos);
    if odd.is_one() {
        return low;
    }
    let high = base.modpow(e, &odd);
    // high + odd * ((low - high) / odd modulo 2**twos)
    let mask = (BigUint::one() << twos) - 1u32;
    let difference = (low + &mask + 1u32 - (&high & &mask)) & &mask;
    let t = (difference * inverse_low_bits(&odd, twos)) & mask;
    high + odd * t
}

/// `base ** e % 2**bits`.
fn power_low_bits(base: &BigUint, e: &BigUint, bits: u64) -> BigUint {
    let mask = (BigUint::one() << bits) - 1u32;
    let base = base & &mask;
    if !base.bit(0) && e.bits() > 64 {
        // An even base to such a power has more factors of two than any modulus.
        return BigUint::ZERO;
    }
    let mut r = BigUint::one();
    for i in (0..e.bits()).rev() {
        r = (&r * &r) & &mask;
        if e.bit(i) {
            r = (r * &base) & &mask;
        }
    }
    r & mask
}

/// The inverse of an odd number modulo `2**bits`: each step of Newton's doubles the correct bits.
fn inverse_low_bits(odd: &BigUint, bits: u64) -> BigUint {
    let mut x = BigUint::one();
    let mut correct = 1;
    while correct < bits {
        correct = (correct * 2).min(bits);
        let mask = (BigUint::one() << correct) - 1u32;
        // x * (2 - odd * x)
        let product = (odd * &x) & &mask;
        let factor = (mask.clone() + 3u32 - product) & &mask;
        x = (x * factor) & mask;
    }
    x
}

fn pow_mod_small(mut base: u64, mut e: u64, n: u64) -> u64 {
    let mut r = 1 % n;
    if n <= u64::from(u32::MAX) {
        while e > 0 {
            if e & 1 == 1 {
                r = r * base % n;
            }
            base = base * base % n;
            e >>= 1;
        }
        return r;
    }
    let mul = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(n)) as u64;
    while e > 0 {
        if e & 1 == 1 {
            r = mul(r, base);
        }
        base = mul(base, base);
        e >>= 1;
    }
    r
}

/// The inverse of `a` modulo `n` (`0 <= a < n`, `n > 1`).
fn inverse(a: &BigInt, n: &BigInt) -> Option<BigInt> {
    let e = a.extended_gcd(n);
    e.gcd.is_one().then(|| e.x.mod_floor(n))
}
