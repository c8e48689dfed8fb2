//! Ways between hot and rare code in loops: what they pass goes through the frame's memory.
//!
//! The register allocator takes a block's parameter and what is passed for it as one wherever it can, and gives one place to
//! all of it. Rare blocks are many, they call, and all registers are lost in calls: a variable of a loop that is one with
//! parameters of rare blocks would live in memory in the loop too. So such parameters are stored on the way to a rare block
//! and loaded at its start, and likewise on the way back. Loads are of the other kind of register than the stores, since
//! Cranelift would see through them otherwise.

use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder, MemFlagsData, types};
use pyaot_ir::{Block, Function, Value};

use crate::func::Fx;
use crate::refs::clif_type;

/// By block: it is rare, has parameters, and is reached from the hot code of a loop.
pub(crate) fn rare_ends(f: &Function, order: &[Block], depth: &[u32]) -> Vec<bool> {
    let mut apart = vec![false; f.blocks.len()];
    for b in order.iter().filter(|b| depth[b.index()] > 0 && !f.block(**b).cold) {
        let data = f.block(*b);
        let mut visit = |t: Block| apart[t.index()] |= f.block(t).cold && !f.block(t).params.is_empty();
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| visit(e.target.block));
        data.term.for_each_target(|t| visit(t.block));
    }
    apart
}

impl Fx<'_, '_> {
    /// The way to a block needs code of its own.
    pub(crate) fn crosses(&self, to: Block) -> bool {
        self.apart[to.index()] || self.cold && !self.f.block(to).cold
    }

    /// Ends the current block with a jump.
    pub(crate) fn jump(&mut self, to: Block, args: &[clif::Value]) {
        let target = self.clif_block(to);
        if self.apart[to.index()] {
            self.put_across(args);
            self.b.ins().jump(target, &[]);
            return;
        }
        let back = self.cold && !self.f.block(to).cold && self.loops.depth[to.index()] > 0;
        let args: Vec<BlockArg> = if back {
            self.put_across(args);
            let kinds: Vec<clif::Type> = args.iter().map(|v| self.b.func.dfg.value_type(*v)).collect();
            kinds.into_iter().enumerate().map(|(k, ty)| self.get_across(k, ty).into()).collect()
        } else {
            args.iter().map(|v| BlockArg::Value(*v)).collect()
        };
        self.b.ins().jump(target, &args);
    }

    /// At the start of a block that [`rare_ends`] found.
    pub(crate) fn take_params(&mut self, params: &[Value]) {
        for (k, p) in params.iter().enumerate() {
            let v = self.get_across(k, clif_type(self.f.ty(*p)));
            self.set(*p, v);
        }
    }

    fn across(&mut self) -> clif::StackSlot {
        if let Some(slot) = self.across {
            return slot;
        }
        let params = self.f.blocks.iter().map(|b| b.params.len()).max();
        let slot = self.frame_space(params.unwrap_or(0));
        self.across = Some(slot);
        slot
    }

    fn put_across(&mut self, args: &[clif::Value]) {
        let slot = self.across();
        for (k, v) in args.iter().enumerate() {
            self.b.ins().stack_store(types::I64, *v, slot, 8 * k as i32);
        }
    }

    fn get_across(&mut self, k: usize, ty: clif::Type) -> clif::Value {
        let slot = self.across();
        let other = match ty {
            types::I64 => types::F64,
            types::F64 => types::I64,
            _ => return self.b.ins().stack_load(types::I64, ty, slot, 8 * k as i32),
        };
        let v = self.b.ins().stack_load(types::I64, other, slot, 8 * k as i32);
        self.b.ins().bitcast(ty, MemFlagsData::new(), v)
    }
}
