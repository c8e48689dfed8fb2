//! What belongs to one invocation of the compiler.

use std::time::{Duration, Instant};

use pyaot_diagnostics::{Diagnostic, SourceMap, Span, render_all};

use crate::cache::Slot;

/// How to compile.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Run the passes and Cranelift's optimisations.
    pub optimise: bool,
    /// Keep what leads from code in memory to source lines.
    pub lines: bool,
    /// A module without a native form is an error, instead of CPython's affair.
    pub native_only: bool,
    /// Look for code in memory among what was compiled before, and keep it.
    pub cache: bool,
    /// Other threads of the process run Python code too, in turns with the program.
    pub has_threads: bool,
    /// Comprehensions have no entry in tracebacks of their own.
    pub inlines_comprehensions: bool,
    /// Keep the program as it was lowered.
    pub keep_lowered: bool,
    /// Large functions run in a quick form until they are compiled in full.
    pub quick_first: bool,
}

impl Options {
    pub(crate) fn codegen(&self) -> pyaot_codegen::Options {
        pyaot_codegen::Options { opt: self.optimise, lines: self.lines, keep: false }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options { optimise: true, lines: false, native_only: false, has_threads: false, cache: false, inlines_comprehensions: false, keep_lowered: false, quick_first: false }
    }
}

/// What CPython runs instead of compiled code.
pub struct Fallback {
    pub span: Span,
    pub name: String,
    pub why: String,
}

/// Options, sources, what was found wrong, and the time that the stages took.
#[derive(Default)]
pub struct Session {
    pub options: Options,
    pub sources: SourceMap,
    pub diagnostics: Vec<Diagnostic>,
    /// What is left to CPython; each is among the diagnostics too.
    pub fallbacks: Vec<Fallback>,
    /// Where the code is to be kept.
    pub slot: Option<Slot>,
    /// What was reported when code was compiled that was found in the cache, without and with colours.
    pub kept_reports: Option<[String; 2]>,
    /// In order of their first start.
    pub times: Vec<(&'static str, Duration)>,
    /// See [`Options::keep_lowered`].
    pub lowered: Option<pyaot_ir::Program>,
}

impl Session {
    pub fn new(options: Options) -> Session {
        Session { options, ..Session::default() }
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Runs one stage and notes its time.
    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce(&mut Session) -> T) -> T {
        let start = Instant::now();
        let result = work(self);
        self.add_time(name, start.elapsed());
        result
    }

    pub fn add_time(&mut self, name: &'static str, time: Duration) {
        match self.times.iter_mut().find(|(n, _)| *n == name) {
            Some((_, sum)) => *sum += time,
            None => self.times.push((name, time)),
        }
    }

    /// Moves time that was spent inside one stage to the stage that it belongs to.
    pub fn move_time(&mut self, from: &'static str, to: &'static str, time: Duration) {
        if let Some((_, sum)) = self.times.iter_mut().find(|(n, _)| *n == from) {
            *sum = sum.saturating_sub(time);
        }
        self.add_time(to, time);
    }

    /// All diagnostics as text, and their number of errors.
    pub fn report(&self, colour: bool) -> String {
        if self.diagnostics.is_empty() {
            return self.kept_reports.as_ref().map(|r| r[usize::from(colour)].clone()).unwrap_or_default();
        }
        let mut text = render_all(&self.sources, &self.diagnostics, colour);
        let errors = self.diagnostics.iter().filter(|d| d.is_error()).count();
        if errors > 1 {
            text.push_str(&format!("\n{errors} errors\n"));
        }
        text
    }

    /// For what CPython is needed, each name once.
    pub fn fallback_names(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for f in &self.fallbacks {
            if !names.contains(&&*f.name) {
                names.push(&f.name);
            }
        }
        names.join(", ")
    }

    /// Each place for which CPython is needed, and why.
    pub fn fallback_table(&self) -> String {
        if self.fallbacks.is_empty() {
            return "CPython is not needed\n".to_owned();
        }
        let place = |f: &Fallback| format!("{}:{}", self.sources.name(f.span.file), self.sources.location(f.span).0);
        let rows: Vec<[String; 3]> = self.fallbacks.iter().map(|f| [place(f), f.name.clone(), f.why.clone()]).collect();
        let width = |k: usize, head: &str| rows.iter().map(|r| r[k].chars().count()).max().unwrap_or(0).max(head.len());
        let (first, second) = (width(0, "where"), width(1, "what"));
        let mut out = format!("{:first$}  {:second$}  why\n", "where", "what");
        for [place, name, why] in &rows {
            out.push_str(&format!("{place:first$}  {name:second$}  {why}\n"));
        }
        out
    }

    /// The stages with their times, for `-v`.
    pub fn time_table(&self) -> String {
        let ms = |d: &Duration| d.as_secs_f64() * 1e3;
        let mut out = String::new();
        let mut total = Duration::ZERO;
        for (name, time) in &self.times {
            total += *time;
            out.push_str(&format!("{name:>10} {:9.3} ms\n", ms(time)));
        }
        out.push_str(&format!("{:>10} {:9.3} ms\n", "total", ms(&total)));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fallbacks_are_listed() {
        let mut s = Session::default();
        assert_eq!(s.fallback_table(), "CPython is not needed\n");
        let file = s.sources.add("m.py", "import json\nimport re\nimport json\n".to_owned());
        for (start, name) in [(0, "json"), (12, "re"), (22, "json")] {
            s.fallbacks.push(Fallback { span: Span::new(file, start, start + 6), name: name.to_owned(), why: "it is not here".to_owned() });
        }
        assert_eq!(s.fallback_names(), "json, re");
        assert_eq!(s.fallback_table(), "where   what  why\nm.py:1  json  it is not here\nm.py:2  re    it is not here\nm.py:3  json  it is not here\n");
    }

    #[test]
    fn times_add_up_and_move() {
        let mut s = Session::default();
        s.add_time("build", Duration::from_millis(5));
        s.add_time("build", Duration::from_millis(2));
        s.move_time("build", "parse", Duration::from_millis(3));
        assert_eq!(s.times, [("build", Duration::from_millis(4)), ("parse", Duration::from_millis(3))]);
    }
}
