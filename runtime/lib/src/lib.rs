//! The static library that executables are linked with: the runtime core with all its leaves, and the C entry point.

use std::ffi::{CStr, c_char, c_int, c_void};

use pyaot_abi::layout::ProgramDesc;

/// Called by the `main` of a compiled program; the result is the exit status of the process.
///
/// # Safety
/// `argv` holds `argc` C strings; `program` describes compiled code that is loaded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pyaot_main(argc: c_int, argv: *const *const c_char, program: *const ProgramDesc) -> c_int {
    roomy_heap();
    // SAFETY: by the contract; the program is static data of the executable.
    unsafe {
        let args = (0..argc as usize).map(|i| CStr::from_ptr(*argv.add(i)).to_bytes().to_vec()).collect();
        pyaot_core::start::run_program(args, &*program)
    }
}

/// Called by `PyInit_…` of an extension module; the result is for CPython.
///
/// # Safety
/// As for [`pyaot_bridge::extension::init`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pyaot_extension(name: *const c_char, program: *const ProgramDesc) -> *mut c_void {
    // SAFETY: by the contract.
    unsafe { pyaot_bridge::extension::init(name, &*program) }
}

/// The C library's heap takes blocks of up to some megabytes from one stretch of memory that grows and stays, instead of one
/// mapping for each: freed memory is used again with its pages, and the runtime can have huge ones there.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn roomy_heap() {
    unsafe extern "C" {
        fn mallopt(param: c_int, value: c_int) -> c_int;
    }
    const M_TRIM_THRESHOLD: c_int = -1;
    const M_TOP_PAD: c_int = -2;
    const M_MMAP_THRESHOLD: c_int = -3;
    // SAFETY: parameters of the allocator, set before anything runs beside this.
    unsafe {
        mallopt(M_MMAP_THRESHOLD, 8 << 20);
        mallopt(M_TOP_PAD, 64 << 20);
        mallopt(M_TRIM_THRESHOLD, 256 << 20);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn roomy_heap() {}

// Linked for its natives: programs take what they need.
use pyaot_array as _;
use pyaot_bridge as _;

/// Keeps the addresses of the leaves in the library, whatever the linker thinks of them.
pub use pyaot_core::leaves::address;

/// Stands in for the function of Rust's library that prints the backtrace of a panic (`compiler/driver/src/link.rs`): the
/// value is that of `fmt::Result::Ok`.
#[unsafe(no_mangle)]
pub extern "C" fn pyaot_no_backtrace() -> u8 {
    0
}
