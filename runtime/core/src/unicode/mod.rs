//! Properties and case mappings of characters, as the str methods of CPython report them.
//!
//! A code point selects a [`Record`] through a two-stage table; case mappings to several characters are in sorted
//! lists beside it.

mod tables;

pub use tables::{
    ALPHA, CASED, DECIMAL, DIGIT, ID_CONTINUE, ID_START, IGNORABLE, LOWER, NUMERIC, PRINTABLE, SPACE, TITLE, UPPER,
};

/// What is known of one character. The mappings are differences to its code point, or [`MULTI`].
pub struct Record {
    pub flags: u16,
    /// Value of a decimal digit, 255 for anything else.
    pub decimal: u8,
    pub upper: i32,
    pub lower: i32,
    pub title: i32,
}

/// A mapping to up to three characters, filled up with zeros.
pub type Special = (u32, [u32; 3]);

/// Marks a mapping that is in a list of specials.
const MULTI: i32 = i32::MIN;

/// The record of code point `c` (surrogates included).
#[inline]
pub fn record(c: u32) -> &'static Record {
    let number = if c < tables::LIMIT {
        let at = (c >> tables::SHIFT) as usize * 2;
        let block = u16::from_le_bytes([tables::TABLES[at], tables::TABLES[at + 1]]) as usize;
        tables::TABLES[tables::INDEX_LEN * 2 + (block << tables::SHIFT) + (c & ((1 << tables::SHIFT) - 1)) as usize]
    } else {
        tables::HIGH.iter().find(|(a, b, _)| (*a..=*b).contains(&c)).map_or(tables::UNASSIGNED, |h| h.2)
    };
    &tables::RECORDS[number as usize]
}

/// Has any of the properties in `mask`.
#[inline]
pub fn has(c: u32, mask: u16) -> bool {
    record(c).flags & mask != 0
}

/// `str.isspace` of one character.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 128 { is_ascii_space(c as u8) } else { has(c, SPACE) }
}

/// What `str.split()` and `str.strip()` take as white space below 128: the control separators included.
#[inline]
pub fn is_ascii_space(c: u8) -> bool {
    c == 0x20 || (0x09..=0x0d).contains(&c) || (0x1c..=0x1f).contains(&c)
}

/// Ends a line for `str.splitlines`.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// `str.isprintable` of one character.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 127 { c >= 0x20 } else { has(c, PRINTABLE) }
}

/// The value of a decimal digit of any script.
#[inline]
pub fn decimal_value(c: u32) -> Option<u32> {
    if c < 128 {
        return (b'0' as u32..=b'9' as u32).contains(&c).then(|| c - b'0' as u32);
    }
    let d = record(c).decimal;
    (d != 255).then_some(d as u32)
}

fn special(list: &'static [Special], c: u32) -> Option<&'static [u32; 3]> {
    list.binary_search_by_key(&c, |s| s.0).ok().map(|i| &list[i].1)
}

fn mapped(c: u32, delta: i32, list: &'static [Special]) -> [u32; 3] {
    if delta == MULTI
        && let Some(m) = special(list, c)
    {
        return *m;
    }
    [c.wrapping_add_signed(delta), 0, 0]
}

/// Full upper-case mapping, filled up with zeros.
pub fn to_upper(c: u32) -> [u32; 3] {
    mapped(c, record(c).upper, &tables::UPPER_SPECIAL)
}

/// Full lower-case mapping (without the final sigma), filled up with zeros.
pub fn to_lower(c: u32) -> [u32; 3] {
    mapped(c, record(c).lower, &tables::LOWER_SPECIAL)
}

/// Full title-case mapping, filled up with zeros.
pub fn to_title(c: u32) -> [u32; 3] {
    mapped(c, record(c).title, &tables::TITLE_SPECIAL)
}

/// Full case folding, filled up with zeros.
pub fn to_folded(c: u32) -> [u32; 3] {
    match special(&tables::FOLD_SPECIAL, c) {
        Some(m) => *m,
        None => to_lower(c),
    }
}
