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
    if abc.is_native || !data(abc).has(ABC) {
        return Ok(false);
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
