//! What a round does, as instructions for several rounds, and what must hold for it: the blocks of the loop, in order. Numbers are in
//! `numbers`, elements and the looks at their addresses in `elements`, and `apart`.

mod apart;
mod elements;
mod numbers;
mod sizes;

use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{Dividend, Lane, LaneOp, Lanes, Step, Stream};
use pyaot_ir::{Block, Cc, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::{LANES, SMALL};
use sizes::Size;
use crate::passes::copies::Natural;

/// Lanes that are scalars, until all of them are known.
const SCALAR: Lane = 1 << 31;
/// Blocks that are left out.
const MOST_LEFT_OUT: usize = 3;
/// Elements of sums are smaller than this, or the scalar loop adds them.
const SUMMAND: i64 = 1 << 40;

/// What there is to do in front of the loop. Instructions read the parameters of its head, for which the gate has its own.
pub struct Plan {
    pub counter: usize,
    /// The comparison of the counter with the limit, and the limit.
    pub test: Value,
    pub limit: Value,
    /// Rounds until the loop ends, or until there is another look.
    pub n: Value,
    pub early: Vec<Inst>,
    pub holds: Value,
    /// Behind the guard.
    pub late: Vec<Inst>,
    /// The rounds that the instruction may run.
    pub rounds: Value,
    pub lanes: Lanes,
    /// Addresses and scalars.
    pub operands: Vec<Value>,
    pub next: Vec<Next>,
}

/// A parameter of the head behind some rounds.
#[derive(Clone, Copy)]
pub enum Next {
    Same,
    /// More by the step for each round.
    Step(Value),
    /// More by the sum of this number.
    Sum(usize),
    /// This, if there was a round.
    Last(Value),
}

/// Grows by `coef`, or `coef * by`, from round to round.
#[derive(Clone, Copy, PartialEq)]
struct Affine {
    start: Value,
    coef: i64,
    by: Option<Value>,
}

/// What is known of a value of the loop.
#[derive(Clone, PartialEq)]
enum Is {
    /// The same in each round; this value in front of the loop.
    Fixed(Value),
    Affine(Affine),
    /// A comparison that is computed where it is needed.
    Compare(Op, Affine, Value),
    Lane(Lane),
    /// What this parameter of the head was in front of the loop, and more by the sum of what the rounds add.
    Sum(usize, Option<Lane>),
    /// Such a number in this round, less a constant.
    Less(usize, i64),
    /// Whether such a number is one of these in this round.
    Within(usize, i64, i64),
}

/// Conditions that hold on the way to a block.
type Path = Vec<(Lane, bool)>;

struct Way {
    path: Path,
    args: Vec<Is>,
    /// The block that it comes from, and the share of the rounds that it would have if both ways of each branch had the same.
    from: u32,
    share: u64,
}

/// A block that has been entered.
struct Entered {
    path: Path,
    /// What all ways to it come by, itself included.
    behind: Vec<u32>,
    share: u64,
}

struct Access {
    stream: u32,
    is_store: bool,
}

struct Planner<'a> {
    f: &'a mut Function,
    l: &'a Natural,
    left_out: &'a [u32],
    place: (u32, u32),
    consts: HashMap<Value, i64>,
    /// What is tested to be the size of an element.
    strides: HashMap<Value, i64>,
    known: HashMap<Value, Is>,
    ways: HashMap<u32, Vec<Way>>,
    entered: HashMap<u32, Entered>,
    back: Vec<Way>,
    n: Value,
    early: Vec<Inst>,
    late: Vec<Inst>,
    /// Values that there are only behind the guard.
    is_late: HashSet<Value>,
    guards: Vec<Value>,
    scalars: Vec<Value>,
    /// With the address of the first element.
    streams: Vec<(Value, Stream)>,
    bases: Vec<(Value, Step)>,
    /// Those that are not known.
    steps: Vec<Value>,
    accesses: Vec<Access>,
    insts: Vec<LaneOp>,
    stores: Vec<LaneOp>,
    types: Vec<Option<Ty>>,
    stops: bool,
    /// Results that must be finite, and where; what is computed with one of them is not, if it is not.
    finite: Vec<(Lane, Option<Lane>)>,
    /// Floats are computed with that not every round has.
    is_conditional: bool,
    /// Where all of these hold, no round reads what one of [`AGAIN`] rounds around it writes; none: some do.
    again: Option<Vec<Value>>,
    down: Option<bool>,
    masks: HashMap<Vec<(Lane, bool)>, Lane>,
    /// Ints that are small by what they are.
    small: HashSet<Lane>,
    /// What is added to parameters of the head that are sums, if it has less than 40 bits.
    summands: Vec<(usize, Option<Lane>)>,
    /// The least and the greatest that these may be in any round.
    within: Vec<(usize, i64, i64)>,
    /// Of lanes that are ints, as far as it is known.
    sizes: Vec<Option<Size>>,
    /// Addresses that all rounds read.
    fixed_loads: Vec<(Value, Region)>,
}

pub fn plan(f: &mut Function, l: &Natural) -> Option<Plan> {
    // Where a round comes to a block that has no such form, the instruction stops in front of the round.
    let mut left_out = vec![];
    loop {
        match attempt(f, l, &left_out) {
            Ok(plan) => return Some(plan),
            Err(Some(block)) if left_out.len() < MOST_LEFT_OUT && !left_out.contains(&block) => left_out.push(block),
            Err(_) => return None,
        }
    }
}

/// An error: the block that has no such form, if it is one that not every round comes to.
fn attempt(f: &mut Function, l: &Natural, left_out: &[u32]) -> Result<Plan, Option<u32>> {
    let mut culprit = None;
    try_plan(f, l, left_out, &mut culprit).ok_or(culprit)
}

fn try_plan(f: &mut Function, l: &Natural, left_out: &[u32], culprit: &mut Option<u32>) -> Option<Plan> {
    let head = &f.blocks[l.head as usize];
    let Term::Branch { cond, .. } = head.term else { return None };
    let test = head.insts.iter().find(|i| i.results[..] == [cond])?;
    let (counter, limit, unsigned) = match (&test.op, &test.args[..]) {
        (Op::ULt, [k, n]) => (*k, *n, true),
        (Op::ICmp(Cc::Lt), [k, n]) => (*k, *n, false),
        _ => return None,
    };
    let at = head.params.iter().position(|p| *p == counter)?;
    let params = head.params.clone();
    let place = (test.line, test.frame);
    let mut consts = HashMap::default();
    for i in f.blocks.iter().flat_map(|b| &b.insts) {
        if let Op::IConst(c) = i.op {
            consts.insert(i.results[0], c);
        }
    }
    let n = f.new_value(Ty::I64);
    let mut p = Planner {
        f, l, left_out, place, consts, strides: HashMap::default(), known: HashMap::default(), ways: HashMap::default(), entered: HashMap::default(), back: vec![], n, early: vec![], late: vec![],
        is_late: HashSet::default(), guards: vec![], scalars: vec![], streams: vec![], bases: vec![], steps: vec![], accesses: vec![], insts: vec![], stores: vec![],
        types: vec![], stops: false, finite: vec![], is_conditional: false, again: Some(vec![]), down: None, masks: HashMap::default(), small: HashSet::default(), summands: vec![], within: vec![], sizes: vec![], fixed_loads: vec![],
    };
    if p.is_inside(limit) {
        return None;
    }
    let order = p.order()?;
    let next = p.parameters(&params, &order)?;
    let Some(Next::Step(one)) = next.get(at) else { return None };
    if p.consts.get(one) != Some(&1) {
        return None;
    }
    if unsigned {
        let zero = p.iconst(0);
        let counts = p.pure(Op::ICmp(Cc::Ge), vec![counter, zero], Ty::Bool);
        p.guards.push(counts);
    }
    for b in order {
        if p.block(b, cond).is_none() {
            *culprit = p.is_conditional(b).then_some(b);
            return None;
        }
    }
    p.look_at_results();
    let next = p.sums(&params, next)?;
    if p.stores.is_empty() && !p.insts.iter().any(|i| matches!(i, LaneOp::Sum { .. })) {
        return None;
    }
    p.apart()?;
    p.finish(at, cond, limit, next)
}

impl Planner<'_> {
    fn is_inside(&self, v: Value) -> bool {
        self.l.body.iter().map(|b| &self.f.blocks[*b as usize]).any(|b| b.params.contains(&v) || b.insts.iter().any(|i| i.results.contains(&v)))
    }

    fn stays(&self, b: Block) -> bool {
        self.l.contains(b.0) && !self.left_out.contains(&b.0)
    }

    /// Not every round comes to the block.
    fn is_conditional(&self, b: u32) -> bool {
        b != self.l.head && self.order().is_some_and(|order| {
            let mut around = false;
            let mut seen = vec![self.l.head];
            for from in order {
                if from == b || !seen.contains(&from) {
                    continue;
                }
                self.f.blocks[from as usize].term.for_each_target(|t| {
                    around |= t.block.0 == self.l.head;
                    if self.stays(t.block) {
                        seen.push(t.block.0);
                    }
                });
            }
            around
        })
    }

    /// The blocks of the loop, each behind all that lead to it.
    fn order(&self) -> Option<Vec<u32>> {
        let (mut order, mut seen) = (vec![], vec![]);
        self.visit(self.l.head, &mut seen, &mut order);
        order.reverse();
        let place = |b: u32| order.iter().position(|x| *x == b);
        let mut forward = true;
        for (k, b) in order.iter().enumerate() {
            self.f.blocks[*b as usize].term.for_each_target(|t| forward &= t.block.0 == self.l.head || place(t.block.0).is_none_or(|x| x > k));
        }
        forward.then_some(order)
    }

    fn visit(&self, b: u32, seen: &mut Vec<u32>, order: &mut Vec<u32>) {
        if seen.contains(&b) {
            return;
        }
        seen.push(b);
        self.f.blocks[b as usize].term.for_each_target(|t| {
            if t.block.0 != self.l.head && self.stays(t.block) {
                self.visit(t.block.0, seen, order);
            }
        });
        order.push(b);
    }

    /// What the parameters of the head are in the next round. Sums are found out later.
    fn parameters(&mut self, params: &[Value], order: &[u32]) -> Option<Vec<Next>> {
        let mut rounds: Vec<Vec<Value>> = vec![];
        let mut defs: HashMap<Value, (Op, Vec<Value>)> = HashMap::default();
        for b in order {
            let data = &self.f.blocks[*b as usize];
            data.term.for_each_target(|t| {
                if t.block.0 == self.l.head {
                    rounds.push(t.args.clone());
                }
            });
            for i in data.insts.iter().filter(|i| i.results.len() == 1) {
                defs.insert(i.results[0], (i.op.clone(), i.args.clone()));
            }
        }
        let mut all = vec![];
        for (k, p) in params.iter().enumerate() {
            let first = rounds.first()?[k];
            let all_same = rounds.iter().all(|r| r[k] == first);
            let step = |v: Value| match defs.get(&v)? {
                (Op::IAdd | Op::IAddO | Op::PtrAdd, args) if args[0] == *p => Some((args[1], &defs[&v].0)),
                (Op::IAdd | Op::IAddO, args) if args[1] == *p => Some((args[0], &defs[&v].0)),
                _ => None,
            };
            let steps: Vec<_> = rounds.iter().map(|r| step(r[k])).collect();
            let fixed = |v: &Value| self.consts.contains_key(v) || !self.is_inside(*v);
            let next = if let Some(Some((by, _))) = steps.first()
                && fixed(by)
                && steps.iter().all(|s| s.is_some_and(|(x, _)| x == *by))
            {
                let (by, checked) = (*by, steps.iter().any(|s| s.is_some_and(|(_, op)| *op == Op::IAddO)));
                let by = match self.consts.get(&by) {
                    Some(c) => self.iconst(*c),
                    None => by,
                };
                if checked {
                    self.small(*p, SMALL)?;
                    self.small(by, 1 << 20)?;
                }
                let coef = self.consts.get(&by).copied();
                let is = Affine { start: *p, coef: coef.unwrap_or(1), by: if coef.is_some() { None } else { Some(by) } };
                self.known.insert(*p, Is::Affine(is));
                Next::Step(by)
            } else if all_same && first != *p && !self.is_inside(first) {
                Next::Last(first)
            } else if self.f.ty(*p) == Ty::I64 {
                self.known.insert(*p, Is::Sum(k, None));
                Next::Sum(usize::MAX)
            } else {
                // Seen to at the end.
                self.known.insert(*p, Is::Fixed(*p));
                Next::Same
            };
            all.push(next);
        }
        Some(all)
    }

    fn iconst(&mut self, c: i64) -> Value {
        let v = self.pure(Op::IConst(c), vec![], Ty::I64);
        self.consts.insert(v, c);
        v
    }

    /// Computes something in front of the loop.
    fn pure(&mut self, op: Op, args: Vec<Value>, ty: Ty) -> Value {
        let late = args.iter().any(|a| self.is_late.contains(a));
        let known = if late { &self.late } else { &self.early };
        if let Some(i) = known.iter().find(|i| i.op == op && i.args == args) {
            return i.results[0];
        }
        let r = self.f.new_value(ty);
        let inst = Inst { op, args, results: vec![r], exits: vec![], line: self.place.0, frame: self.place.1 };
        if late {
            self.is_late.insert(r);
            self.late.push(inst);
        } else {
            self.early.push(inst);
        }
        r
    }

    fn guard(&mut self, cond: Value, truth: bool) -> Option<()> {
        if self.is_late.contains(&cond) {
            return None;
        }
        let cond = if truth { cond } else { self.pure(Op::BNot, vec![cond], Ty::Bool) };
        if !self.guards.contains(&cond) {
            self.guards.push(cond);
        }
        Some(())
    }

    /// Insists on `-most < v < most`.
    fn small(&mut self, v: Value, most: i64) -> Option<()> {
        if self.consts.get(&v).is_some_and(|c| -most < *c && *c < most) {
            return Some(());
        }
        let (half, all) = (self.iconst(most - 1), self.iconst(2 * most - 1));
        let up = self.pure(Op::IAdd, vec![v, half], Ty::I64);
        let ok = self.pure(Op::ULt, vec![up, all], Ty::Bool);
        self.guard(ok, true)
    }

    fn is(&self, v: Value) -> Option<Is> {
        match self.known.get(&v) {
            Some(is) => Some(is.clone()),
            // Nothing is known of a parameter of the head that is not the same.
            None if self.f.blocks[self.l.head as usize].params.contains(&v) => None,
            None => Some(Is::Fixed(v)),
        }
    }

    fn block(&mut self, b: u32, test: Value) -> Option<()> {
        let path = if b == self.l.head { vec![] } else { self.enter(b)? };
        let whole = match b == self.l.head {
            true => {
                self.entered.insert(b, Entered { path: vec![], behind: vec![b], share: 1 << 62 });
                1 << 62
            }
            false => self.entered.get(&b)?.share,
        };
        let data = self.f.blocks[b as usize].clone();
        for i in &data.insts {
            if i.results[..] != [test] {
                self.inst(i, &path)?;
            }
        }
        let stays = |me: &Self, t: &Target| me.stays(t.block);
        match &data.term {
            Term::Jump(t) => self.way(t, path, b, whole),
            Term::Branch { then, .. } if b == self.l.head => self.way(then, path, b, whole),
            Term::Branch { cond, then, els } => {
                let cond = self.is(*cond)?;
                match (stays(self, then), stays(self, els)) {
                    (true, true) => {
                        let cond = self.lane(cond)?;
                        self.way(then, [&path[..], &[(cond, true)]].concat(), b, whole / 2)?;
                        self.way(els, [&path[..], &[(cond, false)]].concat(), b, whole / 2)
                    }
                    (false, false) => None,
                    (stay, _) => {
                        self.insist(cond, stay, &path)?;
                        self.way(if stay { then } else { els }, path, b, whole)
                    }
                }
            }
            _ => None,
        }
    }

    /// The rounds that go on are those in which the condition has this value.
    fn insist(&mut self, cond: Is, truth: bool, path: &Path) -> Option<()> {
        match cond {
            Is::Fixed(c) => self.guard(c, truth),
            Is::Within(p, lo, hi) if truth => {
                self.within.push((p, lo, hi));
                Some(())
            }
            Is::Compare(op, a, b) if a.by.is_none() && a.coef.abs() < 1 << 20 && is_convex(&op, truth) => {
                // True in the first and in the last round, and so in between.
                self.small(a.start, SMALL)?;
                let last = self.last(a);
                let (first, last) = (self.pure(op.clone(), vec![a.start, b], Ty::Bool), self.pure(op, vec![last, b], Ty::Bool));
                self.guard(first, truth)?;
                self.guard(last, truth)
            }
            other => {
                let cond = self.lane(other)?;
                if self.always(cond) == Some(truth) {
                    return Some(());
                }
                let mask = self.mask(path);
                self.stops = true;
                self.push(LaneOp::Stop { cond, truth: !truth, mask }, None);
                Some(())
            }
        }
    }

    /// What it is in the last of `n` rounds.
    fn last(&mut self, a: Affine) -> Value {
        let (one, coef) = (self.iconst(1), self.iconst(a.coef));
        let further = self.pure(Op::ISub, vec![self.n, one], Ty::I64);
        let way = self.pure(Op::IMul, vec![further, coef], Ty::I64);
        self.pure(Op::IAdd, vec![a.start, way], Ty::I64)
    }

    fn way(&mut self, t: &Target, path: Path, from: u32, share: u64) -> Option<()> {
        let args: Option<Vec<Is>> = t.args.iter().map(|a| {
            // What the head's own parameters become is known already.
            if t.block.0 == self.l.head { Some(self.is(*a).unwrap_or(Is::Fixed(*a))) } else { self.is(*a) }
        }).collect();
        let way = Way { path, args: args?, from, share };
        if t.block.0 == self.l.head { self.back.push(way) } else { self.ways.entry(t.block.0).or_default().push(way) }
        Some(())
    }

    /// The values of a block's parameters; the conditions under which it runs.
    fn enter(&mut self, b: u32) -> Option<Path> {
        let ways = self.ways.remove(&b)?;
        let params = self.f.blocks[b as usize].params.clone();
        for (k, p) in params.iter().enumerate() {
            let is = self.meet(&ways, k)?;
            self.known.insert(*p, is);
        }
        let share = ways.iter().map(|w| w.share).sum();
        let mut behind = self.entered.get(&ways[0].from)?.behind.clone();
        behind.retain(|d| ways.iter().all(|w| self.entered.get(&w.from).is_some_and(|e| e.behind.contains(d))));
        // All rounds that come to that block come here too.
        let same = behind.iter().filter_map(|d| self.entered.get(d)).find(|e| e.share == share).map(|e| e.path.clone());
        behind.push(b);
        let path = match same {
            Some(path) => path,
            None => self.meeting(ways)?,
        };
        self.entered.insert(b, Entered { path: path.clone(), behind, share });
        Some(path)
    }

    /// The condition under which one of the ways is taken.
    fn meeting(&mut self, mut ways: Vec<Way>) -> Option<Path> {
        // Two ways that differ in one condition alone are one.
        'again: loop {
            for x in 0..ways.len() {
                for y in x + 1..ways.len() {
                    let (a, b) = (&ways[x].path, &ways[y].path);
                    let differs: Vec<usize> = (0..a.len().min(b.len())).filter(|k| a[*k] != b[*k]).collect();
                    if a.len() == b.len() && differs.len() == 1 && a[differs[0]].0 == b[differs[0]].0 {
                        ways[x].path.remove(differs[0]);
                        ways.remove(y);
                        continue 'again;
                    }
                }
            }
            break;
        }
        if ways.len() == 1 {
            return ways.pop().map(|w| w.path);
        }
        let masks: Option<Vec<Lane>> = ways.iter().map(|w| self.mask(&w.path)).collect();
        let any = masks?.into_iter().reduce(|a, b| self.num(Op::BOr, vec![a, b], None, Ty::Bool))?;
        Some(vec![(any, true)])
    }

    /// A value that comes by several ways.
    fn meet(&mut self, ways: &[Way], k: usize) -> Option<Is> {
        let first = &ways[0].args[k];
        if ways.iter().all(|w| w.args[k] == *first) {
            return Some(first.clone());
        }
        let sum = match first {
            Is::Sum(p, _) => Some(*p),
            _ => None,
        };
        let mut all: Option<Lane> = None;
        for w in ways.iter().rev() {
            let this = match (&w.args[k], sum) {
                (Is::Sum(p, delta), Some(q)) if *p == q => self.delta(*delta),
                (_, Some(_)) => return None,
                (is, None) => self.lane(is.clone())?,
            };
            all = Some(match all {
                None => this,
                Some(others) => {
                    let mask = self.mask(&w.path)?;
                    self.select(mask, this, others)?
                }
            });
        }
        match sum {
            Some(p) => Some(Is::Sum(p, all)),
            None => all.map(Is::Lane),
        }
    }

    /// What the rounds add to the parameters that are sums.
    fn sums(&mut self, params: &[Value], mut next: Vec<Next>) -> Option<Vec<Next>> {
        let back = std::mem::take(&mut self.back);
        self.rooms(params)?;
        let mut count = 0;
        for (k, p) in params.iter().enumerate() {
            if let Next::Same = next[k]
                && !back.iter().all(|way| way.args[k] == Is::Fixed(*p))
            {
                return None;
            }
            if !matches!(next[k], Next::Sum(_)) {
                continue;
            }
            let Is::Sum(q, delta) = self.meet(&back, k)? else { return None };
            if q != k {
                return None;
            }
            next[k] = match delta {
                None => Next::Same,
                Some(value) => {
                    self.small(*p, SMALL)?;
                    self.push(LaneOp::Sum { value }, None);
                    count += 1;
                    Next::Sum(count - 1)
                }
            };
        }
        Some(next)
    }

    /// A float of 32 bits.
    fn is_short(&self, v: Value) -> bool {
        let mut all = self.f.blocks.iter().flat_map(|b| &b.insts).chain(&self.early).chain(&self.late);
        all.find(|i| i.results[..] == [v]).is_some_and(|i| match i.op {
            Op::FConst(bits) => f64::from(f64::from_bits(bits) as f32).to_bits() == bits,
            Op::LoadNum(DType::F32) | Op::FRound32 | Op::FRound32O => true,
            _ => false,
        })
    }

    /// Sums stay within their limits where the sizes of what is added do.
    fn rooms(&mut self, params: &[Value]) -> Option<()> {
        for (p, sum) in params.iter().enumerate() {
            let limits: Vec<_> = self.within.iter().filter(|w| w.0 == p).map(|w| [w.1, w.2]).collect();
            let Some([lo, hi]) = limits.into_iter().reduce(|a, b| [a[0].max(b[0]), a[1].min(b[1])]) else { continue };
            let summands: Option<Vec<Lane>> = self.summands.iter().filter(|s| s.0 == p).map(|s| s.1).collect();
            let summands = summands.filter(|s| !s.is_empty())?;
            // Vectors have up to eight parts.
            let parts = (summands.len() as i64 * LANES) as u64;
            let shift = self.iconst(i64::from(parts.next_power_of_two().trailing_zeros()));
            let (lo, hi) = (self.iconst(lo), self.iconst(hi));
            let (below, above) = (self.pure(Op::ISub, vec![*sum, lo], Ty::I64), self.pure(Op::ISub, vec![hi, *sum], Ty::I64));
            let room = self.pure(Op::IMin, vec![below, above], Ty::I64);
            let room = self.pure(Op::IShr, vec![room, shift], Ty::I64);
            let room = self.scalar(room);
            for value in summands {
                self.stops = true;
                self.push(LaneOp::Room { value, room }, None);
            }
        }
        Some(())
    }

    fn finish(mut self, counter: usize, test: Value, limit: Value, next: Vec<Next>) -> Option<Plan> {
        // Elements that are brought together one by one take about as long as they save elsewhere.
        let far = |i: &LaneOp| match i {
            LaneOp::Load { stream, .. } | LaneOp::Store { stream, .. } => matches!(self.streams[*stream as usize].1.step, Step::Of(_)),
            _ => false,
        };
        let is_number = |i: &&LaneOp| matches!(i, LaneOp::Num { .. } | LaneOp::Product { .. } | LaneOp::Quotient { .. } | LaneOp::Sum { .. });
        let all = || self.insts.iter().chain(&self.stores);
        if all().filter(is_number).count() < 2 * all().filter(|i| far(i)).count() {
            return None;
        }
        // Code generation counts such elements upwards.
        if self.down == Some(true) && self.streams.iter().any(|s| s.1.step != Step::Dense) {
            return None;
        }
        let rounds = self.rounds()?;
        let again = self.again();
        let guards = std::mem::take(&mut self.guards);
        let holds = match guards.into_iter().reduce(|a, b| self.pure(Op::BAnd, vec![a, b], Ty::Bool)) {
            Some(holds) => holds,
            None => self.pure(Op::BConst(true), vec![], Ty::Bool),
        };
        let short: Vec<bool> = self.scalars.iter().map(|v| self.is_short(*v)).collect();
        // Stores do not count among the lanes until all others are there.
        let mut insts = self.insts;
        insts.extend(self.stores);
        let place = used(&mut insts);
        let mut wanted = vec![false; self.scalars.len()];
        insts.iter().for_each(|i| i.for_each_arg(|a| {
            if a & SCALAR != 0 {
                wanted[(a & !SCALAR) as usize] = true;
            }
        }));
        let scalar_place = places(&wanted);
        let short = short.into_iter().zip(&wanted).filter(|(_, wanted)| **wanted).map(|(short, _)| short).collect();
        self.scalars = self.scalars.into_iter().zip(&wanted).filter(|(_, wanted)| **wanted).map(|(v, _)| v).collect();
        let scalars = self.scalars.len() as Lane;
        let number = |l: &mut Lane| *l = if *l & SCALAR != 0 { scalar_place[(*l & !SCALAR) as usize] } else { place[*l as usize] + scalars };
        for i in &mut insts {
            match i {
                LaneOp::Load { mask, .. } => mask.iter_mut().for_each(number),
                LaneOp::Store { value, mask, .. } => [Some(value), mask.as_mut()].into_iter().flatten().for_each(number),
                LaneOp::Count { start, .. } => number(start),
                LaneOp::Num { args, mask, .. } => args.iter_mut().chain(mask).for_each(number),
                LaneOp::Stop { cond: v, mask, .. } | LaneOp::Warn { value: v, mask } | LaneOp::Quotient { value: v, mask, .. } => {
                    [Some(v), mask.as_mut()].into_iter().flatten().for_each(number);
                }
                LaneOp::Product { a, b } | LaneOp::Room { value: a, room: b } => [a, b].into_iter().for_each(number),
                LaneOp::Sum { value } => number(value),
            }
        }
        let operands = self.bases.iter().map(|b| b.0).chain(self.steps.iter().copied()).chain(self.scalars.iter().copied()).chain(again).collect();
        let lanes = Lanes {
            streams: self.streams.iter().map(|s| s.1).collect(),
            down: self.down == Some(true),
            again: again.is_some(),
            scalars: self.scalars.iter().map(|v| self.f.ty(*v)).collect(),
            short,
            insts,
        };
        Some(Plan { counter, test, limit, n: self.n, early: self.early, holds, late: self.late, rounds, lanes, operands, next })
    }
}

/// Leaves out what nothing needs; where each lane is then.
fn used(insts: &mut Vec<LaneOp>) -> Vec<Lane> {
    let mut used = vec![false; insts.len()];
    for (n, i) in insts.iter().enumerate().rev() {
        let idle = match i {
            LaneOp::Num { op, .. } => !matches!(op, Op::IAddO | Op::ISubO | Op::IMulO),
            LaneOp::Quotient { of, .. } => *of != Dividend::Any,
            LaneOp::Load { .. } | LaneOp::Count { .. } | LaneOp::Product { .. } => true,
            _ => false,
        };
        used[n] |= !idle;
        if used[n] {
            i.for_each_arg(|a| {
                if a & SCALAR == 0 {
                    used[a as usize] = true;
                }
            });
        }
    }
    let place = places(&used);
    let mut kept = used.iter();
    insts.retain(|_| *kept.next().expect("one for each"));
    place
}

/// Where each is among those that are kept.
fn places(kept: &[bool]) -> Vec<Lane> {
    let mut next = 0;
    let mut places = Vec::with_capacity(kept.len());
    for k in kept {
        places.push(next);
        next += Lane::from(*k);
    }
    places
}

/// Of a number that goes up or down steadily, the comparison has this value in between if it has it at both ends.
fn is_convex(op: &Op, truth: bool) -> bool {
    match op {
        Op::ICmp(Cc::Eq) | Op::ULt => truth,
        Op::ICmp(Cc::Ne) => !truth,
        _ => true,
    }
}
