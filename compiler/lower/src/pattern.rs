//! What `match` asks of values.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Const, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{self, Inst};
use pyaot_sema::infer::matches_itself;
use pyaot_sema::types::Ty;

use crate::ctx::Lower;

impl Lower<'_> {
    pub fn tagged(&mut self, i: i64) -> Value {
        let x = self.iconst(i);
        self.op(Op::TagInt, &[x], Rep::Val)
    }

    /// A test that the runtime makes, with further arguments.
    pub fn match_test(&mut self, i: &Inst, native: &str, more: &[Value]) {
        let mut words = vec![self.word(i.args[0])];
        words.extend(more);
        let f = self.constant(Const::Native(native.to_string()));
        let r = self.leaf_array(Leaf::call, &[f], &words, Rep::Val);
        let b = self.op(Op::UnboxBool, &[r], Rep::Bool);
        self.set(i.results[0], b, &Ty::Bool);
    }

    pub fn match_sequence(&mut self, i: &Inst, min: u32, exact: bool) {
        let t = self.ty(i.args[0]);
        if let Some(known) = self.t.sequence_of(&t, min, exact) {
            let b = self.op(Op::BConst(known), &[], Rep::Bool);
            return self.set(i.results[0], b, &Ty::Bool);
        }
        if let Ty::List(_) | Ty::TupleOf(_) = t {
            let o = self.typed(i.args[0]).0;
            let (offset, region) = if matches!(t, Ty::List(_)) { (layout::LIST_LEN, Region::ListHeader) } else { (layout::TUPLE_LEN, Region::Const) };
            let len = self.op(Op::Load { ty: Rep::I64, offset, region }, &[o], Rep::I64);
            let n = self.iconst(min as i64);
            let b = self.icmp(if exact { Cc::Eq } else { Cc::Ge }, len, n);
            return self.set(i.results[0], b, &Ty::Bool);
        }
        let n = self.tagged(min as i64);
        let e = self.op(Op::BConst(exact), &[], Rep::Bool);
        let e = self.boxed(e, &Ty::Bool);
        self.match_test(i, "_native.match_sequence", &[n, e]);
    }

    pub fn match_arg(&mut self, i: &Inst, index: u32, count: u32) {
        let (t, class) = (self.ty(i.args[0]), self.ty(i.args[1]));
        match &class {
            Ty::NativeClass(n) if count == 1 && matches_itself(n) => {
                let v = self.get(i.args[0]);
                if let crate::ctx::Val::One(..) = v {
                    let (x, t) = self.typed(i.args[0]);
                    return self.set(i.results[0], x, &t);
                }
                return self.set_val(i.results[0], v);
            }
            Ty::Class(c) => {
                // All of them: too many sub-patterns raise.
                let known = self.t.match_arg(*c, count - 1).and_then(|_| self.t.match_arg(*c, index));
                if let Some(n) = known.filter(|_| t != Ty::Any) {
                    let get = Inst { op: hir::Op::GetAttr(n.clone()), args: vec![i.args[0]], ..i.clone() };
                    return self.getattr(&get, &n);
                }
            }
            _ => {}
        }
        let mut words = self.words(&i.args);
        words.push(self.tagged(index as i64));
        words.push(self.tagged(count as i64));
        let f = self.constant(Const::Native("_native.match_arg".to_string()));
        let r = self.leaf_array(Leaf::call, &[f], &words, Rep::Val);
        self.set_word(i.results[0], r, &Ty::Any);
    }
}
