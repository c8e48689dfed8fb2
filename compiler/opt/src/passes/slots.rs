//! Slots of slow twins that hold nothing to release when something is stored into them.
//!
//! ```text
//! Store { Frame(72) } v1, v2      (v2 = Zero)       Store { Frame(72) } v1, v2
//! …                                                 …
//! v4 = Take { Frame(72) } v1                   =>
//! Store { Frame(72) } v1, v3                        Store { Frame(72) } v1, v3
//! ReleaseMaybe v4
//! ```

use pyaot_ir::{Function, Op, Region, Value};

use crate::Config;

/// The slots that are known to hold zero or a tagged int, as bits.
#[derive(Clone, PartialEq)]
struct Empty(Vec<u64>);

impl Empty {
    fn new(slots: usize, word: u64) -> Empty {
        Empty(vec![word; slots.div_ceil(64)])
    }

    fn contains(&self, slot: usize) -> bool {
        self.0[slot / 64] >> (slot % 64) & 1 == 1
    }

    fn set(&mut self, slot: usize, is_empty: bool) {
        let bit = 1 << (slot % 64);
        if is_empty { self.0[slot / 64] |= bit } else { self.0[slot / 64] &= !bit }
    }

    /// Keeps what is in both; true: that is less than before.
    fn meet(&mut self, other: &Empty) -> bool {
        let before = self.clone();
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
        *self != before
    }
}

/// What instructions of a function do to slots.
struct Slots {
    /// Values that nobody releases: zeros and tagged ints.
    plain: Vec<bool>,
    /// Addresses in the frame array.
    frame: Vec<bool>,
}

impl Slots {
    fn of(f: &Function) -> Slots {
        let mut s = Slots { plain: vec![false; f.values.len()], frame: vec![false; f.values.len()] };
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            match i.op {
                Op::Zero | Op::TagInt => s.plain[i.results[0].index()] = true,
                Op::Cast => s.plain[i.results[0].index()] = s.plain[i.args[0].index()],
                _ if slot(&i.op).is_some() => s.frame[i.args[0].index()] = true,
                _ => {}
            }
        }
        // Addresses are made in the function's first blocks, in order.
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            if i.op == Op::PtrAdd {
                s.frame[i.results[0].index()] |= s.frame[i.args[0].index()];
            }
        }
        s
    }

    fn step(&self, op: &Op, args: &[Value], state: &mut Empty) {
        match (slot(op), op) {
            (Some(k), Op::Store { .. }) => state.set(k, self.plain[args[1].index()]),
            (Some(k), Op::Take { .. }) => state.set(k, false),
            (Some(_), _) | (None, Op::PtrAdd) => {}
            // Others change the whole array.
            _ if args.iter().any(|a| self.frame[a.index()]) => state.0.fill(0),
            _ => {}
        }
    }
}

/// The slot that an instruction loads or stores.
fn slot(op: &Op) -> Option<usize> {
    match op {
        Op::Load { region: Region::Frame(at), .. } | Op::Store { region: Region::Frame(at), .. } | Op::Take { region: Region::Frame(at), .. } => {
            Some(*at as usize / 8)
        }
        _ => None,
    }
}

pub fn run(f: &mut Function, _config: &Config) {
    let Some(last) = f.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| slot(&i.op)).max() else { return };
    let slots = Slots::of(f);
    // At the start, any may hold something; before a block is reached, nothing is known against it.
    let mut at: Vec<Option<Empty>> = vec![None; f.blocks.len()];
    at[0] = Some(Empty::new(last + 1, 0));
    let mut todo = vec![0];
    while let Some(b) = todo.pop() {
        let Some(mut state) = at[b].clone() else { continue };
        let mut reach = |to: usize, state: &Empty| {
            let changed = match &mut at[to] {
                Some(have) => have.meet(state),
                none => {
                    *none = Some(state.clone());
                    true
                }
            };
            if changed {
                todo.push(to);
            }
        };
        for i in &f.blocks[b].insts {
            let before = (!i.exits.is_empty()).then(|| state.clone());
            slots.step(&i.op, &i.args, &mut state);
            // Whether an exit is taken before or behind the change is not known.
            if let Some(mut both) = before {
                both.meet(&state);
                i.exits.iter().for_each(|e| reach(e.target.block.index(), &both));
            }
        }
        f.blocks[b].term.for_each_target(|t| reach(t.block.index(), &state));
    }
    forget(f, &slots, &at);
}

/// Drops what takes nothing out, and its release.
fn forget(f: &mut Function, slots: &Slots, at: &[Option<Empty>]) {
    let uses = f.uses();
    let mut releases = vec![0; f.values.len()];
    for i in f.blocks.iter().flat_map(|b| &b.insts).filter(|i| i.op == Op::ReleaseMaybe) {
        releases[i.args[0].index()] += 1;
    }
    let mut nothing = vec![false; f.values.len()];
    for (block, state) in f.blocks.iter_mut().zip(at) {
        let Some(mut state) = state.clone() else { continue };
        block.insts.retain(|i| {
            let drop = match (&i.op, slot(&i.op)) {
                (Op::Take { .. }, Some(k)) => {
                    let x = i.results[0].index();
                    nothing[x] = state.contains(k) && uses[x] == releases[x];
                    nothing[x]
                }
                _ => false,
            };
            slots.step(&i.op, &i.args, &mut state);
            !drop
        });
    }
    for block in &mut f.blocks {
        block.insts.retain(|i| !(i.op == Op::ReleaseMaybe && nothing[i.args[0].index()]));
    }
}
