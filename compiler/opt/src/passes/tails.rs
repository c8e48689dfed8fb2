//! Exits that store the same words do that in blocks that they share (tail merging): most of what lives at one exit to the twin lives
//! at the others of the loop as well.
//!
//! ```text
//! b4(): v10 = StackSlot                          b4(): v10 = StackSlot
//!     StoreWords([0, 8, 16]) v10, v1, v2, v3         StoreWords([16]) v10, v3
//!     v11 = IConst 1                                 v11 = IConst 1
//!     jump b9(v11, v10)                              jump b7(v11)
//! b5(): v12 = StackSlot                    =>    b5(): v13 = IConst 2
//!     StoreWords([0, 8]) v12, v1, v2                 jump b7(v13)
//!     v13 = IConst 2                             b7(v14): v15 = StackSlot
//!     jump b9(v13, v12)                              StoreWords([0, 8]) v15, v1, v2
//!                                                    jump b9(v14, v15)
//! ```
//! (An address that is not used any more costs nothing: it is left.) Behind `rc`: what is stored belongs to the function.

use rustc_hash::FxHashMap as HashMap;

use pyaot_ir::{Block, Function, Inst, Op, Target, Term, Ty, Value, Word};

use crate::Config;

/// Fewer words are not worth a block of their own.
const LEAST_WORDS: usize = 3;

/// A word, and the value that is stored if it is no number.
type Item = (Word, Option<Value>);

/// An exit: where its instructions are, and its words.
struct Leave {
    block: usize,
    /// The position of the instruction that stores.
    store: usize,
    items: Vec<Item>,
}

pub fn run(f: &mut Function, _config: &Config) {
    let mut groups: HashMap<u32, Vec<Leave>> = HashMap::default();
    for b in 0..f.blocks.len() {
        if let Some((to, leave)) = leave(f, b) {
            groups.entry(to.0).or_default().push(leave);
        }
    }
    let mut groups: Vec<(u32, Vec<Leave>)> = groups.into_iter().filter(|(_, g)| g.len() > 1).collect();
    groups.sort_by_key(|(to, _)| *to);
    for (to, mut group) in groups {
        // What most of them store comes last, in one order for all.
        let mut count: HashMap<Item, usize> = HashMap::default();
        group.iter().flat_map(|l| &l.items).for_each(|i| *count.entry(*i).or_default() += 1);
        for l in &mut group {
            l.items.sort_by_key(|i| (std::cmp::Reverse(count[i]), i.0.offset));
        }
        let mut leaves: Vec<&Leave> = group.iter().collect();
        let order = |l: &&Leave| l.items.iter().map(|(w, v)| (w.offset, w.number, v.map(|v| v.0))).collect::<Vec<_>>();
        leaves.sort_by_cached_key(order);
        share(f, &leaves, 0, Block(to));
    }
}

/// The block stores into the frame array and goes on to where another does the rest.
fn leave(f: &Function, b: usize) -> Option<(Block, Leave)> {
    let data = &f.blocks[b];
    let Term::Jump(to) = &data.term else { return None };
    let [point, buf] = to.args[..] else { return None };
    let store = data.insts.iter().rposition(|i| matches!(i.op, Op::StoreWords(_)))?;
    let Op::StoreWords(words) = &data.insts[store].op else { return None };
    let is_point = |i: &Inst| matches!(i.op, Op::IConst(_)) && i.results[0] == point;
    if !data.cold || data.insts[store].args[0] != buf || !data.insts[store + 1..].iter().all(is_point) {
        return None;
    }
    let is_buf = |i: &Inst| matches!(i.op, Op::StackSlot { .. }) && i.results[0] == buf;
    if !data.insts[..store].iter().any(is_buf) {
        return None;
    }
    let items = Word::with_values(words, &data.insts[store].args).collect();
    Some((to.block, Leave { block: b, store, items }))
}

/// Gives exits, all of which have `from` words in common that are stored from `to` on, blocks for what more of them have in common.
fn share(f: &mut Function, leaves: &[&Leave], from: usize, to: Block) {
    let mut rest = leaves;
    while let Some(first) = rest.first() {
        // Those that have as many words in common as make a block of their own.
        let common = |l: &Leave| first.items[from..].iter().zip(l.items.get(from..).unwrap_or_default()).take_while(|(a, b)| a == b).count();
        let n = rest.iter().take_while(|l| common(l) >= LEAST_WORDS).count().max(1);
        let (these, others) = rest.split_at(n);
        rest = others;
        if n == 1 {
            cut(f, first, from, to);
            continue;
        }
        let end = from + these.iter().map(|l| common(l)).min().expect("there are two at least");
        let block = tail(f, first, from..end, to);
        share(f, these, end, block);
    }
}

/// A block that stores some of the words of this exit.
fn tail(f: &mut Function, like: &Leave, words: std::ops::Range<usize>, to: Block) -> Block {
    let old = &f.blocks[like.block].insts;
    let (line, frame) = (old[like.store].line, old[like.store].frame);
    let slot = old[..like.store].iter().find(|i| matches!(i.op, Op::StackSlot { .. })).expect("it has one").op.clone();
    let block = f.new_block(true);
    let point = f.add_param(block, Ty::I64);
    let buf = f.new_value(Ty::Ptr);
    let inst = |op, args, results| Inst { op, args, results, exits: Vec::new(), line, frame };
    let insts = vec![inst(slot, vec![], vec![buf]), store(&like.items[words], buf, inst)];
    f.block_mut(block).insts = insts;
    f.block_mut(block).term = jump(f, to, point, buf);
    block
}

/// Leaves an exit the words from `from` on, and has the others stored from `to` on.
fn cut(f: &mut Function, leave: &Leave, from: usize, to: Block) {
    let data = &mut f.blocks[leave.block];
    let Term::Jump(Target { args, .. }) = &data.term else { unreachable!("it leaves by a jump") };
    let (point, buf) = (args[0], args[1]);
    if from > 0 {
        let (line, frame) = (data.insts[leave.store].line, data.insts[leave.store].frame);
        let inst = |op, args, results| Inst { op, args, results, exits: Vec::new(), line, frame };
        if from < leave.items.len() {
            data.insts[leave.store] = store(&leave.items[from..], buf, inst);
        } else {
            data.insts.remove(leave.store);
        }
    }
    f.blocks[leave.block].term = jump(f, to, point, buf);
}

fn store(items: &[Item], buf: Value, inst: impl Fn(Op, Vec<Value>, Vec<Value>) -> Inst) -> Inst {
    let words = items.iter().map(|(w, _)| *w).collect();
    let args = [buf].into_iter().chain(items.iter().filter_map(|(_, v)| *v)).collect();
    inst(Op::StoreWords(words), args, Vec::new())
}

/// The block with what it takes: the point, and at the end of the way the array.
fn jump(f: &Function, to: Block, point: Value, buf: Value) -> Term {
    let args = if f.block(to).params.len() == 1 { vec![point] } else { vec![point, buf] };
    Term::Jump(Target { block: to, args })
}
