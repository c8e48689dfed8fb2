//! Exceptions, both ways.
//!
//! Builtin classes are the same on both sides. For an exception class of CPython the program gets a class of its own with the same
//! name and bases, whose instances know the object that they stand for; for one of the program, CPython gets such a class. An
//! exception that comes back is the object that it was.

pub mod alone;
mod derived;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use pyaot_abi::layout::{FrameDesc, StrRef};
use pyaot_core::class::{as_type, build};
use pyaot_core::dict::DictObj;
use pyaot_core::error::{Raised, Result, already_pending};
use pyaot_core::exception::{self, BASE_EXCEPTION, EXCEPTION, ExceptionObj, RECURSION_ERROR, TraceEntry, clear_pending, traceback};
use pyaot_core::native::{Native, Natives};
use pyaot_core::ops;
use pyaot_core::start::hosted::{self, CROSSING};
use pyaot_core::state::intern;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::TypeObj;
use pyaot_core::value::Value;

use crate::capi::{api, type_of};
use crate::errors::derived::of_program;
use crate::convert::{from_python, to_python};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::py::{self, Py};
use crate::{builtin, foreign, proxy, python, types};

/// Where an exception keeps the object of CPython that it stands for.
const OBJECT: &str = "object of CPython";
/// Where CPython's exception keeps the program's.
const ORIGIN: &str = "__pyaot__";
/// Where the program's keeps a weak reference to the exception of CPython that keeps it.
const HELD_BY: &str = "weak reference of CPython";

/// What an OSError of three arguments and more has made of them.
static NOT_AMONG_ARGUMENTS: [&str; 2] = ["filename", "filename2"];

/// What exceptions keep that is not among their arguments.
static BESIDE_ARGUMENTS: [(&TypeObj, &[&str]); 3] =
    [(&exception::IMPORT_ERROR, &["name", "path"]), (&exception::NAME_ERROR, &["name"]), (&exception::ATTRIBUTE_ERROR, &["name", "obj"])];

#[derive(Default)]
struct Classes {
    /// By the address of the class of CPython.
    inward: HashMap<usize, &'static TypeObj>,
    /// By the address of the program's class.
    outward: HashMap<usize, Py>,
    /// Of these, those that the program's own statements have made.
    programs: HashSet<usize>,
    frames: HashMap<(String, String), &'static FrameDesc>,
}

/// The frames of an exception are being asked for.
static ASKING: Locked<Cell<bool>> = Locked::new(Cell::new(false));

// Classes are never freed.
static CLASSES: Table<Classes> = Table::new(table);

/// At the end of the program.
pub fn forget_all() {
    alone::forget_all();
    drop(TOLD.take());
    drop(CLASSES.take());
}

/// What classes made here add to their bases.
pub static METHODS: Natives = pyaot_core::natives![
    "_bridge.exception_getattr(self, name, /)" => |a: &[Value]| {
        match object_of(&a[0]) {
            Some(o) => crate::containers::crossing(|| o.attr(&ops::text_of(&a[1]))).and_then(|p| from_python(&p)),
            None => exception::raise_attribute_error(&a[0], &a[1], &format!("'{}' object has no attribute '{}'", ops::type_name(&a[0]), ops::text_of(&a[1]))),
        }
    },
    "_bridge.exception_str(self, /)" => |a: &[Value]| match object_of(&a[0]) {
        // SAFETY: an object that lives; a new reference.
        Some(o) => from_python(&unsafe { Py::owned((api().PyObject_Str)(o.as_ptr())) }?),
        None => {
            let args = a[0].downcast::<ExceptionObj>().map(|e| e.args().clone()).unwrap_or_else(pyaot_core::tuple::empty);
            match args.downcast::<TupleObj>().map_or(&[][..], TupleObj::items) {
                [] => Ok(pyaot_core::str::new("")),
                [one] => ops::str(one),
                _ => ops::repr(&args),
            }
        }
    },
    "_bridge.exception_init(self, /, *args, **kwargs) -> None" => |a: &[Value]| {
        let Some(p) = python_class(a[0].ty())? else { return Ok(Value::none()) };
        let made = ops::call_kw(&foreign::wrap(&p), &pyaot_core::list::to_vec(&a[1])?, &entries(&a[2]))?;
        if let Some(e) = made.downcast::<ExceptionObj>() && let Some(own) = a[0].downcast::<ExceptionObj>() {
            own.set_args(e.args().clone());
            if let Some(o) = e.extra(OBJECT) {
                own.set_extra(OBJECT, o);
            }
        }
        Ok(Value::none())
    },
];

fn entries(dict: &Value) -> Vec<(Value, Value)> {
    let d = dict.downcast::<pyaot_core::dict::DictObj>();
    d.map(|d| d.iter().map(|(k, x)| (k.clone(), x.clone())).collect()).unwrap_or_default()
}

/// From now on, `p` is what the exception is in CPython, as long as it is there.
fn note_holder(v: &Value, p: &Py) -> Result<()> {
    // SAFETY: an object that lives, no function; a new reference.
    let weak = unsafe { Py::owned((api().PyWeakref_NewRef)(p.as_ptr(), std::ptr::null_mut())) }?;
    v.downcast::<ExceptionObj>().into_iter().for_each(|e| e.set_extra(HELD_BY, foreign::wrap(&weak)));
    Ok(())
}

/// The exception of CPython that keeps this one.
fn holder_of(v: &Value) -> Option<Py> {
    let weak = v.downcast::<ExceptionObj>()?.extra(HELD_BY)?;
    // SAFETY: a weak reference that lives; what it is to lives, since the lock is held.
    let found = unsafe { Py::borrowed((api().PyWeakref_GetObject)(foreign::object_of(&weak)?.as_ptr())) };
    (!found.is_none()).then_some(found)
}

/// Sets what an exception itself has: not what assignments to it do in a class of the program's.
fn set_own(p: &Py, name: &str, x: &Py) -> Result<()> {
    let name = py::name(name)?;
    // SAFETY: all live.
    py::done(unsafe { (api().PyObject_GenericSetAttr)(p.as_ptr(), name.as_ptr(), x.as_ptr()) }).map(drop)
}

fn address(ty: &'static TypeObj) -> usize {
    std::ptr::from_ref(ty) as usize
}

/// The object of CPython that an exception stands for.
fn object_of(exc: &Value) -> Option<Py> {
    let v = exc.downcast::<ExceptionObj>()?.extra(OBJECT)?;
    foreign::object_of(&v).cloned()
}

pub fn is_exception(p: &Py) -> bool {
    // SAFETY: both live.
    unsafe { (api().PyObject_IsInstance)(p.as_ptr(), api().PyExc_BaseException) == 1 }
}

/// CPython has raised: the same exception becomes the runtime's pending one.
#[cold]
pub fn fetch() -> Raised {
    let (mut ty, mut value, mut tb) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the three are ours afterwards, and may be null.
    let value = unsafe {
        (api().PyErr_Fetch)(&mut ty, &mut value, &mut tb);
        if ty.is_null() {
            // Reported without an exception: a defect of whoever did, said as CPython says it.
            return raised(pyaot_core::error::raise::<()>(&exception::SYSTEM_ERROR, "error return without exception set"));
        }
        (api().PyErr_NormalizeException)(&mut ty, &mut value, &mut tb);
        hosted::here();
        if !tb.is_null() {
            (api().PyException_SetTraceback)(value, tb);
            (api().Py_DecRef)(tb);
        }
        (api().Py_DecRef)(ty);
        Py::owned(value)
    };
    let Ok(value) = value else { return already_pending() };
    match inward(&value) {
        Ok(exc) => {
            // One that comes back has its own frames, which CPython was given.
            let own = exc.downcast::<ExceptionObj>().map_or(0, |e| e.trace().iter().filter_map(frame_of).count());
            let frames = frames_of(&value);
            // What is being handled belongs to the first exception that CPython has raised meanwhile.
            let mut first = exc.clone();
            while let Some(context) = first.downcast::<ExceptionObj>().and_then(ExceptionObj::context) {
                first = context;
            }
            exception::set_pending(first);
            exception::set_pending_unchanged(exc);
            frames.into_iter().skip(own).for_each(exception::add_trace);
            already_pending()
        }
        Err(e) => e,
    }
}

fn raised<T>(r: Result<T>) -> Raised {
    match r {
        Err(e) => e,
        Ok(_) => already_pending(),
    }
}

/// The file of programs that the compiler makes for others to call: their frames are nobody's.
pub const OWN_FILE: &str = "<pyaot>";

/// File, function, line, first and last column (0: not known, both counted from 1) of an entry that is to be seen.
pub fn frame_of(e: &TraceEntry) -> Option<(&'static str, &'static str, u32, u32, u32)> {
    // SAFETY: records of compiled code, or of ours; never freed.
    let frame = unsafe { &*e.frame };
    let file = traceback::str_of(&frame.file);
    if frame.flags & u64::from(pyaot_abi::layout::FLAG_HIDDEN) != 0 || file == OWN_FILE {
        return None;
    }
    let part = |at: u32, bits: u32| (e.line as u64 >> at) as u32 & ((1u64 << bits) - 1) as u32;
    Some((file, traceback::str_of(&frame.function), part(0, 32), part(32, 16), part(48, 16)))
}

/// The frames of its traceback, innermost first.
fn frames_of(exc: &Py) -> Vec<TraceEntry> {
    // At the end of the stack, or of CPython's limit, the helper raises as well.
    if ASKING.replace(true) {
        return Vec::new();
    }
    let frames = read_frames(exc);
    ASKING.set(false);
    frames
}

/// What is known of a place in code of CPython's: its frame and its columns; none for what is not to be seen.
type Told = Option<(&'static FrameDesc, i64)>;

/// By the code's address, which therefore stays its own, and the instruction.
static TOLD: Table<AddressMap<(usize, i64), (Py, Told)>> = Table::new(table);

fn read_frames(exc: &Py) -> Vec<TraceEntry> {
    let read = || -> Result<Vec<TraceEntry>> {
        let mut out = Vec::new();
        let mut at = exc.attr("__traceback__")?;
        while !at.is_none() {
            let code = at.attr("tb_frame")?.attr("f_code")?;
            let [last, line] = ["tb_lasti", "tb_lineno"].map(|name| at.find(name).as_ref().and_then(builtin::small_int).unwrap_or(0));
            if let Some((frame, columns)) = told_of(&code, last)? {
                out.push(TraceEntry { frame, line: line | columns << 32 });
            }
            at = at.attr("tb_next")?;
        }
        out.reverse();
        Ok(out)
    };
    read().unwrap_or_else(|e| {
        clear_pending(e);
        Vec::new()
    })
}

fn told_of(code: &Py, last: i64) -> Result<Told> {
    /// More are not kept.
    const MOST: usize = 1000;
    let key = (code.as_ptr() as usize, last);
    if let Some(known) = TOLD.with_borrow(|t| t.get(&key).map(|(_, told)| *told)) {
        return Ok(known);
    }
    let parts = from_python(&python::helper("place_in")?.call(vec![code.clone(), builtin::int(last)?])?)?;
    let told = match parts.downcast::<TupleObj>().map_or(&[][..], TupleObj::items) {
        [file, function, columns] => Some((frame(&ops::text_of(file), &ops::text_of(function)), columns.as_small().unwrap_or(0))),
        _ => None,
    };
    let full = TOLD.with_borrow_mut(|t| {
        let full = if t.len() >= MOST { Some(std::mem::take(t)) } else { None };
        t.insert(key, (code.clone(), told));
        full
    });
    drop(full);
    Ok(told)
}

/// The record of a function of CPython, made once.
fn frame(file: &str, function: &str) -> &'static FrameDesc {
    CLASSES.with_borrow_mut(|c| {
        *c.frames.entry((file.to_owned(), function.to_owned())).or_insert_with(|| {
            let text = |s: &str| {
                let s: &'static str = Box::leak(s.to_owned().into_boxed_str());
                StrRef { ptr: s.as_ptr(), len: s.len() as u64 }
            };
            Box::leak(Box::new(FrameDesc { file: text(file), function: text(function), flags: 0 }))
        })
    })
}

/// What the object itself has under this name: to find that a class has nothing of that name takes CPython an exception.
fn own_attribute(p: &Py, name: &str) -> Option<Py> {
    let name = py::name(name).map_err(clear_pending).ok()?;
    // SAFETY: an object that lives; a new reference, or null where it has none.
    let own = unsafe { Py::found((api().PyObject_GenericGetDict)(p.as_ptr(), std::ptr::null_mut())) }?;
    // SAFETY: both live; a reference of the dict's, or null.
    let found = unsafe { (api().PyDict_GetItemWithError)(own.as_ptr(), name.as_ptr()) };
    // SAFETY: it lives, since the dict does.
    (!found.is_null()).then(|| unsafe { Py::borrowed(found) })
}

/// The exception object that one of CPython is.
pub fn inward(p: &Py) -> Result<Value> {
    if let Some(origin) = own_attribute(p, ORIGIN)
        && let Some(v) = proxy::value_of(&origin)
    {
        // Those that know their object must not be kept alive by it.
        if object_of(&v).is_some() {
            set_own(p, ORIGIN, &Py::none())?;
        } else if !v.ty().is_native {
            links_inward(p, &v)?;
        }
        return Ok(v);
    }
    // SAFETY: the type of an object that lives.
    let class = unsafe { Py::borrowed(type_of(p.as_ptr())) };
    let ty = types::inward(&class)?.as_ref().and_then(as_type).unwrap_or(&EXCEPTION);
    let args = match p.find("args") {
        Some(args) => from_python(&args)?,
        None => pyaot_core::tuple::empty(),
    };
    let made = if ty.is_native {
        let mut args: Vec<Value> = args.downcast::<TupleObj>().map(|t| t.items().to_vec()).unwrap_or_default();
        if ty.is_subtype(&exception::OS_ERROR) && args.len() == 2 {
            for (k, name) in ["filename", "filename2"].into_iter().enumerate() {
                let named = p.find(name).map(|f| from_python(&f)).transpose()?;
                if let Some(named) = named.filter(|n| !n.is_none()) {
                    if k == 1 {
                        args.push(Value::none());
                    }
                    args.push(named);
                }
            }
        }
        // Classes with members of their own set them from their arguments.
        match ops::call(&ty.value(), &args) {
            Ok(v) if v.downcast::<ExceptionObj>().is_some() => v,
            Ok(_) => exception::with_args(ty, args),
            Err(e) => {
                clear_pending(e);
                exception::with_args(ty, args)
            }
        }
    } else {
        exception::new(ty, args)
    };
    if let Some(e) = made.downcast::<ExceptionObj>() {
        e.set_extra(OBJECT, foreign::wrap(p));
        for (base, names) in BESIDE_ARGUMENTS {
            for name in names.iter().filter(|n| ty.is_native && ty.is_subtype(base) && e.extra(n).is_none_or(|v| v.is_none())) {
                let v = p.find(name).map(|v| from_python(&v)).transpose()?;
                v.into_iter().for_each(|v| e.set_extra(name, v));
            }
        }
        links_inward(p, &made)?;
        // More may be added to these.
        if let Some(notes) = own_attribute(p, "__notes__")
            && let Some(own) = pyaot_core::class::dict_word(&e.dict).downcast::<DictObj>()
        {
            own.insert(intern("__notes__"), from_python(&notes)?)?;
        }
    }
    Ok(made)
}

/// What the exception has been raised from, or while it was handled, unless the program knows.
fn links_inward(p: &Py, v: &Value) -> Result<()> {
    let Some(e) = v.downcast::<ExceptionObj>() else { return Ok(()) };
    for (name, known, set) in [
        ("__cause__", e.cause(), ExceptionObj::set_cause as fn(&ExceptionObj, Option<Value>)),
        ("__context__", e.context(), ExceptionObj::set_context),
    ] {
        if known.is_none()
            && let Some(linked) = p.find(name)
            && is_exception(&linked)
        {
            let cause = inward(&linked)?;
            let frames = frames_of(&linked);
            cause.downcast::<ExceptionObj>().into_iter().for_each(|e| e.set_trace(frames.clone()));
            set(e, Some(cause));
        }
    }
    if p.find("__suppress_context__").is_some_and(|v| std::ptr::eq(v.as_ptr(), api()._Py_TrueStruct)) {
        e.suppress_context.set(true);
    }
    Ok(())
}

/// The program's class for one of CPython's, once there is one.
pub fn known_inward(p: &Py) -> Option<Value> {
    CLASSES.with_borrow(|c| c.inward.get(&(p.as_ptr() as usize)).map(|t| t.value()))
}

/// The program's class for an exception class of CPython's; `None` for other classes.
pub fn class_inward(p: &Py) -> Result<Option<Value>> {
    // SAFETY: both live.
    if !py::done(unsafe { (api().PyObject_IsSubclass)(p.as_ptr(), api().PyExc_BaseException) })? {
        return Ok(None);
    }
    let key = p.as_ptr() as usize;
    if let Some(known) = known_inward(p) {
        return Ok(Some(known));
    }
    let mut bases = Vec::new();
    for b in pyaot_core::list::to_vec(&from_python(&p.attr("__bases__")?)?)? {
        // Other bases have nothing to say about what catches it.
        if as_type(&b).is_some_and(|t| t.is_subtype(&BASE_EXCEPTION)) {
            bases.push(b);
        }
    }
    let name = py::text_of(&p.attr("__name__")?);
    let qualname = pyaot_core::str::from_string(py::text_of(&p.attr("__qualname__")?));
    let module = pyaot_core::str::from_string(py::text_of(&p.attr("__module__")?));
    let class = build::make_class(&name, qualname, module, &bases, Vec::new(), Vec::new())?;
    let ty = as_type(&class).expect("just made");
    let method = |at: usize| -> Value {
        let native: &'static Native = METHODS[at];
        pyaot_core::native::method_object(native, &BASE_EXCEPTION)
    };
    for (at, name) in ["__getattr__", "__str__", "__init__"].into_iter().enumerate() {
        build::class_set(&class, &pyaot_core::str::intern_static(name), &method(at))?;
    }
    build::class_done(&class)?;
    CLASSES.with_borrow_mut(|c| {
        c.inward.insert(key, ty);
        c.outward.insert(address(ty), p.clone());
    });
    Ok(Some(class))
}

/// CPython's class for an exception class of the program; `None` for other classes.
pub fn python_class(ty: &'static TypeObj) -> Result<Option<Py>> {
    if !ty.is_subtype(&BASE_EXCEPTION) {
        return Ok(None);
    }
    if ty.is_native {
        return types::native(ty).map(Some);
    }
    if let Some(p) = CLASSES.with_borrow(|c| c.outward.get(&address(ty)).cloned()) {
        return Ok(Some(p));
    }
    let mut bases = Vec::new();
    for b in pyaot_core::class::data(ty).bases() {
        bases.extend(python_class(b)?);
    }
    let module = to_python(&pyaot_core::str::from_string(pyaot_core::class::module_name(ty)))?;
    let name = py::string(pyaot_core::class::attrs::simple_name(ty))?;
    let of_library = python::helper("exception_of_library")?.call(vec![name.clone(), module.clone()])?;
    let is_programs = std::ptr::eq(of_library.as_ptr(), api()._Py_NoneStruct);
    let made = match is_programs {
        true => python::helper("exception_class")?.call(of_program(ty, vec![name, py::tuple(bases)?, module])?)?,
        false => of_library,
    };
    CLASSES.with_borrow_mut(|c| {
        c.outward.insert(address(ty), made.clone());
        c.inward.insert(made.as_ptr() as usize, ty);
        if is_programs {
            c.programs.insert(address(ty));
        }
    });
    Ok(Some(made))
}

/// CPython's exception for one of the program.
pub fn outward(v: &Value) -> Result<Py> {
    if let Some(p) = holder_of(v) {
        arguments_outward(v, &p)?;
        return Ok(p);
    }
    if let Some(p) = object_of(v) {
        // An object of a class of the program has more to it than CPython's.
        let is_of_program = CLASSES.with_borrow(|c| c.programs.contains(&address(v.ty())));
        if is_of_program && p.find(ORIGIN).is_none_or(|o| proxy::value_of(&o).is_none()) {
            set_own(&p, ORIGIN, &proxy::holder(v)?)?;
        } else if !is_of_program {
            own_attributes_outward(v, &p)?;
            arguments_outward(v, &p)?;
        }
        return Ok(p);
    }
    let Some(e) = v.downcast::<ExceptionObj>() else { return proxy::of(v) };
    let class = python_class(v.ty())?.expect("the layout says so");
    let made = python::helper("new_exception")?.call(vec![class, to_python(e.args())?, proxy::holder(v)?])?;
    if v.ty().is_native {
        own_attributes_outward(v, &made)?;
        for name in NOT_AMONG_ARGUMENTS.iter().filter(|_| v.ty().is_subtype(&exception::OS_ERROR)) {
            let kept = e.extra(name).filter(|kept| !kept.is_none());
            kept.map_or(Ok(()), |kept| made.set(name, &to_python(&kept)?))?;
        }
    } else {
        note_holder(v, &made)?;
    }
    Ok(made)
}

/// The program may have given it others.
fn arguments_outward(v: &Value, p: &Py) -> Result<()> {
    let args = v.downcast::<ExceptionObj>().map(|e| e.args().clone());
    if let (Some(args), Some(before)) = (args, p.find("args"))
        && !v.ty().is_subtype(&exception::OS_ERROR)
        && !crate::convert::is_same(&args, &before)
    {
        set_own(p, "args", &to_python(&args)?)?;
    }
    Ok(())
}

/// What the program has set of an exception of a class that is CPython's too: notes, and attributes of its own.
fn own_attributes_outward(v: &Value, p: &Py) -> Result<()> {
    let Some(e) = v.downcast::<ExceptionObj>().filter(|e| e.dict.get() != 0) else { return Ok(()) };
    let own = pyaot_core::class::dict_word(&e.dict);
    let Some(own) = own.downcast::<DictObj>() else { return Ok(()) };
    let all: Vec<(Value, Value)> = own.iter().map(|(name, x)| (name.clone(), x.clone())).collect();
    all.iter().try_for_each(|(name, x)| p.set(&ops::text_of(name), &to_python(x)?))
}

/// Entries of a traceback, see [`frame_of`].
fn told(entries: &[TraceEntry]) -> Result<Vec<Py>> {
    let number = |n: u32| to_python(&Value::int(i64::from(n)));
    let tuple = |(file, function, line, start, end)| py::tuple(vec![py::string(file)?, py::string(function)?, number(line)?, number(start)?, number(end)?]);
    entries.iter().filter_map(frame_of).map(tuple).collect()
}

/// CPython's traceback for one of the program; `None` for other objects.
pub fn traceback_outward(v: &Value) -> Result<Option<Py>> {
    match traceback::entries(v) {
        Some(entries) => python::helper("traceback_of")?.call(vec![py::tuple(told(entries)?)?]).map(Some),
        None => Ok(None),
    }
}

/// Gives the exception of CPython what the program's has been raised from, or while it was handled.
fn causes_outward(exc: &Value, p: &Py) -> Result<()> {
    /// A longer chain is cut, and so is one that has no end.
    const MOST: usize = 50;
    let (mut exc, mut p) = (exc.clone(), p.clone());
    for _ in 0..MOST {
        let Some(e) = exc.downcast::<ExceptionObj>() else { break };
        // One that came from CPython has its own.
        if object_of(&exc).is_some() {
            break;
        }
        let (cause, context) = (e.cause(), e.context());
        let mut next = None;
        if let Some(c) = &context {
            let made = with_frames(c)?;
            set_own(&p, "__context__", &made)?;
            next = Some((c.clone(), made));
        }
        if let Some(c) = &cause {
            let made = match &next {
                Some((known, made)) if known.is(c) => made.clone(),
                _ => with_frames(c)?,
            };
            set_own(&p, "__cause__", &made)?;
            next = Some((c.clone(), made));
        }
        set_own(&p, "__suppress_context__", &crate::builtin::bool(e.suppress_context.get())?)?;
        let Some(found) = next else { break };
        (exc, p) = found;
    }
    Ok(())
}

/// CPython's exception for one of the program, with its traceback, and those that it was raised from.
pub fn whole_outward(exc: &Value) -> Result<Py> {
    let p = with_frames(exc)?;
    causes_outward(exc, &p)?;
    Ok(p)
}

/// The same for one that leaves the program's code: the caller has its last reference, unless the program keeps it.
fn last_outward(exc: &Value) -> Result<Py> {
    match alone::outward(exc)? {
        Some(p) => Ok(p),
        None => whole_outward(exc),
    }
}

/// CPython's exception for one of the program, with its traceback.
fn with_frames(exc: &Value) -> Result<Py> {
    let p = outward(exc)?;
    let frames = told(exc.downcast::<ExceptionObj>().map_or(&[][..], ExceptionObj::trace))?;
    if !frames.is_empty() {
        python::helper("add_frames")?.call(vec![p.clone(), py::tuple(frames)?])?;
    }
    Ok(p)
}

/// Control comes from CPython, and goes back. Of the exceptions that are being handled by now CPython knows.
pub fn entering<T>(f: impl FnOnce() -> T) -> T {
    let before = CROSSING.known_handled.replace(exception::handled_depth());
    let r = f();
    hosted::here();
    CROSSING.known_handled.set(before);
    r
}

/// Calls CPython, where `sys.exc_info()` is the exception that the program is handling.
#[inline]
pub fn handling<T>(f: impl FnOnce() -> T) -> T {
    if exception::handled_depth() <= CROSSING.known_handled.get() { f() } else { handling_one(f) }
}

#[cold]
fn handling_one<T>(f: impl FnOnce() -> T) -> T {
    let given = exception::current_handled().map(|exc| whole_outward(&exc).map_err(clear_pending));
    let Some(Ok(p)) = given else { return f() };
    let (mut ty, mut value, mut tb) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: what was there is ours until it is given back; references of our own are given for the new one.
    unsafe {
        (api().PyErr_GetExcInfo)(&mut ty, &mut value, &mut tb);
        let frames = (api().PyException_GetTraceback)(p.as_ptr());
        (api().PyErr_SetExcInfo)(Py::borrowed(type_of(p.as_ptr())).into_ptr(), p.into_ptr(), frames);
    }
    let r = f();
    // SAFETY: see above.
    unsafe { (api().PyErr_SetExcInfo)(ty, value, tb) };
    r
}

/// An exception is raised in CPython: while another one is handled there, that is where the first of its chain came from.
pub fn set_in_python(p: Py) {
    let (mut ty, mut handled, mut tb) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: what is given is ours; what is set is given away, all of it lives.
    unsafe {
        (api().PyErr_GetExcInfo)(&mut ty, &mut handled, &mut tb);
        let [_, handled, _] = [ty, handled, tb].map(|o| Py::found(o));
        if let Some(handled) = handled.filter(|h| !std::ptr::eq(h.as_ptr(), api()._Py_NoneStruct)) {
            chain(&p, handled);
        }
        let frames = (api().PyException_GetTraceback)(p.as_ptr());
        (api().PyErr_Restore)(Py::borrowed(type_of(p.as_ptr())).into_ptr(), p.into_ptr(), frames);
    }
}

/// Of a longer chain nobody sees the end.
fn chain(p: &Py, handled: Py) {
    const MOST: usize = 50;
    let mut last = p.clone();
    // One of the program's may be several in CPython.
    let origin = own_attribute(&handled, ORIGIN).filter(|o| !o.is_none());
    let is_of = |e: &Py| origin.as_ref().is_some_and(|o| own_attribute(e, ORIGIN).is_some_and(|own| std::ptr::eq(own.as_ptr(), o.as_ptr())));
    for _ in 0..MOST {
        if std::ptr::eq(last.as_ptr(), handled.as_ptr()) || is_of(&last) {
            return;
        }
        // SAFETY: an exception that lives; a new reference.
        match unsafe { Py::found((api().PyException_GetContext)(last.as_ptr())) } {
            Some(next) => last = next,
            // SAFETY: both live; the reference is given away.
            None => return unsafe { (api().PyException_SetContext)(last.as_ptr(), handled.into_ptr()) },
        }
    }
}

/// The runtime's pending exception becomes CPython's.
#[cold]
pub fn raise_in_python(_: Raised) {
    let Some(exc) = exception::take_pending() else { return };
    let is_deep = exc.ty().is_subtype(&RECURSION_ERROR);
    // What passes it on has functions in Python.
    let room = is_deep.then(python::Room::new);
    let given = last_outward(&exc);
    drop(room);
    // Its end may run code of CPython's, which must not find an exception set.
    drop(exc);
    match given {
        Ok(p) => set_in_python(p),
        Err(e) => {
            let is_deep = is_deep || exception::pending_is(&RECURSION_ERROR);
            clear_pending(e);
            let (class, text) = match is_deep {
                true => (api().PyExc_RecursionError, c"maximum recursion depth exceeded"),
                false => (api().PyExc_SystemError, c"an exception could not be passed on"),
            };
            // SAFETY: a class that lives, a C string.
            unsafe { (api().PyErr_SetString)(class, text.as_ptr()) };
        }
    }
}
