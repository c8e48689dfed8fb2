//! What the shape of a function says: order of blocks, loops, blocks that are one.

use pyaot_ir::{Block, Function, Op, Term};

/// Blocks that can be reached, each after its dominators.
pub(crate) fn reverse_postorder(f: &Function) -> Vec<Block> {
    let successors = |b: Block| {
        let mut s = Vec::new();
        let data = f.block(b);
        data.term.for_each_target(|t| s.push(t.block));
        for e in data.insts.iter().rev().flat_map(|i| i.exits.iter().rev()) {
            s.push(e.target.block);
        }
        s
    };
    let mut order = Vec::with_capacity(f.blocks.len());
    let mut seen = vec![false; f.blocks.len()];
    let mut stack = vec![(Block(0), successors(Block(0)), 0)];
    seen[0] = true;
    while let Some((b, succ, next)) = stack.last_mut() {
        match succ.get(*next) {
            Some(&s) => {
                *next += 1;
                if !std::mem::replace(&mut seen[s.index()], true) {
                    stack.push((s, successors(s), 0));
                }
            }
            None => {
                order.push(*b);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// The loops of a function. A loop is what reaches the jump back to its head without passing the head.
#[derive(Default)]
pub(crate) struct Loops {
    /// By block: how many loops it is in.
    pub(crate) depth: Vec<u32>,
    /// By block: it is the head of a loop that has no loop in it.
    pub(crate) innermost: Vec<bool>,
}

pub(crate) fn loops(f: &Function, order: &[Block]) -> Loops {
    let mut place = vec![usize::MAX; f.blocks.len()];
    order.iter().enumerate().for_each(|(n, b)| place[b.index()] = n);
    let mut preds: Vec<Vec<Block>> = vec![Vec::new(); f.blocks.len()];
    let mut back: Vec<(Block, Block)> = Vec::new();
    for &b in order {
        let data = f.block(b);
        let mut visit = |t: Block| {
            preds[t.index()].push(b);
            if place[t.index()] <= place[b.index()] {
                back.push((t, b));
            }
        };
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| visit(e.target.block));
        data.term.for_each_target(|t| visit(t.block));
    }
    back.sort_unstable_by_key(|(head, _)| head.index());
    let mut depth = vec![0; f.blocks.len()];
    let mut seen = vec![usize::MAX; f.blocks.len()];
    // Of all loops, with their heads.
    let mut members = Vec::new();
    for (head, from) in back {
        let mut work = vec![from];
        if std::mem::replace(&mut seen[head.index()], head.index()) != head.index() {
            depth[head.index()] += 1;
        }
        while let Some(b) = work.pop() {
            if std::mem::replace(&mut seen[b.index()], head.index()) != head.index() {
                depth[b.index()] += 1;
                members.push((head, b));
                work.extend(&preds[b.index()]);
            }
        }
        members.push((head, head));
    }
    let mut innermost = vec![false; f.blocks.len()];
    members.iter().for_each(|(head, _)| innermost[head.index()] = true);
    members.iter().for_each(|(head, b)| innermost[head.index()] &= depth[b.index()] == depth[head.index()]);
    Loops { depth, innermost }
}

/// By block: how many ways lead to it.
fn ways_in(f: &Function, order: &[Block]) -> Vec<u32> {
    let mut ways_in = vec![0; f.blocks.len()];
    ways_in[0] = 2;
    for b in order {
        let data = f.block(*b);
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| ways_in[e.target.block.index()] += 1);
        data.term.for_each_target(|t| ways_in[t.block.index()] += 1);
    }
    ways_in
}

/// What goes on in hot code, and what does not.
#[derive(Default)]
pub(crate) struct Onward {
    /// By block: where hot code goes on behind it, if nothing else leads there, and all other ways behind it leave.
    pub(crate) to: Vec<Option<Block>>,
    /// By block: it is rare, and leads to the slow twin.
    pub(crate) leaves: Vec<bool>,
}

pub(crate) fn onward(f: &Function, order: &[Block]) -> Onward {
    let ways_in = ways_in(f, order);
    // Nothing behind it is hot; it is left for the twin.
    let (mut ends, mut leaves) = (vec![false; f.blocks.len()], vec![false; f.blocks.len()]);
    for b in order.iter().rev() {
        let data = f.block(*b);
        let hands_over = data.insts.iter().any(|i| matches!(i.op, Op::StackSlot { .. }));
        // Rare loops do not count: their heads have not been seen.
        let (mut ways, mut all, mut to_twin) = (0, data.cold, true);
        let mut visit = |t: Block| {
            ways += 1;
            all &= ends[t.index()];
            to_twin &= leaves[t.index()];
        };
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| visit(e.target.block));
        data.term.for_each_target(|t| visit(t.block));
        ends[b.index()] = all;
        leaves[b.index()] = all && (hands_over || ways > 0 && to_twin);
    }
    let mut to = vec![None; f.blocks.len()];
    for b in order.iter().filter(|b| !f.block(**b).cold) {
        let next = match &f.block(*b).term {
            Term::Jump(t) => t,
            Term::Branch { then, els, .. } if leaves[els.block.index()] => then,
            Term::Branch { then, els, .. } if leaves[then.block.index()] => els,
            _ => continue,
        };
        if ways_in[next.block.index()] == 1 && !f.block(next.block).cold {
            to[b.index()] = Some(next.block);
        }
    }
    Onward { to, leaves }
}

/// By block: its one predecessor goes nowhere else, so that both are one block.
pub(crate) fn joined_blocks(f: &Function, order: &[Block]) -> Vec<bool> {
    let ways_in = ways_in(f, order);
    let mut joined = vec![false; f.blocks.len()];
    for b in order {
        let data = f.block(*b);
        if let Term::Jump(t) = &data.term
            && ways_in[t.block.index()] == 1
            && f.block(t.block).cold == data.cold
        {
            joined[t.block.index()] = true;
        }
    }
    joined
}
