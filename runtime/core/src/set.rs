//! `set` and `frozenset`: an open hash table that keeps CPython's order of iteration.
//!
//! The order in which a set of ints is printed follows from its table: the same hash, probing, growth and the same
//! algorithm for each operation between sets as in CPython are therefore part of the behaviour, not an implementation choice.

mod algebra;
mod methods;
pub mod places;

use std::alloc;
use std::cell::Cell;

use crate::error::Result;
use crate::types::{Layout, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, seq, tuple};

pub use algebra::{
    constant_frozenset, difference, difference_update, from_iterable, from_constants, from_iterable_of, intersection, is_subset, symmetric_difference_update, update,
};
pub use methods::{FROZENSET, SET};

/// Slots of a table that needs no memory of its own.
const MIN_SLOTS: usize = 8;
/// Neighbouring slots tried after the first before the hash is mixed again.
const NEAR: usize = 9;
/// The key of a slot whose element was removed (no value has these bits).
const DUMMY: u64 = 2;
/// The hash in such a slot.
const DUMMY_HASH: i64 = -1;
/// Neither the word of a key nor what stands in slots without one.
const NO_OBJECT: u64 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
struct Slot {
    /// 0: never used.
    key: u64,
    hash: i64,
}

const FREE: Slot = Slot { key: 0, hash: 0 };

/// A set or a frozenset.
#[repr(C)]
pub struct SetObj {
    pub header: Header,
    /// Slots with an element or a dummy.
    fill: Cell<usize>,
    /// Elements.
    used: Cell<usize>,
    mask: Cell<usize>,
    /// Null: the table is `small`.
    table: Cell<*mut Slot>,
    /// Cached hash of a frozenset, -1 when not computed.
    hash: Cell<i64>,
    /// Where `pop` looks next.
    finger: Cell<usize>,
    small: Cell<[Slot; MIN_SLOTS]>,
}

// SAFETY: repr(C) with the header first; SET, FROZENSET and their subclasses are the types with this layout.
unsafe impl Object for SetObj {
    const LAYOUT: Layout = Layout::Set;
}

pub fn new() -> Value {
    new_of(&SET)
}

pub(crate) fn new_of(ty: &'static TypeObj) -> Value {
    heap::new_object(ty, |header| SetObj {
        header,
        fill: Cell::new(0),
        used: Cell::new(0),
        mask: Cell::new(MIN_SLOTS - 1),
        table: Cell::new(std::ptr::null_mut()),
        hash: Cell::new(-1),
        finger: Cell::new(0),
        small: Cell::new([FREE; MIN_SLOTS]),
    })
}

/// A set of the values of an iterator.
pub fn from_iter(values: impl IntoIterator<Item = Value>) -> Result<Value> {
    let s = new();
    for v in values {
        as_set(&s).insert(v)?;
    }
    Ok(s)
}

/// The set behind a value known to be one.
#[inline]
pub(crate) fn as_set(v: &Value) -> &SetObj {
    match v.downcast::<SetObj>() {
        Some(s) => s,
        None => unreachable!("a set method got another object"),
    }
}

fn layout(slots: usize) -> alloc::Layout {
    match alloc::Layout::array::<Slot>(slots) {
        Ok(l) => l,
        Err(_) => heap::out_of_memory(),
    }
}

#[inline]
fn key_ref(word: &u64) -> &Value {
    // SAFETY: keys of occupied slots are owned values, of the same representation.
    unsafe { &*(word as *const u64 as *const Value) }
}

/// Keys whose comparison with each other runs no code of the program, and is an equivalence.
#[inline]
fn is_plain(v: &Value) -> bool {
    v.is_small() || seq::is_str(v)
}

/// Slots in the order in which `hash` tries them: runs of neighbours, each start found from the one before.
struct Probe {
    start: usize,
    offset: usize,
    run: usize,
    perturb: u64,
    mask: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        let start = hash as usize & mask;
        Probe { start, offset: 0, run: Probe::run(start, mask), perturb: hash as u64, mask }
    }

    #[inline(always)]
    fn run(start: usize, mask: usize) -> usize {
        if start + NEAR <= mask { NEAR } else { 0 }
    }

    #[inline(always)]
    fn slot(&self) -> usize {
        self.start + self.offset
    }

    #[inline(always)]
    fn advance(&mut self) {
        if self.offset < self.run {
            self.offset += 1;
            return;
        }
        self.perturb >>= 5;
        self.start = self.start.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & self.mask;
        self.offset = 0;
        self.run = Probe::run(self.start, self.mask);
    }
}

/// Where a search ended.
enum Place {
    /// The slot of the equal element.
    At(usize),
    /// The unused slot where the search ended, or the last dummy before it.
    Free(usize),
}

impl SetObj {
    #[inline]
    pub fn len(&self) -> usize {
        self.used.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    #[inline]
    fn slots(&self) -> *mut Slot {
        let t = self.table.get();
        if t.is_null() { self.small.as_ptr() as *mut Slot } else { t }
    }

    #[inline]
    fn slot(&self, i: usize) -> Slot {
        debug_assert!(i <= self.mask.get());
        // SAFETY: callers keep `i` within the mask.
        unsafe { *self.slots().add(i) }
    }

    #[inline]
    fn set_slot(&self, i: usize, slot: Slot) {
        debug_assert!(i <= self.mask.get());
        // SAFETY: as above; words move without change of ownership.
        unsafe { *self.slots().add(i) = slot }
    }

    /// Searches `key`; restarts when code of the program, run by a comparison, has changed the set.
    #[inline]
    fn locate(&self, hash: i64, key: &Value) -> Result<Place> {
        // A loop for each of the usual types of keys.
        if key.is_small() {
            let known = |other: &Value| if other.is_small() || seq::is_str(other) { Some(false) } else { None };
            self.locate_by(hash, key, known)
        } else if seq::is_str(key) {
            let known = |other: &Value| {
                if seq::is_str(other) {
                    Some(seq::str_eq(other, key))
                } else if other.is_small() {
                    Some(false)
                } else {
                    None
                }
            };
            self.locate_by(hash, key, known)
        } else {
            self.locate_by(hash, key, |other| seq::quick_eq(other, key))
        }
    }

    /// Searches `key`; `known` compares with another object of the same hash as far as that runs no code of the program.
    #[inline(always)]
    fn locate_by(&self, hash: i64, key: &Value, known: impl Fn(&Value) -> Option<bool>) -> Result<Place> {
        match self.locate_quiet(hash, key.bits(), known) {
            Some(place) => Ok(place),
            None => self.locate_asking(hash, key),
        }
    }

    /// Whether a [plain](is_plain) key is there; `None` where only code of the program can tell.
    #[inline(always)]
    fn has_plain(&self, hash: i64, key: &Value) -> Option<bool> {
        self.locate_plain(hash, key).map(|p| matches!(p, Place::At(_)))
    }

    /// The search for a plain key.
    #[inline(always)]
    fn locate_plain(&self, hash: i64, key: &Value) -> Option<Place> {
        if key.is_small() {
            self.locate_quiet(hash, key.bits(), |other| if is_plain(other) { Some(false) } else { None })
        } else {
            self.locate_quiet(hash, key.bits(), |other| {
                if seq::is_str(other) {
                    Some(seq::str_eq(other, key))
                } else if other.is_small() {
                    Some(false)
                } else {
                    None
                }
            })
        }
    }

    /// The search without code of the program for the object of these bits or one that is equal; `None` where such code would
    /// have to run.
    #[inline(always)]
    fn locate_quiet(&self, hash: i64, bits: u64, known: impl Fn(&Value) -> Option<bool>) -> Option<Place> {
        let table = self.slots();
        // The first slot decides most searches.
        let at = hash as usize & self.mask.get();
        // SAFETY: within the mask.
        let first = unsafe { (*table.add(at)).key };
        if first == bits {
            return Some(Place::At(at));
        }
        if first == 0 {
            return Some(Place::Free(at));
        }
        let mut probe = Probe::new(hash, self.mask.get());
        let mut dummy = None;
        loop {
            let i = probe.slot();
            // SAFETY: probes stay within the mask of the table, which has not changed.
            let s = unsafe { *table.add(i) };
            if s.key == bits {
                return Some(Place::At(i));
            }
            if s.key == 0 {
                return Some(Place::Free(dummy.unwrap_or(i)));
            }
            if s.key == DUMMY {
                dummy = Some(i);
            } else if s.hash == hash {
                match known(key_ref(&s.key)) {
                    Some(true) => return Some(Place::At(i)),
                    Some(false) => {}
                    None => return None,
                }
            }
            probe.advance();
        }
    }

    #[cold]
    fn locate_asking(&self, hash: i64, key: &Value) -> Result<Place> {
        'restart: loop {
            let (table, mask) = (self.slots(), self.mask.get());
            let mut probe = Probe::new(hash, mask);
            let mut dummy = None;
            loop {
                let i = probe.slot();
                let s = self.slot(i);
                if s.key == key.bits() {
                    return Ok(Place::At(i));
                }
                if s.key == 0 {
                    return Ok(Place::Free(dummy.unwrap_or(i)));
                }
                if s.key == DUMMY {
                    dummy = Some(i);
                } else if s.hash == hash {
                    let other = key_ref(&s.key).clone();
                    let equal = seq::eq(&other, key)?;
                    if self.slots() != table || self.mask.get() != mask || self.slot(i).key != s.key {
                        continue 'restart;
                    }
                    if equal {
                        return Ok(Place::At(i));
                    }
                }
                probe.advance();
            }
        }
    }

    #[inline]
    pub fn contains(&self, key: &Value) -> Result<bool> {
        if let Some(i) = key.as_small()
            && let Some(there) = self.has_plain(seq::small_hash(i), key)
        {
            return Ok(there);
        }
        let hash = seq::hash_key(key)?;
        self.contains_hashed(hash, key)
    }

    #[inline]
    pub(crate) fn contains_hashed(&self, hash: i64, key: &Value) -> Result<bool> {
        Ok(matches!(self.locate(hash, key)?, Place::At(_)))
    }

    /// Adds `key`; whether it was new.
    #[inline]
    pub fn insert(&self, key: Value) -> Result<bool> {
        let Some(i) = key.as_small() else {
            let hash = seq::hash_key(&key)?;
            return self.insert_hashed(hash, key);
        };
        let hash = seq::small_hash(i);
        match self.locate_plain(hash, &key) {
            Some(Place::At(_)) => Ok(false),
            Some(Place::Free(i)) => {
                self.put_at(i, hash, key);
                Ok(true)
            }
            None => self.insert_hashed(hash, key),
        }
    }

    #[inline]
    pub(crate) fn insert_hashed(&self, hash: i64, key: Value) -> Result<bool> {
        match self.locate(hash, &key)? {
            Place::At(_) => Ok(false),
            Place::Free(i) => {
                self.put_at(i, hash, key);
                Ok(true)
            }
        }
    }

    /// The slot of a key that can be hashed and compared without code of the program; where it is not there, -1 less the slot
    /// in which it would be put.
    #[inline]
    pub(crate) fn place_of(&self, key: &Value) -> i64 {
        let quick = key.as_small().and_then(|i| self.locate_plain(seq::small_hash(i), key));
        let place = match quick {
            Some(place) => Ok(place),
            None => seq::hash_key(key).and_then(|hash| self.locate(hash, key)),
        };
        match place {
            Ok(Place::At(i)) => i as i64,
            Ok(Place::Free(i)) => -1 - i as i64,
            Err(e) => {
                crate::exception::clear_pending(e);
                0
            }
        }
    }

    /// [`SetObj::place_of`] for the tuple `(a, b)`.
    #[inline]
    pub(crate) fn place_of_pair(&self, a: &Value, b: &Value) -> i64 {
        let Ok(hash) = tuple::hash_pair(a, b) else { return 0 };
        match self.locate_quiet(hash, NO_OBJECT, |other| Some(tuple::is_pair(other, a, b))) {
            Some(Place::At(i)) => i as i64,
            Some(Place::Free(i)) => -1 - i as i64,
            None => 0,
        }
    }

    /// Adds a key, of which [`SetObj::place_of`] has said `place`.
    #[inline]
    pub(crate) fn put_where(&self, place: i64, key: &Value) {
        if place < 0
            && let Ok(hash) = seq::hash_key(key)
        {
            self.put_at((-1 - place) as usize, hash, key.clone());
        }
    }

    /// Puts a key that is not there where the search for it has ended.
    #[inline]
    fn put_at(&self, i: usize, hash: i64, key: Value) {
        let reused = self.slot(i).key == DUMMY;
        self.set_slot(i, Slot { key: key.into_bits(), hash });
        self.used.set(self.used.get() + 1);
        if reused {
            return;
        }
        let fill = self.fill.get() + 1;
        self.fill.set(fill);
        if fill * 5 >= self.mask.get() * 3 {
            self.resize(self.growth());
        }
    }

    /// Adds a key that is known to be absent to a table without dummies.
    #[inline]
    fn insert_absent(&self, hash: i64, key: Value) {
        debug_assert!(self.fill.get() == self.used.get());
        self.place(Slot { key: key.into_bits(), hash });
        let fill = self.fill.get() + 1;
        self.fill.set(fill);
        self.used.set(fill);
        if fill * 5 >= self.mask.get() * 3 {
            self.resize(self.growth());
        }
    }

    /// Wanted slots when the table is full.
    fn growth(&self) -> usize {
        let used = self.used.get();
        if used > 50_000 { used * 2 } else { used * 4 }
    }

    /// Removes `key`; whether it was there.
    pub fn remove(&self, key: &Value) -> Result<bool> {
        let hash = seq::hash_key(key)?;
        self.remove_hashed(hash, key)
    }

    pub(crate) fn remove_hashed(&self, hash: i64, key: &Value) -> Result<bool> {
        match self.locate(hash, key)? {
            Place::At(i) => {
                drop(self.take_slot(i));
                Ok(true)
            }
            Place::Free(_) => Ok(false),
        }
    }

    /// Takes the element out of the occupied slot `i`.
    fn take_slot(&self, i: usize) -> Value {
        let s = self.slot(i);
        self.set_slot(i, Slot { key: DUMMY, hash: DUMMY_HASH });
        self.used.set(self.used.get() - 1);
        // SAFETY: the slot owned the value and has given it up.
        unsafe { Value::from_bits(s.key) }
    }

    /// Removes some element, as CPython's `pop` chooses it.
    pub fn pop(&self) -> Option<Value> {
        if self.used.get() == 0 {
            return None;
        }
        let mask = self.mask.get();
        let mut i = self.finger.get() & mask;
        while matches!(self.slot(i).key, 0 | DUMMY) {
            i = if i == mask { 0 } else { i + 1 };
        }
        let v = self.take_slot(i);
        self.finger.set(i + 1);
        Some(v)
    }

    /// The first element at or after slot `i`, with its hash, and the slot after it.
    #[inline]
    pub(crate) fn element_at(&self, mut i: usize) -> Option<(usize, &Value, i64)> {
        let (mask, table) = (self.mask.get(), self.slots());
        while i <= mask {
            // SAFETY: within the mask.
            let s = unsafe { &*table.add(i) };
            i += 1;
            if s.key != 0 && s.key != DUMMY {
                return Some((i, key_ref(&s.key), s.hash));
            }
        }
        None
    }

    /// The elements in order; whatever the loop does is safe.
    pub fn iter(&self) -> Iter<'_> {
        Iter { set: self, slot: 0 }
    }

    /// A new table with more than `wanted` slots, without dummies.
    fn resize(&self, wanted: usize) {
        let mut slots = MIN_SLOTS;
        while slots <= wanted {
            slots *= 2;
        }
        let (old_mask, old_table) = (self.mask.get(), self.table.get());
        let old_small = self.small.get();
        if slots == MIN_SLOTS {
            if old_table.is_null() && self.fill.get() == self.used.get() {
                return;
            }
            self.small.set([FREE; MIN_SLOTS]);
            self.table.set(std::ptr::null_mut());
        } else {
            // Free slots are all zeroes.
            let p = heap::table_alloc(layout(slots).size(), true) as *mut Slot;
            self.table.set(p);
        }
        self.mask.set(slots - 1);
        self.fill.set(self.used.get());
        let old = if old_table.is_null() { old_small.as_ptr() } else { old_table as *const Slot };
        let mut left = self.used.get();
        for i in 0..=old_mask {
            if left == 0 {
                break;
            }
            // SAFETY: the old table has `old_mask + 1` slots.
            let s = unsafe { *old.add(i) };
            if s.key != 0 && s.key != DUMMY {
                self.place(s);
                left -= 1;
            }
        }
        free_table(old_table, old_mask);
    }

    /// Puts an element that is known to be absent into a table without dummies.
    #[inline]
    fn place(&self, s: Slot) {
        let table = self.slots();
        // SAFETY: within the mask.
        unsafe {
            let p = table.add(s.hash as usize & self.mask.get());
            if (*p).key == 0 {
                *p = s;
                return;
            }
        }
        let mut probe = Probe::new(s.hash, self.mask.get());
        loop {
            // SAFETY: probes stay within the mask.
            unsafe {
                let p = table.add(probe.slot());
                if (*p).key == 0 {
                    *p = s;
                    return;
                }
            }
            probe.advance();
        }
    }

    /// Takes the table, leaving the set empty: the elements and the memory are the caller's.
    fn take(&self) -> Taken {
        let t = Taken { table: self.table.get(), mask: self.mask.get(), small: self.small.get() };
        self.table.set(std::ptr::null_mut());
        self.small.set([FREE; MIN_SLOTS]);
        self.mask.set(MIN_SLOTS - 1);
        self.fill.set(0);
        self.used.set(0);
        self.hash.set(-1);
        t
    }

    pub fn clear(&self) {
        self.take().free();
    }

    /// Releases the elements and the table of a set that nobody refers to.
    fn release(&self) {
        let (table, mut left, mut i) = (self.slots(), self.used.get(), 0);
        // Tables are often full at their beginning and empty behind: the last element ends the search.
        while left > 0 && i <= self.mask.get() {
            // SAFETY: within the mask; the table is not looked at again. Tagged ints have their low bit set.
            unsafe {
                let key = (*table.add(i)).key;
                if i + heap::AHEAD <= self.mask.get() {
                    heap::prefetch((*table.add(i + heap::AHEAD)).key);
                }
                left -= usize::from(key != 0 && key != DUMMY);
                if key & 1 == 0 && key > DUMMY {
                    drop(Value::from_bits(key));
                }
            }
            i += 1;
        }
        free_table(self.table.get(), self.mask.get());
    }

    /// Exchanges the elements of two sets.
    fn swap(&self, other: &SetObj) {
        self.fill.swap(&other.fill);
        self.used.swap(&other.used);
        self.mask.swap(&other.mask);
        self.table.swap(&other.table);
        self.small.swap(&other.small);
        self.hash.set(-1);
        other.hash.set(-1);
    }
}

/// The table that a set had.
struct Taken {
    table: *mut Slot,
    mask: usize,
    small: [Slot; MIN_SLOTS],
}

impl Taken {
    fn free(self) {
        let slots = if self.table.is_null() { self.small.as_ptr() } else { self.table as *const Slot };
        for i in 0..=self.mask {
            // SAFETY: the slots are ours alone; occupied ones own their key.
            unsafe {
                let s = *slots.add(i);
                if s.key != 0 && s.key != DUMMY {
                    drop(Value::from_bits(s.key));
                }
            }
        }
        free_table(self.table, self.mask);
    }
}

fn free_table(table: *mut Slot, mask: usize) {
    if !table.is_null() {
        // SAFETY: allocated by `resize` with this layout.
        unsafe { heap::table_free(table as *mut u8, layout(mask + 1).size()) };
    }
}

/// Iterator of [`SetObj::iter`].
pub struct Iter<'a> {
    set: &'a SetObj,
    slot: usize,
}

impl Iterator for Iter<'_> {
    type Item = Value;
    fn next(&mut self) -> Option<Value> {
        let (next, v, _) = self.set.element_at(self.slot)?;
        self.slot = next;
        Some(v.clone())
    }
}
