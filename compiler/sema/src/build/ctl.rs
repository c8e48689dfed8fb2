//! What surrounds a statement: loops, handlers, `finally`, and how control leaves them.

use pyaot_syntax::ast::Stmt;

use super::Ctx;
use crate::hir::*;

#[derive(Clone, Copy)]
pub(crate) enum Ctl<'a> {
    Loop { brk: B, cont: B },
    /// The body of a `try`: exceptions go to `handler`.
    Body { handler: B },
    /// Inside a handler: leaving it pops the handled exception; `cleanup` does so for exceptions.
    Handling { cleanup: B },
    /// The body of a `try … finally`.
    Finally { handler: B, body: &'a [Stmt] },
    /// The body of a `with`: leaving calls `__exit__(None, None, None)`.
    With { handler: B, exit: Var },
}

pub(crate) enum Leave {
    Break,
    Continue,
    /// The value is in a variable, since `finally` code runs in between.
    Return(Option<Var>),
}

impl<'a> Ctx<'a, '_, '_> {
    /// Where exceptions go from here.
    pub fn unwind(&self) -> Option<B> {
        self.ctl.iter().rev().find_map(|c| match c {
            Ctl::Loop { .. } => None,
            Ctl::Body { handler } | Ctl::Finally { handler, .. } | Ctl::With { handler, .. } => Some(*handler),
            Ctl::Handling { cleanup } => Some(*cleanup),
        })
    }

    /// Leaves the surrounding constructs, running `finally` code, then breaks, continues or returns.
    pub fn leave(&mut self, how: Leave) {
        let saved = self.ctl.clone();
        while let Some(c) = self.ctl.pop() {
            match c {
                Ctl::Loop { brk, cont } => match how {
                    Leave::Break => {
                        self.jump(brk);
                        break;
                    }
                    Leave::Continue => {
                        self.jump(cont);
                        break;
                    }
                    Leave::Return(_) => {}
                },
                Ctl::Body { .. } => {}
                Ctl::Handling { .. } => self.emit0(Op::ExcPop, vec![]),
                Ctl::Finally { body, .. } => {
                    self.stmts(body);
                    if self.is_dead() {
                        // The `finally` code itself left.
                        self.ctl = saved;
                        return;
                    }
                }
                Ctl::With { exit, .. } => self.with_exit_normal(exit),
            }
        }
        if let Leave::Return(v) = how {
            let v = match v {
                Some(v) => self.load_var(v),
                None => self.const_none(),
            };
            self.terminate(Term::Return(v));
        }
        self.ctl = saved;
        self.func.cur = None;
    }

    pub fn return_none(&mut self) {
        if !self.is_dead() {
            let v = self.const_none();
            self.terminate(Term::Return(v));
        }
    }

    pub fn with_exit_normal(&mut self, exit: Var) {
        let f = self.load_var(exit);
        let none = self.const_none();
        self.emit(Op::Call { kw: [].into() }, vec![f, none, none, none]);
    }

    /// The block that handles exceptions raised inside a handler: pops the handled one and goes on raising.
    pub fn build_cleanup(&mut self, cleanup: B) {
        let saved = self.func.cur;
        self.switch_to(cleanup);
        let e = self.emit(Op::ExcTake, vec![]);
        self.emit0(Op::ExcPop, vec![]);
        self.emit0(Op::ExcPop, vec![]);
        self.emit0(Op::ExcRestore, vec![e]);
        self.terminate(Term::Unreachable);
        self.func.cur = saved;
    }
}
