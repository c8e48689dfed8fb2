//! Containers in containers, as deep as they may be (`x = [i, x]` makes a chain of pairs): the stack is not, so what is deep inside is filled
//! when the outermost one has been. Nobody looks at any of them before that.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use pyaot_core::error::Result;
use pyaot_core::start::hosted::{self, CROSSING};
use pyaot_core::value::Value;

use super::{Side, filling, note, write_native, write_python};
use crate::capi::api;
use crate::locked::{AddressMap, Locked, Table, table};
use crate::py::Py;

/// Containers around one that is filled at once.
const DEEP: u32 = 32;
/// Containers around one that CPython keeps.
const FAR: u32 = 512;

static LATER: Locked<RefCell<Vec<Later>>> = Locked::new(RefCell::new(Vec::new()));

/// The program's twins that are being brought up to date, or wait for it, each with the thread that does so.
static BUSY: Table<AddressMap<u64, usize>> = Table::new(table);

pub(super) fn is_busy(native: &Value) -> bool {
    BUSY.with_borrow(|b| !b.is_empty() && b.contains_key(&native.bits()))
}

pub(super) fn busy_with<T>(native: &Value, f: impl FnOnce() -> T) -> T {
    let before = BUSY.with_borrow_mut(|b| b.insert(native.bits(), hosted::thread()));
    let r = f();
    hosted::here();
    if before.is_none() {
        BUSY.with_borrow_mut(|b| b.remove(&native.bits()));
    }
    r
}

/// Another thread that fills the container has the time that it needs, as a rule: it may itself wait for this one.
pub(super) fn await_other(native: &Value) {
    const PATIENCE: Duration = Duration::from_millis(200);
    let is_others = || BUSY.with_borrow(|b| !b.is_empty() && b.get(&native.bits()).is_some_and(|t| *t != hosted::thread()));
    if !is_others() {
        return;
    }
    let begun = Instant::now();
    while is_others() && begun.elapsed() < PATIENCE {
        let api = api();
        // SAFETY: the lock is held, and is again afterwards; nothing of the tables is borrowed.
        unsafe {
            let state = (api.PyEval_SaveThread)();
            std::thread::sleep(Duration::from_micros(50));
            (api.PyEval_RestoreThread)(state);
        }
        hosted::here();
    }
}

struct Later {
    side: Side,
    native: Value,
    python: Py,
    is_ours: bool,
    level: u32,
    thread: usize,
}

pub(super) fn is_far_inside() -> bool {
    CROSSING.level.get() > FAR
}

/// Makes one of two new twins what the other is.
pub(super) fn fill(side: Side, native: &Value, python: &Py, is_ours: bool) -> Result<()> {
    let (filled, level) = (CROSSING.filled.get(), if CROSSING.filled.get() == 0 { 0 } else { CROSSING.level.get() + 1 });
    let thread = hosted::thread();
    if filled >= DEEP {
        BUSY.with_borrow_mut(|b| b.insert(native.bits(), hosted::thread()));
        LATER.with_borrow_mut(|l| l.push(Later { side, native: native.clone(), python: python.clone(), is_ours, level, thread }));
        return Ok(());
    }
    CROSSING.filled.set(filled + 1);
    let mut done = fill_one(side, native, python, is_ours, level);
    if filled == 0 {
        // One that cannot cross is no reason for others to stay empty.
        while let Some(l) = LATER.with_borrow_mut(|all| all.iter().rposition(|l| l.thread == thread).map(|i| all.swap_remove(i))) {
            BUSY.with_borrow_mut(|b| b.remove(&l.native.bits()));
            done = done.and(fill_one(l.side, &l.native, &l.python, l.is_ours, l.level));
        }
    }
    CROSSING.filled.set(filled);
    done
}

fn fill_one(side: Side, native: &Value, python: &Py, is_ours: bool, level: u32) -> Result<()> {
    let before = CROSSING.level.replace(level);
    let seen = busy_with(native, || filling(|| match side {
        Side::Python => write_python(native, python, None),
        Side::Native => write_native(native, python, is_ours, None),
    }));
    CROSSING.level.set(before);
    note(native, seen?);
    Ok(())
}
