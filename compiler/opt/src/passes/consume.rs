//! Generic operations whose left operand is used by nothing else take it over: the runtime may put the result into its object.
//!
//! ```text
//! v3 = Leaf(binary) v0, v1, v2          =>   v3 = Leaf(binary_owned) v0, v1, v2
//! v5 = Leaf(binary) v0, v3, v4               v5 = Leaf(binary_owned) v0, v3, v4
//! ```

use pyaot_abi::Leaf;
use pyaot_ir::{Function, Op};

use crate::Config;

pub fn run(f: &mut Function, _config: &Config) {
    if !f.blocks.iter().flat_map(|b| &b.insts).any(|i| i.op == Op::Leaf(Leaf::binary)) {
        return;
    }
    let mut uses = vec![0u32; f.values.len()];
    // Parameters of blocks, and what operations give: not what lies in memory, to which a reference would have to be added.
    let mut own = vec![false; f.values.len()];
    for (b, data) in f.blocks.iter().enumerate() {
        if b > 0 {
            data.params.iter().for_each(|p| own[p.index()] = true);
        }
        for i in &data.insts {
            i.args.iter().chain(i.exits.iter().flat_map(|e| &e.target.args)).for_each(|v| uses[v.index()] += 1);
            if matches!(i.op, Op::Leaf(_) | Op::LeafArray { .. } | Op::Call(_)) {
                i.results.iter().for_each(|r| own[r.index()] = true);
            }
        }
        data.term.for_each_target(|t| t.args.iter().for_each(|v| uses[v.index()] += 1));
        data.term.operand().into_iter().for_each(|v| uses[v.index()] += 1);
    }
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if i.op == Op::Leaf(Leaf::binary) && uses[i.args[1].index()] == 1 && own[i.args[1].index()] {
            i.op = Op::Leaf(Leaf::binary_owned);
        }
    }
}
