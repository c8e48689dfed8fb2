//! What `pyaot bench scenarios` and `pyaot bench functions` found: tables, advice, JSON, picture.

use serde::Serialize;

use crate::chart::{self, Bar, Labels};
use crate::machine::Machine;
use crate::report::geometric_mean;
use crate::scenarios::{DECORATED, PeerResult, ScenarioResult, Work};
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
    /// The geometric means of [`FromCPython`]'s ratios.
    pub from_cpython: FromCPython,
    /// What was asked for and could not be done.
    pub notes: Vec<String>,
}

/// How many times as fast `@pyaot.compile`, called from CPython, is as other peers. Times are medians.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FromCPython {
    /// As `pyaot run`.
    pub run: Option<f64>,
    /// As Numba, when all is compiled.
    pub numba_warm: Option<f64>,
    /// As Numba in the first call, which compiles.
    pub numba_first: Option<f64>,
}

impl FromCPython {
    fn of(s: &ScenarioResult) -> FromCPython {
        // What gives something else does something else.
        let right = |peer| s.peer(peer).filter(|p| p.agrees);
        let warm = |peer| Some(right(peer)?.times.median / s.peer(DECORATED)?.times.median);
        let first = |peer| Some(right(peer)?.first.median / s.peer(DECORATED)?.first.median);
        FromCPython { run: warm("pyaot"), numba_warm: warm("Numba"), numba_first: first("Numba") }
    }

    fn means(scenarios: &[ScenarioResult]) -> FromCPython {
        let all: Vec<FromCPython> = scenarios.iter().map(FromCPython::of).collect();
        let mean = |ratio: fn(&FromCPython) -> Option<f64>| geometric_mean(all.iter().filter_map(ratio));
        FromCPython { run: mean(|r| r.run), numba_warm: mean(|r| r.numba_warm), numba_first: mean(|r| r.numba_first) }
    }
}

impl ScenarioReport {
    pub(crate) fn new(machine: Machine, threads: usize, scenarios: Vec<ScenarioResult>, notes: Vec<String>) -> ScenarioReport {
        let mean = geometric_mean(scenarios.iter().filter_map(|s| s.speed_up("pyaot")));
        let from_cpython = FromCPython::means(&scenarios);
        ScenarioReport { machine, threads, scenarios, mean, from_cpython, notes }
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

    /// The speed-ups as an SVG picture, in the order of the scenarios; Numba's as dots. Where `@pyaot.compile` took part as well,
    /// how many times as fast as Numba it is.
    pub fn svg(&self) -> String {
        if self.from_cpython.numba_warm.is_some() {
            return self.against_numba();
        }
        let bars: Vec<Bar> = self
            .scenarios
            .iter()
            .filter_map(|s| Some(Bar { name: s.title.clone(), value: s.speed_up("pyaot")?, dot: s.speed_up("Numba") }))
            .collect();
        let subtitle = format!("{} · {} · min of calls in turn", self.machine.python, self.machine.pyaot);
        let labels = Labels { title: "How many times as fast as CPython with NumPy", one: "CPython", bar: "pyaot", dot: "Numba" };
        chart::svg(&bars, self.mean, &subtitle, &labels)
    }

    fn against_numba(&self) -> String {
        let ratios = self.scenarios.iter().map(|s| (s, FromCPython::of(s)));
        let bars: Vec<Bar> =
            ratios.filter_map(|(s, r)| Some(Bar { name: s.title.clone(), value: r.numba_warm?, dot: r.numba_first })).collect();
        let subtitle = format!("{} · {} · medians of calls in turn", self.machine.python, self.machine.pyaot);
        let labels = Labels { title: "@pyaot.compile: how many times as fast as Numba", one: "Numba", bar: "warm calls", dot: "first call" };
        chart::svg(&bars, self.from_cpython.numba_warm, &subtitle, &labels)
    }

    /// The table and the advice, as Markdown that also reads well as plain text.
    pub fn markdown(&self) -> String {
        let mut sections = vec![self.times()];
        sections.extend(self.calls_from_cpython());
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

    /// The functions as users of CPython have them: decorated, called from there.
    fn calls_from_cpython(&self) -> Option<String> {
        let rows = self.scenarios.iter().filter_map(|s| {
            let (ours, ratios) = (s.peer(DECORATED)?, FromCPython::of(s));
            let shown = |value: Option<f64>| value.map(ratio).unwrap_or_default();
            let numba = |time: fn(&PeerResult) -> f64| s.peer("Numba").map(|peer| fine_seconds(time(peer))).unwrap_or_default();
            Some(vec![
                s.title.clone(),
                fine_seconds(ours.times.median),
                shown(ratios.run),
                numba(|peer| peer.times.median),
                shown(ratios.numba_warm),
                fine_seconds(ours.first.median),
                numba(|peer| peer.first.median),
                shown(ratios.numba_first),
            ])
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            return None;
        }
        let shown = |value: Option<f64>| value.map(ratio).unwrap_or_default();
        let means = &self.from_cpython;
        let mut last = vec![String::new(); 8];
        last[0] = "geometric mean".to_owned();
        (last[2], last[4], last[7]) = (shown(means.run), shown(means.numba_warm), shown(means.numba_first));
        rows.push(last);
        let header =
            ["called from CPython", DECORATED, "of pyaot run", "Numba", "over Numba", "first call", "Numba", "over Numba"];
        Some(table::markdown(&header, &rows))
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
            "{}; {threads}. Times are of single calls (short ones: of many in a turn), measured inside the process, the least; \"start\" is the \
             time until the first call, compilation included; speed-ups are CPython's time over the peer's. Where functions are \
             called from CPython, all times are medians, those of the first call each of a new process, without caches; there is \
             no ratio over what gives another value.\n",
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
