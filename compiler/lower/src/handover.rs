//! From the fast body to its twin: what is stored into the frame array where the body gives up, how the twin starts from
//! it, and the array's slots, in which the twin keeps what lives longer.

use pyaot_abi::Leaf;
use pyaot_ir::{self as ir, Block, Const, Exit, ExitKind, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val, rep_of};
use crate::npcall;

/// A point of a function where the fast body hands over to the twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point {
    /// The start, with the parameters as words.
    Entry,
    Before(u32, u32),
    After(u32, u32),
    /// The same for the wide form ([`crate::wide`]): behind the instruction, if the last says so.
    Wide(u32, u32, bool),
}

/// A block that hands over at a point, and the live values as it stores them.
pub struct Handover {
    /// And whether ints are wide.
    point: (Point, bool),
    vals: Vec<(V, Option<Val>)>,
    block: Block,
}

impl Lower<'_> {
    /// The exit to the twin in front of the instruction at hand.
    pub fn slow_exit(&mut self) -> Exit {
        let p = self.point_here();
        let block = self.handover(p, None);
        Exit { kind: ExitKind::Slow, target: Target { block, args: vec![] } }
    }

    pub fn slow_block(&mut self) -> Block {
        let p = self.point_here();
        self.handover(p, None)
    }

    /// The point in front of the instruction at hand, and of the tuples right before it that are not made here: the twin makes them.
    fn point_here(&self) -> Point {
        let (b, k) = self.at;
        let insts = &self.func.blocks[b as usize].insts;
        let is_apart = |i: &&hir::Inst| matches!(i.op, hir::Op::MakeTuple) && matches!(self.vals.get(&i.results[0]), Some(Val::Parts(_)));
        let apart = insts[..(k as usize).min(insts.len())].iter().rev().take_while(is_apart).count();
        Point::Before(b, k - apart as u32)
    }

    /// The exit for a call whose result is a big int: the twin goes on behind it. The block's parameter is the value.
    pub fn big_exit(&mut self, result: V) -> Exit {
        let p = Point::After(self.at.0, self.at.1);
        let block = self.handover(p, Some(result));
        Exit { kind: ExitKind::Big, target: Target { block, args: vec![] } }
    }

    /// A cold block for [`Point::Before`], or for [`Point::After`] with the result as the block's parameter.
    pub fn handover(&mut self, p: Point, result: Option<V>) -> Block {
        let vals: Vec<(V, Option<Val>)> = self.live_at(p).into_iter().map(|v| (v, self.vals.get(&v).cloned())).collect();
        // What waits to be computed is computed by each for itself.
        let is_shared = result.is_none() && !vals.iter().any(|(_, val)| matches!(val, Some(Val::Tree(_))));
        let point = (p, self.wide);
        self.handovers.retain(|h| h.point.0 == p);
        if let Some(same) = self.handovers.iter().find(|h| is_shared && h.point == point && h.vals == vals) {
            return same.block;
        }
        let block = self.new_block(true);
        if is_shared {
            self.handovers.push(Handover { point, vals, block });
        }
        let known = result.map(|v| (v, self.f.add_param(block, Rep::Val)));
        self.hand_over(block, p, known.as_slice());
        block
    }

    /// A cold block behind the instruction at hand, all of whose results are known as words.
    pub fn handover_words(&mut self, i: &hir::Inst, words: &[Value]) -> Block {
        let block = self.new_block(true);
        let known: Vec<(V, Value)> = i.results.iter().copied().zip(words.iter().copied()).collect();
        self.hand_over(block, Point::After(self.at.0, self.at.1), &known);
        block
    }

    /// Stores the live values into the frame array, runs the twin from `p` and returns its result. Ints are stored raw: the
    /// twin tags them ([`Lower::take_over`]), so that all there is here is stores and one call, and the hot code keeps its
    /// registers. `known`: results of the instruction at `p` as words.
    pub fn hand_over(&mut self, block: Block, p: Point, known: &[(V, Value)]) {
        debug_assert!(self.mode == Mode::Fast);
        let p = match p {
            Point::Before(b, k) if self.wide => Point::Wide(b, k, false),
            Point::After(b, k) if self.wide => Point::Wide(b, k, true),
            p => p,
        };
        let k = match self.points.iter().position(|q| *q == p) {
            Some(i) => i,
            None => {
                self.points.push(p);
                self.points.len() - 1
            }
        };
        let saved = (std::mem::replace(&mut self.cur, block), self.line);
        // The trees that wait are computed here, which may raise: before the frame array owns anything.
        let waits = self.waits.take();
        let mut live = self.live_at(p);
        let mut trees = Vec::new();
        for v in &live {
            if let Some(Val::Tree(tree)) = self.vals.get(v).cloned() {
                trees.push((*v, self.compute(&tree)));
            }
        }
        let waited = self.begin_storing();
        // On the way back from a twin there is an array already.
        let buf = match self.buf {
            Some(buf) => buf,
            None => {
                let buf = self.op(Op::StackSlot { words: self.n_slots }, &[], Rep::Ptr);
                if !self.highs.is_empty() {
                    self.store_number(buf, self.visits_slot(), 0);
                }
                buf
            }
        };
        let mut unmade = Vec::new();
        // Tuples last: making them calls the runtime, and what is stored behind a call has to outlive it. The register allocator
        // gives variables of loops that outlive several calls no register even in the loops.
        live.sort_by_key(|v| matches!(self.inst.types[v.index()], Ty::Tuple(_) | Ty::TupleOf(_)));
        for v in live {
            if self.is_big_literal(v) {
                continue;
            }
            let ty = self.inst.types[v.index()].clone();
            let x = if let Some((_, w)) = known.iter().chain(&trees).find(|(r, _)| *r == v) {
                self.slow_word(v, *w)
            } else if self.wide && ty.is_int() && !self.is_result(p, v) {
                let val = self.vals.get(&v).cloned();
                let val = match val {
                    Some(val) => val,
                    None => Val::One(self.zero(Rep::I64), ty),
                };
                self.store_wide(buf, v, &val);
                continue;
            } else {
                match self.vals.get(&v) {
                    Some(val @ (Val::Wide(..) | Val::Word(_))) => {
                        let val = val.clone();
                        self.box_val(&val).expect("it is wide")
                    }
                    Some(Val::One(x, _)) if self.is_result(p, v) => self.to_word(*x, &ty),
                    Some(Val::One(x, _)) => *x,
                    Some(Val::Num(n)) if self.mixed.contains_key(&v) => {
                        let n = *n;
                        self.store_num(buf, v, n);
                        continue;
                    }
                    Some(Val::Np(n)) if self.np.contains_key(&v) && !self.is_result(p, v) => {
                        let n = *n;
                        self.store_np(buf, v, n);
                        continue;
                    }
                    Some(Val::Np(n)) => {
                        let n = *n;
                        self.box_np(n)
                    }
                    Some(Val::Range { start, step, len, .. }) if self.ranges.contains_key(&v) => {
                        let parts = [*start, *step, *len];
                        self.store_range(buf, v, parts);
                        continue;
                    }
                    Some(Val::Row(row)) if self.rows.contains_key(&v) && !self.is_result(p, v) => {
                        let row = row.clone();
                        self.store_row(buf, v, &row);
                        continue;
                    }
                    Some(_) => {
                        unmade.push(v);
                        continue;
                    }
                    None => {
                        self.store_number(buf, self.slot_of(v), 0);
                        self.note_made(buf, p, v);
                        continue;
                    }
                }
            };
            self.store_slot(buf, v, x);
            self.note_made(buf, p, v);
        }
        for v in unmade {
            let (val, ty) = (self.vals[&v].clone(), self.inst.types[v.index()].clone());
            let x = self.materialise(&val, &ty);
            self.store_slot(buf, v, x);
            self.note_made(buf, p, v);
        }
        self.end_storing(waited);
        let k = self.iconst(k as i64);
        if self.buf.is_some() {
            let mut args = vec![k, buf];
            args.extend(self.env);
            let slow = self.w.slow_id(self.id);
            self.op0(Op::TailCall(slow), &args);
            self.term(Term::Unreachable);
        } else {
            let twin = self.twin_call();
            self.jump(twin, &[k, buf]);
        }
        self.waits = waits;
        (self.cur, self.line) = saved;
    }

    /// The value that was stored is an object, if the twin might take it for a part of an array that was not made.
    fn note_made(&mut self, buf: Value, p: Point, v: V) {
        if self.rows.contains_key(&v) && !self.is_result(p, v) {
            self.store_made_row(buf, v);
        }
    }

    /// The block that runs the twin, from the point and with the array that are its parameters.
    fn twin_call(&mut self) -> Block {
        if let Some(block) = self.twin {
            return block;
        }
        let block = self.new_block(true);
        self.twin = Some(block);
        let mut args = [Rep::I64, Rep::Ptr].map(|rep| self.f.add_param(block, rep)).to_vec();
        args.extend(self.env);
        let before = std::mem::replace(&mut self.cur, block);
        let slow = self.w.slow_id(self.id);
        self.tail_result(slow, args);
        self.cur = before;
        block
    }

    /// The start of the twin's code for all points: zeroes the counted words of the frame array in which nothing lives, and tags ints.
    /// The table says how many words are counted, and then for each point, and 64 words at a time, which stay and which of them are ints.
    pub fn take_over_slots(&mut self, point: Value, n_counted: u32) {
        let buf = self.buf.expect("the twin has a frame array");
        let row = 2 * n_counted.div_ceil(64) as usize;
        let mut masks = vec![0u64; row * self.points.len()];
        for (p, row) in self.points.iter().zip(masks.chunks_mut(row.max(1))) {
            if *p == Point::Entry {
                // All of it is as it has to be.
                row.iter_mut().step_by(2).for_each(|stay| *stay = u64::MAX);
                continue;
            }
            for v in self.live_at(*p) {
                let slot = self.slots[&v];
                let (word, bit) = (2 * (slot / 64) as usize, 1 << (slot % 64));
                if slot < n_counted {
                    row[word] |= bit;
                    row[word + 1] |= if self.is_raw_int(*p, v) { bit } else { 0 };
                }
            }
        }
        let bytes = [u64::from(n_counted)].iter().chain(&masks).flat_map(|w| w.to_le_bytes()).collect();
        let masks = self.constant(Const::Bytes(bytes));
        self.op0(Op::Leaf(Leaf::take_slots), &[buf, masks, point]);
        let (offset, zero) = (self.rounds_slot(), self.iconst(0));
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, zero]);
    }

    /// The start of the twin's code for a point: makes the frame array what [`Mode::Slow`] expects of what
    /// [`Lower::hand_over`] stored.
    pub fn take_over(&mut self, p: Point) {
        if p == Point::Entry {
            return;
        }
        let buf = self.buf.expect("the twin has a frame array");
        for v in self.live_at(p) {
            if let Some(big) = self.big_literal(v) {
                let w = self.constant(Const::BigInt(big.to_string()));
                self.store_slot(buf, v, w);
            } else if self.mixed.contains_key(&v) && !self.is_result(p, v) {
                let w = self.take_num(buf, v);
                self.store_slot(buf, v, w);
            } else if self.np.contains_key(&v) && !self.is_result(p, v) {
                let w = self.take_np(buf, v);
                self.store_slot(buf, v, w);
            } else if self.inst.types[v.index()].is_int() && !self.is_result(p, v) && matches!(p, Point::Wide(..)) {
                let w = self.take_wide(buf, v);
                self.store_slot(buf, v, w);
            } else if self.ranges.contains_key(&v) && !self.is_result(p, v) {
                self.take_range(buf, v);
            } else if self.rows.contains_key(&v) && !self.is_result(p, v) {
                self.take_row(buf, v);
            }
        }
    }

    /// At that point, the value is stored as an int that is not tagged.
    fn is_raw_int(&self, p: Point, v: V) -> bool {
        let is_other = self.big_literal(v).is_some() || self.mixed.contains_key(&v) || self.np.contains_key(&v) || matches!(p, Point::Wide(..));
        self.inst.types[v.index()].is_int() && !self.is_result(p, v) && !is_other
    }

    /// Stores the numbers of a range that was not made; the word of the range itself is zero then.
    fn store_range(&mut self, buf: Value, v: V, parts: [Value; 3]) {
        self.store_number(buf, self.slot_of(v), 0);
        for (k, x) in parts.into_iter().enumerate() {
            self.store_word(buf, 8 * (self.ranges[&v] + k as u32) as i32, x);
        }
    }

    /// In the twin: makes the range that the body has not made.
    fn take_range(&mut self, buf: Value, v: V) {
        let args = [buf, self.iconst(self.slots[&v].into()), self.iconst(self.ranges[&v].into())];
        self.op0(Op::Leaf(Leaf::take_range), &args);
    }

    /// Values that are used up in the block that makes them, with no point of entry between.
    pub fn find_passing(&mut self) {
        for (b, block) in self.func.blocks.iter().enumerate() {
            let b = b as u32;
            let entered = |from: u32, to: u32| {
                self.points.iter().any(|p| match p {
                    Point::Before(c, j) | Point::Wide(c, j, false) => *c == b && from < *j && *j <= to,
                    Point::After(c, j) | Point::Wide(c, j, true) => *c == b && from <= *j && *j < to,
                    Point::Entry => false,
                })
            };
            for (k, i) in block.insts.iter().enumerate() {
                use hir::Op as H;
                let simple = matches!(
                    i.op,
                    H::Const(_) | H::Bool(_) | H::Un(_) | H::Bin(_) | H::InPlace(_) | H::Cmp(_) | H::Truth | H::Not | H::GetItem | H::LoadGlobal(_) | H::LoadBuiltin(_)
                );
                let [r] = i.results[..] else { continue };
                let Some(uses) = self.uses.get(&r).filter(|_| simple) else { continue };
                if uses.iter().any(|(c, _)| *c != b) {
                    continue;
                }
                let last = uses.iter().map(|(_, j)| (*j).min(block.insts.len() as u32)).max().expect("a value with an entry is used");
                let yields = block.insts[k..].iter().take(last as usize - k + 1).any(|i| matches!(i.op, H::Yield | H::YieldInner | H::YieldFromNext | H::YieldFromThrow));
                if !yields && !entered(k as u32, last) {
                    self.passing.insert(r);
                }
            }
        }
    }

    /// The value comes from the instruction behind which the point is.
    pub fn is_result(&self, p: Point, v: V) -> bool {
        matches!(p, Point::After(b, k) | Point::Wide(b, k, true) if self.func.blocks[b as usize].insts.get(k as usize).is_some_and(|i| i.results.contains(&v)))
    }

    /// A tagged word as the twin keeps the value.
    pub fn slow_word(&mut self, v: V, w: Value) -> Value {
        match rep_of(&self.inst.types[v.index()], Mode::Slow) {
            Rep::Val => w,
            Rep::Obj => self.op(Op::Cast, &[w], Rep::Obj),
            Rep::F64 => {
                let o = self.op(Op::Cast, &[w], Rep::Obj);
                self.op(Op::UnboxFloat, &[o], Rep::F64)
            }
            Rep::Bool => self.op(Op::UnboxBool, &[w], Rep::Bool),
            other => self.zero(other),
        }
    }

    /// A zeroed frame array, for [`Point::Entry`].
    pub fn frame_array(&mut self) -> Value {
        let buf = self.op(Op::StackSlot { words: self.n_slots }, &[], Rep::Ptr);
        let n = self.iconst(self.n_slots as i64);
        self.op0(Op::Leaf(Leaf::zero_slots), &[buf, n]);
        buf
    }

    /// Calls the twin and returns what it returns.
    pub fn tail_result(&mut self, slow: ir::FuncId, args: Vec<Value>) {
        let raise = self.new_block(true);
        self.f.block_mut(raise).term = Term::ReturnRaise;
        let mut exits = vec![Exit { kind: ExitKind::Raise, target: Target { block: raise, args: vec![] } }];
        let rep = self.ret_rep();
        let may_be_big = if self.generator { self.ret_ty.is_int() } else { npcall::result_may_be_big(&self.ret_ty) };
        if may_be_big {
            let big = self.new_block(true);
            let p = self.f.add_param(big, Rep::Val);
            self.f.block_mut(big).term = Term::ReturnBig(p);
            exits.push(Exit { kind: ExitKind::Big, target: Target { block: big, args: vec![] } });
        }
        if self.generator {
            let end = self.new_block(true);
            self.f.block_mut(end).term = Term::Return(None);
            exits.push(Exit { kind: ExitKind::End, target: Target { block: end, args: vec![] } });
        }
        let reps: Vec<Rep> = rep.into_iter().collect();
        let r = self.inst_n(Op::Call(slow), args, &reps, exits);
        self.term(Term::Return(r.first().copied()));
    }

    /// Stores into the twin's slot, releasing what was there.
    pub fn replace_slot(&mut self, v: V, x: Value) {
        let buf = self.buf.expect("the twin has a frame array");
        let offset = self.slot_of(v);
        let rep = self.f.ty(x);
        if rep.is_counted() {
            let old = self.op(Op::Take { ty: rep, offset, region: Region::Frame(offset) }, &[buf], rep);
            self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, x]);
            self.op0(Op::ReleaseMaybe, &[old]);
        } else {
            self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, x]);
        }
    }

    /// Moves a value out of the twin's slot, which is left empty.
    pub fn take_slot(&mut self, v: V) -> Value {
        let buf = self.buf.expect("the twin has a frame array");
        let (offset, rep) = (self.slot_of(v), self.rep(&self.inst.types[v.index()].clone()));
        let x = self.op(Op::Take { ty: rep, offset, region: Region::Frame(offset) }, &[buf], rep);
        let zero = self.zero(rep);
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, zero]);
        x
    }

    /// The value is counted and in a slot of the twin.
    pub fn in_slot(&self, v: V) -> bool {
        self.mode == Mode::Slow
            && !self.vals.contains_key(&v)
            && self.slots.contains_key(&v)
            && self.rep(&self.inst.types[v.index()]).is_counted()
    }

    /// The argument `a` of a jump is used up by it, so that its reference goes over to the parameter: big ints stay with one
    /// owner, and the operation that makes the next one reuses the object.
    pub fn moves(&self, t: &hir::Target, p: V, a: V) -> bool {
        a != p
            && self.in_slot(a)
            && !self.live.enters(t.block, a)
            && t.args.iter().filter(|x| **x == a).count() == 1
    }

    /// In the twin: the instruction at hand is the last to use `v`, once, and need not leave it to anyone.
    pub fn used_up(&self, v: V) -> bool {
        let (b, k) = self.at;
        let here = |at: &(u32, u32)| *at == (b, k);
        let Some(uses) = self.uses.get(&v) else { return false };
        if uses.iter().filter(|u| here(u)).count() != 1 || uses.iter().any(|u| u.0 == b && u.1 > k) {
            return false;
        }
        if self.passing.contains(&v) {
            return true;
        }
        let block = &self.func.blocks[b as usize];
        let leaves = block.insts[k as usize..].iter().flat_map(|i| i.done.iter().chain(&i.unwind));
        self.in_slot(v)
            && !self.live.leaves(b, v)
            && leaves.into_iter().all(|t| !self.live.enters(t.block, v))
    }

    /// The operand of [`Lower::used_up`], with its reference.
    pub fn owned_word(&mut self, v: V) -> Value {
        if self.passing.contains(&v) { self.word(v) } else { self.take_slot(v) }
    }

    /// In the twin: releases the objects that `i` was the last to use. Ints stay until something else comes into their slots.
    pub fn release_used_up(&mut self, i: &hir::Inst) {
        for a in &i.args {
            let is_int = self.inst.types[a.index()].is_int();
            if !is_int && self.in_slot(*a) && !self.passing.contains(a) && self.used_up(*a) {
                let x = self.take_slot(*a);
                self.op0(Op::ReleaseMaybe, &[x]);
            }
        }
    }

    /// HIR values live at a point.
    pub fn live_at(&self, p: Point) -> Vec<V> {
        let (b, k, after) = match p {
            Point::Entry => (0, 0, false),
            Point::Before(b, k) => (b, k, false),
            Point::After(b, k) => (b, k, true),
            Point::Wide(b, k, after) => (b, k, after),
        };
        let live = self.live.before(self.func, b, k as usize + usize::from(after));
        live.iter().copied().filter(|v| self.slots.contains_key(v)).collect()
    }
}
