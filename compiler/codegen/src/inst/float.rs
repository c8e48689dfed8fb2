//! Floats.

use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{InstBuilder, InstructionData, Value, ValueDef, types};
use pyaot_ir::{Cc, Inst, Op};

use super::args;
use crate::func::Fx;

pub(super) fn binary(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    match i.op {
        Op::FAdd => fx.b.ins().fadd(a, b),
        Op::FSub => fx.b.ins().fsub(a, b),
        // Twice a number is the same as a sum, which takes less time.
        Op::FMul if is_two(fx, b) => fx.b.ins().fadd(a, a),
        Op::FMul if is_two(fx, a) => fx.b.ins().fadd(b, b),
        Op::FMul => fx.b.ins().fmul(a, b),
        Op::FDiv => fx.b.ins().fdiv(a, b),
        // Python's min and max: the first operand unless the second is truly less (greater).
        Op::FMin => {
            let less = fx.b.ins().fcmp(FloatCC::LessThan, b, a);
            fx.b.ins().select(less, b, a)
        }
        Op::FMax => {
            let greater = fx.b.ins().fcmp(FloatCC::GreaterThan, b, a);
            fx.b.ins().select(greater, b, a)
        }
        ref op => unreachable!("not a float operation of two operands: {op:?}"),
    }
}

fn is_two(fx: &Fx, v: Value) -> bool {
    let dfg = &fx.b.func.dfg;
    let ValueDef::Result(inst, _) = dfg.value_def(v) else { return false };
    matches!(dfg.insts[inst], InstructionData::UnaryIeee64 { imm, .. } if imm.as_f64() == 2.0)
}

pub(super) fn unary(fx: &mut Fx, i: &Inst) -> Value {
    let a = fx.get(i.args[0]);
    match i.op {
        Op::FNeg => fx.b.ins().fneg(a),
        Op::FAbs => fx.b.ins().fabs(a),
        Op::FSqrt => fx.b.ins().sqrt(a),
        Op::FFloor => fx.b.ins().floor(a),
        Op::FCeil => fx.b.ins().ceil(a),
        Op::FTrunc => fx.b.ins().trunc(a),
        Op::IToF => fx.b.ins().fcvt_from_sint(types::F64, a),
        Op::FToI => fx.b.ins().fcvt_to_sint(types::I64, a),
        ref op => unreachable!("not a float operation of one operand: {op:?}"),
    }
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
    fx.b.ins().fcmp(cc, a, b)
}
