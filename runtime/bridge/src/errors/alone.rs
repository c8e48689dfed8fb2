//! The short way out for exceptions that nobody in the program has hold of any more: none can come back as the object that it was, so
//! CPython's need not know where it came from.

use pyaot_core::class::module_name;
use pyaot_core::error::Result;
use pyaot_core::exception::{ExceptionObj, TraceEntry, clear_pending};
use pyaot_core::tuple::TupleObj;
use pyaot_core::value::Value;

use super::{BESIDE_ARGUMENTS, CLASSES, address, frame_of, object_of};
use crate::capi::api;
use crate::convert::{is_same, to_python};
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::{builtin, python, types};

/// More tracebacks' places are not kept.
const MOST: usize = 256;

/// A place of a traceback: a frame, its instruction and the line.
type Place = [Py; 3];

/// By address of the function's record, then by line and columns. Records are never freed.
static PLACES: Table<AddressMap<(usize, i64), Place>> = Table::new(table);

pub fn forget_all() {
    PLACES.with_borrow_mut(|p| drop(std::mem::take(p)));
}

/// CPython's exception with its traceback; `None` where it is not so simple. The caller has the only reference that counts.
pub fn outward(exc: &Value) -> Result<Option<Py>> {
    let Some(e) = exc.downcast::<ExceptionObj>() else { return Ok(None) };
    if exc.header().is_none_or(|h| h.rc.get() != 1) || e.dict.get() != 0 || e.cause().is_some() || e.context().is_some() || e.suppress_context.get() {
        return Ok(None);
    }
    if let Some(object) = object_of(exc) {
        return back_outward(exc, e, object);
    }
    if !exc.ty().is_native || module_name(exc.ty()) != "builtins" {
        return Ok(None);
    }
    let extras = e.extras();
    if extras.iter().any(|(name, _)| !BESIDE_ARGUMENTS.iter().any(|(_, known)| known.contains(name))) {
        return Ok(None);
    }
    let args = e.args();
    let Some(args) = args.downcast::<TupleObj>() else { return Ok(None) };
    let args = args.items().iter().map(to_python).collect::<Result<Vec<Py>>>()?;
    let made = match py::call(&types::native(exc.ty())?, &args) {
        Ok(made) => made,
        // Its arguments have been replaced since it was made.
        Err(e) => {
            clear_pending(e);
            return Ok(None);
        }
    };
    for (name, v) in &extras {
        made.set(name, &to_python(v)?)?;
    }
    show_frames(&made, e)?;
    Ok(Some(made))
}

/// One that CPython has raised, or whose class is CPython's.
fn back_outward(exc: &Value, e: &ExceptionObj, object: Py) -> Result<Option<Py>> {
    let is_programs = CLASSES.with_borrow(|c| c.programs.contains(&address(exc.ty())));
    let args = e.args();
    if is_programs || object.find("args").is_none_or(|before| !is_same(&args, &before)) {
        return Ok(None);
    }
    show_frames(&object, e)?;
    Ok(Some(object))
}

/// Gives CPython's exception the traceback.
fn show_frames(p: &Py, e: &ExceptionObj) -> Result<()> {
    let mut traceback = Py::none();
    for entry in e.trace() {
        let Some([frame, last, line]) = place(entry)? else { continue };
        traceback = py::call(&python::helper("traceback_type")?, &[traceback, frame, last, line])?;
    }
    if traceback.is_none() {
        return Ok(());
    }
    // SAFETY: both live.
    py::done(unsafe { (api().PyException_SetTraceback)(p.as_ptr(), traceback.as_ptr()) }).map(drop)
}

fn place(entry: &TraceEntry) -> Result<Option<Place>> {
    let key = (entry.frame as usize, entry.line);
    if let Some(known) = PLACES.with_borrow(|p| p.get(&key).cloned()) {
        return Ok(Some(known));
    }
    let Some((file, function, line, start, end)) = frame_of(entry) else { return Ok(None) };
    let number = |n: u32| to_python(&Value::int(i64::from(n)));
    let line = number(line)?;
    let frame = python::helper("frame_at")?.call(vec![py::string(file)?, py::string(function)?, line.clone(), number(start)?, number(end)?])?;
    let Ok([frame, last]) = <[Py; 2]>::try_from(builtin::tuple_items(&frame)) else { return Ok(None) };
    let made = [frame, last, line];
    let full = PLACES.with_borrow_mut(|p| {
        let full = if p.len() >= MOST { Some(std::mem::take(p)) } else { None };
        p.insert(key, made.clone());
        full
    });
    // Frames that end may run code.
    drop(full);
    Ok(Some(made))
}
