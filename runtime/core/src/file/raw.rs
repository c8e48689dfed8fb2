//! System calls on descriptors.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::{Error, ErrorKind};

unsafe extern "C" {
    fn read(fd: c_int, buf: *mut c_void, n: usize) -> isize;
    fn write(fd: c_int, buf: *const c_void, n: usize) -> isize;
    fn lseek(fd: c_int, offset: i64, whence: c_int) -> i64;
    #[link_name = "open"]
    fn c_open(path: *const c_char, flags: c_int, mode: c_int) -> c_int;
    #[link_name = "close"]
    fn c_close(fd: c_int) -> c_int;
    fn isatty(fd: c_int) -> c_int;
    fn ftruncate(fd: c_int, length: i64) -> c_int;
}

pub(super) const READ: c_int = 0;
pub(super) const WRITE: c_int = 1;
pub(super) const READ_WRITE: c_int = 2;
#[cfg(target_os = "linux")]
mod flags {
    pub const CREATE: i32 = 0o100;
    pub const EXCLUSIVE: i32 = 0o200;
    pub const TRUNCATE: i32 = 0o1000;
    pub const APPEND: i32 = 0o2000;
    pub const CLOSE_ON_EXEC: i32 = 0o2000000;
}
#[cfg(not(target_os = "linux"))]
mod flags {
    pub const CREATE: i32 = 0x200;
    pub const EXCLUSIVE: i32 = 0x800;
    pub const TRUNCATE: i32 = 0x400;
    pub const APPEND: i32 = 0x8;
    pub const CLOSE_ON_EXEC: i32 = 0x1000000;
}
pub(super) use flags::*;

/// Calls `f` again as long as a signal interrupts it.
fn retry(mut f: impl FnMut() -> isize) -> Result<usize, Error> {
    loop {
        let n = f();
        if n >= 0 {
            return Ok(n as usize);
        }
        let e = Error::last_os_error();
        if e.kind() != ErrorKind::Interrupted || crate::start::signal_pending() {
            return Err(e);
        }
    }
}

pub(super) fn read_into(fd: i32, buf: &mut [u8]) -> Result<usize, Error> {
    // SAFETY: the buffer is valid for its length.
    retry(|| unsafe { read(fd, buf.as_mut_ptr().cast(), buf.len()) })
}

/// Writes some of `data` and says how much.
pub(super) fn write_some(fd: i32, data: &[u8]) -> Result<usize, Error> {
    // SAFETY: the buffer is valid for its length.
    retry(|| unsafe { write(fd, data.as_ptr().cast(), data.len()) })
}

pub(super) fn seek(fd: i32, offset: i64, whence: i32) -> Result<i64, Error> {
    // SAFETY: plain system call.
    let r = unsafe { lseek(fd, offset, whence) };
    if r < 0 { Err(Error::last_os_error()) } else { Ok(r) }
}

pub(super) fn open(path: &CStr, flags: i32) -> Result<i32, Error> {
    loop {
        // SAFETY: a valid C string.
        let fd = unsafe { c_open(path.as_ptr(), flags | CLOSE_ON_EXEC, 0o666) };
        if fd >= 0 {
            return Ok(fd);
        }
        let e = Error::last_os_error();
        if e.kind() != ErrorKind::Interrupted {
            return Err(e);
        }
    }
}

pub(super) fn close(fd: i32) -> Result<(), Error> {
    // SAFETY: plain system call on a descriptor that the file object owns.
    if unsafe { c_close(fd) } < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}

pub(super) fn is_terminal(fd: i32) -> bool {
    // SAFETY: plain system call.
    unsafe { isatty(fd) == 1 }
}

pub(super) fn truncate(fd: i32, length: i64) -> Result<(), Error> {
    // SAFETY: plain system call.
    if unsafe { ftruncate(fd, length) } < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}

/// Whether the descriptor is a directory (or `None`: not open).
pub(super) fn is_directory(fd: i32) -> Option<bool> {
    use std::mem::ManuallyDrop;
    use std::os::fd::FromRawFd;
    // SAFETY: the File is never dropped, so the descriptor is only borrowed.
    let f = ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(fd) });
    f.metadata().ok().map(|m| m.is_dir())
}
