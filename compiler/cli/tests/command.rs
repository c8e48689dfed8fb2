//! The command as users and scripts meet it: arguments, exit codes, messages.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn pyaot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pyaot"));
    command.current_dir(folder).stdin(Stdio::null()).env_remove("NO_COLOR").env_remove("PYAOT_RUNTIME_LIB");
    command.env("PYAOT_CACHE", "0");
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

/// Runs with a cache of its own; the second result says whether the code came from there.
#[cfg(target_os = "linux")]
fn run_cached(dir: &TempDir, args: &[&str]) -> (Output, bool) {
    let cache = dir.path().join("cache");
    let mut command = pyaot(dir.path());
    let output = command.env("PYAOT_CACHE", "1").env("PYAOT_CACHE_DIR", cache).arg("-v").args(args).output().unwrap();
    let is_hit = !err(&output).contains("codegen");
    (output, is_hit)
}

#[cfg(target_os = "linux")]
fn entries(dir: &TempDir) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(dir.path().join("cache")).unwrap().map(|e| e.unwrap().path()).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn code_is_kept_until_something_changes() {
    const MAIN: &str = "import sys\nimport m\ndef f(n):\n    return m.g(n) ** 30\nprint(f(int(sys.argv[1])), m.NAME)\nm.fail([])\n";
    const MODULE: &str = "NAME = 'first'\ndef g(n):\n    return n + 1\ndef fail(x):\n    return x[0]\n";
    let dir = folder(&[("a.py", MAIN), ("m.py", MODULE)]);
    let both = |args: &[&str], want: &str| {
        for is_second in [false, true] {
            let (output, is_hit) = run_cached(&dir, args);
            ends(&output, 1);
            assert_eq!((out(&output).as_str(), is_hit), (want, is_second), "{}", err(&output));
            let traceback = err(&output);
            assert!(traceback.contains("m.fail([])") && traceback.contains("IndexError: list index out of range"), "{traceback}");
        }
    };
    both(&["run", "a.py", "1"], "1073741824 first\n");
    // Code that was not called at first, the slow twin, is there as well.
    let (output, is_hit) = run_cached(&dir, &["run", "a.py", "9999999999999"]);
    assert_eq!((out(&output), is_hit), (format!("1{} first\n", "0".repeat(390)), true));
    // A module that changes, and one that hides another.
    std::fs::write(dir.path().join("m.py"), MODULE.replace("first", "other")).unwrap();
    both(&["run", "a.py", "1"], "1073741824 other\n");
    std::fs::create_dir(dir.path().join("m")).unwrap();
    std::fs::write(dir.path().join("m/__init__.py"), MODULE.replace("first", "package")).unwrap();
    both(&["run", "a.py", "1"], "1073741824 package\n");
    // Other options, and another name, are other programs.
    assert!(!run_cached(&dir, &["run", "--debug", "a.py", "1"]).1);
    assert!(!run_cached(&dir, &["run", "./a.py", "1"]).1);
    assert!(run_cached(&dir, &["run", "a.py", "1"]).1);
    // Off.
    ends(&run(&dir, &["run", "a.py", "1"]), 1);
    assert!(err(&run(&dir, &["-v", "run", "a.py", "1"])).contains("codegen"));
}

#[test]
#[cfg(target_os = "linux")]
fn damaged_entries_are_made_anew() {
    let dir = folder(&[("a.py", "def f(x):\n    return x * 3 ** 50\nprint(f(2), f(1.5))\n")]);
    let (first, _) = run_cached(&dir, &["run", "a.py"]);
    let entry = entries(&dir).remove(0);
    let good = std::fs::read(&entry).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bad in [flipped, good[..good.len() / 2].to_vec(), Vec::new(), vec![0; good.len()]] {
        std::fs::write(&entry, bad).unwrap();
        let (output, is_hit) = run_cached(&dir, &["run", "a.py"]);
        assert_eq!((output.status.code(), out(&output), is_hit), (Some(0), out(&first), false));
        assert_eq!(std::fs::read(&entry).unwrap(), good);
    }
    assert!(run_cached(&dir, &["run", "a.py"]).1);
}

#[test]
#[cfg(target_os = "linux")]
fn files_may_not_grow() {
    let dir = folder(&[("a.py", "try:\n    with open('out', 'wb') as f:\n        f.write(bytes(100000))\nexcept OSError as e:\n    print(e)\n")]);
    let command = format!("ulimit -f 8; exec {} run a.py", env!("CARGO_BIN_EXE_pyaot"));
    let cache = dir.path().join("cache");
    let output = Command::new("sh").args(["-c", &command]).current_dir(dir.path()).env("PYAOT_CACHE_DIR", &cache).env_remove("PYAOT_CACHE").output().unwrap();
    assert_eq!((output.status.code(), out(&output)), (Some(0), "[Errno 27] File too large\n".to_owned()));
    assert_eq!(std::fs::read_dir(cache).map_or(0, Iterator::count), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn warnings_come_from_the_cache_too() {
    let dir = folder(&[("a.py", "import json\nprint(json.dumps([1]))\n")]);
    let warning = |o: &Output| err(o).lines().take_while(|l| !l.contains(" ms")).map(str::to_owned).collect::<Vec<_>>();
    let (first, is_hit) = run_cached(&dir, &["run", "a.py"]);
    assert!(!is_hit && err(&first).contains("E0206"), "{}", err(&first));
    let (second, is_hit) = run_cached(&dir, &["run", "a.py"]);
    assert!(is_hit);
    assert_eq!((out(&second), warning(&second)), (out(&first), warning(&first)));
}

#[test]
#[cfg(target_os = "linux")]
fn processes_share_the_cache() {
    let dir = folder(&[("a.py", "def f(n):\n    return sum(i * i for i in range(n))\nprint(f(1000))\n")]);
    std::thread::scope(|s| {
        let all: Vec<_> = (0..6).map(|_| s.spawn(|| run_cached(&dir, &["run", "a.py"]).0)).collect();
        for output in all {
            assert_eq!(out(&output.join().unwrap()), "332833500\n");
        }
    });
    assert!(run_cached(&dir, &["run", "a.py"]).1);
    assert_eq!(entries(&dir).len(), 1);
    let command = |args: &[&str]| out(&pyaot(dir.path()).env("PYAOT_CACHE_DIR", dir.path().join("cache")).args(args).output().unwrap());
    assert!(command(&["cache"]).contains("1 entries"));
    assert_eq!(command(&["cache", "dir"]), format!("{}\n", dir.path().join("cache").display()));
    assert_eq!(command(&["cache", "clear"]), "1 entries removed\n");
    assert_eq!(entries(&dir).len(), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_others_may_write_to_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("a.py", "print(1)\n"), ("cache/x", "")]);
    std::fs::set_permissions(dir.path().join("cache"), std::fs::Permissions::from_mode(0o777)).unwrap();
    for _ in 0..2 {
        assert!(!run_cached(&dir, &["run", "a.py"]).1);
    }
    assert_eq!(entries(&dir).len(), 1);
}
