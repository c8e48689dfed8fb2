//! Ring operations, bitwise operations and powers.

use super::big::{self, Big, Num, value_of};
use super::{Int, from_i128, nat, reuse, unique_big, view, view2};
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
    big::sum(x.num(&mut [0; 2]), y.num(&mut [0; 2]))
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
    big::sum(x.num(&mut [0; 2]), negated(y.num(&mut [0; 2])))
}

fn negated(n: Num<'_>) -> Num<'_> {
    Num { negative: !n.negative, ..n }
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
    big::product(x.num(&mut [0; 2]), y.num(&mut [0; 2]))
}

/// `a + b` where the caller gives `a` up: an object with one reference takes the result.
pub fn add_owned(a: Value, b: &Value) -> Result<Value> {
    sum_owned(a, b, false)
}

/// `a - b` where the caller gives `a` up.
pub fn sub_owned(a: Value, b: &Value) -> Result<Value> {
    sum_owned(a, b, true)
}

#[inline]
fn sum_owned(mut a: Value, b: &Value, minus: bool) -> Result<Value> {
    if let (Some(x), Some(y)) = (unique_big(&mut a), view(b)) {
        let mut space = [0; 2];
        let y = y.num(&mut space);
        big::sum_assign(x, if minus { negated(y) } else { y });
        let x: *mut Big = x;
        return Ok(big::settled(a, x));
    }
    let plain = |a: &Value| if minus { sub(a, b) } else { add(a, b) };
    match view2(&a, b).and_then(|(x, y)| Some((x.wide()?, y.wide()?))) {
        Some((x, y)) => match if minus { x.checked_sub(y) } else { x.checked_add(y) } {
            Some(r) => Ok(reuse(a, r)),
            None => plain(&a),
        },
        None => plain(&a),
    }
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
    if let (Some(x), Some(Int::Small(y))) = (unique_big(&mut a), view(b)) {
        nat::mul_assign_1(&mut x.limbs, y.unsigned_abs());
        x.negative ^= y < 0;
        let x: *mut Big = x;
        return Ok(big::settled(a, x));
    }
    mul(&a, b)
}

macro_rules! bitwise {
    ($(#[$doc:meta])* $name:ident, $owned:ident, $op:tt) => {
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
            Ok(big::bitwise(x.num(&mut [0; 2]), y.num(&mut [0; 2]), |x, y| x $op y))
        }

        /// The same where the caller gives `a` up.
        pub fn $owned(a: Value, b: &Value) -> Result<Value> {
            if let Some((x, y)) = view2(&a, b)
                && let (Some(x), Some(y)) = (x.wide(), y.wide())
            {
                return Ok(reuse(a, x $op y));
            }
            $name(&a, b)
        }
    };
}

bitwise! {
    /// `a & b`; `NotImplemented` unless both are ints.
    bit_and, bit_and_owned, &
}
bitwise! {
    /// `a | b`; `NotImplemented` unless both are ints.
    bit_or, bit_or_owned, |
}
bitwise! {
    /// `a ^ b`; `NotImplemented` unless both are ints.
    bit_xor, bit_xor_owned, ^
}

/// `(a * b + c) & m` or, without `mask`, `(a * b + c) % m`, for ints.
pub fn mul_add(a: &Value, b: &Value, c: &Value, mask: bool, m: &Value) -> Result<Value> {
    if let (Some((x, y)), Some((z, n))) = (view2(a, b), view2(c, m))
        && let (Some(x), Some(y), Some(z), Some(n)) = (x.wide(), y.wide(), z.wide(), n.wide())
        && n > 0
    {
        let bits = if mask { n } else { n - 1 };
        if bits & (bits + 1) == 0 && bits >> 64 == 0 {
            // The low bits depend on the low words alone.
            let low = (x as u64).wrapping_mul(y as u64).wrapping_add(z as u64);
            return Ok(super::from_u64(low & bits as u64));
        }
        if !mask {
            if x >= 0
                && let (Ok(y), Ok(z), Ok(n)) = (u64::try_from(y), u64::try_from(z), u64::try_from(n))
                && let Ok(x) = u64::try_from(x)
            {
                // Below (2**64 - 1) * 2**64.
                let sum = u128::from(x) * u128::from(y) + u128::from(z);
                let high = (sum >> 64) as u64;
                let high = if high < n { high } else { high % n };
                let r = nat::wide_by_word(u128::from(high) << 64 | u128::from(sum as u64), n).1;
                return Ok(super::from_u64(r));
            }
            if let Some(r) = x.checked_mul(y).and_then(|p| p.checked_add(z)) {
                return Ok(from_i128(super::divide::floor_i128(r, n).1));
            }
        }
    }
    let sum = add_owned(mul(a, b)?, c)?;
    if mask { bit_and_owned(sum, m) } else { super::modulo_owned(sum, m) }
}

/// `-v` of an int.
pub fn negate(v: Int) -> Value {
    match v {
        Int::Small(i) => from_i128(-i128::from(i)),
        Int::Wide(i) if i != i128::MIN => from_i128(-i),
        v => {
            let mut space = [0; 2];
            let n = v.num(&mut space);
            value_of(!n.negative, n.limbs.to_vec())
        }
    }
}

/// `~v` of an int.
pub fn invert(v: Int) -> Value {
    match v {
        Int::Small(i) => Value::int(!i),
        Int::Wide(i) => from_i128(!i),
        Int::Big(b) => big::sum(Num { negative: !b.negative, limbs: &b.limbs }, Num { negative: true, limbs: &[1] }),
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
        return float::power(a, b);
    }
    match x {
        Int::Small(0) => return Ok(Value::int(i64::from(y.is_zero()))),
        Int::Small(1) => return Ok(Value::int(1)),
        Int::Small(-1) => {
            let odd = match y {
                Int::Small(e) => e & 1 == 1,
                Int::Wide(e) => e & 1 == 1,
                Int::Big(e) => nat::bit(&e.limbs, 0),
            };
            return Ok(Value::int(if odd { -1 } else { 1 }));
        }
        _ => {}
    }
    let Int::Small(e) = y else { return too_big() };
    match x {
        Int::Small(base) => pow_small(base, e as u64),
        base => {
            let mut space = [0; 2];
            let base = base.num(&mut space);
            if nat::bits(base.limbs).saturating_mul(e as u64) > MAX_BITS {
                return too_big();
            }
            Ok(value_of(base.negative && e & 1 == 1, nat::pow(base.limbs, e as u64)))
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
        return Ok(value_of(negative, nat::shl(&[1], bits)));
    }
    if let Ok(e32) = u32::try_from(e)
        && let Some(r) = base.checked_pow(e32)
    {
        return Ok(Value::int(r));
    }
    if u64::from(64 - magnitude.leading_zeros()).saturating_mul(e) > MAX_BITS {
        return too_big();
    }
    Ok(value_of(base < 0 && e & 1 == 1, nat::pow(&[magnitude], e)))
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
    let (mut s, mut t, mut u) = ([0; 2], [0; 2], [0; 2]);
    let (a, b, m) = (a.num(&mut s), b.num(&mut t), m.num(&mut u));
    let mut base = nat::rem(a.limbs, m.limbs);
    if a.negative && !base.is_empty() {
        base = nat::sub(m.limbs, &base);
    }
    if b.negative && *m.limbs != [1] {
        base = match nat::inverse(&base, m.limbs) {
            Some(i) => i,
            None => return value_error("base is not invertible for the given modulus"),
        };
    }
    let mut r = nat::pow_mod(&base, b.limbs, m.limbs);
    // The result takes the sign of the modulus.
    if m.negative && !r.is_empty() {
        r = nat::sub(m.limbs, &r);
    }
    Ok(value_of(m.negative, r))
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
