//! The runtime's type of CPython's objects: every operation asks CPython.
//!
//! Each Python type has a type of the runtime of its own, for messages (`'DataFrame' object is not callable`) and nothing else:
//! all have the same operations. Of each object there is one [`ForeignObj`] at a time, so that `is` says what it says in CPython.

use std::ffi::{CStr, c_char, c_int, c_ulong, c_void};

use pyaot_core::error::{Result, type_error};
use pyaot_core::foreign::Pattern;
use pyaot_core::{generator, heap, text};
use pyaot_core::types::{As, BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use pyaot_core::value::{Header, Object, Value};

use crate::capi::{Obj, api, ref_count, type_of};
use crate::containers::{self, crossing};
use crate::convert::{from_python, to_python};
use crate::errors::handling;
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Args, Py};
use crate::{python, report};

#[repr(C)]
pub struct ForeignObj {
    header: Header,
    object: std::mem::ManuallyDrop<Py>,
}

// SAFETY: repr(C), header first; the types that `type_for` makes are those with this layout.
unsafe impl Object for ForeignObj {
    const LAYOUT: Layout = Layout::Foreign;
}

impl ForeignObj {
    pub fn object(&self) -> &Py {
        &self.object
    }
}

#[derive(Default)]
struct Known {
    /// The objects that the program has, each by its address in CPython.
    objects: AddressMap<usize, *const Header>,
    types: AddressMap<usize, &'static TypeObj>,
    /// Types all of whose objects are foreign.
    plain: AddressMap<usize, ()>,
}

static KNOWN: Table<Known> = Table::new(table);

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(to_str),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(truth),
    len: Some(len),
    binary: Some(binary),
    inplace: Some(inplace),
    unary: Some(unary),
    getitem: Some(getitem),
    number: Some(number),
    setitem: Some(setitem),
    contains: Some(contains),
    iter: Some(iter),
    next: Some(next),
    call: Some(call),
    getattr: Some(getattr),
    setattr: Some(setattr),
    drop: Some(drop_object),
    ..Slots::EMPTY
};

static KEEPER: TypeObj = TypeObj::native("ndarray", Layout::Foreign, Slots { drop: Some(drop_keeper), ..SLOTS }, &[]);

/// The runtime's type for objects of the Python type `ty`.
fn type_for(ty: Obj) -> &'static TypeObj {
    if let Some(known) = KNOWN.with_borrow(|k| k.types.get(&(ty as usize)).copied()) {
        return known;
    }
    // SAFETY: an object's type lives while the object does; here it is kept for good.
    let owned = unsafe { Py::borrowed(ty) };
    // What messages call it: types that are written in C may have their module in it (`decimal.Decimal`). It stands behind what every object
    // of variable size has.
    // SAFETY: a type that lives; its name is a text for as long.
    let name = unsafe { CStr::from_ptr(*ty.cast::<*const c_char>().add(3)) }.to_string_lossy().into_owned();
    std::mem::forget(owned);
    let made: &'static TypeObj = Box::leak(Box::new(TypeObj::native(Box::leak(name.into_boxed_str()), Layout::Foreign, SLOTS, &[])));
    KNOWN.with_borrow_mut(|k| k.types.insert(ty as usize, made));
    made
}

/// The value that stands for the object, the same every time.
pub fn wrap(o: &Py) -> Value {
    let key = o.as_ptr() as usize;
    if let Some(known) = KNOWN.with_borrow(|k| k.objects.get(&key).copied()) {
        // SAFETY: what is in the table lives: `drop_object` takes it out.
        return unsafe { Value::from_ptr_retained(known) };
    }
    // SAFETY: the object lives.
    let ty = type_for(unsafe { type_of(o.as_ptr()) });
    let v = heap::new_object(ty, |header| ForeignObj { header, object: std::mem::ManuallyDrop::new(o.clone()) });
    KNOWN.with_borrow_mut(|k| k.objects.insert(key, v.bits() as *const Header));
    v
}

/// A value that keeps an array of NumPy's alive, for as long as its elements are used. Nobody looks for it by the object.
pub fn keeper(array: &Py) -> Value {
    heap::new_object(&KEEPER, |header| ForeignObj { header, object: std::mem::ManuallyDrop::new(array.clone()) })
}

/// The array that a keeper keeps.
pub fn kept(keeper: &Value) -> Option<&Py> {
    if std::ptr::eq(keeper.ty(), &KEEPER) { object_of(keeper) } else { None }
}

/// Has a keeper keep another object from now on; `false`: it is not nobody's but its array's.
pub fn keep_instead(keeper: &Value, object: Py) -> bool {
    let is_ours = keeper.header().is_some_and(|h| h.rc.get() == 1 && std::ptr::eq(h.ty.get(), &KEEPER));
    if is_ours {
        let at = keeper.bits() as *mut ForeignObj;
        // SAFETY: the type says that it is one, and nobody else looks at it.
        let_go(std::mem::ManuallyDrop::into_inner(unsafe { std::mem::replace(&mut (*at).object, std::mem::ManuallyDrop::new(object)) }));
    }
    is_ours
}

/// The value that stands for the object, if there is one.
pub fn known(o: &Py) -> Option<Value> {
    let known = KNOWN.with_borrow(|k| k.objects.get(&(o.as_ptr() as usize)).copied())?;
    // SAFETY: as in `wrap`.
    Some(unsafe { Value::from_ptr_retained(known) })
}

/// Notes that all objects of the type of this one are foreign, so that nobody need ask again what they might be.
pub fn all_like(o: &Py) {
    // SAFETY: the object lives.
    let ty = unsafe { type_of(o.as_ptr()) };
    // The type is kept by `type_for`: its address stays its own.
    type_for(ty);
    KNOWN.with_borrow_mut(|k| k.plain.insert(ty as usize, ()));
}

/// From now on, some objects of the type may be the program's.
pub fn not_all_like(ty: Obj) {
    KNOWN.with_borrow_mut(|k| k.plain.remove(&(ty as usize)));
}

/// The type of the object has been noted so.
#[inline]
pub fn is_plain(ty: Obj) -> bool {
    KNOWN.with_borrow(|k| k.plain.contains_key(&(ty as usize)))
}

/// The object of CPython that the value stands for.
#[inline]
pub fn object_of(v: &Value) -> Option<&Py> {
    v.downcast::<ForeignObj>().map(ForeignObj::object)
}

unsafe fn drop_object(h: *mut Header) {
    // SAFETY: called once, on an unreachable object.
    let object = unsafe { std::mem::ManuallyDrop::take(&mut (*(h as *mut ForeignObj)).object) };
    KNOWN.with_borrow_mut(|k| k.objects.remove(&(object.as_ptr() as usize)));
    let_go(object);
}

unsafe fn drop_keeper(h: *mut Header) {
    // SAFETY: called once, on an unreachable object.
    let_go(unsafe { std::mem::ManuallyDrop::take(&mut (*(h as *mut ForeignObj)).object) });
}

fn let_go(object: Py) {
    if python::is_closed() {
        // A class's attribute, say: its memory went with the interpreter.
        std::mem::forget(object);
        return;
    }
    // SAFETY: it lives.
    if unsafe { ref_count(object.as_ptr()) } > 1 {
        return drop(object);
    }
    // Its own end may run Python code, which may come back to us.
    crossing(|| drop(object));
}

fn this(v: &Value) -> &Py {
    object_of(v).expect("the slots are those of this layout")
}

/// The value for what an operation has given.
fn given(p: &Py) -> Result<Value> {
    if containers::stays(p) { Ok(wrap(p)) } else { from_python(p) }
}

/// What a function of CPython gives for one object.
fn unary_by(f: unsafe extern "C" fn(Obj) -> Obj, v: &Value, shown: &str) -> Result<Value> {
    report::note(this(v), shown, None);
    // SAFETY: the object lives; the function gives a new reference.
    let r = crossing(|| unsafe { Py::owned(f(this(v).as_ptr())) })?;
    from_python(&r)
}

fn repr(v: &Value) -> Result<Value> {
    unary_by(api().PyObject_Repr, v, "repr({})")
}

fn to_str(v: &Value) -> Result<Value> {
    unary_by(api().PyObject_Str, v, "str({})")
}

fn iter(v: &Value) -> Result<Value> {
    unary_by(api().PyObject_GetIter, v, "iter({})")
}

/// An object of a class over `str`, `bytes` or `tuple` that has the hash of these, as such a value: as keys the two are one.
fn plain_key(v: &Value) -> Option<Result<Value>> {
    let api = api();
    let has_hash_of = |flag: c_ulong, ty: Obj| {
        // SAFETY: a type that lives.
        has_flag(v, flag) && slot(v, TP_HASH) == unsafe { (api.PyType_GetSlot)(ty, TP_HASH) }
    };
    if has_hash_of(1 << 28, api.PyUnicode_Type) {
        return Some(crate::convert::str_inward(this(v)));
    }
    if has_hash_of(1 << 27, api.PyBytes_Type) {
        return Some(Ok(pyaot_core::bytes::new(crate::builtin::bytes_of(this(v)))));
    }
    let items = || crate::builtin::tuple_items(this(v)).iter().map(from_python).collect::<Result<Vec<Value>>>();
    has_hash_of(1 << 26, api.PyTuple_Type).then(|| items().map(pyaot_core::tuple::new))
}

fn hash(v: &Value) -> Result<i64> {
    if let Some(plain) = plain_key(v) {
        return pyaot_core::ops::hash(&plain?);
    }
    report::note(this(v), "hash({})", None);
    // SAFETY: the object lives.
    match crossing(|| unsafe { (api().PyObject_Hash)(this(v).as_ptr()) }) {
        -1 => Err(crate::errors::fetch()),
        h => Ok(h as i64),
    }
}

fn truth(v: &Value) -> Result<bool> {
    report::note(this(v), "bool({})", None);
    // SAFETY: the object lives.
    py::done(crossing(|| unsafe { (api().PyObject_IsTrue)(this(v).as_ptr()) }))
}

fn len(v: &Value) -> Result<usize> {
    report::note(this(v), "len({})", None);
    // SAFETY: the object lives.
    let n = crossing(|| unsafe { (api().PyObject_Size)(this(v).as_ptr()) });
    usize::try_from(n).map_err(|_| crate::errors::fetch())
}

fn next(v: &Value) -> Result<Option<Value>> {
    let o = this(v).as_ptr();
    // SAFETY: the object lives.
    if unsafe { (api().PyIter_Check)(o) } == 0 {
        return type_error(text!("'", v.ty().name, "' object is not an iterator"));
    }
    report::note(this(v), "next({})", None);
    let mut given = std::ptr::null_mut();
    // SAFETY: an iterator that lives; it gives a new reference: to an element, or to what it has returned.
    let status = crossing(|| unsafe { (api().PyIter_Send)(o, api()._Py_NoneStruct, &mut given) });
    // SAFETY: as above; null with an exception.
    let given = from_python(&unsafe { Py::owned(given) }?)?;
    const RETURNED: std::ffi::c_int = 0;
    if status == RETURNED {
        generator::end_with(given);
        return Ok(None);
    }
    Ok(Some(given))
}

/// All elements, in one turn of CPython's.
pub fn collect(v: &Value, out: &mut Vec<Value>) -> Result<()> {
    report::note(this(v), "list({})", None);
    let mut given = Vec::new();
    let end = crossing(|| {
        let it = crate::builtin::iterator(this(v))?;
        while let Some(x) = crate::builtin::next(&it)? {
            given.push(x);
        }
        Ok(())
    });
    let mut failed = Ok(());
    crate::containers::keeping_pending(|| failed = given.iter().try_for_each(|x| from_python(x).map(|x| out.push(x))));
    end.and(failed)
}

type Binary = unsafe extern "C" fn(Obj, Obj) -> Obj;

/// Notes an operation of two values, one of which is CPython's.
fn note_operator(symbol: &str, a: &Value, b: &Value) {
    match (object_of(a), object_of(b)) {
        (Some(o), _) => report::note(o, &format!("{{}} {symbol} …"), None),
        (_, Some(o)) => report::note(o, &format!("… {symbol} {{}}"), None),
        _ => {}
    }
}

fn binary_by(f: Binary, a: &Value, b: &Value) -> Result<Value> {
    let (a, b) = (to_python(a)?, to_python(b)?);
    // SAFETY: both live; the function gives a new reference.
    let r = crossing(|| unsafe { Py::owned(f(a.as_ptr(), b.as_ptr())) })?;
    given(&r)
}

fn binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    note_operator(op.symbol(), a, b);
    let api = api();
    let f = match op {
        BinOp::Add => api.PyNumber_Add,
        BinOp::Sub => api.PyNumber_Subtract,
        BinOp::Mul => api.PyNumber_Multiply,
        BinOp::MatMul => api.PyNumber_MatrixMultiply,
        BinOp::Div => api.PyNumber_TrueDivide,
        BinOp::FloorDiv => api.PyNumber_FloorDivide,
        BinOp::Mod => api.PyNumber_Remainder,
        BinOp::DivMod => api.PyNumber_Divmod,
        BinOp::LShift => api.PyNumber_Lshift,
        BinOp::RShift => api.PyNumber_Rshift,
        BinOp::BitAnd => api.PyNumber_And,
        BinOp::BitOr => api.PyNumber_Or,
        BinOp::BitXor => api.PyNumber_Xor,
        BinOp::Pow => return power_by(api.PyNumber_Power, a, b),
    };
    binary_by(f, a, b)
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    note_operator(op.symbol(), a, b);
    let api = api();
    let f = match op {
        BinOp::Add => api.PyNumber_InPlaceAdd,
        BinOp::Sub => api.PyNumber_InPlaceSubtract,
        BinOp::Mul => api.PyNumber_InPlaceMultiply,
        BinOp::MatMul => api.PyNumber_InPlaceMatrixMultiply,
        BinOp::Div => api.PyNumber_InPlaceTrueDivide,
        BinOp::FloorDiv => api.PyNumber_InPlaceFloorDivide,
        BinOp::Mod => api.PyNumber_InPlaceRemainder,
        BinOp::LShift => api.PyNumber_InPlaceLshift,
        BinOp::RShift => api.PyNumber_InPlaceRshift,
        BinOp::BitAnd => api.PyNumber_InPlaceAnd,
        BinOp::BitOr => api.PyNumber_InPlaceOr,
        BinOp::BitXor => api.PyNumber_InPlaceXor,
        BinOp::Pow => return power_by(api.PyNumber_InPlacePower, a, b),
        BinOp::DivMod => return binary(op, a, b),
    };
    binary_by(f, a, b)
}

fn power_by(f: unsafe extern "C" fn(Obj, Obj, Obj) -> Obj, a: &Value, b: &Value) -> Result<Value> {
    let (a, b) = (to_python(a)?, to_python(b)?);
    // SAFETY: all three live; the function gives a new reference.
    let r = crossing(|| unsafe { Py::owned(f(a.as_ptr(), b.as_ptr(), api()._Py_NoneStruct)) })?;
    from_python(&r)
}

fn unary(op: UnOp, v: &Value) -> Result<Value> {
    let api = api();
    let (f, shown) = match op {
        UnOp::Neg => (api.PyNumber_Negative, "-{}"),
        UnOp::Pos => (api.PyNumber_Positive, "+{}"),
        UnOp::Invert => (api.PyNumber_Invert, "~{}"),
        UnOp::Abs => (api.PyNumber_Absolute, "abs({})"),
    };
    unary_by(f, v, shown)
}

fn compare(a: &Value, op: CmpOp, b: &Value) -> Result<Value> {
    note_operator(op.symbol(), a, b);
    // The numbers of object.h.
    let op = match op {
        CmpOp::Lt => 0,
        CmpOp::Le => 1,
        CmpOp::Eq => 2,
        CmpOp::Ne => 3,
        CmpOp::Gt => 4,
        CmpOp::Ge => 5,
    };
    let (a, b) = (to_python(a)?, to_python(b)?);
    // SAFETY: both live; the function gives a new reference.
    let r = crossing(|| unsafe { Py::owned((api().PyObject_RichCompare)(a.as_ptr(), b.as_ptr(), op)) })?;
    from_python(&r)
}

fn number(v: &Value, what: As) -> Result<Option<Value>> {
    let o = this(v);
    let has = |name: &str| o.find(name).is_some();
    let f = match what {
        As::Index if !has("__index__") => return Ok(None),
        As::Index => api().PyNumber_Index,
        As::Int if !(has("__int__") || has("__index__") || has("__trunc__")) => return Ok(None),
        As::Int => api().PyNumber_Long,
        As::Float if !(has("__float__") || has("__index__")) => return Ok(None),
        As::Float => api().PyNumber_Float,
        As::Complex if !has("__complex__") => return Ok(None),
        As::Complex => {
            let r = crossing(|| o.attr("__complex__")?.call(Vec::new()))?;
            return from_python(&r).map(Some);
        }
    };
    unary_by(f, v, "number of {}").map(Some)
}

fn getitem(v: &Value, key: &Value) -> Result<Value> {
    report::note(this(v), "{}[…]", None);
    if has_flag(v, IS_CLASS) {
        // A generic class looks for the variables of its caller.
        let (f, args) = (python::helper("getitem")?, [this(v).clone(), to_python(key)?]);
        return given(&crossing(|| py::call(&f, &args))?);
    }
    binary_by(api().PyObject_GetItem, v, key)
}

fn setitem(v: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    report::note(this(v), if value.is_some() { "{}[…] = …" } else { "del {}[…]" }, None);
    let (o, key) = (this(v), to_python(key)?);
    match value {
        // As for calls: data frames look for the variable that they are in.
        Some(x) => {
            let (f, args) = (python::helper("setitem")?, [o.clone(), key, to_python(x)?]);
            crossing(|| py::call(&f, &args)).map(drop)
        }
        // SAFETY: both live.
        None => py::done(crossing(|| unsafe { (api().PyObject_DelItem)(o.as_ptr(), key.as_ptr()) })).map(drop),
    }
}

fn contains(v: &Value, x: &Value) -> Result<bool> {
    report::note(this(v), "… in {}", None);
    let x = to_python(x)?;
    // SAFETY: both live.
    py::done(crossing(|| unsafe { (api().PySequence_Contains)(this(v).as_ptr(), x.as_ptr()) }))
}

/// The object and its arguments, for a function that CPython calls with them.
fn outward(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Args> {
    let mut all = Args::new(1 + args.len() + kwargs.len());
    all.push(this(v).clone());
    for a in args.iter().chain(kwargs.iter().map(|(_, x)| x)) {
        all.push(to_python(a)?);
    }
    Ok(all)
}

fn call(v: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    report::note(this(v), "{}()", None);
    // By a function of Python's: many a library looks for the frame of its caller.
    let all = outward(v, args, kwargs)?;
    let caller = python::caller(args.len(), kwargs)?;
    let r = crossing(|| handling(|| py::call(&caller, all.as_slice())))?;
    drop(all);
    given(&r)
}

/// `v.name(*args, **kwargs)`, without the bound method between.
pub fn call_method(v: &Value, name: &Value, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Value> {
    report::note(this(v), "{}()", Some(&pyaot_core::ops::text_of(name)));
    let all = outward(v, args, kwargs)?;
    let caller = python::method_caller(name, args.len(), kwargs)?;
    let call = || handling(|| py::call(&caller, all.as_slice()));
    let r = if crate::quiet::is_closed(this(v), args, kwargs) {
        crate::count_call();
        call()
    } else {
        crossing(call)
    }?;
    drop(all);
    given(&r)
}

fn getattr(v: &Value, name: &str) -> Result<Option<Value>> {
    report::note(this(v), "{}", Some(name));
    let r = match crate::quiet::get(this(v), name) {
        Some(r) => r,
        None => crossing(|| this(v).attr(name)),
    }?;
    given(&r).map(Some)
}

fn setattr(v: &Value, name: &str, value: Option<&Value>) -> Result<bool> {
    report::note(this(v), if value.is_some() { "{} = …" } else { "del {}" }, Some(name));
    let (o, name) = (this(v), py::name(name)?);
    let value = value.map(to_python).transpose()?;
    if let Some(done) = value.as_ref().and_then(|x| crate::quiet::set(o, &name, x)) {
        return done.map(|()| true);
    }
    let value = value.as_ref().map_or(std::ptr::null_mut(), Py::as_ptr);
    // SAFETY: all live; null deletes.
    py::done(crossing(|| unsafe { (api().PyObject_SetAttr)(o.as_ptr(), name.as_ptr(), value) }))?;
    Ok(true)
}

const TP_HASH: c_int = 59;
pub const TP_DESCR_GET: c_int = 54;
pub const TP_DESCR_SET: c_int = 55;

/// The function in that slot of the object's type, null if there is none.
fn slot(v: &Value, number: c_int) -> *mut c_void {
    // SAFETY: the object lives, and its type with it.
    unsafe { (api().PyType_GetSlot)(type_of(this(v).as_ptr()), number) }
}

pub fn has_slot(v: &Value, number: c_int) -> bool {
    !slot(v, number).is_null()
}

/// The flags of the object's type say so.
pub fn matches(v: &Value, pattern: Pattern) -> bool {
    let flag = match pattern {
        Pattern::Sequence => 1 << 5,
        Pattern::Mapping => 1 << 6,
    };
    has_flag(v, flag)
}

/// `Py_TPFLAGS_TYPE_SUBCLASS`: objects of the type are classes.
const IS_CLASS: c_ulong = 1 << 31;

fn has_flag(v: &Value, flag: c_ulong) -> bool {
    // SAFETY: the object lives, and its type with it.
    unsafe { (api().PyType_GetFlags)(type_of(this(v).as_ptr())) & flag != 0 }
}

/// An attribute of a class of the program as seen through an instance, or through the class.
pub fn bind(v: &Value, instance: Option<&Value>, owner: &Value) -> Result<Value> {
    let get = slot(v, TP_DESCR_GET);
    if get.is_null() {
        return Ok(v.clone());
    }
    let (object, owner) = (instance.map(to_python).transpose()?, to_python(owner)?);
    let object = object.as_ref().map_or(std::ptr::null_mut(), Py::as_ptr);
    // SAFETY: the slot has this type; all live; a new reference.
    let r = crossing(|| unsafe {
        let get = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Obj, Obj, Obj) -> Obj>(get);
        Py::owned(get(this(v).as_ptr(), object, owner.as_ptr()))
    })?;
    from_python(&r)
}

/// Assigns an attribute of an object, or deletes it, through what its class has for it.
pub fn assign(v: &Value, object: &Value, value: Option<&Value>) -> Result<()> {
    let set = slot(v, TP_DESCR_SET);
    let (object, value) = (to_python(object)?, value.map(to_python).transpose()?);
    let value = value.as_ref().map_or(std::ptr::null_mut(), Py::as_ptr);
    // SAFETY: the slot is there and has this type; all live; null deletes.
    let status = crossing(|| unsafe {
        let set = std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Obj, Obj, Obj) -> c_int>(set);
        set(this(v).as_ptr(), object.as_ptr(), value)
    });
    py::done(status).map(drop)
}
