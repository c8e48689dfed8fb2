//! The high-level IR: Python's operations in SSA form, without types.
//!
//! Blocks are extended basic blocks: an instruction may leave in the middle, to `unwind` when it raises inside a `try`, or
//! to `done` when an iterator is exhausted. Built by [`crate::build`] with local variables as [`Op::LoadLocal`] and
//! [`Op::StoreLocal`], which [`crate::ssa`] replaces.

use std::rc::Rc;

use rustc_hash::FxHashMap;

pub use pyaot_syntax::ast::{BinOp, CmpOp, Constant, Conversion, Name, UnaryOp};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// An SSA value of one function.
    V
    /// A block of one function.
    B
    /// A local variable of one function (gone after SSA construction, save in generators).
    Var
    FuncId
    ClassId
    ModuleId
    /// A module-level variable.
    GlobalId
    /// A captured variable: one per variable in the source.
    CellId
}

#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub block: B,
    pub args: Vec<V>,
}

impl Target {
    pub fn to(block: B) -> Target {
        Target { block, args: Vec::new() }
    }
}

/// A place in the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pos {
    /// 1-based line.
    pub line: u32,
    /// First column plus one, and in the upper half the end column plus one (0xFFFF: on a later line), in characters;
    /// 0: not known.
    pub cols: u32,
}

impl Pos {
    /// First column and end (characters, from 0), if they are known; an end on a later line is that of this one.
    pub fn columns(self) -> Option<(u32, u32)> {
        (self.cols != 0).then(|| ((self.cols & 0xffff) - 1, (self.cols >> 16).checked_sub(1).unwrap_or(u32::MAX)))
    }
}

#[derive(Debug, Clone)]
pub struct Inst {
    pub op: Op,
    pub args: Vec<V>,
    pub results: Vec<V>,
    /// Where an exception goes; `None`: to the caller.
    pub unwind: Option<Target>,
    /// Only for [`Op::IterNext`], [`Op::YieldFromNext`] and [`Op::YieldFromThrow`]: exhausted.
    pub done: Option<Target>,
    /// 1-based line.
    pub line: u32,
    /// Where in the line, for the marks in tracebacks, as in [`Pos::cols`].
    pub cols: u32,
    /// The innermost comprehension or class body that the instruction belongs to: 1 + an index into [`Func::inlined`], or 0.
    pub inlined: u32,
}

#[derive(Debug, Clone)]
pub enum Op {
    Const(Constant),
    /// The value of a variable that was never assigned; never used at run time.
    Undef,
    Bool(bool),
    LoadLocal(Var),
    /// Args: a value, which lives at least to here (where its end may show: `__del__`, objects of CPython's).
    Keep,
    StoreLocal(Var),
    DelLocal(Var),
    /// Arg: bool "is bound". Raises UnboundLocalError or NameError.
    CheckBound { name: Name, global: bool },
    /// A captured variable of this function: the function object's cell (or value, see [`CellVar::by_value`]).
    Capture { index: u32, cell: CellId },
    /// The function object that is running.
    SelfFunc,
    MakeCell(CellId),
    /// Args: cell. Checked for being bound.
    LoadCell(CellId),
    StoreCell(CellId),
    DelCell(CellId),
    LoadGlobal(GlobalId),
    /// A module variable named like a builtin, which is meant while the variable is unbound.
    LoadGlobalOrBuiltin(GlobalId),
    StoreGlobal(GlobalId),
    DelGlobal(GlobalId),
    LoadBuiltin(Name),
    /// A name that is bound nowhere: raises NameError.
    NameError(Name),
    Un(UnaryOp),
    Bin(BinOp),
    InPlace(BinOp),
    Cmp(CmpOp),
    Truth,
    Not,
    GetAttr(Name),
    SetAttr(Name),
    /// The same, going round `__setattr__` (`object.__setattr__`).
    InitAttr(Name),
    DelAttr(Name),
    GetItem,
    SetItem,
    DelItem,
    MakeSlice,
    /// Args: callee, positional…, keyword values….
    Call { kw: Rc<[Name]> },
    /// Args: object, positional…, keyword values….
    CallMethod { name: Name, kw: Rc<[Name]> },
    /// Args: callee, tuple, dict or None.
    CallEx,
    /// Args: object: raises TypeError if it is no context manager.
    WithCheck,
    /// At the head of a `while` loop inside `try`: here Ctrl-C is raised.
    Poll,
    MakeList,
    MakeTuple,
    MakeSet,
    /// A display of three or more constants.
    MakeConstantSet,
    /// Args: key, value, key, value, ….
    MakeDict,
    ListAppend,
    ListExtend,
    /// Args: list, iterable, callee: the only argument of `f(*x)`.
    ArgsExtend,
    ListToTuple,
    SetAdd,
    SetUpdate,
    DictSet,
    /// Args: dict, mapping (`{**m}`).
    DictUpdate,
    /// Args: dict, mapping, callee (`f(**m)`: duplicate names raise).
    DictMerge,
    /// Results: exactly n values.
    Unpack,
    UnpackStar { before: u32, after: u32 },
    /// Args: value. Bool: a sequence as `match` sees it, with `min` elements, or at least so many.
    MatchSequence { min: u32, exact: bool },
    /// Args: value. Bool: a mapping with at least `min` keys.
    MatchMapping { min: u32 },
    /// Args: value, class, which it is an instance of: what sub-pattern `index` of `count` positional ones looks at.
    MatchArg { index: u32, count: u32 },
    GetIter,
    /// The start of an iteration over the iterator: an opaque state.
    IterInit,
    /// Args: iterator, state. Results: element, next state; leaves to `done` at the end.
    IterNext,
    /// Args: defaults…, keyword-only defaults…, captures….
    MakeFunction { func: FuncId, defaults: u32, kwdefaults: u32 },
    /// Args: metaclass (None: not given), dict of the other keywords (None: there are none), bases….
    MakeClass(ClassId),
    /// Args: class object, value.
    ClassSet { class: ClassId, name: Name },
    ClassDone(ClassId),
    /// Args: pieces, all str.
    BuildString,
    /// Args: value, spec (str).
    Format(Option<Conversion>),
    /// Args: exception[, cause]. Always leaves.
    Raise,
    Reraise,
    /// Args: [message].
    AssertFail,
    /// Start of a handler. Result: the exception, now the handled one.
    ExcTake,
    /// Args: exception, class or tuple.
    ExcMatch,
    ExcPop,
    /// Args: exception: raised again as it was.
    ExcRestore,
    /// Args: value. Result: what was sent.
    Yield,
    /// The same inside `yield from`: an exception thrown in goes to `unwind` as it is, for [`Op::YieldFromThrow`].
    YieldInner,
    /// Args: iterator, sent value. Result: next value; `done` at the end.
    YieldFromNext,
    /// Args: iterator, which gets the pending exception. As [`Op::YieldFromNext`].
    YieldFromThrow,
    /// Result of the iterator that the last YieldFromNext exhausted.
    GenResult,
    /// Runs the module's code if it has not run; result: the module.
    ImportModule(ModuleId),
    ImportNative(Name),
    /// The class cell of a method (for `super()` without arguments).
    ThisClass(ClassId),
    /// Args: class, instance. `super(class, instance).name`.
    SuperAttr(Name),
}

#[derive(Debug, Clone)]
pub enum Term {
    Jump(Target),
    /// `cond` is a bool (from Truth, Not, Cmp, …).
    Branch { cond: V, then: Target, els: Target },
    Return(V),
    Unreachable,
}

#[derive(Debug, Clone)]
pub struct Block {
    pub params: Vec<V>,
    pub insts: Vec<Inst>,
    pub term: Term,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FuncKind {
    Module,
    Function,
    Generator,
}

/// A comprehension, a class body or a copied generator: it runs in line but has a traceback entry of its own, as in CPython 3.11.
#[derive(Debug, Clone)]
pub struct Inlined {
    pub name: Name,
    /// Where the code around it is meanwhile.
    pub at: Pos,
    /// The comprehension around it, as in [`Inst::inlined`].
    pub outer: u32,
    /// Without an entry in tracebacks: a copy of a shim's function.
    pub hidden: bool,
    /// A generator's body: StopIteration does not leave it.
    pub generator: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Params {
    /// All names: positional, then keyword-only, then *args, then **kwargs.
    pub names: Vec<Name>,
    pub n_posonly: u32,
    pub n_args: u32,
    pub n_kwonly: u32,
    pub vararg: bool,
    pub kwarg: bool,
    /// How many of the last positional ones have defaults.
    pub n_defaults: u32,
    /// For each keyword-only one: has a default.
    pub kw_defaults: Vec<bool>,
}

#[derive(Debug)]
pub struct Func {
    pub name: Name,
    pub qualname: String,
    pub module: ModuleId,
    pub kind: FuncKind,
    pub params: Params,
    pub doc: Option<Vec<u8>>,
    /// Entry is block 0; its parameters are the function's parameters.
    pub blocks: Vec<Block>,
    pub n_values: u32,
    /// Names of locals, by [`Var`] (debugging, unbound errors, generator slots).
    pub vars: Vec<Name>,
    pub captures: Vec<CellId>,
    pub inlined: Vec<Inlined>,
    /// Defined in the body of this class.
    pub class: Option<ClassId>,
    pub first_line: u32,
    /// Part of a shim: no traceback line.
    pub hidden: bool,
    /// See `build/annotations.rs`.
    pub annotations: String,
}

/// See [`Program::chooses`].
#[derive(Debug, Clone)]
pub struct Choice {
    /// It has the same parameters.
    pub by: FuncId,
    /// Which parameters it looks at.
    pub looks_at: Vec<bool>,
}

impl Func {
    /// Block `b` may run more than once for each time that block `a` before it runs: some loop has `b` in it, but not `a`.
    pub fn repeats_behind(&self, a: u32, b: u32) -> bool {
        let heads = self.blocks[b as usize..].iter().flat_map(|x| x.term.targets()).map(|t| t.block.0);
        a > b || heads.into_iter().any(|head| a < head && head <= b)
    }

    /// Some block behind this one, or itself, jumps here.
    pub fn is_loop_head(&self, b: u32) -> bool {
        self.blocks[b as usize..].iter().any(|x| x.term.targets().any(|t| t.block.0 == b))
    }
}

#[derive(Debug)]
pub struct Class {
    pub name: Name,
    pub qualname: String,
    pub module: ModuleId,
    pub line: u32,
    /// `__slots__`, where it is written as a display of strings.
    pub slots: Option<Vec<Name>>,
    /// The statement may run more than once: there may be several classes.
    pub many: bool,
    /// `__match_args__`, where it is written as a tuple of strings.
    pub match_args: Option<Vec<Name>>,
    /// See `build/annotations.rs`.
    pub annotations: String,
    /// A direct base is `typing.Protocol`.
    pub is_protocol: bool,
}

#[derive(Debug)]
pub struct CellVar {
    pub name: Name,
    /// Assigned once, before any capture: captured by value, no cell exists.
    pub by_value: bool,
}

#[derive(Debug)]
pub struct Global {
    pub name: Name,
    pub module: ModuleId,
}

#[derive(Debug)]
pub struct Module {
    /// Dotted name; `__main__` for the script.
    pub name: Name,
    /// As shown in tracebacks.
    pub file: String,
    pub init: FuncId,
    pub globals: rustc_hash::FxHashMap<Name, GlobalId>,
    pub is_shim: bool,
}

#[derive(Debug, Default)]
pub struct Program {
    pub modules: Vec<Module>,
    pub funcs: Vec<Func>,
    pub classes: Vec<Class>,
    pub globals: Vec<Global>,
    pub cells: Vec<CellVar>,
    /// CPython may be asked for what has no native form.
    pub has_cpython: bool,
    /// Objects of CPython may be among its values.
    pub has_objects: bool,
    /// Among them are arrays that only the real NumPy has.
    pub has_real_arrays: bool,
    /// Code of CPython runs in the program: it may call every method of the objects that it gets.
    pub uses_cpython: bool,
    /// Modules whose variables code of CPython's sees by their names, and may set.
    pub seen_modules: Vec<ModuleId>,
    /// Variables of the program's modules are looked for by names that nobody knows here.
    pub looked_up: bool,
    /// Names that texts call.
    pub called_in_texts: std::collections::HashSet<Name>,
    /// An extension module: its functions, classes and what it imports are not replaced.
    pub is_extension: bool,
    /// Neither are these variables: names of modules, and of theirs.
    pub finals: Vec<(Name, Name)>,
    /// Functions that look whether the arguments of others are what these are meant for, see [`crate::extension`].
    pub chooses: FxHashMap<FuncId, Choice>,
    /// Some of it may put other objects into variables of the program's modules and attributes of its classes.
    pub is_patched: bool,
}

impl Program {
    /// Comprehensions have no entry in tracebacks of their own, as in CPython 3.12 (PEP 709).
    pub fn inline_comprehensions(&mut self) {
        for f in &mut self.funcs {
            // Outer ones come first.
            let mut instead: Vec<u32> = vec![0];
            for (k, c) in f.inlined.iter_mut().enumerate() {
                c.outer = instead[c.outer as usize];
                let is_comprehension = matches!(&*c.name, "<listcomp>" | "<setcomp>" | "<dictcomp>");
                instead.push(if is_comprehension { c.outer } else { k as u32 + 1 });
            }
            for i in f.blocks.iter_mut().flat_map(|b| &mut b.insts) {
                i.inlined = instead[i.inlined as usize];
            }
        }
    }

    /// NumPy's functions may be given what only the real NumPy knows.
    pub fn gives_to_numpy(&self) -> bool {
        self.uses_cpython || self.has_real_arrays
    }
}

impl Op {
    /// Raises if its first operand is None, so that behind it the operand is known to be something else.
    pub fn refuses_none(&self) -> bool {
        match self {
            Op::GetAttr(n) | Op::SetAttr(n) | Op::CallMethod { name: n, .. } => !n.starts_with("__"),
            Op::GetItem | Op::SetItem | Op::DelItem | Op::GetIter | Op::Call { .. } => true,
            _ => false,
        }
    }

    /// May raise (so needs `unwind` inside a `try`).
    pub fn may_raise(&self) -> bool {
        !matches!(
            self,
            Op::Const(_)
                | Op::Undef
                | Op::Bool(_)
                | Op::LoadLocal(_)
                | Op::Keep
                | Op::StoreLocal(_)
                | Op::DelLocal(_)
                | Op::Capture { .. }
                | Op::MakeCell(_)
                | Op::SelfFunc
                | Op::StoreCell(_)
                | Op::StoreGlobal(_)
                | Op::LoadBuiltin(_)
                | Op::MakeSlice
                | Op::MakeList
                | Op::MakeTuple
                | Op::ListAppend
                | Op::ListToTuple
                | Op::IterInit
                | Op::BuildString
                | Op::ExcTake
                | Op::ExcPop
                | Op::GenResult
                | Op::ThisClass(_)
                | Op::Not
        )
    }
}

impl Term {
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let (a, b) = match self {
            Term::Jump(t) => (Some(t), None),
            Term::Branch { then, els, .. } => (Some(then), Some(els)),
            Term::Return(_) | Term::Unreachable => (None, None),
        };
        a.into_iter().chain(b)
    }

    pub fn targets_mut(&mut self) -> impl Iterator<Item = &mut Target> {
        let (a, b) = match self {
            Term::Jump(t) => (Some(t), None),
            Term::Branch { then, els, .. } => (Some(then), Some(els)),
            Term::Return(_) | Term::Unreachable => (None, None),
        };
        a.into_iter().chain(b)
    }
}
