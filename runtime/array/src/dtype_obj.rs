//! `numpy.dtype` objects, and everything that stands for one: `'f8'`, `np.float64`, `float`, `'int64'`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, type_error};
use pyaot_core::exception::{NOT_IMPLEMENTED_ERROR, TYPE_ERROR, catch};
use pyaot_core::native::Natives;
use pyaot_core::types::{CmpOp, Layout, Slots, TypeObj};
use pyaot_core::value::{Header, Object, Value};
use pyaot_core::{bytes, heap, late_type, natives, ops, str, tuple};

use crate::cast::Casting;

/// A dtype as an object. Those without a length exist once.
#[repr(C)]
pub struct DTypeObj {
    header: Header,
    dtype: DType,
    /// Bytes of an element; 0 for strings whose length is open.
    itemsize: u32,
}

// SAFETY: repr(C) with the header first. Layout::Other is shared, so objects are checked by type before a cast.
unsafe impl Object for DTypeObj {
    const LAYOUT: Layout = Layout::Other;
}

// SAFETY: single-threaded runtime.
unsafe impl Sync for DTypeObj {}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(to_str),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(|_| Ok(true)),
    len: Some(|_| Ok(0)),
    getattr: Some(getattr),
    new: Some(construct),
    ..Slots::EMPTY
};

late_type! {
    /// `numpy.dtype`
    pub static DTYPE, dtype_type = (
        "numpy.dtype",
        Layout::Other,
        SLOTS,
        METHODS,
        base: None,
    );
}

static METHODS: Natives = natives![
    "newbyteorder(self, new_order='S', /)" => |a: &[Value]| Ok(a[0].clone()),
];

/// The class of each dtype: `type(np.dtype('f8'))`.
static CLASSES: [TypeObj; 17] = {
    const fn of(k: usize) -> TypeObj {
        TypeObj::native(class_name(DType::ALL[k]), Layout::Other, SLOTS, METHODS).with_base(&DTYPE)
    }
    [
        of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7), of(8), of(9), of(10), of(11), of(12), of(13), of(14), of(15), of(16),
    ]
};

/// `numpy.dtypes.Float64DType`
pub const fn class_name(d: DType) -> &'static str {
    match d {
        DType::Bool => "numpy.dtypes.BoolDType",
        DType::I8 => "numpy.dtypes.Int8DType",
        DType::I16 => "numpy.dtypes.Int16DType",
        DType::I32 => "numpy.dtypes.Int32DType",
        DType::I64 => "numpy.dtypes.Int64DType",
        DType::U8 => "numpy.dtypes.UInt8DType",
        DType::U16 => "numpy.dtypes.UInt16DType",
        DType::U32 => "numpy.dtypes.UInt32DType",
        DType::U64 => "numpy.dtypes.UInt64DType",
        DType::F16 => "numpy.dtypes.Float16DType",
        DType::F32 => "numpy.dtypes.Float32DType",
        DType::F64 => "numpy.dtypes.Float64DType",
        DType::C64 => "numpy.dtypes.Complex64DType",
        DType::C128 => "numpy.dtypes.Complex128DType",
        DType::Str => "numpy.dtypes.StrDType",
        DType::Bytes => "numpy.dtypes.BytesDType",
        DType::Object => "numpy.dtypes.ObjectDType",
    }
}

static SIMPLE: [DTypeObj; 17] = {
    const fn of(k: usize) -> DTypeObj {
        let dtype = DType::ALL[k];
        let itemsize = if matches!(dtype, DType::Str | DType::Bytes) { 0 } else { dtype.size() as u32 };
        DTypeObj { header: Header::immortal(&CLASSES[k]), dtype, itemsize }
    }
    [
        of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7), of(8), of(9), of(10), of(11), of(12), of(13), of(14), of(15), of(16),
    ]
};

/// The object for a dtype; `itemsize` counts for strings only.
pub fn value(dtype: DType, itemsize: usize) -> Value {
    dtype_type();
    if matches!(dtype, DType::Str | DType::Bytes) && itemsize != 0 {
        return heap::new_object(&CLASSES[dtype as usize], |header| DTypeObj { header, dtype, itemsize: itemsize as u32 });
    }
    // SAFETY: a static object is always live.
    unsafe { Value::from_ptr_retained(&SIMPLE[dtype as usize]) }
}

/// [`value`]
pub fn of(dtype: DType, itemsize: usize) -> Value {
    value(dtype, itemsize)
}

/// Dtype and size of a `numpy.dtype` object.
pub fn get(v: &Value) -> Option<(DType, usize)> {
    if !CLASSES.as_ptr_range().contains(&std::ptr::from_ref(v.ty())) {
        return None;
    }
    // SAFETY: objects of these types are DTypeObjs.
    let d = unsafe { &*(v.bits() as *const DTypeObj) };
    Some((d.dtype, d.itemsize as usize))
}

fn this(v: &Value) -> (DType, usize) {
    match get(v) {
        Some(d) => d,
        None => unreachable!("a dtype method got another object"),
    }
}

/// The dtype that a value stands for, and the bytes of an element (0: a string of open length). None stands for float64.
///
/// # Errors
/// TypeError for what stands for none; NotImplementedError for dtypes that there are not.
pub fn parse(v: &Value) -> Result<(DType, usize)> {
    if let Some(d) = get(v) {
        return Ok(d);
    }
    if v.is_none() {
        return Ok((DType::F64, 8));
    }
    if let Some(text) = str::as_str(v) {
        return match of_text(&text) {
            Some(d) => Ok(d),
            None => not_understood(&text),
        };
    }
    if let Some(b) = bytes::like(v) {
        let text = std::string::String::from_utf8_lossy(b).into_owned();
        return match of_text(&text) {
            Some(d) => Ok(d),
            None => not_understood(&text),
        };
    }
    if let Some(ty) = pyaot_core::class::as_type(v) {
        return of_type(ty);
    }
    if v.ty().layout == Layout::List || v.ty().layout == Layout::Dict || v.ty().layout == Layout::Tuple {
        return raise(&NOT_IMPLEMENTED_ERROR, "structured dtypes are not supported");
    }
    if let Some(d) = ops::getattr_opt(v, "dtype")?
        && let Some(d) = get(&d)
    {
        return Ok(d);
    }
    raise(&TYPE_ERROR, format!("Cannot interpret '{}' as a data type", ops::text_of(&ops::str(v)?)))
}

/// [`parse`], with a size: strings of open length get one character.
///
/// # Errors
/// See there.
pub fn parse_sized(v: &Value) -> Result<(DType, usize)> {
    let (dtype, size) = parse(v)?;
    Ok((dtype, if size == 0 { dtype.size() } else { size }))
}

/// The dtype of a `dtype=` argument, where one is given.
///
/// # Errors
/// See [`parse`].
pub fn optional(v: &Value) -> Result<Option<(DType, usize)>> {
    if v.is_none() || v.is_ellipsis() { Ok(None) } else { parse(v).map(Some) }
}

fn not_understood<T>(text: &str) -> Result<T> {
    let rest = text.trim_start_matches(['<', '>', '=', '|']);
    let big = text.starts_with('>') && of_text(rest).is_some();
    if big || rest.starts_with("M8") || rest.starts_with("m8") || rest.starts_with("datetime64") || rest.starts_with("timedelta64") {
        return raise(&NOT_IMPLEMENTED_ERROR, format!("dtype '{text}' is not supported"));
    }
    if matches!(rest, "g" | "G" | "f16" | "c32" | "longdouble" | "clongdouble" | "float128" | "complex256") {
        return raise(&NOT_IMPLEMENTED_ERROR, format!("dtype '{text}' is not supported"));
    }
    if text.contains(',') {
        return raise(&NOT_IMPLEMENTED_ERROR, "structured dtypes are not supported");
    }
    raise(&TYPE_ERROR, format!("data type '{text}' not understood"))
}

/// Scalar types that stand for no dtype.
const ABSTRACT: [&str; 10] = [
    "number", "generic", "inexact", "floating", "integer", "signedinteger", "unsignedinteger", "complexfloating", "flexible",
    "character",
];

fn of_type(ty: &'static TypeObj) -> Result<(DType, usize)> {
    let short = ty.name.strip_prefix("numpy.");
    let dtype = match short.unwrap_or(ty.name) {
        "bool" => DType::Bool,
        "int" | "int_" | "longlong" if short.is_none() || ty.name != "int" => DType::I64,
        "float" => DType::F64,
        "complex" => DType::C128,
        "str" | "str_" => return Ok((DType::Str, 0)),
        "bytes" | "bytes_" => return Ok((DType::Bytes, 0)),
        "ulonglong" => DType::U64,
        name if short.is_some() => match DType::of_name(name) {
            Some(d) => d,
            None if ABSTRACT.contains(&name) => {
                return type_error(format!("Converting {} to a dtype not allowed", ops::type_repr(ty)));
            }
            None => DType::Object,
        },
        // Subclasses of the builtin types of numbers count as objects, as do all other classes.
        _ => DType::Object,
    };
    Ok((dtype, dtype.size()))
}

/// The dtype that a text names.
pub fn of_text(text: &str) -> Option<(DType, usize)> {
    let (order, rest) = match text.chars().next() {
        Some(c @ ('<' | '=' | '|' | '>')) => (Some(c), &text[1..]),
        _ => (None, text),
    };
    let found = of_code(rest).or_else(|| if order.is_none() { of_word(rest) } else { None })?;
    (order != Some('>') || found.0.size() == 1 && found.0 != DType::Str).then_some(found)
}

fn of_code(code: &str) -> Option<(DType, usize)> {
    let letter = code.chars().next()?;
    let digits = &code[letter.len_utf8()..];
    if digits.is_empty() {
        let dtype = match letter {
            'q' | 'p' | 'n' => DType::I64,
            'Q' | 'P' | 'N' => DType::U64,
            'c' => return Some((DType::Bytes, 1)),
            'U' | 'S' => return Some((if letter == 'U' { DType::Str } else { DType::Bytes }, 0)),
            _ => DType::ALL.into_iter().find(|d| d.char() == letter)?,
        };
        return Some((dtype, dtype.size()));
    }
    let n: usize = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok()? } else { return None };
    let dtype = match (letter, n) {
        ('U', n) => return Some((DType::Str, 4 * n)),
        ('S', n) => return Some((DType::Bytes, n)),
        ('b', 1) => DType::Bool,
        ('i', 1) => DType::I8,
        ('i', 2) => DType::I16,
        ('i', 4) => DType::I32,
        ('i', 8) => DType::I64,
        ('u', 1) => DType::U8,
        ('u', 2) => DType::U16,
        ('u', 4) => DType::U32,
        ('u', 8) => DType::U64,
        ('f', 2) => DType::F16,
        ('f', 4) => DType::F32,
        ('f', 8) => DType::F64,
        ('c', 8) => DType::C64,
        ('c', 16) => DType::C128,
        ('O', 8) => DType::Object,
        _ => return None,
    };
    Some((dtype, dtype.size()))
}

fn of_word(word: &str) -> Option<(DType, usize)> {
    let dtype = match word {
        "str" | "str_" | "unicode" => return Some((DType::Str, 0)),
        "bytes" | "bytes_" => return Some((DType::Bytes, 0)),
        "int" | "int_" | "intp" | "long" | "longlong" => DType::I64,
        "uint" | "uintp" | "ulong" | "ulonglong" => DType::U64,
        "float" | "double" => DType::F64,
        "complex" | "cdouble" => DType::C128,
        "single" => DType::F32,
        "half" => DType::F16,
        "csingle" => DType::C64,
        "intc" => DType::I32,
        "uintc" => DType::U32,
        "short" => DType::I16,
        "ushort" => DType::U16,
        "byte" => DType::I8,
        "ubyte" => DType::U8,
        "bool_" => DType::Bool,
        "object_" => DType::Object,
        _ => DType::of_name(word)?,
    };
    Some((dtype, dtype.size()))
}

/// `dtype.str`: `<f8`, `|b1`, `<U3`.
pub fn code(dtype: DType, itemsize: usize) -> String {
    match dtype {
        DType::Str => format!("<U{}", itemsize / 4),
        DType::Bytes => format!("|S{itemsize}"),
        DType::Object => "|O".to_owned(),
        d => format!("{}{}{}", if d.size() == 1 { '|' } else { '<' }, d.kind_char(), d.size()),
    }
}

/// What `str(dtype)` gives, and error messages name.
pub fn text(dtype: DType, itemsize: usize) -> String {
    match dtype {
        DType::Str | DType::Bytes => code(dtype, itemsize),
        d => d.name().to_owned(),
    }
}

/// What stands in `dtype(…)`, and in messages of casts: quoted.
pub fn repr_text(dtype: DType, itemsize: usize) -> String {
    match dtype {
        DType::Str if itemsize == 0 => "dtype('<U')".to_owned(),
        DType::Str => format!("dtype('<U{}')", itemsize / 4),
        DType::Bytes if itemsize == 0 => "dtype('S')".to_owned(),
        DType::Bytes => format!("dtype('S{itemsize}')"),
        DType::Object => "dtype('O')".to_owned(),
        d => format!("dtype('{}')", d.name()),
    }
}

fn repr(v: &Value) -> Result<Value> {
    let (dtype, size) = this(v);
    Ok(str::from_string(repr_text(dtype, size)))
}

fn to_str(v: &Value) -> Result<Value> {
    let (dtype, size) = this(v);
    Ok(str::from_string(text(dtype, size)))
}

fn hash(v: &Value) -> Result<i64> {
    let (dtype, size) = this(v);
    Ok((dtype as i64 + 1) * 1_000_003 + size as i64)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    let Some(x) = get(a) else { return Ok(Value::not_implemented()) };
    // What stands for no dtype is just not equal.
    let Some(y) = catch(parse(b), &TYPE_ERROR)? else { return Ok(Value::not_implemented()) };
    let holds = match op {
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Lt => x != y && Casting::Safe.allows(x, y),
        CmpOp::Le => Casting::Safe.allows(x, y),
        CmpOp::Gt => x != y && Casting::Safe.allows(y, x),
        CmpOp::Ge => Casting::Safe.allows(y, x),
    };
    Ok(Value::bool(holds))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let (dtype, size) = this(v);
    let text = |s: String| Some(str::from_string(s));
    Ok(match name {
        "name" => text(match dtype {
            DType::Str | DType::Bytes if size == 0 => dtype.name().to_owned(),
            DType::Str | DType::Bytes => format!("{}{}", dtype.name(), size * 8),
            d => d.name().to_owned(),
        }),
        "char" => text(dtype.char().to_string()),
        "kind" => text(dtype.kind_char().to_string()),
        "str" => text(code(dtype, size)),
        "byteorder" => text((if dtype.size() == 1 || dtype == DType::Object { "|" } else { "=" }).to_owned()),
        "itemsize" => Some(Value::int(size as i64)),
        "alignment" => Some(Value::int(match dtype {
            DType::C64 => 4,
            DType::C128 => 8,
            d => d.size() as i64,
        })),
        "num" => Some(Value::int(number(dtype))),
        "type" => Some(type_of(dtype)),
        "isbuiltin" => Some(Value::int(i64::from(!matches!(dtype, DType::Str | DType::Bytes) || size == 0))),
        "isnative" => Some(Value::bool(true)),
        "hasobject" => Some(Value::bool(dtype == DType::Object)),
        "isalignedstruct" => Some(Value::bool(false)),
        "flags" => Some(Value::int(if dtype == DType::Object { 63 } else { 0 })),
        "ndim" => Some(Value::int(0)),
        "shape" => Some(tuple::empty()),
        "names" | "fields" | "subdtype" | "metadata" => Some(Value::none()),
        "base" => Some(v.clone()),
        "descr" => Some(pyaot_core::list::new(vec![tuple::pair(str::empty(), str::from_string(code(dtype, size)))])),
        _ => None,
    })
}

/// `dtype.num`
pub fn number(dtype: DType) -> i64 {
    match dtype {
        DType::F16 => 23,
        d if d < DType::F16 => match d {
            DType::I64 => 7,
            DType::U64 => 8,
            d => d as i64,
        },
        DType::F32 => 11,
        DType::F64 => 12,
        DType::C64 => 14,
        DType::C128 => 15,
        DType::Object => 17,
        DType::Bytes => 18,
        _ => 19,
    }
}

fn type_of(dtype: DType) -> Value {
    crate::scalar::type_of(dtype).value()
}

fn construct(_: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let named = kw.iter().find(|(n, _)| ops::text_of(n) == "dtype").map(|(_, v)| v);
    let Some(v) = args.first().or(named) else {
        return type_error("function missing required argument 'dtype' (pos 1)");
    };
    if get(v).is_some() {
        return Ok(v.clone());
    }
    let (dtype, size) = parse(v)?;
    Ok(value(dtype, size))
}
