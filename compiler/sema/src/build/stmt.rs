//! Statements.

use pyaot_diagnostics::Code;
use pyaot_syntax::ast::{ExceptHandler, Expr, ExprKind, Stmt, StmtKind, WithItem};

use super::Ctx;
use super::ctl::{Ctl, Leave};
use crate::hir::*;

impl<'a> Ctx<'a, '_, '_> {
    pub fn stmts(&mut self, body: &'a [Stmt]) {
        for s in body {
            self.stmt(s);
        }
    }

    pub fn stmt(&mut self, s: &'a Stmt) {
        self.at(s.span);
        if self.left_statement(s) {
            return;
        }
        let from = self.w.diagnostics.len();
        self.stmt_here(s);
        self.note_left_statement(s, from);
    }

    fn stmt_here(&mut self, s: &'a Stmt) {
        match &s.kind {
            StmtKind::FunctionDef(f) => self.function_def(s, f),
            StmtKind::ClassDef(c) => self.class_def(s, c),
            StmtKind::Return(e) => {
                let v = e.as_ref().map(|e| {
                    let v = self.expr(e);
                    let var = self.new_var(".return");
                    self.store_var(var, v);
                    var
                });
                self.leave(Leave::Return(v));
            }
            StmtKind::Delete(es) => es.iter().for_each(|e| self.delete(e)),
            StmtKind::Assign { targets, value } => {
                let v = self.expr(value);
                if let [t] = &targets[..] {
                    self.assign(t, v);
                } else {
                    let var = self.new_var(".value");
                    self.store_var(var, v);
                    for t in targets {
                        let v = self.load_var(var);
                        self.assign(t, v);
                    }
                }
            }
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, *op, value),
            StmtKind::AnnAssign { target, value, .. } => {
                if let Some(v) = value {
                    let v = self.expr(v);
                    self.assign(target, v);
                }
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                if *is_async {
                    self.unsupported(Code::E0202, s.span, "`async for` is not supported yet", "use an ordinary loop");
                    return;
                }
                if self.loop_of_rounds(s) {
                    return;
                }
                let l = self.loop_start(iter);
                let es = self.loop_elements(&l);
                self.at(s.span);
                self.loop_bind(target, &l, es);
                let after = self.new_block();
                self.ctl.push(Ctl::Loop { brk: after, cont: l.head });
                self.stmts(body);
                self.ctl.pop();
                self.jump(l.head);
                self.switch_to(l.exit);
                self.stmts(orelse);
                self.jump(after);
                self.switch_to(after);
            }
            StmtKind::While { test, body, orelse } => {
                let (head, then, els, after) = (self.new_block(), self.new_block(), self.new_block(), self.new_block());
                self.jump(head);
                self.switch_to(head);
                if self.unwind().is_some() {
                    self.emit0(Op::Poll, vec![]);
                }
                self.condition(test, then, els);
                self.switch_to(then);
                self.ctl.push(Ctl::Loop { brk: after, cont: head });
                self.stmts(body);
                self.ctl.pop();
                self.jump(head);
                self.switch_to(els);
                self.stmts(orelse);
                self.jump(after);
                self.switch_to(after);
            }
            // For type checkers only: never run.
            StmtKind::If { test, orelse, .. } if is_type_checking(test) => self.stmts(orelse),
            StmtKind::If { test, body, orelse } => {
                let (then, els, after) = (self.new_block(), self.new_block(), self.new_block());
                self.condition(test, then, els);
                self.switch_to(then);
                self.stmts(body);
                self.jump(after);
                self.switch_to(els);
                self.stmts(orelse);
                self.jump(after);
                self.switch_to(after);
            }
            StmtKind::With { items, body, is_async } => {
                if *is_async {
                    self.unsupported(Code::E0202, s.span, "`async with` is not supported yet", "use an ordinary `with`");
                    return;
                }
                self.with(s, items, body);
            }
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => {
                match exc {
                    None => self.emit0(Op::Reraise, vec![]),
                    Some(e) => {
                        let es: Vec<&Expr> = std::iter::once(e).chain(cause).collect();
                        let vs = self.operands(&es);
                        self.at(s.span);
                        self.emit0(Op::Raise, vs);
                    }
                }
                self.terminate(Term::Unreachable);
            }
            StmtKind::Try { body, handlers, orelse, finalbody, is_star } => {
                if *is_star {
                    self.unsupported(Code::E0203, s.span, "`except*` is not supported yet", "use `except`");
                    return;
                }
                self.try_finally(body, handlers, orelse, finalbody);
            }
            StmtKind::Assert { test, msg } => {
                let (ok, fail) = (self.new_block(), self.new_block());
                self.condition(test, ok, fail);
                self.switch_to(fail);
                let vs = msg.iter().map(|m| self.expr(m)).collect();
                self.at(last_comparison(test).map_or(s.span, |e| e.span));
                self.emit0(Op::AssertFail, vs);
                self.terminate(Term::Unreachable);
                self.switch_to(ok);
            }
            StmtKind::Import(names) => self.import(s.span, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(s.span, module.as_ref(), names, *level),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => {}
            StmtKind::Expr(e) => {
                self.expr(e);
            }
            StmtKind::TypeAlias { name, .. } => {
                let v = self.const_none();
                self.assign(name, v);
            }
            StmtKind::Break => self.leave(Leave::Break),
            StmtKind::Continue => self.leave(Leave::Continue),
        }
    }

    fn try_finally(&mut self, body: &'a [Stmt], handlers: &'a [ExceptHandler], orelse: &'a [Stmt], finalbody: &'a [Stmt]) {
        if finalbody.is_empty() {
            return self.try_except(body, handlers, orelse);
        }
        let handler = self.new_block();
        self.ctl.push(Ctl::Finally { handler, body: finalbody });
        if handlers.is_empty() {
            self.stmts(body);
        } else {
            self.try_except(body, handlers, orelse);
        }
        self.ctl.pop();
        let after = self.new_block();
        if !self.is_dead() {
            self.stmts(finalbody);
            self.jump(after);
        }
        // The exceptional path.
        self.switch_to(handler);
        let e = self.emit(Op::ExcTake, vec![]);
        let var = self.new_var(".exc");
        self.store_var(var, e);
        let cleanup = self.new_block();
        self.ctl.push(Ctl::Handling { cleanup });
        self.stmts(finalbody);
        self.ctl.pop();
        if !self.is_dead() {
            self.emit0(Op::ExcPop, vec![]);
            let e = self.load_var(var);
            self.emit0(Op::ExcRestore, vec![e]);
            self.terminate(Term::Unreachable);
        }
        self.build_cleanup(cleanup);
        self.switch_to(after);
    }

    fn try_except(&mut self, body: &'a [Stmt], handlers: &'a [ExceptHandler], orelse: &'a [Stmt]) {
        let handler = self.new_block();
        let after = self.new_block();
        self.ctl.push(Ctl::Body { handler });
        self.stmts(body);
        self.ctl.pop();
        if !self.is_dead() {
            self.stmts(orelse);
            self.jump(after);
        }
        self.switch_to(handler);
        let e = self.emit(Op::ExcTake, vec![]);
        let var = self.new_var(".exc");
        self.store_var(var, e);
        let cleanup = self.new_block();
        self.ctl.push(Ctl::Handling { cleanup });
        for h in handlers {
            let next = self.new_block();
            if let Some(t) = &h.typ {
                self.at(h.span);
                let cls = self.expr(t);
                let e = self.load_var(var);
                let m = self.emit(Op::ExcMatch, vec![e, cls]);
                let then = self.new_block();
                self.branch(m, then, next);
                self.switch_to(then);
            }
            match &h.name {
                None => self.stmts(&h.body),
                Some(n) => {
                    let e = self.load_var(var);
                    self.store_variable(n, e);
                    // The name is deleted when the handler ends, however it ends; it may be gone already.
                    self.stmts(&h.body);
                    if !self.is_dead() {
                        let none = self.const_none();
                        self.store_variable(n, none);
                        self.delete_name(n);
                    }
                }
            }
            if !self.is_dead() {
                self.emit0(Op::ExcPop, vec![]);
                self.jump(after);
            }
            self.switch_to(next);
            if h.typ.is_none() {
                break;
            }
        }
        self.ctl.pop();
        if !self.is_dead() {
            // No handler matched.
            self.emit0(Op::ExcPop, vec![]);
            let e = self.load_var(var);
            self.emit0(Op::ExcRestore, vec![e]);
            self.terminate(Term::Unreachable);
        }
        self.build_cleanup(cleanup);
        self.switch_to(after);
    }

    /// PEP 343.
    fn with(&mut self, s: &'a Stmt, items: &'a [WithItem], body: &'a [Stmt]) {
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        self.at(s.span);
        let m = self.expr(&item.context);
        self.emit0(Op::WithCheck, vec![m]);
        let exit_fn = self.emit(Op::GetAttr("__exit__".into()), vec![m]);
        let exit = self.new_var(".exit");
        self.store_var(exit, exit_fn);
        let v = self.emit(Op::CallMethod { name: "__enter__".into(), kw: [].into() }, vec![m]);
        let (handler, after) = (self.new_block(), self.new_block());
        self.ctl.push(Ctl::With { handler, exit });
        if let Some(t) = &item.target {
            self.assign(t, v);
        }
        self.with(s, rest, body);
        self.ctl.pop();
        if !self.is_dead() {
            self.at(s.span);
            self.with_exit_normal(exit);
            self.jump(after);
        }
        self.switch_to(handler);
        self.at(s.span);
        let e = self.emit(Op::ExcTake, vec![]);
        let var = self.new_var(".exc");
        self.store_var(var, e);
        let cleanup = self.new_block();
        self.ctl.push(Ctl::Handling { cleanup });
        let typ = self.emit(Op::GetAttr("__class__".into()), vec![e]);
        let tb = self.emit(Op::GetAttr("__traceback__".into()), vec![e]);
        let f = self.load_var(exit);
        let r = self.emit(Op::Call { kw: [].into() }, vec![f, typ, e, tb]);
        let t = self.emit(Op::Truth, vec![r]);
        self.ctl.pop();
        let (swallow, again) = (self.new_block(), self.new_block());
        self.branch(t, swallow, again);
        self.switch_to(again);
        self.emit0(Op::ExcPop, vec![]);
        let e = self.load_var(var);
        self.emit0(Op::ExcRestore, vec![e]);
        self.terminate(Term::Unreachable);
        self.switch_to(swallow);
        self.emit0(Op::ExcPop, vec![]);
        self.jump(after);
        self.build_cleanup(cleanup);
        self.switch_to(after);
    }
}

/// The comparison that CPython blames a failed assertion on, if there is one.
fn last_comparison(test: &Expr) -> Option<&Expr> {
    match &test.kind {
        ExprKind::Compare { .. } => Some(test),
        ExprKind::UnaryOp { op: UnaryOp::Not, operand } => last_comparison(operand),
        ExprKind::BoolOp { values, .. } => values.iter().rev().find_map(last_comparison),
        ExprKind::IfExp { test, body, orelse } => [orelse, body, test].into_iter().find_map(|e| last_comparison(e)),
        _ => None,
    }
}

/// `TYPE_CHECKING` or `typing.TYPE_CHECKING` (PEP 484): false at run time.
fn is_type_checking(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Name(n) => &**n == "TYPE_CHECKING",
        ExprKind::Attribute { value, attr, .. } => &**attr == "TYPE_CHECKING" && matches!(&value.kind, ExprKind::Name(n) if &**n == "typing"),
        _ => false,
    }
}
