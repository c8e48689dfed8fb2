//! Classes that derive from what CPython has: CPython makes them.
//!
//! What the base is, nobody knows before the program runs, so the class is an unknown value to inference: the bridge is told of
//! its bases, then of each attribute of its body, and makes the class at the end of the body. Its methods are functions of the program.

use pyaot_syntax::ast::{Constant, Expr, ExprKind, Keyword};

use super::{Ctx, ModuleRef};
use crate::hir::*;
use crate::no_kernel;

impl<'a> Ctx<'a, '_, '_> {
    /// The expression comes from a module that CPython imports, as far as names tell.
    pub fn is_foreign(&mut self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Name(n) => {
                let key = (self.module, n.clone());
                self.w.foreign_classes.contains(&key)
                    || self.w.imported_names.get(&key).cloned().is_some_and(|(from, name)| self.is_foreign_name(&from, name.as_ref()))
            }
            ExprKind::Attribute { value, attr, .. } => {
                if let ExprKind::Name(n) = &value.kind
                    && let Some((from, None)) = self.w.imported_names.get(&(self.module, n.clone())).cloned()
                    && self.is_foreign_name(&from, Some(attr))
                {
                    return true;
                }
                self.is_foreign(value)
            }
            ExprKind::Subscript { value, .. } => self.is_foreign(value),
            ExprKind::Call { func, .. } => self.is_foreign(func),
            _ => false,
        }
    }

    /// What only the real NumPy has is taken out of it (and perhaps called), or a dtype is given that only that has: its objects will be
    /// among the program's values.
    pub fn note_numpy(&mut self, e: &Expr, keywords: &[Keyword]) {
        if self.w.program.uses_cpython || !self.w.program.has_cpython {
            return;
        }
        let lacks = |k: &Keyword| match &k.value.kind {
            ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).is_ok_and(no_kernel::lacks_dtype),
            ExprKind::List(fields) => fields.iter().all(|f| matches!(f.kind, ExprKind::Tuple(_))),
            _ => false,
        };
        let is_attribute = matches!(e.kind, ExprKind::Attribute { .. });
        self.w.program.uses_cpython = is_attribute && self.is_foreign(e) || keywords.iter().any(|k| k.arg.as_deref() == Some("dtype") && lacks(k));
    }

    fn is_foreign_name(&mut self, from: &str, name: Option<&Name>) -> bool {
        match (self.w.module(from), name) {
            (ModuleRef::Foreign(_), _) => true,
            (ModuleRef::Source(m), Some(n)) => {
                let module = &self.w.program.modules[m.index()];
                self.w.program.has_cpython && module.is_shim && !module.globals.contains_key(n)
            }
            _ => false,
        }
    }

    /// The start of such a class: what its body is noted in.
    pub fn foreign_class_start(&mut self, id: ClassId, parts: &[V]) -> V {
        let class = &self.w.program.classes[id.index()];
        let (name, qualname) = (class.name.clone(), class.qualname.clone());
        let module = self.w.program.modules[self.module.index()].name.clone();
        let texts = [self.const_str(&name), self.const_str(&qualname), self.const_str(&module)];
        self.bridge("class_start", [&texts[..], parts].concat())
    }

    /// Its attribute.
    pub fn foreign_class_set(&mut self, holder: V, name: &Name, value: V) {
        let name = self.const_str(name);
        self.bridge("class_set", vec![holder, name, value]);
    }

    /// The end of its body: the class.
    pub fn foreign_class_end(&mut self, holder: V) -> V {
        self.bridge("class_end", vec![holder])
    }
}
