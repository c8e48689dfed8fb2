//! Tests as data: what the parser says about the files next to this one. `UPDATE_EXPECT=1` writes the expectations.
//!
//! The expectations were compared with CPython 3.13's messages and trees when they were written.

use std::fs;
use std::path::{Path, PathBuf};

use pyaot_diagnostics::{Code, SourceMap, render_all};
use pyaot_syntax::{decode_source, dump, dump_with_spans, parse_module};

fn files(dir: &str, extension: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(dir);
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == extension));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn check(path: &Path, actual: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, actual).unwrap();
        return;
    }
    let at = expected.lines().zip(actual.lines()).position(|(e, a)| e != a);
    let at = at.unwrap_or(expected.lines().count().min(actual.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    panic!(
        "{}:{}:\n  expected: {}\n  actual:   {}\naccept with UPDATE_EXPECT=1 cargo test -p pyaot-syntax",
        path.display(),
        at + 1,
        line(&expected),
        line(actual)
    );
}

/// `line:column: code message` of each error, as CPython counts.
fn errors_of(source: &str) -> Vec<String> {
    let mut sources = SourceMap::new();
    let file = sources.add("test.py", source.to_owned());
    let (_, diagnostics) = parse_module(file, sources.text(file));
    assert!(diagnostics.is_empty() || !render_all(&sources, &diagnostics, false).is_empty());
    let text = |d: &pyaot_diagnostics::Diagnostic| {
        let (line, column) = sources.location(d.span.expect("a syntax error has a place"));
        format!("{line}:{}: {} {}", column + 1, d.code, d.message)
    };
    diagnostics.iter().map(text).collect()
}

/// Cases are divided by `-----`; after each come its errors.
#[test]
fn errors() {
    for path in files("errors", "txt") {
        let text = fs::read_to_string(&path).unwrap();
        let cases = text.split("-----\n").map(|case| {
            let (sources, _): (Vec<&str>, Vec<&str>) = case.lines().partition(|l| !l.starts_with("=> "));
            let source = sources.join("\n") + "\n";
            let mut found: Vec<String> = errors_of(&source).iter().map(|e| format!("=> {e}\n")).collect();
            if found.is_empty() {
                found.push("=> fine\n".to_owned());
            }
            source + &found.concat()
        });
        check(&path, &cases.collect::<Vec<String>>().join("-----\n"));
    }
}

#[test]
fn trees() {
    for path in files("trees", "py") {
        let source = fs::read_to_string(&path).unwrap();
        let mut sources = SourceMap::new();
        let file = sources.add("test.py", source);
        let (module, diagnostics) = parse_module(file, sources.text(file));
        assert!(diagnostics.is_empty(), "{}", render_all(&sources, &diagnostics, false));
        check(&path.with_extension("ast"), &dump_with_spans(&module));
    }
}

#[test]
fn line_ends_and_marks() {
    let unix = "if x:\n\ty = '''a\nb'''\n";
    let tree = |source: &str| {
        let (module, diagnostics) = parse_module(pyaot_diagnostics::FileId(0), source);
        assert!(diagnostics.is_empty(), "{source:?}: {diagnostics:?}");
        dump(&module)
    };
    for other in [unix.replace('\n', "\r\n"), unix.replace('\n', "\r"), format!("\u{feff}{unix}"), format!("\x0c{unix}")]
    {
        assert_eq!(tree(unix), tree(&other), "{other:?}");
    }
    assert_eq!(tree("x = \\\n  1 # end"), tree("x = 1"));
    assert_eq!(tree(""), "Module()\n");
}

#[test]
fn decoding() {
    let ok = |bytes: &[u8]| decode_source(bytes).unwrap();
    let bad = |bytes: &[u8]| decode_source(bytes).unwrap_err().message;
    assert_eq!(ok(b"\xef\xbb\xbfx = '\xc3\xa9'"), "x = 'é'");
    assert_eq!(ok(b"#!/bin/sh\n# -*- coding: latin-1 -*-\n'\xe9'").lines().last(), Some("'é'"));
    assert_eq!(ok(b"x\n\n# coding: koi8-r"), "x\n\n# coding: koi8-r");
    assert_eq!(bad(b"# vim: set fileencoding=foo :"), "unknown encoding: foo");
    let codec = "(unicode error) 'utf-8' codec can't decode";
    assert_eq!(bad(b"'\xff'"), format!("{codec} byte 0xff in position 1: invalid start byte"));
    assert_eq!(bad(b"'\xc3'"), format!("{codec} byte 0xc3 in position 1: invalid continuation byte"));
    assert_eq!(bad(b"'\xe2\x82'"), format!("{codec} bytes in position 1-2: invalid continuation byte"));
    assert_eq!(bad(b"\xe2\x82"), format!("{codec} bytes in position 0-1: unexpected end of data"));
}

/// Deep trees parse, are checked, dumped and dropped; deeper ones are refused; nothing overflows the stack.
#[test]
fn deep() {
    let chains = [
        "-".repeat(10_000) + "1",
        "not ".repeat(10_000) + "1",
        "a".to_owned() + &".b".repeat(10_000),
        vec!["1"; 10_000].join("+"),
        vec!["2"; 10_000].join("**"),
        "f".to_owned() + &"(1)".repeat(10_000),
        "1 if a else ".repeat(9_000) + "1",
        "lambda: ".repeat(9_000) + "1",
        "(".repeat(200) + "1" + &")".repeat(200),
    ];
    for chain in chains {
        assert_eq!(errors_of(&format!("x = {chain}\n")), [] as [&str; 0]);
    }
    let (module, _) = parse_module(pyaot_diagnostics::FileId(0), &("-".repeat(1_000) + "1"));
    assert_eq!(dump(&module).matches("USub").count(), 1_000);
    let elifs = "if x: pass\n".to_owned() + &"elif x: pass\n".repeat(5_000);
    assert!(errors_of(&elifs).is_empty());

    let brackets = "x = ".to_owned() + &"(".repeat(10_000) + &")".repeat(10_000);
    assert_eq!(errors_of(&brackets), ["1:205: E0003 too many nested parentheses"]);
    assert!(errors_of(&("-".repeat(1_000_000) + "1"))[0].contains("E0003 expression is nested too deeply"));
    let blocks: String = (0..101).map(|i| " ".repeat(i) + "if x:\n").collect();
    assert!(errors_of(&blocks)[0].contains("E0003 too many levels of indentation"));
    let elifs = "if x: pass\n".to_owned() + &"elif x: pass\n".repeat(10_001);
    assert!(errors_of(&elifs)[0].contains("E0003"));
    assert_eq!(errors_of(&("x = ".to_owned() + &"9".repeat(4301))).len(), 1);
    assert_eq!(errors_of(&"x = = 1\n".repeat(1000)).len(), 20);
}

/// The bad example of each page for which this crate is in charge has that error, and the good one has none.
#[test]
fn pages() {
    for &code in Code::ALL {
        let page = code.page();
        let blocks: Vec<&str> = page.split("```python\n").skip(1).filter_map(|b| b.split("```").next()).collect();
        let [bad, good] = blocks[..] else { continue };
        assert_eq!(errors_of(good), [] as [&str; 0], "{code}");
        let found = errors_of(bad);
        let early = matches!(code.as_str(), "E0001" | "E0003" | "E0005" | "E0204") || code.as_str() >= "E0300";
        if early {
            assert!(found.iter().any(|e| e.contains(code.as_str())), "{code}: {found:?}");
        } else {
            assert_eq!(found, [] as [&str; 0], "{code}");
        }
    }
}
