//! IR to machine code by Cranelift: into memory ([`jit`]) or into a relocatable object file ([`object`]).
//!
//! The runtime is known by the names of its symbols only: the leaves of the abi and a few data symbols ([`refs::Extern`]).
//! An object is linked against the runtime library; for the JIT the caller passes a function that knows their addresses.

mod blank;
mod blocks;
mod compile;
mod crossing;
mod data;
mod func;
mod helpers;
mod image;
mod inst;
mod isa;
mod jit;
mod lanes;
mod large_stack;
mod lines;
mod memory;
mod object;
mod once;
pub use object::Start;
mod few;
mod refs;
mod short;
mod stubs;
mod threads;

use std::hash::Hash;
use std::sync::OnceLock;

use pyaot_ir::Program;

pub use image::load;
pub use jit::{Finish, Form, JitCode};
pub use lines::{CodeMap, Place, Site};
pub use refs::{Extern, SYMBOL_PREFIX};

/// How to generate code.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Run Cranelift's optimisations.
    pub opt: bool,
    /// Keep what leads from addresses of code in memory to source lines.
    pub lines: bool,
    /// Keep what goes into memory for [`JitCode::object`].
    pub keep: bool,
}

/// Which forms of functions are made that may have two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// The full one alone.
    Full,
    /// The quick one alone: for tests.
    Quick,
    /// First the quick one.
    Both,
    /// The same, but loops are left for the full form when they begin: for tests.
    Landings,
}

impl Forms {
    /// What `PYAOT_FORMS` says. None: nothing.
    pub fn wanted() -> Option<Forms> {
        static WANTED: OnceLock<Option<Forms>> = OnceLock::new();
        *WANTED.get_or_init(|| match std::env::var("PYAOT_FORMS").as_deref() {
            _ if !stubs::SUPPORTED => Some(Forms::Full),
            Ok("full") => Some(Forms::Full),
            Ok("quick") => Some(Forms::Quick),
            Ok("landings") => Some(Forms::Landings),
            Ok("both") => Some(Forms::Both),
            _ => None,
        })
    }
}

impl Default for Options {
    fn default() -> Options {
        Options { opt: true, lines: false, keep: false }
    }
}

/// Addresses of the runtime's symbols, by name. There is one runtime in a process.
pub type Symbols = fn(&str) -> Option<*const u8>;

/// Says that [`jit`] may be called in this process.
pub fn prepare_code() {
    threads::prepare_code();
}

/// Says that [`jit`] will be called in this process: memory for it is touched meanwhile. Behind it, as a rule, [`prepare`] is called.
pub fn prepare_memory() {
    threads::prepare_memory();
}

/// Says that [`jit`] will follow soon: what it needs for any program is made meanwhile.
pub fn prepare(options: Options, symbols: Symbols) {
    helpers::ready::prepare(options.opt);
    if options.opt && stubs::SUPPORTED {
        blank::prepare(symbols);
    }
}

/// Has the thread that calls, and those that it starts, let others go first.
pub fn stand_back() {
    threads::stand_back();
}

/// Waits until functions that run in their quick form have their full one.
pub fn finish() {
    threads::LATER.finish();
}

/// Makes the program executable in memory. Functions are compiled while it runs, hence the lifetime.
pub fn jit(program: &'static Program, finish: Finish, options: Options, symbols: Symbols) -> Result<JitCode, String> {
    jit::compile(program, finish, options, symbols)
}

/// Makes one function executable in memory: a loop over elements (`pyaot_opt::element`), which calls leaves only.
pub fn single(function: &pyaot_ir::Function, options: Options, symbols: Symbols) -> Result<*const u8, String> {
    jit::single(function, options, symbols)
}

/// Compiles the program into an object file that defines the symbol `pyaot_program`, a `ProgramDesc`, and a `main` (or a `PyInit_…`) that
/// passes it to the runtime.
pub fn object(program: &Program, options: Options, start: Start<'_>) -> Result<Vec<u8>, String> {
    object::compile(program, options, start)
}

/// Functions of the C library that Cranelift calls by itself.
fn libcall(name: &str) -> Option<*const u8> {
    let name = std::ffi::CString::new(name).ok()?;
    // SAFETY: a name that ends with a zero.
    let p = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!p.is_null()).then_some(p as *const u8)
}

/// What code in memory is made for: code that was made for other features does not run here.
pub fn target(options: Options) -> Result<impl Hash, String> {
    isa::Isas::here(options.opt)
}

/// The functions in Cranelift's own IR, before its optimisations.
pub fn clif(program: &Program, options: Options) -> Result<String, String> {
    object::text(program, options, compile::Text::Clif)
}

/// The functions' machine code, disassembled.
pub fn asm(program: &Program, options: Options) -> Result<String, String> {
    object::text(program, options, compile::Text::Asm)
}
