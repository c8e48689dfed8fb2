//! What [`Op::Lanes`] does: a loop's rounds without control flow, several of them at once.

use std::fmt;

use pyaot_abi::dtype::DType;

use crate::data::Ty;
use crate::op::{Op, Region};

/// A value of a round. The scalars come first, then what the instructions compute, one number for each.
pub type Lane = u32;

/// Elements, one for each round. Those of one address have the same step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stream {
    pub dtype: DType,
    pub region: Region,
    /// The first one is that many bytes behind one of the addresses.
    pub base: u32,
    pub offset: i32,
    pub step: Step,
}

/// Where the element of the next round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Behind this one.
    Dense,
    /// Behind the one behind this one: parts of complex numbers. Elements of eight bytes.
    Pairs,
    /// So many bytes further, which is an operand. No mask stands at such an element, nor at one of a pair.
    Of(u32),
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub enum LaneOp {
    /// The element of a stream. Where the mask is false nothing is read.
    Load { stream: u32, mask: Option<Lane> },
    /// Where the mask is false nothing is written.
    Store { stream: u32, value: Lane, mask: Option<Lane> },
    /// A scalar, and more by the step in each round.
    Count { start: Lane, step: i64 },
    /// An operation of numbers. One that has an exit `Slow` in the IR stops in front of the round in which it would be taken.
    Num { op: Op, args: Vec<Lane>, mask: Option<Lane> },
    /// The product of two ints of 32 bits.
    Product { a: Lane, b: Lane },
    /// The quotient by a number from 2 to 2^31 - 1, rounded down, or what is left by it.
    Quotient { value: Lane, by: i64, is_rest: bool, of: Dividend, mask: Option<Lane> },
    /// Stops in front of the round in which the condition has this value.
    Stop { cond: Lane, truth: bool, mask: Option<Lane> },
    /// Stops in front of the round in which the number is not finite, unless operations of floats have had nothing to say so far: then
    /// there is just another infinity than those that were there. Several of them, one behind the other, are one look.
    Warn { value: Lane, mask: Option<Lane> },
    /// The sum of the ints of all rounds that are run is a result. It fits.
    Sum { value: Lane },
    /// Stops in front of the round from which on the sizes of these ints add up to more than the scalar, of rounds that are as far apart as
    /// vectors are long.
    Room { value: Lane, room: Lane },
}

/// Rounds between two looks at the processor's flags, which wait for all that has been begun.
pub const AGAIN: i64 = 1024;

/// What is known of the int that is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dividend {
    /// Not below zero, and less than 2^31.
    Count,
    /// It has 32 bits.
    Short,
    /// Stops in front of the round in which it has more.
    Any,
}

/// Operands of the instruction: the number of rounds, the addresses, the steps, the scalars, perhaps `again`. Results: how many
/// rounds were run, from the first one on, perhaps none; then the sums. A round that is not run has had no effect. Several rounds run
/// at once, each instruction for all of them before the next one: whoever makes this has seen that it makes no difference.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Lanes {
    pub streams: Vec<Stream>,
    /// Elements of further rounds stand in front of those of the first, not behind.
    pub down: bool,
    /// The last operand is 1 where [`AGAIN`] rounds may be run a second time: nothing that they read is written by them. Then the processor's
    /// flags are looked at behind them, not each round's numbers. All arithmetic of floats is done in every round.
    pub again: bool,
    pub scalars: Vec<Ty>,
    /// Which of these are floats that 32 bits can hold, as far as it is known.
    pub short: Vec<bool>,
    /// All stores are behind everything that stops.
    pub insts: Vec<LaneOp>,
}

impl Lanes {
    /// How many addresses there are.
    pub fn bases(&self) -> usize {
        self.streams.iter().map(|s| s.base as usize + 1).max().unwrap_or(0)
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.streams.iter().map(|s| if let Step::Of(n) = s.step { n as usize + 1 } else { 0 }).max().unwrap_or(0)
    }

    /// The type of each lane; `None` for what is no value.
    pub fn types(&self) -> Vec<Option<Ty>> {
        let mut types: Vec<Option<Ty>> = self.scalars.iter().map(|t| Some(*t)).collect();
        for i in &self.insts {
            types.push(match i {
                LaneOp::Load { stream, .. } => Some(element_type(self.streams[*stream as usize].dtype)),
                LaneOp::Count { .. } | LaneOp::Product { .. } | LaneOp::Quotient { .. } => Some(Ty::I64),
                LaneOp::Num { op, args, .. } => match op {
                    Op::Select => types[args[1] as usize],
                    _ => number_type(op),
                },
                LaneOp::Store { .. } | LaneOp::Stop { .. } | LaneOp::Warn { .. } | LaneOp::Sum { .. } | LaneOp::Room { .. } => None,
            });
        }
        types
    }
}

impl LaneOp {
    pub fn for_each_arg(&self, mut f: impl FnMut(Lane)) {
        match self {
            LaneOp::Load { mask, .. } => mask.iter().for_each(|m| f(*m)),
            LaneOp::Store { value, mask, .. } => [Some(*value), *mask].iter().flatten().for_each(|v| f(*v)),
            LaneOp::Count { start, .. } => f(*start),
            LaneOp::Num { args, mask, .. } => args.iter().chain(mask).for_each(|v| f(*v)),
            LaneOp::Stop { cond: v, mask, .. } | LaneOp::Warn { value: v, mask } | LaneOp::Quotient { value: v, mask, .. } => {
                [Some(*v), *mask].iter().flatten().for_each(|v| f(*v));
            }
            LaneOp::Product { a, b } | LaneOp::Room { value: a, room: b } => [*a, *b].into_iter().for_each(f),
            LaneOp::Sum { value } => f(*value),
        }
    }
}

/// What gives the same product as the number gives quotients: that of a power of two.
pub fn reciprocal(x: f64) -> Option<f64> {
    const DIGITS: u64 = (1 << 52) - 1;
    let exponent = x.to_bits() >> 52 & 0x7ff;
    (x.to_bits() & DIGITS == 0 && (1..=2045).contains(&exponent)).then(|| 1.0 / x)
}

/// What an element of the dtype is in a register.
pub fn element_type(dtype: DType) -> Ty {
    if matches!(dtype, DType::F32 | DType::F64) { Ty::F64 } else { Ty::I64 }
}

/// The type of the result of an operation that lanes can have, but for `Select`; `None`: they cannot have it.
pub fn number_type(op: &Op) -> Option<Ty> {
    Some(match op {
        Op::IAdd | Op::ISub | Op::IMul | Op::IAddO | Op::ISubO | Op::IMulO | Op::IAnd | Op::IOr | Op::IXor | Op::INot => Ty::I64,
        Op::IMin | Op::IMax | Op::FToI | Op::BToI | Op::IShl | Op::IShr | Op::UShr => Ty::I64,
        Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FNeg | Op::FAbs | Op::FSqrt | Op::FFloor | Op::FCeil | Op::FTrunc | Op::FNearest => Ty::F64,
        Op::FMin | Op::FMax | Op::FRound32 | Op::IToF => Ty::F64,
        Op::FCmp(_) | Op::ICmp(_) | Op::ULt | Op::BAnd | Op::BOr | Op::BXor | Op::BNot => Ty::Bool,
        _ => return None,
    })
}

impl fmt::Debug for Lanes {
    /// `Up, Streams(F64(Array, 0, 8)), Scalars(F64), Load(0), Num(FMul, Of(1, 0)), Store(0, 2)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |all: Vec<String>| all.join(", ");
        let step = |s: &Stream| if s.step == Step::Dense { String::new() } else { format!(", {:?}", s.step) };
        let streams = self.streams.iter().map(|s| format!("{:?}({:?}, {}, {}{})", s.dtype, s.region, s.base, s.offset, step(s))).collect();
        let scalars = self.scalars.iter().zip(&self.short).map(|(t, short)| if *short { "Short".to_owned() } else { format!("{t:?}") }).collect();
        let way = match (self.down, self.again) {
            (true, _) => "Down",
            (_, true) => "Again",
            _ => "Up",
        };
        write!(f, "{way}, Streams({}), Scalars({})", list(streams), list(scalars))?;
        for i in &self.insts {
            let (text, mask) = match i {
                LaneOp::Load { stream, mask } => (format!("Load({stream}"), mask),
                LaneOp::Store { stream, value, mask } => (format!("Store({stream}, {value}"), mask),
                LaneOp::Count { start, step } => (format!("Count({start}, {step}"), &None),
                LaneOp::Num { op, args, mask } => (format!("Num({op:?}, Of({})", list(args.iter().map(Lane::to_string).collect())), mask),
                LaneOp::Stop { cond, truth, mask } => (format!("Stop({cond}, {truth}"), mask),
                LaneOp::Warn { value, mask } => (format!("Warn({value}"), mask),
                LaneOp::Sum { value } => (format!("Sum({value}"), &None),
                LaneOp::Room { value, room } => (format!("Room({value}, {room}"), &None),
                LaneOp::Product { a, b } => (format!("Product({a}, {b}"), &None),
                LaneOp::Quotient { value, by, is_rest, of, mask } => (format!("Quotient({value}, {by}, {is_rest}, {of:?}"), mask),
            };
            write!(f, ", {text}{})", mask.map_or(String::new(), |m| format!(", Where({m})")))?;
        }
        Ok(())
    }
}
