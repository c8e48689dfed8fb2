//! Exceptions of classes of the program: made, initialised and matched without asking the runtime about their class.
//!
//! ```text
//! class Refused(Exception):                 its objects have slots, behind what every exception has
//!     def __init__(self, need):
//!         super().__init__("no")            the arguments are stored: there is no bound method
//!         self.need = need                  a store
//! raise Refused(3)                          `new_exception`, then a direct call of `__init__`
//! except Refused as e: e.need               compares types, then a load
//! ```

use pyaot_abi::Leaf;
use pyaot_ir::{Op, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, ClassId, Inst, V};
use pyaot_sema::infer::{Callee, known_keywords};
use pyaot_sema::types::Ty;

use crate::call::Arg;
use crate::ctx::Lower;
use crate::world::needs_env;

/// Classes that an `except` clause compares with before it asks the runtime.
const CLASSES: usize = 4;

impl Lower<'_> {
    /// A new exception of a class with its arguments, before `__init__`.
    pub fn new_exception(&mut self, i: &Inst, cls: Value, args: &[Arg]) -> Value {
        let n_kw = match &i.op {
            hir::Op::Call { kw } | hir::Op::CallMethod { kw, .. } => kw.len(),
            // Those that come after the positional ones.
            hir::Op::CallEx => self.starred_keywords(),
            _ => 0,
        };
        let words: Vec<Value> = args[..args.len() - n_kw].iter().map(|a| self.arg_word(a)).collect();
        self.leaf_array(Leaf::new_exception, &[cls], &words, Rep::Obj)
    }

    fn starred_keywords(&self) -> usize {
        let spread = self.t.spreads.get(&self.inst.func).and_then(|m| m.get(&self.at));
        let of = |(n, v): &(Option<hir::Name>, V)| match n {
            Some(_) => 1,
            None => known_keywords(&self.ty(*v)).map_or(0, |k| k.len()),
        };
        spread.map_or(0, |s| s.keywords.iter().map(of).sum())
    }

    /// What `super().name` gives is only called, and the call knows the function without it.
    pub fn super_is_known(&self, i: &Inst) -> bool {
        let v = i.results[0];
        let Some(uses) = self.uses.get(&v) else { return false };
        uses.iter().all(|at| {
            let Some(call) = self.func.blocks[at.0 as usize].insts.get(at.1 as usize) else { return false };
            if self.elided.contains(at) {
                return true;
            }
            let plain = match &call.op {
                hir::Op::Call { kw } => kw.is_empty(),
                hir::Op::CallEx => self.inst.calls.contains_key(at),
                _ => false,
            };
            if !plain || call.args[0] != v || call.args[1..].contains(&v) {
                return false;
            }
            match (&self.inst.types[v.index()], self.inst.calls.get(at)) {
                (Ty::Bound(..), Some(Callee::Direct { func, .. })) => !needs_env(&self.t.program.funcs[func.index()]),
                _ => self.base_init_receiver(call).is_some(),
            }
        })
    }

    /// The call is `super().__init__(…)` that reaches the `__init__` of a builtin exception class: the exception.
    fn base_init_receiver(&self, call: &Inst) -> Option<V> {
        let (b, k) = *self.defs.get(&call.args[0])?;
        let d = &self.func.blocks[b as usize].insts[k as usize];
        let hir::Op::SuperAttr(name) = &d.op else { return None };
        let known = &**name == "__init__" && self.inst.types[call.args[0].index()] == Ty::Opaque("super method".into());
        (known && self.is_plain_exception(d.args[1])).then_some(d.args[1])
    }

    /// Nothing but exceptions of the program whose builtin base keeps no more than arguments.
    fn is_plain_exception(&self, v: V) -> bool {
        let t = &self.inst.types[v.index()];
        t.members().iter().all(|m| matches!(m, Ty::Inst(c) if self.w.exceptions[c.index()]))
    }

    /// `super().__init__(…)` or `Exception.__init__(self, …)` of such a class: stores the arguments.
    pub fn base_init(&mut self, i: &Inst) -> bool {
        let (this, args) = match &i.op {
            hir::Op::Call { kw } if kw.is_empty() => match self.base_init_receiver(i) {
                Some(v) => (v, &i.args[1..]),
                None => return false,
            },
            hir::Op::CallMethod { name, kw } if kw.is_empty() && &**name == "__init__" && i.args.len() > 1 => {
                let Ty::NativeClass(n) = self.ty(i.args[0]) else { return false };
                if !self.is_plain_exception(i.args[1]) || self.w.natives.exception_base(&n).is_none() {
                    return false;
                }
                (i.args[1], &i.args[2..])
            }
            _ => return false,
        };
        let object = self.word(this);
        let mut words = vec![object];
        words.extend(self.words(args));
        self.inst_n(Op::LeafArray { leaf: Leaf::exception_init, fixed: 1 }, words, &[], vec![]);
        let none = self.none();
        self.set(i.results[0], none, &Ty::None);
        true
    }

    /// `except C`: the exception's type is one of a few, or the runtime knows.
    pub fn exc_match(&mut self, i: &Inst) {
        let w = self.words(&i.args);
        let candidates: Vec<ClassId> = match self.ty(i.args[1]) {
            Ty::Class(k) => {
                let all = (0..self.t.program.classes.len() as u32).map(ClassId);
                all.filter(|c| !self.t.program.classes[c.index()].many && self.t.mro(*c).contains(&k)).take(CLASSES).collect()
            }
            _ => vec![],
        };
        if candidates.is_empty() {
            let r = self.leaf_raises(Leaf::exc_match, &w, Rep::Bool);
            return self.set(i.results[0], r, &Ty::Bool);
        }
        let join = self.new_block(false);
        let p = self.f.add_param(join, Rep::Bool);
        let key = self.op(Op::TypeOf, &[w[0]], Rep::Ptr);
        for c in candidates {
            let known = self.class_ptr(c);
            let same = self.op(Op::Same, &[key, known], Rep::Bool);
            let next = self.new_block(false);
            self.term(Term::Branch { cond: same, then: Target { block: join, args: vec![same] }, els: Target { block: next, args: vec![] } });
            self.cur = next;
        }
        let r = self.leaf_raises(Leaf::exc_match, &w, Rep::Bool);
        self.jump(join, &[r]);
        self.cur = join;
        self.set(i.results[0], p, &Ty::Bool);
    }
}
