//! Ints to digits.

use std::cell::Cell;

use super::{Int, nat, view};
use crate::error::{Result, value_error};
use crate::value::Value;

/// The digit limit of conversions between `int` and `str` (`sys.set_int_max_str_digits`), 0 = none.
struct Limit(Cell<usize>);
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Limit {}
static LIMIT: Limit = Limit(Cell::new(4300));

pub fn max_str_digits() -> usize {
    LIMIT.0.get()
}

pub fn set_max_str_digits(n: usize) {
    LIMIT.0.set(n);
}

static PAIRS: [u8; 200] = {
    let mut t = [0u8; 200];
    let mut i = 0;
    while i < 100 {
        t[2 * i] = b'0' + (i / 10) as u8;
        t[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    t
};

/// The decimal digits of a machine int, written at the end of `buf`.
#[inline]
pub fn decimal_small(i: i64, buf: &mut [u8; 20]) -> &str {
    let mut at = write_digits(i.unsigned_abs(), buf);
    if i < 0 {
        at -= 1;
        buf[at] = b'-';
    }
    // SAFETY: only ASCII digits and the sign were written.
    unsafe { std::str::from_utf8_unchecked(&buf[at..]) }
}

/// Writes the digits of `n` at the end of `buf` and returns where they start.
#[inline]
pub(super) fn write_digits(mut n: u64, buf: &mut [u8; 20]) -> usize {
    let mut at = buf.len();
    while n >= 100 {
        let pair = (n % 100) as usize * 2;
        n /= 100;
        at -= 2;
        buf[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if n >= 10 {
        at -= 2;
        buf[at..at + 2].copy_from_slice(&PAIRS[n as usize * 2..n as usize * 2 + 2]);
    } else {
        at -= 1;
        buf[at] = b'0' + n as u8;
    }
    at
}

/// `str(i)` of an int value as a Rust string; ValueError beyond the digit limit.
pub fn to_decimal(v: &Value) -> Result<String> {
    match view(v) {
        Some(Int::Small(i)) => Ok(decimal_small(i, &mut [0; 20]).to_owned()),
        Some(Int::Wide(i)) => Ok(i.to_string()),
        Some(Int::Big(b)) => {
            let limit = max_str_digits();
            // log2(10) is 3.32: below 3.3 bits per digit nothing can exceed the limit.
            let check = limit != 0 && b.bits() as f64 > limit as f64 * 3.3;
            // Far above the limit no conversion is tried.
            if check && b.bits() as f64 > limit as f64 * 3.33 + 8.0 {
                return too_long(limit);
            }
            let digits = nat::to_decimal(&b.limbs);
            if check && digits.len() > limit {
                return too_long(limit);
            }
            Ok(if b.negative { with_sign(digits) } else { digits })
        }
        None => Ok(String::new()),
    }
}

/// `str(i)` of an int value.
pub fn to_decimal_value(v: &Value) -> Result<Value> {
    match v.as_small() {
        Some(i) => Ok(crate::str::new(decimal_small(i, &mut [0; 20]))),
        None => Ok(crate::str::new(&to_decimal(v)?)),
    }
}

#[cold]
fn too_long<T>(limit: usize) -> Result<T> {
    value_error(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

fn with_sign(mut digits: String) -> String {
    digits.insert(0, '-');
    digits
}

/// The digits of an int value in base 2, 8, 10 or 16 (lower case, `-` first, no prefix). No digit limit.
pub fn to_radix(v: &Value, radix: u32) -> String {
    match view(v) {
        Some(Int::Small(i)) => {
            let mut buf = [0u8; 65];
            let mut at = buf.len();
            let mut n = i.unsigned_abs();
            loop {
                at -= 1;
                buf[at] = b"0123456789abcdefghijklmnopqrstuvwxyz"[(n % u64::from(radix)) as usize];
                n /= u64::from(radix);
                if n == 0 {
                    break;
                }
            }
            if i < 0 {
                at -= 1;
                buf[at] = b'-';
            }
            // SAFETY: only ASCII was written.
            unsafe { std::str::from_utf8_unchecked(&buf[at..]) }.to_owned()
        }
        Some(Int::Wide(i)) => {
            let magnitude = i.unsigned_abs();
            signed(i < 0, &nat::of_u128(magnitude), radix)
        }
        Some(Int::Big(b)) => signed(b.negative, &b.limbs, radix),
        None => String::new(),
    }
}

fn signed(negative: bool, limbs: &[u64], radix: u32) -> String {
    let digits = if radix == 10 { nat::to_decimal(limbs) } else { nat::to_power_of_two(limbs, radix) };
    if negative { with_sign(digits) } else { digits }
}
