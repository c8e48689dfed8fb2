//! Fused expressions: element-wise operations over arrays, and a reduction behind them, in one pass without temporaries.
//!
//! Compiled code passes a *tape*, the expression in postfix order (`"0 sin 1 cos 0 negative exp multiply add sum"`; numbers are
//! operands, `+` and the like are Python's operators), and the operands. Where all arrays are of one dtype, of one shape and contiguous, blocks of them that stay in the nearest cache go through the whole tape ([`Plan`]); views of other strides and shapes that
//! broadcast go block by block too ([`grid`]). Everything else is done one operation after the other, as it is written.

mod grid;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pyaot_abi::dtype::{DType, Weak};
use pyaot_core::error::Result;
use pyaot_core::types::{BinOp, CmpOp, UnOp};
use pyaot_core::value::Value;
use pyaot_core::ops;

use crate::array::{self, Fill, Order};
use crate::cpu::backend;
use crate::fpe;
use crate::kernels::loops::{Loop, LoopFn, MAX_OPS, Ptrs, Strides};
use crate::kernels::sum::{split, total_f32, total_f64};
use crate::kernels::vector::{BothFn, sine_and_cosine};
use crate::scalar;
use crate::threads::{self, Elements};
use crate::ufunc::call::{Options, call};
use crate::ufunc::operand::Operand;
use crate::ufunc::{Ufunc, fast, functions, stats, table};
use crate::warn::{self, Flags};
use grid::Grid;

/// Elements of a block: a few such buffers fit the first-level cache.
const BLOCK: usize = 512;

#[derive(Clone, Copy)]
enum Token {
    Operand(u8),
    /// One of Python's operators, and the ufunc that it is of arrays.
    Operator(BinOp, &'static Ufunc),
    Compare(CmpOp, &'static Ufunc),
    Unary(UnOp, &'static Ufunc),
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
    let compare = |op, u| Some(Token::Compare(op, u));
    let ufunc = |u| Some(Token::Ufunc(u));
    match text {
        "+" => operator(B::Add, &table::ADD),
        "-" => operator(B::Sub, &table::SUBTRACT),
        "*" => operator(B::Mul, &table::MULTIPLY),
        "/" => operator(B::Div, &table::DIVIDE),
        "&" => operator(B::BitAnd, &table::BITWISE_AND),
        "|" => operator(B::BitOr, &table::BITWISE_OR),
        "^" => operator(B::BitXor, &table::BITWISE_XOR),
        "==" => compare(CmpOp::Eq, &table::EQUAL),
        "!=" => compare(CmpOp::Ne, &table::NOT_EQUAL),
        "<" => compare(CmpOp::Lt, &table::LESS),
        "<=" => compare(CmpOp::Le, &table::LESS_EQUAL),
        ">" => compare(CmpOp::Gt, &table::GREATER),
        ">=" => compare(CmpOp::Ge, &table::GREATER_EQUAL),
        "neg" => Some(Token::Unary(UnOp::Neg, &table::NEGATIVE)),
        "~" => Some(Token::Unary(UnOp::Invert, &table::INVERT)),
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
        "equal" => ufunc(&table::EQUAL),
        "not_equal" => ufunc(&table::NOT_EQUAL),
        "less" => ufunc(&table::LESS),
        "less_equal" => ufunc(&table::LESS_EQUAL),
        "greater" => ufunc(&table::GREATER),
        "greater_equal" => ufunc(&table::GREATER_EQUAL),
        "logical_and" => ufunc(&table::LOGICAL_AND),
        "logical_or" => ufunc(&table::LOGICAL_OR),
        "logical_xor" => ufunc(&table::LOGICAL_XOR),
        "logical_not" => ufunc(&table::LOGICAL_NOT),
        "maximum" => ufunc(&table::MAXIMUM),
        "minimum" => ufunc(&table::MINIMUM),
        "=" => Some(Token::Assign),
        "&=" => Some(Token::Inplace(B::BitAnd)),
        "|=" => Some(Token::Inplace(B::BitOr)),
        "^=" => Some(Token::Inplace(B::BitXor)),
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

/// The dtypes that blocks are computed in.
const DTYPES: [DType; 6] = [DType::F64, DType::F32, DType::I64, DType::I32, DType::U8, DType::C128];

/// An expression, and how it is computed in blocks of each dtype, where it can be.
struct Tape {
    tokens: Box<[Token]>,
    places: Places,
    programs: [OnceCell<Option<Program>>; DTYPES.len()],
}

/// Where each operation of a tape stands, with its columns; none: all are where the tape is.
struct Places(Box<[i64]>);

impl Places {
    /// An operation begins, or has something to say: its warnings, and its error's traceback, name its line.
    fn say(&self, operation: usize) {
        if let Some(at) = self.0.get(operation) {
            AT.set(*at);
            pyaot_core::start::PLACE.set_line(*at & 0xFFFF_FFFF);
        }
    }
}

/// The loop of an operation on elements of a dtype that makes such elements, or bools, and asks for no promotion.
fn loop_of(u: &'static Ufunc, of: DType) -> Option<&'static Loop> {
    if of == DType::Bool && !u.is_logical() && !matches!(u.name, "bitwise_and" | "bitwise_or" | "bitwise_xor" | "invert") {
        return None;
    }
    let fits = |l: &&Loop| l.types[..u.nin].iter().all(|d| *d == of) && (l.types[u.nin] == of || l.types[u.nin] == DType::Bool);
    u.loops.iter().find(fits).filter(|_| u.nout == 1)
}

impl Tape {
    /// What is computed for each element: without the target and the end of a tape that writes into an array.
    fn elements(&self) -> &[Token] {
        match &*self.tokens {
            [_, value @ .., Token::Assign | Token::Inplace(_)] => value,
            all => all,
        }
    }

    fn parse(text: &str) -> Tape {
        let (places, words): (Vec<_>, Vec<_>) = text.split(' ').partition(|t| t.starts_with('@'));
        let places = places.iter().map(|t| t[1..].parse().expect("a place is a number")).collect();
        let tokens = words.iter().map(|t| token(t).expect("compiled code knows the tokens")).collect();
        Tape { tokens, places: Places(places), programs: Default::default() }
    }

    fn program(&self, dtype: DType) -> Option<&Program> {
        let at = DTYPES.iter().position(|d| *d == dtype)?;
        self.programs[at].get_or_init(|| Program::new(self.elements(), dtype)).as_ref()
    }
}

/// Places for tapes that are found at once.
const RECENT: usize = 64;

thread_local! {
    /// The tapes of the program, by the addresses of their texts, which live as long as it does.
    static TAPES: RefCell<HashMap<u64, &'static Tape>> = RefCell::new(HashMap::new());
    static LAST: [Cell<(u64, Option<&'static Tape>)>; RECENT] = const { [const { Cell::new((0, None)) }; RECENT] };
    /// Memory of the last plan, and of what a thread has last worked on.
    static SCRATCH: Cell<Scratch> = const { Cell::new(Scratch { operands: Vec::new(), numbers: Vec::new() }) };
    static WORK: Cell<Vec<u64>> = const { Cell::new(Vec::new()) };
    /// The place that was said last.
    static AT: Cell<i64> = const { Cell::new(0) };
}

fn tape(text: &Value) -> &'static Tape {
    let key = text.bits();
    LAST.with(|last| {
        let slot = &last[(key >> 4) as usize % RECENT];
        if let (k, Some(t)) = slot.get()
            && k == key
        {
            return t;
        }
        let t = TAPES.with_borrow_mut(|tapes| *tapes.entry(key).or_insert_with(|| Box::leak(Box::new(Tape::parse(&ops::text_of(text))))));
        slot.set((key, Some(t)));
        t
    })
}

/// The value of the expression.
///
/// # Errors
/// As its operations raise.
pub fn fused(text: &Value, operands: &[Value]) -> Result<Value> {
    let tape = tape(text);
    let value = value_of(tape, operands);
    if value.is_err() && !tape.places.0.is_empty() {
        pyaot_core::exception::next_trace_at(AT.get());
    }
    value
}

fn value_of(tape: &Tape, operands: &[Value]) -> Result<Value> {
    let places = &tape.places;
    let (end, inner) = tape.tokens.split_last().expect("a tape has operations");
    let target = matches!(end, Token::Assign | Token::Inplace(_)).then(|| &operands[0]);
    let mut scratch = SCRATCH.take();
    let planned = Plan::new(tape, operands, &mut scratch).filter(|plan| target.is_none_or(|t| plan.may_go_to(t, operands))).map(|plan| plan.run(target, places));
    SCRATCH.set(scratch);
    if let Some(result) = planned {
        return result;
    }
    if target.is_some() {
        return into(*end, tape.elements(), operands, places);
    }
    let (elements, reduction) = match end {
        Token::Reduce(r) => (inner, Some(*r)),
        _ => (&*tape.tokens, None),
    };
    match (Grid::new(elements, operands, None)?, reduction) {
        (Some(grid), Some(r)) => {
            let value = grid.run(elements, places)?;
            places.say(places.0.len().wrapping_sub(1));
            reduce_value(r, value)
        }
        (Some(grid), None) => grid.run(elements, places),
        (None, _) => step_by_step(&tape.tokens, operands, places),
    }
}

/// `a[…] = value` and `a += value`, where `a` is the first operand.
fn into(end: Token, tape: &[Token], operands: &[Value], places: &Places) -> Result<Value> {
    let target = &operands[0];
    if let Some(grid) = Grid::new(tape, operands, Some(target))? {
        return grid.run(tape, places);
    }
    let last = places.0.len().wrapping_sub(1);
    if let Token::Inplace(op) = end {
        // Without the first operand and the operation.
        let value = step_by_step(&tape[1..tape.len() - 1], operands, places)?;
        places.say(last);
        return ops::inplace(op, target, &value);
    }
    let value = step_by_step(tape, operands, places)?;
    places.say(last);
    crate::index::store(target, &value)?;
    Ok(target.clone())
}

/// One operation after the other.
fn step_by_step(tape: &[Token], operands: &[Value], places: &Places) -> Result<Value> {
    let mut stack: Vec<Value> = Vec::new();
    let mut operations = 0..;
    for t in tape {
        if !matches!(t, Token::Operand(_)) {
            operations.next().into_iter().for_each(|k| places.say(k));
        }
        let mut pop = || stack.pop().expect("a tape is balanced");
        let v = match t {
            Token::Operand(k) => operands[*k as usize].clone(),
            Token::Operator(op, _) => {
                let (b, a) = (pop(), pop());
                ops::binary(*op, &a, &b)?
            }
            Token::Compare(op, _) => {
                let (b, a) = (pop(), pop());
                ops::compare(&a, *op, &b)?
            }
            Token::Unary(op, _) => ops::unary(*op, &pop())?,
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

/// What is done with a block of elements.
#[derive(Clone, Copy)]
enum Step {
    Operand(u8),
    /// The loop of an operation with so many inputs, the operation's number, under which its warnings are noted, and the bytes of
    /// an element of the result. Bools made of something larger go to a place of their own behind it.
    Run { run: LoopFn, nin: u8, may_warn: bool, op: u8, size: u8, apart: bool },
    /// Sine and cosine of what is on the stack: one stays there, the other goes to the buffer `twin`, for a later step.
    Both { both: BothFn, loops: [LoopFn; 2], ops: [u8; 2], is_sin: bool, twin: u8 },
    /// What is on the stack gives way to what such a step has left in the buffer.
    Twin(u8),
}

/// Words of a buffer for `n` elements, and bools behind them.
fn slot(words: usize, n: usize) -> usize {
    words * n + n.div_ceil(8)
}

/// Operations of a program at most.
const MOST: usize = 64;

/// A tape in the loops of one dtype.
struct Program {
    steps: Box<[Step]>,
    /// The operations, in the order of their numbers.
    operations: Box<[&'static Ufunc]>,
    /// What stands at the end.
    reduction: Option<Reduction>,
    /// The dtype of the elements that are computed.
    result: DType,
    /// Words of an element of a buffer.
    words: usize,
    /// Buffers of a block: one for each place of the stack, and those of twins.
    buffers: usize,
}

impl Program {
    /// None: an operation has no such loop, or there is none.
    fn new(tape: &[Token], dtype: DType) -> Option<Program> {
        let b = backend();
        let (mut steps, mut operations) = (Vec::with_capacity(tape.len()), Vec::new());
        let (mut stack, mut most, mut twins, mut reduction) = (Vec::new(), 0, Vec::new(), None);
        for (place, t) in tape.iter().enumerate() {
            let u = match t {
                Token::Operand(k) => {
                    stack.push(dtype);
                    most = most.max(stack.len());
                    steps.push(Step::Operand(*k));
                    continue;
                }
                Token::Reduce(Reduction::Mean) if dtype != DType::F64 => return None,
                Token::Reduce(_) if !matches!(dtype, DType::F64 | DType::F32) || stack != [dtype] => return None,
                Token::Reduce(r) => {
                    reduction = Some(*r);
                    continue;
                }
                Token::Assign | Token::Inplace(_) => return None,
                Token::Operator(_, u) | Token::Compare(_, u) | Token::Unary(_, u) | Token::Ufunc(u) => *u,
                Token::Squared => &table::SQUARE,
            };
            let inputs = stack.split_off(stack.len() - u.nin);
            let lo = loop_of(u, inputs[0]).filter(|_| inputs.iter().all(|d| *d == inputs[0]))?;
            stack.push(lo.types[u.nin]);
            let op = operations.len() as u8;
            operations.push(u);
            if let Some(at) = twins.iter().position(|(twin, _)| *twin == place) {
                steps.push(Step::Twin(at as u8));
                continue;
            }
            let size = lo.types[u.nin].size() as u8;
            let apart = lo.types[u.nin] != dtype;
            let plain = Step::Run { run: lo.run(b), nin: u.nin as u8, may_warn: lo.may_warn, op, size, apart };
            steps.push(match (twin_of(tape, place), sine_and_cosine(dtype, b)) {
                (Some((at, other)), Some(both)) => {
                    // The number that the twin's operation will have.
                    let between = tape[place + 1..at].iter().filter(|t| !matches!(t, Token::Operand(_))).count();
                    let (twin, ops) = (twins.len() as u8, [op, op + 1 + between as u8]);
                    twins.push((at, other));
                    Step::Both { both, loops: [lo.run(b), loop_of(other, dtype)?.run(b)], ops, is_sin: std::ptr::eq(u, &table::SIN), twin }
                }
                _ => plain,
            });
        }
        // Twins' buffers are behind those of the stack.
        for s in &mut steps {
            if let Step::Both { twin, .. } | Step::Twin(twin) = s {
                *twin += most as u8;
            }
        }
        let buffers = most + twins.len();
        // An operand alone (`a[…] = x`) is copied, perhaps broadcast.
        let (result, words) = (*stack.last()?, dtype.size().div_ceil(8));
        let whole = (1..=MOST).contains(&operations.len());
        whole.then(|| Program { steps: steps.into(), operations: operations.into(), reduction, result, words, buffers })
    }
}

/// Memory that plans take over from each other.
#[derive(Default)]
struct Scratch {
    operands: Vec<Source>,
    /// The numbers among the operands.
    numbers: Vec<[u8; 16]>,
}

/// A tape over elements of one dtype.
struct Plan<'a> {
    dtype: DType,
    shape: &'a [i64],
    size: usize,
    program: &'a Program,
    operands: &'a [Source],
}

// SAFETY: threads read the operands, and write what they compute each to places of its own.
unsafe impl Sync for Plan<'_> {}

/// What a thread that works on a plan has for itself.
struct Work {
    buffers: Vec<u64>,
    /// What went wrong, by operation.
    flags: [u8; MOST],
}

impl<'a> Plan<'a> {
    /// None: the operands are of other kinds.
    fn new(tape: &'a Tape, values: &'a [Value], scratch: &'a mut Scratch) -> Option<Plan<'a>> {
        let first = values.iter().find_map(array::get)?;
        let dtype = first.dtype();
        // What comes of arrays without dimensions is a scalar.
        if first.size() == 0 || first.ndim() == 0 {
            return None;
        }
        let program = tape.program(dtype)?;
        let Scratch { operands, numbers } = scratch;
        operands.clear();
        numbers.clear();
        numbers.resize(values.len(), [0; 16]);
        for (v, bits) in values.iter().zip(numbers) {
            if let Some(a) = array::get(v) {
                if a.dtype() != dtype || a.shape() != first.shape() || !a.is_c_contiguous() {
                    return None;
                }
                operands.push(Source { at: a.data(), stride: dtype.size() as isize });
                continue;
            }
            *bits = number(v, dtype)?;
            operands.push(Source { at: bits.as_mut_ptr(), stride: 0 });
        }
        // Whether what is on the stack is an array, the top in the lowest bit.
        let mut arrays = 0u64;
        for t in tape.elements() {
            let nin = match t {
                Token::Operand(k) => {
                    arrays = arrays << 1 | u64::from(operands[*k as usize].stride != 0);
                    continue;
                }
                Token::Operator(_, u) | Token::Compare(_, u) | Token::Unary(_, u) | Token::Ufunc(u) => u.nin,
                Token::Squared => 1,
                Token::Reduce(_) | Token::Assign | Token::Inplace(_) => continue,
            };
            // Numbers alone are computed as Python's, not as elements.
            if arrays & ((1 << nin) - 1) == 0 {
                return None;
            }
            arrays = arrays >> nin << 1 | 1;
        }
        Some(Plan { dtype, shape: first.shape(), size: first.size(), program, operands })
    }

    /// Elements of a buffer.
    fn room(&self) -> usize {
        BLOCK.min(self.size)
    }

    fn work(&self) -> Work {
        let mut buffers = WORK.take();
        let room = self.program.buffers * slot(self.program.words, self.room());
        if buffers.len() < room {
            buffers.resize(room, 0);
        }
        Work { buffers, flags: [0; MOST] }
    }

    /// The elements of this array may be written one after the other: nothing reads them later, and nothing can fail.
    fn may_go_to(&self, target: &Value, operands: &[Value]) -> bool {
        let inputs = |out| operands.iter().all(|v| fast::takes(out, self.program.result, self.shape, &[v]));
        !warn::may_raise() && array::get(target).is_some_and(inputs)
    }

    /// The value: a number, a new array, or the array that takes the elements.
    fn run(&self, target: Option<&Value>, places: &Places) -> Result<Value> {
        let flags = Mutex::new([0u8; MOST]);
        // What threads have found, put together.
        let note = |work: Work| {
            WORK.set(work.buffers);
            if work.flags.iter().any(|f| *f != 0) {
                let mut all = flags.lock().unwrap_or_else(PoisonError::into_inner);
                all.iter_mut().zip(work.flags).for_each(|(all, f)| *all |= f);
            }
        };
        fpe::clear();
        let value = match self.program.reduction {
            Some(r) => {
                let x = threads::outside(self.size, || self.reduced(r, &note));
                if self.dtype == DType::F64 { scalar::of_double(x) } else { scalar::of_f64(DType::F32, x) }
            }
            None => {
                let v = match target {
                    Some(v) => v.clone(),
                    None => array::new(self.program.result, self.program.result.size(), self.shape, Order::C, Fill::Uninit)?,
                };
                let out = Elements(array::as_array(&v).data());
                let part = |start: usize, len: usize| {
                    let out = &out;
                    let mut work = self.work();
                    for from in (start..start + len).step_by(BLOCK) {
                        self.block(&mut work, from, BLOCK.min(start + len - from), Some(out.0));
                    }
                    note(work);
                };
                threads::outside(self.size, || threads::split(self.size, std::ptr::from_ref(self.program) as usize, part));
                v
            }
        };
        let flags = flags.into_inner().unwrap_or_else(PoisonError::into_inner);
        if flags.iter().any(|f| *f != 0) {
            for (k, (u, f)) in self.program.operations.iter().zip(flags).enumerate() {
                places.say(k);
                warn::report(Flags(f), u.name)?;
            }
        }
        Ok(value)
    }

    /// The tape without its reduction over `n` elements from `from` on; the last result goes to `out`. Where the result is.
    fn block(&self, work: &mut Work, from: usize, n: usize, out: Option<*mut u8>) -> Source {
        let (size, room) = (self.program.result.size(), slot(self.program.words, self.room()));
        let bools = self.program.words * self.room();
        let mut stack = [Source { at: std::ptr::null_mut(), stride: 0 }; 32];
        let mut top = 0;
        let Work { buffers, flags } = work;
        for (place, step) in self.program.steps.iter().enumerate() {
            let mut buffer = |at: usize| buffers[at * room..].as_mut_ptr().cast::<u8>();
            let mut to = |at: usize, apart: bool| match out {
                Some(out) if place + 1 == self.program.steps.len() => out.wrapping_add(from * size),
                _ => buffer(at).wrapping_add(if apart { bools * 8 } else { 0 }),
            };
            match *step {
                Step::Operand(o) => {
                    let s = self.operands[o as usize];
                    stack[top] = Source { at: s.at.wrapping_offset(s.stride * from as isize), stride: s.stride };
                    top += 1;
                }
                Step::Run { run, nin, may_warn, op, size, apart } => {
                    let (nin, size) = (nin as usize, size as isize);
                    top -= nin;
                    let result = to(top, apart);
                    let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
                    let mut s: Strides = [0; MAX_OPS];
                    for j in 0..nin {
                        (p[j], s[j]) = (stack[top + j].at, stack[top + j].stride);
                    }
                    (p[nin], s[nin]) = (result, size);
                    // SAFETY: operands have `n` elements from here on, results go to buffers or to the new array; a result may
                    // be the very buffer of the first operand, element for element.
                    unsafe { run(&p, &s, n) };
                    if may_warn {
                        flags[op as usize] |= fpe::take();
                    } else if self.dtype.is_float() {
                        // Comparisons of NaNs set flags, which are not the next operation's.
                        fpe::clear();
                    }
                    stack[top] = Source { at: result, stride: size };
                    top += 1;
                }
                Step::Both { both, loops, ops, is_sin, twin } => {
                    let x = stack[top - 1].at;
                    let (here, there) = (to(top - 1, false), buffer(twin as usize));
                    let (sin, cos) = if is_sin { (here, there) } else { (there, here) };
                    // SAFETY: as above; the operand is an array's, which neither buffer is part of.
                    unsafe {
                        if both(x, sin, cos, n) {
                            let f = fpe::take();
                            ops.iter().for_each(|op| flags[*op as usize] |= f);
                        } else {
                            let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
                            let mut s: Strides = [0; MAX_OPS];
                            (p[0], s[0], s[1]) = (x, size as isize, size as isize);
                            for ((run, op), to) in loops.iter().zip(ops).zip([here, there]) {
                                p[1] = to;
                                run(&p, &s, n);
                                flags[op as usize] |= fpe::take();
                            }
                        }
                    }
                    stack[top - 1] = Source { at: here, stride: size as isize };
                }
                Step::Twin(at) => stack[top - 1] = Source { at: buffer(at as usize), stride: size as isize },
            }
        }
        let result = stack[0];
        match out {
            // The last operation may have been a twin's.
            Some(out) if result.at != out.wrapping_add(from * size) => {
                let to = out.wrapping_add(from * size);
                // SAFETY: the buffer has `n` elements, the new array too.
                unsafe { std::ptr::copy_nonoverlapping(result.at, to, n * size) };
                Source { at: to, ..result }
            }
            _ => result,
        }
    }

    fn reduced(&self, r: Reduction, note: &(dyn Fn(Work) + Sync)) -> f64 {
        match r {
            Reduction::Sum | Reduction::Mean => {
                let part = |start: usize, n: usize| {
                    let mut work = self.work();
                    let sum = self.pairwise(&mut work, start, n);
                    note(work);
                    sum
                };
                let sum = threads::joined(self.size, split, part, |a, b| self.sum(a, b));
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
                let mut work = self.work();
                for from in (0..self.size).step_by(BLOCK) {
                    let n = BLOCK.min(self.size - from);
                    let s = self.block(&mut work, from, n, None);
                    // SAFETY: the block has `n` elements; the first starts.
                    unsafe {
                        if from == 0 {
                            std::ptr::copy_nonoverlapping(s.at, acc.as_mut_ptr(), self.dtype.size());
                        }
                        fold(acc.as_mut_ptr(), s.at, s.stride, n);
                    }
                }
                note(work);
                fpe::clear();
                if self.dtype == DType::F64 { f64::from_ne_bytes(acc) } else { f64::from(f32::from_ne_bytes([acc[0], acc[1], acc[2], acc[3]])) }
            }
        }
    }

    /// The sum of elements, added up as `np.sum` does: halves of halves, down to blocks.
    fn pairwise(&self, work: &mut Work, from: usize, n: usize) -> f64 {
        if n > BLOCK {
            let half = split(n);
            let (a, b) = (self.pairwise(work, from, half), self.pairwise(work, from + half, n - half));
            return self.sum(a, b);
        }
        let s = self.block(work, from, n, None);
        // SAFETY: the block has `n` contiguous elements.
        unsafe {
            match self.dtype {
                DType::F64 => total_f64(s.at, n),
                _ => f64::from(total_f32(s.at, n)),
            }
        }
    }

    /// The sum of two sums.
    fn sum(&self, a: f64, b: f64) -> f64 {
        if self.dtype == DType::F64 { a + b } else { f64::from(a as f32 + b as f32) }
    }
}

/// Where the tape has the cosine of the operand whose sine stands here, or the other way round, if it is still to come.
fn twin_of(tape: &[Token], place: usize) -> Option<(usize, &'static Ufunc)> {
    let argument = |at: usize| match (at.checked_sub(1).map(|at| tape[at]), tape[at]) {
        (Some(Token::Operand(k)), Token::Ufunc(u)) => Some((k, u)),
        _ => None,
    };
    let (k, u) = argument(place)?;
    let pair: [&'static Ufunc; 2] = [&table::SIN, &table::COS];
    let other = pair[1 - pair.iter().position(|p| std::ptr::eq(*p, u))?];
    (place + 1..tape.len()).find(|at| argument(*at).is_some_and(|(j, v)| j == k && std::ptr::eq(v, other))).map(|at| (at, other))
}

/// A number that computes with arrays of this dtype without changing it, as an element.
fn number(v: &Value, dtype: DType) -> Option<[u8; 16]> {
    let mut bits = [0; 16];
    let mut put = |b: &[u8]| bits[..b.len()].copy_from_slice(b);
    if dtype.is_integer() {
        return fast::number(v, dtype);
    }
    let o = Operand::new(v).ok()?;
    if o.array().is_some() {
        return None;
    }
    let element = o.bits.as_ref();
    let x = match (o.weak, o.dtype) {
        // Ints that floats of this size hold exactly.
        (Some(Weak::Int), _) => v.as_small().filter(|i| i.unsigned_abs() < if dtype == DType::F32 { 1 << 24 } else { 1 << 53 })? as f64,
        (Some(Weak::Float), _) => f64::from_ne_bytes(element?[..8].try_into().ok()?),
        (None, DType::F64) if dtype != DType::F32 => f64::from_ne_bytes(element?[..8].try_into().ok()?),
        (None, DType::F32) if dtype == DType::F32 => f64::from(f32::from_ne_bytes(element?[..4].try_into().ok()?)),
        (Some(Weak::Complex), _) | (None, DType::C128) if dtype == DType::C128 => {
            put(&element?[..16]);
            return Some(bits);
        }
        _ => return None,
    };
    match dtype {
        // What a short float cannot hold warns.
        DType::F32 if x.abs() <= f64::from(f32::MAX) => put(&(x as f32).to_ne_bytes()),
        DType::F64 | DType::C128 => put(&x.to_ne_bytes()),
        _ => return None,
    }
    Some(bits)
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
