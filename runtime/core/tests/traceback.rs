//! Marker lines under failing expressions, compared with those that CPython prints for the same positions.

use std::process::Command;

use pyaot_abi::layout::{FrameDesc, StrRef};
use pyaot_core::exception::TraceEntry;
use pyaot_core::exception::traceback::format_entries;

/// Raises each expression's error under CPython and prints `line first end` and the traceback's lines for it.
const ORACLE: &str = r#"
import sys, traceback
path = sys.argv[1]
source = open(path).read().splitlines()
for number, text in enumerate(source, 1):
    code = compile("\n" * (number - 1) + text, path, "exec")
    try:
        exec(code, {"d": {}, "o": object(), "f": lambda *a: None, "l": [1], "n": None, "z": 0, "s": "x", "m": {"k": {}}})
    except Exception as e:
        tb = e.__traceback__.tb_next
        positions = list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2]
        start, end, first, last = positions
        shown = "".join(traceback.format_list(traceback.extract_tb(tb)))
        markers = shown.splitlines()[2:]
        # Columns are bytes of UTF-8 there, characters here.
        first, last = (len(text.encode()[:n].decode()) for n in (first, last))
        to = 0xFFFF if end != start else last + 1
        print(number, first + 1, to, repr(markers[0] if markers else ""))
"#;

const CASES: &str = r#"x = 1 / z
x = 1 + 2 * (3 / z)
x = d["k"]
x = m["k"]["j"]
x = o.attr
x = o.attr.other
x = n.a
f(1, l[5])
x = l[0] + s
x = (1 + s)
x = s + 1 if True else 2
x = [1, 2][3]
x = f(1)(2)
x = n()
n()
raise ValueError("text")
x = -s
x = s * s
x = 2 ** s
x = 1 - 2 - s
x = (1 - 2) - s
x = 1 << s
x = "a+b" + 1
x = d['a'] + d["b"]
x = l[1:2] + d['q']
x = l  [  7 ]
x = 10 // z + 1
x = 10 % z
y = int("q")
assert z, "no"
del d["k"]
d[[]] = 1
a, b = 1
a, b = l
x = z in 5
x = l < 5
x = not l < 5
    # comment
for i in 5: pass
import nowhere
x = f"{1/z}"
x = {1: 2}[3]
x = (lambda: 1 / z)()
x = 1 if 1/z else 2
x = o.a + 1
x = 3 @ 4
x = l[0] | s
x = 'ä' + 1 / z
x = f(x=1, y=d["k"])
x = l[z - 5]
x = s.nope()
x = s.upper().nope
"#;

fn text(s: &str) -> StrRef {
    let s: &'static str = Box::leak(s.to_owned().into_boxed_str());
    StrRef { ptr: s.as_ptr(), len: s.len() as u64 }
}

#[test]
fn markers_are_those_of_cpython() {
    pyaot_core::native::link(pyaot_core::native::all_links().iter().copied());
    let path = std::env::temp_dir().join(format!("markers-{}.py", std::process::id()));
    std::fs::write(&path, CASES).unwrap();
    let out = Command::new("python3").arg("-W").arg("ignore").arg("-c").arg(ORACLE).arg(&path).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let file = path.to_string_lossy().into_owned();
    let mut wrong = Vec::new();
    let mut cache = Vec::new();
    for line in String::from_utf8(out.stdout).unwrap().lines() {
        let mut parts = line.splitn(4, ' ');
        let mut number = || parts.next().unwrap().parse::<i64>().unwrap();
        let (at, first, end) = (number(), number(), number());
        let expected = parts.next().unwrap().trim_matches('\'').trim_end().to_owned();
        let frame = FrameDesc { file: text(&file), function: text("f"), flags: 0 };
        let mut shown = String::new();
        let frame: &'static FrameDesc = Box::leak(Box::new(frame));
        format_entries(&mut shown, &mut cache, &[TraceEntry { frame, line: at | first << 32 | end << 48 }], None);
        let got = shown.lines().nth(2).unwrap_or("");
        if got != expected {
            wrong.push(format!("{}\n{expected}| CPython\n{got}| ours\n", shown.lines().nth(1).unwrap_or("")));
        }
    }
    let _ = std::fs::remove_file(&path);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
