//! The wide form: code in which ints have 128 bits.
//!
//! A loop whose ints pass 63 bits time and again (hashes and generators of 64 bits, sums of products, `a * b % m`) would
//! spend its time in the twin, which makes an object for each of them. Its wide form is a copy of the fast body in which an int
//! that arithmetic has made is up to two words ([`Val::Wide`], or [`Val::Word`] where the upper one is zero); other ints are
//! `i64` as in the body. What has no form here is boxed, done by the runtime and taken apart again; what does not fit 128
//! bits goes to the twin. The twin comes here at the head of a loop ([`crate::reentry`]).
//!
//! A wide form hands over at points of its own ([`Point::Wide`]): both words of every int, which the twin boxes.
//!
//! Functions called from a wide form have one too ([`Piece::Wide`]), if ints of two words go in or out: it takes two words for
//! each int, and returns what the body would, but for results that are known to be 64 bits without a sign
//! ([`Sizes::result_width`](crate::sizes::Sizes::result_width)).

use pyaot_abi::Leaf;
use pyaot_ir::{Block, Cc, Conv, Exit, ExitKind, Function, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, UnaryOp, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{INT, InstanceId, Ty};

use crate::arith::binop_code;
use crate::ctx::{Lower, Mode, Val, ret_rep};
use crate::fuse::Chain;
use crate::func::{facts, from_the_start, lowering, ret_ty};
use crate::sizes::Width;
use crate::world::{World, needs_env};

/// The upper word of an int.
#[derive(Debug, Clone, Copy)]
pub enum High {
    /// The sign of the lower one: the int fits an `i64`.
    Sign,
    Zero,
    Word(Value),
}

/// An int of up to two words.
#[derive(Debug, Clone, Copy)]
pub struct Wide {
    pub low: Value,
    pub high: High,
    /// Known not to be negative.
    natural: bool,
}

impl Wide {
    fn is_small(&self) -> bool {
        matches!(self.high, High::Sign)
    }

    /// 64 bits without a sign.
    fn is_word(&self) -> bool {
        matches!(self.high, High::Zero) || self.is_small() && self.natural
    }
}

fn natural(t: &Ty) -> bool {
    matches!(t, Ty::Int { nonneg: true } | Ty::Bool)
}

/// The wide form of a function, as its callers in other wide forms see it.
pub fn body(w: &mut World, t: &Typed, id: InstanceId) -> Function {
    let inst = t.instance(id);
    let func = &t.program.funcs[inst.func.index()];
    let facts = facts(w, t, id);
    let mut f = Function::new(format!("{}#{}.wide", func.qualname, id.0), Conv::Tail, ret_rep(&ret_ty(t, id)), true);
    f.frame = w.frame(t, inst.func);
    f.reentry = true;
    let points = w.points.get(&id).cloned();
    let mut l = lowering(w, t, id, &facts, Mode::Fast, f);
    l.points = points.unwrap_or(l.points);
    l.wide = true;
    l.wide_result = true;
    let entry = l.new_block(false);
    l.cur = entry;
    if needs_env(func) {
        l.env = Some(l.f.add_param(entry, Rep::Obj));
    }
    for p in &func.blocks[0].params {
        let ty = inst.types[p.index()].clone();
        let val = if ty.is_int() {
            Val::Wide(l.f.add_param(entry, Rep::I64), l.f.add_param(entry, Rep::I64))
        } else {
            l.add_parameter(entry, *p);
            continue;
        };
        l.vals.insert(*p, val);
    }
    let (f, points) = from_the_start(l);
    w.points.insert(id, points);
    f
}

impl Lower<'_> {
    /// The value is held in the wide form, and perhaps no `i64`.
    pub fn is_wide(&self, v: V) -> bool {
        self.wide && matches!(self.vals.get(&v), Some(Val::Wide(..) | Val::Word(_)))
    }

    /// The operand is wide, or a literal beyond an `i64`.
    fn is_beyond(&self, v: V) -> bool {
        self.is_wide(v) || self.known(v).is_some_and(|n| i64::try_from(n).is_err())
    }

    /// An operand that is an int.
    pub fn wide(&mut self, v: V) -> Wide {
        if let Some(n) = self.known(v) {
            let low = self.iconst(n as i64);
            let high = if i64::try_from(n).is_ok() {
                High::Sign
            } else if u64::try_from(n).is_ok() {
                High::Zero
            } else {
                High::Word(self.iconst((n >> 64) as i64))
            };
            return Wide { low, high, natural: n >= 0 };
        }
        let natural = natural(&self.ty(v)) && !self.sizes.low.contains(&v);
        match self.get(v) {
            Val::Wide(low, high) => Wide { low, high: High::Word(high), natural },
            Val::Word(low) => Wide { low, high: High::Zero, natural: true },
            Val::One(x, _) if matches!(self.f.ty(x), Rep::Val | Rep::Obj) => {
                let w = self.op(Op::Cast, &[x], Rep::Val);
                let twin = self.slow_block();
                let (low, high) = self.unboxed_wide(w, twin);
                Wide { low, high: High::Word(high), natural }
            }
            _ => {
                let (x, t) = self.typed(v);
                let low = if t == Ty::Bool { self.op(Op::BToI, &[x], Rep::I64) } else { x };
                Wide { low, high: High::Sign, natural }
            }
        }
    }

    pub fn high(&mut self, w: Wide) -> Value {
        match w.high {
            High::Word(h) => h,
            High::Sign if !w.natural => self.sign_of(w.low),
            _ => self.iconst(0),
        }
    }

    pub fn sign_of(&mut self, x: Value) -> Value {
        let c = self.iconst(63);
        self.op(Op::IShr, &[x, c], Rep::I64)
    }

    /// Both words of an int object; `big` takes those that have more.
    pub fn unboxed_wide(&mut self, w: Value, big: Block) -> (Value, Value) {
        let (object, done) = (self.new_block(false), self.new_block(false));
        let (low, high) = (self.f.add_param(done, Rep::I64), self.f.add_param(done, Rep::I64));
        let e = Exit { kind: ExitKind::Slow, target: Target { block: object, args: vec![] } };
        let x = self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0];
        let h = self.sign_of(x);
        self.jump(done, &[x, h]);
        self.cur = object;
        let kind = self.iconst(fits_kind(Width::Full));
        let fits = self.leaf(Leaf::int_fits, &[w, kind], Rep::Bool);
        self.require(fits, big);
        let (l, h) = self.words_of(w);
        self.jump(done, &[l, h]);
        self.cur = done;
        (low, high)
    }

    /// Both words of an int object that is known to have no more.
    fn words_of(&mut self, w: Value) -> (Value, Value) {
        (self.leaf(Leaf::int_low, &[w], Rep::I64), self.leaf(Leaf::int_high, &[w], Rep::I64))
    }

    /// The int as a word.
    pub fn boxed_wide(&mut self, w: Wide) -> Value {
        if w.is_small() {
            return self.op(Op::TagInt, &[w.low], Rep::Val);
        }
        let high = self.high(w);
        self.leaf(Leaf::box_wide, &[w.low, high], Rep::Val)
    }

    /// The int as an `i64`; others leave to the twin.
    pub fn narrowed(&mut self, w: Wide) -> Value {
        let fits = match w.high {
            High::Sign => return w.low,
            High::Zero => {
                let zero = self.iconst(0);
                self.icmp(Cc::Ge, w.low, zero)
            }
            High::Word(h) => self.is_sign(w.low, h),
        };
        let twin = self.slow_block();
        self.require(fits, twin);
        w.low
    }

    fn is_sign(&mut self, low: Value, high: Value) -> Value {
        let s = self.sign_of(low);
        self.icmp(Cc::Eq, high, s)
    }

    /// In the wide form: the value fits an `i64`.
    pub fn is_small(&mut self, v: V) -> Value {
        let w = self.wide(v);
        let high = self.high(w);
        self.is_sign(w.low, high)
    }

    fn of_val(&self, v: &Val) -> Option<Wide> {
        match v {
            Val::Wide(low, h) => Some(Wide { low: *low, high: High::Word(*h), natural: false }),
            Val::Word(low) => Some(Wide { low: *low, high: High::Zero, natural: true }),
            _ => None,
        }
    }

    /// A wide value as an `i64` ([`Lower::narrowed`]).
    pub fn narrow_val(&mut self, v: &Val) -> Option<Value> {
        let w = self.of_val(v)?;
        Some(self.narrowed(w))
    }

    /// A wide value as a word.
    pub fn box_val(&mut self, v: &Val) -> Option<Value> {
        let w = self.of_val(v)?;
        Some(self.boxed_wide(w))
    }

    /// Binds the result of an instruction.
    pub fn set_wide(&mut self, out: V, w: Wide) {
        if !self.inst.types[out.index()].is_int() {
            let word = self.boxed_wide(w);
            return self.set(out, word, &Ty::Any);
        }
        match w.high {
            High::Sign => self.set(out, w.low, &INT),
            High::Zero => {
                self.vals.insert(out, Val::Word(w.low));
            }
            High::Word(h) => {
                self.vals.insert(out, Val::Wide(w.low, h));
            }
        }
    }

    /// Binds an int that comes as a word; `big` takes those of more than 128 bits.
    pub fn set_unboxed(&mut self, out: V, word: Value, big: Block) {
        let (low, high) = self.unboxed_wide(word, big);
        self.vals.insert(out, Val::Wide(low, high));
    }

    /// Parameters of a block for an int of this width.
    pub fn add_wide_param(&mut self, block: Block, p: V) {
        let low = self.f.add_param(block, Rep::I64);
        let val = match self.sizes.width(p) {
            Width::Small => Val::One(low, self.inst.types[p.index()].clone()),
            Width::Word => Val::Word(low),
            Width::Full => Val::Wide(low, self.f.add_param(block, Rep::I64)),
        };
        self.vals.insert(p, val);
    }

    /// Arguments of a jump for such a parameter. What was guessed too narrow goes to the twin.
    pub fn wide_argument(&mut self, p: V, a: V, narrowed: &Ty) -> Vec<Value> {
        let width = self.sizes.width(p);
        if *narrowed == Ty::Never {
            let zero = self.iconst(0);
            return if width == Width::Full { vec![zero, zero] } else { vec![zero] };
        }
        let mut w = self.wide(a);
        w.natural |= natural(narrowed) && !self.sizes.low.contains(&a);
        match width {
            Width::Small => vec![self.narrowed(w)],
            Width::Full => {
                let high = self.high(w);
                vec![w.low, high]
            }
            Width::Word => {
                if !w.is_word() {
                    let (high, zero) = (self.high(w), self.iconst(0));
                    let fits = self.icmp(Cc::Eq, high, zero);
                    let twin = self.slow_block();
                    self.require(fits, twin);
                }
                vec![w.low]
            }
        }
    }

    /// Goes on only where `cond` does not hold.
    fn unless(&mut self, cond: Value, other: Block) {
        let next = self.new_block(false);
        self.branch(cond, other, next);
        self.cur = next;
    }

    /// The sign bit of `x` says that the result has more than 128 bits.
    fn unless_negative(&mut self, x: Value) {
        let zero = self.iconst(0);
        let over = self.icmp(Cc::Lt, x, zero);
        let twin = self.slow_block();
        self.unless(over, twin);
    }

    fn carry(&mut self, a: Value, b: Value) -> Value {
        let c = self.op(Op::ULt, &[a, b], Rep::Bool);
        self.op(Op::BToI, &[c], Rep::I64)
    }

    fn add_wide(&mut self, a: Wide, b: Wide) -> Wide {
        let low = self.op(Op::IAdd, &[a.low, b.low], Rep::I64);
        let carry = self.carry(low, b.low);
        let natural = a.natural && b.natural;
        if a.is_word() && b.is_word() {
            return Wide { low, high: High::Word(carry), natural };
        }
        let (x, y) = (self.high(a), self.high(b));
        let sum = self.op(Op::IAdd, &[x, y], Rep::I64);
        let high = self.op(Op::IAdd, &[sum, carry], Rep::I64);
        let short = |w: &Wide| !matches!(w.high, High::Word(_));
        if !(short(&a) && short(&b)) {
            if natural {
                self.unless_negative(high);
            } else {
                let p = self.op(Op::IXor, &[x, high], Rep::I64);
                let q = self.op(Op::IXor, &[y, high], Rep::I64);
                let r = self.op(Op::IAnd, &[p, q], Rep::I64);
                self.unless_negative(r);
            }
        }
        Wide { low, high: High::Word(high), natural }
    }

    fn sub_wide(&mut self, a: Wide, b: Wide) -> Wide {
        let low = self.op(Op::ISub, &[a.low, b.low], Rep::I64);
        let borrow = self.carry(a.low, b.low);
        let (x, y) = (self.high(a), self.high(b));
        let difference = self.op(Op::ISub, &[x, y], Rep::I64);
        let high = self.op(Op::ISub, &[difference, borrow], Rep::I64);
        let short = |w: &Wide| !matches!(w.high, High::Word(_));
        if !(a.natural && b.natural || short(&a) && short(&b)) {
            let p = self.op(Op::IXor, &[x, y], Rep::I64);
            let q = self.op(Op::IXor, &[x, high], Rep::I64);
            let r = self.op(Op::IAnd, &[p, q], Rep::I64);
            self.unless_negative(r);
        }
        Wide { low, high: High::Word(high), natural: false }
    }

    fn mul_wide(&mut self, a: Wide, b: Wide) -> Wide {
        let natural = a.natural && b.natural;
        let low = self.op(Op::IMul, &[a.low, b.low], Rep::I64);
        if a.is_small() && b.is_small() {
            let high = self.op(Op::IMulHigh, &[a.low, b.low], Rep::I64);
            return Wide { low, high: High::Word(high), natural };
        }
        if a.is_word() && b.is_word() {
            let high = self.op(Op::UMulHigh, &[a.low, b.low], Rep::I64);
            self.unless_negative(high);
            return Wide { low, high: High::Word(high), natural };
        }
        // A factor that is not negative and has one word with a sign.
        let factor = |w: &Wide| w.is_small() && w.natural;
        if let Some((x, k)) = [(a, b), (b, a)].into_iter().find(|(_, k)| factor(k)) {
            let h = self.high(x);
            let e = self.slow_exit();
            let upper = self.inst_n(Op::IMulO, vec![h, k.low], &[Rep::I64], vec![e])[0];
            let carry = self.op(Op::UMulHigh, &[x.low, k.low], Rep::I64);
            let e = self.slow_exit();
            let high = self.inst_n(Op::IAddO, vec![upper, carry], &[Rep::I64], vec![e])[0];
            return Wide { low, high: High::Word(high), natural };
        }
        // Most are small after all.
        let (x, y) = (self.high(a), self.high(b));
        let (p, q) = (self.is_sign(a.low, x), self.is_sign(b.low, y));
        let both = self.op(Op::BAnd, &[p, q], Rep::Bool);
        self.either_wide(
            both,
            |me| (low, me.op(Op::IMulHigh, &[a.low, b.low], Rep::I64)),
            |me| {
                if !natural {
                    return me.by_runtime(BinOp::Mul, a, b);
                }
                let (bits, zero) = (me.op(Op::IOr, &[x, y], Rep::I64), me.iconst(0));
                let words = me.icmp(Cc::Eq, bits, zero);
                let twin = me.slow_block();
                let r = me.either_wide(
                    words,
                    |me| {
                        let high = me.op(Op::UMulHigh, &[a.low, b.low], Rep::I64);
                        let fits = me.icmp(Cc::Ge, high, zero);
                        me.require(fits, twin);
                        (low, high)
                    },
                    |me| me.by_runtime(BinOp::Mul, a, b),
                    natural,
                );
                let h = me.high(r);
                (r.low, h)
            },
            natural,
        )
    }

    /// Two ways to a result, the first of them usual.
    fn either_wide(
        &mut self,
        cond: Value,
        usual: impl FnOnce(&mut Self) -> (Value, Value),
        other: impl FnOnce(&mut Self) -> (Value, Value),
        natural: bool,
    ) -> Wide {
        let (a, z, done) = (self.new_block(false), self.new_block(true), self.new_block(false));
        let (low, high) = (self.f.add_param(done, Rep::I64), self.f.add_param(done, Rep::I64));
        self.branch(cond, a, z);
        self.cur = a;
        let (l, h) = usual(self);
        self.jump(done, &[l, h]);
        self.cur = z;
        let (l, h) = other(self);
        self.jump(done, &[l, h]);
        self.cur = done;
        Wide { low, high: High::Word(high), natural }
    }

    /// Boxed, computed by the runtime and taken apart again.
    fn by_runtime(&mut self, op: BinOp, a: Wide, b: Wide) -> (Value, Value) {
        let (x, y) = (self.boxed_wide(a), self.boxed_wide(b));
        let code = self.iconst(binop_code(op));
        let r = self.leaf_raises(Leaf::int_binary, &[code, x, y], Rep::Val);
        let twin = self.slow_block();
        self.unboxed_wide(r, twin)
    }

    /// An operation whose operands or result are ints of up to two words; false: it is as in the body.
    pub fn wide_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let out = i.results[0];
        if !self.wide || !self.inst.types[out.index()].is_int() {
            return false;
        }
        let wide = i.args.iter().any(|v| self.is_beyond(*v));
        let grows = matches!(op, BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::LShift) && self.sizes.width(out) != Width::Small;
        if !wide && !grows {
            return false;
        }
        let (a, b) = (self.wide(i.args[0]), self.wide(i.args[1]));
        let lit = self.known(i.args[1]);
        let r = match op {
            BinOp::Add => self.add_wide(a, b),
            BinOp::Sub => self.sub_wide(a, b),
            BinOp::Mul => self.mul_wide(a, b),
            BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor => self.bits_wide(op, a, b),
            BinOp::LShift => match lit {
                Some(n @ 0..=63) => self.shl_wide(a, n as i64),
                _ => self.any_wide(i, op, a, b),
            },
            BinOp::RShift => match lit {
                Some(n @ 0..=63) => self.shr_wide(a, n as i64),
                Some(n) if n >= 64 && a.is_word() => Wide { low: self.iconst(0), high: High::Sign, natural: true },
                _ => self.shr_any(i, a, b),
            },
            BinOp::Mod | BinOp::FloorDiv => self.div_wide(i, op, a, b, lit),
            _ => self.any_wide(i, op, a, b),
        };
        self.set_wide(out, r);
        true
    }

    fn any_wide(&mut self, i: &Inst, op: BinOp, a: Wide, b: Wide) -> Wide {
        let (low, high) = self.by_runtime(op, a, b);
        let natural = natural(&self.inst.types[i.results[0].index()]);
        Wide { low, high: High::Word(high), natural }
    }

    fn bits_wide(&mut self, op: BinOp, a: Wide, b: Wide) -> Wide {
        let code = match op {
            BinOp::BitAnd => Op::IAnd,
            BinOp::BitOr => Op::IOr,
            _ => Op::IXor,
        };
        let low = self.op(code.clone(), &[a.low, b.low], Rep::I64);
        let natural = if op == BinOp::BitAnd { a.natural || b.natural } else { a.natural && b.natural };
        let small_natural = |w: &Wide| w.is_small() && w.natural;
        let high = if a.is_small() && b.is_small() || op == BinOp::BitAnd && (small_natural(&a) || small_natural(&b)) {
            High::Sign
        } else if a.is_word() && b.is_word() || op == BinOp::BitAnd && (a.is_word() || b.is_word()) {
            High::Zero
        } else {
            let (x, y) = (self.high(a), self.high(b));
            High::Word(self.op(code, &[x, y], Rep::I64))
        };
        Wide { low, high, natural }
    }

    fn shl_wide(&mut self, a: Wide, n: i64) -> Wide {
        if n == 0 {
            return a;
        }
        let (count, back) = (self.iconst(n), self.iconst(64 - n));
        let low = self.op(Op::IShl, &[a.low, count], Rep::I64);
        let spill = self.op(Op::UShr, &[a.low, back], Rep::I64);
        if a.is_word() {
            return Wide { low, high: High::Word(spill), natural: a.natural };
        }
        let h = self.high(a);
        let up = self.op(Op::IShl, &[h, count], Rep::I64);
        if matches!(a.high, High::Word(_)) {
            let down = self.op(Op::IShr, &[up, count], Rep::I64);
            let fits = self.icmp(Cc::Eq, down, h);
            let twin = self.slow_block();
            self.require(fits, twin);
        }
        let high = self.op(Op::IOr, &[up, spill], Rep::I64);
        Wide { low, high: High::Word(high), natural: a.natural }
    }

    fn shr_wide(&mut self, a: Wide, n: i64) -> Wide {
        if n == 0 {
            return a;
        }
        let (count, back) = (self.iconst(n), self.iconst(64 - n));
        match a.high {
            High::Sign => Wide { low: self.op(Op::IShr, &[a.low, count], Rep::I64), ..a },
            High::Zero => Wide { low: self.op(Op::UShr, &[a.low, count], Rep::I64), high: High::Sign, natural: true },
            High::Word(h) => {
                let low = self.op(Op::UShr, &[a.low, count], Rep::I64);
                let spill = self.op(Op::IShl, &[h, back], Rep::I64);
                let low = self.op(Op::IOr, &[low, spill], Rep::I64);
                let high = self.op(Op::IShr, &[h, count], Rep::I64);
                Wide { low, high: High::Word(high), natural: a.natural }
            }
        }
    }

    /// `a >> b` for a count that is no literal.
    fn shr_any(&mut self, i: &Inst, a: Wide, b: Wide) -> Wide {
        if !b.is_small() || a.is_small() {
            return self.any_wide(i, BinOp::RShift, a, b);
        }
        let sixty_four = self.iconst(64);
        let usual = self.op(Op::ULt, &[b.low, sixty_four], Rep::Bool);
        let h = self.high(a);
        self.either_wide(
            usual,
            |me| {
                let low = me.op(Op::UShr, &[a.low, b.low], Rep::I64);
                let (one, last) = (me.iconst(1), me.iconst(63));
                let rest = me.op(Op::ISub, &[last, b.low], Rep::I64);
                let spill = me.op(Op::IShl, &[h, one], Rep::I64);
                let spill = me.op(Op::IShl, &[spill, rest], Rep::I64);
                let low = me.op(Op::IOr, &[low, spill], Rep::I64);
                (low, me.op(Op::IShr, &[h, b.low], Rep::I64))
            },
            |me| me.by_runtime(BinOp::RShift, a, b),
            a.natural,
        )
    }

    fn div_wide(&mut self, i: &Inst, op: BinOp, a: Wide, b: Wide, lit: Option<i128>) -> Wide {
        let modulo = op == BinOp::Mod;
        if let Some(d) = lit.filter(|d| *d > 0 && d & (d - 1) == 0 && *d <= 1 << 64) {
            let n = d.trailing_zeros();
            return match (modulo, n) {
                (true, 64) => Wide { low: a.low, high: High::Zero, natural: true },
                (true, _) => {
                    let mask = self.iconst((d - 1) as i64);
                    let high = if n == 63 { High::Zero } else { High::Sign };
                    Wide { low: self.op(Op::IAnd, &[a.low, mask], Rep::I64), high, natural: true }
                }
                (false, 64) => {
                    let high = self.high(a);
                    Wide { low: high, high: High::Sign, natural: a.natural }
                }
                (false, _) => self.shr_wide(a, i64::from(n)),
            };
        }
        if a.is_word() && b.is_word() {
            self.checked_divisor(op, b.low, lit.map(|n| n as i64));
            let code = if modulo { Op::WRem } else { Op::WDiv };
            let low = self.op(code, &[a.low, b.low], Rep::I64);
            // No larger than the operand that bounds it.
            let small = if modulo { b.is_small() } else { a.is_small() } || lit.is_some_and(|d| d > 1 && !modulo);
            return Wide { low, high: if small { High::Sign } else { High::Zero }, natural: true };
        }
        let positive = lit.is_some_and(|d| d > 0);
        if !positive || !b.is_small() {
            return self.any_wide(i, op, a, b);
        }
        let h = self.high(a);
        let usual = self.is_sign(a.low, h);
        let code = match (modulo, a.natural) {
            (true, true) => Op::URem,
            (true, false) => Op::IFloorMod,
            (false, true) => Op::UDiv,
            (false, false) => Op::IFloorDiv,
        };
        let mut r = self.either_wide(
            usual,
            |me| {
                let low = me.op(code, &[a.low, b.low], Rep::I64);
                (low, if modulo { me.iconst(0) } else { me.sign_of(low) })
            },
            |me| {
                let part = |me: &mut Self, leaf| me.leaf(leaf, &[a.low, h, b.low], Rep::I64);
                if modulo {
                    return (part(me, Leaf::wide_mod), me.iconst(0));
                }
                (part(me, Leaf::wide_div_low), part(me, Leaf::wide_div_high))
            },
            modulo || a.natural,
        );
        if modulo {
            r.high = High::Sign;
        }
        r
    }

    /// `-x` and `~x` of what is wide.
    pub fn wide_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if !self.is_wide(i.args[0]) || !self.inst.types[i.results[0].index()].is_int() {
            return false;
        }
        let a = self.wide(i.args[0]);
        let r = match op {
            UnaryOp::Pos => a,
            UnaryOp::Neg => {
                let zero = Wide { low: self.iconst(0), high: High::Sign, natural: true };
                self.sub_wide(zero, a)
            }
            _ => {
                let h = self.high(a);
                let high = self.op(Op::INot, &[h], Rep::I64);
                Wide { low: self.op(Op::INot, &[a.low], Rep::I64), high: High::Word(high), natural: false }
            }
        };
        self.set_wide(i.results[0], r);
        true
    }

    /// A comparison of ints one of which is wide.
    pub fn wide_compare(&mut self, i: &Inst, cc: Cc) -> Option<Value> {
        if !self.wide || !i.args.iter().any(|v| self.is_beyond(*v)) {
            return None;
        }
        let (mut a, mut b) = (self.wide(i.args[0]), self.wide(i.args[1]));
        if let Cc::Eq | Cc::Ne = cc {
            let low = self.op(Op::IXor, &[a.low, b.low], Rep::I64);
            let bits = if a.is_word() && b.is_word() {
                low
            } else {
                let (x, y) = (self.high(a), self.high(b));
                let high = self.op(Op::IXor, &[x, y], Rep::I64);
                self.op(Op::IOr, &[low, high], Rep::I64)
            };
            let zero = self.iconst(0);
            return Some(self.icmp(cc, bits, zero));
        }
        // `a > b` is `b < a`, `a >= b` is not `a < b`.
        let (swap, not) = match cc {
            Cc::Lt => (false, false),
            Cc::Gt => (true, false),
            Cc::Le => (true, true),
            _ => (false, true),
        };
        if swap {
            (a, b) = (b, a);
        }
        let below = self.op(Op::ULt, &[a.low, b.low], Rep::Bool);
        let less = if a.is_word() && b.is_word() {
            below
        } else {
            let (x, y) = (self.high(a), self.high(b));
            let (less, same) = (self.icmp(Cc::Lt, x, y), self.icmp(Cc::Eq, x, y));
            let tie = self.op(Op::BAnd, &[same, below], Rep::Bool);
            self.op(Op::BOr, &[less, tie], Rep::Bool)
        };
        Some(if not { self.op(Op::BNot, &[less], Rep::Bool) } else { less })
    }

    pub fn wide_truth(&mut self, v: V) -> Option<Value> {
        let w = self.is_wide(v).then(|| self.wide(v))?;
        let bits = match w.high {
            High::Word(h) => self.op(Op::IOr, &[w.low, h], Rep::I64),
            _ => w.low,
        };
        let zero = self.iconst(0);
        Some(self.icmp(Cc::Ne, bits, zero))
    }

    /// `(a * b + c) % m` and `& m` where some operand is wide. There must be no way to the twin from here: the operands of
    /// the product need not live at this point.
    pub fn wide_fused(&mut self, i: &Inst, chain: &Chain) -> bool {
        let all = [Some(chain.a), Some(chain.b), chain.c, Some(chain.m)];
        if !all.iter().flatten().any(|v| self.is_beyond(*v)) {
            return false;
        }
        let (a, b, m) = (self.wide(chain.a), self.wide(chain.b), self.wide(chain.m));
        let c = match chain.c {
            Some(c) => self.wide(c),
            None => Wide { low: self.iconst(0), high: High::Sign, natural: true },
        };
        let natural = natural(&self.inst.types[i.results[0].index()]);
        let parts = [a, b, c, m];
        let words = parts.iter().all(|w| w.is_word());
        let by_word = |me: &mut Self| me.leaf(Leaf::mulmod_word, &[a.low, b.low, c.low, m.low], Rep::I64);
        let by_runtime = |me: &mut Self| {
            let w = parts.map(|w| me.boxed_wide(w));
            let code = me.iconst(binop_code(chain.op));
            let r = me.leaf_raises(Leaf::int_muladd, &[code, w[0], w[1], w[2], w[3]], Rep::Val);
            me.words_of(r)
        };
        let r = if chain.op != BinOp::Mod || !parts.iter().all(|w| w.natural) {
            let (low, high) = by_runtime(self);
            Wide { low, high: High::Word(high), natural }
        } else if words {
            let lit = self.known(chain.m).map(|n| n as i64);
            self.checked_divisor(BinOp::Mod, m.low, lit);
            Wide { low: by_word(self), high: if m.is_small() { High::Sign } else { High::Zero }, natural: true }
        } else {
            let mut bits = self.iconst(0);
            for w in parts.iter().filter(|w| !w.is_word()) {
                let h = self.high(*w);
                bits = self.op(Op::IOr, &[bits, h], Rep::I64);
            }
            let zero = self.iconst(0);
            let short = self.icmp(Cc::Eq, bits, zero);
            let divides = self.icmp(Cc::Ne, m.low, zero);
            let usual = self.op(Op::BAnd, &[short, divides], Rep::Bool);
            self.either_wide(usual, |me| (by_word(me), me.iconst(0)), by_runtime, natural)
        };
        self.set_wide(i.results[0], r);
        true
    }

    /// Stores an int for the twin, see [`Lower::take_wide`].
    pub fn store_wide(&mut self, buf: Value, v: V, val: &Val) {
        let w = match val {
            Val::One(x, _) => Wide { low: *x, high: High::Sign, natural: false },
            val => self.of_val(val).expect("an int is one of these"),
        };
        let high = self.high(w);
        self.store_slot(buf, v, w.low);
        let offset = 8 * self.highs[&v] as i32;
        self.store_word(buf, offset, high);
    }

    /// In the twin: makes the object of an int that a wide form has stored.
    pub fn take_wide(&mut self, buf: Value, v: V) -> Value {
        let [low, high] = [self.slot_of(v), 8 * self.highs[&v] as i32]
            .map(|offset| self.op(Op::Load { ty: Rep::I64, offset, region: Region::Frame(offset) }, &[buf], Rep::I64));
        self.leaf(Leaf::box_wide, &[low, high], Rep::Val)
    }

    /// In the twin: goes on only where a wide form can hold the int.
    pub fn require_wide(&mut self, v: V, w: Value, otherwise: Block) {
        let kind = self.iconst(fits_kind(self.sizes.width(v)));
        let fits = self.leaf(Leaf::int_fits, &[w, kind], Rep::Bool);
        self.require(fits, otherwise);
    }

    /// The int object that the twin has, as a wide form holds it.
    pub fn wide_from(&mut self, v: V, w: Value) -> Val {
        let (low, high) = self.words_of(w);
        match self.sizes.width(v) {
            Width::Small => Val::One(low, self.inst.types[v.index()].clone()),
            Width::Word => Val::Word(low),
            Width::Full => Val::Wide(low, high),
        }
    }

    /// Returns an int of a wide form.
    pub fn return_wide(&mut self, v: V) {
        let w = self.wide(v);
        let word_result = self.wide_result && self.sizes.result_width() == Width::Word;
        match w.high {
            High::Sign if w.natural || !word_result => self.term(Term::Return(Some(w.low))),
            High::Zero if word_result => self.term(Term::Return(Some(w.low))),
            _ => {
                let own = self.boxed_wide(w);
                self.return_int(own);
            }
        }
    }
}

/// The number by which the leaf `int_fits` knows the width.
fn fits_kind(w: Width) -> i64 {
    match w {
        Width::Small => 0,
        Width::Word => 1,
        Width::Full => 2,
    }
}
