//! Small arms of branches become values that are selected: which way such a branch goes is often anybody's guess, and a wrong guess of
//! the processor costs more than both arms.
//!
//! ```text
//! b0():                                  b0():
//!     branch v1 b1() b2(v2)                  v5 = BToI v1
//! b1():                                      v4 = IAddO v2, v5 [Slow b3()]
//!     v3 = IConst 1                          jump b2(v4)
//!     v4 = IAddO v2, v3 [Slow b3()]  =>
//!     jump b2(v4)
//! ```
//! What has an exit gets an operand with which it never takes it where its arm would not have been entered, and does nothing to the
//! other one, which needs no select then. Numbers that are compared with what they may become (`if x > best: best = x`) keep
//! their branches, which mostly go one way: the next comparison would wait for the select. So do indices of elements that are compared
//! (`if a[i] > a[best]: best = i`). Numbers that are made of themselves in both ways have a form of their own (`recurrence`).

mod recurrence;

use pyaot_ir::{Block, ExitKind, Function, Inst, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::passes::{copies, dce};

/// Instructions besides constants that both arms have together.
const MOST_INSTS: usize = 4;
/// Values to be selected, operands included.
const MOST_SELECTS: usize = 3;
/// Instructions of a loop in which the rest of a round takes as long as the next one waits for a select.
const LONG: usize = 24;

pub fn run(f: &mut Function, _config: &Config) {
    let mut ways_in = vec![0u32; f.blocks.len()];
    let reached = dce::reachable(f);
    for (data, _) in f.blocks.iter().zip(reached).filter(|(_, reached)| *reached) {
        data.insts.iter().flat_map(|i| &i.exits).for_each(|e| ways_in[e.target.block.index()] += 1);
        data.term.for_each_target(|t| ways_in[t.block.index()] += 1);
    }
    let mut changed = false;
    let mut loops = None;
    for b in 0..f.blocks.len() as u32 {
        let found = find(f, Block(b), &ways_in);
        // What branches have become does not matter much.
        let mut is_long = |f: &Function| loops.get_or_insert_with(|| lengths(f)).get(&b).is_some_and(|length| *length >= LONG);
        if let Some(found) = found.filter(|found| !decides_itself(f, found) || is_long(f)) {
            match recurrence::guard(f, &found) {
                Some(guard) => recurrence::convert(f, Block(b), found, guard),
                None => convert(f, Block(b), found),
            }
            changed = true;
        }
    }
    if changed {
        dce::clear(f);
    }
}

/// A branch both of whose ways lead to the same place.
struct Found {
    cond: Value,
    /// The block that is one way's arm, for each way that has one.
    arms: [Option<Block>; 2],
    to: Block,
    args: [Vec<Value>; 2],
}

fn find(f: &Function, b: Block, ways_in: &[u32]) -> Option<Found> {
    let data = f.block(b);
    let Term::Branch { cond, then, els } = &data.term else { return None };
    if data.cold {
        return None;
    }
    let way = |t: &Target| -> Option<(Option<Block>, Target)> {
        let arm = f.block(t.block);
        match &arm.term {
            Term::Jump(next) if ways_in[t.block.index()] == 1 && arm.params.is_empty() && !arm.cold && t.block != b && next.block != t.block => {
                Some((Some(t.block), next.clone()))
            }
            _ => None,
        }
    };
    let direct = |t: &Target| (None, t.clone());
    let ways = match (way(then), way(els)) {
        (Some(x), Some(y)) if x.1.block == y.1.block => [x, y],
        (Some(x), _) if x.1.block == els.block => [x, direct(els)],
        (_, Some(y)) if y.1.block == then.block => [direct(then), y],
        _ if then.block == els.block => [direct(then), direct(els)],
        _ => return None,
    };
    let [(arm, then), (other, els)] = ways;
    let found = Found { cond: *cond, arms: [arm, other], to: then.block, args: [then.args, els.args] };
    // (A jump to the block itself: the arms are a loop's whole body.)
    (!f.block(found.to).cold && found.to != b && is_worth_it(f, &found)).then_some(found)
}

fn is_worth_it(f: &Function, found: &Found) -> bool {
    let (mut insts, mut selects) = (0, 0);
    for arm in found.arms.iter().flatten() {
        for i in &f.block(*arm).insts {
            let fits = match neutral(&i.op) {
                Some(_) => matches!(&i.exits[..], [e] if e.kind == ExitKind::Slow),
                None => i.exits.is_empty() && (is_cheap(&i.op) || is_shift(f, i)),
            };
            if !fits {
                return false;
            }
            insts += usize::from(!matches!(i.op, Op::IConst(_) | Op::FConst(_) | Op::BConst(_)));
            selects += usize::from(neutral(&i.op).is_some());
        }
    }
    for (a, _) in found.args[0].iter().zip(&found.args[1]).filter(|(a, b)| a != b) {
        if !matches!(f.ty(*a), Ty::I64 | Ty::F64 | Ty::Bool) {
            return false;
        }
        selects += 1;
    }
    insts <= MOST_INSTS && selects <= MOST_SELECTS
}

/// How many instructions a round of the loop has that a block is in; those that take long, or are several for the processor, count as many.
fn lengths(f: &Function) -> HashMap<u32, usize> {
    const MANY: usize = 6;
    let loops = copies::natural(f);
    let hot = loops.iter().filter_map(|l| l.hot(f));
    let is_slow = |i: &&Inst| matches!(i.op, Op::FSquare | Op::FDiv | Op::FDivO | Op::FSqrt);
    let slow = |b: &u32| f.blocks[*b as usize].insts.iter().filter(is_slow).count();
    hot.flat_map(|l| { let size = l.size(f) + (MANY - 1) * l.hot.iter().map(slow).sum::<usize>(); l.hot.into_iter().map(move |b| (b, size)) }).collect()
}

/// The condition compares what it decides on, or an element whose index that is.
fn decides_itself(f: &Function, found: &Found) -> bool {
    let Some(test) = definition(f, found.cond) else { return true };
    let differ = || found.args[0].iter().zip(&found.args[1]).enumerate().filter(|(_, (a, b))| a != b);
    test.args.iter().any(|operand| differ().any(|(_, (a, b))| operand == a || operand == b))
        || differ().any(|(k, (a, b))| [a, b].into_iter().any(|old| comes_back(f, f.block(found.to).params[k], *old) && is_looked_up(f, &test.args, *old)))
}

fn definition(f: &Function, v: Value) -> Option<&Inst> {
    f.blocks.iter().flat_map(|b| &b.insts).find(|i| i.results[..] == [v])
}

/// What is selected as `new` is `old` in the next round.
fn comes_back(f: &Function, new: Value, old: Value) -> bool {
    let mut found = new == old;
    for b in &f.blocks {
        b.term.for_each_target(|t| found |= t.args.iter().zip(&f.block(t.block).params).any(|(a, p)| *a == new && *p == old));
    }
    found
}

/// One of the operands is an element whose address comes from `index`.
fn is_looked_up(f: &Function, operands: &[Value], index: Value) -> bool {
    const MOST_STEPS: usize = 16;
    let mut work: Vec<(Value, bool)> = operands.iter().map(|v| (*v, false)).collect();
    for _ in 0..MOST_STEPS {
        let Some((v, loaded)) = work.pop() else { break };
        if v == index && loaded {
            return true;
        }
        let Some(i) = definition(f, v) else { continue };
        match i.op {
            Op::Load { .. } | Op::LoadNum(_) | Op::LoadIdx { .. } => work.extend(i.args.iter().map(|a| (*a, true))),
            Op::PtrAdd | Op::IAdd | Op::ISub | Op::IMul | Op::IShl | Op::Select | Op::FAbs | Op::FNeg => work.extend(i.args.iter().map(|a| (*a, loaded))),
            _ => {}
        }
    }
    false
}

/// Without exits, and harmless whatever the operands are.
fn is_cheap(op: &Op) -> bool {
    matches!(
        op,
        Op::IConst(_)
            | Op::FConst(_)
            | Op::BConst(_)
            | Op::IAdd
            | Op::ISub
            | Op::IMul
            | Op::IAnd
            | Op::IOr
            | Op::IXor
            | Op::INot
            | Op::IShl
            | Op::IShr
            | Op::UShr
            | Op::ICmp(_)
            | Op::ULt
            | Op::IMin
            | Op::IMax
            | Op::FCmp(_)
            | Op::BAnd
            | Op::BOr
            | Op::BXor
            | Op::BNot
            | Op::BToI
    )
}

/// A division by a power of two, which is no division.
fn is_shift(f: &Function, i: &Inst) -> bool {
    matches!(i.op, Op::UDiv | Op::URem | Op::IFloorDiv | Op::IFloorMod) && constant(f, i.args[1]).is_some_and(|c| c > 0 && c.count_ones() == 1)
}

fn constant(f: &Function, v: Value) -> Option<i64> {
    match definition(f, v)?.op {
        Op::IConst(c) => Some(c),
        _ => None,
    }
}

/// The second operand that gives back the first, whatever that is.
fn neutral(op: &Op) -> Option<i64> {
    match op {
        Op::IAddO | Op::ISubO => Some(0),
        Op::IMulO => Some(1),
        _ => None,
    }
}

fn convert(f: &mut Function, b: Block, found: Found) {
    let Found { cond, arms, to, args } = found;
    let mut out = Out { insts: std::mem::take(&mut f.block_mut(b).insts), cond };
    // Values that are the old ones where their arm is not entered.
    let mut settled = Vec::new();
    for (arm, entered) in arms.iter().zip([true, false]) {
        let Some(arm) = arm else { continue };
        for mut i in std::mem::take(&mut f.block_mut(*arm).insts) {
            if let Some(neutral) = neutral(&i.op) {
                // Of a sum or a product, what is constant.
                if i.op != Op::ISubO && out.constant(i.args[0]).is_some() {
                    i.args.swap(0, 1);
                }
                i.args[1] = out.operand(f, i.args[1], neutral, entered);
                settled.push((i.results[0], i.args[0]));
            }
            out.insts.push(i);
        }
    }
    let is_old = |new: Value, old: Value| settled.contains(&(new, old));
    let selected = args[0].iter().zip(&args[1]).map(|(a, b)| match (*a, *b) {
        (a, b) if a == b || is_old(a, b) => a,
        (a, b) if is_old(b, a) => b,
        (a, b) => {
            let ty = f.ty(a);
            out.put(f, Op::Select, vec![cond, a, b], ty)
        }
    });
    let term = Term::Jump(Target { block: to, args: selected.collect() });
    let data = f.block_mut(b);
    (data.insts, data.term) = (out.insts, term);
}

/// The block that takes in its arms.
struct Out {
    insts: Vec<Inst>,
    cond: Value,
}

impl Out {
    fn put(&mut self, f: &mut Function, op: Op, args: Vec<Value>, ty: Ty) -> Value {
        let (line, frame) = self.insts.last().map_or((0, 0), |i| (i.line, i.frame));
        let v = f.new_value(ty);
        self.insts.push(Inst { op, args, results: vec![v], exits: vec![], line, frame });
        v
    }

    fn constant(&self, v: Value) -> Option<i64> {
        self.insts.iter().find(|i| i.results[..] == [v]).and_then(|i| match i.op {
            Op::IConst(c) => Some(c),
            _ => None,
        })
    }

    /// The operand where the arm is entered, otherwise `neutral`.
    fn operand(&mut self, f: &mut Function, v: Value, neutral: i64, entered: bool) -> Value {
        if (self.constant(v), neutral) == (Some(1), 0) {
            let cond = if entered { self.cond } else { self.put(f, Op::BNot, vec![self.cond], Ty::Bool) };
            return self.put(f, Op::BToI, vec![cond], Ty::I64);
        }
        let nothing = self.put(f, Op::IConst(neutral), vec![], Ty::I64);
        let pair = if entered { [v, nothing] } else { [nothing, v] };
        self.put(f, Op::Select, vec![self.cond, pair[0], pair[1]], Ty::I64)
    }
}
