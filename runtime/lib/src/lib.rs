//! The static library that executables are linked with: the runtime core with all its leaves, and the C entry point.

use std::ffi::{CStr, c_char, c_int};

use pyaot_abi::layout::ProgramDesc;

/// Called by the `main` of a compiled program; the result is the exit status of the process.
///
/// # Safety
/// `argv` holds `argc` C strings; `program` describes compiled code that is loaded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pyaot_main(argc: c_int, argv: *const *const c_char, program: *const ProgramDesc) -> c_int {
    // SAFETY: by the contract; the program is static data of the executable.
    unsafe {
        let args = (0..argc as usize).map(|i| CStr::from_ptr(*argv.add(i)).to_bytes().to_vec()).collect();
        pyaot_core::start::run_program(args, &*program)
    }
}

/// Keeps the addresses of the leaves in the library, whatever the linker thinks of them.
pub use pyaot_core::leaves::address;

/// Stands in for the function of Rust's library that prints the backtrace of a panic (`compiler/driver/src/link.rs`): the
/// value is that of `fmt::Result::Ok`.
#[unsafe(no_mangle)]
pub extern "C" fn pyaot_no_backtrace() -> u8 {
    0
}
