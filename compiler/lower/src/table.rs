//! Dicts, sets, deques: membership and the methods with a leaf of their own.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Exit, ExitKind, Op, Region, Target, Ty as Rep, Value};
use pyaot_sema::hir::{self, Inst, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};

/// Where a container has its number of elements.
pub fn length_at(t: &Ty) -> Option<(i32, Region)> {
    Some(match t {
        Ty::List(_) => (layout::LIST_LEN, Region::ListHeader),
        Ty::Str => (layout::STR_LEN, Region::Const),
        Ty::Tuple(_) | Ty::TupleOf(_) => (layout::TUPLE_LEN, Region::Const),
        Ty::Dict(_) | Ty::DictLike(..) => (layout::DICT_LEN, Region::Dict),
        Ty::Set(_) | Ty::FrozenSet(_) => (layout::SET_LEN, Region::Set),
        _ => return None,
    })
}

/// Values of the type can be hashed, and hashing them and comparing them with each other runs no code of the program.
pub fn is_plain(t: &Ty) -> bool {
    match t {
        Ty::Int { .. } | Ty::Bool | Ty::Float { .. } | Ty::Str | Ty::None => true,
        Ty::Tuple(ts) | Ty::Union(ts) => ts.iter().all(is_plain),
        _ => false,
    }
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
            (_, Ty::Dict(s)) if is_plain(&tx) && is_plain(&self.t.sites.elem(*s)) => {
                let (w, d) = (self.word(x), self.typed(c).0);
                match self.mode {
                    Mode::Fast => self.found(Leaf::dict_pos, d, w).1,
                    _ => self.leaf(Leaf::dict_has, &[d, w], Rep::Bool),
                }
            }
            (_, Ty::Set(s) | Ty::FrozenSet(s)) if is_plain(&tx) && is_plain(&self.t.sites.elem(*s)) => {
                let (w, s) = (self.word(x), self.typed(c).0);
                match self.mode {
                    Mode::Fast => self.found(Leaf::set_place, s, w).1,
                    _ => self.leaf(Leaf::set_has, &[s, w], Rep::Bool),
                }
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

    /// Searches a table for a plain key: where it is, and whether it is there.
    fn found(&mut self, search: Leaf, table: Value, key: Value) -> (Value, Value) {
        let at = self.leaf(search, &[table, key], Rep::I64);
        let zero = self.iconst(0);
        (at, self.icmp(Cc::Ge, at, zero))
    }

    /// `d[k]` for plain keys: a search, whose answer other operations with the same key share, and a load.
    pub fn dict_item(&mut self, d: Value, k: Value) -> Value {
        let (at, found) = self.found(Leaf::dict_pos, d, k);
        let missing = self.raise_block(Leaf::raise_key, &[k]);
        self.require(found, missing);
        self.entry_value(d, at)
    }

    fn entry_value(&mut self, d: Value, at: Value) -> Value {
        let entry = self.dict_entry(d, at);
        self.op(Op::Load { ty: Rep::Val, offset: layout::ENTRY_VALUE, region: Region::Dict }, &[entry], Rep::Val)
    }

    /// `d.get(k, default)` for plain keys, or `d.setdefault(k, default)`, which `keeps` the default.
    fn dict_item_or(&mut self, d: Value, k: Value, default: Value, keeps: bool) -> Value {
        let (at, found) = self.found(Leaf::dict_pos, d, k);
        let (there, absent, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let r = self.f.add_param(done, Rep::Val);
        self.branch(found, there, absent);
        self.cur = there;
        let v = self.entry_value(d, at);
        self.jump(done, &[v]);
        self.cur = absent;
        if keeps {
            self.leaf_raises0(Leaf::dict_set_at, &[d, k, default, at]);
        }
        self.jump(done, &[default]);
        self.cur = done;
        r
    }

    /// Methods of dicts, sets and deques with a leaf of their own.
    pub fn table_method(&mut self, i: &Inst, name: &str) -> bool {
        let out = i.results[0];
        let args = &i.args[1..];
        let t = self.ty(i.args[0]);
        match (&t, name, args.len()) {
            (Ty::Dict(s), "get", 1 | 2) | (Ty::Dict(s), "setdefault", 2)
                if self.mode == Mode::Fast && is_plain(&self.ty(args[0])) && is_plain(&self.t.sites.elem(*s)) =>
            {
                let d = self.typed(i.args[0]).0;
                let k = self.word(args[0]);
                let default = if args.len() == 2 { self.word(args[1]) } else { self.none() };
                let r = self.dict_item_or(d, k, default, name == "setdefault");
                self.set_word(out, r, &Ty::Any);
            }
            (Ty::Dict(_) | Ty::DictLike(..), "get", 1 | 2) => {
                let d = self.typed(i.args[0]).0;
                let k = self.word(args[0]);
                let default = if args.len() == 2 { self.word(args[1]) } else { self.none() };
                let r = self.leaf_raises(Leaf::dict_get_default, &[d, k, default], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            (Ty::Set(e), "add", 1) if is_plain(&self.ty(args[0])) && is_plain(&self.t.sites.elem(*e)) => {
                let s = self.typed(i.args[0]).0;
                let w = self.word(args[0]);
                self.op0(Op::Leaf(Leaf::set_put), &[s, w]);
                self.set_none(out);
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

    /// What of a dict's entries an iterator gives, if it is one over a dict: made by a loop over the dict itself, or over a
    /// view of one.
    fn part_of_dict(&self, iter: V) -> Option<Part> {
        let (b, k) = *self.defs.get(&iter)?;
        let made = &self.func.blocks[b as usize].insts[k as usize];
        let dict = |v: V, b: u32| matches!(self.t.ty_at(self.id, hir::B(b), v), Ty::Dict(_));
        if !matches!(made.op, hir::Op::GetIter) {
            return None;
        }
        let over = made.args[0];
        if dict(over, b) {
            return Some(Part::Keys);
        }
        let (b, k) = *self.defs.get(&over)?;
        let made = &self.func.blocks[b as usize].insts[k as usize];
        let hir::Op::CallMethod { name, kw } = &made.op else { return None };
        if made.args.len() != 1 || !kw.is_empty() || !dict(made.args[0], b) {
            return None;
        }
        match &**name {
            "keys" => Some(Part::Keys),
            "values" => Some(Part::Values),
            "items" => Some(Part::Items),
            _ => None,
        }
    }

    /// The next element of an iterator over a dict. Where the next position has no entry, or the dict has changed, the runtime
    /// looks for the next one, or says what is wrong.
    pub fn next_of_dict(&mut self, i: &Inst, state: Value, done: pyaot_ir::Block) -> bool {
        let Some(part) = self.part_of_dict(i.args[0]) else { return false };
        let (elem, next) = (i.results[0], i.results[1]);
        let w = self.word(i.args[0]);
        let it = self.op(Op::Cast, &[w], Rep::Obj);
        let field = |me: &mut Self, o: Value, ty: Rep, offset: i32| me.op(Op::Load { ty, offset, region: Region::Other }, &[o], ty);
        let of_dict = |me: &mut Self, o: Value, ty: Rep, offset: i32| me.op(Op::Load { ty, offset, region: Region::Dict }, &[o], ty);
        let (found, seek, take) = (self.new_block(false), self.new_block(true), self.new_block(false));
        let dict = field(self, it, Rep::Ptr, layout::DICT_ITER_DICT);
        let nothing = self.zero(Rep::Ptr);
        let ended = self.op(Op::Same, &[dict, nothing], Rep::Bool);
        self.branch(ended, done, found);
        self.cur = found;
        let (len, started) = (of_dict(self, dict, Rep::I64, layout::DICT_LEN), field(self, it, Rep::I64, layout::DICT_ITER_LEN));
        let same = self.icmp(Cc::Eq, len, started);
        self.require(same, seek);
        let (pos, used) = (field(self, it, Rep::I64, layout::DICT_ITER_POS), of_dict(self, dict, Rep::I64, layout::DICT_USED));
        let inside = self.op(Op::ULt, &[pos, used], Rep::Bool);
        self.require(inside, seek);
        let (left, zero) = (field(self, it, Rep::I64, layout::DICT_ITER_LEFT), self.iconst(0));
        let more = self.icmp(Cc::Ne, left, zero);
        self.require(more, seek);
        let entry = self.dict_entry(dict, pos);
        let key = of_dict(self, entry, Rep::I64, layout::ENTRY_KEY);
        let live = self.icmp(Cc::Ne, key, zero);
        self.branch(live, take, seek);
        self.cur = seek;
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::End, target: Target { block: done, args: vec![] } }];
        self.inst_n(Op::Leaf(Leaf::dict_iter_seek), vec![w], &[Rep::I64], exits);
        self.jump(take, &[]);
        self.cur = take;
        // Again, since the runtime may have moved on.
        let (pos, left, one) = (field(self, it, Rep::I64, layout::DICT_ITER_POS), field(self, it, Rep::I64, layout::DICT_ITER_LEFT), self.iconst(1));
        let entry = self.dict_entry(dict, pos);
        let key = (part != Part::Values).then(|| of_dict(self, entry, Rep::Val, layout::ENTRY_KEY));
        let value = (part != Part::Keys).then(|| of_dict(self, entry, Rep::Val, layout::ENTRY_VALUE));
        let (pos, left) = (self.op(Op::IAdd, &[pos, one], Rep::I64), self.op(Op::ISub, &[left, one], Rep::I64));
        self.op0(Op::Store { offset: layout::DICT_ITER_POS, region: Region::Other }, &[it, pos]);
        self.op0(Op::Store { offset: layout::DICT_ITER_LEFT, region: Region::Other }, &[it, left]);
        self.set(next, state, &Ty::State);
        match (key, value) {
            (Some(k), Some(v)) if self.mode != Mode::Slow && self.only_unpacked(elem) => {
                self.vals.insert(elem, Val::Parts(vec![Val::One(k, Ty::Any), Val::One(v, Ty::Any)]));
            }
            (Some(k), Some(v)) => {
                let pair = self.tuple(&[k, v]);
                self.set(elem, pair, &Ty::Opaque("tuple".into()));
            }
            (Some(x), None) | (None, Some(x)) => self.set_word(elem, x, &Ty::Any),
            (None, None) => unreachable!("a part of the entry is wanted"),
        }
        true
    }

    fn dict_entry(&mut self, dict: Value, pos: Value) -> Value {
        let entries = self.op(Op::Load { ty: Rep::Ptr, offset: layout::DICT_ENTRIES, region: Region::Dict }, &[dict], Rep::Ptr);
        let size = self.iconst(layout::ENTRY_SIZE);
        let at = self.op(Op::IMul, &[pos, size], Rep::I64);
        self.op(Op::PtrAdd, &[entries, at], Rep::Ptr)
    }
}

/// What an iterator over a dict gives of each entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Keys,
    Values,
    Items,
}
