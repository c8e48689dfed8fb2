//! Classes that CPython derives from the program's classes of exceptions, and their objects.
//!
//! What such an object has, the program's exception has: CPython's keeps that one (`__pyaot__`), which knows it by a weak reference, so that
//! neither keeps both for ever. The program's class for a derived one has CPython's functions, which get CPython's object.

use std::ffi::c_int;

use pyaot_core::class::{as_type, attrs, build};
use pyaot_core::error::Result;
use pyaot_core::exception::{self, EXCEPTION};
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use super::{CLASSES, address, note_holder};
use crate::builtin::tuple_items;
use crate::capi::{MethodDef, Obj, api, type_of};
use crate::convert::from_python;
use crate::py::{self, Py};
use crate::{mirrors, proxy, types};

const METH_O: c_int = 8;

static ADOPT: MethodDef = MethodDef { name: c"adopt".as_ptr(), function: adopt as *const _, flags: METH_O, doc: std::ptr::null() };
static DERIVE: MethodDef = MethodDef { name: c"derive".as_ptr(), function: derive as *const _, flags: METH_O, doc: std::ptr::null() };

/// What `exception_class` of the prelude gets, behind the first of its arguments.
pub fn of_program(ty: &'static TypeObj, mut first: Vec<Py>) -> Result<Vec<Py>> {
    first.push(proxy::of(&ty.value())?);
    first.push(py::tuple(mirrors::attributes(ty)?)?);
    for def in [&ADOPT, &DERIVE] {
        // SAFETY: the definition is static; a new reference.
        first.push(unsafe { Py::owned((api().PyCFunction_NewEx)(def, std::ptr::null_mut(), std::ptr::null_mut())) }?);
    }
    Ok(first)
}

/// CPython makes an exception of such a class: the program's for it.
unsafe extern "C" fn adopt(_: Obj, made: Obj) -> Obj {
    proxy::answer(|| {
        // SAFETY: the prelude passes an exception; its type lives as long.
        let (made, class) = unsafe { (Py::borrowed(made), Py::borrowed(type_of(made))) };
        let ty = types::inward(&class)?.as_ref().and_then(as_type).unwrap_or(&EXCEPTION);
        let v = exception::new(ty, from_python(&made.attr("args")?)?);
        note_holder(&v, &made)?;
        proxy::holder(&v)
    })
}

/// CPython has derived a class: the program gets one for it.
unsafe extern "C" fn derive(_: Obj, given: Obj) -> Obj {
    proxy::answer(|| {
        // SAFETY: the prelude passes a tuple: the class, its name, its bases, its attributes and keywords.
        let parts = tuple_items(&unsafe { Py::borrowed(given) });
        let pairs = |p: &Py| -> Result<Vec<(Value, Value)>> {
            let both = |pair: Py| {
                let pair = tuple_items(&pair);
                Ok((from_python(&pair[0])?, from_python(&pair[1])?))
            };
            tuple_items(p).into_iter().map(both).collect()
        };
        let bases = tuple_items(&parts[2]).iter().map(from_python).collect::<Result<Vec<Value>>>()?;
        let metas = bases.iter().map(Value::ty);
        let meta = metas.reduce(|a, b| if b.is_subtype(a) { b } else { a }).expect("there is a base");
        // Known before its attributes, which may hold it.
        let ty = build::begin_derived(meta, &from_python(&parts[1])?, &bases)?;
        CLASSES.with_borrow_mut(|c| {
            c.outward.insert(address(ty), parts[0].clone());
            c.inward.insert(parts[0].as_ptr() as usize, ty);
            c.programs.insert(address(ty));
        });
        for (name, x) in pairs(&parts[3])? {
            attrs::set(&ty.value(), &pyaot_core::state::intern_value(&name), Some(&x))?;
        }
        build::finish_derived(ty, &pairs(&parts[4])?)?;
        proxy::of(&ty.value())
    })
}
