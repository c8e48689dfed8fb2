//! `pyaot bench ops` and `pyaot bench hpxpy`: single array operations over sizes and dtypes, against NumPy.
//!
//! Each file of `benchmarks/ops` and `benchmarks/hpxpy` has a function `inputs(n)`, a function `run` that takes what it gives,
//! and perhaps `run_out`, which takes an array for the result besides. A driver made here times many calls in one turn
//! ([`crate::turns`]), as compiled code or CPython's loop makes them; the results are compared before.

use std::path::PathBuf;

use indicatif::ProgressBar;
use serde::Serialize;

use crate::expect::close;
use crate::kernel_report::KernelReport;
use crate::machine;
use crate::measure::{Sample, progress_bar};
use crate::process::{Invocation, Scratch, execute};
use crate::programs;
use crate::turns::Worker;

/// Which operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Suite {
    /// Element-wise operations and reductions, two dtypes, five sizes.
    Ops,
    /// Creation, reductions, sorting and copying of large arrays.
    Hpxpy,
}

/// What to measure besides what [`crate::Config`] says.
#[derive(Debug, Clone)]
pub struct KernelOptions {
    pub suite: Suite,
    /// Threads that every peer may use; 0 leaves it to them.
    pub threads: usize,
    /// Each SIMD backend that the machine has, as a peer of its own.
    pub backends: bool,
    /// The memory that an operation adds to its process.
    pub memory: bool,
    /// Larger sizes are left out.
    pub largest: usize,
    /// Seconds of each turn of each peer.
    pub turn: f64,
}

/// One peer of one cell.
#[derive(Debug, Clone, Serialize)]
pub struct CellPeer {
    /// `NumPy`, `pyaot`, or `pyaot` and a backend.
    pub peer: String,
    /// Seconds of one call.
    pub times: Sample,
    /// What the calls added to the process's peak of memory, in bytes.
    pub memory: Option<u64>,
}

/// One operation, form, dtype and size.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The file's name without `.py`.
    pub operation: String,
    /// `new` makes its result, `out` writes into an array that is there.
    pub form: &'static str,
    pub dtype: &'static str,
    pub size: usize,
    /// NumPy first. Empty if it failed.
    pub peers: Vec<CellPeer>,
    pub failure: Option<String>,
}

impl Cell {
    /// The peer's time in units of NumPy's.
    pub fn ratio(&self, peer: &str) -> Option<f64> {
        let ours = self.peers.iter().find(|p| p.peer == peer)?;
        Some(ours.times.min / self.peers.first()?.times.min)
    }

    /// What the peer's calls add to its memory, in units of what NumPy's add; None where that is next to nothing.
    pub fn memory_ratio(&self, peer: &str) -> Option<f64> {
        /// Below this, pages of the interpreter count as much as the arrays.
        const LEAST: u64 = 4 << 20;
        let ours = self.peers.iter().find(|p| p.peer == peer)?.memory?;
        let theirs = self.peers.first()?.memory?;
        (theirs >= LEAST).then(|| ours as f64 / theirs as f64)
    }
}

struct Kernel {
    name: String,
    source: String,
    parameters: Vec<String>,
    has_out: bool,
    sizes: Vec<usize>,
}

/// Measures the operations that `config` names, prints the table and writes the files.
pub fn run_kernels(config: &crate::Config, options: &KernelOptions) -> Result<KernelReport, String> {
    let config = &programs::with_benchmarks_directory(config);
    let config = &machine::with_real_interpreter(config)?;
    let kernels = collect(config, options)?;
    let scratch = Scratch::new()?;
    let mut machine = machine::describe(config)?;
    let progress = progress_bar(kernels.len());
    let measuring = Measuring { config, options, scratch: &scratch, progress: &progress, backends: backends(config, options)? };
    let mut cells = Vec::new();
    for kernel in &kernels {
        measuring.kernel(kernel, &mut cells);
        progress.inc(1);
    }
    machine.note_load_after();
    progress.finish_and_clear();
    let report = KernelReport::new(machine, options, cells);
    crate::publish(config, || report.markdown(), || report.json(), || report.svg())?;
    Ok(report)
}

/// The backends to force: what `pyaot info` lists.
fn backends(config: &crate::Config, options: &KernelOptions) -> Result<Vec<String>, String> {
    if !options.backends {
        return Ok(Vec::new());
    }
    let outcome = execute(&Invocation::new(&config.pyaot).arg("info"), config.timeout)?;
    let text = String::from_utf8_lossy(&outcome.stdout);
    let line = text.lines().find(|line| line.starts_with("backend")).unwrap_or_default();
    let names = line.split_once(", of ").map_or("", |(_, names)| names);
    Ok(names.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

struct Measuring<'a> {
    config: &'a crate::Config,
    options: &'a KernelOptions,
    scratch: &'a Scratch,
    progress: &'a ProgressBar,
    backends: Vec<String>,
}

struct Running {
    name: String,
    command: Invocation,
    worker: Result<Worker, String>,
}

impl Measuring<'_> {
    fn kernel(&self, kernel: &Kernel, cells: &mut Vec<Cell>) {
        self.progress.set_message(format!("{}: start", kernel.name));
        let mut peers = match self.start(kernel) {
            Ok(peers) => peers,
            Err(reason) => {
                cells.push(Cell {
                    operation: kernel.name.clone(),
                    form: "new",
                    dtype: "float64",
                    size: 0,
                    peers: Vec::new(),
                    failure: Some(reason),
                });
                return;
            }
        };
        for (form, dtype) in self.forms(kernel) {
            for &size in &kernel.sizes {
                self.progress.set_message(format!("{} {form} {dtype} {size}", kernel.name));
                let mut cell =
                    Cell { operation: kernel.name.clone(), form, dtype, size, peers: Vec::new(), failure: None };
                if let Err(reason) = self.cell(&mut cell, &mut peers) {
                    cell.peers.clear();
                    cell.failure = Some(reason);
                }
                cells.push(cell);
            }
        }
    }

    fn forms(&self, kernel: &Kernel) -> Vec<(&'static str, &'static str)> {
        let dtypes: &[&str] = match self.options.suite {
            Suite::Ops => &["float64", "float32"],
            Suite::Hpxpy => &["float64"],
        };
        let forms: &[&str] = if kernel.has_out { &["new", "out"] } else { &["new"] };
        forms.iter().flat_map(|form| dtypes.iter().map(move |dtype| (*form, *dtype))).collect()
    }

    fn start(&self, kernel: &Kernel) -> Result<Vec<Running>, String> {
        let directory = self.scratch.join(&kernel.name);
        std::fs::create_dir_all(&directory).map_err(|e| format!("cannot make a directory: {e}"))?;
        let drive: PathBuf = directory.join("drive.py");
        let files = [(directory.join(format!("op_{}.py", kernel.name)), kernel.source.clone()), (drive.clone(), driver(kernel, &self.forms(kernel)))];
        for (path, text) in files {
            std::fs::write(&path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        }
        let mut commands = vec![("NumPy".to_owned(), Invocation::new(&self.config.python).arg(&drive))];
        let pyaot = Invocation::new(&self.config.pyaot).arg("run").arg(&drive);
        commands.push(("pyaot".to_owned(), pyaot.clone()));
        for backend in &self.backends {
            commands.push((format!("pyaot {backend}"), pyaot.clone().env("PYAOT_BACKEND", backend)));
        }
        let mut peers = Vec::new();
        for (name, command) in commands {
            let command = command.with_threads(self.options.threads);
            let worker = Worker::start(&command, self.config.timeout).map_err(|e| format!("{name}: {e}"))?;
            peers.push(Running { name, command, worker: Ok(worker) });
        }
        Ok(peers)
    }

    /// Opens the cell in every peer, compares what they give, lets them take turns.
    fn cell(&self, cell: &mut Cell, peers: &mut [Running]) -> Result<(), String> {
        let request = format!("{} {} {}", cell.form, cell.dtype, cell.size);
        let mut right: Option<String> = None;
        for peer in peers.iter_mut() {
            let answer = self.ask(peer, &request)?;
            match &right {
                None => right = Some(answer),
                Some(right) => compare(right, &answer, cell.dtype).map_err(|e| format!("{}: {e}", peer.name))?,
            }
        }
        let mut calls = Vec::new();
        for peer in peers.iter_mut() {
            // Warm-ups; the last of them says how many calls fill a turn.
            let mut count: u64 = 1;
            for _ in 0..3 {
                let seconds = self.time(peer, count)?;
                count = ((self.options.turn / seconds.max(1e-9)) * count as f64).clamp(1.0, 1e6) as u64;
            }
            calls.push(count);
        }
        let mut times = vec![Vec::new(); peers.len()];
        for round in 0..self.config.runs {
            for turn in 0..peers.len() {
                let at = (round + turn) % peers.len();
                let seconds = self.time(&mut peers[at], calls[at])?;
                times[at].push(seconds / calls[at] as f64);
            }
        }
        for peer in peers.iter_mut() {
            self.ask(peer, "0")?;
        }
        for (peer, times) in peers.iter().zip(times) {
            let memory = if self.options.memory { Some(self.memory(peer, &request)?) } else { None };
            cell.peers.push(CellPeer { peer: peer.name.clone(), times: Sample::new(times), memory });
        }
        Ok(())
    }

    fn time(&self, peer: &mut Running, count: u64) -> Result<f64, String> {
        let answer = self.ask(peer, &count.to_string())?;
        answer.parse().map_err(|_| format!("{}: says `{answer}`", peer.name))
    }

    /// A peer that has failed is started again for the next cell, and this cell fails.
    fn ask(&self, peer: &mut Running, request: &str) -> Result<String, String> {
        if peer.worker.is_err() {
            peer.worker = Worker::start(&peer.command, self.config.timeout);
        }
        let answer = match &mut peer.worker {
            Ok(worker) => worker.ask(request, self.config.timeout),
            Err(reason) => Err(reason.clone()),
        };
        answer.map_err(|reason| {
            peer.worker = Err(reason.clone());
            format!("{}: {reason}", peer.name)
        })
    }

    /// What three calls add to the peak of a new process.
    fn memory(&self, peer: &Running, request: &str) -> Result<u64, String> {
        let mut worker = Worker::start(&peer.command, self.config.timeout)?;
        // A cell of one element first: what is loaded at the first call is no part of an operation.
        let timeout = self.config.timeout;
        let small = request.rsplit_once(' ').map_or(String::new(), |(form, _)| format!("{form} 1"));
        for line in [small.as_str(), "3", "0"] {
            worker.ask(line, timeout)?;
        }
        let before = worker.peak_memory().unwrap_or(0);
        worker.ask(request, timeout)?;
        worker.ask("3", timeout)?;
        Ok(worker.peak_memory().unwrap_or(0).saturating_sub(before))
    }
}

/// Whether two answers (a kind, then numbers) are the same but for rounding.
fn compare(right: &str, answer: &str, dtype: &str) -> Result<(), String> {
    let tolerance = if dtype == "float32" { 4e-6 } else { 1e-13 };
    let (mut left, mut ours) = (right.split_whitespace(), answer.split_whitespace());
    loop {
        match (left.next(), ours.next()) {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if a == b || close(a, b, tolerance) || nearly_nothing(a, b, tolerance) => {}
            (a, b) => return Err(format!("gives {} instead of {}", b.unwrap_or("nothing"), a.unwrap_or("nothing"))),
        }
    }
}

/// Differences of numbers around one may leave nothing but rounding.
fn nearly_nothing(a: &str, b: &str, tolerance: f64) -> bool {
    matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() <= tolerance)
}

/// The program around an operation. A line `new float64 1000` opens a cell; then each line is a number of calls, whose seconds
/// it answers, until a zero.
fn driver(kernel: &Kernel, forms: &[(&str, &str)]) -> String {
    let module = format!("op_{}", kernel.name);
    let names = kernel.parameters.join(", ");
    let mut text = format!(
        "from time import perf_counter\n\
         \n\
         import numpy as np\n\
         import {module}\n\
         \n\
         \n\
         def answer(value):\n\
         \x20   a = np.asarray(value)\n\
         \x20   flat = a.ravel()\n\
         \x20   part = flat[::max(1, flat.size // 100)].tolist()\n\
         \x20   print(a.dtype, a.size, *part, flush=True)\n"
    );
    let mut choice = String::new();
    for (form, dtype) in forms {
        let out = *form == "out";
        let call = match out {
            true => format!("{module}.run_out({names}, out)"),
            false => format!("{module}.run({names})"),
        };
        text += &format!("\n\ndef {form}_{dtype}(n):\n    ({names},) = {module}.inputs(n)\n");
        if *dtype == "float32" {
            for name in &kernel.parameters {
                text += &format!("    {name} = {name}.astype(np.float32)\n");
            }
        }
        if out {
            text += &format!("    out = {module}.run({names})\n    out[...] = 0\n");
        }
        text += &format!(
            "    answer({call})\n\
             \x20   count = int(input())\n\
             \x20   while count:\n\
             \x20       start = perf_counter()\n\
             \x20       for _ in range(count):\n\
             \x20           value = {call}\n\
             \x20           del value\n\
             \x20       end = perf_counter()\n\
             \x20       print(end - start, flush=True)\n\
             \x20       count = int(input())\n\
             \x20   print(\"end\", flush=True)\n"
        );
        choice += &format!(
            "\x20       {}if form == \"{form}\" and dtype == \"{dtype}\":\n\
             \x20           {form}_{dtype}(int(n))\n",
            if choice.is_empty() { "" } else { "el" }
        );
    }
    text + &format!(
        "\n\n\
         def main():\n\
         \x20   print(\"ready\", flush=True)\n\
         \x20   while True:\n\
         \x20       form, dtype, n = input().split()\n\
         {choice}\
         \n\
         \n\
         main()\n"
    )
}

fn collect(config: &crate::Config, options: &KernelOptions) -> Result<Vec<Kernel>, String> {
    let Some(root) = &config.benchmarks else {
        return Err("no benchmarks directory here or above".to_owned());
    };
    let directory = match options.suite {
        Suite::Ops => root.join("ops"),
        Suite::Hpxpy => root.join("hpxpy"),
    };
    let mut found = Vec::new();
    for path in programs::python_files(&directory)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let wanted = config.programs.is_empty() || config.programs.contains(&name);
        if !wanted || config.filter.as_ref().is_some_and(|part| !name.contains(part.as_str())) {
            continue;
        }
        let source = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let parameters = programs::parameters(&source, "run").ok_or_else(|| format!("{name}: there is no function `run`"))?;
        let sizes = programs::head(&source, "sizes").unwrap_or_else(|| "100 1000 10000 100000 1000000".to_owned());
        let sizes = sizes.split_whitespace().filter_map(|n| n.parse().ok()).filter(|n| *n <= options.largest).collect();
        let has_out = programs::parameters(&source, "run_out").is_some();
        found.push(Kernel { name, source, parameters, has_out, sizes });
    }
    match found.is_empty() {
        true => Err("no operation has such a name".to_owned()),
        false => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn answers_are_compared() {
        assert!(compare("float64 2 1.0 nan", "float64 2 1.00000000000001 nan", "float64").is_ok());
        assert!(compare("float64 2 1.0", "float32 2 1.0", "float64").is_err());
        assert!(compare("float64 1 1.0", "float64 1 1.1", "float64").is_err());
        assert!(compare("float64 1 1.0", "float64 1", "float64").is_err());
    }
}
