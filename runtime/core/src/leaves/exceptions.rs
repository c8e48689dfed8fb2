//! Raising, catching, tracebacks.

use super::{V, array, br, optional, ur};
use crate::error::{Result, raise as raise_message};
use crate::exception::{self, TraceEntry};
use crate::ops::text_of;
use crate::text;
use crate::types::TypeObj;
use crate::value::Value;
use pyaot_abi::layout::FrameDesc;

/// The classes that `raise_name` numbers.
static BY_NUMBER: &[&TypeObj] = &[
    &exception::TYPE_ERROR,
    &exception::VALUE_ERROR,
    &exception::INDEX_ERROR,
    &exception::KEY_ERROR,
    &exception::RUNTIME_ERROR,
    &exception::ZERO_DIVISION_ERROR,
    &exception::OVERFLOW_ERROR,
    &exception::ATTRIBUTE_ERROR,
    &exception::NAME_ERROR,
    &exception::IMPORT_ERROR,
    &exception::ASSERTION_ERROR,
    &exception::STOP_ITERATION,
    &exception::NOT_IMPLEMENTED_ERROR,
    &exception::MEMORY_ERROR,
    &exception::RECURSION_ERROR,
    &exception::SYSTEM_ERROR,
    &exception::MODULE_NOT_FOUND_ERROR,
    &exception::UNBOUND_LOCAL_ERROR,
];

fn unbound(name: &Value, kind: i64) -> Result<()> {
    let n = text_of(name);
    let (ty, message) = match kind {
        0 => (
            &exception::UNBOUND_LOCAL_ERROR,
            text!("cannot access local variable '", n, "' where it is not associated with a value"),
        ),
        1 => (&exception::NAME_ERROR, text!("name '", n, "' is not defined")),
        2 => (
            &exception::NAME_ERROR,
            text!("cannot access free variable '", n, "' where it is not associated with a value in enclosing scope"),
        ),
        _ => (&exception::ATTRIBUTE_ERROR, n.clone().into_owned()),
    };
    let exc = exception::new_with_message(ty, &message);
    if kind == 1
        && let Some(e) = exc.downcast::<exception::ExceptionObj>()
    {
        e.set_extra("name", name.clone());
    }
    crate::error::raise_value(exc)
}

leaves! {
    fn raise(exc: Value, cause: u64) -> u8 {
        // SAFETY: 0 or a live value, by the leaves' contract.
        match unsafe { optional(cause) } {
            Some(c) => drop(exception::raise_from(exc, c)),
            None => drop(exception::raise_object(exc)),
        }
        1
    }

    fn new_exception(class: V, args: *const Value, n: i64) -> Value {
        // SAFETY: an array of that many live values, by the leaves' contract.
        let args = unsafe { array(args, n) };
        match crate::class::as_type(&class) {
            Some(ty) => exception::new(ty, crate::tuple::from_slice(args)),
            None => Value::none(),
        }
    }

    fn exception_init(exc: V, args: *const Value, n: i64) {
        // SAFETY: an array of that many live values, by the leaves' contract.
        let args = unsafe { array(args, n) };
        if let Some(e) = exc.downcast::<exception::ExceptionObj>() {
            e.set_args(crate::tuple::from_slice(args));
        }
    }

    fn reraise() -> u8 {
        drop(exception::reraise());
        1
    }

    fn exc_take() -> Value {
        let exc = exception::take_pending().unwrap_or_else(Value::none);
        exception::push_handled(exc.clone());
        exc
    }

    fn exc_restore(exc: Value) -> u8 {
        exception::set_pending_unchanged(exc);
        1
    }

    fn exc_pop() {
        exception::pop_handled()
    }

    fn exc_drop() {
        exception::next_trace_at(0);
        drop(exception::take_pending());
    }

    fn exc_match(exc: V, pattern: V) -> i64 {
        br(exception::matches(&exc, &pattern))
    }

    fn exc_is_stop(_unused: *const u8) -> u64 {
        if !exception::pending_is(&exception::STOP_ITERATION) {
            return 0;
        }
        match exception::take_pending() {
            Some(exc) => {
                let value = exc.downcast::<exception::ExceptionObj>().and_then(|e| e.extra("value").or_else(|| e.arg(0)));
                value.unwrap_or_else(Value::none).into_bits()
            }
            None => 0,
        }
    }

    fn traceback_add(frame: *const FrameDesc, line: i64) {
        exception::add_trace(TraceEntry { frame, line })
    }

    fn raise_unbound(name: V, kind: i64) -> u8 {
        ur(unbound(&name, kind))
    }

    fn raise_name(kind: i64, message: V) -> u8 {
        let ty = BY_NUMBER.get(kind as usize).copied().unwrap_or(&exception::SYSTEM_ERROR);
        ur(raise_message(ty, text_of(&message)))
    }

    fn raise_type(message: V) -> u8 {
        ur(raise_message(&exception::TYPE_ERROR, text_of(&message)))
    }

    fn assert_fail(message: u64) -> u8 {
        // SAFETY: 0 or a live value, by the leaves' contract.
        let args = unsafe { optional(message) }.into_iter().collect();
        ur(crate::error::raise_value(exception::with_args(&exception::ASSERTION_ERROR, args)))
    }
}
