//! From a unit to loops that call its function for each element of some arrays, for `pyaot.vectorize`.
//!
//! What the function computes for one element is lowered as everything else is; then a loop is put around it in which nothing is left
//! but arithmetic (`pyaot_opt::element`). A loop without branches becomes one kernel for each operation
//! ([`blocks`]), any other machine code.

use pyaot_abi::dtype::DType;
use pyaot_abi::functions::UNARY;
use pyaot_abi::layout::ProgramDesc;
use pyaot_abi::Leaf;
use pyaot_array::blocks::{self, Builder, Slot};
use pyaot_core::float::FloatObj;
use pyaot_core::modules::math::{F64_BINARY, F64_UNARY};
use pyaot_core::value::Value as Word;
use pyaot_ir::{Block, Cc, FuncId, Function, GlobalId, Inst, Op, Program, Region, Term, Ty, Value};
use pyaot_opt::element::{Constant, find, in_lanes, make_core_loop, make_loop};

use crate::deep_stack::on_deep_stack;
use crate::pipeline::symbol_address;

/// The name of the function in the unit's main text.
pub const NAME: &str = "__element__";

/// What loops are made of.
pub struct Element {
    program: Box<Program>,
    function: FuncId,
    globals: Vec<Constant>,
}

/// Addresses of the operands' first elements, the number of elements, and their steps: how many are done, see [`blocks`].
pub type Code = unsafe extern "C" fn(args: *const *mut u8, n: usize, steps: *const isize) -> usize;

/// The same for a generalised function, as NumPy calls such: addresses, the number of elements and the lengths of the core dimensions, steps.
/// -1: an exception is set.
pub type CoreCode = unsafe extern "C" fn(args: *const *mut u8, dims: *const isize, steps: *const isize) -> isize;

pub use pyaot_opt::element::Operand;

/// A loop over elements.
pub struct Loop(Function);

/// A loop that calls a function with arrays.
pub struct CoreLoop(pyaot_opt::element::CoreLoop);

impl Element {
    /// None: there is no such function.
    ///
    /// # Safety
    /// `loaded` is the program in memory, and has run its modules' code.
    pub(crate) unsafe fn new(program: Program, loaded: &ProgramDesc) -> Option<Element> {
        let function = find(&program, NAME)?;
        // SAFETY: the tables of a loaded program.
        let globals = unsafe { std::slice::from_raw_parts(loaded.globals, loaded.n_globals as usize) };
        let constant = |word: u64, kind: u64| match kind {
            1 => Constant::Float(word),
            2 => Constant::Int(word as i64),
            3 => Constant::Bool(word & 0xFF != 0),
            _ if word == 0 => Constant::Unbound,
            _ => {
                // SAFETY: the variable's value, which is not given up.
                let v = std::mem::ManuallyDrop::new(unsafe { Word::from_bits(word) });
                match v.downcast::<FloatObj>() {
                    Some(f) if v.ty().name == "float" => Constant::Float(f.value.to_bits()),
                    _ => v.as_small().map_or(Constant::Other, Constant::Int),
                }
            }
        };
        // SAFETY: variables of a loaded program.
        let globals = globals.iter().map(|g| constant(unsafe { g.address.read() }, g.kind)).collect();
        Some(Element { program: Box::new(program), function, globals })
    }

    /// What the function gives, if that is a number of a machine's.
    pub fn result(&self) -> Option<DType> {
        Some(match self.program.functions[self.function.index()].ret? {
            Ty::F64 => DType::F64,
            Ty::I64 => DType::I64,
            Ty::Bool => DType::Bool,
            Ty::Val | Ty::Obj | Ty::Ptr => return None,
        })
    }

    /// None: the function needs the runtime.
    pub fn make_loop(&self, inputs: &[DType], output: DType) -> Option<Loop> {
        let global = |g: GlobalId| self.globals[g.index()];
        on_deep_stack(|| make_loop(&self.program, self.function, inputs, output, &global)).map(Loop)
    }

    /// None: the function needs the runtime. `dense`: for arrays in one piece.
    pub fn make_core_loop(&self, operands: &[Operand], dense: bool) -> Option<CoreLoop> {
        let global = |g: GlobalId| self.globals[g.index()];
        on_deep_stack(|| make_core_loop(&self.program, self.function, operands, dense, &global)).map(CoreLoop)
    }
}

impl CoreLoop {
    pub fn code(&self) -> Result<CoreCode, String> {
        let code = on_deep_stack(|| pyaot_codegen::single(&self.0.function, pyaot_codegen::Options::default(), symbol_address))?;
        // SAFETY: a function with this signature (`pyaot_opt::element`).
        Ok(unsafe { std::mem::transmute::<*const u8, CoreCode>(code) })
    }

    /// See [`pyaot_opt::element::CoreLoop`].
    pub fn rereads(&self) -> bool {
        self.0.rereads
    }

    pub fn text(&self) -> String {
        pyaot_ir::print::function(&self.0.function)
    }
}

impl Loop {
    pub fn code(&self) -> Result<Code, String> {
        compiled(&self.0)
    }

    /// The same with vector code for elements side by side; none: there is no such form, or the machine has no vectors for it.
    pub fn code_in_lanes(&self) -> Option<Code> {
        if !pyaot_core::vectors::are_there() {
            return None;
        }
        compiled(&in_lanes(&self.0)?).ok()
    }

    /// None: it has branches, or an operation that there is no kernel for.
    pub fn blocks(&self, inputs: &[DType], output: DType) -> Option<blocks::Program> {
        let mut reader = Reader { f: &self.0, b: Builder::default(), slots: vec![None; self.0.values.len()], inputs: vec![], path: vec![] };
        let result = reader.read(inputs.len())?;
        reader.b.finish(inputs, result, output)
    }

    /// The text of the loop.
    pub fn text(&self) -> String {
        pyaot_ir::print::function(&self.0)
    }
}

fn compiled(f: &Function) -> Result<Code, String> {
    let code = on_deep_stack(|| pyaot_codegen::single(f, pyaot_codegen::Options::default(), symbol_address))?;
    // SAFETY: a function with this signature (`pyaot_opt::element`).
    Ok(unsafe { std::mem::transmute::<*const u8, Code>(code) })
}

/// Two ways that only their last condition tells apart: what they have in common.
fn joined(a: &Path, b: &Path) -> Option<Path> {
    let (((x, is), a), ((y, other), b)) = (a.split_last()?, b.split_last()?);
    (x == y && is != other && a == b).then(|| a.to_vec())
}

/// What an address or an element is.
#[derive(Clone, Copy)]
enum Known {
    Slot(Slot),
    Address(usize),
    /// An element of an input that is no float yet.
    Raw(usize),
    /// An int, as operand of functions.
    Int(i64),
}

struct Reader<'a> {
    f: &'a Function,
    b: Builder,
    slots: Vec<Option<Known>>,
    /// By input: its elements as floats.
    inputs: Vec<(usize, Slot)>,
    /// What holds for the elements that come to the block at hand; nothing: all do.
    path: Path,
}

/// Conditions, and what they are.
type Path = Vec<(Slot, bool)>;

/// A way into a block, and its arguments.
type Edge = (Path, Vec<Known>);

impl Reader<'_> {
    /// The value that is stored as the output.
    ///
    /// Both sides of a branch are computed for all elements, and where they meet, each takes the value of its side.
    fn read(&mut self, inputs: usize) -> Option<Slot> {
        let f = self.f;
        let Term::Jump(first) = &f.block(Block(0)).term else { return None };
        let head = first.block;
        for i in &f.block(Block(0)).insts {
            self.constant(i);
        }
        for (k, p) in f.block(head).params.iter().skip(1).enumerate() {
            self.slots[p.index()] = Some(Known::Address(k));
        }
        let Term::Branch { then, .. } = &f.block(head).term else { return None };
        let order = self.order(then.block, head)?;
        let mut ways: Vec<Vec<Edge>> = f.blocks.iter().map(|_| vec![]).collect();
        ways[then.block.index()].push((vec![], vec![]));
        let mut stored = None;
        for &at in &order {
            let edges = std::mem::take(&mut ways[at.index()]);
            let all = !self.passes_by(then.block, at, head);
            self.enter(at, &edges, all)?;
            for i in &f.block(at).insts {
                if let Op::Store { .. } | Op::StoreNum(_) = i.op {
                    let x = self.slot(i.args[1]);
                    if !all || stored.is_some() || !matches!(self.slots[i.args[0].index()], Some(Known::Address(k)) if k == inputs) {
                        return None;
                    }
                    stored = Some(x?);
                    continue;
                }
                self.inst(i)?;
            }
            let path = self.path.clone();
            match &f.block(at).term {
                Term::Jump(t) if t.block == head => {}
                Term::Jump(t) if self.leaves(t.block) => self.nobody(&path)?,
                Term::Jump(t) => ways[t.block.index()].push((path, self.known(&t.args)?)),
                Term::Branch { cond, then, els } => {
                    let cond = self.slot(*cond)?;
                    for (is, t) in [(true, then), (false, els)] {
                        if t.block == head || stored.is_some() {
                            return None;
                        }
                        let mut side = path.clone();
                        let (here, there) = (self.leaves(t.block), self.leaves(if is { els.block } else { then.block }));
                        if here || !there {
                            side.push((cond, is));
                        }
                        if here {
                            self.nobody(&side)?;
                        } else {
                            ways[t.block.index()].push((side, self.known(&t.args)?));
                        }
                    }
                }
                _ => return None,
            }
        }
        stored
    }

    /// The blocks of a round, each behind those that lead to it. None: there is a loop.
    fn order(&self, start: Block, head: Block) -> Option<Vec<Block>> {
        let mut order = Vec::new();
        // 1: on the way, 2: done.
        let mut state = vec![0u8; self.f.blocks.len()];
        let mut stack = vec![(start, false)];
        while let Some((b, done)) = stack.pop() {
            if done {
                state[b.index()] = 2;
                order.push(b);
                continue;
            }
            match state[b.index()] {
                0 => {}
                1 => return None,
                _ => continue,
            }
            state[b.index()] = 1;
            stack.push((b, true));
            for next in self.next(b, head) {
                if state[next.index()] == 1 {
                    return None;
                }
                stack.push((next, false));
            }
        }
        order.reverse();
        Some(order)
    }

    /// Where a round goes on behind the block.
    fn next(&self, b: Block, head: Block) -> Vec<Block> {
        let mut found = Vec::new();
        self.f.block(b).term.for_each_target(|t| {
            if t.block != head && !self.leaves(t.block) && !found.contains(&t.block) {
                found.push(t.block);
            }
        });
        found
    }

    /// Some round comes to its end without this block.
    fn passes_by(&self, start: Block, without: Block, head: Block) -> bool {
        let mut seen = vec![false; self.f.blocks.len()];
        let mut work = vec![start];
        while let Some(b) = work.pop() {
            if b == without || std::mem::replace(&mut seen[b.index()], true) {
                continue;
            }
            let mut ends = false;
            self.f.block(b).term.for_each_target(|t| ends |= t.block == head);
            if ends {
                return true;
            }
            work.extend(self.next(b, head));
        }
        false
    }

    fn known(&self, args: &[Value]) -> Option<Vec<Known>> {
        args.iter().map(|v| self.slots[v.index()]).collect()
    }

    /// Parameters are chosen by the ways in.
    fn enter(&mut self, at: Block, edges: &[Edge], all: bool) -> Option<()> {
        let (last, others) = edges.split_last()?;
        let meet = match others {
            [] => Some(last.0.clone()),
            [one] => joined(&one.0, &last.0),
            _ => None,
        };
        let params = self.f.block(at).params.clone();
        let mut values = last.1.clone();
        let mut masks = Vec::new();
        for (path, args) in others {
            let mask = match (&meet, path.last()) {
                // The one condition that tells the two apart.
                (Some(_), Some((cond, true))) => *cond,
                (Some(_), Some(_)) => self.mask(&path[path.len() - 1..])?,
                _ => self.mask(path)?,
            };
            masks.push(mask);
            for (v, a) in values.iter_mut().zip(args) {
                let (Known::Slot(x), Known::Slot(y)) = (*a, *v) else { return None };
                if x != y {
                    *v = Known::Slot(self.b.choose(mask, x, y)?);
                }
            }
        }
        for (p, v) in params.iter().zip(values) {
            self.slots[p.index()] = Some(v);
        }
        self.path = match meet {
            _ if all => vec![],
            Some(path) => path,
            None => {
                let mut any = self.mask(&last.0)?;
                for m in masks {
                    any = self.b.apply("logical_or", &[any, m])?;
                }
                vec![(any, true)]
            }
        };
        Some(())
    }

    /// The elements for which these conditions hold.
    fn mask(&mut self, path: &[(Slot, bool)]) -> Option<Slot> {
        let mut mask = None;
        for (cond, is) in path {
            let c = if *is { *cond } else { self.b.apply("logical_not", &[*cond])? };
            mask = Some(match mask {
                Some(m) => self.b.apply("logical_and", &[m, c])?,
                None => c,
            });
        }
        Some(mask.unwrap_or_else(|| self.b.mask(true)))
    }

    /// Elements that come this way are not for the program.
    fn nobody(&mut self, path: &[(Slot, bool)]) -> Option<()> {
        match path {
            [(cond, is)] => self.b.check(*cond, !is),
            _ => {
                let mask = self.mask(path)?;
                self.b.check(mask, false);
            }
        }
        Some(())
    }

    /// A result that a function has for all elements that are here.
    fn check_result(&mut self, r: Slot, operands: &[Slot]) -> Option<()> {
        let path = self.path.clone();
        let seen = if path.is_empty() {
            r
        } else {
            let (mask, fine) = (self.mask(&path)?, self.b.float(0.0));
            self.b.choose(mask, r, fine)?
        };
        self.b.check_result(seen, operands);
        Some(())
    }

    /// The loop ends there, with the element undone.
    fn leaves(&self, mut at: Block) -> bool {
        for _ in 0..8 {
            let b = self.f.block(at);
            match &b.term {
                Term::Return(_) if b.insts.is_empty() => return true,
                Term::Jump(t) if b.insts.is_empty() => at = t.block,
                _ => return false,
            }
        }
        false
    }

    fn constant(&mut self, i: &Inst) {
        let known = match i.op {
            Op::FConst(bits) => Known::Slot(self.b.float(f64::from_bits(bits))),
            Op::BConst(x) => Known::Slot(self.b.mask(x)),
            Op::IConst(n) => Known::Int(n),
            _ => return,
        };
        self.slots[i.results[0].index()] = Some(known);
    }

    /// The builder wants each input once.
    fn input(&mut self, k: usize) -> Slot {
        if let Some((_, slot)) = self.inputs.iter().find(|(known, _)| *known == k) {
            return *slot;
        }
        let slot = self.b.input(k);
        self.inputs.push((k, slot));
        slot
    }

    fn slot(&mut self, v: Value) -> Option<Slot> {
        match self.slots[v.index()] {
            Some(Known::Slot(s)) => Some(s),
            _ => None,
        }
    }

    /// None: not to be had in blocks.
    fn inst(&mut self, i: &Inst) -> Option<()> {
        if !i.exits.iter().all(|e| self.leaves(e.target.block)) {
            return None;
        }
        let result = i.results.first().map(|r| r.index());
        let compare = |c: Cc| match c {
            Cc::Eq => "equal",
            Cc::Ne => "not_equal",
            Cc::Lt => "less",
            Cc::Le => "less_equal",
            Cc::Gt => "greater",
            Cc::Ge => "greater_equal",
        };
        let plain = i.op.plain_float();
        let name = match plain.as_ref().unwrap_or(&i.op) {
            Op::IConst(_) | Op::FConst(_) | Op::BConst(_) => {
                self.constant(i);
                return Some(());
            }
            // The counter and the addresses of the next round.
            Op::IAdd | Op::PtrAdd => return Some(()),
            Op::Load { region: Region::Array, .. } | Op::LoadNum(_) => {
                let Some(Known::Address(k)) = self.slots[i.args[0].index()] else { return None };
                let is_float = self.f.ty(i.results[0]) == Ty::F64;
                self.slots[result?] = Some(if is_float { Known::Slot(self.input(k)) } else { Known::Raw(k) });
                return Some(());
            }
            Op::IToF => {
                let slot = match self.slots[i.args[0].index()]? {
                    Known::Raw(k) => self.input(k),
                    Known::Int(n) => self.b.float(n as f64),
                    _ => return None,
                };
                self.slots[result?] = Some(Known::Slot(slot));
                return Some(());
            }
            Op::Leaf(leaf) => return self.function(*leaf, i),
            Op::FSquare => {
                let (x, two) = (self.slot(i.args[0])?, self.b.float(2.0));
                return self.power(x, two, i);
            }
            Op::Select => {
                let [m, a, b] = [i.args[0], i.args[1], i.args[2]].map(|v| self.slot(v));
                let slot = self.b.choose(m?, a?, b?)?;
                self.slots[result?] = Some(Known::Slot(slot));
                return Some(());
            }
            Op::FAdd => "add",
            Op::FSub => "subtract",
            Op::FMul => "multiply",
            Op::FDiv => "divide",
            Op::FNeg => "negative",
            Op::FAbs => "absolute",
            Op::FSqrt => "sqrt",
            Op::FFloor => "floor",
            Op::FCeil => "ceil",
            Op::FTrunc => "trunc",
            Op::FNearest => "rint",
            Op::FMin => "min",
            Op::FMax => "max",
            Op::FCmp(c) => compare(*c),
            Op::BAnd => "logical_and",
            Op::BOr => "logical_or",
            Op::BXor => "logical_xor",
            Op::BNot => "logical_not",
            _ => return None,
        };
        let operands: Vec<Slot> = i.args.iter().map(|v| self.slot(*v)).collect::<Option<_>>()?;
        let slot = self.b.apply(name, &operands)?;
        if plain.is_some() {
            self.check_result(slot, &operands)?;
        }
        self.slots[result?] = Some(Known::Slot(slot));
        Some(())
    }

    fn power(&mut self, x: Slot, y: Slot, i: &Inst) -> Option<()> {
        let r = self.b.apply("power", &[x, y])?;
        self.check_result(r, &[x, y])?;
        self.slots[i.results.first()?.index()] = Some(Known::Slot(r));
        Some(())
    }

    fn function(&mut self, leaf: Leaf, i: &Inst) -> Option<()> {
        let number = |me: &Self| match me.slots[i.args[0].index()] {
            Some(Known::Int(n)) => Some(n as usize),
            _ => None,
        };
        let slot = match leaf {
            Leaf::math_unary => {
                let (name, f) = F64_UNARY[number(self)?];
                let x = self.slot(i.args[1])?;
                match self.b.apply(name, &[x]) {
                    Some(r) => {
                        self.check_result(r, &[x])?;
                        r
                    }
                    // Elements of the other side may be none of its.
                    None if !self.path.is_empty() => return None,
                    None => self.b.call_one(f, x),
                }
            }
            Leaf::math_binary | Leaf::f64_mod | Leaf::f64_floordiv if !self.path.is_empty() => return None,
            Leaf::math_binary => {
                let (_, f) = F64_BINARY[number(self)?];
                let (x, y) = (self.slot(i.args[1])?, self.slot(i.args[2])?);
                self.b.call_two(f, x, y)
            }
            // Within its bounds, which the code in front has tested.
            Leaf::np_function => {
                let name = UNARY.get(number(self)?)?.name;
                let x = self.slot(i.args[1])?;
                self.b.apply(name, &[x])?
            }
            Leaf::f64_pow => {
                let (x, y) = (self.slot(i.args[0])?, self.slot(i.args[1])?);
                return self.power(x, y, i);
            }
            Leaf::f64_mod => {
                let (x, y) = (self.slot(i.args[0])?, self.slot(i.args[1])?);
                self.b.call_two(pyaot_core::float::modulo, x, y)
            }
            Leaf::f64_floordiv => {
                let (x, y) = (self.slot(i.args[0])?, self.slot(i.args[1])?);
                self.b.call_two(pyaot_core::float::floordiv, x, y)
            }
            _ => return None,
        };
        self.slots[i.results.first()?.index()] = Some(Known::Slot(slot));
        Some(())
    }
}
