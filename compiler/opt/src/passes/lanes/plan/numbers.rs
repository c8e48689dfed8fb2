//! Numbers of a round: the same in each, going up by a step, or lanes.

use pyaot_ir::lanes::{Lane, LaneOp, number_type, reciprocal};
use pyaot_ir::{Cc, ExitKind, Inst, Op, Ty, Value};

use super::{Affine, Is, Path, Planner, SCALAR, SUMMAND};
use crate::passes::lanes::SMALL;
use crate::passes::strips::is_pure;

impl Planner<'_> {
    pub(super) fn delta(&mut self, delta: Option<Lane>) -> Lane {
        match delta {
            Some(d) => d,
            None => {
                let zero = self.iconst(0);
                self.scalar(zero)
            }
        }
    }

    pub(super) fn select(&mut self, mask: Lane, a: Lane, b: Lane) -> Option<Lane> {
        let ty = self.ty(a)?;
        let small = self.is_small(a) && self.is_small(b);
        let v = self.num(Op::Select, vec![mask, a, b], None, ty);
        if small {
            self.small.insert(v);
        }
        Some(v)
    }

    pub(super) fn is_small(&self, l: Lane) -> bool {
        if l & SCALAR != 0 {
            return self.consts.get(&self.scalars[(l & !SCALAR) as usize]).is_some_and(|c| c.abs() < 1 << 32);
        }
        self.small.contains(&l) || self.size(l).is_some_and(|s| s.within(SUMMAND))
    }

    pub(super) fn ty(&self, l: Lane) -> Option<Ty> {
        if l & SCALAR != 0 { Some(self.f.ty(self.scalars[(l & !SCALAR) as usize])) } else { self.types[l as usize] }
    }

    pub(super) fn push(&mut self, op: LaneOp, ty: Option<Ty>) -> Lane {
        self.sizes.push(self.size_of(&op));
        self.insts.push(op);
        self.types.push(ty);
        self.insts.len() as u32 - 1
    }

    pub(super) fn num(&mut self, op: Op, args: Vec<Lane>, mask: Option<Lane>, ty: Ty) -> Lane {
        let inst = LaneOp::Num { op, args, mask };
        match self.insts.iter().position(|i| *i == inst) {
            Some(k) => k as u32,
            None => self.push(inst, Some(ty)),
        }
    }

    pub(super) fn scalar(&mut self, v: Value) -> Lane {
        let same = |me: &Self, w: Value| w == v || me.consts.get(&w).is_some_and(|c| me.consts.get(&v) == Some(c));
        let k = (0..self.scalars.len()).find(|k| same(self, self.scalars[*k])).unwrap_or_else(|| {
            self.scalars.push(v);
            self.scalars.len() - 1
        });
        SCALAR | k as u32
    }

    /// The value in each round.
    pub(super) fn lane(&mut self, is: Is) -> Option<Lane> {
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
    pub(super) fn mask(&mut self, path: &[(Lane, bool)]) -> Option<Lane> {
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

    pub(super) fn inst(&mut self, i: &Inst, path: &Path) -> Option<()> {
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

    pub(super) fn number(&mut self, i: &Inst, path: &Path) -> Option<Is> {
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
            (Op::ISub, [Is::Sum(p, _), Is::Fixed(c)]) if let Some(c) = self.consts.get(c) => Some(Is::Less(*p, *c)),
            (Op::ULt, [Is::Less(p, least), Is::Fixed(n)]) if let Some(n) = self.consts.get(n) => Some(Is::Within(*p, *least, least.checked_add(n - 1)?)),
            (Op::IAdd | Op::IAddO, [Is::Sum(p, delta), x] | [x, Is::Sum(p, delta)]) => {
                let x = self.lane(x.clone())?;
                // In rounds that are not meant, any number may stand there.
                let is_known = self.is_small(x) || i.op == Op::IAddO && path.is_empty();
                self.summands.push((*p, is_known.then_some(x)));
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
    pub(super) fn each_round(&mut self, i: &Inst, args: Vec<Is>, path: &Path) -> Option<Is> {
        let args: Option<Vec<Lane>> = args.into_iter().map(|a| self.lane(a)).collect();
        let args = args?;
        if i.op == Op::Select {
            return Some(Is::Lane(self.select(args[0], args[1], args[2])?));
        }
        self.is_conditional |= !path.is_empty() && may_flag(&i.op);
        let (mut plain, mut args) = (i.op.plain_float(), args);
        if *plain.as_ref().unwrap_or(&i.op) == Op::FDiv
            && let Some(r) = self.reciprocal(args[1])
        {
            args[1] = r;
            if plain.is_none() {
                return Some(Is::Lane(self.num(Op::FMul, args, None, Ty::F64)));
            }
            plain = Some(Op::FMul);
        }
        if let Some(plain) = plain {
            let mask = self.mask(path);
            // The reciprocal of infinity is finite.
            let shown = if plain == Op::FDiv { &args[..1] } else { &args[..] };
            self.finite.retain(|(v, m)| !(shown.contains(v) && *m == mask));
            let v = self.num(plain, args, None, Ty::F64);
            if !self.finite.contains(&(v, mask)) {
                self.finite.push((v, mask));
            }
            return Some(Is::Lane(v));
        }
        if let Some(v) = self.short_number(i, &args, path) {
            return Some(Is::Lane(v));
        }
        let ty = number_type(&i.op)?;
        let stops = matches!(i.op, Op::IAddO | Op::ISubO | Op::IMulO);
        if stops == i.exits.is_empty() {
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

    /// The factor instead of a divisor.
    fn reciprocal(&mut self, l: Lane) -> Option<Lane> {
        let v = (l & SCALAR != 0).then(|| self.scalars[(l & !SCALAR) as usize])?;
        let all = self.f.blocks.iter().flat_map(|b| &b.insts).chain(&self.early);
        let bits = all.filter(|i| i.results[..] == [v]).find_map(|i| if let Op::FConst(bits) = i.op { Some(bits) } else { None })?;
        let r = reciprocal(f64::from_bits(bits))?;
        let r = self.pure(Op::FConst(r.to_bits()), vec![], Ty::F64);
        Some(self.scalar(r))
    }

    /// Stops where a result is not finite: the loop finds out whether there is something to warn of.
    pub(super) fn look_at_results(&mut self) {
        for (value, mask) in std::mem::take(&mut self.finite) {
            self.stops = true;
            self.push(LaneOp::Warn { value, mask }, None);
        }
    }

    pub(super) fn plain(&self, op: &Op) -> Op {
        match op {
            Op::IAddO => Op::IAdd,
            Op::ISubO => Op::ISub,
            other => other.clone(),
        }
    }

    pub(super) fn can_add(&self, checked: bool, a: &Affine, b: &Value) -> bool {
        !checked || (a.by.is_none() && a.coef.abs() < 1 << 20 && !self.is_late.contains(b) && !self.is_late.contains(&a.start))
    }
}

/// The processor may have something to note of it.
fn may_flag(op: &Op) -> bool {
    let op = op.plain_float().unwrap_or_else(|| op.clone());
    matches!(op, Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt | Op::FRound32 | Op::FToI)
}
