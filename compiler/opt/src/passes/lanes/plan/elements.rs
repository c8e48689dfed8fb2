//! Elements of arrays and lists: where those of the rounds are.

use pyaot_abi::dtype::DType;
use pyaot_abi::layout;
use pyaot_ir::lanes::{LaneOp, Step, Stream, element_type};
use pyaot_ir::{Cc, Inst, Op, Region, Ty, Value};

use super::{Access, Affine, Is, Path, Planner};
use crate::passes::lanes::{is_element, is_element_region};

impl Planner<'_> {
    /// The address, dtype and region of an element; whether it is a part of a complex number.
    pub(super) fn element(&mut self, i: &Inst) -> Option<(Is, DType, Region, bool)> {
        let base = self.is(i.args[0])?;
        if let Some(imaginary) = self.part(i) {
            let at = match (base, imaginary) {
                (Is::Affine(a), true) => {
                    let eight = self.iconst(8);
                    Is::Affine(Affine { start: self.pure(Op::PtrAdd, vec![a.start, eight], Ty::Ptr), ..a })
                }
                (at @ Is::Affine(_), false) => at,
                _ => return None,
            };
            return Some((at, DType::F64, Region::Array, true));
        }
        let word = |ty: Ty| match ty {
            Ty::F64 => Some(DType::F64),
            Ty::I64 => Some(DType::I64),
            _ => None,
        };
        let of_store = |me: &Self, v: Value| if me.f.ty(v) == Ty::Bool { Some(DType::Bool) } else { word(me.f.ty(v)) };
        match i.op {
            Op::Load { ty, offset: 0, region } => Some((base, word(ty)?, region, false)),
            Op::Store { offset: 0, region } => Some((base, of_store(self, i.args[1])?, region, false)),
            Op::LoadNum(d) | Op::StoreNum(d) if d.size() < 8 => Some((base, d, Region::Array, false)),
            Op::LoadU8 { offset: 0, region } => Some((base, DType::U8, region, false)),
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
                Some((at, dtype, region, false))
            }
            _ => None,
        }
    }

    /// Whether it is the imaginary part of a complex number, if it is a part.
    fn part(&self, i: &Inst) -> Option<bool> {
        let offset = |i: &Inst| match i.op {
            Op::Load { ty: Ty::F64, offset, region: Region::Array } | Op::Store { offset, region: Region::Array } => Some(offset),
            _ => None,
        };
        let this = offset(i)?;
        let mut all = self.l.body.iter().flat_map(|b| &self.f.blocks[*b as usize].insts);
        all.any(|x| offset(x) == Some(8) && x.args[0] == i.args[0]).then_some(this == 8)
    }

    /// The stride is not that of an array's last dimension: its elements are rarely as far apart as they are large.
    fn is_outer(&self, stride: Value) -> bool {
        let loads = || self.f.blocks.iter().flat_map(|b| &b.insts);
        let of = |i: &Inst| match i.op {
            Op::Load { offset, region: Region::ArrayHead, .. } if offset >= layout::ARRAY_STRIDES => Some((i.args[0], offset)),
            _ => None,
        };
        let Some((array, offset)) = loads().find(|i| i.results[..] == [stride]).and_then(of) else { return false };
        loads().filter_map(of).any(|(a, o)| a == array && o > offset)
    }

    fn is_dense(&mut self, stride: Value, size: i64) -> Option<()> {
        let c = self.iconst(size);
        let dense = self.pure(Op::ICmp(Cc::Eq), vec![stride, c], Ty::Bool);
        self.guard(dense, true)?;
        self.strides.insert(stride, size);
        Some(())
    }

    /// The way from one round's element to the next one's.
    fn step(&mut self, a: Affine, size: i64, is_part: bool) -> Option<Step> {
        let whole = if is_part { 2 * size } else { size };
        let by = match a.by {
            Some(by) if a.coef.abs() == 1 && !self.is_outer(by) => {
                self.is_dense(by, whole)?;
                Ok(a.coef * whole)
            }
            Some(by) if self.is_late.contains(&by) => return None,
            Some(by) => Err(by),
            None => Ok(a.coef),
        };
        Some(match by {
            Ok(bytes) if bytes.abs() == size && self.down.is_none_or(|d| d == (bytes < 0)) => {
                self.down = Some(bytes < 0);
                Step::Dense
            }
            Ok(bytes) if is_part && bytes == 2 * size => Step::Pairs,
            Ok(bytes) => {
                let bytes = self.iconst(bytes);
                self.by_step(bytes)
            }
            Err(by) => {
                let coef = self.iconst(a.coef);
                let bytes = if a.coef == 1 { by } else { self.pure(Op::IMul, vec![by, coef], Ty::I64) };
                self.by_step(bytes)
            }
        })
    }

    fn by_step(&mut self, bytes: Value) -> Step {
        let k = self.steps.iter().position(|s| *s == bytes).unwrap_or_else(|| {
            self.steps.push(bytes);
            self.steps.len() - 1
        });
        Step::Of(k as u32)
    }

    /// The number of the stream at these addresses.
    pub(super) fn stream(&mut self, a: Affine, dtype: DType, region: Region, is_part: bool) -> Option<u32> {
        if self.is_late.contains(&a.start) {
            return None;
        }
        let step = self.step(a, dtype.size() as i64, is_part)?;
        if let Some(k) = self.streams.iter().position(|(start, s)| *start == a.start && s.dtype == dtype && s.region == region && s.step == step) {
            return Some(k as u32);
        }
        let known = self.bases.iter().enumerate().filter(|(_, b)| b.1 == step);
        let near = known.map(|(k, b)| (k, self.distance(b.0, a.start))).find_map(|(k, d)| Some((k, d.filter(|d| d.abs() < 1 << 20)?)));
        let (base, offset) = near.unwrap_or_else(|| {
            self.bases.push((a.start, step));
            (self.bases.len() - 1, 0)
        });
        self.streams.push((a.start, Stream { dtype, region, base: base as u32, offset: offset as i32, step }));
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
                let (Is::Fixed(at), dtype, ..) = self.element(i)? else { return None };
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
        let (Is::Affine(at), dtype, region, is_part) = self.element(i)? else { return None };
        if !is_element_region(region) {
            return None;
        }
        let stream = self.stream(at, dtype, region, is_part)?;
        if !path.is_empty() && self.streams[stream as usize].1.step != Step::Dense {
            return None;
        }
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
        let (Is::Affine(at), dtype, region, is_part) = self.element(i)? else { return None };
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
        let stream = self.stream(at, dtype, region, is_part)?;
        if !path.is_empty() && self.streams[stream as usize].1.step != Step::Dense {
            return None;
        }
        self.accesses.push(Access { stream, is_store: true });
        let mask = self.mask(path);
        self.stores.push(LaneOp::Store { stream, value, mask });
        Some(())
    }

}
