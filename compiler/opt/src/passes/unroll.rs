//! Short loops of a number of rounds that is known become as many copies of their bodies, innermost ones first.
//!
//! ```text
//! … jump b1(v0)                            v0 = IConst(0)
//! b1(v1):                                  … jump b1'(v0)
//!     v2 = ULt v1, v9       v9 = 2         b1'(v1'): jump b2'()
//!     branch v2 b2() b5()             =>   b2'(): …; v3' = IAdd v1', 1; jump b1"(v3')
//! b2(): …                                  b1"(v1"): jump b2"()
//!     v3 = IAdd v1, 1                      b2"(): …; v3" = IAdd v1", 1; jump b1*(v3")
//!     jump b1(v3)                          b1*(v1*): jump b5()
//! ```
//! What follows from the counter (an index, an address, a test of bounds) is a constant then or the same in all rounds of the loop
//! around it. Cold blocks go on in the original, as behind [`super::peel`].

mod likely;

use pyaot_ir::{Block, Cc, Function, Inst, Op, Term, Value};

use crate::Config;
use crate::passes::copies::{Copy, Loop, Natural, copy, each_target, innermost, natural, repair};
use crate::passes::{dce, gvn, simplify, strips};

/// Loops of more rounds stay loops.
pub const MOST_ROUNDS: i128 = 9;
/// Instructions of all copies together.
const MOST_INSTS: usize = 320;

pub fn run(f: &mut Function, config: &Config) {
    likely::split(f);
    while let Some((l, hot, rounds)) = next(f) {
        unroll(f, &l, &hot, rounds);
        gvn::run(f, config);
        simplify::run(f, config);
        dce::run(f, config);
    }
}

/// An innermost loop that is worth it, and its rounds.
fn next(f: &Function) -> Option<(Natural, Loop, usize)> {
    let loops = natural(f);
    let is_nested = |l: &Natural| loops.iter().any(|outer| outer.head != l.head && outer.contains(l.head));
    innermost(f, &loops).find_map(|l| {
        let hot = l.hot(f).filter(|hot| hot.goes_round(f) && strips::is_quick(f, hot))?;
        let rounds = rounds(f, l, &hot).filter(|n| hot.size(f) * n <= MOST_INSTS)?;
        // The module's own loops run once.
        (!f.once || is_nested(l)).then(|| (l.clone(), hot, rounds))
    })
}

/// How often the test at the loop's head holds, if that is known and not too often.
fn rounds(f: &Function, l: &Natural, hot: &Loop) -> Option<usize> {
    let Counted { start, step, limit } = counted(f, l, hot)?;
    rounds_of(start, step, constant(f, limit)?)
}

fn rounds_of(start: i64, step: i64, limit: i64) -> Option<usize> {
    let n = (i128::from(limit) - i128::from(start) + i128::from(step) - 1) / i128::from(step);
    (1..=MOST_ROUNDS).contains(&n).then_some(n as usize)
}

/// A loop whose head tests whether a counter is below a limit.
struct Counted {
    /// Not negative.
    start: i64,
    /// Above zero.
    step: i64,
    limit: Value,
}

fn counted(f: &Function, l: &Natural, hot: &Loop) -> Option<Counted> {
    let head = &f.blocks[l.head as usize];
    let Term::Branch { cond, then, els } = &head.term else { return None };
    if !hot.hot.contains(&then.block.0) || then.block.0 == l.head || l.contains(els.block.0) {
        return None;
    }
    // What stands in front of the test runs once more than the body.
    if !head.insts.iter().all(|i| matches!(i.op, Op::Safepoint) || (i.exits.is_empty() && strips::is_pure(&i.op))) {
        return None;
    }
    let test = head.insts.iter().find(|i| i.results[..] == [*cond])?;
    let (counter, limit) = match (&test.op, &test.args[..]) {
        (Op::ULt | Op::ICmp(Cc::Lt), [k, n]) => (*k, *n),
        _ => return None,
    };
    let at = head.params.iter().position(|p| *p == counter)?;
    let (mut start, mut step) = (None, None);
    let mut fits = true;
    for (b, data) in f.blocks.iter().enumerate() {
        fits &= !data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block.0 == l.head);
        data.term.for_each_target(|t| {
            if t.block.0 != l.head {
                return;
            }
            let (known, c) = match l.contains(b as u32) {
                false => (&mut start, constant(f, t.args[at])),
                true => (&mut step, definition(f, t.args[at]).and_then(|i| step_of(i, counter)).and_then(|v| constant(f, v))),
            };
            fits &= c.is_some() && known.is_none_or(|k| Some(k) == c);
            *known = c;
        });
    }
    let (start, step) = (start?, step?);
    (fits && start >= 0 && step > 0).then_some(Counted { start, step, limit })
}

fn definition(f: &Function, v: Value) -> Option<&Inst> {
    f.blocks.iter().flat_map(|b| &b.insts).find(|i| i.results.contains(&v))
}

fn constant(f: &Function, v: Value) -> Option<i64> {
    match definition(f, v)?.op {
        Op::IConst(c) => Some(c),
        _ => None,
    }
}

/// `counter + step`
fn step_of(i: &Inst, counter: Value) -> Option<Value> {
    match (&i.op, &i.args[..]) {
        (Op::IAdd | Op::IAddO, [k, s] | [s, k]) if *k == counter && *s != counter => Some(*s),
        _ => None,
    }
}

fn unroll(f: &mut Function, l: &Natural, hot: &Loop, rounds: usize) {
    let before = f.blocks.len() as u32;
    let mut copies: Vec<Copy> = (0..rounds).map(|_| copy(f, hot)).collect();
    copies.push(copy(f, &Loop { head: l.head, hot: vec![l.head] }));
    let heads: Vec<Block> = copies.iter().map(|c| Block(c.blocks[&l.head])).collect();
    for b in (0..before).filter(|b| !l.contains(*b)) {
        each_target(f, b, |t| {
            if t.block.0 == l.head {
                t.block = heads[0];
            }
        });
    }
    for (k, c) in copies.iter().enumerate() {
        for b in c.blocks.values() {
            each_target(f, *b, |t| {
                if t.block == heads[k] {
                    t.block = heads[k + 1];
                }
            });
        }
        let head = f.block_mut(heads[k]);
        head.insts.retain(|i| i.op != Op::Safepoint);
        if let Term::Branch { then, els, .. } = &head.term {
            head.term = Term::Jump(if k < rounds { then.clone() } else { els.clone() });
        }
    }
    // The original is for rare cases.
    for b in &hot.hot {
        f.blocks[*b as usize].cold = true;
    }
    dce::clear(f);
    repair(f, &copies.iter().collect::<Vec<_>>(), &[], before);
}
