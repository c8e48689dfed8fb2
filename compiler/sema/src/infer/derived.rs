//! Classes from which code that inference does not follow derives others (`type(name, bases, …)`, code of CPython): what such a
//! class has, an object of a class derived from it may have otherwise. So its attributes claim nothing.

use super::*;

#[derive(Debug, Default)]
pub(super) struct Derived {
    /// Classes that such code has hold of.
    known: Vec<ClassId>,
    /// It makes classes.
    makes_classes: bool,
    /// Those whose attributes claim nothing, for both.
    open: HashSet<ClassId>,
}

impl Solver<'_> {
    /// Unknown code has hold of the class.
    pub(super) fn may_be_derived_from(&mut self, c: ClassId) {
        if self.derived.makes_classes || self.t.program.uses_cpython {
            self.open(c);
        } else {
            self.derived.known.push(c);
        }
    }

    /// The program makes classes without class statements.
    pub(super) fn makes_classes(&mut self) {
        self.derived.makes_classes = true;
        std::mem::take(&mut self.derived.known).into_iter().for_each(|c| self.open(c));
    }

    fn open(&mut self, c: ClassId) {
        for k in self.t.mro(c) {
            if !self.derived.open.insert(k) {
                continue;
            }
            let names: Vec<Name> = self.t.class_attrs.keys().filter(|(of, n)| *of == k && is_inherited(n)).map(|(_, n)| n.clone()).collect();
            for n in names {
                let old = self.t.class_attrs.insert((k, n.clone()), Ty::Any).unwrap_or(Ty::Never);
                self.given_away(&old);
                self.grown(&Key::ClassAttr(k, n));
            }
        }
        (0..self.t.bases.len() as u32).map(ClassId).for_each(|d| self.passed_to_unknown(d));
    }

    /// The objects of classes over open ones are what unknown functions are called with.
    pub(super) fn passed_to_unknown(&mut self, c: ClassId) {
        if !self.derived.open.is_empty() && self.t.mro(c).iter().any(|k| self.derived.open.contains(k)) {
            self.t.sites.escape(&Ty::Inst(c));
        }
    }

    /// An attribute of that class may be another one in a class derived from it.
    pub(super) fn is_open(&self, c: ClassId, name: &Name) -> bool {
        self.derived.open.contains(&c) && is_inherited(name)
    }

    /// An attribute of a class about which nothing is claimed.
    pub(super) fn given_away(&mut self, t: &Ty) {
        self.t.sites.escape(t);
        if let Ty::Property(f) | Ty::PropertySetter(f) | Ty::StaticMethod(f) | Ty::ClassMethod(f) = t {
            let mut inner = self.setters.get(f).cloned().unwrap_or_default();
            inner.push(*f);
            inner.into_iter().for_each(|f| self.t.sites.escape(&Ty::Func(f)));
        }
    }
}

/// Not what makes objects, or says what the one class is.
fn is_inherited(name: &str) -> bool {
    !special::is_special(name) || special::may_be_called(name) && !matches!(name, "__module__" | "__qualname__" | "__doc__" | "__slots__" | "__annotations__" | "__match_args__")
}
