//! Which values of a function are still needed where.

use std::cell::OnceCell;

use pyaot_sema::hir::{self, V};

/// The number of a value that is used in the block that makes it, and in no other.
const LOCAL: u32 = u32::MAX;

/// Sets of values as bits, one for each block.
struct Sets {
    words: usize,
    bits: Vec<u64>,
}

impl Sets {
    fn of(&self, b: usize) -> &[u64] {
        &self.bits[b * self.words..(b + 1) * self.words]
    }

    /// Puts another set in the place of that of a block; whether it is another.
    fn replace(&mut self, b: usize, set: &[u64]) -> bool {
        let old = &mut self.bits[b * self.words..(b + 1) * self.words];
        let changed = *old != *set;
        old.copy_from_slice(set);
        changed
    }
}

fn add(set: &mut [u64], other: &[u64]) {
    set.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
}

/// By block, and between the instructions of those that were asked for.
pub struct Liveness {
    /// The values that are used in other blocks than the one that makes them, and the number of each value among them.
    crossing: Vec<V>,
    number: Vec<u32>,
    live_in: Sets,
    live_out: Sets,
    /// By block: what lives in front of each instruction, and in front of the terminator.
    within: Vec<OnceCell<Vec<Box<[V]>>>>,
}

impl Liveness {
    pub fn of(f: &hir::Func) -> Liveness {
        let mut l = Liveness::with_numbers(f);
        let (mut out, mut live) = (vec![0; l.live_in.words], vec![0; l.live_in.words]);
        let mut changed = true;
        while changed {
            changed = false;
            for (b, block) in f.blocks.iter().enumerate().rev() {
                out.fill(0);
                block.term.targets().for_each(|t| add(&mut out, l.live_in.of(t.block.index())));
                live.copy_from_slice(&out);
                used_by_term(block, |v| l.insert(v, &mut live));
                for i in block.insts.iter().rev() {
                    i.results.iter().for_each(|r| l.remove(*r, &mut live));
                    i.args.iter().for_each(|a| l.insert(*a, &mut live));
                    for t in i.done.iter().chain(&i.unwind) {
                        t.args.iter().for_each(|a| l.insert(*a, &mut live));
                        add(&mut live, l.live_in.of(t.block.index()));
                    }
                }
                block.params.iter().for_each(|p| l.remove(*p, &mut live));
                changed |= l.live_out.replace(b, &out);
                changed |= l.live_in.replace(b, &live);
            }
        }
        l
    }

    fn with_numbers(f: &hir::Func) -> Liveness {
        let mut home = vec![LOCAL; f.n_values as usize];
        for (b, block) in f.blocks.iter().enumerate() {
            block.params.iter().chain(block.insts.iter().flat_map(|i| &i.results)).for_each(|v| home[v.index()] = b as u32);
        }
        let mut number = vec![LOCAL; home.len()];
        let mut crossing = Vec::new();
        for (b, block) in f.blocks.iter().enumerate() {
            let mut used = |v: V| {
                if home[v.index()] != b as u32 && number[v.index()] == LOCAL {
                    number[v.index()] = crossing.len() as u32;
                    crossing.push(v);
                }
            };
            for i in &block.insts {
                i.args.iter().chain(i.done.iter().chain(&i.unwind).flat_map(|t| &t.args)).for_each(|v| used(*v));
            }
            used_by_term(block, used);
        }
        let (n, words) = (f.blocks.len(), crossing.len().div_ceil(64));
        let none = || Sets { words, bits: vec![0; n * words] };
        Liveness { crossing, number, live_in: none(), live_out: none(), within: (0..n).map(|_| OnceCell::new()).collect() }
    }

    fn insert(&self, v: V, set: &mut [u64]) {
        let k = self.number[v.index()];
        if k != LOCAL {
            set[k as usize / 64] |= 1 << (k % 64);
        }
    }

    fn remove(&self, v: V, set: &mut [u64]) {
        let k = self.number[v.index()];
        if k != LOCAL {
            set[k as usize / 64] &= !(1 << (k % 64));
        }
    }

    fn contains(&self, set: &[u64], v: V) -> bool {
        let k = self.number[v.index()];
        k != LOCAL && set[k as usize / 64] & 1 << (k % 64) != 0
    }

    /// The value is needed where the block begins, and no parameter of it.
    pub fn enters(&self, b: hir::B, v: V) -> bool {
        self.contains(self.live_in.of(b.index()), v)
    }

    /// The value is needed behind the block.
    pub fn leaves(&self, b: u32, v: V) -> bool {
        self.contains(self.live_out.of(b as usize), v)
    }

    /// The values that are needed in front of an instruction, or of the terminator behind the last, in the order of their numbers.
    pub fn before(&self, f: &hir::Func, b: u32, k: usize) -> &[V] {
        let within = self.within[b as usize].get_or_init(|| self.between(&f.blocks[b as usize], b as usize));
        &within[k.min(within.len() - 1)]
    }

    fn between(&self, block: &hir::Block, b: usize) -> Vec<Box<[V]>> {
        let mut live: Vec<V> = self.crossing.iter().copied().filter(|v| self.contains(self.live_out.of(b), *v)).collect();
        live.sort_unstable();
        let insert = |v: V, live: &mut Vec<V>| {
            if let Err(at) = live.binary_search(&v) {
                live.insert(at, v);
            }
        };
        used_by_term(block, |v| insert(v, &mut live));
        let mut all: Vec<Box<[V]>> = vec![live.as_slice().into()];
        for i in block.insts.iter().rev() {
            live.retain(|v| !i.results.contains(v));
            i.args.iter().for_each(|a| insert(*a, &mut live));
            for t in i.done.iter().chain(&i.unwind) {
                t.args.iter().for_each(|a| insert(*a, &mut live));
                let there = self.live_in.of(t.block.index());
                self.crossing.iter().filter(|v| self.contains(there, **v)).for_each(|v| insert(*v, &mut live));
            }
            all.push(live.as_slice().into());
        }
        all.reverse();
        all
    }
}

fn used_by_term(block: &hir::Block, mut used: impl FnMut(V)) {
    block.term.targets().flat_map(|t| &t.args).for_each(|a| used(*a));
    if let hir::Term::Branch { cond: v, .. } | hir::Term::Return(v) = &block.term {
        used(*v);
    }
}
