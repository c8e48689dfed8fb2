//! CPython's C interface, as far as it is used here: functions and data of the stable ABI (PEP 384), looked up by name in a
//! libpython that has been opened, or in the process where that is CPython itself.
//!
//! Nothing is linked against libpython: a program that never needs it runs where there is none.

use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::sync::OnceLock;

use pyaot_core::start::hosted;

/// An object of CPython.
#[repr(C)]
pub struct PyObject {
    _private: [u8; 0],
}

/// A borrowed or owned address of an object; null for "failed".
pub type Obj = *mut PyObject;

pub type CFunction = unsafe extern "C" fn(Obj, Obj) -> Obj;

#[repr(C)]
pub struct MethodDef {
    pub name: *const c_char,
    pub function: *const c_void,
    pub flags: c_int,
    pub doc: *const c_char,
}
// SAFETY: names and functions are static and never written.
unsafe impl Sync for MethodDef {}

/// A field of the objects of a type that CPython is told of.
#[repr(C)]
pub struct MemberDef {
    pub name: *const c_char,
    pub kind: c_int,
    pub offset: isize,
    pub flags: c_int,
    pub doc: *const c_char,
}
// SAFETY: as above.
unsafe impl Sync for MemberDef {}

#[repr(C)]
pub struct TypeSlot {
    pub slot: c_int,
    pub function: *const c_void,
}
// SAFETY: as above.
unsafe impl Sync for TypeSlot {}

#[repr(C)]
pub struct TypeSpec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: u32,
    pub slots: *const TypeSlot,
}

unsafe extern "C" {
    pub fn dlopen(name: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

pub const RTLD_LAZY: c_int = 1;
pub const RTLD_GLOBAL: c_int = if cfg!(target_os = "macos") { 8 } else { 0x100 };

/// Declares the table once: fields, types, and the look-up of each.
macro_rules! table {
    (functions { $(fn $name:ident($($arg:ty),*) $(-> $ret:ty)?;)* } data { $($data:ident;)* } pointers { $($pointer:ident;)* }) => {
        /// Functions, the addresses of data, and what variables point to, by their names.
        #[allow(non_snake_case, reason = "CPython's names")]
        pub struct Api {
            $(pub $name: unsafe extern "C" fn($($arg),*) $(-> $ret)?,)*
            $(pub $data: Obj,)*
            $(pub $pointer: Obj,)*
        }

        impl Api {
            /// Everything by its name in `handle`.
            ///
            /// # Errors
            /// The first name that is not there.
            ///
            /// # Safety
            /// `handle` is of `dlopen`, and what it has of these names is CPython's.
            unsafe fn load(handle: *mut c_void) -> Result<Api, &'static str> {
                let find = |name: &'static CStr| {
                    // SAFETY: by the contract.
                    let found = unsafe { dlsym(handle, name.as_ptr()) };
                    if found.is_null() { Err(name.to_str().unwrap_or("")) } else { Ok(found) }
                };
                Ok(Api {
                    // SAFETY: the types are those of CPython's headers.
                    $($name: unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($arg),*) $(-> $ret)?>(
                            find(const { c_name(concat!(stringify!($name), "\0")) })?)
                    },)*
                    $($data: find(const { c_name(concat!(stringify!($data), "\0")) })?.cast(),)*
                    // SAFETY: variables that are set when the library is loaded.
                    $($pointer: unsafe { *find(const { c_name(concat!(stringify!($pointer), "\0")) })?.cast::<Obj>() },)*
                })
            }
        }
    };
}

const fn c_name(s: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(s.as_bytes()) {
        Ok(s) => s,
        Err(_) => panic!("names end with the one zero"),
    }
}

table! {
    functions {
        fn Py_InitializeEx(c_int);
        fn Py_IsInitialized() -> c_int;
        fn Py_FinalizeEx() -> c_int;
        fn Py_GetVersion() -> *const c_char;
        fn Py_DecodeLocale(*const c_char, *mut usize) -> *mut i32;
        fn Py_SetProgramName(*const i32);
        fn Py_DecRef(Obj);
        fn PyRun_SimpleString(*const c_char) -> c_int;

        fn PyErr_Occurred() -> Obj;
        fn PyErr_Fetch(*mut Obj, *mut Obj, *mut Obj);
        fn PyErr_NormalizeException(*mut Obj, *mut Obj, *mut Obj);
        fn PyErr_SetString(Obj, *const c_char);
        fn PyErr_Clear();
        fn PyErr_GetExcInfo(*mut Obj, *mut Obj, *mut Obj);
        fn PyErr_SetExcInfo(Obj, Obj, Obj);
        fn PyErr_Restore(Obj, Obj, Obj);
        fn PyErr_CheckSignals() -> c_int;
        fn Py_GetRecursionLimit() -> c_int;
        fn Py_SetRecursionLimit(c_int);
        fn PyEval_SaveThread() -> *mut c_void;
        fn PyEval_RestoreThread(*mut c_void);
        fn PyInterpreterState_Get() -> *mut c_void;
        fn PyInterpreterState_ThreadHead(*mut c_void) -> *mut c_void;
        fn PyThreadState_Next(*mut c_void) -> *mut c_void;
        fn PyException_SetTraceback(Obj, Obj) -> c_int;
        fn PyException_GetTraceback(Obj) -> Obj;
        fn PyException_GetContext(Obj) -> Obj;
        fn PyException_SetContext(Obj, Obj);

        fn PyImport_ImportModule(*const c_char) -> Obj;
        fn PyModuleDef_Init(*mut c_void) -> Obj;
        fn PyImport_AddModule(*const c_char) -> Obj;
        fn PyModule_GetDict(Obj) -> Obj;
        fn PyModule_GetDef(Obj) -> Obj;
        fn PyInterpreterState_GetID(*mut c_void) -> i64;

        fn PyObject_GetAttr(Obj, Obj) -> Obj;
        fn PyObject_SetAttr(Obj, Obj, Obj) -> c_int;
        fn PyObject_GetItem(Obj, Obj) -> Obj;
        fn PyObject_SetItem(Obj, Obj, Obj) -> c_int;
        fn PyObject_DelItem(Obj, Obj) -> c_int;
        fn PyObject_Call(Obj, Obj, Obj) -> Obj;
        fn PyObject_VectorcallDict(Obj, *const Obj, usize, Obj) -> Obj;
        fn PyObject_Repr(Obj) -> Obj;
        fn PyObject_Str(Obj) -> Obj;
        fn PyObject_Hash(Obj) -> isize;
        fn PyObject_IsTrue(Obj) -> c_int;
        fn PyObject_Size(Obj) -> isize;
        fn PyObject_RichCompare(Obj, Obj, c_int) -> Obj;
        fn PyObject_GetIter(Obj) -> Obj;
        fn PyObject_IsInstance(Obj, Obj) -> c_int;
        fn PyObject_IsSubclass(Obj, Obj) -> c_int;
        fn PyObject_Type(Obj) -> Obj;
        fn PyObject_Dir(Obj) -> Obj;
        fn PyObject_GenericGetAttr(Obj, Obj) -> Obj;
        fn PyObject_ClearWeakRefs(Obj);
        fn PyObject_Format(Obj, Obj) -> Obj;
        fn PyIter_Next(Obj) -> Obj;
        fn PyIter_Check(Obj) -> c_int;
        fn PyIter_Send(Obj, Obj, *mut Obj) -> c_int;
        fn PyCallable_Check(Obj) -> c_int;
        fn PySequence_Contains(Obj, Obj) -> c_int;

        fn PyNumber_Add(Obj, Obj) -> Obj;
        fn PyNumber_Subtract(Obj, Obj) -> Obj;
        fn PyNumber_Multiply(Obj, Obj) -> Obj;
        fn PyNumber_MatrixMultiply(Obj, Obj) -> Obj;
        fn PyNumber_TrueDivide(Obj, Obj) -> Obj;
        fn PyNumber_FloorDivide(Obj, Obj) -> Obj;
        fn PyNumber_Remainder(Obj, Obj) -> Obj;
        fn PyNumber_Divmod(Obj, Obj) -> Obj;
        fn PyNumber_Power(Obj, Obj, Obj) -> Obj;
        fn PyNumber_Lshift(Obj, Obj) -> Obj;
        fn PyNumber_Rshift(Obj, Obj) -> Obj;
        fn PyNumber_And(Obj, Obj) -> Obj;
        fn PyNumber_Or(Obj, Obj) -> Obj;
        fn PyNumber_Xor(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceAdd(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceSubtract(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceMultiply(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceMatrixMultiply(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceTrueDivide(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceFloorDivide(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceRemainder(Obj, Obj) -> Obj;
        fn PyNumber_InPlacePower(Obj, Obj, Obj) -> Obj;
        fn PyNumber_InPlaceLshift(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceRshift(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceAnd(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceOr(Obj, Obj) -> Obj;
        fn PyNumber_InPlaceXor(Obj, Obj) -> Obj;
        fn PyNumber_Negative(Obj) -> Obj;
        fn PyNumber_Positive(Obj) -> Obj;
        fn PyNumber_Invert(Obj) -> Obj;
        fn PyNumber_Absolute(Obj) -> Obj;
        fn PyNumber_Index(Obj) -> Obj;
        fn PyNumber_Long(Obj) -> Obj;
        fn PyNumber_Float(Obj) -> Obj;
        fn PyIndex_Check(Obj) -> c_int;

        fn PyLong_FromLongLong(i64) -> Obj;
        fn _PyLong_FromByteArray(*const u8, usize, c_int, c_int) -> Obj;
        fn _PyLong_AsByteArray(Obj, *mut u8, usize, c_int, c_int, c_int) -> c_int;
        fn _PyLong_NumBits(Obj) -> usize;
        fn PyLong_AsLongLongAndOverflow(Obj, *mut c_int) -> i64;
        fn PyFloat_FromDouble(f64) -> Obj;
        fn PyFloat_AsDouble(Obj) -> f64;
        fn PyComplex_FromDoubles(f64, f64) -> Obj;
        fn PyComplex_RealAsDouble(Obj) -> f64;
        fn PyComplex_ImagAsDouble(Obj) -> f64;
        fn PyBool_FromLong(c_long) -> Obj;
        fn PyUnicode_FromStringAndSize(*const c_char, isize) -> Obj;
        fn PyUnicode_AsUTF8AndSize(Obj, *mut isize) -> *const c_char;
        fn PyUnicode_DecodeUTF32(*const c_char, isize, *const c_char, *mut c_int) -> Obj;
        fn PyUnicode_AsUCS4Copy(Obj) -> *mut u32;
        fn PyUnicode_GetLength(Obj) -> isize;
        fn PyUnicode_InternInPlace(*mut Obj);
        fn PyBytes_FromStringAndSize(*const c_char, isize) -> Obj;
        fn PyBytes_AsString(Obj) -> *mut c_char;
        fn PyBytes_Size(Obj) -> isize;
        fn PyByteArray_FromStringAndSize(*const c_char, isize) -> Obj;
        fn PyByteArray_AsString(Obj) -> *mut c_char;
        fn PyByteArray_Size(Obj) -> isize;
        fn PyByteArray_Resize(Obj, isize) -> c_int;
        fn PyTuple_New(isize) -> Obj;
        fn PyTuple_SetItem(Obj, isize, Obj) -> c_int;
        fn PyTuple_GetItem(Obj, isize) -> Obj;
        fn PyTuple_Size(Obj) -> isize;
        fn PyList_New(isize) -> Obj;
        fn PyList_SetItem(Obj, isize, Obj) -> c_int;
        fn PyList_GetItem(Obj, isize) -> Obj;
        fn PyList_SetSlice(Obj, isize, isize, Obj) -> c_int;
        fn PyList_Append(Obj, Obj) -> c_int;
        fn PyList_Size(Obj) -> isize;
        fn PyDict_New() -> Obj;
        fn PyDict_SetItem(Obj, Obj, Obj) -> c_int;
        fn PyDict_GetItemWithError(Obj, Obj) -> Obj;
        fn PyDict_Next(Obj, *mut isize, *mut Obj, *mut Obj) -> c_int;
        fn PyDict_Size(Obj) -> isize;
        fn PyDict_Clear(Obj);
        fn PySet_New(Obj) -> Obj;
        fn PySet_Add(Obj, Obj) -> c_int;
        fn PySet_Size(Obj) -> isize;
        fn PySet_Clear(Obj) -> c_int;
        fn PySet_Discard(Obj, Obj) -> c_int;
        fn PyFrozenSet_New(Obj) -> Obj;
        fn PySlice_New(Obj, Obj, Obj) -> Obj;
        fn PyMem_Free(*mut c_void);

        fn PyObject_GenericGetDict(Obj, *mut c_void) -> Obj;
        fn PyWeakref_NewRef(Obj, Obj) -> Obj;
        fn PyWeakref_GetObject(Obj) -> Obj;
        fn PyObject_GenericSetAttr(Obj, Obj, Obj) -> c_int;
        fn _PyType_Lookup(Obj, Obj) -> Obj;
        fn PyType_GenericAlloc(Obj, isize) -> Obj;
        fn PyType_GetFlags(Obj) -> std::ffi::c_ulong;
        fn PyType_GetSlot(Obj, c_int) -> *mut c_void;
        fn PyType_FromSpecWithBases(*const TypeSpec, Obj) -> Obj;
        fn PyMethod_New(Obj, Obj) -> Obj;
        fn PyMethod_Function(Obj) -> Obj;
        fn PyMethod_Self(Obj) -> Obj;
        fn PyVectorcall_Call(Obj, Obj, Obj) -> Obj;
        fn PyCFunction_NewEx(*const MethodDef, Obj, Obj) -> Obj;
        fn PyCapsule_New(*mut c_void, *const c_char, *const c_void) -> Obj;
        fn PyCapsule_GetPointer(Obj, *const c_char) -> *mut c_void;
    }
    data {
        _Py_NoneStruct;
        _Py_TrueStruct;
        _Py_FalseStruct;
        _Py_EllipsisObject;
        _Py_NotImplementedStruct;
        PyLong_Type;
        PyFloat_Type;
        PyComplex_Type;
        PyBool_Type;
        PyUnicode_Type;
        PyBytes_Type;
        PyByteArray_Type;
        PyTuple_Type;
        PyList_Type;
        PyDict_Type;
        PyODict_Type;
        PySet_Type;
        PyFrozenSet_Type;
        PySlice_Type;
        PyRange_Type;
        PyType_Type;
        PyFunction_Type;
        PyMethod_Type;
        PyMethodDescr_Type;
        PyMemberDescr_Type;
        PyStaticMethod_Type;
    }
    pointers {
        PyExc_BaseException;
        PyExc_RecursionError;
        PyExc_SystemError;
    }
}

// SAFETY: addresses that never change once they are found.
unsafe impl Sync for Api {}
// SAFETY: as above.
unsafe impl Send for Api {}

static API: OnceLock<Api> = OnceLock::new();

/// The table is there: CPython has been opened.
pub fn is_open() -> bool {
    API.get().is_some()
}

/// The table.
///
/// # Panics
/// If CPython has not been opened: whoever has an object of it opened it.
#[inline]
pub fn api() -> &'static Api {
    API.get().expect("CPython is open")
}

/// Fills the table from `handle`, once.
///
/// # Errors
/// The name that is missing.
///
/// # Safety
/// `handle` is of `dlopen`, and what it has of CPython's names is CPython's.
pub unsafe fn fill(handle: *mut c_void) -> Result<(), &'static str> {
    if API.get().is_none() {
        // SAFETY: by the contract.
        let _ = API.set(unsafe { Api::load(handle) }?);
    }
    Ok(())
}

/// The object's count of references: the first word of every object where the interpreter has a global lock.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn ref_count(o: Obj) -> isize {
    // SAFETY: by the contract; immortal objects have a large number there (PEP 683), in the lower half from 3.12 on.
    unsafe { *(o as *const isize) }
}

/// One reference more.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn retain(o: Obj) {
    // SAFETY: by the contract; the count of an immortal object has the upper bit of its lower half set (PEP 683), and stays.
    unsafe {
        let count = *(o as *const isize);
        if count as i32 >= 0 {
            *(o as *mut isize) = count + 1;
        }
    }
}

/// One reference fewer; the last one ends the object.
///
/// # Safety
/// `o` is an object that lives, and the reference is the caller's to give up.
#[inline]
pub unsafe fn release(o: Obj) {
    // SAFETY: as above.
    unsafe {
        let count = *(o as *const isize);
        if count as i32 > 1 {
            *(o as *mut isize) = count - 1;
        } else if count as i32 >= 0 {
            (api().Py_DecRef)(o);
            // Its end may have run code.
            hosted::here();
        }
    }
}

/// The elements of a list: the fourth word points to them, the third is their number.
///
/// # Safety
/// `o` is a list that lives, and that nothing changes while the elements are looked at.
#[inline]
pub unsafe fn list_elements<'a>(o: Obj) -> &'a [Obj] {
    // SAFETY: by the contract; an empty list may have no elements' memory.
    unsafe {
        let words = o as *const usize;
        let (n, at) = (*words.add(2), *words.add(3) as *const Obj);
        if at.is_null() || n == 0 { &[] } else { std::slice::from_raw_parts(at, n) }
    }
}

/// The type of an object: the second word.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn type_of(o: Obj) -> Obj {
    // SAFETY: by the contract.
    unsafe { *(o as *const Obj).add(1) }
}
