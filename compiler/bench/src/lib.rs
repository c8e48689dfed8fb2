//! The runner behind `pyaot bench`: the same program under CPython, `pyaot run` and the executable that
//! `pyaot build` makes, output compared first, then timed in turn.
//!
//! Read [`run`] for the order of things. A program that fails or prints something else is reported and never timed.

mod advise;
mod chart;
mod compare;
mod expect;
mod kernel_report;
mod kernels;
mod machine;
mod measure;
mod process;
mod programs;
mod report;
mod scenario_report;
mod scenarios;
mod start_up;
mod table;
mod turns;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use advise::{Question, advise};
pub use compare::compare;
pub use kernel_report::KernelReport;
pub use kernels::{KernelOptions, Suite, run_kernels};
pub use machine::Machine;
pub use measure::{ProgramResult, Sample, Status, Timing};
pub use report::Report;
pub use scenario_report::{FromCPython, ScenarioReport};
pub use scenarios::{Extras, run_scenarios};
pub use start_up::StartUp;

/// What to measure and where to write it. [`Config::new`] gives the defaults of the command line.
#[derive(Debug, Clone)]
pub struct Config {
    /// The `pyaot` executable: the command line passes its own path.
    pub pyaot: PathBuf,
    /// The interpreter to compare with.
    pub python: PathBuf,
    /// The directory that holds `programs/`, `rust/` and `c/`.
    pub benchmarks: Option<PathBuf>,
    /// Names (`fib`) or paths (`my/script.py`); empty for every program of the suite.
    pub programs: Vec<String>,
    /// Keep only programs whose name contains this.
    pub filter: Option<String>,
    /// Timed runs of each peer.
    pub runs: usize,
    /// Untimed runs of each peer before the timed ones.
    pub warm_ups: usize,
    /// Measure the executable too, not only `pyaot run`.
    pub build: bool,
    /// Compare with the equivalents in Rust too, and the start of a process with C.
    pub rust: bool,
    /// How long one run may take before it counts as failed.
    pub timeout: Duration,
    /// Write the report here as JSON.
    pub json: Option<PathBuf>,
    /// Write the picture of the speed-ups here.
    pub svg: Option<PathBuf>,
    /// Write the table here as Markdown.
    pub md: Option<PathBuf>,
}

impl Config {
    /// The defaults: the whole suite, five timed runs after one warm-up, the table on stdout only.
    pub fn new(pyaot: PathBuf) -> Config {
        Config {
            pyaot,
            python: PathBuf::from("python3"),
            benchmarks: None,
            programs: Vec::new(),
            filter: None,
            runs: 5,
            warm_ups: 1,
            build: true,
            rust: false,
            timeout: Duration::from_secs(120),
            json: None,
            svg: None,
            md: None,
        }
    }
}

/// Measures what `config` asks for, prints the table and writes the files.
///
/// `Err` means that nothing could be measured (no such program, no Python). A program that fails is part of the
/// report: see [`Report::failures`].
pub fn run(config: &Config) -> Result<Report, String> {
    let config = &programs::with_benchmarks_directory(config);
    let config = &machine::with_real_interpreter(config)?;
    let programs = programs::collect(config)?;
    let mut notes = Vec::new();
    let config = &Config {
        rust: config.rust && rust_is_there(&mut notes),
        ..config.clone()
    };
    let scratch = process::Scratch::new()?;
    let machine = machine::describe(config)?;

    let progress = measure::progress_bar(programs.len());
    let mut results = Vec::new();
    for program in &programs {
        results.push(measure::measure(config, &scratch, program, &progress));
        progress.inc(1);
    }
    let mut report = Report::new(machine, results, notes);
    if config.rust {
        report.add_start_up(start_up::start_up(config, &scratch, &progress));
    }
    report.machine.note_load_after();
    progress.finish_and_clear();

    publish(config, || report.markdown(), || report.json(), || report.svg())?;
    Ok(report)
}

/// Prints the table and writes the files that are asked for.
fn publish(
    config: &Config,
    markdown: impl Fn() -> String,
    json: impl Fn() -> String,
    svg: impl Fn() -> String,
) -> Result<(), String> {
    print!("{}", markdown());
    if let Some(path) = &config.md {
        write(path, &markdown())?;
    }
    if let Some(path) = &config.json {
        write(path, &json())?;
    }
    if let Some(path) = &config.svg {
        write(path, &svg())?;
    }
    Ok(())
}

fn rust_is_there(notes: &mut Vec<String>) -> bool {
    let there = process::is_available(Path::new("rustc"));
    if !there {
        notes.push("no comparison with Rust: rustc is not installed".to_owned());
    }
    there
}

fn write(path: &PathBuf, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
}
