//! What cannot be compiled and is left to CPython: whole functions, and builtins that need its compiler.
//!
//! A function at the top of a module or in a class of it, with all that is inside of it, is given to CPython as text, which makes a
//! function of it whose global variables are the module's. The first build finds out which functions these are ([`Left`]), the next
//! one leaves them out.

use pyaot_diagnostics::{Code, Span};
use pyaot_syntax::ast::{self, Expr, ExprKind, FunctionDef, Keyword, Stmt, StmtKind};

use super::Ctx;
use crate::hir::*;
use crate::scope::{self, Place};

/// A function that cannot be compiled, or a statement of a module's own code.
pub struct Left {
    pub function: Span,
    pub name: Name,
    /// Which of the diagnostics say why.
    pub reasons: std::ops::Range<usize>,
}

/// Some function of these statements is left to CPython.
pub(super) fn any(body: &[Stmt], is_left: &dyn Fn(Span) -> bool) -> bool {
    body.iter().any(|s| match &s.kind {
        _ if is_left(s.span) => true,
        StmtKind::ClassDef(c) => any(&c.body, is_left),
        StmtKind::If { body, orelse, .. } | StmtKind::While { body, orelse, .. } | StmtKind::For { body, orelse, .. } => any(body, is_left) || any(orelse, is_left),
        StmtKind::With { body, .. } => any(body, is_left),
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            [body, orelse, finalbody].into_iter().chain(handlers.iter().map(|h| &h.body)).any(|b| any(b, is_left))
        }
        _ => false,
    })
}

/// A star import of these statements is left to CPython: it may bind any name, those of builtins among them.
pub(super) fn any_star(body: &[Stmt], is_left: &dyn Fn(Span) -> bool) -> bool {
    body.iter().any(|s| matches!(&s.kind, StmtKind::ImportFrom { names, .. } if names.iter().any(|a| &*a.name == "*")) && is_left(s.span))
}

/// A text with a name behind `@`.
fn names_variable(text: &Expr) -> bool {
    match &text.kind {
        ExprKind::Constant(ast::Constant::Str(s)) => (0..s.0.len()).any(|k| {
            let is_part = |c: &u8| c.is_ascii_alphanumeric() || *c == b'_';
            s.0[k] == b'@' && !s.0[..k].last().is_some_and(is_part) && s.0.get(k + 1).is_some_and(is_part)
        }),
        ExprKind::JoinedStr(parts) => parts.iter().any(names_variable),
        ExprKind::BinOp { left, right, .. } => names_variable(left) || names_variable(right),
        _ => false,
    }
}

impl<'a> Ctx<'a, '_, '_> {
    /// The statement stands in no function.
    fn is_outermost(&self) -> bool {
        self.outer.len() == 1
    }

    /// The function as CPython makes it, if it is one that is left.
    pub fn left_function(&mut self, s: &Stmt, f: &FunctionDef) -> Option<V> {
        if !self.is_outermost() || !self.w.loader.is_left(s.span) {
            return None;
        }
        // With its indentation, so that columns are the text's.
        let indent = (self.w.loader.pos(s.span).cols & 0xFFFF).saturating_sub(1);
        let text = self.w.loader.text(Span::new(s.span.file, s.span.start - indent, s.span.end));
        let module = &self.w.program.modules[self.module.index()];
        let (name, file) = (module.name.clone(), module.file.clone());
        let line = i64::from(self.w.loader.line(s.span));
        let qual = self.qual.clone();
        let has_texts = self.scopes.imported_as.contains_key("annotations") && self.scopes.imported_as["annotations"].starts_with("__future__");
        let mut given: Vec<V> = [&*name, &*file, &*qual, &*f.name, &*text].into_iter().map(|t| self.const_str(t)).collect();
        given.push(self.emit(Op::Const(Constant::Int(line)), vec![]));
        given.push(self.emit(Op::Bool(has_texts), vec![]));
        self.see_module();
        Some(self.bridge("function", given))
    }

    /// Notes the function at hand if it is one to be left: diagnostics from that number on are about it.
    pub fn note_left(&mut self, s: &Stmt, f: &FunctionDef, from: usize) {
        if self.is_for_cpython(from) {
            let reasons = from..self.w.diagnostics.len();
            self.w.left.push(Left { function: s.span, name: f.name.clone(), reasons });
        }
    }

    /// Has CPython run the statement, if it is one of the module's own code that is left. A class with it is CPython's.
    pub fn left_statement(&mut self, s: &Stmt) -> bool {
        if self.scope != scope::MODULE || matches!(s.kind, StmtKind::FunctionDef(_)) || !self.w.loader.is_left(s.span) {
            return false;
        }
        if let StmtKind::ClassDef(c) = &s.kind {
            self.w.foreign_classes.insert((self.module, c.name.clone()));
        }
        let indent = (self.w.loader.pos(s.span).cols & 0xFFFF).saturating_sub(1);
        let text = self.w.loader.text(Span::new(s.span.file, s.span.start - indent, s.span.end));
        let module = &self.w.program.modules[self.module.index()];
        let (name, file) = (module.name.clone(), module.file.clone());
        let mut given: Vec<V> = [&*name, &*file, &*text].into_iter().map(|t| self.const_str(t)).collect();
        given.push(self.emit(Op::Const(Constant::Int(i64::from(self.w.loader.line(s.span)))), vec![]));
        self.see_module();
        self.bridge("statement", given);
        true
    }

    /// Notes the statement at hand if it is one to be left: it has errors outside of the functions in it that are left.
    pub fn note_left_statement(&mut self, s: &Stmt, from: usize) {
        if self.w.diagnostics.len() == from || self.scope != scope::MODULE || matches!(s.kind, StmtKind::FunctionDef(_)) || !self.is_for_cpython(from) {
            return;
        }
        let here = self.w.left.iter().position(|l| l.reasons.start >= from).unwrap_or(self.w.left.len());
        let is_open = |k: usize| self.w.diagnostics[k].is_error() && !self.w.left[here..].iter().any(|l| l.reasons.contains(&k));
        if (from..self.w.diagnostics.len()).any(is_open) {
            self.w.left.truncate(here);
            let name = if let StmtKind::ClassDef(c) = &s.kind { c.name.clone() } else { "<module>".into() };
            self.w.left.push(Left { function: s.span, name, reasons: from..self.w.diagnostics.len() });
        }
    }

    /// All errors from that diagnostic on are about what CPython can run.
    fn is_for_cpython(&self, from: usize) -> bool {
        let mut errors = self.w.diagnostics[from..].iter().filter(|d| d.is_error()).peekable();
        self.is_outermost() && self.w.program.has_cpython && errors.peek().is_some() && errors.all(|d| matches!(d.code, Code::E0201 | Code::E0202 | Code::E0203))
    }

    /// A builtin that only CPython has, where it needs no frame of its own: `compile`, `memoryview`.
    pub fn builtin_of_cpython(&mut self, e: &Expr, n: &Name) -> Option<V> {
        if !self.w.program.has_cpython || !matches!(&**n, "compile" | "memoryview" | "__import__" | "breakpoint" | "aiter" | "anext") {
            return None;
        }
        self.w.foreign.push((e.span, format!("builtins.{n}").as_str().into()));
        let (module, name) = (self.const_str("builtins"), self.const_str(n));
        Some(self.bridge("import_from", vec![module, name]))
    }

    /// `eval` and `exec` with namespaces of their own; `eval` in module code, whose variables are the module's.
    pub fn evaluation(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> Option<V> {
        let ExprKind::Name(n) = &func.kind else { return None };
        let is_known = !self.w.starred.contains(&self.module) && matches!(&**n, "exec" | "eval") && matches!(self.scopes.lookup(self.scope, n), Place::Global) && self.global(n).is_none();
        let has_space = args.len() >= 2 || &**n == "eval" && self.scope == scope::MODULE && args.len() == 1;
        let is_plain = keywords.is_empty() && !args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_)));
        if !(is_known && has_space && is_plain && self.w.program.has_cpython) {
            return None;
        }
        self.w.foreign.push((e.span, format!("builtins.{n}").as_str().into()));
        self.see_module();
        let module = self.w.program.modules[self.module.index()].name.clone();
        let given = [&*module, &**n].map(|t| self.const_str(t)).to_vec();
        let f = self.bridge("evaluator", given);
        let args = self.operands(&args.iter().collect::<Vec<_>>());
        self.at(e.span);
        Some(self.emit(Op::Call { kw: [].into() }, [vec![f], args].concat()))
    }

    /// What `timeit` does with texts is CPython's.
    pub fn timed_text(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> Option<V> {
        let name = self.scopes.times_text(func, args, keywords).filter(|_| self.w.program.has_cpython)?;
        if args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) || keywords.iter().any(|k| k.arg.is_none()) {
            return None;
        }
        let f = self.foreign_name(func.span, "timeit", &name);
        let given: Vec<&Expr> = args.iter().chain(keywords.iter().map(|k| &k.value)).collect();
        let values = self.operands(&given);
        self.at(e.span);
        let kw = keywords.iter().filter_map(|k| k.arg.clone()).collect();
        Some(self.emit(Op::Call { kw }, [vec![f], values].concat()))
    }

    /// `frame.query("a > @limit")`: the library looks for variables of the function that calls it by their names.
    pub fn caller_looked_into(&mut self, e: &Expr, func: &Expr, args: &[Expr]) -> Option<V> {
        let ExprKind::Attribute { attr, .. } = &func.kind else { return None };
        let is_such = self.has_public_names && self.w.program.has_cpython && matches!(&**attr, "query" | "eval") && args.first().is_some_and(names_variable);
        is_such.then(|| self.unsupported(Code::E0203, e.span, "the text names variables of its caller", "write their values into the text"))
    }

    /// Code of CPython's sees the module's variables, and may set them.
    fn see_module(&mut self) {
        if !self.w.program.seen_modules.contains(&self.module) {
            self.w.program.seen_modules.push(self.module);
        }
    }
}
