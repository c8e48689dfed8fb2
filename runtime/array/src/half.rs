//! 16-bit floats: storage and conversion; arithmetic is done in `f32`, as NumPy does it.

use crate::fpe;

/// An IEEE 754 binary16 number by its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(transparent)]
pub struct F16(pub u16);

impl F16 {
    /// The nearest half, ties to even; infinite from 65520 up.
    #[inline]
    pub fn from_f64(x: f64) -> F16 {
        let bits = x.to_bits();
        let sign = ((bits >> 48) & 0x8000) as u16;
        let exponent = ((bits >> 52) & 0x7ff) as i32;
        let fraction = bits & ((1 << 52) - 1);
        if exponent == 0x7ff {
            // NaNs keep their upper bits, and stay NaNs.
            let f = if fraction == 0 { 0 } else { ((fraction >> 42) as u16).max(1) };
            return F16(sign | 0x7c00 | f);
        }
        let e = exponent - 1023;
        if e < -25 {
            return F16(sign);
        }
        // The digits that are kept: 10 behind the point for normal numbers, fewer for those below 2**-14.
        let kept = if e >= -14 { 10 } else { 24 + e };
        let digits = fraction | (1 << 52);
        let drop = 52 - kept;
        let half = 1u64 << (drop - 1);
        let (q, rest) = (digits >> drop, digits & ((1 << drop) - 1));
        let q = q + u64::from(rest > half || (rest == half && q & 1 == 1));
        // The leading digit of a normal number adds one to the exponent.
        let out = if e >= -14 { ((e + 14) as u64) * 1024 + q } else { q };
        if out >= 0x7c00 {
            fpe::note(fpe::OVERFLOW);
        }
        F16(sign | out.min(0x7c00) as u16)
    }

    #[inline]
    pub fn from_f32(x: f32) -> F16 {
        F16::from_f64(f64::from(x))
    }

    #[inline]
    pub fn to_f32(self) -> f32 {
        let h = u32::from(self.0);
        let (sign, e, f) = ((h & 0x8000) << 16, (h >> 10) & 0x1f, h & 0x3ff);
        match e {
            0 => {
                let x = f as f32 * f32::from_bits(0x3380_0000);
                f32::from_bits(x.to_bits() | sign)
            }
            31 => f32::from_bits(sign | 0x7f80_0000 | f << 13),
            _ => f32::from_bits(sign | (e + 112) << 23 | f << 13),
        }
    }

    #[inline]
    pub fn to_f64(self) -> f64 {
        f64::from(self.to_f32())
    }

    #[inline]
    pub fn is_nan(self) -> bool {
        self.0 & 0x7fff > 0x7c00
    }
}

/// The number with the bits of a half.
#[inline]
pub fn f16_to_f64(bits: u16) -> f64 {
    F16(bits).to_f64()
}

/// The bits of the nearest half.
#[inline]
pub fn f64_to_f16(x: f64) -> u16 {
    F16::from_f64(x).0
}

#[cfg(test)]
mod tests {
    use super::F16;

    #[test]
    fn all_halves_come_back() {
        for b in 0..=u16::MAX {
            let h = F16(b);
            // Conversion makes NaNs quiet.
            assert!(h.is_nan() || F16::from_f32(h.to_f32()) == h, "{b:#x}");
        }
    }

    #[test]
    fn rounding() {
        for (x, b) in [(65519.9, 0x7bff), (65520.0, 0x7c00), (1.0, 0x3c00), (2f64.powi(-25), 0), (2f64.powi(-25) * 1.01, 1), (-2.5, 0xc100), (2048.5, 0x6800), (2049.0, 0x6800), (2051.0, 0x6802)] {
            assert_eq!(F16::from_f64(x).0, b, "{x}");
        }
    }
}
