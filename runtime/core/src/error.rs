//! How native code raises: `Err(Raised)` with the exception object kept in the runtime's state.

use std::cell::Cell;

use crate::types::TypeObj;
use crate::value::Value;

/// Proof that an exception is pending (see [`crate::exception`]). Zero-sized: the object is in the runtime's state.
#[derive(Debug)]
#[must_use]
pub struct Raised(());

pub type Result<T> = std::result::Result<T, Raised>;

thread_local! {
    static MUTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs code that computes with plain numbers while others may use the runtime: what raises inside says so, but leaves no exception.
pub fn muted<R>(work: impl FnOnce() -> R) -> R {
    let before = MUTED.replace(true);
    let result = work();
    MUTED.set(before);
    result
}

/// Undoes [`muted`] for code that may use the runtime after all.
pub fn heard<R>(work: impl FnOnce() -> R) -> R {
    let before = MUTED.replace(false);
    let result = work();
    MUTED.set(before);
    result
}

/// Raises `ty(message)`.
#[cold]
pub fn raise<T>(ty: &'static TypeObj, message: impl AsRef<str>) -> Result<T> {
    if MUTED.get() {
        return Err(Raised(()));
    }
    crate::exception::set_pending(crate::exception::new_with_message(ty, message.as_ref()));
    Err(Raised(()))
}

/// Raises the exception object `exc` (an instance of BaseException).
#[cold]
pub fn raise_value<T>(exc: Value) -> Result<T> {
    crate::exception::set_pending(exc);
    Err(Raised(()))
}

/// For code that called into compiled code, which reported a pending exception.
pub fn already_pending() -> Raised {
    Raised(())
}

#[cold]
pub fn type_error<T>(message: impl AsRef<str>) -> Result<T> {
    raise(&crate::exception::TYPE_ERROR, message)
}

#[cold]
pub fn value_error<T>(message: impl AsRef<str>) -> Result<T> {
    raise(&crate::exception::VALUE_ERROR, message)
}

/// Joins pieces of text into a `String` without the formatting machinery.
#[macro_export]
macro_rules! text {
    ($($piece:expr),* $(,)?) => {{
        let mut s = String::new();
        $(s.push_str(AsRef::<str>::as_ref(&$piece));)*
        s
    }};
}
