//! Addresses as sums of products, to see how far apart two of them are, and where the next round's is.

use pyaot_ir::{Function, Inst, Op, Value};
use rustc_hash::FxHashMap as HashMap;

use crate::passes::copies::Natural;
use crate::passes::strips::is_pure;

/// No factor.
const ONE: Value = Value(u32::MAX);
/// More terms than this are not worth it.
const MOST: usize = 16;
const DEPTH: u32 = 12;

/// The factors of a term, in order, [`ONE`] behind them.
type Factors = [Value; 3];

/// A sum of products, each with a factor that is known, in the order of the other factors; what overflows is cut off.
#[derive(Clone, PartialEq, Eq)]
pub struct Place(Vec<(Factors, i64)>);

impl Place {
    fn one(v: Value) -> Place {
        Place(vec![([v, ONE, ONE], 1)])
    }

    fn number(c: i64) -> Place {
        Place(if c == 0 { vec![] } else { vec![([ONE; 3], c)] })
    }

    fn add(&mut self, factors: Factors, c: i64) {
        match self.0.binary_search_by_key(&factors, |t| t.0) {
            Ok(k) => {
                self.0[k].1 = self.0[k].1.wrapping_add(c);
                if self.0[k].1 == 0 {
                    self.0.remove(k);
                }
            }
            Err(k) if c != 0 => self.0.insert(k, (factors, c)),
            Err(_) => {}
        }
    }

    fn plus_times(mut self, other: &Place, c: i64) -> Place {
        other.0.iter().for_each(|(factors, n)| self.add(*factors, n.wrapping_mul(c)));
        self
    }

    pub fn minus(&self, other: &Place) -> Place {
        self.clone().plus_times(other, -1)
    }

    fn times(&self, other: &Place) -> Option<Place> {
        let mut product = Place(vec![]);
        for (a, c) in &self.0 {
            for (b, d) in &other.0 {
                let mut all: Vec<Value> = a.iter().chain(b).copied().filter(|v| *v != ONE).collect();
                all.sort_unstable();
                let mut factors = [ONE; 3];
                factors.get_mut(..all.len())?.copy_from_slice(&all);
                product.add(factors, c.wrapping_mul(*d));
            }
        }
        (product.0.len() <= MOST).then_some(product)
    }

    /// If that is all.
    pub fn constant(&self) -> Option<i64> {
        match self.0[..] {
            [] => Some(0),
            [([ONE, ..], c)] => Some(c),
            _ => None,
        }
    }

    /// If it is that value alone.
    pub fn factor(&self) -> Option<Value> {
        match self.0[..] {
            [([v, ONE, ONE], 1)] if v != ONE => Some(v),
            _ => None,
        }
    }

    /// The same in each round.
    pub fn is_fixed(&self, places: &Places<'_>) -> bool {
        self.0.iter().flat_map(|t| t.0).all(|v| v == ONE || !places.is_inside(v))
    }
}

/// The values of a function as one of its loops sees them.
pub struct Places<'a> {
    f: &'a Function,
    /// Where values are made.
    defs: HashMap<Value, (u32, u32)>,
    inside: Vec<bool>,
    /// Parameters of the head, and what they are in the next round.
    steps: HashMap<Value, Value>,
    known: HashMap<Value, Place>,
}

impl<'a> Places<'a> {
    pub fn new(f: &'a Function, l: &Natural, latch: u32) -> Places<'a> {
        let mut defs = HashMap::default();
        for (b, data) in f.blocks.iter().enumerate().filter(|(_, data)| !data.cold) {
            for (k, i) in data.insts.iter().enumerate() {
                defs.extend(i.results.iter().map(|r| (*r, (b as u32, k as u32))));
            }
        }
        let mut inside = vec![false; f.values.len()];
        for b in &l.body {
            let data = &f.blocks[*b as usize];
            data.params.iter().chain(data.insts.iter().flat_map(|i| &i.results)).for_each(|v| inside[v.index()] = true);
        }
        let mut steps = HashMap::default();
        f.blocks[latch as usize].term.for_each_target(|t| {
            if t.block.0 == l.head {
                steps.extend(f.blocks[l.head as usize].params.iter().copied().zip(t.args.iter().copied()));
            }
        });
        Places { f, defs, inside, steps, known: HashMap::default() }
    }

    pub fn is_inside(&self, v: Value) -> bool {
        self.inside[v.index()]
    }

    fn def(&self, v: Value) -> Option<&'a Inst> {
        let (b, k) = *self.defs.get(&v)?;
        Some(&self.f.blocks[b as usize].insts[k as usize])
    }

    pub fn of_access(&mut self, i: &Inst) -> Place {
        let base = self.of(i.args[0], 0);
        match i.op {
            Op::LoadIdx { .. } | Op::StoreIdx { .. } => base.plus_times(&self.of(i.args[1], 0), 8),
            _ => base,
        }
    }

    fn of(&mut self, v: Value, depth: u32) -> Place {
        if let Some(known) = self.known.get(&v) {
            return known.clone();
        }
        let place = self.expand(v, depth).filter(|p| p.0.len() <= MOST).unwrap_or_else(|| Place::one(v));
        self.known.insert(v, place.clone());
        place
    }

    fn expand(&mut self, v: Value, depth: u32) -> Option<Place> {
        let i = self.def(v).filter(|_| depth < DEPTH)?;
        let mut part = |k: usize| self.of(i.args[k], depth + 1);
        match i.op {
            Op::IConst(c) => Some(Place::number(c)),
            Op::IAdd | Op::IAddO | Op::PtrAdd => Some(part(0).plus_times(&part(1), 1)),
            Op::ISub | Op::ISubO => Some(part(0).plus_times(&part(1), -1)),
            Op::IMul | Op::IMulO => part(0).times(&part(1)),
            _ => None,
        }
    }

    /// By how much a value is more in the next round.
    pub fn step(&mut self, v: Value) -> Option<Place> {
        let now = self.of(v, 0);
        Some(self.next(&now)?.minus(&now))
    }

    /// What has this place is there in the next round; `None`: nobody knows.
    pub fn next(&mut self, place: &Place) -> Option<Place> {
        let mut sum = Place(vec![]);
        for (factors, c) in &place.0 {
            let mut product = Place::number(*c);
            for v in factors.iter().filter(|v| **v != ONE) {
                let next = match self.steps.get(v) {
                    Some(arg) => self.of(*arg, 0),
                    None if self.is_inside(*v) => return None,
                    None => Place::one(*v),
                };
                product = product.times(&next)?;
            }
            sum = sum.plus_times(&product, 1);
        }
        (sum.0.len() <= MOST).then_some(sum)
    }

    /// They can be computed in front of the loop for its first round, by what it is entered with.
    pub fn can_be_made(&self, values: &[Value]) -> bool {
        values.iter().all(|v| {
            !self.is_inside(*v)
                || self.steps.contains_key(v)
                || self.def(*v).is_some_and(|i| is_pure(&i.op) && self.can_be_made(&i.args))
        })
    }
}
