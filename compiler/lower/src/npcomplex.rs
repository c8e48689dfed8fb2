//! NumPy's complex scalars in registers: two floats, and a tag where they meet Python's numbers (`total = 0j` in front of a loop that
//! adds elements of an array).
//!
//! Arithmetic is that of `np.complex128`: of each part as NumPy computes it, with an exit where one of the operations has something
//! to warn of. That of `np.complex64` is rounded behind each of them.

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, CmpOp, Inst, UnaryOp, V};
use pyaot_sema::types::Ty;

use crate::complex::Parts;
use crate::ctx::{Lower, Mode};
use crate::numpy::{Kind, NUMPY, Np, PYTHON_COMPLEX, PYTHON_FLOAT, PYTHON_INT, Tag, dtype_of, np_kind};

/// The dtype of the parts.
fn part_of(d: DType) -> DType {
    if d == DType::C64 { DType::F32 } else { DType::F64 }
}

/// A complex number for certain, Python's or (as presumed) NumPy's.
fn is_complex(t: &Ty) -> bool {
    t.members().iter().all(|m| *m == Ty::Complex || np_kind(m) == Some(Kind::Complex))
}

impl Np {
    pub fn complex(dtype: DType, tag: Tag, [x, y]: Parts) -> Np {
        Np { kind: Kind::Complex, dtype, tag, x, y: Some(y) }
    }

    fn parts(self) -> Parts {
        [self.x, self.y.expect("it is complex")]
    }
}

impl Lower<'_> {
    /// A number as a complex one.
    pub fn np_as_complex(&mut self, n: Np) -> Np {
        let zero = self.fconst(0.0);
        Np::complex(DType::C128, n.tag, [n.x, zero])
    }

    /// The parts of an object that is a complex number, Python's or NumPy's.
    fn parts_of_object(&mut self, o: Value, dtype: DType) -> Parts {
        if dtype != DType::C64 {
            return self.parts_of(o);
        }
        let base = self.op(Op::Cast, &[o], Rep::Ptr);
        [0, 4].map(|k| {
            let offset = self.iconst(i64::from(layout::SCALAR_VALUE) + k);
            let at = self.op(Op::PtrAdd, &[base, offset], Rep::Ptr);
            self.op(Op::LoadNum(DType::F32), &[at], Rep::F64)
        })
    }

    /// See [`Lower::np_of_word`].
    pub fn np_complex_of_word(&mut self, w: Value, ty: &Ty, other: Block) -> Np {
        let dtype = dtype_of(ty);
        let class = format!("numpy.{}", dtype.name());
        let has = |like: fn(&Ty) -> bool| ty.members().iter().any(like);
        if ty.members().iter().all(Ty::is_numpy) {
            let o = self.object_of_class(w, &class, other);
            let parts = self.parts_of_object(o, dtype);
            return Np::complex(dtype, Tag::Known(NUMPY), parts);
        }
        let done = self.new_block(false);
        let tag = self.f.add_param(done, Rep::I64);
        let parts = [0, 1].map(|_| self.f.add_param(done, Rep::F64));
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        let (int, object) = (if has(Ty::is_int) { self.new_block(false) } else { other }, self.new_block(false));
        self.branch(tagged, int, object);
        if has(Ty::is_int) {
            self.cur = int;
            let e = pyaot_ir::Exit { kind: pyaot_ir::ExitKind::Slow, target: pyaot_ir::Target { block: other, args: vec![] } };
            let i = self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0];
            let x = self.exact_real(i, other);
            let (t, zero) = (self.iconst(PYTHON_INT), self.fconst(0.0));
            self.jump(done, &[t, x, zero]);
        }
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let python = [("float", PYTHON_FLOAT, has(Ty::is_float)), ("complex", PYTHON_COMPLEX, has(|t| *t == Ty::Complex))];
        for (class, tag, _) in python.into_iter().filter(|p| p.2) {
            let is = self.is_exactly(o, class);
            let (yes, no) = (self.new_block(false), self.new_block(false));
            self.branch(is, yes, no);
            self.cur = yes;
            let [x, y] = match tag {
                PYTHON_FLOAT => [self.op(Op::UnboxFloat, &[o], Rep::F64), self.fconst(0.0)],
                _ => self.parts_of(o),
            };
            let t = self.iconst(tag);
            self.jump(done, &[t, x, y]);
            self.cur = no;
        }
        let is = self.is_exactly(o, &class);
        self.require(is, other);
        let [x, y] = self.parts_of_object(o, dtype);
        let t = self.iconst(NUMPY);
        self.jump(done, &[t, x, y]);
        self.cur = done;
        Np::complex(dtype, Tag::Is(tag), parts)
    }

    /// The object.
    pub fn box_np_complex(&mut self, n: Np) -> Value {
        let [x, y] = n.parts();
        if matches!(n.tag, Tag::Known(NUMPY)) && n.dtype == DType::C128 {
            let class = self.class("numpy.complex128");
            return self.leaf(Leaf::box_complex128, &[x, y, class], Rep::Val);
        }
        let (tag, dtype) = (self.tag_value(n.tag), self.iconst(n.dtype as i64));
        self.leaf(Leaf::box_np_complex, &[tag, dtype, x, y], Rep::Val)
    }

    /// The element at this address.
    pub fn load_complex(&mut self, dtype: DType, at: Value) -> Np {
        let parts = if dtype == DType::C64 {
            [0, 4].map(|k| {
                let at = self.part_at(at, k);
                self.op(Op::LoadNum(DType::F32), &[at], Rep::F64)
            })
        } else {
            [0, 8].map(|offset| self.op(Op::Load { ty: Rep::F64, offset, region: Region::Array }, &[at], Rep::F64))
        };
        Np::complex(dtype, Tag::Known(NUMPY), parts)
    }

    fn part_at(&mut self, at: Value, offset: i64) -> Value {
        if offset == 0 {
            return at;
        }
        let offset = self.iconst(offset);
        self.op(Op::PtrAdd, &[at, offset], Rep::Ptr)
    }

    /// Stores a number as an element of this dtype; false: it is none that can be.
    pub fn store_complex(&mut self, dtype: DType, at: Value, v: V) -> bool {
        let Some(n) = self.np_operand(v, Kind::Complex) else { return false };
        let is_short = np_kind(&self.ty(v)) == Some(Kind::Complex) && n.dtype == DType::C64 && matches!(n.tag, Tag::Known(NUMPY));
        for (k, x) in (0..).zip(n.parts()) {
            if dtype == DType::C64 {
                let x = if is_short { x } else { self.np_fitted(Kind::Real, x, DType::F32) };
                let at = self.part_at(at, 4 * k);
                self.op0(Op::StoreNum(DType::F32), &[at, x]);
            } else {
                self.op0(Op::Store { offset: 8 * k as i32, region: Region::Array }, &[at, x]);
            }
        }
        true
    }

    /// Both operands as parts, and the tag of the result. Results of which nobody knows whether they are complex are the twin's.
    fn complex_operands(&mut self, i: &Inst, dtype: DType) -> Option<(Parts, Parts, Tag)> {
        let (a, b) = (self.np_operand(i.args[0], Kind::Complex)?, self.np_operand(i.args[1], Kind::Complex)?);
        let mut tag = self.joint_tag(a.tag, b.tag);
        if !i.args.iter().any(|v| is_complex(&self.ty(*v))) {
            tag = self.only_numpy(tag);
        }
        let [a, b] = [(i.args[0], a), (i.args[1], b)].map(|(v, n)| {
            let is_short = dtype != DType::C64 || matches!(n.tag, Tag::Known(NUMPY));
            n.parts().map(|x| if is_short || self.is_literal_of(v, x, part_of(dtype)) { x } else { self.np_fitted_where(Kind::Real, x, part_of(dtype), tag) })
        });
        Some((a, b, tag))
    }

    /// What is not NumPy's goes to the twin.
    pub fn only_numpy(&mut self, tag: Tag) -> Tag {
        match tag {
            Tag::Known(NUMPY) => {}
            Tag::Known(_) => {
                let no = self.op(Op::BConst(false), &[], Rep::Bool);
                self.only_if(no);
            }
            Tag::Is(tag) => {
                let is = self.is_of_numpy(tag);
                self.only_if(is);
            }
        }
        Tag::Known(NUMPY)
    }

    /// One operation on parts.
    fn part_op(&mut self, op: BinOp, dtype: DType, tag: Tag, a: Value, b: Value) -> Value {
        let op = match op {
            BinOp::Add => Op::FAddO,
            BinOp::Sub => Op::FSubO,
            BinOp::Mul => Op::FMulO,
            _ => Op::FDivO,
        };
        let e = self.slow_exit();
        let x = self.inst_n(op, vec![a, b], &[Rep::F64], vec![e])[0];
        self.np_fitted_where(Kind::Real, x, part_of(dtype), tag)
    }

    fn complex_product(&mut self, dtype: DType, tag: Tag, a: Parts, b: Parts) -> Parts {
        let [rr, ii, ri, ir] = [(0, 0), (1, 1), (0, 1), (1, 0)].map(|(j, k)| self.part_op(BinOp::Mul, dtype, tag, a[j], b[k]));
        [self.part_op(BinOp::Sub, dtype, tag, rr, ii), self.part_op(BinOp::Add, dtype, tag, ri, ir)]
    }

    /// `a op b` whose result is presumably an `np.complex128` or `np.complex64`; false: the runtime has to do it.
    pub fn np_complex_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let dtype = dtype_of(&self.inst.types[i.results[0].index()]);
        let exponent = self.literal(i.args[1]);
        match op {
            BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::Div => {}
            BinOp::Pow if matches!(exponent, Some(2 | 3)) => {}
            _ => return false,
        }
        let Some((a, b, mut tag)) = self.complex_operands(i, dtype) else { return false };
        let result = match op {
            BinOp::Add | BinOp::Sub => [0, 1].map(|k| self.part_op(op, dtype, tag, a[k], b[k])),
            BinOp::Mul => self.complex_product(dtype, tag, a, b),
            BinOp::Div => {
                tag = self.only_numpy(tag);
                self.np_complex_quotient(dtype, tag, a, b)
            }
            _ => {
                tag = self.only_numpy(tag);
                // Powers of 0 have signs of their own.
                let zero = self.fconst(0.0);
                let [x, y] = a.map(|x| self.fcmp(Cc::Ne, x, zero));
                let some = self.op(Op::BOr, &[x, y], Rep::Bool);
                self.only_if(some);
                let square = self.complex_product(dtype, tag, a, a);
                if exponent == Some(2) { square } else { self.complex_product(dtype, tag, a, square) }
            }
        };
        self.set_np(i.results[0], Np::complex(dtype, tag, result));
        true
    }

    /// Smith's method with the reciprocal of the scale, as NumPy divides. Divisors of 0 and NaN are the twin's.
    fn np_complex_quotient(&mut self, dtype: DType, tag: Tag, a: Parts, b: Parts) -> Parts {
        let [re, im] = b.map(|x| self.op(Op::FAbs, &[x], Rep::F64));
        let (by_real, by_imag, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let result = [0, 1].map(|_| self.f.add_param(done, Rep::F64));
        let zero = self.fconst(0.0);
        let [some_re, some_im] = [re, im].map(|x| self.fcmp(Cc::Ne, x, zero));
        let some = self.op(Op::BOr, &[some_re, some_im], Rep::Bool);
        let ordered = [re, im].map(|x| self.fcmp(Cc::Eq, x, x));
        let ordered = self.op(Op::BAnd, &ordered, Rep::Bool);
        let fine = self.op(Op::BAnd, &[some, ordered], Rep::Bool);
        self.only_if(fine);
        let real = self.fcmp(Cc::Ge, re, im);
        self.branch(real, by_real, by_imag);
        for block in [by_real, by_imag] {
            self.cur = block;
            let first = block == by_real;
            let (large, small) = if first { (b[0], b[1]) } else { (b[1], b[0]) };
            let part = |me: &mut Self, op, x, y| me.part_op(op, dtype, tag, x, y);
            let ratio = part(self, BinOp::Div, small, large);
            let rest = part(self, BinOp::Mul, small, ratio);
            let sum = part(self, BinOp::Add, large, rest);
            let one = self.fconst(1.0);
            let scale = part(self, BinOp::Div, one, sum);
            let [x, y] = a.map(|x| part(self, BinOp::Mul, x, ratio));
            let parts = if first {
                [part(self, BinOp::Add, a[0], y), part(self, BinOp::Sub, a[1], x)]
            } else {
                [part(self, BinOp::Add, x, a[1]), part(self, BinOp::Sub, y, a[0])]
            };
            let parts = parts.map(|x| part(self, BinOp::Mul, x, scale));
            self.jump(done, &parts);
        }
        self.cur = done;
        result
    }

    /// `-z`, `+z`.
    pub fn np_complex_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if !is_complex(&self.ty(i.args[0])) {
            return false;
        }
        let Some(n) = self.np_operand(i.args[0], Kind::Complex) else { return false };
        let parts = match op {
            UnaryOp::Pos => n.parts(),
            UnaryOp::Neg => n.parts().map(|x| self.op(Op::FNeg, &[x], Rep::F64)),
            _ => return false,
        };
        self.set_np(i.results[0], Np::complex(n.dtype, n.tag, parts));
        true
    }

    /// `a == b`, `a != b` where one of them is complex. None: it is none.
    pub fn np_complex_compare(&mut self, i: &Inst, op: CmpOp, c: Cc) -> Option<(Value, Tag)> {
        if !matches!(op, CmpOp::Eq | CmpOp::NotEq) {
            return None;
        }
        let dtypes: Vec<DType> = i.args.iter().filter(|v| np_kind(&self.ty(**v)) == Some(Kind::Complex)).map(|v| dtype_of(&self.ty(*v))).collect();
        // Of two precisions, the runtime's.
        let dtype = *dtypes.first().filter(|d| dtypes.iter().all(|e| e == *d))?;
        if i.args.iter().any(|v| np_kind(&self.ty(*v)).is_some_and(|k| k != Kind::Complex && dtype == DType::C64 || k == Kind::Int)) {
            return None;
        }
        let (a, b, tag) = self.complex_operands(i, dtype)?;
        let [x, y] = [0, 1].map(|k| self.fcmp(c, a[k], b[k]));
        Some((self.op(if c == Cc::Eq { Op::BAnd } else { Op::BOr }, &[x, y], Rep::Bool), tag))
    }

    /// The truth value.
    pub fn np_complex_truth(&mut self, n: Np) -> Value {
        let zero = self.fconst(0.0);
        let some = n.parts().map(|x| self.fcmp(Cc::Ne, x, zero));
        self.op(Op::BOr, &some, Rep::Bool)
    }

    /// NumPy's number that the instruction is about.
    fn complex_self(&mut self, v: V) -> Option<Np> {
        let is_it = self.mode == Mode::Fast && np_kind(&self.ty(v)) == Some(Kind::Complex);
        let n = is_it.then(|| self.np_operand(v, Kind::Complex))??;
        let tag = self.only_numpy(n.tag);
        Some(Np { tag, ..n })
    }

    fn is_part_of(&self, out: V, v: V) -> bool {
        let (out, t) = (&self.inst.types[out.index()], self.ty(v));
        np_kind(out) == Some(Kind::Real) && np_kind(&t) == Some(Kind::Complex) && dtype_of(out) == part_of(dtype_of(&t))
    }

    /// `z.real`, `z.imag`; false: the runtime has to do it.
    pub fn np_complex_attr(&mut self, i: &Inst, name: &str) -> bool {
        let out = i.results[0];
        if !matches!(name, "real" | "imag") || !self.is_part_of(out, i.args[0]) {
            return false;
        }
        let Some(n) = self.complex_self(i.args[0]) else { return false };
        let [x, y] = n.parts();
        let x = if name == "real" { x } else { y };
        self.set_np(out, Np { kind: Kind::Real, dtype: part_of(n.dtype), tag: n.tag, x, y: None });
        true
    }

    /// `z.conjugate()`, `z.conj()`, `np.conj(z)`; false: the runtime has to do it.
    pub fn np_conjugate(&mut self, i: &Inst, v: V) -> bool {
        let out = i.results[0];
        if np_kind(&self.inst.types[out.index()]) != Some(Kind::Complex) {
            return false;
        }
        let Some(n) = self.complex_self(v) else { return false };
        let [x, y] = n.parts();
        let y = self.op(Op::FNeg, &[y], Rep::F64);
        self.set_np(out, Np::complex(n.dtype, n.tag, [x, y]));
        true
    }

    /// `abs(z)`, `np.abs(z)`; false: the runtime has to do it.
    pub fn np_complex_abs(&mut self, i: &Inst, v: V) -> bool {
        let out = i.results[0];
        if !self.is_part_of(out, v) || dtype_of(&self.ty(v)) != DType::C128 {
            return false;
        }
        let Some(n) = self.complex_self(v) else { return false };
        let [x, y] = n.parts();
        let Some(x) = self.np_real_function2("hypot", x, y, DType::F64) else { return false };
        self.set_np(out, Np { kind: Kind::Real, dtype: DType::F64, tag: n.tag, x, y: None });
        true
    }
}
