//! Bytes of a source file to text.

use pyaot_diagnostics::{Code, Diagnostic};

/// Why the bytes are no source text (E0002).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    pub message: String,
    /// Where in the file.
    pub offset: usize,
}

impl DecodeError {
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(Code::E0002, None, self.message.as_str()).with_help("save the file as UTF-8")
    }
}

enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

/// Decodes a source file: UTF-8, or what a comment in its first two lines says (PEP 263). A byte order mark is removed.
pub fn decode_source(bytes: &[u8]) -> Result<String, DecodeError> {
    let (bytes, mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, 3),
        None => (bytes, 0),
    };
    let encoding = match declared(bytes) {
        None => Encoding::Utf8,
        Some(name) => {
            let error = |message| Err(DecodeError { message, offset: 0 });
            match encoding(&name) {
                None => return error(format!("unknown encoding: {name}")),
                Some(Encoding::Latin1 | Encoding::Ascii) if mark > 0 => {
                    return error(format!("encoding problem: {name} with BOM"));
                }
                Some(encoding) => encoding,
            }
        }
    };
    match encoding {
        Encoding::Latin1 => Ok(bytes.iter().map(|&b| b as char).collect()),
        Encoding::Ascii => match bytes.iter().position(|b| !b.is_ascii()) {
            None => Ok(bytes.iter().map(|&b| b as char).collect()),
            Some(at) => Err(DecodeError {
                message: format!(
                    "(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                    bytes[at]
                ),
                offset: at,
            }),
        },
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(e) => Err(utf8_error(bytes, e.valid_up_to(), mark)),
        },
    }
}

fn utf8_error(bytes: &[u8], at: usize, mark: usize) -> DecodeError {
    let byte = bytes[at];
    let length = match byte {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let present = bytes.len() - at;
    // How far the sequence is right.
    let second_ok = match (byte, bytes.get(at + 1)) {
        (0xe0, Some(&b)) => (0xa0..=0xbf).contains(&b),
        (0xed, Some(&b)) => (0x80..=0x9f).contains(&b),
        (0xf0, Some(&b)) => (0x90..=0xbf).contains(&b),
        (0xf4, Some(&b)) => (0x80..=0x8f).contains(&b),
        (_, Some(&b)) => (0x80..=0xbf).contains(&b),
        (_, None) => true,
    };
    let good = if second_ok {
        1 + bytes[at + 1..].iter().take(length - 1).take_while(|&&b| b & 0xc0 == 0x80).count()
    } else {
        1
    };
    let reason = match () {
        () if length == 1 => "invalid start byte",
        () if good == present => "unexpected end of data",
        () => "invalid continuation byte",
    };
    let place = if good > 1 && length > 1 {
        format!("bytes in position {at}-{}", at + good - 1)
    } else {
        format!("byte 0x{byte:02x} in position {at}")
    };
    DecodeError { message: format!("(unicode error) 'utf-8' codec can't decode {place}: {reason}"), offset: at + mark }
}

/// The encoding that a comment in the first two lines names.
fn declared(bytes: &[u8]) -> Option<String> {
    let mut lines = bytes.split(|&b| b == b'\n' || b == b'\r');
    for _ in 0..2 {
        let line = lines.next()?;
        let text = line.trim_ascii_start();
        if let Some(comment) = text.strip_prefix(b"#") {
            if let Some(name) = coding(comment) {
                return Some(name);
            }
        } else if !text.is_empty() && text != b"\x0c" {
            return None;
        }
    }
    None
}

/// `coding[:=]\s*([-\w.]+)`.
fn coding(comment: &[u8]) -> Option<String> {
    let at = comment.windows(7).position(|w| w == b"coding:" || w == b"coding=")?;
    let rest = comment[at + 7..].trim_ascii_start();
    let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
    (length > 0).then(|| String::from_utf8_lossy(&rest[..length]).into_owned())
}

fn encoding(name: &str) -> Option<Encoding> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    match name.as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "utf-8-sig" | "cp65001" => Some(Encoding::Utf8),
        name if name.starts_with("utf-8-") => Some(Encoding::Utf8),
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" | "l1" | "latin" | "8859" | "cp819" => {
            Some(Encoding::Latin1)
        }
        name if name.starts_with("latin-1-") || name.starts_with("iso-8859-1-") => Some(Encoding::Latin1),
        "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => Some(Encoding::Ascii),
        _ => None,
    }
}
