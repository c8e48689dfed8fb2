//! str, bytes, bytearray and formatting against CPython: `text_cases.py` writes expressions and their outcomes, the
//! evaluator below computes them with the runtime.

use std::process::Command;

use pyaot_core::error::Result;
use pyaot_core::types::{BinOp, CmpOp};
use pyaot_core::value::Value;
use pyaot_core::{
    builtins, bytes, complex, dict, exception, float, heap, int, list, native, ops, slice, str, textrepr, tuple,
};

struct Parser<'a> {
    tokens: std::iter::Peekable<std::vec::IntoIter<&'a str>>,
}

enum Node<'a> {
    Atom(&'a str),
    Form(Vec<Node<'a>>),
}

impl<'a> Parser<'a> {
    fn node(&mut self) -> Node<'a> {
        match self.tokens.next() {
            Some("(") => {
                let mut items = Vec::new();
                while self.tokens.peek() != Some(&")") {
                    items.push(self.node());
                }
                self.tokens.next();
                Node::Form(items)
            }
            Some(t) => Node::Atom(t),
            None => panic!("truncated case"),
        }
    }
}

fn parse(s: &str) -> Node<'_> {
    let mut tokens = Vec::new();
    for word in s.split(' ').filter(|w| !w.is_empty()) {
        let mut w = word;
        while let Some(rest) = w.strip_prefix('(') {
            tokens.push("(");
            w = rest;
        }
        let closing = w.len() - w.trim_end_matches(')').len();
        if w.len() > closing {
            tokens.push(&w[..w.len() - closing]);
        }
        tokens.extend(std::iter::repeat_n(")", closing));
    }
    Parser { tokens: tokens.into_iter().peekable() }.node()
}

fn unhex(s: &str) -> Vec<u8> {
    (0..s.len() / 2).map(|i| u8::from_str_radix(&s[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn atom(t: &str) -> Value {
    let double = |b: &[u8]| f64::from_be_bytes(b.try_into().unwrap());
    match t {
        "None" => return Value::none(),
        "True" => return Value::bool(true),
        "False" => return Value::bool(false),
        "Ellipsis" => return Value::ellipsis(),
        _ => {}
    }
    let (kind, rest) = t.split_once(':').unwrap();
    match kind {
        "i" => int::from_bigint(num_bigint::BigInt::parse_bytes(rest.as_bytes(), 16).unwrap()),
        "f" => float::new(double(&unhex(rest))),
        "c" => complex::new(double(&unhex(&rest[..16])), double(&unhex(&rest[16..]))),
        "b" => bytes::new(&unhex(rest)),
        "s" => {
            let mut out = str::Builder::new();
            rest.split(',').filter(|c| !c.is_empty()).for_each(|c| out.push_char(u32::from_str_radix(c, 16).unwrap()));
            out.finish()
        }
        "n" => match builtins::TYPES.iter().find(|t| t.0 == rest) {
            Some(t) => t.1.value(),
            None => native::function_object(builtins::BUILTINS.iter().find(|b| b.name() == rest).expect("a builtin")),
        },
        _ => panic!("atom {t}"),
    }
}

fn name<'a>(n: &Node<'a>) -> &'a str {
    match n {
        Node::Atom(a) => a,
        Node::Form(_) => panic!("a name is needed"),
    }
}

fn eval(n: &Node) -> Result<Value> {
    let items = match n {
        Node::Atom(a) => return Ok(atom(a)),
        Node::Form(items) => items,
    };
    let all = |from: usize| items[from..].iter().map(eval).collect::<Result<Vec<Value>>>();
    match name(&items[0]) {
        "list" => Ok(list::new(all(1)?)),
        "tuple" => Ok(tuple::new(all(1)?)),
        "dict" => {
            let pairs: Vec<_> = all(1)?.chunks(2).map(|p| (p[0].clone(), p[1].clone())).collect();
            dict::from_pairs(&pairs)
        }
        "slice" => {
            let v = all(1)?;
            Ok(slice::new(v[0].clone(), v[1].clone(), v[2].clone()))
        }
        "neg" => ops::unary(pyaot_core::types::UnOp::Neg, &eval(&items[1])?),
        "attr" => ops::getattr(&eval(&items[1])?, name(&items[2])),
        "idx" => ops::getitem(&eval(&items[1])?, &eval(&items[2])?),
        "bin" => {
            let op = match name(&items[1]) {
                "+" => BinOp::Add,
                "-" => BinOp::Sub,
                "*" => BinOp::Mul,
                "%" => BinOp::Mod,
                _ => BinOp::Div,
            };
            ops::binary(op, &eval(&items[2])?, &eval(&items[3])?)
        }
        "cmp" => {
            let (a, b) = (eval(&items[2])?, eval(&items[3])?);
            let op = match name(&items[1]) {
                "in" => return Ok(Value::bool(ops::contains(&b, &a)?)),
                "<" => CmpOp::Lt,
                "<=" => CmpOp::Le,
                ">" => CmpOp::Gt,
                ">=" => CmpOp::Ge,
                "==" => CmpOp::Eq,
                _ => CmpOp::Ne,
            };
            ops::compare(&a, op, &b)
        }
        "call" => {
            let f = eval(&items[1])?;
            let (mut args, mut kw) = (Vec::new(), Vec::new());
            for i in &items[2..] {
                match i {
                    Node::Form(k) if matches!(k[0], Node::Atom("kw")) => kw.push((eval(&k[1])?, eval(&k[2])?)),
                    _ => args.push(eval(i)?),
                }
            }
            if kw.is_empty() { ops::call(&f, &args) } else { ops::call_kw(&f, &args, &kw) }
        }
        other => panic!("form {other}"),
    }
}

/// As the oracle's columns are written: ASCII, without tabs and line ends.
fn escaped(v: &Value) -> String {
    let s = textrepr::ascii_str(v);
    str::as_str(&s).unwrap().replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

/// Strings are stored as narrowly as their characters allow.
fn check_storage(v: &Value) {
    if let Some(s) = v.downcast::<str::StrObj>() {
        let highest = s.chars().max().unwrap_or(0);
        let kind = if highest < 0x100 {
            1
        } else if highest < 0x1_0000 {
            2
        } else {
            4
        };
        assert_eq!((s.kind(), s.is_ascii()), (kind, highest < 0x80), "storage of {}", escaped(v));
    } else if let Some(items) = v.downcast::<list::ListObj>().and_then(|l| l.values()) {
        items.iter().for_each(check_storage);
    } else if let Some(t) = v.downcast::<tuple::TupleObj>() {
        t.items().iter().for_each(check_storage);
    }
}

fn outcome(n: &Node) -> String {
    let result = eval(n);
    if let Ok(v) = &result {
        check_storage(v);
    }
    match result.and_then(|v| ops::repr(&v)) {
        Ok(r) => escaped(&r),
        Err(_) => {
            let e = exception::take_pending().expect("an exception is pending");
            let message = ops::str(&e).map_or_else(|_| String::from("?"), |m| escaped(&m));
            format!("{}: {message}", ops::type_name(&e))
        }
    }
}

#[test]
fn text_agrees_with_cpython() {
    pyaot_core::native::link(pyaot_core::native::all_links().iter().copied());
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    // PYAOT_TEXT_SEED and PYAOT_TEXT_SCALE=1 for other and for more cases.
    let setting = |name, default: &str| std::env::var(name).unwrap_or_else(|_| default.into());
    let (seed, scale) = (setting("PYAOT_TEXT_SEED", "1"), setting("PYAOT_TEXT_SCALE", "0.1"));
    let out = Command::new("python3")
        .args(["-W", "ignore", "text_cases.py", here, &seed, &scale])
        .current_dir(here)
        .output()
        .expect("python3");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let cases = String::from_utf8(out.stdout).unwrap();
    let (mut bad, mut n) = (0, 0);
    for line in cases.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let got = outcome(&parse(columns[0]));
        n += 1;
        if got != columns[1] {
            bad += 1;
            if bad <= 200 {
                eprintln!("{}\n    CPython: {}\n    ours:    {got}", columns[2], columns[1]);
            }
        }
    }
    // The second time nothing is left over: caches were filled the first time.
    let before = heap::alive();
    for line in cases.lines() {
        outcome(&parse(line.split('\t').next().unwrap_or_default()));
    }
    assert_eq!(heap::alive(), before, "objects are leaked");
    assert!(bad == 0, "{bad} of {n} cases differ");
}
