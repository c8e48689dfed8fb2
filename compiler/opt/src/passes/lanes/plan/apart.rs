//! What is seen to in front of the loop, so that it makes no difference that several rounds run at once.

use pyaot_ir::lanes::{AGAIN, LaneOp, Step, Stream};
use pyaot_ir::{Cc, Inst, Op, Ty, Value};

use super::Planner;
use crate::passes::lanes::LANES;

/// The look at the flags takes as long as some looks at numbers.
const WORTH: i64 = 512;

impl Planner<'_> {
    /// Elements that one round writes and another reads or writes are not run at once.
    pub(super) fn apart(&mut self) -> Option<()> {
        let mut pairs: Vec<Pair> = vec![];
        let accesses = std::mem::take(&mut self.accesses);
        for (k, y) in accesses.iter().enumerate() {
            for x in &accesses[k + 1..] {
                let (a, b) = (self.streams[y.stream as usize], self.streams[x.stream as usize]);
                if x.stream == y.stream && x.is_store != y.is_store {
                    self.again = None;
                }
                if !(x.is_store || y.is_store) || x.stream == y.stream || a.1.region != b.1.region {
                    continue;
                }
                // A store comes behind all loads in the instruction.
                let both_ways = y.is_store && !x.is_store;
                let step = known_step(&a.1).filter(|s| known_step(&b.1) == Some(*s));
                match (step, self.distance(a.0, b.0)) {
                    (Some(step), Some(far)) => {
                        let far = if self.down == Some(true) { -far } else { far };
                        // Real and imaginary parts.
                        let other_part = step == 16 && far % 8 == 0 && far % 16 != 0;
                        if !(far <= 0 && !both_ways || far.abs() >= LANES * step || other_part) {
                            return None;
                        }
                        if x.is_store != y.is_store && far.abs() < AGAIN * step && !other_part {
                            self.again = None;
                        }
                    }
                    (None, Some(far)) if a.1.step == b.1.step => self.far_enough(&a.1, &b.1, far)?,
                    (step, _) => {
                        let stores = x.is_store && y.is_store;
                        Pair { a: a.1.base, b: b.1.base, step, both_ways, stores, places: [[a.1.offset; 2], [b.1.offset; 2]] }.add(&mut pairs);
                    }
                }
            }
        }
        for p in pairs {
            match p.step {
                Some(step) => self.not_near(&p, step)?,
                None => self.nowhere_near(&p)?,
            }
        }
        for a in accesses.iter().filter(|a| a.is_store) {
            let (_, stream) = self.streams[a.stream as usize];
            if let Step::Of(k) = stream.step {
                // Each round has its own element.
                self.at_least(self.steps[k as usize], stream.dtype.size() as i64)?;
            }
        }
        self.accesses = accesses;
        Some(())
    }

    /// Two streams with the same step, and so many bytes between them: in the same round, and in others.
    fn far_enough(&mut self, a: &Stream, b: &Stream, far: i64) -> Option<()> {
        let (Step::Of(k), size) = (a.step, (a.dtype.size() as i64).max(b.dtype.size() as i64)) else { return None };
        if far.abs() < size { None } else { self.at_least(self.steps[k as usize], far.abs() + size) }
    }

    /// Insists that no element is one that few rounds before or behind have.
    fn not_near(&mut self, p: &Pair, step: i64) -> Option<()> {
        let (a, b) = (self.bases[p.a as usize].0, self.bases[p.b as usize].0);
        let (first, second, [from, to]) = if self.down == Some(true) { (b, a, [1, 0]) } else { (a, b, [0, 1]) };
        let far = self.pure(Op::ISub, vec![second, first], Ty::I64);
        // Between the addresses that bases are, and those of elements.
        let more = [0, 1].map(|n| i64::from(p.places[to][n]) - i64::from(p.places[from][1 - n]));
        let (least, most) = (if p.both_ways { -LANES * step + 1 } else { 1 } - more[1], LANES * step - 1 - more[0]);
        let (least, span) = (self.iconst(least), self.iconst(most - least + 1));
        let far = self.pure(Op::ISub, vec![far, least], Ty::I64);
        let near = self.pure(Op::ULt, vec![far, span], Ty::Bool);
        self.guard(near, false)?;
        if !p.stores && self.again.is_some() && self.warns() {
            let (less, span) = (self.iconst(-AGAIN * step - more[1]), self.iconst(2 * AGAIN * step + more[1] - more[0]));
            let far = self.pure(Op::ISub, vec![second, first], Ty::I64);
            let far = self.pure(Op::ISub, vec![far, less], Ty::I64);
            let near = self.pure(Op::ULt, vec![far, span], Ty::Bool);
            let apart = self.pure(Op::BNot, vec![near], Ty::Bool);
            self.again.iter_mut().for_each(|all| all.push(apart));
        }
        Some(())
    }

    /// The operand that says whether rounds may be run again, if that is any use.
    pub(super) fn again(&mut self) -> Option<Value> {
        let masked = |i: &LaneOp| matches!(i, LaneOp::Warn { mask: Some(_), .. } | LaneOp::Sum { .. });
        if self.is_conditional || self.down == Some(true) || !self.warns() || self.insts.iter().any(masked) {
            return None;
        }
        let all = self.again.take()?;
        let worth = self.iconst(WORTH);
        let many = self.pure(Op::ICmp(Cc::Ge), vec![self.n, worth], Ty::Bool);
        let holds = all.into_iter().fold(many, |a, b| self.pure(Op::BAnd, vec![a, b], Ty::Bool));
        Some(self.pure(Op::BToI, vec![holds], Ty::I64))
    }

    fn warns(&self) -> bool {
        self.insts.iter().any(|i| matches!(i, LaneOp::Warn { .. }))
    }

    /// `-least < step < least` does not hold.
    fn at_least(&mut self, step: Value, least: i64) -> Option<()> {
        let (most, all) = (self.iconst(least - 1), self.iconst(2 * least - 1));
        let up = self.pure(Op::IAdd, vec![step, most], Ty::I64);
        let short = self.pure(Op::ULt, vec![up, all], Ty::Bool);
        self.guard(short, false)
    }

    /// Insists that no element is one that any round has.
    fn nowhere_near(&mut self, p: &Pair) -> Option<()> {
        let far = self.pure(Op::ISub, vec![self.bases[p.b as usize].0, self.bases[p.a as usize].0], Ty::I64);
        let ([low, high], [from, to]) = (self.reach(p.a, p.places[0]), self.reach(p.b, p.places[1]));
        let [from, to] = [from, to].map(|v| self.pure(Op::IAdd, vec![far, v], Ty::I64));
        let behind = self.pure(Op::ICmp(Cc::Ge), vec![from, high], Ty::Bool);
        let before = self.pure(Op::ICmp(Cc::Le), vec![to, low], Ty::Bool);
        let apart = self.pure(Op::BOr, vec![behind, before], Ty::Bool);
        self.guard(apart, true)
    }

    /// The bytes from the base on between which all rounds' elements are.
    fn reach(&mut self, base: u32, places: [i32; 2]) -> [Value; 2] {
        let all = self.streams.iter().filter(|s| s.1.base == base);
        let size = all.map(|s| s.1.dtype.size() as i64).max().unwrap_or(8);
        let step = match self.bases[base as usize].1 {
            Step::Dense if self.down == Some(true) => self.iconst(-size),
            Step::Dense => self.iconst(size),
            Step::Pairs => self.iconst(2 * size),
            Step::Of(k) => self.steps[k as usize],
        };
        let [one, zero, least, most] = [1, 0, places[0].into(), i64::from(places[1]) + size].map(|c| self.iconst(c));
        let further = self.pure(Op::ISub, vec![self.n, one], Ty::I64);
        let last = self.pure(Op::IMul, vec![further, step], Ty::I64);
        let low = self.pure(Op::IMin, vec![last, zero], Ty::I64);
        let high = self.pure(Op::IMax, vec![last, zero], Ty::I64);
        [(low, least), (high, most)].map(|(v, c)| self.pure(Op::IAdd, vec![v, c], Ty::I64))
    }

    /// From one address to another, where that is a constant.
    pub(super) fn distance(&self, from: Value, to: Value) -> Option<i64> {
        let mut terms: Vec<(Value, i64)> = vec![];
        let far = self.add_up(to, 1, &mut terms, 0).wrapping_add(self.add_up(from, -1, &mut terms, 0));
        terms.iter().all(|t| t.1 == 0).then_some(far)
    }

    /// Adds the parts of a value, times `factor`, to the terms; the constant part is the result.
    pub(super) fn add_up(&self, v: Value, factor: i64, terms: &mut Vec<(Value, i64)>, depth: u32) -> i64 {
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
    pub(super) fn rounds(&mut self) -> Option<Value> {
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
                if stream.dtype.size() != 8 || stream.step != Step::Dense || self.is_late.contains(&at) {
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
}

/// Streams of two bases that are to be apart.
struct Pair {
    a: u32,
    b: u32,
    /// Of both; they need not be apart but for some rounds.
    step: Option<i64>,
    both_ways: bool,
    /// Both are written.
    stores: bool,
    /// The least and the greatest offset from each base.
    places: [[i32; 2]; 2],
}

impl Pair {
    fn add(self, pairs: &mut Vec<Pair>) {
        match pairs.iter_mut().find(|p| (p.a, p.b, p.step, p.both_ways, p.stores) == (self.a, self.b, self.step, self.both_ways, self.stores)) {
            Some(p) => {
                for (known, new) in p.places.iter_mut().zip(self.places) {
                    *known = [known[0].min(new[0]), known[1].max(new[1])];
                }
            }
            None => pairs.push(self),
        }
    }
}

/// Bytes.
fn known_step(s: &Stream) -> Option<i64> {
    let size = s.dtype.size() as i64;
    match s.step {
        Step::Dense => Some(size),
        Step::Pairs => Some(2 * size),
        Step::Of(_) => None,
    }
}
