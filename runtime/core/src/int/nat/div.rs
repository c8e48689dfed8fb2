//! Division: by one limb with a reciprocal, by several as on paper, and by halves (Burnikel and Ziegler) for long ones.

use super::kernels::{add_1, add_to, shl_bits, shl_bits_in_place, shr_bits_in_place, sub_1, sub_from, submul_1};
use super::mul::{Scratch, mul_into};
use super::{cmp, normalise, trim, zeroed};
use std::cmp::Ordering;

/// From this many limbs of quotient and divisor on, the division is halved.
const RECURSIVE: usize = 60;

/// A divisor of one limb, shifted so that its top bit is set, with its reciprocal (Möller and Granlund).
#[derive(Clone, Copy)]
pub struct Reciprocal {
    pub d: u64,
    v: u64,
    pub shift: u32,
}

impl Reciprocal {
    pub fn new(d: u64) -> Reciprocal {
        let shift = d.leading_zeros();
        let d = d << shift;
        // floor((2**128 - 1) / d) - 2**64
        let v = wide_by_word(u128::from(!d) << 64 | u128::from(u64::MAX), d).0;
        Reciprocal { d, v, shift }
    }

    /// Quotient and remainder of `hi * 2**64 + lo`, where `hi < d`.
    #[inline]
    pub fn divide(&self, hi: u64, lo: u64) -> (u64, u64) {
        let estimate = (u128::from(self.v) * u128::from(hi)).wrapping_add(u128::from(hi) << 64 | u128::from(lo));
        let mut q = ((estimate >> 64) as u64).wrapping_add(1);
        let mut r = lo.wrapping_sub(q.wrapping_mul(self.d));
        if r > estimate as u64 {
            q = q.wrapping_sub(1);
            r = r.wrapping_add(self.d);
        }
        if r >= self.d {
            q = q.wrapping_add(1);
            r -= self.d;
        }
        (q, r)
    }
}

/// `x / d` and `x % d` where the quotient fits a word.
#[inline]
pub fn wide_by_word(x: u128, d: u64) -> (u64, u64) {
    debug_assert!(((x >> 64) as u64) < d);
    #[cfg(target_arch = "x86_64")]
    {
        let (q, r): (u64, u64);
        // SAFETY: the high word is below the divisor, so the quotient fits and the instruction does not fault.
        unsafe {
            std::arch::asm!(
                "div {d}",
                d = in(reg) d,
                inout("rax") x as u64 => q,
                inout("rdx") (x >> 64) as u64 => r,
                options(pure, nomem, nostack)
            );
        }
        (q, r)
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let d = u128::from(d);
        ((x / d) as u64, (x % d) as u64)
    }
}

/// `a /= d`; the remainder.
pub fn div_rem_1_assign(a: &mut Vec<u64>, d: u64) -> u64 {
    let by = Reciprocal::new(d);
    let r = divide_in_place(a, &by);
    normalise(a);
    r
}

fn divide_in_place(a: &mut [u64], by: &Reciprocal) -> u64 {
    let mut r = 0;
    if by.shift == 0 {
        for x in a.iter_mut().rev() {
            (*x, r) = by.divide(r, *x);
        }
        return r;
    }
    // The bits of the shifted number come in from the limb below.
    let (s, t) = (by.shift, 64 - by.shift);
    let Some(top) = a.last() else { return 0 };
    r = *top >> t;
    for i in (0..a.len()).rev() {
        let below = if i > 0 { a[i - 1] >> t } else { 0 };
        (a[i], r) = by.divide(r, a[i] << s | below);
    }
    r >> s
}

/// `a / d` and `a % d`.
pub fn div_rem_1(a: &[u64], d: u64) -> (Vec<u64>, u64) {
    let mut q = a.to_vec();
    let r = div_rem_1_assign(&mut q, d);
    (q, r)
}

/// `a % d`.
pub fn rem_1(a: &[u64], d: u64) -> u64 {
    let by = Reciprocal::new(d);
    if by.shift == 0 {
        return a.iter().rev().fold(0, |r, &x| by.divide(r, x).1);
    }
    let (s, t) = (by.shift, 64 - by.shift);
    let Some(top) = a.last() else { return 0 };
    let mut r = *top >> t;
    for i in (0..a.len()).rev() {
        let below = if i > 0 { a[i - 1] >> t } else { 0 };
        r = by.divide(r, a[i] << s | below).1;
    }
    r >> s
}

/// `a / b` and `a % b`; `b` is not zero.
pub fn div_rem(a: &[u64], b: &[u64]) -> (Vec<u64>, Vec<u64>) {
    if cmp(a, b) == Ordering::Less {
        return (Vec::new(), a.to_vec());
    }
    if let [d] = *b {
        let (q, r) = div_rem_1(a, d);
        return (q, if r == 0 { Vec::new() } else { vec![r] });
    }
    let (mut u, v, shift) = shifted(a, b);
    let mut q = zeroed(u.len() - v.len());
    divide(&mut q, &mut u, &v);
    normalise(&mut q);
    (q, unshifted(u, v.len(), shift))
}

/// `a % b`; `b` is not zero.
pub fn rem(a: &[u64], b: &[u64]) -> Vec<u64> {
    if cmp(a, b) == Ordering::Less {
        return a.to_vec();
    }
    if let [d] = *b {
        let r = rem_1(a, d);
        return if r == 0 { Vec::new() } else { vec![r] };
    }
    if a.len() < SHORT {
        return short_rem(a, b);
    }
    let (mut u, v, shift) = shifted(a, b);
    let mut q = zeroed(u.len() - v.len());
    divide(&mut q, &mut u, &v);
    unshifted(u, v.len(), shift)
}

/// Dividends of fewer limbs are divided in space on the stack, if only the remainder is asked for.
const SHORT: usize = 24;

fn short_rem(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (n, m) = (b.len(), a.len() - b.len() + 1);
    let shift = b[n - 1].leading_zeros();
    let (mut u, mut v, mut q) = ([0; SHORT], [0; SHORT], [0; SHORT]);
    let (u, v) = (&mut u[..a.len() + 1], &mut v[..n]);
    u[..a.len()].copy_from_slice(a);
    v.copy_from_slice(b);
    if shift > 0 {
        u[a.len()] = shl_bits_in_place(&mut u[..a.len()], shift);
        shl_bits_in_place(v, shift);
    }
    on_paper(&mut q[..m], u, v);
    if shift > 0 {
        shr_bits_in_place(&mut u[..n], shift);
    }
    trim(&u[..n]).to_vec()
}

/// Both numbers times the power of two that sets the divisor's top bit; the dividend has one limb more.
fn shifted(a: &[u64], b: &[u64]) -> (Vec<u64>, Vec<u64>, u32) {
    let shift = b[b.len() - 1].leading_zeros();
    let mut u = zeroed(a.len() + 1);
    if shift == 0 {
        u[..a.len()].copy_from_slice(a);
        return (u, b.to_vec(), 0);
    }
    u[a.len()] = shl_bits(&mut u, a, shift);
    let mut v = b.to_vec();
    shl_bits_in_place(&mut v, shift);
    (u, v, shift)
}

fn unshifted(mut u: Vec<u64>, n: usize, shift: u32) -> Vec<u64> {
    u.truncate(n);
    if shift > 0 {
        shr_bits_in_place(&mut u, shift);
    }
    normalise(&mut u);
    u
}

/// Divides `u` by `v`, whose top bit is set and whose length is at least 2: the quotient in `q` (`u.len() - v.len()` limbs,
/// which must be enough), the remainder in the low limbs of `u`, zeros above.
pub fn divide(q: &mut [u64], u: &mut [u64], v: &[u64]) {
    let (n, m) = (v.len(), q.len());
    if m < RECURSIVE || n < RECURSIVE {
        return on_paper(q, u, v);
    }
    let mut scratch = Scratch::new();
    // Blocks of the quotient as long as the divisor, from the top.
    let mut at = m;
    let first = m % n;
    if first > 0 {
        at -= first;
        halved(&mut q[at..], &mut u[at..], v, &mut scratch);
    }
    while at > 0 {
        at -= n;
        halved(&mut q[at..at + n], &mut u[at..at + 2 * n], v, &mut scratch);
    }
}

/// `divide` with a quotient not longer than the divisor, and `u < v * 2**(64 * q.len())`.
fn halved(q: &mut [u64], u: &mut [u64], v: &[u64], scratch: &mut Scratch) {
    let (n, m) = (v.len(), q.len());
    if m < RECURSIVE {
        return on_paper(q, u, v);
    }
    let k = m / 2;
    part(q, u, v, m - k, k, scratch);
    part(q, u, v, k, 0, scratch);
    debug_assert!(u[n..].iter().all(|&x| x == 0));
}

/// The `count` limbs of the quotient from limb `at` on: those of the top of `u` by the top `n - drop` limbs of `v`, where
/// the product with the rest of `v` is taken off afterwards.
fn part(q: &mut [u64], u: &mut [u64], v: &[u64], count: usize, at: usize, scratch: &mut Scratch) {
    let n = v.len();
    let q = &mut q[at..at + count];
    let u = &mut u[at..at + n + count];
    // As many limbs of the divisor as the quotient has decide it, up to a few units.
    let drop = n - count.max(2).min(n);
    let (low, high) = v.split_at(drop);
    let top = &mut u[drop..];
    if cmp(trim(&top[count..]), trim(high)) != Ordering::Less {
        // The quotient by the top alone does not fit: its largest value is not too small.
        q.fill(u64::MAX);
        let borrow = sub_from(&mut top[count..], high);
        debug_assert_eq!(borrow, 0);
        let carry = add_to(&mut top[..high.len()], high);
        let over = add_1(&mut top[high.len()..], carry);
        debug_assert_eq!(over, 0);
    } else {
        halved(q, top, high, scratch);
    }
    if drop == 0 {
        return;
    }
    let mut product = vec![0; count + drop];
    if count >= drop { mul_into(&mut product, q, low, scratch) } else { mul_into(&mut product, low, q, scratch) }
    let len = product.len();
    let borrow = sub_from(&mut u[..len], &product);
    let mut negative = sub_1(&mut u[len..], borrow);
    while negative != 0 {
        sub_1(q, 1);
        let carry = add_to(&mut u[..n], v);
        negative -= add_1(&mut u[n..], carry);
    }
}

/// The schoolbook method; each limb of the quotient is estimated from three limbs by two, hardly ever wrongly.
fn on_paper(q: &mut [u64], u: &mut [u64], v: &[u64]) {
    let n = v.len();
    let (d1, d0) = (v[n - 1], v[n - 2]);
    let by = Reciprocal::new(d1);
    for j in (0..q.len()).rev() {
        let (u2, u1, u0) = (u[j + n], u[j + n - 1], u[j + n - 2]);
        let mut estimate;
        if u2 >= d1 {
            estimate = u64::MAX;
        } else {
            let r;
            (estimate, r) = by.divide(u2, u1);
            // The second limb of the divisor corrects the estimate: at most twice.
            let mut r = u128::from(r);
            let mut product = u128::from(estimate) * u128::from(d0);
            while product > r << 64 | u128::from(u0) {
                estimate -= 1;
                product -= u128::from(d0);
                r += u128::from(d1);
                if r >> 64 != 0 {
                    break;
                }
            }
        }
        let borrow = submul_1(&mut u[j..j + n], v, estimate);
        let (top, mut negative) = u[j + n].overflowing_sub(borrow);
        u[j + n] = top;
        while negative {
            estimate -= 1;
            let carry = add_to(&mut u[j..j + n], v);
            let (top, over) = u[j + n].overflowing_add(carry);
            u[j + n] = top;
            negative = !over;
        }
        q[j] = estimate;
    }
}

/// `r += a * b` for short `b`: the check of a division in the tests.
#[cfg(test)]
fn mul_add(a: &[u64], b: &[u64], c: &[u64]) -> Vec<u64> {
    let mut r = vec![0; a.len() + b.len() + 1];
    for (i, &y) in b.iter().enumerate() {
        let carry = super::kernels::addmul_1(&mut r[i..i + a.len()], a, y);
        add_1(&mut r[i + a.len()..], carry);
    }
    let carry = add_to(&mut r[..c.len()], c);
    add_1(&mut r[c.len()..], carry);
    normalise(&mut r);
    r
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: usize, seed: u64) -> Vec<u64> {
        let mut s = seed | 1;
        let mut v: Vec<u64> = (0..n)
            .map(|_| {
                s ^= s << 13;
                s ^= s >> 7;
                s ^= s << 17;
                if s & 3 == 0 { u64::MAX } else if s & 3 == 1 { 0 } else { s }
            })
            .collect();
        normalise(&mut v);
        v
    }

    #[test]
    fn quotient_and_remainder_make_the_number_again() {
        for (n, m) in [(3, 2), (5, 1), (9, 8), (64, 32), (130, 64), (260, 130), (400, 70), (999, 301), (1300, 650)] {
            for seed in 1..20 {
                let (a, b) = (number(n, seed), number(m, seed * 31 + 7));
                if b.is_empty() {
                    continue;
                }
                let (q, r) = div_rem(&a, &b);
                assert_eq!(cmp(&r, &b), Ordering::Less);
                assert_eq!(mul_add(&b, &q, &r), a);
                assert_eq!(rem(&a, &b), r);
            }
        }
    }

    #[test]
    fn quotients_of_ones_and_powers() {
        for n in [2, 3, 70, 128, 200] {
            for m in [2, 64, 65, 130] {
                let ones = vec![u64::MAX; n + m];
                let mut power = vec![0; m];
                power[m - 1] = 1 << 63;
                for b in [vec![u64::MAX; m], power] {
                    let (q, r) = div_rem(&ones, &b);
                    assert_eq!(cmp(&r, &b), Ordering::Less);
                    assert_eq!(mul_add(&b, &q, &r), ones);
                }
            }
        }
    }
}
