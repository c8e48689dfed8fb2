//! What calls take.

use std::cell::Cell;

use crate::locked::Locked;

/// Ticks that have gone into bringing containers up to date, where many are on both sides.
static LOOKED: Locked<Cell<u64>> = Locked::new(Cell::new(0));

pub fn looked() -> u64 {
    LOOKED.get()
}

pub(crate) fn note_looked(ticks: u64) {
    LOOKED.set(LOOKED.get() + ticks);
}

/// Ticks of a clock that is read in no time: about two in a nanosecond.
#[inline]
pub fn now() -> u64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every processor has it.
    unsafe {
        std::arch::x86_64::_rdtsc()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as u64 * 2
    }
}
