//! Exceptions that nobody catches: `sys.excepthook` and `sys.unraisablehook`, where the program or a library has set them.

use crate::error::Result;
use crate::exception::{self, SYSTEM_EXIT, traceback};
use crate::modules::sys::{self, UNRAISABLE_ARGS};
use crate::ops::{self, text_of};
use crate::value::Value;
use crate::{file, text};

use super::write_stderr;

/// `sys.excepthook`, and what it is at first.
pub fn excepthook(a: &[Value]) -> Result<Value> {
    show(&a[1]);
    Ok(Value::none())
}

/// Writes the exception and its traceback to `sys.stderr`.
pub fn show(exc: &Value) {
    write_error(&traceback::format_exception(exc));
}

fn write_error(s: &str) {
    let Some(stream) = sys::stream(2) else { return };
    if sys::original_stream(2).is_some_and(|o| o.is(&stream)) {
        return write_stderr(s);
    }
    if let Err(e) = ops::call_method(&stream, "write", &[crate::str::new(s)]) {
        exception::clear_pending(e);
    }
}

/// An exception has ended the program: calls the hook, if there is another than the first. What the hook raises instead is the result,
/// where it is SystemExit.
pub fn uncaught(exc: &Value) -> Option<Value> {
    let Some(hook) = sys::excepthook().or_else(foreign_hook) else {
        show(exc);
        return None;
    };
    let trace = ops::getattr_opt(exc, "__traceback__").map_err(exception::clear_pending).ok().flatten();
    let given = [exc.ty().value(), exc.clone(), trace.unwrap_or_else(Value::none)];
    if ops::call(&hook, &given).is_ok() {
        return None;
    }
    let raised = exception::take_pending()?;
    if raised.ty().is_subtype(&SYSTEM_EXIT) {
        return Some(raised);
    }
    let _ = file::flush_stdout().map_err(exception::clear_pending);
    write_error(&text!("Error in sys.excepthook:\n", traceback::format_exception(&raised)));
    write_error(&text!("\nOriginal exception was:\n", traceback::format_exception(exc)));
    None
}

/// A hook that a library has set in the other runtime.
fn foreign_hook() -> Option<Value> {
    let hooks = crate::foreign::hooks()?;
    let found = |name| (hooks.attribute)("sys", name).map_err(exception::clear_pending).ok();
    let (now, first) = (found("excepthook")?, found("__excepthook__")?);
    let is_first = ops::eq(&now, &first).map_err(exception::clear_pending).unwrap_or(true);
    (!is_first).then_some(now)
}

/// An exception that has nowhere to go (in `__del__`, at exit): the hook gets it, or it is printed.
pub fn unraisable(exc: &Value, whence: &Value) {
    if let Some(hook) = sys::unraisablehook() {
        let trace = ops::getattr_opt(exc, "__traceback__").map_err(exception::clear_pending).ok().flatten();
        let args = UNRAISABLE_ARGS.make(vec![exc.ty().value(), exc.clone(), trace.unwrap_or_else(Value::none), Value::none(), whence.clone()]);
        match ops::call(&hook, &[args]) {
            Ok(_) => return,
            Err(e) => exception::clear_pending(e),
        }
    }
    show_unraisable(exc, whence);
}

/// `sys.unraisablehook`, and what it is at first.
pub fn unraisablehook(a: &[Value]) -> Result<Value> {
    show_unraisable(&ops::getattr(&a[0], "exc_value")?, &ops::getattr(&a[0], "object")?);
    Ok(Value::none())
}

fn show_unraisable(exc: &Value, whence: &Value) {
    let what = match ops::repr(whence) {
        Ok(r) => text_of(&r).into_owned(),
        Err(e) => {
            exception::clear_pending(e);
            "<object>".to_owned()
        }
    };
    write_stderr(&text!("Exception ignored in: ", what, "\n", traceback::format_exception(exc)));
}
