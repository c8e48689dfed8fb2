//! Objects of one of several classes, or of a class that inference does not know: told apart by their type in line.
//!
//! Of an object about which nothing is known, the classes of the program that have the attribute are tried first; whatever
//! else it is goes through the runtime.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, ClassId, Inst, Name, V};
use pyaot_sema::types::{FLOAT, Ty};

use crate::ctx::{Lower, Val};

/// Classes that are tried for one access.
const CLASSES: usize = 4;

impl Lower<'_> {
    /// The class object, as `TypeOf` gives it; zero while the class does not exist.
    pub fn class_ptr(&mut self, c: ClassId) -> Value {
        let g = self.w.class_value(c);
        let cls = self.op(Op::LoadGlobal { ty: Rep::Val, global: g, stable: false }, &[], Rep::Val);
        self.op(Op::Cast, &[cls], Rep::Ptr)
    }

    /// Reading `name` of an instance of this very class is reading its slot.
    fn plain_slot(&self, c: ClassId, name: &Name) -> bool {
        !self.t.program.classes[c.index()].many
            && self.has_slots(c)
            && self.slot(c, name).is_some()
            && self.t.class_attr(c, name).is_none()
            && self.t.find_method(c, "__getattribute__").is_none()
    }

    /// The item of a tuple that reading `name` of an instance of this class gives, as named tuples have it: a property that is
    /// nothing but that.
    fn item_of_tuple(&self, c: ClassId, name: &Name) -> Option<i64> {
        let Some((_, Ty::Property(f))) = self.t.class_attr(c, name) else { return None };
        if self.t.native_base(c).as_deref() != Some("tuple") || self.t.program.classes[c.index()].many || self.t.find_method(c, "__getitem__").is_some() {
            return None;
        }
        let f = &self.t.program.funcs[f.index()];
        let [block] = &f.blocks[..] else { return None };
        let mut wanted = block.insts.iter().filter(|i| !matches!(i.op, hir::Op::Undef));
        let (k, get) = (wanted.next()?, wanted.next()?);
        let hir::Op::Const(hir::Constant::Int(n)) = k.op else { return None };
        let item = matches!(get.op, hir::Op::GetItem)
            && get.args == [*block.params.first()?, k.results[0]]
            && wanted.next().is_none()
            && matches!(block.term, hir::Term::Return(v) if v == get.results[0]);
        (item && (0..1 << 20).contains(&n)).then_some(n)
    }

    fn readable(&self, c: ClassId, name: &Name) -> bool {
        self.plain_slot(c, name) || self.item_of_tuple(c, name).is_some()
    }

    /// The classes whose slots `obj.name` may read, and whether there is nothing else that the object can be.
    fn slot_classes(&self, t: &Ty, name: &Name) -> Option<(Vec<ClassId>, bool)> {
        let (classes, all): (Vec<ClassId>, bool) = match t {
            Ty::Any | Ty::Exc(_) => ((0..self.t.program.classes.len() as u32).map(ClassId).filter(|c| self.readable(*c, name)).collect(), false),
            Ty::Union(ms) => {
                let known = |m: &Ty| match m {
                    Ty::Inst(c) if self.readable(*c, name) => Some(*c),
                    _ => None,
                };
                (ms.iter().filter_map(known).collect(), ms.iter().all(|m| known(m).is_some()))
            }
            Ty::Inst(c) if self.item_of_tuple(*c, name).is_some() => (vec![*c], true),
            _ => return None,
        };
        ((1..=CLASSES).contains(&classes.len())).then_some((classes, all))
    }

    /// `obj.name` by the object's class.
    pub fn getattr_by_class(&mut self, i: &Inst, name: &Name) -> bool {
        let (v, out) = (i.args[0], i.results[0]);
        let t = self.ty(v);
        let Some((classes, all)) = self.slot_classes(&t, name) else { return false };
        let object = self.word(v);
        let key = self.op(Op::TypeOf, &[object], Rep::Ptr);
        let (join, general) = (self.new_block(false), self.new_block(all));
        let own = self.inst.types[out.index()].clone();
        let rep = self.rep(&own);
        let p = if self.in_frame(out) { None } else { Some(self.f.add_param(join, rep)) };
        for c in classes {
            let known = self.class_ptr(c);
            let same = self.op(Op::Same, &[key, known], Rep::Bool);
            let (this, next) = (self.new_block(false), self.new_block(false));
            self.branch(same, this, next);
            self.cur = this;
            let o = self.op(Op::Cast, &[object], Rep::Obj);
            self.read_slot(out, o, c, name, general);
            self.join_value(out, &own, join);
            self.cur = next;
        }
        self.jump(general, &[]);
        self.cur = general;
        let w = self.general_getattr(v, name);
        self.set_word(out, w, &Ty::Any);
        self.join_value(out, &own, join);
        self.cur = join;
        if let Some(p) = p {
            self.vals.insert(out, Val::One(p, own));
        }
        true
    }

    /// Binds the slot's content, or goes to `general` where it is not set.
    fn read_slot(&mut self, out: V, o: Value, c: ClassId, name: &Name, general: Block) {
        if let Some(k) = self.item_of_tuple(c, name) {
            let len = self.op(Op::Load { ty: Rep::I64, offset: layout::TUPLE_LEN, region: Region::Const }, &[o], Rep::I64);
            let k64 = self.iconst(k);
            let there = self.icmp(Cc::Lt, k64, len);
            self.require(there, general);
            let w = self.op(Op::Load { ty: Rep::Val, offset: layout::TUPLE_ITEMS + 8 * k as i32, region: Region::Const }, &[o], Rep::Val);
            return self.set_word(out, w, &Ty::Any);
        }
        let (offset, is_f64) = self.slot(c, name).expect("a class with that slot");
        let region = Region::Slot(offset);
        let set = self.w.definite.is_set(c, name);
        if is_f64 {
            if !set {
                let bits = self.op(Op::Load { ty: Rep::I64, offset, region }, &[o], Rep::I64);
                let unset = self.iconst(layout::F64_UNSET as i64);
                let ok = self.icmp(Cc::Ne, bits, unset);
                self.require(ok, general);
            }
            let x = self.op(Op::Load { ty: Rep::F64, offset, region }, &[o], Rep::F64);
            return self.set(out, x, &FLOAT);
        }
        let w = self.op(Op::Load { ty: Rep::Val, offset, region }, &[o], Rep::Val);
        if !set {
            let zero = self.zero(Rep::Val);
            let unset = self.op(Op::Same, &[w, zero], Rep::Bool);
            let next = self.new_block(false);
            self.branch(unset, general, next);
            self.cur = next;
        }
        self.set_word(out, w, &Ty::Any);
    }

    /// `isinstance(v, classes)`, where the type does not decide it: by the object's type.
    pub fn instance_test(&mut self, v: V, cls: V) -> Value {
        let (t, c) = (self.ty(v), self.ty(cls));
        let classes: Vec<Ty> = match &c {
            Ty::Tuple(ts) => ts.to_vec(),
            c => vec![c.clone()],
        };
        let known = |me: &Self, m: &Ty| {
            let mut r = Some(false);
            for c in &classes {
                match me.t.instance_of(m, c) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => r = None,
                }
            }
            r
        };
        // One of a few classes of the program.
        let exact = |me: &Self, m: &Ty| match m {
            Ty::Inst(c) => !me.t.program.classes[c.index()].many && me.t.native_base(*c).is_none(),
            m => *m == Ty::None,
        };
        if let Ty::Union(ms) = &t {
            let verdicts: Vec<Option<bool>> = ms.iter().map(|m| known(self, m)).collect();
            if verdicts.iter().all(Option::is_some) {
                for wanted in [true, false] {
                    let these: Vec<Ty> = ms.iter().zip(&verdicts).filter(|(_, v)| **v == Some(wanted)).map(|(m, _)| m.clone()).collect();
                    if these.len() <= CLASSES && these.iter().all(|m| exact(self, m)) {
                        let hit = self.type_among(v, &these);
                        return if wanted { hit } else { self.op(Op::BNot, &[hit], Rep::Bool) };
                    }
                }
            }
        }
        let words = self.words(&[v, cls]);
        let candidates: Vec<Ty> = match &c {
            Ty::Class(k) => {
                let n = self.t.program.classes.len() as u32;
                let below = (0..n).map(ClassId).filter(|c| self.t.mro(*c).contains(k)).map(Ty::Inst);
                below.filter(|m| known(self, m) == Some(true) && exact(self, m)).take(CLASSES).collect()
            }
            _ => vec![],
        };
        let join = self.new_block(false);
        let p = self.f.add_param(join, Rep::Bool);
        let hit = match &c {
            Ty::NativeClass(_) => {
                let (key, class) = (self.op(Op::TypeOf, &[words[0]], Rep::Ptr), self.op(Op::Cast, &[words[1]], Rep::Ptr));
                Some(self.op(Op::Same, &[key, class], Rep::Bool))
            }
            _ if candidates.is_empty() => None,
            _ => Some(self.type_among(v, &candidates)),
        };
        if let Some(hit) = hit {
            let yes = self.op(Op::BConst(true), &[], Rep::Bool);
            let next = self.new_block(false);
            self.term(Term::Branch { cond: hit, then: Target { block: join, args: vec![yes] }, els: Target { block: next, args: vec![] } });
            self.cur = next;
        }
        let r = self.leaf_raises(Leaf::isinstance, &words, Rep::Bool);
        self.jump(join, &[r]);
        self.cur = join;
        p
    }

    /// The object's type is one of these classes', or it is None and that is among them.
    fn type_among(&mut self, v: V, members: &[Ty]) -> Value {
        let object = self.word(v);
        let mut any: Option<Value> = None;
        let mut key = None;
        for m in members {
            let same = match m {
                Ty::Inst(c) => {
                    let k = match key {
                        Some(k) => k,
                        None => *key.insert(self.op(Op::TypeOf, &[object], Rep::Ptr)),
                    };
                    let known = self.class_ptr(*c);
                    self.op(Op::Same, &[k, known], Rep::Bool)
                }
                _ => {
                    let none = self.none();
                    self.op(Op::Same, &[object, none], Rep::Bool)
                }
            };
            any = Some(match any {
                Some(a) => self.op(Op::BOr, &[a, same], Rep::Bool),
                None => same,
            });
        }
        match any {
            Some(a) => a,
            None => self.op(Op::BConst(false), &[], Rep::Bool),
        }
    }
}
