//! Module variables that never change while functions run.
//!
//! A module's code usually starts with imports, constants, functions and classes, and calls nothing of its own before these
//! are done. A variable that is assigned there, once, and nowhere else, is bound whenever a function reads it and always
//! holds the same object: such reads need no test, and what they give needs no reference.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_sema::hir::{Constant, FuncKind, GlobalId, Inst, ModuleId, Op, Program, Term};
use pyaot_sema::infer::{Instance, Typed};
use pyaot_sema::types::Ty;

/// The variables, for functions; module code may find them unbound yet.
#[derive(Default)]
pub struct Stable {
    globals: HashSet<GlobalId>,
    ints: HashMap<GlobalId, i128>,
}

impl Stable {
    pub fn find(t: &Typed) -> Stable {
        let p = &t.program;
        if code_at_exit(t) {
            return Stable::default();
        }
        let mut stores: HashMap<GlobalId, u32> = HashMap::default();
        let mut named = HashSet::default();
        for i in p.funcs.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts) {
            match &i.op {
                Op::StoreGlobal(g) => *stores.entry(*g).or_default() += 1,
                Op::DelGlobal(g) => *stores.entry(*g).or_default() += 2,
                // Perhaps of a module.
                Op::SetAttr(n) | Op::InitAttr(n) | Op::DelAttr(n) => {
                    named.insert(n.clone());
                }
                _ => {}
            }
        }
        let reached = imported_from(p);
        let mut globals = HashSet::default();
        for (m, module) in p.modules.iter().enumerate() {
            let Some(init) = t.instances.iter().find(|i| i.func == module.init) else { continue };
            for i in beginning(t, init) {
                match &i.op {
                    Op::StoreGlobal(g) => {
                        let info = &p.globals[g.index()];
                        if stores[g] == 1 && !named.contains(&info.name) && t.globals[g.index()] != Ty::Any && info.module.index() == m {
                            globals.insert(*g);
                        }
                    }
                    // A module that imports this one in turn sees it half done.
                    Op::ImportModule(other) if reached(*other).iter().any(|o| o.index() != m && sees(t, *o, ModuleId(m as u32), &reached)) => break,
                    _ => {}
                }
            }
        }
        let ints = ints(p, &globals);
        Stable { globals, ints }
    }

    /// The int that the variable holds, where it is written as a literal.
    pub fn int(&self, g: GlobalId) -> Option<i128> {
        self.ints.get(&g).copied()
    }

    pub fn contains(&self, g: GlobalId) -> bool {
        self.globals.contains(&g)
    }
}

fn ints(p: &Program, globals: &HashSet<GlobalId>) -> HashMap<GlobalId, i128> {
    let mut out = HashMap::default();
    for f in p.modules.iter().map(|m| &p.funcs[m.init.index()]) {
        let mut literals = HashMap::default();
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            let n = match &i.op {
                Op::Const(Constant::Int(n)) => Some(i128::from(*n)),
                Op::Const(Constant::BigInt(s)) => s.parse().ok(),
                _ => None,
            };
            if let Some(n) = n {
                literals.insert(i.results[0], n);
            }
            if let Op::StoreGlobal(g) = i.op
                && globals.contains(&g)
                && let Some(n) = literals.get(&i.args[0])
            {
                out.insert(g, *n);
            }
        }
    }
    out
}

/// Something may run when the program's objects are released at its end, and find module variables gone.
fn code_at_exit(t: &Typed) -> bool {
    let finalizer = t.class_attrs.keys().any(|(_, n)| &**n == "__del__");
    let cleanup = |op: &Op| matches!(op, Op::ExcTake);
    let generators = t.program.funcs.iter().filter(|f| f.kind == FuncKind::Generator);
    finalizer || generators.flat_map(|f| &f.blocks).flat_map(|b| &b.insts).any(|i| cleanup(&i.op))
}

/// The import of `other` may look at variables of `m`, which is being imported: for the shims, which do nothing but bind names, their
/// own code tells.
fn sees(t: &Typed, other: ModuleId, m: ModuleId, reached: &impl Fn(ModuleId) -> HashSet<ModuleId>) -> bool {
    let module = &t.program.modules[other.index()];
    if !module.is_shim {
        return reached(other).contains(&m);
    }
    let func = &t.program.funcs[module.init.index()];
    let types = t.instances.iter().find(|i| i.func == module.init).map(|i| &i.types);
    let is_module = |v: &pyaot_sema::hir::V| types.is_none_or(|ts| ts[v.index()] == Ty::Module(m));
    func.blocks.iter().flat_map(|b| &b.insts).any(|i| match &i.op {
        Op::LoadGlobal(g) | Op::LoadGlobalOrBuiltin(g) => t.program.globals[g.index()].module == m,
        // Parts of a package are found beside its variables.
        Op::GetAttr(name) if i.args.iter().any(is_module) => t.program.modules[m.index()].globals.contains_key(name),
        Op::CallMethod { .. } => i.args.iter().any(is_module),
        _ => false,
    })
}

/// Modules that the import of a module imports, itself included.
fn imported_from(p: &Program) -> impl Fn(ModuleId) -> HashSet<ModuleId> {
    let mut direct: HashMap<ModuleId, Vec<ModuleId>> = HashMap::default();
    for f in &p.funcs {
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            if let Op::ImportModule(m) = i.op {
                direct.entry(f.module).or_default().push(m);
            }
        }
    }
    move |start| {
        let mut seen = HashSet::from_iter([start]);
        let mut work = vec![start];
        while let Some(m) = work.pop() {
            for n in direct.get(&m).into_iter().flatten() {
                if seen.insert(*n) {
                    work.push(*n);
                }
            }
        }
        seen
    }
}

/// The instructions of a module's code up to the first that may call a function of the program.
fn beginning<'t>(t: &'t Typed, init: &'t Instance) -> impl Iterator<Item = &'t Inst> {
    let blocks = &t.program.funcs[init.func.index()].blocks;
    let mut straight = vec![0];
    let mut seen = HashSet::from_iter([0]);
    while let Term::Jump(target) = &blocks[*straight.last().expect("starts with the entry")].term
        && seen.insert(target.block.index())
    {
        straight.push(target.block.index());
    }
    straight.into_iter().flat_map(|b| &blocks[b].insts).take_while(move |i| quiet(t, init, i))
}

/// The instruction runs no code of the program.
fn quiet(t: &Typed, init: &Instance, i: &Inst) -> bool {
    let plain = || i.args.iter().all(|v| is_plain(t, &init.types[v.index()], 3));
    match &i.op {
        Op::Const(_) | Op::Undef | Op::Bool(_) | Op::LoadGlobal(_) | Op::StoreGlobal(_) | Op::LoadBuiltin(_) | Op::LoadGlobalOrBuiltin(_) => true,
        Op::MakeFunction { .. } | Op::MakeTuple | Op::MakeList | Op::MakeCell(_) | Op::StoreCell(_) | Op::ListToTuple | Op::BuildString => true,
        Op::ImportNative(_) | Op::ImportModule(_) | Op::CheckBound { .. } => true,
        Op::MakeDict | Op::MakeSet | Op::MakeConstantSet | Op::Un(_) | Op::Bin(_) | Op::Cmp(_) | Op::Truth | Op::Not | Op::GetAttr(_) | Op::GetItem => plain(),
        Op::Call { .. } | Op::CallMethod { .. } | Op::Format(_) | Op::MakeSlice | Op::SetItem | Op::ListAppend | Op::SetAdd | Op::DictSet => plain(),
        Op::MakeClass(c) => {
            let special = |n| t.find_method(*c, n).is_some();
            !t.virtuals.contains(c) && !t.managed.contains(c) && !special("__init_subclass__") && !special("__set_name__")
        }
        Op::ClassSet { .. } => i.args.get(1).is_some_and(|v| !matches!(init.types[v.index()], Ty::Inst(_) | Ty::Any | Ty::Union(_))),
        Op::ClassDone(_) => true,
        _ => false,
    }
}

/// Operations on the value run code of the runtime only.
fn is_plain(t: &Typed, ty: &Ty, depth: u32) -> bool {
    let inner = |x: &Ty| depth > 0 && is_plain(t, x, depth - 1);
    match ty {
        Ty::Never | Ty::None | Ty::Bool | Ty::Int { .. } | Ty::Float { .. } | Ty::Complex | Ty::Str | Ty::Bytes | Ty::Range { .. } | Ty::Slice => true,
        Ty::NativeModule(_) | Ty::Native(_) | Ty::NativeClass(_) => true,
        Ty::Tuple(ts) => ts.iter().all(inner),
        Ty::List(s) | Ty::TupleOf(s) | Ty::Set(s) | Ty::FrozenSet(s) => inner(&t.sites.elem(*s)),
        Ty::Dict(s) => inner(&t.sites.elem(*s)) && inner(&t.sites.value(*s)),
        _ => false,
    }
}
