//! The types of file objects and their methods.

use super::read::{check_readable, next_line};
use super::write::{unsupported, write_bytes_value, write_text_value};
use super::{FileObj, Inner, Newline, new_object, raw};
use crate::error::{Result, type_error, value_error};
use crate::exception::oserror;
use crate::native::Natives;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Value};
use crate::{int, list, natives, ops, text};

const SLOTS: Slots = Slots {
    repr: Some(repr),
    iter: Some(|v| {
        let f = me(v);
        if f.inner().closed {
            return value_error("I/O operation on closed file.");
        }
        Ok(v.clone())
    }),
    next: Some(|v| next_line(me(v))),
    getattr: Some(getattr),
    drop: Some(drop_file),
    ..Slots::EMPTY
};

pub static TEXT_IO: TypeObj = TypeObj::native("_io.TextIOWrapper", Layout::File, SLOTS, TEXT_METHODS);
pub static BUFFERED_READER: TypeObj = TypeObj::native("_io.BufferedReader", Layout::File, SLOTS, BINARY_METHODS);
pub static BUFFERED_WRITER: TypeObj = TypeObj::native("_io.BufferedWriter", Layout::File, SLOTS, BINARY_METHODS);
pub static BUFFERED_RANDOM: TypeObj = TypeObj::native("_io.BufferedRandom", Layout::File, SLOTS, BINARY_METHODS);
pub static FILE_IO: TypeObj = TypeObj::native("_io.FileIO", Layout::File, SLOTS, BINARY_METHODS);

static TEXT_METHODS: Natives = natives![
    "close(self, /) -> None" => close,
    "fileno(self, /) -> int" => fileno,
    "flush(self, /) -> None" => flush,
    "isatty(self, /) -> bool" => isatty,
    "read(self, size=-1, /) -> str" => read_text,
    "readable(self, /) -> bool" => |a: &[Value]| capability(a, |f| f.readable),
    "readline(self, size=-1, /) -> str" => readline,
    "readlines(self, hint=-1, /) -> list[str]" => readlines,
    "reconfigure(self, /, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None) -> None" => reconfigure,
    "seek(self, cookie, whence=0, /) -> int" => seek_text,
    "seekable(self, /) -> bool" => seekable,
    "tell(self, /) -> int" => tell,
    "truncate(self, pos=None, /) -> int" => truncate,
    "writable(self, /) -> bool" => |a: &[Value]| capability(a, |f| f.writable),
    "write(self, text, /) -> int" => |a: &[Value]| write_text_value(me(&a[0]), &a[1]),
    "writelines(self, lines, /) -> None" => writelines,
    "__enter__(self, /) -> Self" => enter,
    "__exit__(self, /, *args) -> None" => close,
    "__del__(self, /) -> None" => close,
];

static BINARY_METHODS: Natives = natives![
    "close(self, /) -> None" => close,
    "fileno(self, /) -> int" => fileno,
    "flush(self, /) -> None" => flush,
    "isatty(self, /) -> bool" => isatty,
    "peek(self, size=0, /) -> bytes" => peek,
    "read(self, size=-1, /) -> bytes" => read_bytes,
    "read1(self, size=-1, /) -> bytes" => read1,
    "readable(self, /) -> bool" => |a: &[Value]| capability(a, |f| f.readable),
    "readall(self, /) -> bytes" => readall,
    "readinto(self, buffer, /) -> int" => readinto,
    "readline(self, size=-1, /) -> bytes" => readline,
    "readlines(self, hint=-1, /) -> list[bytes]" => readlines,
    "seek(self, target, whence=0, /) -> int" => seek_binary,
    "seekable(self, /) -> bool" => seekable,
    "tell(self, /) -> int" => tell,
    "truncate(self, pos=None, /) -> int" => truncate,
    "writable(self, /) -> bool" => |a: &[Value]| capability(a, |f| f.writable),
    "write(self, buffer, /) -> int" => |a: &[Value]| write_bytes_value(me(&a[0]), &a[1]),
    "writelines(self, lines, /) -> None" => writelines,
    "__enter__(self, /) -> Self" => enter,
    "__exit__(self, /, *args) -> None" => close,
];

/// The receiver; the binder has checked its type.
fn me(v: &Value) -> &FileObj {
    debug_assert!(v.ty().layout == Layout::File);
    // SAFETY: methods of file types only get file objects.
    unsafe { v.cast::<FileObj>() }
}

unsafe fn drop_file(h: *mut Header) {
    let f = h as *mut FileObj;
    // SAFETY: called once, on a file object that nobody else refers to.
    unsafe {
        let own: &mut Inner = &mut *(*f).inner.get();
        if own.owner.is_none() && !own.closed {
            if own.flush().is_err() {
                let _ = crate::exception::take_pending();
            }
            if own.close_fd {
                let _ = raw::close(own.fd);
            }
        }
        std::ptr::drop_in_place(&mut (*f).inner);
    }
}

fn repr(v: &Value) -> Result<Value> {
    let f = me(v);
    let inner = f.inner();
    let name = ops::repr_string(&inner.name)?;
    let ty = v.ty();
    let mut s = text!("<", ty.name, " name=", name);
    if !f.is_binary() {
        s = text!(s, " mode='", inner.mode, "' encoding='", inner.encoding, "'");
    } else if std::ptr::eq(ty, &FILE_IO) {
        s = text!(s, " mode='", binary_mode(inner), "' closefd=", if inner.close_fd { "True" } else { "False" });
    }
    s.push('>');
    Ok(crate::str::from_string(s))
}

fn binary_mode(inner: &Inner) -> &'static str {
    match (inner.readable, inner.writable) {
        (true, true) if inner.append => "ab+",
        (true, true) => "rb+",
        (true, false) => "rb",
        _ if inner.append => "ab",
        _ if inner.mode.contains('x') => "xb",
        _ => "wb",
    }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let f = me(v);
    let inner = f.inner();
    let text = !f.is_binary();
    Ok(Some(match name {
        "closed" => Value::bool(inner.closed),
        "name" => inner.name.clone(),
        "mode" if text => crate::str::intern_static(inner.mode),
        "mode" => crate::str::intern_static(binary_mode(inner)),
        "encoding" if text => crate::str::new(&inner.encoding),
        "errors" if text => crate::str::new(&inner.errors),
        "line_buffering" if text => Value::bool(inner.line_buffering),
        "write_through" if text => Value::bool(inner.write_through),
        "newlines" if text => newlines(inner.newlines_seen),
        "buffer" if text => {
            let ty = match (inner.readable, inner.writable) {
                (true, true) => &BUFFERED_RANDOM,
                (true, false) => &BUFFERED_READER,
                _ => &BUFFERED_WRITER,
            };
            side(v, ty)
        }
        "raw" if !text => side(v, &FILE_IO),
        "closefd" if std::ptr::eq(v.ty(), &FILE_IO) => Value::bool(inner.close_fd),
        _ => return Ok(None),
    }))
}

fn newlines(seen: u8) -> Value {
    let mut all: Vec<Value> = [(1, "\r"), (2, "\n"), (4, "\r\n")]
        .iter()
        .filter(|(bit, _)| seen & bit != 0)
        .map(|(_, s)| crate::str::intern_static(s))
        .collect();
    match all.len() {
        0 => Value::none(),
        1 => all.pop().unwrap_or_else(Value::none),
        _ => crate::tuple::new(all),
    }
}

/// Another object for the same open file.
fn side(v: &Value, ty: &'static TypeObj) -> Value {
    // SAFETY: a file object; the reference ends here.
    let owner = unsafe { (*me(v).inner.get()).owner.clone() }.unwrap_or_else(|| v.clone());
    let mut side = Inner::new(-1, Value::none(), "rb");
    side.owner = Some(owner);
    new_object(ty, side)
}

fn enter(a: &[Value]) -> Result<Value> {
    me(&a[0]).inner().check_open()?;
    Ok(a[0].clone())
}

fn close(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    if inner.closed {
        return Ok(Value::none());
    }
    let flushed = inner.flush();
    inner.closed = true;
    inner.ahead = Vec::new();
    inner.pending = Vec::new();
    inner.text_from = 0;
    if inner.close_fd {
        let closed = raw::close(inner.fd);
        flushed?;
        if let Err(e) = closed {
            return oserror::raise_io(&e, None);
        }
    } else {
        flushed?;
    }
    Ok(Value::none())
}

fn flush(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    inner.flush()?;
    Ok(Value::none())
}

fn fileno(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    if inner.closed {
        return value_error("I/O operation on closed file");
    }
    Ok(Value::int(inner.fd.into()))
}

fn isatty(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    if inner.closed {
        return value_error("I/O operation on closed file");
    }
    Ok(Value::bool(raw::is_terminal(inner.fd)))
}

fn capability(a: &[Value], f: fn(&Inner) -> bool) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    Ok(Value::bool(f(inner)))
}

fn seekable(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    Ok(Value::bool(raw::seek(inner.fd, 0, 1).is_ok()))
}

/// A size argument: `None` or negative means everything.
fn size(v: &Value) -> Result<Option<usize>> {
    if v.is_none() {
        return Ok(None);
    }
    if !int::is_int(v) && ops::lookup_special(v, "__index__").is_none() {
        return type_error(text!("argument should be integer or None, not '", ops::type_name(v), "'"));
    }
    let n = int::index_value(v)?;
    match int::to_i64(&n) {
        Some(n) => Ok(usize::try_from(n).ok()),
        None => crate::error::raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
    }
}

fn read_text(a: &[Value]) -> Result<Value> {
    let count = size(&a[1])?;
    check_readable(me(&a[0]), "read")?;
    me(&a[0]).inner().read_text(count)
}

fn read_bytes(a: &[Value]) -> Result<Value> {
    let count = size(&a[1])?;
    check_readable(me(&a[0]), "read")?;
    me(&a[0]).inner().read_bytes(count)
}

fn readall(a: &[Value]) -> Result<Value> {
    check_readable(me(&a[0]), "read")?;
    me(&a[0]).inner().read_bytes(None)
}

fn read1(a: &[Value]) -> Result<Value> {
    let count = size(&a[1])?;
    check_readable(me(&a[0]), "read")?;
    me(&a[0]).inner().read1(count)
}

fn peek(a: &[Value]) -> Result<Value> {
    check_readable(me(&a[0]), "peek")?;
    me(&a[0]).inner().peek()
}

fn readinto(a: &[Value]) -> Result<Value> {
    check_readable(me(&a[0]), "readinto")?;
    if a[1].ty().layout != Layout::ByteArray {
        return type_error(text!(
            "readinto() argument must be read-write bytes-like object, not ",
            ops::type_name(&a[1])
        ));
    }
    let room = ops::len(&a[1])?;
    let data = me(&a[0]).inner().read_bytes(Some(room))?;
    let bytes = crate::bytes::like(&data).unwrap_or(&[]);
    let n = bytes.len();
    crate::bytearray::overwrite(&a[1], bytes);
    Ok(int::from_usize(n))
}

fn readline(a: &[Value]) -> Result<Value> {
    let f = me(&a[0]);
    let limit = size(&a[1])?.unwrap_or(usize::MAX);
    check_readable(f, "readline")?;
    let line = if f.is_binary() { f.inner().read_line_bytes(limit)? } else { f.inner().read_line_text(limit)? };
    Ok(line.unwrap_or_else(|| if f.is_binary() { crate::bytes::new(&[]) } else { crate::str::empty() }))
}

fn readlines(a: &[Value]) -> Result<Value> {
    let hint = size(&a[1])?.filter(|&n| n > 0).unwrap_or(usize::MAX);
    let mut total = 0;
    let mut lines = Vec::new();
    if me(&a[0]).inner().closed {
        return value_error("I/O operation on closed file.");
    }
    while let Some(line) = next_line(me(&a[0]))? {
        total += ops::len(&line)?;
        lines.push(line);
        if total > hint {
            break;
        }
    }
    Ok(list::new(lines))
}

fn writelines(a: &[Value]) -> Result<Value> {
    let f = me(&a[0]);
    f.inner().check_open()?;
    ops::for_each(&a[1], |line| {
        if f.is_binary() { write_bytes_value(f, &line)? } else { write_text_value(f, &line)? };
        Ok(())
    })?;
    Ok(Value::none())
}

fn tell(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    Ok(Value::int(inner.tell()?))
}

fn offset(v: &Value) -> Result<i64> {
    let n = int::index_value(v)?;
    match int::to_i64(&n) {
        Some(i) => Ok(i),
        None => crate::error::raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C long"),
    }
}

fn seek_text(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    let (target, whence) = (offset(&a[1])?, offset(&a[2])?);
    match whence {
        0 if target < 0 => value_error(text!("negative seek position ", ops::dec(target))),
        1 if target != 0 => unsupported("can't do nonzero cur-relative seeks"),
        2 if target != 0 => unsupported("can't do nonzero end-relative seeks"),
        0..=2 => Ok(Value::int(inner.seek(target, whence as i32)?)),
        w => value_error(text!("invalid whence (", ops::dec(w), ", should be 0, 1 or 2)")),
    }
}

fn seek_binary(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    if inner.closed {
        return value_error("seek of closed file");
    }
    let (target, whence) = (offset(&a[1])?, offset(&a[2])?);
    if !(0..=2).contains(&whence) {
        return value_error(text!("whence value ", ops::dec(whence), " unsupported"));
    }
    Ok(Value::int(inner.seek(target, whence as i32)?))
}

fn truncate(a: &[Value]) -> Result<Value> {
    let f = me(&a[0]);
    let inner = f.inner();
    inner.check_open()?;
    if !inner.writable {
        return unsupported(if f.is_raw() { "File not open for writing" } else { "truncate" });
    }
    let size = if a[1].is_none() { inner.tell()? } else { offset(&a[1])? };
    inner.flush()?;
    match raw::truncate(inner.fd, size) {
        Ok(()) => Ok(Value::int(size)),
        Err(e) => oserror::raise_io(&e, None),
    }
}

fn reconfigure(a: &[Value]) -> Result<Value> {
    let inner = me(&a[0]).inner();
    inner.check_open()?;
    inner.flush()?;
    if !a[1].is_none() {
        inner.encoding = ops::text_of(&a[1]).into_owned();
        inner.errors = String::from("strict");
    }
    if !a[2].is_none() {
        inner.errors = ops::text_of(&a[2]).into_owned();
    }
    if !a[3].is_ellipsis() {
        inner.newline = newline_of(&a[3])?;
    }
    if !a[4].is_none() {
        inner.line_buffering = ops::truth(&a[4])?;
    }
    if !a[5].is_none() {
        inner.write_through = ops::truth(&a[5])?;
    }
    Ok(Value::none())
}

/// The `newline` argument.
pub(super) fn newline_of(v: &Value) -> Result<Newline> {
    if v.is_none() {
        return Ok(Newline::Universal);
    }
    if v.ty().layout != Layout::Str {
        return type_error(text!("open() argument 'newline' must be str or None, not ", ops::type_name(v)));
    }
    Ok(match &*ops::text_of(v) {
        "" => Newline::Keep,
        "\n" => Newline::Lf,
        "\r" => Newline::Cr,
        "\r\n" => Newline::CrLf,
        other => return value_error(text!("illegal newline value: ", other)),
    })
}
