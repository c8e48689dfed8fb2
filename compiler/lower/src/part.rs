//! Parts of arrays by slices: `a[1:-1, j]`, `a[i, :, None] = x`.
//!
//! A key that is written as ints, slices and `None`s is not made: its form is a constant, the ints go to the runtime in registers
//! (`index/part.rs` there).

use pyaot_abi::Leaf;
use pyaot_ir::{Op, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, Op as H, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};
use crate::numpy::{Kind, np_kind};

/// Items of a key at most: four bits each.
const ITEMS: usize = 16;

impl Lower<'_> {
    /// The values of the key's items, if the key is written as ints, slices and `None`s, not ints alone.
    fn key_items(&self, key: V) -> Option<Vec<V>> {
        let def = |v: V| self.defs.get(&v).map(|(b, k)| &self.func.blocks[*b as usize].insts[*k as usize]);
        let is_slice = |v: &V| self.ty(*v) == Ty::Slice && def(*v).is_some_and(|i| matches!(i.op, H::MakeSlice) && self.is_plain_slice(i));
        let items = match &self.ty(key) {
            Ty::Slice => vec![key],
            Ty::Tuple(_) => def(key).filter(|i| matches!(i.op, H::MakeTuple)).map(|i| i.args.clone())?,
            _ => return None,
        };
        let is_item = |v: &V| {
            let t = self.ty(*v);
            t.is_int() || t == Ty::None || np_kind(&t) == Some(Kind::Int) || is_slice(v)
        };
        (items.len() <= ITEMS && items.iter().all(is_item) && items.iter().any(is_slice)).then_some(items)
    }

    /// The key of a subscript of an array that is never made as an object.
    pub fn is_array_key(&self, user: &Inst, key: V) -> bool {
        self.mode == Mode::Fast
            && !self.wide
            && matches!(user.op, H::GetItem | H::SetItem)
            && user.args[1] == key
            && user.args[0] != key
            && user.args.get(2) != Some(&key)
            && matches!(self.ty(user.args[0]), Ty::Array { .. })
            && self.key_items(key).is_some()
    }

    /// The view that the subscript is, and nothing else; None: the runtime has to look at the key.
    fn array_view(&mut self, array: V, key: V) -> Option<Value> {
        let items = self.key_items(key)?;
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
        let o = self.require_array(array);
        let form = self.iconst(form as i64);
        let words: Vec<Value> = ints.iter().map(|x| self.op(Op::TagInt, &[*x], Rep::Val)).collect();
        Some(self.leaf_array(Leaf::array_part, &[o, form], &words, Rep::Val))
    }

    /// `a[1:-1, j]`; false: the runtime has to do it.
    pub fn array_part(&mut self, i: &Inst) -> bool {
        if !self.is_array_key(i, i.args[1]) {
            return false;
        }
        let Some(r) = self.array_view(i.args[0], i.args[1]) else { return false };
        self.set(i.results[0], r, &Ty::Any);
        true
    }

    /// `a[1:-1, j] = x`; false: the runtime has to do it.
    pub fn array_store(&mut self, i: &Inst) -> bool {
        if !self.is_array_key(i, i.args[1]) {
            return false;
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
        let view = self.array_view(i.args[0], i.args[1]);
        self.waits = waits;
        let Some(view) = view else { return false };
        self.compute_into(view, &tree);
        true
    }
}
