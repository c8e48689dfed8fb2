//! `_random`: the Mersenne Twister (MT19937) with CPython's way of seeding and drawing.

use std::cell::RefCell;

use crate::error::{Result, type_error, value_error};
use crate::heap;
use crate::int::{self, Int};
use crate::native::Natives;
use crate::tuple::{self, TupleObj};
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{float, natives, ops};

const N: usize = 624;
const M: usize = 397;

/// The generator: its state words and the number already drawn.
pub struct Twister {
    words: [u32; N],
    /// The words as they are drawn. They are made 624 at a time, many in one instruction.
    drawn: [u32; N],
    at: usize,
}

impl Twister {
    /// Seeds with one word (the reference `init_genrand`).
    pub fn from_word(seed: u32) -> Twister {
        let mut words = [seed; N];
        for i in 1..N {
            let prev = words[i - 1];
            words[i] = (prev ^ (prev >> 30)).wrapping_mul(1812433253).wrapping_add(i as u32);
        }
        Twister { words, drawn: [0; N], at: N }
    }

    /// A generator in this state: its words, and how many of them have been drawn.
    pub fn from_state(words: [u32; N], at: usize) -> Twister {
        let mut t = Twister { words, drawn: [0; N], at };
        t.temper();
        t
    }

    /// The words, and how many of them have been drawn.
    pub fn state(&self) -> (&[u32; N], usize) {
        (&self.words, self.at)
    }

    /// Seeds with a key of any length (the reference `init_by_array`).
    pub fn from_key(key: &[u32]) -> Twister {
        let mut t = Twister::from_word(19650218);
        let w = &mut t.words;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let prev = w[i - 1];
            w[i] = (w[i] ^ (prev ^ (prev >> 30)).wrapping_mul(1664525)).wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            let prev = w[i - 1];
            w[i] = (w[i] ^ (prev ^ (prev >> 30)).wrapping_mul(1566083941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        w[0] = 0x8000_0000;
        t
    }

    /// Makes the next 624 words.
    #[cold]
    fn refill(&mut self) {
        let w = &mut self.words;
        let mix = |high: u32, low: u32, other: u32| {
            let y = (high & 0x8000_0000) | (low & 0x7fff_ffff);
            other ^ (y >> 1) ^ ((y & 1).wrapping_neg() & 0x9908_b0df)
        };
        for i in 0..N - M {
            w[i] = mix(w[i], w[i + 1], w[i + M]);
        }
        for i in N - M..N - 1 {
            w[i] = mix(w[i], w[i + 1], w[i + M - N]);
        }
        w[N - 1] = mix(w[N - 1], w[0], w[M - 1]);
        self.temper();
        self.at = 0;
    }

    /// What the words are drawn as.
    fn temper(&mut self) {
        for (d, w) in self.drawn.iter_mut().zip(&self.words) {
            let mut y = *w;
            y ^= y >> 11;
            y ^= (y << 7) & 0x9d2c_5680;
            y ^= (y << 15) & 0xefc6_0000;
            *d = y ^ (y >> 18);
        }
    }

    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.at >= N {
            self.refill();
        }
        let y = self.drawn[self.at];
        self.at += 1;
        y
    }

    /// A float in [0, 1) with 53 random bits.
    #[inline]
    pub fn next_f64(&mut self) -> f64 {
        let a = self.next_u32() >> 5;
        let b = self.next_u32() >> 6;
        (f64::from(a) * 67108864.0 + f64::from(b)) * (1.0 / 9007199254740992.0)
    }
}

#[repr(C)]
pub struct RandomObj {
    pub header: Header,
    twister: RefCell<Box<Twister>>,
}

// SAFETY: repr(C), header first. Layout::Other is shared, so receivers are checked by type before a cast.
unsafe impl Object for RandomObj {
    const LAYOUT: Layout = Layout::Other;
}

crate::late_type! {
    pub static RANDOM, random_type = (
        "_random.Random",
        Layout::Other,
        Slots { new: Some(new), drop: Some(drop_random), ..Slots::EMPTY },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "getrandbits(self, k, /) -> int" => getrandbits,
    "getstate(self, /) -> tuple[any]" => getstate,
    "random(self, /) -> float" => |a: &[Value]| Ok(float::new(me(&a[0]).twister.borrow_mut().next_f64())),
    "seed(self, n=None, /) -> None" => seed,
    "setstate(self, state, /) -> None" => setstate,
];

pub static VALUES: super::Values = &[("Random", || RANDOM.value())];

unsafe fn drop_random(h: *mut Header) {
    // SAFETY: called once, on an object of this type.
    unsafe { std::ptr::drop_in_place(&mut (*(h as *mut RandomObj)).twister) }
}

/// The receiver; the binder has checked its type.
fn me(v: &Value) -> &RandomObj {
    debug_assert!(v.ty().is_subtype(&RANDOM));
    // SAFETY: methods of `_random.Random` only get such objects.
    unsafe { v.cast::<RandomObj>() }
}

/// What the shim calls instead of methods: their types are known, and compiled code has a leaf for each.
pub static NATIVES: Natives = natives![
    "_random.below(generator, n, /) -> nat" => |a: &[Value]| {
        let n = ops::index_or_overflow(&a[1])?;
        Ok(Value::int(below(&a[0], n)?))
    },
    "_random.bits(generator, k, /) -> nat" => |a: &[Value]| {
        drop(twister(&a[0])?);
        getrandbits(a)
    },
    "_random.draw(generator, /) -> float" => |a: &[Value]| Ok(float::new(draw(&a[0])?)),
];

/// The generator that a value is.
#[inline]
fn twister(v: &Value) -> Result<std::cell::RefMut<'_, Box<Twister>>> {
    if v.is_small() || !(v.is_exact(&RANDOM) || v.ty().is_subtype(&RANDOM)) {
        return type_error("a _random.Random object is required");
    }
    Ok(me(v).twister.borrow_mut())
}

/// A float in [0, 1).
#[inline]
pub fn draw(v: &Value) -> Result<f64> {
    Ok(twister(v)?.next_f64())
}

/// An int in [0, n), n > 0: as many bits as n has, until they are below n.
#[inline]
pub fn below(v: &Value, n: i64) -> Result<i64> {
    let mut t = twister(v)?;
    if n <= 0 {
        return value_error("the bound must be positive");
    }
    let k = 64 - n.leading_zeros();
    loop {
        let r = if k <= 32 {
            i64::from(t.next_u32() >> (32 - k))
        } else {
            let low = t.next_u32();
            i64::from(t.next_u32() >> (64 - k)) << 32 | i64::from(low)
        };
        if r < n {
            return Ok(r);
        }
    }
}

fn new(ty: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    let twister = match args.first() {
        Some(v) => seeded(v)?,
        None => seeded(&Value::none())?,
    };
    Ok(heap::new_object(ty, |header| RandomObj { header, twister: RefCell::new(Box::new(twister)) }))
}

/// A generator seeded with an int's magnitude, the hash of another object, or the system's entropy.
fn seeded(v: &Value) -> Result<Twister> {
    if v.is_none() {
        let mut raw = [0u8; N * 4];
        super::native::fill_random(&mut raw)?;
        let key: Vec<u32> =
            raw.chunks_exact(4).map(|c| u32::from_le_bytes(c.try_into().unwrap_or_default())).collect();
        return Ok(Twister::from_key(&key));
    }
    let magnitude = match int::to_bigint(v) {
        Some(b) => b.magnitude().clone(),
        None => num_bigint::BigUint::from(ops::hash(v)? as u64),
    };
    let mut key = magnitude.to_u32_digits();
    if key.is_empty() {
        key.push(0);
    }
    Ok(Twister::from_key(&key))
}

fn seed(a: &[Value]) -> Result<Value> {
    **me(&a[0]).twister.borrow_mut() = seeded(&a[1])?;
    Ok(Value::none())
}

fn getrandbits(a: &[Value]) -> Result<Value> {
    let k = match a[1].as_small() {
        Some(k) => k,
        None => ops::index_or_overflow(&a[1])?,
    };
    if k < 0 {
        return value_error("number of bits must be non-negative");
    }
    let mut t = me(&a[0]).twister.borrow_mut();
    if k == 0 {
        return Ok(Value::int(0));
    }
    if k <= 32 {
        return Ok(Value::int((t.next_u32() >> (32 - k)).into()));
    }
    if k <= 64 {
        let low = t.next_u32();
        let high = t.next_u32() >> (64 - k);
        return Ok(int::from_u64(u64::from(high) << 32 | u64::from(low)));
    }
    // Least significant word first; the last one is cut to what is missing.
    let words = (k as usize).div_ceil(32);
    let mut digits = Vec::with_capacity(words);
    for i in 0..words {
        let left = k as usize - 32 * i;
        let r = t.next_u32();
        digits.push(if left < 32 { r >> (32 - left) } else { r });
    }
    Ok(int::from_bigint(num_bigint::BigUint::new(digits).into()))
}

fn getstate(a: &[Value]) -> Result<Value> {
    let t = me(&a[0]).twister.borrow();
    let mut items: Vec<Value> = t.words.iter().map(|&w| Value::int(w.into())).collect();
    items.push(Value::int(t.at as i64));
    Ok(tuple::new(items))
}

fn setstate(a: &[Value]) -> Result<Value> {
    let Some(state) = a[1].downcast::<TupleObj>() else { return type_error("state vector must be a tuple") };
    if state.len() != N + 1 {
        return value_error("state vector is the wrong size");
    }
    let mut words = [0; N];
    for (w, v) in words.iter_mut().zip(state.items()) {
        *w = match int::view(&int::index_value(v)?) {
            Some(Int::Small(i)) => i as u32,
            _ => return crate::error::raise(&crate::exception::OVERFLOW_ERROR, "Python int too large to convert to C unsigned long"),
        };
    }
    let at = ops::index_or_overflow(&state.items()[N])?;
    if !(0..=N as i64).contains(&at) {
        return value_error("invalid state");
    }
    **me(&a[0]).twister.borrow_mut() = Twister::from_state(words, at as usize);
    Ok(Value::none())
}
