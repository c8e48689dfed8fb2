//! What a round does, as instructions for several rounds, and what must hold for it.

use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{Lane, LaneOp, Lanes, Stream, number_type};
use pyaot_ir::{Block, Cc, ExitKind, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::{LANES, SMALL, is_element, is_element_region};
use crate::passes::copies::Natural;
use crate::passes::strips::is_pure;

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
}

/// Conditions that hold on the way to a block.
type Path = Vec<(Lane, bool)>;

struct Way {
    path: Path,
    args: Vec<Is>,
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
    bases: Vec<Value>,
    accesses: Vec<Access>,
    insts: Vec<LaneOp>,
    stores: Vec<LaneOp>,
    types: Vec<Option<Ty>>,
    stops: bool,
    down: Option<bool>,
    masks: HashMap<Vec<(Lane, bool)>, Lane>,
    /// Ints that are small by what they are.
    small: HashSet<Lane>,
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
        f, l, left_out, place, consts, strides: HashMap::default(), known: HashMap::default(), ways: HashMap::default(), back: vec![], n, early: vec![], late: vec![],
        is_late: HashSet::default(), guards: vec![], scalars: vec![], streams: vec![], bases: vec![], accesses: vec![], insts: vec![], stores: vec![],
        types: vec![], stops: false, down: None, masks: HashMap::default(), small: HashSet::default(), fixed_loads: vec![],
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
        let data = self.f.blocks[b as usize].clone();
        for i in &data.insts {
            if i.results[..] != [test] {
                self.inst(i, &path)?;
            }
        }
        let stays = |me: &Self, t: &Target| me.stays(t.block);
        match &data.term {
            Term::Jump(t) => self.way(t, path),
            Term::Branch { then, .. } if b == self.l.head => self.way(then, path),
            Term::Branch { cond, then, els } => {
                let cond = self.is(*cond)?;
                match (stays(self, then), stays(self, els)) {
                    (true, true) => {
                        let cond = self.lane(cond)?;
                        self.way(then, [&path[..], &[(cond, true)]].concat())?;
                        self.way(els, [&path[..], &[(cond, false)]].concat())
                    }
                    (false, false) => None,
                    (stay, _) => {
                        self.insist(cond, stay, &path)?;
                        self.way(if stay { then } else { els }, path)
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
            Is::Compare(op, a, b) if a.by.is_none() && a.coef.abs() < 1 << 20 => {
                // True in the first and in the last round, and so in between.
                self.small(a.start, SMALL)?;
                let last = self.last(a);
                let (first, last) = (self.pure(op.clone(), vec![a.start, b], Ty::Bool), self.pure(op, vec![last, b], Ty::Bool));
                self.guard(first, truth)?;
                self.guard(last, truth)
            }
            other => {
                let cond = self.lane(other)?;
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

    fn way(&mut self, t: &Target, path: Path) -> Option<()> {
        let args: Option<Vec<Is>> = t.args.iter().map(|a| {
            // What the head's own parameters become is known already.
            if t.block.0 == self.l.head { Some(self.is(*a).unwrap_or(Is::Fixed(*a))) } else { self.is(*a) }
        }).collect();
        let way = Way { path, args: args? };
        if t.block.0 == self.l.head { self.back.push(way) } else { self.ways.entry(t.block.0).or_default().push(way) }
        Some(())
    }

    /// The values of a block's parameters; the conditions under which it runs.
    fn enter(&mut self, b: u32) -> Option<Path> {
        let mut ways = self.ways.remove(&b)?;
        let params = self.f.blocks[b as usize].params.clone();
        for (k, p) in params.iter().enumerate() {
            let is = self.meet(&ways, k)?;
            self.known.insert(*p, is);
        }
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

    fn delta(&mut self, delta: Option<Lane>) -> Lane {
        match delta {
            Some(d) => d,
            None => {
                let zero = self.iconst(0);
                self.scalar(zero)
            }
        }
    }

    fn select(&mut self, mask: Lane, a: Lane, b: Lane) -> Option<Lane> {
        let ty = self.ty(a)?;
        let small = self.is_small(a) && self.is_small(b);
        let v = self.num(Op::Select, vec![mask, a, b], None, ty);
        if small {
            self.small.insert(v);
        }
        Some(v)
    }

    fn is_small(&self, l: Lane) -> bool {
        if l & SCALAR != 0 {
            return self.consts.get(&self.scalars[(l & !SCALAR) as usize]).is_some_and(|c| c.abs() < 1 << 32);
        }
        self.small.contains(&l)
    }

    fn ty(&self, l: Lane) -> Option<Ty> {
        if l & SCALAR != 0 { Some(self.f.ty(self.scalars[(l & !SCALAR) as usize])) } else { self.types[l as usize] }
    }

    fn push(&mut self, op: LaneOp, ty: Option<Ty>) -> Lane {
        self.insts.push(op);
        self.types.push(ty);
        self.insts.len() as u32 - 1
    }

    fn num(&mut self, op: Op, args: Vec<Lane>, mask: Option<Lane>, ty: Ty) -> Lane {
        let inst = LaneOp::Num { op, args, mask };
        match self.insts.iter().position(|i| *i == inst) {
            Some(k) => k as u32,
            None => self.push(inst, Some(ty)),
        }
    }

    fn scalar(&mut self, v: Value) -> Lane {
        let same = |me: &Self, w: Value| w == v || me.consts.get(&w).is_some_and(|c| me.consts.get(&v) == Some(c));
        let k = (0..self.scalars.len()).find(|k| same(self, self.scalars[*k])).unwrap_or_else(|| {
            self.scalars.push(v);
            self.scalars.len() - 1
        });
        SCALAR | k as u32
    }

    /// The value in each round.
    fn lane(&mut self, is: Is) -> Option<Lane> {
        match is {
            Is::Fixed(v) => matches!(self.f.ty(v), Ty::I64 | Ty::F64).then(|| self.scalar(v)),
            Is::Lane(l) => Some(l),
            Is::Affine(a) if a.by.is_none() && i32::try_from(a.coef).is_ok() => {
                let start = self.scalar(a.start);
                let inst = LaneOp::Count { start, step: a.coef };
                let known = self.insts.iter().position(|i| *i == inst);
                Some(known.map_or_else(|| self.push(inst, Some(Ty::I64)), |k| k as u32))
            }
            Is::Compare(op, a, b) => {
                let (a, b) = (self.lane(Is::Affine(a))?, self.lane(Is::Fixed(b))?);
                Some(self.num(op, vec![a, b], None, Ty::Bool))
            }
            _ => None,
        }
    }

    /// Where all conditions hold.
    fn mask(&mut self, path: &[(Lane, bool)]) -> Option<Lane> {
        let (last, rest) = path.split_last()?;
        if let Some(m) = self.masks.get(path) {
            return Some(*m);
        }
        let this = if last.1 { last.0 } else { self.num(Op::BNot, vec![last.0], None, Ty::Bool) };
        let m = match self.mask(rest) {
            Some(others) => self.num(Op::BAnd, vec![others, this], None, Ty::Bool),
            None => this,
        };
        self.masks.insert(path.to_vec(), m);
        Some(m)
    }

    fn inst(&mut self, i: &Inst, path: &Path) -> Option<()> {
        if let Op::Store { .. } | Op::StoreNum(_) | Op::StoreIdx { .. } = i.op {
            return self.store(i, path);
        }
        let [r] = i.results[..] else { return None };
        if i.exits.iter().any(|e| e.kind != ExitKind::Slow) {
            return None;
        }
        let is = match &i.op {
            Op::Load { .. } | Op::LoadNum(_) | Op::LoadU8 { .. } | Op::LoadIdx { .. } => self.load(i, path)?,
            _ => self.number(i, path)?,
        };
        self.known.insert(r, is);
        Some(())
    }

    fn number(&mut self, i: &Inst, path: &Path) -> Option<Is> {
        let ty = self.f.ty(i.results[0]);
        let args: Option<Vec<Is>> = i.args.iter().map(|a| self.is(*a)).collect();
        let args = args?;
        let fixed: Option<Vec<Value>> = args.iter().map(|a| if let Is::Fixed(v) = a { Some(*v) } else { None }).collect();
        if let Some(fixed) = &fixed
            && (is_pure(&i.op) || number_type(&i.op).is_some())
            && i.exits.is_empty()
            // Out of range, it traps.
            && i.op != Op::FToI
        {
            let v = self.pure(i.op.clone(), fixed.clone(), ty);
            if let Op::IConst(c) = i.op {
                self.consts.insert(v, c);
            }
            return Some(Is::Fixed(v));
        }
        let early = |me: &Self, v: &Value| !me.is_late.contains(v);
        let checked = matches!(i.op, Op::IAddO | Op::ISubO);
        match (&i.op, &args[..]) {
            (Op::IAdd | Op::IAddO, [Is::Fixed(a), Is::Fixed(b)]) | (Op::ISub | Op::ISubO, [Is::Fixed(a), Is::Fixed(b)]) if early(self, a) && early(self, b) => {
                self.small(*a, SMALL)?;
                self.small(*b, SMALL)?;
                let op = if i.op == Op::IAddO { Op::IAdd } else { Op::ISub };
                Some(Is::Fixed(self.pure(op, vec![*a, *b], ty)))
            }
            (Op::IAdd | Op::IAddO | Op::ISub | Op::ISubO | Op::PtrAdd, [Is::Affine(a), Is::Fixed(b)]) if self.can_add(checked, a, b) => {
                if checked {
                    self.small(a.start, SMALL)?;
                    self.small(*b, SMALL)?;
                }
                let op = self.plain(&i.op);
                let start = self.pure(op, vec![a.start, *b], ty);
                Some(Is::Affine(Affine { start, ..*a }))
            }
            (Op::IAdd | Op::IAddO | Op::ISub | Op::ISubO | Op::PtrAdd, [Is::Fixed(b), Is::Affine(a)]) if self.can_add(checked, a, b) => {
                if checked {
                    self.small(a.start, SMALL)?;
                    self.small(*b, SMALL)?;
                }
                let op = self.plain(&i.op);
                let coef = if op == Op::ISub { -a.coef } else { a.coef };
                let start = self.pure(op, vec![*b, a.start], ty);
                Some(Is::Affine(Affine { start, coef, by: a.by }))
            }
            (Op::IMul, [Is::Affine(a), Is::Fixed(b)] | [Is::Fixed(b), Is::Affine(a)]) => {
                let start = self.pure(Op::IMul, vec![a.start, *b], ty);
                Some(Is::Affine(match (self.consts.get(b), a.by) {
                    (Some(c), by) => Affine { start, coef: a.coef.checked_mul(*c)?, by },
                    (None, None) => Affine { start, coef: a.coef, by: Some(*b) },
                    _ => return None,
                }))
            }
            (Op::ICmp(_) | Op::ULt, [Is::Affine(a), Is::Fixed(b)]) => Some(Is::Compare(i.op.clone(), *a, *b)),
            // An index that may count from the end does not.
            (Op::Select, [Is::Compare(Op::ICmp(Cc::Lt), a, zero), Is::Affine(_) | Is::Fixed(_), b @ Is::Affine(_)])
                if self.consts.get(zero) == Some(&0) && ty == Ty::I64 =>
            {
                self.insist(Is::Compare(Op::ICmp(Cc::Lt), *a, *zero), false, path)?;
                Some(b.clone())
            }
            (Op::Select, [cond, Is::Sum(p, a), Is::Sum(q, b)]) if p == q => {
                let cond = self.lane(cond.clone())?;
                let (a, b) = (self.delta(*a), self.delta(*b));
                Some(Is::Sum(*p, Some(self.select(cond, a, b)?)))
            }
            (Op::IAdd | Op::IAddO, [Is::Sum(p, delta), x] | [x, Is::Sum(p, delta)]) => {
                let x = self.lane(x.clone())?;
                if i.op == Op::IAddO && !self.is_small(x) {
                    let (half, all) = (self.iconst(SUMMAND - 1), self.iconst(2 * SUMMAND - 1));
                    let (half, all) = (self.scalar(half), self.scalar(all));
                    let up = self.num(Op::IAdd, vec![x, half], None, Ty::I64);
                    let ok = self.num(Op::ULt, vec![up, all], None, Ty::Bool);
                    let mask = self.mask(path);
                    self.stops = true;
                    self.push(LaneOp::Stop { cond: ok, truth: false, mask }, None);
                }
                let sum = match delta {
                    Some(d) => self.num(Op::IAdd, vec![*d, x], None, Ty::I64),
                    None => x,
                };
                Some(Is::Sum(*p, Some(sum)))
            }
            _ => self.each_round(i, args, path),
        }
    }

    /// An operation of lanes.
    fn each_round(&mut self, i: &Inst, args: Vec<Is>, path: &Path) -> Option<Is> {
        let args: Option<Vec<Lane>> = args.into_iter().map(|a| self.lane(a)).collect();
        let args = args?;
        if i.op == Op::Select {
            return Some(Is::Lane(self.select(args[0], args[1], args[2])?));
        }
        let ty = number_type(&i.op)?;
        let stops = matches!(i.op, Op::IAddO | Op::ISubO | Op::IMulO);
        if stops != !i.exits.is_empty() {
            return None;
        }
        self.stops |= stops;
        let mask = if stops { self.mask(path) } else { None };
        let v = self.num(i.op.clone(), args, mask, ty);
        if i.op == Op::BToI {
            self.small.insert(v);
        }
        Some(Is::Lane(v))
    }

    fn plain(&self, op: &Op) -> Op {
        match op {
            Op::IAddO => Op::IAdd,
            Op::ISubO => Op::ISub,
            other => other.clone(),
        }
    }

    fn can_add(&self, checked: bool, a: &Affine, b: &Value) -> bool {
        !checked || (a.by.is_none() && a.coef.abs() < 1 << 20 && !self.is_late.contains(b) && !self.is_late.contains(&a.start))
    }

    /// The address, dtype and region of an element.
    fn element(&mut self, i: &Inst) -> Option<(Is, DType, Region)> {
        let base = self.is(i.args[0])?;
        let word = |ty: Ty| match ty {
            Ty::F64 => Some(DType::F64),
            Ty::I64 => Some(DType::I64),
            _ => None,
        };
        let of_store = |me: &Self, v: Value| if me.f.ty(v) == Ty::Bool { Some(DType::Bool) } else { word(me.f.ty(v)) };
        match i.op {
            Op::Load { ty, offset: 0, region } => Some((base, word(ty)?, region)),
            Op::Store { offset: 0, region } => Some((base, of_store(self, i.args[1])?, region)),
            Op::LoadNum(d) | Op::StoreNum(d) if d.size() < 8 => Some((base, d, Region::Array)),
            Op::LoadU8 { offset: 0, region } => Some((base, DType::U8, region)),
            Op::LoadIdx { region, .. } | Op::StoreIdx { region } => {
                let dtype = match i.op {
                    Op::LoadIdx { ty, .. } => word(ty)?,
                    _ => of_store(self, i.args[2])?,
                };
                if !matches!(region, Region::ListF64 | Region::ListI64) {
                    return None;
                }
                let Is::Fixed(base) = base else { return None };
                let eight = self.iconst(8);
                let at = match self.is(i.args[1])? {
                    Is::Affine(a) if a.by.is_none() => {
                        let bytes = self.pure(Op::IMul, vec![a.start, eight], Ty::I64);
                        Is::Affine(Affine { start: self.pure(Op::PtrAdd, vec![base, bytes], Ty::Ptr), coef: a.coef.checked_mul(8)?, by: None })
                    }
                    Is::Fixed(v) => {
                        let bytes = self.pure(Op::IMul, vec![v, eight], Ty::I64);
                        Is::Fixed(self.pure(Op::PtrAdd, vec![base, bytes], Ty::Ptr))
                    }
                    _ => return None,
                };
                Some((at, dtype, region))
            }
            _ => None,
        }
    }

    /// The number of the stream at these addresses.
    fn stream(&mut self, a: Affine, dtype: DType, region: Region) -> Option<u32> {
        let size = dtype.size() as i64;
        let down = match a.by {
            None if a.coef.abs() == size => a.coef < 0,
            Some(by) if a.coef.abs() == 1 => {
                let size = self.iconst(size);
                let dense = self.pure(Op::ICmp(Cc::Eq), vec![by, size], Ty::Bool);
                self.guard(dense, true)?;
                self.strides.insert(by, dtype.size() as i64);
                a.coef < 0
            }
            _ => return None,
        };
        if self.is_late.contains(&a.start) || self.down.is_some_and(|d| d != down) {
            return None;
        }
        self.down = Some(down);
        if let Some(k) = self.streams.iter().position(|(start, s)| *start == a.start && s.dtype == dtype && s.region == region) {
            return Some(k as u32);
        }
        let near = self.bases.iter().enumerate().find_map(|(k, b)| Some((k, self.distance(*b, a.start).filter(|d| d.abs() < 1 << 20)?)));
        let (base, offset) = near.unwrap_or_else(|| {
            self.bases.push(a.start);
            (self.bases.len() - 1, 0)
        });
        self.streams.push((a.start, Stream { dtype, region, base: base as u32, offset: offset as i32 }));
        Some(self.streams.len() as u32 - 1)
    }

    fn load(&mut self, i: &Inst, path: &Path) -> Option<Is> {
        let is_fixed = i.args.iter().all(|a| matches!(self.is(*a), Some(Is::Fixed(_))));
        if is_fixed {
            let region = crate::effects::read(&i.op)?;
            // It runs in the first round, whatever happens in that.
            if !path.is_empty() || self.stops {
                return None;
            }
            if is_element(&i.op) {
                let (Is::Fixed(at), dtype, _) = self.element(i)? else { return None };
                if dtype.size() != 8 {
                    return None;
                }
                self.fixed_loads.push((at, region));
            }
            let args: Vec<Value> = i.args.iter().map(|a| match self.is(*a) {
                Some(Is::Fixed(v)) => v,
                _ => unreachable!("just seen"),
            }).collect();
            let v = self.f.new_value(self.f.ty(i.results[0]));
            self.is_late.insert(v);
            self.late.push(Inst { args, results: vec![v], exits: vec![], ..i.clone() });
            return Some(Is::Fixed(v));
        }
        let (Is::Affine(at), dtype, region) = self.element(i)? else { return None };
        if !is_element_region(region) {
            return None;
        }
        let stream = self.stream(at, dtype, region)?;
        if self.accesses.iter().any(|a| a.is_store && a.stream == stream) {
            return None;
        }
        self.accesses.push(Access { stream, is_store: false });
        let mask = self.mask(path);
        let inst = LaneOp::Load { stream, mask };
        let ty = pyaot_ir::lanes::element_type(dtype);
        let known = self.insts.iter().position(|i| *i == inst);
        let v = known.map_or_else(|| self.push(inst, Some(ty)), |k| k as u32);
        if ty == Ty::I64 && dtype.size() < 8 {
            self.small.insert(v);
        }
        Some(Is::Lane(v))
    }

    fn store(&mut self, i: &Inst, path: &Path) -> Option<()> {
        let (Is::Affine(at), dtype, region) = self.element(i)? else { return None };
        if !is_element_region(region) || dtype == DType::F16 {
            return None;
        }
        let stored = *i.args.last()?;
        let value = match self.is(stored)? {
            Is::Fixed(v) if self.f.ty(v) == Ty::Bool => {
                let number = self.pure(Op::BToI, vec![v], Ty::I64);
                self.scalar(number)
            }
            is => {
                let value = self.lane(is)?;
                if self.f.ty(stored) == Ty::Bool { self.num(Op::BToI, vec![value], None, Ty::I64) } else { value }
            }
        };
        if self.ty(value)? != pyaot_ir::lanes::element_type(dtype) {
            return None;
        }
        let stream = self.stream(at, dtype, region)?;
        self.accesses.push(Access { stream, is_store: true });
        let mask = self.mask(path);
        self.stores.push(LaneOp::Store { stream, value, mask });
        Some(())
    }

    /// What the rounds add to the parameters that are sums.
    fn sums(&mut self, params: &[Value], mut next: Vec<Next>) -> Option<Vec<Next>> {
        let back = std::mem::take(&mut self.back);
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

    /// Elements that one round writes and another reads or writes are not run at once.
    fn apart(&mut self) -> Option<()> {
        let mut seen: Vec<(u32, u32, bool)> = vec![];
        let accesses = std::mem::take(&mut self.accesses);
        for (k, y) in accesses.iter().enumerate() {
            for x in &accesses[k + 1..] {
                let (a, b) = (self.streams[y.stream as usize], self.streams[x.stream as usize]);
                if !(x.is_store || y.is_store) || x.stream == y.stream || a.1.region != b.1.region {
                    continue;
                }
                // A store comes behind all loads in the instruction.
                let both_ways = y.is_store && !x.is_store;
                if let Some(far) = self.distance(a.0, b.0) {
                    let far = if self.down == Some(true) { -far } else { far };
                    let size = (a.1.dtype.size() as i64).max(b.1.dtype.size() as i64);
                    if a.1.dtype.size() == b.1.dtype.size() && (far <= 0 && !both_ways || far.abs() >= LANES * size) {
                        continue;
                    }
                    return None;
                }
                if seen.contains(&(y.stream, x.stream, both_ways)) {
                    continue;
                }
                seen.push((y.stream, x.stream, both_ways));
                let (first, second) = if self.down == Some(true) { (b.0, a.0) } else { (a.0, b.0) };
                let far = self.pure(Op::ISub, vec![second, first], Ty::I64);
                let size = a.1.dtype.size() as i64;
                // Distances of `less + 1` to `less + span` are too near.
                let (less, span) = if size != b.1.dtype.size() as i64 {
                    let eight = self.iconst(8);
                    let bytes = self.pure(Op::IMul, vec![self.n, eight], Ty::I64);
                    let zero = self.iconst(0);
                    (self.pure(Op::ISub, vec![zero, bytes], Ty::I64), self.pure(Op::IAdd, vec![bytes, bytes], Ty::I64))
                } else if both_ways {
                    (self.iconst(-LANES * size), self.iconst(2 * LANES * size - 1))
                } else {
                    (self.iconst(0), self.iconst(LANES * size - 1))
                };
                let one = self.iconst(1);
                let far = self.pure(Op::ISub, vec![far, less], Ty::I64);
                let far = self.pure(Op::ISub, vec![far, one], Ty::I64);
                let near = self.pure(Op::ULt, vec![far, span], Ty::Bool);
                self.guard(near, false)?;
            }
        }
        self.accesses = accesses;
        Some(())
    }

    /// From one address to another, where that is a constant.
    fn distance(&self, from: Value, to: Value) -> Option<i64> {
        let mut terms: Vec<(Value, i64)> = vec![];
        let far = self.add_up(to, 1, &mut terms, 0).wrapping_add(self.add_up(from, -1, &mut terms, 0));
        terms.iter().all(|t| t.1 == 0).then_some(far)
    }

    /// Adds the parts of a value, times `factor`, to the terms; the constant part is the result.
    fn add_up(&self, v: Value, factor: i64, terms: &mut Vec<(Value, i64)>, depth: u32) -> i64 {
        if let Some(c) = self.consts.get(&v) {
            return c.wrapping_mul(factor);
        }
        let size = |v: &Value| self.consts.get(v).or_else(|| self.strides.get(v)).copied();
        let made = self.early.iter().find(|i| i.results[0] == v).filter(|_| depth < 8);
        if let Some(Inst { op, args, .. }) = made {
            let product = match (op, &args[..]) {
                (Op::IMul, [a, b]) => size(b).map(|c| (*a, c)).or_else(|| size(a).map(|c| (*b, c))),
                _ => None,
            };
            match (op, product) {
                (Op::IAdd | Op::PtrAdd, _) => return self.add_up(args[0], factor, terms, depth + 1).wrapping_add(self.add_up(args[1], factor, terms, depth + 1)),
                (Op::ISub, _) => return self.add_up(args[0], factor, terms, depth + 1).wrapping_add(self.add_up(args[1], factor.wrapping_neg(), terms, depth + 1)),
                (_, Some((v, c))) => return self.add_up(v, factor.wrapping_mul(c), terms, depth + 1),
                _ => {}
            }
        }
        match terms.iter_mut().find(|t| t.0 == v) {
            Some(t) => t.1 = t.1.wrapping_add(factor),
            None => terms.push((v, factor)),
        }
        0
    }

    /// The rounds in front of the one that writes what all rounds read.
    fn rounds(&mut self) -> Option<Value> {
        let mut n = self.n;
        let mut written: Vec<u32> = self.accesses.iter().filter(|a| a.is_store).map(|a| a.stream).collect();
        written.sort_unstable();
        written.dedup();
        for (at, region) in std::mem::take(&mut self.fixed_loads) {
            for s in &written {
                let (start, stream) = self.streams[*s as usize];
                if stream.region != region {
                    continue;
                }
                if stream.dtype.size() != 8 || self.is_late.contains(&at) {
                    return None;
                }
                let (from, to) = if self.down == Some(true) { (at, start) } else { (start, at) };
                let (three, seven, zero) = (self.iconst(3), self.iconst(7), self.iconst(0));
                let far = self.pure(Op::ISub, vec![to, from], Ty::I64);
                let near = self.pure(Op::IAdd, vec![far, seven], Ty::I64);
                let bytes = self.pure(Op::IShl, vec![n, three], Ty::I64);
                let span = self.pure(Op::IAdd, vec![bytes, seven], Ty::I64);
                let hit = self.pure(Op::ULt, vec![near, span], Ty::Bool);
                let before = self.pure(Op::IShr, vec![far, three], Ty::I64);
                let before = self.pure(Op::IMax, vec![before, zero], Ty::I64);
                n = self.pure(Op::Select, vec![hit, before, n], Ty::I64);
            }
        }
        Some(n)
    }

    fn finish(mut self, counter: usize, test: Value, limit: Value, next: Vec<Next>) -> Option<Plan> {
        let rounds = self.rounds()?;
        let guards = std::mem::take(&mut self.guards);
        let holds = match guards.into_iter().reduce(|a, b| self.pure(Op::BAnd, vec![a, b], Ty::Bool)) {
            Some(holds) => holds,
            None => self.pure(Op::BConst(true), vec![], Ty::Bool),
        };
        let scalars = self.scalars.len() as u32;
        let number = |l: &mut Lane| *l = if *l & SCALAR != 0 { *l & !SCALAR } else { *l + scalars };
        // Stores do not count among the lanes until all others are there.
        let mut insts = self.insts;
        insts.extend(self.stores);
        for i in &mut insts {
            match i {
                LaneOp::Load { mask, .. } => mask.iter_mut().for_each(number),
                LaneOp::Store { value, mask, .. } => [Some(value), mask.as_mut()].into_iter().flatten().for_each(number),
                LaneOp::Count { start, .. } => number(start),
                LaneOp::Num { args, mask, .. } => args.iter_mut().chain(mask).for_each(number),
                LaneOp::Stop { cond, mask, .. } => [Some(cond), mask.as_mut()].into_iter().flatten().for_each(number),
                LaneOp::Sum { value } => number(value),
            }
        }
        let operands = self.bases.iter().copied().chain(self.scalars.iter().copied()).collect();
        let lanes = Lanes {
            streams: self.streams.iter().map(|s| s.1).collect(),
            down: self.down == Some(true),
            scalars: self.scalars.iter().map(|v| self.f.ty(*v)).collect(),
            insts,
        };
        Some(Plan { counter, test, limit, n: self.n, early: self.early, holds, late: self.late, rounds, lanes, operands, next })
    }
}
