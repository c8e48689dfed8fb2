//! The type of compiled functions, and how they are called.
//!
//! A function has specialisations, one for each way in which its arguments have been typed. A call tries the one that was used last;
//! what it has no specialisation for goes to `_compile.py`, which makes one or has CPython run the function.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr::null_mut;

use pyaot_bridge::kinds::{Kind, Words, inward, is_of_kind, outward, outward_owned};
use pyaot_array::threads;
use pyaot_bridge::containers;
use pyaot_core::error::{self, Raised};
use pyaot_core::start::hosted;
use pyaot_core::iter::only_passes_on;
use pyaot_core::{exception, ops, ticks, vectors};
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_driver::unit::Unit;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use crate::callable::{self, Callable, NARGS, tuple_of};
use crate::choice::{self, By, Choice, Turn};
use crate::errors;
use crate::plan::{Arguments, Owned, Plan, Rest};

/// Code for arguments (hidden ones behind them) of these kinds.
pub struct Specialisation {
    kinds: Vec<Kind>,
    rest: Rest,
    /// All arguments are of plain kinds.
    is_plain: bool,
    /// So are they, but for arrays: no containers are given.
    is_flat: bool,
    /// So are they, but for arrays and generators of random numbers.
    is_alone: bool,
    /// CPython may be faster.
    choice: Option<Choice>,
    /// With such arguments, or with such results as it has had: calls are timed now and then.
    is_watched: Cell<bool>,
    /// Calls, or the last one, return an iterator whose elements all cross, one by one, behind the call.
    gives_iterator: Cell<bool>,
    unit: Unit,
}

/// See [`counts`].
pub type Counts = (u64, u64, usize, usize, u64, f64, bool);

type FunctionObject = Callable<State>;

#[derive(Default)]
pub struct State {
    /// Plans and specialisations are never freed: calls may be inside.
    plan: Option<&'static Plan>,
    specialisations: Vec<&'static Specialisation>,
    /// The one that was used last, if calls may go to it directly.
    last: Option<&'static Specialisation>,
    /// CPython is faster than this one.
    left: Option<&'static Specialisation>,
    /// A call is being timed: those inside go the same way.
    timing: Option<By>,
    /// CPython runs all calls.
    given_up: bool,
    /// Array kernels keep to the thread that calls.
    serial: bool,
    /// Code is made for a tuple and a dict as `*args` and `**kwargs`: calls differ too much in what they have for these.
    whole: bool,
    calls: u64,
    fallbacks: u64,
    /// How often its loops' vector code was entered.
    vector_loops: u64,
    /// Ticks that its kernels have run without the interpreter's lock.
    outside: u64,
}

/// How a call has ended that was tried natively.
enum Tried {
    Returned(*mut PyObject),
    Raised(Option<Value>),
    /// The arguments are of other kinds.
    Other,
    /// What the code was compiled for has changed.
    Stale,
}

/// A call as it has come.
struct Given<'a> {
    function: *mut PyObject,
    /// Positional ones, then those with names.
    args: &'a [*mut PyObject],
    names: *mut PyObject,
}

impl Given<'_> {
    /// Has CPython run it.
    ///
    /// # Safety
    /// All live; the state is the function's.
    unsafe fn run(&self, state: *mut State) -> *mut PyObject {
        // SAFETY: by the contract.
        unsafe {
            (*state).fallbacks += 1;
            let named = if self.names.is_null() { 0 } else { ffi::PyTuple_Size(self.names) as usize };
            callable::call(self.function, self.args.as_ptr(), self.args.len() - named, self.names)
        }
    }
}

/// Calls the code if everything is as it was compiled for, or has CPython run the call where that is faster.
///
/// # Safety
/// `args` are live objects, one for each parameter; `state` is that of a live function.
#[inline]
unsafe fn try_call(state: *mut State, plan: &Plan, s: &'static Specialisation, args: &[*mut PyObject], given: &Given) -> Tried {
    // SAFETY: by the contract.
    unsafe {
        match &s.choice {
            Some(choice) if s.is_watched.get() => try_either(state, plan, s, args, given, choice),
            _ => try_native(state, plan, s, args),
        }
    }
}

/// # Safety
/// As [`try_call`].
unsafe fn try_either(state: *mut State, plan: &Plan, s: &'static Specialisation, args: &[*mut PyObject], given: &Given, choice: &Choice) -> Tried {
    // SAFETY: by the contract.
    unsafe {
        let turn = match (*state).timing {
            Some(By::Native) => return try_native(state, plan, s, args),
            Some(By::Python) => Turn::Python,
            None => choice.turn(args),
        };
        let timed = if let Turn::Timed(by) = turn { Some(by) } else { None };
        if turn == Turn::Python || timed == Some(By::Python) {
            if !args.iter().zip(&s.kinds).all(|(o, kind)| is_of_kind(o.cast(), *kind)) {
                return Tried::Other;
            }
            if timed.is_none() {
                return Tried::Returned(given.run(state));
            }
        }
        (*state).timing = timed;
        let (begin, made, looked) = (choice::now(), MAKING.get(), choice::looked());
        let tried = if timed == Some(By::Python) { Tried::Returned(given.run(state)) } else { try_native(state, plan, s, args) };
        let took = choice::now().saturating_sub(begin).saturating_sub(MAKING.get() - made);
        if let Tried::Returned(o) = &tried
            && !o.is_null()
        {
            match timed {
                None if s.gives_iterator.get() && choice.leave(took, args) => (*state).left = Some(s),
                None => choice.note_native(took, choice::looked() - looked, args),
                Some(_) if choice.note(took, args) => (*state).left = Some(s),
                Some(_) => (*state).left = (*state).left.filter(|left| !std::ptr::eq(*left, s)),
            }
        }
        if timed.is_some() {
            (*state).timing = None;
        }
        tried
    }
}

/// Has CPython run a call that is like those which it is faster with.
///
/// # Safety
/// As [`try_call`].
unsafe fn run_left(state: *mut State, s: &'static Specialisation, given: &Given) -> Option<*mut PyObject> {
    // SAFETY: by the contract.
    unsafe {
        if (*state).timing == Some(By::Python) {
            return Some(given.run(state));
        }
        let choice = s.choice.as_ref().filter(|c| given.names.is_null() && (*state).timing.is_none() && c.is_left(given.args))?;
        let begin = choice::now();
        let result = given.run(state);
        choice.note_left(choice::now().saturating_sub(begin));
        Some(result)
    }
}

/// # Safety
/// As [`try_call`].
#[inline]
unsafe fn try_native(state: *mut State, plan: &Plan, s: &'static Specialisation, args: &[*mut PyObject]) -> Tried {
    // SAFETY: by the contract.
    let run = || unsafe { run(state, plan, s, args) };
    let tried = if s.is_flat && containers::no_twins() {
        containers::entering_alone(run)
    } else {
        containers::entering(run)
    };
    match tried {
        Tried::Raised(exc) => Tried::Returned(errors::raise(exc)),
        other => other,
    }
}

/// # Safety
/// As [`try_call`].
#[inline]
unsafe fn run(state: *mut State, plan: &Plan, s: &'static Specialisation, args: &[*mut PyObject]) -> Tried {
    // Calls may go to and fro without end.
    hosted::here();
    if let Err(raised) = ops::check_stack() {
        return pending(raised);
    }
    let mut words = Words::new(s.kinds.len());
    for (o, kind) in args.iter().zip(&s.kinds) {
        // SAFETY: by the contract.
        match unsafe { inward(o.cast(), *kind) } {
            Some(Ok(v)) => words.push(v),
            Some(Err(raised)) => return pending(raised),
            None => return Tried::Other,
        }
    }
    if !plan.holds() {
        return Tried::Stale;
    }
    for (place, kind) in plan.hidden.iter().zip(&s.kinds[args.len()..]) {
        let o = Owned(place.read());
        if o.0.is_null() {
            return Tried::Stale;
        }
        // SAFETY: a live object.
        match unsafe { inward(o.0.cast(), *kind) } {
            Some(Ok(v)) => words.push(v),
            Some(Err(raised)) => return pending(raised),
            None => return Tried::Other,
        }
    }
    // SAFETY: the state outlives the function's calls.
    unsafe { (*state).calls += 1 };
    let (outside, vector_loops) = (hosted::time_outside(), vectors::entered());
    // SAFETY: one live value for each parameter of the unit's function.
    let call = || unsafe { s.unit.call(words.words().as_ptr(), s.is_alone && plan.written.is_empty()) };
    // SAFETY: as above.
    let result = if unsafe { (*state).serial } { threads::serially(call) } else { call() };
    if vectors::entered() != vector_loops {
        // SAFETY: as above.
        unsafe { (*state).vector_loops += vectors::entered() - vector_loops };
    }
    if hosted::time_outside() > outside {
        // SAFETY: as above.
        unsafe { (*state).outside += hosted::time_outside() - outside };
    }
    let returned = |v: Value| {
        if s.is_plain && v.as_small().is_none() && !matches!(v.ty().layout, Layout::Float | Layout::Bool | Layout::None | Layout::Complex) {
            s.is_watched.set(true);
        }
        if s.choice.is_some() && v.as_small().is_none() && v.ty().layout == Layout::Iterator {
            s.gives_iterator.set(s.gives_iterator.get() || only_passes_on(&v));
        }
        // What comes back as it was given is the object that it was.
        if v.as_small().is_none()
            && let Some(i) = words.words()[..args.len()].iter().position(|w| *w == v.bits())
        {
            // SAFETY: an argument, which lives; the reference is the caller's.
            return Tried::Returned(unsafe { ffi::Py_NewRef(args[i]) });
        }
        match outward_owned(v) {
            Ok(o) => Tried::Returned(o.cast()),
            Err(raised) => pending(raised),
        }
    };
    match result {
        Ok(v) if plan.written.is_empty() => returned(v),
        Ok(v) => {
            let assigned = assign(plan, &v);
            drop(v);
            match assigned {
                Ok(Ok(result)) => returned(result),
                Ok(Err(exc)) => Tried::Raised(Some(exc)),
                Err(raised) => pending(raised),
            }
        }
        Err(raised) => pending(raised),
    }
}

/// Assigns what a call has assigned, by its result: the function's (or what it has raised), whether it has raised, and the variables.
fn assign(plan: &Plan, all: &Value) -> Result<Result<Value, Value>, Raised> {
    let [result, raised, written @ ..] = all.downcast::<TupleObj>().map_or(&[][..], TupleObj::items) else {
        return error::type_error("the unit's entry has returned something else");
    };
    for (place, v) in plan.written.iter().zip(written) {
        let (before, now) = (Owned(place.read()), Owned(outward(v)?.cast()));
        // SAFETY: live objects, perhaps none before; equal ones of these types cannot be told apart but by their addresses.
        unsafe {
            let ty = ffi::Py_TYPE(now.0);
            let is_same = !before.0.is_null()
                && std::ptr::eq(ffi::Py_TYPE(before.0), ty)
                && (std::ptr::eq(ty, &raw const ffi::PyLong_Type) || std::ptr::eq(ty, &raw const ffi::PyUnicode_Type))
                && ffi::PyObject_RichCompareBool(before.0, now.0, ffi::Py_EQ) == 1;
            if !is_same {
                place.write(now.0);
            }
        }
    }
    Ok(if ops::truth(raised)? { Err(result.clone()) } else { Ok(result.clone()) })
}

#[cold]
fn pending(raised: Raised) -> Tried {
    let exc = exception::pending();
    exception::clear_pending(raised);
    Tried::Raised(exc)
}

unsafe extern "C" fn vectorcall(f: *mut PyObject, args: *const *mut PyObject, nargsf: usize, names: *mut PyObject) -> *mut PyObject {
    let n = nargsf & NARGS;
    // SAFETY: the type's own objects; the interpreter passes as many arguments as it says.
    unsafe {
        let (state, function) = ((*f.cast::<FunctionObject>()).state, (*f.cast::<FunctionObject>()).wrapped);
        if names.is_null() {
            let given = Given { function, args: if n == 0 { &[] } else { std::slice::from_raw_parts(args, n) }, names };
            if let Some(s) = (*state).left
                && let Some(o) = run_left(state, s, &given)
            {
                return o;
            }
            if let (Some(s), Some(plan)) = ((*state).last, (*state).plan)
                && plan.n_args == n
                && let Tried::Returned(o) = try_call(state, plan, s, given.args, &given)
            {
                return o;
            }
        }
        slow_call(f, args, n, names)
    }
}

/// Every call that is not like the last one.
///
/// # Safety
/// As a vectorcall.
#[cold]
unsafe fn slow_call(f: *mut PyObject, args: *const *mut PyObject, n: usize, names: *mut PyObject) -> *mut PyObject {
    // SAFETY: by the contract.
    unsafe {
        let object = f.cast::<FunctionObject>();
        let (state, wrapped) = ((*object).state, (*object).wrapped);
        let n_keywords = if names.is_null() { 0 } else { ffi::PyTuple_Size(names) as usize };
        let all: &[*mut PyObject] = if n + n_keywords == 0 { &[] } else { std::slice::from_raw_parts(args, n + n_keywords) };
        let given = Given { function: wrapped, args: all, names };
        if (*state).given_up {
            return given.run(state);
        }
        // A plan, then a specialisation; once more if something changes meanwhile.
        for _ in 0..6 {
            if let Some(plan) = (*state).plan {
                // CPython says what does not fit.
                let Some(bound) = plan.bind(wrapped, all, names, (*state).whole) else { break };
                let mut stale = !plan.holds();
                // A call may add some, or forget all.
                let mut next = 0;
                while let Some(s) = (&(*state).specialisations).get(next).copied() {
                    next += 1;
                    if !bound.is_for(&s.rest) {
                        continue;
                    }
                    match try_call(state, plan, s, &bound.objects, &given) {
                        Tried::Returned(o) => {
                            (*state).last = plan.is_simple().then_some(s);
                            return o;
                        }
                        Tried::Raised(_) | Tried::Other => {}
                        Tried::Stale => stale = true,
                    }
                }
                if stale {
                    (*state).plan = None;
                    ((*state).last, (*state).left) = (None, None);
                    (*state).specialisations.clear();
                    continue;
                }
                let hidden: Vec<Owned> = plan.hidden.iter().map(|p| Owned(p.read())).collect();
                // A variable that is not bound at the moment: CPython raises NameError.
                if hidden.iter().any(|o| o.0.is_null()) {
                    break;
                }
                let all: Vec<_> = bound.objects.iter().copied().chain(hidden.iter().map(|o| o.0)).collect();
                match ask(object, Some((&bound, &all))) {
                    Ok(true) => continue,
                    Ok(false) => break,
                    Err(()) => return null_mut(),
                }
            }
            match ask(object, None) {
                Ok(true) => {}
                Ok(false) => break,
                Err(()) => return null_mut(),
            }
        }
        given.run(state)
    }
}

/// Asks `_compile.miss` for a plan, or a specialisation for such arguments (with the hidden ones behind them). `false`: CPython shall run
/// the call.
///
/// # Safety
/// The objects live.
unsafe fn ask(object: *mut FunctionObject, args: Option<(&Arguments, &[*mut PyObject])>) -> Result<bool, ()> {
    let begin = choice::now();
    // SAFETY: by the contract; the references that are made here are given back.
    let asked = unsafe {
        let py = Python::assume_attached();
        let (objects, n_args, rest) = match args {
            None => (Owned(ffi::Py_NewRef(ffi::Py_None())), 0, py.None()),
            Some((bound, all)) => (tuple_of(all), bound.objects.len(), bound.rest(py).map_err(|e| e.restore(py))?),
        };
        let count = Owned(ffi::PyLong_FromSize_t(n_args));
        let r = Owned(ffi::PyObject_CallFunctionObjArgs((*object).slow, object, objects.0, count.0, rest.as_ptr(), null_mut::<PyObject>()));
        if r.0.is_null() { Err(()) } else { Ok(ffi::PyObject_IsTrue(r.0) == 1) }
    };
    MAKING.set(MAKING.get() + choice::now().saturating_sub(begin));
    asked
}

thread_local! {
    /// Ticks that this thread has spent on plans and specialisations, which no comparison counts: the calls of a function that CPython runs
    /// may want other ones than those of compiled code.
    static MAKING: Cell<u64> = const { Cell::new(0) };
}

/// A function in a class is a method.
unsafe extern "C" fn descr_get(o: *mut PyObject, instance: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: live objects; the type `method` is the interpreter's.
    unsafe {
        if instance.is_null() || std::ptr::eq(instance, ffi::Py_None()) {
            return ffi::Py_NewRef(o);
        }
        PyMethod_New(o, instance)
    }
}

unsafe extern "C" {
    // Not in the stable ABI, but in every CPython.
    fn PyMethod_New(function: *mut PyObject, instance: *mut PyObject) -> *mut PyObject;
}

impl callable::State for State {
    const NAME: &'static CStr = c"pyaot.Function";
    const SHORT: &'static CStr = c"Function";
    const CALL: ffi::vectorcallfunc = vectorcall;
    const GET: Option<ffi::descrgetfunc> = Some(descr_get);
}

/// The state of a function, which lives as long as `f`.
fn state<'a>(f: &'a Bound<'_, PyAny>) -> PyResult<&'a mut State> {
    // SAFETY: the type is the one with our call, and so with our fields; the interpreter's lock is held.
    unsafe {
        let ty: *mut PyObject = ffi::Py_TYPE(f.as_ptr()).cast();
        if !crate::is_function_type(ty) {
            return Err(PyRuntimeError::new_err("not a compiled function"));
        }
        Ok(&mut *(*f.as_ptr().cast::<FunctionObject>()).state)
    }
}

/// Calls go by this plan from now on; what was compiled for another is forgotten.
pub fn set_plan(f: &Bound<'_, PyAny>, plan: Plan) -> PyResult<()> {
    let s = state(f)?;
    s.plan = Some(Box::leak(Box::new(plan)));
    s.specialisations.clear();
    (s.last, s.left) = (None, None);
    Ok(())
}

/// `may_leave`: CPython may run calls that it is faster with.
pub fn add(f: &Bound<'_, PyAny>, kinds: Vec<Kind>, rest: Rest, unit: Unit, may_leave: bool, gives_iterator: bool) -> PyResult<()> {
    let s = state(f)?;
    // The newest is the likeliest.
    let is_plain = kinds.iter().all(|k| k.is_plain());
    let is_flat = kinds.iter().all(|k| k.is_flat());
    let is_alone = kinds.iter().all(|k| k.is_flat() || matches!(k, Kind::Generator { .. }));
    let choice = may_leave.then(Choice::default);
    s.specialisations.insert(0, Box::leak(Box::new(Specialisation { kinds, rest, is_plain, is_flat, is_alone, choice, is_watched: Cell::new(!is_alone), gives_iterator: Cell::new(gives_iterator), unit })));
    Ok(())
}

/// From now on, code is made for a tuple and a dict as `*args` and `**kwargs`.
pub fn take_whole(f: &Bound<'_, PyAny>) -> PyResult<()> {
    state(f)?.whole = true;
    Ok(())
}

/// Array kernels keep to the thread that calls.
pub fn set_serial(f: &Bound<'_, PyAny>) -> PyResult<()> {
    state(f)?.serial = true;
    Ok(())
}

/// CPython runs all calls from now on.
pub fn give_up(f: &Bound<'_, PyAny>) -> PyResult<()> {
    let s = state(f)?;
    s.given_up = true;
    s.plan = None;
    s.specialisations.clear();
    (s.last, s.left) = (None, None);
    Ok(())
}

/// Native calls, calls by CPython, specialisations, those of them that were found in the cache, entries of vector code, seconds without
/// the lock, and whether CPython is faster with some arguments.
pub fn counts(f: &Bound<'_, PyAny>) -> PyResult<Counts> {
    let s = state(f)?;
    let cached = s.specialisations.iter().filter(|s| s.unit.is_from_cache).count();
    Ok((s.calls, s.fallbacks, s.specialisations.len(), cached, s.vector_loops, ticks::seconds(s.outside), s.left.is_some()))
}
