//! Loops that call a function for each element of some arrays, and in which nothing is left that only the owner of the runtime may do.
//!
//! ```text
//! function f(v0: F64) -> F64             function loop(v0: Ptr, v1: I64, v2: Ptr) -> I64
//!     v1 = Leaf(math_unary) 18, v0       b0: addresses and steps of the operands
//!         [Raise b1()]              =>       jump b1(0, …)
//!     return v1                          b1(i, …): another element: b2, else b3
//! b1(): cold                             b2: the element loaded, f, its result stored [… b4()]
//!     Traceback …                        b3: return v1
//!     return_raise                       b4(): cold: return i
//! ```
//! Whatever raises, counts, allocates or asks the runtime is left out: there the loop ends with the number of the element, for which
//! somebody else calls the function as it was. That is right because the function has done nothing by then but compute.

mod core;

use pyaot_abi::dtype::DType;
use pyaot_abi::Leaf;
use pyaot_ir::*;

use crate::passes::{dce, gvn, inline, lanes, ranges, scalars, simplify};
use crate::{Config, verify};

pub use core::{CoreLoop, Operand, make_core_loop};

/// The function's instance that is called by itself: `name#3`.
pub fn find(program: &Program, name: &str) -> Option<FuncId> {
    let is_it = |f: &Function| f.conv == Conv::Tail && !f.cold && !f.reentry && f.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('#'));
    program.functions.iter().position(is_it).map(|i| FuncId(i as u32))
}

/// What a module variable holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    Unbound,
    Float(u64),
    Int(i64),
    Bool(bool),
    Other,
}

/// The loop; none: there is no way through the function without the runtime. `global` tells what module variables hold,
/// which have all their values by now.
pub fn make_loop(program: &Program, f: FuncId, inputs: &[DType], output: DType, global: &dyn Fn(GlobalId) -> Constant) -> Option<Function> {
    let element = &program.functions[f.index()];
    if element.blocks[0].params.len() != inputs.len() || !inputs.iter().zip(&element.blocks[0].params).all(|(d, p)| element.ty(*p) == held(*d)) {
        return None;
    }
    let mut f = around(program, f, |element| outer(element, inputs, output))?;
    let config = config();
    fix_globals(&mut f, global);
    run(&mut f, &[("scalars", scalars::run), ("gvn", gvn::run), ("ranges", ranges::run), ("simplify", simplify::run), ("dce", dce::run)], &config);
    leave(&mut f);
    dce::run(&mut f, &config);
    let stores = f.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, Op::Store { .. } | Op::StoreNum(_)));
    stores.then_some(f)
}

fn config() -> Config {
    Config { verify: cfg!(debug_assertions), flatten: true, ..Config::default() }
}

type Pass = (&'static str, fn(&mut Function, &Config));

fn run(f: &mut Function, passes: &[Pass], config: &Config) {
    for (name, pass) in passes {
        pass(f, config);
        verify(f, name, config);
    }
}

/// What the function `outer` makes, which calls function 0, with that one and all that it calls copied into it.
fn around(program: &Program, element: FuncId, outer: impl FnOnce(&Function) -> Option<Function>) -> Option<Function> {
    let mut part = reachable(program, element);
    part.functions.iter_mut().for_each(|f| leave_cold(f));
    let outer = outer(&part.functions[0])?;
    part.functions.push(outer);
    let last = part.functions.len() - 1;
    part.entry = Some(FuncId(last as u32));
    part.codes.clear();

    let config = config();
    part.functions.iter_mut().for_each(|f| simplify::run(f, &config));
    inline::run(&mut part, &config);
    let mut f = part.functions.swap_remove(part.entry?.index());
    simplify::run(&mut f, &config);
    Some(f)
}

/// The loop with its rounds run several at once, where the elements lie side by side; none: it has no such form.
pub fn in_lanes(f: &Function) -> Option<Function> {
    let mut f = f.clone();
    lanes::run(&mut f, &Config::default());
    let found = f.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, Op::Lanes(_)));
    found.then_some(f)
}

/// How a function gets elements of a dtype.
fn held(d: DType) -> Ty {
    match d {
        DType::Bool => Ty::Bool,
        d if d.is_float() => Ty::F64,
        _ => Ty::I64,
    }
}

/// The function, as the first, and those that it calls where it is not cold.
fn reachable(program: &Program, root: FuncId) -> Program {
    let mut found = vec![root];
    let mut functions = Vec::new();
    while let Some(id) = found.get(functions.len()) {
        let mut f = program.functions[id.index()].clone();
        for i in f.blocks.iter_mut().filter(|b| !b.cold).flat_map(|b| &mut b.insts) {
            if let Op::Call(callee) = &mut i.op {
                let at = found.iter().position(|k| k == callee).unwrap_or_else(|| {
                    found.push(*callee);
                    found.len() - 1
                });
                *callee = FuncId(at as u32);
            }
        }
        functions.push(f);
    }
    Program { functions, frames: program.frames.clone(), ..Program::default() }
}

/// Cold blocks do nothing but tell the caller, and so do calls that have no exit for that yet.
fn leave_cold(f: &mut Function) {
    for b in f.blocks.iter_mut().filter(|b| b.cold) {
        b.insts.clear();
        b.term = if f.has_status { Term::ReturnRaise } else { Term::Unreachable };
    }
    let away = f.new_block(true);
    f.block_mut(away).term = Term::ReturnRaise;
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts).filter(|i| matches!(i.op, Op::Call(_))) {
        if !i.exits.is_empty() && !i.exits.iter().any(|e| e.kind == ExitKind::Raise) {
            i.exits.push(Exit { kind: ExitKind::Raise, target: Target { block: away, args: vec![] } });
        }
    }
}

struct Build {
    f: Function,
    at: Block,
}

impl Build {
    fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        let r = self.f.new_value(ty);
        self.push(op, args, vec![r]);
        r
    }

    fn push(&mut self, op: Op, args: &[Value], results: Vec<Value>) {
        let inst = Inst { op, args: args.to_vec(), results, exits: vec![], line: 0, frame: 0 };
        self.f.block_mut(self.at).insts.push(inst);
    }

    /// Words at an address that never change.
    fn words(&mut self, at: Value, which: std::ops::Range<usize>, ty: Ty) -> Vec<Value> {
        which.map(|k| self.op(Op::Load { ty, offset: 8 * k as i32, region: Region::Const }, &[at], ty)).collect()
    }

    fn end(&mut self, term: Term, next: Block) {
        self.f.block_mut(self.at).term = term;
        self.at = next;
    }
}

/// The head of the loop, whose first parameter is the number of the element.
const HEAD: Block = Block(1);
/// Where the loop ends early, in front of the element with the number that is passed.
const AWAY: Block = Block(4);

fn plain(block: Block) -> Target {
    Target { block, args: vec![] }
}

/// The parts of a loop around function 0.
struct Around {
    b: Build,
    /// By operand: the address of its element, and the step to the next one.
    places: Vec<Value>,
    steps: Vec<Value>,
    i: Value,
}

impl Around {
    /// Everything in front of the body. `entry` gives the steps and the number of elements.
    fn new(params: [Ty; 3], many: usize, entry: impl FnOnce(&mut Build, [Value; 3]) -> (Vec<Value>, Value)) -> Around {
        let f = Function::new("element loop".to_owned(), Conv::Loop, Some(Ty::I64), false);
        let mut b = Build { f, at: Block(0) };
        let [start, head, body, done, away] = [false, false, false, false, true].map(|cold| b.f.new_block(cold));
        let params = params.map(|ty| b.f.add_param(start, ty));
        let addresses = b.words(params[0], 0..many, Ty::Ptr);
        let (steps, n) = entry(&mut b, params);
        let zero = b.op(Op::IConst(0), &[], Ty::I64);
        b.end(Term::Jump(Target { block: head, args: [&[zero], &addresses[..]].concat() }), head);

        let i = b.f.add_param(head, Ty::I64);
        let places: Vec<Value> = (0..many).map(|_| b.f.add_param(head, Ty::Ptr)).collect();
        let more = b.op(Op::ICmp(Cc::Lt), &[i, n], Ty::Bool);
        b.end(Term::Branch { cond: more, then: plain(body), els: plain(done) }, body);
        b.f.block_mut(done).term = Term::Return(Some(n));
        let undone = b.f.add_param(away, Ty::I64);
        b.f.block_mut(away).term = Term::Return(Some(undone));
        Around { b, places, steps, i }
    }

    /// Calls the function.
    fn call(&mut self, element: &Function, operands: &[Value]) -> Option<Value> {
        let b = &mut self.b;
        let result = element.ret.map(|ty| b.f.new_value(ty));
        b.push(Op::Call(FuncId(0)), operands, result.into_iter().collect());
        if element.has_status {
            let away = Target { block: AWAY, args: vec![self.i] };
            let big = b.f.new_block(true);
            b.f.add_param(big, Ty::Val);
            b.f.block_mut(big).term = Term::Jump(away.clone());
            let exits = [(ExitKind::Raise, away), (ExitKind::Big, plain(big))].map(|(kind, target)| Exit { kind, target });
            let here = b.at;
            b.f.block_mut(here).insts.last_mut()?.exits = exits.into_iter().filter(|e| e.kind == ExitKind::Raise || element.ret.is_some_and(|ty| matches!(ty, Ty::I64 | Ty::F64))).collect();
        }
        result
    }

    /// On to the next element.
    fn end(mut self) -> Function {
        let b = &mut self.b;
        let one = b.op(Op::IConst(1), &[], Ty::I64);
        let mut args = vec![b.op(Op::IAdd, &[self.i, one], Ty::I64)];
        args.extend(self.places.iter().zip(&self.steps).map(|(p, s)| b.op(Op::PtrAdd, &[*p, *s], Ty::Ptr)));
        b.end(Term::Jump(Target { block: HEAD, args }), HEAD);
        self.b.f
    }
}

/// The loop around a call of function 0.
fn outer(element: &Function, inputs: &[DType], output: DType) -> Option<Function> {
    let many = inputs.len() + 1;
    let mut a = Around::new([Ty::Ptr, Ty::I64, Ty::Ptr], many, |b, [_, n, steps]| (b.words(steps, 0..many, Ty::I64), n));
    let mut operands = Vec::new();
    for (d, p) in inputs.iter().zip(&a.places) {
        operands.push(load(&mut a.b, *d, *p, a.i));
    }
    let result = a.call(element, &operands)?;
    store(&mut a.b, output, a.places[many - 1], result)?;
    Some(a.end())
}

/// The element at `p`; `i` is its number.
fn load(b: &mut Build, d: DType, p: Value, i: Value) -> Value {
    let word = |ty| Op::Load { ty, offset: 0, region: Region::Array };
    match d {
        DType::F64 => b.op(word(Ty::F64), &[p], Ty::F64),
        DType::F32 => b.op(Op::LoadNum(d), &[p], Ty::F64),
        DType::I64 | DType::U64 => {
            let x = b.op(word(Ty::I64), &[p], Ty::I64);
            if d == DType::U64 {
                // Half of them are no `i64`.
                let zero = b.op(Op::IConst(0), &[], Ty::I64);
                let fine = b.op(Op::ICmp(Cc::Ge), &[x, zero], Ty::Bool);
                let next = b.f.new_block(false);
                b.end(Term::Branch { cond: fine, then: plain(next), els: Target { block: AWAY, args: vec![i] } }, next);
            }
            x
        }
        d => {
            let x = b.op(Op::LoadNum(d), &[p], Ty::I64);
            if d != DType::Bool {
                return x;
            }
            let zero = b.op(Op::IConst(0), &[], Ty::I64);
            b.op(Op::ICmp(Cc::Ne), &[x, zero], Ty::Bool)
        }
    }
}

/// None: such a value is no such element.
fn store(b: &mut Build, d: DType, p: Value, x: Value) -> Option<()> {
    let x = match (b.f.ty(x), held(d)) {
        (from, to) if from == to => x,
        (Ty::Bool, Ty::I64) => b.op(Op::BToI, &[x], Ty::I64),
        (Ty::Bool, Ty::F64) => {
            let i = b.op(Op::BToI, &[x], Ty::I64);
            b.op(Op::IToF, &[i], Ty::F64)
        }
        (Ty::I64, Ty::F64) => b.op(Op::IToF, &[x], Ty::F64),
        _ => return None,
    };
    match d {
        DType::F64 | DType::I64 | DType::U64 => b.push(Op::Store { offset: 0, region: Region::Array }, &[p, x], vec![]),
        DType::Bool => {
            let byte = b.op(Op::BToI, &[x], Ty::I64);
            b.push(Op::StoreNum(d), &[p, byte], vec![]);
        }
        d => b.push(Op::StoreNum(d), &[p, x], vec![]),
    }
    Some(())
}

/// Module variables are constants now, as far as they are numbers, or are only tested for being bound.
fn fix_globals(f: &mut Function, global: &dyn Fn(GlobalId) -> Constant) {
    let mut known = vec![None; f.values.len()];
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        let operand = i.args.first().and_then(|v| known[v.index()]).unwrap_or(Constant::Unbound);
        let op = match (&i.op, operand) {
            (Op::LoadGlobal { ty, global: g, .. }, _) => {
                let constant = global(*g);
                known[i.results[0].index()] = Some(constant);
                match (ty, constant) {
                    (Ty::F64, Constant::Float(bits)) => Op::FConst(bits),
                    (Ty::I64, Constant::Int(n)) => Op::IConst(n),
                    (Ty::Bool, Constant::Bool(x)) => Op::BConst(x),
                    _ => continue,
                }
            }
            (Op::Zero, _) => {
                known[i.results[0].index()] = Some(Constant::Unbound);
                continue;
            }
            (Op::Cast, _) => {
                known[i.results[0].index()] = known[i.args[0].index()];
                continue;
            }
            (Op::Same, _) => match i.args[..] {
                [a, b] => match (known[a.index()], known[b.index()]) {
                    (Some(a), Some(b)) if (a == Constant::Unbound) != (b == Constant::Unbound) => Op::BConst(false),
                    _ => continue,
                },
                _ => continue,
            },
            (Op::UntagInt, Constant::Int(n)) => Op::IConst(n),
            (Op::UnboxFloat, Constant::Float(bits)) => Op::FConst(bits),
            (Op::UnboxBool, Constant::Bool(x)) => Op::BConst(x),
            (Op::IsFloat, Constant::Float(_)) => Op::BConst(true),
            (Op::IsTagged, Constant::Int(_)) => Op::BConst(true),
            (Op::IsTagged, Constant::Float(_) | Constant::Bool(_)) => Op::BConst(false),
            _ => continue,
        };
        (i.op, i.args, i.exits) = (op, vec![], vec![]);
    }
}

/// What is in the loop that only the owner of the runtime may do is left out: there it ends, and says in front of which element; -1:
/// a signal's handler has raised.
fn leave(f: &mut Function) {
    let Some(i) = f.block(HEAD).params.first().copied() else { return };
    let [away, stop] = [f.new_block(true), f.new_block(true)];
    for block in &mut f.blocks {
        block.insts.retain(|i| !matches!(i.op, Op::StackCheck | Op::Place { .. }));
        for i in block.insts.iter_mut().filter(|i| i.op == Op::Safepoint) {
            i.exits.iter_mut().for_each(|e| e.target = plain(stop));
        }
        if let Some(at) = block.insts.iter().position(|i| !is_free(i)) {
            block.insts.truncate(at);
            block.term = Term::Jump(Target { block: away, args: vec![i] });
        }
    }
    let undone = f.add_param(away, Ty::I64);
    f.block_mut(away).term = Term::Return(Some(undone));
    let raised = f.new_value(Ty::I64);
    let minus = Inst { op: Op::IConst(-1), args: vec![], results: vec![raised], exits: vec![], line: 0, frame: 0 };
    f.block_mut(stop).insts.push(minus);
    f.block_mut(stop).term = Term::Return(Some(raised));
}

/// Computes, and does nothing else; what it reads are elements and what never changes.
fn is_free(i: &Inst) -> bool {
    use Op::*;
    match &i.op {
        IConst(_) | FConst(_) | BConst(_) | Zero => true,
        IAdd | ISub | IMul | IAddO | ISubO | IMulO | INegO | IFloorDiv | IFloorMod | UDiv | URem | WDiv | WRem | IMulHigh | UMulHigh => true,
        IAnd | IOr | IXor | INot | IShl | IShr | UShr | IShlO | ICmp(_) | ULt | IMin | IMax | MulMod => true,
        FAdd | FSub | FMul | FDiv | FAddO | FSubO | FMulO | FDivO | FNeg | FAbs | FSqrt | FFloor | FCeil | FTrunc | FNearest | FCmp(_) | FMin | FMax | FSquare | FRound32 | FRound32O | IToF | FToI => true,
        BAnd | BOr | BXor | BNot | BToI | Select | PtrAdd | LoadNum(_) | StoreNum(_) => true,
        Load { region, .. } | LoadU8 { region, .. } => matches!(region, Region::Array | Region::Const) && i.args.len() == 1,
        Store { region, .. } => *region == Region::Array,
        Leaf(l) => is_function(*l),
        Lanes(_) => true,
        // Takes the lock by itself, where there is something to look for.
        Safepoint => true,
        _ => false,
    }
}

/// Functions of numbers, which touch nothing of the runtime as long as they do not raise.
fn is_function(l: Leaf) -> bool {
    use Leaf as L;
    matches!(
        l,
        L::math_unary | L::math_binary | L::f64_mod | L::f64_floordiv | L::f64_pow | L::f64_round_digits | L::i64_truediv | L::i64_pow
            | L::mulmod | L::mulmod_word | L::wide_mod | L::wide_div_low | L::wide_div_high | L::np_function
    )
}
