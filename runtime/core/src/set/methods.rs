//! The types `set` and `frozenset`: their operations, methods and iterator.

use std::cell::{Cell, UnsafeCell};

use super::algebra::{self, base_type, copy_of, is_disjoint, is_subset};
use super::{SetObj, as_set, from_iterable_of, new_of};
use crate::error::{Result, raise, type_error};
use crate::exception::{KEY_ERROR, RUNTIME_ERROR, TYPE_ERROR, clear_pending, pending_is, raise_key_error};
use crate::native::Natives;
use crate::natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, iter, ops, seq, str, tuple};

const COMMON: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    truth: Some(truth),
    len: Some(len),
    binary: Some(binary),
    contains: Some(contains),
    iter: Some(iter_over),
    new: Some(construct),
    drop: Some(drop_fields),
    traverse: Some(traverse),
    clear: Some(clear_fields),
    ..Slots::EMPTY
};

pub static SET: TypeObj =
    TypeObj::native("set", Layout::Set, Slots { hash: Some(unhashable), inplace: Some(inplace), ..COMMON }, SET_METHODS);

pub static FROZENSET: TypeObj =
    TypeObj::native("frozenset", Layout::Set, Slots { hash: Some(hash), ..COMMON }, FROZENSET_METHODS);

static SET_METHODS: Natives = natives![
    "add(self, object: T, /) -> None" => add,
    "discard(self, object, /) -> None" => discard,
    "remove(self, object, /) -> None" => remove,
    "pop(self, /) -> T" => pop,
    "clear(self, /) -> None" => clear,
    "copy(self, /) -> set[T]" => copy,
    "update(self, /, *others) -> None" => update,
    "intersection_update(self, /, *others) -> None" => intersection_update,
    "difference_update(self, /, *others) -> None" => difference_update,
    "symmetric_difference_update(self, other, /) -> None" => symmetric_difference_update,
    "union(self, /, *others) -> Self" => union,
    "intersection(self, /, *others) -> Self" => intersection,
    "difference(self, /, *others) -> Self" => difference,
    "symmetric_difference(self, other, /) -> Self" => symmetric_difference,
    "isdisjoint(self, other, /) -> bool" => isdisjoint,
    "issubset(self, other, /) -> bool" => issubset,
    "issuperset(self, other, /) -> bool" => issuperset,
    "__init__(self, iterable=(), /) -> None" => init,
];

static FROZENSET_METHODS: Natives = natives![
    "copy(self, /) -> Self" => copy,
    "union(self, /, *others) -> Self" => union,
    "intersection(self, /, *others) -> Self" => intersection,
    "difference(self, /, *others) -> Self" => difference,
    "symmetric_difference(self, other, /) -> Self" => symmetric_difference,
    "isdisjoint(self, other, /) -> bool" => isdisjoint,
    "issubset(self, other, /) -> bool" => issubset,
    "issuperset(self, other, /) -> bool" => issuperset,
];

fn repr(v: &Value) -> Result<Value> {
    let plain = v.is_exact(&SET);
    let mut out = str::Builder::new();
    if !plain || as_set(v).is_empty() {
        out.push_str(seq::short_name(v));
        out.push_str("(");
    }
    if as_set(v).is_empty() {
        out.push_str(")");
        return Ok(out.finish());
    }
    if !seq::enter_repr(v) {
        out.push_str(if plain { "set(...)" } else { "...)" });
        return Ok(out.finish());
    }
    out.push_str("{");
    let r = write_elements(as_set(v), &mut out);
    seq::leave_repr(v);
    r?;
    out.push_str(if plain { "}" } else { "})" });
    Ok(out.finish())
}

fn write_elements(s: &SetObj, out: &mut str::Builder) -> Result<()> {
    for (i, x) in s.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_value(&ops::repr(&x)?);
    }
    Ok(())
}

fn unhashable(v: &Value) -> Result<i64> {
    type_error(text_of_unhashable(v))
}

fn text_of_unhashable(v: &Value) -> String {
    crate::text!("unhashable type: '", ops::type_name(v), "'")
}

/// Independent of the order of the elements; the same number as CPython's.
fn hash(v: &Value) -> Result<i64> {
    let s = as_set(v);
    if s.hash.get() != -1 {
        return Ok(s.hash.get());
    }
    let spread = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
    let mut h = s.iter_hashes().fold(0, |h, x| h ^ spread(x as u64));
    h ^= (s.len() as u64 + 1).wrapping_mul(1_927_868_237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h.wrapping_mul(69_069).wrapping_add(907_133_923);
    let h = if h == u64::MAX { 590_923_713 } else { h as i64 };
    s.hash.set(h);
    Ok(h)
}

impl SetObj {
    fn iter_hashes(&self) -> impl Iterator<Item = i64> + '_ {
        let mut i = 0;
        std::iter::from_fn(move || {
            let (next, _, hash) = self.element_at(i)?;
            i = next;
            Some(hash)
        })
    }
}

fn truth(v: &Value) -> Result<bool> {
    Ok(!as_set(v).is_empty())
}

fn len(v: &Value) -> Result<usize> {
    Ok(as_set(v).len())
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (a.downcast::<SetObj>(), b.downcast::<SetObj>()) else {
        return Ok(Value::not_implemented());
    };
    let equal = || Ok(x.len() == y.len() && is_subset(x, y)?);
    let r = match op {
        CmpOp::Eq => equal()?,
        CmpOp::Ne => !equal()?,
        CmpOp::Le => is_subset(x, y)?,
        CmpOp::Ge => is_subset(y, x)?,
        CmpOp::Lt => x.len() < y.len() && is_subset(x, y)?,
        CmpOp::Gt => x.len() > y.len() && is_subset(y, x)?,
    };
    Ok(Value::bool(r))
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if a.downcast::<SetObj>().is_none() || b.downcast::<SetObj>().is_none() {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::BitOr => joined(a, b),
        BinOp::BitAnd => algebra::intersection(a, b),
        BinOp::Sub => algebra::difference(a, b),
        BinOp::BitXor => exclusive(a, b),
        _ => Ok(Value::not_implemented()),
    }
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if b.downcast::<SetObj>().is_none() {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::BitOr => algebra::update(a, b)?,
        BinOp::BitAnd => keep_common(a, b)?,
        BinOp::Sub => algebra::difference_update(a, b)?,
        BinOp::BitXor => algebra::symmetric_difference_update(a, b)?,
        _ => return Ok(Value::not_implemented()),
    }
    Ok(a.clone())
}

fn joined(a: &Value, b: &Value) -> Result<Value> {
    let out = copy_of(base_type(a.ty()), as_set(a))?;
    if !a.is(b) {
        algebra::update(&out, b)?;
    }
    Ok(out)
}

fn exclusive(a: &Value, b: &Value) -> Result<Value> {
    let out = from_iterable_of(base_type(a.ty()), b)?;
    algebra::symmetric_difference_update(&out, a)?;
    Ok(out)
}

fn keep_common(a: &Value, b: &Value) -> Result<()> {
    let common = algebra::intersection(a, b)?;
    as_set(a).swap(as_set(&common));
    Ok(())
}

/// Runs `f` with `key`, or, when that is an unhashable set, with a frozenset of its elements.
fn with_key<T>(key: &Value, f: impl Fn(&Value) -> Result<T>) -> Result<T> {
    match f(key) {
        Err(e) if key.ty().is_subtype(&SET) && pending_is(&TYPE_ERROR) => {
            clear_pending(e);
            f(&copy_of(&FROZENSET, as_set(key))?)
        }
        r => r,
    }
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    with_key(x, |x| as_set(v).contains(x))
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let frozen = ty.is_subtype(&FROZENSET);
    let exact = if frozen { &FROZENSET } else { &SET };
    seq::no_keywords_for(ty, exact, kw)?;
    seq::arity(exact.name, args.len(), 0, 1)?;
    match args {
        [it] if std::ptr::eq(ty, &FROZENSET) && it.is_exact(&FROZENSET) => Ok(it.clone()),
        [it] => from_iterable_of(ty, it),
        _ => Ok(new_of(ty)),
    }
}

fn init(a: &[Value]) -> Result<Value> {
    as_set(&a[0]).clear();
    algebra::update(&a[0], &a[1])?;
    Ok(Value::none())
}

fn add(a: &[Value]) -> Result<Value> {
    as_set(&a[0]).insert(a[1].clone())?;
    Ok(Value::none())
}

fn discard(a: &[Value]) -> Result<Value> {
    with_key(&a[1], |x| as_set(&a[0]).remove(x))?;
    Ok(Value::none())
}

fn remove(a: &[Value]) -> Result<Value> {
    if with_key(&a[1], |x| as_set(&a[0]).remove(x))? { Ok(Value::none()) } else { raise_key_error(&a[1]) }
}

fn pop(a: &[Value]) -> Result<Value> {
    match as_set(&a[0]).pop() {
        Some(v) => Ok(v),
        None => raise(&KEY_ERROR, "pop from an empty set"),
    }
}

fn clear(a: &[Value]) -> Result<Value> {
    as_set(&a[0]).clear();
    Ok(Value::none())
}

fn copy(a: &[Value]) -> Result<Value> {
    if a[0].is_exact(&FROZENSET) {
        return Ok(a[0].clone());
    }
    copy_of(base_type(a[0].ty()), as_set(&a[0]))
}

/// The `*others` of a method.
fn others(a: &[Value]) -> &[Value] {
    tuple::as_tuple(&a[1]).items()
}

fn update(a: &[Value]) -> Result<Value> {
    for other in others(a) {
        algebra::update(&a[0], other)?;
    }
    Ok(Value::none())
}

fn union(a: &[Value]) -> Result<Value> {
    let out = copy_of(base_type(a[0].ty()), as_set(&a[0]))?;
    for other in others(a) {
        if !other.is(&a[0]) {
            algebra::update(&out, other)?;
        }
    }
    Ok(out)
}

fn intersection(a: &[Value]) -> Result<Value> {
    let mut out: Option<Value> = None;
    for other in others(a) {
        out = Some(algebra::intersection(out.as_ref().unwrap_or(&a[0]), other)?);
    }
    match out {
        Some(out) => Ok(out),
        None => copy(a),
    }
}

fn intersection_update(a: &[Value]) -> Result<Value> {
    let common = intersection(a)?;
    if !common.is(&a[0]) {
        as_set(&a[0]).swap(as_set(&common));
    }
    Ok(Value::none())
}

fn difference(a: &[Value]) -> Result<Value> {
    let Some((first, rest)) = others(a).split_first() else { return copy(a) };
    let out = algebra::difference(&a[0], first)?;
    for other in rest {
        algebra::difference_update(&out, other)?;
    }
    Ok(out)
}

fn difference_update(a: &[Value]) -> Result<Value> {
    for other in others(a) {
        algebra::difference_update(&a[0], other)?;
    }
    Ok(Value::none())
}

fn symmetric_difference(a: &[Value]) -> Result<Value> {
    exclusive(&a[0], &a[1])
}

fn symmetric_difference_update(a: &[Value]) -> Result<Value> {
    algebra::symmetric_difference_update(&a[0], &a[1])?;
    Ok(Value::none())
}

fn isdisjoint(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(is_disjoint(&a[0], &a[1])?))
}

/// `v`, or a set of its elements.
fn set_of(v: &Value) -> Result<Value> {
    if v.downcast::<SetObj>().is_some() { Ok(v.clone()) } else { algebra::from_iterable(v) }
}

fn issubset(a: &[Value]) -> Result<Value> {
    let other = set_of(&a[1])?;
    Ok(Value::bool(is_subset(as_set(&a[0]), as_set(&other))?))
}

fn issuperset(a: &[Value]) -> Result<Value> {
    let other = set_of(&a[1])?;
    Ok(Value::bool(is_subset(as_set(&other), as_set(&a[0]))?))
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: a set nobody refers to.
    unsafe { &*(h as *const SetObj) }.release();
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live set.
    unsafe { &*(h as *const SetObj) }.clear();
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live set; nothing changes while it is traversed.
    let s = unsafe { &*(h as *const SetObj) };
    let mut i = 0;
    while let Some((next, v, _)) = s.element_at(i) {
        i = next;
        f(v);
    }
}

// ---- iterator ----

#[repr(C)]
struct SetIter {
    header: Header,
    /// `None` once exhausted.
    set: UnsafeCell<Option<Value>>,
    slot: Cell<usize>,
    /// Elements when the iteration began.
    used: Cell<usize>,
    left: Cell<usize>,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for SetIter {
    const LAYOUT: Layout = Layout::Iterator;
}

static SET_ITERATOR: TypeObj = TypeObj::native(
    "set_iterator",
    Layout::Iterator,
    Slots {
        iter: Some(iter::itself),
        next: Some(next),
        drop: Some(drop_iter),
        traverse: Some(traverse_iter),
        ..Slots::EMPTY
    },
    ITER_METHODS,
);

static ITER_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => length_hint];

/// `iter(s)`.
pub(crate) fn iter_over(v: &Value) -> Result<Value> {
    let n = as_set(v).len();
    Ok(heap::new_object(&SET_ITERATOR, |header| SetIter {
        header,
        set: UnsafeCell::new(Some(v.clone())),
        slot: Cell::new(0),
        used: Cell::new(n),
        left: Cell::new(n),
    }))
}

fn as_iter(v: &Value) -> &SetIter {
    debug_assert!(v.is_exact(&SET_ITERATOR));
    // SAFETY: reached only through SET_ITERATOR.
    unsafe { &*(v.bits() as *const SetIter) }
}

fn next(v: &Value) -> Result<Option<Value>> {
    let it = as_iter(v);
    // SAFETY: no code of the program runs while the borrow lives.
    let Some(s) = (unsafe { &*it.set.get() }) else { return Ok(None) };
    let s = as_set(s);
    if s.len() != it.used.get() {
        it.used.set(usize::MAX);
        return raise(&RUNTIME_ERROR, "Set changed size during iteration");
    }
    match s.element_at(it.slot.get()) {
        Some((next, x, _)) => {
            it.slot.set(next);
            it.left.set(it.left.get().saturating_sub(1));
            Ok(Some(x.clone()))
        }
        None => {
            // SAFETY: the cell is emptied before the set is released.
            let old = unsafe { (*it.set.get()).take() };
            drop(old);
            Ok(None)
        }
    }
}

fn length_hint(a: &[Value]) -> Result<Value> {
    let it = as_iter(&a[0]);
    // SAFETY: the borrow ends with the expression.
    let live = unsafe { &*it.set.get() }.as_ref().is_some_and(|s| as_set(s).len() == it.used.get());
    Ok(Value::int(if live { it.left.get() as i64 } else { 0 }))
}

unsafe fn drop_iter(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut SetIter) }
}

unsafe fn traverse_iter(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator.
    if let Some(v) = unsafe { &*(*(h as *const SetIter)).set.get() } {
        f(v);
    }
}
