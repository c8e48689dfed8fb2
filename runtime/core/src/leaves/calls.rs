//! Calls, functions, classes, generators, modules, output.

use super::{V, array, nr, ur, vr};
use crate::class::{self, Slot, descr};
use crate::dict::DictObj;
use crate::error::{Result, type_error};
use crate::exception::traceback::str_of;
use crate::generator::{self, GeneratorObj, PairResult, Resume};
use crate::native::Native;
use crate::ops::{self, text_of};
use crate::state::intern;
use crate::text;
use crate::tuple::TupleObj;
use crate::value::Value;
use pyaot_abi::layout::{ClassDesc, CodeDesc};

/// Positional values and keyword pairs from one array whose last values belong to `names`.
fn split_keywords<'a>(names: &Value, all: &'a [Value]) -> (&'a [Value], Vec<(Value, Value)>) {
    let names = names.downcast::<TupleObj>().map_or(&[][..], |t| t.items());
    let (args, values) = all.split_at(all.len() - names.len());
    (args, names.iter().cloned().zip(values.iter().cloned()).collect())
}

/// The pairs of a dict of keyword arguments (None = none).
fn dict_pairs(kwargs: &Value) -> Vec<(Value, Value)> {
    kwargs.downcast::<DictObj>().map_or_else(Vec::new, |d| d.iter().collect())
}

/// The function as messages about its arguments name it.
fn function_text(f: &Value) -> String {
    let attr = |name: &str| match ops::getattr_opt(f, name) {
        Ok(v) => v.filter(|v| v.downcast::<crate::str::StrObj>().is_some()).map(|v| text_of(&v).into_owned()),
        Err(e) => {
            crate::exception::clear_pending(e);
            None
        }
    };
    let Some(name) = attr("__qualname__") else {
        return ops::repr_string(f).unwrap_or_default();
    };
    match attr("__module__") {
        Some(m) if m != "builtins" => text!(m, ".", name, "()"),
        _ => text!(name, "()"),
    }
}

/// TypeError unless `v` has what `with` needs.
fn context_manager(v: &Value) -> Result<()> {
    let missed = match (ops::lookup_special(v, "__enter__"), ops::lookup_special(v, "__exit__")) {
        (Some(_), Some(_)) => return Ok(()),
        (Some(_), None) => " (missed __exit__ method)",
        _ => "",
    };
    type_error(text!("'", v.ty().name, "' object does not support the context manager protocol", missed))
}

/// Adds the entries of the mapping `other` to `kwargs`; a key twice is an error.
fn merge_kwargs(kwargs: &Value, other: &Value, callee: &Value) -> Result<()> {
    let Some(d) = kwargs.downcast::<DictObj>() else { return type_error("keyword arguments must be a dict") };
    let add = |k: Value, v: Value| -> Result<()> {
        let k = match k.downcast::<crate::str::StrObj>() {
            Some(_) => k,
            None => match crate::native::texts::plain(&k)? {
                Some(text) => text,
                None => return type_error("keywords must be strings"),
            },
        };
        if d.contains(&k)? {
            return type_error(text!(function_text(callee), " got multiple values for keyword argument '", text_of(&k), "'"));
        }
        d.insert(k, v)
    };
    if other.is_exact(&crate::dict::DICT)
        && let Some(o) = other.downcast::<DictObj>()
    {
        let entries: Vec<(Value, Value)> = o.iter().collect();
        return entries.into_iter().try_for_each(|(k, v)| add(k, v));
    }
    let Some(keys) = ops::getattr_opt(other, "keys")? else {
        return type_error(text!(function_text(callee), " argument after ** must be a mapping, not ", other.ty().name));
    };
    for k in crate::list::to_vec(&ops::call(&keys, &[])?)? {
        let v = ops::getitem(other, &k)?;
        add(k, v)?;
    }
    Ok(())
}

leaves! {
    fn call(f: V, args: *const Value, n: i64) -> u64 {
        // SAFETY: by the leaves' contract.
        vr(ops::call(&f, unsafe { array(args, n) }))
    }

    fn call_kw(f: V, names: V, args: *const Value, n: i64) -> u64 {
        // SAFETY: by the leaves' contract.
        let (args, kwargs) = split_keywords(&names, unsafe { array(args, n) });
        vr(ops::call_kw(&f, args, &kwargs))
    }

    fn call_ex(f: V, args: V, kwargs: V) -> u64 {
        let kwargs = dict_pairs(&kwargs);
        match args.downcast::<TupleObj>() {
            Some(t) => vr(ops::call_kw(&f, t.items(), &kwargs)),
            None => vr(crate::list::to_vec(&args).and_then(|a| ops::call_kw(&f, &a, &kwargs))),
        }
    }

    fn call_method(obj: V, name: V, args: *const Value, n: i64) -> u64 {
        // SAFETY: by the leaves' contract.
        vr(ops::call_method_kw(&obj, &name, unsafe { array(args, n) }, &[]))
    }

    fn call_method_kw(obj: V, name: V, names: V, args: *const Value, n: i64) -> u64 {
        // SAFETY: by the leaves' contract.
        let (args, kwargs) = split_keywords(&names, unsafe { array(args, n) });
        vr(ops::call_method_kw(&obj, &name, args, &kwargs))
    }

    fn call_native(native: *const Native, args: *const Value, n: i64) -> u64 {
        // SAFETY: a record of this runtime, which is static, with one value per parameter.
        let (native, args) = unsafe { (&*native, array(args, n)) };
        let r = (native.func())(args);
        vr(if r.is_err() { crate::native::texts::again_by_record(native, r, args) } else { r })
    }

    fn new_array(native: *const Native, args: *const Value, n: i64) -> u64 {
        // SAFETY: as above.
        vr(unsafe { ((*native).func())(array(args, n)) })
    }

    fn array_like(native: *const Native, args: *const Value, n: i64) -> u64 {
        // SAFETY: as above.
        vr(unsafe { ((*native).func())(array(args, n)) })
    }

    fn make_function(code: *const CodeDesc, defaults: V, kwdefaults: V, captures: *const Value, n: i64) -> Value {
        crate::heap::maybe_collect();
        // SAFETY: the descriptor is static data of the program; the captures by the leaves' contract.
        unsafe { crate::function::new_function(&*code, Value::clone(&defaults), Value::clone(&kwdefaults), array(captures, n)) }
    }

    fn make_class(desc: *const ClassDesc, kwargs: V, bases: *const Value, n: i64) -> u64 {
        // SAFETY: the descriptor is static data of the program; the bases by the leaves' contract.
        let (desc, bases) = unsafe { (&*desc, array(bases, n)) };
        let slots = if desc.n_slots == 0 {
            &[][..]
        } else {
            // SAFETY: the descriptor's own table.
            unsafe { std::slice::from_raw_parts(desc.slots, desc.n_slots as usize) }
        };
        let slots = slots.iter().map(|s| Slot { name: intern(str_of(&s.name)), is_f64: s.kind == 1 }).collect();
        let made = class::make_class(
            str_of(&desc.name),
            intern(str_of(&desc.qualname)),
            intern(str_of(&desc.module)),
            bases,
            slots,
            dict_pairs(&kwargs),
        );
        vr(made.inspect(|c| {
            if let Some(ty) = class::as_type(c) {
                class::data(ty).annotations.set(str_of(&desc.annotations));
            }
        }))
    }

    fn class_set(class: V, name: V, value: V) -> u8 {
        ur(class::class_set(&class, &name, &value))
    }

    fn class_done(class: V) -> u8 {
        ur(class::class_done(&class))
    }

    fn new_instance(class: V) -> Value {
        match class::as_type(&class) {
            Some(t) => class::new_instance(t),
            None => Value::none(),
        }
    }

    fn super_method(class: V, object: V, name: V) -> u64 {
        vr(match crate::state::find_interned(&name) {
            Some(n) => descr::super_method(&class, &object, &n),
            None => descr::super_method(&class, &object, &crate::state::intern_value(&name)),
        })
    }

    fn decorate_builtin(kind: i64, f: V) -> u64 {
        let f = Value::clone(&f);
        match kind {
            0 => descr::new_staticmethod(f),
            1 => descr::new_classmethod(f),
            _ => descr::new_property(f),
        }
        .into_bits()
    }

    fn args_extend(list: V, v: V, callee: V) -> u8 {
        if !ops::is_iterable(&v) {
            return ur(type_error(text!(function_text(&callee), " argument after * must be an iterable, not ", v.ty().name)));
        }
        match list.downcast::<crate::list::ListObj>() {
            Some(l) => ur(l.extend(&v)),
            None => ur(type_error("the arguments of a call must be a list")),
        }
    }

    fn with_check(v: V) -> u8 {
        ur(context_manager(&v))
    }

    fn dict_merge_kwargs(kwargs: V, other: V, callee: V) -> u8 {
        ur(merge_kwargs(&kwargs, &other, &callee))
    }

    fn gen_new(resume: *const u8, name: V, slots: i64) -> Value {
        crate::heap::maybe_collect();
        // SAFETY: a resume function of compiled code has this signature.
        let resume = unsafe { std::mem::transmute::<*const u8, Resume>(resume) };
        generator::new(resume, Value::clone(&name), slots as u32 as usize, (slots >> 32) as usize)
    }

    fn gen_resume(generator: V, sent: V) -> PairResult {
        nr(generator::send(&generator, &sent))
    }

    fn yield_from_next(it: V, sent: V) -> PairResult {
        nr(generator::delegate(&it, &sent))
    }

    fn yield_from_throw(it: V) -> PairResult {
        nr(generator::delegate_throw(&it))
    }

    fn gen_result() -> Value {
        generator::take_stop_value().unwrap_or_else(Value::none)
    }

    fn gen_failed(generator: V) {
        // SAFETY: compiled code passes a generator.
        generator::failed(unsafe { generator.cast::<GeneratorObj>() });
    }

    fn gen_raised() {
        generator::left_by_exception();
    }

    fn gen_stop(generator: V) -> u8 {
        // SAFETY: compiled code passes a generator.
        generator::ended(unsafe { generator.cast::<GeneratorObj>() });
        ur(generator::raise_stop(&generator))
    }

    fn gen_ended(generator: V) {
        // SAFETY: compiled code passes a generator.
        generator::ended(unsafe { generator.cast::<GeneratorObj>() });
    }

    fn gen_throw_pending(generator: V) -> u8 {
        // SAFETY: compiled code passes its own generator.
        u8::from(generator::take_thrown(unsafe { generator.cast::<GeneratorObj>() }))
    }

    fn import_native(name: V) -> u64 {
        let text = text_of(&name);
        match crate::module::module_object(&text) {
            Some(m) => {
                let _ = crate::module::set_loaded(&text, true).map_err(crate::exception::clear_pending);
                m.into_bits()
            }
            None => {
                let message = text!("No module named '", text, "'");
                let exc = crate::exception::new_with_message(&crate::exception::MODULE_NOT_FOUND_ERROR, &message);
                if let Some(e) = exc.downcast::<crate::exception::ExceptionObj>() {
                    e.set_extra("name", Value::clone(&name));
                }
                vr(crate::error::raise_value(exc))
            }
        }
    }

    fn print(values: *const Value, n: i64) -> u8 {
        // SAFETY: by the leaves' contract.
        ur(crate::builtins::print_values(unsafe { array(values, n) }))
    }

    fn print_str(s: V) -> u8 {
        ur(crate::builtins::print_values(std::slice::from_ref(&s)))
    }
}
