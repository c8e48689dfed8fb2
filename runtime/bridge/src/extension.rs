//! Extension modules (PEP 489): a compiled module in a shared library that CPython imports.
//!
//! The library's program (see `compiler/driver`, `extension`) imports the module and hands it over by `_host.export_module`, with the
//! functions that stand in CPython for its own: those test whether arguments are what annotations say.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::{null, null_mut};

use pyaot_abi::layout::ProgramDesc;
use pyaot_core::error::{Result, raise};
use pyaot_core::exception::IMPORT_ERROR;
use pyaot_core::modules::host::take_exported;
use pyaot_core::start::hosted::{self, Hooks};
use pyaot_core::tuple::TupleObj;

use crate::capi::{Obj, api};
use crate::convert::to_python;
use crate::py::Py;
use crate::{containers, errors, python, streams, turns};

/// `PyModuleDef` of CPython's stable ABI.
#[repr(C)]
struct ModuleDef {
    head: [usize; 2],
    init: *const c_void,
    index: isize,
    copy: Obj,
    name: *const c_char,
    doc: *const c_char,
    size: isize,
    methods: *const c_void,
    slots: *const Slot,
    traverse: *const c_void,
    clear: *const c_void,
    free: *const c_void,
}

#[repr(C)]
struct Slot {
    slot: c_int,
    value: *const c_void,
}
// SAFETY: functions, never written.
unsafe impl Sync for Slot {}

const PY_MOD_CREATE: c_int = 1;
static SLOTS: [Slot; 2] = [Slot { slot: PY_MOD_CREATE, value: create as *const c_void }, Slot { slot: 0, value: null() }];

/// What CPython knows the module by, and behind it what there is to run.
#[repr(C)]
struct Extension {
    def: ModuleDef,
    program: &'static ProgramDesc,
}

static HOOKS: Hooks = Hooks { check_signals: turns::check_signals_anywhere, write: streams::write_to_host };

/// What `PyInit_…` of an extension module returns.
///
/// # Safety
/// CPython calls it, with its lock held; `name` is a C string, and it and the program are static data of the library.
pub unsafe fn init(name: *const c_char, program: &'static ProgramDesc) -> *mut c_void {
    let def = ModuleDef {
        head: [1, 0],
        init: null(),
        index: 0,
        copy: null_mut(),
        name,
        doc: null(),
        size: 0,
        methods: null(),
        slots: SLOTS.as_ptr(),
        traverse: null(),
        clear: null(),
        free: null(),
    };
    let extension: &'static mut Extension = Box::leak(Box::new(Extension { def, program }));
    if hosted::hooks().is_none() {
        hosted::begin(&HOOKS);
    }
    if let Err(raised) = python::open(|| None) {
        // Without the table of its functions, CPython cannot even be told.
        pyaot_core::exception::clear_pending(raised);
        return null_mut();
    }
    // SAFETY: a definition that is never freed.
    unsafe { (api().PyModuleDef_Init)((&raw mut *extension).cast()).cast() }
}

unsafe extern "C" fn create(spec: Obj, def: Obj) -> Obj {
    // SAFETY: CPython passes an object that lives, and the definition that `init` has given it.
    let (spec, program) = unsafe { (Py::borrowed(spec), (*def.cast::<Extension>()).program) };
    match module_of(program, spec) {
        Ok(module) => module.into_ptr(),
        Err(raised) => {
            errors::raise_in_python(raised);
            null_mut()
        }
    }
}

/// Runs the program, and makes the module that CPython gets.
fn module_of(program: &'static ProgramDesc, spec: Py) -> Result<Py> {
    // SAFETY: the library's own tables.
    containers::entering(|| unsafe { hosted::load(program) })?;
    let exported = take_exported();
    let parts = exported.as_ref().and_then(|e| e.downcast::<TupleObj>()).map(TupleObj::items);
    let Some([module, functions]) = parts else { return raise(&IMPORT_ERROR, "the library has handed over no module") };
    let module = to_python(module)?;
    python::helper("fill_module")?.call(vec![module.clone(), to_python(functions)?, spec])?;
    Ok(module)
}

