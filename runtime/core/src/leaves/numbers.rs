//! Ints as values, and arithmetic that has no machine instruction.

use super::generic::{bin_op, cmp_op};
use super::{V, fr, ur, vr};
use crate::modules::libm;
use crate::modules::math::{F64_BINARY, F64_UNARY};
use crate::error::{Result, raise};
use crate::exception::ZERO_DIVISION_ERROR;
use crate::float;
use crate::int::{self, Int};
use crate::types::BinOp;
use crate::value::Value;
use pyaot_abi::{FloatBits, FloatResult, IntResult};

fn view(v: &Value) -> Int<'_> {
    int::view(v).unwrap_or(Int::Small(0))
}

fn wide(low: i64, high: i64) -> i128 {
    i128::from(high) << 64 | i128::from(low as u64)
}

/// An operation that cannot fail on ints.
fn sure(r: Result<Value>) -> u64 {
    vr(r)
}

/// The message of a division by zero.
fn zero_division<T>(op: i64) -> Result<T> {
    let message = if op >= 100 {
        match bin_op(op - 100) {
            BinOp::FloorDiv => "float floor division by zero",
            BinOp::Mod => "float modulo",
            BinOp::DivMod => "float divmod()",
            BinOp::Pow => "0.0 cannot be raised to a negative power",
            _ => "float division by zero",
        }
    } else {
        match bin_op(op) {
            BinOp::FloorDiv | BinOp::DivMod => "integer division or modulo by zero",
            BinOp::Mod => "integer modulo by zero",
            BinOp::Pow => "0.0 cannot be raised to a negative power",
            _ => "division by zero",
        }
    };
    raise(&ZERO_DIVISION_ERROR, message)
}

leaves! {
    fn random_below(generator: V, n: i64) -> IntResult {
        super::ir(crate::modules::random::below(&generator, n))
    }

    fn random_draw(generator: V) -> FloatResult {
        fr(crate::modules::random::draw(&generator))
    }

    fn int_add(a: V, b: V) -> u64 {
        sure(int::add(&a, &b))
    }

    fn int_sub(a: V, b: V) -> u64 {
        sure(int::sub(&a, &b))
    }

    fn int_mul(a: V, b: V) -> u64 {
        sure(int::mul(&a, &b))
    }

    fn int_binary(op: i64, a: V, b: V) -> u64 {
        // The usual operations without the search for a type's own.
        vr(match bin_op(op) {
            BinOp::Add => int::add(&a, &b),
            BinOp::Sub => int::sub(&a, &b),
            BinOp::Mul => int::mul(&a, &b),
            BinOp::FloorDiv => int::floordiv(&a, &b),
            BinOp::Mod => int::modulo(&a, &b),
            BinOp::BitAnd => int::bit_and(&a, &b),
            BinOp::BitOr => int::bit_or(&a, &b),
            BinOp::BitXor => int::bit_xor(&a, &b),
            BinOp::LShift => int::shl(&a, &b),
            BinOp::RShift => int::shr(&a, &b),
            op => crate::ops::binary(op, &a, &b),
        })
    }

    fn int_binary_owned(op: i64, a: Value, b: V) -> u64 {
        let op = bin_op(op);
        if let (Some(x), Some(y)) = (a.as_small(), b.as_small())
            && let Some(r) = match op {
                BinOp::Add => Some(x + y),
                BinOp::Sub => Some(x - y),
                BinOp::Mul => x.checked_mul(y),
                _ => None,
            }
        {
            return Value::int(r).into_bits();
        }
        vr(match op {
            BinOp::Add => int::add_owned(a, &b),
            BinOp::Sub => int::sub_owned(a, &b),
            BinOp::Mul => int::mul_owned(a, &b),
            BinOp::FloorDiv => int::floordiv_owned(a, &b),
            BinOp::Mod => int::modulo_owned(a, &b),
            BinOp::BitAnd => int::bit_and_owned(a, &b),
            BinOp::BitOr => int::bit_or_owned(a, &b),
            BinOp::BitXor => int::bit_xor_owned(a, &b),
            BinOp::LShift => int::shl_owned(a, &b),
            BinOp::RShift => int::shr_owned(a, &b),
            op => crate::ops::binary(op, &a, &b),
        })
    }

    fn int_muladd(op: i64, a: V, b: V, c: V, m: V) -> u64 {
        vr(int::mul_add(&a, &b, &c, bin_op(op) == BinOp::BitAnd, &m))
    }

    fn int_neg(v: V) -> u64 {
        int::negate(view(&v)).into_bits()
    }

    fn int_invert(v: V) -> u64 {
        int::invert(view(&v)).into_bits()
    }

    fn int_compare(op: i64, a: V, b: V) -> u8 {
        if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
            return u8::from(int::order_holds(x.cmp(&y), cmp_op(op)));
        }
        u8::from(int::compare_ints(view(&a), cmp_op(op), view(&b)))
    }

    fn int_truth(v: V) -> u8 {
        u8::from(!matches!(view(&v), Int::Small(0)))
    }

    fn int_to_f64(v: V) -> FloatResult {
        fr(float::int_to_f64(view(&v)))
    }

    fn int_from_f64(x: FloatBits) -> u64 {
        vr(float::trunc_value(x.get()))
    }

    fn int_parse(v: V) -> u64 {
        vr(int::from_value(&v))
    }

    fn int_to_str(v: V) -> u64 {
        vr(int::to_decimal_value(&v))
    }

    fn i64_to_str(i: i64) -> Value {
        crate::str::new(int::decimal_small(i, &mut [0; 20]))
    }

    fn i64_pow(base: i64, exponent: i64) -> IntResult {
        let value = match base {
            0 => Some(i64::from(exponent == 0)),
            1 => Some(1),
            -1 => Some(if exponent & 1 == 1 { -1 } else { 1 }),
            _ => u32::try_from(exponent).ok().and_then(|e| base.checked_pow(e)),
        };
        match value {
            Some(value) => IntResult { value, status: 0 },
            None => IntResult { value: 0, status: 1 },
        }
    }

    fn i64_truediv(a: i64, b: i64) -> FloatResult {
        const EXACT: std::ops::RangeInclusive<i64> = -(1 << 53)..=1 << 53;
        if b != 0 && EXACT.contains(&a) && EXACT.contains(&b) {
            return FloatResult { value: a as f64 / b as f64, status: 0 };
        }
        fr(int::true_div(Int::Small(a), Int::Small(b)))
    }

    fn int_truediv(a: V, b: V) -> FloatResult {
        fr(int::true_div(view(&a), view(&b)))
    }

    fn box_wide(low: i64, high: i64) -> Value {
        int::from_i128(wide(low, high))
    }

    fn int_fits(v: V, kind: i64) -> u8 {
        // What is no int has no form either.
        let Some(v) = int::view(&v) else { return 0 };
        u8::from(match (v, kind) {
            (Int::Small(i), 1) => i >= 0,
            (Int::Small(_), _) => true,
            (Int::Wide(i), 1) => u64::try_from(i).is_ok(),
            (Int::Wide(_), kind) => kind == 2,
            (Int::Big(_), _) => false,
        })
    }

    fn int_low(v: V) -> i64 {
        match view(&v) {
            Int::Small(i) => i,
            Int::Wide(i) => i as i64,
            Int::Big(b) => b.limbs[0] as i64,
        }
    }

    fn int_high(v: V) -> i64 {
        match view(&v) {
            Int::Small(i) => i >> 63,
            Int::Wide(i) => (i >> 64) as i64,
            Int::Big(b) => b.limbs[1] as i64,
        }
    }

    fn mulmod_word(a: i64, b: i64, c: i64, m: i64) -> i64 {
        int::remainder_by_word(u128::from(a as u64) * u128::from(b as u64) + u128::from(c as u64), m as u64) as i64
    }

    fn wide_mod(low: i64, high: i64, m: i64) -> i64 {
        let (x, m) = (wide(low, high), m as u64);
        let r = int::remainder_by_word(x.unsigned_abs(), m);
        (if x < 0 && r != 0 { m - r } else { r }) as i64
    }

    fn wide_div_low(low: i64, high: i64, d: i64) -> i64 {
        wide(low, high).div_euclid(i128::from(d)) as i64
    }

    fn wide_div_high(low: i64, high: i64, d: i64) -> i64 {
        (wide(low, high).div_euclid(i128::from(d)) >> 64) as i64
    }

    fn mulmod(a: i64, b: i64, c: i64, m: i64) -> i64 {
        let m = i128::from(m);
        // |a·b + c| stays below 2**127.
        let r = (i128::from(a) * i128::from(b) + i128::from(c)) % m;
        (if r != 0 && (r < 0) != (m < 0) { r + m } else { r }) as i64
    }

    fn f64_mod(x: f64, y: f64) -> FloatResult {
        fr(float::modulo(x, y))
    }

    fn f64_floordiv(x: f64, y: f64) -> FloatResult {
        fr(float::floordiv(x, y))
    }

    fn c_exp(x: f64) -> f64 {
        libm::exp(x)
    }

    fn c_log(x: f64) -> f64 {
        libm::log(x)
    }

    fn c_sin(x: f64) -> f64 {
        libm::sin(x)
    }

    fn c_cos(x: f64) -> f64 {
        libm::cos(x)
    }

    fn c_tan(x: f64) -> f64 {
        libm::tan(x)
    }

    fn c_atan(x: f64) -> f64 {
        libm::atan(x)
    }

    fn c_tanh(x: f64) -> f64 {
        libm::tanh(x)
    }

    fn math_unary(function: i64, x: f64) -> FloatResult {
        fr(F64_UNARY[function as usize].1(x))
    }

    fn math_binary(function: i64, x: f64, y: f64) -> FloatResult {
        fr(F64_BINARY[function as usize].1(x, y))
    }

    fn f64_pow(x: f64, y: f64) -> FloatResult {
        fr(float::pow_f64(x, y))
    }

    fn f64_square(x: f64) -> FloatResult {
        fr(float::square(x))
    }

    fn f64_pow_any(x: FloatBits, y: FloatBits) -> u64 {
        vr(crate::ops::binary(BinOp::Pow, &float::new(x.get()), &float::new(y.get())))
    }

    fn complex_abs(real: f64, imag: f64) -> FloatResult {
        fr(crate::complex::abs((real, imag)))
    }

    fn f64_round(x: FloatBits) -> u64 {
        vr(float::trunc_value(float::round_half_even(x.get())))
    }

    fn f64_round_digits(x: FloatBits, digits: i64) -> FloatResult {
        fr(float::round_digits(x.get(), digits))
    }

    fn f64_to_str(x: FloatBits) -> Value {
        float::repr_value(x.get())
    }

    fn float_parse(v: V) -> FloatResult {
        fr(float::from_value(&v).and_then(|f| float::to_f64(&f)))
    }

    fn raise_zero_division(op: i64) -> u8 {
        ur(zero_division(op))
    }
}
