//! `int`: tagged 63-bit words ([`Value::small`]) and, outside that range, [`IntObj`] with a big integer.
//!
//! Every function here accepts any int operand: tagged, big, `bool` and instances of subclasses of `int`.

mod arith;
mod big;
mod bits;
mod divide;
mod methods;
pub(crate) mod nat;
mod parse;
mod text;

use std::cmp::Ordering;

use num_bigint::BigInt;

pub use arith::{
    mul_add, add, add_owned, bit_and, bit_and_owned, bit_or, bit_or_owned, bit_xor, bit_xor_owned, invert, mul, mul_owned, negate, pow, pow_mod, sub, sub_owned,
};
pub use big::{Big, Num, from_bigint, value_of};
pub use bits::{shl, shl_owned, shr, shr_owned};
pub(crate) use divide::scale as divide_scale;
pub use divide::{div_mod, floordiv, floordiv_owned, modulo, modulo_owned, true_div};
pub use methods::{INT, from_value, index_value};
pub(crate) use methods::{INT_SLOTS, round, text_argument};
pub(crate) use parse::{from_decimal, normalise};
pub use parse::{decimal_digit, from_text, parse_i64};
pub use text::{decimal_small, max_str_digits, set_max_str_digits, to_decimal, to_decimal_value, to_radix};

use crate::heap;
use crate::types::{CmpOp, Layout, TypeObj};
use crate::value::{Header, Object, Value};

/// A big int, or any instance of a subclass of `int`.
#[repr(C)]
pub struct IntObj {
    pub header: Header,
    pub value: Repr,
}

/// The number in an [`IntObj`]. Whatever fits two words is `Wide`: it has no buffer, and its arithmetic is the machine's.
pub enum Repr {
    /// Low and high word of an `i128` (as words, because objects are aligned to 8).
    Wide(u64, u64),
    Big(Big),
}

impl Repr {
    #[inline]
    fn of_wide(i: i128) -> Repr {
        Repr::Wide(i as u64, (i >> 64) as u64)
    }
}

#[inline]
fn wide_of(lo: u64, hi: u64) -> i128 {
    (u128::from(hi) << 64 | u128::from(lo)) as i128
}

// SAFETY: repr(C), header first; every type with Layout::Int allocates an IntObj.
unsafe impl Object for IntObj {
    const LAYOUT: Layout = Layout::Int;
}

/// A borrowed view of an int operand.
#[derive(Clone, Copy)]
pub enum Int<'a> {
    Small(i64),
    /// Never fits an `i64`.
    Wide(i128),
    /// Never fits an `i128`.
    Big(&'a Big),
}

impl Int<'_> {
    /// As the library's type, for what is seldom done.
    pub fn to_bigint(self) -> BigInt {
        match self {
            Int::Small(i) => BigInt::from(i),
            Int::Wide(i) => BigInt::from(i),
            Int::Big(b) => b.to_bigint(),
        }
    }

    /// The number, if it fits two digits: most ints just beyond 63 bits are computed without a buffer.
    #[inline]
    fn wide(self) -> Option<i128> {
        match self {
            Int::Small(i) => Some(i128::from(i)),
            Int::Wide(i) => Some(i),
            Int::Big(_) => None,
        }
    }

    pub fn is_negative(self) -> bool {
        match self {
            Int::Small(i) => i < 0,
            Int::Wide(i) => i < 0,
            Int::Big(b) => b.negative,
        }
    }

    fn is_zero(self) -> bool {
        matches!(self, Int::Small(0))
    }
}

/// `v` as an int operand: `int`, `bool` and their subclasses.
#[inline]
pub fn view(v: &Value) -> Option<Int<'_>> {
    match v.as_small() {
        Some(i) => Some(Int::Small(i)),
        None => view_object(v),
    }
}

fn view_object(v: &Value) -> Option<Int<'_>> {
    match v.ty().layout {
        Layout::Int => {
            // SAFETY: the layout was just checked.
            Some(match unsafe { &v.cast::<IntObj>().value } {
                Repr::Wide(lo, hi) if (*lo as i64 >> 63) as u64 == *hi => Int::Small(*lo as i64),
                Repr::Wide(lo, hi) => Int::Wide(wide_of(*lo, *hi)),
                Repr::Big(b) => Int::Big(b),
            })
        }
        Layout::Bool => Some(Int::Small(i64::from(v.is_true()))),
        _ => None,
    }
}

/// Both operands as ints.
#[inline]
fn view2<'a>(a: &'a Value, b: &'a Value) -> Option<(Int<'a>, Int<'a>)> {
    Some((view(a)?, view(b)?))
}

/// An object of `ty` (`int` or a subclass) around `b`, never tagged.
pub(crate) fn new_object(ty: &'static TypeObj, b: BigInt) -> Value {
    object(ty, big::repr_of(b.sign() == num_bigint::Sign::Minus, b.magnitude().iter_u64_digits().collect()))
}

#[inline]
fn object(ty: &'static TypeObj, value: Repr) -> Value {
    heap::new_object(ty, |header| IntObj { header, value })
}

/// A big-int object for an `i64` outside 63 bits.
#[cold]
pub fn from_i64_slow(i: i64) -> Value {
    object(&INT, Repr::of_wide(i128::from(i)))
}

#[inline]
pub fn from_i128(i: i128) -> Value {
    match small_of(i) {
        Some(v) => v,
        None => object(&INT, Repr::of_wide(i)),
    }
}

/// The int of these bytes, the lowest first, with the sign in the last.
pub fn from_signed_bytes(bytes: &[u8]) -> Value {
    if bytes.len() > 16 {
        return big::from_bigint(BigInt::from_signed_bytes_le(bytes));
    }
    let fill = if bytes.last().is_some_and(|b| *b >= 0x80) { 0xff } else { 0 };
    let mut all = [fill; 16];
    all[..bytes.len()].copy_from_slice(bytes);
    from_i128(i128::from_le_bytes(all))
}

/// The tagged form, if the number has one.
#[inline]
fn small_of(i: i128) -> Option<Value> {
    let low = i as i64;
    if i128::from(low) == i { Value::small(low) } else { None }
}

#[inline]
pub fn from_u64(i: u64) -> Value {
    from_i128(i128::from(i))
}

/// `x % m` for a divisor that is not 0.
#[inline]
pub fn remainder_by_word(x: u128, m: u64) -> u64 {
    let high = (x >> 64) as u64;
    let high = if high < m { high } else { high % m };
    nat::wide_by_word(u128::from(high) << 64 | u128::from(x as u64), m).1
}

#[inline]
pub fn from_usize(i: usize) -> Value {
    Value::int(i as i64)
}

/// The int (or bool) `v`, if it is one and fits.
#[inline]
pub fn to_i64(v: &Value) -> Option<i64> {
    match view(v)? {
        Int::Small(i) => Some(i),
        Int::Wide(_) | Int::Big(_) => None,
    }
}

/// The int (or bool) `v`, if it is one between 0 and 2**64.
#[inline]
pub fn to_u64(v: &Value) -> Option<u64> {
    match view(v)? {
        Int::Small(i) => u64::try_from(i).ok(),
        Int::Wide(i) => u64::try_from(i).ok(),
        Int::Big(_) => None,
    }
}

/// The int (or bool) `v` as a big integer.
pub fn to_bigint(v: &Value) -> Option<BigInt> {
    Some(view(v)?.to_bigint())
}

/// `v` is an int (bools and subclasses included).
#[inline]
pub fn is_int(v: &Value) -> bool {
    v.is_small() || matches!(v.ty().layout, Layout::Int | Layout::Bool)
}

/// Three-way comparison of two ints.
pub fn cmp(a: Int, b: Int) -> Ordering {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => a.cmp(&b),
        (Int::Big(a), Int::Big(b)) => big::order(a, b),
        // A big int lies beyond every other, on the side of its sign.
        (Int::Big(a), _) => sign_order(a),
        (_, Int::Big(b)) => sign_order(b).reverse(),
        (Int::Small(a), Int::Wide(b)) => i128::from(a).cmp(&b),
        (Int::Wide(a), Int::Small(b)) => a.cmp(&i128::from(b)),
        (Int::Wide(a), Int::Wide(b)) => a.cmp(&b),
    }
}

fn sign_order(b: &Big) -> Ordering {
    if b.negative { Ordering::Less } else { Ordering::Greater }
}

/// `a op b` for two ints.
#[inline]
pub fn compare_ints(a: Int, op: CmpOp, b: Int) -> bool {
    order_holds(cmp(a, b), op)
}

/// Whether an ordering satisfies a comparison operator.
#[inline]
pub fn order_holds(o: Ordering, op: CmpOp) -> bool {
    match op {
        CmpOp::Eq => o == Ordering::Equal,
        CmpOp::Ne => o != Ordering::Equal,
        CmpOp::Lt => o == Ordering::Less,
        CmpOp::Le => o != Ordering::Greater,
        CmpOp::Gt => o == Ordering::Greater,
        CmpOp::Ge => o != Ordering::Less,
    }
}

/// Modulus of numeric hashes: 2**61 - 1.
pub(crate) const HASH_MODULUS: u64 = (1 << 61) - 1;

/// `hash(i)`.
#[inline]
pub fn hash_i64(i: i64) -> i64 {
    let m = i.unsigned_abs() % HASH_MODULUS;
    let h = if i < 0 { -(m as i64) } else { m as i64 };
    if h == -1 { -2 } else { h }
}

/// `hash(v)` of an int: the value modulo 2**61 - 1 with the sign kept.
pub fn hash_view(v: Int) -> i64 {
    match v {
        Int::Small(i) => hash_i64(i),
        Int::Wide(i) => {
            let m = (i.unsigned_abs() % u128::from(HASH_MODULUS)) as i64;
            let h = if i < 0 { -m } else { m };
            if h == -1 { -2 } else { h }
        }
        Int::Big(b) => {
            let m = b.limbs.iter().rev().fold(0u64, |acc, &d| {
                // 2**64 is 8 modulo 2**61 - 1.
                let wide = (u128::from(acc) << 3) + u128::from(d % HASH_MODULUS);
                (wide % u128::from(HASH_MODULUS)) as u64
            });
            let h = if b.negative { -(m as i64) } else { m as i64 };
            if h == -1 { -2 } else { h }
        }
    }
}

/// `hash(v)` for an int value (0 for anything else).
pub fn hash(v: &Value) -> i64 {
    view(v).map_or(0, hash_view)
}

/// The int `v` rounded to the nearest float (ties to even); infinite when out of range.
pub fn to_f64(v: Int) -> f64 {
    match v {
        Int::Small(i) => i as f64,
        Int::Wide(i) => i as f64,
        Int::Big(b) => {
            let x = nat::to_f64(&b.limbs);
            if b.negative { -x } else { x }
        }
    }
}

/// The number of `v`, when nobody else can see it: exactly an `int` with one reference.
#[inline]
fn unique(v: &mut Value) -> Option<&mut Repr> {
    let h = v.header()?;
    if h.rc.get() == 1 && std::ptr::eq(h.ty.get(), &INT) {
        // SAFETY: the only reference is `v`, borrowed mutably; its type is exactly int, so it is an IntObj.
        Some(unsafe { &mut (*(v.bits() as *mut IntObj)).value })
    } else {
        None
    }
}

/// The buffer of a big `v` that nobody else can see.
#[inline]
fn unique_big(v: &mut Value) -> Option<&mut Big> {
    match unique(v)? {
        Repr::Big(b) => Some(b),
        Repr::Wide(..) => None,
    }
}

/// `r` in the object of `v`, if that is free to take it, else in a new one.
#[inline]
fn reuse(mut v: Value, r: i128) -> Value {
    if let Some(small) = small_of(r) {
        return small;
    }
    if let Some(Repr::Wide(lo, hi)) = unique(&mut v) {
        (*lo, *hi) = (r as u64, (r >> 64) as u64);
        return v;
    }
    object(&INT, Repr::of_wide(r))
}

/// The whole part of a finite float.
pub fn bigint_from_f64(x: f64) -> BigInt {
    let bits = x.abs().to_bits();
    let exponent = (bits >> 52) as i64 - 1075;
    if exponent < -52 {
        return BigInt::ZERO;
    }
    let mantissa = BigInt::from(bits & ((1 << 52) - 1) | 1 << 52);
    let m = if exponent >= 0 { mantissa << exponent } else { mantissa >> -exponent };
    if x < 0.0 { -m } else { m }
}
