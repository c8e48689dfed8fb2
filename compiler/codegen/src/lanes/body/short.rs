//! Floats of 32 bits, of which a register of half the width has as many. The sum, the difference, the product, the quotient and the root of
//! such numbers, rounded, is what the processor computes of them (see [`crate::short`]).

use iced_x86::Code as C;
use pyaot_abi::dtype::DType;
use pyaot_ir::Op;
use pyaot_ir::lanes::{Lane, LaneOp, Step};

use super::super::asm::{V, xmm, ymm};
use super::{At, Body};

impl Body<'_> {
    /// Finds what is kept with 32 bits.
    pub(super) fn find_short(&mut self) {
        let lanes = self.lanes;
        let scalars = lanes.scalars.len();
        let mut uses = vec![0; self.types.len()];
        lanes.insts.iter().for_each(|i| i.for_each_arg(|a| uses[a as usize] += 1));
        // Numbers that 32 bits can hold, however they are kept.
        let mut fits = lanes.short.clone();
        self.short = vec![false; self.types.len()];
        self.rounded = vec![false; self.types.len()];
        for (n, i) in lanes.insts.iter().enumerate() {
            let this = scalars + n;
            let found = match i {
                LaneOp::Load { stream, .. } if lanes.streams[*stream as usize].dtype == DType::F32 => {
                    self.short[this] = lanes.streams[*stream as usize].step == Step::Dense;
                    true
                }
                LaneOp::Num { op: Op::FRound32, args, .. } => {
                    let x = args[0] as usize;
                    if let Some(LaneOp::Num { op: Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt, args: of, .. }) = x.checked_sub(scalars).map(|k| &lanes.insts[k])
                        && uses[x] == 1
                        && of.iter().all(|a| fits[*a as usize])
                    {
                        (self.short[this], self.rounded[x]) = (true, true);
                        for a in of.iter().filter(|a| **a as usize >= scalars) {
                            self.last[*a as usize] = self.last[*a as usize].max(n);
                        }
                    }
                    true
                }
                LaneOp::Num { op: Op::FNeg | Op::FAbs, args, .. } => fits[args[0] as usize],
                LaneOp::Num { op: Op::Select, args, .. } => fits[args[1] as usize] && fits[args[2] as usize],
                LaneOp::Num { op: Op::FMin | Op::FMax, args, .. } => args.iter().all(|a| fits[*a as usize]),
                _ => false,
            };
            fits.push(found);
        }
    }

    /// Operands of what an instruction rounds.
    pub(super) fn for_each_rounded(&self, n: usize, f: &mut impl FnMut(Lane)) {
        let scalars = self.lanes.scalars.len();
        if let (true, LaneOp::Num { args, .. }) = (self.short[scalars + n], &self.lanes.insts[n])
            && let LaneOp::Num { args, .. } = &self.lanes.insts[args[0] as usize - scalars]
        {
            args.iter().for_each(|a| f(*a));
        }
    }

    /// Scalars that are operands of such arithmetic.
    pub(super) fn prepare_short(&mut self) -> Option<()> {
        let mut wanted = vec![];
        for n in 0..self.lanes.insts.len() {
            self.for_each_rounded(n, &mut |a| {
                if (a as usize) < self.lanes.scalars.len() && !wanted.contains(&a) {
                    wanted.push(a);
                }
            });
        }
        for a in wanted {
            let v = self.take()?;
            self.narrow(self.vector(a)?, v);
            self.short_scalars.push((a, v));
        }
        Some(())
    }

    fn narrow(&mut self, from: V, to: V) {
        let full = self.asm.v(from);
        match self.asm.wide {
            true => self.asm.op(C::EVEX_Vcvtpd2ps_ymm_k1z_zmmm512b64_er, &[ymm(to).into(), full.into()]),
            false => self.asm.op(C::VEX_Vcvtpd2ps_xmm_ymmm256, &[xmm(to).into(), full.into()]),
        };
    }

    /// Gives an instruction that wants numbers of 64 bits such. What is to be put back behind it.
    pub(super) fn widen_operands(&mut self, n: usize) -> Option<Vec<(Lane, V)>> {
        let this = self.lanes.scalars.len() + n;
        let i = &self.lanes.insts[n];
        let knows = match i {
            LaneOp::Num { .. } => self.rounded[this] || self.short[this],
            LaneOp::Store { stream, .. } => {
                let s = self.lanes.streams[*stream as usize];
                s.dtype == DType::F32 && s.step == Step::Dense
            }
            LaneOp::Warn { .. } => self.later || self.asm.wide,
            _ => false,
        };
        let mut short = vec![];
        if !knows {
            i.for_each_arg(|a| {
                if self.short[a as usize] && !short.contains(&a) {
                    short.push(a);
                }
            });
        }
        let mut widened = vec![];
        for a in short {
            let (from, to) = (self.vector(a)?, self.take()?);
            let full = self.asm.v(to);
            match self.asm.wide {
                true => self.asm.op(C::EVEX_Vcvtps2pd_zmm_k1z_ymmm256b32_sae, &[full.into(), ymm(from).into()]),
                false => self.asm.op(C::VEX_Vcvtps2pd_ymm_xmmm128, &[full.into(), xmm(from).into()]),
            };
            self.at[a as usize] = Some(At::Vector(to));
            widened.push((a, from));
        }
        Some(widened)
    }

    /// The operation that this lane stands for, with 32 bits.
    pub(super) fn short_number(&mut self, of: Lane, to: V) -> Option<()> {
        let LaneOp::Num { op, args, .. } = &self.lanes.insts[of as usize - self.lanes.scalars.len()] else { return None };
        let (mut operands, mut made) = (vec![], vec![]);
        for a in args {
            operands.push(if let Some((_, v)) = self.short_scalars.iter().find(|s| s.0 == *a) {
                *v
            } else if self.short[*a as usize] {
                self.vector(*a)?
            } else {
                let v = self.take()?;
                self.narrow(self.vector(*a)?, v);
                made.push(v);
                v
            });
        }
        let (wide, narrow) = match op {
            Op::FAdd => (C::EVEX_Vaddps_ymm_k1z_ymm_ymmm256b32, C::VEX_Vaddps_xmm_xmm_xmmm128),
            Op::FSub => (C::EVEX_Vsubps_ymm_k1z_ymm_ymmm256b32, C::VEX_Vsubps_xmm_xmm_xmmm128),
            Op::FMul => (C::EVEX_Vmulps_ymm_k1z_ymm_ymmm256b32, C::VEX_Vmulps_xmm_xmm_xmmm128),
            Op::FDiv => (C::EVEX_Vdivps_ymm_k1z_ymm_ymmm256b32, C::VEX_Vdivps_xmm_xmm_xmmm128),
            Op::FSqrt => (C::EVEX_Vsqrtps_ymm_k1z_ymmm256b32, C::VEX_Vsqrtps_xmm_xmmm128),
            _ => return None,
        };
        let code = if self.asm.wide { wide } else { narrow };
        let registers: Vec<_> = [to].iter().chain(&operands).map(|v| (if self.asm.wide { ymm(*v) } else { xmm(*v) }).into()).collect();
        self.asm.op(code, &registers);
        self.free.extend(made);
        Some(())
    }
}
