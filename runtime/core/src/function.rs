//! Functions of the program, bound methods and cells.

use std::cell::{Cell, UnsafeCell};

use crate::error::{Result, already_pending};
use crate::exception::traceback::str_of;
use crate::state::intern;
use crate::text;
use crate::types::{Layout, Slots, TypeObj};
use crate::value::{Header, Object, Value};
use pyaot_abi::layout::{CodeDesc, FLAG_KWARG, FLAG_VARARG, FUNCTION_CAPTURES};

mod bind;

/// A function of the program. The captures follow at byte 64: owned words, cells for captured variables.
#[repr(C)]
pub struct FunctionObj {
    pub header: Header,
    pub code: *const CodeDesc,
    pub n_captures: u64,
    /// Tuple of the defaults of the last positional parameters, or None.
    defaults: UnsafeCell<Value>,
    /// Dict of the defaults of keyword-only parameters, or None.
    kwdefaults: UnsafeCell<Value>,
    /// Bits of the function's own attributes (assigned `__name__` and the like among them), 0 = none.
    pub dict: Cell<u64>,
    _reserved: u64,
}

const _: () = {
    assert!(std::mem::size_of::<FunctionObj>() == FUNCTION_CAPTURES as usize);
    assert!(std::mem::offset_of!(FunctionObj, code) == pyaot_abi::layout::FUNCTION_CODE as usize);
};

// SAFETY: repr(C), header first; only `new_function` makes objects with this layout.
unsafe impl Object for FunctionObj {
    const LAYOUT: Layout = Layout::Function;
}

/// The uniform entry of compiled code.
type Entry = unsafe extern "C" fn(*const FunctionObj, *const u64) -> u64;

pub static FUNCTION: TypeObj = TypeObj::native(
    "function",
    Layout::Function,
    Slots {
        repr: Some(repr),
        call: Some(call),
        getattr: Some(getattr),
        setattr: Some(setattr),
        drop: Some(drop_function),
        traverse: Some(traverse),
        clear: Some(clear),
        ..Slots::EMPTY
    },
    crate::natives!["__get__(self, instance, owner=None, /)" => descr_get],
);

/// A function object; `captures` are borrowed.
pub fn new_function(code: &'static CodeDesc, defaults: Value, kwdefaults: Value, captures: &[Value]) -> Value {
    let total = FUNCTION_CAPTURES as usize + 8 * captures.len();
    crate::heap::new_var(&FUNCTION, total, |p| {
        // SAFETY: the object has room for the struct and the captures; the header is already there.
        unsafe {
            let header = std::ptr::read(p as *const Header);
            (p as *mut FunctionObj).write(FunctionObj {
                header,
                code,
                n_captures: captures.len() as u64,
                defaults: UnsafeCell::new(defaults),
                kwdefaults: UnsafeCell::new(kwdefaults),
                dict: Cell::new(0),
                _reserved: 0,
            });
            let words = p.add(FUNCTION_CAPTURES as usize) as *mut u64;
            for (i, v) in captures.iter().enumerate() {
                words.add(i).write(v.clone().into_bits());
            }
        }
    })
}

impl FunctionObj {
    #[inline]
    pub fn desc(&self) -> &'static CodeDesc {
        // SAFETY: descriptors are static data of the program.
        unsafe { &*self.code }
    }

    pub fn defaults(&self) -> Value {
        // SAFETY: copied out at once.
        unsafe { (*self.defaults.get()).clone() }
    }

    pub fn kwdefaults(&self) -> Value {
        // SAFETY: copied out at once.
        unsafe { (*self.kwdefaults.get()).clone() }
    }

    fn set_defaults(&self, v: Value) {
        // SAFETY: the old value is dropped after the field holds the new one.
        drop(unsafe { std::mem::replace(&mut *self.defaults.get(), v) });
    }

    fn set_kwdefaults(&self, v: Value) {
        // SAFETY: as above.
        drop(unsafe { std::mem::replace(&mut *self.kwdefaults.get(), v) });
    }

    /// The captured words.
    fn captures(&self) -> &[Cell<u64>] {
        // SAFETY: the captures follow the struct.
        unsafe {
            let p = (self as *const FunctionObj as *const u8).add(FUNCTION_CAPTURES as usize) as *const Cell<u64>;
            std::slice::from_raw_parts(p, self.n_captures as usize)
        }
    }

    /// Defaults, and what the captured variables are bound to.
    pub fn kept(&self) -> Vec<Value> {
        // SAFETY: an owned word of somebody else's, copied out at once.
        let content = |bits: u64| unsafe { Value::clone(&std::mem::ManuallyDrop::new(Value::from_bits(bits))) };
        let captured = self.captures().iter().map(Cell::get).filter(|bits| *bits != 0).map(content);
        let bound = captured.filter_map(|v| match v.downcast::<CellObj>() {
            Some(cell) => Some(cell.value.get()).filter(|bits| *bits != 0).map(content),
            None => Some(v),
        });
        bound.chain([self.defaults(), self.kwdefaults()]).filter(|v| !v.is_none()).collect()
    }

    pub fn qualname(&self) -> String {
        match own_attr(self, "__qualname__") {
            Some(v) => crate::ops::text_of(&v).into_owned(),
            None => str_of(&self.desc().qualname).to_owned(),
        }
    }

    /// Calls the compiled code with all parameters bound.
    ///
    /// # Safety
    /// `args` points to one live value per parameter.
    #[inline]
    pub unsafe fn enter(&self, args: *const u64) -> Result<Value> {
        // SAFETY: the entry has this signature by the contract with the compiler.
        let bits = unsafe {
            let entry: Entry = std::mem::transmute(self.desc().entry);
            entry(self, args)
        };
        if bits == 0 {
            return Err(already_pending());
        }
        // SAFETY: compiled code returns an owned value.
        Ok(unsafe { Value::from_bits(bits) })
    }
}

/// Exactly as many positional arguments as parameters, no others: the words can be passed on as they are.
#[inline]
fn is_plain(d: &CodeDesc, given: usize) -> bool {
    d.flags & (FLAG_VARARG | FLAG_KWARG) == 0 && d.n_kwonly == 0 && d.n_args as usize == given
}

/// Calls a function object.
#[inline]
pub fn call(f: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    // SAFETY: only called for function objects.
    let func = unsafe { f.cast::<FunctionObj>() };
    if kwargs.is_empty() && is_plain(func.desc(), args.len()) {
        // SAFETY: one value per parameter; a Value is one word.
        return unsafe { func.enter(args.as_ptr() as *const u64) };
    }
    bind::call(func, None, args, kwargs)
}

/// Calls a function object with `first` before the other arguments.
#[inline]
pub fn call_prepended(f: &Value, first: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    // SAFETY: only called for function objects.
    let func = unsafe { f.cast::<FunctionObj>() };
    if kwargs.is_empty() && is_plain(func.desc(), args.len() + 1) {
        const SMALL: usize = 7;
        if args.len() < SMALL {
            let mut words = [0u64; SMALL + 1];
            words[0] = first.bits();
            for (w, v) in words[1..].iter_mut().zip(args) {
                *w = v.bits();
            }
            // SAFETY: one value per parameter.
            return unsafe { func.enter(words.as_ptr()) };
        }
        let words: Vec<u64> = std::iter::once(first).chain(args).map(Value::bits).collect();
        // SAFETY: one value per parameter.
        return unsafe { func.enter(words.as_ptr()) };
    }
    bind::call(func, Some(first), args, kwargs)
}

unsafe fn drop_function(h: *mut Header) {
    // SAFETY: called once on an unreachable function.
    unsafe {
        clear(h);
        std::ptr::drop_in_place(h as *mut FunctionObj);
    }
}

unsafe fn clear(h: *mut Header) {
    // SAFETY: a live or dying function object.
    let f = unsafe { &*(h as *const FunctionObj) };
    for c in f.captures() {
        // Compiled code may still run in a frame of this function only while the count is above zero; a collected
        // function is not running. An empty capture is the immortal None.
        let old = c.replace(Value::none().into_bits());
        crate::exception::drop_bits(old);
    }
    f.set_defaults(Value::none());
    f.set_kwdefaults(Value::none());
    crate::class::drop_dict_word(&f.dict);
}

unsafe fn traverse(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live function object; nothing is changed.
    unsafe {
        let f = &*(h as *const FunctionObj);
        for c in f.captures() {
            visit(&std::mem::ManuallyDrop::new(Value::from_bits(c.get())));
        }
        visit(&*f.defaults.get());
        visit(&*f.kwdefaults.get());
        crate::class::traverse_dict_word(&f.dict, visit);
    }
}

fn repr(v: &Value) -> Result<Value> {
    // SAFETY: only called for function objects.
    let f = unsafe { v.cast::<FunctionObj>() };
    Ok(crate::str::from_string(text!("<function ", f.qualname(), " at ", crate::ops::address(v), ">")))
}

fn descr_get(a: &[Value]) -> Result<Value> {
    Ok(if a[1].is_none() { a[0].clone() } else { new_method(a[0].clone(), a[1].clone()) })
}

fn own_attr(f: &FunctionObj, name: &str) -> Option<Value> {
    if f.dict.get() == 0 {
        return None;
    }
    let dict = crate::class::dict_word(&f.dict);
    dict.downcast::<crate::dict::DictObj>()?.get_str(name)
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(f) = v.downcast::<FunctionObj>() else { return Ok(None) };
    if let Some(own) = own_attr(f, name) {
        return Ok(Some(own));
    }
    let d = f.desc();
    let text = |s: &pyaot_abi::layout::StrRef| if s.ptr.is_null() { Value::none() } else { crate::str::new(str_of(s)) };
    Ok(Some(match name {
        "__name__" => text(&d.name),
        "__qualname__" => text(&d.qualname),
        "__module__" => text(&d.module),
        "__doc__" => text(&d.doc),
        "__defaults__" => f.defaults(),
        "__kwdefaults__" => f.kwdefaults(),
        "__dict__" => crate::class::dict_word(&f.dict),
        "__annotations__" => {
            let found = crate::foreign::annotations(str_of(&d.module), str_of(&d.annotations))?;
            setattr(v, name, Some(&found))?;
            found
        }
        "__code__" => new_code(d),
        "__closure__" => {
            if f.n_captures == 0 {
                Value::none()
            } else {
                // What never changes is captured without a cell.
                let as_cell = |v: Value| if v.ty().layout == Layout::Cell { v } else { new_cell(v.into_bits()) };
                // SAFETY: captures are owned words of the function.
                crate::tuple::new(f.captures().iter().map(|c| as_cell(unsafe { crate::class::clone_bits(c.get()) })).collect())
            }
        }
        "__globals__" => crate::module::globals_of(str_of(&d.module)),
        _ => return Ok(None),
    }))
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    let Some(f) = v.downcast::<FunctionObj>() else { return Ok(false) };
    match (name, value) {
        ("__defaults__", x) => f.set_defaults(x.cloned().unwrap_or_else(Value::none)),
        ("__kwdefaults__", x) => f.set_kwdefaults(x.cloned().unwrap_or_else(Value::none)),
        ("__name__" | "__qualname__", x) if x.is_none_or(|x| x.downcast::<crate::str::StrObj>().is_none()) => {
            return crate::error::type_error(text!(name, " must be set to a string object"));
        }
        (_, Some(x)) => {
            let dict = crate::class::dict_word(&f.dict);
            if let Some(d) = dict.downcast::<crate::dict::DictObj>() {
                d.insert(intern(name), x.clone())?;
            }
        }
        (_, None) => {
            let dict = crate::class::dict_word(&f.dict);
            let Some(d) = dict.downcast::<crate::dict::DictObj>() else { return Ok(false) };
            return Ok(d.remove(&intern(name))?.is_some());
        }
    }
    Ok(true)
}

/// `f.__code__`: names and counts of the parameters.
#[repr(C)]
struct CodeObj {
    header: Header,
    desc: &'static CodeDesc,
}

// SAFETY: repr(C), header first. The layout is shared: code_getattr is only a slot of this type.
unsafe impl Object for CodeObj {
    const LAYOUT: Layout = Layout::Other;
}

static CODE: TypeObj = TypeObj::native("code", Layout::Other, Slots { getattr: Some(code_getattr), ..Slots::EMPTY }, &[]);

fn new_code(desc: &'static CodeDesc) -> Value {
    crate::heap::new_object(&CODE, |header| CodeObj { header, desc })
}

fn code_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    // SAFETY: a slot of this type only.
    let d = unsafe { v.cast::<CodeObj>() }.desc;
    Ok(Some(match name {
        "co_name" => crate::str::new(str_of(&d.name)),
        "co_qualname" => crate::str::new(str_of(&d.qualname)),
        "co_filename" => crate::str::new(str_of(&d.file)),
        "co_firstlineno" => Value::int(d.first_line.into()),
        "co_argcount" => Value::int(d.n_args.into()),
        "co_posonlyargcount" => Value::int(d.n_posonly.into()),
        "co_kwonlyargcount" => Value::int(d.n_kwonly.into()),
        "co_varnames" => {
            crate::tuple::new(param_names(d).map(crate::str::new).collect())
        }
        "co_flags" => {
            let f = i64::from(d.flags);
            Value::int(3 | (f & 1) << 2 | (f & 2) << 2 | (f & 4) << 3)
        }
        _ => return Ok(None),
    }))
}

/// The parameter names in the order of the bound arguments.
pub fn param_names(d: &'static CodeDesc) -> impl Iterator<Item = &'static str> {
    str_of(&d.params).split('\0').filter(|s| !s.is_empty())
}

/// Names of the positional parameters of a function of the program, and how many of them have no default.
pub fn positional(f: &Value) -> (Vec<&'static str>, usize) {
    let Some(f) = f.downcast::<FunctionObj>() else { return (Vec::new(), 0) };
    // SAFETY: a function's code is never freed.
    let d = unsafe { &*f.code };
    let n = usize::from(d.n_args);
    let defaults = f.defaults().downcast::<crate::tuple::TupleObj>().map_or(0, |t| t.len());
    (param_names(d).take(n).collect(), n - defaults.min(n))
}

/// A bound method: a function or other callable with its first argument.
#[repr(C)]
pub struct MethodObj {
    pub header: Header,
    pub func: Value,
    pub object: Value,
}

// SAFETY: repr(C), header first; the two types below are the only ones with this layout.
unsafe impl Object for MethodObj {
    const LAYOUT: Layout = Layout::Method;
}

const METHOD_SLOTS: Slots = Slots {
    repr: Some(method_repr),
    call: Some(method_call),
    getattr: Some(method_getattr),
    hash: Some(method_hash),
    compare: Some(method_compare),
    drop: Some(drop_method),
    traverse: Some(traverse_method),
    ..Slots::EMPTY
};

pub static METHOD: TypeObj = TypeObj::native("method", Layout::Method, METHOD_SLOTS, &[]);
/// A native bound to its object.
pub static BOUND_NATIVE: TypeObj = TypeObj::native("builtin_function_or_method", Layout::Method, METHOD_SLOTS, &[]);

#[inline]
pub fn new_method(func: Value, object: Value) -> Value {
    let ty = if func.ty().layout == Layout::Native { &BOUND_NATIVE } else { &METHOD };
    crate::heap::new_object(ty, |header| MethodObj { header, func, object })
}

unsafe fn drop_method(h: *mut Header) {
    // SAFETY: called once on an unreachable method.
    unsafe { std::ptr::drop_in_place(h as *mut MethodObj) }
}

unsafe fn traverse_method(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live method; nothing is changed.
    unsafe {
        let m = &*(h as *const MethodObj);
        visit(&m.func);
        visit(&m.object);
    }
}

fn this_method(v: &Value) -> &MethodObj {
    // SAFETY: callers are slots of the method types.
    unsafe { v.cast::<MethodObj>() }
}

#[inline]
pub fn method_call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    let m = this_method(v);
    crate::ops::call_prepended(&m.func, &m.object, args, kwargs)
}

fn method_hash(v: &Value) -> Result<i64> {
    let m = this_method(v);
    Ok(crate::class::OBJECT.slots.hash.map_or(Ok(0), |h| h(&m.object))? ^ crate::ops::hash(&m.func)?)
}

fn method_compare(a: &Value, op: crate::types::CmpOp, b: &Value) -> Result<Value> {
    let Some(other) = b.downcast::<MethodObj>() else { return Ok(Value::not_implemented()) };
    let m = this_method(a);
    let same = m.object.is(&other.object) && m.func.is(&other.func);
    Ok(match op {
        crate::types::CmpOp::Eq => Value::bool(same),
        crate::types::CmpOp::Ne => Value::bool(!same),
        _ => Value::not_implemented(),
    })
}

fn method_repr(v: &Value) -> Result<Value> {
    let m = this_method(v);
    if let Some(n) = m.func.downcast::<crate::native::NativeObj>() {
        let on = match crate::class::as_type(&m.object) {
            Some(_) => "type".to_owned(),
            None => m.object.ty().name.to_owned(),
        };
        let head = text!("<built-in method ", n.short_name(), " of ", on, " object at ");
        return Ok(crate::str::from_string(text!(head, crate::ops::address(&m.object), ">")));
    }
    let name = match crate::ops::getattr_opt(&m.func, "__qualname__")? {
        Some(n) => crate::ops::text_of(&n).into_owned(),
        None => "?".to_owned(),
    };
    let object = crate::ops::repr(&m.object)?;
    Ok(crate::str::from_string(text!("<bound method ", name, " of ", crate::ops::text_of(&object), ">")))
}

fn method_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let m = this_method(v);
    match name {
        "__self__" => Ok(Some(m.object.clone())),
        "__func__" => Ok(Some(m.func.clone())),
        _ => crate::ops::getattr_opt(&m.func, name),
    }
}

/// A captured variable.
#[repr(C)]
pub struct CellObj {
    pub header: Header,
    /// Bits of the owned content, 0 = unbound.
    pub value: Cell<u64>,
}

// SAFETY: repr(C), header first; `CELL` is the only type with this layout.
unsafe impl Object for CellObj {
    const LAYOUT: Layout = Layout::Cell;
}

pub static CELL: TypeObj = TypeObj::native(
    "cell",
    Layout::Cell,
    Slots {
        getattr: Some(cell_getattr),
        setattr: Some(cell_setattr),
        drop: Some(clear_cell),
        clear: Some(clear_cell),
        traverse: Some(traverse_cell),
        ..Slots::EMPTY
    },
    &[],
);

/// A cell; `bits` are owned, 0 = unbound.
pub fn new_cell(bits: u64) -> Value {
    crate::heap::new_object(&CELL, |header| CellObj { header, value: Cell::new(bits) })
}

unsafe fn clear_cell(h: *mut Header) {
    // SAFETY: a live or dying cell.
    crate::exception::drop_bits(unsafe { &*(h as *const CellObj) }.value.replace(0));
}

unsafe fn traverse_cell(h: *mut Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: a live cell.
    crate::class::traverse_dict_word(unsafe { &(*(h as *const CellObj)).value }, visit)
}

/// Only another runtime's objects make room for others: nothing was claimed of the variable then. (A decorator that makes a class anew
/// gives it to the functions that have `__class__`.)
fn cell_setattr(v: &Value, name: &str, new: Option<&Value>) -> Result<bool> {
    let (Some(c), Some(new)) = (v.downcast::<CellObj>(), new) else { return Ok(false) };
    let is_foreign = |v: &Value| v.ty().layout == Layout::Foreign;
    // SAFETY: the cell owns its content.
    let old = if c.value.get() == 0 { Value::none() } else { unsafe { crate::class::clone_bits(c.value.get()) } };
    if name != "cell_contents" || !is_foreign(&old) || !is_foreign(new) {
        return Ok(false);
    }
    crate::exception::drop_bits(c.value.replace(new.clone().into_bits()));
    Ok(true)
}

fn cell_getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    let Some(c) = v.downcast::<CellObj>() else { return Ok(None) };
    if name != "cell_contents" {
        return Ok(None);
    }
    if c.value.get() == 0 {
        return crate::error::value_error("Cell is empty");
    }
    // SAFETY: the cell owns its content.
    Ok(Some(unsafe { crate::class::clone_bits(c.value.get()) }))
}
