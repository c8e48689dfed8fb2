//! What a function's code refers to: other functions, data, and memory, with the words of its own frame.

use cranelift_codegen::ir::{self as clif, AliasRegionData, InstBuilder, MemFlagsData, types};
use cranelift_frontend::FunctionBuilder;
use cranelift_module::{DataId, FuncId};
use pyaot_abi::{Leaf, Param};
use pyaot_ir::{Conv, Inst, Op, Region};

use super::{Fx, region};
use crate::helpers::Helper;
use crate::lanes;
use crate::refs::{Extern, Own, clif_type, signature};

impl Fx<'_, '_> {
    pub(crate) fn function(&mut self, id: FuncId, signature: impl FnOnce() -> clif::Signature, near: bool) -> clif::FuncRef {
        if let Some((_, f)) = self.functions.iter().find(|(known, _)| *known == id) {
            return *f;
        }
        let f = import_function(&mut self.b, id, signature(), near);
        self.functions.push((id, f));
        f
    }

    /// Calls a helper without a result.
    pub(crate) fn call_helper(&mut self, h: Helper, args: &[clif::Value]) -> clif::Inst {
        let id = self.env.refs.helper(h).expect("Used::add knows the helpers of every operation");
        let f = self.function(id, || h.signature(), true);
        self.b.ins().call(f, args)
    }

    /// Calls a helper that gets and leaves a word where its argument points to.
    pub(crate) fn call_helper_out(&mut self, h: Helper, operand: Option<clif::Value>) -> clif::Value {
        let slot = self.scratch.unwrap_or_else(|| self.frame_space(1));
        self.scratch = Some(slot);
        let out = self.b.ins().stack_addr(types::I64, slot, 0);
        let flags = self.frame_flags();
        if let Some(v) = operand {
            self.b.ins().store(flags, v, out, 0);
        }
        self.call_helper(h, &[out]);
        self.b.ins().load(types::I64, flags, out, 0)
    }

    /// The address of the words of [`Helper::Warns`] and [`Helper::Twin`].
    pub(crate) fn looked_at(&mut self) -> clif::Value {
        let slot = self.looked_at.unwrap_or_else(|| self.frame_space(Helper::LOOKED_AT));
        self.looked_at = Some(slot);
        self.b.ins().stack_addr(types::I64, slot, 0)
    }

    /// The helper that calls this function, if it is the slow twin of one that was copied into this one, which has loops: what is live in
    /// front of a loop is often a variable of it.
    pub(crate) fn returns_to_hot(&self, callee: pyaot_ir::FuncId) -> Option<Helper> {
        let g = &self.env.program.functions[callee.index()];
        let is_twin = g.cold && g.conv == Conv::Tail && g.has_status && matches!(g.blocks[0].params[..], [_, _]);
        let helper = if clif_type(g.ret?) == types::F64 { Helper::TwinFloat } else { Helper::Twin };
        (self.cold && is_twin && self.loops.depth.iter().any(|depth| *depth > 0) && clif_type(g.ret?) != types::I8).then_some(helper)
    }

    pub(crate) fn own_function(&mut self, index: usize) -> clif::FuncRef {
        let f = &self.env.program.functions[index];
        let refs = &self.env.refs;
        let id = if refs.funcs[index] == self.id { self.id } else { refs.callee(index) };
        self.function(id, || signature(f), true)
    }

    pub(crate) fn leaf(&mut self, leaf: Leaf) -> clif::FuncRef {
        self.function(self.env.refs.leaf(leaf), || crate::refs::leaf_signature(leaf), self.env.near)
    }

    pub(crate) fn call_leaf(&mut self, leaf: Leaf, args: &[clif::Value]) -> clif::Inst {
        let f = self.leaf(leaf);
        let params = leaf.info().params.iter().map(Some).chain(std::iter::repeat(None));
        let args: Vec<clif::Value> = args
            .iter()
            .zip(params)
            .map(|(v, p)| if p == Some(&Param::W) { self.b.ins().bitcast(types::I64, MemFlagsData::new(), *v) } else { *v })
            .collect();
        self.b.ins().call(f, &args)
    }

    fn data_address(&mut self, id: DataId, offset: i64, near: bool) -> clif::Value {
        let known = self.data.iter().find(|(known, _)| *known == (id, offset)).map(|(_, g)| *g);
        let global = known.unwrap_or_else(|| {
            let global = import_data(&mut self.b, id, offset, near);
            self.data.push(((id, offset), global));
            global
        });
        let known = self.known.in_block(self.b.current_block());
        if let Some((_, v)) = known.addresses.iter().find(|(k, _)| *k == global) {
            return *v;
        }
        let v = self.b.ins().symbol_value(types::I64, global);
        self.known.addresses.push((global, v));
        v
    }

    pub(crate) fn own_data(&mut self, d: Own) -> clif::Value {
        self.data_address(self.env.refs.own(d), 0, true)
    }

    /// Address of record `index` of a table.
    pub(crate) fn record(&mut self, d: Own, index: usize, size: usize) -> clif::Value {
        self.data_address(self.env.refs.own(d), (index * size) as i64, true)
    }

    pub(crate) fn external(&mut self, e: Extern) -> clif::Value {
        self.data_address(self.env.refs.external(e), 0, self.env.near)
    }

    /// Flags of a store to `region`.
    pub(crate) fn store_flags(&mut self, region: Region) -> MemFlagsData {
        match region {
            // The first writes to a new object.
            Region::Const => MemFlagsData::trusted(),
            _ => self.flags(region),
        }
    }

    /// Flags of a load from `region`.
    pub(crate) fn flags(&mut self, region: Region) -> MemFlagsData {
        let flags = MemFlagsData::trusted();
        let id = match region {
            Region::Const => return flags.with_readonly(),
            Region::Frame(_) | Region::Other => return flags,
            Region::ListHeader => 0x10,
            Region::ListI64 => 0x11,
            Region::ListF64 => 0x12,
            Region::ListVal => 0x13,
            Region::Cell => 0x14,
            Region::Gen => 0x15,
            Region::ListBool => 0x16,
            Region::Dict => 0x17,
            Region::Set => 0x18,
            Region::ArrayHead => 0x19,
            Region::Array => 0x1a,
            Region::Slot(offset) => region::SLOTS.wrapping_add(offset as u32),
            Region::Global(g) => region::GLOBALS + g.0,
        };
        self.flags_of(id)
    }

    fn flags_of(&mut self, user_id: u32) -> MemFlagsData {
        let data = AliasRegionData { user_id, description: "".into() };
        let region = self.b.func.dfg.alias_regions.insert(data);
        MemFlagsData::trusted().with_alias_region(Some(region))
    }

    pub(crate) fn count_flags(&mut self) -> MemFlagsData {
        self.flags_of(region::COUNT)
    }

    pub(crate) fn frame_flags(&mut self) -> MemFlagsData {
        self.flags_of(region::FRAME)
    }

    pub(crate) fn type_flags(&mut self) -> MemFlagsData {
        self.flags_of(region::TYPE)
    }

    /// Address of the frame's space for arrays of leaves.
    pub(crate) fn array(&mut self) -> clif::Value {
        let slot = match self.array {
            Some(slot) => slot,
            None => {
                let words = |i: &Inst| match i.op {
                    Op::NewTuple => i.args.len(),
                    Op::LeafArray { fixed, .. } => i.args.len() - usize::from(fixed),
                    Op::LeafOut { .. } => i.results.len(),
                    Op::Lanes(_) => i.args.len() + lanes::MOST * (i.results.len() - 1),
                    _ => 0,
                };
                let most = self.f.blocks.iter().flat_map(|b| &b.insts).map(words).max();
                let slot = self.frame_space(most.unwrap_or(0));
                self.array = Some(slot);
                slot
            }
        };
        self.b.ins().stack_addr(types::I64, slot, 0)
    }

    /// The frame's space for [`Op::StackSlot`], as large as the largest.
    pub(crate) fn stack_slot(&mut self) -> clif::StackSlot {
        if let Some(slot) = self.handover {
            return slot;
        }
        let words = |i: &Inst| if let Op::StackSlot { words } = i.op { words as usize } else { 0 };
        let most = self.f.blocks.iter().flat_map(|b| &b.insts).map(words).max();
        let slot = self.frame_space(most.unwrap_or(0));
        self.handover = Some(slot);
        slot
    }

    pub(crate) fn frame_space(&mut self, words: usize) -> clif::StackSlot {
        let size = 8 * words.max(1) as u32;
        self.b.create_sized_stack_slot(clif::StackSlotData::new(clif::StackSlotKind::ExplicitSlot, size, 3))
    }
}

pub(crate) fn import_function(b: &mut FunctionBuilder, id: FuncId, signature: clif::Signature, near: bool) -> clif::FuncRef {
    let signature = b.import_signature(signature);
    let name = b.func.declare_imported_user_function(clif::UserExternalName { namespace: 0, index: id.as_u32() });
    b.import_function(clif::ExtFuncData { name: clif::ExternalName::user(name), signature, colocated: near, patchable: false })
}

pub(crate) fn import_data(b: &mut FunctionBuilder, id: DataId, offset: i64, near: bool) -> clif::GlobalValue {
    let name = b.func.declare_imported_user_function(clif::UserExternalName { namespace: 1, index: id.as_u32() });
    let name = clif::ExternalName::user(name);
    b.create_global_value(clif::GlobalValueData::Symbol { name, offset: offset.into(), colocated: near, tls: false })
}
