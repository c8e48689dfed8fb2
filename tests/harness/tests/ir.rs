//! The IR's text form and the passes, text in and text out.
//!
//! - `tests/ir/*.ir`: a function, the passes that run on it, and what they make of it. `PYAOT_ACCEPT=1` writes what they
//!   make now into the files.
//! - Of every program of the tree, the IR before the passes and behind them reads back as what was printed, and keeps the
//!   verifier's rules.

use std::fs;

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_ir::{FuncId, Function, Program, parse, print, verify};
use pyaot_opt::{Config, run_pass};
use pyaot_tests::programs::{self, Program as Script};
use pyaot_tests::runner;
use pyaot_tests::{pyaot, root};

/// Between what goes into the passes and what comes out.
const ARROW: &str = "=>\n";
const PASSES: &str = "; passes:";
const VERIFIER: &str = "; verifier:";

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    let mut names: Vec<String> = fs::read_dir(root().join("tests/ir"))
        .map(|entries| entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    names.retain(|name| name.ends_with(".ir"));
    names.sort();
    for name in names {
        trials.push(Trial::test(format!("file::{name}"), move || test_file(&name)));
    }
    for script in programs::all(&root()) {
        let name = script.path.clone();
        trials.push(Trial::test(format!("round_trip::{name}"), move || round_trip(&script)));
    }
    libtest_mimic::run(&args, trials).exit();
}

fn test_file(name: &str) -> Result<(), Failed> {
    let path = root().join("tests/ir").join(name);
    let text = fs::read_to_string(&path)?;
    let (input, expected) = text.split_once(ARROW).unwrap_or((&text, ""));
    let functions = parse::functions(input)?;
    if let Some(complaint) = header(input, VERIFIER) {
        let f = functions.first().ok_or("no function")?;
        return match verify::verify(f) {
            Err(e) if e.contains(complaint) => Ok(()),
            other => Err(format!("the verifier says {other:?}").into()),
        };
    }
    let passes = header(input, PASSES).ok_or("the file has no line `; passes: …`")?;
    let mut program = Program { functions, entry: Some(FuncId(0)), ..Program::default() };
    for f in &program.functions {
        verify::verify(f)?;
    }
    let config = Config { verify: true, ..Config::default() };
    for pass in passes.split_whitespace() {
        if !run_pass(&mut program, pass, &config) {
            return Err(format!("no pass is called {pass}").into());
        }
    }
    let found = text_of(&program.functions);
    if found == expected {
        return Ok(());
    }
    if std::env::var_os("PYAOT_ACCEPT").is_some() {
        fs::write(&path, format!("{input}{ARROW}{found}"))?;
        return Ok(());
    }
    Err(format!("{name}: expected\n{expected}\nbut the passes made\n{found}\nPYAOT_ACCEPT=1 accepts this").into())
}

fn header<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|l| l.strip_prefix(key)).map(str::trim)
}

fn text_of(functions: &[Function]) -> String {
    functions.iter().map(print::function).collect::<Vec<_>>().join("\n")
}

fn round_trip(script: &Script) -> Result<(), Failed> {
    for stage in ["ir", "ir-after=rc"] {
        let mut command = runner::command(pyaot()?, &root(), None)?;
        command.arg("run").arg(format!("--emit={stage}")).arg(&script.path);
        let outcome = runner::run(command)?;
        let text = String::from_utf8_lossy(&outcome.stdout).into_owned();
        let functions = parse::functions(&text).map_err(|e| format!("--emit={stage}: {e}"))?;
        let printed = text_of(&functions);
        let original: Vec<&str> = text.split("\n; f").filter_map(|part| Some(&part[part.find("\nfunction ")? + 1..])).collect();
        if original.join("\n") != printed {
            let differs = printed.lines().zip(original.iter().flat_map(|f| f.lines())).find(|(a, b)| a != b);
            return Err(format!("--emit={stage} reads back differently: {differs:?}").into());
        }
        for f in &functions {
            verify::verify(f)?;
        }
    }
    Ok(())
}
