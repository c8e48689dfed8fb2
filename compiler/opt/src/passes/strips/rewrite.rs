//! Copies of a loop become strips: the looks in front of them, and what these make superfluous.

use pyaot_ir::{Block, Cc, ExitKind, Function, Inst, Op, Target, Term, Ty, Value};
use rustc_hash::FxHashMap as HashMap;

use super::{Front, Plan, Product};
use crate::passes::copies::{Copy, Loop, gate};

/// Rounds between two looks at pending signals.
const ROUNDS: i64 = 1 << 16;
/// Fewer rounds than this run as they are.
const FEW: i64 = 6;
/// Parts of an index are smaller than this, or the loop runs as it is.
const SMALL: i64 = 1 << 58;

/// Writes instructions at the end of a block.
struct Writer<'a> {
    f: &'a mut Function,
    block: Block,
    /// Line and frame.
    place: (u32, u32),
    consts: HashMap<i64, Value>,
    /// What must hold where the block goes on ([`Writer::go_on`]): one test is cheaper than several.
    holds: Option<Value>,
}

impl<'a> Writer<'a> {
    fn new(f: &'a mut Function, block: Block, place: (u32, u32)) -> Writer<'a> {
        Writer { f, block, place, consts: HashMap::default(), holds: None }
    }

    fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        let r = self.f.new_value(ty);
        let inst = Inst { op, args: args.to_vec(), results: vec![r], exits: vec![], line: self.place.0, frame: self.place.1 };
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

    /// Notes a test.
    fn insist(&mut self, cond: Value, truth: bool) {
        let cond = if truth { cond } else { self.op(Op::BNot, &[cond], Ty::Bool) };
        self.holds = Some(match self.holds {
            Some(others) => self.op(Op::BAnd, &[others, cond], Ty::Bool),
            None => cond,
        });
    }

    fn insist_op(&mut self, op: Op, a: Value, b: Value) {
        let ok = self.op(op, &[a, b], Ty::Bool);
        self.insist(ok, true);
    }

    /// `-most < v < most`
    fn insist_small(&mut self, v: Value, most: i64) {
        let (half, all) = (self.iconst(most - 1), self.iconst(2 * most - 1));
        let up = self.int(Op::IAdd, v, half);
        self.insist_op(Op::ULt, up, all);
    }

    /// Whether these elements are as far apart as they are large, and the sizes.
    fn are_dense(&mut self, products: &[Product], of: impl Fn(&Value) -> Value) -> (Value, HashMap<i64, Value>) {
        let others = self.holds.take();
        let (mut sizes, mut seen) = (HashMap::default(), vec![]);
        for p in products {
            let size = *sizes.entry(p.size).or_insert_with(|| self.op(Op::IConst(p.size), &[], Ty::I64));
            let stride = of(&p.stride);
            if !seen.contains(&stride) {
                seen.push(stride);
                self.insist_op(Op::ICmp(Cc::Eq), stride, size);
            }
        }
        let dense = std::mem::replace(&mut self.holds, others);
        (dense.expect("there are products"), sizes)
    }

    /// Ends the block with a branch: only where all tests hold, the writer goes on.
    fn go_on(&mut self, elsewhere: &Target) {
        if let Some(cond) = self.holds.take() {
            let next = self.f.new_block(false);
            let then = Target { block: next, args: vec![] };
            self.f.block_mut(self.block).term = Term::Branch { cond, then, els: elsewhere.clone() };
            self.block = next;
        }
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
    pub fn has_dense(&self) -> bool {
        !self.dense.is_empty()
    }

    pub fn begins_in_front(&self) -> bool {
        self.front.is_some()
    }

    /// Into a strip whose head is `head`, or the other head where its condition holds, in this state, or elsewhere. `of` finds what a value of the loop is here.
    fn looks(&self, w: &mut Writer<'_>, state: &[Value], heads: (Block, Option<(Value, Block)>), elsewhere: &Target, of: impl Fn(&Value) -> Value) -> Looks {
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
                    w.insist_small(v, SMALL);
                }
                parts = w.int(op, parts, v);
            }
            if x.down {
                // parts - k < len now, and 0 <= parts - k to the end
                let now = w.int(Op::ISub, parts, k);
                w.insist_op(Op::ICmp(Cc::Lt), now, of(&len));
                let one = w.iconst(1);
                let most = w.int(Op::IAdd, parts, one);
                m = w.int(Op::IMin, m, most);
                continue;
            }
            let now = w.int(Op::IAdd, k, parts);
            w.insist_op(Op::ICmp(Cc::Ge), now, zero);
            let most = w.int(Op::ISub, of(&len), parts);
            m = w.int(Op::IMin, m, most);
        }
        w.insist_op(Op::ICmp(Cc::Lt), k, m);
        // With a step: the first and the last index of the strip are inside, and what is between them too.
        let one = w.iconst(1);
        let last = w.int(Op::ISub, m, one);
        let mut running: Vec<(Value, Value, Value)> = vec![];
        for (len, x, of_loop) in steps {
            let step = of(&of_loop);
            if !tested.contains(&step) {
                tested.push(step);
                w.insist_small(step, 1 << 40);
            }
            let at = |w: &mut Writer, k| {
                let product = w.int(Op::IMul, k, step);
                x.plus.iter().fold(product, |sum, v| w.int(Op::IAdd, sum, of(v)))
            };
            let (now, end) = (at(w, k), at(w, last));
            w.insist_op(Op::ULt, now, of(&len));
            w.insist_op(Op::ULt, end, of(&len));
            if !running.iter().any(|(v, ..)| *v == x.value) {
                running.push((x.value, now, of_loop));
            }
        }
        w.go_on(elsewhere);
        let args: Vec<Value> = state.iter().copied().chain(running.iter().map(|r| r.1)).collect();
        let into = |block| Target { block, args: args.clone() };
        w.f.block_mut(w.block).term = match heads.1 {
            Some((cond, other)) => Term::Branch { cond, then: into(other), els: into(heads.0) },
            None => Term::Jump(into(heads.0)),
        };
        Looks { m, running }
    }
}

/// The copies of a loop.
pub struct Copies {
    pub first: Copy,
    pub further: Copy,
    /// The further rounds again, where a strip can begin in front of the first one.
    pub ahead: Option<Copy>,
    /// The further rounds again, for dense arrays.
    pub dense: Option<Copy>,
    /// The loop stands in another.
    pub is_inner: bool,
}

/// Rewrites the copies. Returns the blocks behind the strips, each with the number of its copy.
pub fn apply(f: &mut Function, l: &Loop, copies: &Copies, plan: &Plan) -> Vec<(Block, usize)> {
    let (first, further) = (&copies.first, &copies.further);
    let (head1, head2) = (Block(first.blocks[&l.head]), Block(further.blocks[&l.head]));
    let of_first = |v: &Value| *first.values.get(v).unwrap_or(v);
    let place = f.block(head1).insts.first().map_or((0, 0), |i| (i.line, i.frame));
    let types: Vec<Ty> = f.block(head2).params.iter().map(|p| f.ty(*p)).collect();
    let ahead = copies.ahead.as_ref().zip(plan.front.as_ref()).map(|(copy, front)| {
        let head = Block(copy.blocks[&l.head]);
        let there = in_front(f, plan, front, head1, head);
        set_strides(f, copy, &front.dense, &there.sizes);
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
    let mut w = Writer::new(f, gate, place);
    let original = Target { block: Block(l.head), args: state.clone() };
    let k = state[plan.counter];
    // The rest of a short loop is over before all the looks would be.
    let (left, few) = (w.int(Op::ISub, of_first(&plan.limit), k), w.iconst(FEW));
    w.insist_op(Op::ICmp(Cc::Ge), left, few);
    w.go_on(&original);
    let dense = copies.dense.as_ref().map(|copy| {
        let (is_dense, sizes) = w.are_dense(&plan.dense, of_first);
        (copy, Block(copy.blocks[&l.head]), is_dense, sizes)
    });
    let found = plan.looks(&mut w, &state, (head2, dense.as_ref().map(|d| (d.2, d.1))), &original, of_first);
    let mut behind = vec![(strip(f, further, plan, &found, head1, head2, of_first), 1)];
    if let Some((copy, head, _, sizes)) = dense {
        set_strides(f, copy, &plan.dense, &sizes);
        behind.push((strip(f, copy, plan, &found, head1, head, of_first), 2));
    }
    if let Some((copy, head, there)) = ahead {
        // A loop in a loop is rarely longer than a strip, and would have to keep what the look needs.
        let again = if copies.is_inner { None } else { look_again(f, head1, there.entry) }.unwrap_or(head1);
        behind.push((strip(f, copy, plan, &there.found, again, head, |v| there.of(v)), 2));
    }
    behind
}

/// Behind a strip there may be a further one, without a round in between that looks at everything: the look at signals, which that
/// begins with, is enough.
fn look_again(f: &mut Function, first: Block, entry: Block) -> Option<Block> {
    let data = f.block(first);
    let mut safepoint = data.insts.first().filter(|i| i.op == Op::Safepoint)?.clone();
    let (params, types) = (data.params.clone(), data.params.iter().map(|p| f.ty(*p)).collect::<Vec<_>>());
    let block = f.new_block(false);
    let own: Vec<Value> = types.into_iter().map(|ty| f.add_param(block, ty)).collect();
    for v in safepoint.exits.iter_mut().flat_map(|e| &mut e.target.args).chain(&mut safepoint.args) {
        if let Some(k) = params.iter().position(|p| p == v) {
            *v = own[k];
        }
    }
    let data = f.block_mut(block);
    data.insts.push(safepoint);
    data.term = Term::Jump(Target { block: entry, args: own });
    Some(block)
}

/// Elements are as far apart as they are large.
fn set_strides(f: &mut Function, copy: &Copy, dense: &[Product], sizes: &HashMap<i64, Value>) {
    for p in dense {
        let of_copy = copy.values[&p.value];
        for b in copy.blocks.values() {
            for i in f.block_mut(Block(*b)).insts.iter_mut().filter(|i| i.results[..] == [of_copy]) {
                i.args[1] = sizes[&p.size];
            }
        }
    }
}

/// Makes a strip of a copy, whose head is `head`; behind it the loop begins again at `again`, or ends. `of` finds what a value of
/// the loop is in front of the strip.
fn strip(f: &mut Function, copy: &Copy, plan: &Plan, found: &Looks, again: Block, head: Block, of: impl Fn(&Value) -> Value) -> Block {
    let of_copy = |v: &Value| *copy.values.get(v).unwrap_or(v);
    let place = f.block(head).insts.first().map_or((0, 0), |i| (i.line, i.frame));
    let behind = f.new_block(false);
    let Term::Branch { els: out, .. } = f.block(head).term.clone() else { unreachable!("the plan's test ends the head") };
    let params = f.block(head).params.clone();
    let test = if plan.unsigned { Op::ULt } else { Op::ICmp(Cc::Lt) };
    let mut w = Writer::new(f, behind, place);
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
            let next = Writer::new(f, b, place).int(Op::IAdd, j, of(step));
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
    entry: Block,
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
fn in_front(f: &mut Function, plan: &Plan, front: &Front, head1: Block, head: Block) -> There {
    let place = f.block(head1).insts.first().map_or((0, 0), |i| (i.line, i.frame));
    let (entry, state) = gate(f, head1, |_| true);
    let mut w = Writer::new(f, entry, place);
    let elsewhere = Target { block: head1, args: state.clone() };
    let mut made: HashMap<Value, Value> = HashMap::default();
    for i in &front.insts {
        let args: Vec<Value> = i.args.iter().map(|a| *made.get(a).unwrap_or(a)).collect();
        let op = match i.op {
            Op::IAddO | Op::ISubO => {
                for v in &args {
                    w.insist_small(*v, SMALL);
                }
                if i.op == Op::IAddO { Op::IAdd } else { Op::ISub }
            }
            ref op => op.clone(),
        };
        let r = w.op(op, &args, w.f.ty(i.results[0]));
        made.insert(i.results[0], r);
    }
    for (cond, truth) in &front.guards {
        w.insist(made[cond], *truth);
    }
    let of = |v: &Value| *made.get(v).unwrap_or(v);
    let mut sizes = HashMap::default();
    if !front.dense.is_empty() {
        let (is_dense, found) = w.are_dense(&front.dense, of);
        w.insist(is_dense, true);
        sizes = found;
    }
    let found = plan.looks(&mut w, &state, (head, None), &elsewhere, of);
    There { entry, found, made, sizes }
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
    // Indices of the program are compared with 0 where they might be below.
    let zeros: Vec<Value> = f.blocks.iter().flat_map(|b| &b.insts).filter(|i| i.op == Op::IConst(0)).map(|i| i.results[0]).collect();
    let indices: Vec<Value> = plan.bounds.iter().map(|b| of(&b.index.value)).collect();
    for b in copy.blocks.values() {
        let data = f.block_mut(Block(*b));
        data.insts.retain(|i| i.op != Op::Safepoint);
        for i in &mut data.insts {
            let Some(r) = i.results.first() else { continue };
            if *r == test {
                i.args[1] = m;
            } else if let Some(c) = truths.get(r) {
                (i.op, i.args) = (Op::BConst(*c), vec![]);
            } else if matches!(i.op, Op::ICmp(Cc::Ge | Cc::Lt)) && indices.contains(&i.args[0]) && zeros.contains(&i.args[1]) {
                (i.op, i.args) = (Op::BConst(i.op == Op::ICmp(Cc::Ge)), vec![]);
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
