//! Interrupts this thread about every millisecond and notes where it is.
//!
//! The clock is the wall's, since timers of processor time are as coarse as the system's ticks; each sample weighs as much
//! processor time of this thread as has passed since the one before, so waiting counts for nothing. The handler calls nothing
//! but the clock and writes into memory that is there. When that is full, samples are joined in pairs, and from then on every
//! second, fourth, … interruption is one: they always lie over the whole run.

use std::ops::Range;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Microseconds between interruptions.
const INTERVAL: i64 = 1000;
/// Samples kept: an even number.
const MOST: usize = 1 << 15;
/// Words of the stack that are looked at.
const REACH: usize = 1 << 13;
/// Addresses kept in compiled code: callers of callers, and what the stack still has of calls that are over.
const CODE: usize = 8;
/// Addresses kept in pyaot itself, below the first one in compiled code.
const RUNTIME: usize = 8;

/// Where the thread was.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Nanoseconds of processor time.
    pub time: u64,
    /// The instruction.
    pub pc: usize,
    /// The stack was the program's; otherwise it was being compiled.
    pub in_program: bool,
    code: [usize; CODE],
    runtime: [usize; RUNTIME],
}

impl Sample {
    const NONE: Sample = Sample { time: 0, pc: 0, in_program: false, code: [0; CODE], runtime: [0; RUNTIME] };

    /// What may be return addresses into compiled code, innermost first.
    pub fn code(&self) -> impl Iterator<Item = usize> {
        self.code.into_iter().take_while(|a| *a != 0)
    }

    /// What may be return addresses into pyaot itself, innermost first.
    pub fn runtime(&self) -> impl Iterator<Item = usize> {
        self.runtime.into_iter().take_while(|a| *a != 0)
    }
}

struct Sampler {
    code: Range<usize>,
    runtime: Range<usize>,
    samples: Vec<Sample>,
    len: usize,
    /// Interruptions for each sample, and those since the last.
    stride: u32,
    passed: u32,
    /// The thread's clock at the last sample.
    clock: u64,
}

/// What the handler writes to, while there is something.
static SAMPLER: AtomicPtr<Sampler> = AtomicPtr::new(std::ptr::null_mut());

/// What was found while `work` ran.
pub struct Sampled {
    pub samples: Vec<Sample>,
    /// Nanoseconds of processor time, from the start to the end.
    pub time: u64,
}

/// Samples of this thread while `work` runs. Compiled code is at the addresses `code`, pyaot's own at `runtime`.
pub fn sampled<R>(code: Range<usize>, runtime: Range<usize>, work: impl FnOnce() -> R) -> Result<(R, Sampled), String> {
    let samples = vec![Sample::NONE; MOST];
    let start = clock();
    let sampler = Sampler { code, runtime, samples, len: 0, stride: 1, passed: 0, clock: start };
    let sampler = Box::into_raw(Box::new(sampler));
    SAMPLER.store(sampler, Ordering::Release);
    let timer = system::Timer::start(INTERVAL)?;
    let result = work();
    drop(timer);
    let time = clock() - start;
    SAMPLER.store(std::ptr::null_mut(), Ordering::Release);
    // SAFETY: it came from a box, and the handler, which runs on this thread, does not find it any more.
    let mut sampler = unsafe { Box::from_raw(sampler) };
    sampler.samples.truncate(sampler.len);
    Ok((result, Sampled { samples: sampler.samples, time }))
}

/// The thread's processor time in nanoseconds.
fn clock() -> u64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes to `t`; one of the functions that signal handlers may call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut t) };
    t.tv_sec as u64 * 1_000_000_000 + t.tv_nsec as u64
}

/// The handler's work: the thread was interrupted at `pc`, its stack ends at `sp`.
fn interrupted(pc: usize, sp: usize) {
    // SAFETY: set only while the sampler is there; only this handler uses it then, and the signal is blocked while it runs.
    let Some(s) = (unsafe { SAMPLER.load(Ordering::Acquire).as_mut() }) else { return };
    s.passed += 1;
    if s.passed < s.stride {
        return;
    }
    s.passed = 0;
    if s.len == MOST {
        for k in 0..MOST / 2 {
            let time = s.samples[2 * k].time + s.samples[2 * k + 1].time;
            s.samples[k] = Sample { time, ..s.samples[2 * k] };
        }
        s.len = MOST / 2;
        s.stride *= 2;
    }
    let now = clock();
    let mut sample = Sample { time: now - s.clock, pc, ..Sample::NONE };
    s.clock = now;
    let stack = pyaot_core::start::stack();
    if stack.contains(&sp) {
        sample.in_program = true;
        let (mut codes, mut runtimes) = (0, 0);
        let first = sp.next_multiple_of(size_of::<usize>());
        for at in (first..stack.end).step_by(size_of::<usize>()).take(REACH) {
            // SAFETY: a word of this thread's own stack, above the interrupted stack pointer: mapped, and nobody else writes it.
            let word = unsafe { (at as *const usize).read_volatile() };
            if s.code.contains(&word) {
                sample.code[codes] = word;
                codes += 1;
                if codes == CODE {
                    break;
                }
            } else if codes == 0 && runtimes < RUNTIME && s.runtime.contains(&word) {
                sample.runtime[runtimes] = word;
                runtimes += 1;
            }
        }
    }
    s.samples[s.len] = sample;
    s.len += 1;
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod system {
    use std::mem::MaybeUninit;
    use std::ptr::null_mut;

    /// Interrupts the thread that started it, until it is dropped.
    pub struct Timer(libc::timer_t);

    impl Timer {
        pub fn start(microseconds: i64) -> Result<Timer, String> {
            let failed = |what: &str| Err(format!("cannot {what}: {}", std::io::Error::last_os_error()));
            // SAFETY: plain structures, zero where nothing else is said; the handler has the signature that SA_SIGINFO asks for.
            unsafe {
                let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
                action.sa_sigaction = handler as *const () as usize;
                action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART;
                if libc::sigaction(libc::SIGPROF, &action, null_mut()) != 0 {
                    return failed("catch the profiling signal");
                }
                let mut event: libc::sigevent = MaybeUninit::zeroed().assume_init();
                event.sigev_notify = libc::SIGEV_THREAD_ID;
                event.sigev_signo = libc::SIGPROF;
                event.sigev_notify_thread_id = libc::gettid();
                let mut timer: libc::timer_t = null_mut();
                if libc::timer_create(libc::CLOCK_MONOTONIC, &mut event, &mut timer) != 0 {
                    return failed("make a timer");
                }
                let timer = Timer(timer);
                let every = libc::timespec { tv_sec: 0, tv_nsec: microseconds * 1000 };
                let times = libc::itimerspec { it_interval: every, it_value: every };
                if libc::timer_settime(timer.0, 0, &times, null_mut()) != 0 {
                    return failed("set a timer");
                }
                Ok(timer)
            }
        }
    }

    impl Drop for Timer {
        fn drop(&mut self) {
            // SAFETY: made by `start`. The handler stays and does nothing: a signal may still be on its way.
            unsafe { libc::timer_delete(self.0) };
        }
    }

    extern "C" fn handler(_: libc::c_int, _: *mut libc::siginfo_t, context: *mut libc::c_void) {
        // SAFETY: what the system passes with SA_SIGINFO.
        let machine = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext };
        #[cfg(target_arch = "x86_64")]
        let (pc, sp) = (machine.gregs[libc::REG_RIP as usize] as usize, machine.gregs[libc::REG_RSP as usize] as usize);
        #[cfg(target_arch = "aarch64")]
        let (pc, sp) = (machine.pc as usize, machine.sp as usize);
        super::interrupted(pc, sp);
    }
}

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod system {
    pub struct Timer;

    impl Timer {
        pub fn start(_: i64) -> Result<Timer, String> {
            let _: fn(usize, usize) = super::interrupted;
            Err("programs cannot be profiled on this system".to_owned())
        }
    }
}
