//! The type slots of exceptions: construction, text, attributes.

use super::*;
use crate::error::{raise, value_error};
use crate::native::Natives;
use crate::state::{intern, names};
use crate::str::StrObj;
use crate::text;
use crate::tuple::TupleObj;
use crate::types::Slots;

pub const EXC_SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(str),
    getattr: Some(getattr),
    setattr: Some(setattr),
    new: Some(construct),
    drop: Some(drop_exception),
    traverse: Some(traverse_exception),
    clear: Some(clear_exception),
    ..Slots::EMPTY
};

pub(crate) static EXC_METHODS: Natives = crate::natives![
    "with_traceback(self, tb, /)" => with_traceback,
    "add_note(self, note, /) -> None" => add_note,
    "__init__(self, *args, **kwargs) -> None" => init,
    "__reduce__(self, /)" => reduce,
];

fn this(v: &Value) -> Result<&ExceptionObj> {
    match v.downcast::<ExceptionObj>() {
        Some(e) => Ok(e),
        None => type_error("descriptor requires a 'BaseException' object"),
    }
}

/// The attributes that only this class and its subclasses have, in order of their positional arguments.
fn members(ty: &'static TypeObj) -> &'static [&'static str] {
    let ty = native_base(ty);
    if ty.is_subtype(&STOP_ITERATION) {
        &["value"]
    } else if ty.is_subtype(&OS_ERROR) {
        &["errno", "strerror", "filename", "winerror", "filename2"]
    } else if ty.is_subtype(&SYSTEM_EXIT) {
        &["code"]
    } else if ty.is_subtype(&ATTRIBUTE_ERROR) {
        &["name", "obj"]
    } else if ty.is_subtype(&NAME_ERROR) {
        &["name"]
    } else if ty.is_subtype(&IMPORT_ERROR) {
        &["msg", "name", "path"]
    } else if ty.is_subtype(&UNICODE_DECODE_ERROR) || ty.is_subtype(&UNICODE_ENCODE_ERROR) {
        &["encoding", "object", "start", "end", "reason"]
    } else if ty.is_subtype(&UNICODE_TRANSLATE_ERROR) {
        &["object", "start", "end", "reason"]
    } else if ty.is_subtype(&SYNTAX_ERROR) {
        &["msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"]
    } else if ty.is_subtype(&BASE_EXCEPTION_GROUP) || ty.is_subtype(&EXCEPTION_GROUP) {
        &["message", "exceptions"]
    } else {
        &[]
    }
}

/// Fills the attributes that follow from the arguments.
pub(super) fn init_members(ty: &'static TypeObj, e: &ExceptionObj) {
    let n = e.arg_count();
    if n == 0 {
        return;
    }
    let ty = native_base(ty);
    if is_plain(ty) {
        return;
    }
    let item = |i: usize| e.arg(i).unwrap_or_else(Value::none);
    if ty.is_subtype(&OS_ERROR) {
        if (2..=5).contains(&n) {
            e.set_extra("errno", item(0));
            e.set_extra("strerror", item(1));
            if n >= 3 && !item(2).is_none() {
                e.set_extra("filename", item(2));
                if n >= 5 {
                    e.set_extra("filename2", item(4));
                }
                // The file name is not kept among the arguments, as in CPython.
                e.set_args(crate::tuple::new(vec![item(0), item(1)]));
            }
        }
    } else if ty.is_subtype(&IMPORT_ERROR) {
        if n == 1 {
            e.set_extra("msg", item(0));
        }
    } else if ty.is_subtype(&SYNTAX_ERROR) {
        e.set_extra("msg", item(0));
        if let Some(details) = e.arg(1)
            && let Some(t) = details.downcast::<TupleObj>()
        {
            for (name, v) in members(ty)[1..7].iter().zip(t.items()) {
                e.set_extra(name, v.clone());
            }
        }
    } else if ty.is_subtype(&UNICODE_DECODE_ERROR)
        || ty.is_subtype(&UNICODE_ENCODE_ERROR)
        || ty.is_subtype(&UNICODE_TRANSLATE_ERROR)
        || is_group(ty)
    {
        for (i, name) in members(ty).iter().enumerate() {
            e.set_extra(name, item(i));
        }
    }
}

/// A builtin class whose objects have nothing but arguments: one walk up its bases, since nearly all exceptions are such.
/// A native class whose instances keep more than those of its base: two such cannot both be bases of a class.
pub fn has_members(ty: &'static TypeObj) -> bool {
    ty.base.is_none_or(|b| members(ty) != members(b))
}

fn is_plain(ty: &'static TypeObj) -> bool {
    let mut at = Some(ty);
    while let Some(c) = at.filter(|c| !std::ptr::eq(*c, &BASE_EXCEPTION)) {
        let own: [&TypeObj; 8] = [
            &OS_ERROR,
            &IMPORT_ERROR,
            &SYNTAX_ERROR,
            &UNICODE_DECODE_ERROR,
            &UNICODE_ENCODE_ERROR,
            &UNICODE_TRANSLATE_ERROR,
            &BASE_EXCEPTION_GROUP,
            &EXCEPTION_GROUP,
        ];
        if own.iter().any(|o| std::ptr::eq(*o, c)) {
            return false;
        }
        at = c.base;
    }
    true
}

fn is_group(ty: &TypeObj) -> bool {
    ty.is_subtype(&BASE_EXCEPTION_GROUP) || ty.is_subtype(&EXCEPTION_GROUP)
}

fn construct(ty: &'static TypeObj, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let mut class = ty;
    if std::ptr::eq(ty, &OS_ERROR)
        && args.len() >= 2
        && let Some(errno) = args[0].as_small()
    {
        class = oserror::class_for(errno);
    }
    let plain = ty.is_native && is_plain(ty);
    if !plain && is_group(ty) {
        check_group(ty, args)?;
    }
    let unicode = !plain && (ty.is_subtype(&UNICODE_DECODE_ERROR) || ty.is_subtype(&UNICODE_ENCODE_ERROR));
    if unicode && ty.is_native && args.len() != 5 {
        return type_error(text!("function takes exactly 5 arguments (", crate::ops::dec(args.len() as i64), " given)"));
    }
    let exc = new(class, crate::tuple::from_slice(args));
    if !kwargs.is_empty() {
        set_keywords(ty, &exc, kwargs)?;
    }
    Ok(exc)
}

fn check_group(ty: &'static TypeObj, args: &[Value]) -> Result<()> {
    if args.len() != 2 {
        return type_error(text!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments (", crate::ops::dec(args.len() as i64), " given)"
        ));
    }
    if args[0].downcast::<StrObj>().is_none() {
        return type_error(text!("argument 1 must be str, not ", args[0].ty().name));
    }
    let items = crate::list::to_vec(&args[1])?;
    if items.is_empty() {
        return value_error("second argument (exceptions) must be a non-empty sequence");
    }
    for (i, v) in items.iter().enumerate() {
        if v.downcast::<ExceptionObj>().is_none() {
            return value_error(text!("Item ", crate::ops::dec(i as i64), " of second argument (exceptions) is not an exception"));
        }
        if ty.is_subtype(&EXCEPTION_GROUP) && !v.ty().is_subtype(&EXCEPTION) {
            return type_error("Cannot nest BaseExceptions in an ExceptionGroup");
        }
    }
    Ok(())
}

/// Keyword arguments: only a few builtin classes take any.
fn set_keywords(ty: &'static TypeObj, exc: &Value, kwargs: &[(Value, Value)]) -> Result<()> {
    let e = this(exc)?;
    let allowed: &[&'static str] = if ty.is_subtype(&ATTRIBUTE_ERROR) {
        &["name", "obj"]
    } else if ty.is_subtype(&NAME_ERROR) {
        &["name"]
    } else if ty.is_subtype(&IMPORT_ERROR) {
        &["name", "path"]
    } else {
        &[]
    };
    // A class of the program whose own __init__ takes keywords passes through here with them.
    if allowed.is_empty() {
        if !ty.is_native && crate::class::has_own_init(ty) {
            return Ok(());
        }
        return type_error(text!(ty.name, "() takes no keyword arguments"));
    }
    for (k, v) in kwargs {
        let name = crate::ops::text_of(k);
        match allowed.iter().find(|n| ***n == *name) {
            Some(n) => e.set_extra(n, v.clone()),
            None if !ty.is_native => {}
            None => return type_error(text!("'", name, "' is an invalid keyword argument for ", ty.name, "()")),
        }
    }
    Ok(())
}

/// `BaseException.__init__`: the arguments become `args`.
fn init(a: &[Value]) -> Result<Value> {
    let e = this(&a[0])?;
    e.set_args(a[1].clone());
    init_members(a[0].ty(), e);
    if let Some(d) = a[2].downcast::<crate::dict::DictObj>()
        && !d.is_empty()
    {
        let pairs: Vec<(Value, Value)> = d.iter().collect();
        let native = native_base(a[0].ty());
        set_keywords(native, &a[0], &pairs)?;
    }
    Ok(Value::none())
}

fn native_base(mut ty: &'static TypeObj) -> &'static TypeObj {
    while !ty.is_native {
        match ty.base {
            Some(b) => ty = b,
            None => return &BASE_EXCEPTION,
        }
    }
    ty
}

fn with_traceback(a: &[Value]) -> Result<Value> {
    setattr(&a[0], "__traceback__", Some(&a[1]))?;
    Ok(a[0].clone())
}

fn add_note(a: &[Value]) -> Result<Value> {
    let e = this(&a[0])?;
    if a[1].downcast::<StrObj>().is_none() {
        return type_error(text!("note must be a str, not '", a[1].ty().name, "'"));
    }
    let dict = crate::class::dict_word(&e.dict);
    let Some(d) = dict.downcast::<crate::dict::DictObj>() else { return Ok(Value::none()) };
    let list = match d.get(names::NOTES.get())? {
        Some(l) => l,
        None => {
            let l = crate::list::new(Vec::new());
            d.insert(names::NOTES.get().clone(), l.clone())?;
            l
        }
    };
    crate::ops::call_method(&list, "append", &[a[1].clone()])?;
    Ok(Value::none())
}

fn reduce(a: &[Value]) -> Result<Value> {
    let e = this(&a[0])?;
    Ok(crate::tuple::new(vec![a[0].ty().value(), e.args().clone()]))
}

fn repr(v: &Value) -> Result<Value> {
    let e = this(v)?;
    let mut b = crate::str::Builder::new();
    b.push_str(v.ty().name);
    match e.arg_count() {
        1 => {
            b.push_str("(");
            b.push_value(&crate::ops::repr(&e.arg(0).unwrap_or_else(Value::none))?);
            b.push_str(")");
        }
        _ => b.push_value(&crate::ops::repr(e.args())?),
    }
    Ok(b.finish())
}

fn str(v: &Value) -> Result<Value> {
    let e = this(v)?;
    let ty = v.ty();
    if ty.is_subtype(&KEY_ERROR) && e.arg_count() == 1 {
        return crate::ops::repr(&e.arg(0).unwrap_or_else(Value::none));
    }
    if ty.is_subtype(&OS_ERROR)
        && let Some(s) = oserror::text(e)?
    {
        return Ok(s);
    }
    if ty.is_subtype(&IMPORT_ERROR)
        && let Some(m) = e.extra("msg")
        && m.is_exact(&crate::str::STR)
    {
        return Ok(m);
    }
    if ty.is_subtype(&UNICODE_ERROR)
        && let Some(s) = unicode_text(e)?
    {
        return Ok(s);
    }
    if ty.is_subtype(&SYNTAX_ERROR)
        && let Some(s) = syntax_text(e)?
    {
        return Ok(s);
    }
    if is_group(ty)
        && let (Some(m), Some(list)) = (e.extra("message"), e.extra("exceptions"))
    {
        let n = crate::ops::len(&list)?;
        let s = if n == 1 { "" } else { "s" };
        return Ok(crate::str::from_string(text!(
            crate::ops::text_of(&m), " (", crate::ops::dec(n as i64), " sub-exception", s, ")"
        )));
    }
    match e.arg_count() {
        0 => Ok(crate::str::new("")),
        1 => crate::ops::str(&e.arg(0).unwrap_or_else(Value::none)),
        _ => crate::ops::str(e.args()),
    }
}

/// `'utf-8' codec can't decode byte 0xff in position 0: invalid start byte`.
fn unicode_text(e: &ExceptionObj) -> Result<Option<Value>> {
    let ty = e.header.ty.get();
    let decode = ty.is_subtype(&UNICODE_DECODE_ERROR);
    let encode = ty.is_subtype(&UNICODE_ENCODE_ERROR);
    if !decode && !encode && !ty.is_subtype(&UNICODE_TRANSLATE_ERROR) {
        return Ok(None);
    }
    let (Some(object), Some(start), Some(end), Some(reason)) =
        (e.extra("object"), e.extra("start"), e.extra("end"), e.extra("reason"))
    else {
        return Ok(Some(crate::str::new("")));
    };
    let (start, end) = (start.as_small().unwrap_or(0), end.as_small().unwrap_or(0));
    let reason = crate::ops::str(&reason)?;
    let mut s = String::new();
    if decode || encode {
        let encoding = crate::ops::str(&e.extra("encoding").unwrap_or_else(Value::none))?;
        s.push_str(&text!("'", crate::ops::text_of(&encoding), "' codec "));
    }
    s.push_str(if decode {
        "can't decode "
    } else if encode {
        "can't encode "
    } else {
        "can't translate "
    });
    if end == start + 1 {
        let unit = crate::ops::getitem(&object, &Value::int(start))?;
        if decode {
            s.push_str("byte 0x");
            let b = unit.as_small().unwrap_or(0) as usize;
            s.push(char::from(b"0123456789abcdef"[b >> 4 & 15]));
            s.push(char::from(b"0123456789abcdef"[b & 15]));
        } else {
            let code = unit.downcast::<StrObj>().map_or(0, |c| c.char_at(0));
            s.push_str("character '\\");
            let (letter, width) = match code {
                0..=0xff => ('x', 2),
                0x100..=0xffff => ('u', 4),
                _ => ('U', 8),
            };
            s.push(letter);
            for i in (0..width).rev() {
                s.push(char::from(b"0123456789abcdef"[(code >> (4 * i) & 15) as usize]));
            }
            s.push('\'');
        }
        s.push_str(&text!(" in position ", crate::ops::dec(start)));
    } else {
        s.push_str(if decode { "bytes" } else { "characters" });
        s.push_str(&text!(" in position ", crate::ops::dec(start), "-", crate::ops::dec(end - 1)));
    }
    s.push_str(": ");
    s.push_str(&crate::ops::text_of(&reason));
    Ok(Some(crate::str::from_string(s)))
}

fn syntax_text(e: &ExceptionObj) -> Result<Option<Value>> {
    let Some(msg) = e.extra("msg") else { return Ok(None) };
    let msg = crate::ops::str(&msg)?;
    let file = e.extra("filename").filter(|f| f.downcast::<StrObj>().is_some());
    let line = e.extra("lineno").and_then(|l| l.as_small());
    let mut s = crate::ops::text_of(&msg).into_owned();
    let base = file.map(|f| {
        let path = crate::ops::text_of(&f).into_owned();
        path.rsplit('/').next().unwrap_or("").to_owned()
    });
    match (base, line) {
        (Some(f), Some(l)) => s.push_str(&text!(" (", f, ", line ", crate::ops::dec(l), ")")),
        (Some(f), None) => s.push_str(&text!(" (", f, ")")),
        (None, Some(l)) => s.push_str(&text!(" (line ", crate::ops::dec(l), ")")),
        (None, None) => {}
    }
    Ok(Some(crate::str::from_string(s)))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let e = this(v)?;
    let or_none = |v: Option<Value>| Ok(Some(v.unwrap_or_else(Value::none)));
    match name {
        "args" => return Ok(Some(e.args().clone())),
        "__cause__" => return or_none(e.cause()),
        "__context__" => return or_none(e.context()),
        "__suppress_context__" => return Ok(Some(Value::bool(e.suppress_context.get()))),
        "__traceback__" => return Ok(Some(traceback::object_of(e))),
        "__dict__" => return Ok(crate::class::instance::full_dict(v)),
        _ => {}
    }
    if e.dict.get() != 0 {
        let found = match crate::class::dict_word(&e.dict).downcast::<crate::dict::DictObj>() {
            Some(d) => d.get(&intern(name))?,
            None => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    if members(v.ty()).contains(&name) {
        if let Some(x) = e.extra(name) {
            return Ok(Some(x));
        }
        return Ok(match name {
            "value" => Some(e.arg(0).unwrap_or_else(Value::none)),
            "code" => Some(match e.arg_count() {
                0 => Value::none(),
                1 => e.arg(0).unwrap_or_else(Value::none),
                _ => e.args().clone(),
            }),
            "winerror" => None,
            _ => Some(Value::none()),
        });
    }
    if name == "characters_written" && v.ty().is_subtype(&BLOCKING_IO_ERROR) {
        return raise(&ATTRIBUTE_ERROR, "characters_written");
    }
    Ok(None)
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    let e = this(v)?;
    let opt = |v: &Value| (!v.is_none()).then(|| v.clone());
    let is_exception = |x: &Value| x.is_none() || x.downcast::<ExceptionObj>().is_some();
    match (name, value) {
        ("args", Some(x)) => e.set_args(crate::tuple::from_iterable(x)?),
        ("__cause__", Some(x)) if is_exception(x) => e.set_cause(opt(x)),
        ("__context__", Some(x)) if is_exception(x) => e.set_context(opt(x)),
        ("__cause__", Some(_)) => return type_error("exception cause must be None or derive from BaseException"),
        ("__context__", Some(_)) => return type_error("exception context must be None or derive from BaseException"),
        ("__suppress_context__", Some(x)) => e.suppress_context.set(crate::ops::truth(x)?),
        ("__traceback__", Some(x)) => traceback::set_object(e, x)?,
        ("args" | "__cause__" | "__context__" | "__traceback__", None) => {
            return type_error(text!(name, " may not be deleted"));
        }
        _ => {
            if let Some(m) = members(v.ty()).iter().find(|m| **m == name) {
                e.set_extra(m, value.cloned().unwrap_or_else(Value::none));
                return Ok(true);
            }
            let dict = crate::class::dict_word(&e.dict);
            let Some(d) = dict.downcast::<crate::dict::DictObj>() else { return Ok(false) };
            match value {
                Some(x) => d.insert(intern(name), x.clone())?,
                None => {
                    if d.remove(&intern(name))?.is_none() {
                        return Ok(false);
                    }
                }
            }
        }
    }
    Ok(true)
}
