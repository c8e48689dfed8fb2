//! Complex numbers: arithmetic in line on their two parts.
//!
//! Each result is an object of its own; where nobody looks at it as one, the pass `scalars` leaves two floats of it, across loops too.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, UnaryOp, V};
use pyaot_sema::types::{FLOAT, Ty};

use crate::arith::binop_code;
use crate::ctx::Lower;

/// Real and imaginary part.
pub type Parts = [Value; 2];

impl Lower<'_> {
    fn is_complex_pair(&self, a: &Ty, b: &Ty) -> bool {
        let [x, y] = [a, b].map(|t| *t == Ty::Complex);
        (x || y) && (x || a.is_number()) && (y || b.is_number())
    }

    fn float_zero(&mut self) -> Value {
        self.op(Op::FConst(0), &[], Rep::F64)
    }

    pub fn parts_of(&mut self, object: Value) -> Parts {
        [layout::COMPLEX_REAL, layout::COMPLEX_IMAG]
            .map(|offset| self.op(Op::Load { ty: Rep::F64, offset, region: Region::Const }, &[object], Rep::F64))
    }

    /// A float or an int is a complex number without imaginary part.
    pub fn complex_parts(&mut self, v: V) -> Parts {
        if self.ty(v) == Ty::Complex {
            let object = self.typed(v).0;
            return self.parts_of(object);
        }
        [self.f64(v), self.float_zero()]
    }

    pub fn set_complex(&mut self, out: V, parts: Parts) {
        let r = self.leaf(Leaf::box_complex, &parts, Rep::Val);
        self.set(out, r, &Ty::Any);
    }

    /// `a op b` of numbers of which one is complex; false: the runtime has to do it.
    pub fn complex_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        if !self.is_complex_pair(&self.ty(i.args[0]), &self.ty(i.args[1])) || !matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::Div) {
            return false;
        }
        let (a, b) = (self.complex_parts(i.args[0]), self.complex_parts(i.args[1]));
        let result = match op {
            BinOp::Add => [0, 1].map(|k| self.op(Op::FAdd, &[a[k], b[k]], Rep::F64)),
            BinOp::Sub => [0, 1].map(|k| self.op(Op::FSub, &[a[k], b[k]], Rep::F64)),
            BinOp::Mul => {
                let [rr, ii, ri, ir] = [(0, 0), (1, 1), (0, 1), (1, 0)].map(|(j, k)| self.op(Op::FMul, &[a[j], b[k]], Rep::F64));
                [self.op(Op::FSub, &[rr, ii], Rep::F64), self.op(Op::FAdd, &[ri, ir], Rep::F64)]
            }
            _ => self.complex_quotient(i, a, b),
        };
        self.set_complex(i.results[0], result);
        true
    }

    /// Smith's method, as CPython has it: by the larger part of the divisor. NaN and 0 are the runtime's.
    fn complex_quotient(&mut self, i: &Inst, a: Parts, b: Parts) -> Parts {
        let [re, im] = b.map(|x| self.op(Op::FAbs, &[x], Rep::F64));
        let (by_real, not_real, by_imag, rare, done) =
            (self.new_block(false), self.new_block(false), self.new_block(false), self.new_block(true), self.new_block(false));
        let result = [self.f.add_param(done, Rep::F64), self.f.add_param(done, Rep::F64)];
        let real = self.op(Op::FCmp(Cc::Ge), &[re, im], Rep::Bool);
        self.branch(real, by_real, not_real);

        self.cur = by_real;
        let zero = self.float_zero();
        let some = self.op(Op::FCmp(Cc::Gt), &[re, zero], Rep::Bool);
        self.require(some, rare);
        let (ratio, d) = self.smith(b[1], b[0]);
        let [x, y] = a.map(|x| self.op(Op::FMul, &[x, ratio], Rep::F64));
        let parts = [self.op(Op::FAdd, &[a[0], y], Rep::F64), self.op(Op::FSub, &[a[1], x], Rep::F64)];
        let parts = parts.map(|x| self.op(Op::FDiv, &[x, d], Rep::F64));
        self.jump(done, &parts);

        self.cur = not_real;
        let imag = self.op(Op::FCmp(Cc::Ge), &[im, re], Rep::Bool);
        self.branch(imag, by_imag, rare);
        self.cur = by_imag;
        let (ratio, d) = self.smith(b[0], b[1]);
        let [x, y] = a.map(|x| self.op(Op::FMul, &[x, ratio], Rep::F64));
        let parts = [self.op(Op::FAdd, &[x, a[1]], Rep::F64), self.op(Op::FSub, &[y, a[0]], Rep::F64)];
        let parts = parts.map(|x| self.op(Op::FDiv, &[x, d], Rep::F64));
        self.jump(done, &parts);

        self.cur = rare;
        let (code, words) = (self.iconst(binop_code(BinOp::Div)), self.words(&i.args));
        let r = self.leaf_raises(Leaf::binary, &[code, words[0], words[1]], Rep::Val);
        let r = self.op(Op::Cast, &[r], Rep::Obj);
        let parts = self.parts_of(r);
        self.jump(done, &parts);
        self.cur = done;
        result
    }

    /// The ratio of the divisor's parts, and what all is divided by.
    fn smith(&mut self, small: Value, large: Value) -> (Value, Value) {
        let ratio = self.op(Op::FDiv, &[small, large], Rep::F64);
        let rest = self.op(Op::FMul, &[small, ratio], Rep::F64);
        (ratio, self.op(Op::FAdd, &[large, rest], Rep::F64))
    }

    pub fn complex_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if self.ty(i.args[0]) != Ty::Complex || op != UnaryOp::Neg {
            return false;
        }
        let parts = self.complex_parts(i.args[0]).map(|x| self.op(Op::FNeg, &[x], Rep::F64));
        self.set_complex(i.results[0], parts);
        true
    }

    /// `a == b`, `a != b`. Ints are not rounded for that, so they are the runtime's.
    pub fn complex_compare(&mut self, i: &Inst, c: Cc) -> Option<Value> {
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        if !self.is_complex_pair(&types[0], &types[1]) || types.iter().any(Ty::is_integral) || !matches!(c, Cc::Eq | Cc::Ne) {
            return None;
        }
        let (a, b) = (self.complex_parts(i.args[0]), self.complex_parts(i.args[1]));
        let [x, y] = [0, 1].map(|k| self.op(Op::FCmp(c), &[a[k], b[k]], Rep::Bool));
        Some(self.op(if c == Cc::Eq { Op::BAnd } else { Op::BOr }, &[x, y], Rep::Bool))
    }

    /// `z.real`, `z.imag`.
    pub fn complex_attr(&mut self, i: &Inst, name: &str) -> bool {
        let k = match name {
            "real" => 0,
            "imag" => 1,
            _ => return false,
        };
        if self.ty(i.args[0]) != Ty::Complex {
            return false;
        }
        let x = self.complex_parts(i.args[0])[k];
        self.set(i.results[0], x, &FLOAT);
        true
    }

    /// `complex(x)`, `complex(x, y)` of floats and ints.
    pub fn complex_made(&mut self, out: V, args: &[V]) {
        let real = self.f64(args[0]);
        let imag = match args.get(1) {
            Some(v) => self.f64(*v),
            None => self.float_zero(),
        };
        self.set_complex(out, [real, imag]);
    }

    /// `abs(z)`; raises where it is too large.
    pub fn complex_abs(&mut self, out: V, z: V) {
        let parts = self.complex_parts(z);
        let r = self.leaf_raises(Leaf::complex_abs, &parts, Rep::F64);
        self.set(out, r, &FLOAT);
    }
}
