//! Threads for kernels over plain data: elements of arrays, never objects.
//!
//! The other threads start with the first kernel that is worth it, and sleep between kernels. Where work is cut depends on its
//! size alone, so results do not depend on the number of threads (`PYAOT_NUM_THREADS`). A kernel is worth it when its first part
//! has taken so long that the rest will take many times what waking the others has been measured to cost; or, if
//! `PYAOT_PARALLEL_THRESHOLD` is set, when it has as many elements.

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::fpe;
use crate::kernels::loops::{LoopFn, Ptrs, Strides};

/// Elements of the part that is timed, and of the smallest parts.
pub const PART: usize = 1 << 14;
/// Fewer elements are never split.
const FEW: usize = 128;
/// Parts for each thread: who is late has little left to do.
const PARTS_EACH: usize = 8;
/// A kernel must take so many times as long as waking the others costs.
const WORTH: u32 = 3;

/// What the environment says.
struct Settings {
    threads: usize,
    threshold: Option<usize>,
}

fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<usize>().ok());
        let processors = || std::thread::available_parallelism().map_or(1, |n| n.get());
        Settings {
            threads: number("PYAOT_NUM_THREADS").filter(|n| *n > 0).unwrap_or_else(processors).min(256),
            threshold: number("PYAOT_PARALLEL_THRESHOLD"),
        }
    })
}

/// Threads that kernels use, the program's own among them.
pub fn count() -> usize {
    settings().threads
}

/// Elements from which on kernels are parallel, where the environment says so; otherwise each finds out.
pub fn threshold() -> Option<usize> {
    settings().threshold
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
}

struct Pool {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
}

static POOL: Pool =
    Pool { state: Mutex::new(State { job: None, next: 0, busy: 0, started: 0 }), work: Condvar::new(), done: Condvar::new() };

thread_local! {
    /// This thread is in a job: what it calls stays on it.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
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
        drop(s);
        self.work.notify_all();
        self.work_off(job);
        let mut s = self.lock();
        s.job = None;
        while s.busy > 0 {
            s = self.done.wait(s).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }

    /// What the other threads do.
    fn serve(&self) {
        INSIDE.set(true);
        let mut s = self.lock();
        loop {
            match s.job {
                Some(job) if s.next < job.parts => {
                    s.busy += 1;
                    drop(s);
                    self.work_off(job);
                    s = self.lock();
                    s.busy -= 1;
                    if s.busy == 0 {
                        self.done.notify_one();
                    }
                }
                _ => s = self.work.wait(s).unwrap_or_else(std::sync::PoisonError::into_inner),
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

/// Calls `f` with each number below `parts`, on all threads; what goes wrong in floating point is noted on this one.
fn on_all(parts: usize, f: &(dyn Fn(usize) + Sync)) {
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
    let flags = flags.into_inner();
    if flags != 0 {
        fpe::note(flags);
    }
}

/// What waking the others costs: measured once, at the first kernel that may be worth it.
fn cost() -> Duration {
    static COST: AtomicU64 = AtomicU64::new(0);
    let known = COST.load(Ordering::Relaxed);
    if known != 0 {
        return Duration::from_nanos(known);
    }
    // The first time starts the threads.
    on_all(count(), &|_| ());
    let mut times = [0u64; 5];
    for time in &mut times {
        let met = AtomicUsize::new(0);
        let begin = Instant::now();
        // Until another thread has come, or it is clear that none comes soon.
        on_all(2, &|_| {
            met.fetch_add(1, Ordering::Relaxed);
            while met.load(Ordering::Relaxed) < 2 && begin.elapsed() < Duration::from_micros(100) {
                std::hint::spin_loop();
            }
        });
        *time = begin.elapsed().as_nanos() as u64;
    }
    times.sort_unstable();
    let cost = times[times.len() / 2].clamp(2_000, 100_000);
    COST.store(cost, Ordering::Relaxed);
    Duration::from_nanos(cost)
}

/// What is left takes `rest`: whether the others should help.
fn is_worth(rest: Duration) -> bool {
    rest > Duration::from_micros(20) && rest > WORTH * cost()
}

/// This thread is at work on a part: what belongs to the program's own thread is not to be touched.
#[inline]
pub fn is_inside() -> bool {
    INSIDE.get()
}

/// More than one thread may work on `n` elements.
#[inline]
pub fn may_split(n: usize) -> bool {
    n >= FEW && n >= threshold().unwrap_or(2 * PART) && count() > 1 && !INSIDE.get()
}

/// Calls `f` with parts (start and length) of `n` elements, which together are all.
#[inline]
pub fn split(n: usize, f: impl Fn(usize, usize) + Sync) {
    if may_split(n) { split_large(n, &f) } else { f(0, n) }
}

fn split_large(n: usize, f: &(dyn Fn(usize, usize) + Sync)) {
    let mut done = 0;
    if threshold().is_none() {
        let begin = Instant::now();
        f(0, PART);
        done = PART;
        let rest = begin.elapsed() * ((n - PART) / PART) as u32;
        if !is_worth(rest) {
            return f(done, n - done);
        }
    }
    let rest = n - done;
    let unit = if threshold().is_some() { 64 } else { PART };
    let len = rest.div_ceil(PARTS_EACH * count()).next_multiple_of(unit);
    // A short last part would be worked on in another way by some kernels: it belongs to the one before.
    let parts = (rest / len).max(1);
    on_all(parts, &|part| {
        let start = done + part * len;
        f(start, if part + 1 == parts { n - start } else { len });
    });
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
    if !may_split(n) {
        // SAFETY: the caller's promise.
        return unsafe { f(p, s, n) };
    }
    let operands = Operands(*p, *s);
    let operands = &operands;
    split_large(n, &|start, len| {
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
    let worth = || match threshold() {
        Some(t) => n >= t,
        None => is_worth(Duration::from_nanos(nanoseconds as u64)),
    };
    if n < 2 * unit || count() == 1 || INSIDE.get() || !worth() {
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
        if n >= 2 * PART { split_large(n, f) } else { split(n, f) }
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
