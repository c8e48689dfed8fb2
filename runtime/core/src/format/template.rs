//! `str.format` and `str.format_map`.

use crate::dict::{self, DictObj};
use crate::error::{Result, raise, value_error};
use crate::exception::{self, INDEX_ERROR};
use crate::str::{self, Builder, StrObj};
use crate::tuple::TupleObj;
use crate::value::Value;
use crate::{ops, textrepr, unicode};

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;

/// How replacement fields without a number get theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic,
    Manual,
}

struct Formatter<'a> {
    /// `None` for `format_map`.
    positional: Option<&'a [Value]>,
    /// A dict, or the mapping of `format_map`.
    named: &'a Value,
    numbering: Numbering,
    next: usize,
}

/// `"…".format(*args, **kwargs)`.
pub fn format_method(a: &[Value]) -> Result<Value> {
    let positional = a[1].downcast::<TupleObj>().map(|t| t.items());
    format(&a[0], positional, &a[2])
}

/// `"…".format_map(mapping)`.
pub fn format_map(a: &[Value]) -> Result<Value> {
    format(&a[0], None, &a[1])
}

fn format(template: &Value, positional: Option<&[Value]>, named: &Value) -> Result<Value> {
    let text = str::of(template);
    let mut f = Formatter { positional, named, numbering: Numbering::Unknown, next: 0 };
    let mut out = Builder::with_capacity(text.bytes().len() + 16);
    f.expand(text, 0, text.len(), 2, &mut out)?;
    Ok(out.finish())
}

/// A replacement field within its template: positions of the parts.
struct Field {
    name_end: usize,
    conversion: Option<u32>,
    spec: (usize, usize),
    spec_has_fields: bool,
    /// Behind the closing brace.
    next: usize,
}

/// Parses the field whose opening brace is before `at`.
fn parse_field(t: &StrObj, at: usize, end: usize) -> Result<Field> {
    if at >= end {
        return value_error("Single '{' encountered in format string");
    }
    let mut i = at;
    let mut in_brackets = false;
    let stop = loop {
        if i >= end {
            return value_error("expected '}' before end of string");
        }
        let c = t.char_at(i);
        match c {
            OPEN if !in_brackets => return value_error("unexpected '{' in field name"),
            0x5b => in_brackets = true,
            0x5d => in_brackets = false,
            CLOSE | 0x3a | 0x21 if !in_brackets => break c,
            _ => {}
        }
        i += 1;
    };
    let name_end = i;
    i += 1;
    let mut field = Field { name_end, conversion: None, spec: (i, i), spec_has_fields: false, next: i };
    if stop == CLOSE {
        return Ok(field);
    }
    if stop == b'!' as u32 {
        if i >= end {
            return value_error("end of string while looking for conversion specifier");
        }
        field.conversion = Some(t.char_at(i));
        i += 1;
        if i < end {
            match t.char_at(i) {
                CLOSE => {
                    field.spec = (i, i);
                    field.next = i + 1;
                    return Ok(field);
                }
                0x3a => i += 1,
                _ => return value_error("expected ':' after conversion specifier"),
            }
        }
    }
    let start = i;
    let mut depth = 1;
    while i < end {
        match t.char_at(i) {
            OPEN => {
                field.spec_has_fields = true;
                depth += 1;
            }
            CLOSE => depth -= 1,
            _ => {}
        }
        i += 1;
        if depth == 0 {
            field.spec = (start, i - 1);
            field.next = i;
            return Ok(field);
        }
    }
    value_error("unmatched '{' in format spec")
}

/// The number that `t[start..end]` is, if it has only digits.
fn number(t: &StrObj, start: usize, end: usize) -> Result<Option<usize>> {
    let mut n: usize = 0;
    for i in start..end {
        let Some(d) = unicode::decimal_value(t.char_at(i)) else { return Ok(None) };
        n = match n.checked_mul(10).and_then(|n| n.checked_add(d as usize)).filter(|&n| n <= isize::MAX as usize) {
            Some(n) => n,
            None => return value_error("Too many decimal digits in format string"),
        };
    }
    Ok((start < end).then_some(n))
}

impl Formatter<'_> {
    /// Appends `t[start..end]` with its fields replaced.
    fn expand(&mut self, t: &StrObj, start: usize, end: usize, depth: u32, out: &mut Builder) -> Result<()> {
        if depth == 0 {
            return value_error("Max string recursion exceeded");
        }
        let mut i = start;
        let mut literal = start;
        while i < end {
            let c = t.char_at(i);
            if c != OPEN && c != CLOSE {
                i += 1;
                continue;
            }
            let doubled = i + 1 < end && t.char_at(i + 1) == c;
            if doubled {
                // One of the two braces belongs to the literal.
                out.push_range(t, literal, i + 1);
                i += 2;
                literal = i;
                continue;
            }
            if c == CLOSE {
                return value_error("Single '}' encountered in format string");
            }
            out.push_range(t, literal, i);
            let field = parse_field(t, i + 1, end)?;
            self.replace(t, i + 1, &field, depth, out)?;
            i = field.next;
            literal = i;
        }
        out.push_range(t, literal, end);
        Ok(())
    }

    fn replace(&mut self, t: &StrObj, start: usize, field: &Field, depth: u32, out: &mut Builder) -> Result<()> {
        let v = self.look_up(t, start, field.name_end)?;
        let v = match field.conversion {
            None => v,
            Some(0x72) => ops::repr(&v)?,
            Some(0x73) => ops::str(&v)?,
            Some(0x61) => textrepr::ascii_str(&ops::repr(&v)?),
            Some(c) => {
                return value_error(match char::from_u32(c) {
                    Some(ch) if c > 32 && c < 127 => format!("Unknown conversion specifier {ch}"),
                    _ => format!("Unknown conversion specifier \\x{c:x}"),
                });
            }
        };
        let (from, to) = field.spec;
        if from == to {
            out.push_value(&super::format_plain(&v)?);
            return Ok(());
        }
        let spec = if field.spec_has_fields {
            let mut inner = Builder::new();
            self.expand(t, from, to, depth - 1, &mut inner)?;
            inner.finish()
        } else {
            t.substr(from, to)
        };
        out.push_value(&super::format_value_spec(&v, &spec)?);
        Ok(())
    }

    /// The value of a field name such as `0.attribute[key]`.
    fn look_up(&mut self, t: &StrObj, start: usize, end: usize) -> Result<Value> {
        let is_end = |&i: &usize| matches!(t.char_at(i), 0x2e | 0x5b);
        let first = (start..end).find(is_end).unwrap_or(end);
        let mut v = self.base(t, start, first)?;
        let mut i = first;
        while i < end {
            if t.char_at(i) == b'.' as u32 {
                let stop = (i + 1..end).find(is_end).unwrap_or(end);
                if stop == i + 1 {
                    return value_error("Empty attribute in format string");
                }
                v = ops::getattr(&v, &str::of(&t.substr(i + 1, stop)).to_rust())?;
                i = stop;
                continue;
            }
            if t.char_at(i) != b'[' as u32 {
                return value_error("Only '.' or '[' may follow ']' in format field specifier");
            }
            let Some(stop) = (i + 1..end).find(|&k| t.char_at(k) == b']' as u32) else {
                return value_error("Missing ']' in format string");
            };
            if stop == i + 1 {
                return value_error("Empty attribute in format string");
            }
            let key = match number(t, i + 1, stop)? {
                Some(n) => Value::int(n as i64),
                None => t.substr(i + 1, stop),
            };
            v = ops::getitem(&v, &key)?;
            i = stop + 1;
        }
        Ok(v)
    }

    /// The argument that the first part of a field name stands for.
    fn base(&mut self, t: &StrObj, start: usize, end: usize) -> Result<Value> {
        let given = number(t, start, end)?;
        if given.is_none() && start < end {
            return self.by_name(&t.substr(start, end));
        }
        let wanted = if given.is_some() { Numbering::Manual } else { Numbering::Automatic };
        if self.numbering == Numbering::Unknown {
            self.numbering = wanted;
        }
        if self.numbering != wanted {
            return value_error(match wanted {
                Numbering::Automatic => "cannot switch from manual field specification to automatic field numbering",
                _ => "cannot switch from automatic field numbering to manual field specification",
            });
        }
        let i = given.unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        let Some(args) = self.positional else { return value_error("Format string contains positional fields") };
        match args.get(i) {
            Some(v) => Ok(v.clone()),
            None => raise(&INDEX_ERROR, format!("Replacement index {i} out of range for positional args tuple")),
        }
    }

    fn by_name(&self, key: &Value) -> Result<Value> {
        match self.named.downcast::<DictObj>() {
            Some(d) if self.named.is_exact(&dict::DICT) => match d.get(key)? {
                Some(v) => Ok(v),
                None => exception::raise_key_error(key),
            },
            _ => ops::getitem(self.named, key),
        }
    }
}
