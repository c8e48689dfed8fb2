//! Binding of arguments to the parameters of natives, with CPython's error messages.

use std::mem::MaybeUninit;

use super::signature::{Kind, Role, Signature};
use super::{Native, NativeFn};
use crate::error::{Result, type_error};
use crate::ops::{dec, text_of};
use crate::text;
use crate::value::Value;

const INLINE: usize = 12;

/// Argument words on their way to a callee: borrowed, without touching the counts, on the stack where they are few.
pub struct ArgBuf {
    inline: [MaybeUninit<u64>; INLINE],
    spill: Vec<u64>,
    len: usize,
    /// Values made for this call (`*args` tuple, `**kwargs` dict).
    owned: Vec<Value>,
}

impl ArgBuf {
    /// A buffer for `n` words, all unset (0).
    #[inline]
    pub fn new(n: usize) -> ArgBuf {
        let mut b = ArgBuf { inline: [const { MaybeUninit::uninit() }; INLINE], spill: Vec::new(), len: n, owned: Vec::new() };
        if n > INLINE {
            b.spill = vec![0; n];
        } else {
            for w in &mut b.inline[..n] {
                w.write(0);
            }
        }
        b
    }

    #[inline]
    fn words(&mut self) -> &mut [u64] {
        if self.len > INLINE {
            return &mut self.spill;
        }
        // SAFETY: the first `len` words were written by `new`.
        unsafe { std::slice::from_raw_parts_mut(self.inline.as_mut_ptr() as *mut u64, self.len) }
    }

    /// Puts a value that outlives the buffer's use.
    #[inline]
    pub fn set(&mut self, i: usize, v: &Value) {
        self.words()[i] = v.bits();
    }

    #[inline]
    pub fn is_set(&mut self, i: usize) -> bool {
        self.words()[i] != 0
    }

    /// Puts a value that the buffer keeps alive.
    pub fn set_owned(&mut self, i: usize, v: Value) {
        self.words()[i] = v.bits();
        self.owned.push(v);
    }

    /// The arguments; every word must be set.
    #[inline]
    pub fn values(&mut self) -> &[Value] {
        debug_assert!(self.words().iter().all(|w| *w != 0));
        let words = self.words();
        // SAFETY: a Value is one non-zero word; the slice borrows, nothing is dropped.
        unsafe { std::slice::from_raw_parts(words.as_ptr() as *const Value, words.len()) }
    }

    #[inline]
    pub fn as_ptr(&mut self) -> *const u64 {
        self.words().as_ptr()
    }
}

/// Calls a native whose arguments are all bound.
#[inline]
pub fn call_record(native: &'static Native, args: &[Value]) -> Result<Value> {
    (native.func())(args)
}

/// Calls `func` with `first` (if any), `args` and `kwargs` bound to the signature.
pub fn call_bound(
    name: &dyn Fn() -> Names,
    sig: &'static Signature,
    func: NativeFn,
    first: Option<&Value>,
    args: &[Value],
    kwargs: &[(Value, Value)],
) -> Result<Value> {
    let skip = usize::from(first.is_some());
    let given = args.len() + skip;
    if kwargs.is_empty() && sig.simple && given <= sig.params.len() && given >= sig.required {
        if skip == 0 && given == sig.params.len() {
            return func(args);
        }
        let n = sig.params.len();
        if n <= SMALL {
            let mut words = [0u64; SMALL];
            fill(&mut words[..n], sig, first, args);
            // SAFETY: the first `n` words are borrowed values, each one non-zero word; nothing is dropped.
            return func(unsafe { std::slice::from_raw_parts(words.as_ptr() as *const Value, n) });
        }
    }
    if kwargs.is_empty() && given >= sig.required && sig.params.len() <= SMALL && !sig.forwards
        && let Some(r) = bind_rest(sig, func, first, args)
    {
        return r;
    }
    bind_slow(name, sig, func, first, args, kwargs)
}

/// A call by position of a native with `*args`; `None` where it has none.
fn bind_rest(sig: &'static Signature, func: NativeFn, first: Option<&Value>, args: &[Value]) -> Option<Result<Value>> {
    let rest = sig.params.iter().position(|p| p.kind == Kind::Rest)?;
    let mut words = [0u64; SMALL];
    let own = rest - usize::from(first.is_some()).min(rest);
    if args.len() < own || (first.is_some() && rest == 0) {
        return None;
    }
    let (positional, extra) = args.split_at(own);
    let tuple = crate::tuple::from_slice(extra);
    let mut dict = None;
    for (word, p) in words.iter_mut().zip(&sig.params) {
        *word = match (p.kind, &p.default) {
            (Kind::Rest, _) => tuple.bits(),
            (Kind::Keywords, _) => dict.insert(crate::dict::new()).bits(),
            (_, Some(d)) => d.bits(),
            (_, None) => 0,
        };
    }
    let mut at = 0;
    if let Some(f) = first {
        words[0] = f.bits();
        at = 1;
    }
    for v in positional {
        words[at] = v.bits();
        at += 1;
    }
    let words = &words[..sig.params.len()];
    if words.contains(&0) {
        return None;
    }
    // SAFETY: borrowed values, each one non-zero word; tuple and dict live until the call is over.
    Some(func(unsafe { std::slice::from_raw_parts(words.as_ptr() as *const Value, words.len()) }))
}

/// Parameters of a call that needs no buffer beyond a few words.
pub const SMALL: usize = 6;

/// Positional arguments and the defaults of the rest.
#[inline(always)]
fn fill(words: &mut [u64], sig: &'static Signature, first: Option<&Value>, args: &[Value]) {
    let mut at = 0;
    if let Some(f) = first {
        words[0] = f.bits();
        at = 1;
    }
    for v in args {
        words[at] = v.bits();
        at += 1;
    }
    for (word, p) in words.iter_mut().zip(&sig.params).skip(at) {
        if let Some(d) = &p.default {
            *word = d.bits();
        }
    }
}

/// How messages name the native.
pub struct Names {
    /// `append`
    pub short: String,
    /// `list.append`
    pub long: String,
}

#[cold]
fn bind_slow(
    name: &dyn Fn() -> Names,
    sig: &'static Signature,
    func: NativeFn,
    first: Option<&Value>,
    args: &[Value],
    kwargs: &[(Value, Value)],
) -> Result<Value> {
    let all: Vec<&Value> = first.into_iter().chain(args).collect();
    let hidden = usize::from(sig.role != Role::Plain);
    let rest = sig.params.iter().position(|p| p.kind == Kind::Rest);
    let keywords = sig.params.iter().position(|p| p.kind == Kind::Keywords);
    if !kwargs.is_empty() && sig.no_keywords {
        return type_error(text!(name().long, "() takes no keyword arguments"));
    }
    let forwards = sig.forwards;
    if forwards && all.len() != sig.positional {
        return type_error(text!("sorted expected 1 argument, got ", dec(all.len() as i64)));
    }
    if sig.no_keywords {
        if rest.is_none() && (all.len() > sig.positional || all.len() < sig.required) {
            return count_error(&name(), sig, hidden, all.len());
        }
        if rest.is_some() && all.len() < sig.required {
            return count_error(&name(), sig, hidden, all.len());
        }
    } else if rest.is_none() && keywords.is_none() && all.len() + kwargs.len() > sig.params.len() {
        let max = sig.params.len() - hidden;
        let given = all.len() + kwargs.len() - hidden;
        let required = sig.params.iter().filter(|p| p.default.is_none()).count() - hidden;
        let how = if max == 0 { "no" } else if required < max { "at most" } else { "exactly" };
        let kind = if all.len() == hidden { "keyword " } else { "" };
        let count = if max == 0 { String::new() } else { text!(dec(max as i64), " ") };
        return type_error(text!(
            name().short, "() takes ", how, " ", count, kind, "argument", plural(max), " (", dec(given as i64), " given)"
        ));
    }
    if rest.is_none() && all.len() > sig.positional {
        let max = sig.positional - hidden;
        let how = match max {
            0 => "no positional arguments".to_owned(),
            _ => {
                let how = if sig.required < sig.positional { "at most " } else { "exactly " };
                text!(how, dec(max as i64), " positional argument", plural(max), " (", dec((all.len() - hidden) as i64), " given)")
            }
        };
        return type_error(text!(name().short, "() takes ", how));
    }
    let mut buf = ArgBuf::new(sig.params.len());
    for (i, v) in all.iter().take(sig.positional).enumerate() {
        buf.set(i, v);
    }
    if let Some(r) = rest {
        let items = all.iter().skip(sig.positional).map(|v| Value::clone(v)).collect();
        buf.set_owned(r, crate::tuple::new(items));
    }
    let extra = keywords.map(|k| (k, crate::dict::new()));
    for (k, v) in kwargs {
        let key = text_of(k);
        let at = sig.params.iter().position(|p| p.name == key && matches!(p.kind, Kind::Either | Kind::KeywordOnly));
        match at {
            Some(i) if buf.is_set(i) => {
                return type_error(text!(
                    "argument for ", name().short, "() given by name ('", key, "') and position (", dec((i + 1 - hidden) as i64), ")"
                ));
            }
            Some(i) => buf.set(i, v),
            None => match &extra {
                Some((_, d)) => {
                    if let Some(d) = d.downcast::<crate::dict::DictObj>() {
                        d.insert(k.clone(), v.clone())?;
                    }
                }
                None => {
                    let short = if forwards { "sort".to_owned() } else { name().short };
                    return type_error(text!("'", key, "' is an invalid keyword argument for ", short, "()"));
                }
            },
        }
    }
    if let Some((k, d)) = extra {
        buf.set_owned(k, d);
    }
    for (i, p) in sig.params.iter().enumerate() {
        if buf.is_set(i) {
            continue;
        }
        match &p.default {
            Some(d) => buf.set(i, d),
            None => {
                return type_error(text!(
                    name().short, "() missing required argument '", p.name, "' (pos ", dec((i + 1 - hidden) as i64), ")"
                ));
            }
        }
    }
    func(buf.values())
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Wrong number of arguments for a native that takes none by name.
fn count_error<T>(name: &Names, sig: &Signature, hidden: usize, given: usize) -> Result<T> {
    if given < hidden {
        return type_error(text!("unbound method ", name.long, "() needs an argument"));
    }
    let (min, max, given) = (sig.required - hidden, sig.positional - hidden, given - hidden);
    if max == 0 {
        return type_error(text!(name.long, "() takes no arguments (", dec(given as i64), " given)"));
    }
    if min == 1 && max == 1 && sig.simple {
        return type_error(text!(name.long, "() takes exactly one argument (", dec(given as i64), " given)"));
    }
    // The search methods of str and bytes parse their arguments in CPython's older way.
    if max == 3 && matches!(sig.params[hidden].name, "sub" | "prefix" | "suffix") {
        let (how, n) = if given < min { ("least ", min) } else { ("most ", max) };
        return type_error(text!(
            name.short, "() takes at ", how, dec(n as i64), " argument", plural(n), " (", dec(given as i64), " given)"
        ));
    }
    let (how, n) = if min == max && sig.simple {
        ("", min)
    } else if given < min {
        ("at least ", min)
    } else {
        ("at most ", max)
    };
    type_error(text!(name.short, " expected ", how, dec(n as i64), " argument", plural(n), ", got ", dec(given as i64)))
}
