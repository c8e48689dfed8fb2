//! What the compiler has left to CPython: functions as text, `eval` and `exec`. Their global variables are the program's module's
//! (`left.py`).

use std::cell::RefCell;
use std::collections::HashMap;

use pyaot_core::error::Result;
use pyaot_core::ops;
use pyaot_core::value::Value;

use crate::convert::{from_python, to_python};
use crate::locked::{Locked, Table, table};
use crate::py::{self, Py};
use crate::python::{self, helper};
use crate::{containers, mirrors};

const TEXT: &str = include_str!("left.py");

/// The functions of that text.
static MODULE: Locked<RefCell<Option<Py>>> = Locked::new(RefCell::new(None));

fn module() -> Result<Py> {
    if let Some(m) = MODULE.with_borrow(Clone::clone) {
        return Ok(m);
    }
    let made = helper("module_of_text")?.call(vec![py::string(TEXT)?])?;
    MODULE.replace(Some(made.clone()));
    Ok(made)
}

/// Calls a function of that text with the module whose name comes first, and the rest.
fn ask(name: &str, a: &[Value]) -> Result<Value> {
    python::open(|| None)?;
    let mut given = vec![mirrors::module_outward(&ops::text_of(&a[0]))?];
    for x in &a[1..] {
        given.push(to_python(x)?);
    }
    let function = module()?.attr(name)?;
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
    if let Some(m) = MODULE.take() {
        let _ = m.attr("forget").and_then(|f| f.call(Vec::new())).map_err(pyaot_core::exception::clear_pending);
    }
}
