//! What a program sets for all of NumPy: modes of errors, options of printing. Another NumPy in the process is told of changes.

use std::sync::atomic::{AtomicBool, Ordering};

static CHANGED: AtomicBool = AtomicBool::new(false);

/// Something has been set.
pub fn note_change() {
    CHANGED.store(true, Ordering::Relaxed);
}

/// Something has been set of which nobody was told.
#[inline]
pub fn are_changed() -> bool {
    CHANGED.load(Ordering::Relaxed)
}

/// They have been told.
pub fn told() {
    CHANGED.store(false, Ordering::Relaxed);
}
