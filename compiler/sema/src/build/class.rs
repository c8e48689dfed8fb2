//! Class statements.

use pyaot_syntax::ast::{ClassDef, Expr, ExprKind, Keyword, Stmt, StmtKind};

use super::func::docstring;
use super::pattern::literal_match_args;
use super::ctl::Ctl;
use super::{Ctx, Slot};
use crate::hir::*;
use crate::scope::{Place, TAG_CLASS, node_key};

impl<'a> Ctx<'a, '_, '_> {
    /// The body runs in line, its variables being locals of the function around it; each binding also sets the attribute.
    pub fn class_def(&mut self, s: &'a Stmt, c: &'a ClassDef) {
        let decorators: Vec<V> = {
            let dataclass = self.dataclass_decorator(c);
            let es: Vec<&Expr> = c.decorators.iter().enumerate().filter(|(k, d)| Some(*k) != dataclass && !self.is_compile(d)).map(|(_, d)| d).collect();
            self.operands(&es)
        };
        let dataclass = self.dataclass_start(c);
        let named_tuple = c.bases.iter().position(|b| self.is_named_tuple_base(b));
        let is_plain = dataclass.is_none() && named_tuple.is_none();
        let has_foreign_base = is_plain && c.bases.iter().any(|b| self.is_foreign(b));
        let foreign = has_foreign_base || is_plain && self.joins_foreign(c);
        let mut bases: Vec<V> = if foreign {
            c.bases.iter().map(|b| self.generic_base(b).unwrap_or_else(|| self.expr(b))).collect()
        } else {
            let es: Vec<&Expr> = c.bases.iter().enumerate().filter(|(i, _)| Some(*i) != named_tuple).map(|(_, e)| self.without_parameters(e)).collect();
            self.operands(&es)
        };
        if let Some(i) = named_tuple {
            let v = self.named_tuple_base(s.span, c);
            bases.insert(i, v);
        }
        let (meta, kwargs) = self.class_keywords(&c.keywords);
        bases.splice(0..0, [meta, kwargs]);
        let saved_qual = self.qual.clone();
        let qualname = if self.qual.is_empty() { c.name.to_string() } else { format!("{}.{}", self.qual, c.name) };
        let id = ClassId(self.w.program.classes.len() as u32);
        let line = self.w.loader.line(s.span);
        let many = foreign || self.outer.len() > 1 || self.ctl.iter().any(|c| matches!(c, Ctl::Loop { .. }));
        let annotations = self.annotations_of_class(&c.body);
        let is_protocol = c.bases.iter().any(|b| self.is_protocol_base(b));
        self.w.program.classes.push(Class { name: c.name.clone(), qualname: qualname.clone(), module: self.module, line, slots: dataclass.as_ref().and_then(Self::dataclass_slots).or_else(|| literal_slots(&c.body)), many, match_args: literal_match_args(&c.body), annotations, is_protocol });
        let v = if foreign { self.foreign_class_start(id, &bases, has_foreign_base) } else { self.emit(Op::MakeClass(id), bases) };
        let holder = self.new_var(".class");
        self.store_var(holder, v);

        // The body has a traceback entry of its own.
        let outer = self.enter_inlined(&c.name);
        let saved = (self.scope, self.class.replace(id), self.func.class_holder.replace(holder), std::mem::replace(&mut self.qual, qualname));
        let around = std::mem::replace(&mut self.func.class_is_foreign, foreign);
        self.scope = self.scopes.node(node_key(s.span, TAG_CLASS));
        let cell = many.then(|| self.class_cell(id));
        if let Some(doc) = docstring(&c.body) {
            let d = self.emit(Op::Const(Constant::Str(pyaot_syntax::ast::PyStr(doc.into()))), vec![]);
            let v = self.load_var(holder);
            self.class_set(id, &"__doc__".into(), v, d);
        }
        for s in &c.body {
            let declared = match &dataclass {
                Some(d) => self.dataclass_field(d, s),
                None => named_tuple.is_some() && Self::declares_field(s),
            };
            if !declared {
                self.stmt(s);
            }
        }
        (self.scope, self.class, self.func.class_holder, self.qual) = saved;
        self.func.class_is_foreign = around;
        self.qual = saved_qual;
        self.func.within = outer;

        self.at(s.span);
        if let Some(d) = &dataclass {
            self.dataclass_end(d, id, holder, &c.body);
        }
        let mut v = self.load_var(holder);
        if foreign {
            v = self.foreign_class_end(v);
            self.store_var(holder, v);
            self.w.foreign_classes.insert((self.module, c.name.clone()));
        }
        if let Some((var, cell)) = cell {
            // Before `__init_subclass__` and the like run.
            let c = self.load_var(var);
            self.emit0(Op::StoreCell(cell), vec![c, v]);
        }
        if is_protocol {
            self.mark_protocol(id, v, &c.body);
        }
        if !foreign {
            self.emit0(Op::ClassDone(id), vec![v]);
        }
        let mut v = self.load_var(holder);
        for d in decorators.into_iter().rev() {
            v = self.emit(Op::Call { kw: [].into() }, vec![d, v]);
        }
        self.store_variable(&c.name, v);
    }

    /// The cell in which methods find their class (`super()`).
    fn class_cell(&mut self, id: ClassId) -> (Var, CellId) {
        let cell = CellId(self.w.program.cells.len() as u32);
        self.w.program.cells.push(CellVar { name: "__class__".into(), by_value: false });
        self.outer.last_mut().expect("a function is open").classes.insert(id, cell);
        let holder = self.new_var(".class_cell");
        let c = self.emit(Op::MakeCell(cell), vec![]);
        self.store_var(holder, c);
        let scope = self.scope;
        self.func.slots.insert((scope, "__class__".into()), Slot::Cell { holder, cell });
        (holder, cell)
    }

    /// The class that the code at hand is written in.
    pub fn this_class(&mut self) -> Option<V> {
        let class = self.class?;
        Some(match self.outer.iter().rev().find_map(|f| f.classes.get(&class).copied()) {
            Some(cell) => {
                let c = self.capture(cell);
                self.emit(Op::LoadCell(cell), vec![c])
            }
            None => self.emit(Op::ThisClass(class), vec![]),
        })
    }

    /// The module and the name that an expression has been imported from.
    pub fn imported_member(&self, e: &Expr) -> Option<(String, Name)> {
        let imported = |n: &Name| self.w.imported_names.get(&(self.module, n.clone())).cloned();
        match &e.kind {
            ExprKind::Name(n) => {
                let (from, name) = imported(n)?;
                Some((from, name?))
            }
            ExprKind::Attribute { value, attr, .. } => {
                let ExprKind::Name(n) = &value.kind else { return None };
                let (from, None) = imported(n)? else { return None };
                Some((from, attr.clone()))
            }
            _ => None,
        }
    }

    /// `list` for `list[int]`: as a base it is the same.
    fn without_parameters<'e>(&self, e: &'e Expr) -> &'e Expr {
        match &e.kind {
            ExprKind::Subscript { value, .. } if matches!(&value.kind, ExprKind::Name(n) if self.names_builtin(n)) => value,
            _ => e,
        }
    }

    /// `typing.Protocol`, or that with parameters, as a base class.
    fn is_protocol_base(&self, e: &Expr) -> bool {
        let module = &self.w.program.modules[self.module.index()];
        match &e.kind {
            ExprKind::Subscript { value, .. } => self.is_protocol_base(value),
            ExprKind::Name(n) if module.is_shim && &*module.name == "typing" => &**n == "Protocol",
            _ => self.imported_member(e).is_some_and(|(module, name)| module == "typing" && &*name == "Protocol"),
        }
    }

    /// What the runtime knows protocols by, and the names that they annotate.
    fn mark_protocol(&mut self, id: ClassId, holder: V, body: &[Stmt]) {
        let yes = self.emit(Op::Const(Constant::True), vec![]);
        self.class_set(id, &"_is_protocol".into(), holder, yes);
        let fields: Vec<V> = annotated_names(body).map(|(n, _)| self.const_str(n)).collect();
        if !fields.is_empty() {
            let fields = self.emit(Op::MakeTuple, fields);
            self.class_set(id, &"_protocol_fields".into(), holder, fields);
        }
    }

    /// The metaclass and a dict of the other keywords, both None where they are not given.
    fn class_keywords(&mut self, keywords: &'a [Keyword]) -> (V, V) {
        let none = self.const_none();
        let (mut meta, mut dict) = (none, none);
        for k in keywords {
            let v = self.expr(&k.value);
            if k.arg.as_deref() == Some("metaclass") {
                meta = v;
                continue;
            }
            if dict == none {
                dict = self.emit(Op::MakeDict, vec![]);
            }
            match &k.arg {
                Some(n) => {
                    let name = self.const_str(n);
                    self.emit0(Op::DictSet, vec![dict, name, v]);
                }
                None => self.emit0(Op::DictUpdate, vec![dict, v]),
            }
        }
        (meta, dict)
    }

    /// Binds a name; in a class body that also sets the class attribute.
    pub fn store_variable(&mut self, name: &Name, value: V) {
        let name = &self.mangle(name);
        self.store_name(name, value);
        if let Place::Class(scope) = self.scopes.lookup(self.scope, name)
            && scope == self.scope
            && let (Some(class), Some(holder)) = (self.class, self.func.class_holder)
        {
            let c = self.load_var(holder);
            self.class_set(class, name, c, value);
        }
    }

    fn class_set(&mut self, class: ClassId, name: &Name, holder: V, value: V) {
        if self.func.class_is_foreign {
            self.foreign_class_set(holder, name, value);
        } else {
            self.emit0(Op::ClassSet { class, name: name.clone() }, vec![holder, value]);
        }
    }

    pub fn scope_has_children(&self, id: crate::scope::ScopeId) -> bool {
        self.scopes.scopes.iter().any(|s| s.parent == Some(id))
    }

    /// The generator expression `id` runs in line: its variables become locals of the function at hand.
    pub fn scopes_inline(&mut self, id: crate::scope::ScopeId) {
        let host = self.scopes.get(self.scope).host;
        let s = std::rc::Rc::get_mut(&mut self.scopes);
        match s {
            Some(s) => s.set_host(id, host),
            None => {
                let mut copy = (*self.scopes).clone();
                copy.set_host(id, host);
                self.scopes = std::rc::Rc::new(copy);
            }
        }
    }
}

/// The variables that a class body annotates, and their annotations.
pub fn annotated_names(body: &[Stmt]) -> impl Iterator<Item = (&Name, &Expr)> {
    body.iter().filter_map(|s| match &s.kind {
        StmtKind::AnnAssign { target: Expr { kind: ExprKind::Name(n), .. }, annotation, simple: true, .. } => Some((n, annotation)),
        _ => None,
    })
}

/// The names of `__slots__ = ("a", "b")`, unless some mean more than themselves (`__dict__`, private names).
fn literal_slots(body: &[Stmt]) -> Option<Vec<Name>> {
    let text = |e: &Expr| match &e.kind {
        ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).ok().filter(|n| !n.starts_with("__")).map(Name::from),
        _ => None,
    };
    body.iter().find_map(|s| match &s.kind {
        StmtKind::Assign { targets, value } if matches!(&targets[..], [t] if matches!(&t.kind, ExprKind::Name(n) if &**n == "__slots__")) => {
            match &value.kind {
                ExprKind::Tuple(es) | ExprKind::List(es) => es.iter().map(text).collect(),
                _ => text(value).map(|n| vec![n]),
            }
        }
        _ => None,
    })
}
