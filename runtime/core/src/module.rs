//! Module objects: native modules by their tables, modules of the program by their global variables.

use std::cell::{Cell, UnsafeCell};

use crate::class::AttrMap;
use crate::error::Result;
use crate::exception::traceback::str_of;
use crate::native::{Native, Natives};
use crate::ops::text_of;
use crate::state::{intern, intern_value, names};
use crate::str::StrObj;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use pyaot_abi::layout::{GlobalDesc, ProgramDesc};

mod globals;

/// A module whose functions are natives.
pub struct NativeModule {
    pub name: &'static str,
    pub natives: Natives,
    /// Constants, types and other attributes, made at the first use of each.
    pub values: &'static [(&'static str, fn() -> Value)],
}

#[repr(C)]
pub struct ModuleObj {
    pub header: Header,
    name: Value,
    native: Option<&'static NativeModule>,
    /// Index of a module of the program, or -1.
    index: i64,
    /// Attributes that have been made or assigned.
    extra: AttrMap,
}

// SAFETY: repr(C), header first; `MODULE` is the only type with this layout.
unsafe impl Object for ModuleObj {
    const LAYOUT: Layout = Layout::Module;
}

pub static MODULE: TypeObj = TypeObj::native(
    "module",
    Layout::Module,
    Slots { repr: Some(repr), setattr: Some(setattr), drop: Some(drop_module), new: Some(new_empty), ..Slots::EMPTY },
    &[],
);

/// A program that has been loaded.
#[derive(Clone, Copy)]
struct Image {
    desc: &'static ProgramDesc,
    /// Index of its first module among the modules of all images.
    base: u64,
}

struct Modules {
    images: UnsafeCell<Vec<Image>>,
    /// The image whose code runs: where modules of several have the same name, its own is meant.
    current: Cell<usize>,
    objects: UnsafeCell<Vec<(String, Value)>>,
    /// The live dicts of variables that `globals()` has given out, by module.
    dicts: UnsafeCell<Vec<(i64, Value)>>,
    /// (module, bits of the interned name, the variable), sorted; and of how many images.
    index: UnsafeCell<Vec<(u64, u64, &'static GlobalDesc)>>,
    indexed: Cell<usize>,
    /// `sys.modules`.
    loaded: UnsafeCell<Option<Value>>,
    /// Native modules of other crates, and types that are linked when needed.
    late: UnsafeCell<Vec<&'static NativeModule>>,
    late_types: UnsafeCell<Vec<&'static TypeObj>>,
}

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Modules {}

static MODULES: Modules = Modules {
    images: UnsafeCell::new(Vec::new()),
    current: Cell::new(0),
    objects: UnsafeCell::new(Vec::new()),
    dicts: UnsafeCell::new(Vec::new()),
    index: UnsafeCell::new(Vec::new()),
    indexed: Cell::new(0),
    loaded: UnsafeCell::new(None),
    late: UnsafeCell::new(Vec::new()),
    late_types: UnsafeCell::new(Vec::new()),
};

/// Makes a native module of another crate known.
pub(crate) fn add(module: &'static NativeModule) {
    // SAFETY: single-threaded; no other reference to the list is live.
    let known = unsafe { &mut *MODULES.late.get() };
    if !known.iter().any(|m| std::ptr::eq(*m, module)) {
        known.push(module);
    }
}

/// Makes a type known that is linked when needed.
pub(crate) fn add_type(ty: &'static TypeObj) {
    // SAFETY: single-threaded; no other reference to the list is live.
    let known = unsafe { &mut *MODULES.late_types.get() };
    if !known.iter().any(|t| std::ptr::eq(*t, ty)) {
        known.push(ty);
    }
}

/// The native modules of other crates that are known.
pub fn late_modules() -> Vec<&'static NativeModule> {
    // SAFETY: single-threaded; copied out at once.
    unsafe { (*MODULES.late.get()).clone() }
}

/// The type with this full name that is linked when needed.
pub fn late_type_named(name: &str) -> Option<&'static TypeObj> {
    // SAFETY: single-threaded; copied out at once.
    unsafe { &*MODULES.late_types.get() }.iter().copied().find(|t| t.name == name)
}

/// The type with this short name in a module of another crate: `ndarray`.
fn late_type(short: &str) -> Option<&'static TypeObj> {
    // SAFETY: single-threaded; copied out at once.
    unsafe { &*MODULES.late_types.get() }.iter().copied().find(|t| t.name.strip_prefix("numpy.") == Some(short))
}

/// Names of the modules that the program has: native ones, and those that are compiled.
pub fn all_names() -> Vec<String> {
    let native = crate::modules::NATIVE_MODULES.iter().map(|m| m.name.to_owned());
    native.chain(own_names()).collect()
}

/// The names of the modules that were compiled, imported already or not.
pub fn own_names() -> Vec<String> {
    images().iter().flat_map(|i| i.module_names().iter().map(|n| str_of(n).to_owned())).collect()
}

/// The native module with this name.
fn native_module(name: &str) -> Option<&'static NativeModule> {
    // SAFETY: single-threaded; copied out at once.
    let late = || unsafe { &*MODULES.late.get() }.iter().copied().find(|m| m.name == name);
    crate::modules::NATIVE_MODULES.iter().find(|m| m.name == name).or_else(late)
}

/// Makes the modules of a program known; called before any of its code. There is one, except inside CPython. The result is its
/// number, for [`set_current`].
pub fn add_image(desc: &'static ProgramDesc) -> usize {
    let base = images().last().map_or(0, |i| i.base + i.desc.n_modules);
    // SAFETY: single-threaded; no reference to the list is live.
    unsafe { (*MODULES.images.get()).push(Image { desc, base }) };
    MODULES.current.set(images().len() - 1);
    MODULES.current.get()
}

/// The image whose code is about to run; the result is the one before.
#[inline]
pub fn set_current(image: usize) -> usize {
    MODULES.current.replace(image)
}

/// The image whose code runs.
pub fn current() -> usize {
    MODULES.current.get()
}

fn images() -> &'static [Image] {
    // SAFETY: single-threaded; nobody keeps the slice across the loading of an image.
    unsafe { &*MODULES.images.get() }
}

impl Image {
    fn globals(&self) -> &'static [GlobalDesc] {
        match self.desc.n_globals {
            0 => &[],
            // SAFETY: the program's table.
            n => unsafe { std::slice::from_raw_parts(self.desc.globals, n as usize) },
        }
    }

    fn module_names(&self) -> &'static [pyaot_abi::layout::StrRef] {
        match self.desc.n_modules {
            0 => &[],
            // SAFETY: the program's table.
            n => unsafe { std::slice::from_raw_parts(self.desc.modules, n as usize) },
        }
    }
}

/// All variables, with the index of their module.
fn globals() -> impl Iterator<Item = (i64, &'static GlobalDesc)> {
    images().iter().flat_map(|i| i.globals().iter().map(|g| ((i.base + g.module) as i64, g)))
}

/// The name of a module of the program.
fn module_name(index: i64) -> Option<&'static str> {
    let image = images().iter().rev().find(|i| i.base as i64 <= index)?;
    image.module_names().get((index - image.base as i64) as usize).map(str_of)
}

/// Index of the module with this name: of the current image, or else of the newest that has one.
fn module_index(name: &str) -> Option<i64> {
    let of = |i: &Image| i.module_names().iter().position(|n| str_of(n) == name).map(|at| i.base as i64 + at as i64);
    images().get(MODULES.current.get()).and_then(of).or_else(|| images().iter().rev().find_map(of))
}

/// Index of the main module of the current image.
fn main_index() -> i64 {
    images().get(MODULES.current.get()).map_or(0, |i| i.base as i64)
}

unsafe fn drop_module(h: *mut Header) {
    // SAFETY: called once on an unreachable module.
    unsafe { std::ptr::drop_in_place(h as *mut ModuleObj) }
}

fn new_empty(_: &'static TypeObj, args: &[Value], _: &[(Value, Value)]) -> Result<Value> {
    let name = args.first().cloned().unwrap_or_else(|| intern(""));
    Ok(make(name, None, -1))
}

fn make(name: Value, native: Option<&'static NativeModule>, index: i64) -> Value {
    crate::heap::new_object(&MODULE, |header| ModuleObj { header, name, native, index, extra: AttrMap::new() })
}

/// The module with this dotted name: of the program, or native. The same object every time.
pub fn module_object(name: &str) -> Option<Value> {
    let index = module_index(name);
    let is_it = |(n, v): &&(String, Value)| n == name && this(v).index == index.unwrap_or(-1);
    // SAFETY: single-threaded; copied out at once.
    let known = unsafe { &*MODULES.objects.get() }.iter().find(is_it).map(|(_, v)| v.clone());
    if known.is_some() {
        return known;
    }
    let native = native_module(name);
    if index.is_none() && native.is_none() && name != "builtins" {
        return None;
    }
    let v = make(intern(name), native, index.unwrap_or(-1));
    // SAFETY: no reference to the list is live.
    unsafe { (*MODULES.objects.get()).push((name.to_owned(), v.clone())) };
    Some(v)
}

/// `sys.modules`: a plain dict, in which imports are noted.
pub fn loaded_modules() -> Value {
    // SAFETY: single-threaded; copied out at once.
    if let Some(d) = unsafe { &*MODULES.loaded.get() } {
        return d.clone();
    }
    let dict = crate::dict::new();
    // SAFETY: no reference is live.
    unsafe { *MODULES.loaded.get() = Some(dict.clone()) };
    for name in ["sys", "builtins", "__main__"] {
        let _ = set_loaded(name, true).map_err(crate::exception::clear_pending);
    }
    dict
}

/// Notes in `sys.modules` that a module is being imported, or that its import failed.
pub fn set_loaded(name: &str, loaded: bool) -> Result<()> {
    let dict = loaded_modules();
    let Some(d) = dict.downcast::<crate::dict::DictObj>() else { return Ok(()) };
    if !loaded {
        d.remove(&intern(name))?;
    } else if let Some(m) = module_object(name) {
        d.insert(intern(name), m)?;
    }
    Ok(())
}

/// The boxed value of a global variable, if bound.
fn read_global(g: &GlobalDesc) -> Option<Value> {
    // SAFETY: the program's variable of the kind it declares.
    unsafe {
        let bits = *g.address;
        match g.kind {
            0 => (bits != 0).then(|| crate::class::clone_bits(bits)),
            1 => Some(crate::float::new(f64::from_bits(bits))),
            2 => Some(Value::int(bits as i64)),
            _ => Some(Value::bool(*(g.address as *const u8) != 0)),
        }
    }
}

/// Stores a global variable; `false` if its storage cannot hold the value.
fn write_global(g: &GlobalDesc, value: Option<&Value>) -> bool {
    // SAFETY: the program's variable of the kind it declares.
    unsafe {
        match (g.kind, value) {
            (0, v) => {
                let new = v.map_or(0, |v| v.clone().into_bits());
                let old = std::mem::replace(&mut *g.address, new);
                crate::exception::drop_bits(old);
                true
            }
            (1, Some(v)) => match v.downcast::<crate::float::FloatObj>() {
                Some(f) => {
                    *g.address = f.value.to_bits();
                    true
                }
                None => false,
            },
            (2, Some(v)) => match crate::int::to_i64(v) {
                Some(i) => {
                    *g.address = i as u64;
                    true
                }
                None => false,
            },
            (3, Some(v)) => {
                *(g.address as *mut u8) = u8::from(v.is_true());
                true
            }
            _ => false,
        }
    }
}

/// The global `name` (interned) of module `index`.
fn find_global(index: i64, name: &Value) -> Option<&'static GlobalDesc> {
    // SAFETY: single-threaded; appended to when an image has been added, then only read.
    let table = unsafe { &mut *MODULES.index.get() };
    for image in &images()[MODULES.indexed.replace(images().len())..] {
        let first = table.len();
        // Those of no module have no name.
        let named = image.globals().iter().filter(|g| g.module < image.desc.n_modules);
        table.extend(named.map(|g| (image.base + g.module, intern(str_of(&g.name)).bits(), g)));
        // Its modules are behind those of the images before.
        table[first..].sort_unstable_by_key(|e| (e.0, e.1));
    }
    let at = table.binary_search_by(|e| (e.0, e.1).cmp(&(index as u64, name.bits()))).ok()?;
    Some(table[at].2)
}

fn this(v: &Value) -> &ModuleObj {
    // SAFETY: callers have a module.
    unsafe { v.cast::<ModuleObj>() }
}

pub fn name_of(v: &Value) -> String {
    text_of(&this(v).name).into_owned()
}

/// A variable of a module of the program, if it is bound.
pub fn variable(v: &Value, name: &Value) -> Option<Value> {
    let m = this(v);
    if m.index < 0 {
        return None;
    }
    find_global(m.index, name).and_then(read_global)
}

/// The attribute of a module (`name` interned).
pub fn get_attr(v: &Value, name: &Value) -> Result<Option<Value>> {
    let m = this(v);
    if let Some(x) = variable(v, name) {
        return Ok(Some(x));
    }
    if let Some(x) = m.extra.get(name) {
        return Ok(Some(x.clone()));
    }
    if let Some(x) = make_native(m, &text_of(name)) {
        m.extra.set(name.clone(), x.clone());
        return Ok(Some(x));
    }
    if name.is(names::NAME.get()) {
        return Ok(Some(m.name.clone()));
    }
    if name.is(names::DICT.get()) {
        return Ok(Some(attr_dict(v)?));
    }
    if m.native.is_none() && m.index >= 0 && name.is(names::DOC.get()) {
        return Ok(Some(Value::none()));
    }
    // A submodule of the program.
    Ok(module_object(&text!(name_of(v), ".", text_of(name))))
}

fn make_native(m: &ModuleObj, name: &str) -> Option<Value> {
    if m.index < 0 && m.name.downcast::<StrObj>().is_some_and(|s| s.eq_str("builtins")) {
        if let Some(n) = crate::builtins::BUILTINS.iter().find(|n| n.name() == name) {
            return Some(crate::native::function_object(n));
        }
        return match name {
            "None" => Some(Value::none()),
            "True" => Some(Value::bool(true)),
            "False" => Some(Value::bool(false)),
            "Ellipsis" => Some(Value::ellipsis()),
            "NotImplemented" => Some(Value::not_implemented()),
            _ => builtin_type(name).map(|t| t.value()),
        };
    }
    let native = m.native?;
    let short = |n: &'static str| n.rsplit('.').next().unwrap_or(n);
    // A ufunc is an object, and a native for compiled calls.
    if let Some((_, f)) = native.values.iter().find(|(n, _)| *n == name) {
        return Some(f());
    }
    native.natives.iter().find(|n| short(n.name()) == name).map(|n| crate::native::function_object(n))
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    let m = this(v);
    if m.native.is_some_and(|n| n.name == "sys") {
        crate::modules::sys::attr_changed(name, value);
    }
    let name = intern(name);
    if m.index >= 0
        && let Some(g) = find_global(m.index, &name)
        && write_global(g, value)
    {
        return Ok(true);
    }
    match value {
        Some(x) => m.extra.set(name, x.clone()),
        None => return Ok(m.extra.remove(&name).is_some()),
    }
    Ok(true)
}

/// The attributes as a dict: for a module of the program the live one, else a copy.
fn attr_dict(v: &Value) -> Result<Value> {
    let m = this(v);
    if m.index >= 0 {
        return live_dict(m.index);
    }
    let dict = crate::dict::new();
    if let Some(d) = dict.downcast::<crate::dict::DictObj>() {
        d.insert(names::NAME.get().clone(), m.name.clone())?;
        for (k, x) in m.extra.entries().to_vec() {
            d.insert(k, x)?;
        }
    }
    Ok(dict)
}

fn live_dict(index: i64) -> Result<Value> {
    // SAFETY: single-threaded; copied out at once.
    let known = unsafe { &*MODULES.dicts.get() }.iter().find(|(i, _)| *i == index).map(|(_, v)| v.clone());
    let v = match known {
        Some(v) => v,
        None => {
            let v = globals::make();
            // SAFETY: no reference to the list is live.
            unsafe { (*MODULES.dicts.get()).push((index, v.clone())) };
            v
        }
    };
    globals::refresh(&v, index)?;
    Ok(v)
}

/// An attribute of a module of the program that is none of its variables.
fn set_extra(index: i64, name: &str, value: Option<&Value>) {
    if let Some(v) = object_at(index) {
        let extra = &this(&v).extra;
        match value {
            Some(x) => extra.set(intern(name), x.clone()),
            None => drop(extra.remove(&intern(name))),
        }
    }
}

/// All of these.
fn extras(index: i64) -> Vec<(Value, Value)> {
    object_at(index).map_or_else(Vec::new, |v| this(&v).extra.entries().to_vec())
}

fn object_at(index: i64) -> Option<Value> {
    module_name(index).and_then(module_object).filter(|v| this(v).index == index)
}

/// The module whose variables the dict `v` shows.
fn globals_owner(v: &Value) -> i64 {
    // SAFETY: single-threaded.
    unsafe { &*MODULES.dicts.get() }.iter().find(|(_, d)| d.is(v)).map_or(-1, |(i, _)| *i)
}

/// `globals()` of the module with this name.
pub fn globals_of(name: &str) -> Value {
    match module_object(name).map(|m| attr_dict(&m)) {
        Some(Ok(d)) => d,
        Some(Err(e)) => {
            crate::exception::clear_pending(e);
            crate::dict::new()
        }
        None => crate::dict::new(),
    }
}

/// The names of a module's attributes.
pub fn attr_names(v: &Value) -> Vec<String> {
    let m = this(v);
    let mut out = vec!["__name__".to_owned(), "__doc__".to_owned()];
    out.extend(globals().filter(|(i, g)| *i == m.index && read_global(g).is_some()).map(|(_, g)| str_of(&g.name).to_owned()));
    out.extend(m.extra.entries().iter().map(|(k, _)| text_of(k).into_owned()));
    if let Some(n) = m.native {
        out.extend(n.natives.iter().map(|n| n.name().rsplit('.').next().unwrap_or("").to_owned()));
        out.extend(n.values.iter().map(|(n, _)| (*n).to_owned()));
    } else if m.index < 0 {
        out.extend(builtin_names());
    }
    out.sort();
    out.dedup();
    out
}

/// The names that are bound in every module.
pub fn builtin_names() -> Vec<String> {
    let mut out: Vec<String> = crate::builtins::BUILTINS.iter().map(|n| n.name().to_owned()).collect();
    out.extend(BUILTIN_TYPES.iter().map(|(n, _)| (*n).to_owned()));
    out.extend(crate::exception::all().map(|t| t.name.to_owned()));
    out.extend(["None", "True", "False", "Ellipsis", "NotImplemented"].map(str::to_owned));
    out
}

/// Names that a misspelt name may have meant: the globals of the program and the builtins.
pub fn names_in_scope() -> Vec<String> {
    let main = main_index();
    let mut out: Vec<String> =
        globals().filter(|(i, g)| *i == main && read_global(g).is_some()).map(|(_, g)| str_of(&g.name).to_owned()).collect();
    out.extend(builtin_names());
    out
}

/// The types among the builtins.
static BUILTIN_TYPES: &[(&str, &TypeObj)] = &[
    ("bool", &crate::boolean::BOOL),
    ("bytearray", &crate::bytearray::BYTEARRAY),
    ("bytes", &crate::bytes::BYTES),
    ("classmethod", &crate::class::descr::CLASSMETHOD),
    ("complex", &crate::complex::COMPLEX),
    ("dict", &crate::dict::DICT),
    ("enumerate", &crate::iter::ENUMERATE),
    ("filter", &crate::iter::FILTER),
    ("float", &crate::float::FLOAT),
    ("frozenset", &crate::set::FROZENSET),
    ("int", &crate::int::INT),
    ("list", &crate::list::LIST),
    ("map", &crate::iter::MAP),
    ("object", &crate::class::OBJECT),
    ("property", &crate::class::descr::PROPERTY),
    ("range", &crate::range::RANGE),
    ("reversed", &crate::iter::REVERSED),
    ("set", &crate::set::SET),
    ("slice", &crate::slice::SLICE),
    ("staticmethod", &crate::class::descr::STATICMETHOD),
    ("str", &crate::str::STR),
    ("super", &crate::class::descr::SUPER),
    ("tuple", &crate::tuple::TUPLE),
    ("type", &crate::class::TYPE),
    ("zip", &crate::iter::ZIP),
];

/// The builtin type or exception class with this name; also those of native modules (`collections.deque`).
pub fn builtin_type(name: &str) -> Option<&'static TypeObj> {
    if let Some((_, t)) = BUILTIN_TYPES.iter().find(|(n, _)| *n == name) {
        return Some(t);
    }
    if let Some(t) = crate::exception::by_name(name) {
        return Some(t);
    }
    match name {
        "function" => return Some(&crate::function::FUNCTION),
        "generator" => return Some(&crate::generator::GENERATOR),
        "module" => return Some(&MODULE),
        "method" => return Some(&crate::function::METHOD),
        "NoneType" => return Some(&crate::none::NONE_TYPE),
        _ => {}
    }
    let (module, short) = name.rsplit_once('.')?;
    let v = module_object(module)?;
    let found = get_attr(&v, &intern(short)).ok()??;
    crate::class::as_type(&found)
}

/// The native that a declaration's name stands for: `builtins.len`, `math.sqrt`, `str.upper`.
pub fn find_native(name: &str) -> Option<&'static Native> {
    let (head, short) = name.rsplit_once('.')?;
    let by_short = |list: Natives| {
        list.iter().copied().find(|n| n.name().rsplit('.').next() == Some(short))
    };
    if head == "builtins" {
        return by_short(crate::builtins::BUILTINS);
    }
    if let Some(m) = native_module(head) {
        return by_short(m.natives);
    }
    let mut t = Some(type_of_record(head)?);
    while let Some(ty) = t {
        if let Some(n) = by_short(ty.methods) {
            return Some(n);
        }
        t = ty.base;
    }
    by_short(crate::class::OBJECT.methods)
}

/// The type that a native's name begins with: builtins, and those of `collections` by their short names.
pub fn type_of_record(name: &str) -> Option<&'static TypeObj> {
    match name {
        "deque" => Some(&crate::deque::DEQUE),
        "defaultdict" => Some(&crate::collections::DEFAULTDICT),
        "Counter" => Some(&crate::collections::COUNTER),
        "OrderedDict" => Some(&crate::collections::ORDERED_DICT),
        // Dotted names make objects at run time.
        _ if name.contains('.') => None,
        _ => builtin_type(name).or_else(|| late_type(name)),
    }
}

/// The object that a native's name stands for.
pub fn find_native_object(name: &str) -> Option<Value> {
    if let Some((head, short)) = name.rsplit_once('.') {
        if let Some(m) = module_object(head)
            && let Ok(Some(v)) = get_attr(&m, &intern(short))
        {
            return Some(v);
        }
        if let Some(t) = builtin_type(head) {
            return crate::class::attrs::type_get(t, &intern(short)).ok().flatten();
        }
    }
    builtin_type(name).map(|t| t.value())
}

fn repr(v: &Value) -> Result<Value> {
    let name = name_of(v);
    Ok(crate::str::from_string(if this(v).native.is_some() || name == "builtins" {
        text!("<module '", name, "' (built-in)>")
    } else if let Some(file) = variable(v, names::FILE.get()) {
        text!("<module '", name, "' from '", text_of(&file), "'>")
    } else {
        text!("<module '", name, "'>")
    }))
}

/// The values of all variables of all modules, those with one leading underscore first.
pub fn variables() -> Vec<Value> {
    let private = |g: &&'static GlobalDesc| str_of(&g.name).starts_with('_') && !str_of(&g.name).starts_with("__");
    let all = || globals().map(|(_, g)| g).filter(|g| g.kind == 0);
    all().filter(private).chain(all().filter(|g| !private(g))).filter_map(read_global).collect()
}

/// At exit: drops the global variables in order of definition, then what modules hold.
pub fn clear_all() {
    crate::modules::warnings::clear();
    // CPython forgets names with one leading underscore first.
    let private = |g: &&'static GlobalDesc| {
        let n = str_of(&g.name);
        n.starts_with('_') && !n.starts_with("__")
    };
    let all = || globals().map(|(_, g)| g).filter(|g| g.kind == 0);
    for g in all().filter(private) {
        write_global(g, None);
    }
    for g in all().filter(|g| !private(g)) {
        write_global(g, None);
    }
    // SAFETY: taken out before values are dropped.
    let dicts = unsafe { std::mem::take(&mut *MODULES.dicts.get()) };
    for (_, d) in &dicts {
        if let Some(d) = d.downcast::<crate::dict::DictObj>() {
            d.clear();
        }
    }
    drop(dicts);
    // SAFETY: as above.
    let objects = unsafe { std::mem::take(&mut *MODULES.objects.get()) };
    for (_, v) in &objects {
        drop(this(v).extra.take());
    }
    drop(objects);
    // SAFETY: taken out before it is dropped.
    drop(unsafe { (*MODULES.loaded.get()).take() });
}

/// An attribute name as a module keeps it.
pub fn attr_key(name: &Value) -> Value {
    intern_value(name)
}
