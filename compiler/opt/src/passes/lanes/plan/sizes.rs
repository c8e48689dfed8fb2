//! How large ints are, so that they need no looks, and products and quotients are those of 32 bits.

use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{Dividend, Lane, LaneOp};
use pyaot_ir::{Cc, Inst, Op, Ty};

use super::{Path, Planner, SCALAR};

/// From the least to the greatest, both far from the end of their range.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub lo: i64,
    pub hi: i64,
}

impl Size {
    fn new(lo: i64, hi: i64) -> Option<Size> {
        let size = Size { lo, hi };
        (lo <= hi && size.within(1 << 62)).then_some(size)
    }

    fn of(all: &[Option<i64>]) -> Option<Size> {
        let all: Option<Vec<i64>> = all.iter().copied().collect();
        let all = all?;
        Size::new(*all.iter().min()?, *all.iter().max()?)
    }

    /// `-most < x < most`
    pub fn within(self, most: i64) -> bool {
        -most < self.lo && self.hi < most
    }

    fn fits_32(self) -> bool {
        self.lo >= i64::from(i32::MIN) && self.hi <= i64::from(i32::MAX)
    }
}

impl Planner<'_> {
    pub(super) fn size(&self, l: Lane) -> Option<Size> {
        if l & SCALAR != 0 {
            let c = *self.consts.get(&self.scalars[(l & !SCALAR) as usize])?;
            return Size::new(c, c);
        }
        self.sizes[l as usize]
    }

    /// Where a mask is false, what is loaded is zero.
    pub(super) fn size_of(&self, op: &LaneOp) -> Option<Size> {
        match op {
            LaneOp::Load { stream, .. } => match self.streams[*stream as usize].1.dtype {
                DType::U8 | DType::Bool => Size::new(0, 0xff),
                DType::I8 => Size::new(-0x80, 0x7f),
                DType::U16 => Size::new(0, 0xffff),
                DType::I16 => Size::new(-0x8000, 0x7fff),
                DType::U32 => Size::new(0, i64::from(u32::MAX)),
                DType::I32 => Size::new(i64::from(i32::MIN), i64::from(i32::MAX)),
                _ => None,
            },
            LaneOp::Product { a, b } => self.product(*a, *b),
            LaneOp::Quotient { value, by, is_rest, .. } => match (is_rest, self.size(*value)) {
                (true, _) => Size::new(0, by - 1),
                (false, Some(s)) => Size::new(s.lo.div_euclid(*by), s.hi.div_euclid(*by)),
                _ => None,
            },
            LaneOp::Num { op: Op::BToI, .. } => Size::new(0, 1),
            LaneOp::Num { op: Op::Select, args, .. } => {
                let (a, b) = (self.size(args[1])?, self.size(args[2])?);
                Size::new(a.lo.min(b.lo), a.hi.max(b.hi))
            }
            LaneOp::Num { op: Op::IAnd, args, .. } => {
                let mut counts = args.iter().filter_map(|a| self.size(*a)).filter(|s| s.lo >= 0).map(|s| s.hi);
                let first = counts.next()?;
                Size::new(0, counts.next().map_or(first, |second| first.min(second)))
            }
            LaneOp::Num { op, args, .. } => {
                let [a, b] = args[..] else { return None };
                let both = || Some((self.size(a)?, self.size(b)?));
                match op {
                    Op::IAdd => both().and_then(|(a, b)| Size::new(a.lo + b.lo, a.hi + b.hi)),
                    Op::ISub => both().and_then(|(a, b)| Size::new(a.lo - b.hi, a.hi - b.lo)),
                    Op::IMul => self.product(a, b),
                    Op::IShl => {
                        let (n, a) = (self.shift(b)?, self.size(a)?);
                        let most = (1i64 << 62) >> n;
                        Size::new(a.lo, a.hi).filter(|s| s.within(most)).and_then(|s| Size::new(s.lo << n, s.hi << n))
                    }
                    Op::IShr => {
                        let n = self.shift(b)?;
                        let (lo, hi) = self.size(a).map_or((i64::MIN, i64::MAX), |s| (s.lo, s.hi));
                        Size::new(lo >> n, hi >> n)
                    }
                    Op::UShr => match (self.shift(b)?, self.size(a)) {
                        (n, Some(s)) if s.lo >= 0 => Size::new(s.lo >> n, s.hi >> n),
                        (0, _) => None,
                        (n, _) => Size::new(0, (u64::MAX >> n) as i64),
                    },
                    Op::IMin => both().and_then(|(a, b)| Size::new(a.lo.min(b.lo), a.hi.min(b.hi))),
                    Op::IMax => both().and_then(|(a, b)| Size::new(a.lo.max(b.lo), a.hi.max(b.hi))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// By how much is shifted, if that is known.
    fn shift(&self, by: Lane) -> Option<u32> {
        let s = self.size(by)?;
        (s.lo == s.hi && (0..64).contains(&s.lo)).then_some(s.lo as u32)
    }

    fn product(&self, a: Lane, b: Lane) -> Option<Size> {
        let (a, b) = (self.size(a)?, self.size(b)?);
        Size::of(&[a.lo.checked_mul(b.lo), a.lo.checked_mul(b.hi), a.hi.checked_mul(b.lo), a.hi.checked_mul(b.hi)])
    }

    /// What a comparison gives in each round, if that is known.
    pub(super) fn always(&self, cond: Lane) -> Option<bool> {
        if cond & SCALAR != 0 {
            return None;
        }
        let LaneOp::Num { op, args, .. } = &self.insts[cond as usize] else { return None };
        let (Op::ICmp(_) | Op::ULt, [a, b]) = (op, &args[..]) else { return None };
        let (a, b) = (self.size(*a)?, self.size(*b)?);
        let known = |yes: bool, no: bool| if yes || no { Some(yes) } else { None };
        match op {
            Op::ULt if a.lo < 0 || b.lo < 0 => None,
            Op::ULt | Op::ICmp(Cc::Lt) => known(a.hi < b.lo, a.lo >= b.hi),
            Op::ICmp(Cc::Ge) => known(a.lo >= b.hi, a.hi < b.lo),
            Op::ICmp(Cc::Gt) => known(a.lo > b.hi, a.hi <= b.lo),
            Op::ICmp(Cc::Le) => known(a.hi <= b.lo, a.lo > b.hi),
            _ => None,
        }
    }

    /// Arithmetic of ints for which 32 bits are enough.
    pub(super) fn short_number(&mut self, i: &Inst, args: &[Lane], path: &Path) -> Option<Lane> {
        let [a, b] = *args else { return None };
        match i.op {
            Op::IMul | Op::IMulO if self.size(a)?.fits_32() && self.size(b)?.fits_32() => {
                let op = LaneOp::Product { a, b };
                let known = self.insts.iter().position(|i| *i == op);
                Some(known.map_or_else(|| self.push(op, Some(Ty::I64)), |k| k as Lane))
            }
            Op::IFloorDiv | Op::IFloorMod => {
                let by = self.size(b).filter(|s| s.lo == s.hi && (2..=i64::from(i32::MAX)).contains(&s.lo))?.lo;
                let of = match self.size(a) {
                    Some(s) if s.fits_32() && s.lo >= 0 => Dividend::Count,
                    Some(s) if s.fits_32() => Dividend::Short,
                    _ => Dividend::Any,
                };
                let looks = of == Dividend::Any;
                let mask = if looks { self.mask(path) } else { None };
                self.stops |= looks;
                let op = LaneOp::Quotient { value: a, by, is_rest: i.op == Op::IFloorMod, of, mask };
                let known = self.insts.iter().position(|i| *i == op);
                Some(known.map_or_else(|| self.push(op, Some(Ty::I64)), |k| k as Lane))
            }
            _ => None,
        }
    }
}
