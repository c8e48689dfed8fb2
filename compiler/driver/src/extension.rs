//! Extension modules for CPython: the program around a module, and the module's stub file (PEP 561).
//!
//! ```text
//! def price(s: float, n: int) -> float: …         in the module
//!
//! def _entry0(s, n):                              in the program around it
//!     return _module.price(_host.float(s), _host.int(n))
//! _entries.append((_module.price, "s n", 0, 2, [("float int", _entry0)]))
//! ```
//! What CPython calls is `price`; the bridge (`typed`) looks whether the arguments are such as an entry takes. So annotations are
//! hints: other arguments go to the function as it is for any.

mod entries;
mod hints;
mod stub;
mod walk;

use std::path::{Path, PathBuf};

use pyaot_bridge::errors::OWN_FILE;
use pyaot_diagnostics::{Code, Diagnostic};
use pyaot_syntax::parse_module;

use crate::input::{Input, OneModule, Text, add_source, read_file};
use crate::session::Session;

/// A module that is to become an extension.
pub struct Extension {
    /// Dotted.
    pub name: String,
    /// The file without suffixes, below a folder that modules are imported from.
    pub place: PathBuf,
    pub input: Input,
    /// The stub file's text.
    pub stub: String,
}

/// Reads a module. `None`: it has errors, which are among the session's diagnostics.
pub fn read(s: &mut Session, path: &Path) -> Option<Extension> {
    let shown = path.display().to_string();
    let mut fail = |d: Diagnostic| s.diagnostics.push(d);
    let Some((name, root)) = name_of(path) else {
        fail(Diagnostic::error(Code::E0004, None, format!("{shown} is no module: its name must be one of Python's, with `.py`")));
        return None;
    };
    let file = match read_file(path) {
        Ok(bytes) => add_source(&mut s.sources, &shown, &bytes),
        Err(reason) => Err(Diagnostic::error(Code::E0004, None, format!("cannot read {shown}: {reason}"))),
    };
    let file = file.map_err(|d| s.diagnostics.push(d)).ok()?;
    let source = s.sources.text(file).to_owned();
    let (tree, errors) = parse_module(file, &source);
    s.diagnostics.extend(errors);
    if s.has_errors() {
        return None;
    }
    let (text, choices) = entries::program(&name, &root, &tree);
    let main = Text { module: "__main__".to_owned(), file: OWN_FILE.to_owned(), text };
    let stub = stub::stub(&tree, &source);
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let inside = real.strip_prefix(&root).unwrap_or(&real).with_extension("");
    let known = pyaot_sema::extension::Extension { module: name.clone(), finals: hints::finals(&tree), choices };
    let module = OneModule { name: name.clone(), path: real, root };
    Some(Extension { name, place: inside, input: Input::Around { main, module, known }, stub })
}

/// The dotted name of the module in a file, by the folders around it that are packages, and the folder that these are in.
fn name_of(path: &Path) -> Option<(String, PathBuf)> {
    let is_name = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !n.starts_with(|c: char| c.is_ascii_digit());
    if path.extension().is_none_or(|e| e != "py") {
        return None;
    }
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let mut parts = vec![path.file_stem()?.to_str()?.to_owned()];
    let mut folder = real.parent()?;
    while folder.join("__init__.py").is_file() {
        parts.push(folder.file_name()?.to_str()?.to_owned());
        folder = folder.parent()?;
    }
    if parts[0] == "__init__" && parts.len() > 1 {
        parts.remove(0);
    }
    parts.reverse();
    parts.iter().all(|p| is_name(p)).then(|| (parts.join("."), folder.to_path_buf()))
}

/// The modules that a path stands for: a file, or all files of a folder and those in it.
pub fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_path_buf()];
    }
    let entries = std::fs::read_dir(path).map(|all| all.flatten().map(|e| e.path()).collect::<Vec<_>>()).unwrap_or_default();
    let is_hidden = |p: &Path| p.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.') || n == "__pycache__" || n == "__main__.py");
    let mut found: Vec<PathBuf> = entries.into_iter().filter(|p| !is_hidden(p) && (p.is_dir() || p.extension().is_some_and(|e| e == "py"))).collect();
    found.sort();
    found.iter().flat_map(|p| files(p)).collect()
}

