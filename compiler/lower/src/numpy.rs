//! NumPy's scalars in registers, and elements of arrays.
//!
//! What inference says of NumPy's values is a presumption ([`Ty::Numpy`]): the fast body tests it where it looks at a value, and leaves
//! to the twin where it does not hold; the twin treats them all as objects. Scalars that are computed with, and those which meet
//! with Python numbers (`total = 0.0` in front of a loop that adds elements of an array), are kept as [`Np`]: a number, and what
//! object it is. Everywhere else they are tagged words.
//!
//! Arithmetic of `np.float64` is that of floats, but for division by zero and powers, where NumPy warns and gives infinity: there
//! the twin goes on, as it does where an int does not fit its 64 bits.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap as HashMap;

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, CmpOp, Inst, Op as H, UnaryOp, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{FLOAT, INT, InstanceId, NAT, Ty};

use crate::ctx::{Lower, Mode, Val};

/// A number that may be NumPy's.
#[derive(Debug, Clone, Copy)]
pub struct Np {
    pub kind: Kind,
    /// Of NumPy's.
    pub dtype: DType,
    pub tag: Tag,
    /// `F64`, `I64` or `Bool`, as `kind` says.
    pub x: Value,
}

/// What a register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `np.float64`, `np.float32`, a float, or an int that a float is exactly.
    Real,
    /// `np.int64`, a shorter one, or an int.
    Int,
    /// `np.bool` or a bool.
    Bool,
}

/// Elements of this dtype are numbers in registers.
fn in_registers(d: DType) -> bool {
    matches!(d, DType::F64 | DType::F32 | DType::Bool) || d.bounds().is_some()
}

/// What a step of a loop over an array gives.
pub enum Element {
    Number(Np),
    Object(Value),
}

/// What object it is: [`PYTHON_INT`], [`PYTHON_FLOAT`] or [`NUMPY`].
#[derive(Debug, Clone, Copy)]
pub enum Tag {
    Known(i64),
    Is(Value),
}

/// An int; of [`Kind::Bool`] a bool.
pub const PYTHON_INT: i64 = 0;
pub const PYTHON_FLOAT: i64 = 1;
pub const NUMPY: i64 = 2;

/// Ints up to here are floats exactly.
const EXACT: i64 = 1 << 53;

/// How values of this type are kept, where they are numbers of which some may be NumPy's.
pub fn np_kind(t: &Ty) -> Option<Kind> {
    let all = |among: fn(&Ty) -> bool| t.members().iter().all(among);
    let any = |what: &Ty| t.members().contains(what);
    if let Ty::NpNum(d) = t {
        return Some(if *d == DType::F32 { Kind::Real } else { Kind::Int });
    }
    if any(&Ty::NpFloat) && all(|m| matches!(m, Ty::NpFloat | Ty::Float { .. } | Ty::Int { .. })) {
        Some(Kind::Real)
    } else if any(&Ty::NpInt) && all(|m| matches!(m, Ty::NpInt | Ty::Int { .. })) {
        Some(Kind::Int)
    } else if any(&Ty::NpBool) && all(|m| matches!(m, Ty::NpBool | Ty::Bool)) {
        Some(Kind::Bool)
    } else {
        None
    }
}

/// The dtype of NumPy's values of this type.
fn dtype_of(t: &Ty) -> DType {
    match np_kind(t) {
        _ if let Ty::NpNum(d) = t => *d,
        Some(Kind::Int) => DType::I64,
        Some(Kind::Bool) => DType::Bool,
        _ => DType::F64,
    }
}

/// The tag of all values of this type.
fn tag_of(t: &Ty) -> Option<i64> {
    match t {
        Ty::NpFloat | Ty::NpInt | Ty::NpBool | Ty::NpNum(_) => Some(NUMPY),
        Ty::Float { .. } => Some(PYTHON_FLOAT),
        Ty::Int { .. } | Ty::Bool => Some(PYTHON_INT),
        _ => None,
    }
}

fn rep_of_kind(k: Kind) -> Rep {
    match k {
        Kind::Real => Rep::F64,
        Kind::Int => Rep::I64,
        Kind::Bool => Rep::Bool,
    }
}

/// The values that the fast body keeps as [`Np`], in the order of their numbers.
pub fn np_values(t: &Typed, id: InstanceId) -> BTreeSet<V> {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut found = BTreeSet::new();
    if !inst.types.iter().any(|t| np_kind(t).is_some()) {
        return found;
    }
    let ty = |v: &V| &inst.types[v.index()];
    for (b, block) in f.blocks.iter().enumerate() {
        if b > 0 {
            found.extend(block.params.iter().filter(|p| np_kind(ty(p)).is_some()).copied());
        }
        for i in &block.insts {
            if let [r] = i.results[..]
                && np_kind(ty(&r)).is_some()
                && matches!(i.op, H::Bin(_) | H::InPlace(_) | H::Un(_) | H::Cmp(_) | H::GetItem | H::Call { .. } | H::CallMethod { .. })
            {
                found.insert(r);
            }
        }
    }
    // On the side exit of an instruction there is no point at which the twin could take over.
    loop {
        let mut out = Vec::new();
        for target in f.blocks.iter().flat_map(|b| &b.insts).flat_map(|i| i.done.iter().chain(&i.unwind)) {
            for (p, a) in f.blocks[target.block.index()].params.iter().zip(&target.args) {
                if found.contains(p) && !found.contains(a) && !matches!(ty(a), Ty::Float { .. } | Ty::Bool) {
                    out.push(*p);
                }
            }
        }
        if out.is_empty() {
            return found;
        }
        out.iter().for_each(|p| {
            found.remove(p);
        });
    }
}

/// Two words of the frame array for each of them, from word `first` on.
pub fn np_slots(values: &BTreeSet<V>, first: u32) -> HashMap<V, u32> {
    values.iter().copied().zip((first..).step_by(2)).collect()
}

impl Lower<'_> {
    /// The fast body keeps this value as an [`Np`].
    pub fn is_np(&self, v: V) -> bool {
        self.mode == Mode::Fast && self.np.contains_key(&v)
    }

    fn np_kind_of(&self, v: V) -> Kind {
        np_kind(&self.inst.types[v.index()]).expect("only such values are kept so")
    }

    pub fn set_np(&mut self, v: V, n: Np) {
        let same = |me: &Self| me.np_kind_of(v) == n.kind && dtype_of(&me.inst.types[v.index()]) == n.dtype;
        if self.is_np(v) && same(self) {
            self.vals.insert(v, Val::Np(n));
        } else {
            let w = self.box_np(n);
            self.set(v, w, &Ty::Any);
        }
    }

    fn tag_value(&mut self, t: Tag) -> Value {
        match t {
            Tag::Known(k) => self.iconst(k),
            Tag::Is(v) => v,
        }
    }

    /// The object.
    pub fn box_np(&mut self, n: Np) -> Value {
        let tag = self.tag_value(n.tag);
        match n.kind {
            _ if !matches!(n.dtype, DType::F64 | DType::I64 | DType::Bool) => {
                let d = self.iconst(n.dtype as i64);
                let (i, x) = match n.kind {
                    Kind::Real => (self.iconst(0), n.x),
                    _ => (n.x, self.op(Op::FConst(0), &[], Rep::F64)),
                };
                self.leaf(Leaf::box_np_num, &[d, i, x], Rep::Val)
            }
            Kind::Real => self.leaf(Leaf::box_real, &[tag, n.x], Rep::Val),
            Kind::Int => self.leaf(Leaf::box_np_int, &[tag, n.x], Rep::Val),
            Kind::Bool => {
                let x = self.op(Op::BToI, &[n.x], Rep::I64);
                self.leaf(Leaf::box_np_bool, &[tag, x], Rep::Val)
            }
        }
    }

    /// A word, known to be of a type of this kind, taken apart; what it is not goes to `other`.
    fn np_of_word(&mut self, w: Value, ty: &Ty, kind: Kind, other: Block) -> Np {
        let python = ty.members().iter().any(|m| !m.is_numpy());
        let dtype = dtype_of(ty);
        if let Ty::NpNum(d) = ty {
            return self.np_of_short(w, *d, kind, other);
        }
        let (class, rep, load) = match kind {
            Kind::Real => ("numpy.float64", Rep::F64, Op::UnboxFloat),
            Kind::Int => ("numpy.int64", Rep::I64, Op::Load { ty: Rep::I64, offset: layout::SCALAR_VALUE, region: Region::Const }),
            Kind::Bool => ("numpy.bool", Rep::I64, Op::LoadU8 { offset: layout::SCALAR_VALUE, region: Region::Const }),
        };
        let from_numpy = |me: &mut Self, o: Value, other: Block| {
            let is = me.is_exactly(o, class);
            me.require(is, other);
            let x = me.op(load.clone(), &[o], rep);
            if kind == Kind::Bool { me.nonzero(x) } else { x }
        };
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        if !python {
            let object = self.new_block(false);
            self.branch(tagged, other, object);
            self.cur = object;
            let o = self.op(Op::Cast, &[w], Rep::Obj);
            let x = from_numpy(self, o, other);
            return Np { kind, dtype, tag: Tag::Known(NUMPY), x };
        }
        let done = self.new_block(false);
        let (tag, x) = (self.f.add_param(done, Rep::I64), self.f.add_param(done, rep_of_kind(kind)));
        let has_int = ty.members().iter().any(Ty::is_int);
        let (int, object) = (if has_int { self.new_block(false) } else { other }, self.new_block(false));
        self.branch(tagged, int, object);
        if has_int {
            self.cur = int;
            let e = pyaot_ir::Exit { kind: pyaot_ir::ExitKind::Slow, target: pyaot_ir::Target { block: other, args: vec![] } };
            let i = self.inst_n(Op::UntagInt, vec![w], &[Rep::I64], vec![e])[0];
            let i = if kind == Kind::Real { self.exact_real(i, other) } else { i };
            let t = self.iconst(PYTHON_INT);
            self.jump(done, &[t, i]);
        }
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let python = match kind {
            Kind::Real => ty.members().iter().any(Ty::is_float).then_some("float"),
            Kind::Int => None,
            Kind::Bool => Some("bool"),
        };
        if let Some(class) = python {
            let is = self.is_exactly(o, class);
            let (yes, no) = (self.new_block(false), self.new_block(false));
            self.branch(is, yes, no);
            self.cur = yes;
            let (t, x) = if kind == Kind::Real {
                (PYTHON_FLOAT, self.op(Op::UnboxFloat, &[o], Rep::F64))
            } else {
                (PYTHON_INT, self.op(Op::UnboxBool, &[w], Rep::Bool))
            };
            let t = self.iconst(t);
            self.jump(done, &[t, x]);
            self.cur = no;
        }
        let y = from_numpy(self, o, other);
        let t = self.iconst(NUMPY);
        self.jump(done, &[t, y]);
        self.cur = done;
        Np { kind, dtype, tag: Tag::Is(tag), x }
    }

    /// [`Lower::np_of_word`] of a scalar of fewer than 64 bits.
    fn np_of_short(&mut self, w: Value, dtype: DType, kind: Kind, other: Block) -> Np {
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        let object = self.new_block(false);
        self.branch(tagged, other, object);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is = self.is_exactly(o, &format!("numpy.{}", dtype.name()));
        self.require(is, other);
        let (base, offset) = (self.op(Op::Cast, &[o], Rep::Ptr), self.iconst(layout::SCALAR_VALUE.into()));
        let at = self.op(Op::PtrAdd, &[base, offset], Rep::Ptr);
        let x = self.op(Op::LoadNum(dtype), &[at], rep_of_kind(kind));
        Np { kind, dtype, tag: Tag::Known(NUMPY), x }
    }

    fn nonzero(&mut self, x: Value) -> Value {
        let zero = self.iconst(0);
        self.icmp(Cc::Ne, x, zero)
    }

    /// An int as the float that it is; others go to `other`.
    fn exact_real(&mut self, i: Value, other: Block) -> Value {
        let (half, whole) = (self.iconst(EXACT), self.iconst(2 * EXACT));
        let above = self.op(Op::IAdd, &[i, half], Rep::I64);
        let exact = self.op(Op::ULt, &[above, whole], Rep::Bool);
        self.require(exact, other);
        self.op(Op::IToF, &[i], Rep::F64)
    }

    /// An operand that is a number; None: of another type. What cannot be kept leaves to the twin in front of the instruction.
    fn np_operand(&mut self, v: V, kind: Kind) -> Option<Np> {
        let ty = self.ty(v);
        if let Val::Np(n) = self.get(v)
            && np_kind(&ty).is_some()
        {
            return self.np_as(n, kind);
        }
        if let Some(k) = np_kind(&ty) {
            let w = self.word(v);
            let other = self.slow_block();
            let n = self.np_of_word(w, &ty, k, other);
            return self.np_as(n, kind);
        }
        match (&ty, kind) {
            (Ty::Float { .. }, Kind::Real) => Some(Np { kind, dtype: DType::F64, tag: Tag::Known(PYTHON_FLOAT), x: self.f64(v) }),
            (Ty::Int { .. } | Ty::Bool, Kind::Real) => {
                let i = self.i64(v);
                let x = if *self.literal_in(v).get_or_insert(i64::MAX) < EXACT || ty == Ty::Bool {
                    self.op(Op::IToF, &[i], Rep::F64)
                } else {
                    let other = self.slow_block();
                    self.exact_real(i, other)
                };
                Some(Np { kind, dtype: DType::F64, tag: Tag::Known(PYTHON_INT), x })
            }
            (Ty::Int { .. }, Kind::Int) => Some(Np { kind, dtype: DType::I64, tag: Tag::Known(PYTHON_INT), x: self.i64(v) }),
            (Ty::Bool, Kind::Bool) => Some(Np { kind, dtype: DType::Bool, tag: Tag::Known(PYTHON_INT), x: self.typed(v).0 }),
            _ => None,
        }
    }

    /// The size of a literal int.
    fn literal_in(&self, v: V) -> Option<i64> {
        self.literal(v).and_then(i64::checked_abs)
    }

    /// A number as one of another kind.
    fn np_as(&mut self, n: Np, kind: Kind) -> Option<Np> {
        match (n.kind, kind) {
            (a, b) if a == b => Some(n),
            // NumPy's ints are rounded, Python's must be exact: the test serves both.
            (Kind::Int, Kind::Real) => {
                let x = match n.tag {
                    Tag::Known(NUMPY) => self.op(Op::IToF, &[n.x], Rep::F64),
                    _ => {
                        let other = self.slow_block();
                        self.exact_real(n.x, other)
                    }
                };
                Some(Np { kind, dtype: DType::F64, tag: n.tag, x })
            }
            _ => None,
        }
    }

    /// A result or operand as a number of this dtype: Python's floats are rounded, its ints must fit; results that overflow are the
    /// twin's, which warns.
    fn np_fitted(&mut self, kind: Kind, x: Value, dtype: DType) -> Value {
        match (kind, dtype) {
            (Kind::Real, DType::F32) => {
                let short = self.op(Op::FRound32, &[x], Rep::F64);
                let size = self.op(Op::FAbs, &[short], Rep::F64);
                let most = self.op(Op::FConst(f64::from(f32::MAX).to_bits()), &[], Rep::F64);
                let fits = self.op(Op::FCmp(Cc::Le), &[size, most], Rep::Bool);
                let twin = self.slow_block();
                self.require(fits, twin);
                short
            }
            (Kind::Int, d) if d != DType::I64 => {
                let Some((lo, hi)) = d.bounds() else { return x };
                let (least, count) = (self.iconst(lo), self.iconst(hi - lo + 1));
                let from = self.op(Op::ISub, &[x, least], Rep::I64);
                let fits = self.op(Op::ULt, &[from, count], Rep::Bool);
                let twin = self.slow_block();
                self.require(fits, twin);
                x
            }
            _ => x,
        }
    }

    /// An operand where the result is of this dtype.
    fn np_operand_of(&mut self, v: V, kind: Kind, dtype: DType) -> Option<Np> {
        let n = self.np_operand(v, kind)?;
        let fits = matches!(n.tag, Tag::Known(NUMPY)) || self.literal(v).zip(dtype.bounds()).is_some_and(|(l, (lo, hi))| (lo..=hi).contains(&l));
        let x = if fits { n.x } else { self.np_fitted(kind, n.x, dtype) };
        Some(Np { x, ..n })
    }

    /// The tag of a result: NumPy's wins, then a float's.
    fn joint_tag(&mut self, a: Tag, b: Tag) -> Tag {
        match (a, b) {
            (Tag::Known(a), Tag::Known(b)) => Tag::Known(a.max(b)),
            (Tag::Known(NUMPY), _) | (_, Tag::Known(NUMPY)) => Tag::Known(NUMPY),
            (Tag::Known(PYTHON_INT), t) | (t, Tag::Known(PYTHON_INT)) => t,
            (a, b) => {
                let (a, b) = (self.tag_value(a), self.tag_value(b));
                Tag::Is(self.op(Op::IMax, &[a, b], Rep::I64))
            }
        }
    }

    /// One of the operands is presumably a NumPy scalar, and the result a number.
    fn np_applies(&self, i: &Inst) -> bool {
        self.mode == Mode::Fast && i.args.iter().any(|v| np_kind(&self.ty(*v)).is_some())
    }

    /// `a op b` of numbers of which one may be NumPy's; false: the runtime has to do it.
    pub fn np_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        if !self.np_applies(i) {
            return false;
        }
        let out = i.results[0];
        let known = |me: &Self, v: V| np_kind(&me.ty(v)).is_some_and(|k| k != Kind::Bool) || me.ty(v).is_number();
        if !i.args.iter().all(|v| known(self, *v)) {
            return false;
        }
        match np_kind(&self.inst.types[out.index()]) {
            Some(Kind::Real) => self.np_real_binary(i, op),
            Some(Kind::Int) => self.np_int_binary(i, op),
            _ => false,
        }
    }

    fn np_real_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let plain = match op {
            BinOp::Add => Op::FAdd,
            BinOp::Sub => Op::FSub,
            BinOp::Mul => Op::FMul,
            BinOp::Div => Op::FDiv,
            BinOp::Pow if self.literal(i.args[1]) == Some(2) => Op::FSquare,
            _ => return false,
        };
        let dtype = dtype_of(&self.inst.types[i.results[0].index()]);
        if dtype != DType::F64 && op == BinOp::Pow {
            return false;
        }
        let operands = (self.np_operand_of(i.args[0], Kind::Real, dtype), self.np_operand_of(i.args[1], Kind::Real, dtype));
        let (Some(a), Some(b)) = operands else { return false };
        let mut tag = self.joint_tag(a.tag, b.tag);
        if op == BinOp::Div {
            let zero = self.op(Op::FConst(0), &[], Rep::F64);
            let fine = self.op(Op::FCmp(Cc::Ne), &[b.x, zero], Rep::Bool);
            let twin = self.slow_block();
            self.require(fine, twin);
            // Never an int.
            tag = self.joint_tag(tag, Tag::Known(PYTHON_FLOAT));
        }
        if op == BinOp::Pow {
            if !matches!(a.tag, Tag::Known(NUMPY)) {
                return false;
            }
            let x = self.square(a.x);
            self.set_np(i.results[0], Np { kind: Kind::Real, dtype, tag, x });
            return true;
        }
        let x = self.op(plain, &[a.x, b.x], Rep::F64);
        if !matches!(tag, Tag::Known(PYTHON_FLOAT | NUMPY)) {
            // Two ints, perhaps: then the result must be exact.
            let t = self.tag_value(tag);
            let int = self.iconst(PYTHON_INT);
            let is_int = self.icmp(Cc::Eq, t, int);
            let (look, fine, twin) = (self.new_block(false), self.new_block(false), self.slow_block());
            self.branch(is_int, look, fine);
            self.cur = look;
            let size = self.op(Op::FAbs, &[x], Rep::F64);
            let most = self.op(Op::FConst((EXACT as f64).to_bits()), &[], Rep::F64);
            let exact = self.op(Op::FCmp(Cc::Lt), &[size, most], Rep::Bool);
            self.branch(exact, fine, twin);
            self.cur = fine;
        }
        let x = self.np_fitted(Kind::Real, x, dtype);
        self.set_np(i.results[0], Np { kind: Kind::Real, dtype, tag, x });
        true
    }

    /// `x ** 2` of an `np.float64`; what might overflow, and warn, is the twin's.
    fn square(&mut self, x: Value) -> Value {
        let size = self.op(Op::FAbs, &[x], Rep::F64);
        let most = self.op(Op::FConst(1e154f64.to_bits()), &[], Rep::F64);
        let fine = self.op(Op::FCmp(Cc::Lt), &[size, most], Rep::Bool);
        let twin = self.slow_block();
        self.require(fine, twin);
        let e = self.raise_exit();
        self.inst_n(Op::FSquare, vec![x], &[Rep::F64], vec![e])[0]
    }

    fn np_int_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let checked = match op {
            BinOp::Add => Op::IAddO,
            BinOp::Sub => Op::ISubO,
            BinOp::Mul => Op::IMulO,
            BinOp::BitAnd => Op::IAnd,
            BinOp::BitOr => Op::IOr,
            BinOp::BitXor => Op::IXor,
            BinOp::FloorDiv => Op::IFloorDiv,
            BinOp::Mod => Op::IFloorMod,
            _ => return false,
        };
        let dtype = dtype_of(&self.inst.types[i.results[0].index()]);
        let operands = (self.np_operand_of(i.args[0], Kind::Int, dtype), self.np_operand_of(i.args[1], Kind::Int, dtype));
        let (Some(a), Some(b)) = operands else { return false };
        let tag = self.joint_tag(a.tag, b.tag);
        let x = match op {
            BinOp::Add | BinOp::Sub | BinOp::Mul => {
                let e = self.slow_exit();
                self.inst_n(checked, vec![a.x, b.x], &[Rep::I64], vec![e])[0]
            }
            BinOp::FloorDiv | BinOp::Mod => {
                // Neither 0, where NumPy warns, nor -1, by which the least int cannot be divided.
                let (one, two) = (self.iconst(1), self.iconst(2));
                let above = self.op(Op::IAdd, &[b.x, one], Rep::I64);
                let bad = self.op(Op::ULt, &[above, two], Rep::Bool);
                let (fine, twin) = (self.new_block(false), self.slow_block());
                self.branch(bad, twin, fine);
                self.cur = fine;
                self.op(checked, &[a.x, b.x], Rep::I64)
            }
            _ => self.op(checked, &[a.x, b.x], Rep::I64),
        };
        let x = self.np_fitted(Kind::Int, x, dtype);
        self.set_np(i.results[0], Np { kind: Kind::Int, dtype, tag, x });
        true
    }

    /// A comparison of numbers of which one may be NumPy's.
    pub fn np_compare(&mut self, i: &Inst, op: CmpOp, c: Cc) -> bool {
        if !self.np_applies(i) || matches!(op, CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn) {
            return false;
        }
        if np_kind(&self.inst.types[i.results[0].index()]) != Some(Kind::Bool) {
            return false;
        }
        let ints = i.args.iter().all(|v| self.ty(*v).is_int() || np_kind(&self.ty(*v)) == Some(Kind::Int));
        let kind = if ints { Kind::Int } else { Kind::Real };
        // Python's numbers are rounded to the precision of a float32.
        let short = |me: &Self, v: &V| me.ty(*v) == Ty::NpNum(DType::F32);
        let long = |me: &Self, v: &V| matches!(me.ty(*v), Ty::NpFloat | Ty::NpInt) || matches!(me.ty(*v), Ty::NpNum(d) if d.bounds().is_some());
        let dtype = if i.args.iter().any(|v| short(self, v)) && !i.args.iter().any(|v| long(self, v)) { DType::F32 } else { DType::F64 };
        let operands = if kind == Kind::Real {
            (self.np_operand_of(i.args[0], kind, dtype), self.np_operand_of(i.args[1], kind, dtype))
        } else {
            (self.np_operand(i.args[0], kind), self.np_operand(i.args[1], kind))
        };
        let (Some(a), Some(b)) = operands else { return false };
        let x = if ints { self.icmp(c, a.x, b.x) } else { self.op(Op::FCmp(c), &[a.x, b.x], Rep::Bool) };
        // A bool where neither is NumPy's, else NumPy's.
        let tag = match self.joint_tag(a.tag, b.tag) {
            Tag::Known(t) => Tag::Known(if t == NUMPY { NUMPY } else { PYTHON_INT }),
            Tag::Is(t) => {
                let m = self.iconst(NUMPY);
                Tag::Is(self.op(Op::IAnd, &[t, m], Rep::I64))
            }
        };
        self.set_np(i.results[0], Np { kind: Kind::Bool, dtype: DType::Bool, tag, x });
        true
    }

    pub fn np_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if !self.np_applies(i) {
            return false;
        }
        let Some(kind) = np_kind(&self.inst.types[i.results[0].index()]) else { return false };
        let Some(n) = self.np_operand(i.args[0], kind) else { return false };
        let x = match (kind, op) {
            (Kind::Real | Kind::Int, UnaryOp::Pos) => n.x,
            // The negative of the int 0 is no -0.0.
            (Kind::Real, UnaryOp::Neg) if matches!(n.tag, Tag::Known(PYTHON_FLOAT | NUMPY)) => self.op(Op::FNeg, &[n.x], Rep::F64),
            (Kind::Int, UnaryOp::Neg) => {
                let x = self.negated(n.x);
                self.np_fitted(kind, x, n.dtype)
            }
            _ => return false,
        };
        self.set_np(i.results[0], Np { x, ..n });
        true
    }

    /// The truth value of a number that may be NumPy's.
    pub fn np_truth(&mut self, v: V) -> Option<Value> {
        let kind = np_kind(&self.ty(v)).filter(|_| self.mode == Mode::Fast)?;
        let n = self.np_operand(v, kind)?;
        Some(match kind {
            Kind::Real => {
                let z = self.op(Op::FConst(0), &[], Rep::F64);
                self.op(Op::FCmp(Cc::Ne), &[n.x, z], Rep::Bool)
            }
            Kind::Int => self.nonzero(n.x),
            Kind::Bool => n.x,
        })
    }

    /// The operand as a float, where it may be NumPy's.
    pub fn np_f64(&mut self, v: V) -> Option<Value> {
        let applies = self.mode == Mode::Fast && matches!(np_kind(&self.ty(v)), Some(Kind::Real | Kind::Int));
        if !applies {
            return None;
        }
        Some(self.np_operand(v, Kind::Real)?.x)
    }

    /// The operand as an index, where it may be NumPy's.
    pub fn np_index(&mut self, v: V) -> Option<Value> {
        if self.mode != Mode::Fast || np_kind(&self.ty(v)) != Some(Kind::Int) {
            return None;
        }
        Some(self.np_operand(v, Kind::Int)?.x)
    }

    /// `float(x)`, `int(x)`, `abs(x)` of a number that may be NumPy's.
    pub fn np_native(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        let [v] = args else { return false };
        let Some(kind) = np_kind(&self.ty(*v)).filter(|k| self.mode == Mode::Fast && *k != Kind::Bool) else { return false };
        let out = i.results[0];
        match (name, kind) {
            ("float", _) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                self.set(out, n.x, &FLOAT);
            }
            ("int", Kind::Real) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                let size = self.op(Op::FAbs, &[n.x], Rep::F64);
                let most = self.op(Op::FConst(9.2e18f64.to_bits()), &[], Rep::F64);
                let fits = self.op(Op::FCmp(Cc::Lt), &[size, most], Rep::Bool);
                let twin = self.slow_block();
                self.require(fits, twin);
                let r = self.op(Op::FToI, &[n.x], Rep::I64);
                self.set(out, r, &INT);
            }
            ("int", Kind::Int) => {
                let Some(n) = self.np_operand(*v, Kind::Int) else { return false };
                self.set(out, n.x, &INT);
            }
            ("builtins.abs", Kind::Real) if np_kind(&self.inst.types[out.index()]) == Some(Kind::Real) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                let x = self.op(Op::FAbs, &[n.x], Rep::F64);
                self.set_np(out, Np { x, ..n });
            }
            _ => return false,
        }
        true
    }

    // What is kept, between blocks and for the twin.

    /// Takes a word apart that a kept value is bound to; what it presumably is not goes to the twin behind the instruction.
    pub fn set_np_word(&mut self, v: V, word: Value) {
        let ty = self.inst.types[v.index()].clone();
        let kind = self.np_kind_of(v);
        let saved = self.cur;
        let twin = self.big_exit(v).target.block;
        let other = self.new_block(true);
        self.cur = other;
        self.jump(twin, &[word]);
        self.cur = saved;
        let n = self.np_of_word(word, &ty, kind, other);
        self.vals.insert(v, Val::Np(n));
    }

    /// Parameters of a block for a kept value.
    pub fn add_np_param(&mut self, block: Block, p: V) {
        let ty = self.inst.types[p.index()].clone();
        let kind = self.np_kind_of(p);
        let tag = match tag_of(&ty) {
            Some(t) => Tag::Known(t),
            None => Tag::Is(self.f.add_param(block, Rep::I64)),
        };
        let x = self.f.add_param(block, rep_of_kind(kind));
        let dtype = dtype_of(&ty);
        self.vals.insert(p, Val::Np(Np { kind, dtype, tag, x }));
    }

    /// Arguments of a jump for a kept parameter.
    pub fn np_argument(&mut self, p: V, a: V, narrowed: &Ty) -> Vec<Value> {
        let kind = self.np_kind_of(p);
        let n = match self.np_operand(a, kind) {
            Some(n) if *narrowed != Ty::Never => n,
            _ => Np { kind, dtype: DType::F64, tag: Tag::Known(NUMPY), x: self.zero(rep_of_kind(kind)) },
        };
        self.np_words(p, n)
    }

    /// An [`Np`] as arguments for parameters of [`Lower::add_np_param`].
    pub fn np_words(&mut self, p: V, n: Np) -> Vec<Value> {
        match tag_of(&self.inst.types[p.index()]) {
            Some(_) => vec![n.x],
            None => vec![self.tag_value(n.tag), n.x],
        }
    }

    /// Stores a number for the twin, see [`Lower::take_np`].
    pub fn store_np(&mut self, buf: Value, v: V, n: Np) {
        let tag = self.tag_value(n.tag);
        let x = if n.kind == Kind::Bool { self.op(Op::BToI, &[n.x], Rep::I64) } else { n.x };
        for (k, x) in [tag, x].into_iter().enumerate() {
            let offset = 8 * (self.np[&v] + k as u32) as i32;
            self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, x]);
        }
    }

    /// The object of a number that the fast body stored: for the twin.
    pub fn take_np(&mut self, buf: Value, v: V) -> Value {
        let kind = self.np_kind_of(v);
        let rep = if kind == Kind::Real { Rep::F64 } else { Rep::I64 };
        let [tag, x] = [(0, Rep::I64), (1, rep)].map(|(k, ty)| {
            let offset = 8 * (self.np[&v] + k) as i32;
            self.op(Op::Load { ty, offset, region: Region::Frame(offset) }, &[buf], ty)
        });
        if let Ty::NpNum(dtype) = self.inst.types[v.index()] {
            return self.box_np(Np { kind, dtype, tag: Tag::Known(NUMPY), x });
        }
        let leaf = match kind {
            Kind::Real => Leaf::box_real,
            Kind::Int => Leaf::box_np_int,
            Kind::Bool => Leaf::box_np_bool,
        };
        self.leaf(leaf, &[tag, x], Rep::Val)
    }

    /// On the way back from the twin: the word that it had, which is known to be of the presumed type.
    pub fn np_taken(&mut self, v: V, w: Value) -> Np {
        let ty = self.inst.types[v.index()].clone();
        let never = self.new_block(true);
        self.np_of_word(w, &ty, self.np_kind_of(v), never)
    }

    /// In the twin, looking for a way back: the word is what the body takes it for.
    pub fn require_np(&mut self, v: V, w: Value, otherwise: Block) {
        let ty = self.inst.types[v.index()].clone();
        self.np_of_word(w, &ty, self.np_kind_of(v), otherwise);
    }

    // Elements of arrays.

    /// The operand is an array of this dtype and number of dimensions; if not, the twin goes on.
    fn array(&mut self, v: V, dtype: DType, ndim: u8, writeable: bool) -> Value {
        let flag = if writeable { layout::ARRAY_WRITEABLE << 16 } else { 0 };
        self.array_with(v, 0xffff | flag, dtype as i64 | i64::from(ndim) << 8 | flag)
    }

    /// The operand is an array of that many dimensions; if not, the twin goes on. None: more than compiled code knows.
    pub fn array_of_dims(&mut self, v: V, ndim: u8) -> Option<Value> {
        ((ndim as usize) <= layout::ARRAY_INLINE_DIMS).then(|| self.array_with(v, 0xff00, i64::from(ndim) << 8))
    }

    /// The operand is an array; if not, the twin goes on.
    pub fn require_array(&mut self, v: V) -> Value {
        let w = self.word(v);
        let (twin, object) = (self.slow_block(), self.new_block(false));
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
        self.branch(tagged, twin, object);
        self.cur = object;
        let o = self.op(Op::Cast, &[w], Rep::Obj);
        let is = self.is_exactly(o, "numpy.ndarray");
        self.require(is, twin);
        o
    }

    /// The operand is an array whose dtype, number of dimensions and flags are `want` where `mask` says.
    fn array_with(&mut self, v: V, mask: i64, want: i64) -> Value {
        let o = self.require_array(v);
        let twin = self.slow_block();
        let head = self.op(Op::Load { ty: Rep::I64, offset: layout::ARRAY_DTYPE, region: Region::ArrayHead }, &[o], Rep::I64);
        let (mask, want) = (self.iconst(mask), self.iconst(want));
        let have = self.op(Op::IAnd, &[head, mask], Rep::I64);
        let fits = self.icmp(Cc::Eq, have, want);
        self.require(fits, twin);
        o
    }

    /// The indices of a subscript with one int for each dimension.
    fn element_index(&self, index: V, ndim: u8) -> Option<Vec<V>> {
        let is_int = |v: &V| self.ty(*v).is_int() || np_kind(&self.ty(*v)) == Some(Kind::Int);
        let parts = match &self.ty(index) {
            Ty::Tuple(ts) if ts.len() == ndim as usize => {
                let (b, k) = self.defs.get(&index)?;
                let made = &self.func.blocks[*b as usize].insts[*k as usize];
                matches!(made.op, H::MakeTuple).then(|| made.args.clone())?
            }
            _ if ndim == 1 => vec![index],
            _ => return None,
        };
        parts.iter().all(is_int).then_some(parts)
    }

    /// The address of the element; indices out of bounds are the twin's.
    fn element(&mut self, o: Value, index: &[V]) -> Option<Value> {
        let load = |me: &mut Self, offset: i32| me.op(Op::Load { ty: Rep::I64, offset, region: Region::ArrayHead }, &[o], Rep::I64);
        let mut at: Option<Value> = None;
        for (k, v) in index.iter().enumerate() {
            let k = 8 * k as i32;
            let i = match self.np_index(*v) {
                Some(i) => i,
                None => self.i64(*v),
            };
            let n = load(self, layout::ARRAY_SHAPE + k);
            let twin = self.slow_block();
            let i = self.bounded(i, n, matches!(self.ty(*v), Ty::Int { nonneg: true }), twin);
            let stride = load(self, layout::ARRAY_STRIDES + k);
            let offset = self.op(Op::IMul, &[i, stride], Rep::I64);
            at = Some(match at {
                Some(at) => self.op(Op::IAdd, &[at, offset], Rep::I64),
                None => offset,
            });
        }
        let data = self.op(Op::Load { ty: Rep::Ptr, offset: layout::ARRAY_DATA, region: Region::ArrayHead }, &[o], Rep::Ptr);
        Some(self.op(Op::PtrAdd, &[data, at?], Rep::Ptr))
    }

    /// The array and indices of a subscript that compiled code can follow.
    fn element_of(&self, array: V, index: V) -> Option<(DType, u8, Vec<V>)> {
        let Ty::Array { dtype: Some(dtype), ndim: Some(ndim) } = self.ty(array) else { return None };
        if !in_registers(dtype) || self.mode != Mode::Fast || ndim == 0 || ndim as usize > layout::ARRAY_INLINE_DIMS {
            return None;
        }
        Some((dtype, ndim, self.element_index(index, ndim)?))
    }

    /// `a.shape` that is only indexed and unpacked, `a.ndim`, `a.size`; false: the runtime has to do it.
    pub fn array_attr(&mut self, i: &Inst, name: &str) -> bool {
        let Ty::Array { ndim: Some(ndim), .. } = self.ty(i.args[0]) else { return false };
        if self.mode != Mode::Fast || !matches!(name, "shape" | "size") {
            return false;
        }
        let out = i.results[0];
        let load = |me: &mut Self, o: Value, offset: i32| me.op(Op::Load { ty: Rep::I64, offset, region: Region::ArrayHead }, &[o], Rep::I64);
        if name == "size" {
            let Some(o) = self.array_of_dims(i.args[0], ndim) else { return false };
            let n = load(self, o, layout::ARRAY_SIZE);
            self.set(out, n, &NAT);
            return true;
        }
        let apart = self.uses.get(&out).is_some_and(|us| {
            us.iter().all(|(b, k)| match self.func.blocks[*b as usize].insts.get(*k as usize) {
                Some(u) if matches!(u.op, H::GetItem) => {
                    u.args[0] == out && self.literal(u.args[1]).is_some_and(|l| (0..i64::from(ndim)).contains(&l))
                }
                Some(u) => matches!(u.op, H::Unpack) && u.results.len() == ndim as usize,
                None => false,
            })
        });
        let Some(o) = apart.then(|| self.array_of_dims(i.args[0], ndim)).flatten() else { return false };
        let lengths = (0..i32::from(ndim)).map(|k| Val::One(load(self, o, layout::ARRAY_SHAPE + 8 * k), NAT)).collect();
        self.vals.insert(out, Val::Parts(lengths));
        true
    }

    /// A step of a loop over an array: the element at index `state`, or the loop's end.
    pub fn array_step(&mut self, array: V, state: Value, done: Block) -> Element {
        let Ty::Array { dtype, ndim } = self.ty(array) else { unreachable!("the caller has seen an array") };
        let register = dtype.is_some_and(in_registers) && ndim == Some(1);
        if self.mode == Mode::Fast
            && register
            && let Some(dtype) = dtype
        {
            let o = self.array(array, dtype, 1, false);
            let n = self.op(Op::Load { ty: Rep::I64, offset: layout::ARRAY_SHAPE, region: Region::ArrayHead }, &[o], Rep::I64);
            let more = self.op(Op::ULt, &[state, n], Rep::Bool);
            self.require(more, done);
            let stride = self.op(Op::Load { ty: Rep::I64, offset: layout::ARRAY_STRIDES, region: Region::ArrayHead }, &[o], Rep::I64);
            let offset = self.op(Op::IMul, &[state, stride], Rep::I64);
            let data = self.op(Op::Load { ty: Rep::Ptr, offset: layout::ARRAY_DATA, region: Region::ArrayHead }, &[o], Rep::Ptr);
            let at = self.op(Op::PtrAdd, &[data, offset], Rep::Ptr);
            return Element::Number(self.load_element(dtype, at));
        }
        let w = self.word(array);
        let n = self.leaf_raises(Leaf::len, &[w], Rep::I64);
        let more = self.op(Op::ULt, &[state, n], Rep::Bool);
        self.require(more, done);
        let k = self.op(Op::TagSmall, &[state], Rep::Val);
        Element::Object(self.leaf_raises(Leaf::getitem, &[w, k], Rep::Val))
    }

    pub fn bind_element(&mut self, v: V, e: Element) {
        match e {
            Element::Number(n) => self.set_np(v, n),
            Element::Object(w) => self.set_word(v, w, &Ty::Any),
        }
    }

    fn load_element(&mut self, dtype: DType, at: Value) -> Np {
        let region = Region::Array;
        let (kind, x) = match dtype {
            DType::F64 => (Kind::Real, self.op(Op::Load { ty: Rep::F64, offset: 0, region }, &[at], Rep::F64)),
            DType::I64 => (Kind::Int, self.op(Op::Load { ty: Rep::I64, offset: 0, region }, &[at], Rep::I64)),
            DType::Bool => {
                let x = self.op(Op::LoadU8 { offset: 0, region }, &[at], Rep::I64);
                (Kind::Bool, self.nonzero(x))
            }
            DType::F32 => (Kind::Real, self.op(Op::LoadNum(dtype), &[at], Rep::F64)),
            _ => (Kind::Int, self.op(Op::LoadNum(dtype), &[at], Rep::I64)),
        };
        Np { kind, dtype, tag: Tag::Known(NUMPY), x }
    }

    /// `a[i]`, `a[i, j]`: an element; false: the runtime has to do it.
    pub fn array_getitem(&mut self, i: &Inst) -> bool {
        let Some((dtype, ndim, index)) = self.element_of(i.args[0], i.args[1]) else { return false };
        let o = self.array(i.args[0], dtype, ndim, false);
        let Some(at) = self.element(o, &index) else { return false };
        let n = self.load_element(dtype, at);
        self.set_np(i.results[0], n);
        true
    }

    /// `a[i] = x`, `a[i, j] = x`; false: the runtime has to do it.
    pub fn array_setitem(&mut self, i: &Inst) -> bool {
        let Some((dtype, ndim, index)) = self.element_of(i.args[0], i.args[1]) else { return false };
        let kind = match dtype {
            DType::F64 | DType::F32 => Kind::Real,
            DType::Bool => Kind::Bool,
            _ => Kind::Int,
        };
        let tv = self.ty(i.args[2]);
        let fits = match kind {
            Kind::Real => tv.is_number() || matches!(np_kind(&tv), Some(Kind::Real | Kind::Int)),
            Kind::Int => tv.is_int() || np_kind(&tv) == Some(Kind::Int),
            Kind::Bool => tv == Ty::Bool || np_kind(&tv) == Some(Kind::Bool),
        };
        if !fits {
            return false;
        }
        let o = self.array(i.args[0], dtype, ndim, true);
        let Some(at) = self.element(o, &index) else { return false };
        let x = match (kind, &tv) {
            // Rounded, like any int that becomes a float.
            (Kind::Real, t) if t.is_number() => self.f64(i.args[2]),
            _ => match self.np_operand(i.args[2], kind) {
                Some(n) => n.x,
                None => return false,
            },
        };
        match dtype {
            DType::F64 | DType::I64 | DType::Bool => self.op0(Op::Store { offset: 0, region: Region::Array }, &[at, x]),
            // NumPy's ints are cut off, Python's must fit.
            d => {
                let cut = kind == Kind::Int && matches!(tag_of(&tv), Some(NUMPY));
                let x = if cut { x } else { self.np_fitted(kind, x, d) };
                self.op0(Op::StoreNum(d), &[at, x]);
            }
        }
        true
    }
}
