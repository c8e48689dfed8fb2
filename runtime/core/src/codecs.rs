//! Text encodings: `str.encode`, `bytes.decode` and what files use.

use std::borrow::Cow;

use crate::bytes;
use crate::error::{Result, raise, type_error};
use crate::exception::LOOKUP_ERROR;
use crate::str::{self, StrObj, Units};
use crate::value::Value;

mod charmap;
mod errors;
mod escape;
mod utf;

use errors::{DecodeSink, EncodeSink};

/// An encoding that the runtime knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    Utf8,
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    UnicodeEscape,
    RawUnicodeEscape,
    /// Number of a table in [`charmap`].
    Charmap(usize),
}

/// Byte order of UTF-16 and UTF-32.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// By the byte order mark; little endian without one, and written with one.
    Marked,
    Little,
    Big,
}

/// The spelling that all aliases of an encoding share: lower case, runs of other characters as one underscore.
fn normalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    if out.ends_with('_') {
        out.pop();
    }
    out
}

fn look_up(name: &str, verb: &str) -> Result<Codec> {
    if name == "utf-8" {
        return Ok(Codec::Utf8);
    }
    Ok(match normalised(name).as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
        "utf_8_sig" | "utf8_sig" => Codec::Utf8Sig,
        "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "iso646_us" | "cp367" => {
            Codec::Ascii
        }
        "latin_1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "iso_8859_1" | "iso8859_1" | "iso8859" => {
            Codec::Latin1
        }
        "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
        "utf_16_le" | "utf_16le" | "utf16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
        "utf_16_be" | "utf_16be" | "utf16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
        "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
        "utf_32_le" | "utf_32le" | "utf32le" => Codec::Utf32(Order::Little),
        "utf_32_be" | "utf_32be" | "utf32be" => Codec::Utf32(Order::Big),
        "unicode_escape" | "unicodeescape" => Codec::UnicodeEscape,
        "raw_unicode_escape" | "rawunicodeescape" => Codec::RawUnicodeEscape,
        "hex" | "hex_codec" | "base64" | "base64_codec" | "base_64" | "rot13" | "rot_13" | "zlib" | "zlib_codec"
        | "bz2" | "bz2_codec" | "uu" | "uu_codec" | "quopri" | "quopri_codec" | "quoted_printable" => {
            return raise(
                &LOOKUP_ERROR,
                format!("'{name}' is not a text encoding; use codecs.{verb}() to handle arbitrary codecs"),
            );
        }
        other => match charmap::by_name(other) {
            Some(i) => Codec::Charmap(i),
            None => return raise(&LOOKUP_ERROR, format!("unknown encoding: {name}")),
        },
    })
}

/// `LookupError` unless the runtime knows the encoding.
pub fn check_encoding(name: &str) -> Result<()> {
    look_up(name, "encode").map(|_| ())
}

/// An argument that names an encoding or an error handler.
pub(crate) fn name_arg(function: &str, argument: &str, v: &Value) -> Result<String> {
    match str::as_str(v) {
        Some(s) => Ok(s.into_owned()),
        None => {
            let name = str::type_of(v);
            type_error(format!("{function}() argument '{argument}' must be str, not {name}"))
        }
    }
}

/// `s.encode(encoding, errors)`.
pub fn encode(s: &StrObj, encoding: &str, errors: &str) -> Result<Value> {
    Ok(bytes::from_vec(encode_vec(s, encoding, errors)?))
}

/// The same, as bytes of Rust.
pub fn encode_vec(s: &StrObj, encoding: &str, errors: &str) -> Result<Vec<u8>> {
    let codec = look_up(encoding, "encode")?;
    if let (Codec::Utf8 | Codec::Ascii | Codec::Latin1, Some(ascii)) = (codec, s.as_ascii()) {
        return Ok(ascii.as_bytes().to_vec());
    }
    match codec {
        Codec::Utf8 => utf::encode_utf8(EncodeSink::new(s, "utf-8", errors, Vec::new())),
        Codec::Utf8Sig => utf::encode_utf8(EncodeSink::new(s, "utf-8", errors, vec![0xef, 0xbb, 0xbf])),
        Codec::Ascii => encode_narrow(EncodeSink::new(s, "ascii", errors, Vec::new()), 128),
        Codec::Latin1 => match s.units() {
            Units::One(u) => Ok(u.to_vec()),
            _ => encode_narrow(EncodeSink::new(s, "latin-1", errors, Vec::new()), 256),
        },
        Codec::Utf16(order) => utf::encode_utf16(s, order, errors),
        Codec::Utf32(order) => utf::encode_utf32(s, order, errors),
        Codec::UnicodeEscape => Ok(escape::encode(s, false)),
        Codec::RawUnicodeEscape => Ok(escape::encode(s, true)),
        Codec::Charmap(i) => charmap::encode(EncodeSink::new(s, "charmap", errors, Vec::new()), i),
    }
}

/// Encodings where each character below `limit` is its own byte.
fn encode_narrow(mut sink: EncodeSink, limit: u32) -> Result<Vec<u8>> {
    let reason = if limit == 128 { "ordinal not in range(128)" } else { "ordinal not in range(256)" };
    let mut i = 0;
    while i < sink.text.len() {
        let c = sink.text.char_at(i);
        if c < limit {
            sink.out.push(c as u8);
            i += 1;
            continue;
        }
        let end = (i..sink.text.len()).find(|&k| sink.text.char_at(k) < limit).unwrap_or(sink.text.len());
        sink.error(i, end, reason, |out, c| (c < limit).then(|| out.push(c as u8)).is_some())?;
        i = end;
    }
    Ok(sink.out)
}

/// `b.decode(encoding, errors)`.
pub fn decode(b: &[u8], encoding: &str, errors: &str) -> Result<Value> {
    match look_up(encoding, "decode")? {
        Codec::Utf8 => decode_utf8(b, errors),
        Codec::Utf8Sig => decode_utf8(b.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(b), errors),
        Codec::Ascii if b.is_ascii() => Ok(str::from_ascii(b)),
        Codec::Ascii => {
            let mut sink = DecodeSink::new(b, "ascii", errors);
            for (i, &c) in b.iter().enumerate() {
                if c < 128 {
                    sink.out.push_char(c as u32);
                } else {
                    sink.error(i, i + 1, "ordinal not in range(128)")?;
                }
            }
            Ok(sink.out.finish())
        }
        Codec::Latin1 => Ok(str::from_latin1(b)),
        Codec::Utf16(order) => utf::decode_utf16(b, order, errors),
        Codec::Utf32(order) => utf::decode_utf32(b, order, errors),
        Codec::UnicodeEscape => escape::decode(b, errors),
        Codec::RawUnicodeEscape => escape::decode_raw(b, errors),
        Codec::Charmap(i) => charmap::decode(b, i, errors),
    }
}

/// `b.decode("utf-8", errors)`.
pub fn decode_utf8(b: &[u8], errors: &str) -> Result<Value> {
    if b.is_ascii() {
        return Ok(str::from_ascii(b));
    }
    match std::str::from_utf8(b) {
        Ok(s) => Ok(str::new(s)),
        Err(_) => utf::decode_utf8_errors(b, errors),
    }
}

/// UTF-8 of any str; lone surrogates as `surrogateescape` and then `surrogatepass` write them (file names, output).
pub fn to_utf8_lossy(s: &StrObj) -> Cow<'_, [u8]> {
    match s.as_ascii() {
        Some(a) => Cow::Borrowed(a.as_bytes()),
        None => {
            let mut out = Vec::with_capacity(s.len() * 2);
            for c in s.chars() {
                if (0xdc80..0xdd00).contains(&c) {
                    out.push(c as u8);
                } else {
                    utf::push_utf8(&mut out, c);
                }
            }
            Cow::Owned(out)
        }
    }
}
