//! CPython's answer for a program, asked once.

use std::path::Path;
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

fn ask(program: &Program, root: &Path) -> Result<Outcome, String> {
    let fail = |error| format!("{}: {error}", python());
    let mut command = runner::command(python(), root, program.stdin.as_ref()).map_err(fail)?;
    // Warnings about the text (`1 is 2`) are advice, not behaviour: the runner leaves them out.
    command.arg(&program.path).args(&program.args);
    runner::run(command).map_err(fail)
}
