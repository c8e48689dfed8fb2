//! `str`: one, two or four bytes per character, always the narrowest that holds every character of the string.
//!
//! Equal strings therefore have equal kind and equal bytes. Characters below 256 and the empty string are static
//! objects, so that indexing and iterating Latin-1 text does not allocate. Lone surrogates are ordinary characters.

use std::borrow::Cow;
use std::cell::{Cell, UnsafeCell};
use std::cmp::Ordering;
use std::mem::MaybeUninit;

use crate::error::{Result, raise, type_error};
use crate::exception::{INDEX_ERROR, MEMORY_ERROR, OVERFLOW_ERROR};
use crate::search::{self, Unit};
use crate::seq::{self, Huge};
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{format, heap, ops, slice, textrepr};

mod build;
mod case;
mod construct;
mod find;
mod methods;
mod pad;
mod pieces;
mod split;
mod translate;

pub(crate) use case::{all_are, char_is, in_case};
pub use build::{Builder, append, append_char, concat, concat_many, join, join_slice, repeat};
pub(crate) use construct::arrange;
pub use find::contains_str;
pub(crate) use find::{bounds, count_all, ends_with, find_in, replace_all, replace_into, size_arg, starts_at, type_of};
pub(crate) use pad::c_int_arg;
pub(crate) use pieces::{next_piece, pieces};
pub(crate) use split::{split_all, strip_sides};

/// A string. The characters follow the fixed part.
#[repr(C)]
pub struct StrObj {
    pub header: Header,
    len: Cell<usize>,
    /// 0: not yet computed.
    hash: Cell<i64>,
    kind: Cell<u8>,
    ascii: Cell<bool>,
    /// 1: the one immortal object with its text (set by [`crate::state`]).
    pub interned: Cell<u8>,
    /// Bytes that the data may grow to, as far as 32 bits say.
    cap: Cell<u32>,
    data: [u64; 0],
}

const DATA: usize = std::mem::size_of::<StrObj>();
const _: () =
    assert!(DATA == pyaot_abi::layout::STR_DATA as usize && std::mem::offset_of!(StrObj, kind) == 32);

// SAFETY: the layout of every type with Layout::Str.
unsafe impl Object for StrObj {
    const LAYOUT: Layout = Layout::Str;
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for StrObj {}

/// The operations of `str`, for types that derive from it too.
pub const SLOTS: Slots = Slots {
    repr: Some(|v| Ok(textrepr::repr_str(of(v)))),
    str: Some(|v| Ok(exact(v))),
    hash: Some(|v| Ok(of(v).hash())),
    compare: Some(compare),
    truth: Some(|v| Ok(!of(v).is_empty())),
    len: Some(|v| Ok(of(v).len())),
    binary: Some(binary),
    getitem: Some(getitem),
    contains: Some(find::contains),
    iter: Some(crate::iter::str_iter),
    new: Some(construct::new),
    ..Slots::EMPTY
};

pub static STR: TypeObj = TypeObj::native(
    "str",
    Layout::Str,
    SLOTS,
    methods::METHODS,
);

/// A static string of at most one character.
#[repr(C)]
struct StaticStr {
    object: StrObj,
    unit: [u8; 8],
}

impl StaticStr {
    const fn new(len: usize, c: u8) -> StaticStr {
        let object = StrObj {
            header: Header::immortal(&STR),
            len: Cell::new(len),
            hash: Cell::new(0),
            kind: Cell::new(1),
            ascii: Cell::new(c < 128),
            interned: Cell::new(0),
            cap: Cell::new(0),
            data: [],
        };
        StaticStr { object, unit: [c, 0, 0, 0, 0, 0, 0, 0] }
    }
    #[inline]
    fn value(&'static self) -> Value {
        // SAFETY: a static object is always live.
        unsafe { Value::from_ptr_retained(self) }
    }
}

static EMPTY: StaticStr = StaticStr::new(0, 0);
/// All zeros, so that executables do not hold it: written at first use, each on its own.
struct Latin1([UnsafeCell<MaybeUninit<StaticStr>>; 256]);
// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Latin1 {}
static LATIN1: Latin1 = Latin1([const { UnsafeCell::new(MaybeUninit::zeroed()) }; 256]);

/// `''`.
#[inline]
pub fn empty() -> Value {
    EMPTY.value()
}

/// The one-character string of a code point below 256.
#[inline]
pub fn latin1_char(c: u8) -> Value {
    let place = LATIN1.0[c as usize].get();
    // SAFETY: static memory, all zeros (then `len` is 0) or a valid object of length 1; no reference to it exists while it is
    // written, which happens once.
    unsafe {
        if (*(*place).as_ptr()).object.len.get() == 0 {
            (*place).write(StaticStr::new(1, c));
        }
        (*(*place).as_ptr()).value()
    }
}

/// The string of one code point.
#[inline]
pub fn from_char(c: u32) -> Value {
    if c < 256 {
        return latin1_char(c as u8);
    }
    if c < 0x1_0000 {
        filled(1, false, |p: &mut [u16]| p[0] = c as u16)
    } else {
        filled(1, false, |p: &mut [u32]| p[0] = c)
    }
}

/// The object of a value known to be a str (or an instance of a subclass).
#[inline]
pub(crate) fn of(v: &Value) -> &StrObj {
    match v.downcast::<StrObj>() {
        Some(s) => s,
        None => not_a_str(),
    }
}

#[cold]
fn not_a_str() -> ! {
    unreachable!("a str function was handed another object")
}

/// The text of `v` if it is a str (surrogates replaced).
pub fn as_str(v: &Value) -> Option<Cow<'_, str>> {
    v.downcast::<StrObj>().map(StrObj::to_rust)
}

/// The characters of a string in their storage.
#[derive(Clone, Copy)]
pub enum Units<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

/// Runs the same code on the units of a string, whatever their width.
macro_rules! each_width {
    ($units:expr, $u:ident => $body:expr) => {
        match $units {
            $crate::str::Units::One($u) => $body,
            $crate::str::Units::Two($u) => $body,
            $crate::str::Units::Four($u) => $body,
        }
    };
}
pub(crate) use each_width;

impl StrObj {
    /// Code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes per character: 1, 2 or 4.
    #[inline]
    pub fn kind(&self) -> u8 {
        self.kind.get()
    }

    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.ascii.get()
    }

    #[inline]
    fn data_ptr(&self) -> *mut u8 {
        (self as *const StrObj as *mut u8).wrapping_add(DATA)
    }

    /// The characters as they are stored, without regard to their width.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: the object is followed by len characters of `kind` bytes; nobody writes them while it is shared.
        unsafe { std::slice::from_raw_parts(self.data_ptr(), self.len() * self.kind() as usize) }
    }

    #[inline]
    pub fn units(&self) -> Units<'_> {
        // SAFETY: as in `bytes`; the data is aligned to 8.
        unsafe {
            match self.kind() {
                1 => Units::One(std::slice::from_raw_parts(self.data_ptr(), self.len())),
                2 => Units::Two(std::slice::from_raw_parts(self.data_ptr() as *const u16, self.len())),
                _ => Units::Four(std::slice::from_raw_parts(self.data_ptr() as *const u32, self.len())),
            }
        }
    }

    /// The text itself, if it is ASCII.
    #[inline]
    pub fn as_ascii(&self) -> Option<&str> {
        // SAFETY: ASCII is UTF-8.
        self.is_ascii().then(|| unsafe { std::str::from_utf8_unchecked(self.bytes()) })
    }

    /// Code point number `i`, which is below `len`.
    #[inline]
    pub fn char_at(&self, i: usize) -> u32 {
        match self.units() {
            Units::One(u) => u[i] as u32,
            Units::Two(u) => u[i] as u32,
            Units::Four(u) => u[i],
        }
    }

    /// The code points.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        Chars { units: self.units(), at: 0 }
    }

    /// The hash that dicts and `hash()` use.
    #[inline]
    pub fn hash(&self) -> i64 {
        match self.hash.get() {
            0 => {
                let h = hash_bytes(self.bytes());
                self.hash.set(h);
                h
            }
            h => h,
        }
    }

    #[inline]
    pub fn equals(&self, other: &StrObj) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        if self.len() != other.len() || self.kind() != other.kind() {
            return false;
        }
        let (a, b) = (self.hash.get(), other.hash.get());
        (a == b || a == 0 || b == 0) && seq::same_bytes(self.bytes(), other.bytes())
    }

    /// Has exactly this text.
    pub fn eq_str(&self, text: &str) -> bool {
        match self.as_ascii() {
            Some(s) => s == text,
            None => self.chars().eq(text.chars().map(|c| c as u32)),
        }
    }

    /// Order by code points.
    pub fn order(&self, other: &StrObj) -> Ordering {
        match (self.units(), other.units()) {
            (Units::One(a), Units::One(b)) => a.cmp(b),
            (Units::Two(a), Units::Two(b)) => a.cmp(b),
            (Units::Four(a), Units::Four(b)) => a.cmp(b),
            _ => self.chars().cmp(other.chars()),
        }
    }

    /// The text as UTF-8; lone surrogates become U+FFFD.
    pub fn to_rust(&self) -> Cow<'_, str> {
        match self.as_ascii() {
            Some(s) => Cow::Borrowed(s),
            None => {
                Cow::Owned(self.chars().map(|c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
            }
        }
    }

    /// `self[start:end]`, both within the length.
    #[inline]
    pub fn substr(&self, start: usize, end: usize) -> Value {
        match self.units() {
            Units::One(u) if self.is_ascii() => from_ascii(&u[start..end]),
            Units::One(u) => from_units(&u[start..end]),
            Units::Two(u) => from_units(&u[start..end]),
            Units::Four(u) => from_units(&u[start..end]),
        }
    }

    /// `self[start:end]`, which is `v` itself (the value of `self`) when it is all of an exact str.
    #[inline]
    pub(crate) fn part(&self, v: &Value, start: usize, end: usize) -> Value {
        if end - start == self.len() { exact(v) } else { self.substr(start, end) }
    }
}

/// Iterates over code points.
pub struct Chars<'a> {
    units: Units<'a>,
    at: usize,
}

impl Iterator for Chars<'_> {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        let i = self.at;
        self.at += 1;
        match self.units {
            Units::One(u) => u.get(i).map(|&c| c as u32),
            Units::Two(u) => u.get(i).map(|&c| c as u32),
            Units::Four(u) => u.get(i).copied(),
        }
    }
}

/// A new string of `len` units that `fill` writes. The units must be canonical: narrower storage would not do.
#[inline]
pub(crate) fn filled<C: Unit>(len: usize, ascii: bool, fill: impl FnOnce(&mut [C])) -> Value {
    let v = uninit(&STR, len, len * C::KIND as usize, C::KIND, ascii);
    // SAFETY: the object has room for len units; bytes of any value are valid units.
    fill(unsafe { std::slice::from_raw_parts_mut(of(&v).data_ptr() as *mut C, len) });
    v
}

/// A new string whose characters are not yet written; `cap` is in bytes.
#[inline]
fn uninit(ty: &'static TypeObj, len: usize, cap: usize, kind: u8, ascii: bool) -> Value {
    let total = (DATA + cap + 15) & !15;
    let init = |p: *mut u8| {
        // SAFETY: the memory has `total` bytes; the header is already there.
        unsafe {
            let s = &*(p as *const StrObj);
            s.len.set(len);
            s.hash.set(0);
            s.kind.set(kind);
            s.ascii.set(ascii);
            s.interned.set(0);
            s.cap.set(u32::try_from(total - DATA).unwrap_or(u32::MAX));
        }
    };
    if std::ptr::eq(ty, &STR) { heap::new_plain(ty, total, init) } else { heap::new_var(ty, total, init) }
}

/// A string of ASCII bytes.
#[inline]
pub(crate) fn from_ascii(s: &[u8]) -> Value {
    debug_assert!(s.is_ascii());
    match *s {
        [] => empty(),
        [c] => latin1_char(c),
        _ => filled(s.len(), true, |p: &mut [u8]| copy_short(s, p)),
    }
}

/// Copies bytes between slices of the same length; most are short.
#[inline]
fn copy_short(from: &[u8], to: &mut [u8]) {
    debug_assert_eq!(from.len(), to.len());
    // SAFETY: both have that many bytes; a mutable slice overlaps no other.
    unsafe { copy_bytes(from.as_ptr(), to.as_mut_ptr(), from.len()) }
}

/// Copies `n` bytes, most often a few: two words that may overlap, without a call.
///
/// # Safety
/// `n` bytes at both places, which do not overlap.
#[inline]
unsafe fn copy_bytes(p: *const u8, q: *mut u8, n: usize) {
    // SAFETY: all accesses lie within the `n` bytes.
    unsafe {
        match n {
            8..=16 => {
                let (a, b) = ((p as *const u64).read_unaligned(), (p.add(n - 8) as *const u64).read_unaligned());
                (q as *mut u64).write_unaligned(a);
                (q.add(n - 8) as *mut u64).write_unaligned(b);
            }
            4..=7 => {
                let (a, b) = ((p as *const u32).read_unaligned(), (p.add(n - 4) as *const u32).read_unaligned());
                (q as *mut u32).write_unaligned(a);
                (q.add(n - 4) as *mut u32).write_unaligned(b);
            }
            0 => {}
            1..=3 => {
                let (a, b, c) = (*p, *p.add(n / 2), *p.add(n - 1));
                *q = a;
                *q.add(n / 2) = b;
                *q.add(n - 1) = c;
            }
            _ => std::ptr::copy_nonoverlapping(p, q, n),
        }
    }
}

/// A string of Latin-1 bytes.
pub fn from_latin1(s: &[u8]) -> Value {
    from_units(s)
}

/// All bits that occur in the units: enough to tell which storage they need.
#[inline]
fn all_bits<C: Unit>(s: &[C]) -> u32 {
    s.iter().fold(0, |m, &c| m | c.to_u32())
}

/// A string of these code points, stored as narrowly as possible.
pub fn from_units<C: Unit>(s: &[C]) -> Value {
    match *s {
        [] => return empty(),
        [c] => return from_char(c.to_u32()),
        _ => {}
    }
    // Bits instead of the maximum: the limits are powers of two.
    match all_bits(s) {
        m if m < 0x100 => filled(s.len(), m < 0x80, |p: &mut [u8]| copy_units(s, p)),
        m if m < 0x1_0000 => filled(s.len(), false, |p: &mut [u16]| copy_units(s, p)),
        _ => filled(s.len(), false, |p: &mut [u32]| copy_units(s, p)),
    }
}

/// Copies units to a storage of another width that holds them.
#[inline]
pub(crate) fn copy_units<A: Unit, B: Unit>(from: &[A], to: &mut [B]) {
    if A::KIND == B::KIND {
        let n = from.len().min(to.len());
        // SAFETY: units of the same width are the same type; both slices have n of them and do not overlap.
        return unsafe { std::ptr::copy_nonoverlapping(from.as_ptr() as *const B, to.as_mut_ptr(), n) };
    }
    for (t, f) in to.iter_mut().zip(from) {
        *t = B::from_u32(f.to_u32());
    }
}

/// A new str with this text.
pub fn new(s: &str) -> Value {
    if s.is_ascii() {
        return from_ascii(s.as_bytes());
    }
    from_utf8_text(s)
}

/// Text that is not all ASCII. Two passes over the bytes without branches tell length and width.
fn from_utf8_text(s: &str) -> Value {
    let b = s.as_bytes();
    // Every byte that does not continue a character begins one.
    let len = b.chunks(255).map(|c| c.iter().fold(0u8, |n, &b| n + (b as i8 >= -64) as u8) as usize).sum();
    let highest = b.iter().fold(0, |m: u8, &b| m.max(b));
    fn fill<C: Unit>(p: &mut [C], s: &str) {
        for (t, c) in p.iter_mut().zip(s.chars()) {
            *t = C::from_u32(c as u32);
        }
    }
    match highest {
        _ if len == 1 => from_char(s.chars().next().map_or(0, |c| c as u32)),
        0..0xc4 => filled(len, false, |p: &mut [u8]| fill(p, s)),
        0xc4..0xf0 => filled(len, false, |p: &mut [u16]| fill(p, s)),
        _ => filled(len, false, |p: &mut [u32]| fill(p, s)),
    }
}

/// A new str with the text of `s`.
pub fn from_string(s: String) -> Value {
    new(&s)
}

/// A new str with these code points.
pub fn from_code_points(chars: impl Iterator<Item = u32> + Clone) -> Value {
    let (mut len, mut bits) = (0, 0);
    for c in chars.clone() {
        len += 1;
        bits |= c;
    }
    if len == 1 {
        return from_char(bits);
    }
    fn fill<C: Unit>(p: &mut [C], chars: impl Iterator<Item = u32>) {
        for (t, c) in p.iter_mut().zip(chars) {
            *t = C::from_u32(c);
        }
    }
    match bits {
        _ if len == 0 => empty(),
        m if m < 0x100 => filled(len, m < 0x80, |p: &mut [u8]| fill(p, chars)),
        m if m < 0x1_0000 => filled(len, false, |p: &mut [u16]| fill(p, chars)),
        _ => filled(len, false, |p: &mut [u32]| fill(p, chars)),
    }
}

/// A new str from UTF-8 in which surrogates are encoded like other characters.
pub fn from_wtf8(s: &[u8]) -> Value {
    if let Ok(text) = std::str::from_utf8(s) {
        return new(text);
    }
    let mut out = Builder::new();
    let mut i = 0;
    while i < s.len() {
        let (n, mut c) = match s[i] {
            b if b < 0x80 => (1, b as u32),
            b if b < 0xe0 => (2, b as u32 & 0x1f),
            b if b < 0xf0 => (3, b as u32 & 0x0f),
            b => (4, b as u32 & 0x07),
        };
        for &b in s[i..].iter().take(n).skip(1) {
            c = c << 6 | (b as u32 & 0x3f);
        }
        out.push_char(c);
        i += n;
    }
    out.finish()
}

/// The one immortal object with this text.
pub fn intern_static(s: &'static str) -> Value {
    crate::state::intern(s)
}

/// `v` itself if it is an exact str, else an exact copy.
#[inline]
pub fn exact(v: &Value) -> Value {
    if v.is_exact(&STR) { v.clone() } else { copy_as(&STR, of(v)) }
}

/// A copy of the text as an object of type `ty`.
fn copy_as(ty: &'static TypeObj, s: &StrObj) -> Value {
    let v = uninit(ty, s.len(), s.bytes().len(), s.kind(), s.is_ascii());
    // SAFETY: the new object has room for the bytes and is not yet shared.
    unsafe { std::ptr::copy_nonoverlapping(s.bytes().as_ptr(), of(&v).data_ptr(), s.bytes().len()) };
    v
}

/// `a == b` of two strs.
#[inline]
pub fn equal(a: &Value, b: &Value) -> bool {
    of(a).equals(of(b))
}

/// Order of two strs.
#[inline]
pub fn order(a: &Value, b: &Value) -> Ordering {
    of(a).order(of(b))
}

/// The string of character number `i`, which is below the length.
#[inline]
pub fn char_value(s: &Value, i: usize) -> Value {
    from_char(of(s).char_at(i))
}

/// `s[i]`.
#[inline]
pub fn index(s: &Value, i: i64) -> Result<Value> {
    let s = of(s);
    match seq::position(i, s.len()) {
        Some(i) => Ok(from_char(s.char_at(i))),
        None => raise(&INDEX_ERROR, "string index out of range"),
    }
}

fn getitem(v: &Value, i: &Value) -> Result<Value> {
    if let Some(i) = i.as_small() {
        return index(v, i);
    }
    if i.is_exact(&slice::SLICE) {
        return substring(v, i);
    }
    match seq::try_index(i, Huge::Index)? {
        Some(i) => index(v, i),
        None => type_error(format!("string indices must be integers, not '{}'", ops::type_name(i))),
    }
}

fn substring(v: &Value, by: &Value) -> Result<Value> {
    Ok(slice_by(v, slice::unpack(by)?))
}

/// `s[start:stop:step]`, the step not 0.
pub fn slice_by(v: &Value, by: slice::Bounds) -> Value {
    let s = of(v);
    let (start, _, step, count) = by.adjust(s.len());
    if step == 1 || count <= 1 {
        let start = if count == 0 { 0 } else { start as usize };
        return s.part(v, start, start + count);
    }
    if let (Units::One(u), true, -1) = (s.units(), s.is_ascii(), step) {
        let top = start as usize + 1;
        return filled(count, true, |to: &mut [u8]| {
            for (t, c) in to.iter_mut().zip(u[top - count..top].iter().rev()) {
                *t = *c;
            }
        });
    }
    fn pick<C: Unit>(u: &[C], start: i64, step: i64, count: usize) -> Value {
        let picked: Vec<C> = (0..count as i64).map(|k| u[(start + k * step) as usize]).collect();
        from_units(&picked)
    }
    each_width!(s.units(), u => pick(u, start, step, count))
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let Some(y) = b.downcast::<StrObj>() else { return Ok(Value::not_implemented()) };
    let x = of(a);
    Ok(Value::bool(match op {
        CmpOp::Eq => x.equals(y),
        CmpOp::Ne => !x.equals(y),
        CmpOp::Lt => x.order(y).is_lt(),
        CmpOp::Le => x.order(y).is_le(),
        CmpOp::Gt => x.order(y).is_gt(),
        CmpOp::Ge => x.order(y).is_ge(),
    }))
}

/// `template % arguments`: linked only into programs that have the operator.
static PERCENT: crate::native::Natives =
    crate::natives!["%(template, arguments, /)" => |a: &[Value]| format::percent::format_str(&a[0], &a[1])];

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => match (a.downcast::<StrObj>(), b.downcast::<StrObj>()) {
            (Some(_), Some(_)) => concat(a, b),
            (Some(_), None) if b.ty().is_native => {
                type_error(format!("can only concatenate str (not \"{}\") to str", ops::type_name(b)))
            }
            _ => Ok(Value::not_implemented()),
        },
        BinOp::Mul => {
            let (s, times) = if a.downcast::<StrObj>().is_some() { (a, b) } else { (b, a) };
            match repeat_count(times)? {
                Some(n) => repeat(s, n),
                None => Ok(Value::not_implemented()),
            }
        }
        BinOp::Mod if a.downcast::<StrObj>().is_some() => PERCENT[0].func()(&[a.clone(), b.clone()]),
        _ => Ok(Value::not_implemented()),
    }
}

/// The other operand of a repetition; `None` where its own type must be asked first.
pub(crate) fn repeat_count(times: &Value) -> Result<Option<i64>> {
    if let Some(n) = times.as_small() {
        return Ok(Some(n));
    }
    if !times.ty().is_native {
        return Ok(None);
    }
    match seq::try_index(times, Huge::Overflow)? {
        Some(n) => Ok(Some(n)),
        None => type_error(format!("can't multiply sequence by non-int of type '{}'", ops::type_name(times))),
    }
}

/// Bytes of `n` repetitions of `bytes`, or what CPython raises for too many.
pub(crate) fn repeated_size(bytes: usize, n: usize, too_long: &str) -> Result<usize> {
    match bytes.checked_mul(n) {
        Some(total) if total <= isize::MAX as usize => crate::heap::check_size(total).map(|()| total),
        _ if too_long.is_empty() => raise(&MEMORY_ERROR, ""),
        _ => raise(&OVERFLOW_ERROR, too_long),
    }
}

/// Hash of the bytes of a str or bytes object: never 0 (not computed) except for no bytes, never -1 (an error in CPython).
#[inline]
pub fn hash_bytes(b: &[u8]) -> i64 {
    if b.is_empty() {
        return 0;
    }
    match mix_bytes(b) as i64 {
        0 | -1 => -2,
        h => h,
    }
}

const MIX_A: u64 = 0x9fb2_1c65_1e98_df25;
const MIX_B: u64 = 0xd6e8_feb8_6659_fd93;

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let p = a as u128 * b as u128;
    p as u64 ^ (p >> 64) as u64
}

#[inline]
fn mix_bytes(b: &[u8]) -> u64 {
    let n = b.len();
    // SAFETY: below, all places lie within the `n` bytes.
    let word = |i: usize| u64::from_le(unsafe { (b.as_ptr().add(i) as *const u64).read_unaligned() });
    // SAFETY: the same.
    let half = |i: usize| u32::from_le(unsafe { (b.as_ptr().add(i) as *const u32).read_unaligned() }) as u64;
    let mut h = MIX_B ^ n as u64;
    // Short strings: two words that may overlap. Longer ones: 16 bytes a step, then the last 16.
    let (x, y) = match n {
        0..=3 => ((b[0] as u64) << 16 | (b[n / 2] as u64) << 8 | b[n - 1] as u64, 0),
        4..=7 => (half(0), half(n - 4)),
        8..=16 => (word(0), word(n - 8)),
        _ => {
            let mut i = 0;
            while i + 16 < n {
                h = fold(word(i) ^ MIX_A, word(i + 8) ^ h);
                i += 16;
            }
            (word(n - 16), word(n - 8))
        }
    };
    fold(fold(x ^ MIX_A, y ^ h), MIX_A ^ n as u64)
}

/// The units of `s` in width `C`, which is at least its own: borrowed where it is the same.
pub(crate) fn widened<C: Unit>(s: &StrObj) -> Cow<'_, [C]> {
    if s.kind() == C::KIND {
        // SAFETY: the storage has this width; aligned to 8.
        return Cow::Borrowed(unsafe { std::slice::from_raw_parts(s.data_ptr() as *const C, s.len()) });
    }
    Cow::Owned(s.chars().map(C::from_u32).collect())
}

/// First position of character `c` at or after `from`.
pub(crate) fn find_char(s: &StrObj, c: u32, from: usize) -> Option<usize> {
    match s.units() {
        Units::One(u) if c < 0x100 => u8::position(&u[from..], c as u8),
        Units::Two(u) if c < 0x1_0000 => u16::position(&u[from..], c as u16),
        Units::Four(u) => u32::position(&u[from..], c),
        _ => None,
    }
    .map(|i| from + i)
}

/// How often `needle` occurs in `hay`.
pub(crate) fn count_in<C: Unit>(hay: &[C], needle: &StrObj, max: usize) -> usize {
    if needle.kind() > C::KIND { 0 } else { search::count(hay, &widened::<C>(needle), max) }
}
