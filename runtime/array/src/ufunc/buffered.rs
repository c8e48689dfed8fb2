//! Reductions in which operands go through buffers: those of another dtype than the loop, and those whose dimensions are not one in memory.
//! Float sums depend on where a buffer ends, since each is added up by itself, and so does what an output of another dtype loses, to which
//! the elements are converted and back each time. So the parts that NumPy's iterator takes are found here as it finds them.

use std::convert::Infallible;

use pyaot_abi::dtype::{DType, Kind};
use pyaot_core::error::Result;

use super::interop;
use super::nest::{Axis, Nest};
use crate::array::ArrayObj;
use crate::cast::reported;
use crate::cpu::backend;
use crate::errors;
use crate::fpe;
use crate::kernels::cast::{self, CastFn};
use crate::kernels::loops::{FoldFn, Loop, LoopFn, MAX_OPS, Ptrs, Strides};

/// Elements that a buffer holds.
pub const BUFFER: usize = 8192;

/// The conversions between the array, the loop's dtype and the output.
pub struct Buffered {
    gather: CastFn,
    read: CastFn,
    write: CastFn,
    first: CastFn,
    array: DType,
    work: DType,
    out: DType,
}

/// The parts of the array: the dimensions `..outer` of the nest whole, and `times` indices of the dimension `outer`.
#[derive(Debug)]
struct Parts {
    outer: usize,
    /// Elements of the whole dimensions.
    core: usize,
    times: usize,
    /// An operand goes through a buffer.
    buffers: bool,
}

/// What is in the buffers.
struct Buffers {
    out: Vec<u64>,
    array: Vec<u64>,
    mask: Vec<u8>,
    /// Where the elements of the output's buffer come from, and whether they may stay for the next part that begins there.
    begins: *mut u8,
    may_stay: bool,
}

impl Buffered {
    /// None: not all of these are numbers.
    pub fn new(array: DType, work: DType, out: DType) -> Option<Buffered> {
        let [gather, read, write, first] = [(array, work), (out, work), (work, out), (array, out)].map(|(from, to)| cast::find(from, to));
        Some(Buffered { gather: gather?, read: read?, write: write?, first: first?, array, work, out })
    }

    /// NumPy's iterator uses buffers: operand 0 of the nest is the output, 1 the array and 2 the mask.
    pub fn is_needed(&self, nest: &Nest, masked: bool) -> bool {
        let mut nest = Nest::of(nest.axes.clone());
        nest.coalesce(2 + usize::from(masked));
        nest.axes.iter().all(|x| x.n > 0) && self.parts(&nest.axes, masked).buffers
    }

    fn parts(&self, axes: &[Axis], masked: bool) -> Parts {
        parts(axes, &[self.out != self.work, self.array != self.work, false][..2 + usize::from(masked)])
    }

    /// The warnings that belong to the conversions of complex numbers, however many they are.
    ///
    /// # Errors
    /// What the program has made of a warning.
    pub fn warn_of_complex(&self) -> Result<()> {
        [(self.array, self.work), (self.out, self.work), (self.work, self.out)].into_iter().try_for_each(warn_of_complex)
    }

    /// What the output starts with: `start` everywhere, or the first elements along the reduced dimensions. The flags of floating point that
    /// a conversion of `start` leaves count for the reduction, too.
    ///
    /// # Errors
    /// What the program has made of a warning.
    pub fn begin(&self, nest: &Nest, p: &Ptrs, target: &ArrayObj, start: Option<&[u8; 16]>, marked: &[bool]) -> Result<u8> {
        let Some(bits) = start else {
            let first = nest.axes.iter().copied().filter(|x| !marked[x.dim]).collect();
            reported(self.array, self.out, || {
                copy(&Nest::of(first), p, |p, s, n| {
                    // SAFETY: both have n elements here.
                    unsafe { (self.first)(p[1], s[1], p[0], s[0], n) };
                });
                Ok(())
            })?;
            return Ok(0);
        };
        if target.size() == 0 {
            return warn_of_complex((self.work, self.out)).map(|()| 0);
        }
        let mut as_out = [0u8; 16];
        // SAFETY: both hold an element.
        let mut convert = || unsafe { (self.write)(bits.as_ptr(), 0, as_out.as_mut_ptr(), 0, 1) };
        fpe::clear();
        convert();
        let flags = fpe::take();
        reported(self.work, self.out, || {
            convert();
            Ok(())
        })?;
        interop::fill(target, &as_out[..self.out.size()]);
        Ok(flags)
    }

    /// Folds all elements into the output. Where it began with the first elements (`skips`), those do not count twice. Loops that clear the
    /// flags of floating point (`forgets`) take those of conversions with them.
    pub fn run(&self, lo: &Loop, mut nest: Nest, p: &Ptrs, masked: bool, skips: bool, forgets: bool) {
        nest.coalesce(2 + usize::from(masked));
        if nest.axes.iter().any(|x| x.n == 0) {
            return;
        }
        if nest.axes.is_empty() {
            nest.axes.push(Axis { dim: 0, n: 1, s: [0; MAX_OPS] });
        }
        let call = Call { fold: lo.fold(backend()), run: lo.run(backend()), size: self.work.size(), forgets };
        let parts = self.parts(&nest.axes, masked);
        let (part, rest) = nest.axes.split_at(parts.outer + 1);
        let along = part[parts.outer];
        let whole = parts.core * parts.times;
        let elements = vec![0u64; (whole * self.work.size()).div_ceil(8)];
        let mask = if masked { vec![0; whole] } else { Vec::new() };
        let mut b = Buffers { out: elements.clone(), array: elements, mask, begins: std::ptr::null_mut(), may_stay: false };
        for at in 0..rest.iter().map(|x| x.n).product() {
            let (mut q, mut is_first, mut left) = (*p, skips, at);
            for x in rest {
                let k = left % x.n;
                left /= x.n;
                is_first &= k == 0 || x.s[0] != 0;
                advance(&mut q, x, k);
            }
            for start in (0..along.n).step_by(parts.times) {
                let mut q = q;
                advance(&mut q, &along, start);
                let mut axes = part.to_vec();
                axes[parts.outer].n = parts.times.min(along.n - start);
                self.fold(&call, &axes, &q, is_first && (start == 0 || along.s[0] != 0), whole, &mut b);
            }
        }
    }

    /// Folds a part into its elements of the output.
    fn fold(&self, call: &Call, axes: &[Axis], p: &Ptrs, is_first: bool, whole: usize, b: &mut Buffers) {
        let Some((along, inner)) = axes.split_last() else { return };
        let size = self.work.size();
        let core: usize = inner.iter().map(|x| x.n).product();
        let (folds_core, folds_along) = (inner.iter().all(|x| x.s[0] == 0), along.s[0] == 0);
        let is_nested = !inner.is_empty() && folds_core != folds_along;

        let nest = Nest::of(axes.to_vec());
        let mut to = b.array.as_mut_ptr().cast::<u8>();
        copy(&nest, p, |p, s, n| {
            // SAFETY: the buffer has room for all elements of the part.
            unsafe { (self.gather)(p[1], s[1], to, size as isize, n) };
            to = to.wrapping_add(n * size);
        });
        if !b.mask.is_empty() {
            let mut at = 0;
            copy(&nest, p, |p, s, n| {
                for k in 0..n {
                    // SAFETY: the mask has n elements here.
                    b.mask[at + k] = unsafe { *p[2].wrapping_offset(s[2] * k as isize) };
                }
                at += n;
            });
        }
        let kept = Nest::of(axes.iter().copied().filter(|x| x.s[0] != 0).collect());
        if !(is_nested && b.may_stay && b.begins == p[0]) {
            (b.begins, b.may_stay) = (p[0], folds_along || core * along.n == whole);
            let mut to = b.out.as_mut_ptr().cast::<u8>();
            copy(&kept, p, |p, s, n| {
                // SAFETY: the buffer has room for as many elements as the part.
                unsafe { (self.read)(p[0], s[0], to, size as isize, n) };
                to = to.wrapping_add(n * size);
            });
        }

        let (acc, array) = (b.out.as_mut_ptr().cast::<u8>(), b.array.as_ptr().cast::<u8>());
        if is_nested {
            for k in 0..along.n {
                let element = if folds_along { 0 } else { k };
                let mask = b.mask.get(k * core..(k + 1) * core);
                let is_first = is_first && (k == 0 || !folds_along);
                call.masked(acc.wrapping_add(element * size), folds_core, array.wrapping_add(k * core * size), core, mask, is_first);
            }
        } else {
            let n = core * along.n;
            call.masked(acc, folds_along, array, n, b.mask.get(..n), is_first);
        }

        let mut from = b.out.as_ptr().cast::<u8>();
        copy(&kept, p, |p, s, n| {
            // SAFETY: these are the elements that were read, or would have been.
            unsafe { (self.write)(from, size as isize, p[0], s[0], n) };
            from = from.wrapping_add(n * size);
        });
    }
}

/// The loop over elements in buffers.
struct Call {
    fold: Option<FoldFn>,
    run: LoopFn,
    size: usize,
    forgets: bool,
}

impl Call {
    /// Folds `n` elements into one, or into one each, where the mask is set. First ones are in the output already.
    fn masked(&self, acc: *mut u8, into_one: bool, from: *const u8, n: usize, mask: Option<&[u8]>, is_first: bool) {
        if is_first && !into_one {
            return;
        }
        let Some(mask) = mask else {
            let skip = usize::from(is_first);
            return self.all(acc, into_one, from.wrapping_add(skip * self.size), n - skip);
        };
        let mut at = 0;
        for run in mask.chunk_by(|x, y| (*x == 0) == (*y == 0)) {
            if run[0] != 0 {
                let acc = if into_one { acc } else { acc.wrapping_add(at * self.size) };
                self.all(acc, into_one, from.wrapping_add(at * self.size), run.len());
            }
            at += run.len();
        }
    }

    fn all(&self, acc: *mut u8, into_one: bool, from: *const u8, n: usize) {
        let stride = self.size as isize;
        match self.fold {
            // SAFETY: the buffers have n elements.
            Some(fold) if into_one => unsafe { fold(acc, from, stride, n) },
            _ => {
                let step = if into_one { 0 } else { stride };
                let (mut p, mut s) = ([std::ptr::null_mut(); MAX_OPS], [0; MAX_OPS]);
                (p[0], p[1], p[2]) = (acc, from.cast_mut(), acc);
                (s[0], s[1], s[2]) = (step, stride, step);
                // SAFETY: as above; of what is read, only the output's own elements are written.
                unsafe { (self.run)(&p, &s, n) };
            }
        }
        if self.forgets {
            fpe::clear();
        }
    }
}

/// What a conversion has to say, even if it is one of nothing.
fn warn_of_complex((from, to): (DType, DType)) -> Result<()> {
    let discards = from.is_complex() && matches!(to.kind(), Kind::Signed | Kind::Unsigned | Kind::Float);
    if discards { errors::complex_warning() } else { Ok(()) }
}

fn advance(p: &mut Ptrs, axis: &Axis, k: usize) {
    for (p, s) in p.iter_mut().zip(axis.s) {
        *p = p.wrapping_offset(s * k as isize);
    }
}

/// Runs what cannot fail.
fn copy(nest: &Nest, p: &Ptrs, mut f: impl FnMut(&Ptrs, &Strides, usize)) {
    let Ok(()) = nest.run(p, 3, |p, s, n| -> std::result::Result<(), Infallible> {
        f(p, s, n);
        Ok(())
    });
}

/// The parts that NumPy's iterator chooses: as many whole dimensions as cost least, where each operand that is copied into a buffer
/// costs a part's work: those that `is_buffered` names, and others whose dimensions are not one in memory. The dimension where the output
/// changes from reduced to kept, or back, is the last that may be cut. A part without buffers may be of any size.
fn parts(axes: &[Axis], is_buffered: &[bool]) -> Parts {
    let mut cost = 1 + is_buffered.iter().filter(|b| **b).count();
    let limit = |cost: usize| if cost > 1 { BUFFER } else { usize::MAX };
    let follows = |op: usize, k: usize| axes[k].s[op] * axes[k].n as isize == axes[k + 1].s[op];
    // How many dimensions are one in memory.
    let ones: Vec<usize> = (0..is_buffered.len()).map(|op| (1..axes.len()).take_while(|k| follows(op, k - 1)).count() + 1).collect();
    let mut size = axes.first().map_or(1, |x| x.n);
    // With its cost, size and core, the dimension, and whether the output folds one of these alone.
    let mut best = (cost, size, 1, 0, false);
    for k in 1..axes.len() {
        if size >= limit(cost) {
            break;
        }
        let flips = (axes[k - 1].s[0] == 0) != (axes[k].s[0] == 0);
        cost += ones.iter().zip(is_buffered).filter(|(ones, is_buffered)| **ones == k && !**is_buffered).count();
        let core = size;
        size *= axes[k].n;
        let (best_cost, best_size, ..) = best;
        if cost as f64 * best_size as f64 <= best_cost as f64 * size.min(limit(cost)) as f64 {
            best = (cost, size, core, k, flips);
        }
        if flips {
            break;
        }
    }
    let (_, size, core, outer, folds) = best;
    let buffers = ones.iter().enumerate().any(|(op, ones)| {
        // An operand that stands still along the last dimension, or goes through it in steps of its own, is taken anew for each index.
        let apart = folds && (op == 0 || *ones == outer && !is_buffered[op] || axes[outer].s[op] == 0);
        is_buffered[op] || ones + usize::from(apart) <= outer
    });
    Parts { outer, core, times: if buffers { size.min(BUFFER) / core } else { size / core }, buffers }
}
