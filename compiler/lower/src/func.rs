//! One function instance at a time: its body, its slow twin, its uniform entry, its generator.

use std::collections::{BTreeSet, HashMap};

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{self as ir, Block, Conv, Exit, ExitKind, Function, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, B, FuncKind, V, Var};
use pyaot_sema::infer::{Instance, Typed};
use pyaot_sema::types::{InstanceId, Ty};

use crate::ctx::{Liveness, Lower, Mode, Point, Val, rep_of, ret_rep};
use crate::world::{Piece, World, needs_env};

/// What the pieces of one instance share.
pub struct Facts {
    pub slots: HashMap<V, u32>,
    pub n_slots: u32,
    pub n_counted: u32,
    pub live: Liveness,
    pub defs: HashMap<V, (u32, u32)>,
    pub uses: HashMap<V, Vec<(u32, u32)>>,
}

/// Words of the frame array: counted values first. Returns the number of words too.
pub fn value_slots(t: &Typed, inst: &Instance) -> (HashMap<V, u32>, u32, u32) {
    let f = &t.program.funcs[inst.func.index()];
    let mut counted = Vec::new();
    let mut plain = Vec::new();
    let mut add = |v: V| {
        if inst.types[v.index()] == Ty::Never {
            return;
        }
        if rep_of(&inst.types[v.index()], Mode::Slow).is_counted() {
            counted.push(v);
        } else {
            plain.push(v);
        }
    };
    for b in &f.blocks {
        b.params.iter().for_each(|v| add(*v));
        b.insts.iter().flat_map(|i| &i.results).for_each(|v| add(*v));
    }
    let n_counted = counted.len() as u32;
    let slots: HashMap<V, u32> = counted.into_iter().chain(plain).enumerate().map(|(k, v)| (v, k as u32)).collect();
    let n = slots.len() as u32;
    (slots, n.max(1), n_counted)
}

pub fn facts(t: &Typed, id: InstanceId) -> Facts {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let (slots, n_slots, n_counted) = value_slots(t, inst);
    let mut defs = HashMap::new();
    let mut uses: HashMap<V, Vec<(u32, u32)>> = HashMap::new();
    for (b, block) in f.blocks.iter().enumerate() {
        for (k, i) in block.insts.iter().enumerate() {
            for r in &i.results {
                defs.insert(*r, (b as u32, k as u32));
            }
            for a in &i.args {
                uses.entry(*a).or_default().push((b as u32, k as u32));
            }
            for tg in i.done.iter().chain(&i.unwind) {
                for a in &tg.args {
                    uses.entry(*a).or_default().push((b as u32, u32::MAX));
                }
            }
        }
        for tg in block.term.targets() {
            for a in &tg.args {
                uses.entry(*a).or_default().push((b as u32, u32::MAX));
            }
        }
        if let hir::Term::Branch { cond: v, .. } | hir::Term::Return(v) = &block.term {
            uses.entry(*v).or_default().push((b as u32, u32::MAX));
        }
    }
    Facts { slots, n_slots, n_counted, live: liveness(f), defs, uses }
}

fn liveness(f: &hir::Func) -> Liveness {
    let n = f.blocks.len();
    let mut l = Liveness { live_in: vec![BTreeSet::new(); n], live_out: vec![BTreeSet::new(); n] };
    let mut changed = true;
    while changed {
        changed = false;
        for b in (0..n).rev() {
            let block = &f.blocks[b];
            let mut out = BTreeSet::new();
            for t in block.term.targets() {
                out.extend(l.live_in[t.block.index()].iter().copied());
            }
            let mut live = out.clone();
            for t in block.term.targets() {
                live.extend(t.args.iter().copied());
            }
            if let hir::Term::Branch { cond: v, .. } | hir::Term::Return(v) = &block.term {
                live.insert(*v);
            }
            for i in block.insts.iter().rev() {
                for r in &i.results {
                    live.remove(r);
                }
                live.extend(i.args.iter().copied());
                for t in i.done.iter().chain(&i.unwind) {
                    live.extend(t.args.iter().copied());
                    live.extend(l.live_in[t.block.index()].iter().copied());
                }
            }
            for p in &block.params {
                live.remove(p);
            }
            if live != l.live_in[b] || out != l.live_out[b] {
                l.live_in[b] = live;
                l.live_out[b] = out;
                changed = true;
            }
        }
    }
    l
}

/// Result type of an instance as its callers see it.
fn ret_ty(t: &Typed, id: InstanceId) -> Ty {
    let inst = t.instance(id);
    if t.program.funcs[inst.func.index()].kind == FuncKind::Generator { Ty::Gen(id) } else { inst.ret.clone() }
}

fn lowering<'a>(w: &'a mut World, t: &'a Typed, id: InstanceId, facts: &'a Facts, mode: Mode, f: Function) -> Lower<'a> {
    let inst = t.instance(id);
    Lower {
        id,
        inst,
        func: &t.program.funcs[inst.func.index()],
        mode,
        cur: Block(0),
        blocks: Vec::new(),
        vals: HashMap::new(),
        slots: &facts.slots,
        n_slots: facts.n_slots,
        buf: None,
        env: None,
        at: (0, 0),
        line: 0,
        points: vec![Point::Before(0, 0)],
        entries: HashMap::new(),
        live: &facts.live,
        defs: &facts.defs,
        uses: &facts.uses,
        gen_vars: HashMap::new(),
        ret_ty: ret_ty(t, id),
        entries_counted: 0,
        dead: false,
        shown: None,
        f,
        w,
        t,
    }
}

/// The body: fast, or the maker of a generator object.
pub fn body(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    if func.kind == FuncKind::Generator {
        return generator_maker(w, t, id);
    }
    let facts = facts(t, id);
    let ret = ret_ty(t, id);
    let mut f = Function::new(format!("{}#{}", func.qualname, id.0), Conv::Tail, ret_rep(&ret), true);
    f.frame = w.frame(t, inst.func);
    f.once = func.kind == FuncKind::Module;
    let mut l = lowering(w, t, id, &facts, Mode::Fast, f);
    let entry = l.new_block(false);
    l.cur = entry;
    if needs_env(l.func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    let params = l.func.blocks[0].params.clone();
    for p in params {
        let ty = l.inst.types[p.index()].clone();
        let rep = l.rep(&ty);
        let v = l.f.add_param(entry, rep);
        l.vals.insert(p, Val::One(v, ty));
    }
    l.line = func.first_line;
    if calls(func) && func.kind != FuncKind::Module {
        let raise = l.new_block(true);
        let saved = l.cur;
        l.cur = raise;
        l.traceback();
        l.return_raise();
        l.cur = saved;
        let e = Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } };
        l.inst_n(Op::StackCheck, vec![], &[], vec![e]);
    }
    l.make_blocks(true);
    let start = l.blocks[0];
    l.jump(start, &[]);
    l.blocks();
    let points = l.points.clone();
    let f = l.f;
    w.points.insert(id, points);
    f
}

fn calls(f: &hir::Func) -> bool {
    use hir::Op::*;
    f.blocks.iter().flat_map(|b| &b.insts).any(|i| {
        matches!(i.op, Call { .. } | CallMethod { .. } | CallEx | Bin(_) | InPlace(_) | Cmp(_) | GetAttr(_) | GetItem | Truth | Format(_) | IterNext)
    })
}

/// The slow twin: entered at any point with the live values in the frame array.
pub fn twin(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(t, id);
    let points = w.points.get(&id).cloned().unwrap_or_else(|| vec![Point::Before(0, 0)]);
    let ret = ret_ty(t, id);
    let mut f = Function::new(format!("{}#{}.slow", func.qualname, id.0), Conv::Tail, ret_rep(&ret), true);
    f.cold = true;
    f.frame = w.frame(t, inst.func);
    f.once = func.kind == FuncKind::Module;
    let mut l = lowering(w, t, id, &facts, Mode::Slow, f);
    l.points = points.clone();
    let entry = l.new_block(false);
    l.cur = entry;
    let k = l.f.add_param(entry, Rep::I64);
    let buf = l.f.add_param(entry, Rep::Ptr);
    l.buf = Some(buf);
    if needs_env(func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    l.make_blocks(false);
    for p in &points {
        let b = l.new_block(false);
        l.entries.insert(*p, b);
    }
    let start = l.blocks[0];
    let table: Vec<Target> = points.iter().map(|p| Target { block: l.entries[p], args: vec![] }).collect();
    l.term(Term::Switch { on: k, table, default: Target { block: start, args: vec![] } });
    l.n_counted(facts.n_counted);
    l.blocks();
    l.f
}

/// `extern "C" fn(callee, args) -> word`: unpacks the arguments and boxes the result.
pub fn uniform(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(t, id);
    let mut f = Function::new(format!("{}#{}.uniform", func.qualname, id.0), Conv::Uniform, Some(Rep::Val), false);
    f.frame = w.frame(t, inst.func);
    let mut l = lowering(w, t, id, &facts, Mode::Tagged, f);
    let entry = l.new_block(false);
    l.cur = entry;
    let callee = l.f.add_param(entry, Rep::Obj);
    let args = l.f.add_param(entry, Rep::Ptr);
    let mut values = Vec::new();
    for (k, p) in func.blocks[0].params.iter().enumerate() {
        let _ = p;
        let w = l.op(Op::Load { ty: Rep::Val, offset: 8 * k as i32, region: Region::Const }, &[args], Rep::Val);
        values.push((w, Ty::Any, inst.params[k].clone()));
    }
    let env = needs_env(func).then_some(callee);
    // No traceback entry for the stub itself: exits go straight to the return.
    let raise = l.new_block(true);
    l.f.block_mut(raise).term = Term::ReturnRaise;
    let out = l.uniform_call(id, values, env, raise);
    l.term(Term::Return(Some(out)));
    l.f
}

/// The uniform entry of a function that inference never saw called: says so.
pub fn uncallable(w: &mut World) -> Function {
    let mut f = Function::new("uncallable".into(), Conv::Uniform, Some(Rep::Val), false);
    let entry = f.new_block(false);
    f.add_param(entry, Rep::Obj);
    f.add_param(entry, Rep::Ptr);
    let raise = f.new_block(true);
    f.block_mut(raise).term = Term::ReturnRaise;
    let c = w.constant(ir::Const::Str(b"pyaot: this function was not compiled, since no call of it was found".to_vec()));
    let m = f.new_value(Rep::Val);
    f.block_mut(entry).insts.push(ir::Inst { op: Op::Const(c), args: vec![], results: vec![m], exits: vec![], line: 0 });
    f.block_mut(entry).insts.push(ir::Inst {
        op: Op::Leaf(Leaf::raise_type),
        args: vec![m],
        results: vec![],
        exits: vec![Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } }],
        line: 0,
    });
    f
}

/// `extern "C" fn() -> u8`: runs the main module.
pub fn entry(w: &mut World, t: &Typed) -> Function {
    let mut f = Function::new("entry".into(), Conv::Entry, None, false);
    let b = f.new_block(false);
    let raise = f.new_block(true);
    f.block_mut(raise).term = Term::ReturnRaise;
    let main = w.id(Piece::Body(InstanceId(0)));
    let _ = t;
    f.block_mut(b).insts.push(ir::Inst {
        op: Op::Call(main),
        args: vec![],
        results: vec![],
        exits: vec![Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } }],
        line: 0,
    });
    f.block_mut(b).term = Term::Return(None);
    f
}

/// Number of slots in front of the variables: the function object, then the parameters.
fn gen_layout(func: &hir::Func) -> (u32, u32) {
    let n_params = func.blocks[0].params.len() as u32;
    (1 + n_params, 1 + n_params + func.vars.len() as u32)
}

/// Called like the function: makes the generator with its arguments in it.
fn generator_maker(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(t, id);
    let mut f = Function::new(format!("{}#{}.make", func.qualname, id.0), Conv::Tail, Some(Rep::Obj), true);
    f.frame = w.frame(t, inst.func);
    let mut l = lowering(w, t, id, &facts, Mode::Tagged, f);
    let entry = l.new_block(false);
    l.cur = entry;
    if needs_env(func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    let mut words = Vec::new();
    for p in &func.blocks[0].params {
        let ty = inst.types[p.index()].clone();
        let rep = l.rep(&ty);
        let v = l.f.add_param(entry, rep);
        words.push((v, ty));
    }
    let resume = l.w.id(Piece::Resume(id));
    let fp = l.op(Op::FuncPtr(resume), &[], Rep::Ptr);
    let name = l.str_const(&func.name);
    let n = l.iconst(gen_layout(func).1 as i64);
    let g = l.leaf(Leaf::gen_new, &[fp, name, n], Rep::Obj);
    if let Some(e) = l.env {
        l.op0(Op::Store { offset: layout::GEN_SLOTS, region: Region::Gen }, &[g, e]);
    }
    for (k, (v, ty)) in words.into_iter().enumerate() {
        let w = l.boxed(v, &ty);
        let offset = layout::GEN_SLOTS + 8 * (k as i32 + 1);
        l.op0(Op::Store { offset, region: Region::Gen }, &[g, w]);
    }
    l.term(Term::Return(Some(g)));
    l.f
}

/// The state machine.
pub fn resume(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(t, id);
    let mut f = Function::new(format!("{}#{}.resume", func.qualname, id.0), Conv::Resume, Some(Rep::Val), true);
    f.frame = w.frame(t, inst.func);
    let mut l = lowering(w, t, id, &facts, Mode::Tagged, f);
    let entry = l.new_block(false);
    l.cur = entry;
    let g = l.f.add_param(entry, Rep::Obj);
    l.f.add_param(entry, Rep::Val);
    l.env = Some(g);
    let base = gen_layout(func).0;
    for k in 0..func.vars.len() as u32 {
        l.gen_vars.insert(Var(k), base + k);
    }
    let state = l.op(Op::Load { ty: Rep::I64, offset: layout::GEN_STATE, region: Region::Gen }, &[g], Rep::I64);
    l.make_blocks(true);
    let first = l.new_block(false);
    let dispatch = l.cur;
    // A start: parameters out of their slots.
    l.cur = first;
    l.line = func.first_line;
    l.check_thrown(None, false);
    for (k, p) in func.blocks[0].params.iter().enumerate() {
        let ty = inst.types[p.index()].clone();
        let offset = layout::GEN_SLOTS + 8 * (k as i32 + 1);
        let w = l.op(Op::Load { ty: Rep::Val, offset, region: Region::Gen }, &[g], Rep::Val);
        let x = l.coerce(w, &Ty::Any, &ty);
        l.vals.insert(*p, Val::One(x, ty));
    }
    let start = l.blocks[0];
    l.jump(start, &[]);
    l.blocks();
    // States count the yields in the order in which they were lowered.
    let mut table = vec![Target { block: first, args: vec![] }];
    let mut yields: Vec<(u32, Block)> = l.entries.iter().filter_map(|(p, b)| if let Point::After(u32::MAX, k) = p { Some((*k, *b)) } else { None }).collect();
    yields.sort();
    table.extend(yields.into_iter().map(|(_, b)| Target { block: b, args: vec![] }));
    let dead = l.new_block(true);
    l.f.block_mut(dispatch).term = Term::Switch { on: state, table, default: Target { block: dead, args: vec![] } };
    l.f
}

impl<'a> Lower<'a> {
    fn n_counted(&mut self, n: u32) {
        self.entries_counted = n;
    }

    /// IR blocks for the HIR blocks that inference reached.
    fn make_blocks(&mut self, params: bool) {
        for (b, block) in self.func.blocks.iter().enumerate() {
            let ir = self.new_block(false);
            self.blocks.push(ir);
            if params && b > 0 {
                for p in &block.params {
                    let ty = self.inst.types[p.index()].clone();
                    let rep = self.rep(&ty);
                    let v = self.f.add_param(ir, rep);
                    self.vals.insert(*p, Val::One(v, ty));
                }
            }
        }
    }

    fn blocks(&mut self) {
        for b in 0..self.func.blocks.len() {
            if self.inst.reached[b] {
                self.block(b as u32);
            }
        }
    }

    fn enter_point(&mut self, p: Point) {
        if let Some(b) = self.entries.get(&p).copied()
            && self.mode == Mode::Slow
        {
            self.jump(b, &[]);
            self.cur = b;
        }
    }

    fn block(&mut self, b: u32) {
        let block = &self.func.blocks[b as usize];
        self.cur = self.blocks[b as usize];
        self.dead = false;
        self.at = (b, 0);
        if self.is_loop_head(b) {
            // Ctrl-C ends loops that call nothing.
            self.line = block.insts.first().map_or(self.line, |i| i.line);
            let e = self.raise_exit();
            self.inst_n(Op::Safepoint, vec![], &[], vec![e]);
        }
        for (k, i) in block.insts.iter().enumerate() {
            self.at = (b, k as u32);
            self.line = i.line;
            self.enter_point(Point::Before(b, k as u32));
            self.inst(i);
            self.shown = None;
            if self.dead {
                return;
            }
            if self.inst.stops[b as usize] == Some(k) {
                // Inference says that nothing gets past here. Should it be wrong, that is an exception, not a crash.
                let kind = self.iconst(15);
                let m = self.str_const("pyaot: an operation ended that was found to have no result");
                self.leaf_never(Leaf::raise_name, &[kind, m]);
                return;
            }
            self.enter_point(Point::After(b, k as u32));
        }
        self.at = (b, block.insts.len() as u32);
        match &block.term {
            hir::Term::Jump(t) => self.goto(t),
            hir::Term::Branch { cond, then, els } => {
                let (c, _) = self.typed(*cond);
                let here = self.cur;
                let (a, z) = (self.new_block(false), self.new_block(false));
                self.cur = a;
                self.goto_edge(then, Some(true));
                self.cur = z;
                self.goto_edge(els, Some(false));
                self.cur = here;
                self.branch(c, a, z);
            }
            hir::Term::Return(v) => self.return_value(*v),
            hir::Term::Unreachable => self.term(Term::Unreachable),
        }
    }

    /// Some block behind this one, or itself, jumps here.
    fn is_loop_head(&self, b: u32) -> bool {
        self.func.blocks[b as usize..].iter().any(|x| x.term.targets().any(|t| t.block.0 == b))
    }

    fn release_frame(&mut self) {
        if self.mode == Mode::Slow {
            let buf = self.buf.expect("the twin has a frame array");
            let n = self.iconst(self.entries_counted as i64);
            self.op0(Op::Leaf(Leaf::release_slots), &[buf, n]);
        }
    }

    pub fn leave_frame(&mut self) {
        self.release_frame();
    }

    fn return_value(&mut self, v: V) {
        if self.func.kind == FuncKind::Generator {
            let w = self.word(v);
            self.gen_clear();
            let g = self.env.expect("a generator has its object");
            self.op0(Op::Store { offset: layout::GEN_SENT, region: Region::Gen }, &[g, w]);
            return self.term(Term::Return(None));
        }
        let ret = self.ret_ty.clone();
        let Some(rep) = ret_rep(&ret) else {
            self.release_frame();
            return self.term(Term::Return(None));
        };
        if ret.is_int() && self.mode == Mode::Slow {
            let w = self.word(v);
            let own = self.op(Op::Retain, &[w], Rep::Val);
            self.release_frame();
            let small = self.op(Op::IsTagged, &[own], Rep::Bool);
            let (a, z) = (self.new_block(false), self.new_block(true));
            self.branch(small, a, z);
            self.cur = z;
            self.term(Term::ReturnBig(own));
            self.cur = a;
            let never = self.new_block(true);
            let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
            let x = self.inst_n(Op::UntagInt, vec![own], &[Rep::I64], vec![e])[0];
            return self.term(Term::Return(Some(x)));
        }
        let mut x = self.as_type(v, &ret);
        if self.mode == Mode::Slow {
            if rep.is_counted() {
                x = self.op(Op::Retain, &[x], rep);
            }
            self.release_frame();
        }
        self.term(Term::Return(Some(x)));
    }

    /// Calls the instance from its uniform entry.
    fn uniform_call(&mut self, id: InstanceId, values: Vec<(Value, Ty, Ty)>, env: Option<Value>, raise: Block) -> Value {
        let callee = self.t.instance(id);
        let f = &self.t.program.funcs[callee.func.index()];
        let ret = ret_ty(self.t, id);
        let is_gen = f.kind == FuncKind::Generator;
        let body = self.w.id(Piece::Body(id));
        let raise_exit = || Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } };
        let join = self.new_block(false);
        let out = self.f.add_param(join, Rep::Val);
        let mut small: Option<Value> = None;
        if !is_gen {
            for (w, _, want) in &values {
                if want.is_int() {
                    let t = self.op(Op::IsTagged, &[*w], Rep::Bool);
                    small = Some(match small {
                        Some(s) => self.op(Op::BAnd, &[s, t], Rep::Bool),
                        None => t,
                    });
                }
            }
        }
        if let Some(s) = small {
            let (fast, big) = (self.new_block(false), self.new_block(true));
            self.branch(s, fast, big);
            self.cur = big;
            let (slots, n, _) = value_slots(self.t, callee);
            let buf = self.op(Op::StackSlot { words: n }, &[], Rep::Ptr);
            let words = self.iconst(n as i64);
            self.op0(Op::Leaf(Leaf::zero_slots), &[buf, words]);
            for ((w, _, want), p) in values.iter().zip(&f.blocks[0].params) {
                let want = if want.is_int() { Ty::Any } else { want.clone() };
                let x = self.coerce(*w, &Ty::Any, &want);
                if let Some(k) = slots.get(p) {
                    self.op0(Op::Store { offset: (k * 8) as i32, region: Region::Other }, &[buf, x]);
                }
            }
            let zero = self.iconst(0);
            let twin = self.w.slow_id(id);
            let mut args = vec![zero, buf];
            args.extend(env);
            self.boxed_call(twin, args, &ret, raise_exit(), join);
            self.cur = fast;
        }
        let mut args: Vec<Value> = env.into_iter().collect();
        for (w, _, want) in &values {
            let x = if want.is_int() && !is_gen {
                let never = self.new_block(true);
                let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
                self.inst_n(Op::UntagInt, vec![*w], &[Rep::I64], vec![e])[0]
            } else {
                self.coerce(*w, &Ty::Any, want)
            };
            args.push(x);
        }
        self.boxed_call(body, args, &ret, raise_exit(), join);
        self.cur = join;
        out
    }

    fn boxed_call(&mut self, f: ir::FuncId, args: Vec<Value>, ret: &Ty, raise: Exit, join: Block) {
        let mut exits = vec![raise];
        if ret.is_int() {
            exits.push(Exit { kind: ExitKind::Big, target: Target { block: join, args: vec![] } });
        }
        let reps: Vec<Rep> = ret_rep(ret).into_iter().collect();
        let r = self.inst_n(Op::Call(f), args, &reps, exits);
        let w = match r.first() {
            Some(x) => self.boxed(*x, ret),
            None => self.none(),
        };
        self.jump(join, &[w]);
    }

    // Generators.

    pub fn gen_slot(&self, v: Var) -> i32 {
        layout::GEN_SLOTS + 8 * self.gen_vars[&v] as i32
    }

    /// Releases everything in the generator's slots.
    pub fn gen_clear(&mut self) {
        let g = self.env.expect("a generator has its object");
        let n = self.iconst(gen_layout(self.func).1 as i64);
        let p = self.op(Op::Cast, &[g], Rep::Ptr);
        let off = self.iconst(layout::GEN_SLOTS as i64);
        let base = self.op(Op::PtrAdd, &[p, off], Rep::Ptr);
        self.op0(Op::Leaf(Leaf::release_slots), &[base, n]);
    }

    /// At resumption: an exception may have been thrown in. `inner`: it is an inner iterator's first.
    pub fn check_thrown(&mut self, unwind: Option<&hir::Target>, inner: bool) {
        let g = self.env.expect("a generator has its object");
        let w = self.op(Op::Cast, &[g], Rep::Val);
        let block = self.new_block(true);
        let saved = self.cur;
        self.cur = block;
        if !inner {
            self.traceback();
        }
        match unwind {
            Some(t) => {
                let t = t.clone();
                self.goto(&t);
            }
            None => self.return_raise(),
        }
        self.cur = saved;
        let e = Exit { kind: ExitKind::Raise, target: Target { block, args: vec![] } };
        self.inst_n(Op::Leaf(Leaf::gen_throw_pending), vec![w], &[], vec![e]);
    }

    pub fn yield_value(&mut self, i: &hir::Inst) {
        let w = self.word(i.args[0]);
        let g = self.env.expect("a generator has its object");
        let n = self.entries.len() as u32 + 1;
        let state = self.iconst(n as i64);
        self.op0(Op::Store { offset: layout::GEN_STATE, region: Region::Gen }, &[g, state]);
        self.term(Term::Return(Some(w)));
        let next = self.new_block(false);
        self.entries.insert(Point::After(u32::MAX, n), next);
        self.cur = next;
        self.check_thrown(i.unwind.as_ref(), matches!(i.op, hir::Op::YieldInner));
        let sent = self.op(Op::Take { ty: Rep::Val, offset: layout::GEN_SENT, region: Region::Gen }, &[g], Rep::Val);
        let zero = self.zero(Rep::Val);
        self.op0(Op::Store { offset: layout::GEN_SENT, region: Region::Gen }, &[g, zero]);
        // Zero stands for None.
        let absent = self.op(Op::Same, &[sent, zero], Rep::Bool);
        let (none_b, join) = (self.new_block(false), self.new_block(false));
        let p = self.f.add_param(join, Rep::Val);
        self.term(Term::Branch { cond: absent, then: Target { block: none_b, args: vec![] }, els: Target { block: join, args: vec![sent] } });
        self.cur = none_b;
        let none = self.none();
        self.jump(join, &[none]);
        self.cur = join;
        if let Some(out) = i.results.first() {
            self.set(*out, p, &Ty::Any);
        }
    }

    /// The block of an HIR block (for tests of reachability).
    pub fn is_reached(&self, b: B) -> bool {
        self.inst.reached[b.index()]
    }
}
