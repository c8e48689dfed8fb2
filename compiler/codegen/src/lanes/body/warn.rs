//! Results that are not finite, for which the processor's flags say whether there is something to warn of.

use iced_x86::{Code as C, Register};
use pyaot_ir::lanes::{AGAIN, Lane};

use super::super::asm::{Label, Mem, X, k, ymm};
use super::{ALL, ARGS, At, BACK, Body, DONE, FLAGS, OURS, SIGN};

/// Infinities, and what is no number.
const NOT_FINITE: i32 = 0x99;

impl Body<'_> {
    /// One more number that should be finite where the mask holds.
    pub(super) fn not_finite(&mut self, value: Lane, mask: Option<Lane>) -> Option<()> {
        let x = self.vector(value)?;
        if self.asm.wide {
            let (code, x) = match self.short[value as usize] {
                true => (C::EVEX_Vfpclassps_kr_k1_ymmm256b32_imm8, ymm(x)),
                false => (C::EVEX_Vfpclasspd_kr_k1_zmmm512b64_imm8, self.asm.v(x)),
            };
            let t = self.free_masks.pop()?;
            let mask = mask.map(|m| self.mask(m));
            let i = self.asm.op(code, &[k(t).into(), x.into(), X::I(NOT_FINITE)]);
            if let Some(m) = mask {
                i.set_op_mask(k(m?));
            }
            if let Some(At::Mask(all)) = self.warned {
                self.asm.op(C::VEX_Korw_kr_kr_kr, &[k(all).into(), k(all).into(), k(t).into()]);
                self.free_masks.push(t);
            } else {
                self.warned = Some(At::Mask(t));
            }
            return Some(());
        }
        let (t, infinity) = (self.take()?, self.constant(f64::INFINITY.to_bits())?);
        self.with_constant(C::INVALID, C::VEX_Vpand_ymm_ymm_ymmm256, t, value, !SIGN)?;
        // Not less, or no number.
        self.asm.op(C::VEX_Vcmppd_ymm_ymm_ymmm256_imm8, &[ymm(t).into(), ymm(t).into(), ymm(infinity).into(), X::I(0x15)]);
        if let Some(m) = mask {
            let m = self.vector(m)?;
            self.both(C::INVALID, C::VEX_Vpand_ymm_ymm_ymmm256, t, t, m);
        }
        if let Some(At::Vector(all)) = self.warned {
            self.both(C::INVALID, C::VEX_Vpor_ymm_ymm_ymmm256, all, all, t);
            self.free.push(t);
        } else {
            self.warned = Some(At::Vector(t));
        }
        Some(())
    }

    /// Leaves if one of these numbers was not finite, and there is something to warn of.
    pub(super) fn warn(&mut self) -> Option<()> {
        let [rare, back] = [(); 2].map(|()| self.asm.label());
        self.leave = rare;
        match self.warned.take()? {
            At::Mask(t) => {
                if self.rest {
                    self.asm.op(C::VEX_Kandw_kr_kr_kr, &[k(t).into(), k(t).into(), k(ALL).into()]);
                }
                self.leave_by_mask(t, None)?;
                self.free_masks.push(t);
            }
            At::Vector(t) => {
                self.leave_by_sign(t, None)?;
                self.free.push(t);
            }
        }
        self.leave = self.done;
        self.asm.bind(back);
        self.rare.push((rare, back, self.again));
        Some(())
    }

    /// Rounds without looks at numbers: behind some, the processor's flags are looked at. If these say anything, the rounds have not been run.
    pub(super) fn many_rounds(&mut self, count: usize, rest: Label) -> Option<()> {
        let [some, round, stopped, again, done] = [(); 5].map(|()| self.asm.label());
        let words = [DONE, Register::RCX].map(X::from);
        self.asm.bind(some);
        self.asm.op(C::Mov_rm64_r64, &[Mem::at(ARGS, 0).into(), words[0]]);
        // The last round that begins before the look.
        let most = Mem::at(DONE, AGAIN - count as i64);
        self.asm.op(C::Lea_r64_m, &[BACK.into(), most.into()]);
        self.asm.op(C::Cmp_r64_rm64, &[BACK.into(), words[1]]);
        self.asm.op(C::Cmovg_r64_rm64, &[BACK.into(), words[1]]);
        (self.later, self.leave) = (true, stopped);
        self.asm.bind(round);
        self.round()?;
        self.next_round(count);
        self.asm.op(C::Cmp_r64_rm64, &[DONE.into(), BACK.into()]);
        self.asm.jump(C::Jle_rel32_64, round);
        (self.later, self.leave) = (false, self.done);
        self.test_flags();
        self.asm.jump(C::Jne_rel32_64, again);
        self.asm.op(C::Cmp_r64_rm64, &[DONE.into(), words[1]]);
        self.asm.jump(C::Jle_rel32_64, some);
        self.asm.jump(C::Jmp_rel32_64, rest);
        self.asm.bind(stopped);
        self.test_flags();
        self.asm.jump(C::Je_rel32_64, done);
        self.asm.bind(again);
        self.asm.op(C::Mov_r64_rm64, &[words[0], Mem::at(ARGS, 0).into()]);
        self.asm.bind(done);
        self.asm.jump(C::Jmp_rel32_64, self.done);
        Some(())
    }

    /// The processor has noted an overflow, an invalid operation or a division by zero.
    pub(super) fn test_flags(&mut self) {
        self.asm.op(C::VEX_Vstmxcsr_m32, &[FLAGS.into()]);
        self.asm.op(C::Mov_r32_rm32, &[Register::EDX.into(), FLAGS.into()]);
        self.asm.op(C::Test_rm32_imm32, &[Register::EDX.into(), 0b1101.into()]);
    }

    pub(super) fn clear_flags(&mut self) {
        let clear = self.asm.label();
        self.test_flags();
        self.asm.jump(C::Je_rel32_64, clear);
        self.forget_flags();
        self.asm.bind(clear);
    }

    fn forget_flags(&mut self) {
        self.asm.op(C::And_rm32_imm32, &[Register::EDX.into(), (!0b11_1111).into()]);
        self.asm.op(C::Mov_rm32_r32, &[FLAGS.into(), Register::EDX.into()]);
        self.asm.op(C::VEX_Vldmxcsr_m32, &[FLAGS.into()]);
    }

    /// Goes back if the processor has noted no overflow, invalid operation or division by zero. What it has noted may be older than the call:
    /// so it forgets that at first, and does the round once more, of which nobody has seen anything. (To do so at the beginning of each call
    /// takes as long as ten rounds.)
    pub(super) fn ask_flags(&mut self, (rare, back, again): (Label, Label, Label)) {
        self.asm.bind(rare);
        self.test_flags();
        self.asm.jump(C::Je_rel32_64, back);
        self.forget_flags();
        self.asm.op(C::Cmp_rm32_imm32, &[OURS.into(), 0.into()]);
        self.asm.op(C::Mov_rm32_imm32, &[OURS.into(), 1.into()]);
        self.asm.jump(C::Je_rel32_64, again);
        self.asm.jump(C::Jmp_rel32_64, self.done);
    }
}
