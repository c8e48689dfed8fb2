//! Rounds of a loop at once: calls of vector code.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder, MemFlagsData, Value, types};
use cranelift_codegen::isa::CallConv;
use pyaot_ir::Inst;
use pyaot_ir::lanes::Lanes;

use super::call::operands;
use crate::func::Fx;
use crate::lanes::{self, Kernel, Level};
use crate::refs::Extern;

/// Where the runtime counts (`vectors`).
const ENTERED: i32 = 8;

/// Rounds at once, by vector code behind the function's own: the best that the machine has, or none.
pub(super) fn run<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, lanes: &'a Lanes) {
    let kernels: Vec<_> = Level::ALL.into_iter().filter_map(|level| Some((kernel(fx, lanes, level)?, level))).collect();
    let zero = fx.iconst(0);
    if kernels.is_empty() {
        i.results.iter().for_each(|r| fx.set(*r, zero));
        return;
    }
    let operands = operands(fx, i);
    let array = fx.array();
    let flags = fx.frame_flags();
    for (n, v) in operands.iter().enumerate() {
        fx.b.ins().store(flags, *v, array, 8 * n as i32);
    }
    let vectors = fx.external(Extern::Vectors);
    let best = fx.b.ins().uload8(types::I64, MemFlagsData::trusted(), vectors, 0);
    let next = fx.new_block(false);
    for r in &i.results {
        let v = fx.b.append_block_param(next, types::I64);
        fx.set(*r, v);
    }
    for (kernel, level) in kernels {
        let [this, other] = [fx.new_block(false), fx.new_block(false)];
        let has = fx.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, best, level as i64);
        fx.b.ins().brif(has, this, &[], other, &[]);
        fx.b.switch_to_block(this);
        let entered = fx.b.ins().load(types::I64, MemFlagsData::trusted(), vectors, ENTERED);
        let entered = fx.b.ins().iadd_imm_s(entered, 1);
        fx.b.ins().store(MemFlagsData::trusted(), entered, vectors, ENTERED);
        let call = fx.b.ins().call(kernel, &[array]);
        let mut results: Vec<BlockArg> = vec![fx.b.inst_results(call)[0].into()];
        for n in 1..i.results.len() {
            let first = 8 * (operands.len() + (n - 1) * lanes::MOST) as i32;
            let parts: Vec<Value> = (0..level.lanes() as i32).map(|k| fx.b.ins().load(types::I64, flags, array, first + 8 * k)).collect();
            let sum = parts.into_iter().reduce(|a, b| fx.b.ins().iadd(a, b)).expect("a vector has elements");
            results.push(sum.into());
        }
        fx.b.ins().jump(next, &results);
        fx.b.switch_to_block(other);
    }
    let none: Vec<BlockArg> = i.results.iter().map(|_| zero.into()).collect();
    fx.b.ins().jump(next, &none);
    fx.b.switch_to_block(next);
}

/// The vector code for these rounds, if there is any.
fn kernel<'a>(fx: &mut Fx<'a, '_>, lanes: &'a Lanes, level: Level) -> Option<clif::FuncRef> {
    if !fx.env.has_vectors {
        return None;
    }
    if let Some((.., known)) = fx.kernel_refs.iter().find(|(l, v, _)| *v == level && *l == lanes) {
        return Some(*known);
    }
    fx.kernels.push(Kernel::new(lanes, level)?);
    let mut signature = clif::Signature::new(CallConv::SystemV);
    signature.params.push(clif::AbiParam::new(types::I64));
    signature.returns.push(clif::AbiParam::new(types::I64));
    let signature = fx.b.import_signature(signature);
    let index = fx.kernels.len() as u32 - 1;
    let name = fx.b.func.declare_imported_user_function(clif::UserExternalName { namespace: lanes::NAMES, index });
    let f = fx.b.import_function(clif::ExtFuncData { name: clif::ExternalName::user(name), signature, colocated: true, patchable: false });
    fx.kernel_refs.push((lanes, level, f));
    Some(f)
}
