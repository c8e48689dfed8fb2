//! Functions of NumPy that pyaot has, called with what only the real NumPy knows: arrays of dates and records, series and frames, dtypes.

use pyaot_core::error::Result;
use pyaot_core::exception::{self, NOT_IMPLEMENTED_ERROR};
use pyaot_core::list::{self, ListObj};
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{foreign, ops};

use crate::python::{self, text_helper};
use crate::{containers, py};

pub static TEXT: &str = include_str!("numpy.py");

/// How deep and how far arguments are looked into. What comes later in longer lists is found where it cannot be converted.
const DEPTH: u32 = 3;
const MANY: usize = 64;

/// Calls the function of that name: the program's own, or the real NumPy's, if an argument is CPython's or pyaot lacks something
/// that the call needs. `a`: the program's function, its name, names of keywords, the tuple of arguments.
/// A method has a name that begins with a dot, no function, and its object as the first argument.
pub fn call(a: &[Value]) -> Result<Value> {
    let name = ops::text_of(&a[1]);
    let (names, args) = (if a[2].is_none() { Vec::new() } else { list::to_vec(&a[2])? }, list::to_vec(&a[3])?);
    let (args, given) = args.split_at(args.len() - names.len());
    let kwargs: Vec<(Value, Value)> = names.into_iter().zip(given.iter().cloned()).collect();
    if foreign::hooks().is_some()
        && args.iter().chain(given).any(|x| has_foreign(x, DEPTH))
        && let Some(real) = real(&name)?
    {
        return ops::call_kw(&real, args, &kwargs);
    }
    let own = match name.strip_prefix('.') {
        Some(method) => ops::call_kw(&ops::getattr(&args[0], method)?, &args[1..], &kwargs),
        None => ops::call_kw(&a[0], args, &kwargs),
    };
    own.or_else(|e| {
        if !exception::pending_is(&NOT_IMPLEMENTED_ERROR) {
            return Err(e);
        }
        // What looks for NumPy's function finds nothing pending.
        let lacking = exception::take_pending().expect("one is");
        python::open(|| None)?;
        match real(&name)? {
            Some(real) => ops::call_kw(&real, args, &kwargs),
            None => {
                exception::set_pending_unchanged(lacking);
                Err(e)
            }
        }
    })
}

fn has_foreign(v: &Value, depth: u32) -> bool {
    let inside = |items: &[Value]| depth > 0 && items.iter().take(MANY).any(|x| has_foreign(x, depth - 1));
    if v.as_small().is_some() {
        return false;
    }
    match v.ty().layout {
        Layout::Foreign => true,
        Layout::Tuple => v.downcast::<TupleObj>().is_some_and(|t| inside(t.items())),
        Layout::List => v.downcast::<ListObj>().and_then(ListObj::values).is_some_and(|items| inside(&items)),
        _ => false,
    }
}

/// The real function, if NumPy has it where it is looked for.
fn real(name: &str) -> Result<Option<Value>> {
    let found = containers::crossing(|| text_helper(TEXT, "numpy_function")?.call(vec![py::string(name)?]))?;
    // As it is: its value would be the program's function.
    Ok((!found.is_none()).then(|| crate::foreign::wrap(&found)))
}
