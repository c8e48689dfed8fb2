//! Ints in a range (`randint`, `integers`): legacy by masks and rejection, else by Lemire's multiplication (2019).

use super::engine::Engine;

/// An unsigned int of 8 to 64 bits, as whose offsets ints are drawn.
pub trait Word: Copy {
    const BITS: u32;
    /// Random words of 8 and 16 bits are taken from one draw of 32.
    fn low(bits: u64) -> Self;
}

macro_rules! words {
    ($($ty:ty),*) => {$(
        impl Word for $ty {
            const BITS: u32 = <$ty>::BITS;
            #[inline]
            fn low(bits: u64) -> $ty {
                bits as $ty
            }
        }
    )*};
}
words!(u8, u16, u32, u64);

/// What is left of the last 32-bit draw.
#[derive(Default)]
pub struct Rest {
    bits: u32,
    parts: u32,
}

impl Rest {
    /// The next `BITS` random bits, 32 at most.
    #[inline]
    fn next(&mut self, e: &mut Engine, bits: u32) -> u32 {
        if bits == 32 {
            return e.next_u32();
        }
        if self.parts == 0 {
            self.bits = e.next_u32();
            self.parts = 32 / bits - 1;
        } else {
            self.bits >>= bits;
            self.parts -= 1;
        }
        self.bits & ((1 << bits) - 1)
    }

    /// A random bool.
    pub fn bit(&mut self, e: &mut Engine) -> bool {
        self.next(e, 1) == 1
    }

    /// In [0, range], both included. `range` fits `T`.
    #[inline]
    pub fn below<T: Word>(&mut self, e: &mut Engine, range: u64, masked: bool) -> u64 {
        if range == 0 {
            return 0;
        }
        if T::BITS == 64 && range > u64::from(u32::MAX) {
            return long(e, range, masked);
        }
        let bits = T::BITS.min(32);
        let full = u64::from(u32::MAX >> (32 - bits));
        if range == full {
            return self.next(e, bits).into();
        }
        if masked {
            let mask = u64::MAX >> range.leading_zeros();
            loop {
                let v = u64::from(self.next(e, bits)) & mask;
                if v <= range {
                    return v;
                }
            }
        }
        let count = range + 1;
        let mut product = u64::from(self.next(e, bits)) * count;
        if product & full < count {
            let threshold = (full - range) % count;
            while product & full < threshold {
                product = u64::from(self.next(e, bits)) * count;
            }
        }
        product >> bits
    }
}

/// In [0, range], beyond 32 bits.
fn long(e: &mut Engine, range: u64, masked: bool) -> u64 {
    if range == u64::MAX {
        return e.next_u64();
    }
    if masked {
        return e.interval(range);
    }
    let count = range + 1;
    let mut product = u128::from(e.next_u64()) * u128::from(count);
    if (product as u64) < count {
        let threshold = (u64::MAX - range) % count;
        while (product as u64) < threshold {
            product = u128::from(e.next_u64()) * u128::from(count);
        }
    }
    (product >> 64) as u64
}
