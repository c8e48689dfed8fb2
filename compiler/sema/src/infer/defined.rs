//! What module code defines once.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::hir::*;

/// Variables of modules that are assigned once, by module code: the functions, classes, and what is imported, and what
/// is said to be final.
pub(super) fn defined_names(p: &Program) -> HashSet<GlobalId> {
    let insts = || p.funcs.iter().flat_map(|f| f.blocks.iter().flat_map(move |b| b.insts.iter().map(move |i| (f, i))));
    let finals: HashSet<GlobalId> = p.finals.iter().filter_map(|(module, n)| p.modules.iter().find(|m| m.name == *module)?.globals.get(n).copied()).collect();
    let mut stores: HashMap<GlobalId, u32> = HashMap::default();
    for (_, i) in insts() {
        match &i.op {
            Op::StoreGlobal(g) => *stores.entry(*g).or_default() += 1,
            Op::DelGlobal(g) => *stores.entry(*g).or_default() += 2,
            _ => {}
        }
    }
    let made = |f: &Func, v: V| f.blocks.iter().flat_map(|b| &b.insts).find(|i| i.results.contains(&v)).map(|i| (i.op.clone(), i.args.first().copied()));
    let is_module = |f: &Func, v: V| matches!(made(f, v), Some((Op::ImportModule(_) | Op::ImportNative(_), _)));
    let defines = |f: &Func, v: V| match made(f, v) {
        Some((Op::MakeFunction { .. } | Op::MakeClass(_), _)) => true,
        // `from module import name`
        Some((Op::GetAttr(_), Some(of))) => is_module(f, of),
        _ => is_module(f, v),
    };
    let once = insts().filter_map(|(f, i)| match i.op {
        Op::StoreGlobal(g) if stores[&g] == 1 && f.kind == FuncKind::Module && (finals.contains(&g) || defines(f, i.args[0])) => Some(g),
        _ => None,
    });
    once.collect()
}

/// Functions made by module code outside of loops, and those whose defaults are constants.
pub(super) fn defined_once(p: &Program) -> HashSet<FuncId> {
    let mut out = HashSet::default();
    let replaced = |op: &Op| matches!(op, Op::SetAttr(n) | Op::DelAttr(n) if matches!(&**n, "__defaults__" | "__kwdefaults__"));
    if p.funcs.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts).any(|i| replaced(&i.op)) {
        return out;
    }
    for f in p.funcs.iter().filter(|f| f.kind == FuncKind::Module) {
        for (b, block) in f.blocks.iter().enumerate() {
            for i in &block.insts {
                if let Op::MakeFunction { func, .. } = i.op
                    && !in_loop(f, b)
                {
                    out.insert(func);
                }
            }
        }
    }
    for f in &p.funcs {
        let insts = || f.blocks.iter().flat_map(|b| &b.insts);
        let made = |op: &Op| matches!(op, Op::MakeFunction { defaults, kwdefaults, .. } if defaults + kwdefaults > 0);
        if !insts().any(|i| made(&i.op)) {
            continue;
        }
        let constants: HashSet<V> = insts().filter(|i| matches!(i.op, Op::Const(_) | Op::Bool(_))).map(|i| i.results[0]).collect();
        for i in insts() {
            if let Op::MakeFunction { func, defaults, kwdefaults } = &i.op
                && i.args[..(*defaults + *kwdefaults) as usize].iter().all(|a| constants.contains(a))
            {
                out.insert(*func);
            }
        }
    }
    out
}

fn in_loop(f: &Func, b: usize) -> bool {
    let mut seen = vec![false; f.blocks.len()];
    let mut todo = vec![b];
    while let Some(x) = todo.pop() {
        let mut back = false;
        crate::ssa::for_each_target(&f.blocks[x], |t| {
            back |= t.block.index() == b;
            if !std::mem::replace(&mut seen[t.block.index()], true) {
                todo.push(t.block.index());
            }
        });
        if back {
            return true;
        }
    }
    false
}
