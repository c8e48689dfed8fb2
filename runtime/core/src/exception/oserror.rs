//! OSError: the class for an error number, its text, and raising from the operating system's errors.

use super::*;
use crate::error::raise_value;

/// Error numbers with a class of their own (Linux numbering; macOS differs in some).
const CLASSES: &[(i64, &TypeObj)] = &[
    (libc_errno::EPERM, &PERMISSION_ERROR),
    (libc_errno::ENOENT, &FILE_NOT_FOUND_ERROR),
    (libc_errno::ESRCH, &PROCESS_LOOKUP_ERROR),
    (libc_errno::EINTR, &INTERRUPTED_ERROR),
    (libc_errno::ECHILD, &CHILD_PROCESS_ERROR),
    (libc_errno::EAGAIN, &BLOCKING_IO_ERROR),
    (libc_errno::EACCES, &PERMISSION_ERROR),
    (libc_errno::EEXIST, &FILE_EXISTS_ERROR),
    (libc_errno::ENOTDIR, &NOT_A_DIRECTORY_ERROR),
    (libc_errno::EISDIR, &IS_A_DIRECTORY_ERROR),
    (libc_errno::EPIPE, &BROKEN_PIPE_ERROR),
    (libc_errno::ECONNABORTED, &CONNECTION_ABORTED_ERROR),
    (libc_errno::ECONNRESET, &CONNECTION_RESET_ERROR),
    (libc_errno::ECONNREFUSED, &CONNECTION_REFUSED_ERROR),
    (libc_errno::EALREADY, &BLOCKING_IO_ERROR),
    (libc_errno::EINPROGRESS, &BLOCKING_IO_ERROR),
    (libc_errno::ETIMEDOUT, &TIMEOUT_ERROR),
];

mod libc_errno {
    pub const EPERM: i64 = 1;
    pub const ENOENT: i64 = 2;
    pub const ESRCH: i64 = 3;
    pub const EINTR: i64 = 4;
    pub const ECHILD: i64 = 10;
    pub const EACCES: i64 = 13;
    pub const EEXIST: i64 = 17;
    pub const ENOTDIR: i64 = 20;
    pub const EISDIR: i64 = 21;
    pub const EPIPE: i64 = 32;
    #[cfg(target_os = "linux")]
    mod os {
        pub const EAGAIN: i64 = 11;
        pub const ECONNABORTED: i64 = 103;
        pub const ECONNRESET: i64 = 104;
        pub const ECONNREFUSED: i64 = 111;
        pub const EALREADY: i64 = 114;
        pub const EINPROGRESS: i64 = 115;
        pub const ETIMEDOUT: i64 = 110;
    }
    #[cfg(not(target_os = "linux"))]
    mod os {
        pub const EAGAIN: i64 = 35;
        pub const ECONNABORTED: i64 = 53;
        pub const ECONNRESET: i64 = 54;
        pub const ECONNREFUSED: i64 = 61;
        pub const EALREADY: i64 = 37;
        pub const EINPROGRESS: i64 = 36;
        pub const ETIMEDOUT: i64 = 60;
    }
    pub use os::*;
}

pub fn class_for(errno: i64) -> &'static TypeObj {
    CLASSES.iter().find(|(n, _)| *n == errno).map_or(&OS_ERROR, |(_, t)| t)
}

/// Raises the OSError for `errno`, with the file name if there is one.
#[cold]
pub fn raise_errno<T>(errno: i32, filename: Option<&Value>) -> Result<T> {
    let mut args = vec![Value::int(errno.into()), crate::str::from_string(strerror(errno))];
    if let Some(f) = filename {
        args.push(f.clone());
    }
    raise_value(with_args(class_for(errno.into()), args))
}

/// Raises the OSError for an error of std's I/O.
#[cold]
pub fn raise_io<T>(e: &std::io::Error, filename: Option<&Value>) -> Result<T> {
    match e.raw_os_error() {
        Some(n) => raise_errno(n, filename),
        None => crate::error::raise(&OS_ERROR, e.to_string()),
    }
}

/// The C library's text for an error number.
pub fn strerror(errno: i32) -> String {
    unsafe extern "C" {
        fn strerror(n: i32) -> *const std::ffi::c_char;
    }
    // SAFETY: strerror returns a static or thread-local C string; it is copied at once.
    let s = unsafe { std::ffi::CStr::from_ptr(strerror(errno)) };
    s.to_string_lossy().into_owned()
}

/// `[Errno 2] No such file or directory: 'x'`; `None` when the exception has no error number.
pub(super) fn text(e: &ExceptionObj) -> Result<Option<Value>> {
    let (Some(errno), Some(strerror)) = (e.extra("errno"), e.extra("strerror")) else { return Ok(None) };
    let mut b = crate::str::Builder::new();
    b.push_str("[Errno ");
    b.push_value(&crate::ops::str(&errno)?);
    b.push_str("] ");
    b.push_value(&crate::ops::str(&strerror)?);
    if let Some(f) = e.extra("filename") {
        b.push_str(": ");
        b.push_value(&crate::ops::repr(&f)?);
        if let Some(f2) = e.extra("filename2") {
            b.push_str(" -> ");
            b.push_value(&crate::ops::repr(&f2)?);
        }
    }
    Ok(Some(b.finish()))
}
