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
    let uses = f.uses();
    // Parameters of blocks, and what operations give: not what lies in memory, to which a reference would have to be added.
    let mut own = vec![false; f.values.len()];
    f.blocks.iter().skip(1).flat_map(|b| &b.params).for_each(|p| own[p.index()] = true);
    for i in f.blocks.iter().flat_map(|b| &b.insts).filter(|i| matches!(i.op, Op::Leaf(_) | Op::LeafArray { .. } | Op::Call(_))) {
        i.results.iter().for_each(|r| own[r.index()] = true);
    }
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if i.op == Op::Leaf(Leaf::binary) && uses[i.args[1].index()] == 1 && own[i.args[1].index()] {
            i.op = Op::Leaf(Leaf::binary_owned);
        }
    }
}
