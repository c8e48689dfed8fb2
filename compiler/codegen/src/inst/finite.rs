//! Arithmetic of NumPy's floats, which has an exit where there is something to warn of.
//!
//! A result that is finite is nothing to warn of, and one that is not is rare. Sums, products and quotients are not finite if an
//! operand (the dividend) is not: so in `a * b + c` only the sum is looked at. What a block computes waits for one look at all of it, in front
//! of what others see; stores of elements wait too, until an element is read that might be the same. Squares of such numbers, and ints made of
//! them, are for rare code, which has a look itself. If there is something to warn of, it is the exit of the first operation that nobody has
//! looked at that is taken: nothing else has happened since.
//!
//! Tests whose rare way leaves the hot code (bounds, overflow) do not end the waiting: they leave by that first exit too, since the slow twin
//! does it all again, warnings and tests. So what waits goes on into the block behind.

use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{BlockArg, InstBuilder, Value as Clif, types};
use pyaot_ir::{Block, Cc, Exit, ExitKind, Function, Inst, Op, Region, Target, Term, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::float;
use crate::blocks::Onward;
use crate::func::Fx;
use crate::helpers::Helper;
use crate::short;

/// So many wait for a look at most.
const MOST: usize = 12;

/// So many blocks are looked into for what it is worth to wait for.
const FURTHEST: usize = 8;

/// What waits in the block that is being translated.
#[derive(Default)]
pub(crate) struct Finite<'a> {
    /// What the end of the block tests to be small (see [`bounded`]).
    bounded: Vec<Value>,
    /// The block behind, to which what waits goes on.
    next: Option<Block>,
    /// Operations whose results nobody has looked at yet.
    waiting: Vec<&'a Inst>,
    /// Stores that come behind the look.
    stores: Vec<&'a Inst>,
    /// Results for which nothing comes that it would be worth to wait for.
    ends: HashSet<Value>,
}

/// What waits goes on to another block.
pub(crate) struct Carried<'a> {
    waiting: Vec<&'a Inst>,
    stores: Vec<&'a Inst>,
}

impl<'a> Finite<'a> {
    pub(crate) fn of(f: &Function, b: Block, onward: &Onward, carried: Option<Carried<'a>>) -> Finite<'a> {
        let insts = &f.block(b).insts;
        let Carried { waiting, stores } = carried.unwrap_or(Carried { waiting: vec![], stores: vec![] });
        if waiting.is_empty() && insts.iter().all(|i| i.op.plain_float().is_none()) {
            return Finite::default();
        }
        let bounded = bounded(f, b);
        let next = onward.to[b.index()];
        let mut ends = HashSet::default();
        // Whether something of the kind comes before others see anything, and what squares will show.
        let (mut more, mut shown) = (!bounded.is_empty() || next.is_some_and(|b| comes(f, b, onward)), HashSet::<Value>::default());
        for i in insts.iter().rev() {
            if i.op.plain_float().is_some() && !i.exits.is_empty() {
                if shown.contains(&i.results[0]) {
                    shown.extend(shows(i));
                } else if !more {
                    ends.insert(i.results[0]);
                }
                more = true;
            } else if i.op == Op::FSquare {
                more = false;
                shown.extend(&i.args);
            } else if !is_unseen(i) && !stores_element(f, i) && !is_test(i, onward) {
                more = false;
                shown.clear();
            }
        }
        Finite { bounded, next, waiting, stores, ends }
    }

    /// The first operation that nobody has looked at.
    pub(crate) fn first(&self) -> Option<&'a Inst> {
        self.waiting.first().copied()
    }

    /// What has led to this operation has been looked at.
    pub(super) fn seen(&mut self, last: &'a Inst) {
        let seen = self.shown_by(last);
        self.waiting.retain(|w| !seen.contains(&w.results[0]));
    }

    /// What waits and has led to this operation.
    fn shown_by(&self, last: &'a Inst) -> Vec<Value> {
        shown_by(&self.waiting, shows(last))
    }

    pub(crate) fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Those that no other one shows.
    fn last(&self) -> Vec<Value> {
        let is_last = |w: &&&Inst| !self.waiting.iter().any(|i| shows(i).contains(&w.results[0]));
        self.waiting.iter().filter(is_last).map(|w| w.results[0]).collect()
    }
}

/// In front of an instruction, while something waits. True: it waits too.
pub(crate) fn before<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> bool {
    match &i.op {
        op if op.plain_float().is_some() => {}
        _ if stores_element(fx.f, i) => {
            fx.finite.stores.push(i);
            return true;
        }
        // It is rare code that raises, and that has a look at its operand first.
        Op::FSquare if fx.finite.stores.is_empty() => look(fx, Some(i)),
        _ if is_test(i, &fx.onward) => {}
        _ if is_unseen(i) && fx.finite.stores.iter().all(|s| !may_read(i, s)) => {}
        _ => look(fx, None),
    }
    false
}

fn stores_element(f: &Function, i: &Inst) -> bool {
    matches!(i.op, Op::Store { region: Region::Array, .. } | Op::StoreNum(_)) && !f.ty(i.args[1]).is_counted()
}

/// The load may be of what is stored.
fn may_read(load: &Inst, store: &Inst) -> bool {
    let offset = |i: &Inst| match i.op {
        Op::Store { offset, .. } | Op::Load { offset, .. } | Op::LoadU8 { offset, .. } => Some(offset),
        Op::StoreNum(_) | Op::LoadNum(_) => Some(0),
        _ => None,
    };
    match load.op {
        Op::Load { region: Region::Array | Region::Other, .. }
        | Op::LoadU8 { region: Region::Array | Region::Other, .. }
        | Op::LoadIdx { region: Region::Array | Region::Other, .. }
        | Op::LoadNum(_) => {
            let apart = offset(load).zip(offset(store)).is_some_and(|(a, b)| a.abs_diff(b) >= 8);
            !(apart && load.args[0] == store.args[0])
        }
        _ => false,
    }
}

/// The end of a block: what waits is looked at, or by what the block's branch tests, or goes on. True: that is the end.
pub(crate) fn at_end<'a>(fx: &mut Fx<'a, '_>, term: &'a Term) -> bool {
    // The exit of an operation must come before all stores that wait: with such, none is left out.
    let bounded = if fx.finite.stores.is_empty() { std::mem::take(&mut fx.finite.bounded) } else { vec![] };
    if let (Some(next), Some(exit)) = (fx.finite.next, fx.finite.first().and_then(|i| fx.exit(i, ExitKind::Slow))) {
        go_on(fx, term, next, exit, &bounded);
        return !matches!(term, Term::Jump(_));
    }
    if let Term::Branch { cond, then, els } = term
        && !bounded.is_empty()
        && fx.finite.last().iter().all(|v| bounded.contains(v))
    {
        end(fx, *cond, then, els);
        return true;
    }
    look(fx, None);
    false
}

/// The end of a block from which what waits goes on, but for what the branch shows to be finite.
fn go_on<'a>(fx: &mut Fx<'a, '_>, term: &'a Term, next: Block, exit: &'a Exit, bounded: &[Value]) {
    if let Term::Branch { cond, then, els } = term {
        let cond = fx.get(*cond);
        let (to, leaves_when) = if then.block == next { (then, false) } else { (els, true) };
        let args: Vec<BlockArg> = fx.args(to).into_iter().map(BlockArg::Value).collect();
        let block = fx.clif_block(next);
        fx.exit_or(cond, leaves_when, exit, None, (block, &args));
    }
    let Finite { mut waiting, stores, .. } = std::mem::take(&mut fx.finite);
    let shown = shown_by(&waiting, bounded);
    waiting.retain(|w| !shown.contains(&w.results[0]));
    fx.carried.insert(next, Carried { waiting, stores });
}

/// What of this is finite if these are.
fn shown_by(waiting: &[&Inst], finite: &[Value]) -> Vec<Value> {
    let (mut shown, mut todo) = (vec![], finite.to_vec());
    while let Some(v) = todo.pop() {
        if let Some(w) = waiting.iter().find(|w| w.results[0] == v)
            && !shown.contains(&v)
        {
            shown.push(v);
            todo.extend(shows(w));
        }
    }
    shown
}

/// Such an operation comes, behind which what waits can go on, before others see anything.
fn comes(f: &Function, mut b: Block, onward: &Onward) -> bool {
    for _ in 0..FURTHEST {
        for i in &f.block(b).insts {
            if i.op.plain_float().is_some() && !i.exits.is_empty() {
                return true;
            }
            if !is_unseen(i) && !stores_element(f, i) && !is_test(i, onward) {
                return false;
            }
        }
        match onward.to[b.index()] {
            Some(next) => b = next,
            None => return false,
        }
    }
    false
}

/// A test that leaves the hot code if it fails, and does nothing else.
fn is_test(i: &Inst, onward: &Onward) -> bool {
    let of_ints = matches!(i.op, Op::IAddO | Op::ISubO | Op::IMulO | Op::INegO | Op::IShlO);
    of_ints && i.exits.iter().all(|e| e.kind == ExitKind::Slow && onward.leaves[e.target.block.index()])
}

/// Operands that are finite if the result is. The reciprocal of infinity is finite.
fn shows(i: &Inst) -> &[Value] {
    if i.op == Op::FDivO { &i.args[..1] } else { &i.args }
}

/// What is less than a limit, without its sign, where the block goes on, and otherwise goes to rare code: it is finite then
/// (`int(x)` has such a test), and so is what it was rounded or added up from.
fn bounded(f: &Function, b: Block) -> Vec<Value> {
    let data = f.block(b);
    let Term::Branch { cond, els, .. } = &data.term else { return vec![] };
    let of = |v: Value| data.insts.iter().rfind(|i| i.results[..] == [v]);
    let is_test = |i: &&Inst| i.op == Op::FCmp(Cc::Lt) && f.block(els.block).cold && !data.cold;
    let Some(size) = of(*cond).filter(is_test).and_then(|test| of(test.args[0])).filter(|i| i.op == Op::FAbs) else { return vec![] };
    let mut found = size.args.to_vec();
    let mut done = 0;
    while done < found.len() && found.len() < MOST {
        if let Some(i) = of(found[done])
            && matches!(i.op, Op::FNearest | Op::FTrunc | Op::FFloor | Op::FCeil | Op::FNeg | Op::FAbs | Op::FAdd)
        {
            found.extend(&i.args);
        }
        done += 1;
    }
    found
}

/// The end of a block that tests what waits: it has a look before it goes to rare code.
fn end<'a>(fx: &mut Fx<'a, '_>, cond: Value, then: &'a Target, els: &'a Target) {
    let cond = fx.get(cond);
    let [rare, next] = [fx.new_block(true), fx.new_block(false)];
    fx.rare_unless(cond, rare, next, &[]);
    fx.b.switch_to_block(rare);
    fx.rarely(|fx| {
        let all = std::mem::take(&mut fx.finite.waiting);
        exit_if_warned(fx, &all);
        let args = fx.args(els);
        fx.jump(els.block, &args);
    });
    fx.b.switch_to_block(next);
    let args = fx.args(then);
    fx.jump(then.block, &args);
}

/// Takes the exit of the first of these operations if there is something to warn of in one.
fn exit_if_warned<'a>(fx: &mut Fx<'a, '_>, all: &[&'a Inst]) {
    if let Some(exit) = fx.exit(all[0], ExitKind::Slow) {
        let warns = warns(fx, all);
        fx.exit_if(warns, exit);
    }
}

/// Nobody sees whether this has run.
fn is_unseen(i: &Inst) -> bool {
    use Op::*;
    let computes = matches!(
        i.op,
        IConst(_) | FConst(_) | BConst(_) | IAdd | ISub | IMul | IAnd | IOr | IXor | INot | ICmp(_) | ULt | IMin | IMax | FAdd | FSub | FMul | FDiv | FNeg | FAbs | FSqrt
            | FFloor | FCeil | FTrunc | FNearest | FCmp(_) | FMin | FMax | FRound32 | IToF | BAnd | BOr | BXor | BNot | BToI | Select | Cast | PtrAdd | Load { .. } | LoadIdx { .. }
            | LoadU8 { .. } | LoadNum(_)
    );
    computes && i.exits.is_empty()
}

pub(super) fn checked<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Clif {
    let operands: Vec<Clif> = i.args.iter().map(|v| fx.get(*v)).collect();
    let result = match operands[..] {
        [x] => float::round32(fx, x),
        _ => float::apply(fx, &plain(i), operands[0], operands[1]),
    };
    if i.exits.is_empty() {
        return result;
    }
    fx.set(i.results[0], result);
    fx.finite.waiting.push(i);
    if fx.finite.waiting.len() == MOST || fx.finite.ends.contains(&i.results[0]) {
        look(fx, None);
    }
    result
}

/// Looks at what waits, but for what `but` will show, and stores what waits for that.
fn look<'a>(fx: &mut Fx<'a, '_>, but: Option<&'a Inst>) {
    let shown = but.map_or(vec![], |i| fx.finite.shown_by(i));
    let last = fx.finite.last().into_iter().filter(|v| !shown.contains(v)).collect();
    let Some(rest) = rest(fx, last) else { return };
    let bad = fx.b.ins().fcmp(FloatCC::Unordered, rest, rest);
    let [rare, next] = [fx.new_block(true), fx.new_block(false)];
    fx.b.ins().brif(bad, rare, &[], next, &[]);
    fx.b.switch_to_block(rare);
    let all = std::mem::take(&mut fx.finite.waiting);
    fx.finite.waiting = all.iter().copied().filter(|w| shown.contains(&w.results[0])).collect();
    fx.rarely(|fx| {
        exit_if_warned(fx, &all);
        fx.b.ins().jump(next, &[]);
    });
    fx.b.switch_to_block(next);
    for store in std::mem::take(&mut fx.finite.stores) {
        super::translate(fx, store);
    }
}

/// No number if one of these is not finite: the difference of what is not and itself is none, nor is its product with 0.
fn rest(fx: &mut Fx, last: Vec<Value>) -> Option<Clif> {
    let mut sums: [Option<Clif>; 2] = [None, None];
    for v in last {
        let v = fx.get(v);
        let v = short::narrowed(fx, v).unwrap_or(v);
        let is_short = fx.b.func.dfg.value_type(v) == types::F32;
        let sum = &mut sums[usize::from(is_short)];
        *sum = Some(match *sum {
            Some(sum) if fx.env.has_fma => {
                let zero = if is_short { fx.b.ins().f32const(0.0) } else { fx.b.ins().f64const(0.0) };
                fx.b.ins().fma(v, zero, sum)
            }
            Some(sum) => {
                let nothing = fx.b.ins().fsub(v, v);
                fx.b.ins().fadd(sum, nothing)
            }
            None => fx.b.ins().fsub(v, v),
        });
    }
    match sums {
        [Some(sum), Some(short)] => {
            let short = short::widened(fx, short);
            Some(fx.b.ins().fadd(sum, short))
        }
        [sum, short] => sum.or(short),
    }
}

/// The rare code of an operation that may leave has a look at what waits.
pub(super) fn before_rare(fx: &mut Fx) {
    let last = fx.finite.last();
    let Some(rest) = rest(fx, last) else { return };
    let all = fx.finite.waiting.clone();
    let bad = fx.b.ins().fcmp(FloatCC::Unordered, rest, rest);
    let [rare, next] = [true, true].map(|cold| fx.new_block(cold));
    fx.b.ins().brif(bad, rare, &[], next, &[]);
    fx.b.switch_to_block(rare);
    exit_if_warned(fx, &all);
    fx.b.ins().jump(next, &[]);
    fx.b.switch_to_block(next);
}

fn plain(i: &Inst) -> Op {
    i.op.plain_float().expect("of such an operation")
}

/// There is something to warn of in one of these operations. Results are computed again, so that they need not be kept.
fn warns(fx: &mut Fx, all: &[&Inst]) -> Clif {
    let mut again: HashMap<Value, Clif> = HashMap::default();
    let mut looked_at = Vec::with_capacity(all.len());
    for i in all {
        let operands: Vec<Clif> = i.args.iter().map(|v| again.get(v).copied().unwrap_or_else(|| fx.get(*v))).collect();
        let (a, b) = (operands[0], operands[operands.len() - 1]);
        // In another form, or Cranelift would find that they are there, and keep them.
        let result = match i.op {
            Op::FSubO => {
                let negative = fx.b.ins().fsub(b, a);
                fx.b.ins().fneg(negative)
            }
            Op::FDivO => {
                let negative = fx.b.ins().fneg(b);
                let quotient = fx.b.ins().fdiv(a, negative);
                fx.b.ins().fneg(quotient)
            }
            Op::FRound32O => {
                let negative = fx.b.ins().fneg(a);
                let short = float::round32(fx, negative);
                fx.b.ins().fneg(short)
            }
            _ => float::apply(fx, &plain(i), b, a),
        };
        again.insert(i.results[0], result);
        looked_at.push([a, b, result]);
    }
    look_at(fx, &looked_at)
}

/// One of these operations (operands and result) is to be warned of.
fn look_at(fx: &mut Fx, all: &[[Clif; 3]]) -> Clif {
    let at = fx.looked_at();
    let flags = fx.frame_flags();
    let no = fx.iconst(0);
    fx.b.ins().store(flags, no, at, 0);
    for one in all {
        for (word, v) in (1..).zip(one) {
            fx.b.ins().store(flags, *v, at, 8 * word);
        }
        fx.call_helper(Helper::Warns, &[at]);
    }
    fx.b.ins().load(types::I64, flags, at, 0)
}
