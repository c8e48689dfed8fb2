//! Elements of arrays: loads, stores, lengths.
//!
//! The fast body tests once that the array is of the presumed dtype and number of dimensions (the optimiser takes the tests out of
//! loops), and then reads shape, strides and data like fields.

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, Op as H, V};
use pyaot_sema::types::{NAT, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::row::Row;
use crate::numpy::{Kind, NUMPY, Np, Tag, dtype_of, np_kind, rep_of_kind, tag_of};

/// Elements of this dtype are numbers in registers.
pub fn in_registers(d: DType) -> bool {
    matches!(d, DType::F64 | DType::F32 | DType::Bool) || d.is_complex() || d.is_integer()
}

/// What a register holds of an element.
fn kind_of_element(d: DType) -> Kind {
    match d {
        DType::F64 | DType::F32 => Kind::Real,
        DType::Bool => Kind::Bool,
        DType::U64 => Kind::Word,
        d if d.is_complex() => Kind::Complex,
        _ => Kind::Int,
    }
}

/// What a step of a loop over an array gives.
pub enum Element {
    Number(Np),
    Row(Row),
    Object(Value),
}

impl Lower<'_> {
    /// The operand is an array of this dtype and number of dimensions; if not, the twin goes on.
    pub fn array(&mut self, v: V, dtype: DType, ndim: u8, writeable: bool) -> Value {
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
        let twin = self.slow_block();
        self.object_of_class(w, "numpy.ndarray", twin)
    }

    /// The operand is an array whose dtype, number of dimensions and flags are `want` where `mask` says.
    fn array_with(&mut self, v: V, mask: i64, want: i64) -> Value {
        let o = self.require_array(v);
        let twin = self.slow_block();
        let head = self.array_word(o, layout::ARRAY_DTYPE, Rep::I64);
        let (mask, want) = (self.iconst(mask), self.iconst(want));
        let have = self.op(Op::IAnd, &[head, mask], Rep::I64);
        let fits = self.icmp(Cc::Eq, have, want);
        self.require(fits, twin);
        o
    }

    /// A subscript of an array of `ndim` dimensions, made of ints and whole slices: the ints, by dimension.
    pub fn subscript(&self, index: V, ndim: usize) -> Option<Vec<Option<V>>> {
        let is_int = |v: &V| self.ty(*v).is_int() || np_kind(&self.ty(*v)) == Some(Kind::Int);
        let made = |v: &V| self.defs.get(v).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let is_whole = |v: &V| made(v).is_some_and(|i| matches!(i.op, H::MakeSlice) && i.args.iter().all(|a| self.ty(*a) == Ty::None));
        let parts = match &self.ty(index) {
            Ty::Tuple(ts) if (1..=ndim).contains(&ts.len()) => made(&index).filter(|i| matches!(i.op, H::MakeTuple))?.args.clone(),
            _ if ndim > 0 => vec![index],
            _ => return None,
        };
        let mut out = Vec::new();
        for v in &parts {
            match v {
                v if is_int(v) => out.push(Some(*v)),
                v if is_whole(v) => out.push(None),
                _ => return None,
            }
        }
        out.resize(ndim, None);
        Some(out)
    }

    /// The address of the element at these indices, which are in bounds. What comes from the first indices, which change in outer
    /// loops, is an address of its own.
    pub fn element_at(&mut self, o: Value, indices: &[Value]) -> Value {
        let mut at = self.array_word(o, layout::ARRAY_DATA, Rep::Ptr);
        for (k, i) in indices.iter().enumerate() {
            let stride = self.array_word(o, layout::ARRAY_STRIDES + 8 * k as i32, Rep::I64);
            let offset = self.op(Op::IMul, &[*i, stride], Rep::I64);
            at = self.op(Op::PtrAdd, &[at, offset], Rep::Ptr);
        }
        at
    }

    /// A word of the array object.
    fn array_word(&mut self, o: Value, offset: i32, ty: Rep) -> Value {
        self.op(Op::Load { ty, offset, region: Region::ArrayHead }, &[o], ty)
    }

    /// The length of this dimension.
    pub fn array_len(&mut self, o: Value, dimension: usize) -> Value {
        self.array_word(o, layout::ARRAY_SHAPE + 8 * dimension as i32, Rep::I64)
    }

    /// The dtype and address of the element that a subscript stands for; indices out of bounds are the twin's. None: it is none
    /// that compiled code can follow.
    fn element(&mut self, array: V, index: V, writeable: bool) -> Option<(DType, Value)> {
        let (dtype, ndim, part) = self.part_of(array)?;
        let index = self.subscript(index, part.ndim()).filter(|index| index.iter().all(Option::is_some))?;
        let o = self.array(part.array, dtype, ndim, writeable);
        let indices = self.bounded_indices(o, &part, &index);
        let all = self.fixed_again(o, &part).fix(indices).indices();
        Some((dtype, self.element_at(o, &all)))
    }

    /// `a.shape` that is only indexed and unpacked, `a.ndim`, `a.size`; false: the runtime has to do it.
    pub fn array_attr(&mut self, i: &Inst, name: &str) -> bool {
        let Ty::Array { ndim: Some(ndim), .. } = self.ty(i.args[0]) else { return false };
        if self.mode != Mode::Fast || !matches!(name, "shape" | "size") {
            return false;
        }
        let out = i.results[0];
        if name == "size" {
            let Some(o) = self.array_of_dims(i.args[0], ndim) else { return false };
            let n = self.array_word(o, layout::ARRAY_SIZE, Rep::I64);
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
        let lengths = (0..ndim.into()).map(|k| Val::One(self.array_len(o, k), NAT)).collect();
        self.vals.insert(out, Val::Parts(lengths));
        true
    }

    /// A step of a loop over an array: the element at index `state`, which will be `elem`, or the loop's end.
    pub fn array_step(&mut self, array: V, state: Value, elem: V, done: Block) -> Element {
        if let Some((dtype, ndim, part)) = self.part_of(array) {
            let row = if part.ndim() > 1 { self.stepped_row(&part, state, elem) } else { None };
            if part.ndim() == 1 || row.is_some() {
                let o = self.array(part.array, dtype, ndim, false);
                let n = self.array_len(o, part.first());
                let more = self.op(Op::ULt, &[state, n], Rep::Bool);
                self.require(more, done);
                return row.unwrap_or_else(|| {
                    let all = self.fixed_again(o, &part).fix([Some(state)]).indices();
                    let at = self.element_at(o, &all);
                    Element::Number(self.load_element(dtype, at))
                });
            }
        }
        let w = self.word(array);
        let n = self.leaf_raises(Leaf::len, &[w], Rep::I64);
        let more = self.op(Op::ULt, &[state, n], Rep::Bool);
        self.require(more, done);
        let k = self.op(Op::TagSmall, &[state], Rep::Val);
        Element::Object(self.leaf_raises(Leaf::getitem, &[w, k], Rep::Val))
    }

    /// Binds what [`Lower::array_step`] gave.
    pub fn bind_element(&mut self, v: V, e: Element) {
        match e {
            Element::Number(n) => self.set_np(v, n),
            Element::Row(row) => {
                self.vals.insert(v, Val::Row(row));
            }
            Element::Object(w) => self.set_word(v, w, &Ty::Any),
        }
    }

    pub fn load_element(&mut self, dtype: DType, at: Value) -> Np {
        if dtype.is_complex() {
            return self.load_complex(dtype, at);
        }
        let region = Region::Array;
        let kind = kind_of_element(dtype);
        let rep = rep_of_kind(kind);
        let x = match dtype {
            DType::F64 | DType::I64 | DType::U64 => self.op(Op::Load { ty: rep, offset: 0, region }, &[at], rep),
            DType::Bool => {
                let x = self.op(Op::LoadU8 { offset: 0, region }, &[at], Rep::I64);
                self.nonzero(x)
            }
            _ => self.op(Op::LoadNum(dtype), &[at], rep),
        };
        Np { kind, dtype, tag: Tag::Known(NUMPY), x, y: None }
    }

    /// `a[i]`, `a[i, j]`: an element; false: the runtime has to do it.
    pub fn array_getitem(&mut self, i: &Inst) -> bool {
        let Some((dtype, at)) = self.element(i.args[0], i.args[1], false) else { return false };
        let n = self.load_element(dtype, at);
        self.set_np(i.results[0], n);
        true
    }

    /// A value of this type becomes an element without the runtime.
    pub fn can_be_stored(&self, dtype: DType, t: &Ty) -> bool {
        match kind_of_element(dtype) {
            Kind::Real => t.is_number() || matches!(np_kind(t), Some(Kind::Real | Kind::Int)),
            Kind::Int => t.is_int() || matches!(np_kind(t), Some(Kind::Int | Kind::Word)) || is_real(t),
            Kind::Bool => *t == Ty::Bool || np_kind(t) == Some(Kind::Bool),
            Kind::Word => t.is_int() || np_kind(t) == Some(Kind::Word),
            Kind::Complex => t.is_number() || *t == Ty::Complex || np_kind(t).is_some_and(|k| k != Kind::Bool),
        }
    }

    /// A float that becomes an int of this dtype; one that does not fit is the twin's, and so is what is no number.
    fn cut_off(&mut self, x: Value, dtype: DType) -> Value {
        // Of ints of 64 bits without a sign, half.
        let (lo, hi) = dtype.bounds().unwrap_or((0, i64::MAX));
        let (cc, least) = if lo == i64::MIN { (Cc::Ge, lo as f64) } else { (Cc::Gt, (lo - 1) as f64) };
        // One more than the greatest, which for 64 bits is what that is rounded to.
        let most = if hi == i64::MAX { hi as f64 } else { (hi + 1) as f64 };
        let [least, most] = [least, most].map(|limit| self.op(Op::FConst(limit.to_bits()), &[], Rep::F64));
        let large = self.op(Op::FCmp(cc), &[x, least], Rep::Bool);
        let small = self.op(Op::FCmp(Cc::Lt), &[x, most], Rep::Bool);
        let fits = self.op(Op::BAnd, &[large, small], Rep::Bool);
        let twin = self.slow_block();
        self.require(fits, twin);
        self.op(Op::FToI, &[x], Rep::I64)
    }

    /// `a[i] = x`, `a[i, j] = x`; false: the runtime has to do it.
    pub fn array_setitem(&mut self, i: &Inst) -> bool {
        let tv = self.ty(i.args[2]);
        if let Ty::Tuple(_) = tv {
            return self.set_row_of_numbers(i);
        }
        if !self.part_of(i.args[0]).is_some_and(|(dtype, ..)| self.can_be_stored(dtype, &tv)) {
            return false;
        }
        let Some((dtype, at)) = self.element(i.args[0], i.args[1], true) else { return false };
        self.store_element(dtype, at, i.args[2])
    }

    /// `a[i] = x, y` where these are the last dimension's elements; false: the runtime has to do it.
    fn set_row_of_numbers(&mut self, i: &Inst) -> bool {
        let Some((dtype, ndim, part)) = self.part_of(i.args[0]) else { return false };
        let Some(index) = self.subscript(i.args[1], part.ndim()) else { return false };
        // Made right here, or who begins in a loop (`reentry`) would not have its parts.
        let made = self.defs.get(&i.args[2]).filter(|(b, _)| *b == self.at.0).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let Some(numbers) = made.filter(|m| matches!(m.op, H::MakeTuple)).map(|m| m.args.clone()) else { return false };
        let is_row = index.iter().position(Option::is_none) == Some(index.len() - 1);
        // Together they would be floats, if one of them is.
        let fits = |t: &Ty| self.can_be_stored(dtype, t) && !(kind_of_element(dtype) == Kind::Int && (is_real(t) || np_kind(t) == Some(Kind::Word)));
        if !is_row || kind_of_element(dtype) == Kind::Bool || numbers.is_empty() || !numbers.iter().all(|v| fits(&self.ty(*v))) {
            return false;
        }
        let o = self.array(part.array, dtype, ndim, true);
        let fixed = self.bounded_indices(o, &part, &index);
        let (last, n) = (part.fixed.iter().rposition(Option::is_none).expect("it has a row"), self.iconst(numbers.len() as i64));
        let len = self.array_len(o, last);
        let fine = self.icmp(Cc::Eq, len, n);
        let twin = self.slow_block();
        self.require(fine, twin);
        let row = self.fixed_again(o, &part).fix(fixed);
        for (k, v) in (0..).zip(numbers) {
            let k = self.iconst(k);
            let all = row.fix([Some(k)]).indices();
            let at = self.element_at(o, &all);
            if !self.store_element(dtype, at, v) {
                unreachable!("such numbers can be stored");
            }
        }
        true
    }

    /// Stores a number as an element of this dtype; false: it is none that can be.
    fn store_element(&mut self, dtype: DType, at: Value, v: V) -> bool {
        let tv = self.ty(v);
        let kind = kind_of_element(dtype);
        if kind == Kind::Complex {
            return self.store_complex(dtype, at, v);
        }
        let x = match (kind, &tv) {
            // Rounded, like any int that becomes a float.
            (Kind::Real, t) if t.is_number() => self.f64(v),
            (Kind::Int, t) if is_real(t) => {
                let Some(n) = self.np_operand(v, Kind::Real) else { return false };
                self.cut_off(n.x, dtype)
            }
            (Kind::Int, t) if np_kind(t) == Some(Kind::Word) => {
                let Some(n) = self.np_operand(v, Kind::Word) else { return false };
                if dtype == DType::U32 && matches!(n.tag, Tag::Known(NUMPY)) {
                    // NumPy takes these bits of it; to other dtypes it is an int with a sign, or raises.
                    let bits = self.iconst(i64::from(u32::MAX));
                    self.op(Op::IAnd, &[n.x, bits], Rep::I64)
                } else {
                    self.only_from_zero(n.x);
                    n.x
                }
            }
            _ => match self.np_operand(v, kind) {
                Some(n) => n.x,
                None => return false,
            },
        };
        match dtype {
            DType::F64 | DType::I64 | DType::U64 | DType::Bool => self.op0(Op::Store { offset: 0, region: Region::Array }, &[at, x]),
            // Ints must fit, NumPy's too.
            d => {
                let is_part = matches!(tag_of(&tv), Some(NUMPY)) && d.bounds().zip(dtype_of(&tv).bounds()).is_some_and(|(all, own)| all.0 <= own.0 && own.1 <= all.1);
                let is_same = tag_of(&tv) == Some(NUMPY) && dtype_of(&tv) == d;
                let fits = is_same || kind == Kind::Int && (is_part || is_real(&tv));
                let x = if fits { x } else { self.np_fitted(kind, x, d) };
                self.op0(Op::StoreNum(d), &[at, x]);
            }
        }
        true
    }
}

/// A float for certain, or what is taken for one of NumPy's.
fn is_real(t: &Ty) -> bool {
    matches!(t, Ty::Float { .. }) || np_kind(t) == Some(Kind::Real)
}
