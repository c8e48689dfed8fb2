//! Seeding, and states as they are read and set.

use std::cell::RefCell;
use std::rc::Rc;

use pyaot_core::error::{Result, raise, type_error, value_error};
use pyaot_core::exception::NOT_IMPLEMENTED_ERROR;
use pyaot_core::modules::random::Twister;
use pyaot_core::value::Value;
use pyaot_core::{float, int, list, ops, str, tuple};

use super::engine::{Engine, Half, Pcg, Philox, Sfc, TWISTER_WORDS};
use super::object::{Source, fresh_twister, new_object, with_source};
use super::params::Param;
use super::seed;
use crate::{array, convert};

/// The Mersenne Twister as `RandomState(seed)` and `seed(seed)` have it.
fn legacy_engine(v: &Value) -> Result<Engine> {
    if v.is_none() {
        return fresh_twister();
    }
    let out_of_range = "Seed must be between 0 and 2**32 - 1";
    // An array of one element counts as that.
    let number = match array::get(v) {
        Some(a) if a.size() != 1 => None,
        _ => ops::index_value_opt(v)?,
    };
    if let Some(i) = number {
        return match int::to_i64(&i).map(u32::try_from) {
            Some(Ok(word)) => Ok(Engine::Twister(Box::new(Twister::from_word(word)))),
            _ => value_error(out_of_range),
        };
    }
    if array::as_array(&convert::asarray(v)?).size() == 0 {
        return value_error("Seed must be non-empty");
    }
    let key = Param::<i64>::of(v)?;
    if key.shape.len() != 1 {
        return value_error("Seed array must be 1-d");
    }
    let words: Vec<u32> = key.data.iter().map_while(|i| u32::try_from(*i).ok()).collect();
    if words.len() < key.data.len() {
        return value_error(out_of_range);
    }
    Ok(Engine::Twister(Box::new(Twister::from_key(&words))))
}

/// Seeds a legacy source anew.
pub fn seed(a: &[Value]) -> Result<Value> {
    let of_host = with_source(&a[0], |s| Ok(if let Engine::Foreign(g) = &*s.engine.borrow() { Some(g.clone()) } else { None }))?;
    if let Some(g) = of_host {
        g.seed(&a[1])?;
        return Ok(Value::none());
    }
    let engine = legacy_engine(&a[1])?;
    with_source(&a[0], |s| {
        if !matches!(*s.engine.borrow(), Engine::Twister(_)) {
            return type_error("can only re-seed a MT19937 BitGenerator");
        }
        *s.engine.borrow_mut() = engine;
        s.gauss.set(None);
        Ok(Value::none())
    })
}

/// The source of a new `RandomState`.
pub fn legacy(a: &[Value]) -> Result<Value> {
    Ok(new_object(Source::new(legacy_engine(&a[0])?, true)))
}

/// A list of ints as words.
fn u32s(v: &Value) -> Result<Vec<u32>> {
    list::to_vec(v)?.iter().map(|x| Ok(ops::index_or_overflow(x)? as u32)).collect()
}

fn u64s(v: &Value) -> Result<Vec<u64>> {
    list::to_vec(v)?.iter().map(word).collect()
}

fn word(v: &Value) -> Result<u64> {
    let v = ops::index_value(v)?;
    match int::to_bigint(&v).map(u64::try_from) {
        Some(Ok(w)) => Ok(w),
        _ => raise(&pyaot_core::exception::OVERFLOW_ERROR, "Python int too large to convert to C unsigned long"),
    }
}

fn wide(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// A bit generator of this kind, seeded from the pool of a `SeedSequence`.
pub fn engine(a: &[Value]) -> Result<Value> {
    let pool = u32s(&a[1])?;
    let kind = ops::text_of(&a[0]);
    let engine = match &*kind {
        "MT19937" => {
            let mut words = [0; TWISTER_WORDS];
            words.copy_from_slice(&seed::words(&pool, TWISTER_WORDS));
            words[0] = 0x8000_0000;
            // NumPy leaves the place at the last word, not behind it.
            Engine::Twister(Box::new(Twister::from_state(words, TWISTER_WORDS - 1)))
        }
        "SFC64" => {
            let w = seed::long_words(&pool, 3);
            Engine::Sfc(Sfc::new([w[0], w[1], w[2]]))
        }
        "Philox" => {
            let w = seed::long_words(&pool, 2);
            Engine::Philox(Box::new(Philox::new([w[0], w[1]], [0; 4])))
        }
        _ => {
            let w = seed::long_words(&pool, 4);
            Engine::Pcg(Pcg::new(wide(w[0], w[1]), wide(w[2], w[3]), &*kind == "PCG64DXSM"))
        }
    };
    Ok(new_object(Source::new(engine, false)))
}

/// Another source over the same bit generator.
pub fn share(a: &[Value]) -> Result<Value> {
    let legacy = ops::truth(&a[1])?;
    with_source(&a[0], |s| {
        let same = Source { engine: s.engine.clone(), legacy, gauss: std::cell::Cell::new(None) };
        Ok(new_object(same))
    })
}

/// The pool of entropy words.
pub fn pool(a: &[Value]) -> Result<Value> {
    let entropy = u32s(&a[0])?;
    let size = ops::index_or_overflow(&a[1])? as usize;
    Ok(list::new(seed::pool(&entropy, size).into_iter().map(|w| Value::int(w.into())).collect()))
}

/// `generate_state`
pub fn words(a: &[Value]) -> Result<Value> {
    let pool = u32s(&a[0])?;
    let n = ops::index_or_overflow(&a[1])?.max(0) as usize;
    Ok(list::new(if ops::truth(&a[2])? {
        seed::long_words(&pool, n).into_iter().map(int::from_u64).collect()
    } else {
        seed::words(&pool, n).into_iter().map(|w| Value::int(w.into())).collect()
    }))
}

/// Functions that ask for states are the host's.
fn of_the_host<T>() -> Result<T> {
    raise(&NOT_IMPLEMENTED_ERROR, "the state of a bit generator of the host")
}

/// The state of a bit generator: its kind, its numbers, whether half a draw waits, and that half.
pub fn get(a: &[Value]) -> Result<Value> {
    let ints = |w: &[u64]| list::new(w.iter().copied().map(int::from_u64).collect());
    with_source(&a[0], |s| {
        let mut e = s.engine.borrow_mut();
        let half = e.half().copied().unwrap_or_default();
        let (kind, words) = match &*e {
            Engine::Twister(t) => {
                let (words, at) = t.state();
                let mut all: Vec<u64> = words.iter().map(|w| u64::from(*w)).collect();
                all.push(at as u64);
                ("MT19937", ints(&all))
            }
            Engine::Pcg(p) => {
                let big = |x: u128| int::from_bigint(x.into());
                (if p.dxsm { "PCG64DXSM" } else { "PCG64" }, list::new(vec![big(p.state), big(p.inc)]))
            }
            Engine::Sfc(s) => ("SFC64", ints(&s.words)),
            Engine::Foreign(_) => return of_the_host(),
            Engine::Philox(p) => {
                let mut all = p.counter.to_vec();
                all.extend(p.key);
                all.extend(p.buffer);
                all.push(p.at as u64);
                ("Philox", ints(&all))
            }
        };
        Ok(tuple::new(vec![str::new(kind), words, Value::int(half.waits.into()), Value::int(half.bits.into())]))
    })
}

/// Sets the state, of the parts that [`get`] gives: words, then `(has_uint32, uinteger)`.
pub fn set(a: &[Value]) -> Result<Value> {
    let kind = ops::text_of(&a[1]);
    let half = u64s(&a[3])?;
    let half = Half { waits: half[0] != 0, bits: half[1] as u32 };
    let engine = match &*kind {
        "MT19937" => {
            let all = u64s(&a[2])?;
            if all.len() != TWISTER_WORDS + 1 || all[TWISTER_WORDS] > TWISTER_WORDS as u64 {
                return value_error("state is not a legacy MT19937 state");
            }
            let words = std::array::from_fn(|k| all[k] as u32);
            Engine::Twister(Box::new(Twister::from_state(words, all[TWISTER_WORDS] as usize)))
        }
        "PCG64" | "PCG64DXSM" => {
            let mut two = [0u128; 2];
            for (w, v) in two.iter_mut().zip(list::to_vec(&a[2])?) {
                let v = ops::index_value(&v)?;
                *w = int::to_bigint(&v).and_then(|b| b.try_into().ok()).unwrap_or_default();
            }
            Engine::Pcg(Pcg { state: two[0], inc: two[1], dxsm: &*kind == "PCG64DXSM", half })
        }
        "SFC64" => {
            let w = u64s(&a[2])?;
            Engine::Sfc(Sfc { words: std::array::from_fn(|k| w[k]), half })
        }
        _ => {
            let w = u64s(&a[2])?;
            let part = |from: usize| std::array::from_fn(|k| w[from + k]);
            Engine::Philox(Box::new(Philox {
                counter: part(0),
                key: [w[4], w[5]],
                buffer: std::array::from_fn(|k| w[6 + k]),
                at: (w[10] as usize).min(4),
                half,
            }))
        }
    };
    with_source(&a[0], |s| {
        *s.engine.borrow_mut() = engine;
        Ok(Value::none())
    })
}

/// The normal number that the legacy algorithm has in store, or None.
pub fn gauss(a: &[Value]) -> Result<Value> {
    with_source(&a[0], |s| Ok(s.gauss.get().map_or_else(Value::none, float::new)))
}

pub fn set_gauss(a: &[Value]) -> Result<Value> {
    let x = if a[1].is_none() { None } else { Some(float::to_f64(&a[1])?) };
    with_source(&a[0], |s| {
        s.gauss.set(x);
        Ok(Value::none())
    })
}

/// `advance`, and with it `jumped`.
pub fn advance(a: &[Value]) -> Result<Value> {
    let v = ops::index_value(&a[1])?;
    let delta: u128 = int::to_bigint(&v).and_then(|b| b.try_into().ok()).unwrap_or_default();
    with_source(&a[0], |s| match &mut *s.engine.borrow_mut() {
        Engine::Pcg(p) => {
            p.advance(delta);
            Ok(Value::none())
        }
        _ => raise(&NOT_IMPLEMENTED_ERROR, "advance() of this bit generator"),
    })
}

/// A copy of the bit generator, that goes on for itself.
pub fn copy(a: &[Value]) -> Result<Value> {
    with_source(&a[0], |s| {
        let copy = match &*s.engine.borrow() {
            Engine::Twister(t) => {
                let (words, at) = t.state();
                Engine::Twister(Box::new(Twister::from_state(*words, at)))
            }
            Engine::Pcg(p) => Engine::Pcg(p.clone()),
            Engine::Sfc(s) => Engine::Sfc(s.clone()),
            Engine::Philox(p) => Engine::Philox(p.clone()),
            Engine::Foreign(_) => return of_the_host(),
        };
        Ok(new_object(Source { engine: Rc::new(RefCell::new(copy)), legacy: s.legacy, gauss: s.gauss.clone() }))
    })
}
