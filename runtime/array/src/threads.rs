//! Threads for kernels over plain data: elements of arrays, never objects.
//!
//! The other threads start with the first kernel that is worth it; after one they look out for the next for a while, then they sleep.
//! Results do not depend on the number of threads (`PYAOT_NUM_THREADS`): what depends on where work is cut is cut by its size alone.
//! A kernel is worth it when it takes many times what calling the others costs: little while they are awake, else what waking them has
//! cost of late. How long it takes is known from its last runs, or from its first part. Where kernels that would be worth it
//! if the others were awake follow each other closely, these are woken for the next. Or, if `PYAOT_PARALLEL_THRESHOLD` is set, a
//! kernel is worth it when it has as many elements.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

use pyaot_core::start::hosted;

use crate::fpe;
use crate::kernels::loops::{LoopFn, Ptrs, Strides};

/// Elements of the part that is timed, and of the smallest parts.
pub const PART: usize = 1 << 14;
/// The same for loops whose time per element is known.
const SHORT: usize = 1 << 12;
/// Fewer elements are never split.
const FEW: usize = 128;
/// Parts for each thread: who is late has little left to do.
const PARTS_EACH: usize = 8;
/// A kernel must take so many times as long as waking the others costs.
const WORTH: u32 = 3;
/// What is left must take so long if the others are awake.
const LEAST: Duration = Duration::from_micros(10);
/// So long a thread looks out for work before it sleeps.
const PATIENCE: Duration = Duration::from_micros(100);

/// How many threads there are to be.
struct Settings {
    threads: usize,
    /// Each thread may have a processor of its own.
    patient: bool,
}

/// For kernels that may be worth more than one thread: several files of the system are read for it.
fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
        let threads = number("PYAOT_NUM_THREADS").filter(|n| *n > 0).unwrap_or(processors).min(256);
        Settings { threads, patient: threads <= processors }
    })
}

/// What a variable of the environment says.
fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok().and_then(|text| text.trim().parse().ok())
}

/// Threads that kernels use, the program's own among them.
pub fn count() -> usize {
    settings().threads
}

/// Elements from which on kernels are parallel, where the environment says so; otherwise each finds out.
pub fn threshold() -> Option<usize> {
    static THRESHOLD: OnceLock<Option<usize>> = OnceLock::new();
    *THRESHOLD.get_or_init(|| number("PYAOT_PARALLEL_THRESHOLD"))
}

/// A function to be called for each of `parts` numbers, as the threads see it.
#[derive(Clone, Copy)]
struct Job {
    function: &'static (dyn Fn(usize) + Sync),
    parts: usize,
}

#[derive(Default)]
struct State {
    job: Option<Job>,
    next: usize,
    /// Threads that are in the function.
    busy: usize,
    started: usize,
    asleep: usize,
    /// The program's own thread sleeps until no one is busy.
    waiting: bool,
    /// When those that slept were last called, until the first of them has come.
    called: Option<Instant>,
}

struct Pool {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
    /// What threads look at that do not sleep: how many jobs there have been, and how many threads are busy.
    jobs: AtomicUsize,
    busy: AtomicUsize,
    /// Threads that neither sleep nor work.
    ready: AtomicUsize,
}

static POOL: Pool = Pool {
    state: Mutex::new(State { job: None, next: 0, busy: 0, started: 0, asleep: 0, waiting: false, called: None }),
    work: Condvar::new(),
    done: Condvar::new(),
    jobs: AtomicUsize::new(0),
    busy: AtomicUsize::new(0),
    ready: AtomicUsize::new(0),
};

/// Waits until `done`, but not for long: with more threads than processors, not at all.
fn look_out(done: impl Fn() -> bool) -> bool {
    if !settings().patient {
        return done();
    }
    let begin = Instant::now();
    loop {
        for _ in 0..32 {
            if done() {
                return true;
            }
            std::hint::spin_loop();
        }
        if begin.elapsed() > PATIENCE {
            return false;
        }
    }
}

thread_local! {
    /// This thread is in a job: what it calls stays on it.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// It runs a kernel outside of the host's lock, if there is one.
    static AWAY: Cell<bool> = const { Cell::new(false) };
    /// What this thread does at the moment stays on it, too, since somebody wants that.
    static SERIAL: Cell<bool> = const { Cell::new(false) };
}

impl Pool {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Takes parts of the job until there are no more.
    fn work_off(&self, job: Job) {
        loop {
            let part = {
                let mut s = self.lock();
                if s.next >= job.parts {
                    return;
                }
                s.next += 1;
                s.next - 1
            };
            (job.function)(part);
        }
    }

    fn run(&self, parts: usize, function: &(dyn Fn(usize) + Sync)) {
        // SAFETY: only the lifetime changes: nobody has the function any more when this one returns, since it waits for all that
        // are busy with it, and takes the job away from those who have not begun.
        let function = unsafe { std::mem::transmute::<&(dyn Fn(usize) + Sync), &'static (dyn Fn(usize) + Sync)>(function) };
        let job = Job { function, parts };
        let mut s = self.lock();
        while s.started + 1 < count() && start() {
            s.started += 1;
        }
        s.job = Some(job);
        s.next = 0;
        self.jobs.fetch_add(1, Ordering::Release);
        self.call(s);
        self.work_off(job);
        self.lock().job = None;
        look_out(|| self.busy.load(Ordering::Acquire) == 0);
        let mut s = self.lock();
        while s.busy > 0 {
            s.waiting = true;
            s = self.done.wait(s).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        s.waiting = false;
    }

    /// Wakes those that sleep.
    fn call(&self, mut s: std::sync::MutexGuard<'_, State>) {
        if s.asleep == 0 {
            return;
        }
        s.called = Some(Instant::now());
        drop(s);
        self.work.notify_all();
    }

    /// What the other threads do.
    fn serve(&self) {
        INSIDE.set(true);
        let mut s = self.lock();
        loop {
            match s.job {
                Some(job) if s.next < job.parts => {
                    s.busy += 1;
                    self.busy.store(s.busy, Ordering::Relaxed);
                    drop(s);
                    self.work_off(job);
                    s = self.lock();
                    s.busy -= 1;
                    self.busy.store(s.busy, Ordering::Release);
                    if s.busy == 0 && s.waiting {
                        self.done.notify_one();
                    }
                }
                _ => {
                    let jobs = self.jobs.load(Ordering::Relaxed);
                    drop(s);
                    self.ready.fetch_add(1, Ordering::Relaxed);
                    let more = look_out(|| self.jobs.load(Ordering::Acquire) != jobs);
                    self.ready.fetch_sub(1, Ordering::Relaxed);
                    s = self.lock();
                    // What has come meanwhile is seen here: jobs come under the lock.
                    if !more && self.jobs.load(Ordering::Relaxed) == jobs {
                        s.asleep += 1;
                        s = self.work.wait(s).unwrap_or_else(std::sync::PoisonError::into_inner);
                        s.asleep -= 1;
                        if let Some(called) = s.called.take() {
                            learn(called.elapsed());
                        }
                    }
                }
            }
        }
    }
}

/// Starts one more thread. Signals are the affair of the program's own.
fn start() -> bool {
    let old = signals::block();
    let started = std::thread::Builder::new().name("pyaot-kernel".to_owned()).stack_size(1 << 20).spawn(|| POOL.serve()).is_ok();
    signals::restore(&old);
    started
}

#[cfg(target_os = "linux")]
mod signals {
    /// As large as the system's sets of signals.
    pub type Set = [u64; 16];

    unsafe extern "C" {
        fn pthread_sigmask(how: i32, new: *const Set, old: *mut Set) -> i32;
    }

    const SETMASK: i32 = 2;

    /// Blocks all; which ones were blocked.
    pub fn block() -> Set {
        let mut old = [0; 16];
        // SAFETY: both sets are as large as the system's.
        unsafe { pthread_sigmask(SETMASK, &[u64::MAX; 16], &mut old) };
        old
    }

    pub fn restore(old: &Set) {
        // SAFETY: as above.
        unsafe { pthread_sigmask(SETMASK, old, std::ptr::null_mut()) };
    }
}

#[cfg(not(target_os = "linux"))]
mod signals {
    pub fn block() {}
    pub fn restore(_: &()) {}
}

/// A kernel has the threads. Inside a host, kernels without objects run on any of its threads, and so at once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Calls `f` with each number below `parts`, on all threads; what goes wrong in floating point is noted on this one.
fn on_all(parts: usize, f: &(dyn Fn(usize) + Sync)) {
    if TAKEN.swap(true, Ordering::Acquire) {
        return (0..parts).for_each(f);
    }
    let flags = AtomicU8::new(0);
    let caller = std::thread::current().id();
    INSIDE.set(true);
    POOL.run(parts, &|part| {
        if std::thread::current().id() == caller {
            return f(part);
        }
        fpe::clear();
        f(part);
        flags.fetch_or(fpe::take(), Ordering::Relaxed);
    });
    INSIDE.set(false);
    TAKEN.store(false, Ordering::Release);
    let flags = flags.into_inner();
    if flags != 0 {
        fpe::note(flags);
    }
}

/// What waking the others costs, in nanoseconds; 0: not known yet.
static COST: AtomicU64 = AtomicU64::new(0);

/// A thread that slept has come so long after it was called.
fn learn(latency: Duration) {
    let new = (latency.as_nanos() as u64).clamp(2_000, 100_000);
    let old = COST.load(Ordering::Relaxed);
    COST.store(if old == 0 { new } else { (3 * old + new) / 4 }, Ordering::Relaxed);
}

/// What waking the others costs. The first time starts them, and wakes them twice.
fn cost() -> Duration {
    if COST.load(Ordering::Relaxed) == 0 {
        on_all(count(), &|_| ());
        for _ in 0..2 {
            std::thread::sleep(2 * PATIENCE);
            let met = AtomicBool::new(false);
            on_all(2, &|part| {
                let begin = Instant::now();
                while part == 0 && !met.load(Ordering::Relaxed) && begin.elapsed() < PATIENCE {
                    std::hint::spin_loop();
                }
                met.store(true, Ordering::Relaxed);
            });
        }
        // No one slept, or no one came.
        if COST.load(Ordering::Relaxed) == 0 {
            learn(PATIENCE);
        }
    }
    Duration::from_nanos(COST.load(Ordering::Relaxed))
}

/// What is left takes `rest`: whether the others should help.
fn is_worth(rest: Duration) -> bool {
    if rest < LEAST {
        return false;
    }
    if POOL.ready.load(Ordering::Relaxed) > 0 {
        MISSED.set(Missed::default());
        return true;
    }
    let worth = rest > 2 * LEAST && rest > WORTH * cost();
    if !worth {
        miss();
    }
    worth
}

/// Kernels that the others would have been worth waking for, had it cost nothing.
#[derive(Clone, Copy, Default)]
struct Missed {
    last: Option<Instant>,
    /// How many have followed each other closely since the others were last woken, and at how many they are woken next.
    row: u32,
    enough: u32,
}

/// Wakes the others for the next kernel if kernels come closely; less and less often if none of them meets the others awake.
fn miss() {
    let mut m = MISSED.get();
    let now = Instant::now();
    let close = m.last.is_some_and(|last| now - last < 2 * PATIENCE);
    m.last = Some(now);
    m.row = if close { m.row + 1 } else { 0 };
    if m.row > m.enough {
        (m.row, m.enough) = (0, (2 * m.enough + 2).min(1 << 12));
        POOL.call(POOL.lock());
    }
    MISSED.set(m);
}

/// Kernels whose time is remembered.
const KNOWN: usize = 64;
/// Known times are found anew once in so many kernels.
const ANEW: u32 = 32;

thread_local! {
    static MISSED: Cell<Missed> = const { Cell::new(Missed { last: None, row: 0, enough: 0 }) };
    /// Kernels, and their picoseconds for each element.
    static TIMES: [Cell<(usize, u64)>; KNOWN] = const { [const { Cell::new((0, 0)) }; KNOWN] };
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// What `n` elements of the kernel take, if that is known. The time for each differs with where the elements are: `n` is part of the name.
fn time_of(kernel: usize, n: usize) -> Option<Duration> {
    let name = kernel ^ n.ilog2() as usize;
    ASKED.set(ASKED.get().wrapping_add(1));
    let (of, time) = TIMES.with(|t| t[place_of(name)].get());
    (of == name && ASKED.get() % ANEW != 0).then(|| Duration::from_nanos(time * n as u64 / 1000))
}

/// Some elements of a kernel of `n` have taken so long.
fn note_time(kernel: usize, n: usize, elements: usize, took: Duration) {
    let name = kernel ^ n.ilog2() as usize;
    TIMES.with(|t| t[place_of(name)].set((name, took.as_nanos() as u64 * 1000 / elements as u64)));
}

fn place_of(name: usize) -> usize {
    (name as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> (usize::BITS - KNOWN.ilog2())
}

/// Kernels of fewer elements keep the host's lock: to wait for it would take longer than they do.
const FEW_OUTSIDE: usize = 1 << 12;

/// Runs a kernel over `n` elements without the host's lock, if there is one and that is worth it. What the kernel works on is kept alive
/// by whoever called.
#[inline]
pub fn outside<R>(n: usize, kernel: impl FnOnce() -> R) -> R {
    if n < FEW_OUTSIDE || INSIDE.get() || AWAY.get() {
        return kernel();
    }
    hosted::outside(|| {
        AWAY.set(true);
        let result = kernel();
        AWAY.set(false);
        result
    })
}

/// [`outside`] would give the host's lock away.
pub fn is_shared(n: usize) -> bool {
    n >= FEW_OUTSIDE && !INSIDE.get() && !AWAY.get() && hosted::would_give_away()
}

/// This thread is at work on a part: what belongs to the program's own thread is not to be touched.
#[inline]
pub fn is_inside() -> bool {
    INSIDE.get()
}

#[inline]
fn is_bound() -> bool {
    INSIDE.get() || SERIAL.get()
}

/// Kernels in `work` stay on this thread.
pub fn serially<R>(work: impl FnOnce() -> R) -> R {
    let before = SERIAL.replace(true);
    let result = work();
    SERIAL.set(before);
    result
}

/// More than one thread may work on `n` elements.
#[inline]
pub fn may_split(n: usize) -> bool {
    n >= FEW && n >= threshold().unwrap_or(2 * PART) && count() > 1 && !is_bound()
}

/// More than one thread may work on `n` elements of a loop, which may be cut anywhere.
#[inline]
fn may_cut(n: usize) -> bool {
    n >= FEW && n >= threshold().unwrap_or(PART) && count() > 1 && !is_bound()
}

/// Calls `f` with parts (start and length) of `n` elements, which together are all. `kernel` is the address of something that tells
/// what is computed.
#[inline]
pub fn split(n: usize, kernel: usize, f: impl Fn(usize, usize) + Sync) {
    if may_cut(n) { split_large(n, kernel, &f) } else { f(0, n) }
}

fn split_large(n: usize, kernel: usize, f: &(dyn Fn(usize, usize) + Sync)) {
    let (mut done, mut unit) = (0, SHORT);
    if threshold().is_some() {
        unit = 64;
    } else if let Some(time) = time_of(kernel, n) {
        if !is_worth(time) {
            timed(n, kernel, n, || f(0, n));
            return;
        }
    } else {
        if n < 2 * PART {
            timed(n, kernel, n, || f(0, n));
            return;
        }
        let took = timed(n, kernel, PART, || f(0, PART));
        (done, unit) = (PART, PART);
        if !is_worth(took * ((n - PART) / PART) as u32) {
            return f(done, n - done);
        }
    }
    let rest = n - done;
    let len = rest.div_ceil(PARTS_EACH * count()).next_multiple_of(unit);
    // A short last part would be worked on in another way by some kernels: it belongs to the one before.
    let parts = (rest / len).max(1);
    on_all(parts, &|part| {
        let start = done + part * len;
        f(start, if part + 1 == parts { n - start } else { len });
    });
}

/// What `f` takes, which works on `elements` of a kernel of `n`; it is remembered.
fn timed(n: usize, kernel: usize, elements: usize, f: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    f();
    let took = begin.elapsed();
    note_time(kernel, n, elements, took);
    took
}

/// The results of `f` for the parts of `n` elements that `cut` (the length of the first part of two) leads to, joined in pairs:
/// where parts are cut depends on `n` alone.
pub fn joined<T: Copy + Default + Send>(n: usize, cut: fn(usize) -> usize, f: impl Fn(usize, usize) -> T + Sync, join: impl Fn(T, T) -> T + Copy) -> T {
    if !may_split(n) {
        return f(0, n);
    }
    let mut parts = Vec::new();
    leaves(0, n, cut, &mut parts);
    let begin = Instant::now();
    let mut results: Vec<T> = vec![T::default(); parts.len()];
    results[0] = f(parts[0].0, parts[0].1);
    let rest = begin.elapsed() * (parts.len() as u32 - 1);
    if threshold().is_some() || is_worth(rest) {
        let to = Places(results.as_mut_ptr());
        let to = &to;
        on_all(parts.len() - 1, &|k| {
            let (start, len) = parts[k + 1];
            // SAFETY: each place is written once.
            unsafe { to.0.add(k + 1).write(f(start, len)) };
        });
    } else {
        for (result, (start, len)) in results.iter_mut().zip(&parts).skip(1) {
            *result = f(*start, *len);
        }
    }
    let mut next = results.into_iter();
    tree(n, cut, &mut || next.next().unwrap_or_default(), join)
}

/// Elements that several threads read, or write each at places of its own.
#[derive(Clone, Copy)]
pub struct Elements(pub *mut u8);
// SAFETY: that is what it is for.
unsafe impl Sync for Elements {}

/// Where the results of parts go.
struct Places<T>(*mut T);
// SAFETY: threads write to different places.
unsafe impl<T: Send> Sync for Places<T> {}

fn leaves(start: usize, n: usize, cut: fn(usize) -> usize, out: &mut Vec<(usize, usize)>) {
    if n <= PART {
        return out.push((start, n));
    }
    let first = cut(n);
    leaves(start, first, cut, out);
    leaves(start + first, n - first, cut, out);
}

fn tree<T>(n: usize, cut: fn(usize) -> usize, next: &mut impl FnMut() -> T, join: impl Fn(T, T) -> T + Copy) -> T {
    if n <= PART {
        return next();
    }
    let first = cut(n);
    let a = tree(first, cut, next, join);
    let b = tree(n - first, cut, next, join);
    join(a, b)
}

/// Runs a loop over `n` elements.
///
/// # Safety
/// That of the loop.
#[inline]
pub unsafe fn run_loop(f: LoopFn, p: &Ptrs, s: &Strides, n: usize) {
    if !may_cut(n) {
        // SAFETY: the caller's promise.
        return unsafe { f(p, s, n) };
    }
    let operands = Operands(*p, *s);
    let operands = &operands;
    split_large(n, f as usize, &|start, len| {
        let Operands(p, s) = operands;
        let mut q = *p;
        for (q, s) in q.iter_mut().zip(s) {
            *q = q.wrapping_offset(s * start as isize);
        }
        // SAFETY: parts of the operands; each element is in one part.
        unsafe { f(&q, s, len) };
    });
}

/// The operands of a loop.
struct Operands(Ptrs, Strides);
// SAFETY: threads read and write elements at different places.
unsafe impl Sync for Operands {}

/// Calls `f` with parts of `n` rows, `unit` rows or a multiple in each but the last, if all of them take so many nanoseconds
/// that it is worth it.
pub fn rows(n: usize, unit: usize, nanoseconds: usize, f: impl Fn(usize, usize) + Sync) {
    let time = Duration::from_nanos(nanoseconds as u64);
    let worth = || match threshold() {
        Some(t) => n >= t,
        None => time >= LEAST && count() > 1 && is_worth(time),
    };
    if n < 2 * unit || is_bound() || !worth() || count() == 1 {
        return f(0, n);
    }
    let len = n.div_ceil(2 * count()).next_multiple_of(unit);
    on_all(n.div_ceil(len), &|part| f(part * len, len.min(n - part * len)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_once() {
        for parts in [1, 2, 7, 100] {
            let counts: Vec<AtomicUsize> = (0..parts).map(|_| AtomicUsize::new(0)).collect();
            on_all(parts, &|k| {
                counts[k].fetch_add(1, Ordering::Relaxed);
            });
            assert!(counts.iter().all(|c| c.load(Ordering::Relaxed) == 1));
        }
    }

    #[test]
    fn all_elements() {
        for n in [0, 1, PART, 2 * PART - 1, 2 * PART, 10 * PART + 17, 100 * PART + 1] {
            let seen = AtomicUsize::new(0);
            split_or(n, &|start, len| {
                assert!(start + len <= n);
                seen.fetch_add(len, Ordering::Relaxed);
            });
            assert_eq!(seen.into_inner(), n);
        }
    }

    fn split_or(n: usize, f: &(dyn Fn(usize, usize) + Sync)) {
        if n >= 2 * PART { split_large(n, 1, f) } else { split(n, 1, f) }
    }

    #[test]
    fn times_are_remembered_by_size() {
        note_time(8, 1 << 20, 1000, Duration::from_micros(3));
        let known = |kernel, n| (0..2).find_map(|_| time_of(kernel, n));
        assert_eq!(known(8, 1 << 20), Some(Duration::from_nanos(3 << 20)));
        assert_eq!(known(8, 1 << 21), None);
        assert_eq!(known(1 << 10, 1 << 20), None);
    }

    #[test]
    fn joined_in_order() {
        let half = |n: usize| n / 2 - n / 2 % 8;
        let n = 50 * PART + 13;
        let whole = joined(n, half, |start, len| (start, start + len), |a, b| {
            assert_eq!(a.1, b.0);
            (a.0, b.1)
        });
        assert_eq!(whole, (0, n));
    }
}
