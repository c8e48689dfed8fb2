//! Functions and values of the standard library's modules that pyaot has in a form of its own are CPython's own there: libraries know
//! these, look into them, and pickle them by name.
//!
//! A value comes back as the program's. One that CPython has made does so only once its class, or a value of it, has gone out: then
//! inference has seen that anybody may make such values.

use std::cell::{Cell, RefCell};

use pyaot_core::class::{as_type, attrs, module_name};
use pyaot_core::dict::DictObj;
use pyaot_core::error::Result;
use pyaot_core::exception::traceback::str_of;
use pyaot_core::function::{FunctionObj, MethodObj};
use pyaot_core::native::owner;
use pyaot_core::state::intern;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::{ops, tuple};

use crate::containers;
use crate::foreign;
use crate::convert::{from_python, to_python};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::pairs::Pairs;
use crate::py::{self, Py};
use crate::python::{self, text_helper};
use crate::types;

static TEXT: &str = include_str!("library.py");

/// Modules whose functions have no state of their own, and do not ask who calls them.
const MODULES: &[&str] = &["bisect", "builtins", "cmath", "functools", "heapq", "itertools", "math", "operator", "random", "statistics", "string", "textwrap", "time"];

/// Builtins that belong to one side: what they answer from, or open, is that side's.
const OF_ONE_SIDE: &[&str] = &["__import__", "breakpoint", "dir", "eval", "exec", "globals", "hash", "id", "input", "locals", "open", "super", "vars"];

/// A class whose values are known by a few attributes: here, and in CPython if they may come from there.
struct Kind {
    module: &'static str,
    class: &'static str,
    /// The class's name in CPython; `None`: a function makes such values.
    is_class: bool,
    parts: &'static [&'static str],
    there: &'static [&'static str],
    /// Many hold others, and tell them apart by identity.
    has_identity: bool,
}

const KINDS: &[Kind] = &[
    Kind { module: "functools", class: "partial", is_class: true, parts: &[], there: &["func", "args", "keywords"], has_identity: true },
    Kind { module: "operator", class: "_ItemGetter", is_class: false, parts: &["_item"], there: &[], has_identity: true },
    Kind { module: "operator", class: "_ItemsGetter", is_class: false, parts: &["_items"], there: &[], has_identity: true },
    Kind { module: "operator", class: "_AttrGetter", is_class: false, parts: &["_attr"], there: &[], has_identity: true },
    Kind { module: "operator", class: "_AttrsGetter", is_class: false, parts: &["_attrs"], there: &[], has_identity: true },
    Kind { module: "operator", class: "methodcaller", is_class: true, parts: &["_name", "_args", "_kwargs"], there: &[], has_identity: true },
    Kind { module: "fractions", class: "Fraction", is_class: true, parts: &["_numerator", "_denominator"], there: &["numerator", "denominator"], has_identity: false },
    Kind { module: "statistics", class: "NormalDist", is_class: true, parts: &["_mu", "_sigma"], there: &["mean", "stdev"], has_identity: false },
    Kind { module: "string", class: "Template", is_class: true, parts: &["template"], there: &["template"], has_identity: false },
    Kind { module: "numpy", class: "vectorize", is_class: true, parts: &["pyfunc", "otypes", "__doc__", "excluded", "cache", "signature"], there: &[], has_identity: true },
    Kind { module: "numpy", class: "finfo", is_class: true, parts: &["dtype"], there: &["dtype"], has_identity: false },
    Kind { module: "numpy", class: "iinfo", is_class: true, parts: &["dtype"], there: &["dtype"], has_identity: false },
];

/// Functions that both sides have.
static FUNCTIONS: Table<Pairs> = Table::new(table);
/// Values with an identity.
static VALUES: Table<Pairs> = Table::new(table);
static MANY_VALUES: Locked<Cell<usize>> = Locked::new(Cell::new(FEW));
const FEW: usize = 64;
/// The types of CPython's functions and values that have one on this side, by their addresses.
static TYPES: Table<AddressMap<usize, ()>> = Table::new(table);
/// Classes that have gone out, or a value of which has.
static KNOWN: Locked<RefCell<Vec<(Py, &'static TypeObj, &'static Kind)>>> = Locked::new(RefCell::new(Vec::new()));

/// Functions of units whose host has them itself, by their addresses. The other way there is none: each unit has its own, with variables
/// that are set when it is called.
static STANDING: Table<AddressMap<u64, (Value, Py)>> = Table::new(table);

/// The function is one that the host has: to it, it is this object.
pub fn stands_for(v: &Value, p: &Py) {
    drop(STANDING.with_borrow_mut(|s| s.insert(v.bits(), (v.clone(), p.clone()))));
}

/// The two are one object of the host's.
pub fn is_same(v: &Value, object: &Py) -> bool {
    STANDING.with_borrow(|s| s.get(&v.bits()).is_some_and(|(_, p)| std::ptr::eq(p.as_ptr(), object.as_ptr())))
}

/// CPython's function for one of the program's library.
pub fn function_outward(v: &Value) -> Result<Option<Py>> {
    if let Some(p) = STANDING.with_borrow(|s| s.get(&v.bits()).map(|(_, p)| p.clone())) {
        return Ok(Some(p));
    }
    if let Some(p) = FUNCTIONS.with_borrow(|f| f.python_of(v)) {
        return Ok(Some(p));
    }
    if let Some(ty) = owner(v) {
        let name = ops::getattr(v, "__name__")?;
        let name = ops::text_of(&name);
        // Special methods are asked of classes of the program too.
        if ty.name.contains('.') || name.starts_with("__") {
            return Ok(None);
        }
        return known(v, types::native(ty)?.find(&name));
    }
    let (module, name) = match v.downcast::<FunctionObj>() {
        Some(f) => (str_of(&f.desc().module).to_owned(), str_of(&f.desc().qualname).to_owned()),
        None => (ops::text_of(&ops::getattr(v, "__module__")?).into_owned(), ops::text_of(&ops::getattr(v, "__name__")?).into_owned()),
    };
    let is_numpy = module == "numpy" || module.starts_with("numpy.");
    if !(is_numpy && python::is_imported("numpy") || MODULES.contains(&&*module)) || name.contains('.') || module == "builtins" && OF_ONE_SIDE.contains(&&*name) {
        return Ok(None);
    }
    let found = text_helper(TEXT, "function")?.call(vec![py::string(&module)?, py::string(&name)?])?;
    known(v, Some(found).filter(|p| !p.is_none()))
}

/// Notes that the two are one function.
fn known(v: &Value, found: Option<Py>) -> Result<Option<Py>> {
    if let Some(p) = &found {
        FUNCTIONS.with_borrow_mut(|f| f.add(v, p));
        note_type(p);
    }
    Ok(found)
}

/// A method of a builtin value that cannot change: `", ".join`, `int.from_bytes`.
pub fn method_outward(m: &MethodObj) -> Result<Option<Py>> {
    let is_value = matches!(m.object.ty().layout, Layout::Int | Layout::Float | Layout::Str | Layout::Bytes | Layout::Tuple | Layout::Complex);
    let is_value = is_value || as_type(&m.object).is_some_and(|t| t.is_native && !t.name.contains('.'));
    if !is_value || !m.object.ty().is_native || m.func.ty().layout != Layout::Native {
        return Ok(None);
    }
    Ok(to_python(&m.object)?.find(&ops::text_of(&ops::getattr(&m.func, "__name__")?)))
}

fn kind_of(ty: &'static TypeObj) -> Option<&'static Kind> {
    let name = attrs::simple_name(ty);
    KINDS.iter().find(|k| k.class == name && *module_name(ty) == *k.module)
}

fn python_class(ty: &'static TypeObj, kind: &'static Kind) -> Result<Py> {
    let known = KNOWN.with_borrow(|k| k.iter().find(|(_, t, _)| std::ptr::eq(*t, ty)).map(|(p, ..)| p.clone()));
    if let Some(p) = known {
        return Ok(p);
    }
    let p = text_helper(TEXT, "class_of")?.call(vec![py::string(kind.module)?, py::string(kind.class)?])?;
    KNOWN.with_borrow_mut(|k| k.push((p.clone(), ty, kind)));
    let address = p.as_ptr();
    TYPES.with_borrow_mut(|t| t.insert(address as usize, ()));
    foreign::not_all_like(address);
    Ok(p)
}

/// CPython's class for one of the program's library whose values are CPython's there.
pub fn class_outward(ty: &'static TypeObj) -> Result<Option<Py>> {
    kind_of(ty).filter(|k| k.is_class).map(|k| python_class(ty, k)).transpose()
}

/// The program's class for one of CPython that it has been seen for.
pub fn class_inward(p: &Py) -> Option<Value> {
    KNOWN.with_borrow(|k| k.iter().find(|(known, _, kind)| kind.is_class && std::ptr::eq(known.as_ptr(), p.as_ptr())).map(|(_, t, _)| t.value()))
}

/// CPython's value for one of the program's library.
pub fn value_outward(v: &Value) -> Result<Option<Py>> {
    let Some(kind) = kind_of(v.ty()) else { return Ok(None) };
    if let Some(p) = VALUES.with_borrow(|s| s.python_of(v)) {
        return Ok(Some(p));
    }
    python_class(v.ty(), kind)?;
    let parts = match kind.parts {
        [] => ops::call(&attrs::get(v, &intern("_parts"))?, &[])?,
        names => tuple::new(names.iter().map(|n| attrs::get(v, &intern(n))).collect::<Result<_>>()?),
    };
    let attributes = if kind.has_identity { ops::getattr_opt(v, "__dict__")?.unwrap_or_else(Value::none) } else { Value::none() };
    let given = vec![py::string(kind.class)?, to_python(&parts)?, to_python(&attributes)?];
    let made = containers::crossing(|| text_helper(TEXT, "value")?.call(given))?;
    if kind.has_identity {
        add(v, &made);
    }
    Ok(Some(made))
}

fn add(v: &Value, p: &Py) {
    VALUES.with_borrow_mut(|s| s.add(v, p));
    note_type(p);
    if VALUES.with_borrow(Pairs::len) > MANY_VALUES.get() {
        forget_unshared();
        MANY_VALUES.set(FEW.max(2 * VALUES.with_borrow(Pairs::len)));
    }
}

/// Forgets values that only one side still has.
fn forget_unshared() {
    drop(VALUES.with_borrow_mut(Pairs::take_settled));
}

/// The same, where there are few enough to be looked at each time control crosses.
pub fn settle() {
    let n = VALUES.with_borrow(Pairs::len);
    if 0 < n && n <= FEW {
        forget_unshared();
    }
}

pub fn none_shared() -> bool {
    VALUES.with_borrow(Pairs::is_empty)
}

/// The program's function or value for one of CPython.
pub fn inward(p: &Py) -> Result<Option<Value>> {
    if let Some(v) = FUNCTIONS.with_borrow(|f| f.native_of(p)).or_else(|| VALUES.with_borrow(|s| s.native_of(p))) {
        return Ok(Some(v));
    }
    let ty = crate::builtin::type_ptr(p);
    let known = KNOWN.with_borrow(|k| k.iter().find(|(class, _, kind)| !kind.there.is_empty() && std::ptr::eq(class.as_ptr(), ty)).map(|(_, t, kind)| (*t, *kind)));
    let Some((class, kind)) = known else { return Ok(None) };
    let mut parts = kind.there.iter().map(|n| from_python(&p.attr(n)?)).collect::<Result<Vec<Value>>>()?;
    if !kind.has_identity {
        return ops::call(&class.value(), &parts).map(Some);
    }
    let (Some(keywords), Some(args)) = (parts.pop(), parts.pop()) else { return Ok(None) };
    parts.extend(pyaot_core::list::to_vec(&args)?);
    let keywords: Vec<(Value, Value)> = keywords.downcast::<DictObj>().map(|d| d.iter().collect()).unwrap_or_default();
    let made = ops::call_kw(&class.value(), &parts, &keywords)?;
    add(&made, p);
    Ok(Some(made))
}

/// Objects of the type of this one may be the program's.
fn note_type(p: &Py) {
    let ty = crate::builtin::type_ptr(p);
    if TYPES.with_borrow_mut(|t| t.insert(ty as usize, ())).is_none() {
        foreign::not_all_like(ty);
    }
}

/// Other objects of the type of this one may be such.
pub fn may_be_shared(p: &Py) -> bool {
    TYPES.with_borrow(|t| t.contains_key(&(crate::builtin::type_ptr(p) as usize)))
}

/// The mirror of a class of the program's library passes for what CPython's class asks of its subclasses, where that asks.
pub fn register(ty: &'static TypeObj, mirror: &Py) -> Result<()> {
    text_helper(TEXT, "register")?.call(vec![py::string(&module_name(ty))?, py::string(attrs::simple_name(ty))?, mirror.clone()]).map(drop)
}

/// At the end of the program.
pub fn forget_all() {
    drop((STANDING.take(), FUNCTIONS.take(), VALUES.take(), KNOWN.take(), TYPES.take()));
}
