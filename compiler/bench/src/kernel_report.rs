//! What `pyaot bench ops` and `pyaot bench hpxpy` found: a table of ratios, what fails, how many are how fast.

use serde::Serialize;

use crate::chart::{self, Bar, Labels};
use crate::kernels::{Cell, KernelOptions, Suite};
use crate::machine::Machine;
use crate::report::geometric_mean;
use crate::table::{self, fine_seconds};

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct KernelReport {
    /// Where, when, with which versions.
    pub machine: Machine,
    /// Which operations.
    pub suite: Suite,
    /// Threads that every peer was allowed; 0: as many as it liked.
    pub threads: usize,
    /// Every operation, form, dtype and size.
    pub cells: Vec<Cell>,
    /// The geometric mean of pyaot's times in units of NumPy's.
    pub mean: Option<f64>,
}

impl KernelReport {
    pub(crate) fn new(machine: Machine, options: &KernelOptions, cells: Vec<Cell>) -> KernelReport {
        let mean = geometric_mean(cells.iter().filter_map(|cell| cell.ratio("pyaot")));
        KernelReport { machine, suite: options.suite, threads: options.threads, cells, mean }
    }

    /// How many cells have no times.
    pub fn failures(&self) -> usize {
        self.cells.iter().filter(|cell| cell.failure.is_some()).count()
    }

    /// The report as JSON.
    pub fn json(&self) -> String {
        // Nothing in a report can fail to be written: its maps have string keys.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// For each operation the geometric mean of the speed-ups over its cells.
    pub fn svg(&self) -> String {
        let mut bars: Vec<Bar> = Vec::new();
        for cell in &self.cells {
            if bars.iter().any(|bar| bar.name == cell.operation) {
                continue;
            }
            let own = self.cells.iter().filter(|other| other.operation == cell.operation);
            if let Some(mean) = geometric_mean(own.filter_map(|c| c.ratio("pyaot"))) {
                bars.push(Bar { name: cell.operation.clone(), value: 1.0 / mean, dot: None });
            }
        }
        let subtitle = format!("{} · {} · mean over sizes and dtypes", self.machine.python, self.machine.pyaot);
        let labels = Labels { title: "How many times as fast as NumPy under CPython", one: "CPython", bar: "pyaot run", dot: "" };
        chart::svg(&bars, self.mean.map(|mean| 1.0 / mean), &subtitle, &labels)
    }

    /// The tables, as Markdown that also reads well as plain text.
    pub fn markdown(&self) -> String {
        let mut sections = vec![match self.suite {
            Suite::Ops => self.grid(),
            Suite::Hpxpy => self.list(),
        }];
        sections.extend(self.failed());
        sections.push(self.summary());
        sections.join("\n")
    }

    /// One line for each operation, form, dtype and peer; a column for each size.
    fn grid(&self) -> String {
        let mut sizes: Vec<usize> = self.cells.iter().map(|cell| cell.size).filter(|size| *size > 0).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let mut header = vec!["operation".to_owned()];
        for size in &sizes {
            header.extend([format!("NumPy {}", short_size(*size)), "ratio".to_owned()]);
        }
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        for cell in &self.cells {
            for peer in cell.peers.iter().skip(1) {
                let mut name = format!("{} {}", cell.operation, cell.dtype.replace("float", "f"));
                if cell.form == "out" {
                    name += " out=";
                }
                if let Some((_, backend)) = peer.peer.split_once(' ') {
                    name = format!("{name} ({backend})");
                }
                let at = match lines.iter().position(|(other, _)| *other == name) {
                    Some(at) => at,
                    None => {
                        lines.push((name, vec![String::new(); 2 * sizes.len()]));
                        lines.len() - 1
                    }
                };
                let (Some(column), Some(ratio)) = (sizes.iter().position(|s| *s == cell.size), cell.ratio(&peer.peer)) else {
                    continue;
                };
                lines[at].1[2 * column] = fine_seconds(cell.peers[0].times.min);
                lines[at].1[2 * column + 1] = format!("{ratio:.2}");
            }
        }
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let rows: Vec<Vec<String>> = lines
            .into_iter()
            .map(|(name, figures)| std::iter::once(name).chain(figures).collect())
            .collect();
        table::markdown(&header, &rows)
    }

    /// One line for each cell.
    fn list(&self) -> String {
        let memory = self.cells.iter().any(|cell| cell.peers.iter().any(|peer| peer.memory.is_some()));
        let mut header = vec!["operation", "size", "NumPy", "median", "pyaot", "median", "time / NumPy's"];
        if memory {
            header.extend(["memory of NumPy", "of pyaot", "memory / NumPy's"]);
        }
        let mut rows = Vec::new();
        for cell in &self.cells {
            let mut row = vec![cell.operation.clone(), short_size(cell.size)];
            for peer in cell.peers.iter().take(2) {
                row.extend([fine_seconds(peer.times.min), fine_seconds(peer.times.median)]);
            }
            row.push(cell.ratio("pyaot").map_or("failed".to_owned(), |ratio| format!("{ratio:.2}")));
            for peer in cell.peers.iter().take(2).filter(|_| memory) {
                row.push(peer.memory.map_or(String::new(), |bytes| format!("{:.1} MB", bytes as f64 / 1e6)));
            }
            if memory {
                row.push(cell.memory_ratio("pyaot").map_or(String::new(), |ratio| format!("{ratio:.2}")));
            }
            row.resize(header.len(), String::new());
            rows.push(row);
        }
        table::markdown(&header, &rows)
    }

    fn failed(&self) -> Option<String> {
        let mut out = String::new();
        for cell in &self.cells {
            if let Some(reason) = &cell.failure {
                let Cell { operation, form, dtype, size, .. } = cell;
                out.push_str(&format!("- {operation} {form} {dtype} {size} failed: {reason}\n"));
            }
        }
        (!out.is_empty()).then_some(out)
    }

    fn summary(&self) -> String {
        let share = |keep: &dyn Fn(&Cell) -> bool, limit: f64| {
            let ratios: Vec<f64> = self.cells.iter().filter(|c| keep(c)).filter_map(|c| c.ratio("pyaot")).collect();
            let good = ratios.iter().filter(|ratio| **ratio <= limit).count();
            format!("{good} of {} ({:.0} %)", ratios.len(), 100.0 * good as f64 / ratios.len().max(1) as f64)
        };
        let all = |_: &Cell| true;
        let mut out = format!("- within 1.2× of NumPy's time: {}; within 1.1×: {}\n", share(&all, 1.2), share(&all, 1.1));
        out += &format!("- at least as fast as NumPy: {}\n", share(&all, 1.0));
        if self.suite == Suite::Ops {
            out += &format!("- at size 100, at least three times as fast: {}\n", share(&|c| c.size == 100, 1.0 / 3.0));
        }
        let memory: Vec<f64> = self.cells.iter().filter_map(|c| c.memory_ratio("pyaot")).collect();
        if !memory.is_empty() {
            let good = memory.iter().filter(|ratio| **ratio <= 1.05).count();
            let most = memory.iter().copied().fold(0.0, f64::max);
            out += &format!("- memory within 1.05× of NumPy's: {good} of {}; at most {most:.2}×\n", memory.len());
        }
        if let Some(mean) = self.mean {
            out += &format!("- geometric mean of the ratios: {mean:.2}\n");
        }
        out += &format!(
            "\n{}; {}. Times are of one call within a loop of many, the least of the turns; a ratio is pyaot's time over \
             NumPy's, small is fast.\n",
            self.machine.summary(),
            match self.threads {
                0 => "as many threads as each peer takes".to_owned(),
                n => format!("{n} thread(s)"),
            }
        );
        out
    }
}

/// `10K`, `1M`.
fn short_size(n: usize) -> String {
    match n {
        n if n >= 1_000_000 && n.is_multiple_of(1_000_000) => format!("{}M", n / 1_000_000),
        n if n >= 1_000 && n.is_multiple_of(1_000) => format!("{}K", n / 1_000),
        n => n.to_string(),
    }
}
