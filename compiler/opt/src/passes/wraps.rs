//! An index that may count from the end is compared with the length as it is: what is negative becomes rare code.
//!
//! ```text
//! b1(): v3 = ICmp(Lt) v1, 0               b1(): v6 = ULt v1, v2; branch v6 b4() b5()
//!     v4 = IAdd v1, v2                    b4(): jump b2(v1)
//!     v5 = Select v3, v4, v1          =>  b5(): v4 = IAdd v1, v2; v7 = ULt v4, v2                  cold
//!     v6 = ULt v5, v2                         branch v7 b2(v4) b3()
//!     branch v6 b2() b3()                 b2(v5): …
//! b2(): …
//! ```
//! In loops alone, where that is one comparison instead of five instructions, one behind the other. Variables of loops keep the select:
//! the register allocator would have them in memory for the parameter's sake.

use pyaot_ir::{Block, Cc, Function, Inst, Op, Target, Term, Ty, Value};

use crate::Config;
use crate::graph::{Graph, Node};
use crate::passes::copies::natural_of;

pub fn run(f: &mut Function, _config: &Config) {
    if !f.blocks.iter().any(|b| !b.cold && b.insts.iter().any(|i| i.op == Op::Select)) {
        return;
    }
    let mut is_zero = vec![false; f.values.len()];
    f.blocks.iter().flat_map(|b| &b.insts).filter(|i| i.op == Op::IConst(0)).for_each(|i| is_zero[i.results[0].index()] = true);
    let mut is_param = vec![false; f.values.len()];
    f.blocks.iter().flat_map(|b| &b.params).for_each(|p| is_param[p.index()] = true);
    let found: Vec<Found> = (0..f.blocks.len() as u32).filter_map(|b| find(f, Block(b), &is_zero)).filter(|found| !is_param[found.index.index()]).collect();
    if found.is_empty() {
        return;
    }
    let g = Graph::new(f);
    let runs_often = rounds(f, &g);
    let uses = uses(f, &g, &found);
    for (found, used) in found.into_iter().zip(uses) {
        let then = g.first[found.then.index()];
        if runs_often[found.block.index()] && g.preds[then as usize].len() == 1 && used.iter().all(|n| g.dominates(then, *n)) {
            split(f, found);
        }
    }
}

struct Found {
    block: Block,
    index: Value,
    len: Value,
    /// What is selected.
    at: Value,
    test: Value,
    then: Block,
}

fn find(f: &Function, block: Block, is_zero: &[bool]) -> Option<Found> {
    let data = f.block(block);
    let Term::Branch { cond, then, els } = &data.term else { return None };
    if data.cold || !then.args.is_empty() || then.block == els.block || f.block(then.block).cold || !f.block(els.block).cold {
        return None;
    }
    let of = |v: Value| data.insts.iter().rfind(|i| i.results[..] == [v]);
    let test = of(*cond).filter(|i| i.op == Op::ULt)?;
    let (at, len) = (test.args[0], test.args[1]);
    let select = of(at).filter(|i| i.op == Op::Select)?;
    let [negative, from_end, index] = select.args[..] else { return None };
    let sum = of(from_end).filter(|i| i.op == Op::IAdd)?;
    let asks = of(negative).is_some_and(|i| i.op == Op::ICmp(Cc::Lt) && i.args[0] == index && is_zero[i.args[1].index()]);
    let adds = sum.args[..] == [index, len] || sum.args[..] == [len, index];
    (asks && adds).then_some(Found { block, index, len, at, test: *cond, then: then.block })
}

/// By block: it is in a loop.
fn rounds(f: &Function, g: &Graph) -> Vec<bool> {
    let mut inside = vec![false; f.blocks.len()];
    let loops = natural_of(g);
    let hot = loops.iter().filter(|l| !f.blocks[l.head as usize].cold);
    hot.flat_map(|l| &l.body).for_each(|b| inside[*b as usize] = true);
    inside
}

/// Where each of the selected values and its comparison are used, but for that comparison and the branch on it.
fn uses(f: &Function, g: &Graph, found: &[Found]) -> Vec<Vec<Node>> {
    const NOBODY: usize = usize::MAX;
    let mut owner = vec![NOBODY; f.values.len()];
    for (k, found) in found.iter().enumerate() {
        owner[found.at.index()] = k;
        owner[found.test.index()] = k;
    }
    let mut uses = vec![vec![]; found.len()];
    for &node in &g.order {
        let b = g.block[node as usize];
        let data = f.block(Block(b));
        let mut see = |v: Value, by: Option<Value>| {
            let k = owner[v.index()];
            if k != NOBODY && !(found[k].block.0 == b && by == Some(found[k].test)) {
                uses[k].push(node);
            }
        };
        let (start, end) = g.range[node as usize];
        for i in &data.insts[start as usize..end as usize] {
            i.args.iter().for_each(|v| see(*v, i.results.first().copied()));
        }
        if g.is_last(node) {
            data.term.for_each_target(|t| t.args.iter().for_each(|v| see(*v, None)));
            data.term.operand().into_iter().for_each(|v| see(v, Some(v)));
        } else {
            data.insts[end as usize].exits.iter().flat_map(|e| &e.target.args).for_each(|v| see(*v, None));
        }
    }
    uses
}

fn split(f: &mut Function, found: Found) {
    let Found { block, index, len, at, test, then } = found;
    let [straight, from_end] = [false, true].map(|cold| f.new_block(cold));
    let data = f.block_mut(block);
    data.insts.retain(|i| i.results[..] != [at]);
    let mut place = (0, 0);
    for i in data.insts.iter_mut().filter(|i| i.results[..] == [test]) {
        i.args[0] = index;
        place = (i.line, i.frame);
    }
    let Term::Branch { els, .. } = &mut data.term else { unreachable!("it has been found so") };
    let out = std::mem::replace(els, Target { block: from_end, args: vec![] });
    data.term = Term::Branch { cond: test, then: Target { block: straight, args: vec![] }, els: Target { block: from_end, args: vec![] } };
    f.block_mut(straight).term = Term::Jump(Target { block: then, args: vec![index] });
    let mut op = |op: Op, args: Vec<Value>, ty: Ty| {
        let r = f.new_value(ty);
        f.block_mut(from_end).insts.push(Inst { op, args, results: vec![r], exits: vec![], line: place.0, frame: place.1 });
        r
    };
    let sum = op(Op::IAdd, vec![index, len], Ty::I64);
    let fits = op(Op::ULt, vec![sum, len], Ty::Bool);
    f.block_mut(from_end).term = Term::Branch { cond: fits, then: Target { block: then, args: vec![sum] }, els: out };
    f.block_mut(then).params.push(at);
}
