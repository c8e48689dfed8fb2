//! Lists, tuples, dicts, sets, ranges, slices, unpacking.

use super::{V, array, br, nr, ur, vr};
use crate::deque::DequeObj;
use crate::dict::DictObj;
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::INDEX_ERROR;
use crate::generator::PairResult;
use crate::heap::maybe_collect;
use crate::list::{self, ListObj};
use crate::ops::{self, dec};
use crate::set::SetObj;
use crate::text;
use crate::tuple::{self, TupleObj};
use crate::value::Value;
use pyaot_abi::layout::{KIND_F64, KIND_I64};
use pyaot_abi::{FloatBits, FloatResult, IntResult};

fn list_of(v: &Value) -> &ListObj {
    // SAFETY: the compiler passes a list.
    unsafe { v.cast::<ListObj>() }
}

fn dict_of(v: &Value) -> &DictObj {
    // SAFETY: the compiler passes a dict.
    unsafe { v.cast::<DictObj>() }
}

fn set_of(v: &Value) -> &SetObj {
    // SAFETY: the compiler passes a set.
    unsafe { v.cast::<SetObj>() }
}

fn deque_of(v: &Value) -> &DequeObj {
    // SAFETY: the compiler passes a deque.
    unsafe { v.cast::<DequeObj>() }
}

/// The answer of a search that cannot fail: all keys can be hashed, and comparing them runs no code of the program.
#[inline]
fn quietly(r: Result<bool>) -> bool {
    r.unwrap_or_else(|e| {
        crate::exception::clear_pending(e);
        false
    })
}

/// A Python index as a position; `None` out of range.
#[inline]
fn position(i: i64, len: usize) -> Option<usize> {
    let at = if i < 0 { i + len as i64 } else { i };
    (0..len as i64).contains(&at).then_some(at as usize)
}

fn index_error<T>(what: i64) -> Result<T> {
    raise(&INDEX_ERROR, match what {
        0 => "list index out of range",
        1 => "list assignment index out of range",
        2 => "tuple index out of range",
        3 => "string index out of range",
        4 => "range object index out of range",
        _ => "index out of range",
    })
}

fn get(list: &ListObj, i: i64) -> Result<Value> {
    match position(i, list.len()) {
        Some(at) => Ok(list.get(at)),
        None => index_error(0),
    }
}

fn set(list: &ListObj, i: i64, v: Value) -> Result<()> {
    match position(i, list.len()) {
        Some(at) => {
            list.set(at, v);
            Ok(())
        }
        None => index_error(1),
    }
}

fn pop(list: &ListObj, i: i64) -> Result<Value> {
    if list.is_empty() {
        return raise(&INDEX_ERROR, "pop from empty list");
    }
    match position(i, list.len()) {
        Some(at) if at + 1 == list.len() => Ok(list.pop_last().unwrap_or_else(Value::none)),
        Some(at) => Ok(list.remove_at(at)),
        None => raise(&INDEX_ERROR, "pop index out of range"),
    }
}

/// `[x] * n` with raw storage.
fn repeat(one: Value, n: i64) -> Result<Value> {
    list::repeat(list_of(&one), n)
}

/// Moves values into the caller's array.
unsafe fn put(out: *mut u64, values: Vec<Value>) {
    for (i, v) in values.into_iter().enumerate() {
        // SAFETY: the array has room for all of them.
        unsafe { out.add(i).write(v.into_bits()) };
    }
}

fn cannot_unpack<T>(v: &Value) -> Result<T> {
    type_error(text!("cannot unpack non-iterable ", v.ty().name, " object"))
}

fn wrong_count<T>(expected: usize, got: Option<usize>, at_least: bool) -> Result<T> {
    match got {
        Some(n) => value_error(text!(
            "not enough values to unpack (expected ",
            if at_least { "at least " } else { "" },
            dec(expected as i64),
            ", got ",
            dec(n as i64),
            ")"
        )),
        None => value_error(text!("too many values to unpack (expected ", dec(expected as i64), ")")),
    }
}

fn unpack_values(v: &Value, n: usize) -> Result<Vec<Value>> {
    let len = if v.is_exact(&crate::list::LIST) {
        Some(list_of(v).len())
    } else if v.is_exact(&crate::tuple::TUPLE) {
        // SAFETY: the type was checked.
        Some(unsafe { v.cast::<TupleObj>() }.items().len())
    } else {
        None
    };
    if let Some(len) = len {
        return wrong_count(n, (len < n).then_some(len), false);
    }
    let it = iterator(v)?;
    let mut out = Vec::with_capacity(n);
    while out.len() < n {
        match ops::next(&it)? {
            Some(x) => out.push(x),
            None => return wrong_count(n, Some(out.len()), false),
        }
    }
    if ops::next(&it)?.is_some() {
        return wrong_count(n, None, false);
    }
    Ok(out)
}

fn iterator(v: &Value) -> Result<Value> {
    if !crate::iter::is_iterable(v) { cannot_unpack(v) } else { ops::iter(v) }
}

fn unpack_star_values(v: &Value, before: usize, after: usize) -> Result<Vec<Value>> {
    if !crate::iter::is_iterable(v) {
        return cannot_unpack(v);
    }
    let mut all = list::to_vec(v)?;
    if all.len() < before + after {
        return wrong_count(before + after, Some(all.len()), true);
    }
    let tail = all.split_off(all.len() - after);
    let middle = all.split_off(before);
    all.push(list::new(middle));
    all.extend(tail);
    Ok(all)
}

/// `{**other}`.
fn merge(d: &Value, other: &Value) -> Result<()> {
    if other.downcast::<DictObj>().is_none() && ops::getattr_opt(other, "keys")?.is_none() {
        return type_error(text!("'", other.ty().name, "' object is not a mapping"));
    }
    crate::dict::merge(d, other)
}

leaves! {
    fn list_new(capacity: i64) -> Value {
        maybe_collect();
        list::with_capacity(capacity as usize)
    }

    fn list_from(values: *const Value, n: i64) -> Value {
        maybe_collect();
        // SAFETY: by the leaves' contract.
        list::from_slice(unsafe { array(values, n) })
    }

    fn list_concat(a: V, b: V) -> Value {
        maybe_collect();
        // SAFETY: compiled code passes lists.
        unsafe { list::concat(a.cast::<list::ListObj>(), b.cast::<list::ListObj>()) }
    }

    fn list_with_front(rest: V, items: *const Value, n: i64) -> Value {
        maybe_collect();
        // SAFETY: compiled code passes a list; the leaves' contract.
        unsafe { list::with_items(rest.cast::<list::ListObj>(), array(items, n), true) }
    }

    fn list_with_back(rest: V, items: *const Value, n: i64) -> Value {
        maybe_collect();
        // SAFETY: compiled code passes a list; the leaves' contract.
        unsafe { list::with_items(rest.cast::<list::ListObj>(), array(items, n), false) }
    }

    fn list_repeat_i64(x: i64, n: i64) -> u64 {
        vr(repeat(list::from_i64s(vec![x]), n))
    }

    fn list_repeat_f64(x: FloatBits, n: i64) -> u64 {
        vr(repeat(list::from_f64s(vec![x.get()]), n))
    }

    fn list_append(l: V, v: V) -> u8 {
        list_of(&l).push(Value::clone(&v));
        0
    }

    fn list_append_i64(l: V, i: i64) -> u8 {
        list_of(&l).push_i64(i);
        0
    }

    fn list_append_f64(l: V, x: FloatBits) -> u8 {
        list_of(&l).push_f64(x.get());
        0
    }

    fn list_get(l: V, i: i64) -> u64 {
        vr(get(list_of(&l), i))
    }

    fn list_get_i64(l: V, i: i64) -> IntResult {
        let list = list_of(&l);
        let Some(at) = position(i, list.len()) else {
            let _ = index_error::<()>(0);
            return IntResult { value: 0, status: 1 };
        };
        if list.kind() == KIND_I64 {
            return IntResult { value: list.words()[at] as i64, status: 0 };
        }
        let v = list.get(at);
        match crate::int::to_i64(&v) {
            Some(value) => IntResult { value, status: 0 },
            None => IntResult { value: v.into_bits() as i64, status: 2 },
        }
    }

    fn list_get_f64(l: V, i: i64) -> FloatResult {
        let list = list_of(&l);
        let Some(at) = position(i, list.len()) else {
            let _ = index_error::<()>(0);
            return FloatResult { value: 0.0, status: 1 };
        };
        if list.kind() == KIND_F64 {
            return FloatResult { value: f64::from_bits(list.words()[at]), status: 0 };
        }
        super::fr(crate::float::to_f64(&list.get(at)))
    }

    fn list_set(l: V, i: i64, v: V) -> u8 {
        ur(set(list_of(&l), i, Value::clone(&v)))
    }

    fn list_set_i64(l: V, i: i64, x: i64) -> u8 {
        ur(set(list_of(&l), i, Value::int(x)))
    }

    fn list_set_f64(l: V, i: i64, x: FloatBits) -> u8 {
        ur(set(list_of(&l), i, crate::float::new(x.get())))
    }

    fn list_extend(l: V, v: V) -> u8 {
        if !ops::is_iterable(&v) {
            return ur(type_error(crate::text!("Value after * must be an iterable, not ", v.ty().name)));
        }
        ur(list_of(&l).extend(&v))
    }

    fn list_pop(l: V, i: i64) -> u64 {
        vr(pop(list_of(&l), i))
    }

    fn list_sum_i64(l: V, start: V) -> u64 {
        vr(crate::builtins::sum(&l, &start))
    }

    fn list_slice(l: V, start: i64, stop: i64) -> u64 {
        let list = list_of(&l);
        let len = list.len() as i64;
        let clamp = |i: i64| if i < 0 { (i + len).max(0) } else { i.min(len) } as usize;
        let (start, stop) = (clamp(start), clamp(stop));
        list.range_copy(start, stop.max(start)).into_bits()
    }

    fn list_slice_step(l: V, start: i64, stop: i64, step: i64) -> Value {
        maybe_collect();
        list::slice_by(list_of(&l), crate::slice::Bounds { start, stop, step })
    }

    fn list_set_slice(l: V, start: i64, stop: i64, step: i64, v: V) -> u8 {
        ur(list::assign_by(list_of(&l), crate::slice::Bounds { start, stop, step }, &v))
    }

    fn raise_index(what: i64) -> u8 {
        ur(index_error(what))
    }

    fn tuple_from(values: *const Value, n: i64) -> Value {
        // SAFETY: by the leaves' contract.
        tuple::from_slice(unsafe { array(values, n) })
    }

    fn tuple_of(values: *const Value, n: i64) -> Value {
        // SAFETY: by the leaves' contract; compiled code gives up its references.
        unsafe { tuple::from_owned(values, n as usize) }
    }

    fn tuple_new(v: V) -> u64 {
        vr(tuple::from_iterable(&v))
    }

    fn list_from_iter(v: V) -> u64 {
        vr(list::from_iterable(&v))
    }

    fn set_from_iter(v: V) -> u64 {
        let set = crate::set::new_of(&crate::set::SET);
        vr(crate::set::update(&set, &v).map(|()| set))
    }

    fn list_to_tuple(l: V) -> Value {
        match tuple::from_iterable(&l) {
            Ok(t) => t,
            Err(e) => {
                crate::exception::clear_pending(e);
                tuple::empty()
            }
        }
    }

    fn unpack(v: V, n: i64, out: *mut u64) -> u8 {
        let n = n as usize;
        // SAFETY: the type is asked first; the array has room for `n` words.
        unsafe {
            if v.is_exact(&crate::tuple::TUPLE) && v.cast::<TupleObj>().items().len() == n {
                for (k, x) in v.cast::<TupleObj>().items().iter().enumerate() {
                    out.add(k).write(x.clone().into_bits());
                }
                return 0;
            }
            if v.is_exact(&crate::list::LIST) && list_of(&v).len() == n {
                for k in 0..n {
                    out.add(k).write(list_of(&v).get(k).into_bits());
                }
                return 0;
            }
        }
        match unpack_values(&v, n) {
            Ok(values) => {
                // SAFETY: the array has room for `n` words.
                unsafe { put(out, values) };
                0
            }
            Err(_) => 1,
        }
    }

    fn unpack_star(v: V, before: i64, after: i64, out: *mut u64) -> u8 {
        match unpack_star_values(&v, before as usize, after as usize) {
            Ok(values) => {
                // SAFETY: the array has room for before + 1 + after words.
                unsafe { put(out, values) };
                0
            }
            Err(_) => 1,
        }
    }

    fn dict_new() -> Value {
        maybe_collect();
        crate::dict::new()
    }

    fn dict_get(d: V, k: V) -> u64 {
        if d.is_exact(&crate::dict::DICT) {
            return vr(dict_of(&d).get_or_raise(&k));
        }
        vr(ops::getitem(&d, &k))
    }

    fn dict_get_default(d: V, k: V, default: V) -> u64 {
        vr(dict_of(&d).get(&k).map(|found| found.unwrap_or_else(|| Value::clone(&default))))
    }

    fn dict_delete(d: V, k: V) -> u8 {
        if d.is_exact(&crate::dict::DICT) {
            return ur(match dict_of(&d).remove(&k) {
                Ok(Some(_)) => Ok(()),
                Ok(None) => crate::exception::raise_key_error(&k),
                Err(e) => Err(e),
            });
        }
        ur(ops::delitem(&d, &k))
    }

    fn dict_get_opt(d: V, k: V) -> PairResult {
        nr(dict_of(&d).get(&k))
    }

    fn dict_get_int(d: V, k: i64) -> u64 {
        vr(ops::getitem(&d, &Value::int(k)))
    }

    fn dict_set(d: V, k: V, v: V) -> u8 {
        if d.is_exact(&crate::dict::DICT) {
            return ur(dict_of(&d).insert(Value::clone(&k), Value::clone(&v)));
        }
        ur(ops::setitem(&d, &k, &v))
    }

    fn dict_set_int(d: V, k: i64, v: V) -> u8 {
        let k = Value::int(k);
        if d.is_exact(&crate::dict::DICT) {
            return ur(dict_of(&d).insert(k, Value::clone(&v)));
        }
        ur(ops::setitem(&d, &k, &v))
    }

    fn dict_contains(d: V, k: V) -> i64 {
        br(dict_of(&d).contains(&k))
    }

    fn dict_update(d: V, other: V) -> u8 {
        ur(merge(&d, &other))
    }

    fn dict_iter_seek(it: V) -> i64 {
        match crate::views::seek(&it) {
            Ok(Some(at)) => at as i64,
            Ok(None) => -1,
            Err(_) => -2,
        }
    }

    fn set_new() -> Value {
        maybe_collect();
        crate::set::new()
    }

    fn set_add(s: V, v: V) -> u8 {
        ur(set_of(&s).insert(Value::clone(&v)).map(|_| ()))
    }

    fn set_contains(s: V, v: V) -> i64 {
        // A set as the element is looked for as a frozenset.
        if v.is_small() || v.ty().layout == crate::types::Layout::Str || v.is_exact(&tuple::TUPLE) {
            return br(set_of(&s).contains(&v));
        }
        br(ops::contains(&s, &v))
    }

    fn set_has(s: V, v: V) -> u8 {
        quietly(set_of(&s).contains(&v)).into()
    }

    fn set_put(s: V, v: V) {
        quietly(set_of(&s).insert(Value::clone(&v)));
    }

    fn dict_has(d: V, k: V) -> u8 {
        quietly(dict_of(&d).contains(&k)).into()
    }

    fn dict_find(d: V, k: V) -> u64 {
        vr(dict_of(&d).get_or_raise(&k))
    }

    fn dict_pos(d: V, k: V) -> i64 {
        dict_of(&d).position(&k)
    }

    fn dict_set_at(d: V, k: V, v: V, at: i64) -> u8 {
        dict_of(&d).put_at(at, &k, Value::clone(&v));
        0
    }

    fn set_place(s: V, k: V) -> i64 {
        set_of(&s).place_of(&k)
    }

    fn set_put_at(s: V, k: V, place: i64) {
        set_of(&s).put_where(place, &k);
    }

    fn dict_pos_pair(d: V, a: V, b: V) -> i64 {
        dict_of(&d).position_of_pair(&a, &b)
    }

    fn set_place_pair(s: V, a: V, b: V) -> i64 {
        set_of(&s).place_of_pair(&a, &b)
    }

    fn raise_key(k: V) -> u8 {
        ur(crate::exception::raise_key_error::<()>(&k))
    }

    fn heap_push(l: V, v: V) -> u8 {
        ur(crate::modules::heapq::push(list_of(&l), Value::clone(&v)))
    }

    fn heap_pop(l: V) -> u64 {
        vr(crate::modules::heapq::pop(list_of(&l)))
    }

    fn deque_append(d: V, v: V) {
        deque_of(&d).push_back(Value::clone(&v));
    }

    fn deque_appendleft(d: V, v: V) {
        deque_of(&d).push_front(Value::clone(&v));
    }

    fn deque_pop(d: V) -> u64 {
        vr(deque_of(&d).pop_back().map_or_else(crate::deque::empty, Ok))
    }

    fn deque_popleft(d: V) -> u64 {
        vr(deque_of(&d).pop_front().map_or_else(crate::deque::empty, Ok))
    }

    fn next_pair(it: V, out: *mut u64) -> i64 {
        match crate::iter::next_pair(&it) {
            Ok(Some((a, b))) => {
                // SAFETY: the array has room for two words.
                unsafe {
                    out.write(a.into_bits());
                    out.add(1).write(b.into_bits());
                }
                0
            }
            Ok(None) => -1,
            Err(_) => -2,
        }
    }

    fn range_new(start: V, stop: V, step: V) -> u64 {
        if let (Some(a), Some(b), Some(c)) = (start.as_small(), stop.as_small(), step.as_small())
            && c != 0
        {
            return crate::range::new(a, b, c).into_bits();
        }
        let args = [Value::clone(&start), Value::clone(&stop), Value::clone(&step)];
        vr(ops::call(&crate::range::range_type().value(), &args))
    }

    fn range_of(start: i64, step: i64, len: i64) -> Value {
        crate::range::of_parts(start, step, len)
    }

    fn range_turned(r: V) -> Value {
        crate::range::turned(crate::range::as_range(&r))
    }

    fn range_item(r: V, i: i64) -> Value {
        match crate::range::small_parts(&r) {
            Some((start, step, _)) => Value::int(start.wrapping_add(i.wrapping_mul(step))),
            None => ops::getitem(&r, &Value::int(i)).unwrap_or_else(|e| {
                crate::exception::clear_pending(e);
                Value::none()
            }),
        }
    }

    fn slice_new(start: V, stop: V, step: V) -> Value {
        crate::slice::new(Value::clone(&start), Value::clone(&stop), Value::clone(&step))
    }
}
