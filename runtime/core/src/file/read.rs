//! Reading.

use super::raw;
use super::write::unsupported;
use super::{FileObj, Inner, Newline};
use crate::codecs;
use crate::error::{Result, value_error};
use crate::exception::oserror;
use crate::start;
use crate::value::Value;

const READ_CHUNK: usize = 1 << 15;
/// In files that are also written the size of a read shows; this is CPython's.
const SHARED_CHUNK: usize = 8192;

impl Inner {
    /// Reads more from the descriptor; `false` at the end of the file.
    fn fill(&mut self, want: usize) -> Result<bool> {
        if !self.pending.is_empty() {
            self.flush()?;
        }
        if self.transcoded {
            return Ok(false);
        }
        if self.at > 0 {
            self.ahead.drain(..self.at);
            self.at = 0;
        }
        let old = self.ahead.len();
        self.ahead.resize(old + want.max(if self.writable { SHARED_CHUNK } else { READ_CHUNK }), 0);
        let r = raw::read_into(self.fd, &mut self.ahead[old..]);
        match r {
            Ok(n) => {
                self.ahead.truncate(old + n);
                Ok(n > 0)
            }
            Err(e) => {
                self.ahead.truncate(old);
                start::check_signals()?;
                oserror::raise_io(&e, None)
            }
        }
    }

    fn fill_all(&mut self) -> Result<()> {
        let mut want = READ_CHUNK;
        while self.fill(want)? {
            // Doubling keeps the copying linear.
            want = self.ahead.len();
        }
        Ok(())
    }

    fn available(&self) -> &[u8] {
        &self.ahead[self.at..]
    }

    /// An encoding whose line ends are not single bytes is read whole and kept as UTF-8.
    fn transcode(&mut self) -> Result<()> {
        if self.is_ascii_compatible() || self.transcoded {
            return Ok(());
        }
        self.fill_all()?;
        let text = codecs::decode(self.available(), &self.encoding, &self.errors)?;
        // SAFETY: decode returns a str.
        let s = unsafe { text.cast::<crate::str::StrObj>() };
        self.ahead = codecs::encode_vec(s, "utf-8", "surrogatepass")?;
        self.at = 0;
        self.transcoded = true;
        Ok(())
    }

    fn decode(&self, bytes: &[u8]) -> Result<Value> {
        if bytes.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return Ok(crate::str::new(unsafe { std::str::from_utf8_unchecked(bytes) }));
        }
        if self.transcoded {
            return codecs::decode(bytes, "utf-8", "surrogatepass");
        }
        codecs::decode(bytes, &self.encoding, &self.errors)
    }

    /// Where the next line ends: (length with the line end, length of the line end); `None`: not in what is read ahead.
    /// `at_end`: nothing follows.
    fn line_end(&self, from: usize, at_end: bool) -> Option<(usize, usize)> {
        let bytes = self.available();
        match self.newline {
            Newline::Lf => find(&bytes[from..], b'\n').map(|i| (from + i + 1, 1)),
            Newline::Cr => find(&bytes[from..], b'\r').map(|i| (from + i + 1, 1)),
            Newline::CrLf => {
                let start = from.saturating_sub(1);
                bytes[start..].windows(2).position(|w| w == b"\r\n").map(|i| (start + i + 2, 2))
            }
            Newline::Universal | Newline::Keep => {
                // A \r at the very end of what is read ahead may be half a \r\n: it is looked at again with more bytes.
                let start = from.saturating_sub(1);
                let lf = find(&bytes[start..], b'\n').map(|i| start + i);
                let cr = find(&bytes[start..lf.unwrap_or(bytes.len())], b'\r').map(|i| start + i);
                match (cr, lf) {
                    (Some(c), _) if c + 1 == bytes.len() && !at_end => None,
                    (Some(c), Some(l)) if c + 1 == l => Some((l + 1, 2)),
                    (Some(c), _) => Some((c + 1, 1)),
                    (None, Some(l)) => Some((l + 1, 1)),
                    (None, None) => None,
                }
            }
        }
    }

    fn note_newline(&mut self, end: &[u8]) {
        self.newlines_seen |= match end {
            b"\r" => 1,
            b"\n" => 2,
            _ => 4,
        };
    }

    /// The bytes as text, with universal line ends translated.
    fn deliver(&mut self, bytes: &[u8]) -> Result<Value> {
        if self.newline != Newline::Universal {
            return self.decode(bytes);
        }
        if find(bytes, b'\r').is_none() {
            if self.newlines_seen & 2 == 0 && bytes.contains(&b'\n') {
                self.newlines_seen |= 2;
            }
            return self.decode(bytes);
        }
        let mut out = Vec::with_capacity(bytes.len());
        let mut i = 0;
        while i < bytes.len() {
            match bytes[i] {
                b'\r' if bytes.get(i + 1) == Some(&b'\n') => {
                    self.newlines_seen |= 4;
                    out.push(b'\n');
                    i += 1;
                }
                b'\r' => {
                    self.newlines_seen |= 1;
                    out.push(b'\n');
                }
                b => {
                    if b == b'\n' {
                        self.newlines_seen |= 2;
                    }
                    out.push(b);
                }
            }
            i += 1;
        }
        self.decode(&out)
    }

    /// Takes `n` bytes read ahead and delivers them as text.
    fn take_text(&mut self, n: usize) -> Result<Value> {
        let ahead = std::mem::take(&mut self.ahead);
        let r = self.deliver(&ahead[self.at..self.at + n]);
        self.ahead = ahead;
        self.at += n;
        r
    }

    pub(super) fn read_line_text(&mut self, limit: usize) -> Result<Option<Value>> {
        self.transcode()?;
        let mut from = 0;
        let mut at_end = false;
        loop {
            if let Some((n, end)) = self.line_end(from, at_end) {
                if limit < n {
                    break;
                }
                let start = self.at;
                if self.newline == Newline::Universal {
                    // The usual line: nothing to translate but perhaps its end.
                    let seen = self.ahead[start + n - end..start + n].to_owned();
                    self.note_newline(&seen);
                    self.at += n;
                    if seen == b"\n" {
                        return self.decode_range(start, n).map(Some);
                    }
                    let mut line = self.ahead[start..start + n - end].to_vec();
                    line.push(b'\n');
                    return self.decode(&line).map(Some);
                }
                self.at += n;
                return self.decode_range(start, n).map(Some);
            }
            from = self.available().len();
            if at_end || from >= limit.saturating_mul(4) {
                break;
            }
            at_end = !self.fill(0)?;
        }
        let n = self.available().len();
        if n == 0 {
            return Ok(None);
        }
        if limit != usize::MAX {
            return self.read_chars(limit, true).map(Some);
        }
        self.take_text(n).map(Some)
    }

    fn decode_range(&self, start: usize, n: usize) -> Result<Value> {
        self.decode(&self.ahead[start..start + n])
    }

    /// Up to `count` characters, not beyond the end of a line if `one_line`.
    fn read_chars(&mut self, count: usize, one_line: bool) -> Result<Value> {
        self.transcode()?;
        let mut n = 0;
        let mut chars = 0;
        let mut at_end = false;
        let utf8 = self.transcoded || self.is_utf8();
        while chars < count {
            let bytes = self.available();
            let Some(&b) = bytes.get(n) else {
                if at_end {
                    break;
                }
                at_end = !self.fill(0)?;
                continue;
            };
            let width = match b {
                b'\r' if self.newline == Newline::Universal => {
                    if n + 1 == bytes.len() && !at_end {
                        at_end = !self.fill(0)?;
                        continue;
                    }
                    if bytes.get(n + 1) == Some(&b'\n') { 2 } else { 1 }
                }
                0xc0.. if utf8 => match b {
                    0xf0.. => 4,
                    0xe0.. => 3,
                    _ => 2,
                },
                _ => 1,
            };
            if n + width > bytes.len() {
                if !at_end {
                    at_end = !self.fill(0)?;
                    continue;
                }
                n = bytes.len();
                chars += 1;
                continue;
            }
            let line_end = one_line && matches!(b, b'\n') || one_line && b == b'\r' && self.newline == Newline::Universal;
            n += width;
            chars += 1;
            if line_end {
                break;
            }
        }
        self.take_text(n)
    }

    fn is_utf8(&self) -> bool {
        self.encoding.eq_ignore_ascii_case("utf-8") || self.encoding.eq_ignore_ascii_case("utf8")
    }

    pub(super) fn read_text(&mut self, count: Option<usize>) -> Result<Value> {
        if let Some(n) = count {
            return self.read_chars(n, false);
        }
        self.transcode()?;
        self.fill_all()?;
        let n = self.available().len();
        let r = self.take_text(n);
        self.ahead = Vec::new();
        self.at = 0;
        r
    }

    pub(super) fn read_bytes(&mut self, count: Option<usize>) -> Result<Value> {
        match count {
            None => self.fill_all()?,
            Some(n) => {
                while self.available().len() < n {
                    let missing = n - self.available().len();
                    if !self.fill(missing.min(1 << 30))? {
                        break;
                    }
                }
            }
        }
        let n = count.unwrap_or(usize::MAX).min(self.available().len());
        let r = crate::bytes::new(&self.available()[..n]);
        self.at += n;
        Ok(r)
    }

    /// At most one read of the descriptor.
    pub(super) fn read1(&mut self, count: Option<usize>) -> Result<Value> {
        if self.available().is_empty() {
            self.fill(0)?;
        }
        let n = count.unwrap_or(usize::MAX).min(self.available().len());
        let r = crate::bytes::new(&self.available()[..n]);
        self.at += n;
        Ok(r)
    }

    pub(super) fn peek(&mut self) -> Result<Value> {
        if self.available().is_empty() {
            self.fill(0)?;
        }
        Ok(crate::bytes::new(self.available()))
    }

    pub(super) fn read_line_bytes(&mut self, limit: usize) -> Result<Option<Value>> {
        let mut from = 0;
        let n = loop {
            let bytes = self.available();
            if let Some(i) = find(&bytes[from..], b'\n') {
                break from + i + 1;
            }
            from = bytes.len();
            if from >= limit || !self.fill(0)? {
                break from;
            }
        };
        let n = n.min(limit);
        if n == 0 {
            return Ok(None);
        }
        let r = crate::bytes::new(&self.available()[..n]);
        self.at += n;
        Ok(Some(r))
    }

    pub(super) fn tell(&mut self) -> Result<i64> {
        self.flush()?;
        match raw::seek(self.fd, 0, 1) {
            Ok(p) => Ok(p - self.available().len() as i64),
            Err(e) => oserror::raise_io(&e, None),
        }
    }

    pub(super) fn seek(&mut self, offset: i64, whence: i32) -> Result<i64> {
        self.flush()?;
        let offset = if whence == 1 { offset - self.available().len() as i64 } else { offset };
        self.ahead.clear();
        self.at = 0;
        self.transcoded = false;
        match raw::seek(self.fd, offset, whence) {
            Ok(p) => Ok(p),
            Err(e) => oserror::raise_io(&e, None),
        }
    }
}

/// The position of a byte: eight at a time.
fn find(bytes: &[u8], b: u8) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let pattern = u64::from(b) * ONES;
    let mut chunks = bytes.chunks_exact(8);
    let mut i = 0;
    for c in &mut chunks {
        let x = u64::from_le_bytes(c.try_into().unwrap_or_default()) ^ pattern;
        let hit = x.wrapping_sub(ONES) & !x & 0x8080_8080_8080_8080;
        if hit != 0 {
            return Some(i + hit.trailing_zeros() as usize / 8);
        }
        i += 8;
    }
    chunks.remainder().iter().position(|&x| x == b).map(|k| i + k)
}

/// Checks that a file can be read; messages differ between text and binary files.
pub(super) fn check_readable(f: &FileObj, operation: &str) -> Result<()> {
    let inner = f.inner();
    if f.is_binary() {
        if inner.closed {
            return value_error(crate::text!(operation, " of closed file"));
        }
        if !inner.readable {
            return unsupported(if f.is_raw() { "File not open for reading" } else { "read" });
        }
    } else {
        inner.check_open()?;
        if !inner.readable {
            return unsupported("not readable");
        }
    }
    Ok(())
}

/// The next line, or `None` at the end of the file.
pub(super) fn next_line(f: &FileObj) -> Result<Option<Value>> {
    check_readable(f, "readline")?;
    if f.is_binary() { f.inner().read_line_bytes(usize::MAX) } else { f.inner().read_line_text(usize::MAX) }
}

/// `f.readline()` for `input()`.
pub fn read_line(f: &FileObj) -> Result<Option<Value>> {
    next_line(f)
}
