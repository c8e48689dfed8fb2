//! The command as users and scripts meet it: arguments, exit codes, messages.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn pyaot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pyaot"));
    command.current_dir(folder).stdin(Stdio::null()).env_remove("NO_COLOR").env_remove("PYAOT_RUNTIME_LIB");
    command
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "stdout: {}\nstderr: {}", out(output), err(output));
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn run(folder: &TempDir, args: &[&str]) -> Output {
    pyaot(folder.path()).args(args).output().unwrap()
}

#[test]
fn version_and_help() {
    let dir = folder(&[]);
    let version = run(&dir, &["--version"]);
    ends(&version, 0);
    assert_eq!(out(&version), format!("pyaot {}\n", env!("CARGO_PKG_VERSION")));
    let help = run(&dir, &["--help"]);
    ends(&help, 0);
    for command in ["run", "build", "check", "bench", "profile", "advise", "explain"] {
        assert!(out(&help).contains(command), "{command}");
    }
}

#[test]
fn wrong_usage_is_2() {
    let dir = folder(&[("a.py", "")]);
    for args in [
        &[][..],
        &["no-such-command"],
        &["run"],
        &["run", "--no-such-option", "a.py"],
        &["run", "--emit=llvm", "a.py"],
        &["run", "--emit=ir-after=no_such_pass", "a.py"],
        &["build", "a.py", "--release", "--debug"],
        &["check"],
        &["explain", "E9999"],
    ] {
        ends(&run(&dir, args), 2);
    }
}

#[test]
fn arguments_behind_the_script_are_the_scripts() {
    let dir = folder(&[("a.py", "import sys\nprint(sys.argv)\n")]);
    let result = run(&dir, &["run", "a.py", "-v", "--emit=ast", "--", "x", "--color=never", "--help"]);
    ends(&result, 0);
    assert_eq!(out(&result), "['a.py', '-v', '--emit=ast', '--', 'x', '--color=never', '--help']\n");
    assert_eq!(err(&result), "");
}

#[test]
fn program_from_stdin() {
    let dir = folder(&[("helper.py", "def f():\n    return 'helped'\n")]);
    let mut child = pyaot(dir.path())
        .args(["run", "-", "x"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"import sys, helper\nprint(sys.argv, helper.f())\n1 / 0\n").unwrap();
    let result = child.wait_with_output().unwrap();
    ends(&result, 1);
    assert_eq!(out(&result), "['-', 'x'] helped\n");
    assert!(err(&result).contains("File \"<stdin>\", line 3, in <module>"), "{}", err(&result));
}

#[test]
fn exit_codes_are_the_programs() {
    let dir = folder(&[("a.py", "import sys\nprint('out')\nsys.exit(7)\n"), ("b.py", "raise KeyError('k')\n")]);
    let result = run(&dir, &["run", "a.py"]);
    ends(&result, 7);
    assert_eq!(out(&result), "out\n");
    let result = run(&dir, &["run", "b.py"]);
    ends(&result, 1);
    assert!(err(&result).ends_with("KeyError: 'k'\n"), "{}", err(&result));
}

#[test]
fn file_names_in_tracebacks() {
    let dir = folder(&[("d/main.py", "import lib\nlib.f()\n"), ("d/lib.py", "def f():\n    raise ValueError(1)\n")]);
    let result = run(&dir, &["run", "d/../d/main.py"]);
    ends(&result, 1);
    let real = dir.path().canonicalize().unwrap();
    let text = err(&result);
    assert!(text.contains(&format!("File \"{}/d/../d/main.py\", line 2, in <module>", real.display())), "{text}");
    assert!(text.contains(&format!("File \"{}/d/lib.py\", line 2, in f", real.display())), "{text}");
}

#[test]
fn errors_are_shown_with_their_place() {
    let dir = folder(&[("a.py", "x = 1\nif x\n    pass\n")]);
    for command in ["run", "build", "check"] {
        let result = run(&dir, &[command, "a.py"]);
        ends(&result, 1);
        let text = err(&result);
        assert!(text.starts_with("error[E0001]: "), "{text}");
        assert!(text.contains("a.py:2:") && text.contains("^"), "{text}");
        assert!(!text.contains('\x1b'), "{text}");
        assert_eq!(out(&result), "");
    }
    let coloured = run(&dir, &["check", "--color=always", "a.py"]);
    assert!(err(&coloured).contains("\x1b["));
}

#[test]
fn check_looks_at_every_file() {
    let dir = folder(&[("a.py", "x = = 1\n"), ("b.py", "print('never run')\n"), ("c.py", "import no_such\n")]);
    let result = run(&dir, &["--native-only", "check", "a.py", "b.py", "c.py", "d.py"]);
    ends(&result, 1);
    let text = err(&result);
    for code in ["E0001", "E0101", "E0004"] {
        assert!(text.contains(code), "{code} in {text}");
    }
    assert_eq!(out(&result), "");
    ends(&run(&dir, &["check", "b.py"]), 0);
}

#[test]
fn unreadable_scripts() {
    let dir = folder(&[("d/x.py", "")]);
    let result = run(&dir, &["run", "d"]);
    ends(&result, 1);
    assert!(err(&result).contains("error[E0004]: cannot read d: it is a directory"), "{}", err(&result));
    let result = run(&dir, &["run", "x.py"]);
    ends(&result, 1);
    assert!(err(&result).contains("cannot read x.py: no such file"), "{}", err(&result));
}

#[test]
fn errors_in_imported_modules() {
    let dir = folder(&[("a.py", "import b\n"), ("b.py", "def f(:\n    pass\n")]);
    let result = run(&dir, &["run", "a.py"]);
    ends(&result, 1);
    assert!(err(&result).contains("b.py:1:"), "{}", err(&result));
    assert!(!err(&result).contains("E0101"), "{}", err(&result));
}

#[test]
fn stages_as_text() {
    let dir = folder(&[("a.py", "def f(x):\n    return x + 1\n\nprint(f(1))\n")]);
    for (stage, word) in [
        ("ast", "FunctionDef"),
        ("hir", "LoadBuiltin"),
        ("types", "int"),
        ("ir", "function"),
        ("ir-after=rc", "function"),
        ("clif", "function"),
        ("asm", "ret"),
    ] {
        for command in ["run", "build"] {
            let result = run(&dir, &[command, &format!("--emit={stage}"), "a.py"]);
            ends(&result, 0);
            assert!(out(&result).contains(word), "{stage}: {}", out(&result));
        }
    }
    assert!(!dir.path().join("a").exists());
}

#[test]
fn verbose_shows_the_stages() {
    let dir = folder(&[("a.py", "import heapq\nprint(1)\n")]);
    let result = run(&dir, &["-v", "run", "a.py"]);
    ends(&result, 0);
    assert_eq!(out(&result), "1\n");
    let text = err(&result);
    let places: Vec<usize> =
        ["parse", "build", "infer", "lower", "optimise", "codegen", "total"].iter().map(|s| text.find(s).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn explanations() {
    let dir = folder(&[]);
    for code in ["E0101", "e101", "101"] {
        let result = run(&dir, &["explain", code]);
        ends(&result, 0);
        assert!(out(&result).starts_with("# E0101: "));
    }
}

#[test]
fn no_c_compiler() {
    let dir = folder(&[("a.py", "print(1)\n"), ("libpyaot_rt.a", "")]);
    let result = pyaot(dir.path())
        .args(["build", "a.py"])
        .env("CC", "no-such-compiler")
        .env("PYAOT_RUNTIME_LIB", dir.path())
        .output()
        .unwrap();
    ends(&result, 1);
    assert!(err(&result).starts_with("error: cannot find the C compiler `no-such-compiler`"), "{}", err(&result));
    assert!(!dir.path().join("a").exists());
    assert!(std::fs::read_dir(dir.path()).unwrap().count() == 2, "the scratch folder stayed");
}

#[test]
fn no_runtime_library() {
    let dir = folder(&[("a.py", "print(1)\n")]);
    let result = pyaot(dir.path()).args(["build", "a.py"]).env("PYAOT_RUNTIME_LIB", "no/such.a").output().unwrap();
    ends(&result, 1);
    assert!(err(&result).contains("PYAOT_RUNTIME_LIB names no/such.a"), "{}", err(&result));
}

#[test]
fn the_script_is_not_overwritten() {
    let dir = folder(&[("app", "print(1)\n")]);
    let result = run(&dir, &["build", "app"]);
    ends(&result, 1);
    assert_eq!(std::fs::read_to_string(dir.path().join("app")).unwrap(), "print(1)\n");
}

/// Two functions, one of which does nearly all the work: in lines 10 to 13.
const UNEVEN: &str = "\
import sys

def little(n):
    s = 0
    for i in range(n):
        s += i
    return s

def much(n):
    s = 0
    for i in range(n):
        for j in range(1000):
            s = (s * 31 + j) % 1000003
    return s

print(little(1000), much(int(sys.argv[1])))
sys.exit(5)
";

#[test]
fn a_profiled_program_is_the_same_program() {
    let dir = folder(&[("a.py", UNEVEN), ("b.py", "print('out')\nraise KeyError('k')\n"), ("c.py", "if x\n")]);
    for (args, code) in [(&["a.py", "10"][..], 5), (&["b.py"], 1), (&["c.py"], 1)] {
        let plain = run(&dir, &[&["run"], args].concat());
        let profiled = run(&dir, &[&["profile"], args].concat());
        ends(&plain, code);
        ends(&profiled, code);
        assert_eq!(out(&plain), out(&profiled));
        assert!(err(&profiled).starts_with(&err(&plain)), "{}", err(&profiled));
    }
    ends(&run(&dir, &["profile"]), 2);
    ends(&run(&dir, &["profile", "--no-such-option", "a.py"]), 2);
}

#[test]
#[cfg(target_os = "linux")]
fn profiles_find_the_hot_loop() {
    let dir = folder(&[("a.py", UNEVEN)]);
    let result = run(&dir, &["profile", "--json", "p.json", "a.py", "30000"]);
    ends(&result, 5);
    assert_eq!(err(&result), "");
    let text = std::fs::read_to_string(dir.path().join("p.json")).unwrap();
    let profile: serde_json::Value = serde_json::from_str(&text).unwrap();
    let hottest = &profile["lines"][0];
    assert!(hottest["line"].as_u64().is_some_and(|n| (10..=13).contains(&n)), "{text}");
    assert_eq!(hottest["file"], "a.py", "{text}");
    assert_eq!(profile["functions"][0]["function"], "much", "{text}");
    let (compiled, total) = (hottest["compiled"].as_f64().unwrap(), hottest["total"].as_f64().unwrap());
    assert!(compiled > total / 2.0, "{text}");
    // People get tables.
    let tables = err(&run(&dir, &["profile", "a.py", "30000"]));
    assert!(tables.contains("s = (s * 31 + j) % 1000003"), "{tables}");
}
