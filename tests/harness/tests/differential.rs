//! Every program of the tree under CPython, `pyaot run` and `pyaot build`: the same standard output, exit code and
//! traceback, and not one object alive at the end.
//!
//! `cargo test --test differential -- run::tests/run/int_` runs those of one kind. Some programs run with the cache too, which the others
//! leave alone: `cached::`.
//! `landings::` tries the two forms of functions (`pyaot_opt::forms`).

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::compare::compare;
use pyaot_tests::oracle::{self, Oracle};
use pyaot_tests::runner::{self, End, Outcome};
use pyaot_tests::{programs, pyaot, root};

/// One of so many programs runs with the cache.
const CACHED: usize = 40;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for (k, program) in programs::all(&root()).into_iter().enumerate() {
        let oracle = Arc::new(Oracle::new(program));
        if k % CACHED == 0 && cfg!(target_os = "linux") {
            let cached = oracle.clone();
            trials.push(Trial::test(format!("cached::{}", oracle.program.path), move || test_cached(&cached)));
        }
        let (run, left, build) = (oracle.clone(), oracle.clone(), oracle.clone());
        trials.push(Trial::test(format!("run::{}", oracle.program.path), move || test_run(&run)));
        trials.push(Trial::test(format!("landings::{}", oracle.program.path), move || test_landings(&left)));
        trials.push(Trial::test(format!("build::{}", oracle.program.path), move || test_build(&build)));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// In memory.
fn test_run(oracle: &Oracle) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    judge(oracle, in_memory(oracle)?, dir.path())
}

/// In memory, where large functions leave each loop of their quick form for the full one.
fn test_landings(oracle: &Oracle) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let mut command = in_memory(oracle)?;
    command.env("PYAOT_FORMS", "landings");
    judge(oracle, command, dir.path())
}

fn in_memory(oracle: &Oracle) -> Result<Command, Failed> {
    let program = &oracle.program;
    let mut command = runner::command(pyaot()?, &root(), program.stdin.as_ref())?;
    command.args(["--quiet", "run"]).arg(&program.path).args(&program.args);
    Ok(command)
}

/// In memory, the first time into an empty cache, then with the code from there.
fn test_cached(oracle: &Oracle) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let cache = dir.path().join("cache");
    for _ in 0..2 {
        let mut command = in_memory(oracle)?;
        command.env("PYAOT_CACHE", "1").env("PYAOT_CACHE_DIR", &cache);
        judge(oracle, command, dir.path())?;
    }
    if fs::read_dir(&cache).is_ok_and(|mut entries| entries.next().is_some()) { Ok(()) } else { Err("nothing is in the cache".into()) }
}

/// As an executable of its own.
fn test_build(oracle: &Oracle) -> Result<(), Failed> {
    let program = &oracle.program;
    let dir = tempfile::tempdir()?;
    let executable = dir.path().join("app");
    let mut build = runner::command(pyaot()?, &root(), None)?;
    build.args(["--quiet", "build"]).arg(&program.path).arg("-o").arg(&executable);
    let built = runner::run(build)?;
    if built.end != End::Code(0) || !executable.is_file() {
        let said = [built.stdout, built.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        return Err(format!("`pyaot build {}`: {}\n{said}", program.path, built.end).into());
    }
    let mut command = runner::command(&executable, &root(), program.stdin.as_ref())?;
    command.args(&program.args);
    judge(oracle, command, dir.path())
}

fn judge(oracle: &Oracle, mut command: Command, dir: &Path) -> Result<(), Failed> {
    let expected = oracle.outcome(&root())?;
    if expected.end == End::TimeOut {
        return Err("the program does not end under CPython".into());
    }
    let stats = dir.join("stats");
    command.env("PYAOT_STATS", "1").env("PYAOT_STATS_FILE", &stats).envs(oracle::program_variables(&root()).iter().cloned());
    // What has no native form is left to the same interpreter.
    command.env("PYAOT_PYTHON", oracle::python());
    let shown = format!("{command:?}");
    let actual = runner::run(command)?;
    let mut report = compare(expected, &actual).err().unwrap_or_default();
    report.push_str(&crash_note(expected, &actual));
    if let Ok(stats) = fs::read_to_string(stats) {
        report.push_str(&leak_note(&stats));
    }
    if report.is_empty() {
        return Ok(());
    }
    Err(format!("{report}command: {shown}").into())
}

/// A crash is worth a line of its own: it is never the program's doing.
fn crash_note(expected: &Outcome, actual: &Outcome) -> String {
    match actual.end {
        End::Signal(signal) if expected.end != actual.end => format!("CRASH: signal {signal}\n"),
        _ => String::new(),
    }
}

/// Lines `name value`; the counter `alive` must be zero.
fn leak_note(stats: &str) -> String {
    for line in stats.lines() {
        if let Some(("alive", count)) = line.split_once(' ')
            && count.trim() != "0"
        {
            return format!("LEAK: {} objects alive at the end; all counters:\n{stats}", count.trim());
        }
    }
    String::new()
}
