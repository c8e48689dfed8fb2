//! File objects: text and binary files with their buffers, and the three standard streams.
//!
//! One [`FileObj`] holds what CPython splits in three (raw, buffered, text): a descriptor, bytes read ahead and bytes not yet
//! written. The order in which text and `f.buffer` output reach the descriptor is CPython's (text stays pending in the
//! upper layer until 8192 bytes of it have gathered).

mod methods;
mod open;
mod raw;
mod read;
mod write;

use std::cell::UnsafeCell;

pub use methods::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, FILE_IO, TEXT_IO};
pub use open::open;
pub use read::read_line;
pub use write::{write_stdout, flush_stdout, write_str};

use crate::error::{Result, value_error};
use crate::exception::{EXC_SLOTS, OS_ERROR, VALUE_ERROR};
use crate::heap;
use crate::types::{Layout, TypeObj};
use crate::value::{Header, Object, Value};

/// `io.UnsupportedOperation`.
pub static UNSUPPORTED_OPERATION: TypeObj =
    TypeObj::native("io.UnsupportedOperation", Layout::Exception, EXC_SLOTS, &[]).with_base(&OS_ERROR).with_second_base(&VALUE_ERROR);

#[repr(C)]
pub struct FileObj {
    pub header: Header,
    inner: UnsafeCell<Inner>,
}

// SAFETY: repr(C), header first; the file types are the only ones with Layout::File.
unsafe impl Object for FileObj {
    const LAYOUT: Layout = Layout::File;
}

/// What happens to line ends in a text file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Newline {
    /// `newline=None`: any line end is read as `\n`.
    Universal,
    /// `newline=''`: any line end ends a line and is kept.
    Keep,
    /// `newline='\n'`.
    Lf,
    /// `newline='\r'`.
    Cr,
    /// `newline='\r\n'`.
    CrLf,
}

pub(crate) struct Inner {
    fd: i32,
    closed: bool,
    close_fd: bool,
    readable: bool,
    writable: bool,
    append: bool,
    text: bool,
    /// `Some(f)`: this is the `buffer` of the text file `f` (made anew at each access: keeping it would be a cycle).
    owner: Option<Value>,
    name: Value,
    mode: &'static str,
    encoding: String,
    errors: String,
    newline: Newline,
    /// Line ends seen so far: 1 = `\r`, 2 = `\n`, 4 = `\r\n`.
    newlines_seen: u8,
    line_buffering: bool,
    write_through: bool,
    /// Read ahead: `ahead[at..]` has not been delivered.
    ahead: Vec<u8>,
    at: usize,
    /// A text file in an encoding whose bytes are not ASCII-compatible was read whole into `ahead`, as UTF-8.
    transcoded: bool,
    /// Not yet written. `pending[text_from..]` still belongs to the text layer.
    pending: Vec<u8>,
    text_from: usize,
}

impl FileObj {
    /// The state of the file, which a text file shares with its `buffer`.
    ///
    /// Callers hold the reference only while no Python code can run.
    #[expect(clippy::mut_from_ref, reason = "interior mutability of a single-threaded object")]
    fn inner(&self) -> &mut Inner {
        // SAFETY: single-threaded, and no reference is kept across calls into Python code (see above).
        let own = unsafe { &mut *self.inner.get() };
        match &own.owner {
            Some(text) => {
                // SAFETY: `owner` is always a FileObj, and owners have no owner themselves.
                unsafe { &mut *text.cast::<FileObj>().inner.get() }
            }
            None => own,
        }
    }

    fn is_raw(&self) -> bool {
        std::ptr::eq(self.header.ty.get(), &FILE_IO)
    }

    /// This object is the binary side: a binary file, or the `buffer` of a text file.
    fn is_binary(&self) -> bool {
        // SAFETY: as in `inner`.
        let own = unsafe { &*self.inner.get() };
        !own.text
    }
}

fn new_object(ty: &'static TypeObj, inner: Inner) -> Value {
    if inner.writable && inner.close_fd {
        crate::start::need_teardown();
    }
    heap::new_object(ty, |header| FileObj { header, inner: UnsafeCell::new(inner) })
}

impl Inner {
    fn new(fd: i32, name: Value, mode: &'static str) -> Inner {
        Inner {
            fd,
            closed: false,
            close_fd: true,
            readable: mode.contains(['r', '+']),
            writable: mode.contains(['w', 'a', 'x', '+']),
            append: mode.contains('a'),
            text: !mode.contains('b'),
            owner: None,
            name,
            mode,
            encoding: String::new(),
            errors: String::from("strict"),
            newline: Newline::Universal,
            newlines_seen: 0,
            line_buffering: false,
            write_through: false,
            ahead: Vec::new(),
            at: 0,
            transcoded: false,
            pending: Vec::new(),
            text_from: 0,
        }
    }

    fn check_open(&self) -> Result<()> {
        if self.closed { value_error("I/O operation on closed file.") } else { Ok(()) }
    }
}

/// The standard stream of a descriptor (0, 1, 2).
pub fn standard(fd: i32) -> Value {
    let (name, mode) = match fd {
        0 => ("<stdin>", "r"),
        1 => ("<stdout>", "w"),
        _ => ("<stderr>", "w"),
    };
    let mut inner = Inner::new(fd, crate::str::intern_static(name), mode);
    inner.close_fd = false;
    inner.encoding = String::from("utf-8");
    inner.line_buffering = fd == 2 || raw::is_terminal(fd);
    if fd == 2 {
        inner.errors = String::from("backslashreplace");
    }
    new_object(&TEXT_IO, inner)
}

/// Text for the standard streams goes to the host when it is written: its own text comes in between.
pub fn pass_on_at_once() {
    for fd in [1, 2] {
        // The first look makes them.
        drop(crate::modules::sys::stream(fd));
        if let Some(v) = crate::modules::sys::original_stream(fd)
            && let Some(f) = as_file(&v)
        {
            f.inner().write_through = true;
        }
    }
}

/// The file of `v`, if it is one.
pub fn as_file(v: &Value) -> Option<&FileObj> {
    v.downcast::<FileObj>()
}
