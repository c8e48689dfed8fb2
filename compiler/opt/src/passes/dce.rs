//! Dead code elimination: unreachable blocks are emptied, pure instructions whose results are not used go away.
//!
//! ```text
//! v1 = IConst 3        (not used)      =>   (gone)
//! ```

use pyaot_ir::{Function, Op, Term};

use crate::Config;

pub fn run(f: &mut Function, _config: &Config) {
    clear(f);
    // Uses from the end: instructions are in order within blocks, loops are handled by repeating.
    loop {
        let mut used = vec![false; f.values.len()];
        f.for_each_use(|v| used[v.index()] = true);
        let mut changed = false;
        for block in &mut f.blocks {
            block.insts.retain(|i| {
                let keep = !removable(&i.op) || !i.exits.is_empty() || i.results.iter().any(|r| used[r.index()]);
                changed |= !keep;
                keep
            });
        }
        if !changed {
            break;
        }
    }
}

/// Empties the blocks that cannot be reached.
pub fn clear(f: &mut Function) {
    let reached = reachable(f);
    for (b, block) in f.blocks.iter_mut().enumerate() {
        if !reached[b] {
            block.insts.clear();
            block.term = Term::Unreachable;
        }
    }
}

pub fn reachable(f: &Function) -> Vec<bool> {
    let mut seen = vec![false; f.blocks.len()];
    let mut todo = vec![0usize];
    while let Some(b) = todo.pop() {
        if std::mem::replace(&mut seen[b], true) {
            continue;
        }
        let block = &f.blocks[b];
        for i in &block.insts {
            todo.extend(i.exits.iter().map(|e| e.target.block.index()));
        }
        block.term.for_each_target(|t| todo.push(t.block.index()));
    }
    seen
}

/// The instruction does nothing but compute its results.
fn removable(op: &Op) -> bool {
    match op {
        Op::Leaf(l) => l.info().pure,
        Op::Store { .. }
        | Op::StoreIdx { .. }
        | Op::StoreWords(_)
        | Op::StoreNum(_)
        | Op::Lanes(_)
        | Op::Take { .. }
        | Op::TakeIdx { .. }
        | Op::TakeGlobal { .. }
        | Op::StoreGlobal { .. }
        | Op::Retain
        | Op::RetainMaybe
        | Op::Release
        | Op::ReleaseMaybe
        | Op::Keep
        | Op::Call(_)
        | Op::TailCall(_)
        | Op::LeafArray { .. }
        | Op::LeafOut { .. }
        | Op::StackCheck
        | Op::Safepoint
        | Op::FSquare
        | Op::FAddO
        | Op::FSubO
        | Op::FMulO
        | Op::FDivO
        | Op::FRound32O
        | Op::Place { .. }
        | Op::Traceback { .. } => false,
        _ => true,
    }
}
