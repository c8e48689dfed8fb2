//! Calls between wide forms ([`crate::wide`]).

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Exit, ExitKind, Op, Region, Target, Ty as Rep, Value};
use pyaot_sema::hir::{FuncKind, Inst, V};
use pyaot_sema::infer::Source;
use pyaot_sema::types::{InstanceId, Ty};

use crate::call::Arg;
use crate::ctx::{Lower, Val};
use crate::npcall;
use crate::sizes::Width;
use crate::world::{Piece, needs_env};

impl Lower<'_> {
    /// This is a wide form, and the callee has to do with ints beyond an `i64` too.
    pub fn calls_wide(&mut self, instance: InstanceId, sources: &[Source], args: &[Arg]) -> bool {
        let callee = self.t.instance(instance);
        let plain = |s: &Source| matches!(s, Source::Arg(_) | Source::This | Source::Default);
        if !self.wide || self.t.program.funcs[callee.func.index()].kind == FuncKind::Generator || !sources.iter().all(plain) {
            return false;
        }
        let beyond = |me: &Self, s: &Source, want: &Ty| match s {
            Source::Arg(n) => match args[*n] {
                Arg::Hir(v) => want.is_int() && (me.is_wide(v) || me.known(v).is_some_and(|n| i64::try_from(n).is_err())),
                Arg::Made(..) => false,
            },
            _ => false,
        };
        sources.iter().zip(&callee.params).any(|(s, want)| beyond(self, s, want)) || self.w.sizes(self.t, instance).beyond
    }

    pub fn call_wide(&mut self, i: &Inst, instance: InstanceId, sources: &[Source], this: Option<(Value, Ty)>, args: &[Arg], env: Option<Value>) {
        let callee = self.t.instance(instance);
        let f = &self.t.program.funcs[callee.func.index()];
        let mut values = Vec::new();
        for (k, (s, want)) in sources.iter().zip(&callee.params).enumerate() {
            let given = if let Source::Arg(n) = s { Some(&args[*n]) } else { None };
            if let (Some(Arg::Hir(v)), true) = (given, want.is_int()) {
                let w = self.wide(*v);
                let high = self.high(w);
                values.extend([w.low, high]);
                continue;
            }
            if let (Some(given), Some(kind)) = (given, npcall::raw(want)) {
                values.push(self.raw_argument(given, want, kind));
                continue;
            }
            let (x, have) = match s {
                Source::Arg(n) => self.arg_for(&args[*n], want),
                Source::Default => (self.default_value(callee.func, k), Ty::Any),
                _ => this.clone().expect("methods have an object"),
            };
            if want.is_int() {
                let w = self.boxed(x, &have);
                let twin = self.slow_block();
                let (low, high) = self.unboxed_wide(w, twin);
                values.extend([low, high]);
            } else if let Some(kind) = npcall::raw(want) {
                values.push(self.raw_argument(&Arg::Made(x, have), want, kind));
            } else {
                values.push(self.coerce(x, &have, want));
            }
        }
        let env = if needs_env(f) && env.is_none() { Some(self.function_env(i)) } else { env };
        let args: Vec<Value> = env.into_iter().chain(values).collect();
        let piece = self.w.id(Piece::Wide(instance));
        let ret = callee.ret.clone();
        let word = ret.is_int() && self.w.sizes(self.t, instance).result_width() == Width::Word;
        match i.results.first() {
            Some(out) if ret.is_int() => self.finish_wide(*out, piece, args, word),
            _ => self.finish_call(i, piece, args, &ret),
        }
    }

    /// A call with an int as result, which may have two words. `word`: it is 64 bits without a sign.
    pub fn finish_wide(&mut self, out: V, f: pyaot_ir::FuncId, args: Vec<Value>, word: bool) {
        let (big, done) = (self.new_block(true), self.new_block(false));
        let p = self.f.add_param(big, Rep::Val);
        let low = self.f.add_param(done, Rep::I64);
        let high = (!word).then(|| self.f.add_param(done, Rep::I64));
        let own = self.inst.types[out.index()].clone();
        let exits = vec![self.raise_exit(), Exit { kind: ExitKind::Big, target: Target { block: big, args: vec![] } }];
        let r = self.inst_n(Op::Call(f), args, &[Rep::I64], exits)[0];
        if !own.is_int() {
            // The result joins other types: a word in any case.
            let join = self.new_block(false);
            let q = self.f.add_param(join, Rep::Val);
            let zero = self.iconst(0);
            let w = if word { self.leaf(Leaf::box_wide, &[r, zero], Rep::Val) } else { self.op(Op::TagInt, &[r], Rep::Val) };
            self.jump(join, &[w]);
            self.cur = big;
            self.jump(join, &[p]);
            self.cur = join;
            return self.set(out, q, &Ty::Any);
        }
        let mut values = vec![r];
        if !word {
            values.push(self.sign_of(r));
        }
        self.jump(done, &values);
        // Behind the call, however large.
        self.cur = big;
        let more = self.new_block(true);
        let twin = self.big_exit(out).target.block;
        self.cur = more;
        self.jump(twin, &[p]);
        self.cur = big;
        let (l, h) = self.unboxed_wide(p, more);
        let mut values = vec![l];
        if word {
            let zero = self.iconst(0);
            let fits = self.icmp(pyaot_ir::Cc::Eq, h, zero);
            self.require(fits, more);
        } else {
            values.push(h);
        }
        self.jump(done, &values);
        self.cur = done;
        let val = match high {
            Some(h) => Val::Wide(low, h),
            None => Val::Word(low),
        };
        self.vals.insert(out, val);
    }

    /// Stores an int into a list that may hold big ones.
    pub fn list_set_wide(&mut self, list: Value, index: Value, nonneg: bool, value: V) {
        let code = self.iconst(1);
        let bad = self.raise_block(Leaf::raise_index, &[code]);
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Rep::I64);
        let at = self.bounded(index, len, nonneg, bad);
        let w = self.wide(value);
        let small = self.is_small(value);
        let (look, fast, general, done) = (self.new_block(false), self.new_block(false), self.new_block(false), self.new_block(false));
        self.branch(small, look, general);
        self.cur = look;
        self.branch_on_kind(list, layout::KIND_I64, fast, general);
        self.cur = fast;
        let data = self.list_data(list);
        self.op0(Op::StoreIdx { region: Region::ListI64 }, &[data, at, w.low]);
        self.jump(done, &[]);
        self.cur = general;
        let word = self.boxed_wide(w);
        self.leaf_raises0(Leaf::list_set, &[list, at, word]);
        self.jump(done, &[]);
        self.cur = done;
    }

    /// An element of a list of ints, which may be big; `want`: the kind of list that has no big ones.
    pub fn list_load_wide(&mut self, out: V, list: Value, at: Value, want: u8) {
        let (fast, general, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let (low, high) = (self.f.add_param(done, Rep::I64), self.f.add_param(done, Rep::I64));
        let twin = self.slow_block();
        self.branch_on_kind(list, want, fast, general);
        self.cur = general;
        let w = self.leaf_raises(Leaf::list_get, &[list, at], Rep::Val);
        let (l, h) = self.unboxed_wide(w, twin);
        self.jump(done, &[l, h]);
        self.cur = fast;
        let data = self.list_data(list);
        let x = self.op(Op::LoadIdx { ty: Rep::I64, region: Region::ListI64 }, &[data, at], Rep::I64);
        let h = self.sign_of(x);
        self.jump(done, &[x, h]);
        self.cur = done;
        self.vals.insert(out, Val::Wide(low, high));
    }
}
