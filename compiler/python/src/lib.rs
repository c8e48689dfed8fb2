//! `pyaot._pyaot`: what the Python package is made of that Python cannot do. The rest is in `pyaot/`.

mod callable;
mod choice;
mod core_loops;
mod errors;
mod function;
mod loops;
mod plan;
mod ufunc;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::OnceLock;

use pyaot_bridge::errors::OWN_FILE;
use pyaot_bridge::kinds::Kind;
use pyaot_bridge::python::open;
use pyaot_driver::input::Text;
use pyaot_core::modules::host::take_standing;
use pyaot_driver::unit::Unit;
use pyaot_driver::{Emit, Input, Options};
use pyo3::exceptions::{PyImportError, PyValueError};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyTuple};

use plan::{Guard, Place, Plan};

/// Compiling makes and drops millions of small objects.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static FUNCTION: OnceLock<usize> = OnceLock::new();

/// The type of compiled functions.
fn is_function_type(ty: *mut PyObject) -> bool {
    FUNCTION.get().is_some_and(|t| *t == ty as usize)
}

fn input(main: String, modules: Vec<(String, String, String)>) -> Input {
    let text = |(module, file, text)| Text { module, file, text };
    Input::Texts { main: text(("__main__".to_owned(), OWN_FILE.to_owned(), main)), modules: modules.into_iter().map(text).collect() }
}

/// Functions will be compiled.
#[pyfunction]
fn prepare() {
    pyaot_driver::unit::prepare();
}

/// The runtime and CPython know each other from here on. `prelude` gives text and code of a part of the bridge's prelude.
#[pyfunction(name = "begin")]
fn begin_with(prelude: &Bound<'_, PyAny>) -> PyResult<()> {
    if pyaot_core::start::hosted::hooks().is_some() {
        return Ok(());
    }
    pyaot_core::start::hosted::begin(&errors::HOOKS);
    pyaot_bridge::warnings::follow_host();
    pyaot_array::random::host::begin(&pyaot_bridge::bitgens::HOOKS);
    // So that the first call need not measure the stack.
    pyaot_core::start::hosted::here();
    // SAFETY: an object that lives.
    let at_hand = || (!prelude.is_none()).then(|| unsafe { pyaot_bridge::py::Py::borrowed(prelude.as_ptr().cast()) });
    open(at_hand).map_err(|raised| {
        pyaot_core::exception::clear_pending(raised);
        PyImportError::new_err("pyaot: this interpreter is not one that it knows")
    })
}

fn begin() -> PyResult<()> {
    match pyaot_core::start::hosted::hooks() {
        Some(_) => Ok(()),
        None => Python::attach(|py| begin_with(py.None().bind(py))),
    }
}

/// Does work of the compiler; a defect of it is an exception, not the end of the process.
fn guarded<T>(work: impl FnOnce() -> T) -> PyResult<T> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
        let text = format!("a defect of pyaot: {}", text.unwrap_or_default());
        Python::attach(|py| match py.import("pyaot").and_then(|m| m.getattr("InternalError")?.call1((&text,))) {
            Ok(error) => PyErr::from_value(error),
            Err(e) => e,
        })
    })
}

/// What the entry of a unit says of its parameters, and whether it knows all that there is about them.
/// `draws`: generators of random numbers are only drawn from.
#[pyfunction]
fn describe(objects: &Bound<'_, PyTuple>, draws: bool) -> PyResult<(Vec<String>, bool)> {
    begin()?;
    pyaot_bridge::bitgens::look();
    let given = |k: Kind| if matches!(k, Kind::Generator { .. }) && !draws { Kind::Object } else { k };
    let kinds: Vec<Kind> = kinds_of(objects).into_iter().map(given).collect();
    let closed = !kinds.contains(&Kind::Object);
    let each = kinds.iter().zip(objects.iter()).enumerate();
    // SAFETY: live objects, of these kinds.
    let text = |i: usize, k: Kind, o: &Bound<'_, PyAny>| unsafe { k.text(&format!("a{i}"), o.as_ptr().cast(), closed) };
    // It may be, or have for an attribute, an array that pyaot has no dtype for.
    let texts = each.map(|(i, (k, o))| if *k == Kind::Object { format!("_host.real_array(a{i})") } else { text(i, *k, &o) }).collect();
    Ok((texts, closed))
}

/// Where the parts of a function are: its name, the parameters that may be given by place, the lines of its header and of its block, and whether a class
/// would change names in it. See [`pyaot_driver::outline`].
#[pyfunction]
fn outline(text: &str) -> Option<(String, Vec<String>, usize, usize, bool)> {
    pyaot_driver::outline(text).map(|f| (f.name, f.positional, f.line, f.body, f.has_private_names))
}

/// The lines of a file, with their ends. `None`: it cannot be read, or it may have another encoding than UTF-8.
#[pyfunction]
fn lines(file: PathBuf) -> Option<Vec<String>> {
    let mut text = String::from_utf8(std::fs::read(file).ok()?).ok()?;
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    let has_coding = text.split('\n').take(2).any(|line| line.contains("coding"));
    (!has_coding).then(|| text.split_inclusive('\n').map(str::to_owned).collect())
}

/// The last line that code has instructions for, that of code inside of it too; 0: none.
#[pyfunction]
fn last_line(code: &Bound<'_, PyAny>) -> PyResult<u32> {
    let mut last = 0;
    for entry in code.call_method0("co_lines")?.try_iter()? {
        last = last.max(entry?.get_item(2)?.extract::<Option<u32>>()?.unwrap_or(0));
    }
    for inner in code.getattr("co_consts")?.try_iter()? {
        let inner = inner?;
        if inner.get_type().is(code.get_type()) {
            last = last.max(last_line(&inner)?);
        }
    }
    Ok(last)
}

/// Compiled code can draw what the functions of `numpy.random` draw.
#[pyfunction]
fn draws_globally() -> PyResult<bool> {
    begin()?;
    Ok(pyaot_bridge::bitgens::has_global())
}

fn kinds_of(objects: &Bound<'_, PyTuple>) -> Vec<Kind> {
    // SAFETY: live objects.
    objects.iter().map(|o| unsafe { Kind::of(o.as_ptr().cast()) }).collect()
}

/// `(dict, name)` or a cell.
fn place(p: &Bound<'_, PyAny>) -> PyResult<Place> {
    Ok(match p.extract::<(Py<PyAny>, Py<PyAny>)>() {
        Ok((dict, name)) => Place::Global { dict, name },
        Err(_) => Place::Cell(p.clone().unbind()),
    })
}

/// The function's calls go by this from now on. `guards`: place, object, and (function, code) or None; `absent`: places where nothing
/// may be, in dicts that have so many entries now; `written`: what calls assign.
#[pyfunction]
fn set_plan(
    function: &Bound<'_, PyAny>,
    names: Vec<Py<PyAny>>,
    counts: (usize, usize, bool, bool),
    hidden: Vec<Bound<'_, PyAny>>,
    guards: Vec<(Bound<'_, PyAny>, Py<PyAny>, Option<(Py<PyAny>, Py<PyAny>)>)>,
    absent: Vec<Bound<'_, PyAny>>,
    written: Vec<Bound<'_, PyAny>>,
) -> PyResult<()> {
    let (n_posonly, n_args, has_varargs, has_kwargs) = counts;
    let mut plan = Plan { names, n_posonly, n_args, has_varargs, has_kwargs, ..Plan::default() };
    plan.hidden = hidden.iter().map(place).collect::<PyResult<_>>()?;
    plan.written = written.iter().map(place).collect::<PyResult<_>>()?;
    for (at, object, code) in guards {
        plan.guards.push(Guard { place: place(&at)?, object: Some(object), code });
    }
    for at in absent {
        plan.add_absent(place(&at)?, at.py())?;
    }
    function::set_plan(function, plan)
}

/// Compiles a unit for such arguments (`rest`: what of them is for `*args` and `**kwargs`), and gives it to the function. `may_leave`:
/// CPython may run calls that it is faster with. `gives_iterator`: of what the function returns, CPython's own is faster. `standing`: what functions of the unit are in CPython. The result is the text of what
/// is wrong, or None.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "what Python knows of a specialisation")]
fn add(
    function: &Bound<'_, PyAny>,
    objects: &Bound<'_, PyTuple>,
    main: String,
    modules: Vec<(String, String, String)>,
    rest: Option<(usize, Vec<Py<PyAny>>)>,
    may_leave: bool,
    gives_iterator: bool,
    standing: Vec<Py<PyAny>>,
) -> PyResult<Option<String>> {
    begin()?;
    match guarded(|| Unit::compile(&input(main, modules), Options { cache: true, ..options(function.py()) }))? {
        Ok(unit) => {
            for (v, k) in take_standing() {
                if let Some(p) = standing.get(k) {
                    // SAFETY: an object that lives.
                    let object = unsafe { pyaot_bridge::py::Py::borrowed(p.as_ptr().cast()) };
                    pyaot_bridge::library::stands_for(&v, &object);
                }
            }
            function::add(function, kinds_of(objects), rest, unit, may_leave, gives_iterator).map(|()| None)
        }
        Err(text) => Ok(Some(text)),
    }
}

/// Units have the traceback entries that functions have in this CPython.
pub fn options(py: Python<'_>) -> Options {
    Options { inlines_comprehensions: py.version_info() >= (3, 12), ..Options::default() }
}

/// The text of a stage for a unit.
#[pyfunction]
fn emit(stage: &str, main: String, modules: Vec<(String, String, String)>) -> PyResult<String> {
    let stage = Emit::from_str(stage).map_err(PyValueError::new_err)?;
    guarded(|| Unit::emit(&input(main, modules), stage, Options::default()))?.map_err(PyValueError::new_err)
}

/// Where compiled code is kept.
#[pyfunction]
fn cache_dir() -> Option<PathBuf> {
    pyaot_driver::cache::folder()
}

/// Waits until what was compiled is in the cache.
#[pyfunction]
fn finish(py: Python<'_>) {
    py.detach(pyaot_driver::unit::finish_storing);
}

/// Waits until functions have their full form, and all that was compiled is in the cache.
#[pyfunction]
fn finish_all(py: Python<'_>) {
    py.detach(|| {
        pyaot_driver::unit::finish_forms();
        pyaot_driver::unit::finish_storing();
    });
}

/// Native calls, calls by CPython, specialisations, those of them that were found in the cache, seconds without the lock, and
/// whether CPython is faster with some arguments.
#[pyfunction]
fn counts(function: &Bound<'_, PyAny>) -> PyResult<function::Counts> {
    function::counts(function)
}

/// Code is made for a tuple and a dict as the function's `*args` and `**kwargs` from now on.
#[pyfunction]
fn take_whole(function: &Bound<'_, PyAny>) -> PyResult<()> {
    function::take_whole(function)
}

/// The function's array kernels keep to the thread that calls.
#[pyfunction]
fn set_serial(function: &Bound<'_, PyAny>) -> PyResult<()> {
    function::set_serial(function)
}

/// CPython runs all calls of the function from now on.
#[pyfunction]
fn give_up(function: &Bound<'_, PyAny>) -> PyResult<()> {
    function::give_up(function)
}

/// The runtime's state is there once: it knows the objects of one interpreter.
#[pyfunction]
fn refuse_sub_interpreters() -> PyResult<()> {
    // SAFETY: the interpreter's lock is held.
    match unsafe { pyo3::ffi::PyInterpreterState_GetID(pyo3::ffi::PyInterpreterState_Get()) } {
        0 => Ok(()),
        id => Err(PyImportError::new_err(format!("pyaot works in the main interpreter only, and this is the sub-interpreter {id}"))),
    }
}

/// For tests: what a defect of the compiler leads to.
#[pyfunction]
fn fail() -> PyResult<()> {
    guarded(|| panic!("a test"))
}

/// The command `pyaot`, which is this file and has what belongs to it in that folder: ends the process.
#[pyfunction]
fn command(args: Vec<std::ffi::OsString>, executable: PathBuf, folder: PathBuf) {
    pyaot_driver::own::set(executable, folder);
    pyaot_cli::main(args)
}

#[pymodule]
fn _pyaot(m: &Bound<'_, PyModule>) -> PyResult<()> {
    pyaot_driver::unit::prepare_code();
    let function = callable::make_type::<function::State>(m.py())?;
    let _ = FUNCTION.set(function.as_ptr() as usize);
    m.add("Function", function)?;
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add_function(wrap_pyfunction!(prepare, m)?)?;
    m.add_function(wrap_pyfunction!(begin_with, m)?)?;
    m.add_function(wrap_pyfunction!(describe, m)?)?;
    m.add_function(wrap_pyfunction!(outline, m)?)?;
    m.add_function(wrap_pyfunction!(lines, m)?)?;
    m.add_function(wrap_pyfunction!(last_line, m)?)?;
    m.add_function(wrap_pyfunction!(draws_globally, m)?)?;
    m.add_function(wrap_pyfunction!(set_plan, m)?)?;
    m.add_function(wrap_pyfunction!(add, m)?)?;
    m.add_function(wrap_pyfunction!(emit, m)?)?;
    m.add_function(wrap_pyfunction!(counts, m)?)?;
    m.add_function(wrap_pyfunction!(give_up, m)?)?;
    m.add_function(wrap_pyfunction!(take_whole, m)?)?;
    m.add_function(wrap_pyfunction!(set_serial, m)?)?;
    m.add_function(wrap_pyfunction!(refuse_sub_interpreters, m)?)?;
    m.add_function(wrap_pyfunction!(fail, m)?)?;
    m.add_function(wrap_pyfunction!(cache_dir, m)?)?;
    m.add_function(wrap_pyfunction!(finish, m)?)?;
    m.add_function(wrap_pyfunction!(finish_all, m)?)?;
    m.add_function(wrap_pyfunction!(command, m)?)?;
    // The child of a fork would wait for locks that these threads hold, and for what they compile.
    let at_fork = [("before", m.getattr("finish_all")?)].into_py_dict(m.py())?;
    m.py().import("os")?.call_method("register_at_fork", (), Some(&at_fork))?;
    m.py().import("atexit")?.call_method1("register", (m.getattr("finish")?,))?;
    m.add("UFunc", ufunc::make_type(m.py())?)?;
    m.add_function(wrap_pyfunction!(loops::compile_element, m)?)?;
    m.add_function(wrap_pyfunction!(loops::make_loop, m)?)?;
    m.add_function(wrap_pyfunction!(core_loops::make_core_loop, m)?)?;
    m.add_function(wrap_pyfunction!(loops::loop_text, m)?)?;
    m.add_function(wrap_pyfunction!(loops::make_ufunc, m)?)?;
    m.add_function(wrap_pyfunction!(ufunc::set_guards, m)?)?;
    m.add_function(wrap_pyfunction!(ufunc::guards_hold, m)?)?;
    m.add_function(wrap_pyfunction!(ufunc::remember, m)?)?;
    m.add_function(wrap_pyfunction!(ufunc::run_ufunc, m)?)?;
    Ok(())
}
