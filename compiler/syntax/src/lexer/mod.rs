//! Source text to tokens, as CPython's tokenizer does it and with its messages.
//!
//! The parser library has a lexer, but knows neither PEP 701 f-strings nor lone surrogates nor CPython's error
//! messages, and stops at the first error; this one goes on.

mod number;
mod second_pass;

use pyaot_diagnostics::Code;
use unicode_normalization::UnicodeNormalization;

use crate::fstring::{self, FString};
use crate::token::{T, Token};

/// CPython's MAXLEVEL and MAXINDENT.
const MAX_BRACKETS: usize = 200;
const MAX_INDENT: usize = 100;
/// Operators that may be stacked in one expression, and `elif` in one statement. (CPython's limits depend on the
/// version and are lower.)
const MAX_CHAIN: u32 = 20_000;
const MAX_ELIFS: u32 = 10_000;
/// Errors after this many are noise.
pub(crate) const MAX_ERRORS: usize = 20;
/// Of these, several may be on one line.
const MAX_LEX_ERRORS: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LexError {
    pub(crate) code: Code,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) message: String,
}

#[derive(Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    /// The pieces of each f-string token, ordered by the token's start.
    pub(crate) fstrings: Vec<(u32, FString)>,
    pub(crate) errors: Vec<LexError>,
    /// An upper bound of the depth of an expression's tree.
    pub(crate) chain: u32,
    /// How deep blocks are nested.
    pub(crate) blocks: u32,
    /// The longest row of `elif`: each is one level of the tree.
    pub(crate) elifs: u32,
}

impl Lexed {
    /// An upper bound of the depth of the tree: an `elif` is two levels.
    pub(crate) fn levels(&self) -> u32 {
        self.chain + 2 * self.elifs + self.blocks
    }
}

struct Bracket {
    open: u8,
    at: usize,
    /// Operators since the last comma inside it.
    operators: u32,
}

struct Lexer<'a> {
    source: &'a str,
    bytes: &'a [u8],
    pos: usize,
    out: Lexed,
    brackets: Vec<Bracket>,
    /// Column of each open block, with tabs to multiples of 8 and with tabs as one.
    indents: Vec<(u32, u32)>,
    operators: u32,
    chain: u32,
    /// In the replacement field of an f-string: no lines, no indentation.
    field: bool,
    line_start: usize,
    /// The last token was a `Newline`.
    line_ended: bool,
    /// Too many errors.
    stop: bool,
    /// How often an unclosed bracket made the lexer go back.
    rewinds: usize,
}

pub(crate) fn lex(source: &str) -> Lexed {
    // A byte order mark is no part of the program.
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lexer = Lexer::new(source, start, source.len());
    lexer.module();
    second_pass::run(source, &mut lexer.out);
    lexer.out
}

/// The tokens of the expression in a replacement field.
pub(crate) fn lex_field(source: &str, start: u32, end: u32) -> Lexed {
    let mut lexer = Lexer::new(source, start as usize, end as usize);
    lexer.field = true;
    while lexer.pos < lexer.bytes.len() {
        lexer.token();
    }
    if let Some(open) = lexer.brackets.last() {
        let (open, at) = (open.open as char, open.at);
        lexer.error_at(at, at + 1, format!("'{open}' was never closed"));
    }
    lexer.out
}

/// An identifier as it is compared: in normal form KC (PEP 3131).
pub(crate) fn identifier(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfkc().collect() }
}

impl<'a> Lexer<'a> {
    fn new(source: &'a str, start: usize, end: usize) -> Lexer<'a> {
        Lexer {
            source,
            bytes: &source.as_bytes()[..end],
            pos: start,
            out: Lexed::default(),
            brackets: Vec::new(),
            indents: vec![(0, 0)],
            operators: 0,
            chain: 0,
            field: false,
            line_start: start,
            rewinds: 0,
            line_ended: false,
            stop: false,
        }
    }

    fn module(&mut self) {
        loop {
            self.start_of_line();
            while self.pos < self.bytes.len() && !self.stop && !self.logical_line_step() {}
            if self.stop {
                let end = self.bytes.len();
                self.push(T::Error, end, end);
                break;
            }
            if self.pos >= self.bytes.len() {
                if !self.brackets.is_empty() && self.reopen() {
                    continue;
                }
                break;
            }
        }
        let end = self.bytes.len();
        if self.out.tokens.last().is_some_and(|t| !matches!(t.kind, T::Newline | T::Dedent)) {
            self.push(T::Newline, end, end);
        }
        for _ in 1..self.indents.len() {
            self.push(T::Dedent, end, end);
        }
        self.out.errors.sort_by_key(|e| e.start);
    }

    /// Lexes one token; true when it ended the logical line.
    fn logical_line_step(&mut self) -> bool {
        self.line_ended = false;
        self.token();
        self.line_ended
    }

    /// Skips blank lines, then compares the indentation of the next logical line with the open blocks.
    fn start_of_line(&mut self) {
        self.operators = 0;
        self.chain = 0;
        loop {
            let start = self.pos;
            self.line_start = start;
            let (mut column, mut alt) = (0u32, 0u32);
            loop {
                match self.peek(0) {
                    b' ' => (column, alt) = (column + 1, alt + 1),
                    b'\t' => (column, alt) = ((column / 8 + 1) * 8, alt + 1),
                    b'\x0c' => (column, alt) = (0, 0),
                    // A continued empty line: what counts is the first line's indentation.
                    b'\\' if matches!(self.peek(1), b'\n' | b'\r') => {
                        self.pos += 1;
                        self.newline();
                        while matches!(self.peek(0), b' ' | b'\t' | b'\x0c') {
                            self.pos += 1;
                        }
                        break;
                    }
                    _ => break,
                }
                self.pos += 1;
            }
            match self.peek(0) {
                b'#' => self.comment(),
                b'\n' | b'\r' => {}
                0 if self.pos >= self.bytes.len() => {
                    if self.bytes[start..].contains(&b'\\') {
                        let at = self.pos;
                        self.error_at(at, at, "unexpected EOF while parsing".to_owned());
                    }
                    return;
                }
                _ => {
                    self.indentation(start, column, alt);
                    return;
                }
            }
            self.newline();
        }
    }

    fn indentation(&mut self, start: usize, column: u32, alt: u32) {
        let (top, top_alt) = self.indents[self.indents.len() - 1];
        let pos = self.pos;
        if column == top {
            if alt != top_alt {
                self.tab_error(start);
            }
        } else if column > top {
            if alt <= top_alt {
                self.tab_error(start);
            }
            if self.indents.len() >= MAX_INDENT {
                if self.indents.len() == MAX_INDENT {
                    self.error(Code::E0003, start, pos, "too many levels of indentation".to_owned());
                }
                // The rest of the file cannot be understood.
                self.pos = self.bytes.len();
                self.push(T::Error, start, pos);
                return;
            }
            self.indents.push((column, alt));
            self.out.blocks = self.out.blocks.max(self.indents.len() as u32 - 1);
            self.push(T::Indent, start, pos);
        } else {
            while column < self.indents[self.indents.len() - 1].0 {
                self.indents.pop();
                self.push(T::Dedent, pos, pos);
            }
            let (top, top_alt) = self.indents[self.indents.len() - 1];
            if column != top {
                let message = "unindent does not match any outer indentation level";
                self.error_at(start, pos, message.to_owned());
            } else if alt != top_alt {
                self.tab_error(start);
            }
        }
    }

    fn tab_error(&mut self, start: usize) {
        self.error_at(start, self.pos, "inconsistent use of tabs and spaces in indentation".to_owned());
    }

    /// The file ended inside a bracket. False when there is nothing to go on with.
    fn reopen(&mut self) -> bool {
        if self.out.errors.iter().any(|e| e.end as usize == self.bytes.len()) {
            return false;
        }
        let found = self.never_closed();
        if !found {
            self.push(T::Error, self.bytes.len(), self.bytes.len());
        }
        found
    }

    /// Reports the innermost open bracket, and goes back to the first line after the outermost that can be a statement.
    /// False when there is none.
    fn never_closed(&mut self) -> bool {
        let open = &self.brackets[self.brackets.len() - 1];
        let (at, text) = (open.at, open.open as char);
        let first_at = self.brackets[0].at;
        self.brackets.clear();
        self.line_ended = false;
        self.rewinds += 1;
        // What is indented more continues the bracket, or is the block of the statement.
        let line_break = |t: &Token| matches!(t.kind, T::Newline | T::Indent | T::Dedent);
        let first = self.out.tokens.iter().rposition(line_break).map_or(0, |i| i + 1);
        let header = self.out.tokens.get(first).is_some_and(|t| t.kind.starts_block());
        let column = if header { usize::MAX } else { self.indents[self.indents.len() - 1].0 as usize };
        let mut line = if self.rewinds > MAX_ERRORS { self.bytes.len() } else { first_at };
        while let Some(length) = self.bytes[line..].iter().position(|&b| b == b'\n' || b == b'\r') {
            line += length + 1;
            let text = &self.bytes[line..];
            let indent = text.iter().take_while(|&&b| b == b' ' || b == b'\t').count();
            let statement = text.get(indent).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'_' || b == b'@');
            if statement && indent <= column {
                self.out.tokens.retain(|t| (t.start as usize) < line);
                self.out.fstrings.retain(|f| (f.0 as usize) < line);
                self.out.errors.retain(|e| (e.start as usize) < line);
                self.push(T::Error, line - 1, line - 1);
                self.push(T::Newline, line - 1, line);
                self.pos = line;
                break;
            }
        }
        self.error_at(at, at + 1, format!("'{text}' was never closed"));
        self.line_ended
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: T, start: usize, end: usize) {
        self.line_ended = kind == T::Newline;
        self.out.tokens.push(Token { kind, start: start as u32, end: end as u32 });
    }

    fn error_at(&mut self, start: usize, end: usize, message: String) {
        self.error(Code::E0001, start, end, message);
    }

    fn error(&mut self, code: Code, start: usize, end: usize, message: String) {
        if self.out.errors.len() == MAX_LEX_ERRORS {
            // This is no Python: the rest would only take time.
            self.stop = true;
            return;
        }
        self.out.errors.push(LexError { code, start: start as u32, end: end as u32, message });
    }

    /// Steps over a line end, if there is one.
    fn newline(&mut self) {
        match self.peek(0) {
            b'\r' if self.peek(1) == b'\n' => self.pos += 2,
            b'\r' | b'\n' => self.pos += 1,
            _ => return,
        }
        self.line_start = self.pos;
    }

    fn comment(&mut self) {
        while self.pos < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
            if self.peek(0) == 0 {
                self.null_byte();
            }
            self.pos += 1;
        }
    }

    fn null_byte(&mut self) {
        if !self.out.errors.iter().any(|e| e.message.contains("null bytes")) {
            self.error_at(self.pos, self.pos + 1, "source code cannot contain null bytes".to_owned());
        }
    }

    fn token(&mut self) {
        let start = self.pos;
        match self.peek(0) {
            b' ' | b'\t' | b'\x0c' => self.pos += 1,
            b'#' => self.comment(),
            b'\n' | b'\r' => {
                self.newline();
                if self.brackets.is_empty() && !self.field {
                    self.push(T::Newline, start, self.pos);
                } else if !self.field {
                    self.line_in_bracket();
                }
            }
            b'\\' => self.continuation(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() => self.number(),
            b'"' | b'\'' => self.string(start),
            0 => {
                self.null_byte();
                self.pos += 1;
            }
            byte => self.operator(byte),
        }
    }

    /// A statement keyword at the start of a line inside a bracket: the bracket was never closed.
    fn line_in_bracket(&mut self) {
        let line = &self.bytes[self.pos..];
        let indent = line.iter().take_while(|&&b| b == b' ' || b == b'\t').count();
        let word = line[indent..].iter().take_while(|b| b.is_ascii_lowercase()).count();
        let end = self.pos + indent + word;
        let next = self.bytes.get(end).copied().unwrap_or(b' ');
        if word == 0 || next == b'_' || next.is_ascii_alphanumeric() || next >= 0x80 {
            return;
        }
        let keyword = T::keyword(&self.source[self.pos + indent..end]);
        if keyword.is_some_and(T::only_starts_statement) {
            let here = self.pos;
            if !self.never_closed() {
                self.push(T::Error, here - 1, here - 1);
                self.push(T::Newline, here - 1, here);
            }
        }
    }

    fn continuation(&mut self) {
        let start = self.pos;
        self.pos += 1;
        if matches!(self.peek(0), b'\n' | b'\r') {
            self.newline();
            if self.pos >= self.bytes.len() && !self.field {
                self.error_at(start, start + 1, "unexpected EOF while parsing".to_owned());
            }
        } else if self.pos >= self.bytes.len() && !self.field {
            self.error_at(start, start + 1, "unexpected EOF while parsing".to_owned());
        } else {
            let message = "unexpected character after line continuation character";
            self.error_at(start, start + 1, message.to_owned());
            self.push(T::Error, start, start + 1);
        }
    }

    fn word(&mut self) {
        let start = self.pos;
        while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..) {
            self.pos += 1;
        }
        let text = &self.source[start..self.pos];
        if matches!(self.peek(0), b'"' | b'\'') && fstring::is_prefix(text) {
            return self.string(start);
        }
        let kind = if text.is_ascii() {
            T::keyword(text).unwrap_or(T::Name)
        } else {
            match bad_character(text) {
                None => T::Name,
                Some((offset, c)) => {
                    let at = start + offset;
                    self.error_at(at, at + c.len_utf8(), character_message(c));
                    T::Error
                }
            }
        };
        if kind.is_keyword() {
            self.count_operator();
        }
        self.push(kind, start, self.pos);
    }

    /// A string literal with its prefix; `self.pos` is at the quote.
    fn string(&mut self, start: usize) {
        let prefix = &self.bytes[start..self.pos];
        let is = |c: u8| prefix.iter().any(|&b| b | 0x20 == c);
        let kind = match () {
            () if is(b'f') => T::FStr,
            () if is(b'b') => T::Bytes,
            () => T::Str,
        };
        let result = if kind == T::FStr {
            fstring::scan(self.bytes, start, self.pos).map(|f| {
                let end = f.end as usize;
                self.out.fstrings.push((start as u32, f));
                end
            })
        } else {
            fstring::scan_plain(self.bytes, start, self.pos)
        };
        match result {
            Ok(end) => {
                self.pos = end;
                if kind == T::Bytes {
                    let text = &self.bytes[start..end];
                    if let Some(at) = text.iter().position(|b| !b.is_ascii()) {
                        let message = "bytes can only contain ASCII literal characters";
                        self.error_at(start + at, start + at + 1, message.to_owned());
                    }
                }
                if self.bytes[start..end].contains(&0) {
                    self.null_byte();
                }
                self.push(kind, start, end);
            }
            Err(e) => {
                self.error_at(e.start, e.end, e.message);
                self.push(T::Error, start, e.resume);
                self.pos = e.resume;
                // Brackets opened on this line would have been closed behind the quote.
                if !self.field {
                    let line = self.line_start;
                    self.brackets.retain(|b| b.at < line);
                }
            }
        }
    }

    fn count_operator(&mut self) {
        match self.brackets.last_mut() {
            Some(bracket) => bracket.operators += 1,
            None => self.operators += 1,
        }
        self.chain += 1;
        self.out.chain = self.out.chain.max(self.chain);
        if self.chain == MAX_CHAIN {
            self.error(Code::E0003, self.pos, self.pos + 1, "expression is nested too deeply".to_owned());
            self.push(T::Error, self.pos, self.pos);
        }
    }

    fn operator(&mut self, byte: u8) {
        let start = self.pos;
        let (kind, length) = match (byte, self.peek(1), self.peek(2)) {
            (b'(', ..) => (T::Lpar, 1),
            (b')', ..) => (T::Rpar, 1),
            (b'[', ..) => (T::Lsqb, 1),
            (b']', ..) => (T::Rsqb, 1),
            (b'{', ..) => (T::Lbrace, 1),
            (b'}', ..) => (T::Rbrace, 1),
            (b':', b'=', _) => (T::ColonEqual, 2),
            (b':', ..) => (T::Colon, 1),
            (b',', ..) => (T::Comma, 1),
            (b';', ..) => (T::Semi, 1),
            (b'+', b'=', _) => (T::PlusEqual, 2),
            (b'+', ..) => (T::Plus, 1),
            (b'-', b'=', _) => (T::MinusEqual, 2),
            (b'-', b'>', _) => (T::Arrow, 2),
            (b'-', ..) => (T::Minus, 1),
            (b'*', b'*', b'=') => (T::DoubleStarEqual, 3),
            (b'*', b'*', _) => (T::DoubleStar, 2),
            (b'*', b'=', _) => (T::StarEqual, 2),
            (b'*', ..) => (T::Star, 1),
            (b'/', b'/', b'=') => (T::DoubleSlashEqual, 3),
            (b'/', b'/', _) => (T::DoubleSlash, 2),
            (b'/', b'=', _) => (T::SlashEqual, 2),
            (b'/', ..) => (T::Slash, 1),
            (b'|', b'=', _) => (T::VbarEqual, 2),
            (b'|', ..) => (T::Vbar, 1),
            (b'&', b'=', _) => (T::AmperEqual, 2),
            (b'&', ..) => (T::Amper, 1),
            (b'<', b'<', b'=') => (T::LeftShiftEqual, 3),
            (b'<', b'<', _) => (T::LeftShift, 2),
            (b'<', b'=', _) => (T::LessEqual, 2),
            (b'<', ..) => (T::Less, 1),
            (b'>', b'>', b'=') => (T::RightShiftEqual, 3),
            (b'>', b'>', _) => (T::RightShift, 2),
            (b'>', b'=', _) => (T::GreaterEqual, 2),
            (b'>', ..) => (T::Greater, 1),
            (b'=', b'=', _) => (T::EqEqual, 2),
            (b'=', ..) => (T::Equal, 1),
            (b'!', b'=', _) => (T::NotEqual, 2),
            (b'.', b'.', b'.') => (T::Ellipsis, 3),
            (b'.', ..) => (T::Dot, 1),
            (b'%', b'=', _) => (T::PercentEqual, 2),
            (b'%', ..) => (T::Percent, 1),
            (b'~', ..) => (T::Tilde, 1),
            (b'^', b'=', _) => (T::CaretEqual, 2),
            (b'^', ..) => (T::Caret, 1),
            (b'@', b'=', _) => (T::AtEqual, 2),
            (b'@', ..) => (T::At, 1),
            _ => {
                let c = byte as char;
                let message = match c {
                    '$' | '?' | '!' | '`' => "invalid syntax".to_owned(),
                    _ => character_message(c),
                };
                self.error_at(start, start + 1, message);
                (T::Error, 1)
            }
        };
        self.pos += length;
        match kind {
            _ if kind.is_open() => self.open(byte, start),
            _ if kind.is_close() => {
                if !self.close(byte, start) {
                    self.push(T::Error, start, start + 1);
                    return;
                }
            }
            T::Comma => {
                let counter = match self.brackets.last_mut() {
                    Some(bracket) => &mut bracket.operators,
                    None => &mut self.operators,
                };
                self.chain -= std::mem::take(counter);
            }
            T::Semi => self.chain -= std::mem::take(&mut self.operators),
            _ => self.count_operator(),
        }
        self.push(kind, start, self.pos);
    }

    fn open(&mut self, open: u8, at: usize) {
        self.count_operator();
        if self.brackets.len() == MAX_BRACKETS {
            self.error(Code::E0003, at, at + 1, "too many nested parentheses".to_owned());
            // What follows cannot be understood.
            self.pos = self.bytes.len();
            self.push(T::Error, at, at + 1);
            self.brackets.clear();
                return;
        }
        self.brackets.push(Bracket { open, at, operators: 0 });
    }

    fn close(&mut self, close: u8, at: usize) -> bool {
        let Some(open) = self.brackets.pop() else {
            self.error_at(at, at + 1, format!("unmatched '{}'", close as char));
            return false;
        };
        self.chain -= open.operators;
        if matches!((open.open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            return true;
        }
        let (open_line, line) = (line_of(self.bytes, open.at), line_of(self.bytes, at));
        let mut message = format!(
            "closing parenthesis '{}' does not match opening parenthesis '{}'",
            close as char, open.open as char
        );
        if open_line != line {
            message.push_str(&format!(" on line {open_line}"));
        }
        self.error_at(at, at + 1, message);
        // The bracket that this one does close may be further out.
        if let Some(level) = self.brackets.iter().rposition(|b| b.open == opening(close)) {
            let dropped: u32 = self.brackets.drain(level..).map(|b| b.operators).sum();
            self.chain -= dropped;
        }
        false
    }
}

fn opening(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

/// The line (from 1) of an offset.
pub(crate) fn line_of(bytes: &[u8], offset: usize) -> usize {
    let before = &bytes[..offset.min(bytes.len())];
    let lone = |i: usize| bytes.get(i + 1) != Some(&b'\n');
    1 + before.iter().enumerate().filter(|&(i, &b)| b == b'\n' || (b == b'\r' && lone(i))).count()
}

/// The first character that may not be part of an identifier.
fn bad_character(text: &str) -> Option<(usize, char)> {
    let mut first = true;
    for (offset, c) in text.char_indices() {
        let start = c == '_' || unicode_ident::is_xid_start(c);
        if !(start || !first && unicode_ident::is_xid_continue(c)) {
            return Some((offset, c));
        }
        first = false;
    }
    None
}

fn character_message(c: char) -> String {
    let number = c as u32;
    let escaped = c.escape_debug().next() == Some('\\') && c != '\\';
    if escaped { format!("invalid non-printable character U+{number:04X}") } else { format!("invalid character '{c}' (U+{number:04X})") }
}
