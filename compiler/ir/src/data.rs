//! Functions, blocks, instructions and the program that holds them.

use crate::op::Op;

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// An SSA value of a function.
    Value
);
index!(
    /// A basic block of a function.
    Block
);
index!(
    /// A function of the program.
    FuncId
);
index!(
    /// A constant made at program start (see `ConstDesc` of the abi).
    ConstId
);
index!(
    /// A global variable's storage cell (8 bytes).
    GlobalId
);
index!(
    /// A class statement.
    ClassId
);

/// Machine type of an SSA value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ty {
    I64,
    F64,
    /// 0 or 1.
    Bool,
    /// A tagged word: counted unless it is a tagged int.
    Val,
    /// A pointer to an object, never a tagged int: counted.
    Obj,
    /// A raw address, not counted.
    Ptr,
}

impl Ty {
    /// Takes part in reference counting.
    pub fn is_counted(self) -> bool {
        matches!(self, Ty::Val | Ty::Obj)
    }
}

/// A jump to a block with arguments for its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub block: Block,
    pub args: Vec<Value>,
}

/// Why a side exit is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExitKind {
    /// An exception is pending.
    Raise,
    /// An int does not fit (overflow, or not a tagged int): on to the slow twin.
    Slow,
    /// The callee returned a big int: its value word (owned) is passed as the *first* parameter of the target, before `args`.
    Big,
    /// An iterator is exhausted, an optional value absent.
    End,
}

/// A side exit of an instruction in the middle of an extended basic block. Results of the instruction are not
/// available in `target.args`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    pub kind: ExitKind,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Inst {
    pub op: Op,
    pub args: Vec<Value>,
    pub results: Vec<Value>,
    pub exits: Vec<Exit>,
    /// 1-based source line, 0 = none.
    pub line: u32,
    /// In a copy of another function's code, that one's frame, whose file the line is in; 0 = the function's own.
    pub frame: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    Jump(Target),
    Branch { cond: Value, then: Target, els: Target },
    /// `table[v]`, or `default` for anything outside.
    Switch { on: Value, table: Vec<Target>, default: Target },
    /// Normal return; the value's ownership passes to the caller. Without a value where the function has a payload: the
    /// status "exhausted", which the caller's `End` exit takes.
    Return(Option<Value>),
    /// Returns the status "an exception is pending".
    ReturnRaise,
    /// Returns the status "big int" with its owned value.
    ReturnBig(Value),
    Unreachable,
}

#[derive(Debug, Clone)]
pub struct BlockData {
    pub params: Vec<Value>,
    pub insts: Vec<Inst>,
    pub term: Term,
    /// Rarely run: laid out at the end.
    pub cold: bool,
}

impl BlockData {
    /// How many instructions there are to compile.
    pub fn size(&self) -> usize {
        self.insts.iter().map(|i| if let Op::StoreWords(words) = &i.op { words.len() } else { 1 }).sum()
    }
}

/// How a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conv {
    /// Between compiled functions: results `payload?, status?` in registers.
    Tail,
    /// `extern "C" fn(callee, *const args) -> owned value or 0`; parameters `[Val, Ptr]`, no status word.
    Uniform,
    /// `extern "C" fn() -> u8` (module initialisation as seen by the runtime).
    Entry,
    /// `extern "C" fn(generator: Obj, sent: Val) -> (value or 0, status)`.
    Resume,
    /// `extern "C"`, parameters and result as they are, no status word: a loop over elements, which the host calls.
    Loop,
}

#[derive(Debug, Clone)]
pub struct Function {
    pub name: String,
    pub conv: Conv,
    /// Type of the payload, if any.
    pub ret: Option<Ty>,
    /// Returns a status word: 0 = payload, 1 = raised, 2 = big int in the payload, 3 = exhausted.
    pub has_status: bool,
    /// `blocks[0]` is the entry; its parameters are the function's.
    pub blocks: Vec<BlockData>,
    pub values: Vec<Ty>,
    /// For tracebacks.
    pub frame: u32,
    /// Rarely run: a slow twin. Its time goes to the runtime's ints, not to its own instructions.
    pub cold: bool,
    /// The way back from a slow twin into a loop: rarely needed, then hot.
    pub reentry: bool,
    /// Code of a module: it runs at most once.
    pub once: bool,
    /// Runs a generator to its next `yield`.
    pub generator: bool,
    /// It has a quick form too, which runs until the full one is there.
    pub has_quick: bool,
}

impl Function {
    pub fn new(name: String, conv: Conv, ret: Option<Ty>, has_status: bool) -> Function {
        Function { name, conv, ret, has_status, blocks: Vec::new(), values: Vec::new(), frame: 0, cold: false, reentry: false, once: false, generator: false, has_quick: false }
    }

    pub fn ty(&self, v: Value) -> Ty {
        self.values[v.index()]
    }

    /// Calls `f` with each value that something uses, as often as it is used.
    pub fn for_each_use(&self, mut f: impl FnMut(Value)) {
        for block in &self.blocks {
            for i in &block.insts {
                i.args.iter().chain(i.exits.iter().flat_map(|e| &e.target.args)).for_each(|v| f(*v));
            }
            block.term.for_each_target(|t| t.args.iter().for_each(|v| f(*v)));
            block.term.operand().into_iter().for_each(&mut f);
        }
    }

    /// By value: how often it is used.
    pub fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.values.len()];
        self.for_each_use(|v| uses[v.index()] += 1);
        uses
    }

    pub fn new_value(&mut self, ty: Ty) -> Value {
        self.values.push(ty);
        Value(self.values.len() as u32 - 1)
    }

    pub fn new_block(&mut self, cold: bool) -> Block {
        self.blocks.push(BlockData { params: Vec::new(), insts: Vec::new(), term: Term::Unreachable, cold });
        Block(self.blocks.len() as u32 - 1)
    }

    pub fn add_param(&mut self, block: Block, ty: Ty) -> Value {
        let v = self.new_value(ty);
        self.blocks[block.index()].params.push(v);
        v
    }

    pub fn block(&self, b: Block) -> &BlockData {
        &self.blocks[b.index()]
    }

    pub fn block_mut(&mut self, b: Block) -> &mut BlockData {
        &mut self.blocks[b.index()]
    }
}

impl Term {
    /// Calls `f` with every target.
    pub fn for_each_target<'a>(&'a self, mut f: impl FnMut(&'a Target)) {
        match self {
            Term::Jump(t) => f(t),
            Term::Branch { then, els, .. } => {
                f(then);
                f(els);
            }
            Term::Switch { table, default, .. } => {
                table.iter().for_each(&mut f);
                f(default);
            }
            Term::Return(_) | Term::ReturnRaise | Term::ReturnBig(_) | Term::Unreachable => {}
        }
    }

    pub fn for_each_target_mut(&mut self, mut f: impl FnMut(&mut Target)) {
        match self {
            Term::Jump(t) => f(t),
            Term::Branch { then, els, .. } => {
                f(then);
                f(els);
            }
            Term::Switch { table, default, .. } => {
                table.iter_mut().for_each(&mut f);
                f(default);
            }
            Term::Return(_) | Term::ReturnRaise | Term::ReturnBig(_) | Term::Unreachable => {}
        }
    }

    /// The value that the terminator itself reads (condition, returned value).
    pub fn operand(&self) -> Option<Value> {
        match self {
            Term::Branch { cond: v, .. } | Term::Switch { on: v, .. } | Term::Return(Some(v)) | Term::ReturnBig(v) => Some(*v),
            _ => None,
        }
    }

    pub fn operand_mut(&mut self) -> Option<&mut Value> {
        match self {
            Term::Branch { cond: v, .. } | Term::Switch { on: v, .. } | Term::Return(Some(v)) | Term::ReturnBig(v) => Some(v),
            _ => None,
        }
    }
}

/// A constant object, made when the program starts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Const {
    Str(Vec<u8>),
    Bytes(Vec<u8>),
    /// Decimal digits with sign.
    BigInt(String),
    /// Bits.
    Float(u64),
    Complex(u64, u64),
    Int(i64),
    Native(String),
    NativeRecord(String),
    Type(String),
    Module(String),
    Tuple(Vec<ConstId>),
}

/// What `CodeDesc` of the abi describes.
#[derive(Debug, Clone)]
pub struct CodeInfo {
    pub name: String,
    pub qualname: String,
    pub module: String,
    pub doc: Option<String>,
    pub params: Vec<String>,
    pub n_posonly: u16,
    pub n_args: u16,
    pub n_kwonly: u16,
    pub flags: u16,
    pub n_captures: u32,
    pub first_line: u32,
    pub file: String,
    pub annotations: String,
    pub entry: FuncId,
}

#[derive(Debug, Clone)]
pub struct ClassInfo {
    pub name: String,
    pub qualname: String,
    pub module: String,
    /// Name and whether the storage is f64.
    pub slots: Vec<(String, bool)>,
    pub annotations: String,
}

#[derive(Debug, Clone)]
pub struct GlobalInfo {
    pub name: String,
    pub module: u32,
    /// 0 = value, 1 = f64, 2 = i64, 3 = bool; see `GlobalDesc`.
    pub kind: u8,
}

#[derive(Debug, Clone)]
pub struct FrameInfo {
    pub file: String,
    pub function: String,
    pub hidden: bool,
}

/// A function that goes on, from the head of a loop, with what the quick form of another has begun (on-stack replacement).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landing {
    pub of: FuncId,
    /// Which of its loops.
    pub number: usize,
    pub function: FuncId,
}

#[derive(Debug, Default, Clone)]
pub struct Program {
    pub functions: Vec<Function>,
    pub consts: Vec<Const>,
    pub globals: Vec<GlobalInfo>,
    pub classes: Vec<ClassInfo>,
    pub codes: Vec<CodeInfo>,
    pub frames: Vec<FrameInfo>,
    /// Dotted names of the program's modules, `__main__` first.
    pub modules: Vec<String>,
    /// Symbols of the runtime's natives that an executable needs.
    pub links: Vec<String>,
    /// The function of convention `Entry`.
    pub entry: Option<FuncId>,
    /// Functions that nothing but quick forms call, behind all others. They have no code until they are called.
    pub landings: Vec<Landing>,
}
