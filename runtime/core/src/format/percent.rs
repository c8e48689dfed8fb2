//! `%` formatting of str, bytes and bytearray.
//!
//! A bytes format is treated as Latin-1 text whose result is turned back into bytes.

use super::floating;
use crate::bytes;
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{self, OVERFLOW_ERROR, TYPE_ERROR};
use crate::str::{self, Builder, StrObj};
use crate::textrepr;
use crate::tuple::TupleObj;
use crate::types::{As, Layout};
use crate::value::Value;
use crate::{float, int, ops};

/// `format % args` for a str.
pub fn format_str(format: &Value, args: &Value) -> Result<Value> {
    run(str::of(format), args, false)
}

/// `format % args` for bytes.
pub fn format_bytes(format: &[u8], args: &Value) -> Result<Vec<u8>> {
    let text = str::from_latin1(format);
    let done = run(str::of(&text), args, true)?;
    let done = str::of(&done);
    Ok(done.chars().map(|c| c as u8).collect())
}

/// Flags, width and precision of one conversion.
#[derive(Default)]
struct Conversion {
    left: bool,
    plus: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// The arguments, handed out one by one.
struct Arguments<'a> {
    /// What stands right of the `%`.
    all: &'a Value,
    tuple: Option<&'a [Value]>,
    /// The value that `%(key)` has selected, until a conversion takes it.
    selected: Option<Value>,
    /// A key has been used: nothing but keys is allowed from then on.
    by_key: bool,
    used: usize,
    bytes: bool,
}

impl Arguments<'_> {
    fn next(&mut self) -> Result<Value> {
        if self.by_key {
            return match self.selected.take() {
                Some(v) => Ok(v),
                None => type_error("not enough arguments for format string"),
            };
        }
        let v = match self.tuple {
            Some(t) => t.get(self.used).cloned(),
            None if self.used == 0 => Some(self.all.clone()),
            None => None,
        };
        self.used += 1;
        match v {
            Some(v) => Ok(v),
            None => type_error("not enough arguments for format string"),
        }
    }

    fn select(&mut self, key: Value) -> Result<()> {
        self.selected = Some(ops::getitem(self.all, &key)?);
        self.by_key = true;
        Ok(())
    }

    fn check_all_used(&self) -> Result<()> {
        let unused = match (self.by_key, self.tuple) {
            (true, _) => self.selected.is_some(),
            (false, Some(t)) => self.used < t.len(),
            (false, None) => self.used == 0,
        };
        if unused && !is_mapping(self.all) {
            let what = if self.bytes { "bytes" } else { "string" };
            return type_error(format!("not all arguments converted during {what} formatting"));
        }
        Ok(())
    }
}

/// What `%(key)s` may look keys up in.
fn is_mapping(v: &Value) -> bool {
    match v.ty().layout {
        Layout::Tuple | Layout::Str => false,
        _ if v.ty().is_native => v.ty().slots.getitem.is_some(),
        _ => ops::lookup_special(v, "__getitem__").is_some(),
    }
}

/// Reads the format.
struct Reader<'a> {
    text: &'a StrObj,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Result<u32> {
        if self.at < self.text.len() { Ok(self.text.char_at(self.at)) } else { value_error("incomplete format") }
    }

    /// The text between the parenthesis just read and the one that closes it.
    fn key(&mut self) -> Result<Value> {
        let start = self.at;
        let mut depth = 1;
        while self.at < self.text.len() {
            match self.text.char_at(self.at) {
                0x28 => depth += 1,
                0x29 => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(self.text.substr(start, self.at - 1));
            }
        }
        value_error("incomplete format key")
    }

    fn number(&mut self, limit: usize, message: &str) -> Result<usize> {
        let mut n: usize = 0;
        while let Some(d) = self.peek()?.checked_sub(0x30).filter(|&d| d < 10) {
            n = match n.checked_mul(10).and_then(|n| n.checked_add(d as usize)) {
                Some(n) if n <= limit => n,
                _ => return value_error(message),
            };
            self.at += 1;
        }
        Ok(n)
    }

    /// `*`: a width or precision from the arguments.
    fn star(&mut self, args: &mut Arguments) -> Result<i64> {
        self.at += 1;
        let v = args.next()?;
        if !v.ty().is_subtype(&int::INT) {
            return type_error("* wants int");
        }
        match int::to_i64(&v) {
            Some(n) => Ok(n),
            None => raise(&OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
        }
    }

    /// Flags, width, precision and length modifier; the conversion character is next.
    fn conversion(&mut self, args: &mut Arguments) -> Result<Conversion> {
        let mut c = Conversion::default();
        loop {
            match self.peek()? {
                0x2d => c.left = true,
                0x2b => c.plus = true,
                0x20 => c.blank = true,
                0x23 => c.alternate = true,
                0x30 => c.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if self.peek()? == b'*' as u32 {
            let n = self.star(args)?;
            c.left |= n < 0;
            c.width = n.unsigned_abs() as usize;
        } else {
            c.width = self.number(isize::MAX as usize, "width too big")?;
        }
        if self.peek()? == b'.' as u32 {
            self.at += 1;
            let n = match self.peek()? {
                0x2a => {
                    let n = self.star(args)?;
                    if n > i32::MAX as i64 {
                        return raise(&OVERFLOW_ERROR, "Python int too large to convert to C int");
                    }
                    n.max(0) as usize
                }
                _ => self.number(i32::MAX as usize, "precision too big")?,
            };
            c.precision = Some(n);
        }
        if matches!(u8::try_from(self.peek()?), Ok(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        Ok(c)
    }
}

fn run(text: &StrObj, all: &Value, bytes: bool) -> Result<Value> {
    let tuple = all.downcast::<TupleObj>().map(|t| t.items());
    let mut args = Arguments { all, tuple, selected: None, by_key: false, used: 0, bytes };
    let mut r = Reader { text, at: 0 };
    let mut out = Builder::with_capacity(text.bytes().len() + 16);
    while let Some(percent) = str::find_char(text, b'%' as u32, r.at) {
        out.push_range(text, r.at, percent);
        r.at = percent + 1;
        match r.peek()? {
            0x25 => {
                out.push_char(0x25);
                r.at += 1;
                continue;
            }
            0x28 => {
                if !is_mapping(args.all) {
                    return type_error("format requires a mapping");
                }
                r.at += 1;
                let key = r.key()?;
                let key = if bytes { bytes::from_vec(latin1_bytes(&key)) } else { key };
                args.select(key)?;
            }
            _ => {}
        }
        let c = r.conversion(&mut args)?;
        let kind = r.peek()?;
        let v = args.next()?;
        convert(&v, kind, r.at, &c, bytes, &mut out)?;
        r.at += 1;
    }
    out.push_range(text, r.at, text.len());
    args.check_all_used()?;
    Ok(out.finish())
}

fn latin1_bytes(v: &Value) -> Vec<u8> {
    str::of(v).chars().map(|c| c as u8).collect()
}

fn convert(v: &Value, kind: u32, at: usize, c: &Conversion, bytes: bool, out: &mut Builder) -> Result<()> {
    let Some(letter) = u8::try_from(kind).ok().filter(u8::is_ascii) else { return unsupported(kind, at, bytes) };
    match letter {
        b's' | b'b' if bytes => put_bytes(v, c, out),
        b'r' | b'a' if bytes => put_text(&textrepr::ascii_str(&ops::repr(v)?), c, out),
        b's' => {
            if v.is_exact(&str::STR) {
                put_text(v, c, out)
            } else {
                put_text(&ops::str(v)?, c, out)
            }
        }
        b'r' => put_text(&ops::repr(v)?, c, out),
        b'a' => put_text(&textrepr::ascii_str(&ops::repr(v)?), c, out),
        b'c' => put_text(
            &str::from_char(if bytes { byte_of(v)? } else { char_of(v)? }),
            &Conversion { precision: None, ..*c },
            out,
        ),
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => put_int(v, letter, c, bytes, out),
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => put_float(v, letter, c, bytes, out),
        _ => unsupported(kind, at, bytes),
    }
}

fn unsupported<T>(kind: u32, at: usize, bytes: bool) -> Result<T> {
    if bytes && kind >= 128 {
        return raise(&OVERFLOW_ERROR, "character argument not in range(0x110000)");
    }
    let shown = if (32..128).contains(&kind) || bytes { kind as u8 as char } else { '?' };
    value_error(format!("unsupported format character '{shown}' (0x{kind:x}) at index {at}"))
}

/// Text, cut to the precision and padded with blanks to the width.
fn put_text(text: &Value, c: &Conversion, out: &mut Builder) -> Result<()> {
    let s = str::of(text);
    let len = c.precision.map_or(s.len(), |p| p.min(s.len()));
    crate::heap::check_size(c.width)?;
    let missing = c.width.saturating_sub(len);
    if !c.left {
        out.push_repeated(b' ' as u32, missing);
    }
    out.push_range(s, 0, len);
    if c.left {
        out.push_repeated(b' ' as u32, missing);
    }
    Ok(())
}

fn put_bytes(v: &Value, c: &Conversion, out: &mut Builder) -> Result<()> {
    if let Some(b) = bytes::like(v) {
        return put_text(&str::from_latin1(b), c, out);
    }
    if let Some(method) = ops::lookup_special(v, "__bytes__") {
        let b = ops::call(&method, &[])?;
        return match bytes::like(&b) {
            Some(b) => put_text(&str::from_latin1(b), c, out),
            None => type_error(format!("__bytes__ returned non-bytes (type {})", ops::type_name(&b))),
        };
    }
    let name = ops::type_name(v);
    type_error(format!("%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"))
}

/// The character of `%c`.
fn char_of(v: &Value) -> Result<u32> {
    if let Some(s) = v.downcast::<StrObj>() {
        return if s.len() == 1 { Ok(s.char_at(0)) } else { type_error("%c requires int or char") };
    }
    match ops::index_value_opt(v)?.map(|i| int::to_i64(&i)) {
        Some(Some(i)) if (0..0x11_0000).contains(&i) => Ok(i as u32),
        Some(_) => raise(&OVERFLOW_ERROR, "%c arg not in range(0x110000)"),
        None => type_error("%c requires int or char"),
    }
}

/// The byte of `%c` in a bytes format.
fn byte_of(v: &Value) -> Result<u32> {
    if let Some(&[b]) = bytes::like(v) {
        return Ok(b as u32);
    }
    match ops::index_value_opt(v)?.map(|i| int::to_i64(&i)) {
        Some(Some(i)) if (0..256).contains(&i) => Ok(i as u32),
        Some(_) => raise(&OVERFLOW_ERROR, "%c arg not in range(256)"),
        None => type_error("%c requires an integer in range(256) or a single byte"),
    }
}

/// The int that `%d` (truncating) or `%x` shows.
fn int_of(v: &Value, letter: u8) -> Result<Value> {
    if v.ty().is_subtype(&int::INT) {
        return Ok(v.clone());
    }
    let truncating = matches!(letter, b'd' | b'i' | b'u');
    if let (true, Some(x)) = (truncating, float::as_float(v)) {
        return float::trunc_value(x);
    }
    if truncating && let Some(i) = ops::as_number(v, As::Int)? {
        return Ok(i);
    }
    if truncating
        && !v.ty().is_native
        && let Some(method) = ops::lookup_special(v, "__int__")
        && let Some(i) = exception::catch(ops::call(&method, &[]), &TYPE_ERROR)?
    {
        return Ok(i);
    }
    if let Some(i) = ops::index_value_opt(v)? {
        return Ok(i);
    }
    let what = if truncating { "a real number" } else { "an integer" };
    type_error(format!("%{} format: {what} is required, not {}", letter as char, ops::type_name(v)))
}

fn put_int(v: &Value, letter: u8, c: &Conversion, bytes: bool, out: &mut Builder) -> Result<()> {
    // bytes know `%i` as `%d`.
    let v = int_of(v, if bytes && letter == b'i' { b'd' } else { letter })?;
    let mut buf = [0; 20];
    let text;
    let (radix, prefix) = match letter {
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        _ => (10, ""),
    };
    let signed = match int::to_i64(&v) {
        Some(i) if radix == 10 => int::decimal_small(i, &mut buf),
        _ => {
            text = match radix {
                10 => int::to_decimal(&v)?,
                _ if letter == b'X' => int::to_radix(&v, radix).to_ascii_uppercase(),
                _ => int::to_radix(&v, radix),
            };
            &text
        }
    };
    let digits = signed.strip_prefix('-');
    put_number(digits.is_some(), if c.alternate { prefix } else { "" }, digits.unwrap_or(signed), c, out)
}

fn put_float(v: &Value, letter: u8, c: &Conversion, bytes: bool, out: &mut Builder) -> Result<()> {
    let x = match float::as_float(v) {
        Some(x) => x,
        None if bytes => match exception::catch(float::to_f64(v), &TYPE_ERROR)? {
            Some(x) => x,
            None => return type_error(format!("float argument required, not {}", ops::type_name(v))),
        },
        None => float::to_f64(v)?,
    };
    let negative = x.is_sign_negative() && !x.is_nan();
    floating::conversion(x, letter, c.precision.unwrap_or(6), c.alternate, |text| {
        put_number(negative, "", text, &Conversion { precision: None, ..*c }, out)
    })
}

/// Sign, prefix and digits, padded by zeros or blanks. The precision is the least number of digits.
fn put_number(negative: bool, prefix: &str, digits: &str, c: &Conversion, out: &mut Builder) -> Result<()> {
    let sign = match negative {
        true => "-",
        false if c.plus => "+",
        false if c.blank => " ",
        false => "",
    };
    let zeros = c.precision.unwrap_or(0).saturating_sub(digits.len());
    crate::heap::check_size(c.width)?;
    crate::heap::check_size(zeros)?;
    let missing = c.width.saturating_sub(sign.len() + prefix.len() + zeros + digits.len());
    let (before, inner, after) = match (c.left, c.zero) {
        (true, _) => (0, 0, missing),
        (false, true) => (0, missing, 0),
        (false, false) => (missing, 0, 0),
    };
    out.push_repeated(b' ' as u32, before);
    out.push_str(sign);
    out.push_str(prefix);
    out.push_repeated(b'0' as u32, inner + zeros);
    out.push_str(digits);
    out.push_repeated(b' ' as u32, after);
    Ok(())
}
