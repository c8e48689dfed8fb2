//! Lists, dicts, sets and bytearrays that both sides can see.
//!
//! One that crosses has a twin on the other side from then on, as long as both are alive: whenever control crosses, the side that
//! had it may have changed its twin, and the other is brought up to date before anybody looks. So both sides see the same mutations,
//! and a container that comes back is the object that it was. Only one side runs at a time.


use std::cell::Cell;

use pyaot_core::bytearray::ByteArrayObj;
use pyaot_core::class::{attrs, module_name};
use pyaot_core::deque::DequeObj;
use pyaot_core::dict::DictObj;
use pyaot_core::error::Result;
use pyaot_core::exception::{clear_pending, set_pending_unchanged, take_pending};
use pyaot_core::list::ListObj;
use pyaot_core::module;
use pyaot_core::set::SetObj;
use pyaot_core::start::hosted::{self, CROSSING};
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::{Layout, TypeObj};
use pyaot_core::value::Value;
use pyaot_core::{bytearray, dict, list, set};

use crate::builtin::{self, constant};
use crate::capi::api;
use crate::convert::{from_python_as, is_same, to_python};
use crate::elements::{self, Seen};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::pairs::{self, Pair, Pairs};
use crate::py::{self, Py};
use crate::python::helper;
use crate::{foreign, types};

mod deep;
mod relief;

static TWINS: Table<Pairs<Option<Seen>>> = Table::new(table);
/// No container is on both sides.
static NO_TWINS: Locked<Cell<bool>> = Locked::new(Cell::new(true));

/// No container is on both sides.
#[inline]
pub fn no_twins() -> bool {
    NO_TWINS.get()
}

/// A container is brought up to date. CPython may be asked meanwhile (for the hash of a key): what is half done goes nowhere.
fn filling<T>(f: impl FnOnce() -> T) -> T {
    let before = CROSSING.filling.replace(true);
    let r = f();
    // What is of this thread is there again.
    hosted::here();
    CROSSING.filling.set(before);
    r
}

/// Control goes to CPython, and comes back.
#[inline]
pub fn crossing<T>(f: impl FnOnce() -> T) -> T {
    crate::count_call();
    if pyaot_array::settings::are_changed() {
        crate::settings::share();
    }
    if CROSSING.filling.get() {
        let r = f();
        hosted::here();
        return r;
    }
    if pyaot_array::settings::are_new_forms() {
        keeping_pending(crate::arrays::settle);
    }
    if no_twins() {
        let r = f();
        hosted::here();
        if !no_twins() {
            keeping_error(|| update_all(Side::Native));
        }
        crate::arrays::follow();
        return r;
    }
    update_all(Side::Python);
    let r = f();
    hosted::here();
    keeping_error(|| update_all(Side::Native));
    crate::arrays::follow();
    r
}

/// What CPython has raised, and nobody has taken yet, stays so.
fn keeping_error(f: impl FnOnce()) {
    let api = api();
    let (mut ty, mut value, mut traceback) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the three are ours until they are given back, and may be null.
    unsafe { (api.PyErr_Fetch)(&mut ty, &mut value, &mut traceback) };
    f();
    if !ty.is_null() {
        // SAFETY: as above.
        unsafe { (api.PyErr_Restore)(ty, value, traceback) };
    }
}

/// What has been raised already stays the pending exception.
pub fn keeping_pending(f: impl FnOnce()) {
    let pending = take_pending();
    f();
    pending.into_iter().for_each(set_pending_unchanged);
}

/// Control comes from CPython, and goes back.
pub fn entering<T>(f: impl FnOnce() -> T) -> T {
    inside(|| {
        if CROSSING.filling.get() {
            return f();
        }
        crate::arrays::follow();
        update_all(Side::Native);
        let r = f();
        update_all(Side::Python);
        r
    })
}

/// The same for a function of the program that looks into no containers but those that it can reach from what it is given: only
/// they are brought up to date.
pub fn entering_with<T>(given: impl FnOnce() -> Result<Vec<Value>>, f: impl FnOnce(&[Value]) -> Result<T>) -> Result<T> {
    inside(|| {
        let twins = TWINS.with_borrow(Pairs::len);
        let given = given()?;
        if CROSSING.filling.get() {
            return f(&given);
        }
        crate::arrays::follow();
        let mut reached = Reached::default();
        let is_all = given.iter().all(|v| reached.reach(v));
        let calls = crate::calls();
        if !is_all {
            update_all(Side::Native);
        }
        let r = f(&given);
        drop(given);
        if !is_all || crate::calls() != calls {
            update_all(Side::Python);
        } else {
            reached.pass_on();
            if TWINS.with_borrow(Pairs::len) > twins || pyaot_array::settings::are_new_forms() {
                keeping_pending(settle);
            }
        }
        r
    })
}

fn inside<T>(f: impl FnOnce() -> T) -> T {
    hosted::here();
    let _call = hosted::hooks().map(|_| hosted::Call::begin(module::current()));
    let r = crate::errors::entering(f);
    if hosted::hooks().is_some() {
        crate::convert::forget_all();
    }
    r
}

/// Containers that can be reached from some values, all of builtin types.
#[derive(Default)]
struct Reached {
    containers: Vec<Value>,
    /// How many values were looked at.
    seen: usize,
}

impl Reached {
    /// Everything that can be reached from there is of a builtin type, it is not too much, and is up to date now.
    fn reach(&mut self, v: &Value) -> bool {
        const MANY: usize = 256;
        self.seen += 1;
        let ty = v.ty();
        if v.as_small().is_some() || matches!(ty.layout, Layout::None | Layout::Bool | Layout::Int | Layout::Float | Layout::Complex | Layout::Str | Layout::Bytes | Layout::Foreign) {
            return ty.is_native;
        }
        if self.seen > MANY || !(ty.is_native && matches!(ty.layout, Layout::Tuple | Layout::List | Layout::Dict | Layout::Set)) || is_of_collections(ty) {
            return false;
        }
        if let Some(t) = v.downcast::<TupleObj>() {
            return t.items().iter().all(|x| self.reach(x));
        }
        if self.containers.iter().any(|known| known.is(v)) {
            return true;
        }
        self.containers.push(v.clone());
        update_twin_of(v, Side::Native);
        if let Some(l) = v.downcast::<ListObj>() {
            return l.values().is_none_or(|items| items.len() < MANY && items.to_vec().iter().all(|x| self.reach(x)));
        }
        if let Some(d) = v.downcast::<DictObj>() {
            return d.len() < MANY && d.iter().all(|(k, x)| self.reach(&k) && self.reach(&x));
        }
        v.downcast::<SetObj>().is_some_and(|s| s.len() < MANY && s.iter().all(|x| self.reach(&x)))
    }

    fn pass_on(self) {
        self.containers.iter().for_each(|v| update_twin_of(v, Side::Python));
    }
}

/// [`entering`] where nothing that is given can be on both sides but arrays, and no container is: only what the function has made may
/// be afterwards.
#[inline]
pub fn entering_alone<T>(f: impl FnOnce() -> T) -> T {
    let r = f();
    if pairs::is_any() {
        settle();
    }
    r
}

/// Forgets twins that only one side still has. Both are up to date.
pub fn settle() {
    settle_others();
    if no_twins() {
        let tables = [crate::arrays::none_shared, crate::random::none_shared, crate::mersenne::none_shared, crate::library::none_shared];
        return pairs::looked(!tables.into_iter().all(|is_empty| is_empty()));
    }
    let gone = TWINS.with_borrow_mut(Pairs::take_settled);
    if !gone.is_empty() {
        drop(gone);
        // With them go what they hold, which may be others' last reference.
        if !TWINS.with_borrow(Pairs::is_empty) {
            pairs::drop_gone(&TWINS, Pair::is_settled);
        }
        settle_others();
    }
    NO_TWINS.set(TWINS.with_borrow(Pairs::is_empty));
}

fn settle_others() {
    crate::arrays::settle();
    crate::random::settle();
    crate::mersenne::settle();
    crate::library::settle();
}

/// Forgets twins that only the program still has, whatever it has done with them: as a rule, what the last call was given.
fn forget_unseen() {
    let gone = TWINS.with_borrow_mut(|t| t.take(Pair::is_unseen));
    if !gone.is_empty() {
        drop(gone);
        // As in `settle`.
        if !TWINS.with_borrow(Pairs::is_empty) {
            pairs::drop_gone(&TWINS, Pair::is_unseen);
        }
    }
    NO_TWINS.set(TWINS.with_borrow(Pairs::is_empty));
}

/// At the end of the program.
pub fn forget_all() {
    drop(TWINS.take());
    NO_TWINS.set(true);
}

/// Which of two twins is brought up to date.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Python,
    Native,
}

/// The other twin has changed, or nobody knows. Neither is what the other should be while it is being brought up to date, which may run
/// code of CPython's, and so other threads.
fn is_due(pair: &Pair<Option<Seen>>, side: Side) -> bool {
    !deep::is_busy(&pair.native) && !pair.more.as_ref().is_some_and(|seen| match side {
        Side::Python => seen.is_native_still(&pair.native),
        Side::Native => seen.is_python_still(&pair.native, &pair.python),
    })
}

/// Brings the twin of that number up to date. What was seen of it before is the caller's to drop, since that may run code.
#[must_use]
fn update(i: usize, side: Side) -> Option<Seen> {
    let (native, python, seen) = TWINS.with_borrow_mut(|t| t.get_mut(i).map(|p| (p.native.clone(), p.python.clone(), p.more.take())))?;
    let done = deep::busy_with(&native, || filling(|| match side {
        Side::Python => write_python(&native, &python, seen.as_ref()),
        Side::Native => write_native(&native, &python, false, seen.as_ref()),
    }));
    match done {
        Ok(now) => {
            note(&native, now);
            seen
        }
        // An element that cannot cross stays what it was.
        Err(e) => {
            clear_pending(e);
            note(&native, seen);
            None
        }
    }
}

/// Brings one side up to date of the twins that a value of the program is among, if it is.
fn update_twin_of(v: &Value, side: Side) {
    let due = TWINS.with_borrow(|t| t.number_of(v).filter(|i| t.get(*i).is_some_and(|p| is_due(p, side))));
    if let Some(i) = due {
        keeping_pending(|| drop(update(i, side)));
    }
}

/// Notes what the twins are like: they are equal.
fn note(native: &Value, seen: Option<Seen>) {
    TWINS.with_borrow_mut(|t| {
        if let Some(pair) = t.number_of(native).and_then(|i| t.get_mut(i)) {
            pair.more = seen;
        }
    });
}

fn update_all(side: Side) {
    let begun = relief::begin(TWINS.with_borrow(Pairs::len));
    update_each(side);
    if begun.is_some_and(relief::is_too_much) && side == Side::Native {
        keeping_pending(relief::relieve);
    }
}

fn update_each(side: Side) {
    keeping_pending(|| {
        if side == Side::Python {
            forget_unseen();
        }
        let (mut from, mut before) = (0, Vec::new());
        while let Some(i) = TWINS.with_borrow(|t| (from..t.len()).find(|i| t.get(*i).is_some_and(|p| is_due(p, side)))) {
            before.extend(update(i, side));
            from = i + 1;
        }
        drop(before);
        settle();
    });
}

fn add(native: &Value, python: &Py, from: Side) {
    TWINS.with_borrow_mut(|t| t.add_from(native, python, from == Side::Python));
    NO_TWINS.set(false);
}

/// The twin of a container of the program.
pub fn outward(v: &Value) -> Result<Py> {
    let known = TWINS.with_borrow(|t| t.python_of(v));
    if let Some(p) = known {
        deep::await_other(v);
        return Ok(p);
    }
    let python = match v.ty().layout {
        _ if !v.ty().is_native || is_of_collections(v.ty()) => empty_like(v),
        Layout::List => builtin::list(),
        Layout::Dict => builtin::dict(),
        Layout::Set => builtin::set(),
        _ => builtin::bytearray(),
    }?;
    // Known before its elements, among which it may be.
    add(v, &python, Side::Native);
    deep::fill(Side::Python, v, &python, false)?;
    Ok(python)
}

/// `Counter`, `defaultdict`, `OrderedDict`, `deque`.
fn is_of_collections(ty: &'static TypeObj) -> bool {
    ty.layout == Layout::Deque || ty.is_native && module_name(ty) == "collections"
}

/// An empty container of CPython of the class that is CPython's for that of `v`.
fn empty_like(v: &Value) -> Result<Py> {
    let class = types::outward(&v.ty().value())?;
    if !v.ty().is_native {
        return helper("new_container")?.call(vec![class, crate::proxy::holder(v)?]);
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

/// How often a large container was given that CPython keeps, by its address: if another one has got that since, it is only slower.
static GIVEN: Table<AddressMap<usize, u32>> = Table::new(table);

/// A large container that CPython keeps, and gives again and again, stays CPython's (`self.rows.append(row)`, where `self` is CPython's):
/// making a twin of it each time would take as long as it is. Not for hosts, whose functions are compiled for lists.
pub fn stays(p: &Py) -> bool {
    const LARGE: usize = 64;
    const OFTEN: u32 = 3;
    const MANY: usize = 1024;
    let (api, ty) = (api(), builtin::type_ptr(p));
    let len = match ty {
        _ if builtin::references(p) == 1 || hosted::hooks().is_some() => return false,
        t if std::ptr::eq(t, api.PyList_Type) => builtin::list_len(p),
        t if std::ptr::eq(t, api.PyDict_Type) => builtin::dict_len(p),
        t if std::ptr::eq(t, api.PySet_Type) => builtin::set_len(p),
        _ => return false,
    };
    if len < LARGE || known(p).is_some() {
        return false;
    }
    GIVEN.with_borrow_mut(|g| {
        if g.len() > MANY {
            g.clear();
        }
        let times = g.entry(p.as_ptr() as usize).or_default();
        *times += 1;
        *times > OFTEN
    })
}

/// The twin of a container of CPython. `is_ours`: nobody else refers to it, so a copy is as good.
pub fn inward(p: &Py, layout: Layout, is_ours: bool) -> Result<Value> {
    let known = TWINS.with_borrow(|t| t.native_of(p));
    if let Some(v) = known {
        deep::await_other(&v);
        return Ok(v);
    }
    if let Some(v) = if is_ours { None } else { foreign::known(p) } {
        return Ok(v);
    }
    twin_of(p, layout, is_ours)
}

/// The twin of a list of CPython's for code that takes it for a list, also of one that stays CPython's elsewhere.
pub fn list_inward(p: &Py) -> Result<Value> {
    match known(p) {
        Some(v) => Ok(v),
        None => twin_of(p, Layout::List, false),
    }
}

fn twin_of(p: &Py, layout: Layout, is_ours: bool) -> Result<Value> {
    let native = match layout {
        Layout::List => list::empty(),
        Layout::Dict => dict::new(),
        Layout::Set => set::new(),
        _ => bytearray::new(&[]),
    };
    if !is_ours {
        add(&native, p, Side::Python);
    }
    deep::fill(Side::Native, &native, p, is_ours)?;
    Ok(native)
}

/// A container of CPython that is in as many others stays CPython's: those that a long chain of pairs begins with are enough.
pub fn is_far_inside() -> bool {
    deep::is_far_inside()
}

/// Makes the object of CPython what the program's is.
fn write_python(v: &Value, p: &Py, seen: Option<&Seen>) -> Result<Option<Seen>> {
    if elements::are_seen(v, p) {
        return elements::write_python(v, p, seen).map(Some);
    }
    if let Some(d) = v.downcast::<DictObj>() {
        let entries = entries_of(d);
        if !same_entries(&entries, &builtin::dict_entries(p)) {
            builtin::clear_dict(p);
            for (k, x) in &entries {
                builtin::set_dict_item(p, &to_python(k)?, &to_python(x)?)?;
            }
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
    Ok(None)
}

fn entries_of(d: &DictObj) -> Vec<(Value, Value)> {
    d.iter().map(|(k, x)| (k.clone(), x.clone())).collect()
}

/// Both dicts have the same entries in the same order.
fn same_entries(native: &[(Value, Value)], python: &[(Py, Py)]) -> bool {
    native.len() == python.len() && native.iter().zip(python).all(|((k, x), (pk, px))| is_same(k, pk) && is_same(x, px))
}

/// Makes the program's object what that of CPython is.
fn write_native(v: &Value, p: &Py, is_ours: bool, seen: Option<&Seen>) -> Result<Option<Seen>> {
    if elements::are_seen(v, p) {
        return elements::write_native(v, p, is_ours, seen);
    }
    if let Some(d) = v.downcast::<DictObj>() {
        let entries = builtin::dict_entries(p);
        if !same_entries(&entries_of(d), &entries) {
            d.clear();
            for (k, x) in &entries {
                d.insert(from_python_as(k, is_ours)?, from_python_as(x, is_ours)?)?;
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
            let items = elements_of(p, is_ours)?;
            d.clear();
            items.into_iter().for_each(|x| d.push_back(x));
        }
    }
    Ok(None)
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

/// The elements of a set or of a deque.
pub fn elements_of(p: &Py, is_ours: bool) -> Result<Vec<Value>> {
    let it = builtin::iterator(p)?;
    let mut out = Vec::new();
    while let Some(x) = builtin::next(&it)? {
        out.push(from_python_as(&x, is_ours)?);
    }
    Ok(out)
}
