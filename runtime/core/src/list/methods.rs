//! The type `list`: its operations and methods.

use super::storage::{copy_elements, element, raw_word, width, write};
use super::{BOOLS, Buffer, FLOATS, INTS, ListObj, VALUES, as_list, assign_slice, delete_slice, empty, slice_of};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::INDEX_ERROR;
use crate::native::Natives;
use crate::natives;
use crate::seq::{self, Huge};
use crate::slice::SliceObj;
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Value};
use crate::{heap, iter, ops, sort, str};

pub static LIST: TypeObj = TypeObj::native(
    "list",
    Layout::List,
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
        iter: Some(iter::list_iter),
        new: Some(construct),
        drop: Some(drop_fields),
        traverse: Some(traverse),
        clear: Some(clear_fields),
        ..Slots::EMPTY
    },
    METHODS,
)
.freed_as(pyaot_abi::layout::FREE_LIST);

static METHODS: Natives = natives![
    "append(self, object: T, /) -> None" => append,
    "extend(self, iterable, /) -> None" => extend,
    "insert(self, index: int, object: T, /) -> None" => insert,
    "remove(self, value, /) -> None" => remove,
    "pop(self, index: int = -1, /) -> T" => pop,
    "clear(self, /) -> None" => clear,
    "index(self, value, start: int = 0, stop: int = 9223372036854775807, /) -> int" => index,
    "count(self, value, /) -> int" => count,
    "sort(self, /, *, key=None, reverse: bool = False) -> None" => sort_method,
    "reverse(self, /) -> None" => reverse,
    "copy(self, /) -> list[T]" => copy,
    "__init__(self, iterable=(), /) -> None" => init,
    "__reversed__(self, /)" => reversed,
];

fn repr(v: &Value) -> Result<Value> {
    let list = as_list(v);
    if list.is_empty() {
        return Ok(str::intern_static("[]"));
    }
    seq::guarded_repr(v, "[...]", || {
        let mut out = str::Builder::new();
        out.push_str("[");
        let mut i = 0;
        while let Some(x) = list.try_get(i) {
            if i > 0 {
                out.push_str(", ");
            }
            out.push_value(&ops::repr(&x)?);
            i += 1;
        }
        out.push_str("]");
        Ok(out.finish())
    })
}

fn hash(_: &Value) -> Result<i64> {
    type_error("unhashable type: 'list'")
}

fn truth(v: &Value) -> Result<bool> {
    Ok(!as_list(v).is_empty())
}

fn len(v: &Value) -> Result<usize> {
    Ok(as_list(v).len())
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (a.downcast::<ListObj>(), b.downcast::<ListObj>()) else {
        return Ok(Value::not_implemented());
    };
    if matches!(op, CmpOp::Eq | CmpOp::Ne) {
        if x.len() != y.len() {
            return Ok(Value::bool(op == CmpOp::Ne));
        }
        if let Some(same) = x.raw_eq(y) {
            return Ok(Value::bool(same == (op == CmpOp::Eq)));
        }
    }
    if let (Some(x), Some(y)) = (x.ints(), y.ints()) {
        return Ok(Value::bool(order_holds(x.cmp(y), op)));
    }
    let mut i = 0;
    loop {
        let (Some(p), Some(q)) = (x.try_get(i), y.try_get(i)) else { break };
        if !seq::eq(&p, &q)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                _ => ops::compare(&p, op, &q),
            };
        }
        i += 1;
    }
    Ok(Value::bool(order_holds(x.len().cmp(&y.len()), op)))
}

/// Whether `a op b` holds when `a.cmp(b)` is `order`.
pub(crate) fn order_holds(order: std::cmp::Ordering, op: CmpOp) -> bool {
    match op {
        CmpOp::Eq => order.is_eq(),
        CmpOp::Ne => order.is_ne(),
        CmpOp::Lt => order.is_lt(),
        CmpOp::Le => order.is_le(),
        CmpOp::Gt => order.is_gt(),
        CmpOp::Ge => order.is_ge(),
    }
}

/// `a + b` of two lists.
pub fn concat(a: &ListObj, b: &ListObj) -> Value {
    let total = a.len() + b.len();
    if a.kind() == b.kind() && total > 0 {
        let mut new = Buffer::with_capacity(total, a.kind());
        let kind = a.kind();
        // SAFETY: the new storage has room for both.
        unsafe {
            copy_elements(a.data.get(), kind, 0, new.data, kind, 0, a.len());
            copy_elements(b.data.get(), kind, 0, new.data, kind, a.len(), b.len());
        }
        new.len = total;
        return new.into_list();
    }
    let out = super::with_capacity(total);
    let l = as_list(&out);
    l.append_range(a, 0, a.len());
    l.append_range(b, 0, b.len());
    out
}

/// `[items…] + list` (`front`) or `list + [items…]`.
pub fn with_items(list: &ListObj, items: &[Value], front: bool) -> Value {
    let (n, total) = (items.len(), list.len() + items.len());
    let kind = list.kind();
    let alike = match kind {
        INTS => items.iter().all(Value::is_small),
        FLOATS => items.iter().all(seq::is_float),
        BOOLS => items.iter().all(|v| v.is_true() || v.is_false()),
        _ => true,
    };
    // An empty list has the kind of ints.
    if !alike || list.is_empty() {
        let other = super::from_slice(items);
        return if front { concat(as_list(&other), list) } else { concat(list, as_list(&other)) };
    }
    let mut new = Buffer::with_capacity(total, kind);
    let (items_at, list_at) = if front { (0, n) } else { (list.len(), 0) };
    // SAFETY: the new storage has room for both; words are written in the kind's form.
    unsafe {
        for (k, v) in items.iter().enumerate() {
            write(new.data, kind, items_at + k, raw_word(kind, v));
        }
        copy_elements(list.data.get(), kind, 0, new.data, kind, list_at, list.len());
    }
    new.len = total;
    new.into_list()
}

/// `a * n`.
pub fn repeat(a: &ListObj, n: i64) -> Result<Value> {
    Ok(repeated(a, n)?.into_list())
}

fn repeated(a: &ListObj, n: i64) -> Result<Buffer> {
    let len = a.len();
    if n <= 0 || len == 0 {
        return Ok(Buffer::EMPTY);
    }
    let total = match len.checked_mul(n as usize) {
        Some(t) if t < 1 << 48 => t,
        _ => return raise(&crate::exception::MEMORY_ERROR, ""),
    };
    let kind = a.kind();
    heap::check_size(total * width(kind))?;
    // SAFETY: there is a first element.
    let first = unsafe { super::read(a.data.get(), kind, 0) };
    if kind != VALUES && len == 1 && first == 0 {
        return Ok(Buffer::zeroed(total, kind));
    }
    let mut b = Buffer::with_capacity(total, kind);
    // SAFETY: room for `total` elements; the filled part doubles until it is all there.
    unsafe {
        if len == 1 && kind == BOOLS {
            std::ptr::write_bytes(b.data as *mut u8, first as u8, total);
        } else if len == 1 {
            std::slice::from_raw_parts_mut(b.data as *mut std::mem::MaybeUninit<u64>, total)
                .fill(std::mem::MaybeUninit::new(first));
        } else {
            let size = width(kind);
            let start = b.data as *mut u8;
            std::ptr::copy_nonoverlapping(a.data.get() as *const u8, start, len * size);
            let mut done = len;
            while done < total {
                let k = done.min(total - done);
                std::ptr::copy_nonoverlapping(start, element(b.data, kind, done), k * size);
                done += k;
            }
        }
    }
    b.len = total;
    if a.kind() == VALUES {
        for v in a.values().unwrap_or(&[]) {
            if let Some(h) = v.header() {
                // The copies of one element, all at once.
                h.rc.set(h.rc.get() + n as u64);
            }
        }
    }
    Ok(b)
}

/// The repetition count of `a * n`; `None` when `n` is no integer.
pub(crate) fn repeat_count(n: &Value) -> Result<Option<i64>> {
    seq::try_index(n, Huge::Overflow)
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => {
            if let (Some(x), Some(y)) = (a.downcast::<ListObj>(), b.downcast::<ListObj>()) {
                return Ok(concat(x, y));
            }
        }
        BinOp::Mul => {
            let (list, n) = match a.downcast::<ListObj>() {
                Some(l) => (l, b),
                None => (as_list(b), a),
            };
            if let Some(n) = repeat_count(n)? {
                return repeat(list, n);
            }
            seq::check_factor(a, b)?;
        }
        _ => {}
    }
    Ok(Value::not_implemented())
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => {
            as_list(a).extend(b)?;
            Ok(a.clone())
        }
        BinOp::Mul => match repeat_count(b)? {
            Some(n) => {
                let list = as_list(a);
                let new = repeated(list, n)?;
                list.put(new).free();
                Ok(a.clone())
            }
            None => Ok(Value::not_implemented()),
        },
        _ => binary(op, a, b),
    }
}

#[cold]
fn bad_index<T>(key: &Value) -> Result<T> {
    type_error(format!("list indices must be integers or slices, not {}", ops::type_name(key)))
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    let list = as_list(v);
    if key.downcast::<SliceObj>().is_some() {
        return slice_of(list, key);
    }
    let Some(i) = seq::try_index(key, Huge::Index)? else { return bad_index(key) };
    match seq::position(i, list.len()) {
        Some(i) => Ok(list.get(i)),
        None => raise(&INDEX_ERROR, "list index out of range"),
    }
}

fn setitem(v: &Value, key: &Value, new: Option<&Value>) -> Result<()> {
    let list = as_list(v);
    if key.downcast::<SliceObj>().is_some() {
        return match new {
            Some(x) => assign_slice(list, key, x),
            None => delete_slice(list, key),
        };
    }
    let Some(i) = seq::try_index(key, Huge::Index)? else { return bad_index(key) };
    match (seq::position(i, list.len()), new) {
        (Some(i), Some(x)) => list.set(i, x.clone()),
        (Some(i), None) => drop(list.remove_at(i)),
        _ => return raise(&INDEX_ERROR, "list assignment index out of range"),
    }
    Ok(())
}

/// The first position from `start` below `stop` whose element equals `x`.
fn find(list: &ListObj, x: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
    let stop_now = stop.min(list.len());
    if start >= stop_now {
        return Ok(None);
    }
    match (list.kind(), x.as_small()) {
        (INTS, Some(n)) => {
            let words = &list.words()[start..stop_now];
            return Ok(words.iter().position(|&w| w == n as u64).map(|i| i + start));
        }
        (FLOATS, _) if seq::is_float(x) => {
            let f = seq::float_of(x);
            let words = &list.words()[start..stop_now];
            let found = words.iter().position(|&w| w == f.to_bits() || f64::from_bits(w) == f);
            return Ok(found.map(|i| i + start));
        }
        (BOOLS, _) if x.is_true() || x.is_false() => {
            let bools = &list.bools().unwrap_or(&[])[start..stop_now];
            return Ok(bools.iter().position(|&b| (b != 0) == x.is_true()).map(|i| i + start));
        }
        (INTS | FLOATS | BOOLS, _) if seq::is_str(x) || x.is_none() => return Ok(None),
        _ => {}
    }
    let mut i = start;
    while i < stop {
        if let Some(values) = list.values() {
            // Without running code of the program as far as that goes.
            let mut known = None;
            for (k, v) in values.iter().enumerate().take(stop).skip(i) {
                match seq::quick_eq(v, x) {
                    Some(true) => return Ok(Some(k)),
                    Some(false) => {}
                    None => {
                        known = Some(k);
                        break;
                    }
                }
            }
            match known {
                Some(k) => i = k,
                None => return Ok(None),
            }
        }
        let Some(v) = list.try_get(i) else { break };
        if seq::eq(&v, x)? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    Ok(find(as_list(v), x, 0, usize::MAX)?.is_some())
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    seq::no_keywords_for(ty, &LIST, kw)?;
    if !ty.is_native {
        let v = Buffer::EMPTY.into_list_of(ty);
        if let [it] = args {
            as_list(&v).extend(it)?;
        }
        return Ok(v);
    }
    seq::arity("list", args.len(), 0, 1)?;
    match args {
        [it] => super::from_iterable(it),
        _ => Ok(empty()),
    }
}

fn init(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    list.clear();
    list.extend(&a[1])?;
    Ok(Value::none())
}

fn append(a: &[Value]) -> Result<Value> {
    as_list(&a[0]).push(a[1].clone());
    Ok(Value::none())
}

fn extend(a: &[Value]) -> Result<Value> {
    as_list(&a[0]).extend(&a[1])?;
    Ok(Value::none())
}

fn insert(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    let i = seq::index_arg(&a[1], Huge::Overflow)?;
    let len = list.len() as i64;
    let i = if i < 0 { i.saturating_add(len).max(0) } else { i.min(len) };
    list.insert_at(i as usize, a[2].clone());
    Ok(Value::none())
}

fn remove(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    match find(list, &a[1], 0, usize::MAX)? {
        Some(i) if i < list.len() => {
            drop(list.remove_at(i));
            Ok(Value::none())
        }
        Some(_) => Ok(Value::none()),
        None => value_error("list.remove(x): x not in list"),
    }
}

fn pop(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    let i = seq::index_arg(&a[1], Huge::Index)?;
    if list.is_empty() {
        return raise(&INDEX_ERROR, "pop from empty list");
    }
    match seq::position(i, list.len()) {
        Some(i) if i + 1 == list.len() => Ok(list.pop_last().unwrap_or_else(Value::none)),
        Some(i) => Ok(list.remove_at(i)),
        None => raise(&INDEX_ERROR, "pop index out of range"),
    }
}

fn clear(a: &[Value]) -> Result<Value> {
    as_list(&a[0]).clear();
    Ok(Value::none())
}

fn index(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    let (start, stop) = seq::search_bounds(&a[2], &a[3], list.len())?;
    match find(list, &a[1], start, stop)? {
        Some(i) => Ok(Value::int(i as i64)),
        None => value_error(format!("{} is not in list", ops::repr_string(&a[1])?)),
    }
}

fn count(a: &[Value]) -> Result<Value> {
    let (list, x) = (as_list(&a[0]), &a[1]);
    let n = match (list.kind(), x.as_small()) {
        (INTS, Some(n)) => list.words().iter().filter(|&&w| w == n as u64).count(),
        (BOOLS, _) if x.is_true() || x.is_false() => {
            list.bools().unwrap_or(&[]).iter().filter(|&&b| (b != 0) == x.is_true()).count()
        }
        _ => {
            let (mut n, mut i) = (0, 0);
            while let Some(k) = find(list, x, i, usize::MAX)? {
                n += 1;
                i = k + 1;
            }
            n
        }
    };
    Ok(Value::int(n as i64))
}

fn sort_method(a: &[Value]) -> Result<Value> {
    let reverse = seq::index_arg(&a[2], Huge::Clamp)? != 0;
    sort::sort(&a[0], Some(&a[1]).filter(|k| !k.is_none()), reverse)?;
    Ok(Value::none())
}

fn reverse(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    // SAFETY: the elements of the list change places; no code of the program runs.
    unsafe {
        match list.kind() {
            BOOLS => std::slice::from_raw_parts_mut(list.data.get() as *mut u8, list.len()).reverse(),
            _ => std::slice::from_raw_parts_mut(list.data.get(), list.len()).reverse(),
        }
    }
    Ok(Value::none())
}

fn copy(a: &[Value]) -> Result<Value> {
    let list = as_list(&a[0]);
    Ok(list.range_copy(0, list.len()))
}

fn reversed(a: &[Value]) -> Result<Value> {
    iter::reversed_list(&a[0])
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: a list nobody refers to.
    unsafe { &*(h as *const ListObj) }.take().free();
}

unsafe fn clear_fields(h: *mut Header) {
    // SAFETY: a live list.
    unsafe { &*(h as *const ListObj) }.clear();
}

unsafe fn traverse(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live list.
    for v in unsafe { &*(h as *const ListObj) }.values().unwrap_or(&[]) {
        f(v);
    }
}
