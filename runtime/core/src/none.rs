//! The types of the singletons `None`, `NotImplemented` and `Ellipsis`.

use crate::error::{Result, type_error};
use crate::types::{Layout, Slots, TypeObj};
use crate::value::Value;

pub static NONE_TYPE: TypeObj = TypeObj::native(
    "NoneType",
    Layout::None,
    Slots {
        repr: Some(|_| Ok(crate::str::intern_static("None"))),
        truth: Some(|_| Ok(false)),
        new: Some(|_, args, kwargs| singleton("NoneType", Value::none(), args, kwargs)),
        ..Slots::EMPTY
    },
    &[],
);

pub static NOT_IMPLEMENTED_TYPE: TypeObj = TypeObj::native(
    "NotImplementedType",
    Layout::Other,
    Slots {
        repr: Some(|_| Ok(crate::str::intern_static("NotImplemented"))),
        new: Some(|_, args, kwargs| singleton("NotImplementedType", Value::not_implemented(), args, kwargs)),
        ..Slots::EMPTY
    },
    &[],
);

pub static ELLIPSIS_TYPE: TypeObj = TypeObj::native(
    "ellipsis",
    Layout::Other,
    Slots {
        repr: Some(|_| Ok(crate::str::intern_static("Ellipsis"))),
        new: Some(|_, args, kwargs| singleton("EllipsisType", Value::ellipsis(), args, kwargs)),
        ..Slots::EMPTY
    },
    &[],
);

fn singleton(name: &str, v: Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    if args.is_empty() && kwargs.is_empty() { Ok(v) } else { type_error(format!("{name} takes no arguments")) }
}
