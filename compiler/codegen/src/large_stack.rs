//! A stack for compiling in the middle of a program, whose own may be near its end.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

/// Address space only; what is not touched costs nothing.
const SIZE: usize = 64 << 20;

/// A mapping that lives as long as the process, and serves one program after the other (a host has many). Whoever calls on it does not
/// call on it again from there.
pub(crate) struct LargeStack(Option<usize>);

/// Stacks that nobody is on.
static FREE: Mutex<Vec<usize>> = Mutex::new(Vec::new());

impl LargeStack {
    /// Where there is no address space for it, calls are made on the caller's stack.
    pub(crate) fn take() -> LargeStack {
        let known = FREE.lock().expect("nothing panics with the lock").pop();
        LargeStack(known.or_else(|| {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
            // SAFETY: a new mapping at an address of the system's choice.
            let base = unsafe { libc::mmap(std::ptr::null_mut(), SIZE, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
            (base != libc::MAP_FAILED).then_some(base as usize)
        }))
    }

    pub(crate) fn call<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let Some(base) = self.0 else { return work() };
        // A panic may not cross the change of stacks.
        // SAFETY: the mapping is ours, writable and never unmapped, its size is a multiple of a page; nobody else is on this
        // stack, as `self` is borrowed.
        let result = unsafe { psm::on_stack(base as *mut u8, SIZE, || catch_unwind(AssertUnwindSafe(work))) };
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl Drop for LargeStack {
    fn drop(&mut self) {
        FREE.lock().expect("nothing panics with the lock").extend(self.0);
    }
}
