//! Two outcomes side by side, and a readable report where they differ.

use std::fmt::Write;

use crate::runner::Outcome;

/// Lines around a difference.
const CONTEXT: usize = 3;
/// A report shows no more lines than this of each stream.
const MOST_LINES: usize = 60;
/// Beyond this many differing lines the report pairs them up instead of searching the smallest difference.
const MOST_CELLS: usize = 4_000_000;

/// `Err` with a report of everything that differs.
pub fn compare(expected: &Outcome, actual: &Outcome) -> Result<(), String> {
    let mut report = String::new();
    if expected.end != actual.end {
        let _ = writeln!(report, "ended with {}, CPython with {}", actual.end, expected.end);
    }
    if expected.stdout != actual.stdout {
        report.push_str(&stream_report("stdout", &expected.stdout, &actual.stdout));
    }
    let (left, right) = (without_carets(&expected.stderr), without_carets(&actual.stderr));
    if left != right {
        report.push_str(&stream_report("stderr", &left, &right));
    }
    if report.is_empty() { Ok(()) } else { Err(report) }
}

/// Standard error without the lines of `^` and `~` that CPython prints under a traceback's source lines: how much
/// they mark changes with every version.
pub fn without_carets(stderr: &[u8]) -> Vec<u8> {
    stderr.split_inclusive(|&b| b == b'\n').filter(|line| !is_caret_line(line)).flatten().copied().collect()
}

fn is_caret_line(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let marks = line.iter().filter(|b| matches!(b, b'^' | b'~')).count();
    marks > 0 && line.iter().all(|b| matches!(b, b' ' | b'^' | b'~'))
}

fn stream_report(name: &str, expected: &[u8], actual: &[u8]) -> String {
    let left = String::from_utf8_lossy(expected);
    let right = String::from_utf8_lossy(actual);
    if left == right {
        let at = expected.iter().zip(actual).take_while(|(a, b)| a == b).count();
        return format!("{name} differs at byte {at}, in bytes that are not UTF-8\n");
    }
    format!("--- {name} of CPython\n+++ {name} of pyaot\n{}", unified_diff(&left, &right))
}

#[derive(Clone, Copy, PartialEq)]
enum Edit {
    Same,
    Removed,
    Added,
}

/// A unified diff of two texts.
pub fn unified_diff(left: &str, right: &str) -> String {
    let (left, right) = (lines(left), lines(right));
    let edits = edits(&left, &right);
    let mut near = vec![false; edits.len()];
    for (at, _) in edits.iter().enumerate().filter(|(_, edit)| **edit != Edit::Same) {
        let until = (at + CONTEXT + 1).min(edits.len());
        near[at.saturating_sub(CONTEXT)..until].fill(true);
    }
    let mut text = String::new();
    let (mut l, mut r, mut shown, mut gap) = (0, 0, 0, true);
    for (edit, near) in edits.iter().zip(near) {
        if near && shown < MOST_LINES {
            if gap {
                let _ = writeln!(text, "@@ line {} / {} @@", l + 1, r + 1);
            }
            let line = match edit {
                Edit::Same => format!(" {}", left[l]),
                Edit::Removed => format!("-{}", left[l]),
                Edit::Added => format!("+{}", right[r]),
            };
            let _ = writeln!(text, "{}", shortened(&line));
            shown += 1;
        }
        gap = !near;
        l += usize::from(*edit != Edit::Added);
        r += usize::from(*edit != Edit::Removed);
    }
    if shown == MOST_LINES {
        text.push_str("…\n");
    }
    text
}

/// Lines, with a mark on a last one that has no line feed.
fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => line.to_owned(),
            None => format!("{line} (no line feed at the end)"),
        })
        .collect()
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(400) {
        Some((end, _)) => format!("{}… ({} bytes)", &line[..end], line.len()),
        None => line.to_owned(),
    }
}

/// The edits that turn `left` into `right`: a longest common subsequence between equal ends.
fn edits(left: &[String], right: &[String]) -> Vec<Edit> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[head..], &right[head..]);
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    let mut out = vec![Edit::Same; head];
    if left.len().saturating_mul(right.len()) > MOST_CELLS {
        out.extend(vec![Edit::Removed; left.len()]);
        out.extend(vec![Edit::Added; right.len()]);
    } else {
        middle(left, right, &mut out);
    }
    out.extend(vec![Edit::Same; tail]);
    out
}

fn middle(left: &[String], right: &[String], out: &mut Vec<Edit>) {
    let width = right.len() + 1;
    let mut longest = vec![0u32; (left.len() + 1) * width];
    for l in (0..left.len()).rev() {
        for r in (0..right.len()).rev() {
            longest[l * width + r] = if left[l] == right[r] {
                longest[(l + 1) * width + r + 1] + 1
            } else {
                longest[(l + 1) * width + r].max(longest[l * width + r + 1])
            };
        }
    }
    let (mut l, mut r) = (0, 0);
    while l < left.len() || r < right.len() {
        let edit = if l == left.len() {
            Edit::Added
        } else if r == right.len() {
            Edit::Removed
        } else if left[l] == right[r] {
            Edit::Same
        } else if longest[(l + 1) * width + r] >= longest[l * width + r + 1] {
            Edit::Removed
        } else {
            Edit::Added
        };
        out.push(edit);
        l += usize::from(edit != Edit::Added);
        r += usize::from(edit != Edit::Removed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_are_removed_and_text_is_not() {
        let text = b"  File \"a.py\"\n    x = 1 / 0\n        ~~^~~\nValueError: ^\n   \n";
        let want = b"  File \"a.py\"\n    x = 1 / 0\nValueError: ^\n   \n";
        assert_eq!(without_carets(text), want);
    }

    #[test]
    fn a_diff_shows_what_changed() {
        let left = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";
        let right = "a\nb\nc\nd\ne\nX\ng\nh\ni";
        let diff = unified_diff(left, right);
        let want = "@@ line 3 / 3 @@\n c\n d\n e\n-f\n+X\n g\n h\n-i\n+i (no line feed at the end)\n";
        assert_eq!(diff, want);
    }

    #[test]
    fn far_changes_have_hunks_of_their_own() {
        let left: String = (0..40).map(|i| format!("{i}\n")).collect();
        let right = left.replace("3\n4\n", "4\n").replace("30\n", "thirty\n");
        assert_eq!(unified_diff(&left, &right).matches("@@ line").count(), 2);
    }
}
