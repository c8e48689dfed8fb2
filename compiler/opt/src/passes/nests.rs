//! Loops in loops, and loops with tests that not every round makes, in two copies: one for arrays, lists and objects that are what they were taken for, and the original.
//!
//! What no round of any of the loops changes (the dtype and the dimensions of an array, the class of an object) is tested once
//! in front of them. Where all tests hold, the copy runs; value numbering, which runs next, drops the tests from it. A test in
//! front of the loops may be one that the program would not have made, or not yet: that does no harm, as it only decides
//! which copy runs. A rare case (an index below zero, an overflow) goes on in the original, to the end of the outermost round.
//!
//! ```text
//! b1(v1): … branch v2 b2() b9()               b10(v10): v3' = ICmp(Eq) kind, 1; branch v3' b11() b1(v10)
//! b2(): … (a loop of its own)            =>   b11(): jump b1'(v10)
//!     v3 = ICmp(Eq) kind, 1                   b1'(v1'), b2'(): … jump b1'(v4'); b8 as the rare case
//!     branch v3 b3() b8()                     b1(v1), b2(): cold, as before
//! b3(): … jump b1(v4)                         b3(): … jump b10(v4)
//! b8(): cold … jump b3()
//! ```

mod bounds;

use pyaot_ir::{Block, Cc, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::Config;
use crate::effects::{Regions, read};
use crate::graph::Graph;
use crate::passes::copies::{Loop, Natural, copy, gate, natural, repair};
use crate::passes::{dce, gvn, simplify, strips};

/// Larger nests are left alone: two copies of them cost compile time.
const MOST_INSTS: usize = 1200;
/// Loops in loops that are looked at.
const DEEPEST: usize = 3;

pub fn run(f: &mut Function, config: &Config) {
    if config.release_runs_code {
        return;
    }
    // Inner loops again, for what only the outer ones change (arrays that take turns).
    for _ in 0..DEEPEST {
        if !outermost(f, config) {
            break;
        }
        dce::clear(f);
        gvn::run(f, config);
        simplify::run(f, config);
        dce::run(f, config);
    }
}

/// Each outermost loop that this helps. False: there is none.
fn outermost(f: &mut Function, config: &Config) -> bool {
    let loops = natural(f);
    let mut done: Vec<&Natural> = vec![];
    for l in &loops {
        if done.iter().any(|outer| outer.contains(l.head)) {
            continue;
        }
        let Some(hot) = l.hot(f) else { continue };
        if hot.size(f) > MOST_INSTS || !hot.goes_round(f) {
            continue;
        }
        if let Some(front) = front(f, &hot, &loops, config) {
            split(f, l, &hot, &front);
            done.push(l);
        }
    }
    !done.is_empty()
}

/// A branch of the hot blocks that goes the same way in each round.
struct Guard {
    cond: Value,
    /// What it must be for the loop to stay on its hot side.
    truth: bool,
    /// The instructions of the loop that compute it, in order.
    chain: Vec<(u32, usize)>,
}

/// What can be done in front of a loop.
#[derive(Default)]
struct Front {
    /// In the order in which they are tested in the loop.
    guards: Vec<Guard>,
    /// Loads of words that are not counted, with what their addresses need.
    loads: Vec<(u32, usize)>,
    bounds: Vec<(bounds::Bound, Vec<(u32, usize)>)>,
    sums: Vec<Sum>,
}

/// A checked sum of what no round changes and a constant.
struct Sum {
    place: (u32, usize),
    of: Value,
    chain: Vec<(u32, usize)>,
    /// The least and the greatest number that has one.
    limits: (i64, i64),
}

struct Finder<'a> {
    f: &'a Function,
    /// Where what the hot blocks compute stands; parameters have no place.
    places: HashMap<Value, Option<(u32, usize)>>,
    fixed: HashMap<Value, bool>,
    /// Objects of the program's text.
    constants: HashSet<Value>,
    ints: HashMap<Value, i64>,
    regions: Regions,
    written: u64,
}

/// `None`: it would not help.
fn front(f: &Function, l: &Loop, loops: &[Natural], config: &Config) -> Option<Front> {
    let g = Graph::new(f);
    let mut finder = Finder::new(f, l, config);
    let mut blocks = l.hot.clone();
    blocks.sort_unstable_by_key(|b| g.place[g.first[*b as usize] as usize]);
    let mut front = Front::default();
    // Objects whose types a test in the loop tells which is not made in front of it.
    let mut tested_inside: Vec<(u32, HashSet<Value>)> = vec![];
    let mut helps = false;
    let latches = l.latches(&g);
    // A load is right where the tests in front of it have been made.
    let is_safe = |tested_inside: &[(u32, HashSet<Value>)], words: &HashSet<Value>, b: u32| {
        !tested_inside.iter().any(|(at, tested)| g.dominates(g.first[*at as usize], g.first[b as usize]) && !tested.is_disjoint(words))
    };
    for &b in &blocks {
        let data = &f.blocks[b as usize];
        for i in &data.insts {
            // An exit into the loop tells something too: that a word is no small int.
            for e in i.exits.iter().filter(|e| !f.blocks[e.target.block.index()].cold) {
                let mut words = HashSet::default();
                i.args.iter().for_each(|a| finder.walk(*a, &mut vec![], &mut words));
                tested_inside.push((e.target.block.0, words));
            }
            if !matches!(i.op, Op::Load { ty: Ty::I64 | Ty::Ptr, region: Region::ListHeader | Region::ArrayHead, .. }) || !finder.fixed(i.results[0]) {
                continue;
            }
            let (mut chain, mut words) = (vec![], HashSet::default());
            finder.walk(i.results[0], &mut chain, &mut words);
            if is_safe(&tested_inside, &words, b) {
                front.loads.extend(chain);
            }
        }
        let Term::Branch { cond, then, els } = &data.term else { continue };
        let is_cold = |t: &Target| f.blocks[t.block.index()].cold;
        let fits = is_cold(then) != is_cold(els) && finder.fixed(*cond) && finder.places.contains_key(cond);
        let (mut chain, mut words) = (vec![], HashSet::default());
        finder.walk(*cond, &mut chain, &mut words);
        if fits && is_safe(&tested_inside, &words, b) {
            let in_inner = loops.iter().any(|inner| inner.head != l.head && l.hot.contains(&inner.head) && inner.contains(b));
            // What each round tests, the first one does for the others (see `peel`).
            let sometimes = !latches.iter().all(|l| g.dominates(g.first[b as usize], *l));
            // What ends a loop over an array stands behind tests of the array: in front of all, the loop's head is its end (see `strips`).
            helps |= b == l.head;
            helps |= (in_inner || sometimes) && chain.iter().any(|(b, k)| read(&f.blocks[*b as usize].insts[*k].op).is_some_and(|r| r != Region::Const));
            front.guards.push(Guard { cond: *cond, truth: is_cold(els), chain });
        } else if chain.iter().any(|(b, k)| tells_types(&f.blocks[*b as usize].insts[*k].op)) {
            tested_inside.push((b, words));
        }
    }
    for bound in bounds::find(&mut finder, &g, l, loops) {
        let (mut chain, mut words) = (vec![], HashSet::default());
        [bound.limit, bound.len].into_iter().for_each(|v| finder.walk(v, &mut chain, &mut words));
        if is_safe(&tested_inside, &words, bound.block) {
            front.bounds.push((bound, chain));
            helps = true;
        }
    }
    for &b in &blocks {
        for (k, i) in f.blocks[b as usize].insts.iter().enumerate() {
            let Some(limits) = finder.sum(i) else { continue };
            let of = i.args[0];
            if !finder.fixed(of) {
                continue;
            }
            let (mut chain, mut words) = (vec![], HashSet::default());
            finder.walk(of, &mut chain, &mut words);
            if is_safe(&tested_inside, &words, b) {
                front.sums.push(Sum { place: (b, k), of, chain, limits });
            }
        }
    }
    helps.then_some(front)
}

/// A test of it may say that there is an object, and of which type it is: what is loaded below may rely on that.
fn tells_types(op: &Op) -> bool {
    matches!(op, Op::IsTagged | Op::TypeOf | Op::IsFloat | Op::Same | Op::Leaf(_))
}

/// Of an object as long as that has the same type.
fn is_of_head(region: Region) -> bool {
    matches!(region, Region::Const | Region::ListHeader | Region::ArrayHead | Region::Slot(_) | Region::Global(_))
}

impl<'a> Finder<'a> {
    fn new(f: &'a Function, l: &Loop, config: &Config) -> Finder<'a> {
        let mut places = HashMap::default();
        let mut regions = Regions::new(config);
        let mut written = 0;
        for &b in &l.hot {
            let data = &f.blocks[b as usize];
            places.extend(data.params.iter().map(|p| (*p, None)));
            for (k, i) in data.insts.iter().enumerate() {
                written |= regions.clobbers(&i.op);
                places.extend(i.results.iter().map(|r| (*r, Some((b, k)))));
            }
        }
        let mut ints = HashMap::default();
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            if let Op::IConst(c) = i.op {
                ints.insert(i.results[0], c);
            }
        }
        let is_constant = |i: &&Inst| matches!(i.op, Op::Const(_) | Op::Singleton(_) | Op::Zero);
        let constants = f.blocks.iter().flat_map(|b| &b.insts).filter(is_constant).flat_map(|i| i.results.clone()).collect();
        Finder { f, places, fixed: HashMap::default(), constants, ints, regions, written }
    }

    fn inst(&self, v: Value) -> Option<&'a Inst> {
        let (b, k) = (*self.places.get(&v)?)?;
        Some(&self.f.blocks[b as usize].insts[k])
    }

    /// Of `v + c` and `v - c` with an exit: which numbers have such a sum.
    fn sum(&self, i: &Inst) -> Option<(i64, i64)> {
        let is_plus = match i.op {
            Op::IAddO => true,
            Op::ISubO => false,
            _ => return None,
        };
        let c = *self.ints.get(i.args.get(1)?)?;
        let least = if is_plus { i64::MIN.checked_sub(c) } else { i64::MIN.checked_add(c) };
        let greatest = if is_plus { i64::MAX.checked_sub(c) } else { i64::MAX.checked_add(c) };
        Some((least.unwrap_or(i64::MIN), greatest.unwrap_or(i64::MAX)))
    }

    /// The same in each round of all loops, and computed without exits.
    fn fixed(&mut self, v: Value) -> bool {
        if !self.places.contains_key(&v) {
            return true;
        }
        if let Some(known) = self.fixed.get(&v) {
            return *known;
        }
        let Some(i) = self.inst(v) else { return false };
        let (op, args) = (i.op.clone(), i.args.clone());
        let plain = (i.exits.is_empty() || self.sum(i).is_some()) && i.results.len() == 1;
        let kept = match &op {
            Op::Load { .. } | Op::LoadU8 { .. } | Op::LoadGlobal { .. } => {
                let region = read(&op).expect("it reads");
                is_of_head(region) && self.regions.number(region).is_none_or(|k| self.written >> k & 1 == 0)
            }
            Op::IsTagged | Op::TypeOf | Op::Same | Op::IAddO | Op::ISubO => true,
            op => strips::is_pure(op),
        };
        let fixed = plain && kept && args.iter().all(|a| self.fixed(*a));
        self.fixed.insert(v, fixed);
        fixed
    }

    /// What computes `v` inside of the loop, and the objects that it looks at.
    fn walk(&self, v: Value, chain: &mut Vec<(u32, usize)>, words: &mut HashSet<Value>) {
        if self.f.ty(v).is_counted() && !self.constants.contains(&v) {
            words.insert(v);
        }
        let Some(Some(place)) = self.places.get(&v) else { return };
        if chain.contains(place) {
            return;
        }
        for a in &self.f.blocks[place.0 as usize].insts[place.1].args {
            self.walk(*a, chain, words);
        }
        chain.push(*place);
    }
}

fn split(f: &mut Function, l: &Natural, hot: &Loop, front: &Front) {
    let before = f.blocks.len() as u32;
    let fast = copy(f, hot);
    // Into the loop, and into its next round from the original: by the tests.
    let (gate, state) = gate(f, Block(l.head), |b| b < before);
    let mut at = gate;
    let mut made = HashMap::default();
    for guard in &front.guards {
        repeat(f, &guard.chain, at, &mut made);
        let cond = *made.get(&guard.cond).unwrap_or(&guard.cond);
        let next = f.new_block(false);
        let on = Target { block: next, args: vec![] };
        let off = Target { block: Block(l.head), args: state.clone() };
        let (then, els) = if guard.truth { (on, off) } else { (off, on) };
        f.block_mut(at).term = Term::Branch { cond, then, els };
        at = next;
    }
    let original = Target { block: Block(l.head), args: state.clone() };
    for sum in &front.sums {
        repeat(f, &sum.chain, at, &mut made);
        let v = *made.get(&sum.of).unwrap_or(&sum.of);
        for (cc, limit) in [(Cc::Ge, sum.limits.0), (Cc::Le, sum.limits.1)] {
            if limit != i64::MIN && limit != i64::MAX {
                let limit = add(f, at, Op::IConst(limit), vec![], Ty::I64);
                let fits = add(f, at, Op::ICmp(cc), vec![v, limit], Ty::Bool);
                at = only_if(f, at, fits, &original);
            }
        }
    }
    for (bound, chain) in &front.bounds {
        repeat(f, chain, at, &mut made);
        let [limit, len] = [bound.limit, bound.len].map(|v| *made.get(&v).unwrap_or(&v));
        let fits = if bound.unsigned {
            let above = add(f, at, Op::ULt, vec![len, limit], Ty::Bool);
            add(f, at, Op::BNot, vec![above], Ty::Bool)
        } else {
            add(f, at, Op::ICmp(Cc::Le), vec![limit, len], Ty::Bool)
        };
        at = only_if(f, at, fits, &original);
    }
    repeat(f, &front.loads, at, &mut made);
    if !front.bounds.is_empty() {
        let always = add(f, at, Op::BConst(true), vec![], Ty::Bool);
        for (bound, _) in &front.bounds {
            if let Term::Branch { cond, .. } = &mut f.blocks[fast.blocks[&bound.block] as usize].term {
                *cond = always;
            }
        }
    }
    for (b, k) in front.sums.iter().map(|s| s.place) {
        unchecked(&mut f.blocks[fast.blocks[&b] as usize].insts[k]);
    }
    f.block_mut(at).term = Term::Jump(Target { block: Block(fast.blocks[&l.head]), args: state });
    // The original is for rare cases.
    for b in &hot.hot {
        f.blocks[*b as usize].cold = true;
    }
    repair(f, &[&fast], &[], before);
}

/// Copies instructions of the loop to the end of a block, once each.
fn repeat(f: &mut Function, chain: &[(u32, usize)], at: Block, made: &mut HashMap<Value, Value>) {
    for (b, k) in chain {
        let mut i = f.blocks[*b as usize].insts[*k].clone();
        if made.contains_key(&i.results[0]) {
            continue;
        }
        unchecked(&mut i);
        let r = f.new_value(f.ty(i.results[0]));
        made.insert(i.results[0], r);
        i.args.iter_mut().for_each(|a| *a = *made.get(a).unwrap_or(a));
        i.results[0] = r;
        f.block_mut(at).insts.push(i);
    }
}

/// Sums are tested in front of the loop.
fn unchecked(i: &mut Inst) {
    i.op = match &i.op {
        Op::IAddO => Op::IAdd,
        Op::ISubO => Op::ISub,
        _ => return,
    };
    i.exits.clear();
}

fn add(f: &mut Function, at: Block, op: Op, args: Vec<Value>, ty: Ty) -> Value {
    let r = f.new_value(ty);
    f.block_mut(at).insts.push(Inst { op, args, results: vec![r], exits: vec![], line: 0, frame: 0 });
    r
}

/// Where it is false, the original runs.
fn only_if(f: &mut Function, at: Block, cond: Value, original: &Target) -> Block {
    let next = f.new_block(false);
    f.block_mut(at).term = Term::Branch { cond, then: Target { block: next, args: vec![] }, els: original.clone() };
    next
}
