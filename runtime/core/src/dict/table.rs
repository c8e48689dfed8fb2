//! The hash table under a dict: insertion, removal, growth.

use std::alloc;

use super::lookup::{Found, Test};
use super::{DictObj, Entry, SMALL, value_ref};
use crate::heap;
use crate::value::Value;

/// A slot that was never used. Its position bits are all ones, which no entry has.
pub(super) const EMPTY: u32 = u32::MAX;
/// A slot whose entry was removed; its position is beyond every entry as well.
const DELETED: u32 = u32::MAX - 1;

/// Entries that a table with `slots` slots takes.
#[inline]
fn capacity(slots: usize) -> usize {
    slots * 2 / 3
}

/// Slots of a table for at least `n` wanted slots.
fn slots_for(n: usize) -> usize {
    (n | 8).next_power_of_two()
}

fn block(cap: usize, slots: usize) -> alloc::Layout {
    let bytes = cap.checked_mul(size_of::<Entry>()).and_then(|b| b.checked_add(if cap > SMALL { slots * 4 } else { 0 }));
    match bytes.map(|b| alloc::Layout::from_size_align(b, 8)) {
        Some(Ok(l)) if slots <= 1 << 31 => l,
        _ => heap::out_of_memory(),
    }
}

impl DictObj {
    #[inline]
    pub(super) fn entry(&self, i: usize) -> &Entry {
        debug_assert!(i < self.used.get());
        // SAFETY: callers pass positions in use.
        unsafe { &*self.entries.get().add(i) }
    }

    /// Adds a key that is known to be absent.
    #[inline]
    pub(crate) fn insert_new(&self, hash: i64, key: Value, value: Value) {
        if self.usable.get() == 0 || self.used.get() == self.cap.get() {
            self.rebuild(slots_for(self.len.get() * 3), 0);
        }
        let i = self.used.get();
        let bits = key.bits();
        let base = if i == 0 { if key.is_small() { bits } else { 0 } } else { self.base.get() };
        self.base.set(if bits == base.wrapping_add(2 * i as u64) { base } else { 0 });
        // SAFETY: there is room at position `i`.
        unsafe { self.entries.get().add(i).write(Entry { hash, key: key.into_bits(), value: value.into_bits() }) };
        self.recent.set(i as u32);
        self.used.set(i + 1);
        self.len.set(self.len.get() + 1);
        self.usable.set(self.usable.get() - 1);
        self.version.set(self.version.get().wrapping_add(1));
        if !self.index.get().is_null() {
            self.link(hash, i);
        }
    }

    /// Enters position `i` into the index.
    #[inline]
    fn link(&self, hash: i64, i: usize) {
        let (index, mask) = (self.index.get(), self.mask.get());
        let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            for near in 0..4 {
                // SAFETY: as in `search`.
                unsafe {
                    let p = index.add(slot ^ near);
                    if *p == EMPTY {
                        *p = (hash as u32 & !(mask as u32)) | i as u32;
                        return;
                    }
                }
            }
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    /// The slot of the index that holds position `i`.
    fn slot_of(&self, hash: i64, i: usize) -> *mut u32 {
        let (index, mask) = (self.index.get(), self.mask.get());
        let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            for near in 0..4 {
                // SAFETY: as in `search`; a live entry has a slot, so the search ends.
                unsafe {
                    let p = index.add(slot ^ near);
                    if *p == (hash as u32 & !(mask as u32)) | i as u32 {
                        return p;
                    }
                }
            }
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    /// Takes the live entry at `i` out of the dict.
    pub(crate) fn take_entry(&self, i: usize) -> (Value, Value) {
        let e = *self.entry(i);
        if !self.index.get().is_null() {
            // SAFETY: the slot of a live entry.
            unsafe { *self.slot_of(e.hash, i) = DELETED };
        }
        // SAFETY: the entry is in use; its words' ownership goes to the caller.
        unsafe {
            *self.entries.get().add(i) = Entry { hash: 0, key: 0, value: 0 };
        }
        self.len.set(self.len.get() - 1);
        self.version.set(self.version.get().wrapping_add(1));
        if i == self.first.get() {
            let used = self.used.get();
            let mut f = i + 1;
            while f < used && self.entry(f).key == 0 {
                f += 1;
            }
            self.first.set(f);
        }
        // SAFETY: the words were owned by the entry just emptied.
        unsafe { (Value::from_bits(e.key), Value::from_bits(e.value)) }
    }

    /// Room for `n` entries in all.
    pub(crate) fn reserve(&self, n: usize) {
        let more = n.saturating_sub(self.len.get());
        if more > self.usable.get() || self.used.get() + more > self.cap.get() {
            self.rebuild(slots_for((n * 3).div_ceil(2)), 0);
        }
    }

    /// Room for the entries of another dict, as far as that is known to be needed.
    pub(crate) fn reserve_for(&self, other: &DictObj) {
        if self.cap.get() < other.len() {
            self.rebuild(slots_for(((self.len.get() + other.len()) * 3).div_ceil(2)), 0);
        }
    }

    /// A new table with `slots` slots, without removed entries, with `gap` free positions in front.
    fn rebuild(&self, slots: usize, gap: usize) {
        let mut slots = slots;
        while capacity(slots) < self.len.get() + gap {
            slots *= 2;
        }
        let cap = capacity(slots);
        let old = (self.entries.get(), self.cap.get(), self.mask.get());
        let layout = block(cap, slots);
        let p = heap::table_alloc(layout.size(), false) as *mut Entry;
        let (used, len) = (self.used.get(), self.len.get());
        if used != len || gap != 0 {
            self.base.set(0);
        }
        // SAFETY: the new block has room for `cap` entries; live entries move to it with their ownership.
        unsafe {
            for i in 0..gap {
                p.add(i).write(Entry { hash: 0, key: 0, value: 0 });
            }
            if used == len {
                std::ptr::copy_nonoverlapping(old.0, p.add(gap), if old.0.is_null() { 0 } else { len });
            } else {
                let mut to = gap;
                for i in self.first.get()..used {
                    let e = *old.0.add(i);
                    if e.key != 0 {
                        p.add(to).write(e);
                        to += 1;
                    }
                }
            }
        }
        self.entries.set(p);
        self.cap.set(cap);
        self.mask.set(slots - 1);
        self.used.set(gap + len);
        self.first.set(gap);
        self.usable.set(cap - len);
        if cap > SMALL {
            // SAFETY: the index follows the entries in the same block.
            unsafe {
                let index = p.add(cap) as *mut u32;
                std::ptr::write_bytes(index, 0xff, slots);
                self.index.set(index);
            }
            for i in gap..gap + len {
                self.link(self.entry(i).hash, i);
            }
        } else {
            self.index.set(std::ptr::null_mut());
        }
        free_block(old.0, old.1, old.2);
    }

    /// Moves the live entry at `i` behind (or before) all others.
    pub(crate) fn move_entry(&self, i: usize, last: bool) {
        let mut i = i;
        self.base.set(0);
        if last {
            if i + 1 == self.used.get() {
                return;
            }
            if self.used.get() == self.cap.get() {
                let hash_and_key = *self.entry(i);
                self.rebuild(slots_for(self.len.get() * 3), 0);
                i = self.position_of_key(hash_and_key);
            }
        } else {
            if i == self.first.get() {
                return;
            }
            if self.first.get() == 0 {
                let hash_and_key = *self.entry(i);
                let gap = self.len.get() / 2 + 1;
                self.rebuild(slots_for((self.len.get() + gap) * 2), gap);
                i = self.position_of_key(hash_and_key);
            }
        }
        let to = if last { self.used.get() } else { self.first.get() - 1 };
        let e = *self.entry(i);
        if !self.index.get().is_null() {
            // SAFETY: the slot of a live entry; it now names the new position.
            unsafe {
                let p = self.slot_of(e.hash, i);
                *p = (e.hash as u32 & !(self.mask.get() as u32)) | to as u32;
            }
        }
        // SAFETY: `to` is a free position inside the block; the entry moves there.
        unsafe {
            self.entries.get().add(to).write(e);
            *self.entries.get().add(i) = Entry { hash: 0, key: 0, value: 0 };
        }
        if last {
            self.used.set(to + 1);
        } else {
            self.first.set(to);
        }
        self.version.set(self.version.get().wrapping_add(1));
        if i == self.first.get() {
            let mut f = i + 1;
            while self.entry(f).key == 0 {
                f += 1;
            }
            self.first.set(f);
        }
    }

    fn position_of_key(&self, e: Entry) -> usize {
        match self.search(e.hash, |x| if x.key == e.key { Test::Hit } else { Test::Miss }) {
            Found::At(i) => i,
            _ => unreachable!("a live entry is found by its own key"),
        }
    }

    /// Makes `self`, which is empty, a copy of `other`.
    pub(crate) fn copy_from(&self, other: &DictObj) {
        debug_assert!(self.is_empty());
        let len = other.len();
        if len == 0 {
            return;
        }
        // A well filled table without removed entries is copied at its size.
        let slots = other.mask.get() + 1;
        if other.used.get() == len && self.entries.get().is_null() && capacity(slots) < 2 * len {
            return self.copy_table(other);
        }
        if other.used.get() == len && other.first.get() == 0 && (slots == 8 || capacity(slots / 2) < len) {
            self.rebuild(slots, 0);
        } else {
            self.reserve_for(other);
            self.reserve(len);
        }
        let start = self.used.get();
        let mut to = start;
        self.base.set(if start == 0 && other.used.get() == len { other.base.get() } else { 0 });
        for i in other.first.get()..other.used.get() {
            let e = *other.entry(i);
            if e.key != 0 {
                std::mem::forget((value_ref(&e.key).clone(), value_ref(&e.value).clone()));
                // SAFETY: room for `len` entries was made.
                unsafe { self.entries.get().add(to).write(e) };
                to += 1;
            }
        }
        self.used.set(to);
        self.len.set(len);
        self.usable.set(self.usable.get() - len);
        self.version.set(self.version.get().wrapping_add(1));
        if !self.index.get().is_null() {
            for i in start..to {
                self.link(self.entry(i).hash, i);
            }
        }
    }

    /// Makes `self`, which has no table, a copy of `other`, which has no removed entries: entries and index in one piece.
    fn copy_table(&self, other: &DictObj) {
        let (slots, cap, used) = (other.mask.get() + 1, other.cap.get(), other.used.get());
        let layout = block(cap, slots);
        let p = heap::table_alloc(layout.size(), false) as *mut Entry;
        // SAFETY: a block of the same layout; the entries in use and the index are all that is read, and every word copied
        // is retained.
        unsafe {
            std::ptr::copy_nonoverlapping(other.entries.get(), p, used);
            for i in 0..used {
                let e = &*p.add(i);
                std::mem::forget((value_ref(&e.key).clone(), value_ref(&e.value).clone()));
            }
            if !other.index.get().is_null() {
                let index = p.add(cap) as *mut u32;
                std::ptr::copy_nonoverlapping(other.index.get(), index, slots);
                self.index.set(index);
            }
        }
        self.entries.set(p);
        self.cap.set(cap);
        self.mask.set(other.mask.get());
        self.used.set(used);
        self.len.set(used);
        self.first.set(0);
        self.usable.set(other.usable.get());
        self.base.set(other.base.get());
        self.recent.set(0);
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// Removes every entry.
    pub fn clear(&self) {
        let (entries, cap, mask, used) = (self.entries.get(), self.cap.get(), self.mask.get(), self.used.get());
        self.entries.set(std::ptr::null_mut());
        self.index.set(std::ptr::null_mut());
        self.len.set(0);
        self.used.set(0);
        self.first.set(0);
        self.cap.set(0);
        self.mask.set(0);
        self.usable.set(0);
        // The dict is empty and valid before any value is released.
        for i in 0..used {
            // SAFETY: the block is ours alone now; live entries own their words.
            unsafe {
                if i + heap::AHEAD < used {
                    heap::prefetch((*entries.add(i + heap::AHEAD)).key);
                    heap::prefetch((*entries.add(i + heap::AHEAD)).value);
                }
                let e = *entries.add(i);
                if e.key != 0 {
                    drop(Value::from_bits(e.key));
                    drop(Value::from_bits(e.value));
                }
            }
        }
        free_block(entries, cap, mask);
    }

    /// Calls `f` with every key and value.
    pub(crate) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        for i in self.first.get()..self.used.get() {
            let e = self.entry(i);
            if e.key != 0 {
                f(value_ref(&e.key));
                f(value_ref(&e.value));
            }
        }
    }
}

fn free_block(entries: *mut Entry, cap: usize, mask: usize) {
    if !entries.is_null() {
        // SAFETY: allocated by `rebuild` with this layout.
        unsafe { heap::table_free(entries as *mut u8, block(cap, mask + 1).size()) };
    }
}
