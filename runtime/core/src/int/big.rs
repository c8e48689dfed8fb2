//! Big ints: sign and magnitude, and the arithmetic of signs over [`nat`].

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::{INT, Int, Repr, nat, object, small_of};
use crate::value::Value;

/// An int beyond 128 bits.
#[derive(Clone)]
pub struct Big {
    pub negative: bool,
    /// Normalised, as [`nat`] wants it.
    pub limbs: Vec<u64>,
}

impl Big {
    pub fn bits(&self) -> u64 {
        nat::bits(&self.limbs)
    }

    /// As the library's type, for what is not done here.
    pub fn to_bigint(&self) -> BigInt {
        library(self.negative, &self.limbs)
    }
}

fn library(negative: bool, limbs: &[u64]) -> BigInt {
    let words = limbs.iter().flat_map(|&w| [w as u32, (w >> 32) as u32]).collect();
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, BigUint::new(words))
}

/// Any int as sign and magnitude.
#[derive(Clone, Copy)]
pub struct Num<'a> {
    pub negative: bool,
    pub limbs: &'a [u64],
}

impl<'a> Int<'a> {
    /// Sign and magnitude; `space` takes the limbs of a number that has none.
    #[inline]
    pub fn num(self, space: &'a mut [u64; 2]) -> Num<'a> {
        let (negative, n) = match self {
            Int::Big(b) => return Num { negative: b.negative, limbs: &b.limbs },
            Int::Small(i) => (i < 0, u128::from(i.unsigned_abs())),
            Int::Wide(i) => (i < 0, i.unsigned_abs()),
        };
        *space = [n as u64, (n >> 64) as u64];
        Num { negative, limbs: nat::trim(space) }
    }
}

/// The `i128` with this sign and magnitude, if it is one.
#[inline]
fn to_i128(negative: bool, limbs: &[u64]) -> Option<i128> {
    let n = nat::to_u128(limbs)?;
    if negative {
        (n <= 1 << 127).then(|| (n as i128).wrapping_neg())
    } else {
        i128::try_from(n).ok()
    }
}

/// The value with this sign and magnitude.
pub fn value_of(negative: bool, limbs: Vec<u64>) -> Value {
    if limbs.len() <= 2
        && let Some(i) = to_i128(negative, &limbs)
    {
        return super::from_i128(i);
    }
    object(&INT, Repr::Big(Big { negative, limbs }))
}

/// The form of an object's number with this sign and magnitude.
pub fn repr_of(negative: bool, limbs: Vec<u64>) -> Repr {
    match to_i128(negative, &limbs) {
        Some(i) => Repr::of_wide(i),
        None => Repr::Big(Big { negative, limbs }),
    }
}

/// The int `b`, tagged when it fits 63 bits.
pub fn from_bigint(b: BigInt) -> Value {
    value_of(b.sign() == Sign::Minus, b.magnitude().iter_u64_digits().collect())
}

/// The buffer of `v` is its own and was changed: the object, or the form that a smaller number has.
#[inline]
pub fn settled(v: Value, big: *mut Big) -> Value {
    // SAFETY: `big` is the number of `v`, which is held.
    let b = unsafe { &mut *big };
    if b.limbs.is_empty() {
        b.negative = false;
    }
    if b.limbs.len() > 2 {
        // Much of a buffer that has become too large goes back.
        if b.limbs.capacity() > 4 * b.limbs.len() + 64 {
            b.limbs.shrink_to(2 * b.limbs.len());
        }
        return v;
    }
    match to_i128(b.negative, &b.limbs) {
        Some(i) => small_of(i).unwrap_or_else(|| object(&INT, Repr::of_wide(i))),
        None => v,
    }
}

/// `a + b`.
pub fn sum(a: Num, b: Num) -> Value {
    if a.negative == b.negative {
        return value_of(a.negative, nat::add(a.limbs, b.limbs));
    }
    match nat::cmp(a.limbs, b.limbs) {
        Ordering::Equal => Value::int(0),
        Ordering::Greater => value_of(a.negative, nat::sub(a.limbs, b.limbs)),
        Ordering::Less => value_of(b.negative, nat::sub(b.limbs, a.limbs)),
    }
}

/// `a += b`.
pub fn sum_assign(a: &mut Big, b: Num) {
    if a.negative == b.negative {
        return nat::add_assign(&mut a.limbs, b.limbs);
    }
    if nat::cmp(&a.limbs, b.limbs) == Ordering::Less {
        nat::sub_reverse_assign(&mut a.limbs, b.limbs);
        a.negative = b.negative;
    } else {
        nat::sub_assign(&mut a.limbs, b.limbs);
    }
}

/// `a * b`.
pub fn product(a: Num, b: Num) -> Value {
    let limbs = match (a.limbs, b.limbs) {
        (x, &[y]) | (&[y], x) => nat::mul_limb(x, y),
        (x, y) => nat::mul(x, y),
    };
    value_of(a.negative != b.negative, limbs)
}

/// Quotient and remainder, rounded towards minus infinity, as signs and magnitudes.
pub fn floor_div(a: Num, b: Num) -> ((bool, Vec<u64>), (bool, Vec<u64>)) {
    let (mut q, mut r) = nat::div_rem(a.limbs, b.limbs);
    if a.negative != b.negative && !r.is_empty() {
        nat::add_assign(&mut q, &[1]);
        nat::sub_reverse_assign(&mut r, b.limbs);
    }
    ((a.negative != b.negative, q), (b.negative, r))
}

/// The remainder of [`floor_div`].
pub fn floor_mod(a: Num, b: Num) -> (bool, Vec<u64>) {
    let mut r = nat::rem(a.limbs, b.limbs);
    if a.negative != b.negative && !r.is_empty() {
        nat::sub_reverse_assign(&mut r, b.limbs);
    }
    (b.negative, r)
}

/// `a >> n`, towards minus infinity.
pub fn shift_right(a: Num, n: u64) -> Value {
    let mut r = nat::shr(a.limbs, n);
    if a.negative && nat::any_below(a.limbs, n) {
        nat::add_assign(&mut r, &[1]);
    }
    value_of(a.negative, r)
}

/// A bitwise operation on the limbs of the two's complements, as long as the longer of them and one more for the signs.
pub fn bitwise(a: Num, b: Num, op: impl Fn(u64, u64) -> u64) -> Value {
    let n = a.limbs.len().max(b.limbs.len()) + 1;
    let (mut x, mut y) = (complement(a), complement(b));
    let mut r: Vec<u64> = (0..n).map(|_| op(x.next().unwrap_or(0), y.next().unwrap_or(0))).collect();
    let negative = r[n - 1] >> 63 == 1;
    if negative {
        let mut carry = true;
        for limb in &mut r {
            (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
        }
    }
    nat::normalise(&mut r);
    value_of(negative, r)
}

/// The limbs of the two's complement, without end.
fn complement(a: Num<'_>) -> impl Iterator<Item = u64> {
    let mut carry = a.negative;
    let negative = a.negative;
    a.limbs.iter().copied().chain(std::iter::repeat(0)).map(move |x| {
        if !negative {
            return x;
        }
        let (y, over) = (!x).overflowing_add(u64::from(carry));
        carry = over;
        y
    })
}

/// As [`cmp`](super::cmp) for two big ints.
pub fn order(a: &Big, b: &Big) -> Ordering {
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => nat::cmp(&a.limbs, &b.limbs),
        (true, true) => nat::cmp(&b.limbs, &a.limbs),
    }
}
