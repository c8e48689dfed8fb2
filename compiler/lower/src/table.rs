//! Dicts, sets, deques: membership and the methods with a leaf of their own.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Exit, ExitKind, Op, Region, Target, Ty as Rep, Value};
use pyaot_sema::hir::{self, Inst, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};

/// Where a container has its number of elements.
pub fn length_at(t: &Ty) -> Option<(i32, Region)> {
    Some(match t {
        Ty::List(_) => (layout::LIST_LEN, Region::ListHeader),
        Ty::Str => (layout::STR_LEN, Region::Const),
        Ty::Tuple(_) | Ty::TupleOf(_) => (layout::TUPLE_LEN, Region::Const),
        Ty::Dict(_) | Ty::DictLike(..) => (layout::DICT_LEN, Region::Other),
        Ty::Set(_) | Ty::FrozenSet(_) => (layout::SET_LEN, Region::Other),
        _ => return None,
    })
}

impl Lower<'_> {
    /// `x in container`.
    pub fn contains(&mut self, i: &Inst) -> Value {
        let (x, c) = (i.args[0], i.args[1]);
        let (tx, tc) = (self.ty(x), self.ty(c));
        match (&tx, &tc) {
            (Ty::Str, Ty::Str) => {
                if let Some(code) = self.char_of(x) {
                    return self.char_in(code, c);
                }
                let (needle, hay) = (self.typed(x).0, self.typed(c).0);
                self.leaf(Leaf::str_contains, &[hay, needle], Rep::Bool)
            }
            (_, Ty::Dict(_) | Ty::DictLike(..)) => {
                let (w, d) = (self.word(x), self.typed(c).0);
                self.leaf_raises(Leaf::dict_contains, &[d, w], Rep::Bool)
            }
            (_, Ty::Set(_) | Ty::FrozenSet(_)) => {
                let (w, s) = (self.word(x), self.typed(c).0);
                self.leaf_raises(Leaf::set_contains, &[s, w], Rep::Bool)
            }
            _ => {
                let (w, c) = (self.word(x), self.word(c));
                self.leaf_raises(Leaf::contains, &[c, w], Rep::Bool)
            }
        }
    }

    /// Methods of dicts, sets and deques with a leaf of their own.
    pub fn table_method(&mut self, i: &Inst, name: &str) -> bool {
        let out = i.results[0];
        let args = &i.args[1..];
        let t = self.ty(i.args[0]);
        match (&t, name, args.len()) {
            (Ty::Dict(_) | Ty::DictLike(..), "get", 1 | 2) => {
                let d = self.typed(i.args[0]).0;
                let k = self.word(args[0]);
                let default = if args.len() == 2 { self.word(args[1]) } else { self.none() };
                let r = self.leaf_raises(Leaf::dict_get_default, &[d, k, default], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            (Ty::Set(_), "add", 1) => {
                let s = self.typed(i.args[0]).0;
                let w = self.word(args[0]);
                self.leaf_raises0(Leaf::set_add, &[s, w]);
                self.set_none(out);
            }
            (Ty::Deque(_), "append" | "appendleft", 1) => {
                let d = self.typed(i.args[0]).0;
                let w = self.word(args[0]);
                let leaf = if name == "append" { Leaf::deque_append } else { Leaf::deque_appendleft };
                self.op0(Op::Leaf(leaf), &[d, w]);
                self.set_none(out);
            }
            (Ty::Deque(_), "pop" | "popleft", 0) => {
                let d = self.typed(i.args[0]).0;
                let leaf = if name == "pop" { Leaf::deque_pop } else { Leaf::deque_popleft };
                let r = self.leaf_raises(leaf, &[d], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            _ => return false,
        }
        true
    }

    fn set_none(&mut self, out: V) {
        let n = self.none();
        self.set(out, n, &Ty::None);
    }

    /// The element is a pair that is only taken apart.
    fn only_unpacked(&self, elem: V) -> bool {
        matches!(&self.inst.types[elem.index()], Ty::Tuple(ts) if ts.len() == 2)
            && self.uses.get(&elem).is_some_and(|us| {
                us.iter().all(|(b, k)| {
                    self.func.blocks[*b as usize].insts.get(*k as usize).is_some_and(|u| matches!(u.op, hir::Op::Unpack) && u.results.len() == 2)
                })
            })
    }

    /// The next element of an iterator over pairs (`items()`, `enumerate`, `zip`), without the tuple.
    pub fn next_pair(&mut self, i: &Inst, done: pyaot_ir::Block) -> bool {
        let elem = i.results[0];
        if self.mode == Mode::Slow || !self.only_unpacked(elem) {
            return false;
        }
        let w = self.word(i.args[0]);
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::End, target: Target { block: done, args: vec![] } }];
        let r = self.inst_n(Op::LeafOut { leaf: Leaf::next_pair }, vec![w], &[Rep::I64, Rep::Val, Rep::Val], exits);
        self.vals.insert(elem, Val::Parts(vec![Val::One(r[1], Ty::Any), Val::One(r[2], Ty::Any)]));
        true
    }
}
