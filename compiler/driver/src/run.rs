//! Running compiled code in this process.

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::os::unix::ffi::OsStringExt;

use pyaot_abi::layout::ProgramDesc;
use pyaot_codegen::JitCode;

/// Runs the program with this `sys.argv` and returns the exit status of the process.
pub fn run(code: JitCode, argv: Vec<OsString>) -> i32 {
    // Destructors of Python objects may call into the code until the process ends.
    let code = ManuallyDrop::new(code);
    let argv = argv.into_iter().map(OsStringExt::into_vec).collect();
    // SAFETY: the code is never freed, so its tables live as long as the process.
    let program: &'static ProgramDesc = unsafe { &*code.program_desc() };
    pyaot_core::native::link(pyaot_core::native::all_links().iter().copied());
    // SAFETY: the tables describe the code that was just made.
    unsafe { pyaot_core::start::run_program(argv, program) }
}
