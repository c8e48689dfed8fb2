//! Sums of NumPy's floats (`s += a[i] * b[i]`) are looked at behind the loop, not in each round: once they are not finite, they stay so. If
//! they are not, the loop runs again from the start, with a look at each operation. Nothing else happens in it, so that nobody sees
//! that it has run before.
//!
//! ```text
//! b1(v1, v2): v3 = ULt v1, v0; branch v3 b2() b3()
//! b2(): …; v5 = FAddO v2, v4 [Slow b4(…)]; v6 = IAdd v1, 1; jump b1(v6, v5)
//! ```
//! becomes
//! ```text
//! b5(v7, v8): jump b1(v7, v8)
//! b1(v1, v2): v3 = ULt v1, v0; branch v3 b2() b8()
//! b2(): …; v5 = FAdd v2, v4; v6 = IAdd v1, 1; jump b1(v6, v5)
//! b8(): v9 = FSub v2, v2; v10 = FCmp(Eq) v9, v9; branch v10 b3() b6(v7, v8)
//! b6(v1', v2'): … branch v3' b7() b3()                         cold
//! b7(): …; v5' = FAddO v2', v4' [Slow b4(…)] …                  cold
//! ```

use pyaot_ir::{Block, Cc, Function, Inst, Op, Region, Target, Term, Ty, Value};

use crate::Config;
use crate::passes::copies::{Loop, Natural, copy, gate, innermost, natural, repair};
use crate::passes::strips::is_pure;

pub fn run(f: &mut Function, _config: &Config) {
    if !f.blocks.iter().flat_map(|b| &b.insts).any(|i| i.op.plain_float().is_some()) {
        return;
    }
    let loops = natural(f);
    let found: Vec<(Natural, Vec<Value>)> = innermost(f, &loops).filter_map(|l| Some((l.clone(), sums(f, l)?))).collect();
    for (l, sums) in found {
        look_behind(f, &l, &sums);
    }
}

/// The head's parameters that show whether there has been anything to warn of; `None`: it may not show, or rounds do more than compute.
fn sums(f: &Function, l: &Natural) -> Option<Vec<Value>> {
    let [a, b] = l.body[..] else { return None };
    let (head, body) = (f.block(Block(l.head)), f.block(Block(if a == l.head { b } else { a })));
    let (Term::Branch { then, els, .. }, Term::Jump(back)) = (&head.term, &body.term) else { return None };
    let leaves = |t: &Target| !l.contains(t.block.0);
    let computes = |i: &Inst| i.exits.is_empty() && computes(&i.op);
    let checked = || body.insts.iter().filter(|i| i.op.plain_float().is_some());
    if head.cold || leaves(then) == leaves(els) || !head.insts.iter().all(computes) || !body.insts.iter().all(|i| i.op.plain_float().is_some() || computes(i)) {
        return None;
    }
    // What is not finite if this value is not. The reciprocal of infinity is.
    let shown_by = |v: Value| {
        let mut all = vec![v];
        for i in checked().filter(|i| i.op != Op::FDivO) {
            if i.args.iter().any(|a| all.contains(a)) {
                all.push(i.results[0]);
            }
        }
        all
    };
    let rounds = || head.params.iter().zip(&back.args);
    let sums: Vec<(Value, Value)> = rounds().map(|(p, next)| (*p, *next)).filter(|(p, next)| p != next && shown_by(*p).contains(next)).collect();
    let mut seen = checked().map(|i| shown_by(i.results[0]));
    let all_seen = seen.all(|by| sums.iter().any(|(_, next)| by.contains(next)));
    (all_seen && !sums.is_empty()).then(|| sums.iter().map(|(p, _)| *p).collect())
}

fn computes(op: &Op) -> bool {
    use Op::*;
    match op {
        FAdd | FSub | FMul | FDiv | FNeg | FAbs | FSqrt | FFloor | FCeil | FTrunc | FNearest | FCmp(_) | FMin | FMax | FRound32 | IToF | INot | BXor | LoadNum(_) => true,
        Load { region, ty, .. } | LoadIdx { region, ty } => !ty.is_counted() && matches!(region, Region::Array | Region::ArrayHead | Region::ListF64 | Region::ListI64),
        op => is_pure(op),
    }
}

fn look_behind(f: &mut Function, l: &Natural, sums: &[Value]) {
    let before = f.blocks.len() as u32;
    let head = Block(l.head);
    let again = copy(f, &Loop { head: l.head, hot: l.body.clone() });
    for b in again.blocks.values() {
        f.block_mut(Block(*b)).cold = true;
    }
    let (entry, state) = gate(f, head, |b| b < before && !l.contains(b));
    f.block_mut(entry).term = Term::Jump(Target { block: head, args: state.clone() });
    let mut place = (0, 0);
    for b in &l.body {
        for i in &mut f.block_mut(Block(*b)).insts {
            if let Some(plain) = i.op.plain_float() {
                place = (i.line, i.frame);
                (i.op, i.exits) = (plain, vec![]);
            }
        }
    }
    let behind = f.new_block(false);
    let Term::Branch { then, els, .. } = &mut f.block_mut(head).term else { unreachable!("it has been found so") };
    let out = if l.contains(then.block.0) { els } else { then };
    let on = std::mem::replace(out, Target { block: behind, args: vec![] });
    let op = |f: &mut Function, op: Op, args: [Value; 2], ty: Ty| {
        let r = f.new_value(ty);
        f.block_mut(behind).insts.push(Inst { op, args: args.to_vec(), results: vec![r], exits: vec![], line: place.0, frame: place.1 });
        r
    };
    // Neither an infinity nor what is no number less itself is 0.
    let rest = sums.iter().map(|s| op(f, Op::FSub, [*s, *s], Ty::F64)).collect::<Vec<_>>();
    let rest = rest.into_iter().reduce(|a, b| op(f, Op::FAdd, [a, b], Ty::F64)).expect("one at least");
    let finite = op(f, Op::FCmp(Cc::Eq), [rest, rest], Ty::Bool);
    let els = Target { block: Block(again.blocks[&l.head]), args: state };
    f.block_mut(behind).term = Term::Branch { cond: finite, then: on, els };
    repair(f, &[&again], &[], before);
}
