//! The builtin exception classes.

use super::attrs::{EXC_METHODS, EXC_SLOTS};
use crate::types::{Layout, TypeObj};

macro_rules! exceptions {
    ($($id:ident $name:literal : $base:ident;)*) => {
        $(pub static $id: TypeObj = TypeObj::native($name, Layout::Exception, EXC_SLOTS, &[]).with_base(&$base);)*
        /// Every exception class but BaseException.
        static DERIVED: &[&TypeObj] = &[$(&$id),*];
    };
}

pub static BASE_EXCEPTION: TypeObj = TypeObj::native("BaseException", Layout::Exception, EXC_SLOTS, EXC_METHODS);

exceptions! {
    EXCEPTION "Exception": BASE_EXCEPTION;
    BASE_EXCEPTION_GROUP "BaseExceptionGroup": BASE_EXCEPTION;
    EXCEPTION_GROUP "ExceptionGroup": EXCEPTION;
    GENERATOR_EXIT "GeneratorExit": BASE_EXCEPTION;
    KEYBOARD_INTERRUPT "KeyboardInterrupt": BASE_EXCEPTION;
    SYSTEM_EXIT "SystemExit": BASE_EXCEPTION;
    ARITHMETIC_ERROR "ArithmeticError": EXCEPTION;
    FLOATING_POINT_ERROR "FloatingPointError": ARITHMETIC_ERROR;
    OVERFLOW_ERROR "OverflowError": ARITHMETIC_ERROR;
    ZERO_DIVISION_ERROR "ZeroDivisionError": ARITHMETIC_ERROR;
    ASSERTION_ERROR "AssertionError": EXCEPTION;
    ATTRIBUTE_ERROR "AttributeError": EXCEPTION;
    BUFFER_ERROR "BufferError": EXCEPTION;
    EOF_ERROR "EOFError": EXCEPTION;
    IMPORT_ERROR "ImportError": EXCEPTION;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": IMPORT_ERROR;
    LOOKUP_ERROR "LookupError": EXCEPTION;
    INDEX_ERROR "IndexError": LOOKUP_ERROR;
    KEY_ERROR "KeyError": LOOKUP_ERROR;
    MEMORY_ERROR "MemoryError": EXCEPTION;
    NAME_ERROR "NameError": EXCEPTION;
    UNBOUND_LOCAL_ERROR "UnboundLocalError": NAME_ERROR;
    OS_ERROR "OSError": EXCEPTION;
    BLOCKING_IO_ERROR "BlockingIOError": OS_ERROR;
    CHILD_PROCESS_ERROR "ChildProcessError": OS_ERROR;
    CONNECTION_ERROR "ConnectionError": OS_ERROR;
    BROKEN_PIPE_ERROR "BrokenPipeError": CONNECTION_ERROR;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError": CONNECTION_ERROR;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError": CONNECTION_ERROR;
    CONNECTION_RESET_ERROR "ConnectionResetError": CONNECTION_ERROR;
    FILE_EXISTS_ERROR "FileExistsError": OS_ERROR;
    FILE_NOT_FOUND_ERROR "FileNotFoundError": OS_ERROR;
    INTERRUPTED_ERROR "InterruptedError": OS_ERROR;
    IS_A_DIRECTORY_ERROR "IsADirectoryError": OS_ERROR;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError": OS_ERROR;
    PERMISSION_ERROR "PermissionError": OS_ERROR;
    PROCESS_LOOKUP_ERROR "ProcessLookupError": OS_ERROR;
    TIMEOUT_ERROR "TimeoutError": OS_ERROR;
    REFERENCE_ERROR "ReferenceError": EXCEPTION;
    RUNTIME_ERROR "RuntimeError": EXCEPTION;
    NOT_IMPLEMENTED_ERROR "NotImplementedError": RUNTIME_ERROR;
    RECURSION_ERROR "RecursionError": RUNTIME_ERROR;
    STOP_ASYNC_ITERATION "StopAsyncIteration": EXCEPTION;
    STOP_ITERATION "StopIteration": EXCEPTION;
    SYNTAX_ERROR "SyntaxError": EXCEPTION;
    INDENTATION_ERROR "IndentationError": SYNTAX_ERROR;
    TAB_ERROR "TabError": INDENTATION_ERROR;
    SYSTEM_ERROR "SystemError": EXCEPTION;
    TYPE_ERROR "TypeError": EXCEPTION;
    VALUE_ERROR "ValueError": EXCEPTION;
    UNICODE_ERROR "UnicodeError": VALUE_ERROR;
    UNICODE_DECODE_ERROR "UnicodeDecodeError": UNICODE_ERROR;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": UNICODE_ERROR;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError": UNICODE_ERROR;
    WARNING "Warning": EXCEPTION;
    BYTES_WARNING "BytesWarning": WARNING;
    DEPRECATION_WARNING "DeprecationWarning": WARNING;
    ENCODING_WARNING "EncodingWarning": WARNING;
    FUTURE_WARNING "FutureWarning": WARNING;
    IMPORT_WARNING "ImportWarning": WARNING;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning": WARNING;
    RESOURCE_WARNING "ResourceWarning": WARNING;
    RUNTIME_WARNING "RuntimeWarning": WARNING;
    SYNTAX_WARNING "SyntaxWarning": WARNING;
    UNICODE_WARNING "UnicodeWarning": WARNING;
    USER_WARNING "UserWarning": WARNING;
}

/// The builtin exception class with this name (`IOError` and `EnvironmentError` are OSError).
pub fn by_name(name: &str) -> Option<&'static TypeObj> {
    match name {
        "BaseException" => Some(&BASE_EXCEPTION),
        "IOError" | "EnvironmentError" => Some(&OS_ERROR),
        _ => DERIVED.iter().copied().find(|t| t.name == name),
    }
}

/// The builtin exception classes, for `dir(builtins)`.
pub fn all() -> impl Iterator<Item = &'static TypeObj> {
    std::iter::once(&BASE_EXCEPTION).chain(DERIVED.iter().copied())
}
