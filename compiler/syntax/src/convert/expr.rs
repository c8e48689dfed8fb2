//! Expressions.

use pyaot_diagnostics::Span;
use rustpython_parser::ast::{self as rp, Ranged};

use super::Converter;
use crate::ast::{BinOp, BoolOp, CmpOp, Comprehension, Expr, ExprKind, Keyword, Param, Parameters, UnaryOp};

impl Converter<'_> {
    pub(super) fn exprs(&mut self, list: Vec<rp::Expr>) -> Vec<Expr> {
        list.into_iter().map(|e| self.expr(e)).collect()
    }

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
        let span = self.span(expr.range());
        Expr { span, kind: self.expr_kind(expr, span) }
    }

    fn expr_kind(&mut self, expr: rp::Expr, span: Span) -> ExprKind {
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
                ExprKind::Named { target, target_span, value: self.boxed(e.value) }
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
            rp::Expr::Call(e) => ExprKind::Call {
                func: self.boxed(e.func),
                args: self.exprs(e.args),
                keywords: self.keywords(e.keywords),
            },
            rp::Expr::JoinedStr(_) | rp::Expr::FormattedValue(_) => {
                unreachable!("the library sees f-strings as plain strings")
            }
            rp::Expr::Attribute(e) => {
                let attr_span = self.token_ending(span);
                ExprKind::Attribute { value: self.boxed(e.value), attr: self.name(e.attr), attr_span }
            }
            rp::Expr::Subscript(e) => {
                ExprKind::Subscript { value: self.boxed(e.value), index: self.boxed(e.slice) }
            }
            rp::Expr::Starred(e) => ExprKind::Starred(self.boxed(e.value)),
            rp::Expr::Slice(e) => ExprKind::Slice {
                lower: self.opt_boxed(e.lower),
                upper: self.opt_boxed(e.upper),
                step: self.opt_boxed(e.step),
            },
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
        Parameters {
            posonly: self.params(args.posonlyargs),
            args: self.params(args.args),
            vararg: args.vararg.map(|a| self.param(*a, None)),
            kwonly: self.params(args.kwonlyargs),
            kwarg: args.kwarg.map(|a| self.param(*a, None)),
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
