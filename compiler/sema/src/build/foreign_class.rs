//! Classes that derive from what CPython has: CPython makes them.
//!
//! What the base is, nobody knows before the program runs, so the class is an unknown value to inference: the bridge is told of
//! its bases, then of each attribute of its body, and makes the class at the end of the body. Its methods are functions of the program.
//! So are classes that CPython's decorators get, and those that share a class over them with CPython's.

use pyaot_syntax::ast::{ClassDef, Constant, Expr, ExprKind, Keyword, StmtKind};

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

    /// `@pyaot.compile`, with options or without: what stands below it is compiled anyway.
    pub fn is_compile(&mut self, decorator: &Expr) -> bool {
        let what = match &decorator.kind {
            ExprKind::Call { func, args, keywords } if args.is_empty() && keywords.iter().all(|k| matches!(k.value.kind, ExprKind::Constant(_))) => func,
            _ => decorator,
        };
        self.imported_member(what).is_some_and(|(module, name)| module == "pyaot" && &*name == "compile") && self.is_foreign(what)
    }

    /// What only the real NumPy has is taken out of it (and perhaps called), or a dtype is given that only that has: its objects will be
    /// among the program's values.
    pub fn note_numpy(&mut self, e: &Expr, args: &[Expr], keywords: &[Keyword]) {
        let is_host = |e: &Expr| matches!(&e.kind, ExprKind::Name(n) if &**n == "_host");
        self.w.program.has_real_arrays |= matches!(&e.kind, ExprKind::Attribute { value, attr, .. } if &**attr == "real_array" && is_host(value));
        if self.w.program.uses_cpython || !self.w.program.has_cpython {
            return;
        }
        let lacks = |dtype: &Expr| match &dtype.kind {
            ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).is_ok_and(no_kernel::lacks_dtype),
            ExprKind::List(fields) => fields.iter().all(|f| matches!(f.kind, ExprKind::Tuple(_))),
            _ => false,
        };
        let is_attribute = matches!(e.kind, ExprKind::Attribute { .. });
        let names_dates = |e: &Expr| matches!(&e.kind, ExprKind::Constant(Constant::Str(s)) if std::str::from_utf8(&s.0).is_ok_and(no_kernel::names_dates));
        let makes_dtype = matches!(&e.kind, ExprKind::Attribute { attr, .. } if &**attr == "dtype") && args.first().is_some_and(lacks);
        self.w.program.uses_cpython = makes_dtype || args.iter().any(names_dates) || is_attribute && self.is_foreign(e)
            || keywords.iter().any(|k| k.arg.as_deref() == Some("dtype") && lacks(&k.value));
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

    /// CPython's decorators may make such a class anew, or another class derives from it and from one of CPython's: so CPython makes it.
    pub fn joins_foreign(&mut self, c: &ClassDef) -> bool {
        let is_root = |me: &mut Self, b: &Expr| matches!(&b.kind, ExprKind::Name(n) if &**n == "object" && me.names_builtin(n));
        if self.outer.len() != 1 || !c.keywords.is_empty() || !c.bases.iter().all(|b| is_root(self, b) || self.is_mixin(b) || self.generic_name(b).is_some()) {
            return false;
        }
        c.decorators.iter().any(|d| self.is_foreign(d) && !self.is_compile(d)) || self.is_base_of_foreign(&c.name, 0)
    }

    /// The expression names a class of the module that is such a base itself.
    fn is_mixin(&mut self, b: &Expr) -> bool {
        matches!(&b.kind, ExprKind::Name(n) if self.w.foreign_classes.contains(&(self.module, n.clone())))
    }

    fn is_base_of_foreign(&mut self, name: &Name, depth: u32) -> bool {
        const DEEP: u32 = 8;
        let body = self.body;
        let classes = body.iter().filter_map(|s| if let StmtKind::ClassDef(c) = &s.kind { Some(c) } else { None });
        depth < DEEP
            && classes.filter(|c| c.bases.iter().any(|b| matches!(&b.kind, ExprKind::Name(n) if n == name))).any(|c| {
                c.bases.iter().any(|b| !matches!(&b.kind, ExprKind::Name(n) if n == name) && self.is_foreign(b)) || self.is_base_of_foreign(&c.name, depth + 1)
            })
    }

    /// `Generic[T]` among the bases of such a class is CPython's: of ours, a class of CPython's cannot be derived.
    pub fn generic_base(&mut self, base: &'a Expr) -> Option<V> {
        let ExprKind::Subscript { index, .. } = &base.kind else { return None };
        let name = self.generic_name(base)?;
        let params = self.expr(index);
        let name = self.const_str(&name);
        Some(self.bridge("generic_base", vec![name, params]))
    }

    fn generic_name(&self, base: &Expr) -> Option<Name> {
        let ExprKind::Subscript { value, .. } = &base.kind else { return None };
        self.imported_member(value).filter(|(module, name)| module == "typing" && matches!(&**name, "Generic" | "Protocol")).map(|(_, name)| name)
    }

    /// The start of such a class: what its body is noted in.
    pub fn foreign_class_start(&mut self, id: ClassId, parts: &[V], has_foreign_base: bool) -> V {
        let class = &self.w.program.classes[id.index()];
        let (name, qualname) = (class.name.clone(), class.qualname.clone());
        let module = self.w.program.modules[self.module.index()].name.clone();
        let annotations = class.annotations.clone();
        let texts = [self.const_str(&name), self.const_str(&qualname), self.const_str(&module)];
        let start = if has_foreign_base { "class_start" } else { "class_start_there" };
        let holder = self.bridge(start, [&texts[..], parts].concat());
        if !annotations.is_empty() {
            let given = vec![texts[2], self.const_str(&annotations)];
            let found = self.bridge("class_annotations", given);
            self.foreign_class_set(holder, &"__annotations__".into(), found);
        }
        holder
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
