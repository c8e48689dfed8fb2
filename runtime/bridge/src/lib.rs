//! CPython and its packages, for programs that need what nobody has compiled.
//!
//! A module without a native form is imported in CPython, which is opened only then ([`python`]). Its objects are values of the
//! runtime ([`foreign`]); values cross by [`convert`]. Everything CPython is asked for goes through one table of functions
//! ([`capi`]), so that nothing is linked against it.
//!
//! *Invariant:* whoever is here holds the interpreter's lock. To the runtime, all threads that take turns so are one.

#![expect(clippy::disallowed_methods, reason = "the runtime is the program's way to files, environment and processes")]
#![expect(clippy::type_complexity, reason = "the slots of a type are function types, each named by its field")]

use std::cell::Cell;

use pyaot_core::error::{Result, type_error};
use pyaot_core::native::Natives;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{late_module, natives, ops};

pub mod arrays;
mod attribute;
pub mod bitgens;
pub mod builtin;
pub mod capi;
pub mod classes;
pub mod containers;
pub mod convert;
mod elements;
pub mod errors;
pub mod extension;
pub mod foreign;
mod given;
mod interpreter;
pub mod kinds;
mod left;
pub mod library;
mod locked;
mod mersenne;
pub mod mirrors;
mod numpy;
mod pairs;
pub mod proxy;
pub mod py;
pub mod python;
mod quiet;
pub mod random;
pub mod report;
mod settings;
pub mod streams;
pub mod turns;
pub mod typed;
pub mod ticks;
pub mod types;
pub mod typing;
pub mod warnings;

late_module! {
    /// What import statements of modules without a native form call.
    pub static BRIDGE = ("_bridge", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_bridge.import_module(name: str, /) -> any" => import_module,
    "_bridge.import_from(module, name: str, /) -> any" => import_from,
    "_bridge.function(module: str, file: str, qual: str, name: str, text: str, line: int, has_texts: bool, /) -> any" => left::function,
    "_bridge.statement(module: str, file: str, text: str, line: int, /) -> any" => left::statement,
    "_bridge.evaluator(module: str, name: str, /) -> any" => left::evaluator,
    "_bridge.patched_builtin(name: str, own, /) -> any" => patched_builtin,
    "_bridge.numpy_call(f, name: str, names, /, *args) -> any" => numpy::call,
    "_bridge.class_start(name: str, qualname: str, module: str, metaclass, keywords, /, *bases) -> any" => classes::class_start,
    "_bridge.class_start_there(name: str, qualname: str, module: str, metaclass, keywords, /, *bases) -> any" => classes::class_start_there,
    "_bridge.generic_base(name: str, params, /) -> any" => typing::generic_base,
    "_bridge.class_annotations(module: str, text: str, /) -> any" => classes::class_annotations,
    "_bridge.class_set(class_, name: str, value, /) -> any" => classes::class_set,
    "_bridge.class_delete(class_, name: str, /) -> any" => classes::class_delete,
    "_bridge.class_end(class_, /) -> any" => classes::class_end,
];

static CALLS: locked::Locked<Cell<i64>> = locked::Locked::new(Cell::new(0));

fn count_call() {
    CALLS.set(CALLS.get() + 1);
}

/// How often CPython was called.
fn calls() -> i64 {
    CALLS.get()
}

/// What the core asks of the bridge.
static HOOKS: pyaot_core::foreign::Hooks = pyaot_core::foreign::Hooks {
    class_of: |v| {
        // SAFETY: an object that lives; a new reference.
        let object = foreign::object_of(v).expect("the layout says so");
        convert::from_python(&unsafe { py::Py::owned((capi::api().PyObject_Type)(object.as_ptr())) }?)
    },
    is_instance: |v, class| {
        let (v, class) = (convert::to_python(v)?, convert::to_python(class)?);
        // SAFETY: both live.
        py::done(containers::crossing(|| unsafe { (capi::api().PyObject_IsInstance)(v.as_ptr(), class.as_ptr()) }))
    },
    is_subclass: |c, class| {
        let (c, class) = (convert::to_python(c)?, convert::to_python(class)?);
        // SAFETY: both live.
        py::done(containers::crossing(|| unsafe { (capi::api().PyObject_IsSubclass)(c.as_ptr(), class.as_ptr()) }))
    },
    special: |v, name| {
        let object = foreign::object_of(v).expect("the layout says so");
        // SAFETY: an object that lives, and its type with it.
        let class = unsafe { py::Py::borrowed(capi::type_of(object.as_ptr())) };
        match class.find(name).and_then(|_| object.find(name)) {
            Some(method) => convert::from_python(&method).map(Some),
            None => Ok(None),
        }
    },
    bind: foreign::bind,
    is_data: |v| foreign::has_slot(v, foreign::TP_DESCR_SET),
    assign: foreign::assign,
    annotations: |module, text| classes::annotations(module, text, None),
    warnings_filtered: warnings::share,
    attribute: |module, name| import_from(&[pyaot_core::str::new(module), pyaot_core::str::new(name)]),
    real_attribute: |v, name| {
        let p = convert::to_python(v)?;
        // A proxy would only ask the program again.
        let is_real = proxy::value_of(&p).is_none();
        match is_real.then(|| p.find(&pyaot_core::ops::text_of(name))).flatten() {
            Some(found) => convert::from_python(&found).map(Some),
            None => Ok(None),
        }
    },
    collect: foreign::collect,
    call_method: foreign::call_method,
    is_callable: |v| {
        // SAFETY: an object that lives.
        unsafe { (capi::api().PyCallable_Check)(foreign::object_of(v).expect("the layout says so").as_ptr()) != 0 }
    },
    matches: foreign::matches,
    bytes_of: |v, name| {
        let object = foreign::object_of(v).expect("the layout says so").clone();
        let class = match name {
            "bytes" => builtin::constant(capi::api().PyBytes_Type),
            "bytearray" => builtin::constant(capi::api().PyByteArray_Type),
            _ => py::import(c"builtins")?.attr(name)?,
        };
        let made = containers::crossing(|| py::call(&class, &[object]))?;
        convert::from_python(&if name == "memoryview" { made.attr("tobytes")?.call(Vec::new())? } else { made })
    },
    dir: |v| {
        // SAFETY: an object that lives; a new reference.
        let object = foreign::object_of(v).expect("the layout says so");
        convert::from_python(&unsafe { py::Py::owned((capi::api().PyObject_Dir)(object.as_ptr())) }?)
    },
    format: |v, spec| {
        report::note(foreign::object_of(v).expect("the layout says so"), "format({})", None);
        let (object, spec) = (foreign::object_of(v).expect("the layout says so"), convert::to_python(spec)?);
        // SAFETY: both live; a new reference.
        let text = containers::crossing(|| unsafe { py::Py::owned((capi::api().PyObject_Format)(object.as_ptr(), spec.as_ptr())) })?;
        convert::from_python(&text)
    },
    super_of: |class, object| {
        let super_type = python::helper("builtin")?.call(vec![py::string("super")?])?;
        let args = vec![convert::to_python(class)?, convert::to_python(object)?];
        Ok(foreign::wrap(&containers::crossing(|| super_type.call(args))?))
    },
    reduce: |v, protocol| {
        let given = vec![convert::to_python(v)?, convert::to_python(&Value::int(protocol))?];
        convert::from_python(&containers::crossing(|| python::helper("reduce")?.call(given))?)
    },
    make: |class, args, kwargs| {
        let p = types::native(class)?;
        if proxy::value_of(&p).is_some() {
            return Ok(None);
        }
        pyaot_core::ops::call_kw(&foreign::wrap(&p), args, kwargs).map(Some)
    },
    method_of: |class, name| convert::from_python(&types::native(class)?.attr(name)?),
    is_same: |a, b| match (foreign::object_of(a), foreign::object_of(b)) {
        (Some(p), Some(q)) => std::ptr::eq(p.as_ptr(), q.as_ptr()),
        (Some(p), None) => library::is_same(b, p),
        (None, Some(p)) => library::is_same(a, p),
        (None, None) => false,
    },
    stream_assigned: streams::assigned,
    dies: proxy::dies,
    calls,
    exit: streams::run_exit_functions,
    end: || {
        report::print();
        left::forget_all();
        classes::forget_all();
        typing::forget_all();
        library::forget_all();
        convert::forget_all();
        mirrors::forget_all();
        containers::forget_all();
        arrays::forget_all();
        errors::forget_all();
        types::forget_all();
        streams::forget_all();
        random::forget_all();
        mersenne::forget_all();
        proxy::forget_all();
        attribute::forget_all();
        python::close();
    },
};

/// What stands for a builtin of the program's, which a library may have replaced.
fn patched_builtin(a: &[Value]) -> Result<Value> {
    if pyaot_core::foreign::hooks().is_none() {
        return Ok(a[1].clone());
    }
    let given = vec![convert::to_python(&a[0])?, proxy::of(&a[1])?];
    convert::from_python(&python::helper("patched_builtin")?.call(given)?)
}

fn import_module(a: &[Value]) -> Result<Value> {
    import(&a[0], None)
}

/// The module of this name; `wanted`: for what the program has not got in its own of that name.
fn import(name: &Value, wanted: Option<&Value>) -> Result<Value> {
    let shown = ops::text_of(name);
    let Ok(name) = std::ffi::CString::new(&*shown) else {
        return type_error("a module name has no null characters");
    };
    // Opening runs code that has places of its own.
    let place = pyaot_core::start::noted();
    python::open(|| None)?;
    report::note_import(place, &wanted.map_or_else(|| shown.to_string(), |w| format!("{shown}.{}", ops::text_of(w))));
    let module = containers::crossing(|| py::import(&name))?;
    random::share_global()?;
    mirrors::publish_own()?;
    mirrors::share_libraries()?;
    convert::from_python(&module)
}

fn import_from(a: &[Value]) -> Result<Value> {
    // A text is the name of a module, of which the program has only what pyaot has.
    let module = if a[0].ty().layout == Layout::Str { import(&a[0], Some(&a[1]))? } else { a[0].clone() };
    let (module, name) = (convert::to_python(&module)?, convert::to_python(&a[1])?);
    let found = containers::crossing(|| python::helper("import_from")?.call(vec![module, name]))?;
    mirrors::share_libraries()?;
    convert::from_python(&found)
}
