//! A stack that recursion over any syntax tree fits into.
//!
//! The work stays on the calling thread: signals, and the runtime's own stack, are that thread's affair.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

use pyaot_core::start::map_memory;

/// Address space only; what is not touched costs nothing. The deepest tree that the parser lets through needs less.
const SIZE: usize = 512 << 20;
const SMALLEST: usize = 16 << 20;

/// Calls `work` on a large stack, or on the present one where there is no address space for it.
pub fn on_deep_stack<R>(work: impl FnOnce() -> R) -> R {
    let Some((base, size)) = take() else { return work() };
    // A panic may not cross the change of stacks.
    // SAFETY: the mapping is ours alone, writable and never unmapped; its size is a multiple of a page.
    let result = unsafe { psm::on_stack(base, size, || catch_unwind(AssertUnwindSafe(work))) };
    // For the next that is compiled in this process.
    *FREE.lock().expect("nothing panics with the lock") = Some((base as usize, size));
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Address and size of a stack that has been used before, and is not in use.
static FREE: Mutex<Option<(usize, usize)>> = Mutex::new(None);

fn take() -> Option<(*mut u8, usize)> {
    if let Some((base, size)) = FREE.lock().expect("nothing panics with the lock").take() {
        return Some((base as *mut u8, size));
    }
    let mut size = SIZE;
    loop {
        match map_memory(size) {
            Some(base) => return Some((base, size)),
            None if size > SMALLEST => size /= 2,
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(n: u32) -> u32 {
        let frame = std::hint::black_box([n; 64]);
        if n == 0 { 0 } else { 1 + depth(n - 1) + frame[0] - n }
    }

    #[test]
    fn deep_recursion_fits() {
        assert_eq!(on_deep_stack(|| depth(200_000)), 200_000);
    }

    #[test]
    fn panics_come_through() {
        let caught = catch_unwind(|| on_deep_stack(|| panic!("inside")));
        assert!(caught.is_err());
    }
}
