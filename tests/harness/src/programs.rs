//! The programs that the differential test runs.

use std::fs;
use std::path::{Path, PathBuf};

/// A Python program, with what it is given when it runs.
#[derive(Debug, Clone)]
pub struct Program {
    /// Relative to the root, with forward slashes: also the name of its tests.
    pub path: String,
    /// From a first line `# args: a b c`.
    pub args: Vec<String>,
    /// The sibling `<name>.stdin`, where there is one.
    pub stdin: Option<PathBuf>,
}

/// Where programs lie. In each, `x.py` is a program and so is `x/main.py`; other files in `x` are its modules.
const FOLDERS: [&str; 5] = ["tests/run", "tests/bridge", "examples", "benchmarks/programs", "benchmarks/scenarios"];

/// All programs of the tree, in order of their paths.
pub fn all(root: &Path) -> Vec<Program> {
    FOLDERS.iter().flat_map(|folder| in_folder(root, folder)).collect()
}

/// The programs of one folder; none if there is no such folder.
pub fn in_folder(root: &Path, folder: &str) -> Vec<Program> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return Vec::new();
    };
    let mut paths: Vec<String> = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().join("main.py").is_file() {
            paths.push(format!("{folder}/{name}/main.py"));
        } else if name.ends_with(".py") {
            paths.push(format!("{folder}/{name}"));
        }
    }
    paths.sort();
    paths.into_iter().map(|path| program(root, path)).collect()
}

fn program(root: &Path, path: String) -> Program {
    let file = root.join(&path);
    let source = fs::read(&file).unwrap_or_default();
    let source = String::from_utf8_lossy(&source);
    let first_line = source.lines().next().unwrap_or("");
    let args = first_line.strip_prefix("# args:").unwrap_or("");
    let stdin = file.with_extension("stdin");
    Program {
        path,
        args: args.split_whitespace().map(str::to_owned).collect(),
        stdin: stdin.is_file().then_some(stdin),
    }
}
