//! Which programs to measure, with which arguments, and the native equivalents that lie beside them.

use std::path::{Path, PathBuf};

use crate::Config;

/// One Python program of the suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    pub name: String,
    pub path: PathBuf,
    /// What it is run with, from its first line `# bench-args: …`: sizes that take CPython about two seconds, while a
    /// program without arguments is quick.
    pub arguments: Vec<String>,
    /// The equivalent in Rust, which takes the same arguments.
    pub rust: Option<PathBuf>,
}

/// Fills in where the suite lies: `benchmarks/` in the current directory or above it, or above the executable.
pub fn with_benchmarks_directory(config: &Config) -> Config {
    let mut config = config.clone();
    if config.benchmarks.is_none() {
        let here = std::env::current_dir().unwrap_or_default();
        let starts = [here.as_path(), config.pyaot.as_path()];
        config.benchmarks = starts
            .iter()
            .flat_map(|start| start.ancestors())
            .map(|directory| directory.join("benchmarks"))
            .find(|candidate| candidate.join("programs").is_dir());
    }
    config
}

/// The programs that the command line names, or all, sorted by name.
pub fn collect(config: &Config) -> Result<Vec<Program>, String> {
    let mut found = if config.programs.is_empty() {
        all(config)?
    } else {
        config
            .programs
            .iter()
            .map(|name| named(config, name))
            .collect::<Result<Vec<_>, _>>()?
    };
    if let Some(part) = &config.filter {
        found.retain(|program| program.name.contains(part.as_str()));
    }
    if found.is_empty() {
        return Err("no benchmark program has such a name".to_owned());
    }
    Ok(found)
}

fn program(config: &Config, path: PathBuf) -> Program {
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    // A file that cannot be read fails when it is run, with the reason.
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let rust = config
        .benchmarks
        .as_ref()
        .map(|root| root.join("rust").join(format!("{name}.rs")))
        .filter(|path| path.is_file());
    Program {
        name,
        path,
        arguments: bench_arguments(&text),
        rust,
    }
}

fn bench_arguments(source: &str) -> Vec<String> {
    let first = source.lines().next().unwrap_or("");
    match first.strip_prefix("# bench-args:") {
        Some(rest) => rest.split_whitespace().map(str::to_owned).collect(),
        None => Vec::new(),
    }
}

fn all(config: &Config) -> Result<Vec<Program>, String> {
    let Some(root) = &config.benchmarks else {
        return Err(
            "no benchmarks/programs directory here or above; name the programs to run".to_owned(),
        );
    };
    let paths = python_files(&root.join("programs"))?;
    Ok(paths
        .into_iter()
        .map(|path| program(config, path))
        .collect())
}

/// The Python files of a directory, sorted by name.
pub fn python_files(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(directory)
        .map_err(|e| format!("cannot read {}: {e}", directory.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "py"));
    paths.sort();
    Ok(paths)
}

/// What a file's head says under a key: the text behind `# key:`, in the comment lines with which the file begins.
pub fn head(source: &str, key: &str) -> Option<String> {
    source
        .lines()
        .map_while(|line| line.strip_prefix("# "))
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| *name == key)
        .map(|(_, value)| value.trim().to_owned())
}

/// The names of the parameters of a function at the file's top level; `None` if there is no such function.
pub fn parameters(source: &str, function: &str) -> Option<Vec<String>> {
    let start = format!("def {function}(");
    let line = source.lines().find(|line| line.starts_with(&start))?;
    let inside = line[start.len()..].split(')').next().unwrap_or_default();
    let names = inside.split(',').map(str::trim).filter(|name| !name.is_empty());
    Some(names.map(str::to_owned).collect())
}

fn named(config: &Config, name: &str) -> Result<Program, String> {
    let path = PathBuf::from(name);
    if path.is_file() {
        return Ok(program(config, path));
    }
    let in_suite = config
        .benchmarks
        .as_ref()
        .map(|root| root.join("programs").join(format!("{name}.py")));
    match in_suite {
        Some(path) if path.is_file() => Ok(program(config, path)),
        _ => Err(format!("no file and no benchmark program is called {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_from_the_first_line() {
        assert_eq!(
            bench_arguments("# bench-args: 40 7\nprint(1)"),
            ["40", "7"]
        );
        assert!(bench_arguments("print(1)").is_empty());
    }
}
