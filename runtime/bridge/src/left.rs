//! What the compiler has left to CPython: functions as text, `eval` and `exec`. Their global variables are the program's module's
//! (`left.py`).

use std::cell::Cell;
use std::collections::HashMap;

use pyaot_core::error::Result;
use pyaot_core::ops;
use pyaot_core::value::Value;

use crate::convert::{from_python, to_python};
use crate::locked::{Locked, Table, table};
use crate::python::{self, text_helper};
use crate::{containers, mirrors};

static TEXT: &str = include_str!("left.py");

/// Something was asked of that text.
static ASKED: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// Calls a function of that text with the module whose name comes first, and the rest.
fn ask(name: &'static str, a: &[Value]) -> Result<Value> {
    python::open(|| None)?;
    let mut given = vec![mirrors::module_outward(&ops::text_of(&a[0]))?];
    for x in &a[1..] {
        given.push(to_python(x)?);
    }
    ASKED.set(true);
    let function = text_helper(TEXT, name)?;
    from_python(&containers::crossing(|| function.call(given))?)
}

/// A function that CPython makes of its text.
pub fn function(a: &[Value]) -> Result<Value> {
    ask("function", a)
}

/// Runs a statement of the module.
pub fn statement(a: &[Value]) -> Result<Value> {
    ask("statement", a)
}

/// `eval` and `exec`, by the modules and names that they were asked for.
static EVALUATORS: Table<HashMap<(String, String), Value>> = Table::new(table);

/// `eval` or `exec`, for code of that module.
pub fn evaluator(a: &[Value]) -> Result<Value> {
    let key = (ops::text_of(&a[0]).into_owned(), ops::text_of(&a[1]).into_owned());
    if let Some(known) = EVALUATORS.with_borrow(|e| e.get(&key).cloned()) {
        return Ok(known);
    }
    let made = ask("evaluator", a)?;
    EVALUATORS.with_borrow_mut(|e| e.insert(key, made.clone()));
    Ok(made)
}

/// At the end of the program.
pub fn forget_all() {
    drop(EVALUATORS.take());
    if ASKED.replace(false) {
        let _ = text_helper(TEXT, "forget").and_then(|f| f.call(Vec::new())).map_err(pyaot_core::exception::clear_pending);
    }
}
