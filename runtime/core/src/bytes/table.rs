//! `bytes.translate` and `bytes.maketrans`.

use super::{BYTES, buffer, new, of, same_type_vec};
use crate::error::{Result, value_error};
use crate::value::Value;

pub(crate) fn maketrans(a: &[Value]) -> Result<Value> {
    let (from, to) = (buffer(&a[0])?, buffer(&a[1])?);
    if from.len() != to.len() {
        return value_error("maketrans arguments must have same length");
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (f, t) in from.iter().zip(to) {
        table[*f as usize] = *t;
    }
    Ok(new(&table))
}

pub(crate) fn translate(a: &[Value]) -> Result<Value> {
    let table = match a[1].is_none() {
        true => None,
        false => Some(buffer(&a[1])?),
    };
    if table.is_some_and(|t| t.len() != 256) {
        return value_error("translation table must be 256 characters long");
    }
    let mut deleted = [false; 256];
    if !a[2].is_ellipsis() {
        buffer(&a[2])?.iter().for_each(|&c| deleted[c as usize] = true);
    }
    let b = of(&a[0]);
    let kept = b.iter().filter(|&&c| !deleted[c as usize]);
    let out: Vec<u8> = kept.map(|&c| table.map_or(c, |t| t[c as usize])).collect();
    Ok(if out == b && a[0].is_exact(&BYTES) { a[0].clone() } else { same_type_vec(&a[0], out) })
}
