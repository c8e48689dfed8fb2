//! Sets beside tables of CPython's: the order in which a set shows its elements is that of its table, which comes from all that has been
//! added to it and taken out. So a copy is to have its elements in the same places, as far as that can be had.

use super::{DUMMY, DUMMY_HASH, MIN_SLOTS, Probe, SetObj, Slot, layout};
use crate::value::Value;
use crate::{heap, seq};

/// What a place of another table has.
pub enum Held {
    Nothing,
    /// Something was there.
    Dummy,
    /// An element, with its hash there.
    Element(i64, Value),
}

impl SetObj {
    /// Has the elements where another table has them. `false`: their hashes are others there, so that it cannot.
    pub fn take_places(&self, held: Vec<Held>) -> bool {
        let hash_of = |v: &Value| seq::hash_key(v).map_err(crate::exception::clear_pending).ok();
        let has_same = |h: &Held| !matches!(h, Held::Element(hash, v) if hash_of(v) != Some(*hash));
        if !held.len().is_power_of_two() || held.len() < MIN_SLOTS || !held.iter().all(has_same) {
            return false;
        }
        self.clear();
        if held.len() > MIN_SLOTS {
            // Free slots are all zeroes.
            self.table.set(heap::table_alloc(layout(held.len()).size(), true) as *mut Slot);
        }
        self.mask.set(held.len() - 1);
        let (mut fill, mut used) = (0, 0);
        for (i, h) in held.into_iter().enumerate() {
            let slot = match h {
                Held::Nothing => continue,
                Held::Dummy => Slot { key: DUMMY, hash: DUMMY_HASH },
                Held::Element(hash, v) => {
                    used += 1;
                    Slot { key: v.into_bits(), hash }
                }
            };
            fill += 1;
            self.set_slot(i, slot);
        }
        self.fill.set(fill);
        self.used.set(used);
        true
    }

    /// The elements in an order in which an empty set that gets them one by one has them in the same places: first those that are where
    /// their hashes lead, then those that stand behind others. Where others are gone that they had to pass, there is none.
    pub fn in_order_of_insertion(&self) -> Vec<Value> {
        let mask = self.mask.get();
        let mut filled = vec![false; mask + 1];
        let mut waiting = Vec::new();
        let mut ordered = Vec::with_capacity(self.len());
        let of = |i: usize| super::key_ref(&self.slot(i).key).clone();
        for i in (0..=mask).filter(|i| !matches!(self.slot(*i).key, 0 | DUMMY)) {
            if self.slot(i).hash as usize & mask == i {
                filled[i] = true;
                ordered.push(of(i));
            } else {
                waiting.push(i);
            }
        }
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|i| {
                let mut probe = Probe::new(self.slot(*i).hash, mask);
                while probe.slot() != *i && filled[probe.slot()] {
                    probe.advance();
                }
                let is_next = probe.slot() == *i;
                if is_next {
                    filled[*i] = true;
                    ordered.push(of(*i));
                }
                !is_next
            });
            if waiting.len() == before {
                ordered.extend(waiting.drain(..).map(of));
            }
        }
        ordered
    }
}
