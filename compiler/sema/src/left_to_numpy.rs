//! Calls of NumPy's functions that may get what only the real NumPy has arrays for: dates, records, series and frames. Whether they do is
//! seen at run time (`_bridge.numpy_call`); so nothing is claimed of their results.

use pyaot_syntax::ast::{Constant, Name};
use rustc_hash::FxHashMap as HashMap;

use crate::hir::{FuncId, Inst, Op, Program, V};
use crate::infer::Typed;
use crate::no_kernel;
use crate::types::{InstanceId, Ty};

/// How deep arguments are looked into: `np.concatenate([a, b])`, `np.block([[a], [b]])`.
const DEPTH: u32 = 3;

/// The function's name, with the module that it is taken from if the program says that.
pub fn called(t: &Typed, id: InstanceId, i: &Inst) -> Option<String> {
    let (types, func) = (&t.instance(id).types, &t.program.funcs[t.instance(id).func.index()]);
    if !t.program.gives_to_numpy() || !t.has_numpy || t.program.modules[func.module.index()].is_shim {
        return None;
    }
    let (name, kw) = match &i.op {
        Op::CallMethod { name, kw } if let Ty::Native(n) = &types[i.args[0].index()] => {
            let (_, ufunc) = n.rsplit_once('.').filter(|(module, _)| *module == "_numpy_ufunc")?;
            (format!("numpy.{ufunc}.{name}"), kw)
        }
        Op::CallMethod { name, kw } if matches!(&**name, "astype" | "view") && is_array(&types[i.args[0].index()]) => (format!(".{name}"), kw),
        Op::CallMethod { name, kw } => {
            let Ty::Module(m) = &types[i.args[0].index()] else { return None };
            let module = &t.program.modules[m.index()];
            if !(module.is_shim && has_equal(&module.name)) {
                return None;
            }
            let global = module.globals.get(name)?;
            let is_function = |ty: &Ty| matches!(ty, Ty::Native(_) | Ty::Func(_)) || &**name == "dtype";
            is_function(&t.globals[global.index()]).then(|| (format!("{}.{name}", module.name), kw))?
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
    // The shape that they are called with may come from anywhere.
    let shapes = usize::from(matches!(name.trim_start_matches("numpy."), "empty" | "eye" | "full" | "identity" | "ones" | "zeros"));
    let dtype = given.len() - kw.len() + kw.iter().position(|k| &**k == "dtype").unwrap_or(kw.len());
    let dtype = if name == "numpy.dtype" || name.starts_with('.') { 0 } else { dtype };
    let text = |v: V| t.texts.get(&(t.instance(id).func, v));
    let lacks = |k: usize, v: V| {
        let ty = &types[v.index()];
        may_be_foreign(t, ty, DEPTH)
            || k == dtype && (matches!(ty, Ty::List(_)) || *ty == Ty::Str && text(v).is_none_or(|n| no_kernel::lacks_dtype(n)))
            || *ty == Ty::Str && text(v).is_some_and(|n| no_kernel::names_dates(n))
    };
    given.iter().enumerate().skip(shapes).any(|(k, v)| lacks(k, *v)).then_some(name)
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

/// The constant texts of the program's own functions that are short enough to be dtypes.
pub fn texts(program: &Program) -> HashMap<(FuncId, V), Name> {
    const LONG: usize = 64;
    let mut found = HashMap::default();
    for (k, f) in program.funcs.iter().enumerate().filter(|(_, f)| !program.modules[f.module.index()].is_shim) {
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            if let Op::Const(Constant::Str(text)) = &i.op
                && text.0.len() <= LONG
                && let Ok(text) = std::str::from_utf8(&text.0)
            {
                found.insert((FuncId(k as u32), i.results[0]), text.into());
            }
        }
    }
    found
}

/// An array, or a scalar of NumPy's.
fn is_array(ty: &Ty) -> bool {
    ty.members().iter().all(Ty::is_numpy)
}
