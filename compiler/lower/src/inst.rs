//! The dispatch over HIR operations, and those that need few words.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Const, Exit, ExitKind, Op, Region, Singleton, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, Constant, Inst};
use pyaot_sema::infer::known_keywords;
use pyaot_sema::types::{FLOAT, INT, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::generator::is_raw;

impl Lower<'_> {
    pub fn inst(&mut self, i: &Inst) {
        use hir::Op as H;
        if i.op.refuses_none() {
            self.refuse_none(i);
        }
        if self.elided.contains(&self.at) {
            return self.nothing(i);
        }
        match &i.op {
            H::Const(c) => self.const_value(i, c),
            H::Undef => {
                if self.mode != Mode::Slow {
                    let ty = self.inst.types[i.results[0].index()].clone();
                    let rep = self.rep(&ty);
                    let z = self.filler(rep);
                    self.vals.insert(i.results[0], Val::One(z, ty));
                }
            }
            H::Bool(b) => {
                let r = self.op(Op::BConst(*b), &[], Rep::Bool);
                self.set(i.results[0], r, &Ty::Bool);
            }
            H::LoadLocal(v) => {
                let g = self.env.expect("a generator has its object");
                let (offset, ty) = (self.gen_slot(*v), self.inst.vars[v.index()].clone());
                let rep = if is_raw(&ty) { self.rep(&ty) } else { Rep::Val };
                let w = self.op(Op::Load { ty: rep, offset, region: Region::Gen }, &[g], rep);
                let x = if rep == Rep::Val { self.coerce(w, &Ty::Any, &ty) } else { w };
                self.set(i.results[0], x, &ty);
            }
            H::StoreLocal(v) => {
                let g = self.env.expect("a generator has its object");
                let (offset, ty) = (self.gen_slot(*v), self.inst.vars[v.index()].clone());
                let (x, t) = self.typed(i.args[0]);
                // A variable that is deleted or never assigned holds no object.
                let never = self.inst.types[i.args[0].index()] == Ty::Never;
                if is_raw(&ty) {
                    let x = if never { self.zero(self.rep(&ty)) } else { self.coerce(x, &t, &ty) };
                    self.op0(Op::Store { offset, region: Region::Gen }, &[g, x]);
                    return;
                }
                let w = if never { self.zero(Rep::Val) } else { self.boxed(x, &t) };
                let old = self.op(Op::Take { ty: Rep::Val, offset, region: Region::Gen }, &[g], Rep::Val);
                self.op0(Op::Store { offset, region: Region::Gen }, &[g, w]);
                self.op0(Op::ReleaseMaybe, &[old]);
            }
            H::DelLocal(_) => unreachable!("SSA construction replaces deletions"),
            H::CheckBound { name, global } => {
                let (b, _) = self.typed(i.args[0]);
                let block = self.unbound_block(name, *global as i64);
                self.require(b, block);
            }
            H::Keep => {
                // The twin's values live in its frame array.
                if self.mode != Mode::Slow
                    && let Val::One(x, _) = self.get(i.args[0])
                    && self.f.ty(x).is_counted()
                {
                    self.op0(Op::Keep, &[x]);
                }
            }
            H::SelfFunc => {
                let e = self.env_object();
                self.set(i.results[0], e, &Ty::Opaque("function".into()));
            }
            H::Capture { index, .. } => {
                let e = self.env_object();
                let offset = layout::FUNCTION_CAPTURES + 8 * *index as i32;
                let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Const }, &[e], Rep::Val);
                let own = self.inst.types[i.results[0].index()].clone();
                if own.is_int() { self.set_word(i.results[0], w, &own) } else { self.set(i.results[0], w, &Ty::Any) }
            }
            H::MakeCell(_) => {
                let z = self.zero(Rep::Val);
                let c = self.leaf(Leaf::make_cell, &[z], Rep::Obj);
                self.set(i.results[0], c, &Ty::Opaque("cell".into()));
            }
            H::LoadCell(c) => {
                let cell = self.typed(i.args[0]).0;
                let w = self.op(Op::Load { ty: Rep::Val, offset: layout::CELL_VALUE, region: Region::Cell }, &[cell], Rep::Val);
                let zero = self.zero(Rep::Val);
                let unbound = self.op(Op::Same, &[w, zero], Rep::Bool);
                let ok = self.op(Op::BNot, &[unbound], Rep::Bool);
                let block = self.unbound_cell(*c);
                self.require(ok, block);
                self.set_word(i.results[0], w, &Ty::Any);
            }
            H::StoreCell(_) => {
                let cell = self.typed(i.args[0]).0;
                let w = self.word(i.args[1]);
                self.put_cell(cell, w);
            }
            H::DelCell(c) => {
                let cell = self.typed(i.args[0]).0;
                let w = self.op(Op::Load { ty: Rep::Val, offset: layout::CELL_VALUE, region: Region::Cell }, &[cell], Rep::Val);
                let z = self.zero(Rep::Val);
                let unbound = self.op(Op::Same, &[w, z], Rep::Bool);
                let ok = self.op(Op::BNot, &[unbound], Rep::Bool);
                let block = self.unbound_cell(*c);
                self.require(ok, block);
                self.put_cell(cell, z);
            }
            H::LoadGlobal(g) => self.load_global(i.results[0], *g),
            H::StoreGlobal(g) => self.store_global(*g, i.args[0]),
            H::DelGlobal(g) => {
                let id = self.w.global(self.t, *g);
                let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: id, stable: false }, &[], Rep::Val);
                let z = self.zero(Rep::Val);
                let unbound = self.op(Op::Same, &[w, z], Rep::Bool);
                let ok = self.op(Op::BNot, &[unbound], Rep::Bool);
                let name = self.t.program.globals[g.index()].name.clone();
                let block = self.unbound_block(&name, 1);
                self.require(ok, block);
                self.put_global(id, z);
            }
            H::LoadBuiltin(n) => {
                let x = self.builtin(n);
                self.set(i.results[0], x, &Ty::Any);
            }
            H::LoadGlobalOrBuiltin(g) => {
                let id = self.w.global(self.t, *g);
                let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: id, stable: false }, &[], Rep::Val);
                let zero = self.zero(Rep::Val);
                let unbound = self.op(Op::Same, &[w, zero], Rep::Bool);
                let (builtin, join) = (self.new_block(true), self.new_block(false));
                let p = self.f.add_param(join, Rep::Val);
                self.term(Term::Branch {
                    cond: unbound,
                    then: Target { block: builtin, args: vec![] },
                    els: Target { block: join, args: vec![w] },
                });
                self.cur = builtin;
                let name = self.t.program.globals[g.index()].name.clone();
                let x = self.builtin(&name);
                self.jump(join, &[x]);
                self.cur = join;
                self.set_word(i.results[0], p, &Ty::Any);
            }
            H::NameError(n) => {
                let name = self.str_const(n);
                let k = self.iconst(1);
                self.leaf_never(Leaf::raise_unbound, &[name, k]);
            }
            H::Un(op) => self.unary(i, *op),
            H::Bin(op) => self.binary(i, *op, false),
            H::InPlace(op) => self.binary(i, *op, true),
            H::Cmp(op) => self.compare(i, *op),
            H::Truth => self.truth(i),
            H::Not => {
                let (x, _) = self.typed(i.args[0]);
                let r = self.op(Op::BNot, &[x], Rep::Bool);
                self.set(i.results[0], r, &Ty::Bool);
            }
            H::GetAttr(_) | H::CallMethod { .. } if self.without_kernel(i) => {}
            H::Call { kw } | H::CallMethod { kw, .. } if self.left_to_numpy(i, kw) => {}
            H::GetAttr(n) => self.getattr(i, n),
            H::SetAttr(n) => self.setattr(i, n, false),
            H::InitAttr(n) => self.setattr(i, n, true),
            H::DelAttr(n) => {
                let o = self.word(i.args[0]);
                let name = self.str_const(n);
                self.leaf_raises0(Leaf::delattr, &[o, name]);
            }
            H::GetItem => self.getitem(i),
            H::SetItem => self.setitem(i),
            H::DelItem => {
                let w = self.words(&i.args);
                let leaf = if matches!(self.ty(i.args[0]), Ty::Dict(_)) { Leaf::dict_delete } else { Leaf::delitem };
                self.leaf_raises0(leaf, &w);
            }
            H::MakeSlice => self.make_slice(i),
            H::Call { kw } => self.call(i, kw),
            H::CallMethod { name, kw } => self.call_method(i, name, kw),
            H::CallEx => self.call_starred(i),
            // Nobody looks at it.
            H::MakeList if self.forwarded(i.results[0]).is_some() => {
                let none = self.none();
                let o = self.op(Op::Cast, &[none], Rep::Obj);
                let t = self.inst.types[i.results[0].index()].clone();
                self.set(i.results[0], o, &t);
            }
            H::MakeList if self.only_added(i) || self.is_small_display(i) => {
                let parts = i.args.iter().map(|a| self.part(*a)).collect();
                self.vals.insert(i.results[0], Val::Parts(parts));
            }
            H::MakeList => {
                let r = if i.args.is_empty() {
                    let n = self.iconst(0);
                    self.leaf(Leaf::list_new, &[n], Rep::Obj)
                } else {
                    let w = self.words(&i.args);
                    self.leaf_array(Leaf::list_from, &[], &w, Rep::Obj)
                };
                let t = self.inst.types[i.results[0].index()].clone();
                self.set(i.results[0], r, &t);
            }
            H::MakeTuple => self.make_tuple(i),
            H::MakeConstantSet => {
                // CPython adds such elements from a constant frozenset, which gives an order of its own; a loop over the
                // display iterates over the frozenset itself.
                let iterated = self.uses.get(&i.results[0]).is_some_and(|us| {
                    us.iter().all(|(b, k)| self.func.blocks[*b as usize].insts.get(*k as usize).is_some_and(|u| matches!(u.op, hir::Op::GetIter)))
                });
                let native = if iterated { "_native.constant_frozenset" } else { "_native.constant_set" };
                let words = self.words(&i.args);
                let f = self.constant(Const::Native(native.to_string()));
                let r = self.leaf_array(Leaf::call, &[f], &words, Rep::Val);
                self.set(i.results[0], r, &Ty::Any);
            }
            H::MakeSet => {
                let s = self.leaf(Leaf::set_new, &[], Rep::Obj);
                let words = self.words(&i.args);
                for w in words {
                    self.leaf_raises0(Leaf::set_add, &[s, w]);
                }
                let t = self.inst.types[i.results[0].index()].clone();
                self.set(i.results[0], s, &t);
            }
            H::MakeDict => {
                let d = self.leaf(Leaf::dict_new, &[], Rep::Obj);
                let words = self.words(&i.args);
                for kv in words.chunks(2) {
                    self.leaf_raises0(Leaf::dict_set, &[d, kv[0], kv[1]]);
                }
                let t = self.inst.types[i.results[0].index()].clone();
                self.set(i.results[0], d, &t);
            }
            H::ListAppend => self.list_append(i.args[0], i.args[1]),
            H::ListExtend => self.two(i, Leaf::list_extend),
            H::ArgsExtend if self.forwarded(i.args[0]).is_some() => {}
            H::ArgsExtend => {
                let w = self.words(&i.args);
                self.leaf_raises0(Leaf::args_extend, &w);
            }
            // The head of every loop has the check; what the instruction has is the way to the handler.
            H::Poll => {}
            H::WithCheck => {
                let known = matches!(self.ty(i.args[0]), Ty::Inst(c) if ["__enter__", "__exit__"].iter().all(|n| self.t.find_method(c, n).is_some()));
                if !known {
                    let w = self.words(&i.args);
                    self.leaf_raises0(Leaf::with_check, &w);
                }
            }
            H::SetAdd => self.two(i, Leaf::set_add),
            H::SetUpdate => {
                let w = self.words(&i.args);
                let n = self.str_const("update");
                self.leaf_array(Leaf::call_method, &[w[0], n], &w[1..], Rep::Val);
            }
            H::ListToTuple if self.forwarded(i.args[0]).is_some() => {
                let v = self.forwarded(i.args[0]).expect("tested");
                let (x, t) = self.typed(v);
                self.set(i.results[0], x, &t);
            }
            H::ListToTuple => {
                let l = self.typed(i.args[0]).0;
                let r = self.leaf(Leaf::list_to_tuple, &[l], Rep::Obj);
                let t = self.inst.types[i.results[0].index()].clone();
                self.set(i.results[0], r, &t);
            }
            H::DictSet => {
                let w = self.words(&i.args);
                self.leaf_raises0(Leaf::dict_set, &w);
            }
            H::DictUpdate => self.two(i, Leaf::dict_update),
            // Keywords that kept their shape.
            H::DictMerge if let Some(names) = known_keywords(&self.ty(i.args[1])) => {
                let (d, tuple) = (self.word(i.args[0]), self.typed(i.args[1]).0);
                for (k, n) in names.iter().enumerate() {
                    let offset = pyaot_abi::layout::TUPLE_ITEMS + 8 * (k as i32 + 1);
                    let v = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Const }, &[tuple], Rep::Val);
                    let key = self.str_const(n);
                    self.leaf_raises0(Leaf::dict_set, &[d, key, v]);
                }
            }
            H::DictMerge => {
                let w = self.words(&i.args);
                self.leaf_raises0(Leaf::dict_merge_kwargs, &w);
            }
            H::MatchSequence { min, exact } => self.match_sequence(i, *min, *exact),
            H::MatchMapping { min } => {
                let n = self.tagged(*min as i64);
                self.match_test(i, "_native.match_mapping", &[n]);
            }
            H::MatchArg { index, count } => self.match_arg(i, *index, *count),
            H::Unpack => self.unpack(i),
            H::UnpackStar { before, after } => self.unpack_star(i, *before, *after),
            H::GetIter => self.get_iter(i),
            H::IterInit => {
                let z = self.iconst(0);
                self.set(i.results[0], z, &Ty::State);
            }
            H::IterNext => self.iter_next(i),
            H::MakeFunction { func, defaults, kwdefaults } => self.make_function(i, *func, *defaults, *kwdefaults),
            H::MakeClass(c) => self.make_class(i, *c),
            H::ClassSet { name, .. } => {
                let (c, v) = (self.word(i.args[0]), self.word(i.args[1]));
                let n = self.str_const(name);
                self.leaf_raises0(Leaf::class_set, &[c, n, v]);
            }
            H::ClassDone(_) => {
                let c = self.word(i.args[0]);
                self.leaf_raises0(Leaf::class_done, &[c]);
            }
            H::BuildString => {
                let w = self.words(&i.args);
                let r = self.leaf_array(Leaf::str_join, &[], &w, Rep::Obj);
                self.set(i.results[0], r, &Ty::Str);
            }
            H::Format(conv) => self.format(i, *conv),
            H::Raise => {
                let w = self.words(&i.args);
                let cause = if w.len() > 1 { w[1] } else { self.zero(Rep::Val) };
                self.leaf_never(Leaf::raise, &[w[0], cause]);
            }
            H::Reraise => self.leaf_never(Leaf::reraise, &[]),
            H::AssertFail => {
                let w = self.words(&i.args);
                let m = if w.is_empty() { self.zero(Rep::Val) } else { w[0] };
                self.leaf_never(Leaf::assert_fail, &[m]);
            }
            H::ExcTake => {
                let e = self.leaf(Leaf::exc_take, &[], Rep::Val);
                self.set(i.results[0], e, &Ty::Any);
            }
            H::ExcMatch => self.exc_match(i),
            H::ExcPop => self.op0(Op::Leaf(Leaf::exc_pop), &[]),
            H::ExcRestore => {
                let w = self.word(i.args[0]);
                self.leaf_never(Leaf::exc_restore, &[w]);
            }
            H::Yield | H::YieldInner => self.yield_value(i),
            H::YieldFromNext | H::YieldFromThrow => {
                if matches!(i.op, H::YieldFromNext) && self.yield_from_known(i) {
                    return;
                }
                let leaf = if matches!(i.op, H::YieldFromNext) { Leaf::yield_from_next } else { Leaf::yield_from_throw };
                let w = self.words(&i.args);
                let done = {
                    let block = self.new_block(false);
                    let saved = self.cur;
                    self.cur = block;
                    let target = i.done.clone().expect("the inner iterator ends somewhere");
                    self.goto(&target);
                    self.cur = saved;
                    block
                };
                let exits = vec![self.raise_exit(), Exit { kind: ExitKind::End, target: Target { block: done, args: vec![] } }];
                let r = self.inst_n(Op::Leaf(leaf), w, &[Rep::Val], exits)[0];
                self.set_word(i.results[0], r, &Ty::Any);
            }
            H::GenResult => {
                let r = self.leaf(Leaf::gen_result, &[], Rep::Val);
                self.set(i.results[0], r, &Ty::Any);
            }
            H::ImportModule(m) => self.import_module(i, *m),
            H::ImportNative(n) => {
                let m = self.str_const(n);
                let r = self.leaf_raises(Leaf::import_native, &[m], Rep::Val);
                self.set(i.results[0], r, &Ty::Any);
            }
            H::ThisClass(c) => {
                let g = self.w.class_value(*c);
                let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val);
                self.set(i.results[0], w, &Ty::Any);
            }
            // Nobody looks at it.
            H::SuperAttr(_) if self.super_is_known(i) => {
                let none = self.none();
                self.set_word(i.results[0], none, &Ty::Any);
            }
            H::SuperAttr(n) => {
                let (c, s) = (self.word(i.args[0]), self.word(i.args[1]));
                let name = self.str_const(n);
                let r = self.leaf_raises(Leaf::super_method, &[c, s, name], Rep::Val);
                self.set_word(i.results[0], r, &Ty::Any);
            }
        }
    }

    /// The results are not looked at.
    fn nothing(&mut self, i: &Inst) {
        if self.mode == Mode::Slow {
            return;
        }
        for r in &i.results {
            let ty = self.inst.types[r.index()].clone();
            let rep = self.rep(&ty);
            let x = self.filler(rep);
            self.vals.insert(*r, Val::One(x, ty));
        }
    }

    /// Where the first operand may be None: raises then, so that the instruction sees the rest of its type.
    fn refuse_none(&mut self, i: &Inst) {
        let v = i.args[0];
        let ty = self.ty(v);
        let rest = ty.without_none();
        if rest == ty || rest == Ty::Never {
            return;
        }
        let w = self.word(v);
        let none = self.none();
        let is_none = self.op(Op::Same, &[w, none], Rep::Bool);
        let (raise, next) = (self.new_block(true), self.new_block(false));
        self.branch(is_none, raise, next);
        self.cur = raise;
        let saved = self.shown.take();
        match &i.op {
            hir::Op::GetAttr(n) | hir::Op::CallMethod { name: n, .. } => {
                let n = self.str_const(n);
                self.leaf_raises0(Leaf::getattr, &[none, n]);
            }
            hir::Op::SetAttr(n) => {
                let n = self.str_const(n);
                self.leaf_raises0(Leaf::setattr, &[none, n, none]);
            }
            hir::Op::GetItem => self.leaf_raises0(Leaf::getitem, &[none, none]),
            hir::Op::SetItem => self.leaf_raises0(Leaf::setitem, &[none, none, none]),
            hir::Op::DelItem => self.leaf_raises0(Leaf::delitem, &[none, none]),
            hir::Op::GetIter => self.leaf_raises0(Leaf::iter, &[none]),
            _ => {
                self.leaf_array(Leaf::call, &[none], &[], Rep::Val);
            }
        }
        self.term(Term::Unreachable);
        self.cur = next;
        self.shown = saved.or(Some((v, rest)));
    }

    /// A builtin as a value.
    fn builtin(&mut self, n: &str) -> Value {
        const CLASSES: &[&str] = &[
            "int", "float", "str", "bool", "list", "dict", "set", "tuple", "frozenset", "bytes", "bytearray", "complex", "range", "slice",
            "object", "type", "super", "property", "staticmethod", "classmethod", "enumerate", "zip", "map", "filter", "reversed", "memoryview",
        ];
        match n {
            "NotImplemented" => self.singleton(Singleton::NotImplemented),
            "Ellipsis" => self.singleton(Singleton::Ellipsis),
            // Exceptions are the builtins with capital letters.
            n if CLASSES.contains(&n) || n.starts_with(char::is_uppercase) => self.constant(Const::Type(n.to_string())),
            _ => self.constant(Const::Native(format!("builtins.{n}"))),
        }
    }

    fn two(&mut self, i: &Inst, leaf: Leaf) {
        let w = self.words(&i.args);
        self.leaf_raises0(leaf, &w);
    }

    /// The running function object; in a generator it is in the first slot.
    fn env_object(&mut self) -> Value {
        let e = self.env.expect("functions with captures get their object");
        if self.generator {
            return self.op(Op::Load { ty: Rep::Obj, offset: layout::GEN_SLOTS, region: Region::Gen }, &[e], Rep::Obj);
        }
        e
    }

    fn put_cell(&mut self, cell: Value, w: Value) {
        let (offset, region) = (layout::CELL_VALUE, Region::Cell);
        let old = self.op(Op::Take { ty: Rep::Val, offset, region }, &[cell], Rep::Val);
        self.op0(Op::Store { offset, region }, &[cell, w]);
        self.op0(Op::ReleaseMaybe, &[old]);
    }

    /// A captured variable without a value: local to the function that made the cell, free in those within.
    fn unbound_cell(&mut self, c: hir::CellId) -> pyaot_ir::Block {
        let name = self.t.program.cells[c.index()].name.clone();
        let kind = if self.func.captures.contains(&c) { 2 } else { 0 };
        self.unbound_block(&name, kind)
    }

    fn unbound_block(&mut self, name: &str, kind: i64) -> pyaot_ir::Block {
        let block = self.new_block(true);
        let saved = self.cur;
        self.cur = block;
        let n = self.str_const(name);
        let k = self.iconst(kind);
        self.leaf_raises0(Leaf::raise_unbound, &[n, k]);
        self.term(Term::Unreachable);
        self.cur = saved;
        block
    }

    /// In the body: binds a value to a literal int.
    pub fn set_known(&mut self, out: hir::V, n: i128) {
        if let Ok(n) = i64::try_from(n) {
            let x = self.iconst(n);
            return self.set(out, x, &INT);
        }
        if self.wide {
            let low = self.iconst(n as i64);
            let val = if u64::try_from(n).is_ok() { Val::Word(low) } else { Val::Wide(low, self.iconst((n >> 64) as i64)) };
            self.vals.insert(out, val);
            return;
        }
        if !self.is_big_literal(out) {
            // Ints of this function do not fit: on in the twin.
            let block = self.slow_block();
            self.jump(block, &[]);
            self.dead = true;
        }
    }

    fn const_value(&mut self, i: &Inst, c: &Constant) {
        let out = i.results[0];
        if self.mode == Mode::Fast
            && self.inst.types[out.index()].is_int()
            && let Some(n) = self.known(out)
        {
            return self.set_known(out, n);
        }
        let (x, t) = match c {
            Constant::None => (self.none(), Ty::None),
            Constant::True | Constant::False => (self.op(Op::BConst(*c == Constant::True), &[], Rep::Bool), Ty::Bool),
            Constant::Ellipsis => (self.singleton(Singleton::Ellipsis), Ty::Any),
            Constant::Int(n) if self.mode == Mode::Fast => (self.iconst(*n), INT),
            Constant::Int(n) => {
                let x = self.iconst(*n);
                (self.op(Op::TagInt, &[x], Rep::Val), INT)
            }
            Constant::BigInt(s) => {
                let w = self.constant(Const::BigInt(s.to_string()));
                if self.mode == Mode::Fast && self.inst.types[out.index()].is_int() {
                    // Ints of this function do not fit: on in the twin.
                    let block = self.slow_block();
                    self.jump(block, &[]);
                    self.dead = true;
                    return;
                }
                (w, Ty::Any)
            }
            Constant::Float(f) => (self.op(Op::FConst(f.to_bits()), &[], Rep::F64), FLOAT),
            Constant::Imaginary(f) => {
                let parts = [0, f.to_bits()].map(|x| self.op(Op::FConst(x), &[], Rep::F64));
                return self.set_complex(out, parts);
            }
            Constant::Str(s) => (self.constant(Const::Str(s.0.to_vec())), Ty::Any),
            Constant::Bytes(b) => (self.constant(Const::Bytes(b.to_vec())), Ty::Any),
        };
        self.set(out, x, &t);
    }

    fn make_tuple(&mut self, i: &Inst) {
        let out = i.results[0];
        let parts_only = self.mode != Mode::Slow
            && self.uses.get(&out).is_none_or(|us| {
                us.iter().all(|(b, k)| {
                    let Some(u) = self.func.blocks[*b as usize].insts.get(*k as usize) else { return false };
                    match u.op {
                        hir::Op::Unpack => true,
                        hir::Op::GetItem if u.args[0] == out => self.literal(u.args[1]).is_some(),
                        hir::Op::Bin(hir::BinOp::Mod) => u.args[1] == out && self.is_template(u.args[0]),
                        _ if self.is_array_key(u, out) => true,
                        _ => false,
                    }
                })
            });
        if parts_only {
            let parts = i.args.iter().map(|a| self.part(*a)).collect();
            self.vals.insert(out, Val::Parts(parts));
            return;
        }
        let r = match self.constant_tuple(i, 0) {
            Some(c) => {
                let w = self.const_obj(c);
                self.op(Op::Cast, &[w], Rep::Obj)
            }
            None => {
                let w = self.words(&i.args);
                self.tuple(&w)
            }
        };
        self.set(out, r, &Ty::Opaque("tuple".into()));
    }

    /// A display of constants is one object for the whole run, as in CPython.
    fn constant_tuple(&mut self, i: &Inst, depth: u32) -> Option<pyaot_ir::ConstId> {
        use hir::Op as H;
        let mut items = vec![];
        for a in &i.args {
            let (b, k) = *self.defs.get(a)?;
            let def = &self.func.blocks[b as usize].insts[k as usize];
            // A variable that holds a constant is not part of the display.
            let (first, last) = (|c: u32| c & 0xffff, |c: u32| c >> 16);
            if def.cols == 0 || def.line != i.line || first(def.cols) < first(i.cols) || last(def.cols) > last(i.cols) {
                return None;
            }
            let c = match &def.op {
                H::Const(Constant::Int(n)) => Const::Int(*n),
                H::Const(Constant::BigInt(s)) => Const::BigInt(s.to_string()),
                H::Const(Constant::Float(x)) => Const::Float(x.to_bits()),
                H::Const(Constant::Str(s)) => Const::Str(s.0.to_vec()),
                H::Const(Constant::Bytes(s)) => Const::Bytes(s.to_vec()),
                H::MakeTuple if depth < 4 => {
                    items.push(self.constant_tuple(def, depth + 1)?);
                    continue;
                }
                _ => return None,
            };
            items.push(self.w.constant(c));
        }
        (!items.is_empty()).then(|| self.w.constant(Const::Tuple(items)))
    }

    fn part(&mut self, v: hir::V) -> Val {
        match self.get(v) {
            Val::One(..) => {
                let (x, t) = self.typed(v);
                Val::One(x, t)
            }
            v => v,
        }
    }

    /// The list of arguments of `f(*x)`, where `x` is a tuple: that can be passed as it is.
    fn forwarded(&self, list: hir::V) -> Option<hir::V> {
        let op = |at: &(u32, u32)| self.func.blocks[at.0 as usize].insts.get(at.1 as usize);
        let made = op(self.defs.get(&list)?)?;
        if !matches!(made.op, hir::Op::MakeList) || !made.args.is_empty() {
            return None;
        }
        let [a, b] = self.uses.get(&list)?[..] else { return None };
        let (a, b) = (op(&a)?, op(&b)?);
        let (extend, end) = if matches!(a.op, hir::Op::ArgsExtend) { (a, b) } else { (b, a) };
        let x = *extend.args.get(1)?;
        let fits = matches!(extend.op, hir::Op::ArgsExtend)
            && matches!(end.op, hir::Op::ListToTuple)
            && extend.args[0] == list
            && matches!(self.inst.types[x.index()], Ty::Tuple(_) | Ty::TupleOf(_));
        fits.then_some(x)
    }

    /// The list display is of no use but as one side of a list's `+`: `path + [node]`.
    fn only_added(&self, i: &Inst) -> bool {
        let out = i.results[0];
        let list = |v: &hir::V| matches!(self.inst.types[v.index()], Ty::List(_));
        let [at] = self.uses.get(&out).map_or(&[][..], |us| us) else { return false };
        let Some(u) = self.func.blocks[at.0 as usize].insts.get(at.1 as usize) else { return false };
        let made = |v: &hir::V| self.defs.get(v).is_some_and(|(b, k)| matches!(self.func.blocks[*b as usize].insts[*k as usize].op, hir::Op::MakeList));
        self.mode == Mode::Fast
            && matches!(u.op, hir::Op::Bin(hir::BinOp::Add))
            && !i.args.is_empty()
            && u.args.iter().all(|v| list(v) && (*v == out || !made(v)))
    }

    fn make_function(&mut self, i: &Inst, func: hir::FuncId, defaults: u32, kwdefaults: u32) {
        let words = self.words(&i.args);
        let (nd, nk) = (defaults as usize, kwdefaults as usize);
        // Direct calls read defaults from here.
        for (k, w) in words[..nd + nk].iter().enumerate() {
            let g = self.w.default_global(func, k);
            self.put_global(g, *w);
        }
        let code = self.w.code(self.t, func);
        let code = self.op(Op::CodePtr(code), &[], Rep::Ptr);
        let d = if nd == 0 { self.none() } else { self.leaf_array(Leaf::tuple_from, &[], &words[..nd], Rep::Val) };
        let kd = if nk == 0 {
            self.none()
        } else {
            let dict = self.leaf(Leaf::dict_new, &[], Rep::Val);
            let p = &self.t.program.funcs[func.index()].params;
            let names: Vec<hir::Name> =
                p.kw_defaults.iter().enumerate().filter(|(_, d)| **d).map(|(k, _)| p.names[p.n_args as usize + k].clone()).collect();
            for (n, w) in names.iter().zip(&words[nd..nd + nk]) {
                let key = self.str_const(n);
                self.leaf_raises0(Leaf::dict_set, &[dict, key, *w]);
            }
            dict
        };
        let r = self.leaf_array(Leaf::make_function, &[code, d, kd], &words[nd + nk..], Rep::Obj);
        let t = self.inst.types[i.results[0].index()].clone();
        self.set(i.results[0], r, &t);
    }

    fn make_class(&mut self, i: &Inst, c: hir::ClassId) {
        let id = self.w.class(self.t, c);
        let words = self.words(&i.args);
        let ptr = self.op(Op::ClassPtr(id), &[], Rep::Ptr);
        let mut kwargs = words[1];
        if self.ty(i.args[0]) != Ty::None {
            let dict = self.leaf(Leaf::dict_new, &[], Rep::Val);
            if self.ty(i.args[1]) != Ty::None {
                self.leaf_raises0(Leaf::dict_update, &[dict, kwargs]);
            }
            let key = self.str_const("metaclass");
            self.leaf_raises0(Leaf::dict_set, &[dict, key, words[0]]);
            kwargs = dict;
        }
        let mut args = vec![ptr, kwargs];
        args.extend(&words[2..]);
        let e = self.raise_exit();
        let r = self.inst_n(Op::LeafArray { leaf: Leaf::make_class, fixed: 2 }, args, &[Rep::Obj], vec![e])[0];
        let g = self.w.class_value(c);
        let w = self.op(Op::Cast, &[r], Rep::Val);
        self.put_global(g, w);
        let t = self.inst.types[i.results[0].index()].clone();
        self.set(i.results[0], r, &t);
    }

    fn format(&mut self, i: &Inst, conv: Option<hir::Conversion>) {
        let out = i.results[0];
        let (x, t) = self.typed(i.args[0]);
        let plain = self.empty_str(i.args[1]);
        if plain && conv.is_none_or(|c| c == hir::Conversion::Str) {
            let r = match &t {
                Ty::Str => Some(x),
                Ty::Int { .. } if self.f.ty(x) == Rep::I64 => Some(self.leaf(Leaf::i64_to_str, &[x], Rep::Obj)),
                Ty::Float { .. } => Some(self.leaf(Leaf::f64_to_str, &[x], Rep::Obj)),
                _ => None,
            };
            if let Some(r) = r {
                return self.set(out, r, &Ty::Str);
            }
        }
        let mut w = self.boxed(x, &t);
        if let Some(c) = conv {
            let leaf = match c {
                hir::Conversion::Str => Leaf::str,
                hir::Conversion::Repr => Leaf::repr,
                hir::Conversion::Ascii => Leaf::ascii,
            };
            w = self.leaf_raises(leaf, &[w], Rep::Val);
            if plain {
                return self.set(out, w, &Ty::Any);
            }
        }
        let spec = self.word(i.args[1]);
        let r = self.leaf_raises(Leaf::format, &[w, spec], Rep::Val);
        self.set(out, r, &Ty::Any);
    }

    fn empty_str(&self, v: hir::V) -> bool {
        self.defs.get(&v).is_some_and(|(b, k)| {
            matches!(&self.func.blocks[*b as usize].insts[*k as usize].op, hir::Op::Const(Constant::Str(s)) if s.0.is_empty())
        })
    }

    /// Keeps `sys.modules` up to date.
    fn note_module(&mut self, m: hir::ModuleId, loaded: bool) {
        let name = self.str_const(&self.t.program.modules[m.index()].name);
        let callee = self.constant(Const::Native("_native.module_state".into()));
        let flag = self.op(Op::BConst(loaded), &[], Rep::Bool);
        let flag = self.boxed(flag, &Ty::Bool);
        self.leaf_array(Leaf::call, &[callee], &[name, flag], Rep::Val);
    }

    fn import_module(&mut self, i: &Inst, m: hir::ModuleId) {
        let done = self.w.module_done(m);
        let name = self.t.program.modules[m.index()].name.to_string();
        let module = self.constant(Const::Module(name));
        let w = self.op(Op::LoadGlobal { ty: Rep::Val, global: done, stable: false }, &[], Rep::Val);
        let zero = self.zero(Rep::Val);
        let first = self.op(Op::Same, &[w, zero], Rep::Bool);
        let (run, join) = (self.new_block(false), self.new_block(false));
        self.branch(first, run, join);
        self.cur = run;
        self.put_global(done, module);
        self.note_module(m, true);
        let init = self.t.program.modules[m.index()].init;
        if let Some(k) = self.t.instances.iter().position(|x| x.func == init) {
            let id = pyaot_sema::types::InstanceId(k as u32);
            let body = self.w.id(crate::world::Piece::Body(id));
            // A module that fails is not imported.
            let failed = self.new_block(true);
            let e = Exit { kind: ExitKind::Raise, target: Target { block: failed, args: vec![] } };
            self.inst_n(Op::Call(body), vec![], &[], vec![e]);
            let saved = self.cur;
            self.cur = failed;
            let zero = self.zero(Rep::Val);
            self.put_global(done, zero);
            self.note_module(m, false);
            let landing = self.landing();
            self.jump(landing, &[]);
            self.cur = saved;
        }
        self.jump(join, &[]);
        self.cur = join;
        self.set(i.results[0], module, &Ty::Any);
    }
}
