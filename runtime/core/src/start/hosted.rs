//! Programs inside another process (CPython): loaded one by one, entered by calls, never ended. The process, its signals and its
//! standard streams are the host's.
//!
//! Whoever calls into this module, or into code that was loaded by it, holds the host's lock (the GIL): to the runtime that is one
//! thread, which may change its stack between calls.

mod own;

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering};
use std::time::{Duration, Instant};

pub use own::CROSSING;
use own::Own;

use super::{PENDING, PROCESS, RESERVE, consts, set_recursion_limit};
use crate::error::{Result, already_pending};
use crate::state::STATE;
use crate::ticks;
use pyaot_abi::layout::ProgramDesc;

/// What the host does for the runtime.
pub struct Hooks {
    /// Handles signals that have come; raises what their handlers raise.
    pub check_signals: fn() -> Result<()>,
    /// The same for a thread without the host's lock, which is taken for it; `false`: a handler has raised, which the host knows.
    pub check_signals_beside: fn() -> bool,
    /// Warns as code of the host's would: by its filters, which may make the warning an exception.
    pub warn: fn(category: &'static crate::types::TypeObj, message: &str) -> Result<()>,
    /// Writes to standard output (1) or standard error (2).
    pub write: fn(fd: i32, text: &[u8]) -> Result<()>,
    /// Somebody else could have the host's lock.
    pub has_others: fn() -> bool,
    /// Gives the host's lock away for as long as the work takes; `false`: nobody else could have it, so nothing has been done.
    pub give_away: fn(work: &mut dyn FnMut()) -> bool,
}

struct Host {
    hooks: Cell<Option<&'static Hooks>>,
    /// The thread that the runtime's state belongs to.
    thread: Cell<usize>,
    /// What belongs to other threads that are inside.
    others: UnsafeCell<Vec<(usize, Own)>>,
    /// The call that runs has nothing that other threads may change, but arrays and variables: see [`Call::alone`].
    alone: Cell<bool>,
    /// How often control has come from the host.
    crossings: Cell<u64>,
    /// Ticks that kernels of this thread's calls have run without the lock, if it is inside.
    outside: Cell<u64>,
}

// SAFETY: the host's lock is held.
unsafe impl Sync for Host {}

static HOST: Host = Host {
    hooks: Cell::new(None),
    thread: Cell::new(0),
    others: UnsafeCell::new(Vec::new()),
    alone: Cell::new(false),
    crossings: Cell::new(0),
    outside: Cell::new(0),
};

/// The thread that sets [`PENDING`] is there.
static TICKING: AtomicBool = AtomicBool::new(false);
/// Calls from the host that have not returned.
static INSIDE: AtomicI32 = AtomicI32::new(0);
/// Loops that run beside the host's lock.
static BESIDE: AtomicI32 = AtomicI32::new(0);
/// Kernels that do, in calls that had it.
static OUTSIDE: AtomicI32 = AtomicI32::new(0);
/// There was a call since the flag was last taken.
static CALLED: AtomicBool = AtomicBool::new(false);

/// As long as CPython's threads have the lock when others want it.
const TICK: Duration = Duration::from_millis(5);
/// Ticks until loops beside the lock look for signals, for which they have to take it.
const SELDOM: u32 = 10;
/// Ticks without a call after which the thread ends.
const IDLE_TICKS: u32 = 400;

mod c {
    use std::ffi::{c_int, c_void};
    /// Larger than any system's.
    pub type Attributes = [u64; 16];
    unsafe extern "C" {
        pub fn pthread_self() -> usize;
        #[cfg(target_os = "linux")]
        pub fn pthread_getattr_np(thread: usize, attributes: *mut Attributes) -> c_int;
        #[cfg(target_os = "linux")]
        pub fn pthread_attr_getstack(attributes: *const Attributes, low: *mut *mut c_void, size: *mut usize) -> c_int;
        #[cfg(target_os = "linux")]
        pub fn pthread_attr_destroy(attributes: *mut Attributes) -> c_int;
        #[cfg(not(target_os = "linux"))]
        pub fn pthread_get_stackaddr_np(thread: usize) -> *mut c_void;
        #[cfg(not(target_os = "linux"))]
        pub fn pthread_get_stacksize_np(thread: usize) -> usize;
        pub fn pthread_atfork(
            before: Option<extern "C" fn()>,
            parent: Option<extern "C" fn()>,
            child: Option<extern "C" fn()>,
        ) -> c_int;
    }
}

/// The runtime lives in a host from now on. Called once, before anything is loaded.
pub fn begin(hooks: &'static Hooks) {
    HOST.hooks.set(Some(hooks));
    ticks::begin();
    crate::vectors::find();
    crate::native::link(crate::native::all_links().iter().copied());
    crate::file::pass_on_at_once();
    // SAFETY: the handler only stores flags.
    unsafe { c::pthread_atfork(None, None, Some(after_fork)) };
}

/// The host, if there is one.
#[inline]
pub fn hooks() -> Option<&'static Hooks> {
    HOST.hooks.get()
}

/// Loads a program and runs its module-level code; the result is the image's number.
///
/// # Safety
/// `program` describes compiled code that is loaded and stays so.
pub unsafe fn load(program: &'static ProgramDesc) -> Result<usize> {
    // SAFETY: by the contract.
    unsafe { load_after(program, || Ok(())) }
}

/// The same, with something to do when the program's modules are known, and none of their code has run.
///
/// # Safety
/// As [`load`].
pub unsafe fn load_after(program: &'static ProgramDesc, prepare: impl FnOnce() -> Result<()>) -> Result<usize> {
    let before = crate::module::current();
    let image = crate::module::add_image(program);
    prepare()?;
    let call = Call::begin(image);
    // SAFETY: the program's own tables and entry.
    let raised = unsafe {
        consts::fill(program);
        let entry: extern "C" fn() -> u8 = std::mem::transmute(program.entry);
        entry() != 0
    };
    drop(call);
    crate::module::set_current(before);
    if raised { Err(already_pending()) } else { Ok(image) }
}

/// A call of loaded code, from when it is entered until it has returned.
pub struct Call {
    before: usize,
    alone: bool,
    frame: *const pyaot_abi::layout::FrameDesc,
}

impl Call {
    #[inline]
    pub fn begin(image: usize) -> Call {
        here();
        INSIDE.store(INSIDE.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        CALLED.store(true, Ordering::Relaxed);
        if !TICKING.load(Ordering::Relaxed) {
            start_ticking();
        }
        // Not all code says where it is.
        let frame = super::PLACE.frame.replace(std::ptr::null());
        Call { before: crate::module::set_current(image), alone: HOST.alone.replace(false), frame }
    }

    /// The code has numbers, arrays and values of its own only: others may have their turn meanwhile.
    #[inline]
    pub fn alone(self, yes: bool) -> Call {
        HOST.alone.set(yes);
        self
    }
}

/// See [`Call::alone`].
pub fn is_alone() -> bool {
    HOST.alone.get()
}

impl Drop for Call {
    #[inline]
    fn drop(&mut self) {
        here();
        INSIDE.store(INSIDE.load(Ordering::Relaxed) - 1, Ordering::Relaxed);
        crate::module::set_current(self.before);
        HOST.alone.set(self.alone);
        super::PLACE.frame.set(self.frame);
    }
}

/// The host is Python 3.`minor`.
pub fn set_minor(minor: u8) {
    MINOR.store(minor, Ordering::Relaxed);
}

/// The Python whose words messages have, as far as they differ: the host's, else 3.11.
pub fn minor() -> u8 {
    MINOR.load(Ordering::Relaxed)
}

static MINOR: AtomicU8 = AtomicU8::new(11);

/// Runs a loop of numbers, without the host's lock.
pub fn beside<R>(work: impl FnOnce() -> R) -> R {
    BESIDE.fetch_add(1, Ordering::Relaxed);
    CALLED.store(true, Ordering::Relaxed);
    if !TICKING.load(Ordering::Relaxed) && !TICKING.swap(true, Ordering::Relaxed) {
        start_ticking();
    }
    let result = work();
    BESIDE.fetch_sub(1, Ordering::Relaxed);
    result
}

/// [`outside`] would give the lock away.
pub fn would_give_away() -> bool {
    HOST.alone.get() && HOST.hooks.get().is_some_and(|hooks| (hooks.has_others)())
}

/// Runs a kernel, which touches elements of arrays and nothing else, without the host's lock, if others may have it: then they run.
/// What the kernel works on is somebody's who is inside, and stays where it is.
#[inline]
pub fn outside<R>(work: impl FnOnce() -> R) -> R {
    match HOST.hooks.get() {
        Some(hooks) if HOST.alone.get() => give_away(hooks, work),
        _ => work(),
    }
}

fn give_away<R>(hooks: &Hooks, work: impl FnOnce() -> R) -> R {
    let (mut work, mut done) = (Some(work), None);
    let given = (hooks.give_away)(&mut || {
        OUTSIDE.fetch_add(1, Ordering::Relaxed);
        let begin = ticks::now();
        done = work.take().map(|work| (work(), ticks::now().saturating_sub(begin)));
        OUTSIDE.fetch_sub(1, Ordering::Relaxed);
    });
    if given {
        here();
    }
    match (done, work) {
        (Some((result, took)), _) => {
            HOST.outside.set(HOST.outside.get() + took);
            result
        }
        (None, Some(work)) => work(),
        (None, None) => unreachable!("work has a result"),
    }
}

/// Some kernel runs without the lock: what it may look at is not freed, even if it is given up.
#[inline]
pub fn is_any_outside() -> bool {
    OUTSIDE.load(Ordering::Relaxed) > 0
}

/// Ticks that kernels of this thread have run without the lock: the difference between two times within a call counts.
#[inline]
pub fn time_outside() -> u64 {
    HOST.outside.get()
}

/// The host's code has run: it may have let other threads in, or this is another thread than before.
#[inline]
pub fn here() {
    HOST.crossings.set(HOST.crossings.get() + 1);
    // SAFETY: no preconditions.
    let thread = unsafe { c::pthread_self() };
    if thread != HOST.thread.get() {
        change_to(thread);
    }
}

/// Changes whenever somebody else may have had the host's lock.
#[inline]
pub fn crossings() -> u64 {
    HOST.crossings.get()
}

/// The thread that the runtime's state belongs to.
#[inline]
pub fn thread() -> usize {
    HOST.thread.get()
}

/// No other thread than this one is inside.
#[inline]
pub fn is_only_inside() -> bool {
    // SAFETY: the host's lock is held; a plain question.
    unsafe { (*HOST.others.get()).is_empty() }
}

/// Another thread than before has the lock: its state, and the limits of its stack.
#[cold]
fn change_to(thread: usize) {
    // SAFETY: the host's lock is held, and nothing in here runs code that comes here.
    let others = unsafe { &mut *HOST.others.get() };
    let now = others.iter().position(|(t, _)| *t == thread).map(|at| others.swap_remove(at).1);
    let before = now.unwrap_or_default().put();
    if !before.is_nothing() {
        others.push((HOST.thread.get(), before));
    }
    HOST.thread.set(thread);
    // CPython inside a program uses that program's stack.
    let ((own_low, own_top), here) = (PROCESS.own_stack.get(), 0u8);
    let here = &raw const here as usize;
    let (low, size) = if (own_low..own_top).contains(&here) {
        (own_low, own_top - own_low)
    } else {
        let is_there = |&(low, size): &(usize, usize)| (low..low + size).contains(&here);
        // Who runs the host may have given it another stack than the thread's own: a program of pyaot's, say, does.
        let found = STACK.get().filter(is_there).or_else(|| Some(bounds(thread)).filter(is_there));
        let known = found.or_else(|| below(here)).unwrap_or_else(presumed);
        STACK.set(Some(known));
        known
    };
    PROCESS.stack_bottom.set(low);
    PROCESS.stack_top.set(low + size);
    set_recursion_limit(STATE.recursion_limit.get());
}

thread_local! {
    /// Lowest address and size of this thread's stack, once it has been looked for: that takes longer than many calls.
    static STACK: Cell<Option<(usize, usize)>> = const { Cell::new(None) };
}

/// Lowest address and size of the calling thread's stack.
#[cfg(target_os = "linux")]
fn bounds(thread: usize) -> (usize, usize) {
    let mut attributes: c::Attributes = [0; 16];
    let (mut low, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: the attributes are filled before they are read, and given back.
    let known = unsafe {
        c::pthread_getattr_np(thread, &mut attributes) == 0 && {
            let found = c::pthread_attr_getstack(&attributes, &mut low, &mut size) == 0;
            c::pthread_attr_destroy(&mut attributes);
            found
        }
    };
    if known { (low as usize, size) } else { presumed() }
}

#[cfg(not(target_os = "linux"))]
fn bounds(thread: usize) -> (usize, usize) {
    // SAFETY: plain questions about the calling thread.
    let (top, size) = unsafe { (c::pthread_get_stackaddr_np(thread) as usize, c::pthread_get_stacksize_np(thread)) };
    if size > 0 { (top - size, size) } else { presumed() }
}

/// The same for a stack that is not the thread's, as the system has mapped it: from the present frame down, since above it, other
/// memory may have become part of the mapping.
#[cfg(target_os = "linux")]
fn below(here: usize) -> Option<(usize, usize)> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let mut all = maps.lines().filter_map(|line| {
        let (low, top) = line.split_once(' ')?.0.split_once('-')?;
        Some((usize::from_str_radix(low, 16).ok()?, usize::from_str_radix(top, 16).ok()?))
    });
    all.find(|(low, top)| (*low..*top).contains(&here)).map(|(low, _)| (low, here + 1 - low))
}

#[cfg(not(target_os = "linux"))]
fn below(_: usize) -> Option<(usize, usize)> {
    None
}

/// What any thread will have below the present frame.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn presumed() -> (usize, usize) {
    const LEFT: usize = 2 * RESERVE;
    let here = 0u8;
    ((&raw const here as usize) - LEFT, LEFT)
}

/// Lets the host see to its signals: compiled loops come here when [`PENDING`] is set.
#[cold]
pub(super) fn safepoint(hooks: &Hooks) -> Result<()> {
    let result = (hooks.check_signals)();
    here();
    result
}

/// The same for loops beside the lock: `false` if a handler has raised. Taking the lock may mean to wait for it, so that is seldom done.
#[cold]
pub(crate) fn safepoint_beside() -> bool {
    thread_local! {
        static LAST: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    super::PENDING.store(0, Ordering::Relaxed);
    let is_due = LAST.get().is_none_or(|last| last.elapsed() >= TICK * SELDOM);
    match HOST.hooks.get() {
        Some(hooks) if is_due => {
            LAST.set(Some(Instant::now()));
            crate::error::heard(hooks.check_signals_beside)
        }
        _ => true,
    }
}

#[cold]
fn start_ticking() {
    TICKING.store(true, Ordering::Relaxed);
    let thread = std::thread::Builder::new().name("pyaot-signals".to_owned()).stack_size(64 << 10).spawn(tick);
    // Without the thread, signals wait for the end of the call.
    drop(thread);
}

/// The host's signal handlers set flags of the host's, which compiled code does not look at: so it is told now and then to have
/// them looked at.
fn tick() {
    block_signals();
    let (mut idle, mut ticks) = (0, 0u32);
    loop {
        std::thread::sleep(TICK);
        ticks = ticks.wrapping_add(1);
        let called = CALLED.swap(false, Ordering::Relaxed);
        let (inside, beside) = (INSIDE.load(Ordering::Relaxed) > 0, BESIDE.load(Ordering::Relaxed) > 0);
        if inside || beside && ticks.is_multiple_of(SELDOM) {
            PENDING.store(1, Ordering::Relaxed);
        }
        idle = if called || inside || beside { 0 } else { idle + 1 };
        if idle < IDLE_TICKS {
            continue;
        }
        TICKING.store(false, Ordering::SeqCst);
        // A call that has not seen this yet has set the flag by now.
        std::thread::sleep(TICK);
        if !CALLED.load(Ordering::SeqCst) || TICKING.swap(true, Ordering::SeqCst) {
            return;
        }
    }
}

/// Signals are for the host's threads.
fn block_signals() {
    unsafe extern "C" {
        fn sigfillset(set: *mut [u64; 16]) -> i32;
        fn pthread_sigmask(how: i32, set: *const [u64; 16], old: *mut [u64; 16]) -> i32;
    }
    const SIG_BLOCK: i32 = if cfg!(target_os = "linux") { 0 } else { 1 };
    let mut all = [0; 16];
    // SAFETY: a mask of this thread alone, from a set that is filled first and has room for any system's.
    unsafe {
        sigfillset(&mut all);
        pthread_sigmask(SIG_BLOCK, &all, std::ptr::null_mut());
    }
}

/// The child has this thread alone.
extern "C" fn after_fork() {
    TICKING.store(false, Ordering::Relaxed);
    BESIDE.store(0, Ordering::Relaxed);
    OUTSIDE.store(0, Ordering::Relaxed);
}
