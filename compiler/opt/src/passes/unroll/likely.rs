//! Loops that probably have a small number of rounds ([`Op::Likely`]) get a copy that has exactly so many.
//!
//! ```text
//! b1(v1): …                              b9(v1'): v8 = ICmp(Eq) v5, 3; branch v8 b1'(v1') b1(v1')
//!     v6 = Likely(3) v5                  b1'(v1'): …
//!     v7 = ULt v2, v6               =>       v6' = IConst(3)
//!     …                                      v7' = ULt v2', v6' …
//! ```
//! The copy is of the outermost loop around it that does not change the number.

use pyaot_ir::{Block, Cc, Function, Inst, Op, Target, Term, Ty, Value};

use super::{Counted, MOST_INSTS, counted, definition, rounds_of};
use crate::passes::copies::{Loop, Natural, copy, gate, innermost, natural, repair};
use crate::passes::simplify::Replaced;
use crate::passes::strips;

/// Larger loops are not copied.
const MOST_COPIED: usize = 600;
/// Instructions that compute a number in front of a loop.
const LONGEST: usize = 8;
/// Copies in a function.
const MOST_COPIES: usize = 4;

/// Makes the copies; afterwards nothing is likely any more.
pub fn split(f: &mut Function) {
    if !f.blocks.iter().flat_map(|b| &b.insts).any(is_likely) {
        return;
    }
    for _ in 0..MOST_COPIES {
        let loops = natural(f);
        let Some((k, hot)) = worth_it(f, &loops) else { break };
        version(f, &loops[k], &hot);
    }
    let mut replaced = Replaced::new(f);
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts).filter(|i| is_likely(i)) {
        replaced.set(i.results[0], i.args[0]);
    }
    replaced.apply(f);
}

fn is_likely(i: &Inst) -> bool {
    matches!(i.op, Op::Likely(_))
}

/// The outermost loop that leaves alone what the rounds of some innermost one depend on, and what of it is hot.
fn worth_it(f: &Function, loops: &[Natural]) -> Option<(usize, Loop)> {
    innermost(f, loops).find_map(|inner| {
        let hot = inner.hot(f).filter(|hot| hot.goes_round(f) && strips::is_quick(f, hot))?;
        let Counted { start, step, limit } = counted(f, inner, &hot)?;
        let likely = definition(f, limit)?;
        let Op::Likely(n) = likely.op else { return None };
        rounds_of(start, step, n).filter(|n| hot.size(f) * n <= MOST_INSTS)?;
        let k = loops.iter().position(|l| l.contains(inner.head) && chain(f, l, likely.args[0]).is_some())?;
        let around = loops[k].hot(f)?;
        (around.size(f) <= MOST_COPIED).then_some((k, around))
    })
}

/// The instructions of the loop that compute a value from what is known in front of it, in order.
fn chain<'a>(f: &'a Function, l: &Natural, v: Value) -> Option<Vec<&'a Inst>> {
    let inside = |v: Value| l.body.iter().map(|b| &f.blocks[*b as usize]).any(|b| b.params.contains(&v) || b.insts.iter().any(|i| i.results.contains(&v)));
    if !inside(v) {
        return Some(vec![]);
    }
    let i = definition(f, v).filter(|i| unchecked(&i.op).is_some())?;
    let mut all = vec![];
    for a in &i.args {
        all.extend(chain(f, l, *a)?);
    }
    all.push(i);
    (all.len() <= LONGEST).then_some(all)
}

/// The operation without its exits: what is computed in front of the loop is compared and nothing else.
fn unchecked(op: &Op) -> Option<Op> {
    match op {
        Op::IAddO => Some(Op::IAdd),
        Op::ISubO => Some(Op::ISub),
        op => strips::is_pure(op).then(|| op.clone()),
    }
}

/// The loop twice: where all numbers that it leaves alone are what they probably are, and as it was.
fn version(f: &mut Function, l: &Natural, hot: &Loop) {
    let before = f.blocks.len() as u32;
    let inside: Vec<Value> = l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts).flat_map(|i| i.args.iter().chain(&i.results)).copied().collect();
    let concerned = f.blocks.iter().flat_map(|b| &b.insts).filter(|i| is_likely(i) && inside.contains(&i.results[0]));
    let likely: Vec<(Inst, Vec<Inst>)> = concerned.filter_map(|i| Some((i.clone(), chain(f, l, i.args[0])?.into_iter().cloned().collect()))).collect();
    let fast = copy(f, hot);
    let (gate, state) = gate(f, Block(l.head), |b| b < before && !l.contains(b));
    let (mut in_gate, mut in_copy, mut in_original) = (Replaced::new(f), Replaced::new(f), Replaced::new(f));
    let mut holds = None;
    for (i, chain) in likely {
        let Op::Likely(n) = i.op else { continue };
        let mut write = |f: &mut Function, mut i: Inst, ty: Ty| {
            let r = f.new_value(ty);
            [&mut in_gate, &mut in_copy].into_iter().for_each(|replaced| replaced.grow(f));
            in_gate.inst(&mut i);
            if let Some(was) = i.results.pop() {
                in_gate.set(was, r);
            }
            i.op = unchecked(&i.op).unwrap_or(i.op);
            i.exits.clear();
            i.results.push(r);
            f.block_mut(gate).insts.push(i);
            r
        };
        for part in chain {
            let ty = f.ty(part.results[0]);
            write(f, part, ty);
        }
        let new = |op: Op, args: &[Value]| Inst { op, args: args.to_vec(), results: vec![], exits: vec![], line: i.line, frame: i.frame };
        let c = write(f, new(Op::IConst(n), &[]), Ty::I64);
        let same = write(f, new(Op::ICmp(Cc::Eq), &[i.args[0], c]), Ty::Bool);
        holds = Some(match holds {
            Some(others) => write(f, new(Op::BAnd, &[others, same]), Ty::Bool),
            None => same,
        });
        let r = i.results[0];
        in_copy.set(*fast.values.get(&r).unwrap_or(&r), c);
        in_original.set(r, i.args[0]);
    }
    let to = |block| Target { block: Block(block), args: state.clone() };
    let cond = holds.expect("the loop is copied for one");
    f.block_mut(gate).term = Term::Branch { cond, then: to(fast.blocks[&l.head]), els: to(l.head) };
    in_original.grow(f);
    for (blocks, replaced) in [(fast.blocks.values().copied().collect(), &mut in_copy), (l.body.clone(), &mut in_original)] {
        for b in blocks {
            let data = &mut f.blocks[b as usize];
            data.insts.iter_mut().for_each(|i| replaced.inst(i));
            replaced.term(&mut data.term);
        }
    }
    repair(f, &[&fast], &[], before);
}
