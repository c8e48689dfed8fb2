//! `pyaot check` over the files of `tests/check`, whose comments say which errors it must print, and over broken
//! input that is made here: every one ends in a message and exit code 1, never in a crash.

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use pyaot_tests::expectations::{expected, mismatch, printed};
use pyaot_tests::runner::{self, End};
use pyaot_tests::{pyaot, root};

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    let folder = root().join("tests/check");
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    names.retain(|name| name.ends_with(".py"));
    names.sort();
    for name in names {
        trials.push(Trial::test(format!("check::{name}"), move || test_file(&format!("tests/check/{name}"))));
    }
    for made in made_up() {
        trials.push(Trial::test(format!("made::{}", made.name), move || test_made(&made)));
    }
    trials.push(Trial::test("made::directory", || fails_with_code(Path::new("tests/check"), "E0004")));
    trials.push(Trial::test("made::no_such_file", || {
        fails_with_code(Path::new("tests/no_such_file.py"), "E0004")
    }));
    libtest_mimic::run(&args, trials).exit();
}

const WITH_CPYTHON: &[u8] = b"# With CPython";

/// Exit code and everything printed by `pyaot check`. Files that begin with [`WITH_CPYTHON`] may leave modules to it.
fn check(path: &Path) -> Result<(i32, String), Failed> {
    let mut command = runner::command(pyaot()?, &root(), None)?;
    let with_cpython = fs::read(root().join(path)).is_ok_and(|text| text.starts_with(WITH_CPYTHON));
    if !with_cpython {
        command.arg("--native-only");
    }
    command.arg("check").arg(path);
    let outcome = runner::run(command)?;
    let text = String::from_utf8_lossy(&[outcome.stderr, outcome.stdout].concat()).into_owned();
    if text.contains("panicked at") {
        return Err(format!("the compiler panicked:\n{text}").into());
    }
    match outcome.end {
        End::Code(code) => Ok((code, text)),
        end => Err(format!("{end}\n{text}").into()),
    }
}

fn test_file(path: &str) -> Result<(), Failed> {
    let bytes = fs::read(root().join(path))?;
    let expected = expected(&String::from_utf8_lossy(&bytes));
    let (code, text) = check(Path::new(path))?;
    if let Some(report) = mismatch(&expected, &printed(&text)) {
        return Err(format!("{report}`pyaot check {path}` printed:\n{text}").into());
    }
    let want = i32::from(expected.iter().any(|e| e.is_error));
    if code != want {
        return Err(format!("exit code {code}, expected {want}\n{text}").into());
    }
    Ok(())
}

/// Input too large or too odd to be kept as a file.
struct Made {
    name: &'static str,
    source: Vec<u8>,
    /// The code of the error, or none for a file that is valid.
    code: Option<&'static str>,
}

fn made_up() -> Vec<Made> {
    let made = |name, source: String, code| Made { name, source: source.into_bytes(), code };
    let nested = |open: &str, close: &str, depth: usize| {
        format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth))
    };
    let blocks = |depth: usize| -> String {
        let headers: String = (0..depth).map(|i| format!("{}if 1:\n", " ".repeat(i))).collect();
        format!("{headers}{}pass\n", " ".repeat(depth))
    };
    vec![
        made("parentheses_100", nested("(", ")", 100), None),
        made("parentheses_10000", nested("(", ")", 10_000), Some("E0003")),
        made("lists_10000", nested("[", "]", 10_000), Some("E0003")),
        made("unclosed_10000", format!("x = {}\n", "(".repeat(10_000)), Some("E0003")),
        made("not_10000", format!("x = {}1\n", "not ".repeat(10_000)), None),
        made("minus_100000", format!("x = {}1\n", "-".repeat(100_000)), Some("E0003")),
        made("calls_10000", nested("f(", ")", 10_000), Some("E0003")),
        made("lambda_10000", format!("x = {}1\n", "lambda: ".repeat(10_000)), Some("E0003")),
        made("blocks_90", blocks(90), None),
        made("blocks_5000", blocks(5_000), Some("E0003")),
        made("sum_5000", format!("x = 1{}\n", " + 1".repeat(5_000)), None),
        made("attributes_100000", format!("x = 1\ny = x{}\n", ".a".repeat(100_000)), Some("E0003")),
        made("string_1_mb", format!("x = '{}'\nprint(len(x))\n", "a".repeat(1 << 20)), None),
        made("string_1_mb_unterminated", format!("x = '{}\n", "a".repeat(1 << 20)), Some("E0001")),
        made("int_1_mb", format!("x = {}\n", "9".repeat(1 << 20)), Some("E0005")),
        made("hex_100_kb", format!("x = 0x{}\n", "f".repeat(100_000)), None),
        made("list_100000", format!("x = [{}]\n", "1, ".repeat(100_000)), None),
        made("one_line_comment_1_mb", format!("# {}\n", "é".repeat(1 << 19)), None),
        made("name_100_kb", format!("{} = 1\n", "n".repeat(100_000)), None),
        made("null_byte", "x = 1\0\n".to_owned(), Some("E0001")),
        made("only_spaces", "   \n\t\n\n".to_owned(), None),
        made("no_line_feed", "print(1)".to_owned(), None),
        made("carriage_returns", "x = 1\r\nif x:\r\n    print(x)\r\n".to_owned(), None),
        made("form_feed", "x = 1\n\x0cy = 2\n".to_owned(), None),
        made("backslash_at_end", "x = 1 \\".to_owned(), Some("E0001")),
        made("many_errors", "x = = 1\n".repeat(1_000), Some("E0001")),
        Made { name: "utf16", source: b"\xff\xfex\0=\x001\0\n\0".to_vec(), code: Some("E0002") },
        Made { name: "random_bytes", source: random_bytes(5_000), code: Some("E0002") },
        Made { name: "truncated_utf8", source: b"x = '\xe2\x82".to_vec(), code: Some("E0002") },
        Made { name: "surrogate_in_utf8", source: b"x = '\xed\xa0\x80'\n".to_vec(), code: Some("E0002") },
    ]
}

fn random_bytes(count: usize) -> Vec<u8> {
    let mut state = 12345u64;
    let step = |_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 56) as u8 | 0x80
    };
    (0..count).map(step).collect()
}

fn test_made(made: &Made) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("made.py");
    fs::write(&path, &made.source)?;
    match made.code {
        Some(code) => fails_with_code(&path, code),
        None => match check(&path)? {
            (0, _) => Ok(()),
            (code, text) => Err(format!("exit code {code} for a valid file\n{}", beginning(&text)).into()),
        },
    }
}

fn fails_with_code(path: &Path, code: &str) -> Result<(), Failed> {
    let (end, text) = check(path)?;
    let errors = printed(&text);
    if end != 1 || !errors.iter().any(|e| e.code == code) {
        return Err(format!("exit code {end}, expected 1 and {code}\n{}", beginning(&text)).into());
    }
    if text.len() > 200_000 {
        return Err(format!("{} bytes of output are no clear message", text.len()).into());
    }
    Ok(())
}

fn beginning(text: &str) -> String {
    text.chars().take(2_000).collect()
}
