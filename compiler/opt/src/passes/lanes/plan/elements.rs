//! Elements of arrays and lists, and what is seen to in front of the loop, so that it makes no difference that several rounds run at once.

use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{LaneOp, Stream, element_type};
use pyaot_ir::{Cc, Inst, Op, Region, Ty, Value};

use super::{Access, Affine, Is, Path, Planner};
use crate::passes::lanes::{LANES, is_element, is_element_region};

impl Planner<'_> {
    /// The address, dtype and region of an element.
    pub(super) fn element(&mut self, i: &Inst) -> Option<(Is, DType, Region)> {
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
    pub(super) fn stream(&mut self, a: Affine, dtype: DType, region: Region) -> Option<u32> {
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

    pub(super) fn load(&mut self, i: &Inst, path: &Path) -> Option<Is> {
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
        let ty = element_type(dtype);
        let known = self.insts.iter().position(|i| *i == inst);
        let v = known.map_or_else(|| self.push(inst, Some(ty)), |k| k as u32);
        if ty == Ty::I64 && dtype.size() < 8 {
            self.small.insert(v);
        }
        Some(Is::Lane(v))
    }

    pub(super) fn store(&mut self, i: &Inst, path: &Path) -> Option<()> {
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
        if self.ty(value)? != element_type(dtype) {
            return None;
        }
        let stream = self.stream(at, dtype, region)?;
        self.accesses.push(Access { stream, is_store: true });
        let mask = self.mask(path);
        self.stores.push(LaneOp::Store { stream, value, mask });
        Some(())
    }

    /// Elements that one round writes and another reads or writes are not run at once.
    pub(super) fn apart(&mut self) -> Option<()> {
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
}
