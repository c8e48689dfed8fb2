//! Generators of random numbers: the program's `Generator` and `RandomState` are NumPy's own in CPython, and draw from the same bit
//! generator, whichever side draws.

use std::cell::Cell;
use std::ffi::c_void;

use pyaot_array::random::bitgen::{self, BitGen};
use pyaot_array::random::host;
use pyaot_core::class::{attrs, module_name};
use pyaot_core::error::Result;
use pyaot_core::module::module_object;
use pyaot_core::start::hosted;
use pyaot_core::state::intern;
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use crate::capi::{Obj, api};
use crate::convert::to_python;
use crate::locked::{Locked, Table, table};
use crate::pairs::Pairs;
use crate::proxy;
use crate::py::{self, Py};
use crate::python::text_helper;

static TEXT: &str = include_str!("random.py");

/// Generators that both sides have.
static SHARED: Table<Pairs> = Table::new(table);

static GLOBAL_SHARED: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// The class of NumPy that one of the program stands for.
pub fn class_outward(ty: &'static TypeObj) -> Result<Option<Py>> {
    match (&*module_name(ty), attrs::simple_name(ty)) {
        ("numpy._generator", name @ "Generator") | ("numpy._legacy", name @ "RandomState") => Ok(py::import(c"numpy.random")?.find(name)),
        _ => Ok(None),
    }
}

/// NumPy's generator for one of the program's.
pub fn outward(v: &Value) -> Result<Option<Py>> {
    let Some(class) = class_outward(v.ty())? else { return Ok(None) };
    if let Some(p) = SHARED.with_borrow(|s| s.python_of(v)) {
        return Ok(Some(p));
    }
    if hosted::hooks().is_some() {
        return of_host(v, &class).map(Some);
    }
    let source = attrs::get(v, &intern("_source"))?;
    let own = attrs::get_opt(v, &intern("_bit_generator"))?;
    let name = own.as_ref().map_or("MT19937", |g| g.ty().name);
    let own = proxy::holder(own.as_ref().unwrap_or(v))?;
    let made = text_helper(TEXT, "generator")?.call(vec![class, py::string(name)?, capsule(&source)?, own])?;
    SHARED.with_borrow_mut(|s| s.add(v, &made));
    Ok(Some(made))
}

/// Inside CPython: the generator that this one draws from, or one of NumPy's own that goes on where this one is. From now on both
/// draw from that.
fn of_host(v: &Value, class: &Py) -> Result<Py> {
    if let Some(host) = attrs::get_opt(v, &intern("_host"))?
        && let Some(p) = crate::foreign::object_of(&host)
    {
        return Ok(p.clone());
    }
    let source = attrs::get(v, &intern("_source"))?;
    let made = match host::owner(&source)? {
        // It had one that nobody has kept.
        Some(owner) => class.call(vec![to_python(&owner)?])?,
        None => {
            let own = attrs::get(v, &intern("_bit_generator"))?;
            let seed = attrs::get(&own, &intern("_seed_seq"))?;
            let mut args = vec![to_python(&host::state(&source)?)?];
            for name in ["entropy", "spawn_key", "pool_size", "n_children_spawned"] {
                args.push(to_python(&attrs::get(&seed, &intern(name))?)?);
            }
            let made = text_helper(TEXT, "host_generator")?.call(args)?;
            crate::bitgens::draw_from(&source, &made.attr("_bit_generator")?)?;
            made
        }
    };
    SHARED.with_borrow_mut(|s| s.add(v, &made));
    Ok(made)
}

/// The program's generator that is this one.
pub fn inward(p: &Py) -> Option<Value> {
    SHARED.with_borrow(|s| s.native_of(p))
}

/// Other objects of the type of this one may be such.
pub fn may_be_shared(p: &Py) -> bool {
    let ty = crate::builtin::type_ptr(p);
    SHARED.with_borrow(|s| (0..).map_while(|i| s.get(i)).any(|pair| pair.python.is_exactly(ty)))
}

/// Forgets generators that only one side still has.
pub fn settle() {
    if !none_shared() {
        drop(SHARED.with_borrow_mut(Pairs::take_settled));
    }
}

pub fn none_shared() -> bool {
    SHARED.with_borrow(Pairs::is_empty)
}

/// At the end of the program.
pub fn forget_all() {
    drop(SHARED.take());
}

/// What the functions of `numpy.random` draw from is one on both sides, as soon as CPython has NumPy.
pub fn share_global() -> Result<()> {
    // Inside CPython it is the program that draws from NumPy's.
    if hosted::hooks().is_some() {
        return Ok(());
    }
    let Some(module) = module_object("_numpy_random") else { return Ok(()) };
    if GLOBAL_SHARED.get() || !crate::python::is_imported("numpy.random") {
        return Ok(());
    }
    GLOBAL_SHARED.set(true);
    let mut args = vec![capsule(&Value::none())?];
    for name in ["seed", "state", "set_state"] {
        let Some(f) = attrs::get_opt(&module, &intern(name))? else { return Ok(()) };
        args.push(to_python(&f)?);
    }
    text_helper(TEXT, "share_global")?.call(args).map(drop)
}

const NAME: &std::ffi::CStr = c"BitGenerator";

/// NumPy's description of the bit generator, which keeps it alive.
fn capsule(source: &Value) -> Result<Py> {
    let made = Box::into_raw(bitgen::of(source)?);
    // SAFETY: the capsule gives it back at its end; a new reference.
    unsafe { Py::owned((api().PyCapsule_New)(made.cast(), NAME.as_ptr(), free as *const c_void)) }
}

unsafe extern "C" fn free(capsule: Obj) {
    // SAFETY: called once, with a capsule that was made above.
    drop(unsafe { Box::from_raw((api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<BitGen>()) });
}
