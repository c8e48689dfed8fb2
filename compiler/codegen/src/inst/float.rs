//! Floats.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{Block, Endianness, InstBuilder, InstructionData, MemFlagsData, Opcode, Value, types};
use pyaot_ir::lanes::reciprocal;
use pyaot_ir::{Cc, ExitKind, Inst, Op};

use super::{args, finite};
use crate::func::Fx;
use crate::helpers::Helper;
use crate::short;

pub(super) fn binary(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    apply(fx, &i.op, a, b)
}

pub(super) fn apply(fx: &mut Fx, op: &Op, a: Value, b: Value) -> Value {
    match op {
        Op::FAdd => fx.b.ins().fadd(a, b),
        Op::FSub => fx.b.ins().fsub(a, b),
        // Twice a number is the same as a sum, which takes less time.
        Op::FMul if is_two(fx, b) => fx.b.ins().fadd(a, a),
        Op::FMul if is_two(fx, a) => fx.b.ins().fadd(b, b),
        Op::FMul => fx.b.ins().fmul(a, b),
        // The product with a power of two is the same number, and takes a third of the time.
        Op::FDiv => match short::constant(fx, b).and_then(reciprocal) {
            Some(r) => {
                let r = fx.float(r);
                fx.b.ins().fmul(a, r)
            }
            None => fx.b.ins().fdiv(a, b),
        },
        // Python's min and max: the first operand unless the second is truly less (greater).
        Op::FMin => extreme(fx, FloatCC::LessThan, b, a),
        Op::FMax => extreme(fx, FloatCC::GreaterThan, b, a),
        op => unreachable!("not a float operation of two operands: {op:?}"),
    }
}

/// `a` if it compares so with `b`, else `b`, in one instruction of the processor, which Cranelift knows by this form.
fn extreme(fx: &mut Fx, cc: FloatCC, a: Value, b: Value) -> Value {
    let first = match cc {
        FloatCC::GreaterThan => fx.b.ins().fcmp(FloatCC::LessThan, b, a),
        cc => fx.b.ins().fcmp(cc, a, b),
    };
    fx.b.ins().select(first, a, b)
}

/// Cranelift would select floats by a branch.
pub(super) fn select(fx: &mut Fx, i: &Inst) -> Value {
    let [cond, a, b] = args(fx, i);
    if fx.b.func.dfg.value_type(a) != types::F64 {
        return fx.b.ins().select(cond, a, b);
    }
    if let Some(short) = short::all_narrowed(fx, [a, b]) {
        let bits = short.map(|x| fx.b.ins().bitcast(types::I32, MemFlagsData::new(), x));
        let bits = fx.b.ins().select(cond, bits[0], bits[1]);
        let x = fx.b.ins().bitcast(types::F32, MemFlagsData::new(), bits);
        return short::widened(fx, x);
    }
    if let Some(InstructionData::FloatCompare { cond: cc @ (FloatCC::LessThan | FloatCC::GreaterThan), args, .. }) = short::made_by(fx, cond) {
        let swapped = if cc == FloatCC::LessThan { FloatCC::GreaterThan } else { FloatCC::LessThan };
        if args == [a, b] {
            return extreme(fx, cc, a, b);
        }
        if args == [b, a] {
            return extreme(fx, swapped, a, b);
        }
    }
    if !fx.compact && let Some((mask, is)) = mask(fx, cond) {
        let (a, b) = if is { (a, b) } else { (b, a) };
        let differ = fx.b.ins().bxor(a, b);
        let differ = fx.b.ins().band(differ, mask);
        return fx.b.ins().bxor(b, differ);
    }
    let bits = [a, b].map(|x| fx.b.ins().bitcast(types::I64, MemFlagsData::new(), x));
    let bits = fx.b.ins().select(cond, bits[0], bits[1]);
    fx.b.ins().bitcast(types::F64, MemFlagsData::new(), bits)
}

/// All bits set where the condition is what is said besides, and none elsewhere. A select by other registers would make two detours,
/// of the operand there and of the result back.
fn mask(fx: &mut Fx, cond: Value) -> Option<(Value, bool)> {
    match short::made_by(fx, cond)? {
        InstructionData::FloatCompare { cond: cc, args, .. } if fx.b.func.dfg.value_type(args[0]) == types::F64 => {
            if matches!(cc, FloatCC::OrderedNotEqual | FloatCC::UnorderedOrEqual) {
                return None;
            }
            let [a, b] = args.map(|x| twice(fx, x));
            let lanes = fx.b.ins().fcmp(cc, a, b);
            let lanes = fx.b.ins().bitcast(types::F64X2, MemFlagsData::new().with_endianness(Endianness::Little), lanes);
            Some((fx.b.ins().extractlane(lanes, 0), true))
        }
        // One of the two holds.
        InstructionData::IntCompare { cond: cc @ (IntCC::Equal | IntCC::NotEqual), args, .. } => {
            let [(a, a_is), (b, b_is)] = [mask_of_int(fx, args[0])?, mask_of_int(fx, args[1])?];
            Some((fx.b.ins().bxor(a, b), (cc == IntCC::NotEqual) ^ !a_is ^ !b_is))
        }
        InstructionData::Binary { opcode: Opcode::Bxor, args } => {
            let [(a, a_is), (b, b_is)] = [mask(fx, args[0])?, mask(fx, args[1])?];
            Some((fx.b.ins().bxor(a, b), true ^ !a_is ^ !b_is))
        }
        _ => None,
    }
}

fn mask_of_int(fx: &mut Fx, v: Value) -> Option<(Value, bool)> {
    match short::made_by(fx, v)? {
        InstructionData::Unary { opcode: Opcode::Uextend, arg } => mask(fx, arg),
        _ => mask(fx, v),
    }
}

/// The number in both halves of a register.
fn twice(fx: &mut Fx, x: Value) -> Value {
    match short::constant(fx, x) {
        Some(c) => {
            let handle = fx.b.func.dfg.constants.insert([c.to_le_bytes(); 2].concat().into());
            fx.b.ins().vconst(types::F64X2, handle)
        }
        None => fx.b.ins().splat(types::F64X2, x),
    }
}

/// Without the sign. Cranelift would make the mask anew for each use, by two instructions.
pub(super) fn size(fx: &mut Fx, x: Value) -> Value {
    if fx.compact {
        return fx.b.ins().fabs(x);
    }
    let mask = fx.float(f64::from_bits(i64::MAX as u64));
    fx.b.ins().band(x, mask)
}

/// With the other sign. The same holds.
fn negative(fx: &mut Fx, x: Value) -> Value {
    if fx.compact {
        return fx.b.ins().fneg(x);
    }
    let sign = fx.float(-0.0);
    fx.b.ins().bxor(x, sign)
}

fn is_two(fx: &Fx, v: Value) -> bool {
    short::constant(fx, v) == Some(2.0)
}

pub(super) fn unary(fx: &mut Fx, i: &Inst) -> Value {
    let a = fx.get(i.args[0]);
    if matches!(i.op, Op::FNeg | Op::FAbs)
        && let Some([x]) = short::all_narrowed(fx, [a])
    {
        let x = if i.op == Op::FNeg { fx.b.ins().fneg(x) } else { fx.b.ins().fabs(x) };
        return short::widened(fx, x);
    }
    match i.op {
        Op::FNeg => negative(fx, a),
        Op::FAbs => {
            let a = but_for_sign_of_zero(fx, a);
            size(fx, a)
        }
        Op::FSqrt => fx.b.ins().sqrt(a),
        Op::FFloor => fx.b.ins().floor(a),
        Op::FCeil => fx.b.ins().ceil(a),
        Op::FTrunc => fx.b.ins().trunc(a),
        Op::FNearest => fx.b.ins().nearest(a),
        Op::IToF => fx.b.ins().fcvt_from_sint(types::F64, a),
        Op::FToI => {
            let a = but_for_sign_of_zero(fx, a);
            fx.b.ins().fcvt_to_sint(types::I64, a)
        }
        ref op => unreachable!("not a float operation of one operand: {op:?}"),
    }
}

/// `x` for `x + 0.0`, which only differs where `x` is -0.0.
fn but_for_sign_of_zero(fx: &Fx, v: Value) -> Value {
    match short::made_by(fx, v) {
        Some(InstructionData::Binary { opcode: Opcode::Fadd, args: [x, zero] }) if short::constant(fx, zero) == Some(0.0) => x,
        _ => v,
    }
}

/// Squares of smaller numbers are finite.
const FINITE: f64 = 1e154;

/// The product is the power unless the exact square lies close to the middle between two doubles (one in fifty): the
/// library's result is less than 0.51 of the last place away, so elsewhere it can be no other number. The exact square is
/// that of the digits as an int; what it has below the 53 digits of the product tells how far the middle is.
pub(super) fn square<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let x = fx.get(i.args[0]);
    let bits = fx.b.ins().bitcast(types::I64, MemFlagsData::new(), x);
    let product = fx.b.ins().fmul(x, x);
    let [rare, next] = [fx.new_block(true), fx.new_block(false)];
    let rest = fx.env.has_fma.then(|| rest(fx, x, product));
    let sure = match rest {
        Some(rest) => is_clear_by_rest(fx, product, rest, CLOSE, rare),
        None => is_clear_by_digits(fx, bits),
    };
    let result = fx.b.append_block_param(next, types::F64);
    fx.rare_unless(sure, rare, next, &[product]);
    fx.b.switch_to_block(rare);
    fx.rarely(|fx| {
        if let Some(rest) = rest.filter(|_| !fx.compact) {
            let unsure = fx.new_block(true);
            let sure = is_clear_by_rest(fx, product, rest, FAR, unsure);
            fx.rare_unless(sure, unsure, next, &[product]);
            fx.b.switch_to_block(unsure);
        }
        finite::before_rare(fx);
        let call = fx.new_block(true);
        let no_sign = fx.b.ins().ishl_imm_u(bits, 1);
        fx.b.ins().brif(no_sign, call, &[], next, &[product.into()]);
        fx.b.switch_to_block(call);
        if let Some(exit) = fx.exit(i, ExitKind::Slow) {
            let size = fx.b.ins().fabs(x);
            let most = fx.float(FINITE);
            let large = fx.b.ins().fcmp(FloatCC::UnorderedOrGreaterThanOrEqual, size, most);
            fx.exit_if(large, exit);
        }
        let power = fx.call_helper_out(Helper::Square, Some(bits));
        if let Some(exit) = fx.exit(i, ExitKind::Raise) {
            let raised = fx.b.ins().icmp_imm_s(IntCC::Equal, power, -1);
            fx.exit_if(raised, exit);
        }
        let power = fx.b.ins().bitcast(types::F64, MemFlagsData::new(), power);
        fx.b.ins().jump(next, &[power.into()]);
    });
    fx.b.switch_to_block(next);
    fx.finite.seen(i);
    result
}

/// What rounding has left of the square.
fn rest(fx: &mut Fx, x: Value, product: Value) -> Value {
    let less = fx.b.ins().fneg(product);
    fx.b.ins().fma(x, x, less)
}

/// The library's error is less than so much of the last place besides half of it, if the product is 2 ** -n to 2 ** n: the error of its
/// exponential function (0.509), and what the product's logarithm is multiplied by (n * ln 2 / 2 ** 15 * 1.3).
struct Error(f64, i64);
const CLOSE: Error = Error(0.010, 24);
const FAR: Error = Error(0.013, 132);

/// What rounding has left is so much less than half of the product's last place (half of that below a power of two, where the
/// places get smaller) that a little more of it would still not change the product.
fn is_clear_by_rest(fx: &mut Fx, product: Value, rest: Value, Error(least, places): Error, rare: Block) -> Value {
    let more = fx.float(0.5 / (0.5 - least));
    let moved = fx.b.ins().fma(rest, more, product);
    let bits = fx.b.ins().bitcast(types::I64, MemFlagsData::new(), product);
    // What is no number does not lie around 1 either.
    let clear = fx.b.ins().fcmp(FloatCC::UnorderedOrEqual, product, moved);
    let next = fx.new_block(false);
    fx.rare_unless(clear, rare, next, &[]);
    fx.b.switch_to_block(next);
    let from = fx.b.ins().iadd_imm_s(bits, -((1023 - places) << 52));
    fx.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, from, places << 53)
}

/// The same for numbers of 2 ** -66 to 2 ** 66, by the digits of the square.
fn is_clear_by_digits(fx: &mut Fx, bits: Value) -> Value {
    const DIGITS: i64 = (1 << 52) - 1;
    const LEAST: i64 = 1023 - 66;
    const CLOSE: u64 = (1 << 63) / 38;
    let exponent = fx.b.ins().ushr_imm_u(bits, 52);
    let exponent = fx.b.ins().band_imm_u(exponent, 0x7ff);
    let exponent = fx.b.ins().iadd_imm_s(exponent, -LEAST);
    let middling = fx.b.ins().icmp_imm_u(IntCC::UnsignedLessThan, exponent, 132);
    let digits = fx.b.ins().band_imm_s(bits, DIGITS);
    let digits = fx.b.ins().bor_imm_s(digits, DIGITS + 1);
    let low = fx.b.ins().imul(digits, digits);
    let high = fx.b.ins().umulhi(digits, digits);
    // 105 or 106 digits: 52 or 53 are below the product's.
    let longer = fx.b.ins().ushr_imm_u(high, 41);
    let twelve = fx.iconst(12);
    let shift = fx.b.ins().isub(twelve, longer);
    let below = fx.b.ins().ishl(low, shift);
    let from = fx.iconst((1u64 << 63).wrapping_sub(CLOSE) as i64);
    let distance = fx.b.ins().isub(below, from);
    let clear = fx.iconst((2 * CLOSE) as i64);
    let far = fx.b.ins().icmp(IntCC::UnsignedGreaterThan, distance, clear);
    fx.b.ins().band(middling, far)
}

pub(super) fn compare(fx: &mut Fx, i: &Inst, cc: Cc) -> Value {
    let [a, b] = args(fx, i);
    let cc = match cc {
        Cc::Eq => FloatCC::Equal,
        Cc::Ne => FloatCC::NotEqual,
        Cc::Lt => FloatCC::LessThan,
        Cc::Le => FloatCC::LessThanOrEqual,
        Cc::Gt => FloatCC::GreaterThan,
        Cc::Ge => FloatCC::GreaterThanOrEqual,
    };
    let [a, b] = short::all_narrowed(fx, [a, b]).unwrap_or([a, b]);
    fx.b.ins().fcmp(cc, a, b)
}

/// Rounded to 32 bits and back.
pub(super) fn round32(fx: &mut Fx, x: Value) -> Value {
    let short = short::rounded(fx, x);
    short::widened(fx, short)
}
