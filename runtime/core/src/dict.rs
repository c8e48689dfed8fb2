//! `dict`: entries in insertion order, found through an index table.
//!
//! A dict of at most [`SMALL`] entries has no index: its entries are searched in turn. Above that, slot `hash & mask` of the
//! index is tried first, so that sequential int keys meet sequential slots, then its neighbours in the same cache line, then
//! slots reached by mixing in more of the hash. The low bits of a slot are the entry's position; the bits above repeat the
//! hash's, so that an entry of another hash is hardly ever touched.

mod lookup;
mod methods;
mod table;

use std::cell::Cell;

use crate::error::Result;
use crate::exception::raise_key_error;
use crate::types::{Layout, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, ops, seq, tuple};

pub use methods::{DICT, merge, merge_pairs, update, update_args};
pub(crate) use methods::{
    DICT_SLOTS, clear_fields, copy_plain, drop_fields, fromkeys, is_ordered, items_list, repr_items, setitem, traverse, union,
};

/// Entries of a dict without an index table.
const SMALL: usize = 5;

const _: () = {
    use pyaot_abi::layout::{DICT_ENTRIES, DICT_LEN, DICT_USED, ENTRY_KEY, ENTRY_SIZE, ENTRY_VALUE};
    use std::mem::offset_of;
    assert!(offset_of!(DictObj, len) == DICT_LEN as usize && offset_of!(DictObj, used) == DICT_USED as usize);
    assert!(offset_of!(DictObj, entries) == DICT_ENTRIES as usize && size_of::<Entry>() == ENTRY_SIZE as usize);
    assert!(offset_of!(Entry, key) == ENTRY_KEY as usize && offset_of!(Entry, value) == ENTRY_VALUE as usize);
};

/// One key and its value; a removed entry has key 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub hash: i64,
    pub key: u64,
    pub value: u64,
}

/// A number of slots or entries, of which a table has at most `1 << 31`.
struct Count(Cell<u32>);

impl Count {
    const fn zero() -> Count {
        Count(Cell::new(0))
    }

    #[inline]
    fn get(&self) -> usize {
        self.0.get() as usize
    }

    #[inline]
    fn set(&self, n: usize) {
        debug_assert!(n <= 1 << 31);
        self.0.set(n as u32);
    }
}

/// A dict (also the start of the subclasses of the collections module).
#[repr(C)]
pub struct DictObj {
    pub header: Header,
    /// Live entries.
    len: Cell<usize>,
    /// Positions in use, removed entries included.
    used: Cell<usize>,
    /// No live entry stands before this position.
    first: Count,
    /// Slots of the index minus one (also of a small dict, which has none).
    mask: Count,
    entries: Cell<*mut Entry>,
    /// The index table behind the entries, or null.
    index: Cell<*mut u32>,
    /// Positions of `entries`.
    cap: Count,
    /// Insertions until the table is made anew.
    usable: Count,
    /// Changes with every insertion of a key, every removal and every change of order, but not with `clear`.
    version: Cell<u32>,
    /// Position of the entry found or added last: a program that asks for a key often asks for it again at once.
    recent: Cell<u32>,
    /// Not 0: the key at every position `i` in use is the tagged int `base + 2 * i`, or removed. Such a dict is searched like
    /// a list.
    base: Cell<u64>,
}

// SAFETY: repr(C) with the header first; DICT and its subclasses are the types with this layout.
unsafe impl Object for DictObj {
    const LAYOUT: Layout = Layout::Dict;
}

pub fn new() -> Value {
    new_of(&DICT)
}

pub(crate) fn new_of(ty: &'static TypeObj) -> Value {
    heap::new_object(ty, DictObj::with_header)
}

/// A dict with room for `n` entries.
pub fn with_capacity(n: usize) -> Value {
    let d = new();
    as_dict(&d).reserve(n);
    d
}

/// The dict behind a value known to be one.
#[inline]
pub(crate) fn as_dict(v: &Value) -> &DictObj {
    match v.downcast::<DictObj>() {
        Some(d) => d,
        None => unreachable!("a dict method got another object"),
    }
}

/// A borrowed word of an entry as a value.
#[inline]
pub(crate) fn value_ref(word: &u64) -> &Value {
    // SAFETY: words of live entries are owned values, of the same representation.
    unsafe { &*(word as *const u64 as *const Value) }
}

impl DictObj {
    pub(crate) fn with_header(header: Header) -> DictObj {
        DictObj {
            header,
            len: Cell::new(0),
            used: Cell::new(0),
            first: Count::zero(),
            mask: Count::zero(),
            entries: Cell::new(std::ptr::null_mut()),
            index: Cell::new(std::ptr::null_mut()),
            cap: Count::zero(),
            usable: Count::zero(),
            version: Cell::new(0),
            recent: Cell::new(0),
            base: Cell::new(0),
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    #[inline]
    pub(crate) fn version(&self) -> u32 {
        self.version.get()
    }

    /// The value under `key`.
    #[inline]
    pub fn get(&self, key: &Value) -> Result<Option<Value>> {
        Ok(self.lookup(key)?.map(|i| value_ref(&self.entry(i).value).clone()))
    }

    /// The value under `key`, or `KeyError`.
    #[inline]
    pub fn get_or_raise(&self, key: &Value) -> Result<Value> {
        match self.get(key)? {
            Some(v) => Ok(v),
            None => raise_key_error(key),
        }
    }

    /// The value under a str key.
    pub fn get_str(&self, key: &str) -> Option<Value> {
        if self.is_empty() {
            return None;
        }
        let key = crate::str::new(key);
        // Neither hashing nor comparing strs can fail; a key with an `__eq__` of its own that fails counts as different.
        match self.get(&key) {
            Ok(v) => v,
            Err(e) => {
                crate::exception::clear_pending(e);
                None
            }
        }
    }

    pub fn contains(&self, key: &Value) -> Result<bool> {
        Ok(self.lookup(key)?.is_some())
    }

    pub(crate) fn contains_hashed(&self, hash: i64, key: &Value) -> Result<bool> {
        Ok(self.find(hash, key)?.is_some())
    }

    pub(crate) fn get_hashed(&self, hash: i64, key: &Value) -> Result<Option<Value>> {
        Ok(self.find(hash, key)?.map(|i| value_ref(&self.entry(i).value).clone()))
    }

    /// `self[key] = value`.
    #[inline]
    pub fn insert(&self, key: Value, value: Value) -> Result<()> {
        let hash = seq::hash_key(&key)?;
        self.insert_hashed(hash, key, value)
    }

    #[inline]
    pub(crate) fn insert_hashed(&self, hash: i64, key: Value, value: Value) -> Result<()> {
        match self.find(hash, &key)? {
            Some(i) => {
                drop(self.replace_value(i, value));
                Ok(())
            }
            None => {
                self.insert_new(hash, key, value);
                Ok(())
            }
        }
    }

    /// Replaces the value of the entry at `i`, which is live.
    #[inline]
    pub(crate) fn replace_value(&self, i: usize, value: Value) -> Value {
        // SAFETY: `i` is a live entry; the old value's ownership goes to the caller.
        unsafe { Value::from_bits(std::mem::replace(&mut (*self.entries.get().add(i)).value, value.into_bits())) }
    }

    /// Replaces the value of the entry at `i` if its key is the same object as `key`; the old one is the caller's.
    #[inline]
    pub(crate) fn replace_at(&self, i: usize, key: &Value, value: &Value) -> Option<Value> {
        (i < self.used.get() && self.entry(i).key == key.bits()).then(|| self.replace_value(i, value.clone()))
    }

    /// The value of the live entry at `i`.
    #[inline]
    pub(crate) fn value_at(&self, i: usize) -> &Value {
        value_ref(&self.entry(i).value)
    }

    /// What follows `d[key] = value` where the search for the key, which runs no code of the program, has said `at`
    /// ([`DictObj::position`]).
    #[inline]
    pub(crate) fn put_at(&self, at: i64, key: &Value, value: Value) {
        if at >= 0 {
            self.recent.set(at as u32);
            return drop(self.replace_value(at as usize, value));
        }
        match seq::hash_key(key) {
            Ok(hash) => self.insert_new(hash, key.clone(), value),
            Err(e) => crate::exception::clear_pending(e),
        }
    }

    pub fn insert_str(&self, key: &str, value: Value) {
        if let Err(e) = self.insert(crate::str::new(key), value) {
            crate::exception::clear_pending(e);
        }
    }

    /// Removes `key`; its value, if it was there.
    pub fn remove(&self, key: &Value) -> Result<Option<Value>> {
        let hash = seq::hash_key(key)?;
        self.remove_hashed(hash, key)
    }

    pub(crate) fn remove_hashed(&self, hash: i64, key: &Value) -> Result<Option<Value>> {
        match self.find(hash, key)? {
            Some(i) => {
                let (k, v) = self.take_entry(i);
                drop(k);
                Ok(Some(v))
            }
            None => Ok(None),
        }
    }

    /// `setdefault`: the value under `key`, after inserting `default()` where there was none.
    pub fn get_or_insert_with(&self, key: &Value, default: impl FnOnce() -> Result<Value>) -> Result<Value> {
        let hash = seq::hash_key(key)?;
        if let Some(i) = self.find(hash, key)? {
            return Ok(value_ref(&self.entry(i).value).clone());
        }
        let version = self.version.get();
        let v = default()?;
        if self.version.get() == version {
            self.insert_new(hash, key.clone(), v.clone());
        } else {
            self.insert_hashed(hash, key.clone(), v.clone())?;
        }
        Ok(v)
    }

    /// The first live entry at or after `pos`, and the position after it.
    #[inline]
    pub fn entry_at(&self, pos: usize) -> Option<(usize, &Value, &Value)> {
        let used = self.used.get();
        let mut i = pos.max(self.first.get());
        while i < used {
            let e = self.entry(i);
            i += 1;
            if e.key != 0 {
                return Some((i, value_ref(&e.key), value_ref(&e.value)));
            }
        }
        None
    }

    /// The last live entry before position `pos`, and its position.
    pub(crate) fn entry_before(&self, pos: usize) -> Option<(usize, &Value, &Value)> {
        let mut i = pos.min(self.used.get());
        while i > self.first.get() {
            i -= 1;
            let e = self.entry(i);
            if e.key != 0 {
                return Some((i, value_ref(&e.key), value_ref(&e.value)));
            }
        }
        None
    }

    /// Keys and values in order. Entries added meanwhile are seen as well, whatever the loop does is safe.
    pub fn iter(&self) -> Iter<'_> {
        Iter { dict: self, pos: 0 }
    }

    /// The hash of the live entry that [`DictObj::entry_at`] found before `next`.
    #[inline]
    pub(crate) fn hash_before(&self, next: usize) -> i64 {
        self.entry(next - 1).hash
    }

    /// Removes and returns the last (or first) entry.
    pub fn pop_end(&self, last: bool) -> Option<(Value, Value)> {
        let i = if last { self.entry_before(usize::MAX)?.0 } else { self.entry_at(0)?.0 - 1 };
        let pair = self.take_entry(i);
        if last {
            // Nothing live stands behind the entry just removed.
            self.used.set(i);
            self.first.set(self.first.get().min(i));
        }
        Some(pair)
    }

    /// Compares as `==` does: same keys, equal values.
    pub(crate) fn equals(&self, other: &DictObj) -> Result<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        let mut pos = 0;
        while let Some((next, k, v)) = self.entry_at(pos) {
            // Most often both have the same keys at the same places.
            let i = next - 1;
            if i < other.used.get()
                && other.entry(i).key == k.bits()
                && let Some(same) = seq::quick_eq(v, other.value_at(i))
            {
                if !same {
                    return Ok(false);
                }
                pos = next;
                continue;
            }
            let (k, v, hash) = (k.clone(), v.clone(), self.hash_before(next));
            pos = next;
            match other.get_hashed(hash, &k)? {
                Some(w) if seq::eq(&v, &w)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

/// Iterator of [`DictObj::iter`].
pub struct Iter<'a> {
    dict: &'a DictObj,
    pos: usize,
}

impl Iterator for Iter<'_> {
    type Item = (Value, Value);
    fn next(&mut self) -> Option<(Value, Value)> {
        let (next, k, v) = self.dict.entry_at(self.pos)?;
        self.pos = next;
        Some((k.clone(), v.clone()))
    }
}

/// `(key, value)` as a tuple.
#[inline]
pub(crate) fn item(k: &Value, v: &Value) -> Value {
    tuple::pair(k.clone(), v.clone())
}

/// A dict of Rust pairs with str keys (for `**kwargs`, namespaces and the like).
pub fn from_pairs(pairs: &[(Value, Value)]) -> Result<Value> {
    let d = with_capacity(pairs.len());
    for (k, v) in pairs {
        as_dict(&d).insert(k.clone(), v.clone())?;
    }
    Ok(d)
}

/// Whether the type of `d` is exactly dict: the fast ways may be taken.
#[inline]
pub(crate) fn is_exact(d: &Value) -> bool {
    d.is_exact(&DICT)
}

/// `d[key]` of a subclass after a miss: `__missing__` where the class defines it.
#[cold]
pub(crate) fn missing(d: &Value, key: &Value) -> Result<Value> {
    if !d.ty().is_native
        && let Some(f) = crate::class::lookup_special(d, &crate::state::intern("__missing__"))?
    {
        return ops::call(&f, std::slice::from_ref(key));
    }
    raise_key_error(key)
}
