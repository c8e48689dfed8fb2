//! NumPy's scalars in registers.
//!
//! What inference says of NumPy's values is a presumption ([`Ty::Numpy`]): the fast body tests it where it looks at a value, and leaves
//! to the twin where it does not hold; the twin treats them all as objects. Scalars that are computed with, and those which meet
//! with Python numbers (`total = 0.0` in front of a loop that adds elements of an array), are kept as [`Np`]: a number, and what
//! object it is. Everywhere else they are tagged words.
//!
//! Arithmetic of `np.float64` is that of floats, but where NumPy warns: there the twin goes on, as it does where an int does not fit its
//! 64 bits.

use std::collections::BTreeSet;

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, CmpOp, Inst, Op as H, UnaryOp, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{FLOAT, INT, InstanceId, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::number::{EXACT, drop_on_side_exits, is_mixed};

/// A number that may be NumPy's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Np {
    pub kind: Kind,
    /// Of NumPy's.
    pub dtype: DType,
    pub tag: Tag,
    /// `F64`, `I64` or `Bool`, as `kind` says.
    pub x: Value,
    /// The imaginary part of a complex number.
    pub y: Option<Value>,
}

/// What a register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `np.float64`, `np.float32`, a float, or an int that a float is exactly.
    Real,
    /// `np.int64`, a shorter one, or an int.
    Int,
    /// `np.uint64`, or an int that is not below 0 where the two meet (`npword`).
    Word,
    /// `np.bool` or a bool.
    Bool,
    /// `np.complex128`, `np.complex64`, a complex number, or another number as such (`npcomplex`).
    Complex,
}

/// What object it is: [`PYTHON_INT`], [`PYTHON_FLOAT`], [`PYTHON_COMPLEX`] or [`NUMPY`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tag {
    Known(i64),
    Is(Value),
}

/// An int; of [`Kind::Bool`] a bool.
pub const PYTHON_INT: i64 = 0;
pub const PYTHON_FLOAT: i64 = 1;
pub const PYTHON_COMPLEX: i64 = 2;
pub const NUMPY: i64 = layout::NUMPY_TAG;

fn all_like(t: &Ty, like: impl Fn(&Ty) -> bool) -> bool {
    t.members().iter().all(like)
}

/// The dtype of scalars of fewer than 64 bits that the type has among its members.
pub fn short_dtype(t: &Ty) -> Option<DType> {
    t.members().iter().find_map(|m| if let Ty::NpNum(d) = m { Some(*d) } else { None })
}

/// How values of this type are kept, where they are numbers of which some may be NumPy's.
pub fn np_kind(t: &Ty) -> Option<Kind> {
    let all = |among: fn(&Ty) -> bool| t.members().iter().all(among);
    let any = |what: &Ty| t.members().contains(what);
    if let Some(d) = short_dtype(t) {
        if d.is_complex() {
            let fits = all_like(t, |m| *m == Ty::NpNum(d) || m.is_int() || m.is_float() || *m == Ty::Complex);
            return fits.then_some(Kind::Complex);
        }
        let is_real = d == DType::F32;
        if d == DType::U64 {
            return all_like(t, |m| *m == Ty::NpNum(d) || m.is_int()).then_some(Kind::Word);
        }
        let fits = all_like(t, |m| *m == Ty::NpNum(d) || m.is_int() || is_real && m.is_float());
        return fits.then_some(if is_real { Kind::Real } else { Kind::Int });
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
pub fn dtype_of(t: &Ty) -> DType {
    match np_kind(t) {
        _ if let Some(d) = short_dtype(t) => d,
        Some(Kind::Int) => DType::I64,
        Some(Kind::Bool) => DType::Bool,
        _ => DType::F64,
    }
}

/// The tag of all values of this type.
pub fn tag_of(t: &Ty) -> Option<i64> {
    match t {
        Ty::NpFloat | Ty::NpInt | Ty::NpBool | Ty::NpNum(_) => Some(NUMPY),
        Ty::Float { .. } => Some(PYTHON_FLOAT),
        Ty::Int { .. } | Ty::Bool => Some(PYTHON_INT),
        _ => None,
    }
}

pub fn rep_of_kind(k: Kind) -> Rep {
    match k {
        Kind::Real | Kind::Complex => Rep::F64,
        Kind::Int | Kind::Word => Rep::I64,
        Kind::Bool => Rep::Bool,
    }
}

/// Words of the frame array for each of them: tag, number, imaginary part.
pub const NP_WORDS: usize = 3;

/// The values that the fast body keeps as [`Np`], in the order of their numbers.
pub fn np_values(t: &Typed, id: InstanceId) -> BTreeSet<V> {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut found = BTreeSet::new();
    if !inst.types.iter().any(|t| np_kind(t).is_some()) {
        return found;
    }
    let ty = |v: &V| &inst.types[v.index()];
    let is_body = f.kind != pyaot_sema::hir::FuncKind::Generator;
    for (b, block) in f.blocks.iter().enumerate() {
        let fits = |p: &&V| if b > 0 { np_kind(ty(p)).is_some() } else { is_body && crate::npcall::raw(ty(p)).is_some() };
        found.extend(block.params.iter().filter(fits).copied());
        for i in &block.insts {
            let number = match (&i.op, &i.results[..]) {
                (H::Bin(_) | H::InPlace(_) | H::Un(_) | H::Cmp(_) | H::GetItem | H::GetAttr(_) | H::Call { .. } | H::CallMethod { .. }, [r]) => Some(*r),
                (H::IterNext, [element, ..]) => Some(*element),
                _ => None,
            };
            found.extend(number.filter(|r| np_kind(ty(r)).is_some()));
        }
    }
    drop_on_side_exits(f, &mut found, |a| matches!(ty(&a), Ty::Float { .. } | Ty::Bool));
    found
}

impl Lower<'_> {
    /// The fast body keeps this value as an [`Np`].
    pub fn is_np(&self, v: V) -> bool {
        self.mode == Mode::Fast && self.np.contains_key(&v)
    }

    pub fn np_kind_of(&self, v: V) -> Kind {
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

    pub fn tag_value(&mut self, t: Tag) -> Value {
        match t {
            Tag::Known(k) => self.iconst(k),
            Tag::Is(v) => v,
        }
    }

    /// The object.
    pub fn box_np(&mut self, n: Np) -> Value {
        if n.kind == Kind::Complex {
            return self.box_np_complex(n);
        }
        let known = match n.kind {
            Kind::Real => ("numpy.float64", Leaf::box_float64),
            _ => ("numpy.int64", Leaf::box_int64),
        };
        if matches!(n.tag, Tag::Known(NUMPY)) && matches!(n.dtype, DType::F64 | DType::I64) {
            let class = self.class(known.0);
            return self.leaf(known.1, &[n.x, class], Rep::Val);
        }
        let is_short = n.dtype == DType::F32 || n.kind == Kind::Int && n.dtype != DType::I64;
        if matches!(n.tag, Tag::Known(NUMPY)) && is_short {
            let class = self.class(&format!("numpy.{}", n.dtype.name()));
            let leaf = if n.kind == Kind::Real { Leaf::box_short_float } else { Leaf::box_short_int };
            return self.leaf(leaf, &[n.x, class], Rep::Val);
        }
        let tag = self.tag_value(n.tag);
        match n.kind {
            _ if !matches!(n.dtype, DType::F64 | DType::I64 | DType::Bool) => {
                let d = self.iconst(n.dtype as i64);
                let (i, x) = match n.kind {
                    Kind::Real => (self.iconst(0), n.x),
                    _ => (n.x, self.op(Op::FConst(0), &[], Rep::F64)),
                };
                self.leaf(Leaf::box_np_num, &[tag, d, i, x], Rep::Val)
            }
            Kind::Real => self.leaf(Leaf::box_real, &[tag, n.x], Rep::Val),
            Kind::Int | Kind::Word => self.leaf(Leaf::box_np_int, &[tag, n.x], Rep::Val),
            Kind::Bool => {
                let x = self.op(Op::BToI, &[n.x], Rep::I64);
                self.leaf(Leaf::box_np_bool, &[tag, x], Rep::Val)
            }
            Kind::Complex => unreachable!("seen above"),
        }
    }

    /// A word, known to be of a type of this kind, taken apart; what it is not goes to `other`.
    pub fn np_of_word(&mut self, w: Value, ty: &Ty, kind: Kind, other: Block) -> Np {
        if kind == Kind::Complex {
            return self.np_complex_of_word(w, ty, other);
        }
        let python = ty.members().iter().any(|m| !m.is_numpy());
        let dtype = dtype_of(ty);
        let short = short_dtype(ty).map(|d| (d, format!("numpy.{}", d.name())));
        let (class, rep, load) = match kind {
            Kind::Real => ("numpy.float64", Rep::F64, Op::UnboxFloat),
            Kind::Int | Kind::Word => ("numpy.int64", Rep::I64, Op::Load { ty: Rep::I64, offset: layout::SCALAR_VALUE, region: Region::Const }),
            Kind::Bool | Kind::Complex => ("numpy.bool", Rep::I64, Op::LoadU8 { offset: layout::SCALAR_VALUE, region: Region::Const }),
        };
        let class = short.as_ref().map_or(class, |(_, name)| name);
        let from_numpy = |me: &mut Self, o: Value| {
            if let Some((d, _)) = short.as_ref().filter(|s| s.0 != DType::U64).cloned() {
                return me.short_number(o, d, kind);
            }
            let x = me.op(load.clone(), &[o], rep);
            if kind == Kind::Bool { me.nonzero(x) } else { x }
        };
        if !python {
            let o = self.object_of_class(w, class, other);
            let x = from_numpy(self, o);
            return Np { kind, dtype, tag: Tag::Known(NUMPY), x, y: None };
        }
        let tagged = self.op(Op::IsTagged, &[w], Rep::Bool);
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
            Kind::Int | Kind::Word | Kind::Complex => None,
            Kind::Bool => Some("bool"),
        };
        if let Some(class) = python {
            let is = if kind == Kind::Real { self.op(Op::IsFloat, &[o], Rep::Bool) } else { self.is_exactly(o, class) };
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
        let is = self.is_exactly(o, class);
        self.require(is, other);
        let y = from_numpy(self, o);
        let t = self.iconst(NUMPY);
        self.jump(done, &[t, y]);
        self.cur = done;
        Np { kind, dtype, tag: Tag::Is(tag), x, y: None }
    }

    /// The number of a scalar of fewer than 64 bits.
    fn short_number(&mut self, o: Value, dtype: DType, kind: Kind) -> Value {
        let (base, offset) = (self.op(Op::Cast, &[o], Rep::Ptr), self.iconst(layout::SCALAR_VALUE.into()));
        let at = self.op(Op::PtrAdd, &[base, offset], Rep::Ptr);
        self.op(Op::LoadNum(dtype), &[at], rep_of_kind(kind))
    }

    pub fn nonzero(&mut self, x: Value) -> Value {
        let zero = self.iconst(0);
        self.icmp(Cc::Ne, x, zero)
    }

    /// An int as the float that it is; others go to `other`.
    pub fn exact_real(&mut self, i: Value, other: Block) -> Value {
        self.require_exact_int(i, other);
        self.op(Op::IToF, &[i], Rep::F64)
    }

    /// An operand that is a number; None: of another type. What cannot be kept leaves to the twin in front of the instruction.
    pub fn np_operand(&mut self, v: V, kind: Kind) -> Option<Np> {
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
            (Ty::Float { .. }, Kind::Real) => Some(Np { kind, dtype: DType::F64, tag: Tag::Known(PYTHON_FLOAT), x: self.f64(v), y: None }),
            (Ty::Int { .. } | Ty::Bool, Kind::Real) => {
                let i = self.i64(v);
                let x = if *self.literal_in(v).get_or_insert(i64::MAX) < EXACT || ty == Ty::Bool {
                    self.op(Op::IToF, &[i], Rep::F64)
                } else {
                    let other = self.slow_block();
                    self.exact_real(i, other)
                };
                Some(Np { kind, dtype: DType::F64, tag: Tag::Known(PYTHON_INT), x, y: None })
            }
            (t, Kind::Real) if is_mixed(t) => {
                let n = self.num(v);
                let other = self.slow_block();
                self.require_exact_int(n.int, other);
                let tag = Tag::Is(self.op(Op::BToI, &[n.float], Rep::I64));
                Some(Np { kind, dtype: DType::F64, tag, x: n.real, y: None })
            }
            (Ty::Int { .. }, Kind::Word) => Some(self.word_of_int(v)),
            (Ty::Int { .. }, Kind::Int) => Some(Np { kind, dtype: DType::I64, tag: Tag::Known(PYTHON_INT), x: self.i64(v), y: None }),
            (Ty::Bool, Kind::Bool) => Some(Np { kind, dtype: DType::Bool, tag: Tag::Known(PYTHON_INT), x: self.typed(v).0, y: None }),
            (Ty::Complex, Kind::Complex) => {
                let parts = self.complex_parts(v);
                Some(Np::complex(DType::C128, Tag::Known(PYTHON_COMPLEX), parts))
            }
            (_, Kind::Complex) => {
                let n = self.np_operand(v, Kind::Real)?;
                Some(self.np_as_complex(n))
            }
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
                Some(Np { kind, dtype: DType::F64, tag: n.tag, x, y: None })
            }
            (Kind::Int, Kind::Word) => Some(self.np_as_word(n)),
            (Kind::Word, Kind::Real) => Some(self.word_as_real(n)),
            (Kind::Real, Kind::Complex) => Some(self.np_as_complex(n)),
            (Kind::Int | Kind::Word, Kind::Complex) => {
                let n = self.np_as(n, Kind::Real)?;
                Some(self.np_as_complex(n))
            }
            _ => None,
        }
    }

    /// A result as a number of this dtype; what overflows is the twin's, which warns.
    pub fn np_fitted(&mut self, kind: Kind, x: Value, dtype: DType) -> Value {
        self.np_fitted_where(kind, x, dtype, Tag::Known(NUMPY))
    }

    /// [`Lower::np_fitted`], if the tag is NumPy's, else as it is.
    pub fn np_fitted_where(&mut self, kind: Kind, x: Value, dtype: DType, tag: Tag) -> Value {
        let (short, fits) = match (kind, dtype) {
            (Kind::Real, DType::F32) => {
                if let Tag::Known(NUMPY) = tag {
                    let e = self.slow_exit();
                    return self.inst_n(Op::FRound32O, vec![x], &[Rep::F64], vec![e])[0];
                }
                let short = self.op(Op::FRound32, &[x], Rep::F64);
                let size = self.op(Op::FAbs, &[short], Rep::F64);
                let most = self.fconst(f64::from(f32::MAX));
                (short, self.fcmp(Cc::Le, size, most))
            }
            (Kind::Int, d) if d != DType::I64 => {
                let Some((lo, hi)) = d.bounds() else { return x };
                let (least, count) = (self.iconst(lo), self.iconst(hi - lo + 1));
                let from = self.op(Op::ISub, &[x, least], Rep::I64);
                (x, self.op(Op::ULt, &[from, count], Rep::Bool))
            }
            _ => return x,
        };
        let (short, fits) = match tag {
            Tag::Known(NUMPY) => (short, fits),
            Tag::Known(_) => return x,
            Tag::Is(tag) => {
                let is = self.is_of_numpy(tag);
                let is_not = self.op(Op::BNot, &[is], Rep::Bool);
                let chosen = self.op(Op::Select, &[is, short, x], rep_of_kind(kind));
                (chosen, self.op(Op::BOr, &[fits, is_not], Rep::Bool))
            }
        };
        let twin = self.slow_block();
        self.require(fits, twin);
        short
    }

    /// Operands where the result is of this dtype, if it is of NumPy's, and the tag of the result: Python's floats are rounded, its ints must fit.
    pub fn np_operands_of(&mut self, i: &Inst, kind: Kind, dtype: DType) -> Option<(Value, Value, Tag)> {
        let (a, b) = (self.np_operand(i.args[0], kind)?, self.np_operand(i.args[1], kind)?);
        let tag = self.joint_tag(a.tag, b.tag);
        let [a, b] = [(i.args[0], a), (i.args[1], b)].map(|(v, n)| {
            let is_short = matches!(n.tag, Tag::Known(NUMPY)) || self.is_literal_of(v, n.x, dtype);
            if is_short { n.x } else { self.np_fitted_where(kind, n.x, dtype, tag) }
        });
        Some((a, b, tag))
    }

    /// A literal that is the same number in this dtype.
    pub fn is_literal_of(&self, v: V, x: Value, dtype: DType) -> bool {
        let float = || self.f.blocks.iter().flat_map(|b| &b.insts).rev().find(|i| i.results[..] == [x]).and_then(|i| match i.op {
            Op::FConst(bits) => Some(f64::from_bits(bits)),
            _ => None,
        });
        match self.literal(v) {
            Some(l) if dtype != DType::F32 => dtype.bounds().is_some_and(|(lo, hi)| (lo..=hi).contains(&l)),
            Some(l) => l.unsigned_abs() <= 1 << 24,
            None => dtype == DType::F32 && float().is_some_and(|c| f64::from(c as f32) == c),
        }
    }

    /// The tag of a result: NumPy's wins, then a float's.
    pub fn joint_tag(&mut self, a: Tag, b: Tag) -> Tag {
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
        let known = |me: &Self, v: V| np_kind(&me.ty(v)).is_some_and(|k| k != Kind::Bool) || me.ty(v).is_number() || me.ty(v) == Ty::Complex;
        if !i.args.iter().all(|v| known(self, *v)) {
            return false;
        }
        match np_kind(&self.inst.types[out.index()]) {
            Some(Kind::Real) => self.np_real_binary(i, op),
            Some(Kind::Int) => self.np_int_binary(i, op),
            Some(Kind::Word) => self.np_word_binary(i, op),
            Some(Kind::Complex) => self.np_complex_binary(i, op),
            _ => false,
        }
    }

    fn np_real_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let [plain, checked] = match op {
            BinOp::Add => [Op::FAdd, Op::FAddO],
            BinOp::Sub => [Op::FSub, Op::FSubO],
            BinOp::Mul => [Op::FMul, Op::FMulO],
            BinOp::Div => [Op::FDiv, Op::FDivO],
            BinOp::Pow if self.literal(i.args[1]) == Some(2) && self.np_square(i) => return true,
            BinOp::Pow | BinOp::Mod | BinOp::FloorDiv => [Op::FMul, Op::FMulO],
            _ => return false,
        };
        let dtype = dtype_of(&self.inst.types[i.results[0].index()]);
        if matches!(op, BinOp::Mod | BinOp::FloorDiv) && dtype != DType::F64 {
            return false;
        }
        let Some((a, b, mut tag)) = self.np_operands_of(i, Kind::Real, dtype) else { return false };
        if matches!(op, BinOp::Pow | BinOp::Mod | BinOp::FloorDiv) {
            if !matches!(tag, Tag::Known(NUMPY)) {
                return false;
            }
            let x = match op {
                BinOp::Pow => self.np_power(a, b, dtype),
                _ => self.np_division(if op == BinOp::Mod { "%" } else { "//" }, a, b),
            };
            self.set_np(i.results[0], Np { kind: Kind::Real, dtype, tag, x, y: None });
            return true;
        }
        let numpy = matches!(tag, Tag::Known(NUMPY));
        if op == BinOp::Div && !numpy {
            let zero = self.op(Op::FConst(0), &[], Rep::F64);
            let fine = self.op(Op::FCmp(Cc::Ne), &[b, zero], Rep::Bool);
            let twin = self.slow_block();
            self.require(fine, twin);
        }
        if op == BinOp::Div {
            // Never an int.
            tag = self.joint_tag(tag, Tag::Known(PYTHON_FLOAT));
        }
        let x = if matches!(tag, Tag::Known(PYTHON_INT | PYTHON_FLOAT)) {
            self.op(plain, &[a, b], Rep::F64)
        } else {
            let e = self.slow_exit();
            self.inst_n(checked, vec![a, b], &[Rep::F64], vec![e])[0]
        };
        let ints = i.args.iter().all(|v| self.ty(*v).members().iter().any(Ty::is_int));
        if ints && !matches!(tag, Tag::Known(PYTHON_FLOAT | NUMPY)) {
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
        let x = self.np_fitted_where(Kind::Real, x, dtype, tag);
        self.set_np(i.results[0], Np { kind: Kind::Real, dtype, tag, x, y: None });
        true
    }

    /// `x ** 2` of an `np.float64`; what might overflow, and warn, is the twin's.
    fn np_square(&mut self, i: &Inst) -> bool {
        let numpy = |v: V| self.inst.types[v.index()] == Ty::NpFloat;
        if !numpy(i.args[0]) || !numpy(i.results[0]) {
            return false;
        }
        let Some(n) = self.np_operand(i.args[0], Kind::Real) else { return false };
        let e = self.slow_exit();
        let x = self.inst_n(Op::FSquare, vec![n.x], &[Rep::F64], vec![e])[0];
        self.set_np(i.results[0], Np { x, ..n });
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
        let every = |me: &Self, kind: Kind, like: fn(&Ty) -> bool| i.args.iter().all(|v| like(&me.ty(*v)) || np_kind(&me.ty(*v)) == Some(kind));
        if i.args.iter().any(|v| np_kind(&self.ty(*v)) == Some(Kind::Complex)) {
            let Some((x, tag)) = self.np_complex_compare(i, op, c) else { return false };
            return self.set_np_bool(i.results[0], x, tag);
        }
        if i.args.iter().any(|v| np_kind(&self.ty(*v)) == Some(Kind::Word)) && i.args.iter().all(|v| self.ty(*v).is_int() || matches!(np_kind(&self.ty(*v)), Some(Kind::Word | Kind::Int))) {
            let Some((x, tag)) = self.np_word_compare(i, c) else { return false };
            return self.set_np_bool(i.results[0], x, tag);
        }
        let kind = match op {
            CmpOp::Eq | CmpOp::NotEq if every(self, Kind::Bool, |t| *t == Ty::Bool) => Kind::Bool,
            _ if every(self, Kind::Int, Ty::is_int) => Kind::Int,
            _ => Kind::Real,
        };
        let (Some(mut a), Some(mut b)) = (self.np_operand(i.args[0], kind), self.np_operand(i.args[1], kind)) else { return false };
        let short = |me: &Self, v: &V| short_dtype(&me.ty(*v)) == Some(DType::F32);
        let long = |me: &Self, v: &V| {
            let t = me.ty(*v);
            t.members().iter().any(|m| matches!(m, Ty::NpFloat | Ty::NpInt)) || short_dtype(&t).is_some_and(|d| d != DType::F32)
        };
        if kind == Kind::Real && i.args.iter().any(|v| short(self, v)) && !i.args.iter().any(|v| long(self, v)) {
            // Python's numbers are rounded to the precision of a float32, where the other one is NumPy's.
            let tag = self.joint_tag(a.tag, b.tag);
            [a.x, b.x] = [(i.args[0], a), (i.args[1], b)].map(|(v, n)| self.np_compared(v, n, tag));
        }
        let x = match kind {
            Kind::Real => self.op(Op::FCmp(c), &[a.x, b.x], Rep::Bool),
            Kind::Int => self.icmp(c, a.x, b.x),
            Kind::Bool => {
                let (a, b) = (self.op(Op::BToI, &[a.x], Rep::I64), self.op(Op::BToI, &[b.x], Rep::I64));
                self.icmp(c, a, b)
            }
            Kind::Word | Kind::Complex => unreachable!("seen above"),
        };
        let tag = self.joint_tag(a.tag, b.tag);
        self.set_np_bool(i.results[0], x, tag)
    }

    /// A bool where the tag is Python's, else NumPy's.
    fn set_np_bool(&mut self, out: V, x: Value, tag: Tag) -> bool {
        let tag = match tag {
            Tag::Known(t) => Tag::Known(if t == NUMPY { NUMPY } else { PYTHON_INT }),
            Tag::Is(t) => {
                let m = self.iconst(NUMPY);
                Tag::Is(self.op(Op::IAnd, &[t, m], Rep::I64))
            }
        };
        self.set_np(out, Np { kind: Kind::Bool, dtype: DType::Bool, tag, x, y: None });
        true
    }

    /// A number that is compared with a float32, if the tag is NumPy's. Infinities are what they are.
    fn np_compared(&mut self, v: V, n: Np, tag: Tag) -> Value {
        if matches!(n.tag, Tag::Known(NUMPY)) || matches!(tag, Tag::Known(PYTHON_INT | PYTHON_FLOAT)) || self.is_literal_of(v, n.x, DType::F32) {
            return n.x;
        }
        let short = self.op(Op::FRound32, &[n.x], Rep::F64);
        let is_same = self.fcmp(Cc::Eq, short, n.x);
        let (fine, look, done) = (self.new_block(false), self.new_block(false), self.new_block(false));
        let x = self.f.add_param(done, Rep::F64);
        self.branch(is_same, fine, look);
        self.cur = fine;
        self.jump(done, &[n.x]);
        self.cur = look;
        let rounded = self.np_fitted_where(Kind::Real, n.x, DType::F32, tag);
        self.jump(done, &[rounded]);
        self.cur = done;
        x
    }

    pub fn np_unary(&mut self, i: &Inst, op: UnaryOp) -> bool {
        if !self.np_applies(i) {
            return false;
        }
        let Some(kind) = np_kind(&self.inst.types[i.results[0].index()]) else { return false };
        if kind == Kind::Complex {
            return self.np_complex_unary(i, op);
        }
        let Some(n) = self.np_operand(i.args[0], kind) else { return false };
        let x = match (kind, op) {
            (Kind::Real | Kind::Int, UnaryOp::Pos) => n.x,
            // The negative of the int 0 is no -0.0.
            (Kind::Real, UnaryOp::Neg) if matches!(n.tag, Tag::Known(PYTHON_FLOAT | NUMPY)) => self.op(Op::FNeg, &[n.x], Rep::F64),
            (Kind::Int, UnaryOp::Neg) => {
                let x = self.negated(n.x);
                self.np_fitted(kind, x, n.dtype)
            }
            // Of Python's numbers too where there is a sign.
            (Kind::Int, UnaryOp::Invert) if n.dtype.kind() == pyaot_abi::dtype::Kind::Signed => self.op(Op::INot, &[n.x], Rep::I64),
            (Kind::Word, UnaryOp::Invert) if matches!(n.tag, Tag::Known(NUMPY)) => self.op(Op::INot, &[n.x], Rep::I64),
            (Kind::Int, UnaryOp::Invert) if matches!(n.tag, Tag::Known(NUMPY)) => {
                let all = self.iconst(n.dtype.bounds().expect("it has few bits").1);
                self.op(Op::IXor, &[n.x, all], Rep::I64)
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
            Kind::Int | Kind::Word => self.nonzero(n.x),
            Kind::Bool => n.x,
            Kind::Complex => self.np_complex_truth(n),
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

    /// `float(x)`, `int(x)`, `abs(x)` of a number that may be NumPy's, `min` and `max` of several, ufuncs.
    pub fn np_native(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        if let Some(ufunc) = name.strip_prefix("_numpy_ufunc.") {
            return self.np_function(i, ufunc, args);
        }
        if matches!(name, "builtins.min" | "builtins.max") {
            return self.np_extreme(i, name, args);
        }
        let [v] = args else { return false };
        if let Some(d) = name.strip_prefix("numpy.").and_then(DType::of_name) {
            return self.np_made(i, d, *v);
        }
        let Some(kind) = np_kind(&self.ty(*v)).filter(|_| self.mode == Mode::Fast) else { return false };
        let out = i.results[0];
        match (name, kind) {
            ("int", Kind::Bool) => {
                let Some(n) = self.np_operand(*v, Kind::Bool) else { return false };
                let x = self.op(Op::BToI, &[n.x], Rep::I64);
                self.set(out, x, &INT);
            }
            (_, Kind::Bool) => return false,
            ("builtins.abs", Kind::Complex) => return self.np_complex_abs(i, *v),
            (_, Kind::Complex) => return false,
            ("float", _) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                self.set(out, n.x, &FLOAT);
            }
            ("int", Kind::Real) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                let r = self.float_to_int(n.x);
                self.set(out, r, &INT);
            }
            ("builtins.round", Kind::Real) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                let r = self.rounded_to_int(n.x);
                self.set(out, r, &INT);
            }
            ("int", Kind::Word) => {
                let Some(n) = self.np_operand(*v, Kind::Word) else { return false };
                self.only_from_zero(n.x);
                self.set(out, n.x, &INT);
            }
            ("int" | "builtins.round", Kind::Int) => {
                let Some(n) = self.np_operand(*v, Kind::Int) else { return false };
                self.set(out, n.x, &INT);
            }
            ("builtins.abs", Kind::Real) if np_kind(&self.inst.types[out.index()]) == Some(Kind::Real) => {
                let Some(n) = self.np_operand(*v, Kind::Real) else { return false };
                let x = self.op(Op::FAbs, &[n.x], Rep::F64);
                self.set_np(out, Np { x, ..n });
            }
            ("builtins.abs", Kind::Int) if np_kind(&self.inst.types[out.index()]) == Some(Kind::Int) => {
                let Some(n) = self.np_operand(*v, Kind::Int) else { return false };
                let x = self.np_int_abs(n.x, n.dtype);
                self.set_np(out, Np { x, ..n });
            }
            _ => return false,
        }
        true
    }
}
