//! What was in two twins when they were equal last. While a side still has the same words there, nothing is to be done for it, and
//! of one that has changed only the elements that are new need cross.

use pyaot_core::dict::DictObj;
use pyaot_core::error::Result;
use pyaot_core::list::{self, ListObj};
use pyaot_core::set::places::Held;
use pyaot_core::set::{self, SetObj};
use pyaot_core::value::Value;

use crate::builtin;
use crate::capi::{Obj, api, list_elements};
use crate::convert::{from_python_as, to_python};
use crate::locked::AddressMap;
use crate::py::Py;

/// The elements of a container of the program, in order; of a dict, keys and values in turn.
pub enum Elements {
    /// Raw words of a list of that kind.
    Words(u8, Vec<u64>),
    Values(Vec<Value>),
}

/// The elements of two twins, kept so that no other object takes the address of one.
pub struct Seen {
    native: Elements,
    python: Vec<Py>,
    /// The version that CPython's dict had.
    version: Option<u64>,
}

/// How the two are brought up to date.
#[derive(Clone, Copy)]
enum Kind {
    List,
    Dict,
    Set,
}

/// `None`: by asking for every element, each time.
fn kind_of(v: &Value, p: &Py) -> Option<Kind> {
    if v.downcast::<ListObj>().is_some() {
        Some(Kind::List)
    } else if v.downcast::<DictObj>().is_some() {
        (!builtin::is_ordered(p)).then_some(Kind::Dict)
    } else {
        v.downcast::<SetObj>().map(|_| Kind::Set)
    }
}

/// Such twins are brought up to date by what was seen of them.
pub fn are_seen(v: &Value, p: &Py) -> bool {
    kind_of(v, p).is_some()
}

fn words<T>(items: &[T]) -> &[u64] {
    const { assert!(size_of::<T>() == 8) };
    // SAFETY: items of eight bytes, read as such.
    unsafe { std::slice::from_raw_parts(items.as_ptr().cast(), items.len()) }
}

/// The list's words, if they are numbers.
fn raw(l: &ListObj) -> Option<&[u64]> {
    l.ints().map(words).or_else(|| l.floats().map(words))
}

impl Elements {
    fn of(v: &Value) -> Elements {
        if let Some(l) = v.downcast::<ListObj>() {
            return match (raw(l), l.values()) {
                (Some(w), _) => Elements::Words(l.kind(), w.to_vec()),
                (_, Some(x)) => Elements::Values(x.to_vec()),
                _ => Elements::Values((0..l.len()).map(|i| l.get(i)).collect()),
            };
        }
        if let Some(d) = v.downcast::<DictObj>() {
            return Elements::Values(d.iter().flat_map(|(k, x)| [k.clone(), x.clone()]).collect());
        }
        Elements::Values(v.downcast::<SetObj>().map(|s| s.iter().collect()).unwrap_or_default())
    }

    fn is_still(&self, v: &Value) -> bool {
        if let Some(l) = v.downcast::<ListObj>() {
            return match (self, raw(l), l.values()) {
                (Elements::Words(kind, known), Some(w), _) => *kind == l.kind() && w == known,
                (Elements::Values(known), _, Some(x)) => words(x) == words(known),
                (Elements::Values(known), None, None) => l.len() == known.len() && known.iter().enumerate().all(|(i, x)| l.get(i).is(x)),
                _ => false,
            };
        }
        let Elements::Values(known) = self else { return false };
        if let Some(d) = v.downcast::<DictObj>() {
            let mut at = 0;
            return d.len() * 2 == known.len()
                && known.chunks_exact(2).all(|seen| {
                    d.entry_at(at).is_some_and(|(next, k, x)| {
                        at = next;
                        k.bits() == seen[0].bits() && x.bits() == seen[1].bits()
                    })
                });
        }
        v.downcast::<SetObj>().is_some_and(|s| s.len() == known.len() && s.iter().zip(known).all(|(x, seen)| x.bits() == seen.bits()))
    }

    fn len(&self) -> usize {
        match self {
            Elements::Words(_, w) => w.len(),
            Elements::Values(x) => x.len(),
        }
    }

    fn outward(&self, i: usize) -> Result<Py> {
        match self {
            Elements::Words(list::INTS, w) => builtin::int(w[i] as i64),
            Elements::Words(_, w) => builtin::float(f64::from_bits(w[i])),
            Elements::Values(x) => to_python(&x[i]),
        }
    }

    /// Both have the same word there.
    fn has_same(&self, other: &Elements, i: usize) -> bool {
        match (self, other) {
            (Elements::Words(k, a), Elements::Words(l, b)) => k == l && a.get(i).is_some() && a.get(i) == b.get(i),
            (Elements::Values(a), Elements::Values(b)) => a.get(i).is_some_and(|x| b.get(i).is_some_and(|y| x.bits() == y.bits())),
            _ => false,
        }
    }
}

/// The elements of an object of CPython, as [`Elements`] has them.
fn python_elements(kind: Kind, p: &Py) -> Result<Vec<Py>> {
    Ok(match kind {
        // SAFETY: a list that lives, and its elements with it.
        Kind::List => unsafe { list_elements(p.as_ptr()).iter().map(|o| Py::borrowed(*o)).collect() },
        Kind::Dict => builtin::dict_entries(p).into_iter().flat_map(|(k, x)| [k, x]).collect(),
        Kind::Set => {
            let it = builtin::iterator(p)?;
            let mut items = Vec::new();
            while let Some(x) = builtin::next(&it)? {
                items.push(x);
            }
            items
        }
    })
}

fn same_objects(known: &[Py], now: &[Obj]) -> bool {
    words(known) == words(now)
}

impl Seen {
    /// The program's container has what it had.
    #[inline]
    pub fn is_native_still(&self, v: &Value) -> bool {
        self.native.is_still(v)
    }

    /// CPython's has. A set can only be asked by making an iterator, which may run code: [`write_native`] does.
    #[inline]
    pub fn is_python_still(&self, v: &Value, p: &Py) -> bool {
        match kind_of(v, p) {
            // SAFETY: a list that lives; nothing runs meanwhile.
            Some(Kind::List) => same_objects(&self.python, unsafe { list_elements(p.as_ptr()) }),
            Some(Kind::Dict) => (self.version.is_some() && self.version == builtin::dict_version(p)) || builtin::dict_is(p, &self.python),
            Some(Kind::Set) | None => false,
        }
    }

    /// Has another value seen in a place of the program's; gives the one before.
    pub fn replace(&mut self, i: usize, x: &Value) -> Option<Value> {
        match &mut self.native {
            Elements::Values(all) => all.get_mut(i).map(|at| std::mem::replace(at, x.clone())),
            Elements::Words(..) => None,
        }
    }

    fn new(kind: Kind, native: Elements, python: Vec<Py>, p: &Py) -> Seen {
        Seen { native, python, version: if matches!(kind, Kind::Dict) { builtin::dict_version(p) } else { None } }
    }
}

/// Where objects were that have only moved since (the container was sorted, say): they need not be made again, and keep their identity.
struct Moved<'a> {
    seen: Option<&'a Seen>,
    /// By the word of the native one, or the address of CPython's.
    places: Option<AddressMap<u64, usize>>,
}

impl<'a> Moved<'a> {
    fn new(seen: Option<&'a Seen>) -> Moved<'a> {
        Moved { seen, places: None }
    }

    fn find(&mut self, word: u64, from_native: bool) -> Option<(&'a Value, &'a Py)> {
        let s = self.seen?;
        let Elements::Values(native) = &s.native else { return None };
        let places = self.places.get_or_insert_with(|| match from_native {
            true => native.iter().enumerate().map(|(i, x)| (x.bits(), i)).collect(),
            false => s.python.iter().enumerate().map(|(i, x)| (x.as_ptr() as u64, i)).collect(),
        });
        places.get(&word).map(|i| (&native[*i], &s.python[*i]))
    }
}

/// Makes the object of CPython what the program's is. If an element cannot cross, all stay as they were.
pub fn write_python(v: &Value, p: &Py, seen: Option<&Seen>) -> Result<Seen> {
    let kind = kind_of(v, p).expect("the caller has asked");
    let native = Elements::of(v);
    if let (Some(s), Elements::Values(now)) = (v.downcast::<SetObj>(), &native) {
        write_set(s, now, p, seen)?;
        return Ok(Seen::new(kind, native, python_elements(kind, p)?, p));
    }
    let mut items = Vec::with_capacity(native.len());
    let mut moved = Moved::new(seen);
    for i in 0..native.len() {
        items.push(match (seen, &native) {
            (Some(s), _) if s.native.has_same(&native, i) => s.python[i].clone(),
            (_, Elements::Values(x)) => match moved.find(x[i].bits(), true) {
                Some((_, p)) => p.clone(),
                None => native.outward(i)?,
            },
            _ => native.outward(i)?,
        });
    }
    match kind {
        Kind::List => builtin::set_list_items(p, &items)?,
        Kind::Dict => {
            let known = seen.map_or(&[][..], |s| &s.python);
            let kept = if builtin::dict_len(p) * 2 == known.len() && starts_alike(known, &items) { known.len() } else { 0 };
            if kept == 0 {
                builtin::clear_dict(p);
            }
            for (i, entry) in items.chunks_exact(2).enumerate() {
                if i * 2 >= kept || entry[1].as_ptr() != known[i * 2 + 1].as_ptr() {
                    builtin::set_dict_item(p, &entry[0], &entry[1])?;
                }
            }
        }
        Kind::Set => {}
    }
    Ok(Seen::new(kind, native, items, p))
}

/// Makes the set of CPython what the program's is.
fn write_set(s: &SetObj, now: &[Value], p: &Py, seen: Option<&Seen>) -> Result<()> {
    let add = |all: &[Py]| all.iter().try_for_each(|x| builtin::add_to_set(p, x));
    if let Some(Elements::Values(before)) = seen.map(|s| &s.native)
        && builtin::set_len(p) == before.len()
    {
        let ordered = s.in_order_of_insertion();
        let (gone, new) = differences(before, &ordered, |x| x.bits());
        let new_first = gone.is_empty() || new.is_empty() || are_ordered_so(before, &gone, &new, now)?;
        let (gone, new) = (outward(&gone)?, outward(&new)?);
        let take = || gone.iter().try_for_each(|x| builtin::take_from_set(p, x));
        if !new_first {
            take()?;
        }
        add(&new)?;
        return if new_first { take() } else { Ok(()) };
    }
    let elements = s.in_order_of_insertion();
    let elements = outward(&elements.iter().collect::<Vec<_>>())?;
    builtin::clear_set(p)?;
    add(&elements)
}

/// What is only among the first, and what is only among the second. A set from which the ones are taken and to which the others are added
/// has its elements where the other side's has them, which is the order that both show; one that is filled anew need not.
fn differences<'a, T>(before: &'a [T], now: &'a [T], word: impl Fn(&T) -> u64) -> (Vec<&'a T>, Vec<&'a T>) {
    let only = |these: &'a [T], others: &[T]| {
        let others: AddressMap<u64, ()> = others.iter().map(|x| (word(x), ())).collect();
        these.iter().filter(|x| !others.contains_key(&word(x))).collect()
    };
    (only(before, now), only(now, before))
}

/// Gives the set these elements, which are those of one of CPython's, in its order.
pub fn fill_set(v: &Value, p: &Py, elements: Vec<Value>) -> Result<()> {
    let Some(s) = v.downcast::<SetObj>() else { return Ok(()) };
    s.clear();
    for x in &elements {
        s.insert(x.clone())?;
    }
    if s.iter().map(|x| x.bits()).eq(elements.iter().map(Value::bits)) {
        return Ok(());
    }
    let mut elements = elements.into_iter();
    let held = builtin::set_table(p).into_iter().map(|place| match place {
        None => Held::Nothing,
        Some(None) => Held::Dummy,
        Some(Some((hash, _))) => elements.next().map_or(Held::Dummy, |x| Held::Element(hash, x)),
    });
    s.take_places(held.collect());
    Ok(())
}

/// A set to which the new elements were added before the others were taken has its elements in the order of `now`.
fn are_ordered_so(before: &[Value], gone: &[&Value], new: &[&Value], now: &[Value]) -> Result<bool> {
    let tried = set::from_iter(before.iter().cloned().chain(new.iter().map(|x| (*x).clone())))?;
    let Some(s) = tried.downcast::<SetObj>() else { return Ok(false) };
    for x in gone {
        s.remove(x)?;
    }
    Ok(s.iter().map(|x| x.bits()).eq(now.iter().map(Value::bits)))
}

fn outward(values: &[&Value]) -> Result<Vec<Py>> {
    values.iter().map(|x| to_python(x)).collect()
}

/// The second dict begins with all the keys of the first.
fn starts_alike(known: &[Py], items: &[Py]) -> bool {
    known.len() <= items.len() && known.iter().zip(items).step_by(2).all(|(k, x)| k.as_ptr() == x.as_ptr())
}

/// Puts the elements into an empty list, if all are floats, or all are ints that fit: without an object for each.
fn fill_with_numbers(l: &ListObj, python: &[Py]) -> bool {
    let api = api();
    let are = |ty: Obj| python.iter().all(|x| std::ptr::eq(builtin::type_ptr(x), ty));
    match python.first().map(builtin::type_ptr) {
        Some(ty) if std::ptr::eq(ty, api.PyFloat_Type) && are(ty) => {
            l.reserve(python.len());
            python.iter().for_each(|x| l.push_f64(builtin::double(x)));
            true
        }
        Some(ty) if std::ptr::eq(ty, api.PyLong_Type) && are(ty) => {
            let Some(all) = python.iter().map(builtin::small_int).collect::<Option<Vec<i64>>>() else { return false };
            l.reserve(all.len());
            all.into_iter().for_each(|i| l.push_i64(i));
            true
        }
        _ => false,
    }
}

/// Makes the program's object what that of CPython is; if an element cannot cross, all stay as they were. `is_ours`: nobody else
/// refers to that one.
pub fn write_native(v: &Value, p: &Py, is_ours: bool, seen: Option<&Seen>) -> Result<Option<Seen>> {
    let kind = kind_of(v, p).expect("the caller has asked");
    let python = python_elements(kind, p)?;
    if let (Kind::Set, Some(s)) = (kind, seen)
        && words(&python) == words(&s.python)
    {
        return Ok(Some(Seen::new(kind, Elements::of(v), python, p)));
    }
    if let (Some(s), Some(Seen { native: Elements::Values(known), python: before, .. })) = (v.downcast::<SetObj>(), seen)
        && s.len() == known.len()
    {
        let (gone, new) = differences(before, &python, |x| x.as_ptr() as u64);
        let inward = |all: &[&Py]| all.iter().map(|x| from_python_as(x, is_ours)).collect::<Result<Vec<Value>>>();
        let (gone, new) = (inward(&gone)?, inward(&new)?);
        for x in gone {
            s.remove(&x)?;
        }
        for x in new {
            s.insert(x)?;
        }
        return Ok((!is_ours).then(|| Seen::new(kind, Elements::of(v), python, p)));
    }
    let is_new = |l: &ListObj| seen.is_none() && l.is_empty();
    if v.downcast::<ListObj>().is_some_and(|l| is_new(l) && fill_with_numbers(l, &python)) {
        return Ok((!is_ours).then(|| Seen::new(kind, Elements::of(v), python, p)));
    }
    let seen = seen.filter(|_| !matches!(kind, Kind::Set));
    let is_kept = |i: usize| seen.is_some_and(|s| s.python.get(i).is_some_and(|x| x.as_ptr() == python[i].as_ptr()));
    let mut moved = Moved::new(seen);
    let mut new = Vec::with_capacity(if seen.is_some() { 0 } else { python.len() });
    for (i, x) in python.iter().enumerate().filter(|(i, _)| !is_kept(*i)) {
        new.push((i, match moved.find(x.as_ptr() as u64, false) {
            Some((known, _)) => known.clone(),
            None => from_python_as(x, is_ours)?,
        }));
    }
    if let Some(l) = v.downcast::<ListObj>() {
        while l.len() > python.len() {
            drop(l.pop_last());
        }
        for (i, x) in new {
            if i < l.len() { l.set(i, x) } else { l.push(x) }
        }
    } else if let Some(d) = v.downcast::<DictObj>() {
        let is_longer = seen.is_some_and(|s| starts_alike(&s.python, &python));
        let old = match seen.map(|s| &s.native) {
            Some(Elements::Values(x)) => &x[..],
            _ => &[],
        };
        let mut new = new.into_iter().peekable();
        let mut at = |i: usize| match new.next_if(|(k, _)| *k == i) {
            Some((_, x)) => (x, true),
            None => (old[i].clone(), false),
        };
        if !is_longer {
            d.clear();
        }
        for i in (0..python.len()).step_by(2) {
            let ((k, _), (x, is_new)) = (at(i), at(i + 1));
            if is_new || !is_longer {
                d.insert(k, x)?;
            }
        }
    } else if v.downcast::<SetObj>().is_some() {
        fill_set(v, p, new.into_iter().map(|(_, x)| x).collect())?;
    }
    Ok((!is_ours).then(|| Seen::new(kind, Elements::of(v), python, p)))
}
