//! Innermost loops in three copies: the first round, the further rounds, and the original for rare cases.
//!
//! What does not change in a loop is computed, loaded and tested by the first round; value numbering, which runs next, then
//! drops it from the further rounds. Unlike code motion this never runs anything that the program would not have run.
//! A cold block of the loop (another list storage than expected, an unset attribute) may change what the first round
//! found; it goes on in the original copy, so that the hot copies know what their checks have shown.
//!
//! ```text
//! b1(v1):                                 b1'(v1'): … branch v2' b2'() b8(v1') … jump b1"(v3')
//!     v2 = ICmp(Eq) kind, 1               b1"(v1"): … branch v2" b2"() b8(v1") … jump b1"(v3")
//!     branch v2 b2() b8()           =>
//! b2(): … jump b3(v5)                     b1, b2, b8, b3: as before; b8, what it leads to, and the code behind the loop
//! b8(): cold … jump b3(v6)                get the loop's values as parameters
//! b3(v4): … jump b1(v3)
//! ```

use pyaot_ir::{Block, Function, Op, Region, Term, Value};
use rustc_hash::FxHashSet;

use crate::Config;
use crate::effects::{Regions, read};
use crate::graph::Graph;
use crate::passes::copies::{Copy, Loop, copy, each_target, innermost, natural, repair};
use crate::passes::strips::Copies;
use crate::passes::{dce, strips};

/// Larger loops are left alone: their checks weigh less, and copies cost compile time.
const MOST_INSTS: usize = 320;

/// Tests of what no round changes that are worth a first round of their own.
const WORTH: usize = 2;

pub fn run(f: &mut Function, config: &Config) {
    if config.release_runs_code {
        return;
    }
    let loops = natural(f);
    let found: Vec<Loop> = innermost(f, &loops).filter_map(|l| l.hot(f)).collect();
    for l in found {
        // Larger loops are left alone.
        if l.size(f) > MOST_INSTS || l.hot.len() > 64 || !l.goes_round(f) {
            continue;
        }
        let plan = strips::plan(f, &l, config);
        if plan.is_some() || repeats_loads(f, &l, config) || repeats_tests(f, &l) {
            let is_inner = loops.iter().any(|around| around.head != l.head && around.contains(l.head));
            peel(f, &l, plan.as_ref(), is_inner);
        }
    }
}

/// The hot part loads something that it does not write from a place known in front of it.
fn repeats_loads(f: &Function, l: &Loop, config: &Config) -> bool {
    let mut regions = Regions::new(config);
    let mut written = 0;
    let mut inside: Vec<Value> = vec![];
    for b in &l.hot {
        let data = &f.blocks[*b as usize];
        inside.extend(&data.params);
        for i in &data.insts {
            written |= regions.clobbers(&i.op);
            // Constants and casts of what is outside are outside.
            if !matches!(i.op, Op::Cast | Op::Const(_)) || i.args.iter().any(|a| inside.contains(a)) {
                inside.extend(&i.results);
            }
        }
    }
    inside.sort_unstable();
    l.hot.iter().flat_map(|b| &f.blocks[*b as usize].insts).any(|i| {
        let Some(region) = read(&i.op) else { return false };
        let kept = regions.number(region).is_none_or(|k| written >> k & 1 == 0);
        kept && !matches!(region, Region::Other | Region::Const) && i.args.iter().all(|a| inside.binary_search(a).is_err())
    })
}

/// The hot part tests, as often as makes it worth copies, what has the same answer in each round.
fn repeats_tests(f: &Function, l: &Loop) -> bool {
    let mut changes: FxHashSet<Value> = FxHashSet::default();
    let blocks = || l.hot.iter().map(|b| &f.blocks[*b as usize]);
    for data in blocks() {
        changes.extend(&data.params);
        changes.extend(data.insts.iter().flat_map(|i| &i.results));
    }
    let checked = |op: &Op| matches!(op, Op::IAddO | Op::ISubO | Op::IMulO);
    let mut tests = 0;
    // What stands further below may come first in this order.
    for _ in 0..2 {
        tests = 0;
        for (n, data) in blocks().enumerate() {
            for i in &data.insts {
                let [r] = i.results[..] else { continue };
                if (strips::is_pure(&i.op) || checked(&i.op)) && !i.args.iter().any(|a| changes.contains(a)) {
                    changes.remove(&r);
                    tests += usize::from(checked(&i.op));
                }
            }
            if let Term::Branch { cond, then, els } = &data.term {
                let leaves = [then, els].iter().any(|t| f.blocks[t.block.index()].cold);
                tests += usize::from(n > 0 && leaves && !changes.contains(cond));
            }
        }
    }
    tests >= WORTH
}

fn peel(f: &mut Function, l: &Loop, plan: Option<&strips::Plan>, is_inner: bool) {
    let before = f.blocks.len() as u32;
    let mut copies = Copies { first: copy(f, l), further: copy(f, l), ahead: None, dense: None, is_inner };
    if plan.is_some_and(strips::Plan::begins_in_front) {
        copies.ahead = Some(copy(f, l));
    }
    if plan.is_some_and(strips::Plan::has_dense) {
        copies.dense = Some(copy(f, l));
    }
    let (head1, head2) = (copies.first.blocks[&l.head], copies.further.blocks[&l.head]);
    // Into the loop: the first round. From it and within the further ones: the further rounds.
    let body = original_loop(f, l.head, before);
    for b in 0..before {
        if !body[b as usize] {
            each_target(f, b, |t| {
                if t.block.0 == l.head {
                    t.block = Block(head1);
                }
            });
        }
    }
    for b in before..f.blocks.len() as u32 {
        each_target(f, b, |t| {
            if t.block.0 == head1 {
                t.block = Block(head2);
            }
        });
    }
    let behind = plan.map_or_else(Vec::new, |plan| strips::apply(f, l, &copies, plan));
    let reached = dce::reachable(f);
    for (b, data) in f.blocks.iter_mut().enumerate() {
        if !reached[b] {
            data.insts.clear();
            data.term = Term::Unreachable;
        }
    }
    let all: Vec<&Copy> = [&copies.first, &copies.further].into_iter().chain(&copies.ahead).chain(&copies.dense).collect();
    repair(f, &all, &behind, before);
}

/// Blocks from which the head is reached without passing it, that the head reaches: its loop, in the original blocks.
fn original_loop(f: &Function, head: u32, before: u32) -> Vec<bool> {
    let g = Graph::new(f);
    let mut body = vec![false; f.blocks.len()];
    body[head as usize] = true;
    let at = g.first[head as usize];
    let mut seen = vec![false; g.block.len()];
    seen[at as usize] = true;
    let mut todo: Vec<u32> = g.preds[at as usize].iter().copied().filter(|p| g.dominates(at, *p)).collect();
    while let Some(x) = todo.pop() {
        if g.block[x as usize] < before && !std::mem::replace(&mut seen[x as usize], true) {
            body[g.block[x as usize] as usize] = true;
            todo.extend(&g.preds[x as usize]);
        }
    }
    body
}
