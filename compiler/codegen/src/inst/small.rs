//! Operators on tagged words of which nothing is known: in line while both are small ints, else by the leaf.
//!
//! The word of a small int x is 2x + 1, so sums, comparisons and bitwise operators work on words as they are.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value, types};
use pyaot_abi::{Leaf, operator};
use pyaot_ir::Inst;

use super::{call, int};
use crate::func::{Fact, Fx};

/// The operators that have a form in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Add,
    Sub,
    Mul,
    FloorDiv,
    Mod,
    And,
    Or,
    Xor,
    RShift,
    Compare(IntCC),
}

/// The form in line of the operator that the leaf is told by its number.
fn in_line(leaf: Leaf, code: i64) -> Option<Operator> {
    Some(match leaf {
        Leaf::compare_bool => Operator::Compare(match code {
            operator::EQ => IntCC::Equal,
            operator::NE => IntCC::NotEqual,
            operator::LT => IntCC::SignedLessThan,
            operator::LE => IntCC::SignedLessThanOrEqual,
            operator::GT => IntCC::SignedGreaterThan,
            operator::GE => IntCC::SignedGreaterThanOrEqual,
            _ => return None,
        }),
        Leaf::binary | Leaf::binary_owned | Leaf::inplace => match code {
            operator::ADD => Operator::Add,
            operator::SUB => Operator::Sub,
            operator::MUL => Operator::Mul,
            operator::MOD => Operator::Mod,
            operator::RSHIFT => Operator::RShift,
            operator::BIT_OR => Operator::Or,
            operator::BIT_XOR => Operator::Xor,
            operator::BIT_AND => Operator::And,
            operator::FLOOR_DIV => Operator::FloorDiv,
            _ => return None,
        },
        _ => return None,
    })
}

/// The call of a leaf, with the operator in line before it. False: it is none of these, or not worth the room.
pub(super) fn leaf<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf) -> bool {
    let Some(op) = i.args.first().filter(|_| !fx.compact).and_then(|code| in_line(leaf, fx.as_const(*code)?)) else {
        return false;
    };
    let words = [1, 2].map(|n| fx.get(i.args[n]));
    let known = [1, 2].map(|n| match fx.fact(i.args[n]) {
        Fact::Word(w) => Some(w),
        _ => None,
    });
    if known.iter().flatten().any(|w| w & 1 == 0) {
        return false;
    }
    let [fast, slow, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(done, if leaf == Leaf::compare_bool { types::I8 } else { types::I64 });
    let tags = match known {
        [Some(_), _] => words[1],
        [_, Some(_)] => words[0],
        _ => fx.b.ins().band(words[0], words[1]),
    };
    let tag = fx.b.ins().band_imm_u(tags, 1);
    fx.b.ins().brif(tag, fast, &[], slow, &[]);

    fx.b.switch_to_block(fast);
    let r = small(fx, op, words, known[1].map(|w| w >> 1), slow);
    fx.b.ins().jump(done, &[r.into()]);

    fx.b.switch_to_block(slow);
    fx.rarely(|fx| {
        let r = call::leaf_result(fx, i, leaf).expect("these leaves have results");
        fx.b.ins().jump(done, &[r.into()]);
    });
    fx.b.switch_to_block(done);
    fx.set(i.results[0], result);
    true
}

/// The result for two small ints; goes to `slow` where it is none, or an error. `right` is the right operand, if known.
fn small(fx: &mut Fx, op: Operator, [a, b]: [Value; 2], right: Option<i64>, slow: Block) -> Value {
    match op {
        Operator::Compare(cc) => fx.b.ins().icmp(cc, a, b),
        Operator::And => fx.b.ins().band(a, b),
        Operator::Or => fx.b.ins().bor(a, b),
        Operator::Xor => {
            let bits = fx.b.ins().bxor(a, b);
            fx.b.ins().bor_imm_u(bits, 1)
        }
        Operator::Add => {
            let b = fx.b.ins().iadd_imm_s(b, -1);
            let (sum, overflow) = fx.b.ins().sadd_overflow(a, b);
            unless(fx, overflow, slow);
            sum
        }
        Operator::Sub => {
            let (difference, overflow) = fx.b.ins().ssub_overflow(a, b);
            unless(fx, overflow, slow);
            fx.b.ins().bor_imm_u(difference, 1)
        }
        Operator::Mul => {
            let a = fx.b.ins().sshr_imm_u(a, 1);
            let b = fx.b.ins().iadd_imm_s(b, -1);
            let (product, overflow) = fx.b.ins().smul_overflow(a, b);
            unless(fx, overflow, slow);
            fx.b.ins().bor_imm_u(product, 1)
        }
        Operator::RShift => {
            let n = fx.b.ins().sshr_imm_u(b, 1);
            if !right.is_some_and(|n| (0..64).contains(&n)) {
                let far = fx.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThan, n, 63);
                unless(fx, far, slow);
            }
            let shifted = fx.b.ins().sshr(a, n);
            fx.b.ins().bor_imm_u(shifted, 1)
        }
        Operator::FloorDiv | Operator::Mod => {
            let right = right.filter(|d| *d > 0);
            if right.is_none() {
                let other = fx.b.ins().icmp_imm_s(IntCC::SignedLessThan, b, 3);
                unless(fx, other, slow);
            }
            let (x, y) = (fx.b.ins().sshr_imm_u(a, 1), fx.b.ins().sshr_imm_u(b, 1));
            let r = match (op, right) {
                (Operator::Mod, Some(d)) => int::floor_mod_const(fx, x, false, d),
                (Operator::Mod, None) => int::floor_mod_any(fx, x, y),
                (_, Some(d)) => int::floor_div_const(fx, x, false, d),
                (_, None) => int::floor_div_any(fx, x, y),
            };
            let double = fx.b.ins().iadd(r, r);
            fx.b.ins().iadd_imm_s(double, 1)
        }
    }
}

/// Goes to `slow` if the condition holds, else on in a new block.
fn unless(fx: &mut Fx, condition: Value, slow: Block) {
    let next = fx.new_block(false);
    fx.b.ins().brif(condition, slow, &[], next, &[]);
    fx.b.switch_to_block(next);
}
