//! Counted loops run in strips: in front of the further rounds of a peeled loop, one computation finds how many of them
//! need neither a look at bounds nor at signals; those run without, the next one is a first round again.
//!
//! ```text
//! b1'(v1'): Safepoint; v2' = ULt v1', n; branch v2' b2'() b9()       the first round
//! b2'(): v3' = ULt v1', len; branch v3' … jump b7(v4')
//! b7(v5):                                                            new: m rounds
//!     few = n - v5 < 6; branch few b1(v5)                            few are left: the original loop
//!     m = IMin n, v5 + 65536; m = IMin m, len
//!     branch v5 < m b1"(v5) b1(v5)                                   else the original loop
//! b1"(v1"): v2" = ULt v1", m; branch v2" b2"() b8()                  no safepoint
//! b2"(): v3" = BConst(true); branch v3" … jump b1"(v4")
//! b8(): v6 = ULt v1", n; branch v6 b1'(v1") b9()
//! ```
//! Where all that is looked at is known in front of the loop, as it is in nests ([`super::nests`]), there is such a computation
//! in front of the first round too, and short loops do without one:
//!
//! ```text
//! b6(v6): m = …; branch v6 < m b1"(v6) b1'(v6)
//! ```
//! Looked at are bounds of lists and arrays that the loop does not change, tested in every round, whose index goes up with the loop's
//! counter or by a step that does not change; `(i + 1) % n` and `(i - 1) % n` in a loop up to `n`; and additions that these bounds keep small.

mod rewrite;

use pyaot_abi::layout;
use pyaot_ir::{Cc, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::effects::{Regions, read};
use crate::graph::{Graph, Node};
use crate::passes::copies::{Loop, Test};

pub use rewrite::{Copies, apply};

/// A saved instruction is worth it among as many. What stays away keeps registers too: the address of the pending signals, and lengths.
const WORTH: usize = 32;
/// What is to be done to a loop.
pub struct Plan {
    /// The counter's place among the head's parameters.
    counter: usize,
    /// The comparison `counter < limit` that ends the head.
    test: Value,
    unsigned: bool,
    limit: Value,
    bounds: Vec<Bound>,
    /// `index % limit`.
    wraps: Vec<(Value, Index)>,
    /// What can be computed in front of the loop, if that is all that the strip needs.
    front: Option<Front>,
    /// Else, what is known behind the first round.
    dense: Vec<Product>,
}

/// The product of an index and the stride of a last dimension, where elements are as far apart as they are large, as in most arrays.
struct Product {
    value: Value,
    stride: Value,
    /// Bytes.
    size: i64,
}

/// What is the same in each round.
#[derive(Default)]
struct Front {
    /// Without the exits of checked additions.
    insts: Vec<Inst>,
    /// Conditions of branches, and which way does not leave the hot part.
    guards: Vec<(Value, bool)>,
    dense: Vec<Product>,
}

/// `ULt index, len`.
struct Bound {
    test: Value,
    /// `ICmp(Lt) index, 0`, where the index might count from the end.
    negative: Option<Value>,
    len: Value,
    index: Index,
}

/// `counter + plus - minus + add`, or `start + counter * step` with `plus` the start.
struct Index {
    value: Value,
    step: Option<Value>,
    /// It is `plus - minus + add - counter`.
    down: bool,
    plus: Vec<Value>,
    minus: Vec<Value>,
    add: i64,
    /// Checked additions on the way.
    sums: Vec<Value>,
}

struct Finder<'a> {
    f: &'a Function,
    l: &'a Loop,
    g: Graph,
    latches: Vec<Node>,
    /// Where what the hot part computes stands; parameters have no place.
    places: HashMap<Value, Option<(u32, usize)>>,
    consts: HashMap<Value, i64>,
    regions: Regions,
    written: u64,
    counter: Value,
}

/// Finds out whether a loop that will be copied is worth it.
pub fn plan(f: &Function, l: &Loop, config: &Config) -> Option<Plan> {
    let head = &f.blocks[l.head as usize];
    let Term::Branch { cond, then, els } = &head.term else { return None };
    let stays = |t: &Target| l.hot.contains(&t.block.0) && t.block.0 != l.head;
    if !stays(then) || stays(els) || els.block.0 == l.head {
        return None;
    }
    // What stands in front of the test runs again in the first round of the next strip.
    let repeatable = |i: &Inst| matches!(i.op, Op::Safepoint) || (i.exits.is_empty() && (read(&i.op).is_some() || is_pure(&i.op)));
    let Test { unsigned, counter, at, limit } = Test::of(f, l.head, *cond)?;
    if !head.insts.iter().all(repeatable) {
        return None;
    }
    let mut finder = Finder::new(f, l, config, counter);
    // Rounds with calls are long: neither do they get shorter, nor could signals wait.
    if !is_quick(f, l) || !finder.counts_up(at) || !finder.at_hand(limit) {
        return None;
    }
    let mut plan = Plan { counter: at, test: *cond, unsigned, limit, bounds: vec![], wraps: vec![], front: None, dense: vec![] };
    for b in &l.hot {
        for (k, i) in f.blocks[*b as usize].insts.iter().enumerate() {
            match i.op {
                // Where not every round makes it, the strip may be shorter than it could be.
                Op::ULt if i.results[0] != *cond => plan.bounds.extend(finder.bound(i)),
                Op::URem | Op::IFloorMod if finder.is_limit(limit, i.args[1]) && finder.every_round(*b, k) => {
                    let index = finder.index(i.args[0]).filter(|x| x.step.is_none() && !x.down);
                    plan.wraps.extend(index.map(|x| (i.results[0], x)));
                }
                _ => {}
            }
        }
    }
    // The gate costs as much as a short round: what is saved must show in each.
    let insts: Vec<&Inst> = l.hot.iter().flat_map(|b| &f.blocks[*b as usize].insts).collect();
    // What is the same in each round will be computed in the first one only.
    let size = insts.iter().filter(|i| i.results.first().is_none_or(|r| !finder.fixed(*r))).count();
    let saved = 3 + 2 * plan.bounds.len() + 4 * plan.wraps.len();
    plan.front = finder.front(&plan);
    if plan.front.is_none() {
        plan.dense = finder.products(|me, stride| me.at_hand(stride));
    }
    (saved * WORTH >= size).then_some(plan)
}

/// Nothing but arithmetic and memory accesses: signals can wait for some rounds.
pub fn is_quick(f: &Function, l: &Loop) -> bool {
    l.hot.iter().flat_map(|b| &f.blocks[*b as usize].insts).all(|i| match &i.op {
        Op::Call(_) | Op::TailCall(_) | Op::LeafArray { .. } | Op::LeafOut { .. } => false,
        Op::Leaf(l) => l.info().pure,
        _ => true,
    })
}

pub fn is_pure(op: &Op) -> bool {
    use Op::*;
    matches!(op, IConst(_) | FConst(_) | BConst(_) | Const(_) | Singleton(_) | IAdd | ISub | IMul | IMin | IMax | Likely(_) | IAnd | IOr | IXor | IShl | IShr | UShr | ICmp(_) | ULt | Select | Cast | PtrAdd | BNot | BAnd | BOr | BToI | Zero)
}

/// The address of an element of an array that is read or written, and its size.
fn element(f: &Function, i: &Inst) -> Option<(Value, i64)> {
    let size_of = |ty| if ty == Ty::Bool { 1 } else { 8 };
    let size = match i.op {
        Op::Load { ty, offset: 0, region: Region::Array } => size_of(ty),
        Op::Store { offset: 0, region: Region::Array } => size_of(f.ty(i.args[1])),
        Op::LoadU8 { offset: 0, region: Region::Array } => 1,
        Op::LoadNum(d) | Op::StoreNum(d) => d.size() as i64,
        _ => return None,
    };
    Some((i.args[0], size))
}

/// The second part of a complex number.
fn is_imaginary(op: &Op) -> bool {
    matches!(op, Op::Load { offset: 8, region: Region::Array, .. } | Op::Store { offset: 8, region: Region::Array })
}

/// Of operands that do not change, the first round does it for the others, and nothing else can.
fn only_first(op: &Op) -> bool {
    use Op::*;
    match op {
        TypeOf | IsTagged | Same | IsFloat | UntagInt | UnboxFloat | UnboxBool | IFloorDiv | IFloorMod | UDiv | URem | WDiv | WRem | MulMod | INegO | FSquare => true,
        Leaf(l) => l.info().pure,
        _ => false,
    }
}

impl<'a> Finder<'a> {
    fn new(f: &'a Function, l: &'a Loop, config: &Config, counter: Value) -> Finder<'a> {
        let g = Graph::new(f);
        let mut regions = Regions::new(config);
        let mut written = 0;
        let (mut places, mut consts) = (HashMap::default(), HashMap::default());
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            if let Op::IConst(c) = i.op {
                consts.insert(i.results[0], c);
            }
        }
        for &b in &l.hot {
            let data = &f.blocks[b as usize];
            places.extend(data.params.iter().map(|p| (*p, None)));
            for (k, i) in data.insts.iter().enumerate() {
                // Strips have no safepoints.
                written |= if i.op == Op::Safepoint { 0 } else { regions.clobbers(&i.op) };
                places.extend(i.results.iter().map(|r| (*r, Some((b, k)))));
            }
        }
        let latches = l.latches(&g);
        Finder { f, l, g, latches, places, consts, regions, written, counter }
    }

    /// Every way round adds one to the counter.
    fn counts_up(&self, at: usize) -> bool {
        let mut ways = 0;
        let mut fits = !self.latches.is_empty();
        for &b in &self.l.hot {
            let data = &self.f.blocks[b as usize];
            fits &= !data.insts.iter().flat_map(|i| &i.exits).any(|e| e.target.block.0 == self.l.head);
            data.term.for_each_target(|t| {
                if t.block.0 == self.l.head {
                    ways += 1;
                    fits &= self.is_next(t.args[at]);
                }
            });
        }
        fits && ways > 0
    }

    fn is_next(&self, v: Value) -> bool {
        let Some(i) = self.inst(v) else { return false };
        let one = |v: Value| self.consts.get(&v) == Some(&1);
        matches!(i.op, Op::IAdd | Op::IAddO) && ((i.args[0] == self.counter && one(i.args[1])) || (i.args[1] == self.counter && one(i.args[0])))
    }

    fn inst(&self, v: Value) -> Option<&'a Inst> {
        let (b, k) = (*self.places.get(&v)?)?;
        Some(&self.f.blocks[b as usize].insts[k])
    }

    /// The instruction runs in each round that comes to its end.
    fn every_round(&self, b: u32, k: usize) -> bool {
        let mut node = self.g.first[b as usize];
        while k >= self.g.range[node as usize].1 as usize && !self.g.is_last(node) {
            node += 1;
        }
        self.latches.iter().all(|l| self.g.dominates(node, *l))
    }

    /// The same in each round.
    fn fixed(&mut self, v: Value) -> bool {
        if !self.places.contains_key(&v) {
            return true;
        }
        let Some(i) = self.inst(v) else { return false };
        let kept = match read(&i.op) {
            Some(r) => self.regions.number(r).is_none_or(|k| self.written >> k & 1 == 0),
            None => is_pure(&i.op) || matches!(i.op, Op::IAddO | Op::ISubO | Op::IMulO),
        };
        kept && i.args.iter().all(|a| self.fixed(*a))
    }

    /// The same in each round, and known behind the first one.
    fn at_hand(&mut self, v: Value) -> bool {
        self.fixed(v) && self.places.get(&v).is_none_or(|p| p.is_some_and(|(b, k)| self.every_round(b, k)))
    }

    /// What is the same in each round and can be computed without the loop; `None`: something that the strip needs cannot.
    fn front(&mut self, plan: &Plan) -> Option<Front> {
        let mut blocks = self.l.hot.clone();
        blocks.sort_unstable_by_key(|b| self.g.place[self.g.first[*b as usize] as usize]);
        let mut front = Front::default();
        let mut made: Vec<Value> = vec![];
        let f = self.f;
        for &b in &blocks {
            let data = &f.blocks[b as usize];
            for i in &data.insts {
                let [r] = i.results[..] else { continue };
                let from_outside = i.args.iter().all(|a| made.contains(a) || !self.places.contains_key(a));
                if !self.fixed(r) {
                    if from_outside && only_first(&i.op) {
                        return None;
                    }
                    continue;
                }
                if read(&i.op).is_some() || !(is_pure(&i.op) || matches!(i.op, Op::IAddO | Op::ISubO)) || !from_outside {
                    return None;
                }
                made.push(r);
                front.insts.push(i.clone());
            }
            if let Term::Branch { cond, then, els } = &data.term
                && made.contains(cond)
                && f.blocks[then.block.index()].cold != f.blocks[els.block.index()].cold
            {
                front.guards.push((*cond, f.blocks[els.block.index()].cold));
            }
        }
        let known = |v: &Value| made.contains(v) || !self.places.contains_key(v);
        let indices = plan.bounds.iter().map(|b| &b.index).chain(plan.wraps.iter().map(|w| &w.1));
        let all = indices.flat_map(|x| x.plus.iter().chain(&x.minus).chain(&x.step)).chain(plan.bounds.iter().map(|b| &b.len)).chain([&plan.limit]);
        if !all.into_iter().all(known) {
            return None;
        }
        front.dense = self.products(|me, stride| made.contains(&stride) || !me.places.contains_key(&stride));
        Some(front)
    }

    /// The products in the addresses of elements, where the stride is known.
    fn products(&mut self, is_known: impl Fn(&mut Self, Value) -> bool) -> Vec<Product> {
        let mut found = vec![];
        let l = self.l;
        let all = || l.hot.iter().flat_map(|b| &self.f.blocks[*b as usize].insts);
        for (at, size) in all().filter_map(|i| element(self.f, i)) {
            let Some((value, stride)) = self.product(at) else { continue };
            let is_complex = size == 8 && all().any(|i| i.args.first() == Some(&at) && is_imaginary(&i.op));
            let size = if is_complex { 16 } else { size };
            if is_known(self, stride) {
                found.push(Product { value, stride, size });
            }
        }
        found
    }

    /// An address that is a product of an index and the stride of a last dimension, added to something: the product and the stride.
    fn product(&mut self, at: Value) -> Option<(Value, Value)> {
        let i = self.inst(at).filter(|i| i.op == Op::PtrAdd)?;
        let v = i.args[1];
        let i = self.inst(v).filter(|i| i.op == Op::IMul && self.places.contains_key(&v))?;
        let (index, stride) = (i.args[0], i.args[1]);
        let loads = || self.f.blocks.iter().flat_map(|b| &b.insts);
        let head = |i: &Inst| match i.op {
            Op::Load { offset, region: Region::ArrayHead, .. } if offset >= layout::ARRAY_STRIDES => Some((i.args[0], offset)),
            _ => None,
        };
        let (array, offset) = loads().find(|i| i.results[..] == [stride]).and_then(head)?;
        let is_last = !loads().filter_map(head).any(|(a, o)| a == array && o > offset);
        let index = self.counted(index).map_or(index, |(at, _)| at);
        (is_last && self.index(index).is_none_or(|x| x.step.is_none())).then_some((v, stride))
    }

    fn is_limit(&self, limit: Value, v: Value) -> bool {
        limit == v
            || self.f.blocks.iter().flat_map(|b| &b.insts).any(|i| {
                i.op == Op::IMax && i.results[..] == [limit] && i.args.contains(&v) && i.args.iter().any(|a| self.consts.get(a) == Some(&0))
            })
    }

    fn bound(&mut self, i: &Inst) -> Option<Bound> {
        let (mut at, len, mut negative) = (i.args[0], i.args[1], None);
        let is_len = |me: &Self, v| me.inst(v).is_none_or(|i| matches!(i.op, Op::Load { region: Region::ListHeader | Region::ArrayHead, .. }));
        if !is_len(self, len) || !self.at_hand(len) {
            return None;
        }
        if let Some((index, test)) = self.counted(at) {
            (at, negative) = (index, Some(test));
        }
        Some(Bound { test: i.results[0], negative, len, index: self.index(at)? })
    }

    /// The index of the program, where below zero it counts from the end, and the test whether it does.
    fn counted(&self, v: Value) -> Option<(Value, Value)> {
        let Inst { op: Op::Select, args, .. } = self.inst(v)? else { return None };
        let Inst { op: Op::ICmp(Cc::Lt), args: test, results, .. } = self.inst(args[0])? else { return None };
        (test[0] == args[2] && self.consts.get(&test[1]) == Some(&0)).then_some((args[2], results[0]))
    }

    fn index(&mut self, value: Value) -> Option<Index> {
        let mut x = Index { value, step: None, down: false, plus: vec![], minus: vec![], add: 0, sums: vec![] };
        let mut v = value;
        while v != self.counter {
            let i = self.inst(v)?;
            let (a, b) = (*i.args.first()?, *i.args.get(1)?);
            let add = matches!(i.op, Op::IAdd | Op::IAddO);
            match i.op {
                Op::IAdd | Op::IAddO | Op::ISub | Op::ISubO => {
                    let (next, part) = if self.at_hand(b) { (a, b) } else { (b, a) };
                    if !self.at_hand(part) {
                        return None;
                    }
                    let turns = !add && next == b;
                    let is_plus = (add || turns) != x.down;
                    match self.consts.get(&part) {
                        Some(c) if c.abs() < 1 << 20 => x.add += if is_plus { *c } else { -*c },
                        _ if is_plus => x.plus.push(part),
                        _ => x.minus.push(part),
                    }
                    x.down ^= turns;
                    if matches!(i.op, Op::IAddO | Op::ISubO) {
                        x.sums.push(v);
                    }
                    v = next;
                }
                Op::IMul => {
                    let step = if a == self.counter { b } else { a };
                    if (a == self.counter || b == self.counter) && self.consts.get(&step) == Some(&-1) {
                        x.down = !x.down;
                        break;
                    }
                    // The start and the step of a range; nothing else is added to them.
                    let plain = !x.down && x.add == 0 && x.minus.is_empty() && x.plus.len() < 2 && x.sums.is_empty();
                    if !(plain && (a == self.counter || b == self.counter) && self.at_hand(step)) {
                        return None;
                    }
                    x.step = Some(step);
                    return Some(x);
                }
                _ => return None,
            }
            if x.plus.len() + x.minus.len() > 4 || x.sums.len() > 4 {
                return None;
            }
        }
        Some(x)
    }
}
