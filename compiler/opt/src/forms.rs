//! Two forms of a function: a quick one, which has few passes and is compiled in little time, and the full one, which takes its place
//! as soon as it is there. A call that is in a loop of the quick form by then goes on in the full one (on-stack replacement).
//!
//! ```text
//! quick form                              landing at b1
//! b1(v1): v20 = IsReady landing            b0(v30: Ptr):
//!     branch v20 b9() b8()                    v31 = Load v30; v4 = Take v30
//! b8(): …what b1 was                          jump b1(v31)
//! b9(): cold                              b1(v1): …the full form from here on
//!     v21 = StackSlot
//!     StoreWords v21, v1, v4
//!     v22 = Call landing v21
//!     return v22
//! ```
//! A landing in a loop inside of another one begins in a copy of the outer one, which leads to the original at the end of the round: so
//! loops keep their one entry, which the passes want.

use pyaot_ir::{Block, BlockData, Conv, Exit, ExitKind, FuncId, Function, Inst, Landing, Op, Program, Region, Target, Term, Ty, Value, Word};

use crate::passes::copies::{self, Loop, Natural, natural, successors};
use crate::passes::{dce, scalars};
use crate::{Config, optimise_deferred, run_quick, verify};

/// Smaller functions are compiled as fast in full; but not what the host calls them by, which is called as soon as they are.
const LEAST_INSTS: usize = 60;
/// Loops of a function that can be left for the full form.
const MOST_LANDINGS: usize = 12;

/// Says which functions have a quick form, and makes room for their landings. Behind inlining.
pub fn prepare(program: &mut Program) {
    for of in 0..program.functions.len() {
        let f = &program.functions[of];
        let size: usize = f.blocks.iter().map(BlockData::size).sum();
        let is_large = match f.conv {
            Conv::Tail => size >= LEAST_INSTS,
            Conv::Uniform => true,
            Conv::Entry | Conv::Resume | Conv::Loop => false,
        };
        if f.cold || f.reentry || f.once || f.generator || !is_large {
            continue;
        }
        let loops = natural(f);
        // Its start must have nothing to do with a loop.
        if loops.iter().any(|l| l.contains(0)) {
            continue;
        }
        program.functions[of].has_quick = true;
        for number in 0..loops.len().min(MOST_LANDINGS) {
            let f = &program.functions[of];
            let landing = shell(f, number);
            program.landings.push(Landing { of: FuncId(of as u32), number, function: FuncId(program.functions.len() as u32) });
            program.functions.push(landing);
        }
    }
}

/// A landing that has nothing yet but its parameter, where the values are stored.
fn shell(f: &Function, number: usize) -> Function {
    let mut landing = Function::new(format!("{}#landing{number}", f.name), Conv::Tail, f.ret, true);
    landing.frame = f.frame;
    let entry = landing.new_block(false);
    landing.add_param(entry, Ty::Ptr);
    landing
}

/// A function of the program with the passes that were deferred; the quick form, if it has one that is wanted.
pub fn finished(program: &Program, index: usize, quick: bool, config: &Config) -> Function {
    let id = FuncId(index as u32);
    let mut f = match program.landings.iter().find(|l| l.function == id) {
        Some(l) => land(&program.functions[l.of.index()], &program.functions[index], l.number, config),
        None => program.functions[index].clone(),
    };
    if quick && f.has_quick {
        scalars::once(&mut f, config);
        let landings = program.landings.iter().filter(|l| l.of == id).map(|l| l.function);
        let places = places(&f);
        if !places.is_empty() {
            let states = States::of(&f);
            let found: Vec<State> = places.iter().map(|place| states.at(&f, place.head)).collect();
            for ((place, landing), state) in places.iter().zip(landings).zip(&found) {
                leave(&mut f, landing, place.head, state);
            }
        }
        run_quick(&mut f, config);
    } else {
        verify(&f, "forms", config);
        optimise_deferred(&mut f, config);
    }
    f
}

/// Where the quick form can be left.
struct Place {
    head: u32,
    /// The loop around it.
    around: Option<Natural>,
}

/// The outermost loops, and those inside of one other.
fn places(f: &Function) -> Vec<Place> {
    let loops = natural(f);
    let mut found = Vec::new();
    for l in loops.iter().filter(|l| !f.blocks[l.head as usize].cold) {
        let around: Vec<&Natural> = loops.iter().filter(|o| o.head != l.head && o.contains(l.head)).collect();
        if let [] | [_] = around[..] {
            found.push(Place { head: l.head, around: around.first().map(|o| (*o).clone()) });
        }
    }
    found
}

/// The values that live at the starts of blocks.
struct States {
    /// A row of bits for each block.
    live: Vec<u64>,
    width: usize,
    /// Instructions of constants, by result.
    constants: Vec<Option<(u32, u32)>>,
}

impl States {
    fn of(f: &Function) -> States {
        let width = f.values.len().div_ceil(64);
        let n = f.blocks.len();
        let mut home = vec![u32::MAX; f.values.len()];
        let mut constants = vec![None; f.values.len()];
        for (b, data) in f.blocks.iter().enumerate() {
            data.params.iter().for_each(|v| home[v.index()] = b as u32);
            for (k, i) in data.insts.iter().enumerate() {
                i.results.iter().for_each(|v| home[v.index()] = b as u32);
                if is_constant(&i.op) || i.op == Op::Cast && constants[i.args[0].index()].is_some() {
                    constants[i.results[0].index()] = Some((b as u32, k as u32));
                }
            }
        }
        let (mut used, mut defined) = (vec![0u64; n * width], vec![0u64; n * width]);
        for (v, b) in home.iter().enumerate().filter(|(_, b)| **b != u32::MAX) {
            defined[*b as usize * width + v / 64] |= 1 << (v % 64);
        }
        for (b, data) in f.blocks.iter().enumerate() {
            let row = &mut used[b * width..(b + 1) * width];
            let mut mark = |v: &Value| {
                if home[v.index()] != b as u32 {
                    row[v.index() / 64] |= 1 << (v.index() % 64);
                }
            };
            for i in &data.insts {
                i.args.iter().chain(i.exits.iter().flat_map(|e| &e.target.args)).for_each(&mut mark);
            }
            data.term.for_each_target(|t| t.args.iter().for_each(&mut mark));
            data.term.operand().iter().for_each(&mut mark);
        }
        let mut live = used;
        let mut row = vec![0u64; width];
        let mut changed = true;
        while changed {
            changed = false;
            for b in (0..n).rev() {
                row.copy_from_slice(&live[b * width..(b + 1) * width]);
                successors(f, b as u32, |s| {
                    let next = &live[s as usize * width..(s as usize + 1) * width];
                    row.iter_mut().zip(next).for_each(|(word, more)| *word |= more);
                });
                for k in 0..width {
                    let word = row[k] & !defined[b * width + k];
                    changed |= word != live[b * width + k];
                    live[b * width + k] = word;
                }
            }
        }
        States { live, width, constants }
    }

    /// What lives at a block's start and comes from outside of it: constants, in the order in which they are made, and other values.
    fn at(&self, f: &Function, b: u32) -> State {
        let row = &self.live[b as usize * self.width..(b as usize + 1) * self.width];
        let mut state = State { params: f.blocks[b as usize].params.clone(), values: Vec::new(), constants: Vec::new() };
        for v in (0..f.values.len()).filter(|v| row[v / 64] >> (v % 64) & 1 == 1).map(|v| Value(v as u32)) {
            if self.constants[v.index()].is_some() {
                self.add_constant(f, v, &mut state.constants);
            } else {
                state.values.push(v);
            }
        }
        state
    }

    /// The constant, behind that which it is a cast of.
    fn add_constant(&self, f: &Function, v: Value, constants: &mut Vec<Inst>) {
        let Some((b, k)) = self.constants[v.index()] else { return };
        let i = &f.blocks[b as usize].insts[k as usize];
        if !constants.iter().any(|c| c.results == i.results) {
            i.args.iter().for_each(|a| self.add_constant(f, *a, constants));
            constants.push(i.clone());
        }
    }
}

/// What a landing takes over.
struct State {
    params: Vec<Value>,
    values: Vec<Value>,
    /// Made anew.
    constants: Vec<Inst>,
}

impl State {
    fn passed(&self) -> impl Iterator<Item = Value> {
        self.params.iter().chain(&self.values).copied()
    }
}

fn is_constant(op: &Op) -> bool {
    use Op::*;
    matches!(op, IConst(_) | FConst(_) | BConst(_) | Singleton(_) | Const(_) | ConstPtr(_) | CodePtr(_) | ClassPtr(_) | FuncPtr(_) | Zero)
}

fn inst(op: Op, args: Vec<Value>, results: Vec<Value>) -> Inst {
    Inst { op, args, results, exits: Vec::new(), line: 0, frame: 0 }
}

/// In the quick form: at the head of a loop, on to the landing if that is there.
fn leave(f: &mut Function, landing: FuncId, head: u32, state: &State) {
    let (cold, ready) = (f.blocks[head as usize].cold, f.new_value(Ty::Bool));
    let (rest, away) = (f.new_block(cold), f.new_block(true));
    let to = |block| Target { block, args: Vec::new() };
    let data = &mut f.blocks[head as usize];
    let insts = std::mem::replace(&mut data.insts, vec![inst(Op::IsReady(landing), vec![], vec![ready])]);
    let term = std::mem::replace(&mut data.term, Term::Branch { cond: ready, then: to(away), els: to(rest) });
    (f.block_mut(rest).insts, f.block_mut(rest).term) = (insts, term);

    let buf = f.new_value(Ty::Ptr);
    let values: Vec<Value> = [buf].into_iter().chain(state.passed()).collect();
    let words: Vec<Word> = (0..values.len() as i32 - 1).map(|k| Word { offset: 8 * k, number: None }).collect();
    let mut code = vec![inst(Op::StackSlot { words: words.len().max(1) as u32 }, vec![], vec![buf])];
    code.push(inst(Op::StoreWords(words.into()), values, vec![]));
    let raise = f.new_block(true);
    f.block_mut(raise).term = Term::ReturnRaise;
    let mut exits = vec![Exit { kind: ExitKind::Raise, target: to(raise) }];
    let (mut big, mut none) = (false, false);
    for b in &f.blocks {
        big |= matches!(b.term, Term::ReturnBig(_));
        none |= matches!(b.term, Term::Return(None)) && f.ret.is_some();
    }
    if big {
        let block = f.new_block(true);
        let p = f.add_param(block, Ty::Val);
        f.block_mut(block).term = Term::ReturnBig(p);
        exits.push(Exit { kind: ExitKind::Big, target: to(block) });
    }
    if none {
        let block = f.new_block(true);
        f.block_mut(block).term = Term::Return(None);
        exits.push(Exit { kind: ExitKind::End, target: to(block) });
    }
    let results: Vec<Value> = f.ret.into_iter().map(|ty| f.new_value(ty)).collect();
    let result = results.first().copied();
    code.push(Inst { exits, ..inst(Op::Call(landing), vec![buf], results) });
    // What addresses lead into belongs to this form.
    code.extend(state.passed().filter(|v| f.ty(*v) == Ty::Ptr).map(|v| inst(Op::Keep, vec![v], vec![])));
    (f.block_mut(away).insts, f.block_mut(away).term) = (code, Term::Return(result));
}

/// The code of a landing: the function from the head of its loop of that number on.
fn land(of: &Function, shell: &Function, number: usize, config: &Config) -> Function {
    let mut f = of.clone();
    scalars::once(&mut f, config);
    let places = places(&f);
    let Some(Place { head, around }) = places.get(number) else { return shell.clone() };
    let state = States::of(&f).at(&f, *head);
    let before = f.blocks.len() as u32;
    let copy = around.as_ref().map(|o| {
        let copy = copies::copy(&mut f, &Loop { head: o.head, hot: o.body.clone() });
        // The next round is the original's.
        let again = copy.blocks[&o.head];
        for b in copy.blocks.values() {
            copies::each_target(&mut f, *b, |t| {
                if t.block.0 == again {
                    t.block = Block(o.head);
                }
            });
        }
        copy
    });
    let start = copy.as_ref().map_or(*head, |c| c.blocks[head]);
    let arrives = |v: Value| copy.as_ref().and_then(|c| c.values.get(&v)).copied().unwrap_or(v);

    // What leads to the loop is gone; its values come with the call.
    let buf = f.new_value(Ty::Ptr);
    let mut args = Vec::new();
    let mut code: Vec<Inst> = state.constants.iter().cloned().collect();
    for i in &mut code {
        i.args.iter_mut().chain(&mut i.results).for_each(|v| *v = arrives(*v));
    }
    for (k, v) in state.passed().enumerate() {
        let (offset, ty) = (8 * k as i32, f.ty(v));
        let region = Region::Frame(offset);
        let is_param = k < state.params.len();
        let x = if is_param { f.new_value(ty) } else { arrives(v) };
        if is_param {
            args.push(x);
        }
        let op = if ty.is_counted() { Op::Take { ty, offset, region } } else { Op::Load { ty, offset, region } };
        code.push(inst(op, vec![buf], vec![x]));
    }
    let entry = &mut f.blocks[0];
    (entry.params, entry.insts, entry.term, entry.cold) = (vec![buf], code, Term::Jump(Target { block: Block(start), args }), false);
    let reached = dce::reachable(&f);
    for (_, data) in f.blocks.iter_mut().enumerate().filter(|(b, _)| !reached[*b]) {
        data.params.clear();
        data.insts.clear();
        data.term = Term::Unreachable;
    }
    if let Some(copy) = &copy {
        copies::repair(&mut f, &[copy], &[], before);
    }
    Function { blocks: f.blocks, values: f.values, ..shell.clone() }
}
