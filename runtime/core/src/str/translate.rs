//! `str.translate` and `str.maketrans`.

use super::find::type_of;
use super::{Builder, StrObj, exact, filled, of};
use crate::dict::{self, DictObj};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{self, LOOKUP_ERROR};
use crate::value::Value;
use crate::{int, ops};

/// What a table says about a character.
enum Mapped {
    Char(u32),
    Text(Value),
    Deleted,
}

fn look_up(table: &Value, c: u32) -> Result<Mapped> {
    let key = Value::int(c as i64);
    // A dict answers without an exception for each absent character.
    let found = match table.downcast::<DictObj>() {
        Some(d) if table.is_exact(&dict::DICT) => d.get(&key)?,
        _ => exception::catch(ops::getitem(table, &key), &LOOKUP_ERROR)?,
    };
    let Some(v) = found else { return Ok(Mapped::Char(c)) };
    if v.is_none() {
        return Ok(Mapped::Deleted);
    }
    if v.downcast::<StrObj>().is_some() {
        return Ok(Mapped::Text(v));
    }
    if !v.ty().is_subtype(&int::INT) {
        return type_error("character mapping must return integer, None or str");
    }
    match int::to_i64(&v) {
        Some(i) if (0..0x11_0000).contains(&i) => Ok(Mapped::Char(i as u32)),
        _ => value_error("character mapping must be in range(0x110000)"),
    }
}

pub(super) fn translate(a: &[Value]) -> Result<Value> {
    let s = of(&a[0]);
    if let Some(v) = translate_ascii(s, &a[1])? {
        return Ok(v);
    }
    let mut out = Builder::with_capacity(s.bytes().len());
    for c in s.chars() {
        match look_up(&a[1], c)? {
            Mapped::Char(c) => out.push_char(c),
            Mapped::Text(t) => out.push_value(&t),
            Mapped::Deleted => {}
        }
    }
    Ok(if out.is_empty() && s.is_empty() { exact(&a[0]) } else { out.finish() })
}

/// ASCII text whose characters all map to one ASCII character or to nothing: each is looked up once.
fn translate_ascii(s: &StrObj, table: &Value) -> Result<Option<Value>> {
    const UNKNOWN: u8 = 0xff;
    const DELETED: u8 = 0xfe;
    if !s.is_ascii() || s.is_empty() || !table.is_exact(&dict::DICT) {
        return Ok(None);
    }
    let mut known = [UNKNOWN; 128];
    let mut deleted = 0;
    for &c in s.bytes() {
        if known[c as usize] == UNKNOWN {
            known[c as usize] = match look_up(table, c as u32)? {
                Mapped::Char(m) if m < 128 => m as u8,
                Mapped::Text(t) if of(&t).len() == 1 && of(&t).is_ascii() => of(&t).bytes()[0],
                Mapped::Deleted => DELETED,
                _ => return Ok(None),
            };
        }
        deleted += (known[c as usize] == DELETED) as usize;
    }
    if s.len() - deleted <= 1 {
        return Ok(None);
    }
    Ok(Some(filled(s.len() - deleted, true, |p: &mut [u8]| {
        let kept = s.bytes().iter().map(|&c| known[c as usize]).filter(|&m| m != DELETED);
        for (t, m) in p.iter_mut().zip(kept) {
            *t = m;
        }
    })))
}

/// A static method: `maketrans(x, y=..., z=..., /)`.
pub(super) fn maketrans(a: &[Value]) -> Result<Value> {
    let table = dict::new();
    let Some(out) = table.downcast::<DictObj>() else { unreachable!("a new dict is a dict") };
    if a[1].is_ellipsis() {
        if !a[0].is_exact(&dict::DICT) {
            return type_error("if you give only one argument to maketrans it must be a dict");
        }
        let items = crate::list::to_vec(&ops::call_method(&a[0], "items", &[])?)?;
        for item in &items {
            let Some(pair) = item.downcast::<crate::tuple::TupleObj>() else { continue };
            let (key, value) = (&pair.items()[0], &pair.items()[1]);
            match key.downcast::<StrObj>() {
                Some(s) if s.len() == 1 => out.insert(Value::int(s.char_at(0) as i64), value.clone())?,
                Some(_) => return value_error("string keys in translate table must be of length 1"),
                None if key.ty().is_subtype(&int::INT) => out.insert(key.clone(), value.clone())?,
                None => return type_error("keys in translate table must be strings or integers"),
            };
        }
        return Ok(table);
    }
    for (i, v) in a.iter().enumerate().skip(1) {
        if !v.is_ellipsis() && v.downcast::<StrObj>().is_none() {
            return type_error(format!("maketrans() argument {} must be str, not {}", i + 1, type_of(v)));
        }
    }
    let Some(from) = a[0].downcast::<StrObj>() else {
        return type_error("first maketrans argument must be a string if there is a second argument");
    };
    let to = of(&a[1]);
    if from.len() != to.len() {
        return raise(&exception::VALUE_ERROR, "the first two maketrans arguments must have equal length");
    }
    for (f, t) in from.chars().zip(to.chars()) {
        out.insert(Value::int(f as i64), Value::int(t as i64))?;
    }
    if let Some(deleted) = a[2].downcast::<StrObj>() {
        for c in deleted.chars() {
            out.insert(Value::int(c as i64), Value::none())?;
        }
    }
    Ok(table)
}
