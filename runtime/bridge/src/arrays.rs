//! NumPy's objects: arrays share their elements both ways, scalars and dtypes become their equals on the other side.
//!
//! NumPy's C interface is a table of addresses behind a capsule; the fields of an array and of a dtype that are read here have
//! the same places in NumPy 1 and 2.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_uint, c_void};
use std::sync::LazyLock;

use pyaot_abi::dtype::DType;
use pyaot_array::array::{self, ArrayObj};
use pyaot_array::scalar::{self, Bits};
use pyaot_array::{dtype_obj, elem, walk};
use pyaot_core::error::{Result, type_error};
use pyaot_core::value::Value;

use crate::capi::{Obj, api, type_of};
use crate::convert::to_python;
use crate::locked::{Locked, Table, table};
use crate::pairs::Pairs;
use crate::py::{self, Py};
use crate::{foreign, proxy};

/// What is used of NumPy's table.
struct Numpy {
    array_type: Obj,
    dtype_type: Obj,
    generic_type: Obj,
    descr_from_type: unsafe extern "C" fn(c_int) -> Obj,
    descr_from_scalar: unsafe extern "C" fn(Obj) -> Obj,
    scalar: unsafe extern "C" fn(*const u8, Obj, Obj) -> Obj,
    scalar_as_c: unsafe extern "C" fn(Obj, *mut u8),
    new_from_descr: unsafe extern "C" fn(Obj, Obj, c_int, *const isize, *const isize, *mut u8, c_int, Obj) -> Obj,
    feature_version: unsafe extern "C" fn() -> c_uint,
    set_base: unsafe extern "C" fn(Obj, Obj) -> c_int,
}

/// The fields of `PyArrayObject`; the last one, since there are handlers of memory.
#[repr(C)]
struct ArrayFields {
    head: [usize; 2],
    data: *mut u8,
    ndim: c_int,
    shape: *const i64,
    strides: *const i64,
    base: Obj,
    descr: *const DescrFields,
    flags: c_int,
    weak: Obj,
    buffers: *mut c_void,
    handler: Obj,
}

/// The first fields of `PyArray_Descr`.
#[repr(C)]
struct DescrFields {
    head: [usize; 2],
    scalar_type: Obj,
    kind: u8,
    char: u8,
    byteorder: u8,
    former_flags: u8,
    number: c_int,
}

impl DescrFields {
    /// The dtype, of fixed size and in the machine's order of bytes.
    #[inline]
    fn known(&self) -> Option<DType> {
        let swapped = if cfg!(target_endian = "little") { b'>' } else { b'<' };
        dtype_of(self.number).filter(|_| self.byteorder != swapped)
    }
}

const WRITEABLE: c_int = array::WRITEABLE as c_int;
const OWNDATA: c_int = array::OWNDATA as c_int;
const C_ORDER: c_int = array::C_CONTIGUOUS as c_int;
const F_ORDER: c_int = array::F_CONTIGUOUS as c_int;
const ALIGNED: c_int = array::ALIGNED as c_int;
/// The first version of NumPy's C interface with handlers of memory.
const HANDLERS: c_uint = 0xf;

static NUMPY: Locked<Cell<Option<&'static Numpy>>> = Locked::new(Cell::new(None));
/// Arrays that both sides know. What one half's memory belongs to has one reference more, its own.
static SHARED: Table<Pairs> = Table::new(table);
/// Arrays over others' elements that nobody has any more, for those that come next.
static SHELLS: Locked<RefCell<Vec<Value>>> = Locked::new(RefCell::new(Vec::new()));
const SHELLS_KEPT: usize = 8;

pub fn none_shared() -> bool {
    SHARED.with_borrow(Pairs::is_empty)
}

/// Other objects of the type of this one may be such as pyaot has: whether an array or a dtype is depends on its elements.
pub fn may_be_native(p: &Py) -> bool {
    // SAFETY: both live.
    NUMPY.get().is_some_and(|n| p.is_exactly(n.array_type) || unsafe { (api().PyObject_IsInstance)(p.as_ptr(), n.dtype_type) } == 1)
}

/// CPython may have given arrays another form in place (`a.shape = 2, 3`, `a.resize(n, refcheck=False)`): the program's get it too.
pub fn follow() {
    let mut i = 0;
    while let Some((v, p)) = SHARED.with_borrow(|s| s.get(i).map(|pair| (pair.native.clone(), pair.python.clone()))) {
        follow_one(&v, &p);
        i += 1;
    }
}

fn follow_one(v: &Value, p: &Py) {
    let a = array::as_array(v);
    // SAFETY: both live, and nobody else looks at either now; the program's array keeps NumPy's alive where it is over that one's elements.
    unsafe {
        let fields = &*p.as_ptr().cast::<ArrayFields>();
        let (shape, strides) = (dims(fields, fields.shape), dims(fields, fields.strides));
        let is_writeable = fields.flags & WRITEABLE != 0;
        let is_same = std::ptr::eq(a.data(), fields.data) && a.shape() == shape && a.strides() == strides && a.is_writeable() == is_writeable;
        let dtype = dtype_of((*fields.descr).number);
        if is_same && dtype.is_none_or(|d| d == a.dtype()) || a.dtype() == DType::Object {
            return;
        }
        match dtype {
            // Its own elements stay where they are.
            _ if a.owns() => {
                if std::ptr::eq(a.data(), fields.data) && dtype == Some(a.dtype()) && shape.iter().product::<i64>() == a.size() as i64 {
                    a.set_writeable(is_writeable);
                    a.set_dims(shape, strides);
                }
            }
            Some(dtype) => a.set_over(fields.data, dtype, shape, strides, is_writeable),
            // The program has no name for its elements any more.
            None => a.set_over(fields.data, DType::U8, &[0], &[1], false),
        }
    }
}

/// The program has given arrays another form in place: NumPy's get it too.
fn pass_on() {
    pyaot_array::settings::told_forms();
    let mut i = 0;
    while let Some((v, p)) = SHARED.with_borrow(|s| s.get(i).map(|pair| (pair.native.clone(), pair.python.clone()))) {
        if let Err(e) = pass_on_one(&v, &p) {
            pyaot_core::exception::clear_pending(e);
        }
        i += 1;
    }
}

fn pass_on_one(v: &Value, p: &Py) -> Result<()> {
    let a = array::as_array(v);
    // SAFETY: it lives.
    let fields = unsafe { &*p.as_ptr().cast::<ArrayFields>() };
    // Elements that have moved as well stay where they were, to NumPy.
    if a.dtype() == DType::Object || !std::ptr::eq(a.data(), fields.data) {
        return Ok(());
    }
    // SAFETY: as above.
    if unsafe { dtype_of((*fields.descr).number) }.is_some_and(|d| d != a.dtype()) {
        p.set("dtype", &descr_of(required()?, a.dtype(), a.itemsize())?)?;
    }
    // SAFETY: as above.
    if a.shape() != unsafe { dims(fields, fields.shape) } {
        let shape: Vec<Py> = a.shape().iter().map(|n| to_python(&Value::int(*n))).collect::<Result<_>>()?;
        p.set("shape", &py::tuple(shape)?)?;
    }
    if a.is_writeable() != (fields.flags & WRITEABLE != 0) {
        p.attr("setflags")?.call(vec![to_python(&Value::bool(a.is_writeable()))?])?;
    }
    Ok(())
}

/// Forgets arrays that only one side still has.
pub fn settle() {
    if none_shared() {
        return;
    }
    if pyaot_array::settings::are_new_forms() {
        pass_on();
    }
    // What a call has been given, as a rule.
    while let Some(pair) = SHARED.with_borrow_mut(Pairs::pop_settled) {
        keep_shell(pair.native);
    }
    if !none_shared() {
        drop(SHARED.with_borrow_mut(Pairs::take_settled));
    }
}

/// At the end of the program.
pub fn forget_all() {
    drop((SHARED.take(), SHELLS.take()));
}

/// An array that has come in and gone is kept without what it was over, for another to be made of it.
fn keep_shell(v: Value) {
    let is_free = v.header().is_some_and(|h| h.rc.get() == 1) && SHELLS.with_borrow(|s| s.len() < SHELLS_KEPT);
    if is_free && array::as_array(&v).with_base(|base| base.is_some_and(|b| foreign::keep_instead(b, Py::none()))) {
        SHELLS.with_borrow_mut(|s| s.push(v));
    }
}

/// The array over the elements of another; `None`: they are in an order of bytes that is not ours, or of no dtype that the program has.
fn over(p: &Py) -> Option<Value> {
    // SAFETY: an array that lives (its type is exactly NumPy's), and does as long as its keeper.
    unsafe {
        let a = &*p.as_ptr().cast::<ArrayFields>();
        let dtype = (*a.descr).known()?;
        let (shape, strides, is_writeable) = (dims(a, a.shape), dims(a, a.strides), a.flags & WRITEABLE != 0);
        let Some(shell) = SHELLS.with_borrow_mut(Vec::pop) else {
            return Some(array::over(foreign::keeper(p), a.data, dtype, shape, strides, is_writeable));
        };
        let known = array::as_array(&shell);
        known.with_base(|base| base.is_some_and(|b| foreign::keep_instead(b, p.clone())));
        known.set_over(a.data, dtype, shape, strides, is_writeable);
        Some(shell)
    }
}

/// NumPy's table, if NumPy has been imported; `import`: it is now.
fn numpy(import: bool) -> Result<Option<&'static Numpy>> {
    if let Some(n) = NUMPY.get() {
        return Ok(Some(n));
    }
    let loaded = crate::python::is_imported("numpy");
    if !loaded && !import {
        return Ok(None);
    }
    let module = match py::import(c"numpy._core._multiarray_umath") {
        Ok(m) => m,
        Err(e) => {
            pyaot_core::exception::clear_pending(e);
            py::import(c"numpy.core._multiarray_umath")?
        }
    };
    let capsule = module.attr("_ARRAY_API")?;
    // SAFETY: the capsule holds NumPy's table, whose rows have these types since NumPy 1.7.
    unsafe {
        let table = (api().PyCapsule_GetPointer)(capsule.as_ptr(), std::ptr::null()).cast::<*mut c_void>();
        let row = |i: usize| *table.add(i);
        let n: &'static Numpy = Box::leak(Box::new(Numpy {
            array_type: row(2).cast(),
            dtype_type: row(3).cast(),
            generic_type: row(10).cast(),
            descr_from_type: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(c_int) -> Obj>(row(45)),
            descr_from_scalar: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Obj) -> Obj>(row(57)),
            scalar: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*const u8, Obj, Obj) -> Obj>(row(60)),
            scalar_as_c: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Obj, *mut u8)>(row(62)),
            new_from_descr: std::mem::transmute::<
                *mut c_void,
                unsafe extern "C" fn(Obj, Obj, c_int, *const isize, *const isize, *mut u8, c_int, Obj) -> Obj,
            >(row(94)),
            feature_version: std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> c_uint>(row(211)),
            set_base: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Obj, Obj) -> c_int>(row(282)),
        }));
        NUMPY.set(Some(n));
        Ok(Some(n))
    }
}

fn required() -> Result<&'static Numpy> {
    match numpy(true)? {
        Some(n) => Ok(n),
        None => type_error("NumPy has no C interface"),
    }
}

/// NumPy's number for a dtype.
fn number_of(d: DType) -> c_int {
    dtype_obj::number(d) as c_int
}

/// By their numbers, the dtypes of fixed size.
static DTYPES: LazyLock<[Option<DType>; 24]> = LazyLock::new(|| {
    let mut all = [None; 24];
    for d in DType::ALL.into_iter().filter(|d| !matches!(d, DType::Object | DType::Bytes | DType::Str)) {
        all[number_of(d) as usize] = Some(d);
    }
    // `long long` is as long as `long`.
    (all[9], all[10]) = (Some(DType::I64), Some(DType::U64));
    all
});

/// The dtype of that number, and of fixed size.
#[inline]
fn dtype_of(number: c_int) -> Option<DType> {
    *DTYPES.get(usize::try_from(number).ok()?)?
}

/// The array or scalar or dtype that an object of NumPy is; `None`: none that pyaot has.
pub fn inward(p: &Py) -> Result<Option<Value>> {
    let Some(n) = numpy(false)? else { return Ok(None) };
    if p.is_exactly(n.array_type) {
        return Ok(array_inward(p));
    }
    // SAFETY: objects that live; a new reference.
    unsafe {
        if (api().PyObject_IsInstance)(p.as_ptr(), n.generic_type) == 1 {
            let descr = Py::owned((n.descr_from_scalar)(p.as_ptr()))?;
            let fields = &*descr.as_ptr().cast::<DescrFields>();
            let Some(dtype) = dtype_of(fields.number) else { return Ok(None) };
            let mut bits = Bits([0; 2]);
            (n.scalar_as_c)(p.as_ptr(), (&raw mut bits).cast());
            return Ok(Some(scalar::of_bits(dtype, bits)));
        }
        if (api().PyObject_IsInstance)(p.as_ptr(), n.dtype_type) == 1 {
            let fields = &*p.as_ptr().cast::<DescrFields>();
            return Ok(fields.known().map(|d| dtype_obj::of(d, 0)));
        }
    }
    Ok(None)
}

/// Dtype and number of dimensions of an array of NumPy's that shares its elements with the program when it crosses.
pub fn kind_of(o: Obj) -> Option<(DType, u8)> {
    let n = numpy(false).ok()??;
    // SAFETY: an object that lives; an array if its type is exactly NumPy's.
    unsafe {
        if !std::ptr::eq(type_of(o), n.array_type) {
            return None;
        }
        let a = &*o.cast::<ArrayFields>();
        (*a.descr).known().map(|dtype| (dtype, a.ndim as u8))
    }
}

/// The elements of an array that [`kind_of`] knows.
pub struct Elements<'a> {
    pub dtype: DType,
    pub data: *mut u8,
    pub shape: &'a [i64],
    /// Bytes.
    pub strides: &'a [i64],
    /// They are where numbers of that dtype may be.
    pub is_aligned: bool,
    /// They lie in order, and in no other.
    pub is_plain: bool,
}

/// # Safety
/// The object lives, and is not given another shape as long as this is looked at.
pub unsafe fn elements_of<'a>(o: Obj) -> Option<Elements<'a>> {
    let (dtype, _) = kind_of(o)?;
    // SAFETY: an array; by the contract.
    unsafe {
        let a = &*o.cast::<ArrayFields>();
        let (is_aligned, order) = (a.flags & ALIGNED != 0, a.flags & (C_ORDER | F_ORDER));
        Some(Elements { dtype, data: a.data, shape: dims(a, a.shape), strides: dims(a, a.strides), is_aligned, is_plain: order == C_ORDER })
    }
}

/// A new array of NumPy, whose elements the caller writes: the array, and where they are.
pub fn new(dtype: DType, shape: &[i64]) -> Result<(Py, *mut u8)> {
    let n = required()?;
    let descr = descr_of(n, dtype, dtype.size())?;
    let (ndim, none) = (shape.len() as c_int, std::ptr::null_mut());
    // SAFETY: as many lengths as dimensions; the call takes over the reference to the dtype.
    unsafe {
        let p = Py::owned((n.new_from_descr)(n.array_type, descr.into_ptr(), ndim, shape.as_ptr().cast(), std::ptr::null(), none, 0, none.cast()))?;
        let data = (*p.as_ptr().cast::<ArrayFields>()).data;
        Ok((p, data))
    }
}

/// The dimensions of an array.
///
/// # Safety
/// [`kind_of`] knows the object, which lives and is not given another shape as long as these are looked at.
pub unsafe fn shape_of<'a>(o: Obj) -> &'a [i64] {
    // SAFETY: by the contract.
    unsafe {
        let a = &*o.cast::<ArrayFields>();
        dims(a, a.shape)
    }
}

/// As many words as the array has dimensions.
///
/// # Safety
/// `at` is the array's shape or its strides, and the array lives.
unsafe fn dims<'a>(a: &ArrayFields, at: *const i64) -> &'a [i64] {
    // SAFETY: by the contract; without dimensions there may be no address.
    if a.ndim == 0 { &[] } else { unsafe { std::slice::from_raw_parts(at, a.ndim as usize) } }
}

/// The array over the elements of an array of NumPy's, where [`kind_of`] knows it.
pub fn array_inward(p: &Py) -> Option<Value> {
    if let Some(v) = SHARED.with_borrow(|s| s.native_of(p)) {
        follow_one(&v, p);
        return Some(v);
    }
    let v = over(p)?;
    SHARED.with_borrow_mut(|s| s.add(&v, p));
    Some(v)
}

/// The array of NumPy over the same elements.
pub fn outward(v: &Value) -> Result<Py> {
    let known = SHARED.with_borrow(|s| s.python_of(v));
    if let Some(p) = known {
        return Ok(p);
    }
    let (n, a) = (required()?, array::as_array(v));
    if a.dtype() == DType::Object {
        return objects_outward(n, a);
    }
    // SAFETY: the proxy keeps the elements alive.
    let p = unsafe { based(a, proxy::of(v)?) }?;
    SHARED.with_borrow_mut(|s| s.add_with(v, &p, 2));
    Ok(p)
}

/// The array of NumPy that both sides know as this one.
pub fn known(v: &Value) -> Option<Py> {
    SHARED.with_borrow(|s| s.python_of(v))
}

/// A new array of NumPy over the elements of another.
///
/// # Safety
/// They stay where they are as long as it lives.
pub unsafe fn unbased(a: &ArrayObj) -> Result<Py> {
    let n = required()?;
    let descr = descr_of(n, a.dtype(), a.itemsize())?;
    let (shape, strides) = (a.shape(), a.strides());
    let flags = if a.is_writeable() { WRITEABLE } else { 0 };
    // SAFETY: as many lengths and strides as dimensions; the call takes over the reference to the dtype.
    unsafe {
        Py::owned((n.new_from_descr)(
            n.array_type,
            descr.into_ptr(),
            shape.len() as c_int,
            shape.as_ptr().cast(),
            strides.as_ptr().cast(),
            a.data(),
            flags,
            std::ptr::null_mut(),
        ))
    }
}

/// The same, with what keeps the elements alive.
///
/// # Safety
/// It does.
pub unsafe fn based(a: &ArrayObj, base: Py) -> Result<Py> {
    // SAFETY: by the contract; the second call takes over the reference to the base.
    unsafe {
        let p = unbased(a)?;
        py::done((required()?.set_base)(p.as_ptr(), base.into_ptr()))?;
        Ok(p)
    }
}

/// From now on the elements are the array's own, which a handler like this one (NEP 49) has made; `false`: this NumPy has no handlers.
///
/// # Safety
/// An array of [`unbased`].
pub unsafe fn own_elements(p: &Py, handler: &Py) -> bool {
    // SAFETY: an array that lives, and has the field since NumPy 1.22.
    unsafe {
        if !numpy(false).is_ok_and(|n| n.is_some_and(|n| (n.feature_version)() >= HANDLERS)) {
            return false;
        }
        let fields = &mut *p.as_ptr().cast::<ArrayFields>();
        fields.handler = handler.clone().into_ptr();
        fields.flags |= OWNDATA;
    }
    true
}

fn descr_of(n: &Numpy, dtype: DType, itemsize: usize) -> Result<Py> {
    if matches!(dtype, DType::Str | DType::Bytes) {
        let code = py::string(&dtype_obj::code(dtype, itemsize))?;
        // SAFETY: a type that lives.
        return unsafe { Py::borrowed(n.dtype_type) }.call(vec![code]);
    }
    // SAFETY: a number that NumPy has.
    unsafe { Py::owned((n.descr_from_type)(number_of(dtype))) }
}

/// References to objects are not the same on both sides: a copy.
fn objects_outward(n: &Numpy, a: &ArrayObj) -> Result<Py> {
    let shape: Vec<Py> = a.shape().iter().map(|i| to_python(&Value::int(*i))).collect::<Result<_>>()?;
    let object = descr_of(n, DType::Object, 0)?;
    let made = py::import(c"numpy")?.attr("empty")?.call(vec![py::tuple(shape)?, object])?;
    let flat = made.attr("flat")?;
    for (k, offset) in walk::offsets(a.shape(), a.strides()).into_iter().enumerate() {
        // SAFETY: an element of the array.
        let x = unsafe { elem::python(DType::Object, 8, a.data().wrapping_offset(offset as isize)) };
        let (k, x) = (to_python(&Value::int(k as i64))?, to_python(&x)?);
        // SAFETY: all live.
        py::done(unsafe { (api().PyObject_SetItem)(flat.as_ptr(), k.as_ptr(), x.as_ptr()) })?;
    }
    Ok(made)
}

/// The scalar of NumPy for one of pyaot's.
pub fn scalar_outward(v: &Value) -> Result<Py> {
    let n = required()?;
    if let Some((dtype, bits)) = scalar::get(v) {
        let descr = descr_of(n, dtype, 0)?;
        // SAFETY: an element of that dtype; a new reference.
        return unsafe { Py::owned((n.scalar)(bits.as_ptr(), descr.as_ptr(), std::ptr::null_mut())) };
    }
    // Texts.
    let plain = pyaot_core::str::exact(v);
    let name = v.ty().name.rsplit('.').next().unwrap_or("str_");
    if plain.is(v) {
        return proxy::of(v);
    }
    py::import(c"numpy")?.attr(name)?.call(vec![to_python(&plain)?])
}

/// Dtypes, and functions of NumPy as values.
pub fn other_outward(v: &Value) -> Result<Option<Py>> {
    if let Some((dtype, itemsize)) = dtype_obj::get(v) {
        return descr_of(required()?, dtype, itemsize).map(Some);
    }
    Ok(None)
}

