//! `bytearray`: bytes that change in place. What does not change it is shared with [`crate::bytes`].

use std::cell::Cell;
use std::mem::ManuallyDrop;

use crate::bytes::{self, BYTE_RANGE, byte, like};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{self, BUFFER_ERROR, INDEX_ERROR, TYPE_ERROR};
use crate::list;
use crate::native::Natives;
use crate::natives;
use crate::seq::{self, Huge};
use crate::str::{self, StrObj};
use crate::types::{BinOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{heap, ops, slice, textrepr};

use crate::bytes::{ascii, find, hex, methods, split, table};

/// Mutable bytes: the parts of a vector, at fixed places.
#[repr(C)]
pub struct ByteArrayObj {
    pub header: Header,
    len: Cell<usize>,
    cap: Cell<usize>,
    data: Cell<*mut u8>,
    /// [`Export`]s of the bytes, which must stay where they are as long as there are any.
    exports: Cell<usize>,
}

// SAFETY: the layout of every type with Layout::ByteArray.
unsafe impl Object for ByteArrayObj {
    const LAYOUT: Layout = Layout::ByteArray;
}

crate::late_type! {
    pub static BYTEARRAY, bytearray_type = (
        "bytearray",
        Layout::ByteArray,
        Slots {
            repr: Some(|v| Ok(textrepr::repr_bytes(bytes::of(v), &format!("{}(", ops::type_name(v)), ")"))),
            hash: Some(|_| type_error("unhashable type: 'bytearray'")),
            compare: Some(bytes::compare),
            truth: Some(|v| Ok(!of(v).is_empty())),
            len: Some(|v| Ok(of(v).len())),
            binary: Some(bytes::binary),
            inplace: Some(inplace),
            getitem: Some(bytes::getitem),
            setitem: Some(setitem),
            contains: Some(bytes::contains),
            iter: Some(crate::iter::bytearray_iter),
            new: Some(construct),
            drop: Some(drop_fields),
            ..Slots::EMPTY
        },
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "append(self, item: int, /) -> None" => append,
    "capitalize(self, /) -> bytearray" => ascii::capitalize,
    "center(self, width: int, fillchar: bytes = ..., /) -> bytearray" => ascii::center,
    "clear(self, /) -> None" => clear,
    "copy(self, /) -> bytearray" => |a: &[Value]| Ok(new(of(&a[0]).as_slice())),
    "count(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::count,
    "decode(self, /, encoding: str = 'utf-8', errors: str = 'strict') -> str" => decode,
    "endswith(self, suffix, start: int | None = None, end: int | None = None, /) -> bool" => find::endswith,
    "expandtabs(self, /, tabsize: int = 8) -> bytearray" => ascii::expandtabs,
    "extend(self, iterable_of_ints, /) -> None" => extend,
    "find(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::find,
    "fromhex(cls, string: str, /) -> bytearray" => hex::bytearray_fromhex,
    "hex(self, /, sep=..., bytes_per_sep: int = 1) -> str" => hex::hex,
    "index(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::index,
    "insert(self, index: int, item: int, /) -> None" => insert,
    "isalnum(self, /) -> bool" => ascii::isalnum,
    "isalpha(self, /) -> bool" => ascii::isalpha,
    "isascii(self, /) -> bool" => ascii::isascii,
    "isdigit(self, /) -> bool" => ascii::isdigit,
    "islower(self, /) -> bool" => ascii::islower,
    "isspace(self, /) -> bool" => ascii::isspace,
    "istitle(self, /) -> bool" => ascii::istitle,
    "isupper(self, /) -> bool" => ascii::isupper,
    "join(self, iterable_of_bytes, /) -> bytearray" => split::join,
    "ljust(self, width: int, fillchar: bytes = ..., /) -> bytearray" => ascii::ljust,
    "lower(self, /) -> bytearray" => ascii::lower,
    "lstrip(self, bytes=None, /) -> bytearray" => split::lstrip,
    "maketrans(frm, to, /) -> bytes" => table::maketrans,
    "partition(self, sep, /) -> tuple[bytearray, bytearray, bytearray]" => split::partition,
    "pop(self, index: int = -1, /) -> int" => pop,
    "remove(self, value: int, /) -> None" => remove,
    "removeprefix(self, prefix, /) -> bytearray" => find::removeprefix,
    "removesuffix(self, suffix, /) -> bytearray" => find::removesuffix,
    "replace(self, old, new, count: int = -1, /) -> bytearray" => find::replace,
    "reverse(self, /) -> None" => reverse,
    "rfind(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::rfind,
    "rindex(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::rindex,
    "rjust(self, width: int, fillchar: bytes = ..., /) -> bytearray" => ascii::rjust,
    "rpartition(self, sep, /) -> tuple[bytearray, bytearray, bytearray]" => split::rpartition,
    "rsplit(self, /, sep=None, maxsplit: int = -1) -> list[bytearray]" => split::rsplit,
    "rstrip(self, bytes=None, /) -> bytearray" => split::rstrip,
    "split(self, /, sep=None, maxsplit: int = -1) -> list[bytearray]" => split::split,
    "splitlines(self, /, keepends: bool = False) -> list[bytearray]" => split::splitlines,
    "startswith(self, prefix, start: int | None = None, end: int | None = None, /) -> bool" => find::startswith,
    "strip(self, bytes=None, /) -> bytearray" => split::strip,
    "swapcase(self, /) -> bytearray" => ascii::swapcase,
    "title(self, /) -> bytearray" => ascii::title,
    "translate(self, table, /, delete=...) -> bytearray" => table::translate,
    "upper(self, /) -> bytearray" => ascii::upper,
    "zfill(self, width: int, /) -> bytearray" => ascii::zfill,
    "__init__(self, /, *args, **kwargs) -> None" => init,
];

impl ByteArrayObj {
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, which must not be changed while the slice is in use.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: data points to len bytes of a vector.
        unsafe { std::slice::from_raw_parts(self.data.get(), self.len()) }
    }

    /// BufferError where the bytes are held in their place, unless there are to be as many of them as before.
    fn may_become(&self, len: usize) -> Result<()> {
        if self.exports.get() == 0 || len == self.len() {
            return Ok(());
        }
        raise(&BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")
    }

    /// Takes a vector over (and drops the old one).
    pub fn replace(&self, v: Vec<u8>) {
        self.with(|old| *old = v);
    }

    /// Runs `f`, which must not run code of the program, on the bytes as a vector.
    #[inline]
    pub fn with<R>(&self, f: impl FnOnce(&mut Vec<u8>) -> R) -> R {
        // SAFETY: the fields are the parts of a vector that only this object owns; they are written back below.
        let mut v = unsafe { Vec::from_raw_parts(self.data.get(), self.len.get(), self.cap.get()) };
        let r = f(&mut v);
        let mut v = ManuallyDrop::new(v);
        self.len.set(v.len());
        self.cap.set(v.capacity());
        self.data.set(v.as_mut_ptr());
        r
    }
}

/// A new bytearray with a copy of the bytes.
pub fn new(b: &[u8]) -> Value {
    from_vec(b.to_vec())
}

/// A new bytearray that takes the vector over.
pub fn from_vec(v: Vec<u8>) -> Value {
    new_as(bytearray_type(), v)
}

/// As [`from_vec`], where there is a bytearray already: so the type is linked.
pub(crate) fn another(v: Vec<u8>) -> Value {
    new_as(&BYTEARRAY, v)
}

/// Writes `data` over the front of the bytearray `v` (`readinto`); `false` if `v` is none.
pub fn overwrite(v: &Value, data: &[u8]) -> bool {
    let Some(b) = v.downcast::<ByteArrayObj>() else { return false };
    b.with(|v| {
        let n = data.len().min(v.len());
        v[..n].copy_from_slice(&data[..n]);
    });
    true
}

fn new_as(ty: &'static TypeObj, v: Vec<u8>) -> Value {
    let mut v = ManuallyDrop::new(v);
    heap::new_object(ty, |header| ByteArrayObj {
        header,
        len: Cell::new(v.len()),
        cap: Cell::new(v.capacity()),
        data: Cell::new(v.as_mut_ptr()),
        exports: Cell::new(0),
    })
}

/// What others hold who look at the bytes of a bytearray for longer (in CPython a `memoryview`).
#[repr(C)]
struct Export {
    header: Header,
    of: Value,
}

// SAFETY: repr(C), header first; made by `export` alone, which nobody else tells apart.
unsafe impl Object for Export {
    const LAYOUT: Layout = Layout::Other;
}

static EXPORT: TypeObj =
    TypeObj::native("memoryview", Layout::Other, Slots { drop: Some(drop_export), ..Slots::EMPTY }, &[]);

unsafe fn drop_export(h: *mut Header) {
    // SAFETY: called once, on an export that nobody refers to.
    unsafe {
        let v = std::ptr::read(&raw const (*(h as *mut Export)).of);
        let b = of(&v);
        b.exports.set(b.exports.get() - 1);
    }
}

/// Holds the bytes of the bytearray `v` in their place, for as long as the result lives.
pub fn export(v: &Value) -> Value {
    let b = of(v);
    b.exports.set(b.exports.get() + 1);
    heap::new_object(&EXPORT, |header| Export { header, of: v.clone() })
}

unsafe fn drop_fields(h: *mut Header) {
    // SAFETY: called once, on a bytearray nobody refers to; the fields are the parts of its vector.
    unsafe {
        let b = &*(h as *const ByteArrayObj);
        drop(Vec::from_raw_parts(b.data.get(), b.len.get(), b.cap.get()));
    }
}

fn of(v: &Value) -> &ByteArrayObj {
    match v.downcast::<ByteArrayObj>() {
        Some(b) => b,
        None => unreachable!("a bytearray function was handed another object"),
    }
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    Ok(new_as(ty, contents(args, kw)?))
}

fn contents(args: &[Value], kw: &[(Value, Value)]) -> Result<Vec<u8>> {
    let (source, encoding, errors) = bytes::sources("bytearray", args, kw)?;
    match source {
        None => Ok(Vec::new()),
        Some(v) => bytes::contents("bytearray", &v, encoding, errors),
    }
}

fn init(a: &[Value]) -> Result<Value> {
    let args = list::to_vec(&a[1])?;
    let mut kw = Vec::new();
    if let Some(d) = a[2].downcast::<crate::dict::DictObj>() {
        kw.extend(d.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    let v = contents(&args, &kw)?;
    let this = of(&a[0]);
    this.may_become(v.len())?;
    if this.exports.get() > 0 {
        this.with(|old| old.copy_from_slice(&v));
    } else {
        this.replace(v);
    }
    Ok(Value::none())
}

fn decode(a: &[Value]) -> Result<Value> {
    // Decoded from a copy: an error handler may change the bytearray.
    methods::decode(&[bytes::new(of(&a[0]).as_slice()), a[1].clone(), a[2].clone()])
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    let this = of(a);
    match op {
        BinOp::Add => {
            let Some(more) = like(b) else {
                // One that adds itself goes first.
                let adds = |h: &crate::foreign::Hooks| (h.special)(b, "__radd__").map(|m| m.is_some());
                if crate::foreign::of(b).map(adds).transpose()? == Some(false)
                    && let Some(copy) = bytes::of_other(b)
                {
                    return inplace(op, a, &copy);
                }
                return if b.ty().is_native { bytes::cannot_concat(a, b) } else { Ok(Value::not_implemented()) };
            };
            this.may_become(this.len() + more.len())?;
            if a.is(b) {
                this.with(|v| v.extend_from_within(..));
            } else {
                this.with(|v| v.extend_from_slice(more));
            }
            Ok(a.clone())
        }
        BinOp::Mul => match str::repeat_count(b)? {
            Some(n) => {
                let n = n.max(0) as usize;
                str::repeated_size(this.len(), n, "")?;
                this.may_become(this.len() * n)?;
                if n == 1 {
                    return Ok(a.clone());
                }
                this.with(|v| *v = v.repeat(n));
                Ok(a.clone())
            }
            None => Ok(Value::not_implemented()),
        },
        _ => bytes::binary(op, a, b),
    }
}

fn setitem(a: &Value, i: &Value, x: Option<&Value>) -> Result<()> {
    if i.is_exact(&slice::SLICE) {
        return set_slice(a, i, x);
    }
    let Some(i) = seq::try_index(i, Huge::Index)? else {
        return type_error(format!("bytearray indices must be integers or slices, not {}", ops::type_name(i)));
    };
    let new = x.map(|x| byte(x, BYTE_RANGE)).transpose();
    let this = of(a);
    let Some(i) = seq::position(i, this.len()) else { return raise(&INDEX_ERROR, "bytearray index out of range") };
    match new? {
        Some(b) => this.with(|v| v[i] = b),
        None => {
            this.may_become(this.len() - 1)?;
            this.with(|v| {
                v.remove(i);
            });
        }
    }
    Ok(())
}

/// What a slice of a bytearray may be set to.
fn slice_contents(x: &Value) -> Result<Vec<u8>> {
    if let Some(b) = like(x) {
        return Ok(b.to_vec());
    }
    let is_number = |v: &Value| match v.ty().layout {
        Layout::Int | Layout::Bool | Layout::Float | Layout::Complex => true,
        _ => ops::lookup_special(v, "__index__").is_some() || ops::lookup_special(v, "__float__").is_some(),
    };
    if x.downcast::<StrObj>().is_some() || is_number(x) {
        return type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    }
    bytes::contents("bytearray", x, None, None)
}

fn set_slice(a: &Value, by: &Value, x: Option<&Value>) -> Result<()> {
    let new = match x {
        Some(x) => slice_contents(x)?,
        None => Vec::new(),
    };
    let bounds = slice::unpack(by)?;
    let this = of(a);
    let (mut start, stop, step, count) = bounds.adjust(this.len());
    if step == 1 {
        let (start, stop) = (start as usize, stop.max(start) as usize);
        this.may_become(this.len() - (stop - start) + new.len())?;
        if this.exports.get() > 0 {
            this.with(|v| v[start..stop].copy_from_slice(&new));
            return Ok(());
        }
        this.with(|v| drop(v.splice(start..stop, new)));
        return Ok(());
    }
    if x.is_some() && (count > 0 || !new.is_empty()) && new.len() != count {
        let n = new.len();
        return value_error(format!("attempt to assign bytes of size {n} to extended slice of size {count}"));
    }
    if x.is_some() {
        this.with(|v| new.iter().enumerate().for_each(|(k, &b)| v[(start + k as i64 * step) as usize] = b));
        return Ok(());
    }
    if count == 0 {
        return Ok(());
    }
    this.may_become(this.len() - count)?;
    let stride = step.unsigned_abs() as usize;
    if step < 0 {
        start += (count as i64 - 1) * step;
    }
    let (first, last) = (start as usize, start as usize + (count - 1) * stride);
    this.with(|v| {
        let mut i = 0;
        v.retain(|_| {
            let gone = i >= first && i <= last && (i - first).is_multiple_of(stride);
            i += 1;
            !gone
        });
    });
    Ok(())
}

fn append(a: &[Value]) -> Result<Value> {
    let b = byte(&a[1], BYTE_RANGE)?;
    let this = of(&a[0]);
    this.may_become(this.len() + 1)?;
    this.with(|v| v.push(b));
    Ok(Value::none())
}

fn extend(a: &[Value]) -> Result<Value> {
    let this = of(&a[0]);
    if a[1].is(&a[0]) {
        this.may_become(2 * this.len())?;
        this.with(|v| v.extend_from_within(..));
        return Ok(Value::none());
    }
    if let Some(more) = like(&a[1]) {
        this.may_become(this.len() + more.len())?;
        this.with(|v| v.extend_from_slice(more));
        return Ok(Value::none());
    }
    if let Some(copy) = bytes::of_other(&a[1]) {
        return extend(&[a[0].clone(), copy]);
    }
    let Some(iter) = exception::catch(ops::iter(&a[1]), &TYPE_ERROR)? else {
        return type_error(format!("can't extend bytearray with {}", ops::type_name(&a[1])));
    };
    let more: Vec<u8> = list::to_vec(&iter)?.iter().map(|i| byte(i, BYTE_RANGE)).collect::<Result<_>>()?;
    this.may_become(this.len() + more.len())?;
    this.with(|v| v.extend_from_slice(&more));
    Ok(Value::none())
}

fn insert(a: &[Value]) -> Result<Value> {
    let i = str::size_arg(&a[1])?;
    let b = byte(&a[2], BYTE_RANGE)?;
    let this = of(&a[0]);
    this.may_become(this.len() + 1)?;
    this.with(|v| {
        let n = v.len() as i64;
        let at = if i < 0 { i.saturating_add(n).max(0) } else { i.min(n) };
        v.insert(at as usize, b);
    });
    Ok(Value::none())
}

fn pop(a: &[Value]) -> Result<Value> {
    let i = str::size_arg(&a[1])?;
    let this = of(&a[0]);
    if this.is_empty() {
        return raise(&INDEX_ERROR, "pop from empty bytearray");
    }
    match seq::position(i, this.len()) {
        Some(i) => {
            this.may_become(this.len() - 1)?;
            Ok(Value::int(this.with(|v| v.remove(i)) as i64))
        }
        None => raise(&INDEX_ERROR, "pop index out of range"),
    }
}

fn remove(a: &[Value]) -> Result<Value> {
    let b = byte(&a[1], BYTE_RANGE)?;
    let this = of(&a[0]);
    match this.as_slice().iter().position(|&c| c == b) {
        Some(i) => {
            this.may_become(this.len() - 1)?;
            this.with(|v| v.remove(i));
            Ok(Value::none())
        }
        None => value_error("value not found in bytearray"),
    }
}

fn clear(a: &[Value]) -> Result<Value> {
    let this = of(&a[0]);
    this.may_become(0)?;
    if !this.is_empty() {
        this.replace(Vec::new());
    }
    Ok(Value::none())
}

fn reverse(a: &[Value]) -> Result<Value> {
    of(&a[0]).with(|v| v.reverse());
    Ok(Value::none())
}
