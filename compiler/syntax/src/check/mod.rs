//! The errors that CPython's compiler finds after parsing and that need only the tree, in CPython's words.

mod names;
mod pattern;
mod target;

use pyaot_diagnostics::{Code, Diagnostic, Span};

use crate::ast::{
    Comprehension, Constant, ExceptHandler, Expr, ExprKind, FunctionDef, Keyword, MatchCase, Module, Name, Param,
    Parameters, Stmt, StmtKind, TypeParam, TypeParamKind,
};
use names::Names;

pub(crate) use target::describe;

/// CPython's CO_MAXBLOCKS.
const MAX_BLOCKS: u32 = 20;

const FUTURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Checks a module. `clean` says that it had no syntax error: otherwise parts of it are missing, and what depends on
/// them is not reported.
pub(crate) fn check(module: &Module, clean: bool) -> Vec<Diagnostic> {
    let mut checker = Checker {
        diagnostics: Vec::new(),
        scopes: vec![Scope::new(Kind::Module)],
        names: Names::new(names::declares(&module.body)),
    };
    checker.futures(&module.body);
    checker.body(&module.body);
    checker.names.close(&mut checker.diagnostics);
    if !clean {
        checker.diagnostics.retain(|d| !matches!(d.code, Code::E0301 | Code::E0302 | Code::E0303 | Code::E0304));
    }
    checker.diagnostics
}

struct Checker {
    diagnostics: Vec<Diagnostic>,
    scopes: Vec<Scope>,
    names: Names,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Class,
    Function { is_async: bool },
    Lambda,
    /// With what CPython calls it.
    Comprehension(&'static str),
}

struct Scope {
    kind: Kind,
    loops: u32,
    /// Loops, `with` and `try` around the present statement.
    blocks: u32,
    /// Inside `except*`: the number of loops outside of it.
    except_star: Option<u32>,
    yields: bool,
    returns_value: Option<Span>,
    /// In the iterable of a comprehension.
    iterables: u32,
    /// Variables that a comprehension's `for` binds.
    targets: Vec<Name>,
}

impl Scope {
    fn new(kind: Kind) -> Scope {
        Scope {
            kind,
            loops: 0,
            blocks: 0,
            except_star: None,
            yields: false,
            returns_value: None,
            iterables: 0,
            targets: Vec::new(),
        }
    }
}

impl Checker {
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("the module's scope stays")
    }

    fn enter(&mut self, kind: Kind) {
        self.scopes.push(Scope::new(kind));
        self.names.enter(kind);
    }

    fn leave(&mut self) -> Scope {
        self.names.leave();
        self.scopes.pop().expect("entered")
    }

    /// The kind of the innermost scope that is no comprehension.
    fn function(&self) -> Kind {
        let scope = self.scopes.iter().rev().find(|s| !matches!(s.kind, Kind::Comprehension(_)));
        scope.map_or(Kind::Module, |s| s.kind)
    }

    fn body(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn futures(&mut self, body: &[Stmt]) {
        let mut allowed = true;
        for (i, stmt) in body.iter().enumerate() {
            match &stmt.kind {
                StmtKind::ImportFrom { module: Some(module), names, level: 0 } if &**module == "__future__" => {
                    if !allowed {
                        let message = "from __future__ imports must occur at the beginning of the file";
                        self.error(Code::E0001, stmt.span, message);
                    }
                    for name in names {
                        match &*name.name {
                            "braces" => self.error(Code::E0001, stmt.span, "not a chance"),
                            feature if FUTURES.contains(&feature) => {}
                            feature => {
                                let message = format!("future feature {feature} is not defined");
                                self.error(Code::E0001, stmt.span, message);
                            }
                        }
                    }
                }
                StmtKind::Expr(Expr { kind: ExprKind::Constant(Constant::Str(_)), .. }) if i == 0 => {}
                _ => allowed = false,
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(f) => self.function_def(f),
            StmtKind::ClassDef(c) => {
                self.names.bind(&c.name);
                self.exprs(&c.decorators);
                self.elements(&c.bases);
                self.keywords(&c.keywords);
                self.type_params(&c.type_params);
                self.enter(Kind::Class);
                self.body(&c.body);
                self.leave();
            }
            StmtKind::Return(value) => self.return_stmt(span, value.as_ref()),
            StmtKind::Delete(targets) => targets.iter().for_each(|t| self.delete(t)),
            StmtKind::Assign { targets, value } => {
                self.assign(targets);
                self.expr(value);
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.augmented(target);
                self.expr(value);
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated(target, *simple);
                self.expr(annotation);
                self.opt(value.as_ref());
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                self.async_only(*is_async, span, "'async for' outside async function");
                self.target(target);
                self.expr(iter);
                self.block(span, |c| {
                    c.scope().loops += 1;
                    c.body(body);
                    c.scope().loops -= 1;
                });
                self.body(orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.block(span, |c| {
                    c.scope().loops += 1;
                    c.body(body);
                    c.scope().loops -= 1;
                });
                self.body(orelse);
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.body(body);
                self.body(orelse);
            }
            StmtKind::With { items, body, is_async } => {
                self.async_only(*is_async, span, "'async with' outside async function");
                for item in items {
                    self.expr(&item.context);
                    if let Some(target) = &item.target {
                        self.target(target);
                    }
                }
                self.block(span, |c| c.body(body));
            }
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => {
                self.opt(exc.as_ref());
                self.opt(cause.as_ref());
            }
            StmtKind::Try { body, handlers, orelse, finalbody, is_star } => {
                self.block(span, |c| c.body(body));
                self.handlers(handlers, *is_star);
                self.body(orelse);
                self.body(finalbody);
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test);
                self.opt(msg.as_ref());
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let bound = match &alias.asname {
                        Some(name) => name.clone(),
                        None => alias.name.split('.').next().unwrap_or(&alias.name).into(),
                    };
                    self.names.bind(&bound);
                }
            }
            StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    if &*alias.name == "*" {
                        if self.scope().kind != Kind::Module {
                            self.error(Code::E0204, alias.span, "import * only allowed at module level");
                        }
                    } else {
                        self.names.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                    }
                }
            }
            StmtKind::Global(names) => self.names.global(names, span, &mut self.diagnostics),
            StmtKind::Nonlocal(names) => self.names.nonlocal(names, span, &mut self.diagnostics),
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::TypeAlias { name, type_params, value } => {
                self.target(name);
                self.type_params(type_params);
                self.expr(value);
            }
            StmtKind::Pass => {}
            StmtKind::Break => self.jump(span, "'break' outside loop"),
            StmtKind::Continue => self.jump(span, "'continue' not properly in loop"),
        }
    }

    fn block(&mut self, span: Span, inside: impl FnOnce(&mut Checker)) {
        self.scope().blocks += 1;
        if self.scope().blocks == MAX_BLOCKS + 1 {
            self.error(Code::E0003, span, "too many statically nested blocks");
        }
        inside(self);
        self.scope().blocks -= 1;
    }

    fn jump(&mut self, span: Span, message: &str) {
        let scope = self.scope();
        if scope.loops == 0 {
            self.error(Code::E0303, span, message);
        } else if scope.except_star.is_some_and(|outside| scope.loops <= outside) {
            self.except_star_jump(span);
        }
    }

    fn except_star_jump(&mut self, span: Span) {
        let message = "'break', 'continue' and 'return' cannot appear in an except* block";
        self.error(Code::E0303, span, message);
    }

    fn return_stmt(&mut self, span: Span, value: Option<&Expr>) {
        let scope = self.scope();
        match scope.kind {
            Kind::Function { .. } => {
                if value.is_some() {
                    scope.returns_value = Some(span);
                }
                if scope.except_star.is_some() {
                    self.except_star_jump(span);
                }
            }
            _ => self.error(Code::E0301, span, "'return' outside function"),
        }
        self.opt(value);
    }

    fn function_def(&mut self, f: &FunctionDef) {
        self.names.bind(&f.name);
        self.exprs(&f.decorators);
        self.defaults(&f.params);
        self.opt(f.returns.as_ref());
        self.type_params(&f.type_params);
        self.enter(Kind::Function { is_async: f.is_async });
        self.params(&f.params);
        self.body(&f.body);
        let scope = self.leave();
        if f.is_async
            && scope.yields
            && let Some(span) = scope.returns_value
        {
            self.error(Code::E0202, span, "'return' with value in async generator");
        }
    }

    fn type_params(&mut self, params: &[TypeParam]) {
        for param in params {
            if let TypeParamKind::TypeVar { bound } = &param.kind {
                self.opt(bound.as_ref());
            }
        }
    }

    fn all_params(params: &Parameters) -> impl Iterator<Item = &Param> {
        let positional = params.posonly.iter().chain(&params.args);
        positional.chain(&params.vararg).chain(&params.kwonly).chain(&params.kwarg)
    }

    /// Defaults and annotations, which belong to the scope around the function.
    fn defaults(&mut self, params: &Parameters) {
        for param in Self::all_params(params) {
            match &param.annotation {
                // `*args: *Ts`
                Some(Expr { kind: ExprKind::Starred(value), .. }) => self.expr(value),
                annotation => self.opt(annotation.as_ref()),
            }
            self.opt(param.default.as_ref());
        }
    }

    fn params(&mut self, params: &Parameters) {
        for param in Self::all_params(params) {
            self.forbidden_name(&param.name, param.span, "assign to");
            self.names.param(&param.name);
        }
    }

    fn handlers(&mut self, handlers: &[ExceptHandler], is_star: bool) {
        let last = handlers.len().saturating_sub(1);
        for (i, handler) in handlers.iter().enumerate() {
            if handler.typ.is_none() && i < last {
                self.error(Code::E0001, handler.span, "default 'except:' must be last");
            }
            self.opt(handler.typ.as_ref());
            if let Some(name) = &handler.name {
                self.forbidden_name(name, handler.span, "assign to");
                self.names.bind(name);
            }
            let outside = self.scope().except_star;
            if is_star {
                let loops = self.scope().loops;
                self.scope().except_star = Some(loops);
            }
            self.block(handler.span, |c| c.body(&handler.body));
            self.scope().except_star = outside;
        }
    }

    fn match_stmt(&mut self, subject: &Expr, cases: &[MatchCase]) {
        self.starred_tuple(subject);
        pattern::irrefutable(cases, &mut self.diagnostics);
        for case in cases {
            pattern::captures(&case.pattern, &mut self.diagnostics, &mut |name| self.names.bind(name));
            self.opt(case.guard.as_ref());
            self.body(&case.body);
        }
    }

    /// `subject` of a `match` may be `*a` alone, which makes a tuple.
    fn starred_tuple(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Starred(value) => self.expr(value),
            _ => self.expr(expr),
        }
    }

    fn async_only(&mut self, is_async: bool, span: Span, message: &str) {
        if is_async && self.function() != (Kind::Function { is_async: true }) {
            self.error(Code::E0202, span, message);
        }
    }

    fn opt(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn exprs(&mut self, list: &[Expr]) {
        for expr in list {
            self.expr(expr);
        }
    }

    /// Elements of a display or arguments of a call, where `*x` may stand.
    fn elements(&mut self, list: &[Expr]) {
        for expr in list {
            match &expr.kind {
                ExprKind::Starred(value) => self.expr(value),
                _ => self.expr(expr),
            }
        }
    }

    fn keywords(&mut self, keywords: &[Keyword]) {
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                self.forbidden_name(name, keyword.span, "assign to");
            }
            self.expr(&keyword.value);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => self.names.read(name),
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::Named { target, target_span, value } => {
                self.walrus(target, *target_span, span);
                self.expr(value);
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { params, body } => {
                self.defaults(params);
                self.enter(Kind::Lambda);
                self.params(params);
                self.expr(body);
                self.leave();
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test);
                self.expr(body);
                self.expr(orelse);
            }
            ExprKind::Dict { keys, values } => {
                for key in keys {
                    self.opt(key.as_ref());
                }
                self.exprs(values);
            }
            ExprKind::Set(elts) | ExprKind::List(elts) | ExprKind::Tuple(elts) => self.elements(elts),
            ExprKind::ListComp { elt, generators } => {
                self.comprehension("list comprehension", span, generators, &[elt]);
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension("set comprehension", span, generators, &[elt]);
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension("generator expression", span, generators, &[elt]);
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension("dict comprehension", span, generators, &[key, value]);
            }
            ExprKind::Await(value) => {
                self.awaits(span);
                self.expr(value);
            }
            ExprKind::Yield(value) => {
                self.yields(span);
                self.opt(value.as_deref());
            }
            ExprKind::YieldFrom(value) => {
                if self.scope().kind == (Kind::Function { is_async: true }) {
                    self.error(Code::E0202, span, "'yield from' inside async function");
                } else {
                    self.yields(span);
                }
                self.expr(value);
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left);
                self.exprs(comparators);
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func);
                self.elements(args);
                self.keywords(keywords);
            }
            ExprKind::JoinedStr(parts) => self.exprs(parts),
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value);
                self.opt(format_spec.as_deref());
            }
            ExprKind::Attribute { value, .. } => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Starred(value) => {
                self.error(Code::E0001, span, "can't use starred expression here");
                self.expr(value);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt(lower.as_deref());
                self.opt(upper.as_deref());
                self.opt(step.as_deref());
            }
        }
    }

    fn yields(&mut self, span: Span) {
        match self.scope().kind {
            Kind::Module | Kind::Class => self.error(Code::E0302, span, "'yield' outside function"),
            Kind::Comprehension(what) => self.error(Code::E0302, span, format!("'yield' inside {what}")),
            Kind::Function { .. } | Kind::Lambda => self.scope().yields = true,
        }
    }

    fn awaits(&mut self, span: Span) {
        let scopes = self.scopes.iter().rev();
        let mut comprehensions = scopes.map_while(|s| match s.kind {
            Kind::Comprehension(what) => Some(what),
            _ => None,
        });
        let first = comprehensions.next();
        // In a generator expression it makes an asynchronous generator.
        let generator = first.into_iter().chain(comprehensions).any(|what| what == "generator expression");
        match self.function() {
            Kind::Function { is_async: true } => {}
            _ if generator => {}
            _ if first.is_some() => {
                let message = "asynchronous comprehension outside of an asynchronous function";
                self.error(Code::E0202, span, message);
            }
            Kind::Function { .. } | Kind::Lambda => {
                self.error(Code::E0202, span, "'await' outside async function");
            }
            _ => self.error(Code::E0302, span, "'await' outside function"),
        }
    }

    fn comprehension(&mut self, what: &'static str, span: Span, generators: &[Comprehension], elements: &[&Expr]) {
        let is_async = generators.iter().any(|g| g.is_async);
        if is_async && what != "generator expression" && self.function() != (Kind::Function { is_async: true }) {
            let message = "asynchronous comprehension outside of an asynchronous function";
            self.error(Code::E0202, span, message);
        }
        // The first iterable is evaluated outside.
        if let [first, ..] = generators {
            self.scope().iterables += 1;
            self.expr(&first.iter);
            self.scope().iterables -= 1;
        }
        self.enter(Kind::Comprehension(what));
        for generator in generators {
            self.target(&generator.target);
            let mut targets = std::mem::take(&mut self.scope().targets);
            target::bound(&generator.target, &mut targets);
            self.scope().targets = targets;
        }
        for (i, generator) in generators.iter().enumerate() {
            if i > 0 {
                self.scope().iterables += 1;
                self.expr(&generator.iter);
                self.scope().iterables -= 1;
            }
            self.exprs(&generator.ifs);
        }
        for element in elements {
            match &element.kind {
                ExprKind::Starred(value) => {
                    self.error(Code::E0001, element.span, "iterable unpacking cannot be used in comprehension");
                    self.expr(value);
                }
                _ => self.expr(element),
            }
        }
        self.leave();
    }

    fn walrus(&mut self, target: &Name, target_span: Span, span: Span) {
        self.forbidden_name(target, target_span, "assign to");
        if self.scopes.iter().rev().take_while(|s| s.kind != Kind::Lambda).any(|s| s.iterables > 0) {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            self.error(Code::E0001, span, message);
            return;
        }
        let comprehensions: Vec<&Scope> =
            self.scopes.iter().rev().take_while(|s| matches!(s.kind, Kind::Comprehension(_))).collect();
        if comprehensions.iter().any(|s| s.targets.contains(target)) {
            let message =
                format!("assignment expression cannot rebind comprehension iteration variable '{target}'");
            self.error(Code::E0001, span, message);
            return;
        }
        if !comprehensions.is_empty() && self.function() == Kind::Class {
            let message = "assignment expression within a comprehension cannot be used in a class body";
            self.error(Code::E0001, span, message);
            return;
        }
        self.names.bind_outside_comprehension(target);
    }
}
