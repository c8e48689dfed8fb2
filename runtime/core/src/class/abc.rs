//! `isinstance` and `issubclass` with the classes of `collections.abc`: what registration and `__subclasshook__` say there.

use super::{ABC, attrs, data, qualname};
use crate::error::Result;
use crate::generator::GENERATOR;
use crate::state::intern;
use crate::types::{Layout, TypeObj};
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
    let any = |types: &[&'static TypeObj]| types.iter().any(|t| ty.is_subtype(t));
    let has = |names: &[&str]| -> Result<bool> {
        for n in names {
            match attrs::type_get(ty, &intern(n))? {
                Some(v) if !v.is_none() => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    };
    match qualname(abc).as_str() {
        "Iterable" => has(&["__iter__"]),
        "Iterator" => has(&["__iter__", "__next__"]),
        "Reversible" => has(&["__iter__", "__reversed__"]),
        "Sized" => has(&["__len__"]),
        "Container" => has(&["__contains__"]),
        "Collection" => has(&["__len__", "__iter__", "__contains__"]),
        "Callable" => has(&["__call__"]),
        "Hashable" if ty.is_native => {
            Ok(!matches!(ty.layout, Layout::List | Layout::Dict | Layout::Set | Layout::ByteArray | Layout::Deque))
        }
        "Hashable" => has(&["__hash__"]),
        "Generator" => Ok(any(&[&GENERATOR]) || has(&["__iter__", "__next__", "send", "throw", "close"])?),
        "Sequence" => Ok(any(&[
            &list::LIST, &tuple::TUPLE, &str::STR, &range::RANGE, &bytes::BYTES, &bytearray::BYTEARRAY, &deque::DEQUE,
        ])),
        "MutableSequence" => Ok(any(&[&list::LIST, &bytearray::BYTEARRAY, &deque::DEQUE])),
        "ByteString" | "Buffer" => Ok(any(&[&bytes::BYTES, &bytearray::BYTEARRAY])),
        "Set" => Ok(any(&[&set::SET, &set::FROZENSET, &DICT_KEYS, &DICT_ITEMS])),
        "MutableSet" => Ok(any(&[&set::SET])),
        "Mapping" | "MutableMapping" => Ok(any(&[&dict::DICT])),
        "MappingView" => Ok(any(&[&DICT_KEYS, &DICT_ITEMS, &DICT_VALUES])),
        "KeysView" => Ok(any(&[&DICT_KEYS])),
        "ItemsView" => Ok(any(&[&DICT_ITEMS])),
        "ValuesView" => Ok(any(&[&DICT_VALUES])),
        _ => Ok(false),
    }
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
