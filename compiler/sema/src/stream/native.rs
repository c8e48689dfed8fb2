//! Builtins that make iterators, as generators that can be copied: `map`, `filter`, `zip`, `enumerate`.
//!
//! They have no entry in tracebacks. What a function given to `map` raises goes to the consumer as it is; a StopIteration would
//! end the loop there, so programs that handle it themselves keep the builtin.

use rustc_hash::FxHashMap as HashMap;

use super::facts::Facts;
use super::splice::Argument;
use crate::hir::*;

const FIRST: u32 = u32::MAX - 16;
/// `map` with one or two iterables.
const MAP: u32 = FIRST + 1;
const MAP_TWO: u32 = FIRST + 2;
const FILTER: u32 = FIRST + 3;
/// `filter(None, …)`.
const FILTER_TRUE: u32 = FIRST + 4;
const ZIP: u32 = FIRST + 5;
const ZIP_THREE: u32 = FIRST + 6;
const ENUMERATE: u32 = FIRST + 7;

pub fn is(name: &str) -> bool {
    matches!(name, "map" | "filter" | "zip" | "enumerate")
}

pub fn is_native(f: FuncId) -> bool {
    f.0 >= FIRST
}

pub fn is_zip_of_two(f: FuncId) -> bool {
    f.0 == ZIP
}

/// The builtin that the instruction calls, if it has a form here.
pub fn called(f: &Func, facts: &Facts, i: &Inst) -> Option<FuncId> {
    let Op::Call { kw } = &i.op else { return None };
    let Op::LoadBuiltin(name) = &facts.def(f, *i.args.first()?)?.op else { return None };
    if !kw.is_empty() {
        return None;
    }
    // May the function that is called raise StopIteration?
    let plain = |v: V| !facts.known.stops || facts.def(f, v).is_some_and(|d| matches!(d.op, Op::LoadBuiltin(_)));
    let id = match (&**name, &i.args[1..]) {
        ("map", [g, _]) if plain(*g) => MAP,
        ("map", [g, _, _]) if plain(*g) => MAP_TWO,
        ("filter", [g, _]) => match facts.def(f, *g).map(|d| &d.op) {
            Some(Op::Const(Constant::None)) => FILTER_TRUE,
            Some(Op::LoadBuiltin(_) | Op::MakeFunction { .. } | Op::LoadGlobal(_)) if plain(*g) => FILTER,
            _ => return None,
        },
        ("zip", [_, _]) => ZIP,
        ("zip", [_, _, _]) => ZIP_THREE,
        ("enumerate", [_]) => ENUMERATE,
        _ => return None,
    };
    Some(FuncId(id))
}

/// What the copy's parameters get from the builtin's call.
pub fn arguments(func: FuncId, call: &Inst) -> Option<Vec<Argument>> {
    if !is_native(func) {
        return None;
    }
    let functions = match func.0 {
        MAP | MAP_TWO | FILTER | FILTER_TRUE => 1,
        _ => 0,
    };
    let given = |(k, v): (usize, &V)| if k < functions { Argument::Given(*v) } else { Argument::Iterator(*v) };
    Some(call.args[1..].iter().enumerate().map(given).collect())
}

pub fn bodies() -> HashMap<FuncId, Func> {
    let ids = [MAP, MAP_TWO, FILTER, FILTER_TRUE, ZIP, ZIP_THREE, ENUMERATE];
    ids.into_iter().map(|id| (FuncId(id), body(id))).collect()
}

/// `for x in it: yield …`, for several iterators at a time.
fn body(id: u32) -> Func {
    let (function, n) = match id {
        MAP => (true, 1),
        MAP_TWO => (true, 2),
        FILTER | FILTER_TRUE => (true, 1),
        ZIP => (false, 2),
        ZIP_THREE => (false, 3),
        _ => (false, 1),
    };
    let mut vars: Vec<Name> = Vec::new();
    let mut n_values = 0;
    let mut value = || {
        n_values += 1;
        V(n_values - 1)
    };
    let mut var = |name: &str| {
        vars.push(name.into());
        Var(vars.len() as u32 - 1)
    };
    let inst = |op: Op, args: Vec<V>, results: Vec<V>| Inst { op, args, results, unwind: None, done: None, line: 0, cols: 0, inlined: 0 };
    let params: Vec<V> = (0..n + usize::from(function)).map(|_| value()).collect();
    let (head, end, give) = (B(1), B(2), B(3));
    let mut start = Vec::new();
    let callee = var(".function");
    if function {
        start.push(inst(Op::StoreLocal(callee), vec![params[0]], vec![]));
    }
    let mut levels = Vec::new();
    for it in &params[usize::from(function)..] {
        let (iter, state, st) = (var(".iter"), var(".state"), value());
        start.push(inst(Op::IterInit, vec![*it], vec![st]));
        start.push(inst(Op::StoreLocal(iter), vec![*it], vec![]));
        start.push(inst(Op::StoreLocal(state), vec![st], vec![]));
        levels.push((iter, state));
    }
    let count = var(".count");
    let zero = value();
    start.push(inst(Op::Const(Constant::Int(0)), vec![], vec![zero]));
    start.push(inst(Op::StoreLocal(count), vec![zero], vec![]));

    let mut step = Vec::new();
    let mut elements = Vec::new();
    for (iter, state) in levels {
        let (i, s, v, next) = (value(), value(), value(), value());
        step.push(inst(Op::LoadLocal(iter), vec![], vec![i]));
        step.push(inst(Op::LoadLocal(state), vec![], vec![s]));
        step.push(Inst { done: Some(Target::to(end)), ..inst(Op::IterNext, vec![i, s], vec![v, next]) });
        step.push(inst(Op::StoreLocal(state), vec![next], vec![]));
        elements.push(v);
    }
    let mut blocks = vec![start];
    let mut terms = vec![Term::Jump(Target::to(head))];
    let f = value();
    let none = value();
    let out = value();
    match id {
        MAP | MAP_TWO => {
            step.push(inst(Op::LoadLocal(callee), vec![], vec![f]));
            let args = std::iter::once(f).chain(elements).collect();
            step.push(inst(Op::Call { kw: [].into() }, args, vec![out]));
            step.push(inst(Op::Yield, vec![out], vec![none]));
            terms.push(Term::Jump(Target::to(head)));
        }
        FILTER | FILTER_TRUE => {
            let asked = if id == FILTER {
                step.push(inst(Op::LoadLocal(callee), vec![], vec![f]));
                step.push(inst(Op::Call { kw: [].into() }, vec![f, elements[0]], vec![out]));
                out
            } else {
                elements[0]
            };
            let t = value();
            step.push(inst(Op::Truth, vec![asked], vec![t]));
            terms.push(Term::Branch { cond: t, then: Target::to(give), els: Target::to(head) });
        }
        ENUMERATE => {
            let (k, one, next) = (value(), value(), value());
            step.push(inst(Op::LoadLocal(count), vec![], vec![k]));
            step.push(inst(Op::Const(Constant::Int(1)), vec![], vec![one]));
            step.push(inst(Op::Bin(BinOp::Add), vec![k, one], vec![next]));
            step.push(inst(Op::StoreLocal(count), vec![next], vec![]));
            step.push(inst(Op::MakeTuple, vec![k, elements[0]], vec![out]));
            step.push(inst(Op::Yield, vec![out], vec![none]));
            terms.push(Term::Jump(Target::to(head)));
        }
        _ => {
            step.push(inst(Op::MakeTuple, elements.clone(), vec![out]));
            step.push(inst(Op::Yield, vec![out], vec![none]));
            terms.push(Term::Jump(Target::to(head)));
        }
    }
    blocks.push(step);
    let nothing = value();
    blocks.push(vec![inst(Op::Const(Constant::None), vec![], vec![nothing])]);
    terms.push(Term::Return(nothing));
    if matches!(id, FILTER | FILTER_TRUE) {
        let kept = value();
        // A value of the block in front.
        let Some(x) = blocks[1].iter().find(|i| matches!(i.op, Op::IterNext)).map(|i| i.results[0]) else { unreachable!("it iterates") };
        blocks.push(vec![inst(Op::Yield, vec![x], vec![kept])]);
        terms.push(Term::Jump(Target::to(head)));
    }
    let blocks = blocks.into_iter().zip(terms).map(|(insts, term)| Block { params: Vec::new(), insts, term }).collect::<Vec<_>>();
    let mut f = Func {
        name: "builtin".into(),
        qualname: String::new(),
        module: ModuleId(0),
        kind: FuncKind::Generator,
        params: Params { names: params.iter().map(|_| ".argument".into()).collect(), ..Params::default() },
        doc: None,
        blocks,
        n_values,
        vars,
        captures: Vec::new(),
        inlined: Vec::new(),
        class: None,
        first_line: 0,
        hidden: true,
        annotations: String::new(),
    };
    f.blocks[0].params = params;
    f
}
