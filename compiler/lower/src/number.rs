//! Values that are an int at some times and a float at others: `total = 0` in front of a loop that adds floats.
//!
//! In the fast body such a value is three ([`Num`]): which of the two it is, the int, and the value as a float, which is
//! right in both cases. So a sum with a float is one addition, whatever the other operand is, and once a loop has found out
//! that it adds floats, nothing is left of the rest. Block parameters of this type and results of arithmetic on it are kept
//! so; wherever somebody wants the object, it is made ([`Lower::materialise`]).
//!
//! A big int has no such form: where one may come in from a tagged word, the twin takes over.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap as HashMap;

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Const, Exit, ExitKind, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, B, BinOp, Inst, Op as H, UnaryOp, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{FLOAT, InstanceId, Ty};

use crate::ctx::{Lower, Mode, Val};

/// An int or a float.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Num {
    /// It is a float.
    pub float: Value,
    /// The int; 0 if it is a float.
    pub int: Value,
    /// The float, or the float nearest to the int.
    pub real: Value,
}

/// Ints up to here are floats exactly.
pub const EXACT: i64 = 1 << 53;

/// The type of values that are an int or a float and nothing else.
pub fn is_mixed(t: &Ty) -> bool {
    matches!(t, Ty::Union(m) if m.len() == 2 && m.iter().any(Ty::is_int) && m.iter().any(Ty::is_float))
}

/// A number, or a bool.
pub fn is_numeric(t: &Ty) -> bool {
    t.is_number() || is_mixed(t)
}

/// The values that the fast body keeps as [`Num`], in the order of their numbers.
pub fn mixed_values(t: &Typed, id: InstanceId) -> BTreeSet<V> {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut found = BTreeSet::new();
    if !inst.types.iter().any(is_mixed) {
        return found;
    }
    let ty = |v: &V| &inst.types[v.index()];
    let counted_with = computed_with(f);
    for (b, block) in f.blocks.iter().enumerate() {
        if b > 0 {
            found.extend(block.params.iter().filter(|p| is_mixed(ty(p))).copied());
        }
        for i in &block.insts {
            if let [r] = i.results[..]
                && is_mixed(ty(&r))
                && matches!(i.op, H::Bin(BinOp::Add | BinOp::Sub | BinOp::Mul) | H::InPlace(BinOp::Add | BinOp::Sub | BinOp::Mul))
                && i.args.iter().all(|a| is_numeric(&t.ty_at(id, B(b as u32), *a)))
            {
                found.insert(r);
            }
            // Elements of lists, where something is computed with them.
            if let (H::GetItem | H::IterNext, [r, ..]) = (&i.op, &i.results[..])
                && is_mixed(ty(r))
                && counted_with.contains(r)
                && let Ty::List(site) = t.ty_at(id, B(b as u32), i.args[0])
                && is_mixed(&t.sites.elem(site))
                && (matches!(i.op, H::IterNext) || t.ty_at(id, B(b as u32), i.args[1]).is_int())
            {
                found.insert(*r);
            }
        }
    }
    drop_on_side_exits(f, &mut found, |a| matches!(ty(&a), Ty::Int { .. } | Ty::Float { .. }));
    found
}

/// Takes out those that get, on the side exit of an instruction, a value that is none of them and does not fit their registers:
/// there is no point at which the twin could take it over.
pub fn drop_on_side_exits(f: &hir::Func, found: &mut BTreeSet<V>, fits: impl Fn(V) -> bool) {
    loop {
        let mut out = Vec::new();
        for target in f.blocks.iter().flat_map(|b| &b.insts).flat_map(|i| i.done.iter().chain(&i.unwind)) {
            for (p, a) in f.blocks[target.block.index()].params.iter().zip(&target.args) {
                if found.contains(p) && !found.contains(a) && !fits(*a) {
                    out.push(*p);
                }
            }
        }
        if out.is_empty() {
            return;
        }
        for p in out {
            found.remove(&p);
        }
    }
}

/// Operands of arithmetic and comparisons, and what is passed on to other blocks.
fn computed_with(f: &hir::Func) -> BTreeSet<V> {
    let insts = f.blocks.iter().flat_map(|b| &b.insts);
    insts.filter(|i| matches!(i.op, H::Bin(_) | H::InPlace(_) | H::Cmp(_))).flat_map(|i| &i.args).copied().collect()
}

/// So many words of the frame array for each of them, from word `first` on.
pub fn frame_words(values: &BTreeSet<V>, first: u32, each: usize) -> HashMap<V, u32> {
    values.iter().copied().zip((first..).step_by(each)).collect()
}

impl Lower<'_> {
    /// The fast body keeps this value as a [`Num`].
    pub fn is_num(&self, v: V) -> bool {
        self.mode == Mode::Fast && self.mixed.contains_key(&v)
    }

    /// Constants that all numbers of a function share, so that parameters which are always the same can be told.
    fn shared(&mut self) -> (Value, Value, Value) {
        if let Some(s) = self.num_constants {
            return s;
        }
        let saved = std::mem::replace(&mut self.cur, Block(0));
        let s = (self.op(Op::BConst(false), &[], Rep::Bool), self.op(Op::BConst(true), &[], Rep::Bool), self.iconst(0));
        self.cur = saved;
        // In front of the exits that the entry has so far.
        let insts = &mut self.f.block_mut(Block(0)).insts;
        insts.rotate_right(3);
        self.num_constants = Some(s);
        s
    }

    fn num_of_int(&mut self, int: Value) -> Num {
        let (float, ..) = self.shared();
        let real = self.op(Op::IToF, &[int], Rep::F64);
        Num { float, int, real }
    }

    fn num_of_float(&mut self, real: Value) -> Num {
        let (_, float, int) = self.shared();
        Num { float, int, real }
    }

    /// An operand of a numeric type. A big int leaves to the twin in front of the instruction at hand.
    pub fn num(&mut self, v: V) -> Num {
        let to = self.ty(v);
        self.num_as(v, &to)
    }

    /// The operand, known to be of this numeric type.
    pub fn num_as(&mut self, v: V, to: &Ty) -> Num {
        let val = self.get(v);
        if let Val::Num(n) = val {
            return match to {
                Ty::Int { .. } => self.num_of_int(n.int),
                Ty::Float { .. } => self.num_of_float(n.real),
                _ => n,
            };
        }
        let from = self.inst.types[v.index()].clone();
        let x = self.materialise(&val, &from);
        let x = self.coerce(x, &from, to);
        match self.f.ty(x) {
            Rep::I64 => self.num_of_int(x),
            Rep::Bool => {
                let i = self.op(Op::BToI, &[x], Rep::I64);
                self.num_of_int(i)
            }
            Rep::F64 => self.num_of_float(x),
            Rep::Val if is_mixed(to) => {
                let big = self.slow_block();
                self.num_of_word(x, big)
            }
            rep => {
                // Paths that types rule out.
                let _ = rep;
                let (_, _, zero) = self.shared();
                self.num_of_int(zero)
            }
        }
    }

    /// A tagged word that is an int or a float; `big` takes the ints that have no machine form.
    pub fn num_of_word(&mut self, w: Value, big: Block) -> Num {
        let (object, done) = (self.new_block(false), self.new_block(false));
        let [float, int, real] = [Rep::Bool, Rep::I64, Rep::F64].map(|r| self.f.add_param(done, r));
        let e = Exit { kind: ExitKind::Slow, target: Target { block: object, args: vec![] } };
        let i = self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0];
        let n = self.num_of_int(i);
        self.jump(done, &[n.float, n.int, n.real]);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is_float = self.is_float_object(o);
        self.require(is_float, big);
        let x = self.op(Op::UnboxFloat, &[o], Rep::F64);
        let n = self.num_of_float(x);
        self.jump(done, &[n.float, n.int, n.real]);
        self.cur = done;
        Num { float, int, real }
    }

    /// Element `at` of a list of numbers, whatever its storage. Other storage and big ints are the twin's.
    pub fn num_element(&mut self, list: Value, at: Value) -> Num {
        let (twin, done) = (self.slow_block(), self.new_block(false));
        let [float, int, real] = [Rep::Bool, Rep::I64, Rep::F64].map(|r| self.f.add_param(done, r));
        for (kind, ty, region) in [
            (layout::KIND_F64, Rep::F64, Region::ListF64),
            (layout::KIND_VALUE, Rep::Val, Region::ListVal),
            (layout::KIND_I64, Rep::I64, Region::ListI64),
        ] {
            let last = kind == layout::KIND_I64;
            let (this, other) = (self.new_block(false), if last { twin } else { self.new_block(false) });
            self.branch_on_kind(list, kind, this, other);
            self.cur = this;
            let data = self.list_data(list);
            let x = self.op(Op::LoadIdx { ty, region }, &[data, at], ty);
            let n = match ty {
                Rep::F64 => self.num_of_float(x),
                Rep::I64 => self.num_of_int(x),
                _ => self.num_of_word(x, twin),
            };
            self.jump(done, &[n.float, n.int, n.real]);
            self.cur = other;
        }
        self.cur = done;
        Num { float, int, real }
    }

    /// Stores a number in element `at` of a list of numbers.
    pub fn set_num_element(&mut self, list: Value, at: Value, n: Num) {
        let done = self.new_block(false);
        let [floats, ints, as_float, as_int, boxed, tagged, rest, values] = std::array::from_fn(|_| self.new_block(false));
        let general = self.new_block(true);
        let word = self.f.add_param(rest, Rep::Val);
        self.branch(n.float, floats, ints);
        self.cur = floats;
        self.branch_on_kind(list, layout::KIND_F64, as_float, boxed);
        self.cur = as_float;
        let data = self.list_data(list);
        self.op0(Op::StoreIdx { region: Region::ListF64 }, &[data, at, n.real]);
        self.jump(done, &[]);
        self.cur = ints;
        self.branch_on_kind(list, layout::KIND_I64, as_int, tagged);
        self.cur = as_int;
        let data = self.list_data(list);
        self.op0(Op::StoreIdx { region: Region::ListI64 }, &[data, at, n.int]);
        self.jump(done, &[]);
        self.cur = boxed;
        let object = self.op(Op::BoxFloat, &[n.real], Rep::Obj);
        let object = self.op(Op::Cast, &[object], Rep::Val);
        self.jump(rest, &[object]);
        self.cur = tagged;
        let int = self.op(Op::TagInt, &[n.int], Rep::Val);
        self.jump(rest, &[int]);
        self.cur = rest;
        self.branch_on_kind(list, layout::KIND_VALUE, values, general);
        self.cur = values;
        let data = self.list_data(list);
        let old = self.op(Op::TakeIdx { ty: Rep::Val, region: Region::ListVal }, &[data, at], Rep::Val);
        self.op0(Op::StoreIdx { region: Region::ListVal }, &[data, at, word]);
        self.op0(Op::ReleaseMaybe, &[old]);
        self.jump(done, &[]);
        self.cur = general;
        self.leaf_raises0(Leaf::list_set, &[list, at, word]);
        self.jump(done, &[]);
        self.cur = done;
    }

    /// Whether an object that is a float or an int is a float.
    pub fn is_float_object(&mut self, o: Value) -> Value {
        self.is_exactly(o, "float")
    }

    /// The object is of the native type itself, not of a subclass.
    pub fn is_exactly(&mut self, o: Value, native: &str) -> Value {
        let t = self.op(Op::TypeOf, &[o], Rep::Ptr);
        let class = self.class(native);
        self.op(Op::Same, &[t, class], Rep::Bool)
    }

    /// The address of a native class.
    pub fn class(&mut self, native: &str) -> Value {
        let class = self.constant(Const::Type(native.into()));
        self.op(Op::Cast, &[class], Rep::Ptr)
    }

    /// The object in a word, if it is of exactly this class; everything else goes to `other`.
    pub fn object_of_class(&mut self, w: Value, native: &str, other: Block) -> Value {
        let object = self.new_block(false);
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        self.branch(tagged, other, object);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is = self.is_exactly(o, native);
        self.require(is, other);
        o
    }

    /// The object.
    pub fn box_num(&mut self, n: Num) -> Value {
        let float = self.op(Op::BToI, &[n.float], Rep::I64);
        self.leaf(Leaf::box_num, &[float, n.int, n.real], Rep::Val)
    }

    pub fn set_num(&mut self, v: V, n: Num) {
        debug_assert!(self.mode == Mode::Fast);
        self.vals.insert(v, Val::Num(n));
    }

    /// Stores a number for the twin, see [`Lower::take_num`].
    pub fn store_num(&mut self, buf: Value, v: V, n: Num) {
        for (k, x) in [n.float, n.int, n.real].into_iter().enumerate() {
            let x = if k == 0 { self.op(Op::BToI, &[x], Rep::I64) } else { x };
            self.store_word(buf, 8 * (self.mixed[&v] + k as u32) as i32, x);
        }
    }

    /// The object of a number that the fast body stored: for the twin.
    pub fn take_num(&mut self, buf: Value, v: V) -> Value {
        let [float, int, real] = [(0, Rep::I64), (1, Rep::I64), (2, Rep::F64)].map(|(k, ty)| {
            let offset = 8 * (self.mixed[&v] + k) as i32;
            self.op(Op::Load { ty, offset, region: Region::Frame(offset) }, &[buf], ty)
        });
        self.leaf(Leaf::box_num, &[float, int, real], Rep::Val)
    }

    /// Two ways that meet again with a number.
    fn either(&mut self, float: Value, on_float: impl FnOnce(&mut Self) -> Num, on_int: impl FnOnce(&mut Self) -> Num) -> Num {
        let (a, z, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let [tag, int, real] = [Rep::Bool, Rep::I64, Rep::F64].map(|r| self.f.add_param(done, r));
        self.branch(float, a, z);
        self.cur = a;
        let n = on_float(self);
        self.jump(done, &[n.float, n.int, n.real]);
        self.cur = z;
        let n = on_int(self);
        self.jump(done, &[n.float, n.int, n.real]);
        self.cur = done;
        Num { float: tag, int, real }
    }

    /// `a op b` where at least one may be either; false: the runtime has to do it.
    pub fn mixed_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let out = i.results[0];
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        if self.mode != Mode::Fast || !types.iter().all(is_numeric) || !types.iter().any(is_mixed) {
            return false;
        }
        if types.iter().any(Ty::is_float) {
            if matches!(op, BinOp::Pow) && !self.inst.types[out.index()].is_float() {
                return false;
            }
            self.float_binary(i, op);
            return true;
        }
        let (float_op, int_op) = match op {
            BinOp::Add => (Op::FAdd, Op::IAddO),
            BinOp::Sub => (Op::FSub, Op::ISubO),
            BinOp::Mul => (Op::FMul, Op::IMulO),
            BinOp::Div => {
                let (a, b) = (self.num(i.args[0]), self.num(i.args[1]));
                let r = self.mixed_division(a, b);
                self.set(out, r, &FLOAT);
                return true;
            }
            _ => return false,
        };
        let (a, b) = (self.num(i.args[0]), self.num(i.args[1]));
        let float = self.op(Op::BOr, &[a.float, b.float], Rep::Bool);
        let n = self.either(
            float,
            |me| {
                let r = me.op(float_op, &[a.real, b.real], Rep::F64);
                me.num_of_float(r)
            },
            |me| {
                let e = me.slow_exit();
                let r = me.inst_n(int_op, vec![a.int, b.int], &[Rep::I64], vec![e])[0];
                me.num_of_int(r)
            },
        );
        self.set_num(out, n);
        true
    }

    fn mixed_division(&mut self, a: Num, b: Num) -> Value {
        let float = self.op(Op::BOr, &[a.float, b.float], Rep::Bool);
        let (x, z, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let p = self.f.add_param(done, Rep::F64);
        self.branch(float, x, z);
        self.cur = x;
        let r = self.float_division(a.real, b.real);
        self.jump(done, &[r]);
        self.cur = z;
        let r = self.int_division(a.int, b.int, None);
        self.jump(done, &[r]);
        self.cur = done;
        p
    }

    /// `a / b` of ints: in line where both are floats exactly; the runtime rounds the others, and raises.
    pub fn int_division(&mut self, a: Value, b: Value, literal: Option<i64>) -> Value {
        let (rare, done) = (self.new_block(true), self.new_block(false));
        let result = self.f.add_param(done, Rep::F64);
        self.require_exact_int(a, rare);
        let known = literal.filter(|n| *n != 0 && n.unsigned_abs() < EXACT as u64);
        if known.is_none() {
            self.require_exact_int(b, rare);
            let some = self.nonzero(b);
            self.require(some, rare);
        }
        let x = self.op(Op::IToF, &[a], Rep::F64);
        let r = match known {
            // The reciprocal of a power of two is exact, and so is the product.
            Some(n) if n.unsigned_abs().is_power_of_two() => {
                let reciprocal = self.op(Op::FConst((1.0 / n as f64).to_bits()), &[], Rep::F64);
                self.op(Op::FMul, &[x, reciprocal], Rep::F64)
            }
            _ => {
                let y = self.op(Op::IToF, &[b], Rep::F64);
                self.op(Op::FDiv, &[x, y], Rep::F64)
            }
        };
        self.jump(done, &[r]);
        self.cur = rare;
        let r = self.leaf_raises(Leaf::i64_truediv, &[a, b], Rep::F64);
        self.jump(done, &[r]);
        self.cur = done;
        result
    }

    /// A comparison of numbers one of which may be either. Ints too large for a float to hold them leave to the twin.
    pub fn mixed_compare(&mut self, i: &Inst, c: Cc) -> Option<Value> {
        let types = [self.ty(i.args[0]), self.ty(i.args[1])];
        if self.mode != Mode::Fast || !types.iter().all(is_numeric) || !types.iter().any(is_mixed) {
            return None;
        }
        let sides = [self.num(i.args[0]), self.num(i.args[1])];
        for (v, n) in i.args.iter().zip(sides) {
            self.require_exact(*v, n);
        }
        Some(self.op(Op::FCmp(c), &[sides[0].real, sides[1].real], Rep::Bool))
    }

    /// Ints that floats cannot hold leave to the twin.
    fn require_exact(&mut self, v: V, n: Num) {
        let t = self.ty(v);
        if t.is_float() || t == Ty::Bool || self.literal(v).is_some_and(|l| l.abs() < EXACT) {
            return;
        }
        let slow = self.slow_block();
        self.require_exact_int(n.int, slow);
    }

    /// The int is a float exactly; others go to `other`.
    pub fn require_exact_int(&mut self, i: Value, other: Block) {
        let (half, whole) = (self.iconst(EXACT), self.iconst(2 * EXACT));
        let above = self.op(Op::IAdd, &[i, half], Rep::I64);
        let exact = self.op(Op::ULt, &[above, whole], Rep::Bool);
        self.require(exact, other);
    }

    /// `int(x)` of a float; what does not fit 64 bits is the twin's.
    pub fn float_to_int(&mut self, x: Value) -> Value {
        let size = self.op(Op::FAbs, &[x], Rep::F64);
        let most = self.op(Op::FConst(9.2e18f64.to_bits()), &[], Rep::F64);
        let fits = self.op(Op::FCmp(Cc::Lt), &[size, most], Rep::Bool);
        let twin = self.slow_block();
        self.require(fits, twin);
        self.op(Op::FToI, &[x], Rep::I64)
    }

    /// `round(x)` of a float.
    pub fn rounded_to_int(&mut self, x: Value) -> Value {
        let whole = self.op(Op::FNearest, &[x], Rep::F64);
        self.whole_to_int(whole)
    }

    /// The int that a float is; where a float is wanted after all, it is the one that is made here, in which 0 has no sign.
    pub fn whole_to_int(&mut self, whole: Value) -> Value {
        let zero = self.fconst(0.0);
        let unsigned = self.op(Op::FAdd, &[whole, zero], Rep::F64);
        self.float_to_int(unsigned)
    }

    /// `-x`, `+x` of what may be either.
    pub fn mixed_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if self.mode != Mode::Fast || !is_mixed(&self.ty(i.args[0])) || !matches!(op, UnaryOp::Neg | UnaryOp::Pos) {
            return false;
        }
        let mut n = self.num(i.args[0]);
        if op == UnaryOp::Neg {
            n = self.either(
                n.float,
                |me| {
                    let r = me.op(Op::FNeg, &[n.real], Rep::F64);
                    me.num_of_float(r)
                },
                |me| {
                    let r = me.negated(n.int);
                    me.num_of_int(r)
                },
            );
        }
        self.set_num(i.results[0], n);
        true
    }

    /// `abs(x)`, `min(a, b, …)` and `max(a, b, …)` of numbers of which some may be either, or which are of both types.
    pub fn mixed_native(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        let types: Vec<Ty> = args.iter().map(|v| self.ty(*v)).collect();
        let number = |t: &Ty| is_mixed(t) || t.is_int() || t.is_float();
        if self.mode != Mode::Fast || !types.iter().all(number) || (types.iter().all(Ty::is_int) || types.iter().all(Ty::is_float)) {
            return false;
        }
        let out = i.results[0];
        match (name, args) {
            ("float", [v]) => {
                let n = self.num(*v);
                self.set(out, n.real, &FLOAT);
            }
            ("builtins.abs", [v]) => {
                let n = self.num(*v);
                let r = self.either(
                    n.float,
                    |me| {
                        let r = me.op(Op::FAbs, &[n.real], Rep::F64);
                        me.num_of_float(r)
                    },
                    |me| {
                        let negated = me.negated(n.int);
                        let r = me.op(Op::IMax, &[n.int, negated], Rep::I64);
                        me.num_of_int(r)
                    },
                );
                self.set_num(out, r);
            }
            ("builtins.min" | "builtins.max", [first, rest @ ..]) if !rest.is_empty() => {
                let c = if name.ends_with("min") { Cc::Lt } else { Cc::Gt };
                let mut best = self.num(*first);
                for (k, v) in args.iter().enumerate() {
                    let n = self.num(*v);
                    self.require_exact(*v, n);
                    if k > 0 {
                        // The first of equals wins, and NaN compares false.
                        let better = self.op(Op::FCmp(c), &[n.real, best.real], Rep::Bool);
                        best = Num {
                            float: self.op(Op::Select, &[better, n.float, best.float], Rep::Bool),
                            int: self.op(Op::Select, &[better, n.int, best.int], Rep::I64),
                            real: self.op(Op::Select, &[better, n.real, best.real], Rep::F64),
                        };
                    }
                }
                self.set_num(out, best);
            }
            _ => return false,
        }
        true
    }

    /// Arguments of a jump for a parameter that is a [`Num`].
    pub fn num_argument(&mut self, a: V, narrowed: &Ty) -> [Value; 3] {
        let n = if *narrowed == Ty::Never {
            let (_, _, zero) = self.shared();
            self.num_of_int(zero)
        } else {
            self.num_as(a, narrowed)
        };
        [n.float, n.int, n.real]
    }

    /// In the twin: the word is not a big int.
    pub fn require_num(&mut self, w: Value, otherwise: Block) {
        let (object, fine) = (self.new_block(false), self.new_block(false));
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        self.branch(tagged, fine, object);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is_float = self.is_float_object(o);
        self.term(Term::Branch {
            cond: is_float,
            then: Target { block: fine, args: vec![] },
            els: Target { block: otherwise, args: vec![] },
        });
        self.cur = fine;
    }

    /// Blocks whose parameters are made: those of a number are three.
    pub fn add_block_param(&mut self, block: Block, p: V) {
        let ty = self.inst.types[p.index()].clone();
        if self.is_num(p) {
            let [float, int, real] = [Rep::Bool, Rep::I64, Rep::F64].map(|r| self.f.add_param(block, r));
            self.vals.insert(p, Val::Num(Num { float, int, real }));
            return;
        }
        if self.is_np(p) {
            return self.add_np_param(block, p);
        }
        if self.wide && ty.is_int() {
            return self.add_wide_param(block, p);
        }
        let rep = self.rep(&ty);
        let v = self.f.add_param(block, rep);
        self.vals.insert(p, Val::One(v, ty));
    }

    /// The types of `hir::Target` arguments on an edge.
    pub fn type_on(&self, branch: Option<bool>, a: V) -> Ty {
        match branch {
            Some(then) => self.t.ty_on_edge(self.id, hir::B(self.at.0), then, a),
            None => self.ty(a),
        }
    }
}
