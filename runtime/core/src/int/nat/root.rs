//! Integer square roots.

use super::{add_assign, bits, cmp, div_rem, mul, shl, shr};
use std::cmp::Ordering;

/// The largest number whose square is not above `n`. Each step of Newton's doubles the leading bits that are right, and
/// works with no more bits than those.
pub fn isqrt(n: &[u64]) -> Vec<u64> {
    if n.is_empty() {
        return Vec::new();
    }
    let c = (bits(n) - 1) / 2;
    let mut a = vec![1];
    let mut d = 0;
    for s in (0..64 - c.leading_zeros()).rev() {
        let e = d;
        d = c >> s;
        let quotient = div_rem(&shr(n, 2 * c - e - d + 1), &a).0;
        a = shl(&a, d - e - 1);
        add_assign(&mut a, &quotient);
    }
    if cmp(&mul(&a, &a), n) == Ordering::Greater { super::sub(&a, &[1]) } else { a }
}
