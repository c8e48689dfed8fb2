//! What a program spends its time on under CPython, and what is to be expected of pyaot: `pyaot advise`.
//!
//! The program runs three times: under pyaot with one thread, profiled, which gives the time in array kernels (about the same for
//! both, since both compute the same elements); under CPython, timed; and again with NumPy's functions counted and timed
//! one by one: the calls that are over at once are overhead. What is left of CPython's time is Python itself. (A profiler
//! of CPython could not tell: operators and ufuncs are no calls to it.)

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::process::{Invocation, Outcome, Scratch, execute};
use crate::table;

/// What to look at.
#[derive(Debug, Clone)]
pub struct Question {
    pub pyaot: PathBuf,
    pub python: PathBuf,
    /// The program and its arguments.
    pub script: Vec<OsString>,
    /// How long each run may take.
    pub timeout: Duration,
}

/// As `pyaot profile --json` writes it.
#[derive(Debug, Default, Deserialize)]
struct Profile {
    seconds: f64,
    times: Times,
    compiling: f64,
    lines: Vec<Line>,
    warnings: Vec<Warning>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Times {
    compiled: f64,
    arrays: f64,
    runtime: f64,
    twin: f64,
}

#[derive(Debug, Deserialize)]
struct Line {
    file: String,
    line: u32,
    text: String,
    #[serde(flatten)]
    times: Times,
}

#[derive(Debug, Deserialize)]
struct Warning {
    file: String,
    line: u32,
    message: String,
}

/// Seconds of CPython's time, and the calls that were counted.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shares {
    python: f64,
    overhead: f64,
    arrays: f64,
    calls: u64,
    small: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Arrays,
    Overhead,
    Mixed,
    NoArrays,
}

/// From this share on, array kernels are what a program is about; and calls of NumPy.
const MOSTLY_ARRAYS: f64 = 0.7;
const MOSTLY_CALLS: f64 = 0.5;
/// Below this share, there are no arrays to speak of.
const HARDLY: f64 = 0.01;
/// Python code becomes this many times as fast, at most; and what CPython's own C code does (dicts, strings).
const FASTEST: f64 = 100.0;
const FASTEST_NATIVE: f64 = 10.0;
/// A line with this share of pyaot's time is worth a word.
const WORTH: f64 = 0.05;
/// Fewer seconds are too few samples to say anything.
const LEAST: f64 = 0.01;
/// Lines of each kind that are named.
const NAMED: usize = 5;

/// The answer, as text.
pub fn advise(question: &Question) -> Result<String, String> {
    let scratch = Scratch::new()?;
    let (answers, profile) = (scratch.join("answers.txt"), scratch.join("profile.json"));
    let helper = scratch.join("advise.py");
    std::fs::write(&helper, include_str!("advise.py")).map_err(|e| format!("cannot write {}: {e}", helper.display()))?;
    let mut remarks = Vec::new();

    let pyaot = Invocation::new(&question.pyaot).arg("profile").arg("--json").arg(&profile);
    let ours = run(question, pyaot)?;
    let Ok(text) = std::fs::read_to_string(&profile) else {
        return Err(format!("it does not run under pyaot:\n{}", String::from_utf8_lossy(&ours.stderr).trim_end()));
    };
    let profile: Profile = serde_json::from_str(&text).map_err(|e| format!("the profile cannot be read: {e}"))?;

    let python = |mode: &str| Invocation::new(&question.python).arg(&helper).arg(mode).arg(&answers);
    let theirs = run(question, python("time"))?;
    let Answer { seconds, .. } = answer(&answers).ok_or_else(|| format!("{} does not run it: {}", question.python.display(), theirs.last_words()))?;
    if (&ours.stdout, ours.code) != (&theirs.stdout, theirs.code) {
        remarks.push("pyaot and CPython print different things: the program depends on time or chance, or pyaot has a defect");
    }
    let counted = run(question, python("count"))?;
    let counted_calls = answer(&answers).unwrap_or_default();
    if counted.code != theirs.code {
        remarks.push("the run with NumPy's calls counted ended in another way: their number may be wrong");
    }
    let shares = shares(seconds, (profile.times.arrays, FASTEST * profile.times.compiled + FASTEST_NATIVE * profile.times.runtime), counted_calls);
    Ok(report(&shares, &profile, &remarks))
}

fn run(question: &Question, command: Invocation) -> Result<Outcome, String> {
    let command = question.script.iter().fold(command, |command, argument| command.arg(argument));
    execute(&command.with_threads(1), question.timeout)
}

/// What the run under CPython tells: seconds in all, calls of NumPy, how many of them are small, and the seconds in these and in the others.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    seconds: f64,
    calls: u64,
    small: u64,
    small_time: f64,
    large_time: f64,
}

/// The answer in a file, which is gone afterwards.
fn answer(path: &Path) -> Option<Answer> {
    let text = std::fs::read_to_string(path).ok()?;
    // One that cannot be removed would only be read twice.
    let _ = std::fs::remove_file(path);
    let mut words = text.split_whitespace();
    let mut word = || words.next();
    Some(Answer {
        seconds: word()?.parse().ok()?,
        calls: word()?.parse().ok()?,
        small: word()?.parse().ok()?,
        small_time: word()?.parse().ok()?,
        large_time: word()?.parse().ok()?,
    })
}

/// Where CPython's `seconds` went, if pyaot's kernels take `arrays`. CPython's may take longer: as long as its large calls, at least. Operators on
/// arrays cannot be counted, but where pyaot has next to nothing left to do, Python has taken `most` at most.
fn shares(seconds: f64, (arrays, most): (f64, f64), counted: Answer) -> Shares {
    let arrays = arrays.max(counted.large_time).min(seconds);
    let overhead = counted.small_time.min(seconds - arrays);
    let rest = seconds - arrays - overhead;
    let python = if arrays > 0.0 { rest.min(most) } else { rest };
    Shares { python, overhead, arrays: seconds - overhead - python, calls: counted.calls, small: counted.small }
}

impl Shares {
    fn seconds(&self) -> f64 {
        self.python + self.overhead + self.arrays
    }

    fn class(&self) -> Class {
        let all = self.seconds();
        match self {
            s if s.calls == 0 && s.arrays < HARDLY * all => Class::NoArrays,
            s if s.arrays >= MOSTLY_ARRAYS * all => Class::Arrays,
            s if s.overhead >= MOSTLY_CALLS * all => Class::Overhead,
            _ => Class::Mixed,
        }
    }
}

fn report(shares: &Shares, profile: &Profile, remarks: &[&str]) -> String {
    let all = shares.seconds();
    let share = |part: f64| format!("{:.1} %", if all > 0.0 { 100.0 * part / all } else { 0.0 });
    let row = |what: &str, part: f64| vec![what.to_owned(), share(part), table::seconds(part)];
    let small = format!("small calls of NumPy ({} of {})", shares.small, shares.calls);
    let rows = [row("Python", shares.python), row(&small, shares.overhead), row("array kernels", shares.arrays), row("in all", all)];
    let mut out = table::markdown(&["CPython, one thread", "share", "time"], &rows);

    let (name, expected) = match shares.class() {
        Class::Arrays => ("A, array work", "NumPy's kernels do the work under CPython too: about the same speed on one thread, more with threads"),
        Class::Overhead => ("B, call overhead", "many calls on small arrays, which compiled code needs not make: a large speed-up"),
        Class::Mixed => ("C, mixed", "Python and calls of NumPy become machine code, array kernels stay what they are"),
        Class::NoArrays => ("no arrays", "Python becomes machine code"),
    };
    let pyaot = profile.seconds;
    let _ = writeln!(out, "\nclass: {name}");
    let _ = writeln!(out, "expected: {expected}");
    if pyaot > 0.0 {
        let compiling = table::seconds(profile.compiling);
        let _ = writeln!(out, "measured: {} (pyaot: {}, and {compiling} for compiling on the way)", table::ratio(all / pyaot), table::seconds(pyaot));
    }
    for remark in remarks {
        let _ = writeln!(out, "note: {remark}");
    }
    for warning in &profile.warnings {
        let _ = writeln!(out, "{}:{}: has no native form: {}", warning.file, warning.line, warning.message);
    }
    // Of pyaot's time: where something is left to be done.
    let kinds: [(&str, fn(&Times) -> f64); 3] = [
        ("ints too large for machine words, so the slow twin of the code runs: keep them small (`%`, `&`), or use floats", |t| t.twin),
        ("array kernels: nothing to gain but threads (PYAOT_NUM_THREADS)", |t| t.arrays),
        ("objects, strings, dicts or calls that are not known: `pyaot run --emit=types` shows what is `any`", |t| t.runtime - t.twin.min(t.runtime)),
    ];
    for (advice, part) in kinds {
        let mut hot: Vec<(&Line, f64)> = profile.lines.iter().map(|l| (l, part(&l.times))).filter(|(_, t)| *t >= LEAST.max(WORTH * pyaot)).collect();
        hot.sort_by(|a, b| b.1.total_cmp(&a.1));
        hot.truncate(NAMED);
        if !hot.is_empty() {
            let _ = writeln!(out, "\n{advice}");
        }
        for (line, time) in hot {
            let _ = writeln!(out, "  {:>5.1} % of pyaot's time  {}:{}  {}", 100.0 * time / pyaot, line.file, line.line, line.text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        let answer = |(calls, small, small_time, large_time)| Answer { seconds: 0.0, calls, small, small_time, large_time };
        let class = |seconds, arrays, counted| shares(seconds, (arrays, 1.0), answer(counted)).class();
        assert_eq!(class(1.0, 0.95, (3, 0, 0.0, 0.0)), Class::Arrays);
        // NumPy's kernels may take longer than pyaot's.
        assert_eq!(class(1.0, 0.2, (5, 0, 0.0, 0.9)), Class::Arrays);
        // Kernels cannot have taken longer than all.
        assert_eq!(class(1.0, 1.2, (3, 0, 0.0, 0.0)), Class::Arrays);
        assert_eq!(class(0.05, 0.001, (20002, 20000, 0.04, 0.0)), Class::Overhead);
        assert_eq!(class(1.0, 0.3, (2000, 2000, 0.3, 0.0)), Class::Mixed);
        assert_eq!(class(1.0, 0.0, (0, 0, 0.0, 0.0)), Class::NoArrays);
        // Operators on arrays: pyaot does nothing else.
        assert_eq!(shares(1.0, (0.3, 0.05), answer((5, 0, 0.0, 0.4))).class(), Class::Arrays);
    }

    #[test]
    fn lines_are_named() {
        let text = r#"{"seconds": 2.0, "times": {"total": 2.0, "compiled": 0.5, "arrays": 0.0, "runtime": 1.5, "twin": 1.5}, "compiling": 0.1,
            "lines": [{"file": "a.py", "line": 3, "text": "x *= x", "total": 2.0, "compiled": 0.5, "arrays": 0.0, "runtime": 1.5, "twin": 1.5}],
            "warnings": [{"file": "a.py", "line": 4, "message": "no kernel"}]}"#;
        let profile = serde_json::from_str(text).unwrap();
        let report = report(&shares(4.0, (0.0, 2.0), Answer::default()), &profile, &[]);
        assert!(report.contains("measured: 2.0×"), "{report}");
        assert!(report.contains("75.0 % of pyaot's time  a.py:3  x *= x"), "{report}");
        assert!(report.contains("a.py:4: has no native form: no kernel"), "{report}");
    }
}
