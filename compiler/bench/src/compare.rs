//! `pyaot bench compare A.json B.json`: two reports of the same suite side by side.
//!
//! Reports of all suites are read in the same way: whatever has a `times`-like sample (`min` and `median`) is a figure, named by
//! the way to it. So a report of an older version can be compared with one of today.

use std::path::Path;

use serde_json::Value;

use crate::table::{self, fine_seconds};

/// One figure of both reports.
struct Pair {
    name: String,
    before: f64,
    after: f64,
    /// How much the figure varied in its own runs: the middle over the least, of whichever report varied more.
    noise: f64,
}

/// The table of what has changed, slowest first, and how many figures have become slower by more than `threshold`
/// (`0.1`: ten per cent) and more than their own noise.
pub fn compare(before: &Path, after: &Path, threshold: f64) -> Result<(String, usize), String> {
    let (before, after) = (figures(before)?, figures(after)?);
    let mut pairs: Vec<Pair> = Vec::new();
    for (name, least, noise) in &after {
        if let Some((_, old, old_noise)) = before.iter().find(|(other, _, _)| other == name) {
            pairs.push(Pair { name: name.clone(), before: *old, after: *least, noise: noise.max(*old_noise) });
        }
    }
    if pairs.is_empty() {
        return Err("the two reports have no figure in common".to_owned());
    }
    pairs.sort_by(|a, b| (b.after / b.before).total_cmp(&(a.after / a.before)));
    let verdict = |pair: &Pair| {
        let ratio = pair.after / pair.before;
        let limit = 1.0 + threshold.max(pair.noise - 1.0);
        match ratio {
            r if r > limit => "slower",
            r if r < 1.0 / limit => "faster",
            _ => "",
        }
    };
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .filter(|pair| !verdict(pair).is_empty())
        .map(|pair| {
            let ratio = format!("{:.2}", pair.after / pair.before);
            vec![pair.name.clone(), fine_seconds(pair.before), fine_seconds(pair.after), ratio, verdict(pair).to_owned()]
        })
        .collect();
    let count = |word: &str| pairs.iter().filter(|pair| verdict(pair) == word).count();
    let mut text = String::new();
    if !rows.is_empty() {
        text += &table::markdown(&["figure", "before", "after", "after / before", ""], &rows);
        text.push('\n');
    }
    let gone = before.iter().filter(|(name, _, _)| !after.iter().any(|(other, _, _)| other == name)).count();
    let new = after.len() - pairs.len();
    text += &format!(
        "{} figures in both reports: {} slower, {} faster, the others within {:.0} % or their own noise; {gone} only before, {new} only after.\n",
        pairs.len(),
        count("slower"),
        count("faster"),
        100.0 * threshold
    );
    Ok((text, count("slower")))
}

/// Name, least time and noise of every figure of a report; the peers that pyaot is compared with are left out.
fn figures(path: &Path) -> Result<Vec<(String, f64, f64)>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    collect(&value, "", &mut out);
    out.retain(|(name, _, _)| !["cpython", "CPython", "NumPy", "Numba", "rust"].iter().any(|peer| name.split(' ').any(|part| part == *peer)));
    Ok(out)
}

fn collect(value: &Value, name: &str, out: &mut Vec<(String, f64, f64)>) {
    match value {
        Value::Object(map) => {
            if let (Some(least), Some(median)) = (map.get("min").and_then(Value::as_f64), map.get("median").and_then(Value::as_f64)) {
                out.push((name.to_owned(), least, median / least));
                return;
            }
            // What tells one entry of a list from another.
            let mut own = name.to_owned();
            for key in ["name", "operation", "form", "dtype", "size", "peer"] {
                match map.get(key) {
                    Some(Value::String(text)) => own = format!("{own} {text}"),
                    Some(Value::Number(number)) => own = format!("{own} {number}"),
                    _ => {}
                }
            }
            for (key, inner) in map {
                // Words that only say how a report is built.
                let silent = ["times", "peers", "cells", "programs", "scenarios", "status", "ok", "start_up"].contains(&key.as_str());
                let inner_name = if silent { own.clone() } else { format!("{own} {key}") };
                collect(inner, inner_name.trim(), out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_by_name() {
        let text = r#"{"programs": [{"name": "fib", "status": {"ok": {"cpython": {"min": 2.0, "median": 2.1},
            "run": {"min": 0.1, "median": 0.12}}}}], "cells": [{"operation": "add", "size": 100,
            "peers": [{"peer": "NumPy", "times": {"min": 1, "median": 1}}, {"peer": "pyaot", "times": {"min": 0.5, "median": 0.5}}]}]}"#;
        let mut out = Vec::new();
        collect(&serde_json::from_str(text).unwrap(), "", &mut out);
        let mut names: Vec<&str> = out.iter().map(|(name, _, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["add 100 NumPy", "add 100 pyaot", "fib cpython", "fib run"]);
    }
}
