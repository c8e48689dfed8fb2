//! What must hold of the tree itself. Each check names every place that breaks it.

use std::sync::OnceLock;

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::tree::{TextFile, files, rust_code};
use pyaot_tests::{programs, root};

/// Which of our crates each crate may depend on. A crate that is not here may not exist.
const ALLOWED: &[(&str, &[&str])] = &[
    ("compiler/diagnostics", &[]),
    ("compiler/syntax", &["compiler/diagnostics"]),
    ("compiler/sema", &["compiler/syntax", "compiler/diagnostics", "runtime/abi"]),
    ("compiler/ir", &["compiler/diagnostics", "runtime/abi"]),
    (
        "compiler/lower",
        &["compiler/sema", "compiler/ir", "compiler/syntax", "compiler/diagnostics", "runtime/abi"],
    ),
    ("compiler/opt", &["compiler/ir", "runtime/abi"]),
    ("compiler/codegen", &["compiler/ir", "runtime/core", "runtime/abi"]),
    (
        "compiler/driver",
        &[
            "compiler/diagnostics",
            "compiler/syntax",
            "compiler/sema",
            "compiler/ir",
            "compiler/lower",
            "compiler/opt",
            "compiler/codegen",
            "runtime/abi",
            "runtime/core",
            "runtime/array",
            "runtime/bridge",
            "runtime/lib",
        ],
    ),
    ("compiler/bench", &[]),
    ("compiler/cli", &["compiler/driver", "compiler/bench"]),
    (
        "compiler/python",
        &["compiler/cli", "compiler/driver", "runtime/abi", "runtime/core", "runtime/array", "runtime/bridge"],
    ),
    ("runtime/abi", &[]),
    ("runtime/core", &["runtime/abi"]),
    ("runtime/array", &["runtime/core", "runtime/abi"]),
    ("runtime/bridge", &["runtime/core", "runtime/array", "runtime/abi"]),
    ("runtime/lib", &["runtime/core", "runtime/array", "runtime/bridge", "runtime/abi"]),
    ("tests/harness", &["compiler/ir", "compiler/opt", "compiler/diagnostics"]),
];

/// The only crate that may name the parser library.
const PARSER: (&str, &str) = ("compiler/syntax", "rustpython");
/// A file longer than this wants splitting along its ideas.
const MOST_LINES: usize = 1000;
/// Where `unsafe` may stand.
const UNSAFE: [&str; 4] = ["runtime/", "compiler/codegen/", "compiler/driver/", "compiler/python/"];
/// How far above an `unsafe` block its `SAFETY:` comment may stand, comment lines not counted.
const SAFETY_REACH: usize = 3;
/// Spelt so that this file does not contain them.
const MACHINE_PATHS: [&str; 2] = [concat!("/ro", "ot/"), concat!("/wo", "rk/")];
const FEWEST_PROGRAMS: usize = 200;

fn main() {
    let args = Arguments::from_args();
    let trials = vec![
        Trial::test("dependencies", dependencies),
        Trial::test("parser_library_is_hidden", parser_library_is_hidden),
        Trial::test("file_lengths", file_lengths),
        Trial::test("no_ignored_tests", no_ignored_tests),
        Trial::test("unsafe_only_where_allowed", unsafe_only_where_allowed),
        Trial::test("unsafe_blocks_say_why", unsafe_blocks_say_why),
        Trial::test("no_path_of_a_machine", no_path_of_a_machine),
        Trial::test("enough_programs", enough_programs),
        Trial::test("stdin_files_have_programs", stdin_files_have_programs),
    ];
    libtest_mimic::run(&args, trials).exit();
}

fn tree() -> &'static [TextFile] {
    static FILES: OnceLock<Vec<TextFile>> = OnceLock::new();
    FILES.get_or_init(|| files(&root()))
}

fn rust_files() -> impl Iterator<Item = &'static TextFile> {
    tree().iter().filter(|file| file.path.ends_with(".rs"))
}

fn verdict(rule: &str, found: Vec<String>) -> Result<(), Failed> {
    if found.is_empty() { Ok(()) } else { Err(format!("{rule}:\n{}", found.join("\n")).into()) }
}

fn manifests() -> impl Iterator<Item = (&'static str, &'static str)> {
    tree().iter().filter_map(|file| Some((file.path.strip_suffix("/Cargo.toml")?, file.text.as_str())))
}

fn dependencies() -> Result<(), Failed> {
    let mut found = Vec::new();
    for (folder, manifest) in manifests().filter(|(_, text)| text.contains("[package]")) {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == folder) else {
            found.push(format!("{folder}: not in the table"));
            continue;
        };
        for dependency in path_dependencies(folder, manifest) {
            if !allowed.contains(&dependency.as_str()) {
                found.push(format!("{folder} depends on {dependency}"));
            }
        }
    }
    verdict("dependencies that the table in tidy.rs does not allow", found)
}

/// The folders that `path = "…"` entries of a manifest's dependency tables lead to, as paths from the root.
fn path_dependencies(folder: &str, manifest: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies
            && let Some((_, rest)) = line.split_once("path")
            && let Some(path) = rest.trim_start().strip_prefix('=').and_then(|r| r.split('"').nth(1))
        {
            out.push(resolved(folder, path));
        }
    }
    out
}

fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn parser_library_is_hidden() -> Result<(), Failed> {
    let (owner, library) = PARSER;
    let mut found = Vec::new();
    for (folder, manifest) in manifests().filter(|(folder, _)| *folder != owner) {
        if manifest.contains(library) {
            found.push(folder.to_owned());
        }
    }
    verdict("crates that name the parser library", found)
}

fn file_lengths() -> Result<(), Failed> {
    let code = tree().iter().filter(|f| f.path.ends_with(".rs") || f.path.ends_with(".py"));
    let long = code.map(|f| (f, f.text.lines().count())).filter(|(_, lines)| *lines > MOST_LINES);
    verdict("files over 1000 lines", long.map(|(f, lines)| format!("{}: {lines}", f.path)).collect())
}

fn no_ignored_tests() -> Result<(), Failed> {
    let ignored = rust_files().flat_map(|file| {
        let code = rust_code(&file.text);
        let lines: Vec<usize> =
            (1..).zip(code.lines()).filter(|(_, l)| l.contains("#[ignore")).map(|(n, _)| n).collect();
        lines.into_iter().map(|n| format!("{}:{n}", file.path))
    });
    verdict("ignored tests", ignored.collect())
}

/// Lines of the file, from 1, whose code contains the word `unsafe`, with the code from there on.
fn unsafe_lines(file: &TextFile) -> Vec<(usize, String)> {
    if !file.text.contains("unsafe") {
        return Vec::new();
    }
    let code = rust_code(&file.text);
    let lines: Vec<&str> = code.lines().collect();
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for (column, _) in line.match_indices("unsafe") {
            let before = line[..column].chars().next_back();
            let after = &line[column + "unsafe".len()..];
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            if !is_word(before) && !is_word(after.chars().next()) {
                let follows = format!("{after} {}", lines.get(at + 1).unwrap_or(&""));
                out.push((at + 1, follows.trim().to_owned()));
            }
        }
    }
    out
}

fn unsafe_only_where_allowed() -> Result<(), Failed> {
    let mut found = Vec::new();
    for file in rust_files().filter(|f| !UNSAFE.iter().any(|folder| f.path.starts_with(folder))) {
        let lines = unsafe_lines(file);
        found.extend(lines.iter().map(|(line, _)| format!("{}:{line}", file.path)));
    }
    verdict("`unsafe` outside of runtime/, compiler/codegen, compiler/driver and compiler/python", found)
}

fn unsafe_blocks_say_why() -> Result<(), Failed> {
    let mut found = Vec::new();
    for file in rust_files() {
        let lines: Vec<&str> = file.text.lines().collect();
        for (number, follows) in unsafe_lines(file) {
            if follows.starts_with('{') && !has_reason(&lines, number) {
                found.push(format!("{}:{number}", file.path));
            }
        }
    }
    verdict("unsafe blocks without a SAFETY comment in the lines above", found)
}

/// A `SAFETY:` comment on the line itself or above it, its further comment lines not counted.
fn has_reason(lines: &[&str], number: usize) -> bool {
    let mut code_lines = 0;
    for line in lines[..number].iter().rev() {
        if line.contains("SAFETY:") {
            return true;
        }
        if !line.trim_start().starts_with("//") {
            code_lines += 1;
        }
        if code_lines > SAFETY_REACH {
            return false;
        }
    }
    false
}

fn no_path_of_a_machine() -> Result<(), Failed> {
    let mut found = Vec::new();
    for file in tree() {
        for (number, line) in (1..).zip(file.text.lines()) {
            if MACHINE_PATHS.iter().any(|path| line.contains(path)) {
                found.push(format!("{}:{number}", file.path));
            }
        }
    }
    verdict("paths of a machine", found)
}

fn enough_programs() -> Result<(), Failed> {
    let count = programs::in_folder(&root(), "tests/run").len();
    if count >= FEWEST_PROGRAMS { Ok(()) } else { Err(format!("only {count} programs in tests/run").into()) }
}

fn stdin_files_have_programs() -> Result<(), Failed> {
    let orphans = tree().iter().filter(|f| f.path.ends_with(".stdin"));
    let orphans = orphans.filter(|f| !root().join(f.path.replace(".stdin", ".py")).is_file());
    verdict("standard input of no program", orphans.map(|f| f.path.clone()).collect())
}
