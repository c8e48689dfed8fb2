//! Loops that call a function with arrays over the core dimensions of their operands, for `pyaot.guvectorize`.
//!
//! ```text
//! function f(v0: Val, v1: Val)                   b2: 'a head: the address, lengths and strides of the array
//!     branch (v0 is an array of one dimension)       v3 = ULt i, n
//!     v2 = Load ArrayHead 40, v0             =>      branch v3 …
//!     v3 = ULt i, v2
//! ```
//! There are no arrays in such a loop: what the function asks them is known, or is a parameter of the loop.

use pyaot_abi::dtype::DType;
use pyaot_abi::layout::{ARRAY_DATA, ARRAY_DTYPE, ARRAY_INLINE_DIMS, ARRAY_NDIM, ARRAY_SHAPE, ARRAY_SIZE, ARRAY_STRIDES, ARRAY_WRITEABLE};
use pyaot_ir::*;

use super::{Around, Build, Constant, HEAD, around, config, fix_globals, held, is_free, leave, load, run};
use crate::passes::simplify::Replaced;
use crate::passes::{dce, gvn, ranges, scalars, simplify};
use crate::effects::read;
use crate::{PASSES, Pass};

/// An operand of a generalised function.
#[derive(Debug, Clone)]
pub struct Operand {
    pub dtype: DType,
    /// The numbers of its core dimensions, where the function gets an array; one without dimensions has one element.
    pub dims: Option<Vec<usize>>,
    pub is_output: bool,
}

pub struct CoreLoop {
    pub function: Function,
    /// An element in which the loop has ended may have seen what it had written itself: before it is computed again, its outputs must be
    /// what they were.
    pub rereads: bool,
}

/// The loop; none: there is no way through the function without the runtime. It is called with the addresses of the operands, the number of
/// elements and the lengths of the core dimensions, the steps from element to element and then those within: as NumPy calls it. `dense`: the
/// steps within are those of arrays in one piece.
pub fn make_core_loop(program: &Program, f: FuncId, operands: &[Operand], dense: bool, global: &dyn Fn(GlobalId) -> Constant) -> Option<CoreLoop> {
    let element = &program.functions[f.index()];
    let fits = |o: &Operand, p: &Value| element.ty(*p) == if o.dims.is_some() { Ty::Val } else { held(o.dtype) };
    if element.blocks[0].params.len() != operands.len() || !operands.iter().zip(&element.blocks[0].params).all(|(o, p)| fits(o, p)) {
        return None;
    }
    let mut heads = Vec::new();
    let mut f = around(program, f, |element| outer(element, operands, dense, &mut heads))?;
    let config = config();
    fix_globals(&mut f, global);
    fix_heads(&mut f, &heads, &program.consts);
    run(&mut f, &[("simplify", simplify::run), ("scalars", scalars::run), ("gvn", gvn::run), ("ranges", ranges::run), ("simplify1", simplify::run), ("dce", dce::run)], &config);
    leave(&mut f);
    run(&mut f, &[("simplify2", simplify::run), ("dce1", dce::run)], &config);
    if !goes_round(&f) {
        return None;
    }
    let of_loops = PASSES.iter().skip_while(|p| p.0 != "nests").take_while(|p| p.0 != "slots");
    let mut again = None;
    for (name, pass) in of_loops {
        // Of vector code, nobody could tell what it reads.
        if *name == "lanes" {
            again = Some(leaves(&f) && rereads(&f, operands));
        }
        if let Pass::Function(pass) = pass {
            run(&mut f, &[(name, *pass)], &config);
        }
    }
    let is_free = f.blocks.iter().flat_map(|b| &b.insts).all(is_free);
    is_free.then_some(CoreLoop { function: f, rereads: again? })
}

/// An array, as the loop has it.
struct Head {
    array: Value,
    address: Value,
    size: Value,
    lengths: Vec<Value>,
    strides: Vec<Value>,
    /// Dtype, dimensions, flags and bytes of an element, as they stand in an array's head.
    word: i64,
}

fn outer(element: &Function, operands: &[Operand], dense: bool, heads: &mut Vec<Head>) -> Option<Function> {
    let many = operands.len();
    let dims_of = |o: &Operand| o.dims.clone().unwrap_or_default();
    if operands.iter().any(|o| dims_of(o).len() > ARRAY_INLINE_DIMS) {
        return None;
    }
    let n_lengths = operands.iter().flat_map(dims_of).max().map_or(0, |d| d + 1);
    let mut a = Around::new([Ty::Ptr; 3], many, |b, [args, dims, steps]| {
        // As the ranges of lengths are found out.
        let [least, most] = [0, 1 << 48].map(|limit| b.op(Op::IConst(limit), &[], Ty::I64));
        let mut lengths = b.words(dims, 1..1 + n_lengths, Ty::I64);
        for n in &mut lengths {
            let some = b.op(Op::IMax, &[*n, least], Ty::I64);
            *n = b.op(Op::IMin, &[some, most], Ty::I64);
        }
        let mut within = many;
        for (k, o) in operands.iter().enumerate().filter(|(_, o)| o.dims.is_some()) {
            let array = b.words(args, k..k + 1, Ty::Val)[0];
            let mut lengths: Vec<Value> = dims_of(o).iter().map(|d| lengths[*d]).collect();
            let itemsize = b.op(Op::IConst(o.dtype.size() as i64), &[], Ty::I64);
            let mut strides = match &lengths[..] {
                [] => vec![itemsize],
                lengths if dense => dense_strides(b, itemsize, lengths),
                lengths => b.words(steps, within..within + lengths.len(), Ty::I64),
            };
            within += lengths.len();
            if lengths.is_empty() {
                lengths.push(b.op(Op::IConst(1), &[], Ty::I64));
            }
            strides.truncate(lengths.len());
            let size = lengths[1..].iter().fold(lengths[0], |all, n| b.op(Op::IMul, &[all, *n], Ty::I64));
            let flags = 0x100 | if o.is_output { ARRAY_WRITEABLE } else { 0 };
            let word = o.dtype as i64 | (lengths.len() as i64) << 8 | flags << 16 | (o.dtype.size() as i64) << 32;
            heads.push(Head { array, address: array, size, lengths, strides, word });
        }
        let n = b.words(dims, 0..1, Ty::I64)[0];
        (b.words(steps, 0..many, Ty::I64), n)
    });
    let mut arrays = heads.iter_mut();
    let mut passed = Vec::new();
    for (k, o) in operands.iter().enumerate() {
        if o.dims.is_none() {
            passed.push(load(&mut a.b, o.dtype, a.places[k], a.i));
            continue;
        }
        let head = arrays.next()?;
        head.address = a.places[k];
        passed.push(head.array);
    }
    a.call(element, &passed);
    Some(a.end())
}

/// Of an array in one piece.
fn dense_strides(b: &mut Build, itemsize: Value, lengths: &[Value]) -> Vec<Value> {
    let mut strides = vec![itemsize];
    for n in lengths[1..].iter().rev() {
        let last = strides[strides.len() - 1];
        strides.push(b.op(Op::IMul, &[last, *n], Ty::I64));
    }
    strides.reverse();
    strides
}

/// What a value has to do with an array.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    Array(usize),
    /// The type of an array.
    Type,
    /// The type of arrays, as a constant.
    Ndarray,
}

/// Answers what is asked of arrays.
fn fix_heads(f: &mut Function, heads: &[Head], consts: &[Const]) {
    let mut known = vec![None; f.values.len()];
    for (k, h) in heads.iter().enumerate() {
        known[h.array.index()] = Some(Known::Array(k));
    }
    // Blocks need not stand in the order in which they run.
    loop {
        let mut changed = false;
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            let operand = i.args.first().and_then(|v| known[v.index()]);
            let found = match (&i.op, operand) {
                (Op::Cast, found) => found,
                (Op::TypeOf, Some(Known::Array(_))) => Some(Known::Type),
                (Op::Const(c), _) => consts.get(c.index()).filter(|c| **c == Const::Type("numpy.ndarray".to_owned())).map(|_| Known::Ndarray),
                _ => None,
            };
            if found.is_some() && known[i.results[0].index()].is_none() {
                known[i.results[0].index()] = found;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let mut replaced = Replaced::new(f);
    for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        let operands: Vec<Option<Known>> = i.args.iter().map(|v| known[v.index()]).collect();
        let op = match (&i.op, &operands[..]) {
            (Op::IsTagged, [Some(Known::Array(_))]) => Op::BConst(false),
            (Op::Same, [Some(Known::Type), Some(Known::Ndarray)] | [Some(Known::Ndarray), Some(Known::Type)]) => Op::BConst(true),
            (Op::Load { offset, region: Region::ArrayHead, .. }, [Some(Known::Array(k))]) => match asked(&heads[*k], *offset) {
                Some(Asked::Value(v)) => {
                    replaced.set(i.results[0], v);
                    continue;
                }
                Some(Asked::Word(w)) => Op::IConst(w),
                None => continue,
            },
            (Op::LoadU8 { offset, region: Region::ArrayHead }, [Some(Known::Array(k))]) if *offset == ARRAY_DTYPE => Op::IConst(heads[*k].word & 0xFF),
            (Op::LoadU8 { offset, region: Region::ArrayHead }, [Some(Known::Array(k))]) if *offset == ARRAY_NDIM => Op::IConst(heads[*k].word >> 8 & 0xFF),
            _ => continue,
        };
        (i.op, i.args, i.exits) = (op, vec![], vec![]);
    }
    replaced.apply(f);
}

enum Asked {
    Value(Value),
    Word(i64),
}

fn asked(h: &Head, offset: i32) -> Option<Asked> {
    let of = |list: &[Value], start: i32| list.get(usize::try_from((offset - start) / 8).ok()?).copied().map(Asked::Value);
    match offset {
        ARRAY_DATA => Some(Asked::Value(h.address)),
        ARRAY_SIZE => Some(Asked::Value(h.size)),
        ARRAY_DTYPE => Some(Asked::Word(h.word)),
        ARRAY_SHAPE..ARRAY_STRIDES => of(&h.lengths, ARRAY_SHAPE),
        _ if offset >= ARRAY_STRIDES => of(&h.strides, ARRAY_STRIDES),
        _ => None,
    }
}

/// There is a way from an element to the next.
fn goes_round(f: &Function) -> bool {
    let mut ways = 0;
    reachable(f).for_each(|b| b.term.for_each_target(|t| ways += usize::from(t.block == HEAD)));
    ways > 1
}

/// The loop may end in front of an element.
fn leaves(f: &Function) -> bool {
    let insts = || f.blocks.iter().flat_map(|b| &b.insts);
    let dims = f.blocks[0].params[1];
    let is_end = |v: Value| insts().any(|i| i.results.first() == Some(&v) && (i.op == Op::IConst(-1) || i.args.first() == Some(&dims)));
    reachable(f).any(|b| matches!(b.term, Term::Return(Some(v)) if !is_end(v)))
}

fn reachable(f: &Function) -> impl Iterator<Item = &BlockData> {
    let (mut seen, mut work) = (vec![false; f.blocks.len()], vec![Block(0)]);
    while let Some(b) = work.pop() {
        if std::mem::replace(&mut seen[b.index()], true) {
            continue;
        }
        let b = f.block(b);
        b.insts.iter().flat_map(|i| &i.exits).for_each(|e| work.push(e.target.block));
        b.term.for_each_target(|t| work.push(t.block));
    }
    f.blocks.iter().zip(seen).filter(|(_, seen)| *seen).map(|(b, _)| b)
}

/// Something that an element writes may be read by it.
fn rereads(f: &Function, operands: &[Operand]) -> bool {
    let mut outputs = vec![false; f.values.len()];
    let args = f.blocks[0].params[0];
    loop {
        let mut changed = false;
        let mut mark = |outputs: &mut Vec<bool>, v: Value| changed |= !std::mem::replace(&mut outputs[v.index()], true);
        let pass = |outputs: &mut Vec<bool>, t: &Target, mark: &mut dyn FnMut(&mut Vec<bool>, Value)| {
            for (p, a) in f.block(t.block).params.iter().zip(&t.args) {
                if outputs[a.index()] {
                    mark(outputs, *p);
                }
            }
        };
        for b in &f.blocks {
            for i in &b.insts {
                let is_start = |k: usize| operands.get(k).is_some_and(|o| o.is_output);
                let found = match i.op {
                    Op::Load { ty: Ty::Ptr, offset, region: Region::Const } if i.args[0] == args => is_start(offset as usize / 8),
                    Op::PtrAdd | Op::Cast | Op::Select => i.args.iter().any(|a| outputs[a.index()]),
                    _ => false,
                };
                if found {
                    mark(&mut outputs, i.results[0]);
                }
                i.exits.iter().for_each(|e| pass(&mut outputs, &e.target, &mut mark));
            }
            b.term.for_each_target(|t| pass(&mut outputs, t, &mut mark));
        }
        if !changed {
            break;
        }
    }
    let reads = |i: &Inst| read(&i.op) == Some(Region::Array);
    f.blocks.iter().flat_map(|b| &b.insts).any(|i| reads(i) && outputs[i.args[0].index()])
}
