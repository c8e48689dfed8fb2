//! Values that are floats, or complex numbers for all that inference knows: powers with fractional exponents, and all that
//! is computed from them.
//!
//! The fast body takes them for floats. Where one comes in from elsewhere it is looked at, and a complex number goes to the
//! twin in front of the operation; what the body computes itself is boxed and unboxed again at once, which folds away.

use pyaot_ir::{Cc, Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, UnaryOp, V};
use pyaot_sema::types::{FLOAT, Ty};

use crate::ctx::{Lower, Mode};

/// The type of values that are a float or complex and nothing else.
pub fn is_perhaps_complex(t: &Ty) -> bool {
    matches!(t, Ty::Union(m) if m.len() == 2 && m.iter().any(Ty::is_float) && m.contains(&Ty::Complex))
}

impl Lower<'_> {
    /// Both are numbers, at least one may be complex, and this is the body that takes it for a float.
    fn perhaps_complex(&self, types: &[Ty]) -> bool {
        self.mode == Mode::Fast
            && types.iter().any(is_perhaps_complex)
            && types.iter().all(|t| t.is_number() || is_perhaps_complex(t))
    }

    /// The operand as a float; complex numbers leave to the twin.
    fn real(&mut self, v: V) -> Value {
        if !is_perhaps_complex(&self.ty(v)) {
            return self.f64(v);
        }
        let w = self.word(v);
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is_float = self.op(Op::IsFloat, &[o], Rep::Bool);
        let twin = self.slow_block();
        self.require(is_float, twin);
        self.op(Op::UnboxFloat, &[o], Rep::F64)
    }

    /// `a op b` where an operand may be complex; false: the runtime has to do it.
    pub fn perhaps_complex_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        if !self.perhaps_complex(&types) {
            return false;
        }
        let plain = match op {
            BinOp::Add => Op::FAdd,
            BinOp::Sub => Op::FSub,
            BinOp::Mul => Op::FMul,
            BinOp::Div => Op::FDiv,
            BinOp::Pow => Op::Zero,
            _ => return false,
        };
        let (a, b) = (self.real(i.args[0]), self.real(i.args[1]));
        let r = match op {
            BinOp::Div => self.float_division(a, b),
            BinOp::Pow => self.real_power(a, b),
            _ => self.op(plain, &[a, b], Rep::F64),
        };
        self.set(i.results[0], r, &FLOAT);
        true
    }

    /// `a ** b` of floats, in the fast body; complex powers leave to the twin.
    pub fn real_power(&mut self, a: Value, b: Value) -> Value {
        let zero = self.op(Op::FConst(0), &[], Rep::F64);
        let negative = self.op(Op::FCmp(Cc::Lt), &[a, zero], Rep::Bool);
        let (look, go) = (self.new_block(true), self.new_block(false));
        self.branch(negative, look, go);
        self.cur = look;
        let floor = self.op(Op::FFloor, &[b], Rep::F64);
        let whole = self.op(Op::FCmp(Cc::Eq), &[floor, b], Rep::Bool);
        let twin = self.slow_block();
        self.branch(whole, go, twin);
        self.cur = go;
        self.leaf_raises(pyaot_abi::Leaf::f64_pow, &[a, b], Rep::F64)
    }

    /// `-x`, `+x` of what may be complex.
    pub fn perhaps_complex_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        let t = self.ty(i.args[0]);
        if !self.perhaps_complex(&[t]) || !matches!(op, UnaryOp::Neg | UnaryOp::Pos) {
            return false;
        }
        let x = self.real(i.args[0]);
        let r = if op == UnaryOp::Neg { self.op(Op::FNeg, &[x], Rep::F64) } else { x };
        self.set(i.results[0], r, &FLOAT);
        true
    }

    /// A comparison with what may be complex; the other side is a float, or an int that is a float exactly.
    pub fn perhaps_complex_compare(&mut self, i: &Inst, c: Cc) -> Option<Value> {
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        let exact = |me: &Self, k: usize| !types[k].is_int() || me.literal(i.args[k]).is_some_and(|l| l.abs() < 1 << 53);
        if !self.perhaps_complex(&types) || !(0..2).all(|k| exact(self, k)) {
            return None;
        }
        let (a, b) = (self.real(i.args[0]), self.real(i.args[1]));
        Some(self.op(Op::FCmp(c), &[a, b], Rep::Bool))
    }
}
