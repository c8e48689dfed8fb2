//! `tuple`: its items stand in the object itself.

use std::cell::Cell;

use crate::error::{Result, raise, type_error, value_error};
use crate::exception::INDEX_ERROR;
use crate::list::{ListObj, order_holds, repeat_count};
use crate::native::Natives;
use crate::natives;
use crate::seq::{self, Huge};
use crate::slice::{self, SliceObj};
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, IMMORTAL, Object, Value};
use crate::{heap, iter, list, ops, str};

/// A tuple. Compiled code knows this layout.
#[repr(C)]
pub struct TupleObj {
    pub header: Header,
    len: usize,
    /// The hash, 0 when not yet computed.
    hash: Cell<i64>,
    // The items follow.
}

/// Bytes before the first item.
pub const ITEMS: usize = 32;

// SAFETY: repr(C) with the header first; TUPLE and its subclasses are the types with this layout.
unsafe impl Object for TupleObj {
    const LAYOUT: Layout = Layout::Tuple;
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for TupleObj {}

static EMPTY: TupleObj =
    TupleObj { header: Header { rc: Cell::new(IMMORTAL), ty: Cell::new(&TUPLE) }, len: 0, hash: Cell::new(0) };

#[unsafe(export_name = "pyaot_type_tuple")]
pub static TUPLE: TypeObj = TypeObj::native(
    "tuple",
    Layout::Tuple,
    Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        truth: Some(truth),
        len: Some(len),
        binary: Some(binary),
        getitem: Some(getitem),
        contains: Some(contains),
        iter: Some(iter::tuple_iter),
        new: Some(construct),
        drop: Some(drop_items),
        traverse: Some(traverse),
        ..Slots::EMPTY
    },
    METHODS,
)
.freed_as(pyaot_abi::layout::FREE_TUPLE);

static METHODS: Natives = natives![
    "index(self, value, start: int = 0, stop: int = 9223372036854775807, /) -> int" => index,
    "count(self, value, /) -> int" => count,
    "__getnewargs__(self, /)" => getnewargs,
];

/// The empty tuple, of which there is one.
pub fn empty() -> Value {
    // SAFETY: a static object is always live.
    unsafe { Value::from_ptr_retained(&EMPTY) }
}

pub fn new(items: Vec<Value>) -> Value {
    new_of(&TUPLE, items)
}

/// A tuple of a class `ty` that derives from tuple (or of tuple itself).
pub fn new_of(ty: &'static TypeObj, items: Vec<Value>) -> Value {
    let n = items.len();
    // SAFETY: the vector gives up its items, which are copied into the tuple; only its memory is freed.
    unsafe {
        let mut items = items;
        items.set_len(0);
        from_raw(ty, items.as_ptr() as *const u64, n)
    }
}

pub fn from_slice(items: &[Value]) -> Value {
    // SAFETY: each item gets a reference of its own before the words are copied.
    unsafe {
        let words = items.as_ptr() as *const u64;
        list::retain_all(words, items.len());
        from_raw(&TUPLE, words, items.len())
    }
}

/// A tuple that takes over the references.
///
/// # Safety
/// `items` points to `n` owned values, which are the caller's no more.
pub unsafe fn from_owned(items: *const Value, n: usize) -> Value {
    // SAFETY: by the contract.
    unsafe { from_raw(&TUPLE, items as *const u64, n) }
}

/// `(a, b)`, without a vector.
#[inline]
pub fn pair(a: Value, b: Value) -> Value {
    let words = [a.into_bits(), b.into_bits()];
    // SAFETY: ownership of both words goes to the tuple.
    unsafe { from_raw(&TUPLE, words.as_ptr(), 2) }
}

/// A tuple of `n` items, made one after the other, which runs no code of the program; nothing if one of them is missing.
#[inline]
pub(crate) fn filled_with(n: usize, mut item: impl FnMut(usize) -> Option<Value>) -> Option<Value> {
    if n == 0 {
        return Some(empty());
    }
    let mut made = 0;
    let t = heap::new_var(&TUPLE, ITEMS + n * 8, |p| {
        // SAFETY: as in `from_raw`; nobody looks at the tuple before all its items are there, and its length says how many.
        unsafe {
            let t = p as *mut TupleObj;
            std::ptr::addr_of_mut!((*t).len).write(0);
            std::ptr::addr_of_mut!((*t).hash).write(Cell::new(0));
            while made < n
                && let Some(x) = item(made)
            {
                (p.add(ITEMS) as *mut u64).add(made).write(x.into_bits());
                made += 1;
            }
            std::ptr::addr_of_mut!((*t).len).write(made);
        }
    });
    (made == n).then_some(t)
}

/// # Safety
/// `words` are `n` owned values, whose ownership passes to the tuple.
unsafe fn from_raw(ty: &'static TypeObj, words: *const u64, n: usize) -> Value {
    if n == 0 && ty.is_native {
        return empty();
    }
    heap::new_var(ty, ITEMS + n * 8, |p| {
        // SAFETY: the object has room for its fixed part and `n` words.
        unsafe {
            let t = p as *mut TupleObj;
            std::ptr::addr_of_mut!((*t).len).write(n);
            std::ptr::addr_of_mut!((*t).hash).write(Cell::new(0));
            std::ptr::copy_nonoverlapping(words, p.add(ITEMS) as *mut u64, n);
        }
    })
}

/// A tuple of the elements of any iterable; an exact tuple is returned as it is.
pub fn from_iterable(v: &Value) -> Result<Value> {
    if v.is_exact(&TUPLE) {
        return Ok(v.clone());
    }
    if v.is_exact(&list::LIST) {
        return Ok(from_list(list::as_list(v)));
    }
    Ok(new(list::to_vec(v)?))
}

/// The tuple behind a value known to be one.
#[inline]
pub(crate) fn as_tuple(v: &Value) -> &TupleObj {
    match v.downcast::<TupleObj>() {
        Some(t) => t,
        None => unreachable!("a tuple method got another object"),
    }
}

impl TupleObj {
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    pub fn items(&self) -> &[Value] {
        // SAFETY: `len` items follow the fixed part; they never change while the tuple lives.
        unsafe { std::slice::from_raw_parts((self as *const TupleObj as *const u8).add(ITEMS) as *const Value, self.len) }
    }

    /// Replaces item `i`; the old one is the caller's.
    ///
    /// # Safety
    /// The tuple has that item and its only reference is the caller's.
    pub(crate) unsafe fn replace(&self, i: usize, v: Value) -> Value {
        self.hash.set(0);
        // SAFETY: nobody else sees the tuple.
        unsafe { std::ptr::replace(((self as *const TupleObj as *mut u8).add(ITEMS) as *mut Value).add(i), v) }
    }

    /// Replaces the items of a pair that only one iterator refers to, so that no new tuple is needed.
    ///
    /// # Safety
    /// The tuple is a pair and its only reference is the caller's.
    pub(crate) unsafe fn replace_pair(&self, a: Value, b: Value) {
        // SAFETY: nobody else sees the tuple; the old items are released after both new ones are in place.
        unsafe {
            let p = (self as *const TupleObj as *mut u8).add(ITEMS) as *mut Value;
            self.hash.set(0);
            let old = (std::ptr::replace(p, a), std::ptr::replace(p.add(1), b));
            drop(old);
        }
    }
}

fn repr(v: &Value) -> Result<Value> {
    let t = as_tuple(v);
    if t.is_empty() {
        return Ok(str::intern_static("()"));
    }
    seq::guarded_repr(v, "(...)", || {
        let mut out = str::Builder::new();
        out.push_str("(");
        for (i, x) in t.items().iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            out.push_value(&ops::repr(x)?);
        }
        out.push_str(if t.len == 1 { ",)" } else { ")" });
        Ok(out.finish())
    })
}

/// The hash of a tuple whose items have the hashes `hashes` (xxHash's rounds, as CPython computes it).
pub fn hash_of(hashes: impl Iterator<Item = Result<i64>>) -> Result<i64> {
    const P1: u64 = 0x9E37_79B1_85EB_CA87;
    const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
    const P5: u64 = 0x27D4_EB2F_1656_67C5;
    let (mut acc, mut n) = (P5, 0u64);
    for h in hashes {
        acc = acc.wrapping_add((h? as u64).wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
        n += 1;
    }
    acc = acc.wrapping_add(n ^ (P5 ^ 3_527_539));
    Ok(if acc == u64::MAX { 1_546_275_796 } else { acc as i64 })
}

pub(crate) fn hash(v: &Value) -> Result<i64> {
    let t = as_tuple(v);
    let known = t.hash.get();
    if known != 0 {
        return Ok(known);
    }
    let h = hash_of(t.items().iter().map(seq::hash_key))?;
    t.hash.set(h);
    Ok(h)
}

/// The hash of `(a, b)`.
#[inline]
pub(crate) fn hash_pair(a: &Value, b: &Value) -> Result<i64> {
    hash_of([a, b].into_iter().map(seq::hash_key))
}

/// `v` is a tuple and equal to `(a, b)`; comparing the items runs no code of the program.
#[inline]
pub(crate) fn is_pair(v: &Value, a: &Value, b: &Value) -> bool {
    let same = |x: &Value, y: &Value| {
        seq::eq(x, y).unwrap_or_else(|e| {
            crate::exception::clear_pending(e);
            false
        })
    };
    seq::is_tuple(v) && matches!(as_tuple(v).items(), [x, y] if same(x, a) && same(y, b))
}

fn truth(v: &Value) -> Result<bool> {
    Ok(as_tuple(v).len != 0)
}

fn len(v: &Value) -> Result<usize> {
    Ok(as_tuple(v).len)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (a.downcast::<TupleObj>(), b.downcast::<TupleObj>()) else {
        return Ok(Value::not_implemented());
    };
    for (p, q) in x.items().iter().zip(y.items()) {
        if !seq::eq(p, q)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                _ => ops::compare(p, op, q),
            };
        }
    }
    Ok(Value::bool(order_holds(x.len.cmp(&y.len), op)))
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => {
            if let (Some(x), Some(y)) = (a.downcast::<TupleObj>(), b.downcast::<TupleObj>()) {
                if x.is_empty() && b.is_exact(&TUPLE) {
                    return Ok(b.clone());
                }
                if y.is_empty() && a.is_exact(&TUPLE) {
                    return Ok(a.clone());
                }
                let mut items = Vec::with_capacity(x.len + y.len);
                items.extend_from_slice(x.items());
                items.extend_from_slice(y.items());
                return Ok(new(items));
            }
        }
        BinOp::Mul => {
            let (v, n) = if a.downcast::<TupleObj>().is_some() { (a, b) } else { (b, a) };
            if let Some(n) = repeat_count(n)? {
                let t = as_tuple(v);
                if n == 1 && v.is_exact(&TUPLE) {
                    return Ok(v.clone());
                }
                if n <= 0 || t.is_empty() {
                    return Ok(empty());
                }
                match t.len.checked_mul(n as usize) {
                    Some(total) if total < 1 << 40 => {
                        crate::heap::check_size(8 * total)?;
                        let mut items = Vec::with_capacity(total);
                        for _ in 0..n {
                            items.extend_from_slice(t.items());
                        }
                        return Ok(new(items));
                    }
                    _ => return raise(&crate::exception::MEMORY_ERROR, ""),
                }
            }
            seq::check_factor(a, b)?;
        }
        _ => {}
    }
    Ok(Value::not_implemented())
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    let t = as_tuple(v);
    if key.downcast::<SliceObj>().is_some() {
        let (start, _, step, count) = slice::indices(key, t.len)?;
        if count == t.len && step == 1 && v.is_exact(&TUPLE) {
            return Ok(v.clone());
        }
        let items = t.items();
        return Ok(if step == 1 {
            from_slice(&items[start as usize..start as usize + count])
        } else {
            new((0..count as i64).map(|k| items[(start + k * step) as usize].clone()).collect())
        });
    }
    let Some(i) = seq::try_index(key, Huge::Index)? else {
        return type_error(format!("tuple indices must be integers or slices, not {}", ops::type_name(key)));
    };
    match seq::position(i, t.len) {
        Some(i) => Ok(t.items()[i].clone()),
        None => raise(&INDEX_ERROR, "tuple index out of range"),
    }
}

fn find(t: &TupleObj, x: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
    for (i, v) in t.items().iter().enumerate().take(stop).skip(start) {
        if seq::eq(v, x)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    Ok(find(as_tuple(v), x, 0, usize::MAX)?.is_some())
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords_for(ty, &TUPLE, kw)?;
    seq::arity("tuple", args.len(), 0, 1)?;
    match args {
        [] if ty.is_native => Ok(empty()),
        [] => Ok(new_of(ty, Vec::new())),
        [it, ..] if ty.is_native => from_iterable(it),
        [it, ..] => Ok(new_of(ty, list::to_vec(it)?)),
    }
}

fn index(a: &[Value]) -> Result<Value> {
    let t = as_tuple(&a[0]);
    let (start, stop) = seq::search_bounds(&a[2], &a[3], t.len)?;
    match find(t, &a[1], start, stop)? {
        Some(i) => Ok(Value::int(i as i64)),
        None => value_error("tuple.index(x): x not in tuple"),
    }
}

fn count(a: &[Value]) -> Result<Value> {
    let mut n = 0;
    for v in as_tuple(&a[0]).items() {
        n += seq::eq(v, &a[1])? as i64;
    }
    Ok(Value::int(n))
}

fn getnewargs(a: &[Value]) -> Result<Value> {
    Ok(from_slice(&[from_slice(as_tuple(&a[0]).items())]))
}

/// The elements of a list as a tuple.
pub fn from_list(l: &ListObj) -> Value {
    let n = l.len();
    if n == 0 {
        return empty();
    }
    heap::new_var(&TUPLE, ITEMS + n * 8, |p| {
        // SAFETY: the object has room for its fixed part and `n` words.
        unsafe {
            let t = p as *mut TupleObj;
            std::ptr::addr_of_mut!((*t).len).write(n);
            std::ptr::addr_of_mut!((*t).hash).write(Cell::new(0));
            let items = p.add(ITEMS) as *mut u64;
            for i in 0..n {
                items.add(i).write(l.get(i).into_bits());
            }
        }
    })
}

unsafe fn drop_items(h: *mut Header) {
    // SAFETY: a tuple nobody refers to: each item is dropped once.
    unsafe {
        let t = &*(h as *const TupleObj);
        let items = (h as *mut u8).add(ITEMS) as *mut Value;
        // The last one first, as in CPython: finalizers show it.
        for i in (0..t.len).rev() {
            std::ptr::drop_in_place(items.add(i));
        }
    }
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live tuple.
    for v in unsafe { &*(h as *const TupleObj) }.items() {
        f(v);
    }
}
