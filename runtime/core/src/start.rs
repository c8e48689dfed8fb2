//! Start and end of a program: its stack, signals, exit status, the final clean-up.

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicU8, Ordering};

use crate::error::{Raised, Result, already_pending};
use crate::exception::{self, ExceptionObj, KEYBOARD_INTERRUPT, SYSTEM_EXIT, traceback};
use crate::ops::text_of;
use crate::state::STATE;
use crate::text;
use crate::value::Value;
use pyaot_abi::layout::{self, ConstDesc, ProgramDesc};

mod consts;
pub mod excepthook;
pub mod hosted;

/// Set by the signal handler; compiled loops test it and call the `safepoint` leaf.
#[unsafe(export_name = "pyaot_pending")]
pub static PENDING: AtomicU8 = AtomicU8::new(0);

/// A word that compiled prologues read.
#[repr(transparent)]
pub struct StackLimit(Cell<usize>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for StackLimit {}

/// Where the program is, for warnings: compiled code notes it in front of calls that may warn.
#[repr(C)]
pub struct Place {
    frame: Cell<*const pyaot_abi::layout::FrameDesc>,
    line: Cell<i64>,
}

impl Place {
    /// Another line of the same function.
    pub fn set_line(&self, line: i64) {
        self.line.set(line);
    }
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Place {}

#[unsafe(export_name = "pyaot_place")]
pub static PLACE: Place = Place { frame: Cell::new(std::ptr::null()), line: Cell::new(0) };

/// Frame and line that were noted last.
pub fn noted() -> Option<(&'static pyaot_abi::layout::FrameDesc, i64)> {
    // SAFETY: compiled code writes the addresses of its own records.
    let frame = unsafe { PLACE.frame.get().as_ref() }?;
    Some((frame, PLACE.line.get()))
}

/// File and line that were noted last.
pub fn place() -> Option<(&'static str, i64)> {
    noted().map(|(frame, line)| (crate::exception::traceback::str_of(&frame.file), line))
}

/// The lowest stack address that compiled code may use.
#[unsafe(export_name = "pyaot_stack_limit")]
pub static STACK_LIMIT: StackLimit = StackLimit(Cell::new(0));

struct Process {
    /// The stack of the thread that runs.
    stack_bottom: Cell<usize>,
    stack_top: Cell<usize>,
    /// The program's own stack, if it has one.
    own_stack: Cell<(usize, usize)>,
    /// Something alive may want its finalizer run at exit.
    teardown: Cell<bool>,
    args: UnsafeCell<Vec<Vec<u8>>>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Process {}

static PROCESS: Process = Process {
    stack_bottom: Cell::new(0),
    stack_top: Cell::new(0),
    own_stack: Cell::new((0, 0)),
    teardown: Cell::new(false),
    args: UnsafeCell::new(Vec::new()),
};

/// Stack below the limit that natives may still use (raising RecursionError included).
const RESERVE: usize = 256 << 10;
/// Stack for each level of `sys.getrecursionlimit()`.
const BYTES_PER_LEVEL: usize = 8 << 10;

mod c {
    use std::ffi::{c_int, c_void};
    pub const PROT_READ_WRITE: c_int = 3;
    #[cfg(target_os = "linux")]
    pub const NO_RESERVE: c_int = 0x4000;
    #[cfg(target_os = "linux")]
    pub const MAP_FLAGS: c_int = 0x2 | 0x20 | NO_RESERVE; // private, anonymous
    #[cfg(not(target_os = "linux"))]
    pub const NO_RESERVE: c_int = 0x40;
    #[cfg(not(target_os = "linux"))]
    pub const MAP_FLAGS: c_int = 0x2 | 0x1000 | NO_RESERVE;
    pub const SIGINT: c_int = 2;
    pub const SIGPIPE: c_int = 13;
    pub const SIGXFSZ: c_int = 25;
    unsafe extern "C" {
        pub fn mmap(addr: *mut c_void, len: usize, prot: c_int, flags: c_int, fd: c_int, offset: i64) -> *mut c_void;
        pub fn munmap(addr: *mut c_void, len: usize) -> c_int;
        pub fn mprotect(addr: *mut c_void, len: usize, prot: c_int) -> c_int;
        pub fn signal(sig: c_int, handler: usize) -> usize;
        pub fn raise(sig: c_int) -> c_int;
        pub fn siginterrupt(sig: c_int, flag: c_int) -> c_int;
        pub fn write(fd: c_int, buf: *const c_void, n: usize) -> isize;
    }
}

/// Address space of `bytes` bytes, zero and untouched; `None` where the system refuses.
pub fn map_memory(bytes: usize) -> Option<*mut u8> {
    // SAFETY: an anonymous mapping at an address of the system's choice.
    let p = unsafe { c::mmap(std::ptr::null_mut(), bytes, c::PROT_READ_WRITE, c::MAP_FLAGS, -1, 0) };
    (p as isize != -1).then_some(p as *mut u8)
}

/// The system would give that many bytes more.
#[cold]
pub fn has_memory(bytes: usize) -> bool {
    // SAFETY: as above, but counted against the memory that there is; given back untouched.
    unsafe {
        let p = c::mmap(std::ptr::null_mut(), bytes, c::PROT_READ_WRITE, c::MAP_FLAGS & !c::NO_RESERVE, -1, 0);
        p as isize != -1 && c::munmap(p, bytes) == 0
    }
}

#[inline]
pub fn stack_limit() -> usize {
    STACK_LIMIT.0.get()
}

/// Runs `f` with the stack limit lowered, so that an exception can be made at the end of the stack.
pub fn with_reserve<T>(f: impl FnOnce() -> T) -> T {
    let old = STACK_LIMIT.0.get();
    STACK_LIMIT.0.set(old.saturating_sub(RESERVE / 2));
    let r = f();
    STACK_LIMIT.0.set(old);
    r
}

/// `sys.setrecursionlimit(n)`: the stack grows with it.
pub fn set_recursion_limit(n: i64) {
    STATE.recursion_limit.set(n);
    let (bottom, top) = (PROCESS.stack_bottom.get(), PROCESS.stack_top.get());
    let wanted = usize::try_from(n).unwrap_or(0).saturating_mul(BYTES_PER_LEVEL).max(RESERVE * 4);
    let lowest = bottom + RESERVE;
    STACK_LIMIT.0.set(top.saturating_sub(wanted).max(lowest));
}

/// The addresses of the program's own stack; nothing before its start.
pub fn stack() -> std::ops::Range<usize> {
    PROCESS.stack_bottom.get()..PROCESS.stack_top.get()
}

/// Something has been made whose end the user can observe (a class with `__del__`, a generator, a file): the clean-up
/// at exit may not be skipped.
#[inline]
pub fn need_teardown() {
    PROCESS.teardown.set(true);
}

/// `sys.argv` as raw bytes.
pub fn args() -> Vec<Vec<u8>> {
    // SAFETY: single-threaded, copied.
    unsafe { (*PROCESS.args.get()).clone() }
}

extern "C" fn on_sigint(_: i32) {
    PENDING.store(1, Ordering::Relaxed);
}

/// A signal waits to be raised.
pub fn signal_pending() -> bool {
    PENDING.load(Ordering::Relaxed) != 0
}

/// Raises KeyboardInterrupt if a signal is pending.
pub fn check_signals() -> Result<()> {
    safepoint()
}

/// Raises KeyboardInterrupt if a signal is pending (inside a host: whatever its handler raises).
pub fn safepoint() -> Result<()> {
    if PENDING.swap(0, Ordering::Relaxed) == 0 {
        return Ok(());
    }
    if let Some(hooks) = hosted::hooks() {
        return hosted::safepoint(hooks);
    }
    exception::set_pending(exception::with_args(&KEYBOARD_INTERRUPT, Vec::new()));
    Err(already_pending())
}

/// Writes to stderr without Rust's buffers; errors are ignored as CPython ignores them.
pub fn write_stderr(s: &str) {
    let mut rest = s.as_bytes();
    while !rest.is_empty() {
        // SAFETY: the buffer is valid for its length.
        let n = unsafe { c::write(2, rest.as_ptr() as *const _, rest.len()) };
        if n <= 0 {
            return;
        }
        rest = &rest[n as usize..];
    }
}

/// An exception that has nowhere to go (in `__del__`, at exit).
pub fn report_unraisable(_: Raised, whence: &Value) {
    if let Some(exc) = exception::take_pending() {
        excepthook::unraisable(&exc, whence);
    }
}

/// How a program has ended.
pub struct Ended(i32);

impl Ended {
    /// The exit status of the process; an interrupted program's process ends here.
    pub fn status(self) -> i32 {
        if self.0 == INTERRUPTED {
            // SAFETY: ends the process by the signal, as shells expect of an interrupted program.
            unsafe {
                c::signal(c::SIGINT, 0);
                c::raise(c::SIGINT);
            }
            return 130;
        }
        self.0
    }
}

/// Runs a program and returns the exit status of the process.
///
/// # Safety
/// `program` describes compiled code that is loaded and stays so.
pub unsafe fn run_program(args: Vec<Vec<u8>>, program: &'static ProgramDesc) -> i32 {
    // SAFETY: by the contract.
    unsafe { run_to_end(args, program) }.status()
}

/// Runs a program.
///
/// # Safety
/// `program` describes compiled code that is loaded and stays so.
pub unsafe fn run_to_end(args: Vec<Vec<u8>>, program: &'static ProgramDesc) -> Ended {
    crate::vectors::find();
    // SAFETY: single-threaded; nothing has read the arguments yet.
    unsafe { *PROCESS.args.get() = args };
    // SAFETY: plain signal dispositions.
    unsafe {
        c::signal(c::SIGPIPE, 1);
        // A file that may not grow any more is an OSError.
        c::signal(c::SIGXFSZ, 1);
        c::signal(c::SIGINT, on_sigint as *const () as usize);
        c::siginterrupt(c::SIGINT, 1);
    }
    let mut size: usize = 16 << 30;
    let bottom = loop {
        match map_memory(size) {
            Some(p) => break p,
            None if size > 1 << 20 => size /= 2,
            None => crate::heap::out_of_memory(),
        }
    };
    // SAFETY: the first page of our own mapping.
    unsafe { c::mprotect(bottom as *mut _, 4096, 0) };
    let top = (bottom as usize + size) & !63;
    PROCESS.stack_bottom.set(bottom as usize + 4096);
    PROCESS.stack_top.set(top);
    PROCESS.own_stack.set((bottom as usize + 4096, top));
    set_recursion_limit(1000);
    if program.n_links > 0 {
        // SAFETY: the program's table; its addresses are those of links.
        let links = unsafe { std::slice::from_raw_parts(program.links.cast::<&crate::native::Link>(), program.n_links as usize) };
        crate::native::link(links.iter().copied());
    }
    let mut job = Job { program, status: 0 };
    // SAFETY: the stack is ours; run_job gets its own argument back.
    unsafe { on_stack(run_job, &raw mut job as *mut u8, top) };
    Ended(job.status)
}

struct Job {
    program: &'static ProgramDesc,
    status: i32,
}

/// The program ended by KeyboardInterrupt.
const INTERRUPTED: i32 = -2;

extern "C" fn run_job(job: *mut u8) {
    // SAFETY: run_program passes its Job.
    let job = unsafe { &mut *(job as *mut Job) };
    crate::module::add_image(job.program);
    // SAFETY: the program's own tables and entry.
    let raised = unsafe {
        consts::fill(job.program);
        let entry: extern "C" fn() -> u8 = std::mem::transmute(job.program.entry);
        entry() != 0
    };
    let mut status = if raised { report_uncaught() } else { 0 };
    if let Some(hooks) = crate::foreign::hooks() {
        (hooks.exit)();
    }
    status = flush(status);
    if PROCESS.teardown.get() || stats_wanted() || crate::foreign::hooks().is_some() {
        teardown();
        status = flush(status);
        crate::modules::sys::shut_down();
        while crate::heap::collect() > 0 {}
    }
    report_stats();
    job.status = status;
}

/// Calls `f(arg)` on the stack that ends at `top`.
///
/// # Safety
/// `top` is 16-byte aligned and has enough writable memory below it.
unsafe fn on_stack(f: extern "C" fn(*mut u8), arg: *mut u8, top: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: r12–r14 are preserved by the callee; the old stack pointer comes back from r13.
    unsafe {
        std::arch::asm!(
            "mov r13, rsp",
            "mov rsp, r12",
            "call r14",
            "mov rsp, r13",
            in("r12") top,
            in("r14") f,
            in("rdi") arg,
            out("r13") _,
            clobber_abi("C"),
        );
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: x20–x22 are preserved by the callee; the old stack pointer comes back from x20.
    unsafe {
        std::arch::asm!(
            "mov x20, sp",
            "mov sp, x21",
            "blr x22",
            "mov sp, x20",
            in("x21") top,
            in("x22") f,
            in("x0") arg,
            out("x20") _,
            clobber_abi("C"),
        );
    }
}

/// Prints the pending exception, or obeys SystemExit; the exit status.
fn report_uncaught() -> i32 {
    let Some(exc) = exception::take_pending() else { return 1 };
    if exc.ty().is_subtype(&SYSTEM_EXIT) {
        return exit_status(&exc);
    }
    // What the program printed comes first; a failure to write it is reported last, as CPython does.
    let unwritten = match crate::file::flush_stdout() {
        Ok(()) => None,
        Err(_) => exception::take_pending(),
    };
    if let Some(exit) = excepthook::uncaught(&exc) {
        return exit_status(&exit);
    }
    if let Some(e) = unwritten {
        return unwritten_output(&e);
    }
    if exc.ty().is_subtype(&KEYBOARD_INTERRUPT) { INTERRUPTED } else { 1 }
}

fn exit_status(exc: &Value) -> i32 {
    let Some(e) = exc.downcast::<ExceptionObj>() else { return 1 };
    let code = match e.extra("code") {
        Some(c) => c,
        None => match e.arg_count() {
            0 => Value::none(),
            1 => e.arg(0).unwrap_or_else(Value::none),
            _ => e.args().clone(),
        },
    };
    if code.is_none() {
        return 0;
    }
    if crate::int::is_int(&code) {
        return crate::int::to_i64(&code).map_or(255, |i| (i & 0xff) as i32);
    }
    match crate::ops::str(&code) {
        Ok(s) => {
            write_stderr(&text!(text_of(&s), "\n"));
        }
        Err(e) => exception::clear_pending(e),
    }
    1
}

/// Flushes the standard streams; the exit status, which a failure (a closed pipe) changes as in CPython.
fn flush(status: i32) -> i32 {
    if crate::file::flush_stdout().is_ok() {
        return status;
    }
    match exception::take_pending() {
        Some(exc) => unwritten_output(&exc),
        None => 120,
    }
}

/// Reports that standard output could not be written; the exit status for it.
fn unwritten_output(exc: &Value) -> i32 {
    write_stderr(&text!(
        "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\n",
        traceback::exception_only(exc)
    ));
    120
}

/// Ends the life of every object: globals, classes, cycles.
fn teardown() {
    // Cycles end while the names that their finalizers use still exist.
    crate::heap::collect();
    crate::heap::finalize_reachable(&crate::module::variables());
    crate::module::clear_all();
    crate::modules::sys::forget_hooks();
    while exception::handled_depth() > 0 {
        exception::pop_handled();
    }
    drop(crate::generator::take_stop_value());
    drop(exception::take_pending());
    crate::heap::collect();
    if let Some(hooks) = crate::foreign::hooks() {
        (hooks.end)();
        crate::heap::collect();
    }
    crate::class::clear_classes();
    while crate::heap::collect() > 0 {}
    drop(exception::take_pending());
}

fn stats_wanted() -> bool {
    std::env::var_os("PYAOT_STATS").is_some_and(|v| v == "1")
}

/// `PYAOT_STATS=1`: counters, one `name value` in each line, to the file `PYAOT_STATS_FILE` or stderr.
fn report_stats() {
    if !stats_wanted() {
        return;
    }
    let mut s = String::new();
    let (allocations, elements) = crate::heap::made();
    for (name, value) in [
        ("alive", crate::heap::alive()),
        // Objects, and storage of containers and arrays.
        ("allocations", allocations),
        ("array_bytes", elements),
        ("cpython_calls", crate::foreign::hooks().map_or(0, |h| (h.calls)())),
        ("collections", crate::heap::collections() as i64),
        ("vector_loops", crate::vectors::entered() as i64),
    ] {
        s.push_str(&text!(name, " ", crate::ops::dec(value), "\n"));
    }
    s.push_str(&crate::heap::alive_by_type());
    match std::env::var_os("PYAOT_STATS_FILE") {
        Some(path) => {
            let _ = std::fs::write(path, s);
        }
        None => write_stderr(&s),
    }
}

/// Text and lengths of the program's constant `c`.
fn const_bytes(c: &ConstDesc) -> &'static [u8] {
    if c.data.ptr.is_null() {
        return &[];
    }
    // SAFETY: static data of the program.
    unsafe { std::slice::from_raw_parts(c.data.ptr, c.data.len as usize) }
}

/// The constants' kinds, for the loader in `consts`.
use layout as kinds;
