//! The threads that compile for all programs of the process, beside the thread that runs them. They begin before there is a program to
//! compile, since it takes them a while, and end when nothing has come for some time: a process that forks later has
//! no threads of ours.

use std::sync::{Condvar, Mutex, MutexGuard, OnceLock};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::compile::Worker;

/// Work for any number of threads at once.
pub(crate) trait Job: Sync {
    /// Takes pieces of the work until all are taken.
    fn work(&self, worker: &mut Worker);

    /// Some has come meanwhile.
    fn has_more(&self) -> bool {
        false
    }
}

struct Threads {
    /// The process that they are of.
    process: i32,
    started: usize,
    begun: usize,
    /// The newest is the last.
    jobs: Vec<&'static dyn Job>,
}

/// Threads that do the same kind of work.
pub(crate) struct Pool {
    threads: Mutex<Threads>,
    has_jobs: Condvar,
    /// A thread has begun, or a job is done.
    changed: Condvar,
    /// See [`stand_back`].
    stands_back: bool,
}

/// What somebody waits for, or will soon.
pub(crate) static SOON: Pool = Pool::new(false);
/// What makes things faster once it is done.
pub(crate) static LATER: Pool = Pool::new(true);

/// More do not help: a program has few large functions.
const MOST: usize = 4;
/// Enough for compiling any function.
pub(crate) const STACK: usize = 64 << 20;
/// How long a thread waits for more to do.
const IDLE: Duration = Duration::from_millis(100);
/// How long threads are waited for until they have begun.
const START: Duration = Duration::from_micros(300);

/// Ends the process where a panic would end a thread only, for which others wait.
pub(crate) struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

/// Has the thread that calls let others go first that are on the same processor: those that somebody waits for.
pub(crate) fn stand_back() {
    // SAFETY: the priority of this thread alone, as Linux has it; others take it for the process's.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::setpriority(libc::PRIO_PROCESS, 0, NICE);
    }
}

/// How far: a third of the time that others get. With 10, a tenth, full forms came 200 to 600 ms late where other processes kept the processors busy, now 60 to 180.
#[cfg(target_os = "linux")]
const NICE: i32 = 3;

/// Processors that this process may use. To find out, several files of the system are read.
pub(crate) fn processors() -> usize {
    static KNOWN: OnceLock<usize> = OnceLock::new();
    *KNOWN.get_or_init(|| std::thread::available_parallelism().map_or(1, |n| n.get()))
}

/// Memory that compiling a function takes, as a rule.
const TOUCHED: usize = 2 << 20;

/// Has a thread touch memory, which the allocator keeps: the first touch of a page costs as much as compiling an instruction.
pub(crate) fn prepare_memory() {
    SOON.submit(&Touch);
}

/// Has a thread map the compiler's own code, of which a first call would otherwise map some hundred pages, one by one.
pub(crate) fn prepare_code() {
    #[cfg(target_os = "linux")]
    SOON.submit(&own_code::Map);
}

#[cfg(target_os = "linux")]
mod own_code {
    use std::ffi::{c_int, c_void};

    use crate::compile::Worker;
    use crate::threads::Job;

    /// Since Linux 5.14; others say that they do not know it.
    const MADV_POPULATE_READ: c_int = 22;

    pub struct Map;

    impl Job for Map {
        fn work(&self, _: &mut Worker) {
            // SAFETY: the function is called for each object that is loaded, and nothing is kept.
            unsafe { libc::dl_iterate_phdr(Some(each), std::ptr::null_mut()) };
        }
    }

    unsafe extern "C" fn each(object: *mut libc::dl_phdr_info, _: usize, _: *mut c_void) -> c_int {
        // SAFETY: the loader's description of an object, whose segments stay where they are; they are looked at, no more.
        unsafe {
            let object = &*object;
            let segments = std::slice::from_raw_parts(object.dlpi_phdr, usize::from(object.dlpi_phnum));
            let begin = |s: &libc::Elf64_Phdr| (object.dlpi_addr + s.p_vaddr) as usize;
            let loaded = || segments.iter().filter(|s| s.p_type == libc::PT_LOAD);
            if !loaded().any(|s| (begin(s)..begin(s) + s.p_memsz as usize).contains(&(each as *const () as usize))) {
                return 0;
            }
            for s in loaded().filter(|s| s.p_flags & libc::PF_W == 0) {
                let first = begin(s) & !4095;
                libc::madvise(first as *mut c_void, begin(s) + s.p_filesz as usize - first, MADV_POPULATE_READ);
            }
            1
        }
    }
}

struct Touch;

impl Job for Touch {
    fn work(&self, _: &mut Worker) {
        static DONE: AtomicBool = AtomicBool::new(false);
        if DONE.swap(true, Ordering::Relaxed) {
            return;
        }
        let mut memory: Vec<u8> = Vec::with_capacity(TOUCHED);
        for page in memory.spare_capacity_mut().chunks_mut(4096) {
            std::hint::black_box(page[0].write(0));
        }
    }
}

impl Pool {
    const fn new(stands_back: bool) -> Pool {
        let threads = Threads { process: 0, started: 0, begun: 0, jobs: Vec::new() };
        Pool { threads: Mutex::new(threads), has_jobs: Condvar::new(), changed: Condvar::new(), stands_back }
    }

    fn lock(&self) -> MutexGuard<'_, Threads> {
        let mut threads = self.threads.lock().expect("a panic ends the process");
        // SAFETY: no preconditions.
        let process = unsafe { libc::getpid() };
        // The child of a fork has not got its parent's threads.
        if threads.process != process {
            *threads = Threads { process, started: 0, begun: 0, jobs: Vec::new() };
        }
        threads
    }

    fn start(&'static self, threads: &mut Threads) {
        // On a single processor, what somebody waits for is done by who waits.
        let least = usize::from(self.stands_back);
        while threads.started < (processors() - 1).clamp(least, MOST) {
            // Without them, all is compiled when it is called.
            if std::thread::Builder::new().name("pyaot-compile".to_owned()).stack_size(STACK).spawn(|| self.run()).is_err() {
                return;
            }
            threads.started += 1;
        }
    }

    /// Has the threads ready for what is submitted soon.
    pub(crate) fn prepare(&'static self) {
        self.start(&mut self.lock());
    }

    /// Has the threads work for this.
    pub(crate) fn submit(&'static self, job: &'static dyn Job) {
        let mut threads = self.lock();
        threads.jobs.push(job);
        self.start(&mut threads);
        self.has_jobs.notify_all();
    }

    /// Waits a moment for threads that have not begun: one may be on the processor that this one is on, which would go on for
    /// milliseconds if it did not wait.
    pub(crate) fn wait(&self) {
        let mut threads = self.lock();
        let until = Instant::now() + START;
        while threads.begun < threads.started {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            threads = self.changed.wait_timeout(threads, left).expect("a panic ends the process").0;
        }
    }

    /// Waits until all that was submitted is done.
    pub(crate) fn finish(&self) {
        let mut threads = self.lock();
        while !threads.jobs.is_empty() && threads.started > 0 {
            threads = self.changed.wait(threads).expect("a panic ends the process");
        }
    }

    fn run(&self) {
        let _aborts = AbortOnPanic;
        // Signals are for the program's own thread.
        // SAFETY: a mask of this thread alone, from a set that is filled first.
        unsafe {
            let mut all = std::mem::MaybeUninit::uninit();
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), std::ptr::null_mut());
        }
        if self.stands_back {
            stand_back();
        }
        let mut worker = Worker::new();
        let mut threads = self.lock();
        threads.begun += 1;
        self.changed.notify_all();
        loop {
            if let Some(&job) = threads.jobs.last() {
                drop(threads);
                job.work(&mut worker);
                threads = self.lock();
                threads.jobs.retain(|j| !std::ptr::addr_eq(*j, job) || job.has_more());
                self.changed.notify_all();
                continue;
            }
            let (woken, waited) = self.has_jobs.wait_timeout(threads, IDLE).expect("a panic ends the process");
            threads = woken;
            if waited.timed_out() && threads.jobs.is_empty() {
                threads.started -= 1;
                threads.begun -= 1;
                return;
            }
        }
    }
}
