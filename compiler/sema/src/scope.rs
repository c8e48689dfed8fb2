//! Which variable every name of a module stands for (PEP 227, PEP 3104, PEP 572).
//!
//! List, set and dict comprehensions have scopes of their own but run in the function around them (PEP 709); generator
//! expressions and lambdas are functions.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_syntax::ast::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScopeId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Comp,
}

#[derive(Debug, Clone)]
pub struct Scope {
    pub kind: ScopeKind,
    pub parent: Option<ScopeId>,
    /// Of a comprehension or generator expression: `:=` binds outside of it (PEP 572).
    pub is_comprehension: bool,
    /// The scope whose code this one's code is part of: itself, save for comprehensions.
    pub host: ScopeId,
    bound: HashSet<Name>,
    globals: HashSet<Name>,
    nonlocals: HashSet<Name>,
    used: HashSet<Name>,
    /// Names that nested functions use of this scope.
    pub captured: HashSet<Name>,
    /// Number of binding operations per name; those in loops and branches count twice.
    pub stores: HashMap<Name, u32>,
    /// When the name was bound and when the scope was opened, in the order of the walk.
    stored_at: HashMap<Name, u32>,
    opened_at: u32,
    params: HashSet<Name>,
    /// Captured before they were bound.
    early: HashSet<Name>,
}

/// What a name means in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A variable of this scope, which belongs to the same function.
    Local(ScopeId),
    /// A variable of an enclosing function.
    Free(ScopeId),
    Class(ScopeId),
    /// Module variable, or builtin.
    Global,
}

#[derive(Debug, Clone, Default)]
pub struct Scopes {
    pub scopes: Vec<Scope>,
    by_node: HashMap<(u32, u32, u8), ScopeId>,
    /// Module names that code outside the module's own body refers to.
    pub shared_globals: HashSet<Name>,
    /// `globals()`, `vars()`, `locals()`, star imports: every module name must stay visible.
    pub reflective: bool,
    /// Names of the module's own functions and classes.
    pub defined: HashSet<Name>,
    /// Names in annotations of functions, classes and the module.
    pub annotated: HashSet<Name>,
    /// The modules that it imports at its top.
    pub imported: Vec<Name>,
    /// Names that the module gets by imports at its top, and of which module's attribute they are: `module:attribute`.
    pub imported_as: HashMap<Name, Name>,
    /// A library is imported that puts other objects in the places of functions and attributes, by their names.
    pub patches: bool,
    /// Somebody may look for the module's variables by their names: `sys.modules`, or a library that runs what stands in texts.
    pub looked_up: bool,
    /// Names of `timeit`, and of what comes from it: of which of its attributes.
    timers: HashMap<Name, Option<Name>>,
    /// Texts that may name a builtin, for whom [`Scopes::patches`].
    pub texts: HashSet<Name>,
    /// Names that are called in texts: formulas and queries of libraries name functions so.
    pub called_in_texts: HashSet<Name>,
    /// A function is called `__del__`, a generator has code to run when it ends early, or there may be weak references: the end of
    /// objects can be seen.
    pub has_del: bool,
    /// The class whose body the walk is in: names that begin with two underscores are private to it.
    class: Option<Name>,
    /// How many `try` and `with` bodies of the function at hand are open.
    guarded: u32,
    /// Depth of loops and branches around the statement.
    loop_depth: u32,
    clock: u32,
}

/// Tells apart nodes with the same span.
pub fn node_key(span: pyaot_diagnostics::Span, tag: u8) -> (u32, u32, u8) {
    (span.start, span.end, tag)
}
pub const TAG_DEF: u8 = 0;
pub const TAG_LAMBDA: u8 = 1;
pub const TAG_COMP: u8 = 2;
pub const TAG_CLASS: u8 = 3;

pub const MODULE: ScopeId = ScopeId(0);

/// `__name` inside class `class` is private to it.
pub fn mangle(class: &str, name: &Name) -> Name {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || class.is_empty() { name.clone() } else { format!("_{class}{name}").into() }
}

pub fn analyse(module: &Module) -> Scopes {
    let mut s = Scopes::default();
    s.new_scope(ScopeKind::Module, None);
    s.stmts(MODULE, &module.body);
    s.resolve_captures();
    s
}

impl Scopes {
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    fn at(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    pub fn node(&self, key: (u32, u32, u8)) -> ScopeId {
        self.by_node[&key]
    }

    fn new_scope(&mut self, kind: ScopeKind, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.scopes.len() as u32);
        self.clock += 1;
        let host = if matches!(kind, ScopeKind::Comp | ScopeKind::Class) { self.get(parent.expect("comprehensions and classes have a parent")).host } else { id };
        self.scopes.push(Scope {
            kind,
            parent,
            is_comprehension: false,
            host,
            bound: HashSet::default(),
            globals: HashSet::default(),
            nonlocals: HashSet::default(),
            used: HashSet::default(),
            captured: HashSet::default(),
            stores: HashMap::default(),
            stored_at: HashMap::default(),
            opened_at: self.clock,
            params: HashSet::default(),
            early: HashSet::default(),
        });
        id
    }

    /// Where `name`, written in `scope`, lives.
    pub fn lookup(&self, scope: ScopeId, name: &str) -> Place {
        let mut id = scope;
        let host = self.get(scope).host;
        loop {
            let s = self.get(id);
            let visible = s.kind != ScopeKind::Class || id == scope;
            if visible {
                if s.globals.contains(name) || s.kind == ScopeKind::Module {
                    return Place::Global;
                }
                if s.bound.contains(name) && !s.nonlocals.contains(name) {
                    return match s.kind {
                        ScopeKind::Class => Place::Class(id),
                        _ if s.host == host => Place::Local(id),
                        _ => Place::Free(id),
                    };
                }
            }
            id = s.parent.expect("the module scope ends the search");
        }
    }

    fn resolve_captures(&mut self) {
        for i in 0..self.scopes.len() {
            let id = ScopeId(i as u32);
            let names: Vec<Name> = self.get(id).used.iter().chain(&self.get(id).bound).cloned().collect();
            for n in names {
                match self.lookup(id, &n) {
                    Place::Free(owner) => {
                        let mut inner = id;
                        while let Some(p) = self.get(inner).parent.filter(|p| self.get(*p).host != self.get(owner).host) {
                            inner = p;
                        }
                        if self.get(owner).stored_at.get(&n).is_some_and(|t| *t > self.get(inner).opened_at) {
                            self.at(owner).early.insert(n.clone());
                        }
                        self.at(owner).captured.insert(n);
                    }
                    // A class variable is looked up among the globals until it is bound.
                    Place::Global | Place::Class(_) if self.get(id).host != MODULE => {
                        self.shared_globals.insert(n);
                    }
                    _ => {}
                }
            }
        }
    }

    /// The variable is a parameter or assigned once and never again, outside of loops and before it is captured.
    pub fn assigned_once(&self, scope: ScopeId, name: &str) -> bool {
        let s = self.get(scope);
        !s.early.contains(name) && s.stores.get(name).copied().unwrap_or(0) + s.params.contains(name) as u32 == 1
    }

    fn private(&self, name: &Name) -> Name {
        self.class.as_ref().map_or_else(|| name.clone(), |c| mangle(c, name))
    }

    fn bind(&mut self, scope: ScopeId, name: &Name) {
        let name = &self.private(name);
        let weight = 1 + self.loop_depth.min(1);
        self.clock += 1;
        let now = self.clock;
        self.at(scope).stored_at.insert(name.clone(), now);
        self.at(scope).bound.insert(name.clone());
        // A `nonlocal` or `global` store counts for the owner: find it later, so count it in every enclosing scope.
        let is_nonlocal = self.get(scope).nonlocals.contains(name);
        let mut id = Some(scope);
        while let Some(i) = id {
            let s = self.at(i);
            let owner = s.bound.contains(name) && !s.nonlocals.contains(name) && s.kind != ScopeKind::Class;
            if i == scope || owner {
                *s.stores.entry(name.clone()).or_insert(0) += weight;
            }
            id = if is_nonlocal && !owner { s.parent } else { None };
        }
    }

    fn stmts(&mut self, scope: ScopeId, body: &[Stmt]) {
        for s in body {
            self.stmt(scope, s);
        }
    }

    fn in_loop(&mut self, f: impl FnOnce(&mut Self)) {
        self.loop_depth += 1;
        f(self);
        self.loop_depth -= 1;
    }

    fn stmt(&mut self, scope: ScopeId, s: &Stmt) {
        match &s.kind {
            StmtKind::FunctionDef(f) => {
                if scope == MODULE {
                    self.defined.insert(f.name.clone());
                }
                self.has_del |= &*f.name == "__del__";
                // What decorators make of a function is bound after the function has captured its own name.
                let bare = f.decorators.is_empty();
                if bare {
                    self.bind(scope, &f.name);
                }
                f.decorators.iter().for_each(|e| self.expr(scope, e));
                let params = f.params.posonly.iter().chain(&f.params.args).chain(&f.params.vararg).chain(&f.params.kwonly).chain(&f.params.kwarg);
                params.filter_map(|p| p.annotation.as_ref()).chain(&f.returns).for_each(|e| self.annotation(e));
                self.function(scope, node_key(s.span, TAG_DEF), &f.params, |me, id| me.stmts(id, &f.body));
                if !bare {
                    self.bind(scope, &f.name);
                }
            }
            StmtKind::ClassDef(c) => {
                if scope == MODULE {
                    self.defined.insert(c.name.clone());
                }
                c.decorators.iter().chain(&c.bases).for_each(|e| self.expr(scope, e));
                c.keywords.iter().for_each(|k| self.expr(scope, &k.value));
                let id = self.new_scope(ScopeKind::Class, Some(scope));
                self.by_node.insert(node_key(s.span, TAG_CLASS), id);
                let saved = (std::mem::take(&mut self.loop_depth), self.class.replace(c.name.clone()));
                self.stmts(id, &c.body);
                (self.loop_depth, self.class) = saved;
                self.bind(scope, &c.name);
                // Methods capture the name before it is bound.
                self.bind(scope, &c.name);
            }
            StmtKind::Return(e) => e.iter().for_each(|e| self.expr(scope, e)),
            StmtKind::Delete(es) => es.iter().for_each(|e| {
                self.target(scope, e);
                // An unbound variable later: never captured by value.
                if let ExprKind::Name(n) = &e.kind {
                    self.bind(scope, n);
                }
            }),
            StmtKind::Assign { targets, value } => {
                // `Point = namedtuple("Point", "x y")`
                if let ([t], ExprKind::Call { args, .. }) = (&targets[..], &value.kind)
                    && let ExprKind::Name(n) = &t.kind
                    && scope == MODULE
                    && args.first().is_some_and(|a| matches!(&a.kind, ExprKind::Constant(Constant::Str(s)) if *s.0 == *n.as_bytes()))
                {
                    self.defined.insert(n.clone());
                }
                self.expr(scope, value);
                targets.iter().for_each(|t| self.target(scope, t));
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(scope, value);
                self.expr(scope, target);
                self.target(scope, target);
            }
            StmtKind::AnnAssign { target, value, annotation, .. } => {
                if let Some(v) = value {
                    self.expr(scope, v);
                }
                self.target(scope, target);
                if matches!(self.get(scope).kind, ScopeKind::Class | ScopeKind::Module) {
                    self.expr(scope, annotation);
                    self.annotation(annotation);
                }
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.expr(scope, iter);
                self.in_loop(|me| {
                    me.target(scope, target);
                    me.stmts(scope, body);
                });
                self.stmts(scope, orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.in_loop(|me| {
                    me.expr(scope, test);
                    me.stmts(scope, body);
                });
                self.stmts(scope, orelse);
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(scope, test);
                self.in_loop(|me| {
                    me.stmts(scope, body);
                    me.stmts(scope, orelse);
                });
            }
            StmtKind::With { items, body, .. } => {
                for i in items {
                    self.expr(scope, &i.context);
                    if let Some(t) = &i.target {
                        self.target(scope, t);
                    }
                }
                self.guarded += 1;
                self.stmts(scope, body);
                self.guarded -= 1;
            }
            StmtKind::Match { subject, cases } => {
                self.expr(scope, subject);
                self.in_loop(|me| {
                    for c in cases {
                        me.pattern(scope, &c.pattern);
                        if let Some(g) = &c.guard {
                            me.expr(scope, g);
                        }
                        me.stmts(scope, &c.body);
                    }
                });
            }
            StmtKind::Raise { exc, cause } => exc.iter().chain(cause).for_each(|e| self.expr(scope, e)),
            StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
                self.guarded += 1;
                self.in_loop(|me| me.stmts(scope, body));
                self.guarded -= 1;
                for h in handlers {
                    if let Some(t) = &h.typ {
                        self.expr(scope, t);
                    }
                    if let Some(n) = &h.name {
                        self.bind(scope, n);
                        self.bind(scope, n);
                    }
                    self.stmts(scope, &h.body);
                }
                self.stmts(scope, orelse);
                self.stmts(scope, finalbody);
            }
            StmtKind::Assert { test, msg } => std::iter::once(test).chain(msg).for_each(|e| self.expr(scope, e)),
            StmtKind::Import(names) => {
                for a in names {
                    let bound: Name = match &a.asname {
                        Some(n) => n.clone(),
                        None => a.name.split('.').next().unwrap_or(&a.name).into(),
                    };
                    self.bind(scope, &bound);
                    self.imports(&a.name);
                    if &*a.name == "timeit" {
                        self.timers.insert(bound.clone(), None);
                    }
                    if scope == MODULE {
                        self.imported.push(a.name.clone());
                        let what = if a.asname.is_some() { &a.name } else { &bound };
                        self.imported_as.insert(bound.clone(), format!("{what}:").into());
                    }
                }
            }
            StmtKind::ImportFrom { names, module, level } => {
                for a in names {
                    if let Some(m) = module.as_ref().filter(|_| *level == 0) {
                        self.imports(m);
                        if scope == MODULE {
                            self.imported.push(m.clone());
                            self.imported_as.insert(a.asname.as_ref().unwrap_or(&a.name).clone(), format!("{m}:{}", a.name).into());
                        }
                        self.imports(&format!("{m}.{}", a.name));
                        if &**m == "timeit" {
                            self.timers.insert(a.asname.as_ref().unwrap_or(&a.name).clone(), Some(a.name.clone()));
                        }
                    }
                    if &*a.name == "*" {
                        self.reflective = true;
                    } else {
                        self.bind(scope, a.asname.as_ref().unwrap_or(&a.name));
                    }
                }
            }
            StmtKind::Global(names) => names.iter().for_each(|n| {
                let n = self.private(n);
                self.at(scope).globals.insert(n.clone());
                self.shared_globals.insert(n);
            }),
            StmtKind::Nonlocal(names) => names.iter().for_each(|n| {
                let n = self.private(n);
                self.at(scope).nonlocals.insert(n);
            }),
            StmtKind::Expr(e) => self.expr(scope, e),
            StmtKind::TypeAlias { name, .. } => self.target(scope, name),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
    }

    fn pattern(&mut self, scope: ScopeId, p: &Pattern) {
        match &p.kind {
            PatternKind::Value(e) => self.expr(scope, e),
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(ps) | PatternKind::Or(ps) => ps.iter().for_each(|p| self.pattern(scope, p)),
            PatternKind::Mapping { keys, patterns, rest } => {
                keys.iter().for_each(|e| self.expr(scope, e));
                patterns.iter().for_each(|p| self.pattern(scope, p));
                rest.iter().for_each(|n| self.bind(scope, n));
            }
            PatternKind::Class { cls, patterns, kwd_patterns, .. } => {
                self.expr(scope, cls);
                patterns.iter().chain(kwd_patterns).for_each(|p| self.pattern(scope, p));
            }
            PatternKind::Star(n) => n.iter().for_each(|n| self.bind(scope, n)),
            PatternKind::As { pattern, name } => {
                pattern.iter().for_each(|p| self.pattern(scope, p));
                name.iter().for_each(|n| self.bind(scope, n));
            }
        }
    }

    fn function(&mut self, scope: ScopeId, key: (u32, u32, u8), params: &Parameters, body: impl FnOnce(&mut Self, ScopeId)) {
        let all = || params.posonly.iter().chain(&params.args).chain(&params.kwonly);
        for p in all() {
            if let Some(d) = &p.default {
                self.expr(scope, d);
            }
        }
        let id = self.new_scope(ScopeKind::Function, Some(scope));
        self.by_node.insert(key, id);
        for p in all().chain(&params.vararg).chain(&params.kwarg) {
            let name = self.private(&p.name);
            self.at(id).bound.insert(name.clone());
            self.at(id).params.insert(name);
        }
        let saved = (std::mem::take(&mut self.loop_depth), std::mem::take(&mut self.guarded));
        body(self, id);
        (self.loop_depth, self.guarded) = saved;
    }

    fn target(&mut self, scope: ScopeId, e: &Expr) {
        match &e.kind {
            ExprKind::Name(n) => self.bind(scope, n),
            ExprKind::Tuple(es) | ExprKind::List(es) => es.iter().for_each(|e| self.target(scope, e)),
            ExprKind::Starred(e) => self.target(scope, e),
            _ => self.expr(scope, e),
        }
    }

    fn comprehension(&mut self, scope: ScopeId, span: pyaot_diagnostics::Span, is_gen: bool, gens: &[Comprehension], elts: &[&Expr]) {
        let kind = if is_gen { ScopeKind::Function } else { ScopeKind::Comp };
        // The first iterable belongs to the scope outside.
        self.expr(scope, &gens[0].iter);
        let id = self.new_scope(kind, Some(scope));
        self.by_node.insert(node_key(span, TAG_COMP), id);
        self.at(id).is_comprehension = true;
        self.in_loop(|me| {
            for (i, g) in gens.iter().enumerate() {
                if i > 0 {
                    me.expr(id, &g.iter);
                }
                me.target(id, &g.target);
                g.ifs.iter().for_each(|e| me.expr(id, e));
            }
            elts.iter().for_each(|e| me.expr(id, e));
        });
    }

    fn imports(&mut self, dotted: &str) {
        if matches!(dotted, "unittest.mock" | "mock") {
            self.patches = true;
            self.reflective = true;
        }
        self.has_del |= dotted == "weakref";
        self.looked_up |= matches!(
            dotted,
            "__main__" | "bdb" | "cProfile" | "doctest" | "importlib" | "importlib.import_module" | "pdb" | "profile" | "runpy" | "sys.modules" | "trace" | "unittest"
        );
    }

    /// `timeit.timeit("f(3)", "from __main__ import f")`: which function of `timeit` gets a text, or something that may be one.
    pub fn times_text(&self, func: &Expr, args: &[Expr], keywords: &[Keyword]) -> Option<Name> {
        let called = match &func.kind {
            ExprKind::Attribute { value, attr, .. } if let ExprKind::Name(n) = &value.kind => self.timers.get(n)?.is_none().then(|| attr.clone())?,
            ExprKind::Name(n) => self.timers.get(n)?.clone()?,
            _ => return None,
        };
        let may_be_text = |e: &Expr| match &e.kind {
            ExprKind::Lambda { .. } => false,
            ExprKind::Constant(Constant::Str(s)) => &*s.0 != b"pass",
            ExprKind::Name(n) => !self.defined.contains(n),
            _ => true,
        };
        let named = keywords.iter().filter(|k| k.arg.as_ref().is_some_and(|a| matches!(&**a, "stmt" | "setup"))).map(|k| &k.value);
        (matches!(&*called, "timeit" | "repeat" | "Timer") && args.iter().take(2).chain(named).any(may_be_text)).then_some(called)
    }

    fn annotation(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Name(n) => {
                self.annotated.insert(n.clone());
            }
            ExprKind::Attribute { value, .. } => self.annotation(value),
            ExprKind::Subscript { value: left, index: right } | ExprKind::BinOp { left, right, .. } => {
                self.annotation(left);
                self.annotation(right);
            }
            ExprKind::Tuple(es) | ExprKind::List(es) => es.iter().for_each(|e| self.annotation(e)),
            ExprKind::Call { func, args, keywords } => {
                self.annotation(func);
                args.iter().chain(keywords.iter().map(|k| &k.value)).for_each(|e| self.annotation(e));
            }
            ExprKind::Constant(Constant::Str(s)) => {
                let words = std::str::from_utf8(&s.0).unwrap_or("").split(|c: char| !c.is_alphanumeric() && c != '_');
                self.annotated.extend(words.filter(|w| !w.is_empty()).map(Name::from));
            }
            _ => {}
        }
    }

    fn expr(&mut self, scope: ScopeId, e: &Expr) {
        match &e.kind {
            ExprKind::Constant(Constant::Str(s)) => {
                if let Ok(text) = std::str::from_utf8(&s.0) {
                    let name = text.strip_prefix("builtins.").unwrap_or(text);
                    if name.len() < 20 && name.bytes().all(|b| b.is_ascii_alphabetic()) {
                        self.texts.insert(name.into());
                    }
                    self.called_in_texts.extend(called_in(text));
                }
            }
            ExprKind::Constant(_) => {}
            ExprKind::Name(n) => {
                if matches!(&**n, "globals" | "locals" | "vars" | "dir" | "exec" | "eval") {
                    self.reflective = true;
                }
                self.looked_up |= &**n == "__import__";
                let n = self.private(n);
                self.at(scope).used.insert(n);
            }
            ExprKind::Named { target, value, .. } => {
                self.expr(scope, value);
                let mut s = scope;
                while self.get(s).is_comprehension {
                    s = self.get(s).parent.expect("comprehension");
                }
                self.bind(s, target);
                let target = self.private(target);
                self.at(scope).used.insert(target);
            }
            ExprKind::BoolOp { values: es, .. } | ExprKind::Set(es) | ExprKind::List(es) | ExprKind::Tuple(es) | ExprKind::JoinedStr(es) => {
                es.iter().for_each(|e| self.expr(scope, e));
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(scope, left);
                self.expr(scope, right);
            }
            ExprKind::UnaryOp { operand: e, .. } | ExprKind::Await(e) | ExprKind::Starred(e) => self.expr(scope, e),
            ExprKind::YieldFrom(e) => {
                self.has_del |= self.guarded > 0;
                self.expr(scope, e);
            }
            ExprKind::Yield(e) => {
                self.has_del |= self.guarded > 0;
                e.iter().for_each(|e| self.expr(scope, e));
            }
            ExprKind::Lambda { params, body } => {
                self.function(scope, node_key(e.span, TAG_LAMBDA), params, |me, id| me.expr(id, body));
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(scope, test);
                self.expr(scope, body);
                self.expr(scope, orelse);
            }
            ExprKind::Dict { keys, values } => keys.iter().flatten().chain(values).for_each(|e| self.expr(scope, e)),
            ExprKind::ListComp { elt, generators } | ExprKind::SetComp { elt, generators } => {
                self.comprehension(scope, e.span, false, generators, &[elt]);
            }
            ExprKind::GeneratorExp { elt, generators } => self.comprehension(scope, e.span, true, generators, &[elt]),
            ExprKind::DictComp { key, value, generators } => self.comprehension(scope, e.span, false, generators, &[key, value]),
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(scope, left);
                comparators.iter().for_each(|e| self.expr(scope, e));
            }
            ExprKind::Call { func, args, keywords } => {
                self.looked_up |= self.times_text(func, args, keywords).is_some();
                self.expr(scope, func);
                args.iter().for_each(|e| self.expr(scope, e));
                keywords.iter().for_each(|k| self.expr(scope, &k.value));
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(scope, value);
                format_spec.iter().for_each(|e| self.expr(scope, e));
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.looked_up |= &**attr == "modules" && matches!(&value.kind, ExprKind::Name(n) if &**n == "sys");
                self.expr(scope, value);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(scope, value);
                self.expr(scope, index);
            }
            ExprKind::Slice { lower, upper, step } => {
                lower.iter().chain(upper).chain(step).for_each(|e| self.expr(scope, e));
            }
        }
    }
}

impl Scopes {
    pub fn bound_names(&self, id: ScopeId) -> impl Iterator<Item = &Name> {
        self.get(id).bound.iter()
    }

    /// Makes scope `id` a part of the code of `host` (a generator expression that runs in line).
    pub fn set_host(&mut self, id: ScopeId, host: ScopeId) {
        self.scopes[id.0 as usize].host = host;
        self.scopes[id.0 as usize].kind = ScopeKind::Comp;
    }

    /// Names that some function declares `global`.
    pub fn declared_globals(&self) -> impl Iterator<Item = &Name> {
        self.scopes.iter().flat_map(|s| s.globals.iter())
    }
}

/// Names in front of parentheses.
fn called_in(text: &str) -> impl Iterator<Item = Name> {
    text.match_indices('(').filter_map(|(at, _)| {
        let name = text[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        (!name.is_empty()).then(|| name.into())
    })
}
