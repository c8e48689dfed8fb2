//! The inner loops of universal functions: what NumPy calls with addresses, lengths and steps.
//!
//! NumPy gives the interpreter's lock away around them. A loop computes without it as long as there is nothing but arithmetic to do
//! (`pyaot_driver::element` makes sure of that: in such code there is no operation that allocates, counts or asks the runtime). In front of
//! an element for which that is not so it stops: the lock is taken, the function is called as it is for that element, and the loop goes on
//! behind it, or ends with the exception. Functions for which there is no such loop keep the lock. Loops of generalised functions are
//! `core_loops`'.

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use pyaot_abi::dtype::DType;
use pyaot_array::{blocks, elem, fpe, scalar, threads};
use pyaot_bridge::turns;
use pyaot_core::error::{self, Raised};
use pyaot_core::start::hosted;
use pyaot_core::types::BinOp;
use pyaot_core::value::Value;
use pyaot_core::{exception, float, int, ops};
use pyaot_driver::element::{Code, Element, Loop};
use pyaot_driver::unit::Unit;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use crate::{core_loops, errors};

/// A unit, and what its loops are made of.
pub struct Compiled {
    pub unit: Unit,
    pub element: Option<Element>,
}

// Units are never freed, and so neither are these: loops may be inside.
static COMPILED: Mutex<Vec<&'static Compiled>> = Mutex::new(Vec::new());
static LOOPS: Mutex<Vec<&'static AnyLoop>> = Mutex::new(Vec::new());

// SAFETY: the unit is only called with the interpreter's lock; the rest is data that does not change.
unsafe impl Sync for Compiled {}
// SAFETY: as above.
unsafe impl Send for Compiled {}

/// One loop of a universal function.
pub enum AnyLoop {
    Inner(Inner),
    Core(core_loops::Core),
}

/// One that computes elements.
pub struct Inner {
    compiled: &'static Compiled,
    inputs: Vec<DType>,
    output: DType,
    pure: Option<Pure>,
    parallel: bool,
}

/// A loop without the lock.
struct Pure {
    blocks: Option<blocks::Program>,
    source: Loop,
    /// Made when it is needed: where there are no blocks, or one element depends on the last.
    code: OnceLock<Option<Code>>,
    /// Vector code, for elements side by side: one pass instead of one for each operation. Made when there have been some elements.
    in_lanes: OnceLock<Option<Code>>,
    elements: AtomicUsize,
}

/// So many elements take about as long in blocks as compiling does.
const MANY: usize = 100_000;

// SAFETY: data that does not change.
unsafe impl Sync for AnyLoop {}

thread_local! {
    /// A call of a universal function of ours is under way on this thread, and has failed.
    static FAILED: Cell<bool> = const { Cell::new(false) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static ERROR: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Runs a call of NumPy's, whose loops may fail: NumPy would not look.
///
/// # Safety
/// The interpreter's lock is held; `call` gives a new reference, or null with an exception.
pub unsafe fn guarded(call: impl FnOnce() -> *mut PyObject) -> *mut PyObject {
    let before = FAILED.replace(false);
    DEPTH.set(DEPTH.get() + 1);
    let result = call();
    DEPTH.set(DEPTH.get() - 1);
    if !FAILED.replace(before) {
        return result;
    }
    // SAFETY: the result is given up for the exception.
    unsafe { ffi::Py_XDECREF(result) };
    Python::attach(|py| match ERROR.take() {
        Some(e) => e.restore(py),
        None => PyRuntimeError::new_err("a loop has failed without an exception").restore(py),
    });
    std::ptr::null_mut()
}

/// The call has failed already: what is left of it is left undone.
pub fn has_failed() -> bool {
    FAILED.get()
}

/// Keeps the exception that is set for [`guarded`].
pub fn fail(py: Python<'_>) {
    if DEPTH.get() > 0 && !FAILED.get() {
        ERROR.replace(Some(PyErr::fetch(py)));
        FAILED.set(true);
    }
}

pub fn dtype(name: &str) -> PyResult<DType> {
    DType::of_name(name).ok_or_else(|| PyTypeError::new_err(format!("no element of a loop: {name}")))
}

/// Compiles a unit whose main text has the function of an element, or of a generalised one: its number, and what it gives; without a number,
/// what is wrong.
#[pyfunction]
pub fn compile_element(py: Python<'_>, main: String, modules: Vec<(String, String, String)>) -> PyResult<(Option<usize>, Option<String>)> {
    crate::begin()?;
    Ok(match Unit::compile_for_elements(&crate::input(main, modules), crate::options(py)) {
        Ok((unit, element)) => {
            let result = element.as_ref().and_then(|e| e.result()).map(|d| d.name().to_owned());
            let mut all = COMPILED.lock().expect("nothing panics with the lock");
            all.push(Box::leak(Box::new(Compiled { unit, element })));
            (Some(all.len() - 1), result)
        }
        Err(text) => (None, Some(text)),
    })
}

pub fn compiled(number: usize) -> PyResult<&'static Compiled> {
    let all = COMPILED.lock().expect("nothing panics with the lock");
    all.get(number).copied().ok_or_else(|| PyValueError::new_err("no such unit"))
}

pub fn keep(inner: AnyLoop) -> usize {
    let mut all = LOOPS.lock().expect("nothing panics with the lock");
    all.push(Box::leak(Box::new(inner)));
    all.len() - 1
}

/// A loop over such elements: its number, and how it computes: `blocks`, `code`, or `calls`, with the interpreter's lock.
#[pyfunction]
pub fn make_loop(number: usize, inputs: Vec<String>, output: String, parallel: bool) -> PyResult<(usize, &'static str)> {
    let compiled = compiled(number)?;
    let inputs = inputs.iter().map(|n| dtype(n)).collect::<PyResult<Vec<_>>>()?;
    let output = dtype(&output)?;
    let source = compiled.element.as_ref().and_then(|e| e.make_loop(&inputs, output));
    let pure = source.map(|source| {
        let blocks = source.blocks(&inputs, output);
        Pure { blocks, source, code: OnceLock::new(), in_lanes: OnceLock::new(), elements: AtomicUsize::new(0) }
    });
    let how = match &pure {
        Some(Pure { blocks: Some(_), .. }) => "blocks",
        Some(_) => "code",
        None => "calls",
    };
    Ok((keep(AnyLoop::Inner(Inner { compiled, inputs, output, pure, parallel })), how))
}

/// The loop of that number, if it computes elements.
pub fn inner(number: usize) -> Option<&'static Inner> {
    let all = LOOPS.lock().expect("nothing panics with the lock");
    all.get(number).and_then(|l| if let AnyLoop::Inner(inner) = l { Some(inner) } else { None })
}

impl Inner {
    /// Of the operands, and of the results.
    pub fn dtypes(&self) -> (&[DType], DType) {
        (&self.inputs, self.output)
    }

    /// Computes elements as a call of NumPy's would, with the interpreter's lock.
    ///
    /// # Safety
    /// NumPy's contract for loops: operands of `n` elements, with the dtypes of this one.
    pub unsafe fn run(&self, args: &mut [*mut u8], n: usize, steps: &[isize]) {
        // SAFETY: by the contract.
        unsafe { whole_loop(args.as_mut_ptr().cast(), &(n as isize), steps.as_ptr(), std::ptr::from_ref(self).cast_mut().cast()) };
    }
}

/// The text of a loop, for people.
#[pyfunction]
pub fn loop_text(number: usize) -> PyResult<String> {
    let all = LOOPS.lock().expect("nothing panics with the lock");
    let inner = all.get(number).ok_or_else(|| PyValueError::new_err("no such loop"))?;
    Ok(match inner {
        AnyLoop::Inner(inner) => inner.pure.as_ref().map(|p| p.source.text()).unwrap_or_default(),
        AnyLoop::Core(core) => core.text(),
    })
}

pub type GenericFunction = unsafe extern "C" fn(*mut *mut c_char, *const isize, *const isize, *mut c_void);
type FromFunctions = unsafe extern "C" fn(
    *const GenericFunction,
    *const *mut c_void,
    *const c_char,
    c_int,
    c_int,
    c_int,
    c_int,
    *const c_char,
    *const c_char,
    c_int,
    *const c_char,
    *mut PyObject,
) -> *mut PyObject;

/// `PyUFunc_FromFuncAndDataAndSignatureAndIdentity` in NumPy's table.
const FROM_FUNCTIONS: usize = 42;
/// `PyUFunc_None`, `PyUFunc_ReorderableNone`, and for an identity that is an object.
const NO_IDENTITY: c_int = -1;
const REORDERABLE: c_int = -2;
const IDENTITY_VALUE: c_int = -3;

/// A universal function of NumPy's with these loops.
#[pyfunction]
pub fn make_ufunc<'py>(
    py: Python<'py>,
    loops: Vec<usize>,
    counts: (usize, usize),
    identity: Option<Bound<'py, PyAny>>,
    name: String,
    doc: String,
    signature: Option<String>,
) -> PyResult<Bound<'py, PyAny>> {
    let module = py.import("numpy._core._multiarray_umath").or_else(|_| py.import("numpy.core._multiarray_umath"))?;
    let capsule = module.getattr("_UFUNC_API")?;
    let text = |s: String| CString::new(s).map(CString::into_raw).map_err(|_| PyValueError::new_err("a name with a zero in it"));
    let all = LOOPS.lock().expect("nothing panics with the lock");
    let chosen: Vec<&'static AnyLoop> = loops.iter().filter_map(|n| all.get(*n).copied()).collect();
    drop(all);
    let (mut functions, mut data, mut types): (Vec<GenericFunction>, Vec<*mut c_void>, Vec<c_char>) = (vec![], vec![], vec![]);
    for one in &chosen {
        let (function, at, dtypes): (GenericFunction, *const c_void, Vec<DType>) = match one {
            AnyLoop::Inner(inner) => (inner_loop, std::ptr::from_ref(inner).cast(), inner.inputs.iter().copied().chain([inner.output]).collect()),
            AnyLoop::Core(core) => (core_loops::core_loop, std::ptr::from_ref(core).cast(), core.dtypes().collect()),
        };
        functions.push(function);
        data.push(at.cast_mut());
        types.extend(dtypes.iter().map(|d| pyaot_array::dtype_obj::number(*d) as c_char));
    }
    let (name, doc, signature) = (text(name)?, text(doc)?, signature.map(text).transpose()?);
    let (kind, value) = match &identity {
        None => (NO_IDENTITY, std::ptr::null_mut()),
        Some(v) if v.extract::<&str>().is_ok_and(|s| s == "reorderable") => (REORDERABLE, std::ptr::null_mut()),
        Some(v) => (IDENTITY_VALUE, v.as_ptr()),
    };
    // SAFETY: the capsule holds NumPy's table, in which that row is a function of this type since NumPy 1.16; what it keeps is never
    // freed.
    unsafe {
        let table = ffi::PyCapsule_GetPointer(capsule.as_ptr(), std::ptr::null()).cast::<*mut c_void>();
        if table.is_null() {
            return Err(PyErr::fetch(py));
        }
        let make = std::mem::transmute::<*mut c_void, FromFunctions>(*table.add(FROM_FUNCTIONS));
        let n = functions.len() as c_int;
        let (functions, data, types) = (functions.leak().as_ptr(), data.leak().as_ptr(), types.leak().as_ptr());
        let signature = signature.map_or(std::ptr::null(), |s| s.cast_const());
        let made = make(functions, data, types, n, counts.0 as c_int, counts.1 as c_int, kind, name, doc, 0, signature, value);
        Bound::from_owned_ptr_or_err(py, made)
    }
}

/// Some of the elements that a loop was called for.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    len: usize,
}

/// NumPy keeps the lock for so many (`NPY_BEGIN_THREADS_THRESHOLDED`).
pub const FEW: usize = 500;

/// Runs a loop over `n` elements. For many NumPy has given the interpreter's lock away before, and takes it again behind.
pub fn in_turn(n: usize, work: impl FnOnce()) {
    if n <= FEW || threads::is_inside() {
        return work();
    }
    turns::given();
    work();
    turns::await_turn();
}

/// # Safety
/// NumPy's contract: operands of as many elements as `dims` says, with the dtypes of the loop that `data` belongs to.
unsafe extern "C" fn inner_loop(args: *mut *mut c_char, dims: *const isize, steps: *const isize, data: *mut c_void) {
    // SAFETY: by the contract.
    in_turn(unsafe { *dims as usize }, || unsafe { whole_loop(args, dims, steps, data) });
}

/// # Safety
/// As for [`inner_loop`].
unsafe fn whole_loop(args: *mut *mut c_char, dims: *const isize, steps: *const isize, data: *mut c_void) {
    // SAFETY: by the contract.
    let (inner, n, args, steps) = unsafe {
        let inner = &*data.cast::<Inner>();
        let many = inner.inputs.len() + 1;
        (inner, *dims as usize, std::slice::from_raw_parts(args.cast::<*mut u8>(), many), std::slice::from_raw_parts(steps, many))
    };
    if n == 0 || FAILED.get() {
        return;
    }
    let Some(pure) = &inner.pure else {
        // SAFETY: by the contract.
        return unsafe { one_by_one(inner, args, steps, Part { start: 0, len: n }) };
    };
    let chained = is_chained(inner, args, steps, n);
    // What is left over, behind the element that each part has stopped at.
    let mut left = Vec::new();
    if inner.parallel && !chained {
        let (operands, found) = (Operands(args, steps), Mutex::new(Vec::new()));
        threads::split(n, std::ptr::from_ref(pure) as usize, |start, len| {
            let operands = &operands;
            let part = Part { start, len };
            // SAFETY: a part of the elements, which only this thread works on.
            if let Some(rest) = unsafe { compute(inner, pure, operands.0, operands.1, part, false) } {
                found.lock().expect("nothing panics with the lock").push(rest);
            }
        });
        left = found.into_inner().expect("nothing panics with the lock");
        left.sort_by_key(|p: &Part| std::cmp::Reverse(p.start));
    } else {
        // SAFETY: by the contract.
        left.extend(unsafe { compute(inner, pure, args, steps, Part { start: 0, len: n }, chained) });
    }
    while let Some(Part { start, len }) = left.pop() {
        // SAFETY: as above.
        unsafe {
            one_by_one(inner, args, steps, Part { start, len: 1 });
            if FAILED.get() {
                return;
            }
            if len > 1 {
                left.extend(compute(inner, pure, args, steps, Part { start: start + 1, len: len - 1 }, chained));
            }
        }
    }
}

struct Operands<'a>(&'a [*mut u8], &'a [isize]);
// SAFETY: threads read and write elements at different places.
unsafe impl Sync for Operands<'_> {}

/// An element may depend on what came out for the one before it: a reduction, or the like.
fn is_chained(inner: &Inner, args: &[*mut u8], steps: &[isize], n: usize) -> bool {
    if n == 1 {
        return false;
    }
    let range = |k: usize, size: usize| {
        let (first, last) = (args[k] as isize, args[k] as isize + steps[k] * (n as isize - 1));
        (first.min(last), first.max(last) + size as isize)
    };
    let out = inner.inputs.len();
    if steps[out] == 0 {
        return true;
    }
    let (low, high) = range(out, inner.output.size());
    inner.inputs.iter().enumerate().any(|(k, d)| {
        let (from, to) = range(k, d.size());
        let same = args[k] == args[out] && steps[k] == steps[out] && d.size() == inner.output.size();
        from < high && low < to && !same
    })
}

/// Computes a part; what is left of it begins with an element that is not for machine code.
///
/// # Safety
/// NumPy's contract for loops.
unsafe fn compute(inner: &Inner, pure: &Pure, args: &[*mut u8], steps: &[isize], part: Part, chained: bool) -> Option<Part> {
    let mut moved = [std::ptr::null_mut(); MOST];
    for ((m, p), s) in moved.iter_mut().zip(args).zip(steps) {
        *m = p.wrapping_offset(s * part.start as isize);
    }
    let moved = &moved[..args.len()];
    let alone = |work: &dyn Fn() -> usize| if threads::is_inside() { work() } else { hosted::beside(work) };
    let in_lanes = if chained { None } else { pure.in_lanes(inner, steps, part.len) };
    let done = error::muted(|| match (&pure.blocks, in_lanes) {
        // SAFETY: the caller's promise; no element depends on another.
        (Some(blocks), None) if !chained => unsafe { blocks.run(moved, steps, part.len) },
        _ => match in_lanes.or_else(|| *pure.code.get_or_init(|| pure.source.code().ok())) {
            Some(code) => {
                // SAFETY: as above; compiled code computes the elements one after the other.
                let done = alone(&|| unsafe { code(moved.as_ptr(), part.len, steps.as_ptr()) });
                fpe::clear();
                if done == RAISED {
                    with_lock(fail);
                    return part.len;
                }
                done
            }
            None => 0,
        },
    });
    (done < part.len).then_some(Part { start: part.start + done, len: part.len - done })
}

impl Pure {
    /// Vector code for so many elements with these steps.
    fn in_lanes(&self, inner: &Inner, steps: &[isize], n: usize) -> Option<Code> {
        let sizes = inner.inputs.iter().chain([&inner.output]).map(|d| d.size() as isize);
        if n < 8 || !sizes.eq(steps.iter().copied()) {
            return None;
        }
        if self.elements.load(Ordering::Relaxed) < MANY && self.elements.fetch_add(n, Ordering::Relaxed) + n < MANY {
            return None;
        }
        *self.in_lanes.get_or_init(|| self.source.code_in_lanes())
    }
}

/// A loop has ended since the handler of a signal has raised.
const RAISED: usize = usize::MAX;

/// Operands of a loop at most.
pub const MOST: usize = 32;

/// For loops without the lock: false if the handler of a signal has raised.
pub fn check_signals() -> bool {
    // Nobody but the main thread handles them, and no thread that helps one is known to CPython.
    if threads::is_inside() {
        return true;
    }
    let mut quiet = true;
    // SAFETY: the lock is held.
    with_lock(|_| quiet = unsafe { ffi::PyErr_CheckSignals() } == 0);
    quiet
}

/// Takes the interpreter's lock, which NumPy has given away (or not) where nobody who counts calls could see it.
pub fn with_lock(work: impl FnOnce(Python<'_>)) {
    // SAFETY: the state is given back; in between the lock is held.
    unsafe {
        let state = ffi::PyGILState_Ensure();
        work(Python::assume_attached());
        ffi::PyGILState_Release(state);
    }
}

/// Calls the function for each element, with the interpreter's lock.
///
/// # Safety
/// NumPy's contract for loops.
unsafe fn one_by_one(inner: &Inner, args: &[*mut u8], steps: &[isize], part: Part) {
    with_lock(|py| {
        hosted::here();
        let out = inner.inputs.len();
        for k in part.start..part.start + part.len {
            let at = |j: usize| args[j].wrapping_offset(steps[j] * k as isize);
            // SAFETY: the caller's promise.
            let values: Vec<Value> = inner.inputs.iter().enumerate().map(|(j, d)| unsafe { value(*d, at(j)) }).collect();
            let words: Vec<u64> = values.iter().map(Value::bits).collect();
            // SAFETY: one live value for each parameter; an element of the output.
            let done = unsafe { inner.compiled.unit.call(words.as_ptr(), true).and_then(|v| put(inner.output, at(out), &v)) };
            if let Err(raised) = done {
                raise(raised);
                fail(py);
                break;
            }
        }
        fpe::clear();
    });
}

/// The exception that is pending becomes Python's.
pub fn raise(raised: Raised) {
    let exc = exception::pending();
    exception::clear_pending(raised);
    errors::raise(exc);
}

/// The element as a number of Python's.
///
/// # Safety
/// There is such an element.
pub unsafe fn value(d: DType, at: *const u8) -> Value {
    // SAFETY: the caller's promise.
    unsafe {
        match d {
            DType::F64 => float::new(at.cast::<f64>().read_unaligned()),
            d => elem::python(d, d.size(), at),
        }
    }
}

/// Writes a number as an element: ints are cut off, floats rounded.
///
/// # Safety
/// There is such an element.
unsafe fn put(d: DType, at: *mut u8, v: &Value) -> Result<(), Raised> {
    let number = scalar::get(v).is_some() || v.as_small().is_some() || int::is_int(v) || v.is_exact(&float::FLOAT) || elem::is_bool(v) || v.ty().name == "complex";
    if !number {
        return error::type_error(format!("a vectorized function must return numbers, not {}", v.ty().name));
    }
    if d.is_integer() && int::is_int(v) && v.as_small().is_none_or(|i| !elem::fits(d, i)) {
        let low = ops::binary(BinOp::BitAnd, v, &int::from_u64(u64::MAX))?;
        let bytes = int::to_u64(&low).unwrap_or(0).to_ne_bytes();
        // SAFETY: the caller's promise; the low bytes come first.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), at, d.size()) };
        return Ok(());
    }
    // SAFETY: the caller's promise.
    unsafe { elem::set(d, d.size(), at, v) }
}
