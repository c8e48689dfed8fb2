//! The order of the slots of a class's instances: that in which `__init__` sets them, as `__dict__` shows.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_sema::hir::{ClassId, FuncId, Inst, Name, Op, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::Ty;

/// Attributes of instances of `c` as `__init__` and the methods that it calls set them, in the order of the source.
pub fn init_order(t: &Typed, c: ClassId) -> Vec<Name> {
    let mut out = Vec::new();
    if let Some(f) = t.find_method(c, "__init__") {
        walk(t, c, f, &mut out, &mut HashSet::default());
    }
    out
}

fn walk(t: &Typed, c: ClassId, f: FuncId, out: &mut Vec<Name>, seen: &mut HashSet<FuncId>) {
    let func = &t.program.funcs[f.index()];
    let Some(this) = func.blocks.first().and_then(|b| b.params.first()).copied() else { return };
    if !seen.insert(f) {
        return;
    }
    let mut defs: HashMap<V, &Inst> = HashMap::default();
    for i in func.blocks.iter().flat_map(|b| &b.insts) {
        i.results.iter().for_each(|r| {
            defs.insert(*r, i);
        });
        match &i.op {
            Op::SetAttr(n) | Op::InitAttr(n) if i.args[0] == this && !out.contains(n) => out.push(n.clone()),
            Op::CallMethod { name, .. } if i.args[0] == this => {
                if let Some(f) = t.find_method(c, name) {
                    walk(t, c, f, out, seen);
                }
            }
            // `Base.__init__(self, …)`.
            Op::CallMethod { name, .. } if i.args.get(1) == Some(&this) => {
                let class = match defs.get(&i.args[0]).map(|d| &d.op) {
                    Some(Op::LoadGlobal(g)) => Some(&t.globals[g.index()]),
                    _ => None,
                };
                if let Some(Ty::Class(k)) = class
                    && let Some(f) = t.find_method(*k, name)
                {
                    walk(t, c, f, out, seen);
                }
            }
            // `super().__init__(…)`: the next method behind this one's class.
            Op::Call { .. } => {
                let Some(Inst { op: Op::SuperAttr(n), .. }) = defs.get(&i.args[0]) else { continue };
                let mro = t.mro(c);
                let after = mro.iter().position(|k| Some(*k) == func.class).map_or(mro.len(), |k| k + 1);
                let next = mro[after..].iter().find_map(|k| match t.class_attrs.get(&(*k, n.clone())) {
                    Some(Ty::Func(f)) => Some(*f),
                    _ => None,
                });
                if let Some(f) = next {
                    walk(t, c, f, out, seen);
                }
            }
            _ => {}
        }
    }
}
