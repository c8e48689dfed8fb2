//! What came out, as Markdown, JSON and a picture.

use serde::Serialize;

use crate::chart::{self, Bar, Labels};
use crate::machine::Machine;
use crate::measure::{ProgramResult, Sample, Status};
use crate::start_up::StartUp;
use crate::table;

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Where, when, with which versions.
    pub machine: Machine,
    /// The programs, in the order of their names.
    pub programs: Vec<ProgramResult>,
    /// The geometric mean of the speed-ups of `pyaot run`, over the programs that succeeded.
    pub run_mean: Option<f64>,
    /// The same of the executables.
    pub executable_mean: Option<f64>,
    /// The geometric mean of our times in units of Rust's, over the programs that have an equivalent in Rust.
    pub rust_mean: Option<f64>,
    /// `print("hello")`.
    pub start_up: Vec<StartUp>,
    /// What was asked for and could not be done.
    pub notes: Vec<String>,
}

impl Report {
    pub(crate) fn new(machine: Machine, programs: Vec<ProgramResult>, notes: Vec<String>) -> Report {
        let timings = || programs.iter().filter_map(ProgramResult::timing);
        let run_mean = geometric_mean(timings().map(|timing| timing.run_speedup()));
        let executable_mean =
            geometric_mean(timings().filter_map(|timing| timing.executable_speedup()));
        let rust_mean = geometric_mean(timings().filter_map(|timing| timing.rust_ratio()));
        Report {
            machine,
            programs,
            run_mean,
            executable_mean,
            rust_mean,
            start_up: Vec::new(),
            notes,
        }
    }

    pub(crate) fn add_start_up(&mut self, start_up: Result<Vec<StartUp>, String>) {
        match start_up {
            Ok(start_up) => self.start_up = start_up,
            Err(reason) => self.notes.push(reason),
        }
    }

    /// The programs that have no times, each with the reason.
    pub fn failures(&self) -> Vec<(&str, &str)> {
        self.programs
            .iter()
            .filter_map(|program| match &program.status {
                Status::Ok(_) => None,
                Status::Failed(reason) => Some((program.name.as_str(), reason.as_str())),
            })
            .collect()
    }

    /// The report as JSON.
    pub fn json(&self) -> String {
        // Nothing in a report can fail to be written: its maps have string keys.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The speed-ups as an SVG picture, fastest first.
    pub fn svg(&self) -> String {
        let mut bars: Vec<Bar> = Vec::new();
        for program in &self.programs {
            let Some(timing) = program.timing() else {
                continue;
            };
            let (run, executable) = (timing.run_speedup(), timing.executable_speedup());
            bars.push(Bar {
                name: program.name.clone(),
                value: executable.unwrap_or(run),
                dot: executable.map(|_| run),
            });
        }
        bars.sort_by(|a, b| b.value.total_cmp(&a.value));
        let subtitle = format!(
            "{} · {} · min of interleaved runs",
            self.machine.python, self.machine.pyaot
        );
        let dots = bars.iter().any(|bar| bar.dot.is_some());
        let labels = Labels {
            title: "How many times as fast as CPython",
            one: "CPython",
            bar: if dots { "executable" } else { "pyaot run" },
            dot: "pyaot run, compilation included",
        };
        chart::svg(&bars, self.executable_mean.or(self.run_mean), &subtitle, &labels)
    }

    /// The tables and what deserves a look, as Markdown that also reads well as plain text.
    pub fn markdown(&self) -> String {
        let mut sections = vec![self.program_table()];
        sections.extend(self.remarks());
        sections.extend(self.start_up_table());
        sections.push(self.footer());
        sections.join("\n")
    }

    fn program_table(&self) -> String {
        let timings = || self.programs.iter().filter_map(ProgramResult::timing);
        let executables = timings().any(|t| t.executable.is_some());
        let rust = timings().any(|t| t.rust.is_some());
        let mut header = vec!["program", "CPython", "median", "pyaot run", "median", "speed-up"];
        if executables {
            header.extend(["executable", "median", "speed-up", "build"]);
        }
        if rust {
            header.extend(["Rust -O", "time / Rust's"]);
        }
        let cell = |value: Option<String>| value.unwrap_or_default();
        let seconds = |sample: Option<&Sample>| cell(sample.map(|s| table::seconds(s.min)));
        let mut rows = Vec::new();
        for program in &self.programs {
            let mut row = vec![program.name.clone()];
            match program.timing() {
                None => row.push("failed".to_owned()),
                Some(timing) => {
                    for sample in [&timing.cpython, &timing.run] {
                        row.extend([table::seconds(sample.min), table::seconds(sample.median)]);
                    }
                    row.push(table::ratio(timing.run_speedup()));
                    if executables {
                        let sample = timing.executable.as_ref();
                        row.extend([seconds(sample), cell(sample.map(|s| table::seconds(s.median)))]);
                        row.extend([cell(timing.executable_speedup().map(table::ratio)), seconds(timing.build.as_ref())]);
                    }
                    if rust {
                        row.extend([seconds(timing.rust.as_ref()), cell(timing.rust_ratio().map(times_rust))]);
                    }
                }
            }
            row.resize(header.len(), String::new());
            rows.push(row);
        }
        let mut mean = vec![String::new(); header.len()];
        mean[0] = "geometric mean".to_owned();
        mean[5] = cell(self.run_mean.map(table::ratio));
        if executables {
            mean[8] = cell(self.executable_mean.map(table::ratio));
        }
        if rust {
            mean[header.len() - 1] = cell(self.rust_mean.map(times_rust));
        }
        rows.push(mean);
        table::markdown(&header, &rows)
    }

    /// Failures, programs that are not even twice as fast, and what could not be done.
    fn remarks(&self) -> Option<String> {
        let mut out = String::new();
        for (name, reason) in self.failures() {
            out.push_str(&format!("- {name} failed: {reason}\n"));
        }
        for program in &self.programs {
            let Some(timing) = program.timing() else {
                continue;
            };
            let worst = timing
                .executable_speedup()
                .map_or(timing.run_speedup(), |e| e.min(timing.run_speedup()));
            if worst < 1.0 {
                out.push_str(&format!(
                    "- {} is slower than CPython ({})\n",
                    program.name,
                    table::ratio(worst)
                ));
            } else if worst < 2.0 {
                out.push_str(&format!(
                    "- {} is below 2× ({})\n",
                    program.name,
                    table::ratio(worst)
                ));
            }
        }
        for note in &self.notes {
            out.push_str(&format!("- {note}\n"));
        }
        (!out.is_empty()).then_some(out)
    }

    fn start_up_table(&self) -> Option<String> {
        if self.start_up.is_empty() {
            return None;
        }
        let rows: Vec<Vec<String>> = self
            .start_up
            .iter()
            .map(|way| {
                let size = way.bytes.map_or(String::new(), |bytes| {
                    format!("{:.0} kB", bytes as f64 / 1e3)
                });
                vec![
                    way.name.clone(),
                    table::seconds(way.times.min),
                    table::seconds(way.times.median),
                    size,
                ]
            })
            .collect();
        Some(table::markdown(
            &["print(\"hello\")", "whole process", "median", "size"],
            &rows,
        ))
    }

    fn footer(&self) -> String {
        format!(
            "{}. Times are of whole processes, the least of the runs; speed-ups are CPython's time over pyaot's.\n",
            self.machine.summary()
        )
    }
}

fn times_rust(ratio: f64) -> String {
    format!("{ratio:.2}×")
}

/// Nothing for no values.
pub(crate) fn geometric_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0);
    for value in values {
        sum += value.ln();
        count += 1;
    }
    (count > 0).then(|| (sum / f64::from(count)).exp())
}

#[cfg(test)]
mod tests {
    use super::geometric_mean;

    #[test]
    fn means() {
        assert_eq!(geometric_mean([].into_iter()), None);
        assert!((geometric_mean([2.0, 8.0].into_iter()).unwrap() - 4.0).abs() < 1e-12);
    }
}
