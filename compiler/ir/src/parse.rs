//! The text form of the IR back to data: the inverse of [`print`](crate::print).

use pyaot_abi::dtype::DType;
use pyaot_abi::Leaf;

use crate::data::*;
use crate::lanes::{Dividend, LaneOp, Lanes, Step, Stream};
use crate::op::*;

/// All functions of a text, in order. What is around them (constants, comments) is skipped.
pub fn functions(text: &str) -> Result<Vec<Function>, String> {
    let mut out = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((n, line)) = lines.next() {
        if !line.starts_with("function ") {
            continue;
        }
        let mut f = header(line).ok_or_else(|| format!("line {}: a function's first line is expected: {line}", n + 1))?;
        loop {
            let (n, line) = lines.next().ok_or("the text ends within a function")?;
            let line = line.trim_end();
            if line == "}" {
                break;
            }
            body_line(&mut f, line).map_err(|e| format!("line {}: {e}: {line}", n + 1))?;
        }
        out.push(f);
    }
    Ok(out)
}

fn header(line: &str) -> Option<Function> {
    let mut words = line.strip_prefix("function ")?.strip_suffix(" {")?.rsplitn(6, ' ').collect::<Vec<_>>().into_iter();
    let flags = words.next()?.strip_prefix("flags=")?;
    let frame = words.next()?.strip_prefix("frame=")?.parse().ok()?;
    let status = words.next()?.strip_prefix("status=")? == "true";
    let ret = match words.next()?.strip_prefix("ret=")? {
        "None" => None,
        t => Some(ty(t.strip_prefix("Some(")?.strip_suffix(')')?).ok()?),
    };
    let conv = match words.next()? {
        "Tail" => Conv::Tail,
        "Uniform" => Conv::Uniform,
        "Entry" => Conv::Entry,
        "Resume" => Conv::Resume,
        "Loop" => Conv::Loop,
        _ => return None,
    };
    let mut f = Function::new(words.next()?.to_owned(), conv, ret, status);
    f.frame = frame;
    f.cold = flags.contains("cold");
    f.reentry = flags.contains("reentry");
    f.once = flags.contains("once");
    Some(f)
}

fn body_line(f: &mut Function, line: &str) -> Result<(), String> {
    let mut s = Scanner { rest: line.trim_start() };
    if s.rest.len() == line.len() {
        return block(f, &mut s);
    }
    let block = f.blocks.last_mut().ok_or("an instruction before the first block")?;
    if let Some(term) = terminator(&mut s)? {
        block.term = term;
        return s.end();
    }
    let mut results = Vec::new();
    let mut types = Vec::new();
    if s.rest.starts_with('v') {
        loop {
            results.push(s.value()?);
            s.take(": ")?;
            types.push(ty(s.word())?);
            if !s.try_take(", ") {
                break;
            }
        }
        s.take(" = ")?;
    }
    let op = op(&OpText::parse(&mut s)?)?;
    let mut args = Vec::new();
    if s.rest.starts_with(" v") {
        s.take(" ")?;
        args = s.values()?;
    }
    let mut exits = Vec::new();
    while s.try_take(" [") {
        let kind = match s.word() {
            "Raise" => ExitKind::Raise,
            "Slow" => ExitKind::Slow,
            "Big" => ExitKind::Big,
            "End" => ExitKind::End,
            other => return Err(format!("no kind of exit: {other}")),
        };
        s.take(" ")?;
        exits.push(Exit { kind, target: s.target()? });
        s.take("]")?;
    }
    let line = if s.try_take(" ;") { s.number()? } else { 0 };
    let frame = if s.try_take("@") { s.number()? } else { 0 };
    block.insts.push(Inst { op, args, results: results.clone(), exits, line, frame });
    define(f, &results, &types);
    s.end()
}

fn block(f: &mut Function, s: &mut Scanner) -> Result<(), String> {
    s.take("b")?;
    if s.number::<usize>()? != f.blocks.len() {
        return Err("blocks are numbered in order".into());
    }
    s.take("(")?;
    let (mut params, mut types) = (Vec::new(), Vec::new());
    while s.rest.starts_with('v') {
        params.push(s.value()?);
        s.take(": ")?;
        types.push(ty(s.word())?);
        s.try_take(", ");
    }
    s.take("):")?;
    let cold = s.try_take(" cold");
    let b = f.new_block(cold);
    define(f, &params, &types);
    f.block_mut(b).params = params;
    s.end()
}

/// Values that no line defines get a type of no importance.
fn define(f: &mut Function, values: &[Value], types: &[Ty]) {
    for (v, t) in values.iter().zip(types) {
        let n = f.values.len().max(v.index() + 1);
        f.values.resize(n, Ty::I64);
        f.values[v.index()] = *t;
    }
}

fn terminator(s: &mut Scanner) -> Result<Option<Term>, String> {
    let before = s.rest;
    let term = match s.word() {
        "jump" => {
            s.take(" ")?;
            Term::Jump(s.target()?)
        }
        "branch" => {
            s.take(" ")?;
            let cond = s.value()?;
            s.take(" ")?;
            let then = s.target()?;
            s.take(" ")?;
            Term::Branch { cond, then, els: s.target()? }
        }
        "switch" => {
            s.take(" ")?;
            let on = s.value()?;
            s.take(" [")?;
            let mut table = Vec::new();
            while s.rest.starts_with('b') {
                table.push(s.target()?);
                s.try_take(", ");
            }
            s.take("] ")?;
            Term::Switch { on, table, default: s.target()? }
        }
        "return" => Term::Return(if s.try_take(" ") { Some(s.value()?) } else { None }),
        "return_raise" => Term::ReturnRaise,
        "return_big" => {
            s.take(" ")?;
            Term::ReturnBig(s.value()?)
        }
        "unreachable" => Term::Unreachable,
        _ => {
            s.rest = before;
            return Ok(None);
        }
    };
    Ok(Some(term))
}

struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn take(&mut self, text: &str) -> Result<(), String> {
        if self.try_take(text) { Ok(()) } else { Err(format!("`{text}` expected at `{}`", self.rest)) }
    }

    fn try_take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn number<N: std::str::FromStr>(&mut self) -> Result<N, String> {
        let word = self.word();
        word.parse().map_err(|_| format!("a number expected, not `{word}`"))
    }

    fn value(&mut self) -> Result<Value, String> {
        self.take("v")?;
        Ok(Value(self.number()?))
    }

    fn values(&mut self) -> Result<Vec<Value>, String> {
        let mut out = Vec::new();
        while self.rest.starts_with('v') {
            out.push(self.value()?);
            if !self.try_take(", ") {
                break;
            }
        }
        Ok(out)
    }

    fn target(&mut self) -> Result<Target, String> {
        self.take("b")?;
        let block = Block(self.number()?);
        self.take("(")?;
        let args = self.values()?;
        self.take(")")?;
        Ok(Target { block, args })
    }

    fn end(&self) -> Result<(), String> {
        if self.rest.is_empty() { Ok(()) } else { Err(format!("`{}` is too much", self.rest)) }
    }
}

/// An operation as text: a name, with parts in parentheses or named parts in braces.
struct OpText<'a> {
    name: &'a str,
    parts: Vec<OpText<'a>>,
}

impl<'a> OpText<'a> {
    fn parse(s: &mut Scanner<'a>) -> Result<OpText<'a>, String> {
        let name = s.word();
        let mut parts = Vec::new();
        let list = [("([", "])"), ("(", ")")].into_iter().find(|(open, _)| s.try_take(open));
        if let Some((_, close)) = list {
            while !s.try_take(close) {
                parts.push(OpText::parse(s)?);
                s.try_take(", ");
            }
        } else if s.try_take(" { ") {
            while !s.try_take(" }") {
                s.word();
                s.take(": ")?;
                parts.push(OpText::parse(s)?);
                s.try_take(", ");
            }
        }
        Ok(OpText { name, parts })
    }

    fn part(&self, n: usize) -> Result<&OpText<'a>, String> {
        self.parts.get(n).ok_or_else(|| format!("{} has more parts", self.name))
    }

    fn number<N: std::str::FromStr>(&self, n: usize) -> Result<N, String> {
        let name = self.part(n)?.name;
        name.parse().map_err(|_| format!("{}: a number expected, not `{name}`", self.name))
    }

    fn boolean(&self, n: usize) -> Result<bool, String> {
        Ok(self.part(n)?.name == "true")
    }

    /// The number in `FuncId(3)`.
    fn index(&self, n: usize) -> Result<u32, String> {
        self.part(n)?.number(0)
    }

    fn leaf(&self) -> Result<Leaf, String> {
        let name = self.part(0)?.name;
        Leaf::by_name(name).ok_or_else(|| format!("no leaf: {name}"))
    }
}

/// Operations without parts.
const PLAIN: &[Op] = &[
    Op::Zero, Op::IAdd, Op::ISub, Op::IMul, Op::IAddO, Op::ISubO, Op::IMulO, Op::INegO, Op::IFloorDiv, Op::IFloorMod, Op::UDiv,
    Op::URem, Op::WDiv, Op::WRem, Op::IMulHigh, Op::UMulHigh, Op::IAnd, Op::IOr, Op::IXor, Op::INot, Op::IShl, Op::IShr, Op::UShr, Op::IShlO, Op::ULt, Op::IMin, Op::IMax,
    Op::MulMod, Op::FAdd, Op::FSub, Op::FMul, Op::FDiv, Op::FAddO, Op::FSubO, Op::FMulO, Op::FDivO, Op::FNeg, Op::FAbs, Op::FSqrt, Op::FFloor, Op::FCeil, Op::FTrunc, Op::FNearest,
    Op::FMin, Op::FMax, Op::FSquare, Op::FRound32, Op::FRound32O, Op::IToF, Op::FToI, Op::BAnd, Op::BOr, Op::BXor, Op::BNot, Op::BToI, Op::Select, Op::TagInt,
    Op::TagSmall, Op::UntagInt, Op::IsTagged, Op::IsFloat, Op::BoxFloat, Op::UnboxFloat, Op::BoxBool, Op::UnboxBool, Op::Cast, Op::PtrAdd,
    Op::NewTuple, Op::Same, Op::TypeOf, Op::Retain, Op::RetainMaybe, Op::Release, Op::ReleaseMaybe, Op::Keep, Op::StackCheck, Op::Safepoint,
];

fn word(t: &OpText) -> Result<Word, String> {
    let offset = t.name.parse().map_err(|_| format!("an offset expected, not `{}`", t.name))?;
    Ok(Word { offset, number: if t.parts.is_empty() { None } else { Some(t.number(0)?) } })
}

fn op(t: &OpText) -> Result<Op, String> {
    Ok(match t.name {
        "IConst" => Op::IConst(t.number(0)?),
        "Likely" => Op::Likely(t.number(0)?),
        "FConst" => Op::FConst(t.number(0)?),
        "BConst" => Op::BConst(t.number(0)?),
        "Singleton" => Op::Singleton(match t.part(0)?.name {
            "None" => Singleton::None,
            "True" => Singleton::True,
            "False" => Singleton::False,
            "Ellipsis" => Singleton::Ellipsis,
            "NotImplemented" => Singleton::NotImplemented,
            other => return Err(format!("no singleton: {other}")),
        }),
        "Const" => Op::Const(ConstId(t.index(0)?)),
        "ConstPtr" => Op::ConstPtr(ConstId(t.index(0)?)),
        "ICmp" => Op::ICmp(cc(t)?),
        "FCmp" => Op::FCmp(cc(t)?),
        "Load" => Op::Load { ty: ty(t.part(0)?.name)?, offset: t.number(1)?, region: region(t, 2)? },
        "Store" => Op::Store { offset: t.number(0)?, region: region(t, 1)? },
        "StoreWords" => Op::StoreWords(t.parts.iter().map(word).collect::<Result<_, _>>()?),
        "LoadIdx" => Op::LoadIdx { ty: ty(t.part(0)?.name)?, region: region(t, 1)? },
        "StoreIdx" => Op::StoreIdx { region: region(t, 0)? },
        "LoadU8" => Op::LoadU8 { offset: t.number(0)?, region: region(t, 1)? },
        "LoadNum" => Op::LoadNum(dtype(t)?),
        "StoreNum" => Op::StoreNum(dtype(t)?),
        "Lanes" => Op::Lanes(Box::new(lanes(t)?)),
        "Take" => Op::Take { ty: ty(t.part(0)?.name)?, offset: t.number(1)?, region: region(t, 2)? },
        "TakeIdx" => Op::TakeIdx { ty: ty(t.part(0)?.name)?, region: region(t, 1)? },
        "LoadGlobal" => Op::LoadGlobal { ty: ty(t.part(0)?.name)?, global: GlobalId(t.index(1)?), stable: t.boolean(2)? },
        "TakeGlobal" => Op::TakeGlobal { ty: ty(t.part(0)?.name)?, global: GlobalId(t.index(1)?) },
        "StoreGlobal" => Op::StoreGlobal { global: GlobalId(t.index(0)?) },
        "NewInstance" => Op::NewInstance { slots: t.number(0)?, floats: t.number(1)? },
        "StackSlot" => Op::StackSlot { words: t.number(0)? },
        "Call" => Op::Call(FuncId(t.index(0)?)),
        "TailCall" => Op::TailCall(FuncId(t.index(0)?)),
        "Leaf" => Op::Leaf(t.leaf()?),
        "LeafArray" => Op::LeafArray { leaf: t.leaf()?, fixed: t.number(1)? },
        "LeafOut" => Op::LeafOut { leaf: t.leaf()? },
        "CodePtr" => Op::CodePtr(t.number(0)?),
        "ClassPtr" => Op::ClassPtr(ClassId(t.index(0)?)),
        "FuncPtr" => Op::FuncPtr(FuncId(t.index(0)?)),
        "IsReady" => Op::IsReady(FuncId(t.index(0)?)),
        "Place" => Op::Place { frame: t.number(0)? },
        "Traceback" => Op::Traceback { frame: t.number(0)?, cols: t.number(1)? },
        name => match PLAIN.iter().find(|op| format!("{op:?}") == name) {
            Some(op) => op.clone(),
            None => return Err(format!("no operation: {name}")),
        },
    })
}

fn lanes(t: &OpText) -> Result<Lanes, String> {
    let stream = |t: &OpText| {
        let step = match t.parts.get(3) {
            Some(s) if s.name == "Pairs" => Step::Pairs,
            Some(s) => Step::Of(s.number(0)?),
            None => Step::Dense,
        };
        Ok(Stream { dtype: dtype_named(t.name)?, region: region(t, 0)?, base: t.number(1)?, offset: t.number(2)?, step })
    };
    let inst = |t: &OpText| {
        let mask = match t.parts.last() {
            Some(last) if last.name == "Where" => Some(last.number(0)?),
            _ => None,
        };
        Ok(match t.name {
            "Load" => LaneOp::Load { stream: t.number(0)?, mask },
            "Store" => LaneOp::Store { stream: t.number(0)?, value: t.number(1)?, mask },
            "Count" => LaneOp::Count { start: t.number(0)?, step: t.number(1)? },
            "Num" => {
                let of = t.part(1)?;
                let args: Result<Vec<u32>, String> = (0..of.parts.len()).map(|n| of.number(n)).collect();
                LaneOp::Num { op: op(t.part(0)?)?, args: args?, mask }
            }
            "Stop" => LaneOp::Stop { cond: t.number(0)?, truth: t.boolean(1)?, mask },
            "Warn" => LaneOp::Warn { value: t.number(0)?, mask },
            "Sum" => LaneOp::Sum { value: t.number(0)? },
            "Room" => LaneOp::Room { value: t.number(0)?, room: t.number(1)? },
            "Product" => LaneOp::Product { a: t.number(0)?, b: t.number(1)? },
            "Quotient" => {
                let of = match t.part(3)?.name {
                    "Count" => Dividend::Count,
                    "Short" => Dividend::Short,
                    _ => Dividend::Any,
                };
                LaneOp::Quotient { value: t.number(0)?, by: t.number(1)?, is_rest: t.boolean(2)?, of, mask }
            }
            other => return Err(format!("no instruction of lanes: {other}")),
        })
    };
    let streams: Result<_, String> = t.part(1)?.parts.iter().map(stream).collect();
    let is_short = |t: &OpText| t.name == "Short";
    let scalars: Result<_, String> = t.part(2)?.parts.iter().map(|t| if is_short(t) { Ok(Ty::F64) } else { ty(t.name) }).collect();
    let short = t.part(2)?.parts.iter().map(is_short).collect();
    let insts: Result<_, String> = t.parts[3..].iter().map(inst).collect();
    let way = t.part(0)?.name;
    Ok(Lanes { streams: streams?, down: way == "Down", again: way == "Again", scalars: scalars?, short, insts: insts? })
}

fn cc(t: &OpText) -> Result<Cc, String> {
    Ok(match t.part(0)?.name {
        "Eq" => Cc::Eq,
        "Ne" => Cc::Ne,
        "Lt" => Cc::Lt,
        "Le" => Cc::Le,
        "Gt" => Cc::Gt,
        "Ge" => Cc::Ge,
        other => return Err(format!("no comparison: {other}")),
    })
}

fn dtype(t: &OpText) -> Result<DType, String> {
    dtype_named(t.part(0)?.name)
}

fn dtype_named(name: &str) -> Result<DType, String> {
    DType::ALL.into_iter().find(|d| format!("{d:?}") == name).ok_or_else(|| format!("no dtype: {name}"))
}

fn region(t: &OpText, n: usize) -> Result<Region, String> {
    let t = t.part(n)?;
    Ok(match t.name {
        "Const" => Region::Const,
        "ListHeader" => Region::ListHeader,
        "ListI64" => Region::ListI64,
        "ListF64" => Region::ListF64,
        "ListVal" => Region::ListVal,
        "ListBool" => Region::ListBool,
        "Slot" => Region::Slot(t.number(0)?),
        "Global" => Region::Global(GlobalId(t.index(0)?)),
        "Cell" => Region::Cell,
        "Gen" => Region::Gen,
        "Dict" => Region::Dict,
        "Set" => Region::Set,
        "ArrayHead" => Region::ArrayHead,
        "Array" => Region::Array,
        "Frame" => Region::Frame(t.number(0)?),
        "Other" => Region::Other,
        other => return Err(format!("no region: {other}")),
    })
}

fn ty(name: &str) -> Result<Ty, String> {
    Ok(match name {
        "I64" => Ty::I64,
        "F64" => Ty::F64,
        "Bool" => Ty::Bool,
        "Val" => Ty::Val,
        "Obj" => Ty::Obj,
        "Ptr" => Ty::Ptr,
        other => return Err(format!("no type: {other}")),
    })
}
