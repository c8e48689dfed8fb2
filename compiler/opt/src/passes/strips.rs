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
//! counter or by a step that does not change; `(i + 1) % n` in a loop up to `n`; and additions that these bounds keep small.

use pyaot_abi::layout;
use pyaot_ir::{Block, Cc, ExitKind, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::Config;
use crate::effects::{Regions, read};
use crate::graph::{Graph, Node};
use crate::passes::copies::{Copy, Loop, each_target};

/// Rounds between two looks at pending signals.
const ROUNDS: i64 = 1 << 16;
/// Fewer rounds than this run as they are.
const FEW: i64 = 6;
/// A saved instruction is worth it among as many.
const WORTH: usize = 12;
/// Parts of an index are smaller than this, or the loop runs as it is.
const SMALL: i64 = 1 << 58;

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
}

/// What is the same in each round.
#[derive(Default)]
struct Front {
    /// Without the exits of checked additions.
    insts: Vec<Inst>,
    /// Conditions of branches, and which way does not leave the hot part.
    guards: Vec<(Value, bool)>,
    /// Products of indices and strides of last dimensions, where elements are as far apart as they are large (bytes): as in most
    /// arrays.
    dense: Vec<(Value, Value, i64)>,
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
    let test = head.insts.iter().find(|i| i.results[..] == [*cond])?;
    let (unsigned, counter, limit) = match (&test.op, &test.args[..]) {
        (Op::ULt, [k, n]) => (true, *k, *n),
        (Op::ICmp(Cc::Lt), [k, n]) => (false, *k, *n),
        _ => return None,
    };
    let at = head.params.iter().position(|p| *p == counter)?;
    if !head.insts.iter().all(repeatable) {
        return None;
    }
    let mut finder = Finder::new(f, l, config, counter);
    // Rounds with calls are long: neither do they get shorter, nor could signals wait.
    if !finder.is_quick() || !finder.counts_up(at) || !finder.at_hand(limit) {
        return None;
    }
    let mut plan = Plan { counter: at, test: *cond, unsigned, limit, bounds: vec![], wraps: vec![], front: None };
    for b in &l.hot {
        for (k, i) in f.blocks[*b as usize].insts.iter().enumerate() {
            match i.op {
                Op::ULt if i.results[0] != *cond && finder.every_round(*b, k) => plan.bounds.extend(finder.bound(i)),
                Op::URem if finder.is_limit(limit, i.args[1]) && finder.every_round(*b, k) => {
                    let index = finder.index(i.args[0]).filter(|x| x.step.is_none());
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
    (saved * WORTH >= size).then_some(plan)
}

pub fn is_pure(op: &Op) -> bool {
    use Op::*;
    matches!(op, IConst(_) | FConst(_) | BConst(_) | Const(_) | Singleton(_) | IAdd | ISub | IMul | IMin | IMax | IAnd | IOr | IXor | ICmp(_) | ULt | Select | Cast | PtrAdd | BNot | BAnd | BOr | BToI | Zero)
}

/// The address of an element of an array that is read or written, and its size.
fn element(i: &Inst) -> Option<(Value, i64)> {
    let size = match i.op {
        Op::Load { offset: 0, region: Region::Array, .. } | Op::Store { offset: 0, region: Region::Array } => 8,
        Op::LoadU8 { offset: 0, region: Region::Array } => 1,
        Op::LoadNum(d) | Op::StoreNum(d) => d.size() as i64,
        _ => return None,
    };
    Some((i.args[0], size))
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
                written |= regions.clobbers(&i.op);
                places.extend(i.results.iter().map(|r| (*r, Some((b, k)))));
            }
        }
        let head = g.first[l.head as usize];
        let latches = g.preds[head as usize].iter().copied().filter(|p| l.hot.contains(&g.block[*p as usize]) && g.dominates(head, *p)).collect();
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

    /// Nothing but arithmetic and memory accesses: signals can wait for some rounds.
    fn is_quick(&self) -> bool {
        self.l.hot.iter().flat_map(|b| &self.f.blocks[*b as usize].insts).all(|i| match &i.op {
            Op::Call(_) | Op::TailCall(_) | Op::LeafArray { .. } | Op::LeafOut { .. } => false,
            Op::Leaf(l) => l.info().pure,
            _ => true,
        })
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
        for i in blocks.iter().flat_map(|b| &f.blocks[*b as usize].insts) {
            if let Some((at, size)) = element(i) {
                let product = self.product(at).filter(|(_, stride)| made.contains(stride) || !self.places.contains_key(stride));
                front.dense.extend(product.map(|(v, stride)| (v, stride, size)));
            }
        }
        Some(front)
    }

    /// An address that is a product of an index that goes up with the counter and the stride of a last dimension, added to
    /// something: the product and the stride.
    fn product(&mut self, at: Value) -> Option<(Value, Value)> {
        let i = self.inst(at).filter(|i| i.op == Op::PtrAdd)?;
        let v = i.args[1];
        let i = self.inst(v).filter(|i| i.op == Op::IMul)?;
        let (index, stride) = (i.args[0], i.args[1]);
        let loads = || self.f.blocks.iter().flat_map(|b| &b.insts);
        let head = |i: &Inst| match i.op {
            Op::Load { offset, region: Region::ArrayHead, .. } if offset >= layout::ARRAY_STRIDES => Some((i.args[0], offset)),
            _ => None,
        };
        let (array, offset) = loads().find(|i| i.results[..] == [stride]).and_then(head)?;
        let is_last = !loads().filter_map(head).any(|(a, o)| a == array && o > offset);
        (is_last && self.index(index).is_some_and(|x| x.step.is_none())).then_some((v, stride))
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
        if let Some(Inst { op: Op::Select, args, .. }) = self.inst(at)
            && let Some(Inst { op: Op::ICmp(Cc::Lt), args: test, results, .. }) = self.inst(args[0])
            && test[0] == args[2]
            && self.consts.get(&test[1]) == Some(&0)
        {
            (at, negative) = (args[2], Some(results[0]));
        }
        Some(Bound { test: i.results[0], negative, len, index: self.index(at)? })
    }

    fn index(&mut self, value: Value) -> Option<Index> {
        let mut x = Index { value, step: None, plus: vec![], minus: vec![], add: 0, sums: vec![] };
        let mut v = value;
        while v != self.counter {
            let i = self.inst(v)?;
            let (a, b) = (*i.args.first()?, *i.args.get(1)?);
            let add = matches!(i.op, Op::IAdd | Op::IAddO);
            match i.op {
                Op::IAdd | Op::IAddO | Op::ISub | Op::ISubO => {
                    let (next, part) = if self.at_hand(b) { (a, b) } else { (b, a) };
                    if !self.at_hand(part) || (!add && next == b) {
                        return None;
                    }
                    match self.consts.get(&part) {
                        Some(c) if c.abs() < 1 << 20 => x.add += if add { *c } else { -*c },
                        _ if add => x.plus.push(part),
                        _ => x.minus.push(part),
                    }
                    if matches!(i.op, Op::IAddO | Op::ISubO) {
                        x.sums.push(v);
                    }
                    v = next;
                }
                Op::IMul => {
                    let step = if a == self.counter { b } else { a };
                    // The start and the step of a range; nothing else is added to them.
                    let plain = x.add == 0 && x.minus.is_empty() && x.plus.len() < 2 && x.sums.is_empty();
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

/// Writes instructions at the end of a block.
struct Writer<'a> {
    f: &'a mut Function,
    block: Block,
    line: u32,
    consts: HashMap<i64, Value>,
}

impl Writer<'_> {
    fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        let r = self.f.new_value(ty);
        let inst = Inst { op, args: args.to_vec(), results: vec![r], exits: vec![], line: self.line };
        self.f.block_mut(self.block).insts.push(inst);
        r
    }

    fn int(&mut self, op: Op, a: Value, b: Value) -> Value {
        self.op(op, &[a, b], Ty::I64)
    }

    fn iconst(&mut self, c: i64) -> Value {
        if let Some(v) = self.consts.get(&c) {
            return *v;
        }
        let v = self.op(Op::IConst(c), &[], Ty::I64);
        self.consts.insert(c, v);
        v
    }

    /// Ends the block with a branch: only where the test holds, the writer goes on.
    fn insist(&mut self, cond: Value, truth: bool, elsewhere: &Target) {
        let next = self.f.new_block(false);
        let (on, off) = (Target { block: next, args: vec![] }, elsewhere.clone());
        let (then, els) = if truth { (on, off) } else { (off, on) };
        self.f.block_mut(self.block).term = Term::Branch { cond, then, els };
        self.block = next;
    }

    /// `-most < v < most`
    fn insist_small(&mut self, v: Value, most: i64, elsewhere: &Target) {
        let (half, all) = (self.iconst(most - 1), self.iconst(2 * most - 1));
        let up = self.int(Op::IAdd, v, half);
        self.insist_op(Op::ULt, up, all, elsewhere);
    }

    fn insist_op(&mut self, op: Op, a: Value, b: Value, elsewhere: &Target) {
        let ok = self.op(op, &[a, b], Ty::Bool);
        self.insist(ok, true, elsewhere);
    }
}

/// How far a strip may go.
struct Looks {
    /// It is over where the counter comes here.
    m: Value,
    /// Indices with a step: the index in the loop, its value here, the step in the loop.
    running: Vec<(Value, Value, Value)>,
}

impl Plan {
    pub fn begins_in_front(&self) -> bool {
        self.front.is_some()
    }

    /// Into a strip whose head is `head`, in this state, or elsewhere. `of` finds what a value of the loop is here.
    fn looks(&self, w: &mut Writer<'_>, state: &[Value], head: Block, elsewhere: &Target, of: impl Fn(&Value) -> Value) -> Looks {
        let k = state[self.counter];
        let rounds = w.iconst(ROUNDS);
        let soon = w.int(Op::IAdd, k, rounds);
        let mut m = w.int(Op::IMin, of(&self.limit), soon);
        let mut tested: Vec<Value> = vec![];
        let indices = self.bounds.iter().map(|b| (b.len, &b.index)).chain(self.wraps.iter().map(|(_, x)| (self.limit, x)));
        let mut steps = vec![];
        for (len, x) in indices {
            if let Some(step) = x.step {
                steps.push((len, x, step));
                continue;
            }
            // 0 <= k + parts < len
            let zero = w.iconst(0);
            let mut parts = w.iconst(x.add);
            for (op, v) in x.plus.iter().map(|v| (Op::IAdd, v)).chain(x.minus.iter().map(|v| (Op::ISub, v))) {
                let v = of(v);
                if !tested.contains(&v) {
                    tested.push(v);
                    w.insist_small(v, SMALL, elsewhere);
                }
                parts = w.int(op, parts, v);
            }
            let now = w.int(Op::IAdd, k, parts);
            w.insist_op(Op::ICmp(Cc::Ge), now, zero, elsewhere);
            let most = w.int(Op::ISub, of(&len), parts);
            m = w.int(Op::IMin, m, most);
        }
        w.insist_op(Op::ICmp(Cc::Lt), k, m, elsewhere);
        // With a step: the first and the last index of the strip are inside, and what is between them too.
        let one = w.iconst(1);
        let last = w.int(Op::ISub, m, one);
        let mut running: Vec<(Value, Value, Value)> = vec![];
        for (len, x, of_loop) in steps {
            let step = of(&of_loop);
            if !tested.contains(&step) {
                tested.push(step);
                w.insist_small(step, 1 << 40, elsewhere);
            }
            let at = |w: &mut Writer, k| {
                let product = w.int(Op::IMul, k, step);
                x.plus.iter().fold(product, |sum, v| w.int(Op::IAdd, sum, of(v)))
            };
            let (now, end) = (at(w, k), at(w, last));
            w.insist_op(Op::ULt, now, of(&len), elsewhere);
            w.insist_op(Op::ULt, end, of(&len), elsewhere);
            if !running.iter().any(|(v, ..)| *v == x.value) {
                running.push((x.value, now, of_loop));
            }
        }
        let args = state.iter().copied().chain(running.iter().map(|r| r.1)).collect();
        w.f.block_mut(w.block).term = Term::Jump(Target { block: head, args });
        Looks { m, running }
    }
}

/// The copies of a loop.
pub struct Copies {
    pub first: Copy,
    pub further: Copy,
    /// The further rounds again, where a strip can begin in front of the first one.
    pub ahead: Option<Copy>,
}

/// Rewrites the copies. Returns the blocks behind the strips, each with the number of its copy.
pub fn apply(f: &mut Function, l: &Loop, copies: &Copies, plan: &Plan) -> Vec<(Block, usize)> {
    let (first, further) = (&copies.first, &copies.further);
    let (head1, head2) = (Block(first.blocks[&l.head]), Block(further.blocks[&l.head]));
    let of_first = |v: &Value| *first.values.get(v).unwrap_or(v);
    let line = f.block(head1).insts.first().map_or(0, |i| i.line);
    let types: Vec<Ty> = f.block(head2).params.iter().map(|p| f.ty(*p)).collect();
    let ahead = copies.ahead.as_ref().zip(plan.front.as_ref()).map(|(copy, front)| {
        let head = Block(copy.blocks[&l.head]);
        let there = in_front(f, plan, front, head1, head, &types);
        for (product, _, size) in &front.dense {
            let size = there.sizes[size];
            let of_copy = copy.values[product];
            for b in copy.blocks.values() {
                for i in f.block_mut(Block(*b)).insts.iter_mut().filter(|i| i.results[..] == [of_copy]) {
                    i.args[1] = size;
                }
            }
        }
        (copy, head, there)
    });

    // Between the first round and the others: how far they may go.
    let gate = f.new_block(false);
    for b in first.blocks.values() {
        f.block_mut(Block(*b)).term.for_each_target_mut(|t| {
            if t.block == head2 {
                t.block = gate;
            }
        });
    }
    let state: Vec<Value> = types.iter().map(|ty| f.add_param(gate, *ty)).collect();
    let mut w = Writer { f, block: gate, line, consts: HashMap::default() };
    let original = Target { block: Block(l.head), args: state.clone() };
    let k = state[plan.counter];
    // The rest of a short loop is over before all the looks would be.
    let (left, few) = (w.int(Op::ISub, of_first(&plan.limit), k), w.iconst(FEW));
    w.insist_op(Op::ICmp(Cc::Ge), left, few, &original);
    let found = plan.looks(&mut w, &state, head2, &original, of_first);
    let mut behind = vec![(strip(f, further, plan, &found, head1, head2, of_first), 1)];

    if let Some((copy, head, there)) = ahead {
        behind.push((strip(f, copy, plan, &there.found, head1, head, |v| there.of(v)), 2));
    }
    behind
}

/// Makes a strip of a copy, whose head is `head`; behind it the loop begins again at `again`, or ends. `of` finds what a value of
/// the loop is in front of the strip.
fn strip(f: &mut Function, copy: &Copy, plan: &Plan, found: &Looks, again: Block, head: Block, of: impl Fn(&Value) -> Value) -> Block {
    let of_copy = |v: &Value| *copy.values.get(v).unwrap_or(v);
    let line = f.block(head).insts.first().map_or(0, |i| i.line);
    let behind = f.new_block(false);
    let Term::Branch { els: out, .. } = f.block(head).term.clone() else { unreachable!("the plan's test ends the head") };
    let params = f.block(head).params.clone();
    let test = if plan.unsigned { Op::ULt } else { Op::ICmp(Cc::Lt) };
    let mut w = Writer { f, block: behind, line, consts: HashMap::default() };
    let on = w.op(test, &[params[plan.counter], of(&plan.limit)], Ty::Bool);
    f.block_mut(behind).term = Term::Branch { cond: on, then: Target { block: again, args: params }, els: out };
    if let Term::Branch { els, .. } = &mut f.block_mut(head).term {
        *els = Target { block: behind, args: vec![] };
    }

    // An index with a step is counted beside the counter.
    let mut replaced: HashMap<Value, Value> = HashMap::default();
    for (v, _, step) in &found.running {
        let j = f.add_param(head, Ty::I64);
        replaced.insert(of_copy(v), j);
        for b in copy.blocks.values().map(|b| Block(*b)) {
            let mut ways = false;
            f.block(b).term.for_each_target(|t| ways |= t.block == head);
            if !ways {
                continue;
            }
            let next = Writer { f, block: b, line, consts: HashMap::default() }.int(Op::IAdd, j, of(step));
            f.block_mut(b).term.for_each_target_mut(|t| {
                if t.block == head {
                    t.args.push(next);
                }
            });
        }
    }
    simplify(f, copy, plan, found.m, &replaced);
    behind
}

/// What there is in front of the first round.
struct There {
    found: Looks,
    made: HashMap<Value, Value>,
    /// Constants.
    sizes: HashMap<i64, Value>,
}

impl There {
    fn of(&self, v: &Value) -> Value {
        *self.made.get(v).unwrap_or(v)
    }
}

/// In front of the first round: what is the same in each, and a strip if all tests say that it can be.
fn in_front(f: &mut Function, plan: &Plan, front: &Front, head1: Block, head: Block, types: &[Ty]) -> There {
    let line = f.block(head1).insts.first().map_or(0, |i| i.line);
    let entry = f.new_block(false);
    for b in 0..entry.0 {
        each_target(f, b, |t| {
            if t.block == head1 {
                t.block = entry;
            }
        });
    }
    let state: Vec<Value> = types.iter().map(|ty| f.add_param(entry, *ty)).collect();
    let mut w = Writer { f, block: entry, line, consts: HashMap::default() };
    let elsewhere = Target { block: head1, args: state.clone() };
    let mut made: HashMap<Value, Value> = HashMap::default();
    for i in &front.insts {
        let args: Vec<Value> = i.args.iter().map(|a| *made.get(a).unwrap_or(a)).collect();
        let op = match i.op {
            Op::IAddO | Op::ISubO => {
                for v in &args {
                    w.insist_small(*v, SMALL, &elsewhere);
                }
                if i.op == Op::IAddO { Op::IAdd } else { Op::ISub }
            }
            ref op => op.clone(),
        };
        let r = w.op(op, &args, w.f.ty(i.results[0]));
        made.insert(i.results[0], r);
    }
    for (cond, truth) in &front.guards {
        w.insist(made[cond], *truth, &elsewhere);
    }
    let mut sizes = HashMap::default();
    let mut dense: Vec<Value> = vec![];
    for (_, stride, size) in &front.dense {
        let size = *sizes.entry(*size).or_insert_with(|| w.op(Op::IConst(*size), &[], Ty::I64));
        let stride = *made.get(stride).unwrap_or(stride);
        if !dense.contains(&stride) {
            dense.push(stride);
            w.insist_op(Op::ICmp(Cc::Eq), stride, size, &elsewhere);
        }
    }
    let found = plan.looks(&mut w, &state, head, &elsewhere, |v| *made.get(v).unwrap_or(v));
    There { found, made, sizes }
}

/// Takes out of the strip what the gate has tested.
fn simplify(f: &mut Function, copy: &Copy, plan: &Plan, m: Value, replaced: &HashMap<Value, Value>) {
    let of = |v: &Value| *copy.values.get(v).unwrap_or(v);
    let mut truths: HashMap<Value, bool> = HashMap::default();
    let mut sums: Vec<Value> = vec![];
    let mut same: HashMap<Value, Value> = replaced.clone();
    for b in &plan.bounds {
        truths.insert(of(&b.test), true);
        truths.extend(b.negative.map(|v| (of(&v), false)));
        sums.extend(b.index.sums.iter().map(of));
    }
    for (v, x) in &plan.wraps {
        same.insert(of(v), of(&x.value));
        sums.extend(x.sums.iter().map(of));
    }
    if let Some(front) = &plan.front {
        truths.extend(front.guards.iter().map(|(v, truth)| (of(v), *truth)));
        sums.extend(front.insts.iter().filter(|i| matches!(i.op, Op::IAddO | Op::ISubO)).map(|i| of(&i.results[0])));
    }
    let test = of(&plan.test);
    for b in copy.blocks.values() {
        let data = f.block_mut(Block(*b));
        data.insts.retain(|i| i.op != Op::Safepoint);
        for i in &mut data.insts {
            let Some(r) = i.results.first() else { continue };
            if *r == test {
                i.args[1] = m;
            } else if let Some(c) = truths.get(r) {
                (i.op, i.args) = (Op::BConst(*c), vec![]);
            } else if let Some(v) = same.get(r) {
                // The same int: what follows is found by the passes behind.
                (i.op, i.args) = (Op::IMax, vec![*v, *v]);
            } else if sums.contains(r) {
                i.op = if i.op == Op::IAddO { Op::IAdd } else { Op::ISub };
                i.exits.retain(|e| e.kind != ExitKind::Slow);
            }
        }
    }
}
