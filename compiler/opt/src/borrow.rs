//! Which loads need a reference of their own.
//!
//! A reference that is loaded from memory is borrowed from that memory: it lives while the place holds it and the object
//! that has the place lives. Only where the place may be overwritten before the last use does the load take a reference.
//!
//! ```text
//! v2 = Load slot v1                     v2 = Load slot v1
//! v3 = Load length v2          =>       v3 = Load length v2          v2 is borrowed: nothing writes the slot up to here
//! Call f()                              Call f()
//! v4 = Load slot v1                     v4 = Load slot v1; Retain v4
//! Call f()                              Call f()                     f may write the slot
//! v5 = Load length v4                   v5 = Load length v4; Release v4
//! ```

use pyaot_ir::{Function, Op, Region, Ty, Value};

use crate::Config;
use crate::effects::{Mask, Regions, read};

const NONE: u32 = u32::MAX;

/// By value: a load from memory that changes while the result is in use. `order`: blocks, definitions before uses.
pub fn overwritten(f: &Function, order: &[usize], config: &Config) -> Vec<bool> {
    let mut out = vec![false; f.values.len()];
    let mut regions = Regions::new(config);
    regions.collect(f);
    let loads = Loads::find(f, order, &mut regions);
    if config.release_runs_code {
        loads.values.iter().for_each(|v| out[v.index()] = true);
        return out;
    }
    let words = loads.values.len().div_ceil(64);
    if words == 0 {
        return out;
    }
    let live_in = loads.liveness(f, order, words);
    for &b in order {
        let mut live = loads.behind(f, b, &live_in, words);
        for i in f.blocks[b].insts.iter().rev() {
            // What is taken out of memory is replaced by the store that follows: that one counts.
            let taken = matches!(i.op, Op::Take { .. } | Op::TakeIdx { .. } | Op::TakeGlobal { .. });
            let mask = if taken { 0 } else { regions.clobbers(&i.op) };
            let mut across = live.clone();
            for e in &i.exits {
                merge(&mut across, &live_in[e.target.block.index()]);
                e.target.args.iter().for_each(|a| loads.mark(*a, &mut across));
            }
            if mask != 0 {
                // What runs for a while needs its operands all the time.
                if matches!(i.op, Op::Call(_) | Op::Leaf(_) | Op::LeafArray { .. } | Op::LeafOut { .. }) {
                    i.args.iter().for_each(|a| loads.mark(*a, &mut across));
                }
                each(&across, |k| {
                    if mask & loads.region[k] != 0 {
                        out[loads.values[k].index()] = true;
                    }
                });
            }
            live = across;
            i.results.iter().for_each(|r| loads.unmark(*r, &mut live));
            i.args.iter().for_each(|a| loads.mark(*a, &mut live));
        }
    }
    out
}

type Bits = Vec<u64>;

fn merge(into: &mut Bits, from: &Bits) -> bool {
    let mut changed = false;
    for (a, b) in into.iter_mut().zip(from) {
        changed |= *b & !*a != 0;
        *a |= b;
    }
    changed
}

fn each(bits: &Bits, mut visit: impl FnMut(usize)) {
    for (w, word) in bits.iter().enumerate() {
        let mut word = *word;
        while word != 0 {
            visit(w * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}

/// The loads of counted values from memory that changes.
struct Loads {
    values: Vec<Value>,
    region: Vec<Mask>,
    /// By value: the load that it is, or that it comes from without a reference of its own.
    source: Vec<u32>,
    /// By load: the load that its place comes from.
    up: Vec<u32>,
}

impl Loads {
    fn find(f: &Function, order: &[usize], regions: &mut Regions) -> Loads {
        let mut l = Loads { values: vec![], region: vec![], source: vec![NONE; f.values.len()], up: vec![] };
        for i in order.iter().flat_map(|b| &f.blocks[*b].insts) {
            let Some(&r) = i.results.first() else { continue };
            let base = i.args.first().map_or(NONE, |a| l.source[a.index()]);
            let counted = f.ty(r).is_counted();
            match &i.op {
                Op::Cast | Op::PtrAdd | Op::Load { ty: Ty::Ptr, .. } => l.source[r.index()] = base,
                Op::Load { region: Region::Const, .. } | Op::LoadIdx { region: Region::Const, .. } if counted => l.source[r.index()] = base,
                Op::LoadGlobal { stable: true, .. } => {}
                Op::Load { .. } | Op::LoadIdx { .. } | Op::LoadGlobal { .. } if counted => {
                    let region = read(&i.op).and_then(|r| regions.number(r));
                    l.source[r.index()] = l.values.len() as u32;
                    l.values.push(r);
                    l.region.push(region.map_or(0, |k| 1 << k));
                    l.up.push(base);
                }
                _ => {}
            }
        }
        l
    }

    /// A use of `v` is one of all loads that it comes from.
    fn mark(&self, v: Value, live: &mut Bits) {
        let mut k = self.source[v.index()];
        while k != NONE {
            live[k as usize / 64] |= 1 << (k % 64);
            k = self.up[k as usize];
        }
    }

    fn unmark(&self, v: Value, live: &mut Bits) {
        let k = self.source[v.index()];
        if k != NONE && self.values[k as usize] == v {
            live[k as usize / 64] &= !(1 << (k % 64));
        }
    }

    fn behind(&self, f: &Function, b: usize, live_in: &[Bits], words: usize) -> Bits {
        let mut live = vec![0; words];
        let term = &f.blocks[b].term;
        term.for_each_target(|t| {
            merge(&mut live, &live_in[t.block.index()]);
            t.args.iter().for_each(|a| self.mark(*a, &mut live));
        });
        if let Some(v) = term.operand() {
            self.mark(v, &mut live);
        }
        live
    }

    fn liveness(&self, f: &Function, order: &[usize], words: usize) -> Vec<Bits> {
        let mut live_in = vec![vec![0; words]; f.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for &b in order.iter().rev() {
                let mut live = self.behind(f, b, &live_in, words);
                for i in f.blocks[b].insts.iter().rev() {
                    i.results.iter().for_each(|r| self.unmark(*r, &mut live));
                    i.args.iter().for_each(|a| self.mark(*a, &mut live));
                    for e in &i.exits {
                        merge(&mut live, &live_in[e.target.block.index()]);
                        e.target.args.iter().for_each(|a| self.mark(*a, &mut live));
                    }
                }
                changed |= merge(&mut live_in[b], &live);
            }
        }
        live_in
    }
}
