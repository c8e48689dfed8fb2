//! Generators as objects: a bit generator, which several may share, and how numbers are drawn from it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyaot_core::error::{Result, type_error};
use pyaot_core::heap;
use pyaot_core::late_type;
use pyaot_core::modules::native::fill_random;
use pyaot_core::modules::random::Twister;
use pyaot_core::types::{Layout, Slots};
use pyaot_core::value::{Header, Object, Value};

use super::engine::{Engine, TWISTER_WORDS};
use super::host;
use super::rng::Rng;

pub struct Source {
    pub engine: Rc<RefCell<Engine>>,
    pub legacy: bool,
    pub gauss: Cell<Option<f64>>,
}

#[repr(C)]
pub struct SourceObj {
    header: Header,
    source: Source,
}

// SAFETY: repr(C), header first. Layout::Other is shared, so receivers are checked by type before a cast.
unsafe impl Object for SourceObj {
    const LAYOUT: Layout = Layout::Other;
}

late_type! {
    /// What `RandomState` and `Generator` draw from.
    pub static SOURCE, source_type = (
        "numpy._source",
        Layout::Other,
        Slots { drop: Some(drop_source), ..Slots::EMPTY },
        &[],
        base: None,
    );
}

unsafe fn drop_source(h: *mut Header) {
    // SAFETY: called once, on an object of this type.
    unsafe { std::ptr::drop_in_place(&mut (*(h as *mut SourceObj)).source) }
}

/// What the functions of `numpy.random` draw from.
struct Global(RefCell<Option<Rc<Source>>>);

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Global {}

static GLOBAL: Global = Global(RefCell::new(None));

impl Source {
    pub fn new(engine: Engine, legacy: bool) -> Source {
        Source { engine: Rc::new(RefCell::new(engine)), legacy, gauss: Cell::new(None) }
    }

    /// Draws from it. `f` runs no Python code.
    #[inline]
    fn draw<T>(&self, f: impl FnOnce(&mut Rng) -> T) -> Result<T> {
        let mut engine = self.engine.borrow_mut();
        if let Engine::Foreign(g) = &*engine {
            let g = g.clone();
            drop(engine);
            return self.draw_outside(&g, f);
        }
        Ok(f(&mut Rng { engine: &mut engine, legacy: self.legacy, gauss: &self.gauss }))
    }

    /// Draws from the host's.
    fn draw_outside<T>(&self, g: &host::Foreign, f: impl FnOnce(&mut Rng) -> T) -> Result<T> {
        if !g.is_free() {
            g.wait()?;
        }
        if self.legacy {
            self.gauss.set(g.gauss());
        }
        let mut engine = self.engine.borrow_mut();
        let drawn = f(&mut Rng { engine: &mut engine, legacy: self.legacy, gauss: &self.gauss });
        if self.legacy {
            g.set_gauss(self.gauss.get());
        }
        Ok(drawn)
    }
}

pub fn new_object(source: Source) -> Value {
    heap::new_object(source_type(), |header| SourceObj { header, source })
}

/// A Mersenne Twister with the system's entropy.
///
/// # Errors
/// OSError where there is none.
pub fn fresh_twister() -> Result<Engine> {
    let mut raw = [0u8; 4 * TWISTER_WORDS];
    fill_random(&mut raw)?;
    let words: Vec<u32> = raw.chunks_exact(4).map(|c| u32::from_le_bytes(c.try_into().unwrap_or_default())).collect();
    Ok(Engine::Twister(Box::new(Twister::from_key(&words))))
}

fn global() -> Result<Rc<Source>> {
    if let Some(s) = &*GLOBAL.0.borrow() {
        return Ok(s.clone());
    }
    let engine = match host::hooks() {
        Some(hooks) => Engine::Foreign(Rc::new((hooks.global)()?)),
        None => fresh_twister()?,
    };
    let s = Rc::new(Source::new(engine, true));
    GLOBAL.0.replace(Some(s.clone()));
    Ok(s)
}

/// The source in `v`; None stands for that of the module.
///
/// # Errors
/// TypeError for other objects.
pub fn with_source<T>(v: &Value, f: impl FnOnce(&Source) -> Result<T>) -> Result<T> {
    if v.is_none() {
        return f(&*global()?);
    }
    if v.is_small() || !v.is_exact(&SOURCE) {
        return type_error("a source of random numbers is required");
    }
    // SAFETY: the type has just been checked.
    f(unsafe { &v.cast::<SourceObj>().source })
}

/// Draws from the source in `v`. `f` runs no Python code.
///
/// # Errors
/// TypeError for other objects.
#[inline]
pub fn with<T>(v: &Value, f: impl FnOnce(&mut Rng) -> T) -> Result<T> {
    with_source(v, |s| s.draw(f))
}
