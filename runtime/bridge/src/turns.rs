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
    unsafe { (api().PyErr_CheckSignals)() == 0 }
}

fn let_others_run() {
    if give_away(&mut || ()) {
        hosted::here();
    }
}

/// Gives the lock away for as long as the work takes, if another thread could take it; else nothing is done.
pub fn give_away(work: &mut dyn FnMut()) -> bool {
    // SAFETY: the lock is held.
    unsafe {
        let first = (api().PyInterpreterState_ThreadHead)((api().PyInterpreterState_Get)());
        if (api().PyThreadState_Next)(first).is_null() {
            return false;
        }
        let state = (api().PyEval_SaveThread)();
        HELD.store(false, Ordering::Relaxed);
        work();
        // Whoever waits for the lock sleeps, and to be woken takes longer than many a kernel.
        let begin = Instant::now();
        while HELD.load(Ordering::Relaxed) && begin.elapsed() < PATIENCE {
            std::hint::spin_loop();
        }
        (api().PyEval_RestoreThread)(state);
        HELD.store(true, Ordering::Relaxed);
    }
    true
}

/// A thread that has had the lock away for a while has it again, probably between two kernels.
static HELD: AtomicBool = AtomicBool::new(false);
/// So long it is worth to look out for the lock.
const PATIENCE: Duration = Duration::from_micros(10);
