//! Powers and inverses modulo a number.

use super::div::Reciprocal;
use super::kernels::{add_n, addmul_1, sub_from};
use super::mul::{Scratch, mul_into, square_into};
use super::{add, bit, bits, cmp, div_rem, low_bits, mul, normalise, rem, shl, shr, sub, trailing_zeros};
use std::cmp::Ordering;

/// `base ** e % m`; `m` is not zero. Odd moduli go through Montgomery's form; the powers of two in others go apart, and the
/// two remainders are joined (Chinese remainder theorem).
pub fn pow_mod(base: &[u64], e: &[u64], m: &[u64]) -> Vec<u64> {
    if *m == [1] {
        return Vec::new();
    }
    let base = rem(base, m);
    if e.is_empty() {
        return vec![1];
    }
    if let [n] = *m {
        let r = pow_mod_limb(base.first().copied().unwrap_or(0), e, n);
        return if r == 0 { Vec::new() } else { vec![r] };
    }
    let twos = trailing_zeros(m);
    if twos == 0 {
        return Odd::new(m).pow(&base, e);
    }
    let odd = shr(m, twos);
    let low = power_low_bits(&base, e, twos);
    if odd == [1] {
        return low;
    }
    let high = pow_mod(&base, e, &odd);
    // high + odd * ((low - high) / odd modulo 2**twos)
    let difference = low_bits(&sub(&add(&low, &shl(&[1], twos)), &low_bits(&high, twos)), twos);
    let t = low_bits(&mul(&difference, &inverse_low_bits(&odd, twos)), twos);
    add(&high, &mul(&odd, &t))
}

/// Bits of the exponent from the top, in windows.
fn pow_mod_limb(base: u64, e: &[u64], n: u64) -> u64 {
    let by = Reciprocal::new(n);
    let times = |a: u64, b: u64| {
        // a * b * 2**shift, both below n: the high limb is below the shifted divisor.
        let p = u128::from(a << by.shift) * u128::from(b);
        by.divide((p >> 64) as u64, p as u64).1 >> by.shift
    };
    let mut r = base;
    for i in (0..bits(e) - 1).rev() {
        r = times(r, r);
        if bit(e, i) {
            r = times(r, base);
        }
    }
    r
}

/// An odd modulus of several limbs.
struct Odd<'a> {
    m: &'a [u64],
    /// `-1 / m` modulo 2**64.
    k: u64,
}

impl Odd<'_> {
    fn new(m: &[u64]) -> Odd<'_> {
        // Newton's iteration for 1 / m, from three correct bits.
        let mut x = m[0];
        for _ in 0..5 {
            x = x.wrapping_mul(2u64.wrapping_sub(m[0].wrapping_mul(x)));
        }
        Odd { m, k: x.wrapping_neg() }
    }

    /// `t / 2**(64 n)` modulo `m`, for `t` of 2n limbs: into `r`, n limbs and below `2**(64 n)`, though perhaps not below `m`.
    fn reduce(&self, r: &mut [u64], t: &mut [u64]) {
        let n = self.m.len();
        for i in 0..n {
            let q = t[i].wrapping_mul(self.k);
            // The limb that becomes zero takes the carry of its row.
            t[i] = addmul_1(&mut t[i..i + n], self.m, q);
        }
        let (low, high) = t.split_at(n);
        let carry = add_n(r, &high[..n], low);
        if carry != 0 {
            sub_from(r, self.m);
        }
    }

    fn pow(&self, base: &[u64], e: &[u64]) -> Vec<u64> {
        let n = self.m.len();
        let mut scratch = Scratch::new();
        let mut t = vec![0; 2 * n + 1];
        let form = |x: &[u64]| {
            let mut v = rem(&shl(x, 64 * n as u64), self.m);
            v.resize(n, 0);
            v
        };
        let e_bits = bits(e);
        // A small base costs a multiplication by a limb at each bit; the form is kept.
        let width = match e_bits {
            0..=16 => 1,
            17..=64 => 3,
            65..=400 => 4,
            401..=1500 => 5,
            _ => 6,
        };
        // Odd powers of the base.
        let first = form(base);
        let mut table = vec![first.clone()];
        if width > 1 {
            let mut square = vec![0; n];
            square_into(&mut t, &first, &mut scratch);
            self.reduce(&mut square, &mut t);
            for i in 1..1usize << (width - 1) {
                let mut next = vec![0; n];
                mul_into(&mut t, &table[i - 1], &square, &mut scratch);
                self.reduce(&mut next, &mut t);
                table.push(next);
            }
        }
        let mut r: Option<Vec<u64>> = None;
        let mut i = e_bits;
        while i > 0 {
            if !bit(e, i - 1) {
                if let Some(r) = &mut r {
                    square_into(&mut t, r, &mut scratch);
                    self.reduce(r, &mut t);
                }
                i -= 1;
                continue;
            }
            // A window that ends with a set bit.
            let mut low = i.saturating_sub(width);
            while !bit(e, low) {
                low += 1;
            }
            let value = (low..i).rev().fold(0usize, |v, b| v << 1 | usize::from(bit(e, b)));
            match &mut r {
                None => r = Some(table[value / 2].clone()),
                Some(r) => {
                    for _ in low..i {
                        square_into(&mut t, r, &mut scratch);
                        self.reduce(r, &mut t);
                    }
                    mul_into(&mut t, r, &table[value / 2], &mut scratch);
                    self.reduce(r, &mut t);
                }
            }
            i = low;
        }
        // Out of the form: one more reduction.
        t.fill(0);
        let mut out = r.unwrap_or_default();
        t[..n].copy_from_slice(&out);
        self.reduce(&mut out, &mut t);
        normalise(&mut out);
        if cmp(&out, self.m) != Ordering::Less { rem(&out, self.m) } else { out }
    }
}

/// `base ** e % 2**n`.
fn power_low_bits(base: &[u64], e: &[u64], n: u64) -> Vec<u64> {
    let base = low_bits(base, n);
    if !bit(&base, 0) && bits(e) > 64 {
        // An even base to such a power has more factors of two than any modulus.
        return Vec::new();
    }
    let mut r = vec![1];
    for i in (0..bits(e)).rev() {
        r = low_bits(&mul(&r, &r), n);
        if bit(e, i) {
            r = low_bits(&mul(&r, &base), n);
        }
    }
    r
}

/// The inverse of an odd number modulo `2**n`: each step of Newton's doubles the correct bits.
fn inverse_low_bits(odd: &[u64], n: u64) -> Vec<u64> {
    let mut x = vec![1];
    let mut correct = 1;
    while correct < n {
        correct = (correct * 2).min(n);
        // x * (2 - odd * x)
        let product = low_bits(&mul(odd, &x), correct);
        let factor = sub(&add(&shl(&[1], correct), &[2]), &product);
        x = low_bits(&mul(&x, &factor), correct);
    }
    x
}

/// The inverse of `a` modulo `n` (`a < n`, `n > 1`), if there is one: Euclid's algorithm.
pub fn inverse(a: &[u64], n: &[u64]) -> Option<Vec<u64>> {
    // Of the cofactors only magnitudes are kept: their signs alternate.
    let (mut r0, mut r1) = (n.to_vec(), a.to_vec());
    let (mut s0, mut s1) = (Vec::new(), vec![1]);
    let mut odd_steps = false;
    while !r1.is_empty() {
        let (q, r) = div_rem(&r0, &r1);
        let s = add(&s0, &mul(&q, &s1));
        (r0, r1) = (r1, r);
        (s0, s1) = (s1, s);
        odd_steps = !odd_steps;
    }
    if r0 != [1] {
        return None;
    }
    // The cofactor of `a` in the last but one step is positive after an odd number of steps.
    Some(if odd_steps { s0 } else { sub(n, &s0) })
}
