//! The tables that people read.

use std::fmt::Write;

use super::{Profile, Times};

/// Rows below this share of the time are left out.
const LEAST: f64 = 0.005;

impl Profile {
    /// Tables of the hottest lines and functions, at most so many of each.
    pub fn report(&self, most: usize) -> String {
        let mut out = String::new();
        let t = &self.times;
        let all = t.total;
        let _ = writeln!(
            out,
            "profile: {:.3} s of processor time, {} samples; compiling while it ran, not counted: {:.3} s",
            self.seconds, self.samples, self.compiling
        );
        let [_, compiled, arrays, runtime] = shares(t, all);
        let _ = writeln!(out, "compiled code {}, array kernels {}, elsewhere in the runtime {}", compiled.trim(), arrays.trim(), runtime.trim());
        if !self.has_symbols {
            out.push_str("(this pyaot has no symbols: array kernels are counted as runtime)\n");
        }
        let lines = self.lines.iter().map(|l| (&l.times, format!("{}:{}", l.file, l.line), &*l.text));
        table(&mut out, "line", lines, all, most);
        let functions = self.functions.iter().map(|f| (&f.times, f.function.clone(), &*f.file));
        table(&mut out, "function", functions, all, most);
        if t.twin > 0.0 {
            out.push_str("* largely in slow twins, whose ints may have any size\n");
        }
        out
    }
}

fn table<'a>(out: &mut String, what: &str, rows: impl Iterator<Item = (&'a Times, String, &'a str)>, all: f64, most: usize) {
    let rows: Vec<_> = rows.filter(|(t, ..)| t.total >= LEAST * all).take(most).collect();
    let width = rows.iter().map(|(_, name, _)| name.chars().count()).max().unwrap_or(0).max(what.len());
    let _ = writeln!(out, "\n{:>8} {:>8} {:>8} {:>8}   {what}", "share", "compiled", "arrays", "runtime");
    for (times, name, text) in rows {
        let [share, compiled, arrays, runtime] = shares(times, all);
        let twin = if times.twin > times.total / 10.0 { '*' } else { ' ' };
        let line = format!("{share:>8} {compiled:>8} {arrays:>8} {runtime:>8} {twin} {name:<width$}  {text}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Of the whole: the total, compiled code, array kernels, the runtime.
fn shares(t: &Times, all: f64) -> [String; 4] {
    let per_cent = |part: f64| format!("{:.1} %", if all > 0.0 { 100.0 * part / all } else { 0.0 });
    [t.total, t.compiled, t.arrays, t.runtime].map(per_cent)
}
