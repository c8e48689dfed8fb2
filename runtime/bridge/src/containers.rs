//! Lists, dicts, sets and bytearrays that both sides can see.
//!
//! One that crosses has a twin on the other side from then on, as long as both are alive: whenever control crosses, the side that
//! had it may have changed its twin, and the other is brought up to date before anybody looks. So both sides see the same mutations,
//! and a container that comes back is the object that it was. Only one side runs at a time.


use std::cell::Cell;

use pyaot_core::bytearray::ByteArrayObj;
use pyaot_core::class::attrs;
use pyaot_core::deque::DequeObj;
use pyaot_core::dict::DictObj;
use pyaot_core::error::Result;
use pyaot_core::exception::{clear_pending, set_pending_unchanged, take_pending};
use pyaot_core::list::ListObj;
use pyaot_core::set::SetObj;
use pyaot_core::module;
use pyaot_core::start::hosted;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{bytearray, dict, list, set};

use crate::builtin::{self, constant};
use crate::capi::{api, list_elements};
use crate::convert::{from_python_as, is_same, to_python};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::pairs::Pairs;
use crate::py::{self, Py};
use crate::python::helper;
use crate::types;

static TWINS: Table<Pairs> = Table::new(table);
/// No container is on both sides.
static NO_TWINS: Locked<Cell<bool>> = Locked::new(Cell::new(true));
/// What the twins were like when they were equal last, by the program's: for larger ones, which often are still so.
static SEEN: Table<AddressMap<u64, Seen>> = Table::new(table);

/// The elements of two twins, kept so that no other object takes the address of one.
struct Seen {
    native: Elements,
    python: Vec<Py>,
}

enum Elements {
    Words(u8, Vec<u64>),
    Values(Vec<Value>),
}

/// Containers with fewer elements are compared one by one.
const LARGE: usize = 16;

fn words<T>(items: &[T]) -> &[u64] {
    const { assert!(size_of::<T>() == 8) };
    // SAFETY: items of eight bytes, read as such.
    unsafe { std::slice::from_raw_parts(items.as_ptr().cast(), items.len()) }
}

impl Elements {
    fn of(v: &Value) -> Option<Elements> {
        if let Some(l) = v.downcast::<ListObj>() {
            return match (l.ints(), l.floats(), l.values()) {
                (Some(i), ..) => Some(Elements::Words(l.kind(), words(i).to_vec())),
                (_, Some(f), _) => Some(Elements::Words(l.kind(), words(f).to_vec())),
                (.., Some(x)) => Some(Elements::Values(x.to_vec())),
                _ => None,
            };
        }
        let d = v.downcast::<DictObj>()?;
        Some(Elements::Values(d.iter().flat_map(|(k, x)| [k.clone(), x.clone()]).collect()))
    }

    fn is_still(&self, v: &Value) -> bool {
        if let Some(l) = v.downcast::<ListObj>() {
            return match self {
                Elements::Words(kind, known) if *kind == l.kind() => l.ints().map(words).or_else(|| l.floats().map(words)) == Some(known),
                Elements::Values(known) => l.values().map(words) == Some(words(known)),
                Elements::Words(..) => false,
            };
        }
        let (Some(d), Elements::Values(known)) = (v.downcast::<DictObj>(), self) else { return false };
        d.len() * 2 == known.len() && d.iter().zip(known.chunks_exact(2)).all(|((k, x), seen)| k.bits() == seen[0].bits() && x.bits() == seen[1].bits())
    }
}

/// The object of CPython has the elements that it had.
fn is_still(known: &[Py], p: &Py) -> bool {
    if p.is_exactly(api().PyList_Type) {
        // SAFETY: a list that lives; nothing runs meanwhile.
        return words(unsafe { list_elements(p.as_ptr()) }) == words(known);
    }
    builtin::dict_is(p, known)
}

/// Notes what the twins are like: they are equal.
fn see(v: &Value, p: &Py) {
    let is_list = p.is_exactly(api().PyList_Type);
    let n = if is_list { builtin::list_len(p) } else { v.downcast::<DictObj>().map_or(0, DictObj::len) };
    if n < LARGE || !(is_list || p.is_exactly(api().PyDict_Type)) {
        if !SEEN.with_borrow(|s| s.is_empty()) {
            drop(SEEN.with_borrow_mut(|s| s.remove(&v.bits())));
        }
        return;
    }
    let Some(native) = Elements::of(v) else { return };
    let python = if is_list {
        (0..n).map(|i| builtin::list_item(p, i)).collect()
    } else {
        builtin::dict_entries(p).into_iter().flat_map(|(k, x)| [k, x]).collect()
    };
    drop(SEEN.with_borrow_mut(|s| s.insert(v.bits(), Seen { native, python })));
}

/// No container is on both sides.
#[inline]
pub fn no_twins() -> bool {
    NO_TWINS.get()
}

/// A container is being brought up to date. CPython may be asked meanwhile (for the hash of a key): what is half done goes nowhere.
static FILLING: Locked<Cell<bool>> = Locked::new(Cell::new(false));

fn filling<T>(f: impl FnOnce() -> T) -> T {
    let before = FILLING.replace(true);
    let r = f();
    FILLING.set(before);
    r
}

/// Control goes to CPython, and comes back.
#[inline]
pub fn crossing<T>(f: impl FnOnce() -> T) -> T {
    crate::count_call();
    if FILLING.get() {
        let r = f();
        hosted::here();
        return r;
    }
    if no_twins() {
        let r = f();
        hosted::here();
        if !no_twins() {
            update_natives();
        }
        return r;
    }
    update_pythons();
    let r = f();
    hosted::here();
    update_natives();
    r
}

/// What has been raised already stays the pending exception.
fn keeping_pending(f: impl FnOnce()) {
    let pending = take_pending();
    f();
    pending.into_iter().for_each(set_pending_unchanged);
}

/// Control comes from CPython, and goes back.
pub fn entering<T>(f: impl FnOnce() -> T) -> T {
    hosted::here();
    let _call = hosted::hooks().map(|_| hosted::Call::begin(module::current()));
    if FILLING.get() {
        return f();
    }
    update_natives();
    let r = f();
    update_pythons();
    r
}

/// Forgets twins that only one side still has. Both are up to date.
pub fn settle() {
    crate::arrays::settle();
    crate::random::settle();
    let gone = TWINS.with_borrow_mut(Pairs::take_settled);
    NO_TWINS.set(TWINS.with_borrow(Pairs::is_empty));
    let seen: Vec<Option<Seen>> = SEEN.with_borrow_mut(|s| gone.iter().map(|(v, _)| if s.is_empty() { None } else { s.remove(&v.bits()) }).collect());
    drop(seen);
    // With them go what they hold, which may be others' last reference.
    if !gone.is_empty() {
        drop(gone);
        settle();
    }
}

/// At the end of the program.
pub fn forget_all() {
    drop((TWINS.take(), SEEN.take()));
    NO_TWINS.set(true);
}

/// The pairs there are, for walking over them while conversions make more.
fn pair(i: usize) -> Option<(Value, Py)> {
    TWINS.with_borrow(|t| t.get(i))
}

fn update_pythons() {
    keeping_pending(|| {
        let mut i = 0;
        while let Some((native, python)) = pair(i) {
            // An element that cannot cross stays what it was.
            if !SEEN.with_borrow(|s| s.get(&native.bits()).is_some_and(|seen| seen.native.is_still(&native))) {
                let done = filling(|| write_python(&native, &python)).map_err(clear_pending);
                done.into_iter().for_each(|()| see(&native, &python));
            }
            i += 1;
        }
        settle();
    });
}

fn update_natives() {
    keeping_pending(|| {
        let mut i = 0;
        while let Some((native, python)) = pair(i) {
            if !SEEN.with_borrow(|s| s.get(&native.bits()).is_some_and(|seen| is_still(&seen.python, &python))) {
                let done = filling(|| write_native(&native, &python, false)).map_err(clear_pending);
                done.into_iter().for_each(|()| see(&native, &python));
            }
            i += 1;
        }
        settle();
    });
}

fn add(native: &Value, python: &Py) {
    TWINS.with_borrow_mut(|t| t.add(native, python));
    NO_TWINS.set(false);
}

/// The twin of a container of the program.
pub fn outward(v: &Value) -> Result<Py> {
    let known = TWINS.with_borrow(|t| t.python_of(v));
    if let Some(p) = known {
        return Ok(p);
    }
    let python = match v.ty().layout {
        _ if !v.ty().is_native || v.ty().name.starts_with("collections.") => empty_like(v),
        Layout::List => builtin::list(),
        Layout::Dict => builtin::dict(),
        Layout::Set => builtin::set(),
        _ => builtin::bytearray(),
    }?;
    // Known before its elements, among which it may be.
    add(v, &python);
    filling(|| write_python(v, &python))?;
    see(v, &python);
    Ok(python)
}

/// An empty container of CPython of the class that is CPython's for that of `v`.
fn empty_like(v: &Value) -> Result<Py> {
    let class = types::outward(&v.ty().value())?;
    if !v.ty().is_native {
        return helper("new_container")?.call(vec![class]);
    }
    let option = |name: &str| to_python(&attrs::get(v, &pyaot_core::state::intern(name))?);
    match v.ty().name {
        "collections.defaultdict" => class.call(vec![option("default_factory")?]),
        "collections.deque" => class.call(vec![py::tuple(Vec::new())?, option("maxlen")?]),
        _ => class.call(Vec::new()),
    }
}

/// The program's container that has this one for its twin.
pub fn known(p: &Py) -> Option<Value> {
    TWINS.with_borrow(|t| t.native_of(p))
}

/// Other objects of the type of this one may have twins.
pub fn may_be_twin(p: &Py) -> bool {
    let api = api();
    // SAFETY: all live.
    [api.PyDict_Type, api.PyList_Type, api.PySet_Type, api.PyByteArray_Type].into_iter().any(|t| unsafe { (api.PyObject_IsInstance)(p.as_ptr(), t) } == 1)
        || py::text_of(&constant(builtin::type_ptr(p)).find("__name__").unwrap_or_else(Py::none)) == "deque"
}

/// The twin of a container of CPython. `is_ours`: nobody else refers to it, so a copy is as good.
pub fn inward(p: &Py, layout: Layout, is_ours: bool) -> Result<Value> {
    let known = TWINS.with_borrow(|t| t.native_of(p));
    if let Some(v) = known {
        return Ok(v);
    }
    let native = match layout {
        Layout::List => list::empty(),
        Layout::Dict => dict::new(),
        Layout::Set => set::new(),
        _ => bytearray::new(&[]),
    };
    if !is_ours {
        add(&native, p);
    }
    filling(|| write_native(&native, p, is_ours))?;
    if !is_ours {
        see(&native, p);
    }
    Ok(native)
}

/// Makes the object of CPython what the program's is.
fn write_python(v: &Value, p: &Py) -> Result<()> {
    if let Some(l) = v.downcast::<ListObj>() {
        for i in 0..l.len() {
            let x = l.get(i);
            if i >= builtin::list_len(p) || !is_same(&x, &builtin::list_item(p, i)) {
                builtin::set_list_item(p, i, to_python(&x)?)?;
            }
        }
        builtin::truncate_list(p, l.len())?;
    } else if let Some(d) = v.downcast::<DictObj>() {
        let entries = entries_of(d);
        if same_entries(&entries, &builtin::dict_entries(p)) {
            return Ok(());
        }
        builtin::clear_dict(p);
        for (k, x) in &entries {
            builtin::set_dict_item(p, &to_python(k)?, &to_python(x)?)?;
        }
    } else if let Some(s) = v.downcast::<SetObj>() {
        let items = s.iter().map(|x| to_python(&x)).collect::<Result<Vec<Py>>>()?;
        let mut same = builtin::set_len(p) == items.len();
        for x in &items {
            same = same && builtin::set_contains(p, x)?;
        }
        if !same {
            builtin::clear_set(p)?;
            items.iter().try_for_each(|x| builtin::add_to_set(p, x))?;
        }
    } else if let Some(b) = v.downcast::<ByteArrayObj>() {
        builtin::set_bytearray(p, b.as_slice())?;
    } else if let Some(d) = v.downcast::<DequeObj>() {
        let items: Vec<Value> = (0..d.len()).filter_map(|i| d.get(i)).collect();
        if !same_items(&items, p)? {
            p.attr("clear")?.call(Vec::new())?;
            p.attr("extend")?.call(vec![py::tuple(items.iter().map(to_python).collect::<Result<_>>()?)?])?;
        }
    }
    Ok(())
}

fn entries_of(d: &DictObj) -> Vec<(Value, Value)> {
    d.iter().map(|(k, x)| (k.clone(), x.clone())).collect()
}

/// Both dicts have the same entries in the same order.
fn same_entries(native: &[(Value, Value)], python: &[(Py, Py)]) -> bool {
    native.len() == python.len() && native.iter().zip(python).all(|((k, x), (pk, px))| is_same(k, pk) && is_same(x, px))
}

/// Makes the program's object what that of CPython is.
fn write_native(v: &Value, p: &Py, is_ours: bool) -> Result<()> {
    if let Some(l) = v.downcast::<ListObj>() {
        let n = builtin::list_len(p);
        for i in 0..n {
            let x = builtin::list_item(p, i);
            if i >= l.len() {
                l.push(from_python_as(&x, is_ours)?);
            } else if !is_same(&l.get(i), &x) {
                l.set(i, from_python_as(&x, is_ours)?);
            }
        }
        while l.len() > n {
            drop(l.pop_last());
        }
    } else if let Some(d) = v.downcast::<DictObj>() {
        let entries = builtin::dict_entries(p);
        if same_entries(&entries_of(d), &entries) {
            return Ok(());
        }
        d.clear();
        for (k, x) in &entries {
            d.insert(from_python_as(k, is_ours)?, from_python_as(x, is_ours)?)?;
        }
    } else if let Some(s) = v.downcast::<SetObj>() {
        let items = elements(p, is_ours)?;
        let mut same = s.len() == items.len();
        for x in &items {
            same = same && s.contains(x)?;
        }
        if !same {
            s.clear();
            for x in items {
                s.insert(x)?;
            }
        }
    } else if let Some(b) = v.downcast::<ByteArrayObj>() {
        let bytes = builtin::bytearray_of(p);
        if b.as_slice() != bytes {
            b.replace(bytes);
        }
    } else if let Some(d) = v.downcast::<DequeObj>() {
        let items: Vec<Value> = (0..d.len()).filter_map(|i| d.get(i)).collect();
        if !same_items(&items, p)? {
            let items = elements(p, is_ours)?;
            d.clear();
            items.into_iter().for_each(|x| d.push_back(x));
        }
    }
    Ok(())
}

/// A sequence of CPython has just these elements.
fn same_items(items: &[Value], p: &Py) -> Result<bool> {
    let it = builtin::iterator(p)?;
    let mut n = 0;
    while let Some(x) = builtin::next(&it)? {
        if !items.get(n).is_some_and(|v| is_same(v, &x)) {
            return Ok(false);
        }
        n += 1;
    }
    Ok(n == items.len())
}

/// The elements of a set.
pub fn elements(p: &Py, is_ours: bool) -> Result<Vec<Value>> {
    let it = builtin::iterator(p)?;
    let mut out = Vec::new();
    while let Some(x) = builtin::next(&it)? {
        out.push(from_python_as(&x, is_ours)?);
    }
    Ok(out)
}
