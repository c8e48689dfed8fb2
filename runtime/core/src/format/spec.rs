//! Parsing of `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use std::cell::Cell;

use crate::error::{Result, value_error};
use crate::ops;
use crate::str::StrObj;
use crate::value::{IMMORTAL, Value};

/// A format specification. Characters that may be absent are 0 then.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub fill: u32,
    /// One of `<`, `>`, `^`, `=`.
    pub align: u8,
    /// `+`, `-`, space or 0.
    pub sign: u8,
    /// The `z` option.
    pub no_negative_zero: bool,
    /// The `#` option.
    pub alternate: bool,
    pub width: Option<usize>,
    /// `,`, `_` or 0.
    pub separator: u8,
    pub precision: Option<usize>,
    /// The type character, or the default of the value's type.
    pub kind: u32,
}

/// A character in an error message.
fn shown(c: u32) -> String {
    match char::from_u32(c) {
        Some(ch) if c > 32 && c < 128 => ch.to_string(),
        _ => format!("\\x{c:x}"),
    }
}

/// Digits at position `at`: their value, if there are any, and the position behind them.
fn digits(s: &StrObj, mut at: usize) -> Result<(Option<usize>, usize)> {
    let mut value: Option<usize> = None;
    while at < s.len() {
        let Some(d) = crate::unicode::decimal_value(s.char_at(at)) else { break };
        let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(d as usize));
        match next.filter(|&v| v <= isize::MAX as usize) {
            Some(v) => value = Some(v),
            None => return value_error("Too many decimal digits in format string"),
        }
        at += 1;
    }
    Ok((value, at))
}

/// Specs that are constants of the program, parsed, by their addresses.
struct Known([Cell<Option<(usize, u8, Spec)>>; KNOWN]);
const KNOWN: usize = 16;
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Known {}
static PARSED: Known = Known([const { Cell::new(None) }; KNOWN]);

impl Spec {
    /// [`Spec::parse`], once for each constant.
    pub fn of(s: &StrObj, v: &Value, kind: u8, align: u8) -> Result<Spec> {
        if s.header.rc.get() < IMMORTAL {
            return Spec::parse(s, v, kind, align);
        }
        let at = s as *const StrObj as usize;
        let known = &PARSED.0[(at >> 4 ^ kind as usize) % KNOWN];
        match known.get() {
            Some((from, of_kind, spec)) if from == at && of_kind == kind => Ok(spec),
            _ => {
                let spec = Spec::parse(s, v, kind, align)?;
                known.set(Some((at, kind, spec)));
                Ok(spec)
            }
        }
    }

    /// `v` is the value to be formatted; `kind` and `align` are what its type takes when the spec says nothing.
    pub fn parse(s: &StrObj, v: &Value, kind: u8, align: u8) -> Result<Spec> {
        let n = s.len();
        let peek = |i: usize| if i < n { s.char_at(i) } else { 0 };
        let is = |i: usize, c: u8| i < n && s.char_at(i) == c as u32;
        let align_at = |i: usize| u8::try_from(peek(i)).ok().filter(|c| matches!(c, b'<' | b'>' | b'^' | b'='));
        let mut spec = Spec {
            fill: b' ' as u32,
            align,
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: None,
            separator: 0,
            precision: None,
            kind: kind as u32,
        };
        let mut i = 0;
        let (mut has_fill, mut has_align) = (false, false);
        if let Some(a) = align_at(1) {
            (spec.fill, spec.align) = (peek(0), a);
            (has_fill, has_align) = (true, true);
            i = 2;
        } else if let Some(a) = align_at(0) {
            spec.align = a;
            has_align = true;
            i = 1;
        }
        if is(i, b'+') || is(i, b'-') || is(i, b' ') {
            spec.sign = peek(i) as u8;
            i += 1;
        }
        if is(i, b'z') {
            spec.no_negative_zero = true;
            i += 1;
        }
        if is(i, b'#') {
            spec.alternate = true;
            i += 1;
        }
        if !has_fill && is(i, b'0') {
            spec.fill = b'0' as u32;
            if !has_align && align == b'>' {
                spec.align = b'=';
            }
            i += 1;
        }
        (spec.width, i) = digits(s, i)?;
        if is(i, b',') {
            spec.separator = b',';
            i += 1;
        }
        if is(i, b'_') {
            if spec.separator != 0 {
                return value_error("Cannot specify both ',' and '_'.");
            }
            spec.separator = b'_';
            i += 1;
        }
        if spec.separator == b'_' && is(i, b',') {
            return value_error("Cannot specify both ',' and '_'.");
        }
        if is(i, b'.') {
            (spec.precision, i) = digits(s, i + 1)?;
            if spec.precision.is_none() {
                return value_error("Format specifier missing precision");
            }
        }
        if n - i > 1 {
            let (text, name) = (s.to_rust(), ops::type_name(v));
            return value_error(format!("Invalid format specifier '{text}' for object of type '{name}'"));
        }
        if n - i == 1 {
            spec.kind = peek(i);
        }
        spec.check_separator()?;
        Ok(spec)
    }

    fn check_separator(&self) -> Result<()> {
        let ok = match u8::try_from(self.kind) {
            _ if self.separator == 0 => true,
            Ok(0 | b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F') => true,
            Ok(b'b' | b'o' | b'x' | b'X') => self.separator == b'_',
            _ => false,
        };
        if ok {
            return Ok(());
        }
        value_error(format!("Cannot specify '{}' with '{}'.", self.separator as char, shown(self.kind)))
    }

    /// The error for a type character that the value's type does not have.
    pub fn unknown<T>(&self, v: &Value) -> Result<T> {
        let (kind, name) = (shown(self.kind), ops::type_name(v));
        value_error(format!("Unknown format code '{kind}' for object of type '{name}'"))
    }

    /// Fill characters left and right of a content of `len` characters (`=` counts as left).
    pub fn margins(&self, len: usize) -> (usize, usize) {
        let missing = self.width.unwrap_or(0).saturating_sub(len);
        match self.align {
            b'<' => (0, missing),
            b'^' => (missing / 2, missing - missing / 2),
            _ => (missing, 0),
        }
    }
}
