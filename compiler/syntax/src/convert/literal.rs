//! Literals. Their values come from the source text: the parser library's own would lose lone surrogates.

use pyaot_diagnostics::{Code, Diagnostic, Span};
use rustpython_parser::ast::{self as rp, bigint::BigInt};

use super::Converter;
use crate::ast::{Constant, Conversion, Expr, ExprKind, PyStr};
use crate::fstring::{self, FString, Field, Part};
use crate::lexer;
use crate::token::{T, Token};

/// CPython's `sys.get_int_max_str_digits()`.
const MAX_INT_DIGITS: usize = 4300;

impl Converter<'_> {
    pub(super) fn literal(&mut self, value: rp::Constant, span: Span) -> ExprKind {
        match value {
            rp::Constant::Str(_) => self.strings(span),
            other => ExprKind::Constant(self.constant(other, span)),
        }
    }

    pub(super) fn constant(&mut self, value: rp::Constant, span: Span) -> Constant {
        match value {
            rp::Constant::None => Constant::None,
            rp::Constant::Bool(true) => Constant::True,
            rp::Constant::Bool(false) => Constant::False,
            rp::Constant::Ellipsis => Constant::Ellipsis,
            rp::Constant::Int(_) => self.int(span),
            rp::Constant::Float(_) => Constant::Float(float(self.text(span))),
            rp::Constant::Complex { .. } => {
                Constant::Imaginary(float(self.text(span).trim_end_matches(['j', 'J'])))
            }
            rp::Constant::Str(_) | rp::Constant::Bytes(_) | rp::Constant::Tuple(_) => {
                unreachable!("strings are handled before; tuples come from the library's constant folder only")
            }
        }
    }

    fn int(&mut self, span: Span) -> Constant {
        let digits: String = self.text(span).chars().filter(|&c| c != '_').collect();
        let (radix, digits) = match digits.get(..2) {
            Some("0x" | "0X") => (16, &digits[2..]),
            Some("0o" | "0O") => (8, &digits[2..]),
            Some("0b" | "0B") => (2, &digits[2..]),
            _ => (10, &digits[..]),
        };
        if let Ok(small) = i64::from_str_radix(digits, radix) {
            return Constant::Int(small);
        }
        if radix != 10 {
            let big = BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
            return Constant::BigInt(big.to_string().into());
        }
        if digits.len() > MAX_INT_DIGITS {
            let message = format!(
                "Exceeds the limit ({MAX_INT_DIGITS} digits) for integer string conversion: value has {} digits; use \
                 sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals \
                 to avoid decimal conversion limits.",
                digits.len()
            );
            self.diagnostics.push(Diagnostic::error(Code::E0005, span, message));
            return Constant::Int(0);
        }
        // Only a literal made up by error recovery has no digits.
        if digits.is_empty() { Constant::Int(0) } else { Constant::BigInt(digits.into()) }
    }

    /// Adjacent string literals.
    fn strings(&mut self, span: Span) -> ExprKind {
        let first = self.lexed.tokens.partition_point(|t| t.start < span.start);
        let tokens: Vec<Token> = self.lexed.tokens[first..]
            .iter()
            .take_while(|t| t.end <= span.end)
            .filter(|t| t.kind.is_string())
            .copied()
            .collect();
        if tokens.iter().any(|t| t.kind == T::Bytes) {
            return self.bytes(&tokens, span);
        }
        let mut joined = Joined { parts: Vec::new(), text: Vec::new(), span: None };
        for token in &tokens {
            let (body, raw) = body(self.source.as_bytes(), *token);
            if token.kind == T::FStr {
                let found = self.lexed.fstrings.binary_search_by_key(&token.start, |f| f.0);
                let Some(fstring) = found.ok().map(|i| std::mem::take(&mut self.lexed.fstrings[i].1)) else {
                    continue;
                };
                let FString { parts, .. } = fstring;
                self.parts(&parts, raw, &mut joined);
            } else {
                let at = Span { start: token.start, end: token.end, ..span };
                joined.literal(at, |text| self.decode(body, raw, at, text));
            }
        }
        if tokens.iter().any(|t| t.kind == T::FStr) {
            ExprKind::JoinedStr(joined.finish())
        } else {
            ExprKind::Constant(Constant::Str(PyStr(joined.text.into())))
        }
    }

    fn bytes(&mut self, tokens: &[Token], span: Span) -> ExprKind {
        let mut value = Vec::new();
        for token in tokens {
            let at = Span { start: token.start, end: token.end, ..span };
            if token.kind != T::Bytes {
                let message = "cannot mix bytes and nonbytes literals";
                self.diagnostics.push(Diagnostic::error(Code::E0001, span, message));
                break;
            }
            let (body, raw) = body(self.source.as_bytes(), *token);
            let text = &self.source.as_bytes()[body.0..body.1];
            if let Err(position) = decode_bytes(text, raw, &mut value) {
                let message = format!("(value error) invalid \\x escape at position {position}");
                self.diagnostics.push(Diagnostic::error(Code::E0001, at, message));
            }
        }
        ExprKind::Constant(Constant::Bytes(value.into()))
    }

    fn parts(&mut self, parts: &[Part], raw: bool, joined: &mut Joined) {
        for part in parts {
            match part {
                Part::Literal { start, end, shown } => {
                    let at = Span { file: self.file, start: *start, end: *shown };
                    let body = (*start as usize, *end as usize);
                    joined.literal(at, |text| self.decode(body, raw, at, text));
                }
                Part::Field(field) => self.field(field, raw, joined),
            }
        }
    }

    fn field(&mut self, field: &Field, raw: bool, joined: &mut Joined) {
        let span = Span { file: self.file, start: field.start, end: field.end };
        let mut conversion = match field.conversion {
            Some(b's') => Some(Conversion::Str),
            Some(b'r') => Some(Conversion::Repr),
            Some(_) => Some(Conversion::Ascii),
            None => None,
        };
        if let Some(end) = field.debug {
            let at = Span { start: field.start + 1, end, ..span };
            let shown = self.without_comments(at).replace("\r\n", "\n").replace('\r', "\n");
            joined.literal(at, |text| text.extend_from_slice(shown.as_bytes()));
            if conversion.is_none() && field.spec.is_none() {
                conversion = Some(Conversion::Repr);
            }
        }
        let value = self.field_expr(field.expr);
        let format_spec = field.spec.as_ref().map(|(start, parts)| {
            let mut spec = Joined { parts: Vec::new(), text: Vec::new(), span: None };
            self.parts(parts, raw, &mut spec);
            let span = Span { start: *start, end: field.end - 1, ..span };
            Box::new(Expr { span, kind: ExprKind::JoinedStr(spec.finish()) })
        });
        let kind = ExprKind::FormattedValue { value: Box::new(value), conversion, format_spec };
        joined.flush();
        joined.parts.push(Expr { span, kind });
    }

    /// The text of a field as `{x=}` shows it.
    fn without_comments(&self, field: Span) -> String {
        let text = self.text(field);
        if !text.contains('#') {
            return text.to_owned();
        }
        let tokens = lexer::lex_field(self.source, field.start, field.end).tokens;
        let mut shown = String::new();
        let mut from = field.start;
        let end = Token { kind: T::Newline, start: field.end, end: field.end };
        for token in tokens.iter().chain([&end]) {
            // Between tokens are only spaces and comments.
            let gap = &self.source[from as usize..token.start as usize];
            for line in gap.split_inclusive(['\n', '\r']) {
                match line.split_once('#') {
                    None => shown.push_str(line),
                    Some((space, comment)) => {
                        shown.push_str(space);
                        shown.extend(comment.chars().last().filter(|c| matches!(c, '\n' | '\r')));
                    }
                }
            }
            shown.push_str(&self.source[token.start as usize..token.end as usize]);
            from = token.end;
        }
        shown
    }

    /// Decodes escapes of a text literal.
    fn decode(&mut self, (start, end): (usize, usize), raw: bool, at: Span, out: &mut Vec<u8>) {
        let source = self.source;
        let text = &source.as_bytes()[start..end];
        if !text.iter().any(|&b| b == b'\\' || b == b'\r') {
            out.extend_from_slice(text);
            return;
        }
        let mut i = 0;
        while i < text.len() {
            match text[i] {
                b'\r' => {
                    out.push(b'\n');
                    i += if text.get(i + 1) == Some(&b'\n') { 2 } else { 1 };
                }
                b'\\' if !raw => match escape(&source[start + i..end]) {
                    Ok((code, length)) => {
                        if let Some(code) = code {
                            push_code_point(out, code);
                        }
                        i += length;
                    }
                    Err((length, message)) => {
                        let from = codec_position(&source[start..start + i]);
                        let message = format!(
                            "(unicode error) 'unicodeescape' codec can't decode bytes in position {from}-{}: {message}",
                            from + length - 1
                        );
                        self.diagnostics.push(Diagnostic::error(Code::E0001, at, message));
                        return;
                    }
                },
                byte => {
                    out.push(byte);
                    i += 1;
                }
            }
        }
    }
}

/// Pieces of an f-string in the making: adjacent text becomes one constant.
struct Joined {
    parts: Vec<Expr>,
    text: Vec<u8>,
    span: Option<Span>,
}

impl Joined {
    fn literal(&mut self, at: Span, decode: impl FnOnce(&mut Vec<u8>)) {
        self.span = Some(self.span.map_or(at, |s| s.to(at)));
        decode(&mut self.text);
    }

    fn flush(&mut self) {
        if let Some(span) = self.span.take()
            && !self.text.is_empty()
        {
            let text = std::mem::take(&mut self.text);
            let kind = ExprKind::Constant(Constant::Str(PyStr(text.into())));
            self.parts.push(Expr { span, kind });
        }
    }

    fn finish(mut self) -> Vec<Expr> {
        self.flush();
        self.parts
    }
}

fn float(text: &str) -> f64 {
    if text.contains('_') {
        text.replace('_', "").parse().unwrap_or(0.0)
    } else {
        text.parse().unwrap_or(0.0)
    }
}

/// The text between the quotes, and whether the literal is raw.
fn body(source: &[u8], token: Token) -> ((usize, usize), bool) {
    let (start, end) = (token.start as usize, token.end as usize);
    let prefix = source[start..end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let raw = source[start..start + prefix].iter().any(|b| b | 0x20 == b'r');
    let (_, quote) = fstring::quote(source, start + prefix);
    ((start + prefix + quote, end - quote), raw)
}

/// Adds a code point, surrogates included, in UTF-8's scheme.
fn push_code_point(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[0xed, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]),
    }
}

/// CPython decodes a copy of the text in which characters outside ASCII are `\UXXXXXXXX`.
fn codec_position(before: &str) -> usize {
    before.chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum()
}

/// The escape at the start of `text`: its code point (none for a continued line) and length; or the length of the bad
/// part and what is wrong.
fn escape(text: &str) -> Result<(Option<u32>, usize), (usize, &'static str)> {
    let bytes = text.as_bytes();
    let hex = |digits: usize, message: &'static str| {
        let found = bytes[2..].iter().take(digits).take_while(|b| b.is_ascii_hexdigit()).count();
        if found < digits {
            return Err((2 + found, message));
        }
        let code = u32::from_str_radix(&text[2..2 + digits], 16).map_err(|_| (2, message))?;
        if code > 0x10ffff { Err((2 + digits, "illegal Unicode character")) } else { Ok((Some(code), 2 + digits)) }
    };
    // Only before a field of an f-string is a backslash last.
    let Some(&kind) = bytes.get(1) else {
        return Ok((Some(u32::from(b'\\')), 1));
    };
    let simple = |c: u8| Ok((Some(u32::from(c)), 2));
    match kind {
        b'\n' => Ok((None, 2)),
        b'\r' => Ok((None, if bytes.get(2) == Some(&b'\n') { 3 } else { 2 })),
        b'\\' | b'\'' | b'"' => simple(kind),
        b'a' => simple(7),
        b'b' => simple(8),
        b'f' => simple(12),
        b'n' => simple(b'\n'),
        b'r' => simple(b'\r'),
        b't' => simple(b'\t'),
        b'v' => simple(11),
        b'0'..=b'7' => {
            let (code, length) = octal(&bytes[1..]);
            Ok((Some(code), 1 + length))
        }
        b'x' => hex(2, "truncated \\xXX escape"),
        b'u' => hex(4, "truncated \\uXXXX escape"),
        b'U' => hex(8, "truncated \\UXXXXXXXX escape"),
        b'N' => {
            let close = text.find('}').filter(|_| bytes.get(2) == Some(&b'{'));
            let Some(close) = close.filter(|&c| c > 3) else {
                return Err((if bytes.get(2) == Some(&b'{') { 3 } else { 2 }, "malformed \\N character escape"));
            };
            match unicode_names2::character(&text[3..close]) {
                Some(c) => Ok((Some(c as u32), close + 1)),
                None => Err((close + 1, "unknown Unicode character name")),
            }
        }
        // Not an escape: the backslash stays.
        _ => Ok((Some(u32::from(b'\\')), 1)),
    }
}

fn octal(bytes: &[u8]) -> (u32, usize) {
    let length = bytes.iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
    let code = bytes[..length].iter().fold(0, |n, b| n * 8 + u32::from(b - b'0'));
    (code, length)
}

/// Decodes a bytes literal; or the position of a bad `\x`.
fn decode_bytes(text: &[u8], raw: bool, out: &mut Vec<u8>) -> Result<(), usize> {
    let mut i = 0;
    while i < text.len() {
        let (value, length) = match (text[i], text.get(i + 1)) {
            (b'\r', next) => (Some(b'\n'), if next == Some(&b'\n') { 2 } else { 1 }),
            (b'\\', Some(&kind)) if !raw => match kind {
                b'\n' => (None, 2),
                b'\r' => (None, if text.get(i + 2) == Some(&b'\n') { 3 } else { 2 }),
                b'x' => {
                    let digits = text.get(i + 2..i + 4).and_then(|d| std::str::from_utf8(d).ok());
                    let digits = digits.filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
                    (Some(u8::from_str_radix(digits.ok_or(i)?, 16).map_err(|_| i)?), 4)
                }
                b'0'..=b'7' => {
                    let (code, length) = octal(&text[i + 1..]);
                    (Some(code as u8), 1 + length)
                }
                b'\\' | b'\'' | b'"' => (Some(kind), 2),
                b'a' => (Some(7), 2),
                b'b' => (Some(8), 2),
                b'f' => (Some(12), 2),
                b'n' => (Some(b'\n'), 2),
                b'r' => (Some(b'\r'), 2),
                b't' => (Some(b'\t'), 2),
                b'v' => (Some(11), 2),
                _ => (Some(b'\\'), 1),
            },
            (byte, _) => (Some(byte), 1),
        };
        out.extend(value);
        i += length;
    }
    Ok(())
}
