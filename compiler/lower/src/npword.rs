//! Unsigned ints of 64 bits in registers ([`Kind::Word`]): the bits, of which a Python int that meets with them is none below 0. Sums and
//! products that do not fit warn; what else does not fit is the twin's.

use pyaot_abi::Leaf;
use pyaot_abi::dtype::{self, DType};
use pyaot_ir::{Cc, Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, V};
use pyaot_sema::types::Ty;

use crate::ctx::Lower;
use crate::numpy::{Kind, NUMPY, Np, PYTHON_INT, Tag, dtype_of, np_kind};

impl Np {
    pub fn word(tag: Tag, x: Value) -> Np {
        Np { kind: Kind::Word, dtype: DType::U64, tag, x, y: None }
    }
}

impl Lower<'_> {
    /// An int as bits; below 0 it is the twin's.
    pub fn np_as_word(&mut self, n: Np) -> Np {
        if !(matches!(n.tag, Tag::Known(NUMPY)) && n.dtype.kind() == dtype::Kind::Unsigned) {
            self.only_from_zero(n.x);
        }
        Np::word(n.tag, n.x)
    }

    /// A Python int as bits.
    pub fn word_of_int(&mut self, v: V) -> Np {
        let x = self.i64(v);
        if self.literal(v).is_none_or(|l| l < 0) {
            self.only_from_zero(x);
        }
        Np::word(Tag::Known(PYTHON_INT), x)
    }

    /// Bits as a float, where that is the float of an int with a sign.
    pub fn word_as_real(&mut self, n: Np) -> Np {
        self.only_from_zero(n.x);
        let x = if let Tag::Known(NUMPY) = n.tag {
            self.op(Op::IToF, &[n.x], Rep::F64)
        } else {
            let twin = self.slow_block();
            self.exact_real(n.x, twin)
        };
        Np { kind: Kind::Real, dtype: DType::F64, tag: n.tag, x, y: None }
    }

    /// What counts as below 0 with a sign is the twin's.
    pub fn only_from_zero(&mut self, x: Value) {
        let zero = self.iconst(0);
        let fine = self.icmp(Cc::Ge, x, zero);
        self.only_if(fine);
    }

    /// An operand as bits.
    fn word_operand(&mut self, v: V) -> Option<Np> {
        let t = self.ty(v);
        let fits = t.is_int() || matches!(np_kind(&t), Some(Kind::Word)) || np_kind(&t) == Some(Kind::Int) && dtype_of(&t).kind() == dtype::Kind::Unsigned;
        let n = if fits { self.np_operand(v, Kind::Word)? } else { return None };
        if let Tag::Is(tag) = n.tag {
            // Python's below 0 have no such bits.
            let (is, zero) = (self.is_of_numpy(tag), self.iconst(0));
            let from_zero = self.icmp(Cc::Ge, n.x, zero);
            let fine = self.op(Op::BOr, &[is, from_zero], Rep::Bool);
            self.only_if(fine);
        }
        Some(n)
    }

    /// `a op b` whose result is presumably an `np.uint64`; false: the runtime has to do it.
    pub fn np_word_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        if matches!(op, BinOp::Div | BinOp::Pow | BinOp::MatMul) {
            return false;
        }
        let (Some(a), Some(b)) = (self.word_operand(i.args[0]), self.word_operand(i.args[1])) else { return false };
        let tag = self.joint_tag(a.tag, b.tag);
        let tag = self.only_numpy(tag);
        let literal = self.literal(i.args[1]);
        let (a, b) = (a.x, b.x);
        // Of others, NumPy has other things to say.
        let warns = i.args.iter().all(|v| { let t = self.ty(*v); t.is_int() || t.members().iter().any(|m| *m == Ty::NpNum(DType::U64)) });
        let int = |me: &mut Self, op: Op| me.op(op, &[a, b], Rep::I64);
        let x = match op {
            BinOp::BitAnd => int(self, Op::IAnd),
            BinOp::BitOr => int(self, Op::IOr),
            BinOp::BitXor => int(self, Op::IXor),
            BinOp::Add => {
                let x = int(self, Op::IAdd);
                self.unless_less(x, a, warns.then_some(0));
                x
            }
            BinOp::Sub => {
                self.unless_less(a, b, warns.then_some(1));
                int(self, Op::ISub)
            }
            BinOp::Mul => {
                let high = int(self, Op::UMulHigh);
                let zero = self.iconst(0);
                let fine = self.icmp(Cc::Eq, high, zero);
                self.fits_or_warns(fine, warns.then_some(2));
                int(self, Op::IMul)
            }
            BinOp::LShift | BinOp::RShift => {
                if !literal.is_some_and(|l| (0..64).contains(&l)) {
                    let bits = self.iconst(64);
                    let fine = self.op(Op::ULt, &[b, bits], Rep::Bool);
                    self.only_if(fine);
                }
                int(self, if op == BinOp::LShift { Op::IShl } else { Op::UShr })
            }
            _ => {
                if literal.is_none_or(|l| l <= 0) {
                    let some = self.nonzero(b);
                    self.only_if(some);
                }
                int(self, if op == BinOp::FloorDiv { Op::WDiv } else { Op::WRem })
            }
        };
        self.set_np(i.results[0], Np::word(tag, x));
        true
    }

    fn unless_less(&mut self, a: Value, b: Value, warning: Option<i64>) {
        let less = self.op(Op::ULt, &[a, b], Rep::Bool);
        let fine = self.op(Op::BNot, &[less], Rep::Bool);
        self.fits_or_warns(fine, warning);
    }

    /// Where it is false, NumPy warns, and the low bits are the result: of generators and hashes, whose products never fit, the twin would do all.
    fn fits_or_warns(&mut self, fine: Value, warning: Option<i64>) {
        let Some(which) = warning else { return self.only_if(fine) };
        let (next, rare) = (self.new_block(false), self.new_block(true));
        self.branch(fine, next, rare);
        self.cur = rare;
        let which = self.iconst(which);
        self.leaf_raises0(Leaf::np_overflow, &[which]);
        self.jump(next, &[]);
        self.cur = next;
    }

    /// A comparison of bits. None: of something else too.
    pub fn np_word_compare(&mut self, i: &Inst, c: Cc) -> Option<(Value, Tag)> {
        let (a, b) = (self.word_operand(i.args[0])?, self.word_operand(i.args[1])?);
        let tag = self.joint_tag(a.tag, b.tag);
        let [mut x, mut y] = [a.x, b.x];
        if !matches!(c, Cc::Eq | Cc::Ne) {
            let sign = self.iconst(i64::MIN);
            [x, y] = [x, y].map(|v| self.op(Op::IXor, &[v, sign], Rep::I64));
        }
        Some((self.icmp(c, x, y), tag))
    }
}
