//! Quotients of ints of 32 bits by a constant, and what is left by them: a product, of which the upper part is the quotient. And their products.

use iced_x86::Code as C;
use pyaot_ir::lanes::{Dividend, Lane};

use super::super::asm::V;
use super::Body;

/// `x * factor >> shift` is the quotient of an int below 2^31: the factor is too large by less than the divisor, which makes a
/// difference of less than the smallest part of one that such an int can lack.
fn factor(by: i64) -> (u64, i32) {
    let shift = 31 + (by as u64).next_power_of_two().trailing_zeros();
    ((1u64 << shift).div_ceil(by as u64), shift as i32)
}

impl Body<'_> {
    pub(super) fn quotient_needs(&self, by: i64, of: Dividend, is_rest: bool) -> Vec<u64> {
        let mut wanted = vec![factor(by).0];
        if is_rest {
            wanted.push(by as u64);
        }
        if of == Dividend::Any {
            wanted.extend([1 << 31, 0]);
        }
        if of != Dividend::Count && !self.asm.wide {
            wanted.push(0);
        }
        wanted
    }

    pub(super) fn quotient(&mut self, value: Lane, (by, is_rest): (i64, bool), of: Dividend, mask: Option<Lane>, to: V) -> Option<()> {
        let (factor, shift) = factor(by);
        let (x, factor, t) = (self.vector(value)?, self.constant(factor)?, self.take()?);
        let shift_right = if self.asm.wide { C::EVEX_Vpsrlq_zmm_k1z_zmmm512b64_imm8 } else { C::VEX_Vpsrlq_ymm_ymm_imm8 };
        let [full_to, full_t, full_x] = [to, t, x].map(|v| self.asm.v(v));
        if of == Dividend::Any {
            let (half, zero) = (self.constant(1 << 31)?, self.constant(0)?);
            self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, t, x, half);
            self.asm.op(shift_right, &[full_t.into(), full_t.into(), 32.into()]);
            self.both(C::EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsubq_ymm_ymm_ymmm256, t, zero, t);
            self.leave_by_sign(t, mask)?;
        }
        let xor = (C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256);
        let product = (C::EVEX_Vpmuludq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpmuludq_ymm_ymm_ymmm256);
        if of == Dividend::Count {
            self.both(product.0, product.1, to, x, factor);
            self.asm.op(shift_right, &[full_to.into(), full_to.into(), shift.into()]);
        } else {
            // The quotient of one that is below zero is the complement of that of its complement.
            if self.asm.wide {
                self.asm.op(C::EVEX_Vpsraq_zmm_k1z_zmmm512b64_imm8, &[full_t.into(), full_x.into(), 63.into()]);
            } else {
                let zero = self.constant(0)?;
                self.both(C::INVALID, C::VEX_Vpcmpgtq_ymm_ymm_ymmm256, t, zero, x);
            }
            self.both(xor.0, xor.1, to, x, t);
            self.both(product.0, product.1, to, to, factor);
            self.asm.op(shift_right, &[full_to.into(), full_to.into(), shift.into()]);
            self.both(xor.0, xor.1, to, to, t);
        }
        if is_rest {
            let by = self.constant(by as u64)?;
            self.both(C::EVEX_Vpmuldq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpmuldq_ymm_ymm_ymmm256, to, to, by);
            self.both(C::EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsubq_ymm_ymm_ymmm256, to, x, to);
        }
        self.free.push(t);
        Some(())
    }

    /// The product of two ints of 32 bits; stops where they are larger.
    pub(super) fn checked_product(&mut self, args: &[Lane], mask: Option<Lane>, to: V) -> Option<()> {
        let (a, b, half, zero) = (self.vector(args[0])?, self.vector(args[1])?, self.constant(1 << 31)?, self.constant(0)?);
        let (t, u) = (self.take()?, self.take()?);
        for (x, v) in [(t, a), (u, b)] {
            self.both(C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, x, v, half);
        }
        self.both(C::EVEX_Vporq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpor_ymm_ymm_ymmm256, t, t, u);
        let full = self.asm.v(t);
        let shift = if self.asm.wide { C::EVEX_Vpsrlq_zmm_k1z_zmmm512b64_imm8 } else { C::VEX_Vpsrlq_ymm_ymm_imm8 };
        self.asm.op(shift, &[full.into(), full.into(), 32.into()]);
        // Below zero where there is something in the upper half.
        self.both(C::EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsubq_ymm_ymm_ymmm256, t, zero, t);
        self.leave_by_sign(t, mask)?;
        self.both(C::EVEX_Vpmuldq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpmuldq_ymm_ymm_ymmm256, to, a, b);
        self.free.extend([t, u]);
        Some(())
    }
}
