//! The turns that CPython's threads take: whoever has the interpreter's lock for long lets the others in now and then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pyaot_core::error::Result;
use pyaot_core::start::hosted;

use crate::capi::api;
use crate::{containers, errors};

/// For code that may find anything changed at a safepoint.
pub fn check_signals_anywhere() -> Result<()> {
    let quiet = containers::crossing(|| {
        let_others_run();
        no_signal()
    });
    if quiet { Ok(()) } else { Err(errors::fetch()) }
}

/// For code that takes what it has been given for its own: while it has containers of CPython's, others wait.
pub fn check_signals() -> Result<()> {
    if hosted::is_alone() {
        let_others_run();
    }
    if no_signal() { Ok(()) } else { Err(errors::fetch()) }
}

fn no_signal() -> bool {
    // SAFETY: the interpreter's lock is held.
    let quiet = unsafe { (api().PyErr_CheckSignals)() == 0 };
    // Handlers are the host's code.
    hosted::here();
    quiet
}

fn let_others_run() {
    if give_away(&mut || ()) {
        hosted::here();
    }
}

/// Another thread could take the lock.
pub fn has_others() -> bool {
    // SAFETY: the lock is held.
    unsafe {
        let first = (api().PyInterpreterState_ThreadHead)((api().PyInterpreterState_Get)());
        !(api().PyThreadState_Next)(first).is_null()
    }
}

/// Gives the lock away for as long as the work takes, if another thread could take it; else nothing is done.
pub fn give_away(work: &mut dyn FnMut()) -> bool {
    if !has_others() {
        return false;
    }
    // SAFETY: the lock is held.
    unsafe {
        let state = (api().PyEval_SaveThread)();
        given();
        work();
        await_turn();
        (api().PyEval_RestoreThread)(state);
    }
    true
}

/// This thread has given the lock away, here or in NumPy.
pub fn given() {
    HELD.store(false, Ordering::Release);
}

/// To be called before this thread takes the lock again. Whoever waits for the lock sleeps, and to be woken takes longer than many a kernel: if
/// another thread has it that gives it away soon, probably between two kernels, this one looks out for that. One at a time goes on from here.
pub fn await_turn() {
    let free = || HELD.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok();
    if free() {
        return;
    }
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        for _ in 0..LOOKS {
            if !HELD.load(Ordering::Relaxed) && free() {
                return;
            }
            std::hint::spin_loop();
        }
    }
    HELD.store(true, Ordering::Relaxed);
}

/// A thread that has had the lock away has it again, or is about to take it.
static HELD: AtomicBool = AtomicBool::new(false);
/// So long it is worth to look out for the lock, and so often between two looks at the clock.
const PATIENCE: Duration = Duration::from_micros(100);
const LOOKS: u32 = 8;
