//! Exception objects, the pending exception and the stack of handled ones.

use std::cell::{Cell, UnsafeCell};

use crate::error::{Raised, Result, already_pending, type_error};
use crate::state::STATE;
use crate::types::{Layout, TypeObj};
use crate::value::{Header, Object, Value};

mod attrs;
mod hierarchy;
pub mod oserror;
mod suggest;
pub mod traceback;

pub use hierarchy::*;
pub use attrs::{EXC_SLOTS, has_members};

/// Where a traceback entry is: a frame of compiled code and a line (columns in the upper bits, see [`traceback`]).
#[derive(Clone, Copy)]
pub struct TraceEntry {
    pub frame: *const pyaot_abi::layout::FrameDesc,
    pub line: i64,
}

/// An instance of BaseException or of a subclass.
#[repr(C)]
pub struct ExceptionObj {
    pub header: Header,
    /// Bits of the instance dict, 0 = none yet.
    pub dict: Cell<u64>,
    args: UnsafeCell<Value>,
    cause: UnsafeCell<Option<Value>>,
    context: UnsafeCell<Option<Value>>,
    pub suppress_context: Cell<bool>,
    /// Innermost frame first: frames are added on the way up.
    trace: UnsafeCell<Vec<TraceEntry>>,
    /// Attributes that only some classes have (`errno`, `code`, `name` …).
    extra: UnsafeCell<Vec<(&'static str, Value)>>,
}

// SAFETY: repr(C), header first; every type with this layout is made by this module's `new`.
unsafe impl Object for ExceptionObj {
    const LAYOUT: Layout = Layout::Exception;
}

impl ExceptionObj {
    /// The tuple of arguments.
    pub fn args(&self) -> &Value {
        // SAFETY: single-threaded; callers do not keep the reference across a call of set_args.
        unsafe { &*self.args.get() }
    }

    pub fn set_args(&self, args: Value) {
        // SAFETY: the old value is dropped after the field holds the new one.
        drop(unsafe { std::mem::replace(&mut *self.args.get(), args) });
    }

    /// The items of `args`.
    pub fn arg(&self, i: usize) -> Option<Value> {
        self.args().downcast::<crate::tuple::TupleObj>()?.items().get(i).cloned()
    }

    pub fn arg_count(&self) -> usize {
        self.args().downcast::<crate::tuple::TupleObj>().map_or(0, |t| t.items().len())
    }

    pub fn cause(&self) -> Option<Value> {
        // SAFETY: single-threaded, copied out at once.
        unsafe { (*self.cause.get()).clone() }
    }

    pub fn set_cause(&self, cause: Option<Value>) {
        self.suppress_context.set(true);
        // SAFETY: as in set_args.
        drop(unsafe { std::mem::replace(&mut *self.cause.get(), cause) });
    }

    pub fn context(&self) -> Option<Value> {
        // SAFETY: single-threaded, copied out at once.
        unsafe { (*self.context.get()).clone() }
    }

    pub fn set_context(&self, context: Option<Value>) {
        // SAFETY: as in set_args.
        drop(unsafe { std::mem::replace(&mut *self.context.get(), context) });
    }

    pub fn trace(&self) -> &[TraceEntry] {
        // SAFETY: single-threaded; callers do not add entries while they read.
        unsafe { &*self.trace.get() }
    }

    pub fn set_trace(&self, entries: Vec<TraceEntry>) {
        // SAFETY: single-threaded.
        unsafe { *self.trace.get() = entries }
    }

    pub fn extra(&self, name: &str) -> Option<Value> {
        // SAFETY: single-threaded, copied out at once.
        unsafe { &*self.extra.get() }.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone())
    }

    /// All that it has besides its arguments.
    pub fn extras(&self) -> Vec<(&'static str, Value)> {
        // SAFETY: single-threaded, copied out at once.
        unsafe { &*self.extra.get() }.clone()
    }

    pub fn set_extra(&self, name: &'static str, value: Value) {
        // SAFETY: single-threaded; the old value is dropped after the borrow ends.
        let old = unsafe {
            let extra = &mut *self.extra.get();
            match extra.iter_mut().find(|(n, _)| *n == name) {
                Some(slot) => Some(std::mem::replace(&mut slot.1, value)),
                None => {
                    extra.push((name, value));
                    None
                }
            }
        };
        drop(old);
    }
}

pub(crate) unsafe fn drop_exception(h: *mut Header) {
    // SAFETY: called once, on an unreachable exception object.
    unsafe {
        if !(*h).ty.get().is_native {
            crate::class::clear_slots(h);
        }
        std::ptr::drop_in_place(h as *mut ExceptionObj)
    }
}

/// Empty tracebacks of exceptions that are gone: in a loop that raises and catches, the next one takes its predecessor's.
struct SpareTraces(UnsafeCell<Vec<Vec<TraceEntry>>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for SpareTraces {}

static SPARE_TRACES: SpareTraces = SpareTraces(UnsafeCell::new(Vec::new()));

const SPARE: usize = 8;
/// Longer ones are given back.
const SPARE_CAPACITY: usize = 32;

impl Drop for ExceptionObj {
    fn drop(&mut self) {
        crate::class::drop_dict_word(&self.dict);
        let mut trace = std::mem::take(self.trace.get_mut());
        if (1..=SPARE_CAPACITY).contains(&trace.capacity()) {
            trace.clear();
            // SAFETY: single-threaded; the reference ends here.
            let spare = unsafe { &mut *SPARE_TRACES.0.get() };
            if spare.len() < SPARE {
                spare.push(trace);
            }
        }
        // A chain of contexts may be long: it is taken apart link by link, not by recursion (see heap::dealloc).
    }
}

pub(crate) unsafe fn traverse_exception(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live exception object; nothing is changed.
    unsafe {
        let e = &*(h as *const ExceptionObj);
        if !e.header.ty.get().is_native {
            crate::class::traverse_slots(h, visit);
        }
        crate::class::traverse_dict_word(&e.dict, visit);
        visit(e.args());
        if let Some(v) = &*e.cause.get() {
            visit(v);
        }
        if let Some(v) = &*e.context.get() {
            visit(v);
        }
        for (_, v) in &*e.extra.get() {
            visit(v);
        }
    }
}

pub(crate) unsafe fn clear_exception(h: *mut Header) {
    // SAFETY: a live exception object; the old contents are dropped after the fields are empty.
    unsafe {
        let e = &*(h as *const ExceptionObj);
        if !e.header.ty.get().is_native {
            crate::class::clear_slots(h);
        }
        crate::class::drop_dict_word(&e.dict);
        e.set_args(crate::tuple::new(Vec::new()));
        drop((*e.cause.get()).take());
        e.set_context(None);
        drop(std::mem::take(&mut *e.extra.get()));
    }
}

/// A new exception of type `ty` with the tuple `args`.
pub fn new(ty: &'static TypeObj, args: Value) -> Value {
    let v = alloc(ty, args);
    if let Some(e) = v.downcast::<ExceptionObj>() {
        attrs::init_members(ty, e);
    }
    v
}

/// The object, its slots unset.
fn alloc(ty: &'static TypeObj, args: Value) -> Value {
    let fields = |header| ExceptionObj {
        header,
        dict: Cell::new(0),
        args: UnsafeCell::new(args),
        cause: UnsafeCell::new(None),
        context: UnsafeCell::new(None),
        suppress_context: Cell::new(false),
        trace: UnsafeCell::new(Vec::new()),
        extra: UnsafeCell::new(Vec::new()),
    };
    if ty.is_native {
        return crate::heap::new_object(ty, fields);
    }
    let d = crate::class::data(ty);
    crate::heap::new_var(ty, pyaot_abi::layout::EXCEPTION_SLOTS as usize + 8 * d.slots.len(), |p| {
        // SAFETY: the object has room for the struct and the slots; the header is already there.
        unsafe {
            let header = std::ptr::read(p as *const Header);
            (p as *mut ExceptionObj).write(fields(header));
            let v = std::mem::ManuallyDrop::new(Value::from_bits(p as u64));
            if let Some(inst) = crate::class::instance::as_instance(&v) {
                (0..d.slots.len()).for_each(|i| inst.unset_raw(d, i));
            }
        }
    })
}

const _: () = assert!(std::mem::size_of::<ExceptionObj>() == pyaot_abi::layout::EXCEPTION_SLOTS as usize);

/// `ty(message)`.
pub fn new_with_message(ty: &'static TypeObj, message: &str) -> Value {
    new(ty, crate::tuple::new(vec![crate::str::new(message)]))
}

/// `ty(*args)` for natives.
pub fn with_args(ty: &'static TypeObj, args: Vec<Value>) -> Value {
    new(ty, crate::tuple::new(args))
}

/// KeyError with the key itself as argument.
#[cold]
pub fn raise_key_error<T>(key: &Value) -> Result<T> {
    crate::error::raise_value(with_args(&KEY_ERROR, vec![key.clone()]))
}

/// StopIteration with a value (none for `None`).
#[cold]
pub fn raise_stop_iteration<T>(value: Option<Value>) -> Result<T> {
    crate::error::raise_value(with_args(&STOP_ITERATION, value.into_iter().collect()))
}

/// AttributeError with its `name` and `obj`.
#[cold]
pub fn raise_attribute_error<T>(obj: &Value, name: &Value, message: &str) -> Result<T> {
    let exc = new_with_message(&ATTRIBUTE_ERROR, message);
    if let Some(e) = exc.downcast::<ExceptionObj>() {
        e.set_extra("name", name.clone());
        e.set_extra("obj", obj.clone());
    }
    crate::error::raise_value(exc)
}

/// Makes `exc` the pending exception, with the exception being handled as its context.
#[cold]
pub fn set_pending(exc: Value) {
    if let Some(handled) = current_handled() {
        set_context(&exc, handled);
    }
    set_pending_unchanged(exc);
}

/// Makes `exc` the pending exception and leaves its context alone (re-raise).
pub fn set_pending_unchanged(exc: Value) {
    let old = STATE.pending.replace(exc.into_bits());
    drop_bits(old);
}

/// Drops the owned value with these bits, if any.
#[inline]
pub(crate) fn drop_bits(bits: u64) {
    if bits != 0 {
        // SAFETY: callers pass bits whose ownership they have just taken over.
        drop(unsafe { Value::from_bits(bits) });
    }
}

/// Links `context` to `exc`, cutting the chain where it would close a circle.
fn set_context(exc: &Value, context: Value) {
    if exc.is(&context) {
        return;
    }
    let Some(e) = exc.downcast::<ExceptionObj>() else { return };
    let mut at = context.clone();
    loop {
        let Some(next) = at.downcast::<ExceptionObj>().and_then(|o| o.context()) else { break };
        if next.is(exc) {
            if let Some(o) = at.downcast::<ExceptionObj>() {
                o.set_context(None);
            }
            break;
        }
        at = next;
    }
    e.set_context(Some(context));
}

/// Takes the pending exception.
pub fn take_pending() -> Option<Value> {
    let bits = STATE.pending.replace(0);
    // SAFETY: the state owned the value.
    (bits != 0).then(|| unsafe { Value::from_bits(bits) })
}

/// The pending exception.
pub fn pending() -> Option<Value> {
    let bits = STATE.pending.get();
    if bits == 0 {
        return None;
    }
    // SAFETY: the state owns the value; a second reference is made.
    Some(unsafe { Value::from_ptr_retained(bits as *const Header) })
}

/// The error has been dealt with in native code: forgets the pending exception.
pub fn clear_pending(_: Raised) {
    drop(take_pending());
}

/// The pending exception is an instance of `ty`.
pub fn pending_is(ty: &TypeObj) -> bool {
    let bits = STATE.pending.get();
    if bits == 0 {
        return false;
    }
    // SAFETY: the state owns a live object.
    unsafe { (*(bits as *const Header)).ty.get() }.is_subtype(ty)
}

/// `Ok(None)` if the pending exception is a `ty` (which is then forgotten), else the error again.
pub fn catch<T>(r: Result<T>, ty: &TypeObj) -> Result<Option<T>> {
    match r {
        Ok(v) => Ok(Some(v)),
        Err(e) if pending_is(ty) => {
            clear_pending(e);
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

/// The exception whose handler is running (innermost).
pub fn current_handled() -> Option<Value> {
    // SAFETY: single-threaded, copied out at once.
    unsafe { (*STATE.handled.get()).last().cloned() }
}

pub fn push_handled(exc: Value) {
    // SAFETY: single-threaded.
    unsafe { (*STATE.handled.get()).push(exc) }
}

pub fn pop_handled() {
    // SAFETY: the borrow ends before the value is dropped.
    let top = unsafe { (*STATE.handled.get()).pop() };
    drop(top);
}

pub fn handled_depth() -> usize {
    // SAFETY: single-threaded.
    unsafe { (*STATE.handled.get()).len() }
}

/// The exceptions above `depth`, taken off (a generator keeps them while it is suspended).
pub fn split_handled(depth: usize) -> Vec<Value> {
    // SAFETY: single-threaded.
    unsafe {
        let stack = &mut *STATE.handled.get();
        if stack.len() > depth { stack.split_off(depth) } else { Vec::new() }
    }
}

/// `v` is a class that derives from BaseException.
pub fn is_exception_class(v: &Value) -> Option<&'static TypeObj> {
    crate::class::as_type(v).filter(|t| t.is_subtype(&BASE_EXCEPTION))
}

/// `raise exc`: an exception object or class (which is called); makes it pending.
pub fn raise_object(exc: Value) -> Raised {
    match to_exception(exc, "exceptions must derive from BaseException") {
        Ok(e) => {
            set_pending(e);
            already_pending()
        }
        Err(r) => r,
    }
}

/// `raise exc from cause`.
pub fn raise_from(exc: Value, cause: Value) -> Raised {
    let e = match to_exception(exc, "exceptions must derive from BaseException") {
        Ok(e) => e,
        Err(r) => return r,
    };
    let cause = if cause.is_none() {
        None
    } else {
        match to_exception(cause, "exception causes must derive from BaseException") {
            Ok(c) => Some(c),
            Err(r) => return r,
        }
    };
    if let Some(o) = e.downcast::<ExceptionObj>() {
        o.set_cause(cause);
    }
    set_pending(e);
    already_pending()
}

pub(crate) fn to_exception(v: Value, message: &str) -> Result<Value> {
    if v.downcast::<ExceptionObj>().is_some() {
        return Ok(v);
    }
    if let Some(class) = is_exception_class(&v) {
        let e = crate::ops::call(&v, &[])?;
        if e.downcast::<ExceptionObj>().is_none() {
            return type_error(crate::text!(
                "calling <class '", class.name, "'> should have returned an instance of BaseException, not ",
                crate::ops::type_repr(e.ty())
            ));
        }
        return Ok(e);
    }
    type_error(message)
}

/// `raise` without operand.
pub fn reraise() -> Raised {
    match current_handled() {
        Some(e) => {
            set_pending_unchanged(e);
            already_pending()
        }
        None => match crate::error::raise::<()>(&RUNTIME_ERROR, "No active exception to reraise") {
            Err(r) => r,
            Ok(()) => already_pending(),
        },
    }
}

/// `except pattern:` matches `exc`.
pub fn matches(exc: &Value, pattern: &Value) -> Result<bool> {
    if let Some(t) = is_exception_class(pattern) {
        return Ok(exc.ty().is_subtype(t));
    }
    const MESSAGE: &str = "catching classes that do not inherit from BaseException is not allowed";
    let Some(tuple) = pattern.downcast::<crate::tuple::TupleObj>() else { return type_error(MESSAGE) };
    // All of them are checked before any matches, as CPython does.
    if tuple.items().iter().any(|p| is_exception_class(p).is_none()) {
        return type_error(MESSAGE);
    }
    Ok(tuple.items().iter().any(|p| is_exception_class(p).is_some_and(|t| exc.ty().is_subtype(t))))
}

thread_local! {
    static NEXT_LINE: Cell<i64> = const { Cell::new(0) };
}

/// The next entry of the pending exception's traceback is for this line and these columns, whatever compiled code takes it for.
#[cold]
pub fn next_trace_at(line: i64) {
    NEXT_LINE.set(line);
}

/// Adds a frame to the pending exception's traceback.
#[cold]
pub fn add_trace(entry: TraceEntry) {
    let line = NEXT_LINE.replace(0);
    let entry = TraceEntry { line: if line == 0 { entry.line } else { line }, ..entry };
    let bits = STATE.pending.get();
    if bits == 0 {
        return;
    }
    // SAFETY: the pending exception is a live object of exception layout; nothing else refers to the lists.
    unsafe {
        let trace = &mut *(*(bits as *const ExceptionObj)).trace.get();
        if trace.capacity() == 0
            && let Some(used) = (*SPARE_TRACES.0.get()).pop()
        {
            *trace = used;
        }
        trace.push(entry)
    }
}

/// `str(e)` for messages; empty when even that raises.
pub fn message_of(exc: &Value) -> String {
    match crate::ops::str(exc) {
        Ok(s) => s.downcast::<crate::str::StrObj>().map(|s| s.to_rust().into_owned()).unwrap_or_default(),
        Err(e) => {
            clear_pending(e);
            String::from("<exception str() failed>")
        }
    }
}
