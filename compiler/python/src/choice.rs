//! Whether CPython is faster with what a function is given.
//!
//! Code that works on objects of CPython's, or gets small containers and does little with them, may take longer than CPython does. So calls of
//! such specialisations are timed now and then, natively and by CPython in turns, and go on where they take less time; those with much larger
//! arguments than had been compared are native again. A call does the same either way. Numbers, texts and arrays need none of this, unless
//! the result has to be made an object of CPython's.

use std::cell::Cell;

use pyo3::ffi::{self, PyObject};

pub use pyaot_bridge::ticks::{looked, now};

/// Native calls until the first comparison.
const FIRST: u32 = 8;
/// Calls of each kind that are compared, and of long ones.
const MANY: usize = 8;
const FEW: usize = 2;
/// Calls until the next comparison: after a change, and at most.
const SOON: u32 = 64;
const LATE: u32 = 1 << 16;
/// Ticks of a long call, and of one that is long enough for a few to tell: where containers cross again and again, each call costs.
const LONG: u64 = 1_000_000;
const TELLING: u64 = 50_000;

/// How a call is to be run.
#[derive(Clone, Copy, PartialEq)]
pub enum Turn {
    Native,
    Python,
    /// With its time noted.
    Timed(By),
}

#[derive(Clone, Copy, PartialEq)]
pub enum By {
    Native,
    Python,
}

/// What is known of a specialisation.
pub struct Choice {
    by: Cell<By>,
    /// Calls until the next comparison, and between the last and the next.
    wait: Cell<u32>,
    between: Cell<u32>,
    /// Times of the comparison that is under way, natively and by CPython in turns.
    times: Cell<[u64; 2 * MANY]>,
    taken: Cell<usize>,
    /// What a call by CPython has taken when that was chosen.
    usual: Cell<u64>,
    /// The types of the arguments then, and how large they were at most, see [`size_of`].
    types: Cell<Vec<*mut ffi::PyTypeObject>>,
    size: Cell<u64>,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            by: Cell::new(By::Native),
            wait: Cell::new(FIRST),
            between: Cell::new(SOON),
            times: Cell::new([0; 2 * MANY]),
            taken: Cell::new(0),
            usual: Cell::new(0),
            types: Cell::default(),
            size: Cell::new(0),
        }
    }
}

impl Choice {
    /// How the next call of the specialisation is to be run.
    ///
    /// # Safety
    /// Live objects.
    pub unsafe fn turn(&self, args: &[*mut PyObject]) -> Turn {
        let wait = self.wait.get();
        // SAFETY: by the contract.
        if wait > 0 && self.by.get() == By::Python && !unsafe { self.is_as_small(args) } {
            // A comparison with such arguments comes next.
            self.wait.set(0);
            return Turn::Native;
        }
        if wait == 0 {
            return Turn::Timed(if self.taken.get().is_multiple_of(2) { By::Native } else { By::Python });
        }
        self.wait.set(wait - 1);
        match self.by.get() {
            By::Native => Turn::Native,
            By::Python => Turn::Python,
        }
    }

    /// Whether CPython is to run a call with arguments of such types, for as long as nothing is to be compared.
    ///
    /// # Safety
    /// Live objects.
    pub unsafe fn is_left(&self, args: &[*mut PyObject]) -> bool {
        if self.wait.get() == 0 || self.by.get() == By::Native {
            return false;
        }
        let types = self.types.take();
        // SAFETY: by the contract.
        let same = types.len() == args.len() && types.iter().zip(args).all(|(t, o)| unsafe { std::ptr::eq(*t, ffi::Py_TYPE(*o)) });
        self.types.set(types);
        // SAFETY: as above.
        same && unsafe { self.is_as_small(args) }
    }

    /// The arguments are not much larger than those that were compared.
    ///
    /// # Safety
    /// Live objects.
    unsafe fn is_as_small(&self, args: &[*mut PyObject]) -> bool {
        // SAFETY: by the contract.
        unsafe { size_of(args) <= 4 * self.size.get() + 64 }
    }

    /// CPython has run such a call.
    pub fn note_left(&self, ticks: u64) {
        // Calls that are much longer than those that were compared may be another matter.
        let surprising = ticks > 8 * self.usual.get().max(LONG / 50);
        self.wait.set(if surprising { 0 } else { self.wait.get().saturating_sub(1) });
    }

    /// A native call has taken so long, and what it gives will take longer than CPython's own: unless the call has much to do itself,
    /// CPython is chosen (`true`). Nothing is to be compared, since the time that counts comes behind the call.
    ///
    /// # Safety
    /// Live objects.
    pub unsafe fn leave(&self, ticks: u64, args: &[*mut PyObject]) -> bool {
        if ticks > LONG {
            return false;
        }
        self.by.set(By::Python);
        self.between.set(LATE);
        self.wait.set(LATE);
        self.usual.set(u64::MAX / 16);
        self.size.set(u64::MAX / 16);
        // SAFETY: by the contract; types that are compared by address only.
        self.types.set(args.iter().map(|o| unsafe { ffi::Py_TYPE(*o) }).collect());
        true
    }

    /// A call of the specialisation has taken so long, timed or not; `looked`: and so much of it to bring containers up to date.
    ///
    /// # Safety
    /// Live objects.
    pub unsafe fn note_native(&self, ticks: u64, looked: u64, args: &[*mut PyObject]) {
        if looked > ticks / 2 && ticks > TELLING && self.taken.get() == 0 && self.by.get() == By::Native {
            // That is compared at once, and this call is the first.
            // SAFETY: by the contract.
            self.size.set(unsafe { size_of(args) });
            self.times.set([ticks; 2 * MANY]);
            self.taken.set(1);
            self.wait.set(0);
            return;
        }
        // The first calls wait for the compiler.
        if ticks > TELLING && self.between.get() == SOON && self.wait.get() <= FIRST - 3 {
            self.wait.set(self.wait.get().min(1));
        }
    }

    /// What a timed call has taken; `true`: CPython has been chosen by now.
    ///
    /// # Safety
    /// Live objects.
    pub unsafe fn note(&self, ticks: u64, args: &[*mut PyObject]) -> bool {
        let (mut times, at) = (self.times.get(), self.taken.get());
        times[at] = ticks;
        self.times.set(times);
        // SAFETY: by the contract.
        let size = unsafe { size_of(args) };
        self.size.set(if at == 0 { size } else { self.size.get().max(size) });
        self.taken.set(at + 1);
        let pairs = if times[..at + 1].iter().any(|t| *t > TELLING) { FEW } else { MANY };
        // A long call that takes CPython a fraction need not be repeated.
        let is_clear = at == 1 && times[0] > LONG && times[1] < times[0] / 4;
        if !is_clear && (at + 1 < 2 * pairs || at.is_multiple_of(2)) {
            return self.by.get() == By::Python;
        }
        // Of each kind a quick one, but not the quickest.
        let typical = |first: usize| {
            let mut of: Vec<u64> = times[..at + 1].iter().skip(first).step_by(2).copied().collect();
            of.sort_unstable();
            of[of.len() / 4]
        };
        let (native, python) = (typical(0), typical(1));
        // Both have the calls inside; and what is native here makes others' containers cross.
        let by = if native < python - python / 8 { By::Native } else { By::Python };
        let between = if by == self.by.get() { (4 * self.between.get()).min(LATE) } else { SOON };
        self.by.set(by);
        self.between.set(between);
        self.wait.set(between);
        self.taken.set(0);
        self.usual.set(python);
        // SAFETY: by the contract; types that are compared by address only.
        self.types.set(args.iter().map(|o| unsafe { ffi::Py_TYPE(*o) }).collect());
        by == By::Python
    }
}

/// How much there is to do with arguments, as far as they show it: their lengths, and the ints themselves.
///
/// # Safety
/// Live objects.
unsafe fn size_of(args: &[*mut PyObject]) -> u64 {
    const MOST: i64 = 1 << 40;
    let size = |o: *mut PyObject| {
        // SAFETY: by the contract; the functions are for objects of the type that was found.
        unsafe {
            let ty = ffi::Py_TYPE(o);
            if std::ptr::eq(ty, &raw const ffi::PyLong_Type) {
                let mut over = 0;
                let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut over);
                if over == 0 { i.clamp(-MOST, MOST) } else { MOST }
            } else if std::ptr::eq(ty, &raw const ffi::PyList_Type) {
                ffi::PyList_Size(o) as i64
            } else if std::ptr::eq(ty, &raw const ffi::PyDict_Type) {
                ffi::PyDict_Size(o) as i64
            } else if std::ptr::eq(ty, &raw const ffi::PyTuple_Type) {
                ffi::PyTuple_Size(o) as i64
            } else if std::ptr::eq(ty, &raw const ffi::PyUnicode_Type) {
                ffi::PyUnicode_GetLength(o) as i64
            } else if std::ptr::eq(ty, &raw const ffi::PyBytes_Type) {
                ffi::PyBytes_Size(o) as i64
            } else if std::ptr::eq(ty, &raw const ffi::PySet_Type) {
                ffi::PySet_Size(o) as i64
            } else {
                0
            }
        }
    };
    args.iter().map(|o| size(*o).unsigned_abs()).sum()
}
