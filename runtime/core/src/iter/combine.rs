//! `itertools.product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! All of them count with positions in pools of elements. The row given out last is kept: while nobody else refers to it, the
//! next row goes into the same tuple, and otherwise its unchanged front is copied.

use std::cell::UnsafeCell;

use super::itself;
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::OVERFLOW_ERROR;
use crate::str::size_arg;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, ops, tuple};

#[repr(C)]
struct Combine {
    header: Header,
    /// Tuples: one for each place of a product, else one for all places.
    pools: Vec<Value>,
    /// Places of a row.
    width: usize,
    state: UnsafeCell<State>,
}

// SAFETY: repr(C) with the header first; found by the types below only.
unsafe impl Object for Combine {
    const LAYOUT: Layout = Layout::Iterator;
}

struct State {
    /// Position in the pool for each place; permutations have all positions of the pool here.
    at: Vec<usize>,
    /// Permutations: how many elements are still to be tried at each place.
    left: Vec<usize>,
    row: Option<Value>,
    phase: Phase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    Ended,
}

const fn combine_type(name: &'static str, next: super::Next) -> TypeObj {
    TypeObj::native(
        name,
        Layout::Iterator,
        Slots { iter: Some(itself), next: Some(next), drop: Some(drop_combine), traverse: Some(traverse_combine), ..Slots::EMPTY },
        &[],
    )
}

static PRODUCT: TypeObj = combine_type("itertools.product", |v| row(v, advance_product));
static PERMUTATIONS: TypeObj = combine_type("itertools.permutations", |v| row(v, advance_permutation));
static COMBINATIONS: TypeObj = combine_type("itertools.combinations", |v| row(v, advance_combination));
static REPEATING: TypeObj = combine_type("itertools.combinations_with_replacement", |v| row(v, advance_repeating));

/// To the next row: the first place that has changed, or `None` at the end.
type Advance = fn(&Combine, &mut State) -> Option<usize>;

impl Combine {
    #[inline]
    fn pool(&self, place: usize) -> &[Value] {
        let pool = if self.pools.len() == 1 { &self.pools[0] } else { &self.pools[place] };
        tuple::as_tuple(pool).items()
    }

    #[inline]
    fn item(&self, s: &State, place: usize) -> Value {
        self.pool(place)[s.at[place]].clone()
    }
}

fn of(v: &Value) -> &Combine {
    // SAFETY: reached only through the types above.
    unsafe { &*(v.bits() as *const Combine) }
}

fn advance_product(c: &Combine, s: &mut State) -> Option<usize> {
    for i in (0..c.width).rev() {
        s.at[i] += 1;
        if s.at[i] < c.pool(i).len() {
            return Some(i);
        }
        s.at[i] = 0;
    }
    None
}

fn advance_permutation(c: &Combine, s: &mut State) -> Option<usize> {
    let n = s.at.len();
    for i in (0..c.width).rev() {
        s.left[i] -= 1;
        if s.left[i] > 0 {
            s.at.swap(i, n - s.left[i]);
            return Some(i);
        }
        // All tried: the element here goes behind the others.
        s.at[i..].rotate_left(1);
        s.left[i] = n - i;
    }
    None
}

fn advance_combination(c: &Combine, s: &mut State) -> Option<usize> {
    let n = c.pool(0).len();
    let i = (0..c.width).rev().find(|&i| s.at[i] != n - c.width + i)?;
    let first = s.at[i] + 1;
    for j in i..c.width {
        s.at[j] = first + (j - i);
    }
    Some(i)
}

fn advance_repeating(c: &Combine, s: &mut State) -> Option<usize> {
    let n = c.pool(0).len();
    let i = (0..c.width).rev().find(|&i| s.at[i] != n - 1)?;
    let next = s.at[i] + 1;
    s.at[i..].fill(next);
    Some(i)
}

/// One step; the first place that has changed.
#[inline(always)]
fn step(c: &Combine, s: &mut State, advance: Advance) -> Option<usize> {
    match s.phase {
        Phase::Ended => return None,
        Phase::New => {
            s.phase = Phase::Running;
            return Some(0);
        }
        Phase::Running => {}
    }
    let changed = advance(c, s);
    if changed.is_none() {
        s.phase = Phase::Ended;
        s.row = None;
    }
    changed
}

#[inline(always)]
fn row(v: &Value, advance: Advance) -> Result<Option<Value>> {
    let c = of(v);
    // SAFETY: no code of the program runs here: whatever is released has another owner in a pool.
    let s = unsafe { &mut *c.state.get() };
    let Some(changed) = step(c, s, advance) else { return Ok(None) };
    if let Some(t) = &s.row
        && t.header().is_some_and(|h| h.rc.get() == 1)
    {
        for i in changed..c.width {
            // SAFETY: nobody else sees the tuple, which has that many items.
            drop(unsafe { tuple::as_tuple(t).replace(i, c.item(s, i)) });
        }
        return Ok(Some(t.clone()));
    }
    let front: &[Value] = match &s.row {
        Some(t) => &tuple::as_tuple(t).items()[..changed],
        None => &[],
    };
    let mut items = Vec::with_capacity(c.width);
    items.extend(front.iter().cloned());
    for i in items.len()..c.width {
        items.push(c.item(s, i));
    }
    let t = tuple::new(items);
    s.row = Some(t.clone());
    Ok(Some(t))
}

/// The next row of two places, apart; `None` for other iterators.
pub(super) fn next_two(v: &Value) -> Option<Option<(Value, Value)>> {
    let ty = v.ty();
    let advance: Advance = if std::ptr::eq(ty, &PRODUCT) {
        advance_product
    } else if std::ptr::eq(ty, &COMBINATIONS) {
        advance_combination
    } else if std::ptr::eq(ty, &PERMUTATIONS) {
        advance_permutation
    } else {
        return None;
    };
    let c = of(v);
    if c.width != 2 {
        return None;
    }
    // SAFETY: as in `row`.
    let s = unsafe { &mut *c.state.get() };
    s.row = None;
    Some(step(c, s, advance).map(|_| (c.item(s, 0), c.item(s, 1))))
}

fn new(ty: &'static TypeObj, pools: Vec<Value>, width: usize, at: Vec<usize>, left: Vec<usize>, empty: bool) -> Value {
    let phase = if empty { Phase::Ended } else { Phase::New };
    let state = UnsafeCell::new(State { at, left, row: None, phase });
    heap::new_object(ty, |header| Combine { header, pools, width, state })
}

/// `product(*iterables, repeat=1)`.
pub fn product(a: &[Value]) -> Result<Value> {
    let times = size_arg(&a[1])?;
    if times < 0 {
        return value_error("repeat argument cannot be negative");
    }
    let iterables = tuple::as_tuple(&a[0]).items();
    if times > i64::MAX / 8 || (iterables.len() as i64).checked_mul(times * 8).is_none() {
        return raise(&OVERFLOW_ERROR, "repeat argument too large");
    }
    let once: Vec<Value> = if times == 0 { Vec::new() } else { iterables.iter().map(tuple::from_iterable).collect::<Result<_>>()? };
    let width = once.len() * times as usize;
    heap::check_size(width.saturating_mul(8))?;
    let empty = once.iter().any(|p| tuple::as_tuple(p).is_empty());
    let pools: Vec<Value> = if once.len() == 1 { once } else { (0..width).map(|i| once[i % once.len()].clone()).collect() };
    Ok(new(&PRODUCT, pools, width, vec![0; width], Vec::new(), empty))
}

fn places(r: &Value) -> Result<usize> {
    match size_arg(r)? {
        n if n < 0 => value_error("r must be non-negative"),
        n => Ok(n as usize),
    }
}

/// `permutations(iterable, r=None)`.
pub fn permutations(a: &[Value]) -> Result<Value> {
    let pool = tuple::from_iterable(&a[0])?;
    let n = tuple::as_tuple(&pool).len();
    let width = if a[1].is_none() {
        n
    } else if !ops::isinstance_of(&a[1], &crate::int::INT.value())? {
        return type_error("Expected int as r");
    } else {
        places(&a[1])?
    };
    let empty = width > n;
    let left = if empty { Vec::new() } else { (0..width).map(|i| n - i).collect() };
    Ok(new(&PERMUTATIONS, vec![pool], width, (0..n).collect(), left, empty))
}

/// `combinations(iterable, r)`.
pub fn combinations(a: &[Value]) -> Result<Value> {
    let pool = tuple::from_iterable(&a[0])?;
    let width = places(&a[1])?;
    let empty = width > tuple::as_tuple(&pool).len();
    let at = if empty { Vec::new() } else { (0..width).collect() };
    Ok(new(&COMBINATIONS, vec![pool], width, at, Vec::new(), empty))
}

/// `combinations_with_replacement(iterable, r)`.
pub fn combinations_with_replacement(a: &[Value]) -> Result<Value> {
    let pool = tuple::from_iterable(&a[0])?;
    let width = places(&a[1])?;
    heap::check_size(width.saturating_mul(8))?;
    let empty = width > 0 && tuple::as_tuple(&pool).is_empty();
    Ok(new(&REPEATING, vec![pool], width, vec![0; width], Vec::new(), empty))
}

unsafe fn drop_combine(h: *mut Header) {
    // SAFETY: called once, on an object nobody refers to.
    unsafe { std::ptr::drop_in_place(h as *mut Combine) }
}

unsafe fn traverse_combine(h: *mut Header, f: &mut dyn FnMut(&Value)) {
    // SAFETY: a live object.
    unsafe {
        let c = &*(h as *const Combine);
        c.pools.iter().for_each(&mut *f);
        if let Some(row) = &(*c.state.get()).row {
            f(row);
        }
    }
}
