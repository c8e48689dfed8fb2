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

use std::collections::BTreeSet;

use pyaot_abi::Param;
use pyaot_ir::*;

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

type Live = BTreeSet<Value>;

struct Rc<'a> {
    f: &'a mut Function,
    kind: Vec<Kind>,
    live_in: Vec<Live>,
}

pub fn run(f: &mut Function, config: &Config) {
    if f.blocks.is_empty() {
        return;
    }
    let owned = borrow::overwritten(f, &order(f), config);
    let kind = classify(f, &owned);
    let mut rc = Rc { live_in: vec![Live::new(); f.blocks.len()], f, kind };
    rc.liveness();
    for b in 0..rc.live_in.len() {
        rc.rewrite(b);
    }
}

/// The value whose reference keeps `v` alive.
fn root(kind: &[Kind], v: Value) -> Option<Value> {
    match kind[v.index()] {
        Kind::Plain | Kind::Forever | Kind::Immortal => None,
        Kind::Owned { .. } => Some(v),
        Kind::Alias(r) | Kind::Dep(r) => Some(r),
    }
}

fn classify(f: &Function, overwritten: &[bool]) -> Vec<Kind> {
    let mut kind = vec![Kind::Plain; f.values.len()];
    for (b, block) in f.blocks.iter().enumerate() {
        for p in &block.params {
            if f.ty(*p).is_counted() {
                kind[p.index()] = if b == 0 { Kind::Forever } else { Kind::Owned { maybe: false } };
            }
        }
    }
    // Definitions come before uses in this order.
    for b in order(f) {
        for i in &f.blocks[b].insts {
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
        Op::StoreGlobal { .. } | Op::Release | Op::ReleaseMaybe => vec![0],
        Op::NewTuple => (0..i.args.len()).collect(),
        Op::Leaf(l) => l.info().params.iter().enumerate().filter(|(_, p)| **p == Param::O).map(|(k, _)| k).collect(),
        _ => vec![],
    }
}

impl Rc<'_> {
    fn roots<'v>(&self, vs: impl IntoIterator<Item = &'v Value>) -> Vec<Value> {
        vs.into_iter().filter_map(|v| root(&self.kind, *v)).collect()
    }

    fn liveness(&mut self) {
        let mut post = order(self.f);
        post.reverse();
        let mut changed = true;
        while changed {
            changed = false;
            for &b in &post {
                let mut live = self.live_before_term(b);
                for i in self.f.blocks[b].insts.iter().rev() {
                    self.step_back(i, &mut live);
                }
                for p in &self.f.blocks[b].params {
                    live.remove(p);
                }
                if live != self.live_in[b] {
                    self.live_in[b] = live;
                    changed = true;
                }
            }
        }
    }

    fn live_before_term(&self, b: usize) -> Live {
        let mut live = Live::new();
        let term = &self.f.blocks[b].term;
        term.for_each_target(|t| {
            live.extend(&self.live_in[t.block.index()]);
            live.extend(self.roots(&t.args));
        });
        if let Some(v) = term.operand() {
            live.extend(root(&self.kind, v));
        }
        live
    }

    /// From the roots live behind an instruction to those in front of it.
    fn step_back(&self, i: &Inst, live: &mut Live) {
        for r in &i.results {
            live.remove(r);
        }
        live.extend(self.roots(&i.args));
        for e in &i.exits {
            live.extend(&self.live_in[e.target.block.index()]);
            live.extend(self.roots(&e.target.args));
        }
    }

    fn release(&self, r: Value, (line, frame): (u32, u32)) -> Inst {
        let maybe = matches!(self.kind[r.index()], Kind::Owned { maybe: true });
        let op = if maybe { Op::ReleaseMaybe } else { Op::Release };
        Inst { op, args: vec![r], results: vec![], exits: vec![], line, frame }
    }

    /// A new reference to the same object.
    fn retain(&mut self, v: Value, out: &mut Vec<Inst>) -> Value {
        if self.kind[v.index()] == Kind::Immortal {
            return v;
        }
        let ty = self.f.ty(v);
        let r = self.f.new_value(ty);
        self.kind.push(Kind::Owned { maybe: false });
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
        // Live sets behind each instruction.
        let mut live = self.live_before_term(b);
        let before_term = live.clone();
        let mut after = Vec::with_capacity(insts.len());
        for i in insts.iter().rev() {
            after.push(live.clone());
            self.step_back(i, &mut live);
        }
        after.reverse();
        let mut out = Vec::with_capacity(insts.len() * 2);
        for p in self.f.blocks[b].params.clone() {
            if matches!(self.kind[p.index()], Kind::Owned { .. }) && !live.contains(&p) {
                out.push(self.release(p, (0, 0)));
            }
        }
        for (mut i, after) in insts.into_iter().zip(after) {
            let (line, frame) = (i.line, i.frame);
            let owned_args: Live = self.roots(&i.args).into_iter().collect();
            // References moved into the instruction.
            let mut moved = Live::new();
            for k in consumed(&i) {
                let v = i.args[k];
                if !self.f.ty(v).is_counted() {
                    continue;
                }
                let can_move = match self.kind[v.index()] {
                    Kind::Owned { .. } => Some(v),
                    Kind::Alias(r) => Some(r),
                    _ => None,
                };
                match can_move {
                    Some(r) if !after.contains(&r) && !moved.contains(&r) && !self.needed_at_exits(&i, r) && !self.used_twice(&i, k, r) => {
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
            for r in &i.results {
                here.remove(r);
            }
            here.extend(owned_args.iter().filter(|r| !moved.contains(r)));
            for e in &i.exits {
                here.extend(self.live_in[e.target.block.index()].iter().filter(|r| !moved.contains(r)));
                here.extend(self.roots(&e.target.args).into_iter().filter(|r| !moved.contains(r)));
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
                    let ty = self.f.ty(*r);
                    let copy = self.f.new_value(ty);
                    self.kind.push(Kind::Plain);
                    out.push(Inst { op, args: vec![*r], results: vec![copy], exits: vec![], line, frame });
                }
            }
            // Last uses, and results that nobody wants.
            for r in here.iter().chain(results.iter().filter(|r| matches!(self.kind[r.index()], Kind::Owned { .. }))) {
                if !after.contains(r) && !moved.contains(r) {
                    out.push(self.release(*r, (line, frame)));
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
                    let own = match self.kind[v.index()] {
                        Kind::Owned { .. } => Some(*v),
                        Kind::Alias(r) => Some(r),
                        _ => None,
                    };
                    match own {
                        Some(_) => {}
                        None => *v = self.retain(*v, &mut out),
                    }
                    for r in &before_term {
                        if Some(*r) != own {
                            out.push(self.release(*r, (0, 0)));
                        }
                    }
                } else {
                    for r in &before_term {
                        out.push(self.release(*r, (0, 0)));
                    }
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

    fn needed_at_exits(&self, i: &Inst, r: Value) -> bool {
        i.exits.iter().any(|e| self.live_in[e.target.block.index()].contains(&r) || self.roots(&e.target.args).contains(&r))
    }

    fn used_twice(&self, i: &Inst, k: usize, r: Value) -> bool {
        i.args.iter().enumerate().any(|(j, a)| j != k && root(&self.kind, *a) == Some(r))
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
        self.live_in.push(Live::new());
        let data = self.f.block_mut(block);
        data.insts = ops;
        if big {
            // The value word goes through.
            let p = self.f.add_param(block, Ty::Val);
            self.kind.push(Kind::Owned { maybe: false });
            inner.args.insert(0, p);
        }
        self.f.block_mut(block).term = Term::Jump(inner);
        *t = Target { block, args: vec![] };
    }

    fn edge_ops(&mut self, t: &mut Target, here: &Live, big: bool, ops: &mut Vec<Inst>) {
        let there = self.live_in[t.block.index()].clone();
        let params = &self.f.block(t.block).params;
        let types: Vec<Ty> = params[big as usize..].iter().map(|p| self.f.ty(*p)).collect();
        let mut moved = Live::new();
        for (k, a) in t.args.clone().iter().enumerate() {
            if !types[k].is_counted() {
                continue;
            }
            let own = match self.kind[a.index()] {
                Kind::Owned { .. } => Some(*a),
                Kind::Alias(r) => Some(r),
                _ => None,
            };
            match own {
                Some(r) if !there.contains(&r) && !moved.contains(&r) => {
                    moved.insert(r);
                }
                _ => t.args[k] = self.retain(*a, ops),
            }
        }
        for r in here {
            if !there.contains(r) && !moved.contains(r) {
                let i = self.release(*r, (0, 0));
                ops.push(i);
            }
        }
    }
}
