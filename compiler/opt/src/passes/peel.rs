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

use rustc_hash::FxHashMap as HashMap;

use pyaot_ir::{Block, Function, Op, Region, Target, Term, Value};

use crate::Config;
use crate::effects::{Regions, read};
use crate::graph::{Graph, NONE};
use crate::passes::{dce, strips};

/// Larger loops are left alone: their checks weigh less, and copies cost compile time.
const MOST_INSTS: usize = 320;

pub fn run(f: &mut Function, config: &Config) {
    if config.release_runs_code {
        return;
    }
    for l in innermost(f) {
        if worth_it(f, &l, config) {
            let plan = strips::plan(f, &l, config);
            peel(f, &l, plan.as_ref());
        }
    }
}

pub(super) struct Loop {
    pub head: u32,
    /// Blocks that are reached from the head without cold ones, the head first.
    pub hot: Vec<u32>,
}

/// The loops that contain no other.
fn innermost(f: &Function) -> Vec<Loop> {
    let g = Graph::new(f);
    let mut bodies: Vec<(u32, Vec<u32>)> = vec![];
    let mut mark = vec![NONE; g.block.len()];
    for &head in &g.order {
        let mut todo: Vec<u32> = g.preds[head as usize].iter().copied().filter(|p| g.dominates(head, *p)).collect();
        if todo.is_empty() {
            continue;
        }
        mark[head as usize] = head;
        let mut body = vec![g.block[head as usize]];
        while let Some(x) = todo.pop() {
            if std::mem::replace(&mut mark[x as usize], head) != head {
                body.push(g.block[x as usize]);
                todo.extend(&g.preds[x as usize]);
            }
        }
        body.sort_unstable();
        body.dedup();
        bodies.push((g.block[head as usize], body));
    }
    let heads: Vec<u32> = bodies.iter().map(|b| b.0).collect();
    let mut loops = vec![];
    for (head, body) in bodies {
        if f.blocks[head as usize].cold || heads.iter().any(|h| *h != head && body.binary_search(h).is_ok()) {
            continue;
        }
        let mut hot = vec![head];
        let mut k = 0;
        while let Some(&b) = hot.get(k) {
            k += 1;
            successors(f, b, |s| {
                if body.binary_search(&s).is_ok() && !f.blocks[s as usize].cold && !hot.contains(&s) {
                    hot.push(s);
                }
            });
        }
        loops.push(Loop { head, hot });
    }
    loops
}

fn successors(f: &Function, b: u32, mut each: impl FnMut(u32)) {
    let data = &f.blocks[b as usize];
    data.insts.iter().flat_map(|i| &i.exits).for_each(|e| each(e.target.block.0));
    data.term.for_each_target(|t| each(t.block.0));
}

/// The hot part goes round, is small, and loads something that it does not write from a place known in front of it.
fn worth_it(f: &Function, l: &Loop, config: &Config) -> bool {
    let size: usize = l.hot.iter().map(|b| f.blocks[*b as usize].insts.len() + 1).sum();
    let mut round = false;
    l.hot.iter().for_each(|b| successors(f, *b, |s| round |= s == l.head));
    if size > MOST_INSTS || l.hot.len() > 64 || !round {
        return false;
    }
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

/// A copy of the hot blocks: block and value numbers of the originals to those of the copy.
pub(super) struct Copy {
    pub blocks: HashMap<u32, u32>,
    pub values: HashMap<Value, Value>,
}

fn copy(f: &mut Function, l: &Loop) -> Copy {
    let mut c = Copy { blocks: HashMap::default(), values: HashMap::default() };
    for &b in &l.hot {
        c.blocks.insert(b, f.new_block(false).0);
        let data = &f.blocks[b as usize];
        let defined: Vec<Value> = data.params.iter().chain(data.insts.iter().flat_map(|i| &i.results)).copied().collect();
        for v in defined {
            let ty = f.ty(v);
            c.values.insert(v, f.new_value(ty));
        }
    }
    for &b in &l.hot {
        let mut data = f.blocks[b as usize].clone();
        let value = |v: &mut Value| {
            if let Some(n) = c.values.get(v) {
                *v = *n;
            }
        };
        let target = |t: &mut Target| {
            t.args.iter_mut().for_each(value);
            if let Some(n) = c.blocks.get(&t.block.0) {
                t.block = Block(*n);
            }
        };
        data.params.iter_mut().for_each(value);
        for i in &mut data.insts {
            i.args.iter_mut().chain(&mut i.results).for_each(value);
            i.exits.iter_mut().for_each(|e| target(&mut e.target));
        }
        data.term.for_each_target_mut(target);
        if let Term::Branch { cond: v, .. } | Term::Switch { on: v, .. } | Term::Return(Some(v)) | Term::ReturnBig(v) = &mut data.term {
            value(v);
        }
        f.blocks[c.blocks[&b] as usize] = data;
    }
    c
}

fn each_target(f: &mut Function, b: u32, mut each: impl FnMut(&mut Target)) {
    let data = &mut f.blocks[b as usize];
    for i in &mut data.insts {
        i.exits.iter_mut().for_each(|e| each(&mut e.target));
    }
    data.term.for_each_target_mut(each);
}

fn peel(f: &mut Function, l: &Loop, plan: Option<&strips::Plan>) {
    let before = f.blocks.len() as u32;
    let first = copy(f, l);
    let further = copy(f, l);
    let (head1, head2) = (first.blocks[&l.head], further.blocks[&l.head]);
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
    let behind = plan.map(|plan| strips::apply(f, l, &first, &further, plan));
    let reached = dce::reachable(f);
    for (b, data) in f.blocks.iter_mut().enumerate() {
        if !reached[b] {
            data.insts.clear();
            data.term = Term::Unreachable;
        }
    }
    repair(f, &[&first, &further], behind, before);
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

/// Values of the loop have three definitions now: what uses them elsewhere gets the one that reaches it.
fn repair(f: &mut Function, copies: &[&Copy], behind: Option<Block>, before: u32) {
    let mut r = Repair { ways: vec![vec![]; f.blocks.len()], made: HashMap::default(), copies, home: HashMap::default(), copy_of: HashMap::default() };
    for b in 0..f.blocks.len() as u32 {
        let mut seen = vec![];
        successors(f, b, |s| {
            if !seen.contains(&s) {
                seen.push(s);
            }
        });
        for s in seen {
            r.ways[s as usize].push(b);
        }
    }
    for (k, c) in copies.iter().enumerate() {
        r.copy_of.extend(c.blocks.values().map(|n| (*n, k)));
    }
    r.copy_of.extend(behind.map(|b| (b.0, 1)));
    for b in 0..before {
        let data = &f.blocks[b as usize];
        for v in data.params.iter().chain(data.insts.iter().flat_map(|i| &i.results)) {
            if copies[0].values.contains_key(v) {
                r.home.insert(*v, b);
            }
        }
    }
    let outside = |r: &Repair<'_>, v: Value, b: u32| copies[0].values.contains_key(&v) && r.home.get(&v) != Some(&b);
    for b in 0..before {
        let n = f.blocks[b as usize].insts.len();
        for k in 0..n {
            for a in 0..f.blocks[b as usize].insts[k].args.len() {
                let v = f.blocks[b as usize].insts[k].args[a];
                if outside(&r, v, b) {
                    f.blocks[b as usize].insts[k].args[a] = r.entry(f, b, v);
                }
            }
            for e in 0..f.blocks[b as usize].insts[k].exits.len() {
                for a in 0..f.blocks[b as usize].insts[k].exits[e].target.args.len() {
                    let v = f.blocks[b as usize].insts[k].exits[e].target.args[a];
                    if outside(&r, v, b) {
                        let new = r.entry(f, b, v);
                        f.blocks[b as usize].insts[k].exits[e].target.args[a] = new;
                    }
                }
            }
        }
        let mut term = std::mem::replace(&mut f.blocks[b as usize].term, Term::Unreachable);
        let mut needed = vec![];
        term.for_each_target(|t| needed.extend(&t.args));
        needed.extend(term.operand());
        f.blocks[b as usize].term = term.clone();
        let mut map = HashMap::default();
        for v in needed {
            if outside(&r, v, b) {
                map.insert(v, r.entry(f, b, v));
            }
        }
        if map.is_empty() {
            continue;
        }
        // Reading may have given the jumps more arguments.
        term = std::mem::replace(&mut f.blocks[b as usize].term, Term::Unreachable);
        let value = |v: &mut Value| {
            if let Some(n) = map.get(v) {
                *v = *n;
            }
        };
        term.for_each_target_mut(|t| t.args.iter_mut().for_each(value));
        if let Term::Branch { cond: v, .. } | Term::Switch { on: v, .. } | Term::Return(Some(v)) | Term::ReturnBig(v) = &mut term {
            value(v);
        }
        f.blocks[b as usize].term = term;
    }
}

struct Repair<'a> {
    /// Blocks that jump to each block.
    ways: Vec<Vec<u32>>,
    /// What a value is at the start of a block.
    made: HashMap<(u32, Value), Value>,
    copies: &'a [&'a Copy],
    /// The original block that defines a value.
    home: HashMap<Value, u32>,
    /// Which copy a block belongs to.
    copy_of: HashMap<u32, usize>,
}

impl Repair<'_> {
    /// What `v` is at the end of a block.
    fn end(&mut self, f: &mut Function, b: u32, v: Value) -> Value {
        if self.home.get(&v) == Some(&b) {
            return v;
        }
        // A copy that a value is wanted from has defined it: the definition is above, in the same round.
        match self.copy_of.get(&b) {
            Some(k) => self.copies[*k].values[&v],
            None => self.entry(f, b, v),
        }
    }

    fn entry(&mut self, f: &mut Function, b: u32, v: Value) -> Value {
        if let Some(x) = self.made.get(&(b, v)) {
            return *x;
        }
        let ways = self.ways[b as usize].clone();
        if let [one] = ways[..] {
            let x = self.end(f, one, v);
            self.made.insert((b, v), x);
            return x;
        }
        let ty = f.ty(v);
        let p = f.add_param(Block(b), ty);
        self.made.insert((b, v), p);
        for w in ways {
            let x = self.end(f, w, v);
            each_target(f, w, |t| {
                if t.block.0 == b {
                    t.args.push(x);
                }
            });
        }
        p
    }
}
