//! Ints to digits.

use std::cell::Cell;

use num_bigint::{BigUint, Sign};

use super::{Int, view};
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
fn write_digits(mut n: u64, buf: &mut [u8; 20]) -> usize {
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
            let digits = decimal_big(b.magnitude());
            if check && digits.len() > limit {
                return too_long(limit);
            }
            Ok(if b.sign() == Sign::Minus { with_sign(digits) } else { digits })
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

/// Above this many digits of 64 bits num-bigint's divide-and-conquer conversion wins.
const SCHOOLBOOK_DIGITS: usize = 40;
const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_WIDTH: usize = 19;

/// The decimal digits of a big number.
pub(super) fn decimal_big(n: &BigUint) -> String {
    let mut limbs: Vec<u64> = n.iter_u64_digits().collect();
    if limbs.len() > SCHOOLBOOK_DIGITS {
        return n.to_str_radix(10);
    }
    let mut chunks = Vec::with_capacity(limbs.len() + limbs.len() / 64 + 1);
    while !limbs.is_empty() {
        let mut rem = 0u64;
        for limb in limbs.iter_mut().rev() {
            (*limb, rem) = divide_by_chunk(rem, *limb);
        }
        chunks.push(rem);
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
    }
    let mut out = Vec::with_capacity(chunks.len() * CHUNK_WIDTH);
    let mut buf = [0u8; 20];
    for (i, &chunk) in chunks.iter().rev().enumerate() {
        let mut at = write_digits(chunk, &mut buf);
        if i > 0 {
            while at > 20 - CHUNK_WIDTH {
                at -= 1;
                buf[at] = b'0';
            }
        }
        out.extend_from_slice(&buf[at..]);
    }
    if out.is_empty() {
        out.push(b'0');
    }
    // SAFETY: only ASCII digits were written.
    unsafe { String::from_utf8_unchecked(out) }
}

/// Quotient and remainder of `hi * 2**64 + lo` by 10**19 (`hi` below it), through the precomputed reciprocal
/// (Möller and Granlund): two multiplications instead of a division.
#[inline]
fn divide_by_chunk(hi: u64, lo: u64) -> (u64, u64) {
    const RECIPROCAL: u64 = (u128::MAX / CHUNK as u128 - (1 << 64)) as u64;
    let estimate = u128::from(RECIPROCAL) * u128::from(hi) + ((u128::from(hi) << 64) | u128::from(lo));
    let mut q = ((estimate >> 64) as u64).wrapping_add(1);
    let mut r = lo.wrapping_sub(q.wrapping_mul(CHUNK));
    if r > estimate as u64 {
        q = q.wrapping_sub(1);
        r = r.wrapping_add(CHUNK);
    }
    if r >= CHUNK {
        q += 1;
        r -= CHUNK;
    }
    (q, r)
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
        Some(b) => b.big().to_str_radix(radix),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_big_agrees_with_the_library() {
        let mut n = BigUint::from(1u32);
        for i in 0..400u32 {
            n = n * 1_000_003u32 + i;
            assert_eq!(decimal_big(&n), n.to_str_radix(10));
            assert_eq!(decimal_big(&BigUint::from(10u32).pow(i)), BigUint::from(10u32).pow(i).to_str_radix(10));
        }
    }
}
