//! Diagnostics that a source file announces, and those that `pyaot check` printed.
//!
//! `# error: E0101 no_such` on a line expects an error with that code and these words there. Where a line can hold
//! no comment, `# error@7: E0001 never closed` anywhere in the file expects it on line 7. `# warning: …` expects a warning.

use std::fmt;

/// One diagnostic: expected, or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub line: usize,
    /// Else a warning.
    pub is_error: bool,
    pub code: String,
    pub message: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let warning = if self.is_error { "" } else { "warning " };
        write!(f, "line {}: {warning}{} {}", self.line, self.code, self.message)
    }
}

/// The marks of a source text.
pub fn expected(source: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (index, text) in source.split('\n').enumerate() {
        let errors = text.split("# error").skip(1).map(|mark| (mark, true));
        let warnings = text.split("# warning").skip(1).map(|mark| (mark, false));
        for (mark, is_error) in errors.chain(warnings) {
            let Some((place, rest)) = mark.split_once(':') else { continue };
            let line = match place.strip_prefix('@') {
                Some(number) => number.parse().unwrap_or_else(|_| panic!("bad mark: {text}")),
                None if place.is_empty() => index + 1,
                None => continue,
            };
            let (code, message) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
            entries.push(Entry { line, is_error, code: code.to_owned(), message: message.trim().to_owned() });
        }
    }
    entries
}

/// The errors and warnings in the compiler's output: a line `error[E0001]: message`, then `--> file:line:column`. One
/// without a place has line 0.
pub fn printed(output: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in output.lines() {
        let found = ["error[", "warning["].iter().find_map(|start| line.strip_prefix(start));
        if let Some((code, message)) = found.and_then(|rest| rest.split_once("]: ")) {
            entries.push(Entry { line: 0, is_error: line.starts_with("error"), code: code.to_owned(), message: message.to_owned() });
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(entry) = entries.last_mut().filter(|e| e.line == 0)
        {
            entry.line = place.rsplit(':').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
        }
    }
    entries
}

/// Each expected entry must be printed, and nothing else.
pub fn mismatch(expected: &[Entry], printed: &[Entry]) -> Option<String> {
    let mut left: Vec<&Entry> = printed.iter().collect();
    let mut report = String::new();
    for want in expected {
        let found = left.iter().position(|got| {
            got.line == want.line && got.is_error == want.is_error && got.code == want.code && got.message.contains(&want.message)
        });
        match found {
            Some(at) => drop(left.remove(at)),
            None => report.push_str(&format!("missing     {want}\n")),
        }
    }
    for got in left {
        report.push_str(&format!("unexpected  {got}\n"));
    }
    (!report.is_empty()).then_some(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_output_meet() {
        let source = "import nope  # error: E0101 nope\nx = (\n# error@2: E0001 never closed\n";
        let output = "error[E0101]: no module named 'nope'\n --> a.py:1:8\n  |\n1 | import nope\n\
                      error[E0001]: '(' was never closed\n --> a.py:2:5\n";
        assert_eq!(mismatch(&expected(source), &printed(output)), None);
        assert!(mismatch(&expected(source), &[]).unwrap().starts_with("missing     line 1: E0101 nope"));
        assert!(mismatch(&[], &printed(output)).unwrap().contains("unexpected  line 2"));
    }
}
