//! Standard streams. The program's own and CPython's own are one buffer each, and one object to whoever compares them; what one side
//! assigns to `sys.stdout`, `sys.stderr` or `sys.stdin`, the other side has too.

use std::cell::RefCell;
use std::ffi::c_int;

use pyaot_core::class::attrs;
use pyaot_core::error::Result;
use pyaot_core::modules::sys;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{file, module, ops};

use crate::builtin::{bytes, bytes_of, constant, tuple_items};
use crate::capi::{MethodDef, Obj, api};
use crate::containers::{crossing, entering};
use crate::convert::{from_python, to_python};
use crate::errors;
use crate::locked::Locked;
use crate::py::{self, Py};
use crate::python::helper;

const METH_O: c_int = 8;
const NAMES: [&str; 3] = ["stdin", "stdout", "stderr"];

static WRITE: MethodDef = method(c"write", write);
static READ: MethodDef = method(c"read", read);
static CHANGED: MethodDef = method(c"changed", changed);

/// The streams that each side began with.
static OWN: Locked<RefCell<Vec<(Value, Py)>>> = Locked::new(RefCell::new(Vec::new()));

const fn method(name: &'static std::ffi::CStr, function: unsafe extern "C" fn(Obj, Obj) -> Obj) -> MethodDef {
    MethodDef { name: name.as_ptr(), function: function as *const _, flags: METH_O, doc: std::ptr::null() }
}

/// Functions of CPython: one that writes bytes, or flushes (None); one that reads a line; one that says what is assigned in `sys`.
pub fn functions() -> Result<Vec<Py>> {
    // SAFETY: the definitions are static; new references.
    [&WRITE, &READ, &CHANGED].into_iter().map(|f| unsafe { Py::owned((api().PyCFunction_NewEx)(f, std::ptr::null_mut(), std::ptr::null_mut())) }).collect()
}

/// From here on they belong together: the three streams of CPython are given.
pub fn begin(pythons: &Py) -> Result<()> {
    for (fd, p) in tuple_items(pythons).into_iter().enumerate() {
        let Some(native) = sys::original_stream(fd) else { continue };
        OWN.with_borrow_mut(|own| own.push((native.clone(), p)));
        match sys::stream(fd) {
            Some(current) if !current.is(&native) => assigned(fd, Some(&current)),
            _ => {}
        }
    }
    Ok(())
}

/// The program has assigned a stream, or deleted it.
pub fn assigned(fd: usize, value: Option<&Value>) {
    let set = || {
        let Some(v) = value else { return Ok(()) };
        let (name, v) = (py::string(NAMES[fd])?, to_python(v)?);
        helper("set_stream")?.call(vec![name, v]).map(drop)
    };
    let _ = set().map_err(pyaot_core::exception::clear_pending);
}

/// CPython's stream for one of the program's.
pub fn outward(v: &Value) -> Option<Py> {
    if v.ty().layout != Layout::File {
        return None;
    }
    OWN.with_borrow(|own| own.iter().find(|(native, _)| native.is(v)).map(|(_, p)| p.clone()))
}

/// The program's stream for one of CPython's.
pub fn inward(p: &Py) -> Option<Value> {
    OWN.with_borrow(|own| own.iter().find(|(_, python)| std::ptr::eq(python.as_ptr(), p.as_ptr())).map(|(v, _)| v.clone()))
}

/// Other objects of the type of this one may be such streams.
pub fn may_be_own(p: &Py) -> bool {
    let ty = crate::builtin::type_ptr(p);
    OWN.with_borrow(|own| own.iter().any(|(_, python)| python.is_exactly(ty)))
}

/// At the end of the program.
pub fn forget_all() {
    drop(OWN.take());
}

fn answer(f: impl FnOnce() -> Result<Py>) -> Obj {
    match entering(f) {
        Ok(p) => p.into_ptr(),
        Err(e) => {
            errors::raise_in_python(e);
            std::ptr::null_mut()
        }
    }
}

unsafe extern "C" fn write(_: Obj, data: Obj) -> Obj {
    let none = api()._Py_NoneStruct;
    answer(|| {
        if std::ptr::eq(data, none) {
            file::flush_stdout()?;
        } else {
            // SAFETY: the prelude passes bytes.
            file::write_stdout(bytes_of(&unsafe { Py::borrowed(data) }))?;
        }
        Ok(constant(none))
    })
}

unsafe extern "C" fn read(_: Obj, _: Obj) -> Obj {
    answer(|| {
        let line = match sys::original_stream(0).as_ref().and_then(file::as_file) {
            Some(f) => file::read_line(f)?,
            None => None,
        };
        let Some(line) = line else { return bytes(&[]) };
        let encode = |v: &Value| ops::call_method(v, "encode", &[pyaot_core::str::new("utf-8"), pyaot_core::str::new("surrogateescape")]);
        to_python(&encode(&line)?)
    })
}

unsafe extern "C" fn changed(_: Obj, pair: Obj) -> Obj {
    answer(|| {
        // SAFETY: the prelude passes a tuple of the name and the new value.
        let items = tuple_items(&unsafe { Py::borrowed(pair) });
        let (name, v) = (from_python(&items[0])?, from_python(&items[1])?);
        match module::module_object("sys") {
            Some(m) => attrs::set(&m, &pyaot_core::state::intern_value(&name), Some(&v))?,
            None => sys::attr_changed(&ops::text_of(&name), Some(&v)),
        }
        Ok(constant(api()._Py_NoneStruct))
    })
}

/// The program has ended, but nothing of it is gone: CPython's threads and exit functions have their turn.
pub fn run_exit_functions() {
    let run = || helper("run_exit_functions")?.call(Vec::new());
    let _ = crossing(run).map_err(pyaot_core::exception::clear_pending);
}

/// Where CPython is the host: to what `sys.stdout` (1) or `sys.stderr` (2) is there.
pub fn write_to_host(fd: i32, text: &[u8]) -> Result<()> {
    let stream = py::import(c"sys")?.attr(if fd == 1 { "stdout" } else { "stderr" })?;
    match std::str::from_utf8(text) {
        Ok(text) => stream.attr("write")?.call(vec![py::string(text)?]),
        Err(_) => {
            stream.attr("flush")?.call(Vec::new())?;
            stream.attr("buffer")?.attr("write")?.call(vec![bytes(text)?])
        }
    }
    .map(drop)
}
