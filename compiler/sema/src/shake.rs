//! Leaves out what the program does not use of the standard library's modules.
//!
//! The code of such a module does nothing but bind its variables (a rule for `stdlib-shims`), so a definition whose variable
//! nobody reads can go, and with it the functions and classes that only it needed. Modules of the user are left as they are.
//!
//! One worklist: an instruction is kept for what it does, or because a kept one uses its result, reads the variable that it
//! binds, or belongs to the same class statement.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::hir::*;

/// Attributes and builtins by which a program may reach any variable of a module by a name that is made at run time.
const REFLECTIVE: &[&str] = &[
    "getattr", "hasattr", "setattr", "delattr", "vars", "dir", "globals", "locals", "eval", "exec", "__import__", "__dict__",
    "__getattribute__", "modules", "attrgetter", "methodcaller", "import_module",
];

/// An instruction of the code of a module: function, block, place in the block.
type Place = (FuncId, usize, usize);

struct Shaker<'p> {
    p: &'p Program,
    /// By module: its initialiser may lose instructions.
    init_of: HashMap<FuncId, ModuleId>,
    /// In those initialisers: which instruction defines a value.
    defs: HashMap<(FuncId, V), Place>,
    /// Which instructions bind a variable, in initialisers that run.
    stores: HashMap<GlobalId, Vec<Place>>,
    classes: HashMap<ClassId, Place>,
    /// What belongs to the class statement that starts there.
    parts: HashMap<Place, Vec<Place>>,
    imports: HashMap<(FuncId, ModuleId), Vec<Place>>,
    kept: HashSet<Place>,
    live: Vec<bool>,
    read: HashSet<GlobalId>,
    /// Attribute names that any code asks for.
    names: HashSet<Name>,
    /// Modules that are used as values.
    loose: HashSet<ModuleId>,
    /// Packages and what is inside: the package, the name there, and the module.
    inside: Vec<(ModuleId, Name, ModuleId)>,
    /// Those that are taken out of their packages.
    wanted: HashSet<ModuleId>,
    reflective: bool,
    functions: Vec<FuncId>,
    places: Vec<Place>,
}

/// Takes out of the program's initialisers what is not used, and empties the functions that nothing refers to any more.
pub fn shake(p: &mut Program) {
    if !p.modules.iter().any(|m| m.is_shim) {
        return;
    }
    let inits = p.modules.iter().enumerate().filter(|(_, m)| m.is_shim);
    let mut s = Shaker {
        init_of: inits.map(|(i, m)| (m.init, ModuleId(i as u32))).collect(),
        p,
        defs: HashMap::default(),
        stores: HashMap::default(),
        classes: HashMap::default(),
        parts: HashMap::default(),
        imports: HashMap::default(),
        kept: HashSet::default(),
        live: vec![false; p.funcs.len()],
        read: HashSet::default(),
        names: HashSet::default(),
        loose: HashSet::default(),
        inside: packages(p),
        wanted: HashSet::default(),
        reflective: false,
        functions: Vec::new(),
        places: Vec::new(),
    };
    s.function(p.modules[0].init);
    s.run();
    let Shaker { init_of, kept, live, .. } = s;
    for (f, live) in live.into_iter().enumerate() {
        let id = FuncId(f as u32);
        let func = &mut p.funcs[f];
        if !live {
            func.blocks.truncate(1);
            func.blocks[0].insts.clear();
            func.blocks[0].term = Term::Unreachable;
        } else if init_of.contains_key(&id) {
            for (b, block) in func.blocks.iter_mut().enumerate() {
                let mut n = 0..;
                block.insts.retain(|_| n.next().is_some_and(|n| kept.contains(&(id, b, n))));
            }
        }
    }
}

impl<'p> Shaker<'p> {
    fn run(&mut self) {
        loop {
            if let Some(f) = self.functions.pop() {
                self.scan(f);
            } else if let Some(place) = self.places.pop() {
                let i = self.inst(place);
                self.uses(place.0, &i.args);
                self.effects(place.0, i);
                for part in self.parts.get(&place).cloned().unwrap_or_default() {
                    self.keep(part);
                }
            } else {
                return;
            }
        }
    }

    fn inst(&self, (f, b, n): Place) -> &'p Inst {
        &self.p.funcs[f.index()].blocks[b].insts[n]
    }

    fn function(&mut self, f: FuncId) {
        if !std::mem::replace(&mut self.live[f.index()], true) {
            self.functions.push(f);
        }
    }

    fn keep(&mut self, place: Place) {
        if self.kept.insert(place) {
            self.places.push(place);
        }
    }

    /// The values are needed: in an initialiser, so are their instructions.
    fn uses(&mut self, f: FuncId, values: &[V]) {
        for v in values {
            if let Some(place) = self.defs.get(&(f, *v)) {
                self.keep(*place);
            }
        }
    }

    fn scan(&mut self, f: FuncId) {
        let func = &self.p.funcs[f.index()];
        if !self.init_of.contains_key(&f) {
            for b in &func.blocks {
                for i in &b.insts {
                    self.effects(f, i);
                }
            }
            return;
        }
        let mut used = HashSet::default();
        for b in &func.blocks {
            used.extend(b.insts.iter().flat_map(|i| &i.args).copied());
        }
        let loads = func.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| match i.op {
            Op::LoadGlobal(g) => Some(self.p.globals[g.index()].module),
            _ => None,
        });
        let loads: HashSet<ModuleId> = loads.collect();
        let mut roots = Vec::new();
        for (b, block) in func.blocks.iter().enumerate() {
            for (n, i) in block.insts.iter().enumerate() {
                let place = (f, b, n);
                self.defs.extend(i.results.iter().map(|r| ((f, *r), place)));
                let is_used = i.results.iter().any(|r| used.contains(r));
                let optional = i.unwind.is_none() && i.done.is_none() && match i.op {
                    Op::StoreGlobal(g) => {
                        self.stores.entry(g).or_default().push(place);
                        true
                    }
                    Op::MakeClass(c) => {
                        self.classes.insert(c, place);
                        true
                    }
                    Op::ClassSet { .. } | Op::ClassDone(_) => match self.defs.get(&(f, i.args[0])) {
                        Some(start) => {
                            self.parts.entry(*start).or_default().push(place);
                            true
                        }
                        None => false,
                    },
                    Op::ImportModule(m) => {
                        self.imports.entry((f, m)).or_default().push(place);
                        self.p.modules[m.index()].is_shim && (is_used || loads.contains(&m)) && !self.wanted.contains(&m)
                    }
                    _ => is_free(&i.op) || is_used && only_computes(&i.op),
                };
                if !optional {
                    roots.push(place);
                }
            }
        }
        for b in &func.blocks {
            let outs = b.insts.iter().flat_map(|i| i.unwind.iter().chain(&i.done)).chain(b.term.targets());
            outs.for_each(|t| self.uses(f, &t.args));
            if let Term::Branch { cond: v, .. } | Term::Return(v) = b.term {
                self.uses(f, &[v]);
            }
        }
        roots.into_iter().for_each(|place| self.keep(place));
        // What was asked for before this module was known to run.
        let m = self.init_of[&f];
        for g in self.p.modules[m.index()].globals.values() {
            if self.read.contains(g) {
                self.bindings(*g);
            }
        }
        self.module_names(m);
    }

    /// What an instruction that stays needs besides its operands.
    fn effects(&mut self, f: FuncId, i: &'p Inst) {
        let func = &self.p.funcs[f.index()];
        let in_shim = self.p.modules[func.module.index()].is_shim;
        match &i.op {
            Op::LoadGlobal(g) | Op::LoadGlobalOrBuiltin(g) | Op::DelGlobal(g) => {
                let g = *g;
                let global = &self.p.globals[g.index()];
                if !in_shim && REFLECTIVE.contains(&&*global.name) {
                    self.reflect();
                }
                if self.read.insert(g) {
                    self.bindings(g);
                }
                for place in self.imports.get(&(f, global.module)).cloned().unwrap_or_default() {
                    self.keep(place);
                }
            }
            Op::MakeFunction { func, .. } => self.function(*func),
            Op::ThisClass(c) => {
                if let Some(place) = self.classes.get(c) {
                    self.keep(*place);
                }
            }
            Op::ImportModule(m) => {
                self.function(self.p.modules[m.index()].init);
                if is_used(func, i.results[0]) {
                    self.loosen(*m);
                }
            }
            Op::LoadBuiltin(n) if !in_shim && REFLECTIVE.contains(&&**n) => self.reflect(),
            Op::GetAttr(n) | Op::CallMethod { name: n, .. } | Op::SetAttr(n) | Op::InitAttr(n) | Op::DelAttr(n) => {
                if !in_shim && REFLECTIVE.contains(&&**n) {
                    self.reflect();
                }
                // `globals()`.
                if &**n == "module_dict" {
                    let all: Vec<_> = self.p.modules[func.module.index()].globals.values().copied().collect();
                    for g in all {
                        self.read.insert(g);
                        self.bindings(g);
                    }
                }
                if self.names.insert(n.clone()) {
                    let asked: Vec<_> = self.loose.iter().filter_map(|m| self.p.modules[m.index()].globals.get(n)).copied().collect();
                    for g in asked {
                        self.read.insert(g);
                        self.bindings(g);
                    }
                    let inside: Vec<_> = self.inside.iter().filter(|(around, name, _)| name == n && self.loose.contains(around)).map(|(.., m)| *m).collect();
                    inside.into_iter().for_each(|m| self.loosen_inside(m));
                }
            }
            _ => {}
        }
    }

    /// The module is used as a value: its attributes are asked for, modules of a package among them.
    fn loosen(&mut self, m: ModuleId) {
        if self.loose.insert(m) {
            self.module_names(m);
            let inside: Vec<_> = self.inside.iter().filter(|(around, name, _)| *around == m && self.names.contains(name)).map(|(.., m)| *m).collect();
            inside.into_iter().for_each(|m| self.loosen_inside(m));
        }
    }

    /// `collections.abc`, where `collections` alone is imported.
    fn loosen_inside(&mut self, m: ModuleId) {
        self.wanted.insert(m);
        let imports: Vec<Place> = self.imports.iter().filter(|((_, imported), _)| *imported == m).flat_map(|(_, places)| places.clone()).collect();
        imports.into_iter().for_each(|place| self.keep(place));
        self.loosen(m);
    }

    fn reflect(&mut self) {
        if !std::mem::replace(&mut self.reflective, true) {
            for m in self.init_of.clone().into_values() {
                self.module_names(m);
            }
        }
    }

    /// Variables of a module that is used as a value.
    fn module_names(&mut self, m: ModuleId) {
        let loose = self.loose.contains(&m);
        for (n, g) in &self.p.modules[m.index()].globals {
            if self.reflective || loose && self.names.contains(n) {
                self.read.insert(*g);
                self.bindings(*g);
            }
        }
    }

    fn bindings(&mut self, g: GlobalId) {
        for place in self.stores.get(&g).cloned().unwrap_or_default() {
            self.keep(place);
        }
    }
}

/// The modules of the library that are inside of others.
fn packages(p: &Program) -> Vec<(ModuleId, Name, ModuleId)> {
    let named = |name: &str| p.modules.iter().position(|m| m.is_shim && &*m.name == name).map(|i| ModuleId(i as u32));
    let all = p.modules.iter().enumerate().filter(|(_, m)| m.is_shim);
    all.filter_map(|(i, m)| m.name.rsplit_once('.').and_then(|(around, name)| Some((named(around)?, name.into(), ModuleId(i as u32))))).collect()
}

fn is_used(f: &Func, v: V) -> bool {
    f.blocks.iter().any(|b| {
        let exits = b.insts.iter().flat_map(|i| i.unwind.iter().chain(&i.done));
        b.insts.iter().any(|i| i.args.contains(&v))
            || exits.chain(b.term.targets()).any(|t| t.args.contains(&v))
            || matches!(b.term, Term::Return(r) if r == v)
    })
}

/// Does nothing but make its result.
fn is_free(op: &Op) -> bool {
    matches!(
        op,
        Op::Const(_)
            | Op::Undef
            | Op::Bool(_)
            | Op::LoadLocal(_)
            | Op::LoadBuiltin(_)
            | Op::LoadGlobal(_)
            | Op::MakeFunction { .. }
            | Op::MakeTuple
            | Op::MakeList
            | Op::MakeDict
            | Op::Keep
            | Op::MakeSet
            | Op::MakeConstantSet
            | Op::MakeSlice
            | Op::ImportNative(_)
    )
}

/// In the code of a shim: is there for its result, if that is used at all.
fn only_computes(op: &Op) -> bool {
    matches!(
        op,
        Op::Call { .. }
            | Op::CallMethod { .. }
            | Op::GetAttr(_)
            | Op::GetItem
            | Op::Un(_)
            | Op::Bin(_)
            | Op::Cmp(_)
            | Op::Not
            | Op::Truth
            | Op::Unpack
            | Op::BuildString
            | Op::Format(_)
    )
}
