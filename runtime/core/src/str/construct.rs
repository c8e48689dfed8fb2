//! `str(object, encoding, errors)`.

use super::{STR, StrObj, copy_as, empty, of};
use crate::codecs;
use crate::error::{Result, type_error};
use crate::types::TypeObj;
use crate::value::Value;
use crate::{bytes, ops};

/// Puts positional and keyword arguments of a constructor in order; absent ones are `None`.
pub(crate) fn arrange<const N: usize>(
    function: &str,
    names: [&str; N],
    args: &[Value],
    kw: &[(Value, Value)],
) -> Result<[Option<Value>; N]> {
    let given = args.len() + kw.len();
    if given > N {
        let what = if args.is_empty() { "keyword " } else { "" };
        let s = if N == 1 { "" } else { "s" };
        return type_error(format!("{function}() takes at most {N} {what}argument{s} ({given} given)"));
    }
    let mut out = [const { None }; N];
    for (slot, v) in out.iter_mut().zip(args) {
        *slot = Some(v.clone());
    }
    for (name, v) in kw {
        let name = of(name).to_rust();
        match names.iter().position(|n| *n == name) {
            Some(i) if out[i].is_some() => {
                let at = i + 1;
                return type_error(format!("argument for {function}() given by name ('{name}') and position ({at})"));
            }
            Some(i) => out[i] = Some(v.clone()),
            None => return type_error(format!("'{name}' is an invalid keyword argument for {function}()")),
        }
    }
    Ok(out)
}

pub(super) fn new(ty: &'static TypeObj, args: &[Value], kw: &[(Value, Value)]) -> Result<Value> {
    let text = match (args, kw) {
        ([], []) => empty(),
        ([v], []) => ops::str(v)?,
        _ => {
            let [object, encoding, errors] = arrange("str", ["object", "encoding", "errors"], args, kw)?;
            let encoding = encoding.map(|v| codecs::name_arg("str", "encoding", &v)).transpose()?;
            let errors = errors.map(|v| codecs::name_arg("str", "errors", &v)).transpose()?;
            match object {
                None => empty(),
                Some(v) if encoding.is_none() && errors.is_none() => ops::str(&v)?,
                Some(v) => decoded(&v, encoding.as_deref(), errors.as_deref())?,
            }
        }
    };
    // `__str__` may have returned an instance of a subclass, which is a fine str.
    Ok(if std::ptr::eq(ty, &STR) { text } else { copy_as(ty, of(&text)) })
}

fn decoded(v: &Value, encoding: Option<&str>, errors: Option<&str>) -> Result<Value> {
    if let Some(b) = bytes::like(v) {
        // The bytes of a bytearray may change while an error handler runs.
        let copy = b.to_vec();
        return codecs::decode(&copy, encoding.unwrap_or("utf-8"), errors.unwrap_or("strict"));
    }
    if v.downcast::<StrObj>().is_some() {
        return type_error("decoding str is not supported");
    }
    if let Some(hooks) = crate::foreign::of(v) {
        // Objects of CPython's with bytes in them: NumPy's scalars of texts, views of memory.
        let given = [("encoding", encoding), ("errors", errors)].into_iter().filter_map(|(name, text)| Some((super::new(name), super::new(text?))));
        if let Some(made) = (hooks.make)(&STR, std::slice::from_ref(v), &given.collect::<Vec<_>>())? {
            return Ok(made);
        }
    }
    type_error(format!("decoding to str: need a bytes-like object, {} found", ops::type_name(v)))
}
