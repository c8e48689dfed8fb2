//! Running compiled code in this process, and where its time goes: `pyaot profile`.
//!
//! [`sampler`] notes addresses while the program runs. Afterwards, those in compiled code are looked up in the map that was kept
//! of it, which leads to functions and lines (a copy of a function has that one's lines), and those in pyaot itself in its own
//! symbol table. Time in the runtime belongs to the line that called it. Functions of the standard library's own modules are no
//! places of their own: as if they were C, their time is that of the line that calls them.

mod report;
mod sampler;
mod symbols;

use std::collections::HashMap;
use std::ffi::OsString;
use std::time::Instant;

use pyaot_codegen::{CodeMap, JitCode, Place, Site};
use pyaot_core::start::Ended;
use pyaot_ir::Program;
use serde::Serialize;

use crate::input::Input;
use crate::session::Session;
use sampler::{Sample, Sampled};
use symbols::{Owner, Symbols};

/// Seconds of processor time, by what they were spent in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Times {
    pub total: f64,
    pub compiled: f64,
    pub arrays: f64,
    pub runtime: f64,
    /// Of all of these: in slow twins, whose ints have any size, or in what they call.
    pub twin: f64,
}

/// A line of the source.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub file: String,
    pub line: u32,
    pub text: String,
    #[serde(flatten)]
    pub times: Times,
}

/// A function of the source, without what it calls.
#[derive(Debug, Clone, Serialize)]
pub struct Function {
    pub file: String,
    pub function: String,
    #[serde(flatten)]
    pub times: Times,
}

/// A warning of the compiler: what has no native form.
#[derive(Debug, Clone, Serialize)]
pub struct Warning {
    pub file: String,
    pub line: u32,
    pub message: String,
}

/// Where the time of a run went.
#[derive(Debug, Clone, Serialize)]
pub struct Profile {
    /// By the wall's clock, from the program's start to its end.
    pub wall: f64,
    /// Processor time of the program's thread, without compiling.
    pub seconds: f64,
    /// The same as far as there are samples: the last is from up to a millisecond before the end.
    pub times: Times,
    /// The same thread's time for compiling functions when they were called.
    pub compiling: f64,
    pub samples: usize,
    /// Array kernels could be told from the rest of the runtime.
    pub has_symbols: bool,
    /// The hottest first.
    pub lines: Vec<Line>,
    pub functions: Vec<Function>,
    pub warnings: Vec<Warning>,
}

/// Runs the program with this `sys.argv`. It was compiled from `input` by `session`, which has kept the lines.
pub fn run(session: &Session, input: &Input, code: JitCode, argv: Vec<OsString>) -> Result<(Ended, Profile), String> {
    if code.addresses().is_empty() {
        return Err("programs cannot be profiled on this machine".to_owned());
    }
    let mut symbols = Symbols::of_this_process();
    let start = Instant::now();
    let run = || crate::run::run_to_end(&code, argv);
    let (ended, sampled) = sampler::sampled(code.addresses(), symbols.code.clone(), run)?;
    let wall = start.elapsed().as_secs_f64();
    symbols.read();
    let map = code.take_map();
    let mut found = Found { program: code.program(), code: &code, map, symbols, totals: Totals::default() };
    sampled.samples.iter().for_each(|s| found.add(s));
    Ok((ended, found.profile(session, input, wall, &sampled)))
}

/// What a sample was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Compiled,
    Arrays,
    Runtime,
    Compiling,
}

#[derive(Default)]
struct Totals {
    all: Times,
    compiling: f64,
    lines: HashMap<Place, Times>,
    frames: HashMap<u32, Times>,
}

/// Samples, being looked up.
struct Found<'a> {
    program: &'static Program,
    code: &'a JitCode,
    map: CodeMap,
    symbols: Symbols,
    totals: Totals,
}

impl Found<'_> {
    fn add(&mut self, sample: &Sample) {
        let seconds = sample.time as f64 / 1e9;
        let kind = self.kind(sample);
        if kind == Kind::Compiling {
            self.totals.compiling += seconds;
            return;
        }
        let site = self.site(sample);
        let twin = site.is_some_and(|s| self.program.functions[s.function].cold);
        let add = |t: &mut Times| t.add(kind, twin, seconds);
        add(&mut self.totals.all);
        if let Some(site) = site {
            add(self.totals.lines.entry(site.place).or_default());
            add(self.totals.frames.entry(site.place.frame).or_default());
        }
    }

    fn kind(&self, sample: &Sample) -> Kind {
        if !sample.in_program {
            return Kind::Compiling;
        }
        if self.code.addresses().contains(&sample.pc) {
            return Kind::Compiled;
        }
        // Libraries and the core work for who has called them.
        let mut callers = std::iter::once(sample.pc).chain(sample.runtime()).map(|a| self.symbols.owner(a));
        match callers.find(|o| matches!(o, Owner::Arrays | Owner::Compiler)) {
            Some(Owner::Arrays) => Kind::Arrays,
            Some(_) => Kind::Compiling,
            None => Kind::Runtime,
        }
    }

    /// The innermost function that is the user's; else the innermost of all.
    fn site(&self, sample: &Sample) -> Option<Site> {
        let here = self.map.at(sample.pc);
        let mut sites = here.into_iter().chain(sample.code().filter_map(|a| self.map.behind_call(a)));
        let first = sites.next()?;
        let is_users = |s: &Site| self.program.frames.get(s.place.frame as usize).is_some_and(|f| !f.hidden);
        if is_users(&first) { Some(first) } else { sites.find(is_users).or(Some(first)) }
    }

    fn profile(self, session: &Session, input: &Input, wall: f64, sampled: &Sampled) -> Profile {
        let frame = |f: u32| &self.program.frames[f as usize];
        let texts = &session.sources;
        let text = |file: &str, line: u32| {
            let file = if file == input.traceback_name() { texts.named(&input.shown()) } else { texts.named(file) };
            file.map_or(String::new(), |f| texts.line_text(f, line).trim().to_owned())
        };
        let lines = self.totals.lines.iter().map(|(place, times)| {
            let file = &frame(place.frame).file;
            Line { file: shown(file), line: place.line, text: text(file, place.line), times: *times }
        });
        // A line or name may belong to several functions.
        let mut lines = joined(lines.collect(), |l| (l.file.clone(), l.line), |l| &mut l.times);
        let functions = self.totals.frames.iter().map(|(f, times)| {
            let f = frame(*f);
            Function { file: shown(&f.file), function: f.function.clone(), times: *times }
        });
        let mut functions = joined(functions.collect(), |f| (f.file.clone(), f.function.clone()), |f| &mut f.times);
        let hottest = |a: &Times, b: &Times| b.total.total_cmp(&a.total);
        lines.sort_by(|a, b| hottest(&a.times, &b.times).then(a.line.cmp(&b.line)));
        functions.sort_by(|a, b| hottest(&a.times, &b.times).then(a.function.cmp(&b.function)));
        let warnings = session.diagnostics.iter().filter_map(|d| {
            let span = d.span?;
            let (line, _) = texts.location(span);
            Some(Warning { file: shown(texts.name(span.file)), line, message: d.message.clone() })
        });
        Profile {
            wall,
            seconds: (sampled.time as f64 / 1e9 - self.totals.compiling).max(0.0),
            times: self.totals.all,
            compiling: self.totals.compiling,
            samples: sampled.samples.len(),
            has_symbols: self.symbols.are_known(),
            lines,
            functions,
            warnings: warnings.collect(),
        }
    }
}

/// Rows of one key become one.
fn joined<T, K: Eq + std::hash::Hash>(rows: Vec<T>, key: impl Fn(&T) -> K, times: impl Fn(&mut T) -> &mut Times) -> Vec<T> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut out: Vec<T> = Vec::new();
    for mut row in rows {
        match places.get(&key(&row)) {
            Some(k) => {
                let more = *times(&mut row);
                times(&mut out[*k]).join(&more);
            }
            None => {
                places.insert(key(&row), out.len());
                out.push(row);
            }
        }
    }
    out
}

/// A file's name, from the working directory if it is in there.
fn shown(file: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    std::path::Path::new(file).strip_prefix(here).map_or_else(|_| file.to_owned(), |rest| rest.display().to_string())
}

impl Times {
    fn add(&mut self, kind: Kind, twin: bool, seconds: f64) {
        self.total += seconds;
        match kind {
            Kind::Compiled => self.compiled += seconds,
            Kind::Arrays => self.arrays += seconds,
            Kind::Runtime | Kind::Compiling => self.runtime += seconds,
        }
        if twin {
            self.twin += seconds;
        }
    }

    fn join(&mut self, other: &Times) {
        self.total += other.total;
        self.compiled += other.compiled;
        self.arrays += other.arrays;
        self.runtime += other.runtime;
        self.twin += other.twin;
    }
}

impl Profile {
    /// For machines.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("numbers and strings") + "\n"
    }
}
