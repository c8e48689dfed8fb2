//! What went wrong in floating point since the flags were last cleared: the processor's own flags, and those that loops
//! over ints and halves set.

use std::cell::Cell;

pub const DIVIDE: u8 = 1;
pub const OVERFLOW: u8 = 2;
pub const UNDERFLOW: u8 = 4;
pub const INVALID: u8 = 8;

thread_local! {
    static SET: Cell<u8> = const { Cell::new(0) };
}

/// Notes something that the processor's flags do not show.
#[cold]
pub fn note(flags: u8) {
    SET.set(SET.get() | flags);
}

#[cfg(target_arch = "x86_64")]
mod status {
    use super::{DIVIDE, INVALID, OVERFLOW, UNDERFLOW};

    #[inline]
    fn read() -> u32 {
        let mut word = 0u32;
        // SAFETY: stores the control word of SSE into a local.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut word, options(nostack, preserves_flags)) };
        word
    }

    fn write(word: u32) {
        // SAFETY: only the sticky flags differ from what was read.
        unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const word, options(nostack, preserves_flags)) };
    }

    /// Those that [`get`] looks at. The others (inexact results, subnormal operands) may stay: nearly every kernel sets them again, and
    /// to write the word takes as long as a short kernel.
    const WATCHED: u32 = 0x1d;

    #[inline]
    pub fn clear() {
        let word = read();
        if word & WATCHED != 0 {
            write(word & !WATCHED);
        }
    }

    #[inline]
    pub fn get() -> u8 {
        let word = read();
        let bit = |at: u32, flag: u8| if word >> at & 1 == 1 { flag } else { 0 };
        bit(0, INVALID) | bit(2, DIVIDE) | bit(3, OVERFLOW) | bit(4, UNDERFLOW)
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod status {
    pub fn clear() {}
    pub fn get() -> u8 {
        0
    }
}

/// Forgets all flags.
#[inline]
pub fn clear() {
    SET.with(|set| set.set(0));
    status::clear();
}

/// Forgets the processor's flags, but not what was noted.
pub fn only_noted() {
    status::clear();
}

/// The flags since [`clear`], which are cleared again.
#[inline]
pub fn take() -> u8 {
    let flags = SET.with(|set| set.replace(0)) | status::get();
    if flags != 0 {
        status::clear();
    }
    flags
}
