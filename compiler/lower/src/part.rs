//! Parts of arrays by slices: `a[1:-1, j]`, `a[i, :, None] = x`.
//!
//! A key that is written as ints, slices and `None`s is not made: its form is a constant, the ints go to the runtime in registers
//! (`index/part.rs` there).

use pyaot_abi::dtype::DType;
use pyaot_abi::tape::REDUCTIONS;
use pyaot_abi::{Leaf, layout, lines};
use pyaot_ir::{Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, Op as H, V};
use pyaot_sema::types::Ty;

use crate::array::in_registers;
use crate::ctx::{Lower, Mode, Val};
use crate::numpy::{Kind, NUMPY, Np, Tag, dtype_of, np_kind};
use crate::small::numpy_name;

/// A part of an array that is not made yet: the array, the form of the key, its ints, the dtype that the array has for certain, and the subscript's
/// place.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub array: Value,
    pub form: u64,
    pub ints: Vec<Value>,
    pub dtype: Option<DType>,
    at: (u32, u32),
    line: u32,
}

/// Items of a key at most: four bits each.
const ITEMS: usize = 16;

/// What is done to a line in place (`lines`), with another line, and a number.
pub struct Change {
    what: i64,
    pub line: Option<V>,
    number: Option<V>,
}

impl Lower<'_> {
    /// The values of the key's items, if the key is written as ints, slices and `None`s, and gives a part of an array of that many
    /// dimensions, no element.
    fn key_items(&self, key: V, ndim: Option<u8>) -> Option<Vec<V>> {
        let def = |v: V| self.defs.get(&v).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let is_slice = |v: &V| self.ty(*v) == Ty::Slice && def(*v).is_some_and(|i| matches!(i.op, H::MakeSlice) && self.is_plain_slice(i));
        let items = match &self.ty(key) {
            Ty::Tuple(_) => def(key).filter(|i| matches!(i.op, H::MakeTuple)).map(|i| i.args.clone())?,
            _ => vec![key],
        };
        let is_int = |v: &V| self.ty(*v).is_int() || np_kind(&self.ty(*v)) == Some(Kind::Int);
        let is_item = |v: &V| is_int(v) || self.ty(*v) == Ty::None || is_slice(v);
        // Whether ints alone give an element or a part depends on the array.
        let is_row = ndim.is_some_and(|n| items.len() < n as usize && n as usize <= layout::ARRAY_INLINE_DIMS && items.iter().all(is_int));
        (!items.is_empty() && items.len() <= ITEMS && items.iter().all(is_item) && (is_row || items.iter().any(is_slice))).then_some(items)
    }

    /// The key of a subscript of an array that is never made as an object.
    pub fn is_array_key(&self, user: &Inst, key: V) -> bool {
        self.mode == Mode::Fast
            && !self.wide
            && matches!(user.op, H::GetItem | H::SetItem)
            && user.args[1] == key
            && user.args[0] != key
            && user.args.get(2) != Some(&key)
            && matches!(self.ty(user.args[0]), Ty::Array { ndim, .. } if self.key_items(key, ndim).is_some() || self.is_element_key(user.args[0], key))
    }

    /// The key is a tuple of ints, one for each dimension of the array, that is used in no other block.
    fn is_element_key(&self, array: V, key: V) -> bool {
        let Ty::Array { dtype: Some(dtype), ndim: Some(ndim) } = self.ty(array) else { return false };
        let here = self.defs.get(&key).map(|(b, _)| *b);
        matches!(self.ty(key), Ty::Tuple(_))
            && in_registers(dtype)
            && self.uses.get(&key).is_some_and(|us| us.iter().all(|(b, _)| Some(*b) == here))
            && self.subscript(key, ndim.into()).is_some_and(|ints| ints.iter().all(Option::is_some))
    }

    /// The key of a subscript that gives elements along one axis, of an array of this dtype and number of dimensions.
    pub fn line_of(&self, user: &Inst) -> Option<(DType, u8)> {
        let Ty::Array { dtype: Some(dtype), ndim: Some(ndim) } = self.ty(user.args[0]) else { return None };
        let items = self.key_items(user.args[1], Some(ndim)).filter(|items| items.len() <= ndim as usize)?;
        let is_int = |v: &&V| self.ty(**v) != Ty::Slice;
        let fits = self.is_array_key(user, user.args[1]) && items.iter().all(|v| self.ty(*v) != Ty::None) && ndim as usize - items.iter().filter(is_int).count() == 1;
        (fits && ndim as usize <= layout::ARRAY_INLINE_DIMS).then_some((dtype, ndim))
    }

    /// The part that the subscript is, and nothing else; None: the runtime has to look at the key. `exact`: of an array of this dtype.
    fn key_part(&mut self, array: V, key: V, exact: Option<DType>) -> Option<Part> {
        let Ty::Array { ndim, .. } = self.ty(array) else { return None };
        let items = self.key_items(key, ndim)?;
        let (mut form, mut ints) = (0u64, Vec::new());
        for (k, v) in items.iter().enumerate() {
            let item = match self.vals.get(v).cloned() {
                Some(Val::Slice(bounds, step)) => {
                    let mut item = 1;
                    for (bit, x) in [2, 4].into_iter().zip(bounds) {
                        if let Some(x) = x {
                            item |= bit;
                            ints.push(x);
                        }
                    }
                    if let Some(step) = step.filter(|s| *s != 1) {
                        item |= 8;
                        ints.push(self.iconst(step));
                    }
                    item
                }
                _ if self.ty(*v) == Ty::None => 4,
                _ => {
                    let i = match self.np_index(*v) {
                        Some(i) => i,
                        None if self.ty(*v).is_int() => self.i64(*v),
                        None => return None,
                    };
                    ints.push(i);
                    2
                }
            };
            form |= item << (4 * k);
        }
        let array = match (exact, ndim) {
            (Some(dtype), Some(ndim)) => self.array(array, dtype, ndim, false),
            (_, Some(ndim)) if items.iter().all(|v| self.ty(*v) != Ty::Slice) => self.array_of_dims(array, ndim)?,
            _ => self.require_array(array),
        };
        Some(Part { array, form, ints, dtype: exact, at: self.at, line: self.line })
    }

    /// The view that a part is.
    pub fn view_of(&mut self, part: &Part) -> Value {
        let form = self.iconst(part.form as i64);
        let words = self.part_words(&[part]);
        // What it raises, the subscript does.
        let here = (std::mem::replace(&mut self.at, part.at), std::mem::replace(&mut self.line, part.line));
        let view = self.leaf_array(Leaf::array_part, &[part.array, form], &words, Rep::Val);
        (self.at, self.line) = here;
        view
    }

    /// Lowers something that uses parts which wait, up to the instruction at hand and including it: if it raises, the twin makes the parts, and does
    /// the instruction again.
    fn with_parts<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> R {
        let waits = self.waits.replace((self.at.0, self.at.1 + 1));
        let r = lower(self);
        self.waits = waits;
        r
    }

    /// The ints of the keys.
    fn part_words(&mut self, parts: &[&Part]) -> Vec<Value> {
        parts.iter().flat_map(|p| p.ints.clone()).map(|x| self.op(Op::TagInt, &[x], Rep::Val)).collect()
    }

    fn array_view(&mut self, array: V, key: V) -> Option<Value> {
        let part = self.key_part(array, key, None)?;
        Some(self.view_of(&part))
    }

    /// `a[1:-1, j]`; false: the runtime has to do it.
    pub fn array_part(&mut self, i: &Inst) -> bool {
        if !self.is_array_key(i, i.args[1]) {
            return false;
        }
        if let Some((dtype, _)) = self.line_of(i)
            && self.line_goes_on(i.results[0], dtype)
            && let Some(part) = self.key_part(i.args[0], i.args[1], Some(dtype))
        {
            self.keep_part(i.results[0], part);
            return true;
        }
        let Some(r) = self.array_view(i.args[0], i.args[1]) else { return false };
        self.set(i.results[0], r, &Ty::Any);
        true
    }

    /// `a[i].sum()` and the like; false: it is something else.
    pub fn line_reduced(&mut self, i: &Inst, name: &str, operand: V) -> bool {
        let (Some(part), Some(what)) = (self.kept_part(operand), REDUCTIONS.iter().position(|r| *r == name)) else { return false };
        let Some((kind, dtype)) = self.line_result(i, name, part.dtype) else { return false };
        let (form, what) = (self.iconst(part.form as i64), self.iconst(what as i64));
        let words = self.part_words(&[&part]);
        let x = match kind {
            Kind::Real => self.with_parts(|me| me.leaf_array(Leaf::np_line_reduce, &[part.array, form, what], &words, Rep::F64)),
            _ => self.with_parts(|me| me.leaf_array(Leaf::np_line_reduce_int, &[part.array, form, what], &words, Rep::I64)),
        };
        self.set_np(i.results[0], Np { kind, dtype, tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    /// What a reduction of elements of this dtype gives, if compiled code has it in a register.
    pub fn line_result(&self, i: &Inst, name: &str, dtype: Option<DType>) -> Option<(Kind, DType)> {
        let result = match dtype? {
            DType::F64 => (Kind::Real, DType::F64),
            DType::I64 if name != "mean" => (Kind::Int, DType::I64),
            _ => return None,
        };
        let ty = &self.inst.types[i.results[0].index()];
        (np_kind(ty) == Some(result.0) && dtype_of(ty) == result.1).then_some(result)
    }

    /// The operands of a product of two vectors of float64.
    pub fn dot_operands<'i>(&self, i: &'i Inst) -> Option<&'i [V]> {
        let vector = |v: &V| self.ty(*v) == Ty::Array { dtype: Some(DType::F64), ndim: Some(1) };
        let operands = match &i.op {
            H::Bin(BinOp::MatMul) => &i.args[..],
            H::Call { kw } | H::CallMethod { kw, .. } if kw.is_empty() && i.args.len() == 3 && self.native_name(i).is_some_and(|n| numpy_name(&n) == Some("dot")) => &i.args[1..],
            _ => return None,
        };
        let ty = &self.inst.types[i.results[0].index()];
        (operands.iter().all(vector) && np_kind(ty) == Some(Kind::Real) && dtype_of(ty) == DType::F64 && self.mode == Mode::Fast && !self.wide).then_some(operands)
    }

    /// `np.dot(a[i], b)`; false: the runtime has to do it.
    pub fn line_product(&mut self, i: &Inst) -> bool {
        let Some([x, y]) = self.dot_operands(i) else { return false };
        let (x, y) = (*x, *y);
        if self.kept_part(x).is_none() && self.kept_part(y).is_none() {
            return false;
        }
        // Arrays first, which are tested: the parts wait.
        let mut parts = Vec::new();
        for v in [x, y] {
            parts.push(match self.kept_part(v) {
                Some(part) => part,
                None => Part { array: self.array(v, DType::F64, 1, false), form: 0, ints: Vec::new(), dtype: Some(DType::F64), at: self.at, line: self.line },
            });
        }
        let words = self.part_words(&[&parts[0], &parts[1]]);
        let forms = [self.iconst(parts[0].form as i64), self.iconst(parts[1].form as i64), self.iconst(parts[0].ints.len() as i64)];
        let fixed = [parts[0].array, forms[0], parts[1].array, forms[1], forms[2]];
        let x = self.with_parts(|me| me.leaf_array(Leaf::np_lines_dot, &fixed, &words, Rep::F64));
        self.set_np(i.results[0], Np { kind: Kind::Real, dtype: DType::F64, tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    /// The one instruction that uses a value, if it stands in the block of the instruction at hand.
    pub fn only_user(&self, v: V) -> Option<&Inst> {
        match self.uses.get(&v).map(|u| &u[..]) {
            Some([(b, k)]) if *b == self.at.0 => self.func.blocks[*b as usize].insts.get(*k as usize),
            _ => None,
        }
    }

    /// `a[i] += b[j] * x`, `a[i] -= b[j]`, `a[i] *= x` of lines of float64, whose result is stored where it comes from.
    pub fn change_of(&self, i: &Inst) -> Option<Change> {
        let H::InPlace(op @ (BinOp::Add | BinOp::Sub | BinOp::Mul)) = i.op else { return None };
        let def = |v: V| self.defs.get(&v).filter(|(b, _)| *b == self.at.0).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let is_line = |v: V| {
            let made = def(v).filter(|d| matches!(d.op, H::GetItem) && self.only_user(v).is_some());
            made.is_some_and(|d| self.line_of(d).is_some_and(|(dtype, _)| dtype == DType::F64))
        };
        let is_number = |v: V| self.ty(v).is_float() || np_kind(&self.ty(v)) == Some(Kind::Real) && dtype_of(&self.ty(v)) == DType::F64;
        let what = match op {
            BinOp::Add => lines::ADD,
            BinOp::Sub => lines::SUBTRACT,
            _ => lines::MULTIPLY,
        };
        let stored = self.only_user(i.results[0]).is_some_and(|u| matches!(u.op, H::SetItem) && u.args[2] == i.results[0] && self.stores_itself(u));
        if !stored || !is_line(i.args[0]) || self.mode != Mode::Fast || self.wide {
            return None;
        }
        let x = i.args[1];
        if is_number(x) {
            return Some(Change { what, line: None, number: Some(x) });
        }
        if is_line(x) {
            return Some(Change { what: what | lines::LINE, line: Some(x), number: None });
        }
        let product = def(x).filter(|d| matches!(d.op, H::Bin(BinOp::Mul)) && self.only_user(x).is_some())?;
        let (a, b) = (product.args[0], product.args[1]);
        let (line, number) = if is_line(a) && is_number(b) { (a, b) } else { (b, a) };
        (is_line(line) && is_number(number)).then_some(Change { what: what | lines::LINE | lines::SCALED, line: Some(line), number: Some(number) })
    }

    /// Such a change; false: the runtime has to do it.
    pub fn line_changed(&mut self, i: &Inst) -> bool {
        let Some(change) = self.change_of(i) else { return false };
        let (Some(target), other) = (self.kept_part(i.args[0]), change.line.map(|v| self.kept_part(v))) else { return false };
        let other = match other {
            Some(None) => return false,
            Some(Some(part)) => part,
            None => Part { form: 0, ints: Vec::new(), ..target.clone() },
        };
        let x = match change.number {
            Some(v) => self.f64(v),
            None => self.op(Op::FConst(0), &[], Rep::F64),
        };
        let words = self.part_words(&[&target, &other]);
        let forms = [self.iconst(target.form as i64), self.iconst(other.form as i64), self.iconst(change.what), self.iconst(target.ints.len() as i64)];
        let fixed = [target.array, forms[0], other.array, forms[1], x, forms[2], forms[3]];
        self.with_parts(|me| me.leaf_array0(Leaf::np_line_change, &fixed, &words));
        // Storing it does nothing.
        self.keep_part(i.results[0], target);
        true
    }

    /// `a[i] += x`: the view has been changed in place, and storing it where it comes from does nothing.
    fn stores_itself(&self, i: &Inst) -> bool {
        let def = |v: V| self.defs.get(&v).filter(|(b, _)| *b == self.at.0).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let number = |v: V| self.ty(v).is_number() || self.ty(v).is_numpy();
        let changed = def(i.args[2]).filter(|d| matches!(d.op, H::InPlace(_)) && number(d.args[1]));
        let part = changed.and_then(|d| def(d.args[0])).filter(|d| matches!(d.op, H::GetItem) && d.args[..2] == i.args[..2]);
        part.is_some_and(|d| matches!(self.ty(d.results[0]), Ty::Array { .. }) && self.is_array_key(d, d.args[1]))
    }

    /// `a[1:-1, j] = x`; false: the runtime has to do it.
    pub fn array_store(&mut self, i: &Inst) -> bool {
        if !self.is_array_key(i, i.args[1]) {
            return false;
        }
        if self.stores_itself(i) {
            return true;
        }
        let ty = self.ty(i.args[2]);
        if self.line_of(i).is_some_and(|(dtype, _)| dtype == DType::F64)
            && (ty.is_float() || ty.is_int() || np_kind(&ty) == Some(Kind::Real))
            && let Some(part) = self.key_part(i.args[0], i.args[1], Some(DType::F64))
        {
            let x = self.f64(i.args[2]);
            let form = self.iconst(part.form as i64);
            let words = self.part_words(&[&part]);
            self.leaf_array0(Leaf::np_line_fill, &[part.array, form, x], &words);
            return true;
        }
        // The value first: it is the older one, and the twin may have to compute it.
        let tree = match self.vals.get(&i.args[2]) {
            Some(Val::Tree(t)) => t.clone(),
            _ => {
                let w = self.word(i.args[2]);
                crate::tree::Tree::of(w)
            }
        };
        // It is computed first, for whoever asks what was wrong.
        let waits = matches!(self.vals.get(&i.args[2]), Some(Val::Tree(_))).then_some((self.at.0, self.at.1 + 1));
        let waits = std::mem::replace(&mut self.waits, waits);
        let part = self.key_part(i.args[0], i.args[1], None);
        self.waits = waits;
        let Some(part) = part else { return false };
        if let Some(value) = tree.part() {
            let forms = [self.iconst(part.form as i64), self.iconst(value.form as i64), self.iconst(part.ints.len() as i64)];
            let words = self.part_words(&[&part, value]);
            let fixed = [part.array, forms[0], value.array, forms[1], forms[2]];
            self.with_parts(|me| me.leaf_array0(Leaf::np_line_store, &fixed, &words));
            return true;
        }
        let waits = std::mem::replace(&mut self.waits, matches!(self.vals.get(&i.args[2]), Some(Val::Tree(_))).then_some((self.at.0, self.at.1 + 1)));
        let view = self.view_of(&part);
        self.waits = waits;
        self.compute_into(view, &tree);
        true
    }
}
