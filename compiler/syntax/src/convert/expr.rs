//! Expressions.

use pyaot_diagnostics::{Code, Diagnostic, Span};
use rustpython_parser::ast::{self as rp, Ranged};

use super::Converter;
use crate::ast::{BinOp, BoolOp, CmpOp, Comprehension, Expr, ExprKind, Keyword, Param, Parameters, UnaryOp};
use crate::token::T;

impl Converter<'_> {
    pub(super) fn exprs(&mut self, list: Vec<rp::Expr>) -> Vec<Expr> {
        list.into_iter().map(|e| self.expr(e)).collect()
    }

    #[expect(clippy::boxed_local, reason = "the library's tree has boxes here, and so has ours")]
    fn boxed(&mut self, expr: Box<rp::Expr>) -> Box<Expr> {
        Box::new(self.expr(*expr))
    }

    pub(super) fn opt(&mut self, expr: Option<Box<rp::Expr>>) -> Option<Expr> {
        expr.map(|e| self.expr(*e))
    }

    fn opt_boxed(&mut self, expr: Option<Box<rp::Expr>>) -> Option<Box<Expr>> {
        expr.map(|e| self.boxed(e))
    }

    pub(super) fn expr(&mut self, expr: rp::Expr) -> Expr {
        let mut span = self.span(expr.range());
        let kind = self.expr_kind(expr, &mut span);
        Expr { span, kind }
    }

    /// `range` is corrected where the library's differs from CPython's.
    fn expr_kind(&mut self, expr: rp::Expr, range: &mut Span) -> ExprKind {
        let span = *range;
        match expr {
            rp::Expr::Constant(c) => self.literal(c.value, span),
            rp::Expr::Name(n) => ExprKind::Name(self.name(n.id)),
            rp::Expr::BoolOp(e) => ExprKind::BoolOp {
                op: match e.op {
                    rp::BoolOp::And => BoolOp::And,
                    rp::BoolOp::Or => BoolOp::Or,
                },
                values: self.exprs(e.values),
            },
            rp::Expr::NamedExpr(e) => {
                let target_span = self.span(e.target.range());
                let target = match *e.target {
                    rp::Expr::Name(n) => self.name(n.id),
                    _ => unreachable!("the grammar takes only a name left of ':='"),
                };
                let value = self.boxed(e.value);
                range.end = self.end_of_brackets(target_span.end, value.span);
                ExprKind::Named { target, target_span, value }
            }
            rp::Expr::BinOp(e) => ExprKind::BinOp {
                left: self.boxed(e.left),
                op: bin_op(e.op),
                right: self.boxed(e.right),
            },
            rp::Expr::UnaryOp(e) => ExprKind::UnaryOp {
                op: match e.op {
                    rp::UnaryOp::Invert => UnaryOp::Invert,
                    rp::UnaryOp::Not => UnaryOp::Not,
                    rp::UnaryOp::UAdd => UnaryOp::Pos,
                    rp::UnaryOp::USub => UnaryOp::Neg,
                },
                operand: self.boxed(e.operand),
            },
            rp::Expr::Lambda(e) => {
                let params = Box::new(self.parameters(*e.args));
                ExprKind::Lambda { params, body: self.boxed(e.body) }
            }
            rp::Expr::IfExp(e) => ExprKind::IfExp {
                test: self.boxed(e.test),
                body: self.boxed(e.body),
                orelse: self.boxed(e.orelse),
            },
            rp::Expr::Dict(e) => ExprKind::Dict {
                keys: e.keys.into_iter().map(|k| k.map(|k| self.expr(k))).collect(),
                values: self.exprs(e.values),
            },
            rp::Expr::Set(e) => ExprKind::Set(self.exprs(e.elts)),
            rp::Expr::List(e) => ExprKind::List(self.exprs(e.elts)),
            rp::Expr::Tuple(e) => ExprKind::Tuple(self.exprs(e.elts)),
            rp::Expr::ListComp(e) => {
                ExprKind::ListComp { elt: self.boxed(e.elt), generators: self.generators(e.generators) }
            }
            rp::Expr::SetComp(e) => {
                ExprKind::SetComp { elt: self.boxed(e.elt), generators: self.generators(e.generators) }
            }
            rp::Expr::DictComp(e) => ExprKind::DictComp {
                key: self.boxed(e.key),
                value: self.boxed(e.value),
                generators: self.generators(e.generators),
            },
            rp::Expr::GeneratorExp(e) => {
                ExprKind::GeneratorExp { elt: self.boxed(e.elt), generators: self.generators(e.generators) }
            }
            rp::Expr::Await(e) => ExprKind::Await(self.boxed(e.value)),
            rp::Expr::Yield(e) => ExprKind::Yield(self.opt_boxed(e.value)),
            rp::Expr::YieldFrom(e) => ExprKind::YieldFrom(self.boxed(e.value)),
            rp::Expr::Compare(e) => ExprKind::Compare {
                left: self.boxed(e.left),
                ops: e.ops.into_iter().map(cmp_op).collect(),
                comparators: self.exprs(e.comparators),
            },
            rp::Expr::Call(e) => {
                let func = self.boxed(e.func);
                let mut args = self.exprs(e.args);
                let keywords = self.keywords(e.keywords);
                self.generator_argument(span, func.span.end, &mut args, keywords.len());
                ExprKind::Call { func, args, keywords }
            }
            rp::Expr::JoinedStr(_) | rp::Expr::FormattedValue(_) => {
                unreachable!("the library sees f-strings as plain strings")
            }
            rp::Expr::Attribute(e) => {
                let attr_span = self.token_ending(span);
                ExprKind::Attribute { value: self.boxed(e.value), attr: self.name(e.attr), attr_span }
            }
            rp::Expr::Subscript(e) => {
                let value = self.boxed(e.value);
                let mut index = self.boxed(e.slice);
                // `x[*a]` is `x[(*a,)]`.
                if matches!(index.kind, ExprKind::Starred(_)) {
                    index = Box::new(Expr { span: index.span, kind: ExprKind::Tuple(vec![*index]) });
                }
                ExprKind::Subscript { value, index }
            }
            rp::Expr::Starred(e) => ExprKind::Starred(self.boxed(e.value)),
            rp::Expr::Slice(e) => ExprKind::Slice {
                lower: self.opt_boxed(e.lower),
                upper: self.opt_boxed(e.upper),
                step: self.opt_boxed(e.step),
            },
        }
    }

    /// A generator expression without brackets of its own must be the only argument; its span then includes those of
    /// the call.
    fn generator_argument(&mut self, call: Span, func_end: u32, args: &mut [Expr], keywords: usize) {
        let alone = args.len() == 1 && keywords == 0;
        for arg in args.iter_mut().filter(|a| matches!(a.kind, ExprKind::GeneratorExp { .. })) {
            if self.is_bracketed(arg.span) {
                continue;
            }
            let after = self.lexed.tokens.partition_point(|t| t.start < arg.span.end);
            let comma = self.lexed.tokens.get(after).is_some_and(|t| t.kind == T::Comma);
            if !alone || comma {
                let message = "Generator expression must be parenthesized";
                self.diagnostics.push(Diagnostic::error(Code::E0001, arg.span, message));
                continue;
            }
            let open = self.lexed.tokens.partition_point(|t| t.start < func_end);
            let start = self.lexed.tokens[open..].iter().find(|t| t.kind == T::Lpar).map_or(arg.span.start, |t| t.start);
            arg.span = Span { start, end: call.end, ..call };
        }
    }

    pub(super) fn keywords(&mut self, keywords: Vec<rp::Keyword>) -> Vec<Keyword> {
        let convert = |k: rp::Keyword| Keyword {
            span: self.span(k.range),
            arg: k.arg.map(|a| self.name(a)),
            value: self.expr(k.value),
        };
        keywords.into_iter().map(convert).collect()
    }

    fn generators(&mut self, generators: Vec<rp::Comprehension>) -> Vec<Comprehension> {
        let convert = |g: rp::Comprehension| Comprehension {
            target: self.expr(g.target),
            iter: self.expr(g.iter),
            ifs: self.exprs(g.ifs),
            is_async: g.is_async,
        };
        generators.into_iter().map(convert).collect()
    }

    pub(super) fn parameters(&mut self, args: rp::Arguments) -> Parameters {
        if let Some(kwarg) = &args.kwarg
            && args.vararg.is_none()
            && args.kwonlyargs.is_empty()
        {
            self.bare_star(self.span(kwarg.range));
        }
        Parameters {
            posonly: self.params(args.posonlyargs),
            args: self.params(args.args),
            vararg: args.vararg.map(|a| self.param(*a, None)),
            kwonly: self.params(args.kwonlyargs),
            kwarg: args.kwarg.map(|a| self.param(*a, None)),
        }
    }

    /// `*, **kwargs`, which the library takes.
    fn bare_star(&mut self, kwarg: Span) {
        let at = self.lexed.tokens.partition_point(|t| t.start < kwarg.start);
        if let [.., before, star, comma, double] = self.lexed.tokens[..at]
            && (before.kind.is_open() || matches!(before.kind, T::Comma | T::Lambda))
            && (star.kind, comma.kind, double.kind) == (T::Star, T::Comma, T::DoubleStar)
        {
            let span = Span { start: star.start, end: star.end, ..kwarg };
            self.diagnostics.push(Diagnostic::error(Code::E0001, span, "named arguments must follow bare *"));
        }
    }

    fn params(&mut self, args: Vec<rp::ArgWithDefault>) -> Vec<Param> {
        args.into_iter().map(|a| self.param(a.def, a.default)).collect()
    }

    fn param(&mut self, arg: rp::Arg, default: Option<Box<rp::Expr>>) -> Param {
        Param {
            span: self.span(arg.range),
            name: self.name(arg.arg),
            annotation: self.opt(arg.annotation),
            default: self.opt(default),
        }
    }
}

pub(super) fn bin_op(op: rp::Operator) -> BinOp {
    match op {
        rp::Operator::Add => BinOp::Add,
        rp::Operator::Sub => BinOp::Sub,
        rp::Operator::Mult => BinOp::Mul,
        rp::Operator::MatMult => BinOp::MatMul,
        rp::Operator::Div => BinOp::Div,
        rp::Operator::Mod => BinOp::Mod,
        rp::Operator::Pow => BinOp::Pow,
        rp::Operator::LShift => BinOp::LShift,
        rp::Operator::RShift => BinOp::RShift,
        rp::Operator::BitOr => BinOp::BitOr,
        rp::Operator::BitXor => BinOp::BitXor,
        rp::Operator::BitAnd => BinOp::BitAnd,
        rp::Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn cmp_op(op: rp::CmpOp) -> CmpOp {
    match op {
        rp::CmpOp::Eq => CmpOp::Eq,
        rp::CmpOp::NotEq => CmpOp::NotEq,
        rp::CmpOp::Lt => CmpOp::Lt,
        rp::CmpOp::LtE => CmpOp::LtE,
        rp::CmpOp::Gt => CmpOp::Gt,
        rp::CmpOp::GtE => CmpOp::GtE,
        rp::CmpOp::Is => CmpOp::Is,
        rp::CmpOp::IsNot => CmpOp::IsNot,
        rp::CmpOp::In => CmpOp::In,
        rp::CmpOp::NotIn => CmpOp::NotIn,
    }
}
