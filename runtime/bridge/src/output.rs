//! Standard output: what CPython prints goes through the program's own buffer, so that the order is right.

use std::ffi::c_int;

use pyaot_core::error::Result;
use pyaot_core::file;

use crate::capi::{MethodDef, Obj, api};
use crate::containers::entering;
use crate::errors;
use crate::py::Py;

const METH_O: c_int = 8;

static WRITE: MethodDef =
    MethodDef { name: c"write".as_ptr(), function: write as *const _, flags: METH_O, doc: std::ptr::null() };

/// A function of CPython that writes bytes, or flushes (None).
pub fn writer() -> Result<Py> {
    // SAFETY: the definition is static; a new reference.
    unsafe { Py::owned((api().PyCFunction_NewEx)(&WRITE, std::ptr::null_mut(), std::ptr::null_mut())) }
}

unsafe extern "C" fn write(_: Obj, data: Obj) -> Obj {
    let api = api();
    let done = entering(|| {
        if std::ptr::eq(data, api._Py_NoneStruct) {
            return file::flush_stdout();
        }
        // SAFETY: the prelude passes bytes.
        let bytes = unsafe { std::slice::from_raw_parts((api.PyBytes_AsString)(data).cast::<u8>(), (api.PyBytes_Size)(data) as usize) };
        file::write_stdout(bytes)
    });
    match done {
        // SAFETY: an object that lives for ever.
        Ok(()) => unsafe { Py::borrowed(api._Py_NoneStruct) }.into_ptr(),
        Err(e) => {
            errors::raise_in_python(e);
            std::ptr::null_mut()
        }
    }
}
