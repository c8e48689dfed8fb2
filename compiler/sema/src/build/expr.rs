//! Expressions.

use pyaot_diagnostics::{Code, Span};
use pyaot_syntax::ast::{BoolOp, Expr, ExprKind};

use super::Ctx;
use crate::hir::*;
use crate::scope;

impl<'a> Ctx<'a, '_, '_> {
    pub fn expr(&mut self, e: &'a Expr) -> V {
        let saved = self.line;
        // Formatting has the place of the whole f-string.
        if !matches!(e.kind, ExprKind::FormattedValue { .. }) {
            self.at(e.span);
        }
        let v = self.expr_kind(e);
        self.line = saved;
        v
    }

    /// The place of an attribute access: its name, if the expression goes over several lines.
    pub fn at_attribute(&mut self, span: Span, attr: &Name) {
        let end = Span { start: span.end.saturating_sub(attr.len() as u32), ..span };
        let at_end = self.w.loader.pos(end);
        if at_end.line != self.w.loader.line(span) {
            self.line = at_end;
        }
    }

    /// Several operands in order. In generators, those before a `yield` are kept in variables.
    pub fn operands(&mut self, es: &[&'a Expr]) -> Vec<V> {
        let last_yield = if self.func.is_generator { es.iter().rposition(|e| contains_yield(e)) } else { None };
        let mut saved = Vec::new();
        let mut values = Vec::with_capacity(es.len());
        for (i, e) in es.iter().enumerate() {
            let v = self.expr(e);
            if last_yield.is_some_and(|y| i < y) {
                let var = self.new_var(".operand");
                self.store_var(var, v);
                saved.push((i, var));
            }
            values.push(v);
        }
        for (i, var) in saved {
            values[i] = self.load_var(var);
        }
        values
    }

    fn expr_kind(&mut self, e: &'a Expr) -> V {
        match &e.kind {
            ExprKind::Constant(c) => match c {
                Constant::True => self.emit(Op::Bool(true), vec![]),
                Constant::False => self.emit(Op::Bool(false), vec![]),
                c => self.emit(Op::Const(c.clone()), vec![]),
            },
            ExprKind::Name(n) => self.refused_builtin(e, n).unwrap_or_else(|| self.load_name(n)),
            ExprKind::BoolOp { .. } | ExprKind::IfExp { .. } => self.choice(e),
            ExprKind::Named { target, value, .. } => {
                let v = self.expr(value);
                self.store_name(target, v);
                v
            }
            ExprKind::BinOp { .. } if let Some(n) = folded(e) => {
                self.at(e.span);
                let c = i64::try_from(n).map_or_else(|_| Constant::BigInt(n.to_string().into()), Constant::Int);
                self.emit(Op::Const(c), vec![])
            }
            ExprKind::BinOp { left, op, right } => {
                let a = self.operands(&[left, right]);
                self.at(e.span);
                self.emit(Op::Bin(*op), a)
            }
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => {
                let v = self.truth(operand);
                self.emit(Op::Not, vec![v])
            }
            ExprKind::UnaryOp { op, operand } => {
                // A negative literal is a constant.
                if let (UnaryOp::Neg, ExprKind::Constant(c)) = (op, &operand.kind) {
                    match c {
                        Constant::Int(i) if *i != 0 => return self.emit(Op::Const(Constant::Int(-*i)), vec![]),
                        Constant::Float(f) => return self.emit(Op::Const(Constant::Float(-*f)), vec![]),
                        Constant::BigInt(s) if &**s == "9223372036854775808" => {
                            return self.emit(Op::Const(Constant::Int(i64::MIN)), vec![]);
                        }
                        _ => {}
                    }
                }
                let v = self.expr(operand);
                self.emit(Op::Un(*op), vec![v])
            }
            ExprKind::Lambda { params, body } => self.lambda(e, params, body),
            ExprKind::Dict { keys, values } => self.dict_display(keys, values),
            ExprKind::Set(es) => {
                if es.iter().any(|e| matches!(e.kind, ExprKind::Starred(_))) {
                    let s = self.emit(Op::MakeSet, vec![]);
                    for e in es {
                        match &e.kind {
                            ExprKind::Starred(x) => {
                                let v = self.expr(x);
                                self.emit0(Op::SetUpdate, vec![s, v]);
                            }
                            _ => {
                                let v = self.expr(e);
                                self.emit0(Op::SetAdd, vec![s, v]);
                            }
                        }
                    }
                    s
                } else {
                    let vs = self.operands(&es.iter().collect::<Vec<_>>());
                    let constant = es.len() >= 3 && es.iter().all(is_constant);
                    self.emit(if constant { Op::MakeConstantSet } else { Op::MakeSet }, vs)
                }
            }
            ExprKind::List(es) => self.list_display(es),
            ExprKind::Tuple(es) => {
                if es.iter().any(|e| matches!(e.kind, ExprKind::Starred(_))) {
                    let l = self.list_display(es);
                    self.emit(Op::ListToTuple, vec![l])
                } else {
                    let vs = self.operands(&es.iter().collect::<Vec<_>>());
                    self.emit(Op::MakeTuple, vs)
                }
            }
            ExprKind::ListComp { elt, generators } => self.list_comp(e, elt, generators),
            ExprKind::SetComp { elt, generators } => self.set_comp(e, elt, generators),
            ExprKind::DictComp { key, value, generators } => self.dict_comp(e, key, value, generators),
            ExprKind::GeneratorExp { elt, generators } => self.generator_expression(e, elt, generators),
            ExprKind::Await(_) => self.unsupported(Code::E0202, e.span, "`await` is not supported yet", "call the function directly"),
            ExprKind::Yield(v) => {
                let v = match v {
                    Some(v) => self.expr(v),
                    None => self.const_none(),
                };
                self.emit(Op::Yield, vec![v])
            }
            ExprKind::YieldFrom(v) => self.yield_from(v),
            ExprKind::Compare { left, ops, comparators } => self.compare(left, ops, comparators),
            ExprKind::Call { func, args, keywords } => {
                self.note_numpy(func, args, keywords);
                self.call(e, func, args, keywords)
            }
            ExprKind::JoinedStr(parts) => self.joined(parts),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                let v = self.expr(value);
                let spec = match format_spec {
                    Some(s) => self.expr(s),
                    None => self.const_str(""),
                };
                self.emit(Op::Format(*conversion), vec![v, spec])
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.note_numpy(e, &[], &[]);
                if let Some(v) = self.super_attribute(value, attr) {
                    return v;
                }
                let v = self.expr(value);
                self.at_attribute(e.span, attr);
                let attr = self.mangle(attr);
                self.emit(Op::GetAttr(attr), vec![v])
            }
            ExprKind::Subscript { value, index } => {
                if let Some(d) = self.globals_read(value) {
                    let k = self.expr(index);
                    return self.emit(Op::GetItem, vec![d, k]);
                }
                let a = self.operands(&[value, index]);
                self.emit(Op::GetItem, a)
            }
            ExprKind::Slice { lower, upper, step } => {
                let mut parts = Vec::new();
                for p in [lower, upper, step] {
                    parts.push(match p {
                        Some(p) => self.expr(p),
                        None => self.const_none(),
                    });
                }
                self.emit(Op::MakeSlice, parts)
            }
            ExprKind::Starred(_) => self.unsupported(Code::E0001, e.span, "can't use starred expression here", "remove the star"),
        }
    }

    /// `__name` inside a class is private to it.
    pub fn mangle(&self, name: &Name) -> Name {
        match self.class {
            Some(c) => scope::mangle(&self.w.program.classes[c.index()].name, name),
            None => name.clone(),
        }
    }

    fn list_display(&mut self, es: &'a [Expr]) -> V {
        if !es.iter().any(|e| matches!(e.kind, ExprKind::Starred(_))) {
            let vs = self.operands(&es.iter().collect::<Vec<_>>());
            return self.emit(Op::MakeList, vs);
        }
        let l = self.emit(Op::MakeList, vec![]);
        let holder = self.new_var(".list");
        self.store_var(holder, l);
        for e in es {
            let (op, x) = match &e.kind {
                ExprKind::Starred(x) => (Op::ListExtend, &**x),
                _ => (Op::ListAppend, e),
            };
            let v = self.expr(x);
            let l = self.load_var(holder);
            self.emit0(op, vec![l, v]);
        }
        self.load_var(holder)
    }

    fn dict_display(&mut self, keys: &'a [Option<Expr>], values: &'a [Expr]) -> V {
        if keys.iter().all(Option::is_some) {
            let es: Vec<&Expr> = keys.iter().flatten().zip(values).flat_map(|(k, v)| [k, v]).collect();
            let vs = self.operands(&es);
            return self.emit(Op::MakeDict, vs);
        }
        let d = self.emit(Op::MakeDict, vec![]);
        let holder = self.new_var(".dict");
        self.store_var(holder, d);
        for (k, v) in keys.iter().zip(values) {
            match k {
                Some(k) => {
                    let kv = self.operands(&[k, v]);
                    let d = self.load_var(holder);
                    self.emit0(Op::DictSet, vec![d, kv[0], kv[1]]);
                }
                None => {
                    let m = self.expr(v);
                    let d = self.load_var(holder);
                    self.emit0(Op::DictUpdate, vec![d, m]);
                }
            }
        }
        self.load_var(holder)
    }

    fn joined(&mut self, parts: &'a [Expr]) -> V {
        match parts {
            [] => self.const_str(""),
            [one] => self.expr(one),
            parts => {
                let vs = self.operands(&parts.iter().collect::<Vec<_>>());
                self.emit(Op::BuildString, vs)
            }
        }
    }

    /// The truth value of an expression, as a bool.
    pub fn truth(&mut self, e: &'a Expr) -> V {
        match &e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => {
                let v = self.truth(operand);
                self.emit(Op::Not, vec![v])
            }
            _ => {
                let v = self.expr(e);
                let saved = self.line;
                self.at(e.span);
                let t = self.emit(Op::Truth, vec![v]);
                self.line = saved;
                t
            }
        }
    }

    /// Branches on an expression, with the short cuts of `and`, `or` and `not`.
    pub fn condition(&mut self, e: &'a Expr, then: B, els: B) {
        match &e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.condition(operand, els, then),
            ExprKind::BoolOp { op, values } => {
                for (i, v) in values.iter().enumerate() {
                    if i + 1 == values.len() {
                        self.condition(v, then, els);
                    } else {
                        let next = self.new_block();
                        match op {
                            BoolOp::And => self.condition(v, next, els),
                            BoolOp::Or => self.condition(v, then, next),
                        }
                        self.switch_to(next);
                    }
                }
            }
            ExprKind::Constant(Constant::True) => self.jump(then),
            ExprKind::Constant(Constant::False) => self.jump(els),
            ExprKind::Compare { left, ops, comparators } if comparators.len() > 1 => {
                let mut a = self.expr(left);
                for (i, (op, c)) in ops.iter().zip(comparators).enumerate() {
                    let held = self.hold_if_yield(a, c);
                    let b = self.expr(c);
                    let a2 = self.unhold(a, held);
                    let r = self.emit(Op::Cmp(*op), vec![a2, b]);
                    let t = self.emit(Op::Truth, vec![r]);
                    if i + 1 == ops.len() {
                        self.branch(t, then, els);
                    } else {
                        let next = self.new_block();
                        self.branch(t, next, els);
                        self.switch_to(next);
                    }
                    a = b;
                }
            }
            _ => {
                let t = self.truth(e);
                self.branch(t, then, els);
            }
        }
    }

    /// `and`, `or`, conditional expressions: the value comes together in a variable.
    fn choice(&mut self, e: &'a Expr) -> V {
        let out = self.new_var(".choice");
        let end = self.new_block();
        match &e.kind {
            ExprKind::BoolOp { op, values } => {
                for (i, v) in values.iter().enumerate() {
                    let x = self.expr(v);
                    self.store_var(out, x);
                    if i + 1 < values.len() {
                        let t = self.emit(Op::Truth, vec![x]);
                        let next = self.new_block();
                        match op {
                            BoolOp::And => self.branch(t, next, end),
                            BoolOp::Or => self.branch(t, end, next),
                        }
                        self.switch_to(next);
                    } else {
                        self.jump(end);
                    }
                }
            }
            ExprKind::IfExp { test, body, orelse } => {
                let (then, els) = (self.new_block(), self.new_block());
                self.condition(test, then, els);
                for (b, x) in [(then, body), (els, orelse)] {
                    self.switch_to(b);
                    let v = self.expr(x);
                    self.store_var(out, v);
                    self.jump(end);
                }
            }
            _ => unreachable!("only called for choices"),
        }
        self.switch_to(end);
        self.load_var(out)
    }

    fn hold_if_yield(&mut self, v: V, next: &Expr) -> Option<Var> {
        (self.func.is_generator && contains_yield(next)).then(|| {
            let var = self.new_var(".held");
            self.store_var(var, v);
            var
        })
    }

    fn unhold(&mut self, v: V, held: Option<Var>) -> V {
        held.map_or(v, |h| self.load_var(h))
    }

    fn compare(&mut self, left: &'a Expr, ops: &[CmpOp], comparators: &'a [Expr]) -> V {
        if let ([op], [right]) = (ops, comparators) {
            if let CmpOp::In | CmpOp::NotIn = op
                && !contains_yield(left)
            {
                let a = self.expr(left);
                let b = match self.globals_read(right) {
                    Some(d) => d,
                    None => self.expr(right),
                };
                return self.emit(Op::Cmp(*op), vec![a, b]);
            }
            let a = self.operands(&[left, right]);
            return self.emit(Op::Cmp(*op), a);
        }
        let out = self.new_var(".chain");
        let end = self.new_block();
        let mut a = self.expr(left);
        for (i, (op, c)) in ops.iter().zip(comparators).enumerate() {
            let held = self.hold_if_yield(a, c);
            let b = self.expr(c);
            let a2 = self.unhold(a, held);
            let r = self.emit(Op::Cmp(*op), vec![a2, b]);
            self.store_var(out, r);
            if i + 1 < ops.len() {
                let t = self.emit(Op::Truth, vec![r]);
                let next = self.new_block();
                self.branch(t, next, end);
                self.switch_to(next);
            } else {
                self.jump(end);
            }
            a = b;
        }
        self.switch_to(end);
        self.load_var(out)
    }

    /// PEP 380.
    fn yield_from(&mut self, e: &'a Expr) -> V {
        let x = self.expr(e);
        // Not `GetIter`: what is delegated to is an iterator object in any case.
        let make = self.emit(Op::LoadBuiltin("iter".into()), vec![]);
        let it = self.emit(Op::Call { kw: [].into() }, vec![make, x]);
        let (iter, sent, out) = (self.new_var(".iter"), self.new_var(".sent"), self.new_var(".out"));
        self.store_var(iter, it);
        let none = self.const_none();
        self.store_var(sent, none);
        let (head, give, thrown, done) = (self.new_block(), self.new_block(), self.new_block(), self.new_block());
        self.jump(head);
        self.switch_to(head);
        let (i, s) = (self.load_var(iter), self.load_var(sent));
        let v = self.emit(Op::YieldFromNext, vec![i, s]);
        self.last_inst().done = Some(Target::to(done));
        self.store_var(out, v);
        self.jump(give);
        self.switch_to(give);
        let v = self.load_var(out);
        let r = self.emit(Op::YieldInner, vec![v]);
        self.last_inst().unwind = Some(Target::to(thrown));
        self.store_var(sent, r);
        self.jump(head);
        self.switch_to(thrown);
        let i = self.load_var(iter);
        let v = self.emit(Op::YieldFromThrow, vec![i]);
        self.last_inst().done = Some(Target::to(done));
        self.store_var(out, v);
        self.jump(give);
        self.switch_to(done);
        self.emit(Op::GenResult, vec![])
    }

    fn last_inst(&mut self) -> &mut Inst {
        let b = self.func.cur.expect("an instruction was just emitted");
        self.func.blocks[b.index()].insts.last_mut().expect("an instruction was just emitted")
    }
}

/// What CPython's compiler takes for a constant.
fn is_constant(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Constant(_) => true,
        ExprKind::UnaryOp { op: UnaryOp::Neg | UnaryOp::Pos | UnaryOp::Invert, operand } => is_constant(operand),
        ExprKind::BinOp { left, right, .. } => is_constant(left) && is_constant(right),
        ExprKind::Tuple(es) => es.iter().all(is_constant),
        _ => false,
    }
}

/// The expression suspends the generator that it is part of.
pub fn contains_yield(e: &Expr) -> bool {
    let any = |es: &[Expr]| es.iter().any(contains_yield);
    let opt = |e: &Option<Box<Expr>>| e.as_ref().is_some_and(|e| contains_yield(e));
    match &e.kind {
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) | ExprKind::Await(_) => true,
        ExprKind::Constant(_) | ExprKind::Name(_) | ExprKind::Lambda { .. } | ExprKind::GeneratorExp { .. } => false,
        ExprKind::BoolOp { values: es, .. } | ExprKind::Set(es) | ExprKind::List(es) | ExprKind::Tuple(es) | ExprKind::JoinedStr(es) => any(es),
        ExprKind::Named { value: e, .. } | ExprKind::UnaryOp { operand: e, .. } | ExprKind::Attribute { value: e, .. } | ExprKind::Starred(e) => {
            contains_yield(e)
        }
        ExprKind::BinOp { left, right, .. } => contains_yield(left) || contains_yield(right),
        ExprKind::IfExp { test, body, orelse } => contains_yield(test) || contains_yield(body) || contains_yield(orelse),
        ExprKind::Dict { keys, values } => keys.iter().flatten().any(contains_yield) || any(values),
        ExprKind::ListComp { generators, .. } | ExprKind::SetComp { generators, .. } | ExprKind::DictComp { generators, .. } => {
            contains_yield(&generators[0].iter)
        }
        ExprKind::Compare { left, comparators, .. } => contains_yield(left) || any(comparators),
        ExprKind::Call { func, args, keywords } => contains_yield(func) || any(args) || keywords.iter().any(|k| contains_yield(&k.value)),
        ExprKind::FormattedValue { value, format_spec, .. } => contains_yield(value) || opt(format_spec),
        ExprKind::Subscript { value, index } => contains_yield(value) || contains_yield(index),
        ExprKind::Slice { lower, upper, step } => opt(lower) || opt(upper) || opt(step),
    }
}

/// The value of an operation on int literals, as CPython's compiler computes it, where it has no more than 127 bits.
fn folded(e: &Expr) -> Option<i128> {
    match &e.kind {
        ExprKind::Constant(Constant::Int(n)) => Some(i128::from(*n)),
        ExprKind::Constant(Constant::BigInt(s)) => s.parse().ok(),
        ExprKind::UnaryOp { op: UnaryOp::Neg, operand } => folded(operand)?.checked_neg(),
        ExprKind::BinOp { left, op, right } => {
            let (a, b) = (folded(left)?, folded(right)?);
            match op {
                BinOp::Add => a.checked_add(b),
                BinOp::Sub => a.checked_sub(b),
                BinOp::Mul => a.checked_mul(b),
                BinOp::Pow => a.checked_pow(u32::try_from(b).ok()?),
                BinOp::LShift => u32::try_from(b).ok().filter(|b| *b < 127).and_then(|b| a.checked_mul(1 << b)),
                _ => None,
            }
        }
        _ => None,
    }
}
