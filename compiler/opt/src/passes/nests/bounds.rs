//! Tests of bounds of counters, made for all rounds in front of the loops: where `limit <= len`, every counter below `limit` is below `len`.
//!
//! ```text
//! b1(v1): v2 = ULt v1, limit; branch v2 b2() b3()         in front: fine = ICmp(Le) limit, len
//! b2(): v4 = ULt v1, len; branch v4 b5() b9()             in the copy: branch true b5() b9()
//! ```
//! Those of loops that have a loop inside of them, and of loops of so few rounds that they will be none ([`super::super::unroll`]); others have strips
//! ([`super::super::strips`]). The loop must end at its head alone, and each round make the test: else the program may be right about an array that is
//! shorter than the rounds would need.

use pyaot_ir::{Function, Op, Term, Value};

use super::Finder;
use crate::graph::Graph;
use crate::passes::copies::{Loop, Natural, Test, successors};
use crate::passes::unroll::MOST_ROUNDS;

/// `limit <= len`
pub struct Bound {
    /// The block whose branch it decides.
    pub block: u32,
    /// The counter is compared with the limit without signs.
    pub unsigned: bool,
    pub limit: Value,
    pub len: Value,
}

/// A loop that counts up from zero or more, to a limit that no round of the outer loop changes.
struct Counter<'a> {
    l: &'a Natural,
    hot: Loop,
    value: Value,
    limit: Value,
    unsigned: bool,
}

const DEEPEST: usize = 3;

/// The tests of the loop and of those in it.
pub fn find(finder: &mut Finder<'_>, g: &Graph, outer: &Loop, loops: &[Natural]) -> Vec<Bound> {
    let f = finder.f;
    let inner: Vec<&Natural> = loops.iter().filter(|l| outer.hot.contains(&l.head)).collect();
    if inner.len() < 2 {
        return vec![];
    }
    let mut counters: Vec<Counter<'_>> = vec![];
    // Outer ones first: counters may begin at one of theirs.
    for l in &inner {
        counters.extend(counter(finder, l, &counters));
    }
    let mut found = vec![];
    for c in &counters {
        let is_inner = |l: &Natural| l.head != c.l.head && c.l.contains(l.head);
        let within: Vec<&&Natural> = inner.iter().filter(|l| is_inner(l)).collect();
        // Loops inside that will be none leave an innermost one, for strips and vector code.
        let vanishes = |l: &Natural| counters.iter().any(|c| c.l.head == l.head && is_few(finder, c.limit));
        if !is_few(finder, c.limit) && within.iter().all(|l| vanishes(l)) {
            continue;
        }
        for &b in &c.hot.hot {
            let Term::Branch { cond, then, els } = &f.blocks[b as usize].term else { continue };
            if b == c.l.head || f.blocks[then.block.index()].cold || !f.blocks[els.block.index()].cold {
                continue;
            }
            let Some(test) = finder.inst(*cond) else { continue };
            let (Op::ULt, [index, len]) = (&test.op, &test.args[..]) else { continue };
            // Of one that is the limit itself, value numbering knows.
            let same = |a: Value, b: Value| a == b || finder.inst(a).zip(finder.inst(b)).is_some_and(|(a, b)| a.op == b.op && a.args == b.args);
            if *index != c.value || same(c.limit, *len) || !finder.fixed(*len) || !in_all_rounds(f, g, b, c, &within) {
                continue;
            }
            found.push(Bound { block: b, unsigned: c.unsigned, limit: c.limit, len: *len });
        }
    }
    found
}

/// So few rounds that copies of the body are all that will be left of the loop.
fn is_few(finder: &Finder<'_>, limit: Value) -> bool {
    let few = |n: i64| (1..=MOST_ROUNDS as i64).contains(&n);
    match finder.inst(limit).map(|i| &i.op) {
        Some(Op::Likely(n)) => few(*n),
        _ => finder.ints.get(&limit).is_some_and(|n| few(*n)),
    }
}

fn counter<'a>(finder: &mut Finder<'_>, l: &'a Natural, known: &[Counter<'_>]) -> Option<Counter<'a>> {
    let f = finder.f;
    let head = &f.blocks[l.head as usize];
    let Term::Branch { cond, then, els } = &head.term else { return None };
    let hot = l.hot(f)?;
    if !hot.hot.contains(&then.block.0) || then.block.0 == l.head || l.contains(els.block.0) {
        return None;
    }
    let Test { unsigned, counter: value, at, limit } = Test::of(f, l.head, *cond)?;
    if !finder.fixed(limit) {
        return None;
    }
    // It ends at its head alone, but for rare cases.
    let mut ends = true;
    for b in hot.hot.iter().filter(|b| **b != l.head) {
        successors(f, *b, |s| ends &= l.contains(s) || f.blocks[s as usize].cold);
    }
    // Every way to the head begins or goes on above zero, and below the limit that it had.
    for (b, data) in f.blocks.iter().enumerate() {
        ends &= !data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block.0 == l.head);
        data.term.for_each_target(|t| {
            if t.block.0 == l.head {
                let v = t.args[at];
                ends &= if l.contains(b as u32) { goes_up(finder, v, value) } else { from_zero(finder, v, known, DEEPEST) };
            }
        });
    }
    ends.then_some(Counter { l, hot, value, limit, unsigned })
}

fn one_of(finder: &Finder<'_>, v: Value) -> Option<(Op, [Value; 2])> {
    let i = finder.f.blocks.iter().flat_map(|b| &b.insts).find(|i| i.results[..] == [v])?;
    let [a, b] = i.args[..] else { return None };
    Some((i.op.clone(), [a, b]))
}

/// `counter + 1`, which is no more than the limit; or by more, where that is tested.
fn goes_up(finder: &Finder<'_>, v: Value, counter: Value) -> bool {
    let Some((op, [a, b])) = one_of(finder, v) else { return false };
    let step = if a == counter { b } else if b == counter { a } else { return false };
    let by = finder.ints.get(&step).copied().unwrap_or(0);
    op == Op::IAddO && by > 0 || op == Op::IAdd && by == 1
}

fn from_zero(finder: &Finder<'_>, v: Value, known: &[Counter<'_>], depth: usize) -> bool {
    if let Some(c) = finder.ints.get(&v) {
        return *c >= 0;
    }
    if known.iter().any(|c| c.value == v) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    match one_of(finder, v) {
        Some((Op::IAddO, [a, b])) => from_zero(finder, a, known, depth - 1) && from_zero(finder, b, known, depth - 1),
        _ => false,
    }
}

/// Each round comes to the block, if each of the loops inside has a round.
fn in_all_rounds(f: &Function, g: &Graph, b: u32, c: &Counter<'_>, within: &[&&Natural]) -> bool {
    let mut at = b;
    // From the innermost loop around the block outwards.
    for l in within.iter().rev().filter(|l| l.contains(b)) {
        let Some(hot) = l.hot(f) else { return false };
        if !hot.latches(g).iter().all(|x| g.dominates(g.first[at as usize], *x)) {
            return false;
        }
        at = l.head;
    }
    c.hot.latches(g).iter().all(|x| g.dominates(g.first[at as usize], *x))
}
