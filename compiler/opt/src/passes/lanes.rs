//! Loops over elements run several rounds at once, where no round needs what another has done: in front of a strip ([`super::strips`]), as
//! many rounds as can be are one instruction, which code generation makes vector code of. What is left is the loop as it was.
//!
//! ```text
//! b1(v1): v2 = ULt v1, m; branch v2 b2() b8()
//! b2(): v3 = IMul v1, stride; v4 = PtrAdd p, v3; v5 = Load v4; v6 = PtrAdd q, v3; Store v6, v5; v7 = IAdd v1, 1; jump b1(v7)
//! ```
//! becomes
//! ```text
//! b9(v9): n = IMin m - v9, 65536; few = n < 8; branch few b1(v9, m) b12()
//! b12(): …; branch ok b10() b1(v9, m)                                 the strides are those of elements, nothing overlaps
//! b10(): v10 = Lanes(…) n, p + v9 * stride, q + v9 * stride
//!        v11 = IAdd v9, v10; v12 = IMin m, v11 + 16; jump b1(v11, v12)
//! b1(v1, v13): v2 = ULt v1, v13; branch v2 b2() b11()
//! b2(): … jump b1(v7, v13)
//! b11(): v14 = ULt v1, m; branch v14 b9(v1) b8()                       where the instruction has stopped, some rounds, and again
//! ```
//! Branches within the loop become masks. Where one leaves the loop, or an int does not fit, the instruction stops in front of that round.

mod plan;
mod rewrite;

use pyaot_ir::{Function, Op, Region, Term};

use crate::Config;
use crate::passes::copies::{Natural, innermost, natural};

/// Fewer rounds than this are not worth the looks.
const FEW: i64 = 8;
/// Rounds in between, where the instruction has stopped; and where it has done less than that.
const AGAIN: i64 = 16;
const LATER: i64 = 256;
/// Between two looks.
const ROUNDS: i64 = 1 << 16;
/// Ints below this stay far from the end of their range, whatever such a loop adds to them.
const SMALL: i64 = 1 << 58;
/// The most rounds that run at once.
const LANES: i64 = 8;

pub fn run(f: &mut Function, _config: &Config) {
    if !f.blocks.iter().flat_map(|b| &b.insts).any(|i| is_element(&i.op)) {
        return;
    }
    let loops = natural(f);
    let found: Vec<Natural> = innermost(f, &loops).filter(|l| may_fit(f, l)).cloned().collect();
    for l in found {
        if let Some(plan) = plan::plan(f, &l) {
            rewrite::apply(f, &l, plan);
        }
    }
}

/// Elements of arrays, and of lists of numbers.
fn is_element_region(r: Region) -> bool {
    matches!(r, Region::Array | Region::ListF64 | Region::ListI64 | Region::ListBool)
}

fn is_element(op: &Op) -> bool {
    match op {
        Op::LoadNum(_) | Op::StoreNum(_) => true,
        Op::Load { region, .. } | Op::Store { region, .. } | Op::LoadIdx { region, .. } | Op::StoreIdx { region } | Op::LoadU8 { region, .. } => is_element_region(*region),
        _ => false,
    }
}

/// A short loop that is nothing but numbers, and ends in its head.
fn may_fit(f: &Function, l: &Natural) -> bool {
    let size: usize = l.body.iter().map(|b| f.blocks[*b as usize].insts.len()).sum();
    let Term::Branch { els, .. } = &f.blocks[l.head as usize].term else { return false };
    let plain = |op: &Op| !matches!(op, Op::Safepoint | Op::Call(_) | Op::Leaf(_) | Op::LeafArray { .. } | Op::LeafOut { .. });
    let mut insts = l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts);
    size <= 120
        && !l.contains(els.block.0)
        && l.body.iter().all(|b| !f.blocks[*b as usize].cold)
        && insts.clone().all(|i| plain(&i.op))
        && insts.any(|i| is_element(&i.op))
}
