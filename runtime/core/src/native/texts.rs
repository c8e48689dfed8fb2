//! Methods of `str` that get texts of the other runtime's: objects of classes over its `str` (members of enumerations, tokens of a parser), which are
//! such objects here and no strings. What a method has refused is tried again with their texts.

use super::Native;
use crate::error::Result;
use crate::exception::{TYPE_ERROR, clear_pending, pending_is};
use crate::foreign;
use crate::str::STR;
use crate::tuple::{self, TupleObj};
use crate::types::Layout;
use crate::value::Value;

/// The text of an object of the other runtime whose class derives from its `str`.
pub fn plain(v: &Value) -> Result<Option<Value>> {
    let Some(hooks) = foreign::of(v) else { return Ok(None) };
    if !(hooks.is_instance)(v, &STR.value())? {
        return Ok(None);
    }
    match crate::ops::call(&(hooks.method_of)(&STR, "__str__")?, std::slice::from_ref(v)) {
        Ok(text) => Ok((text.ty().layout == Layout::Str).then_some(text)),
        // It only says that it is one.
        Err(e) => {
            clear_pending(e);
            Ok(None)
        }
    }
}

/// The same for the elements of a tuple too.
fn plain_or_within(v: &Value) -> Result<Option<Value>> {
    let Some(t) = v.downcast::<TupleObj>() else { return plain(v) };
    let texts = t.items().iter().map(plain).collect::<Result<Vec<Option<Value>>>>()?;
    let any = texts.iter().any(Option::is_some);
    Ok(any.then(|| tuple::new(texts.into_iter().zip(t.items()).map(|(text, x)| text.unwrap_or_else(|| x.clone())).collect())))
}

/// What the call gives with texts in the place of such objects; what it has given if there are none.
#[cold]
pub fn again(done: Result<Value>, args: &[Value], call: &dyn Fn(&[Value]) -> Result<Value>) -> Result<Value> {
    let Err(raised) = done else { return done };
    let may_be = |v: &Value| v.ty().layout == Layout::Foreign || v.downcast::<TupleObj>().is_some();
    if !pending_is(&TYPE_ERROR) || !args.iter().any(may_be) {
        return Err(raised);
    }
    let pending = crate::exception::take_pending();
    let texts = args.iter().map(plain_or_within).collect::<Result<Vec<Option<Value>>>>();
    match texts {
        Ok(texts) if texts.iter().any(Option::is_some) => {
            let plain: Vec<Value> = texts.iter().zip(args).map(|(text, v)| text.as_ref().unwrap_or(v).clone()).collect();
            call(&plain)
        }
        other => {
            other.err().into_iter().for_each(clear_pending);
            pending.into_iter().for_each(crate::exception::set_pending_unchanged);
            Err(raised)
        }
    }
}

/// [`again`] for a native that compiled code has called by its record.
#[cold]
pub fn again_by_record(native: &'static Native, done: Result<Value>, args: &[Value]) -> Result<Value> {
    if foreign::hooks().is_none() || !STR.methods.iter().any(|m| std::ptr::eq(*m, native)) {
        return done;
    }
    again(done, args, &|args| (native.func())(args))
}
