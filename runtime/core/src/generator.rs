//! Generators: heap frames of compiled state machines.
//!
//! The runtime resumes a generator and keeps its state. The slots hold values (or 0); compiled code releases them when the
//! generator ends. A suspended generator that is closed or dropped is resumed with GeneratorExit thrown in, so that
//! its `finally` blocks run; one that has not started is only emptied.

use std::cell::{Cell, UnsafeCell};
use std::collections::BTreeMap;

use crate::error::{Result, already_pending, raise, type_error, value_error};
use crate::exception::{self, ExceptionObj, GENERATOR_EXIT, RUNTIME_ERROR, STOP_ITERATION};
use crate::state::STATE;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use pyaot_abi::layout::{GEN_FLAGS, GEN_INNER, GEN_SENT, GEN_SLOTS, GEN_STATE};

/// What a resume function returns: an owned value (0 = the generator has ended) and 1 if it raised.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PairResult {
    pub value: u64,
    pub status: u64,
}

pub type Resume = unsafe extern "C" fn(*const GeneratorObj) -> PairResult;

/// State of a generator that has ended.
const ENDED: i64 = -1;
const RUNNING: u64 = 1;
/// An exception is to be raised at the point where the generator resumes.
const THROWN: u64 = 2;
/// Exceptions being handled inside the suspended generator are kept in `SAVED`.
const HAS_SAVED: u64 = 4;

/// A generator. The slots of the compiled frame follow behind it.
#[repr(C)]
pub struct GeneratorObj {
    pub header: Header,
    /// 0 = not started; the numbers above are the compiled code's.
    pub state: Cell<i64>,
    /// Bits of the owned value that was sent in (0 = None); at the end, the returned value.
    pub sent: Cell<u64>,
    resume: Resume,
    name: Value,
    n_slots: u64,
    flags: Cell<u64>,
    /// Compiled code's: see [`GEN_INNER`].
    inner: Cell<u64>,
}

const _: () = {
    assert!(std::mem::offset_of!(GeneratorObj, state) == GEN_STATE as usize);
    assert!(std::mem::offset_of!(GeneratorObj, flags) == GEN_FLAGS as usize);
    assert!(std::mem::offset_of!(GeneratorObj, inner) == GEN_INNER as usize);
    assert!(std::mem::offset_of!(GeneratorObj, sent) == GEN_SENT as usize);
    assert!(std::mem::size_of::<GeneratorObj>() == GEN_SLOTS as usize);
};

// SAFETY: repr(C), header first; `GENERATOR` is the only type with this layout.
unsafe impl Object for GeneratorObj {
    const LAYOUT: Layout = Layout::Generator;
}

pub static GENERATOR: TypeObj = TypeObj::native(
    "generator",
    Layout::Generator,
    Slots {
        repr: Some(repr),
        iter: Some(|v| Ok(v.clone())),
        next: Some(next),
        getattr: Some(getattr),
        drop: Some(drop_generator),
        traverse: Some(traverse),
        clear: Some(clear),
        ..Slots::EMPTY
    },
    crate::natives![
        "send(self, value, /)" => send_method,
        "throw(self, typ, val=..., tb=..., /)" => throw_method,
        "close(self, /) -> None" => close_method,
    ],
);

/// Exceptions that suspended generators are handling.
struct Saved(UnsafeCell<BTreeMap<usize, Vec<Value>>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Saved {}

static SAVED: Saved = Saved(UnsafeCell::new(BTreeMap::new()));

/// A generator that has not started, its slots zero: the first `n_slots` of `all` hold values.
pub fn new(resume: Resume, name: Value, n_slots: usize, all: usize) -> Value {
    crate::start::need_teardown();
    crate::heap::new_var(&GENERATOR, GEN_SLOTS as usize + 8 * all, |p| {
        // SAFETY: the object has room for the struct and the slots; the header is already there.
        unsafe {
            let header = std::ptr::read(p as *const Header);
            (p as *mut GeneratorObj).write(GeneratorObj {
                header,
                state: Cell::new(0),
                sent: Cell::new(0),
                resume,
                name,
                n_slots: n_slots as u64,
                flags: Cell::new(0),
                inner: Cell::new(0),
            });
            std::ptr::write_bytes(p.add(GEN_SLOTS as usize), 0, 8 * all);
        }
    })
}

fn this(v: &Value) -> &GeneratorObj {
    // SAFETY: callers are slots and methods of this type.
    unsafe { v.cast::<GeneratorObj>() }
}

unsafe fn drop_generator(h: *mut Header) {
    // SAFETY: called once on an unreachable generator that has ended.
    unsafe {
        clear(h);
        std::ptr::drop_in_place(h as *mut GeneratorObj);
    }
}

unsafe fn clear(h: *mut Header) {
    // SAFETY: a generator that is not running: it is dying or only reachable from garbage.
    let g = unsafe { &*(h as *const GeneratorObj) };
    g.end();
    g.release_slots();
    exception::drop_bits(g.sent.replace(0));
    forget_saved(g);
}

unsafe fn traverse(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live generator; nothing is changed.
    unsafe {
        let g = &*(h as *const GeneratorObj);
        for c in g.slots().iter().chain(std::iter::once(&g.sent)) {
            crate::class::traverse_dict_word(c, visit);
        }
        if g.flags.get() & HAS_SAVED != 0
            && let Some(saved) = (*SAVED.0.get()).get(&(h as usize))
        {
            saved.iter().for_each(visit);
        }
    }
}

impl GeneratorObj {
    fn slots(&self) -> &[Cell<u64>] {
        // SAFETY: the slots follow the struct.
        unsafe {
            let p = (self as *const GeneratorObj as *const u8).add(GEN_SLOTS as usize) as *const Cell<u64>;
            std::slice::from_raw_parts(p, self.n_slots as usize)
        }
    }

    fn end(&self) {
        self.state.set(ENDED);
        self.inner.set(0);
    }

    fn release_slots(&self) {
        for c in self.slots() {
            exception::drop_bits(c.replace(0));
        }
    }
}

fn forget_saved(g: &GeneratorObj) {
    if g.flags.get() & HAS_SAVED != 0 {
        g.flags.set(g.flags.get() & !HAS_SAVED);
        // SAFETY: the borrow ends before the values are dropped.
        let saved = unsafe { (*SAVED.0.get()).remove(&(g as *const GeneratorObj as usize)) };
        drop(saved);
    }
}

/// Ends a generator whose count has reached zero; `true` if its clean-up made it reachable again.
///
/// # Safety
/// `p` is a generator with count zero.
pub(crate) unsafe fn finalize(p: *mut Header) -> bool {
    // SAFETY: by the contract; the count is 1 while compiled code sees the generator.
    unsafe {
        let g = &*(p as *const GeneratorObj);
        if g.state.get() <= 0 {
            return false;
        }
        g.header.rc.set(1);
        let v = std::mem::ManuallyDrop::new(Value::from_bits(p as u64));
        let pending = STATE.pending.replace(0);
        if let Err(e) = close(&v) {
            crate::start::report_unraisable(e, &v);
        }
        g.end();
        STATE.pending.set(pending);
        let n = g.header.rc.get() - 1;
        g.header.rc.set(n);
        n > 0
    }
}

/// Closes a suspended generator in a garbage cycle; `true` if its code ran.
///
/// # Safety
/// `p` is a live generator on which the caller holds a reference.
pub(crate) unsafe fn finalize_garbage(p: *mut Header) -> bool {
    // SAFETY: by the contract; the temporary does not drop.
    unsafe {
        if (*(p as *const GeneratorObj)).state.get() <= 0 {
            return false;
        }
        let v = std::mem::ManuallyDrop::new(Value::from_bits(p as u64));
        let pending = STATE.pending.replace(0);
        if let Err(e) = close(&v) {
            crate::start::report_unraisable(e, &v);
        }
        STATE.pending.set(pending);
    }
    true
}

/// Runs the generator to its next `yield`; `None` at its end, the returned value left in the state.
#[inline]
fn resume(v: &Value) -> Result<Option<Value>> {
    let g = this(v);
    if g.flags.get() & RUNNING != 0 {
        return value_error("generator already executing");
    }
    if STATE.generator_depth.get() >= STATE.recursion_limit.get() {
        return crate::ops::stack_overflow();
    }
    STATE.generator_depth.set(STATE.generator_depth.get() + 1);
    let depth = exception::handled_depth();
    if g.flags.get() & HAS_SAVED != 0 {
        // SAFETY: the borrow ends at once.
        if let Some(saved) = unsafe { (*SAVED.0.get()).remove(&(g as *const GeneratorObj as usize)) } {
            saved.into_iter().for_each(exception::push_handled);
        }
    }
    g.flags.set((g.flags.get() & !HAS_SAVED) | RUNNING);
    // SAFETY: the function belongs to this generator by construction.
    let r = unsafe { (g.resume)(g) };
    STATE.generator_depth.set(STATE.generator_depth.get() - 1);
    g.flags.set(g.flags.get() & !(RUNNING | THROWN));
    if exception::handled_depth() > depth {
        let saved = exception::split_handled(depth);
        if r.status == 0 && r.value != 0 {
            // SAFETY: single-threaded.
            unsafe { (*SAVED.0.get()).insert(g as *const GeneratorObj as usize, saved) };
            g.flags.set(g.flags.get() | HAS_SAVED);
        }
    }
    if r.status != 0 {
        g.end();
        return raised();
    }
    if r.value == 0 {
        g.end();
        set_stop_value(g.sent.replace(0));
        return Ok(None);
    }
    // SAFETY: compiled code yields an owned value.
    Ok(Some(unsafe { Value::from_bits(r.value) }))
}

/// A StopIteration that leaves a generator would end its caller's loop: it becomes RuntimeError.
#[cold]
fn raised() -> Result<Option<Value>> {
    if exception::pending_is(&STOP_ITERATION)
        && let Some(stop) = exception::take_pending()
    {
        let exc = exception::new_with_message(&RUNTIME_ERROR, "generator raised StopIteration");
        if let Some(e) = exc.downcast::<ExceptionObj>() {
            e.set_cause(Some(stop.clone()));
            e.set_context(Some(stop));
        }
        exception::set_pending_unchanged(exc);
    }
    Err(already_pending())
}

/// A generator that compiled code resumed without the runtime has raised.
pub(crate) fn failed(g: &GeneratorObj) {
    g.flags.set(0);
    g.end();
    left_by_exception();
}

/// An exception has left a generator's code: no StopIteration.
pub(crate) fn left_by_exception() {
    if exception::pending_is(&STOP_ITERATION)
        && let Err(e) = raised()
    {
        // Still pending.
        let _ = e;
    }
}

/// A generator that compiled code resumed inside `yield from` has ended.
pub(crate) fn ended(g: &GeneratorObj) {
    set_stop_value(g.sent.replace(0));
}

fn set_stop_value(bits: u64) {
    exception::drop_bits(STATE.stop_value.replace(bits));
}

/// The value that the generator (or iterator of the program) that has just ended returned; `None` for None.
pub fn take_stop_value() -> Option<Value> {
    let bits = STATE.stop_value.replace(0);
    // SAFETY: the state owned the value.
    (bits != 0).then(|| unsafe { Value::from_bits(bits) }).filter(|v| !v.is_none())
}

/// An iterator of another runtime has ended, and returned this.
pub fn end_with(value: Value) {
    set_stop_value(value.into_bits());
}

/// StopIteration for the iterator `it`, which has just ended.
#[cold]
pub fn raise_stop<T>(it: &Value) -> Result<T> {
    let value = if matches!(it.ty().layout, Layout::Generator | Layout::Foreign) || !it.ty().is_native { take_stop_value() } else { None };
    exception::raise_stop_iteration(value)
}

/// Leaves the value of a caught StopIteration for [`raise_stop`] and `yield from`.
pub(crate) fn keep_stop_value(exc: &Value) {
    let value = exc.downcast::<ExceptionObj>().and_then(|e| e.extra("value").or_else(|| e.arg(0)));
    set_stop_value(value.map_or(0, Value::into_bits));
}

fn next(v: &Value) -> Result<Option<Value>> {
    if this(v).state.get() == ENDED {
        set_stop_value(0);
        return Ok(None);
    }
    resume(v)
}

/// `g.send(value)`; `None` when the generator ends.
pub fn send(v: &Value, value: &Value) -> Result<Option<Value>> {
    let g = this(v);
    if g.flags.get() & RUNNING != 0 {
        return value_error("generator already executing");
    }
    match g.state.get() {
        ENDED => {
            set_stop_value(0);
            return Ok(None);
        }
        0 if !value.is_none() => return type_error("can't send non-None value to a just-started generator"),
        _ => {}
    }
    exception::drop_bits(g.sent.replace(if value.is_none() { 0 } else { value.clone().into_bits() }));
    resume(v)
}

fn send_method(a: &[Value]) -> Result<Value> {
    match send(&a[0], &a[1])? {
        Some(v) => Ok(v),
        None => raise_stop(&a[0]),
    }
}

/// Raises `exc` inside the generator.
pub fn throw(v: &Value, exc: Value) -> Result<Option<Value>> {
    let g = this(v);
    if g.flags.get() & RUNNING != 0 {
        return value_error("generator already executing");
    }
    if g.state.get() == ENDED {
        exception::set_pending(exc);
        return Err(already_pending());
    }
    exception::set_pending(exc);
    g.flags.set(g.flags.get() | THROWN);
    resume(v)
}

/// At the point of resumption: an exception was thrown in (it is pending).
pub fn take_thrown(g: &GeneratorObj) -> bool {
    let thrown = g.flags.get() & THROWN != 0;
    g.flags.set(g.flags.get() & !THROWN);
    thrown
}

fn throw_method(a: &[Value]) -> Result<Value> {
    let exc = if exception::is_exception_class(&a[1]).is_some() {
        let val = &a[2];
        if val.is_ellipsis() || val.is_none() {
            exception::to_exception(a[1].clone(), "exceptions must derive from BaseException")?
        } else if val.downcast::<ExceptionObj>().is_some() {
            val.clone()
        } else if let Some(t) = val.downcast::<crate::tuple::TupleObj>() {
            exception::to_exception(crate::ops::call(&a[1], t.items())?, "exceptions must derive from BaseException")?
        } else {
            let made = crate::ops::call(&a[1], std::slice::from_ref(val))?;
            exception::to_exception(made, "exceptions must derive from BaseException")?
        }
    } else if a[1].downcast::<ExceptionObj>().is_some() {
        if !a[2].is_ellipsis() && !a[2].is_none() {
            return type_error("instance exception may not have a separate value");
        }
        a[1].clone()
    } else {
        return type_error(text!(
            "exceptions must be classes or instances deriving from BaseException, not ", a[1].ty().name
        ));
    };
    match throw(&a[0], exc)? {
        Some(v) => Ok(v),
        None => raise_stop(&a[0]),
    }
}

/// `g.close()`.
pub fn close(v: &Value) -> Result<()> {
    let g = this(v);
    match g.state.get() {
        ENDED => return Ok(()),
        0 if g.flags.get() & RUNNING == 0 => {
            g.end();
            g.release_slots();
            return Ok(());
        }
        _ => {}
    }
    match throw(v, exception::with_args(&GENERATOR_EXIT, Vec::new())) {
        Ok(Some(_)) => raise(&RUNTIME_ERROR, "generator ignored GeneratorExit"),
        Ok(None) => {
            drop(take_stop_value());
            Ok(())
        }
        Err(e) if exception::pending_is(&GENERATOR_EXIT) || exception::pending_is(&STOP_ITERATION) => {
            exception::clear_pending(e);
            Ok(())
        }
        Err(e) => Err(e),
    }
}

fn close_method(a: &[Value]) -> Result<Value> {
    close(&a[0])?;
    Ok(Value::none())
}

/// One step of `yield from`: the next value, or `None` at the end (its value by [`take_stop_value`]).
pub fn delegate(it: &Value, sent: &Value) -> Result<Option<Value>> {
    if it.ty().layout == Layout::Generator {
        return send(it, sent);
    }
    if sent.is_none() {
        set_stop_value(0);
        return crate::ops::next(it);
    }
    let r = crate::ops::call_method(it, "send", std::slice::from_ref(sent));
    match r {
        Ok(v) => Ok(Some(v)),
        Err(e) if exception::pending_is(&STOP_ITERATION) => {
            let _ = e;
            if let Some(exc) = exception::take_pending() {
                keep_stop_value(&exc);
            }
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

/// `yield from it` was resumed with a pending exception: hands it to the inner iterator. `Ok(Some)`: the iterator
/// yielded again; `Ok(None)`: it ended; an error is to be raised in the outer generator.
pub fn delegate_throw(it: &Value) -> Result<Option<Value>> {
    let Some(exc) = exception::take_pending() else { return Ok(None) };
    if exc.ty().is_subtype(&GENERATOR_EXIT) {
        if it.ty().layout == Layout::Generator {
            close(it)?;
        } else if let Some(f) = crate::ops::getattr_opt(it, "close")? {
            crate::ops::call(&f, &[])?;
        }
        exception::set_pending_unchanged(exc);
        return Err(already_pending());
    }
    if it.ty().layout == Layout::Generator {
        return throw(it, exc);
    }
    match crate::ops::getattr_opt(it, "throw")? {
        Some(f) => match crate::ops::call(&f, &[exc]) {
            Ok(v) => Ok(Some(v)),
            Err(_) if exception::pending_is(&STOP_ITERATION) => {
                if let Some(exc) = exception::take_pending() {
                    keep_stop_value(&exc);
                }
                Ok(None)
            }
            Err(e) => Err(e),
        },
        None => {
            exception::set_pending_unchanged(exc);
            Err(already_pending())
        }
    }
}

fn repr(v: &Value) -> Result<Value> {
    let name = crate::ops::text_of(&this(v).name).into_owned();
    Ok(crate::str::from_string(text!("<generator object ", name, " at ", crate::ops::address(v), ">")))
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let g = this(v);
    Ok(match name {
        "__qualname__" => Some(g.name.clone()),
        "__name__" => {
            let full = crate::ops::text_of(&g.name);
            Some(crate::str::new(full.rsplit('.').next().unwrap_or("")))
        }
        "gi_running" => Some(Value::bool(g.flags.get() & RUNNING != 0)),
        "gi_suspended" => Some(Value::bool(g.flags.get() & RUNNING == 0 && g.state.get() > 0)),
        "gi_yieldfrom" => Some(Value::none()),
        "gi_frame" => Some(if g.state.get() == ENDED { Value::none() } else { v.clone() }),
        _ => None,
    })
}
