//! Method calls on objects of one of a few classes, or None: `shape.area()` where `shape` is a `Circle` or a `Square`.
//! Calls of one of a few functions: `step(x)` where `step` is one of three lambdas.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Op, Region, Term, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, Name, V};
use pyaot_sema::infer::Callee;
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};
use crate::world::needs_env;

impl Lower<'_> {
    /// The methods of several classes, by the object's type; of None, the runtime says that it has no such method.
    pub fn call_variants(&mut self, i: &Inst, name: &Name, kw: &[Name]) -> bool {
        let t = self.ty(i.args[0]);
        let Some(variants) = self.known_variants(&t, |m| matches!(m, Ty::Inst(_)), true) else { return false };
        let (x, t) = self.typed(i.args[0]);
        let object = self.boxed(x, &t);
        if t.has_none() {
            self.not_of_none(i, object, name, kw);
        }
        let ty = (variants.len() > 1).then(|| self.op(Op::TypeOf, &[object], Rep::Ptr));
        self.one_of(i, object, ty, &variants);
        true
    }

    /// A call of one of several functions, by its code.
    pub fn call_one_of(&mut self, i: &Inst) -> bool {
        let t = self.ty(i.args[0]);
        let Some(variants) = self.known_variants(&t, |m| matches!(m, Ty::Func(_)), false) else { return false };
        let (x, t) = self.typed(i.args[0]);
        let object = self.boxed(x, &t);
        let load = Op::Load { ty: Rep::Ptr, offset: layout::FUNCTION_CODE, region: Region::Const };
        let code = (variants.len() > 1).then(|| self.op(load, &[object], Rep::Ptr));
        self.one_of(i, object, code, &variants);
        true
    }

    /// What inference has noted for the call at hand, for the members that the type has here: all of them, or nothing.
    fn known_variants(&self, t: &Ty, wanted: impl Fn(&Ty) -> bool, or_none: bool) -> Option<Vec<(Ty, Callee)>> {
        let variants = self.inst.variants.get(&self.at)?;
        // Of a class statement that runs more than once there may be several classes.
        let many = |m: &Ty| matches!(m, Ty::Inst(c) if self.t.program.classes[c.index()].many);
        if t.members().iter().any(many) {
            return None;
        }
        let members: Vec<&Ty> = t.members().iter().filter(|m| !(or_none && **m == Ty::None)).collect();
        let known: Vec<_> = variants.iter().filter(|(m, _)| members.contains(&m)).cloned().collect();
        (!known.is_empty() && known.len() == members.len() && members.into_iter().all(wanted)).then_some(known)
    }

    /// Calls the variant whose key (class or code) is `key`; the last one where there is no other.
    fn one_of(&mut self, i: &Inst, object: Value, key: Option<Value>, variants: &[(Ty, Callee)]) {
        let out = i.results[0];
        let join = self.new_block(false);
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.in_frame(out) { None } else { Some(self.f.add_param(join, rep)) };
        let (last, tested) = variants.split_last().expect("there is one");
        for (m, callee) in tested {
            let known = match m {
                Ty::Inst(c) => self.class_ptr(*c),
                Ty::Func(f) => {
                    let code = self.w.code(self.t, *f);
                    self.op(Op::CodePtr(code), &[], Rep::Ptr)
                }
                _ => unreachable!("variants are by class or by function"),
            };
            let same = self.op(Op::Same, &[key.expect("there is something to tell apart"), known], Rep::Bool);
            let (this, next) = (self.new_block(false), self.new_block(false));
            self.branch(same, this, next);
            self.cur = this;
            self.call_variant(i, object, m, callee, join, &own);
            self.cur = next;
        }
        self.call_variant(i, object, &last.0, &last.1, join, &own);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
    }

    /// Goes on only where the object is not None.
    fn not_of_none(&mut self, i: &Inst, object: Value, name: &Name, kw: &[Name]) {
        let none = self.none();
        let absent = self.op(Op::Same, &[object, none], Rep::Bool);
        let (missing, next) = (self.new_block(true), self.new_block(false));
        self.branch(absent, missing, next);
        self.cur = missing;
        let n = self.str_const(name);
        let words = self.words(&i.args[1..]);
        if kw.is_empty() {
            self.leaf_array(Leaf::call_method, &[object, n], &words, Rep::Val);
        } else {
            let names = self.names(kw);
            self.leaf_array(Leaf::call_method_kw, &[object, n, names], &words, Rep::Val);
        }
        self.term(Term::Unreachable);
        self.cur = next;
    }

    /// One class's method, or one function; its result goes to `join`.
    fn call_variant(&mut self, i: &Inst, object: Value, m: &Ty, callee: &Callee, join: Block, own: &Ty) {
        let Callee::Direct { instance, func, sources } = callee else { unreachable!("a method is a function") };
        let object_ref = self.op(Op::Cast, &[object], Rep::Obj);
        let captures = needs_env(&self.t.program.funcs[func.index()]);
        let (this, env) = match m {
            Ty::Func(_) => (None, captures.then_some(object_ref)),
            _ if captures => {
                let n = self.str_const(&self.method_name(i));
                let bound = self.leaf_raises(Leaf::getattr, &[object, n], Rep::Val);
                let n = self.str_const("__func__");
                let w = self.leaf_raises(Leaf::getattr, &[bound, n], Rep::Val);
                (Some((object_ref, m.clone())), Some(self.op(Op::Cast, &[w], Rep::Obj)))
            }
            _ => (Some((object_ref, m.clone())), None),
        };
        self.call_instance(i, *instance, *func, sources, this, &crate::call::hir_args(&i.args[1..]), env);
        self.join_value(i.results[0], own, join);
    }

    /// The twin keeps the value in its frame array.
    pub fn in_frame(&self, v: V) -> bool {
        self.mode == Mode::Slow && !self.passing.contains(&v)
    }

    /// Goes on in `join` with the value that one of several ways bound to `out`.
    pub fn join_value(&mut self, out: V, own: &Ty, join: Block) {
        if self.in_frame(out) {
            return self.jump(join, &[]);
        }
        let v = self.get(out);
        let x = self.materialise(&v, own);
        self.jump(join, &[x]);
    }

    fn method_name(&self, i: &Inst) -> Name {
        match &i.op {
            pyaot_sema::hir::Op::CallMethod { name, .. } => name.clone(),
            _ => unreachable!("variants are of method calls"),
        }
    }
}
