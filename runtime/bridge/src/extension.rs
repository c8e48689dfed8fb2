//! Extension modules (PEP 489): a compiled module in a shared library that CPython imports.
//!
//! The library's program (see `compiler/driver`, `extension`) imports the module and hands it over by `_host.export_module`, with
//! what cannot be replaced in it, and the entries of functions whose annotations help ([`crate::typed`]).

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
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
use crate::{containers, errors, mirrors, python, streams, turns, warnings};

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

const PY_MOD_EXEC: c_int = 2;
static SLOTS: [Slot; 2] = [Slot { slot: PY_MOD_EXEC, value: exec as *const c_void }, Slot { slot: 0, value: null() }];

/// What CPython knows the module by, and behind it what there is to run.
#[repr(C)]
struct Extension {
    def: ModuleDef,
    program: &'static ProgramDesc,
    /// The program runs, or has run.
    has_run: Cell<bool>,
}

static HOOKS: Hooks = Hooks {
    check_signals: turns::check_signals_anywhere,
    // No loop of an extension module's runs without the lock.
    check_signals_beside: || true,
    warn: warnings::to_host,
    write: streams::write_to_host,
    has_others: turns::has_others,
    give_away: turns::give_away,
};

/// What `PyInit_…` of an extension module returns.
///
/// # Safety
/// CPython calls it, with its lock held; `name` is a C string, the module's dotted name, and it and the program are static data of the library.
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
    let extension: &'static mut Extension = Box::leak(Box::new(Extension { def, program, has_run: Cell::new(false) }));
    if hosted::hooks().is_none() {
        hosted::begin(&HOOKS);
        warnings::follow_host();
    }
    if let Err(raised) = python::open(|| None) {
        // Without the table of its functions, CPython cannot even be told.
        pyaot_core::exception::clear_pending(raised);
        return null_mut();
    }
    // SAFETY: a definition that is never freed.
    unsafe { (api().PyModuleDef_Init)((&raw mut *extension).cast()).cast() }
}

unsafe extern "C" fn exec(module: Obj) -> c_int {
    // SAFETY: CPython passes a module that lives, and was made by the definition that `init` has given it.
    let (module, extension) = unsafe { (Py::borrowed(module), &*(api().PyModule_GetDef)(module).cast::<Extension>()) };
    match run(extension, &module) {
        Ok(()) => 0,
        Err(raised) => {
            errors::raise_in_python(raised);
            -1
        }
    }
}

/// Runs the program, whose module CPython's is from the beginning: code that it runs may import the module.
fn run(extension: &Extension, module: &Py) -> Result<()> {
    // SAFETY: plain questions.
    if unsafe { (api().PyInterpreterState_GetID)((api().PyInterpreterState_Get)()) } != 0 {
        return raise(&IMPORT_ERROR, "modules compiled by pyaot work in the main interpreter only");
    }
    // `importlib.reload`: the code cannot run again.
    if extension.has_run.replace(true) {
        return Ok(());
    }
    // SAFETY: by the contract of `init`.
    let name = unsafe { CStr::from_ptr(extension.def.name) }.to_string_lossy().into_owned();
    // SAFETY: the library's own tables.
    containers::entering(|| unsafe { hosted::load_after(extension.program, || mirrors::adopt(module, &name)) })?;
    let exported = take_exported();
    let parts = exported.as_ref().and_then(|e| e.downcast::<TupleObj>()).map(TupleObj::items);
    let Some([_, defined, imports, entries]) = parts else { return raise(&IMPORT_ERROR, "the library has handed over no module") };
    crate::typed::note(entries)?;
    let filled = python::helper("fill_module")?.call(vec![module.clone(), to_python(defined)?, to_python(imports)?]).map(drop);
    drop(exported);
    // The lists of names: calls are quicker while no container is on both sides.
    containers::settle();
    filled
}
