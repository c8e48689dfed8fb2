//! Containers against CPython: `containers_cases.py` writes random programs of one-line statements with their outcomes,
//! the evaluator below runs the same lines on the runtime.

use std::collections::HashMap;
use std::process::Command;

use pyaot_core::error::{Result, raise};
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;
use pyaot_core::{
    builtins, collections, deque, dict, exception, float, heap, int, list, module, native, ops, set, slice, str, tuple,
};

/// The names of the program.
type Names = HashMap<String, Value>;

/// An expression being evaluated while it is read.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    names: &'a Names,
}

/// Binary operators from weak to strong.
const LEVELS: &[&[(&str, BinOp)]] = &[
    &[("|", BinOp::BitOr)],
    &[("^", BinOp::BitXor)],
    &[("&", BinOp::BitAnd)],
    &[("+", BinOp::Add), ("-", BinOp::Sub)],
    &[("*", BinOp::Mul)],
];

const COMPARISONS: &[(&str, CmpOp)] =
    &[("==", CmpOp::Eq), ("!=", CmpOp::Ne), ("<=", CmpOp::Le), (">=", CmpOp::Ge), ("<", CmpOp::Lt), (">", CmpOp::Gt)];

impl<'a> Reader<'a> {
    fn new(text: &'a str, names: &'a Names) -> Reader<'a> {
        Reader { text: text.as_bytes(), at: 0, names }
    }

    fn peek(&mut self) -> u8 {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn eat(&mut self, token: &str) -> bool {
        self.peek();
        let found = self.text[self.at..].starts_with(token.as_bytes());
        if found {
            self.at += token.len();
        }
        found
    }

    fn need(&mut self, token: &str) {
        assert!(self.eat(token), "{token:?} expected in {}", String::from_utf8_lossy(self.text));
    }

    fn while_chars(&mut self, ok: impl Fn(u8) -> bool) -> &'a str {
        self.peek();
        let start = self.at;
        while self.text.get(self.at).is_some_and(|&c| ok(c)) {
            self.at += 1;
        }
        std::str::from_utf8(&self.text[start..self.at]).unwrap()
    }

    fn name(&mut self) -> &'a str {
        self.while_chars(|c| c.is_ascii_alphanumeric() || c == b'_')
    }

    fn expression(&mut self) -> Result<Value> {
        let a = self.level(0)?;
        if self.eat("in ") {
            let b = self.level(0)?;
            return Ok(Value::bool(ops::contains(&b, &a)?));
        }
        for &(token, op) in COMPARISONS {
            if self.eat(token) {
                let b = self.level(0)?;
                return ops::compare(&a, op, &b);
            }
        }
        Ok(a)
    }

    fn level(&mut self, n: usize) -> Result<Value> {
        let Some(operators) = LEVELS.get(n) else { return self.unary() };
        let mut a = self.level(n + 1)?;
        'next: loop {
            for &(token, op) in *operators {
                if self.eat(token) {
                    let b = self.level(n + 1)?;
                    a = ops::binary(op, &a, &b)?;
                    continue 'next;
                }
            }
            return Ok(a);
        }
    }

    fn unary(&mut self) -> Result<Value> {
        for (token, op) in [("-", UnOp::Neg), ("+", UnOp::Pos)] {
            if self.eat(token) {
                return ops::unary(op, &self.unary()?);
            }
        }
        let mut v = self.atom()?;
        loop {
            match self.peek() {
                b'.' => {
                    self.at += 1;
                    let name = self.name();
                    v = ops::getattr(&v, name)?;
                }
                b'(' => {
                    let (args, kwargs) = self.arguments()?;
                    v = ops::call_kw(&v, &args, &kwargs)?;
                }
                b'[' => {
                    self.at += 1;
                    let key = self.subscript()?;
                    v = ops::getitem(&v, &key)?;
                }
                _ => return Ok(v),
            }
        }
    }

    /// A subscript and its closing bracket.
    fn subscript(&mut self) -> Result<Value> {
        let mut parts = vec![Value::none()];
        while !self.eat("]") {
            if self.eat(":") {
                parts.push(Value::none());
            } else {
                *parts.last_mut().unwrap() = self.expression()?;
            }
        }
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        parts.resize(3, Value::none());
        Ok(slice::new(parts[0].clone(), parts[1].clone(), parts[2].clone()))
    }

    fn arguments(&mut self) -> Result<(Vec<Value>, Vec<(Value, Value)>)> {
        let (mut args, mut kwargs) = (Vec::new(), Vec::new());
        self.need("(");
        while !self.eat(")") {
            let start = self.at;
            let name = self.name();
            if !name.is_empty() && self.peek() == b'=' && self.text[self.at + 1] != b'=' {
                self.at += 1;
                kwargs.push((str::new(name), self.expression()?));
            } else {
                self.at = start;
                args.push(self.expression()?);
            }
            self.eat(",");
        }
        Ok((args, kwargs))
    }

    /// Expressions up to `close`; whether a comma was among them.
    fn items(&mut self, close: &str) -> Result<(Vec<Value>, bool)> {
        let (mut items, mut comma) = (Vec::new(), false);
        while !self.eat(close) {
            items.push(self.expression()?);
            comma |= self.eat(",");
        }
        Ok((items, comma))
    }

    fn atom(&mut self) -> Result<Value> {
        match self.peek() {
            b'(' => {
                self.at += 1;
                let (mut items, comma) = self.items(")")?;
                Ok(if items.len() == 1 && !comma { items.remove(0) } else { tuple::new(items) })
            }
            b'[' => {
                self.at += 1;
                Ok(list::new(self.items("]")?.0))
            }
            b'{' => {
                self.at += 1;
                self.braces()
            }
            b'\'' => {
                self.at += 1;
                let text = self.while_chars(|c| c != b'\'');
                self.at += 1;
                Ok(str::new(text))
            }
            c if c.is_ascii_digit() => {
                let mut text = self.while_chars(|c| c.is_ascii_digit() || c == b'.' || c == b'e').to_owned();
                if text.ends_with('e') {
                    // The sign of the exponent.
                    text.push(self.text[self.at] as char);
                    self.at += 1;
                    text.push_str(self.while_chars(|c| c.is_ascii_digit()));
                }
                if text.contains(['.', 'e']) {
                    Ok(float::new(text.parse().unwrap()))
                } else {
                    ops::call(&int::INT.value(), &[str::new(&text)])
                }
            }
            _ => {
                let name = self.name();
                self.names.get(name).cloned().map_or_else(|| builtin(name), Ok)
            }
        }
    }

    /// A dict or set display after its opening brace.
    fn braces(&mut self) -> Result<Value> {
        if self.eat("}") {
            return Ok(dict::new());
        }
        let first = self.expression()?;
        if self.eat(":") {
            let d = dict::new();
            ops::setitem(&d, &first, &self.expression()?)?;
            while self.eat(",") {
                let k = self.expression()?;
                self.need(":");
                ops::setitem(&d, &k, &self.expression()?)?;
            }
            self.need("}");
            return Ok(d);
        }
        self.eat(",");
        let mut items = vec![first];
        items.extend(self.items("}")?.0);
        // The programs' displays hold constants only.
        if items.len() > 2 { set::from_constants(&items) } else { set::from_iter(items) }
    }
}

fn builtin(name: &str) -> Result<Value> {
    Ok(match name {
        "True" => Value::bool(true),
        "False" => Value::bool(false),
        "None" => Value::none(),
        "deque" => deque::DEQUE.value(),
        "defaultdict" => collections::DEFAULTDICT.value(),
        "Counter" => collections::COUNTER.value(),
        "OrderedDict" => collections::ORDERED_DICT.value(),
        _ => match (module::builtin_type(name), builtins::BUILTINS.iter().find(|n| n.name() == name)) {
            (Some(t), _) => t.value(),
            (_, Some(n)) => native::function_object(n),
            _ => return raise(&exception::NAME_ERROR, format!("name '{name}' is not defined")),
        },
    })
}

fn evaluate(text: &str, names: &Names) -> Result<Value> {
    let mut r = Reader::new(text, names);
    let v = r.expression()?;
    assert_eq!(r.peek(), 0, "unread text in {text}");
    Ok(v)
}

/// `a[k]` as the texts of `a` and `k]`.
fn split_target(text: &str) -> (&str, &str) {
    text.split_once('[').unwrap()
}

/// Runs one line; the value of an expression.
fn run(line: &str, names: &mut Names) -> Result<Option<Value>> {
    if let Some(rest) = line.strip_prefix("for i in ") {
        let (source, body) = rest.split_once(": ").unwrap();
        let it = ops::iter(&evaluate(source, names)?)?;
        while let Some(x) = ops::next(&it)? {
            names.insert("i".to_owned(), x);
            for statement in body.split("; ") {
                run(statement, names)?;
            }
        }
        return Ok(None);
    }
    if let Some(target) = line.strip_prefix("del ") {
        let (object, key) = split_target(target);
        let object = evaluate(object, names)?;
        let key = Reader::new(key, names).subscript()?;
        return ops::delitem(&object, &key).map(|()| None);
    }
    let Some((target, value)) = line.split_once(" = ") else {
        for (token, op) in [
            (" += ", BinOp::Add),
            (" -= ", BinOp::Sub),
            (" *= ", BinOp::Mul),
            (" |= ", BinOp::BitOr),
            (" &= ", BinOp::BitAnd),
            (" ^= ", BinOp::BitXor),
        ] {
            if let Some((name, value)) = line.split_once(token) {
                let v = ops::inplace(op, &names[name], &evaluate(value, names)?)?;
                names.insert(name.to_owned(), v);
                return Ok(None);
            }
        }
        return evaluate(line, names).map(Some);
    };
    let value = evaluate(value, names)?;
    if target.contains('[') {
        let (object, key) = split_target(target);
        let object = evaluate(object, names)?;
        let key = Reader::new(key, names).subscript()?;
        ops::setitem(&object, &key, &value)?;
    } else {
        names.insert(target.to_owned(), value);
    }
    Ok(None)
}

fn outcome(line: &str, names: &mut Names) -> String {
    match run(line, names).and_then(|v| v.map_or(Ok(String::new()), |v| ops::repr_string(&v))) {
        Ok(text) => text,
        Err(e) => {
            let exc = exception::pending().unwrap();
            exception::clear_pending(e);
            format!("{}: {}", ops::type_name(&exc), exception::message_of(&exc))
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "CPython is the oracle")]
fn containers_behave_as_cpythons() {
    native::link(native::all_links().iter().copied());
    let var = |name, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/containers_cases.py");
    let (seed, lines) = (var("PYAOT_CONTAINERS_SEED", "1"), var("PYAOT_CONTAINERS_LINES", "400"));
    let out = Command::new("python3").args([script, &seed, &lines]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut names = Names::new();
    for case in std::str::from_utf8(&out.stdout).unwrap().lines() {
        let (line, expected) = case.split_once('\t').unwrap();
        assert_eq!(outcome(line, &mut names), expected, "{line}");
    }
    names.clear();
    heap::collect();
    assert_eq!(heap::alive(), 0, "objects alive at the end");
}
