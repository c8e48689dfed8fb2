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

use std::path::Path;

use pyaot_bridge::errors::OWN_FILE;
use pyaot_diagnostics::{Code, Diagnostic};
use pyaot_syntax::parse_module;

use crate::input::{Input, Text, add_source, read_file};
use crate::session::Session;

/// A module that is to become an extension.
pub struct Extension {
    /// As it is imported.
    pub name: String,
    pub input: Input,
    /// The stub file's text.
    pub stub: String,
}

/// Reads a module. `None`: it has errors, which are among the session's diagnostics.
pub fn read(s: &mut Session, path: &Path) -> Option<Extension> {
    let shown = path.display().to_string();
    let mut fail = |d: Diagnostic| s.diagnostics.push(d);
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if !is_name || name.is_empty() || path.extension().is_none_or(|e| e != "py") {
        fail(Diagnostic::error(Code::E0004, None, format!("{shown} is no module: its name must be one of Python's, with `.py`")));
        return None;
    }
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
    let main = Text { module: "__main__".to_owned(), file: OWN_FILE.to_owned(), text: entries::program(&name, &tree) };
    let stub = stub::stub(&tree, &source);
    let finals = hints::finals(&tree).into_iter().map(|n| (name.clone(), n)).collect();
    Some(Extension { name, input: Input::Around { main, path: path.to_path_buf(), finals }, stub })
}

