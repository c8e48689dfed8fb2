//! Syntax trees to HIR: one [`Builder`] per module, one [`Ctx`] per function.

mod call;
mod annotations;
mod class;
mod comp;
mod ctl;
mod dataclass;
mod expr;
mod foreign_class;
mod func;
mod held;
mod import;
mod left;
mod namedtuple;
mod pattern;
mod rounds;
mod stmt;
mod target;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::rc::Rc;

use pyaot_diagnostics::{Code, Diagnostic, Span};
use pyaot_syntax::ast;

use crate::hir::*;
use crate::scope::{self, Place, ScopeId, Scopes};
use ctl::Ctl;

/// Where modules come from.
pub trait Loader {
    /// Looks for the module `dotted`, which `importer` (a dotted name) asks for.
    fn load(&mut self, dotted: &str) -> Loaded;
    /// The public names of a native module.
    fn native_names(&self, dotted: &str) -> Vec<Name>;
    /// Parses text that the compiler makes itself.
    fn load_text(&mut self, shown: &str, text: String) -> Loaded;
    /// 1-based line of a position.
    fn line(&self, span: Span) -> u32;
    /// The source text of a range.
    fn text(&self, span: Span) -> String;
    /// Line and columns of a range.
    fn pos(&self, span: Span) -> Pos;
    fn is_builtin(&self, name: &str) -> bool;
    /// CPython may be asked for what has no native form.
    fn has_cpython(&self) -> bool;
    /// CPython will import the program's module: its libraries may ask it for anything.
    fn is_extension(&self) -> bool;
    /// CPython makes the function of this statement.
    fn is_left(&self, function: Span) -> bool;
    /// CPython will import the module.
    fn is_foreign(&mut self, dotted: &str) -> bool;
}

pub enum Loaded {
    Source { tree: Rc<ast::Module>, file: String, is_package: bool, is_shim: bool },
    Native,
    /// Nothing that can be compiled: CPython imports it when the program runs.
    Foreign,
    Missing,
    /// Found, but has errors, which the loader has reported.
    Broken,
}

/// What the builder knows of an imported module.
#[derive(Clone)]
pub(crate) enum ModuleRef {
    Source(ModuleId),
    Native(Name),
    Foreign(Name),
    Missing,
    /// Its errors have been reported.
    Broken,
}

pub use left::Left;

pub struct Built {
    pub program: Program,
    pub diagnostics: Vec<Diagnostic>,
    /// Modules that CPython imports, with the statements that ask for them.
    pub foreign: Vec<(Span, Name)>,
    /// Functions with errors that are none if CPython makes them.
    pub left: Vec<Left>,
}

struct Pending {
    id: ModuleId,
    tree: Rc<ast::Module>,
    is_package: bool,
}

/// State of the whole build.
pub(crate) struct World<'l> {
    pub program: Program,
    pub diagnostics: Vec<Diagnostic>,
    /// See [`Built::foreign`].
    foreign: Vec<(Span, Name)>,
    left: Vec<Left>,
    /// Modules with star imports of which nobody knows what they bind.
    starred: HashSet<ModuleId>,
    /// Builtins that may be replaced by their names, see [`Program::is_patched`].
    patched_builtins: HashSet<Name>,
    loader: &'l mut dyn Loader,
    modules: HashMap<String, ModuleRef>,
    queue: Vec<Pending>,
    scopes: HashMap<ModuleId, Rc<Scopes>>,
    /// `__all__` of the modules that have one.
    exports: HashMap<ModuleId, Vec<Name>>,
    /// Some class has a `__del__`: how long variables keep their values can be seen.
    pub has_del: bool,
    /// By function: the variables that its text names, with their cells.
    pub own: Vec<Vec<(Var, Option<CellId>)>>,
    /// Imported names that the compiler has to know.
    special: HashMap<(ModuleId, Name), namedtuple::Special>,
    /// Names of members of `dataclasses` (`None`: of the module itself), and other imported names with where they come from.
    dataclass_names: HashMap<(ModuleId, Name), Option<Name>>,
    imported_names: HashMap<(ModuleId, Name), (String, Option<Name>)>,
    /// Functions with the decorator `functools.singledispatch`, or that for methods, by their qualified names.
    dispatchers: HashSet<(ModuleId, String)>,
    /// Classes over those of CPython.
    foreign_classes: HashSet<(ModuleId, Name)>,
    /// Dataclasses, and classes over them, by the name that they were given last.
    dataclasses: HashMap<(ModuleId, Name), Rc<dataclass::Data>>,
    /// Those described before their own statement was built, whose module of methods is there already.
    dataclasses_ahead: HashMap<(ModuleId, Name), Rc<dataclass::Data>>,
    dataclasses_built: HashSet<ModuleId>,
    /// The program asks for the fields of dataclasses.
    dataclasses_reflected: bool,
}

/// Builds the HIR of the script `main` and of every module that it imports.
pub fn build(main: Rc<ast::Module>, file: String, loader: &mut dyn Loader) -> Built {
    let mut w = World {
        program: Program::default(),
        diagnostics: Vec::new(),
        foreign: Vec::new(),
        left: Vec::new(),
        starred: HashSet::default(),
        patched_builtins: HashSet::default(),
        loader,
        modules: HashMap::default(),
        queue: Vec::new(),
        scopes: HashMap::default(),
        exports: HashMap::default(),
        special: HashMap::default(),
        dataclass_names: HashMap::default(),
        imported_names: HashMap::default(),
        dispatchers: HashSet::default(),
        foreign_classes: HashSet::default(),
        dataclasses: HashMap::default(),
        dataclasses_ahead: HashMap::default(),
        dataclasses_built: HashSet::default(),
        dataclasses_reflected: false,
        has_del: false,
        own: Vec::new(),
    };
    w.program.has_cpython = w.loader.has_cpython();
    w.program.uses_cpython = w.loader.is_extension();
    w.add_module("__main__", main, file, false, false);
    while let Some(p) = w.queue.pop() {
        build_module(&mut w, p);
    }
    w.program.has_objects = w.modules.iter().any(|(name, m)| matches!(m, ModuleRef::Foreign(_)) || name == "_host");
    if !w.has_del && !w.program.is_patched && !w.scopes.iter().any(|(m, s)| s.reflective && !w.program.modules[m.index()].is_shim) {
        crate::stream::run(&mut w.program);
    }
    let keep = match (w.has_del, w.program.has_objects) {
        (true, _) => {
            let all = |f: &Func, own: &[(Var, _)]| own.iter().map(|(v, _)| *v).filter(|_| f.kind != FuncKind::Module).collect();
            w.program.funcs.iter().zip(&w.own).map(|(f, own)| all(f, own)).collect()
        }
        (_, true) => held::find(&w.program, &w.own),
        _ => vec![Vec::new(); w.program.funcs.len()],
    };
    for (f, keep) in w.program.funcs.iter_mut().zip(&keep) {
        crate::ssa::construct(f, keep);
    }
    if w.diagnostics.is_empty() {
        crate::shake::shake(&mut w.program);
    }
    Built { program: w.program, diagnostics: w.diagnostics, foreign: w.foreign, left: w.left }
}

impl World<'_> {
    fn add_module(&mut self, name: &str, tree: Rc<ast::Module>, file: String, is_package: bool, is_shim: bool) -> ModuleId {
        let id = ModuleId(self.program.modules.len() as u32);
        let mut scopes = scope::analyse(&tree);
        // Names in its text are looked for when it runs.
        scopes.reflective |= left::any(&tree.body, &|span| self.loader.is_left(span));
        if left::any_star(&tree.body, &|span| self.loader.is_left(span)) {
            self.starred.insert(id);
        }
        let scopes = Rc::new(scopes);
        let mut globals = HashMap::default();
        for n in scopes.module_names() {
            let g = GlobalId(self.program.globals.len() as u32);
            self.program.globals.push(Global { name: n.clone(), module: id });
            globals.insert(n, g);
        }
        // Variables that a module has from the start.
        let doc = func::docstring(&tree.body).map(|_| "__doc__");
        for n in doc.into_iter().chain(["__file__"]).filter(|_| !is_shim) {
            globals.entry(n.into()).or_insert_with(|| {
                self.program.globals.push(Global { name: n.into(), module: id });
                GlobalId(self.program.globals.len() as u32 - 1)
            });
        }
        self.program.modules.push(Module { name: name.into(), file, init: FuncId(u32::MAX), globals, is_shim });
        self.has_del |= scopes.has_del && !is_shim;
        self.program.is_patched |= scopes.patches && !is_shim;
        self.program.looked_up |= scopes.looked_up && !is_shim;
        if !is_shim {
            self.program.called_in_texts.extend(scopes.called_in_texts.iter().cloned());
        }
        if scopes.patches && !is_shim {
            self.patched_builtins.extend(scopes.texts.iter().filter(|n| self.loader.is_builtin(n)).cloned());
        }
        self.scopes.insert(id, scopes);
        if let Some(names) = import::exports(&tree.body) {
            self.exports.insert(id, names);
        }
        self.modules.insert(name.to_string(), ModuleRef::Source(id));
        self.queue.push(Pending { id, tree, is_package });
        id
    }

    /// The module `dotted`, loaded on first use.
    pub fn module(&mut self, dotted: &str) -> ModuleRef {
        if let Some(m) = self.modules.get(dotted) {
            return m.clone();
        }
        let found = match self.loader.load(dotted) {
            Loaded::Source { tree, file, is_package, is_shim } => {
                return ModuleRef::Source(self.add_module(dotted, tree, file, is_package, is_shim));
            }
            Loaded::Native => ModuleRef::Native(dotted.into()),
            Loaded::Foreign => ModuleRef::Foreign(dotted.into()),
            Loaded::Missing => ModuleRef::Missing,
            Loaded::Broken => ModuleRef::Broken,
        };
        self.modules.insert(dotted.to_string(), found.clone());
        found
    }
}

/// A variable of a function, however stored.
#[derive(Clone, Copy)]
pub(crate) enum Slot {
    Var(Var),
    /// The variable `holder` holds the cell.
    Cell { holder: Var, cell: CellId },
    /// Captured by value: an ordinary variable here.
    Value { var: Var, cell: CellId },
}

/// One function being built.
pub(crate) struct Ctx<'a, 'w, 'l> {
    pub w: &'w mut World<'l>,
    pub module: ModuleId,
    pub scopes: Rc<Scopes>,
    /// The scope of the code at hand (changes inside comprehensions).
    pub scope: ScopeId,
    pub func: FuncState,
    pub ctl: Vec<Ctl<'a>>,
    /// Functions around this one, innermost last: how captured variables are found.
    pub outer: &'w mut Vec<OuterFn>,
    pub qual: String,
    pub class: Option<ClassId>,
    pub is_package: bool,
    pub line: Pos,
    /// Demote module variables that only the module's own body uses.
    pub private_globals: bool,
    /// Functions and classes stay variables of the module.
    pub has_public_names: bool,
    /// The module's statements.
    pub body: &'a [ast::Stmt],
}

/// The part of a function under construction that becomes [`Func`].
#[derive(Default)]
pub(crate) struct FuncState {
    pub blocks: Vec<Block>,
    pub cur: Option<B>,
    pub n_values: u32,
    pub vars: Vec<Name>,
    pub slots: HashMap<(ScopeId, Name), Slot>,
    pub captures: Vec<CellId>,
    pub inlined: Vec<Inlined>,
    /// The comprehension at hand, as in [`Inst::inlined`].
    pub within: u32,
    pub is_generator: bool,
    /// The variable that this function's own `def` binds, if it is captured by value.
    pub self_cell: Option<CellId>,
    pub first_param: Option<Var>,
    /// Variables of class bodies that have been bound so far.
    pub class_bound: HashSet<Var>,
    /// Holds the class object while its body is built.
    pub class_holder: Option<Var>,
    /// CPython makes that class.
    pub class_is_foreign: bool,
}

/// What inner functions need to know of a function around them.
#[derive(Default)]
pub(crate) struct OuterFn {
    pub cells: HashMap<(ScopeId, Name), CellId>,
    /// `__class__` of classes whose statement may run more than once.
    pub classes: HashMap<ClassId, CellId>,
}

fn build_module(w: &mut World, p: Pending) {
    let scopes = w.scopes[&p.id].clone();
    let is_main = &*w.program.modules[p.id.index()].name == "__main__";
    let mut outer = Vec::new();
    let qual = String::new();
    let mut c = Ctx {
        module: p.id,
        private_globals: is_main && !scopes.reflective && !scopes.looked_up && !w.has_del,
        // CPython's libraries look for them by name.
        has_public_names: scopes.imported.iter().any(|m| w.loader.is_foreign(m)),
        scope: scope::MODULE,
        scopes,
        func: FuncState::default(),
        ctl: Vec::new(),
        outer: &mut outer,
        qual,
        class: None,
        is_package: p.is_package,
        body: &p.tree.body,
        line: Pos { line: 1, cols: 0 },
        w,
    };
    c.open_function();
    if !c.w.program.modules[p.id.index()].is_shim {
        if let Some(doc) = func::docstring(&p.tree.body) {
            let v = c.emit(Op::Const(Constant::Str(ast::PyStr(doc.into()))), vec![]);
            c.store_name(&"__doc__".into(), v);
        }
        let file = c.w.program.modules[p.id.index()].file.clone();
        let v = c.const_str(&file);
        c.store_name(&"__file__".into(), v);
    }
    c.stmts(&p.tree.body);
    c.return_none();
    let func = c.close_function("<module>".into(), "<module>".into(), FuncKind::Module, Params::default(), None, 1);
    w.program.modules[p.id.index()].init = func;
}

impl<'a> Ctx<'a, '_, '_> {
    // Blocks and instructions.

    pub fn new_block(&mut self) -> B {
        self.func.blocks.push(Block { params: Vec::new(), insts: Vec::new(), term: Term::Unreachable });
        B(self.func.blocks.len() as u32 - 1)
    }

    pub fn switch_to(&mut self, b: B) {
        self.func.cur = Some(b);
    }

    /// No code after this point can be reached.
    pub fn is_dead(&self) -> bool {
        self.func.cur.is_none()
    }

    fn block(&mut self) -> B {
        // Unreachable code is built into a block that nothing jumps to.
        match self.func.cur {
            Some(b) => b,
            None => {
                let b = self.new_block();
                self.func.cur = Some(b);
                b
            }
        }
    }

    pub fn terminate(&mut self, t: Term) {
        let b = self.block();
        self.func.blocks[b.index()].term = t;
        self.func.cur = None;
    }

    pub fn jump(&mut self, b: B) {
        if !self.is_dead() {
            self.terminate(Term::Jump(Target::to(b)));
        }
    }

    pub fn branch(&mut self, cond: V, then: B, els: B) {
        self.terminate(Term::Branch { cond, then: Target::to(then), els: Target::to(els) });
    }

    pub fn value(&mut self) -> V {
        self.func.n_values += 1;
        V(self.func.n_values - 1)
    }

    /// Appends an instruction with `n` results.
    pub fn emit_n(&mut self, op: Op, args: Vec<V>, n: usize) -> Vec<V> {
        let results: Vec<V> = (0..n).map(|_| self.value()).collect();
        // A load may turn out to need a check for being bound.
        let unwind = if op.may_raise() || matches!(op, Op::LoadLocal(_)) { self.unwind().map(Target::to) } else { None };
        let b = self.block();
        let Pos { line, cols } = self.line;
        let inlined = self.func.within;
        self.func.blocks[b.index()].insts.push(Inst { op, args, results: results.clone(), unwind, done: None, line, cols, inlined });
        results
    }

    pub fn emit(&mut self, op: Op, args: Vec<V>) -> V {
        self.emit_n(op, args, 1)[0]
    }

    pub fn emit0(&mut self, op: Op, args: Vec<V>) {
        self.emit_n(op, args, 0);
    }

    pub fn iter_next(&mut self, iter: V, state: V, done: B) -> (V, V) {
        let r = self.emit_n(Op::IterNext, vec![iter, state], 2);
        let b = self.block();
        let inst = self.func.blocks[b.index()].insts.last_mut().expect("just pushed");
        inst.done = Some(Target::to(done));
        (r[0], r[1])
    }

    pub fn const_none(&mut self) -> V {
        self.emit(Op::Const(Constant::None), vec![])
    }

    pub fn const_str(&mut self, s: &str) -> V {
        self.emit(Op::Const(Constant::Str(ast::PyStr(s.as_bytes().into()))), vec![])
    }

    pub fn at(&mut self, span: Span) {
        self.line = self.w.loader.pos(span);
    }

    pub fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.w.diagnostics.push(Diagnostic::error(code, span, message.into()));
    }

    /// A variable of the module that its text does not bind.
    fn new_global(&mut self, name: &Name) -> GlobalId {
        let g = GlobalId(self.w.program.globals.len() as u32);
        self.w.program.globals.push(Global { name: name.clone(), module: self.module });
        self.w.program.modules[self.module.index()].globals.insert(name.clone(), g);
        g
    }

    pub fn unsupported(&mut self, code: Code, span: Span, message: &str, help: &str) -> V {
        self.w.diagnostics.push(Diagnostic::error(code, span, message).with_help(help));
        self.const_none()
    }

    // Variables.

    pub fn new_var(&mut self, name: &str) -> Var {
        self.func.vars.push(name.into());
        Var(self.func.vars.len() as u32 - 1)
    }

    pub fn load_var(&mut self, v: Var) -> V {
        self.emit(Op::LoadLocal(v), vec![])
    }

    pub fn store_var(&mut self, v: Var, value: V) {
        self.emit0(Op::StoreLocal(v), vec![value]);
    }

    /// The slot of a variable of this function (not captured from outside).
    fn local_slot(&mut self, scope: ScopeId, name: &Name) -> Slot {
        if let Some(s) = self.func.slots.get(&(scope, name.clone())) {
            return *s;
        }
        let slot = if self.scopes.get(scope).captured.contains(name) {
            let by_value = self.scopes.assigned_once(scope, name);
            let cell = CellId(self.w.program.cells.len() as u32);
            self.w.program.cells.push(CellVar { name: name.clone(), by_value });
            self.outer.last_mut().expect("a function is open").cells.insert((scope, name.clone()), cell);
            let var = self.new_var(name);
            if by_value {
                Slot::Value { var, cell }
            } else {
                Slot::Cell { holder: var, cell }
            }
        } else {
            Slot::Var(self.new_var(name))
        };
        self.func.slots.insert((scope, name.clone()), slot);
        slot
    }

    /// Makes the cells of the captured variables of `scope` (at function entry, or where a comprehension starts).
    pub fn make_cells(&mut self, scope: ScopeId) {
        let mut names: Vec<Name> = self.scopes.get(scope).captured.iter().cloned().collect();
        names.sort();
        for n in names {
            if let Slot::Cell { holder, cell } = self.local_slot(scope, &n) {
                let c = self.emit(Op::MakeCell(cell), vec![]);
                self.store_var(holder, c);
            }
        }
    }

    /// The cell (or by-value variable) `name` of the enclosing function's `scope`.
    fn outer_cell(&mut self, scope: ScopeId, name: &Name) -> CellId {
        let found = self.outer.iter().rev().find_map(|f| f.cells.get(&(scope, name.clone())).copied());
        found.expect("a captured variable belongs to an open function")
    }

    /// A captured variable: the value of the capture (a cell, or the value itself).
    pub fn capture(&mut self, cell: CellId) -> V {
        if self.func.self_cell == Some(cell) {
            return self.emit(Op::SelfFunc, vec![]);
        }
        let index = match self.func.captures.iter().position(|c| *c == cell) {
            Some(i) => i,
            None => {
                self.func.captures.push(cell);
                self.func.captures.len() - 1
            }
        };
        self.emit(Op::Capture { index: index as u32, cell }, vec![])
    }

    /// A global that only the module's own top-level code uses is a local variable of that code.
    fn demoted(&self, name: &str) -> bool {
        self.private_globals && !(self.has_public_names && (self.scopes.defined.contains(name) || self.scopes.annotated.contains(name) || matches!(name, "__file__" | "__doc__"))) && !self.w.loader.is_builtin(name) && self.scopes.get(self.scope).host == scope::MODULE && !self.scopes.shared_globals.contains(name)
    }

    fn global(&self, name: &str) -> Option<GlobalId> {
        self.w.program.modules[self.module.index()].globals.get(name).copied()
    }

    pub fn load_name(&mut self, name: &Name) -> V {
        let name = &self.mangle(name);
        match self.scopes.lookup(self.scope, name) {
            Place::Local(s) => match self.local_slot(s, name) {
                Slot::Var(v) | Slot::Value { var: v, .. } => self.load_var(v),
                Slot::Cell { holder, cell } => {
                    let c = self.load_var(holder);
                    self.emit(Op::LoadCell(cell), vec![c])
                }
            },
            Place::Free(s) => {
                let cell = self.outer_cell(s, name);
                let c = self.capture(cell);
                if self.w.program.cells[cell.index()].by_value { c } else { self.emit(Op::LoadCell(cell), vec![c]) }
            }
            Place::Class(s) => {
                let slot = self.local_slot(s, name);
                let Slot::Var(v) = slot else { unreachable!("class variables are not captured") };
                // Before the class binds it, the name is the global's.
                if self.func.class_bound.contains(&v) { self.load_var(v) } else { self.load_global_name(name) }
            }
            Place::Global => self.load_global_name(name),
        }
    }

    pub fn load_global_name(&mut self, name: &Name) -> V {
        if let Some(g) = self.global(name) {
            if self.demoted(name) {
                let Slot::Var(v) = self.local_slot(scope::MODULE, name) else { unreachable!("not captured") };
                return self.load_var(v);
            }
            let op = if self.w.loader.is_builtin(name) { Op::LoadGlobalOrBuiltin(g) } else { Op::LoadGlobal(g) };
            return self.emit(op, vec![]);
        }
        match &**name {
            "__name__" => {
                let n = self.w.program.modules[self.module.index()].name.clone();
                self.const_str(&n)
            }
            "__file__" => {
                let n = self.w.program.modules[self.module.index()].file.clone();
                self.const_str(&n)
            }
            "__class__" if self.class.is_some() && self.func.first_param.is_some() => self.this_class().expect("in a class"),
            "__debug__" => self.emit(Op::Bool(true), vec![]),
            "__doc__" => self.const_none(),
            n if self.w.loader.is_builtin(n) && self.w.starred.contains(&self.module) => {
                let g = self.new_global(name);
                self.emit(Op::LoadGlobalOrBuiltin(g), vec![])
            }
            n if self.w.loader.is_builtin(n) => {
                let own = self.emit(Op::LoadBuiltin(name.clone()), vec![]);
                if self.is_patched_builtin(name) {
                    let n = self.const_str(name);
                    return self.bridge("patched_builtin", vec![n, own]);
                }
                own
            }
            // `globals()` may bind it.
            _ if self.scopes.reflective => {
                let g = self.new_global(name);
                self.emit(Op::LoadGlobal(g), vec![])
            }
            _ if &*self.w.program.modules[self.module.index()].name == "__main__" => self.emit(Op::NameError(name.clone()), vec![]),
            // Another module may set the attribute.
            _ => {
                let m = self.emit(Op::ImportNative("_native".into()), vec![]);
                let f = self.emit(Op::GetAttr("module_variable".into()), vec![m]);
                let module = self.w.program.modules[self.module.index()].name.clone();
                let args = vec![f, self.const_str(&module), self.const_str(name)];
                self.emit(Op::Call { kw: [].into() }, args)
            }
        }
    }

    pub fn store_name(&mut self, name: &Name, value: V) {
        let name = &self.mangle(name);
        let place = self.scopes.lookup(self.scope, name);
        match place {
            Place::Local(s) | Place::Class(s) => match self.local_slot(s, name) {
                Slot::Var(v) | Slot::Value { var: v, .. } => {
                    if let Place::Class(_) = place {
                        self.func.class_bound.insert(v);
                    }
                    self.store_var(v, value);
                }
                Slot::Cell { holder, cell } => {
                    let c = self.load_var(holder);
                    self.emit0(Op::StoreCell(cell), vec![c, value]);
                }
            },
            Place::Free(s) => {
                let cell = self.outer_cell(s, name);
                let c = self.capture(cell);
                self.emit0(Op::StoreCell(cell), vec![c, value]);
            }
            Place::Global => {
                if self.demoted(name) {
                    let Slot::Var(v) = self.local_slot(scope::MODULE, name) else { unreachable!("not captured") };
                    self.store_var(v, value);
                } else {
                    let g = self.global(name).expect("assigned names are in the module's table");
                    self.emit0(Op::StoreGlobal(g), vec![value]);
                }
            }
        }
    }

    pub fn delete_name(&mut self, name: &Name) {
        let name = &self.mangle(name);
        if let Place::Class(scope) = self.scopes.lookup(self.scope, name)
            && scope == self.scope
            && let Some(holder) = self.func.class_holder
        {
            let c = self.load_var(holder);
            if self.func.class_is_foreign {
                let name = self.const_str(name);
                self.bridge("class_delete", vec![c, name]);
            } else {
                self.emit0(Op::DelAttr(name.clone()), vec![c]);
            }
        }
        match self.scopes.lookup(self.scope, name) {
            Place::Local(s) | Place::Class(s) => match self.local_slot(s, name) {
                Slot::Var(v) | Slot::Value { var: v, .. } => {
                    self.load_var(v);
                    self.emit0(Op::DelLocal(v), vec![]);
                }
                Slot::Cell { holder, cell } => {
                    let c = self.load_var(holder);
                    self.emit0(Op::DelCell(cell), vec![c]);
                }
            },
            Place::Free(s) => {
                let cell = self.outer_cell(s, name);
                let c = self.capture(cell);
                self.emit0(Op::DelCell(cell), vec![c]);
            }
            Place::Global => {
                if self.demoted(name) {
                    let Slot::Var(v) = self.local_slot(scope::MODULE, name) else { unreachable!("not captured") };
                    self.load_var(v);
                    self.emit0(Op::DelLocal(v), vec![]);
                } else {
                    let g = self.global(name).expect("deleted names are in the module's table");
                    self.emit0(Op::DelGlobal(g), vec![]);
                }
            }
        }
    }
}

/// Names bound at module level, for [`World::add_module`].
impl Scopes {
    fn module_names(&self) -> Vec<Name> {
        let mut names: HashSet<Name> = self.bound_names(scope::MODULE).cloned().collect();
        names.extend(self.declared_globals().cloned());
        let mut v: Vec<Name> = names.into_iter().collect();
        v.sort();
        v
    }
}
