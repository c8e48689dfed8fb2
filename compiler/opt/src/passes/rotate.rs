//! The test of a short loop moves from its head to its end: one jump less for each round, and what a round only passes on is behind
//! the loop what the last round has made of it.
//!
//! ```text
//! b0(): … jump b1(v0, v9)                      b0(): v1' = ULt v0, v3; branch v1' b1(v0) b4(v9)
//! b1(v1, v2): v4 = ULt v1, v3                  b1(v1): … jump b2()
//!     branch v4 b2() b3()                 =>   b2(): … v5 = IAdd v1, 1; v4' = ULt v5, v3
//! b2(): … v5 = IAdd v1, 1; jump b1(v5, v6)         branch v4' b1(v5) b4(v6)
//! b3(): … v2 …                                 b4(v7): … v7 …
//! ```
//! Loops with safepoints keep their heads, which are the places where they are left.

use pyaot_ir::{Block, BlockData, Function, Inst, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::graph::{Graph, NONE};
use crate::passes::copies::{Natural, each_target, innermost, natural};
use crate::passes::{dce, simplify};

pub fn run(f: &mut Function, config: &Config) {
    let is_test = |b: &BlockData| !b.cold && matches!(b.term, Term::Branch { .. }) && test(&b.insts).is_some();
    if !f.blocks.iter().any(is_test) {
        return;
    }
    let loops = natural(f);
    let inner: Vec<Natural> = innermost(f, &loops).cloned().collect();
    let mut changed = false;
    for mut l in inner {
        end_with_jump(f, &mut l);
        if let Some(found) = find(f, &l) {
            rotate(f, &l, found);
            changed = true;
        }
    }
    if changed {
        drop_unused(f);
        simplify::run(f, config);
        dce::run(f, config);
    }
}

/// The round of a loop whose last block may go elsewhere too ends in a block of its own.
fn end_with_jump(f: &mut Function, l: &mut Natural) {
    let head = Block(l.head);
    let is_last = |b: &&u32| {
        let mut ways = 0;
        f.block(Block(**b)).term.for_each_target(|t| ways += u32::from(t.block == head));
        ways == 1 && matches!(f.block(Block(**b)).term, Term::Branch { .. })
    };
    if test(&f.block(head).insts).is_none() {
        return;
    }
    let Some(&b) = l.body.iter().find(is_last).filter(|b| **b != l.head) else { return };
    let end = f.new_block(false);
    let mut round = None;
    f.block_mut(Block(b)).term.for_each_target_mut(|t| {
        if t.block == head {
            round = Some(std::mem::replace(t, Target { block: end, args: vec![] }));
        }
    });
    f.block_mut(end).term = round.map_or(Term::Unreachable, Term::Jump);
    l.body.push(end.0);
}

/// Parameters that nothing uses any more: what rounds have only passed on.
fn drop_unused(f: &mut Function) {
    let mut used = vec![false; f.values.len()];
    f.for_each_use(|v| used[v.index()] = true);
    let mut keeps: Vec<Vec<bool>> = f.blocks.iter().map(|b| b.params.iter().map(|p| used[p.index()]).collect()).collect();
    let entered_by_exits = f.blocks.iter().flat_map(|d| &d.insts).flat_map(|i| &i.exits).map(|e| e.target.block.index());
    entered_by_exits.chain([0]).for_each(|b| keeps[b].fill(true));
    let retain = |values: &mut Vec<Value>, keep: &[bool]| {
        let mut keep = keep.iter();
        values.retain(|_| keep.next() == Some(&true));
    };
    for (data, keep) in f.blocks.iter_mut().zip(&keeps) {
        retain(&mut data.params, keep);
        data.term.for_each_target_mut(|t| retain(&mut t.args, &keeps[t.block.index()]));
    }
}

/// The comparison that is all that the head does, besides constants.
fn test(insts: &[Inst]) -> Option<&Inst> {
    let mut others = insts.iter().filter(|i| !matches!(i.op, Op::IConst(_) | Op::FConst(_) | Op::BConst(_)));
    let test = others.next().filter(|i| matches!(i.op, Op::ULt | Op::ICmp(_)))?;
    others.next().is_none().then_some(test)
}

struct Found {
    test: Inst,
    latch: u32,
    inside: Target,
    outside: Target,
    /// The loop goes on where the comparison holds.
    truth: bool,
    /// Blocks behind the loop in which its parameters have their last values.
    behind: Vec<u32>,
}

fn find(f: &Function, l: &Natural) -> Option<Found> {
    let head = f.block(Block(l.head));
    let Term::Branch { cond, then, els } = &head.term else { return None };
    let test = test(&head.insts).filter(|i| !head.cold && i.results[..] == [*cond])?.clone();
    let (inside, outside, truth) = match (l.contains(then.block.0), l.contains(els.block.0)) {
        (true, false) => (then.clone(), els.clone(), true),
        (false, true) => (els.clone(), then.clone(), false),
        _ => return None,
    };
    if inside.block.0 == l.head || f.block(outside.block).cold {
        return None;
    }
    let (mut latch, mut ways_out) = (None, 0);
    for (b, data) in f.blocks.iter().enumerate() {
        let exits = data.insts.iter().flat_map(|i| &i.exits).map(|e| e.target.block.0);
        for s in exits {
            if s == l.head {
                return None;
            }
            ways_out += u32::from(s == outside.block.0);
        }
        let mut round = 0;
        data.term.for_each_target(|t| {
            round += u32::from(t.block.0 == l.head);
            ways_out += u32::from(t.block == outside.block);
        });
        if round > 0 && l.contains(b as u32) {
            if latch.is_some() || !matches!(data.term, Term::Jump(_)) {
                return None;
            }
            latch = Some(b as u32);
        }
    }
    if ways_out != 1 {
        return None;
    }
    let g = Graph::new(f);
    let is_reached = |b: u32| g.place[g.first[b as usize] as usize] != NONE;
    let out = g.first[outside.block.index()];
    let behind: Vec<u32> = (0..f.blocks.len() as u32).filter(|b| is_reached(*b) && g.dominates(out, g.first[*b as usize])).collect();
    // Elsewhere behind the loop, its values would need parameters.
    let mut reached = vec![false; f.blocks.len()];
    let mut todo = vec![outside.block.0];
    while let Some(b) = todo.pop() {
        if b != l.head && !std::mem::replace(&mut reached[b as usize], true) {
            crate::passes::copies::successors(f, b, |s| todo.push(s));
        }
    }
    let (mut elsewhere, mut tests) = (false, 0);
    for (b, data) in f.blocks.iter().enumerate() {
        let is_elsewhere = reached[b] && !behind.contains(&(b as u32));
        let mut see = |v: &Value| {
            elsewhere |= is_elsewhere && head.params.contains(v);
            tests += usize::from(v == cond);
        };
        data.insts.iter().flat_map(|i| i.args.iter().chain(i.exits.iter().flat_map(|e| &e.target.args))).for_each(&mut see);
        data.term.operand().iter().for_each(&mut see);
        data.term.for_each_target(|t| t.args.iter().for_each(&mut see));
    }
    (!elsewhere && tests == 1).then_some(Found { test, latch: latch?, inside, outside, truth, behind })
}

fn rotate(f: &mut Function, l: &Natural, found: Found) {
    let Found { test, latch, inside, outside, truth, behind } = found;
    let head = Block(l.head);
    let params = f.block(head).params.clone();
    let types: Vec<Ty> = params.iter().map(|p| f.ty(*p)).collect();
    let [guard, last] = [0, 1].map(|_| f.new_block(false));
    let [first, end]: [Vec<Value>; 2] = [guard, last].map(|b| types.iter().map(|ty| f.add_param(b, *ty)).collect());
    // Behind the loop.
    let of_end: HashMap<Value, Value> = params.iter().copied().zip(end.iter().copied()).collect();
    let value = |v: &mut Value| *v = *of_end.get(v).unwrap_or(v);
    for b in behind {
        let data = f.block_mut(Block(b));
        data.insts.iter_mut().flat_map(|i| i.args.iter_mut().chain(i.exits.iter_mut().flat_map(|e| &mut e.target.args))).for_each(value);
        data.term.for_each_target_mut(|t| t.args.iter_mut().for_each(value));
        data.term.operand_mut().into_iter().for_each(value);
    }
    let mut out = outside;
    out.args.iter_mut().for_each(value);
    f.block_mut(last).term = Term::Jump(out);
    // In front of it: the constants too.
    for b in 0..guard.0 {
        if b != latch {
            each_target(f, b, |t| {
                if t.block == head {
                    t.block = guard;
                }
            });
        }
    }
    let insts = std::mem::take(&mut f.block_mut(head).insts);
    f.block_mut(guard).insts = insts.into_iter().filter(|i| i.results != test.results).collect();
    f.block_mut(head).term = Term::Jump(inside);
    let Term::Jump(round) = &f.block(Block(latch)).term else { unreachable!("its end is a jump") };
    let round = round.args.clone();
    for (block, state) in [(guard, first), (Block(latch), round)] {
        let now: HashMap<Value, Value> = params.iter().copied().zip(state.iter().copied()).collect();
        let cond = f.new_value(Ty::Bool);
        let args = test.args.iter().map(|v| *now.get(v).unwrap_or(v)).collect();
        f.block_mut(block).insts.push(Inst { args, results: vec![cond], ..test.clone() });
        let [on, off] = [head, last].map(|block| Target { block, args: state.clone() });
        let (then, els) = if truth { (on, off) } else { (off, on) };
        f.block_mut(block).term = Term::Branch { cond, then, els };
    }
}
