//! Whole-program type inference: one monotone worklist over function instances.
//!
//! A function is analysed once per combination of argument types (an *instance*, at most [`MAX_INSTANCES`] per function, then
//! the types widen). Globals, cells, attributes, elements of containers and results of instances are the join of
//! everything written to them; an instance is analysed again when something that it read has grown.
//!
//! A function that is called in ways that inference cannot follow to the call (by the runtime, through a union, as a
//! callback) has one more instance, the *uniform* one, whose parameters join everything that it may be called with.

mod attr;
mod builtin;
mod call;
mod classes;
mod defined;
mod demand;
mod derived;
mod eval;
mod method;
mod narrow;
mod numpy;
mod ops;
mod special;
mod spread;

pub use call::default_slot;
pub use eval::matches_itself;
pub use spread::{Part, Spread, known_keywords};

use std::collections::{BTreeSet, VecDeque};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use defined::{defined_names, defined_once};

use crate::hir::*;
use crate::types::*;

use narrow::{Shape, shape};

/// Instances per function by argument types; past the bound a call joins the last one.
pub const MAX_INSTANCES: usize = 8;

/// Declarations of native functions, as `name(params) -> type`.
pub trait Natives {
    /// By qualified name: `builtins.len`, `math.sqrt`.
    fn function(&self, qualified: &str) -> Option<&'static str>;
    /// A method of a native type.
    fn method(&self, ty: &str, name: &str) -> Option<&'static str>;
    /// The type of a constant of a native module (`math.pi`: `float`), or `class` for a class.
    fn constant(&self, module: &str, name: &str) -> Option<&'static str>;
    /// The value of a float constant of a native module.
    fn float_constant(&self, module: &str, name: &str) -> Option<f64>;
    /// Functions that take that many unboxed floats and give one: their number in the runtime's table.
    fn float_function(&self, qualified: &str, params: usize) -> Option<i64>;
    /// The base class of a builtin exception class.
    fn exception_base(&self, name: &str) -> Option<&'static str>;
}

/// Position of an instruction in its function.
pub type At = (u32, u32);

/// Where a parameter's argument comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The call's n-th operand (after the callee), positional or keyword.
    Arg(usize),
    /// The object that the method is called on.
    This,
    /// The function's default for this parameter.
    Default,
    /// `*args`; first the object, of a method that has no other place for it.
    Extra { this: bool, args: Vec<usize> },
    /// `**kwargs`.
    Keywords(Vec<(Name, usize)>),
}

/// What a call comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Callee {
    /// A function of the program, its parameters bound.
    Direct { instance: InstanceId, func: FuncId, sources: Vec<Source> },
    /// A class of the program: an instance is made, then `__init__`, if there is one, is called.
    Construct { class: ClassId, init: Option<(InstanceId, FuncId, Vec<Source>)> },
}

#[derive(Debug)]
pub struct Instance {
    pub func: FuncId,
    pub params: Vec<Ty>,
    /// Types of SSA values.
    pub types: Vec<Ty>,
    /// Types of variables in memory (generators).
    pub vars: Vec<Ty>,
    pub ret: Ty,
    pub yields: Ty,
    pub uniform: bool,
    /// Called by code that knows nothing of its result.
    pub leaks: bool,
    pub reached: Vec<bool>,
    /// The instruction of a block behind which nothing is reached.
    pub stops: Vec<Option<usize>>,
    pub calls: HashMap<At, Callee>,
    /// Method calls on objects of several classes, calls of one of several functions: what each comes to.
    pub variants: HashMap<At, Vec<(Ty, Callee)>>,
    queued: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// The attributes of a native module that the program sets.
    Patched(Name),
    Global(GlobalId),
    Cell(CellId),
    Attr(ClassId, Name),
    ClassAttr(ClassId, Name),
    Site(Site),
    Ret(InstanceId),
    Yields(InstanceId),
    Default(FuncId, usize),
    Bases(ClassId),
    /// Everything that depends on what escaped.
    Escapes,
}

/// The typed program.
pub struct Typed {
    pub program: Program,
    pub sites: Sites,
    pub instances: Vec<Instance>,
    pub uniform: HashMap<FuncId, InstanceId>,
    pub globals: Vec<Ty>,
    pub cells: Vec<Ty>,
    pub attrs: HashMap<(ClassId, Name), Ty>,
    /// Attributes of instances, in the order in which they were found (about that of the source).
    pub attr_order: Vec<(ClassId, Name)>,
    pub class_attrs: HashMap<(ClassId, Name), Ty>,
    pub defaults: HashMap<(FuncId, usize), Ty>,
    pub bases: Vec<Vec<Ty>>,
    /// Classes with a metaclass: `isinstance` asks it.
    pub virtuals: HashSet<ClassId>,
    /// Those whose metaclass may do anything with them (`ABCMeta` does not).
    pub managed: HashSet<ClassId>,
    /// Functions that `abc.abstractmethod` has marked.
    pub abstract_funcs: HashSet<FuncId>,
    /// Attributes of native modules that the program sets.
    pub patched: HashSet<(Name, Name)>,
    /// Calls with stars whose parts are known.
    pub spreads: spread::Spreads,
    /// The program imports NumPy.
    pub has_numpy: bool,
    /// What the functions of NumPy may be given as a dtype: constant texts, of programs that use NumPy (`left_to_numpy`).
    pub texts: HashMap<(FuncId, V), Name>,
    shapes: Vec<Shape>,
}

pub struct Solver<'n> {
    t: Typed,
    natives: &'n dyn Natives,
    by_func: HashMap<FuncId, Vec<InstanceId>>,
    /// Which instance a call was bound to, so that growing types do not make it wander.
    bound: HashMap<(InstanceId, At, FuncId), InstanceId>,
    sites_at: HashMap<(InstanceId, At, u32), Site>,
    readers: HashMap<Key, BTreeSet<InstanceId>>,
    queue: VecDeque<InstanceId>,
    /// Instances with calls that wait for the elements of a container to be known, and whether one may go on without.
    postponed: BTreeSet<InstanceId>,
    late: bool,
    /// Calls that have waited long enough.
    unwaiting: HashSet<(InstanceId, At, FuncId)>,
    escaped_classes: HashSet<ClassId>,
    derived: derived::Derived,
    escaped_modules: HashSet<ModuleId>,
    /// Variables of escaped modules that nobody may assign.
    fixed_globals: HashSet<GlobalId>,
    escaped_funcs: HashSet<FuncId>,
    /// Classes whose instances may get attributes by names that are not known.
    open_classes: HashSet<ClassId>,
    /// Classes of which the program makes objects.
    constructed: BTreeSet<ClassId>,
    demands: demand::Demands,
    /// Special methods that a class defines itself.
    specials: HashMap<ClassId, Vec<Name>>,
    /// Instructions whose result inference found to be none, without proof: their results are anything.
    forced: HashSet<(InstanceId, At)>,
    /// Setters (and deleters) by getter.
    setters: HashMap<FuncId, Vec<FuncId>>,
    /// Attribute names read, written and called on values of unknown type.
    dyn_reads: HashSet<Name>,
    dyn_writes: HashSet<Name>,
    /// Values that are literal ints.
    literals: HashMap<(FuncId, V), i64>,
    /// Functions whose `def` runs at most once, or whose defaults are constants: they are known to a direct call.
    defined_once: HashSet<FuncId>,
    /// Every name that some class may have as an attribute.
    class_names: HashSet<Name>,
    /// The program has special methods that the runtime may call on an object.
    has_special_methods: bool,
    /// Parameters of the blocks of every function.
    params: Vec<Vec<Vec<V>>>,
    /// The instance and instruction at hand.
    me: InstanceId,
    at: At,
    line_changed: bool,
    /// The second argument of the call at hand is the literal -1 (`range(n, -1, -1)`).
    minus_one_args: bool,
    dtypes: numpy::Dtypes,
    /// Functions whose `*args` and `**kwargs` are only passed on.
    passing: HashMap<FuncId, (bool, bool)>,
}

/// Infers the types of a program from the entry of its first module.
pub fn infer(mut program: Program, natives: &dyn Natives) -> Typed {
    let spreads = spread::find(&mut program);
    let shapes = program.funcs.iter().map(shape).collect();
    let has_numpy = program.modules.iter().any(|m| &*m.name == "numpy");
    let t = Typed {
        globals: vec![Ty::Never; program.globals.len()],
        cells: vec![Ty::Never; program.cells.len()],
        bases: vec![Vec::new(); program.classes.len()],
        virtuals: HashSet::default(),
        managed: HashSet::default(),
        abstract_funcs: HashSet::default(),
        sites: Sites::default(),
        instances: Vec::new(),
        uniform: HashMap::default(),
        attrs: HashMap::default(),
        attr_order: Vec::new(),
        class_attrs: HashMap::default(),
        defaults: HashMap::default(),
        patched: HashSet::default(),
        spreads,
        shapes,
        has_numpy,
        texts: if has_numpy || program.gives_to_numpy() { crate::left_to_numpy::texts(&program) } else { HashMap::default() },
        program,
    };
    let main = t.program.modules[0].init;
    let mut literals = HashMap::default();
    for (f, func) in t.program.funcs.iter().enumerate() {
        for i in func.blocks.iter().flat_map(|b| &b.insts) {
            if let Op::Const(Constant::Int(n)) = i.op {
                literals.insert((FuncId(f as u32), i.results[0]), n);
            }
        }
    }
    let once = defined_once(&t.program);
    let all = t.program.funcs.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts);
    let class_names = all.filter_map(|i| match &i.op {
        Op::ClassSet { name, .. } | Op::SetAttr(name) | Op::InitAttr(name) => Some(name.clone()),
        _ => None,
    });
    let class_names: HashSet<Name> = class_names.collect();
    let has_special_methods = class_names.iter().any(|n| special::may_be_called(n));
    let params = t.program.funcs.iter().map(|f| f.blocks.iter().map(|b| b.params.clone()).collect()).collect();
    let dtypes = if t.has_numpy { numpy::Dtypes::of_program(&t.program) } else { numpy::Dtypes::default() };
    let mut s = Solver {
        t,
        dtypes,
        natives,
        by_func: HashMap::default(),
        bound: HashMap::default(),
        sites_at: HashMap::default(),
        readers: HashMap::default(),
        queue: VecDeque::new(),
        postponed: BTreeSet::new(),
        late: false,
        unwaiting: HashSet::default(),
        escaped_classes: HashSet::default(),
        derived: derived::Derived::default(),
        escaped_modules: HashSet::default(),
        fixed_globals: HashSet::default(),
        escaped_funcs: HashSet::default(),
        open_classes: HashSet::default(),
        constructed: BTreeSet::new(),
        demands: demand::Demands::default(),
        specials: HashMap::default(),
        forced: HashSet::default(),
        setters: HashMap::default(),
        dyn_reads: HashSet::default(),
        dyn_writes: HashSet::default(),
        class_names,
        has_special_methods,
        defined_once: once,
        literals,
        params,
        me: InstanceId(0),
        at: (0, 0),
        line_changed: false,
        minus_one_args: false,
        passing: HashMap::default(),
    };
    s.new_instance(main, Vec::new(), false);
    for m in s.t.program.seen_modules.clone() {
        s.t.sites.escape(&Ty::Module(m));
    }
    if s.t.program.looked_up {
        s.all_looked_up();
    } else if s.t.program.uses_cpython {
        s.named_in_texts();
    }
    s.settle();
    if s.t.program.is_patched {
        let is_public = |m: &Module| !m.is_shim || !m.name.starts_with('_') && !matches!(m.name.split('.').next(), Some("builtins" | "numpy"));
        let own = s.t.program.modules.iter().enumerate().filter(|(_, m)| is_public(m)).map(|(i, _)| Ty::Module(ModuleId(i as u32)));
        own.collect::<Vec<Ty>>().iter().for_each(|m| s.t.sites.escape(m));
        s.settle();
    }
    loop {
        s.solve();
        s.complete_special_methods();
        s.settle();
        s.solve();
        if !s.force_stops() {
            return s.t;
        }
    }
}

impl Solver<'_> {
    fn solve(&mut self) {
        loop {
            while let Some(i) = self.queue.pop_front() {
                self.t.instances[i.0 as usize].queued = false;
                self.analyse(i);
                self.settle();
            }
            self.meet_demands();
            if !self.queue.is_empty() {
                continue;
            }
            // Nothing more will come of the rest: some container stays empty, or is filled by the call that waits for it.
            let Some(i) = self.postponed.pop_first() else { return };
            self.late = true;
            self.analyse(i);
            self.late = false;
            self.settle();
        }
    }

    fn new_instance(&mut self, func: FuncId, params: Vec<Ty>, uniform: bool) -> InstanceId {
        let id = InstanceId(self.t.instances.len() as u32);
        let f = &self.t.program.funcs[func.index()];
        // The function's own blocks may be under analysis at the moment.
        let n_blocks = self.t.shapes[func.index()].idom.len();
        self.t.instances.push(Instance {
            func,
            params,
            types: vec![Ty::Never; f.n_values as usize],
            vars: vec![Ty::Never; f.vars.len()],
            ret: Ty::Never,
            yields: Ty::Never,
            uniform,
            leaks: false,
            reached: vec![false; n_blocks],
            stops: vec![None; n_blocks],
            calls: HashMap::default(),
            variants: HashMap::default(),
            queued: false,
        });
        self.enqueue(id);
        id
    }

    fn enqueue(&mut self, i: InstanceId) {
        let inst = &mut self.t.instances[i.0 as usize];
        if !std::mem::replace(&mut inst.queued, true) {
            self.queue.push_back(i);
        }
    }

    fn read(&mut self, k: Key) {
        if self.is_demanding() {
            return;
        }
        let me = self.me;
        self.readers.entry(k).or_default().insert(me);
    }

    fn grown(&mut self, k: &Key) {
        self.demands.stale |= matches!(k, Key::ClassAttr(..) | Key::Bases(_) | Key::Default(..) | Key::Ret(_));
        if let Some(rs) = self.readers.get(k) {
            for r in rs.iter().copied().collect::<Vec<_>>() {
                self.enqueue(r);
            }
        }
    }

    /// After an analysis: follows up on changed sites and escapes.
    fn settle(&mut self) {
        loop {
            let changed = self.t.sites.take_changed();
            for s in &changed {
                self.grown(&Key::Site(*s));
            }
            let escaped = self.t.sites.take_escaped();
            if changed.is_empty() && escaped.is_empty() {
                break;
            }
            for t in escaped {
                self.escaped(&t);
            }
        }
    }

    /// The attributes of the class may be replaced by name.
    fn is_patched(&self, c: ClassId) -> bool {
        let p = &self.t.program;
        p.is_patched && !p.modules[p.classes[c.index()].module.index()].is_shim
    }

    fn escaped(&mut self, t: &Ty) {
        match t {
            Ty::Func(f) => {
                if self.escaped_funcs.insert(*f) {
                    let n = self.t.program.funcs[f.index()].params.names.len();
                    self.join_unknown(*f, &vec![Ty::Any; n]);
                    self.annotated(*f);
                }
            }
            Ty::Bound(this, f) => {
                let n = self.t.program.funcs[f.index()].params.names.len();
                let mut args = vec![Ty::Any; n];
                if let Some(a) = args.first_mut() {
                    *a = (**this).clone();
                }
                self.join_unknown(*f, &args);
                self.t.sites.escape(this);
            }
            // All its variables may be read and written by name.
            Ty::Module(m) => {
                if self.escaped_modules.insert(*m) {
                    // An extension module is not to be given other functions.
                    let fixed = if self.t.program.is_extension { defined_names(&self.t.program) } else { HashSet::default() };
                    for g in self.t.program.modules[m.index()].globals.values().copied().collect::<Vec<_>>() {
                        if fixed.contains(&g) {
                            self.fixed_globals.insert(g);
                            let now = self.t.globals[g.index()].clone();
                            // CPython gets its own one instead of a module of the library.
                            if !matches!(now, Ty::Module(m) if self.t.program.modules[m.index()].is_shim) {
                                self.t.sites.escape(&now);
                            }
                            continue;
                        }
                        let old = std::mem::replace(&mut self.t.globals[g.index()], Ty::Any);
                        self.t.sites.escape(&old);
                        self.grown(&Key::Global(g));
                    }
                }
            }
            Ty::Class(c) | Ty::Inst(c) => {
                let is_class = matches!(t, Ty::Class(_));
                if is_class {
                    self.may_be_derived_from(*c);
                }
                if self.escaped_classes.insert(*c) {
                    self.grown(&Key::Escapes);
                    self.demand_of_escaped(*c);
                    if self.t.program.uses_cpython || self.t.program.has_objects {
                        self.all_read(*c);
                        self.all_set(*c);
                    }
                    for n in self.dyn_writes.clone() {
                        self.dynamic_write(*c, &n);
                    }
                }
                if is_class {
                    self.made_by_unknown(*c);
                }
            }
            // In a class that CPython makes: what is inside is called from there.
            Ty::Property(f) | Ty::PropertySetter(f) | Ty::StaticMethod(f) | Ty::ClassMethod(f) => {
                let mut inner = self.setters.get(f).cloned().unwrap_or_default();
                inner.push(*f);
                inner.into_iter().for_each(|f| self.t.sites.escape(&Ty::Func(f)));
            }
            Ty::Gen(i) => {
                let y = self.t.instance(*i).yields.clone();
                self.t.sites.escape(&y);
            }
            _ => {}
        }
    }

    /// Whatever the program's modules hold may be found by its name.
    fn all_looked_up(&mut self) {
        for m in self.t.program.modules.iter().filter(|m| !m.is_shim) {
            self.fixed_globals.extend(m.globals.values());
        }
    }

    /// Libraries evaluate texts where they are called from, and find functions by their names.
    fn named_in_texts(&mut self) {
        let names = &self.t.program.called_in_texts;
        for m in self.t.program.modules.iter().filter(|m| !m.is_shim) {
            self.fixed_globals.extend(names.iter().filter_map(|n| m.globals.get(n)));
        }
    }

    /// Unknown code calls the class.
    fn made_by_unknown(&mut self, c: ClassId) {
        for (name, this) in [("__new__", Ty::Class(c)), ("__init__", Ty::Inst(c))] {
            let found = self.t.class_attr(c, &name.into()).map(|(_, t)| t.clone());
            // Of a metaclass: classes are not made behind the program's back.
            let makes_classes = name == "__new__" && self.t.native_base(c).is_some_and(|b| matches!(&*b, "type" | "?"));
            if !makes_classes && let Some(Ty::Func(f) | Ty::StaticMethod(f)) = found {
                let n = self.t.program.funcs[f.index()].params.names.len();
                let mut args = vec![Ty::Any; n];
                if let Some(a) = args.first_mut() {
                    *a = this;
                }
                self.join_unknown(f, &args);
            }
        }
    }

    /// CPython has the function: it may make objects of the classes that are named in its annotations.
    fn annotated(&mut self, f: FuncId) {
        let func = &self.t.program.funcs[f.index()];
        if !self.t.program.uses_cpython || func.annotations.is_empty() {
            return;
        }
        let words: HashSet<&str> = func.annotations.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let named = |c: &Class| c.module == func.module && words.contains(&*c.name);
        let named: Vec<ClassId> = self.t.program.classes.iter().enumerate().filter(|(_, c)| named(c)).map(|(i, _)| ClassId(i as u32)).collect();
        for c in named {
            self.t.sites.escape(&Ty::Inst(c));
            self.made_by_unknown(c);
        }
    }

    /// Attribute `name` of instances of `c` may be read (and called) without its type being known.
    pub(super) fn dynamic_read(&mut self, c: ClassId, name: &Name) {
        if let Some(t) = self.t.attrs.get(&(c, name.clone())).cloned() {
            self.t.sites.escape(&t);
        }
        let found: Vec<Ty> = match self.t.class_attr(c, name) {
            Some((_, Ty::Any)) => self.t.mro(c).into_iter().filter_map(|k| self.t.class_attrs.get(&(k, name.clone())).cloned()).collect(),
            Some((_, t)) => vec![t.clone()],
            None => Vec::new(),
        };
        for t in found {
            match t {
                // Called with a class, which may be one that inference has not seen.
                Ty::Func(f) if matches!(&**name, "__init_subclass__" | "__class_getitem__") => self.dynamic_use(c, Ty::StaticMethod(f)),
                t => self.dynamic_use(c, t),
            }
        }
    }

    /// Every attribute of instances of `c` may be read.
    pub(super) fn all_read(&mut self, c: ClassId) {
        let mro = self.t.mro(c);
        let of = |keys: &mut dyn Iterator<Item = &(ClassId, Name)>| -> Vec<Name> { keys.filter(|(k, _)| mro.contains(k)).map(|(_, n)| n.clone()).collect() };
        let mut names = of(&mut self.t.class_attrs.keys());
        names.extend(of(&mut self.t.attrs.keys()));
        names.sort();
        names.dedup();
        for n in names {
            self.dynamic_read(c, &n);
        }
    }

    /// Every property of instances of `c` may be set.
    fn all_set(&mut self, c: ClassId) {
        let mro = self.t.mro(c);
        let properties = self.t.class_attrs.iter().filter(|((k, _), t)| mro.contains(k) && matches!(t, Ty::Property(_)));
        let mut names: Vec<Name> = properties.map(|((_, n), _)| n.clone()).collect();
        names.sort();
        names.dedup();
        for n in names {
            self.dynamic_write(c, &n);
        }
    }

    /// A class attribute of type `t` is read from an object of class `c`, by code that knows nothing of it.
    fn dynamic_use(&mut self, c: ClassId, t: Ty) {
        match Some(t) {
            Some(Ty::Func(f)) | Some(Ty::Property(f)) => {
                let n = self.t.program.funcs[f.index()].params.names.len();
                let mut args = vec![Ty::Any; n];
                if let Some(a) = args.first_mut() {
                    *a = Ty::Inst(c);
                }
                self.join_unknown(f, &args);
            }
            Some(Ty::StaticMethod(f)) => {
                let n = self.t.program.funcs[f.index()].params.names.len();
                self.join_unknown(f, &vec![Ty::Any; n]);
            }
            Some(Ty::ClassMethod(f)) => {
                let n = self.t.program.funcs[f.index()].params.names.len();
                let mut args = vec![Ty::Any; n];
                if let Some(a) = args.first_mut() {
                    *a = Ty::Class(c);
                }
                self.join_unknown(f, &args);
            }
            Some(t) => self.t.sites.escape(&t),
            None => {}
        }
    }

    /// The uniform instance of `f` may be called with these arguments.
    fn join_uniform(&mut self, f: FuncId, args: &[Ty]) -> InstanceId {
        let id = match self.t.uniform.get(&f) {
            Some(i) => *i,
            None => {
                let n = self.t.program.funcs[f.index()].params.names.len();
                let i = self.new_instance(f, vec![Ty::Never; n], true);
                self.t.uniform.insert(f, i);
                i
            }
        };
        // Of a function without a place for it, `*args` has the object.
        let p = &self.t.program.funcs[f.index()].params;
        let named = (p.n_args + p.n_kwonly) as usize;
        let is_whole = |t: &Ty| matches!(t, Ty::Never | Ty::Any | Ty::Tuple(_) | Ty::TupleOf(_) | Ty::Dict(_));
        if args.iter().skip(named).all(is_whole) {
            self.join_params(id, args);
        } else {
            let args: Vec<Ty> = args.iter().enumerate().map(|(k, t)| if k < named || is_whole(t) { t.clone() } else { Ty::Any }).collect();
            self.join_params(id, &args);
        }
        self.read(Key::Ret(id));
        id
    }

    /// Like [`Solver::join_uniform`], for callers that may do anything with the result.
    fn join_unknown(&mut self, f: FuncId, args: &[Ty]) {
        let i = self.join_uniform(f, args);
        if !std::mem::replace(&mut self.t.instances[i.0 as usize].leaks, true) {
            let (r, y) = (self.t.instance(i).ret.clone(), self.t.instance(i).yields.clone());
            self.t.sites.escape(&r);
            self.t.sites.escape(&y);
            // Where an argument is not given, its default comes to code that knows nothing of it.
            for k in 0..self.t.program.funcs[f.index()].params.names.len() {
                if let Some(t) = self.t.defaults.get(&(f, k)).cloned() {
                    self.t.sites.escape(&t);
                }
            }
        }
    }

    /// Code that nobody knows calls the function.
    fn leaks(&self, f: FuncId) -> bool {
        self.t.uniform.get(&f).is_some_and(|i| self.t.instance(*i).leaks)
    }

    fn join_params(&mut self, id: InstanceId, args: &[Ty]) {
        let mut changed = false;
        let n = self.t.instance(id).params.len();
        for (k, a) in args.iter().take(n).enumerate() {
            let old = self.t.instances[id.0 as usize].params[k].clone();
            let new = self.t.sites.join(&old, a);
            if new != old {
                self.t.instances[id.0 as usize].params[k] = new;
                changed = true;
            }
        }
        if changed {
            self.enqueue(id);
        }
    }

    fn join_attr(&mut self, c: ClassId, name: &Name, t: &Ty) {
        let key = (c, name.clone());
        let old = self.t.attrs.get(&key).cloned().unwrap_or(Ty::Never);
        let new = self.t.sites.join(&old, t);
        if new != old || !self.t.attrs.contains_key(&key) {
            if !self.t.attrs.contains_key(&key) {
                self.t.attr_order.push(key.clone());
            }
            self.t.attrs.insert(key, new.clone());
            self.grown(&Key::Attr(c, name.clone()));
            if self.escaped_classes.contains(&c) && self.dyn_reads.contains(name) {
                self.t.sites.escape(&new);
            }
        }
    }

    fn elem(&mut self, s: Site) -> Ty {
        let r = self.t.sites.find(s);
        self.read(Key::Site(r));
        self.t.sites.elem(r)
    }

    fn val(&mut self, s: Site) -> Ty {
        let r = self.t.sites.find(s);
        self.read(Key::Site(r));
        self.t.sites.value(r)
    }

    fn join(&mut self, a: &Ty, b: &Ty) -> Ty {
        self.t.sites.join(a, b)
    }

    /// The site of the container that the instruction at hand makes.
    fn site(&mut self, k: u32) -> Site {
        let key = (self.me, self.at, k);
        if let Some(s) = self.sites_at.get(&key) {
            return *s;
        }
        let s = self.t.sites.fresh();
        self.sites_at.insert(key, s);
        s
    }

    /// A new container site holding `t`.
    fn site_of(&mut self, k: u32, t: &Ty) -> Site {
        let s = self.site(k);
        self.t.sites.add_elem(s, t);
        s
    }
}
