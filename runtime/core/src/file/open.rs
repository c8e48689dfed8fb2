//! `open()`.

use std::ffi::CString;

use super::methods::newline_of;
use super::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, FILE_IO, Inner, TEXT_IO, new_object, raw};
use crate::error::{Result, type_error, value_error};
use crate::exception::oserror;
use crate::types::Layout;
use crate::value::Value;
use crate::{int, ops, text};

/// What a mode string asks for.
struct Mode {
    main: u8,
    plus: bool,
    binary: bool,
}

fn parse_mode(mode: &str) -> Result<Mode> {
    let (mut main, mut mains, mut plus, mut binary, mut text_flag) = (b'r', 0, false, false, false);
    for (i, c) in mode.bytes().enumerate() {
        if !b"rwaxbt+".contains(&c) || mode.as_bytes()[..i].contains(&c) {
            return value_error(text!("invalid mode: '", mode, "'"));
        }
        match c {
            b'+' => plus = true,
            b'b' => binary = true,
            b't' => text_flag = true,
            _ => {
                main = c;
                mains += 1;
            }
        }
    }
    if text_flag && binary {
        return value_error("can't have text and binary mode at once");
    }
    if mains > 1 {
        return value_error("must have exactly one of create/read/write/append mode");
    }
    if mains == 0 {
        return value_error("Must have exactly one of create/read/write/append mode and at most one plus");
    }
    Ok(Mode { main, plus, binary })
}

/// The mode as the `mode` attribute shows it: the text that the caller gave, kept without an allocation per file.
fn static_mode(mode: &str) -> &'static str {
    const KNOWN: [&str; 28] = [
        "r", "w", "a", "x", "rt", "wt", "at", "xt", "rb", "wb", "ab", "xb", "r+", "w+", "a+", "x+", "r+b", "w+b", "a+b",
        "x+b", "rb+", "wb+", "ab+", "xb+", "rt+", "wt+", "at+", "r+t",
    ];
    match KNOWN.iter().find(|k| **k == mode) {
        Some(k) => k,
        None => Box::leak(mode.to_owned().into_boxed_str()),
    }
}

fn optional_text(v: &Value, name: &str) -> Result<Option<String>> {
    if v.is_none() {
        return Ok(None);
    }
    if v.ty().layout != Layout::Str {
        return type_error(text!("open() argument '", name, "' must be str or None, not ", ops::type_name(v)));
    }
    Ok(Some(ops::text_of(v).into_owned()))
}

/// `open(file, mode, buffering, encoding, errors, newline, closefd, opener)`.
pub fn open(a: &[Value]) -> Result<Value> {
    if a[1].ty().layout != Layout::Str {
        return type_error(text!("open() argument 'mode' must be str, not ", ops::type_name(&a[1])));
    }
    let mode_text = ops::text_of(&a[1]);
    let mode = parse_mode(&mode_text)?;
    let buffering = int::to_i64(&int::index_value(&a[2])?).unwrap_or(-1);
    let encoding = optional_text(&a[3], "encoding")?;
    let errors = optional_text(&a[4], "errors")?;
    if mode.binary {
        for (given, what) in [
            (encoding.is_some(), "an encoding"),
            (errors.is_some(), "an errors"),
            (!a[5].is_none(), "a newline"),
        ] {
            if given {
                return value_error(text!("binary mode doesn't take ", what, " argument"));
            }
        }
    }
    let close_fd = ops::truth(&a[6])?;
    let fd = descriptor(&a[0], &mode, close_fd, &a[7])?;
    let mut inner = Inner::new(fd, a[0].clone(), static_mode(&mode_text));
    inner.close_fd = close_fd;
    match raw::is_directory(fd) {
        Some(true) => {
            inner.closed = true;
            let _ = raw::close(fd);
            return oserror::raise_errno(21, Some(&a[0]));
        }
        Some(false) => {}
        None => {
            inner.closed = true;
            return oserror::raise_errno(9, None);
        }
    }
    if mode.main == b'a' {
        let _ = raw::seek(fd, 0, 2);
    }
    finish(inner, &mode, buffering, encoding, errors, &a[5])
}

/// The descriptor of a path, or the one given as an int.
fn descriptor(file: &Value, mode: &Mode, close_fd: bool, opener: &Value) -> Result<i32> {
    if int::is_int(file) {
        let fd = int::to_i64(file).and_then(|n| i32::try_from(n).ok());
        return match fd {
            Some(fd) if fd >= 0 => Ok(fd),
            Some(_) => value_error("negative file descriptor"),
            None => {
                crate::error::raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C int")
            }
        };
    }
    if !close_fd {
        return value_error("Cannot use closefd=False with file name");
    }
    let path = path_bytes(file)?;
    let Ok(path) = CString::new(path) else { return value_error("embedded null byte") };
    let access = match (mode.main, mode.plus) {
        (_, true) => raw::READ_WRITE,
        (b'r', _) => raw::READ,
        _ => raw::WRITE,
    };
    let flags = access
        | match mode.main {
            b'w' => raw::CREATE | raw::TRUNCATE,
            b'a' => raw::CREATE | raw::APPEND,
            b'x' => raw::CREATE | raw::EXCLUSIVE,
            _ => 0,
        };
    if !opener.is_none() {
        let r = ops::call(opener, &[file.clone(), Value::int(i64::from(flags | raw::CLOSE_ON_EXEC))])?;
        return match int::to_i64(&r) {
            Some(fd) if fd >= 0 => Ok(fd as i32),
            Some(fd) => value_error(text!("opener returned ", ops::dec(fd))),
            None => type_error("expected integer from opener"),
        };
    }
    match raw::open(&path, flags) {
        Ok(fd) => Ok(fd),
        Err(e) => oserror::raise_io(&e, Some(file)),
    }
}

/// The bytes of a path: str, bytes or an object with `__fspath__`.
pub(crate) fn path_bytes(v: &Value) -> Result<Vec<u8>> {
    if let Some(s) = v.downcast::<crate::str::StrObj>() {
        return crate::codecs::encode_vec(s, "utf-8", "surrogateescape");
    }
    if let Some(b) = crate::bytes::like(v)
        && v.ty().layout == Layout::Bytes
    {
        return Ok(b.to_vec());
    }
    if let Some(method) = ops::lookup_special(v, "__fspath__") {
        let r = ops::call(&method, &[])?;
        if matches!(r.ty().layout, Layout::Str | Layout::Bytes) {
            return path_bytes(&r);
        }
        return type_error(text!(
            "expected ",
            ops::type_name(v),
            ".__fspath__() to return str or bytes, not ",
            ops::type_name(&r)
        ));
    }
    type_error(text!("expected str, bytes or os.PathLike object, not ", ops::type_name(v)))
}

fn finish(
    mut inner: Inner,
    mode: &Mode,
    buffering: i64,
    encoding: Option<String>,
    errors: Option<String>,
    newline: &Value,
) -> Result<Value> {
    if mode.binary {
        let ty = match (mode.plus, mode.main) {
            _ if buffering == 0 => &FILE_IO,
            (true, _) => &BUFFERED_RANDOM,
            (false, b'r') => &BUFFERED_READER,
            _ => &BUFFERED_WRITER,
        };
        inner.write_through = buffering == 0;
        return Ok(new_object(ty, inner));
    }
    // From here on the file object owns the descriptor, so an error closes it.
    let problem = if buffering == 0 {
        value_error("can't have unbuffered text I/O")
    } else {
        newline_of(newline).and_then(|n| {
            inner.newline = n;
            match &encoding {
                Some(e) => crate::codecs::check_encoding(e),
                None => Ok(()),
            }
        })
    };
    if let Err(e) = problem {
        if inner.close_fd {
            let _ = raw::close(inner.fd);
        }
        return Err(e);
    }
    inner.encoding = encoding.unwrap_or_else(|| String::from("UTF-8"));
    inner.errors = errors.unwrap_or_else(|| String::from("strict"));
    inner.line_buffering = buffering == 1 || (buffering < 0 && raw::is_terminal(inner.fd));
    Ok(new_object(&TEXT_IO, inner))
}
