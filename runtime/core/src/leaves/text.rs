//! Strings.

use super::{V, array, ir, vr};
use crate::error::{Result, type_error, value_error};
use crate::ops::dec;
use crate::str::{self, StrObj};
use crate::text;
use crate::value::Value;
use pyaot_abi::IntResult;

fn this(v: &Value) -> &StrObj {
    // SAFETY: the compiler passes a str.
    unsafe { v.cast::<StrObj>() }
}

fn code_of(v: &Value) -> Result<i64> {
    let found = if let Some(s) = v.downcast::<StrObj>() {
        if s.len() == 1 {
            return Ok(s.char_at(0).into());
        }
        s.len()
    } else if let Some(b) = crate::bytes::like(v) {
        if let [one] = b {
            return Ok((*one).into());
        }
        b.len()
    } else {
        return type_error(text!("ord() expected string of length 1, but ", v.ty().name, " found"));
    };
    type_error(text!("ord() expected a character, but string of length ", dec(found as i64), " found"))
}

fn char_of(code: i64) -> Result<Value> {
    match u32::try_from(code) {
        Ok(c) if c < 0x11_0000 => Ok(str::from_char(c)),
        _ => value_error("chr() arg not in range(0x110000)"),
    }
}

leaves! {
    fn str_concat(a: V, b: V) -> u64 {
        vr(str::concat(&a, &b))
    }

    fn str_append(a: Value, b: V) -> u64 {
        vr(str::append(a, &b))
    }

    fn str_eq(a: V, b: V) -> u8 {
        u8::from(str::equal(&a, &b))
    }

    fn str_compare(a: V, b: V) -> i64 {
        str::order(&a, &b) as i64
    }

    fn str_char(s: V, i: i64) -> Value {
        str::char_value(&s, i as usize)
    }

    fn str_getitem(s: V, i: i64) -> u64 {
        vr(str::index(&s, i))
    }

    fn str_contains(hay: V, needle: V) -> u8 {
        u8::from(str::contains_str(&hay, &needle))
    }

    fn str_join(parts: *const Value, n: i64) -> u64 {
        // SAFETY: by the leaves' contract.
        str::concat_many(unsafe { array(parts, n) }).into_bits()
    }

    fn str_hash(s: V) -> i64 {
        this(&s).hash()
    }

    fn str_code(s: V, i: i64) -> i64 {
        let s = this(&s);
        if (i as usize) < s.len() { s.char_at(i as usize).into() } else { 0 }
    }

    fn str_from_char(code: i64) -> Value {
        str::from_char(code as u32)
    }

    fn str_append_char(a: Value, code: i64) -> u64 {
        vr(str::append_char(a, code as u32))
    }

    fn str_slice(s: V, start: i64, stop: i64) -> Value {
        let len = this(&s).len() as i64;
        let clamp = |i: i64| if i < 0 { (i + len).max(0) } else { i.min(len) };
        let (start, stop) = (clamp(start), clamp(stop));
        this(&s).part(&s, start as usize, stop.max(start) as usize)
    }

    fn str_slice_step(s: V, start: i64, stop: i64, step: i64) -> Value {
        str::slice_by(&s, crate::slice::Bounds { start, stop, step })
    }

    fn str_starts(s: V, prefix: V, start: i64) -> u8 {
        u8::from(str::starts_at(this(&s), this(&prefix), start))
    }

    fn str_ends(s: V, suffix: V) -> u8 {
        u8::from(str::ends_with(this(&s), this(&suffix)))
    }

    fn char_is(code: i64, what: i64) -> u8 {
        u8::from(str::char_is(code as u32, what))
    }

    fn char_in(s: V, code: i64) -> u8 {
        u8::from(str::find_char(this(&s), code as u32, 0).is_some())
    }

    fn str_is(s: V, what: i64) -> u8 {
        u8::from(str::all_are(&s, what))
    }

    fn str_strip(s: V, chars: V, sides: i64) -> Value {
        str::strip_sides(&s, chars.downcast::<StrObj>(), sides & 1 != 0, sides & 2 != 0)
    }

    fn str_case(s: V, what: i64) -> Value {
        str::in_case(&s, what)
    }

    fn str_split(s: V, sep: V) -> u64 {
        vr(str::split_all(&s, &sep))
    }

    fn str_pieces(s: V, sep: V, lines: i64) -> u64 {
        vr(str::pieces(&s, &sep, lines != 0))
    }

    fn str_next_piece(it: V) -> u64 {
        // SAFETY: compiled code passes what `str_pieces` made.
        unsafe { str::next_piece(&it) }.map_or(0, Value::into_bits)
    }

    fn str_find(s: V, needle: V, start: i64) -> i64 {
        let (s, needle) = (this(&s), this(&needle));
        let len = s.len() as i64;
        let start = if start < 0 { start.saturating_add(len).max(0) } else { start };
        if start > len { -1 } else { str::find_in(s, needle, start as usize, len as usize, false).map_or(-1, |i| i as i64) }
    }

    fn str_rfind(s: V, needle: V) -> i64 {
        let s = this(&s);
        str::find_in(s, this(&needle), 0, s.len(), true).map_or(-1, |i| i as i64)
    }

    fn str_count(s: V, needle: V) -> i64 {
        str::count_all(this(&s), this(&needle)) as i64
    }

    fn str_replace(s: V, old: V, new: V) -> u64 {
        vr(str::replace_all(&s, &old, &new))
    }

    fn str_join_list(sep: V, list: V) -> u64 {
        vr(str::join(&sep, &list))
    }

    fn str_repeat(s: V, n: i64) -> u64 {
        vr(str::repeat(&s, n))
    }

    fn ord(v: V) -> IntResult {
        ir(code_of(&v))
    }

    fn chr(code: i64) -> u64 {
        vr(char_of(code))
    }
}
