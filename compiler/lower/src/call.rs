//! Calls of functions of the program, and of what only the runtime knows.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Const, Exit, ExitKind, Op, Region, Target, Ty as Rep, Value};
use pyaot_sema::hir::{FuncKind, Inst, Name, V};
use pyaot_sema::infer::{Callee, Part, Source, default_slot};
use pyaot_sema::types::{InstanceId, Ty};

use crate::ctx::{Lower, Mode, ret_rep};
use crate::npcall;
use crate::sizes::Width;
use crate::world::{Piece, needs_env};

/// An argument of a call.
#[derive(Debug, Clone)]
pub enum Arg {
    Hir(V),
    Made(Value, Ty),
}

pub fn hir_args(vs: &[V]) -> Vec<Arg> {
    vs.iter().map(|v| Arg::Hir(*v)).collect()
}

impl Lower<'_> {
    /// The argument for a parameter of this type.
    pub fn arg_for(&mut self, a: &Arg, want: &Ty) -> (Value, Ty) {
        match a {
            Arg::Hir(v) if self.is_wide(*v) && !want.is_int() => (self.word(*v), Ty::Any),
            a => self.arg(a),
        }
    }

    fn arg(&mut self, a: &Arg) -> (Value, Ty) {
        match a {
            Arg::Hir(v) => self.typed(*v),
            Arg::Made(x, t) => (*x, t.clone()),
        }
    }

    pub fn arg_word(&mut self, a: &Arg) -> Value {
        match a {
            Arg::Hir(v) => self.word(*v),
            Arg::Made(x, t) => self.boxed(*x, t),
        }
    }

    /// A call with stars.
    pub fn call_starred(&mut self, i: &Inst) {
        let spread = self.t.spreads.get(&self.inst.func).and_then(|m| m.get(&self.at));
        let (Some(c), Some(spread)) = (self.inst.calls.get(&self.at).cloned(), spread) else {
            let ty = |v: V| self.inst.types[v.index()].clone();
            let whole = spread.map_or((None, None), |s| (self.t.whole_args(s, ty), self.t.whole_keywords(s, ty)));
            let w = self.words(&[i.args[0], whole.0.unwrap_or(i.args[1]), whole.1.unwrap_or(i.args[2])]);
            let r = self.leaf_raises(Leaf::call_ex, &w, Rep::Val);
            return self.set_word(i.results[0], r, &Ty::Any);
        };
        let mut args = Vec::new();
        for p in &spread.parts {
            match p {
                Part::One(v) => args.push(Arg::Hir(*v)),
                Part::Star(v) => args.extend(self.elements(*v, 0)),
            }
        }
        for (name, v) in &spread.keywords {
            match name {
                Some(_) => args.push(Arg::Hir(*v)),
                None => args.extend(self.elements(*v, 1)),
            }
        }
        if let Ty::Bound(..) = self.ty(i.args[0]) {
            return self.call_bound_method(i, &c, &args);
        }
        self.direct_call(i, &c, None, &args)
    }

    /// The elements of a tuple of known length.
    fn elements(&mut self, v: V, from: usize) -> Vec<Arg> {
        let Ty::Tuple(ts) = self.ty(v) else { unreachable!("inference has seen a tuple") };
        let tuple = self.typed(v).0;
        let load = |k: usize| Op::Load { ty: Rep::Val, offset: layout::TUPLE_ITEMS + 8 * k as i32, region: Region::Const };
        (from..ts.len()).map(|k| Arg::Made(self.op(load(k), &[tuple], Rep::Val), Ty::Any)).collect()
    }

    /// A call that inference has bound. `this`: the object for methods; `args`: operands that `Source::Arg` counts.
    pub fn direct_call(&mut self, i: &Inst, c: &Callee, this: Option<V>, args: &[Arg]) {
        match c {
            Callee::Direct { instance, func, sources } => {
                let this = this.map(|v| self.typed(v));
                self.call_instance(i, *instance, *func, sources, this, args, None);
            }
            Callee::Construct { class, init } => {
                let cls = match &i.op {
                    // The one of several classes that is at hand.
                    pyaot_sema::hir::Op::Call { .. } | pyaot_sema::hir::Op::CallEx if self.t.program.classes[class.index()].many => self.word(i.args[0]),
                    _ => {
                        let g = self.w.class_value(*class);
                        self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val)
                    }
                };
                // What sends the call to the twin comes before there is an object.
                let args = &self.raw_arguments(init.as_ref(), args);
                let slots = &self.w.layouts[class.index()];
                let obj = if self.w.exceptions[class.index()] {
                    self.new_exception(i, cls, args)
                } else if slots.len() <= pyaot_abi::layout::MAX_QUICK_SLOTS {
                    let floats = slots.iter().enumerate().map(|(k, (_, is_f64))| u64::from(*is_f64) << k).sum();
                    self.op(Op::NewInstance { slots: slots.len() as u32, floats }, &[cls], Rep::Obj)
                } else {
                    self.leaf(Leaf::new_instance, &[cls], Rep::Obj)
                };
                let ty = Ty::Inst(*class);
                if let Some((instance, func, sources)) = init {
                    let ret = self.t.instance(*instance).ret.clone();
                    let quiet = Inst { op: i.op.clone(), args: i.args.clone(), results: vec![], unwind: i.unwind.clone(), done: None, line: i.line, cols: i.cols, inlined: i.inlined };
                    self.call_instance(&quiet, *instance, *func, sources, Some((obj, ty.clone())), args, None);
                    if ret != Ty::None && ret != Ty::Never {
                        let m = self.str_const("__init__() should return None");
                        let _ = m;
                    }
                }
                self.set(i.results[0], obj, &ty);
            }
        }
    }

    /// Calls an instance with bound arguments and binds the instruction's result, if it has one.
    #[expect(clippy::too_many_arguments, reason = "a call has these parts")]
    pub fn call_instance(
        &mut self,
        i: &Inst,
        instance: InstanceId,
        func: pyaot_sema::hir::FuncId,
        sources: &[Source],
        this: Option<(Value, Ty)>,
        args: &[Arg],
        env: Option<Value>,
    ) {
        let callee = self.t.instance(instance);
        let f = &self.t.program.funcs[func.index()];
        if self.calls_wide(instance, sources, args) {
            return self.call_wide(i, instance, sources, this, args, env);
        }
        let mut values = Vec::new();
        for (k, s) in sources.iter().enumerate() {
            let want = callee.params[k].clone();
            // The makers of generators take words.
            let raw = npcall::raw(&want).filter(|_| self.mode == Mode::Fast && f.kind != FuncKind::Generator);
            let (x, have) = match s {
                Source::Arg(n) if raw.is_some() => (self.raw_argument(&args[*n], &want, raw.expect("tested")), want.clone()),
                Source::This => this.clone().expect("methods have an object"),
                Source::Arg(n) => self.arg_for(&args[*n], &want),
                Source::Default => (self.default_value(func, k), Ty::Any),
                Source::Extra { this: has_this, args: ns } => {
                    let mut words = Vec::new();
                    if let Some((x, t)) = this.as_ref().filter(|_| *has_this) {
                        words.push(self.boxed(*x, t));
                    }
                    words.extend(ns.iter().map(|n| self.arg_word(&args[*n])));
                    (self.tuple(&words), Ty::Opaque("tuple".into()))
                }
                // They keep their shape.
                Source::Keywords(ks) if matches!(want, Ty::Tuple(_)) => {
                    let mut words = vec![self.none()];
                    words.extend(ks.iter().map(|(_, n)| self.arg_word(&args[*n])));
                    (self.tuple(&words), Ty::Opaque("tuple".into()))
                }
                Source::Keywords(ks) => {
                    let d = self.leaf(Leaf::dict_new, &[], Rep::Obj);
                    for (name, n) in ks {
                        let key = self.str_const(name);
                        let w = self.arg_word(&args[*n]);
                        self.leaf_raises0(Leaf::dict_set, &[d, key, w]);
                    }
                    (d, Ty::Opaque("dict".into()))
                }
            };
            values.push((x, have, want));
        }
        let env = if needs_env(f) && env.is_none() { Some(self.function_env(i)) } else { env };
        self.call_bound(i, instance, values, env);
    }

    /// The function object that a direct call goes through, for its captures.
    pub fn function_env(&mut self, i: &Inst) -> Value {
        let (x, ty) = self.typed(i.args[0]);
        match &ty {
            Ty::Func(_) => {
                let w = self.boxed(x, &ty);
                self.op(Op::Cast, &[w], Rep::Obj)
            }
            // A method: from the class.
            Ty::Inst(c) | Ty::Class(c) => {
                let name: Name = match &i.op {
                    pyaot_sema::hir::Op::CallMethod { name, .. } | pyaot_sema::hir::Op::GetAttr(name) => name.clone(),
                    pyaot_sema::hir::Op::Call { .. } if matches!(ty, Ty::Class(_)) => "__init__".into(),
                    pyaot_sema::hir::Op::Call { .. } => "__call__".into(),
                    op => special_name(op).into(),
                };
                let cls = if self.t.program.classes[c.index()].many {
                    let w = self.boxed(x, &ty);
                    if matches!(ty, Ty::Class(_)) {
                        w
                    } else {
                        let n = self.str_const("__class__");
                        self.leaf_raises(Leaf::getattr, &[w, n], Rep::Val)
                    }
                } else {
                    let g = self.w.class_value(*c);
                    self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val)
                };
                let n = self.str_const(&name);
                let mut w = self.leaf_raises(Leaf::getattr, &[cls, n], Rep::Val);
                // The function inside of what the class gives.
                let inner = match self.t.class_attr(*c, &name) {
                    Some((_, Ty::Property(_))) => Some("fget"),
                    Some((_, Ty::ClassMethod(_))) => Some("__func__"),
                    _ => None,
                };
                if let Some(f) = inner {
                    let n = self.str_const(f);
                    w = self.leaf_raises(Leaf::getattr, &[w, n], Rep::Val);
                }
                self.op(Op::Cast, &[w], Rep::Obj)
            }
            _ => {
                let w = self.boxed(x, &ty);
                let n = self.str_const("__func__");
                let name: Name = match &i.op {
                    pyaot_sema::hir::Op::CallMethod { name, .. } => name.clone(),
                    _ => "__func__".into(),
                };
                let n = if &*name == "__func__" { n } else { self.str_const(&name) };
                let r = self.leaf_raises(Leaf::getattr, &[w, n], Rep::Val);
                self.op(Op::Cast, &[r], Rep::Obj)
            }
        }
    }

    /// A parameter's default: from the function's storage of defaults.
    pub fn default_value(&mut self, func: pyaot_sema::hir::FuncId, param: usize) -> Value {
        let slot = default_slot(&self.t.program.funcs[func.index()].params, param).expect("bound to a default");
        let g = self.w.default_global(func, slot);
        self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val)
    }

    fn call_bound(&mut self, i: &Inst, instance: InstanceId, values: Vec<(Value, Ty, Ty)>, env: Option<Value>) {
        let callee = self.t.instance(instance);
        let f = &self.t.program.funcs[callee.func.index()];
        let is_gen = f.kind == FuncKind::Generator;
        let ret = if is_gen { Ty::Gen(instance) } else { callee.ret.clone() };
        let body = self.w.id(Piece::Body(instance));
        let from_start = values.iter().any(|(_, _, want)| npcall::may_be_big(want)) && !is_gen;
        if self.mode == Mode::Fast || !from_start {
            let mut args: Vec<Value> = env.into_iter().collect();
            for (x, have, want) in &values {
                args.push(match npcall::raw(want).filter(|_| !is_gen) {
                    Some(kind) => self.raw_argument(&Arg::Made(*x, have.clone()), want, kind),
                    None => self.argument(*x, have, want, is_gen),
                });
            }
            return self.finish_call(i, body, args, &ret);
        }
        // Ints and scalars are words here: the fast body takes them if they fit, else the twin from its start.
        let mut words = Vec::new();
        for (x, have, want) in &values {
            words.push(self.argument(*x, have, want, true));
        }
        let mut small: Option<Value> = None;
        for (w, (_, _, want)) in words.iter().zip(&values) {
            if want.is_int() {
                let t = self.op(Op::IsTagged, &[*w], Rep::Bool);
                small = Some(match small {
                    Some(s) => self.op(Op::BAnd, &[s, t], Rep::Bool),
                    None => t,
                });
            }
        }
        let (fast, big, join) = (self.new_block(false), self.new_block(true), self.new_block(false));
        match small {
            Some(small) => self.branch(small, fast, big),
            None => self.jump(fast, &[]),
        }
        let rep = if npcall::result_may_be_big(&ret) { Some(Rep::Val) } else { ret_rep(&ret) };
        let p = rep.map(|r| self.f.add_param(join, r));
        self.cur = fast;
        let mut args: Vec<Value> = env.into_iter().collect();
        for (w, (_, _, want)) in words.iter().zip(&values) {
            if want.is_int() {
                let never = self.new_block(true);
                let e = Exit { kind: ExitKind::Slow, target: Target { block: never, args: vec![] } };
                args.push(self.inst_n(Op::UntagInt, vec![*w], &[Rep::I64], vec![e])[0]);
            } else if let Some(kind) = npcall::raw(want) {
                args.push(self.raw_of_word(*w, want, kind, big));
            } else {
                args.push(*w);
            }
        }
        let r = self.raw_call(body, args, &ret);
        let list: Vec<Value> = r.into_iter().collect();
        self.jump(join, &list);
        self.cur = big;
        let slots = crate::func::value_slots(self.t, instance);
        let buf = self.op(Op::StackSlot { words: slots.n }, &[], Rep::Ptr);
        let words_n = self.iconst(slots.n as i64);
        self.op0(Op::Leaf(Leaf::zero_slots), &[buf, words_n]);
        let params = &f.blocks[0].params;
        for (w, p) in words.iter().zip(params) {
            if let Some(k) = slots.of.get(p) {
                self.op0(Op::Store { offset: (k * 8) as i32, region: Region::Other }, &[buf, *w]);
            }
        }
        let zero = self.iconst(0);
        let twin = self.w.slow_id(instance);
        let mut args = vec![zero, buf];
        args.extend(env);
        let r = self.raw_call(twin, args, &ret);
        let list: Vec<Value> = r.into_iter().collect();
        self.jump(join, &list);
        self.cur = join;
        if let Some(out) = i.results.first() {
            match p {
                Some(p) => self.set(*out, p, &ret),
                None => {
                    let n = self.none();
                    self.set(*out, n, &Ty::None);
                }
            }
        }
    }

    /// An argument represented as parameter type `want` says (`tagged`: ints as words).
    fn argument(&mut self, x: Value, have: &Ty, want: &Ty, tagged: bool) -> Value {
        if tagged && want.is_int() {
            return self.boxed(x, have);
        }
        self.coerce(x, have, want)
    }

    /// A call in the twin or a generator: the result as a value of this mode.
    fn raw_call(&mut self, f: pyaot_ir::FuncId, args: Vec<Value>, ret: &Ty) -> Option<Value> {
        let rep = ret_rep(ret);
        if let Some(rep) = rep.filter(|_| npcall::result_may_be_big(ret)) {
            return Some(self.call_for_word(f, args, ret, rep));
        }
        let reps: Vec<Rep> = rep.into_iter().collect();
        let exits = vec![self.raise_exit()];
        self.inst_n(Op::Call(f), args, &reps, exits).first().copied()
    }

    /// A call whose result is bound to the instruction's.
    pub fn finish_call(&mut self, i: &Inst, f: pyaot_ir::FuncId, args: Vec<Value>, ret: &Ty) {
        let out = i.results.first().copied();
        if let Some(kind) = npcall::raw_result(ret).filter(|_| self.mode == Mode::Fast) {
            return self.finish_raw(i, f, args, ret, kind);
        }
        if self.mode != Mode::Fast || !ret.is_int() || out.is_none() {
            let r = if ret.is_int() && self.mode == Mode::Fast {
                self.call_unused(f, args, Rep::I64);
                None
            } else {
                self.raw_call(f, args, ret)
            };
            if let Some(out) = out {
                match r {
                    Some(x) => self.set(out, x, ret),
                    None => {
                        let n = self.none();
                        self.set(out, n, &Ty::None);
                    }
                }
            }
            return;
        }
        let out = out.expect("tested");
        let own = self.inst.types[out.index()].clone();
        if !own.is_int() {
            // The result joins other types.
            let word = self.call_for_word(f, args, ret, Rep::I64);
            return self.set(out, word, &Ty::Any);
        }
        if self.wide && self.sizes.width(out) != Width::Small {
            return self.finish_wide(out, f, args, false);
        }
        let exits = vec![self.raise_exit(), self.big_exit(out)];
        let r = self.inst_n(Op::Call(f), args, &[Rep::I64], exits)[0];
        self.set(out, r, ret);
    }

    pub fn call(&mut self, i: &Inst, kw: &[Name]) {
        let out = i.results[0];
        if let Ty::Method(object, name) = self.ty(i.args[0])
            && !i.args[1..].contains(&i.args[0])
        {
            let method = Inst { op: pyaot_sema::hir::Op::CallMethod { name: name.clone(), kw: kw.into() }, ..i.clone() };
            let saved = self.shown.replace((i.args[0], (*object).clone()));
            self.call_method(&method, &name, kw);
            self.shown = saved;
            return;
        }
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            let this = match self.ty(i.args[0]) {
                Ty::Inst(_) => Some(i.args[0]),
                Ty::Bound(..) => return self.call_bound_method(i, &c, &hir_args(&i.args[1..])),
                _ => None,
            };
            return self.direct_call(i, &c, this, &hir_args(&i.args[1..]));
        }
        if self.base_init(i) || self.call_one_of(i) || self.native_call(i, kw) || self.bound_function(i, kw) {
            return;
        }
        let callee = self.word(i.args[0]);
        let r = self.called(callee, &i.args[1..], kw);
        self.set_word(out, r, &Ty::Any);
    }

    /// The result of a call of anything.
    pub(crate) fn called(&mut self, callee: Value, args: &[V], kw: &[Name]) -> Value {
        let words = self.words(args);
        if kw.is_empty() {
            return self.leaf_array(Leaf::call, &[callee], &words, Rep::Val);
        }
        let names = self.names(kw);
        self.leaf_array(Leaf::call_kw, &[callee, names], &words, Rep::Val)
    }

    fn call_bound_method(&mut self, i: &Inst, c: &Callee, args: &[Arg]) {
        // `super().m(…)` and bound methods in variables: the object is inside the method object.
        let Callee::Direct { .. } = c else { unreachable!("bound methods are functions") };
        let n_kw = match &i.op {
            pyaot_sema::hir::Op::Call { kw } => kw.clone(),
            _ => [].into(),
        };
        // Direct, if it is the attribute of a `super()` at hand; else through the object.
        if n_kw.is_empty()
            && let Callee::Direct { instance, func, sources } = c
            && let Some(this) = self.super_receiver(i.args[0])
        {
            let (x, t) = self.typed(this);
            let want = match self.ty(i.args[0]) {
                Ty::Bound(t, _) => (*t).clone(),
                t => t,
            };
            let _ = t;
            let x = self.coerce(x, &self.ty(this), &want);
            let env = if needs_env(&self.t.program.funcs[func.index()]) {
                let (callee, n) = (self.word(i.args[0]), self.str_const("__func__"));
                let w = self.leaf_raises(Leaf::getattr, &[callee, n], Rep::Val);
                Some(self.op(Op::Cast, &[w], Rep::Obj))
            } else {
                None
            };
            return self.call_instance(i, *instance, *func, sources, Some((x, want)), args, env);
        }
        let callee = self.word(i.args[0]);
        let this = {
            let n = self.str_const("__self__");
            self.leaf_raises(Leaf::getattr, &[callee, n], Rep::Val)
        };
        let want = match self.ty(i.args[0]) {
            Ty::Bound(t, _) => (*t).clone(),
            t => t,
        };
        let Callee::Direct { instance, func, sources } = c else { return };
        let x = self.coerce(this, &Ty::Any, &want);
        let env = if needs_env(&self.t.program.funcs[func.index()]) {
            let n = self.str_const("__func__");
            let w = self.leaf_raises(Leaf::getattr, &[callee, n], Rep::Val);
            Some(self.op(Op::Cast, &[w], Rep::Obj))
        } else {
            None
        };
        self.call_instance(i, *instance, *func, sources, Some((x, want)), args, env);
    }

    /// The instance of the `super()` attribute that defines `v`.
    fn super_receiver(&self, v: V) -> Option<V> {
        let (b, k) = *self.defs.get(&v)?;
        let d = &self.func.blocks[b as usize].insts[k as usize];
        match d.op {
            pyaot_sema::hir::Op::SuperAttr(_) => Some(d.args[1]),
            _ => None,
        }
    }

    pub fn call_method(&mut self, i: &Inst, name: &Name, kw: &[Name]) {
        let out = i.results[0];
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            let t = self.ty(i.args[0]);
            let this = match (&t, &c) {
                (Ty::Inst(k), Callee::Direct { .. }) => match self.t.class_attr(*k, name) {
                    Some((_, Ty::StaticMethod(_))) => None,
                    _ => Some(i.args[0]),
                },
                _ => None,
            };
            // A class method or function of a module: the first operand is not an argument.
            if let (Ty::Class(k), Callee::Direct { instance, func, sources }) = (&t, &c)
                && let Some((_, Ty::ClassMethod(_))) = self.t.class_attr(*k, name)
            {
                let this = self.typed(i.args[0]);
                return self.call_instance(i, *instance, *func, sources, Some(this), &hir_args(&i.args[1..]), None);
            }
            return self.direct_call(i, &c, this, &hir_args(&i.args[1..]));
        }
        if matches!(self.ty(i.args[0]), Ty::NativeModule(_) | Ty::Module(_)) && (self.native_call(i, kw) || self.bound_function(i, kw)) {
            return;
        }
        if i.args.len() == 1 && kw.is_empty() && (self.small_call(i, name, i.args[0]) || self.tree(i) || matches!(&**name, "conjugate" | "conj") && self.np_conjugate(i, i.args[0])) {
            return;
        }
        if self.base_init(i) || self.call_variants(i, name, kw) || self.native_method(i, name, kw) || self.bound_method(i, name, kw) {
            return;
        }
        let o = self.word(i.args[0]);
        let n = self.str_const(name);
        let words = self.words(&i.args[1..]);
        let r = if kw.is_empty() {
            self.leaf_array(Leaf::call_method, &[o, n], &words, Rep::Val)
        } else {
            let names = self.names(kw);
            self.leaf_array(Leaf::call_method_kw, &[o, n, names], &words, Rep::Val)
        };
        self.set_word(out, r, &Ty::Any);
    }

    pub fn names(&mut self, kw: &[Name]) -> Value {
        let ids = kw.iter().map(|n| self.w.constant(Const::Str(n.as_bytes().to_vec()))).collect();
        self.constant(Const::Tuple(ids))
    }
}

fn special_name(op: &pyaot_sema::hir::Op) -> &'static str {
    use pyaot_sema::hir::{BinOp, CmpOp, Op, UnaryOp};
    match op {
        Op::Bin(b) | Op::InPlace(b) => match b {
            BinOp::Add => "__add__",
            BinOp::Sub => "__sub__",
            BinOp::Mul => "__mul__",
            BinOp::MatMul => "__matmul__",
            BinOp::Div => "__truediv__",
            BinOp::Mod => "__mod__",
            BinOp::Pow => "__pow__",
            BinOp::LShift => "__lshift__",
            BinOp::RShift => "__rshift__",
            BinOp::BitOr => "__or__",
            BinOp::BitXor => "__xor__",
            BinOp::BitAnd => "__and__",
            BinOp::FloorDiv => "__floordiv__",
        },
        Op::Cmp(c) => match c {
            CmpOp::Eq => "__eq__",
            CmpOp::NotEq => "__ne__",
            CmpOp::Lt => "__lt__",
            CmpOp::LtE => "__le__",
            CmpOp::Gt => "__gt__",
            _ => "__ge__",
        },
        Op::Un(UnaryOp::Neg) => "__neg__",
        Op::Un(UnaryOp::Pos) => "__pos__",
        Op::Un(_) => "__invert__",
        Op::GetItem => "__getitem__",
        Op::SetItem => "__setitem__",
        _ => "__call__",
    }
}
