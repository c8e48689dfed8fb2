//! CPython's answer for a program, asked once.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::programs::Program;
use crate::runner::{self, Outcome};

/// A program with CPython's outcome, computed by whichever of its tests comes first.
pub struct Oracle {
    pub program: Program,
    outcome: OnceLock<Result<Outcome, String>>,
}

impl Oracle {
    pub fn new(program: Program) -> Oracle {
        Oracle { program, outcome: OnceLock::new() }
    }

    pub fn outcome(&self, root: &Path) -> Result<&Outcome, String> {
        let answer = self.outcome.get_or_init(|| ask(&self.program, root));
        answer.as_ref().map_err(Clone::clone)
    }
}

/// The interpreter that says what is right.
pub fn python() -> String {
    std::env::var("PYAOT_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// A variable of the environment, and its value.
pub type Variable = (String, String);

/// What programs run with so that all machines are compared alike (`tests/oracle.py`): CPython, and pyaot.
fn variables(root: &Path) -> &'static [Vec<Variable>; 2] {
    static VARIABLES: OnceLock<[Vec<Variable>; 2]> = OnceLock::new();
    VARIABLES.get_or_init(|| {
        let done = Command::new(python()).arg(root.join("tests/oracle.py")).output();
        let text = done.map_or_else(|e| e.to_string(), |d| String::from_utf8_lossy(&d.stdout).into_owned());
        ["numpy ", "pyaot "].map(|who| {
            let pairs = text.lines().filter_map(|line| line.strip_prefix(who)?.split_once('='));
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        })
    })
}

/// How a compiled program runs beside the oracle.
pub fn program_variables(root: &Path) -> &'static [Variable] {
    &variables(root)[1]
}

fn ask(program: &Program, root: &Path) -> Result<Outcome, String> {
    let fail = |error| format!("{}: {error}", python());
    let mut command = runner::command(python(), root, program.stdin.as_ref()).map_err(fail)?;
    // Warnings about the text (`1 is 2`) are advice, not behaviour: the runner leaves them out.
    command.arg(&program.path).args(&program.args).envs(variables(root)[0].iter().cloned());
    runner::run(command).map_err(fail)
}
