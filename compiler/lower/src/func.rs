//! One function instance at a time: its body, its slow twin, its uniform entry, its generator.

use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use pyaot_abi::{Leaf, exceptions};
use pyaot_ir::{self as ir, Block, Conv, Exit, ExitKind, Function, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, FuncKind, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{InstanceId, Ty};

use crate::ctx::{Lower, Mode, rep_of, ret_rep};
use crate::handover::Point;
use crate::liveness::Liveness;
use crate::npcall;
use crate::number::{frame_words, mixed_values};
use crate::numpy::{NP_WORDS, np_values};
use crate::row::{self, row_values};
use crate::world::{Piece, World, needs_env};

/// What the pieces of one instance share.
pub struct Facts {
    pub slots: HashMap<V, u32>,
    pub n_slots: u32,
    pub n_counted: u32,
    pub live: Liveness,
    pub defs: HashMap<V, (u32, u32)>,
    pub uses: HashMap<V, Vec<(u32, u32)>>,
    /// See [`Lower::mixed`].
    pub mixed: HashMap<V, u32>,
    /// See [`Lower::np`].
    pub np: HashMap<V, u32>,
    /// See [`Lower::ranges`].
    pub ranges: HashMap<V, u32>,
    /// See [`Lower::rows`].
    pub rows: HashMap<V, u32>,
    /// See [`Lower::highs`].
    pub highs: HashMap<V, u32>,
}

/// Words of the frame array.
pub struct Slots {
    /// By value: those that are counted first.
    pub of: HashMap<V, u32>,
    pub n_counted: u32,
    /// See [`Lower::mixed`].
    pub mixed: HashMap<V, u32>,
    /// See [`Lower::np`].
    pub np: HashMap<V, u32>,
    /// See [`Lower::ranges`].
    pub ranges: HashMap<V, u32>,
    /// See [`Lower::rows`].
    pub rows: HashMap<V, u32>,
    /// See [`Lower::highs`].
    pub highs: HashMap<V, u32>,
    /// All words.
    pub n: u32,
}

pub fn value_slots(t: &Typed, id: InstanceId) -> Slots {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut counted = Vec::new();
    let mut plain = Vec::new();
    let mut made = Vec::new();
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
        made.extend(b.insts.iter().flat_map(|i| &i.results).filter(|v| matches!(inst.types[v.index()], Ty::Range { .. })));
    }
    let n_counted = counted.len() as u32;
    let of: HashMap<V, u32> = counted.into_iter().chain(plain).enumerate().map(|(k, v)| (v, k as u32)).collect();
    let mixed = frame_words(&mixed_values(t, id), of.len() as u32, 3);
    let first = (of.len() + 3 * mixed.len()) as u32;
    let np = frame_words(&np_values(t, id), first, NP_WORDS);
    let first = first + NP_WORDS as u32 * np.len() as u32;
    let ranges: HashMap<V, u32> = made.into_iter().zip((first..).step_by(3)).collect();
    let first = first + 3 * ranges.len() as u32;
    let parts = if f.kind == FuncKind::Generator { Default::default() } else { row_values(t, id) };
    let rows = frame_words(&parts, first, row::WORDS as usize);
    let first = first + row::WORDS * rows.len() as u32;
    let mut ints: Vec<V> = if f.kind == FuncKind::Generator { vec![] } else { of.keys().copied().filter(|v| inst.types[v.index()].is_int()).collect() };
    ints.sort();
    let highs: HashMap<V, u32> = ints.into_iter().zip(first..).collect();
    // Two more: see `Lower::rounds_slot` and `Lower::visits_slot`.
    let n = first + highs.len() as u32 + 2;
    Slots { of, n_counted, mixed, np, ranges, rows, highs, n }
}

pub fn facts(w: &mut World, t: &Typed, id: InstanceId) -> Rc<Facts> {
    w.facts.entry(id).or_insert_with(|| Rc::new(find_facts(t, id))).clone()
}

fn find_facts(t: &Typed, id: InstanceId) -> Facts {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let Slots { of: slots, n_counted, mixed, np, ranges, rows, highs, n: n_slots } = value_slots(t, id);
    let mut defs = HashMap::default();
    let mut uses: HashMap<V, Vec<(u32, u32)>> = HashMap::default();
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
    Facts { slots, n_slots, n_counted, live: Liveness::of(f), defs, uses, mixed, np, ranges, rows, highs }
}

pub fn is_generator(t: &Typed, id: InstanceId) -> bool {
    t.program.funcs[t.instance(id).func.index()].kind == FuncKind::Generator
}

/// Result type of an instance as its callers see it.
pub fn ret_ty(t: &Typed, id: InstanceId) -> Ty {
    let inst = t.instance(id);
    if t.program.funcs[inst.func.index()].kind == FuncKind::Generator { Ty::Gen(id) } else { inst.ret.clone() }
}

pub fn lowering<'a>(w: &'a mut World, t: &'a Typed, id: InstanceId, facts: &'a Facts, mode: Mode, f: Function) -> Lower<'a> {
    let inst = t.instance(id);
    let sizes = w.sizes(t, id);
    Lower {
        id,
        sizes,
        inst,
        func: &t.program.funcs[inst.func.index()],
        mode,
        cur: Block(0),
        blocks: Vec::new(),
        vals: HashMap::default(),
        slots: &facts.slots,
        n_slots: facts.n_slots,
        buf: None,
        env: None,
        ends: None,
        at: (0, 0),
        line: 0,
        points: vec![Point::Entry],
        handovers: Vec::new(),
        twin: None,
        entries: HashMap::default(),
        live: &facts.live,
        defs: &facts.defs,
        uses: &facts.uses,
        elided: elided(t, id),
        gen_vars: HashMap::default(),
        ret_ty: ret_ty(t, id),
        generator: false,
        entries_counted: 0,
        dead: false,
        shown: None,
        passing: Default::default(),
        mixed: &facts.mixed,
        np: &facts.np,
        ranges: &facts.ranges,
        rows: &facts.rows,
        num_constants: None,
        waits: None,
        returns: HashMap::default(),
        wide: false,
        wide_result: false,
        retries: None,
        highs: &facts.highs,
        storing: None,
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
        return crate::generator::maker(w, t, id);
    }
    let facts = facts(w, t, id);
    let ret = ret_ty(t, id);
    let mut f = Function::new(format!("{}#{}", func.qualname, id.0), Conv::Tail, ret_rep(&ret), true);
    f.frame = w.frame(t, inst.func);
    f.once = func.kind == FuncKind::Module;
    let (beyond, points) = (w.sizes(t, id).beyond, w.points.get(&id).cloned());
    let mut l = lowering(w, t, id, &facts, Mode::Fast, f);
    // Its ints do not fit: there is no use in trying.
    l.wide = beyond;
    if let Some(points) = points {
        l.points = points;
    }
    let entry = l.new_block(false);
    l.cur = entry;
    if needs_env(l.func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    let params = l.func.blocks[0].params.clone();
    for p in params {
        l.add_parameter(entry, p);
    }
    let (f, points) = from_the_start(l);
    w.points.insert(id, points);
    f
}

/// All blocks behind the parameters, which are there: the function, and the points at which it leaves to the twin.
pub fn from_the_start(mut l: Lower) -> (Function, Vec<Point>) {
    l.line = l.func.first_line;
    l.stack_check();
    l.make_blocks(true);
    let start = l.blocks[0];
    l.jump(start, &[]);
    l.blocks();
    (l.f, l.points)
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
    let facts = facts(w, t, id);
    let returns = match w.returns.get(&id) {
        Some(r) => r.clone(),
        None if func.kind == FuncKind::Generator => HashMap::default(),
        None => crate::reentry::all(w, t, id, &facts),
    };
    w.returns.insert(id, returns.clone());
    let points = w.points.get(&id).cloned().unwrap_or_else(|| vec![Point::Entry]);
    w.twins.insert(id, points.len());
    let is_gen = func.kind == FuncKind::Generator;
    let ret = if is_gen { Some(crate::generator::rep(t, id)) } else { ret_rep(&ret_ty(t, id)) };
    let mut f = Function::new(format!("{}#{}.slow", func.qualname, id.0), Conv::Tail, ret, true);
    (f.cold, f.generator) = (true, is_gen);
    f.frame = w.frame(t, inst.func);
    f.once = func.kind == FuncKind::Module;
    let mut l = lowering(w, t, id, &facts, Mode::Slow, f);
    l.points = points.clone();
    l.returns = returns;
    let entry = l.new_block(false);
    l.cur = entry;
    let k = l.f.add_param(entry, Rep::I64);
    let buf = l.f.add_param(entry, Rep::Ptr);
    l.buf = Some(buf);
    if is_gen || needs_env(func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    if is_gen {
        l.is_generator();
    }
    l.make_blocks(false);
    let start = l.blocks[0];
    let mut table = Vec::new();
    for p in &points {
        let from = l.new_block(false);
        let to = if *p == Point::Entry { start } else { l.new_block(false) };
        l.entries.insert(*p, to);
        table.push(Target { block: from, args: vec![] });
    }
    if points.len() > 1 {
        l.take_over_slots(k, facts.n_counted);
    }
    l.term(Term::Switch { on: k, table: table.clone(), default: Target { block: start, args: vec![] } });
    for (p, from) in points.iter().zip(table) {
        l.cur = from.block;
        l.take_over(*p);
        let to = l.entries[p];
        l.jump(to, &[]);
    }
    l.n_counted(facts.n_counted);
    l.find_passing();
    l.blocks();
    l.f
}

/// `extern "C" fn(callee, args) -> word`: unpacks the arguments and boxes the result.
pub fn uniform(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
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

/// What calls with stars would make of their arguments, where they are calls like any other.
fn elided(t: &Typed, id: InstanceId) -> rustc_hash::FxHashSet<(u32, u32)> {
    let inst = t.instance(id);
    let mut out = rustc_hash::FxHashSet::default();
    for (at, s) in t.spreads.get(&inst.func).into_iter().flatten() {
        let known = inst.calls.contains_key(at);
        let ty = |v: V| inst.types[v.index()].clone();
        if known || t.whole_args(s, ty).is_some() {
            out.extend(&s.makes[..s.n_tuple]);
        }
        if known || t.whole_keywords(s, ty).is_some() {
            out.extend(&s.makes[s.n_tuple..]);
        }
    }
    out
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
    f.block_mut(entry).insts.push(ir::Inst { op: Op::Const(c), args: vec![], results: vec![m], exits: vec![], line: 0, frame: 0 });
    f.block_mut(entry).insts.push(ir::Inst {
        op: Op::Leaf(Leaf::raise_type),
        args: vec![m],
        results: vec![],
        exits: vec![Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } }],
        line: 0,
        frame: 0,
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
        frame: 0,
    });
    f.block_mut(b).term = Term::Return(None);
    f
}

impl<'a> Lower<'a> {
    /// At the start of a function that may be in a recursion.
    pub fn stack_check(&mut self) {
        if !calls(self.func) || self.func.kind == FuncKind::Module {
            return;
        }
        let raise = self.new_block(true);
        let saved = self.cur;
        self.cur = raise;
        self.traceback();
        self.return_raise();
        self.cur = saved;
        let e = Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } };
        self.inst_n(Op::StackCheck, vec![], &[], vec![e]);
    }

    fn n_counted(&mut self, n: u32) {
        self.entries_counted = n;
    }

    /// IR blocks for the HIR blocks that inference reached.
    pub fn make_blocks(&mut self, params: bool) {
        for (b, block) in self.func.blocks.iter().enumerate() {
            let ir = self.new_block(false);
            self.blocks.push(ir);
            if params && b > 0 {
                for p in &block.params {
                    self.add_block_param(ir, *p);
                }
            }
        }
    }

    pub fn blocks(&mut self) {
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

    pub fn block(&mut self, b: u32) {
        let block = &self.func.blocks[b as usize];
        self.cur = self.blocks[b as usize];
        self.dead = false;
        self.at = (b, 0);
        if self.func.is_loop_head(b) {
            // Ctrl-C ends loops that call nothing.
            self.line = block.insts.first().map_or(self.line, |i| i.line);
            let e = self.raise_exit();
            self.inst_n(Op::Safepoint, vec![], &[], vec![e]);
            self.try_return(b);
            self.retry(b);
        }
        for (k, i) in block.insts.iter().enumerate() {
            self.at = (b, k as u32);
            self.line = i.line;
            self.enter_point(Point::Before(b, k as u32));
            self.enter_point(Point::Wide(b, k as u32, false));
            self.inst(i);
            self.shown = None;
            if self.dead {
                return;
            }
            self.release_used_up(i);
            if self.inst.stops[b as usize] == Some(k) {
                // Inference says that nothing gets past here. Should it be wrong, that is an exception, not a crash.
                let kind = self.iconst(exceptions::SYSTEM_ERROR);
                let m = self.str_const("pyaot: an operation ended that was found to have no result");
                self.leaf_never(Leaf::raise_name, &[kind, m]);
                return;
            }
            self.enter_point(Point::After(b, k as u32));
            self.enter_point(Point::Wide(b, k as u32, true));
        }
        let end = block.insts.len() as u32;
        self.at = (b, end);
        self.enter_point(Point::Before(b, end));
        self.enter_point(Point::Wide(b, end, false));
        match &block.term {
            hir::Term::Jump(t) => self.goto(t),
            hir::Term::Branch { then, .. } if !self.t.goes(self.id, hir::B(b), false) => self.goto_edge(then, Some(true)),
            hir::Term::Branch { els, .. } if !self.t.goes(self.id, hir::B(b), true) => self.goto_edge(els, Some(false)),
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

    pub fn release_frame(&mut self) {
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
        if self.generator {
            return self.gen_return(v);
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
            return self.return_int(own);
        }
        if self.wide && ret.is_int() {
            return self.return_wide(v);
        }
        if let Some(kind) = npcall::raw_result(&ret) {
            return self.return_raw(v, kind);
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

    /// Returns an int that is a word.
    pub fn return_int(&mut self, own: Value) {
        let small = self.op(Op::IsTagged, &[own], Rep::Bool);
        let (a, z) = (self.new_block(false), self.new_block(true));
        self.branch(small, a, z);
        self.cur = z;
        self.term(Term::ReturnBig(own));
        self.cur = a;
        let never = self.new_block(true);
        let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
        let x = self.inst_n(Op::UntagInt, vec![own], &[Rep::I64], vec![e])[0];
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
        let from_start = !is_gen && values.iter().any(|(_, _, want)| npcall::may_be_big(want));
        let big = from_start.then(|| self.new_block(true));
        if let Some(big) = big {
            let fast = self.new_block(false);
            match small {
                Some(s) => self.branch(s, fast, big),
                None => self.jump(fast, &[]),
            }
            self.cur = big;
            let Slots { of: slots, n, .. } = value_slots(self.t, id);
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
            } else if let Some(kind) = npcall::raw(want).filter(|_| !is_gen) {
                self.raw_of_word(*w, want, kind, big.expect("such a parameter needs it"))
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
        if npcall::result_may_be_big(ret) {
            exits.push(Exit { kind: ExitKind::Big, target: Target { block: join, args: vec![] } });
        }
        let reps: Vec<Rep> = ret_rep(ret).into_iter().collect();
        let r = self.inst_n(Op::Call(f), args, &reps, exits);
        let w = match r.first() {
            Some(x) => self.boxed_result(*x, ret),
            None => self.none(),
        };
        self.jump(join, &[w]);
    }
}
