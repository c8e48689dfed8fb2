//! Subscripts, variables of modules and iteration.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Exit, ExitKind, Op, Region, Singleton, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{FuncKind, Inst, V};
use pyaot_sema::types::{FLOAT, INT, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::number::{is_mixed, is_numeric};
use crate::sizes::Width;

/// Lists of such elements keep values, never raw ints, floats or bools.
pub fn stored_as_values(e: &Ty) -> bool {
    match e {
        Ty::Any | Ty::Never | Ty::Int { .. } | Ty::Float { .. } | Ty::Bool => false,
        // They may be Python's numbers.
        t if t.is_numpy() => false,
        Ty::Union(ts) => ts.iter().all(stored_as_values),
        _ => true,
    }
}

/// All values of the type are immortal objects: what is overwritten need not be released.
fn immortal(e: &Ty) -> bool {
    *e == Ty::None
}

impl Lower<'_> {
    /// Element type of a list, as its storage goes: ints and floats are stored raw.
    fn elem(&self, t: &Ty) -> Ty {
        t.site().map_or(Ty::Any, |s| self.t.sites.elem(s))
    }

    pub fn getitem(&mut self, i: &Inst) {
        let out = i.results[0];
        let (ta, ti) = (self.ty(i.args[0]), self.ty(i.args[1]));
        if let Ty::Tuple(ts) = &ta
            && let Some(l) = self.literal(i.args[1])
        {
            let k = if l < 0 { l + ts.len() as i64 } else { l };
            if k >= 0 && (k as usize) < ts.len() {
                return self.tuple_part(out, i.args[0], k as usize, ts.len());
            }
        }
        if self.small_getitem(i) || self.array_getitem(i) || self.row_getitem(i) || self.array_part(i) {
            return;
        }
        if let (Val::Parts(parts), Some(l @ 0..)) = (self.get(i.args[0]), self.literal(i.args[1]))
            && matches!(ta, Ty::TupleOf(_))
            && let Some(part) = parts.get(l as usize)
        {
            return self.set_val(out, part.clone());
        }
        if ti.is_int() {
            match &ta {
                Ty::Union(ms) if self.item_of_list_among(i, ms, &ti) => return,
                Ty::List(_) => {
                    let (list, index) = (self.typed(i.args[0]).0, self.index(i.args[1]));
                    if let Some(index) = index {
                        return self.list_get(out, list, index, &ta, &ti);
                    }
                }
                Ty::Str => {
                    let s = self.typed(i.args[0]).0;
                    if let Some(index) = self.index(i.args[1]) {
                        let code = self.iconst(3);
                        let bad = self.raise_block(Leaf::raise_index, &[code]);
                        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::STR_LEN, region: Region::Const }, &[s], Rep::I64);
                        let at = self.bounded(index, len, matches!(ti, Ty::Int { nonneg: true }), bad);
                        return self.set_char_at(out, s, at);
                    }
                }
                Ty::Tuple(_) | Ty::TupleOf(_) => {
                    let tuple = self.typed(i.args[0]).0;
                    if let Some(index) = self.index(i.args[1]) {
                        let code = self.iconst(2);
                        let bad = self.raise_block(Leaf::raise_index, &[code]);
                        let len = self.tuple_len(tuple);
                        let at = self.bounded(index, len, matches!(ti, Ty::Int { nonneg: true }), bad);
                        let w = self.tuple_load(tuple, at);
                        return self.set_word(out, w, &Ty::Any);
                    }
                }
                _ => {}
            }
        }
        if matches!(ta, Ty::Str | Ty::List(_))
            && let Some((start, stop, step)) = self.slice_bounds(i.args[1])
        {
            let x = self.typed(i.args[0]).0;
            let r = match (&ta, step) {
                (Ty::Str, None) => self.leaf(Leaf::str_slice, &[x, start, stop], Rep::Obj),
                (Ty::Str, Some(step)) => self.leaf(Leaf::str_slice_step, &[x, start, stop, step], Rep::Obj),
                (_, None) => self.leaf_raises(Leaf::list_slice, &[x, start, stop], Rep::Obj),
                (_, Some(step)) => self.leaf(Leaf::list_slice_step, &[x, start, stop, step], Rep::Obj),
            };
            let own = self.inst.types[out.index()].clone();
            return self.set(out, r, if own.site().is_some() { &own } else { &ta });
        }
        if let Ty::Dict(s) = &ta {
            let d = self.typed(i.args[0]).0;
            let k = self.word(i.args[1]);
            let plain = crate::table::is_plain(&ti) && crate::table::is_plain(&self.t.sites.elem(*s));
            let r = match self.mode {
                Mode::Fast if plain => self.dict_item(d, k),
                _ => self.leaf_raises(if plain { Leaf::dict_find } else { Leaf::dict_get }, &[d, k], Rep::Val),
            };
            let t = self.t.sites.value(*s);
            return self.set_word(out, r, &t);
        }
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            return self.direct_call(i, &c, Some(i.args[0]), &crate::call::hir_args(&i.args[1..]));
        }
        let w = self.words(&i.args);
        let r = self.leaf_raises(Leaf::getitem, &w, Rep::Val);
        self.set_word(out, r, &Ty::Any);
    }

    /// `node[0]` where a node is a list, None or a number: whatever is no list raises.
    fn item_of_list_among(&mut self, i: &Inst, members: &[Ty], ti: &Ty) -> bool {
        let mut lists = members.iter().filter(|m| matches!(m, Ty::List(_)));
        let (Some(list), None) = (lists.next(), lists.next()) else { return false };
        let raises = |m: &Ty| matches!(m, Ty::None | Ty::Int { .. } | Ty::Float { .. } | Ty::Bool | Ty::List(_));
        if self.mode != Mode::Fast || !members.iter().all(raises) {
            return false;
        }
        let Some(index) = self.index(i.args[1]) else { return false };
        let (w, k) = (self.word(i.args[0]), self.word(i.args[1]));
        let other = self.new_block(true);
        let o = self.object_of_class(w, "list", other);
        let list_block = std::mem::replace(&mut self.cur, other);
        self.leaf_raises(Leaf::getitem, &[w, k], Rep::Val);
        self.term(Term::Unreachable);
        self.cur = list_block;
        self.list_get(i.results[0], o, index, list, ti);
        true
    }

    /// Binds a result that came as a tagged word. A big int goes to the twin with the value in hand.
    pub fn set_word(&mut self, out: V, word: Value, _ty: &Ty) {
        let own = self.inst.types[out.index()].clone();
        if self.wide && own.is_int() && self.sizes.width(out) != Width::Small {
            let (big, saved) = (self.new_block(true), self.cur);
            let twin = self.big_exit(out).target.block;
            self.cur = big;
            self.jump(twin, &[word]);
            self.cur = saved;
            return self.set_unboxed(out, word, big);
        }
        if own.is_int() && self.mode == Mode::Fast {
            let block = self.big_exit(out).target.block;
            let e = Exit { kind: ExitKind::Slow, target: Target { block, args: vec![word] } };
            let r = self.inst_n(Op::UntagInt, vec![word], &[Rep::I64], vec![e])[0];
            return self.set(out, r, &INT);
        }
        self.set(out, word, &Ty::Any);
    }

    /// An index as i64; in the twin a big index is left to the general path.
    fn index(&mut self, v: V) -> Option<Value> {
        let (x, t) = self.typed(v);
        match self.f.ty(x) {
            Rep::I64 => Some(x),
            Rep::Bool => Some(self.op(Op::BToI, &[x], Rep::I64)),
            _ => {
                let _ = t;
                None
            }
        }
    }

    fn tuple_part(&mut self, out: V, tuple: V, k: usize, _n: usize) {
        if let Val::Parts(parts) = self.get(tuple) {
            return self.set_val(out, parts[k].clone());
        }
        let (t, _) = self.typed(tuple);
        let offset = layout::TUPLE_ITEMS + 8 * k as i32;
        let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Const }, &[t], Rep::Val);
        self.set_word(out, w, &Ty::Any);
    }

    /// Binds a value that may be in parts.
    pub fn set_val(&mut self, out: V, v: Val) {
        match v {
            Val::One(x, t) => self.set(out, x, &t),
            Val::Wide(..) | Val::Word(_) if !self.inst.types[out.index()].is_int() => {
                let w = self.box_val(&v).expect("it is wide");
                self.set(out, w, &Ty::Any);
            }
            other if self.mode == Mode::Slow => {
                let t = self.inst.types[out.index()].clone();
                let x = self.materialise(&other, &t);
                self.set(out, x, &Ty::Opaque("tuple".into()));
            }
            other => {
                self.vals.insert(out, other);
            }
        }
    }

    /// The index made non-negative and checked against the length.
    pub fn bounded(&mut self, index: Value, len: Value, nonneg: bool, bad: pyaot_ir::Block) -> Value {
        let at = if nonneg {
            index
        } else {
            let zero = self.iconst(0);
            let neg = self.icmp(Cc::Lt, index, zero);
            let from_end = self.op(Op::IAdd, &[index, len], Rep::I64);
            self.op(Op::Select, &[neg, from_end, index], Rep::I64)
        };
        let ok = self.op(Op::ULt, &[at, len], Rep::Bool);
        self.require(ok, bad);
        at
    }

    fn tuple_len(&mut self, tuple: Value) -> Value {
        self.op(Op::Load { ty: Rep::I64, offset: layout::TUPLE_LEN, region: Region::Const }, &[tuple], Rep::I64)
    }

    /// Item `at` (in bounds) of a tuple.
    fn tuple_load(&mut self, tuple: Value, at: Value) -> Value {
        let before = self.iconst((layout::TUPLE_ITEMS / 8) as i64);
        let at = self.op(Op::IAdd, &[at, before], Rep::I64);
        let base = self.op(Op::Cast, &[tuple], Rep::Ptr);
        self.op(Op::LoadIdx { ty: Rep::Val, region: Region::Const }, &[base, at], Rep::Val)
    }

    fn list_get(&mut self, out: V, list: Value, index: Value, ta: &Ty, ti: &Ty) {
        let e = self.elem(ta);
        let nonneg = matches!(ti, Ty::Int { nonneg: true });
        let code = self.iconst(0);
        let bad = self.raise_block(Leaf::raise_index, &[code]);
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
        let at = self.bounded(index, len, nonneg, bad);
        self.list_load(out, list, at, &e);
    }

    /// Loads element `at` (in bounds) of a list whose elements are of type `e`.
    fn list_load(&mut self, out: V, list: Value, at: Value, e: &Ty) {
        if self.is_num(out) {
            let n = self.num_element(list, at);
            return self.set_num(out, n);
        }
        if stored_as_values(e) {
            let data = self.list_data(list);
            let w = self.op(Op::LoadIdx { ty: Rep::Val, region: Region::ListVal }, &[data, at], Rep::Val);
            return self.set(out, w, &Ty::Any);
        }
        let (want, rep, region) = match e {
            Ty::Int { .. } => (layout::KIND_I64, Rep::I64, Region::ListI64),
            Ty::Float { .. } => (layout::KIND_F64, Rep::F64, Region::ListF64),
            Ty::Bool => (layout::KIND_BOOL, Rep::Bool, Region::ListBool),
            _ => (layout::KIND_VALUE, Rep::Val, Region::ListVal),
        };
        let loaded = match e {
            Ty::Int { .. } => INT,
            Ty::Float { .. } => FLOAT,
            Ty::Bool => Ty::Bool,
            _ => Ty::Any,
        };
        if self.wide && e.is_int() && self.inst.types[out.index()].is_int() && self.sizes.width(out) != Width::Small {
            return self.list_load_wide(out, list, at, want);
        }
        if self.mode == Mode::Fast && rep != Rep::Val {
            // Another storage than the types suggest: a list with big ints. The twin takes it, so that nothing has to meet
            // again here and one test serves all accesses.
            let (fast, twin) = (self.new_block(false), self.slow_block());
            self.branch_on_kind(list, want, fast, twin);
            self.cur = fast;
            let data = self.list_data(list);
            let x = self.op(Op::LoadIdx { ty: rep, region }, &[data, at], rep);
            return self.set(out, x, &loaded);
        }
        let (fast, general, done) = (self.new_block(false), self.new_block(true), self.new_block(false));
        self.branch_on_kind(list, want, fast, general);
        // Another storage than the types suggest: the runtime knows.
        self.cur = general;
        let w = self.leaf_raises(Leaf::list_get, &[list, at], Rep::Val);
        let (result, slow_value) = match e {
            Ty::Int { .. } if self.mode == Mode::Fast => {
                let block = self.big_exit(out).target.block;
                let e = Exit { kind: ExitKind::Slow, target: Target { block, args: vec![w] } };
                (Rep::I64, self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0])
            }
            Ty::Float { .. } | Ty::Bool => (rep, self.coerce(w, &Ty::Any, &loaded)),
            _ => (Rep::Val, w),
        };
        let p = self.f.add_param(done, result);
        self.jump(done, &[slow_value]);
        self.cur = fast;
        let data = self.list_data(list);
        let mut x = self.op(Op::LoadIdx { ty: rep, region }, &[data, at], rep);
        if rep == Rep::I64 && result == Rep::Val {
            x = self.op(Op::TagInt, &[x], Rep::Val);
        }
        self.jump(done, &[x]);
        self.cur = done;
        self.set(out, p, &loaded);
    }

    pub fn list_data(&mut self, list: Value) -> Value {
        self.op(Op::Load { ty: Rep::Ptr, offset: layout::LIST_DATA, region: Region::ListHeader }, &[list], Rep::Ptr)
    }

    pub fn branch_on_kind(&mut self, list: Value, kind: u8, then: pyaot_ir::Block, other: pyaot_ir::Block) {
        let have = self.op(Op::LoadU8 { offset: layout::LIST_KIND, region: Region::ListHeader }, &[list], Rep::I64);
        let want = self.iconst(kind as i64);
        let ok = self.icmp(Cc::Eq, have, want);
        self.branch(ok, then, other);
    }

    pub fn setitem(&mut self, i: &Inst) {
        if self.array_setitem(i) || self.array_store(i) {
            return;
        }
        let (ta, ti) = (self.ty(i.args[0]), self.ty(i.args[1]));
        if let (Ty::List(_), Ty::Int { nonneg }) = (&ta, &ti) {
            let list = self.typed(i.args[0]).0;
            if let Some(index) = self.index(i.args[1]) {
                let e = self.elem(&ta);
                return self.list_set(list, index, *nonneg, i.args[2], &e);
            }
        }
        if let Ty::List(_) = &ta
            && let Some((start, stop, step)) = self.slice_bounds(i.args[1])
        {
            let list = self.typed(i.args[0]).0;
            let step = step.unwrap_or_else(|| self.iconst(1));
            let v = self.word(i.args[2]);
            return self.leaf_raises0(Leaf::list_set_slice, &[list, start, stop, step, v]);
        }
        if let Ty::Dict(_) = &ta {
            let d = self.typed(i.args[0]).0;
            let (k, v) = (self.word(i.args[1]), self.word(i.args[2]));
            return self.leaf_raises0(Leaf::dict_set, &[d, k, v]);
        }
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            return self.direct_call(i, &c, Some(i.args[0]), &crate::call::hir_args(&i.args[1..]));
        }
        let w = self.words(&i.args);
        self.leaf_raises0(Leaf::setitem, &w);
    }

    fn list_set(&mut self, list: Value, index: Value, nonneg: bool, value: V, e: &Ty) {
        let tv = self.ty(value);
        let raw = match (e, &tv) {
            (Ty::Int { .. }, Ty::Int { .. }) if self.mode == Mode::Fast => Some((layout::KIND_I64, Leaf::list_set_i64, Region::ListI64)),
            (Ty::Float { .. }, Ty::Float { .. }) => Some((layout::KIND_F64, Leaf::list_set_f64, Region::ListF64)),
            (Ty::Bool, Ty::Bool) => Some((layout::KIND_BOOL, Leaf::list_set, Region::ListBool)),
            _ => None,
        };
        if self.mode == Mode::Fast && is_mixed(e) && is_numeric(&tv) && tv != Ty::Bool {
            let n = self.num(value);
            let code = self.iconst(1);
            let bad = self.raise_block(Leaf::raise_index, &[code]);
            let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
            let at = self.bounded(index, len, nonneg, bad);
            return self.set_num_element(list, at, n);
        }
        if raw.is_none() && !stored_as_values(e) {
            let w = self.word(value);
            return self.leaf_raises0(Leaf::list_set, &[list, index, w]);
        }
        if self.wide && e.is_int() && tv.is_int() {
            return self.list_set_wide(list, index, nonneg, value);
        }
        let x = if raw.is_some() { self.typed(value).0 } else { self.word(value) };
        let code = self.iconst(1);
        let bad = self.raise_block(Leaf::raise_index, &[code]);
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
        let at = self.bounded(index, len, nonneg, bad);
        let Some((kind, leaf, region)) = raw else {
            let (data, region) = (self.list_data(list), Region::ListVal);
            if immortal(e) {
                return self.op0(Op::StoreIdx { region }, &[data, at, x]);
            }
            let old = self.op(Op::TakeIdx { ty: Rep::Val, region }, &[data, at], Rep::Val);
            self.op0(Op::StoreIdx { region }, &[data, at, x]);
            return self.op0(Op::ReleaseMaybe, &[old]);
        };
        if self.mode == Mode::Fast {
            let (fast, twin) = (self.new_block(false), self.slow_block());
            self.branch_on_kind(list, kind, fast, twin);
            self.cur = fast;
            let data = self.list_data(list);
            return self.op0(Op::StoreIdx { region }, &[data, at, x]);
        }
        let (fast, general, done) = (self.new_block(false), self.new_block(true), self.new_block(false));
        self.branch_on_kind(list, kind, fast, general);
        self.cur = general;
        let word = if leaf == Leaf::list_set { self.boxed(x, &tv) } else { x };
        self.leaf_raises0(leaf, &[list, at, word]);
        self.jump(done, &[]);
        self.cur = fast;
        let data = self.list_data(list);
        self.op0(Op::StoreIdx { region }, &[data, at, x]);
        self.jump(done, &[]);
        self.cur = done;
    }

    // Attributes.

    pub fn load_global(&mut self, out: V, g: pyaot_sema::hir::GlobalId) {
        if self.mode == Mode::Fast
            && self.inst.types[out.index()].is_int()
            && let Some(n) = self.sizes.known.get(&out).copied()
        {
            return self.set_known(out, n);
        }
        let id = self.w.global(self.t, g);
        if self.w.stable.contains(g) && self.func.kind != FuncKind::Module {
            let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: id, stable: true }, &[], Rep::Val);
            return self.set_word(out, w, &Ty::Any);
        }
        let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: id, stable: false }, &[], Rep::Val);
        let zero = self.zero(Rep::Val);
        let unbound = self.op(Op::Same, &[w, zero], Rep::Bool);
        let ok = self.op(Op::BNot, &[unbound], Rep::Bool);
        let name = self.t.program.globals[g.index()].name.clone();
        let bad = {
            let block = self.new_block(true);
            let saved = self.cur;
            self.cur = block;
            let n = self.str_const(&name);
            let k = self.iconst(1);
            self.leaf_raises0(Leaf::raise_unbound, &[n, k]);
            self.term(Term::Unreachable);
            self.cur = saved;
            block
        };
        self.require(ok, bad);
        self.set_word(out, w, &Ty::Any);
    }

    pub fn store_global(&mut self, g: pyaot_sema::hir::GlobalId, v: V) {
        let id = self.w.global(self.t, g);
        let w = self.word(v);
        self.put_global(id, w);
    }

    pub fn put_global(&mut self, id: pyaot_ir::GlobalId, w: Value) {
        let old = self.op(Op::TakeGlobal { ty: Rep::Val, global: id }, &[], Rep::Val);
        self.op0(Op::StoreGlobal { global: id }, &[w]);
        self.op0(Op::ReleaseMaybe, &[old]);
    }

    // Iteration.

    pub fn get_iter(&mut self, i: &Inst) {
        let out = i.results[0];
        let t = self.ty(i.args[0]);
        if self.in_pieces(i.args[0]) {
            let own = self.inst.types[out.index()].clone();
            let x = self.as_type(i.args[0], &own);
            return self.set(out, x, &own);
        }
        if matches!(t, Ty::Inst(_)) && self.iter_of_instance(i, i.args[0]) {
            return;
        }
        // What inference took for another kind of iterator at some time is one for the runtime.
        if std::mem::discriminant(&t) != std::mem::discriminant(&self.inst.types[out.index()]) {
            let w = self.word(i.args[0]);
            let r = self.leaf_raises(Leaf::iter, &[w], Rep::Val);
            return self.set(out, r, &Ty::Any);
        }
        match &t {
            Ty::Range { .. } if self.mode == Mode::Fast => {
                let v = self.get(i.args[0]);
                let v = match v {
                    Val::Range { .. } => v,
                    other => {
                        let o = self.materialise(&other, &t);
                        self.range_parts(o)
                    }
                };
                self.vals.insert(out, v);
            }
            Ty::Str | Ty::Bytes | Ty::List(_) | Ty::Tuple(_) | Ty::TupleOf(_) | Ty::Range { .. } | Ty::Gen(_) => {
                let (x, t) = self.typed(i.args[0]);
                self.set(out, x, &t);
            }
            Ty::Array { .. } if self.iter_of_row(i) => {}
            Ty::Array { ndim: Some(ndim @ 1..), .. } if self.mode == Mode::Fast && self.array_of_dims(i.args[0], *ndim).is_some() => {
                let w = self.word(i.args[0]);
                self.set(out, w, &Ty::Any);
            }
            Ty::Array { .. } => {
                // Its loop keeps an index; what cannot be iterated over raises here.
                let w = self.word(i.args[0]);
                let r = self.leaf_raises(Leaf::iterable, &[w], Rep::Val);
                self.set(out, r, &Ty::Any);
            }
            _ => {
                let w = self.word(i.args[0]);
                let r = self.leaf_raises(Leaf::iter, &[w], Rep::Val);
                self.set(out, r, &Ty::Any);
            }
        }
    }

    fn range_parts(&mut self, o: Value) -> Val {
        let field = |me: &mut Self, offset| me.op(Op::Load { ty: Rep::I64, offset, region: Region::Const }, &[o], Rep::I64);
        // Beyond machine ints the twin iterates.
        let (big, zero) = (field(self, layout::RANGE_BIG), self.iconst(0));
        let fits = self.icmp(Cc::Eq, big, zero);
        let twin = self.slow_block();
        self.require(fits, twin);
        let start = field(self, layout::RANGE_START);
        let step = field(self, layout::RANGE_STEP);
        let len = field(self, layout::RANGE_LEN);
        Val::Range { start, step, len, unit: false }
    }

    pub fn iter_next(&mut self, i: &Inst) {
        let (elem, next) = (i.results[0], i.results[1]);
        let t = self.ty(i.args[0]);
        let state = match self.get(i.args[1]) {
            // A loop that no value of this instance gets to.
            Val::One(_, Ty::Never) => self.filler(Rep::I64),
            Val::One(x, _) => x,
            _ => unreachable!("a state is one word"),
        };
        let done = {
            let block = self.new_block(false);
            let saved = self.cur;
            self.cur = block;
            let target = i.done.clone().expect("iteration ends somewhere");
            self.goto(&target);
            self.cur = saved;
            block
        };
        let one = self.iconst(1);
        let step_state = |me: &mut Self| {
            let n = me.op(Op::IAdd, &[state, one], Rep::I64);
            me.set(next, n, &Ty::State);
        };
        if self.over_pieces(i.args[0]) {
            let it = self.word(i.args[0]);
            let e = Exit { kind: ExitKind::End, target: Target { block: done, args: vec![] } };
            let piece = self.inst_n(Op::Leaf(Leaf::str_next_piece), vec![it], &[Rep::Val], vec![e])[0];
            self.set(next, state, &Ty::State);
            return self.set(elem, piece, &Ty::Str);
        }
        match &t {
            Ty::Range { .. } => {
                let mut v = self.get(i.args[0]);
                if let (Val::One(o, _), Mode::Fast) = (&v, self.mode) {
                    // A range object: in a generator's slot, for one.
                    v = self.range_parts(*o);
                }
                if let Val::Range { start, step, len, unit } = v {
                    let more = self.op(Op::ULt, &[state, len], Rep::Bool);
                    self.require(more, done);
                    let off = if unit { state } else { self.op(Op::IMul, &[state, step], Rep::I64) };
                    let x = self.op(Op::IAdd, &[start, off], Rep::I64);
                    step_state(self);
                    return self.set(elem, x, &INT);
                }
                let o = self.materialise(&v, &t);
                let len = self.op(Op::Load { ty: Rep::I64, offset: layout::RANGE_LEN, region: Region::Const }, &[o], Rep::I64);
                let more = self.op(Op::ULt, &[state, len], Rep::Bool);
                self.require(more, done);
                let x = self.item_of_range(o, state);
                step_state(self);
                self.set_word(elem, x, &INT);
            }
            Ty::List(s) => {
                let (list, _) = self.typed(i.args[0]);
                let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
                let more = self.op(Op::ULt, &[state, len], Rep::Bool);
                self.require(more, done);
                step_state(self);
                let e = self.t.sites.elem(*s);
                self.list_load(elem, list, state, &e);
            }
            Ty::Tuple(_) | Ty::TupleOf(_) => {
                let (tuple, _) = self.typed(i.args[0]);
                let len = self.tuple_len(tuple);
                let more = self.op(Op::ULt, &[state, len], Rep::Bool);
                self.require(more, done);
                let w = self.tuple_load(tuple, state);
                step_state(self);
                self.set_word(elem, w, &Ty::Any);
            }
            Ty::Str => {
                let (s, _) = self.typed(i.args[0]);
                let len = self.op(Op::Load { ty: Rep::I64, offset: layout::STR_LEN, region: Region::Const }, &[s], Rep::I64);
                let more = self.op(Op::ULt, &[state, len], Rep::Bool);
                self.require(more, done);
                step_state(self);
                self.set_char_at(elem, s, state);
            }
            Ty::Bytes => {
                let w = self.word(i.args[0]);
                let n = self.leaf_raises(Leaf::len, &[w], Rep::I64);
                let more = self.op(Op::ULt, &[state, n], Rep::Bool);
                self.require(more, done);
                let k = self.op(Op::TagSmall, &[state], Rep::Val);
                let r = self.leaf_raises(Leaf::getitem, &[w, k], Rep::Val);
                step_state(self);
                self.set_word(elem, r, &Ty::Any);
            }
            Ty::Array { .. } => {
                let at = self.array_step(i.args[0], state, elem, done);
                step_state(self);
                self.bind_element(elem, at);
            }
            Ty::Gen(id) if crate::generator::is_direct(self.t, *id) => {
                let (g, _) = self.typed(i.args[0]);
                self.set(next, state, &Ty::State);
                self.gen_next(elem, g, *id, done);
            }
            _ if self.next_of_dict(i, state, done) => {}
            Ty::Inst(_) if self.next_of_instance(i, state, done) => {}
            _ if self.next_pair(i, done) => self.set(next, state, &Ty::State),
            _ => {
                let w = self.word(i.args[0]);
                let exits = vec![self.raise_exit(), Exit { kind: ExitKind::End, target: Target { block: done, args: vec![] } }];
                let r = self.inst_n(Op::Leaf(Leaf::next), vec![w], &[Rep::Val], exits)[0];
                self.set(next, state, &Ty::State);
                self.set_word(elem, r, &Ty::Any);
            }
        }
    }

    pub fn unpack(&mut self, i: &Inst) {
        if self.unpack_row(i) {
            return;
        }
        let t = self.ty(i.args[0]);
        let n = i.results.len();
        if let Ty::Tuple(ts) = &t
            && ts.len() == n
        {
            match self.get(i.args[0]) {
                Val::Parts(parts) => {
                    for (r, p) in i.results.clone().iter().zip(parts) {
                        self.set_val(*r, p);
                    }
                }
                _ => {
                    // All loads come first: a big int hands over in the middle.
                    let (tuple, _) = self.typed(i.args[0]);
                    let mut words = Vec::new();
                    for k in 0..n {
                        let offset = layout::TUPLE_ITEMS + 8 * k as i32;
                        words.push(self.op(Op::Load { ty: Rep::Val, offset, region: Region::Const }, &[tuple], Rep::Val));
                    }
                    for (r, w) in i.results.iter().zip(words) {
                        let own = self.inst.types[r.index()].clone();
                        if self.wide && own.is_int() {
                            self.set(*r, w, &Ty::Any);
                            continue;
                        }
                        // Unpacking again in the twin is harmless.
                        let x = self.coerce(w, &Ty::Any, &own);
                        self.set(*r, x, &own);
                    }
                }
            }
            return;
        }
        if t.members().iter().all(|t| matches!(t, Ty::TupleOf(_) | Ty::Tuple(_))) && self.mode == Mode::Fast {
            if let Val::Parts(parts) = self.get(i.args[0])
                && parts.len() == n
            {
                i.results.iter().zip(parts).for_each(|(r, p)| self.set_val(*r, p));
                return;
            }
            return self.unpack_tuple(i);
        }
        if matches!(t, Ty::Any | Ty::Union(_)) && self.mode == Mode::Fast {
            return self.unpack_any(i);
        }
        if let Ty::List(_) = &t
            && self.mode == Mode::Fast
        {
            let e = self.elem(&t);
            if stored_as_values(&e) || matches!(e, Ty::Int { .. } | Ty::Float { .. } | Ty::Bool) {
                return self.unpack_list(i, &e);
            }
        }
        let w = self.word(i.args[0]);
        let count = self.iconst(n as i64);
        self.unpack_with(i, Leaf::unpack, vec![w, count]);
    }

    /// A list whose elements are stored in one known way.
    fn unpack_list(&mut self, i: &Inst, e: &Ty) {
        let (list, ty) = self.typed(i.args[0]);
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
        self.require_count(i, list, &ty, len);
        for (k, r) in i.results.iter().enumerate() {
            let at = self.iconst(k as i64);
            self.list_load(*r, list, at, e);
        }
    }

    /// Goes on where a sequence of length `len` has as many elements as the instruction has results. Elsewhere the runtime
    /// raises what has to be raised.
    fn require_count(&mut self, i: &Inst, sequence: Value, ty: &Ty, len: Value) {
        let n = i.results.len();
        let count = self.iconst(n as i64);
        let fits = self.icmp(Cc::Eq, len, count);
        let bad = self.new_block(true);
        let saved = self.cur;
        self.cur = bad;
        let (w, e) = (self.boxed(sequence, ty), self.raise_exit());
        self.inst_n(Op::LeafOut { leaf: Leaf::unpack }, vec![w, count], &vec![Rep::Val; n], vec![e]);
        self.term(Term::Unreachable);
        self.cur = saved;
        self.require(fits, bad);
    }

    /// A tuple of unknown length: usually of the right one. The runtime raises what has to be raised.
    fn unpack_tuple(&mut self, i: &Inst) {
        let (tuple, ty) = self.typed(i.args[0]);
        let tuple = if self.f.ty(tuple) == Rep::Val { self.op(Op::Cast, &[tuple], Rep::Obj) } else { tuple };
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::TUPLE_LEN, region: Region::Const }, &[tuple], Rep::I64);
        self.require_count(i, tuple, &ty, len);
        let words = self.tuple_words(tuple, i.results.len());
        self.bind_words(i, &words);
    }

    fn tuple_words(&mut self, tuple: Value, n: usize) -> Vec<Value> {
        let word = |k| Op::Load { ty: Rep::Val, offset: layout::TUPLE_ITEMS + 8 * k as i32, region: Region::Const };
        (0..n).map(|k| self.op(word(k), &[tuple], Rep::Val)).collect()
    }

    /// What may be a tuple of the right length; the runtime takes everything else apart.
    fn unpack_any(&mut self, i: &Inst) {
        let n = i.results.len();
        let w = self.word(i.args[0]);
        let [object, tuple, fits, done] = std::array::from_fn(|_| self.new_block(false));
        let general = self.new_block(true);
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        self.branch(tagged, general, object);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is_tuple = self.is_exactly(o, "tuple");
        self.branch(is_tuple, tuple, general);
        self.cur = tuple;
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::TUPLE_LEN, region: Region::Const }, &[o], Rep::I64);
        let count = self.iconst(n as i64);
        let right = self.icmp(Cc::Eq, len, count);
        self.branch(right, fits, general);
        self.cur = general;
        let e = self.raise_exit();
        let count = self.iconst(n as i64);
        let words = self.inst_n(Op::LeafOut { leaf: Leaf::unpack }, vec![w, count], &vec![Rep::Val; n], vec![e]);
        self.jump(done, &words);
        self.cur = fits;
        let words = self.tuple_words(o, n);
        self.jump(done, &words);
        self.cur = done;
        let words: Vec<Value> = (0..n).map(|_| self.f.add_param(done, Rep::Val)).collect();
        self.bind_words(i, &words);
    }

    pub fn unpack_star(&mut self, i: &Inst, before: u32, after: u32) {
        let w = self.word(i.args[0]);
        let (b, a) = (self.iconst(before as i64), self.iconst(after as i64));
        self.unpack_with(i, Leaf::unpack_star, vec![w, b, a]);
    }

    fn unpack_with(&mut self, i: &Inst, leaf: Leaf, args: Vec<Value>) {
        let e = self.raise_exit();
        let reps = vec![Rep::Val; i.results.len()];
        let words = self.inst_n(Op::LeafOut { leaf }, args, &reps, vec![e]);
        self.bind_words(i, &words);
    }

    /// Binds several results that came as words; if one is a big int, the twin goes on behind the instruction.
    pub fn bind_words(&mut self, i: &Inst, words: &[Value]) {
        let ints: Vec<usize> = (0..words.len()).filter(|k| self.inst.types[i.results[*k].index()].is_int()).collect();
        if self.mode != Mode::Fast || ints.is_empty() {
            for (r, w) in i.results.iter().zip(words) {
                self.set(*r, *w, &Ty::Any);
            }
            return;
        }
        // The twin takes all of them as words: bind those first, then test.
        let block = self.handover_words(i, words);
        for k in &ints {
            let ok = self.op(Op::IsTagged, &[words[*k]], Rep::Bool);
            self.require(ok, block);
        }
        for (k, (r, w)) in i.results.iter().zip(words).enumerate() {
            if ints.contains(&k) {
                let e = Exit { kind: ExitKind::Slow, target: Target { block, args: vec![] } };
                let x = self.inst_n(Op::UntagInt, vec![*w], &[Rep::I64], vec![e])[0];
                self.set(*r, x, &INT);
            } else {
                self.set(*r, *w, &Ty::Any);
            }
        }
    }

    /// `None` and the like as a word.
    pub fn singleton(&mut self, s: Singleton) -> Value {
        self.op(Op::Singleton(s), &[], Rep::Val)
    }
}
