//! Running compiled code in this process.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use pyaot_abi::layout::ProgramDesc;
use pyaot_codegen::JitCode;
use pyaot_core::start::Ended;

use crate::cache::Slot;

/// Runs the program with this `sys.argv` and returns the exit status of the process. The code goes into the slot. `report`: in the
/// end, what CPython was asked for is listed on stderr.
pub fn run(code: JitCode, argv: Vec<OsString>, slot: Option<Slot>, report: bool) -> i32 {
    if report {
        pyaot_bridge::report::want();
    }
    let status = run_to_end(&code, argv).status();
    // Where it was opened, it has printed this already.
    pyaot_bridge::report::print();
    if let Some(slot) = slot {
        slot.store(&code);
    }
    status
}

/// Runs the program with this `sys.argv`.
pub(crate) fn run_to_end(code: &JitCode, argv: Vec<OsString>) -> Ended {
    let argv = argv.into_iter().map(OsStringExt::into_vec).collect();
    // SAFETY: the code is never freed (destructors of Python objects may call into it until the process ends), so its tables
    // live as long as the process.
    let program: &'static ProgramDesc = unsafe { &*code.program_desc() };
    pyaot_core::native::link(pyaot_core::native::all_links().iter().copied());
    // SAFETY: the tables describe the code that was just made.
    unsafe { pyaot_core::start::run_to_end(argv, program) }
}
