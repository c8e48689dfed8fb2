//! Ints and bools.

use cranelift_codegen::ir::condcodes::{CondCode, IntCC};
use cranelift_codegen::ir::{InstBuilder, Value, ValueDef, types};
use pyaot_abi::Leaf;
use pyaot_ir::{Cc, Inst, Op};

use super::args;
use crate::func::{Fact, Fx};

pub(super) fn wrapping(fx: &mut Fx, i: &Inst) -> Value {
    note_sign(fx, i);
    if let Op::INot = i.op {
        let v = fx.get(i.args[0]);
        return fx.b.ins().bnot(v);
    }
    let [a, b] = args(fx, i);
    match i.op {
        Op::IAdd => fx.b.ins().iadd(a, b),
        Op::ISub => fx.b.ins().isub(a, b),
        Op::IMul => match (fx.as_const(i.args[1]), fx.as_const(i.args[0])) {
            (Some(c), _) => times(fx, a, c),
            (None, Some(c)) => times(fx, b, c),
            (None, None) => fx.b.ins().imul(a, b),
        },
        Op::IAnd => fx.b.ins().band(a, b),
        Op::IOr => fx.b.ins().bor(a, b),
        Op::IXor => fx.b.ins().bxor(a, b),
        Op::IShl => fx.b.ins().ishl(a, b),
        Op::IShr => fx.b.ins().sshr(a, b),
        Op::UShr => fx.b.ins().ushr(a, b),
        Op::IMin => fx.b.ins().smin(a, b),
        Op::IMax => fx.b.ins().smax(a, b),
        ref op => unreachable!("not a wrapping int operation: {op:?}"),
    }
}

/// Records results that cannot be negative: additions to them need a compare only.
pub(super) fn note_sign(fx: &mut Fx, i: &Inst) {
    let known = |n: usize| fx.is_non_negative(i.args[n]);
    let non_negative = match i.op {
        Op::IAnd | Op::IMax => known(0) || known(1),
        Op::IOr | Op::IXor | Op::IMin => known(0) && known(1),
        Op::IShr => known(0),
        Op::Select => known(1) && known(2),
        Op::UShr => known(0) || fx.as_const(i.args[1]).is_some_and(|n| n > 0),
        _ => false,
    };
    if non_negative {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
}

/// Where the sign of one operand is known, the wrapped sum is compared with the other one: that costs one fused
/// instruction instead of three.
pub(super) fn add_checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let exit = fx.exit_of_test(i);
    let [a, b] = args(fx, i);
    let Some(exit) = exit else { return fx.b.ins().iadd(a, b) };
    if fx.is_non_negative(i.args[0]) && fx.is_non_negative(i.args[1]) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    let known = match (sign(fx, i.args[1]), sign(fx, i.args[0])) {
        (Some(negative), _) => Some((a, negative)),
        (None, Some(negative)) => Some((b, negative)),
        (None, None) => None,
    };
    match known {
        Some((other, negative)) => {
            let sum = fx.b.ins().iadd(a, b);
            let cc = if negative { IntCC::SignedGreaterThan } else { IntCC::SignedLessThan };
            let overflow = fx.b.ins().icmp(cc, sum, other);
            fx.exit_if(overflow, exit);
            sum
        }
        None => {
            let (sum, overflow) = fx.b.ins().sadd_overflow(a, b);
            fx.exit_if(overflow, exit);
            sum
        }
    }
}

/// Some(true): negative, Some(false): not negative.
fn sign(fx: &Fx, v: pyaot_ir::Value) -> Option<bool> {
    match fx.fact(v) {
        Fact::Const(c) => Some(c < 0),
        Fact::NonNegative => Some(false),
        Fact::Nothing | Fact::Word(_) => None,
    }
}

pub(super) fn sub_checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let [a, b] = args(fx, i);
    let Some(exit) = fx.exit_of_test(i) else { return fx.b.ins().isub(a, b) };
    match sign(fx, i.args[1]) {
        // Two numbers that are not negative have a difference.
        Some(false) if fx.is_non_negative(i.args[0]) => fx.b.ins().isub(a, b),
        Some(negative) => {
            let difference = fx.b.ins().isub(a, b);
            let cc = if negative { IntCC::SignedLessThan } else { IntCC::SignedGreaterThan };
            let overflow = fx.b.ins().icmp(cc, difference, a);
            fx.exit_if(overflow, exit);
            difference
        }
        None => {
            let (difference, overflow) = fx.b.ins().ssub_overflow(a, b);
            fx.exit_if(overflow, exit);
            difference
        }
    }
}

pub(super) fn mul_checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let [a, b] = args(fx, i);
    let Some(exit) = fx.exit_of_test(i) else { return fx.b.ins().imul(a, b) };
    if fx.is_non_negative(i.args[0]) && fx.is_non_negative(i.args[1]) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    let power = |v| fx.as_const(v).filter(|c| *c > 0 && c.count_ones() == 1).map(|c| c.trailing_zeros());
    let shifted = power(i.args[1]).map(|n| (a, n)).or_else(|| power(i.args[0]).map(|n| (b, n)));
    let (product, overflow) = match shifted {
        Some((v, 0)) => return v,
        Some((v, 1)) => fx.b.ins().sadd_overflow(v, v),
        Some((v, n)) => {
            let product = fx.b.ins().ishl_imm_u(v, i64::from(n));
            let back = fx.b.ins().sshr_imm_u(product, i64::from(n));
            (product, fx.b.ins().icmp(IntCC::NotEqual, back, v))
        }
        None => match (fx.as_const(i.args[1]), fx.as_const(i.args[0])) {
            (Some(c), _) => multiple(fx, a, c, fx.is_non_negative(i.args[0])),
            (None, Some(c)) => multiple(fx, b, c, fx.is_non_negative(i.args[1])),
            (None, None) => fx.b.ins().smul_overflow(a, b),
        },
    };
    fx.exit_if(overflow, exit);
    product
}

/// `v * c`, and whether it overflows: a range test of `v`, off the critical path, instead of the slow multiplication that
/// knows its upper half.
fn multiple(fx: &mut Fx, v: Value, c: i64, non_negative: bool) -> (Value, Value) {
    if (-1..=1).contains(&c) {
        let c = fx.iconst(c);
        return fx.b.ins().smul_overflow(v, c);
    }
    let (least, most) = if c > 0 { (i64::MIN / c, i64::MAX / c) } else { (i64::MAX / c, i64::MIN / c) };
    let overflow = match non_negative {
        true => fx.b.ins().icmp_imm_s(IntCC::SignedGreaterThan, v, most),
        false => {
            let above = fx.b.ins().iadd_imm_s(v, -least);
            fx.b.ins().icmp_imm_s(IntCC::UnsignedGreaterThan, above, most - least)
        }
    };
    (times(fx, v, c), overflow)
}

/// `v * c`: an address calculation, if that does it, takes a third of the time.
fn times(fx: &mut Fx, v: Value, c: i64) -> Value {
    let more = match c {
        3 => 1,
        5 => 2,
        9 => 3,
        _ => return fx.b.ins().imul_imm_s(v, c),
    };
    let shifted = fx.b.ins().ishl_imm_u(v, more);
    fx.b.ins().iadd(v, shifted)
}

pub(super) fn neg_checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let a = fx.get(i.args[0]);
    let r = fx.b.ins().ineg(a);
    if let Some(exit) = fx.exit_of_test(i).filter(|_| !fx.is_non_negative(i.args[0])) {
        // Only MIN and its negation are both negative.
        let both = fx.b.ins().band(a, r);
        let overflow = fx.b.ins().icmp_imm_s(IntCC::SignedLessThan, both, 0);
        fx.exit_if(overflow, exit);
    }
    r
}

pub(super) fn shl_checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let [a, n] = args(fx, i);
    let r = fx.b.ins().ishl(a, n);
    if let Some(exit) = fx.exit_of_test(i) {
        let back = fx.b.ins().sshr(r, n);
        let lost = fx.b.ins().icmp(IntCC::NotEqual, back, a);
        fx.exit_if(lost, exit);
    }
    if fx.is_non_negative(i.args[0]) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    r
}

pub(super) fn compare(fx: &mut Fx, i: &Inst, cc: Cc) -> Value {
    let [a, b] = args(fx, i);
    fx.b.ins().icmp(condition(cc), a, b)
}

pub(super) fn unsigned_less(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    fx.b.ins().icmp(IntCC::UnsignedLessThan, a, b)
}

fn condition(cc: Cc) -> IntCC {
    match cc {
        Cc::Eq => IntCC::Equal,
        Cc::Ne => IntCC::NotEqual,
        Cc::Lt => IntCC::SignedLessThan,
        Cc::Le => IntCC::SignedLessThanOrEqual,
        Cc::Gt => IntCC::SignedGreaterThan,
        Cc::Ge => IntCC::SignedGreaterThanOrEqual,
    }
}

pub(super) fn bools(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    match i.op {
        Op::BAnd => fx.b.ins().band(a, b),
        Op::BOr => fx.b.ins().bor(a, b),
        _ => fx.b.ins().bxor(a, b),
    }
}

/// The opposite compare where the operand is a compare, so that a branch on it stays one instruction.
pub(super) fn not(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    opposite(fx, v).unwrap_or_else(|| fx.b.ins().bxor_imm_u(v, 1))
}

/// Whether the condition does not hold, for a branch.
pub(crate) fn complement(fx: &mut Fx, cond: Value) -> Value {
    opposite(fx, cond).unwrap_or_else(|| fx.b.ins().icmp_imm_u(IntCC::Equal, cond, 0))
}

/// The opposite of a comparison: a comparison again, so that a branch on it needs no value in a register.
fn opposite(fx: &mut Fx, v: Value) -> Option<Value> {
    use cranelift_codegen::ir::InstructionData::{FloatCompare, IntCompare};
    let ValueDef::Result(inst, _) = fx.b.func.dfg.value_def(v) else { return None };
    match fx.b.func.dfg.insts[inst] {
        IntCompare { args: [a, b], cond, .. } => Some(fx.b.ins().icmp(cond.complement(), a, b)),
        FloatCompare { args: [a, b], cond, .. } => Some(fx.b.ins().fcmp(cond.complement(), a, b)),
        _ => None,
    }
}

// division

/// The exponent, if `c` is a positive power of two.
fn log2(c: i64) -> Option<i64> {
    (c > 0 && c.count_ones() == 1).then(|| i64::from(c.trailing_zeros()))
}

/// `x / d` for a constant `d >= 2` and `0 <= x < 2**63`: a multiplication by ceil(2**(63+l) / d), where 2**l is the next
/// power of two. The factor fits 64 bits and the error stays below 1/d, as `x` has one bit less.
fn div_const(fx: &mut Fx, x: Value, d: i64) -> Value {
    if let Some(n) = log2(d) {
        return fx.b.ins().ushr_imm_u(x, n);
    }
    let d = d as u128;
    let l = 128 - (d - 1).leading_zeros();
    let factor = ((1u128 << (63 + l)) + d - 1) / d;
    let factor = fx.iconst(factor as u64 as i64);
    let high = fx.b.ins().umulhi(x, factor);
    fx.b.ins().ushr_imm_u(high, i64::from(l) - 1)
}

/// Floor of `x / d` for a constant `d >= 1`: for a negative `x` that is `!(!x / d)`.
pub(super) fn floor_div_const(fx: &mut Fx, x: Value, non_negative: bool, d: i64) -> Value {
    if let Some(n) = log2(d) {
        return fx.b.ins().sshr_imm_u(x, n);
    }
    if non_negative {
        return div_const(fx, x, d);
    }
    let sign = fx.b.ins().sshr_imm_u(x, 63);
    let flipped = fx.b.ins().bxor(x, sign);
    let q = div_const(fx, flipped, d);
    fx.b.ins().bxor(q, sign)
}

pub(super) fn floor_mod_const(fx: &mut Fx, x: Value, non_negative: bool, d: i64) -> Value {
    if log2(d).is_some() {
        return fx.b.ins().band_imm_s(x, d - 1);
    }
    let q = floor_div_const(fx, x, non_negative, d);
    let whole = fx.b.ins().imul_imm_s(q, d);
    fx.b.ins().isub(x, whole)
}

/// The two divisions of a pair of operands: `narrow` if both fit in 32 bits without sign, which is many times faster on
/// processors up to some years ago, else `wide`. Operands that are not negative use `wide` on unsigned numbers.
fn by_width(
    fx: &mut Fx,
    a: Value,
    b: Value,
    narrow: impl FnOnce(&mut Fx, Value, Value) -> Value,
    wide: impl FnOnce(&mut Fx) -> Value,
) -> Value {
    let [small, large, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(done, types::I64);
    let bits = fx.b.ins().bor(a, b);
    let high = fx.b.ins().ushr_imm_u(bits, 32);
    fx.b.ins().brif(high, large, &[], small, &[]);

    fx.b.switch_to_block(small);
    let (a, b) = (fx.b.ins().ireduce(types::I32, a), fx.b.ins().ireduce(types::I32, b));
    let r = narrow(fx, a, b);
    let r = fx.b.ins().uextend(types::I64, r);
    fx.b.ins().jump(done, &[r.into()]);

    fx.b.switch_to_block(large);
    let r = wide(fx);
    fx.b.ins().jump(done, &[r.into()]);

    fx.b.switch_to_block(done);
    result
}

/// Truncated quotient and remainder, and whether the floor is one less.
fn wide_floor(fx: &mut Fx, a: Value, b: Value) -> (Value, Value, Value) {
    let q = fx.b.ins().sdiv(a, b);
    let whole = fx.b.ins().imul(q, b);
    let r = fx.b.ins().isub(a, whole);
    let signs = fx.b.ins().bxor(r, b);
    let differ = fx.b.ins().icmp_imm_s(IntCC::SignedLessThan, signs, 0);
    let inexact = fx.b.ins().icmp_imm_s(IntCC::NotEqual, r, 0);
    let fix = fx.b.ins().band(differ, inexact);
    (q, r, fix)
}

pub(super) fn floor_div(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    let non_negative = fx.is_non_negative(i.args[0]);
    if non_negative && fx.is_non_negative(i.args[1]) {
        return unsigned_div(fx, i);
    }
    match fx.as_const(i.args[1]) {
        Some(d) if d > 0 => floor_div_const(fx, a, non_negative, d),
        _ => floor_div_any(fx, a, b),
    }
}

pub(super) fn floor_div_any(fx: &mut Fx, a: Value, b: Value) -> Value {
    by_width(
        fx,
        a,
        b,
        |fx, a, b| fx.b.ins().udiv(a, b),
        |fx| {
            let (q, _, fix) = wide_floor(fx, a, b);
            let fix = fx.b.ins().uextend(types::I64, fix);
            fx.b.ins().isub(q, fix)
        },
    )
}

pub(super) fn floor_mod(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    if fx.is_non_negative(i.args[1]) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    let non_negative = fx.is_non_negative(i.args[0]);
    if non_negative && fx.is_non_negative(i.args[1]) {
        return unsigned_rem(fx, i);
    }
    match fx.as_const(i.args[1]) {
        Some(d) if d > 0 => floor_mod_const(fx, a, non_negative, d),
        _ => floor_mod_any(fx, a, b),
    }
}

pub(super) fn floor_mod_any(fx: &mut Fx, a: Value, b: Value) -> Value {
    by_width(
        fx,
        a,
        b,
        |fx, a, b| fx.b.ins().urem(a, b),
        |fx| {
            let (_, r, fix) = wide_floor(fx, a, b);
            let zero = fx.iconst(0);
            let fix = fx.b.ins().select(fix, b, zero);
            fx.b.ins().iadd(r, fix)
        },
    )
}

pub(super) fn unsigned_div(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    fx.set_fact(i.results[0], Fact::NonNegative);
    match fx.as_const(i.args[1]) {
        Some(d) if d > 0 => div_const(fx, a, d),
        _ => by_width(fx, a, b, |fx, a, b| fx.b.ins().udiv(a, b), |fx| fx.b.ins().udiv(a, b)),
    }
}

pub(super) fn unsigned_rem(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    fx.set_fact(i.results[0], Fact::NonNegative);
    match fx.as_const(i.args[1]) {
        Some(d) if d > 0 => floor_mod_const(fx, a, true, d),
        _ => by_width(fx, a, b, |fx, a, b| fx.b.ins().urem(a, b), |fx| fx.b.ins().urem(a, b)),
    }
}

/// Operations of ints with two words.
pub(super) fn of_words(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    match i.op {
        Op::WDiv => fx.b.ins().udiv(a, b),
        Op::WRem => fx.b.ins().urem(a, b),
        Op::IMulHigh => fx.b.ins().smulhi(a, b),
        _ => fx.b.ins().umulhi(a, b),
    }
}

/// `(a * b + c) mod m`: in 64 bits where the sum fits, else by the leaf.
pub(super) fn mul_mod(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b, c, m] = args(fx, i);
    if fx.is_non_negative(i.args[3]) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    let divisor = fx.as_const(i.args[3]);
    if let Some(d) = divisor.filter(|d| log2(*d).is_some()) {
        let product = fx.b.ins().imul(a, b);
        let sum = fx.b.ins().iadd(product, c);
        return fx.b.ins().band_imm_s(sum, d - 1);
    }
    let non_negative = i.args[..3].iter().all(|v| fx.is_non_negative(*v));
    let [fits, large, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(done, types::I64);

    let (product, overflow) = fx.b.ins().smul_overflow(a, b);
    let (sum, overflow) = match fx.as_const(i.args[2]) {
        Some(0) => (product, overflow),
        _ => {
            let next = fx.new_block(false);
            fx.b.ins().brif(overflow, large, &[], next, &[]);
            fx.b.switch_to_block(next);
            fx.b.ins().sadd_overflow(product, c)
        }
    };
    fx.b.ins().brif(overflow, large, &[], fits, &[]);

    fx.b.switch_to_block(fits);
    let r = match divisor.filter(|d| *d > 0) {
        Some(d) => floor_mod_const(fx, sum, non_negative, d),
        // MIN by -1 has no quotient in hardware.
        None if fx.is_non_negative(i.args[3]) => floor_mod_any(fx, sum, m),
        None => {
            let wide = fx.new_block(false);
            let minus_one = fx.b.ins().icmp_imm_s(IntCC::Equal, m, -1);
            fx.b.ins().brif(minus_one, large, &[], wide, &[]);
            fx.b.switch_to_block(wide);
            floor_mod_any(fx, sum, m)
        }
    };
    fx.b.ins().jump(done, &[r.into()]);

    fx.b.switch_to_block(large);
    let call = fx.call_leaf(Leaf::mulmod, &[a, b, c, m]);
    let r = fx.b.inst_results(call)[0];
    fx.b.ins().jump(done, &[r.into()]);

    fx.b.switch_to_block(done);
    result
}
