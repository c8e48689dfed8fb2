//! `print` and `input`.

use super::given;
use crate::error::{Result, raise, type_error};
use crate::exception::{self, EOF_ERROR, RUNTIME_ERROR};
use crate::file::{self, FileObj};
use crate::modules::sys;
use crate::str::StrObj;
use crate::tuple::TupleObj;
use crate::types::Layout;
use crate::value::Value;
use crate::{float, int, ops, text};

/// Where output goes: a file of ours, or any object with a `write` method.
enum Target<'a> {
    File(&'a FileObj),
    Object(&'a Value),
}

impl<'a> Target<'a> {
    fn of(v: &'a Value) -> Target<'a> {
        match file::as_file(v) {
            Some(f) if v.is_exact(&file::TEXT_IO) => Target::File(f),
            _ => Target::Object(v),
        }
    }

    /// Writes `str(v)`.
    #[inline]
    fn value(&self, v: &Value) -> Result<()> {
        let Target::File(f) = self else {
            let Target::Object(o) = self else { return Ok(()) };
            ops::call_method(o, "write", &[ops::str(v)?])?;
            return Ok(());
        };
        if let Some(s) = v.downcast::<StrObj>()
            && v.is_exact(&crate::str::STR)
        {
            return file::write_str(f, s);
        }
        if let Some(i) = v.as_small() {
            return f.write_ascii(int::decimal_small(i, &mut [0; 20]));
        }
        if let Some(x) = float::as_exact(v) {
            return float::with_repr(x, |s| f.write_ascii(s));
        }
        let s = ops::str(v)?;
        match s.downcast::<StrObj>() {
            Some(s) => file::write_str(f, s),
            None => Ok(()),
        }
    }

    /// Writes a separator or end; `None` is the default text.
    #[inline]
    fn fixed(&self, v: Option<&Value>, default: &'static str) -> Result<()> {
        match (self, v) {
            (_, Some(v)) => self.value(v),
            (Target::File(f), None) => f.write_ascii(default),
            (Target::Object(_), None) => self.value(&crate::str::intern_static(default)),
        }
    }
}

fn print_to(target: &Target, items: &[Value], sep: Option<&Value>, end: Option<&Value>) -> Result<()> {
    for (i, v) in items.iter().enumerate() {
        if i > 0 {
            target.fixed(sep, " ")?;
        }
        target.value(v)?;
    }
    target.fixed(end, "\n")
}

/// `print(*items)` to the current `sys.stdout`.
pub fn print_values(items: &[Value]) -> Result<()> {
    match stdout()? {
        Some(out) => print_to(&Target::of(&out), items, None, None),
        None => Ok(()),
    }
}

/// The current `sys.stdout`; `None` when it is None.
fn stdout() -> Result<Option<Value>> {
    match sys::stream(1) {
        Some(v) if v.is_none() => Ok(None),
        Some(v) => Ok(Some(v)),
        None => raise(&RUNTIME_ERROR, "lost sys.stdout"),
    }
}

/// `sep` or `end`: None or a str.
fn text_option<'a>(v: &'a Value, name: &str) -> Result<Option<&'a Value>> {
    if v.is_none() {
        return Ok(None);
    }
    if v.ty().layout != Layout::Str {
        return type_error(text!(name, " must be None or a string, not ", ops::type_name(v)));
    }
    Ok(Some(v))
}

pub(super) fn print(a: &[Value]) -> Result<Value> {
    // SAFETY: `*args` arrives as a tuple.
    let items = unsafe { a[0].cast::<TupleObj>() }.items();
    let out = if a[3].is_none() { stdout()? } else { Some(a[3].clone()) };
    let Some(out) = out else { return Ok(Value::none()) };
    let (sep, end) = (text_option(&a[1], "sep")?, text_option(&a[2], "end")?);
    let target = Target::of(&out);
    print_to(&target, items, sep, end)?;
    if ops::truth(&a[4])? {
        ops::call_method(&out, "flush", &[])?;
    }
    Ok(Value::none())
}

pub(super) fn input(a: &[Value]) -> Result<Value> {
    let (Some(stdin), Some(stdout)) = (present(0), present(1)) else {
        return raise(&RUNTIME_ERROR, if present(0).is_none() { "input(): lost sys.stdin" } else { "input(): lost sys.stdout" });
    };
    if let Some(stderr) = present(2) {
        let _ = exception::catch(ops::call_method(&stderr, "flush", &[]), &exception::EXCEPTION)?;
    }
    if let Some(prompt) = given(&a[0]) {
        Target::of(&stdout).value(prompt)?;
    }
    ops::call_method(&stdout, "flush", &[])?;
    let line = match file::as_file(&stdin) {
        Some(f) if stdin.is_exact(&file::TEXT_IO) => file::read_line(f)?,
        _ => {
            let line = ops::call_method(&stdin, "readline", &[])?;
            if line.ty().layout != Layout::Str {
                return type_error("object.readline() returned non-string");
            }
            Some(line)
        }
    };
    let Some(line) = line else { return raise(&EOF_ERROR, "EOF when reading a line") };
    let Some(s) = line.downcast::<StrObj>() else { return Ok(line) };
    match s.len() {
        0 => raise(&EOF_ERROR, "EOF when reading a line"),
        n if s.char_at(n - 1) == 10 => Ok(s.substr(0, n - 1)),
        _ => Ok(line),
    }
}

fn present(fd: usize) -> Option<Value> {
    sys::stream(fd).filter(|v| !v.is_none())
}
