//! `collections.Counter`.

use std::cell::{Cell, UnsafeCell};

use crate::dict::{self, DICT, DICT_SLOTS, DictObj, as_dict};
use crate::error::{Result, raise, type_error};
use crate::exception::{NOT_IMPLEMENTED_ERROR, TYPE_ERROR, clear_pending, pending_is};
use crate::native::Natives;
use crate::natives;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::{Header, Object, Value};
use crate::{heap, int, iter, list, ops, seq, sort, str, tuple};

crate::late_type! {
    pub static COUNTER, counter_type = (
        "Counter",
        Layout::Dict,
        Slots {
            repr: Some(repr),
            compare: Some(compare),
            binary: Some(binary),
            inplace: Some(inplace),
            unary: Some(unary),
            getitem: Some(getitem),
            setitem: Some(setitem),
            new: Some(construct),
            ..DICT_SLOTS
        },
        METHODS,
        base: Some(&DICT),
    );
}

static METHODS: Natives = natives![
    "most_common(self, n=None) -> list[tuple[K, V]]" => most_common,
    "elements(self)" => elements,
    "total(self) -> V" => total,
    "update(self, iterable=None, /, *args, **kwargs) -> None" => update,
    "subtract(self, iterable=None, /, *args, **kwargs) -> None" => subtract,
    "copy(self) -> Self" => copy,
    "__copy__(self) -> Self" => copy,
    "fromkeys(cls, iterable, v=None)" => fromkeys,
    "__missing__(self, key) -> int" => missing,
    "__init__(self, iterable=None, /, *args, **kwargs) -> None" => init,
];

fn is_counter(v: &Value) -> bool {
    v.ty().is_subtype(&COUNTER)
}

/// `Counter.update() takes from 1 to 2 positional arguments but 3 were given`.
fn check_count(method: &str, n: usize) -> Result<()> {
    if n > 1 {
        return type_error(format!(
            "Counter.{method}() takes from 1 to 2 positional arguments but {} were given",
            n + 1
        ));
    }
    Ok(())
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    check_count("__init__", args.len())?;
    let v = dict::new_of(ty);
    add_all(&v, args.first(), kw, false)?;
    Ok(v)
}

/// Keys and counts.
type Pairs = Vec<(Value, Value)>;

/// The arguments of a method declared as `(self, iterable=None, /, *args, **kwargs)`.
fn arguments<'a>(a: &'a [Value], method: &str) -> Result<(Option<&'a Value>, Pairs)> {
    check_count(method, 1 + tuple::as_tuple(&a[2]).len())?;
    Ok((Some(&a[1]), as_dict(&a[3]).iter().collect()))
}

fn init(a: &[Value]) -> Result<Value> {
    let (it, kw) = arguments(a, "__init__")?;
    add_all(&a[0], it, &kw, false)?;
    Ok(Value::none())
}

fn update(a: &[Value]) -> Result<Value> {
    let (it, kw) = arguments(a, "update")?;
    add_all(&a[0], it, &kw, false)?;
    Ok(Value::none())
}

fn subtract(a: &[Value]) -> Result<Value> {
    let (it, kw) = arguments(a, "subtract")?;
    add_all(&a[0], it, &kw, true)?;
    Ok(Value::none())
}

/// Adds (or subtracts) the counts of a mapping or of the elements of an iterable, then those of `kw`.
fn add_all(c: &Value, it: Option<&Value>, kw: &[(Value, Value)], subtract: bool) -> Result<()> {
    if let Some(it) = it.filter(|v| !v.is_none()) {
        if let Some(pairs) = mapping_pairs(it)? {
            if !subtract && as_dict(c).is_empty() {
                dict::update(c, it)?;
            } else {
                add_pairs(c, &pairs, subtract)?;
            }
        } else if subtract {
            ops::for_each(it, |x| add_count(c, &x, &Value::int(1), true))?;
        } else {
            count_elements(c, it)?;
        }
    }
    if !subtract && as_dict(c).is_empty() {
        for (k, v) in kw {
            as_dict(c).insert(k.clone(), v.clone())?;
        }
        return Ok(());
    }
    add_pairs(c, kw, subtract)
}

/// The items of a mapping; `None` for another iterable.
fn mapping_pairs(v: &Value) -> Result<Option<Pairs>> {
    if let Some(d) = v.downcast::<DictObj>() {
        return Ok(Some(d.iter().collect()));
    }
    if v.ty().is_native || ops::getattr_opt(v, "keys")?.is_none() || ops::getattr_opt(v, "items")?.is_none() {
        return Ok(None);
    }
    let mut out = Vec::new();
    ops::for_each(&ops::call_method(v, "items", &[])?, |p| match &list::to_vec(&p)?[..] {
        [k, x] => {
            out.push((k.clone(), x.clone()));
            Ok(())
        }
        _ => type_error("items() must give pairs"),
    })?;
    Ok(Some(out))
}

fn add_pairs(c: &Value, pairs: &[(Value, Value)], subtract: bool) -> Result<()> {
    for (k, n) in pairs {
        add_count(c, k, n, subtract)?;
    }
    Ok(())
}

/// `c[key] += n` (or `-= n`), a missing count being 0.
fn add_count(c: &Value, key: &Value, n: &Value, subtract: bool) -> Result<()> {
    let d = as_dict(c);
    let hash = seq::hash_key(key)?;
    let old = d.get_hashed(hash, key)?.unwrap_or_else(|| Value::int(0));
    let new = if subtract { ops::binary(BinOp::Sub, &old, n)? } else { ops::binary(BinOp::Add, n, &old)? };
    d.insert_hashed(hash, key.clone(), new)
}

/// `for x in it: c[x] = c.get(x, 0) + 1` for a dict `c`.
pub fn count_elements(c: &Value, it: &Value) -> Result<()> {
    let d = as_dict(c);
    ops::for_each(it, |x| {
        let hash = seq::hash_key(&x)?;
        let Some(i) = d.find(hash, &x)? else {
            d.insert_new(hash, x, Value::int(1));
            return Ok(());
        };
        let old = d.value_at(i);
        match old.as_small().and_then(|n| Value::small(n + 1)) {
            Some(new) => drop(d.replace_value(i, new)),
            None => {
                let new = ops::binary(BinOp::Add, &old.clone(), &Value::int(1))?;
                d.insert_hashed(hash, x, new)?;
            }
        }
        Ok(())
    })
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    match as_dict(v).get(key)? {
        Some(x) => Ok(x),
        None if v.ty().is_native => Ok(Value::int(0)),
        None => dict::missing(v, key),
    }
}

fn missing(_: &[Value]) -> Result<Value> {
    Ok(Value::int(0))
}

fn setitem(v: &Value, key: &Value, new: Option<&Value>) -> Result<()> {
    match new {
        Some(_) => dict::setitem(v, key, new),
        // Deleting a missing count is no error.
        None => as_dict(v).remove(key).map(drop),
    }
}

fn fromkeys(_: &[Value]) -> Result<Value> {
    raise(&NOT_IMPLEMENTED_ERROR, "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")
}

fn copy(a: &[Value]) -> Result<Value> {
    if a[0].is_exact(&COUNTER) {
        let out = dict::new_of(counter_type());
        as_dict(&out).copy_from(as_dict(&a[0]));
        return Ok(out);
    }
    ops::call(&a[0].ty().value(), std::slice::from_ref(&a[0]))
}

/// The items, those with the highest counts first.
fn sorted_items(d: &DictObj) -> Result<Value> {
    let (keys, counts): (Vec<_>, Vec<_>) = d.iter().unzip();
    let order = sort::order_of(&counts, true)?;
    Ok(list::new(order.into_iter().map(|i| tuple::pair(keys[i].clone(), counts[i].clone())).collect()))
}

fn most_common(a: &[Value]) -> Result<Value> {
    let d = as_dict(&a[0]);
    if a[1].is_none() {
        return sorted_items(d);
    }
    // Compared as heapq.nlargest compares it.
    let n = match int::to_i64(&a[1]) {
        Some(n) => n,
        None if ops::compare_bool(&a[1], CmpOp::Ge, &int::from_usize(d.len()))? => i64::MAX,
        None => 0,
    };
    let all = sorted_items(d)?;
    let l = list::as_list(&all);
    Ok(l.range_copy(0, (n.max(0) as usize).min(l.len())))
}

fn total(a: &[Value]) -> Result<Value> {
    let mut sum = Value::int(0);
    for (_, n) in as_dict(&a[0]).iter() {
        sum = ops::binary(BinOp::Add, &sum, &n)?;
    }
    Ok(sum)
}

fn repr(v: &Value) -> Result<Value> {
    let d = as_dict(v);
    let mut out = str::Builder::new();
    out.push_str(seq::short_name(v));
    if d.is_empty() {
        out.push_str("()");
        return Ok(out.finish());
    }
    out.push_str("(");
    let sorted = match sorted_items(d) {
        Ok(items) => {
            let sorted = dict::new();
            dict::merge_pairs(&sorted, &items)?;
            sorted
        }
        // Counts that cannot be compared stay in the order of insertion.
        Err(e) if pending_is(&TYPE_ERROR) => {
            clear_pending(e);
            dict::copy_plain(v)
        }
        Err(e) => return Err(e),
    };
    out.push_value(&ops::repr(&sorted)?);
    out.push_str(")");
    Ok(out.finish())
}

// ---- comparison ----

/// The count of `key`, 0 where there is none.
fn count_of(d: &DictObj, key: &Value) -> Result<Value> {
    Ok(d.get(key)?.unwrap_or_else(|| Value::int(0)))
}

/// `a[k] op b[k]` for every key of either.
fn all_counts(a: &DictObj, op: CmpOp, b: &DictObj) -> Result<bool> {
    for d in [a, b] {
        for (k, _) in d.iter() {
            if !ops::compare_bool(&count_of(a, &k)?, op, &count_of(b, &k)?)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (a.downcast::<DictObj>(), b.downcast::<DictObj>()) else {
        return Ok(Value::not_implemented());
    };
    if !is_counter(a) || !is_counter(b) {
        return match op {
            // As two dicts.
            CmpOp::Eq | CmpOp::Ne => Ok(Value::bool(x.equals(y)? == (op == CmpOp::Eq))),
            _ => Ok(Value::not_implemented()),
        };
    }
    Ok(Value::bool(match op {
        CmpOp::Eq => all_counts(x, CmpOp::Eq, y)?,
        CmpOp::Ne => !all_counts(x, CmpOp::Eq, y)?,
        CmpOp::Le => all_counts(x, CmpOp::Le, y)?,
        CmpOp::Ge => all_counts(x, CmpOp::Ge, y)?,
        CmpOp::Lt => all_counts(x, CmpOp::Le, y)? && !all_counts(x, CmpOp::Eq, y)?,
        CmpOp::Gt => all_counts(x, CmpOp::Ge, y)? && !all_counts(x, CmpOp::Eq, y)?,
    }))
}

// ---- arithmetic ----

fn positive(n: &Value) -> Result<bool> {
    ops::compare_bool(n, CmpOp::Gt, &Value::int(0))
}

fn negated(n: &Value) -> Result<Value> {
    ops::binary(BinOp::Sub, &Value::int(0), n)
}

fn lesser(a: &Value, b: &Value) -> Result<(Value, Value)> {
    Ok(if ops::compare_bool(a, CmpOp::Lt, b)? { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) })
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    if !matches!(op, BinOp::Add | BinOp::Sub | BinOp::BitOr | BinOp::BitAnd) {
        return Ok(Value::not_implemented());
    }
    if !is_counter(a) || !is_counter(b) {
        let dicts = a.downcast::<DictObj>().is_some() && b.downcast::<DictObj>().is_some();
        return if op == BinOp::BitOr && dicts { dict::union(a, b) } else { Ok(Value::not_implemented()) };
    }
    let (x, y) = (as_dict(a), as_dict(b));
    let result = dict::new_of(counter_type());
    let out = as_dict(&result);
    for (k, n) in x.iter() {
        let m = count_of(y, &k)?;
        let new = match op {
            BinOp::Add => ops::binary(BinOp::Add, &n, &m)?,
            BinOp::Sub => ops::binary(BinOp::Sub, &n, &m)?,
            // The other one where neither is less: `m if n < m else n`.
            BinOp::BitOr => lesser(&n, &m)?.1,
            _ => lesser(&n, &m)?.0,
        };
        if positive(&new)? {
            out.insert(k, new)?;
        }
    }
    if op == BinOp::BitAnd {
        return Ok(result);
    }
    for (k, n) in y.iter() {
        if x.contains(&k)? {
            continue;
        }
        if op == BinOp::Sub {
            if ops::compare_bool(&n, CmpOp::Lt, &Value::int(0))? {
                out.insert(k, negated(&n)?)?;
            }
        } else if positive(&n)? {
            out.insert(k, n)?;
        }
    }
    Ok(result)
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let d = as_dict(a);
    let others = || match mapping_pairs(b)? {
        Some(pairs) => Ok(pairs),
        None => ops::getattr(b, "items").map(|_| Vec::new()),
    };
    match op {
        BinOp::Add => {
            for (k, n) in others()? {
                let new = ops::binary(BinOp::Add, &count_of(d, &k)?, &n)?;
                d.insert(k, new)?;
            }
        }
        BinOp::Sub => {
            for (k, n) in others()? {
                let new = ops::binary(BinOp::Sub, &count_of(d, &k)?, &n)?;
                d.insert(k, new)?;
            }
        }
        BinOp::BitOr => {
            for (k, n) in others()? {
                if ops::compare_bool(&n, CmpOp::Gt, &count_of(d, &k)?)? {
                    d.insert(k, n)?;
                }
            }
        }
        BinOp::BitAnd => {
            for (k, n) in d.iter() {
                let m = ops::getitem(b, &k)?;
                if ops::compare_bool(&m, CmpOp::Lt, &n)? {
                    d.insert(k, m)?;
                }
            }
        }
        _ => return Ok(Value::not_implemented()),
    }
    // Only positive counts stay.
    for (k, n) in d.iter().collect::<Vec<_>>() {
        if !positive(&n)? {
            d.remove(&k)?;
        }
    }
    Ok(a.clone())
}

fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let result = dict::new_of(counter_type());
    let out = as_dict(&result);
    for (k, n) in as_dict(v).iter() {
        match op {
            UnOp::Pos if positive(&n)? => out.insert(k, n)?,
            UnOp::Neg if ops::compare_bool(&n, CmpOp::Lt, &Value::int(0))? => out.insert(k, negated(&n)?)?,
            UnOp::Pos | UnOp::Neg => {}
            _ => return Ok(Value::not_implemented()),
        }
    }
    Ok(result)
}

// ---- elements() ----

#[repr(C)]
struct Elements {
    header: Header,
    /// The iterator over the items; `None` at the end.
    items: UnsafeCell<Option<Value>>,
    /// The element given out now, and how often still.
    element: UnsafeCell<Option<Value>>,
    left: Cell<i64>,
}

// SAFETY: repr(C) with the header first; found by its type only.
unsafe impl Object for Elements {
    const LAYOUT: Layout = Layout::Iterator;
}

static ELEMENTS: TypeObj = TypeObj::native(
    "itertools.chain",
    Layout::Iterator,
    Slots {
        iter: Some(iter::itself),
        next: Some(next_element),
        drop: Some(drop_elements),
        traverse: Some(traverse_elements),
        ..Slots::EMPTY
    },
    &[],
);

fn elements(a: &[Value]) -> Result<Value> {
    let items = crate::views::new_iter(&a[0], crate::views::Part::Items, false);
    Ok(heap::new_object(&ELEMENTS, |header| Elements {
        header,
        items: UnsafeCell::new(Some(items)),
        element: UnsafeCell::new(None),
        left: Cell::new(0),
    }))
}

fn next_element(v: &Value) -> Result<Option<Value>> {
    // SAFETY: reached only through ELEMENTS; no borrow of a cell outlives its statement.
    unsafe {
        let it = &*(v.bits() as *const Elements);
        loop {
            if it.left.get() > 0 {
                it.left.set(it.left.get() - 1);
                return Ok((*it.element.get()).clone());
            }
            let Some(items) = (*it.items.get()).clone() else { return Ok(None) };
            let Some(pair) = ops::next(&items)? else {
                let old = ((*it.items.get()).take(), (*it.element.get()).take());
                drop(old);
                return Ok(None);
            };
            let [k, n] = tuple::as_tuple(&pair).items() else { return Ok(None) };
            let n = seq::index_arg(n, seq::Huge::Overflow)?;
            let old = (*it.element.get()).replace(k.clone());
            drop(old);
            it.left.set(n);
        }
    }
}

unsafe fn drop_elements(h: *mut Header) {
    // SAFETY: called once, on an iterator nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut Elements) }
}

unsafe fn traverse_elements(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live iterator.
    unsafe {
        let it = &*(h as *const Elements);
        for v in [&*it.items.get(), &*it.element.get()].into_iter().flatten() {
            f(v);
        }
    }
}
