//! Which interpreter is used, and where its shared library is.
//!
//! The interpreter is the one that `PYAOT_PYTHON` names, that of the active virtual environment, or `python3` on the path. Where its
//! file is called `python3.11` and the library lies where installations have it, nothing is run; else the interpreter is asked.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::IMPORT_ERROR;

/// An interpreter's own path (that of its environment), and that of its library.
pub struct Found {
    pub executable: String,
    pub library: String,
}

/// The oldest that will do: 3 and this.
const OLDEST: u32 = 10;

pub fn find() -> Result<Found> {
    let python = named();
    match known_place(&python) {
        Some(found) => Ok(found),
        None => ask(&python),
    }
}

/// What cannot be done without the interpreter.
pub fn lacking<T>(what: &str) -> Result<T> {
    raise(&IMPORT_ERROR, format!("this module needs CPython, and {what} (PYAOT_PYTHON names the interpreter to use)"))
}

fn named() -> OsString {
    if let Some(named) = std::env::var_os("PYAOT_PYTHON").filter(|p| !p.is_empty()) {
        return named;
    }
    if let Some(environment) = std::env::var_os("VIRTUAL_ENV").filter(|p| !p.is_empty()) {
        let python = PathBuf::from(environment).join("bin/python3");
        if python.exists() {
            return python.into();
        }
    }
    "python3".into()
}

/// The library beside an interpreter, if there is one, without a process for the question.
fn known_place(python: &OsString) -> Option<Found> {
    let executable = on_path(Path::new(python))?;
    // Links lead from an environment to the installation; a script that chooses among several is called otherwise.
    let real = executable.canonicalize().ok()?;
    let version = real.file_name()?.to_str()?.strip_prefix("python3.")?;
    if version.parse::<u32>().ok()? < OLDEST {
        return None;
    }
    let root = real.parent()?.parent()?;
    let name = format!("libpython3.{version}.so.1.0");
    let folders = [root.join("lib"), root.join("lib64"), root.join(format!("lib/{}-linux-gnu", std::env::consts::ARCH))];
    let library = folders.iter().map(|f| f.join(&name)).find(|p| p.exists())?;
    Some(Found { executable: executable.to_str()?.to_owned(), library: library.to_str()?.to_owned() })
}

/// The absolute path of a program, as a shell finds it.
fn on_path(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return std::path::absolute(program).ok().filter(|p| p.exists());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).filter(|f| f.is_absolute()).map(|f| f.join(program)).find(|p| p.is_file())
}

/// What the interpreter says of itself: its own path, and that of its shared library.
const ASK: &str = "import sys, sysconfig, os
v = sysconfig.get_config_var
print(sys.executable)
print(os.path.join(v('LIBDIR') or '', v('INSTSONAME') or v('LDLIBRARY') or '') if v('Py_ENABLE_SHARED') else '')
print(sys.version_info[1])
";

fn ask(python: &OsString) -> Result<Found> {
    let shown = python.to_string_lossy();
    let Ok(out) = Command::new(python).args(["-I", "-c", ASK]).output() else { return lacking(&format!("{shown} cannot be run")) };
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut lines = text.lines();
    let (Some(executable), Some(library), Some(version)) = (lines.next(), lines.next(), lines.next()) else {
        return lacking(&format!("{shown} does not answer"));
    };
    if version.parse::<u32>().is_ok_and(|v| v < OLDEST) {
        return lacking(&format!("{shown} is older than 3.{OLDEST}"));
    }
    if library.is_empty() {
        return lacking(&format!("{shown} has no shared library: run the program by `{shown} -m pyaot`"));
    }
    Ok(Found { executable: executable.to_owned(), library: library.to_owned() })
}
