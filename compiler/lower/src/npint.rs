//! Arithmetic of NumPy's ints in registers: what does not fit the dtype is the twin's, which warns. Shifts drop bits and say nothing.

use pyaot_abi::dtype::DType;
use pyaot_ir::{Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst};

use crate::ctx::Lower;
use crate::numpy::{Kind, NUMPY, Np, Tag, dtype_of};

impl Lower<'_> {
    /// `a op b` whose result is presumably an int of NumPy's; false: the runtime has to do it.
    pub fn np_int_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let exponent = self.literal(i.args[1]);
        match op {
            BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor | BinOp::FloorDiv | BinOp::Mod | BinOp::LShift | BinOp::RShift => {}
            BinOp::Pow if matches!(exponent, Some(2 | 3)) => {}
            _ => return false,
        }
        let dtype = dtype_of(&self.inst.types[i.results[0].index()]);
        let Some((a, b, tag)) = self.np_operands_of(i, Kind::Int, dtype) else { return false };
        let x = match op {
            BinOp::Add => self.int_checked(Op::IAddO, a, b),
            BinOp::Sub => self.int_checked(Op::ISubO, a, b),
            BinOp::Mul => self.int_checked(Op::IMulO, a, b),
            BinOp::BitAnd => self.op(Op::IAnd, &[a, b], Rep::I64),
            BinOp::BitOr => self.op(Op::IOr, &[a, b], Rep::I64),
            BinOp::BitXor => self.op(Op::IXor, &[a, b], Rep::I64),
            BinOp::LShift | BinOp::RShift => {
                // Python's ints lose no bits.
                if !matches!(tag, Tag::Known(NUMPY)) {
                    return false;
                }
                self.np_shift(op, a, b, exponent, dtype)
            }
            BinOp::Pow => {
                let square = self.int_checked(Op::IMulO, a, a);
                if exponent == Some(2) { square } else { self.int_checked(Op::IMulO, square, a) }
            }
            _ => {
                let checked = if op == BinOp::FloorDiv { Op::IFloorDiv } else { Op::IFloorMod };
                self.np_divisor(b, exponent);
                self.op(checked, &[a, b], Rep::I64)
            }
        };
        // The others give no more bits than they get.
        let grows = matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::Pow);
        let x = if grows { self.np_fitted_where(Kind::Int, x, dtype, tag) } else { x };
        self.set_np(i.results[0], Np { kind: Kind::Int, dtype, tag, x, y: None });
        true
    }

    fn int_checked(&mut self, op: Op, a: Value, b: Value) -> Value {
        let e = self.slow_exit();
        self.inst_n(op, vec![a, b], &[Rep::I64], vec![e])[0]
    }

    /// Neither 0, where NumPy warns, nor -1, by which the least int cannot be divided.
    fn np_divisor(&mut self, b: Value, literal: Option<i64>) {
        if literal.is_some_and(|l| !(-1..=0).contains(&l)) {
            return;
        }
        let (one, two) = (self.iconst(1), self.iconst(2));
        let above = self.op(Op::IAdd, &[b, one], Rep::I64);
        let bad = self.op(Op::ULt, &[above, two], Rep::Bool);
        let (fine, twin) = (self.new_block(false), self.slow_block());
        self.branch(bad, twin, fine);
        self.cur = fine;
    }

    /// `a << n`, `a >> n` by less than the dtype's bits; other counts are the twin's.
    fn np_shift(&mut self, op: BinOp, a: Value, n: Value, literal: Option<i64>, dtype: DType) -> Value {
        let bits = 8 * dtype.size() as i64;
        if !literal.is_some_and(|l| (0..bits).contains(&l)) {
            let most = self.iconst(bits);
            let fine = self.op(Op::ULt, &[n, most], Rep::Bool);
            self.only_if(fine);
        }
        if op == BinOp::RShift {
            return self.op(Op::IShr, &[a, n], Rep::I64);
        }
        let x = self.op(Op::IShl, &[a, n], Rep::I64);
        match dtype.bounds() {
            _ if bits == 64 => x,
            Some((0, all)) => {
                let all = self.iconst(all);
                self.op(Op::IAnd, &[x, all], Rep::I64)
            }
            _ => {
                let rest = self.iconst(64 - bits);
                let high = self.op(Op::IShl, &[x, rest], Rep::I64);
                self.op(Op::IShr, &[high, rest], Rep::I64)
            }
        }
    }
}
