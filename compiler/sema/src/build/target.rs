//! Assignment targets, unpacking, deletion and augmented assignment.

use pyaot_syntax::ast::{Expr, ExprKind};

use super::Ctx;
use crate::hir::*;

impl<'a> Ctx<'a, '_, '_> {
    pub fn assign(&mut self, target: &'a Expr, value: V) {
        let saved = self.line;
        self.at(target.span);
        match &target.kind {
            ExprKind::Name(n) => {
                self.store_variable(n, value);
            }
            ExprKind::Attribute { value: obj, attr, .. } => {
                let held = self.hold(value, obj);
                let o = self.expr(obj);
                let value = held.map_or(value, |h| self.load_var(h));
                self.at_attribute(target.span, attr);
                let attr = self.mangle(attr);
                self.emit0(Op::SetAttr(attr), vec![o, value]);
            }
            ExprKind::Subscript { value: obj, index } => {
                let a = self.operands(&[obj, index]);
                self.emit0(Op::SetItem, vec![a[0], a[1], value]);
            }
            ExprKind::Tuple(ts) | ExprKind::List(ts) => {
                let star = ts.iter().position(|t| matches!(t.kind, ExprKind::Starred(_)));
                let op = match star {
                    Some(i) => Op::UnpackStar { before: i as u32, after: (ts.len() - i - 1) as u32 },
                    None => Op::Unpack,
                };
                let parts = self.emit_n(op, vec![value], ts.len());
                for (t, v) in ts.iter().zip(parts) {
                    match &t.kind {
                        ExprKind::Starred(t) => self.assign(t, v),
                        _ => self.assign(t, v),
                    }
                }
            }
            _ => unreachable!("the syntax check admits no other target"),
        }
        self.line = saved;
    }

    fn hold(&mut self, v: V, e: &Expr) -> Option<Var> {
        (self.func.is_generator && super::expr::contains_yield(e)).then(|| {
            let var = self.new_var(".held");
            self.store_var(var, v);
            var
        })
    }

    pub fn aug_assign(&mut self, target: &'a Expr, op: BinOp, value: &'a Expr) {
        let whole = self.line;
        self.at(target.span);
        match &target.kind {
            ExprKind::Name(n) => {
                let old = self.load_name(n);
                let held = self.hold(old, value);
                let v = self.expr(value);
                let old = held.map_or(old, |h| self.load_var(h));
                self.line = whole;
                let r = self.emit(Op::InPlace(op), vec![old, v]);
                self.at(target.span);
                self.store_variable(n, r);
            }
            ExprKind::Attribute { value: obj, attr, .. } => {
                let o = self.expr(obj);
                let held = self.hold(o, value);
                let attr = self.mangle(attr);
                let old = self.emit(Op::GetAttr(attr.clone()), vec![o]);
                let held_old = self.hold(old, value);
                let v = self.expr(value);
                let o = held.map_or(o, |h| self.load_var(h));
                let old = held_old.map_or(old, |h| self.load_var(h));
                self.line = whole;
                let r = self.emit(Op::InPlace(op), vec![old, v]);
                self.at(target.span);
                self.emit0(Op::SetAttr(attr), vec![o, r]);
            }
            ExprKind::Subscript { value: obj, index } => {
                let a = self.operands(&[obj, index]);
                let held: Vec<Option<Var>> = a.iter().map(|v| self.hold(*v, value)).collect();
                let old = self.emit(Op::GetItem, a.clone());
                let held_old = self.hold(old, value);
                let v = self.expr(value);
                let a: Vec<V> = a.iter().zip(held).map(|(v, h)| h.map_or(*v, |h| self.load_var(h))).collect();
                let old = held_old.map_or(old, |h| self.load_var(h));
                self.line = whole;
                let r = self.emit(Op::InPlace(op), vec![old, v]);
                self.at(target.span);
                self.emit0(Op::SetItem, vec![a[0], a[1], r]);
            }
            _ => unreachable!("the syntax check admits no other target"),
        }
    }

    pub fn delete(&mut self, target: &'a Expr) {
        self.at(target.span);
        match &target.kind {
            ExprKind::Name(n) => self.delete_name(n),
            ExprKind::Attribute { value, attr, .. } => {
                let o = self.expr(value);
                self.at_attribute(target.span, attr);
                let attr = self.mangle(attr);
                self.emit0(Op::DelAttr(attr), vec![o]);
            }
            ExprKind::Subscript { value, index } => {
                let a = self.operands(&[value, index]);
                self.emit0(Op::DelItem, a);
            }
            ExprKind::Tuple(ts) | ExprKind::List(ts) => ts.iter().for_each(|t| self.delete(t)),
            _ => unreachable!("the syntax check admits no other target"),
        }
    }
}
