//! Method calls on objects of one of a few classes, or None: `shape.area()` where `shape` is a `Circle` or a `Square`.

use pyaot_abi::Leaf;
use pyaot_ir::{Block, Op, Term, Ty as Rep, Value};
use pyaot_sema::hir::{ClassId, Inst, Name, V};
use pyaot_sema::infer::Callee;
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};
use crate::world::needs_env;

impl Lower<'_> {
    /// The methods of several classes, by the object's type; of None, the runtime says that it has no such method.
    pub fn call_variants(&mut self, i: &Inst, name: &Name, kw: &[Name]) -> bool {
        let Some(variants) = self.inst.variants.get(&self.at).cloned() else { return false };
        let out = i.results[0];
        let t = self.ty(i.args[0]);
        let classes: Vec<_> = t.members().iter().filter_map(|m| if let Ty::Inst(c) = m { Some(*c) } else { None }).collect();
        let others = t.members().len() - classes.len() - usize::from(t.has_none());
        let variants: Vec<_> = variants.iter().filter(|(c, _)| classes.contains(c)).collect();
        if others > 0 || variants.len() != classes.len() || variants.is_empty() {
            return false;
        }
        let (x, t) = self.typed(i.args[0]);
        let object = self.boxed(x, &t);
        if t.has_none() {
            self.not_of_none(i, object, name, kw);
        }
        let join = self.new_block(false);
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.mode == Mode::Slow { None } else { Some(self.f.add_param(join, rep)) };
        let (last, tested) = variants.split_last().expect("there is one");
        if !tested.is_empty() {
            let ty = self.op(Op::TypeOf, &[object], Rep::Ptr);
            for (class, callee) in tested {
                let g = self.w.class_value(*class);
                let cls = self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val);
                let cls = self.op(Op::Cast, &[cls], Rep::Ptr);
                let same = self.op(Op::Same, &[ty, cls], Rep::Bool);
                let (this, next) = (self.new_block(false), self.new_block(false));
                self.branch(same, this, next);
                self.cur = this;
                self.call_variant(i, object, *class, callee, join, &own);
                self.cur = next;
            }
        }
        self.call_variant(i, object, last.0, &last.1, join, &own);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
        true
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

    /// One class's method; its result goes to `join`.
    fn call_variant(&mut self, i: &Inst, object: Value, class: ClassId, callee: &Callee, join: Block, own: &Ty) {
        let Callee::Direct { instance, func, sources } = callee else { unreachable!("a method is a function") };
        let this = self.op(Op::Cast, &[object], Rep::Obj);
        let env = if needs_env(&self.t.program.funcs[func.index()]) {
            let n = self.str_const(&self.method_name(i));
            let bound = self.leaf_raises(Leaf::getattr, &[object, n], Rep::Val);
            let n = self.str_const("__func__");
            let w = self.leaf_raises(Leaf::getattr, &[bound, n], Rep::Val);
            Some(self.op(Op::Cast, &[w], Rep::Obj))
        } else {
            None
        };
        self.call_instance(i, *instance, *func, sources, Some((this, Ty::Inst(class))), &i.args[1..], env);
        self.join_value(i.results[0], own, join);
    }

    /// Goes on in `join` with the value that one of several ways bound to `out`.
    pub fn join_value(&mut self, out: V, own: &Ty, join: Block) {
        if self.mode == Mode::Slow {
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
