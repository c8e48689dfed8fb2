//! Intervals of ints over the dominator tree: overflow checks that cannot fail and comparisons that are decided go away.
//!
//! ```text
//! v3 = ULt v1, v2         (v2 a length)        v3 = ULt v1, v2
//! branch v3 b1() b2()                          branch v3 b1() b2()
//! b1():                                  =>    b1():
//!     v4 = IAddO v1, 1 [Slow b9()]                 v4 = IAdd v1, 1
//! ```
//! A branch narrows what it tests for the blocks below. A variable that a loop only counts up by checked additions stays
//! above its start. One that is only counted up and down, by little, from numbers that are not very large, cannot overflow: there is
//! not the time. What is less than another number is remembered too: of its neighbour, the remainder by that number is a
//! select (`(i + 1) % n`), see `remainders`.

mod remainders;

use pyaot_abi::layout;
use pyaot_ir::{Cc, ExitKind, Function, Inst, Op, Region, Target, Term, Ty, Value};

use crate::Config;
use crate::graph::{Graph, Node};
use crate::passes::simplify::{Def, def_of};

#[derive(Debug, Clone, Copy, PartialEq)]
struct Range {
    lo: i64,
    hi: i64,
}

const FULL: Range = Range { lo: i64::MIN, hi: i64::MAX };

impl Range {
    fn of(lo: i128, hi: i128) -> Range {
        let clamp = |x: i128| x.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Range { lo: clamp(lo), hi: clamp(hi) }
    }

    fn meet(self, o: Range) -> Range {
        let r = Range { lo: self.lo.max(o.lo), hi: self.hi.min(o.hi) };
        // Nothing is left where the code is dead: any answer will do.
        if r.lo > r.hi { self } else { r }
    }

    fn join(self, o: Range) -> Range {
        Range { lo: self.lo.min(o.lo), hi: self.hi.max(o.hi) }
    }
}

const LENGTHS: Range = Range { lo: 0, hi: layout::LENGTHS };

struct Ranges<'a> {
    f: &'a mut Function,
    g: &'a Graph,
    range: Vec<Range>,
    defs: Vec<Option<Def>>,
    undo: Vec<(Value, Range)>,
    /// Numbers that are not negative, and larger ones.
    below: Vec<(Value, Value)>,
    remainders: Vec<(Value, remainders::Form)>,
}

pub fn run(f: &mut Function, _config: &Config) {
    if !f.blocks.iter().any(|b| b.insts.iter().any(|i| matches!(i.op, Op::IAddO | Op::ISubO | Op::IMulO | Op::IFloorMod | Op::IFloorDiv | Op::IMax))) {
        return;
    }
    let g = Graph::new(f);
    let mut defs = vec![None; f.values.len()];
    for i in f.blocks.iter().flat_map(|b| &b.insts) {
        if let [r] = i.results[..] {
            defs[r.index()] = Some(def_of(i));
        }
    }
    let mut range = vec![FULL; f.values.len()];
    counters(f, &defs).for_each(|p| range[p.index()] = COUNTERS);
    let mut r = Ranges { f, g: &g, range, defs, undo: vec![], below: vec![], remainders: vec![] };
    let mut stack: Vec<(Node, usize, [usize; 2])> = vec![];
    let mut enter = Some(0);
    loop {
        if let Some(node) = enter.take() {
            stack.push((node, 0, [r.undo.len(), r.below.len()]));
            r.visit(node);
        }
        let Some((node, k, mark)) = stack.last_mut() else { break };
        if let Some(c) = g.children[*node as usize].get(*k) {
            *k += 1;
            enter = Some(*c);
        } else {
            r.below.truncate(mark[1]);
            while r.undo.len() > mark[0] {
                if let Some((v, old)) = r.undo.pop() {
                    r.range[v.index()] = old;
                }
            }
            stack.pop();
        }
    }
    let found = std::mem::take(&mut r.remainders);
    remainders::rewrite(f, &found);
}

/// What a counter may be counted by at once.
const STEP: i64 = 16;
/// Where counters begin.
const START: i64 = 1 << 60;
/// Where they are in their first year, at an addition in each cycle.
const COUNTERS: Range = Range { lo: 1 - (1 << 62), hi: (1 << 62) - 1 };

/// Parameters to which nothing comes but numbers from [`START`] down, and each other, some steps further.
fn counters(f: &Function, defs: &[Option<Def>]) -> impl Iterator<Item = Value> {
    let mut is_counter = vec![false; f.values.len()];
    f.blocks[1..].iter().flat_map(|b| &b.params).for_each(|p| is_counter[p.index()] = f.ty(*p) == Ty::I64);
    let mut ways: Vec<(Value, Value)> = vec![];
    for data in &f.blocks {
        let mut come = |t: &Target, first: usize| {
            let params = &f.block(t.block).params;
            params[..first].iter().for_each(|p| is_counter[p.index()] = false);
            ways.extend(params[first..].iter().copied().zip(t.args.iter().copied()).filter(|(p, _)| f.ty(*p) == Ty::I64));
        };
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| come(&e.target, usize::from(e.kind == ExitKind::Big)));
        data.term.for_each_target(|t| come(t, 0));
    }
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for (p, a) in &ways {
            if is_counter[p.index()] && !counts(*a, defs, &is_counter, 4) {
                is_counter[p.index()] = false;
                changed = true;
            }
        }
    }
    ways.into_iter().map(|(p, _)| p).filter(move |p| is_counter[p.index()])
}

/// The value is a small number, or a counter some steps further. `depth`: additions that are followed.
fn counts(v: Value, defs: &[Option<Def>], is_counter: &[bool], depth: u32) -> bool {
    let Some(Def { op, args: [a, b] }) = &defs[v.index()] else { return is_counter[v.index()] };
    let counts = |v: &Value| depth > 0 && counts(*v, defs, is_counter, depth - 1);
    let is_step = |v: &Value| match &defs[v.index()] {
        Some(Def { op: Op::IConst(c), .. }) => (-STEP..=STEP).contains(c),
        Some(Def { op: Op::BToI, .. }) => true,
        _ => false,
    };
    match op {
        Op::IConst(c) => (-START..=START).contains(c),
        Op::BToI | Op::LoadU8 { .. } => true,
        Op::Load { offset, region: Region::ListHeader, .. } => *offset == layout::LIST_LEN,
        Op::Load { offset, region: Region::ArrayHead, .. } => (layout::ARRAY_SHAPE..layout::ARRAY_STRIDES).contains(offset),
        Op::IAddO | Op::IAdd => counts(a) && is_step(b) || counts(b) && is_step(a),
        Op::ISubO | Op::ISub => counts(a) && is_step(b),
        Op::IMin | Op::IMax => counts(a) && counts(b),
        // The remainder is nearer to zero than the divisor, the mean of two is between them.
        Op::IFloorMod | Op::URem => counts(b),
        Op::IFloorDiv | Op::UDiv | Op::IShr => match &defs[a.index()] {
            Some(Def { op: Op::IAddO | Op::IAdd, args: [x, y] }) if is_half(op, *b, defs) => counts(x) && counts(y),
            _ => counts(a),
        },
        _ => false,
    }
}

/// Dividing by this operand halves.
fn is_half(op: &Op, by: Value, defs: &[Option<Def>]) -> bool {
    let half = if *op == Op::IShr { 1 } else { 2 };
    matches!(&defs[by.index()], Some(Def { op: Op::IConst(c), .. }) if *c == half)
}

impl Ranges<'_> {
    fn get(&self, v: Value) -> Range {
        self.range[v.index()]
    }

    fn narrow(&mut self, v: Value, to: Range) {
        let old = self.get(v);
        let new = old.meet(to);
        if new != old {
            self.undo.push((v, old));
            self.range[v.index()] = new;
        }
    }

    fn visit(&mut self, node: Node) {
        let b = self.g.block[node as usize] as usize;
        if self.g.first[b] == node {
            self.params(node, b);
            self.facts(node, b);
        }
        let (start, end) = self.g.range[node as usize];
        let mut insts = std::mem::take(&mut self.f.blocks[b].insts);
        for i in &mut insts[start as usize..end as usize] {
            if let [r] = i.results[..] {
                self.inst(i, r);
            }
        }
        self.f.blocks[b].insts = insts;
    }

    /// What is known of a block's parameters from the jumps to it.
    fn params(&mut self, node: Node, b: usize) {
        if b == 0 || self.f.blocks[b].params.is_empty() {
            return;
        }
        let params = self.f.blocks[b].params.clone();
        let mut known: Vec<Option<Range>> = vec![None; params.len()];
        let mut lost = false;
        for &p in &self.g.preds[node as usize] {
            // Side exits are rare ways.
            if !self.g.is_last(p) {
                lost = true;
                break;
            }
            let back = self.g.place[p as usize] >= self.g.place[node as usize];
            if back && !self.g.dominates(node, p) {
                lost = true;
                break;
            }
            let data = &self.f.blocks[self.g.block[p as usize] as usize];
            let mut flow = |t: &Target| {
                if t.block.index() != b {
                    return;
                }
                for (k, a) in t.args.iter().enumerate() {
                    let r = if back { self.step(params[k], *a) } else { self.range[a.index()] };
                    known[k] = Some(match known[k] {
                        // A step widens the start in its direction only.
                        Some(x) => x.join(r),
                        None => r,
                    });
                }
            };
            data.term.for_each_target(&mut flow);
        }
        if lost {
            return;
        }
        // The start decides one end, the steps the other: `step` gives an empty range at the end that it keeps.
        for (k, p) in params.iter().enumerate() {
            if self.f.ty(*p) == Ty::I64
                && let Some(r) = known[k]
                && r.lo <= r.hi
            {
                self.narrow(*p, r);
            }
        }
    }

    /// What a round of a loop adds to the range of its variable, without what it started with.
    fn step(&self, p: Value, next: Value) -> Range {
        let nothing = Range { lo: i64::MAX, hi: i64::MIN };
        if p == next {
            return nothing;
        }
        match &self.defs[next.index()] {
            Some(Def { op: Op::IConst(c), .. }) => Range { lo: *c, hi: *c },
            Some(Def { op: op @ (Op::IAddO | Op::ISubO), args }) if args[0] == p => {
                let Some(Def { op: Op::IConst(c), .. }) = &self.defs[args[1].index()] else { return FULL };
                let up = (*c >= 0) == matches!(op, Op::IAddO);
                if up { Range { lo: i64::MAX, hi: i64::MAX } } else { Range { lo: i64::MIN, hi: i64::MIN } }
            }
            Some(Def { op: Op::IFloorMod, args }) => match &self.defs[args[1].index()] {
                Some(Def { op: Op::IConst(c), .. }) if *c > 0 => Range { lo: 0, hi: c - 1 },
                _ => FULL,
            },
            _ => FULL,
        }
    }

    /// What the only way into a block says.
    fn facts(&mut self, node: Node, b: usize) {
        let [p] = self.g.preds[node as usize][..] else { return };
        if !self.g.is_last(p) {
            return;
        }
        let Term::Branch { cond, then, els } = &self.f.blocks[self.g.block[p as usize] as usize].term else { return };
        let (cond, truth) = match (then.block.index() == b, els.block.index() == b) {
            (true, false) => (*cond, true),
            (false, true) => (*cond, false),
            _ => return,
        };
        self.learn(cond, truth);
    }

    fn learn(&mut self, cond: Value, truth: bool) {
        let Some(Def { op, args: [a, b] }) = self.defs[cond.index()].clone() else { return };
        match (op, truth) {
            (Op::BNot, _) => self.learn(a, !truth),
            (Op::BAnd, true) | (Op::BOr, false) => {
                self.learn(a, truth);
                self.learn(b, truth);
            }
            (Op::ULt, true) if self.get(b).lo >= 0 => {
                let hi = self.get(b).hi - 1;
                self.narrow(a, Range { lo: 0, hi: hi.max(0) });
                let lo = self.get(a).lo.saturating_add(1);
                self.narrow(b, Range { lo, hi: i64::MAX });
                self.is_below(a, b);
            }
            (Op::ICmp(cc), _) => match (cc, truth) {
                (Cc::Eq, true) | (Cc::Ne, false) => {
                    let (x, y) = (self.get(a), self.get(b));
                    self.narrow(a, y);
                    self.narrow(b, x);
                }
                (Cc::Eq, false) | (Cc::Ne, true) => {}
                (Cc::Lt, true) | (Cc::Ge, false) => self.less(a, b, 1),
                (Cc::Le, true) | (Cc::Gt, false) => self.less(a, b, 0),
                (Cc::Gt, true) | (Cc::Le, false) => self.less(b, a, 1),
                (Cc::Ge, true) | (Cc::Lt, false) => self.less(b, a, 0),
            },
            _ => {}
        }
    }

    /// `a + gap <= b`.
    fn less(&mut self, a: Value, b: Value, gap: i64) {
        let (x, y) = (self.get(a), self.get(b));
        self.narrow(a, Range { lo: i64::MIN, hi: y.hi.saturating_sub(gap) });
        self.narrow(b, Range { lo: x.lo.saturating_add(gap), hi: i64::MAX });
        if gap > 0 && self.get(a).lo >= 0 {
            self.is_below(a, b);
        }
    }

    fn inst(&mut self, i: &mut Inst, r: Value) {
        if let (Op::IFloorMod | Op::URem, [_, n]) = (&i.op, &i.args[..]) {
            let n = *n;
            if self.remainder(i, r) {
                self.narrow(r, Range { lo: 0, hi: self.get(n).hi.saturating_sub(1).max(0) });
                self.is_below(r, n);
                return;
            }
        }
        let arg = |k: usize| self.range[i.args[k].index()];
        let wide = |x: i64| i128::from(x);
        // The exact interval of a sum, difference or product.
        let exact = |op: &Op| {
            let (x, y) = (arg(0), arg(1));
            match op {
                Op::IAdd | Op::IAddO => (wide(x.lo) + wide(y.lo), wide(x.hi) + wide(y.hi)),
                Op::ISub | Op::ISubO => (wide(x.lo) - wide(y.hi), wide(x.hi) - wide(y.lo)),
                _ => {
                    let all = [wide(x.lo) * wide(y.lo), wide(x.lo) * wide(y.hi), wide(x.hi) * wide(y.lo), wide(x.hi) * wide(y.hi)];
                    (all.into_iter().min().unwrap_or(0), all.into_iter().max().unwrap_or(0))
                }
            }
        };
        let fits = |(lo, hi): (i128, i128)| lo >= wide(i64::MIN) && hi <= wide(i64::MAX);
        let mut decided = None;
        let range = match &i.op {
            Op::IConst(c) => Range { lo: *c, hi: *c },
            Op::IAdd | Op::ISub | Op::IMul => {
                let e = exact(&i.op);
                if fits(e) { Range::of(e.0, e.1) } else { FULL }
            }
            Op::IAddO | Op::ISubO | Op::IMulO => {
                let e = exact(&i.op);
                if fits(e) {
                    i.op = match i.op {
                        Op::IAddO => Op::IAdd,
                        Op::ISubO => Op::ISub,
                        _ => Op::IMul,
                    };
                    i.exits.clear();
                }
                Range::of(e.0, e.1)
            }
            Op::IFloorMod if arg(1).lo > 0 => {
                let (x, y) = (arg(0), arg(1));
                if x.lo >= 0 && y.lo != y.hi {
                    i.op = Op::URem;
                }
                let hi = y.hi - 1;
                Range { lo: 0, hi: if x.lo >= 0 { hi.min(x.hi) } else { hi } }
            }
            Op::IFloorDiv if arg(1).lo > 0 => {
                let (x, y) = (arg(0), arg(1));
                if x.lo >= 0 && y.lo != y.hi {
                    i.op = Op::UDiv;
                }
                Range { lo: x.lo.min(0).max(x.lo.div_euclid(if x.lo >= 0 { y.hi } else { y.lo })), hi: x.hi.max(0) }
            }
            Op::IMin | Op::IMax => {
                let (x, y) = (arg(0), arg(1));
                let first = if i.op == Op::IMax { (x.lo >= y.hi, x.hi <= y.lo) } else { (x.hi <= y.lo, x.lo >= y.hi) };
                let range = match i.op {
                    Op::IMax => Range { lo: x.lo.max(y.lo), hi: x.hi.max(y.hi) },
                    _ => Range { lo: x.lo.min(y.lo), hi: x.hi.min(y.hi) },
                };
                // One of them always: the passes behind find it.
                match first {
                    (true, _) => i.args[1] = i.args[0],
                    (_, true) => i.args[0] = i.args[1],
                    _ => {}
                }
                range
            }
            Op::IAnd => match (arg(0).lo >= 0, arg(1).lo >= 0) {
                (true, true) => Range { lo: 0, hi: arg(0).hi.min(arg(1).hi) },
                (true, false) => Range { lo: 0, hi: arg(0).hi },
                (false, true) => Range { lo: 0, hi: arg(1).hi },
                _ => FULL,
            },
            Op::IShr if arg(0).lo >= 0 => Range { lo: 0, hi: arg(0).hi },
            Op::UDiv | Op::URem => Range { lo: 0, hi: arg(0).hi.max(0) },
            Op::BToI => Range { lo: 0, hi: 1 },
            Op::Select if self.f.ty(r) == Ty::I64 => arg(1).join(arg(2)),
            Op::Load { ty: Ty::I64, offset, region: Region::ListHeader } if *offset == layout::LIST_LEN => LENGTHS,
            Op::Load { ty: Ty::I64, offset, region: Region::ArrayHead } if (layout::ARRAY_SHAPE..layout::ARRAY_STRIDES).contains(offset) => LENGTHS,
            Op::LoadU8 { .. } => Range { lo: 0, hi: 255 },
            Op::LoadNum(d) if let Some((lo, hi)) = d.bounds() => Range { lo, hi },
            Op::UntagInt => Range { lo: -(1 << 62), hi: (1 << 62) - 1 },
            Op::ICmp(cc) => {
                let (x, y) = (arg(0), arg(1));
                let (lt, le, gt, ge) = (x.hi < y.lo, x.hi <= y.lo, x.lo > y.hi, x.lo >= y.hi);
                decided = match cc {
                    Cc::Lt if lt || ge => Some(lt),
                    Cc::Le if le || gt => Some(le),
                    Cc::Gt if gt || le => Some(gt),
                    Cc::Ge if ge || lt => Some(ge),
                    Cc::Eq if lt || gt => Some(false),
                    Cc::Ne if lt || gt => Some(true),
                    _ => None,
                };
                FULL
            }
            Op::ULt => {
                let (x, y) = (arg(0), arg(1));
                if x.lo >= 0 && x.hi < y.lo || self.is_less(i.args[0], i.args[1]) {
                    decided = Some(true);
                }
                FULL
            }
            _ => FULL,
        };
        if let Some(c) = decided {
            i.op = Op::BConst(c);
            i.args.clear();
        }
        if matches!(i.op, Op::IFloorMod | Op::URem) && self.get(i.args[1]).lo > 0 {
            self.is_below(r, i.args[1]);
        }
        if self.f.ty(r) == Ty::I64 && range != FULL {
            self.narrow(r, range);
        }
    }
}
