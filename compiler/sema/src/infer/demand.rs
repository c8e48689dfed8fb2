//! Demands: what may be done to objects by code that inference does not follow, recorded once for the whole program.
//!
//! A native that gets an object may call its `__eq__`, an operation on a value of unknown type may call a method of any class
//! that escaped. Nothing of the result comes back to the instruction, and the same demand is made in many places: so it is met
//! when it is made first and, since classes grow, again when all else is done, until nothing changes.

use super::*;

/// Who asks when a demand is met: no instance, so nothing is analysed again when the answer changes.
const NOBODY: InstanceId = InstanceId(u32::MAX);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Demand {
    /// A special method is called with these arguments.
    Method(Name, Vec<Ty>),
    /// The object is iterated.
    Iteration,
    /// A native gets the object: see [`Solver::needs_methods_of`].
    All,
    /// An attribute is read, and perhaps called.
    Read(Name),
}

#[derive(Debug, Default)]
pub(super) struct Demands {
    /// By class; `None` stands for all that escape.
    made: HashSet<(Option<ClassId>, Demand)>,
    of_classes: Vec<(ClassId, Demand)>,
    of_escaped: Vec<Demand>,
    /// Something grew since all demands were met that may have to do with them.
    pub(super) stale: bool,
}

impl Solver<'_> {
    /// A special method of objects of `c` (`None`: of any class that escapes) may be called with these arguments.
    pub(super) fn demand(&mut self, c: Option<ClassId>, name: &str, args: &[Ty]) {
        if let Some(name) = self.class_names.get(name).cloned() {
            self.make(c, Demand::Method(name, args.to_vec()));
        }
    }

    /// Objects of unknown type are iterated.
    pub(super) fn demand_iteration(&mut self) {
        self.make(None, Demand::Iteration);
    }

    /// A native gets objects of `c` (`None`: of any class that escapes).
    pub(super) fn demand_all(&mut self, c: Option<ClassId>) {
        self.make(c, Demand::All);
    }

    /// An attribute of objects of unknown type is read.
    pub(super) fn demand_read(&mut self, name: &Name) {
        self.make(None, Demand::Read(name.clone()));
    }

    fn make(&mut self, c: Option<ClassId>, demand: Demand) {
        if !self.demands.made.insert((c, demand.clone())) {
            return;
        }
        match c {
            Some(c) => {
                self.demands.of_classes.push((c, demand.clone()));
                self.meet(c, &demand);
            }
            None => {
                self.demands.of_escaped.push(demand.clone());
                let mut classes: Vec<ClassId> = self.escaped_classes.iter().copied().collect();
                if matches!(demand, Demand::Read(_)) {
                    // Exceptions reach handlers without their type being tracked.
                    classes.extend((0..self.t.bases.len() as u32).map(ClassId).filter(|c| self.t.native_base(*c).is_some()));
                }
                classes.sort();
                classes.dedup();
                for c in classes {
                    self.make(Some(c), demand.clone());
                }
            }
        }
    }

    /// What was demanded of all escaped classes holds for one more.
    pub(super) fn demand_of_escaped(&mut self, c: ClassId) {
        for k in 0..self.demands.of_escaped.len() {
            let demand = self.demands.of_escaped[k].clone();
            self.make(Some(c), demand);
        }
    }

    /// Meets all demands anew, if there may be reason to.
    pub(super) fn meet_demands(&mut self) {
        while std::mem::take(&mut self.demands.stale) {
            for k in 0..self.demands.of_escaped.len() {
                if let Demand::Read(_) = self.demands.of_escaped[k] {
                    for c in (0..self.t.bases.len() as u32).map(ClassId) {
                        if self.t.native_base(c).is_some() {
                            let demand = self.demands.of_escaped[k].clone();
                            self.make(Some(c), demand);
                        }
                    }
                }
            }
            let mut k = 0;
            while let Some((c, demand)) = self.demands.of_classes.get(k).cloned() {
                self.meet(c, &demand);
                k += 1;
            }
            self.settle();
        }
    }

    fn meet(&mut self, c: ClassId, demand: &Demand) {
        let (me, at) = (std::mem::replace(&mut self.me, NOBODY), std::mem::replace(&mut self.at, (u32::MAX, 0)));
        let object = Ty::Inst(c);
        match demand {
            Demand::Method(name, args) => {
                self.call_dunder(&object, name, args);
            }
            Demand::Iteration => {
                self.call_dunder(&object, "__iter__", &[]);
                self.call_dunder(&object, "__next__", &[]);
                if !self.has_special(c, "__iter__") {
                    self.call_dunder(&object, "__getitem__", &[NAT]);
                }
            }
            Demand::All => self.needs_methods_of(c),
            Demand::Read(name) => self.dynamic_read(c, name),
        }
        (self.me, self.at) = (me, at);
    }

    /// Demands are nobody's: what they read is looked at again by [`Solver::meet_demands`].
    pub(super) fn is_demanding(&self) -> bool {
        self.me == NOBODY
    }
}
