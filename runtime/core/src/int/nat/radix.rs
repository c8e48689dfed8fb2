//! Decimal digits to numbers and back: by limbs when short, by halves when long.

use super::{add_assign, bits, div_rem, mul, mul_assign_1, normalise};

const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_WIDTH: usize = 19;
/// Up to this many limbs digits are taken off one chunk after the other.
const SHORT: usize = 60;
/// Up to this many digits they are put in one chunk after the other.
const SHORT_DIGITS: usize = 1200;

/// The number with these digits (values below the radix, the highest first).
pub fn from_digits(digits: &[u8], radix: u32) -> Vec<u64> {
    if radix.is_power_of_two() {
        return from_power_of_two(digits, radix.trailing_zeros() as usize);
    }
    // As many digits as surely fit a limb.
    let width = if radix == 10 { CHUNK_WIDTH } else { (63 / (32 - (radix - 1).leading_zeros())) as usize };
    parse(digits, radix, &mut Powers::new(u64::from(radix).pow(width as u32), width))
}

fn from_power_of_two(digits: &[u8], width: usize) -> Vec<u64> {
    let mut n = vec![0u64; digits.len() * width / 64 + 1];
    for (i, &d) in digits.iter().rev().enumerate() {
        let (limb, shift) = (i * width / 64, i * width % 64);
        n[limb] |= u64::from(d) << shift;
        if shift + width > 64 && let Some(next) = n.get_mut(limb + 1) {
            *next |= u64::from(d) >> (64 - shift);
        }
    }
    normalise(&mut n);
    n
}

/// `unit**(2**i)`, where the unit is the radix to the power of `width`.
struct Powers {
    powers: Vec<Vec<u64>>,
    width: usize,
}

impl Powers {
    fn new(unit: u64, width: usize) -> Powers {
        Powers { powers: vec![vec![unit]], width }
    }

    fn get(&mut self, i: usize) -> &[u64] {
        while self.powers.len() <= i {
            let last = &self.powers[self.powers.len() - 1];
            let next = mul(last, last);
            self.powers.push(next);
        }
        &self.powers[i]
    }
}

fn parse(digits: &[u8], radix: u32, powers: &mut Powers) -> Vec<u64> {
    let width = powers.width;
    if digits.len() <= SHORT_DIGITS {
        let unit = powers.get(0)[0];
        let mut n: Vec<u64> = Vec::with_capacity(digits.len() / width + 2);
        let (first, rest) = digits.split_at(digits.len() % width);
        for chunk in std::iter::once(first).chain(rest.chunks(width)) {
            let value = chunk.iter().fold(0u64, |n, &d| n * u64::from(radix) + u64::from(d));
            mul_assign_1(&mut n, unit);
            if n.is_empty() {
                n.push(value);
                normalise(&mut n);
            } else {
                add_assign(&mut n, &[value]);
            }
        }
        return n;
    }
    // The lower part has width * 2**i digits, and is at least a third of all.
    let mut i = 0;
    while width << (i + 2) <= digits.len() {
        i += 1;
    }
    let (high, low) = digits.split_at(digits.len() - (width << i));
    let high = parse(high, radix, powers);
    let low = parse(low, radix, powers);
    let mut r = mul(&high, powers.get(i));
    add_assign(&mut r, &low);
    r
}

/// The digits of a number in a base that is a power of two.
pub fn to_power_of_two(n: &[u64], radix: u32) -> String {
    let width = u64::from(radix.trailing_zeros());
    let digit = |i: u64| {
        let (limb, shift) = ((i * width / 64) as usize, i * width % 64);
        let word = |i: usize| u128::from(n.get(i).copied().unwrap_or(0));
        ((word(limb) | word(limb + 1) << 64) >> shift) as u32 & (radix - 1)
    };
    let count = bits(n).div_ceil(width).max(1);
    (0..count).rev().map(|i| char::from_digit(digit(i), radix).unwrap_or('?')).collect()
}

/// The decimal digits of a number.
pub fn to_decimal(n: &[u64]) -> String {
    let mut out = Vec::with_capacity((bits(n) as f64 * std::f64::consts::LOG10_2) as usize + 2);
    let mut powers = Powers::new(CHUNK, CHUNK_WIDTH);
    write(n.to_vec(), 0, &mut powers, &mut out);
    if out.is_empty() {
        out.push(b'0');
    }
    // SAFETY: only ASCII digits were written.
    unsafe { String::from_utf8_unchecked(out) }
}

/// Writes the digits of `n`, with zeros in front up to `width`.
fn write(mut n: Vec<u64>, width: usize, powers: &mut Powers, out: &mut Vec<u8>) {
    if n.len() <= SHORT {
        let mut chunks = Vec::with_capacity(n.len() + n.len() / 64 + 1);
        while !n.is_empty() {
            let mut rem = 0u64;
            for limb in n.iter_mut().rev() {
                (*limb, rem) = divide_by_chunk(rem, *limb);
            }
            chunks.push(rem);
            normalise(&mut n);
        }
        let mut text = Vec::with_capacity(chunks.len() * CHUNK_WIDTH);
        for (i, &chunk) in chunks.iter().rev().enumerate() {
            let mut buf = [0; 20];
            let at = crate::int::text::write_digits(chunk, &mut buf);
            let digits = &buf[at..];
            if i > 0 {
                text.resize(text.len() + CHUNK_WIDTH - digits.len(), b'0');
            }
            text.extend_from_slice(digits);
        }
        out.resize(out.len() + width.saturating_sub(text.len()), b'0');
        out.extend_from_slice(&text);
        return;
    }
    // Split at about half of the digits.
    let mut i = 0;
    while (CHUNK_WIDTH << (i + 1)) as f64 * 2.0 * std::f64::consts::LOG2_10 <= bits(&n) as f64 {
        i += 1;
    }
    let low_width = CHUNK_WIDTH << i;
    let (high, low) = div_rem(&n, powers.get(i));
    drop(n);
    write(high, width.saturating_sub(low_width), powers, out);
    write(low, low_width, powers, out);
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

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    #[test]
    fn digits_agree_with_the_library() {
        let mut n = vec![1];
        for i in 1..1500u64 {
            mul_assign_1(&mut n, 1_000_003 + i);
            let text = to_decimal(&n);
            if i % 37 == 0 {
                let bytes: Vec<u8> = n.iter().flat_map(|x| x.to_le_bytes()).collect();
                let library = BigUint::from_bytes_le(&bytes);
                assert_eq!(text, library.to_str_radix(10));
                for radix in [2, 8, 16, 32] {
                    assert_eq!(to_power_of_two(&n, radix), library.to_str_radix(radix));
                }
            }
            let digits: Vec<u8> = text.bytes().map(|b| b - b'0').collect();
            assert_eq!(from_digits(&digits, 10), n);
        }
        for e in [19usize, 20, 1200, 1201, 4300, 5000] {
            let mut digits = vec![0u8; e + 1];
            digits[0] = 1;
            let n = from_digits(&digits, 10);
            assert_eq!(n, super::super::pow(&[10], e as u64));
            assert_eq!(to_decimal(&n).len(), e + 1);
        }
    }

    #[test]
    fn other_bases_agree_with_the_library() {
        for len in [25, 37, 38, 39, 100, 400, 719, 720, 721, 799, 1500, 5000] {
            for radix in [2, 3, 7, 8, 10, 16, 32, 36] {
                let digits: Vec<u8> = (0..len).map(|i| ((i * 7 + 3) % radix) as u8).collect();
                let library = BigUint::from_radix_be(&digits, radix).unwrap();
                assert_eq!(from_digits(&digits, radix), library.iter_u64_digits().collect::<Vec<u64>>());
            }
        }
    }
}
