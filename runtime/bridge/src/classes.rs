//! Classes of the program over classes of CPython: CPython makes them, their methods are functions of the program.
//!
//! Until its body has ended, such a class is a list of what it needs. Where all bases turn out to be classes that the runtime has
//! (exceptions are made anew there, see [`crate::errors`]), it is an ordinary class of the runtime from the start.

use std::cell::RefCell;

use pyaot_core::class::{as_type, build, descr};
use pyaot_core::dict::DictObj;
use pyaot_core::error::{Result, type_error};
use pyaot_core::list::{self, ListObj};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{dict, ops, tuple};

use crate::convert::{from_python, to_python};
use crate::locked::{Locked, Table, table};
use crate::pairs::Pairs;
use crate::py::{self, Py};
use crate::{containers, errors, mirrors, python};

/// All that were made, to be emptied at the end: their functions may hold their classes.
static MADE: Locked<RefCell<Vec<Py>>> = Locked::new(RefCell::new(Vec::new()));

pub fn class_start(a: &[Value]) -> Result<Value> {
    start(a, false)
}

/// The same for a class that CPython makes whatever its bases are.
pub fn class_start_there(a: &[Value]) -> Result<Value> {
    python::open(|| None)?;
    start(a, true)
}

fn start(a: &[Value], is_there: bool) -> Result<Value> {
    let [name, qualname, module, metaclass, keywords, bases] = a else { return type_error("class_start takes a class") };
    let keywords = if keywords.is_none() { dict::new() } else { keywords.clone() };
    let entries = keywords.downcast::<DictObj>().expect("made by the class statement");
    if !metaclass.is_none() {
        entries.insert(pyaot_core::str::new("metaclass"), metaclass.clone())?;
    }
    let found = list::to_vec(bases)?;
    if !is_there && found.iter().all(|b| as_type(b).is_some()) {
        let keywords = entries.iter().map(|(k, x)| (k.clone(), x.clone())).collect();
        return build::make_class(&ops::text_of(name), qualname.clone(), module.clone(), &found, Vec::new(), keywords);
    }
    for b in &found {
        if let Some(t) = as_type(b)
            && !t.is_native
            && errors::python_class(t)?.is_none()
        {
            let other = found.iter().find(|b| as_type(b).is_none()).expect("there is one");
            return type_error(format!(
                "class '{}' derives from '{}', which pyaot has compiled, and from {}, which is CPython's: derive '{}' from CPython's class too",
                ops::text_of(name), t.name, ops::text_of(&ops::repr(other)?), t.name
            ));
        }
    }
    let attributes = dict::new();
    let d = attributes.downcast::<DictObj>().expect("just made");
    d.insert(pyaot_core::str::new("__module__"), module.clone())?;
    d.insert(pyaot_core::str::new("__qualname__"), qualname.clone())?;
    Ok(list::new(vec![name.clone(), tuple::new(found), keywords, attributes]))
}

/// The annotations of its body, evaluated as far as they can be.
pub fn class_annotations(a: &[Value]) -> Result<Value> {
    annotations(&ops::text_of(&a[0]), &ops::text_of(&a[1]), Some("text"))
}

/// Annotations in a module of the program, as CPython evaluates them. `instead`: what they are where they cannot be evaluated, otherwise an error.
pub fn annotations(module: &str, text: &str, instead: Option<&str>) -> Result<Value> {
    python::open(|| None)?;
    let mut given = vec![mirrors::module_outward(module)?, py::string(text)?];
    if let Some(what) = instead {
        given.push(py::string(what)?);
    }
    from_python(&containers::crossing(|| python::helper("annotations")?.call(given))?)
}

/// The attributes of a class that CPython will make; `None` for one of the runtime's.
fn attributes(class: &Value) -> Option<Value> {
    Some(class.downcast::<ListObj>()?.get(3))
}

pub fn class_set(a: &[Value]) -> Result<Value> {
    match attributes(&a[0]) {
        Some(d) => ops::setitem(&d, &a[1], &a[2])?,
        None => build::class_set(&a[0], &a[1], &a[2])?,
    }
    Ok(Value::none())
}

pub fn class_delete(a: &[Value]) -> Result<Value> {
    match attributes(&a[0]) {
        Some(d) => ops::delitem(&d, &a[1])?,
        None => pyaot_core::class::attrs::set(&a[0], &a[1], None)?,
    }
    Ok(Value::none())
}

pub fn class_end(a: &[Value]) -> Result<Value> {
    let Some(parts) = a[0].downcast::<ListObj>() else {
        build::class_done(&a[0])?;
        return Ok(a[0].clone());
    };
    let keywords = parts.get(2);
    let entries = |d: &Value| -> Vec<(Value, Value)> {
        d.downcast::<DictObj>().map(|d| d.iter().map(|(k, x)| (k.clone(), x.clone())).collect()).unwrap_or_default()
    };
    let attributes = entries(&parts.get(3));
    let mut given = Vec::new();
    for (k, x) in &attributes {
        given.push(py::tuple(vec![to_python(k)?, attribute_outward(x)?])?);
    }
    let args = vec![to_python(&parts.get(0))?, to_python(&parts.get(1))?, crate::convert::dict_of(&entries(&keywords))?, py::tuple(given)?];
    let class = containers::crossing(|| python::helper("make_class")?.call(args))?;
    MADE.with_borrow_mut(|m| m.push(class.clone()));
    from_python(&class)
}

/// What the program has put around functions for classes, and CPython's that are the same.
static WRAPPERS: Table<Pairs> = Table::new(table);

/// The wrapper of CPython's for one of the program's, the same each time.
pub fn wrapper_outward(v: &Value) -> Result<Py> {
    let known = WRAPPERS.with_borrow(|w| w.python_of(v));
    if let Some(p) = known {
        return Ok(p);
    }
    let made = attribute_outward(v)?;
    WRAPPERS.with_borrow_mut(|w| w.add(v, &made));
    Ok(made)
}

/// The program's wrapper for one of CPython's.
pub fn wrapper_inward(p: &Py) -> Option<Value> {
    WRAPPERS.with_borrow(|w| w.native_of(p))
}

/// What the program has put around a function for a class, CPython has too.
pub fn attribute_outward(v: &Value) -> Result<Py> {
    let Some(p) = v.downcast::<descr::PropertyObj>().filter(|_| v.ty().layout == Layout::Property) else { return to_python(v) };
    let part = |i| p.field(i).map_or_else(|| to_python(&Value::none()), |f| to_python(&f));
    let kind = python::helper("builtin")?.call(vec![py::string(v.ty().name)?])?;
    if v.ty().name == "property" { kind.call(vec![part(0)?, part(1)?, part(2)?, part(3)?]) } else { kind.call(vec![part(0)?]) }
}

/// At the end of the program, when nothing of it runs any more.
pub fn forget_all() {
    drop(WRAPPERS.take());
    for class in MADE.take() {
        let _ = python::helper("empty_class").and_then(|f| f.call(vec![class])).map_err(pyaot_core::exception::clear_pending);
    }
}
