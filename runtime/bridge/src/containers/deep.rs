//! Containers in containers, as deep as they may be (`x = [i, x]` makes a chain of pairs): the stack is not, so what is deep inside is filled
//! when the outermost one has been. Nobody looks at any of them before that.

use std::cell::{Cell, RefCell};

use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::{Side, filling, note, write_native, write_python};
use crate::locked::Locked;
use crate::py::Py;

/// Containers around one that is filled at once.
const DEEP: u32 = 32;
/// Containers around one that CPython keeps.
const FAR: u32 = 512;

/// How many containers are being filled, each inside of the one before.
static FILLED: Locked<Cell<u32>> = Locked::new(Cell::new(0));
/// In how many containers that is which is being filled.
static LEVEL: Locked<Cell<u32>> = Locked::new(Cell::new(0));
static LATER: Locked<RefCell<Vec<Later>>> = Locked::new(RefCell::new(Vec::new()));

struct Later {
    side: Side,
    native: Value,
    python: Py,
    is_ours: bool,
    level: u32,
}

pub(super) fn is_far_inside() -> bool {
    LEVEL.get() > FAR
}

/// Makes one of two new twins what the other is.
pub(super) fn fill(side: Side, native: &Value, python: &Py, is_ours: bool) -> Result<()> {
    let (filled, level) = (FILLED.get(), if FILLED.get() == 0 { 0 } else { LEVEL.get() + 1 });
    if filled >= DEEP {
        LATER.with_borrow_mut(|l| l.push(Later { side, native: native.clone(), python: python.clone(), is_ours, level }));
        return Ok(());
    }
    FILLED.set(filled + 1);
    let mut done = fill_one(side, native, python, is_ours, level);
    if filled == 0 {
        // One that cannot cross is no reason for others to stay empty.
        while let Some(l) = LATER.with_borrow_mut(Vec::pop) {
            done = done.and(fill_one(l.side, &l.native, &l.python, l.is_ours, l.level));
        }
    }
    FILLED.set(filled);
    done
}

fn fill_one(side: Side, native: &Value, python: &Py, is_ours: bool, level: u32) -> Result<()> {
    let before = LEVEL.replace(level);
    let seen = filling(|| match side {
        Side::Python => write_python(native, python, None),
        Side::Native => write_native(native, python, is_ours, None),
    });
    LEVEL.set(before);
    note(native, seen?);
    Ok(())
}
