//! Classes: the builtin ones are the same on both sides, those of exceptions are made anew ([`crate::errors`]), NumPy's scalar types
//! go by their names; all others keep their side.


use pyaot_core::class::attrs::simple_name;
use pyaot_core::class::{ABC, as_type, data, module_name};
use pyaot_core::error::Result;
use pyaot_core::exception::BASE_EXCEPTION;
use pyaot_core::module::builtin_type;
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use crate::capi::api;
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::python::helper;
use crate::{errors, library, mirrors, proxy};

// Types are never freed: their addresses stay theirs.
static KNOWN: Table<AddressMap<usize, &'static TypeObj>> = Table::new(table);
/// The classes of CPython, by the address of the type.
static NATIVE: Table<AddressMap<usize, Py>> = Table::new(table);

/// The class of CPython for one of the program.
pub fn outward(v: &Value) -> Result<Py> {
    let Some(ty) = as_type(v) else { return proxy::of(v) };
    if !ty.is_native {
        return match errors::python_class(ty)? {
            Some(p) => Ok(p),
            None => match library::class_outward(ty)?.map_or_else(|| abstract_outward(ty), |p| Ok(Some(p)))? {
                Some(p) => Ok(p),
                None => mirrors::of(ty),
            },
        };
    }
    native(ty)
}

/// CPython's class for one of `collections.abc`: what it says of CPython's classes, CPython's says.
fn abstract_outward(ty: &'static TypeObj) -> Result<Option<Py>> {
    if !data(ty).has(ABC) || module_name(ty) != "collections.abc" {
        return Ok(None);
    }
    let p = py::import(c"collections.abc")?.find(simple_name(ty));
    if let Some(p) = &p {
        KNOWN.with_borrow_mut(|k| k.insert(p.as_ptr() as usize, ty));
    }
    Ok(p)
}

/// The builtin exceptions are known beforehand: they may be asked for where nothing can be imported any more.
pub fn know_exceptions() -> Result<()> {
    for ty in pyaot_core::exception::all() {
        let p = native(ty)?;
        // Two names of one class (`IOError`) have one type here.
        KNOWN.with_borrow_mut(|k| {
            k.entry(p.as_ptr() as usize).or_insert(ty);
        });
    }
    Ok(())
}

/// The class of CPython that a native type is.
pub fn native(ty: &'static TypeObj) -> Result<Py> {
    let key = std::ptr::from_ref(ty) as usize;
    if let Some(p) = NATIVE.with_borrow(|n| n.get(&key).cloned()) {
        return Ok(p);
    }
    let p = find_native(ty)?;
    NATIVE.with_borrow_mut(|n| n.insert(key, p.clone()));
    Ok(p)
}

/// At the end of the program.
pub fn forget_all() {
    drop(NATIVE.take());
}

fn find_native(ty: &'static TypeObj) -> Result<Py> {
    let (module, name) = ty.name.rsplit_once('.').unwrap_or(("builtins", ty.name));
    let module = match module {
        "builtins" => match name {
            "NoneType" | "function" | "generator" | "module" | "method" | "ellipsis" => c"types",
            "deque" | "defaultdict" | "Counter" | "OrderedDict" => c"collections",
            _ => c"builtins",
        },
        "collections" => c"collections",
        "numpy" => c"numpy",
        _ if ty.is_subtype(&BASE_EXCEPTION) => return helper("exception_like")?.call(vec![py::string(module)?, py::string(name)?]),
        _ => return proxy::of(&ty.value()),
    };
    let name = match name {
        "function" => "FunctionType",
        "generator" => "GeneratorType",
        "module" => "ModuleType",
        "method" => "MethodType",
        "ellipsis" => "EllipsisType",
        n => n,
    };
    match py::import(module)?.find(name) {
        Some(p) => Ok(p),
        None => proxy::of(&ty.value()),
    }
}

/// The class of the program for one of CPython, where there is one.
pub fn inward(p: &Py) -> Result<Option<Value>> {
    let key = p.as_ptr() as usize;
    if let Some(t) = KNOWN.with_borrow(|k| k.get(&key).copied()) {
        return Ok(Some(t.value()));
    }
    if let Some(v) = library::class_inward(p) {
        return Ok(Some(v));
    }
    if !p.is_exactly(api().PyType_Type) {
        return Ok(mirrors::class_of(p).or_else(|| errors::known_inward(p)));
    }
    let name = py::text_of(&p.attr("__name__")?);
    let module = py::text_of(&p.attr("__module__")?);
    let full = if module == "builtins" { name } else { format!("{module}.{name}") };
    if let Some(t) = builtin_type(&full).or_else(|| pyaot_core::module::late_type_named(&full))
        && std::ptr::eq(native(t)?.as_ptr(), p.as_ptr())
    {
        KNOWN.with_borrow_mut(|k| k.insert(key, t));
        return Ok(Some(t.value()));
    }
    errors::class_inward(p)
}
