//! Tapes over arrays of any strides that broadcast to one shape, and tapes that end in an array that is there already.
//!
//! The dimensions of all operands are gone through together; along the innermost one, blocks go through the whole tape. Where rows are
//! short, and lie in all operands the same way apart, several of them are a block, with the elements between them ([`Gaps`]).

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::value::Value;

use super::{BLOCK, DTYPES, Token, WORK, loop_of, number, slot};
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::cast::extent;
use crate::cpu::backend;
use crate::fpe;
use crate::kernels::loops::{LoopFn, MAX_OPS, Ptrs, Strides};
use crate::threads;
use crate::ufunc::{Ufunc, nest, table};
use crate::warn::{self, Flags};

/// Operands of a tape at most.
const MOST: usize = 25;

/// Dimensions that are gone through at most.
const DIMS: usize = 8;

/// Addresses, or strides, of all operands, the result's last.
type Places<T> = [T; MOST];

/// One dimension of all operands.
#[derive(Clone, Copy)]
struct Axis {
    n: usize,
    s: Places<isize>,
}

/// Rows that are computed with what lies between them: an array's border, for the most part. The elements there are computed and
/// forgotten; if that, or anything else, has set a flag, the rows are computed again one by one before any is stored.
#[derive(Clone, Copy)]
struct Gaps {
    /// Elements from one row to the next.
    pitch: usize,
    /// Rows of a block.
    rows: usize,
}

/// The loop of an operation, and the bytes of an element of its result.
#[derive(Clone, Copy)]
struct Operation {
    run: LoopFn,
    may_warn: bool,
    u: &'static Ufunc,
    size: isize,
    /// Bools made of something larger go to a place of their own behind it.
    apart: bool,
}

/// A tape over elements of one dtype, and where they lie.
pub struct Grid {
    /// Words of an element of a buffer.
    words: usize,
    /// Bytes of an element of the operands, and of the result.
    input: isize,
    size: usize,
    at: Places<*mut u8>,
    operands: usize,
    /// The numbers among the operands.
    _numbers: Box<[[u8; 16]; MOST]>,
    /// The innermost first.
    axes: Vec<Axis>,
    loops: Vec<Operation>,
    buffers: Vec<u64>,
    /// The new array, or the one that is written.
    result: Value,
    /// What the new array is copied to, since it shares memory with operands.
    copy_to: Option<Value>,
}

fn ufunc_of(t: &Token) -> Option<&'static Ufunc> {
    match t {
        Token::Operator(_, u) | Token::Compare(_, u) | Token::Unary(_, u) | Token::Ufunc(u) => Some(*u),
        Token::Squared => Some(&table::SQUARE),
        Token::Operand(_) | Token::Reduce(_) | Token::Assign | Token::Inplace(_) => None,
    }
}

/// Dimensions of more than one element lie behind one another, the last one innermost.
fn in_c_order(a: &ArrayObj) -> bool {
    let mut last = i64::MAX;
    a.shape().iter().zip(a.strides()).filter(|(n, _)| **n > 1).all(|(_, s)| {
        let fits = *s > 0 && *s <= last;
        last = *s;
        fits
    })
}

/// No element of one array shares a byte with one of the other, or they are element for element the same.
fn apart(a: &ArrayObj, out: &ArrayObj) -> bool {
    let ((a0, a1), (b0, b1)) = (extent(a), extent(out));
    if a1 <= b0 || b1 <= a0 {
        return true;
    }
    if a.data() == out.data() && a.shape() == out.shape() && a.strides() == out.strides() {
        return true;
    }
    // Columns of one array: all addresses differ by multiples of a stride from two that are apart.
    let mut g = 0i64;
    for x in [a, out] {
        for (_, s) in x.shape().iter().zip(x.strides()).filter(|(n, _)| **n > 1) {
            let (mut p, mut q) = (g, s.abs());
            while q != 0 {
                (p, q) = (q, p % q);
            }
            g = p;
        }
    }
    let size = out.itemsize() as i64;
    g != 0 && {
        let between = (a.data() as i64 - out.data() as i64).rem_euclid(g);
        between >= size && between <= g - size
    }
}

impl Grid {
    /// The plan of a tape without reduction; `out`: the array that its last operation writes. None: the operands are of other kinds.
    pub fn new(tape: &[Token], values: &[Value], out: Option<&Value>) -> Result<Option<Grid>> {
        let Some(first) = values.iter().find_map(array::get) else { return Ok(None) };
        let dtype = first.dtype();
        if !DTYPES.contains(&dtype) || values.len() >= MOST {
            return Ok(None);
        }
        let arrays = || values.iter().filter_map(array::get);
        if arrays().any(|a| a.dtype() != dtype || a.ndim() == 0 || a.ndim() > DIMS || a.size() == 0) {
            return Ok(None);
        }
        let mut shape: Vec<i64> = first.shape().to_vec();
        if arrays().any(|a| a.shape() != shape) {
            match nest::broadcast(arrays().map(ArrayObj::shape)) {
                Some(s) => shape = s,
                None => return Ok(None),
            }
        }
        let mut numbers = Box::new([[0u8; 16]; MOST]);
        let mut at = [std::ptr::null_mut(); MOST];
        for (k, v) in values.iter().enumerate().filter(|(_, v)| array::get(v).is_none()) {
            let Some(x) = number(v, dtype) else { return Ok(None) };
            numbers[k] = x;
            at[k] = numbers[k].as_mut_ptr();
        }
        let Some((loops, most, made)) = Self::loops(tape, values, &shape, dtype) else { return Ok(None) };
        let mut copy_to = None;
        let result = match out {
            None => {
                // Otherwise the result's dimensions lie in another order.
                if !arrays().all(in_c_order) {
                    return Ok(None);
                }
                array::new(made, made.size(), &shape, Order::C, Fill::Uninit)?
            }
            Some(v) => {
                let Some(o) = array::get(v) else { return Ok(None) };
                if o.dtype() != made || o.shape() != shape || !o.is_writeable() {
                    return Ok(None);
                }
                if arrays().all(|a| apart(a, o)) && !warn::may_raise() {
                    v.clone()
                } else {
                    copy_to = Some(v.clone());
                    array::new(made, made.size(), &shape, Order::C, Fill::Uninit)?
                }
            }
        };
        let mut buffers = WORK.take();
        let words = dtype.size().div_ceil(8);
        if buffers.len() < most * slot(words, BLOCK) {
            buffers.resize(most * slot(words, BLOCK), 0);
        }
        let mut grid = Grid {
            words,
            input: dtype.size() as isize,
            size: made.size(),
            at,
            operands: values.len(),
            _numbers: numbers,
            axes: shape.iter().rev().map(|n| Axis { n: *n as usize, s: [0; MOST] }).collect(),
            loops,
            buffers,
            result: result.clone(),
            copy_to,
        };
        for (k, v) in values.iter().chain([&result]).enumerate() {
            if let Some(a) = array::get(v) {
                grid.at[k] = a.data();
                for ((axis, n), s) in grid.axes.iter_mut().zip(a.shape().iter().rev()).zip(a.strides().iter().rev()) {
                    axis.s[k] = if *n == 1 { 0 } else { *s as isize };
                }
            }
        }
        grid.order();
        Ok(Some(grid))
    }

    /// The loop of each operation, how many buffers they need, and the dtype of the result. None: one works on fewer elements than
    /// the result has, or there is no loop for this dtype.
    fn loops(tape: &[Token], values: &[Value], shape: &[i64], dtype: DType) -> Option<(Vec<Operation>, usize, DType)> {
        let whole = |v: &Value| array::get(v).is_some_and(|a| a.shape() == shape);
        let (mut loops, mut stack, mut most, b) = (Vec::new(), Vec::new(), 0, backend());
        for t in tape {
            if let Token::Operand(k) = t {
                stack.push((whole(&values[*k as usize]), dtype));
                most = most.max(stack.len());
                continue;
            }
            let u = ufunc_of(t)?;
            let inputs = stack.split_off(stack.len() - u.nin);
            let of = inputs[0].1;
            if inputs.iter().all(|(whole, _)| !whole) || inputs.iter().any(|(_, d)| *d != of) {
                return None;
            }
            let lo = loop_of(u, of)?;
            let made = lo.types[u.nin];
            stack.push((true, made));
            loops.push(Operation { run: lo.run(b), may_warn: lo.may_warn, u, size: made.size() as isize, apart: made != dtype });
        }
        let (_, made) = stack.pop()?;
        (!loops.is_empty()).then_some((loops, most, made))
    }

    /// Puts the dimension with the smallest strides innermost and joins those that follow one another.
    fn order(&mut self) {
        let all = self.operands + 1;
        self.axes.retain(|a| a.n != 1);
        let steps = |a: &Axis| a.s[..all].iter().map(|s| s.unsigned_abs()).sum::<usize>();
        self.axes.sort_by_key(steps);
        self.axes.dedup_by(|next, inner| {
            let follows = (0..all).all(|j| next.s[j] == inner.s[j] * inner.n as isize);
            inner.n *= if follows { next.n } else { 1 };
            follows
        });
    }

    /// How rows can be computed together.
    fn gaps(&self, inner: &Axis, outer: Option<&Axis>) -> Option<Gaps> {
        let outer = outer?;
        let mut pitch = None;
        for k in (0..self.operands).filter(|k| inner.s[*k] != 0 || outer.s[*k] != 0) {
            let size = self.input;
            let apart = outer.s[k] / size;
            let regular = inner.s[k] == size && outer.s[k] == apart * size && *pitch.get_or_insert(apart) == apart;
            if !regular {
                return None;
            }
        }
        let pitch = usize::try_from(pitch?).ok()?;
        if pitch < inner.n || pitch > inner.n + inner.n / 4 + 2 || pitch > BLOCK / 2 {
            return None;
        }
        let blocks = outer.n.div_ceil(BLOCK / pitch);
        Some(Gaps { pitch, rows: outer.n.div_ceil(blocks) })
    }

    /// Computes the elements; the array that has them.
    pub(super) fn run(mut self, tape: &[Token], places: &super::Places) -> Result<Value> {
        fpe::clear();
        let mut flags = vec![0u8; self.loops.len()];
        let all = self.operands + 1;
        let one = Axis { n: 1, s: [0; MOST] };
        let axes = std::mem::take(&mut self.axes);
        let (inner, outer) = axes.split_first().unwrap_or((&one, &[]));
        let gaps = self.gaps(inner, outer.first());
        // Rows together are one step of the dimension around them.
        let outer = if gaps.is_some() { &outer[1..] } else { outer };
        let (mut at, mut p) = ([0usize; DIMS], self.at);
        threads::outside(axes.iter().map(|a| a.n).product(), || {
            'rows: loop {
                match gaps {
                    Some(gaps) => self.together(tape, &p, inner, &axes[1], gaps, &mut flags),
                    None => self.row(tape, &p, inner, &mut flags),
                }
                let mut k = 0;
                loop {
                    let Some(axis) = outer.get(k) else { break 'rows };
                    at[k] += 1;
                    let (step, back) = if at[k] < axis.n { (1, false) } else { (-(axis.n as isize - 1), true) };
                    for j in 0..all {
                        p[j] = p[j].wrapping_offset(axis.s[j] * step);
                    }
                    if !back {
                        break;
                    }
                    at[k] = 0;
                    k += 1;
                }
            }
        });
        WORK.set(std::mem::take(&mut self.buffers));
        for (k, (op, f)) in self.loops.iter().zip(flags).enumerate() {
            places.say(k);
            warn::report(Flags(f), op.u.name)?;
        }
        match self.copy_to {
            Some(v) => {
                crate::cast::copy_into(as_array(&v), as_array(&self.result))?;
                Ok(v)
            }
            None => Ok(self.result),
        }
    }

    /// One row, in blocks.
    fn row(&mut self, tape: &[Token], p: &Places<*mut u8>, inner: &Axis, flags: &mut [u8]) {
        let mut from = 0;
        while from < inner.n {
            let n = BLOCK.min(inner.n - from);
            let mut start = *p;
            for k in 0..=self.operands {
                start[k] = p[k].wrapping_offset(inner.s[k] * from as isize);
            }
            self.block(tape, &start, &inner.s, n, flags);
            from += n;
        }
    }

    /// Rows with what lies between them, as many at a time as a block has.
    fn together(&mut self, tape: &[Token], p: &Places<*mut u8>, inner: &Axis, outer: &Axis, gaps: Gaps, flags: &mut [u8]) {
        let (out, size) = (self.operands, self.size);
        // The result goes to the first buffer, where no operation has an operand any more.
        let mut steps = inner.s;
        steps[out] = size as isize;
        let mut tried = vec![0u8; flags.len()];
        let mut from = 0;
        while from < outer.n {
            let rows = gaps.rows.min(outer.n - from);
            let mut start = *p;
            for k in 0..=out {
                start[k] = p[k].wrapping_offset(outer.s[k] * from as isize);
            }
            let mut to = start[out];
            start[out] = self.buffer(0, self.loops.last().is_some_and(|op| op.apart));
            self.block(tape, &start, &steps, (rows - 1) * gaps.pitch + inner.n, &mut tried);
            if tried.iter().all(|f| *f == 0) {
                for row in 0..rows {
                    let made = start[out].wrapping_add(row * gaps.pitch * size);
                    // SAFETY: the buffer has the elements of all rows; the result's row has as many, at its stride.
                    unsafe { store_row(made, to, inner.s[out], size, inner.n) };
                    to = to.wrapping_offset(outer.s[out]);
                }
            } else {
                tried.fill(0);
                start[out] = to;
                for _ in 0..rows {
                    self.row(tape, &start, inner, flags);
                    for k in 0..=out {
                        start[k] = start[k].wrapping_offset(outer.s[k]);
                    }
                }
            }
            from += rows;
        }
    }

    /// Where a place of the stack has its elements, or its bools.
    fn buffer(&mut self, at: usize, apart: bool) -> *mut u8 {
        let from = at * slot(self.words, BLOCK) + if apart { self.words * BLOCK } else { 0 };
        self.buffers[from..].as_mut_ptr().cast()
    }

    /// The tape over `n` elements; the last result goes to its place.
    fn block(&mut self, tape: &[Token], at: &Places<*mut u8>, s: &Places<isize>, n: usize, flags: &mut [u8]) {
        let mut stack = [(std::ptr::null_mut::<u8>(), 0isize); MOST];
        let (mut top, mut k, last) = (0, 0, self.loops.len() - 1);
        for t in tape {
            if let Token::Operand(o) = t {
                stack[top] = (at[*o as usize], s[*o as usize]);
                top += 1;
                continue;
            }
            let Operation { run, may_warn, u, size, apart } = self.loops[k];
            top -= u.nin;
            let result = if k == last {
                (at[self.operands], s[self.operands])
            } else {
                (self.buffer(top, apart), size)
            };
            let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
            let mut strides: Strides = [0; MAX_OPS];
            for j in 0..u.nin {
                (p[j], strides[j]) = stack[top + j];
            }
            (p[u.nin], strides[u.nin]) = result;
            // SAFETY: operands have `n` elements from here on, those between rows among them, which lie in the same memory; results go
            // to buffers, or to elements that are no operand's, or the very same ones.
            unsafe { run(&p, &strides, n) };
            if may_warn {
                flags[k] |= fpe::take();
            } else {
                // As in `Plan::block`.
                fpe::clear();
            }
            k += 1;
            stack[top] = result;
            top += 1;
        }
    }
}

/// # Safety
/// `n` elements of this size lie at `from`; there are as many at `to`, `step` bytes apart, which nobody else looks at.
unsafe fn store_row(from: *const u8, to: *mut u8, step: isize, size: usize, n: usize) {
    // SAFETY: by the contract.
    unsafe {
        if step == size as isize {
            std::ptr::copy_nonoverlapping(from, to, n * size);
        } else {
            for k in 0..n {
                std::ptr::copy_nonoverlapping(from.add(k * size), to.wrapping_offset(step * k as isize), size);
            }
        }
    }
}
