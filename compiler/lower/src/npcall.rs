//! NumPy's scalars as parameters and results of functions: numbers in registers between bodies. A body is only called with what its
//! parameters are taken for; any other object goes to the twin, from the start. A result that is none of these scalars is a word, with
//! the status that big ints have.

use pyaot_ir::{Block, Exit, ExitKind, Op, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{FuncId, Inst, V};
use pyaot_sema::infer::Source;
use pyaot_sema::types::{InstanceId, Ty};

use crate::call::Arg;
use crate::ctx::{Lower, Mode, Val};
use crate::numpy::{Kind, NUMPY, Np, PYTHON_FLOAT, PYTHON_INT, Tag, dtype_of, np_kind, rep_of_kind, short_dtype};

/// How a parameter or a result of this type is kept, if it is such a number.
pub fn raw(ty: &Ty) -> Option<Kind> {
    if matches!(ty, Ty::NpFloat | Ty::NpInt) { np_kind(ty) } else { None }
}

/// A parameter of this type may need the twin from the start.
pub fn may_be_big(want: &Ty) -> bool {
    want.is_int() || raw(want).is_some()
}

/// How a result is kept that is such a number, or one of Python's (`return low`, then `return x`), which come as words.
pub fn raw_result(ret: &Ty) -> Option<Kind> {
    let fits = match ret {
        Ty::Union(ms) => short_dtype(ret).is_none() && ms.iter().all(|m| m.is_int() || m.is_float() || raw(m).is_some()),
        t => raw(t).is_some(),
    };
    np_kind(ret).filter(|_| fits)
}

/// Functions with this result may return a word instead.
pub fn result_may_be_big(ret: &Ty) -> bool {
    ret.is_int() || raw_result(ret).is_some()
}

/// What is in the register where a result is NumPy's.
fn of_numpy(kind: Kind) -> Ty {
    if kind == Kind::Real { Ty::NpFloat } else { Ty::NpInt }
}

fn number(ty: &Ty, kind: Kind, x: Value) -> Np {
    Np { kind, dtype: dtype_of(ty), tag: Tag::Known(NUMPY), x, y: None }
}

impl Lower<'_> {
    /// The entry's parameter for one of the function's.
    pub fn add_parameter(&mut self, entry: Block, p: V) {
        let ty = self.inst.types[p.index()].clone();
        let Some(kind) = raw(&ty) else {
            let rep = self.rep(&ty);
            let x = self.f.add_param(entry, rep);
            self.vals.insert(p, Val::One(x, ty));
            return;
        };
        let x = self.f.add_param(entry, rep_of_kind(kind));
        self.set_np(p, number(&ty, kind, x));
    }

    /// The argument for such a parameter, in the body; what is no such scalar goes to the twin in front of the instruction.
    pub fn raw_argument(&mut self, a: &Arg, want: &Ty, kind: Kind) -> Value {
        if let Arg::Made(x, have) = a
            && have == want
            && self.f.ty(*x) == rep_of_kind(kind)
        {
            return *x;
        }
        let known = match a {
            Arg::Hir(v) if raw(&self.ty(*v)) == Some(kind) => self.np_operand(*v, kind),
            _ => None,
        };
        match known {
            Some(Np { tag: Tag::Known(NUMPY), x, .. }) => x,
            Some(Np { tag: Tag::Is(tag), x, .. }) => {
                let is = self.is_of_numpy(tag);
                let twin = self.slow_block();
                self.require(is, twin);
                x
            }
            _ => {
                let (word, twin) = (self.arg_word(a), self.slow_block());
                self.raw_of_word(word, want, kind, twin)
            }
        }
    }

    /// The arguments of a constructor, those for such parameters of `__init__` as numbers.
    pub fn raw_arguments(&mut self, init: Option<&(InstanceId, FuncId, Vec<Source>)>, args: &[Arg]) -> Vec<Arg> {
        let mut args = args.to_vec();
        let Some((instance, _, sources)) = init.filter(|_| self.mode == Mode::Fast) else { return args };
        for (s, want) in sources.iter().zip(&self.t.instance(*instance).params) {
            if let (Source::Arg(n), Some(kind)) = (s, raw(want)) {
                args[*n] = Arg::Made(self.raw_argument(&args[*n], want, kind), want.clone());
            }
        }
        args
    }

    pub fn is_of_numpy(&mut self, tag: Value) -> Value {
        let numpy = self.iconst(NUMPY);
        self.icmp(pyaot_ir::Cc::Eq, tag, numpy)
    }

    /// The number in a word, which is exactly such a scalar; others go to `other`.
    pub fn raw_of_word(&mut self, word: Value, ty: &Ty, kind: Kind, other: Block) -> Value {
        self.np_of_word(word, ty, kind, other).x
    }

    /// The object of a result that came in a register.
    pub fn boxed_result(&mut self, x: Value, ret: &Ty) -> Value {
        match raw_result(ret) {
            Some(kind) => self.box_np(number(&of_numpy(kind), kind, x)),
            None => self.boxed(x, ret),
        }
    }

    /// Returns what is taken for a scalar: as a number, or as a word.
    pub fn return_raw(&mut self, v: V, kind: Kind) {
        if self.mode == Mode::Slow {
            let ret = of_numpy(kind);
            let word = self.word(v);
            let own = self.op(Op::Retain, &[word], Rep::Val);
            self.release_frame();
            let other = self.returns_word(own);
            let x = self.raw_of_word(own, &ret, kind, other);
            return self.term(Term::Return(Some(x)));
        }
        if !self.ty(v).is_numpy() && np_kind(&self.ty(v)).is_none() {
            let word = self.word(v);
            return self.term(Term::ReturnBig(word));
        }
        let n = self.np_operand(v, kind).expect("it is of this type");
        if let Tag::Is(tag) = n.tag {
            let is = self.is_of_numpy(tag);
            // That it is Python's may be as frequent, where inference says so.
            let python = self.ret_ty.members().len() > 1;
            let [scalar, other] = [false, !python].map(|cold| self.new_block(cold));
            self.branch(is, scalar, other);
            self.cur = other;
            let word = match kind {
                Kind::Real if !self.ty(v).members().iter().any(Ty::is_int) => self.op(Op::BoxFloat, &[n.x], Rep::Obj),
                Kind::Int => self.op(Op::TagInt, &[n.x], Rep::Val),
                _ => self.box_np(n),
            };
            let word = self.op(Op::Cast, &[word], Rep::Val);
            self.term(Term::ReturnBig(word));
            self.cur = scalar;
        }
        self.term(Term::Return(Some(n.x)));
    }

    /// A cold block that returns the word.
    fn returns_word(&mut self, word: Value) -> Block {
        let block = self.new_block(true);
        self.f.block_mut(block).term = Term::ReturnBig(word);
        block
    }

    /// Binds the result of a call in the body to the instruction's.
    pub fn finish_raw(&mut self, i: &Inst, f: pyaot_ir::FuncId, args: Vec<Value>, ret: &Ty, kind: Kind) {
        let rep = rep_of_kind(kind);
        let Some(out) = i.results.first().copied() else {
            return self.call_unused(f, args, rep);
        };
        if self.is_np(out) && raw(&self.inst.types[out.index()]) == Some(kind) {
            let exits = vec![self.raise_exit(), self.big_exit(out)];
            let x = self.inst_n(Op::Call(f), args, &[rep], exits)[0];
            return self.set_np(out, number(ret, kind, x));
        }
        let fits = |t: &Ty| np_kind(t) == Some(kind) && short_dtype(t).is_none();
        if self.is_np(out) && raw(ret).is_none() && fits(&self.inst.types[out.index()]) {
            return self.finish_number(out, f, args, ret, kind);
        }
        let word = self.call_for_word(f, args, ret, rep);
        self.set(out, word, &Ty::Any);
    }

    /// A call whose result is NumPy's number, or Python's.
    fn finish_number(&mut self, out: V, f: pyaot_ir::FuncId, args: Vec<Value>, ret: &Ty, kind: Kind) {
        let rep = rep_of_kind(kind);
        let [python, done] = [false, false].map(|cold| self.new_block(cold));
        let word = self.f.add_param(python, Rep::Val);
        let (tag, x) = (self.f.add_param(done, Rep::I64), self.f.add_param(done, rep));
        let twin = self.big_exit(out).target.block;
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::Big, target: Target { block: python, args: vec![] } }];
        let r = self.inst_n(Op::Call(f), args, &[rep], exits)[0];
        let numpy = self.iconst(NUMPY);
        self.jump(done, &[numpy, r]);
        // Presumably: what is no such number is the twin's.
        let other = self.new_block(true);
        self.cur = other;
        self.jump(twin, &[word]);
        self.cur = python;
        let has = |like: fn(&Ty) -> bool| ret.members().iter().any(like);
        let (tagged, object) = (if has(Ty::is_int) { self.new_block(false) } else { other }, if has(Ty::is_float) { self.new_block(false) } else { other });
        let is_int = self.op(Op::IsTagged, &[word], Rep::Bool);
        self.branch(is_int, tagged, object);
        if has(Ty::is_int) {
            self.cur = tagged;
            let e = Exit { kind: ExitKind::Slow, target: Target { block: other, args: vec![] } };
            let n = self.inst_n(Op::UntagInt, vec![word], &[Rep::I64], vec![e])[0];
            let n = if kind == Kind::Real { self.exact_real(n, other) } else { n };
            let t = self.iconst(PYTHON_INT);
            self.jump(done, &[t, n]);
        }
        if has(Ty::is_float) {
            self.cur = object;
            let o = self.op(Op::Cast, &[word], Rep::Obj);
            let is = self.op(Op::IsFloat, &[o], Rep::Bool);
            self.require(is, other);
            let n = self.op(Op::UnboxFloat, &[o], Rep::F64);
            let t = self.iconst(PYTHON_FLOAT);
            self.jump(done, &[t, n]);
        }
        self.cur = done;
        self.set_np(out, Np { kind, dtype: dtype_of(ret), tag: Tag::Is(tag), x, y: None });
    }

    /// A call whose result is not used, whatever it is.
    pub fn call_unused(&mut self, f: pyaot_ir::FuncId, args: Vec<Value>, rep: Rep) {
        let (next, dead) = (self.new_block(false), self.new_block(true));
        let _ = self.f.add_param(dead, Rep::Val);
        self.f.block_mut(dead).term = Term::Jump(Target { block: next, args: vec![] });
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::Big, target: Target { block: dead, args: vec![] } }];
        self.inst_n(Op::Call(f), args, &[rep], exits);
        self.jump(next, &[]);
        self.cur = next;
    }

    /// A call whose result is wanted as a word in any case.
    pub fn call_for_word(&mut self, f: pyaot_ir::FuncId, args: Vec<Value>, ret: &Ty, rep: Rep) -> Value {
        let join = self.new_block(false);
        let p = self.f.add_param(join, Rep::Val);
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::Big, target: Target { block: join, args: vec![] } }];
        let r = self.inst_n(Op::Call(f), args, &[rep], exits)[0];
        let word = self.boxed_result(r, ret);
        self.jump(join, &[word]);
        self.cur = join;
        p
    }
}
