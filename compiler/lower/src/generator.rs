//! Generators: heap frames that compiled code resumes.
//!
//! An instance of a generator function becomes
//! - the *maker*, called like the function: it makes the generator object with the arguments in its slots,
//! - the *body*, which runs from the object's state to the next `yield`: a fast body with a slow twin like any function's.
//!   Variables that live across a `yield` are in the object's slots, ints and objects always as tagged words, so body and
//!   twin take turns freely. It returns the yielded value, unboxed; its end is the status "exhausted",
//! - `next`, for callers that know the generator: marks it as running around a call of the body,
//! - the *resume* function, through which the runtime runs the body.

use rustc_hash::FxHashMap as HashMap;

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Conv, Exit, ExitKind, Function, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, V, Var};
use pyaot_sema::infer::{Instance, Typed};
use pyaot_sema::types::{InstanceId, Ty};

use crate::ctx::{Lower, Mode, Val, rep_of};
use crate::handover::Point;
use crate::func::{facts, is_generator, lowering};
use crate::world::{Piece, World, needs_env};
use pyaot_sema::infer::Callee;

/// State of a generator that has ended.
const ENDED: i64 = -1;

/// Representation of what the body returns.
pub fn rep(t: &Typed, id: InstanceId) -> Rep {
    rep_of(&t.instance(id).yields, Mode::Fast)
}

/// Compiled code may resume it without the runtime, which keeps the exceptions that a suspended generator is handling.
pub fn is_direct(t: &Typed, id: InstanceId) -> bool {
    let f = &t.program.funcs[t.instance(id).func.index()];
    !f.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, hir::Op::ExcTake))
}

/// The slots of a generator: the function object, the parameters, variables kept as tagged words, then variables kept raw.
struct Layout {
    vars: HashMap<Var, u32>,
    /// Slots that the runtime counts, and all.
    counted: u32,
    all: u32,
}

/// A variable that is no tagged word in its slot: as it is in registers.
pub fn is_raw(t: &Ty) -> bool {
    matches!(t, Ty::State | Ty::Float { .. } | Ty::Bool)
}

fn layout_of(func: &hir::Func, inst: &Instance) -> Layout {
    let first = 1 + func.blocks[0].params.len() as u32;
    let (raw, words): (Vec<u32>, Vec<u32>) = (0..func.vars.len() as u32).partition(|k| is_raw(&inst.vars[*k as usize]));
    let counted = first + words.len() as u32;
    let vars = words.into_iter().chain(raw).zip(first..).map(|(k, slot)| (Var(k), slot)).collect();
    Layout { vars, counted, all: first + func.vars.len() as u32 }
}

fn exit(kind: ExitKind, block: Block) -> Exit {
    Exit { kind, target: Target { block, args: vec![] } }
}

/// Called like the function: makes the generator with its arguments in it.
pub fn maker(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
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
    let slots = layout_of(func, inst);
    let n = l.iconst(i64::from(slots.counted) | i64::from(slots.all) << 32);
    let g = l.leaf(Leaf::gen_new, &[fp, name, n], Rep::Obj);
    if let Some(e) = l.env {
        l.op0(Op::Store { offset: layout::GEN_SLOTS, region: Region::Gen }, &[g, e]);
    }
    for (k, (v, ty)) in words.into_iter().enumerate() {
        let w = l.boxed(v, &ty);
        l.op0(Op::Store { offset: param_slot(k), region: Region::Gen }, &[g, w]);
    }
    l.term(Term::Return(Some(g)));
    l.f
}

fn param_slot(k: usize) -> i32 {
    layout::GEN_SLOTS + 8 * (k as i32 + 1)
}

/// The state machine.
pub fn body(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
    let mut f = Function::new(format!("{}#{}.gen", func.qualname, id.0), Conv::Tail, Some(rep(t, id)), true);
    f.frame = w.frame(t, inst.func);
    f.generator = true;
    let mut l = lowering(w, t, id, &facts, Mode::Fast, f);
    let entry = l.new_block(false);
    l.cur = entry;
    let g = l.f.add_param(entry, Rep::Obj);
    l.env = Some(g);
    l.is_generator();
    l.line = func.first_line;
    let overflow = l.aside(|l| {
        l.traceback();
        l.return_raise();
    });
    l.inst_n(Op::StackCheck, vec![], &[], vec![exit(ExitKind::Raise, overflow)]);
    let state = l.op(Op::Load { ty: Rep::I64, offset: layout::GEN_STATE, region: Region::Gen }, &[g], Rep::I64);
    l.make_blocks(true);
    let first = l.new_block(false);
    let dispatch = l.cur;
    l.cur = first;
    l.start();
    let start = l.blocks[0];
    l.jump(start, &[]);
    l.blocks();
    // States count the yields in the order of the blocks.
    let ended = l.aside(|l| l.term(Term::Return(None)));
    let n_yields = func.blocks.iter().flat_map(|b| &b.insts).filter(|i| matches!(i.op, hir::Op::Yield | hir::Op::YieldInner)).count() as u32;
    let block = |n: u32| if n == 0 { first } else { l.entries.get(&Point::After(u32::MAX, n)).copied().unwrap_or(ended) };
    let table = (0..=n_yields).map(|n| Target { block: block(n), args: vec![] }).collect();
    l.f.block_mut(dispatch).term = Term::Switch { on: state, table, default: Target { block: ended, args: vec![] } };
    let points = l.points.clone();
    let f = l.f;
    w.points.insert(id, points);
    f
}

/// `next(generator)`: the generator is not running, nothing is thrown in.
pub fn next(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
    let rep = rep(t, id);
    let mut f = Function::new(format!("{}#{}.next", func.qualname, id.0), Conv::Tail, Some(rep), true);
    f.frame = w.frame(t, inst.func);
    let mut l = lowering(w, t, id, &facts, Mode::Tagged, f);
    if l.is_recursive() {
        l.next_in_chain(rep);
        return l.f;
    }
    let entry = l.new_block(false);
    l.cur = entry;
    let g = l.f.add_param(entry, Rep::Obj);
    let flags = l.gen_flags(g);
    let zero = l.iconst(0);
    let free = l.icmp(Cc::Eq, flags, zero);
    let raised = l.aside(|l| l.term(Term::ReturnRaise));
    // It is running: the runtime raises ValueError.
    let busy = l.aside(|l| {
        let w = l.op(Op::Cast, &[g], Rep::Val);
        l.inst_n(Op::Leaf(Leaf::next), vec![w], &[Rep::Val], vec![exit(ExitKind::Raise, raised), exit(ExitKind::End, raised)]);
        l.term(Term::Unreachable);
    });
    l.require(free, busy);
    let one = l.iconst(1);
    l.set_gen_flags(g, one);
    let failed = l.aside(|l| {
        let w = l.op(Op::Cast, &[g], Rep::Val);
        l.op0(Op::Leaf(Leaf::gen_failed), &[w]);
        l.term(Term::ReturnRaise);
    });
    let ended = l.aside(|l| {
        l.set_gen_flags(g, zero);
        l.term(Term::Return(None));
    });
    let mut exits = vec![exit(ExitKind::Raise, failed), exit(ExitKind::End, ended)];
    if inst.yields.is_int() {
        let big = l.new_block(true);
        let p = l.f.add_param(big, Rep::Val);
        let saved = std::mem::replace(&mut l.cur, big);
        l.set_gen_flags(g, zero);
        l.term(Term::ReturnBig(p));
        l.cur = saved;
        exits.push(exit(ExitKind::Big, big));
    }
    let body = l.w.id(Piece::Generator(id));
    let r = l.inst_n(Op::Call(body), vec![g], &[rep], exits)[0];
    l.set_gen_flags(g, zero);
    l.term(Term::Return(Some(r)));
    l.f
}

/// What the runtime calls: the body, its result as a word.
pub fn resume(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
    let mut f = Function::new(format!("{}#{}.resume", func.qualname, id.0), Conv::Resume, Some(Rep::Val), true);
    f.frame = w.frame(t, inst.func);
    let mut l = lowering(w, t, id, &facts, Mode::Tagged, f);
    let entry = l.new_block(false);
    l.cur = entry;
    let g = l.f.add_param(entry, Rep::Obj);
    l.f.add_param(entry, Rep::Val);
    let raised = l.aside(|l| l.term(Term::ReturnRaise));
    let ended = l.aside(|l| l.term(Term::Return(None)));
    let mut exits = vec![exit(ExitKind::Raise, raised), exit(ExitKind::End, ended)];
    if inst.yields.is_int() {
        let big = l.new_block(true);
        let p = l.f.add_param(big, Rep::Val);
        l.f.block_mut(big).term = Term::Return(Some(p));
        exits.push(exit(ExitKind::Big, big));
    }
    let body = l.w.id(Piece::Generator(id));
    let r = l.inst_n(Op::Call(body), vec![g], &[rep(t, id)], exits)[0];
    let word = l.boxed(r, &inst.yields);
    l.term(Term::Return(Some(word)));
    l.f
}

impl Lower<'_> {
    /// What is lowered is a generator's body or its twin; `env` is set.
    pub fn is_generator(&mut self) {
        self.generator = true;
        self.ret_ty = self.inst.yields.clone();
        self.gen_vars = layout_of(self.func, self.inst).vars;
    }

    /// A cold block filled by `f`.
    fn aside(&mut self, f: impl FnOnce(&mut Self)) -> Block {
        let block = self.new_block(true);
        let saved = (std::mem::replace(&mut self.cur, block), self.line);
        f(self);
        (self.cur, self.line) = saved;
        block
    }

    fn the_generator(&self) -> Value {
        self.env.expect("a generator has its object")
    }

    fn gen_flags(&mut self, g: Value) -> Value {
        self.op(Op::Load { ty: Rep::I64, offset: layout::GEN_FLAGS, region: Region::Gen }, &[g], Rep::I64)
    }

    fn set_gen_flags(&mut self, g: Value, flags: Value) {
        self.op0(Op::Store { offset: layout::GEN_FLAGS, region: Region::Gen }, &[g, flags]);
    }

    fn set_gen_state(&mut self, state: i64) {
        let (g, n) = (self.the_generator(), self.iconst(state));
        self.op0(Op::Store { offset: layout::GEN_STATE, region: Region::Gen }, &[g, n]);
    }

    pub fn gen_slot(&self, v: Var) -> i32 {
        layout::GEN_SLOTS + 8 * self.gen_vars[&v] as i32
    }

    /// Releases everything in the generator's slots: it has ended.
    pub fn gen_clear(&mut self) {
        self.set_gen_state(ENDED);
        self.set_inner(None);
        let g = self.the_generator();
        let n = self.iconst(layout_of(self.func, self.inst).counted as i64);
        let p = self.op(Op::Cast, &[g], Rep::Ptr);
        let off = self.iconst(layout::GEN_SLOTS as i64);
        let base = self.op(Op::PtrAdd, &[p, off], Rep::Ptr);
        self.op0(Op::Leaf(Leaf::release_slots), &[base, n]);
    }

    /// A start: parameters out of their slots. With a big int among them the twin starts.
    fn start(&mut self) {
        self.check_thrown(None, false);
        let g = self.the_generator();
        let params = self.func.blocks[0].params.clone();
        let words: Vec<Value> = (0..params.len())
            .map(|k| self.op(Op::Load { ty: Rep::Val, offset: param_slot(k), region: Region::Gen }, &[g], Rep::Val))
            .collect();
        let ty = |me: &Self, p: &V| me.inst.types[p.index()].clone();
        let ints: Vec<Value> = params.iter().zip(&words).filter(|(p, _)| ty(self, p).is_int()).map(|(_, w)| *w).collect();
        let mut small: Option<Value> = None;
        for w in ints {
            let t = self.op(Op::IsTagged, &[w], Rep::Bool);
            small = Some(match small {
                Some(s) => self.op(Op::BAnd, &[s, t], Rep::Bool),
                None => t,
            });
        }
        if let Some(small) = small {
            let twin = self.aside(|me| {
                let buf = me.frame_array();
                for (p, w) in params.iter().zip(&words) {
                    let t = ty(me, p);
                    let x = if t.is_int() { *w } else { me.coerce(*w, &Ty::Any, &t) };
                    if me.slots.contains_key(p) {
                        me.store_slot(buf, *p, x);
                    }
                }
                let zero = me.iconst(0);
                let slow = me.w.slow_id(me.id);
                me.tail_result(slow, vec![zero, buf, g]);
            });
            self.require(small, twin);
        }
        for (p, w) in params.iter().zip(&words) {
            let t = ty(self, p);
            let x = if t.is_int() {
                let never = self.new_block(true);
                self.inst_n(Op::UntagInt, vec![*w], &[Rep::I64], vec![exit(ExitKind::Slow, never)])[0]
            } else {
                self.coerce(*w, &Ty::Any, &t)
            };
            self.vals.insert(*p, Val::One(x, t));
        }
    }

    /// At resumption: an exception may have been thrown in. `inner`: it is an inner iterator's first.
    fn check_thrown(&mut self, unwind: Option<&hir::Target>, inner: bool) {
        let g = self.the_generator();
        let flags = self.gen_flags(g);
        let two = self.iconst(2);
        let thrown = self.op(Op::IAnd, &[flags, two], Rep::I64);
        let zero = self.iconst(0);
        let nothing = self.icmp(Cc::Eq, thrown, zero);
        let next = self.new_block(false);
        let raised = self.aside(|me| {
            if !inner {
                me.traceback();
            }
            match unwind {
                Some(t) => me.goto(&t.clone()),
                None => me.return_raise(),
            }
        });
        let look = self.aside(|me| {
            let w = me.op(Op::Cast, &[g], Rep::Val);
            me.inst_n(Op::Leaf(Leaf::gen_throw_pending), vec![w], &[], vec![exit(ExitKind::Raise, raised)]);
            me.jump(next, &[]);
        });
        self.branch(nothing, next, look);
        self.cur = next;
    }

    /// The number of the `yield` at hand: the generator's state while it is suspended there.
    fn yield_number(&self) -> u32 {
        let (b, k) = (self.at.0 as usize, self.at.1 as usize);
        let yields = |insts: &[hir::Inst]| insts.iter().filter(|i| matches!(i.op, hir::Op::Yield | hir::Op::YieldInner)).count() as u32;
        self.func.blocks[..b].iter().map(|b| yields(&b.insts)).sum::<u32>() + yields(&self.func.blocks[b].insts[..k]) + 1
    }

    pub fn yield_value(&mut self, i: &hir::Inst) {
        let g = self.the_generator();
        let n = self.yield_number();
        let ret = self.ret_ty.clone();
        if self.mode == Mode::Slow {
            self.yield_from_twin(i.args[0], n);
        } else {
            let x = self.as_type(i.args[0], &ret);
            self.set_gen_state(i64::from(n));
            self.term(Term::Return(Some(x)));
        }
        // The body goes on here when it is called again; code of the twin behind a `yield` is entered by the body's exits.
        let next = self.new_block(false);
        self.cur = next;
        let out = i.results.first().copied();
        if self.mode == Mode::Slow {
            if let Some(out) = out {
                let none = self.none();
                self.set(out, none, &Ty::None);
            }
            return;
        }
        self.entries.insert(Point::After(u32::MAX, n), next);
        self.check_thrown(i.unwind.as_ref(), matches!(i.op, hir::Op::YieldInner));
        let Some(out) = out else { return };
        if !self.uses.contains_key(&out) {
            return self.drop_sent();
        }
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
        self.set_word(out, p, &Ty::Any);
    }

    /// What was sent is not looked at.
    fn drop_sent(&mut self) {
        let g = self.the_generator();
        let offset = layout::GEN_SENT;
        let sent = self.op(Op::Load { ty: Rep::I64, offset, region: Region::Gen }, &[g], Rep::I64);
        let zero = self.iconst(0);
        let nothing = self.icmp(Cc::Eq, sent, zero);
        let next = self.new_block(false);
        let drop = self.aside(|me| {
            let old = me.op(Op::Take { ty: Rep::Val, offset, region: Region::Gen }, &[g], Rep::Val);
            let none = me.zero(Rep::Val);
            me.op0(Op::Store { offset, region: Region::Gen }, &[g, none]);
            me.op0(Op::ReleaseMaybe, &[old]);
            me.jump(next, &[]);
        });
        self.branch(nothing, next, drop);
        self.cur = next;
    }

    fn yield_from_twin(&mut self, v: V, n: u32) {
        let ret = self.ret_ty.clone();
        self.set_gen_state(i64::from(n));
        if ret.is_int() {
            let w = self.word(v);
            let own = self.op(Op::Retain, &[w], Rep::Val);
            self.leave_frame();
            return self.return_int(own);
        }
        let mut x = self.as_type(v, &ret);
        if self.f.ty(x).is_counted() {
            x = self.op(Op::Retain, &[x], self.f.ty(x));
        }
        self.leave_frame();
        self.term(Term::Return(Some(x)));
    }

    /// `return v`: the value stays in the object for whoever asks.
    pub fn gen_return(&mut self, v: V) {
        let mut w = self.word(v);
        if self.mode == Mode::Slow {
            w = self.op(Op::Retain, &[w], Rep::Val);
            self.leave_frame();
        }
        self.gen_clear();
        let g = self.the_generator();
        self.op0(Op::Store { offset: layout::GEN_SENT, region: Region::Gen }, &[g, w]);
        self.term(Term::Return(None));
    }

    /// A cold block for the end of a generator in `next(g)`: the runtime, asked again, raises StopIteration with its result.
    pub fn exhausted(&mut self, g: Value) -> Block {
        self.aside(|me| {
            let w = me.op(Op::Cast, &[g], Rep::Val);
            let e = me.raise_exit();
            me.inst_n(Op::Leaf(Leaf::gen_stop), vec![w], &[], vec![e]);
            me.term(Term::Unreachable);
        })
    }

    /// `yield from` a known generator: resumes it directly unless a value was sent.
    pub fn yield_from_known(&mut self, i: &hir::Inst) -> bool {
        let Ty::Gen(id) = self.ty(i.args[0]) else { return false };
        if !is_direct(self.t, id) {
            return false;
        }
        let out = i.results[0];
        let (g, _) = self.typed(i.args[0]);
        let object = self.op(Op::Cast, &[g], Rep::Val);
        let done = i.done.clone().expect("the inner iterator ends somewhere");
        let ended = self.new_block(false);
        let saved = std::mem::replace(&mut self.cur, ended);
        self.set_inner(None);
        self.op0(Op::Leaf(Leaf::gen_ended), &[object]);
        self.goto(&done);
        self.cur = saved;
        if id == self.id {
            self.set_inner(Some(g));
        }
        if self.ty(i.args[1]) == Ty::None {
            self.gen_next(out, g, id, ended);
            return true;
        }
        let (sent, none) = (self.word(i.args[1]), self.none());
        let plain = self.op(Op::Same, &[sent, none], Rep::Bool);
        let (direct, send, join) = (self.new_block(false), self.new_block(true), self.new_block(false));
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.in_frame(out) { None } else { Some(self.f.add_param(join, rep)) };
        self.branch(plain, direct, send);
        self.cur = send;
        let finished = self.new_block(true);
        let saved = std::mem::replace(&mut self.cur, finished);
        self.goto(&done);
        self.cur = saved;
        let exits = vec![self.raise_exit(), exit(ExitKind::End, finished)];
        let w = self.inst_n(Op::Leaf(Leaf::yield_from_next), vec![object, sent], &[Rep::Val], exits)[0];
        self.set_word(out, w, &Ty::Any);
        self.join_value(out, &own, join);
        self.cur = direct;
        self.gen_next(out, g, id, ended);
        self.join_value(out, &own, join);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
        true
    }

    /// The iterator of an object whose `__iter__` is a known generator function, or of None, which has none.
    pub fn iter_of_instance(&mut self, i: &hir::Inst, v: V) -> bool {
        let out = i.results[0];
        let (have, own) = (self.ty(v), self.inst.types[out.index()].clone());
        let (Ty::Inst(c), Ty::Gen(id)) = (have.without_none(), &own) else { return false };
        let maker = self.t.instance(*id);
        let f = &self.t.program.funcs[maker.func.index()];
        let found = self.t.find_method(c, "__iter__") == Some(maker.func) && !self.t.program.classes[c.index()].many;
        let params = &f.blocks[0].params;
        if !found || needs_env(f) || params.len() != 1 || maker.types[params[0].index()] != Ty::Inst(c) {
            return false;
        }
        let (x, t) = self.typed(v);
        let w = self.boxed(x, &t);
        if t.has_none() {
            let none = self.none();
            let absent = self.op(Op::Same, &[w, none], Rep::Bool);
            let (missing, next) = (self.new_block(true), self.new_block(false));
            self.branch(absent, missing, next);
            self.cur = missing;
            self.leaf_raises0(Leaf::iter, &[none]);
            self.term(Term::Unreachable);
            self.cur = next;
        }
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let body = self.w.id(Piece::Body(*id));
        let e = self.raise_exit();
        let g = self.inst_n(Op::Call(body), vec![o], &[Rep::Obj], vec![e])[0];
        self.set(out, g, &own);
        true
    }

    /// The next element of an object with a `__next__` of the program, called directly.
    pub fn next_of_instance(&mut self, i: &hir::Inst, state: Value, done: Block) -> bool {
        let Some(Callee::Direct { instance, func, sources }) = self.inst.calls.get(&self.at).cloned() else { return false };
        if needs_env(&self.t.program.funcs[func.index()]) || is_generator(self.t, instance) {
            return false;
        }
        let this = self.typed(i.args[0]);
        self.set(i.results[1], state, &Ty::State);
        let outer = self.ends.replace(done);
        self.call_instance(i, instance, func, &sources, Some(this), &[], None);
        self.ends = outer;
        true
    }

    /// `g.send(v)` to a generator that is suspended; any other is the affair of the runtime.
    pub fn gen_send(&mut self, i: &hir::Inst, id: InstanceId) {
        let out = i.results[0];
        let g = self.typed(i.args[0]).0;
        let w = self.word(i.args[1]);
        let state = self.op(Op::Load { ty: Rep::I64, offset: layout::GEN_STATE, region: Region::Gen }, &[g], Rep::I64);
        let flags = self.gen_flags(g);
        let zero = self.iconst(0);
        let (started, free) = (self.icmp(Cc::Gt, state, zero), self.icmp(Cc::Eq, flags, zero));
        let ready = self.op(Op::BAnd, &[started, free], Rep::Bool);
        let (direct, general, join) = (self.new_block(false), self.new_block(true), self.new_block(false));
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.in_frame(out) { None } else { Some(self.f.add_param(join, rep)) };
        self.branch(ready, direct, general);
        self.cur = general;
        let (object, name) = (self.word(i.args[0]), self.str_const("send"));
        let r = self.leaf_array(Leaf::call_method, &[object, name], &[w], Rep::Val);
        self.set_word(out, r, &Ty::Any);
        self.join_value(out, &own, join);
        self.cur = direct;
        self.op0(Op::Store { offset: layout::GEN_SENT, region: Region::Gen }, &[g, w]);
        let done = self.exhausted(g);
        self.gen_next(out, g, id, done);
        self.join_value(out, &own, join);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
    }

    /// `next(g, default)`.
    pub fn gen_next_or(&mut self, i: &hir::Inst, id: InstanceId) {
        let out = i.results[0];
        let g = self.typed(i.args[1]).0;
        let (ended, join) = (self.new_block(false), self.new_block(false));
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.in_frame(out) { None } else { Some(self.f.add_param(join, rep)) };
        let saved = std::mem::replace(&mut self.cur, ended);
        let (x, t) = self.typed(i.args[2]);
        self.set(out, x, &t);
        self.join_value(out, &own, join);
        self.cur = saved;
        self.gen_next(out, g, id, ended);
        self.join_value(out, &own, join);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
    }

    /// The next element of generator `g` of instance `id`, bound to `out`.
    pub fn gen_next(&mut self, out: V, g: Value, id: InstanceId, done: Block) {
        let yields = self.t.instance(id).yields.clone();
        let f = self.w.id(Piece::Next(id));
        let mut exits = vec![self.raise_exit(), exit(ExitKind::End, done)];
        if !yields.is_int() {
            let r = self.inst_n(Op::Call(f), vec![g], &[rep_of(&yields, Mode::Fast)], exits)[0];
            return self.set(out, r, &yields);
        }
        if self.mode == Mode::Fast && self.inst.types[out.index()].is_int() {
            exits.push(self.big_exit(out));
            let r = self.inst_n(Op::Call(f), vec![g], &[Rep::I64], exits)[0];
            return self.set(out, r, &yields);
        }
        let join = self.new_block(false);
        let p = self.f.add_param(join, Rep::Val);
        exits.push(exit(ExitKind::Big, join));
        let r = self.inst_n(Op::Call(f), vec![g], &[Rep::I64], exits)[0];
        let w = self.op(Op::TagInt, &[r], Rep::Val);
        self.jump(join, &[w]);
        self.cur = join;
        self.set(out, p, &if self.mode == Mode::Fast { Ty::Any } else { yields });
    }
}
