//! Builtins that run over an iterable: `sum`, `min`, `max`, `all`, `any`.

use super::given;
use crate::error::{Result, type_error, value_error};
use crate::list::ListObj;
use crate::tuple::TupleObj;
use crate::types::{BinOp, CmpOp, Layout};
use crate::value::Value;
use crate::{float, int, ops, text};

/// `sum(iterable, start)`.
pub fn sum(iterable: &Value, start: &Value) -> Result<Value> {
    match start.ty().layout {
        Layout::Str => return type_error("sum() can't sum strings [use ''.join(seq) instead]"),
        Layout::Bytes => return type_error("sum() can't sum bytes [use b''.join(seq) instead]"),
        Layout::ByteArray => return type_error("sum() can't sum bytearray [use b''.join(seq) instead]"),
        _ => {}
    }
    let mut acc = Sum::of(start.clone());
    if iterable.is_exact(&crate::list::LIST)
        && let Some(l) = iterable.downcast::<ListObj>()
    {
        if let Some(ints) = l.ints() {
            // No Python code runs here, so the slice stays valid.
            return match acc {
                Sum::Int(total) => Ok(int::from_i128(ints.iter().fold(total, |t, &i| t + i128::from(i)))),
                Sum::Float(total) => Ok(float::new(ints.iter().fold(total, |t, &i| t + i as f64))),
                Sum::Other(_) => {
                    for i in 0..l.len() {
                        let Some(v) = l.try_get(i) else { break };
                        acc = acc.add(&v)?;
                    }
                    Ok(acc.finish())
                }
            };
        }
        if let Some(bools) = l.bools()
            && let Sum::Int(total) = acc
        {
            return Ok(int::from_i128(total + bools.iter().filter(|&&b| b != 0).count() as i128));
        }
        if let Some(floats) = l.floats()
            && let Some(total) = acc.as_float()
        {
            return Ok(if floats.is_empty() {
                start.clone()
            } else {
                float::new(floats.iter().fold(total, |t, &x| t + x))
            });
        }
    }
    let mut slot = Some(acc);
    ops::for_each(iterable, |v| {
        if let Some(acc) = slot.take() {
            slot = Some(acc.add(&v)?);
        }
        Ok(())
    })?;
    Ok(slot.map_or_else(Value::none, Sum::finish))
}

/// The running total of `sum`: unboxed as long as all addends are ints, or floats and ints.
enum Sum {
    Int(i128),
    Float(f64),
    Other(Value),
}

impl Sum {
    fn of(v: Value) -> Sum {
        if let Some(i) = v.as_small() {
            return Sum::Int(i.into());
        }
        match float::as_exact(&v) {
            Some(x) => Sum::Float(x),
            None => Sum::Other(v),
        }
    }

    fn as_float(&self) -> Option<f64> {
        match *self {
            Sum::Int(i) if i.unsigned_abs() < 1 << 53 => Some(i as f64),
            Sum::Float(x) => Some(x),
            _ => None,
        }
    }

    #[inline]
    fn add(self, v: &Value) -> Result<Sum> {
        Ok(match self {
            Sum::Int(t) => match v.as_small() {
                // 2**64 addends of 62 bits would be needed to overflow.
                Some(i) => Sum::Int(t + i128::from(i)),
                None => Sum::of_result(ops::binary(BinOp::Add, &int::from_i128(t), v)?),
            },
            Sum::Float(t) => match (float::as_exact(v), v.as_small()) {
                (Some(x), _) => Sum::Float(t + x),
                (None, Some(i)) => Sum::Float(t + i as f64),
                _ => Sum::of_result(ops::binary(BinOp::Add, &float::new(t), v)?),
            },
            Sum::Other(t) if t.is_exact(&int::INT) && int::is_int(v) => Sum::of_result(int::add_owned(t, v)?),
            Sum::Other(t) => Sum::of_result(ops::binary(BinOp::Add, &t, v)?),
        })
    }

    fn of_result(v: Value) -> Sum {
        Sum::of(v)
    }

    fn finish(self) -> Value {
        match self {
            Sum::Int(t) => int::from_i128(t),
            Sum::Float(t) => float::new(t),
            Sum::Other(v) => v,
        }
    }
}

/// Calls `f` on each element until it returns `true`; whether it did.
fn find(iterable: &Value, mut f: impl FnMut(&Value) -> Result<bool>) -> Result<bool> {
    if iterable.is_exact(&crate::tuple::TUPLE)
        && let Some(t) = iterable.downcast::<TupleObj>()
    {
        for v in t.items() {
            if f(v)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if iterable.is_exact(&crate::list::LIST)
        && let Some(l) = iterable.downcast::<ListObj>()
    {
        let mut i = 0;
        // The list may change while `f` runs.
        while let Some(v) = l.try_get(i) {
            if f(&v)? {
                return Ok(true);
            }
            i += 1;
        }
        return Ok(false);
    }
    let it = ops::iter(iterable)?;
    while let Some(v) = ops::next(&it)? {
        if f(&v)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn all(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(!find(&a[0], |v| Ok(!ops::truth(v)?))?))
}

pub(super) fn any(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(find(&a[0], ops::truth)?))
}

pub(super) fn min(a: &[Value]) -> Result<Value> {
    extreme("min", CmpOp::Lt, a)
}

pub(super) fn max(a: &[Value]) -> Result<Value> {
    extreme("max", CmpOp::Gt, a)
}

/// `min(values…)` of at least one value.
pub fn minimum(values: &[Value]) -> Result<Value> {
    best_of(CmpOp::Lt, values)
}

/// `max(values…)` of at least one value.
pub fn maximum(values: &[Value]) -> Result<Value> {
    best_of(CmpOp::Gt, values)
}

fn best_of(op: CmpOp, values: &[Value]) -> Result<Value> {
    let mut best = Best { op, key: None, found: None };
    for v in values {
        best.offer(v.clone())?;
    }
    Ok(best.found.map_or_else(Value::none, |(_, v)| v))
}

/// The best value so far and its key.
struct Best<'a> {
    op: CmpOp,
    key: Option<&'a Value>,
    found: Option<(Value, Value)>,
}

impl Best<'_> {
    #[inline]
    fn offer(&mut self, v: Value) -> Result<()> {
        let key = match self.key {
            Some(f) => ops::call(f, std::slice::from_ref(&v))?,
            None => v.clone(),
        };
        let better = match &self.found {
            None => true,
            Some((best, _)) => match (key.as_small(), best.as_small()) {
                (Some(x), Some(y)) => if self.op == CmpOp::Lt { x < y } else { x > y },
                _ => ops::compare_bool(&key, self.op, best)?,
            },
        };
        if better {
            self.found = Some((key, v));
        }
        Ok(())
    }
}

fn extreme(name: &str, op: CmpOp, a: &[Value]) -> Result<Value> {
    // SAFETY: `*args` arrives as a tuple.
    let args = unsafe { a[0].cast::<TupleObj>() }.items();
    let key = if a[1].is_none() { None } else { Some(&a[1]) };
    let default = given(&a[2]);
    let mut best = Best { op, key, found: None };
    match args {
        [] => return type_error(text!(name, " expected at least 1 argument, got 0")),
        [iterable] => {
            if key.is_none()
                && iterable.is_exact(&crate::list::LIST)
                && let Some(v) = extreme_raw(op, iterable)
            {
                return Ok(v);
            }
            ops::for_each(iterable, |v| best.offer(v))?;
        }
        many => {
            if default.is_some() {
                return type_error(text!(
                    "Cannot specify a default for ",
                    name,
                    "() with multiple positional arguments"
                ));
            }
            for v in many {
                best.offer(v.clone())?;
            }
        }
    }
    match (best.found, default) {
        (Some((_, v)), _) => Ok(v),
        (None, Some(d)) => Ok(d.clone()),
        (None, None) => value_error(text!(name, "() arg is an empty sequence")),
    }
}

/// Lists of raw ints and floats.
fn extreme_raw(op: CmpOp, list: &Value) -> Option<Value> {
    let l = list.downcast::<ListObj>()?;
    if let Some(ints) = l.ints() {
        let best = if op == CmpOp::Lt { ints.iter().min() } else { ints.iter().max() };
        return best.map(|&i| Value::int(i));
    }
    let floats = l.floats()?;
    let (&first, rest) = floats.split_first()?;
    // One by one: NaN compares false with everything, as in the general loop.
    let best = rest.iter().fold(first, |b, &x| {
        let better = if op == CmpOp::Lt { x < b } else { x > b };
        if better { x } else { b }
    });
    Some(float::new(best))
}
