//! Objects that both sides have, each with one counterpart: containers that are kept equal, arrays that share their elements.

use pyaot_core::start::hosted;
use pyaot_core::value::Value;

use crate::builtin::references;
use crate::locked::AddressMap;
use crate::py::Py;

/// Two objects that belong together, and what else is known of them.
pub struct Pair<T> {
    pub native: Value,
    pub python: Py,
    /// Where it has come to be.
    thread: usize,
    pub more: T,
}

impl<T> Pair<T> {
    /// CPython's is nobody's but the table's.
    pub fn is_unseen(&self) -> bool {
        references(&self.python) == 1
    }

    /// One of the two is nobody's but the table's.
    pub fn is_settled(&self) -> bool {
        self.is_unseen() || self.native.header().is_some_and(|h| h.rc.get() == 1)
    }
}

/// All pairs there are. Where each object stands among them is looked up in a table if there are many.
pub struct Pairs<T = ()> {
    pairs: Vec<Pair<T>>,
    /// Empty while there are few.
    natives: AddressMap<u64, usize>,
    pythons: AddressMap<usize, usize>,
}

/// So many are looked through faster than tables are.
const FEW: usize = 8;

impl<T> Default for Pairs<T> {
    fn default() -> Pairs<T> {
        Pairs { pairs: Vec::new(), natives: AddressMap::default(), pythons: AddressMap::default() }
    }
}

impl<T: Default> Pairs<T> {
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn add(&mut self, native: &Value, python: &Py) {
        self.pairs.push(Pair { native: native.clone(), python: python.clone(), thread: hosted::thread(), more: T::default() });
        if self.pairs.len() > FEW {
            self.note_from(if self.natives.is_empty() { 0 } else { self.pairs.len() - 1 });
        }
    }

    fn note_from(&mut self, first: usize) {
        for (i, p) in self.pairs.iter().enumerate().skip(first) {
            self.natives.insert(p.native.bits(), i);
            self.pythons.insert(p.python.as_ptr() as usize, i);
        }
    }

    /// The pair of that number, for walking over them while there may come to be more.
    #[inline]
    pub fn get(&self, i: usize) -> Option<&Pair<T>> {
        self.pairs.get(i)
    }

    pub fn get_mut(&mut self, i: usize) -> Option<&mut Pair<T>> {
        self.pairs.get_mut(i)
    }

    /// The number of the pair that a value of the program is in.
    #[inline]
    pub fn number_of(&self, native: &Value) -> Option<usize> {
        if self.pairs.len() <= FEW {
            return self.pairs.iter().position(|p| p.native.bits() == native.bits());
        }
        self.natives.get(&native.bits()).copied()
    }

    pub fn python_of(&self, native: &Value) -> Option<Py> {
        self.number_of(native).map(|i| self.pairs[i].python.clone())
    }

    pub fn native_of(&self, python: &Py) -> Option<Value> {
        let at = if self.pairs.len() <= FEW {
            self.pairs.iter().position(|p| p.python.as_ptr() == python.as_ptr())
        } else {
            self.pythons.get(&(python.as_ptr() as usize)).copied()
        };
        at.map(|i| self.pairs[i].native.clone())
    }

    /// Takes the pairs out of which one object is nobody's but this table's. They are the caller's to drop, since that may run code.
    /// Those that have come with another thread that is inside are left to it, as a rule.
    #[must_use]
    pub fn take_settled(&mut self) -> Vec<Pair<T>> {
        if self.pairs.len() > FEW || hosted::is_only_inside() {
            return self.take(Pair::is_settled);
        }
        self.take(|p| p.thread == hosted::thread() && p.is_settled())
    }

    /// The same for those that `is_gone` says so of.
    #[must_use]
    pub fn take(&mut self, is_gone: fn(&Pair<T>) -> bool) -> Vec<Pair<T>> {
        let Some(first) = self.pairs.iter().position(is_gone) else { return Vec::new() };
        if first == 0 && self.pairs.iter().all(is_gone) {
            // What a call has been given, as a rule.
            self.natives.clear();
            self.pythons.clear();
            return std::mem::take(&mut self.pairs);
        }
        let noted = self.pairs.len() > FEW;
        let gone: Vec<Pair<T>> = self.pairs.extract_if(first.., |p| is_gone(p)).collect();
        if noted && self.pairs.len() <= FEW {
            self.natives.clear();
            self.pythons.clear();
        } else if noted {
            for p in &gone {
                self.natives.remove(&p.native.bits());
                self.pythons.remove(&(p.python.as_ptr() as usize));
            }
            self.note_from(first);
        }
        gone
    }
}
