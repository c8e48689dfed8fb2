//! Loops over a few numbers that stand there (`for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1))`) become as many copies of their bodies: what is
//! computed from the numbers is computed by the compiler then, and nothing is looked for in tuples.

use pyaot_syntax::ast::{Constant, Expr, ExprKind, Stmt, StmtKind, UnaryOp};

use super::Ctx;
use super::ctl::Ctl;
use crate::scope::ScopeKind;

/// Loops of more rounds stay loops.
const MOST_ROUNDS: usize = 9;
/// Statements and parts of expressions of all copies together.
const MOST_NODES: usize = 480;

impl<'a> Ctx<'a, '_, '_> {
    /// Builds the loop so, if it is one, in a function: the module's own code runs once.
    pub fn loop_of_rounds(&mut self, s: &'a Stmt) -> bool {
        let StmtKind::For { target, iter, body, orelse, .. } = &s.kind else { return false };
        let Some(rounds) = rounds(target, iter).filter(|_| self.scopes.get(self.scope).kind == ScopeKind::Function && size(s).is_some_and(|n| n <= MOST_NODES)) else { return false };
        let after = self.new_block();
        let mut told = None;
        for values in rounds {
            self.at(s.span);
            for (t, v) in names(target).iter().zip(values) {
                let v = self.expr(v);
                self.assign(t, v);
            }
            let next = self.new_block();
            self.ctl.push(Ctl::Loop { brk: after, cont: next });
            self.stmts(body);
            self.ctl.pop();
            self.jump(next);
            self.switch_to(next);
            // What is to be said of the body is said once.
            let told = *told.get_or_insert(self.w.diagnostics.len());
            self.w.diagnostics.truncate(told);
        }
        self.stmts(orelse);
        self.jump(after);
        self.switch_to(after);
        true
    }
}

fn names(target: &Expr) -> &[Expr] {
    match &target.kind {
        ExprKind::Tuple(ts) | ExprKind::List(ts) => ts,
        _ => std::slice::from_ref(target),
    }
}

/// The numbers that the names get, by round.
fn rounds<'e>(target: &Expr, iter: &'e Expr) -> Option<Vec<Vec<&'e Expr>>> {
    let (ExprKind::Tuple(all) | ExprKind::List(all)) = &iter.kind else { return None };
    let is_name = |t: &Expr| matches!(t.kind, ExprKind::Name(_));
    let several = matches!(target.kind, ExprKind::Tuple(_) | ExprKind::List(_));
    if !(1..=MOST_ROUNDS).contains(&all.len()) || !names(target).iter().all(is_name) {
        return None;
    }
    let values = |e: &'e Expr| -> Option<Vec<&'e Expr>> {
        let parts = match &e.kind {
            ExprKind::Tuple(es) | ExprKind::List(es) if several && es.len() == names(target).len() => es,
            _ if !several => std::slice::from_ref(e),
            _ => return None,
        };
        parts.iter().all(is_number).then(|| parts.iter().collect())
    };
    all.iter().map(values).collect()
}

fn is_number(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Constant(Constant::Int(_) | Constant::Float(_)) => true,
        ExprKind::UnaryOp { op: UnaryOp::Neg, operand } => matches!(operand.kind, ExprKind::Constant(Constant::Int(_) | Constant::Float(_))),
        _ => false,
    }
}

/// How much a statement is when the loops in it are copies too. None: there is something in it that is not to be there several times.
fn size(s: &Stmt) -> Option<usize> {
    let body = |all: &[Stmt]| all.iter().map(size).sum::<Option<usize>>();
    Some(1 + match &s.kind {
        StmtKind::Pass | StmtKind::Break | StmtKind::Continue | StmtKind::Return(None) => 0,
        StmtKind::Return(Some(e)) | StmtKind::Expr(e) => nodes(e)?,
        StmtKind::Assign { targets, value } => nodes(value)? + targets.iter().map(nodes).sum::<Option<usize>>()?,
        StmtKind::AugAssign { target, value, .. } => nodes(target)? + nodes(value)?,
        StmtKind::If { test, body: then, orelse } => nodes(test)? + body(then)? + body(orelse)?,
        StmtKind::For { target, iter, body: inner, orelse, is_async: false } => rounds(target, iter)?.len() * (1 + body(inner)?) + body(orelse)?,
        _ => return None,
    })
}

/// Calls of functions of the program are none that are to be there several times: one that is called once is copied to where it is.
fn nodes(e: &Expr) -> Option<usize> {
    const BUILTINS: [&str; 10] = ["abs", "min", "max", "int", "float", "bool", "len", "round", "divmod", "pow"];
    let all = |es: &[Expr]| es.iter().map(nodes).sum::<Option<usize>>();
    Some(1 + match &e.kind {
        ExprKind::Constant(_) | ExprKind::Name(_) => 0,
        ExprKind::BoolOp { values, .. } => all(values)?,
        ExprKind::BinOp { left, right, .. } => nodes(left)? + nodes(right)?,
        ExprKind::UnaryOp { operand, .. } => nodes(operand)?,
        ExprKind::IfExp { test, body, orelse } => nodes(test)? + nodes(body)? + nodes(orelse)?,
        ExprKind::Tuple(es) | ExprKind::List(es) => all(es)?,
        ExprKind::Compare { left, comparators, .. } => nodes(left)? + all(comparators)?,
        ExprKind::Attribute { value, .. } => nodes(value)?,
        ExprKind::Subscript { value, index } => nodes(value)? + nodes(index)?,
        ExprKind::Call { func, args, keywords } if keywords.is_empty() => {
            let called = match &func.kind {
                ExprKind::Name(n) => BUILTINS.contains(&&**n).then_some(0)?,
                ExprKind::Attribute { value, .. } if matches!(&value.kind, ExprKind::Name(n) if &**n != "self") => 1,
                _ => return None,
            };
            called + all(args)?
        }
        _ => return None,
    })
}
