//! What can be assigned to and deleted.

use pyaot_diagnostics::{Code, Span};

use super::Checker;
use crate::ast::{Constant, Expr, ExprKind, Name};

/// What CPython calls an expression in a message.
pub(crate) fn describe(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } | ExprKind::Slice { .. } => {
            "expression"
        }
        ExprKind::GeneratorExp { .. } => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict { .. } => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::JoinedStr(_) | ExprKind::FormattedValue { .. } => "f-string expression",
        ExprKind::Constant(Constant::None) => "None",
        ExprKind::Constant(Constant::True) => "True",
        ExprKind::Constant(Constant::False) => "False",
        ExprKind::Constant(Constant::Ellipsis) => "ellipsis",
        ExprKind::Constant(_) => "literal",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfExp { .. } => "conditional expression",
        ExprKind::Named { .. } => "named expression",
    }
}

/// The names that a target binds.
pub(super) fn bound(target: &Expr, names: &mut Vec<Name>) {
    match &target.kind {
        ExprKind::Name(name) => names.push(name.clone()),
        ExprKind::Tuple(elts) | ExprKind::List(elts) => elts.iter().for_each(|e| bound(e, names)),
        ExprKind::Starred(value) => bound(value, names),
        _ => {}
    }
}

impl Checker {
    pub(super) fn forbidden_name(&mut self, name: &Name, span: Span, what: &str) {
        if &**name == "__debug__" {
            self.error(Code::E0306, span, format!("cannot {what} __debug__"));
        }
    }

    /// `a = b = …`.
    pub(super) fn assign(&mut self, targets: &[Expr]) {
        if let [target] = targets {
            // CPython guesses at a comparison when a single `=` follows the bad expression.
            let last = match &target.kind {
                ExprKind::Tuple(elts) if elts.last().is_some_and(|l| l.span.end == target.span.end) => elts.last(),
                _ => Some(target),
            };
            if let Some(last) = last
                && is_operand(last)
                && !assignable(last)
            {
                let what = describe(last);
                let message = format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
                self.error(Code::E0306, last.span, message);
                return;
            }
        }
        for target in targets {
            if let ExprKind::Starred(_) = target.kind {
                let message = "starred assignment target must be in a list or tuple";
                self.error(Code::E0306, target.span, message);
            } else {
                self.target(target);
            }
        }
    }

    /// A target of `=`, `for`, `with` and comprehensions.
    pub(super) fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.forbidden_name(name, target.span, "assign to");
                self.names.bind(name);
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.forbidden_name(attr, target.span, "assign to");
                self.expr(value);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Tuple(elts) | ExprKind::List(elts) => {
                let mut stars = 0;
                for elt in elts {
                    match &elt.kind {
                        ExprKind::Starred(value) => {
                            stars += 1;
                            self.target(value);
                        }
                        _ => self.target(elt),
                    }
                }
                if stars > 1 {
                    self.error(Code::E0306, target.span, "multiple starred expressions in assignment");
                }
            }
            ExprKind::Starred(value) => {
                let message = "starred assignment target must be in a list or tuple";
                self.error(Code::E0306, target.span, message);
                self.target(value);
            }
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) if target.span.start > 0 => {
                self.error(Code::E0306, target.span, "assignment to yield expression not possible");
            }
            _ => self.error(Code::E0306, target.span, format!("cannot assign to {}", describe(target))),
        }
    }

    pub(super) fn augmented(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.names.read(name),
            ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {}
            _ => {
                let message = format!("'{}' is an illegal expression for augmented assignment", describe(target));
                self.error(Code::E0306, target.span, message);
                return;
            }
        }
        self.target(target);
    }

    pub(super) fn annotated(&mut self, target: &Expr, simple: bool) {
        match &target.kind {
            ExprKind::Name(name) if simple => {
                self.forbidden_name(name, target.span, "assign to");
                self.names.annotate(name, target.span, &mut self.diagnostics);
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => self.target(target),
            ExprKind::Tuple(_) => {
                self.error(Code::E0306, target.span, "only single target (not tuple) can be annotated");
            }
            ExprKind::List(_) => {
                self.error(Code::E0306, target.span, "only single target (not list) can be annotated");
            }
            _ => self.error(Code::E0306, target.span, "illegal target for annotation"),
        }
    }

    pub(super) fn delete(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.forbidden_name(name, target.span, "delete");
                self.names.bind(name);
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.forbidden_name(attr, target.span, "delete");
                self.expr(value);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Tuple(elts) | ExprKind::List(elts) => elts.iter().for_each(|e| self.delete(e)),
            _ => self.error(Code::E0306, target.span, format!("cannot delete {}", describe(target))),
        }
    }
}

fn assignable(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Name(_)
            | ExprKind::Attribute { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Tuple(_)
            | ExprKind::List(_)
            | ExprKind::Starred(_)
    )
}

/// An operand of `|` or tighter, for which CPython's grammar has the long message.
fn is_operand(expr: &Expr) -> bool {
    !matches!(
        &expr.kind,
        ExprKind::Compare { .. }
            | ExprKind::BoolOp { .. }
            | ExprKind::UnaryOp { op: crate::ast::UnaryOp::Not, .. }
            | ExprKind::Lambda { .. }
            | ExprKind::IfExp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::Named { .. }
            | ExprKind::Constant(Constant::None | Constant::True | Constant::False)
    )
}
