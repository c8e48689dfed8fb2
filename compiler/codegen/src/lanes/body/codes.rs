//! Instructions that an operation is, and the processor's numbers of comparisons.

use iced_x86::Code as C;
use pyaot_ir::{Cc, Op};

/// Operations that are one instruction of two operands, and whether these are the other way round.
pub(super) fn plain(op: &Op) -> Option<(C, C, bool)> {
    Some(match op {
        Op::FAdd => (C::EVEX_Vaddpd_zmm_k1z_zmm_zmmm512b64_er, C::VEX_Vaddpd_ymm_ymm_ymmm256, false),
        Op::FSub => (C::EVEX_Vsubpd_zmm_k1z_zmm_zmmm512b64_er, C::VEX_Vsubpd_ymm_ymm_ymmm256, false),
        Op::FMul => (C::EVEX_Vmulpd_zmm_k1z_zmm_zmmm512b64_er, C::VEX_Vmulpd_ymm_ymm_ymmm256, false),
        Op::FDiv => (C::EVEX_Vdivpd_zmm_k1z_zmm_zmmm512b64_er, C::VEX_Vdivpd_ymm_ymm_ymmm256, false),
        // The processor gives its second operand unless the first is truly less (greater), Python its first.
        Op::FMin => (C::EVEX_Vminpd_zmm_k1z_zmm_zmmm512b64_sae, C::VEX_Vminpd_ymm_ymm_ymmm256, true),
        Op::FMax => (C::EVEX_Vmaxpd_zmm_k1z_zmm_zmmm512b64_sae, C::VEX_Vmaxpd_ymm_ymm_ymmm256, true),
        Op::IAdd => (C::EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpaddq_ymm_ymm_ymmm256, false),
        Op::ISub => (C::EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsubq_ymm_ymm_ymmm256, false),
        Op::IMul => (C::EVEX_Vpmullq_zmm_k1z_zmm_zmmm512b64, C::INVALID, false),
        Op::IAnd => (C::EVEX_Vpandq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpand_ymm_ymm_ymmm256, false),
        Op::IOr => (C::EVEX_Vporq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpor_ymm_ymm_ymmm256, false),
        Op::IXor => (C::EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpxor_ymm_ymm_ymmm256, false),
        // Counts beyond 63, which only rounds that are not meant have, trap nowhere.
        Op::IShl => (C::EVEX_Vpsllvq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsllvq_ymm_ymm_ymmm256, false),
        Op::UShr => (C::EVEX_Vpsrlvq_zmm_k1z_zmm_zmmm512b64, C::VEX_Vpsrlvq_ymm_ymm_ymmm256, false),
        // These have mask registers with 512 bits.
        Op::BAnd => (C::INVALID, C::VEX_Vpand_ymm_ymm_ymmm256, false),
        Op::BOr => (C::INVALID, C::VEX_Vpor_ymm_ymm_ymmm256, false),
        Op::BXor => (C::INVALID, C::VEX_Vpxor_ymm_ymm_ymmm256, false),
        _ => return None,
    })
}

/// Comparisons with NaN are false but for `!=`, and raise no flags for quiet NaNs.
pub(super) fn float_predicate(cc: Cc) -> i32 {
    match cc {
        Cc::Eq => 0x00,
        Cc::Ne => 0x04,
        Cc::Lt => 0x11,
        Cc::Le => 0x12,
        Cc::Gt => 0x1e,
        Cc::Ge => 0x1d,
    }
}

pub(super) fn int_predicate(cc: Cc) -> i32 {
    match cc {
        Cc::Eq => 0,
        Cc::Lt => 1,
        Cc::Le => 2,
        Cc::Ne => 4,
        Cc::Ge => 5,
        Cc::Gt => 6,
    }
}
