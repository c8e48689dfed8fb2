//! Bodies of small functions in place of calls.
//!
//! ```text
//! b0(v0):                                b0(v0):
//!     v1 = Call(f) v0 [Raise b1()]           v4 = IConst 1
//!     return v1                              v5 = IAdd v0, v4
//! b1(): cold                        =>       jump b2(v5)
//!     Traceback …                        b1(): cold
//!     return_raise                           Traceback …
//!                                            return_raise
//!                                        b2(v1):
//!                                            return v1
//! ```
//! Callees come before their callers, so that what is copied is as flat as it gets. The copy's lines and traceback entries
//! are those of its own function: a `ReturnRaise` goes where the call's `Raise` exit went, and that adds the caller's
//! entry. Self-recursive functions take one copy of themselves. Functions that nothing calls any more are removed.

use rustc_hash::FxHashMap as HashMap;

use pyaot_ir::*;

use crate::effects;
use crate::passes::strips;
use crate::graph::Graph;
use crate::Config;

/// Instructions that cost something, in the copy of a function that is called in a loop or from code that may be hot.
const SMALL: usize = 40;
/// The same where the call is straight-line code that runs once.
const TINY: usize = 8;
/// The same for a function that is called from one place only.
const ONLY_CALL: usize = 150;
/// Instructions of cold blocks in a copy.
const COLD: usize = 600;
/// A function does not grow beyond this.
const LIMIT: usize = 2500;
/// A function that is copied into itself.
const RECURSIVE: usize = 24;

/// What is known of a function as a callee.
#[derive(Clone, Default)]
struct Size {
    hot: usize,
    cold: usize,
    /// Can be copied at all.
    fits: bool,
    /// See [`Function::reentry`].
    rare: bool,
    calls_itself: bool,
    /// Has loops of its own. In a caller's loop they would have to share registers with it, and one call more weighs little.
    loops: bool,
}

pub fn run(program: &mut Program, config: &Config) {
    let n = program.functions.len();
    let mut sites = vec![0u32; n];
    for f in &program.functions {
        calls(f).for_each(|(callee, _)| sites[callee.index()] += 1);
    }
    taken(program).for_each(|f| sites[f.index()] += 2);
    let once = run_once(program, &sites);
    let mut sizes = vec![Size::default(); n];
    for f in callees_first(program) {
        // Twins are never copied, and nothing into them.
        if program.functions[f].cold {
            continue;
        }
        let mut function = std::mem::replace(&mut program.functions[f], Function::new(String::new(), Conv::Tail, None, false));
        // What goes on behind a twin takes what was made for it only.
        let rare = function.reentry;
        if calls(&function).any(|(callee, _)| sizes[callee.index()].fits) {
            let loops = if once[f] { loops(&function) } else { vec![] };
            let wanted = |callee: usize, b: usize| {
                let s = &sizes[callee];
                let often = !once[f] || loops[b];
                if config.flatten {
                    return s.fits && !s.calls_itself;
                }
                s.fits && (s.rare || !rare) && !(s.loops && often) && s.cold <= COLD && s.hot <= if !often { TINY } else if sites[callee] == 1 { ONLY_CALL } else { SMALL }
            };
            copy_callees(&mut function, &program.functions, &program.frames, wanted);
        }
        sizes[f] = size(&function, f, config);
        let is_small = sizes[f].fits && sizes[f].hot <= ONLY_CALL && sizes[f].cold <= COLD;
        sizes[f].loops = is_small && loops(&function).contains(&true);
        if sizes[f].calls_itself && sizes[f].fits && sizes[f].hot <= RECURSIVE && sizes[f].cold <= COLD {
            let copy = function.clone();
            let mut functions = std::mem::take(&mut program.functions);
            functions[f] = copy;
            copy_callees(&mut function, &functions, &program.frames, |callee, _| callee == f);
            program.functions = functions;
        }
        program.functions[f] = function;
    }
    drop_stack_checks(program);
    drop_unused(program);
}

/// Direct calls, and whether they are in a cold block.
fn calls(f: &Function) -> impl Iterator<Item = (FuncId, bool)> {
    f.blocks.iter().flat_map(|b| b.insts.iter().map(move |i| (i, b.cold))).filter_map(|(i, cold)| match i.op {
        Op::Call(f) => Some((f, cold)),
        _ => None,
    })
}

/// Functions whose address is taken.
fn taken(program: &Program) -> impl Iterator<Item = FuncId> {
    let pointers = program.functions.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts).filter_map(|i| match i.op {
        Op::FuncPtr(f) => Some(f),
        _ => None,
    });
    pointers.chain(program.codes.iter().map(|c| c.entry)).chain(program.entry)
}

/// Functions that run once: those called from one place, in a function of the same kind and in no loop.
fn run_once(program: &Program, sites: &[u32]) -> Vec<bool> {
    let mut once = vec![false; program.functions.len()];
    let mut work: Vec<FuncId> = program.entry.into_iter().collect();
    while let Some(f) = work.pop() {
        once[f.index()] = true;
        let f = &program.functions[f.index()];
        if !calls(f).any(|(callee, _)| sites[callee.index()] == 1) {
            continue;
        }
        let loops = loops(f);
        for (b, _) in f.blocks.iter().zip(&loops).filter(|(_, inside)| !**inside) {
            work.extend(b.insts.iter().filter_map(|i| match i.op {
                Op::Call(callee) if sites[callee.index()] == 1 => Some(callee),
                _ => None,
            }));
        }
    }
    once
}

/// By block: whether it is part of a loop.
fn loops(f: &Function) -> Vec<bool> {
    let g = Graph::new(f);
    let mut inside = vec![false; f.blocks.len()];
    for &n in &g.order {
        for &head in g.succs[n as usize].iter().filter(|s| g.dominates(**s, n)) {
            let mut seen = vec![false; g.block.len()];
            seen[head as usize] = true;
            let mut work = vec![n];
            while let Some(n) = work.pop() {
                if !std::mem::replace(&mut seen[n as usize], true) {
                    work.extend(&g.preds[n as usize]);
                }
            }
            seen.iter().enumerate().filter(|(_, s)| **s).for_each(|(n, _)| inside[g.block[n] as usize] = true);
        }
    }
    inside
}

/// All functions, each behind those that it calls (as far as there is such an order).
fn callees_first(program: &Program) -> Vec<usize> {
    let mut order = Vec::with_capacity(program.functions.len());
    let mut seen = vec![false; program.functions.len()];
    let targets = |f: usize| calls(&program.functions[f]).map(|(c, _)| c.index()).collect::<Vec<_>>();
    for root in 0..program.functions.len() {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut stack = vec![(root, targets(root))];
        while let Some((f, todo)) = stack.last_mut() {
            match todo.pop() {
                Some(c) if std::mem::replace(&mut seen[c], true) => {}
                Some(c) => stack.push((c, targets(c))),
                None => {
                    order.push(*f);
                    stack.pop();
                }
            }
        }
    }
    order
}

fn size(f: &Function, id: usize, config: &Config) -> Size {
    let mut s = Size { fits: f.conv == Conv::Tail && !f.cold && !f.once && !f.blocks.is_empty(), rare: f.reentry, ..Size::default() };
    let of_heads = of_heads(f);
    for b in &f.blocks {
        for i in &b.insts {
            let n = match i.op {
                _ if is_free(&i.op) || matches!(i.results[..], [r] if of_heads[r.index()]) => 0,
                Op::Call(_) | Op::LeafArray { .. } | Op::LeafOut { .. } => 2 + i.args.len(),
                Op::Leaf(_) => 3,
                Op::NewTuple | Op::NewInstance { .. } => 4,
                _ => 1,
            };
            *(if b.cold { &mut s.cold } else { &mut s.hot }) += n;
            s.calls_itself |= i.op == Op::Call(FuncId(id as u32));
            s.fits &= i.exits.iter().all(|e| e.target.block.index() != 0);
        }
        b.term.for_each_target(|t| s.fits &= t.block.index() != 0);
    }
    // An object given as an argument lives until the call ends; in the copy its last use is the end, which `__del__` shows.
    if config.has_finalizers && f.blocks.first().is_some_and(|b| b.params.iter().any(|p| f.ty(*p).is_counted())) {
        s.fits = false;
    }
    s
}

fn is_free(op: &Op) -> bool {
    matches!(op, Op::IConst(_) | Op::FConst(_) | Op::BConst(_) | Op::Singleton(_) | Op::Const(_) | Op::Zero | Op::Cast | Op::StackCheck)
}

/// What is computed from the heads of arrays and lists that are parameters: their types, lengths, and tests of these. In a copy, loops
/// and what was known before have it in common.
fn of_heads(f: &Function) -> Vec<bool> {
    let mut of_heads = vec![false; f.values.len()];
    // Parameters and constants, which alone are no reason.
    let mut plain = vec![false; f.values.len()];
    f.blocks.iter().take(1).flat_map(|b| &b.params).for_each(|p| plain[p.index()] = f.ty(*p).is_counted());
    for i in f.blocks.iter().flat_map(|b| &b.insts) {
        let [r] = i.results[..] else { continue };
        let known = |v: &Value| of_heads[v.index()] || plain[v.index()];
        if is_free(&i.op) && i.args.iter().all(known) {
            plain[r.index()] = true;
            continue;
        }
        let of_head = match i.op {
            Op::Load { region: Region::ArrayHead | Region::ListHeader, .. } | Op::TypeOf | Op::IsTagged | Op::Same => true,
            ref op => strips::is_pure(op) && i.args.iter().any(|v| of_heads[v.index()]),
        };
        of_heads[r.index()] = of_head && i.args.iter().all(known);
    }
    of_heads
}

/// Instructions of rare blocks count less: no pass looks at them long.
fn weight(f: &Function) -> usize {
    f.blocks.iter().map(|b| if b.cold { b.size().div_ceil(4) } else { b.size() }).sum()
}

/// Replaces the calls that are `wanted` (callee, block of the call). What was copied is not looked at again.
fn copy_callees(f: &mut Function, functions: &[Function], frames: &[FrameInfo], wanted: impl Fn(usize, usize) -> bool) {
    let checked = f.blocks.first().is_some_and(|b| b.insts.iter().any(|i| i.op == Op::StackCheck));
    let mut total = weight(f);
    // Blocks to look at, with the block of the function as it was, for `wanted`.
    let mut work: Vec<(usize, usize)> = (0..f.blocks.len()).filter(|b| !f.blocks[*b].cold).map(|b| (b, b)).collect();
    while let Some((b, original)) = work.pop() {
        let found = f.blocks[b].insts.iter().enumerate().find_map(|(k, i)| match i.op {
            Op::Call(callee) if wanted(callee.index(), original) => Some((k, callee.index())),
            _ => None,
        });
        let Some((k, callee)) = found else { continue };
        total += weight(&functions[callee]);
        if total > LIMIT {
            break;
        }
        let callee = &functions[callee];
        let hidden = frames.get(callee.frame as usize).is_some_and(|f| f.hidden);
        let behind = copy(f, b, k, callee, checked, hidden);
        work.push((behind, original));
    }
}

/// Copies `callee` in place of instruction `k` of block `b`; returns the block of what follows. `checked`: the function
/// has a check of the stack of its own, which serves the copy too. `hidden`: users know nothing of the callee's lines.
fn copy(f: &mut Function, b: usize, k: usize, callee: &Function, checked: bool, hidden: bool) -> usize {
    let mut rest = f.blocks[b].insts.split_off(k);
    let call = rest.remove(0);
    let term = std::mem::replace(&mut f.blocks[b].term, Term::Unreachable);
    let behind = f.new_block(f.blocks[b].cold);
    let result = callee.ret.map(|ty| call.results.first().copied().unwrap_or_else(|| f.new_value(ty)));
    let data = f.block_mut(behind);
    (data.insts, data.term, data.params) = (rest, term, result.into_iter().collect());

    let exit = |kind| call.exits.iter().find(|e| e.kind == kind).map(|e| e.target.clone());
    let (raise, big, end) = (exit(ExitKind::Raise), exit(ExitKind::Big), exit(ExitKind::End));
    let mut values: HashMap<Value, Value> = callee.blocks[0].params.iter().copied().zip(call.args.iter().copied()).collect();
    let first = f.blocks.len() as u32;
    let place = |t: Block| Block(first + t.0 - 1);
    for block in &callee.blocks[1..] {
        let new = f.new_block(block.cold);
        for p in &block.params {
            let v = f.add_param(new, callee.ty(*p));
            values.insert(*p, v);
        }
    }
    for block in &callee.blocks {
        for r in block.insts.iter().flat_map(|i| &i.results) {
            let v = f.new_value(callee.ty(*r));
            values.insert(*r, v);
        }
    }
    let (caller, called_at) = (f.frame, (call.line, call.frame));
    let origin = |i: &Inst| match i.op {
        _ if i.frame != 0 || i.line == 0 => (i.line, i.frame),
        // What they write down is a line of their own function.
        Op::Traceback { .. } | Op::Place { .. } => (i.line, callee.frame),
        _ if hidden => called_at,
        _ if callee.frame == caller => (i.line, 0),
        _ => (i.line, callee.frame),
    };
    let map = |vs: &[Value]| vs.iter().map(|v| values[v]).collect::<Vec<_>>();
    let target = |t: &Target| Target { block: place(t.block), args: map(&t.args) };
    for (n, block) in callee.blocks.iter().enumerate() {
        let insts = block.insts.iter().filter(|i| !(checked && i.op == Op::StackCheck)).map(|i| Inst {
            op: i.op.clone(),
            args: map(&i.args),
            results: map(&i.results),
            exits: i.exits.iter().map(|e| Exit { kind: e.kind, target: target(&e.target) }).collect(),
            line: origin(i).0,
            frame: origin(i).1,
        });
        let insts: Vec<Inst> = insts.collect();
        let mut term = match &block.term {
            Term::Return(None) if callee.ret.is_some() => end.clone().map_or(Term::Unreachable, Term::Jump),
            Term::Return(v) => Term::Jump(Target { block: behind, args: v.iter().map(|v| values[v]).collect() }),
            Term::ReturnRaise => raise.clone().map_or(Term::Unreachable, Term::Jump),
            Term::ReturnBig(v) => match big.clone() {
                Some(mut t) => {
                    t.args.insert(0, values[v]);
                    Term::Jump(t)
                }
                None => Term::Unreachable,
            },
            Term::Branch { cond, then, els } => Term::Branch { cond: values[cond], then: target(then), els: target(els) },
            Term::Switch { on, table, default } => {
                Term::Switch { on: values[on], table: table.iter().map(target).collect(), default: target(default) }
            }
            Term::Jump(t) => Term::Jump(target(t)),
            Term::Unreachable => Term::Unreachable,
        };
        let at = if n == 0 { b } else { place(Block(n as u32)).index() };
        f.blocks[at].insts.extend(insts);
        std::mem::swap(&mut f.blocks[at].term, &mut term);
    }
    behind.index()
}

/// Functions that cannot be part of a recursion need no check of the stack: those in no cycle of calls that run no code
/// unknown here. Every cycle of calls has a function left that checks.
fn drop_stack_checks(program: &mut Program) {
    let cyclic = in_cycles(program);
    for (f, cyclic) in program.functions.iter_mut().zip(cyclic) {
        let unknown = |op: &Op| match op {
            Op::Leaf(l) | Op::LeafArray { leaf: l, .. } | Op::LeafOut { leaf: l } => effects::runs_code(*l),
            _ => false,
        };
        if !cyclic && !f.blocks.iter().flat_map(|b| &b.insts).any(|i| unknown(&i.op)) {
            f.blocks.iter_mut().for_each(|b| b.insts.retain(|i| i.op != Op::StackCheck));
        }
    }
}

/// By function: whether direct calls lead from it back to it (Tarjan's components).
fn in_cycles(program: &Program) -> Vec<bool> {
    let n = program.functions.len();
    let targets: Vec<Vec<usize>> = program.functions.iter().map(|f| calls(f).map(|(c, _)| c.index()).collect()).collect();
    let mut cyclic: Vec<bool> = (0..n).map(|f| targets[f].contains(&f)).collect();
    let (mut index, mut low, mut on_stack) = (vec![usize::MAX; n], vec![0; n], vec![false; n]);
    let (mut clock, mut stack) = (0, Vec::new());
    for root in 0..n {
        if index[root] != usize::MAX {
            continue;
        }
        let mut walk = vec![(root, 0)];
        while let Some((f, k)) = walk.last_mut() {
            let f = *f;
            if *k == 0 {
                (index[f], low[f], on_stack[f]) = (clock, clock, true);
                clock += 1;
                stack.push(f);
            }
            if let Some(&t) = targets[f].get(*k) {
                *k += 1;
                if index[t] == usize::MAX {
                    walk.push((t, 0));
                } else if on_stack[t] {
                    low[f] = low[f].min(index[t]);
                }
                continue;
            }
            walk.pop();
            if let Some((above, _)) = walk.last() {
                low[*above] = low[*above].min(low[f]);
            }
            if low[f] == index[f] {
                let from = stack.iter().rposition(|x| *x == f).unwrap_or(0);
                let part = stack.split_off(from);
                for x in &part {
                    on_stack[*x] = false;
                    cyclic[*x] |= part.len() > 1;
                }
            }
        }
    }
    cyclic
}

/// Removes the functions that cannot be reached, and numbers the others anew.
fn drop_unused(program: &mut Program) {
    if program.entry.is_none() {
        // Functions by themselves: any may be called.
        return;
    }
    let mut used = vec![false; program.functions.len()];
    let mut work: Vec<FuncId> = program.codes.iter().map(|c| c.entry).chain(program.entry).collect();
    while let Some(f) = work.pop() {
        if std::mem::replace(&mut used[f.index()], true) {
            continue;
        }
        work.extend(program.functions[f.index()].blocks.iter().flat_map(|b| &b.insts).filter_map(|i| match i.op {
            Op::Call(f) | Op::TailCall(f) | Op::FuncPtr(f) => Some(f),
            _ => None,
        }));
    }
    if used.iter().all(|u| *u) {
        return;
    }
    let mut next = 0;
    let new: Vec<FuncId> = used
        .iter()
        .map(|u| {
            next += u32::from(*u);
            FuncId(next.saturating_sub(1))
        })
        .collect();
    let mut k = 0;
    program.functions.retain(|_| {
        k += 1;
        used[k - 1]
    });
    for i in program.functions.iter_mut().flat_map(|f| &mut f.blocks).flat_map(|b| &mut b.insts) {
        if let Op::Call(f) | Op::TailCall(f) | Op::FuncPtr(f) = &mut i.op {
            *f = new[f.index()];
        }
    }
    program.codes.iter_mut().for_each(|c| c.entry = new[c.entry.index()]);
    program.entry = program.entry.map(|f| new[f.index()]);
}
