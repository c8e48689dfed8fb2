//! Words that are mostly small ints: what is done in line, and what the runtime does for the others.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Exit, ExitKind, Op, Region, Target, Ty as Rep, Value};
use pyaot_sema::hir::{self, BinOp, Inst};

use crate::arith::binop_code;
use crate::ctx::Lower;

impl Lower<'_> {
    /// A word by a positive literal: in line if it is a small one. `given_up`: the object of `x` may take the result.
    pub fn divided_by(&mut self, op: BinOp, x: hir::V, y: hir::V, divisor: i64, given_up: bool) -> Value {
        let other = self.word(y);
        let (own, leaf) = if given_up { (self.owned_word(x), Leaf::int_binary_owned) } else { (self.word(x), Leaf::int_binary) };
        let small = |me: &mut Self, x: Value| {
            let c = me.iconst(divisor);
            let r = me.op(if op == BinOp::Mod { Op::IFloorMod } else { Op::IFloorDiv }, &[x, c], Rep::I64);
            me.op(Op::TagSmall, &[r], Rep::Val)
        };
        self.if_small(own, Rep::Val, small, |me| {
            let code = me.iconst(binop_code(op));
            me.leaf_raises(leaf, &[code, own, other], Rep::Val)
        })
    }

    /// An int with something that may be one: in line if it is a small one.
    pub fn compare_with_int(&mut self, i: &Inst, c: Cc, code: i64) -> Value {
        let (a, b) = (self.word(i.args[0]), self.word(i.args[1]));
        let other = if self.ty(i.args[0]).is_int() { b } else { a };
        let small = |me: &mut Self, x: Value| {
            let (l, r) = if other == b { (me.typed(i.args[0]).0, x) } else { (x, me.typed(i.args[1]).0) };
            me.icmp(c, l, r)
        };
        self.if_small(other, Rep::Bool, small, |me| {
            let k = me.iconst(code);
            me.leaf_raises(Leaf::compare_bool, &[k, a, b], Rep::Bool)
        })
    }

    /// The number at `at`, in bounds, of a range object: in line unless it is one beyond machine ints.
    pub fn item_of_range(&mut self, range: Value, at: Value) -> Value {
        let field = |me: &mut Self, offset| me.op(Op::Load { ty: Rep::I64, offset, region: Region::Const }, &[range], Rep::I64);
        let (plain, beyond, join) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let p = self.f.add_param(join, Rep::Val);
        let (big, zero) = (field(self, layout::RANGE_BIG), self.iconst(0));
        let fits = self.icmp(Cc::Eq, big, zero);
        self.branch(fits, plain, beyond);
        self.cur = plain;
        let (start, step) = (field(self, layout::RANGE_START), field(self, layout::RANGE_STEP));
        let offset = self.op(Op::IMul, &[at, step], Rep::I64);
        let x = self.op(Op::IAdd, &[start, offset], Rep::I64);
        let w = self.op(Op::TagInt, &[x], Rep::Val);
        self.jump(join, &[w]);
        self.cur = beyond;
        let w = self.leaf(Leaf::range_item, &[range, at], Rep::Val);
        self.jump(join, &[w]);
        self.cur = join;
        p
    }

    /// One thing for a word that is a small int, which it gets, and another for what else it may be.
    pub fn if_small(&mut self, w: Value, rep: Rep, small: impl FnOnce(&mut Self, Value) -> Value, general: impl FnOnce(&mut Self) -> Value) -> Value {
        let (is_small, is_not, join) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let p = self.f.add_param(join, rep);
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        self.branch(tagged, is_small, is_not);
        self.cur = is_small;
        let never = self.new_block(true);
        let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
        let x = self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0];
        let r = small(self, x);
        self.jump(join, &[r]);
        self.cur = is_not;
        let r = general(self);
        self.jump(join, &[r]);
        self.cur = join;
        p
    }
}
