//! Calls of NumPy's functions that may get what only the real NumPy has arrays for: dates, records, series and frames. Whether they do is
//! seen at run time (`_bridge.numpy_call`); so nothing is claimed of their results.

use pyaot_syntax::ast::Constant;

use crate::hir::{Inst, Op, V};
use crate::infer::Typed;
use crate::no_kernel;
use crate::types::{InstanceId, Ty};

/// How deep arguments are looked into: `np.concatenate([a, b])`, `np.block([[a], [b]])`.
const DEPTH: u32 = 3;

/// The function's name, with the module that it is taken from if the program says that.
pub fn called(t: &Typed, id: InstanceId, i: &Inst) -> Option<String> {
    let (types, func) = (&t.instance(id).types, &t.program.funcs[t.instance(id).func.index()]);
    if !t.program.uses_cpython || !t.has_numpy || t.program.modules[func.module.index()].is_shim {
        return None;
    }
    let (name, kw) = match &i.op {
        Op::CallMethod { name, kw } if let Ty::Native(n) = &types[i.args[0].index()] => {
            let (_, ufunc) = n.rsplit_once('.').filter(|(module, _)| *module == "_numpy_ufunc")?;
            (format!("numpy.{ufunc}.{name}"), kw)
        }
        Op::CallMethod { name, kw } => {
            let Ty::Module(m) = &types[i.args[0].index()] else { return None };
            let module = &t.program.modules[m.index()];
            if !(module.is_shim && has_equal(&module.name)) {
                return None;
            }
            let global = module.globals.get(name)?;
            matches!(t.globals[global.index()], Ty::Native(_) | Ty::Func(_)).then(|| (format!("{}.{name}", module.name), kw))?
        }
        Op::Call { kw } => match &types[i.args[0].index()] {
            Ty::Native(n) => {
                let (module, name) = n.rsplit_once('.')?;
                has_equal(module).then(|| (name.to_owned(), kw))?
            }
            Ty::Func(f) => {
                let f = &t.program.funcs[f.index()];
                let module = &t.program.modules[f.module.index()];
                (module.is_shim && has_equal(&module.name) && *f.name == *f.qualname).then(|| (f.name.to_string(), kw))?
            }
            _ => return None,
        },
        _ => return None,
    };
    let given = &i.args[1..];
    let dtype = given.len() - kw.len() + kw.iter().position(|k| &**k == "dtype").unwrap_or(kw.len());
    let lacks = |k: usize, v: V| {
        let ty = &types[v.index()];
        may_be_foreign(t, ty, DEPTH) || k == dtype && (matches!(ty, Ty::List(_)) || is_lacking_dtype(func, v, ty))
    };
    given.iter().enumerate().any(|(k, v)| lacks(k, *v)).then_some(name)
}

/// The real NumPy has a module for that, whose functions have no state of their own.
fn has_equal(module: &str) -> bool {
    let family = module.trim_start_matches('_');
    (family == "numpy" || family.starts_with("numpy.") || family.starts_with("numpy_")) && !family.contains("random") && !family.contains("typing")
}

fn may_be_foreign(t: &Typed, ty: &Ty, depth: u32) -> bool {
    let inside = |x: &Ty| depth > 0 && may_be_foreign(t, x, depth - 1);
    match ty {
        Ty::Any => true,
        Ty::Union(members) => members.iter().any(|m| may_be_foreign(t, m, depth)),
        Ty::Tuple(items) => items.iter().any(inside),
        Ty::List(s) | Ty::TupleOf(s) => inside(&t.sites.elem(*s)),
        _ => false,
    }
}

/// A dtype given as a text that pyaot has no dtype for, or that nobody knows.
fn is_lacking_dtype(func: &crate::hir::Func, v: V, ty: &Ty) -> bool {
    if *ty != Ty::Str {
        return false;
    }
    let mut insts = func.blocks.iter().flat_map(|b| &b.insts);
    match insts.find(|i| i.results.contains(&v)).map(|i| &i.op) {
        Some(Op::Const(Constant::Str(text))) => std::str::from_utf8(&text.0).is_ok_and(no_kernel::lacks_dtype),
        _ => true,
    }
}
