//! Making strings out of strings: concatenation, appending in place, join, repetition and [`Builder`].

use super::{
    DATA, STR, StrObj, Units, all_bits, copy_as, copy_bytes, copy_units, each_width, empty, exact, filled, from_char,
    of,
};
use super::{repeated_size, uninit};
use crate::error::{Result, type_error};
use crate::exception::{self, TYPE_ERROR};
use crate::list::{self, ListObj};
use crate::ops;
use crate::search::Unit;
use crate::tuple::TupleObj;
use crate::value::Value;

/// Writes the characters of `s` at the front of `to`, which is at least as wide.
#[inline]
fn put<C: Unit>(to: &mut [C], s: &StrObj) {
    each_width!(s.units(), u => copy_units(u, to))
}

/// A string of the given shape that `fill` writes: called with one of the three widths.
macro_rules! filled_as {
    ($kind:expr, $len:expr, $ascii:expr, $p:ident => $body:expr) => {
        match $kind {
            1 => filled($len, $ascii, |$p: &mut [u8]| $body),
            2 => filled($len, false, |$p: &mut [u16]| $body),
            _ => filled($len, false, |$p: &mut [u32]| $body),
        }
    };
}

/// `a + b` of two strs.
#[inline]
pub fn concat(a: &Value, b: &Value) -> Result<Value> {
    let (x, y) = (of(a), of(b));
    if y.is_empty() {
        return Ok(exact(a));
    }
    if x.is_empty() {
        return Ok(exact(b));
    }
    let len = x.len() + y.len();
    crate::heap::check_size(len)?;
    if let (Units::One(p), Units::One(q)) = (x.units(), y.units()) {
        return Ok(filled(len, x.is_ascii() && y.is_ascii(), |to: &mut [u8]| {
            // SAFETY: the new string has room for both.
            unsafe {
                copy_bytes(p.as_ptr(), to.as_mut_ptr(), p.len());
                copy_bytes(q.as_ptr(), to.as_mut_ptr().add(p.len()), q.len());
            }
        }));
    }
    Ok(filled_as!(x.kind().max(y.kind()), len, false, to => {
        put(to, x);
        put(&mut to[x.len()..], y);
    }))
}

/// `owned + tail`, in place when nobody else sees `owned`; repeated appending takes linear time.
pub fn append(owned: Value, tail: &Value) -> Result<Value> {
    let (s, t) = (of(&owned), of(tail));
    if t.is_empty() && owned.is_exact(&STR) {
        return Ok(owned);
    }
    if s.is_empty() {
        return Ok(exact(tail));
    }
    if s.header.rc.get() != 1 || s.interned.get() != 0 || !owned.is_exact(&STR) || owned.is(tail) {
        return concat(&owned, tail);
    }
    let len = s.len() + t.len();
    let kind = s.kind().max(t.kind());
    let bytes = len * kind as usize;
    crate::heap::check_size(bytes)?;
    if kind == s.kind() && bytes <= s.cap.get() as usize {
        // SAFETY: the only reference is ours and the new characters lie within the capacity.
        unsafe { extend_in_place(s, t) };
        return Ok(owned);
    }
    let ascii = s.is_ascii() && t.is_ascii();
    let v = uninit(&STR, 0, bytes + bytes / 2, kind, s.is_ascii());
    let new = of(&v);
    // SAFETY: the new object is ours alone and has room for both.
    unsafe {
        extend_in_place(new, s);
        extend_in_place(new, t);
    }
    new.ascii.set(ascii);
    Ok(v)
}

/// [`append`] of one character.
pub fn append_char(owned: Value, c: u32) -> Result<Value> {
    let s = of(&owned);
    let n = s.len();
    if s.header.rc.get() == 1 && s.kind() == 1 && c < 0x100 && n < s.cap.get() as usize && n > 0 && s.interned.get() == 0 && owned.is_exact(&STR) {
        // SAFETY: the only reference is ours and the character lies within the capacity.
        unsafe { s.data_ptr().add(n).write(c as u8) };
        s.len.set(n + 1);
        s.hash.set(0);
        s.ascii.set(s.is_ascii() && c < 0x80);
        return Ok(owned);
    }
    append(owned, &super::from_char(c))
}

/// Writes `t` behind the characters of `s`.
///
/// # Safety
/// `s` is not shared, is at least as wide as `t` and has room for it.
#[inline]
unsafe fn extend_in_place(s: &StrObj, t: &StrObj) {
    let (n, m) = (s.len(), t.len());
    // SAFETY: by the contract; the places behind the characters of `s` are its own.
    unsafe {
        let end = s.data_ptr().add(n * s.kind() as usize);
        match s.kind() {
            k if k == t.kind() => copy_bytes(t.data_ptr(), end, m * k as usize),
            2 => put(std::slice::from_raw_parts_mut(end as *mut u16, m), t),
            _ => put(std::slice::from_raw_parts_mut(end as *mut u32, m), t),
        }
    }
    s.len.set(n + m);
    s.hash.set(0);
    s.ascii.set(s.is_ascii() && t.is_ascii());
}

/// All of `parts`, which are strs, one after the other (an f-string).
pub fn concat_many(parts: &[Value]) -> Value {
    if let [one] = parts {
        return exact(one);
    }
    let (mut len, mut kind, mut ascii) = (0, 1, true);
    for p in parts {
        let s = of(p);
        len += s.len();
        kind = kind.max(s.kind());
        ascii &= s.is_ascii();
    }
    if len == 0 {
        return empty();
    }
    if kind == 1 {
        return shared(narrow(len, ascii, of(&empty()), parts));
    }
    let v = filled_as!(kind, len, ascii, to => {
        let mut at = 0;
        for p in parts {
            put(&mut to[at..], of(p));
            at += of(p).len();
        }
    });
    shared(v)
}

/// One-byte strs, one after the other with `sep` between them: `len` bytes in all.
fn narrow(len: usize, ascii: bool, sep: &StrObj, parts: &[Value]) -> Value {
    filled(len, ascii, |to: &mut [u8]| {
        let mut at = to.as_mut_ptr();
        // SAFETY: the end of the new string's data.
        let end = unsafe { at.add(len) };
        for (i, p) in parts.iter().enumerate() {
            let s = of(p);
            // SAFETY: the lengths of all of them, which cannot change, add up to that of the new string.
            unsafe {
                if i > 0 {
                    at = put_narrow(sep, at, end);
                }
                at = put_narrow(s, at, end);
            }
        }
    })
}

/// Writes the one-byte characters of `s` to `at`; the place behind them. Most pieces are short: a whole word is copied where
/// there is room for one, and what it has too many the next piece overwrites.
///
/// # Safety
/// The characters fit before `end`.
#[inline(always)]
unsafe fn put_narrow(s: &StrObj, at: *mut u8, end: *mut u8) -> *mut u8 {
    let n = s.len();
    // SAFETY: by the contract; a string that is not empty has a word of data at least, and all of it is initialised or
    // belongs to its cell.
    unsafe {
        if n <= 8 && n > 0 && end as usize - at as usize >= 8 {
            (at as *mut u64).write_unaligned((s.data_ptr() as *const u64).read_unaligned());
        } else {
            copy_bytes(s.data_ptr(), at, n);
        }
        at.add(n)
    }
}

/// `sep.join(iterable)`.
pub fn join(sep: &Value, iterable: &Value) -> Result<Value> {
    // Neither a list nor a tuple can change here: no code of the program runs.
    if let Some(t) = iterable.downcast::<TupleObj>() {
        return join_slice(sep, t.items());
    }
    if let Some(l) = iterable.downcast::<ListObj>()
        && let Some(values) = l.values()
    {
        return join_slice(sep, values);
    }
    let Some(iter) = exception::catch(ops::iter(iterable), &TYPE_ERROR)? else {
        return type_error("can only join an iterable");
    };
    join_slice(sep, &list::to_vec(&iter)?)
}

/// `sep.join(items)`.
pub fn join_slice(sep: &Value, items: &[Value]) -> Result<Value> {
    let given = sep;
    let sep = of(sep);
    let (mut len, mut kind, mut ascii) = (0, 1, true);
    for (i, item) in items.iter().enumerate() {
        let Some(s) = item.downcast::<StrObj>() else {
            if let Some(text) = crate::native::texts::plain(item)? {
                // As long as all are texts.
                let rest = items[i + 1..].iter().map(|x| Ok(crate::native::texts::plain(x)?.unwrap_or_else(|| x.clone())));
                let texts = items[..i].iter().cloned().chain([text]).map(Ok).chain(rest);
                return join_slice(given, &texts.collect::<Result<Vec<Value>>>()?);
            }
            return type_error(format!("sequence item {i}: expected str instance, {} found", ops::type_name(item)));
        };
        len += s.len();
        kind = kind.max(s.kind());
        ascii &= s.is_ascii();
    }
    match items {
        [] => return Ok(empty()),
        [one] => return Ok(exact(one)),
        _ => {}
    }
    if !sep.is_empty() {
        len += repeated_size(sep.len(), items.len() - 1, "join() result is too long for a Python string")?;
        kind = kind.max(sep.kind());
        ascii &= sep.is_ascii();
    }
    crate::heap::check_size(len * kind as usize)?;
    if len == 0 {
        return Ok(empty());
    }
    if kind == 1 {
        return Ok(shared(narrow(len, ascii, sep, items)));
    }
    let v = filled_as!(kind, len, ascii, to => {
        let mut rest = to;
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                put(rest, sep);
                rest = &mut rest[sep.len()..];
            }
            let s = of(item);
            put(rest, s);
            rest = &mut rest[s.len()..];
        }
    });
    Ok(shared(v))
}

/// `v`, or the shared object of its one character.
fn shared(v: Value) -> Value {
    if of(&v).len() == 1 { from_char(of(&v).char_at(0)) } else { v }
}

/// `s * n`.
pub fn repeat(s: &Value, n: i64) -> Result<Value> {
    let x = of(s);
    if n <= 0 || x.is_empty() {
        return Ok(empty());
    }
    if n == 1 {
        return Ok(exact(s));
    }
    let n = n as usize;
    repeated_size(x.bytes().len(), n, "repeated string is too long")?;
    fn fill<C: Unit>(to: &mut [C], unit: &[C]) {
        if let [one] = unit {
            return to.fill(*one);
        }
        to[..unit.len()].copy_from_slice(unit);
        let mut done = unit.len();
        while done < to.len() {
            let more = done.min(to.len() - done);
            to.copy_within(..more, done);
            done += more;
        }
    }
    let len = x.len() * n;
    Ok(match x.units() {
        Units::One(u) => filled(len, x.is_ascii(), |to| fill(to, u)),
        Units::Two(u) => filled(len, false, |to| fill(to, u)),
        Units::Four(u) => filled(len, false, |to| fill(to, u)),
    })
}

/// Builds a string from pieces. The characters are written into the string object itself.
#[derive(Default)]
pub struct Builder {
    /// The object so far; its `ascii` is right only at the end. `None` before the first piece.
    text: Option<Value>,
    /// All bits of the characters pushed as such.
    bits: u32,
}

impl Builder {
    pub fn new() -> Builder {
        Builder { text: None, bits: 0 }
    }

    /// With room for `n` characters below 256.
    pub fn with_capacity(n: usize) -> Builder {
        Builder { text: Some(uninit(&STR, 0, n, 1, true)), bits: 0 }
    }

    /// Characters so far.
    pub fn len(&self) -> usize {
        self.text.as_ref().map_or(0, |v| of(v).len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The object, with room for `more` characters of `kind` bytes.
    #[inline]
    fn room(&mut self, more: usize, kind: u8) -> &StrObj {
        let fits = match &self.text {
            Some(v) => {
                let s = of(v);
                s.kind() >= kind && (s.len() + more) * s.kind() as usize <= s.cap.get() as usize
            }
            None => false,
        };
        if !fits {
            self.grow(more, kind);
        }
        match &self.text {
            Some(v) => of(v),
            None => unreachable!("grow makes the object"),
        }
    }

    #[inline(never)]
    fn grow(&mut self, more: usize, kind: u8) {
        let Some(old) = self.text.take() else {
            self.text = Some(uninit(&STR, 0, (more * kind as usize).max(48), kind, true));
            return;
        };
        let s = of(&old);
        let kind = kind.max(s.kind());
        let bytes = (s.len() + more) * kind as usize;
        let v = uninit(&STR, 0, bytes + bytes / 2, kind, s.is_ascii());
        // SAFETY: the new object is ours alone and has room for the old characters.
        unsafe { extend_in_place(of(&v), s) };
        self.text = Some(v);
    }

    #[inline]
    pub fn push_str(&mut self, s: &str) {
        if s.is_empty() {
            return;
        }
        if s.is_ascii() {
            self.push_ascii(s.as_bytes());
        } else {
            s.chars().for_each(|c| self.push_char(c as u32));
        }
    }

    /// ASCII bytes.
    #[inline]
    pub fn push_ascii(&mut self, s: &[u8]) {
        self.push_units(s, 0);
    }

    /// Units whose bits are all in `bits`.
    #[inline]
    fn push_units<C: Unit>(&mut self, u: &[C], bits: u32) {
        self.bits |= bits;
        let s = self.room(u.len(), C::KIND);
        let n = s.len();
        // SAFETY: room for u.len() more units; the object is ours alone.
        unsafe {
            match s.kind() {
                1 => copy_units(u, std::slice::from_raw_parts_mut(s.data_ptr().add(n), u.len())),
                2 => copy_units(u, std::slice::from_raw_parts_mut((s.data_ptr() as *mut u16).add(n), u.len())),
                _ => copy_units(u, std::slice::from_raw_parts_mut((s.data_ptr() as *mut u32).add(n), u.len())),
            }
        }
        s.len.set(n + u.len());
    }

    /// The characters of a str value.
    pub fn push_value(&mut self, v: &Value) {
        self.push_obj(of(v));
    }

    pub fn push_obj(&mut self, t: &StrObj) {
        if !t.is_ascii() {
            self.bits |= 0x80;
        }
        let s = self.room(t.len(), t.kind());
        // SAFETY: as above; the room is at least as wide as `t`.
        unsafe { extend_in_place(s, t) };
    }

    /// `t[start:end]`.
    pub fn push_range(&mut self, t: &StrObj, start: usize, end: usize) {
        if start == end {
            return;
        }
        if t.is_ascii() {
            return self.push_ascii(&t.bytes()[start..end]);
        }
        match t.units() {
            Units::One(u) => self.push_units(&u[start..end], all_bits(&u[start..end])),
            u => (start..end).for_each(|i| self.push_char(char_of(u, i))),
        }
    }

    #[inline]
    pub fn push_char(&mut self, c: u32) {
        match c {
            0..=0xff => self.push_units(&[c as u8], c),
            0x100..=0xffff => self.push_units(&[c as u16], c),
            _ => self.push_units(&[c], c),
        }
    }

    /// `n` times the character `c`.
    pub fn push_repeated(&mut self, c: u32, n: usize) {
        if n == 0 {
            return;
        }
        self.bits |= c;
        let kind = if c < 0x100 {
            1
        } else if c < 0x1_0000 {
            2
        } else {
            4
        };
        let s = self.room(n, kind);
        let len = s.len();
        // SAFETY: room for n more units of at least `kind` bytes; the object is ours alone.
        unsafe {
            match s.kind() {
                1 => std::slice::from_raw_parts_mut(s.data_ptr().add(len), n).fill(c as u8),
                2 => std::slice::from_raw_parts_mut((s.data_ptr() as *mut u16).add(len), n).fill(c as u16),
                _ => std::slice::from_raw_parts_mut((s.data_ptr() as *mut u32).add(len), n).fill(c),
            }
        }
        s.len.set(len + n);
    }

    pub fn finish(self) -> Value {
        let Some(v) = self.text else { return empty() };
        let s = of(&v);
        if s.len() <= 1 {
            return if s.is_empty() { empty() } else { from_char(s.char_at(0)) };
        }
        s.ascii.set(s.kind() == 1 && self.bits < 0x80);
        let used = s.bytes().len();
        // Much slack: a tight copy.
        if s.cap.get() as usize > used + used / 2 + 64 { copy_as(&STR, s) } else { v }
    }
}

fn char_of(u: Units<'_>, i: usize) -> u32 {
    match u {
        Units::One(u) => u[i] as u32,
        Units::Two(u) => u[i] as u32,
        Units::Four(u) => u[i],
    }
}

impl std::fmt::Write for Builder {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.push_str(s);
        Ok(())
    }
}

const _: () = assert!(DATA.is_multiple_of(8));
