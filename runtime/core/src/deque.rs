//! `collections.deque`.

use std::cell::{Cell, UnsafeCell};
use std::collections::VecDeque;

use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{INDEX_ERROR, MEMORY_ERROR, RUNTIME_ERROR};
use crate::list::{order_holds, repeat_count};
use crate::native::Natives;
use crate::natives;
use crate::seq::{self, Huge};
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, int, iter, ops, str};

#[repr(C)]
pub struct DequeObj {
    pub header: Header,
    items: UnsafeCell<VecDeque<Value>>,
    maxlen: Cell<Option<usize>>,
    /// Changes with every change of the length or of the order.
    state: Cell<u32>,
}

// SAFETY: repr(C) with the header first; DEQUE and its subclasses are the types with this layout.
unsafe impl Object for DequeObj {
    const LAYOUT: Layout = Layout::Deque;
}

crate::late_type! {
    pub static DEQUE, deque_type = (
        "collections.deque",
        Layout::Deque,
        Slots {
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            truth: Some(truth),
            len: Some(len),
            binary: Some(binary),
            inplace: Some(inplace),
            getitem: Some(getitem),
            setitem: Some(setitem),
            contains: Some(contains),
            iter: Some(iter_over),
            getattr: Some(getattr),
            setattr: Some(setattr),
            new: Some(construct),
            drop: Some(drop_fields),
            traverse: Some(traverse),
            clear: Some(clear_fields),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "append(self, x: T, /) -> None" => append,
    "appendleft(self, x: T, /) -> None" => appendleft,
    "pop(self, /) -> T" => pop,
    "popleft(self, /) -> T" => popleft,
    "extend(self, iterable, /) -> None" => extend,
    "extendleft(self, iterable, /) -> None" => extendleft,
    "rotate(self, n: int = 1, /) -> None" => rotate,
    "insert(self, index: int, x: T, /) -> None" => insert,
    "remove(self, value, /) -> None" => remove,
    "index(self, value, start: int = 0, stop: int = 9223372036854775807, /) -> int" => index,
    "count(self, value, /) -> int" => count,
    "reverse(self, /) -> None" => reverse,
    "clear(self, /) -> None" => clear,
    "copy(self, /) -> Self" => copy,
    "__copy__(self, /) -> Self" => copy,
    "__init__(self, iterable=..., maxlen=None) -> None" => init,
    "__reversed__(self, /)" => reversed,
];

/// An empty deque.
pub fn new(maxlen: Option<usize>) -> Value {
    new_of(deque_type(), maxlen)
}

fn new_of(ty: &'static TypeObj, maxlen: Option<usize>) -> Value {
    heap::new_object(ty, |header| DequeObj {
        header,
        items: UnsafeCell::new(VecDeque::new()),
        maxlen: Cell::new(maxlen),
        state: Cell::new(0),
    })
}

/// The deque behind a value known to be one.
#[inline]
pub(crate) fn as_deque(v: &Value) -> &DequeObj {
    match v.downcast::<DequeObj>() {
        Some(d) => d,
        None => unreachable!("a deque method got another object"),
    }
}

impl DequeObj {
    /// The items. The borrow must end before any code of the program can run: no value is dropped, compared or called
    /// while it lives.
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "the runtime is single-threaded and the borrows are short")]
    fn items(&self) -> &mut VecDeque<Value> {
        // SAFETY: by the rule above no two such borrows are used at once.
        unsafe { &mut *self.items.get() }
    }

    #[inline]
    fn changed(&self) {
        self.state.set(self.state.get().wrapping_add(1));
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.items().len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    #[inline]
    pub fn get(&self, i: usize) -> Option<Value> {
        self.items().get(i).cloned()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.maxlen.get().is_some_and(|m| self.len() >= m)
    }

    #[inline]
    pub fn push_back(&self, v: Value) {
        self.changed();
        self.items().push_back(v);
        if self.maxlen.get().is_some_and(|m| self.len() > m) {
            let out = self.items().pop_front();
            drop(out);
        }
    }

    #[inline]
    pub fn push_front(&self, v: Value) {
        self.changed();
        self.items().push_front(v);
        if self.maxlen.get().is_some_and(|m| self.len() > m) {
            let out = self.items().pop_back();
            drop(out);
        }
    }

    #[inline]
    pub fn pop_back(&self) -> Option<Value> {
        let v = self.items().pop_back();
        if v.is_some() {
            self.changed();
        }
        v
    }

    #[inline]
    pub fn pop_front(&self) -> Option<Value> {
        let v = self.items().pop_front();
        if v.is_some() {
            self.changed();
        }
        v
    }

    pub fn clear(&self) {
        self.changed();
        let old = std::mem::take(self.items());
        drop(old);
    }

    fn remove_at(&self, i: usize) {
        self.changed();
        let old = self.items().remove(i);
        drop(old);
    }

    fn extend(&self, v: &Value, left: bool) -> Result<()> {
        ops::for_each(v, |x| {
            if left {
                self.push_front(x);
            } else {
                self.push_back(x);
            }
            Ok(())
        })
    }

    /// The items now.
    fn snapshot(&self) -> Vec<Value> {
        self.items().iter().cloned().collect()
    }

    /// The first position from `start` below `stop` whose item equals `x`.
    fn find(&self, x: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
        let state = self.state.get();
        let mut i = start;
        while i < stop {
            let Some(v) = self.get(i) else { break };
            let equal = seq::eq(&v, x)?;
            if equal {
                return Ok(Some(i));
            }
            if self.state.get() != state {
                return mutated();
            }
            i += 1;
        }
        Ok(None)
    }
}

#[cold]
fn mutated<T>() -> Result<T> {
    raise(&RUNTIME_ERROR, "deque mutated during iteration")
}

fn repr(v: &Value) -> Result<Value> {
    seq::guarded_repr(v, "[...]", || {
        let d = as_deque(v);
        let mut out = str::Builder::new();
        out.push_str(seq::short_name(v));
        out.push_str("([");
        for (i, x) in d.snapshot().iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            out.push_value(&ops::repr(x)?);
        }
        out.push_str("]");
        if let Some(m) = d.maxlen.get() {
            out.push_str(", maxlen=");
            out.push_str(&m.to_string());
        }
        out.push_str(")");
        Ok(out.finish())
    })
}

fn hash(v: &Value) -> Result<i64> {
    type_error(format!("unhashable type: '{}'", ops::type_name(v)))
}

fn truth(v: &Value) -> Result<bool> {
    Ok(!as_deque(v).is_empty())
}

fn len(v: &Value) -> Result<usize> {
    Ok(as_deque(v).len())
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (a.downcast::<DequeObj>(), b.downcast::<DequeObj>()) else {
        return Ok(Value::not_implemented());
    };
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && x.len() != y.len() {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let states = (x.state.get(), y.state.get());
    let mut i = 0;
    while let (Some(p), Some(q)) = (x.get(i), y.get(i)) {
        if !seq::eq(&p, &q)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                _ => ops::compare(&p, op, &q),
            };
        }
        if states != (x.state.get(), y.state.get()) {
            return mutated();
        }
        i += 1;
    }
    Ok(Value::bool(order_holds(x.len().cmp(&y.len()), op)))
}

/// A copy of `d` of its own type.
fn copied(v: &Value) -> Result<Value> {
    let d = as_deque(v);
    if v.is_exact(&DEQUE) {
        let out = new(d.maxlen.get());
        as_deque(&out).items().extend(d.items().iter().cloned());
        return Ok(out);
    }
    let class = v.ty().value();
    match d.maxlen.get() {
        None => ops::call(&class, std::slice::from_ref(v)),
        Some(m) => ops::call(&class, &[v.clone(), int::from_usize(m)]),
    }
}

/// The items of `d`, `n` times, as far as its `maxlen` keeps them.
fn repeated(d: &DequeObj, n: i64) -> Result<VecDeque<Value>> {
    let (len, n) = (d.len(), n.max(0) as usize);
    let total = len.saturating_mul(n);
    let kept = d.maxlen.get().map_or(total, |m| m.min(total));
    if kept > 1 << 40 {
        return raise(&MEMORY_ERROR, "");
    }
    crate::heap::check_size(8 * kept)?;
    let mut out = VecDeque::with_capacity(kept);
    for k in total - kept..total {
        out.push_back(d.items()[k % len].clone());
    }
    Ok(out)
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => {
            let Some(_) = a.downcast::<DequeObj>() else { return Ok(Value::not_implemented()) };
            if b.downcast::<DequeObj>().is_some() {
                let out = copied(a)?;
                as_deque(&out).extend(b, false)?;
                return Ok(out);
            }
            if b.ty().is_native {
                return type_error(format!("can only concatenate deque (not \"{}\") to deque", ops::type_name(b)));
            }
        }
        BinOp::Mul => {
            let (v, n) = if a.downcast::<DequeObj>().is_some() { (a, b) } else { (b, a) };
            if let Some(n) = repeat_count(n)? {
                let out = copied(v)?;
                let items = repeated(as_deque(v), n)?;
                let old = std::mem::replace(as_deque(&out).items(), items);
                drop(old);
                return Ok(out);
            }
            seq::check_factor(a, b)?;
        }
        _ => {}
    }
    Ok(Value::not_implemented())
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let d = as_deque(a);
    match op {
        BinOp::Add => extend_from(d, b, false)?,
        BinOp::Mul => match repeat_count(b)? {
            Some(n) => {
                let items = repeated(d, n)?;
                d.changed();
                let old = std::mem::replace(d.items(), items);
                drop(old);
            }
            None => return Ok(Value::not_implemented()),
        },
        _ => return Ok(Value::not_implemented()),
    }
    Ok(a.clone())
}

/// `extend` with any iterable, the deque itself among them.
fn extend_from(d: &DequeObj, v: &Value, left: bool) -> Result<()> {
    match v.downcast::<DequeObj>() {
        Some(other) if std::ptr::eq(d, other) => {
            for x in d.snapshot() {
                if left {
                    d.push_front(x);
                } else {
                    d.push_back(x);
                }
            }
            Ok(())
        }
        _ => d.extend(v, left),
    }
}

fn item_index(d: &DequeObj, key: &Value) -> Result<usize> {
    let Some(i) = seq::try_index(key, Huge::Index)? else {
        return type_error(format!("sequence index must be integer, not '{}'", ops::type_name(key)));
    };
    match seq::position(i, d.len()) {
        Some(i) => Ok(i),
        None => raise(&INDEX_ERROR, "deque index out of range"),
    }
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    let d = as_deque(v);
    let i = item_index(d, key)?;
    Ok(d.items()[i].clone())
}

fn setitem(v: &Value, key: &Value, new: Option<&Value>) -> Result<()> {
    let d = as_deque(v);
    let i = item_index(d, key)?;
    match new {
        Some(x) => {
            let old = std::mem::replace(&mut d.items()[i], x.clone());
            drop(old);
        }
        None => d.remove_at(i),
    }
    Ok(())
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    Ok(as_deque(v).find(x, 0, usize::MAX)?.is_some())
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    Ok((name == "maxlen").then(|| as_deque(v).maxlen.get().map_or_else(Value::none, int::from_usize)))
}

fn setattr(v: &Value, name: &str, _: Option<&Value>) -> Result<bool> {
    if name == "maxlen" {
        let message = format!("attribute 'maxlen' of '{}' objects is not writable", ops::type_name(v));
        return raise(&crate::exception::ATTRIBUTE_ERROR, message);
    }
    Ok(false)
}

fn maxlen_arg(v: &Value) -> Result<Option<usize>> {
    if v.is_none() {
        return Ok(None);
    }
    if !int::is_int(v) {
        return type_error("an integer is required");
    }
    match int::to_i64(v) {
        Some(n) if n >= 0 => Ok(Some(n as usize)),
        Some(_) => value_error("maxlen must be non-negative"),
        None => raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"),
    }
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let n = args.len() + kw.len();
    if n > 2 {
        return type_error(format!("deque() takes at most 2 arguments ({n} given)"));
    }
    let (mut iterable, mut maxlen) = (args.first(), args.get(1));
    for (k, v) in kw {
        match str::as_str(k).as_deref() {
            Some("iterable") if iterable.is_none() => iterable = Some(v),
            Some("maxlen") if maxlen.is_none() => maxlen = Some(v),
            _ => {
                return type_error(format!("'{}' is an invalid keyword argument for deque()", ops::text_of(k)));
            }
        }
    }
    let out = new_of(ty, None);
    initialise(&out, iterable, maxlen)?;
    Ok(out)
}

fn initialise(v: &Value, iterable: Option<&Value>, maxlen: Option<&Value>) -> Result<()> {
    let d = as_deque(v);
    d.maxlen.set(maxlen.map_or(Ok(None), maxlen_arg)?);
    if !d.is_empty() {
        d.clear();
    }
    match iterable {
        Some(it) => extend_from(d, it, false),
        None => Ok(()),
    }
}

fn init(a: &[Value]) -> Result<Value> {
    initialise(&a[0], Some(&a[1]).filter(|v| !v.is_ellipsis()), Some(&a[2]))?;
    Ok(Value::none())
}

fn append(a: &[Value]) -> Result<Value> {
    as_deque(&a[0]).push_back(a[1].clone());
    Ok(Value::none())
}

fn appendleft(a: &[Value]) -> Result<Value> {
    as_deque(&a[0]).push_front(a[1].clone());
    Ok(Value::none())
}

#[cold]
pub(crate) fn empty<T>() -> Result<T> {
    raise(&INDEX_ERROR, "pop from an empty deque")
}

fn pop(a: &[Value]) -> Result<Value> {
    as_deque(&a[0]).pop_back().map_or_else(empty, Ok)
}

fn popleft(a: &[Value]) -> Result<Value> {
    as_deque(&a[0]).pop_front().map_or_else(empty, Ok)
}

fn extend(a: &[Value]) -> Result<Value> {
    extend_from(as_deque(&a[0]), &a[1], false)?;
    Ok(Value::none())
}

fn extendleft(a: &[Value]) -> Result<Value> {
    extend_from(as_deque(&a[0]), &a[1], true)?;
    Ok(Value::none())
}

fn rotate(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    let n = seq::index_arg(&a[1], Huge::Overflow)?;
    let len = d.len() as i64;
    if len > 1 {
        d.changed();
        d.items().rotate_right(n.rem_euclid(len) as usize);
    }
    Ok(Value::none())
}

fn insert(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    let i = seq::index_arg(&a[1], Huge::Overflow)?;
    if d.is_full() {
        return raise(&INDEX_ERROR, "deque already at its maximum size");
    }
    let len = d.len() as i64;
    let i = if i < 0 { i.saturating_add(len).max(0) } else { i.min(len) };
    d.changed();
    d.items().insert(i as usize, a[2].clone());
    Ok(Value::none())
}

#[cold]
fn not_found<T>(x: &Value) -> Result<T> {
    value_error(format!("{} is not in deque", ops::repr_string(x)?))
}

fn remove(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    let (mut i, n) = (0, d.len());
    while i < n {
        let Some(v) = d.get(i) else { break };
        let equal = seq::eq(&v, &a[1])?;
        if d.len() != n {
            return raise(&INDEX_ERROR, "deque mutated during remove().");
        }
        if equal {
            d.remove_at(i);
            return Ok(Value::none());
        }
        i += 1;
    }
    not_found(&a[1])
}

fn index(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    let (start, stop) = seq::search_bounds(&a[2], &a[3], d.len())?;
    match d.find(&a[1], start, stop)? {
        Some(i) => Ok(Value::int(i as i64)),
        None => not_found(&a[1]),
    }
}

fn count(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    let state = d.state.get();
    let (mut n, mut i) = (0, 0);
    while let Some(v) = d.get(i) {
        n += seq::eq(&v, &a[1])? as i64;
        if d.state.get() != state {
            return mutated();
        }
        i += 1;
    }
    Ok(Value::int(n))
}

fn reverse(a: &[Value]) -> Result<Value> {
    let d = as_deque(&a[0]);
    d.items().make_contiguous().reverse();
    Ok(Value::none())
}

fn clear(a: &[Value]) -> Result<Value> {
    as_deque(&a[0]).clear();
    Ok(Value::none())
}

fn copy(a: &[Value]) -> Result<Value> {
    copied(&a[0])
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on a deque nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut DequeObj) }
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live deque.
    unsafe { &*(h as *const DequeObj) }.clear();
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live deque; nothing changes while it is traversed.
    unsafe { &*(*(h as *const DequeObj)).items.get() }.iter().for_each(f);
}

// ---- iterators ----

#[repr(C)]
struct DequeIter {
    header: Header,
    deque: Value,
    i: Cell<usize>,
    left: Cell<usize>,
    state: u32,
}

// SAFETY: repr(C) with the header first; found by its types only.
unsafe impl Object for DequeIter {
    const LAYOUT: Layout = Layout::Iterator;
}

const ITER_SLOTS: Slots = Slots {
    iter: Some(iter::itself),
    next: Some(next),
    drop: Some(drop_iter),
    traverse: Some(traverse_iter),
    ..Slots::EMPTY
};

static ITER_METHODS: Natives = natives!["__length_hint__(self, /) -> int" => length_hint];

static ITERATOR: TypeObj = TypeObj::native("_collections._deque_iterator", Layout::Iterator, ITER_SLOTS, ITER_METHODS);
static REVERSE_ITERATOR: TypeObj = TypeObj::native(
    "_collections._deque_reverse_iterator",
    Layout::Iterator,
    Slots { next: Some(next_backwards), ..ITER_SLOTS },
    ITER_METHODS,
);

fn new_iter(ty: &'static TypeObj, v: &Value) -> Value {
    let d = as_deque(v);
    let (n, state) = (d.len(), d.state.get());
    heap::new_object(ty, |header| DequeIter {
        header,
        deque: v.clone(),
        i: Cell::new(0),
        left: Cell::new(n),
        state,
    })
}

fn iter_over(v: &Value) -> Result<Value> {
    Ok(new_iter(&ITERATOR, v))
}

fn reversed(a: &[Value]) -> Result<Value> {
    Ok(new_iter(&REVERSE_ITERATOR, &a[0]))
}

fn as_iter(v: &Value) -> &DequeIter {
    // SAFETY: reached only through the two types above.
    unsafe { &*(v.bits() as *const DequeIter) }
}

/// The number of items given out before this one; `None` at the end.
fn step(it: &DequeIter) -> Result<Option<usize>> {
    if as_deque(&it.deque).state.get() != it.state {
        it.left.set(0);
        return mutated();
    }
    if it.left.get() == 0 {
        return Ok(None);
    }
    it.left.set(it.left.get() - 1);
    let i = it.i.get();
    it.i.set(i + 1);
    Ok(Some(i))
}

fn next(v: &Value) -> Result<Option<Value>> {
    let it = as_iter(v);
    Ok(step(it)?.and_then(|i| as_deque(&it.deque).get(i)))
}

fn next_backwards(v: &Value) -> Result<Option<Value>> {
    let it = as_iter(v);
    let d = as_deque(&it.deque);
    Ok(step(it)?.and_then(|i| d.get(d.len().wrapping_sub(i + 1))))
}

fn length_hint(a: &[Value]) -> Result<Value> {
    Ok(int::from_usize(as_iter(&a[0]).left.get()))
}

unsafe fn drop_iter(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut DequeIter) }
}

unsafe fn traverse_iter(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator.
    f(unsafe { &(*(h as *const DequeIter)).deque });
}
