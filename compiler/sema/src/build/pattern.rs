//! The `match` statement: patterns become tests and branches.
//!
//! What a pattern captures goes into variables of its own and is bound to its name only when the whole pattern has matched.

use pyaot_syntax::ast::{Expr, ExprKind, MatchCase, Pattern, PatternKind, Stmt, StmtKind};

use super::Ctx;
use super::ctl::Ctl;
use crate::hir::*;

/// Names of one pattern and the variables that hold what they match.
type Captures = Vec<(Name, Var)>;

impl<'a> Ctx<'a, '_, '_> {
    pub fn match_stmt(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) {
        let v = self.expr(subject);
        // Behind a `yield` in a guard the value is read again.
        let held = self.func.is_generator.then(|| {
            let var = self.new_var(".subject");
            self.store_var(var, v);
            var
        });
        let after = self.new_block();
        for c in cases {
            let fail = self.new_block();
            let v = held.map_or(v, |h| self.load_var(h));
            let mut captures = Captures::new();
            self.at(c.pattern.span);
            self.pattern(&c.pattern, v, fail, &mut captures);
            for (n, var) in captures {
                let v = self.load_var(var);
                self.store_variable(&n, v);
            }
            if let Some(g) = &c.guard {
                self.at(g.span);
                let then = self.new_block();
                self.condition(g, then, fail);
                self.switch_to(then);
            }
            self.stmts(&c.body);
            self.jump(after);
            self.switch_to(fail);
        }
        self.jump(after);
        self.switch_to(after);
    }

    fn capture_pattern(&mut self, name: &Name, v: V, captures: &mut Captures) {
        let var = match captures.iter().find(|(n, _)| n == name) {
            Some((_, var)) => *var,
            None => {
                let var = self.new_var(".capture");
                captures.push((name.clone(), var));
                var
            }
        };
        self.store_var(var, v);
    }

    /// Goes on where `v` matches; elsewhere to `fail`.
    fn pattern(&mut self, p: &'a Pattern, v: V, fail: B, captures: &mut Captures) {
        match &p.kind {
            PatternKind::Value(e) => {
                let x = self.expr(e);
                let r = self.emit(Op::Cmp(CmpOp::Eq), vec![v, x]);
                let t = self.emit(Op::Truth, vec![r]);
                self.go_on_if(t, fail);
            }
            PatternKind::Singleton(c) => {
                let x = match c {
                    Constant::True => self.emit(Op::Bool(true), vec![]),
                    Constant::False => self.emit(Op::Bool(false), vec![]),
                    c => self.emit(Op::Const(c.clone()), vec![]),
                };
                let t = self.emit(Op::Cmp(CmpOp::Is), vec![v, x]);
                let t = self.emit(Op::Truth, vec![t]);
                self.go_on_if(t, fail);
            }
            PatternKind::As { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(p, v, fail, captures);
                }
                if let Some(n) = name {
                    self.capture_pattern(n, v, captures);
                }
            }
            PatternKind::Or(alternatives) => {
                let ok = self.new_block();
                for (i, a) in alternatives.iter().enumerate() {
                    let next = if i + 1 == alternatives.len() { fail } else { self.new_block() };
                    self.pattern(a, v, next, captures);
                    self.jump(ok);
                    if next != fail {
                        self.switch_to(next);
                    }
                }
                self.switch_to(ok);
            }
            PatternKind::Sequence(ps) => self.sequence_pattern(ps, v, fail, captures),
            PatternKind::Mapping { keys, patterns, rest } => {
                let t = self.emit(Op::MatchMapping { min: keys.len() as u32 }, vec![v]);
                self.go_on_if(t, fail);
                let mut found = Vec::new();
                for k in keys {
                    let k = self.expr(k);
                    let t = self.emit(Op::Cmp(CmpOp::In), vec![k, v]);
                    let t = self.emit(Op::Truth, vec![t]);
                    self.go_on_if(t, fail);
                    let x = self.emit(Op::GetItem, vec![v, k]);
                    found.push((k, x));
                }
                for ((_, x), p) in found.iter().zip(patterns) {
                    self.pattern(p, *x, fail, captures);
                }
                if let Some(n) = rest {
                    let d = self.emit(Op::MakeDict, vec![]);
                    self.emit0(Op::DictUpdate, vec![d, v]);
                    for (k, _) in found {
                        self.emit0(Op::DelItem, vec![d, k]);
                    }
                    self.capture_pattern(n, d, captures);
                }
            }
            PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns } => {
                let c = self.expr(cls);
                let f = self.emit(Op::LoadBuiltin("isinstance".into()), vec![]);
                let r = self.emit(Op::Call { kw: [].into() }, vec![f, v, c]);
                let t = self.emit(Op::Truth, vec![r]);
                self.go_on_if(t, fail);
                let count = patterns.len() as u32;
                for (i, p) in patterns.iter().enumerate() {
                    let x = self.attribute(Op::MatchArg { index: i as u32, count }, vec![v, c], fail);
                    self.pattern(p, x, fail, captures);
                }
                for (n, p) in kwd_attrs.iter().zip(kwd_patterns) {
                    let x = self.attribute(Op::GetAttr(n.clone()), vec![v], fail);
                    self.pattern(p, x, fail, captures);
                }
            }
            PatternKind::Star(_) => unreachable!("only inside a sequence"),
        }
    }

    fn sequence_pattern(&mut self, ps: &'a [Pattern], v: V, fail: B, captures: &mut Captures) {
        let star = ps.iter().position(|p| matches!(p.kind, PatternKind::Star(_)));
        let min = (ps.len() - star.is_some() as usize) as u32;
        let t = self.emit(Op::MatchSequence { min, exact: star.is_none() }, vec![v]);
        self.go_on_if(t, fail);
        if ps.is_empty() {
            return;
        }
        // `[a, *_, b]` takes single elements.
        let unnamed = matches!(star.map(|s| &ps[s].kind), Some(PatternKind::Star(None)));
        let values: Vec<Option<V>> = match star {
            None => self.emit_n(Op::Unpack, vec![v], ps.len()).into_iter().map(Some).collect(),
            Some(s) if unnamed => (0..ps.len())
                .map(|i| {
                    let at = if i < s { i as i64 } else { i as i64 - ps.len() as i64 };
                    (i != s && !is_wildcard(&ps[i])).then(|| {
                        let k = self.emit(Op::Const(Constant::Int(at)), vec![]);
                        self.emit(Op::GetItem, vec![v, k])
                    })
                })
                .collect(),
            Some(s) => {
                let op = Op::UnpackStar { before: s as u32, after: (ps.len() - s - 1) as u32 };
                self.emit_n(op, vec![v], ps.len()).into_iter().map(Some).collect()
            }
        };
        for (p, x) in ps.iter().zip(values) {
            let Some(x) = x else { continue };
            match &p.kind {
                PatternKind::Star(Some(n)) => self.capture_pattern(n, x, captures),
                PatternKind::Star(None) => {}
                _ => self.pattern(p, x, fail, captures),
            }
        }
    }

    fn go_on_if(&mut self, t: V, fail: B) {
        let then = self.new_block();
        self.branch(t, then, fail);
        self.switch_to(then);
    }

    /// Reads an attribute; where it is missing the pattern fails.
    fn attribute(&mut self, op: Op, args: Vec<V>, fail: B) -> V {
        let handler = self.new_block();
        self.ctl.push(Ctl::Body { handler });
        let x = self.emit(op, args);
        self.ctl.pop();
        let out = self.new_var(".attribute");
        self.store_var(out, x);
        let next = self.new_block();
        self.jump(next);
        self.switch_to(handler);
        let e = self.emit(Op::ExcTake, vec![]);
        let cls = self.emit(Op::LoadBuiltin("AttributeError".into()), vec![]);
        let m = self.emit(Op::ExcMatch, vec![e, cls]);
        let (missing, other) = (self.new_block(), self.new_block());
        self.branch(m, missing, other);
        self.switch_to(missing);
        self.emit0(Op::ExcPop, vec![]);
        self.jump(fail);
        self.switch_to(other);
        self.emit0(Op::ExcPop, vec![]);
        self.emit0(Op::ExcRestore, vec![e]);
        self.terminate(Term::Unreachable);
        self.switch_to(next);
        self.load_var(out)
    }
}

fn is_wildcard(p: &Pattern) -> bool {
    matches!(p.kind, PatternKind::As { pattern: None, name: None })
}

/// The names of `__match_args__ = ("a", "b")` in a class body.
pub fn literal_match_args(body: &[Stmt]) -> Option<Vec<Name>> {
    let mut found = None;
    for s in body {
        if let StmtKind::Assign { targets, value } = &s.kind
            && matches!(&targets[..], [t] if matches!(&t.kind, ExprKind::Name(n) if &**n == "__match_args__"))
        {
            let ExprKind::Tuple(es) = &value.kind else { return None };
            let name = |e: &Expr| match &e.kind {
                ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).ok().map(Name::from),
                _ => None,
            };
            found = es.iter().map(name).collect();
        }
    }
    found
}
