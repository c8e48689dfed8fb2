//! The views of dicts (`keys`, `values`, `items`) and the iterators over dicts.

use std::cell::{Cell, UnsafeCell};

use crate::dict::{DictObj, as_dict, item};
use crate::error::{Result, raise};
use crate::exception::RUNTIME_ERROR;
use crate::native::Natives;
use crate::natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{dict, heap, iter, list, ops, seq, set, str, tuple};

/// What a view or an iterator shows of each entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Keys,
    Values,
    Items,
}

#[repr(C)]
pub struct ViewObj {
    pub header: Header,
    dict: Value,
    part: Part,
}

// SAFETY: repr(C) with the header first; the view types are the types with this layout.
unsafe impl Object for ViewObj {
    const LAYOUT: Layout = Layout::DictView;
}

const fn view_type(name: &'static str, slots: Slots) -> TypeObj {
    TypeObj::native(name, Layout::DictView, slots, VIEW_METHODS)
}

const VALUES_SLOTS: Slots = Slots {
    repr: Some(repr),
    len: Some(len),
    truth: Some(truth),
    iter: Some(view_iter),
    getattr: Some(getattr),
    drop: Some(drop_view),
    traverse: Some(traverse_view),
    ..Slots::EMPTY
};

/// Views of keys and items behave as sets.
const SET_SLOTS: Slots =
    Slots { hash: Some(hash), compare: Some(compare), binary: Some(binary), contains: Some(contains), ..VALUES_SLOTS };

static VIEW_METHODS: Natives = natives![
    "__reversed__(self, /)" => view_reversed,
    "isdisjoint(self, other, /) -> bool" => isdisjoint,
];

static VALUES_METHODS: Natives = natives!["__reversed__(self, /)" => view_reversed];

pub static DICT_KEYS: TypeObj = view_type("dict_keys", SET_SLOTS);
pub static DICT_VALUES: TypeObj = TypeObj::native("dict_values", Layout::DictView, VALUES_SLOTS, VALUES_METHODS);
pub static DICT_ITEMS: TypeObj = view_type("dict_items", SET_SLOTS);
pub static ODICT_KEYS: TypeObj = view_type("odict_keys", SET_SLOTS).with_base(&DICT_KEYS);
pub static ODICT_VALUES: TypeObj =
    TypeObj::native("odict_values", Layout::DictView, VALUES_SLOTS, VALUES_METHODS).with_base(&DICT_VALUES);
pub static ODICT_ITEMS: TypeObj = view_type("odict_items", SET_SLOTS).with_base(&DICT_ITEMS);

fn view(d: &Value, part: Part) -> Value {
    let ordered = dict::is_ordered(d);
    let ty = match (part, ordered) {
        (Part::Keys, false) => &DICT_KEYS,
        (Part::Values, false) => &DICT_VALUES,
        (Part::Items, false) => &DICT_ITEMS,
        (Part::Keys, true) => &ODICT_KEYS,
        (Part::Values, true) => &ODICT_VALUES,
        (Part::Items, true) => &ODICT_ITEMS,
    };
    heap::new_object(ty, |header| ViewObj { header, dict: d.clone(), part })
}

pub(crate) fn keys(a: &[Value]) -> Result<Value> {
    Ok(view(&a[0], Part::Keys))
}

pub(crate) fn values(a: &[Value]) -> Result<Value> {
    Ok(view(&a[0], Part::Values))
}

pub(crate) fn items(a: &[Value]) -> Result<Value> {
    Ok(view(&a[0], Part::Items))
}

/// The view behind a value known to be one.
fn as_view(v: &Value) -> &ViewObj {
    match v.downcast::<ViewObj>() {
        Some(w) => w,
        None => unreachable!("a method of dict views got another object"),
    }
}

/// A view that behaves as a set.
fn set_view(v: &Value) -> Option<&ViewObj> {
    v.downcast::<ViewObj>().filter(|w| w.part != Part::Values)
}

impl ViewObj {
    pub fn dict(&self) -> &DictObj {
        as_dict(&self.dict)
    }

    pub fn part(&self) -> Part {
        self.part
    }

    /// The dict that is looked into, and the name of the method that makes such views.
    pub fn made_by(&self) -> (&Value, &'static str) {
        let name = match self.part {
            Part::Keys => "keys",
            Part::Values => "values",
            Part::Items => "items",
        };
        (&self.dict, name)
    }
}

/// The part of an entry that is shown.
#[inline]
fn shown(part: Part, k: &Value, v: &Value) -> Value {
    match part {
        Part::Keys => k.clone(),
        Part::Values => v.clone(),
        Part::Items => item(k, v),
    }
}

fn repr(v: &Value) -> Result<Value> {
    let w = as_view(v);
    seq::guarded_repr(v, "...", || {
        let all = list::new(w.dict().iter().map(|(k, x)| shown(w.part, &k, &x)).collect());
        let mut out = str::Builder::new();
        out.push_str(seq::short_name(v));
        out.push_str("(");
        out.push_value(&ops::repr(&all)?);
        out.push_str(")");
        Ok(out.finish())
    })
}

fn hash(v: &Value) -> Result<i64> {
    crate::error::type_error(format!("unhashable type: '{}'", ops::type_name(v)))
}

fn len(v: &Value) -> Result<usize> {
    Ok(as_view(v).dict().len())
}

fn truth(v: &Value) -> Result<bool> {
    Ok(!as_view(v).dict().is_empty())
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    // `mapping` is a read-only proxy in CPython; here the dict itself.
    Ok((name == "mapping").then(|| as_view(v).dict.clone()))
}

fn view_iter(v: &Value) -> Result<Value> {
    let w = as_view(v);
    Ok(new_iter(&w.dict, w.part, false))
}

fn view_reversed(a: &[Value]) -> Result<Value> {
    let w = as_view(&a[0]);
    Ok(new_iter(&w.dict, w.part, true))
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    let w = as_view(v);
    match w.part {
        Part::Items => match x.downcast::<tuple::TupleObj>().map(|t| t.items()) {
            Some([k, value]) => match w.dict().get(k)? {
                Some(found) => seq::eq(&found, value),
                None => Ok(false),
            },
            _ => Ok(false),
        },
        _ => w.dict().contains(x),
    }
}

/// All elements of `a` are in `b`.
fn all_in(a: &Value, b: &Value) -> Result<bool> {
    let mut all = true;
    let it = ops::iter(a)?;
    while let Some(x) = ops::next(&it)? {
        if !ops::contains(b, &x)? {
            all = false;
            break;
        }
    }
    Ok(all)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let is_set = |v: &Value| v.downcast::<set::SetObj>().is_some() || set_view(v).is_some();
    if set_view(a).is_none() || !is_set(b) {
        return Ok(Value::not_implemented());
    }
    let (n, m) = (ops::len(a)?, ops::len(b)?);
    let r = match op {
        CmpOp::Eq => n == m && all_in(a, b)?,
        CmpOp::Ne => !(n == m && all_in(a, b)?),
        CmpOp::Lt => n < m && all_in(a, b)?,
        CmpOp::Le => n <= m && all_in(a, b)?,
        CmpOp::Gt => n > m && all_in(b, a)?,
        CmpOp::Ge => n >= m && all_in(b, a)?,
    };
    Ok(Value::bool(r))
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let out = match op {
        BinOp::BitAnd => return intersection(a, b),
        BinOp::BitOr => {
            let out = to_set(a)?;
            set::update(&out, b)?;
            out
        }
        BinOp::Sub => {
            let out = to_set(a)?;
            set::difference_update(&out, b)?;
            out
        }
        BinOp::BitXor => return symmetric_difference(a, b),
        _ => return Ok(Value::not_implemented()),
    };
    Ok(out)
}

fn intersection(a: &Value, b: &Value) -> Result<Value> {
    // The left operand may be any iterable: `[1] & d.keys()`.
    let (view, other) = if set_view(a).is_some() { (a, b) } else { (b, a) };
    let n = as_view(view).dict().len();
    if other.is_exact(&set::SET) && n <= set::as_set(other).len() {
        return set::intersection(other, view);
    }
    let (view, other) = match set_view(other) {
        Some(w) if w.dict().len() > n => (other, view),
        _ => (view, other),
    };
    let out = set::new();
    let it = ops::iter(other)?;
    while let Some(x) = ops::next(&it)? {
        if contains(view, &x)? {
            set::as_set(&out).insert(x)?;
        }
    }
    Ok(out)
}

/// The left operand as a set; the keys of a dict are taken from the dict itself, whose size is known in advance.
fn to_set(v: &Value) -> Result<Value> {
    match v.downcast::<ViewObj>() {
        Some(w) if w.part == Part::Keys && dict::is_exact(&w.dict) => set::from_iterable(&w.dict),
        _ => set::from_iterable(v),
    }
}

fn symmetric_difference(a: &Value, b: &Value) -> Result<Value> {
    let out = to_set(a)?;
    set::symmetric_difference_update(&out, b)?;
    Ok(out)
}

fn isdisjoint(a: &[Value]) -> Result<Value> {
    let (mut view, mut other) = (&a[0], &a[1]);
    if view.is(other) {
        return Ok(Value::bool(as_view(view).dict().is_empty()));
    }
    if (other.downcast::<set::SetObj>().is_some() || set_view(other).is_some()) && ops::len(other)? > len(view)? {
        std::mem::swap(&mut view, &mut other);
    }
    let it = ops::iter(other)?;
    while let Some(x) = ops::next(&it)? {
        if ops::contains(view, &x)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

unsafe fn drop_view(h: *mut Header) {
    // SAFETY: called once, on a view nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut ViewObj) }
}

unsafe fn traverse_view(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live view.
    f(unsafe { &(*(h as *const ViewObj)).dict });
}

// ---- iterators ----

#[repr(C)]
struct DictIter {
    header: Header,
    /// `None` once exhausted.
    dict: UnsafeCell<Option<Value>>,
    /// The pair given out last, used again when nobody kept it.
    pair: UnsafeCell<Option<Value>>,
    pos: Cell<usize>,
    /// Entries of the dict when the iteration began.
    len: Cell<usize>,
    /// Entries still to come.
    left: Cell<usize>,
    version: Cell<u32>,
    part: Part,
    backwards: bool,
    ordered: bool,
}

// SAFETY: repr(C) with the header first; found by its types only.
unsafe impl Object for DictIter {
    const LAYOUT: Layout = Layout::Iterator;
}

// Compiled code steps such iterators itself.
const _: () = {
    use pyaot_abi::layout::{DICT_ITER_DICT, DICT_ITER_LEFT, DICT_ITER_LEN, DICT_ITER_POS};
    use std::mem::offset_of;
    assert!(offset_of!(DictIter, dict) == DICT_ITER_DICT as usize && offset_of!(DictIter, pos) == DICT_ITER_POS as usize);
    assert!(offset_of!(DictIter, len) == DICT_ITER_LEN as usize && offset_of!(DictIter, left) == DICT_ITER_LEFT as usize);
};

const ITER_SLOTS: Slots = Slots {
    iter: Some(iter::itself),
    next: Some(next),
    drop: Some(drop_iter),
    traverse: Some(traverse_iter),
    ..Slots::EMPTY
};

static ITER_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => length_hint];

const fn iter_type(name: &'static str) -> TypeObj {
    TypeObj::native(name, Layout::Iterator, ITER_SLOTS, ITER_METHODS)
}

static KEY_ITERATOR: TypeObj = iter_type("dict_keyiterator");
static VALUE_ITERATOR: TypeObj = iter_type("dict_valueiterator");
static ITEM_ITERATOR: TypeObj = iter_type("dict_itemiterator");
static REVERSE_KEY_ITERATOR: TypeObj = iter_type("dict_reversekeyiterator");
static REVERSE_VALUE_ITERATOR: TypeObj = iter_type("dict_reversevalueiterator");
static REVERSE_ITEM_ITERATOR: TypeObj = iter_type("dict_reverseitemiterator");
static ODICT_ITERATOR: TypeObj = iter_type("odict_iterator");

/// An iterator over `part` of the dict `d`.
pub fn new_iter(d: &Value, part: Part, backwards: bool) -> Value {
    let ordered = dict::is_ordered(d);
    let ty = match (part, backwards) {
        _ if ordered => &ODICT_ITERATOR,
        (Part::Keys, false) => &KEY_ITERATOR,
        (Part::Values, false) => &VALUE_ITERATOR,
        (Part::Items, false) => &ITEM_ITERATOR,
        (Part::Keys, true) => &REVERSE_KEY_ITERATOR,
        (Part::Values, true) => &REVERSE_VALUE_ITERATOR,
        (Part::Items, true) => &REVERSE_ITEM_ITERATOR,
    };
    let source = as_dict(d);
    heap::new_object(ty, |header| DictIter {
        header,
        dict: UnsafeCell::new(Some(d.clone())),
        pair: UnsafeCell::new(None),
        pos: Cell::new(if backwards { usize::MAX } else { 0 }),
        len: Cell::new(source.len()),
        left: Cell::new(source.len()),
        version: Cell::new(source.version()),
        part,
        backwards,
        ordered,
    })
}

pub(crate) fn key_iter(d: &Value) -> Result<Value> {
    Ok(new_iter(d, Part::Keys, false))
}

pub(crate) fn reversed_keys(d: &Value) -> Result<Value> {
    Ok(new_iter(d, Part::Keys, true))
}

fn as_iter(v: &Value) -> &DictIter {
    debug_assert!(std::ptr::fn_addr_eq(v.ty().slots.next.unwrap_or(next), next as fn(&Value) -> Result<Option<Value>>));
    // SAFETY: `next` and the methods are reached only through the iterator types of this file.
    unsafe { &*(v.bits() as *const DictIter) }
}

/// The next entry of an iterator over the items of a dict; `None` for any other object.
pub(crate) fn next_item(v: &Value) -> Option<Result<Option<(Value, Value)>>> {
    if !v.is_exact(&ITEM_ITERATOR) {
        return None;
    }
    Some(match step(as_iter(v)) {
        Ok(Some((_, k, x))) => Ok(Some((k.clone(), x.clone()))),
        Ok(None) => Ok(None),
        Err(e) => Err(e),
    })
}

fn next(v: &Value) -> Result<Option<Value>> {
    let it = as_iter(v);
    let Some((it, k, x)) = step(it)? else { return Ok(None) };
    Ok(Some(match it.part {
        Part::Keys => k.clone(),
        Part::Values => x.clone(),
        Part::Items => {
            let (k, x) = (k.clone(), x.clone());
            // SAFETY: the cached pair belongs to this iterator; with a count of one nobody else sees it change.
            unsafe {
                if let Some(p) = &*it.pair.get() {
                    if p.header().is_some_and(|h| h.rc.get() == 1) {
                        let p = p.clone();
                        tuple::as_tuple(&p).replace_pair(k, x);
                        return Ok(Some(p));
                    }
                    return Ok(Some(tuple::pair(k, x)));
                }
                let p = tuple::pair(k, x);
                *it.pair.get() = Some(p.clone());
                p
            }
        }
    }))
}

/// The entry that the iterator comes to next.
#[inline]
fn step(it: &DictIter) -> Result<Option<(&DictIter, &Value, &Value)>> {
    let Some((pos, k, x)) = upcoming(it)? else { return Ok(None) };
    it.left.set(it.left.get() - 1);
    it.pos.set(pos);
    Ok(Some((it, k, x)))
}

/// Moves an iterator that goes forwards to the next entry in use, without giving it out; its position.
#[cold]
pub(crate) fn seek(v: &Value) -> Result<Option<usize>> {
    let it = as_iter(v);
    let Some((after, ..)) = upcoming(it)? else { return Ok(None) };
    it.pos.set(after - 1);
    Ok(Some(after - 1))
}

/// The next entry and the position behind it (or its own, backwards).
#[inline]
fn upcoming(it: &DictIter) -> Result<Option<(usize, &Value, &Value)>> {
    // SAFETY: no code of the program runs while the borrow lives.
    let Some(d) = (unsafe { &*it.dict.get() }) else { return Ok(None) };
    let source = as_dict(d);
    if it.ordered {
        if it.left.get() == 0 {
            finish(it);
            return Ok(None);
        }
        if source.version() != it.version.get() {
            finish(it);
            return raise(&RUNTIME_ERROR, "OrderedDict mutated during iteration");
        }
        if source.len() != it.len.get() {
            finish(it);
            return raise(&RUNTIME_ERROR, "OrderedDict changed size during iteration");
        }
    } else if source.len() != it.len.get() {
        // Every further step fails as well.
        it.len.set(usize::MAX);
        return raise(&RUNTIME_ERROR, "dictionary changed size during iteration");
    }
    let found = if it.backwards { source.entry_before(it.pos.get()) } else { source.entry_at(it.pos.get()) };
    if found.is_none() {
        finish(it);
        return Ok(None);
    }
    if it.left.get() == 0 {
        finish(it);
        return raise(&RUNTIME_ERROR, "dictionary keys changed during iteration");
    }
    Ok(found)
}

#[cold]
fn finish(it: &DictIter) {
    // SAFETY: the cells are emptied before their values are released.
    let old = unsafe { ((*it.dict.get()).take(), (*it.pair.get()).take()) };
    drop(old);
}

fn length_hint(a: &[Value]) -> Result<Value> {
    let it = as_iter(&a[0]);
    // SAFETY: the borrow ends with the expression.
    let n = match unsafe { &*it.dict.get() } {
        Some(d) if as_dict(d).len() == it.len.get() => it.left.get(),
        _ => 0,
    };
    Ok(Value::int(n as i64))
}

unsafe fn drop_iter(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut DictIter) }
}

unsafe fn traverse_iter(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator; nothing is released while it is traversed.
    unsafe {
        let it = &*(h as *const DictIter);
        for v in [&*it.dict.get(), &*it.pair.get()].into_iter().flatten() {
            f(v);
        }
    }
}
