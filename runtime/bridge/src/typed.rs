//! Functions with entries for arguments of certain types: what annotations say of extension modules.
//!
//! Such an entry is a function of the program around the module (`compiler/driver`, `extension`), with the same parameters. A call from
//! CPython takes the first one whose types the arguments have, and the function itself where none fits, which then sees them as
//! anything: so annotations are hints. What fits is converted without a look at the function's signature.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error};
use pyaot_core::function::FunctionObj;
use pyaot_core::start::hosted;
use pyaot_core::tuple::TupleObj;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{int, list, module, ops};

use crate::capi::{Obj, api, type_of};
use crate::kinds::{Kind, Words, inward, is_of_kind, outward_owned};
use crate::locked::{AddressMap, Table, table};
use crate::py::{self, Py};
use crate::{containers, convert, errors, proxy};

/// A function with more parameters has no such entries.
const MOST_PARAMETERS: usize = 16;

/// A function's entries, in the order in which they are tried.
pub struct Typed {
    function: Value,
    /// Interned.
    names: Vec<Py>,
    positional_only: usize,
    positional: usize,
    entries: Vec<Entry>,
}

struct Entry {
    parameters: Vec<Parameter>,
    function: Value,
    /// No argument can share anything with CPython but arrays and objects of the program.
    is_plain: bool,
}

/// What a parameter takes.
#[derive(Clone, Copy)]
struct Parameter {
    takes: Takes,
    or_none: bool,
}

#[derive(Clone, Copy)]
enum Takes {
    Kind(Kind),
    Number,
    /// An object of a class of the program.
    Own,
    Anything,
}

/// By the bits of the function; never freed.
static TYPED: Table<AddressMap<u64, &'static Typed>> = Table::new(table);

/// The entries of a function.
pub fn of(v: &Value) -> Option<&'static Typed> {
    if v.ty().layout != Layout::Function {
        return None;
    }
    TYPED.with_borrow(|t| if t.is_empty() { None } else { t.get(&v.bits()).copied() })
}

/// Notes the entries of functions, before CPython gets these: tuples of a function, its parameters' names, how many of them are
/// positional only, how many positional, and a list of pairs, the parameters' types and the entry.
pub fn note(functions: &Value) -> Result<()> {
    for row in list::to_vec(functions)? {
        let Some([function, names, positional_only, positional, entries]) = row.downcast::<TupleObj>().map(TupleObj::items) else {
            return type_error("not a function with its entries");
        };
        let typed = Typed {
            function: function.clone(),
            names: words(names).map(|n| py::name(&n)).collect::<Result<_>>()?,
            positional_only: count(positional_only),
            positional: count(positional),
            entries: list::to_vec(entries)?.iter().map(Entry::of).collect::<Result<_>>()?,
        };
        let fits = typed.entries.iter().all(|e| e.parameters.len() == typed.names.len());
        if fits && typed.names.len() <= MOST_PARAMETERS && function.downcast::<FunctionObj>().is_some() {
            TYPED.with_borrow_mut(|t| t.insert(function.bits(), Box::leak(Box::new(typed))));
        }
    }
    Ok(())
}

fn count(v: &Value) -> usize {
    int::to_i64(v).map_or(0, |n| n as usize)
}

fn words(v: &Value) -> impl Iterator<Item = String> {
    let text = ops::text_of(v).into_owned();
    text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

impl Entry {
    fn of(pair: &Value) -> Result<Entry> {
        let Some([types, function]) = pair.downcast::<TupleObj>().map(TupleObj::items) else { return type_error("not an entry") };
        let parameters: Vec<Parameter> = words(types).map(|w| Parameter::parse(&w)).collect();
        let is_plain = parameters.iter().all(|p| match p.takes {
            Takes::Kind(k) => k.is_flat(),
            Takes::Number | Takes::Own => true,
            Takes::Anything => false,
        });
        Ok(Entry { parameters, function: function.clone(), is_plain })
    }
}

impl Parameter {
    /// `float`, `int?` (or None), `float64[2]` (an array with two dimensions), `number` (an int or a float), `own`; all else is anything.
    fn parse(text: &str) -> Parameter {
        let (text, or_none) = text.strip_suffix('?').map_or((text, false), |t| (t, true));
        let array = || {
            let (dtype, ndim) = text.strip_suffix(']')?.split_once('[')?;
            Some(Kind::Array(DType::of_name(dtype)?, ndim.parse().ok()?))
        };
        let takes = match text {
            "number" => Takes::Number,
            "own" => Takes::Own,
            _ => Kind::of_name(text).or_else(array).map_or(Takes::Anything, Takes::Kind),
        };
        Parameter { takes, or_none }
    }

    /// # Safety
    /// `o` is an object that lives.
    #[inline]
    unsafe fn fits(self, o: Obj) -> bool {
        // SAFETY: by the contract.
        unsafe {
            if self.or_none && std::ptr::eq(o, api()._Py_NoneStruct) {
                return true;
            }
            match self.takes {
                Takes::Kind(kind) => is_of_kind(o, kind),
                Takes::Number => is_of_kind(o, Kind::Float) || is_of_kind(o, Kind::Int),
                Takes::Own => proxy::is_proxy_type(type_of(o)),
                Takes::Anything => true,
            }
        }
    }

    /// A default of the program's.
    fn fits_value(self, v: &Value) -> bool {
        let kind = match v.ty().layout {
            _ if self.or_none && v.is_none() => return true,
            Layout::None => Kind::None,
            Layout::Bool => Kind::Bool,
            Layout::Int if v.ty().is_native => Kind::Int,
            Layout::Float if std::ptr::eq(v.ty(), &pyaot_core::float::FLOAT) => Kind::Float,
            Layout::Str if std::ptr::eq(v.ty(), &pyaot_core::str::STR) => Kind::Str,
            _ => return matches!(self.takes, Takes::Anything),
        };
        match self.takes {
            Takes::Kind(k) => k == kind,
            Takes::Number => matches!(kind, Kind::Int | Kind::Float),
            Takes::Own => false,
            Takes::Anything => true,
        }
    }

    /// The value of an object that fits.
    ///
    /// # Safety
    /// `o` is an object that lives.
    #[inline]
    unsafe fn inward(self, o: Obj) -> Result<Value> {
        // SAFETY: by the contract.
        unsafe {
            match self.takes {
                Takes::Kind(kind) => inward(o, kind),
                Takes::Number => inward(o, Kind::Float).or_else(|| inward(o, Kind::Int)),
                Takes::Own => proxy::value_of(&Py::borrowed(o)).map(Ok),
                Takes::Anything => None,
            }
            .unwrap_or_else(|| convert::from_python(&Py::borrowed(o)))
        }
    }
}

/// Where an argument comes from, if it has been given.
type Bound = [Obj; MOST_PARAMETERS];

impl Typed {
    /// The arguments in the order of the parameters, null where a default is wanted. `None`: the function says what is wrong.
    ///
    /// # Safety
    /// As a vectorcall of CPython's.
    #[inline]
    unsafe fn bind(&self, args: *const Obj, n: usize, names: Obj) -> Option<Bound> {
        if n > self.positional {
            return None;
        }
        let mut bound = [std::ptr::null_mut(); MOST_PARAMETERS];
        // SAFETY: by the contract; `n` is no more than there are parameters.
        unsafe {
            for (i, place) in bound.iter_mut().enumerate().take(n) {
                *place = *args.add(i);
            }
            if !names.is_null() {
                for k in 0..(api().PyTuple_Size)(names) {
                    let name = (api().PyTuple_GetItem)(names, k);
                    let at = self.names.iter().position(|known| std::ptr::eq(known.as_ptr(), name))?;
                    if at < self.positional_only || !bound[at].is_null() {
                        return None;
                    }
                    bound[at] = *args.add(n + k as usize);
                }
            }
        }
        Some(bound)
    }

    /// The default of a parameter.
    fn default(&self, at: usize) -> Option<Value> {
        let f = self.function.downcast::<FunctionObj>()?;
        if at < self.positional {
            let defaults = f.defaults();
            let items = defaults.downcast::<TupleObj>()?.items();
            return items.get((at + items.len()).checked_sub(self.positional)?).cloned();
        }
        let name = convert::from_python(&self.names[at]).ok()?;
        let defaults = f.kwdefaults();
        if defaults.is_none() { None } else { ops::getitem(&defaults, &name).map_err(pyaot_core::exception::clear_pending).ok() }
    }
}

/// The call of a function that has entries.
///
/// # Safety
/// As a vectorcall of CPython's; `o` is the proxy of such a function.
pub unsafe extern "C" fn call(o: Obj, args: *const Obj, nargsf: usize, names: Obj) -> Obj {
    // SAFETY: by the contract.
    unsafe {
        if let Some(typed) = proxy::typed_of(o)
            && let Some(bound) = typed.bind(args, nargsf & (usize::MAX >> 1), names)
        {
            for entry in &typed.entries {
                if let Some(result) = entry.try_call(typed, &bound) {
                    return result;
                }
            }
        }
        proxy::call(o, args, nargsf, names)
    }
}

impl Entry {
    /// # Safety
    /// The arguments live.
    #[inline]
    unsafe fn try_call(&self, typed: &Typed, bound: &Bound) -> Option<Obj> {
        let mut defaults: [Option<Value>; MOST_PARAMETERS] = [const { None }; MOST_PARAMETERS];
        for (i, p) in self.parameters.iter().enumerate() {
            if bound[i].is_null() {
                defaults[i] = Some(typed.default(i).filter(|v| p.fits_value(v))?);
            // SAFETY: by the contract.
            } else if !unsafe { p.fits(bound[i]) } {
                return None;
            }
        }
        let run = || {
            ops::check_stack()?;
            let mut words = Words::new(self.parameters.len());
            for (i, p) in self.parameters.iter().enumerate() {
                words.push(match &defaults[i] {
                    Some(v) => v.clone(),
                    // SAFETY: by the contract.
                    None => unsafe { p.inward(bound[i]) }?,
                });
            }
            let f = self.function.downcast::<FunctionObj>().expect("entries are functions");
            // SAFETY: one live value for each parameter.
            outward_owned(unsafe { f.enter(words.words().as_ptr()) }?)
        };
        let result = if self.is_plain && containers::no_twins() {
            containers::entering_alone(|| {
                hosted::here();
                let _call = hosted::Call::begin(module::current()).alone(true);
                run()
            })
        } else {
            containers::entering(run)
        };
        Some(result.unwrap_or_else(|raised| {
            errors::raise_in_python(raised);
            std::ptr::null_mut()
        }))
    }
}
