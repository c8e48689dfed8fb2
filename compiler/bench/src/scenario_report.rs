//! What `pyaot bench scenarios` found: table, advice, JSON, picture.

use serde::Serialize;

use crate::chart::{self, Bar, Labels};
use crate::machine::Machine;
use crate::report::geometric_mean;
use crate::scenarios::{PeerResult, ScenarioResult, Work};
use crate::table::{self, fine_seconds, ratio};

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct ScenarioReport {
    /// Where, when, with which versions.
    pub machine: Machine,
    /// Threads that every peer was allowed; 0: as many as it liked.
    pub threads: usize,
    /// The scenarios, in the order of their names.
    pub scenarios: Vec<ScenarioResult>,
    /// The geometric mean of pyaot's speed-ups.
    pub mean: Option<f64>,
    /// What was asked for and could not be done.
    pub notes: Vec<String>,
}

impl ScenarioReport {
    pub(crate) fn new(machine: Machine, threads: usize, scenarios: Vec<ScenarioResult>, notes: Vec<String>) -> ScenarioReport {
        let mean = geometric_mean(scenarios.iter().filter_map(|s| s.speed_up("pyaot")));
        ScenarioReport { machine, threads, scenarios, mean, notes }
    }

    /// How many scenarios have no times.
    pub fn failures(&self) -> usize {
        self.scenarios.iter().filter(|s| s.failure.is_some()).count()
    }

    /// The report as JSON.
    pub fn json(&self) -> String {
        // Nothing in a report can fail to be written: its maps have string keys.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The speed-ups as an SVG picture, in the order of the scenarios; Numba's as dots.
    pub fn svg(&self) -> String {
        let bars: Vec<Bar> = self
            .scenarios
            .iter()
            .filter_map(|s| Some(Bar { name: s.title.clone(), value: s.speed_up("pyaot")?, dot: s.speed_up("Numba") }))
            .collect();
        let subtitle = format!("{} · {} · min of calls in turn", self.machine.python, self.machine.pyaot);
        let labels = Labels { title: "How many times as fast as CPython with NumPy", bar: "pyaot", dot: "Numba" };
        chart::svg(&bars, self.mean, &subtitle, &labels)
    }

    /// The table and the advice, as Markdown that also reads well as plain text.
    pub fn markdown(&self) -> String {
        let mut sections = vec![self.times()];
        sections.extend(self.memory());
        sections.extend(self.counts());
        sections.extend(self.remarks());
        sections.push(self.footer());
        sections.join("\n")
    }

    fn times(&self) -> String {
        let numba = self.scenarios.iter().any(|s| s.peer("Numba").is_some());
        let mut header = vec!["scenario", "CPython", "median", "pyaot", "median", "speed-up", "goal", "start"];
        if numba {
            header.extend(["Numba", "speed-up"]);
        }
        let mut rows = Vec::new();
        for s in &self.scenarios {
            let mut row = vec![s.title.clone()];
            match (s.peer("CPython"), s.peer("pyaot")) {
                (Some(cpython), Some(pyaot)) => {
                    for peer in [cpython, pyaot] {
                        row.extend([fine_seconds(peer.times.min), fine_seconds(peer.times.median)]);
                    }
                    row.push(s.speed_up("pyaot").map(ratio).unwrap_or_default());
                    row.push(s.goal.map(|goal| format!("{goal}×")).unwrap_or_default());
                    row.push(fine_seconds(pyaot.ready));
                }
                _ => row.push("failed".to_owned()),
            }
            if let (true, Some(peer)) = (numba, s.peer("Numba")) {
                row.push(fine_seconds(peer.times.min));
                row.push(s.speed_up("Numba").map(ratio).unwrap_or_default());
            }
            row.resize(header.len(), String::new());
            rows.push(row);
        }
        let mut mean = vec![String::new(); header.len()];
        mean[0] = "geometric mean".to_owned();
        mean[5] = self.mean.map(ratio).unwrap_or_default();
        rows.push(mean);
        table::markdown(&header, &rows)
    }

    fn memory(&self) -> Option<String> {
        let megabytes = |peer: Option<&PeerResult>| {
            peer.and_then(|p| p.peak_memory).map(|bytes| format!("{:.1} MB", bytes as f64 / 1e6)).unwrap_or_default()
        };
        let measured = self.scenarios.iter().filter(|s| s.peer("pyaot").is_some_and(|p| p.peak_memory.is_some()));
        let rows: Vec<Vec<String>> = measured
            .map(|s| vec![s.title.clone(), megabytes(s.peer("CPython")), megabytes(s.peer("pyaot")), megabytes(s.peer("Numba"))])
            .collect();
        (!rows.is_empty()).then(|| table::markdown(&["peak memory of the process", "CPython", "pyaot", "Numba"], &rows))
    }

    fn counts(&self) -> Option<String> {
        let rows: Vec<Vec<String>> = self
            .scenarios
            .iter()
            .filter_map(|s| {
                let counts = s.counts.as_ref()?;
                let numpy = counts.numpy_calls.map(|n| n.to_string()).unwrap_or_default();
                // That there are none of these is worth saying.
                let shown = |name: &str, n: i64| n != 0 || matches!(name, "allocations" | "cpython_calls");
                let added: Vec<String> =
                    counts.pyaot.iter().filter(|(name, n)| shown(name, *n)).map(|(name, n)| format!("{name} {n}")).collect();
                let added = if added.is_empty() { "nothing counted".to_owned() } else { added.join(", ") };
                Some(vec![s.title.clone(), numpy, added])
            })
            .collect();
        (!rows.is_empty()).then(|| table::markdown(&["one call", "NumPy calls of CPython", "pyaot's counters"], &rows))
    }

    /// Failures, figures that are not as they should be, and what to look at then.
    fn remarks(&self) -> Option<String> {
        let mut out = String::new();
        for s in &self.scenarios {
            if let Some(reason) = &s.failure {
                out.push_str(&format!("- {} failed: {reason}\n", s.title));
            }
            for remark in s.remarks.iter().chain(&advice(s)) {
                out.push_str(&format!("- {}: {remark}\n", s.title));
            }
        }
        for note in &self.notes {
            out.push_str(&format!("- {note}\n"));
        }
        (!out.is_empty()).then_some(out)
    }

    fn footer(&self) -> String {
        let threads = match self.threads {
            0 => "as many threads as each peer takes".to_owned(),
            1 => "one thread".to_owned(),
            n => format!("{n} threads"),
        };
        format!(
            "{}; {threads}. Times are of single calls, measured inside the process, the least of the calls; \"start\" is the \
             time until the first call, compilation included; speed-ups are CPython's time over the peer's.\n",
            self.machine.summary()
        )
    }
}

/// What deserves a look, and how to look.
fn advice(s: &ScenarioResult) -> Vec<String> {
    let mut out = Vec::new();
    let Some(speed_up) = s.speed_up("pyaot") else {
        return out;
    };
    let calls = s.counts.as_ref().and_then(|counts| counts.numpy_calls);
    let look = match s.work {
        Work::TinyArrays => {
            "tiny arrays should become registers: `--count-calls` shows what a call still allocates, `pyaot run --emit=ir` where"
        }
        Work::BigInts => {
            "the time is in big ints and arrays of objects: `--count-calls` shows what a call allocates, and `perf` whether sums \
             reuse their buffers"
        }
        Work::Kernels => "the time is in kernels: `pyaot info` says which backend runs, `PYAOT_BACKEND` and `--threads` change it",
    };
    if let Some(goal) = s.goal.filter(|goal| speed_up < *goal) {
        out.push(format!("{} instead of {goal}×: {look}", ratio(speed_up)));
    } else if speed_up < 1.0 {
        out.push(format!("slower than CPython ({}): {look}", ratio(speed_up)));
    }
    if let Some(numba) = s.speed_up("Numba").filter(|numba| s.beat_numba && *numba > speed_up) {
        out.push(format!("Numba is faster ({} against {})", ratio(numba), ratio(speed_up)));
    }
    for peer in &s.peers {
        // A call whose middle is far above its least was disturbed.
        if peer.times.median > 1.5 * peer.times.min {
            out.push(format!("{}'s times vary ({} to {} in the middle): measure again on a quiet machine",
                peer.peer, fine_seconds(peer.times.min), fine_seconds(peer.times.median)));
        }
    }
    if let (Some(expected), Some(counted)) = (s.expected_calls, calls)
        && expected != counted
    {
        out.push(format!("{counted} calls of NumPy's functions, where its file says {expected}"));
    }
    out
}
