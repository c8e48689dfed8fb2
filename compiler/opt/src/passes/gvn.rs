//! Value numbering over the dominator tree: what has been computed or loaded above is not computed again, and conditions
//! are known below the branch that tested them.
//!
//! ```text
//! v2 = Load len v0                       v2 = Load len v0
//! v3 = ULt v1, v2                        v3 = ULt v1, v2
//! branch v3 b1() b9()                    branch v3 b1() b9()
//! b1():                          =>      b1():
//!     v4 = Load len v0                       jump b2()
//!     v5 = ULt v1, v4
//!     branch v5 b2() b8()
//! ```
//! So are searches in dicts and sets, and `d[k] = v` behind a search for `k` needs none of its own.
//!
//! Each region of memory has a version at each point: a load is numbered together with the version that it reads. Where
//! ways with different versions meet, and at the head of a loop that writes the region, a new version begins.
//!
//! Counted results of loads are numbered (so that what follows from them is found) but not replaced: a reference that lives
//! longer would have to be counted.

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Function, Inst, Op, Region, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::effects::{Mask, Regions, read};
use crate::graph::{Graph, NONE, Node};
use crate::passes::simplify::{Def, Folded, Replaced, def_of, fold};

#[derive(PartialEq, Eq, Hash, Clone)]
struct Key {
    op: Op,
    ty: Ty,
    args: [u32; 4],
    version: u32,
}

/// What is undone on the way up.
enum Undo {
    Table(Key, Option<Value>),
    Truth(u32, Option<bool>),
    NonNegative(u32),
}

struct Gvn<'a> {
    f: &'a mut Function,
    g: &'a Graph,
    regions: Regions,
    /// Loads from memory that changes are numbered.
    memory: bool,
    /// Class representative of each value.
    number: Vec<Value>,
    replaced: Replaced,
    defs: Vec<Option<Def>>,
    table: HashMap<Key, Value>,
    /// Items of the tuples that are made.
    tuples: HashMap<Value, Vec<Value>>,
    /// New arrays whose shape is an operand, and the version of heads behind that.
    arrays: HashMap<Value, u32>,
    truth: Vec<Option<bool>>,
    non_negative: Vec<bool>,
    undo: Vec<Undo>,
    /// Versions of the regions at the end of each node; empty: not visited.
    out: Vec<Vec<u32>>,
    next_version: u32,
    /// A taken edge leads here.
    live: Vec<bool>,
    /// Regions written in the loop of this head.
    written: Vec<Mask>,
}

pub fn run(f: &mut Function, config: &Config) {
    let g = Graph::new(f);
    let mut regions = Regions::new(config);
    regions.collect(f);
    let written = loops(f, &g, &mut regions);
    let (n, values) = (g.block.len(), f.values.len());
    let mut gvn = Gvn {
        memory: !config.release_runs_code,
        number: (0..values as u32).map(Value).collect(),
        replaced: Replaced::new(f),
        defs: vec![None; values],
        table: HashMap::default(),
        tuples: HashMap::default(),
        arrays: HashMap::default(),
        truth: vec![None; values],
        non_negative: vec![false; values],
        undo: vec![],
        out: vec![vec![]; n],
        next_version: 1,
        live: vec![false; n],
        written,
        regions,
        g: &g,
        f,
    };
    gvn.live[0] = true;
    gvn.walk();
    let Gvn { mut replaced, .. } = gvn;
    for b in &mut f.blocks {
        // What `drop` left behind.
        b.insts.retain(|i| !matches!(i.op, Op::Zero) || !i.results.is_empty());
    }
    replaced.apply(f);
}

/// Regions written in the natural loop of each head.
fn loops(f: &Function, g: &Graph, regions: &mut Regions) -> Vec<Mask> {
    let n = g.block.len();
    let mut own = vec![0; n];
    for node in 0..n {
        let (start, end) = g.range[node];
        for i in &f.blocks[g.block[node] as usize].insts[start as usize..end as usize] {
            own[node] |= regions.clobbers(&i.op);
        }
        // What leaves by a side exit has run the instruction behind the end.
        if !g.is_last(node as u32) {
            own[node] |= regions.clobbers(&f.blocks[g.block[node] as usize].insts[end as usize].op);
        }
    }
    let mut written = vec![0; n];
    let mut mark = vec![NONE; n];
    for &head in &g.order {
        let mut todo: Vec<Node> = g.preds[head as usize].iter().copied().filter(|p| g.dominates(head, *p)).collect();
        if todo.is_empty() {
            continue;
        }
        mark[head as usize] = head;
        written[head as usize] = own[head as usize];
        while let Some(x) = todo.pop() {
            if std::mem::replace(&mut mark[x as usize], head) != head {
                written[head as usize] |= own[x as usize];
                todo.extend(&g.preds[x as usize]);
            }
        }
    }
    written
}

impl Gvn<'_> {
    /// Depth first over the dominator tree, children in reverse post order: the ways into a join come before it.
    fn walk(&mut self) {
        let mut stack: Vec<(Node, usize, usize)> = vec![];
        let mut enter = Some(0);
        loop {
            if let Some(node) = enter.take() {
                let mark = self.undo.len();
                // Entered later than it is visited: a loop with two heads.
                self.live[node as usize] |= self.g.preds[node as usize]
                    .iter()
                    .any(|p| self.g.place[*p as usize] >= self.g.place[node as usize] && !self.g.dominates(node, *p));
                if self.live[node as usize] {
                    self.visit(node);
                }
                stack.push((node, 0, mark));
            }
            let Some((node, k, mark)) = stack.last_mut() else { break };
            match self.g.children[*node as usize].get(*k) {
                Some(c) if self.live[*node as usize] => {
                    *k += 1;
                    enter = Some(*c);
                }
                _ => {
                    let mark = *mark;
                    while self.undo.len() > mark {
                        match self.undo.pop() {
                            Some(Undo::Table(k, Some(v))) => {
                                self.table.insert(k, v);
                            }
                            Some(Undo::Table(k, None)) => {
                                self.table.remove(&k);
                            }
                            Some(Undo::Truth(v, old)) => self.truth[v as usize] = old,
                            Some(Undo::NonNegative(v)) => self.non_negative[v as usize] = false,
                            None => {}
                        }
                    }
                    stack.pop();
                }
            }
        }
    }

    fn class(&mut self, v: Value) -> Value {
        let v = self.replaced.get(v);
        self.number[v.index()]
    }

    fn fresh(&mut self) -> u32 {
        self.next_version += 1;
        self.next_version
    }

    /// Versions at the start of a node.
    fn versions(&mut self, node: Node) -> Vec<u32> {
        let count = self.regions.count();
        let preds = &self.g.preds[node as usize];
        let mut loops = false;
        let mut unknown = preds.is_empty();
        let mut merged: Option<Vec<u32>> = None;
        for &p in preds {
            if self.out[p as usize].is_empty() {
                match self.g.dominates(node, p) {
                    true => loops = true,
                    // Not taken, if it comes before; else a loop with two heads.
                    false => unknown |= self.g.place[p as usize] >= self.g.place[node as usize],
                }
                continue;
            }
            let other = &self.out[p as usize];
            match &mut merged {
                None => merged = Some(other.clone()),
                Some(m) => m.iter_mut().zip(other).for_each(|(a, b)| {
                    if *a != *b {
                        *a = 0;
                    }
                }),
            }
        }
        let mut v = merged.filter(|_| !unknown).unwrap_or_else(|| vec![0; count]);
        if loops {
            let w = self.written[node as usize];
            v.iter_mut().enumerate().for_each(|(k, x)| {
                if w >> k & 1 == 1 {
                    *x = 0;
                }
            });
        }
        for x in &mut v {
            if *x == 0 {
                *x = self.fresh();
            }
        }
        v
    }

    fn visit(&mut self, node: Node) {
        let mut versions = self.versions(node);
        let b = self.g.block[node as usize] as usize;
        let (start, end) = self.g.range[node as usize];
        if start == 0 && self.g.first[b] == node {
            self.facts(node);
            self.params(node, b);
        }
        let mut insts = std::mem::take(&mut self.f.blocks[b].insts);
        for i in &mut insts[start as usize..end as usize] {
            self.inst(i, &mut versions);
        }
        if !self.g.is_last(node) {
            // Before the memory is as it leaves it.
            self.replaced.inst(&mut insts[end as usize]);
            self.searched(&mut insts[end as usize], &versions);
            // The exits leave with the memory as the instruction may have left it.
            let mask = self.regions.clobbers(&insts[end as usize].op);
            self.f.blocks[b].insts = insts;
            let mut out = versions;
            if mask != 0 {
                for (k, x) in out.iter_mut().enumerate() {
                    if mask >> k & 1 == 1 {
                        self.next_version += 1;
                        *x = self.next_version;
                    }
                }
            }
            self.out[node as usize] = out;
            for &s in &self.g.succs[node as usize] {
                self.live[s as usize] = true;
            }
            return;
        }
        self.f.blocks[b].insts = insts;
        self.out[node as usize] = versions;
        self.terminator(b);
        let mut targets = vec![];
        self.f.blocks[b].term.for_each_target(|t| targets.push(t.block));
        for t in targets {
            self.live[self.g.first[t.index()] as usize] = true;
        }
    }

    fn terminator(&mut self, b: usize) {
        let mut term = std::mem::replace(&mut self.f.blocks[b].term, Term::Unreachable);
        self.replaced.term(&mut term);
        if let Term::Branch { cond, then, els } = &term
            && let Some(c) = self.known(*cond)
        {
            term = Term::Jump(if c { then.clone() } else { els.clone() });
        }
        self.f.blocks[b].term = term;
    }

    fn known(&mut self, cond: Value) -> Option<bool> {
        let c = self.class(cond);
        match &self.defs[c.index()] {
            Some(Def { op: Op::BConst(x), .. }) => Some(*x),
            Some(Def { op: Op::BNot, args }) if self.truth[c.index()].is_none() => {
                let a = args[0];
                let a = self.class(a);
                self.truth[a.index()].map(|x| !x)
            }
            _ => self.truth[c.index()],
        }
    }

    /// Parameters that get the same value on every way in are that value.
    fn params(&mut self, node: Node, b: usize) {
        let params = self.f.blocks[b].params.clone();
        if params.is_empty() || b == 0 {
            return;
        }
        let mut same: Vec<Option<Value>> = vec![None; params.len()];
        let mut differs = vec![false; params.len()];
        for &p in &self.g.preds[node as usize] {
            if self.out[p as usize].is_empty() {
                if self.live[p as usize] || self.g.place[p as usize] >= self.g.place[node as usize] {
                    return;
                }
                continue;
            }
            if !self.g.is_last(p) {
                return;
            }
            let data = &self.f.blocks[self.g.block[p as usize] as usize];
            let replaced = &mut self.replaced;
            data.term.for_each_target(|t| {
                if t.block.index() == b {
                    for (k, a) in t.args.iter().enumerate() {
                        let a = replaced.get(*a);
                        differs[k] |= same[k].is_some_and(|s| s != a);
                        same[k] = Some(a);
                    }
                }
            });
        }
        for (k, p) in params.iter().enumerate() {
            if let Some(v) = same[k]
                && !differs[k]
                && v != *p
            {
                self.replaced.set(*p, v);
            }
        }
    }

    /// What the only way into a block says.
    fn facts(&mut self, node: Node) {
        let preds = &self.g.preds[node as usize];
        let [p] = preds[..] else { return };
        if !self.g.is_last(p) {
            return;
        }
        let b = self.g.block[node as usize];
        let Term::Branch { cond, then, els } = &self.f.blocks[self.g.block[p as usize] as usize].term else { return };
        let (cond, truth) = match (then.block.0 == b, els.block.0 == b) {
            (true, false) => (*cond, true),
            (false, true) => (*cond, false),
            _ => return,
        };
        self.learn(cond, truth);
    }

    fn learn(&mut self, cond: Value, truth: bool) {
        let c = self.class(cond);
        let old = std::mem::replace(&mut self.truth[c.index()], Some(truth));
        self.undo.push(Undo::Truth(c.0, old));
        let Some(Def { op, args }) = self.defs[c.index()].clone() else { return };
        match (&op, truth) {
            (Op::BNot, _) => self.learn(args[0], !truth),
            (Op::BAnd, true) | (Op::BOr, false) => {
                self.learn(args[0], truth);
                self.learn(args[1], truth);
            }
            // Below something that is not negative.
            (Op::ULt, true) if self.not_negative(args[1]) => self.set_not_negative(args[0]),
            (Op::ICmp(cc), _) => {
                let (cc, a, b) = match (cc, truth) {
                    (Cc::Lt, true) | (Cc::Ge, false) => (Cc::Lt, args[0], args[1]),
                    (Cc::Gt, true) | (Cc::Le, false) => (Cc::Lt, args[1], args[0]),
                    (Cc::Le, true) | (Cc::Gt, false) => (Cc::Le, args[0], args[1]),
                    (Cc::Ge, true) | (Cc::Lt, false) => (Cc::Le, args[1], args[0]),
                    _ => return,
                };
                // a < b or a <= b.
                let lower = match self.int(a) {
                    Some(c) => c >= 0 || (cc == Cc::Lt && c == -1),
                    None => self.not_negative(a),
                };
                if lower {
                    self.set_not_negative(b);
                }
            }
            _ => {}
        }
    }

    fn int(&mut self, v: Value) -> Option<i64> {
        let c = self.class(v);
        match &self.defs[c.index()] {
            Some(Def { op: Op::IConst(x), .. }) => Some(*x),
            _ => None,
        }
    }

    fn set_not_negative(&mut self, v: Value) {
        let c = self.class(v);
        if !std::mem::replace(&mut self.non_negative[c.index()], true) {
            self.undo.push(Undo::NonNegative(c.0));
        }
    }

    fn not_negative(&mut self, v: Value) -> bool {
        self.not_negative_within(v, 4)
    }

    fn not_negative_within(&mut self, v: Value, depth: u32) -> bool {
        let c = self.class(v);
        if self.non_negative[c.index()] {
            return true;
        }
        if depth == 0 {
            return false;
        }
        let Some(Def { op, args }) = self.defs[c.index()].clone() else { return false };
        match op {
            Op::IConst(x) => x >= 0,
            Op::Load { offset, region: Region::ListHeader, ty: Ty::I64 } => offset == layout::LIST_LEN,
            Op::Load { offset, region: Region::ArrayHead, ty: Ty::I64 } => (layout::ARRAY_SHAPE..layout::ARRAY_STRIDES).contains(&offset),
            Op::LoadU8 { .. } | Op::LoadNum(DType::U8 | DType::U16 | DType::U32) | Op::BToI | Op::UDiv | Op::URem => true,
            Op::IMax => self.not_negative_within(args[0], depth - 1) || self.not_negative_within(args[1], depth - 1),
            Op::IAnd => self.not_negative_within(args[0], depth - 1) || self.not_negative_within(args[1], depth - 1),
            // With a side exit on overflow.
            Op::IAddO | Op::IMulO | Op::IMin => self.not_negative_within(args[0], depth - 1) && self.not_negative_within(args[1], depth - 1),
            Op::IFloorMod => self.int(args[1]).is_some_and(|c| c > 0),
            Op::IFloorDiv => self.not_negative_within(args[0], depth - 1) && self.int(args[1]).is_some_and(|c| c > 0),
            Op::IShr | Op::UShr => self.not_negative_within(args[0], depth - 1),
            _ => false,
        }
    }

    /// More than the operands' definitions say, by what is known here.
    fn by_facts(&mut self, i: &Inst) -> Option<Folded> {
        let truth = |c: bool| Some(Folded::Op(Op::BConst(c), vec![]));
        match i.op {
            Op::ICmp(cc) => {
                if self.int(i.args[1]) == Some(0) && self.not_negative(i.args[0]) {
                    match cc {
                        Cc::Lt => return truth(false),
                        Cc::Ge => return truth(true),
                        _ => {}
                    }
                }
                None
            }
            // Two numbers without a sign: the index is below the length, as the program has asked itself.
            Op::ULt if self.not_negative(i.args[0]) => {
                for (cc, answer) in [(Cc::Lt, true), (Cc::Ge, false)] {
                    let signed = Inst { op: Op::ICmp(cc), ..i.clone() };
                    let key = self.key(&signed, Ty::Bool, &[]);
                    let asked = self.table.get(&key).copied();
                    if asked.is_some_and(|c| self.known(c) == Some(answer)) {
                        return truth(true);
                    }
                }
                None
            }
            Op::IMax => {
                for (a, b) in [(0, 1), (1, 0)] {
                    if self.int(i.args[b]) == Some(0) && self.not_negative(i.args[a]) {
                        return Some(Folded::Same(i.args[a]));
                    }
                }
                None
            }
            Op::Select => match self.known(i.args[0])? {
                true => Some(Folded::Same(i.args[1])),
                false => Some(Folded::Same(i.args[2])),
            },
            _ => None,
        }
    }

    /// The class of a value that is looked for in a table: two tuples of the same parts are the same key, although they are
    /// two objects.
    fn as_key(&mut self, v: Value) -> Value {
        let c = self.object(v);
        let (op, args) = match (&self.defs[c.index()], self.tuples.get(&c)) {
            (_, Some(items)) => (Op::NewTuple, items.clone()),
            (Some(Def { op: Op::TagInt | Op::TagSmall, args }), _) => (Op::TagInt, vec![args[0]]),
            (Some(Def { op: op @ Op::Leaf(Leaf::str_from_char), args }), _) => (op.clone(), vec![args[0]]),
            _ => return c,
        };
        let mut parts = [NONE; 4];
        for (k, a) in args.iter().enumerate() {
            parts[k] = self.as_key(*a).0;
        }
        let key = Key { op, ty: Ty::Val, args: parts, version: 0 };
        match self.table.get(&key) {
            Some(first) => *first,
            None => {
                self.insert(key, c);
                c
            }
        }
    }

    /// The class of a value without the casts.
    fn object(&mut self, v: Value) -> Value {
        let mut c = self.class(v);
        while let Some(Def { op: Op::Cast, args }) = &self.defs[c.index()] {
            let a = args[0];
            c = self.class(a);
        }
        c
    }

    /// A dimension of a new array, which its shape says.
    fn dimension(&mut self, array: Value, offset: i32, versions: &[u32]) -> Option<Value> {
        let array = self.object(array);
        let k = self.regions.number(Region::ArrayHead)?;
        if self.arrays.get(&array) != Some(&versions[k]) || !(layout::ARRAY_SHAPE..layout::ARRAY_STRIDES).contains(&offset) {
            return None;
        }
        let shape = self.defs[array.index()].as_ref()?.args[1];
        let shape = self.object(shape);
        let k = (offset - layout::ARRAY_SHAPE) as usize / 8;
        let item = match self.tuples.get(&shape) {
            Some(items) => *items.get(k)?,
            None if k == 0 => shape,
            None => return None,
        };
        let item = self.object(item);
        match &self.defs[item.index()] {
            Some(Def { op: Op::TagInt | Op::TagSmall, args }) => Some(args[0]),
            _ => None,
        }
    }

    /// What is put into a table after a search for the same key goes where the search has ended.
    fn searched(&mut self, i: &mut Inst, versions: &[u32]) {
        let (search, by_parts, at) = match i.op {
            Op::Leaf(Leaf::dict_set) => (Leaf::dict_pos, Leaf::dict_pos_pair, Leaf::dict_set_at),
            Op::Leaf(Leaf::set_put) => (Leaf::set_place, Leaf::set_place_pair, Leaf::set_put_at),
            _ => return,
        };
        if !self.memory {
            return;
        }
        let key = self.object(i.args[1]);
        let mut searches = vec![(search, i.args[..2].to_vec())];
        if let Some([a, b]) = self.tuples.get(&key).map(|items| &items[..]) {
            searches.push((by_parts, vec![i.args[0], *a, *b]));
        }
        for (l, args) in searches {
            let search = Inst { op: Op::Leaf(l), args, results: vec![], exits: vec![], line: 0, frame: 0 };
            let key = self.key(&search, Ty::I64, versions);
            if let Some(&place) = self.table.get(&key) {
                i.op = Op::Leaf(at);
                i.args.push(place);
                return;
            }
        }
    }

    fn inst(&mut self, i: &mut Inst, versions: &mut [u32]) {
        self.replaced.inst(i);
        if i.exits.is_empty() {
            self.searched(i, versions);
        }
        if let [r] = i.results[..] {
            loop {
                let folded = match fold(self.f, &self.defs, i) {
                    None => self.by_facts(i),
                    x => x,
                };
                match folded {
                    Some(Folded::Same(v)) => {
                        let v = self.replaced.get(v);
                        return self.drop(i, v);
                    }
                    Some(Folded::Op(op, args)) => {
                        i.op = op;
                        i.args = args.into_iter().map(|a| self.replaced.get(a)).collect();
                        i.exits.clear();
                    }
                    None => break,
                }
            }
            if let Op::Load { ty: Ty::I64, offset, region: Region::ArrayHead } = i.op
                && let Some(v) = self.dimension(i.args[0], offset, versions)
            {
                return self.drop(i, v);
            }
            if self.numbered(i) && self.number_inst(i, r, versions) {
                return;
            }
            self.defs[r.index()].get_or_insert_with(|| def_of(i));
            if i.op == Op::NewTuple && i.args.len() <= 4 {
                self.tuples.insert(r, i.args.clone());
            }
        }
        if let (Op::LeafArray { leaf: Leaf::new_array, .. }, [r]) = (&i.op, &i.results[..])
            && let Some(k) = self.regions.number(Region::ArrayHead)
        {
            self.arrays.insert(*r, versions[k]);
        }
        let mask = self.regions.clobbers(&i.op);
        if mask != 0 {
            for (k, x) in versions.iter_mut().enumerate() {
                if mask >> k & 1 == 1 {
                    self.next_version += 1;
                    *x = self.next_version;
                }
            }
        }
        self.forward(i, versions);
    }

    /// A load behind a store of the same place sees what was stored.
    fn forward(&mut self, i: &Inst, versions: &[u32]) {
        if !self.memory {
            return;
        }
        let (op, value) = match &i.op {
            Op::Store { offset, region } if *region != Region::Other => {
                let v = i.args[1];
                (Op::Load { ty: self.f.ty(v), offset: *offset, region: *region }, v)
            }
            Op::StoreIdx { region } => {
                let v = i.args[2];
                (Op::LoadIdx { ty: self.f.ty(v), region: *region }, v)
            }
            _ => return,
        };
        let ty = self.f.ty(value);
        if ty.is_counted() {
            return;
        }
        let load = Inst { args: i.args[..i.args.len() - 1].to_vec(), op, results: vec![], exits: vec![], line: 0, frame: 0 };
        let key = self.key(&load, ty, versions);
        self.insert(key, value);
    }

    fn insert(&mut self, key: Key, v: Value) {
        let old = self.table.insert(key.clone(), v);
        self.undo.push(Undo::Table(key, old));
    }

    /// The instruction's result depends on its operands and the memory it reads only.
    fn numbered(&self, i: &Inst) -> bool {
        if i.args.len() > 4 {
            return false;
        }
        match &i.op {
            Op::Load { region: Region::Const, .. } | Op::LoadIdx { region: Region::Const, .. } | Op::LoadU8 { region: Region::Const, .. } => true,
            op if read(op).is_some() => self.memory,
            Op::Leaf(l) => l.info().pure && !self.f.ty(i.results[0]).is_counted(),
            Op::IConst(_) | Op::FConst(_) | Op::BConst(_) | Op::Singleton(_) | Op::Const(_) | Op::ConstPtr(_) | Op::Zero => true,
            Op::IAdd | Op::ISub | Op::IMul | Op::IAddO | Op::ISubO | Op::IMulO | Op::INegO | Op::IFloorDiv | Op::IFloorMod => true,
            Op::UDiv | Op::URem | Op::WDiv | Op::WRem | Op::IMulHigh | Op::UMulHigh | Op::IAnd | Op::IOr | Op::IXor | Op::INot | Op::IShl | Op::IShr | Op::UShr | Op::IShlO => true,
            Op::ICmp(_) | Op::ULt | Op::IMin | Op::IMax | Op::Likely(_) | Op::MulMod => true,
            Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FAddO | Op::FSubO | Op::FMulO | Op::FDivO | Op::FNeg | Op::FAbs | Op::FSqrt | Op::FFloor | Op::FCeil | Op::FTrunc | Op::FNearest => true,
            Op::FCmp(_) | Op::FMin | Op::FMax | Op::FSquare | Op::FRound32 | Op::FRound32O | Op::IToF | Op::FToI => true,
            Op::BAnd | Op::BOr | Op::BXor | Op::BNot | Op::BToI | Op::Select => true,
            Op::TagSmall | Op::UntagInt | Op::IsTagged | Op::IsFloat | Op::UnboxFloat | Op::BoxBool | Op::UnboxBool | Op::Cast | Op::PtrAdd => true,
            Op::Same | Op::TypeOf | Op::CodePtr(_) | Op::ClassPtr(_) | Op::FuncPtr(_) => true,
            _ => false,
        }
    }

    fn key(&mut self, i: &Inst, ty: Ty, versions: &[u32]) -> Key {
        let mut args = [NONE; 4];
        for (k, a) in i.args.iter().enumerate() {
            args[k] = self.class(*a).0;
        }
        if matches!(i.op, Op::Leaf(Leaf::dict_pos | Leaf::set_place | Leaf::dict_pos_pair | Leaf::set_place_pair)) {
            for (k, a) in i.args.iter().enumerate().skip(1) {
                args[k] = self.as_key(*a).0;
            }
        }
        let mut op = i.op.clone();
        let commutes = matches!(op, Op::IAdd | Op::IAddO | Op::IMul | Op::IMulO | Op::IAnd | Op::IOr | Op::IXor | Op::IMin | Op::IMax | Op::BAnd | Op::BOr | Op::BXor | Op::Same | Op::FAdd | Op::FAddO | Op::FMul | Op::FMulO);
        if commutes && args[0] > args[1] {
            args.swap(0, 1);
        }
        if let Op::ICmp(cc) = op
            && args[0] > args[1]
        {
            args.swap(0, 1);
            op = Op::ICmp(cc.swap());
        }
        let version = match read(&op) {
            Some(r) => self.regions.number(r).map_or(0, |k| versions[k]),
            None => 0,
        };
        Key { op, ty, args, version }
    }

    /// Finds the instruction's value above, or enters it. True: the instruction is gone.
    fn number_inst(&mut self, i: &mut Inst, r: Value, versions: &[u32]) -> bool {
        let ty = self.f.ty(r);
        let key = self.key(i, ty, versions);
        let Some(&v) = self.table.get(&key) else {
            self.insert(key, r);
            return false;
        };
        let free = !ty.is_counted()
            || matches!(i.op, Op::Const(_) | Op::Singleton(_) | Op::Zero | Op::Cast | Op::TagSmall | Op::BoxBool)
            || matches!(i.op, Op::Load { region: Region::Const, .. });
        if free {
            self.drop(i, v);
            return true;
        }
        let c = self.class(v);
        self.number[r.index()] = c;
        self.defs[r.index()] = Some(def_of(i));
        false
    }

    /// Replaces the result and leaves an instruction without effect and result.
    fn drop(&mut self, i: &mut Inst, v: Value) {
        self.replaced.set(i.results[0], v);
        i.op = Op::Zero;
        i.args.clear();
        i.results.clear();
        i.exits.clear();
    }
}
