//! Objects that both sides have, each with one counterpart: containers that are kept equal, arrays that share their elements.

use std::cell::{Cell, RefCell};

use pyaot_core::start::hosted;
use pyaot_core::value::Value;

use crate::builtin::references;
use crate::locked::{AddressMap, Locked};
use crate::py::Py;

/// Two objects that belong together, and what else is known of them.
pub struct Pair<T> {
    pub native: Value,
    pub python: Py,
    /// Where it has come to be.
    thread: usize,
    /// So many references to the program's are the table's, and that of CPython's to what it is made of.
    pub own: u64,
    /// CPython's was there first.
    pub is_from_python: bool,
    pub more: T,
}

impl<T> Pair<T> {
    /// CPython's is nobody's but the table's.
    pub fn is_unseen(&self) -> bool {
        references(&self.python) == 1
    }

    /// One of the two has nobody but the table, or the other.
    pub fn is_settled(&self) -> bool {
        self.is_unseen() || self.native.header().is_some_and(|h| h.rc.get() == self.own)
    }
}

/// All pairs there are. Where each object stands among them is looked up in a table if there are many.
pub struct Pairs<T = ()> {
    pairs: Vec<Pair<T>>,
    /// Empty while there are few.
    natives: AddressMap<u64, usize>,
    pythons: AddressMap<usize, usize>,
}

/// There is a pair that nobody has looked for settled ones since.
static ANY: Locked<Cell<bool>> = Locked::new(Cell::new(false));

#[inline]
pub fn is_any() -> bool {
    ANY.get()
}

/// All tables have been looked at; `left`: there still are pairs.
pub fn looked(left: bool) {
    ANY.set(left);
}

/// So many are looked through faster than tables are.
const FEW: usize = 8;

impl<T> Default for Pairs<T> {
    fn default() -> Pairs<T> {
        Pairs { pairs: Vec::new(), natives: AddressMap::default(), pythons: AddressMap::default() }
    }
}

/// Empties a table; one that has grown is given back, since emptying it would take as long as it is.
fn empty<K>(table: &mut AddressMap<K, usize>) {
    const SMALL: usize = 64;
    if table.capacity() > SMALL {
        *table = AddressMap::default();
    } else {
        table.clear();
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
        self.add_with(native, python, 1);
    }

    /// The same for one that CPython's or the program's was the first of.
    pub fn add_from(&mut self, native: &Value, python: &Py, is_from_python: bool) {
        self.add(native, python);
        if let Some(last) = self.pairs.last_mut() {
            last.is_from_python = is_from_python;
        }
    }

    /// The same where `own` references to the program's say nothing: see [`Pair::own`].
    pub fn add_with(&mut self, native: &Value, python: &Py, own: u64) {
        self.pairs.push(Pair { native: native.clone(), python: python.clone(), thread: hosted::thread(), own, is_from_python: false, more: T::default() });
        ANY.set(true);
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
        if self.is_any_ours() {
            return self.take(Pair::is_settled);
        }
        self.take(|p| p.thread == hosted::thread() && p.is_settled())
    }

    /// The same for the last pair alone, where there are few.
    #[must_use]
    pub fn pop_settled(&mut self) -> Option<Pair<T>> {
        let is_any = self.is_any_ours();
        let last = self.pairs.last()?;
        let is_gone = self.pairs.len() <= FEW && (is_any || last.thread == hosted::thread()) && last.is_settled();
        if is_gone { self.pairs.pop() } else { None }
    }

    fn is_any_ours(&self) -> bool {
        self.pairs.len() > FEW || hosted::is_only_inside()
    }

    /// Takes the first pair from this number on, or the last one up to it, that `is_gone` says so of; in its place nothing is found.
    fn bury(&mut self, from: usize, forward: bool, is_gone: impl Fn(&Pair<T>) -> bool) -> Option<(usize, Pair<T>)> {
        let i = match forward {
            true => (from..self.pairs.len()).find(|i| is_gone(&self.pairs[*i])),
            false => (0..self.pairs.len().min(from)).rev().find(|i| is_gone(&self.pairs[*i])),
        }?;
        let nothing = Pair { native: Value::none(), python: Py::none(), thread: 0, own: 1, is_from_python: false, more: T::default() };
        let gone = std::mem::replace(&mut self.pairs[i], nothing);
        self.natives.remove(&gone.native.bits());
        self.pythons.remove(&(gone.python.as_ptr() as usize));
        Some((i, gone))
    }

    fn close_gaps(&mut self) {
        let Some(first) = self.pairs.iter().position(|p| p.native.is_none()) else { return };
        let noted = self.pairs.len() > FEW;
        self.pairs.retain(|p| !p.native.is_none());
        if self.pairs.len() > FEW {
            self.note_from(first);
        } else if noted {
            empty(&mut self.natives);
            empty(&mut self.pythons);
        }
    }
}

/// Drops pairs of this table that `is_gone` says so of, and those that are gone with them: one of a chain after the other, from its
/// beginning or from its end. Dropping one may run code.
pub fn drop_gone<T: Default>(table: &Locked<RefCell<Pairs<T>>>, is_gone: fn(&Pair<T>) -> bool) {
    let mut forward = true;
    loop {
        let (mut any, mut from) = (false, if forward { 0 } else { usize::MAX });
        while let Some((i, gone)) = table.with_borrow_mut(|t| {
            let is_any = t.is_any_ours();
            t.bury(from, forward, |p| (is_any || p.thread == hosted::thread()) && is_gone(p))
        }) {
            drop(gone);
            any = true;
            from = if forward { i + 1 } else { i };
        }
        if !any {
            break;
        }
        table.with_borrow_mut(Pairs::close_gaps);
        forward = !forward;
    }
}

impl<T: Default> Pairs<T> {

    /// The same for those that `is_gone` says so of.
    #[must_use]
    pub fn take(&mut self, is_gone: fn(&Pair<T>) -> bool) -> Vec<Pair<T>> {
        let Some(first) = self.pairs.iter().position(is_gone) else { return Vec::new() };
        if first == 0 && self.pairs.iter().all(is_gone) {
            // What a call has been given, as a rule.
            empty(&mut self.natives);
            empty(&mut self.pythons);
            return std::mem::take(&mut self.pairs);
        }
        let noted = self.pairs.len() > FEW;
        let gone: Vec<Pair<T>> = self.pairs.extract_if(first.., |p| is_gone(p)).collect();
        if noted && self.pairs.len() <= FEW {
            empty(&mut self.natives);
            empty(&mut self.pythons);
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
