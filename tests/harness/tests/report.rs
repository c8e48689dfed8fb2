//! `--report`: what a program has asked CPython for, by its places.

use std::fs;

use pyaot_tests::oracle::python;
use pyaot_tests::runner::{self, End};
use pyaot_tests::{pyaot, root};

const PROGRAM: &str = "\
import json
total = 0
for i in range(100):
    total += len(json.loads('[1, 2]'))
try:
    import colorsys
except ImportError:
    pass
print(total)
";

/// What `pyaot` says on stderr with these arguments, the last of them the program.
fn said(args: &[&str], text: &str) -> (End, String) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("m.py"), text).unwrap();
    let mut command = runner::command(pyaot().unwrap(), &root(), None).unwrap();
    command.current_dir(dir.path()).args(args).arg("m.py").env("PYAOT_PYTHON", python());
    let outcome = runner::run(command).unwrap();
    // Programs are known by their whole paths.
    (outcome.end, String::from_utf8_lossy(&outcome.stderr).replace(&format!("{}/", dir.path().display()), ""))
}

/// Lines without the blanks that make columns of them.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn of_a_run() {
    let (end, text) = said(&["--quiet", "run", "--report"], PROGRAM);
    assert_eq!(end, End::Code(0), "{text}");
    let expected = [
        "CPython was asked 102 times:",
        "times where what why",
        "1 m.py:1 import json it has no native form",
        "100 m.py:4 json.loads() json.loads has no native form",
        "1 m.py:6 import colorsys it has no native form",
    ];
    assert_eq!(lines(&text), expected, "{text}");
    assert_eq!(said(&["run", "--report"], "print(1)\n").1, "CPython was not asked for anything\n");
}

#[test]
fn of_an_executable() {
    let why = "it has no native form: CPython imports it, and runs what is called of it";
    let (end, text) = said(&["--quiet", "build", "--report", "-o", "m"], PROGRAM);
    assert_eq!(end, End::Code(0), "{text}");
    assert_eq!(lines(&text), ["where what why".to_owned(), format!("m.py:1 json {why}"), format!("m.py:6 colorsys {why}")]);
    let (_, text) = said(&["build", "-o", "m"], PROGRAM);
    assert!(text.ends_with("\nm will need CPython 3.10 or later where it runs, for json, colorsys\n"), "{text}");
    assert_eq!(said(&["build", "--report", "-o", "m"], "print(1)\n").1, "CPython is not needed\n");
}

#[test]
fn of_native_only() {
    let (end, text) = said(&["--native-only", "run"], "import numpy as np\nprint(np.busday_count('2026-01-01', '2026-02-01'))\n");
    assert_eq!(end, End::Code(1), "{text}");
    assert!(text.starts_with("error[E0205]: numpy.busday_count has no native kernel yet\n --> m.py:2:7\n"), "{text}");
}
