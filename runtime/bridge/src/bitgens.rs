//! The bit generators of the host's NumPy, for functions that are compiled inside CPython: they draw from them as NumPy itself does.

use std::cell::Cell;

use pyaot_array::random::host::{self, Bits, Foreign, Hooks};
use pyaot_core::error::{Result, type_error};
use pyaot_core::value::Value;

use crate::capi::{Obj, api, type_of};
use crate::convert::to_python;
use crate::foreign::{object_of, wrap};
use crate::locked::Locked;
use crate::py::{self, Py};
use crate::containers;

/// What is known of NumPy's classes, which are never freed. Its own bit generators run no code of anybody's when they draw.
#[derive(Clone, Copy)]
struct Classes {
    generator: usize,
    legacy: usize,
    bits: [usize; 5],
    /// Where a `RandomState` describes its bit generator, in words; `None`: not where it is looked for.
    place: Option<usize>,
}

const BITS: [&str; 5] = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"];

pub static HOOKS: Hooks = Hooks {
    global: || of_object(&global()?),
    of: |v| match object_of(v) {
        Some(p) => of_object(p),
        None => type_error("a generator of the host's is required"),
    },
    default: |seed| {
        let given = to_python(seed)?;
        crate::convert::from_python(&containers::crossing(|| py::import(c"numpy.random")?.attr("default_rng")?.call(vec![given]))?)
    },
    seed: |owner, seed| {
        let given = to_python(seed)?;
        match object_of(owner) {
            Some(p) => containers::crossing(|| p.attr("seed")?.call(vec![given])).map(drop),
            None => type_error("a generator of the host's is required"),
        }
    },
    wait,
};

/// Once they have been looked for.
static CLASSES: Locked<Cell<Option<Classes>>> = Locked::new(Cell::new(None));

/// Looks for NumPy's classes, if it has been imported.
pub fn look() {
    if CLASSES.get().is_none() && crate::python::is_imported("numpy.random") {
        CLASSES.set(find().map_err(pyaot_core::exception::clear_pending).ok());
    }
}

fn find() -> Result<Classes> {
    let module = py::import(c"numpy.random")?;
    let class = |name| Ok(module.attr(name)?.into_ptr() as usize);
    let mut bits = [0; 5];
    for (c, name) in bits.iter_mut().zip(BITS) {
        *c = class(name)?;
    }
    let global = global()?;
    let described = address(&global.attr("_bit_generator")?)?;
    // SAFETY: a `RandomState`, with what its bit generator describes.
    let place = unsafe { place_within(&global, described)? };
    Ok(Classes { generator: class("Generator")?, legacy: class("RandomState")?, bits, place })
}

/// A generator from which compiled code can draw; `true`: a `RandomState`.
///
/// # Safety
/// `o` is an object that lives.
#[inline]
pub unsafe fn kind_of(o: Obj) -> Option<bool> {
    let classes = CLASSES.get()?;
    // SAFETY: by the contract.
    let class = unsafe { type_of(o) } as usize;
    let legacy = class == classes.legacy;
    if !legacy && class != classes.generator || legacy && classes.place.is_none() {
        return None;
    }
    // SAFETY: as above.
    own_bits(&unsafe { Py::borrowed(o) }, &classes).map_err(pyaot_core::exception::clear_pending).ok().map(|_| legacy)
}

/// The functions of `numpy.random` draw from a generator that is known.
pub fn has_global() -> bool {
    look();
    // SAFETY: an object that lives.
    global().map_err(pyaot_core::exception::clear_pending).is_ok_and(|g| unsafe { kind_of(g.as_ptr()) }.is_some())
}

/// The object that the functions of `numpy.random` are methods of.
fn global() -> Result<Py> {
    py::import(c"numpy.random")?.attr("mtrand")?.attr("_rand")
}

/// The bit generator of a generator.
fn own_bits(p: &Py, classes: &Classes) -> Result<Py> {
    let own = p.attr("_bit_generator")?;
    let class = crate::builtin::type_ptr(&own) as usize;
    if classes.bits.contains(&class) { Ok(own) } else { type_error("a bit generator that is not NumPy's") }
}

fn of_object(p: &Py) -> Result<Foreign> {
    look();
    let Some(classes) = CLASSES.get() else { return type_error("there is no NumPy") };
    let bits = address(&own_bits(p, &classes)?)?;
    if !p.is_exactly(classes.legacy as Obj) {
        // SAFETY: the generator keeps its bit generator, and that what its capsule describes.
        return Ok(unsafe { Foreign::new(bits, None, wrap(p)) });
    }
    let Some(place) = classes.place else { return type_error("a RandomState of another layout") };
    // SAFETY: both are within an object of that class, by which it draws itself; they stay there as long as it lives.
    unsafe {
        let at = p.as_ptr().cast::<usize>().add(place);
        Ok(Foreign::new(at.cast_const().cast(), Some(at.add(WORDS).cast()), wrap(p)))
    }
}

/// A source of the program's draws from a bit generator of NumPy's from now on.
pub fn draw_from(source: &Value, own: &Py) -> Result<()> {
    // SAFETY: the bit generator keeps what its capsule describes.
    host::draw_from(source, unsafe { Foreign::new(address(own)?, None, wrap(own)) })
}

/// What the capsule of a bit generator describes.
pub fn address(own: &Py) -> Result<*const Bits> {
    let capsule = own.attr("capsule")?;
    // SAFETY: an object that lives; null, with an exception, if it is no such capsule.
    let bits = unsafe { (api().PyCapsule_GetPointer)(capsule.as_ptr(), c"BitGenerator".as_ptr()) };
    if bits.is_null() { Err(crate::errors::fetch()) } else { Ok(bits.cast_const().cast()) }
}

/// Words of such a description.
const WORDS: usize = 5;

/// A `RandomState` has a copy of its bit generator's description, and behind it the address of that copy with the normal number in store. It is
/// where five words are the description's, and the next one is where they are.
///
/// # Safety
/// `p` is a `RandomState`, and `bits` the description of its bit generator.
unsafe fn place_within(p: &Py, bits: *const Bits) -> Result<Option<usize>> {
    // SAFETY: classes are objects.
    let class = unsafe { Py::borrowed(crate::builtin::type_ptr(p)) };
    let size = pyaot_core::int::to_i64(&crate::convert::from_python(&class.attr("__basicsize__")?)?).unwrap_or(0);
    let n = size as usize / size_of::<usize>();
    let first = p.as_ptr().cast::<usize>();
    // SAFETY: by the contract: so many words are the object's, and five the description's.
    let (words, wanted) = unsafe { (std::slice::from_raw_parts(first, n), std::slice::from_raw_parts(bits.cast::<usize>(), WORDS)) };
    let is_it = |i: usize| words[i..i + WORDS] == *wanted && words[i + WORDS] == first.wrapping_add(i) as usize;
    Ok((0..n.saturating_sub(WORDS + 2)).find(|i| is_it(*i)))
}

/// Functions of NumPy's that fill arrays hold the generator's lock while they have given the interpreter's away.
fn wait(owner: &Value) -> Result<()> {
    let Some(p) = object_of(owner) else { return Ok(()) };
    // A bit generator has the lock itself, and so has a `RandomState`.
    let lock = match p.find("lock") {
        Some(lock) => lock,
        None => p.attr("_bit_generator")?.attr("lock")?,
    };
    let at_once = lock.attr("acquire")?.call(vec![to_python(&Value::bool(false))?])?;
    if std::ptr::eq(at_once.as_ptr(), api()._Py_FalseStruct) {
        containers::crossing(|| lock.attr("acquire")?.call(Vec::new()))?;
    }
    lock.attr("release")?.call(Vec::new()).map(drop)
}
