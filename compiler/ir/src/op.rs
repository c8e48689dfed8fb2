//! Operations. The exhaustive matches over [`Op`] in code generation and in the passes are the checklist for a new one.

use pyaot_abi::Leaf;
use pyaot_abi::dtype::DType;

use crate::lanes::Lanes;
use crate::data::{ClassId, ConstId, FuncId, GlobalId, Ty, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cc {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Cc {
    pub fn swap(self) -> Cc {
        match self {
            Cc::Eq => Cc::Eq,
            Cc::Ne => Cc::Ne,
            Cc::Lt => Cc::Gt,
            Cc::Le => Cc::Ge,
            Cc::Gt => Cc::Lt,
            Cc::Ge => Cc::Le,
        }
    }
}

/// The immortal singletons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Singleton {
    None,
    True,
    False,
    Ellipsis,
    NotImplemented,
}

/// What a memory access touches; accesses of different regions do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// Never written after the object is made (float values, tuple items, str length, range fields).
    Const,
    /// Length, data pointer and kind of a list.
    ListHeader,
    /// Elements of lists of i64 / f64 / values / bools; those are bytes, the others words.
    ListI64,
    ListF64,
    ListVal,
    ListBool,
    /// The slot at an offset of instances (one region per offset).
    Slot(i32),
    Global(GlobalId),
    Cell,
    /// Saved values of a generator.
    Gen,
    /// Length, positions and entries of dicts.
    Dict,
    /// Slots of sets.
    Set,
    /// Address, dtype, shape and strides of arrays.
    ArrayHead,
    /// Elements of arrays, of whatever dtype.
    Array,
    /// A slow twin's word at an offset of its frame array: no other function sees it while the twin runs.
    Frame(i32),
    /// Anything else.
    Other,
}

/// A word that [`Op::StoreWords`] writes, at an offset in bytes: that number, or else the next operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    pub offset: i32,
    pub number: Option<i64>,
}

impl Word {
    /// The words of [`Op::StoreWords`] with its operands, of which the first is the base: those of words that are no numbers.
    pub fn with_values(words: &[Word], args: &[Value]) -> impl Iterator<Item = (Word, Option<Value>)> {
        let mut values = args[1..].iter().copied();
        words.iter().map(move |w| (*w, if w.number.is_none() { values.next() } else { None }))
    }
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.number {
            Some(n) => write!(f, "{}({n})", self.offset),
            None => write!(f, "{}", self.offset),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    // constants
    IConst(i64),
    FConst(u64),
    BConst(bool),
    /// Val; immortal.
    Singleton(Singleton),
    /// Val/Obj as the result says; immortal.
    Const(ConstId),
    /// Ptr to a constant's raw word (native records).
    ConstPtr(ConstId),
    /// The all-zero word of any type: an unbound or unused value. Counting skips it only where the verifier proves that it
    /// is never counted; lowering uses it for operands of paths that are not taken.
    Zero,

    // ints; all wrap unless they have an exit
    IAdd,
    ISub,
    IMul,
    /// With exit `Slow` on signed overflow.
    IAddO,
    ISubO,
    IMulO,
    INegO,
    /// Floor division and modulo; the divisor is not 0 and it is not MIN / -1.
    IFloorDiv,
    IFloorMod,
    /// Both operands >= 0, divisor > 0.
    UDiv,
    URem,
    /// The same for any 64 bits without a sign.
    WDiv,
    WRem,
    /// The upper 64 bits of the product of two numbers with a sign, and without.
    IMulHigh,
    UMulHigh,
    IAnd,
    IOr,
    IXor,
    INot,
    /// Shift count in 0..=63.
    IShl,
    IShr,
    UShr,
    /// `a << b` for any b in 0..=63, with exit `Slow` where bits are lost.
    IShlO,
    ICmp(Cc),
    /// Unsigned `a < b`.
    ULt,
    IMin,
    IMax,
    /// Its operand, which is probably this number: a copy of a loop may be made for it.
    Likely(i64),
    /// `(a * b + c) mod m` exactly, through 128 bits, sign of m; m != 0. Args a, b, c, m.
    MulMod,
    // floats
    FAdd,
    FSub,
    FMul,
    FDiv,
    /// The same of NumPy's scalars: with exit `Slow` where it has something to warn of.
    FAddO,
    FSubO,
    FMulO,
    FDivO,
    FNeg,
    FAbs,
    FSqrt,
    FFloor,
    FCeil,
    FTrunc,
    /// To the nearest whole number, the even one of two.
    FNearest,
    FCmp(Cc),
    FMin,
    FMax,
    /// `x ** 2` as the C library's `pow` has it, which is not always `x * x`; exit `Raise` on overflow, `Slow` where that might be.
    FSquare,
    /// The nearest float of 32 bits.
    FRound32,
    /// The same, with exit `Slow` where a number becomes an infinity.
    FRound32O,
    IToF,
    /// Truncation; in range by an earlier test.
    FToI,
    // bools
    BAnd,
    BOr,
    BXor,
    BNot,
    BToI,
    /// `cond, a, b` of any one type. Counted operands are borrowed, the result is borrowed from both.
    Select,
    // representation
    /// I64 -> Val, exact for any i64 (big-int object outside 63 bits): owned.
    TagInt,
    /// I64 known to fit 63 bits -> Val.
    TagSmall,
    /// Val -> I64; exit `Slow` where it is not a tagged int.
    UntagInt,
    /// Val -> Bool: is a tagged int.
    IsTagged,
    /// Obj -> Bool: is a float, not of a subclass.
    IsFloat,
    /// F64 -> Obj, owned.
    BoxFloat,
    /// Obj known to be a float -> F64.
    UnboxFloat,
    /// Bool -> Val (singleton).
    BoxBool,
    /// Val known to be a bool -> Bool.
    UnboxBool,
    /// Same word seen as the other counted type, or as Ptr; borrowed from the operand.
    Cast,
    /// Ptr + I64 bytes -> Ptr.
    PtrAdd,
    /// `a is b` on words.
    Same,
    /// Ptr: address of the object's type (of `int` for a tagged int).
    TypeOf,
    /// Ptr: address of the class object in constant slot (immortal).
    // memory
    /// Args: base (Obj, Val or Ptr). Counted results are borrowed from memory.
    Load { ty: Ty, offset: i32, region: Region },
    /// Args: base, value. The old content is overwritten without counting; a counted value is consumed.
    Store { offset: i32, region: Region },
    /// Many words of a frame array at once. Args: base (Ptr), values, which are stored as by [`Op::Store`].
    StoreWords(Box<[Word]>),
    /// Args: base (Ptr), index (I64): 8-byte elements.
    LoadIdx { ty: Ty, region: Region },
    /// Args: base, index, value; as Store.
    StoreIdx { region: Region },
    /// u8 at base + offset -> I64.
    LoadU8 { offset: i32, region: Region },
    /// An element of an array, at an address: a float of 32 bits as F64, a short int as I64.
    LoadNum(DType),
    /// Args: address, value (F64 or I64), which is rounded, or cut off.
    StoreNum(DType),
    /// Several rounds of a loop at once.
    Lanes(Box<Lanes>),
    /// Moves a counted content out of memory: result owned, memory keeps the stale word (a Store must follow).
    Take { ty: Ty, offset: i32, region: Region },
    TakeIdx { ty: Ty, region: Region },
    /// `stable`: bound, and it will not change any more; the result is borrowed for good.
    LoadGlobal { ty: Ty, global: GlobalId, stable: bool },
    /// Takes the old content out (owned).
    TakeGlobal { ty: Ty, global: GlobalId },
    StoreGlobal { global: GlobalId },
    /// Obj: a new tuple of the operands (values, one or more), which it consumes.
    NewTuple,
    /// Obj: a new instance of the class that is the operand (Val), its slots unset. The class has that many slots; those
    /// whose bit is set in `floats` hold f64.
    NewInstance { slots: u32, floats: u64 },
    /// Ptr to 8 * n bytes of the frame. All instructions of a function share the space: it is filled for one call and
    /// dead behind it.
    StackSlot { words: u32 },
    // counting
    /// Makes an owned reference out of a borrowed one; result is the same word.
    Retain,
    /// Retain of a word that may be zero.
    RetainMaybe,
    Release,
    /// Release of a word that may be zero (unset).
    ReleaseMaybe,
    /// Nothing but a use: the value lives at least to here.
    Keep,
    // calls
    /// Direct call. Operands are borrowed. Exits by the callee's status: Raise, Big, End.
    Call(FuncId),
    /// Direct call in place of this function's return, with the same result; the block ends behind it (`Unreachable`).
    TailCall(FuncId),
    /// A leaf of the runtime; operands by its declaration. Exits: Raise (or `Slow` for unboxing leaves), End for NR/OptV.
    Leaf(Leaf),
    /// A leaf whose last two parameters are `P, I`: the operands from `fixed` on are stored to an array in the frame,
    /// whose address and length are passed. All borrowed.
    LeafArray { leaf: Leaf, fixed: u8 },
    /// Unpacking leaves: the last parameter `P` is an array in the frame that receives `results` owned values.
    LeafOut { leaf: Leaf },
    /// Ptr to a `CodeDesc`, by index in the program's codes.
    CodePtr(u32),
    ClassPtr(ClassId),
    /// Ptr to a compiled function (generator resume functions).
    FuncPtr(FuncId),
    /// Bool: that landing is in memory; says at the same time that it is of use. In quick forms only (`opt`: `forms`).
    IsReady(FuncId),
    /// Exit `Raise` when the stack limit is passed. First instruction of recursive functions.
    StackCheck,
    /// Exit `Raise` when a signal is pending and its handler raised. At loop back-edges.
    Safepoint,
    /// Records file, line and function in the pending exception's traceback. `frame`: index into the program's frames.
    /// `cols`: first column plus one, end column plus one in the upper half, 0 where they are not known.
    /// Notes the line for warnings of what is called next.
    Place { frame: u32 },
    Traceback { frame: u32, cols: u32 },
}

impl Op {
    /// The operation of floats that has no exit, of one that has.
    pub fn plain_float(&self) -> Option<Op> {
        Some(match self {
            Op::FAddO => Op::FAdd,
            Op::FSubO => Op::FSub,
            Op::FMulO => Op::FMul,
            Op::FDivO => Op::FDiv,
            Op::FRound32O => Op::FRound32,
            _ => return None,
        })
    }
}
