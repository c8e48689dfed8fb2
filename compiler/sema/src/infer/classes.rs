//! What is known of a program's classes once it is typed.

use rustc_hash::FxHashSet as HashSet;

use super::{Instance, InstanceId, Natives, Typed};
use crate::hir::{ClassId, FuncId, Name};
use crate::types::Ty;

impl Typed {
    pub fn instance(&self, i: InstanceId) -> &Instance {
        &self.instances[i.0 as usize]
    }

    /// The only attributes that instances can have: those of `__slots__`, if no base gives them a dict.
    pub fn declared_slots(&self, c: ClassId) -> Option<Vec<Name>> {
        let mut names = Vec::new();
        for k in self.mro(c) {
            names.extend(self.program.classes[k.index()].slots.clone()?);
            let known = |b: &Ty| matches!(b, Ty::Class(_)) || matches!(b, Ty::NativeClass(n) if &**n == "object");
            if !self.bases[k.index()].iter().all(known) {
                return None;
            }
        }
        Some(names)
    }

    /// Classes from `c` up to `object`: those of the program.
    pub fn mro(&self, c: ClassId) -> Vec<ClassId> {
        let mut out = vec![c];
        let mut i = 0;
        while i < out.len() {
            for b in &self.bases[out[i].index()] {
                for b in b.members() {
                    if let Ty::Class(b) = b
                        && !out.contains(b)
                    {
                        out.push(*b);
                    }
                }
            }
            i += 1;
        }
        out
    }

    /// The native class that `c` derives from, if any; `?` where a base is computed.
    pub fn native_base(&self, c: ClassId) -> Option<Name> {
        self.mro(c).iter().flat_map(|k| &self.bases[k.index()]).find_map(|b| match b {
            Ty::NativeClass(n) if &**n == "object" => None,
            Ty::NativeClass(n) => Some(n.clone()),
            Ty::Class(_) | Ty::Never => None,
            _ => Some("?".into()),
        })
    }

    /// An exception class whose builtin bases keep nothing but arguments: its objects can have slots of their own.
    pub fn is_plain_exception(&self, c: ClassId, natives: &dyn Natives) -> bool {
        const WITH_MORE: &[&str] = &[
            "StopIteration", "StopAsyncIteration", "OSError", "SystemExit", "AttributeError", "NameError", "ImportError", "UnicodeError",
            "SyntaxError", "BaseExceptionGroup", "ExceptionGroup",
        ];
        let plain = |n: &str| {
            let mut at = n;
            while at != "BaseException" {
                match natives.exception_base(at) {
                    Some(base) if !WITH_MORE.contains(&at) => at = base,
                    _ => return false,
                }
            }
            true
        };
        let mut found = false;
        for k in self.mro(c) {
            if self.program.classes[k.index()].slots.is_some() || self.program.classes[k.index()].many {
                return false;
            }
            for b in &self.bases[k.index()] {
                match b {
                    Ty::NativeClass(n) if &**n == "object" => {}
                    Ty::NativeClass(n) if plain(n) => found = true,
                    Ty::Class(_) | Ty::Never => {}
                    _ => return false,
                }
            }
        }
        found && !self.is_managed(c)
    }

    /// A metaclass may have changed the class, or has a say in how objects of it are made.
    pub fn is_managed(&self, c: ClassId) -> bool {
        self.mro(c).iter().any(|k| self.managed.contains(k))
    }

    pub(super) fn is_virtual(&self, c: ClassId) -> bool {
        self.mro(c).iter().any(|k| self.virtuals.contains(k))
    }

    /// A protocol itself: `isinstance` asks what members an object has.
    pub(super) fn is_protocol(&self, c: ClassId) -> bool {
        self.program.classes[c.index()].is_protocol
    }

    pub(super) fn is_in_module(&self, c: ClassId, module: &str) -> bool {
        &*self.program.modules[self.program.classes[c.index()].module.index()].name == module
    }

    /// Some method of the class may be abstract: objects of it cannot be made.
    pub(super) fn is_abstract(&self, c: ClassId) -> bool {
        if self.is_protocol(c) {
            return true;
        }
        let mro = self.mro(c);
        let names: HashSet<&Name> = self.class_attrs.keys().filter(|(k, _)| mro.contains(k)).map(|(_, n)| n).collect();
        names.iter().any(|n| {
            self.class_attr(c, n).is_some_and(|(_, t)| {
                t.members().iter().any(|m| match m {
                    Ty::Func(f) | Ty::Property(f) | Ty::StaticMethod(f) | Ty::ClassMethod(f) => self.abstract_funcs.contains(f),
                    // Classes that are made at run time may have been told anything.
                    Ty::Any => !self.abstract_funcs.is_empty(),
                    _ => false,
                })
            })
        })
    }

    /// A class attribute, looked up along the method resolution order.
    pub fn class_attr(&self, c: ClassId, name: &Name) -> Option<(ClassId, &Ty)> {
        let mut computed = false;
        for k in self.mro(c) {
            if let Some(t) = self.class_attrs.get(&(k, name.clone())).filter(|t| **t != Ty::Never) {
                // Which of several bases it is of, only the runtime knows.
                return Some((k, if computed { &Ty::Any } else { t }));
            }
            computed |= self.bases[k.index()].iter().any(|b| !matches!(b, Ty::Class(_) | Ty::NativeClass(_) | Ty::Never));
        }
        None
    }

    /// A method of the program found on instances of `c`.
    pub fn find_method(&self, c: ClassId, name: &str) -> Option<FuncId> {
        match self.class_attr(c, &name.into())?.1 {
            Ty::Func(f) => Some(*f),
            _ => None,
        }
    }
}
