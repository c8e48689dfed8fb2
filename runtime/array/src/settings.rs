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

static FORMS_CHANGED: AtomicBool = AtomicBool::new(false);

/// An array that was there before has got another shape or dtype, or may be written no longer.
pub fn note_new_form() {
    FORMS_CHANGED.store(true, Ordering::Relaxed);
}

/// Some have, of which nobody was told.
#[inline]
pub fn are_new_forms() -> bool {
    FORMS_CHANGED.load(Ordering::Relaxed)
}

/// They have been told.
pub fn told_forms() {
    FORMS_CHANGED.store(false, Ordering::Relaxed);
}
