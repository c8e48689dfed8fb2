//! Builtins that consume a generator at once, as loops.

use super::facts::{Facts, Place};
use super::splice::{new_block, value, var_named};
use crate::hir::*;

/// The iterable that the call consumes, if it is one that [`to_loop`] has a form for.
pub fn operand(f: &Func, facts: &Facts, i: &Inst) -> Option<V> {
    match &i.op {
        Op::Call { kw } => {
            let Op::LoadBuiltin(name) = &facts.def(f, i.args[0])?.op else { return None };
            let plain = kw.is_empty();
            let fits = match &**name {
                "sum" if i.args.len() == 3 => plain && matches!(facts.def(f, i.args[2])?.op, Op::Const(Constant::Int(_) | Constant::Float(_))),
                "dict" => plain && i.args.len() == 2 && pairs(f, facts, i.args[1]),
                "sum" | "list" | "tuple" | "set" | "any" | "all" => plain && i.args.len() == 2,
                "min" | "max" => i.args.len() == 2 + kw.len() && kw.iter().all(|k| matches!(&**k, "key" | "default")),
                "sorted" => i.args.len() == 2 + kw.len() && kw.iter().all(|k| matches!(&**k, "key" | "reverse")),
                _ => false,
            };
            fits.then(|| i.args[1])
        }
        Op::CallMethod { name, kw } if &**name == "join" && kw.is_empty() && i.args.len() == 2 => {
            matches!(facts.def(f, i.args[0])?.op, Op::Const(Constant::Str(_))).then(|| i.args[1])
        }
        Op::ListExtend | Op::ArgsExtend => Some(i.args[1]),
        _ => None,
    }
}

/// `zip(a, b)`: its elements are pairs for certain.
fn pairs(f: &Func, facts: &Facts, v: V) -> bool {
    facts.def(f, v).is_some_and(|d| super::native::called(f, facts, d).is_some_and(super::native::is_zip_of_two))
}

/// Code being put together, all of it at one place in the source.
struct Code<'f> {
    f: &'f mut Func,
    at: Inst,
    block: B,
}

impl Code<'_> {
    fn emit(&mut self, op: Op, args: Vec<V>) -> V {
        let v = value(self.f);
        self.push(op, args, vec![v]);
        v
    }

    fn push(&mut self, op: Op, args: Vec<V>, results: Vec<V>) {
        let unwind = if op.may_raise() { self.at.unwind.clone() } else { None };
        let i = Inst { op, args, results, unwind, done: None, ..self.at.clone() };
        self.f.blocks[self.block.index()].insts.push(i);
    }

    fn var(&mut self, name: &str, v: V) -> Var {
        let var = var_named(self.f, name);
        self.store(var, v);
        var
    }

    fn store(&mut self, var: Var, v: V) {
        self.push(Op::StoreLocal(var), vec![v], vec![]);
    }

    fn load(&mut self, var: Var) -> V {
        self.emit(Op::LoadLocal(var), vec![])
    }

    fn end(&mut self, t: Term) {
        self.f.blocks[self.block.index()].term = t;
    }

    fn jump(&mut self, b: B) {
        self.end(Term::Jump(Target::to(b)));
    }

    fn block(&mut self) -> B {
        new_block(self.f, vec![], Term::Unreachable)
    }

    fn branch(&mut self, cond: V) -> (B, B) {
        let t = self.emit(Op::Truth, vec![cond]);
        let (then, els) = (self.block(), self.block());
        self.end(Term::Branch { cond: t, then: Target::to(then), els: Target::to(els) });
        (then, els)
    }

    fn builtin(&mut self, name: &str, args: &[V], kw: &[Name]) -> V {
        let f = self.emit(Op::LoadBuiltin(name.into()), vec![]);
        let args = std::iter::once(f).chain(args.iter().copied()).collect();
        self.emit(Op::Call { kw: kw.into() }, args)
    }

    fn loop_over(&mut self, iter: Var, state: Var) -> (B, B, V) {
        let (head, exit) = (self.block(), self.block());
        self.jump(head);
        self.block = head;
        let (i, s) = (self.load(iter), self.load(state));
        let (v, next) = (value(self.f), value(self.f));
        self.push(Op::IterNext, vec![i, s], vec![v, next]);
        self.f.blocks[head.index()].insts.last_mut().expect("just pushed").done = Some(Target::to(exit));
        self.store(state, next);
        (head, exit, v)
    }
}

/// The call at `place` as a loop over its operand.
pub fn to_loop(f: &mut Func, (b, k): Place) {
    let call = f.blocks[b].insts[k].clone();
    let name: Name = match &call.op {
        Op::CallMethod { name, .. } => name.clone(),
        Op::ListExtend | Op::ArgsExtend => "*".into(),
        _ => f.blocks.iter().flat_map(|b| &b.insts).find_map(|i| match &i.op {
            Op::LoadBuiltin(n) if i.results[0] == call.args[0] => Some(n.clone()),
            _ => None,
        }).expect("a builtin is called"),
    };
    let kw: Vec<Name> = match &call.op {
        Op::Call { kw } => kw.to_vec(),
        _ => vec![],
    };
    let keyword = |n: &str| kw.iter().position(|k| &**k == n).map(|j| call.args[2 + j]);
    let rest = f.blocks[b].insts.split_off(k + 1);
    f.blocks[b].insts.pop();
    let term = std::mem::replace(&mut f.blocks[b].term, Term::Unreachable);
    let mut c = Code { f, at: Inst { results: vec![], ..call.clone() }, block: B(b as u32) };
    let it = c.emit(Op::GetIter, vec![call.args[1]]);
    let st = c.emit(Op::IterInit, vec![it]);
    let (iter, state) = (c.var(".iter", it), c.var(".state", st));
    let result = match &*name {
        "sum" => {
            let start = if call.args.len() == 3 { call.args[2] } else { c.emit(Op::Const(Constant::Int(0)), vec![]) };
            let out = c.var(".out", start);
            let (head, exit, v) = c.loop_over(iter, state);
            let s = c.load(out);
            let r = c.emit(Op::Bin(BinOp::Add), vec![s, v]);
            c.store(out, r);
            c.jump(head);
            c.block = exit;
            c.load(out)
        }
        "any" | "all" => {
            let is_any = &*name == "any";
            let (yes, no) = (c.emit(Op::Bool(is_any), vec![]), c.emit(Op::Bool(!is_any), vec![]));
            let out = c.var(".out", no);
            let (head, exit, v) = c.loop_over(iter, state);
            let (then, els) = c.branch(v);
            let (hit, miss) = if is_any { (then, els) } else { (els, then) };
            c.block = miss;
            c.jump(head);
            c.block = hit;
            c.store(out, yes);
            c.jump(exit);
            c.block = exit;
            c.load(out)
        }
        "min" | "max" => {
            let no = c.emit(Op::Bool(false), vec![]);
            let found = c.var(".found", no);
            let (best, best_key) = (var_named(c.f, ".best"), var_named(c.f, ".key"));
            let (head, exit, v) = c.loop_over(iter, state);
            let key = match keyword("key") {
                Some(k) => c.emit(Op::Call { kw: [].into() }, vec![k, v]),
                None => v,
            };
            let seen = c.load(found);
            let (later, take) = c.branch(seen);
            c.block = later;
            let old = c.load(best_key);
            let op = if &*name == "min" { CmpOp::Lt } else { CmpOp::Gt };
            let r = c.emit(Op::Cmp(op), vec![key, old]);
            let (better, worse) = c.branch(r);
            c.block = worse;
            c.jump(head);
            c.block = better;
            c.jump(take);
            c.block = take;
            c.store(best, v);
            c.store(best_key, key);
            let yes = c.emit(Op::Bool(true), vec![]);
            c.store(found, yes);
            c.jump(head);
            c.block = exit;
            let seen = c.load(found);
            let (some, none) = c.branch(seen);
            let (end, out) = (c.block(), var_named(c.f, ".out"));
            c.block = none;
            let v = match keyword("default") {
                Some(v) => v,
                // It raises.
                None => {
                    let empty = c.emit(Op::MakeTuple, vec![]);
                    c.builtin(&name, &[empty], &[])
                }
            };
            c.store(out, v);
            c.jump(end);
            c.block = some;
            let v = c.load(best);
            c.store(out, v);
            c.jump(end);
            c.block = end;
            c.load(out)
        }
        "*" => {
            let out = c.var(".list", call.args[0]);
            let (head, exit, v) = c.loop_over(iter, state);
            let l = c.load(out);
            c.push(Op::ListAppend, vec![l, v], vec![]);
            c.jump(head);
            c.block = exit;
            c.f.blocks[exit.index()].insts.extend(rest);
            c.end(term);
            return;
        }
        "dict" => {
            let d = c.emit(Op::MakeDict, vec![]);
            let out = c.var(".dict", d);
            let (head, exit, v) = c.loop_over(iter, state);
            let (key, value) = (value(c.f), value(c.f));
            c.push(Op::Unpack, vec![v], vec![key, value]);
            let d = c.load(out);
            c.push(Op::DictSet, vec![d, key, value], vec![]);
            c.jump(head);
            c.block = exit;
            c.load(out)
        }
        "set" => {
            let s = c.emit(Op::MakeSet, vec![]);
            let out = c.var(".set", s);
            let (head, exit, v) = c.loop_over(iter, state);
            let s = c.load(out);
            c.push(Op::SetAdd, vec![s, v], vec![]);
            c.jump(head);
            c.block = exit;
            c.load(out)
        }
        _ => {
            let l = c.emit(Op::MakeList, vec![]);
            let out = c.var(".list", l);
            let (head, exit, v) = c.loop_over(iter, state);
            let l = c.load(out);
            c.push(Op::ListAppend, vec![l, v], vec![]);
            c.jump(head);
            c.block = exit;
            let l = c.load(out);
            match &*name {
                "list" => l,
                "tuple" => c.emit(Op::ListToTuple, vec![l]),
                "join" => c.emit(Op::CallMethod { name, kw: [].into() }, vec![call.args[0], l]),
                _ => {
                    let args = std::iter::once(l).chain(call.args[2..].iter().copied()).collect();
                    c.emit(Op::CallMethod { name: "sort".into(), kw: kw.into() }, args);
                    c.load(out)
                }
            }
        }
    };
    // The result has the call's name from here on.
    let var = c.var(".result", result);
    let block = c.block;
    c.push(Op::LoadLocal(var), vec![], vec![call.results[0]]);
    c.f.blocks[block.index()].insts.extend(rest);
    c.end(term);
}
