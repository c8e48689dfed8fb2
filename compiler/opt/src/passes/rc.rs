//! Reference counts made explicit.
//!
//! Before: values of counted types have no counting instructions (rules: `pyaot_ir::verify`). After: every owned reference
//! is consumed exactly once on every path.
//!
//! ```text
//! v2 = Leaf(str_concat) v0, v1          v2 = Leaf(str_concat) v0, v1
//! v3 = Leaf(len) v2                =>   v3 = Leaf(len) v2
//! return v3                             Release v2
//!                                       return v3
//! ```
//! A value that is only looked at stays borrowed: parameters from the caller, tuple items and constants for good, loads
//! from mutable memory as long as nothing can overwrite it before the last use.

use pyaot_abi::Param;
use pyaot_ir::*;
use smallvec::SmallVec;

use crate::Config;
use crate::borrow;

/// How a value takes part in counting.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// Not at all.
    Plain,
    /// Borrowed for the whole function.
    Forever,
    /// The same, and never freed: references to it need not be counted at all.
    Immortal,
    /// Owns a reference; the value is its own root. The word may be zero if `maybe`.
    Owned { maybe: bool },
    /// The same reference as that of the root.
    Alias(Value),
    /// Borrowed while the root lives.
    Dep(Value),
}

/// Some of the values that own a reference, as bits by their numbers.
#[derive(Clone, PartialEq)]
struct Live(SmallVec<[u64; 4]>);

impl Live {
    fn insert(&mut self, root: u32) {
        self.0[root as usize / 64] |= 1 << (root % 64);
    }

    fn remove(&mut self, root: u32) {
        self.0[root as usize / 64] &= !(1 << (root % 64));
    }

    fn contains(&self, root: u32) -> bool {
        self.0[root as usize / 64] & 1 << (root % 64) != 0
    }

    /// Adds those of the other that are not in the third.
    fn add(&mut self, other: &Live, but: &Live) {
        self.0.iter_mut().zip(&other.0).zip(&but.0).for_each(|((a, b), c)| *a |= b & !c);
    }

    /// In the order of their numbers, which is that of the values.
    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(k, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(k as u32 * 64 + bit)
            })
        })
    }
}

/// No number: the value is not a root.
const NONE: u32 = u32::MAX;

struct Rc<'a> {
    f: &'a mut Function,
    kind: Vec<Kind>,
    /// The values that own a reference, as far as the function had them, and the number of each among them.
    owners: Vec<Value>,
    number: Vec<u32>,
    none: Live,
    live_in: Vec<Live>,
}

pub fn run(f: &mut Function, config: &Config) {
    if f.blocks.is_empty() {
        return;
    }
    let order = order(f);
    let owned = borrow::overwritten(f, &order, config);
    let kind = classify(f, &owned, &order);
    let owners: Vec<Value> = (0..kind.len() as u32).map(Value).filter(|v| matches!(kind[v.index()], Kind::Owned { .. })).collect();
    let mut number = vec![NONE; kind.len()];
    owners.iter().zip(0..).for_each(|(v, k)| number[v.index()] = k);
    let none = Live(SmallVec::from_elem(0, owners.len().div_ceil(64)));
    let mut rc = Rc { live_in: vec![none.clone(); f.blocks.len()], f, kind, owners, number, none };
    rc.liveness(&order);
    for b in 0..rc.live_in.len() {
        rc.rewrite(b);
    }
}

fn classify(f: &Function, overwritten: &[bool], order: &[usize]) -> Vec<Kind> {
    let mut kind = vec![Kind::Plain; f.values.len()];
    for (b, block) in f.blocks.iter().enumerate() {
        for p in &block.params {
            if f.ty(*p).is_counted() {
                kind[p.index()] = if b == 0 { Kind::Forever } else { Kind::Owned { maybe: false } };
            }
        }
    }
    // Definitions come before uses in this order.
    for b in order {
        for i in &f.blocks[*b].insts {
            for r in &i.results {
                let counted = f.ty(*r).is_counted();
                let from = |v: Value| match kind[v.index()] {
                    Kind::Plain | Kind::Forever | Kind::Immortal => Kind::Forever,
                    Kind::Owned { .. } => Kind::Dep(v),
                    Kind::Alias(r) | Kind::Dep(r) => Kind::Dep(r),
                };
                kind[r.index()] = match &i.op {
                    Op::Cast if counted => match kind[i.args[0].index()] {
                        Kind::Owned { .. } => Kind::Alias(i.args[0]),
                        k => k,
                    },
                    Op::Cast | Op::PtrAdd => match from(i.args[0]) {
                        Kind::Forever => Kind::Plain,
                        k => k,
                    },
                    Op::Load { ty: Ty::Ptr, .. } => match from(i.args[0]) {
                        Kind::Forever => Kind::Plain,
                        k => k,
                    },
                    _ if !counted => Kind::Plain,
                    Op::Const(_) | Op::Singleton(_) | Op::BoxBool | Op::Zero => Kind::Immortal,
                    Op::Select => Kind::Forever,
                    Op::Load { region: Region::Const, .. } | Op::LoadIdx { region: Region::Const, .. } => from(i.args[0]),
                    Op::Load { .. } | Op::LoadIdx { .. } if !overwritten[r.index()] => from(i.args[0]),
                    Op::LoadGlobal { stable: true, .. } => Kind::Forever,
                    Op::LoadGlobal { .. } if !overwritten[r.index()] => Kind::Forever,
                    Op::Load { ty, region, .. } => Kind::Owned { maybe: *ty != Ty::Obj && !matches!(region, Region::ListVal) },
                    Op::LoadIdx { .. } => Kind::Owned { maybe: false },
                    Op::Take { ty: Ty::Obj, .. } => Kind::Owned { maybe: false },
                    Op::LoadGlobal { .. } | Op::Take { .. } | Op::TakeIdx { .. } | Op::TakeGlobal { .. } => Kind::Owned { maybe: true },
                    _ => Kind::Owned { maybe: false },
                };
            }
        }
    }
    kind
}

/// Reverse post order over all edges.
fn order(f: &Function) -> Vec<usize> {
    let mut seen = vec![false; f.blocks.len()];
    let mut out = Vec::new();
    let mut stack: Vec<(usize, Vec<usize>)> = Vec::new();
    let succ = |b: usize| {
        let mut v = Vec::new();
        for i in &f.blocks[b].insts {
            v.extend(i.exits.iter().map(|e| e.target.block.index()));
        }
        f.blocks[b].term.for_each_target(|t| v.push(t.block.index()));
        v
    };
    seen[0] = true;
    stack.push((0, succ(0)));
    while let Some((b, todo)) = stack.last_mut() {
        match todo.pop() {
            Some(s) => {
                if !std::mem::replace(&mut seen[s], true) {
                    let next = succ(s);
                    stack.push((s, next));
                }
            }
            None => {
                out.push(*b);
                stack.pop();
            }
        }
    }
    out.reverse();
    out
}

/// Which operands an instruction consumes.
fn consumed(i: &Inst) -> Vec<usize> {
    match &i.op {
        Op::Store { .. } => vec![1],
        Op::StoreIdx { .. } => vec![2],
        Op::StoreWords(_) => (1..i.args.len()).collect(),
        Op::StoreGlobal { .. } | Op::Release | Op::ReleaseMaybe => vec![0],
        Op::NewTuple => (0..i.args.len()).collect(),
        Op::Leaf(l) => l.info().params.iter().enumerate().filter(|(_, p)| **p == Param::O).map(|(k, _)| k).collect(),
        _ => vec![],
    }
}

impl Rc<'_> {
    /// The number of the value whose reference keeps `v` alive.
    fn root(&self, v: Value) -> Option<u32> {
        let root = match self.kind[v.index()] {
            Kind::Plain | Kind::Forever | Kind::Immortal => return None,
            Kind::Owned { .. } => v,
            Kind::Alias(r) | Kind::Dep(r) => r,
        };
        Some(self.number[root.index()]).filter(|k| *k != NONE)
    }

    /// The number of the value whose reference `v` is.
    fn own(&self, v: Value) -> Option<u32> {
        match self.kind[v.index()] {
            Kind::Owned { .. } | Kind::Alias(_) => self.root(v),
            _ => None,
        }
    }

    fn insert_roots(&self, vs: &[Value], live: &mut Live) {
        vs.iter().filter_map(|v| self.root(*v)).for_each(|r| live.insert(r));
    }

    fn liveness(&mut self, order: &[usize]) {
        let mut changed = true;
        while changed {
            changed = false;
            for &b in order.iter().rev() {
                let mut live = self.live_before_term(b);
                for i in self.f.blocks[b].insts.iter().rev() {
                    self.step_back(i, &mut live);
                }
                self.remove(&self.f.blocks[b].params, &mut live);
                if live != self.live_in[b] {
                    self.live_in[b] = live;
                    changed = true;
                }
            }
        }
    }

    fn live_before_term(&self, b: usize) -> Live {
        let mut live = self.none.clone();
        let term = &self.f.blocks[b].term;
        term.for_each_target(|t| {
            live.add(&self.live_in[t.block.index()], &self.none);
            self.insert_roots(&t.args, &mut live);
        });
        if let Some(v) = term.operand() {
            self.insert_roots(&[v], &mut live);
        }
        live
    }

    fn remove(&self, defined: &[Value], live: &mut Live) {
        defined.iter().map(|r| self.number[r.index()]).filter(|k| *k != NONE).for_each(|k| live.remove(k));
    }

    /// From the roots live behind an instruction to those in front of it.
    fn step_back(&self, i: &Inst, live: &mut Live) {
        self.remove(&i.results, live);
        self.insert_roots(&i.args, live);
        for e in &i.exits {
            live.add(&self.live_in[e.target.block.index()], &self.none);
            self.insert_roots(&e.target.args, live);
        }
    }

    /// The instruction has nothing to do with counted values.
    fn is_plain(&self, i: &Inst) -> bool {
        let is_plain = |v: &Value| matches!(self.kind[v.index()], Kind::Plain);
        i.exits.is_empty() && i.results.iter().chain(&i.args).all(is_plain)
    }

    fn release(&self, r: Value, (line, frame): (u32, u32)) -> Inst {
        let maybe = matches!(self.kind[r.index()], Kind::Owned { maybe: true });
        let op = if maybe { Op::ReleaseMaybe } else { Op::Release };
        Inst { op, args: vec![r], results: vec![], exits: vec![], line, frame }
    }

    fn new_value(&mut self, ty: Ty, kind: Kind) -> Value {
        self.kind.push(kind);
        self.number.push(NONE);
        self.f.new_value(ty)
    }

    /// A new reference to the same object.
    fn retain(&mut self, v: Value, out: &mut Vec<Inst>) -> Value {
        if self.kind[v.index()] == Kind::Immortal {
            return v;
        }
        let ty = self.f.ty(v);
        let r = self.new_value(ty, Kind::Owned { maybe: false });
        let zero_ok = match self.kind[v.index()] {
            Kind::Owned { maybe } => maybe,
            Kind::Alias(r) | Kind::Dep(r) => matches!(self.kind[r.index()], Kind::Owned { maybe: true }) || matches!(self.kind[v.index()], Kind::Dep(_)),
            _ => true,
        };
        let op = if zero_ok { Op::RetainMaybe } else { Op::Retain };
        out.push(Inst { op, args: vec![v], results: vec![r], exits: vec![], line: 0, frame: 0 });
        r
    }

    fn rewrite(&mut self, b: usize) {
        let insts = std::mem::take(&mut self.f.blocks[b].insts);
        // Live sets behind each instruction that is not plain.
        let mut live = self.live_before_term(b);
        let before_term = live.clone();
        let mut after = Vec::new();
        for i in insts.iter().rev().filter(|i| !self.is_plain(i)) {
            after.push(live.clone());
            self.step_back(i, &mut live);
        }
        let mut out = Vec::with_capacity(insts.len() + insts.len() / 4);
        for p in self.f.blocks[b].params.clone() {
            if self.number[p.index()] != NONE && !live.contains(self.number[p.index()]) {
                out.push(self.release(p, (0, 0)));
            }
        }
        for mut i in insts {
            if self.is_plain(&i) {
                out.push(i);
                continue;
            }
            let after = after.pop().expect("one for each of these instructions");
            let (line, frame) = (i.line, i.frame);
            let mut owned_args = self.none.clone();
            self.insert_roots(&i.args, &mut owned_args);
            // References moved into the instruction.
            let mut moved = self.none.clone();
            for k in consumed(&i) {
                let v = i.args[k];
                if !self.f.ty(v).is_counted() {
                    continue;
                }
                match self.own(v) {
                    Some(r) if !after.contains(r) && !moved.contains(r) && !self.needed_at_exits(&i, r) && !self.used_twice(&i, k, r) => {
                        moved.insert(r);
                    }
                    _ if matches!(i.op, Op::ReleaseMaybe | Op::Release) => {
                        // An explicit release of something that lives on: keep the reference for later.
                        i.args[k] = self.retain(v, &mut out);
                    }
                    _ => i.args[k] = self.retain(v, &mut out),
                }
            }
            // Side exits: what lives here and not there is released on the way.
            let mut here = after.clone();
            self.remove(&i.results, &mut here);
            here.add(&owned_args, &moved);
            for e in &i.exits {
                here.add(&self.live_in[e.target.block.index()], &moved);
                let mut passed = self.none.clone();
                self.insert_roots(&e.target.args, &mut passed);
                here.add(&passed, &moved);
            }
            for e in &mut i.exits {
                let big = e.kind == ExitKind::Big;
                self.edge(&mut e.target, &here, big, true);
            }
            let results = i.results.clone();
            let retain_load = matches!(i.op, Op::Load { .. } | Op::LoadIdx { .. } | Op::LoadGlobal { .. });
            out.push(i);
            for r in &results {
                if let Kind::Owned { maybe } = self.kind[r.index()]
                    && retain_load
                {
                    let op = if maybe { Op::RetainMaybe } else { Op::Retain };
                    let copy = self.new_value(self.f.ty(*r), Kind::Plain);
                    out.push(Inst { op, args: vec![*r], results: vec![copy], exits: vec![], line, frame });
                }
            }
            // Last uses, and results that nobody wants.
            for r in here.iter().chain(results.iter().map(|r| self.number[r.index()]).filter(|r| *r != NONE)) {
                if !after.contains(r) && !moved.contains(r) {
                    out.push(self.release(self.owners[r as usize], (line, frame)));
                }
            }
        }
        // The terminator.
        let mut term = std::mem::replace(&mut self.f.blocks[b].term, Term::Unreachable);
        match &mut term {
            Term::Jump(t) => {
                let mut pre = Vec::new();
                self.edge_ops(t, &before_term, false, &mut pre);
                out.extend(pre);
            }
            Term::Return(Some(v)) | Term::ReturnBig(v) => {
                if self.f.ty(*v).is_counted() {
                    let own = self.own(*v);
                    if own.is_none() {
                        *v = self.retain(*v, &mut out);
                    }
                    out.extend(before_term.iter().filter(|r| Some(*r) != own).map(|r| self.release(self.owners[r as usize], (0, 0))));
                } else {
                    out.extend(before_term.iter().map(|r| self.release(self.owners[r as usize], (0, 0))));
                }
            }
            Term::Branch { then, els, .. } => {
                self.edge(then, &before_term, false, false);
                self.edge(els, &before_term, false, false);
            }
            Term::Switch { table, default, .. } => {
                for t in table.iter_mut() {
                    self.edge(t, &before_term, false, false);
                }
                self.edge(default, &before_term, false, false);
            }
            Term::Return(None) | Term::ReturnRaise | Term::Unreachable => {}
        }
        self.f.blocks[b].insts = out;
        self.f.blocks[b].term = term;
    }

    fn needed_at_exits(&self, i: &Inst, r: u32) -> bool {
        let is = |v: &Value| self.root(*v) == Some(r);
        i.exits.iter().any(|e| self.live_in[e.target.block.index()].contains(r) || e.target.args.iter().any(is))
    }

    fn used_twice(&self, i: &Inst, k: usize, r: u32) -> bool {
        i.args.iter().enumerate().any(|(j, a)| j != k && self.root(*a) == Some(r))
    }

    /// Makes a jump consume what it passes and release what dies on it; in a block of its own if there is something to do.
    fn edge(&mut self, t: &mut Target, here: &Live, big: bool, cold: bool) {
        let mut ops = Vec::new();
        let mut inner = Target { block: t.block, args: t.args.clone() };
        self.edge_ops(&mut inner, here, big, &mut ops);
        if ops.is_empty() {
            t.args = inner.args;
            return;
        }
        let cold = cold || self.f.block(t.block).cold;
        let block = self.f.new_block(cold);
        self.live_in.push(self.none.clone());
        self.f.block_mut(block).insts = ops;
        if big {
            // The value word goes through.
            let p = self.f.add_param(block, Ty::Val);
            self.kind.push(Kind::Owned { maybe: false });
            self.number.push(NONE);
            inner.args.insert(0, p);
        }
        self.f.block_mut(block).term = Term::Jump(inner);
        *t = Target { block, args: vec![] };
    }

    fn edge_ops(&mut self, t: &mut Target, here: &Live, big: bool, ops: &mut Vec<Inst>) {
        let there = t.block.index();
        let mut moved = self.none.clone();
        for k in 0..t.args.len() {
            let (a, p) = (t.args[k], self.f.block(t.block).params[k + usize::from(big)]);
            if !self.f.ty(p).is_counted() {
                continue;
            }
            match self.own(a) {
                Some(r) if !self.live_in[there].contains(r) && !moved.contains(r) => moved.insert(r),
                _ => t.args[k] = self.retain(a, ops),
            }
        }
        let gone = here.iter().filter(|r| !self.live_in[there].contains(*r) && !moved.contains(*r));
        ops.extend(gone.map(|r| self.release(self.owners[r as usize], (0, 0))));
    }
}
