//! Writing.

use super::raw;
use super::{FileObj, Inner, Newline};
use crate::codecs;
use crate::error::{Result, type_error};
use crate::exception::oserror;
use crate::str::StrObj;
use crate::value::Value;
use crate::{ops, start};

/// Text gathers in the text layer up to this size (CPython's `_CHUNK_SIZE`).
const TEXT_CHUNK: usize = 8192;
/// Bytes gather up to this size before they are written.
const WRITE_CHUNK: usize = 1 << 15;

/// Appends the text `s` to a text file. Fails on closed and unwritable files.
pub fn write_str(f: &FileObj, s: &StrObj) -> Result<()> {
    let inner = f.inner();
    inner.check_open()?;
    if !inner.writable {
        return unsupported("not writable");
    }
    if let Some(ascii) = s.as_ascii()
        && inner.is_ascii_compatible()
    {
        return inner.write_text(ascii.as_bytes());
    }
    let encoded = codecs::encode_vec(s, &inner.encoding, &inner.errors)?;
    if inner.is_ascii_compatible() { inner.write_text(&encoded) } else { inner.write_encoded(&encoded, true) }
}

#[cold]
pub(super) fn unsupported<T>(message: &str) -> Result<T> {
    crate::error::raise(&super::UNSUPPORTED_OPERATION, message)
}

impl Inner {
    pub(super) fn is_ascii_compatible(&self) -> bool {
        !matches!(self.encoding.as_bytes(), [b'u' | b'U', b't' | b'T', b'f' | b'F', b'-' | b'_', b'1' | b'3', ..])
    }

    /// Text that is its own encoding; only line ends may need translation.
    pub(super) fn write_text(&mut self, bytes: &[u8]) -> Result<()> {
        let has_newline = (self.line_buffering || matches!(self.newline, Newline::Cr | Newline::CrLf))
            && bytes.contains(&b'\n');
        match self.newline {
            Newline::Cr if has_newline => {
                let t: Vec<u8> = bytes.iter().map(|&b| if b == b'\n' { b'\r' } else { b }).collect();
                self.write_encoded(&t, true)
            }
            Newline::CrLf if has_newline => {
                let mut t = Vec::with_capacity(bytes.len() + 16);
                for &b in bytes {
                    if b == b'\n' {
                        t.push(b'\r');
                    }
                    t.push(b);
                }
                self.write_encoded(&t, true)
            }
            _ => self.write_encoded(bytes, has_newline),
        }
    }

    pub(super) fn write_encoded(&mut self, bytes: &[u8], has_newline: bool) -> Result<()> {
        // As in CPython, text goes after what the text layer has read ahead, not after what it has delivered.
        self.ahead.clear();
        self.at = 0;
        let waiting = self.pending.len() - self.text_from;
        if waiting > 0 && waiting + bytes.len() > TEXT_CHUNK {
            self.text_from = self.pending.len();
        }
        self.pending.extend_from_slice(bytes);
        if self.pending.len() - self.text_from >= TEXT_CHUNK || self.write_through {
            self.text_from = self.pending.len();
        }
        if self.line_buffering && has_newline || self.write_through {
            return self.flush();
        }
        if self.text_from >= WRITE_CHUNK {
            return self.write_out(self.text_from);
        }
        Ok(())
    }

    /// Appends to the binary layer, before text that is still pending above it.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.forget_read_ahead();
        if self.text_from == self.pending.len() {
            self.pending.extend_from_slice(bytes);
        } else {
            self.pending.splice(self.text_from..self.text_from, bytes.iter().copied());
        }
        self.text_from += bytes.len();
        if self.text_from >= WRITE_CHUNK { self.write_out(self.text_from) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        self.text_from = self.pending.len();
        self.write_out(self.text_from)
    }

    /// Writes the first `n` pending bytes. What fails to be written stays pending, as in CPython.
    pub(super) fn write_out(&mut self, n: usize) -> Result<()> {
        if let Some(hooks) = start::hosted::hooks()
            && matches!(self.fd, 1 | 2)
        {
            let text: Vec<u8> = self.pending[..n].to_vec();
            self.drain(n);
            return if n > 0 { (hooks.write)(self.fd, &text) } else { Ok(()) };
        }
        let mut done = 0;
        while done < n {
            match raw::write_some(self.fd, &self.pending[done..n]) {
                Ok(k) => done += k,
                Err(e) => {
                    self.drain(done);
                    start::check_signals()?;
                    return oserror::raise_io(&e, None);
                }
            }
        }
        self.drain(done);
        Ok(())
    }

    fn drain(&mut self, n: usize) {
        if n == self.pending.len() {
            self.pending.clear();
        } else {
            self.pending.drain(..n);
        }
        self.text_from = self.text_from.saturating_sub(n);
    }

    /// Before a write: the descriptor goes back to where the reader has got to.
    fn forget_read_ahead(&mut self) {
        if self.at < self.ahead.len() && !self.transcoded {
            let unread = (self.ahead.len() - self.at) as i64;
            let _ = raw::seek(self.fd, -unread, 1);
        }
        self.ahead.clear();
        self.at = 0;
    }
}

/// `f.write(s)` of a text file.
pub(super) fn write_text_value(f: &FileObj, v: &Value) -> Result<Value> {
    f.inner().check_open()?;
    let Some(s) = v.downcast::<StrObj>() else {
        if !f.inner().writable {
            return unsupported("not writable");
        }
        return type_error(crate::text!("write() argument must be str, not ", ops::type_name(v)));
    };
    write_str(f, s)?;
    Ok(Value::int(s.len() as i64))
}

/// `f.write(b)` of a binary file.
pub(super) fn write_bytes_value(f: &FileObj, v: &Value) -> Result<Value> {
    let inner = f.inner();
    if inner.closed {
        return crate::error::value_error("write to closed file");
    }
    if !inner.writable {
        return unsupported(if f.is_raw() { "File not open for writing" } else { "write" });
    }
    let Some(b) = crate::bytes::like(v) else {
        return type_error(crate::text!("a bytes-like object is required, not '", ops::type_name(v), "'"));
    };
    inner.write_bytes(b)?;
    if inner.write_through {
        inner.flush()?;
    }
    Ok(Value::int(b.len() as i64))
}

/// Writes bytes to standard output's own buffer, behind what has been printed.
pub fn write_stdout(bytes: &[u8]) -> Result<()> {
    let Some(v) = crate::modules::sys::original_stream(1) else { return Ok(()) };
    match super::as_file(&v) {
        Some(f) => f.inner().write_text(bytes),
        None => Ok(()),
    }
}

/// Flushes the standard streams at the end of the program. An error of standard output is returned, and what could not
/// be written is given up.
pub fn flush_stdout() -> Result<()> {
    use crate::modules::sys;
    if let (Some(current), Some(original)) = (sys::stream(1), sys::original_stream(1))
        && !current.is(&original)
        && !current.is_none()
        && ops::call_method(&current, "flush", &[]).is_err()
    {
        let _ = crate::exception::take_pending();
    }
    for fd in [2, 1] {
        let Some(v) = sys::original_stream(fd) else { continue };
        let Some(f) = super::as_file(&v) else { continue };
        let inner = f.inner();
        if inner.closed {
            continue;
        }
        let r = inner.flush();
        inner.pending.clear();
        inner.text_from = 0;
        match r {
            Err(e) if fd == 1 => return Err(e),
            Err(_) => drop(crate::exception::take_pending()),
            Ok(()) => {}
        }
    }
    Ok(())
}

impl FileObj {
    /// Appends ASCII text to a text file.
    #[inline]
    pub fn write_ascii(&self, s: &str) -> Result<()> {
        let inner = self.inner();
        inner.check_open()?;
        if !inner.writable {
            return unsupported("not writable");
        }
        if inner.is_ascii_compatible() {
            return inner.write_text(s.as_bytes());
        }
        let v = crate::str::new(s);
        // SAFETY: a str was just made.
        write_str(self, unsafe { v.cast::<StrObj>() })
    }
}
