//! What the core asks of whoever brings objects of another runtime (CPython's, by the bridge crate): operations that are no slots of
//! their type.

use std::cell::Cell;

use crate::error::Result;
use crate::tuple::TupleObj;
use crate::types::{Layout, TypeObj};
use crate::value::Value;

/// The answers, for values with [`Layout::Foreign`].
pub struct Hooks {
    /// `type(v)`.
    pub class_of: fn(&Value) -> Result<Value>,
    /// `isinstance(v, class)`; either may be foreign.
    pub is_instance: fn(&Value, &Value) -> Result<bool>,
    /// `issubclass(c, class)`; either may be foreign.
    pub is_subclass: fn(&Value, &Value) -> Result<bool>,
    /// The special method of that name of the object's type, bound to the object.
    pub special: fn(&Value, &str) -> Result<Option<Value>>,
    /// The attribute of a class of the program (the last) as seen through an instance, or through the class.
    pub bind: fn(&Value, Option<&Value>, &Value) -> Result<Value>,
    /// Assignments go through the attribute: it has `__set__` or `__delete__`.
    pub is_data: fn(&Value) -> bool,
    /// Assigns through such an attribute, to an object.
    pub assign: fn(&Value, &Value, Option<&Value>) -> Result<()>,
    /// The annotations that a function or class of that module was written with (`compiler/sema`: `build/annotations`), as a dict.
    pub annotations: fn(&str, &str) -> Result<Value>,
    /// The program filters warnings from now on.
    pub warnings_filtered: fn() -> Result<()>,
    /// The attribute of a module of the other runtime.
    pub attribute: fn(&str, &str) -> Result<Value>,
    /// The attribute of an array or scalar of NumPy's that only the real NumPy has.
    pub real_attribute: fn(&Value, &Value) -> Result<Option<Value>>,
    /// Adds the elements of an iterable; those in front of what is raised as well.
    pub collect: fn(&Value, &mut Vec<Value>) -> Result<()>,
    /// `v.name(*args, **kwargs)`; the name is a str value.
    pub call_method: fn(&Value, &Value, &[Value], &[(Value, Value)]) -> Result<Value>,
    /// `callable(v)`.
    pub is_callable: fn(&Value) -> bool,
    /// Its type says that patterns of that kind are for it.
    pub matches: fn(&Value, Pattern) -> bool,
    /// `dir(v)`.
    pub dir: fn(&Value) -> Result<Value>,
    /// `bytes(v)`, `bytearray(v)`, or `memoryview(v).tobytes()`, as the name says.
    pub bytes_of: fn(&Value, &str) -> Result<Value>,
    /// `format(v, spec)`.
    pub format: fn(&Value, &Value) -> Result<Value>,
    /// `super(class, object)`, of a foreign class.
    pub super_of: fn(&Value, &Value) -> Result<Value>,
    /// `object.__reduce_ex__(v, protocol)`, of an object of the program.
    pub reduce: fn(&Value, i64) -> Result<Value>,
    /// Calls a class of the runtime's that makes no objects here, and may there.
    pub make: fn(&'static TypeObj, &[Value], &[(Value, Value)]) -> Result<Option<Value>>,
    /// The method of that name of the runtime's class for one of the natives here.
    pub method_of: fn(&'static TypeObj, &str) -> Result<Value>,
    /// Two values are one object there.
    pub is_same: fn(&Value, &Value) -> bool,
    /// The program has assigned one of its standard streams (0, 1, 2), or deleted it.
    pub stream_assigned: fn(usize, Option<&Value>),
    /// An object of a class that is watched has no reference left; it lives on if it has one afterwards.
    pub dies: fn(&Value),
    /// How often the other runtime was called.
    pub calls: fn() -> i64,
    /// The program has run to its end: the other runtime's exit functions have their turn.
    pub exit: fn(),
    /// All of the program's objects have gone.
    pub end: fn(),
}

/// The patterns of `match` that look into any type of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    Sequence,
    Mapping,
}

struct Current(Cell<Option<&'static Hooks>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Current {}

static CURRENT: Current = Current(Cell::new(None));

/// The other runtime is there.
pub fn set(hooks: &'static Hooks) {
    CURRENT.0.set(Some(hooks));
}

/// The other runtime, if it is there.
pub fn hooks() -> Option<&'static Hooks> {
    CURRENT.0.get()
}

/// The answers for a foreign value; `None` for all others.
#[inline]
pub fn of(v: &Value) -> Option<&'static Hooks> {
    if v.ty().layout == Layout::Foreign { hooks() } else { None }
}

/// `a is b` where either may have come from the other runtime: what is copied on the way is the same if it is equal.
pub fn is_same(a: &Value, b: &Value) -> bool {
    if a.is(b) {
        return true;
    }
    let ty = a.ty();
    if a.as_small().is_some() || b.as_small().is_some() || !ty.is_native {
        return false;
    }
    if !std::ptr::eq(ty, b.ty()) || matches!(ty.layout, Layout::Foreign) {
        return hooks().is_some_and(|h| (h.is_same)(a, b));
    }
    match ty.layout {
        Layout::Float => crate::float::as_float(a).zip(crate::float::as_float(b)).is_some_and(|(x, y)| x.to_bits() == y.to_bits()),
        Layout::Str => crate::str::equal(a, b),
        Layout::Int | Layout::Bytes => crate::ops::eq(a, b).unwrap_or(false),
        Layout::Complex => {
            let bits = |v| crate::complex::as_complex(v).map(|c| (c.0.to_bits(), c.1.to_bits()));
            bits(a) == bits(b)
        }
        Layout::Tuple => match (a.downcast::<TupleObj>(), b.downcast::<TupleObj>()) {
            (Some(x), Some(y)) => x.items().len() == y.items().len() && x.items().iter().zip(y.items()).all(|(x, y)| is_same(x, y)),
            _ => false,
        },
        // These too are copied where another runtime is.
        Layout::Range | Layout::Set => hooks().is_some() && !std::ptr::eq(ty, &crate::set::SET) && crate::ops::eq(a, b).unwrap_or(false),
        _ => false,
    }
}

/// Annotations as a dict, for whom there is the other runtime to evaluate them.
pub fn annotations(module: &str, text: &str) -> Result<Value> {
    match hooks() {
        Some(hooks) if !text.is_empty() => (hooks.annotations)(module, text),
        _ => Ok(crate::dict::new()),
    }
}
