//! What is known of one function: definitions, uses, the places where variables are read and written.

use rustc_hash::FxHashMap as HashMap;

use super::Known;
use crate::hir::*;
use crate::ssa;

/// Block and instruction.
pub type Place = (usize, usize);

#[derive(Default, Clone)]
struct Accesses {
    loads: Vec<Place>,
    stores: Vec<Place>,
    deleted: bool,
}

pub struct Facts<'k> {
    pub known: &'k Known,
    defs: HashMap<V, Place>,
    uses: Vec<u32>,
    vars: Vec<Accesses>,
    /// Where the iteration over a value starts; that is not counted as a use.
    starts: HashMap<V, Place>,
}

/// Where a value comes from.
pub struct Trace {
    pub func: FuncId,
    /// The call that makes the generator.
    pub call: Place,
    /// The function object that is called, if it is made here.
    pub make: Option<Place>,
    /// What stands between the call and the loop, by result: `iter` of the value.
    pub links: Vec<V>,
}

impl<'k> Facts<'k> {
    pub fn new(f: &Func, known: &'k Known) -> Facts<'k> {
        let mut facts = Facts { known, defs: HashMap::default(), uses: vec![0; f.n_values as usize], vars: vec![Accesses::default(); f.vars.len()], starts: HashMap::default() };
        for (b, block) in f.blocks.iter().enumerate() {
            for (k, i) in block.insts.iter().enumerate() {
                match i.op {
                    Op::IterInit => {
                        facts.starts.insert(i.args[0], (b, k));
                    }
                    _ => i.args.iter().for_each(|a| facts.uses[a.index()] += 1),
                }
                i.results.iter().for_each(|r| {
                    facts.defs.insert(*r, (b, k));
                });
                match i.op {
                    Op::LoadLocal(v) => facts.vars[v.index()].loads.push((b, k)),
                    Op::StoreLocal(v) => facts.vars[v.index()].stores.push((b, k)),
                    Op::DelLocal(v) => facts.vars[v.index()].deleted = true,
                    _ => {}
                }
            }
            match &block.term {
                Term::Branch { cond: v, .. } | Term::Return(v) => facts.uses[v.index()] += 1,
                Term::Jump(_) | Term::Unreachable => {}
            }
        }
        facts
    }

    pub fn def<'f>(&self, f: &'f Func, v: V) -> Option<&'f Inst> {
        self.defs.get(&v).map(|(b, k)| &f.blocks[*b].insts[*k])
    }

    pub fn place(&self, v: V) -> Option<Place> {
        self.defs.get(&v).copied()
    }

    pub fn uses(&self, v: V) -> u32 {
        self.uses[v.index()]
    }

    /// Where the loop starts whose `IterNext` this is.
    pub fn start(&self, f: &Func, next: &Inst) -> Option<Place> {
        let Op::LoadLocal(x) = self.def(f, next.args[0])?.op else { return None };
        let [(b, k)] = self.vars[x.index()].stores[..] else { return None };
        self.starts.get(&f.blocks[b].insts[k].args[0]).copied()
    }

    /// The function that is called, if it is known: a module variable that never changes, or a function made here.
    fn callee(&self, f: &Func, v: V, from: Place) -> Option<(FuncId, Option<Place>)> {
        let at = self.place(v)?;
        match &f.blocks[at.0].insts[at.1].op {
            Op::LoadGlobal(g) => self.known.functions.get(g).map(|f| (*f, None)),
            Op::MakeFunction { func, .. } => Some((*func, Some(at))),
            Op::LoadLocal(x) => {
                let a = &self.vars[x.index()];
                let [store] = a.stores[..] else { return None };
                if a.deleted || !fresh(f, store, from) {
                    return None;
                }
                let value = f.blocks[store.0].insts[store.1].args[0];
                let make = self.place(value)?;
                match f.blocks[make.0].insts[make.1].op {
                    Op::MakeFunction { func, .. } => Some((func, Some(make))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The call of a known function that makes the value `v`, which the instruction at `to` consumes; nobody else sees it,
    /// and each time that `to` runs, it is a new one. `None` for `to`: an `IterNext`, which runs often, but whose variable is
    /// set where the loop starts.
    pub fn trace(&self, f: &Func, v: V, to: Option<Place>) -> Option<Trace> {
        let (mut v, mut links, mut next) = (v, Vec::new(), to);
        loop {
            if self.uses(v) != 1 {
                return None;
            }
            let at = self.place(v)?;
            let i = &f.blocks[at.0].insts[at.1];
            if let Some(next) = next
                && !fresh(f, at, next)
            {
                return None;
            }
            match &i.op {
                Op::LoadLocal(x) => {
                    let a = &self.vars[x.index()];
                    let ([store], [_]) = (&a.stores[..], &a.loads[..]) else { return None };
                    if a.deleted || (next.is_some() && !fresh(f, *store, at)) {
                        return None;
                    }
                    next = Some(*store);
                    v = f.blocks[store.0].insts[store.1].args[0];
                    continue;
                }
                Op::GetIter => {
                    links.push(v);
                    next = Some(at);
                    v = i.args[0];
                }
                Op::Call { kw } => {
                    if let [callee, x] = i.args[..]
                        && kw.is_empty()
                        && self.def(f, callee).is_some_and(|d| matches!(&d.op, Op::LoadBuiltin(n) if &**n == "iter"))
                    {
                        links.push(v);
                        next = Some(at);
                        v = x;
                        continue;
                    }
                    if let Some(func) = super::native::called(f, self, i) {
                        return Some(Trace { func, call: at, make: None, links });
                    }
                    let (func, make) = self.callee(f, i.args[0], at)?;
                    let body = self.known.bodies.get(&func)?;
                    super::splice::arguments(self.known, func, &body.params, i)?;
                    return Some(Trace { func, call: at, make, links });
                }
                _ => return None,
            }
        }
    }
}

/// Whenever `b` runs, `a` has run before, and anew since `b` ran last.
pub fn fresh(f: &Func, a: Place, b: Place) -> bool {
    if a.0 == b.0 {
        return a.1 < b.1;
    }
    let mut seen = vec![false; f.blocks.len()];
    let mut work: Vec<usize> = Vec::new();
    // Ways out of `b`'s block behind `b`.
    for i in &f.blocks[b.0].insts[b.1..] {
        work.extend(i.done.iter().chain(&i.unwind).map(|t| t.block.index()));
    }
    work.extend(f.blocks[b.0].term.targets().map(|t| t.block.index()));
    work.push(0);
    while let Some(n) = work.pop() {
        if n == b.0 {
            return false;
        }
        if std::mem::replace(&mut seen[n], true) {
            continue;
        }
        if n == a.0 {
            for i in &f.blocks[n].insts[..a.1] {
                work.extend(i.done.iter().chain(&i.unwind).map(|t| t.block.index()));
            }
            continue;
        }
        ssa::for_each_target(&f.blocks[n], |t| work.push(t.block.index()));
    }
    true
}
