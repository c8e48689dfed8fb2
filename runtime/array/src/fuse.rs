//! Fused expressions: element-wise operations over arrays, and a reduction behind them, in one pass without temporaries.
//!
//! Compiled code passes a *tape*, the expression in postfix order (`"0 sin 1 cos 0 negative exp multiply add sum"`; numbers are
//! operands, `+` and the like are Python's operators), and the operands. Where all arrays are floats of one size, of one shape and
//! contiguous, blocks of them that stay in the nearest cache go through the whole tape. Everything else is done one operation
//! after the other, as it is written.

mod grid;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use pyaot_abi::dtype::{DType, Weak};
use pyaot_core::error::Result;
use pyaot_core::types::BinOp;
use pyaot_core::value::Value;
use pyaot_core::ops;

use crate::array::{self, Fill, Order};
use crate::cpu::backend;
use crate::fpe;
use crate::kernels::loops::{LoopFn, MAX_OPS, Ptrs, Strides};
use crate::kernels::sum::{pairwise_f32, pairwise_f64};
use crate::scalar;
use crate::ufunc::call::{Options, call};
use crate::ufunc::operand::Operand;
use crate::ufunc::{Ufunc, functions, stats, table};
use crate::warn::{self, Flags};
use grid::Grid;

/// Elements of a block: a few such buffers fit the first-level cache.
const BLOCK: usize = 1024;

#[derive(Clone, Copy)]
enum Token {
    Operand(u8),
    /// One of Python's operators, and the ufunc that it is of arrays.
    Operator(BinOp, &'static Ufunc),
    Negative,
    /// `a ** 2`
    Squared,
    Ufunc(&'static Ufunc),
    Reduce(Reduction),
    /// The value goes to the elements of the first operand.
    Assign,
    /// `a += value` of the first operand: what comes before, without the operation, is the value.
    Inplace(BinOp),
}

#[derive(Clone, Copy, PartialEq)]
enum Reduction {
    Sum,
    Mean,
    Min,
    Max,
}

fn token(text: &str) -> Option<Token> {
    use BinOp as B;
    let operator = |op, u| Some(Token::Operator(op, u));
    let ufunc = |u| Some(Token::Ufunc(u));
    match text {
        "+" => operator(B::Add, &table::ADD),
        "-" => operator(B::Sub, &table::SUBTRACT),
        "*" => operator(B::Mul, &table::MULTIPLY),
        "/" => operator(B::Div, &table::DIVIDE),
        "neg" => Some(Token::Negative),
        "**2" => Some(Token::Squared),
        "add" => ufunc(&table::ADD),
        "subtract" => ufunc(&table::SUBTRACT),
        "multiply" => ufunc(&table::MULTIPLY),
        "divide" | "true_divide" => ufunc(&table::DIVIDE),
        "negative" => ufunc(&table::NEGATIVE),
        "absolute" | "abs" => ufunc(&table::ABSOLUTE),
        "square" => ufunc(&table::SQUARE),
        "sqrt" => ufunc(&table::SQRT),
        "exp" => ufunc(&table::EXP),
        "log" => ufunc(&table::LOG),
        "log2" => ufunc(&table::LOG2),
        "log10" => ufunc(&table::LOG10),
        "sin" => ufunc(&table::SIN),
        "cos" => ufunc(&table::COS),
        "tan" => ufunc(&table::TAN),
        "tanh" => ufunc(&table::TANH),
        "maximum" => ufunc(&table::MAXIMUM),
        "minimum" => ufunc(&table::MINIMUM),
        "=" => Some(Token::Assign),
        "+=" => Some(Token::Inplace(B::Add)),
        "-=" => Some(Token::Inplace(B::Sub)),
        "*=" => Some(Token::Inplace(B::Mul)),
        "/=" => Some(Token::Inplace(B::Div)),
        "sum" => Some(Token::Reduce(Reduction::Sum)),
        "mean" => Some(Token::Reduce(Reduction::Mean)),
        "min" => Some(Token::Reduce(Reduction::Min)),
        "max" => Some(Token::Reduce(Reduction::Max)),
        n => n.parse().ok().map(Token::Operand),
    }
}

thread_local! {
    /// The tapes of the program, by the addresses of their texts, which live as long as it does.
    static TAPES: RefCell<HashMap<u64, Rc<[Token]>>> = RefCell::new(HashMap::new());
}

fn tape(text: &Value) -> Rc<[Token]> {
    if let Some(t) = TAPES.with_borrow(|t| t.get(&text.bits()).cloned()) {
        return t;
    }
    let parsed: Rc<[Token]> = ops::text_of(text).split(' ').map(|t| token(t).expect("compiled code knows the tokens")).collect();
    TAPES.with_borrow_mut(|t| t.insert(text.bits(), parsed.clone()));
    parsed
}

/// The value of the expression.
///
/// # Errors
/// As its operations raise.
pub fn fused(text: &Value, operands: &[Value]) -> Result<Value> {
    let tape = tape(text);
    let (end, inner) = tape.split_last().expect("a tape has operations");
    match end {
        Token::Assign | Token::Inplace(_) => into(*end, &inner[1..], operands),
        Token::Reduce(r) => match Plan::new(&tape, operands) {
            Some(mut plan) => plan.run(&tape),
            None => match Grid::new(inner, operands, None)? {
                Some(grid) => reduce_value(*r, grid.run(inner)?),
                None => step_by_step(&tape, operands),
            },
        },
        _ => match Plan::new(&tape, operands) {
            Some(mut plan) => plan.run(&tape),
            None => match Grid::new(&tape, operands, None)? {
                Some(grid) => grid.run(&tape),
                None => step_by_step(&tape, operands),
            },
        },
    }
}

/// `a[…] = value` and `a += value`, where `a` is the first operand.
fn into(end: Token, tape: &[Token], operands: &[Value]) -> Result<Value> {
    let target = &operands[0];
    if let Some(grid) = Grid::new(tape, operands, Some(target))? {
        return grid.run(tape);
    }
    if let Token::Inplace(op) = end {
        // Without the first operand and the operation.
        let value = step_by_step(&tape[1..tape.len() - 1], operands)?;
        return ops::inplace(op, target, &value);
    }
    let value = step_by_step(tape, operands)?;
    crate::index::store(target, &value)?;
    Ok(target.clone())
}

/// One operation after the other.
fn step_by_step(tape: &[Token], operands: &[Value]) -> Result<Value> {
    let mut stack: Vec<Value> = Vec::new();
    for t in tape {
        let mut pop = || stack.pop().expect("a tape is balanced");
        let v = match t {
            Token::Operand(k) => operands[*k as usize].clone(),
            Token::Operator(op, _) => {
                let (b, a) = (pop(), pop());
                ops::binary(*op, &a, &b)?
            }
            Token::Negative => ops::unary(pyaot_core::types::UnOp::Neg, &pop())?,
            Token::Squared => ops::binary(BinOp::Pow, &pop(), &Value::int(2))?,
            Token::Ufunc(u) if u.nin == 1 => call(u, &[&pop()], &Options::NONE)?.into_value(),
            Token::Ufunc(u) => {
                let (b, a) = (pop(), pop());
                call(u, &[&a, &b], &Options::NONE)?.into_value()
            }
            Token::Reduce(r) => reduce_value(*r, pop())?,
            Token::Assign | Token::Inplace(_) => unreachable!("the ends of a tape"),
        };
        stack.push(v);
    }
    Ok(stack.pop().expect("a tape leaves a value"))
}

fn reduce_value(r: Reduction, a: Value) -> Result<Value> {
    let (none, absent, no) = (Value::none, Value::ellipsis, || Value::bool(false));
    match r {
        Reduction::Sum => functions::sum(&[a, none(), none(), none(), no(), absent(), absent()]),
        Reduction::Mean => stats::mean(&[a, none(), none(), none(), no(), absent()]),
        Reduction::Min => functions::min(&[a, none(), none(), no(), absent(), absent()]),
        Reduction::Max => functions::max(&[a, none(), none(), no(), absent(), absent()]),
    }
}

/// A source of elements: an array's, or one number for all.
#[derive(Clone, Copy)]
struct Source {
    at: *mut u8,
    stride: isize,
}

/// A tape over floats of one size.
struct Plan {
    dtype: DType,
    shape: Vec<i64>,
    size: usize,
    operands: Vec<Source>,
    /// The numbers among the operands.
    numbers: Box<[[u8; 8]]>,
    /// One loop for each operation of the tape, with what its warnings say.
    loops: Vec<(LoopFn, bool)>,
    /// Buffers of a block, one for each place of the stack.
    buffers: Vec<u64>,
    depth: usize,
}

impl Plan {
    /// None: the operands are of other kinds.
    fn new(tape: &[Token], values: &[Value]) -> Option<Plan> {
        let first = values.iter().find_map(array::get)?;
        let dtype = first.dtype();
        if !matches!(dtype, DType::F64 | DType::F32) || first.size() == 0 {
            return None;
        }
        let mut numbers = vec![[0u8; 8]; values.len()].into_boxed_slice();
        let mut operands = Vec::with_capacity(values.len());
        for (k, v) in values.iter().enumerate() {
            if let Some(a) = array::get(v) {
                if a.dtype() != dtype || a.shape() != first.shape() || !a.is_c_contiguous() {
                    return None;
                }
                operands.push(Source { at: a.data(), stride: dtype.size() as isize });
                continue;
            }
            let x = number(v, dtype)?;
            numbers[k][..dtype.size()].copy_from_slice(&if dtype == DType::F64 { x.to_ne_bytes().to_vec() } else { (x as f32).to_ne_bytes().to_vec() });
            operands.push(Source { at: numbers[k].as_mut_ptr(), stride: 0 });
        }
        let b = backend();
        let (mut loops, mut depth, mut most) = (Vec::new(), 0usize, 0);
        // Whether what is on the stack is an array.
        let mut arrays: Vec<bool> = Vec::new();
        for t in tape {
            let u = match t {
                Token::Operand(k) => {
                    arrays.push(operands[*k as usize].stride != 0);
                    most = most.max(arrays.len());
                    continue;
                }
                Token::Reduce(Reduction::Mean) if dtype != DType::F64 => return None,
                Token::Reduce(_) => continue,
                Token::Assign | Token::Inplace(_) => return None,
                Token::Operator(_, u) | Token::Ufunc(u) => *u,
                Token::Negative => &table::NEGATIVE,
                Token::Squared => &table::SQUARE,
            };
            let lo = u.loops.iter().find(|l| l.types[..=u.nin].iter().all(|d| *d == dtype)).filter(|_| u.nout == 1)?;
            // Numbers alone are computed as Python's, not as elements.
            let inputs = arrays.split_off(arrays.len() - u.nin);
            if !inputs.contains(&true) {
                return None;
            }
            arrays.push(true);
            loops.push((lo.run(b), lo.may_warn));
            depth += 1;
        }
        let _ = depth;
        let buffers = vec![0u64; most * BLOCK];
        Some(Plan { dtype, shape: first.shape().to_vec(), size: first.size(), operands, numbers, loops, buffers, depth: most })
    }

    fn run(&mut self, tape: &[Token]) -> Result<Value> {
        fpe::clear();
        let mut flags = vec![0u8; self.loops.len()];
        let value = match tape.last() {
            Some(Token::Reduce(r)) => {
                let x = self.reduced(&tape[..tape.len() - 1], *r, &mut flags);
                if self.dtype == DType::F64 { scalar::of_double(x) } else { scalar::of_f64(DType::F32, x) }
            }
            _ => {
                let v = array::new(self.dtype, self.dtype.size(), &self.shape, Order::C, Fill::Uninit)?;
                let out = array::as_array(&v).data();
                for from in (0..self.size).step_by(BLOCK) {
                    let n = BLOCK.min(self.size - from);
                    self.block(tape, from, n, Some(out), &mut flags);
                }
                v
            }
        };
        let operations = tape.iter().filter_map(|t| match t {
            Token::Operator(_, u) | Token::Ufunc(u) => Some(*u),
            Token::Negative => Some(&table::NEGATIVE),
            Token::Squared => Some(&table::SQUARE),
            _ => None,
        });
        for (u, f) in operations.zip(flags) {
            warn::report(Flags(f), u.name)?;
        }
        debug_assert!(self.depth * BLOCK == self.buffers.len() && self.numbers.len() == self.operands.len());
        Ok(value)
    }

    /// The tape without its reduction over `n` elements from `from` on; the last result goes to `out`. Where the result is.
    fn block(&mut self, tape: &[Token], from: usize, n: usize, out: Option<*mut u8>, flags: &mut [u8]) -> Source {
        let size = self.dtype.size();
        let mut stack = [Source { at: std::ptr::null_mut(), stride: 0 }; 32];
        let (mut top, mut k) = (0, 0);
        for (place, t) in tape.iter().enumerate() {
            let nin = match t {
                Token::Operand(o) => {
                    let s = self.operands[*o as usize];
                    stack[top] = Source { at: s.at.wrapping_offset(s.stride * from as isize), stride: s.stride };
                    top += 1;
                    continue;
                }
                Token::Operator(..) => 2,
                Token::Negative | Token::Squared => 1,
                Token::Ufunc(u) => u.nin,
                Token::Reduce(_) | Token::Assign | Token::Inplace(_) => unreachable!("the end of a tape"),
            };
            top -= nin;
            let result = match out {
                Some(out) if place + 1 == tape.len() => out.wrapping_add(from * size),
                _ => self.buffers[top * BLOCK..].as_mut_ptr().cast(),
            };
            let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
            let mut s: Strides = [0; MAX_OPS];
            for j in 0..nin {
                (p[j], s[j]) = (stack[top + j].at, stack[top + j].stride);
            }
            (p[nin], s[nin]) = (result, size as isize);
            let (run, may_warn) = self.loops[k];
            // SAFETY: operands have `n` elements from here on, results go to buffers or to the new array; a result may be the
            // very buffer of the first operand, element for element.
            unsafe { run(&p, &s, n) };
            if may_warn {
                flags[k] |= fpe::take();
            }
            k += 1;
            stack[top] = Source { at: result, stride: size as isize };
            top += 1;
        }
        stack[0]
    }

    fn reduced(&mut self, tape: &[Token], r: Reduction, flags: &mut [u8]) -> f64 {
        match r {
            Reduction::Sum | Reduction::Mean => {
                let sum = self.pairwise(tape, 0, self.size, flags);
                match (self.dtype, r) {
                    (DType::F32, _) => f64::from(0.0f32 + sum as f32),
                    (_, Reduction::Mean) => (0.0 + sum) / self.size as f64,
                    _ => 0.0 + sum,
                }
            }
            Reduction::Min | Reduction::Max => {
                let u = if r == Reduction::Min { &table::MINIMUM } else { &table::MAXIMUM };
                let fold = u.loops.iter().find(|l| l.types[0] == self.dtype).and_then(|l| l.fold(backend())).expect("floats can be compared");
                let mut acc = [0u8; 8];
                for from in (0..self.size).step_by(BLOCK) {
                    let n = BLOCK.min(self.size - from);
                    let s = self.block(tape, from, n, None, flags);
                    // SAFETY: the block has `n` elements; the first starts.
                    unsafe {
                        if from == 0 {
                            std::ptr::copy_nonoverlapping(s.at, acc.as_mut_ptr(), self.dtype.size());
                        }
                        fold(acc.as_mut_ptr(), s.at, s.stride, n);
                    }
                }
                fpe::clear();
                if self.dtype == DType::F64 { f64::from_ne_bytes(acc) } else { f64::from(f32::from_ne_bytes([acc[0], acc[1], acc[2], acc[3]])) }
            }
        }
    }

    /// The sum of elements, added up as `np.sum` does: halves of halves, down to blocks.
    fn pairwise(&mut self, tape: &[Token], from: usize, n: usize, flags: &mut [u8]) -> f64 {
        if n > BLOCK {
            let half = n / 2 - n / 2 % 8;
            let (a, b) = (self.pairwise(tape, from, half, flags), self.pairwise(tape, from + half, n - half, flags));
            return if self.dtype == DType::F64 { a + b } else { f64::from(a as f32 + b as f32) };
        }
        let s = self.block(tape, from, n, None, flags);
        // SAFETY: the block has `n` elements.
        unsafe {
            match self.dtype {
                DType::F64 => pairwise_f64(s.at, s.stride, n),
                _ => f64::from(pairwise_f32(s.at, s.stride, n)),
            }
        }
    }
}

/// A number that computes with arrays of this dtype without changing it.
fn number(v: &Value, dtype: DType) -> Option<f64> {
    let o = Operand::new(v).ok()?;
    if o.array().is_some() {
        return None;
    }
    match (o.weak, o.dtype) {
        (Some(Weak::Int), _) => v.as_small().filter(|i| i.unsigned_abs() < 1 << 24).map(|i| i as f64),
        (Some(Weak::Float), _) | (None, DType::F64) if o.weak.is_some() || dtype == DType::F64 => {
            let x = f64::from_ne_bytes(o.bits?[..8].try_into().ok()?);
            // What a short float cannot hold warns.
            (dtype == DType::F64 || x.abs() <= f64::from(f32::MAX)).then_some(x)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, token};
    use pyaot_abi::tape::{REDUCTIONS, UFUNCS};

    #[test]
    fn compiled_code_and_runtime_know_the_same_words() {
        for (name, nin) in UFUNCS {
            assert!(matches!(token(name), Some(Token::Ufunc(u)) if u.nin == *nin), "{name}");
        }
        for name in REDUCTIONS {
            assert!(matches!(token(name), Some(Token::Reduce(_))), "{name}");
        }
    }
}
