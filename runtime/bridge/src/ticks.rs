//! What calls take.

use std::cell::Cell;

pub use pyaot_core::ticks::now;

use crate::locked::Locked;

/// Ticks that have gone into bringing containers up to date, where many are on both sides.
static LOOKED: Locked<Cell<u64>> = Locked::new(Cell::new(0));

pub fn looked() -> u64 {
    LOOKED.get()
}

pub(crate) fn note_looked(ticks: u64) {
    LOOKED.set(LOOKED.get() + ticks);
}
