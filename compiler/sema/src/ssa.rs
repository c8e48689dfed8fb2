//! Local variables to SSA values.
//!
//! ```text
//! b0: store x, v0; jump b1          b0: jump b1(v0)
//! b1: v1 = load x; …          =>    b1(v1): …
//! ```
//! Variables that may be read unbound get a companion flag, tested by [`Op::CheckBound`]. In generators, variables that live
//! across a `yield` stay in memory.

use rustc_hash::FxHashSet as HashSet;

use crate::hir::*;

type Set = Vec<u64>;

fn has(s: &Set, v: usize) -> bool {
    s[v / 64] >> (v % 64) & 1 == 1
}
fn add(s: &mut Set, v: usize) {
    s[v / 64] |= 1 << (v % 64);
}
fn remove(s: &mut Set, v: usize) {
    s[v / 64] &= !(1 << (v % 64));
}
fn union(a: &mut Set, b: &Set) -> bool {
    let mut changed = false;
    for (x, y) in a.iter_mut().zip(b) {
        changed |= *x | *y != *x;
        *x |= *y;
    }
    changed
}

/// `keep`: variables whose values live until the function returns, assigns them anew or deletes them, as in CPython, since a `__del__`
/// may tell the difference.
pub fn construct(f: &mut Func, keep: &[Var]) {
    prune(f);
    flag_unbound(f);
    if f.kind != FuncKind::Generator {
        keep_alive(f, keep);
    }
    let live = liveness(f);
    let mut in_memory = across_yields(f, &live);
    if f.kind == FuncKind::Generator {
        keep.iter().for_each(|v| add(&mut in_memory, v.index()));
    }
    promote(f, &live, &in_memory);
    simplify_params(f);
}

/// Drops blocks that cannot be reached and cuts blocks behind instructions that never return.
pub fn prune(f: &mut Func) {
    for b in &mut f.blocks {
        if let Some(i) = b.insts.iter().position(|i| matches!(i.op, Op::Raise | Op::Reraise | Op::ExcRestore | Op::AssertFail | Op::NameError(_))) {
            // NameError gives a value for the dead code behind it.
            b.insts.truncate(i + 1);
            b.term = Term::Unreachable;
        }
    }
    let order = rpo(f);
    let mut new_index = vec![None; f.blocks.len()];
    for (i, b) in order.iter().enumerate() {
        new_index[b.index()] = Some(B(i as u32));
    }
    let mut old: Vec<Option<Block>> = std::mem::take(&mut f.blocks).into_iter().map(Some).collect();
    for b in order {
        let mut block = old[b.index()].take().expect("each block once");
        for_each_target_mut(&mut block, |t| t.block = new_index[t.block.index()].expect("reachable"));
        f.blocks.push(block);
    }
}

/// Reachable blocks in reverse post order.
pub fn rpo(f: &Func) -> Vec<B> {
    let mut seen = vec![false; f.blocks.len()];
    let mut order = Vec::new();
    let mut stack: Vec<(B, Vec<B>)> = Vec::new();
    let succ = |b: B| {
        let mut v = Vec::new();
        for_each_target(&f.blocks[b.index()], |t| v.push(t.block));
        v
    };
    seen[0] = true;
    stack.push((B(0), succ(B(0))));
    while let Some((b, todo)) = stack.last_mut() {
        match todo.pop() {
            Some(s) => {
                if !std::mem::replace(&mut seen[s.index()], true) {
                    let next = succ(s);
                    stack.push((s, next));
                }
            }
            None => {
                order.push(*b);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// Every target of a block: side exits in order, then the terminator's.
pub fn for_each_target<'a>(b: &'a Block, mut f: impl FnMut(&'a Target)) {
    for i in &b.insts {
        i.done.iter().for_each(&mut f);
        i.unwind.iter().for_each(&mut f);
    }
    b.term.targets().for_each(f);
}

pub fn for_each_target_mut(b: &mut Block, mut f: impl FnMut(&mut Target)) {
    for i in &mut b.insts {
        i.done.iter_mut().for_each(&mut f);
        i.unwind.iter_mut().for_each(&mut f);
    }
    b.term.targets_mut().for_each(f);
}

/// Inserts flags and checks for variables that are not assigned on every path to a load.
pub fn flag_unbound(f: &mut Func) {
    let n = f.vars.len();
    let words = n.div_ceil(64);
    // Definitely assigned at block entry.
    let mut entry: Vec<Option<Set>> = vec![None; f.blocks.len()];
    entry[0] = Some(vec![0; words]);
    let mut flagged: HashSet<usize> = HashSet::default();
    let meet = |slot: &mut Option<Set>, s: &Set| match slot {
        None => {
            *slot = Some(s.clone());
            true
        }
        Some(old) => {
            let mut changed = false;
            for (x, y) in old.iter_mut().zip(s) {
                changed |= *x & *y != *x;
                *x &= *y;
            }
            changed
        }
    };
    let mut changed = true;
    while changed {
        changed = false;
        for b in 0..f.blocks.len() {
            let Some(mut s) = entry[b].clone() else { continue };
            for i in &f.blocks[b].insts {
                match i.op {
                    Op::StoreLocal(v) => add(&mut s, v.index()),
                    Op::DelLocal(v) => remove(&mut s, v.index()),
                    // An unbound load raises: behind it the variable is bound. Its own exit sees it unbound.
                    Op::LoadLocal(v) => {
                        if !has(&s, v.index()) {
                            if let Some(t) = &i.unwind {
                                changed |= meet(&mut entry[t.block.index()], &s);
                            }
                            add(&mut s, v.index());
                        }
                    }
                    _ => {
                        for t in i.done.iter().chain(&i.unwind) {
                            changed |= meet(&mut entry[t.block.index()], &s);
                        }
                    }
                }
            }
            for t in f.blocks[b].term.targets() {
                changed |= meet(&mut entry[t.block.index()], &s);
            }
        }
    }
    let mut checks: HashSet<(usize, usize)> = HashSet::default();
    for (b, block) in f.blocks.iter().enumerate() {
        let Some(mut s) = entry[b].clone() else { continue };
        for (k, i) in block.insts.iter().enumerate() {
            match i.op {
                Op::StoreLocal(v) => add(&mut s, v.index()),
                Op::DelLocal(v) => {
                    remove(&mut s, v.index());
                }
                Op::LoadLocal(v) => {
                    // Compiler-made variables are always assigned.
                    if !has(&s, v.index()) && !f.vars[v.index()].starts_with('.') {
                        flagged.insert(v.index());
                        checks.insert((b, k));
                    }
                    add(&mut s, v.index());
                }
                _ => {}
            }
        }
    }
    let mut flags = vec![None; n];
    let mut names: Vec<usize> = flagged.into_iter().collect();
    names.sort_unstable();
    for v in names {
        f.vars.push(format!(".bound {}", f.vars[v]).into());
        flags[v] = Some(Var(f.vars.len() as u32 - 1));
    }
    let is_module = f.kind == FuncKind::Module;
    let mut n_values = f.n_values;
    let mut fresh = || {
        n_values += 1;
        V(n_values - 1)
    };
    for b in 0..f.blocks.len() {
        let old = std::mem::take(&mut f.blocks[b].insts);
        let mut out = Vec::with_capacity(old.len());
        let plain = |op: Op, args: Vec<V>, results: Vec<V>, at: (u32, u32)| Inst { op, args, results, unwind: None, done: None, line: at.0, cols: at.1, inlined: 0 };
        if b == 0 {
            for flag in flags.iter().flatten() {
                let v = fresh();
                out.push(plain(Op::Bool(false), vec![], vec![v], (0, 0)));
                out.push(plain(Op::StoreLocal(*flag), vec![v], vec![], (0, 0)));
            }
        }
        for (k, mut i) in old.into_iter().enumerate() {
            let line = (i.line, i.cols);
            match i.op {
                Op::StoreLocal(v) => {
                    out.push(i);
                    if let Some(flag) = flags[v.index()] {
                        let t = fresh();
                        out.push(plain(Op::Bool(true), vec![], vec![t], line));
                        out.push(plain(Op::StoreLocal(flag), vec![t], vec![], line));
                    }
                }
                Op::DelLocal(v) => {
                    let u = fresh();
                    out.push(plain(Op::Undef, vec![], vec![u], line));
                    out.push(plain(Op::StoreLocal(v), vec![u], vec![], line));
                    if let Some(flag) = flags[v.index()] {
                        let t = fresh();
                        out.push(plain(Op::Bool(false), vec![], vec![t], line));
                        out.push(plain(Op::StoreLocal(flag), vec![t], vec![], line));
                    }
                }
                Op::LoadLocal(v) => {
                    let unwind = i.unwind.take();
                    if checks.contains(&(b, k)) {
                        let t = fresh();
                        let flag = flags[v.index()].expect("checked variables are flagged");
                        out.push(plain(Op::LoadLocal(flag), vec![], vec![t], line));
                        let name = f.vars[v.index()].clone();
                        let mut check = plain(Op::CheckBound { name, global: is_module }, vec![t], vec![], line);
                        check.unwind = unwind;
                        check.inlined = i.inlined;
                        out.push(check);
                    }
                    out.push(i);
                }
                _ => out.push(i),
            }
        }
        f.blocks[b].insts = out;
    }
    f.n_values = n_values;
}

/// Uses variables where they are assigned anew or deleted, and all of them at every return.
fn keep_alive(f: &mut Func, keep: &[Var]) {
    if keep.is_empty() {
        return;
    }
    let mut n = f.n_values;
    let inst = |op: Op, args: Vec<V>, results: Vec<V>| Inst { op, args, results, unwind: None, done: None, line: 0, cols: 0, inlined: 0 };
    for b in &mut f.blocks {
        let mut out = Vec::with_capacity(b.insts.len() + keep.len());
        let mut load = |v: Var, out: &mut Vec<Inst>| {
            n += 1;
            out.push(inst(Op::LoadLocal(v), vec![], vec![V(n - 1)]));
            V(n - 1)
        };
        for i in b.insts.drain(..) {
            let old = match i.op {
                Op::StoreLocal(v) | Op::DelLocal(v) if keep.contains(&v) => Some(load(v, &mut out)),
                _ => None,
            };
            out.push(i);
            if let Some(v) = old {
                out.push(Inst { op: Op::Keep, args: vec![v], results: vec![], unwind: None, done: None, line: 0, cols: 0, inlined: 0 });
            }
        }
        if let Term::Return(_) = b.term {
            for v in keep {
                let x = load(*v, &mut out);
                out.push(Inst { op: Op::Keep, args: vec![x], results: vec![], unwind: None, done: None, line: 0, cols: 0, inlined: 0 });
            }
        }
        b.insts = out;
    }
    f.n_values = n;
}

/// Variables live at the start of each block.
fn liveness(f: &Func) -> Vec<Set> {
    let words = f.vars.len().div_ceil(64);
    let mut live: Vec<Set> = vec![vec![0; words]; f.blocks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for b in (0..f.blocks.len()).rev() {
            let s = live_through(f, b, &live, |_, _| {});
            changed |= union(&mut live[b], &s);
        }
    }
    live
}

/// Walks a block backwards; `at` sees every instruction with the variables live behind it.
fn live_through(f: &Func, b: usize, live: &[Set], mut at: impl FnMut(&Inst, &Set)) -> Set {
    let block = &f.blocks[b];
    let mut s: Set = vec![0; f.vars.len().div_ceil(64)];
    for t in block.term.targets() {
        union(&mut s, &live[t.block.index()]);
    }
    for i in block.insts.iter().rev() {
        at(i, &s);
        match i.op {
            Op::StoreLocal(v) => remove(&mut s, v.index()),
            Op::LoadLocal(v) => add(&mut s, v.index()),
            _ => {
                for t in i.done.iter().chain(&i.unwind) {
                    union(&mut s, &live[t.block.index()]);
                }
            }
        }
    }
    s
}

fn across_yields(f: &Func, live: &[Set]) -> Set {
    let mut memory: Set = vec![0; f.vars.len().div_ceil(64)];
    if f.kind == FuncKind::Generator {
        for b in 0..f.blocks.len() {
            live_through(f, b, live, |i, s| {
                if matches!(i.op, Op::Yield | Op::YieldInner) {
                    union(&mut memory, s);
                    if let Some(t) = &i.unwind {
                        union(&mut memory, &live[t.block.index()]);
                    }
                }
            });
        }
        // Variables live at entry hold parameters or are unbound.
        union(&mut memory, &live[0]);
    }
    memory
}

fn promote(f: &mut Func, live: &[Set], in_memory: &Set) {
    let n_blocks = f.blocks.len();
    let mut edges = vec![0u32; n_blocks];
    for b in &f.blocks {
        for_each_target(b, |t| edges[t.block.index()] += 1);
    }
    let n_vars = f.vars.len();
    let mut subst: Vec<V> = (0..f.n_values).map(V).collect();
    let mut n_values = f.n_values;
    // Parameters of join blocks.
    let mut join_vars: Vec<Vec<usize>> = vec![Vec::new(); n_blocks];
    for b in 1..n_blocks {
        if edges[b] > 1 {
            for v in 0..n_vars {
                if has(&live[b], v) && !has(in_memory, v) {
                    join_vars[b].push(v);
                    f.blocks[b].params.push(V(n_values));
                    subst.push(V(n_values));
                    n_values += 1;
                }
            }
        }
    }
    let undef = V(n_values);
    n_values += 1;
    subst.push(undef);
    let mut state_in: Vec<Option<Vec<Option<V>>>> = vec![None; n_blocks];
    state_in[0] = Some(vec![None; n_vars]);
    // Blocks are in reverse post order: a block with one predecessor comes after it.
    for b in 0..n_blocks {
        let mut state = match state_in[b].take() {
            Some(s) => s,
            None => {
                let mut s = vec![None; n_vars];
                let first = f.blocks[b].params.len() - join_vars[b].len();
                for (i, v) in join_vars[b].iter().enumerate() {
                    s[*v] = Some(f.blocks[b].params[first + i]);
                }
                s
            }
        };
        let mut insts = std::mem::take(&mut f.blocks[b].insts);
        let mut leave = |t: &mut Target, state: &Vec<Option<V>>| {
            let to = t.block.index();
            if edges[to] > 1 {
                for v in &join_vars[to] {
                    t.args.push(state[*v].unwrap_or(undef));
                }
            } else {
                state_in[to] = Some(state.clone());
            }
        };
        let mut out = Vec::with_capacity(insts.len());
        for mut i in insts.drain(..) {
            for a in &mut i.args {
                *a = subst[a.index()];
            }
            match i.op {
                Op::StoreLocal(v) if !has(in_memory, v.index()) => state[v.index()] = Some(i.args[0]),
                Op::LoadLocal(v) if !has(in_memory, v.index()) => {
                    subst[i.results[0].index()] = state[v.index()].unwrap_or(undef);
                }
                _ => {
                    for t in i.done.iter_mut().chain(&mut i.unwind) {
                        leave(t, &state);
                    }
                    out.push(i);
                }
            }
        }
        f.blocks[b].insts = out;
        let mut term = std::mem::replace(&mut f.blocks[b].term, Term::Unreachable);
        match &mut term {
            Term::Branch { cond, .. } => *cond = subst[cond.index()],
            Term::Return(v) => *v = subst[v.index()],
            Term::Jump(_) | Term::Unreachable => {}
        }
        term.targets_mut().for_each(|t| leave(t, &state));
        f.blocks[b].term = term;
    }
    f.n_values = n_values;
    f.blocks[0].insts.insert(0, Inst { op: Op::Undef, args: vec![], results: vec![undef], unwind: None, done: None, line: 0, cols: 0, inlined: 0 });
}

/// Removes block parameters that always get the same value.
fn simplify_params(f: &mut Func) {
    let n = f.n_values as usize;
    let mut alias: Vec<V> = (0..n as u32).map(V).collect();
    fn find(alias: &mut [V], v: V) -> V {
        let mut r = v;
        while alias[r.index()] != r {
            r = alias[r.index()];
        }
        let mut c = v;
        while alias[c.index()] != r {
            c = std::mem::replace(&mut alias[c.index()], r);
        }
        r
    }
    loop {
        // The one value that each parameter gets, if so.
        let mut incoming: Vec<Vec<Option<Option<V>>>> = f.blocks.iter().map(|b| vec![None; b.params.len()]).collect();
        for b in &f.blocks {
            for_each_target(b, |t| {
                for (k, a) in t.args.iter().enumerate() {
                    let p = f.blocks[t.block.index()].params[k];
                    let a = find(&mut alias, *a);
                    if a == find(&mut alias, p) {
                        continue;
                    }
                    let slot = &mut incoming[t.block.index()][k];
                    *slot = match *slot {
                        None => Some(Some(a)),
                        Some(Some(x)) if x == a => Some(Some(a)),
                        _ => Some(None),
                    };
                }
            });
        }
        let mut drop: Vec<Vec<bool>> = Vec::new();
        let mut any = false;
        for (bi, b) in f.blocks.iter().enumerate() {
            let mut row = vec![false; b.params.len()];
            if bi > 0 {
                for (k, p) in b.params.iter().enumerate() {
                    if let Some(Some(v)) = incoming[bi][k] {
                        let v = find(&mut alias, v);
                        if v != find(&mut alias, *p) {
                            alias[p.index()] = v;
                            row[k] = true;
                            any = true;
                        }
                    }
                }
            }
            drop.push(row);
        }
        if !any {
            break;
        }
        for (bi, b) in f.blocks.iter_mut().enumerate() {
            let mut k = 0;
            b.params.retain(|_| {
                k += 1;
                !drop[bi][k - 1]
            });
            for_each_target_mut(b, |t| {
                let row = &drop[t.block.index()];
                if t.args.len() == row.len() {
                    let mut k = 0;
                    t.args.retain(|_| {
                        k += 1;
                        !row[k - 1]
                    });
                }
            });
        }
    }
    for b in &mut f.blocks {
        for i in &mut b.insts {
            for a in &mut i.args {
                *a = find(&mut alias, *a);
            }
        }
        for_each_target_mut(b, |t| t.args.iter_mut().for_each(|a| *a = find(&mut alias, *a)));
        match &mut b.term {
            Term::Branch { cond, .. } => *cond = find(&mut alias, *cond),
            Term::Return(v) => *v = find(&mut alias, *v),
            Term::Jump(_) | Term::Unreachable => {}
        }
    }
}
