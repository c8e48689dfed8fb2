//! What inference is told of an extension module.
//!
//! A call with arguments of which nothing is known, in the module itself, goes to a function of the program around it, if the function
//! that is called has entries for certain types: that one looks at the arguments, and calls such an entry, or the function.
//!
//! ```text
//! step(self.field, new)                     in the module: anything may be in `field`
//!
//! def _choose0(a0, a1):                     in the program around it, called instead
//!     if is_array(a0, 2, "float64") and is_array(a1, 2, "float64"):
//!         return _entry0(a0, a1)
//!     return _module.step(a0, a1)
//! ```

use rustc_hash::FxHashMap as HashMap;

use crate::hir::*;

/// What the driver knows of an extension module.
#[derive(Debug, Clone, Default)]
pub struct Extension {
    /// The module's dotted name.
    pub module: String,
    /// Its variables that are never replaced.
    pub finals: Vec<String>,
    /// Functions by their qualified names, those that choose for them, and which parameters these look at.
    pub choices: Vec<(String, String, Vec<bool>)>,
}

/// Notes in the program what there is to know.
pub fn prepare(p: &mut Program, e: &Extension) {
    (p.is_extension, p.uses_cpython) = (true, true);
    p.finals = e.finals.iter().map(|name| (e.module.as_str().into(), name.as_str().into())).collect();
    let index = |name: &str| p.modules.iter().position(|m| &*m.name == name).map(|k| ModuleId(k as u32));
    let (Some(main), Some(own)) = (index("__main__"), index(&e.module)) else { return };
    let mut by_name: HashMap<(ModuleId, &str), Option<FuncId>> = HashMap::default();
    for (k, f) in p.funcs.iter().enumerate() {
        // Of two with the same name, nobody knows which is meant.
        by_name.entry((f.module, f.qualname.as_str())).and_modify(|known| *known = None).or_insert(Some(FuncId(k as u32)));
    }
    let found = e.choices.iter().filter_map(|(function, chooses, looks_at)| {
        let (f, by) = (by_name.get(&(own, function.as_str()))?.as_ref()?, by_name.get(&(main, chooses.as_str()))?.as_ref()?);
        Some((*f, Choice { by: *by, looks_at: looks_at.clone() }))
    });
    p.chooses = found.collect();
    name_module(p, main, own);
}

/// In the functions around the module, its name is the module itself: they may be called before the name is bound.
fn name_module(p: &mut Program, main: ModuleId, own: ModuleId) {
    let Some(name) = p.modules[main.index()].globals.get("_module").copied() else { return };
    for f in p.funcs.iter_mut().filter(|f| f.module == main && f.kind != FuncKind::Module) {
        for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
            if matches!(i.op, Op::LoadGlobal(g) if g == name) {
                i.op = Op::ImportModule(own);
            }
        }
    }
}
