//! The counters of `PYAOT_STATS=1`, per round of a program that takes the number of its rounds as its argument: what loops and
//! views must not allocate.
//!
//! The programs of `tests/counters` say so themselves (`# a round: allocations 2`: at most so many in each round). Rounds of
//! the scenarios with tiny arrays are calls of their `run`, thousands of rounds of their loops each.

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::runner::{self, End};
use pyaot_tests::{programs, pyaot, root};

/// Scenarios, and the allocations of a call: its result, and of B1 the array that it fills.
const SCENARIOS: [(&str, i64); 3] = [("b1", 4), ("b2", 2), ("b3", 2)];

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for path in programs::in_folder(&root(), "tests/counters").into_iter().map(|p| p.path) {
        trials.push(Trial::test(format!("counters::{path}"), move || {
            let text = fs::read_to_string(root().join(&path))?;
            let limits = text.lines().filter_map(|line| line.strip_prefix("# a round: ")?.rsplit_once(' '));
            let limits: Vec<(&str, i64)> = limits.filter_map(|(name, most)| Some((name, most.parse().ok()?))).collect();
            if limits.is_empty() {
                return Err("no line `# a round: counter most`".into());
            }
            check(&root().join(&path), &limits)
        }));
    }
    for (name, most) in SCENARIOS {
        trials.push(Trial::test(format!("counters::scenario {name}"), move || {
            let text = fs::read_to_string(root().join(format!("benchmarks/scenarios/{name}.py")))?;
            let (functions, _) = text.split_once("if __name__").ok_or("a scenario prints what its `run` gives")?;
            let dir = tempfile::tempdir()?;
            let path = dir.path().join("rounds.py");
            fs::write(&path, format!("import sys\n{functions}for _ in range(int(sys.argv[1])):\n    run()\n"))?;
            check(&path, &[("allocations", most), ("cpython_calls", 0)])
        }));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// What 100 more rounds add to each counter.
fn check(program: &Path, limits: &[(&str, i64)]) -> Result<(), Failed> {
    let (few, many) = (counters(program, 1)?, counters(program, 101)?);
    for (name, most) in limits {
        let value = |all: &str| -> Result<i64, Failed> {
            let line = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            Ok(line.ok_or_else(|| format!("no counter `{name}` in\n{all}"))?.trim().parse()?)
        };
        let added = value(&many)? - value(&few)?;
        // Storage of the program's own grows now and then.
        if added > 100 * most + 10 {
            return Err(format!("{name}: {added} in 100 rounds, at most {most} in each expected\n{many}").into());
        }
    }
    Ok(())
}

fn counters(program: &Path, rounds: u32) -> Result<String, Failed> {
    let dir = tempfile::tempdir()?;
    let stats = dir.path().join("stats");
    let mut command = runner::command(pyaot()?, &root(), None)?;
    command.arg("run").arg(program).arg(rounds.to_string());
    command.env("PYAOT_STATS", "1").env("PYAOT_STATS_FILE", &stats);
    let outcome = runner::run(command)?;
    if outcome.end != End::Code(0) {
        return Err(format!("{}\n{}", outcome.end, String::from_utf8_lossy(&outcome.stderr)).into());
    }
    Ok(fs::read_to_string(stats)?)
}
