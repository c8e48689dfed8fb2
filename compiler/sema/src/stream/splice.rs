//! Copies of functions in the function that uses them.

use super::facts::{Facts, Place, Trace};
use super::{CALLEE, Known, YIELDS, size};
use crate::hir::*;
use crate::ssa;

/// A copy of everything that code consists of.
pub fn copy_of(f: &Func) -> Func {
    Func {
        name: f.name.clone(),
        qualname: f.qualname.clone(),
        module: f.module,
        kind: f.kind,
        params: f.params.clone(),
        doc: None,
        blocks: f.blocks.clone(),
        n_values: f.n_values,
        vars: f.vars.clone(),
        captures: f.captures.clone(),
        inlined: f.inlined.clone(),
        class: f.class,
        first_line: f.first_line,
        hidden: f.hidden,
        annotations: f.annotations.clone(),
    }
}

/// Operations that belong to the function that they are written in.
fn rooted(op: &Op) -> bool {
    match op {
        Op::SelfFunc | Op::ThisClass(_) | Op::SuperAttr(_) | Op::MakeClass(_) | Op::ClassSet { .. } | Op::ClassDone(_) => true,
        Op::MakeFunction { defaults, kwdefaults, .. } => defaults + kwdefaults > 0,
        _ => false,
    }
}

/// The generator function as it is copied, if it can be: `yield from` is a loop.
pub fn template(f: &Func) -> Option<Func> {
    let insts = || f.blocks.iter().flat_map(|b| &b.insts);
    let yields = insts().filter(|i| matches!(i.op, Op::Yield | Op::YieldInner)).count();
    if size(f) > CALLEE || yields > YIELDS || f.params.vararg || f.params.kwarg || insts().any(|i| rooted(&i.op)) {
        return None;
    }
    let mut t = copy_of(f);
    // The generator's own `try` around a `yield` sees when it is left early.
    let mut used = vec![0u32; f.n_values as usize];
    insts().for_each(|i| i.args.iter().for_each(|a| used[a.index()] += 1));
    f.blocks.iter().for_each(|b| {
        if let Term::Return(v) | Term::Branch { cond: v, .. } = &b.term {
            used[v.index()] += 1;
        }
    });
    for i in insts() {
        match i.op {
            Op::Yield if i.unwind.is_some() => return None,
            Op::YieldFromNext | Op::YieldFromThrow if i.unwind.is_some() => return None,
            Op::GenResult if used[i.results[0].index()] > 0 => return None,
            _ => {}
        }
    }
    loops(&mut t)?;
    // A variable that may be unbound is an error that the copy could not tell.
    let mut checked = copy_of(&t);
    ssa::prune(&mut checked);
    ssa::flag_unbound(&mut checked);
    if checked.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, Op::CheckBound { .. })) {
        return None;
    }
    ssa::prune(&mut t);
    Some(t)
}

/// Turns each `yield from` into a loop.
fn loops(f: &mut Func) -> Option<()> {
    while let Some((b, k)) = find(f, |i| matches!(i.op, Op::YieldFromNext)) {
        let i = f.blocks[b].insts[k].clone();
        // The iterator's variable, and where it was set: `iter(x)`.
        let var = match find(f, |d| d.results.first() == Some(&i.args[0])).map(|(b, k)| &f.blocks[b].insts[k].op) {
            Some(Op::LoadLocal(v)) => *v,
            _ => return None,
        };
        let (sb, sk) = find(f, |d| matches!(d.op, Op::StoreLocal(v) if v == var))?;
        let it = f.blocks[sb].insts[sk].args[0];
        let made = find(f, |d| d.results.first() == Some(&it))?;
        let call = &mut f.blocks[made.0].insts[made.1];
        (call.op, call.args) = (Op::GetIter, vec![*call.args.get(1)?]);
        let state = var_named(f, ".state");
        let (st, again, next) = (value(f), value(f), value(f));
        let plain = |op: Op, args: Vec<V>, results: Vec<V>| Inst { op, args, results, unwind: None, done: None, ..i.clone() };
        let set = [plain(Op::IterInit, vec![it], vec![st]), plain(Op::StoreLocal(state), vec![st], vec![])];
        f.blocks[b].insts[k].op = Op::IterNext;
        f.blocks[b].insts[k].args[1] = again;
        f.blocks[b].insts[k].results.push(next);
        f.blocks[b].insts.insert(k + 1, plain(Op::StoreLocal(state), vec![next], vec![]));
        f.blocks[b].insts.insert(k, plain(Op::LoadLocal(state), vec![], vec![again]));
        let (sb, sk) = find(f, |d| matches!(d.op, Op::StoreLocal(v) if v == var))?;
        f.blocks[sb].insts.splice(sk + 1..sk + 1, set);
    }
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        match i.op {
            Op::YieldInner => (i.op, i.unwind) = (Op::Yield, None),
            Op::GenResult => i.op = Op::Const(Constant::None),
            _ => {}
        }
    }
    Some(())
}

fn find(f: &Func, wanted: impl Fn(&Inst) -> bool) -> Option<Place> {
    f.blocks.iter().enumerate().find_map(|(b, block)| block.insts.iter().position(&wanted).map(|k| (b, k)))
}

pub fn value(f: &mut Func) -> V {
    f.n_values += 1;
    V(f.n_values - 1)
}

/// A variable of the compiler's own: those are always assigned where they are read.
pub fn var_named(f: &mut Func, name: &str) -> Var {
    f.vars.push(name.into());
    Var(f.vars.len() as u32 - 1)
}

pub fn new_block(f: &mut Func, insts: Vec<Inst>, term: Term) -> B {
    f.blocks.push(Block { params: Vec::new(), insts, term });
    B(f.blocks.len() as u32 - 1)
}

/// The function does nothing but make a generator that can be copied: it returns in one place, what it returns is traced.
pub fn makes(f: &Func, known: &Known) -> bool {
    let insts = || f.blocks.iter().flat_map(|b| &b.insts);
    if f.params.vararg || f.params.kwarg || insts().any(|i| rooted(&i.op)) {
        return false;
    }
    let mut t = copy_of(f);
    ssa::prune(&mut t);
    let returns: Vec<V> = t.blocks.iter().filter_map(|b| if let Term::Return(v) = b.term { Some(v) } else { None }).collect();
    let [v] = returns[..] else { return false };
    let at = t.blocks.iter().position(|b| matches!(b.term, Term::Return(_))).map(|b| (b, t.blocks[b].insts.len()));
    let traced = Facts::new(&t, known).trace(&t, v, at).is_some();
    ssa::flag_unbound(&mut t);
    traced && !t.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, Op::CheckBound { .. }))
}

/// Where each parameter comes from.
pub enum Argument {
    Given(V),
    Iterator(V),
    Default(Op),
}

/// How the call binds the function's parameters; `None`: not at all, or not known here.
pub fn arguments(known: &Known, func: FuncId, params: &Params, call: &Inst) -> Option<Vec<Argument>> {
    let Op::Call { kw } = &call.op else { return None };
    if let Some(args) = super::native::arguments(func, call) {
        return Some(args);
    }
    let n_pos = call.args.len() - 1 - kw.len();
    if params.vararg || params.kwarg || n_pos > params.n_args as usize {
        return None;
    }
    let defaults = known.defaults.get(&func);
    let mut taken = 0;
    let mut out = Vec::new();
    for (k, name) in params.names.iter().enumerate() {
        if k < n_pos {
            out.push(Argument::Given(call.args[1 + k]));
            taken += 1;
        } else if let Some(j) = kw.iter().position(|n| n == name && k >= params.n_posonly as usize) {
            out.push(Argument::Given(call.args[1 + n_pos + j]));
            taken += 1;
        } else {
            let (n_args, nd) = (params.n_args as usize, params.n_defaults as usize);
            let slot = if k < n_args {
                (k + nd).checked_sub(n_args)?
            } else {
                let j = k - n_args;
                if !params.kw_defaults[j] {
                    return None;
                }
                nd + params.kw_defaults[..j].iter().filter(|d| **d).count()
            };
            out.push(Argument::Default(defaults?.get(slot)?.clone()?));
        }
    }
    (taken == n_pos + kw.len()).then_some(out)
}

/// Replaces the instruction that defines `v`.
fn replace(f: &mut Func, v: V, with: Vec<Inst>) {
    if let Some((b, k)) = find(f, |i| i.results.first() == Some(&v)) {
        f.blocks[b].insts.splice(k..=k, with);
    }
}

/// A copy of a function's blocks in `f`.
struct Copy {
    first: usize,
    values: u32,
    vars: u32,
}

impl Copy {
    fn block(&self, b: B) -> B {
        B(b.0 + self.first as u32)
    }

    fn target(&self, t: &Target) -> Target {
        Target::to(self.block(t.block))
    }
}

/// Puts the call's operands aside in variables, where the call is, and copies the body, which takes them from there. The
/// call's result is None now. Returns and yields are left to the caller.
fn copy(f: &mut Func, known: &Known, t: &Trace, unwind: Option<&Target>, at: &Inst, copied: &mut Vec<Option<FuncId>>) -> Copy {
    let body = &known.bodies[&t.func];
    let call = f.blocks[t.call.0].insts[t.call.1].clone();
    let plain = |op: Op, args: Vec<V>, results: Vec<V>| Inst { op, args, results, unwind: None, done: None, ..call.clone() };
    // Operands, in the order of the parameters.
    let mut stores = Vec::new();
    let mut params = Vec::new();
    for (a, name) in arguments(known, t.func, &body.params, &call).expect("traced").into_iter().zip(&body.params.names) {
        let var = var_named(f, &format!(".{name}"));
        let v = match a {
            Argument::Given(v) => v,
            Argument::Default(op) => {
                let v = value(f);
                stores.push(plain(op, vec![], vec![v]));
                v
            }
            // The builtin asks for the iterator at once.
            Argument::Iterator(x) => {
                let v = value(f);
                stores.push(Inst { op: Op::GetIter, args: vec![x], results: vec![v], ..call.clone() });
                v
            }
        };
        stores.push(plain(Op::StoreLocal(var), vec![v], vec![]));
        params.push(var);
    }
    stores.push(plain(Op::Const(Constant::None), vec![], vec![call.results[0]]));
    // What the function object captured, where it is made.
    let mut captures = Vec::new();
    if let Some((b, k)) = t.make {
        let make = f.blocks[b].insts[k].clone();
        let Op::MakeFunction { defaults, kwdefaults, .. } = make.op else { unreachable!("a function is made there") };
        let mut with = Vec::new();
        for v in &make.args[(defaults + kwdefaults) as usize..] {
            let var = var_named(f, ".captured");
            with.push(Inst { op: Op::StoreLocal(var), args: vec![*v], results: vec![], ..make.clone() });
            captures.push(var);
        }
        let others = f.blocks.iter().flat_map(|b| &b.insts).filter(|i| i.args.contains(&make.results[0])).count();
        with.push(if others > 1 || call.args[0] != make.results[0] { make.clone() } else { Inst { op: Op::Const(Constant::None), args: vec![], ..make.clone() } });
        let made = make.results[0];
        replace(f, made, with);
    }
    replace(f, call.results[0], stores);
    for v in &t.links {
        let (b, k) = find(f, |i| i.results.first() == Some(v)).expect("a link is an instruction");
        let i = &mut f.blocks[b].insts[k];
        (i.op, i.args) = (Op::Const(Constant::None), vec![]);
    }

    let (first, values, vars) = (f.blocks.len(), f.n_values, f.vars.len() as u32);
    let c = Copy { first, values, vars };
    f.n_values += body.n_values;
    f.vars.extend(body.vars.iter().map(|n| Name::from(if n.starts_with('.') { n.to_string() } else { format!(".{n}") })));
    // Its own entry in tracebacks, then those of its comprehensions.
    let native = super::native::is_native(t.func);
    let entry = if native { at.inlined } else { f.inlined.len() as u32 + 1 };
    if !native {
        let at = (Pos { line: at.line, cols: at.cols }, at.inlined);
        let generator = body.kind == FuncKind::Generator;
        f.inlined.push(Inlined { name: body.name.clone(), at: at.0, outer: at.1, hidden: body.hidden, generator });
        copied.push(Some(t.func));
    }
    for i in &body.inlined {
        let outer = if i.outer == 0 { entry } else { entry + i.outer };
        f.inlined.push(Inlined { outer, ..i.clone() });
        copied.push(None);
    }
    let v = |v: &V| V(v.0 + values);
    for block in &body.blocks {
        let insts = block.insts.iter().map(|i| {
            let op = match &i.op {
                Op::LoadLocal(x) => Op::LoadLocal(Var(x.0 + vars)),
                Op::StoreLocal(x) => Op::StoreLocal(Var(x.0 + vars)),
                Op::DelLocal(x) => Op::DelLocal(Var(x.0 + vars)),
                Op::Capture { index, .. } => Op::LoadLocal(captures[*index as usize]),
                op => op.clone(),
            };
            let unwind = match &i.unwind {
                Some(t) => Some(c.target(t)),
                None if op.may_raise() && !matches!(op, Op::LoadLocal(_)) => unwind.cloned(),
                None => None,
            };
            Inst {
                op,
                args: i.args.iter().map(v).collect(),
                results: i.results.iter().map(v).collect(),
                unwind,
                done: i.done.as_ref().map(|t| c.target(t)),
                line: if native { at.line } else { i.line },
                cols: if native { at.cols } else { i.cols },
                inlined: entry + i.inlined,
            }
        });
        let term = match &block.term {
            Term::Jump(t) => Term::Jump(c.target(t)),
            Term::Branch { cond, then, els } => Term::Branch { cond: v(cond), then: c.target(then), els: c.target(els) },
            Term::Return(x) => Term::Return(v(x)),
            Term::Unreachable => Term::Unreachable,
        };
        let insts = insts.collect();
        f.blocks.push(Block { params: Vec::new(), insts, term });
    }
    // The parameters.
    let loads: Vec<Inst> = body.blocks[0].params.iter().zip(&params).map(|(p, var)| Inst { op: Op::LoadLocal(*var), args: vec![], results: vec![v(p)], unwind: None, done: None, ..at.clone() }).collect();
    f.blocks[first].insts.splice(0..0, loads);
    debug_assert!(c.values == values && c.vars == vars);
    c
}

/// Copies a function that makes a generator in place of its call.
pub fn maker(f: &mut Func, known: &Known, t: &Trace, copied: &mut Vec<Option<FuncId>>) {
    let (b, k) = t.call;
    let call = f.blocks[b].insts[k].clone();
    // The call begins a block of its own, so that places in front of it stay.
    let result = call.results[0];
    let unwind = call.unwind.clone();
    let links = Trace { func: t.func, call: t.call, make: t.make, links: vec![] };
    let c = copy(f, known, &links, unwind.as_ref(), &call, copied);
    let (b, k) = find(f, |i| i.results.first() == Some(&result)).expect("the call's result is None now");
    let mut rest = f.blocks[b].insts.split_off(k);
    let var = var_named(f, ".made");
    rest[0] = Inst { op: Op::LoadLocal(var), args: vec![], ..rest[0].clone() };
    let term = std::mem::replace(&mut f.blocks[b].term, Term::Jump(Target::to(B(c.first as u32))));
    let after = new_block(f, rest, term);
    for n in c.first..after.index() {
        if let Term::Return(v) = f.blocks[n].term {
            let store = Inst { op: Op::StoreLocal(var), args: vec![v], results: vec![], unwind: None, done: None, ..call.clone() };
            f.blocks[n].insts.push(store);
            f.blocks[n].term = Term::Jump(Target::to(after));
        }
    }
}

/// Copies a generator into the loop whose `IterNext` is at `site` and which starts at `start`.
pub fn generator(f: &mut Func, known: &Known, t: &Trace, start: Place, site: Place, copied: &mut Vec<Option<FuncId>>) {
    let next = f.blocks[site.0].insts[site.1].clone();
    let started = f.blocks[start.0].insts[start.1].results[0];
    let done = next.done.clone().expect("an iteration ends somewhere");
    let c = copy(f, known, t, next.unwind.as_ref(), &next, copied);
    let plain = |op: Op, args: Vec<V>, results: Vec<V>| Inst { op, args, results, unwind: None, done: None, ..next.clone() };
    let end = f.blocks.len();
    let (element, state) = (var_named(f, ".element"), var_named(f, ".resume"));

    // What follows the element.
    let head = site.0;
    let (_, k) = find(f, |i| i.results == next.results).expect("the loop asks for elements");
    let rest = f.blocks[head].insts.split_off(k);
    let mut insts = vec![plain(Op::LoadLocal(element), vec![], vec![next.results[0]])];
    insts.extend(rest.into_iter().skip(1).filter(|i| i.args.first() != Some(&next.results[1])));
    let term = std::mem::replace(&mut f.blocks[head].term, Term::Unreachable);
    let after = new_block(f, insts, term);

    // Each `yield` goes there, and has a block behind it.
    let mut resume = Vec::new();
    let mut work: Vec<usize> = (c.first..end).collect();
    while let Some(b) = work.pop() {
        if let Term::Return(_) = f.blocks[b].term {
            f.blocks[b].term = Term::Jump(done.clone());
        }
        let Some(k) = f.blocks[b].insts.iter().position(|i| matches!(i.op, Op::Yield)) else { continue };
        let mut rest = f.blocks[b].insts.split_off(k);
        let given = rest[0].args[0];
        rest[0] = Inst { op: Op::Const(Constant::None), args: vec![], ..rest[0].clone() };
        let term = std::mem::replace(&mut f.blocks[b].term, Term::Jump(Target::to(after)));
        let behind = new_block(f, rest, term);
        resume.push((b, behind));
        f.blocks[b].insts.push(plain(Op::StoreLocal(element), vec![given], vec![]));
        work.push(behind.index());
    }

    // The first round starts the generator, the others go on behind the `yield` at hand.
    let first = B(c.first as u32);
    let (sb, sk) = find(f, |i| i.results.first() == Some(&started)).expect("the loop starts somewhere");
    let direct = sb != head
        && matches!(&f.blocks[sb].term, Term::Jump(t) if t.block.index() == head)
        && f.blocks[head].insts.iter().all(|i| matches!(i.op, Op::LoadLocal(_) | Op::Poll));
    let (op, args) = (Op::Const(Constant::None), vec![]);
    f.blocks[sb].insts[sk] = plain(op, args, vec![started]);
    let mut ways: Vec<(i64, B)> = resume.iter().enumerate().map(|(n, (_, behind))| (n as i64 + 1, *behind)).collect();
    if direct {
        f.blocks[sb].term = Term::Jump(Target::to(first));
    } else {
        ways.push((0, first));
        let zero = value(f);
        let set = [plain(Op::Const(Constant::Int(0)), vec![], vec![zero]), plain(Op::StoreLocal(state), vec![zero], vec![])];
        f.blocks[sb].insts.splice(sk + 1..sk + 1, set);
    }
    if ways.len() > 1 {
        for (n, (b, _)) in resume.iter().enumerate() {
            let v = value(f);
            f.blocks[*b].insts.extend([plain(Op::Const(Constant::Int(n as i64 + 1)), vec![], vec![v]), plain(Op::StoreLocal(state), vec![v], vec![])]);
        }
    }
    let mut at = head;
    while let Some((n, way)) = ways.pop() {
        if ways.is_empty() {
            f.blocks[at].term = Term::Jump(Target::to(way));
            break;
        }
        let (s, c, r, t) = (value(f), value(f), value(f), value(f));
        f.blocks[at].insts.extend([
            plain(Op::LoadLocal(state), vec![], vec![s]),
            plain(Op::Const(Constant::Int(n)), vec![], vec![c]),
            plain(Op::Cmp(CmpOp::Eq), vec![s, c], vec![r]),
            plain(Op::Truth, vec![r], vec![t]),
        ]);
        let other = new_block(f, vec![], Term::Unreachable);
        f.blocks[at].term = Term::Branch { cond: t, then: Target::to(way), els: Target::to(other) };
        at = other.index();
    }
}
