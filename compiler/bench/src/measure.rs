//! One program: equal output first, then warm-ups, then timed runs of every peer in turn.

use std::fmt;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::Config;
use crate::process::{Invocation, Outcome, Scratch, execute};
use crate::programs::Program;

/// The times of one peer, in seconds.
#[derive(Debug, Clone, Serialize)]
pub struct Sample {
    /// The fastest run: what ratios are made of, since noise only ever adds.
    pub min: f64,
    /// The middle run.
    pub median: f64,
    /// Every run, in order.
    pub runs: Vec<f64>,
}

impl Sample {
    pub(crate) fn new(runs: Vec<f64>) -> Sample {
        let mut sorted = runs.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = match sorted.len() {
            0 => f64::NAN,
            n if n % 2 == 1 => sorted[middle],
            _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
        };
        Sample {
            min: sorted.first().copied().unwrap_or(f64::NAN),
            median,
            runs,
        }
    }
}

/// What was measured of one program.
#[derive(Debug, Clone, Serialize)]
pub struct Timing {
    /// `python3 program.py`.
    pub cpython: Sample,
    /// `pyaot run program.py`, compilation included.
    pub run: Sample,
    /// The executable, when it was asked for.
    pub executable: Option<Sample>,
    /// `pyaot build program.py`, which no other figure contains.
    pub build: Option<Sample>,
    /// The equivalent in Rust, when it was asked for and there is one.
    pub rust: Option<Sample>,
}

impl Timing {
    /// How many times as fast as CPython `pyaot run` is.
    pub fn run_speedup(&self) -> f64 {
        self.cpython.min / self.run.min
    }

    /// How many times as fast as CPython the executable is.
    pub fn executable_speedup(&self) -> Option<f64> {
        self.executable
            .as_ref()
            .map(|sample| self.cpython.min / sample.min)
    }

    /// Our time, of the executable if there is one, in units of Rust's.
    pub fn rust_ratio(&self) -> Option<f64> {
        let ours = self.executable.as_ref().unwrap_or(&self.run);
        self.rust.as_ref().map(|rust| ours.min / rust.min)
    }
}

/// How it went.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every peer gave CPython's output and exit code.
    Ok(Timing),
    /// A peer failed or gave something else; says which and what.
    Failed(String),
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct ProgramResult {
    /// The file name without `.py`.
    pub name: String,
    /// What every peer got as arguments.
    pub arguments: Vec<String>,
    /// The times, or why there are none.
    pub status: Status,
}

impl ProgramResult {
    /// The times, if every output was right.
    pub fn timing(&self) -> Option<&Timing> {
        match &self.status {
            Status::Ok(timing) => Some(timing),
            Status::Failed(_) => None,
        }
    }
}

/// Someone who runs the program.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) command: Invocation,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Checks and times one program.
pub(crate) fn measure(
    config: &Config,
    scratch: &Scratch,
    program: &Program,
    progress: &ProgressBar,
) -> ProgramResult {
    progress.set_message(format!("{}: build", program.name));
    let status = match try_measure(config, scratch, program, progress) {
        Ok(timing) => Status::Ok(timing),
        Err(reason) => Status::Failed(reason),
    };
    ProgramResult {
        name: program.name.clone(),
        arguments: program.arguments.clone(),
        status,
    }
}

fn try_measure(
    config: &Config,
    scratch: &Scratch,
    program: &Program,
    progress: &ProgressBar,
) -> Result<Timing, String> {
    let path = program.path.as_os_str();
    let mut peers = vec![
        Peer {
            name: "CPython",
            command: Invocation::new(&config.python)
                .arg(path)
                .args(&program.arguments),
        },
        Peer {
            name: "pyaot run",
            command: Invocation::new(&config.pyaot)
                .arg("run")
                .arg(path)
                .args(&program.arguments),
        },
    ];
    let mut build = None;
    if config.build {
        let executable = scratch.join(&program.name);
        let command = Invocation::new(&config.pyaot)
            .arg("build")
            .arg(path)
            .arg("-o")
            .arg(executable.as_os_str());
        build = Some(time_build(&command, config)?);
        peers.push(Peer {
            name: "executable",
            command: Invocation::new(executable).args(&program.arguments),
        });
    }
    if let Some(source) = program.rust.as_ref().filter(|_| config.rust) {
        progress.set_message(format!("{}: rustc", program.name));
        let executable = scratch.join(&format!("{}-rust", program.name));
        compile_rust(config, source, &executable)?;
        peers.push(Peer {
            name: "Rust",
            command: Invocation::new(executable).args(&program.arguments),
        });
    }

    let expected = check_equal_output(&peers, config.timeout, &program.name, progress)?;
    if expected.code != 0 {
        return Err(format!(
            "exit {} everywhere: {}",
            expected.code,
            expected.last_words()
        ));
    }
    let samples = time_in_turn(&peers, &expected, config, &program.name, progress)?;
    let mut samples = samples.into_iter();
    let (Some(cpython), Some(run)) = (samples.next(), samples.next()) else {
        return Err("no runs were asked for".to_owned());
    };
    let executable = config.build.then(|| samples.next()).flatten();
    Ok(Timing {
        cpython,
        run,
        executable,
        build,
        rust: samples.next(),
    })
}

fn compile_rust(config: &Config, source: &Path, executable: &Path) -> Result<(), String> {
    let command = Invocation::new("rustc")
        .arg("-O")
        .arg("--edition=2024")
        .arg(source.as_os_str())
        .arg("-o")
        .arg(executable.as_os_str());
    let outcome = execute(&command, config.timeout).map_err(|e| format!("rustc: {e}"))?;
    match outcome.code {
        0 => Ok(()),
        code => Err(format!("rustc: exit {code}: {}", outcome.last_words())),
    }
}

/// Builds three times: linking is short, and the first one has cold files.
pub(crate) fn time_build(command: &Invocation, config: &Config) -> Result<Sample, String> {
    let mut times = Vec::new();
    for _ in 0..config.runs.clamp(1, 3) {
        let outcome = execute(command, config.timeout).map_err(|e| format!("build: {e}"))?;
        if outcome.code != 0 {
            return Err(format!(
                "build: exit {}: {}",
                outcome.code,
                outcome.last_words()
            ));
        }
        times.push(outcome.time.as_secs_f64());
    }
    Ok(Sample::new(times))
}

/// Runs each peer once and compares with the first; gives back what all of them printed.
pub(crate) fn check_equal_output(
    peers: &[Peer],
    timeout: Duration,
    name: &str,
    progress: &ProgressBar,
) -> Result<Outcome, String> {
    let mut expected: Option<Outcome> = None;
    for peer in peers {
        progress.set_message(format!("{name}: output of {peer}"));
        let outcome = execute(&peer.command, timeout).map_err(|e| format!("{peer}: {e}"))?;
        match &expected {
            None => expected = Some(outcome),
            Some(right) => {
                if let Some(difference) = difference(right, &outcome) {
                    return Err(format!("{peer}: {difference}"));
                }
            }
        }
    }
    expected.ok_or_else(|| "no peers".to_owned())
}

/// Warm-ups, then rounds in which every peer runs once, so that a busy moment hits all alike. Each round begins with another
/// peer: who runs behind a process that used much memory gets pages which the system has to clear first.
pub(crate) fn time_in_turn(
    peers: &[Peer],
    expected: &Outcome,
    config: &Config,
    name: &str,
    progress: &ProgressBar,
) -> Result<Vec<Sample>, String> {
    let mut times = vec![Vec::new(); peers.len()];
    for round in 0..config.warm_ups + config.runs {
        for turn in 0..peers.len() {
            let at = (round + turn) % peers.len();
            let (peer, times) = (&peers[at], &mut times[at]);
            progress.set_message(match round.checked_sub(config.warm_ups) {
                Some(run) => format!("{name}: {peer} {}/{}", run + 1, config.runs),
                None => format!("{name}: warm-up of {peer}"),
            });
            let outcome =
                execute(&peer.command, config.timeout).map_err(|e| format!("{peer}: {e}"))?;
            if let Some(difference) = difference(expected, &outcome) {
                return Err(format!("{peer}, in a later run: {difference}"));
            }
            if round >= config.warm_ups {
                times.push(outcome.time.as_secs_f64());
            }
        }
    }
    Ok(times.into_iter().map(Sample::new).collect())
}

/// What is wrong with an outcome, in one line; nothing if stdout and exit code are equal.
fn difference(expected: &Outcome, got: &Outcome) -> Option<String> {
    if expected.code != got.code {
        return Some(format!(
            "exit {} instead of {}: {}",
            got.code,
            expected.code,
            got.last_words()
        ));
    }
    if expected.stdout == got.stdout {
        return None;
    }
    let (expected, got) = (
        String::from_utf8_lossy(&expected.stdout),
        String::from_utf8_lossy(&got.stdout),
    );
    let (mut expected, mut got) = (expected.split('\n'), got.split('\n'));
    let mut line = 1;
    loop {
        let (right, wrong) = (expected.next(), got.next());
        if right != wrong {
            let end = "the end";
            let (right, wrong) = (right.unwrap_or(end), wrong.unwrap_or(end));
            return Some(format!(
                "line {line} is {} instead of {}",
                quote(wrong),
                quote(right)
            ));
        }
        right?;
        line += 1;
    }
}

fn quote(line: &str) -> String {
    let shown: String = line.chars().take(40).collect();
    let dots = if shown.len() < line.len() { "…" } else { "" };
    format!("`{shown}{dots}`")
}

/// A bar over the programs, on a terminal only.
pub(crate) fn progress_bar(programs: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(programs as u64);
    if let Ok(style) =
        ProgressStyle::with_template("[{elapsed}] {bar:30.cyan/blue} {pos}/{len} {msg}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(stdout: &str, code: i32) -> Outcome {
        Outcome {
            stdout: stdout.into(),
            stderr: b"Boom: why\n\n".to_vec(),
            code,
            time: Duration::ZERO,
        }
    }

    #[test]
    fn median_of_odd_and_even() {
        assert_eq!(Sample::new(vec![3.0, 1.0, 2.0]).median, 2.0);
        assert_eq!(Sample::new(vec![4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Sample::new(vec![3.0, 1.0, 2.0]).min, 1.0);
    }

    #[test]
    fn differences_are_said_in_one_line() {
        let right = outcome("a\nb\n", 0);
        assert_eq!(difference(&right, &outcome("a\nb\n", 0)), None);
        assert_eq!(
            difference(&right, &outcome("a\nc\n", 0)).unwrap(),
            "line 2 is `c` instead of `b`"
        );
        assert_eq!(
            difference(&right, &outcome("a\nb", 0)).unwrap(),
            "line 3 is `the end` instead of ``"
        );
        assert_eq!(
            difference(&right, &outcome("a\nb\n", 1)).unwrap(),
            "exit 1 instead of 0: Boom: why"
        );
    }
}
