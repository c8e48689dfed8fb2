//! What a program has made with `typing` is the same made with CPython's `typing` there: libraries look into such objects.

use pyaot_core::class::{alias, attrs, module_name};
use pyaot_core::error::Result;
use pyaot_core::ops;
use pyaot_core::value::Value;

use crate::containers;
use crate::convert::{from_python, to_python};
use crate::locked::{Table, table};
use crate::pairs::Pairs;
use crate::py::{self, Py};
use crate::python::{self, text_helper};

/// Type variables and the like that both sides have.
static MADE: Table<Pairs> = Table::new(table);

static TEXT: &str = include_str!("typing.py");

fn typing_object(parts: Vec<Py>) -> Result<Py> {
    text_helper(TEXT, "typing_object")?.call(parts)
}

/// CPython's object for one of the classes of the module `typing`.
pub fn outward(v: &Value) -> Result<Option<Py>> {
    let ty = v.ty();
    let fields: &[&str] = match attrs::simple_name(ty) {
        "_Form" => &["_name", "__args__"],
        "TypeVar" => &["__name__", "__constraints__", "__bound__", "__covariant__", "__contravariant__"],
        "NewType" => &["__name__", "__supertype__"],
        "ParamSpec" | "TypeVarTuple" => &["__name__"],
        _ => return Ok(None),
    };
    if module_name(ty) != "typing" {
        return Ok(None);
    }
    if let Some(p) = MADE.with_borrow(|m| m.python_of(v)) {
        return Ok(Some(p));
    }
    let mut given = vec![py::string(attrs::simple_name(ty))?];
    for f in fields {
        given.push(to_python(&ops::getattr(v, f)?)?);
    }
    let made = containers::crossing(|| typing_object(given))?;
    MADE.with_borrow_mut(|m| m.add(v, &made));
    Ok(Some(made))
}

/// `list[int]` and `int | None`.
pub fn alias_outward(v: &Value) -> Result<Option<Py>> {
    let Some((origin, args)) = alias::parts(v) else { return Ok(None) };
    let kind = if origin.is_none() { "Union" } else { "GenericAlias" };
    let given = vec![py::string(kind)?, to_python(&origin)?, to_python(&args)?];
    containers::crossing(|| typing_object(given)).map(Some)
}

/// The program's object that is this one.
pub fn inward(p: &Py) -> Option<Value> {
    MADE.with_borrow(|m| m.native_of(p))
}

/// `Generic[T]` or `Protocol[T]` as a base of a class that CPython makes.
pub fn generic_base(a: &[Value]) -> Result<Value> {
    python::open(|| None)?;
    let given = vec![py::string("_Form")?, to_python(&a[0])?, to_python(&a[1])?];
    from_python(&containers::crossing(|| typing_object(given))?)
}

pub fn forget_all() {
    drop(MADE.take());
}
