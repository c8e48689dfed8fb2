//! The integer functions: factorial, comb, perm, gcd, lcm, isqrt.

use num_traits::ToPrimitive;

use super::too_large;
use crate::error::{Result, value_error};
use crate::int::{self, Int, index_value, nat, view};
use crate::tuple::TupleObj;
use crate::value::Value;

fn index(v: &Value) -> Result<Value> {
    index_value(v)
}

fn as_view(v: &Value) -> Int<'_> {
    view(v).unwrap_or(Int::Small(0))
}

/// The product of the numbers from `from` to `to`, `step` apart, halved recursively so that the factors stay of like size.
fn product(from: u64, to: u64, step: u64) -> Vec<u64> {
    if from > to {
        return vec![1];
    }
    if (to - from) / step < 32 {
        let mut r = vec![1];
        let mut chunk = 1u64;
        for i in (from..=to).step_by(step as usize) {
            match chunk.checked_mul(i) {
                Some(c) => chunk = c,
                None => {
                    nat::mul_assign_1(&mut r, chunk);
                    chunk = i;
                }
            }
        }
        nat::mul_assign_1(&mut r, chunk);
        return r;
    }
    let mid = from + (to - from) / step / 2 * step;
    nat::mul(&product(from, mid, step), &product(mid + step, to, step))
}

fn factorial_of(n: u64) -> Vec<u64> {
    if n < 128 {
        return product(2, n, 1);
    }
    // n! = 2**(n - popcount(n)) times, for each i, the odd numbers up to n / 2**i.
    let mut r = vec![1];
    let mut inner = vec![1];
    let mut low = 3;
    for i in (0..64 - n.leading_zeros()).rev() {
        let high = n >> i;
        if high < 3 {
            continue;
        }
        inner = nat::mul(&inner, &product(low, high, 2));
        low = (high + 1) | 1;
        r = nat::mul(&r, &inner);
    }
    nat::shl(&r, n - u64::from(n.count_ones()))
}

pub(super) fn factorial(a: &[Value]) -> Result<Value> {
    let n = index(&a[0])?;
    match as_view(&n) {
        Int::Small(n) if n < 0 => value_error("factorial() not defined for negative values"),
        Int::Small(n @ 0..=20) => Ok(Value::int((2..=n).product())),
        Int::Small(n) => Ok(int::value_of(false, factorial_of(n as u64))),
        n if n.is_negative() => value_error("factorial() not defined for negative values"),
        _ => too_large("factorial() argument should not exceed 9223372036854775807"),
    }
}

pub(super) fn perm(a: &[Value]) -> Result<Value> {
    if a[1].is_none() {
        return factorial(a);
    }
    let (n, k) = (index(&a[0])?, index(&a[1])?);
    let (nv, kv) = (as_view(&n), as_view(&k));
    if is_negative(nv) {
        return value_error("n must be a non-negative integer");
    }
    if is_negative(kv) {
        return value_error("k must be a non-negative integer");
    }
    if int::cmp(nv, kv).is_lt() {
        return Ok(Value::int(0));
    }
    let Int::Small(k) = kv else { return too_large("k must not exceed 9223372036854775807") };
    Ok(int::value_of(false, falling(nv, k as u64)))
}

/// n (n-1) … (n-k+1).
fn falling(n: Int, k: u64) -> Vec<u64> {
    if k == 0 {
        return vec![1];
    }
    match n {
        Int::Small(n) => product(n as u64 - k + 1, n as u64, 1),
        n => falling_big(&nat::sub(n.num(&mut [0; 2]).limbs, &[k - 1]), k),
    }
}

fn falling_big(from: &[u64], count: u64) -> Vec<u64> {
    if count <= 8 {
        return (1..count).fold(from.to_vec(), |r, i| nat::mul(&r, &nat::add(from, &[i])));
    }
    let half = count / 2;
    nat::mul(&falling_big(from, half), &falling_big(&nat::add(from, &[half]), count - half))
}

fn is_negative(v: Int) -> bool {
    v.is_negative()
}

pub(super) fn comb(a: &[Value]) -> Result<Value> {
    let (n, k) = (index(&a[0])?, index(&a[1])?);
    let (nv, kv) = (as_view(&n), as_view(&k));
    if is_negative(nv) {
        return value_error("n must be a non-negative integer");
    }
    if is_negative(kv) {
        return value_error("k must be a non-negative integer");
    }
    if int::cmp(nv, kv).is_lt() {
        return Ok(Value::int(0));
    }
    // Choosing k is choosing what to leave out.
    let other = nv.to_bigint() - kv.to_bigint();
    let k = other.min(kv.to_bigint());
    let Some(k) = k.to_i64() else { return too_large("min(n - k, k) must not exceed 9223372036854775807") };
    let k = k as u64;
    if let Int::Small(n) = nv
        && let Some(r) = comb_small(n as u64, k)
    {
        return Ok(int::from_u64(r));
    }
    Ok(int::value_of(false, nat::div_rem(&falling(nv, k), &factorial_of(k)).0))
}

/// The binomial coefficient while all intermediate products fit 128 bits and the results 64.
fn comb_small(n: u64, k: u64) -> Option<u64> {
    let mut r = 1u64;
    for i in 0..k {
        r = u64::try_from(u128::from(r) * u128::from(n - i) / u128::from(i + 1)).ok()?;
    }
    Some(r)
}

pub(super) fn isqrt(a: &[Value]) -> Result<Value> {
    let n = index(&a[0])?;
    match as_view(&n) {
        v if is_negative(v) => value_error("isqrt() argument must be nonnegative"),
        Int::Small(n) => Ok(int::from_u64((n as u64).isqrt())),
        n => Ok(int::value_of(false, nat::isqrt(n.num(&mut [0; 2]).limbs))),
    }
}

/// The elements of a `*args` tuple.
fn items(v: &Value) -> &[Value] {
    // SAFETY: `*integers` arrives as a tuple.
    unsafe { v.cast::<TupleObj>() }.items()
}

fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
    }
    a << shift
}

/// `gcd(a, b)`, never negative.
pub fn gcd_views(a: Int, b: Int) -> Value {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => int::from_u64(gcd_u64(a.unsigned_abs(), b.unsigned_abs())),
        (big, Int::Small(small)) | (Int::Small(small), big) => {
            let mut space = [0; 2];
            let big = big.num(&mut space).limbs;
            if small == 0 {
                return int::value_of(false, big.to_vec());
            }
            let small = small.unsigned_abs();
            let rest = nat::rem_1(big, small);
            int::from_u64(gcd_u64(rest, small))
        }
        (a, b) => int::value_of(false, gcd_big(a.num(&mut [0; 2]).limbs, b.num(&mut [0; 2]).limbs)),
    }
}

/// Lehmer's algorithm: the leading 62 bits of both numbers drive a run of Euclid's steps in machine words, whose
/// combined effect is then applied to the big numbers in one pass.
fn gcd_big(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (a, b) = if nat::cmp(a, b).is_lt() { (b, a) } else { (a, b) };
    if nat::bits(a) - nat::bits(b) > 64 {
        // Of unlike length: one division makes them alike.
        let rest = if b.is_empty() { return a.to_vec() } else { nat::rem(a, b) };
        return if rest.is_empty() { b.to_vec() } else { gcd_big(b, &rest) };
    }
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    b.resize(a.len(), 0);
    loop {
        // Invariant: a >= b, both have a.len() limbs, the top one of `a` not zero.
        let n = a.len();
        if n <= 2 {
            return nat::of_u128(gcd_u128(wide(&a), wide(&b)));
        }
        if b[2..].iter().all(|&limb| limb == 0) {
            let small = wide(&b[..2]);
            if small == 0 {
                return a;
            }
            let rest = nat::rem(&a, nat::trim(&b));
            return nat::of_u128(gcd_u128(wide(&rest), small));
        }
        let [p, q, r, s] = cofactors(&a, &b);
        if q == 0 {
            nat::normalise(&mut b);
            let mut rest = nat::rem(&a, &b);
            rest.resize(b.len(), 0);
            a = std::mem::replace(&mut b, rest);
            continue;
        }
        // In each row one cofactor is negative: the products are of unsigned words, and their difference is taken.
        let (flip_a, flip_b) = (q > 0, s > 0);
        let [p, q, r, s] = [p, q, r, s].map(|c| u128::from(c.unsigned_abs()));
        let (mut carry_a, mut carry_b) = (0i128, 0i128);
        for (x, y) in a.iter_mut().zip(&mut b) {
            let (wide_x, wide_y) = (u128::from(*x), u128::from(*y));
            let (px, qy) = ((wide_x * p) as i128, (wide_y * q) as i128);
            let (rx, sy) = ((wide_x * r) as i128, (wide_y * s) as i128);
            let t = if flip_a { qy - px } else { px - qy } + carry_a;
            let u = if flip_b { sy - rx } else { rx - sy } + carry_b;
            *x = t as u64;
            *y = u as u64;
            carry_a = t >> 64;
            carry_b = u >> 64;
        }
        while a.last() == Some(&0) {
            a.pop();
            b.pop();
        }
    }
}

/// Up to two limbs as one number.
fn wide(limbs: &[u64]) -> u128 {
    limbs.iter().rev().fold(0, |n, &limb| n << 64 | u128::from(limb))
}

fn gcd_u128(mut a: u128, mut b: u128) -> u128 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if let (Ok(x), Ok(y)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_u64(x, y)) << shift;
        }
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
    }
    a << shift
}

/// The 62 bits of `limbs` below the position of the top bit of `a`.
fn leading(limbs: &[u64], zeros: u32) -> i64 {
    let n = limbs.len();
    let wide = u128::from(limbs[n - 1]) << 64 | u128::from(limbs[n - 2]);
    ((wide << zeros) >> 66) as i64
}

/// Cofactors `p q r s` of a run of Euclid's steps: the numbers become `p a + q b` and `r a + s b`. `q == 0`: no step is
/// certain from the leading bits.
fn cofactors(a: &[u64], b: &[u64]) -> [i64; 4] {
    let zeros = a[a.len() - 1].leading_zeros();
    let (mut x, mut y) = (leading(a, zeros), leading(b, zeros));
    let (mut p, mut q, mut r, mut s) = (1i64, 0i64, 0i64, 1i64);
    loop {
        if y + r == 0 || y + s == 0 {
            break;
        }
        let t = (x + p) / (y + r);
        if t != (x + q) / (y + s) {
            break;
        }
        let next_r = p - t.saturating_mul(r);
        let next_s = q - t.saturating_mul(s);
        // The cofactors must stay within half a word.
        if next_r.abs() > i64::from(i32::MAX) || next_s.abs() > i64::from(i32::MAX) {
            break;
        }
        (p, q, r, s) = (r, s, next_r, next_s);
        (x, y) = (y, x - t * y);
    }
    [p, q, r, s]
}

pub(super) fn gcd(a: &[Value]) -> Result<Value> {
    let mut r = Value::int(0);
    for v in items(&a[0]) {
        let v = index(v)?;
        r = gcd_views(as_view(&r), as_view(&v));
    }
    Ok(r)
}

pub(super) fn lcm(a: &[Value]) -> Result<Value> {
    let mut r = Value::int(1);
    for v in items(&a[0]) {
        let v = index(v)?;
        let (x, y) = (as_view(&r), as_view(&v));
        if matches!(x, Int::Small(0)) || matches!(y, Int::Small(0)) {
            r = Value::int(0);
            continue;
        }
        let g = gcd_views(x, y);
        let q = int::floordiv(&r, &g)?;
        let product = int::mul(&q, &v)?;
        r = match as_view(&product) {
            p if is_negative(p) => int::negate(p),
            _ => product,
        };
    }
    Ok(r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lehmer_agrees_with_the_library() {
        let mut seed = 12345u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed >> 11
        };
        for len in 2..40 {
            let make = |next: &mut dyn FnMut() -> u64| {
                (0..len).fold(num_bigint::BigUint::from(1u32), |r, _| (r << 53) + next())
            };
            let (a, b, g) = (make(&mut next), make(&mut next), make(&mut next));
            let (a, b) = (a * &g, b * &g);
            let limbs = |n: &num_bigint::BigUint| n.iter_u64_digits().collect::<Vec<u64>>();
            assert_eq!(gcd_big(&limbs(&a), &limbs(&b)), limbs(&num_integer::Integer::gcd(&a, &b)));
        }
    }

    #[test]
    fn factorials_agree_with_products() {
        for n in [0, 1, 2, 20, 127, 128, 129, 1000, 1023] {
            assert_eq!(factorial_of(n), product(2, n, 1), "{n}");
        }
    }
}
