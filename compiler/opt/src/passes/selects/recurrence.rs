//! Numbers that are made of themselves in one of two ways (`n // 2`, `3 * n + 1`): each round waits for the last one's select, so nothing
//! is put in front of it. One test says that no exit can be taken; it is off that way, and where it fails, the branch is as it was.
//!
//! ```text
//! b0(): branch v1 b1() b2()                      b0(): v9 = IAdd v3, c; v10 = ULt v9, d; branch v10 b4() b5()
//! b1(): v4 = UDiv v3, 2; jump b3(v4)             b4(): v4' = UDiv v3, 2; v5' = IMul v3, 3; v6' = IAdd v5', 1
//! b2(): v5 = IMulO v3, 3 [Slow …]          =>        v11 = Select v1, v4', v6'; jump b3(v11)
//!     v6 = IAddO v5, 1 [Slow …]; jump b3(v6)     b5(): branch v1 b1() b2()                                       cold
//! ```

use pyaot_ir::{Block, Function, Inst, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use super::{Found, comes_back, constant};

/// The number that all exits of the arms depend on, and how far from zero it may be without that one is taken.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    number: Value,
    most: i64,
}

/// None: nothing comes back that has exits on its way, or not by sums and products with small constants alone.
pub(super) fn guard(f: &Function, found: &Found) -> Option<Guard> {
    const SMALL: i128 = 1 << 20;
    // Sums alone are selected without it.
    if !found.arms.iter().flatten().any(|arm| f.block(*arm).insts.iter().any(|i| i.op == Op::IMulO)) {
        return None;
    }
    let mut guard: Option<Guard> = None;
    for arm in found.arms.iter().flatten() {
        let insts = &f.block(*arm).insts;
        // What is `a * number + b`.
        let mut made: HashMap<Value, (i128, i128)> = HashMap::default();
        for i in insts.iter().filter(|i| !i.exits.is_empty()) {
            let mut of = |v: Value| {
                if let Some(c) = constant(f, v) {
                    return Some((0, i128::from(c)));
                }
                if made.contains_key(&v) {
                    return made.get(&v).copied();
                }
                let outer = !insts.iter().any(|i| i.results[..] == [v]) && guard.is_none_or(|g| g.number == v);
                guard = outer.then_some(Guard { number: v, most: i64::MAX >> 1 });
                guard.map(|_| (1, 0))
            };
            let (x, y) = (of(i.args[0])?, of(i.args[1])?);
            let (a, b) = match i.op {
                Op::IAddO => (x.0 + y.0, x.1 + y.1),
                Op::ISubO => (x.0 - y.0, x.1 - y.1),
                Op::IMulO if x.0 == 0 => (x.1 * y.0, x.1 * y.1),
                Op::IMulO if y.0 == 0 => (x.0 * y.1, x.1 * y.1),
                _ => return None,
            };
            if a.abs() > SMALL || b.abs() > SMALL {
                return None;
            }
            made.insert(i.results[0], (a, b));
        }
        if let Some(g) = &mut guard {
            for (a, b) in made.values().filter(|(a, _)| *a != 0) {
                let most = (i128::from(i64::MAX) - b.abs()) / a.abs();
                g.most = g.most.min(most as i64);
            }
        }
    }
    let guard = guard?;
    let differ = || found.args[0].iter().zip(&found.args[1]).enumerate().filter(|(_, (a, b))| a != b);
    differ().any(|(k, _)| comes_back(f, f.block(found.to).params[k], guard.number)).then_some(guard)
}

pub(super) fn convert(f: &mut Function, b: Block, found: Found, guard: Guard) {
    let Found { cond, arms, to, args } = found;
    let place = f.block(b).insts.last().map_or((0, 0), |i| (i.line, i.frame));
    let op = |f: &mut Function, block: Block, op: Op, args: &[Value], ty: Ty| {
        let v = f.new_value(ty);
        f.block_mut(block).insts.push(Inst { op, args: args.to_vec(), results: vec![v], exits: vec![], line: place.0, frame: place.1 });
        v
    };
    let [straight, rare] = [false, true].map(|cold| f.new_block(cold));
    let most = op(f, b, Op::IConst(guard.most), &[], Ty::I64);
    let all = op(f, b, Op::IConst(2 * guard.most), &[], Ty::I64);
    let above = op(f, b, Op::IAdd, &[guard.number, most], Ty::I64);
    let fits = op(f, b, Op::ULt, &[above, all], Ty::Bool);
    let way = |block: Block| Target { block, args: vec![] };
    let before = std::mem::replace(&mut f.block_mut(b).term, Term::Branch { cond: fits, then: way(straight), els: way(rare) });
    f.block_mut(rare).term = before;
    let mut copies: HashMap<Value, Value> = HashMap::default();
    for arm in arms.iter().flatten() {
        f.block_mut(*arm).cold = true;
        for mut i in f.block(*arm).insts.clone() {
            i.args.iter_mut().for_each(|a| *a = *copies.get(a).unwrap_or(a));
            i.exits.clear();
            i.op = match i.op {
                Op::IAddO => Op::IAdd,
                Op::ISubO => Op::ISub,
                Op::IMulO => Op::IMul,
                op => op,
            };
            for r in &mut i.results {
                let copy = f.new_value(f.ty(*r));
                copies.insert(*r, copy);
                *r = copy;
            }
            f.block_mut(straight).insts.push(i);
        }
    }
    let copied = |v: &Value| *copies.get(v).unwrap_or(v);
    let selected = args[0].iter().zip(&args[1]).map(|(x, y)| match (copied(x), copied(y)) {
        (x, y) if x == y => x,
        (x, y) => {
            let ty = f.ty(x);
            op(f, straight, Op::Select, &[cond, x, y], ty)
        }
    });
    let args = selected.collect();
    f.block_mut(straight).term = Term::Jump(Target { block: to, args });
}
