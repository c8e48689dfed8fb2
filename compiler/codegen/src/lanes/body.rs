//! The function around a round, and a round's instructions.

mod codes;
mod elements;
mod far;
mod quotient;
mod short;
mod warn;

use iced_x86::Code as C;
use iced_x86::{Instruction, Register};
use pyaot_ir::lanes::{Lane, LaneOp, Lanes, Step};
use pyaot_ir::{Cc, Op, Ty};

use super::Level;
use self::codes::{float_predicate, int_predicate, plain};
use super::asm::{Asm, Label, Mem, V, X, k, xmm, ymm};

/// Where elements are. The first ones are free in any function.
const POINTERS: [Register; 9] = {
    use Register::*;
    [RSI, R8, R9, R10, RBX, R12, R13, R14, R15]
};
const FREE_POINTERS: usize = 4;
const ARGS: Register = Register::RDI;
/// Rounds that are done.
const DONE: Register = Register::RAX;
/// And the same number below zero.
const BACK: Register = Register::R11;
const SIGN: u64 = 1 << 63;
/// For addresses of elements that are far from each other: three steps, and half of a vector's elements further.
const THREE: Register = Register::RDX;
const HALF: Register = Register::RBP;
/// A word below the stack, which is a leaf function's, for the processor's flags.
const FLAGS: Mem = Mem { base: Register::RSP, index: Register::None, scale: 1, disp: -8 };
/// Another one: whether the flags are those of this call, and not what was there before.
const OURS: Mem = Mem { base: Register::RSP, index: Register::None, scale: 1, disp: -16 };
/// The mask of the rounds that run.
const ALL: u8 = 1;

/// Where a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Vector(V),
    Mask(u8),
}

struct Body<'a> {
    lanes: &'a Lanes,
    asm: Asm,
    types: Vec<Option<Ty>>,
    /// By lane: the last instruction that reads it.
    last: Vec<usize>,
    at: Vec<Option<At>>,
    free: Vec<V>,
    free_masks: Vec<u8>,
    consts: Vec<(u64, V)>,
    /// Numbers of elements, for what brings these together.
    orders: Vec<(u64, V)>,
    /// By instruction: the vectors of counts, and what they grow by.
    counts: Vec<(usize, V, V)>,
    sums: Vec<(usize, V)>,
    done: Label,
    /// Where an instruction goes that stops.
    leave: Label,
    /// Where numbers are not finite, in which there may be something to warn of.
    warned: Option<At>,
    /// Where it is decided whether there is something to warn of, where it goes on if there is not, and where the round begins.
    rare: Vec<(Label, Label, Label)>,
    /// The beginning of the round.
    again: Label,
    /// The rounds are fewer than lanes.
    rest: bool,
    /// There is a look behind many rounds.
    later: bool,
    /// By lane: floats that are kept with 32 bits.
    short: Vec<bool>,
    /// By lane: what is done by the instruction that rounds it.
    rounded: Vec<bool>,
    /// Scalars with 32 bits.
    short_scalars: Vec<(Lane, V)>,
}

pub(super) fn function(lanes: &Lanes, level: Level) -> Option<Vec<Instruction>> {
    let wide = level == Level::Avx512;
    let mut asm = Asm::new(wide);
    let [done, again] = [(); 2].map(|()| asm.label());
    let types = lanes.types();
    let mut last = vec![0; types.len()];
    for (n, i) in lanes.insts.iter().enumerate() {
        i.for_each_arg(|a| last[a as usize] = n);
    }
    last[..lanes.scalars.len()].fill(usize::MAX);
    let mut b = Body {
        lanes,
        asm,
        at: vec![None; types.len()],
        types,
        last,
        free: (0..if wide { 32 } else { 16 }).rev().map(V).collect(),
        free_masks: if wide { (2..8).rev().collect() } else { vec![] },
        consts: vec![],
        orders: vec![],
        counts: vec![],
        sums: vec![],
        done,
        leave: done,
        warned: None,
        rare: vec![],
        again,
        rest: false,
        later: false,
        short: vec![],
        rounded: vec![],
        short_scalars: vec![],
    };
    b.find_short();
    b.function()?;
    Some(b.asm.insts)
}

impl Body<'_> {
    fn function(&mut self) -> Option<()> {
        let lanes = self.lanes;
        let count = self.count();
        let pointers = POINTERS.get(..lanes.bases() + lanes.steps())?;
        let mut saved = pointers.get(FREE_POINTERS..).unwrap_or(&[]).to_vec();
        if lanes.streams.iter().any(|s| s.step != Step::Dense) {
            saved.push(HALF);
        }
        for r in &saved {
            self.asm.op(C::Push_r64, &[(*r).into()]);
        }
        if lanes.insts.iter().any(|i| matches!(i, LaneOp::Warn { .. })) {
            if lanes.again {
                self.clear_flags();
            }
            self.asm.op(C::Mov_rm32_imm32, &[OURS.into(), i32::from(lanes.again).into()]);
        }
        self.asm.op(C::Mov_r64_rm64, &[Register::RCX.into(), Mem::at(ARGS, 0).into()]);
        self.asm.op(C::Xor_r32_rm32, &[Register::EAX.into(), Register::EAX.into()]);
        if lanes.down {
            self.asm.op(C::Xor_r32_rm32, &[Register::R11D.into(), Register::R11D.into()]);
        }
        for (n, r) in pointers.iter().enumerate() {
            self.asm.op(C::Mov_r64_rm64, &[(*r).into(), Mem::at(ARGS, 8 * (n as i64 + 1)).into()]);
        }
        if self.asm.wide {
            self.asm.op(C::Mov_r32_imm32, &[Register::EDX.into(), 0xff.into()]);
            self.asm.op(C::VEX_Kmovw_kr_r32, &[k(ALL).into(), Register::EDX.into()]);
        }
        let first = 1 + pointers.len() as i64;
        for n in 0..lanes.scalars.len() {
            let v = self.take()?;
            self.at[n] = Some(At::Vector(v));
            let code = if self.asm.wide { C::EVEX_Vbroadcastsd_zmm_k1z_xmmm64 } else { C::VEX_Vbroadcastsd_ymm_m64 };
            let to = self.asm.v(v);
            self.asm.op(code, &[to.into(), Mem::at(ARGS, 8 * (first + n as i64)).into()]);
        }
        self.prepare()?;

        let main = self.again;
        // Elements that are not side by side have no masks.
        let masks = self.asm.wide && lanes.streams.iter().all(|s| s.step == Step::Dense);
        let rest = if masks { self.asm.label() } else { self.done };
        self.asm.op(C::Sub_rm64_imm32, &[Register::RCX.into(), (count as i32).into()]);
        self.asm.jump(C::Js_rel32_64, rest);
        let state = (self.at.clone(), self.free.clone(), self.free_masks.clone());
        if lanes.again {
            let own = first + lanes.scalars.len() as i64;
            self.asm.op(C::Cmp_rm64_imm8, &[Mem::at(ARGS, 8 * own).into(), 0.into()]);
            self.asm.jump(C::Je_rel32_64, main);
            self.many_rounds(count, rest)?;
            (self.at, self.free, self.free_masks) = state.clone();
        }
        self.asm.bind(main);
        self.round()?;
        self.next_round(count);
        self.asm.op(C::Cmp_r64_rm64, &[DONE.into(), Register::RCX.into()]);
        self.asm.jump(C::Jle_rel32_64, main);
        if masks {
            self.asm.bind(rest);
            (self.at, self.free, self.free_masks) = state;
            self.rest(count)?;
        }
        self.end(first + lanes.scalars.len() as i64 + i64::from(lanes.again), &saved);
        Some(())
    }

    fn next_round(&mut self, count: usize) {
        self.asm.op(C::Add_rm64_imm32, &[DONE.into(), (count as i32).into()]);
        if self.lanes.down {
            self.asm.op(C::Sub_rm64_imm32, &[BACK.into(), (count as i32).into()]);
        }
        self.go_on(count);
        for (_, v, more) in self.counts.clone() {
            self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, v, v, more);
        }
    }

    /// The last rounds, by masks.
    fn rest(&mut self, count: usize) -> Option<()> {
        self.rest = true;
        self.asm.op(C::Add_rm64_imm32, &[Register::RCX.into(), (count as i32).into()]);
        self.asm.op(C::Sub_r64_rm64, &[Register::RCX.into(), DONE.into()]);
        self.asm.jump(C::Jle_rel32_64, self.done);
        if self.lanes.down {
            self.asm.op(C::Mov_r32_imm32, &[Register::EDX.into(), 0xff00.into()]);
            self.asm.op(C::Shr_rm32_CL, &[Register::EDX.into(), Register::CL.into()]);
            self.asm.op(C::And_rm32_imm32, &[Register::EDX.into(), 0xff.into()]);
        } else {
            self.asm.op(C::Mov_r32_imm32, &[Register::EDX.into(), 1.into()]);
            self.asm.op(C::Shl_rm32_CL, &[Register::EDX.into(), Register::CL.into()]);
            self.asm.op(C::Sub_rm32_imm32, &[Register::EDX.into(), 1.into()]);
        }
        self.asm.op(C::VEX_Kmovw_kr_r32, &[k(ALL).into(), Register::EDX.into()]);
        self.again = self.asm.label();
        self.asm.bind(self.again);
        self.round()?;
        self.asm.op(C::Add_r64_rm64, &[DONE.into(), Register::RCX.into()]);
        Some(())
    }

    fn end(&mut self, sums: i64, saved: &[Register]) {
        self.asm.bind(self.done);
        let code = if self.asm.wide { C::EVEX_Vmovupd_zmmm512_k1z_zmm } else { C::VEX_Vmovupd_ymmm256_ymm };
        let is_sum = |n: &(usize, V)| matches!(self.lanes.insts[n.0], LaneOp::Sum { .. });
        let results: Vec<V> = self.sums.iter().filter(|n| is_sum(n)).map(|n| n.1).collect();
        for (n, v) in results.into_iter().enumerate() {
            let from = self.asm.v(v);
            let disp = 8 * (sums + (n * super::MOST) as i64);
            self.asm.op(code, &[Mem::at(ARGS, disp).into(), from.into()]);
        }
        self.asm.op(C::VEX_Vzeroupper, &[]);
        for r in saved.iter().rev() {
            self.asm.op(C::Pop_r64, &[(*r).into()]);
        }
        self.asm.op(C::Retnq, &[]);
        for rare in std::mem::take(&mut self.rare) {
            self.ask_flags(rare);
        }
    }

    fn count(&self) -> usize {
        if self.asm.wide { 8 } else { 4 }
    }

    fn take(&mut self) -> Option<V> {
        self.free.pop()
    }

    /// What the rounds need from the start.
    fn prepare(&mut self) -> Option<()> {
        let all_ones = !self.asm.wide;
        let mut wanted: Vec<u64> = vec![];
        for i in &self.lanes.insts {
            let LaneOp::Num { op, .. } = i else {
                match i {
                    LaneOp::Room { .. } if all_ones => wanted.push(0),
                    LaneOp::Stop { truth: false, .. } if all_ones => wanted.push(u64::MAX),
                    LaneOp::Warn { .. } if all_ones => wanted.extend([!SIGN, f64::INFINITY.to_bits()]),
                    LaneOp::Quotient { by, is_rest, of, .. } => wanted.extend(self.quotient_needs(*by, *of, *is_rest)),
                    _ => {}
                }
                continue;
            };
            match op {
                Op::FNeg => wanted.push(SIGN),
                Op::FAbs => wanted.push(!SIGN),
                Op::INot => wanted.push(u64::MAX),
                Op::IMulO => wanted.extend([1 << 31, 0]),
                Op::BToI => wanted.push(1),
                Op::IShr if all_ones => wanted.push(0),
                Op::ULt if all_ones => wanted.push(SIGN),
                Op::BNot | Op::ICmp(Cc::Ne | Cc::Le | Cc::Ge) if all_ones => wanted.push(u64::MAX),
                _ => {}
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        for c in wanted {
            let v = self.take()?;
            self.broadcast(v, c);
            self.consts.push((c, v));
        }
        self.prepare_pairs()?;
        self.prepare_short()?;
        for (n, i) in self.lanes.insts.iter().enumerate() {
            match i {
                LaneOp::Count { start, step } => self.start_count(n, *start, *step)?,
                LaneOp::Sum { .. } | LaneOp::Room { .. } => {
                    let v = self.take()?;
                    self.both(C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256, v, v, v);
                    self.sums.push((n, v));
                }
                _ => {}
            }
        }
        Some(())
    }

    fn broadcast(&mut self, v: V, c: u64) {
        self.asm.word(Register::RDX, c);
        if self.asm.wide {
            let to = self.asm.v(v);
            self.asm.op(C::EVEX_Vpbroadcastq_zmm_k1z_r64, &[to.into(), Register::RDX.into()]);
        } else {
            self.asm.op(C::VEX_Vmovq_xmm_rm64, &[xmm(v).into(), Register::RDX.into()]);
            self.asm.op(C::VEX_Vpbroadcastq_ymm_xmmm64, &[ymm(v).into(), xmm(v).into()]);
        }
    }

    /// A byte of the word in each lane.
    fn bytes(&mut self, v: V, order: u64) {
        self.asm.word(Register::RDX, order);
        let to = self.asm.v(v);
        if self.asm.wide {
            self.asm.op(C::EVEX_Vmovq_xmm_rm64, &[xmm(v).into(), Register::RDX.into()]);
            self.asm.op(C::EVEX_Vpmovzxbq_zmm_k1z_xmmm64, &[to.into(), xmm(v).into()]);
        } else {
            self.asm.op(C::VEX_Vmovq_xmm_rm64, &[xmm(v).into(), Register::RDX.into()]);
            self.asm.op(C::VEX_Vpmovzxbq_ymm_xmmm32, &[to.into(), xmm(v).into()]);
        }
    }

    /// The numbers of the first rounds.
    fn start_count(&mut self, n: usize, start: Lane, step: i64) -> Option<()> {
        let At::Vector(start) = self.at[start as usize]? else { return None };
        let (v, more) = (self.take()?, self.take()?);
        let order: u64 = if self.asm.wide { 0x0706_0504_0302_0100 } else { 0x0302_0100 };
        let order = match (self.lanes.down, self.asm.wide) {
            (false, _) => order,
            (true, true) => order.swap_bytes(),
            (true, false) => u64::from((order as u32).swap_bytes()),
        };
        self.bytes(v, order);
        self.broadcast(more, step as u64);
        self.both(C::EVEX_Vpmuldq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpmuldq_ymm_ymm_ymmm256, v, v, more);
        self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, v, v, start);
        self.broadcast(more, step.checked_mul(self.count() as i64)? as u64);
        self.counts.push((n, v, more));
        self.at[self.lanes.scalars.len() + n] = Some(At::Vector(v));
        Some(())
    }

    fn constant(&self, c: u64) -> Option<V> {
        self.consts.iter().find(|(x, _)| *x == c).map(|(_, v)| *v)
    }

    /// `to = a op b`
    fn both(&mut self, wide: C, narrow: C, to: V, a: V, b: V) {
        let code = if self.asm.wide { wide } else { narrow };
        let [to, a, b] = [to, a, b].map(|v| self.asm.v(v));
        self.asm.op(code, &[to.into(), a.into(), b.into()]);
    }

    fn vector(&self, l: Lane) -> Option<V> {
        match self.at[l as usize]? {
            At::Vector(v) => Some(v),
            At::Mask(_) => None,
        }
    }

    fn mask(&self, l: Lane) -> Option<u8> {
        match self.at[l as usize]? {
            At::Mask(m) => Some(m),
            At::Vector(_) => None,
        }
    }

    /// The instructions of one round.
    fn round(&mut self) -> Option<()> {
        for n in 0..self.lanes.insts.len() {
            let widened = self.widen_operands(n)?;
            self.inst(n)?;
            for (a, v) in widened {
                let wide = std::mem::replace(&mut self.at[a as usize], Some(At::Vector(v)));
                self.free.extend(if let Some(At::Vector(w)) = wide { Some(w) } else { None });
            }
            let mut ends = vec![];
            let mut end = |a: Lane| {
                if self.last[a as usize] == n && !ends.contains(&a) {
                    ends.push(a);
                }
            };
            self.lanes.insts[n].for_each_arg(&mut end);
            self.for_each_rounded(n, &mut end);
            let this = (self.lanes.scalars.len() + n) as Lane;
            if self.types[this as usize].is_some() && self.last[this as usize] <= n {
                ends.push(this);
            }
            for a in ends {
                let is_count = self.counts.iter().any(|(i, ..)| i + self.lanes.scalars.len() == a as usize);
                match self.at[a as usize] {
                    _ if is_count => {}
                    Some(At::Vector(v)) => self.free.push(v),
                    Some(At::Mask(m)) => self.free_masks.push(m),
                    None => {}
                }
            }
        }
        Some(())
    }

    fn inst(&mut self, n: usize) -> Option<()> {
        let this = self.lanes.scalars.len() + n;
        match &self.lanes.insts[n] {
            LaneOp::Count { .. } => Some(()),
            LaneOp::Sum { value } => {
                let v = self.vector(*value)?;
                let (_, sum) = *self.sums.iter().find(|(i, _)| *i == n)?;
                self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, sum, sum, v);
                self.where_running();
                Some(())
            }
            LaneOp::Room { value, room } => self.room(n, *value, *room),
            // It came with the one in front of it.
            LaneOp::Load { .. } if self.at[this].is_some() && self.is_second(n) => Some(()),
            LaneOp::Store { .. } if self.is_second(n) => Some(()),
            LaneOp::Load { stream, mask } => {
                let v = self.take()?;
                self.at[this] = Some(At::Vector(v));
                match (self.lanes.streams[*stream as usize].step, self.other_part(n)) {
                    (Step::Dense, _) => self.load(*stream, *mask, v),
                    (Step::Pairs, Some(_)) => {
                        let second = self.take()?;
                        self.at[this + 1] = Some(At::Vector(second));
                        self.load_pairs(*stream, v, second)
                    }
                    _ => self.load_far(*stream, v),
                }
            }
            LaneOp::Store { stream, value, mask } => {
                let v = self.vector(*value)?;
                match (self.lanes.streams[*stream as usize].step, self.other_part(n)) {
                    (Step::Dense, _) => self.store(*stream, *mask, v, self.short[*value as usize]),
                    (Step::Pairs, Some(other)) => {
                        let second = self.vector(other)?;
                        self.store_pairs(*stream, v, second)
                    }
                    _ => self.store_far(*stream, v),
                }
            }
            LaneOp::Product { a, b } => {
                let to = self.take()?;
                self.at[this] = Some(At::Vector(to));
                let (a, b) = (self.vector(*a)?, self.vector(*b)?);
                self.both(C::EVEX_Vpmuldq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpmuldq_ymm_ymm_ymmm256, to, a, b);
                Some(())
            }
            LaneOp::Quotient { value, by, is_rest, of, mask } => {
                let to = self.take()?;
                self.at[this] = Some(At::Vector(to));
                self.quotient(*value, (*by, *is_rest), *of, *mask, to)
            }
            LaneOp::Stop { cond, truth, mask } => self.stop(*cond, *truth, *mask),
            LaneOp::Warn { .. } if self.later => Some(()),
            LaneOp::Warn { value, mask } => {
                self.not_finite(*value, *mask)?;
                if !matches!(self.lanes.insts.get(n + 1), Some(LaneOp::Warn { .. })) {
                    self.warn()?;
                }
                Some(())
            }
            LaneOp::Num { .. } if self.rounded[this] => Some(()),
            LaneOp::Num { op: Op::FRound32, args, .. } if self.short[this] => {
                let to = self.take()?;
                self.at[this] = Some(At::Vector(to));
                self.short_number(args[0], to)
            }
            LaneOp::Num { op, args, mask } => {
                if self.types[this] == Some(Ty::Bool) && self.asm.wide {
                    let to = self.free_masks.pop()?;
                    self.at[this] = Some(At::Mask(to));
                    return self.wide_bool(op, args, to);
                }
                let to = self.take()?;
                self.at[this] = Some(At::Vector(to));
                self.number(op, args, *mask, to)
            }
        }
    }

    /// Leaves if the sizes of these ints add up to more than the room.
    fn room(&mut self, n: usize, value: Lane, room: Lane) -> Option<()> {
        let (_, sum) = *self.sums.iter().find(|(i, _)| *i == n)?;
        let (x, room, t) = (self.vector(value)?, self.vector(room)?, self.take()?);
        if self.asm.wide {
            let [to, from, all, room] = [t, x, sum, room].map(|v| self.asm.v(v));
            self.asm.op(C::EVEX_Vpabsq_zmm_k1z_zmmm512b64, &[to.into(), from.into()]);
            self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::INVALID, sum, sum, t);
            let m = self.free_masks.pop()?;
            self.asm.op(C::EVEX_Vpcmpq_kr_k1_zmm_zmmm512b64_imm8, &[k(m).into(), all.into(), room.into(), X::I(int_predicate(Cc::Gt))]);
            self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(m).into(), k(m).into(), k(ALL).into()]);
            self.leave_by_mask(m, None)?;
            self.free_masks.push(m);
        } else {
            let (zero, u) = (self.constant(0)?, self.take()?);
            self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, t, zero, x);
            self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, u, x, t);
            self.both(C::INVALID, C::VEX_Vpsubq_ymm_ymm_ymmm256, u, u, t);
            self.both(C::INVALID, C::VEX_Vpaddq_ymm_ymm_ymmm256, sum, sum, u);
            self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, t, sum, room);
            self.leave_by_sign(t, None)?;
            self.free.push(u);
        }
        self.free.push(t);
        Some(())
    }

    /// In the rest, the instruction leaves the lanes that do not run as they are.
    fn where_running(&mut self) {
        if self.rest {
            self.asm.insts.last_mut().expect("there is an instruction").set_op_mask(k(ALL));
        }
    }

    fn stop(&mut self, cond: Lane, truth: bool, mask: Option<Lane>) -> Option<()> {
        if self.asm.wide {
            let (cond, t) = (self.mask(cond)?, self.free_masks.pop()?);
            let code = if truth { C::VEX_Kandw_kr_kr_kr } else { C::VEX_Kandnw_kr_kr_kr };
            self.asm.op(code, &[k(t).into(), k(cond).into(), k(ALL).into()]);
            self.leave_by_mask(t, mask)?;
            self.free_masks.push(t);
            return Some(());
        }
        let (cond, t) = (self.vector(cond)?, self.take()?);
        if truth {
            self.both(C::INVALID, C::VEX_Vpor_ymm_ymm_ymmm256, t, cond, cond);
        } else {
            let ones = self.constant(u64::MAX)?;
            self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, t, cond, ones);
        }
        self.leave_by_sign(t, mask)?;
        self.free.push(t);
        Some(())
    }

    /// Leaves if any bit of the mask register is set, in lanes in which the mask holds.
    fn leave_by_mask(&mut self, t: u8, mask: Option<Lane>) -> Option<()> {
        if let Some(m) = mask {
            let m = self.mask(m)?;
            self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(t).into(), k(t).into(), k(m).into()]);
        }
        self.asm.op(C::VEX_Kortestw_kr_kr, &[k(t).into(), k(t).into()]);
        self.asm.jump(C::Jne_rel32_64, self.leave);
        Some(())
    }

    /// Leaves if the sign of any lane is set in which the mask holds.
    fn leave_by_sign(&mut self, t: V, mask: Option<Lane>) -> Option<()> {
        if self.asm.wide {
            let m = self.free_masks.pop()?;
            let from = self.asm.v(t);
            self.asm.op(C::EVEX_Vpmovq2m_kr_zmm, &[k(m).into(), from.into()]);
            self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(m).into(), k(m).into(), k(ALL).into()]);
            self.leave_by_mask(m, mask)?;
            self.free_masks.push(m);
            return Some(());
        }
        if let Some(m) = mask {
            let m = self.vector(m)?;
            self.both(C::INVALID, C::VEX_Vpand_ymm_ymm_ymmm256, t, t, m);
        }
        self.asm.op(C::VEX_Vmovmskpd_r32_ymm, &[Register::EDX.into(), ymm(t).into()]);
        self.asm.op(C::Test_rm32_r32, &[Register::EDX.into(), Register::EDX.into()]);
        self.asm.jump(C::Jne_rel32_64, self.leave);
        Some(())
    }

    /// Bools in mask registers.
    fn wide_bool(&mut self, op: &Op, args: &[Lane], to: u8) -> Option<()> {
        let logic = match op {
            Op::BAnd => Some(C::VEX_Kandw_kr_kr_kr),
            Op::BOr => Some(C::VEX_Korw_kr_kr_kr),
            Op::BXor => Some(C::VEX_Kxorw_kr_kr_kr),
            _ => None,
        };
        if let Some(code) = logic {
            let (a, b) = (self.mask(args[0])?, self.mask(args[1])?);
            self.asm.op(code, &[k(to).into(), k(a).into(), k(b).into()]);
            return Some(());
        }
        match op {
            Op::BNot => {
                let a = self.mask(args[0])?;
                self.asm.op(C::VEX_Kandnw_kr_kr_kr, &[k(to).into(), k(a).into(), k(ALL).into()]);
            }
            Op::Select => {
                let [c, a, b] = [self.mask(args[0])?, self.mask(args[1])?, self.mask(args[2])?];
                let t = self.free_masks.pop()?;
                self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(t).into(), k(c).into(), k(a).into()]);
                self.asm.op(C::VEX_Kandnw_kr_kr_kr, &[k(to).into(), k(c).into(), k(b).into()]);
                self.asm.op(C::VEX_Korw_kr_kr_kr, &[k(to).into(), k(to).into(), k(t).into()]);
                self.free_masks.push(t);
            }
            Op::FCmp(_) | Op::ICmp(_) | Op::ULt => {
                let [a, b] = [self.vector(args[0])?, self.vector(args[1])?].map(|v| self.asm.v(v));
                let (code, how) = match op {
                    Op::FCmp(cc) => (C::EVEX_Vcmppd_kr_k1_zmm_zmmm512b64_imm8_sae, float_predicate(*cc)),
                    Op::ICmp(cc) => (C::EVEX_Vpcmpq_kr_k1_zmm_zmmm512b64_imm8, int_predicate(*cc)),
                    _ => (C::EVEX_Vpcmpuq_kr_k1_zmm_zmmm512b64_imm8, int_predicate(Cc::Lt)),
                };
                self.asm.op(code, &[k(to).into(), a.into(), b.into(), X::I(how)]);
            }
            _ => return None,
        }
        Some(())
    }

    /// Everything whose result is in a vector register.
    fn number(&mut self, op: &Op, args: &[Lane], mask: Option<Lane>, to: V) -> Option<()> {
        if let Some((wide, narrow, swapped)) = plain(op) {
            let code = if self.asm.wide { wide } else { narrow };
            if code == C::INVALID {
                return None;
            }
            let (mut a, mut b) = (self.vector(args[0])?, self.vector(args[1])?);
            if swapped {
                (a, b) = (b, a);
            }
            self.both(wide, narrow, to, a, b);
            return Some(());
        }
        let wide = self.asm.wide;
        match op {
            Op::IAddO | Op::ISubO => {
                let (a, b, t) = (self.vector(args[0])?, self.vector(args[1])?, self.take()?);
                let (add, sub) = ((C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256), (C::EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsubq_ymm_ymm_ymmm256));
                let (code, xor) = (if *op == Op::IAddO { add } else { sub }, (C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256));
                let u = self.take()?;
                self.both(code.0, code.1, to, a, b);
                // Overflow: the result has another sign than both, or than the first if the second is taken away.
                self.both(xor.0, xor.1, t, a, to);
                let other = if *op == Op::IAddO { to } else { a };
                self.both(xor.0, xor.1, u, b, other);
                self.both(C::EVEX_Vpandq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpand_ymm_ymm_ymmm256, t, t, u);
                self.leave_by_sign(t, mask)?;
                self.free.extend([t, u]);
            }
            Op::IMulO => self.checked_product(args, mask, to)?,
            Op::FNeg => self.with_constant(C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256, to, args[0], SIGN)?,
            Op::FAbs => self.with_constant(C::EVEX_Vpandq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpand_ymm_ymm_ymmm256, to, args[0], !SIGN)?,
            Op::INot => self.with_constant(C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256, to, args[0], u64::MAX)?,
            Op::FSqrt => self.one(C::EVEX_Vsqrtpd_zmm_k1z_zmmm512b64_er, C::VEX_Vsqrtpd_ymm_ymmm256, to, args[0], None)?,
            Op::FFloor | Op::FCeil | Op::FTrunc | Op::FNearest => {
                // Without the flag for inexact results.
                let how = 8 | match op {
                    Op::FFloor => 1,
                    Op::FCeil => 2,
                    Op::FTrunc => 3,
                    _ => 0,
                };
                self.one(C::EVEX_Vrndscalepd_zmm_k1z_zmmm512b64_imm8_sae, C::VEX_Vroundpd_ymm_ymmm256_imm8, to, args[0], Some(how))?;
            }
            Op::IShr if wide => {
                let (a, n) = (self.vector(args[0])?, self.vector(args[1])?);
                self.both(C::EVEX_Vpsravq_zmm_k1z_zmm_zmmm512b64, C::INVALID, to, a, n);
            }
            // There is none for 64 bits: the digits that are not the sign's are shifted.
            Op::IShr => {
                let (a, n, sign) = (self.vector(args[0])?, self.vector(args[1])?, self.take()?);
                let zero = self.constant(0)?;
                self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, sign, zero, a);
                self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, to, a, sign);
                self.both(C::INVALID, C::VEX_Vpsrlvq_ymm_ymm_ymmm256, to, to, n);
                self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, to, to, sign);
                self.free.push(sign);
            }
            Op::IToF => self.one(C::EVEX_Vcvtqq2pd_zmm_k1z_zmmm512b64_er, C::INVALID, to, args[0], None)?,
            Op::FToI => self.one(C::EVEX_Vcvttpd2qq_zmm_k1z_zmmm512b64_sae, C::INVALID, to, args[0], None)?,
            Op::FRound32 => {
                let from = self.asm.v(self.vector(args[0])?);
                let full = self.asm.v(to);
                if wide {
                    self.asm.op(C::EVEX_Vcvtpd2ps_ymm_k1z_zmmm512b64_er, &[ymm(to).into(), from.into()]);
                    self.asm.op(C::EVEX_Vcvtps2pd_zmm_k1z_ymmm256b32_sae, &[full.into(), ymm(to).into()]);
                } else {
                    self.asm.op(C::VEX_Vcvtpd2ps_xmm_ymmm256, &[xmm(to).into(), from.into()]);
                    self.asm.op(C::VEX_Vcvtps2pd_ymm_xmmm128, &[full.into(), xmm(to).into()]);
                }
            }
            Op::BToI if wide => {
                let (m, one) = (self.mask(args[0])?, self.asm.v(self.constant(1)?));
                let to = self.asm.v(to);
                let i = self.asm.op(C::EVEX_Vmovapd_zmm_k1z_zmmm512, &[to.into(), one.into()]);
                i.set_op_mask(k(m));
                i.set_zeroing_masking(true);
            }
            Op::BToI => self.with_constant(C::INVALID, C::VEX_Vpand_ymm_ymm_ymmm256, to, args[0], 1)?,
            Op::Select => {
                let (a, b) = (self.vector(args[1])?, self.vector(args[2])?);
                if wide {
                    let m = self.mask(args[0])?;
                    self.both(C::EVEX_Vblendmpd_zmm_k1z_zmm_zmmm512b64, C::INVALID, to, b, a);
                    self.asm.insts.last_mut().expect("just added").set_op_mask(k(m));
                } else {
                    let m = self.vector(args[0])?;
                    self.blend(to, m, a, b);
                }
            }
            Op::IMin | Op::IMax if wide => {
                let (a, b) = (self.vector(args[0])?, self.vector(args[1])?);
                let code = if *op == Op::IMin { C::EVEX_Vpminsq_zmm_k1z_zmm_zmmm512b64 } else { C::EVEX_Vpmaxsq_zmm_k1z_zmm_zmmm512b64 };
                self.both(code, C::INVALID, to, a, b);
            }
            Op::IMin | Op::IMax => {
                let (a, b, t) = (self.vector(args[0])?, self.vector(args[1])?, self.take()?);
                self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, t, a, b);
                let (a, b) = if *op == Op::IMax { (a, b) } else { (b, a) };
                self.blend(to, t, a, b);
                self.free.push(t);
            }
            Op::FCmp(cc) => {
                let [to, a, b] = [to, self.vector(args[0])?, self.vector(args[1])?].map(ymm);
                self.asm.op(C::VEX_Vcmppd_ymm_ymm_ymmm256_imm8, &[to.into(), a.into(), b.into(), X::I(float_predicate(*cc))]);
            }
            Op::ICmp(cc) => {
                let (a, b) = (self.vector(args[0])?, self.vector(args[1])?);
                let (code, a, b) = match cc {
                    Cc::Eq | Cc::Ne => (C::VEX_Vpcmpeqq_ymm_ymm_ymmm256, a, b),
                    Cc::Gt | Cc::Le => (C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, a, b),
                    Cc::Lt | Cc::Ge => (C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, b, a),
                };
                self.both(C::INVALID, code, to, a, b);
                if matches!(cc, Cc::Ne | Cc::Le | Cc::Ge) {
                    let ones = self.constant(u64::MAX)?;
                    self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, to, to, ones);
                }
            }
            Op::ULt => {
                let (a, b, sign, t) = (self.vector(args[0])?, self.vector(args[1])?, self.constant(SIGN)?, self.take()?);
                self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, to, a, sign);
                self.both(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, t, b, sign);
                self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, to, t, to);
                self.free.push(t);
            }
            Op::BNot => self.with_constant(C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, to, args[0], u64::MAX)?,
            _ => return None,
        }
        Some(())
    }

    /// `to = m ? a : b` without mask registers.
    fn blend(&mut self, to: V, m: V, a: V, b: V) {
        let [to, m, a, b] = [to, m, a, b].map(ymm);
        self.asm.op(C::VEX_Vblendvpd_ymm_ymm_ymmm256_ymm, &[to.into(), b.into(), a.into(), m.into()]);
    }

    fn with_constant(&mut self, wide: C, narrow: C, to: V, a: Lane, c: u64) -> Option<()> {
        let (a, c) = (self.vector(a)?, self.constant(c)?);
        self.both(wide, narrow, to, a, c);
        Some(())
    }

    /// An operation of one operand.
    fn one(&mut self, wide: C, narrow: C, to: V, a: Lane, how: Option<i32>) -> Option<()> {
        let code = if self.asm.wide { wide } else { narrow };
        let [to, a] = [to, self.vector(a)?].map(|v| self.asm.v(v));
        if code == C::INVALID {
            return None;
        }
        match how {
            Some(how) => self.asm.op(code, &[to.into(), a.into(), X::I(how)]),
            None => self.asm.op(code, &[to.into(), a.into()]),
        };
        Some(())
    }
}
