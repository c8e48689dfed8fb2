//! Numbers.

use super::Lexer;
use crate::token::T;

impl Lexer<'_> {
    fn digits(&mut self, is_digit: impl Fn(u8) -> bool) -> bool {
        loop {
            let first = self.pos;
            while is_digit(self.peek(0)) {
                self.pos += 1;
            }
            if self.pos == first {
                return false;
            }
            if self.peek(0) != b'_' {
                return true;
            }
            self.pos += 1;
        }
    }

    pub(super) fn number(&mut self) {
        let start = self.pos;
        let kind = match (self.peek(0), self.peek(1) | 0x20) {
            (b'0', b'x') => self.radix("hexadecimal", |b| b.is_ascii_hexdigit()),
            (b'0', b'o') => self.radix("octal", |b| matches!(b, b'0'..=b'7')),
            (b'0', b'b') => self.radix("binary", |b| matches!(b, b'0' | b'1')),
            _ => self.decimal(),
        };
        let kind = match kind {
            Ok(kind) => kind,
            Err((at, message)) => {
                let end = at.max(start + 1);
                self.error_at(end - 1, end, message);
                while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..) {
                    self.pos += 1;
                }
                T::Error
            }
        };
        self.push(kind, start, self.pos);
    }

    fn radix(&mut self, name: &str, is_digit: impl Fn(u8) -> bool) -> Result<T, (usize, String)> {
        self.pos += 2;
        if self.peek(0) == b'_' {
            self.pos += 1;
        }
        let ok = self.digits(is_digit);
        let next = self.peek(0);
        if next.is_ascii_digit() {
            return Err((self.pos + 1, format!("invalid digit '{}' in {name} literal", next as char)));
        }
        if !ok {
            return Err((self.pos, format!("invalid {name} literal")));
        }
        self.end_of_number(name)?;
        Ok(T::Int)
    }

    fn decimal(&mut self) -> Result<T, (usize, String)> {
        let start = self.pos;
        let bad = |lexer: &Self| Err((lexer.pos, "invalid decimal literal".to_owned()));
        let mut kind = T::Int;
        if self.peek(0) != b'.' && !self.digits(|b| b.is_ascii_digit()) {
            return bad(self);
        }
        let integer_end = self.pos;
        if self.peek(0) == b'.' {
            kind = T::Float;
            self.pos += 1;
            if self.peek(0).is_ascii_digit() && !self.digits(|b| b.is_ascii_digit()) {
                return bad(self);
            }
        }
        if self.peek(0) | 0x20 == b'e' {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                kind = T::Float;
                self.pos += 1 + sign;
                if !self.digits(|b| b.is_ascii_digit()) {
                    return bad(self);
                }
            } else if sign == 1 {
                self.pos += 1;
                return bad(self);
            }
        }
        if self.peek(0) | 0x20 == b'j' {
            self.pos += 1;
            self.end_of_number("imaginary")?;
            return Ok(T::Imaginary);
        }
        let integer = &self.bytes[start..integer_end];
        let zeros = integer.iter().take_while(|&&b| b == b'0' || b == b'_').count();
        if kind == T::Int && integer[0] == b'0' && zeros < integer.len() {
            let message = "leading zeros in decimal integer literals are not permitted; \
                           use an 0o prefix for octal integers";
            return Err((start + 1, message.to_owned()));
        }
        self.end_of_number("decimal")?;
        Ok(kind)
    }

    /// A letter right after a number is an error, but `1if x else 2` is (still) legal.
    fn end_of_number(&mut self, name: &str) -> Result<(), (usize, String)> {
        let next = self.peek(0);
        if !(next.is_ascii_alphabetic() || next == b'_' || next >= 0x80) {
            return Ok(());
        }
        let rest = &self.bytes[self.pos..];
        let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if next < 0x80
            && [&b"and"[..], b"else", b"for", b"if", b"in", b"is", b"not", b"or"].contains(&&rest[..word])
        {
            return Ok(());
        }
        Err((self.pos, format!("invalid {name} literal")))
    }
}
