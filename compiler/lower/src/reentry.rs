//! The way back from the slow twin: once the ints of a loop are small again, its fast body goes on.
//!
//! At the head of an outermost loop the twin looks every few rounds whether all live ints are tagged. If so it jumps (a tail
//! call, so that functions that change sides often do not use up the stack) to a copy of the fast body that begins there:
//! it takes the live values out of the frame array, which stays that of the function that handed over first, and is
//! otherwise lowered like the body.
//!
//! Only outermost loops: what lives at the head of an inner one may be computed anew by the loop around it, and would need
//! another definition.

use std::collections::BTreeSet;
use rustc_hash::FxHashMap as HashMap;

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{self as ir, Conv, Exit, ExitKind, Function, Op, Region, Target, Term, Ty as Rep};
use pyaot_sema::hir::{self, BinOp, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{InstanceId, Ty};

use crate::ctx::{Lower, Mode, Val, ret_rep};
use crate::handover::Point;
use crate::func::{Facts, lowering, ret_ty};
use crate::sizes::{Width, operator};
use crate::world::{Piece, World, needs_env};

/// The twin tries once in so many rounds: a loop that leaves the fast body in every round should not notice.
const ROUNDS: i64 = 16;

/// So often the twin looks when it comes to the head for the first time.
const VISITS: i64 = 8;

/// And so often a loop in its wide form looks whether its ints are small again.
const RETRY: i64 = 4096;

/// As much code as so many times the function's may be copied for what comes behind its loops; of further loops only themselves are
/// copied, and the twin goes on behind them: a module with a hundred loops would else be copied fifty times.
const COPIES: usize = 3;

/// Instructions behind a loop that its wide form has too.
const MORE: usize = 40;

/// Lowers the ways back into a function that is not a generator: by loop head.
pub fn all(w: &mut World, t: &Typed, id: InstanceId, facts: &Facts) -> HashMap<u32, [Option<ir::FuncId>; 2]> {
    let f = &t.program.funcs[t.instance(id).func.index()];
    let mut out = HashMap::default();
    // Where values are kept for finalizers, uses reach behind the loop from before it: such functions stay in the twin.
    if f.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, hir::Op::Keep)) {
        return out;
    }
    let beyond = w.sizes(t, id).beyond;
    let mut make = |head: u32, wide: bool, region: &BTreeSet<u32>| {
        let piece = w.id(Piece::Reentry(id, head, wide));
        let function = from(w, t, id, facts, head, wide, region);
        w.program.functions[piece.index()] = function;
        Some(piece)
    };
    let edges = Edges::of(f);
    let count = |blocks: &BTreeSet<u32>| blocks.iter().map(|b| f.blocks[*b as usize].insts.len()).sum::<usize>();
    let outermost = heads(t, id, f, &edges);
    let mut room = COPIES * f.blocks.iter().map(|b| b.insts.len()).sum::<usize>();
    for &head in &outermost {
        let rest = edges.reachable(head);
        let copied = count(&rest);
        let region = if copied <= room { rest } else { edges.round(head) };
        room = room.saturating_sub(copied);
        out.insert(head, [make(head, false, &region), None]);
    }
    let loops: Vec<(u32, BTreeSet<u32>)> = (1..f.blocks.len() as u32).filter(|b| t.instance(id).reached[*b as usize] && f.is_loop_head(*b)).map(|b| (b, edges.round(b))).collect();
    for (head, blocks) in &loops {
        let outer = outermost.contains(head);
        let innermost = !loops.iter().any(|(h, _)| h != head && blocks.contains(h));
        if !(outer || innermost) || !(beyond || multiplies(t, id, f, blocks)) {
            continue;
        }
        // Code behind the loop is copied where there is little of it.
        let all = edges.reachable(*head);
        let whole = outer && count(&all) < count(blocks) + MORE;
        let piece = make(*head, true, if whole { &all } else { blocks });
        out.entry(*head).or_insert([None, None])[1] = piece;
    }
    out
}

/// The edges of a function, both ways.
struct Edges {
    next: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
}

impl Edges {
    fn of(f: &hir::Func) -> Edges {
        let mut edges = Edges { next: vec![Vec::new(); f.blocks.len()], before: vec![Vec::new(); f.blocks.len()] };
        for (b, block) in f.blocks.iter().enumerate() {
            let sides = block.insts.iter().flat_map(|i| i.done.iter().chain(&i.unwind));
            for target in block.term.targets().chain(sides) {
                edges.next[b].push(target.block.0);
                edges.before[target.block.index()].push(b as u32);
            }
        }
        edges
    }

    /// The blocks that can be reached from this one, which is among them.
    fn reachable(&self, from: u32) -> BTreeSet<u32> {
        closure(&self.next, from)
    }

    /// The blocks of the loop with this head.
    fn round(&self, head: u32) -> BTreeSet<u32> {
        let back = closure(&self.before, head);
        self.reachable(head).into_iter().filter(|b| back.contains(b)).collect()
    }
}

fn closure(edges: &[Vec<u32>], from: u32) -> BTreeSet<u32> {
    let mut seen = BTreeSet::from([from]);
    let mut work = vec![from];
    while let Some(b) = work.pop() {
        work.extend(edges[b as usize].iter().filter(|to| seen.insert(**to)));
    }
    seen
}

/// Heads of outermost loops in which ints may grow out of the machine's range: by more than sums.
fn heads(t: &Typed, id: InstanceId, f: &hir::Func, edges: &Edges) -> Vec<u32> {
    let inst = t.instance(id);
    let mut found: Vec<u32> = Vec::new();
    for b in 1..f.blocks.len() as u32 {
        if !inst.reached[b as usize] || !f.is_loop_head(b) {
            continue;
        }
        let from_here = edges.reachable(b);
        // In a loop that was found already, or one that is entered elsewhere.
        let inner = found.iter().any(|h| from_here.contains(h));
        let grows = from_here.iter().flat_map(|b| &f.blocks[*b as usize].insts).any(|i| {
            let int = |v: &V| inst.types[v.index()].is_int();
            match i.op {
                hir::Op::Bin(op) | hir::Op::InPlace(op) => matches!(op, BinOp::Mul | BinOp::LShift | BinOp::Pow) && i.results.iter().any(int),
                hir::Op::Call { .. } | hir::Op::CallMethod { .. } => i.results.iter().any(int),
                _ => false,
            }
        });
        if !inner && grows {
            found.push(b);
        }
    }
    found
}

/// Ints of a loop may pass 64 bits time and again: a wide form is worth its code.
fn multiplies(t: &Typed, id: InstanceId, f: &hir::Func, blocks: &BTreeSet<u32>) -> bool {
    let inst = t.instance(id);
    blocks.iter().flat_map(|b| &f.blocks[*b as usize].insts).any(|i| {
        let int = i.results.iter().any(|v| inst.types[v.index()].is_int());
        int && matches!(operator(i), Some(BinOp::Mul | BinOp::LShift))
    })
}

/// Lowers the blocks of `region`, from the head of a loop on. Behind them the twin goes on.
fn from(w: &mut World, t: &Typed, id: InstanceId, facts: &Facts, head: u32, wide: bool, region: &BTreeSet<u32>) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let mut f = Function::new(format!("{}#{}.{}{head}", func.qualname, id.0, if wide { "wide" } else { "from" }), Conv::Tail, ret_rep(&ret_ty(t, id)), true);
    f.frame = w.frame(t, inst.func);
    f.reentry = true;
    let points = w.points.get(&id).cloned();
    let mut l = lowering(w, t, id, facts, Mode::Fast, f);
    l.wide = wide;
    if let Some(points) = points {
        l.points = points;
    }
    let entry = l.new_block(false);
    l.cur = entry;
    let buf = l.f.add_param(entry, Rep::Ptr);
    l.buf = Some(buf);
    if needs_env(func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    l.make_blocks(true);
    l.line = func.first_line;
    l.at = (head, 0);
    let params = func.blocks[head as usize].params.clone();
    let mut args = Vec::new();
    let loaded: Vec<(V, Val)> = l.live_at(Point::Before(head, 0)).into_iter().filter(|v| !l.is_big_literal(*v)).collect::<Vec<_>>().into_iter().map(|v| (v, l.take_value(v))).collect();
    // Values that were used up before.
    let n = l.iconst(i64::from(facts.n_counted));
    l.op0(Op::Leaf(Leaf::release_slots), &[buf, n]);
    for p in &params {
        let ty = inst.types[p.index()].clone();
        let x = match loaded.iter().find(|(v, _)| v == p) {
            Some((_, Val::Num(n))) => {
                args.extend([n.float, n.int, n.real]);
                continue;
            }
            Some((_, Val::Np(n))) => {
                args.extend(l.np_words(*p, *n));
                continue;
            }
            Some((_, Val::Wide(low, high))) => {
                args.extend([*low, *high]);
                continue;
            }
            Some((_, Val::Word(low))) => *low,
            Some((_, v)) => l.materialise(v, &ty),
            None if wide && ty.is_int() => {
                let zero = l.iconst(0);
                args.extend(if l.sizes.width(*p) == Width::Full { vec![zero, zero] } else { vec![zero] });
                continue;
            }
            None => {
                let rep = l.rep(&ty);
                l.filler(rep)
            }
        };
        args.push(x);
    }
    for (v, val) in loaded {
        if !params.contains(&v) {
            l.vals.insert(v, val);
        }
    }
    let start = l.blocks[head as usize];
    l.jump(start, &args);
    l.retries = wide.then_some(head);
    let mut behind = BTreeSet::new();
    for &b in region.iter().filter(|b| inst.reached[**b as usize]) {
        l.block(b);
        let block = &func.blocks[b as usize];
        let sides = block.insts.iter().flat_map(|i| i.done.iter().chain(&i.unwind));
        behind.extend(block.term.targets().chain(sides).map(|t| t.block.0).filter(|b| !region.contains(b)));
    }
    for b in behind {
        l.at = (b, 0);
        let block = l.blocks[b as usize];
        l.hand_over(block, Point::Before(b, 0), &[]);
    }
    let points = l.points.clone();
    let f = l.f;
    w.points.insert(id, points);
    f
}

impl Lower<'_> {
    /// The frame array's last word counts the rounds of loops in the twin.
    pub fn rounds_slot(&self) -> i32 {
        8 * (self.n_slots as i32 - 1)
    }

    /// The word before counts how often the twin has looked, since the function was called.
    pub fn visits_slot(&self) -> i32 {
        8 * (self.n_slots as i32 - 2)
    }

    /// In the twin, at the head of a loop: goes back to the fast body if all ints are small, or on in its wide form if they
    /// have two words. It looks when it comes here for the first time and then every few rounds. Who has come back to the
    /// twin although all ints are small at the head is better off in the wide form.
    pub fn try_return(&mut self, head: u32) {
        if self.mode != Mode::Slow {
            return;
        }
        let Some([fast, wide]) = self.returns.get(&head).copied() else { return };
        let buf = self.buf.expect("the twin has a frame array");
        let (offset, one, mask, zero) = (self.rounds_slot(), self.iconst(1), self.iconst(ROUNDS - 1), self.iconst(0));
        let n = self.op(Op::Load { ty: Rep::I64, offset, region: Region::Frame(offset) }, &[buf], Rep::I64);
        let n = self.op(Op::IAdd, &[n, one], Rep::I64);
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, n]);
        let left = self.op(Op::IAnd, &[n, mask], Rep::I64);
        let later = self.icmp(ir::Cc::Eq, left, zero);
        let offset = self.visits_slot();
        let visits = self.op(Op::Load { ty: Rep::I64, offset, region: Region::Frame(offset) }, &[buf], Rep::I64);
        let (first, limit) = (self.icmp(ir::Cc::Eq, n, one), self.iconst(VISITS));
        let patient = self.icmp(ir::Cc::Lt, visits, limit);
        let early = self.op(Op::BAnd, &[first, patient], Rep::Bool);
        let due = self.op(Op::BOr, &[early, later], Rep::Bool);
        let (look, stay) = (self.new_block(false), self.new_block(false));
        self.branch(due, look, stay);
        self.cur = look;
        let more = self.op(Op::IAdd, &[visits, one], Rep::I64);
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, more]);
        let live: Vec<V> = self.live_at(Point::Before(head, 0)).into_iter().filter(|v| !self.is_big_literal(*v)).collect();
        let mut ints = Vec::new();
        for v in live {
            let offset = self.slot_of(v);
            if self.mixed.contains_key(&v) {
                let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Frame(offset) }, &[buf], Rep::Val);
                self.require_num(w, stay);
            } else if self.np.contains_key(&v) {
                let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Frame(offset) }, &[buf], Rep::Val);
                self.require_np(v, w, stay);
            } else if self.inst.types[v.index()].is_int() {
                let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Frame(offset) }, &[buf], Rep::Val);
                ints.push((v, w));
            } else if self.is_range_iterator(v) {
                let field = layout::RANGE_BIG;
                let range = self.op(Op::Load { ty: Rep::Obj, offset, region: Region::Frame(offset) }, &[buf], Rep::Obj);
                let big = self.op(Op::Load { ty: Rep::I64, offset: field, region: Region::Const }, &[range], Rep::I64);
                let small = self.icmp(ir::Cc::Eq, big, zero);
                self.require(small, stay);
            }
        }
        // All small: the fast body. If that had to give up before, it will again.
        let (small, large) = (self.new_block(false), self.new_block(false));
        let again = self.icmp(ir::Cc::Gt, visits, zero);
        let rare = self.op(Op::BNot, &[patient], Rep::Bool);
        let now = self.op(Op::BOr, &[early, rare], Rep::Bool);
        let again = self.op(Op::BAnd, &[again, now], Rep::Bool);
        match (fast, wide) {
            (_, None) => self.jump(small, &[]),
            (None, Some(_)) => {
                let some_big = self.new_block(false);
                self.branch(again, large, some_big);
                self.cur = some_big;
                for (_, w) in &ints {
                    let (tagged, next) = (self.op(Op::IsTagged, &[*w], Rep::Bool), self.new_block(false));
                    self.branch(tagged, next, large);
                    self.cur = next;
                }
                self.jump(stay, &[]);
            }
            _ => self.branch(again, large, small),
        }
        if let Some(fast) = fast {
            self.cur = small;
            for (_, w) in &ints {
                let tagged = self.op(Op::IsTagged, &[*w], Rep::Bool);
                self.require(tagged, large);
            }
            self.go_back(fast, buf);
        }
        self.cur = large;
        match wide {
            Some(wide) => {
                for (v, w) in ints {
                    self.require_wide(v, w, stay);
                }
                self.go_back(wide, buf);
            }
            None => self.jump(stay, &[]),
        }
        self.cur = stay;
    }

    /// In the wide form, at the head of its loop: now and then, if all ints are small, back to the twin, which tries the fast
    /// body.
    pub fn retry(&mut self, head: u32) {
        if self.retries != Some(head) {
            return;
        }
        let buf = self.buf.expect("the twin had a frame array");
        let (offset, one, mask, zero) = (self.rounds_slot(), self.iconst(1), self.iconst(RETRY - 1), self.iconst(0));
        let n = self.op(Op::Load { ty: Rep::I64, offset, region: Region::Frame(offset) }, &[buf], Rep::I64);
        let n = self.op(Op::IAdd, &[n, one], Rep::I64);
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, n]);
        let left = self.op(Op::IAnd, &[n, mask], Rep::I64);
        let due = self.icmp(ir::Cc::Eq, left, zero);
        let (look, stay) = (self.new_block(true), self.new_block(false));
        self.branch(due, look, stay);
        self.cur = look;
        for v in self.live_at(Point::Before(head, 0)) {
            if self.is_wide(v) {
                let small = self.is_small(v);
                self.require(small, stay);
            }
        }
        let (offset, zero) = (self.visits_slot(), self.iconst(0));
        self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, zero]);
        let twin = self.slow_block();
        self.jump(twin, &[]);
        self.cur = stay;
    }

    fn go_back(&mut self, callee: ir::FuncId, buf: ir::Value) {
        let args: Vec<ir::Value> = [buf].into_iter().chain(self.env).collect();
        self.op0(Op::TailCall(callee), &args);
        self.term(Term::Unreachable);
    }

    /// Moves a value out of the twin's frame array.
    fn take_value(&mut self, v: V) -> Val {
        let ty = self.inst.types[v.index()].clone();
        let buf = self.buf.expect("the twin has a frame array");
        let (offset, slow) = (self.slot_of(v), crate::ctx::rep_of(&ty, Mode::Slow));
        let region = Region::Frame(offset);
        if !slow.is_counted() {
            return Val::One(self.op(Op::Load { ty: slow, offset, region }, &[buf], slow), ty);
        }
        let w = self.op(Op::Take { ty: slow, offset, region }, &[buf], slow);
        let zero = self.zero(slow);
        self.op0(Op::Store { offset, region }, &[buf, zero]);
        if self.mixed.contains_key(&v) {
            let never = self.new_block(true);
            return Val::Num(self.num_of_word(w, never));
        }
        if self.np.contains_key(&v) {
            return Val::Np(self.np_taken(v, w));
        }
        if self.wide && ty.is_int() {
            return self.wide_from(v, w);
        }
        if ty.is_int() {
            let never = self.new_block(true);
            let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
            return Val::One(self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0], ty);
        }
        if self.is_range_iterator(v) {
            let field = |me: &mut Self, offset| me.op(Op::Load { ty: Rep::I64, offset, region: Region::Const }, &[w], Rep::I64);
            let [start, step, len] = [layout::RANGE_START, layout::RANGE_STEP, layout::RANGE_LEN].map(|offset| field(self, offset));
            return Val::Range { start, step, len, unit: false };
        }
        Val::One(w, ty)
    }

    /// A range that is being iterated over, which nobody else sees.
    fn is_range_iterator(&self, v: V) -> bool {
        matches!(self.inst.types[v.index()], Ty::Range { .. })
            && self.defs.get(&v).is_some_and(|(b, k)| matches!(self.func.blocks[*b as usize].insts[*k as usize].op, hir::Op::GetIter))
    }
}
