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

/// Results of array programs depend on the machine in their last digits: NumPy's elementary functions round otherwise with AVX-512 than
/// the C library's, and its BLAS library has an order of additions for each kind of processor, and for each number of threads. So that all
/// machines are compared alike, NumPy runs as on a machine with AVX2, on one thread; [`program_variables`] are pyaot's part.
/// (`tests/kernels` compares on each backend.)
fn numpy_variables() -> Vec<(&'static str, &'static str)> {
    let mut variables = vec![("OPENBLAS_NUM_THREADS", "1")];
    if has_avx512() {
        // NumPy warns if it is told to do without what is not there.
        variables.extend([("NPY_DISABLE_CPU_FEATURES", "X86_V4"), ("OPENBLAS_CORETYPE", "Haswell")]);
    }
    variables
}

/// How a compiled program runs beside the oracle.
pub fn program_variables() -> Option<(&'static str, &'static str)> {
    has_avx512().then_some(("PYAOT_BACKEND", "avx2"))
}

fn has_avx512() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx512f");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

fn ask(program: &Program, root: &Path) -> Result<Outcome, String> {
    let fail = |error| format!("{}: {error}", python());
    let mut command = runner::command(python(), root, program.stdin.as_ref()).map_err(fail)?;
    // Warnings about the text (`1 is 2`) are advice, not behaviour: the runner leaves them out.
    command.arg(&program.path).args(&program.args).envs(numpy_variables());
    runner::run(command).map_err(fail)
}
