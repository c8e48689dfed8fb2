//! Import statements. Which modules a program needs is known at compile time.

use pyaot_diagnostics::{Code, Diagnostic, Span};
use pyaot_syntax::ast::{Alias, ExprKind, Stmt, StmtKind};

use super::{Ctx, ModuleRef};
use super::ctl::Ctl;
use crate::hir::*;
use crate::no_kernel;

impl<'a> Ctx<'a, '_, '_> {
    fn import_module(&mut self, span: Span, dotted: &str) -> V {
        // Packages first, from the outside.
        let mut found = None;
        let parts: Vec<&str> = dotted.split('.').collect();
        for i in 1..=parts.len() {
            let name = parts[..i].join(".");
            found = Some(match self.w.module(&name) {
                ModuleRef::Source(m) => self.emit(Op::ImportModule(m), vec![]),
                ModuleRef::Native(n) => self.emit(Op::ImportNative(n), vec![]),
                ModuleRef::Foreign(n) => self.import_foreign(span, &n),
                ModuleRef::Missing => {
                    // What is inside of it is missing too.
                    return self.missing(span, &name, true);
                }
                ModuleRef::Broken => return self.missing(span, &name, false),
            });
        }
        found.expect("a module name has a part")
    }

    /// A module without a native form: CPython imports it.
    fn import_foreign(&mut self, span: Span, dotted: &Name) -> V {
        // A package is said once, with all that is inside of it.
        let is_said = |n: &Name| dotted.strip_prefix(&**n).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if !self.w.foreign.iter().any(|(_, n)| is_said(n)) {
            self.w.foreign.push((span, dotted.clone()));
        }
        let name = self.const_str(dotted);
        self.bridge("import_module", vec![name])
    }

    /// A name that a shim does not have, of the module that the shim stands for.
    pub(super) fn foreign_name(&mut self, span: Span, dotted: &str, name: &Name) -> V {
        self.w.foreign.push((span, format!("{dotted}.{name}").as_str().into()));
        let (module, name) = (self.const_str(dotted), self.const_str(name));
        self.bridge("import_from", vec![module, name])
    }

    /// A call of a function of the bridge to CPython.
    pub(super) fn bridge(&mut self, function: &str, args: Vec<V>) -> V {
        self.w.program.uses_cpython = true;
        let bridge = self.emit(Op::ImportNative("_bridge".into()), vec![]);
        let f = self.emit(Op::GetAttr(function.into()), vec![bridge]);
        self.emit(Op::Call { kw: [].into() }, [vec![f], args].concat())
    }

    /// The statement stands in the body of a `try`.
    fn in_try(&self) -> bool {
        self.ctl.iter().any(|c| matches!(c, Ctl::Body { .. }))
    }

    /// Inside a `try`, a missing module is an exception as in CPython; elsewhere it is reported now.
    fn missing(&mut self, span: Span, name: &str, report: bool) -> V {
        if report && !self.in_try() {
            let d = match name.rsplit_once('.') {
                Some((package, module)) if no_kernel::lacks(package, module) => {
                    Diagnostic::error(Code::E0205, span, no_kernel::message(package, module))
                }
                _ => Diagnostic::error(Code::E0101, span, format!("No module named '{name}'"))
                    .with_help("put the module beside the script, or use one that pyaot has (see `pyaot --help`)"),
            };
            self.w.diagnostics.push(d);
        }
        // The runtime does not find it either, and raises.
        self.emit(Op::ImportNative(name.into()), vec![]);
        self.terminate(Term::Unreachable);
        self.const_none()
    }

    pub fn import(&mut self, span: Span, names: &'a [Alias]) {
        for a in names {
            let v = self.import_module(span, &a.name);
            self.note_import(a.asname.as_ref().unwrap_or(&a.name), &a.name, None);
            match &a.asname {
                Some(n) => self.store_variable(n, v),
                None => {
                    let top: Name = a.name.split('.').next().unwrap_or(&a.name).into();
                    let v = if a.name.contains('.') { self.import_module(span, &top) } else { v };
                    self.note_import(&top, &top, None);
                    self.store_variable(&top, v);
                }
            }
        }
    }

    pub fn import_from(&mut self, span: Span, module: Option<&Name>, names: &'a [Alias], level: u32) {
        let base = module.map_or("", |m| &**m);
        if level == 0 && base == "__future__" {
            return;
        }
        let dotted = match self.absolute(base, level) {
            Some(d) => d,
            None => {
                self.error(Code::E0101, span, "attempted relative import with no known parent package");
                return;
            }
        };
        let m = self.import_module(span, &dotted);
        for a in names {
            if &*a.name == "*" {
                self.star_import(span, &dotted, m);
                continue;
            }
            let target = a.asname.as_ref().unwrap_or(&a.name);
            self.note_import(target, &dotted, Some(&a.name));
            let v = self.imported_name(a.span, &dotted, m, &a.name);
            self.store_variable(target, v);
        }
    }

    /// The dotted name of a possibly relative import.
    fn absolute(&self, base: &str, level: u32) -> Option<String> {
        if level == 0 {
            return Some(base.to_string());
        }
        let me = &self.w.program.modules[self.module.index()].name;
        let mut parts: Vec<&str> = me.split('.').collect();
        let up = level as usize - self.is_package as usize;
        if up >= parts.len() + self.is_package as usize || (parts.len() == 1 && !self.is_package) {
            return None;
        }
        parts.truncate(parts.len() - up);
        if !base.is_empty() {
            parts.push(base);
        }
        Some(parts.join("."))
    }

    fn imported_name(&mut self, span: Span, dotted: &str, module: V, name: &Name) -> V {
        if let ModuleRef::Source(m) = self.w.module(dotted) {
            // A package that imports its own submodule binds a variable of that name by it.
            let sub = format!("{dotted}.{name}");
            if m == self.module {
                match self.w.module(&sub) {
                    ModuleRef::Source(m) => return self.emit(Op::ImportModule(m), vec![]),
                    ModuleRef::Foreign(n) => {
                        let name = self.const_str(&n);
                        return self.bridge("import_module", vec![name]);
                    }
                    _ => {}
                }
            }
            if let Some(g) = self.w.program.modules[m.index()].globals.get(name).copied() {
                return self.emit(Op::LoadGlobal(g), vec![]);
            }
            // A submodule of a package.
            match self.w.module(&sub) {
                ModuleRef::Source(m) => return self.emit(Op::ImportModule(m), vec![]),
                ModuleRef::Native(n) => return self.emit(Op::ImportNative(n), vec![]),
                ModuleRef::Foreign(_) | ModuleRef::Missing | ModuleRef::Broken => {}
            }
            if self.w.program.has_cpython && self.w.program.modules[m.index()].is_shim {
                return self.foreign_name(span, dotted, name);
            }
            let file = self.w.program.modules[m.index()].file.clone();
            return self.missing_name(span, dotted, name, &file);
        }
        if matches!(self.w.module(dotted), ModuleRef::Foreign(_)) {
            let name = self.const_str(name);
            return self.bridge("import_from", vec![module, name]);
        }
        if matches!(self.w.module(dotted), ModuleRef::Native(_))
            && !name.starts_with('_')
            && !(dotted == "builtins" && self.w.loader.is_builtin(name))
            && !self.w.loader.native_names(dotted).contains(name)
            && matches!(self.w.module(&format!("{dotted}.{name}")), ModuleRef::Missing | ModuleRef::Foreign(_))
        {
            if self.w.program.has_cpython {
                return self.foreign_name(span, dotted, name);
            }
            return self.missing_name(span, dotted, name, "unknown location");
        }
        self.emit(Op::GetAttr(name.clone()), vec![module])
    }

    /// Like [`Ctx::missing`], for a name that a module does not have.
    fn missing_name(&mut self, span: Span, dotted: &str, name: &Name, file: &str) -> V {
        if !self.in_try() {
            let d = if no_kernel::lacks(dotted, name) {
                Diagnostic::error(Code::E0205, span, no_kernel::message(dotted, name))
            } else {
                Diagnostic::error(Code::E0102, span, format!("cannot import name '{name}' from '{dotted}'"))
            };
            self.w.diagnostics.push(d);
        }
        let cls = self.emit(Op::LoadBuiltin("ImportError".into()), vec![]);
        let msg = self.const_str(&format!("cannot import name '{name}' from '{dotted}' ({file})"));
        let e = self.emit(Op::Call { kw: [].into() }, vec![cls, msg]);
        self.emit0(Op::Raise, vec![e]);
        self.terminate(Term::Unreachable);
        self.const_none()
    }

    fn star_import(&mut self, span: Span, dotted: &str, module: V) {
        let mut names: Vec<(Name, Option<GlobalId>)> = match self.w.module(dotted) {
            ModuleRef::Source(m) => {
                let all = &self.w.program.modules[m.index()].globals;
                match self.w.exports.get(&m).cloned() {
                    Some(names) => names.into_iter().map(|n| (n.clone(), all.get(&n).copied())).collect(),
                    None => all.iter().filter(|(n, _)| !n.starts_with('_')).map(|(n, g)| (n.clone(), Some(*g))).collect(),
                }
            }
            ModuleRef::Native(_) => self.w.loader.native_names(dotted).into_iter().map(|n| (n, None)).collect(),
            ModuleRef::Foreign(_) => {
                self.error(Code::E0203, span, format!("star import from '{dotted}', which CPython imports: what it binds is not known"));
                return;
            }
            ModuleRef::Missing | ModuleRef::Broken => return,
        };
        names.sort();
        for (n, g) in names {
            if !self.w.program.modules[self.module.index()].globals.contains_key(&n) {
                let id = GlobalId(self.w.program.globals.len() as u32);
                self.w.program.globals.push(Global { name: n.clone(), module: self.module });
                self.w.program.modules[self.module.index()].globals.insert(n.clone(), id);
            }
            let v = match (g, self.w.module(dotted)) {
                (Some(g), _) => self.emit(Op::LoadGlobal(g), vec![]),
                // `__all__` may name submodules.
                (None, ModuleRef::Source(_)) => self.imported_name(span, dotted, module, &n),
                (None, _) => self.emit(Op::GetAttr(n.clone()), vec![module]),
            };
            self.note_import(&n, dotted, Some(&n));
            let own = self.w.program.modules[self.module.index()].globals[&n];
            self.emit0(Op::StoreGlobal(own), vec![v]);
        }
    }
}

/// The names in `__all__`, if the module assigns constants to it.
pub(super) fn exports(body: &[Stmt]) -> Option<Vec<Name>> {
    let mut found: Option<Vec<Name>> = None;
    for s in body {
        let (target, value) = match &s.kind {
            StmtKind::Assign { targets, value } => (targets.first()?, value),
            StmtKind::AugAssign { target, value, .. } => (target, value),
            _ => continue,
        };
        let (ExprKind::Name(n), ExprKind::List(es) | ExprKind::Tuple(es)) = (&target.kind, &value.kind) else { continue };
        if &**n == "__all__" {
            let names = es.iter().filter_map(|e| match &e.kind {
                ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).ok().map(Name::from),
                _ => None,
            });
            let old = if matches!(s.kind, StmtKind::Assign { .. }) { None } else { found.take() };
            found = Some(old.unwrap_or_default().into_iter().chain(names).collect());
        }
    }
    found
}
