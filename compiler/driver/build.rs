//! Makes the table of the standard library's shims, with their texts, so that the compiler works wherever it lies.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "src/statements.rs"]
mod statements;

/// From this crate's folder.
const SHIMS: &str = "../../stdlib-shims";

fn main() {
    // The natives' links are found by the ends of their section, which linkers may else think unused.
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os != "macos") {
        println!("cargo::rustc-link-arg=-Wl,-z,nostart-stop-gc");
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut paths = Vec::new();
    walk(&Path::new(&root).join(SHIMS), "", &mut paths);
    let mut modules: Vec<(String, &str, bool)> = paths.iter().map(|path| named(path)).collect();
    modules.sort();

    let mut rows = String::new();
    for (module, path, is_package) in &modules {
        let text = fs::read_to_string(Path::new(&root).join(SHIMS).join(path)).expect("a readable shim");
        let statements = statements::starts(&text);
        writeln!(
            rows,
            "    Shim {{ module: {module:?}, path: {path:?}, is_package: {is_package}, \
             text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{SHIMS}/{path}\")), statements: &{statements:?} }},"
        )
        .expect("writing to a string");
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("shims.rs");
    fs::write(out, format!("/// Sorted by name.\npub static SHIMS: &[Shim] = &[\n{rows}];\n")).expect("write shims.rs");
}

/// The module in a file, with the file's path, and whether it is a package.
fn named(path: &str) -> (String, &str, bool) {
    let stem = path.strip_suffix(".py").expect("walk takes no other files");
    let package = stem.strip_suffix("/__init__");
    (package.unwrap_or(stem).replace('/', "."), path, package.is_some())
}

/// Paths of the Python files below `dir`, relative to the shims' root, with forward slashes.
fn walk(dir: &Path, prefix: &str, out: &mut Vec<String>) {
    println!("cargo::rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir).expect("a readable folder of shims") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().into_string().expect("names of shims are UTF-8");
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            if name != "__pycache__" {
                walk(&entry.path(), &format!("{path}/"), out);
            }
        } else if name.ends_with(".py") {
            out.push(path);
        }
    }
}
