//! NumPy's scalars that are kept as numbers between blocks, and what the twin gets of them.

use pyaot_abi::dtype::DType;
use pyaot_ir::{Block, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::V;
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Val};
use crate::numpy::{Kind, NUMPY, Np, Tag, dtype_of, rep_of_kind, tag_of};

impl Lower<'_> {
    /// Takes a word apart that a kept value is bound to; what it presumably is not goes to the twin behind the instruction.
    pub fn set_np_word(&mut self, v: V, word: Value) {
        let ty = self.inst.types[v.index()].clone();
        let kind = self.np_kind_of(v);
        let saved = self.cur;
        let twin = self.big_exit(v).target.block;
        let other = self.new_block(true);
        self.cur = other;
        self.jump(twin, &[word]);
        self.cur = saved;
        let n = self.np_of_word(word, &ty, kind, other);
        self.vals.insert(v, Val::Np(n));
    }

    /// Parameters of a block for a kept value.
    pub fn add_np_param(&mut self, block: Block, p: V) {
        let ty = self.inst.types[p.index()].clone();
        let kind = self.np_kind_of(p);
        let tag = match tag_of(&ty) {
            Some(t) => Tag::Known(t),
            None => Tag::Is(self.f.add_param(block, Rep::I64)),
        };
        let x = self.f.add_param(block, rep_of_kind(kind));
        let y = (kind == Kind::Complex).then(|| self.f.add_param(block, Rep::F64));
        let dtype = dtype_of(&ty);
        self.vals.insert(p, Val::Np(Np { kind, dtype, tag, x, y }));
    }

    /// Arguments of a jump for a kept parameter.
    pub fn np_argument(&mut self, p: V, a: V, narrowed: &Ty) -> Vec<Value> {
        let kind = self.np_kind_of(p);
        let n = if *narrowed == Ty::Never {
            Np { kind, dtype: DType::F64, tag: Tag::Known(NUMPY), x: self.zero(rep_of_kind(kind)), y: (kind == Kind::Complex).then(|| self.zero(Rep::F64)) }
        } else if let Some(n) = self.np_operand(a, kind) {
            n
        } else {
            let ty = self.inst.types[p.index()].clone();
            let (w, other) = (self.word(a), self.slow_block());
            self.np_of_word(w, &ty, kind, other)
        };
        self.np_words(p, n)
    }

    /// An [`Np`] as arguments for parameters of [`Lower::add_np_param`].
    pub fn np_words(&mut self, p: V, n: Np) -> Vec<Value> {
        match tag_of(&self.inst.types[p.index()]) {
            Some(_) => [n.x].into_iter().chain(n.y).collect(),
            None => [self.tag_value(n.tag), n.x].into_iter().chain(n.y).collect(),
        }
    }

    /// Stores a number for the twin, see [`Lower::take_np`].
    pub fn store_np(&mut self, buf: Value, v: V, n: Np) {
        let first = 8 * self.np[&v] as i32;
        match n.tag {
            Tag::Known(tag) => self.store_number(buf, first, tag),
            Tag::Is(tag) => self.store_word(buf, first, tag),
        }
        let x = if n.kind == Kind::Bool { self.op(Op::BToI, &[n.x], Rep::I64) } else { n.x };
        for (offset, x) in (first + 8..).step_by(8).zip([x].into_iter().chain(n.y)) {
            self.store_word(buf, offset, x);
        }
    }

    /// The object of a number that the fast body stored: for the twin.
    pub fn take_np(&mut self, buf: Value, v: V) -> Value {
        let kind = self.np_kind_of(v);
        let rep = if matches!(kind, Kind::Real | Kind::Complex) { Rep::F64 } else { Rep::I64 };
        let load = |me: &mut Self, k: u32, ty| {
            let offset = 8 * (me.np[&v] + k) as i32;
            me.op(Op::Load { ty, offset, region: Region::Frame(offset) }, &[buf], ty)
        };
        let (tag, x) = (load(self, 0, Rep::I64), load(self, 1, rep));
        let y = (kind == Kind::Complex).then(|| load(self, 2, Rep::F64));
        let dtype = dtype_of(&self.inst.types[v.index()]);
        let x = if kind == Kind::Bool { self.nonzero(x) } else { x };
        self.box_np(Np { kind, dtype, tag: Tag::Is(tag), x, y })
    }

    /// On the way back from the twin: the word that it had, which is known to be of the presumed type.
    pub fn np_taken(&mut self, v: V, w: Value) -> Np {
        let ty = self.inst.types[v.index()].clone();
        let never = self.new_block(true);
        self.np_of_word(w, &ty, self.np_kind_of(v), never)
    }

    /// In the twin, looking for a way back: the word is what the body takes it for.
    pub fn require_np(&mut self, v: V, w: Value, otherwise: Block) {
        let ty = self.inst.types[v.index()].clone();
        self.np_of_word(w, &ty, self.np_kind_of(v), otherwise);
    }
}
