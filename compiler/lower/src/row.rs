//! Rows, columns and other parts of arrays that are never made.
//!
//! `row = a[i]` or `a[:, j]`, which is only indexed, iterated over, unpacked and asked for its length, is the array and the indices
//! that are fixed ([`Row`]): `row[j]` and `a[i][j]` are `a[i, j]`. Where the view must exist after all, because the twin takes over, the
//! twin makes it of these ([`Lower::take_row`]).
//!
//! A view would keep its shape when that of its array is set in place, so programs that do such things make their views.

use std::collections::BTreeSet;

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, Op as H, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{InstanceId, Ty};

use crate::array::{Element, in_registers};
use crate::ctx::{Lower, Mode, Val};

/// A part of an array that is not made.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub array: V,
    /// For each dimension of the array: the index, in bounds, or None where all of it is there.
    pub fixed: Vec<Option<Value>>,
}

impl Row {
    pub fn ndim(&self) -> usize {
        self.fixed.iter().filter(|x| x.is_none()).count()
    }

    /// All indices.
    pub fn indices(&self) -> Vec<Value> {
        self.fixed.iter().map(|x| x.expect("all are fixed")).collect()
    }

    /// The dimension of the array that is the part's first.
    pub fn first(&self) -> usize {
        self.fixed.iter().position(Option::is_none).expect("a part has dimensions")
    }

    /// With these of its dimensions fixed as well.
    pub fn fix(&self, more: impl IntoIterator<Item = Option<Value>>) -> Row {
        let mut more = more.into_iter();
        let fixed = self.fixed.iter().map(|x| x.or_else(|| more.next().flatten())).collect();
        Row { array: self.array, fixed }
    }
}

/// Words of the frame array for each: whether it is not made, and the indices, -1 for none.
pub const WORDS: u32 = 1 + layout::ARRAY_INLINE_DIMS as u32;

/// Attributes and methods that change an array's shape or elements' place, or what its views may do.
const IN_PLACE: &[&str] = &["shape", "strides", "dtype", "data", "writeable", "resize", "setflags", "__setstate__"];

/// No array of the program changes its shape after it has been made, as far as names tell.
pub fn shapes_stay(t: &Typed) -> bool {
    let changes = |i: &Inst| match &i.op {
        H::SetAttr(n) => IN_PLACE.contains(&&**n),
        H::GetAttr(n) | H::CallMethod { name: n, .. } => matches!(&**n, "resize" | "setflags" | "__setstate__" | "__setattr__"),
        H::LoadBuiltin(n) => matches!(&**n, "setattr" | "exec" | "eval" | "getattr"),
        _ => false,
    };
    let script = |f: &pyaot_sema::hir::Func| !t.program.modules[f.module.index()].is_shim;
    !t.program.funcs.iter().filter(|f| script(f)).flat_map(|f| &f.blocks).flat_map(|b| &b.insts).any(changes)
}

/// The values that may be such parts.
pub fn row_values(t: &Typed, id: InstanceId) -> BTreeSet<V> {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let made = f.blocks.iter().flat_map(|b| &b.insts).filter(|i| matches!(i.op, H::GetItem | H::IterNext | H::GetIter));
    made.filter_map(|i| i.results.first().copied()).filter(|v| matches!(inst.types[v.index()], Ty::Array { ndim: Some(1..), .. })).collect()
}

/// The index along each dimension that an array may have; none: the part is whole along it.
fn indices(row: &Row) -> impl Iterator<Item = Option<Value>> {
    (0..layout::ARRAY_INLINE_DIMS).map(|k| row.fixed.get(k).copied().flatten())
}

impl Lower<'_> {
    /// The part that a value is.
    pub fn row(&self, v: V) -> Option<Row> {
        match self.vals.get(&v) {
            Some(Val::Row(r)) if self.mode == Mode::Fast => Some(r.clone()),
            _ => None,
        }
    }

    /// The array of elements in registers that a value is, or is part of: dtype, number of dimensions, and the part.
    pub fn part_of(&self, v: V) -> Option<(DType, u8, Row)> {
        let row = self.row(v);
        let array = row.as_ref().map_or(v, |r| r.array);
        let Ty::Array { dtype: Some(dtype), ndim: Some(ndim) } = self.ty(array) else { return None };
        if !in_registers(dtype) || self.mode != Mode::Fast || ndim == 0 || ndim as usize > layout::ARRAY_INLINE_DIMS {
            return None;
        }
        Some((dtype, ndim, row.unwrap_or(Row { array, fixed: vec![None; ndim as usize] })))
    }

    /// `a[index]` as a part that nobody needs as an object; false: it is made.
    pub fn row_getitem(&mut self, i: &Inst) -> bool {
        let out = i.results[0];
        if !self.rows.contains_key(&out) || self.wide || !self.w.shapes_stay {
            return false;
        }
        let Some((dtype, ndim, part)) = self.part_of(i.args[0]) else { return false };
        let Some(index) = self.subscript(i.args[1], part.ndim()) else { return false };
        let left = index.iter().filter(|x| x.is_none()).count();
        if left == 0 || !self.is_only_looked_into(out, left) {
            return false;
        }
        let o = self.array(part.array, dtype, ndim, false);
        let fixed = self.bounded_indices(o, &part, &index);
        self.vals.insert(out, Val::Row(part.fix(fixed)));
        true
    }

    /// Indices of a part's dimensions, tested: those of the array's that are not fixed yet.
    pub fn bounded_indices(&mut self, o: Value, part: &Row, index: &[Option<V>]) -> Vec<Option<Value>> {
        let dims: Vec<usize> = (0..part.fixed.len()).filter(|k| part.fixed[*k].is_none()).collect();
        let mut out = Vec::new();
        for (v, k) in index.iter().zip(dims) {
            out.push(v.map(|v| {
                let i = match self.np_index(v) {
                    Some(i) => i,
                    None => self.i64(v),
                };
                let n = self.array_len(o, k);
                let twin = self.slow_block();
                self.bounded(i, n, matches!(self.ty(v), Ty::Int { nonneg: true }), twin)
            }));
        }
        out
    }

    /// All uses of a part of that many dimensions are such that it need not be made.
    fn is_only_looked_into(&self, v: V, ndim: usize) -> bool {
        let Some(uses) = self.uses.get(&v) else { return false };
        uses.iter().all(|(b, k)| {
            let Some(u) = self.func.blocks[*b as usize].insts.get(*k as usize) else { return false };
            if u.args.iter().filter(|a| **a == v).count() != 1 {
                return false;
            }
            match &u.op {
                H::GetItem if u.args[0] == v => self.subscript(u.args[1], ndim).is_some_and(|index| {
                    let left = index.iter().filter(|x| x.is_none()).count();
                    left == 0 || self.is_only_looked_into(u.results[0], left)
                }),
                H::SetItem if u.args[0] == v => {
                    let Ty::Array { dtype: Some(dtype), .. } = self.inst.types[v.index()] else { return false };
                    let whole = self.subscript(u.args[1], ndim).is_some_and(|index| index.iter().all(Option::is_some));
                    whole && self.can_be_stored(dtype, &self.inst.types[u.args[2].index()])
                }
                H::Call { kw } => kw.is_empty() && u.args.len() == 2 && self.native_name(u).is_some_and(|n| &*n == "builtins.len"),
                H::Unpack => ndim == 1,
                H::GetIter => ndim == 1 && self.is_only_stepped(u.results[0]),
                H::IterInit => true,
                H::IterNext => u.args[0] == v && ndim == 1,
                _ => false,
            }
        })
    }

    /// Nobody but its own loop has the iterator.
    fn is_only_stepped(&self, iter: V) -> bool {
        self.rows.contains_key(&iter)
            && self.uses.get(&iter).is_some_and(|us| {
                us.iter().all(|(b, k)| {
                    self.func.blocks[*b as usize].insts.get(*k as usize).is_some_and(|u| matches!(u.op, H::IterInit | H::IterNext))
                })
            })
    }

    /// `iter(row)`; false: it is none.
    pub fn iter_of_row(&mut self, i: &Inst) -> bool {
        let Some(row) = self.row(i.args[0]) else { return false };
        if !self.is_only_stepped(i.results[0]) {
            return false;
        }
        self.vals.insert(i.results[0], Val::Row(row));
        true
    }

    /// The part of an array of several dimensions that a step of a loop gives, if it is only looked into.
    pub fn stepped_row(&mut self, part: &Row, state: Value, elem: V) -> Option<Element> {
        let fits = self.rows.contains_key(&elem) && !self.wide && self.w.shapes_stay && self.is_only_looked_into(elem, part.ndim() - 1);
        fits.then(|| Element::Row(part.fix([Some(state)])))
    }

    /// `x, y, z = row`; false: the runtime has to do it.
    pub fn unpack_row(&mut self, i: &Inst) -> bool {
        let Some((dtype, ndim, part)) = self.part_of(i.args[0]) else { return false };
        if part.ndim() != 1 {
            return false;
        }
        let o = self.array(part.array, dtype, ndim, false);
        let (have, want) = (self.array_len(o, part.first()), self.iconst(i.results.len() as i64));
        let fits = self.icmp(Cc::Eq, have, want);
        let twin = self.slow_block();
        self.require(fits, twin);
        let fixed = self.fixed_again(o, &part);
        let mut elements = Vec::new();
        for k in 0..i.results.len() {
            let k = self.iconst(k as i64);
            let at = self.element_at(o, &fixed.fix([Some(k)]).indices());
            elements.push(self.load_element(dtype, at));
        }
        for (r, n) in i.results.clone().into_iter().zip(elements) {
            self.set_np(r, n);
        }
        true
    }

    /// The fixed indices, tested again: the array might be another one by now, for all that is known here. Where nothing has
    /// changed it, value numbering knows that nothing is to be tested.
    pub fn fixed_again(&mut self, o: Value, part: &Row) -> Row {
        let fixed = part.fixed.clone().into_iter().enumerate().map(|(k, x)| {
            x.map(|x| {
                let n = self.array_len(o, k);
                let twin = self.slow_block();
                self.bounded(x, n, true, twin)
            })
        });
        Row { array: part.array, fixed: fixed.collect() }
    }

    // For the twin.

    /// Makes the view.
    pub fn make_row(&mut self, row: &Row) -> Value {
        let mut words = vec![self.word(row.array)];
        words.extend(self.row_words(row));
        self.leaf(Leaf::array_row, &words, Rep::Val)
    }

    fn row_words(&mut self, row: &Row) -> Vec<Value> {
        indices(row).map(|index| index.unwrap_or_else(|| self.iconst(-1))).collect()
    }

    /// Stores the array in the view's place, and the indices.
    pub fn store_row(&mut self, buf: Value, v: V, row: &Row) {
        let array = self.word(row.array);
        self.store_slot(buf, v, array);
        let first = 8 * self.rows[&v] as i32;
        self.store_number(buf, first, 1);
        for (offset, index) in (first + 8..).step_by(8).zip(indices(row)) {
            match index {
                Some(x) => self.store_word(buf, offset, x),
                None => self.store_number(buf, offset, -1),
            }
        }
    }

    /// The value is there as an object.
    pub fn store_made_row(&mut self, buf: Value, v: V) {
        self.store_number(buf, 8 * self.rows[&v] as i32, 0);
    }

    /// In the twin: makes the view that the body has not made.
    pub fn take_row(&mut self, buf: Value, v: V) {
        let mut words = (0..WORDS).map(|k| {
            let offset = 8 * (self.rows[&v] + k) as i32;
            self.op(Op::Load { ty: Rep::I64, offset, region: Region::Frame(offset) }, &[buf], Rep::I64)
        });
        let flag = words.next().expect("it has words");
        let indices: Vec<Value> = words.collect();
        let zero = self.iconst(0);
        let unmade = self.icmp(Cc::Ne, flag, zero);
        let (make, next) = (self.new_block(false), self.new_block(false));
        self.branch(unmade, make, next);
        self.cur = make;
        let array = self.take_slot(v);
        let mut args = vec![array];
        args.extend(indices);
        let view = self.leaf(Leaf::array_row, &args, Rep::Val);
        self.store_slot(buf, v, view);
        self.jump(next, &[]);
        self.cur = next;
    }
}
