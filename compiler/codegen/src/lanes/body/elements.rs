//! Elements side by side.

use iced_x86::Code as C;
use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{Lane, Step};

use super::super::asm::{Mem, V, k, xmm, ymm};
use super::{ALL, BACK, Body, DONE, POINTERS};

impl Body<'_> {
    pub(super) fn address(&self, stream: u32) -> Mem {
        let stream = self.lanes.streams[stream as usize];
        let (size, base, offset) = (stream.dtype.size(), POINTERS[stream.base as usize], i64::from(stream.offset));
        if stream.step != Step::Dense {
            return Mem::at(base, offset);
        }
        match self.lanes.down {
            false => Mem { base, index: DONE, scale: size as u32, disp: offset },
            true => Mem { base, index: BACK, scale: size as u32, disp: offset - (self.count() as i64 - 1) * size as i64 },
        }
    }

    /// The mask register for a memory access; whether it is one that must be given back.
    pub(super) fn access(&mut self, mask: Option<Lane>) -> Option<Option<(u8, bool)>> {
        match (mask, self.rest) {
            (None, false) => Some(None),
            (None, true) => Some(Some((ALL, false))),
            (Some(m), false) => Some(Some((self.mask(m)?, false))),
            (Some(m), true) => {
                let (m, both) = (self.mask(m)?, self.free_masks.pop()?);
                self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(both).into(), k(m).into(), k(ALL).into()]);
                Some(Some((both, true)))
            }
        }
    }

    pub(super) fn load(&mut self, stream: u32, mask: Option<Lane>, to: V) -> Option<()> {
        let from = self.address(stream);
        let dtype = self.lanes.streams[stream as usize].dtype;
        if self.asm.wide {
            let code = match dtype {
                DType::F64 | DType::I64 | DType::U64 => C::EVEX_Vmovupd_zmm_k1z_zmmm512,
                DType::F32 => C::EVEX_Vmovups_ymm_k1z_ymmm256,
                DType::I32 => C::EVEX_Vpmovsxdq_zmm_k1z_ymmm256,
                DType::U32 => C::EVEX_Vpmovzxdq_zmm_k1z_ymmm256,
                DType::I16 => C::EVEX_Vpmovsxwq_zmm_k1z_xmmm128,
                DType::U16 => C::EVEX_Vpmovzxwq_zmm_k1z_xmmm128,
                DType::I8 => C::EVEX_Vpmovsxbq_zmm_k1z_xmmm64,
                DType::U8 | DType::Bool => C::EVEX_Vpmovzxbq_zmm_k1z_xmmm64,
                _ => return None,
            };
            let access = self.access(mask)?;
            let to = if dtype == DType::F32 { ymm(to) } else { self.asm.v(to) };
            let i = self.asm.op(code, &[to.into(), from.into()]);
            if let Some((m, own)) = access {
                i.set_op_mask(k(m));
                i.set_zeroing_masking(true);
                self.free_masks.extend(own.then_some(m));
            }
            return Some(());
        }
        let (short, to) = (to, ymm(to));
        if let Some(m) = mask {
            let m = ymm(self.vector(m)?);
            if dtype.size() != 8 {
                return None;
            }
            self.asm.op(C::VEX_Vmaskmovpd_ymm_ymm_m256, &[to.into(), m.into(), from.into()]);
            return Some(());
        }
        let code = match dtype {
            DType::F64 | DType::I64 | DType::U64 => C::VEX_Vmovupd_ymm_ymmm256,
            DType::F32 => {
                self.asm.op(C::VEX_Vmovups_xmm_xmmm128, &[xmm(short).into(), from.into()]);
                return Some(());
            }
            DType::I32 => C::VEX_Vpmovsxdq_ymm_xmmm128,
            DType::U32 => C::VEX_Vpmovzxdq_ymm_xmmm128,
            DType::I16 => C::VEX_Vpmovsxwq_ymm_xmmm64,
            DType::U16 => C::VEX_Vpmovzxwq_ymm_xmmm64,
            DType::I8 => C::VEX_Vpmovsxbq_ymm_xmmm32,
            DType::U8 | DType::Bool => C::VEX_Vpmovzxbq_ymm_xmmm32,
            _ => return None,
        };
        self.asm.op(code, &[to.into(), from.into()]);
        Some(())
    }

    pub(super) fn store(&mut self, stream: u32, mask: Option<Lane>, from: V, is_short: bool) -> Option<()> {
        let to = self.address(stream);
        let dtype = self.lanes.streams[stream as usize].dtype;
        if self.asm.wide {
            let access = self.access(mask)?;
            let mut value = self.asm.v(from);
            let mut scratch = None;
            let code = match dtype {
                DType::F64 | DType::I64 | DType::U64 => C::EVEX_Vmovupd_zmmm512_k1z_zmm,
                DType::F32 if is_short => {
                    value = ymm(from);
                    C::EVEX_Vmovups_ymmm256_k1z_ymm
                }
                DType::F32 => {
                    let short = self.take()?;
                    self.asm.op(C::EVEX_Vcvtpd2ps_ymm_k1z_zmmm512b64_er, &[ymm(short).into(), value.into()]);
                    (scratch, value) = (Some(short), ymm(short));
                    C::EVEX_Vmovups_ymmm256_k1z_ymm
                }
                DType::I32 | DType::U32 => C::EVEX_Vpmovqd_ymmm256_k1z_zmm,
                DType::I16 | DType::U16 => C::EVEX_Vpmovqw_xmmm128_k1z_zmm,
                DType::I8 | DType::U8 | DType::Bool => C::EVEX_Vpmovqb_xmmm64_k1z_zmm,
                _ => return None,
            };
            let i = self.asm.op(code, &[to.into(), value.into()]);
            if let Some((m, own)) = access {
                i.set_op_mask(k(m));
                self.free_masks.extend(own.then_some(m));
            }
            self.free.extend(scratch);
            return Some(());
        }
        match (dtype, mask) {
            (DType::F64 | DType::I64 | DType::U64, Some(m)) => {
                let m = ymm(self.vector(m)?);
                self.asm.op(C::VEX_Vmaskmovpd_m256_ymm_ymm, &[to.into(), m.into(), ymm(from).into()]);
            }
            (DType::F64 | DType::I64 | DType::U64, None) => {
                self.asm.op(C::VEX_Vmovupd_ymmm256_ymm, &[to.into(), ymm(from).into()]);
            }
            (DType::F32, None) if is_short => {
                self.asm.op(C::VEX_Vmovups_xmmm128_xmm, &[to.into(), xmm(from).into()]);
            }
            (DType::F32, None) => {
                let short = self.take()?;
                self.asm.op(C::VEX_Vcvtpd2ps_xmm_ymmm256, &[xmm(short).into(), ymm(from).into()]);
                self.asm.op(C::VEX_Vmovups_xmmm128_xmm, &[to.into(), xmm(short).into()]);
                self.free.push(short);
            }
            _ => return None,
        }
        Some(())
    }
}
