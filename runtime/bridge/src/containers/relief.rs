//! A loop over some thousand containers of CPython's that calls CPython for each would have all of them looked through each time: time that
//! grows with their number's square. Where that is most of what is done, containers inside of others that have come from CPython go
//! back to being CPython's alone: in their place stands the object, as objects of any other kind do, and each operation asks CPython. (Measured:
//! `for token in tokens: yield self.render(token)` over 16,000 dicts took 54 s, by CPython 0.03.)
//!
//! What has come from CPython is of types that claim nothing of its elements, so anything may stand there; and control crosses at the moment, so
//! the code that waits for it expects others. Specialisations for lists of numbers or texts get twins nevertheless (`kinds::inward`).

use std::cell::Cell;

use pyaot_core::dict::DictObj;
use pyaot_core::list::ListObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;

use super::{TWINS, deep};
use crate::elements::Seen;
use crate::foreign;
use crate::locked::Locked;
use crate::pairs::{Pair, Pairs};
use crate::py::Py;
use crate::ticks;

/// So many are looked through in no time.
const MANY: usize = 32;
/// Ticks that looking may take before anything is done about it.
const PATIENCE: u64 = 20_000_000;

/// Since when pairs have been looked through again and again, how much that has taken of it, and how much it may.
struct Looking {
    since: Cell<Option<u64>>,
    taken: Cell<u64>,
    patience: Cell<u64>,
}

static LOOKING: Locked<Looking> = Locked::new(Looking { since: Cell::new(None), taken: Cell::new(0), patience: Cell::new(PATIENCE) });

/// All pairs are looked through from now on.
pub(super) fn begin(pairs: usize) -> Option<u64> {
    if pairs < MANY {
        LOOKING.since.set(None);
        LOOKING.patience.set(PATIENCE);
        return None;
    }
    let now = ticks::now();
    // What was long ago says nothing of now.
    let is_of_late = |since: u64| now.saturating_sub(since) < LOOKING.patience.get().saturating_mul(10);
    if !LOOKING.since.get().is_some_and(is_of_late) {
        LOOKING.since.set(Some(now));
        LOOKING.taken.set(0);
    }
    Some(now)
}

/// They have been; `true`: that is most of what has been done of late.
pub(super) fn is_too_much(begun: u64) -> bool {
    let now = ticks::now();
    let took = now.saturating_sub(begun);
    ticks::note_looked(took);
    LOOKING.taken.set(LOOKING.taken.get() + took);
    LOOKING.taken.get() > LOOKING.patience.get() && LOOKING.since.get().is_some_and(|since| LOOKING.taken.get() > now.saturating_sub(since) / 2)
}

/// Gives containers back to CPython. All pairs are up to date.
pub(super) fn relieve() {
    let (places, before) = TWINS.with_borrow(|t| (places(t), t.len()));
    let gone: Vec<Value> = places.into_iter().flat_map(|(around, at, p)| put(&around, at, &foreign::wrap(&p))).collect();
    // With what the program had of them go their pairs, and those of what only they held.
    drop(gone);
    super::settle();
    let left = TWINS.with_borrow(Pairs::len);
    // If that was of no use, it will hardly be the next time.
    let patience = LOOKING.patience.get();
    LOOKING.patience.set(if left * 2 > before { patience.saturating_mul(8) } else { patience });
    LOOKING.since.set(None);
}

/// A place in a list or dict: its number in what was seen, and the key.
struct Place {
    seen: usize,
    key: Option<Value>,
}

/// Where containers stand of which nobody of the program's knows but the one around them: that one, the place, and CPython's object.
fn places(t: &Pairs<Option<Seen>>) -> Vec<(Value, Place, Py)> {
    let mut found = Vec::new();
    for pair in (0..t.len()).filter_map(|i| t.get(i)).filter(|p| p.is_from_python && is_plain(&p.native) && !deep::is_busy(&p.native)) {
        // What was not brought up to date does not say who refers to what.
        if !pair.more.as_ref().is_some_and(|seen| seen.is_native_still(&pair.native)) {
            continue;
        }
        let mut look = |at: Place, x: &Value| {
            let inside = t.number_of(x).and_then(|n| t.get(n)).filter(|inside| is_free(inside));
            found.extend(inside.map(|inside| (pair.native.clone(), at, inside.python.clone())));
        };
        if let Some(l) = pair.native.downcast::<ListObj>() {
            l.values().into_iter().flatten().enumerate().for_each(|(i, x)| look(Place { seen: i, key: None }, x));
        } else if let Some(d) = pair.native.downcast::<DictObj>() {
            // Setting others' values may run code.
            let is_simple = |k: &Value| k.as_small().is_some() || k.ty().is_native && k.ty().layout == Layout::Str;
            let (mut at, mut i) = (0, 0);
            while let Some((next, k, x)) = d.entry_at(at) {
                if is_simple(k) {
                    look(Place { seen: 2 * i + 1, key: Some(k.clone()) }, x);
                }
                (at, i) = (next, i + 1);
            }
        }
    }
    found
}

/// A list or dict of no class of its own.
fn is_plain(v: &Value) -> bool {
    v.ty().is_native && matches!(v.ty().layout, Layout::List | Layout::Dict) && !super::is_of_collections(v.ty())
}

/// The program's is known to the table, to the container around it and to what was seen of that one; and CPython's has all that is in it.
fn is_free(pair: &Pair<Option<Seen>>) -> bool {
    const KNOWN: u64 = 3;
    is_plain(&pair.native)
        && pair.native.header().is_some_and(|h| h.rc.get() == KNOWN)
        && !deep::is_busy(&pair.native)
        && pair.more.as_ref().is_some_and(|seen| seen.is_native_still(&pair.native))
}

/// Puts another value into the place of a container, and of what was seen of it; what stood there is the caller's to drop.
fn put(around: &Value, at: Place, x: &Value) -> Vec<Value> {
    let mut gone = Vec::new();
    gone.extend(TWINS.with_borrow_mut(|t| {
        let pair = t.number_of(around).and_then(|n| t.get_mut(n))?;
        pair.more.as_mut()?.replace(at.seen, x)
    }));
    match (at.key, around.downcast::<ListObj>(), around.downcast::<DictObj>()) {
        (None, Some(l), _) if at.seen < l.len() => {
            gone.push(l.get(at.seen));
            l.set(at.seen, x.clone());
        }
        // A plain key, which is there.
        (Some(k), _, Some(d)) => {
            gone.extend(d.get(&k).ok().flatten());
            let _ = d.insert(k, x.clone()).map_err(pyaot_core::exception::clear_pending);
        }
        _ => {}
    }
    gone
}
