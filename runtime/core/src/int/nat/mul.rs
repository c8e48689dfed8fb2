//! Products: schoolbook for short numbers, Karatsuba's for long ones; squares cost about two thirds of a product.

use super::kernels::{add_1, add_n, add_to, addmul_1, mul_1, shl_bits_in_place, sub_1, sub_from, sub_n};
use super::{normalise, zeroed};
use std::cmp::Ordering;

/// From this many limbs on the shorter factor is halved.
const KARATSUBA: usize = 40;
/// The same for squares.
const KARATSUBA_SQUARE: usize = 64;

/// `a * b`.
pub fn mul(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (a, b) = if a.len() < b.len() { (b, a) } else { (a, b) };
    if b.is_empty() {
        return Vec::new();
    }
    let same = a.len() == b.len() && std::ptr::eq(a.as_ptr(), b.as_ptr());
    let mut r = zeroed(a.len() + b.len());
    if same {
        square_into(&mut r, a, &mut Scratch::new());
    } else {
        mul_into(&mut r, a, b, &mut Scratch::new());
    }
    normalise(&mut r);
    r
}

/// Working space, allocated when first needed.
pub struct Scratch(Vec<u64>);

impl Scratch {
    pub fn new() -> Scratch {
        Scratch(Vec::new())
    }

    /// Space for Karatsuba on `n` limbs: `4 * ceil(n / 2) + 2` per level.
    fn for_halving(&mut self, n: usize) -> &mut [u64] {
        let words = 4 * n + 12 * 64;
        if self.0.len() < words {
            self.0.resize(words, 0);
        }
        &mut self.0
    }
}

/// `r = a * b`, where `a` is not shorter than `b` and `r` has room for all limbs of the product.
pub fn mul_into(r: &mut [u64], a: &[u64], b: &[u64], scratch: &mut Scratch) {
    let (n, m) = (a.len(), b.len());
    if m < KARATSUBA {
        return schoolbook(r, a, b);
    }
    if n == m {
        return karatsuba(r, a, b, scratch.for_halving(n));
    }
    // Pieces of `a` as long as `b`.
    let mut product = vec![0; 2 * m];
    r[..n + m].fill(0);
    let mut at = 0;
    while at < n {
        let piece = &a[at..n.min(at + m)];
        let len = piece.len();
        if len == m {
            karatsuba(&mut product, piece, b, scratch.for_halving(m));
        } else {
            mul_into(&mut product, b, piece, scratch);
        }
        let carry = add_to(&mut r[at..], &product[..len + m]);
        if carry != 0 {
            add_1(&mut r[at + len + m..], carry);
        }
        at += len;
    }
}

fn schoolbook(r: &mut [u64], a: &[u64], b: &[u64]) {
    let n = a.len();
    r[n] = mul_1(r, a, b[0], 0);
    for (i, &y) in b.iter().enumerate().skip(1) {
        r[n + i] = addmul_1(&mut r[i..n + i], a, y);
    }
}

/// `|a - b|` for numbers of `a.len()` and at most as many limbs; whether `a < b`.
fn difference(r: &mut [u64], a: &[u64], b: &[u64]) -> bool {
    let less = a[b.len()..].iter().all(|&x| x == 0) && cmp_same(&a[..b.len()], b) == Ordering::Less;
    if less {
        sub_n(r, b, a);
        r[b.len()..a.len()].fill(0);
    } else {
        let borrow = sub_n(r, &a[..b.len()], b);
        r[b.len()..a.len()].copy_from_slice(&a[b.len()..]);
        sub_1(&mut r[b.len()..a.len()], borrow);
    }
    less
}

fn cmp_same(a: &[u64], b: &[u64]) -> Ordering {
    a.iter().rev().cmp(b.iter().rev())
}

/// `r = a * b` for numbers of one length.
fn karatsuba(r: &mut [u64], a: &[u64], b: &[u64], scratch: &mut [u64]) {
    let n = a.len();
    if n < KARATSUBA {
        return schoolbook(r, a, b);
    }
    let k = n.div_ceil(2);
    let ((a0, a1), (b0, b1)) = (a.split_at(k), b.split_at(k));
    let (own, rest) = scratch.split_at_mut(4 * k + 2);
    let (differences, middle) = own.split_at_mut(2 * k);
    let minus = difference(differences, a0, a1) == difference(&mut differences[k..], b0, b1);
    let (x, y) = differences.split_at(k);
    karatsuba(middle, x, &y[..k], rest);
    karatsuba(r, a0, b0, rest);
    karatsuba(&mut r[2 * k..], a1, b1, rest);
    join(r, n, k, middle, minus, differences);
}

/// Adds the middle product: `a0*b1 + a1*b0` is `a0*b0 + a1*b1` minus (or plus) the product of the differences.
fn join(r: &mut [u64], n: usize, k: usize, middle: &mut [u64], minus: bool, sum: &mut [u64]) {
    let high = 2 * (n - k);
    // sum = low + high, 2k limbs and a carry.
    let (low, top) = r.split_at(2 * k);
    let carry = add_n(sum, &top[..high], &low[..high]);
    sum[high..2 * k].copy_from_slice(&low[high..]);
    let mut carry = add_1(&mut sum[high..2 * k], carry);
    let sum = &mut sum[..2 * k];
    if minus {
        carry = carry.wrapping_sub(sub_from(sum, &middle[..2 * k]));
    } else {
        carry += add_to(sum, &middle[..2 * k]);
    }
    // What the product has no place for is zero.
    let room = r.len().min(2 * n) - k;
    let len = room.min(2 * k);
    let mut c = add_to(&mut r[k..k + len], &sum[..len]);
    if room > 2 * k {
        c += carry;
        add_1(&mut r[3 * k..2 * n], c);
    }
}

/// `r = a * a`; `r` has room for twice the limbs of `a`.
pub fn square_into(r: &mut [u64], a: &[u64], scratch: &mut Scratch) {
    if a.len() < KARATSUBA_SQUARE {
        return square_schoolbook(r, a);
    }
    square_karatsuba(r, a, scratch.for_halving(a.len()));
}

fn square_karatsuba(r: &mut [u64], a: &[u64], scratch: &mut [u64]) {
    let n = a.len();
    if n < KARATSUBA_SQUARE {
        return square_schoolbook(r, a);
    }
    let k = n.div_ceil(2);
    let (a0, a1) = a.split_at(k);
    let (own, rest) = scratch.split_at_mut(4 * k + 2);
    let (differences, middle) = own.split_at_mut(2 * k);
    difference(differences, a0, a1);
    square_karatsuba(middle, &differences[..k], rest);
    square_karatsuba(r, a0, rest);
    square_karatsuba(&mut r[2 * k..], a1, rest);
    join(r, n, k, middle, true, differences);
}

/// The products of unlike limbs once, doubled, and the squares added.
fn square_schoolbook(r: &mut [u64], a: &[u64]) {
    let n = a.len();
    if n < 4 {
        return schoolbook(r, a, a);
    }
    r[0] = 0;
    r[n] = mul_1(&mut r[1..], &a[1..], a[0], 0);
    for i in 1..n - 1 {
        r[n + i] = addmul_1(&mut r[2 * i + 1..n + i], &a[i + 1..], a[i]);
    }
    r[2 * n - 1] = 0;
    shl_bits_in_place(&mut r[..2 * n], 1);
    let mut carry = 0u64;
    for (i, &x) in a.iter().enumerate() {
        let t = u128::from(x) * u128::from(x);
        let low = u128::from(r[2 * i]) + u128::from(t as u64) + u128::from(carry);
        r[2 * i] = low as u64;
        let high = u128::from(r[2 * i + 1]) + (t >> 64) + (low >> 64);
        r[2 * i + 1] = high as u64;
        carry = (high >> 64) as u64;
    }
}

/// `a ** e`.
pub fn pow(a: &[u64], e: u64) -> Vec<u64> {
    // Powers of two are shifts.
    let zeros = super::trailing_zeros(a);
    let mut base = super::shr(a, zeros);
    let mut r = vec![1];
    if base != [1] {
        for i in (0..64 - e.leading_zeros()).rev() {
            r = mul(&r, &r);
            if e >> i & 1 == 1 {
                if let [small] = base[..] {
                    super::mul_assign_1(&mut r, small);
                } else {
                    r = mul(&r, &base);
                }
            }
        }
        base.clear();
    }
    super::shl(&r, zeros * e)
}

#[cfg(test)]
mod tests {
    use super::super::cmp;
    use super::*;

    fn number(n: usize, seed: u64) -> Vec<u64> {
        let mut s = seed | 1;
        (0..n)
            .map(|_| {
                s ^= s << 13;
                s ^= s >> 7;
                s ^= s << 17;
                if s & 7 == 0 { u64::MAX } else if s & 7 == 1 { 0 } else { s }
            })
            .chain(std::iter::once(seed | 1))
            .collect()
    }

    #[test]
    fn long_products_agree_with_the_schoolbook() {
        for (n, m) in [(3, 2), (40, 40), (41, 40), (79, 78), (130, 129), (200, 45), (333, 333), (500, 100), (700, 699)] {
            for seed in 1..6 {
                let (a, b) = (number(n, seed), number(m, seed + 77));
                let mut expected = vec![0; a.len() + b.len()];
                schoolbook(&mut expected, &a, &b);
                normalise(&mut expected);
                assert_eq!(mul(&a, &b), expected);
                assert_eq!(cmp(&mul(&b, &a), &expected), Ordering::Equal);
                let mut square = vec![0; 2 * a.len()];
                schoolbook(&mut square, &a, &a.clone());
                normalise(&mut square);
                assert_eq!(mul(&a, &a), square);
            }
        }
    }
}
