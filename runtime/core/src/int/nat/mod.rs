//! Magnitudes: natural numbers as limbs of 64 bits, the lowest first, without zeros at the top (zero has no limbs).
//!
//! Functions take slices and give vectors; those named `…_assign` work in the buffer that they are given.

mod div;
mod kernels;
mod modular;
mod mul;
mod radix;
mod root;

use std::cmp::Ordering;

pub use div::{div_rem, div_rem_1_assign, rem, rem_1, wide_by_word};
pub use modular::{inverse, pow_mod};
pub use mul::{mul, pow};
pub use radix::{from_digits, to_decimal, to_power_of_two};
pub use root::isqrt;

use kernels::{add_1, add_n, add_to, mul_1, mul_1_in_place, sub_1, sub_from, sub_n, sub_reverse};

/// Takes zeros off the top.
#[inline]
pub fn normalise(v: &mut Vec<u64>) {
    while v.last() == Some(&0) {
        v.pop();
    }
}

/// `n` zero limbs. The system's zeroed memory is no gain at these sizes.
#[expect(clippy::slow_vector_initialization, reason = "see above")]
pub(super) fn zeroed(n: usize) -> Vec<u64> {
    let mut v = Vec::with_capacity(n);
    v.resize(n, 0);
    v
}

/// The slice without zeros at its top.
#[inline]
pub fn trim(mut v: &[u64]) -> &[u64] {
    while let [rest @ .., 0] = v {
        v = rest;
    }
    v
}

pub fn cmp(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// How many bits the number has.
#[inline]
pub fn bits(a: &[u64]) -> u64 {
    a.last().map_or(0, |top| a.len() as u64 * 64 - u64::from(top.leading_zeros()))
}

/// Zeros below the lowest bit; 0 of zero.
pub fn trailing_zeros(a: &[u64]) -> u64 {
    a.iter().position(|&x| x != 0).map_or(0, |i| i as u64 * 64 + u64::from(a[i].trailing_zeros()))
}

/// Bit `i`.
pub fn bit(a: &[u64], i: u64) -> bool {
    a.get((i / 64) as usize).is_some_and(|x| x >> (i % 64) & 1 == 1)
}

pub fn of_u128(n: u128) -> Vec<u64> {
    let mut v = vec![n as u64, (n >> 64) as u64];
    normalise(&mut v);
    v
}

/// The number, if it has at most two limbs.
#[inline]
pub fn to_u128(a: &[u64]) -> Option<u128> {
    match *a {
        [] => Some(0),
        [x] => Some(u128::from(x)),
        [x, y] => Some(u128::from(y) << 64 | u128::from(x)),
        _ => None,
    }
}

/// A vector of `n` limbs, all written by `fill`; room for one more.
#[inline]
#[expect(clippy::uninit_vec, reason = "zeroing costs a third of an addition")]
fn made(n: usize, fill: impl FnOnce(&mut [u64])) -> Vec<u64> {
    let mut v: Vec<u64> = Vec::with_capacity(n + 1);
    // SAFETY: the capacity is there, and any bits are a limb; `fill` writes all of them before anyone reads.
    unsafe {
        v.set_len(n);
    }
    fill(&mut v);
    v
}

pub fn add(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (a, b) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut carry = 0;
    let mut r = made(a.len(), |r| {
        let n = b.len();
        carry = add_n(r, &a[..n], b);
        r[n..].copy_from_slice(&a[n..]);
        carry = add_1(&mut r[n..], carry);
    });
    if carry != 0 {
        r.push(carry);
    }
    r
}

pub fn add_assign(a: &mut Vec<u64>, b: &[u64]) {
    if a.len() < b.len() {
        grow(a, b.len());
    }
    let n = b.len();
    let carry = add_to(&mut a[..n], b);
    let carry = add_1(&mut a[n..], carry);
    if carry != 0 {
        push(a, carry);
    }
}

/// Lengthens to `n` limbs, with spare room: an accumulator is likely to grow again.
fn grow(a: &mut Vec<u64>, n: usize) {
    if a.capacity() < n {
        a.reserve_exact(n + n / 8 + 2 - a.len());
    }
    a.resize(n, 0);
}

fn push(a: &mut Vec<u64>, limb: u64) {
    let n = a.len() + 1;
    grow(a, n);
    a[n - 1] = limb;
}

/// `a - b` where `a >= b`.
pub fn sub(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut r = made(a.len(), |r| {
        let n = b.len();
        let borrow = sub_n(r, &a[..n], b);
        r[n..].copy_from_slice(&a[n..]);
        sub_1(&mut r[n..], borrow);
    });
    normalise(&mut r);
    r
}

/// `a -= b` where `a >= b`.
pub fn sub_assign(a: &mut Vec<u64>, b: &[u64]) {
    let n = b.len();
    let borrow = sub_from(&mut a[..n], b);
    sub_1(&mut a[n..], borrow);
    normalise(a);
}

/// `a = b - a` where `b >= a`.
pub fn sub_reverse_assign(a: &mut Vec<u64>, b: &[u64]) {
    grow(a, b.len());
    sub_reverse(a, b);
    normalise(a);
}

/// `a * b`.
pub fn mul_limb(a: &[u64], b: u64) -> Vec<u64> {
    if b == 0 {
        return Vec::new();
    }
    let mut carry = 0;
    let mut r = made(a.len(), |r| carry = mul_1(r, a, b, 0));
    if carry != 0 {
        r.push(carry);
    }
    r
}

/// `a *= b`.
pub fn mul_assign_1(a: &mut Vec<u64>, b: u64) {
    if b == 0 {
        a.clear();
        return;
    }
    let carry = mul_1_in_place(a, b, 0);
    if carry != 0 {
        push(a, carry);
    }
}

/// `a << n`.
pub fn shl(a: &[u64], n: u64) -> Vec<u64> {
    if a.is_empty() {
        return Vec::new();
    }
    let (limbs, n) = ((n / 64) as usize, (n % 64) as u32);
    let mut above = 0;
    let mut r = made(a.len() + limbs, |r| {
        r[..limbs].fill(0);
        if n == 0 {
            r[limbs..].copy_from_slice(a);
        } else {
            above = kernels::shl_bits(&mut r[limbs..], a, n);
        }
    });
    if above != 0 {
        r.push(above);
    }
    r
}

/// `a <<= n`.
pub fn shl_assign(a: &mut Vec<u64>, n: u64) {
    if n >= 64 {
        *a = shl(a, n);
    } else if n > 0 {
        let above = kernels::shl_bits_in_place(a, n as u32);
        if above != 0 {
            push(a, above);
        }
    }
}

/// `a >> n`.
pub fn shr(a: &[u64], n: u64) -> Vec<u64> {
    let limbs = usize::try_from(n / 64).unwrap_or(usize::MAX);
    let Some(a) = a.get(limbs..).filter(|a| !a.is_empty()) else { return Vec::new() };
    let n = (n % 64) as u32;
    if n == 0 {
        return a.to_vec();
    }
    let mut r = made(a.len(), |r| kernels::shr_bits(r, a, n));
    normalise(&mut r);
    r
}

/// `a >>= n`.
pub fn shr_assign(a: &mut Vec<u64>, n: u64) {
    let limbs = usize::try_from(n / 64).unwrap_or(usize::MAX);
    if limbs >= a.len() {
        a.clear();
        return;
    }
    a.drain(..limbs);
    let n = (n % 64) as u32;
    if n > 0 {
        kernels::shr_bits_in_place(a, n);
    }
    normalise(a);
}

/// The lowest `n` bits of `a`.
pub fn low_bits(a: &[u64], n: u64) -> Vec<u64> {
    let limbs = n.div_ceil(64) as usize;
    let mut r = a[..limbs.min(a.len())].to_vec();
    if r.len() == limbs && !n.is_multiple_of(64) {
        r[limbs - 1] &= (1 << (n % 64)) - 1;
    }
    normalise(&mut r);
    r
}

/// Whether any of the lowest `n` bits is set.
pub fn any_below(a: &[u64], n: u64) -> bool {
    !a.is_empty() && trailing_zeros(a) < n
}

/// The nearest float, ties to even; infinite where out of range.
pub fn to_f64(a: &[u64]) -> f64 {
    let n = bits(a);
    if n <= 64 {
        return a.first().map_or(0.0, |&x| x as f64);
    }
    let shift = n - 64;
    // 64 leading bits round as the whole number does, when the last one says whether there are more.
    let at = (shift / 64) as usize;
    let mut top = a[at] >> (shift % 64);
    if !shift.is_multiple_of(64) {
        top |= a[at + 1] << (64 - shift % 64);
    }
    let x = (top | u64::from(any_below(a, shift))) as f64;
    if shift > 1024 {
        return f64::INFINITY;
    }
    let half = (shift / 2) as i32;
    x * 2f64.powi(half) * 2f64.powi(shift as i32 - half)
}
