//! Warnings of NumPy: `RuntimeWarning: overflow encountered in scalar add` on stderr, once for each text, or what
//! `numpy.errstate` says instead.

use std::cell::{Cell, RefCell};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::{FLOATING_POINT_ERROR, NAME_ERROR, RUNTIME_WARNING};
use pyaot_core::start::{hosted, place};
use pyaot_core::types::TypeObj;

/// What arithmetic may have to say, in the order in which NumPy says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Flag {
    Divide,
    Overflow,
    Underflow,
    Invalid,
}

/// Several of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(pub u8);

impl Flag {
    pub const ALL: [Flag; 4] = [Flag::Divide, Flag::Overflow, Flag::Underflow, Flag::Invalid];

    fn text(self) -> &'static str {
        match self {
            Flag::Divide => "divide by zero",
            Flag::Overflow => "overflow",
            Flag::Underflow => "underflow",
            Flag::Invalid => "invalid value",
        }
    }
}

impl Flags {
    #[inline]
    pub fn set(&mut self, f: Flag) {
        self.0 |= 1 << f as u8;
    }

    #[inline]
    pub fn set_if(&mut self, f: Flag, yes: bool) {
        self.0 |= u8::from(yes) << f as u8;
    }

    #[inline]
    pub fn clear(&mut self, f: Flag) {
        self.0 &= !(1 << f as u8);
    }

    #[inline]
    pub fn has(self, f: Flag) -> bool {
        self.0 >> f as u8 & 1 == 1
    }
}

/// What is done about a flag (`numpy.seterr`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    Ignore,
    Warn,
    Raise,
    Call,
    Print,
    Log,
}

impl Mode {
    pub const NAMES: [&'static str; 6] = ["ignore", "warn", "raise", "call", "print", "log"];

    pub fn of_name(name: &str) -> Option<Mode> {
        let at = Mode::NAMES.iter().position(|n| *n == name)?;
        Some([Mode::Ignore, Mode::Warn, Mode::Raise, Mode::Call, Mode::Print, Mode::Log][at])
    }

    pub fn name(self) -> &'static str {
        Mode::NAMES[self as usize]
    }
}

thread_local! {
    static MODES: Cell<[Mode; 4]> = const { Cell::new([Mode::Warn, Mode::Warn, Mode::Ignore, Mode::Warn]) };
    /// What is not to be reported for a while.
    static QUIET: Cell<Flags> = const { Cell::new(Flags(0)) };
    static SILENT: RefCell<Silent> = const { RefCell::new(Silent { reports: vec![], asked: 0, spared: 0, slow: 0 }) };
}

/// Reports that come to nothing, until the host's code runs: only that can change it. Loops that overflow in each round report so time and again.
#[derive(Default)]
struct Silent {
    reports: Vec<Report>,
    /// How often the host was asked, how often there was no need to report, and how often there was.
    asked: u64,
    spared: u64,
    slow: u64,
}

struct Report {
    flags: Flags,
    name: Box<str>,
    /// The file's name, known by its address; the line.
    place: (&'static str, i64),
    /// When it came to nothing ([`hosted::crossings`]).
    then: u64,
}

/// What [`report_of`] has found in [`Silent`], by the line, so that it need not search.
struct Lately {
    file: AtomicUsize,
    line: AtomicI64,
    name: AtomicUsize,
    then: AtomicU64,
}

static LATELY: [Lately; 16] =
    [const { Lately { file: AtomicUsize::new(0), line: AtomicI64::new(0), name: AtomicUsize::new(0), then: AtomicU64::new(0) } }; 16];

/// Places that are remembered. Where that spares no reports, the host is soon asked about one in so many alone.
const MOST_SILENT: usize = 16;
const SELDOM: u64 = 64;

/// Another NumPy's modes, which are those of the program where that one is its host's.
pub struct Other {
    pub modes: fn() -> Option<[Mode; 4]>,
    /// False: it is not there.
    pub set_modes: fn([Mode; 4]) -> bool,
    /// The same warning, which has been given in this file and line, would come to nothing.
    pub is_silent: fn(&'static TypeObj, &str, (&str, i64)) -> bool,
}

static OTHER: OnceLock<Other> = OnceLock::new();

/// The modes are the other's from now on.
pub fn follow(other: Other) {
    let _ = OTHER.set(other);
}

/// What has been said, all that the operation had to say, the operation's name, and whether it is only to be written. (NumPy's handler
/// gets the flags as C has them.)
pub type Handler = fn(&str, i64, &str, bool) -> Result<()>;

static HANDLER: OnceLock<Handler> = OnceLock::new();

/// `numpy.seterrcall` is known there.
pub fn set_handler(handler: Handler) {
    let _ = HANDLER.set(handler);
}

#[cold]
fn handle(f: Flag, flags: Flags, name: &str, logs: bool) -> Result<()> {
    let Some(handler) = HANDLER.get() else {
        let what = f.text();
        let text = if logs { "log specified for" } else { "python callback specified for" };
        let lacks = if logs { "object with write method" } else { "function" };
        let space = if logs { "" } else { " " };
        return raise(&NAME_ERROR, format!("{text} {what} (in {space}{name}) but no {lacks} found."));
    };
    handler(f.text(), i64::from(flags.0), name, logs)
}

/// The modes, indexed by [`Flag`].
pub fn modes() -> [Mode; 4] {
    OTHER.get().and_then(|o| (o.modes)()).unwrap_or_else(|| MODES.get())
}

pub fn set_modes(modes: [Mode; 4]) {
    if OTHER.get().is_some_and(|o| (o.set_modes)(modes)) {
        return;
    }
    MODES.set(modes);
    crate::settings::note_change();
}

/// Reports none of these flags meanwhile.
pub fn quietly<R>(flags: Flags, work: impl FnOnce() -> R) -> R {
    let before = QUIET.get();
    QUIET.set(Flags(before.0 | flags.0));
    let result = work();
    QUIET.set(before);
    result
}

/// A warning of an operation may become an exception. (What the host's NumPy does is not asked beforehand.)
pub fn may_raise() -> bool {
    MODES.get().iter().any(|m| matches!(m, Mode::Raise | Mode::Call | Mode::Log)) || pyaot_core::modules::warnings::is_filtered()
}

/// Reports the flags of the operation `name` (`scalar add`, `divide`).
///
/// # Errors
/// FloatingPointError where the mode is `raise`.
#[inline]
pub fn report(flags: Flags, name: &str) -> Result<()> {
    let flags = Flags(flags.0 & !QUIET.get().0);
    if flags.0 == 0 { Ok(()) } else { report_slow(flags, name).map(|_| ()) }
}

/// [`report`], for one flag that an operation of compiled code may have in each round of a loop. The host's lock is held.
///
/// # Errors
/// FloatingPointError where the mode is `raise`.
pub fn report_of(flag: Flag, name: &'static str) -> Result<()> {
    let (file, line) = place().unwrap_or(("", 0));
    let (file, called, now) = (file.as_ptr() as usize, name.as_ptr() as usize, hosted::crossings());
    let order = Ordering::Relaxed;
    let lately = &LATELY[(line as usize * 3 + name.len()) % LATELY.len()];
    let is_it = lately.then.load(order) == now && lately.line.load(order) == line && lately.file.load(order) == file;
    if is_it && lately.name.load(order) == called {
        return Ok(());
    }
    let mut flags = Flags(0);
    flags.set(flag);
    let flags = Flags(flags.0 & !QUIET.get().0);
    if flags.0 != 0 && report_slow(flags, name)? {
        lately.file.store(file, order);
        lately.line.store(line, order);
        lately.name.store(called, order);
        lately.then.store(now, order);
    }
    Ok(())
}

/// True: the same report has come to nothing, and would again.
#[cold]
fn report_slow(flags: Flags, name: &str) -> Result<bool> {
    let Some(other) = OTHER.get() else { return report_all(flags, name, &modes()).map(|()| false) };
    let place = place().unwrap_or(("", 0));
    let is_same = |r: &Report| r.flags == flags && r.place.1 == place.1 && std::ptr::eq(r.place.0, place.0) && *r.name == *name;
    let now = hosted::crossings();
    let (is_silent, asks) = SILENT.with_borrow_mut(|s| {
        let found = s.reports.iter().any(|r| r.then == now && is_same(r));
        s.spared += u64::from(found);
        s.slow += u64::from(!found);
        (found, s.asked <= 2 * s.spared + MOST_SILENT as u64 || s.slow.is_multiple_of(SELDOM))
    });
    if is_silent {
        return Ok(true);
    }
    report_all(flags, name, &modes())?;
    if !asks {
        return Ok(false);
    }
    // What has just run may have changed something, for the others too.
    let modes = modes();
    let mut reports = SILENT.take();
    reports.asked += 1;
    reports.reports.retain(|r| r.then == now && !is_same(r));
    reports.reports.truncate(MOST_SILENT - 1);
    reports.reports.push(Report { flags, name: name.into(), place, then: now });
    reports.reports.retain(|r| {
        Flag::ALL.into_iter().filter(|f| r.flags.has(*f)).all(|f| match modes[f as usize] {
            Mode::Ignore => true,
            Mode::Warn => (other.is_silent)(&RUNTIME_WARNING, &format!("{} encountered in {}", f.text(), r.name), r.place),
            Mode::Raise | Mode::Call | Mode::Print | Mode::Log => false,
        })
    });
    reports.reports.iter_mut().for_each(|r| r.then = hosted::crossings());
    SILENT.set(reports);
    Ok(false)
}

fn report_all(flags: Flags, name: &str, modes: &[Mode; 4]) -> Result<()> {
    for f in Flag::ALL.into_iter().filter(|f| flags.has(*f)) {
        let message = || format!("{} encountered in {name}", f.text());
        match modes[f as usize] {
            Mode::Ignore => {}
            mode @ (Mode::Call | Mode::Log) => handle(f, flags, name, mode == Mode::Log)?,
            Mode::Warn => runtime(&message())?,
            Mode::Raise => return raise(&FLOATING_POINT_ERROR, message()),
            Mode::Print => eprintln!("Warning: {}", message()),
        }
    }
    Ok(())
}

/// A `RuntimeWarning`.
///
/// # Errors
/// The warning itself, where the program has made it an error.
pub fn runtime(message: &str) -> Result<()> {
    warn(&RUNTIME_WARNING, message)
}

/// A warning of this category, shown once for each place.
///
/// # Errors
/// The warning itself, where the program has made it an error.
pub fn warn(category: &'static TypeObj, message: &str) -> Result<()> {
    pyaot_core::modules::warnings::warn(category, message)
}
