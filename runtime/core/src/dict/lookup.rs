//! Finding keys: by their bits, by their text, or by asking them.

use super::table::EMPTY;
use super::{DictObj, Entry, value_ref};
use crate::error::Result;
use crate::{seq, tuple};
use crate::value::Value;

/// What one comparison with an entry says.
pub(super) enum Test {
    Hit,
    Miss,
    /// Only code of the program can tell.
    Ask,
}

/// Answer of a search that runs no code of the program.
pub(super) enum Found {
    At(usize),
    Absent,
    /// The entry at this position has the same hash, and only `__eq__` can tell.
    Ask,
}

impl DictObj {
    /// The position of `key`.
    #[inline]
    pub(crate) fn lookup(&self, key: &Value) -> Result<Option<usize>> {
        if key.is_small() {
            return self.find_small(key);
        }
        let hash = seq::hash_key(key)?;
        if self.index.get().is_null()
            && let Some(at) = self.among_few(hash, key)
        {
            return Ok(usize::try_from(at).ok());
        }
        if seq::is_str(key) { self.find_str(hash, key) } else { self.find_other(hash, key) }
    }

    /// The position of `key`, whose hash is `hash`.
    #[inline]
    pub(crate) fn find(&self, hash: i64, key: &Value) -> Result<Option<usize>> {
        if self.index.get().is_null()
            && let Some(at) = self.among_few(hash, key)
        {
            return Ok(usize::try_from(at).ok());
        }
        if key.is_small() {
            self.find_small(key)
        } else if seq::is_str(key) {
            self.find_str(hash, key)
        } else {
            self.find_other(hash, key)
        }
    }

    /// The position of a key that can be hashed and compared without code of the program, -1 if there is none. The usual
    /// searches end at the first slot that they look at.
    #[inline]
    pub(crate) fn position(&self, key: &Value) -> i64 {
        if let Some(i) = key.as_small() {
            let base = self.base.get();
            if base != 0 {
                let i = (key.bits().wrapping_sub(base) >> 1) as usize;
                // SAFETY: a position in use.
                return if i < self.used.get() && unsafe { (*self.entries.get().add(i)).key } == key.bits() { i as i64 } else { -1 };
            }
            return self.at_first(seq::small_hash(i), |e| e.key == key.bits()).unwrap_or_else(|| self.position_by(key));
        }
        if seq::is_str(key) {
            let hash = seq::str_hash(key);
            let same = |e: &Entry| {
                e.key == key.bits()
                    || (e.hash == hash && e.key & 1 == 0 && e.key != 0 && seq::is_str(value_ref(&e.key)) && seq::str_eq(value_ref(&e.key), key))
            };
            let found = if self.index.get().is_null() { self.among_few(hash, key) } else { self.at_first(hash, same) };
            return found.unwrap_or_else(|| self.position_by(key));
        }
        self.position_by(key)
    }

    /// [`DictObj::position`] of the tuple `(a, b)`.
    pub(crate) fn position_of_pair(&self, a: &Value, b: &Value) -> i64 {
        let Ok(hash) = tuple::hash_pair(a, b) else { return -1 };
        let same = |e: &Entry| e.hash == hash && e.key != 0 && tuple::is_pair(value_ref(&e.key), a, b);
        if let Some(at) = self.at_first(hash, same) {
            return at;
        }
        match self.search(hash, |e| if same(e) { Test::Hit } else { Test::Miss }) {
            Found::At(i) => {
                self.recent.set(i as u32);
                i as i64
            }
            _ => -1,
        }
    }

    /// The search in a dict without index: entries whose hash is another are not equal. Nothing is said of the dict where more
    /// than this would have to be asked.
    #[inline(always)]
    fn among_few(&self, hash: i64, key: &Value) -> Option<i64> {
        let entries = self.entries.get();
        for i in 0..self.used.get() {
            // SAFETY: a position in use.
            let e = unsafe { &*entries.add(i) };
            if e.key == key.bits() {
                return Some(i as i64);
            }
            if e.hash == hash && e.key != 0 {
                let same = e.key & 1 == 0 && seq::is_str(value_ref(&e.key)) && seq::is_str(key) && seq::str_eq(value_ref(&e.key), key);
                return if same { Some(i as i64) } else { None };
            }
        }
        Some(-1)
    }

    /// What the first slot says, or all that there are of a few entries: the position, -1, or nothing.
    #[inline(always)]
    fn at_first(&self, hash: i64, same: impl FnOnce(&Entry) -> bool) -> Option<i64> {
        let index = self.index.get();
        if index.is_null() {
            return None;
        }
        let mask = self.mask.get();
        // SAFETY: within the mask; a position below `used` has an entry.
        unsafe {
            let s = *index.add(hash as usize & mask);
            if s == EMPTY {
                return Some(-1);
            }
            let i = s as usize & mask;
            if (s ^ hash as u32) & !(mask as u32) == 0 && i < self.used.get() && same(&*self.entries.get().add(i)) {
                self.recent.set(i as u32);
                return Some(i as i64);
            }
        }
        None
    }

    #[inline(never)]
    fn position_by(&self, key: &Value) -> i64 {
        match self.lookup(key) {
            Ok(Some(i)) => i as i64,
            Ok(None) => -1,
            Err(e) => {
                crate::exception::clear_pending(e);
                -1
            }
        }
    }

    /// The search for a tagged int.
    fn find_small(&self, key: &Value) -> Result<Option<usize>> {
        let (bits, used, entries) = (key.bits(), self.used.get(), self.entries.get());
        let base = self.base.get();
        if base != 0 {
            // The keys are the ints from `base` on, in order: the key says where it is.
            let i = (bits.wrapping_sub(base) >> 1) as usize;
            // SAFETY: a position in use.
            return Ok((i < used && unsafe { (*entries.add(i)).key } == bits).then_some(i));
        }
        let recent = self.recent.get() as usize;
        if recent < used && self.entry(recent).key == bits {
            return Ok(Some(recent));
        }
        let hash = seq::small_hash(bits as i64 >> 1);
        let found = self.search(hash, |e| {
            if e.key == bits {
                Test::Hit
            } else if e.key & 1 == 1 || e.hash != hash || e.key == 0 || seq::is_str(value_ref(&e.key)) {
                Test::Miss
            } else {
                Test::Ask
            }
        });
        self.found(found, hash, key)
    }

    /// The search for an exact str.
    fn find_str(&self, hash: i64, key: &Value) -> Result<Option<usize>> {
        let bits = key.bits();
        let recent = self.recent.get() as usize;
        let same = |e: &Entry| {
            if e.key == bits {
                Test::Hit
            } else if e.hash != hash || e.key & 1 == 1 || e.key == 0 {
                Test::Miss
            } else if seq::is_str(value_ref(&e.key)) {
                if seq::str_eq(value_ref(&e.key), key) { Test::Hit } else { Test::Miss }
            } else {
                Test::Ask
            }
        };
        if recent < self.used.get() && matches!(same(self.entry(recent)), Test::Hit) {
            return Ok(Some(recent));
        }
        let found = self.search(hash, same);
        self.found(found, hash, key)
    }

    /// The search for any other key.
    fn find_other(&self, hash: i64, key: &Value) -> Result<Option<usize>> {
        let bits = key.bits();
        let same = |e: &Entry| {
            if e.hash != hash || e.key == 0 {
                Test::Miss
            } else if e.key == bits {
                Test::Hit
            } else {
                match seq::quick_eq(value_ref(&e.key), key) {
                    Some(true) => Test::Hit,
                    Some(false) => Test::Miss,
                    None => Test::Ask,
                }
            }
        };
        let recent = self.recent.get() as usize;
        // An equal key, found without asking anybody.
        if recent < self.used.get() && matches!(same(self.entry(recent)), Test::Hit) {
            return Ok(Some(recent));
        }
        let found = self.search(hash, same);
        self.found(found, hash, key)
    }

    #[inline]
    fn found(&self, found: Found, hash: i64, key: &Value) -> Result<Option<usize>> {
        match found {
            Found::At(i) => {
                self.recent.set(i as u32);
                Ok(Some(i))
            }
            Found::Absent => Ok(None),
            Found::Ask => self.find_asking(hash, key),
        }
    }

    /// The position of the first entry with hash `hash` that `test` says yes to.
    #[inline(always)]
    pub(super) fn search(&self, hash: i64, mut test: impl FnMut(&Entry) -> Test) -> Found {
        let used = self.used.get();
        let index = self.index.get();
        if index.is_null() {
            for i in 0..used {
                match test(self.entry(i)) {
                    Test::Hit => return Found::At(i),
                    Test::Miss => {}
                    Test::Ask => return Found::Ask,
                }
            }
            return Found::Absent;
        }
        let mask = self.mask.get();
        let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            for near in 0..4 {
                // SAFETY: tables have a multiple of 4 slots; `slot ^ near` is below their number.
                let s = unsafe { *index.add(slot ^ near) };
                if (s ^ hash as u32) & !(mask as u32) == 0 {
                    let i = s as usize & mask;
                    if i < used {
                        match test(self.entry(i)) {
                            Test::Hit => return Found::At(i),
                            Test::Miss => {}
                            Test::Ask => return Found::Ask,
                        }
                    }
                }
                if s == EMPTY {
                    return Found::Absent;
                }
            }
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    /// The search where `__eq__` of a key may run, and may change the dict: then it starts again.
    #[cold]
    fn find_asking(&self, hash: i64, key: &Value) -> Result<Option<usize>> {
        'restart: loop {
            // Candidates are compared in the order of the search; `skip` of them are known to be different.
            let mut skip = 0;
            loop {
                let mut seen = 0;
                let mut candidate = 0;
                let found = self.search(hash, |e| {
                    if e.key == key.bits() {
                        return Test::Hit;
                    }
                    if e.hash != hash || e.key == 0 {
                        return Test::Miss;
                    }
                    seen += 1;
                    if seen <= skip {
                        return Test::Miss;
                    }
                    candidate = e.key;
                    Test::Ask
                });
                match found {
                    Found::At(i) => return Ok(Some(i)),
                    Found::Absent => return Ok(None),
                    Found::Ask => {}
                }
                let (version, entries) = (self.version.get(), self.entries.get());
                let other = value_ref(&candidate).clone();
                let equal = seq::eq(&other, key)?;
                if self.version.get() != version || self.entries.get() != entries {
                    continue 'restart;
                }
                if equal {
                    let at = self.search(hash, |e| if e.key == candidate { Test::Hit } else { Test::Miss });
                    if let Found::At(i) = at {
                        return Ok(Some(i));
                    }
                    continue 'restart;
                }
                skip += 1;
            }
        }
    }
}
