//! Opening CPython: the interpreter's shared library ([`crate::interpreter`]), which runs as that interpreter would, with its packages.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString};

use pyaot_core::error::{Result, raise};
use pyaot_core::exception::{IMPORT_ERROR, traceback};
use pyaot_core::start::{self, hosted};
use pyaot_core::value::Value;

use crate::capi::{self, MethodDef, Obj, api};
use crate::convert::to_python;
use crate::interpreter::{self, Found, lacking};
use crate::locked::{AddressMap, Locked, Table, table};
use crate::py::{self, Py};

/// What this side has of Python code, in a module of its own: parts by their names, the first of which is run at once.
const PRELUDE: [(&str, &str); 5] = [
    ("start", include_str!("prelude/start.py")),
    ("classes", include_str!("prelude/classes.py")),
    ("errors", include_str!("prelude/errors.py")),
    ("inspected", include_str!("prelude/inspected.py")),
    ("libraries", include_str!("prelude/libraries.py")),
];

/// Gives text and code of a part, where CPython is the host and has them at hand.
static AT_HAND: Locked<RefCell<Option<Py>>> = Locked::new(RefCell::new(None));

static HELPERS: Locked<RefCell<Option<Py>>> = Locked::new(RefCell::new(None));
/// What a call looks like: the place, the number of arguments by position, with a bit for methods, and the words of names.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct CallKey {
    place: usize,
    line: i64,
    args: usize,
    words: [u64; CallKey::NAMES],
}

impl CallKey {
    const NAMES: usize = 4;
}

/// The ones that were used last, each at a place that the key gives: the table is for when two keys have the same.
static RECENT: Locked<RefCell<Vec<Option<(CallKey, Py)>>>> = Locked::new(RefCell::new(Vec::new()));
const RECENT_CALLERS: usize = 256;
static CALLERS: Table<AddressMap<CallKey, (Vec<Value>, Py)>> = Table::new(table);
/// The functions of the prelude that were asked for, by the addresses of their names; modules of other texts, by those of the texts.
static FOUND: Table<AddressMap<usize, Py>> = Table::new(table);

/// Opens CPython, if it is not open. `at_hand` gives text and code for the name of a part of the prelude, where they are at hand.
///
/// # Errors
/// ImportError that says what is missing.
pub fn open(at_hand: impl FnOnce() -> Option<Py>) -> Result<()> {
    if capi::is_open() {
        return Ok(());
    }
    crate::report::want_by_environment();
    // SAFETY: the name of the process itself; CPython is in it where this runs as an extension.
    let own = unsafe { capi::dlopen(std::ptr::null(), capi::RTLD_LAZY) };
    // SAFETY: CPython's names are CPython's.
    if unsafe { capi::fill(own) }.is_err() {
        open_library()?;
    }
    pyaot_core::foreign::set(&crate::HOOKS);
    pyaot_array::warn::set_handler(crate::warnings::handle);
    if hosted::hooks().is_some() {
        hosted::set_minor(minor());
    }
    // SAFETY: the prelude is a C string; the lock is held from here on, by the one thread.
    AT_HAND.replace(at_hand());
    load_prelude()
}

/// Of CPython's version 3.x, the x.
pub fn minor() -> u8 {
    // SAFETY: a text that is there for good.
    let version = unsafe { CStr::from_ptr((api().Py_GetVersion)()) }.to_string_lossy();
    version.split('.').nth(1).and_then(|x| x.parse().ok()).unwrap_or_default()
}

fn open_library() -> Result<()> {
    let Found { executable, library } = interpreter::find()?;
    let (Ok(library_c), Ok(executable_c)) = (CString::new(&*library), CString::new(executable)) else {
        return lacking("its path is not one");
    };
    // SAFETY: a C string; the library stays open.
    let handle = unsafe { capi::dlopen(library_c.as_ptr(), capi::RTLD_LAZY | capi::RTLD_GLOBAL) };
    if handle.is_null() {
        return lacking(&format!("{library} cannot be opened"));
    }
    // SAFETY: the interpreter's own library.
    if let Err(name) = unsafe { capi::fill(handle) } {
        return lacking(&format!("{library} lacks {name}"));
    }
    // SAFETY: before anything else of CPython is called; the name stays.
    unsafe {
        (api().Py_SetProgramName)((api().Py_DecodeLocale)(executable_c.as_ptr(), std::ptr::null_mut()));
        (api().Py_InitializeEx)(0);
    }
    pyaot_core::modules::sys::set_executable(&executable_c.to_string_lossy());
    Ok(())
}

/// Runs the first part of the prelude, and tells it what program it is in.
fn load_prelude() -> Result<()> {
    // There may be several runtimes in the process (extension modules), and each has a module of its own; the first is found by its name.
    let name = py::string("_pyaot_bridge")?;
    let module = py::import(c"types")?.attr("ModuleType")?.call(vec![name.clone()])?;
    py::import(c"sys")?.attr("modules")?.attr("setdefault")?.call(vec![name, module.clone()])?;
    // SAFETY: a definition that stays; a new reference.
    module.set("_load", &unsafe { Py::owned((api().PyCFunction_NewEx)(&LOAD, std::ptr::null_mut(), std::ptr::null_mut())) }?)?;
    for (name, base) in ["_ModuleBase", "_ClassBase"].into_iter().zip(crate::attribute::bases()?) {
        module.set(name, &base)?;
    }
    HELPERS.replace(Some(module));
    load(PRELUDE[0].0)?;
    crate::types::know_exceptions()?;
    if start::hosted::hooks().is_some() {
        // It is CPython's program: arguments, folders and output are as they should be.
        return Ok(());
    }
    let args = start::args().iter().map(|a| py::string(&String::from_utf8_lossy(a))).collect::<Result<Vec<Py>>>()?;
    let given = [vec![py::tuple(args)?], crate::streams::functions()?].concat();
    crate::streams::begin(&helper("begin")?.call(given)?)?;
    let sys = py::import(c"sys")?;
    let folder = |name| crate::convert::from_python(&sys.attr(name)?);
    let [a, b, c, d] = pyaot_core::modules::sys::FOLDERS.map(folder);
    pyaot_core::modules::sys::set_folders([a?, b?, c?, d?]);
    crate::mersenne::share_global()?;
    crate::warnings::share()
}

static LOAD: MethodDef = MethodDef { name: c"_load".as_ptr(), function: load_asked as *const _, flags: METH_O, doc: std::ptr::null() };
const METH_O: std::ffi::c_int = 8;

/// The prelude itself wants another part.
unsafe extern "C" fn load_asked(_: Obj, name: Obj) -> Obj {
    crate::proxy::answer(|| {
        // SAFETY: the name that a part of the prelude passes.
        load(&py::text_of(&unsafe { Py::borrowed(name) }))?;
        Ok(Py::none())
    })
}

/// Parts of the prelude that have been run.
static LOADED: Locked<Cell<usize>> = Locked::new(Cell::new(0));

/// Runs the part of that name, if that has not been done.
fn load(name: &str) -> Result<()> {
    let Some(k) = PRELUDE.iter().position(|p| p.0 == name).filter(|k| LOADED.get() & 1 << k == 0) else { return Ok(()) };
    LOADED.set(LOADED.get() | 1 << k);
    // It may be needed for the first time where the stack is used up: by the exception that says so.
    let room = Room::new();
    let run = run_part(name, PRELUDE[k].1);
    drop(room);
    if run.is_err() {
        LOADED.set(LOADED.get() & !(1 << k));
    }
    run
}

/// Lets CPython's stack be a little deeper, as long as this lives.
pub struct Room;

impl Room {
    const FRAMES: std::ffi::c_int = 100;

    pub fn new() -> Room {
        // SAFETY: the lock is held.
        unsafe { (api().Py_SetRecursionLimit)((api().Py_GetRecursionLimit)() + Room::FRAMES) };
        Room
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // SAFETY: as above.
        unsafe { (api().Py_SetRecursionLimit)((api().Py_GetRecursionLimit)() - Room::FRAMES) };
    }
}

fn run_part(name: &str, text: &'static str) -> Result<()> {
    let builtins = py::import(c"builtins")?;
    let code = match AT_HAND.with_borrow(Clone::clone) {
        // Its text is that of another version, perhaps.
        Some(f) => crate::builtin::tuple_items(&f.call(vec![py::string(name)?])?).try_into().ok().filter(|[t, _]: &[Py; 2]| py::text_of(t) == text).map(|[_, code]| code),
        None => None,
    };
    let code = match code {
        Some(code) => code,
        None => builtins.attr("compile")?.call(vec![py::string(text)?, py::string("<pyaot>")?, py::string("exec")?])?,
    };
    builtins.attr("exec")?.call(vec![code, prelude_module()?.attr("__dict__")?]).map(drop)
}

fn prelude_module() -> Result<Py> {
    match HELPERS.with_borrow(Clone::clone) {
        Some(module) => Ok(module),
        None => raise(&IMPORT_ERROR, "CPython is not open"),
    }
}

/// The module of the library that CPython has loaded under the name of this one, where it is the host.
pub fn host_module(v: &Value) -> Result<Option<Py>> {
    if hosted::hooks().is_none() {
        return Ok(None);
    }
    let name = pyaot_core::ops::getattr(v, "__name__")?;
    let loaded = py::import(c"sys")?.attr("modules")?.attr("get")?.call(vec![py::string(&pyaot_core::ops::text_of(&name))?])?;
    Ok((!loaded.is_none()).then_some(loaded))
}

/// The text has something of that name.
fn defines(text: &str, name: &str) -> bool {
    let begins = |rest: &str| rest.strip_prefix(name).is_some_and(|r| r.starts_with(['(', ' ', ':', ',']));
    text.lines().any(|l| begins(l) || l.strip_prefix("def ").or_else(|| l.strip_prefix("class ")).is_some_and(begins))
}

/// A function of the prelude, whose part is run if need be.
pub fn helper(name: &'static str) -> Result<Py> {
    let key = name.as_ptr() as usize;
    if let Some(known) = FOUND.with_borrow(|f| f.get(&key).cloned()) {
        return Ok(known);
    }
    let module = prelude_module()?;
    if let Some((part, _)) = PRELUDE.iter().find(|(_, text)| defines(text, name)) {
        load(part)?;
    }
    let found = module.attr(name)?;
    FOUND.with_borrow_mut(|f| f.insert(key, found.clone()));
    Ok(found)
}

/// A function of another text, whose module is made when it is first needed. Texts are told apart by their addresses.
pub fn text_helper(text: &'static str, name: &'static str) -> Result<Py> {
    let key = text.as_ptr() as usize;
    let known = FOUND.with_borrow(|f| f.get(&key).cloned());
    let module = match known {
        Some(m) => m,
        None => {
            let made = helper("module_of_text")?.call(vec![py::string(text)?])?;
            FOUND.with_borrow_mut(|f| f.insert(key, made.clone()));
            made
        }
    };
    module.attr(name)
}

/// A function of Python's that calls its first argument with so many others, the last of them by these names. It stands, as far as
/// CPython can tell, where the program is: libraries look for their caller's frame.
pub fn caller(args: usize, names: &[(Value, Value)]) -> Result<Py> {
    made_once(None, args, names, || Ok((helper("caller")?, Vec::new())))
}

/// A function of Python's that calls the method of that name of its first argument with so many others, the last of them by these names.
pub fn method_caller(name: &Value, args: usize, names: &[(Value, Value)]) -> Result<Py> {
    made_once(Some(name), args, names, || Ok((helper("method_caller")?, vec![to_python(name)?])))
}

fn made_once(name: Option<&Value>, args: usize, names: &[(Value, Value)], maker: impl FnOnce() -> Result<(Py, Vec<Py>)>) -> Result<Py> {
    let (frame, line) = start::noted().map_or((None, 1), |(f, line)| (Some(f), line));
    let make = || {
        let (maker, mut given) = maker()?;
        let keywords = names.iter().map(|(k, _)| to_python(k)).collect::<Result<Vec<Py>>>()?;
        let texts = frame.map_or(("<pyaot>", "<module>"), |f| (traceback::str_of(&f.file), traceback::str_of(&f.function)));
            given.extend([to_python(&Value::int(args as i64))?, py::tuple(keywords)?, py::string(texts.0)?, py::string(texts.1)?, to_python(&Value::int(line))?]);
        maker.call(given)
    };
    // Names are interned, and kept here: the words are the names' own.
    let mut kept = Vec::new();
    let place = frame.map_or(0, |f| std::ptr::from_ref(f) as usize);
    let mut key = CallKey { place, line, args: args | usize::from(name.is_some()) << 32, words: [0; CallKey::NAMES] };
    for (k, n) in name.into_iter().chain(names.iter().map(|(k, _)| k)).enumerate() {
        let Some(word) = key.words.get_mut(k) else { return make() };
        let n = pyaot_core::state::intern_value(n);
        *word = n.bits();
        kept.push(n);
    }
    let at = (key.place >> 4 ^ key.line as usize ^ key.args << 3 ^ key.words[0] as usize >> 4) % RECENT_CALLERS;
    if let Some(known) = RECENT.with_borrow(|r| r.get(at).and_then(|r| r.as_ref().filter(|r| r.0 == key).map(|r| r.1.clone()))) {
        return Ok(known);
    }
    let known = CALLERS.with_borrow(|c| c.get(&key).map(|(_, f)| f.clone()));
    let f = match known {
        Some(f) => f,
        None => {
            let made = make()?;
            CALLERS.with_borrow_mut(|c| c.insert(key, (kept, made.clone())));
            made
        }
    };
    let before = RECENT.with_borrow_mut(|r| {
        r.resize(RECENT_CALLERS, None);
        r[at].replace((key, f.clone()))
    });
    drop(before);
    Ok(f)
}

/// The module of this name has been imported in CPython.
pub fn is_imported(name: &str) -> bool {
    let find = || helper("is_imported")?.call(vec![py::string(name)?]);
    // SAFETY: an object that lives.
    find().map_err(pyaot_core::exception::clear_pending).is_ok_and(|p| std::ptr::eq(p.as_ptr(), api()._Py_TrueStruct))
}

static CLOSED: Locked<Cell<bool>> = Locked::new(Cell::new(false));

/// CPython has ended: none of its objects may be touched.
pub fn is_closed() -> bool {
    CLOSED.get()
}

/// At the end of the program: CPython runs its own exit functions.
pub fn close() {
    drop((HELPERS.take(), AT_HAND.take()));
    drop((RECENT.take(), CALLERS.take(), FOUND.take()));
    py::forget_names();
    if capi::is_open() {
        // SAFETY: the thread that opened it.
        unsafe { (api().Py_FinalizeEx)() };
        CLOSED.set(true);
    }
}
