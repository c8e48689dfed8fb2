//! Binding of arguments to the parameters of the program's functions, with CPython's error messages.

use super::{FunctionObj, param_names};
use crate::dict::DictObj;
use crate::error::{Result, type_error};
use crate::native::ArgBuf;
use crate::ops::{dec, text_of};
use crate::str::StrObj;
use crate::text;
use crate::tuple::TupleObj;
use crate::value::Value;
use pyaot_abi::layout::{FLAG_KWARG, FLAG_VARARG};

/// Calls `f` with `first` (if any), `args` and `kwargs`.
pub(super) fn call(f: &FunctionObj, first: Option<&Value>, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let d = f.desc();
    let (n_args, n_kwonly) = (d.n_args as usize, d.n_kwonly as usize);
    let named = n_args + n_kwonly;
    let vararg = d.flags & FLAG_VARARG != 0;
    let kwarg = d.flags & FLAG_KWARG != 0;
    let mut buf = ArgBuf::new(named + usize::from(vararg) + usize::from(kwarg));
    let skip = usize::from(first.is_some());
    let given = args.len() + skip;
    for (i, v) in first.into_iter().chain(args).take(n_args).enumerate() {
        buf.set(i, v);
    }
    if vararg {
        let rest = if given > n_args { &args[n_args.saturating_sub(skip)..] } else { &[] };
        // Where the object itself is one of the rest (`def f(*args)` as a method).
        let items = if skip > n_args {
            crate::tuple::new(first.into_iter().chain(rest).cloned().collect())
        } else {
            crate::tuple::from_slice(rest)
        };
        buf.set_owned(named, items);
    }
    let extra = kwarg.then(crate::dict::new);
    if !kwargs.is_empty() {
        bind_keywords(f, &mut buf, kwargs, extra.as_ref())?;
    }
    if given > n_args && !vararg {
        return too_many(f, &mut buf, given);
    }
    // Defaults and kwdefaults are read anew: the buffer borrows them from values that live until the call is over.
    let defaults = f.defaults();
    let kwdefaults = f.kwdefaults();
    if given < n_args {
        let tuple = defaults.downcast::<TupleObj>();
        let n_defaults = tuple.map_or(0, |t| t.items().len());
        let first_default = n_args.saturating_sub(n_defaults);
        for i in given..n_args {
            if buf.is_set(i) {
                continue;
            }
            match tuple {
                Some(t) if i >= first_default => buf.set(i, &t.items()[i - first_default + n_defaults.saturating_sub(n_args)]),
                _ => return missing_positional(f, &mut buf, first_default),
            }
        }
    }
    if n_kwonly > 0 {
        fill_keyword_only(f, &mut buf, &kwdefaults)?;
    }
    if let Some(dict) = extra {
        buf.set_owned(named + usize::from(vararg), dict);
    }
    // SAFETY: every parameter is bound; the values outlive the call.
    unsafe { f.enter(buf.as_ptr()) }
}

fn bind_keywords(f: &FunctionObj, buf: &mut ArgBuf, kwargs: &[(Value, Value)], extra: Option<&Value>) -> Result<()> {
    let d = f.desc();
    let named = d.n_args as usize + d.n_kwonly as usize;
    let posonly = d.n_posonly as usize;
    for (k, v) in kwargs {
        let Some(name) = k.downcast::<StrObj>() else { return type_error("keywords must be strings") };
        let at = param_names(d).take(named).enumerate().skip(posonly).find(|(_, p)| name.eq_str(p)).map(|(i, _)| i);
        match (at, extra) {
            (Some(i), _) => {
                if buf.is_set(i) {
                    return type_error(text!(f.qualname(), "() got multiple values for argument '", text_of(k), "'"));
                }
                buf.set(i, v);
            }
            (None, Some(dict)) => {
                if let Some(dict) = dict.downcast::<DictObj>() {
                    dict.insert(k.clone(), v.clone())?;
                }
            }
            (None, None) => return unexpected(f, kwargs, &text_of(k)),
        }
    }
    Ok(())
}

#[cold]
fn unexpected(f: &FunctionObj, kwargs: &[(Value, Value)], name: &str) -> Result<()> {
    let d = f.desc();
    let by_name: Vec<&str> = param_names(d)
        .take(d.n_posonly as usize)
        .filter(|p| kwargs.iter().any(|(k, _)| text_of(k) == *p))
        .collect();
    if !by_name.is_empty() {
        return type_error(text!(
            f.qualname(), "() got some positional-only arguments passed as keyword arguments: '", by_name.join(", "), "'"
        ));
    }
    type_error(text!(f.qualname(), "() got an unexpected keyword argument '", name, "'"))
}

fn fill_keyword_only(f: &FunctionObj, buf: &mut ArgBuf, kwdefaults: &Value) -> Result<()> {
    let d = f.desc();
    let n_args = d.n_args as usize;
    let mut missing = Vec::new();
    for (i, p) in param_names(d).enumerate().skip(n_args).take(d.n_kwonly as usize) {
        if buf.is_set(i) {
            continue;
        }
        match kwdefaults.downcast::<DictObj>().and_then(|k| k.get_str(p)) {
            Some(v) => buf.set_owned(i, v),
            None => missing.push(p),
        }
    }
    if missing.is_empty() { Ok(()) } else { report_missing(f, "keyword-only", &missing) }
}

#[cold]
fn missing_positional<T>(f: &FunctionObj, buf: &mut ArgBuf, first_default: usize) -> Result<T> {
    let names: Vec<&str> =
        param_names(f.desc()).enumerate().take(first_default).filter(|(i, _)| !buf.is_set(*i)).map(|(_, p)| p).collect();
    report_missing(f, "positional", &names)
}

fn report_missing<T>(f: &FunctionObj, kind: &str, names: &[&str]) -> Result<T> {
    let mut list = String::new();
    for (i, n) in names.iter().enumerate() {
        if i > 0 {
            list.push_str(match (names.len(), i + 1 == names.len()) {
                (2, _) => " and ",
                (_, true) => ", and ",
                _ => ", ",
            });
        }
        list.push_str(&text!("'", n, "'"));
    }
    let plural = if names.len() == 1 { "" } else { "s" };
    type_error(text!(
        f.qualname(), "() missing ", dec(names.len() as i64), " required ", kind, " argument", plural, ": ", list
    ))
}

#[cold]
fn too_many<T>(f: &FunctionObj, buf: &mut ArgBuf, given: usize) -> Result<T> {
    let d = f.desc();
    let n = d.n_args as usize;
    let defaults = f.defaults().downcast::<TupleObj>().map_or(0, |t| t.items().len());
    let kwonly = (n..n + d.n_kwonly as usize).filter(|i| buf.is_set(*i)).count();
    let (takes, plural) = if defaults > 0 {
        (text!("from ", dec((n - defaults.min(n)) as i64), " to ", dec(n as i64)), true)
    } else {
        (dec(n as i64), n != 1)
    };
    let extra = if kwonly > 0 {
        text!(
            " positional argument", if given == 1 { "" } else { "s" },
            " (and ", dec(kwonly as i64), " keyword-only argument", if kwonly == 1 { "" } else { "s" }, ")"
        )
    } else {
        String::new()
    };
    let verb = if given == 1 && kwonly == 0 { " was given" } else { " were given" };
    type_error(text!(
        f.qualname(), "() takes ", takes, " positional argument", if plural { "s" } else { "" },
        " but ", dec(given as i64), extra, verb
    ))
}
