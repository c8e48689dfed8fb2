//! Loops, copies of their hot blocks, and what uses the values of blocks that have been copied.

use pyaot_ir::{Block, Cc, Function, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::graph::{Graph, NONE, Node};

/// A natural loop.
#[derive(Clone)]
pub struct Natural {
    pub head: u32,
    /// All its blocks, sorted.
    pub body: Vec<u32>,
}

/// The test that ends a loop at its head: a parameter of the head is below a limit.
pub struct Test {
    pub unsigned: bool,
    pub counter: Value,
    /// Which parameter that is.
    pub at: usize,
    pub limit: Value,
}

impl Test {
    pub fn of(f: &Function, head: u32, cond: Value) -> Option<Test> {
        let head = &f.blocks[head as usize];
        let test = head.insts.iter().find(|i| i.results[..] == [cond])?;
        let (unsigned, counter, limit) = match (&test.op, &test.args[..]) {
            (Op::ULt, [k, n]) => (true, *k, *n),
            (Op::ICmp(Cc::Lt), [k, n]) => (false, *k, *n),
            _ => return None,
        };
        Some(Test { unsigned, counter, at: head.params.iter().position(|p| *p == counter)?, limit })
    }
}

/// The loops of a function, outer ones before the inner.
pub fn natural(f: &Function) -> Vec<Natural> {
    natural_of(&Graph::new(f))
}

/// The same, of its graph.
pub fn natural_of(g: &Graph) -> Vec<Natural> {
    let mut found: Vec<Natural> = vec![];
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
        found.push(Natural { head: g.block[head as usize], body });
    }
    found
}

/// The loops that have no loop inside of them, but for rare cases.
pub fn innermost<'a>(f: &'a Function, loops: &'a [Natural]) -> impl Iterator<Item = &'a Natural> {
    let is_hot = |l: &Natural| !f.blocks[l.head as usize].cold;
    loops.iter().filter(move |l| !loops.iter().any(|inner| inner.head != l.head && l.contains(inner.head) && is_hot(inner)))
}

impl Natural {
    pub fn contains(&self, b: u32) -> bool {
        self.body.binary_search(&b).is_ok()
    }

    /// What of it is reached without cold blocks; none if it is cold itself.
    pub fn hot(&self, f: &Function) -> Option<Loop> {
        if f.blocks[self.head as usize].cold {
            return None;
        }
        let mut hot = vec![self.head];
        let mut k = 0;
        while let Some(&b) = hot.get(k) {
            k += 1;
            successors(f, b, |s| {
                if self.contains(s) && !f.blocks[s as usize].cold && !hot.contains(&s) {
                    hot.push(s);
                }
            });
        }
        Some(Loop { head: self.head, hot })
    }
}

/// The part of a loop that is copied.
pub struct Loop {
    pub head: u32,
    /// Blocks that are reached from the head without cold ones, the head first.
    pub hot: Vec<u32>,
}

impl Loop {
    /// A round ends in the hot part too.
    pub fn goes_round(&self, f: &Function) -> bool {
        let mut round = false;
        self.hot.iter().for_each(|b| successors(f, *b, |s| round |= s == self.head));
        round
    }

    /// Where its rounds end.
    pub fn latches(&self, g: &Graph) -> Vec<Node> {
        let head = g.first[self.head as usize];
        g.preds[head as usize].iter().copied().filter(|p| self.hot.contains(&g.block[*p as usize]) && g.dominates(head, *p)).collect()
    }

    /// How many instructions would be copied.
    pub fn size(&self, f: &Function) -> usize {
        self.hot.iter().map(|b| f.blocks[*b as usize].insts.len() + 1).sum()
    }
}

pub fn successors(f: &Function, b: u32, mut each: impl FnMut(u32)) {
    let data = &f.blocks[b as usize];
    data.insts.iter().flat_map(|i| &i.exits).for_each(|e| each(e.target.block.0));
    data.term.for_each_target(|t| each(t.block.0));
}

/// A copy of the hot blocks: block and value numbers of the originals to those of the copy.
pub struct Copy {
    pub blocks: HashMap<u32, u32>,
    pub values: HashMap<Value, Value>,
}

/// Copies the hot blocks; jumps among them stay in the copy, others go where they went.
pub fn copy(f: &mut Function, l: &Loop) -> Copy {
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
        data.term.operand_mut().into_iter().for_each(value);
        f.blocks[c.blocks[&b] as usize] = data;
    }
    c
}

pub fn each_target(f: &mut Function, b: u32, mut each: impl FnMut(&mut Target)) {
    let data = &mut f.blocks[b as usize];
    for i in &mut data.insts {
        i.exits.iter_mut().for_each(|e| each(&mut e.target));
    }
    data.term.for_each_target_mut(each);
}

/// A block in front of a loop's head, with the head's parameters: jumps to the head from the blocks that `from` takes go there.
pub fn gate(f: &mut Function, head: Block, from: impl Fn(u32) -> bool) -> (Block, Vec<Value>) {
    let gate = f.new_block(false);
    for b in (0..gate.0).filter(|b| from(*b)) {
        each_target(f, b, |t| {
            if t.block == head {
                t.block = gate;
            }
        });
    }
    let types: Vec<Ty> = f.block(head).params.iter().map(|p| f.ty(*p)).collect();
    (gate, types.into_iter().map(|ty| f.add_param(gate, ty)).collect())
}

/// Values of the loop have several definitions now: what uses them elsewhere gets the one that reaches it. `before` is the number
/// of blocks that there were before the copies; `behind`: blocks that belong to the copies of these numbers.
pub fn repair(f: &mut Function, copies: &[&Copy], behind: &[(Block, usize)], before: u32) {
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
    r.copy_of.extend(behind.iter().map(|(b, k)| (b.0, *k)));
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
        term.operand_mut().into_iter().for_each(value);
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
