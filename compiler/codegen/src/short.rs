//! Floats of 32 bits. The IR has them as floats of 64 that it rounds ([`Op::FRound32`]); for sums, products, quotients and roots that is the
//! same as computing with 32 bits at once, which takes a third of the time. So are parameters of blocks that get nothing but such numbers.

use cranelift_codegen::ir::{self as clif, InstBuilder, InstructionData, Opcode, ValueDef, types};
use pyaot_abi::dtype::DType;
use pyaot_ir::{Block, Function, Op, Ty, Value};

use crate::func::Fx;

/// By value: it is a parameter that is kept with 32 bits.
pub(crate) fn parameters(f: &Function, order: &[Block], apart: &[bool]) -> Vec<bool> {
    let insts = || order.iter().flat_map(|b| &f.block(*b).insts);
    if !insts().any(|i| matches!(i.op, Op::FRound32 | Op::FRound32O | Op::LoadNum(DType::F32))) {
        return vec![false; f.values.len()];
    }
    // Parameters that are such numbers, and those of them that can be kept so.
    let mut params = vec![false; f.values.len()];
    let mut kept = vec![false; f.values.len()];
    let mut short = vec![false; f.values.len()];
    let mut entered_by_exits = vec![false; f.blocks.len()];
    insts().flat_map(|i| &i.exits).for_each(|e| entered_by_exits[e.target.block.index()] = true);
    for b in order.iter().filter(|b| b.index() != 0) {
        let data = f.block(*b);
        // Nothing may stand in front of a safepoint at a loop's head.
        let has_safepoint = data.insts.first().is_some_and(|i| i.op == Op::Safepoint);
        for p in data.params.iter().filter(|p| f.ty(**p) == Ty::F64) {
            params[p.index()] = true;
            kept[p.index()] = !apart[b.index()] && !entered_by_exits[b.index()] && !has_safepoint;
        }
    }
    // All that may be, until something speaks against it.
    for i in insts().filter(|i| i.results.len() == 1) {
        short[i.results[0].index()] = match i.op {
            Op::FRound32 | Op::FRound32O | Op::LoadNum(DType::F32) | Op::FNeg | Op::FAbs => true,
            Op::Select => f.ty(i.results[0]) == Ty::F64,
            Op::FConst(bits) => as_short(f64::from_bits(bits)).is_some(),
            _ => false,
        };
    }
    short.iter_mut().zip(&params).for_each(|(short, p)| *short |= p);
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for b in order {
            let data = f.block(*b);
            for i in &data.insts {
                let operands = match i.op {
                    Op::FNeg | Op::FAbs => &i.args[..],
                    Op::Select => &i.args[1..],
                    _ => continue,
                };
                let r = i.results[0].index();
                let are = operands.iter().all(|a| short[a.index()]);
                changed |= short[r] && !are;
                short[r] &= are;
            }
            let mut pass = |params: &[Value], args: &[Value]| {
                for (p, a) in params.iter().zip(args) {
                    changed |= short[p.index()] && !short[a.index()];
                    short[p.index()] &= short[a.index()];
                }
            };
            data.term.for_each_target(|t| pass(&f.block(t.block).params, &t.args));
            for e in data.insts.iter().flat_map(|i| &i.exits) {
                let params = &f.block(e.target.block).params;
                pass(&params[params.len() - e.target.args.len()..], &e.target.args);
            }
        }
    }
    kept.iter_mut().zip(&short).for_each(|(p, short)| *p &= short);
    kept
}

/// The number with 32 bits, if that is the same.
fn as_short(x: f64) -> Option<f32> {
    (f64::from(x as f32).to_bits() == x.to_bits()).then_some(x as f32)
}

pub(crate) fn made_by(fx: &Fx, v: clif::Value) -> Option<InstructionData> {
    match fx.b.func.dfg.value_def(v) {
        ValueDef::Result(inst, _) => Some(fx.b.func.dfg.insts[inst]),
        _ => None,
    }
}

/// What [`Fx::float`] has made.
pub(crate) fn constant(fx: &Fx, v: clif::Value) -> Option<f64> {
    match made_by(fx, v)? {
        InstructionData::UnaryIeee64 { imm, .. } => Some(f64::from_bits(imm.bits())),
        InstructionData::BinaryImm8 { opcode: Opcode::Extractlane, arg, .. } => {
            let InstructionData::UnaryConst { constant_handle, .. } = made_by(fx, arg)? else { return None };
            let bytes = fx.b.func.dfg.constants.get(constant_handle).as_slice();
            Some(f64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
        }
        _ => None,
    }
}

/// A number of 64 bits with 32, if it is known to be the same.
pub(crate) fn narrowed(fx: &mut Fx, v: clif::Value) -> Option<clif::Value> {
    if let Some(InstructionData::Unary { opcode: Opcode::Fpromote, arg }) = made_by(fx, v) {
        return Some(arg);
    }
    let x = as_short(constant(fx, v)?)?;
    if x.to_bits() == 0 {
        return Some(fx.b.ins().f32const(0.0));
    }
    let bytes: Vec<u8> = [x.to_le_bytes().to_vec(), vec![0; 12]].concat();
    let handle = fx.b.func.dfg.constants.insert(bytes.into());
    let four = fx.b.ins().vconst(types::F32X4, handle);
    Some(fx.b.ins().extractlane(four, 0))
}

/// All of them.
pub(crate) fn all_narrowed<const N: usize>(fx: &mut Fx, values: [clif::Value; N]) -> Option<[clif::Value; N]> {
    // Constants alone gain nothing.
    if !values.iter().any(|v| matches!(made_by(fx, *v), Some(InstructionData::Unary { opcode: Opcode::Fpromote, .. }))) {
        return None;
    }
    let mut out = values;
    for v in &mut out {
        *v = narrowed(fx, *v)?;
    }
    Some(out)
}

pub(crate) fn widened(fx: &mut Fx, v: clif::Value) -> clif::Value {
    fx.b.ins().fpromote(types::F64, v)
}

/// Rounded to 32 bits.
pub(crate) fn rounded(fx: &mut Fx, v: clif::Value) -> clif::Value {
    if let Some(known) = narrowed(fx, v) {
        return known;
    }
    match made_by(fx, v) {
        Some(InstructionData::Binary { opcode, args }) if matches!(opcode, Opcode::Fadd | Opcode::Fsub | Opcode::Fmul | Opcode::Fdiv) => {
            if let Some([a, b]) = all_narrowed(fx, args) {
                return match opcode {
                    Opcode::Fadd => fx.b.ins().fadd(a, b),
                    Opcode::Fsub => fx.b.ins().fsub(a, b),
                    Opcode::Fmul => fx.b.ins().fmul(a, b),
                    _ => fx.b.ins().fdiv(a, b),
                };
            }
        }
        Some(InstructionData::Unary { opcode: Opcode::Sqrt, arg }) => {
            if let Some([a]) = all_narrowed(fx, [arg]) {
                return fx.b.ins().sqrt(a);
            }
        }
        _ => {}
    }
    fx.b.ins().fdemote(types::F32, v)
}
