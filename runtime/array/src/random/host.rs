//! Bit generators of the host's (CPython's NumPy): drawn from by the functions that NumPy's C interface has for that, so that both sides
//! draw from one stream.

use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::rc::Rc;

use pyaot_core::error::{Result, type_error};
use pyaot_core::start::hosted;
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{ops, str};

use super::engine::Engine;
use super::object::{Source, new_object, with_source};

/// `bitgen_t` (`numpy/random/bitgen.h`).
#[repr(C)]
pub struct Bits {
    state: *mut c_void,
    next_u64: unsafe extern "C" fn(*mut c_void) -> u64,
    next_u32: unsafe extern "C" fn(*mut c_void) -> u32,
    next_f64: unsafe extern "C" fn(*mut c_void) -> f64,
    next_raw: unsafe extern "C" fn(*mut c_void) -> u64,
}

/// What `RandomState` has beside its bit generator (`aug_bitgen_t`): the normal number in store.
#[repr(C)]
pub struct Stored {
    bits: *const Bits,
    has_gauss: i32,
    gauss: f64,
}

/// A generator of the host's.
pub struct Foreign {
    bits: *const Bits,
    /// The legacy functions', for a `RandomState`.
    stored: Option<*mut Stored>,
    /// Keeps both where they are.
    owner: Value,
    /// When its lock was last found to be free: [`hosted::crossings`].
    seen: Cell<u64>,
}

/// What the host does for generators.
pub struct Hooks {
    /// The source behind the functions of `numpy.random`.
    pub global: fn() -> Result<Foreign>,
    /// The source behind an object of the host's.
    pub of: fn(&Value) -> Result<Foreign>,
    /// Seeds a `RandomState` anew.
    pub seed: fn(&Value, &Value) -> Result<()>,
    /// `numpy.random.default_rng` of an object of the host's.
    pub default: fn(&Value) -> Result<Value>,
    /// Waits until no other thread draws from the generator of this owner.
    pub wait: fn(&Value) -> Result<()>,
}

struct Hooked(UnsafeCell<Option<&'static Hooks>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Hooked {}

static HOOKS: Hooked = Hooked(UnsafeCell::new(None));

/// The host has generators of its own from now on.
pub fn begin(hooks: &'static Hooks) {
    // SAFETY: single-threaded; no reference is live.
    unsafe { *HOOKS.0.get() = Some(hooks) };
}

/// What the host does, if there is one.
pub fn hooks() -> Option<&'static Hooks> {
    // SAFETY: single-threaded.
    unsafe { *HOOKS.0.get() }
}

impl Foreign {
    /// # Safety
    /// Both addresses are what they are taken for, as long as `owner` lives.
    pub unsafe fn new(bits: *const Bits, stored: Option<*mut Stored>, owner: Value) -> Foreign {
        Foreign { bits, stored, owner, seen: Cell::new(u64::MAX) }
    }

    fn bits(&self) -> &Bits {
        // SAFETY: by the contract of `new`.
        unsafe { &*self.bits }
    }

    /// # Errors
    /// What the host raises.
    pub fn seed(&self, seed: &Value) -> Result<()> {
        hooks().map_or(Ok(()), |h| (h.seed)(&self.owner, seed))
    }

    pub fn is_legacy(&self) -> bool {
        self.stored.is_some()
    }

    /// Nobody else can have drawn, or be drawing, since the lock was last looked at: they need the host's for that.
    #[inline]
    pub fn is_free(&self) -> bool {
        self.seen.get() == hosted::crossings()
    }

    /// Waits for others that draw from it without the host's lock.
    ///
    /// # Errors
    /// What the host raises meanwhile.
    #[cold]
    pub fn wait(&self) -> Result<()> {
        if let Some(hooks) = hooks()
            && hosted::hooks().is_some_and(|h| (h.has_others)())
        {
            (hooks.wait)(&self.owner)?;
        }
        self.seen.set(hosted::crossings());
        Ok(())
    }

    /// The normal number in store.
    #[inline]
    pub fn gauss(&self) -> Option<f64> {
        // SAFETY: by the contract of `new`; the host's lock is held, and its generator's is free.
        self.stored.map(|s| unsafe { &*s }).filter(|s| s.has_gauss != 0).map(|s| s.gauss)
    }

    #[inline]
    pub fn set_gauss(&self, gauss: Option<f64>) {
        if let Some(stored) = self.stored {
            // SAFETY: as above.
            let stored = unsafe { &mut *stored };
            stored.has_gauss = gauss.is_some().into();
            stored.gauss = gauss.unwrap_or(0.0);
        }
    }

    #[inline]
    pub fn next_u64(&self) -> u64 {
        let bits = self.bits();
        // SAFETY: the function is for that state; nobody else draws (`is_free`).
        unsafe { (bits.next_u64)(bits.state) }
    }

    #[inline]
    pub fn next_u32(&self) -> u32 {
        let bits = self.bits();
        // SAFETY: as above.
        unsafe { (bits.next_u32)(bits.state) }
    }

    #[inline]
    pub fn next_f64(&self) -> f64 {
        let bits = self.bits();
        // SAFETY: as above.
        unsafe { (bits.next_f64)(bits.state) }
    }

    #[inline]
    pub fn next_raw(&self) -> u64 {
        let bits = self.bits();
        // SAFETY: as above.
        unsafe { (bits.next_raw)(bits.state) }
    }
}

/// The host's object that a source draws from.
///
/// # Errors
/// TypeError for what is no source.
pub fn owner(source: &Value) -> Result<Option<Value>> {
    with_source(source, |s| Ok(if let Engine::Foreign(g) = &*s.engine.borrow() { Some(g.owner.clone()) } else { None }))
}

/// How the host writes the generator that a source is of; nothing for those of the program.
///
/// # Errors
/// What the host raises.
pub fn text(a: &[Value]) -> Result<Value> {
    let Some(owner) = owner(&a[0])? else { return Ok(str::new("")) };
    let text = if ops::truth(&a[1])? { ops::repr_string(&owner)? } else { ops::text_of(&ops::str(&owner)?).into_owned() };
    // A bit generator that has been made for one of the program's is not what is written.
    let is_generator = ["Generator(", "RandomState("].iter().any(|kind| text.starts_with(kind));
    Ok(str::new(if is_generator { &text } else { "" }))
}

/// The state of a source of the program's own.
///
/// # Errors
/// As [`super::state::get`].
pub fn state(source: &Value) -> Result<Value> {
    super::state::get(std::slice::from_ref(source))
}

/// The source draws from the host's from now on.
///
/// # Errors
/// TypeError for what is no source.
pub fn draw_from(source: &Value, g: Foreign) -> Result<()> {
    with_source(source, |s| {
        *s.engine.borrow_mut() = Engine::Foreign(Rc::new(g));
        Ok(())
    })
}

/// It is an object of the host's.
pub fn is_of_host(a: &[Value]) -> Result<Value> {
    Ok(Value::bool(hooks().is_some() && a[0].as_small().is_none() && a[0].ty().layout == Layout::Foreign))
}

/// `default_rng` of such an object.
pub fn generator(a: &[Value]) -> Result<Value> {
    match hooks() {
        Some(hooks) => (hooks.default)(&a[0]),
        None => type_error("there is no host"),
    }
}

/// The source that a generator of the host's draws from.
pub fn source(a: &[Value]) -> Result<Value> {
    let Some(hooks) = hooks() else { return type_error("there is no host") };
    let g = (hooks.of)(&a[0])?;
    let legacy = g.is_legacy();
    Ok(new_object(Source::new(Engine::Foreign(Rc::new(g)), legacy)))
}
