//! `bytes`, and what it shares with [`crate::bytearray`]: the methods work on the bytes of either.

use std::cell::Cell;
use std::cmp::Ordering;

use crate::bytearray::{self, ByteArrayObj};
use crate::error::{Result, raise, type_error, value_error};
use crate::exception::{self, INDEX_ERROR, OVERFLOW_ERROR, TYPE_ERROR};
use crate::list::{self, ListObj};
use crate::seq::{self, Huge};
use crate::str::{self, StrObj};
use crate::types::{BinOp, CmpOp, Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use crate::{codecs, format, heap, int, ops, search, slice, textrepr};

pub(crate) mod ascii;
pub(crate) mod find;
pub(crate) mod hex;
pub(crate) mod methods;
pub(crate) mod split;
pub(crate) mod table;

/// Immutable bytes. They follow the fixed part.
#[repr(C)]
pub struct BytesObj {
    pub header: Header,
    len: Cell<usize>,
    /// 0: not yet computed.
    hash: Cell<i64>,
    data: [u64; 0],
}

const DATA: usize = std::mem::size_of::<BytesObj>();
const _: () = assert!(DATA == 32);

// SAFETY: the layout of every type with Layout::Bytes.
unsafe impl Object for BytesObj {
    const LAYOUT: Layout = Layout::Bytes;
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for BytesObj {}

/// The operations of `bytes`, for types that derive from it too.
pub const SLOTS: Slots = Slots {
    repr: Some(|v| Ok(textrepr::repr_bytes(of(v), "", ""))),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(|v| Ok(!of(v).is_empty())),
    len: Some(|v| Ok(of(v).len())),
    binary: Some(binary),
    getitem: Some(getitem),
    contains: Some(contains),
    iter: Some(crate::iter::bytes_iter),
    new: Some(construct),
    ..Slots::EMPTY
};

pub static BYTES: TypeObj = TypeObj::native(
    "bytes",
    Layout::Bytes,
    SLOTS,
    methods::METHODS,
);

static EMPTY: BytesObj = BytesObj { header: Header::immortal(&BYTES), len: Cell::new(0), hash: Cell::new(0), data: [] };

impl BytesObj {
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: the object is followed by len bytes, which never change.
        unsafe { std::slice::from_raw_parts((self as *const BytesObj as *const u8).wrapping_add(DATA), self.len()) }
    }
}

/// A new bytes object.
pub fn new(b: &[u8]) -> Value {
    if b.is_empty() {
        // SAFETY: a static object is always live.
        return unsafe { Value::from_ptr_retained(&EMPTY) };
    }
    new_as(&BYTES, b)
}

/// The bytes of a vector as an object.
pub fn from_vec(b: Vec<u8>) -> Value {
    new(&b)
}

fn new_as(ty: &'static TypeObj, b: &[u8]) -> Value {
    heap::new_var(ty, DATA + b.len(), |p| {
        // SAFETY: the memory has room for the fixed part and the bytes.
        unsafe {
            let o = &*(p as *const BytesObj);
            o.len.set(b.len());
            o.hash.set(0);
            std::ptr::copy_nonoverlapping(b.as_ptr(), p.add(DATA), b.len());
        }
    })
}

/// The bytes of a bytes or bytearray object (borrowed: a bytearray must not change meanwhile).
#[inline]
pub fn like(v: &Value) -> Option<&[u8]> {
    let h = v.header()?;
    match h.ty.get().layout {
        Layout::Bytes => v.downcast::<BytesObj>().map(BytesObj::as_slice),
        Layout::ByteArray => v.downcast::<ByteArrayObj>().map(ByteArrayObj::as_slice),
        _ => None,
    }
}

/// The bytes of a value known to be bytes or a bytearray.
#[inline]
pub(crate) fn of(v: &Value) -> &[u8] {
    match like(v) {
        Some(b) => b,
        None => unreachable!("a bytes function was handed another object"),
    }
}

#[inline]
pub(crate) fn is_bytearray(v: &Value) -> bool {
    v.ty().layout == Layout::ByteArray
}

/// New bytes, or a new bytearray where `model` is one.
pub(crate) fn same_type(model: &Value, b: &[u8]) -> Value {
    if is_bytearray(model) { bytearray::new(b) } else { new(b) }
}

/// The same from a vector, which a bytearray keeps.
pub(crate) fn same_type_vec(model: &Value, b: Vec<u8>) -> Value {
    if is_bytearray(model) { bytearray::another(b) } else { new(&b) }
}

/// `v[start..end]`: an exact bytes object itself when that is all of it.
pub(crate) fn part(v: &Value, start: usize, end: usize) -> Value {
    let b = of(v);
    if end - start == b.len() && v.is_exact(&BYTES) { v.clone() } else { same_type(v, &b[start..end]) }
}

/// An argument that must be bytes-like.
pub(crate) fn buffer(v: &Value) -> Result<&[u8]> {
    match like(v) {
        Some(b) => Ok(b),
        None => type_error(format!("a bytes-like object is required, not '{}'", ops::type_name(v))),
    }
}

/// An int argument as a byte.
pub(crate) fn byte(v: &Value, message: &str) -> Result<u8> {
    match ops::index_value_opt(v)? {
        Some(i) => match int::to_i64(&i).and_then(|i| u8::try_from(i).ok()) {
            Some(b) => Ok(b),
            None => value_error(message),
        },
        None => type_error(format!("'{}' object cannot be interpreted as an integer", ops::type_name(v))),
    }
}

pub(crate) const BYTE_RANGE: &str = "byte must be in range(0, 256)";

fn hash(v: &Value) -> Result<i64> {
    let Some(o) = v.downcast::<BytesObj>() else { unreachable!("hash of bytes") };
    if o.hash.get() == 0 {
        o.hash.set(str::hash_bytes(o.as_slice()));
    }
    Ok(o.hash.get())
}

pub(crate) fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let (Some(x), Some(y)) = (like(a), like(b)) else { return Ok(Value::not_implemented()) };
    Ok(Value::bool(match op {
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Lt => x.cmp(y) == Ordering::Less,
        CmpOp::Le => x.cmp(y) != Ordering::Greater,
        CmpOp::Gt => x.cmp(y) == Ordering::Greater,
        CmpOp::Ge => x.cmp(y) != Ordering::Less,
    }))
}

pub(crate) fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match op {
        BinOp::Add => match (like(a), like(b)) {
            (Some(x), Some(y)) => {
                let mut out = Vec::with_capacity(x.len() + y.len());
                out.extend_from_slice(x);
                out.extend_from_slice(y);
                Ok(same_type_vec(a, out))
            }
            (Some(_), None) if b.ty().is_native => cannot_concat(a, b),
            _ => Ok(Value::not_implemented()),
        },
        BinOp::Mul => {
            let (v, times) = if like(a).is_some() { (a, b) } else { (b, a) };
            match str::repeat_count(times)? {
                Some(n) => repeat(v, n),
                None => Ok(Value::not_implemented()),
            }
        }
        BinOp::Mod => PERCENT[0].func()(&[a.clone(), b.clone()]),
        _ => Ok(Value::not_implemented()),
    }
}

/// `template % arguments`: linked only into programs that have the operator.
static PERCENT: crate::native::Natives = crate::natives!["%(template, arguments, /)" => |a: &[Value]| match like(&a[0]) {
    Some(x) => Ok(same_type_vec(&a[0], format::percent::format_bytes(x, &a[1])?)),
    None => Ok(Value::not_implemented()),
}];

/// A copy of what a value of the other runtime has in its buffer.
pub(crate) fn of_other(v: &Value) -> Option<Value> {
    let hooks = crate::foreign::of(v)?;
    (hooks.bytes_of)(v, "memoryview").map_err(exception::clear_pending).ok()
}

pub(crate) fn cannot_concat<T>(a: &Value, b: &Value) -> Result<T> {
    type_error(format!("can't concat {} to {}", ops::type_name(b), ops::type_name(a)))
}

fn repeat(v: &Value, n: i64) -> Result<Value> {
    let b = of(v);
    if n == 1 && v.is_exact(&BYTES) {
        return Ok(v.clone());
    }
    let n = n.max(0) as usize;
    let too_long = if is_bytearray(v) { "" } else { "repeated bytes are too long" };
    str::repeated_size(b.len(), n, too_long)?;
    Ok(same_type_vec(v, b.repeat(n)))
}

pub(crate) fn getitem(v: &Value, i: &Value) -> Result<Value> {
    if i.is_exact(&slice::SLICE) {
        let bounds = slice::unpack(i)?;
        // The length is read after `__index__` may have run.
        let (start, _, step, count) = bounds.adjust(of(v).len());
        if step == 1 {
            let start = if count == 0 { 0 } else { start as usize };
            return Ok(part(v, start, start + count));
        }
        let b = of(v);
        return Ok(same_type_vec(v, (0..count as i64).map(|k| b[(start + k * step) as usize]).collect()));
    }
    let Some(i) = seq::try_index(i, Huge::Index)? else {
        let what = if is_bytearray(v) { "bytearray" } else { "byte" };
        return type_error(format!("{what} indices must be integers or slices, not {}", ops::type_name(i)));
    };
    match seq::position(i, of(v).len()) {
        Some(i) => Ok(Value::int(of(v)[i] as i64)),
        None if is_bytearray(v) => raise(&INDEX_ERROR, "bytearray index out of range"),
        None => raise(&INDEX_ERROR, "index out of range"),
    }
}

pub(crate) fn contains(v: &Value, x: &Value) -> Result<bool> {
    if let Some(needle) = like(x) {
        return Ok(search::find(of(v), needle).is_some());
    }
    if ops::index_value_opt(x)?.is_some() {
        let b = byte(x, BYTE_RANGE)?;
        return Ok(search::find(of(v), &[b]).is_some());
    }
    buffer(x).map(|_| false)
}

fn construct(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let exact = std::ptr::eq(ty, &BYTES);
    if let ([v], [], true) = (args, kw, exact)
        && v.is_exact(&BYTES)
    {
        return Ok(v.clone());
    }
    let (source, encoding, errors) = sources("bytes", args, kw)?;
    let Some(v) = source else { return Ok(if exact { new(&[]) } else { new_as(ty, &[]) }) };
    if encoding.is_none()
        && errors.is_none()
        && let Some(method) = ops::lookup_special(&v, "__bytes__")
    {
        let r = ops::call(&method, &[])?;
        let Some(b) = r.downcast::<BytesObj>() else {
            return type_error(format!("__bytes__ returned non-bytes (type {})", ops::type_name(&r)));
        };
        return Ok(if exact { r } else { new_as(ty, b.as_slice()) });
    }
    let b = contents("bytes", &v, encoding, errors)?;
    Ok(if exact { new(&b) } else { new_as(ty, &b) })
}

type Sources = (Option<Value>, Option<String>, Option<String>);

/// The arguments of `bytes` and `bytearray`.
pub(crate) fn sources(name: &str, args: &[Value], kw: &[(Value, Value)]) -> Result<Sources> {
    let [source, encoding, errors] = str::arrange(name, ["source", "encoding", "errors"], args, kw)?;
    let encoding = encoding.map(|v| codecs::name_arg(name, "encoding", &v)).transpose()?;
    let errors = errors.map(|v| codecs::name_arg(name, "errors", &v)).transpose()?;
    if source.as_ref().is_none_or(|v| v.downcast::<StrObj>().is_none()) {
        if encoding.is_some() {
            return type_error("encoding without a string argument");
        }
        if errors.is_some() {
            return type_error("errors without a string argument");
        }
    }
    Ok((source, encoding, errors))
}

/// The bytes that `bytes(v)` or `bytearray(v)` consists of.
pub(crate) fn contents(name: &str, v: &Value, encoding: Option<String>, errors: Option<String>) -> Result<Vec<u8>> {
    if let Some(s) = v.downcast::<StrObj>() {
        let Some(encoding) = encoding else { return type_error("string argument without an encoding") };
        return codecs::encode_vec(s, &encoding, errors.as_deref().unwrap_or("strict"));
    }
    if let Some(b) = like(v) {
        return Ok(b.to_vec());
    }
    // Arrays give the bytes of their elements.
    if v.ty().layout == Layout::Array
        && let Some(method) = ops::lookup_special(v, "__bytes__")
    {
        return Ok(like(&ops::call(&method, &[])?).unwrap_or_default().to_vec());
    }
    // What has a buffer there is for the other runtime to say.
    if let Some(hooks) = crate::foreign::of(v) {
        return Ok(like(&(hooks.bytes_of)(v, name)?).unwrap_or_default().to_vec());
    }
    if let Some(n) = ops::index_value_opt(v)? {
        return match int::to_i64(&n) {
            Some(n) if n < 0 => value_error("negative count"),
            Some(n) => {
                crate::heap::check_size(n as usize)?;
                Ok(vec![0; n as usize])
            }
            None => {
                let name = ops::type_name(v);
                raise(&OVERFLOW_ERROR, format!("cannot fit '{name}' into an index-sized integer"))
            }
        };
    }
    let message = if name == "bytes" { "bytes must be in range(0, 256)" } else { BYTE_RANGE };
    if let Some(ints) = v.downcast::<ListObj>().and_then(ListObj::ints) {
        let bytes: Option<Vec<u8>> = ints.iter().map(|&i| u8::try_from(i).ok()).collect();
        return bytes.map_or_else(|| value_error(message), Ok);
    }
    let Some(iter) = exception::catch(ops::iter(v), &TYPE_ERROR)? else {
        return type_error(format!("cannot convert '{}' object to {name}", ops::type_name(v)));
    };
    list::to_vec(&iter)?.iter().map(|i| byte(i, message)).collect()
}
