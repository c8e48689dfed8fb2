//! `isinstance` and `issubclass` with the classes of `collections.abc`: what registration and `__subclasshook__` say there.

use super::{ABC, data, qualname};
use crate::error::Result;
use crate::foreign::Hooks;
use crate::generator::GENERATOR;
use crate::state::intern;
use crate::types::{Layout, TypeObj};
use crate::value::Value;
use crate::views::{DICT_ITEMS, DICT_KEYS, DICT_VALUES};
use crate::{bytearray, bytes, deque, dict, list, range, set, str, tuple};

/// Whether `ty` counts as a subclass of `abc`, which it does not derive from.
pub fn says(ty: &'static TypeObj, abc: &'static TypeObj) -> Result<bool> {
    if abc.is_native {
        return Ok(false);
    }
    if !data(abc).has(ABC) {
        return if abc.header.ty.get().is_native { Ok(false) } else { registered(ty, abc) };
    }
    Ok(answer(ty, &qualname(abc)).unwrap_or(false))
}

/// Whether `ty` is below the class that `typing` has under `name`, derived from it or not; `None` if it has no class of that name.
pub fn is_below_named(ty: &'static TypeObj, name: &str) -> Option<bool> {
    let (name, home) = match name {
        "AbstractSet" => ("Set", "collections.abc"),
        "Dict" => ("dict", "builtins"),
        "FrozenSet" => ("frozenset", "builtins"),
        "List" => ("list", "builtins"),
        "Set" => ("set", "builtins"),
        "Tuple" => ("tuple", "builtins"),
        "Type" => ("type", "builtins"),
        "DefaultDict" => ("defaultdict", "collections"),
        "Deque" => ("deque", "collections"),
        "ChainMap" | "Counter" | "OrderedDict" => (name, "collections"),
        _ => (name, "collections.abc"),
    };
    let is_it = |c: &&'static TypeObj| {
        let module = crate::ops::getattr_opt(&c.value(), "__module__").ok().flatten();
        qualname(c) == name && module.is_some_and(|m| crate::ops::text_of(&m) == home)
    };
    if data(ty).mro().iter().any(is_it) {
        return Some(true);
    }
    if home == "collections.abc" { answer(ty, name) } else { Some(false) }
}

/// What the class of `collections.abc` of that name says of `ty`; protocols of `typing` too.
fn answer(ty: &'static TypeObj, name: &str) -> Option<bool> {
    let any = |types: &[&'static TypeObj]| types.iter().any(|t| ty.is_subtype(t));
    // Along its own bases: every class can be called, by what its metaclass has.
    let has = |names: &[&str]| names.iter().all(|n| super::type_lookup(ty, &intern(n)).is_some_and(|v| !v.is_none()));
    let says = match name {
        "Iterable" => has(&["__iter__"]),
        "Iterator" => has(&["__iter__", "__next__"]),
        "Reversible" => has(&["__iter__", "__reversed__"]),
        "Sized" => has(&["__len__"]),
        "Container" => has(&["__contains__"]),
        "Collection" => has(&["__len__", "__iter__", "__contains__"]),
        "Callable" => has(&["__call__"]),
        "Hashable" if ty.is_native => {
            !matches!(ty.layout, Layout::List | Layout::Dict | Layout::Set | Layout::ByteArray | Layout::Deque)
        }
        "Hashable" => has(&["__hash__"]),
        "Generator" => any(&[&GENERATOR]) || has(&["__iter__", "__next__", "send", "throw", "close"]),
        "Sequence" => any(&[
            &list::LIST, &tuple::TUPLE, &str::STR, &range::RANGE, &bytes::BYTES, &bytearray::BYTEARRAY, &deque::DEQUE,
        ]),
        "MutableSequence" => any(&[&list::LIST, &bytearray::BYTEARRAY, &deque::DEQUE]),
        "ByteString" | "Buffer" => any(&[&bytes::BYTES, &bytearray::BYTEARRAY]),
        "Set" => any(&[&set::SET, &set::FROZENSET, &DICT_KEYS, &DICT_ITEMS]),
        "MutableSet" => any(&[&set::SET]),
        "Mapping" | "MutableMapping" => any(&[&dict::DICT]),
        "MappingView" => any(&[&DICT_KEYS, &DICT_ITEMS, &DICT_VALUES]),
        "KeysView" => any(&[&DICT_KEYS]),
        "ItemsView" => any(&[&DICT_ITEMS]),
        "ValuesView" => any(&[&DICT_VALUES]),
        "SupportsAbs" => has(&["__abs__"]),
        "SupportsBytes" => has(&["__bytes__"]),
        "SupportsComplex" => has(&["__complex__"]),
        "SupportsFloat" => has(&["__float__"]),
        "SupportsIndex" => has(&["__index__"]),
        "SupportsInt" => has(&["__int__"]),
        "SupportsRound" => has(&["__round__"]),
        "Awaitable" | "AsyncIterable" | "AsyncIterator" | "AsyncGenerator" | "Coroutine" => false,
        _ => return None,
    };
    Some(says)
}

/// A class of the other runtime, or one that it derives from, has been registered with `abc`.
pub fn has_registered(class: &Value, abc: &'static TypeObj, hooks: &Hooks) -> Result<bool> {
    let Some(list) = (!abc.is_native).then(|| data(abc).attrs.get(&intern("_abc_registry")).cloned()).flatten() else { return Ok(false) };
    for known in crate::list::to_vec(&list)? {
        if crate::foreign::of(&known).is_some() && (hooks.is_subclass)(class, &known)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Classes of the program with `abc.ABCMeta`: `__subclasshook__`, what was registered, and the same of their subclasses.
fn registered(ty: &'static TypeObj, abc: &'static TypeObj) -> Result<bool> {
    if let Some(f) = super::type_lookup(abc, &intern("__subclasshook__"))
        && crate::native::owner(&f).is_none()
    {
        let f = super::descr::bind(&f, None, abc)?;
        let r = crate::ops::call(&f, &[ty.value()])?;
        if !r.is_not_implemented() {
            return crate::ops::truth(&r);
        }
    }
    if let Some(list) = data(abc).attrs.get(&intern("_abc_registry")).cloned() {
        for c in crate::list::to_vec(&list)? {
            if let Some(t) = super::as_type(&c)
                && (ty.is_subtype(t) || says(ty, t)?)
            {
                return Ok(true);
            }
        }
    }
    // SAFETY: copied out at once.
    let subclasses = unsafe { (*data(abc).subclasses.get()).clone() };
    for s in subclasses {
        if says(ty, s)? {
            return Ok(true);
        }
    }
    Ok(false)
}
