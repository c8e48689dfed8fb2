//! The gate in front of a loop, and the way back to it.

use pyaot_ir::{Block, Cc, Function, Inst, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use super::plan::{Next, Plan};
use super::{AGAIN, FEW, LANES, LATER, ROUNDS};
use crate::passes::copies::{Natural, gate};

pub fn apply(f: &mut Function, l: &Natural, plan: Plan) {
    let head = Block(l.head);
    let data = f.block(head);
    let params = data.params.clone();
    let Some(test) = data.insts.iter().find(|i| i.results[..] == [plan.test]) else { unreachable!("the plan's test is in the head") };
    let (compare, place) = (test.op.clone(), (test.line, test.frame));

    let (entry, state) = gate(f, head, |b| !l.contains(b));
    let of: HashMap<Value, Value> = params.iter().copied().zip(state.iter().copied()).collect();
    let mut w = Writer { f, block: entry, place, of };
    let left = w.op(Op::ISub, &[plan.limit, params[plan.counter]], Ty::I64);
    let most = w.iconst(ROUNDS);
    w.result(Op::IMin, &[left, most], plan.n);
    let elsewhere = Target { block: head, args: [&state[..], &[plan.limit]].concat() };
    let few = w.iconst(FEW);
    let enough = w.op(Op::ICmp(Cc::Ge), &[plan.n, few], Ty::Bool);
    w.go_on(enough, &elsewhere);
    w.copy(plan.early);
    w.go_on(plan.holds, &elsewhere);
    w.copy(plan.late);
    let mut args = vec![plan.rounds];
    args.extend(plan.operands);
    let done = w.f.new_value(Ty::I64);
    let sums: Vec<Value> = plan.next.iter().filter(|n| matches!(n, Next::Sum(_))).map(|_| w.f.new_value(Ty::I64)).collect();
    w.inst(Op::Lanes(Box::new(plan.lanes)), &args, [&[done], &sums[..]].concat());
    let mut args = vec![];
    for (next, p) in plan.next.iter().zip(&params) {
        args.push(match *next {
            Next::Same => w.of[p],
            Next::Step(by) => {
                let way = w.op(Op::IMul, &[done, by], Ty::I64);
                let (op, ty) = if w.f.ty(*p) == Ty::Ptr { (Op::PtrAdd, Ty::Ptr) } else { (Op::IAdd, Ty::I64) };
                w.op(op, &[*p, way], ty)
            }
            Next::Sum(k) => w.op(Op::IAdd, &[*p, sums[k]], Ty::I64),
            Next::Last(v) => {
                let none = w.iconst(0);
                let ran = w.op(Op::ICmp(Cc::Gt), &[done, none], Ty::Bool);
                let ty = w.f.ty(v);
                w.op(Op::Select, &[ran, v, *p], ty)
            }
        });
    }
    // It has run what it could, or at least some rounds: so it will soon do again.
    let (again, later, lanes) = (w.iconst(AGAIN), w.iconst(LATER), w.iconst(LANES));
    let missing = w.op(Op::ISub, &[plan.rounds, done], Ty::I64);
    let all = w.op(Op::ICmp(Cc::Lt), &[missing, lanes], Ty::Bool);
    let many = w.op(Op::ICmp(Cc::Ge), &[done, again], Ty::Bool);
    let pays = w.op(Op::BOr, &[all, many], Ty::Bool);
    let wait = w.op(Op::Select, &[pays, again, later], Ty::I64);
    let until = w.op(Op::IAdd, &[args[plan.counter], wait], Ty::I64);
    args.push(w.op(Op::IMin, &[plan.limit, until], Ty::I64));
    let last = w.block;
    w.f.block_mut(last).term = Term::Jump(Target { block: head, args });

    // The loop as it was, up to a limit of its own.
    let until = f.add_param(head, Ty::I64);
    for b in &l.body {
        f.block_mut(Block(*b)).term.for_each_target_mut(|t| {
            if t.block == head {
                t.args.push(until);
            }
        });
    }
    let end = f.new_block(false);
    let on = f.new_value(Ty::Bool);
    let test = Inst { op: compare, args: vec![params[plan.counter], plan.limit], results: vec![on], exits: vec![], line: place.0, frame: place.1 };
    f.block_mut(end).insts.push(test);
    let data = f.block_mut(head);
    for i in data.insts.iter_mut().filter(|i| i.results[..] == [plan.test]) {
        i.args[1] = until;
    }
    let Term::Branch { els, .. } = &mut data.term else { unreachable!("the plan's test ends the head") };
    let out = std::mem::replace(els, Target { block: end, args: vec![] });
    f.block_mut(end).term = Term::Branch { cond: on, then: Target { block: entry, args: params }, els: out };
}

/// Writes instructions at the end of a block, in which the parameters of the loop's head are those of the gate.
struct Writer<'a> {
    f: &'a mut Function,
    block: Block,
    place: (u32, u32),
    of: HashMap<Value, Value>,
}

impl Writer<'_> {
    fn inst(&mut self, op: Op, args: &[Value], results: Vec<Value>) {
        let args = args.iter().map(|a| *self.of.get(a).unwrap_or(a)).collect();
        let inst = Inst { op, args, results, exits: vec![], line: self.place.0, frame: self.place.1 };
        self.f.block_mut(self.block).insts.push(inst);
    }

    fn result(&mut self, op: Op, args: &[Value], result: Value) {
        self.inst(op, args, vec![result]);
    }

    fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        let r = self.f.new_value(ty);
        self.result(op, args, r);
        r
    }

    /// Ends the block with a branch: the writer goes on where the condition holds.
    fn go_on(&mut self, cond: Value, elsewhere: &Target) {
        let next = self.f.new_block(false);
        let cond = *self.of.get(&cond).unwrap_or(&cond);
        self.f.block_mut(self.block).term = Term::Branch { cond, then: Target { block: next, args: vec![] }, els: elsewhere.clone() };
        self.block = next;
    }

    fn iconst(&mut self, c: i64) -> Value {
        self.op(Op::IConst(c), &[], Ty::I64)
    }

    fn copy(&mut self, insts: Vec<Inst>) {
        for i in insts {
            self.inst(i.op, &i.args, i.results);
        }
    }
}
