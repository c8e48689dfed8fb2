//! Traceback objects and the text of an exception with its traceback and causes.
//!
//! The line of a [`TraceEntry`] holds the line in its low 32 bits and, where known, the columns of the failing expression:
//! bits 32..48 the first column plus one, bits 48..64 the end column plus one (0xFFFF: to the end of the line), both in
//! characters; zero = no marker line.

use super::*;
use crate::error::raise;
use crate::native::Natives;
use crate::ops::{dec, text_of};
use crate::state::names;
use crate::text;
use crate::types::Slots;
use pyaot_abi::layout::{FLAG_HIDDEN, StrRef};

/// `e.__traceback__`.
#[repr(C)]
pub struct TracebackObj {
    pub header: Header,
    /// Innermost frame first.
    entries: UnsafeCell<Vec<TraceEntry>>,
}

// SAFETY: repr(C), header first. The layout is shared (`Other`): `this` checks the type itself.
unsafe impl Object for TracebackObj {
    const LAYOUT: Layout = Layout::Other;
}

pub static TRACEBACK: TypeObj = TypeObj::native(
    "traceback",
    Layout::Other,
    Slots { getattr: Some(getattr), drop: Some(drop_traceback), ..Slots::EMPTY },
    NO_METHODS,
);
static NO_METHODS: Natives = &[];

/// A frame seen through a traceback: file, function and line only.
#[repr(C)]
pub struct FrameObj {
    pub header: Header,
    entry: TraceEntry,
}

// SAFETY: repr(C), header first. The layout is shared: the type is checked.
unsafe impl Object for FrameObj {
    const LAYOUT: Layout = Layout::Other;
}

pub static FRAME: TypeObj =
    TypeObj::native("frame", Layout::Other, Slots { getattr: Some(frame_getattr), ..Slots::EMPTY }, FRAME_METHODS);
const FRAME_METHODS: crate::native::Natives = crate::natives!["clear(self, /) -> None" => |_: &[Value]| Ok(Value::none())];
pub static CODE: TypeObj =
    TypeObj::native("code", Layout::Other, Slots { getattr: Some(code_getattr), ..Slots::EMPTY }, NO_METHODS);

unsafe fn drop_traceback(h: *mut Header) {
    // SAFETY: called once on an unreachable traceback.
    unsafe { std::ptr::drop_in_place(h as *mut TracebackObj) }
}

fn new_traceback(entries: Vec<TraceEntry>) -> Value {
    crate::heap::new_object(&TRACEBACK, |header| TracebackObj { header, entries: UnsafeCell::new(entries) })
}

/// What a traceback tells, innermost first; `None` for other objects.
pub fn entries(v: &Value) -> Option<&[TraceEntry]> {
    if !v.is_exact(&TRACEBACK) {
        return None;
    }
    // SAFETY: the type was checked; entries never change after construction.
    Some(unsafe { &*v.cast::<TracebackObj>().entries.get() })
}

/// The traceback object of an exception, or None.
pub fn object_of(e: &ExceptionObj) -> Value {
    if e.trace().is_empty() { Value::none() } else { new_traceback(e.trace().to_vec()) }
}

pub fn set_object(e: &ExceptionObj, tb: &Value) -> Result<()> {
    if tb.is_none() {
        e.set_trace(Vec::new());
        return Ok(());
    }
    match entries(tb) {
        Some(list) => {
            e.set_trace(list.to_vec());
            Ok(())
        }
        None => type_error("__traceback__ must be a traceback or None"),
    }
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(list) = entries(v) else { return Ok(None) };
    let Some(last) = list.last() else { return Ok(None) };
    Ok(match name {
        "tb_lineno" => Some(Value::int(line_of(last))),
        "tb_next" => {
            Some(if list.len() > 1 { new_traceback(list[..list.len() - 1].to_vec()) } else { Value::none() })
        }
        "tb_frame" => Some(new_frame(*last, &FRAME)),
        "tb_lasti" => Some(Value::int(0)),
        _ => None,
    })
}

fn new_frame(entry: TraceEntry, ty: &'static TypeObj) -> Value {
    crate::heap::new_object(ty, |header| FrameObj { header, entry })
}

fn frame_entry(v: &Value) -> Option<TraceEntry> {
    if v.is_exact(&FRAME) || v.is_exact(&CODE) {
        // SAFETY: both types are only made by new_frame.
        return Some(unsafe { v.cast::<FrameObj>() }.entry);
    }
    None
}

fn frame_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(entry) = frame_entry(v) else { return Ok(None) };
    Ok(match name {
        "f_code" => Some(new_frame(entry, &CODE)),
        "f_lineno" => Some(Value::int(line_of(&entry))),
        "f_back" => Some(Value::none()),
        "f_locals" | "f_globals" => Some(crate::dict::new()),
        _ => None,
    })
}

fn code_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(entry) = frame_entry(v) else { return Ok(None) };
    // SAFETY: frame descriptors are static data of the program.
    let frame = unsafe { &*entry.frame };
    Ok(match name {
        "co_name" | "co_qualname" => Some(crate::str::new(str_of(&frame.function))),
        "co_filename" => Some(crate::str::new(str_of(&frame.file))),
        "co_firstlineno" => Some(Value::int(line_of(&entry))),
        _ => None,
    })
}

/// Text in static data of the program.
pub fn str_of(s: &StrRef) -> &'static str {
    if s.ptr.is_null() {
        return "";
    }
    // SAFETY: the compiler writes valid UTF-8 that lives as long as the program.
    unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(s.ptr, s.len as usize)) }
}

fn line_of(e: &TraceEntry) -> i64 {
    e.line & 0xFFFF_FFFF
}

/// One line of a file, read when a traceback needs it.
fn source_line<'a>(cache: &mut Vec<(&'a str, Vec<String>)>, file: &'a str, line: i64) -> Option<String> {
    if line < 1 {
        return None;
    }
    if !cache.iter().any(|(f, _)| *f == file) {
        let lines = match std::fs::read(file) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect(),
            Err(_) => Vec::new(),
        };
        cache.push((file, lines));
    }
    cache.iter().find(|(f, _)| *f == file)?.1.get(line as usize - 1).cloned()
}

/// One line of a source file, without the blanks around it.
pub fn source_text(file: &str, line: i64) -> Option<String> {
    source_line(&mut Vec::new(), file, line).map(|l| l.trim().to_owned())
}

/// `Traceback (most recent call last):` … the exception's last line, with causes and contexts before it.
pub fn format_exception(exc: &Value) -> String {
    let mut out = String::new();
    let mut cache = Vec::new();
    // The chain, innermost (printed first) last. Each exception is printed once.
    let mut chain: Vec<(Value, &'static str)> = vec![(exc.clone(), "")];
    while let Some(e) = chain.last().and_then(|(last, _)| last.downcast::<ExceptionObj>()) {
        let (next, text) = if let Some(cause) = e.cause() {
            (cause, "\nThe above exception was the direct cause of the following exception:\n\n")
        } else if let Some(context) = e.context()
            && !e.suppress_context.get()
        {
            (context, "\nDuring handling of the above exception, another exception occurred:\n\n")
        } else {
            break;
        };
        if chain.iter().any(|(v, _)| v.is(&next)) {
            break;
        }
        if let Some(l) = chain.last_mut() {
            l.1 = text;
        }
        chain.push((next, ""));
    }
    for (exc, joint) in chain.iter().rev() {
        out.push_str(joint);
        format_one(&mut out, &mut cache, exc);
    }
    out
}

fn format_one(out: &mut String, cache: &mut Vec<(&'static str, Vec<String>)>, exc: &Value) {
    let Some(e) = exc.downcast::<ExceptionObj>() else { return };
    if !e.trace().is_empty() {
        out.push_str("Traceback (most recent call last):\n");
        let missing = exc.ty().is_subtype(&ATTRIBUTE_ERROR).then(|| e.extra("name")).flatten();
        let missing = missing.map(|n| text_of(&n).into_owned());
        format_entries(out, cache, e.trace(), missing.as_deref());
    }
    format_syntax(out, cache, exc, e);
    out.push_str(&exception_only(exc));
}

/// The frames of a traceback, outermost first.
///
/// `missing`: the name in an AttributeError, whose innermost frame may be at a method call that did not get to the call.
pub fn format_entries(out: &mut String, cache: &mut Vec<(&'static str, Vec<String>)>, trace: &[TraceEntry], missing: Option<&str>) {
    let mut last: Option<(*const u8, *const u8, i64)> = None;
    let mut count = 0u64;
    let repeated = |out: &mut String, count: u64| {
        if count > 3 {
            let n = count - 3;
            out.push_str("  [Previous line repeated ");
            out.push_str(&dec(n as i64));
            out.push_str(if n == 1 { " more time]\n" } else { " more times]\n" });
        }
    };
    for entry in trace.iter().rev() {
        // SAFETY: frame descriptors are static data of the program.
        let frame = unsafe { &*entry.frame };
        if frame.flags & u64::from(FLAG_HIDDEN) != 0 {
            continue;
        }
        let key = (frame.file.ptr, frame.function.ptr, line_of(entry));
        if last == Some(key) {
            count += 1;
        } else {
            repeated(out, count);
            last = Some(key);
            count = 1;
        }
        if count <= 3 {
            let innermost = std::ptr::eq(entry, &trace[0]);
            format_entry(out, cache, frame, entry, missing.filter(|_| innermost));
        }
    }
    repeated(out, count);
}

fn format_entry(
    out: &mut String,
    cache: &mut Vec<(&'static str, Vec<String>)>,
    frame: &pyaot_abi::layout::FrameDesc,
    entry: &TraceEntry,
    missing: Option<&str>,
) {
    let file = str_of(&frame.file);
    let line = line_of(entry);
    out.push_str(&text!("  File \"", file, "\", line ", dec(line), ", in ", str_of(&frame.function), "\n"));
    let Some(source) = source_line(cache, file, line) else { return };
    let trimmed = source.trim();
    if trimmed.is_empty() {
        return;
    }
    out.push_str(&text!("    ", trimmed, "\n"));
    let first = (entry.line >> 32 & 0xFFFF) as usize;
    let end = (entry.line >> 48 & 0xFFFF) as usize;
    if first == 0 || end == 0 {
        return;
    }
    let indent = source.chars().take_while(|c| c.is_whitespace()).count();
    let length = trimmed.chars().count();
    let start = (first - 1).saturating_sub(indent).min(length);
    let stop = if end == 0xFFFF { length } else { (end - 1).saturating_sub(indent).min(length) };
    if stop <= start {
        return;
    }
    let mut segment: Vec<char> = trimmed.chars().skip(start).take(stop - start).collect();
    if let Some(n) = missing.and_then(|name| method_end(&segment, name)) {
        segment.truncate(n);
    }
    let points = if end == 0xFFFF { None } else { anchors(&segment) };
    // CPython leaves the marker out when it would underline the whole line.
    if points.is_none() && segment.len() == length {
        return;
    }
    out.push_str("    ");
    for _ in 0..start {
        out.push(' ');
    }
    match points {
        Some((from, to)) => {
            for i in 0..segment.len() {
                out.push(if (from..to).contains(&i) { '^' } else { '~' });
            }
        }
        _ => {
            for _ in 0..segment.len() {
                out.push('^');
            }
        }
    }
    out.push('\n');
}

/// `x.name` of a method call `x.name(…)`, whose attribute was not found: the length of that part.
fn method_end(s: &[char], name: &str) -> Option<usize> {
    if s.last() != Some(&')') {
        return None;
    }
    let mut depth = 0;
    let mut i = 0;
    let mut open = 0;
    while i < s.len() {
        match s[i] {
            '\'' | '"' => {
                i = skip_string(s, i);
                continue;
            }
            '(' | '[' | '{' => {
                if depth == 0 {
                    open = i;
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        i += 1;
    }
    let before: String = s[..open].iter().collect();
    (s[open] == '(' && before.trim_end().ends_with(&text!(".", name))).then(|| before.trim_end().chars().count())
}

/// Where CPython points inside a binary operation (its operator) or a subscription (its brackets); `None` for other
/// expressions, which are underlined as a whole.
fn anchors(s: &[char]) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut i = 0;
    // The operator of lowest precedence outside brackets: (precedence, start, end).
    let mut best: Option<(u8, usize, usize)> = None;
    let mut bracket = None;
    let mut operand = false;
    let mut calls = false;
    while i < s.len() {
        let c = s[i];
        match c {
            '\'' | '"' => {
                i = skip_string(s, i);
                if depth == 0 {
                    operand = true;
                    bracket = None;
                    calls = false;
                }
                continue;
            }
            '(' | '[' | '{' => {
                if depth == 0 {
                    bracket = (c == '[' && operand).then_some(i);
                    calls = c == '(' && operand;
                }
                depth += 1;
                operand = false;
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                operand = true;
            }
            _ if depth > 0 || c.is_whitespace() => {}
            _ if c.is_alphanumeric() || c == '_' => {
                let from = i;
                while i < s.len() && (s[i].is_alphanumeric() || s[i] == '_' || s[i] == '.') {
                    i += 1;
                }
                let word: String = s[from..i].iter().collect();
                // Keyword operators: not a binary operation in the sense of the grammar.
                if ["and", "or", "not", "in", "is", "if", "else", "lambda", "await", "yield", "for"].contains(&word.as_str()) {
                    return None;
                }
                operand = true;
                bracket = None;
                calls = false;
                continue;
            }
            '.' => {
                operand = true;
                bracket = None;
                calls = false;
            }
            ',' | ':' | '=' | '<' | '>' | '!' if !matches!((c, s.get(i + 1)), ('<', Some('<')) | ('>', Some('>'))) => {
                return None;
            }
            _ => {
                let two = s.get(i + 1) == Some(&c) && matches!(c, '*' | '/' | '<' | '>');
                let width = if two { 2 } else { 1 };
                if operand {
                    let precedence = match (c, two) {
                        ('|', _) => 1,
                        ('^', _) => 2,
                        ('&', _) => 3,
                        ('<' | '>', _) => 4,
                        ('+' | '-', _) => 5,
                        ('*', true) => 8,
                        ('*' | '/' | '%' | '@', _) => 6,
                        _ => return None,
                    };
                    let lower = match best {
                        Some((p, ..)) => precedence < p || (precedence == p && precedence != 8),
                        None => true,
                    };
                    if lower {
                        best = Some((precedence, i, i + width));
                    }
                }
                operand = false;
                bracket = None;
                calls = false;
                i += width;
                continue;
            }
        }
        i += 1;
    }
    if let Some((_, from, to)) = best {
        return Some((from, to));
    }
    match bracket {
        Some(from) if !calls && s.last() == Some(&']') => Some((from, s.len())),
        _ => None,
    }
}

fn skip_string(s: &[char], start: usize) -> usize {
    let quote = s[start];
    let triple = s.get(start + 1) == Some(&quote) && s.get(start + 2) == Some(&quote);
    let mut i = start + if triple { 3 } else { 1 };
    while i < s.len() {
        if s[i] == '\\' {
            i += 2;
        } else if s[i] == quote && (!triple || (s.get(i + 1) == Some(&quote) && s.get(i + 2) == Some(&quote))) {
            return i + if triple { 3 } else { 1 };
        } else {
            i += 1;
        }
    }
    s.len()
}

/// The place in the source that a SyntaxError speaks of.
fn format_syntax(out: &mut String, cache: &mut Vec<(&'static str, Vec<String>)>, exc: &Value, e: &ExceptionObj) {
    let _ = cache;
    if !exc.ty().is_subtype(&SYNTAX_ERROR) {
        return;
    }
    let (Some(file), Some(line)) = (e.extra("filename"), e.extra("lineno").and_then(|l| l.as_small())) else { return };
    let file = if file.is_none() { "<string>".to_owned() } else { text_of(&file).into_owned() };
    out.push_str(&text!("  File \"", file, "\", line ", dec(line), "\n"));
    let Some(source) = e.extra("text").filter(|t| !t.is_none()) else { return };
    let source = text_of(&source).into_owned();
    let trimmed = source.trim();
    out.push_str(&text!("    ", trimmed, "\n"));
    if let Some(offset) = e.extra("offset").and_then(|o| o.as_small()) {
        let indent = source.chars().take_while(|c| c.is_whitespace()).count() as i64;
        let start = (offset - 1 - indent).max(0);
        let end = e.extra("end_offset").and_then(|o| o.as_small()).unwrap_or(0) - 1 - indent;
        out.push_str("    ");
        for _ in 0..start {
            out.push(' ');
        }
        for _ in 0..(end - start).max(1) {
            out.push('^');
        }
        out.push('\n');
    }
}

/// The class as tracebacks name it: with its module unless that is builtins or the program itself.
pub fn class_name(ty: &'static TypeObj) -> String {
    let module = crate::class::module_name(ty);
    let name = crate::class::qualname(ty);
    if module.is_empty() || module == "builtins" || module == "__main__" {
        name
    } else {
        text!(module, ".", name)
    }
}

/// `ValueError: message` and the notes.
pub fn exception_only(exc: &Value) -> String {
    let mut s = class_name(exc.ty());
    let message = if exc.ty().is_subtype(&SYNTAX_ERROR) {
        exc.downcast::<ExceptionObj>()
            .and_then(|e| e.extra("msg"))
            .filter(|m| !m.is_none())
            .map_or_else(|| "<no detail available>".to_owned(), |m| text_of(&m).into_owned())
    } else {
        message_of(exc)
    };
    if !message.is_empty() {
        s.push_str(": ");
        s.push_str(&message);
    }
    if let Some(hint) = super::suggest::hint(exc) {
        s.push_str(&hint);
    }
    s.push('\n');
    if let Some(e) = exc.downcast::<ExceptionObj>()
        && e.dict.get() != 0
        && let Some(d) = crate::class::dict_word(&e.dict).downcast::<crate::dict::DictObj>()
        && let Ok(Some(notes)) = d.get(names::NOTES.get())
        && let Ok(list) = crate::list::to_vec(&notes)
    {
        for note in list {
            if let Ok(t) = crate::ops::str(&note) {
                s.push_str(&text_of(&t));
                s.push('\n');
            }
        }
    }
    s
}

/// Raises SystemError for a broken invariant.
#[cold]
pub fn internal<T>(what: &str) -> Result<T> {
    raise(&SYSTEM_ERROR, what)
}
