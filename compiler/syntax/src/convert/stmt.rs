//! Statements.

use pyaot_diagnostics::Span;
use rustpython_parser::ast::{self as rp, Ranged};

use super::Converter;
use super::expr::bin_op;
use crate::token::T;
use crate::ast::{Alias, ClassDef, ExceptHandler, Expr, ExprKind, FunctionDef, MatchCase, Stmt, StmtKind, TypeParam, TypeParamKind, WithItem};

impl Converter<'_> {
    pub(super) fn stmt(&mut self, stmt: rp::Stmt) -> Stmt {
        let span = self.span(stmt.range());
        Stmt { span, kind: self.stmt_kind(stmt, span) }
    }

    fn stmt_kind(&mut self, stmt: rp::Stmt, span: Span) -> StmtKind {
        match stmt {
            rp::Stmt::FunctionDef(s) => StmtKind::FunctionDef(Box::new(FunctionDef {
                name_span: self.definition_name(span),
                name: self.name(s.name),
                type_params: self.type_params(s.type_params),
                params: self.parameters(*s.args),
                decorators: self.exprs(s.decorator_list),
                returns: self.opt(s.returns),
                body: self.body(s.body),
                is_async: false,
            })),
            rp::Stmt::AsyncFunctionDef(s) => StmtKind::FunctionDef(Box::new(FunctionDef {
                name_span: self.definition_name(span),
                name: self.name(s.name),
                type_params: self.type_params(s.type_params),
                params: self.parameters(*s.args),
                decorators: self.exprs(s.decorator_list),
                returns: self.opt(s.returns),
                body: self.body(s.body),
                is_async: true,
            })),
            rp::Stmt::ClassDef(s) => StmtKind::ClassDef(Box::new(ClassDef {
                name_span: self.definition_name(span),
                name: self.name(s.name),
                type_params: self.type_params(s.type_params),
                bases: self.exprs(s.bases),
                keywords: self.keywords(s.keywords),
                decorators: self.exprs(s.decorator_list),
                body: self.body(s.body),
            })),
            rp::Stmt::Return(s) => StmtKind::Return(self.opt(s.value)),
            rp::Stmt::Delete(s) => StmtKind::Delete(self.exprs(s.targets)),
            rp::Stmt::Assign(s) => StmtKind::Assign { targets: self.exprs(s.targets), value: self.expr(*s.value) },
            rp::Stmt::TypeAlias(s) => StmtKind::TypeAlias {
                name: self.expr(*s.name),
                type_params: self.type_params(s.type_params),
                value: self.expr(*s.value),
            },
            rp::Stmt::AugAssign(s) => StmtKind::AugAssign {
                target: self.expr(*s.target),
                op: bin_op(s.op),
                value: self.expr(*s.value),
            },
            rp::Stmt::AnnAssign(s) => {
                let target = self.expr(*s.target);
                // `(x): int` declares nothing.
                let simple = s.simple && target.span.start == span.start;
                StmtKind::AnnAssign {
                    target,
                    annotation: self.expr(*s.annotation),
                    value: self.opt(s.value),
                    simple,
                }
            }
            rp::Stmt::For(s) => StmtKind::For {
                target: self.expr(*s.target),
                iter: self.expr(*s.iter),
                body: self.body(s.body),
                orelse: self.body(s.orelse),
                is_async: false,
            },
            rp::Stmt::AsyncFor(s) => StmtKind::For {
                target: self.expr(*s.target),
                iter: self.expr(*s.iter),
                body: self.body(s.body),
                orelse: self.body(s.orelse),
                is_async: true,
            },
            rp::Stmt::While(s) => StmtKind::While {
                test: self.expr(*s.test),
                body: self.body(s.body),
                orelse: self.body(s.orelse),
            },
            rp::Stmt::If(s) => StmtKind::If {
                test: self.expr(*s.test),
                body: self.body(s.body),
                orelse: self.body(s.orelse),
            },
            rp::Stmt::With(s) => {
                StmtKind::With { items: self.with_items(s.items), body: self.body(s.body), is_async: false }
            }
            rp::Stmt::AsyncWith(s) => {
                StmtKind::With { items: self.with_items(s.items), body: self.body(s.body), is_async: true }
            }
            rp::Stmt::Match(s) => {
                StmtKind::Match { subject: self.subject(*s.subject, span), cases: self.cases(s.cases) }
            }
            rp::Stmt::Raise(s) => StmtKind::Raise { exc: self.opt(s.exc), cause: self.opt(s.cause) },
            rp::Stmt::Try(s) => StmtKind::Try {
                body: self.body(s.body),
                handlers: self.handlers(s.handlers),
                orelse: self.body(s.orelse),
                finalbody: self.body(s.finalbody),
                is_star: false,
            },
            rp::Stmt::TryStar(s) => StmtKind::Try {
                body: self.body(s.body),
                handlers: self.handlers(s.handlers),
                orelse: self.body(s.orelse),
                finalbody: self.body(s.finalbody),
                is_star: true,
            },
            rp::Stmt::Assert(s) => StmtKind::Assert { test: self.expr(*s.test), msg: self.opt(s.msg) },
            rp::Stmt::Import(s) => StmtKind::Import(self.aliases(s.names)),
            rp::Stmt::ImportFrom(s) => StmtKind::ImportFrom {
                module: s.module.map(|m| self.name(m)),
                names: self.aliases(s.names),
                level: s.level.map_or(0, |l| l.to_u32()),
            },
            rp::Stmt::Global(s) => StmtKind::Global(s.names.into_iter().map(|n| self.name(n)).collect()),
            rp::Stmt::Nonlocal(s) => StmtKind::Nonlocal(s.names.into_iter().map(|n| self.name(n)).collect()),
            rp::Stmt::Expr(s) => StmtKind::Expr(self.expr(*s.value)),
            rp::Stmt::Pass(_) => StmtKind::Pass,
            rp::Stmt::Break(_) => StmtKind::Break,
            rp::Stmt::Continue(_) => StmtKind::Continue,
        }
    }

    fn type_params(&mut self, params: Vec<rp::TypeParam>) -> Vec<TypeParam> {
        let convert = |p: rp::TypeParam| {
            let span = self.span(p.range());
            let (name, kind) = match p {
                rp::TypeParam::TypeVar(p) => (p.name, TypeParamKind::TypeVar { bound: self.opt(p.bound) }),
                rp::TypeParam::ParamSpec(p) => (p.name, TypeParamKind::ParamSpec),
                rp::TypeParam::TypeVarTuple(p) => (p.name, TypeParamKind::TypeVarTuple),
            };
            TypeParam { span, name: self.name(name), kind }
        };
        params.into_iter().map(convert).collect()
    }

    fn with_items(&mut self, items: Vec<rp::WithItem>) -> Vec<WithItem> {
        let convert =
            |i: rp::WithItem| WithItem { context: self.expr(i.context_expr), target: self.opt(i.optional_vars) };
        items.into_iter().map(convert).collect()
    }

    /// `match x,:` has a tuple, but the library drops the comma; and gives tuples without brackets the span of the
    /// statement.
    fn subject(&mut self, subject: rp::Expr, stmt: Span) -> Expr {
        let mut subject = self.expr(subject);
        if let ExprKind::Tuple(elts) = &subject.kind
            && let Some(last) = elts.last()
            && subject.span == stmt
        {
            let first = self.lexed.tokens.partition_point(|t| t.start <= stmt.start);
            let after = self.lexed.tokens.partition_point(|t| t.start < last.span.end);
            let closing = self.lexed.tokens[after..].iter().take_while(|t| matches!(t.kind, T::Rpar | T::Comma));
            subject.span.end = closing.last().map_or(last.span.end, |t| t.end);
            subject.span.start = self.lexed.tokens.get(first).map_or(stmt.start, |t| t.start);
            return subject;
        }
        let after = self.lexed.tokens.partition_point(|t| t.start < subject.span.end);
        match self.lexed.tokens.get(after) {
            Some(comma) if comma.kind == T::Comma => {
                let span = Span { end: comma.end, ..subject.span };
                Expr { span, kind: ExprKind::Tuple(vec![subject]) }
            }
            _ => subject,
        }
    }

    fn cases(&mut self, cases: Vec<rp::MatchCase>) -> Vec<MatchCase> {
        let convert = |c: rp::MatchCase| MatchCase {
            pattern: self.pattern(c.pattern),
            guard: self.opt(c.guard),
            body: self.body(c.body),
        };
        cases.into_iter().map(convert).collect()
    }

    fn handlers(&mut self, handlers: Vec<rp::ExceptHandler>) -> Vec<ExceptHandler> {
        let convert = |rp::ExceptHandler::ExceptHandler(h): rp::ExceptHandler| ExceptHandler {
            span: self.span(h.range),
            typ: self.opt(h.type_),
            name: h.name.map(|n| self.name(n)),
            body: self.body(h.body),
        };
        handlers.into_iter().map(convert).collect()
    }

    fn aliases(&mut self, names: Vec<rp::Alias>) -> Vec<Alias> {
        let convert = |a: rp::Alias| Alias {
            span: self.span(a.range),
            name: self.name(a.name),
            asname: a.asname.map(|n| self.name(n)),
        };
        names.into_iter().map(convert).collect()
    }
}
