//! Short loops do some rounds between two tests; addresses that go up by the same in each round are those of the first, and so much.
//!
//! ```text
//!     … branch v9 b1(v0) b2()                b4(v10): v11 = ISub m, 3; v12 = ICmp(Gt) m, 3; v13 = ICmp(Lt) v10, v11; …
//! b1(v1): v2 = IMul v1, s; v3 = PtrAdd p, v2     branch v14 b5(v10) b1(v10)
//!     … Load v3 …                          b5(v15): v16 = IMul v15, s; v17 = PtrAdd p, v16; … Load v17 …
//!     v4 = IAdd v1, 1; v5 = ULt v4, m   =>     v18 = PtrAdd v17, s; … Load v18 … v19 = PtrAdd v18, s; … v20 = IAdd v15, 4; v21 = ICmp(Lt) v20, v11
//!     branch v5 b1(v4) b2()                    branch v21 b5(v20) b6(v20)
//!                                          b6(v22): v23 = ULt v22, m; branch v23 b1(v22) b2()
//!                                          b1(v1): … as before
//! ```
//! Loops are those that end with their test ([`super::rotate`]).

use pyaot_ir::{Block, Cc, Function, Inst, Op, Target, Term, Ty, Value};

use crate::Config;
use crate::passes::copies::{Copy, Loop, Natural, copy, gate, innermost, natural, repair};
use crate::passes::places::Places;
use crate::passes::{dce, simplify};

/// Rounds between two tests, for loops of no more instructions.
const ROUNDS: [(i64, usize); 2] = [(4, 20), (2, 40)];
const MOST_BLOCKS: usize = 6;

pub fn run(f: &mut Function, config: &Config) {
    if f.once || !f.blocks.iter().any(|b| !b.cold && matches!(b.term, Term::Branch { .. }) && b.insts.iter().any(|i| is_access(&i.op))) {
        return;
    }
    let loops = natural(f);
    let inner: Vec<Natural> = innermost(f, &loops).filter(|l| rounds(f, l).is_some()).cloned().collect();
    let mut changed = false;
    for l in inner {
        if let Some(found) = find(f, &l) {
            apply(f, &l, &found);
            changed = true;
        }
    }
    if changed {
        dce::clear(f);
        simplify::run(f, config);
        dce::run(f, config);
    }
}

fn is_access(op: &Op) -> bool {
    matches!(op, Op::Load { .. } | Op::Store { .. } | Op::LoadIdx { .. } | Op::StoreIdx { .. } | Op::LoadU8 { .. } | Op::LoadNum(_) | Op::StoreNum(_))
}

/// How many rounds go together, if that is worth it.
fn rounds(f: &Function, l: &Natural) -> Option<i64> {
    let insts = || l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts);
    let is_constant = |op: &Op| matches!(op, Op::IConst(_) | Op::FConst(_) | Op::BConst(_));
    let size = insts().filter(|i| !is_constant(&i.op)).count() + l.body.len();
    let is_short = |op: &Op| !matches!(op, Op::Safepoint | Op::Call(_) | Op::TailCall(_) | Op::LeafArray { .. } | Op::LeafOut { .. } | Op::Leaf(_) | Op::Lanes(_));
    let fits = l.body.len() <= MOST_BLOCKS && insts().all(|i| is_short(&i.op)) && l.body.iter().all(|b| !f.blocks[*b as usize].cold);
    let found = ROUNDS.into_iter().find(|(_, most)| size <= *most).filter(|_| fits)?;
    insts().any(|i| is_access(&i.op)).then_some(found.0)
}

struct Found {
    rounds: i64,
    latch: u32,
    /// The test that ends a round: `counter + 1` below the limit.
    test: Inst,
    /// The counter's place among the parameters of the head.
    at: usize,
    limit: Value,
    outside: Target,
    /// Addresses, and how far they are from those of the round before.
    steps: Vec<(Value, Step)>,
}

#[derive(Clone, Copy)]
enum Step {
    Bytes(i64),
    Of(Value),
}

fn find(f: &Function, l: &Natural) -> Option<Found> {
    let mut latches = l.body.iter().filter(|b| {
        let data = &f.blocks[**b as usize];
        let mut ways = 0;
        data.term.for_each_target(|t| ways += u32::from(t.block.0 == l.head));
        ways > 0 || data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block.0 == l.head)
    });
    let (latch, None) = (*latches.next()?, latches.next()) else { return None };
    let data = &f.blocks[latch as usize];
    let Term::Branch { cond, then, els } = &data.term else { return None };
    if then.block.0 != l.head || l.contains(els.block.0) || data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block.0 == l.head) {
        return None;
    }
    let test = data.insts.iter().find(|i| i.results[..] == [*cond]).filter(|i| matches!(i.op, Op::ULt | Op::ICmp(Cc::Lt)))?;
    let (next, limit) = (test.args[0], test.args[1]);
    let at = then.args.iter().position(|a| *a == next)?;
    let counter = f.block(Block(l.head)).params[at];
    let mut places = Places::new(f, l, latch);
    if places.is_inside(limit) || places.step(counter).and_then(|s| s.constant()) != Some(1) {
        return None;
    }
    let mut steps: Vec<(Value, Step)> = vec![];
    for i in l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts).filter(|i| is_access(&i.op)) {
        let address = i.args[0];
        if !places.is_inside(address) || f.ty(address) != Ty::Ptr || steps.iter().any(|s| s.0 == address) {
            continue;
        }
        let Some(step) = places.step(address) else { continue };
        let step = match (step.constant(), step.factor()) {
            (Some(c), _) if c.unsigned_abs() < 1 << 16 => Step::Bytes(c),
            (_, Some(v)) if !places.is_inside(v) => Step::Of(v),
            _ => continue,
        };
        steps.push((address, step));
    }
    // What is computed in some rounds only is not what the next one goes on from.
    let is_made = |v: &Value| f.block(Block(l.head)).insts.iter().any(|i| i.results[..] == [*v]);
    steps.retain(|(v, _)| is_made(v));
    Some(Found { rounds: rounds(f, l)?, latch, test: test.clone(), at, limit, outside: els.clone(), steps })
}

fn apply(f: &mut Function, l: &Natural, found: &Found) {
    let before = f.blocks.len() as u32;
    let head = Block(l.head);
    let hot: Vec<u32> = [l.head].into_iter().chain(l.body.iter().copied().filter(|b| *b != l.head)).collect();
    let copies: Vec<Copy> = (0..found.rounds).map(|_| copy(f, &Loop { head: l.head, hot: hot.clone() })).collect();
    let heads: Vec<Block> = copies.iter().map(|c| Block(c.blocks[&l.head])).collect();
    let place = (found.test.line, found.test.frame);
    let op = |f: &mut Function, b: Block, op: Op, args: &[Value], ty: Ty| {
        let r = f.new_value(ty);
        f.block_mut(b).insts.push(Inst { op, args: args.to_vec(), results: vec![r], exits: vec![], line: place.0, frame: place.1 });
        r
    };
    // In front: are there so many rounds?
    let (entry, state) = gate(f, head, |b| b < before && !l.contains(b));
    let less = op(f, entry, Op::IConst(found.rounds - 1), &[], Ty::I64);
    let last = op(f, entry, Op::ISub, &[found.limit, less], Ty::I64);
    let is_far = op(f, entry, Op::ICmp(Cc::Gt), &[found.limit, less], Ty::Bool);
    let are_some = op(f, entry, found.test.op.clone(), &[state[found.at], last], Ty::Bool);
    let cond = op(f, entry, Op::BAnd, &[is_far, are_some], Ty::Bool);
    let [then, els] = [heads[0], head].map(|block| Target { block, args: state.clone() });
    f.block_mut(entry).term = Term::Branch { cond, then, els };
    // Behind: what is left.
    let types: Vec<Ty> = f.block(head).params.iter().map(|p| f.ty(*p)).collect();
    let rest = f.new_block(false);
    let state: Vec<Value> = types.iter().map(|ty| f.add_param(rest, *ty)).collect();
    let on = op(f, rest, found.test.op.clone(), &[state[found.at], found.limit], Ty::Bool);
    let end = copies.last().expect("there are some");
    let mut outside = found.outside.clone();
    outside.args.iter_mut().for_each(|v| *v = *end.values.get(v).unwrap_or(v));
    f.block_mut(rest).term = Term::Branch { cond: on, then: Target { block: head, args: state }, els: outside };
    // From one round to the next.
    for (k, c) in copies.iter().enumerate() {
        let latch = Block(c.blocks[&found.latch]);
        let Term::Branch { then, .. } = f.block(latch).term.clone() else { unreachable!("it ends with the test") };
        f.block_mut(latch).term = match heads.get(k + 1) {
            Some(next) => Term::Jump(Target { block: *next, args: then.args }),
            None => {
                let cond = op(f, latch, found.test.op.clone(), &[then.args[found.at], last], Ty::Bool);
                let [then, els] = [heads[0], rest].map(|block| Target { block, args: then.args.clone() });
                Term::Branch { cond, then, els }
            }
        };
        if k > 0 {
            step(f, l.head, &found.steps, &copies[k - 1], c);
        }
    }
    repair(f, &copies.iter().collect::<Vec<_>>(), &[(rest, copies.len() - 1)], before);
}

/// The addresses of a round are made of those of the round before.
fn step(f: &mut Function, head: u32, steps: &[(Value, Step)], before: &Copy, c: &Copy) {
    for (v, step) in steps {
        let (b, made) = (Block(c.blocks[&head]), c.values[v]);
        let at = f.block(b).insts.iter().position(|i| i.results[..] == [made]).expect("the loop's head makes it");
        let (line, frame) = (f.block(b).insts[at].line, f.block(b).insts[at].frame);
        let by = match step {
            Step::Of(v) => *v,
            Step::Bytes(bytes) => {
                let by = f.new_value(Ty::I64);
                f.block_mut(b).insts.insert(at, Inst { op: Op::IConst(*bytes), args: vec![], results: vec![by], exits: vec![], line, frame });
                by
            }
        };
        let at = if matches!(step, Step::Bytes(_)) { at + 1 } else { at };
        let i = &mut f.block_mut(b).insts[at];
        (i.op, i.args) = (Op::PtrAdd, vec![before.values[v], by]);
    }
}
