//! Objects of the program that CPython has: functions, instances, iterators, whatever has no equal there. A proxy holds the value,
//! and asks the runtime for every operation. There is one proxy of a value at a time, so that `is` says what it says.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};

use pyaot_abi::layout::FLAG_CONTAINED;
use pyaot_core::class::{attrs, build, defining_class};
use pyaot_core::error::{Result, type_error};
use pyaot_core::function::FunctionObj;
use pyaot_core::{ops, text};
use pyaot_core::types::{As, BinOp, CmpOp, Layout, TypeObj, UnOp};
use pyaot_core::value::Value;

use crate::capi::{MemberDef, MethodDef, Obj, TypeSlot, TypeSpec, api, type_of};
use crate::attribute;
use crate::containers::{self, entering};
use crate::convert::{from_python, to_python};
use crate::{errors, given};
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::typed::Typed;

/// The fields of a proxy, behind the head of an object.
#[repr(C)]
struct Fields {
    head: [usize; 2],
    /// The value, as owned bits; 0 where it has been taken out.
    bits: u64,
    /// CPython's list of weak references.
    weak: Obj,
    /// What CPython calls, where the type says so.
    vectorcall: Option<unsafe extern "C" fn(Obj, *const Obj, usize, Obj) -> Obj>,
    /// Entries for arguments of certain types, where the function has such.
    typed: Option<&'static Typed>,
}

/// What can be done with proxies of a type.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Plain,
    Callable,
    /// Also a descriptor: in a class, a method.
    Function,
    Iterator,
    Container,
}

/// Which slots a type of proxies has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    kind: Kind,
    operators: bool,
    numbers: bool,
}

/// Objects of the program's classes: what else can be done with them, their mirrors say.
const PLAIN: Shape = Shape { kind: Kind::Plain, operators: false, numbers: false };

#[derive(Default)]
struct Proxies {
    types: HashMap<Shape, Py>,
    /// For each native type, the type of its objects' proxies, by the address of the native one.
    named: AddressMap<usize, Py>,
    /// All types of proxies, by their addresses.
    ours: AddressMap<usize, ()>,
    /// Borrowed: a proxy takes itself out at its end.
    of: AddressMap<u64, usize>,
    /// Those that only weak references of CPython's lead to: the objects have them, instead of the other way round.
    weak: AddressMap<u64, Py>,
}

static PROXIES: Table<Proxies> = Table::new(table);

/// The proxy of a value.
pub fn of(v: &Value) -> Result<Py> {
    let known = PROXIES.with_borrow(|p| p.of.get(&v.bits()).copied());
    if let Some(p) = known {
        if let Some(p) = PROXIES.with_borrow_mut(|k| if k.weak.is_empty() { None } else { k.weak.remove(&v.bits()) }) {
            // It has the object again.
            std::mem::forget(v.clone());
            return Ok(p);
        }
        // SAFETY: what is in the table lives.
        return Ok(unsafe { Py::borrowed(p as Obj) });
    }
    make(v, &type_for(v)?)
}

/// A proxy of a value that is another object in CPython, for that object to know it.
pub fn holder(v: &Value) -> Result<Py> {
    let known = PROXIES.with_borrow(|p| p.of.get(&v.bits()).copied());
    match known {
        // SAFETY: what is in the table lives.
        Some(p) => Ok(unsafe { Py::borrowed(p as Obj) }),
        None => make(v, &python_type(PLAIN)?),
    }
}

fn make(v: &Value, ty: &Py) -> Result<Py> {
    // SAFETY: a type without arguments to its constructor; the field is the object's own, and zero until it is set.
    unsafe {
        let made = Py::owned((api().PyType_GenericAlloc)(ty.as_ptr(), 0))?;
        let fields = made.as_ptr().cast::<Fields>();
        (*fields).bits = v.clone().into_bits();
        (*fields).typed = crate::typed::of(v);
        (*fields).vectorcall = Some(if (*fields).typed.is_some() { crate::typed::call } else { call });
        PROXIES.with_borrow_mut(|p| p.of.insert(v.bits(), made.as_ptr() as usize));
        Ok(made)
    }
}

/// The value that a proxy holds.
pub fn value_of(p: &Py) -> Option<Value> {
    // SAFETY: the type is one of ours.
    is_proxy_type(crate::builtin::type_ptr(p)).then(|| unsafe { this(p.as_ptr()) })
}

/// All objects of the type are proxies.
pub fn is_proxy_type(ty: Obj) -> bool {
    PROXIES.with_borrow(|k| k.ours.contains_key(&(ty as usize)))
}

/// The entries of a function that CPython calls.
///
/// # Safety
/// `o` is a proxy that lives.
pub unsafe fn typed_of(o: Obj) -> Option<&'static Typed> {
    // SAFETY: by the contract.
    unsafe { (*o.cast::<Fields>()).typed }
}

/// At the end of the program: what CPython keeps of it is empty from now on.
pub fn forget_all() {
    for (bits, p) in PROXIES.with_borrow_mut(|p| std::mem::take(&mut p.weak)) {
        PROXIES.with_borrow_mut(|p| p.of.remove(&bits));
        // SAFETY: a proxy that lives, and has not got the object.
        unsafe { (*p.as_ptr().cast::<Fields>()).bits = 0 };
    }
    loop {
        let known = PROXIES.with_borrow_mut(|p| p.of.drain().map(|(_, p)| p).collect::<Vec<usize>>());
        if known.is_empty() {
            break;
        }
        for p in known {
            // SAFETY: what is in the table lives; the reference is the proxy's own.
            drop(unsafe { Value::from_bits(std::mem::replace(&mut (*(p as *mut Fields)).bits, Value::none().into_bits())) });
        }
    }
}

fn shape_of(v: &Value) -> Shape {
    let slots = &v.ty().slots;
    Shape { kind: kind_of(v), operators: slots.binary.is_some(), numbers: slots.number.is_some() }
}

fn kind_of(v: &Value) -> Kind {
    let slots = &v.ty().slots;
    if v.ty().layout == Layout::Function {
        Kind::Function
    } else if matches!(v.ty().layout, Layout::Method | Layout::Native | Layout::Type) || slots.call.is_some() {
        Kind::Callable
    } else if slots.next.is_some() {
        Kind::Iterator
    } else if slots.getitem.is_some() || slots.len.is_some() || slots.iter.is_some() {
        Kind::Container
    } else {
        Kind::Plain
    }
}

/// # Safety
/// `o` is a proxy that lives.
unsafe fn this(o: Obj) -> Value {
    // SAFETY: by the contract; the proxy keeps its own reference, if it has been given a value.
    unsafe {
        if (*o.cast::<Fields>()).bits == 0 {
            return Value::none();
        }
        let v = std::mem::ManuallyDrop::new(Value::from_bits((*o.cast::<Fields>()).bits));
        Value::clone(&v)
    }
}

/// Runs what CPython has asked for; an exception becomes CPython's, and null.
pub fn answer(f: impl FnOnce() -> Result<Py>) -> Obj {
    match entering(f) {
        Ok(p) => p.into_ptr(),
        Err(e) => {
            errors::raise_in_python(e);
            std::ptr::null_mut()
        }
    }
}

fn status(f: impl FnOnce() -> Result<c_int>) -> c_int {
    entering(f).unwrap_or_else(|e| {
        errors::raise_in_python(e);
        -1
    })
}

/// # Safety
/// `o` is an object that lives.
unsafe fn value(o: Obj) -> Result<Value> {
    // SAFETY: by the contract.
    from_python(&unsafe { Py::borrowed(o) })
}

// The functions below are called by CPython with objects that live: that is the contract of all their unsafe blocks.

/// The proxy of an object has no reference left, but weak ones, and the object lives on: then the object keeps it.
///
/// # Safety
/// `o` is a proxy without references.
unsafe fn stays(o: Obj) -> bool {
    // SAFETY: by the contract; the reference that the proxy is given belongs to the table.
    unsafe {
        let fields = &*o.cast::<Fields>();
        if fields.weak.is_null() || fields.bits == 0 {
            return false;
        }
        let v = std::mem::ManuallyDrop::new(Value::from_bits(fields.bits));
        if v.ty().is_native || v.ty().layout != Layout::Object || v.header().is_none_or(|h| h.rc.get() == 1) {
            return false;
        }
        build::watch(v.ty());
        *o.cast::<isize>() = 1;
        let Ok(p) = Py::owned(o) else { return false };
        PROXIES.with_borrow_mut(|k| k.weak.insert(fields.bits, p));
        drop(std::mem::ManuallyDrop::into_inner(v));
        true
    }
}

/// An object of the program has no reference left: weak references to it end, unless CPython has made a real one of them.
pub fn dies(v: &Value) {
    let Some(p) = PROXIES.with_borrow_mut(|k| k.weak.remove(&v.bits())) else { return };
    if crate::builtin::references(&p) > 1 {
        std::mem::forget(v.clone());
        return;
    }
    PROXIES.with_borrow_mut(|k| k.of.remove(&v.bits()));
    // SAFETY: a proxy that lives; it has no object from now on.
    unsafe { (*p.as_ptr().cast::<Fields>()).bits = 0 };
    drop(p);
}

unsafe extern "C" fn dealloc(o: Obj) {
    // SAFETY: the end of a proxy; its type was made by us and has one reference for each object.
    unsafe {
        if stays(o) {
            return;
        }
        let bits = (*o.cast::<Fields>()).bits;
        if !(*o.cast::<Fields>()).weak.is_null() {
            (api().PyObject_ClearWeakRefs)(o);
        }
        if bits != 0 {
            PROXIES.with_borrow_mut(|p| p.of.remove(&bits));
            // The value's end may run any code, while CPython is on its way with an exception.
            let (mut ty, mut error, mut tb) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
            (api().PyErr_Fetch)(&mut ty, &mut error, &mut tb);
            drop(Value::from_bits(bits));
            (api().PyErr_Restore)(ty, error, tb);
        }
        let ty = type_of(o);
        // Types made in Python have their memory from the collector.
        const TP_FREE: c_int = 74;
        let free = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut c_void)>((api().PyType_GetSlot)(ty, TP_FREE));
        free(o.cast());
        (api().Py_DecRef)(ty);
    }
}

unsafe extern "C" fn repr(o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&ops::repr(&unsafe { this(o) })?))
}

unsafe extern "C" fn to_str(o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&ops::str(&unsafe { this(o) })?))
}

unsafe extern "C" fn hash(o: Obj) -> isize {
    // SAFETY: see above.
    let h = entering(|| ops::hash(&unsafe { this(o) }));
    match h {
        Ok(-1) => -2,
        Ok(h) => h as isize,
        Err(e) => {
            errors::raise_in_python(e);
            -1
        }
    }
}

/// Calls what the proxy holds.
///
/// # Safety
/// As a vectorcall of CPython's.
pub unsafe extern "C" fn call(o: Obj, args: *const Obj, n: usize, names: Obj) -> Obj {
    // SAFETY: as many arguments as `n` says beside a flag, then those with names, a tuple or null.
    unsafe {
        let n = n & (usize::MAX >> 1);
        let arguments = |from: usize, n: usize| if n == 0 { &[] } else { std::slice::from_raw_parts(args.add(from), n) };
        let f = this(o);
        if names.is_null()
            && let Some(f) = f.downcast::<FunctionObj>().filter(|f| f.desc().flags & FLAG_CONTAINED != 0)
            && !containers::no_twins()
        {
            return contained(o, f, arguments(0, n));
        }
        answer(|| {
            if let (true, &[a]) = (names.is_null(), arguments(0, n)) {
                return given::outward(ops::call_kw(&f, &[value(a)?], &[])?);
            }
            let values = arguments(0, n).iter().map(|a| value(*a)).collect::<Result<Vec<Value>>>()?;
            let mut named = Vec::new();
            if !names.is_null() {
                let names = crate::builtin::tuple_items(&Py::borrowed(names));
                for (k, x) in names.iter().zip(arguments(n, names.len())) {
                    named.push((from_python(k)?, value(*x)?));
                }
            }
            given::outward(ops::call_kw(&f, &values, &named)?)
        })
    }
}

/// Calls a function that touches nothing but what it is given, and what it keeps.
unsafe fn contained(o: Obj, f: &FunctionObj, args: &[Obj]) -> Obj {
    let all = || {
        // SAFETY: see above.
        let mut given = args.iter().map(|a| unsafe { value(*a) }).collect::<Result<Vec<Value>>>()?;
        given.extend(f.kept());
        Ok(given)
    };
    let n = args.len();
    // SAFETY: see above.
    let result = containers::entering_with(all, |args| given::outward(ops::call_kw(&unsafe { this(o) }, &args[..n], &[])?));
    result.map_or_else(
        |e| {
            errors::raise_in_python(e);
            std::ptr::null_mut()
        },
        Py::into_ptr,
    )
}

/// `cls.__new__(cls, …)` of a mirror, as whoever unpickles calls it.
unsafe extern "C" fn new(class: Obj, args: Obj, _: Obj) -> Obj {
    // SAFETY: a type that lives, a tuple.
    answer(|| unsafe {
        let Some(class) = crate::mirrors::class_of(&Py::borrowed(class)) else {
            return type_error(text!("cannot create '", py::text_of(&Py::borrowed(class).attr("__name__")?), "' instances"));
        };
        let mut values = vec![class.clone()];
        for a in crate::builtin::tuple_items(&Py::borrowed(args)) {
            values.push(from_python(&a)?);
        }
        to_python(&ops::call(&attrs::get(&class, &pyaot_core::state::intern("__new__"))?, &values)?)
    })
}

unsafe extern "C" fn descr_get(o: Obj, object: Obj, _: Obj) -> Obj {
    // SAFETY: see above; null where the class itself is asked.
    unsafe {
        let function = Py::borrowed(o);
        if object.is_null() {
            return function.into_ptr();
        }
        (api().PyMethod_New)(function.as_ptr(), object)
    }
}

unsafe extern "C" fn getattro(o: Obj, name: Obj) -> Obj {
    // SAFETY: see above.
    if let Some(found) = unsafe { attribute::of_object(&this(o), o, name) } {
        return found;
    }
    // SAFETY: see above.
    answer(|| unsafe {
        let (v, python_name, name) = (this(o), name, attribute::name(name)?);
        match &*ops::text_of(&name) {
            // What classes are asked whether it is theirs has to be a class.
            "__class__" if v.ty().layout == Layout::Function => return crate::python::helper("FunctionType"),
            "__class__" if v.ty().layout == Layout::Generator => return crate::python::helper("GeneratorType"),
            "__class__" => return Ok(Py::borrowed(type_of(o))),
            // CPython's fields, not the program's.
            "__dataclass_fields__" => {
                if let Some(p) = Py::found((api().PyObject_GenericGetAttr)(o, python_name)) {
                    return Ok(p);
                }
            }
            // Those of `object` know nothing of proxies.
            "__reduce_ex__" if defining_class(v.ty(), &name).is_none_or(|c| c.is_native) => return Py::owned((api().PyObject_GenericGetAttr)(o, python_name)),
            n => {
                if let Some(p) = own_attribute(&v, n)? {
                    return Ok(p);
                }
            }
        }
        if let Some(x) = attrs::get_opt(&v, &name)? {
            return to_python(&x);
        }
        // What types of proxies have from this side.
        if let Some(p) = Py::found((api().PyObject_GenericGetAttr)(o, python_name)) {
            return Ok(p);
        }
        to_python(&attrs::get(&v, &name)?)
    })
}

/// What Python's libraries ask functions and generators for.
fn own_attribute(v: &Value, name: &str) -> Result<Option<Py>> {
    if v.ty().layout == Layout::Generator && name == "gi_code" {
        return crate::python::helper("generator_code")?.call(vec![to_python(&ops::getattr(v, "__qualname__")?)?]).map(Some);
    }
    if v.ty().layout != Layout::Function {
        return Ok(None);
    }
    match name {
        // That of the function that it wraps counts.
        "__signature__" if attrs::get_opt(v, &pyaot_core::state::intern("__wrapped__"))?.is_some() => Ok(None),
        "__signature__" => signature(v).map(Some),
        "__code__" => code_outward(&attrs::get(v, &pyaot_core::state::intern("__code__"))?),
        _ => Ok(None),
    }
}

/// CPython's code object for that of a function of the program.
pub fn code_outward(code: &Value) -> Result<Option<Py>> {
    if code.ty().name != "code" {
        return Ok(None);
    }
    let mut given = Vec::new();
    for name in ["co_filename", "co_name", "co_firstlineno", "co_varnames", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags"] {
        // Those of frames lack some.
        let Some(x) = attrs::get_opt(code, &pyaot_core::state::intern(name))? else { return Ok(None) };
        given.push(to_python(&x)?);
    }
    crate::python::helper("code")?.call(given).map(Some)
}

/// The `inspect.Signature` of a function of the program.
pub fn signature(v: &Value) -> Result<Py> {
    let part = |name: &str| to_python(&attrs::get(v, &pyaot_core::state::intern(name))?);
    let code = attrs::get(v, &pyaot_core::state::intern("__code__"))?;
    let number = |name: &str| to_python(&attrs::get(&code, &pyaot_core::state::intern(name))?);
    let mut given = ["co_varnames", "co_posonlyargcount", "co_argcount", "co_kwonlyargcount", "co_flags"].into_iter().map(number).collect::<Result<Vec<Py>>>()?;
    given.extend([part("__defaults__")?, part("__kwdefaults__")?, part("__annotations__")?]);
    crate::python::helper("signature")?.call(given)
}

unsafe extern "C" fn setattro(o: Obj, name: Obj, x: Obj) -> c_int {
    // SAFETY: see above; null deletes.
    status(|| unsafe {
        let (v, name) = (this(o), attribute::name(name)?);
        let x = if x.is_null() { None } else { Some(value(x)?) };
        attrs::set(&v, &name, x.as_ref())?;
        Ok(0)
    })
}

unsafe extern "C" fn compare(a: Obj, b: Obj, op: c_int) -> Obj {
    let op = match op {
        0 => CmpOp::Lt,
        1 => CmpOp::Le,
        2 => CmpOp::Eq,
        3 => CmpOp::Ne,
        4 => CmpOp::Gt,
        _ => CmpOp::Ge,
    };
    // SAFETY: see above.
    answer(|| unsafe {
        let (a, b) = (this(a), value(b)?);
        match a.ty().slots.compare {
            Some(f) => to_python(&f(&a, op, &b)?),
            None => to_python(&Value::not_implemented()),
        }
    })
}

unsafe extern "C" fn iter(o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&ops::iter(&unsafe { this(o) })?))
}

unsafe extern "C" fn next(o: Obj) -> Obj {
    // SAFETY: see above; null without an exception is the end.
    match entering(|| {
        drop(pyaot_core::generator::take_stop_value());
        ops::next(&unsafe { this(o) })?.as_ref().map(to_python).transpose()
    }) {
        Ok(Some(p)) => p.into_ptr(),
        Ok(None) => {
            if let Some(returned) = entering(pyaot_core::generator::take_stop_value)
                && let Err(e) = pyaot_core::exception::raise_stop_iteration::<()>(Some(returned))
            {
                errors::raise_in_python(e);
            }
            std::ptr::null_mut()
        }
        Err(e) => {
            errors::raise_in_python(e);
            std::ptr::null_mut()
        }
    }
}

unsafe extern "C" fn truth(o: Obj) -> c_int {
    // SAFETY: see above.
    status(|| ops::truth(&unsafe { this(o) }).map(c_int::from))
}

unsafe extern "C" fn len(o: Obj) -> isize {
    // SAFETY: see above.
    entering(|| ops::len(&unsafe { this(o) })).map_or_else(
        |e| {
            errors::raise_in_python(e);
            -1
        },
        |n| n as isize,
    )
}

unsafe extern "C" fn getitem(o: Obj, key: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| unsafe { to_python(&ops::getitem(&this(o), &value(key)?)?) })
}

unsafe extern "C" fn setitem(o: Obj, key: Obj, x: Obj) -> c_int {
    // SAFETY: see above; null deletes.
    status(|| unsafe {
        if x.is_null() { ops::delitem(&this(o), &value(key)?)? } else { ops::setitem(&this(o), &value(key)?, &value(x)?)? };
        Ok(0)
    })
}

unsafe extern "C" fn contains(o: Obj, x: Obj) -> c_int {
    // SAFETY: see above.
    status(|| unsafe { ops::contains(&this(o), &value(x)?).map(c_int::from) })
}

unsafe extern "C" fn index(o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&ops::index_value(&unsafe { this(o) })?))
}

unsafe extern "C" fn float(o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| {
        let v = unsafe { this(o) };
        match ops::as_number(&v, As::Float)? {
            Some(x) => to_python(&x),
            None => to_python(&pyaot_core::float::new(pyaot_core::float::to_f64(&v)?)),
        }
    })
}

/// A binary operator, tried as Python's rules say: one of the two is a proxy.
unsafe fn binary(op: BinOp, a: Obj, b: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| {
        let (x, y) = unsafe { (value(a)?, value(b)?) };
        let is_foreign = |v: &Value| v.ty().layout == Layout::Foreign;
        let own = if is_foreign(&x) { &y } else { &x };
        // CPython, which has the other one, would be asked for the same again.
        let result = if is_foreign(&x) != is_foreign(&y) && own.ty().is_native { ops::binary_by(own, op, &x, &y) } else { ops::binary(op, &x, &y) };
        to_python(&result?)
    })
}

unsafe fn unary(op: UnOp, o: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&ops::unary(op, &unsafe { this(o) })?))
}

macro_rules! operators {
    (binary { $($slot:literal $b:ident $bop:ident;)* } unary { $($uslot:literal $u:ident $uop:ident;)* }) => {
        $(unsafe extern "C" fn $b(a: Obj, b: Obj) -> Obj {
            // SAFETY: the caller's contract.
            unsafe { binary(BinOp::$bop, a, b) }
        })*
        $(unsafe extern "C" fn $u(o: Obj) -> Obj {
            // SAFETY: the caller's contract.
            unsafe { unary(UnOp::$uop, o) }
        })*
        /// The slots of operators, with their numbers in typeslots.h.
        fn operator_slots() -> Vec<TypeSlot> {
            vec![
                $(TypeSlot { slot: $slot, function: $b as *const c_void },)*
                $(TypeSlot { slot: $uslot, function: $u as *const c_void },)*
            ]
        }
    };
}

operators! {
    binary {
        7 op_add Add; 36 op_sub Sub; 29 op_mul Mul; 75 op_matmul MatMul; 37 op_div Div; 12 op_floordiv FloorDiv; 34 op_mod Mod;
        10 op_divmod DivMod; 28 op_lshift LShift;
        8 op_and BitAnd; 31 op_or BitOr; 38 op_xor BitXor; 35 op_rshift RShift;
    }
    unary { 30 op_neg Neg; 32 op_pos Pos; 27 op_invert Invert; 6 op_abs Abs; }
}

/// The type of a value's proxy: an instance of a class of the program is one of the class's mirror.
fn type_for(v: &Value) -> Result<Py> {
    let ty = v.ty();
    if !ty.is_native && ty.layout != Layout::Type {
        return crate::mirrors::of(ty);
    }
    if ty.layout == Layout::Function {
        // A class over it would not be called by vectorcall before 3.12.
        return python_type(shape_of(v));
    }
    let key = std::ptr::from_ref(ty) as usize;
    if let Some(t) = PROXIES.with_borrow(|p| p.named.get(&key).cloned()) {
        return Ok(t);
    }
    let made = crate::python::helper("named")?.call(vec![py::string(ty.name)?, python_type(shape_of(v))?])?;
    note_type(&made);
    PROXIES.with_borrow_mut(|p| p.named.insert(key, made.clone()));
    Ok(made)
}

/// What mirrors derive from where the program's class derives from nothing that CPython has.
pub fn base_of(native: &'static TypeObj) -> Result<Py> {
    let slots = &native.slots;
    let kind = if slots.call.is_some() {
        Kind::Callable
    } else if slots.next.is_some() {
        Kind::Iterator
    } else if slots.getitem.is_some() || slots.len.is_some() || slots.iter.is_some() {
        Kind::Container
    } else {
        Kind::Plain
    };
    python_type(Shape { kind, operators: slots.binary.is_some(), numbers: slots.number.is_some() })
}

/// All objects of this type are proxies.
pub fn note_type(ty: &Py) {
    PROXIES.with_borrow_mut(|p| p.ours.insert(ty.as_ptr() as usize, ()));
}

/// The field of the list of weak references, which CPython finds by the name.
static MEMBERS: [MemberDef; 2] = [member(c"__weaklistoffset__", std::mem::offset_of!(Fields, weak)), END_OF_MEMBERS];
/// The field that holds what is called.
static MEMBERS_TO_CALL: [MemberDef; 2] = [member(c"__vectorcalloffset__", std::mem::offset_of!(Fields, vectorcall)), END_OF_MEMBERS];

const END_OF_MEMBERS: MemberDef = MemberDef { name: std::ptr::null(), kind: 0, offset: 0, flags: 0, doc: std::ptr::null() };

const fn member(name: &'static std::ffi::CStr, offset: usize) -> MemberDef {
    const T_PYSSIZET: c_int = 19;
    const READONLY: c_int = 1;
    MemberDef { name: name.as_ptr(), kind: T_PYSSIZET, offset: offset as isize, flags: READONLY, doc: std::ptr::null() }
}

struct Methods([MethodDef; 2]);
// SAFETY: constants, which only CPython reads.
unsafe impl Sync for Methods {}

static METHODS: Methods = Methods([
    MethodDef { name: c"__dir__".as_ptr(), function: dir as *const _, flags: METH_NOARGS, doc: std::ptr::null() },
    MethodDef { name: std::ptr::null(), function: std::ptr::null(), flags: 0, doc: std::ptr::null() },
]);
const METH_NOARGS: c_int = 4;

/// `dir()`: the object has more than what its proxy shows.
unsafe extern "C" fn dir(o: Obj, _: Obj) -> Obj {
    // SAFETY: see above.
    answer(|| to_python(&pyaot_core::list::new(attrs::dir_names(&unsafe { this(o) }).into_iter().map(pyaot_core::str::from_string).collect())))
}

/// The type of proxies of that shape.
fn python_type(shape: Shape) -> Result<Py> {
    if let Some(t) = PROXIES.with_borrow(|p| p.types.get(&shape).cloned()) {
        return Ok(t);
    }
    // All derive from the plain one, so that mirrors may have several of them as bases.
    let bases = if shape == PLAIN { Vec::new() } else { vec![python_type(PLAIN)?] };
    let mut slots = vec![
        (52, dealloc as *const c_void),
        (66, repr as *const c_void),
        (70, to_str as *const c_void),
        (59, hash as *const c_void),
        (58, getattro as *const c_void),
        (69, setattro as *const c_void),
        (67, compare as *const c_void),
        (9, truth as *const c_void),
    ];
    let is_called = matches!(shape.kind, Kind::Callable | Kind::Function);
    if shape == PLAIN {
        slots.extend([(72, MEMBERS.as_ptr().cast()), (65, new as *const c_void), (64, METHODS.0.as_ptr().cast())]);
    } else if is_called {
        slots.push((72, MEMBERS_TO_CALL.as_ptr().cast()));
    }
    match shape.kind {
        Kind::Plain => {}
        Kind::Callable => slots.push((50, api().PyVectorcall_Call as *const c_void)),
        Kind::Function => slots.extend([(50, api().PyVectorcall_Call as *const c_void), (54, descr_get as *const c_void)]),
        Kind::Iterator => slots.extend([(62, iter as *const c_void), (63, next as *const c_void)]),
        Kind::Container => slots.extend([
            (62, iter as *const c_void),
            (4, len as *const c_void),
            (5, getitem as *const c_void),
            (3, setitem as *const c_void),
            (41, contains as *const c_void),
        ]),
    }
    if shape.numbers {
        slots.extend([(13, index as *const c_void), (11, float as *const c_void)]);
    }
    let mut slots: Vec<TypeSlot> = slots.into_iter().map(|(slot, function)| TypeSlot { slot, function }).collect();
    if shape.operators {
        slots.extend(operator_slots());
    }
    slots.push(TypeSlot { slot: 0, function: std::ptr::null() });
    const DEFAULT: u32 = 1 << 18;
    const HAVE_VECTORCALL: u32 = 1 << 11;
    const BASETYPE: u32 = 1 << 10;
    let spec = TypeSpec {
        name: if shape.kind == Kind::Function { c"builtins.function" } else { c"builtins.object" }.as_ptr(),
        basicsize: std::mem::size_of::<Fields>() as c_int,
        itemsize: 0,
        flags: DEFAULT | BASETYPE | if is_called { HAVE_VECTORCALL } else { 0 },
        slots: slots.as_ptr(),
    };
    // SAFETY: the slots have the types that their numbers stand for; CPython copies the spec.
    let made = unsafe {
        let bases = if bases.is_empty() { None } else { Some(py::tuple(bases)?) };
        Py::owned((api().PyType_FromSpecWithBases)(&spec, bases.as_ref().map_or(std::ptr::null_mut(), Py::as_ptr)))
    }?;
    if shape == PLAIN {
        crate::python::helper("complete")?.call(vec![made.clone()])?;
    }
    note_type(&made);
    PROXIES.with_borrow_mut(|p| p.types.insert(shape, made.clone()));
    Ok(made)
}
