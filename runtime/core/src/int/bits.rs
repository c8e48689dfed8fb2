//! Shifts.

use super::arith::{MAX_BITS, too_big};
use super::big::{self, Big, value_of};
use super::{Int, from_i128, nat, reuse, unique_big, view, view2};
use crate::error::{Result, raise, value_error};
use crate::exception::OVERFLOW_ERROR;
use crate::value::Value;

/// `a << b`; `NotImplemented` unless both are ints.
#[inline]
pub fn shl(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(n)) = (a.as_small(), b.as_small())
        && (0..63).contains(&n)
    {
        let r = x << n;
        if r >> n == x {
            return Ok(Value::int(r));
        }
    }
    shl_slow(a, b)
}

fn shl_slow(a: &Value, b: &Value) -> Result<Value> {
    let Some((x, n)) = view2(a, b) else { return Ok(Value::not_implemented()) };
    if n.is_negative() {
        return value_error("negative shift count");
    }
    if x.is_zero() {
        return Ok(Value::int(0));
    }
    let Int::Small(n) = n else { return raise(&OVERFLOW_ERROR, "too many digits in integer") };
    if n as u64 > MAX_BITS {
        return too_big();
    }
    if let Some(r) = x.wide().and_then(|x| shl_wide(x, n)) {
        return Ok(from_i128(r));
    }
    let mut space = [0; 2];
    let x = x.num(&mut space);
    Ok(value_of(x.negative, nat::shl(x.limbs, n as u64)))
}

/// `x << n`, if no bit is lost.
#[inline]
fn shl_wide(x: i128, n: i64) -> Option<i128> {
    if !(0..127).contains(&n) {
        return None;
    }
    let r = x << n;
    (r >> n == x).then_some(r)
}

/// `a << b` where the caller gives `a` up.
pub fn shl_owned(mut a: Value, b: &Value) -> Result<Value> {
    if let Some(Int::Small(n)) = view(b)
        && (0..MAX_BITS as i64).contains(&n)
        && let Some(x) = unique_big(&mut a)
    {
        nat::shl_assign(&mut x.limbs, n as u64);
        return Ok(a);
    }
    shl(&a, b)
}

/// `a >> b`; `NotImplemented` unless both are ints.
#[inline]
pub fn shr(a: &Value, b: &Value) -> Result<Value> {
    if let (Some(x), Some(n)) = (a.as_small(), b.as_small())
        && n >= 0
    {
        return Ok(Value::int(x >> n.min(63)));
    }
    shr_slow(a, b)
}

fn shr_slow(a: &Value, b: &Value) -> Result<Value> {
    let Some((x, n)) = view2(a, b) else { return Ok(Value::not_implemented()) };
    if n.is_negative() {
        return value_error("negative shift count");
    }
    let Int::Small(n) = n else { return Ok(Value::int(if x.is_negative() { -1 } else { 0 })) };
    Ok(match x {
        Int::Small(x) => Value::int(x >> n.min(63)),
        Int::Wide(x) => from_i128(x >> n.min(127)),
        x => big::shift_right(x.num(&mut [0; 2]), n as u64),
    })
}

/// `a >> b` where the caller gives `a` up.
pub fn shr_owned(mut a: Value, b: &Value) -> Result<Value> {
    if let Some(Int::Small(n)) = view(b)
        && n >= 0
    {
        if let Some(Int::Wide(x)) = view(&a) {
            return Ok(reuse(a, x >> n.min(127)));
        }
        if let Some(x) = unique_big(&mut a) {
            let lost = x.negative && nat::any_below(&x.limbs, n as u64);
            nat::shr_assign(&mut x.limbs, n as u64);
            if lost {
                nat::add_assign(&mut x.limbs, &[1]);
            }
            let x: *mut Big = x;
            return Ok(big::settled(a, x));
        }
    }
    shr(&a, b)
}
