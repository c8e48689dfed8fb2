//! What the tests of the whole compiler share.
//!
//! CPython is the oracle: a program's expected output is what `python3` prints, never a file. The tests themselves
//! are in `tests/`: `differential.rs` (programs), `check.rs` (diagnostics) and `tidy.rs` (the tree).
//!
//! | variable | meaning | otherwise |
//! | --- | --- | --- |
//! | `PYAOT_BIN` | the compiler to be tested | `target/release/pyaot` |
//! | `PYAOT_TEST_PYTHON` | the oracle | `python3` |

pub mod compare;
pub mod expectations;
pub mod oracle;
pub mod programs;
pub mod runner;
pub mod tree;

use std::path::{Path, PathBuf};

/// The root of the repository; all runs have it as their working directory, so that paths in tracebacks agree.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the harness lies in tests/harness").to_path_buf()
}

/// The compiler under test, or why there is none.
pub fn pyaot() -> Result<PathBuf, String> {
    let path = match std::env::var_os("PYAOT_BIN") {
        Some(path) => root().join(path),
        None => root().join("target/release/pyaot"),
    };
    if path.is_file() {
        return Ok(path);
    }
    Err(format!("no compiler at {}: run `cargo build --release`, or set PYAOT_BIN", path.display()))
}
