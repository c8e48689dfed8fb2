//! Where pyaot itself is: the executable, and the folder of the runtime library. The Python package says so, since there the process is Python's.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

struct Own {
    executable: PathBuf,
    folder: PathBuf,
}

static OWN: OnceLock<Own> = OnceLock::new();

/// The command `pyaot` is this file, and what belongs to it is in that folder.
pub fn set(executable: PathBuf, folder: PathBuf) {
    let _ = OWN.set(Own { executable, folder });
}

/// The command `pyaot`, for those who run it.
pub fn executable() -> Result<PathBuf, String> {
    match OWN.get() {
        Some(own) => Ok(own.executable.clone()),
        None => std::env::current_exe().map_err(|e| format!("cannot find the path of pyaot itself: {e}")),
    }
}

/// The folder that it was installed to.
pub fn folder() -> Result<PathBuf, String> {
    if let Some(own) = OWN.get() {
        return Ok(own.folder.clone());
    }
    let executable = executable()?;
    let executable = executable.canonicalize().unwrap_or(executable);
    Ok(executable.parent().unwrap_or(Path::new(".")).to_owned())
}
