//! Where string literals end, and the pieces of f-strings (PEP 701).

/// The pieces of an f-string literal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FString {
    pub(crate) parts: Vec<Part>,
    /// Behind the closing quote.
    pub(crate) end: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// The text `start..end`, written in the source as `start..shown`: the second of two braces counts only there.
    Literal { start: u32, end: u32, shown: u32 },
    Field(Field),
}

/// `{expr = !r :spec}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// At the brace.
    pub(crate) start: u32,
    pub(crate) expr: (u32, u32),
    /// Of `{x=}`: the end of the text that is shown.
    pub(crate) debug: Option<u32>,
    pub(crate) conversion: Option<u8>,
    /// Start of the specification, at its colon, and its pieces.
    pub(crate) spec: Option<(u32, Vec<Part>)>,
    /// Behind the brace.
    pub(crate) end: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StringError {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) message: String,
    /// Where to go on after the error.
    pub(crate) resume: usize,
}

/// CPython's limits: f-strings in f-strings, and fields in specifications.
const MAX_FSTRINGS: u32 = 150;
const MAX_SPECS: u32 = 3;

pub(crate) fn is_prefix(word: &str) -> bool {
    matches!(word.as_bytes(), [a] if matches!(a | 0x20, b'r' | b'b' | b'u' | b'f'))
        || matches!(word.as_bytes(), [a, b] if matches!((a | 0x20, b | 0x20),
            (b'r', b'b') | (b'b', b'r') | (b'r', b'f') | (b'f', b'r')))
}

/// The quote at `pos`: its character and length.
pub(crate) fn quote(bytes: &[u8], pos: usize) -> (u8, usize) {
    let q = bytes[pos];
    let triple = bytes.get(pos + 1) == Some(&q) && bytes.get(pos + 2) == Some(&q);
    (q, if triple { 3 } else { 1 })
}

fn closes(bytes: &[u8], pos: usize, q: u8, length: usize) -> bool {
    bytes[pos] == q && (length == 1 || (bytes.get(pos + 1) == Some(&q) && bytes.get(pos + 2) == Some(&q)))
}

fn is_line_end(b: u8) -> bool {
    b == b'\n' || b == b'\r'
}

fn unterminated(bytes: &[u8], start: usize, pos: usize, length: usize, what: &str) -> StringError {
    let triple = if length == 3 { "triple-quoted " } else { "" };
    // A line end at the very end of the file starts no further line.
    let seen = if pos == bytes.len() && pos > start && is_line_end(bytes[pos - 1]) { pos - 1 } else { pos };
    let line = crate::lexer::line_of(bytes, seen);
    StringError {
        start,
        end: start + 1,
        message: format!("unterminated {triple}{what} literal (detected at line {line})"),
        resume: pos,
    }
}

/// The end of a string or bytes literal whose prefix starts at `start` and whose quote is at `pos`.
pub(crate) fn scan_plain(bytes: &[u8], start: usize, pos: usize) -> Result<usize, StringError> {
    let (q, length) = quote(bytes, pos);
    let mut pos = pos + length;
    let mut escaped_quote = false;
    while pos < bytes.len() {
        match bytes[pos] {
            b'\\' if bytes.get(pos + 1) == Some(&q) => {
                escaped_quote = true;
                pos += 2;
            }
            b'\\' => pos += if bytes[pos + 1..].starts_with(b"\r\n") { 3 } else { 2 },
            b if is_line_end(b) && length == 1 => break,
            _ if closes(bytes, pos, q, length) => return Ok(pos + length),
            _ => pos += 1,
        }
    }
    let pos = pos.min(bytes.len());
    let mut error = unterminated(bytes, start, pos, length, "string");
    if escaped_quote && length == 1 {
        error.message.push_str("; perhaps you escaped the end quote?");
    }
    Err(error)
}

/// The pieces of an f-string whose prefix starts at `start` and whose quote is at `pos`.
pub(crate) fn scan(bytes: &[u8], start: usize, pos: usize) -> Result<FString, StringError> {
    Scanner { bytes, pos: start, level: 0 }.fstring(pos)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    pos: usize,
    level: u32,
}

/// The literal that the scanner is in.
#[derive(Clone, Copy)]
struct Quote {
    start: usize,
    q: u8,
    length: usize,
    raw: bool,
}

impl Scanner<'_> {
    /// From the prefix at `self.pos`; the quote is at `at`.
    fn fstring(&mut self, at: usize) -> Result<FString, StringError> {
        let start = self.pos;
        let raw = self.bytes[start..at].iter().any(|b| b | 0x20 == b'r');
        let (q, length) = quote(self.bytes, at);
        let quote = Quote { start, q, length, raw };
        self.pos = at + length;
        self.level += 1;
        if self.level > MAX_FSTRINGS {
            return Err(self.error(start, "too many nested f-strings"));
        }
        let parts = self.parts(quote, 0)?;
        self.level -= 1;
        self.pos += length;
        Ok(FString { parts, end: self.pos as u32 })
    }

    fn error(&self, at: usize, message: &str) -> StringError {
        // Goes on behind the line: the rest of it is part of the broken literal.
        let rest = &self.bytes[at.min(self.bytes.len())..];
        let line = rest.iter().position(|&b| is_line_end(b)).unwrap_or(rest.len());
        StringError { start: at, end: at + 1, message: message.to_owned(), resume: at + line }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    /// Literal text and fields up to the closing quote, or in a specification (`spec` > 0) up to the `}`.
    fn parts(&mut self, quote: Quote, spec: u32) -> Result<Vec<Part>, StringError> {
        let mut parts = Vec::new();
        let mut from = self.pos;
        loop {
            if self.pos >= self.bytes.len() {
                return Err(unterminated(self.bytes, quote.start, self.pos, quote.length, "f-string"));
            }
            match self.bytes[self.pos] {
                b if is_line_end(b) && quote.length == 1 => {
                    return Err(unterminated(self.bytes, quote.start, self.pos, quote.length, "f-string"));
                }
                _ if closes(self.bytes, self.pos, quote.q, quote.length) => {
                    if spec > 0 {
                        return Err(self.error(self.pos, "f-string: expecting '}', or format specs"));
                    }
                    self.literal(&mut parts, from);
                    return Ok(parts);
                }
                b'\\' => self.escape(quote),
                b'{' if spec == 0 && self.peek(1) == b'{' => from = self.double(&mut parts, from),
                b'{' => {
                    self.literal(&mut parts, from);
                    parts.push(Part::Field(self.field(quote, spec)?));
                    from = self.pos;
                }
                b'}' if spec > 0 => {
                    self.literal(&mut parts, from);
                    return Ok(parts);
                }
                b'}' if self.peek(1) == b'}' => from = self.double(&mut parts, from),
                b'}' => return Err(self.error(self.pos, "f-string: single '}' is not allowed")),
                _ => self.pos += 1,
            }
        }
    }

    /// `{{` or `}}`: the first brace ends a literal piece, the second belongs to none.
    fn double(&mut self, parts: &mut Vec<Part>, from: usize) -> usize {
        let (start, end) = (from as u32, self.pos as u32 + 1);
        parts.push(Part::Literal { start, end, shown: end + 1 });
        self.pos += 2;
        self.pos
    }

    fn literal(&self, parts: &mut Vec<Part>, from: usize) {
        if from < self.pos {
            let end = self.pos as u32;
            parts.push(Part::Literal { start: from as u32, end, shown: end });
        }
    }

    /// A backslash in literal text. It does not hide a brace, except in `\N{…}`.
    fn escape(&mut self, quote: Quote) {
        match self.peek(1) {
            b'{' | b'}' => self.pos += 1,
            b'N' if !quote.raw && self.peek(2) == b'{' => {
                let rest = &self.bytes[self.pos..];
                let name = rest.iter().position(|&b| b == b'}' || b == quote.q || is_line_end(b));
                match name {
                    Some(length) if rest[length] == b'}' => self.pos += length + 1,
                    _ => self.pos += 2,
                }
            }
            b'\r' if self.peek(2) == b'\n' => self.pos += 3,
            _ => self.pos = (self.pos + 2).min(self.bytes.len()),
        }
    }

    fn field(&mut self, quote: Quote, spec: u32) -> Result<Field, StringError> {
        let start = self.pos;
        if spec >= MAX_SPECS {
            return Err(self.error(start, "f-string: expressions nested too deeply"));
        }
        self.pos += 1;
        let from = self.pos;
        let (until, equal) = self.expression(quote).map_err(|e| self.in_field(quote, start, e))?;
        let debug = equal.map(|_| until as u32);
        let end = equal.unwrap_or(until);
        let (first, last) = trim(self.bytes, from, end);
        if first == last {
            let message = match self.bytes[self.pos] {
                _ if debug.is_some() => "f-string: valid expression required before '='",
                b'!' => "f-string: valid expression required before '!'",
                b':' => "f-string: valid expression required before ':'",
                _ => "f-string: valid expression required before '}'",
            };
            return Err(self.error(last.min(self.pos), message));
        }
        let conversion = if self.bytes[self.pos] == b'!' { Some(self.conversion()?) } else { None };
        let mut field = Field {
            start: start as u32,
            expr: (first as u32, last as u32),
            debug,
            conversion,
            spec: None,
            end: 0,
        };
        if self.peek(0) == b':' {
            let colon = self.pos as u32;
            self.pos += 1;
            field.spec = Some((colon, self.parts(quote, spec + 1)?));
        }
        if self.peek(0) != b'}' {
            return Err(self.error(self.pos, "f-string: expecting '}'"));
        }
        self.pos += 1;
        field.end = self.pos as u32;
        Ok(field)
    }

    /// An error in a field. A field may span lines, but in a string with single quotes it seldom should: then the
    /// brace is to blame, and not what the scanner met further down.
    fn in_field(&self, quote: Quote, start: usize, error: StringError) -> StringError {
        let to = error.start.min(self.bytes.len());
        let lines = quote.length == 1 && self.bytes[start..to].iter().any(|&b| is_line_end(b));
        if lines || error.start >= self.bytes.len() {
            return self.error(start, "'{' was never closed");
        }
        error
    }

    fn conversion(&mut self) -> Result<u8, StringError> {
        self.pos += 1;
        let at = self.pos;
        while self.peek(0).is_ascii_alphanumeric() || self.peek(0) == b'_' || self.peek(0) >= 0x80 {
            self.pos += 1;
        }
        let word = &self.bytes[at..self.pos];
        let conversion = match word {
            b"s" | b"r" | b"a" => word[0],
            b"" => {
                let space = self.peek(0) == b' ';
                let message = if space {
                    "f-string: conversion type must come right after the exclamation mark"
                } else if matches!(self.peek(0), b'}' | b':') {
                    "f-string: missing conversion character"
                } else {
                    "f-string: invalid conversion character"
                };
                return Err(self.error(at, message));
            }
            word => {
                let word = String::from_utf8_lossy(word);
                let message =
                    format!("f-string: invalid conversion character '{word}': expected 's', 'r', or 'a'");
                return Err(self.error(at, &message));
            }
        };
        while matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') {
            self.pos += 1;
        }
        if !matches!(self.peek(0), b':' | b'}') {
            return Err(self.error(self.pos, "f-string: expecting ':' or '}'"));
        }
        Ok(conversion)
    }

    /// Steps over the expression of a field to the `!`, `:` or `}` behind it, and returns where that is; and where the
    /// `=` of `{x=}` is.
    fn expression(&mut self, quote: Quote) -> Result<(usize, Option<usize>), StringError> {
        let mut brackets: Vec<(u8, usize)> = Vec::new();
        let mut equal = None;
        while self.pos < self.bytes.len() {
            let byte = self.bytes[self.pos];
            let at = self.pos;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'#' | b'}' | b':' | b'!') {
                equal = None;
            }
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => {
                    while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..) {
                        self.pos += 1;
                    }
                    let prefix = std::str::from_utf8(&self.bytes[at..self.pos]).is_ok_and(is_prefix);
                    if prefix && matches!(self.peek(0), b'"' | b'\'') {
                        self.string(at, quote)?;
                    }
                }
                b'"' | b'\'' => self.string(at, quote)?,
                b'#' => {
                    while self.pos < self.bytes.len() && !is_line_end(self.bytes[self.pos]) {
                        self.pos += 1;
                    }
                }
                b'(' | b'[' | b'{' => {
                    brackets.push((byte, at));
                    if brackets.len() > 200 {
                        return Err(self.error(at, "too many nested parentheses"));
                    }
                    self.pos += 1;
                }
                b'}' | b':' if brackets.is_empty() => return Ok((at, equal)),
                b'!' if brackets.is_empty() && self.peek(1) != b'=' => return Ok((at, equal)),
                b')' | b']' | b'}' => {
                    self.pos += 1;
                    match brackets.pop() {
                        Some((b'(', _)) if byte == b')' => {}
                        Some((b'[', _)) if byte == b']' => {}
                        Some((b'{', _)) if byte == b'}' => {}
                        Some((open, _)) => {
                            let message = format!(
                                "closing parenthesis '{}' does not match opening parenthesis '{}'",
                                byte as char, open as char
                            );
                            return Err(self.error(at, &message));
                        }
                        None => {
                            return Err(self.error(at, &format!("f-string: unmatched '{}'", byte as char)));
                        }
                    }
                }
                b'!' | b'=' | b'<' | b'>' if self.peek(1) == b'=' => {
                    equal = None;
                    self.pos += 2;
                }
                b'=' if brackets.is_empty() => {
                    equal = Some(at);
                    self.pos += 1;
                }
                _ => self.pos += 1,
            }
        }
        Err(self.error(self.bytes.len(), "f-string: expecting '}'"))
    }

    /// A string inside of a field; `self.pos` is at its quote.
    fn string(&mut self, start: usize, outer: Quote) -> Result<(), StringError> {
        let at = self.pos;
        let is_f = self.bytes[start..at].iter().any(|b| b | 0x20 == b'f');
        let result = if is_f {
            self.pos = start;
            self.fstring(at).map(|f| f.end as usize)
        } else {
            scan_plain(self.bytes, start, at)
        };
        match result {
            Ok(end) => {
                self.pos = end;
                Ok(())
            }
            // `f"{x"`: the quote was meant to close the outer string.
            Err(_) if start == at && closes(self.bytes, at, outer.q, outer.length) => {
                Err(self.error(at, "f-string: expecting '}'"))
            }
            Err(e) => Err(e),
        }
    }
}

fn trim(bytes: &[u8], mut from: usize, mut until: usize) -> (usize, usize) {
    let space = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    while from < until && space(bytes[from]) {
        from += 1;
    }
    while until > from && space(bytes[until - 1]) {
        until -= 1;
    }
    (from, until)
}
