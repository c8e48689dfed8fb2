//! Straight-line code over floats, computed for blocks of elements that stay in the nearest cache: what a function of scalars does
//! becomes one kernel for each of its operations (the inner loops of `pyaot.vectorize`).
//!
//! Nothing here touches an object or what belongs to the program's own thread: any thread may run a [`Program`], several at once.
//! Where an element is not for the kernels (a function would raise for it), the program stops in front of it.
//!
//! The digits of an element do not depend on where it stands: short rests are filled up to what kernels take for vectors.

mod steps;

use std::cell::Cell;

use pyaot_abi::dtype::DType;

use crate::cpu::backend;
use crate::fpe;
use crate::kernels::loops::{Loop, LoopFn, Op2, loop2};
use crate::kernels::vector::ERROR_FUNCTION;
use crate::ufunc::{Ufunc, table};
use steps::{Compare, Source, apply};

/// Elements of a block at most, and at least: all buffers of a program fit the first-level cache, or nearly so.
const BLOCK: usize = 2048;
const SMALL_BLOCK: usize = 256;
/// Words that buffers have together.
const CACHE: usize = 4096;
/// Fewer elements are filled up to these, so that no kernel takes them one by one.
const LEAST: usize = 40;

/// A value of the program: one for each element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(u16);

/// A function of one float that may raise ([`pyaot_core::error::muted`]).
pub type One = fn(f64) -> pyaot_core::error::Result<f64>;
pub type Two = fn(f64, f64) -> pyaot_core::error::Result<f64>;

#[derive(Clone, Copy)]
enum Home {
    Float(f64),
    Mask(bool),
    Input(u8),
    Buffer(u8),
}

#[derive(Clone, Copy)]
enum What {
    /// A kernel of one or two operands. `wide`: of a few elements it would make other digits.
    Run { run: LoopFn, two: bool, wide: bool, compare: Option<Compare> },
    /// The first where the mask (the third operand) is set, else the second.
    Choose,
    /// The first where the third and the fourth compare so, else the second.
    Pick(Compare),
    /// All of both operands compare so, or none does.
    CheckPairs(Compare, bool),
    One(One),
    Two(Two),
    /// All of the mask is so.
    Check(bool),
    /// The second operand is the result of a function that raises if it has none: for the first, or for the third too.
    CheckResult,
}

/// Operands of a step at most.
const MOST: usize = 4;

#[derive(Clone, Copy)]
struct Step {
    what: What,
    operands: [Slot; MOST],
    count: u8,
    /// Checks have none.
    to: Option<Slot>,
    /// Bytes of an element of the result: masks are bytes, all else floats.
    size: u8,
}

/// A program being made.
#[derive(Default)]
pub struct Builder {
    homes: Vec<Home>,
    is_mask: Vec<bool>,
    steps: Vec<Step>,
}

/// See the module's comment.
pub struct Program {
    homes: Box<[Home]>,
    steps: Box<[Step]>,
    inputs: Box<[(Slot, DType)]>,
    result: Slot,
    output: DType,
    buffers: usize,
    /// Elements of a block.
    block: usize,
}

/// Kernels of two floats that only blocks have: with the widest vectors, since blocks are in the nearest cache, and Python's `min` and `max`.
macro_rules! kernels {
    ($($NAME:ident $Op:ident |$a:ident, $b:ident| $e:expr;)*) => { $(
        struct $Op;
        impl Op2 for $Op {
            type A = f64;
            type B = f64;
            type R = f64;
            #[inline(always)]
            fn f($a: f64, $b: f64) -> f64 {
                $e
            }
        }
        static $NAME: Loop = loop2::<$Op>();
    )* };
}

kernels! {
    ADD Add |a, b| a + b;
    SUBTRACT Subtract |a, b| a - b;
    MULTIPLY Multiply |a, b| a * b;
    MIN Min |a, b| if b < a { b } else { a };
    MAX Max |a, b| if b > a { b } else { a };
}

/// The kernel of that name for floats (or masks), whether it takes two operands, makes a mask, and whether few elements give other digits.
fn kernel(name: &str, of: DType) -> Option<(LoopFn, bool, bool, bool)> {
    let b = backend();
    let of_ufunc = |u: &'static Ufunc, wide: bool| {
        let l = u.loops.iter().find(|l| l.types[..u.nin].iter().all(|d| *d == of))?;
        let result = l.types[u.nin];
        (result == of || result == DType::Bool).then(|| (l.run(b), u.nin == 2, result == DType::Bool, wide))
    };
    match name {
        "add" => Some((ADD.run(b), true, false, false)),
        "subtract" => Some((SUBTRACT.run(b), true, false, false)),
        "multiply" => Some((MULTIPLY.run(b), true, false, false)),
        "divide" => of_ufunc(&table::DIVIDE, false),
        "negative" => of_ufunc(&table::NEGATIVE, false),
        "absolute" => of_ufunc(&table::ABSOLUTE, false),
        "sqrt" => of_ufunc(&table::SQRT, false),
        "floor" => of_ufunc(&table::FLOOR, false),
        "ceil" => of_ufunc(&table::CEIL, false),
        "trunc" => of_ufunc(&table::TRUNC, false),
        "rint" => of_ufunc(&table::RINT, false),
        "less" => of_ufunc(&table::LESS, false),
        "less_equal" => of_ufunc(&table::LESS_EQUAL, false),
        "greater" => of_ufunc(&table::GREATER, false),
        "greater_equal" => of_ufunc(&table::GREATER_EQUAL, false),
        "equal" => of_ufunc(&table::EQUAL, false),
        "not_equal" => of_ufunc(&table::NOT_EQUAL, false),
        "logical_and" => of_ufunc(&table::LOGICAL_AND, false),
        "logical_or" => of_ufunc(&table::LOGICAL_OR, false),
        "logical_xor" => of_ufunc(&table::LOGICAL_XOR, false),
        "logical_not" => of_ufunc(&table::LOGICAL_NOT, false),
        "exp" => of_ufunc(&table::EXP, true),
        "exp2" => of_ufunc(&table::EXP2, true),
        "log" => of_ufunc(&table::LOG, true),
        "log2" => of_ufunc(&table::LOG2, true),
        "log10" => of_ufunc(&table::LOG10, true),
        "sin" => of_ufunc(&table::SIN, true),
        "cos" => of_ufunc(&table::COS, true),
        "tanh" => of_ufunc(&table::TANH, true),
        "power" => of_ufunc(&table::POWER, true),
        "erf" => Some((ERROR_FUNCTION.run(b), false, false, true)),
        "min" => Some((MIN.run(b), true, false, false)),
        "max" => Some((MAX.run(b), true, false, false)),
        _ => None,
    }
}

impl Builder {
    fn slot(&mut self, home: Home, is_mask: bool) -> Slot {
        self.homes.push(home);
        self.is_mask.push(is_mask);
        Slot(self.homes.len() as u16 - 1)
    }

    pub fn float(&mut self, x: f64) -> Slot {
        self.slot(Home::Float(x), false)
    }

    pub fn mask(&mut self, x: bool) -> Slot {
        self.slot(Home::Mask(x), true)
    }

    /// The elements of an input, as floats.
    pub fn input(&mut self, k: usize) -> Slot {
        self.slot(Home::Input(k as u8), false)
    }

    pub fn is_mask(&self, s: Slot) -> bool {
        self.is_mask[s.0 as usize]
    }

    fn step(&mut self, what: What, operands: &[Slot], result: Option<bool>) -> Slot {
        let to = result.map(|is_mask| self.slot(Home::Buffer(0), is_mask));
        let mut all = [operands[0]; MOST];
        all[..operands.len()].copy_from_slice(operands);
        let size = if result == Some(true) { 1 } else { 8 };
        self.steps.push(Step { what, operands: all, count: operands.len() as u8, to, size });
        to.unwrap_or(operands[0])
    }

    /// The kernel of this name; none: there is no such one.
    pub fn apply(&mut self, name: &str, operands: &[Slot]) -> Option<Slot> {
        let of = if self.is_mask(operands[0]) { DType::Bool } else { DType::F64 };
        let (run, two, makes_mask, wide) = kernel(name, of)?;
        let compare = Compare::of(name).filter(|_| of == DType::F64);
        (operands.len() == 1 + usize::from(two)).then(|| self.step(What::Run { run, two, wide, compare }, operands, Some(makes_mask)))
    }

    /// `a` where the mask is set, else `b`.
    pub fn choose(&mut self, mask: Slot, a: Slot, b: Slot) -> Option<Slot> {
        let fits = !self.is_mask(a) && !self.is_mask(b);
        fits.then(|| match self.comparison(mask) {
            Some((c, x, y)) => self.step(What::Pick(c), &[a, b, x, y], Some(false)),
            None => self.step(What::Choose, &[a, b, mask], Some(false)),
        })
    }

    /// The comparison of floats that the mask comes from. If nothing else uses it, it is left out.
    fn comparison(&self, mask: Slot) -> Option<(Compare, Slot, Slot)> {
        let step = self.steps.iter().find(|s| s.to == Some(mask))?;
        match step.what {
            What::Run { compare: Some(c), .. } => Some((c, step.operands[0], step.operands[1])),
            _ => None,
        }
    }

    pub fn call_one(&mut self, f: One, x: Slot) -> Slot {
        self.step(What::One(f), &[x], Some(false))
    }

    pub fn call_two(&mut self, f: Two, x: Slot, y: Slot) -> Slot {
        self.step(What::Two(f), &[x, y], Some(false))
    }

    /// Elements for which the mask is something else are not for this program.
    pub fn check(&mut self, mask: Slot, is: bool) {
        match self.comparison(mask) {
            Some((c, x, y)) => self.step(What::CheckPairs(c, is), &[x, y], None),
            None => self.step(What::Check(is), &[mask], None),
        };
    }

    /// Nor are those of which a function has no result.
    pub fn check_result(&mut self, result: Slot, operands: &[Slot]) {
        self.step(What::CheckResult, &[operands[0], result, operands[operands.len() - 1]], None);
    }

    /// None: such elements are not made here.
    pub fn finish(self, inputs: &[DType], result: Slot, output: DType) -> Option<Program> {
        let fits = if self.is_mask(result) { output == DType::Bool } else { matches!(output, DType::F64 | DType::F32) };
        if !fits || !inputs.iter().all(|d| converter(*d).is_some()) {
            return None;
        }
        let Builder { mut homes, is_mask, steps } = self;
        let mut used = vec![false; homes.len()];
        used[result.0 as usize] = true;
        let mut kept: Vec<Step> = Vec::new();
        for s in steps.into_iter().rev() {
            if s.to.is_some_and(|to| !used[to.0 as usize]) {
                continue;
            }
            s.operands[..s.count.into()].iter().for_each(|o| used[o.0 as usize] = true);
            kept.push(s);
        }
        kept.reverse();
        let steps = kept;
        let mut last = vec![0; homes.len()];
        for (k, s) in steps.iter().enumerate() {
            s.operands[..s.count.into()].iter().for_each(|o| last[o.0 as usize] = k);
        }
        last[result.0 as usize] = steps.len();
        let (mut free, mut buffers) = (Vec::new(), 0u8);
        // Inputs may need a buffer each.
        let mut of_input = vec![None; inputs.len()];
        for (k, home) in homes.iter().enumerate() {
            if let Home::Input(i) = home {
                of_input[*i as usize] = Some((Slot(k as u16), inputs[*i as usize]));
            }
        }
        let mut next = || {
            buffers += 1;
            buffers - 1
        };
        let first_buffers: Vec<u8> = of_input.iter().map(|_| next()).collect();
        debug_assert!(first_buffers.iter().enumerate().all(|(k, b)| k == *b as usize));
        for (k, s) in steps.iter().enumerate() {
            let dying = |home: &Home, o: &Slot| matches!(home, Home::Buffer(_)) && last[o.0 as usize] == k;
            let done: Vec<Slot> = s.operands[..s.count.into()].iter().copied().filter(|o| dying(&homes[o.0 as usize], o)).collect();
            // A float may go where the first operand was.
            let early = s.to.filter(|to| !is_mask[to.0 as usize]).and_then(|_| {
                let a = s.operands[0];
                (done.contains(&a) && !is_mask[a.0 as usize]).then_some(a)
            });
            if let Some(to) = s.to {
                homes[to.0 as usize] = match early {
                    Some(a) => homes[a.0 as usize],
                    None => Home::Buffer(free.pop().unwrap_or_else(&mut next)),
                };
            }
            for o in done.iter().filter(|o| Some(**o) != early) {
                if let Home::Buffer(b) = homes[o.0 as usize]
                    && !free.contains(&b)
                {
                    free.push(b);
                }
            }
        }
        let inputs = of_input.into_iter().enumerate().map(|(k, s)| s.unwrap_or((Slot(u16::MAX), inputs[k]))).collect();
        let block = (CACHE / usize::from(buffers.max(1))).clamp(SMALL_BLOCK, BLOCK) / 64 * 64;
        Some(Program { homes: homes.into(), steps: steps.into(), inputs, result, output, buffers: buffers.into(), block })
    }
}

/// Writes `n` elements as floats.
type Converter = unsafe fn(from: *const u8, stride: isize, to: *mut f64, n: usize);

fn converter(d: DType) -> Option<Converter> {
    macro_rules! of {
        ($t:ty, |$x:ident| $e:expr) => {{
            unsafe fn convert(from: *const u8, stride: isize, to: *mut f64, n: usize) {
                for k in 0..n {
                    // SAFETY: the caller has `n` elements at both places.
                    unsafe {
                        let $x = from.wrapping_offset(stride * k as isize).cast::<$t>().read_unaligned();
                        to.add(k).write($e);
                    }
                }
            }
            Some(convert as Converter)
        }};
    }
    match d {
        DType::F64 => of!(f64, |x| x),
        DType::F32 => of!(f32, |x| f64::from(x)),
        DType::I64 => of!(i64, |x| x as f64),
        DType::I32 => of!(i32, |x| f64::from(x)),
        DType::U32 => of!(u32, |x| f64::from(x)),
        DType::I16 => of!(i16, |x| f64::from(x)),
        DType::U16 => of!(u16, |x| f64::from(x)),
        DType::I8 => of!(i8, |x| f64::from(x)),
        DType::U8 => of!(u8, |x| f64::from(x)),
        _ => None,
    }
}

const NOWHERE: Source = Source { at: std::ptr::null_mut(), stride: 0 };

/// What a thread computes with.
#[derive(Default)]
struct Work {
    buffers: Vec<f64>,
    sources: Vec<Source>,
    /// By slot: what is the same for all elements.
    same: Vec<f64>,
}

thread_local! {
    static WORK: Cell<Work> = const { Cell::new(Work { buffers: Vec::new(), sources: Vec::new(), same: Vec::new() }) };
}

impl Program {
    /// Computes elements from the first on: addresses and steps of the inputs, and behind them of the output. How many are done: all,
    /// or those in front of the first that is not for this program.
    ///
    /// # Safety
    /// The operands are valid for `n` elements; the output is an input element for element, or overlaps with none.
    pub unsafe fn run(&self, args: &[*mut u8], steps: &[isize], n: usize) -> usize {
        let mut work = WORK.take();
        let room = self.buffers * self.block;
        if work.buffers.len() < room {
            work.buffers.resize(room, 0.0);
        }
        work.sources.clear();
        work.sources.resize(self.homes.len(), NOWHERE);
        work.same.clear();
        work.same.resize(self.homes.len(), 0.0);
        // SAFETY: the caller's promise.
        let done = unsafe {
            let mut done = 0;
            if n > 0 && self.prepare(&mut work, args, steps) {
                while done < n {
                    let len = self.block.min(n - done);
                    if !self.block(&mut work, args, steps, done, len) {
                        done += self.in_front(&mut work, args, steps, done, len);
                        break;
                    }
                    done += len;
                }
            }
            done
        };
        WORK.set(work);
        // The functions are those of Python's numbers, which say by exceptions what there is to say.
        fpe::clear();
        done
    }

    /// How many of `n` elements, not all of which are for this program, are in front of the first that is not; these are computed.
    unsafe fn in_front(&self, work: &mut Work, args: &[*mut u8], steps: &[isize], from: usize, n: usize) -> usize {
        let (mut good, mut rest) = (0, n);
        while rest > 1 {
            let half = rest / 2;
            // SAFETY: a part of the caller's elements, none of which was written.
            if unsafe { self.block(work, args, steps, from + good, half) } {
                good += half;
                rest -= half;
            } else {
                rest = half;
            }
        }
        good
    }

    /// What is the same for all elements; false: it is not for this program.
    unsafe fn prepare(&self, work: &mut Work, args: &[*mut u8], steps: &[isize]) -> bool {
        let Work { sources, same, .. } = work;
        for (k, home) in self.homes.iter().enumerate() {
            match home {
                Home::Float(x) => same[k] = *x,
                Home::Mask(x) => same[k] = f64::from_bits(u64::from(*x)),
                Home::Input(_) | Home::Buffer(_) => continue,
            }
            sources[k] = Source { at: (&raw mut same[k]).cast(), stride: 0 };
        }
        for (k, (slot, dtype)) in self.inputs.iter().enumerate() {
            let slot = slot.0 as usize;
            if slot < sources.len() && steps[k] == 0 {
                let convert = converter(*dtype).expect("`finish` has looked");
                // SAFETY: there is one element at least.
                unsafe { convert(args[k], 0, &raw mut same[slot], 1) };
                sources[slot] = Source { at: (&raw mut same[slot]).cast(), stride: 0 };
            }
        }
        for s in &self.steps {
            let operands = s.operands.map(|o| sources[o.0 as usize]);
            if operands[..s.count.into()].iter().any(|o| o.at.is_null()) {
                continue;
            }
            let mut result = [0.0; LEAST];
            // SAFETY: numbers, and room for the results.
            unsafe {
                if let What::Run { wide: true, .. } = s.what {
                    let mut spread = [[0.0; LEAST]; 2];
                    let mut wide = operands;
                    for (row, o) in spread.iter_mut().zip(&mut wide) {
                        row.fill(o.at.cast::<f64>().read());
                        *o = Source { at: row.as_mut_ptr().cast(), stride: 8 };
                    }
                    if !apply(s, &wide, result.as_mut_ptr().cast(), LEAST) {
                        return false;
                    }
                } else if !apply(s, &operands, result.as_mut_ptr().cast(), 1) {
                    return false;
                }
            }
            if let Some(to) = s.to {
                let to = to.0 as usize;
                same[to] = result[0];
                sources[to] = Source { at: (&raw mut same[to]).cast(), stride: 0 };
            }
        }
        true
    }

    /// Some elements, a block's at most; false: not all are for this program, and nothing is written.
    unsafe fn block(&self, work: &mut Work, args: &[*mut u8], steps: &[isize], from: usize, n: usize) -> bool {
        let Work { buffers, sources, same } = work;
        let is_same = |sources: &[Source], slot: Slot| std::ptr::eq(sources[slot.0 as usize].at, (&raw const same[slot.0 as usize]).cast());
        let count = n.max(LEAST);
        let buffer = |b: usize| buffers[b * self.block..].as_ptr().cast_mut();
        for (k, (slot, dtype)) in self.inputs.iter().enumerate() {
            if slot.0 as usize >= sources.len() || is_same(sources, *slot) {
                continue;
            }
            let at = args[k].wrapping_offset(steps[k] * from as isize);
            let direct = *dtype == DType::F64 && steps[k] == 8 && n == count;
            sources[slot.0 as usize] = if direct {
                Source { at, stride: 8 }
            } else {
                let to = buffer(k);
                // SAFETY: there are `n` elements, and room for a block.
                unsafe {
                    converter(*dtype).expect("`finish` has looked")(at, steps[k], to, n);
                    let last = to.add(n - 1).read();
                    (n..count).for_each(|k| to.add(k).write(last));
                }
                Source { at: to.cast(), stride: 8 }
            };
        }
        let k = args.len() - 1;
        let (out, step) = (args[k].wrapping_offset(steps[k] * from as isize), steps[k]);
        let mut written = false;
        for (place, s) in self.steps.iter().enumerate() {
            if s.to.is_some_and(|to| is_same(sources, to)) || s.to.is_none() && s.operands[..s.count.into()].iter().all(|o| is_same(sources, *o)) {
                continue;
            }
            let operands = s.operands.map(|o| sources[o.0 as usize]);
            let mut to = NOWHERE;
            if let Some(slot) = s.to
                && let Home::Buffer(b) = self.homes[slot.0 as usize]
            {
                written = place + 1 == self.steps.len() && slot == self.result && self.output == DType::F64 && step == 8 && n == count;
                to = Source { at: if written { out } else { buffer(b.into()).cast() }, stride: s.size.into() };
            }
            // SAFETY: operands have `count` elements, and so has the buffer, or the output; the result may be the buffer of the first
            // operand, element for element.
            if !unsafe { apply(s, &operands, to.at, count) } {
                return false;
            }
            if let Some(slot) = s.to {
                sources[slot.0 as usize] = to;
            }
        }
        if !written {
            // SAFETY: the result has `n` elements, the output too.
            unsafe { self.write(sources[self.result.0 as usize], is_same(sources, self.result), out, step, n) };
        }
        true
    }

    unsafe fn write(&self, from: Source, same: bool, out: *mut u8, step: isize, n: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            for k in 0..n {
                let to = out.wrapping_offset(step * k as isize);
                let k = if same { 0 } else { k };
                match self.output {
                    DType::Bool => to.write(from.at.add(k).read()),
                    DType::F32 => to.cast::<f32>().write_unaligned(from.at.cast::<f64>().add(k).read_unaligned() as f32),
                    _ => to.cast::<f64>().write_unaligned(from.at.cast::<f64>().add(k).read_unaligned()),
                }
            }
        }
    }
}
