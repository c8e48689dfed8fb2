//! One function: blocks, terminators and what instructions share ([`Fx`]).

use cranelift_codegen::entity::packed_option::ReservedValue;
use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder, MemFlagsData, types};
use cranelift_codegen::isa::TargetFrontendConfig;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Switch};
use cranelift_module::{DataId, FuncId};
use pyaot_abi::Ret;
use pyaot_ir::lanes::Lanes;
use pyaot_ir::{Block, Conv, Exit, ExitKind, Function, Inst, Op, Program, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::helpers::Helper;
use crate::inst::{self, Carried, Finite};
use crate::lanes::{Kernel, Level};
use crate::crossing::rare_ends;
use crate::blocks::{Loops, Onward, joined_blocks, loops, onward, reverse_postorder};
use crate::few::Few;
use crate::lines::Place;
use crate::short;
use crate::refs::{Refs, clif_type, signature};

mod outside;

pub(crate) use outside::{import_data, import_function};

/// What all functions of a program share.
pub(crate) struct Env<'a> {
    pub(crate) program: &'a Program,
    pub(crate) refs: &'a Refs,
    pub(crate) config: TargetFrontendConfig,
    /// The runtime's symbols are reached by 32-bit displacements.
    pub(crate) near: bool,
    /// Cold code is compiled when it is called, not ahead of that.
    pub(crate) on_demand: bool,
    /// The code runs without the host's lock.
    pub(crate) beside: bool,
    pub(crate) few: &'a Few,
    /// There are instructions for `a * b + c` with one rounding.
    pub(crate) has_fma: bool,
    /// The machine may have the instructions of vector code.
    pub(crate) has_vectors: bool,
    /// Source locations are the numbers of places.
    pub(crate) lines: bool,
}

/// A function being translated.
pub(crate) struct Fx<'a, 'f> {
    pub(crate) env: &'a Env<'a>,
    id: FuncId,
    pub(crate) f: &'a Function,
    pub(crate) b: FunctionBuilder<'f>,
    values: Vec<clif::Value>,
    /// Facts about values, in step with `values`.
    facts: Vec<Fact>,
    blocks: Vec<Option<clif::Block>>,
    /// By block: what [`rare_ends`] says.
    pub(crate) apart: Vec<bool>,
    /// By value: what [`short::parameters`] says.
    short: Vec<bool>,
    /// The block being translated is rarely run.
    pub(crate) cold: bool,
    /// The block being translated runs rarely or a few times: small code is better than fast code.
    pub(crate) compact: bool,
    /// The function runs a few times at most.
    few: bool,
    pub(crate) loops: Loops,
    pub(crate) onward: Onward,
    /// The block being translated.
    pub(crate) block: Block,
    /// By frame: where the blocks that only add a line to the traceback go to return, and its parameter, the line.
    raises: Vec<(u32, clif::Block)>,
    /// By callee: where the cold blocks that end with a call of it, and return what it returns, go to make the call.
    endings: Vec<(pyaot_ir::FuncId, clif::Block)>,
    functions: Vec<(FuncId, clif::FuncRef)>,
    data: Vec<((DataId, i64), clif::GlobalValue)>,
    known: Known,
    /// Frame space for the arrays of arguments and results of leaves: dead after each call, so shared.
    array: Option<clif::StackSlot>,
    /// A word for the results of helpers.
    scratch: Option<clif::StackSlot>,
    /// What [`Helper::Warns`] looks at, see [`Fx::looked_at`].
    looked_at: Option<clif::StackSlot>,
    /// Frame space for [`Op::StackSlot`]: only one is in use at a time, see there.
    handover: Option<clif::StackSlot>,
    /// Frame space for what is passed to rare blocks, and back.
    pub(crate) across: Option<clif::StackSlot>,
    /// Where the code comes from, if that is wanted.
    places: Vec<Place>,
    /// The vector code behind the function's own, and what it is called by.
    pub(crate) finite: Finite<'a>,
    /// What waits at the starts of blocks.
    pub(crate) carried: HashMap<Block, Carried<'a>>,
    pub(crate) kernels: Vec<Kernel>,
    pub(crate) kernel_refs: Vec<(&'a Lanes, Level, clif::FuncRef)>,
}

/// What belongs to a function beside its translation.
pub(crate) struct Translated {
    pub(crate) places: Vec<Place>,
    pub(crate) kernels: Vec<Kernel>,
}

/// Constants and addresses that are there already: Cranelift would find out that they are the same, at a price. Some ints are
/// made once for the whole function, since Cranelift makes them anew wherever they are used, the rest once in a block.
#[derive(Default)]
struct Known {
    everywhere: Vec<(i64, clif::Value)>,
    block: Option<clif::Block>,
    ints: Vec<(i64, clif::Value)>,
    addresses: Vec<(clif::GlobalValue, clif::Value)>,
}

impl Known {
    fn in_block(&mut self, block: Option<clif::Block>) -> &mut Known {
        if self.block != block {
            self.block = block;
            self.ints.clear();
            self.addresses.clear();
        }
        self
    }
}

/// What is known about an int where it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Nothing,
    NonNegative,
    Const(i64),
    /// The word of a constant.
    Word(i64),
}

/// Kinds of memory that do not overlap, as Cranelift's alias regions.
mod region {
    pub const COUNT: u32 = 1;
    pub const FRAME: u32 = 2;
    pub const TYPE: u32 = 3;
    pub const SLOTS: u32 = 0x100;
    pub const GLOBALS: u32 = 0x10_0000;
}

/// `f` is the function of that index in the program, or what a pass has made of it since; `id` is what it becomes in the module.
pub(crate) fn translate(
    env: &Env,
    index: usize,
    id: FuncId,
    f: &Function,
    func: &mut clif::Function,
    frontend: &mut FunctionBuilderContext,
) -> Translated {
    func.signature = signature(f);
    func.name = clif::UserFuncName::user(0, id.as_u32());
    let mut fx = Fx {
        env,
        id,
        f,
        b: FunctionBuilder::new(func, frontend),
        values: vec![clif::Value::reserved_value(); f.values.len()],
        facts: vec![Fact::Nothing; f.values.len()],
        blocks: vec![None; f.blocks.len()],
        apart: Vec::new(),
        short: Vec::new(),
        cold: false,
        compact: false,
        few: env.few.contains(index),
        loops: Loops::default(),
        onward: Onward::default(),
        block: Block(0),
        raises: Vec::new(),
        endings: Vec::new(),
        functions: Vec::new(),
        data: Vec::new(),
        known: Known::default(),
        array: None,
        scratch: None,
        looked_at: None,
        handover: None,
        across: None,
        places: Vec::new(),
        kernels: Vec::new(),
        finite: Finite::default(),
        carried: HashMap::default(),
        kernel_refs: Vec::new(),
    };
    let order = reverse_postorder(f);
    fx.loops = loops(f, &order);
    fx.onward = onward(f, &order);
    fx.apart = rare_ends(f, &order, &fx.loops.depth);
    fx.short = short::parameters(f, &order, &fx.apart);
    let joined = joined_blocks(f, &order);
    fx.declare_blocks(&order, &joined);
    for b in order {
        if fx.blocks[b.index()].is_some() {
            fx.block(b);
        }
    }
    fx.define_raises();
    fx.define_endings();
    fx.b.seal_all_blocks();
    fx.b.finalize(env.config);
    Translated { places: fx.places, kernels: fx.kernels }
}

impl<'a> Fx<'a, '_> {
    fn declare_blocks(&mut self, order: &[Block], joined: &[bool]) {
        let f = self.f;
        for &b in order.iter().filter(|b| !joined[b.index()]) {
            let data = f.block(b);
            let block = self.b.create_block();
            if data.cold {
                self.b.set_cold_block(block);
            }
            for p in data.params.iter().filter(|_| !self.apart[b.index()]) {
                let ty = if self.short[p.index()] { types::F32 } else { clif_type(f.ty(*p)) };
                self.values[p.index()] = self.b.append_block_param(block, ty);
            }
            self.blocks[b.index()] = Some(block);
        }
        let is_target = |b: &pyaot_ir::BlockData| {
            let mut found = b.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block == Block(0));
            b.term.for_each_target(|t| found |= t.block == Block(0));
            found
        };
        if f.blocks.iter().any(is_target) {
            // Cranelift wants an entry block without predecessors.
            let entry = self.b.create_block();
            self.b.append_block_params_for_function_params(entry);
            self.b.switch_to_block(entry);
            let args: Vec<BlockArg> = self.b.block_params(entry).iter().map(|v| BlockArg::Value(*v)).collect();
            let to = self.clif_block(Block(0));
            self.b.ins().jump(to, &args);
        }
    }

    pub(crate) fn clif_block(&self, b: Block) -> clif::Block {
        self.blocks[b.index()].expect("the targets of reachable blocks are reachable")
    }

    fn block(&mut self, b: Block) {
        let f = self.f;
        let data = f.block(b);
        self.cold = data.cold;
        let block = self.clif_block(b);
        self.b.switch_to_block(block);
        if self.env.lines {
            self.b.set_srcloc(clif::SourceLoc::default());
        }
        if self.known.everywhere.is_empty() {
            self.known.everywhere = [0, 1, -1].map(|c| (c, self.b.ins().iconst(types::I64, c))).to_vec();
        }
        if self.apart[b.index()] {
            self.take_params(&data.params);
        }
        for p in data.params.iter().filter(|p| self.short[p.index()]).copied().collect::<Vec<_>>() {
            self.values[p.index()] = short::widened(self, self.values[p.index()]);
        }
        self.contents(b);
    }

    /// The block that is being translated, if nothing of it has been, and it is the head of an innermost loop.
    pub(crate) fn innermost_head(&self) -> Option<clif::Block> {
        let is_empty = |b: &clif::Block| self.b.func.layout.first_inst(*b).is_none();
        self.b.current_block().filter(|b| self.loops.innermost[self.block.index()] && is_empty(b))
    }

    /// What is in a block, behind its parameters.
    fn contents(&mut self, b: Block) {
        let f = self.f;
        let data = f.block(b);
        self.block = b;
        let carried = self.carried.remove(&b);
        self.finite = Finite::of(f, b, &self.onward, carried);
        self.compact = data.cold || self.few && self.loops.depth[b.index()] == 0;
        let mut place = (0, 0);
        let mut done = 0;
        for (n, i) in data.insts.iter().enumerate() {
            if n < done || self.finite.waits() && inst::before(self, i) {
                continue;
            }
            if let (Op::Traceback { frame, cols }, Term::ReturnRaise) = (&i.op, &data.term)
                && n + 1 == data.insts.len()
            {
                return self.raise(*frame, inst::place(i.line, *cols));
            }
            if let Op::Call(callee) = i.op
                && data.cold
                && n + 1 == data.insts.len()
                && self.passes_on(i, callee, &data.term)
            {
                return self.end_with(i, callee);
            }
            if (i.line, i.frame) != place {
                place = (i.line, i.frame);
                self.set_place(i);
            }
            if let (Op::Leaf(leaf), [exit], Term::Unreachable) = (&i.op, &i.exits[..], &data.term)
                && n + 1 == data.insts.len()
                && leaf.info().ret == Ret::UR
            {
                // A leaf that does nothing but raise.
                let args: Vec<clif::Value> = i.args.iter().map(|v| self.get(*v)).collect();
                self.call_leaf(*leaf, &args);
                return self.jump_exit(exit, None);
            }
            if self.compact {
                done = n + self.release_together(&data.insts[n..]);
                if done > n {
                    continue;
                }
            }
            inst::translate(self, i);
        }
        let ended = self.finite.waits() && inst::at_end(self, &data.term);
        if !ended && !matches!(data.insts.last(), Some(Inst { op: Op::TailCall(_), .. })) {
            self.term(&data.term);
        }
    }

    /// What follows comes from the instruction's line.
    fn set_place(&mut self, i: &Inst) {
        if !self.env.lines {
            self.b.set_srcloc(clif::SourceLoc::new(i.line));
        } else if i.line != 0 {
            let frame = if i.frame == 0 { self.f.frame } else { i.frame };
            self.places.push(Place { frame, line: i.line });
            self.b.set_srcloc(clif::SourceLoc::new(self.places.len() as u32));
        }
    }

    /// Several releases in a row are one call; how many instructions it stands for.
    fn release_together(&mut self, insts: &[Inst]) -> usize {
        let most = Helper::TOGETHER;
        let n = insts.iter().take(most).take_while(|i| matches!(i.op, Op::Release | Op::ReleaseMaybe)).count();
        if n < 2 {
            return 0;
        }
        let mut words: Vec<clif::Value> = insts[..n].iter().map(|i| self.get(i.args[0])).collect();
        let nothing = if n < most { Some(self.iconst(0)) } else { None };
        words.resize(most, nothing.unwrap_or(words[0]));
        self.call_helper(Helper::ReleaseAll, &words);
        n
    }

    /// A line of the traceback and a return with status 1: the lines of a function share the code.
    pub(crate) fn raise(&mut self, frame: u32, line: i64) {
        let known = self.raises.iter().find(|(f, _)| *f == frame).map(|(_, block)| *block);
        let block = known.unwrap_or_else(|| {
            let block = self.b.create_block();
            self.b.set_cold_block(block);
            self.b.append_block_param(block, types::I64);
            self.raises.push((frame, block));
            block
        });
        let line = self.iconst(line);
        self.b.ins().jump(block, &[line.into()]);
    }

    fn define_raises(&mut self) {
        for (frame, block) in std::mem::take(&mut self.raises) {
            self.b.switch_to_block(block);
            let line = self.b.block_params(block)[0];
            inst::add_line(self, frame, line);
            self.ret(None, 1);
        }
    }

    /// The function returns what the callee returns, status and all.
    fn passes_on(&self, i: &Inst, callee: pyaot_ir::FuncId, term: &Term) -> bool {
        let (f, g) = (self.f, &self.env.program.functions[callee.index()]);
        let alike = f.conv == Conv::Tail && f.has_status && g.has_status && f.ret.map(clif_type) == g.ret.map(clif_type);
        let through = |e: &Exit| {
            let to = f.block(e.target.block);
            let plain = to.insts.is_empty() && e.target.args.is_empty();
            match e.kind {
                ExitKind::Raise => plain && matches!(to.term, Term::ReturnRaise),
                ExitKind::Big => plain && to.params.len() == 1 && matches!(to.term, Term::ReturnBig(v) if v == to.params[0]),
                ExitKind::Slow | ExitKind::End => false,
            }
        };
        alike && matches!(term, Term::Return(v) if *v == i.results.first().copied()) && i.exits.iter().all(through)
    }

    /// Ends the block with a jump to the one place in the function where such a call is made: slow exits are many.
    fn end_with(&mut self, i: &Inst, callee: pyaot_ir::FuncId) {
        let known = self.endings.iter().find(|(f, _)| *f == callee).map(|(_, block)| *block);
        let block = known.unwrap_or_else(|| {
            let block = self.b.create_block();
            self.b.set_cold_block(block);
            for ty in i.args.iter().map(|v| self.f.ty(*v)) {
                self.b.append_block_param(block, clif_type(ty));
            }
            self.endings.push((callee, block));
            block
        });
        let args: Vec<BlockArg> = i.args.iter().map(|v| BlockArg::Value(self.get(*v))).collect();
        self.b.ins().jump(block, &args);
    }

    fn define_endings(&mut self) {
        for (callee, block) in std::mem::take(&mut self.endings) {
            self.b.switch_to_block(block);
            let args = self.b.block_params(block).to_vec();
            let call = inst::call_function(self, callee, &args);
            let results = self.b.inst_results(call).to_vec();
            self.b.ins().return_(&results);
        }
    }

    fn term(&mut self, term: &'a Term) {
        match term {
            Term::Jump(t) if self.blocks[t.block.index()].is_none() => {
                let f = self.f;
                for (p, a) in f.block(t.block).params.iter().zip(&t.args) {
                    self.values[p.index()] = self.get(*a);
                    self.facts[p.index()] = self.facts[a.index()];
                }
                self.contents(t.block);
            }
            Term::Jump(t) => {
                let args = self.args(t);
                self.jump(t.block, &args);
            }
            Term::Branch { cond, then, els } => {
                let mut cond = self.get(*cond);
                // What comes last follows in the code: the way that stays in the loop.
                let (mut then, mut els) = (then, els);
                if self.loops.depth[then.block.index()] > self.loops.depth[els.block.index()] {
                    cond = inst::complement(self, cond);
                    (then, els) = (els, then);
                }
                let (then_args, els_args) = (self.args(then), self.args(els));
                // Otherwise the moves would stand in the middle of the hot code.
                let ways = [(then.block, then_args), (els.block, els_args)].map(|(to, args)| {
                    let edge = self.crosses(to) && !args.is_empty();
                    (if edge { self.rare_block() } else { self.clif_block(to) }, edge, to, args)
                });
                let direct = |edge: bool, args: &[clif::Value]| if edge { vec![] } else { args.iter().map(|v| BlockArg::Value(*v)).collect() };
                let [(a, a_edge, _, a_args), (b, b_edge, _, b_args)] = &ways;
                self.b.ins().brif(cond, *a, &direct(*a_edge, a_args), *b, &direct(*b_edge, b_args));
                for (block, _, to, args) in ways.into_iter().filter(|way| way.1) {
                    self.b.switch_to_block(block);
                    self.jump(to, &args);
                }
            }
            Term::Switch { on, table, default } => self.switch(*on, table, default),
            Term::Return(v) => {
                let ended = v.is_none() && self.f.ret.is_some() && self.f.conv == Conv::Tail;
                let v = v.map(|v| self.get(v));
                self.ret(v, if ended { 3 } else { 0 });
            }
            Term::ReturnRaise => self.ret(None, 1),
            Term::ReturnBig(v) => {
                let word = self.get(*v);
                let v = match self.f.ret {
                    Some(Ty::F64) => self.b.ins().bitcast(types::F64, MemFlagsData::new(), word),
                    _ => word,
                };
                self.ret(Some(v), 2);
            }
            Term::Unreachable => {
                self.b.ins().trap(clif::TrapCode::unwrap_user(1));
            }
        }
    }

    /// Returns by the function's convention. Status: see [`Function::has_status`].
    fn ret(&mut self, v: Option<clif::Value>, status: i64) {
        let values = match self.f.conv {
            Conv::Tail => {
                let payload = self.f.ret.map(|ty| v.unwrap_or_else(|| self.zero(ty)));
                let status = self.f.has_status.then(|| self.iconst(status));
                payload.into_iter().chain(status).collect::<Vec<_>>()
            }
            Conv::Uniform => vec![v.unwrap_or_else(|| self.iconst(0))],
            Conv::Loop => v.into_iter().collect(),
            Conv::Entry => vec![self.b.ins().iconst(types::I8, status)],
            Conv::Resume => vec![v.unwrap_or_else(|| self.iconst(0)), self.iconst(status)],
        };
        self.b.ins().return_(&values);
    }

    fn switch(&mut self, on: Value, table: &'a [Target], default: &'a Target) {
        let on = self.get(on);
        let mut switch = Switch::new();
        let mut edges: Vec<(clif::Block, &'a Target)> = Vec::new();
        let mut edge = |fx: &mut Self, t: &'a Target| {
            if t.args.is_empty() {
                return fx.clif_block(t.block);
            }
            let block = fx.b.create_block();
            edges.push((block, t));
            block
        };
        for (i, t) in table.iter().enumerate() {
            switch.set_entry(i as u128, edge(self, t));
        }
        let otherwise = edge(self, default);
        switch.emit(&mut self.b, on, otherwise);
        for (block, t) in edges {
            self.b.switch_to_block(block);
            let args = self.args(t);
            self.jump(t.block, &args);
        }
    }

    pub(crate) fn args(&mut self, t: &Target) -> Vec<clif::Value> {
        let params = &self.f.block(t.block).params;
        let is_joined = self.blocks[t.block.index()].is_none();
        t.args.iter().zip(params).map(|(v, p)| {
            let v = self.get(*v);
            if self.short[p.index()] && !is_joined { short::rounded(self, v) } else { v }
        }).collect()
    }

    // values

    pub(crate) fn get(&self, v: Value) -> clif::Value {
        let found = self.values[v.index()];
        assert!(!found.is_reserved_value(), "{}: v{} is used before its definition", self.f.name, v.0);
        found
    }

    pub(crate) fn set(&mut self, v: Value, to: clif::Value) {
        self.values[v.index()] = to;
    }

    pub(crate) fn fact(&self, v: Value) -> Fact {
        self.facts[v.index()]
    }

    pub(crate) fn set_fact(&mut self, v: Value, fact: Fact) {
        self.facts[v.index()] = fact;
    }

    /// The value, if it is an int constant.
    pub(crate) fn as_const(&self, v: Value) -> Option<i64> {
        match self.fact(v) {
            Fact::Const(c) => Some(c),
            Fact::Nothing | Fact::NonNegative | Fact::Word(_) => None,
        }
    }

    pub(crate) fn is_non_negative(&self, v: Value) -> bool {
        match self.fact(v) {
            Fact::Const(c) => c >= 0,
            Fact::NonNegative => true,
            Fact::Nothing | Fact::Word(_) => false,
        }
    }

    pub(crate) fn iconst(&mut self, c: i64) -> clif::Value {
        let known = self.known.in_block(self.b.current_block());
        if let Some((_, v)) = known.everywhere.iter().chain(&known.ints).find(|(k, _)| *k == c) {
            return *v;
        }
        let v = self.b.ins().iconst(types::I64, c);
        self.known.ints.push((c, v));
        v
    }

    /// Out of memory, or a register that loops keep: Cranelift makes an `f64const` anew for each use, by two instructions.
    pub(crate) fn float(&mut self, x: f64) -> clif::Value {
        if x.to_bits() == 0 {
            return self.b.ins().f64const(0.0);
        }
        let bytes: Vec<u8> = [x.to_le_bytes(), [0; 8]].concat();
        let handle = self.b.func.dfg.constants.insert(bytes.into());
        let both = self.b.ins().vconst(types::F64X2, handle);
        self.b.ins().extractlane(both, 0)
    }

    pub(crate) fn zero(&mut self, ty: Ty) -> clif::Value {
        match ty {
            Ty::F64 => self.b.ins().f64const(0.0),
            Ty::Bool => self.b.ins().iconst(types::I8, 0),
            Ty::I64 | Ty::Val | Ty::Obj | Ty::Ptr => self.iconst(0),
        }
    }

    // control

    pub(crate) fn exit(&self, i: &'a Inst, kind: ExitKind) -> Option<&'a Exit> {
        i.exits.iter().find(|e| e.kind == kind)
    }

    /// The exit of a test that nothing else depends on: while something waits for a look, that of the first of what waits.
    pub(crate) fn exit_of_test(&self, i: &'a Inst) -> Option<&'a Exit> {
        let own = self.exit(i, ExitKind::Slow)?;
        self.finite.first().and_then(|first| self.exit(first, ExitKind::Slow)).or(Some(own))
    }

    fn rare_block(&mut self) -> clif::Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    /// A new block, the current one ends with a branch to it.
    pub(crate) fn new_block(&mut self, cold: bool) -> clif::Block {
        let block = self.b.create_block();
        if cold || self.cold {
            self.b.set_cold_block(block);
        }
        block
    }

    /// Makes code whose blocks are all cold.
    pub(crate) fn rarely(&mut self, f: impl FnOnce(&mut Self)) {
        let saved = std::mem::replace(&mut self.cold, true);
        f(self);
        self.cold = saved;
    }

    /// Goes to a rare block unless `cond` holds. Rare blocks are what branches go to, not what stands behind them: in that order Cranelift
    /// comes to them last, and knows of everything else that it is in a loop (see `inst::call::safepoint`).
    pub(crate) fn rare_unless(&mut self, cond: clif::Value, rare: clif::Block, next: clif::Block, args: &[clif::Value]) {
        let cond = inst::complement(self, cond);
        let args: Vec<BlockArg> = args.iter().map(|v| BlockArg::Value(*v)).collect();
        self.b.ins().brif(cond, rare, &[], next, &args);
    }

    /// Takes the exit if `cond` is not zero, else goes on in a new block.
    pub(crate) fn exit_if(&mut self, cond: clif::Value, exit: &'a Exit) {
        self.exit_on(cond, true, exit, None);
    }

    /// Takes the exit if `cond` is zero, else goes on in a new block.
    pub(crate) fn exit_unless(&mut self, cond: clif::Value, exit: &'a Exit) {
        self.exit_on(cond, false, exit, None);
    }

    /// `first` is what an exit of kind `Big` passes before its own arguments.
    pub(crate) fn exit_on(&mut self, cond: clif::Value, when: bool, exit: &'a Exit, first: Option<clif::Value>) {
        let next = self.new_block(false);
        self.exit_or(cond, when, exit, first, (next, &[]));
        self.b.switch_to_block(next);
    }

    /// The same; `next` is where it goes on, and what is passed.
    pub(crate) fn exit_or(&mut self, cond: clif::Value, when: bool, exit: &'a Exit, first: Option<clif::Value>, next: (clif::Block, &[BlockArg])) {
        let target = &exit.target;
        // The moves for a cold target's parameters are out of the way by themselves.
        let direct = target.block.index() != 0 && self.f.block(target.block).cold && !self.apart[target.block.index()];
        let (edge, args) = match direct {
            true => (self.clif_block(target.block), self.exit_args(exit, first).into_iter().map(BlockArg::Value).collect()),
            false => (self.new_block(true), Vec::new()),
        };
        let cond = if when { cond } else { inst::complement(self, cond) };
        self.b.ins().brif(cond, edge, &args, next.0, next.1);
        if !direct {
            self.b.switch_to_block(edge);
            self.jump_exit(exit, first);
        }
    }

    /// Ends the current block with a jump to the exit.
    pub(crate) fn jump_exit(&mut self, exit: &'a Exit, first: Option<clif::Value>) {
        let args = self.exit_args(exit, first);
        self.jump(exit.target.block, &args);
    }

    fn exit_args(&self, exit: &Exit, first: Option<clif::Value>) -> Vec<clif::Value> {
        first.into_iter().chain(exit.target.args.iter().map(|v| self.get(*v))).collect()
    }
}
