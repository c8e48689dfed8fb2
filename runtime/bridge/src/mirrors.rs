//! Mirrors: what CPython has for the program's classes and modules.
//!
//! The mirror of a class is a type of its name with the mirrors of its bases, whose objects are proxies ([`crate::proxy`]). Special
//! methods are in it, so that it has the slots that they give it; whatever else it is asked for, the program's class answers
//! (`ProgramType` in the prelude), which also gets what is assigned. Modules of the program are in `sys.modules`, where libraries
//! look for what they know by name.

use pyaot_core::class::{attrs, data, module_name, qualname};
use pyaot_core::error::Result;
use pyaot_core::module::module_object;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::Value;

use crate::classes::attribute_outward;
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::python::helper;
use crate::{containers, proxy};

#[derive(Default)]
struct Mirrors {
    /// By the address of the program's class.
    of: AddressMap<usize, Py>,
    /// By the address of CPython's.
    classes: AddressMap<usize, &'static TypeObj>,
    /// Modules: the address of CPython's, and the program's; both are there for good.
    modules: Vec<(Py, Value)>,
}

static MIRRORS: Table<Mirrors> = Table::new(table);

/// The mirror of a class of the program.
pub fn of(ty: &'static TypeObj) -> Result<Py> {
    let key = std::ptr::from_ref(ty) as usize;
    if let Some(p) = MIRRORS.with_borrow(|m| m.of.get(&key).cloned()) {
        return Ok(p);
    }
    let mut bases: Vec<Py> = Vec::new();
    for b in data(ty).bases() {
        let b = if b.is_native { proxy::base_of(b)? } else { of(b)? };
        if bases.iter().all(|known| !std::ptr::eq(known.as_ptr(), b.as_ptr())) {
            bases.push(b);
        }
    }
    let module = module_name(ty);
    let texts = [attrs::simple_name(ty), &qualname(ty), &module].map(py::string);
    let mut args = texts.into_iter().collect::<Result<Vec<Py>>>()?;
    args.extend([py::tuple(bases)?, proxy::of(&ty.value())?]);
    let made = containers::crossing(|| helper("mirror")?.call(args))?;
    proxy::note_type(&made);
    MIRRORS.with_borrow_mut(|m| {
        m.of.insert(key, made.clone());
        m.classes.insert(made.as_ptr() as usize, ty);
    });
    fill(&made, ty)?;
    if module_object(&module).is_some_and(|m| name_of_own(&m).is_some()) {
        module_outward(&module)?;
    }
    Ok(made)
}

/// Puts into the mirror what types are looked into for: functions, properties, and what says that there is none.
fn fill(mirror: &Py, ty: &'static TypeObj) -> Result<()> {
    let mut given = Vec::new();
    for (name, v) in data(ty).attrs.entries().to_vec() {
        let is_special = pyaot_core::ops::text_of(&name).starts_with("__");
        if matches!(v.ty().layout, Layout::Function | Layout::Property) || is_special && v.is_none() {
            given.push(py::tuple(vec![crate::convert::to_python(&name)?, attribute_outward(&v)?])?);
        }
    }
    let args = vec![mirror.clone(), py::tuple(given)?];
    containers::crossing(|| helper("fill_mirror")?.call(args)).map(drop)
}

/// The class that an object of CPython is the mirror of.
pub fn class_of(p: &Py) -> Option<Value> {
    MIRRORS.with_borrow(|m| m.classes.get(&(p.as_ptr() as usize)).map(|t| t.value()))
}

/// The name of a module of the program's own.
pub fn name_of_own(v: &Value) -> Option<String> {
    let file = attrs::get_opt(v, &pyaot_core::state::intern("__file__")).ok()??;
    let is_own = !file.is_none() && !pyaot_core::ops::text_of(&file).starts_with("<pyaot>");
    is_own.then(|| pyaot_core::module::name_of(v))
}

/// CPython's module for one of the program.
pub fn module_outward(name: &str) -> Result<Py> {
    let Some(v) = module_object(name) else { return Ok(Py::none()) };
    let known = MIRRORS.with_borrow(|m| m.modules.iter().find(|(_, known)| known.is(&v)).map(|(p, _)| p.clone()));
    if let Some(p) = known {
        return Ok(p);
    }
    let made = helper("mirror_module")?.call(vec![py::string(name)?, proxy::of(&v)?])?;
    MIRRORS.with_borrow_mut(|m| m.modules.push((made.clone(), v)));
    Ok(made)
}

/// The program's module for one of CPython.
pub fn module_inward(p: &Py) -> Option<Value> {
    MIRRORS.with_borrow(|m| m.modules.iter().find(|(known, _)| std::ptr::eq(known.as_ptr(), p.as_ptr())).map(|(_, v)| v.clone()))
}

/// At the end of the program, when nothing of it runs any more.
pub fn forget_all() {
    let known = MIRRORS.take();
    for class in known.of.into_values() {
        let _ = helper("empty_mirror").and_then(|f| f.call(vec![class])).map_err(pyaot_core::exception::clear_pending);
    }
    drop(known.modules);
}
