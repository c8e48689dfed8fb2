//! What the program has asked CPython for, where, why, and how often: `pyaot run --report`, and `PYAOT_REPORT=1` for executables.

use std::cell::Cell;
use std::collections::HashMap;

use pyaot_abi::layout::FrameDesc;
use pyaot_core::error::Result;
use pyaot_core::exception::{clear_pending, traceback};
use pyaot_core::start;

use crate::builtin::tuple_items;
use crate::locked::{Locked, Table, table};
use crate::py::{self, Py};
use crate::python::text_helper;

static TEXT: &str = include_str!("report.py");

/// One line of the report.
struct Row {
    place: String,
    what: String,
    why: String,
    times: u64,
}

#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// By frame, line and what was asked for.
    known: HashMap<(usize, i64, String), usize>,
}

static WANTED: Locked<Cell<bool>> = Locked::new(Cell::new(false));
static ROWS: Table<Rows> = Table::new(table);
/// CPython is asked what something is.
static ASKING: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// A place of the program: its function's frame and the line.
type Noted = (&'static FrameDesc, i64);

/// From here on everything is noted.
pub fn want() {
    WANTED.set(true);
}

/// For executables, whose command line is their program's.
pub fn want_by_environment() {
    if std::env::var_os("PYAOT_REPORT").is_some_and(|v| v == "1") {
        want();
    }
}

fn add(noted: Option<Noted>, what: String, why: impl FnOnce() -> String) {
    let (frame, line) = noted.map_or((0, 0), |(f, line)| (std::ptr::from_ref(f) as usize, line));
    let key = (frame, line, what);
    let known = ROWS.with_borrow(|r| r.known.get(&key).copied());
    if let Some(i) = known {
        ROWS.with_borrow_mut(|r| r.rows[i].times += 1);
        return;
    }
    let place = noted.map_or("at the start".to_owned(), |(f, line)| format!("{}:{line}", traceback::str_of(&f.file)));
    let why = why();
    ROWS.with_borrow_mut(|r| {
        r.rows.push(Row { place, what: key.2.clone(), why, times: 1 });
        let last = r.rows.len() - 1;
        r.known.insert(key, last);
    });
}

/// A module, or a name out of one, that the program has not got.
pub fn note_import(place: Option<Noted>, name: &str) {
    if WANTED.get() {
        add(place, format!("import {name}"), || "it has no native form".to_owned());
    }
}

/// An operation of an object of CPython's: `how` has `{}` where the object's name stands. `attribute` is one that is got of it or called.
#[inline]
pub fn note(object: &Py, how: &str, attribute: Option<&str>) {
    if WANTED.get() && !ASKING.get() {
        ask(object, how, attribute);
    }
}

#[cold]
fn ask(object: &Py, how: &str, attribute: Option<&str>) {
    ASKING.set(true);
    let describe = || -> Result<(String, String)> {
        let name = attribute.map_or_else(|| Ok(Py::none()), py::string)?;
        let found = tuple_items(&text_helper(TEXT, "described")?.call(vec![object.clone(), name])?);
        Ok((py::text_of(&found[0]), py::text_of(&found[1])))
    };
    match describe() {
        Ok((name, why)) => add(start::noted(), how.replacen("{}", &name, 1), || why),
        Err(e) => clear_pending(e),
    }
    ASKING.set(false);
}

/// The report, if it is wanted: a line for each place and what was asked for there.
pub fn text() -> Option<String> {
    if !WANTED.get() {
        return None;
    }
    let rows = ROWS.take().rows;
    if rows.is_empty() {
        return Some("CPython was not asked for anything\n".to_owned());
    }
    let head = Row { place: "where".to_owned(), what: "what".to_owned(), why: "why".to_owned(), times: 0 };
    let width = |of: fn(&Row) -> &str| rows.iter().chain([&head]).map(|r| of(r).chars().count()).max().unwrap_or(0);
    let (place, what) = (width(|r| &r.place), width(|r| &r.what));
    let total: u64 = rows.iter().map(|r| r.times).sum();
    let mut out = format!("CPython was asked {total} times:\n{:>9}  {:place$}  {:what$}  {}\n", "times", head.place, head.what, head.why);
    for r in &rows {
        out.push_str(&format!("{:>9}  {:place$}  {:what$}  {}\n", r.times, r.place, r.what, r.why));
    }
    Some(out)
}

/// At the end of the program.
pub fn print() {
    if let Some(text) = text() {
        eprint!("{text}");
        WANTED.set(false);
    }
}
