//! Operators and comparisons.

use pyaot_abi::{Leaf, operator};
use pyaot_ir::{Cc, Op, Ty as Rep, Value};
use pyaot_sema::hir::{self, BinOp, CmpOp, Inst, UnaryOp};
use pyaot_sema::types::{FLOAT, INT, NAT, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::number::is_mixed;
use crate::perhaps::is_perhaps_complex;

/// Number of an operator in the runtime.
pub fn binop_code(op: BinOp) -> i64 {
    match op {
        BinOp::Add => operator::ADD,
        BinOp::Sub => operator::SUB,
        BinOp::Mul => operator::MUL,
        BinOp::MatMul => operator::MATMUL,
        BinOp::Div => operator::DIV,
        BinOp::Mod => operator::MOD,
        BinOp::Pow => operator::POW,
        BinOp::LShift => operator::LSHIFT,
        BinOp::RShift => operator::RSHIFT,
        BinOp::BitOr => operator::BIT_OR,
        BinOp::BitXor => operator::BIT_XOR,
        BinOp::BitAnd => operator::BIT_AND,
        BinOp::FloorDiv => operator::FLOOR_DIV,
    }
}

fn nonneg(t: &Ty) -> bool {
    matches!(t, Ty::Int { nonneg: true } | Ty::Float { nonneg: true } | Ty::Bool)
}

pub fn cc(op: CmpOp) -> Option<(Cc, i64)> {
    Some(match op {
        CmpOp::Eq => (Cc::Eq, operator::EQ),
        CmpOp::NotEq => (Cc::Ne, operator::NE),
        CmpOp::Lt => (Cc::Lt, operator::LT),
        CmpOp::LtE => (Cc::Le, operator::LE),
        CmpOp::Gt => (Cc::Gt, operator::GT),
        CmpOp::GtE => (Cc::Ge, operator::GE),
        _ => return None,
    })
}

impl Lower<'_> {
    pub fn binary(&mut self, i: &Inst, op: BinOp, inplace: bool) {
        let out = i.results[0];
        let (ta, tb) = (self.ty(i.args[0]), self.ty(i.args[1]));
        if op == BinOp::MatMul {
            return self.general_binary(i, op, inplace);
        }
        if self.mode == Mode::Fast && self.sizes.low.contains(&out) {
            return self.low_binary(i, op);
        }
        if self.wide && ta.is_integral() && tb.is_integral() && (self.put_off(i) || self.fused(i) || self.wide_binary(i, op)) {
            return;
        }
        if self.mode == Mode::Fast
            && let Some(big) = self.big_literal(i.args[1])
        {
            return self.with_big_literal(i, op, big);
        }
        if ta.is_integral() && tb.is_integral() && !(ta == Ty::Bool && tb == Ty::Bool && matches!(op, BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor)) {
            return self.int_binary(i, op, &ta, &tb);
        }
        if ta == Ty::Bool && tb == Ty::Bool {
            let (a, b) = (self.typed(i.args[0]).0, self.typed(i.args[1]).0);
            let op = match op {
                BinOp::BitAnd => Op::BAnd,
                BinOp::BitOr => Op::BOr,
                _ => Op::BXor,
            };
            let r = self.op(op, &[a, b], Rep::Bool);
            return self.set(out, r, &Ty::Bool);
        }
        if ta.is_number() && tb.is_number() {
            return self.float_binary(i, op);
        }
        if self.mixed_binary(i, op) || self.np_binary(i, op) || self.small_binary(i, op) || self.tree(i) || self.perhaps_complex_binary(i, op) || self.complex_binary(i, op) {
            return;
        }
        if ta == Ty::Str && op == BinOp::Mod && self.percent(i) {
            return;
        }
        if ta == Ty::Str && tb == Ty::Str && op == BinOp::Add {
            if let (true, Some(c)) = (inplace, self.char_of(i.args[1])) {
                let a = self.typed(i.args[0]).0;
                let r = self.leaf_raises(Leaf::str_append_char, &[a, c], Rep::Obj);
                return self.set(out, r, &Ty::Str);
            }
            let (a, b) = (self.typed(i.args[0]).0, self.typed(i.args[1]).0);
            let leaf = if inplace { Leaf::str_append } else { Leaf::str_concat };
            let r = self.leaf_raises(leaf, &[a, b], Rep::Obj);
            return self.set(out, r, &Ty::Str);
        }
        if let (Ty::List(_), Ty::List(_), BinOp::Add, false) = (&ta, &tb, op, inplace) {
            let parts = |me: &mut Self, k: usize| if let Val::Parts(p) = me.get(i.args[k]) { Some(p) } else { None };
            let r = match (parts(self, 0), parts(self, 1)) {
                (Some(p), None) | (None, Some(p)) => {
                    let front = matches!(self.get(i.args[0]), Val::Parts(_));
                    let mut words = Vec::new();
                    for p in p {
                        let t = if let Val::One(_, t) = &p { t.clone() } else { Ty::Any };
                        let x = self.materialise(&p, &t);
                        words.push(self.boxed(x, &t));
                    }
                    let list = self.typed(i.args[usize::from(front)]).0;
                    let leaf = if front { Leaf::list_with_front } else { Leaf::list_with_back };
                    self.leaf_array(leaf, &[list], &words, Rep::Obj)
                }
                _ => {
                    let (a, b) = (self.typed(i.args[0]).0, self.typed(i.args[1]).0);
                    self.leaf(Leaf::list_concat, &[a, b], Rep::Obj)
                }
            };
            return self.set(out, r, &self.inst.types[out.index()].clone());
        }
        self.general_binary(i, op, inplace);
    }

    fn general_binary(&mut self, i: &Inst, op: BinOp, inplace: bool) {
        let out = i.results[0];
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            return self.direct_call(i, &c, Some(i.args[0]), &crate::call::hir_args(&i.args[1..]));
        }
        let args = self.words(&i.args);
        let code = self.iconst(binop_code(op));
        let leaf = if inplace { Leaf::inplace } else { Leaf::binary };
        let r = self.leaf_raises(leaf, &[code, args[0], args[1]], Rep::Val);
        self.set(out, r, &Ty::Any);
    }

    /// The lowest 64 bits of an int operand.
    fn low_bits(&mut self, v: hir::V) -> Value {
        match self.known(v) {
            Some(n) => self.iconst(n as i64),
            None if self.is_wide(v) => self.wide(v).low,
            None => self.i64(v),
        }
    }

    fn low_unary(&mut self, out: hir::V, op: UnaryOp, x: Value) {
        let r = if op == UnaryOp::Invert {
            self.op(Op::INot, &[x], Rep::I64)
        } else {
            let zero = self.iconst(0);
            self.op(Op::ISub, &[zero, x], Rep::I64)
        };
        self.set(out, r, &INT);
    }

    /// An operation of whose result nothing but the low bits is used ([`crate::sizes`]).
    fn low_binary(&mut self, i: &Inst, op: BinOp) {
        let (a, b) = (self.low_bits(i.args[0]), self.low_bits(i.args[1]));
        let op = match op {
            BinOp::Add => Op::IAdd,
            BinOp::Sub => Op::ISub,
            BinOp::Mul => Op::IMul,
            BinOp::LShift => Op::IShl,
            BinOp::BitAnd => Op::IAnd,
            BinOp::BitOr => Op::IOr,
            _ => Op::IXor,
        };
        let r = self.op(op, &[a, b], Rep::I64);
        self.set(i.results[0], r, &INT);
    }

    /// An int operand as i64.
    pub fn i64(&mut self, v: pyaot_sema::hir::V) -> Value {
        if self.sizes.low.contains(&v)
            && let Some(n) = self.known(v)
        {
            return self.iconst(n as i64);
        }
        let (x, t) = self.typed(v);
        if t == Ty::Bool { self.op(Op::BToI, &[x], Rep::I64) } else { x }
    }

    fn int_binary(&mut self, i: &Inst, op: BinOp, ta: &Ty, tb: &Ty) {
        let out = i.results[0];
        if self.put_off(i) || self.fused(i) {
            return;
        }
        if op == BinOp::Div {
            if self.mode == Mode::Fast && !i.args.iter().any(|v| self.is_wide(*v)) {
                let (a, b) = (self.i64(i.args[0]), self.i64(i.args[1]));
                let r = self.int_division(a, b, self.literal(i.args[1]));
                return self.set(out, r, &FLOAT);
            }
            let a = self.words(&i.args);
            let r = self.leaf_raises(Leaf::int_truediv, &a, Rep::F64);
            return self.set(out, r, &FLOAT);
        }
        // A result that may be a float (a negative exponent) is the runtime's business.
        let result = self.inst.types[out.index()].clone();
        if self.mode != Mode::Fast || (op == BinOp::Pow && !result.is_int()) {
            let (x, y) = (i.args[0], i.args[1]);
            let given_up = |me: &Self, v: hir::V| me.mode == Mode::Slow && me.inst.types[v.index()].is_int() && me.used_up(v);
            let turns = matches!(op, BinOp::Add | BinOp::Mul | BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor);
            let owner = if given_up(self, x) {
                Some((x, y))
            } else if turns && given_up(self, y) {
                Some((y, x))
            } else {
                None
            };
            let divisor = self.literal(y).filter(|l| (1..1 << 61).contains(l));
            if let (Some(divisor), BinOp::FloorDiv | BinOp::Mod) = (divisor, op) {
                let r = self.divided_by(op, x, y, divisor, owner.is_some());
                return self.set(out, r, &INT);
            }
            if let Some((x, y)) = owner {
                // The object of an operand that nobody needs any more takes the result.
                let other = self.word(y);
                let own = self.owned_word(x);
                let code = self.iconst(binop_code(op));
                let r = self.leaf_raises(Leaf::int_binary_owned, &[code, own, other], Rep::Val);
                let t = if result.is_float() { Ty::Any } else { result };
                return self.set(out, r, &t);
            }
            let a = self.words(&i.args);
            let r = match op {
                BinOp::Add => self.leaf_raises(Leaf::int_add, &a, Rep::Val),
                BinOp::Sub => self.leaf_raises(Leaf::int_sub, &a, Rep::Val),
                BinOp::Mul => self.leaf_raises(Leaf::int_mul, &a, Rep::Val),
                _ => {
                    let code = self.iconst(binop_code(op));
                    self.leaf_raises(Leaf::int_binary, &[code, a[0], a[1]], Rep::Val)
                }
            };
            // The result's type is exact (Int, or Float | Int as a word).
            let t = if result.is_float() { Ty::Any } else { result };
            return self.set(out, r, &t);
        }
        let lit = self.literal(i.args[1]);
        let (a, b) = (self.i64(i.args[0]), self.i64(i.args[1]));
        // What stands for the low bits may have any sign.
        let ta = if self.sizes.low.contains(&i.args[0]) { &INT } else { ta };
        let checked = |me: &mut Self, op: Op| {
            let e = me.slow_exit();
            me.inst_n(op, vec![a, b], &[Rep::I64], vec![e])[0]
        };
        let r = match op {
            BinOp::Add => checked(self, Op::IAddO),
            BinOp::Sub if nonneg(ta) && nonneg(tb) => self.op(Op::ISub, &[a, b], Rep::I64),
            BinOp::Sub => checked(self, Op::ISubO),
            BinOp::Mul => checked(self, Op::IMulO),
            BinOp::FloorDiv | BinOp::Mod => self.div_mod(op, a, b, ta, tb, lit),
            BinOp::BitAnd => self.op(Op::IAnd, &[a, b], Rep::I64),
            BinOp::BitOr => self.op(Op::IOr, &[a, b], Rep::I64),
            BinOp::BitXor => self.op(Op::IXor, &[a, b], Rep::I64),
            BinOp::RShift => {
                self.shift_count(b, lit, nonneg(tb));
                let c63 = self.iconst(63);
                let n = if lit.is_some_and(|l| (0..=63).contains(&l)) { b } else { self.op(Op::IMin, &[b, c63], Rep::I64) };
                self.op(Op::IShr, &[a, n], Rep::I64)
            }
            BinOp::LShift => {
                self.shift_count(b, lit, nonneg(tb));
                if !lit.is_some_and(|l| (0..=63).contains(&l)) {
                    let c63 = self.iconst(63);
                    let ok = self.icmp(Cc::Le, b, c63);
                    let slow = self.slow_block();
                    self.require(ok, slow);
                }
                checked(self, Op::IShlO)
            }
            BinOp::Pow => {
                let e = self.slow_exit();
                self.inst_n(Op::Leaf(Leaf::i64_pow), vec![a, b], &[Rep::I64], vec![e])[0]
            }
            BinOp::Div | BinOp::MatMul => unreachable!("handled above"),
        };
        self.set(out, r, &INT);
    }

    fn shift_count(&mut self, b: Value, lit: Option<i64>, nonneg: bool) {
        if nonneg || lit.is_some_and(|l| l >= 0) {
            return;
        }
        // ValueError: negative shift count; the twin raises it.
        let zero = self.iconst(0);
        let ok = self.icmp(Cc::Ge, b, zero);
        let slow = self.slow_block();
        self.require(ok, slow);
    }

    /// Raises where the divisor is 0; the constant 0.
    pub fn checked_divisor(&mut self, op: BinOp, b: Value, lit: Option<i64>) -> Value {
        let zero = self.iconst(0);
        if lit.is_none_or(|l| l == 0) {
            let ok = self.icmp(Cc::Ne, b, zero);
            let code = self.iconst(binop_code(op));
            let bad = self.raise_block(Leaf::raise_zero_division, &[code]);
            self.require(ok, bad);
        }
        zero
    }

    /// `divmod(a, b)` of ints in registers: the quotient, and what is left of the dividend.
    pub fn quotient_and_rest(&mut self, a: hir::V, b: hir::V) -> [Value; 2] {
        let (ta, tb, lit) = (self.ty(a), self.ty(b), self.literal(b));
        let (a, b) = (self.i64(a), self.i64(b));
        let q = self.div_mod(BinOp::FloorDiv, a, b, &ta, &tb, lit);
        let product = self.op(Op::IMul, &[q, b], Rep::I64);
        [q, self.op(Op::ISub, &[a, product], Rep::I64)]
    }

    fn div_mod(&mut self, op: BinOp, a: Value, b: Value, ta: &Ty, tb: &Ty, lit: Option<i64>) -> Value {
        self.checked_divisor(op, b, lit);
        let positive = lit.is_some_and(|l| l > 0) || nonneg(tb);
        if nonneg(ta) && positive {
            let op = if op == BinOp::Mod { Op::URem } else { Op::UDiv };
            return self.op(op, &[a, b], Rep::I64);
        }
        if !positive && lit.is_none_or(|l| l == -1) {
            // MIN // -1 does not fit.
            let m1 = self.iconst(-1);
            let ok = self.icmp(Cc::Ne, b, m1);
            let slow = self.slow_block();
            self.require(ok, slow);
        }
        let op = if op == BinOp::Mod { Op::IFloorMod } else { Op::IFloorDiv };
        self.op(op, &[a, b], Rep::I64)
    }

    /// A float operand (ints are converted; a big int may be too large).
    pub fn f64(&mut self, v: pyaot_sema::hir::V) -> Value {
        if self.mode == Mode::Fast && is_mixed(&self.ty(v)) {
            return self.num(v).real;
        }
        if let Some(x) = self.np_f64(v) {
            return x;
        }
        if self.is_wide(v) {
            let w = self.word(v);
            return self.leaf_raises(Leaf::int_to_f64, &[w], Rep::F64);
        }
        let (x, t) = self.typed(v);
        self.to_f64(x, &t)
    }

    pub fn to_f64(&mut self, x: Value, t: &Ty) -> Value {
        match t {
            Ty::Float { .. } => x,
            Ty::Bool => {
                let i = self.op(Op::BToI, &[x], Rep::I64);
                self.op(Op::IToF, &[i], Rep::F64)
            }
            Ty::Int { .. } if self.f.ty(x) == Rep::I64 => self.op(Op::IToF, &[x], Rep::F64),
            Ty::Int { .. } => self.leaf_raises(Leaf::int_to_f64, &[x], Rep::F64),
            t => {
                let w = self.boxed(x, t);
                self.leaf_raises(Leaf::unbox_float, &[w], Rep::F64)
            }
        }
    }

    pub fn float_division(&mut self, a: Value, b: Value) -> Value {
        let zero = self.op(Op::FConst(0), &[], Rep::F64);
        let ok = self.op(Op::FCmp(Cc::Ne), &[b, zero], Rep::Bool);
        let code = self.iconst(104);
        let bad = self.raise_block(Leaf::raise_zero_division, &[code]);
        self.require(ok, bad);
        self.op(Op::FDiv, &[a, b], Rep::F64)
    }

    pub fn float_binary(&mut self, i: &Inst, op: BinOp) {
        let out = i.results[0];
        let result = self.inst.types[out.index()].clone();
        if op == BinOp::Pow && result.is_float() && self.is_two(i.args[1]) {
            let x = self.f64(i.args[0]);
            let e = self.raise_exit();
            let r = self.inst_n(Op::FSquare, vec![x], &[Rep::F64], vec![e])[0];
            return self.set(out, r, &FLOAT);
        }
        let (a, b) = (self.f64(i.args[0]), self.f64(i.args[1]));
        let r = match op {
            BinOp::Add => self.op(Op::FAdd, &[a, b], Rep::F64),
            BinOp::Sub => self.op(Op::FSub, &[a, b], Rep::F64),
            BinOp::Mul => self.op(Op::FMul, &[a, b], Rep::F64),
            BinOp::Div => self.float_division(a, b),
            BinOp::Mod => self.leaf_raises(Leaf::f64_mod, &[a, b], Rep::F64),
            BinOp::FloorDiv => self.leaf_raises(Leaf::f64_floordiv, &[a, b], Rep::F64),
            BinOp::Pow if result.is_float() => self.leaf_raises(Leaf::f64_pow, &[a, b], Rep::F64),
            BinOp::Pow if self.mode == Mode::Fast && is_perhaps_complex(&result) => self.real_power(a, b),
            _ => {
                // Complex results, and operators that floats do not have.
                let args = self.words(&i.args);
                let code = self.iconst(binop_code(op));
                let r = self.leaf_raises(Leaf::binary, &[code, args[0], args[1]], Rep::Val);
                return self.set(out, r, &Ty::Any);
            }
        };
        self.set(out, r, &FLOAT);
    }

    /// `-x` of an int in a register; what does not fit goes to the twin.
    pub fn negated(&mut self, x: Value) -> Value {
        let e = self.slow_exit();
        self.inst_n(Op::INegO, vec![x], &[Rep::I64], vec![e])[0]
    }

    pub fn unary(&mut self, i: &Inst, op: UnaryOp) {
        if self.mixed_unary(i, op) || self.np_unary(i, op) || self.tree(i) || self.perhaps_complex_unary(i, op) || self.complex_unary(i, op) {
            return;
        }
        let out = i.results[0];
        if self.mode == Mode::Fast && self.sizes.low.contains(&out) {
            let x = self.low_bits(i.args[0]);
            return self.low_unary(out, op, x);
        }
        if self.wide_unary(i, op) {
            return;
        }
        let (x, t) = self.typed(i.args[0]);
        match (&t, op) {
            (Ty::Float { .. }, UnaryOp::Neg) => {
                let r = self.op(Op::FNeg, &[x], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            (Ty::Float { .. } | Ty::Int { .. }, UnaryOp::Pos) => self.set(out, x, &t),
            (Ty::Int { .. }, UnaryOp::Neg) if self.mode == Mode::Fast => {
                let r = self.negated(x);
                self.set(out, r, &INT);
            }
            (Ty::Int { .. }, UnaryOp::Invert) if self.mode == Mode::Fast => {
                let r = self.op(Op::INot, &[x], Rep::I64);
                self.set(out, r, &INT);
            }
            (Ty::Bool, UnaryOp::Neg) if self.mode == Mode::Fast => {
                let b = self.op(Op::BToI, &[x], Rep::I64);
                let zero = self.iconst(0);
                let r = self.op(Op::ISub, &[zero, b], Rep::I64);
                self.set(out, r, &INT);
            }
            _ => {
                if let Some(c) = self.inst.calls.get(&self.at).cloned() {
                    return self.direct_call(i, &c, Some(i.args[0]), &[]);
                }
                let w = self.boxed(x, &t);
                let code = self.iconst(match op {
                    UnaryOp::Neg => 0,
                    UnaryOp::Pos => 1,
                    _ => 2,
                });
                let r = self.leaf_raises(Leaf::unary, &[code, w], Rep::Val);
                self.set(out, r, &Ty::Any);
            }
        }
    }

    /// A float and one that may be None (`if low is None or x < low`): the runtime is asked only where it is.
    fn optional_compare(&mut self, i: &Inst, c: Cc, code: i64) -> Option<Value> {
        let optional = |t: &Ty| matches!(t, Ty::Union(m) if m.len() == 2 && m.contains(&Ty::None) && m.iter().any(Ty::is_float));
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        let k = [0, 1].into_iter().find(|k| optional(&types[*k]) && types[1 - k].is_float())?;
        if self.mode != Mode::Fast {
            return None;
        }
        let known = self.typed(i.args[1 - k]).0;
        let word = self.word(i.args[k]);
        let (rare, done) = (self.new_block(true), self.new_block(false));
        let result = self.f.add_param(done, Rep::Bool);
        let object = self.op(Op::Cast, &[word], Rep::Obj);
        let there = self.is_float_object(object);
        self.require(there, rare);
        let given = self.op(Op::UnboxFloat, &[object], Rep::F64);
        let operands = if k == 0 { [given, known] } else { [known, given] };
        let r = self.op(Op::FCmp(c), &operands, Rep::Bool);
        self.jump(done, &[r]);
        self.cur = rare;
        let words = self.words(&i.args);
        let code = self.iconst(code);
        let r = self.leaf_raises(Leaf::compare_bool, &[code, words[0], words[1]], Rep::Bool);
        self.jump(done, &[r]);
        self.cur = done;
        Some(result)
    }

    pub fn compare(&mut self, i: &Inst, op: CmpOp) {
        let out = i.results[0];
        let (ta, tb) = (self.ty(i.args[0]), self.ty(i.args[1]));
        match op {
            CmpOp::Is | CmpOp::IsNot => {
                let r = self.same(i, &ta, &tb);
                let r = if op == CmpOp::IsNot { self.op(Op::BNot, &[r], Rep::Bool) } else { r };
                return self.set(out, r, &Ty::Bool);
            }
            CmpOp::In | CmpOp::NotIn => {
                let r = self.contains(i);
                let r = if op == CmpOp::NotIn { self.op(Op::BNot, &[r], Rep::Bool) } else { r };
                return self.set(out, r, &Ty::Bool);
            }
            _ => {}
        }
        let (c, code) = cc(op).expect("the others are handled above");
        if ta.is_integral()
            && tb.is_integral()
            && let Some(r) = self.wide_compare(i, c)
        {
            return self.set(out, r, &Ty::Bool);
        }
        if self.mode == Mode::Fast
            && let (a, b) = (self.big_literal(i.args[0]), self.big_literal(i.args[1]))
            && (a.is_some() || b.is_some())
        {
            // Whatever fits a machine int is as good as 0 here.
            let order = a.unwrap_or(0).cmp(&b.unwrap_or(0));
            let r = match c {
                Cc::Eq => order.is_eq(),
                Cc::Ne => order.is_ne(),
                Cc::Lt => order.is_lt(),
                Cc::Le => order.is_le(),
                Cc::Gt => order.is_gt(),
                Cc::Ge => order.is_ge(),
            };
            for v in &i.args {
                if !self.is_big_literal(*v) {
                    self.typed(*v);
                }
            }
            let r = self.op(Op::BConst(r), &[], Rep::Bool);
            return self.set(out, r, &Ty::Bool);
        }
        if ta.is_integral() && tb.is_integral() {
            let r = if self.mode == Mode::Fast {
                let (a, b) = (self.i64(i.args[0]), self.i64(i.args[1]));
                self.icmp(c, a, b)
            } else {
                let w = self.words(&i.args);
                let general = |me: &mut Self| {
                    let k = me.iconst(code);
                    me.leaf(Leaf::int_compare, &[k, w[0], w[1]], Rep::Bool)
                };
                match self.literal(i.args[1]) {
                    Some(l) => self.if_small(
                        w[0],
                        Rep::Bool,
                        |me, x| {
                            let l = me.iconst(l);
                            me.icmp(c, x, l)
                        },
                        general,
                    ),
                    None => general(self),
                }
            };
            return self.set(out, r, &Ty::Bool);
        }
        let exact = |me: &Self, v, t: &Ty| t.is_float() || *t == Ty::Bool || me.literal(v).is_some_and(|l| l.abs() < 1 << 53);
        if ta.is_number() && tb.is_number() && exact(self, i.args[0], &ta) && exact(self, i.args[1], &tb) {
            let (a, b) = (self.f64(i.args[0]), self.f64(i.args[1]));
            let r = self.op(Op::FCmp(c), &[a, b], Rep::Bool);
            return self.set(out, r, &Ty::Bool);
        }
        if let Some(r) = self.mixed_compare(i, c).or_else(|| self.perhaps_complex_compare(i, c)).or_else(|| self.complex_compare(i, c)) {
            return self.set(out, r, &Ty::Bool);
        }
        if self.np_compare(i, op, c) || self.tree(i) {
            return;
        }
        if let Some(r) = self.optional_compare(i, c, code) {
            return self.set(out, r, &Ty::Bool);
        }
        if ta == Ty::Str && tb == Ty::Str {
            if let Some(r) = self.char_compare(i, c) {
                return self.set(out, r, &Ty::Bool);
            }
            let (a, b) = (self.typed(i.args[0]).0, self.typed(i.args[1]).0);
            let r = match c {
                Cc::Eq => self.leaf(Leaf::str_eq, &[a, b], Rep::Bool),
                Cc::Ne => {
                    let r = self.leaf(Leaf::str_eq, &[a, b], Rep::Bool);
                    self.op(Op::BNot, &[r], Rep::Bool)
                }
                c => {
                    let r = self.leaf(Leaf::str_compare, &[a, b], Rep::I64);
                    let zero = self.iconst(0);
                    self.icmp(c, r, zero)
                }
            };
            return self.set(out, r, &Ty::Bool);
        }
        if let Some(call) = self.inst.calls.get(&self.at).cloned()
            && self.compare_is_direct(&call, op)
        {
            return self.direct_call(i, &call, Some(i.args[0]), &crate::call::hir_args(&i.args[1..]));
        }
        if self.mode == Mode::Fast
            && self.inst.types[out.index()] == Ty::Bool
            && (ta.is_int() && may_be_int(&tb) || tb.is_int() && may_be_int(&ta))
        {
            let r = self.compare_with_int(i, c, code);
            return self.set(out, r, &Ty::Bool);
        }
        let w = self.words(&i.args);
        let k = self.iconst(code);
        if self.inst.types[out.index()] == Ty::Bool {
            let r = self.leaf_raises(Leaf::compare_bool, &[k, w[0], w[1]], Rep::Bool);
            self.set(out, r, &Ty::Bool);
        } else {
            let r = self.leaf_raises(Leaf::compare, &[k, w[0], w[1]], Rep::Val);
            self.set(out, r, &Ty::Any);
        }
    }

    /// The method found is the one of this operator, and it never answers NotImplemented.
    fn compare_is_direct(&self, c: &pyaot_sema::infer::Callee, op: CmpOp) -> bool {
        let pyaot_sema::infer::Callee::Direct { instance, func, .. } = c else { return false };
        let want = match op {
            CmpOp::Eq => "__eq__",
            CmpOp::NotEq => "__ne__",
            CmpOp::Lt => "__lt__",
            CmpOp::LtE => "__le__",
            CmpOp::Gt => "__gt__",
            CmpOp::GtE => "__ge__",
            _ => return false,
        };
        let not_implemented = Ty::Opaque("NotImplementedType".into());
        &*self.t.program.funcs[func.index()].name == want && !self.t.instance(*instance).ret.members().contains(&not_implemented)
    }

    fn same(&mut self, i: &Inst, ta: &Ty, tb: &Ty) -> Value {
        if i.args[0] == i.args[1] {
            return self.op(Op::BConst(true), &[], Rep::Bool);
        }
        // Numbers in registers have no identity: equal small ints are the same object, floats are compared as objects.
        if ta.is_int() && tb.is_int() && self.mode == Mode::Fast {
            let (a, b) = (self.typed(i.args[0]).0, self.typed(i.args[1]).0);
            return self.icmp(Cc::Eq, a, b);
        }
        let none_other = |t: &Ty, o: &Ty| *t == Ty::None && !o.has_none() && !matches!(o, Ty::Any | Ty::Union(_) | Ty::Exc(_));
        if none_other(ta, tb) || none_other(tb, ta) {
            return self.op(Op::BConst(false), &[], Rep::Bool);
        }
        let has_identity = |t: &Ty| matches!(t, Ty::None | Ty::Bool);
        // A unit, whose host has passed copies.
        let p = &self.t.program;
        if p.has_objects && !p.uses_cpython && !has_identity(ta) && !has_identity(tb) {
            let w = self.words(&i.args);
            return self.leaf(Leaf::is_same_to_host, &w, Rep::Bool);
        }
        let may_be_float = |t: &Ty| *t == Ty::Any || t.members().iter().any(Ty::is_float);
        let w = self.words(&i.args);
        // Floats that are in registers have no object, or several, so their bits must do.
        if [ta, tb].iter().all(|t| may_be_float(t)) && [ta, tb].iter().any(|t| **t != Ty::Any) {
            return self.leaf(Leaf::is_same, &w, Rep::Bool);
        }
        self.op(Op::Same, &w, Rep::Bool)
    }

    /// The truth value of an operand.
    pub fn truth(&mut self, i: &Inst) {
        let out = i.results[0];
        if self.mode == Mode::Fast && is_mixed(&self.ty(i.args[0])) {
            // The float of an int is 0.0 only for 0.
            let n = self.num(i.args[0]);
            let z = self.op(Op::FConst(0), &[], Rep::F64);
            let r = self.op(Op::FCmp(Cc::Ne), &[n.real, z], Rep::Bool);
            return self.set(out, r, &Ty::Bool);
        }
        if let Some(r) = self.np_truth(i.args[0]) {
            return self.set(out, r, &Ty::Bool);
        }
        if let Some(r) = self.wide_truth(i.args[0]) {
            return self.set(out, r, &Ty::Bool);
        }
        let (x, t) = self.typed(i.args[0]);
        let r = match &t {
            Ty::Bool => x,
            Ty::None => self.op(Op::BConst(false), &[], Rep::Bool),
            Ty::Int { .. } if self.f.ty(x) == Rep::I64 => {
                let z = self.iconst(0);
                self.icmp(Cc::Ne, x, z)
            }
            Ty::Int { .. } => self.leaf(Leaf::int_truth, &[x], Rep::Bool),
            Ty::Float { .. } => {
                let z = self.op(Op::FConst(0), &[], Rep::F64);
                self.op(Op::FCmp(Cc::Ne), &[x, z], Rep::Bool)
            }
            t if crate::table::length_at(t).is_some() => {
                let (offset, region) = crate::table::length_at(t).expect("tested");
                self.length_test(x, offset, region)
            }
            Ty::Func(_) | Ty::Class(_) | Ty::Module(_) | Ty::Native(_) | Ty::NativeClass(_) | Ty::Bound(..) => self.op(Op::BConst(true), &[], Rep::Bool),
            t => {
                let w = self.boxed(x, t);
                self.leaf_raises(Leaf::truth, &[w], Rep::Bool)
            }
        };
        self.set(out, r, &Ty::Bool);
    }

    fn length_test(&mut self, x: Value, offset: i32, region: pyaot_ir::Region) -> Value {
        let n = self.op(Op::Load { ty: Rep::I64, offset, region }, &[x], Rep::I64);
        let z = self.iconst(0);
        self.icmp(Cc::Ne, n, z)
    }

    /// An int literal that no machine int holds, but whose uses the fast body can do without having it.
    pub fn big_literal(&self, v: pyaot_sema::hir::V) -> Option<i128> {
        use pyaot_sema::hir::Op as H;
        if !self.inst.types[v.index()].is_int() {
            return None;
        }
        let big = self.known(v)?;
        if i64::try_from(big).is_ok() {
            return None;
        }
        if self.sizes.low.contains(&v) {
            return Some(big);
        }
        let simple = |(b, k): &(u32, u32)| {
            let Some(i) = self.func.blocks[*b as usize].insts.get(*k as usize) else { return false };
            let ints = i.args.iter().all(|a| self.t.ty_at(self.id, pyaot_sema::hir::B(*b), *a).is_int());
            let other = i.args[0] != v;
            match i.op {
                H::Cmp(op) => ints && cc(op).is_some(),
                H::Bin(BinOp::Mod | BinOp::BitAnd) | H::InPlace(BinOp::Mod | BinOp::BitAnd) => ints && other && big > 0,
                _ => false,
            }
        };
        self.uses.get(&v)?.iter().all(simple).then_some(big)
    }

    pub fn is_big_literal(&self, v: pyaot_sema::hir::V) -> bool {
        self.big_literal(v).is_some()
    }

    /// `x % big` or `x & big` for a positive literal: nothing changes in an `x` that is not negative, beyond the bits that
    /// the literal lacks.
    fn with_big_literal(&mut self, i: &Inst, op: BinOp, big: i128) {
        let (x, t) = (self.i64(i.args[0]), self.ty(i.args[0]));
        let low = self.sizes.low.contains(&i.args[0]);
        if low || !matches!(t, Ty::Int { nonneg: true }) {
            let zero = self.iconst(0);
            let ok = self.icmp(Cc::Ge, x, zero);
            let twin = self.slow_block();
            self.require(ok, twin);
        }
        let r = if op == BinOp::Mod {
            x
        } else {
            let bits = self.iconst((big & i128::from(i64::MAX)) as i64);
            self.op(Op::IAnd, &[x, bits], Rep::I64)
        };
        self.set(i.results[0], r, &NAT);
    }

    fn is_two(&self, v: hir::V) -> bool {
        let constant = self.defs.get(&v).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize].op);
        match constant {
            Some(hir::Op::Const(hir::Constant::Int(i))) => *i == 2,
            Some(hir::Op::Const(hir::Constant::Float(x))) => *x == 2.0,
            _ => false,
        }
    }

    /// The literal int that defines a value, of up to 128 bits.
    pub fn known(&self, v: hir::V) -> Option<i128> {
        self.sizes.known.get(&v).copied().or_else(|| {
            let (b, k) = *self.defs.get(&v)?;
            match &self.func.blocks[b as usize].insts[k as usize].op {
                hir::Op::Const(hir::Constant::Int(i)) => Some(i128::from(*i)),
                hir::Op::Const(hir::Constant::BigInt(s)) => s.parse().ok(),
                _ => None,
            }
        })
    }

    /// The literal int that defines a value.
    pub fn literal(&self, v: pyaot_sema::hir::V) -> Option<i64> {
        self.known(v).and_then(|n| i64::try_from(n).ok())
    }
}

/// A type that says little, but not that there is no int.
fn may_be_int(t: &Ty) -> bool {
    *t == Ty::Any || matches!(t, Ty::Union(ms) if ms.iter().any(Ty::is_int))
}
