//! What one round of a loop stores and the next one loads is passed on as a parameter: sums that are kept in an element, recurrences,
//! tables whose rows go on from their neighbours. The stores stay; the first round's element is loaded in front of the loop.
//!
//! ```text
//!     … jump b1(v0)                                b5(v10): v11' = IMul v10, 8; v12' = PtrAdd p, v11'
//! b1(v1): v2 = IMul v1, 8; v3 = PtrAdd p, v2               v4' = Load v12'; jump b1(v10, v4')
//!     v4 = Load v3; …                          =>  b1(v1, v4"): …
//!     v5 = IAdd v1, 1; v6 = IMul v5, 8                 …
//!     v7 = PtrAdd p, v6; Store v7, v8                  Store v7, v8
//!     … branch v9 b1(v5) b2()                          … branch v9 b1(v5, v8) b2()
//! ```
//! Where other stores of the loop might change the element in between, as arrays may overlap, a test in front of the loop decides
//! between a copy and the loop as it was. Loads are those of the head: every round makes them, in a loop that ends with its test ([`super::rotate`]).

use pyaot_abi::dtype::DType;
use pyaot_ir::{Block, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::effects::Regions;
use crate::graph::Graph;
use crate::passes::copies::{Loop, Natural, copy, gate, innermost, natural, repair};
use crate::passes::simplify::Replaced;
use crate::passes::places::{Place, Places};

/// Larger loops wait for other things.
const MOST_INSTS: usize = 160;
/// Accesses are compared in pairs.
const MOST_STORES: usize = 8;
/// Operations that are looked at for how large a number is.
const DEEPEST: usize = 4;
/// Tests in front of a loop.
const MOST_TESTS: usize = 4;

pub fn run(f: &mut Function, config: &Config) {
    if !f.blocks.iter().any(|b| !b.cold && b.insts.iter().any(|i| is_load(i) && is_carried(i)) && b.insts.iter().any(|i| is_store(&i.op))) {
        return;
    }
    let loops = natural(f);
    let inner: Vec<Natural> = innermost(f, &loops).filter(|l| may_fit(f, l, config)).cloned().collect();
    for l in inner {
        if let Some(found) = find(f, &l) {
            apply(f, &l, found);
        }
    }
}

fn is_element(region: Region) -> bool {
    matches!(region, Region::Array | Region::ListF64 | Region::ListI64)
}

/// An element, and its size.
fn element(i: &Inst) -> Option<(Region, i64)> {
    match i.op {
        Op::Load { offset: 0, region, ty: Ty::I64 | Ty::F64 } | Op::Store { offset: 0, region } if is_element(region) => Some((region, 8)),
        Op::LoadIdx { region, .. } | Op::StoreIdx { region } if is_element(region) => Some((region, 8)),
        Op::LoadNum(d) | Op::StoreNum(d) => Some((Region::Array, d.size() as i64)),
        _ => None,
    }
}

fn is_load(i: &Inst) -> bool {
    matches!(i.op, Op::Load { .. } | Op::LoadIdx { .. } | Op::LoadNum(_)) && element(i).is_some()
}

fn is_store(op: &Op) -> bool {
    matches!(op, Op::Store { .. } | Op::StoreIdx { .. } | Op::StoreNum(_))
}

/// The number that a load finds can be made of the one that was stored.
fn is_carried(i: &Inst) -> bool {
    use DType::*;
    !matches!(i.op, Op::LoadNum(d) if !matches!(d, F32 | I8 | I16 | I32 | U8 | U16 | U32))
}

/// A short loop that ends every round in the same block, and writes nothing but elements.
fn may_fit(f: &Function, l: &Natural, config: &Config) -> bool {
    let size: usize = l.body.iter().map(|b| f.blocks[*b as usize].insts.len()).sum();
    if size > MOST_INSTS || l.body.iter().any(|b| f.blocks[*b as usize].cold) {
        return false;
    }
    let insts = || l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts);
    let stores = insts().filter(|i| is_store(&i.op)).count();
    if stores == 0 || stores > MOST_STORES || !f.blocks[l.head as usize].insts.iter().any(is_load) {
        return false;
    }
    let mut regions = Regions::new(config);
    insts().all(|i| match is_store(&i.op) {
        true => element(i).is_some(),
        false => regions.clobbers(&i.op) == 0,
    })
}

/// A load that goes away.
struct Item {
    /// In the head.
    load: usize,
    from: Source,
}

#[derive(Clone, Copy)]
enum Source {
    /// The store at this place.
    Store(u32, usize),
    /// What the load of this item has found.
    Item(usize),
}

/// Two addresses of the first round are not `least..=least + span` bytes apart.
struct Test {
    from: (u32, usize),
    to: (u32, usize),
    least: i64,
    span: i64,
}

struct Found {
    items: Vec<Item>,
    tests: Vec<Test>,
    latch: u32,
}

/// A load or a store of the loop.
struct Access {
    block: u32,
    at: usize,
    place: Place,
    region: Region,
    size: i64,
}

impl Access {
    fn place(&self) -> (u32, usize) {
        (self.block, self.at)
    }
}

fn find(f: &Function, l: &Natural) -> Option<Found> {
    let head = Block(l.head);
    let mut latch = None;
    for &b in &l.body {
        let data = &f.blocks[b as usize];
        if data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block == head) {
            return None;
        }
        let mut ways = 0;
        data.term.for_each_target(|t| ways += u32::from(t.block == head));
        if ways > 0 && (latch.replace(b).is_some() || ways > 1) {
            return None;
        }
    }
    let latch = latch?;
    let mut places = Places::new(f, l, latch);
    let mut stores: Vec<Access> = vec![];
    let mut loads: Vec<Access> = vec![];
    for &b in &l.body {
        for (at, i) in f.blocks[b as usize].insts.iter().enumerate() {
            let is_store = is_store(&i.op);
            if !is_store && !(b == l.head && is_load(i) && is_carried(i)) {
                continue;
            }
            let (region, size) = element(i)?;
            let place = places.of_access(i);
            let access = Access { block: b, at, place, region, size };
            if is_store { stores.push(access) } else { loads.push(access) }
        }
    }
    // In each round.
    let g = (l.body.len() > 2).then(|| Graph::new(f));
    let always = |b: u32| b == l.head || b == latch || g.as_ref().is_some_and(|g| g.dominates(g.first[b as usize], g.first[latch as usize]));
    let mut found = Found { items: vec![], tests: vec![], latch };
    let mut is_done = vec![false; loads.len()];
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for (k, load) in loads.iter().enumerate() {
            if is_done[k] || !places.can_be_made(&f.block(head).insts[load.at].args) {
                continue;
            }
            let Some(next) = places.next(&load.place) else { continue };
            let is_source = |a: &Access| a.region == load.region && a.size == load.size && a.place == next;
            let store = stores.iter().rev().find(|s| is_source(s) && always(s.block) && fits(&f.blocks[s.block as usize].insts[s.at], &f.block(head).insts[load.at], f));
            let item = || found.items.iter().position(|i| loads.iter().any(|a| a.at == i.load && is_source(a) && same_type(f, head, a.at, load.at)));
            let (source, from) = match store {
                Some(s) => (s, Source::Store(s.block, s.at)),
                None => match item() {
                    Some(n) => (loads.iter().find(|a| a.at == found.items[n].load)?, Source::Item(n)),
                    None => continue,
                },
            };
            let mut tests = vec![];
            if stores.iter().all(|other| other.place() == source.place() && !is_before(other, load) || is_apart(f, &mut places, other, source, load, &mut tests))
                && found.tests.len() + tests.len() <= MOST_TESTS
            {
                found.tests.extend(tests);
                found.items.push(Item { load: load.at, from });
                is_done[k] = true;
                changed = true;
            }
        }
    }
    (!found.items.is_empty()).then_some(found)
}

/// The first is made before the second in each round.
fn is_before(a: &Access, b: &Access) -> bool {
    a.block == b.block && a.at < b.at
}

fn same_type(f: &Function, head: Block, a: usize, b: usize) -> bool {
    let insts = &f.block(head).insts;
    insts[a].op == insts[b].op
}

/// What is stored has the type that the load gives.
fn fits(store: &Inst, load: &Inst, f: &Function) -> bool {
    match (&store.op, &load.op) {
        (Op::StoreNum(a), Op::LoadNum(b)) => a == b,
        (Op::Store { .. }, Op::Load { ty, .. }) | (Op::StoreIdx { .. }, Op::LoadIdx { ty, .. }) => f.ty(store.args[store.args.len() - 1]) == *ty,
        _ => false,
    }
}

/// The other store does not write what the load finds, between the source and the load in the next round.
fn is_apart(f: &Function, places: &mut Places<'_>, other: &Access, source: &Access, load: &Access, tests: &mut Vec<Test>) -> bool {
    if other.region != source.region {
        return true;
    }
    let is_same = other.place() == source.place();
    let far = other.place.minus(&source.place);
    // In the round behind too?
    let step = if is_before(other, load) {
        let Some(next) = places.next(&other.place) else { return false };
        Some(next.minus(&other.place))
    } else {
        None
    };
    let clear = |c: i64| c >= source.size || c <= -other.size;
    let constant = step.as_ref().map_or(Some(0), Place::constant);
    if let (Some(c), Some(step_by)) = (far.constant(), constant) {
        // What is made before the source in its round does no harm there.
        let now = is_same || is_before(other, source) || clear(c);
        return now && (step.is_none() || clear(c.wrapping_add(step_by)));
    }
    let Some(step) = constant.filter(|c| c.unsigned_abs() < 1 << 20) else { return false };
    let makes = |me: &mut Places<'_>, a: &Access| me.can_be_made(&address(&f.blocks[a.block as usize].insts[a.at]));
    if !far.is_fixed(places) || !makes(places, other) || !makes(places, source) {
        return false;
    }
    let least = -other.size + 1 - step.max(0);
    let most = source.size - 1 - step.min(0);
    tests.push(Test { from: source.place(), to: other.place(), least, span: most - least });
    true
}

/// What the address is made of.
fn address(i: &Inst) -> Vec<Value> {
    match i.op {
        Op::LoadIdx { .. } | Op::StoreIdx { .. } => i.args[..2].to_vec(),
        _ => i.args[..1].to_vec(),
    }
}

/// Writes in front of a loop what its first round computes.
struct Front<'a> {
    f: &'a mut Function,
    at: Block,
    place: (u32, u32),
    defs: HashMap<Value, Inst>,
    made: HashMap<Value, Value>,
}

impl Front<'_> {
    fn op(&mut self, op: Op, args: Vec<Value>, ty: Ty) -> Value {
        let r = self.f.new_value(ty);
        self.f.block_mut(self.at).insts.push(Inst { op, args, results: vec![r], exits: vec![], line: self.place.0, frame: self.place.1 });
        r
    }

    /// A value of the loop, of the first round.
    fn first(&mut self, v: Value) -> Value {
        if let Some(known) = self.made.get(&v) {
            return *known;
        }
        let Some(i) = self.defs.get(&v).cloned() else { return v };
        let args = i.args.iter().map(|a| self.first(*a)).collect();
        let made = self.op(i.op, args, self.f.ty(v));
        self.made.insert(v, made);
        made
    }

    fn address(&mut self, i: &Inst) -> Value {
        let parts: Vec<Value> = address(i).into_iter().map(|v| self.first(v)).collect();
        let [base, index] = parts[..] else { return parts[0] };
        let size = self.op(Op::IConst(8), vec![], Ty::I64);
        let bytes = self.op(Op::IMul, vec![index, size], Ty::I64);
        self.op(Op::PtrAdd, vec![base, bytes], Ty::Ptr)
    }
}

fn apply(f: &mut Function, l: &Natural, found: Found) {
    let before = f.blocks.len() as u32;
    let head = Block(l.head);
    let inst = |f: &Function, (b, k): (u32, usize)| f.blocks[b as usize].insts[k].clone();
    let params = f.block(head).params.clone();
    let place = f.block(head).insts.first().map_or((0, 0), |i| (i.line, i.frame));
    let defs = l.body.iter().flat_map(|b| &f.blocks[*b as usize].insts).filter(|i| i.results.len() == 1).map(|i| (i.results[0], i.clone())).collect();
    let fast = (!found.tests.is_empty()).then(|| {
        let hot = [l.head].into_iter().chain(l.body.iter().copied().filter(|b| *b != l.head)).collect();
        copy(f, &Loop { head: l.head, hot })
    });
    let (entry, state) = gate(f, head, |b| b < before && !l.contains(b));
    let made = params.iter().copied().zip(state.iter().copied()).collect();
    let mut front = Front { f, at: entry, place, defs, made };
    let mut holds: Option<Value> = None;
    for t in &found.tests {
        let [from, to] = [t.from, t.to].map(|p| inst(front.f, p)).map(|i| front.address(&i));
        let far = front.op(Op::ISub, vec![to, from], Ty::I64);
        let least = front.op(Op::IConst(t.least), vec![], Ty::I64);
        let far = front.op(Op::ISub, vec![far, least], Ty::I64);
        let span = front.op(Op::IConst(t.span), vec![], Ty::I64);
        let ok = front.op(Op::ULt, vec![span, far], Ty::Bool);
        holds = Some(match holds {
            Some(others) => front.op(Op::BAnd, vec![others, ok], Ty::Bool),
            None => ok,
        });
    }
    if let Some(cond) = holds {
        let next = front.f.new_block(false);
        let [then, els] = [(next, vec![]), (head, state.clone())].map(|(block, args)| Target { block, args });
        front.f.block_mut(entry).term = Term::Branch { cond, then, els };
        front.at = next;
    }
    // The elements of the first round.
    let mut args = state;
    for item in &found.items {
        let load = inst(front.f, (l.head, item.load));
        let operands = load.args.iter().map(|a| front.first(*a)).collect();
        let ty = front.f.ty(load.results[0]);
        args.push(front.op(load.op, operands, ty));
    }
    let last = front.at;
    let block = |b: u32| fast.as_ref().map_or(b, |c| c.blocks[&b]);
    f.block_mut(last).term = Term::Jump(Target { block: Block(block(l.head)), args });
    if let Some(copy) = &fast {
        repair(f, &[copy], &[], before);
    }
    pass_on(f, l, &found, block);
}

/// The items become parameters of the loop.
fn pass_on(f: &mut Function, l: &Natural, found: &Found, block: impl Fn(u32) -> u32) {
    let head = Block(block(l.head));
    let loads: Vec<Inst> = found.items.iter().map(|i| f.block(head).insts[i.load].clone()).collect();
    let items: Vec<Value> = loads.iter().map(|i| f.add_param(head, f.ty(i.results[0]))).collect();
    // From the last instruction to the first: what stands before keeps its place.
    let mut next: Vec<Value> = vec![];
    let mut stored: Vec<(u32, usize, usize)> = vec![];
    for (n, item) in found.items.iter().enumerate() {
        match item.from {
            Source::Item(k) => next.push(items[k]),
            Source::Store(b, at) => {
                next.push(*f.blocks[block(b) as usize].insts[at].args.last().expect("what is stored"));
                stored.push((block(b), at, n));
            }
        }
    }
    stored.sort_unstable();
    let mut replaced = Replaced::new(f);
    for (load, p) in loads.iter().zip(&items) {
        replaced.set(load.results[0], *p);
    }
    for (b, at, n) in stored.into_iter().rev() {
        if let Op::StoreNum(d) = f.blocks[b as usize].insts[at].op
            && !is_of(f, next[n], d, DEEPEST)
        {
            next[n] = shortened(f, Block(b), at, next[n], d);
        }
    }
    let latch = Block(block(found.latch));
    f.block_mut(latch).term.for_each_target_mut(|t| {
        if t.block == head {
            t.args.extend(&next);
        }
    });
    f.block_mut(head).insts.retain(|i| !loads.iter().any(|l| l.results == i.results && !i.results.is_empty()));
    replaced.grow(f);
    replaced.apply(f);
}

/// The number is one of the dtype's, so that storing it loses nothing.
fn is_of(f: &Function, v: Value, dtype: DType, depth: usize) -> bool {
    let Some(i) = f.blocks.iter().flat_map(|b| &b.insts).find(|i| i.results[..] == [v]).filter(|_| depth > 0) else { return false };
    let all = |of: &[Value]| of.iter().all(|v| is_of(f, *v, dtype, depth - 1));
    match &i.op {
        Op::LoadNum(d) if *d == dtype => true,
        Op::LoadNum(d) => d.bounds().zip(dtype.bounds()).is_some_and(|((lo, hi), (least, most))| least <= lo && hi <= most),
        Op::IConst(c) => dtype.bounds().is_some_and(|(lo, hi)| (lo..=hi).contains(c)),
        Op::FRound32 | Op::FRound32O => dtype == DType::F32,
        Op::IMin | Op::IMax | Op::FMin | Op::FMax => all(&i.args),
        Op::Select => all(&i.args[1..]),
        _ => false,
    }
}

/// What is found where this number is stored, made in front of the store.
fn shortened(f: &mut Function, b: Block, at: usize, v: Value, dtype: DType) -> Value {
    let (line, frame) = (f.block(b).insts[at].line, f.block(b).insts[at].frame);
    let mut at = at;
    let mut op = |f: &mut Function, op: Op, args: Vec<Value>, ty: Ty| {
        let r = f.new_value(ty);
        f.block_mut(b).insts.insert(at, Inst { op, args, results: vec![r], exits: vec![], line, frame });
        at += 1;
        r
    };
    if dtype == DType::F32 {
        return op(f, Op::FRound32, vec![v], Ty::F64);
    }
    let rest = op(f, Op::IConst(64 - 8 * dtype.size() as i64), vec![], Ty::I64);
    let up = op(f, Op::IShl, vec![v, rest], Ty::I64);
    let down = if matches!(dtype, DType::I8 | DType::I16 | DType::I32) { Op::IShr } else { Op::UShr };
    op(f, down, vec![up, rest], Ty::I64)
}
