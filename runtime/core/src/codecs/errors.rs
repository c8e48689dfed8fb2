//! Error handlers: strict, ignore, replace, backslashreplace, xmlcharrefreplace, surrogateescape, surrogatepass.

use crate::bytes;
use crate::error::{Result, raise, raise_value};
use crate::exception::{self, LOOKUP_ERROR, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR};
use crate::str::{self, Builder, StrObj};
use crate::textrepr;
use crate::value::Value;

fn unknown_handler<T>(errors: &str) -> Result<T> {
    raise(&LOOKUP_ERROR, format!("unknown error handler name '{errors}'"))
}

fn is_low_escape(c: u32) -> bool {
    (0xdc80..0xdd00).contains(&c)
}

/// A string on its way to bytes.
pub(super) struct EncodeSink<'a> {
    pub text: &'a StrObj,
    pub codec: &'static str,
    pub errors: &'a str,
    pub out: Vec<u8>,
}

impl<'a> EncodeSink<'a> {
    pub fn new(text: &'a StrObj, codec: &'static str, errors: &'a str, out: Vec<u8>) -> EncodeSink<'a> {
        EncodeSink { text, codec, errors, out }
    }

    /// Handles the characters `start..end`, which the encoding does not have. `put` encodes a character of the
    /// replacement text and says whether it could.
    pub fn error(
        &mut self,
        start: usize,
        end: usize,
        reason: &str,
        mut put: impl FnMut(&mut Vec<u8>, u32) -> bool,
    ) -> Result<()> {
        let text = match self.errors {
            "strict" => return self.raise(start, end, reason),
            "ignore" => return Ok(()),
            "replace" => "?".repeat(end - start),
            // A byte is no unit of these encodings.
            "surrogateescape" if self.codec.starts_with("utf-16") || self.codec.starts_with("utf-32") => {
                return self.raise(start, end, reason);
            }
            "surrogateescape" => {
                let escaped = |i| is_low_escape(self.text.char_at(i));
                if self.codec == "charmap" && !(start..end).all(escaped) {
                    return self.raise(start, end, reason);
                }
                for i in start..end {
                    match self.text.char_at(i) {
                        c if is_low_escape(c) => self.out.push(c as u8),
                        _ => return self.raise(i, end, reason),
                    }
                }
                return Ok(());
            }
            // The encodings of Unicode handle it themselves.
            "surrogatepass" => return self.raise(start, end, reason),
            "backslashreplace" | "namereplace" => {
                let mut text = Builder::new();
                (start..end).for_each(|i| textrepr::push_escape(&mut text, self.text.char_at(i)));
                str::of(&text.finish()).to_rust().into_owned()
            }
            "xmlcharrefreplace" => (start..end).map(|i| format!("&#{};", self.text.char_at(i))).collect(),
            _ => return unknown_handler(self.errors),
        };
        for c in text.chars() {
            if !put(&mut self.out, c as u32) {
                return self.raise(start, end, reason);
            }
        }
        Ok(())
    }

    #[cold]
    fn raise<T>(&self, start: usize, end: usize, reason: &str) -> Result<T> {
        let args = vec![
            str::new(self.codec),
            self.text.substr(0, self.text.len()),
            Value::int(start as i64),
            Value::int(end as i64),
            str::new(reason),
        ];
        raise_value(exception::with_args(&UNICODE_ENCODE_ERROR, args))
    }
}

/// Bytes on their way to a string.
pub(super) struct DecodeSink<'a> {
    pub bytes: &'a [u8],
    pub codec: &'static str,
    pub errors: &'a str,
    pub out: Builder,
}

impl<'a> DecodeSink<'a> {
    pub fn new(bytes: &'a [u8], codec: &'static str, errors: &'a str) -> DecodeSink<'a> {
        DecodeSink { bytes, codec, errors, out: Builder::with_capacity(bytes.len()) }
    }

    /// Handles the bytes `start..end`, which are no text, and gives the position to go on from.
    pub fn error(&mut self, start: usize, end: usize, reason: &str) -> Result<usize> {
        let bad = &self.bytes[start..end];
        match self.errors {
            "strict" | "surrogatepass" => self.raise(start, end, reason),
            "ignore" => Ok(end),
            "replace" => {
                self.out.push_char(0xfffd);
                Ok(end)
            }
            "backslashreplace" => {
                bad.iter().for_each(|&b| textrepr::push_escape(&mut self.out, b as u32));
                Ok(end)
            }
            // Takes the bytes up to the first ASCII one.
            "surrogateescape" => match bad.iter().take_while(|&&b| b >= 128).count() {
                0 => self.raise(start, end, reason),
                n => {
                    bad[..n].iter().for_each(|&b| self.out.push_char(0xdc00 + b as u32));
                    Ok(start + n)
                }
            },
            "xmlcharrefreplace" | "namereplace" => {
                crate::error::type_error("don't know how to handle UnicodeDecodeError in error callback")
            }
            _ => unknown_handler(self.errors),
        }
    }

    #[cold]
    fn raise<T>(&self, start: usize, end: usize, reason: &str) -> Result<T> {
        let args = vec![
            str::new(self.codec),
            bytes::new(self.bytes),
            Value::int(start as i64),
            Value::int(end as i64),
            str::new(reason),
        ];
        raise_value(exception::with_args(&UNICODE_DECODE_ERROR, args))
    }
}
