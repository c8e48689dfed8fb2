//! Code of modules without loops, done as it stands instead of being compiled: it runs once, and compiling it takes far longer.
//!
//! That is for a whole start or for nothing: the program's entry and all that it calls, which is other modules' code. What is called by
//! value (functions, classes) is compiled as ever.

use std::mem::size_of;

use pyaot_abi::layout::{self, ClassDesc, CodeDesc, FrameDesc};
use pyaot_abi::{Leaf, Param, Ret};
use pyaot_ir::{ExitKind, FuncId, Function, Inst, Op, Program, Target, Term, Ty, Value, Word};

use crate::Symbols;
use crate::few::has_loop;
use crate::inst::call::place;
use crate::refs::{Extern, Own};

/// Words that a call of a leaf passes at most.
const MOST_WORDS: usize = 6;

/// The functions that run when the program starts, its entry first; none, if one of them has to be compiled.
pub(crate) fn functions(program: &Program) -> Vec<usize> {
    let mut found: Vec<usize> = program.entry.into_iter().map(FuncId::index).collect();
    let mut next = 0;
    while let Some(f) = found.get(next).map(|i| &program.functions[*i]) {
        if !(f.once || next == 0) || has_loop(f) || !f.blocks.iter().flat_map(|b| &b.insts).all(|i| is_known(f, i)) {
            return Vec::new();
        }
        for callee in f.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| if let Op::Call(f) = i.op { Some(f.index()) } else { None }) {
            if !found.contains(&callee) {
                found.push(callee);
            }
        }
        next += 1;
    }
    found
}

fn is_known(f: &Function, i: &Inst) -> bool {
    let is_of_words = |leaf: Leaf| {
        let info = leaf.info();
        let is_plain = match info.ret {
            Ret::I => i.exits.is_empty(),
            ret => !matches!(ret, Ret::F | Ret::FR),
        };
        info.params.len() <= MOST_WORDS && !info.params.contains(&Param::F) && is_plain
    };
    match &i.op {
        Op::IConst(_) | Op::BConst(_) | Op::Singleton(_) | Op::Const(_) | Op::ConstPtr(_) | Op::Zero => true,
        Op::BAnd | Op::BOr | Op::BXor | Op::BNot | Op::BoxBool | Op::UnboxBool | Op::TagSmall | Op::IsTagged | Op::Cast | Op::Same => true,
        Op::Load { ty, .. } | Op::Take { ty, .. } => *ty != Ty::Bool,
        Op::Store { .. } | Op::StoreWords(_) => i.args[1..].iter().all(|v| f.ty(*v) != Ty::Bool),
        Op::LoadGlobal { .. } | Op::TakeGlobal { .. } | Op::StoreGlobal { .. } | Op::StackSlot { .. } => true,
        Op::Retain | Op::RetainMaybe | Op::Release | Op::ReleaseMaybe | Op::Keep => true,
        Op::Call(_) => i.args.is_empty() && i.results.is_empty(),
        Op::Leaf(leaf) | Op::LeafArray { leaf, .. } => is_of_words(*leaf),
        Op::CodePtr(_) | Op::ClassPtr(_) | Op::StackCheck | Op::Place { .. } | Op::Traceback { .. } => true,
        _ => false,
    }
}

/// What such code refers to.
pub(crate) struct Machine<'a> {
    pub(crate) symbols: Symbols,
    /// Addresses of the program's data, by [`Own`].
    pub(crate) own: [usize; Own::ALL.len()],
    /// A function with its counts.
    pub(crate) finish: &'a dyn Fn(usize) -> Function,
}

/// How an instruction ends: goes on, or leaves by an exit.
type Left = Option<ExitKind>;

impl Machine<'_> {
    /// Runs a function of [`functions`]; true: an exception is pending.
    ///
    /// # Safety
    /// The program has been loaded, and this is the thread that runs it.
    pub(crate) unsafe fn run(&self, index: usize) -> bool {
        let f = (self.finish)(index);
        let words = f.blocks.iter().flat_map(|b| &b.insts).map(|i| if let Op::StackSlot { words } = i.op { words as usize } else { 0 });
        let mut frame = Frame { values: vec![0; f.values.len()], slot: vec![0; words.max().unwrap_or(0)] };
        let mut block = f.blocks.first().expect("a function has a block");
        loop {
            let mut left = None;
            for i in &block.insts {
                // SAFETY: by the contract; what the instruction says of its operands' types is true of compiled code as well.
                if let Some(kind) = unsafe { self.step(&f, i, &mut frame) } {
                    left = i.exits.iter().find(|e| e.kind == kind || kind == ExitKind::Raise && e.kind == ExitKind::Slow).map(|e| &e.target);
                    if left.is_some() {
                        break;
                    }
                }
            }
            let target = match (left, &block.term) {
                (Some(target), _) | (None, Term::Jump(target)) => target,
                (None, Term::Branch { cond, then, els }) => if frame.get(*cond) != 0 { then } else { els },
                (None, Term::Switch { on, table, default }) => table.get(frame.get(*on) as usize).unwrap_or(default),
                (None, Term::Return(_)) => return false,
                (None, Term::ReturnRaise) => return true,
                (None, Term::ReturnBig(_) | Term::Unreachable) => unreachable!("code of modules does not end so"),
            };
            block = f.block(target.block);
            frame.pass(target, &block.params);
        }
    }

    /// Does an instruction.
    ///
    /// # Safety
    /// As of [`Machine::run`].
    unsafe fn step(&self, f: &Function, i: &Inst, frame: &mut Frame) -> Left {
        let arg = |n: usize| frame.get(i.args[n]);
        // SAFETY: addresses are those of data of the program or of the runtime, or come from operands that the IR says are such.
        let result = unsafe {
            match &i.op {
                Op::IConst(c) => *c as u64,
                Op::BConst(c) => u64::from(*c),
                Op::Zero => 0,
                Op::Singleton(s) => self.external((*s).into()),
                Op::Const(c) | Op::ConstPtr(c) => self.word(Own::ConstSlots, c.index()).read(),
                Op::BAnd => arg(0) & arg(1),
                Op::BOr => arg(0) | arg(1),
                Op::BXor => arg(0) ^ arg(1),
                Op::BNot => arg(0) ^ 1,
                Op::BoxBool => self.external(if arg(0) != 0 { Extern::True } else { Extern::False }),
                Op::UnboxBool => u64::from(arg(0) == self.external(Extern::True)),
                Op::TagSmall => arg(0) << 1 | 1,
                Op::IsTagged => arg(0) & 1,
                Op::Cast => arg(0),
                Op::Same => u64::from(arg(0) == arg(1)),
                Op::Load { offset, .. } | Op::Take { offset, .. } => at(arg(0), *offset).read(),
                Op::Store { offset, .. } => return unit(at(arg(0), *offset).write(arg(1))),
                Op::StoreWords(words) => {
                    for (word, value) in Word::with_values(words, &i.args) {
                        at(arg(0), word.offset).write(value.map_or(word.number.unwrap_or_default() as u64, |v| frame.get(v)));
                    }
                    return None;
                }
                Op::LoadGlobal { global, .. } | Op::TakeGlobal { global, .. } => self.word(Own::Globals, global.index()).read(),
                Op::StoreGlobal { global } => return unit(self.word(Own::Globals, global.index()).write(arg(0))),
                Op::StackSlot { .. } => frame.slot.as_mut_ptr() as u64,
                Op::Retain | Op::RetainMaybe => {
                    if is_object(arg(0)) {
                        count(arg(0), 1);
                    }
                    arg(0)
                }
                Op::Release | Op::ReleaseMaybe => {
                    if is_object(arg(0)) && count(arg(0), -1) == 0 {
                        self.leaf(Leaf::dealloc, &[arg(0)]);
                    }
                    return None;
                }
                Op::Keep => return None,
                Op::Call(callee) => return self.run(callee.index()).then_some(ExitKind::Raise),
                Op::Leaf(leaf) => {
                    let args: Vec<u64> = i.args.iter().map(|v| frame.get(*v)).collect();
                    return self.call(i, *leaf, &args, frame);
                }
                Op::LeafArray { leaf, fixed } => {
                    let all: Vec<u64> = i.args.iter().map(|v| frame.get(*v)).collect();
                    let (first, array) = all.split_at(usize::from(*fixed));
                    let args = [first, &[array.as_ptr() as u64, array.len() as u64]].concat();
                    return self.call(i, *leaf, &args, frame);
                }
                Op::CodePtr(c) => self.record(Own::Codes, *c as usize, size_of::<CodeDesc>()),
                Op::ClassPtr(c) => self.record(Own::Classes, c.index(), size_of::<ClassDesc>()),
                Op::StackCheck => {
                    let here = std::ptr::from_ref(&frame) as u64;
                    let below = here < (self.external(Extern::StackLimit) as *const u64).read();
                    return below.then(|| self.leaf(Leaf::stack_overflow, &[])).map(|_| ExitKind::Raise);
                }
                Op::Place { frame } => {
                    let at = self.external(Extern::Place) as *mut u64;
                    at.write(self.record(Own::Frames, *frame as usize, size_of::<FrameDesc>()));
                    return unit(at.add(1).write(i.line.into()));
                }
                Op::Traceback { frame, cols } => {
                    let frame = self.record(Own::Frames, *frame as usize, size_of::<FrameDesc>());
                    self.leaf(Leaf::traceback_add, &[frame, place(i.line, *cols) as u64]);
                    return None;
                }
                _ => unreachable!("{} is not for modules", pyaot_ir::print::inst_text(f, i)),
            }
        };
        frame.set(i.results[0], result);
        None
    }

    /// Calls a leaf; its result is the instruction's.
    ///
    /// # Safety
    /// As of [`Machine::run`].
    unsafe fn call(&self, i: &Inst, leaf: Leaf, args: &[u64], frame: &mut Frame) -> Left {
        // SAFETY: by the contract, with operands as declared.
        let Pair(first, second) = unsafe { self.leaf(leaf, args) };
        let (result, left) = match leaf.info().ret {
            Ret::Void => return None,
            Ret::V | Ret::P | Ret::I => (first, None),
            Ret::B => (first & 0xFF, None),
            Ret::OptV => (first, (first == 0).then_some(ExitKind::End)),
            Ret::VR => (first, (first == 0).then_some(ExitKind::Raise)),
            Ret::BR => (first & 0xFF, ((first as i64) < 0).then_some(ExitKind::Raise)),
            Ret::UR => (first & 0xFF, (first & 0xFF != 0).then_some(ExitKind::Raise)),
            Ret::IR => (first, (second != 0).then_some(ExitKind::Raise)),
            Ret::NR if first != 0 => (first, None),
            Ret::NR => (first, Some(if second != 0 { ExitKind::Raise } else { ExitKind::End })),
            Ret::F | Ret::FR => unreachable!("{} gives a float", leaf.info().name),
        };
        if let Some(r) = i.results.first() {
            frame.set(*r, result);
        }
        left
    }

    /// Calls a leaf with these words.
    ///
    /// # Safety
    /// As of [`Machine::run`]; they are what the leaf takes.
    unsafe fn leaf(&self, leaf: Leaf, args: &[u64]) -> Pair {
        let address = self.symbol(leaf.info().symbol);
        // SAFETY: leaves have C's calling convention, take words alone and give one or two, which the caller looks at no more of than there are.
        unsafe {
            macro_rules! call {
                ($($a:ident),*) => {{
                    let f: extern "C" fn($(call!(@ $a)),*) -> Pair = std::mem::transmute(address);
                    f($($a),*)
                }};
                (@ $a:ident) => { u64 };
            }
            match *args {
                [] => call!(),
                [a] => call!(a),
                [a, b] => call!(a, b),
                [a, b, c] => call!(a, b, c),
                [a, b, c, d] => call!(a, b, c, d),
                [a, b, c, d, e] => call!(a, b, c, d, e),
                [a, b, c, d, e, f] => call!(a, b, c, d, e, f),
                _ => unreachable!("tested by `is_known`"),
            }
        }
    }

    fn symbol(&self, name: &str) -> *const u8 {
        (self.symbols)(name).expect("the runtime has its own symbols")
    }

    fn external(&self, e: Extern) -> u64 {
        self.symbol(e.symbol()) as u64
    }

    fn word(&self, own: Own, index: usize) -> *mut u64 {
        self.record(own, index, 8) as *mut u64
    }

    fn record(&self, own: Own, index: usize, size: usize) -> u64 {
        (self.own[own as usize] + index * size) as u64
    }
}

/// What leaves return at most.
#[repr(C)]
struct Pair(u64, u64);

/// Values of a function that runs.
struct Frame {
    values: Vec<u64>,
    slot: Vec<u64>,
}

impl Frame {
    fn get(&self, v: Value) -> u64 {
        self.values[v.index()]
    }

    fn set(&mut self, v: Value, word: u64) {
        self.values[v.index()] = word;
    }

    /// All at once: a parameter may be an argument.
    fn pass(&mut self, target: &Target, params: &[Value]) {
        let words: Vec<u64> = target.args.iter().map(|v| self.get(*v)).collect();
        for (p, word) in params.iter().zip(words) {
            self.set(*p, word);
        }
    }
}

fn unit((): ()) -> Left {
    None
}

/// Neither a tagged int nor nothing.
fn is_object(word: u64) -> bool {
    word != 0 && word & 1 == 0
}

/// # Safety
/// A base that the IR says has a word there.
unsafe fn at(base: u64, offset: i32) -> *mut u64 {
    base.wrapping_add_signed(offset.into()) as *mut u64
}

/// Adds to an object's count; returns the new one.
///
/// # Safety
/// A live object.
unsafe fn count(object: u64, by: i64) -> i64 {
    // SAFETY: every object has its count there.
    unsafe {
        let count = at(object, layout::RC).cast::<i64>();
        count.write(count.read() + by);
        count.read()
    }
}
