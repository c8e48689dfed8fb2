//! What a call of a compiled function has to look at besides its arguments: how they are bound to parameters, the variables that the
//! function reads from outside, and the bindings that its code was compiled for.

use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use crate::callable::tuple_of;

unsafe extern "C" {
    // Not in the stable ABI, but in every CPython.
    fn PyFunction_GetCode(function: *mut PyObject) -> *mut PyObject;
    fn PyFunction_GetDefaults(function: *mut PyObject) -> *mut PyObject;
    fn PyFunction_GetKwDefaults(function: *mut PyObject) -> *mut PyObject;
    fn PyCell_Get(cell: *mut PyObject) -> *mut PyObject;
}

/// A variable outside of the function.
pub enum Place {
    /// An entry of the globals.
    Global { dict: Py<PyAny>, name: Py<PyAny> },
    /// A cell of the closure.
    Cell(Py<PyAny>),
}

impl Place {
    /// Puts an object there; functions assign no cells but their own.
    pub fn write(&self, o: *mut PyObject) {
        if let Place::Global { dict, name } = self {
            // SAFETY: all live.
            unsafe { ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), o) };
        }
    }

    /// What it holds: a new reference; null without an exception: nothing.
    #[inline]
    pub fn read(&self) -> *mut PyObject {
        // SAFETY: both live; the first call gives a borrowed reference, the second a new one.
        unsafe {
            match self {
                Place::Global { dict, name } => {
                    let o = ffi::PyDict_GetItemWithError(dict.as_ptr(), name.as_ptr());
                    if o.is_null() {
                        ffi::PyErr_Clear();
                    }
                    ffi::Py_XINCREF(o);
                    o
                }
                Place::Cell(cell) => PyCell_Get(cell.as_ptr()),
            }
        }
    }
}

/// A binding that code was compiled for.
pub struct Guard {
    pub place: Place,
    /// `None`: the name is not bound there, and so is a builtin's.
    pub object: Option<Py<PyAny>>,
    /// The code that the object, a function of Python's, had.
    pub code: Option<(Py<PyAny>, Py<PyAny>)>,
}

impl Guard {
    #[inline]
    fn holds(&self) -> bool {
        let now = self.place.read();
        // SAFETY: the reference that `read` gave is given back; a function lives as long as the guard.
        unsafe {
            ffi::Py_XDECREF(now);
            std::ptr::eq(now, self.object.as_ref().map_or(std::ptr::null_mut(), |o| o.as_ptr()))
                && self.code.as_ref().is_none_or(|(f, code)| std::ptr::eq(PyFunction_GetCode(f.as_ptr()), code.as_ptr()))
        }
    }
}

/// Made by `_compile.py` at the first call, and again when a guard no longer holds.
#[derive(Default)]
pub struct Plan {
    /// Names of the parameters, `*args` and `**kwargs` left out.
    pub names: Vec<Py<PyAny>>,
    pub n_posonly: usize,
    /// Positional parameters, positional-only included.
    pub n_args: usize,
    pub has_varargs: bool,
    pub has_kwargs: bool,
    /// Read at each call and passed behind the arguments.
    pub hidden: Vec<Place>,
    pub guards: Vec<Guard>,
    /// What calls assign, which they return with their result (`_compile.py`: `main_text`).
    pub written: Vec<Place>,
    /// Names that are builtins' as long as none of these dicts has more entries.
    pub absent: Vec<Guard>,
    pub sizes: Vec<(Py<PyAny>, isize)>,
}

impl Plan {
    /// All parameters are positional.
    #[inline]
    pub fn is_simple(&self) -> bool {
        !self.has_varargs && !self.has_kwargs && self.names.len() == self.n_args
    }

    /// The name is a builtin's as long as nothing is bound at that place.
    pub fn add_absent(&mut self, place: Place, py: Python<'_>) -> PyResult<()> {
        if let Place::Global { dict, .. } = &place
            && !self.sizes.iter().any(|(d, _)| d.is(dict))
        {
            self.sizes.push((dict.clone_ref(py), dict.bind(py).len()? as isize));
        }
        self.absent.push(Guard { place, object: None, code: None });
        Ok(())
    }

    /// Nothing that code was compiled for has changed.
    #[inline]
    pub fn holds(&self) -> bool {
        // SAFETY: dicts that live.
        let grown = self.sizes.iter().any(|(d, n)| unsafe { ffi::PyDict_Size(d.as_ptr()) } != *n);
        self.guards.iter().all(Guard::holds) && (!grown || self.absent.iter().all(Guard::holds))
    }

    /// The arguments by parameters. `whole`: what goes to `*args` and `**kwargs` is to be a tuple and a dict, whatever it is. `None`:
    /// they do not fit, which CPython shall say.
    ///
    /// # Safety
    /// The arguments of a vectorcall of `function`.
    pub unsafe fn bind(&self, function: *mut PyObject, args: &[*mut PyObject], kwnames: *mut PyObject, whole: bool) -> Option<Arguments> {
        // SAFETY: by the contract; references that are kept are borrowed from what outlives the call, or in `owned`.
        let n_keywords = if kwnames.is_null() { 0 } else { unsafe { ffi::PyTuple_Size(kwnames) as usize } };
        let (positional, keywords) = args.split_at(args.len() - n_keywords);
        if positional.len() > self.n_args && !self.has_varargs {
            return None;
        }
        let mut bound = Vec::with_capacity(self.names.len() + args.len());
        bound.resize(self.names.len(), std::ptr::null_mut());
        let (mut owned, mut named) = (Vec::new(), Vec::new());
        let (taken, more) = positional.split_at(positional.len().min(self.n_args));
        bound[..taken.len()].copy_from_slice(taken);
        for (i, value) in keywords.iter().enumerate() {
            // SAFETY: as above.
            let name = unsafe { ffi::PyTuple_GetItem(kwnames, i as isize) };
            match self.position(name) {
                Some(at) if bound[at].is_null() => bound[at] = *value,
                None if self.has_kwargs => named.push((name, *value)),
                _ => return None,
            }
        }
        self.fill_defaults(function, &mut bound, &mut owned);
        if bound.iter().any(|o| o.is_null()) {
            return None;
        }
        if !whole && more.len() + named.len() <= MOST_EACH {
            bound.extend(more.iter().copied().chain(named.iter().map(|(_, value)| *value)));
            return Some(Arguments { objects: bound, n_more: more.len(), names: named, whole: false, _owned: owned });
        }
        // SAFETY: as above.
        unsafe {
            if self.has_varargs {
                owned.push(tuple_of(more));
                bound.extend(owned.last().map(|t| t.0));
            }
            if self.has_kwargs {
                let dict = Owned(ffi::PyDict_New());
                for (name, value) in named {
                    ffi::PyDict_SetItem(dict.0, name, value);
                }
                bound.push(dict.0);
                owned.push(dict);
            }
        }
        Some(Arguments { objects: bound, n_more: 0, names: Vec::new(), whole: true, _owned: owned })
    }

    /// The parameter that may be given by this name.
    fn position(&self, name: *mut PyObject) -> Option<usize> {
        let names = || self.names.iter().enumerate().skip(self.n_posonly);
        let same = names().find(|(_, n)| std::ptr::eq(n.as_ptr(), name));
        // SAFETY: strs that live.
        same.or_else(|| names().find(|(_, n)| unsafe { ffi::PyUnicode_Compare(n.as_ptr(), name) } == 0)).map(|(i, _)| i)
    }

    fn fill_defaults(&self, function: *mut PyObject, bound: &mut [*mut PyObject], owned: &mut Vec<Owned>) {
        if bound.iter().all(|o| !o.is_null()) {
            return;
        }
        // SAFETY: a function's own tuple and dict, or null, kept for the time of the call: code that runs meanwhile may set others.
        unsafe {
            let mut kept = |o: *mut PyObject| {
                owned.push(Owned(o));
                ffi::Py_XINCREF(o);
                o
            };
            let defaults = kept(PyFunction_GetDefaults(function));
            if !defaults.is_null() {
                let n = ffi::PyTuple_Size(defaults) as usize;
                let first = self.n_args.saturating_sub(n);
                for (i, slot) in bound[first..self.n_args].iter_mut().enumerate().filter(|(_, s)| s.is_null()) {
                    *slot = ffi::PyTuple_GetItem(defaults, i as isize);
                }
            }
            if self.names.len() > self.n_args {
                let defaults = kept(PyFunction_GetKwDefaults(function));
                for (name, slot) in self.names.iter().zip(bound).skip(self.n_args).filter(|(_, s)| s.is_null() && !defaults.is_null()) {
                    *slot = ffi::PyDict_GetItemWithError(defaults, name.as_ptr());
                }
            }
            ffi::PyErr_Clear();
        }
    }
}

/// Arguments for `*args` and `**kwargs` that are passed each for itself; more of them are a tuple and a dict.
const MOST_EACH: usize = 6;

/// The arguments of a call.
pub struct Arguments {
    /// By parameter, borrowed; then those for `*args` and `**kwargs`, or the tuple and the dict of them if the function has such parameters.
    pub objects: Vec<*mut PyObject>,
    /// How many of them are for `*args`, and what those for `**kwargs` are called.
    n_more: usize,
    names: Vec<(*mut PyObject, *mut PyObject)>,
    whole: bool,
    _owned: Vec<Owned>,
}

/// What calls have for `*args` and `**kwargs`, as far as code is made for it: how many, and under which names. `None`: a tuple and a dict.
pub type Rest = Option<(usize, Vec<Py<PyAny>>)>;

impl Arguments {
    #[inline]
    pub fn is_for(&self, rest: &Rest) -> bool {
        let Some((n_more, names)) = rest else { return self.whole };
        // SAFETY: strs that live.
        let same = |(a, _): &(*mut PyObject, _), b: &Py<PyAny>| unsafe { std::ptr::eq(*a, b.as_ptr()) || ffi::PyUnicode_Compare(*a, b.as_ptr()) == 0 };
        !self.whole && *n_more == self.n_more && names.len() == self.names.len() && self.names.iter().zip(names).all(|(a, b)| same(a, b))
    }

    /// The same for Python: None, or a number and a tuple.
    pub fn rest(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        if self.whole {
            return Ok(py.None());
        }
        let names: Vec<*mut PyObject> = self.names.iter().map(|(name, _)| *name).collect();
        // SAFETY: live objects; a reference of the tuple's own.
        let names = unsafe { Bound::from_borrowed_ptr(py, tuple_of(&names).0) };
        Ok((self.n_more, names).into_pyobject(py)?.into_any().unbind())
    }
}

/// A reference that is given back; null: nothing.
pub struct Owned(pub *mut PyObject);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { ffi::Py_XDECREF(self.0) }
    }
}
