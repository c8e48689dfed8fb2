//! The control flow of a function at the grain of side exits, with dominators.
//!
//! A block with side exits is entered once but left in the middle. Each block is therefore seen as a chain of *nodes*: a
//! node ends in front of every instruction that has exits, and the exits leave from its end. What a node defines
//! dominates exactly the nodes below it in the dominator tree.

use std::ops::Index;

use pyaot_ir::{Function, Value};

/// Index of a node.
pub type Node = u32;

pub const NONE: u32 = u32::MAX;

/// Some nodes for each node, one list behind the other.
#[derive(Default)]
pub struct Edges {
    /// Where the list of each node ends.
    ends: Vec<u32>,
    nodes: Vec<Node>,
}

impl Edges {
    /// The second of all pairs whose first is the node, in the order of the pairs.
    fn grouped(n: usize, pairs: &[(Node, Node)]) -> Edges {
        let mut ends = vec![0; n];
        pairs.iter().for_each(|(from, _)| ends[*from as usize] += 1);
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut nodes = vec![NONE; pairs.len()];
        for (from, to) in pairs {
            let end = &mut ends[*from as usize];
            nodes[*end as usize] = *to;
            *end += 1;
        }
        Edges { ends, nodes }
    }
}

impl Index<usize> for Edges {
    type Output = [Node];

    fn index(&self, n: usize) -> &[Node] {
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.nodes[start as usize..self.ends[n] as usize]
    }
}

pub struct Graph {
    /// First node of each block.
    pub first: Vec<Node>,
    /// Block of each node.
    pub block: Vec<u32>,
    /// Instructions `start..end` of each node.
    pub range: Vec<(u32, u32)>,
    pub succs: Edges,
    pub preds: Edges,
    /// Reachable nodes in reverse post order, and each node's place in it (`NONE`: unreachable).
    pub order: Vec<Node>,
    pub place: Vec<u32>,
    /// Immediate dominators.
    pub idom: Vec<Node>,
    /// Children in the dominator tree, in reverse post order.
    pub children: Edges,
    /// Intervals of the dominator tree, for [`Graph::dominates`].
    span: Vec<(u32, u32)>,
}

impl Graph {
    pub fn new(f: &Function) -> Graph {
        let mut g = Graph {
            first: Vec::with_capacity(f.blocks.len()),
            block: vec![],
            range: vec![],
            succs: Edges::default(),
            preds: Edges::default(),
            order: vec![],
            place: vec![],
            idom: vec![],
            children: Edges::default(),
            span: vec![],
        };
        for (b, data) in f.blocks.iter().enumerate() {
            g.first.push(g.block.len() as u32);
            let mut start = 0;
            for (k, i) in data.insts.iter().enumerate() {
                if !i.exits.is_empty() {
                    g.block.push(b as u32);
                    g.range.push((start, k as u32));
                    start = k as u32;
                }
            }
            g.block.push(b as u32);
            g.range.push((start, data.insts.len() as u32));
        }
        let n = g.block.len();
        let mut succs = vec![];
        for node in 0..n {
            let data = &f.blocks[g.block[node] as usize];
            let end = g.range[node].1 as usize;
            if g.is_last(node as u32) {
                data.term.for_each_target(|t| succs.push(g.first[t.block.index()]));
            } else {
                succs.push(node as u32 + 1);
                succs.extend(data.insts[end].exits.iter().map(|e| g.first[e.target.block.index()]));
            }
            g.succs.ends.push(succs.len() as u32);
        }
        g.succs.nodes = succs;
        g.number();
        g.dominators();
        g
    }

    /// The node ends its block.
    pub fn is_last(&self, n: Node) -> bool {
        self.block.get(n as usize + 1).is_none_or(|b| *b != self.block[n as usize])
    }

    pub fn dominates(&self, a: Node, b: Node) -> bool {
        let ((a0, a1), (b0, _)) = (self.span[a as usize], self.span[b as usize]);
        a0 <= b0 && b0 < a1
    }

    fn number(&mut self) {
        let n = self.block.len();
        self.place = vec![NONE; n];
        let mut ways_in = Vec::with_capacity(self.succs.nodes.len());
        let mut seen = vec![false; n];
        let mut stack: Vec<(Node, usize)> = vec![(0, 0)];
        seen[0] = true;
        while let Some((node, k)) = stack.last_mut() {
            let node = *node;
            match self.succs[node as usize].get(*k) {
                Some(s) => {
                    *k += 1;
                    let s = *s;
                    ways_in.push((s, node));
                    if !std::mem::replace(&mut seen[s as usize], true) {
                        stack.push((s, 0));
                    }
                }
                None => {
                    self.order.push(node);
                    stack.pop();
                }
            }
        }
        self.preds = Edges::grouped(n, &ways_in);
        self.order.reverse();
        for (k, n) in self.order.iter().enumerate() {
            self.place[*n as usize] = k as u32;
        }
    }

    /// Cooper, Harvey and Kennedy's iteration.
    fn dominators(&mut self) {
        let n = self.block.len();
        self.idom = vec![NONE; n];
        self.idom[0] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for &node in &self.order[1..] {
                let mut new = NONE;
                for &p in &self.preds[node as usize] {
                    if self.idom[p as usize] != NONE {
                        new = if new == NONE { p } else { self.meet(new, p) };
                    }
                }
                if self.idom[node as usize] != new {
                    self.idom[node as usize] = new;
                    changed = true;
                }
            }
        }
        let below: Vec<(Node, Node)> = self.order[1..].iter().map(|node| (self.idom[*node as usize], *node)).collect();
        self.children = Edges::grouped(n, &below);
        self.span = vec![(NONE, NONE); n];
        let mut clock = 0;
        let mut stack = vec![(0u32, 0usize)];
        while let Some((node, k)) = stack.last_mut() {
            let node = *node as usize;
            if *k == 0 {
                self.span[node].0 = clock;
                clock += 1;
            }
            match self.children[node].get(*k) {
                Some(c) => {
                    *k += 1;
                    stack.push((*c, 0));
                }
                None => {
                    self.span[node].1 = clock;
                    stack.pop();
                }
            }
        }
    }

    fn meet(&self, mut a: Node, mut b: Node) -> Node {
        while a != b {
            while self.place[a as usize] > self.place[b as usize] {
                a = self.idom[a as usize];
            }
            while self.place[b as usize] > self.place[a as usize] {
                b = self.idom[b as usize];
            }
        }
        a
    }
}

/// Checks that every use is dominated by its definition; returns the first one that is not.
pub fn undominated(f: &Function) -> Option<String> {
    let g = Graph::new(f);
    let mut home = vec![NONE; f.values.len()];
    for node in 0..g.block.len() as u32 {
        let (start, end) = g.range[node as usize];
        let data = &f.blocks[g.block[node as usize] as usize];
        if g.first[g.block[node as usize] as usize] == node {
            data.params.iter().for_each(|p| home[p.index()] = node);
        }
        data.insts[start as usize..end as usize].iter().flat_map(|i| &i.results).for_each(|r| home[r.index()] = node);
    }
    for &node in &g.order {
        let (start, end) = g.range[node as usize];
        let b = g.block[node as usize];
        let data = &f.blocks[b as usize];
        let mut bad = None;
        let mut check = |v: Value| {
            if bad.is_none() && (home[v.index()] == NONE || !g.dominates(home[v.index()], node)) {
                bad = Some(format!("{}: use of v{} in b{b} is not dominated by its definition", f.name, v.0));
            }
        };
        for i in &data.insts[start as usize..end as usize] {
            i.args.iter().for_each(|a| check(*a));
        }
        if g.is_last(node) {
            data.term.for_each_target(|t| t.args.iter().for_each(|a| check(*a)));
            data.term.operand().into_iter().for_each(check);
        } else {
            data.insts[end as usize].exits.iter().flat_map(|e| &e.target.args).for_each(|a| check(*a));
        }
        if bad.is_some() {
            return bad;
        }
    }
    None
}
