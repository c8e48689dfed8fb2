//! The turns that CPython's threads take: whoever has the interpreter's lock for long lets the others in now and then.

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
    // SAFETY: the lock is held; in between nothing of CPython's or of the runtime's is touched.
    unsafe {
        let first = (api().PyInterpreterState_ThreadHead)((api().PyInterpreterState_Get)());
        if (api().PyThreadState_Next)(first).is_null() {
            return;
        }
        hosted::let_others_run(|| {
            let state = (api().PyEval_SaveThread)();
            (api().PyEval_RestoreThread)(state);
        });
    }
}
