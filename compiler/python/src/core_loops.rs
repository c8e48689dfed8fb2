//! The inner loops of generalised universal functions: what NumPy calls with addresses, numbers of elements and lengths of core dimensions, and
//! steps.
//!
//! Like those of other universal functions (`loops`) they compute without the interpreter's lock what is nothing but arithmetic: the code has
//! no array objects, but lengths and steps in registers (`pyaot_opt::element`). An element that is not for that code is computed from its
//! beginning by a call of the function, with the lock. What the code had written of its outputs until then is written once more; where the
//! function reads its outputs, or they lie where its inputs are, they are first made what they were.

use std::ffi::{c_char, c_void};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use pyaot_abi::dtype::DType;
use pyaot_array::{array, fpe, threads};
use pyaot_core::error;
use pyaot_core::start::hosted;
use pyaot_core::value::Value;
use pyaot_driver::element::{CoreCode, CoreLoop, Operand};
use pyo3::prelude::*;

use crate::loops::{AnyLoop, Compiled, compiled, dtype, fail, has_failed, in_turn, keep, raise, value, with_lock};

/// One loop of a generalised function.
pub struct Core {
    compiled: &'static Compiled,
    /// Inputs first.
    operands: Vec<Operand>,
    /// How many core dimensions have names.
    names: usize,
    /// For arrays in one piece, and for any.
    dense: OnceLock<Option<Pure>>,
    strided: OnceLock<Option<Pure>>,
    parallel: bool,
    tries: Tries,
}

/// A loop without the lock.
struct Pure {
    source: CoreLoop,
    code: CoreCode,
}

/// How often a loop without the lock has been begun, and how often it has ended in front of an element.
#[derive(Default)]
struct Tries {
    begun: AtomicU32,
    failed: AtomicU32,
}

impl Tries {
    /// It pays to compute elements without the lock: most of them would not have to be computed again.
    fn is_worth(&self) -> bool {
        let failed = self.failed.load(Ordering::Relaxed);
        failed < 8 || failed < self.begun.load(Ordering::Relaxed) / 2
    }

    fn note(&self, done: usize, failed: bool) {
        let more = u32::try_from(done).unwrap_or(u32::MAX).saturating_add(u32::from(failed));
        self.begun.store(self.begun.load(Ordering::Relaxed).saturating_add(more), Ordering::Relaxed);
        self.failed.fetch_add(u32::from(failed), Ordering::Relaxed);
    }
}

impl Core {
    pub fn dtypes(&self) -> impl Iterator<Item = DType> + '_ {
        self.operands.iter().map(|o| o.dtype)
    }

    fn pure(&self, dense: bool) -> Option<&Pure> {
        let cell = if dense { &self.dense } else { &self.strided };
        cell.get_or_init(|| {
            if self.names >= MOST {
                return None;
            }
            let source = self.compiled.element.as_ref()?.make_core_loop(&self.operands, dense)?;
            let code = source.code().ok()?;
            Some(Pure { source, code })
        })
        .as_ref()
    }

    pub fn text(&self) -> String {
        self.pure(true).map(|p| p.source.text()).unwrap_or_default()
    }
}

/// A loop of a generalised function: by operand, inputs first, its dtype, the numbers of its core dimensions, and whether the function gets
/// it as an array. Its number, and how it computes: `code`, or `calls`, with the interpreter's lock.
#[pyfunction]
pub fn make_core_loop(number: usize, n_inputs: usize, operands: Vec<(String, Vec<usize>, bool)>, parallel: bool) -> PyResult<(usize, &'static str)> {
    let compiled = compiled(number)?;
    let names = operands.iter().flat_map(|o| &o.1).max().map_or(0, |d| d + 1);
    let operand = |(k, (d, dims, is_array)): (usize, (String, Vec<usize>, bool))| {
        Ok(Operand { dtype: dtype(&d)?, dims: is_array.then_some(dims), is_output: k >= n_inputs })
    };
    let operands = operands.into_iter().enumerate().map(operand).collect::<PyResult<Vec<_>>>()?;
    let core = Core { compiled, operands, names, dense: OnceLock::new(), strided: OnceLock::new(), parallel, tries: Tries::default() };
    let how = if core.pure(true).is_some() { "code" } else { "calls" };
    Ok((keep(AnyLoop::Core(core)), how))
}

/// What NumPy calls a loop with.
#[derive(Clone, Copy)]
struct Call<'a> {
    core: &'a Core,
    args: &'a [*mut u8],
    /// The number of elements, and the lengths of the core dimensions.
    dims: &'a [isize],
    /// From element to element, then within elements.
    steps: &'a [isize],
    /// An element may have seen what it had written itself before the code has left it.
    rereads: bool,
}

// SAFETY: threads read and write elements at different places.
unsafe impl Sync for Call<'_> {}

impl<'a> Call<'a> {
    fn at(&self, operand: usize, element: usize) -> *mut u8 {
        self.args[operand].wrapping_offset(self.steps[operand] * element as isize)
    }

    /// By operand: lengths and steps of its core dimensions.
    fn within(&self) -> impl Iterator<Item = (Vec<isize>, &'a [isize])> + '_ {
        let mut rest = &self.steps[self.core.operands.len()..];
        self.core.operands.iter().map(move |o| {
            let dims = o.dims.as_deref().unwrap_or_default();
            let (own, behind) = rest.split_at(dims.len());
            rest = behind;
            (dims.iter().map(|d| self.dims[1 + d]).collect(), own)
        })
    }

    /// Some output lies where an input is: NumPy makes no copy of an array that is both.
    fn overlaps(&self) -> bool {
        let range = |(j, (lengths, own)): (usize, (Vec<isize>, &[isize]))| {
            let (mut low, mut high) = (self.args[j] as isize, self.args[j] as isize + self.core.operands[j].dtype.size() as isize);
            for (n, step) in lengths.iter().chain([&self.dims[0]]).zip(own.iter().chain([&self.steps[j]])) {
                let far = (n - 1).max(0) * step;
                (low, high) = (low + far.min(0), high + far.max(0));
            }
            (low, high)
        };
        let ranges: Vec<(isize, isize)> = self.within().enumerate().map(range).collect();
        let of = |is_output: bool| ranges.iter().zip(&self.core.operands).filter(move |(_, o)| o.is_output == is_output).map(|(r, _)| *r);
        of(true).any(|(low, high)| of(false).any(|(from, to)| from < high && low < to))
    }

    fn is_dense(&self) -> bool {
        self.within().zip(&self.core.operands).all(|((lengths, steps), o)| {
            let mut step = o.dtype.size() as isize;
            lengths.iter().zip(steps).rev().all(|(n, s)| {
                let fits = *s == step || *n == 1;
                step *= n;
                fits
            })
        })
    }

    /// Computes elements from `start` on: how many. None: an exception is set.
    ///
    /// # Safety
    /// NumPy's contract for loops; the lock is not needed, see [`beside`].
    unsafe fn compute(&self, pure: &Pure, start: usize, len: usize) -> Option<usize> {
        let (mut args, mut dims) = ([std::ptr::null_mut(); MOST], [0; MOST]);
        for (k, at) in args[..self.args.len()].iter_mut().enumerate() {
            *at = self.at(k, start);
        }
        dims[..self.dims.len()].copy_from_slice(self.dims);
        dims[0] = len as isize;
        // SAFETY: the caller's promise.
        let done = unsafe { (pure.code)(args.as_ptr(), dims.as_ptr(), self.steps.as_ptr()) };
        let done = usize::try_from(done).ok()?;
        self.core.tries.note(done, done < len);
        Some(done)
    }

    /// Calls the function for these elements; the lock is held.
    ///
    /// # Safety
    /// NumPy's contract for loops.
    unsafe fn by_calls(&self, py: Python<'_>, elements: std::ops::Range<usize>) {
        hosted::here();
        for k in elements {
            let mut values = Vec::with_capacity(self.args.len());
            for (j, (o, (lengths, own))) in self.core.operands.iter().zip(self.within()).enumerate() {
                if o.dims.is_none() {
                    // SAFETY: an element of the input.
                    values.push(unsafe { value(o.dtype, self.at(j, k)) });
                    continue;
                }
                let mut shape: Vec<i64> = lengths.iter().map(|n| *n as i64).collect();
                let mut own: Vec<i64> = own.iter().map(|s| *s as i64).collect();
                if own.is_empty() {
                    // An array even where it has no dimension.
                    (shape, own) = (vec![1], vec![o.dtype.size() as i64]);
                }
                // SAFETY: elements that NumPy keeps alive during the call, after which nobody has the array.
                values.push(unsafe { array::over(Value::none(), self.at(j, k), o.dtype, &shape, &own, o.is_output) });
            }
            let words: Vec<u64> = values.iter().map(Value::bits).collect();
            // SAFETY: one live value for each parameter.
            if let Err(raised) = unsafe { self.core.compiled.unit.call(words.as_ptr(), true) } {
                raise(raised);
                fail(py);
                break;
            }
        }
        fpe::clear();
    }

    /// Computes elements without the lock: which one is not for that code, with its outputs as they were; `end`: none.
    ///
    /// # Safety
    /// NumPy's contract for loops.
    unsafe fn part(&self, pure: &Pure, start: usize, end: usize) -> Option<usize> {
        beside(|| {
            let (mut at, mut before) = (start, Vec::new());
            while at < end && self.core.tries.is_worth() {
                let mut len = end - at;
                if self.rereads {
                    len = 1;
                    self.keep_outputs(at, &mut before);
                }
                // SAFETY: as above.
                let done = unsafe { self.compute(pure, at, len)? };
                at += done;
                if done < len {
                    self.put_back(at, &before);
                    break;
                }
            }
            Some(at)
        })
    }

    /// Computes the elements from `start` on, one after the other.
    ///
    /// # Safety
    /// NumPy's contract for loops.
    unsafe fn one_by_one(&self, pure: &Pure, start: usize, end: usize) {
        let mut at = start;
        while at < end && !has_failed() {
            // SAFETY: as above.
            let Some(stop) = (unsafe { self.part(pure, at, end) }) else { return with_lock(fail) };
            // Where it does not pay, all that is left.
            let next = if self.core.tries.is_worth() { end.min(stop + 1) } else { end };
            if stop < end {
                // SAFETY: as above.
                with_lock(|py| unsafe { self.by_calls(py, stop..next) });
            }
            at = next;
        }
    }

    /// Computes all elements on several threads, if that pays.
    ///
    /// # Safety
    /// NumPy's contract for loops.
    unsafe fn in_parts(&self, pure: &Pure, n: usize) {
        // So long, at least, does an element take of which each item is looked at once.
        let time = self.dims[1..].iter().map(|d| *d as usize).product::<usize>().max(1);
        let (left, raised) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        threads::rows(n, 1, time.saturating_mul(n), |start, len| {
            // SAFETY: elements that only this thread works on.
            match unsafe { self.part(pure, start, start + len) } {
                Some(stop) if stop == start + len => {}
                Some(stop) => left.lock().expect("nothing panics with the lock").push((stop, start + len)),
                None => raised.store(true, Ordering::Relaxed),
            }
        });
        if raised.into_inner() {
            return with_lock(fail);
        }
        let mut left = left.into_inner().expect("nothing panics with the lock");
        left.sort_unstable();
        for (stop, end) in left {
            // SAFETY: by the contract.
            unsafe { self.one_by_one(pure, stop, end) };
        }
    }

    fn keep_outputs(&self, element: usize, kept: &mut Vec<u8>) {
        kept.clear();
        self.each_output(element, |at, len| {
            // SAFETY: items of an output.
            kept.extend_from_slice(unsafe { std::slice::from_raw_parts(at, len) });
        });
    }

    /// Nothing has been kept where the function does not read its outputs.
    fn put_back(&self, element: usize, kept: &[u8]) {
        if kept.is_empty() {
            return;
        }
        let mut rest = kept;
        self.each_output(element, |at, len| {
            let (items, behind) = rest.split_at(len);
            // SAFETY: items of an output, which nobody else looks at.
            unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), at, len) };
            rest = behind;
        });
    }

    /// Calls `f` with each run of items of an element's outputs, in order, and its bytes.
    fn each_output(&self, element: usize, mut f: impl FnMut(*mut u8, usize)) {
        for (j, (o, (lengths, steps))) in self.core.operands.iter().zip(self.within()).enumerate() {
            if !o.is_output || lengths.contains(&0) {
                continue;
            }
            let (mut outer, mut run) = (lengths.len(), o.dtype.size());
            while outer > 0 && steps[outer - 1] == run as isize {
                outer -= 1;
                run *= lengths[outer] as usize;
            }
            let mut place = vec![0; outer];
            loop {
                let offset: isize = place.iter().zip(steps).map(|(i, s)| i * s).sum();
                f(self.at(j, element).wrapping_offset(offset), run);
                let Some(axis) = (0..outer).rev().find(|a| place[*a] + 1 < lengths[*a]) else { break };
                place[axis] += 1;
                place[axis + 1..].fill(0);
            }
        }
    }
}

/// Operands and core dimensions at most: NumPy's own limits.
const MOST: usize = 64;

/// Runs loops that need no lock.
fn beside<R>(work: impl FnOnce() -> R) -> R {
    let work = || error::muted(work);
    let result = if threads::is_inside() { work() } else { hosted::beside(work) };
    fpe::clear();
    result
}

/// The loop of a generalised function.
///
/// # Safety
/// NumPy's contract.
pub unsafe extern "C" fn core_loop(args: *mut *mut c_char, dims: *const isize, steps: *const isize, data: *mut c_void) {
    if has_failed() {
        return;
    }
    // SAFETY: by the contract: the number of elements and the core dimensions, the steps from element to element and those within.
    let call = unsafe {
        let core = &*data.cast::<Core>();
        let many = core.operands.len();
        let n_strides: usize = core.operands.iter().flat_map(|o| &o.dims).map(Vec::len).sum();
        Call {
            core,
            args: std::slice::from_raw_parts(args.cast::<*mut u8>(), many),
            dims: std::slice::from_raw_parts(dims, 1 + core.names),
            steps: std::slice::from_raw_parts(steps, many + n_strides),
            rereads: false,
        }
    };
    let n = call.dims[0] as usize;
    let pure = call.core.pure(call.is_dense());
    let call = Call { rereads: pure.is_some_and(|p| p.source.rereads()) || call.overlaps(), ..call };
    in_turn(call.dims.iter().map(|d| *d as usize).product(), || match pure {
        // SAFETY: by the contract.
        Some(pure) if call.core.parallel => unsafe { call.in_parts(pure, n) },
        // SAFETY: as above.
        Some(pure) => unsafe { call.one_by_one(pure, 0, n) },
        // SAFETY: as above.
        None => with_lock(|py| unsafe { call.by_calls(py, 0..n) }),
    });
}
