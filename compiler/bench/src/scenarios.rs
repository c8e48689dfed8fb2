//! `pyaot bench scenarios` and `pyaot bench functions`: array programs and functions as users of Numba write them, each a file
//! with a function `run` (and perhaps `setup`), of which only the calls of `run` are timed, inside the process.
//!
//! A driver made here imports the file and does one call in each turn ([`crate::turns`]). CPython, pyaot and, where they are
//! installed, `@pyaot.compile` and Numba have one process each and take turns call by call. Their values are compared with each other
//! and with what the file's head says before anything is timed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::ProgressBar;
use serde::Serialize;

use crate::expect::Expected;
use crate::machine::{self, Machine};
use crate::measure::{Sample, progress_bar};
use crate::process::{Invocation, Scratch, execute};
use crate::programs;
use crate::scenario_report::ScenarioReport;
use crate::turns::Worker;

/// What `pyaot bench scenarios` is to do besides what [`crate::Config`] says.
#[derive(Debug, Clone)]
pub struct Extras {
    /// The folder of the benchmarks directory: `scenarios` or `functions`.
    pub folder: &'static str,
    /// Processes of each peer whose first call is timed.
    pub firsts: usize,
    /// Threads that every peer may use; 0 leaves it to them.
    pub threads: usize,
    /// Report the most memory that each process had.
    pub memory: bool,
    /// Report the calls of NumPy's functions, and pyaot's counters.
    pub count_calls: bool,
    /// Measure executables instead of `pyaot run`, whose process holds the compiler too.
    pub build: bool,
}

/// One file of `benchmarks/scenarios`.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// The file's name without `.py`.
    pub name: String,
    /// The first line's title.
    pub title: String,
    pub path: PathBuf,
    pub expected: Option<Expected>,
    /// The speed-up over CPython that is asked for.
    pub goal: Option<f64>,
    /// It is to be faster than Numba too.
    pub beat_numba: bool,
    /// Calls of NumPy's functions in one call of `run`, by the file's head.
    pub numpy_calls: Option<u64>,
    /// Its `setup` only puts the random generator into a state, which Numba has one of its own of.
    seeds: bool,
    /// There is a `setup`.
    has_setup: bool,
    /// What `setup` returns and `run` takes.
    parameters: Vec<String>,
}

/// What a scenario's time is spent on, which decides what to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Large arrays.
    Kernels,
    /// Thousands of arrays of a few elements.
    TinyArrays,
    /// Ints of many digits, and arrays that hold them as objects.
    BigInts,
}

impl Scenario {
    fn work(&self) -> Work {
        match (&self.expected, self.numpy_calls) {
            (Some(Expected::Digits { .. }), _) => Work::BigInts,
            (_, Some(_)) => Work::TinyArrays,
            (_, None) => Work::Kernels,
        }
    }
}

/// The functions decorated by `@pyaot.compile`, called from CPython.
pub(crate) const DECORATED: &str = "@pyaot.compile";

/// Seconds of a turn of calls that are shorter: enough for warm caches, and for the processor to be at its full speed.
const TURN: f64 = 1e-2;

/// Turns that are tried until their length is known.
const CALIBRATIONS: usize = 4;

/// One peer of one scenario.
#[derive(Debug, Clone, Serialize)]
pub struct PeerResult {
    /// `CPython`, `pyaot`, [`DECORATED`] or `Numba`.
    pub peer: &'static str,
    /// Seconds of each call.
    pub times: Sample,
    /// Seconds of the first call in each process, which compiles under the peers that compile when they are called.
    pub first: Sample,
    /// Its values are the right ones.
    pub agrees: bool,
    /// Seconds until the first call could begin: start-up, imports, and pyaot's compilation.
    pub ready: f64,
    /// The most memory that the process had, in bytes.
    pub peak_memory: Option<u64>,
}

/// Calls and allocations of one call of `run`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    /// NumPy's functions that CPython called.
    pub numpy_calls: Option<u64>,
    /// pyaot's own counters: what each call of `run` added.
    pub pyaot: Vec<(String, i64)>,
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct ScenarioResult {
    /// The file's name without `.py`.
    pub name: String,
    /// What the file's first line calls it.
    pub title: String,
    /// CPython first. Empty if it failed.
    pub peers: Vec<PeerResult>,
    /// Why there are no times.
    pub failure: Option<String>,
    /// What came out where it is not a failure of pyaot: Numba's values, for one.
    pub remarks: Vec<String>,
    /// The speed-up that is asked for.
    pub goal: Option<f64>,
    /// It is to be faster than Numba.
    pub beat_numba: bool,
    /// Calls of NumPy's functions in one call, by the file's head.
    pub expected_calls: Option<u64>,
    /// What the time is spent on.
    #[serde(skip)]
    pub work: Work,
    /// What `--count-calls` found.
    pub counts: Option<Counts>,
}

impl ScenarioResult {
    /// The times of a peer.
    pub fn peer(&self, name: &str) -> Option<&PeerResult> {
        self.peers.iter().find(|peer| peer.peer == name)
    }

    /// How many times as fast as CPython a peer is, by the least times.
    pub fn speed_up(&self, name: &str) -> Option<f64> {
        Some(self.peer("CPython")?.times.min / self.peer(name)?.times.min)
    }
}

/// Measures the scenarios that `config` names, prints the table and writes the files.
pub fn run_scenarios(config: &crate::Config, extras: &Extras) -> Result<ScenarioReport, String> {
    let config = &programs::with_benchmarks_directory(config);
    let config = &machine::with_real_interpreter(config)?;
    let scenarios = collect(config, extras.folder)?;
    let mut notes = Vec::new();
    if execute(&Invocation::new(&config.python).arg("-c").arg("import numpy"), config.timeout)?.code != 0 {
        return Err(format!("{} has no NumPy to compare with: name another by --python", config.python.display()));
    }
    let mut has = |module: &str, peer: &str| -> Result<bool, String> {
        let import = Invocation::new(&config.python).arg("-c").arg(format!("import {module}"));
        let there = execute(&import, config.timeout)?.code == 0;
        if !there {
            notes.push(format!("no comparison with {peer}: it is not installed there"));
        }
        Ok(there)
    };
    let (decorated, numba) = (has("pyaot", DECORATED)?, has("numba", "Numba")?);
    let scratch = Scratch::new()?;
    let mut machine: Machine = machine::describe(config)?;
    let progress = progress_bar(scenarios.len());
    let mut results = Vec::new();
    for scenario in &scenarios {
        let measuring = Measuring { config, extras, scratch: &scratch, progress: &progress, decorated, numba };
        results.push(measuring.scenario(scenario));
        progress.inc(1);
    }
    machine.note_load_after();
    progress.finish_and_clear();
    let report = ScenarioReport::new(machine, extras.threads, results, notes);
    crate::publish(config, || report.markdown(), || report.json(), || report.svg())?;
    Ok(report)
}

struct Measuring<'a> {
    config: &'a crate::Config,
    extras: &'a Extras,
    scratch: &'a Scratch,
    progress: &'a ProgressBar,
    decorated: bool,
    numba: bool,
}

impl Measuring<'_> {
    fn scenario(&self, scenario: &Scenario) -> ScenarioResult {
        let mut result = ScenarioResult {
            name: scenario.name.clone(),
            title: scenario.title.clone(),
            peers: Vec::new(),
            failure: None,
            remarks: Vec::new(),
            goal: scenario.goal,
            beat_numba: scenario.beat_numba,
            expected_calls: scenario.numpy_calls,
            work: scenario.work(),
            counts: None,
        };
        if let Err(reason) = self.measure(scenario, &mut result) {
            result.peers.clear();
            result.failure = Some(reason);
        }
        result
    }

    /// Starts the peers, compares their first values, then lets them take turns.
    fn measure(&self, scenario: &Scenario, result: &mut ScenarioResult) -> Result<(), String> {
        let timeout = self.config.timeout;
        self.progress.set_message(format!("{}: start", scenario.name));
        let directory = self.scratch.join(&scenario.name);
        let write = |name: &str, text: &str| {
            std::fs::write(directory.join(name), text).map_err(|e| format!("cannot write {name}: {e}"))
        };
        std::fs::create_dir_all(&directory).map_err(|e| format!("cannot make a directory: {e}"))?;
        let source = std::fs::read_to_string(&scenario.path).map_err(|e| format!("cannot read it: {e}"))?;
        write(&format!("{}.py", scenario.name), &source)?;
        write("drive.py", &driver(scenario, &Decoration::None))?;
        write("drive_compile.py", &driver(scenario, &Decoration::Compile))?;
        write("drive_numba.py", &driver(scenario, &Decoration::Numba))?;
        write("drive_counting.py", &driver(scenario, &Decoration::Counting))?;

        let threads = self.extras.threads;
        let python = |file: &str| Invocation::new(&self.config.python).arg(directory.join(file)).with_threads(threads);
        let pyaot = self.pyaot(&directory)?.with_threads(threads);
        let mut ours = vec![("pyaot", pyaot.clone())];
        if self.decorated {
            ours.push((DECORATED, python("drive_compile.py")));
        }
        let start = |peer: &'static str, command: &Invocation| {
            self.progress.set_message(format!("{}: first calls of {peer}", scenario.name));
            Running::start(peer, command, self.extras.firsts, timeout)
        };
        let mut peers: Vec<Running> = Vec::new();
        peers.push(start("CPython", &python("drive.py")).map_err(|e| format!("CPython: {e}"))?);
        for (peer, command) in &ours {
            peers.push(start(peer, command).map_err(|e| format!("{peer}: {e}"))?);
        }
        let right = peers[0].value.clone();
        if let Some(expected) = &scenario.expected {
            for peer in &peers {
                expected.check(&peer.value).map_err(|e| format!("{}: {e}", peer.peer))?;
            }
        }
        let agree = |right: &str, value: &str| match &scenario.expected {
            Some(expected) => expected.agree(right, value),
            None => right == value,
        };
        if let Some(wrong) = peers.iter().find(|peer| !agree(&right, &peer.value)) {
            return Err(format!("{} gives {}, CPython {}", wrong.peer, short(&wrong.value), short(&right)));
        }
        if self.numba {
            match start("Numba", &python("drive_numba.py")) {
                // The type of a number is not held against Numba.
                Ok(peer) if agree(plain(&right), plain(&peer.value)) => peers.push(peer),
                // What Numba cannot do has no time.
                Ok(peer) if peer.value.contains("Error: ") => result.remarks.push(format!("Numba: {}", short(&peer.value))),
                Ok(peer) => {
                    result.remarks.push(format!("Numba gives {} instead of {}", short(&peer.value), short(&right)));
                    peers.push(Running { agrees: false, ..peer });
                }
                Err(reason) => result.remarks.push(format!("Numba: {reason}")),
            }
        }
        self.take_turns(scenario, &mut peers)?;
        if self.extras.count_calls {
            result.counts = Some(self.counts(&python("drive_counting.py"), &pyaot)?);
        }
        result.peers = peers.into_iter().map(|peer| peer.result(self.extras.memory)).collect();
        Ok(())
    }

    /// `pyaot run`, or the executable.
    fn pyaot(&self, directory: &Path) -> Result<Invocation, String> {
        let (program, executable) = (directory.join("drive.py"), directory.join("drive"));
        let pyaot = Invocation::new(&self.config.pyaot);
        if !self.extras.build {
            return Ok(pyaot.arg("run").arg(program));
        }
        let outcome = execute(&pyaot.arg("build").arg(program).arg("-o").arg(&executable), self.config.timeout)?;
        match outcome.code {
            0 => Ok(Invocation::new(executable)),
            code => Err(format!("pyaot build: exit {code}: {}", outcome.last_words())),
        }
    }

    fn take_turns(&self, scenario: &Scenario, peers: &mut [Running]) -> Result<(), String> {
        let (warm_ups, runs) = (self.config.warm_ups, self.config.runs);
        // Where a call draws random numbers, all peers must have done as many calls.
        if !scenario.seeds {
            for peer in peers.iter_mut() {
                peer.calibrate(self.config.timeout).map_err(|e| format!("{}: {e}", peer.peer))?;
            }
        }
        // The first call, whose value was compared, was a warm-up.
        for round in 1..warm_ups + runs {
            let timed = round >= warm_ups;
            let mut round_values: Vec<(&'static str, String)> = Vec::new();
            for turn in 0..peers.len() {
                let at = (round + turn) % peers.len();
                let peer = &mut peers[at];
                self.progress.set_message(match timed {
                    true => format!("{}: {} {}/{runs}", scenario.name, peer.peer, round + 1 - warm_ups),
                    false => format!("{}: warm-up of {}", scenario.name, peer.peer),
                });
                let (seconds, value) = peer.turn(peer.calls, self.config.timeout).map_err(|e| format!("{}: {e}", peer.peer))?;
                if timed {
                    peer.times.push(seconds);
                }
                round_values.push((peer.peer, value));
            }
            // Those that draw random numbers give another value in each round, the same for all.
            let of = |name: &str| round_values.iter().find(|(peer, _)| *peer == name).map(|(_, value)| value);
            for peer in ["pyaot", DECORATED] {
                let (Some(right), Some(value)) = (of("CPython"), of(peer)) else { continue };
                let same = scenario.expected.as_ref().map_or(right == value, |e| e.agree(right, value));
                if !same {
                    return Err(format!("{peer} gives {} in round {round}, CPython {}", short(value), short(right)));
                }
            }
        }
        Ok(())
    }

    /// One call of `run` with NumPy's functions counted, and what a second call adds to pyaot's counters.
    fn counts(&self, counting: &Invocation, pyaot: &Invocation) -> Result<Counts, String> {
        let timeout = self.config.timeout;
        let outcome = execute(&counting.clone().arg("1"), timeout)?;
        let text = String::from_utf8_lossy(&outcome.stdout);
        let numpy_calls = text.lines().last().and_then(|line| line.strip_prefix("numpy-calls ")).and_then(|n| n.parse().ok());
        let file = self.scratch.join("stats.txt");
        let stats = |calls: &str| -> Result<Vec<(String, i64)>, String> {
            let command = pyaot.clone().arg(calls).env("PYAOT_STATS", "1").env("PYAOT_STATS_FILE", file.as_os_str());
            execute(&command, timeout)?;
            let text = std::fs::read_to_string(&file).map_err(|e| format!("no counters: {e}"))?;
            let pairs = text.lines().filter_map(|line| line.rsplit_once(' '));
            Ok(pairs.filter_map(|(name, n)| Some((name.trim().to_owned(), n.parse().ok()?))).collect())
        };
        let (once, twice) = (stats("1")?, stats("2")?);
        let added = twice.into_iter().map(|(name, n)| {
            let before = once.iter().find(|(other, _)| *other == name).map_or(0, |(_, n)| *n);
            (name, n - before)
        });
        Ok(Counts { numpy_calls, pyaot: added.collect() })
    }
}

/// A worker with the value of its first call and the times of the later ones.
struct Running {
    peer: &'static str,
    worker: Worker,
    value: String,
    /// It is the right one.
    agrees: bool,
    /// Of this process and of those before it, which did nothing else.
    first: Vec<f64>,
    /// Calls in each turn.
    calls: usize,
    times: Vec<f64>,
}

impl Running {
    /// The last of `processes`, one after the other, each with its first call done.
    fn start(peer: &'static str, command: &Invocation, processes: usize, timeout: Duration) -> Result<Running, String> {
        let mut first = Vec::new();
        loop {
            let worker = Worker::start(command, timeout)?;
            let mut running = Running { peer, worker, value: String::new(), agrees: true, first: Vec::new(), calls: 1, times: Vec::new() };
            let (seconds, value) = running.turn(1, timeout)?;
            first.push(seconds);
            if first.len() >= processes {
                return Ok(Running { value, first, ..running });
            }
        }
    }

    /// Some calls: seconds of each, and what the last one gave.
    fn turn(&mut self, calls: usize, timeout: Duration) -> Result<(f64, String), String> {
        let answer = self.worker.ask(&calls.to_string(), timeout)?;
        let (seconds, value) = answer.split_once(' ').ok_or_else(|| format!("says `{}`", short(&answer)))?;
        let seconds = seconds.parse().map_err(|_| format!("says `{}`", short(&answer)))?;
        Ok((seconds, value.to_owned()))
    }

    /// Short calls are timed by many: what another process leaves in the caches is not theirs.
    fn calibrate(&mut self, timeout: Duration) -> Result<(), String> {
        // The first calls in a turn are slower than those behind them.
        let mut calls = 1;
        for _ in 0..CALIBRATIONS {
            let (seconds, _) = self.turn(calls, timeout)?;
            calls = (TURN / seconds).clamp(1.0, 1e6) as usize;
        }
        self.calls = calls;
        Ok(())
    }

    fn result(self, memory: bool) -> PeerResult {
        PeerResult {
            peer: self.peer,
            ready: self.worker.ready.as_secs_f64(),
            peak_memory: memory.then(|| self.worker.peak_memory()).flatten(),
            first: Sample::new(self.first),
            agrees: self.agrees,
            times: Sample::new(self.times),
        }
    }
}

enum Decoration {
    None,
    /// All functions but `setup` compiled by `pyaot.compile`.
    Compile,
    /// The same by Numba.
    Numba,
    /// NumPy's functions counted.
    Counting,
}

/// The program around a scenario: a turn of as many calls as each line of stdin says, or so many single calls as its argument says.
fn driver(scenario: &Scenario, decoration: &Decoration) -> String {
    let name = &scenario.name;
    let (imports, preparation) = match decoration {
        Decoration::None => ("", String::new()),
        Decoration::Compile => ("import pyaot\n", format!("pyaot.config.cache = False\n{}", decorate("pyaot.compile", name, "setup"))),
        // A `setup` that seeds has to seed Numba's generator.
        Decoration::Numba => ("import numba\n", decorate("numba.njit", name, if scenario.seeds { "" } else { "setup" })),
        Decoration::Counting => ("", COUNTING.replace("SCENARIO", name)),
    };
    let parameters = scenario.parameters.join(", ");
    let with = |calls: &str| scenario.parameters.iter().map(String::as_str).chain([calls]).collect::<Vec<_>>().join(", ");
    let setup = match (scenario.has_setup, parameters.is_empty()) {
        (false, _) => String::new(),
        (true, true) => format!("    {name}.setup()\n"),
        (true, false) => format!("    ({parameters},) = {name}.setup()\n"),
    };
    let end = match decoration {
        Decoration::Counting => "    print(\"numpy-calls\", counts[0])\n",
        _ => "",
    };
    format!(
        "import sys\n\
         from time import perf_counter\n\
         \n\
         {imports}import {name}\n\
         \n\
         {preparation}\
         \n\
         def turn({}):\n\
         \x20   _start = perf_counter()\n\
         \x20   for _ in range(_calls):\n\
         \x20       try:\n\
         \x20           value = {name}.run({parameters})\n\
         \x20       except Exception as error:\n\
         \x20           value = error\n\
         \x20   _end = perf_counter()\n\
         \x20   if isinstance(value, Exception):\n\
         \x20       text = type(value).__name__ + \": \" + str(value)\n\
         \x20   else:\n\
         \x20       # An array stands for the sum of its elements.\n\
         \x20       text = repr(value.sum() if getattr(value, \"shape\", ()) else value)\n\
         \x20   print((_end - _start) / _calls, text, flush=True)\n\
         \n\
         \n\
         def main():\n\
         {setup}\
         \x20   if len(sys.argv) > 1:\n\
         \x20       for _ in range(int(sys.argv[1])):\n\
         \x20           turn({})\n\
         \x20   else:\n\
         \x20       print(\"ready\", flush=True)\n\
         \x20       for line in sys.stdin:\n\
         \x20           turn({})\n\
         {end}\
         \n\
         \n\
         main()\n",
        with("_calls"),
        with("1"),
        with("int(line)"),
    )
}

/// Stands before the driver's functions: those of the scenario are decorated.
fn decorate(decorator: &str, scenario: &str, except: &str) -> String {
    format!(
        "for name, value in list(vars({scenario}).items()):\n\
         \x20   if type(value) is type(lambda: 0) and name != \"{except}\":\n\
         \x20       setattr({scenario}, name, {decorator}(value))\n\n"
    )
}

/// Stands before the driver's functions: the scenario's `np` is replaced by something that counts calls.
const COUNTING: &str = r#"counts = [0]


class Counting:
    def __init__(self, module):
        self.module = module

    def __getattr__(self, name):
        import types
        value = getattr(self.module, name)
        if isinstance(value, types.ModuleType):
            return Counting(value)
        if not callable(value):
            return value

        def counted(*args, **kwargs):
            counts[0] += 1
            return value(*args, **kwargs)

        return counted


SCENARIO.np = Counting(SCENARIO.np)
"#;

fn collect(config: &crate::Config, folder: &str) -> Result<Vec<Scenario>, String> {
    let Some(root) = &config.benchmarks else {
        return Err("no benchmarks directory here or above".to_owned());
    };
    let mut found = Vec::new();
    for path in programs::python_files(&root.join(folder))? {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        found.push(scenario(&path, &text)?);
    }
    found.retain(|s| config.programs.is_empty() || config.programs.contains(&s.name));
    if let Some(part) = &config.filter {
        found.retain(|s| s.name.contains(part.as_str()));
    }
    match found.is_empty() {
        true => Err(format!("nothing in `{folder}` has such a name")),
        false => Ok(found),
    }
}

fn scenario(path: &Path, text: &str) -> Result<Scenario, String> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let head = |key: &str| programs::head(text, key);
    let goal = head("goal").unwrap_or_default();
    let number = goal.split(',').next().unwrap_or_default();
    let parameters = programs::parameters(text, "run").ok_or_else(|| format!("{name}: there is no function `run`"))?;
    let has_setup = programs::parameters(text, "setup").is_some();
    let expected = match head("expect") {
        Some(line) => Some(Expected::parse(&line).map_err(|e| format!("{name}: {e}"))?),
        None => None,
    };
    Ok(Scenario {
        title: head("scenario").unwrap_or_else(|| name.clone()),
        path: path.to_owned(),
        expected,
        goal: number.trim().parse().ok(),
        beat_numba: goal.contains("Numba"),
        numpy_calls: head("numpy-calls").and_then(|n| n.parse().ok()),
        seeds: has_setup && parameters.is_empty(),
        has_setup,
        parameters,
        name,
    })
}

/// A value without the name of its NumPy type.
fn plain(value: &str) -> &str {
    match value.strip_prefix("np.").and_then(|v| v.strip_suffix(')')) {
        Some(inner) => inner.split_once('(').map_or(value, |(_, number)| number),
        None => value,
    }
}

fn short(value: &str) -> String {
    let shown: String = value.chars().take(60).collect();
    match shown.len() < value.len() {
        true => format!("{shown}…"),
        false => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let text = "# scenario: A1\n# expect: 3.5 within 1e-12\n# goal: 5, faster than Numba\n\ndef setup():\n    pass\n\n\ndef run(a, b):\n";
        let s = scenario(Path::new("x/a1.py"), text).unwrap();
        assert_eq!((s.name.as_str(), s.title.as_str(), s.goal, s.beat_numba), ("a1", "A1", Some(5.0), true));
        assert_eq!(s.parameters, ["a", "b"]);
        assert!(s.has_setup && !s.seeds);
        assert!(driver(&s, &Decoration::None).contains("    (a, b,) = a1.setup()\n"));
    }

    #[test]
    fn types_of_numbers() {
        assert_eq!(plain("np.int64(3)"), "3");
        assert_eq!(plain("2.5"), "2.5");
    }
}
