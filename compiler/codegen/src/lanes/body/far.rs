//! Elements that are not side by side, one by one, and those of which each is beside one of another stream: two vectors are read, and
//! sorted.

use iced_x86::{Code as C, Register};
use pyaot_abi::dtype::DType;
use pyaot_ir::lanes::{Lane, LaneOp, Step};

use super::super::asm::{Mem, V, X, xmm, ymm};
use super::{Body, HALF, POINTERS, THREE};

/// The first parts of two vectors of pairs, and the second ones; then the pairs of two vectors of parts.
const ORDERS: [u64; 4] = [0x0e0c_0a08_0604_0200, 0x0f0d_0b09_0705_0301, 0x0b03_0a02_0901_0800, 0x0f07_0e06_0d05_0c04];

impl Body<'_> {
    /// The way from an element to the next one, in a register or as a number.
    fn step_of(&self, stream: u32) -> Result<i64, Register> {
        match self.lanes.streams[stream as usize].step {
            Step::Of(k) => Err(POINTERS[self.lanes.bases() + k as usize]),
            _ => Ok(16),
        }
    }

    /// Addresses go on to the next rounds.
    pub(super) fn go_on(&mut self, count: usize) {
        let mut seen = vec![];
        for (n, s) in self.lanes.streams.iter().enumerate().filter(|(_, s)| s.step != Step::Dense) {
            if seen.contains(&s.base) {
                continue;
            }
            seen.push(s.base);
            let p = POINTERS[s.base as usize];
            match self.step_of(n as u32) {
                Ok(bytes) => self.asm.op(C::Add_rm64_imm32, &[p.into(), (bytes as i32 * count as i32).into()]),
                Err(step) => self.asm.op(C::Lea_r64_m, &[p.into(), Mem { base: p, index: step, scale: count as u32, disp: 0 }.into()]),
            };
        }
    }

    /// The addresses of the elements.
    fn places(&mut self, stream: u32) -> Vec<Mem> {
        let from = self.address(stream);
        let count = self.count();
        match self.step_of(stream) {
            Ok(bytes) => (0..count as i64).map(|n| Mem { disp: from.disp + n * bytes, ..from }).collect(),
            Err(step) => {
                self.asm.op(C::Lea_r64_m, &[THREE.into(), Mem { base: step, index: step, scale: 2, disp: 0 }.into()]);
                if count == 8 {
                    self.asm.op(C::Lea_r64_m, &[HALF.into(), Mem { base: from.base, index: step, scale: 4, disp: 0 }.into()]);
                }
                let mut places = vec![];
                for base in [from.base, HALF].into_iter().take(count / 4) {
                    let with = |index, scale| Mem { base, index, scale, disp: from.disp };
                    places.extend([with(Register::None, 1), with(step, 1), with(step, 2), with(THREE, 1)]);
                }
                places
            }
        }
    }

    fn of_width(&self, wide: C, narrow: C) -> C {
        if self.asm.wide { wide } else { narrow }
    }

    pub(super) fn load_far(&mut self, stream: u32, to: V) -> Option<()> {
        let places = self.places(stream);
        let dtype = self.lanes.streams[stream as usize].dtype;
        let full = self.asm.v(to);
        if dtype.size() == 8 {
            return self.words(&places, to);
        }
        // All of them in one register of 128 bits, or of 256.
        match dtype.size() {
            1 | 2 => {
                let zero = self.of_width(C::EVEX_Vpxorq_xmm_k1z_xmm_xmmm128b64, C::VEX_Vpxor_xmm_xmm_xmmm128);
                self.asm.op(zero, &[xmm(to).into(), xmm(to).into(), xmm(to).into()]);
                let insert = match dtype.size() {
                    1 => self.of_width(C::EVEX_Vpinsrb_xmm_xmm_r32m8_imm8, C::VEX_Vpinsrb_xmm_xmm_r32m8_imm8),
                    _ => self.of_width(C::EVEX_Vpinsrw_xmm_xmm_r32m16_imm8, C::VEX_Vpinsrw_xmm_xmm_r32m16_imm8),
                };
                for (n, m) in places.iter().enumerate() {
                    self.asm.op(insert, &[xmm(to).into(), xmm(to).into(), (*m).into(), X::I(n as i32)]);
                }
            }
            4 => {
                self.half_words(&places[..4], to);
                if let Some(others) = places.get(4..8) {
                    let t = self.take()?;
                    self.half_words(others, t);
                    self.asm.op(C::EVEX_Vinserti32x4_ymm_k1z_ymm_xmmm128_imm8, &[ymm(to).into(), ymm(to).into(), xmm(t).into(), X::I(1)]);
                    self.free.push(t);
                }
            }
            _ => return None,
        }
        let wide = self.asm.wide;
        let (code, from) = match dtype {
            DType::F32 if wide => (C::EVEX_Vcvtps2pd_zmm_k1z_ymmm256b32_sae, ymm(to)),
            DType::I32 if wide => (C::EVEX_Vpmovsxdq_zmm_k1z_ymmm256, ymm(to)),
            DType::U32 if wide => (C::EVEX_Vpmovzxdq_zmm_k1z_ymmm256, ymm(to)),
            DType::I16 if wide => (C::EVEX_Vpmovsxwq_zmm_k1z_xmmm128, xmm(to)),
            DType::U16 if wide => (C::EVEX_Vpmovzxwq_zmm_k1z_xmmm128, xmm(to)),
            DType::I8 if wide => (C::EVEX_Vpmovsxbq_zmm_k1z_xmmm64, xmm(to)),
            DType::U8 | DType::Bool if wide => (C::EVEX_Vpmovzxbq_zmm_k1z_xmmm64, xmm(to)),
            DType::F32 => (C::VEX_Vcvtps2pd_ymm_xmmm128, xmm(to)),
            DType::I32 => (C::VEX_Vpmovsxdq_ymm_xmmm128, xmm(to)),
            DType::U32 => (C::VEX_Vpmovzxdq_ymm_xmmm128, xmm(to)),
            DType::I16 => (C::VEX_Vpmovsxwq_ymm_xmmm64, xmm(to)),
            DType::U16 => (C::VEX_Vpmovzxwq_ymm_xmmm64, xmm(to)),
            DType::I8 => (C::VEX_Vpmovsxbq_ymm_xmmm32, xmm(to)),
            DType::U8 | DType::Bool => (C::VEX_Vpmovzxbq_ymm_xmmm32, xmm(to)),
            _ => return None,
        };
        self.asm.op(code, &[full.into(), from.into()]);
        Some(())
    }

    /// Elements of eight bytes.
    fn words(&mut self, places: &[Mem], to: V) -> Option<()> {
        self.two_words(&places[..2], to);
        let t = self.take()?;
        self.two_words(&places[2..4], t);
        let insert = self.of_width(C::EVEX_Vinsertf64x2_ymm_k1z_ymm_xmmm128_imm8, C::VEX_Vinsertf128_ymm_ymm_xmmm128_imm8);
        self.asm.op(insert, &[ymm(to).into(), ymm(to).into(), xmm(t).into(), X::I(1)]);
        if let Some(others) = places.get(4..8) {
            let u = self.take()?;
            self.two_words(&others[..2], t);
            self.two_words(&others[2..], u);
            self.asm.op(insert, &[ymm(t).into(), ymm(t).into(), xmm(u).into(), X::I(1)]);
            let full = self.asm.v(to);
            self.asm.op(C::EVEX_Vinsertf64x4_zmm_k1z_zmm_ymmm256_imm8, &[full.into(), full.into(), ymm(t).into(), X::I(1)]);
            self.free.push(u);
        }
        self.free.push(t);
        Some(())
    }

    fn two_words(&mut self, places: &[Mem], to: V) {
        let first = self.of_width(C::EVEX_Vmovsd_xmm_k1z_m64, C::VEX_Vmovsd_xmm_m64);
        self.asm.op(first, &[xmm(to).into(), places[0].into()]);
        let second = self.of_width(C::EVEX_Vmovhpd_xmm_xmm_m64, C::VEX_Vmovhpd_xmm_xmm_m64);
        self.asm.op(second, &[xmm(to).into(), xmm(to).into(), places[1].into()]);
    }

    fn half_words(&mut self, places: &[Mem], to: V) {
        let first = self.of_width(C::EVEX_Vmovd_xmm_rm32, C::VEX_Vmovd_xmm_rm32);
        self.asm.op(first, &[xmm(to).into(), places[0].into()]);
        let insert = self.of_width(C::EVEX_Vpinsrd_xmm_xmm_rm32_imm8, C::VEX_Vpinsrd_xmm_xmm_rm32_imm8);
        for (n, m) in places.iter().enumerate().skip(1) {
            self.asm.op(insert, &[xmm(to).into(), xmm(to).into(), (*m).into(), X::I(n as i32)]);
        }
    }

    pub(super) fn store_far(&mut self, stream: u32, from: V) -> Option<()> {
        let places = self.places(stream);
        let dtype = self.lanes.streams[stream as usize].dtype;
        let wide = self.asm.wide;
        let (t, full) = (self.take()?, self.asm.v(from));
        match dtype {
            DType::F64 | DType::I64 | DType::U64 => {
                self.put_words(&places[..2], from);
                for (n, two) in places.chunks(2).enumerate().skip(1) {
                    let code = self.of_width(C::EVEX_Vextractf64x2_xmmm128_k1z_zmm_imm8, C::VEX_Vextractf128_xmmm128_ymm_imm8);
                    self.asm.op(code, &[xmm(t).into(), full.into(), X::I(n as i32)]);
                    self.put_words(two, t);
                }
            }
            DType::F32 | DType::I32 | DType::U32 => {
                let code = match (dtype, wide) {
                    (DType::F32, true) => C::EVEX_Vcvtpd2ps_ymm_k1z_zmmm512b64_er,
                    (DType::F32, false) => C::VEX_Vcvtpd2ps_xmm_ymmm256,
                    (_, true) => C::EVEX_Vpmovqd_ymmm256_k1z_zmm,
                    _ => return None,
                };
                let short = if wide { ymm(t) } else { xmm(t) };
                self.asm.op(code, &[short.into(), full.into()]);
                self.put_parts(&places[..4], t, 4);
                if let Some(others) = places.get(4..8) {
                    self.asm.op(C::EVEX_Vextracti32x4_xmmm128_k1z_ymm_imm8, &[xmm(t).into(), ymm(t).into(), X::I(1)]);
                    self.put_parts(others, t, 4);
                }
            }
            DType::I16 | DType::U16 if wide => {
                self.asm.op(C::EVEX_Vpmovqw_xmmm128_k1z_zmm, &[xmm(t).into(), full.into()]);
                self.put_parts(&places, t, 2);
            }
            DType::I8 | DType::U8 | DType::Bool if wide => {
                self.asm.op(C::EVEX_Vpmovqb_xmmm64_k1z_zmm, &[xmm(t).into(), full.into()]);
                self.put_parts(&places, t, 1);
            }
            _ => return None,
        }
        self.free.push(t);
        Some(())
    }

    fn put_words(&mut self, places: &[Mem], from: V) {
        let first = self.of_width(C::EVEX_Vmovsd_m64_k1_xmm, C::VEX_Vmovsd_m64_xmm);
        self.asm.op(first, &[places[0].into(), xmm(from).into()]);
        let second = self.of_width(C::EVEX_Vmovhpd_m64_xmm, C::VEX_Vmovhpd_m64_xmm);
        self.asm.op(second, &[places[1].into(), xmm(from).into()]);
    }

    fn put_parts(&mut self, places: &[Mem], from: V, size: usize) {
        let code = match size {
            1 => self.of_width(C::EVEX_Vpextrb_r32m8_xmm_imm8, C::VEX_Vpextrb_r32m8_xmm_imm8),
            2 => self.of_width(C::EVEX_Vpextrw_r32m16_xmm_imm8, C::VEX_Vpextrw_r32m16_xmm_imm8),
            _ => self.of_width(C::EVEX_Vpextrd_rm32_xmm_imm8, C::VEX_Vpextrd_rm32_xmm_imm8),
        };
        for (n, m) in places.iter().enumerate() {
            self.asm.op(code, &[(*m).into(), xmm(from).into(), X::I(n as i32)]);
        }
    }

    /// What stands beside the elements of this instruction's stream, if the next instruction is for these.
    pub(super) fn other_part(&self, n: usize) -> Option<Lane> {
        let stream = |s: u32| self.lanes.streams[s as usize];
        let is_beside = |a: u32, b: u32| {
            let (a, b) = (stream(a), stream(b));
            a.step == Step::Pairs && b.step == Step::Pairs && a.base == b.base && b.offset == a.offset + 8
        };
        match (&self.lanes.insts[n], self.lanes.insts.get(n + 1)?) {
            (LaneOp::Load { stream: a, .. }, LaneOp::Load { stream: b, .. }) if is_beside(*a, *b) => Some((self.lanes.scalars.len() + n + 1) as Lane),
            (LaneOp::Store { stream: a, .. }, LaneOp::Store { stream: b, value, .. }) if is_beside(*a, *b) => Some(*value),
            _ => None,
        }
    }

    /// The instruction in front of this one has done it too.
    pub(super) fn is_second(&self, n: usize) -> bool {
        // Of three that follow each other, the third is a first again.
        n > 0 && self.other_part(n - 1).is_some() && !self.is_second(n - 1)
    }

    /// The orders of elements that pairs need.
    pub(super) fn prepare_pairs(&mut self) -> Option<()> {
        if !self.asm.wide {
            return Some(());
        }
        let all = |load: bool| (0..self.lanes.insts.len()).any(|n| matches!(self.lanes.insts[n], LaneOp::Load { .. }) == load && self.other_part(n).is_some());
        let (loads, stores) = (all(true), all(false));
        for (order, _) in ORDERS.into_iter().zip([loads, loads, stores, stores]).filter(|(_, wanted)| *wanted) {
            let v = self.take()?;
            self.bytes(v, order);
            self.orders.push((order, v));
        }
        Some(())
    }

    fn order(&self, n: usize) -> Option<V> {
        self.orders.iter().find(|o| o.0 == ORDERS[n]).map(|o| o.1)
    }

    pub(super) fn load_pairs(&mut self, stream: u32, first: V, second: V) -> Option<()> {
        let from = self.address(stream);
        let t = self.take()?;
        let code = self.of_width(C::EVEX_Vmovupd_zmm_k1z_zmmm512, C::VEX_Vmovupd_ymm_ymmm256);
        let further = Mem { disp: from.disp + 8 * self.count() as i64, ..from };
        let [a, b, c] = [first, second, t].map(|v| self.asm.v(v));
        self.asm.op(code, &[a.into(), from.into()]);
        self.asm.op(code, &[c.into(), further.into()]);
        if self.asm.wide {
            let (one, other) = (self.asm.v(self.order(0)?), self.asm.v(self.order(1)?));
            self.asm.op(C::EVEX_Vmovapd_zmm_k1z_zmmm512, &[b.into(), a.into()]);
            self.asm.op(C::EVEX_Vpermt2pd_zmm_k1z_zmm_zmmm512b64, &[a.into(), one.into(), c.into()]);
            self.asm.op(C::EVEX_Vpermt2pd_zmm_k1z_zmm_zmmm512b64, &[b.into(), other.into(), c.into()]);
        } else {
            self.asm.op(C::VEX_Vperm2f128_ymm_ymm_ymmm256_imm8, &[b.into(), a.into(), c.into(), X::I(0x20)]);
            self.asm.op(C::VEX_Vperm2f128_ymm_ymm_ymmm256_imm8, &[c.into(), a.into(), c.into(), X::I(0x31)]);
            self.asm.op(C::VEX_Vunpcklpd_ymm_ymm_ymmm256, &[a.into(), b.into(), c.into()]);
            self.asm.op(C::VEX_Vunpckhpd_ymm_ymm_ymmm256, &[b.into(), b.into(), c.into()]);
        }
        self.free.push(t);
        Some(())
    }

    pub(super) fn store_pairs(&mut self, stream: u32, first: V, second: V) -> Option<()> {
        let to = self.address(stream);
        let further = Mem { disp: to.disp + 8 * self.count() as i64, ..to };
        let (t, u) = (self.take()?, self.take()?);
        let [a, b, low, high] = [first, second, t, u].map(|v| self.asm.v(v));
        if self.asm.wide {
            let (one, other) = (self.asm.v(self.order(2)?), self.asm.v(self.order(3)?));
            for (v, order) in [(low, one), (high, other)] {
                self.asm.op(C::EVEX_Vmovapd_zmm_k1z_zmmm512, &[v.into(), a.into()]);
                self.asm.op(C::EVEX_Vpermt2pd_zmm_k1z_zmm_zmmm512b64, &[v.into(), order.into(), b.into()]);
            }
        } else {
            self.asm.op(C::VEX_Vunpckhpd_ymm_ymm_ymmm256, &[high.into(), a.into(), b.into()]);
            let w = self.take()?;
            let other = ymm(w);
            self.asm.op(C::VEX_Vunpcklpd_ymm_ymm_ymmm256, &[other.into(), a.into(), b.into()]);
            self.asm.op(C::VEX_Vperm2f128_ymm_ymm_ymmm256_imm8, &[low.into(), other.into(), high.into(), X::I(0x20)]);
            self.asm.op(C::VEX_Vperm2f128_ymm_ymm_ymmm256_imm8, &[high.into(), other.into(), high.into(), X::I(0x31)]);
            self.free.push(w);
        }
        let code = self.of_width(C::EVEX_Vmovupd_zmmm512_k1z_zmm, C::VEX_Vmovupd_ymmm256_ymm);
        self.asm.op(code, &[to.into(), low.into()]);
        self.asm.op(code, &[further.into(), high.into()]);
        self.free.extend([t, u]);
        Some(())
    }
}
