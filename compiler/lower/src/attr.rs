//! Attributes: slots of instances, variables of modules, properties.

use pyaot_abi::exceptions::NOT_IMPLEMENTED_ERROR;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Const, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, ClassId, Inst, Name, V};
use pyaot_sema::{left_to_numpy, no_kernel};
use pyaot_sema::types::{FLOAT, Ty};

use crate::ctx::{Lower, Mode};

impl Lower<'_> {
    pub fn slot(&self, c: ClassId, name: &Name) -> Option<(i32, bool)> {
        let slots = &self.w.layouts[c.index()];
        let k = slots.iter().position(|(n, _)| n == name)?;
        let first = if self.w.exceptions[c.index()] { layout::EXCEPTION_SLOTS } else { layout::INSTANCE_SLOTS };
        Some((first + 8 * k as i32, slots[k].1))
    }

    /// Instances of the class have their slots at fixed places (classes with a native base do not, but for exceptions).
    pub fn has_slots(&self, c: ClassId) -> bool {
        self.w.exceptions[c.index()] || self.t.native_base(c).is_none()
    }

    /// The class that says where the attribute's slot is, for an instance of it or of several classes that agree, or None.
    fn slot_owner(&self, t: &Ty, name: &Name) -> Option<ClassId> {
        let mut first = None;
        for m in t.members().iter().filter(|m| **m != Ty::None) {
            let Ty::Inst(c) = m else { return None };
            match first {
                None => first = Some(*c),
                // A class attribute of the same name, or a method that sees to assignments, is the affair of one class.
                Some(f) => {
                    let plain = |c| self.has_slots(c) && self.t.class_attr(c, name).is_none() && self.t.find_method(c, "__setattr__").is_none();
                    if self.slot(f, name).is_none() || self.slot(f, name) != self.slot(*c, name) || !plain(f) || !plain(*c) {
                        return None;
                    }
                }
            }
        }
        first
    }

    /// The class of the operand, if all its objects have the attribute set.
    fn always_set(&self, t: &Ty, name: &Name) -> Option<ClassId> {
        match t {
            Ty::Inst(c) if self.w.definite.is_set(*c, name) => Some(*c),
            _ => None,
        }
    }

    /// What a slot that is always set holds: a pointer, or perhaps a tagged int.
    fn slot_rep(&self, c: ClassId, name: &Name) -> Rep {
        let small_int = |t: &Ty| matches!(t, Ty::Int { .. } | Ty::Any | Ty::Never | Ty::Exc(_));
        let ty = self.t.attrs.get(&(c, name.clone()));
        if ty.is_none_or(|t| t.members().iter().any(small_int)) { Rep::Val } else { Rep::Obj }
    }

    /// A name of NumPy's that pyaot does not have: that of the real NumPy, or an exception where CPython is not to be asked.
    pub fn without_kernel(&mut self, i: &Inst) -> bool {
        let Some((module, name)) = no_kernel::taken(self.t, self.id, i) else { return false };
        if self.t.program.has_cpython {
            let (module, name) = (self.str_const(module), self.str_const(name));
            let import = self.constant(Const::Native("_bridge.import_from".to_string()));
            let found = self.leaf_array(Leaf::call, &[import], &[module, name], Rep::Val);
            let result = match &i.op {
                hir::Op::CallMethod { kw, .. } => self.called(found, &i.args[1..], kw),
                _ => found,
            };
            self.set_word(i.results[0], result, &Ty::Any);
            return true;
        }
        let message = self.str_const(&no_kernel::message(module, name));
        let kind = self.iconst(NOT_IMPLEMENTED_ERROR);
        self.leaf_never(Leaf::raise_name, &[kind, message]);
        true
    }

    /// A call of a function of NumPy's that the real NumPy has to run if it gets what only that has.
    pub fn left_to_numpy(&mut self, i: &Inst, kw: &[Name]) -> bool {
        let Some(name) = left_to_numpy::called(self.t, self.id, i) else { return false };
        let out = i.results[0];
        let is_method = name.starts_with('.');
        match &i.op {
            hir::Op::CallMethod { name, .. } => {
                match self.ty(i.args[0]) {
                    Ty::Module(m) => self.load_global(out, self.t.program.modules[m.index()].globals[name]),
                    // The object comes with the arguments.
                    _ if is_method => {
                        let none = self.none();
                        self.set_word(out, none, &Ty::None);
                    }
                    _ => {
                        let (ufunc, name) = (self.word(i.args[0]), self.str_const(name));
                        let f = self.leaf_raises(Leaf::getattr, &[ufunc, name], Rep::Val);
                        self.set_word(out, f, &Ty::Any);
                    }
                }
            }
            _ => {
                let f = self.word(i.args[0]);
                self.set_word(out, f, &Ty::Any);
            }
        }
        let call = self.constant(Const::Native("_bridge.numpy_call".to_string()));
        let (f, name, names) = (self.word(out), self.str_const(&name), self.names(kw));
        let words = [vec![f, name, names], self.words(&i.args[usize::from(!is_method)..])].concat();
        let result = self.leaf_array(Leaf::call, &[call], &words, Rep::Val);
        self.set_word(out, result, &Ty::Any);
        true
    }

    pub fn getattr(&mut self, i: &Inst, name: &Name) {
        let out = i.results[0];
        let ta = self.ty(i.args[0]);
        if self.array_attr(i, name) || self.complex_attr(i, name) || self.np_complex_attr(i, name) {
            return;
        }
        if let t @ Ty::Method(..) = &self.inst.types[out.index()] {
            let (object, t) = (self.typed(i.args[0]).0, t.clone());
            return self.set(out, object, &t);
        }
        if let Some(c) = &self.slot_owner(&ta, name)
            && self.has_slots(*c)
            && let Some((offset, is_f64)) = self.slot(*c, name)
            && !matches!(self.t.class_attr(*c, name), Some((_, Ty::Property(_))))
        {
            let region = Region::Slot(offset);
            if let Some(c) = self.always_set(&ta, name) {
                let o = self.typed(i.args[0]).0;
                let ty = if is_f64 { Rep::F64 } else { self.slot_rep(c, name) };
                let x = self.op(Op::Load { ty, offset, region }, &[o], ty);
                return match ty {
                    Rep::F64 => self.set(out, x, &FLOAT),
                    _ => {
                        let w = self.boxed(x, &Ty::Any);
                        self.set_word(out, w, &Ty::Any)
                    }
                };
            }
            let general = self.new_block(true);
            let o = self.object(i.args[0], general);
            let done = self.new_block(false);
            if is_f64 {
                let x = self.op(Op::Load { ty: Rep::F64, offset, region }, &[o], Rep::F64);
                let bits = self.op(Op::Load { ty: Rep::I64, offset, region }, &[o], Rep::I64);
                let unset = self.iconst(layout::F64_UNSET as i64);
                let ok = self.icmp(Cc::Ne, bits, unset);
                let p = self.f.add_param(done, Rep::F64);
                self.term(Term::Branch { cond: ok, then: Target { block: done, args: vec![x] }, els: Target { block: general, args: vec![] } });
                self.cur = general;
                let w = self.general_getattr(i.args[0], name);
                let x = self.leaf_raises(Leaf::unbox_float, &[w], Rep::F64);
                self.jump(done, &[x]);
                self.cur = done;
                return self.set(out, p, &FLOAT);
            }
            let w = self.op(Op::Load { ty: Rep::Val, offset, region }, &[o], Rep::Val);
            let zero = self.zero(Rep::Val);
            let unset = self.op(Op::Same, &[w, zero], Rep::Bool);
            if self.mode == Mode::Fast && self.t.class_attr(*c, name).is_none() {
                // Hardly ever anything but an AttributeError: no paths that meet again, so that the load can stay borrowed.
                self.branch(unset, general, done);
                self.cur = general;
                let found = self.general_getattr(i.args[0], name);
                let twin = self.big_exit(out).target.block;
                self.jump(twin, &[found]);
                self.cur = done;
                return self.set_word(out, w, &Ty::Any);
            }
            let p = self.f.add_param(done, Rep::Val);
            self.term(Term::Branch { cond: unset, then: Target { block: general, args: vec![] }, els: Target { block: done, args: vec![w] } });
            self.cur = general;
            let found = self.general_getattr(i.args[0], name);
            self.jump(done, &[found]);
            self.cur = done;
            return self.set_word(out, p, &Ty::Any);
        }
        if let Ty::Module(m) = &ta
            && let Some(g) = self.t.program.modules[m.index()].globals.get(name).copied()
        {
            return self.load_global(out, g);
        }
        if let Ty::NativeModule(m) = &ta
            && !self.t.patched.contains(&(m.clone(), name.clone()))
            && let Some(x) = self.w.natives.float_constant(m, name)
        {
            let x = self.op(Op::FConst(x.to_bits()), &[], Rep::F64);
            return self.set(out, x, &FLOAT);
        }
        if let Some(c) = self.inst.calls.get(&self.at).cloned() {
            // A property.
            return self.direct_call(i, &c, Some(i.args[0]), &[]);
        }
        if self.getattr_by_class(i, name) {
            return;
        }
        let w = self.general_getattr(i.args[0], name);
        self.set_word(out, w, &Ty::Any);
    }

    pub fn general_getattr(&mut self, v: V, name: &Name) -> Value {
        let o = self.word(v);
        let n = self.str_const(name);
        self.leaf_raises(Leaf::getattr, &[o, n], Rep::Val)
    }

    /// `plain`: whatever `__setattr__` says.
    pub fn setattr(&mut self, i: &Inst, name: &Name, plain: bool) {
        let ta = self.ty(i.args[0]);
        if let Some(c) = &self.slot_owner(&ta, name)
            && self.has_slots(*c)
            && let Some((offset, is_f64)) = self.slot(*c, name)
            && self.t.class_attr(*c, name).is_none_or(|(_, t)| !matches!(t, Ty::Property(_) | Ty::Any | Ty::Union(_)))
            && (plain || self.t.find_method(*c, "__setattr__").is_none())
        {
            let region = Region::Slot(offset);
            let none = matches!(ta, Ty::Union(_)).then(|| (self.new_block(true), self.new_block(false)));
            let o = match none {
                Some((general, _)) => self.object(i.args[0], general),
                None => self.typed(i.args[0]).0,
            };
            if is_f64 {
                let x = self.f64(i.args[1]);
                self.op0(Op::Store { offset, region }, &[o, x]);
            } else {
                let w = self.word(i.args[1]);
                let set = self.always_set(&ta, name).filter(|_| !self.w.definite.is_early(self.inst.func));
                let (ty, release) = match set {
                    Some(c) => (self.slot_rep(c, name), Op::Release),
                    None => (Rep::Val, Op::ReleaseMaybe),
                };
                let old = self.op(Op::Take { ty, offset, region }, &[o], ty);
                self.op0(Op::Store { offset, region }, &[o, w]);
                self.op0(release, &[old]);
            }
            if let Some((general, done)) = none {
                self.jump(done, &[]);
                self.cur = general;
                self.general_setattr(i, name, plain);
                self.jump(done, &[]);
                self.cur = done;
            }
            return;
        }
        if let Ty::Module(m) = &ta
            && let Some(g) = self.t.program.modules[m.index()].globals.get(name).copied()
        {
            return self.store_global(g, i.args[1]);
        }
        self.general_setattr(i, name, plain);
    }

    fn general_setattr(&mut self, i: &Inst, name: &Name, plain: bool) {
        let (o, w) = (self.word(i.args[0]), self.word(i.args[1]));
        let n = self.str_const(name);
        self.leaf_raises0(if plain { Leaf::setattr_plain } else { Leaf::setattr }, &[o, n, w]);
    }

    /// An operand that is an instance, or None: that goes to `general`.
    fn object(&mut self, v: V, general: pyaot_ir::Block) -> Value {
        let (x, t) = self.typed(v);
        if !matches!(t, Ty::Union(_)) {
            return x;
        }
        let (w, none) = (self.boxed(x, &t), self.none());
        if !t.has_none() {
            return self.op(Op::Cast, &[w], Rep::Obj);
        }
        let missing = self.op(Op::Same, &[w, none], Rep::Bool);
        let next = self.new_block(false);
        self.branch(missing, general, next);
        self.cur = next;
        self.op(Op::Cast, &[w], Rep::Obj)
    }
}
