//! Every statement and expression of a body, those of functions inside included.

use pyaot_syntax::ast::{Comprehension, Expr, ExprKind, Stmt, StmtKind};

/// Calls `see` for every statement.
pub fn statements<'a>(body: &'a [Stmt], see: &mut impl FnMut(&'a Stmt)) {
    for s in body {
        see(s);
        for part in bodies(s) {
            statements(part, see);
        }
    }
}

/// Calls `see` for every statement that runs with the module's code and binds the module's variables.
pub fn at_top<'a>(body: &'a [Stmt], see: &mut impl FnMut(&'a Stmt)) {
    for s in body {
        see(s);
        if !matches!(s.kind, StmtKind::FunctionDef(_) | StmtKind::ClassDef(_)) {
            for part in bodies(s) {
                at_top(part, see);
            }
        }
    }
}

/// Calls `see` for every expression.
pub fn expressions<'a>(body: &'a [Stmt], see: &mut impl FnMut(&'a Expr)) {
    statements(body, &mut |s| {
        for e in parts(s) {
            inside(e, see);
        }
    });
}

fn bodies(s: &Stmt) -> Vec<&[Stmt]> {
    match &s.kind {
        StmtKind::FunctionDef(f) => vec![&f.body],
        StmtKind::ClassDef(c) => vec![&c.body],
        StmtKind::For { body, orelse, .. } | StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => vec![body, orelse],
        StmtKind::With { body, .. } => vec![body],
        StmtKind::Match { cases, .. } => cases.iter().map(|c| &c.body[..]).collect(),
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            let mut all = vec![&body[..], orelse, finalbody];
            all.extend(handlers.iter().map(|h| &h.body[..]));
            all
        }
        _ => Vec::new(),
    }
}

/// The expressions of a statement itself. Those of patterns are none that read a variable's parts.
fn parts(s: &Stmt) -> Vec<&Expr> {
    match &s.kind {
        StmtKind::FunctionDef(f) => f.decorators.iter().collect(),
        StmtKind::ClassDef(c) => c.decorators.iter().chain(&c.bases).collect(),
        StmtKind::Return(e) => e.iter().collect(),
        StmtKind::Delete(targets) => targets.iter().collect(),
        StmtKind::Assign { targets, value } => targets.iter().chain([value]).collect(),
        StmtKind::AugAssign { target, value, .. } => vec![target, value],
        StmtKind::AnnAssign { target, value, .. } => [target].into_iter().chain(value).collect(),
        StmtKind::For { target, iter, .. } => vec![target, iter],
        StmtKind::While { test, .. } | StmtKind::If { test, .. } => vec![test],
        StmtKind::With { items, .. } => items.iter().flat_map(|i| [&i.context].into_iter().chain(&i.target)).collect(),
        StmtKind::Match { subject, cases } => [subject].into_iter().chain(cases.iter().filter_map(|c| c.guard.as_ref())).collect(),
        StmtKind::Raise { exc, cause } => exc.iter().chain(cause).collect(),
        StmtKind::Try { handlers, .. } => handlers.iter().filter_map(|h| h.typ.as_ref()).collect(),
        StmtKind::Assert { test, msg } => [test].into_iter().chain(msg).collect(),
        StmtKind::Expr(e) => vec![e],
        _ => Vec::new(),
    }
}

fn inside<'a>(e: &'a Expr, see: &mut impl FnMut(&'a Expr)) {
    see(e);
    let mut all = |parts: Vec<&'a Expr>| parts.into_iter().for_each(|e| inside(e, see));
    match &e.kind {
        ExprKind::Constant(_) | ExprKind::Name(_) => {}
        ExprKind::BoolOp { values: parts, .. } | ExprKind::Set(parts) | ExprKind::List(parts) | ExprKind::Tuple(parts) | ExprKind::JoinedStr(parts) => {
            all(parts.iter().collect());
        }
        ExprKind::Named { value, .. } | ExprKind::Await(value) | ExprKind::YieldFrom(value) | ExprKind::Starred(value) | ExprKind::Attribute { value, .. } => {
            all(vec![value]);
        }
        ExprKind::UnaryOp { operand, .. } => all(vec![operand]),
        ExprKind::BinOp { left, right, .. } => all(vec![left, right]),
        ExprKind::Lambda { body, .. } => all(vec![body]),
        ExprKind::IfExp { test, body, orelse } => all(vec![test, body, orelse]),
        ExprKind::Dict { keys, values } => all(keys.iter().flatten().chain(values).collect()),
        ExprKind::ListComp { elt, generators } | ExprKind::SetComp { elt, generators } | ExprKind::GeneratorExp { elt, generators } => {
            all([&**elt].into_iter().chain(generators.iter().flat_map(comprehended)).collect());
        }
        ExprKind::DictComp { key, value, generators } => {
            all([&**key, &**value].into_iter().chain(generators.iter().flat_map(comprehended)).collect());
        }
        ExprKind::Yield(value) => all(value.iter().map(|v| &**v).collect()),
        ExprKind::Compare { left, comparators, .. } => all([&**left].into_iter().chain(comparators).collect()),
        ExprKind::Call { func, args, keywords } => all([&**func].into_iter().chain(args).chain(keywords.iter().map(|k| &k.value)).collect()),
        ExprKind::FormattedValue { value, format_spec, .. } => all([value].into_iter().chain(format_spec).map(|e| &**e).collect()),
        ExprKind::Subscript { value, index } => all(vec![value, index]),
        ExprKind::Slice { lower, upper, step } => all([lower, upper, step].into_iter().flatten().map(|e| &**e).collect()),
    }
}

fn comprehended(c: &Comprehension) -> impl Iterator<Item = &Expr> {
    [&c.target, &c.iter].into_iter().chain(&c.ifs)
}

/// The body of a function makes it a generator.
pub fn yields(body: &[Stmt]) -> bool {
    let mut found = false;
    at_top(body, &mut |s| {
        for e in parts(s) {
            inside(e, &mut |e| found |= matches!(e.kind, ExprKind::Yield(_) | ExprKind::YieldFrom(_)));
        }
    });
    found
}
