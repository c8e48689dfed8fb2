//! Objects that both sides have, each with one counterpart: containers that are kept equal, arrays that share their elements.

use pyaot_core::value::Value;

use crate::builtin::references;
use crate::locked::AddressMap;
use crate::py::Py;

/// All pairs there are, and where each object stands among them.
#[derive(Default)]
pub struct Pairs {
    pairs: Vec<(Value, Py)>,
    natives: AddressMap<u64, usize>,
    pythons: AddressMap<usize, usize>,
}

impl Pairs {
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn add(&mut self, native: &Value, python: &Py) {
        self.natives.insert(native.bits(), self.pairs.len());
        self.pythons.insert(python.as_ptr() as usize, self.pairs.len());
        self.pairs.push((native.clone(), python.clone()));
    }

    /// The pair of that number, for walking over them while there may come to be more.
    pub fn get(&self, i: usize) -> Option<(Value, Py)> {
        self.pairs.get(i).cloned()
    }

    pub fn python_of(&self, native: &Value) -> Option<Py> {
        self.natives.get(&native.bits()).map(|i| self.pairs[*i].1.clone())
    }

    pub fn native_of(&self, python: &Py) -> Option<Value> {
        self.pythons.get(&(python.as_ptr() as usize)).map(|i| self.pairs[*i].0.clone())
    }

    /// Takes the pairs out of which one object is nobody's but this table's. They are the caller's to drop, since that may run code.
    #[must_use]
    pub fn take_settled(&mut self) -> Vec<(Value, Py)> {
        let is_over = |(native, python): &mut (Value, Py)| references(python) == 1 || native.header().is_some_and(|h| h.rc.get() == 1);
        if self.pairs.iter_mut().all(is_over) {
            // What a call has been given, as a rule.
            self.natives.clear();
            self.pythons.clear();
            return std::mem::take(&mut self.pairs);
        }
        let gone: Vec<(Value, Py)> = self.pairs.extract_if(.., is_over).collect();
        if !gone.is_empty() {
            self.natives.clear();
            self.natives.extend(self.pairs.iter().enumerate().map(|(i, p)| (p.0.bits(), i)));
            self.pythons.clear();
            self.pythons.extend(self.pairs.iter().enumerate().map(|(i, p)| (p.1.as_ptr() as usize, i)));
        }
        gone
    }
}
